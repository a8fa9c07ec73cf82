/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_EXPRESSION_H
#define SEGMENT_EXPRESSION_H

#include <padan/text.h>

#include <stdbool.h>
#include <stdint.h>
#include <unicode/utypes.h>

/* A text as patterns see it: forwards and, by code points, backwards. */
struct padan_expression_text {
    UChar *forward, *reversed;
    int32_t length; /* code units */
    size_t capacity;
    uint64_t generation; /* raised with each text, so that a pattern knows when to look again */
    unsigned calls;
    int64_t limit; /* processor time (ns) of the thread at which matching this text must have ended */
};

/*
 * Sets a text of valid UTF-8; room is kept from text to text and freed by padan_expression_text_free. A line feed
 * between two lines reads as a space. Errors: PADAN_ERROR_ENCODING with the offset, PADAN_ERROR_LIMIT over 1 GiB,
 * PADAN_ERROR_ALLOCATION.
 */
int padan_expression_text_set(struct padan_expression_text *text, struct padan_string utf8, struct padan_error *error);
void padan_expression_text_free(struct padan_expression_text *text);

enum padan_expression_side { PADAN_EXPRESSION_BEFORE, PADAN_EXPRESSION_AFTER };

/* One half of a rule: an expression that must end (before) or begin (after) at a place. */
struct padan_expression;

/*
 * Compiles an expression; freed by padan_expression_free. Errors: PADAN_ERROR_SYNTAX with file, line
 * and, where it is known, the place in the expression; PADAN_ERROR_ALLOCATION.
 */
int padan_expression_new(struct padan_expression **out, struct padan_string expression, enum padan_expression_side side,
                         const char *file, int64_t line, struct padan_error *error);
void padan_expression_free(struct padan_expression *pattern);

/* Whether the pattern can match where `neighbour` is the character beside the place on its side; cheap. */
bool padan_expression_may(const struct padan_expression *pattern, UChar32 neighbour);

/* Sets the bit of each 16-bit code unit that can end the last character before the pattern's place; surrogates all. */
#define PADAN_EXPRESSION_MAP_SIZE (0x10000 / 8)
void padan_expression_map(const struct padan_expression *pattern, uint8_t map[PADAN_EXPRESSION_MAP_SIZE]);

/*
 * Whether the pattern matches at a place of the text (code units from its start). It sees
 * PADAN_EXPRESSION_WINDOW code units of its side, so that time is linear in the length of the text.
 * Errors: PADAN_ERROR_LIMIT where it takes too long, PADAN_ERROR_ALLOCATION.
 */
#define PADAN_EXPRESSION_WINDOW 1000
int padan_expression_match(struct padan_expression *pattern, struct padan_expression_text *text, int32_t place,
                           bool *matched, struct padan_error *error);

/* Whether a regular expression matches the whole of an ASCII text, in either case. Errors as padan_expression_new. */
int padan_expression_matches_whole(struct padan_string expression, const char *text, const char *file, int64_t line,
                                   bool *matched, struct padan_error *error);

#endif
