/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "match/files.h"
#include "match/placeholder.h"

#define SQL_ROWS "SELECT id, unit, language, text, markup FROM variant WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
#define SQL_TEXT "SELECT text FROM variant WHERE id = ?1"
#define SQL_UNIT_BEFORE "SELECT coalesce((SELECT unit FROM variant WHERE id < ?1 ORDER BY id DESC LIMIT 1), 0)"
#define SQL_LANGUAGES "SELECT language FROM variant WHERE unit = ?1 AND id NOT BETWEEN ?2 AND ?3 LIMIT 1"

static int prepare(sqlite3_stmt **out, struct padan_memory *memory, const char *sql, struct padan_error *error)
{
    int code = sqlite3_prepare_v2(padan_memory_db(memory), sql, -1, out, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory, code, error);
}

/* The number that a statement of one row gives. */
static int number_of(int64_t *out, struct padan_memory *memory, const char *sql, int64_t argument,
                     struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = prepare(&statement, memory, sql, error);
    if (status == PADAN_OK)
        sqlite3_bind_int64(statement, 1, argument);
    if (status == PADAN_OK && sqlite3_step(statement) == SQLITE_ROW)
        *out = sqlite3_column_int64(statement, 0);
    else if (status == PADAN_OK)
        status = padan_memory_failure(memory, sqlite3_errcode(padan_memory_db(memory)), error);
    sqlite3_finalize(statement);
    return status;
}

/* A text of the unit that goes by, until all languages of the unit are known. */
struct waiting {
    int64_t id;
    size_t form_start, form_end, text_start, text_end; /* in `bytes` */
};

struct rows {
    struct padan_memory *memory;
    const struct padan_index *index;
    struct padan_chunk_builder *builder;
    sqlite3_stmt *from, *others;
    struct padan_buffer bytes, scratch;
    struct waiting *waiting;
    size_t count, capacity;
    int64_t unit, first, last; /* the unit, and the ids of its rows so far */
    int64_t highest_unit;
    uint32_t languages;
    int64_t upto; /* the last row of the last unit that is whole */
};

/*
 * A unit's variants are stored one after another. Where somebody else put one elsewhere, the languages that a text is
 * found by may not be all, which the chunk then says.
 */
static int check_others(struct rows *rows, struct padan_error *error)
{
    if (rows->unit > rows->highest_unit) {
        rows->highest_unit = rows->unit;
        return PADAN_OK;
    }
    sqlite3_bind_int64(rows->others, 1, rows->unit);
    sqlite3_bind_int64(rows->others, 2, rows->first);
    sqlite3_bind_int64(rows->others, 3, rows->last);
    int code = sqlite3_step(rows->others);
    sqlite3_reset(rows->others);
    if (code == SQLITE_ROW)
        padan_chunk_builder_unmask(rows->builder);
    return code == SQLITE_ROW || code == SQLITE_DONE ? PADAN_OK : padan_memory_failure(rows->memory, code, error);
}

static int end_unit(struct rows *rows, struct padan_error *error)
{
    int status = rows->last ? check_others(rows, error) : PADAN_OK;
    for (size_t i = 0; i < rows->count && status == PADAN_OK; i++) {
        const struct waiting *waiting = &rows->waiting[i];
        const char *bytes = rows->bytes.data;
        status = padan_chunk_builder_add(
            rows->builder, waiting->id, rows->languages,
            (struct padan_string){ bytes + waiting->form_start, waiting->form_end - waiting->form_start },
            (struct padan_string){ bytes + waiting->text_start, waiting->text_end - waiting->text_start }, error);
    }
    rows->upto = rows->last;
    rows->count = 0;
    rows->languages = 0;
    padan_buffer_clear(&rows->bytes);
    return status;
}

/* A text that is not UTF-8, which another program stored, is nothing that a query could be like. */
static int add_text(struct rows *rows, int64_t id, struct padan_error *error)
{
    struct padan_string text = padan_sql_text(rows->from, 3), markup = padan_sql_text(rows->from, 4);
    char *form = NULL;
    size_t size = 0;
    int status = padan_text_form(&form, &size, (enum padan_text_form)rows->index->key.form,
                                 padan_placeholder_text(&rows->scratch, text, markup), error);
    if (status == PADAN_ERROR_ENCODING)
        return PADAN_OK;
    if (status != PADAN_OK)
        return status;
    struct waiting waiting = { .id = id, .form_start = rows->bytes.size };
    padan_buffer_append(&rows->bytes, form, size);
    waiting.form_end = waiting.text_start = rows->bytes.size;
    padan_buffer_append(&rows->bytes, text.data, text.size);
    waiting.text_end = rows->bytes.size;
    free(form);
    if (rows->bytes.failed ||
        !padan_vector_reserve(&rows->waiting, &rows->capacity, rows->count + 1, sizeof *rows->waiting))
        return padan_error_allocation(error);
    rows->waiting[rows->count++] = waiting;
    return PADAN_OK;
}

