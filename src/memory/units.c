/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/units.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/cache.h"
#include "memory/waiting.h"

/* Two bits for each hash; at four million one look in twenty is in vain. */
#define FILTER_BITS ((size_t)1 << 25)

#define FLUSH_LEAST 50000
#define FLUSH_MOST 1000000 /* bounds the memory: 32 MB of entries */

static size_t slot_of(const struct padan_unit_index *index, int64_t hash)
{
    return (size_t)(uint64_t)hash & (index->capacity - 1);
}

static void place(struct padan_unit_index *index, struct padan_unit_entry entry)
{
    size_t at = slot_of(index, entry.hash);
    while (index->entries[at].unit)
        at = (at + 1) & (index->capacity - 1);
    index->entries[at] = entry;
}

static bool grow(struct padan_unit_index *index)
{
    size_t old = index->capacity;
    size_t capacity = old ? old * 2 : 1024;
    if (capacity > SIZE_MAX / sizeof(struct padan_unit_entry))
        return false;
    struct padan_unit_entry *before = index->entries;
    struct padan_unit_entry *entries = calloc(capacity, sizeof *entries);
    if (!entries)
        return false;
    index->entries = entries;
    index->capacity = capacity;
    for (size_t i = 0; i < old; i++)
        if (before[i].unit)
            place(index, before[i]);
    free(before);
    return true;
}

int padan_unit_index_add(struct padan_unit_index *index, int64_t hash, int64_t unit, struct padan_error *error)
{
    if (index->count * 2 >= index->capacity && !grow(index))
        return padan_error_allocation(error);
    place(index, (struct padan_unit_entry){ hash, unit });
    index->count++;
    index->rows++;
    if (unit > index->seen)
        index->seen = unit;
    return PADAN_OK;
}

static void empty(struct padan_unit_index *index)
{
    if (index->entries)
        memset(index->entries, 0, index->capacity * sizeof *index->entries);
    index->count = 0;
}

static int read_tail(struct padan_unit_index *index, struct padan_memory *memory, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(memory, PADAN_SQL_UNIT_TAIL, &statement, error, "i", index->seen);
    if (status != PADAN_OK)
        return status;
    while ((status = padan_sql_step(memory, statement, error)) == 1) {
        int added =
            padan_unit_index_add(index, sqlite3_column_int64(statement, 1), sqlite3_column_int64(statement, 0), error);
        if (added != PADAN_OK) {
            sqlite3_reset(statement);
            return added;
        }
    }
    return status;
}

int padan_unit_index_sync(struct padan_unit_index *index, struct padan_memory *memory, struct padan_error *error)
{
    struct padan_cache cache;
    int status = padan_cache_get(memory, PADAN_CACHE_UNITS, &cache, error);
    if (status != PADAN_OK)
        return status;
    /* Where units were removed or another process filled the table, what waits here may be gone or be there. */
    if (!index->started || cache.removals != index->removals || cache.upto != index->upto) {
        empty(index);
        index->upto = index->seen = cache.upto;
        index->rows = cache.rows;
        index->removals = cache.removals;
        index->started = true;
        index->knows_all = cache.upto == 0;
    }
    return read_tail(index, memory, error);
}

static int find_waiting(struct padan_unit_index *index, int64_t hash,
                        int (*same)(void *context, int64_t unit, struct padan_error *error), void *context,
                        int64_t *unit, struct padan_error *error)
{
    if (!index->capacity)
        return 0;
    for (size_t at = slot_of(index, hash); index->entries[at].unit; at = (at + 1) & (index->capacity - 1)) {
        if (index->entries[at].hash != hash)
            continue;
        int answer = same(context, index->entries[at].unit, error);
        if (answer == 1)
            *unit = index->entries[at].unit;
        if (answer != 0)
            return answer;
    }
    return 0;
}

static int find_stored(struct padan_memory *memory, int64_t hash,
                       int (*same)(void *context, int64_t unit, struct padan_error *error), void *context,
                       int64_t *unit, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(memory, PADAN_SQL_UNIT_INDEX_FIND, &statement, error, "i", hash);
    if (status != PADAN_OK)
        return status;
    int answer = 0;
    while (answer == 0 && (status = padan_sql_step(memory, statement, error)) == 1) {
        int64_t candidate = sqlite3_column_int64(statement, 0);
        answer = same(context, candidate, error);
        if (answer == 1)
            *unit = candidate;
    }
    sqlite3_reset(statement);
    return status < 0 ? status : answer;
}

