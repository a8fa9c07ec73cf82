/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXTRACT_CORPUS_H
#define EXTRACT_CORPUS_H

#include <stdio.h>

#include <padan/term.h>

#include "base/table.h"
#include "text/words.h"

/* A word in all its forms. */
struct padan_kind {
    int64_t count;
    double squares;    /* sum over the parts of the memory of the square of its count there */
    uint32_t part;     /* come to, */
    int64_t in_part;   /* and its count in it */
    int64_t reference; /* how often a reference has it */
    bool general;      /* the general lexicon has it among the words of any subject, */
    bool common;       /* or at all */
    bool passing;      /* it goes with any subject: no term begins or ends with it */
    float weight;      /* how far it is one of a subject, 0 to 1 */
};

/* One language of a memory as numbers of words, in a file that has no name. */
struct padan_corpus {
    struct padan_words *words;
    struct padan_stemmer *stemmer;
    struct padan_table stems;
    struct padan_kind *kinds; /* by number of the stem */
    size_t kind_capacity;
    struct padan_buffer folded;
    FILE *spool; /* texts one after the other: numbers of stems + 1, 0 where something else stands between words */
    int64_t tokens, reference_tokens;
    int64_t texts, expected; /* read, and as many as there will be */
    uint32_t *row;           /* the text at hand */
    struct padan_place_of {
        size_t start, end;
    } * places; /* of its words, in bytes */
    size_t row_count, row_capacity, place_capacity;
};

enum { PADAN_CORPUS_PARTS = 64 };

/* Freed by padan_corpus_free, also where it fails. `expected`: about so many texts will come. */
int padan_corpus_begin(struct padan_corpus *corpus, const char *language, int64_t expected, struct padan_error *error);
void padan_corpus_free(struct padan_corpus *corpus);

/* Cuts a text into corpus->row; with `add` its words become known and are counted, else unknown ones are 0. */
int padan_corpus_cut(struct padan_corpus *corpus, struct padan_string text, bool add, struct padan_error *error);

/* Cuts a text and keeps it. */
int padan_corpus_add(struct padan_corpus *corpus, struct padan_string text, struct padan_error *error);

/* Counts the words of a reference ("-": standard input), a text a line. */
int padan_corpus_refer(struct padan_corpus *corpus, const char *path, struct padan_error *error);

/* Marks the words of the general lexicon of `data` (NULL: as installed) for two languages. */
int padan_corpus_common(struct padan_corpus *corpus, const char *source, const char *target, const char *data,
                        struct padan_error *error);

/*
 * Finds which words go with any subject, and how far the others are of one. What is frequent and evenly spread over the
 * memory is passing: the variance of its counts in the parts of the memory, beyond what chance gives, is small (the
 * inverse of the negative binomial's size; Church and Gale 1995), and in a small memory the general lexicon says it.
 * With a reference the log-likelihood of being more frequent here counts too (Dunning 1993).
 */
void padan_corpus_weigh(struct padan_corpus *corpus);

/* Reads the texts again from the beginning: the next one into corpus->row; *end where there is none. */
int padan_corpus_rewind(struct padan_corpus *corpus, struct padan_error *error);
int padan_corpus_next(struct padan_corpus *corpus, bool *end, struct padan_error *error);

#endif
