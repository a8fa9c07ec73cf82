/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/moves.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/undo.h"

int padan_moves_list(struct padan_moves *moves, int64_t unit, struct padan_error *error)
{
    struct padan_memory *memory = moves->batch->memory;
    sqlite3_stmt *from = NULL;
    moves->occurrence_count = 0;
    int status = padan_sql_bind(memory, PADAN_SQL_OCCURRENCES_OF_UNIT, &from, error, "i", unit);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        if (!padan_vector_reserve(&moves->occurrences, &moves->occurrence_capacity, moves->occurrence_count + 1,
                                  sizeof *moves->occurrences)) {
            sqlite3_reset(from);
            return padan_error_allocation(error);
        }
        moves->occurrences[moves->occurrence_count++] = sqlite3_column_int64(from, 0);
        status = PADAN_OK;
    }
    return status;
}

int padan_moves_store(struct padan_moves *moves, const struct padan_unit *unit, int64_t old, bool *known,
                      struct padan_error *error)
{
    struct padan_batch *batch = moves->batch;
    int64_t same = 0;
    if (!padan_vector_reserve(&moves->changes, &moves->change_capacity, moves->change_count + 1,
                              sizeof *moves->changes) ||
        !padan_vector_reserve(&moves->twice, &moves->twice_capacity, moves->twice_count + 1, sizeof *moves->twice))
        return padan_error_allocation(error);
    int status = padan_batch_store(batch, unit, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(batch->memory, PADAN_SQL_OCCURRENCE_SAME, &same, 1, NULL, error, "i", batch->last);
    if (status != PADAN_OK)
        return status;
    *known = same != 0;
    moves->changes[moves->change_count++] = (struct padan_change){ .old = old, .new = *known ? 0 : batch->last };
    if (*known)
        moves->twice[moves->twice_count++] = batch->last;
    return PADAN_OK;
}

static int by_old(const void *left, const void *right)
{
    const struct padan_change *a = left, *b = right;
    return (a->old > b->old) - (a->old < b->old);
}

int padan_moves_finish(struct padan_moves *moves, struct padan_error *error)
{
    struct padan_batch *batch = moves->batch;
    if (moves->change_count == 0)
        return PADAN_OK;
    qsort(moves->changes, moves->change_count, sizeof *moves->changes, by_old);
    int status = padan_batch_take_out(batch, moves->changes, moves->change_count, error);
    return status == PADAN_OK
               ? padan_remove_occurrences(batch->memory, batch->fulltext, moves->twice, moves->twice_count, error)
               : status;
}

void padan_moves_free(struct padan_moves *moves)
{
    free(moves->occurrences);
    free(moves->changes);
    free(moves->twice);
}
