/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * A set of byte strings, numbered from 0 in the order in which they came. A zeroed
 * struct is an empty table. Looking up and adding cost constant time on average.
 */
struct padan_table {
    struct padan_arena arena;
    struct padan_table_key *keys; /* by number */
    size_t count, capacity;
    uint32_t *slots; /* number + 1, or 0; a power of two, at most two thirds full */
    size_t slot_count;
};

struct padan_table_key {
    const char *data; /* owned by the table, NUL-terminated */
    size_t size;
    uint64_t hash;
};

#define PADAN_TABLE_NONE SIZE_MAX

/* The number of a string, or PADAN_TABLE_NONE. */
size_t padan_table_find(const struct padan_table *table, const void *bytes, size_t size);

/* The same; a string that is not there is copied and added. PADAN_TABLE_NONE: no memory. */
size_t padan_table_add(struct padan_table *table, const void *bytes, size_t size);

void padan_table_free(struct padan_table *table);

#endif
