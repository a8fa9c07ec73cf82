/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find/candidates.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/family.h"
#include "memory/store.h"

static int check_range(const char *range, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    return range ? padan_language_canonical(tag, range, error) : PADAN_OK;
}

static int add_language(struct padan_candidates *candidates, sqlite3_stmt *row, const char *source, const char *target,
                        struct padan_error *error)
{
    const char *tag = (const char *)sqlite3_column_text(row, 1);
    if (!tag || strlen(tag) >= PADAN_LANGUAGE_SIZE)
        return padan_error_in(error, PADAN_ERROR_CORRUPT, padan_memory_path(candidates->memory),
                              "the table of languages holds something else");
    if (!padan_vector_reserve(&candidates->languages, &candidates->capacity, candidates->count + 1,
                              sizeof *candidates->languages))
        return padan_error_allocation(error);
    struct padan_find_language *language = &candidates->languages[candidates->count++];
    *language = (struct padan_find_language){
        .id = sqlite3_column_int64(row, 0),
        .is_source = !source || padan_language_matches(source, tag),
        .is_target = !target || padan_language_matches(target, tag),
    };
    language->pattern.root = PADAN_QUERY_NONE;
    memcpy(language->tag, tag, strlen(tag) + 1);
    return PADAN_OK;
}

static int list_languages(struct padan_candidates *candidates, const char *source, const char *target,
                          struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int status = PADAN_OK;
    int code = sqlite3_prepare_v2(padan_memory_db(candidates->memory), "SELECT id, tag FROM language ORDER BY id", -1,
                                  &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    while (code == SQLITE_ROW && status == PADAN_OK) {
        status = add_language(candidates, row, source, target, error);
        code = sqlite3_step(row);
    }
    if (status == PADAN_OK && code != SQLITE_DONE)
        status = padan_memory_failure(candidates->memory, code, error);
    sqlite3_finalize(row);
    return status;
}

int padan_candidates_new(struct padan_candidates *out, struct padan_memory *memory, const char *source,
                         const char *target, struct padan_error *error)
{
    *out = (struct padan_candidates){ .memory = memory };
    int status = check_range(source, error);
    if (status == PADAN_OK)
        status = check_range(target, error);
    return status == PADAN_OK ? list_languages(out, source, target, error) : status;
}

int padan_candidates_narrow(struct padan_candidates *candidates, const char *range, struct padan_error *error)
{
    int status = check_range(range, error);
    for (size_t i = 0; status == PADAN_OK && i < candidates->count; i++)
        candidates->languages[i].is_source &= padan_language_matches(range, candidates->languages[i].tag);
    return status;
}

static int ask_language(struct padan_candidates *candidates, struct padan_find_language *language,
                        const struct padan_query *query, const struct padan_find_reading *reading, bool indexed,
                        struct padan_error *error)
{
    struct padan_find_reading own = *reading;
    int status = padan_tokenizer_new(&language->tokenizer, language->tag, own.mode != PADAN_FIND_EXACT, error);
    if (status == PADAN_OK && own.mode == PADAN_FIND_FAMILY && indexed)
        status = padan_family_new(&language->family, padan_memory_db(candidates->memory), language->id, language->tag,
                                  error);
    own.family = language->family;
    return status == PADAN_OK ? padan_find_pattern_new(&language->pattern, query, &own, language->tokenizer, error)
                              : status;
}

int padan_candidates_ask(struct padan_candidates *candidates, const struct padan_query *query,
                         const struct padan_find_reading *reading, bool indexed, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < candidates->count && status == PADAN_OK; i++)
        if (candidates->languages[i].is_source)
            status = ask_language(candidates, &candidates->languages[i], query, reading, indexed, error);
    return status;
}

