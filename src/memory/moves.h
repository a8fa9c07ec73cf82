/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_MOVES_H
#define MEMORY_MOVES_H

#include "memory/review.h"

/* Occurrences that a batch stores anew, and takes out as they were. A struct with nothing but its batch is empty. */
struct padan_moves {
    struct padan_batch *batch;
    int64_t *occurrences; /* of the unit that was listed last */
    size_t occurrence_count, occurrence_capacity;
    struct padan_change *changes;
    size_t change_count, change_capacity;
    int64_t *twice; /* stored, but something else says the same already */
    size_t twice_count, twice_capacity;
};

/* Lists the occurrences of a unit. Errors: PADAN_ERROR_ALLOCATION, those of SQLite. */
int padan_moves_list(struct padan_moves *moves, int64_t unit, struct padan_error *error);

/*
 * Stores what an occurrence is now. `known`: whether the same is said there already, so that it will go again. Errors:
 * as padan_batch_store.
 */
int padan_moves_store(struct padan_moves *moves, const struct padan_unit *unit, int64_t old, bool *known,
                      struct padan_error *error);

/* Takes out all that was stored anew as it was, and what was stored twice. Errors: as padan_batch_take_out. */
int padan_moves_finish(struct padan_moves *moves, struct padan_error *error);
void padan_moves_free(struct padan_moves *moves);

#endif
