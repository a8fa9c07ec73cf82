/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/cache.h"

#include <string.h>

#include "base/error.h"
#include "memory/fulltext.h"

#define UNITS_VERSION 1

int padan_cache_get(struct padan_memory *memory, const char *name, struct padan_cache *cache, struct padan_error *error)
{
    int64_t row[5] = { 0 };
    bool found;
    int status = padan_sql_numbers(memory, PADAN_SQL_CACHE_GET, row, 5, &found, error, "s", padan_string(name));
    /* A missing row matches no table, so that the index is made anew. */
    if (status == PADAN_OK)
        *cache = found ? (struct padan_cache){ row[0], row[1], row[2], row[3], row[4] }
                       : (struct padan_cache){ .version = -1, .rows = -1 };
    return status;
}

int padan_cache_put(struct padan_memory *memory, const char *name, const struct padan_cache *cache,
                    struct padan_error *error)
{
    return padan_sql_run(memory, PADAN_SQL_CACHE_PUT, error, "siiiii", padan_string(name), cache->version, cache->upto,
                         cache->rows, cache->bytes, cache->removals);
}

int padan_cache_add(struct padan_memory *memory, const char *name, int64_t upto, int64_t rows, int64_t bytes,
                    struct padan_error *error)
{
    return padan_sql_run(memory, PADAN_SQL_CACHE_ADD, error, "siii", padan_string(name), upto, rows, bytes);
}

int padan_cache_create(struct padan_memory *memory, struct padan_error *error)
{
    int status = padan_cache_put(memory, PADAN_CACHE_UNITS, &(struct padan_cache){ .version = UNITS_VERSION }, error);
    if (status == PADAN_OK)
        status = padan_cache_put(memory, PADAN_CACHE_TEXTS, &(struct padan_cache){ .version = PADAN_FULLTEXT_VERSION },
                                 error);
    return status;
}

static int count_rows(struct padan_memory *memory, enum padan_statement name, struct padan_cache *now,
                      struct padan_error *error)
{
    int64_t row[2];
    int status = padan_sql_numbers(memory, name, row, 2, NULL, error, "");
    if (status == PADAN_OK)
        *now = (struct padan_cache){ .rows = row[0], .upto = row[1] };
    return status;
}

static int compare_counts(struct padan_memory *memory, bool *current, struct padan_error *error)
{
    struct padan_cache units, texts, units_now, texts_now;
    int status = padan_cache_get(memory, PADAN_CACHE_UNITS, &units, error);
    if (status == PADAN_OK)
        status = padan_cache_get(memory, PADAN_CACHE_TEXTS, &texts, error);
    if (status == PADAN_OK)
        status = count_rows(memory, PADAN_SQL_UNIT_COUNT, &units_now, error);
    if (status == PADAN_OK)
        status = count_rows(memory, PADAN_SQL_VARIANT_COUNT, &texts_now, error);
    /* The newest units may be missing from their index until the batch that brings them is done; texts never. */
    if (status == PADAN_OK)
        *current = units.version == UNITS_VERSION && texts.version == PADAN_FULLTEXT_VERSION &&
                   units.rows == units_now.rows && units.upto <= units_now.upto && texts.rows == texts_now.rows &&
                   texts.upto == texts_now.upto;
    return status;
}

/* The same, or what it was where nobody has written since. */
static int compare_once(struct padan_memory *memory, bool *current, struct padan_error *error)
{
    int64_t version = 0, changes = sqlite3_total_changes64(memory->db);
    int status = padan_sql_numbers(memory, PADAN_SQL_DATA_VERSION, &version, 1, NULL, error, "");
    if (status != PADAN_OK)
        return status;
    if (memory->indexes.is_known && memory->indexes.version == version && memory->indexes.changes == changes) {
        *current = memory->indexes.is_current;
        return PADAN_OK;
    }
    status = compare_counts(memory, current, error);
    memory->indexes.is_known = status == PADAN_OK;
    memory->indexes.version = version;
    memory->indexes.changes = changes;
    memory->indexes.is_current = *current;
    return status;
}

int padan_memory_indexes_current(struct padan_memory *memory, bool *current, struct padan_error *error)
{
    *current = false;
    /* Within a transaction, what is seen may be taken back. */
    if (!sqlite3_get_autocommit(memory->db))
        return compare_counts(memory, current, error);
    /* One state for all counts: another process that commits between them would make sound indexes look stale. */
    int status = padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "");
    if (status == PADAN_OK)
        status = compare_once(memory, current, error);
    padan_memory_rollback(memory);
    return status;
}

int padan_memory_is_indexed(struct padan_memory *memory, bool *indexed, struct padan_error *error)
{
    struct padan_cache texts;
    int64_t newest = 0;
    /* One state for both, as above. */
    bool own = sqlite3_get_autocommit(memory->db);
    int status = own ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_cache_get(memory, PADAN_CACHE_TEXTS, &texts, error);
    if (status == PADAN_OK)
        status = padan_memory_newest(memory, &newest, error);
    *indexed = status == PADAN_OK && texts.version == PADAN_FULLTEXT_VERSION && texts.upto == newest;
    if (own)
        padan_memory_rollback(memory);
    return status;
}

static int rebuild_units(struct padan_memory *memory, struct padan_error *error)
{
    struct padan_cache old, now;
    int status = padan_cache_get(memory, PADAN_CACHE_UNITS, &old, error);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_UNIT_INDEX_CLEAR, error, "");
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_UNIT_INDEX_FILL, error, "");
    if (status == PADAN_OK)
        status = count_rows(memory, PADAN_SQL_UNIT_COUNT, &now, error);
    if (status != PADAN_OK)
        return status;
    now.version = UNITS_VERSION;
    now.removals = old.removals + 1;
    return padan_cache_put(memory, PADAN_CACHE_UNITS, &now, error);
}

static int rebuild_texts(struct padan_memory *memory, struct padan_error *error)
{
    struct padan_cache now;
    int status = padan_fulltext_rebuild(memory->db, error);
    if (status == PADAN_OK)
        status = count_rows(memory, PADAN_SQL_VARIANT_COUNT, &now, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_VARIANT_BYTES, &now.bytes, 1, NULL, error, "");
    if (status != PADAN_OK)
        return status;
    now.version = PADAN_FULLTEXT_VERSION;
    return padan_cache_put(memory, PADAN_CACHE_TEXTS, &now, error);
}

int padan_cache_rebuild(struct padan_memory *memory, struct padan_error *error)
{
    int status = rebuild_units(memory, error);
    return status == PADAN_OK ? rebuild_texts(memory, error) : status;
}

int padan_cache_ensure(struct padan_memory *memory, struct padan_error *error)
{
    bool current;
    int status = padan_memory_indexes_current(memory, &current, error);
    if (status == PADAN_OK && !current)
        status = padan_cache_rebuild(memory, error);
    return status;
}

int padan_memory_rebuild(struct padan_memory *memory, struct padan_error *error)
{
    if (memory->batch)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, memory->path, "a batch is being written");
    int status = padan_memory_begin(memory, error);
    if (status != PADAN_OK)
        return status;
    status = padan_cache_rebuild(memory, error);
    /* So that indexes of matches, which lie beside the file, are made anew too. */
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_IDENTITY_NEW, error, "");
    if (status == PADAN_OK)
        return padan_memory_commit(memory, error);
    padan_memory_rollback(memory);
    return status;
}