/* `out` stays NULL where the language has no index, because it has no text. */
static int prepare_indexed(sqlite3_stmt **out, struct padan_memory *memory, const struct padan_find_language *language,
                           const char *expression, struct padan_error *error)
{
    char name[32], sql[256];
    sqlite3 *db = padan_memory_db(memory);
    snprintf(name, sizeof name, "fts_%" PRId64, language->id);
    if (sqlite3_table_column_metadata(db, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK)
        return PADAN_OK;
    snprintf(sql, sizeof sql,
             "SELECT v.id, v.unit, v.text FROM %s AS f CROSS JOIN variant AS v ON v.id = f.rowid"
             " WHERE f.%s MATCH ?1 AND v.language = ?2 ORDER BY f.rowid",
             name, name);
    int code = sqlite3_prepare_v2(db, sql, -1, out, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(*out, 1, expression, -1, SQLITE_TRANSIENT);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(*out, 2, language->id);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory, code, error);
}

static int prepare_scan(sqlite3_stmt **out, struct padan_memory *memory, const struct padan_find_language *language,
                        struct padan_error *error)
{
    static const char sql[] = "SELECT id, unit, text FROM variant WHERE language = ?1 ORDER BY id";
    int code = sqlite3_prepare_v2(padan_memory_db(memory), sql, -1, out, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(*out, 1, language->id);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory, code, error);
}

/* A damaged index is no loss, unlike a damaged table. */
static int failure(struct padan_memory *memory, int code, struct padan_error *error)
{
    if (sqlite3_extended_errcode(padan_memory_db(memory)) != SQLITE_CORRUPT_VTAB)
        return padan_memory_failure(memory, code, error);
    return padan_error_in(error, PADAN_ERROR_CORRUPT, padan_memory_path(memory),
                          "the full-text index is damaged; padan info --rebuild makes it anew from the texts");
}

static int advance(struct padan_candidates *candidates, struct padan_find_language *language, struct padan_error *error)
{
    int code = sqlite3_step(language->statement);
    language->has_row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? PADAN_OK : failure(candidates->memory, code, error);
}

static int begin_language(struct padan_candidates *candidates, struct padan_find_language *language, bool indexed,
                          struct padan_error *error)
{
    struct padan_buffer expression = { 0 };
    bool has_key = indexed && padan_find_pattern_expression(&language->pattern, &expression);
    int status;
    if (expression.failed)
        status = padan_error_allocation(error);
    else if (has_key)
        status = prepare_indexed(&language->statement, candidates->memory, language, expression.data, error);
    else
        status = prepare_scan(&language->statement, candidates->memory, language, error);
    padan_buffer_free(&expression);
    return status == PADAN_OK && language->statement ? advance(candidates, language, error) : status;
}

int padan_candidates_begin(struct padan_candidates *candidates, bool indexed, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < candidates->count && status == PADAN_OK; i++)
        if (candidates->languages[i].is_source)
            status = begin_language(candidates, &candidates->languages[i], indexed, error);
    return status;
}

int padan_candidates_next(struct padan_candidates *candidates, struct padan_candidate *candidate,
                          struct padan_error *error)
{
    struct padan_find_language *first = NULL;
    int64_t id = 0;
    *candidate = (struct padan_candidate){ 0 };
    int status = candidates->latest ? advance(candidates, candidates->latest, error) : PADAN_OK;
    if (status != PADAN_OK)
        return status;
    for (size_t i = 0; i < candidates->count; i++) {
        struct padan_find_language *language = &candidates->languages[i];
        if (language->has_row && (!first || sqlite3_column_int64(language->statement, 0) < id)) {
            first = language;
            id = sqlite3_column_int64(first->statement, 0);
        }
    }
    candidates->latest = first;
    if (!first)
        return PADAN_OK;
    candidate->language = first;
    candidate->variant = id;
    candidate->unit = sqlite3_column_int64(first->statement, 1);
    candidate->text.data = (const char *)sqlite3_column_text(first->statement, 2);
    candidate->text.size = (size_t)sqlite3_column_bytes(first->statement, 2);
    return candidate->text.data ? PADAN_OK : padan_error_allocation(error);
}

const struct padan_find_language *padan_candidates_language(const struct padan_candidates *candidates, int64_t id)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->languages[i].id == id)
            return &candidates->languages[i];
    return NULL;
}

void padan_candidates_free(struct padan_candidates *candidates)
{
    for (size_t i = 0; i < candidates->count; i++) {
        struct padan_find_language *language = &candidates->languages[i];
        sqlite3_finalize(language->statement);
        padan_find_pattern_free(&language->pattern);
        padan_family_free(language->family);
        padan_tokenizer_free(language->tokenizer);
    }
    free(candidates->languages);
    *candidates = (struct padan_candidates){ 0 };
}
