/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_QUERY_H
#define FIND_QUERY_H

#include <stdbool.h>

#include <padan/text.h>

/* One word or phrase to look for. */
struct padan_query_term {
    struct padan_string text; /* of the query, without the quotes and the star */
    bool quoted;
    bool prefix;
};

enum padan_query_kind {
    PADAN_QUERY_TERM,
    PADAN_QUERY_AND, /* all of the parts */
    PADAN_QUERY_OR,  /* one of them at least */
    PADAN_QUERY_NOT, /* not its only part */
    PADAN_QUERY_NEAR /* all of its parts, which are terms, with few words between them */
};

#define PADAN_QUERY_NONE ((size_t)-1)

/* What is asked, as a tree of nodes in an array. */
struct padan_query_node {
    enum padan_query_kind kind;
    size_t first;    /* of its parts, or PADAN_QUERY_NONE */
    size_t next;     /* part of the same node, or PADAN_QUERY_NONE */
    size_t term;     /* of PADAN_QUERY_TERM: its number */
    size_t distance; /* of PADAN_QUERY_NEAR: so many words at most stand between the parts */
    bool whole;      /* of PADAN_QUERY_NEAR: what is found is the stretch from the first part to the last */
    size_t start;    /* byte of the query */
};

/* A query taken apart. Its texts are views of the query. */
struct padan_query {
    struct padan_query_term *terms;
    size_t count, capacity;
    struct padan_query_node *nodes;
    size_t node_count, node_capacity;
    size_t root; /* or PADAN_QUERY_NONE where the query is blank */
};

/*
 * Terms stand between white space; a quote at the start of one opens a phrase that ends at
 * the next quote, or at the end of the query. A star at the end of a word or phrase, or behind its closing quote,
 * makes a prefix. All must be there, but for these, of which the upper ones bind closer:
 *     ( ... )                 a query in the query, where "(" begins a word
 *     a NEAR b, a NEAR/5 b    few words between them, 10 where no number says how many; "a b"~5 likewise
 *     -a, NOT a               what must not be there
 *     a b, a AND b
 *     a OR b
 *     keeping "the peace" Azer*  =>  keeping · the peace (quoted) · Azer (prefix)
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT (over 10,000 bytes, or parentheses deeper than 12),
 * PADAN_ERROR_ARGUMENT, with the column, for what is no query; PADAN_ERROR_ALLOCATION.
 */
int padan_query_parse(struct padan_query *out, const char *query, struct padan_error *error);
void padan_query_free(struct padan_query *query);

/* An error of a query (a NUL-terminated string, or NULL), with the character that `start` (a byte) is in. */
int padan_query_error(struct padan_error *error, const char *query, size_t start, const char *message);

/* Adds a node without parts; PADAN_QUERY_NONE where there is no memory. */
size_t padan_query_add_node(struct padan_query_node **nodes, size_t *count, size_t *capacity,
                            struct padan_query_node node);

#endif
