/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/rows.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "match/placeholder.h"
#include "text/form.h"

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

/* Blocks are given to be made into chunks at the end of a unit, from so many bytes or texts on. */
enum { BLOCK_BYTES = 128 << 10, BLOCK_TEXTS = 4096 };

struct rows {
    struct padan_memory *memory;
    const struct padan_rows_asked *asked;
    struct padan_making *making;
    struct padan_made_block *block;
    sqlite3_stmt *from, *others;
    struct padan_buffer scratch;
    size_t unit_start;         /* the unit's first text in the block */
    int64_t unit, first, last; /* the unit, and the ids of its rows so far */
    int64_t highest_unit;
    uint32_t languages;
    bool ended; /* no more is of use */
};

static int add_made(struct rows *rows, struct padan_made_text text, struct padan_error *error)
{
    struct padan_made_block *block = rows->block;
    if (!padan_vector_reserve(&block->texts, &block->capacity, block->count + 1, sizeof *block->texts))
        return padan_error_allocation(error);
    block->texts[block->count++] = text;
    return PADAN_OK;
}

/*
 * A unit's variants are stored one after another. Where somebody else put one elsewhere, the languages that a text is
 * found by may not be all, which the chunk then says.
 */
static int check_others(bool *others, struct rows *rows, struct padan_error *error)
{
    *others = false;
    if (rows->last == 0)
        return PADAN_OK;
    if (rows->unit > rows->highest_unit) {
        rows->highest_unit = rows->unit;
        return PADAN_OK;
    }
    sqlite3_bind_int64(rows->others, 1, rows->unit);
    sqlite3_bind_int64(rows->others, 2, rows->first);
    sqlite3_bind_int64(rows->others, 3, rows->last);
    int code = sqlite3_step(rows->others);
    sqlite3_reset(rows->others);
    *others = code == SQLITE_ROW;
    return *others || code == SQLITE_DONE ? PADAN_OK : padan_memory_failure(rows->memory, code, error);
}

/* What is known of the unit's texts once it has ended. */
static int complete_texts(struct rows *rows, bool unmasks, struct padan_error *error)
{
    struct padan_made_block *block = rows->block;
    struct padan_made_text none = { .id = rows->last, .is_none = true };
    int status = unmasks && block->count == rows->unit_start ? add_made(rows, none, error) : PADAN_OK;
    for (size_t i = rows->unit_start; i < block->count && status == PADAN_OK; i++) {
        block->texts[i].languages = rows->languages;
        block->texts[i].unmasks = unmasks;
        block->texts[i].end = i + 1 == block->count ? rows->last : 0;
    }
    return status;
}

static void take_block(struct rows *rows)
{
    rows->ended = !padan_making_take(rows->making);
    rows->block = padan_making_block(rows->making);
}

static int end_unit(struct rows *rows, struct padan_error *error)
{
    bool others;
    int status = check_others(&others, rows, error);
    if (status == PADAN_OK)
        status = complete_texts(rows, others, error);
    if (rows->block->bytes.size >= BLOCK_BYTES || rows->block->count >= BLOCK_TEXTS)
        take_block(rows);
    rows->unit_start = rows->block->count;
    rows->languages = 0;
    return status;
}

/* A text that is not UTF-8, which another program stored, is nothing that a query could be like. */
static int add_text(struct rows *rows, int64_t id, struct padan_error *error)
{
    struct padan_string text = padan_sql_text(rows->from, 3), markup = padan_sql_text(rows->from, 4);
    struct padan_buffer *bytes = &rows->block->bytes;
    size_t start = bytes->size;
    int status = padan_form_match(bytes, padan_placeholder_text(&rows->scratch, text, markup), error);
    if (status == PADAN_ERROR_ENCODING)
        return PADAN_OK;
    if (status != PADAN_OK)
        return status;
    struct padan_made_text made = { .id = id, .start = start, .size = bytes->size - start };
    made.hash = padan_hash(text.data, text.size);
    return add_made(rows, made, error);
}

static int take_row(struct rows *rows, struct padan_error *error)
{
    int64_t id = sqlite3_column_int64(rows->from, 0), unit = sqlite3_column_int64(rows->from, 1);
    int64_t language = sqlite3_column_int64(rows->from, 2);
    int status = PADAN_OK;
    if (unit != rows->unit) {
        status = end_unit(rows, error);
        rows->unit = unit;
        rows->first = id;
    }
    if (status != PADAN_OK)
        return status;
    rows->last = id;
    rows->languages |= UINT32_C(1) << language % 32;
    return language == rows->asked->language ? add_text(rows, id, error) : PADAN_OK;
}

static void tell(const struct rows *rows)
{
    const struct padan_rows_asked *asked = rows->asked;
    int64_t done = rows->last - asked->first;
    if (asked->progress && done > 0 && done % 4096 == 0)
        asked->progress(asked->progress_context, done, asked->last - asked->first + 1);
}

static int read_all(struct rows *rows, struct padan_error *error)
{
    int code, status = PADAN_OK;
    sqlite3_bind_int64(rows->from, 1, rows->asked->first);
    sqlite3_bind_int64(rows->from, 2, rows->asked->last);
    while (status == PADAN_OK && !rows->ended && (code = sqlite3_step(rows->from)) != SQLITE_DONE) {
        tell(rows);
        status = code == SQLITE_ROW ? take_row(rows, error) : padan_memory_failure(rows->memory, code, error);
    }
    if (rows->ended || status != PADAN_OK)
        return status;
    status = end_unit(rows, error);
    if (status == PADAN_OK)
        take_block(rows);
    return status;
}

int padan_rows_read(struct padan_making *making, struct padan_memory *memory, const struct padan_rows_asked *asked,
                    struct padan_error *error)
{
    struct rows rows = { .memory = memory, .asked = asked, .making = making, .block = padan_making_block(making) };
    int status = prepare(&rows.from, memory, SQL_ROWS, error);
    if (status == PADAN_OK)
        status = prepare(&rows.others, memory, SQL_LANGUAGES, error);
    if (status == PADAN_OK)
        status = number_of(&rows.highest_unit, memory, SQL_UNIT_BEFORE, asked->first, error);
    if (status == PADAN_OK)
        status = read_all(&rows, error);
    sqlite3_finalize(rows.from);
    sqlite3_finalize(rows.others);
    padan_buffer_free(&rows.scratch);
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
