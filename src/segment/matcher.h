/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_MATCHER_H
#define SEGMENT_MATCHER_H

#include "segment/alphabet.h"
#include "segment/rules.h"

/*
 * All expressions of an ordered list of rules, asked at once which of them hold at a place. Two automata read on
 * from the place (what stands after) and back from it (what stands before). Rules whose expressions may run far back
 * have two of their own, asked only where such a rule holds after the place: one that reads the text once, forwards,
 * and for those that count their repeats, which would be in many counts at once, one that reads back within the window.
 * Time: linear in the text; the number of rules counts where
 * a state is met for the first time, and for those that ICU must confirm (see program.h).
 */
struct padan_matcher;

/*
 * `rules` must live as long; trees of their expressions are freed but for those that ICU may have to confirm. Freed by
 * padan_matcher_free.
 * Errors: PADAN_ERROR_LIMIT, PADAN_ERROR_ALLOCATION.
 */
int padan_matcher_new(struct padan_matcher **out, const struct padan_rules *rules, struct padan_error *error);
void padan_matcher_free(struct padan_matcher *matcher);

/* What a pass over a text asks at each character; lives as long as the matcher. */
struct padan_matcher_view {
    struct padan_alphabet alphabet;
    size_t words;     /* of a bit for each class */
    uint64_t *spaces; /* the classes of white space */
    uint64_t *pairs;  /* for each class before a place, those after it between which a break rule could hold */
};

const struct padan_matcher_view *padan_matcher_view(const struct padan_matcher *matcher);

static inline bool padan_matcher_may_break(const struct padan_matcher_view *view, unsigned before, unsigned after)
{
    return padan_bit(view->pairs + before * view->words, after);
}

/* Turns to a place of a text (code units from its start); places of one text come in order. */
void padan_matcher_begin(struct padan_matcher *matcher, struct padan_expression_text *text, int32_t place);

/*
 * The first rule from number `from` on that holds at the place, or the number of rules where none does; lists never
 * do. Errors: PADAN_ERROR_SYNTAX with file and line for an expression that ICU refuses to compile, PADAN_ERROR_LIMIT
 * where it takes too long, PADAN_ERROR_ALLOCATION.
 */
int padan_matcher_next(struct padan_matcher *matcher, size_t from, size_t *found, struct padan_error *error);

#endif
