/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_CLASS_H
#define SEGMENT_CLASS_H

#include <unicode/uset.h>

#include "segment/node.h"

/* Reads a regular expression from left to right. */
struct padan_expression_parser {
    struct padan_tree *tree;
    struct padan_set_pool *pool;
    UChar32 *text;
    size_t at, count;
    unsigned flags;
    unsigned depth;
    unsigned behind; /* look-behinds that are open */
    uint32_t groups;
    size_t quote_end;         /* where the \Q...\E ends that `at` is in */
    struct padan_table names; /* of groups */
    uint32_t *name_groups;    /* their numbers */
    size_t name_capacity;
    struct padan_error *error;
    int status; /* the first fault */
};

enum {
    PADAN_FLAG_CASE = 1,
    PADAN_FLAG_DOT_ALL = 2,
    PADAN_FLAG_LINES = 4,
    PADAN_FLAG_COMMENTS = 8,
    PADAN_FLAG_UNIX = 16 /* only \n ends a line */
};

/* Remembers the first fault, at the parser's place. */
void padan_parser_fail(struct padan_expression_parser *parser, const char *message);

/* Remembers that there is no memory. */
void padan_parser_lack(struct padan_expression_parser *parser);

/* The character `ahead` places on, or U_SENTINEL. */
UChar32 padan_parser_peek(const struct padan_expression_parser *parser, size_t ahead);

/* A new empty set that the tree owns; NULL where there is no memory. */
USet *padan_parser_set(struct padan_expression_parser *parser);

/* A shared set by its ICU pattern in ASCII; NULL, with a fault, where ICU does not know it. */
const USet *padan_parser_set_of(struct padan_expression_parser *parser, const char *pattern);

/* An escape after its backslash that stands for characters: a set, or a character where the set is NULL. */
const USet *padan_parse_escape(struct padan_expression_parser *parser, UChar32 *character);

/* Skips white space and comments where (?x) is on. */
void padan_parser_skip(struct padan_expression_parser *parser);

/* After \Q: up to \E, or to the end, characters stand for themselves. */
void padan_parser_quote(struct padan_expression_parser *parser);

/* Whether what stands here is inside \Q...\E. */
bool padan_parser_is_quoted(const struct padan_expression_parser *parser);

/* The set closed over case where (?i) is on. */
const USet *padan_parser_fold(struct padan_expression_parser *parser, const USet *set);

/* A class after its opening bracket. */
USet *padan_parse_class(struct padan_expression_parser *parser);

#define PADAN_SET_LINE_END "[\\n\\r\\u0085\\u2028\\u2029]"
#define PADAN_SET_WORD "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\u200c\\u200d]"

#endif
