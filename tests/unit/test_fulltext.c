/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/fulltext.h"

/* The tokens of a text as "folded/stem", "^" before one that stands apart, parted by spaces. */
static void assert_tokens(const char *language, const char *text, const char *expected)
{
    struct padan_tokenizer *tokenizer;
    struct padan_buffer got = { 0 };
    const struct padan_token *list;
    size_t count;
    assert_int_equal(padan_tokenizer_new(&tokenizer, language, true, NULL), PADAN_OK);
    assert_int_equal(padan_tokenize(tokenizer, padan_string(text), &list, &count, NULL), PADAN_OK);
    for (size_t i = 0; i < count; i++) {
        padan_buffer_format(&got, "%s%s%.*s", i > 0 ? " " : "", list[i].apart ? "^" : "", (int)list[i].folded.size,
                            list[i].folded.data);
        if (list[i].stem.size != list[i].folded.size ||
            memcmp(list[i].stem.data, list[i].folded.data, list[i].stem.size) != 0)
            padan_buffer_format(&got, "/%.*s", (int)list[i].stem.size, list[i].stem.data);
        assert_true(list[i].start < list[i].end && list[i].end <= strlen(text));
    }
    char *all = padan_buffer_take(&got);
    assert_string_equal(all, expected);
    free(all);
    padan_tokenizer_free(tokenizer);
}

static void words_are_folded_and_stemmed(void **state)
{
    (void)state;
    assert_tokens("en", "Peacekeeping forces", "^peacekeeping/peacekeep ^forces/forc");
    assert_tokens("en", "peace-keeping", "^peace/peac - keeping/keep");
    assert_tokens("en", "C++ can\xE2\x80\x99t", "^c + + ^can ' t");
    assert_tokens("fr", "L\xE2\x80\x99\xC3\x89vian", "^l ' evian");
    assert_tokens("tr", "I\xC5\x9E\x49K \xC4\xB1\xC5\x9F\xC4\xB1k", "^isik ^isik");
    assert_tokens("fa", "\xDB\xB1\xDB\xB2", "^12");
}

static void ignored_characters_part_nothing(void **state)
{
    (void)state;
    assert_tokens("id", "per\xC2\xADju\xE2\x80\x8B", "^perju");
    assert_tokens("en", "\xCC\x81 \xC2\xAD", "");
    assert_tokens("en",
                  "a\xFF\xFE"
                  "b",
                  "^a ^b");
    assert_tokens("en", "", "");
}

static void scripts_without_spaces_give_syllables(void **state)
{
    (void)state;
    assert_tokens("zh", "\xE5\x92\x8C\xE5\xB9\xB3 ok", "^\xE5\x92\x8C \xE5\xB9\xB3 ^ok");
    assert_tokens("ja", "\xEF\xBD\xB6\xEF\xBE\x9E\xE3\x83\xBC", "^\xE3\x82\xAC \xE3\x83\xBC");
    assert_tokens("th", "\xE0\xB8\x99\xE0\xB9\x89\xE0\xB8\xB2", "^\xE0\xB8\x99\xE0\xB9\x89 \xE0\xB8\xB2");
}

static sqlite3 *open_store(void)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(padan_fulltext_register(db, NULL), PADAN_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE language(id INTEGER PRIMARY KEY, tag TEXT);"
                                  "INSERT INTO language VALUES(1, 'en'), (2, 'zh')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    return db;
}

