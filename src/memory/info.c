/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/cache.h"

static void copy_column(char *out, size_t size, sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    snprintf(out, size, "%s", text ? (const char *)text : "");
}

/* The languages of the memory while their variants are counted; sorted by id. */
struct counts {
    struct padan_language_count *languages;
    int64_t *ids;
    size_t count, capacity, id_capacity;
};

static int list_languages(struct padan_memory *memory, struct counts *counts, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql(memory, PADAN_SQL_LANGUAGE_ALL, &statement, error);
    while (status == PADAN_OK && (status = padan_sql_step(memory, statement, error)) == 1) {
        size_t count = counts->count + 1;
        if (!padan_vector_reserve(&counts->languages, &counts->capacity, count, sizeof *counts->languages) ||
            !padan_vector_reserve(&counts->ids, &counts->id_capacity, count, sizeof *counts->ids)) {
            sqlite3_reset(statement);
            return padan_error_allocation(error);
        }
        counts->ids[count - 1] = sqlite3_column_int64(statement, 0);
        counts->languages[count - 1] = (struct padan_language_count){ 0 };
        copy_column(counts->languages[count - 1].tag, PADAN_LANGUAGE_SIZE, statement, 1);
        counts->count = count;
        status = PADAN_OK;
    }
    return status;
}

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Here and not in SQL, which would sort all variants by language first. */
static int count_variants(struct padan_memory *memory, struct counts *counts, int64_t *bytes, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql(memory, PADAN_SQL_LANGUAGE_OF_VARIANTS, &statement, error);
    while (status == PADAN_OK && counts->count && (status = padan_sql_step(memory, statement, error)) == 1) {
        int64_t id = sqlite3_column_int64(statement, 0);
        int64_t *found = bsearch(&id, counts->ids, counts->count, sizeof id, by_number);
        if (found)
            counts->languages[found - counts->ids].variants++;
        *bytes += sqlite3_column_int64(statement, 1);
        status = PADAN_OK;
    }
    return status;
}

static int by_tag(const void *left, const void *right)
{
    return strcmp(((const struct padan_language_count *)left)->tag, ((const struct padan_language_count *)right)->tag);
}

/* Only languages that a variant has: one whose batch was undone stays in its table. */
static int read_languages(struct padan_memory *memory, struct padan_memory_info *info, int64_t *bytes,
                          struct padan_error *error)
{
    struct counts counts = { 0 };
    int status = list_languages(memory, &counts, error);
    if (status == PADAN_OK)
        status = count_variants(memory, &counts, bytes, error);
    for (size_t i = 0; i < counts.count; i++) {
        info->variants += counts.languages[i].variants;
        if (counts.languages[i].variants)
            counts.languages[info->language_count++] = counts.languages[i];
    }
    if (info->language_count)
        qsort(counts.languages, info->language_count, sizeof *counts.languages, by_tag);
    info->languages = counts.languages;
    free(counts.ids);
    return status;
}

static int read_batches(struct padan_memory *memory, struct padan_memory_info *info, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    size_t capacity = 0;
    int status = padan_sql(memory, PADAN_SQL_BATCH_ALL, &statement, error);
    while (status == PADAN_OK && (status = padan_sql_step(memory, statement, error)) == 1) {
        if (!padan_vector_reserve(&info->batches, &capacity, info->batch_count + 1, sizeof *info->batches)) {
            sqlite3_reset(statement);
            return padan_error_allocation(error);
        }
        struct padan_batch_info *batch = &info->batches[info->batch_count++];
        batch->number = sqlite3_column_int64(statement, 0);
        copy_column(batch->kind, sizeof batch->kind, statement, 1);
        copy_column(batch->state, sizeof batch->state, statement, 2);
        copy_column(batch->source, sizeof batch->source, statement, 3);
        copy_column(batch->started, sizeof batch->started, statement, 4);
        batch->units = sqlite3_column_int64(statement, 5);
        batch->removed = sqlite3_column_int64(statement, 6);
        status = PADAN_OK;
    }
    return status;
}

static int read_info(struct padan_memory *memory, struct padan_memory_info *info, struct padan_error *error)
{
    struct padan_cache texts;
    int64_t bytes = 0;
    int64_t version = 0;
    int64_t units[2];
    int status = padan_memory_indexes_current(memory, &info->indexes_current, error);
    if (status == PADAN_OK)
        status = padan_cache_get(memory, PADAN_CACHE_TEXTS, &texts, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_UNIT_COUNT, units, 2, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_DOCUMENT_COUNT, &info->documents, 1, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_FILE_SIZE, &info->bytes, 1, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_USER_VERSION, &version, 1, NULL, error, "");
    if (status == PADAN_OK)
        status = read_languages(memory, info, &bytes, error);
    if (status == PADAN_OK)
        status = read_batches(memory, info, error);
    if (status != PADAN_OK)
        return status;
    info->units = units[0];
    info->schema = (int)version;
    /* A text that was changed in place is seen by its length at most. */
    info->indexes_current = info->indexes_current && bytes == texts.bytes;
    return PADAN_OK;
}

int padan_memory_info(struct padan_memory *memory, struct padan_memory_info *info, struct padan_error *error)
{
    *info = (struct padan_memory_info){ 0 };
    bool own = sqlite3_get_autocommit(memory->db);
    int status = own ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = read_info(memory, info, error);
    if (own)
        padan_memory_rollback(memory);
    if (status != PADAN_OK)
        padan_memory_info_free(info);
    return status;
}

int padan_memory_size(struct padan_memory *memory, int64_t *occurrences, struct padan_error *error)
{
    return padan_sql_numbers(memory, PADAN_SQL_OCCURRENCE_COUNT, occurrences, 1, NULL, error, "");
}

void padan_memory_info_free(struct padan_memory_info *info)
{
    free(info->languages);
    free(info->batches);
    *info = (struct padan_memory_info){ 0 };
}