static int take_row(struct rows *rows, bool *full, struct padan_error *error)
{
    int64_t id = sqlite3_column_int64(rows->from, 0), unit = sqlite3_column_int64(rows->from, 1);
    int64_t language = sqlite3_column_int64(rows->from, 2);
    int status = PADAN_OK;
    if (unit != rows->unit) {
        status = end_unit(rows, error);
        *full = padan_chunk_builder_is_full(rows->builder) || id - rows->index->key.first >= UINT32_MAX - 1;
        rows->unit = unit;
        rows->first = id;
    }
    if (*full || status != PADAN_OK)
        return status;
    rows->last = id;
    rows->languages |= UINT32_C(1) << language % 32;
    return language == rows->index->language ? add_text(rows, id, error) : PADAN_OK;
}

static void tell(const struct rows *rows, struct padan_rows_range range)
{
    const struct padan_index *index = rows->index;
    int64_t done = rows->last - range.first;
    if (index->progress && done > 0 && done % 4096 == 0)
        index->progress(index->progress_context, done, range.last - range.first + 1);
}

static int read_all(struct rows *rows, struct padan_rows_range range, struct padan_error *error)
{
    int code, status = PADAN_OK;
    bool full = false;
    sqlite3_bind_int64(rows->from, 1, range.first);
    sqlite3_bind_int64(rows->from, 2, range.last);
    while (status == PADAN_OK && !full && (code = sqlite3_step(rows->from)) != SQLITE_DONE) {
        tell(rows, range);
        status = code == SQLITE_ROW ? take_row(rows, &full, error) : padan_memory_failure(rows->memory, code, error);
    }
    if (full || status != PADAN_OK)
        return status;
    status = end_unit(rows, error);
    rows->upto = range.last;
    return status;
}

static int finish(struct padan_chunk **out, struct rows *rows, char **path, struct padan_error *error)
{
    struct padan_chunk_key key = rows->index->key;
    key.last = rows->upto;
    if (path && !(*path = padan_index_files_path(rows->index->folder, &key)))
        return padan_error_allocation(error);
    return padan_chunk_builder_finish(out, rows->builder, rows->upto, path ? *path : NULL, error);
}

int padan_rows_chunk(struct padan_chunk **out, struct padan_memory *memory, const struct padan_index *index,
                     struct padan_rows_range range, char **path, struct padan_error *error)
{
    struct rows rows = { .memory = memory, .index = index };
    int status = padan_chunk_builder_new(&rows.builder, &index->key, error);
    if (status == PADAN_OK)
        status = prepare(&rows.from, memory, SQL_ROWS, error);
    if (status == PADAN_OK)
        status = prepare(&rows.others, memory, SQL_LANGUAGES, error);
    if (status == PADAN_OK)
        status = number_of(&rows.highest_unit, memory, SQL_UNIT_BEFORE, range.first, error);
    if (status == PADAN_OK)
        status = read_all(&rows, range, error);
    sqlite3_finalize(rows.from);
    sqlite3_finalize(rows.others);
    if (status == PADAN_OK)
        status = finish(out, &rows, path, error);
    padan_chunk_builder_free(rows.builder);
    padan_buffer_free(&rows.bytes);
    padan_buffer_free(&rows.scratch);
    free(rows.waiting);
    return status;
}

/* Whether a row that is there has another text than the chunk knows. */
static bool has_changed(sqlite3_stmt *statement, const struct padan_chunk_sample *sample)
{
    sqlite3_bind_int64(statement, 1, sample->id);
    bool changed = false;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        struct padan_string text = padan_sql_text(statement, 0);
        changed = padan_hash(text.data, text.size) != sample->hash;
    }
    sqlite3_reset(statement);
    return changed;
}

int padan_rows_judge(struct padan_memory *memory, const struct padan_chunk *chunk, const struct padan_chunk_key *key,
                     const char **fault, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int64_t last = 0;
    *fault = NULL;
    if (memcmp(chunk->key.memory, key->memory, sizeof key->memory) != 0 ||
        strcmp(chunk->key.language, key->language) != 0 || chunk->key.form != key->form) {
        *fault = "was of another memory";
        return PADAN_OK;
    }
    int status = padan_memory_last_variant(memory, &last, error);
    memory->last_variant = 0;
    if (status == PADAN_OK && chunk->key.last > last)
        *fault = "was of another state of the memory";
    if (status == PADAN_OK)
        status = prepare(&statement, memory, SQL_TEXT, error);
    for (size_t i = 0; i < chunk->sample_count && status == PADAN_OK && !*fault; i++)
        if (has_changed(statement, &chunk->samples[i]))
            *fault = "was of another state of the memory";
    sqlite3_finalize(statement);
    return status;
}
