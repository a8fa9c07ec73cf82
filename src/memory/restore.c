/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/cache.h"
#include "memory/review.h"

/* Which bead a row of the journal is about, and where the row is. */
struct place {
    int64_t alignment, bead, slot;
    int64_t batch, number;
};

/* A row of the journal: what a correction took out. */
struct replaced {
    int64_t number;
    struct place place;
    int64_t by;    /* the occurrence that took its place, or 0 */
    bool restores; /* there was something, and its batch is not undone */
    bool has_confidence;
    double confidence;
};

/* A row of a later batch: what stood in for something that this batch replaced, and was itself replaced there. */
struct heir {
    int64_t old, batch, number;
    bool has_inherited;
};

struct restoring {
    struct padan_memory *memory;
    struct padan_fulltext *fulltext;
    int64_t batch;
    struct replaced *rows;
    size_t count, capacity;
    struct place *later; /* rows of later batches, sorted */
    size_t later_count, later_capacity;
    struct heir *heirs; /* sorted by `old` */
    size_t heir_count, heir_capacity;
    int64_t units, variants, bytes, last_variant; /* put back */
};

/* JSON has no room for all bits of a double, so that they stand there as a whole number. */
static double from_bits(int64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int read_rows(struct restoring *restoring, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(restoring->memory, PADAN_SQL_JOURNAL_REPLACED, &from, error, "i", restoring->batch);
    while (status == PADAN_OK && (status = padan_sql_step(restoring->memory, from, error)) == 1) {
        if (!padan_vector_reserve(&restoring->rows, &restoring->capacity, restoring->count + 1,
                                  sizeof *restoring->rows)) {
            sqlite3_reset(from);
            return padan_error_allocation(error);
        }
        restoring->rows[restoring->count++] =
            (struct replaced){ .number = sqlite3_column_int64(from, 0),
                               .place = { sqlite3_column_int64(from, 4), sqlite3_column_int64(from, 5),
                                          sqlite3_column_int64(from, 6), 0, 0 },
                               .restores = sqlite3_column_type(from, 1) != SQLITE_NULL && sqlite3_column_int(from, 3),
                               .by = sqlite3_column_int64(from, 7),
                               .has_confidence = sqlite3_column_type(from, 2) != SQLITE_NULL,
                               .confidence = from_bits(sqlite3_column_int64(from, 2)) };
        status = PADAN_OK;
    }
    return status;
}

static int by_place(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    const int64_t pairs[][2] = { { a->alignment, b->alignment },
                                 { a->bead, b->bead },
                                 { a->slot, b->slot },
                                 { a->batch, b->batch },
                                 { a->number, b->number } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return pairs[i][0] < pairs[i][1] ? -1 : 1;
    return 0;
}

static int read_later(struct restoring *restoring, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(restoring->memory, PADAN_SQL_JOURNAL_LATER, &from, error, "i", restoring->batch);
    while (status == PADAN_OK && (status = padan_sql_step(restoring->memory, from, error)) == 1) {
        if (!padan_vector_reserve(&restoring->later, &restoring->later_capacity, restoring->later_count + 1,
                                  sizeof *restoring->later)) {
            sqlite3_reset(from);
            return padan_error_allocation(error);
        }
        restoring->later[restoring->later_count++] =
            (struct place){ sqlite3_column_int64(from, 0), sqlite3_column_int64(from, 1), sqlite3_column_int64(from, 2),
                            sqlite3_column_int64(from, 3), sqlite3_column_int64(from, 4) };
        status = PADAN_OK;
    }
    if (restoring->later_count > 0)
        qsort(restoring->later, restoring->later_count, sizeof *restoring->later, by_place);
    return status;
}

/* The first row of a later batch about the same bead, or NULL. */
static const struct place *find_later(const struct restoring *restoring, const struct place *place)
{
    size_t low = 0, high = restoring->later_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_place(&restoring->later[middle], place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == restoring->later_count)
        return NULL;
    const struct place *found = &restoring->later[low];
    bool same = found->alignment == place->alignment && found->bead == place->bead && found->slot == place->slot;
    return same ? found : NULL;
}

static int read_heirs(struct restoring *restoring, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(restoring->memory, PADAN_SQL_JOURNAL_HEIRS, &from, error, "i", restoring->batch);
    while (status == PADAN_OK && (status = padan_sql_step(restoring->memory, from, error)) == 1) {
        if (!padan_vector_reserve(&restoring->heirs, &restoring->heir_capacity, restoring->heir_count + 1,
                                  sizeof *restoring->heirs)) {
            sqlite3_reset(from);
            return padan_error_allocation(error);
        }
        restoring->heirs[restoring->heir_count++] =
            (struct heir){ sqlite3_column_int64(from, 0), sqlite3_column_int64(from, 1), sqlite3_column_int64(from, 2),
                           false };
        status = PADAN_OK;
    }
    return status;
}

/* Where a conflict was lost again to a later batch, or NULL. */
static struct heir *find_heir(const struct restoring *restoring, const struct replaced *row)
{
    size_t low = 0, high = restoring->heir_count;
    if (row->place.alignment || !row->by || !row->restores)
        return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (restoring->heirs[middle].old < row->by)
            low = middle + 1;
        else
            high = middle;
    }
    return low < restoring->heir_count && restoring->heirs[low].old == row->by ? &restoring->heirs[low] : NULL;
}

/*
 * What the batch had replaced, and a later one replaced again, comes back when that one is undone. The heir's own row
 * is of this batch, which will not be there then, so that the first takes its place.
 */
static int leave_to(struct restoring *restoring, const struct replaced *row, struct heir *heir,
                    struct padan_error *error)
{
    enum padan_statement statement = heir->has_inherited ? PADAN_SQL_JOURNAL_HAND_ON_BESIDE : PADAN_SQL_JOURNAL_HAND_ON;
    heir->has_inherited = true;
    return padan_sql_run(restoring->memory, statement, error, "iiii", restoring->batch, row->number, heir->batch,
                         heir->number);
}

static int index_texts(struct restoring *restoring, int64_t unit, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(restoring->memory, PADAN_SQL_VARIANT_OF_UNIT, &from, error, "i", unit);
    if (status != PADAN_OK)
        return status;
    while ((status = padan_sql_step(restoring->memory, from, error)) == 1) {
        struct padan_string text = padan_sql_text(from, 2);
        int64_t variant = sqlite3_column_int64(from, 0);
        restoring->variants++;
        restoring->bytes += (int64_t)text.size;
        if (variant > restoring->last_variant)
            restoring->last_variant = variant;
        const char *language = (const char *)sqlite3_column_text(from, 4);
        int added = padan_fulltext_add(restoring->fulltext, variant, language, text, error);
        if (added != PADAN_OK) {
            sqlite3_reset(from);
            return added;
        }
    }
    return status;
}

/* A unit that is gone, under its old number where nobody has that now; its variants get new ones. */
static int add_unit(struct restoring *restoring, int64_t number, int64_t *unit, struct padan_error *error)
{
    struct padan_memory *memory = restoring->memory;
    int64_t hash = 0, last = 0;
    int status = padan_sql_run(memory, PADAN_SQL_RESTORE_UNIT, error, "ii", restoring->batch, number);
    *unit = sqlite3_last_insert_rowid(memory->db);
    restoring->units++;
    if (status == PADAN_OK)
        status = padan_memory_last_variant(memory, &last, error);
    if (status == PADAN_OK)
        status =
            padan_sql_run(memory, PADAN_SQL_RESTORE_VARIANTS, error, "iiii", restoring->batch, number, *unit, last);
    if (status == PADAN_OK)
        memory->last_variant = last + sqlite3_changes(memory->db);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_RESTORE_LABELS, error, "iii", restoring->batch, number, *unit);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_UNIT_HASH, &hash, 1, NULL, error, "i", *unit);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_UNIT_INDEX_ADD, error, "ii", hash, *unit);
    return status == PADAN_OK ? index_texts(restoring, *unit, error) : status;
}