static void note_stored(struct padan_unit_index *index, int64_t hash)
{
    if (index->knows_all && !index->filter)
        index->knows_all = (index->filter = calloc(FILTER_BITS / 8, 1)) != NULL;
    if (!index->knows_all)
        return;
    uint64_t bits = (uint64_t)hash;
    for (int i = 0; i < 2; i++, bits >>= 32)
        index->filter[bits % FILTER_BITS / 8] |= (uint8_t)(1U << bits % 8);
}

/* Whether a hash may be in the table. Nearly all units of a first import are new: a look for each costs more than
 * adding it. */
static bool may_be_stored(const struct padan_unit_index *index, int64_t hash)
{
    uint64_t bits = (uint64_t)hash;
    if (!index->knows_all || !index->filter)
        return index->upto > 0;
    for (int i = 0; i < 2; i++, bits >>= 32)
        if (!(index->filter[bits % FILTER_BITS / 8] & 1U << bits % 8))
            return false;
    return true;
}

int padan_unit_index_find(struct padan_unit_index *index, struct padan_memory *memory, int64_t hash,
                          int (*same)(void *context, int64_t unit, struct padan_error *error), void *context,
                          int64_t *unit, struct padan_error *error)
{
    *unit = 0;
    int answer = find_waiting(index, hash, same, context, unit, error);
    if (answer == 0 && may_be_stored(index, hash))
        answer = find_stored(memory, hash, same, context, unit, error);
    return answer < 0 ? answer : PADAN_OK;
}

static int by_hash(const void *left, const void *right)
{
    const struct padan_unit_entry *a = left;
    const struct padan_unit_entry *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* Sorts the entries in place; what was an open-addressed table is then a list followed by free slots. */
static void gather(struct padan_unit_index *index)
{
    size_t count = 0;
    for (size_t i = 0; i < index->capacity; i++)
        if (index->entries[i].unit)
            index->entries[count++] = index->entries[i];
    qsort(index->entries, count, sizeof *index->entries, by_hash);
}

static bool is_due(const struct padan_unit_index *index)
{
    int64_t due = index->rows / 8;
    if (due < FLUSH_LEAST)
        due = FLUSH_LEAST;
    if (due > FLUSH_MOST)
        due = FLUSH_MOST;
    return (int64_t)index->count >= due;
}

static int write_entry(struct padan_memory *memory, const struct padan_unit_entry *entry, struct padan_error *error)
{
    const struct padan_waiting_value values[] = {
        { .kind = PADAN_WAITING_INTEGER, .integer = entry->hash },
        { .kind = PADAN_WAITING_INTEGER, .integer = entry->unit },
    };
    if (!padan_waiting_add(memory->waiting, PADAN_WAITING_UNIT_INDEX, values))
        return padan_error_allocation(error);
    return padan_waiting_size(memory->waiting) < PADAN_WAITING_MOST ? PADAN_OK
                                                                    : padan_memory_store_waiting(memory, error);
}

int padan_unit_index_flush(struct padan_unit_index *index, struct padan_memory *memory, bool all,
                           struct padan_error *error)
{
    if (index->count == 0 || (!all && !is_due(index)))
        return PADAN_OK;
    gather(index);
    int status = PADAN_OK;
    for (size_t i = 0; i < index->count && status == PADAN_OK; i++) {
        note_stored(index, index->entries[i].hash);
        status = write_entry(memory, &index->entries[i], error);
    }
    if (status == PADAN_OK)
        status = padan_memory_store_waiting(memory, error);
    empty(index);
    index->upto = index->seen;
    if (status == PADAN_OK)
        status = padan_cache_add(memory, PADAN_CACHE_UNITS, index->upto, 0, 0, error);
    return status;
}

void padan_unit_index_free(struct padan_unit_index *index)
{
    free(index->entries);
    free(index->filter);
    *index = (struct padan_unit_index){ 0 };
}
