/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_FILTER_H
#define FIND_FILTER_H

#include "exchange/period.h"
#include "find/candidates.h"

/* A query that targets are held against, as each of their languages reads it. */
struct padan_condition {
    struct padan_query query;
    struct padan_find_reading reading;
    struct condition_language *languages; /* those met so far */
    size_t count, capacity;
    struct padan_spans spans;
};

/* A zeroed struct asks for nothing. Freed by padan_condition_free, also where it fails. Errors: as for padan_find. */
int padan_condition_new(struct padan_condition *out, const char *query, const struct padan_find_reading *reading,
                        struct padan_error *error);
void padan_condition_free(struct padan_condition *condition);

/* Whether the query stands in one of some targets. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_condition_stands(struct padan_condition *condition, const struct padan_find_target *targets, size_t count,
                           bool *stands, struct padan_error *error);

/* Where a unit comes from, of those places that are asked for. */
struct padan_places {
    struct padan_memory *memory;
    const char *document; /* or NULL */
    struct padan_period period;
    sqlite3_stmt *statement;
    struct padan_buffer name; /* of the document found */
    int64_t position;         /* or -1 */
};

/* Errors: PADAN_ERROR_ARGUMENT for what is no date, and what SQLite answers. Freed by padan_places_free. */
int padan_places_new(struct padan_places *out, struct padan_memory *memory, const struct padan_find_options *options,
                     struct padan_error *error);
void padan_places_free(struct padan_places *places);

/* Finds the first place of a unit, in the order of storing; false where it has none of those asked for. */
int padan_places_find(struct padan_places *places, int64_t unit, bool *found, struct padan_error *error);

#endif