static int find_unit(struct restoring *restoring, int64_t number, int64_t *unit, struct padan_error *error)
{
    bool found = false;
    int status = padan_sql_numbers(restoring->memory, PADAN_SQL_RESTORE_UNIT_FIND, unit, 1, &found, error, "ii",
                                   restoring->batch, number);
    if (status != PADAN_OK || found)
        return status;
    return add_unit(restoring, number, unit, error);
}

/* Where its old number is taken, the journal of its batch must say where it is now. */
static int note_place(struct restoring *restoring, int64_t occurrence, struct padan_error *error)
{
    int64_t batch = 0, inside = 0;
    int status =
        padan_sql_numbers(restoring->memory, PADAN_SQL_OCCURRENCE_BATCH, &batch, 1, NULL, error, "i", occurrence);
    if (status == PADAN_OK)
        status = padan_sql_numbers(restoring->memory, PADAN_SQL_JOURNAL_COVERS, &inside, 1, NULL, error, "ii", batch,
                                   occurrence);
    if (status != PADAN_OK || inside)
        return status;
    return padan_sql_run(restoring->memory, PADAN_SQL_JOURNAL_RANGE, error, "ii", batch, occurrence);
}

static int restore(struct restoring *restoring, const struct replaced *row, struct padan_error *error)
{
    struct padan_memory *memory = restoring->memory;
    int64_t unit = 0, batch = restoring->batch;
    int status = find_unit(restoring, row->number, &unit, error);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_RESTORE_DOCUMENT, error, "ii", batch, row->number);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_RESTORE_OCCURRENCE, error, row->has_confidence ? "iiid" : "iiin",
                               batch, row->number, unit, row->confidence);
    if (status != PADAN_OK)
        return status;
    int64_t occurrence = sqlite3_last_insert_rowid(memory->db);
    status = padan_sql_run(memory, PADAN_SQL_RESTORE_SAID, error, "iiii", batch, row->number, unit, occurrence);
    if (status == PADAN_OK)
        status =
            padan_sql_run(memory, PADAN_SQL_RESTORE_PROPERTIES, error, "iiii", batch, row->number, unit, occurrence);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_RESTORE_SOURCE, error, "iii", batch, row->number, occurrence);
    return status == PADAN_OK ? note_place(restoring, occurrence, error) : status;
}

