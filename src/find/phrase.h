/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_PHRASE_H
#define FIND_PHRASE_H

#include "align/links.h"

enum { PADAN_PHRASE_CANDIDATES = 12 };

/* A run of target words that may render a phrase; first = end: none does. */
struct padan_phrase_candidate {
    uint32_t first, end;
    uint64_t key;       /* of the types of its words: equal for inflected forms of the same rendering */
    double score;       /* logarithm of its likelihood by the links of the words */
    double probability; /* among the candidates */
};

/* The best candidates of a phrase, by falling score. */
struct padan_phrase {
    struct padan_phrase_candidate candidates[PADAN_PHRASE_CANDIDATES];
    size_t count;
};

/*
 * Finds what renders the source words `first` to `end` (which are some) of a pair of texts. Time: target words times
 * the longest rendering (a few words more than twice the phrase) times source words. Errors: PADAN_ERROR_ALLOCATION.
 * Source: the phrase posterior of Deng and Byrne (HLT-EMNLP 2005), for Model 1 both ways.
 */
int padan_phrase_render(struct padan_phrase *out, const struct padan_links *links, size_t first, size_t end,
                        struct padan_error *error);

#endif
