/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A query, a line feed, a text: what stands in the text must be proposed by the index. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "find/family.h"
#include "find/pattern.h"
#include "memory/fulltext.h"
#include "sqlite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char language[] = "en";

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void add_text(sqlite3 *db, struct padan_string text)
{
    struct padan_fulltext *fulltext;
    require(padan_fulltext_open(&fulltext, db, NULL) == PADAN_OK);
    require(padan_fulltext_add(fulltext, 1, language, text, NULL) == PADAN_OK);
    require(padan_fulltext_flush(fulltext, NULL) == PADAN_OK);
    padan_fulltext_close(fulltext);
}

/* One memory for all runs, whose index is there; what a run adds is taken back. */
static sqlite3 *shared_store(void)
{
    static const char tables[] =
        "CREATE TABLE language(id INTEGER PRIMARY KEY, tag TEXT);"
        "INSERT INTO language VALUES(1, 'en')";
    static sqlite3 *db;
    if (db)
        return db;
    fuzz_sqlite_configure();
    require(sqlite3_open(":memory:", &db) == SQLITE_OK && padan_fulltext_register(db, NULL) == PADAN_OK);
    require(sqlite3_exec(db, tables, NULL, NULL, NULL) == SQLITE_OK);
    add_text(db, padan_string(""));
    require(sqlite3_exec(db, "INSERT INTO fts_1(fts_1) VALUES('delete-all')", NULL, NULL, NULL) == SQLITE_OK);
    return db;
}

static bool proposes(struct padan_string text, const char *expression)
{
    sqlite3 *db = shared_store();
    sqlite3_stmt *statement;
    require(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK);
    add_text(db, text);
    require(sqlite3_prepare_v2(db, "SELECT rowid FROM fts_1(?1)", -1, &statement, NULL) == SQLITE_OK);
    sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC);
    int code = sqlite3_step(statement);
    require(code == SQLITE_ROW || code == SQLITE_DONE);
    sqlite3_finalize(statement);
    require(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
    return code == SQLITE_ROW;
}

static bool stands_in(const struct padan_find_pattern *pattern, struct padan_tokenizer *tokenizer,
                      struct padan_string text)
{
    struct padan_spans spans = { 0 };
    const struct padan_token *tokens;
    size_t count;
    require(padan_tokenize(tokenizer, text, &tokens, &count, NULL) == PADAN_OK);
    require(padan_find_pattern_locate(pattern, text, tokens, count, &spans, NULL) == PADAN_OK);
    for (size_t i = 0; i < spans.count; i++)
        require(spans.items[i].start < spans.items[i].end && spans.items[i].end <= text.size &&
                (i == 0 || spans.items[i - 1].end <= spans.items[i].start));
    bool found = spans.count > 0;
    free(spans.items);
    return found;
}

/* A query by itself, or one whose words have families in a memory that has the text. */
static void search(const struct padan_query *query, const char *written, const struct padan_find_reading *reading,
                   struct padan_string text)
{
    struct padan_tokenizer *tokenizer;
    struct padan_find_pattern pattern;
    struct padan_buffer expression = { 0 };
    require(padan_tokenizer_new(&tokenizer, language, reading->mode != PADAN_FIND_EXACT, NULL) == PADAN_OK);
    require(padan_find_pattern_new(&pattern, query, reading, tokenizer, NULL) == PADAN_OK);
    bool sound = padan_find_pattern_check(&pattern, written, NULL) == PADAN_OK;
    bool found = stands_in(&pattern, tokenizer, text);
    if (sound && padan_find_pattern_expression(&pattern, &expression)) {
        bool proposed = proposes(text, expression.data);
        require(proposed || !found);
    }
    padan_buffer_free(&expression);
    padan_find_pattern_free(&pattern);
    padan_tokenizer_free(tokenizer);
}

static void search_family(const struct padan_query *query, struct padan_string text)
{
    sqlite3 *db = shared_store();
    struct padan_family *family;
    struct padan_find_pattern pattern;
    struct padan_tokenizer *tokenizer;
    struct padan_find_reading reading = { .mode = PADAN_FIND_FAMILY };
    require(sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK);
    add_text(db, text);
    require(padan_family_new(&family, db, 1, language, NULL) == PADAN_OK);
    reading.family = family;
    require(padan_tokenizer_new(&tokenizer, language, true, NULL) == PADAN_OK);
    require(padan_find_pattern_new(&pattern, query, &reading, tokenizer, NULL) == PADAN_OK);
    stands_in(&pattern, tokenizer, text);
    padan_find_pattern_free(&pattern);
    padan_tokenizer_free(tokenizer);
    padan_family_free(family);
    require(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL) == SQLITE_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *feed = size > 0 ? memchr(data, '\n', size) : NULL;
    if (!feed)
        return 0;
    size_t length = (size_t)(feed - data);
    char *text = malloc(length + 1);
    require(text != NULL);
    memcpy(text, data, length);
    text[length] = '\0';
    struct padan_query query;
    if (padan_query_parse(&query, text, NULL) == PADAN_OK) {
        struct padan_string rest = { (const char *)feed + 1, size - length - 1 };
        search(&query, text, &(struct padan_find_reading){ .mode = PADAN_FIND_STEM }, rest);
        search(&query, text, &(struct padan_find_reading){ .mode = PADAN_FIND_EXACT }, rest);
        search(&query, text, &(struct padan_find_reading){ .mode = PADAN_FIND_EXACT, .keeps_case = true }, rest);
        search_family(&query, rest);
        padan_query_free(&query);
    }
    free(text);
    return 0;
}
