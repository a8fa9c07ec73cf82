/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXTRACT_GRAMS_H
#define EXTRACT_GRAMS_H

#include "extract/corpus.h"

enum { PADAN_GRAM_WORDS = 8 }; /* the most that a term may have */

/* A run of words that may be a term. */
struct padan_gram {
    uint32_t words[PADAN_GRAM_WORDS]; /* numbers of stems + 1 */
    uint32_t size;
    int64_t count;
    int64_t nested;         /* how often it stands within longer candidates */
    int64_t longer;         /* in so many of them */
    uint32_t before, after; /* the word that most often stands there, if there is one (Boyer and Moore 1991) */
    int64_t before_votes, after_votes;
    double score; /* termhood */
};

/* Runs by their words. */
struct padan_grams {
    struct padan_gram *items;
    size_t count, capacity;
    uint32_t *slots; /* number + 1, or 0 */
    size_t slot_count;
};

void padan_grams_free(struct padan_grams *grams);

/* The number of a run, or SIZE_MAX. */
size_t padan_grams_find(const struct padan_grams *grams, const uint32_t *words, size_t size);

/*
 * Counts the runs of up to `most` words that begin and end with a word of a subject and have none that is rarer than
 * `least`, in one pass and bounded memory: where there are too many, those that came least often are let go of (Manku
 * and Motwani 2002). Leaves those with `least` or more, scored, by falling score: the C-value (Frantzi, Ananiadou, Mima
 * 2000; log2(words + 1), so that single words count too: Barrón-Cedeño et al. 2009) times how far its words belong
 * together and are of a subject, and how far what stands beside it varies.
 */
int padan_grams_count(struct padan_grams *grams, struct padan_corpus *corpus, int64_t least, size_t most,
                      struct padan_error *error);

/* Leaves the first `count`. */
int padan_grams_cut(struct padan_grams *grams, size_t count, struct padan_error *error);

#endif
