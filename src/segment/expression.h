/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_EXPRESSION_H
#define SEGMENT_EXPRESSION_H

#include <padan/text.h>

#include <stdbool.h>
#include <stdint.h>
#include <unicode/uset.h>

#include "segment/node.h"

/* A text as patterns see it: forwards and, by code points, backwards. */
struct padan_expression_text {
    UChar *forward, *reversed; /* `reversed` is made when it is asked for first */
    int32_t length;            /* code units */
    size_t capacity;
    bool is_reversed;
    uint64_t generation; /* raised with each text, so that a pattern knows when to look again */
    unsigned calls;
    int64_t limit;   /* processor time (ns) that ICU may take for all matches on this text */
    int64_t started; /* that of the thread when the first was tried */
};

/*
 * Sets a text of valid UTF-8; room is kept from text to text and freed by padan_expression_text_free. A line feed
 * between two lines reads as a space. Errors: PADAN_ERROR_ENCODING with the offset, PADAN_ERROR_LIMIT over 1 GiB,
 * PADAN_ERROR_ALLOCATION.
 */
int padan_expression_text_set(struct padan_expression_text *text, struct padan_string utf8, struct padan_error *error);
void padan_expression_text_free(struct padan_expression_text *text);

/* Makes the reversed text, if it is not made yet; false: no memory. */
bool padan_expression_text_reverse(struct padan_expression_text *text);

enum padan_expression_side { PADAN_EXPRESSION_BEFORE, PADAN_EXPRESSION_AFTER };

/* One half of a rule: an expression that must end (before) or begin (after) at a place. */
struct padan_expression;

/*
 * Reads an expression, which shares its named sets through `pool`; freed by padan_expression_free. Errors:
 * PADAN_ERROR_SYNTAX with file, line and, where it is known, the place in the expression; PADAN_ERROR_ALLOCATION.
 */
int padan_expression_new(struct padan_expression **out, struct padan_string expression, enum padan_expression_side side,
                         struct padan_set_pool *pool, const char *file, int64_t line, struct padan_error *error);
void padan_expression_free(struct padan_expression *pattern);

/* The characters that can stand beside the place on its side; NULL: any, or none. */
const USet *padan_expression_edge(const struct padan_expression *pattern);

/* The tree, until it is compiled or closed. */
const struct padan_tree *padan_expression_tree(const struct padan_expression *pattern);

/* Makes it ready for padan_expression_match; does so once. Errors as padan_expression_new. */
int padan_expression_compile(struct padan_expression *pattern, struct padan_error *error);

/* Frees what only building needs. */
void padan_expression_close(struct padan_expression *pattern);

/*
 * Whether a compiled expression matches at a place of the text (code units from its start), by ICU. It sees
 * PADAN_EXPRESSION_WINDOW code units of its side, so that time is linear in the length of the text. An expression
 * before the place that cannot be reversed is tried from each place in that window, up to the place.
 * Errors: PADAN_ERROR_LIMIT where it takes too long, PADAN_ERROR_ALLOCATION.
 */
#define PADAN_EXPRESSION_WINDOW 1000
int padan_expression_match(struct padan_expression *pattern, struct padan_expression_text *text, int32_t place,
                           bool *matched, struct padan_error *error);

/* Whether a regular expression matches the whole of an ASCII text, in either case. Errors as padan_expression_new. */
int padan_expression_matches_whole(struct padan_string expression, const char *text, const char *file, int64_t line,
                                   bool *matched, struct padan_error *error);

#endif
