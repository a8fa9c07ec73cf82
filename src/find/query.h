/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_QUERY_H
#define FIND_QUERY_H

#include <stdbool.h>

#include <padan/text.h>

/* One thing that must stand in the text. */
struct padan_query_term {
    struct padan_string text; /* of the query, without the quotes and the star */
    bool quoted;
    bool prefix;
};

/* A query taken apart. Its texts are views of the query. */
struct padan_query {
    struct padan_query_term *terms;
    size_t count, capacity;
};

/*
 * Terms stand between white space; a quote at the start of one opens a phrase that ends at
 * the next quote, or at the end of the query. A star at the end of a word or phrase, or behind its closing quote,
 * makes a prefix.
 *     keeping "the peace" Azer*  =>  keeping · the peace (quoted) · Azer (prefix)
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT (over 10,000 bytes), PADAN_ERROR_ALLOCATION.
 */
int padan_query_parse(struct padan_query *out, const char *query, struct padan_error *error);
void padan_query_free(struct padan_query *query);

#endif
