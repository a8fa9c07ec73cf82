/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_PATTERN_H
#define FIND_PATTERN_H

#include <padan/find.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "find/query.h"
#include "memory/tokens.h"

struct padan_family;

/* A run of tokens that stand as they were asked for. */
struct padan_find_pattern_term {
    const struct padan_token *tokens;
    size_t count;                         /* at least 1 */
    bool by_stem;                         /* words are alike where their stems are */
    bool prefix;                          /* the last token is the beginning of a word */
    const struct padan_string *forms;     /* of each token, with case or accents; or NULL */
    const struct padan_string *relatives; /* words that count as the only token does, folded, in the order of bytes */
    size_t relative_count;
};

/* How a query is understood. */
struct padan_find_reading {
    enum padan_find_mode mode;
    bool keeps_case, keeps_accents; /* not for PADAN_FIND_STEM */
    struct padan_family *family;    /* of the language, for PADAN_FIND_FAMILY; or NULL */
};

/* A query as one language understands it. */
struct padan_find_pattern {
    struct padan_arena arena;
    struct padan_find_reading reading;
    struct padan_find_pattern_term *terms;
    size_t count, capacity;
    struct padan_query_node *nodes; /* as of a query; `term` is a number in `terms` */
    size_t node_count, node_capacity;
    size_t root; /* PADAN_QUERY_NONE: there is no term */
};

/*
 * Punctuation around a word that is not quoted is no part of it, and a term of nothing but
 * punctuation asks for nothing; signs such as "+", "#" and "%" are literal. Freed by padan_find_pattern_free, also
 * where it fails.
 */
int padan_find_pattern_new(struct padan_find_pattern *out, const struct padan_query *query,
                           const struct padan_find_reading *reading, struct padan_tokenizer *tokenizer,
                           struct padan_error *error);
void padan_find_pattern_free(struct padan_find_pattern *pattern);

/*
 * Refuses a pattern that has no term, or that can stand in a text without any term standing there; `query` is its
 * text. Errors: PADAN_ERROR_ARGUMENT.
 */
int padan_find_pattern_check(const struct padan_find_pattern *pattern, const char *query, struct padan_error *error);

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
 * without any where the text is not what is asked for. `tokens` are the text's. Costs the number of tokens times the
 * size of the pattern at worst. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_find_pattern_locate(const struct padan_find_pattern *pattern, struct padan_string text,
                              const struct padan_token *tokens, size_t count, struct padan_spans *spans,
                              struct padan_error *error);

#endif
