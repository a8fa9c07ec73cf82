/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_UNITS_H
#define MEMORY_UNITS_H

#include "memory/store.h"

/*
 * The index from the hash of a unit's content to the unit, as a writer sees it. Hashes
 * fall everywhere in a tree: added one by one in transactions of 10,000 they would dirty every page of it each
 * time. So new ones wait here and go into table unit_index sorted, an eighth of the table at once.
 * Invariant: each row of table unit is either in unit_index (id <= upto) or in `entries`.
 */
struct padan_unit_entry {
    int64_t hash;
    int64_t unit; /* 0: a free slot */
};

struct padan_unit_index {
    struct padan_unit_entry *entries; /* open addressing; `capacity` is a power of two, at most half full */
    size_t count, capacity;
    int64_t upto;
    int64_t seen; /* the highest unit that is in the table or here */
    int64_t rows;
    int64_t removals; /* of table cache, when it was last looked at */
    bool started;
    bool knows_all;  /* the table was empty when this began, and `filter` has all that was put there since */
    uint8_t *filter; /* bits of hashes that are in the table; NULL before the first */
};

/* Takes in what other processes did; called after each BEGIN. */
int padan_unit_index_sync(struct padan_unit_index *index, struct padan_memory *memory, struct padan_error *error);

/* Adds a unit that was just stored. */
int padan_unit_index_add(struct padan_unit_index *index, int64_t hash, int64_t unit, struct padan_error *error);

/*
 * Calls `same` with each unit of that hash until it answers 1 (the content is the same),
 * or a negative status. *unit gets that unit, or 0.
 */
int padan_unit_index_find(struct padan_unit_index *index, struct padan_memory *memory, int64_t hash,
                          int (*same)(void *context, int64_t unit, struct padan_error *error), void *context,
                          int64_t *unit, struct padan_error *error);

/* Moves the entries to the table; without `all` only where they have become many. */
int padan_unit_index_flush(struct padan_unit_index *index, struct padan_memory *memory, bool all,
                           struct padan_error *error);

void padan_unit_index_free(struct padan_unit_index *index);

#endif
