/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_WORDING_H
#define MATCH_WORDING_H

#include <stdint.h>

#include <unicode/umachine.h>

#include "text/words.h"

struct padan_wording_word {
    size_t start, end; /* points */
    size_t from, to;   /* bytes */
    uint64_t hash;
    int kind; /* as of struct padan_word */
};

/* A text as code points, cut into words. A zeroed struct is an empty one, to be filled again and again. */
struct padan_wording {
    UChar32 *points;
    size_t point_count, point_capacity;
    struct padan_wording_word *words;
    size_t word_count, word_capacity;
};

/* The points alone; no words. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION. */
int padan_wording_points(struct padan_wording *wording, struct padan_string text, struct padan_error *error);

/*
 * Cuts a key form: each word takes the space behind it too, so that every point is in one. Errors: as padan_words_cut.
 */
int padan_wording_key(struct padan_wording *wording, struct padan_words *words, struct padan_string key,
                      struct padan_error *error);

/*
 * Cuts a text as it stands into words and signs without the white space between them. Words of the same match form have
 * the same hash. Errors: as padan_words_cut.
 */
int padan_wording_text(struct padan_wording *wording, struct padan_words *words, struct padan_string text,
                       struct padan_error *error);
void padan_wording_free(struct padan_wording *wording);

#endif
