/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/fulltext.h"

#include <string.h>

#include "base/error.h"

/* Longer keys are cut: an index need not tell them apart, the search looks at the text. */
enum { LONGEST_KEY = 240 };

struct index_tokenizer {
    struct padan_tokenizer *tokenizer;
    struct padan_buffer key;
};

static void delete_tokenizer(Fts5Tokenizer *handle)
{
    struct index_tokenizer *tokenizer = (struct index_tokenizer *)(void *)handle;
    padan_tokenizer_free(tokenizer->tokenizer);
    padan_buffer_free(&tokenizer->key);
    sqlite3_free(tokenizer);
}

static int create_tokenizer(void *context, const char **arguments, int count, Fts5Tokenizer **out)
{
    (void)context;
    *out = NULL;
    if (count != 1)
        return SQLITE_ERROR;
    struct index_tokenizer *tokenizer = sqlite3_malloc64(sizeof *tokenizer);
    if (!tokenizer)
        return SQLITE_NOMEM;
    *tokenizer = (struct index_tokenizer){ 0 };
    int status = padan_tokenizer_new(&tokenizer->tokenizer, arguments[0], true, NULL);
    *out = (Fts5Tokenizer *)(void *)tokenizer;
    if (status == PADAN_OK)
        return SQLITE_OK;
    delete_tokenizer(*out);
    *out = NULL;
    return status == PADAN_ERROR_ALLOCATION ? SQLITE_NOMEM : SQLITE_ERROR;
}

struct emitter {
    struct padan_buffer *key;
    void *context;
    int (*put)(void *context, int flags, const char *key, int size, int start, int end);
};

/* Marks a stem; controls part words, so that no word begins with it. */
static const char stem_mark = '\x01';

static size_t key_size(struct padan_string key)
{
    if (key.size <= LONGEST_KEY)
        return key.size;
    size_t size = LONGEST_KEY;
    while (size > 0 && ((unsigned char)key.data[size] & 0xC0) == 0x80)
        size--;
    return size;
}

void padan_fulltext_append_word(struct padan_buffer *out, struct padan_string folded)
{
    padan_buffer_append(out, folded.data, key_size(folded));
}

void padan_fulltext_append_stem(struct padan_buffer *out, struct padan_string stem)
{
    padan_buffer_byte(out, stem_mark);
    padan_buffer_append(out, stem.data, key_size(stem));
}

bool padan_fulltext_is_pair(const struct padan_token *token, const struct padan_token *next)
{
    return token->kind == PADAN_TOKEN_SYLLABLE && next->kind == PADAN_TOKEN_SYLLABLE && !next->apart;
}

void padan_fulltext_append_pair(struct padan_buffer *out, const struct padan_token *token,
                                const struct padan_token *next)
{
    padan_fulltext_append_word(out, token->folded);
    padan_fulltext_append_word(out, next->folded);
}

static int put_key(struct emitter *emitter, int flags, const struct padan_token *token)
{
    const struct padan_buffer *key = emitter->key;
    if (key->failed)
        return SQLITE_NOMEM;
    return emitter->put(emitter->context, flags, key->data, (int)key->size, (int)token->start, (int)token->end);
}

static bool has_other_stem(const struct padan_token *token)
{
    return token->stem.size != token->folded.size ||
           memcmp(token->stem.data, token->folded.data, token->stem.size) != 0;
}

static int put_word(struct emitter *emitter, const struct padan_token *token)
{
    int code = emitter->put(emitter->context, 0, token->folded.data, (int)key_size(token->folded), (int)token->start,
                            (int)token->end);
    if (code != SQLITE_OK || !has_other_stem(token))
        return code;
    padan_buffer_clear(emitter->key);
    padan_fulltext_append_stem(emitter->key, token->stem);
    return put_key(emitter, FTS5_TOKEN_COLOCATED, token);
}

static int put_syllable(struct emitter *emitter, const struct padan_token *token, const struct padan_token *next)
{
    padan_buffer_clear(emitter->key);
    if (next && padan_fulltext_is_pair(token, next))
        padan_fulltext_append_pair(emitter->key, token, next);
    else
        padan_fulltext_append_word(emitter->key, token->folded);
    return put_key(emitter, 0, token);
}

static int put_token(struct emitter *emitter, const struct padan_token *token, const struct padan_token *next)
{
    if (token->kind == PADAN_TOKEN_WORD)
        return put_word(emitter, token);
    return token->kind == PADAN_TOKEN_SYLLABLE ? put_syllable(emitter, token, next) : SQLITE_OK;
}

static int put_text(struct emitter *emitter, struct padan_tokenizer *tokenizer, struct padan_string text)
{
    const struct padan_token *list;
    size_t count;
    int status = padan_tokenize(tokenizer, text, &list, &count, NULL);
    if (status != PADAN_OK)
        return status == PADAN_ERROR_ALLOCATION ? SQLITE_NOMEM : SQLITE_ERROR;
    int code = SQLITE_OK;
    for (size_t i = 0; i < count && code == SQLITE_OK; i++)
        code = put_token(emitter, &list[i], i + 1 < count ? &list[i + 1] : NULL);
    return code;
}

/* A query's keys are made by padan_find, since a phrase may ask for less than all that a text would give. */
static int put_query(struct emitter *emitter, struct padan_string text)
{
    int code = SQLITE_OK;
    for (size_t at = 0; at < text.size && code == SQLITE_OK;) {
        const char *joint = memchr(text.data + at, PADAN_FULLTEXT_JOINT, text.size - at);
        size_t end = joint ? (size_t)(joint - text.data) : text.size;
        if (end > at)
            code = emitter->put(emitter->context, 0, text.data + at, (int)(end - at), (int)at, (int)end);
        at = end + 1;
    }
    return code;
}

static int tokenize(Fts5Tokenizer *handle, void *context, int flags, const char *text, int size,
                    int (*put)(void *context, int flags, const char *key, int size, int start, int end))
{
    struct index_tokenizer *tokenizer = (struct index_tokenizer *)(void *)handle;
    struct emitter emitter = { .key = &tokenizer->key, .context = context, .put = put };
    struct padan_string view = { text, (size_t)(size > 0 ? size : 0) };
    return flags & FTS5_TOKENIZE_QUERY ? put_query(&emitter, view) : put_text(&emitter, tokenizer->tokenizer, view);
}

int padan_fulltext_keys(struct padan_tokenizer *tokenizer, struct padan_buffer *scratch, struct padan_string text,
                        padan_fulltext_put *put, void *context)
{
    struct emitter emitter = { .key = scratch, .context = context, .put = put };
    return put_text(&emitter, tokenizer, text);
}

int padan_fulltext_token_keys(struct padan_buffer *scratch, const struct padan_token *token,
                              const struct padan_token *next, padan_fulltext_put *put, void *context)
{
    struct emitter emitter = { .key = scratch, .context = context, .put = put };
    return put_token(&emitter, token, next);
}

/* The way to FTS5 that its documentation gives: a pointer handed over by an SQL function. */
static fts5_api *fts5_of(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api;
}

int padan_fulltext_register(sqlite3 *db, struct padan_error *error)
{
    static const fts5_tokenizer tokenizer = { create_tokenizer, delete_tokenizer, tokenize };
    fts5_api *api = fts5_of(db);
    if (!api)
        return padan_error_set(error, PADAN_ERROR_INTERNAL,
                               "this SQLite has no full-text search; padan needs one built with FTS5");
    fts5_tokenizer copy = tokenizer;
    int code = api->xCreateTokenizer(api, "padan", NULL, &copy, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_error_allocation(error);
}
