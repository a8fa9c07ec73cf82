/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_FINDER_H
#define ALIGN_FINDER_H

#include "align/side.h"
#include "text/words.h"

#define PADAN_FOUND_WORDS 4

/* The words of a name or term: `count` of them, of which the text has `known`. */
struct padan_found {
    size_t types[PADAN_FOUND_WORDS];
    size_t known, count;
};

/* Finds words of a language in a side, as the side itself cuts, folds and stems them. */
struct padan_finder {
    const struct padan_side *side;
    struct padan_words *words;
    struct padan_stemmer *stemmer;
    struct padan_buffer folded;
};

/* Freed by padan_finder_free, also where it fails. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_finder_make(struct padan_finder *finder, const struct padan_side *side, const char *language,
                      struct padan_error *error);

/* Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION. */
int padan_finder_find(struct padan_finder *finder, struct padan_string text, struct padan_found *found,
                      struct padan_error *error);
void padan_finder_free(struct padan_finder *finder);

#endif
