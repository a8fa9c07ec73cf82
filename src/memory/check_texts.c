/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "memory/check.h"
#include "memory/fulltext.h"

/* A sum over all (key, text, place) of a language, whatever their order. */
struct sum {
    struct padan_buffer scratch;
    uint64_t value;
    int64_t keys;
};

static void add_key(struct sum *sum, const char *key, size_t size, int64_t variant, int64_t place)
{
    padan_buffer_clear(&sum->scratch);
    padan_buffer_append(&sum->scratch, &variant, sizeof variant);
    padan_buffer_append(&sum->scratch, &place, sizeof place);
    padan_buffer_append(&sum->scratch, key, size);
    if (!sum->scratch.failed)
        sum->value += padan_hash(sum->scratch.data, sum->scratch.size);
    sum->keys++;
}

struct text {
    struct sum *sum;
    int64_t variant, place;
};

static int put_key(void *context, int flags, const char *key, int size, int start, int end)
{
    struct text *text = context;
    (void)start;
    (void)end;
    if (!(flags & FTS5_TOKEN_COLOCATED))
        text->place++;
    add_key(text->sum, key, (size_t)size, text->variant, text->place);
    return SQLITE_OK;
}

/* What the index must hold. */
static int sum_texts(struct padan_checking *checking, int64_t language, const char *tag, struct sum *sum,
                     struct padan_error *error)
{
    struct padan_tokenizer *tokenizer = NULL;
    struct padan_buffer scratch = { 0 };
    sqlite3_stmt *from = NULL;
    int status = padan_tokenizer_new(&tokenizer, tag, true, error);
    if (status == PADAN_OK)
        status = padan_sql_bind(checking->memory, PADAN_SQL_CHECK_TEXTS, &from, error, "i", language);
    while (status == PADAN_OK && (status = padan_sql_step(checking->memory, from, error)) == 1) {
        struct text text = { sum, sqlite3_column_int64(from, 0), -1 };
        status = PADAN_OK;
        if (padan_fulltext_keys(tokenizer, &scratch, padan_sql_text(from, 1), put_key, &text) != SQLITE_OK) {
            sqlite3_reset(from);
            status = padan_error_allocation(error);
        }
    }
    padan_buffer_free(&scratch);
    padan_tokenizer_free(tokenizer);
    return status;
}

static int open_vocabulary(struct padan_checking *checking, int64_t language, sqlite3_stmt **out,
                           struct padan_error *error)
{
    char sql[160];
    sqlite3 *db = checking->memory->db;
    snprintf(sql, sizeof sql,
             "CREATE VIRTUAL TABLE temp.key_list USING fts5vocab('main', 'fts_%" PRId64 "', 'instance')", language);
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, "SELECT term, doc, offset FROM temp.key_list", -1, out, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(db, error);
}

static int read_vocabulary(struct padan_checking *checking, sqlite3_stmt *from, struct sum *sum,
                           struct padan_error *error)
{
    int code;
    while ((code = sqlite3_step(from)) == SQLITE_ROW) {
        struct padan_string term = padan_sql_text(from, 0);
        add_key(sum, term.data, term.size, sqlite3_column_int64(from, 1), sqlite3_column_int64(from, 2));
    }
    return code == SQLITE_DONE ? PADAN_OK : padan_fulltext_failure(checking->memory->db, error);
}

/* What it holds. */
static int sum_index(struct padan_checking *checking, int64_t language, struct sum *sum, struct padan_error *error)
{
    sqlite3 *db = checking->memory->db;
    sqlite3_stmt *from = NULL;
    char name[32];
    snprintf(name, sizeof name, "fts_%" PRId64, language);
    if (sqlite3_table_column_metadata(db, "main", name, NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK)
        return PADAN_OK;
    int status = open_vocabulary(checking, language, &from, error);
    if (status == PADAN_OK)
        status = read_vocabulary(checking, from, sum, error);
    sqlite3_finalize(from);
    sqlite3_exec(db, "DROP TABLE IF EXISTS temp.key_list", NULL, NULL, NULL);
    return status;
}

/* FTS5 calls a lack of memory a logic error at times; what is damaged is so when it is read again, too. */
static int sum_index_surely(struct padan_checking *checking, int64_t language, struct sum *sum,
                            struct padan_error *error)
{
    int status = sum_index(checking, language, sum, error);
    if (status == PADAN_OK || status == PADAN_ERROR_ALLOCATION || status == PADAN_ERROR_CORRUPT)
        return status;
    padan_buffer_free(&sum->scratch);
    *sum = (struct sum){ 0 };
    return sum_index(checking, language, sum, error);
}

static int check_language(struct padan_checking *checking, int64_t language, const char *tag, struct padan_error *error)
{
    struct sum texts = { 0 }, index = { 0 };
    struct padan_error damage;
    int status = sum_texts(checking, language, tag, &texts, error);
    int read = status == PADAN_OK ? sum_index_surely(checking, language, &index, &damage) : PADAN_OK;
    if (read == PADAN_ERROR_ALLOCATION || texts.scratch.failed || index.scratch.failed)
        status = padan_error_allocation(error);
    else if (status == PADAN_OK && read != PADAN_OK)
        padan_check_fault(checking, "the full-text index of %s is damaged; 'padan info --rebuild' makes it anew", tag);
    else if (status == PADAN_OK && (texts.value != index.value || texts.keys != index.keys))
        padan_check_fault(checking,
                          "the full-text index of %s has %" PRId64 " %s where the texts have %" PRId64
                          ", or other ones; 'padan info --rebuild' makes it anew",
                          tag, index.keys, padan_noun(index.keys, "word", "words"), texts.keys);
    padan_buffer_free(&texts.scratch);
    padan_buffer_free(&index.scratch);
    return status;
}

int padan_check_texts(struct padan_checking *checking, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int code = sqlite3_prepare_v2(checking->memory->db, padan_statement_text[PADAN_SQL_LANGUAGE_ALL], -1, &from, NULL);
    int status = code == SQLITE_OK ? PADAN_OK : padan_memory_failure(checking->memory, code, error);
    while (status == PADAN_OK && (code = sqlite3_step(from)) == SQLITE_ROW) {
        const char *tag = (const char *)sqlite3_column_text(from, 1);
        char canonical[PADAN_LANGUAGE_SIZE];
        if (padan_language_canonical(canonical, tag, NULL) != PADAN_OK || strcmp(canonical, tag) != 0)
            padan_check_fault(checking,
                              "'%s' in table language is no canonical tag, so that its texts are not known "
                              "when they come again; export and import into a new memory",
                              tag);
        else
            status = check_language(checking, sqlite3_column_int64(from, 0), tag, error);
    }
    if (status == PADAN_OK && code != SQLITE_DONE)
        status = padan_memory_failure(checking->memory, code, error);
    sqlite3_finalize(from);
    return status;
}