/* The rowids that an FTS5 expression finds in a table, as "1,2,". */
static void assert_rows(sqlite3 *db, const char *table, const char *expression, const char *expected)
{
    char sql[128];
    struct padan_buffer rows = { 0 };
    sqlite3_stmt *statement;
    snprintf(sql, sizeof sql, "SELECT rowid FROM %s(?1) ORDER BY rowid", table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_text(statement, 1, expression, -1, SQLITE_STATIC);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        padan_buffer_format(&rows, "%d,", sqlite3_column_int(statement, 0));
    assert_int_equal(code, SQLITE_DONE);
    sqlite3_finalize(statement);
    char *all = padan_buffer_take(&rows);
    assert_string_equal(all, expected);
    free(all);
}

static void index_finds_and_forgets(void **state)
{
    (void)state;
    sqlite3 *db = open_store();
    struct padan_fulltext *fulltext;
    struct padan_string one = padan_string("Keeping the peace"), two = padan_string("He keeps bees");
    assert_int_equal(padan_fulltext_open(&fulltext, db, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_add(fulltext, 1, "en", one, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_add(fulltext, 2, "en", two, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_add(fulltext, 3, "zh", padan_string("\xE5\x92\x8C\xE5\xB9\xB3\xE9\xB8\xBD"), NULL),
                     PADAN_OK);
    assert_rows(db, "fts_1", "\"\x01keep\"", "1,2,");
    assert_rows(db, "fts_1", "\"keep\"", "");
    assert_rows(db, "fts_1", "\"keep\"*", "1,2,");
    assert_rows(db, "fts_1", "\"the\x02peace\"", "1,");
    assert_rows(db, "fts_2", "\"\xE5\xB9\xB3\xE9\xB8\xBD\"", "3,");
    assert_rows(db, "fts_2", "\"\xE5\x92\x8C\xE9\xB8\xBD\"", "");
    assert_int_equal(padan_fulltext_remove(fulltext, 1, "en", one, NULL), PADAN_OK);
    assert_rows(db, "fts_1", "\"\x01keep\"", "2,");
    assert_int_equal(padan_fulltext_add(fulltext, 4, "xx", one, NULL), PADAN_ERROR_CORRUPT);
    padan_fulltext_close(fulltext);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Every key of an index with its place, "key variant offset" a line. */
static char *contents(sqlite3 *db)
{
    struct padan_buffer all = { 0 };
    sqlite3_stmt *row;
    assert_int_equal(
        sqlite3_exec(db, "CREATE VIRTUAL TABLE temp.keys USING fts5vocab(main, fts_1, 'instance')", NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT term, doc, offset FROM keys", -1, &row, NULL), SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW)
        padan_buffer_format(&all, "%s %d %d\n", (const char *)sqlite3_column_text(row, 0), sqlite3_column_int(row, 1),
                            sqlite3_column_int(row, 2));
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE keys", NULL, NULL, NULL), SQLITE_OK);
    return padan_buffer_take(&all);
}

static void rebuilt_index_equals_the_kept_one(void **state)
{
    (void)state;
    static const char rows[] =
        "CREATE TABLE variant(id INTEGER PRIMARY KEY, language INTEGER, text TEXT);"
        "INSERT INTO variant VALUES(1, 1, 'Keeping the peace, \xC3\xA9t\xC3\xA9'),"
        "(3, 1, 'keeps \xE5\x92\x8C\xE5\xB9\xB3'), (4, 2, 'other')";
    sqlite3 *db = open_store();
    struct padan_fulltext *fulltext;
    assert_int_equal(sqlite3_exec(db, rows, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(padan_fulltext_open(&fulltext, db, NULL), PADAN_OK);
    padan_fulltext_add(fulltext, 1, "en", padan_string("Keeping the peace, \xC3\xA9t\xC3\xA9"), NULL);
    padan_fulltext_add(fulltext, 2, "en", padan_string("keeps the war"), NULL);
    padan_fulltext_add(fulltext, 3, "en", padan_string("keeps \xE5\x92\x8C\xE5\xB9\xB3"), NULL);
    padan_fulltext_remove(fulltext, 2, "en", padan_string("keeps the war"), NULL);
    padan_fulltext_close(fulltext);
    char *kept = contents(db);
    assert_int_equal(padan_fulltext_rebuild(db, NULL), PADAN_OK);
    char *rebuilt = contents(db);
    assert_string_equal(rebuilt, kept);
    assert_non_null(strstr(kept, "\x01keep 3 0\n"));
    free(kept);
    free(rebuilt);
    assert_rows(db, "fts_2", "\"other\"", "4,");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void index_survives_a_rollback_of_its_table(void **state)
{
    (void)state;
    sqlite3 *db = open_store();
    struct padan_fulltext *fulltext;
    assert_int_equal(padan_fulltext_open(&fulltext, db, NULL), PADAN_OK);
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    assert_int_equal(padan_fulltext_add(fulltext, 1, "en", padan_string("gone"), NULL), PADAN_OK);
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(padan_fulltext_add(fulltext, 1, "en", padan_string("here"), NULL), PADAN_OK);
    assert_rows(db, "fts_1", "\"gone\"", "");
    assert_rows(db, "fts_1", "\"here\"", "1,");
    padan_fulltext_close(fulltext);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void very_long_words_are_cut(void **state)
{
    (void)state;
    sqlite3 *db = open_store();
    struct padan_fulltext *fulltext;
    size_t size = 300000;
    char *word = malloc(size + 1);
    assert_non_null(word);
    memset(word, 'a', size);
    word[size] = '\0';
    assert_int_equal(padan_fulltext_open(&fulltext, db, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_add(fulltext, 1, "en", (struct padan_string){ word, size }, NULL), PADAN_OK);
    word[240] = '\0';
    assert_rows(db, "fts_1", word, "1,");
    free(word);
    padan_fulltext_close(fulltext);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_and_stemmed),
        cmocka_unit_test(ignored_characters_part_nothing),
        cmocka_unit_test(scripts_without_spaces_give_syllables),
        cmocka_unit_test(index_finds_and_forgets),
        cmocka_unit_test(rebuilt_index_equals_the_kept_one),
        cmocka_unit_test(index_survives_a_rollback_of_its_table),
        cmocka_unit_test(very_long_words_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
