/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "memory/cache.h"
#include "memory/review.h"
#include "memory/undo.h"

/* The bits of the old occurrence's confidence, since JSON has no room for all of them; *known is false for NULL. */
static int read_confidence(struct padan_memory *memory, int64_t occurrence, int64_t *bits, bool *known,
                           struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    *known = false;
    *bits = 0;
    int status = padan_sql_bind(memory, PADAN_SQL_OCCURRENCE_CONFIDENCE, &statement, error, "i", occurrence);
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status != 1)
        return status;
    double confidence = sqlite3_column_double(statement, 0);
    *known = sqlite3_column_type(statement, 0) != SQLITE_NULL;
    memcpy(bits, &confidence, sizeof *bits);
    sqlite3_reset(statement);
    return PADAN_OK;
}

int padan_change_write(struct padan_memory *memory, int64_t batch, const struct padan_change *change,
                       struct padan_error *error)
{
    char types[] = "iiiiiiii";
    bool known = false;
    int64_t bits = 0;
    if (!change->old)
        return padan_sql_run(memory, PADAN_SQL_JOURNAL_REPLACE, error, "iniiiiin", batch, change->new,
                             change->alignment, change->bead, change->slot, change->origin);
    int status = read_confidence(memory, change->old, &bits, &known, error);
    if (status != PADAN_OK)
        return status;
    types[7] = known ? 'i' : 'n';
    if (change->new)
        return padan_sql_run(memory, PADAN_SQL_JOURNAL_REPLACE, error, types, batch, change->old, change->new,
                             change->alignment, change->bead, change->slot, change->origin, bits);
    types[2] = 'n';
    return padan_sql_run(memory, PADAN_SQL_JOURNAL_REPLACE, error, types, batch, change->old, change->alignment,
                         change->bead, change->slot, change->origin, bits);
}

/* Where most texts go, the index is made anew from the rest instead of losing them one by one. */
static int remove_all(struct padan_batch *batch, const int64_t *olds, size_t count, struct padan_error *error)
{
    int64_t units[2];
    int status = padan_sql_numbers(batch->memory, PADAN_SQL_UNIT_COUNT, units, 2, NULL, error, "");
    if (status != PADAN_OK || (int64_t)count <= units[0] / 2)
        return status == PADAN_OK ? padan_remove_occurrences(batch->memory, batch->fulltext, olds, count, error)
                                  : status;
    padan_fulltext_close(batch->fulltext);
    batch->fulltext = NULL;
    status = padan_remove_occurrences(batch->memory, NULL, olds, count, error);
    if (status == PADAN_OK)
        status = padan_cache_rebuild(batch->memory, error);
    return status == PADAN_OK ? padan_fulltext_open(&batch->fulltext, batch->memory->db, error) : status;
}

int padan_batch_take_out(struct padan_batch *batch, const struct padan_change *changes, size_t count,
                         struct padan_error *error)
{
    if (count == 0)
        return PADAN_OK;
    int64_t *olds = malloc(count * sizeof *olds);
    int status =
        olds ? padan_unit_index_flush(&batch->units, batch->memory, true, error) : padan_error_allocation(error);
    if (status == PADAN_OK)
        status = padan_sql_run(batch->memory, PADAN_SQL_UNIT_INDEX_TAIL, error, "");
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        olds[i] = changes[i].old;
        status = padan_change_write(batch->memory, batch->id, &changes[i], error);
    }
    if (status == PADAN_OK)
        status = remove_all(batch, olds, count, error);
    if (status == PADAN_OK)
        status = padan_sql_run(batch->memory, PADAN_SQL_DOCUMENT_SWEEP, error, "");
    batch->summary.replaced += (int64_t)count;
    free(olds);
    return status;
}
