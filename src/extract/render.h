/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXTRACT_RENDER_H
#define EXTRACT_RENDER_H

#include "align/links.h"
#include "base/arena.h"
#include "extract/grams.h"

enum { PADAN_GRAM_PLACES = 24 }; /* at which a candidate is looked at, spread over the memory */

/* A pair of texts in which candidates stand. */
struct padan_pair_of_texts {
    struct padan_string source, target, document;
};

/* A place of a candidate. */
struct padan_gram_place {
    uint32_t gram, pair;
    uint32_t start, end; /* bytes of the source text */
};

/* What renders a candidate, and how it is written itself. Views of the pairs' texts. */
struct padan_gram_rendering {
    struct padan_string term, rendering;
    double share;     /* of the places that have it, in any form */
    int64_t rendered; /* places at which it is the likeliest */
    size_t example;   /* a pair that has it, or SIZE_MAX */
    double form;      /* share of the places that have the term as it is written most often */
    bool passing;     /* all its words go with any subject */
};

/* Candidates in their pairs. */
struct padan_renderings {
    struct padan_arena strings;
    struct padan_pair_of_texts *pairs;
    size_t pair_count, pair_capacity;
    struct padan_gram_place *places;
    size_t place_count, place_capacity;
    struct padan_corpus *target; /* which words of the renderings' language go with any subject */
};

void padan_renderings_free(struct padan_renderings *renderings);

/*
 * Finds what renders each of the grams: words by Model 1 learned from the pairs, some hundred at a time, phrases by its
 * links (src/find/phrase.c), and of each candidate's places what they have in common. `out` has one for each gram.
 */
int padan_renderings_find(struct padan_renderings *renderings, size_t grams, const char *source_language,
                          const char *target_language, const struct padan_align_options *options,
                          struct padan_gram_rendering *out, struct padan_error *error);

#endif
