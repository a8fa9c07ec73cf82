/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory/fulltext.h"
#include "memory/store.h"
#include "memory_support.h"

int setup_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    const char *base = getenv("TMPDIR");
    if (!place)
        return -1;
    snprintf(place->folder, sizeof place->folder, "%s/padan-memory-XXXXXX", base && strlen(base) < 80 ? base : "/tmp");
    if (!mkdtemp(place->folder)) {
        free(place);
        return -1;
    }
    snprintf(place->path, sizeof place->path, "%s/a.padan", place->folder);
    *state = place;
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
    (void)info;
    (void)kind;
    (void)at;
    return remove(path);
}

int teardown_place(void **state)
{
    struct place *place = *state;
    nftw(place->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(place);
    return 0;
}

struct padan_variant plain_variant(const char *language, const char *text)
{
    return (struct padan_variant){ .language = padan_string(language), .text = padan_string(text) };
}

struct padan_unit plain_unit(const struct padan_variant *variants, size_t count)
{
    return (struct padan_unit){
        .variants = variants, .variant_count = count, .confidence = PADAN_CONFIDENCE_UNKNOWN, .position = -1
    };
}

struct padan_memory *open_memory(const char *path, enum padan_memory_mode mode)
{
    struct padan_memory *memory = NULL;
    struct padan_error error = { 0 };
    if (padan_memory_open(&memory, path, mode, &error) != PADAN_OK)
        fail_msg("%s: %s", path, error.message);
    return memory;
}

struct padan_batch *begin_batch(struct padan_memory *memory, const char *source, unsigned char digest)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch = NULL;
    struct padan_error error = { 0 };
    options.kind = PADAN_BATCH_IMPORT;
    options.source = source;
    options.digest[3] = digest;
    if (padan_batch_begin(&batch, memory, &options, NULL, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    assert_non_null(batch);
    return batch;
}

void put_pair(struct padan_batch *batch, const char *english, const char *indonesian)
{
    struct padan_variant variants[] = { plain_variant("en", english), plain_variant("id", indonesian) };
    struct padan_unit unit = plain_unit(variants, 2);
    struct padan_error error = { 0 };
    if (padan_batch_put(batch, &unit, &error) != PADAN_OK)
        fail_msg("%s", error.message);
}

struct padan_batch_summary finish_batch(struct padan_batch *batch)
{
    struct padan_batch_summary summary;
    struct padan_error error = { 0 };
    if (padan_batch_finish(batch, &summary, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return summary;
}

struct padan_batch_summary store_numbered(struct padan_memory *memory, const char *stem, int first, int count)
{
    struct padan_batch *batch = begin_batch(memory, stem, 0);
    char english[64], indonesian[64];
    for (int i = first; i < first + count; i++) {
        snprintf(english, sizeof english, "%s %d", stem, i);
        snprintf(indonesian, sizeof indonesian, "%s nomor %d", stem, i);
        put_pair(batch, english, indonesian);
    }
    return finish_batch(batch);
}

struct padan_memory_info read_info(struct padan_memory *memory)
{
    struct padan_memory_info info;
    struct padan_error error = { 0 };
    if (padan_memory_info(memory, &info, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return info;
}

static void list_properties(struct padan_buffer *out, const struct padan_property *properties, size_t count)
{
    for (size_t i = 0; i < count; i++)
        padan_buffer_format(out, " {%d %.*s=%.*s %.*s}", (int)properties[i].kind, (int)properties[i].name.size,
                            properties[i].name.data, (int)properties[i].value.size, properties[i].value.data,
                            (int)properties[i].attributes.size, properties[i].attributes.data);
}

static void list_variant(struct padan_buffer *out, const struct padan_variant *variant)
{
    padan_buffer_format(out, " | %.*s %.*s", (int)variant->language.size, variant->language.data,
                        (int)variant->text.size, variant->text.data);
    if (variant->markup.size)
        padan_buffer_format(out, " <%.*s>", (int)variant->markup.size, variant->markup.data);
    if (variant->has_before)
        padan_buffer_format(out, " before=%.*s", (int)variant->before.size, variant->before.data);
    if (variant->has_after)
        padan_buffer_format(out, " after=%.*s", (int)variant->after.size, variant->after.data);
    list_properties(out, variant->properties, variant->property_count);
}

static int list_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_buffer *out = context;
    (void)error;
    if (unit->id.size)
        padan_buffer_format(out, "id=%.*s ", (int)unit->id.size, unit->id.data);
    if (unit->document.size)
        padan_buffer_format(out, "%.*s:%lld ", (int)unit->document.size, unit->document.data,
                            (long long)unit->position);
    if (unit->confidence >= 0)
        padan_buffer_format(out, "%.2f ", unit->confidence);
    padan_buffer_text(out, padan_unit_status_name(unit->status));
    list_properties(out, unit->properties, unit->property_count);
    for (size_t i = 0; i < unit->variant_count; i++)
        list_variant(out, &unit->variants[i]);
    padan_buffer_byte(out, '\n');
    return PADAN_OK;
}

const char *list_units(struct padan_memory *memory, const struct padan_unit_filter *filter, struct padan_buffer *buffer)
{
    struct padan_error error = { 0 };
    struct padan_unit_sink sink = { list_unit, buffer };
    padan_buffer_clear(buffer);
    padan_buffer_text(buffer, "");
    if (padan_memory_each_unit(memory, filter, &sink, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return buffer->data ? buffer->data : "";
}

static sqlite3 *connect(const char *path)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(padan_fulltext_register(db, NULL), PADAN_OK);
    return db;
}

int64_t ask_number(const char *path, const char *sql)
{
    sqlite3 *db = connect(path);
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    int64_t number = -1;
    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return number;
}

void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = connect(path);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void assert_index_sound(const char *path)
{
    assert_int_equal(ask_number(path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(ask_number(path,
                                "SELECT count(*) FROM unit_index AS i LEFT JOIN unit AS u ON u.id = i.unit"
                                " WHERE u.hash IS NOT i.hash"),
                     0);
    assert_int_equal(ask_number(path,
                                "SELECT count(*) FROM unit WHERE id <= (SELECT upto FROM cache WHERE name ="
                                " 'unit_index') AND id NOT IN (SELECT unit FROM unit_index)"),
                     0);
    assert_int_equal(ask_number(path, "SELECT count(*) FROM unit WHERE id NOT IN (SELECT unit FROM occurrence)"), 0);
    assert_int_equal(ask_number(path,
                                "SELECT rows - (SELECT count(*) FROM unit) FROM cache WHERE name ="
                                " 'unit_index'"),
                     0);
    assert_int_equal(ask_number(path,
                                "SELECT bytes - (SELECT coalesce(sum(length(CAST(text AS BLOB))), 0) FROM"
                                " variant) FROM cache WHERE name = 'fulltext'"),
                     0);
}

static void assert_fulltext_sound(const char *path)
{
    sqlite3 *db = connect(path);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE "
                                        "VIRTUAL TABLE%fts5%'",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        char sql[160];
        const char *name = (const char *)sqlite3_column_text(statement, 0);
        snprintf(sql, sizeof sql, "INSERT INTO %s (%s) VALUES ('integrity-check')", name, name);
        if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
            fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
}

void assert_sound(const char *path)
{
    assert_int_equal(ask_number(path, "SELECT integrity_check = 'ok' FROM pragma_integrity_check"), 1);
    assert_index_sound(path);
    assert_fulltext_sound(path);
}
