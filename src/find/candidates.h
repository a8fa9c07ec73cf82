/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_CANDIDATES_H
#define FIND_CANDIDATES_H

#include <sqlite3.h>

#include "find/pattern.h"

/* A language of the memory that is searched or shown, and what reads it. */
struct padan_find_language {
    int64_t id; /* in table language */
    char tag[PADAN_LANGUAGE_SIZE];
    bool is_source, is_target;
    struct padan_tokenizer *tokenizer; /* or NULL */
    struct padan_find_pattern pattern;
    struct padan_family *family; /* or NULL */
    sqlite3_stmt *statement;     /* gives id, unit and text of variants by rising id */
    bool has_row;
};

/* Variants that may match, of all searched languages, in the order in which they were stored. */
struct padan_candidates {
    struct padan_memory *memory;
    struct padan_find_language *languages;
    size_t count, capacity;
    struct padan_find_language *latest; /* whose row was given last */
};

/* One of them; the text lives until the next is asked for. */
struct padan_candidate {
    const struct padan_find_language *language;
    int64_t variant, unit;
    struct padan_string text;
};

/*
 * Lists the memory's languages with what falls under the ranges (NULL: any). Freed by padan_candidates_free,
 * also where it fails. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION, and what SQLite answers.
 */
int padan_candidates_new(struct padan_candidates *out, struct padan_memory *memory, const char *source,
                         const char *target, struct padan_error *error);

/* Leaves of the searched languages those that fall under a range too. Errors: PADAN_ERROR_LANGUAGE. */
int padan_candidates_narrow(struct padan_candidates *candidates, const char *range, struct padan_error *error);

/*
 * Reads the query as each searched language does; `reading` is without a family, which is made where it is needed and
 * the index is current (`indexed`).
 */
int padan_candidates_ask(struct padan_candidates *candidates, const struct padan_query *query,
                         const struct padan_find_reading *reading, bool indexed, struct padan_error *error);

/* Begins to read: through the indexes where `indexed`, else every text of the searched languages. */
int padan_candidates_begin(struct padan_candidates *candidates, bool indexed, struct padan_error *error);

/* Gives the next candidate, or sets its language to NULL at the end. */
int padan_candidates_next(struct padan_candidates *candidates, struct padan_candidate *candidate,
                          struct padan_error *error);

const struct padan_find_language *padan_candidates_language(const struct padan_candidates *candidates, int64_t id);
void padan_candidates_free(struct padan_candidates *candidates);

#endif