static int restore_all(struct restoring *restoring, struct padan_undo_summary *summary, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < restoring->count && status == PADAN_OK; i++) {
        const struct replaced *row = &restoring->rows[i];
        /* Only corrections of one bead follow one another; what else was taken out simply comes back. */
        const struct place *later = row->place.alignment ? find_later(restoring, &row->place) : NULL;
        struct heir *heir = find_heir(restoring, row);
        if (heir)
            status = leave_to(restoring, row, heir, error);
        else if (later)
            status = padan_sql_run(restoring->memory, PADAN_SQL_JOURNAL_HAND_ON, error, "iiii", restoring->batch,
                                   row->number, later->batch, later->number);
        else if (row->restores)
            status = restore(restoring, row, error);
        summary->restored += !later && !heir && row->restores && status == PADAN_OK;
    }
    return status;
}

/* All units stand in their index first, so that what is put back may stand there too. */
static int write_restored(const struct restoring *restoring, struct padan_error *error)
{
    struct padan_memory *memory = restoring->memory;
    struct padan_cache units;
    int64_t now[2];
    int status = padan_sql_numbers(memory, PADAN_SQL_UNIT_COUNT, now, 2, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_cache_get(memory, PADAN_CACHE_UNITS, &units, error);
    if (status != PADAN_OK)
        return status;
    units.upto = now[1];
    units.rows += restoring->units;
    units.removals++;
    status = padan_cache_put(memory, PADAN_CACHE_UNITS, &units, error);
    if (status != PADAN_OK)
        return status;
    return padan_cache_add(memory, PADAN_CACHE_TEXTS, restoring->last_variant, restoring->variants, restoring->bytes,
                           error);
}

int padan_restore_replaced(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                           struct padan_error *error)
{
    struct restoring restoring = { .memory = memory, .batch = batch };
    int status = read_rows(&restoring, error);
    if (status == PADAN_OK && restoring.count > 0)
        status = read_later(&restoring, error);
    if (status == PADAN_OK && restoring.count > 0)
        status = read_heirs(&restoring, error);
    if (status == PADAN_OK && restoring.count > 0) {
        status = padan_cache_ensure(memory, error);
        if (status == PADAN_OK)
            status = padan_sql_run(memory, PADAN_SQL_UNIT_INDEX_TAIL, error, "");
        if (status == PADAN_OK)
            status = padan_fulltext_open(&restoring.fulltext, memory->db, error);
        if (status == PADAN_OK)
            status = restore_all(&restoring, summary, error);
        if (status == PADAN_OK)
            status = padan_fulltext_flush(restoring.fulltext, error);
        padan_fulltext_close(restoring.fulltext);
        if (status == PADAN_OK)
            status = write_restored(&restoring, error);
    }
    free(restoring.rows);
    free(restoring.later);
    free(restoring.heirs);
    return status;
}
