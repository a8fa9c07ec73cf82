/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_PATTERN_H
#define FIND_PATTERN_H

#include <padan/find.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "find/query.h"
#include "memory/tokens.h"

/* A run of tokens that stand as they were asked for. */
struct padan_find_pattern_term {
    const struct padan_token *tokens;
    size_t count; /* at least 1 */
    bool by_stem; /* words are alike where their stems are */
    bool prefix;  /* the last token is the beginning of a word */
};

/* A query as one language understands it. */
struct padan_find_pattern {
    struct padan_arena arena;
    struct padan_find_pattern_term *terms;
    size_t count, capacity;
};

/*
 * Punctuation around a word that is not quoted is no part of it, and a term of nothing but
 * punctuation asks for nothing; signs such as "+", "#" and "%" are literal. The pattern has no term where the
 * query has no word and no symbol. Freed by padan_find_pattern_free.
 */
int padan_find_pattern_new(struct padan_find_pattern *out, const struct padan_query *query, enum padan_find_mode mode,
                           struct padan_tokenizer *tokenizer, struct padan_error *error);
void padan_find_pattern_free(struct padan_find_pattern *pattern);

/*
 * Appends the FTS5 expression that finds every text in which the pattern stands, and
 * maybe others. Answers false, nothing appended, where there is no word to look for: then all texts are to be read.
 */
bool padan_find_pattern_expression(const struct padan_find_pattern *pattern, struct padan_buffer *out);

/* A growable list of places in a text. */
struct padan_spans {
    struct padan_span *items;
    size_t count, capacity;
};

/*
 * Fills `spans` with the places where the terms stand, in order, none inside another;
 * without any where a term is missing. Costs the number of tokens times the size of the pattern at worst.
 * Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_find_pattern_locate(const struct padan_find_pattern *pattern, const struct padan_token *tokens, size_t count,
                              struct padan_spans *spans, struct padan_error *error);

#endif
