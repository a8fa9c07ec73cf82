/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_SIDE_H
#define ALIGN_SIDE_H

#include <stdbool.h>
#include <stdint.h>

#include <padan/align.h>

#include "align/values.h"
#include "base/table.h"
#include "text/words.h"

/* Classes of words differ in how reliably they are rendered; each has weights of its own. */
enum padan_word_class {
    PADAN_CLASS_WORD,   /* nothing is known of it */
    PADAN_CLASS_KIN,    /* looks like a word of the other side, or ICU's data or the general lexicon knows it */
    PADAN_CLASS_GIVEN,  /* a word that the caller's lexicon knows, and nothing else */
    PADAN_CLASS_TERM,   /* a word of a term that the glossary has, with its rendering in the other text; no name */
    PADAN_CLASS_TAUGHT, /* a word of which the texts themselves taught something */
    PADAN_CLASS_NAME,   /* mostly with a capital inside a segment */
    PADAN_CLASS_NUMBER,
    PADAN_CLASS_MARK, /* ? ! : ; quotation marks and other symbols */
    PADAN_CLASS_COUNT
};

/* What a segment longer than this many words says beyond them is left out: it bounds the cost of a cell. */
#define PADAN_SEGMENT_WORDS 512

/*
 * One side of an alignment in numbers. A form is a folded word, number or mark
 * as it stands; a type is what forms are compared by: the stem of a word, the
 * digits of a number, a mark, "#..." for a value in words. Counts are of the words kept.
 */
struct padan_side {
    size_t count;        /* segments */
    uint32_t *first;     /* count + 1: where each segment's words begin in `words` */
    uint32_t *words;     /* types */
    double *length;      /* count + 1 sums: characters before each segment, white space left out */
    uint32_t *paragraph; /* count + 1 sums: paragraph breaks before each segment, its own included */
    double break_rate;   /* share of the places between segments that are paragraph breaks */
    struct padan_table forms, types;
    uint32_t *form_type;    /* by form */
    uint32_t *frequency;    /* by type */
    uint32_t *upper;        /* by type: how often with a capital inside a segment */
    unsigned char *classes; /* by type: enum padan_word_class */
    size_t form_capacity, type_capacity[3], word_capacity;
};

/*
 * Cuts and counts the words of a text. Its values that the other text says too are put in the place of their words;
 * both may be NULL. Freed by padan_side_free, also where it fails. Linear in the text.
 */
int padan_side_make(struct padan_side *side, const struct padan_align_segment *segments, size_t count,
                    const char *language, const struct padan_text_values *values, const struct padan_text_values *other,
                    struct padan_error *error);
void padan_side_free(struct padan_side *side);

/* Where a word of a side stands in its segment: bytes. The digits of a date written as one word share its place. */
struct padan_place {
    uint32_t start, end;
};

/* The same, with the place of each word: *places is parallel to `words`, freed with free(), also where it fails. */
int padan_side_make_placed(struct padan_side *side, struct padan_place **places,
                           const struct padan_align_segment *segments, size_t count, const char *language,
                           const struct padan_text_values *values, const struct padan_text_values *other,
                           struct padan_error *error);

/* The type of a word that is spelt so after folding, or PADAN_TABLE_NONE, for tests. `text` is not folded yet. */
size_t padan_side_find(const struct padan_side *side, struct padan_string text);

/* What a folded word is compared by where its form is not the same; lives as the stem does. Data is NULL: no memory. */
struct padan_string padan_side_stem(struct padan_stemmer *stemmer, struct padan_string form);

/*
 * The type of a form with its stem by padan_side_stem, whether or not it stands in the text itself: that of a word with
 * the same stem. PADAN_TABLE_NONE: nothing like it stands there.
 */
size_t padan_side_type_of(const struct padan_side *side, struct padan_string form, struct padan_string stem);

/* Whether a paragraph ends before the segment `place`, which is not the first. */
static inline bool padan_side_breaks(const struct padan_side *side, size_t place)
{
    return side->paragraph[place] != side->paragraph[place - 1];
}

static inline size_t padan_side_words(const struct padan_side *side, size_t from, size_t to)
{
    return side->first[to] - side->first[from];
}

static inline double padan_side_length(const struct padan_side *side, size_t from, size_t to)
{
    return side->length[to] - side->length[from];
}

#endif
