/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "memory/fulltext.h"

struct padan_fulltext_search {
    sqlite3 *db;
    sqlite3_stmt *statement; /* NULL: there is no index */
    struct padan_tokenizer *tokenizer;
    struct padan_buffer key, expression;
};

/* The newest are the nearest to what is being translated now, and FTS5 need not read what is older. */
static const char search_sql[] = "SELECT rowid FROM fts_%lld WHERE fts_%lld MATCH ?1 ORDER BY rowid DESC LIMIT ?2";

static int prepare(struct padan_fulltext_search *search, int64_t language, struct padan_error *error)
{
    char name[32];
    snprintf(name, sizeof name, "fts_%" PRId64, language);
    if (sqlite3_table_column_metadata(search->db, NULL, name, NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK)
        return PADAN_OK;
    char *sql = sqlite3_mprintf(search_sql, (sqlite3_int64)language, (sqlite3_int64)language);
    if (!sql)
        return padan_error_allocation(error);
    int code = sqlite3_prepare_v2(search->db, sql, -1, &search->statement, NULL);
    sqlite3_free(sql);
    return code == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(search->db, error);
}

int padan_fulltext_search_open(struct padan_fulltext_search **out, sqlite3 *db, int64_t language, const char *tag,
                               struct padan_error *error)
{
    *out = NULL;
    struct padan_fulltext_search *search = calloc(1, sizeof *search);
    if (!search)
        return padan_error_allocation(error);
    search->db = db;
    int status = padan_tokenizer_new(&search->tokenizer, tag, true, error);
    if (status == PADAN_OK)
        status = prepare(search, language, error);
    if (status == PADAN_OK)
        *out = search;
    else
        padan_fulltext_search_close(search);
    return status;
}

void padan_fulltext_search_close(struct padan_fulltext_search *search)
{
    if (!search)
        return;
    sqlite3_finalize(search->statement);
    padan_tokenizer_free(search->tokenizer);
    padan_buffer_free(&search->key);
    padan_buffer_free(&search->expression);
    free(search);
}

/* Keys hold no quotation mark: it is a sign, and signs have no key. */
static void append_key(struct padan_fulltext_search *search, const char *operator)
{
    padan_buffer_text(&search->expression, search->expression.size > 0 ? operator: "");
    padan_buffer_byte(&search->expression, '"');
    padan_buffer_append(&search->expression, search->key.data, search->key.size);
    padan_buffer_byte(&search->expression, '"');
    search->expression.failed |= search->key.failed;
    padan_buffer_clear(&search->key);
}

/* A word by itself or its stem, which is indexed without a mark where the word is its own stem. */
static void ask_word(struct padan_fulltext_search *search, const struct padan_token *token)
{
    padan_fulltext_append_word(&search->key, token->folded);
    append_key(search, " OR ");
    padan_fulltext_append_stem(&search->key, token->stem);
    append_key(search, " OR ");
    padan_fulltext_append_word(&search->key, token->stem);
    append_key(search, " OR ");
}

/* What is a word to the aligner may be several tokens to the index: syllables, or parts about an apostrophe. */
static void ask_phrase(struct padan_fulltext_search *search, const struct padan_token *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t before = search->key.size;
        if (before > 0)
            padan_buffer_byte(&search->key, PADAN_FULLTEXT_JOINT);
        if (tokens[i].kind == PADAN_TOKEN_WORD)
            padan_fulltext_append_word(&search->key, tokens[i].folded);
        else if (i + 1 < count && padan_fulltext_is_pair(&tokens[i], &tokens[i + 1]))
            padan_fulltext_append_pair(&search->key, &tokens[i], &tokens[i + 1]);
        else
            search->key.size = before;
    }
    if (search->key.size > 0)
        append_key(search, "");
}

static bool is_number(struct padan_string word)
{
    for (size_t i = 0; i < word.size; i++)
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
    return true;
}

static int make_expression(struct padan_fulltext_search *search, struct padan_string word, struct padan_error *error)
{
    const struct padan_token *tokens;
    size_t count;
    padan_buffer_clear(&search->key);
    padan_buffer_clear(&search->expression);
    int status = padan_tokenize(search->tokenizer, word, &tokens, &count, error);
    if (status != PADAN_OK || is_number(word))
        return status;
    if (count == 1 && tokens->kind == PADAN_TOKEN_WORD)
        ask_word(search, tokens);
    else
        ask_phrase(search, tokens, count);
    return search->expression.failed ? padan_error_allocation(error) : PADAN_OK;
}

/* A damaged index is no loss, unlike a damaged table. */
static int failure(const struct padan_fulltext_search *search, struct padan_error *error)
{
    if (sqlite3_extended_errcode(search->db) != SQLITE_CORRUPT_VTAB)
        return padan_fulltext_failure(search->db, error);
    return padan_error_set(error, PADAN_ERROR_CORRUPT,
                           "the full-text index is damaged; padan info --rebuild makes it anew from the texts");
}

int padan_fulltext_search_word(struct padan_fulltext_search *search, struct padan_string word, int64_t *variants,
                               size_t most, size_t *count, struct padan_error *error)
{
    *count = 0;
    int status = search->statement ? make_expression(search, word, error) : PADAN_OK;
    if (status != PADAN_OK || !search->statement || search->expression.size == 0)
        return status;
    int code = sqlite3_bind_text64(search->statement, 1, search->expression.data, search->expression.size,
                                   SQLITE_STATIC, SQLITE_UTF8);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(search->statement, 2, (sqlite3_int64)most);
    if (code == SQLITE_OK)
        code = sqlite3_step(search->statement);
    for (; code == SQLITE_ROW && *count < most; code = sqlite3_step(search->statement))
        variants[(*count)++] = sqlite3_column_int64(search->statement, 0);
    /* The connection's error is that of its latest call. */
    status = code == SQLITE_ROW || code == SQLITE_DONE ? PADAN_OK : failure(search, error);
    sqlite3_reset(search->statement);
    return status;
}
