/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    assert_int_equal(padan_fulltext_flush(fulltext, NULL), PADAN_OK);
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

/* FTS5 cannot open a table without its list of segments, not even to drop it. */
static void an_index_without_its_structure_is_made_anew(void **state)
{
    (void)state;
    char place[] = "/tmp/padan-fulltext-XXXXXX";
    int file = mkstemp(place);
    sqlite3 *db;
    struct padan_error error;
    struct padan_fulltext *fulltext;
    assert_true(file >= 0 && close(file) == 0);
    assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
    assert_int_equal(padan_fulltext_register(db, NULL), PADAN_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "CREATE TABLE language(id INTEGER PRIMARY KEY, tag TEXT);"
                                  "CREATE TABLE variant(id INTEGER PRIMARY KEY, language INTEGER, text TEXT);"
                                  "INSERT INTO language VALUES(1, 'en'); INSERT INTO variant VALUES(1, 1, 'peace')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(padan_fulltext_rebuild(db, NULL), PADAN_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM fts_1_data WHERE id = 10", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(sqlite3_open(place, &db), SQLITE_OK);
    assert_int_equal(padan_fulltext_register(db, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_open(&fulltext, db, NULL), PADAN_OK);
    assert_int_not_equal(padan_fulltext_add(fulltext, 2, "en", padan_string("war"), &error), PADAN_OK);
    padan_fulltext_close(fulltext);
    assert_int_equal(padan_fulltext_rebuild(db, NULL), PADAN_OK);
    assert_rows(db, "fts_1", "\"peace\"", "1,");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(remove(place), 0);
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
    assert_int_equal(padan_fulltext_flush(fulltext, NULL), PADAN_OK);
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
    assert_int_equal(padan_fulltext_flush(fulltext, NULL), PADAN_OK);
    word[240] = '\0';
    assert_rows(db, "fts_1", word, "1,");
    free(word);
    padan_fulltext_close(fulltext);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* What a text gives when FTS5 itself takes it in, for comparison. */
static void add_by_fts5(sqlite3 *db, int64_t row, struct padan_string text)
{
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO fts_1(rowid, text) VALUES(?1, ?2)", -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, row);
    sqlite3_bind_text64(statement, 2, text.data, text.size, SQLITE_STATIC, SQLITE_UTF8);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

/* Words of some letters, a few very common and many rare, some of them long; now and then a run of one word. */
static void make_text(struct padan_buffer *text, uint32_t *state)
{
    static const char *const letters[] = { "a", "e", "n", "st", "\xC3\xA9", "\xD0\xB6", "\xE5\x92\x8C", "7", "ing" };
    size_t words = next_random(state) % 40;
    padan_buffer_clear(text);
    for (size_t i = 0; i < words; i++) {
        size_t size = next_random(state) % 50 == 0 ? 200 : 1 + next_random(state) % 5;
        for (size_t k = 0; k < size; k++)
            padan_buffer_text(text, letters[next_random(state) % (sizeof letters / sizeof *letters)]);
        padan_buffer_text(text, next_random(state) % 9 ? " " : ", the the ");
    }
    if (next_random(state) % 400 == 0)
        for (int i = 0; i < 9000; i++)
            padan_buffer_text(text, "again ");
}

static char *block_of(sqlite3 *db, int row)
{
    char *text = NULL;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT hex(block) FROM fts_1_data WHERE id = ?1", -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int(statement, 1, row);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    text = strdup((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

static void check_by_fts5(sqlite3 *db)
{
    assert_int_equal(sqlite3_exec(db, "INSERT INTO fts_1(fts_1) VALUES('integrity-check')", NULL, NULL, NULL),
                     SQLITE_OK);
}

/*
 * Segments are what FTS5 would have made: the same keys and totals, whether they were written by a second thread,
 * merged, or mixed with what FTS5 removes; and FTS5 finds no fault in them. Row numbers of all sizes.
 */
static void segments_equal_those_of_fts5(void **state)
{
    (void)state;
    static const int64_t steps[] = { 1, 1, 3, 200, INT64_C(70000), INT64_C(1) << 40 };
    sqlite3 *ours = open_store(), *theirs = open_store();
    struct padan_fulltext *fulltext, *maker;
    struct padan_buffer text = { 0 };
    uint32_t random = 7;
    int64_t row = 0;
    assert_int_equal(padan_fulltext_open(&fulltext, ours, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_open(&maker, theirs, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_add(maker, 1, "en", padan_string(""), NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_flush(maker, NULL), PADAN_OK);
    assert_int_equal(padan_fulltext_remove(maker, 1, "en", padan_string(""), NULL), PADAN_OK);
    for (int transaction = 0; transaction < 40; transaction++) {
        sqlite3_exec(ours, "BEGIN", NULL, NULL, NULL);
        sqlite3_exec(theirs, "BEGIN", NULL, NULL, NULL);
        for (int i = 0; i < (transaction % 5 ? 20 : 1500); i++) {
            row += steps[next_random(&random) % (row >> 60 ? 4 : 6)];
            make_text(&text, &random);
            struct padan_string view = { text.data ? text.data : "", text.size };
            assert_int_equal(padan_fulltext_add(fulltext, row, "en", view, NULL), PADAN_OK);
            add_by_fts5(theirs, row, view);
            if (i % 7 || transaction % 3)
                continue;
            assert_int_equal(padan_fulltext_remove(fulltext, row, "en", view, NULL), PADAN_OK);
            assert_int_equal(padan_fulltext_remove(maker, row, "en", view, NULL), PADAN_OK);
        }
        assert_int_equal(padan_fulltext_flush(fulltext, NULL), PADAN_OK);
        assert_int_equal(sqlite3_exec(ours, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_exec(theirs, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    }
    check_by_fts5(ours);
    char *mine = contents(ours), *expected = contents(theirs);
    assert_true(strlen(mine) > 1000000);
    assert_int_equal(strcmp(mine, expected), 0);
    free(mine);
    free(expected);
    mine = block_of(ours, 1);
    expected = block_of(theirs, 1);
    assert_string_equal(mine, expected);
    free(mine);
    free(expected);
    assert_int_equal(sqlite3_exec(ours, "INSERT INTO fts_1(fts_1) VALUES('optimize')", NULL, NULL, NULL), SQLITE_OK);
    check_by_fts5(ours);
    padan_buffer_free(&text);
    padan_fulltext_close(fulltext);
    padan_fulltext_close(maker);
    assert_int_equal(sqlite3_close(ours), SQLITE_OK);
    assert_int_equal(sqlite3_close(theirs), SQLITE_OK);
}

/* An invisible character between its letters takes a word another way through the tokenizer, and changes nothing. */
static void plain_letters_are_cut_as_others_are(void **state)
{
    (void)state;
    struct padan_tokenizer *tokenizer;
    const struct padan_token *list;
    size_t count;
    assert_int_equal(padan_tokenizer_new(&tokenizer, "en", true, NULL), PADAN_OK);
    for (int c = 1; c < 0x7F; c++) {
        char plain[] = { 'A', (char)c, 'b', 's', ' ', (char)c, '\0' };
        struct padan_buffer other = { 0 }, folded = { 0 };
        for (const char *at = plain; *at; at++)
            padan_buffer_format(&other, "%c\xC2\xAD", *at);
        assert_int_equal(padan_tokenize(tokenizer, padan_string(plain), &list, &count, NULL), PADAN_OK);
        for (size_t i = 0; i < count; i++)
            padan_buffer_format(&folded, "%d%.*s/%.*s ", (int)list[i].kind, (int)list[i].folded.size,
                                list[i].folded.data, (int)list[i].stem.size, list[i].stem.data);
        char *expected = padan_buffer_take(&folded);
        assert_int_equal(
            padan_tokenize(tokenizer, (struct padan_string){ other.data, other.size }, &list, &count, NULL), PADAN_OK);
        for (size_t i = 0; i < count; i++)
            padan_buffer_format(&folded, "%d%.*s/%.*s ", (int)list[i].kind, (int)list[i].folded.size,
                                list[i].folded.data, (int)list[i].stem.size, list[i].stem.data);
        char *got = padan_buffer_take(&folded);
        assert_string_equal(got, expected);
        free(got);
        free(expected);
        padan_buffer_free(&other);
    }
    padan_tokenizer_free(tokenizer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_folded_and_stemmed),
        cmocka_unit_test(ignored_characters_part_nothing),
        cmocka_unit_test(scripts_without_spaces_give_syllables),
        cmocka_unit_test(index_finds_and_forgets),
        cmocka_unit_test(rebuilt_index_equals_the_kept_one),
        cmocka_unit_test(an_index_without_its_structure_is_made_anew),
        cmocka_unit_test(index_survives_a_rollback_of_its_table),
        cmocka_unit_test(very_long_words_are_cut),
        cmocka_unit_test(segments_equal_those_of_fts5),
        cmocka_unit_test(plain_letters_are_cut_as_others_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
