/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_CACHE_H
#define MEMORY_CACHE_H

#include "memory/store.h"

/*
 * What an index says of the table it was made from (table cache), so that a change by
 * another program is noticed.
 */
struct padan_cache {
    int64_t version;  /* of the index's own layout */
    int64_t upto;     /* the highest row that is in it */
    int64_t rows;     /* of its table, when a padan last wrote */
    int64_t bytes;    /* of their texts; 0 for units */
    int64_t removals; /* raised whenever rows are taken out */
};

#define PADAN_CACHE_UNITS "unit_index"
#define PADAN_CACHE_TEXTS "fulltext"

/* Notes that the indexes of a new memory are empty. */
int padan_cache_create(struct padan_memory *memory, struct padan_error *error);

int padan_cache_get(struct padan_memory *memory, const char *name, struct padan_cache *cache,
                    struct padan_error *error);
int padan_cache_put(struct padan_memory *memory, const char *name, const struct padan_cache *cache,
                    struct padan_error *error);

/* Rows were added: the highest of them, how many, and the bytes of their texts. */
int padan_cache_add(struct padan_memory *memory, const char *name, int64_t upto, int64_t rows, int64_t bytes,
                    struct padan_error *error);

/* Makes all indexes anew from the tables, inside the caller's transaction. */
int padan_cache_rebuild(struct padan_memory *memory, struct padan_error *error);

/* Does so where they are not current. */
int padan_cache_ensure(struct padan_memory *memory, struct padan_error *error);

#endif
