/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changes a memory besides adding: conflicts, deletions, merging; and what becomes of a batch that is cut off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memory_support.h"

#define ALL 25000 /* two transactions and a half */

static struct padan_batch_options resuming(enum padan_on_conflict on_conflict)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = "large.tsv";
    options.digest[0] = 7;
    options.resumes = true;
    options.on_conflict = on_conflict;
    return options;
}

static struct padan_batch *begin(struct padan_memory *memory, const struct padan_batch_options *options)
{
    struct padan_batch *batch;
    struct padan_error error;
    if (padan_batch_begin(&batch, memory, options, NULL, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    assert_non_null(batch);
    return batch;
}

static void put_numbered(struct padan_batch *batch, int first, int end)
{
    for (int i = first; i < end; i++) {
        char english[64], indonesian[64];
        snprintf(english, sizeof english, "Sentence %d", i);
        snprintf(indonesian, sizeof indonesian, "Kalimat %d", i);
        put_pair(batch, english, indonesian);
    }
}

/* Another process begins the batch and dies in its third transaction. */
static void die_importing(const struct place *place)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH);
        struct padan_memory *memory;
        struct padan_batch *batch;
        if (padan_memory_open(&memory, place->path, PADAN_MEMORY_CREATE, NULL) != PADAN_OK ||
            padan_batch_begin(&batch, memory, &options, NULL, NULL) != PADAN_OK)
            _exit(1);
        put_numbered(batch, 0, 22000);
        _exit(0);
    }
    int ended;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
}

static void a_killed_import_goes_on(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH);
    struct padan_buffer resumed = { 0 }, clean = { 0 };
    char other[200];
    die_importing(place);
    assert_sound(place->path);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 20000);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM batch WHERE state = 'open'"), 1);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_batch *batch = begin(memory, &options);
    put_numbered(batch, 0, ALL);
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.batch, 1);
    assert_int_equal(summary.read, ALL);
    assert_int_equal(summary.resumed, 20000);
    assert_int_equal(summary.already, 20000);
    assert_int_equal(summary.added, ALL - 20000);
    snprintf(other, sizeof other, "%s/clean.padan", place->folder);
    struct padan_memory *whole = open_memory(other, PADAN_MEMORY_CREATE);
    put_numbered(batch = begin(whole, &options), 0, ALL);
    finish_batch(batch);
    assert_string_equal(list_units(memory, NULL, &resumed), list_units(whole, NULL, &clean));
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM journal WHERE what = 'resume'"), 0);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM batch WHERE digest IS NOT NULL"), 1);
    assert_sound(place->path);
    padan_buffer_free(&resumed);
    padan_buffer_free(&clean);
    padan_memory_close(whole);
    padan_memory_close(memory);
}

/* It goes on by its digest; done, the source is not there whole, and is read again when it comes again. */
static void a_killed_import_goes_on_where_a_unit_gave_way(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH), other = resuming(PADAN_CONFLICT_REPLACE);
    die_importing(place);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    other.digest[0] = 8;
    struct padan_batch *batch = begin(memory, &other);
    put_pair(batch, "Sentence 5", "Yang lain");
    finish_batch(batch);
    batch = begin(memory, &options);
    put_numbered(batch, 0, ALL);
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.batch, 1);
    assert_int_equal(summary.resumed, 20000);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM batch WHERE state = 'open'"), 0);
    batch = begin(memory, &options);
    put_numbered(batch, 0, 10);
    assert_int_equal(finish_batch(batch).added, 1);
    padan_memory_close(memory);
}

static void a_killed_import_is_undone(void **state)
{
    struct place *place = *state;
    die_importing(place);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    assert_int_equal(padan_memory_undo(memory, 0, NULL, NULL), PADAN_OK);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 0);
    assert_sound(place->path);
    padan_memory_close(memory);
}

static void a_killed_import_goes_on_as_it_was_begun(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = resuming(PADAN_CONFLICT_KEEP);
    struct padan_batch *batch;
    struct padan_error error = { 0 };
    die_importing(place);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    assert_int_equal(padan_batch_begin(&batch, memory, &options, NULL, &error), PADAN_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "--on-conflict both"));
    padan_memory_close(memory);
}

/* A batch of another padan, which may give units in another order, or of one that noted nothing, begins anew. */
static void what_cannot_go_on_begins_anew(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH);
    die_importing(place);
    run_sql(place->path, "UPDATE batch SET program = '0.0'");
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_batch *batch = begin(memory, &options);
    put_numbered(batch, 0, ALL);
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.resumed, 0);
    assert_int_equal(summary.added, ALL);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM batch"), 1);
    assert_sound(place->path);
    padan_memory_close(memory);
}

/* Another process asks for the same batch; answers what it was told. */
static int ask_beside(const struct place *place)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH);
        struct padan_memory *memory;
        struct padan_batch *batch;
        int status = PADAN_ERROR_INTERNAL;
        if (padan_memory_open(&memory, place->path, PADAN_MEMORY_WRITE, NULL) == PADAN_OK)
            status = padan_batch_begin(&batch, memory, &options, NULL, NULL);
        _exit(-status);
    }
    int ended;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    return -WEXITSTATUS(ended);
}

static void two_do_not_write_one_batch(void **state)
{
    struct place *place = *state;
    die_importing(place);
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE journal SET inverse = json_set(inverse, '$.process', %ld) WHERE number = 0",
             (long)getpid());
    run_sql(place->path, sql);
    assert_int_equal(ask_beside(place), PADAN_ERROR_BUSY);
    /* It said nothing for a long time. */
    run_sql(place->path, "UPDATE journal SET inverse = json_set(inverse, '$.time', 1) WHERE number = 0");
    assert_int_equal(ask_beside(place), PADAN_OK);
}

/* Whoever lost its batch to another stops, and takes nothing back that is the other's. */
static void who_lost_the_batch_stops(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH);
    struct padan_variant variants[] = { plain_variant("en", "More"), plain_variant("id", "Lagi") };
    struct padan_unit unit = plain_unit(variants, 2);
    int status = PADAN_OK;
    die_importing(place);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_batch *batch = begin(memory, &options);
    run_sql(place->path, "UPDATE journal SET inverse = json_set(inverse, '$.owner', 1) WHERE number = 0");
    for (int i = 0; i < 20001 && status == PADAN_OK; i++)
        status = padan_batch_put(batch, &unit, NULL);
    assert_int_equal(status, PADAN_ERROR_BUSY);
    padan_batch_abandon(batch);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 20000);
    assert_sound(place->path);
    padan_memory_close(memory);
}

static struct padan_batch_summary store_pair(struct padan_memory *memory, enum padan_on_conflict on_conflict,
                                             const char *english, const char *indonesian)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = indonesian;
    options.on_conflict = on_conflict;
    struct padan_batch *batch = begin(memory, &options);
    put_pair(batch, english, indonesian);
    return finish_batch(batch);
}

static void expect_units(struct padan_memory *memory, const char *path, const char *indonesian)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM variant WHERE text = '%s'", indonesian);
    (void)memory;
    assert_int_equal(ask_number(path, sql), 1);
}

static void what_was_replaced_comes_back(void **state)
{
    struct place *place = *state;
    struct padan_buffer before = { 0 }, after = { 0 };
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Buka");
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Bukalah");
    store_pair(memory, PADAN_CONFLICT_BOTH, "Close", "Tutup");
    list_units(memory, NULL, &before);
    struct padan_batch_summary summary = store_pair(memory, PADAN_CONFLICT_REPLACE, "Open", "Terbuka");
    assert_int_equal(summary.conflicts, 1);
    assert_int_equal(summary.replaced, 2);
    assert_int_equal(summary.added, 1);
    expect_units(memory, place->path, "Terbuka");
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 2);
    assert_sound(place->path);
    assert_int_equal(padan_memory_undo(memory, 0, NULL, NULL), PADAN_OK);
    assert_string_equal(list_units(memory, NULL, &after), before.data);
    assert_sound(place->path);
    padan_buffer_free(&before);
    padan_buffer_free(&after);
    padan_memory_close(memory);
}

/* The first does not stand beside the last when the middle one is taken back, but comes back when the last is. */
static void the_middle_of_three_leaves_the_first_to_the_last(void **state)
{
    struct place *place = *state;
    struct padan_buffer before = { 0 }, after = { 0 };
    struct padan_undo_summary summary;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Buka");
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Bukalah");
    list_units(memory, NULL, &before);
    store_pair(memory, PADAN_CONFLICT_REPLACE, "Open", "Terbuka");
    store_pair(memory, PADAN_CONFLICT_REPLACE, "Open", "Dibuka");
    assert_int_equal(padan_memory_undo(memory, 3, &summary, NULL), PADAN_OK);
    assert_int_equal(summary.restored, 0);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 1);
    expect_units(memory, place->path, "Dibuka");
    assert_sound(place->path);
    assert_int_equal(padan_memory_undo(memory, 4, &summary, NULL), PADAN_OK);
    assert_int_equal(summary.restored, 2);
    assert_string_equal(list_units(memory, NULL, &after), before.data);
    assert_sound(place->path);
    padan_buffer_free(&before);
    padan_buffer_free(&after);
    padan_memory_close(memory);
}

static void what_is_kept_leaves_no_trace(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Buka");
    struct padan_batch_summary summary = store_pair(memory, PADAN_CONFLICT_KEEP, "Open", "Terbuka");
    assert_int_equal(summary.kept, 1);
    assert_int_equal(summary.batch, 0);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM batch"), 1);
    /* What is there already is no conflict, though another target is there too. */
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Terbuka");
    summary = store_pair(memory, PADAN_CONFLICT_KEEP, "Open", "Terbuka");
    assert_int_equal(summary.kept, 0);
    assert_int_equal(summary.already, 1);
    padan_memory_close(memory);
}

static struct padan_property prop(const char *name, const char *value)
{
    return (
        struct padan_property){ .kind = PADAN_PROPERTY_PROP, .name = padan_string(name), .value = padan_string(value) };
}

/* Puts "Open" with a target, and two properties where they have names. */
static void put_placed(struct padan_batch *batch, const char *target, const char *const said[4])
{
    struct padan_variant variants[] = { plain_variant("en", "Open"), plain_variant("id", target) };
    struct padan_property properties[] = { prop(said[0], said[1]), prop(said[2], said[3]) };
    struct padan_unit unit = plain_unit(variants, 2);
    unit.properties = properties;
    unit.property_count = !said[0] ? 0 : !said[2] ? 1 : 2;
    assert_int_equal(padan_batch_put(batch, &unit, NULL), PADAN_OK);
}

static void what_tools_say_of_a_place_keeps_units_apart(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *stored[4], *given[4];
        int conflicts;
    } rows[] = {
        { { NULL }, { NULL }, 1 },
        { { NULL }, { "x-Origin", "TM" }, 1 },
        { { "x-Origin", "TM" }, { "x-Origin", "MT" }, 1 },
        /* OmegaT: the default and an alternative, two alternatives, and the same one again. */
        { { NULL }, { "file", "a.txt" }, 0 },
        { { "path", "1/2" }, { NULL }, 0 },
        { { "file", "a.txt" }, { "file", "b.txt" }, 0 },
        { { "file", "a.txt", "id", "1" }, { "file", "a.txt", "id", "2" }, 0 },
        { { "file", "a.txt", "id", "1" }, { "id", "1", "file", "a.txt" }, 1 },
        { { "file", "a.txt", "id", "1" }, { "file", "a.txt" }, 1 },
        { { "prev", "" }, { "prev", "Close" }, 0 },
        /* Of other tools both must say it. */
        { { NULL }, { "x-context", "1" }, 1 },
        { { "x-context", "1" }, { "X-Context", "2" }, 0 },
        { { "x-context", "1" }, { "X-Context", "1" }, 1 },
        { { "x-context-post", "a" }, { "x-context-pre", "b" }, 1 },
        { { "x-Context", "1, 2", "x-Context", "3, 4" }, { "x-Context", "3, 4", "x-Context", "1, 2" }, 1 },
        { { "x-Context", "1, 2", "x-Context", "3, 4" }, { "x-Context", "1, 2", "x-Context", "5, 6" }, 0 },
        { { "x-ContextContent", "a", "x-Context", "1, 2" }, { "x-ContextContent", "b", "x-Context", "1, 2" }, 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int together = 0; together < 2; together++) {
            struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
            struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
            options.source = "placed";
            options.on_conflict = PADAN_CONFLICT_REPLACE;
            struct padan_batch *batch = begin(memory, &options);
            put_placed(batch, "Buka", rows[i].stored);
            if (!together) {
                finish_batch(batch);
                batch = begin(memory, &options);
            }
            put_placed(batch, "Terbuka", rows[i].given);
            struct padan_batch_summary summary = finish_batch(batch);
            if (summary.conflicts != rows[i].conflicts || summary.replaced != rows[i].conflicts)
                fail_msg("row %zu: %d conflicts", i, (int)summary.conflicts);
            assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 2 - rows[i].conflicts);
            assert_sound(place->path);
            padan_memory_close(memory);
            assert_int_equal(unlink(place->path), 0);
        }
}

/* Over several transactions, within one file, with numbers of units that are given again. */
static void the_last_of_many_stays(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    options.on_conflict = PADAN_CONFLICT_REPLACE;
    options.source = "many";
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin(memory, &options);
    for (int i = 0; i < 21000; i++) {
        char english[64], indonesian[64];
        snprintf(english, sizeof english, "Source %d", i % 7000);
        snprintf(indonesian, sizeof indonesian, "Target %d", i);
        put_pair(batch, english, indonesian);
    }
    struct padan_batch_summary summary = finish_batch(batch);
    assert_int_equal(summary.replaced, 14000);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 7000);
    assert_int_equal(ask_number(place->path,
                                "SELECT count(*) FROM variant WHERE text >= 'Target 14' AND text < 'Target 2'"
                                " AND length(text) = 12"),
                     6000);
    assert_sound(place->path);
    assert_int_equal(padan_memory_undo(memory, 0, NULL, NULL), PADAN_OK);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 0);
    assert_sound(place->path);
    padan_memory_close(memory);
}

/* Where a batch is given what the header of its file says, that counts as in an import. */
static void srclang_of_the_header_tells_the_source(void **state)
{
    struct place *place = *state;
    static const struct padan_property header = { .kind = PADAN_PROPERTY_ATTRIBUTE,
                                                  .name = { "srclang", 7 },
                                                  .value = { "id", 2 } };
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_pair(memory, PADAN_CONFLICT_BOTH, "Open", "Buka");
    options.on_conflict = PADAN_CONFLICT_KEEP;
    options.header = &header;
    options.header_count = 1;
    struct padan_batch *batch = begin(memory, &options);
    put_pair(batch, "Unlock", "Buka");
    assert_int_equal(finish_batch(batch).kept, 1);
    padan_memory_close(memory);
}

/*
 * Sources that are looked for by themselves, and all at once where more units come; with one that is refused, and two
 * for the same source, between them.
 */
static void few_and_many_meet_the_same_conflicts(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_variant wrong[] = {
        plain_variant("not-a-tag-not-a-tag-not-a-tag-not-a-tag-not-a-tag-not-a-tag-not-a-tag-", "Sentence 4"),
        plain_variant("id", "Salah")
    };
    struct padan_unit refused = plain_unit(wrong, 2);
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    options.on_conflict = PADAN_CONFLICT_REPLACE;
    for (int others = 0; others <= 12000; others += 12000) {
        options.source = "base";
        struct padan_batch *batch = begin(memory, &options);
        put_numbered(batch, 0, 30);
        finish_batch(batch);
        options.source = others ? "many" : "few";
        batch = begin(memory, &options);
        put_pair(batch, "Sentence 3", "Lain");
        assert_int_equal(padan_batch_put(batch, &refused, NULL), PADAN_ERROR_LANGUAGE);
        put_pair(batch, "Sentence 5", "Dulu");
        put_pair(batch, "Sentence 5", "Kini");
        put_pair(batch, "Sentence 6", "Kalimat 6");
        put_numbered(batch, 100, 100 + others);
        put_pair(batch, "Sentence 7", "Akhir");
        struct padan_batch_summary summary = finish_batch(batch);
        assert_int_equal(summary.read, 6 + others);
        assert_int_equal(summary.refused, 1);
        assert_int_equal(summary.replaced, 4);
        assert_int_equal(summary.conflicts, 4);
        assert_int_equal(summary.already, 1);
        assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 30 + others);
        assert_int_equal(ask_number(place->path,
                                    "SELECT count(*) FROM variant WHERE text IN ('Kalimat 3', 'Kalimat 5',"
                                    " 'Dulu', 'Kalimat 7')"),
                         0);
        expect_units(memory, place->path, "Kini");
        assert_sound(place->path);
        assert_int_equal(padan_memory_undo(memory, 0, NULL, NULL), PADAN_OK);
        assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 30);
        assert_int_equal(padan_memory_undo(memory, 0, NULL, NULL), PADAN_OK);
        assert_sound(place->path);
    }
    padan_memory_close(memory);
}

static int64_t delete_unit(struct padan_memory *memory, int64_t unit)
{
    struct padan_delete_options options = PADAN_DELETE_OPTIONS_INIT;
    struct padan_delete_summary summary;
    struct padan_error error;
    options.unit = unit;
    if (padan_memory_delete(memory, &options, &summary, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    assert_int_equal(summary.units, 1);
    return summary.batch;
}

static void what_was_deleted_comes_back_unless_its_batch_is_gone(void **state)
{
    struct place *place = *state;
    struct padan_buffer before = { 0 }, after = { 0 };
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "One", 0, 3);
    store_numbered(memory, "Two", 0, 3);
    list_units(memory, NULL, &before);
    int64_t first = delete_unit(memory, 2);
    int64_t second = delete_unit(memory, 6);
    assert_sound(place->path);
    /* Its number is free, and may be given to another. */
    store_numbered(memory, "Three", 0, 1);
    assert_int_equal(padan_memory_undo(memory, second, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_memory_undo(memory, 5, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_memory_undo(memory, first, NULL, NULL), PADAN_OK);
    list_units(memory, NULL, &after);
    assert_int_equal(after.size, before.size);
    assert_sound(place->path);
    first = delete_unit(memory, 2);
    assert_int_equal(padan_memory_undo(memory, 1, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_memory_undo(memory, first, NULL, NULL), PADAN_OK);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 3);
    assert_sound(place->path);
    padan_buffer_free(&before);
    padan_buffer_free(&after);
    padan_memory_close(memory);
}

static void all_is_deleted_and_back(void **state)
{
    struct place *place = *state;
    struct padan_delete_options options = PADAN_DELETE_OPTIONS_INIT;
    struct padan_delete_summary summary;
    struct padan_buffer before = { 0 }, after = { 0 };
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "One", 0, 300);
    list_units(memory, NULL, &before);
    assert_int_equal(padan_memory_delete(memory, &options, &summary, NULL), PADAN_OK);
    assert_int_equal(summary.units, 300);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM variant"), 0);
    assert_sound(place->path);
    assert_int_equal(padan_memory_undo(memory, summary.batch, NULL, NULL), PADAN_OK);
    assert_string_equal(list_units(memory, NULL, &after), before.data);
    assert_sound(place->path);
    padan_buffer_free(&before);
    padan_buffer_free(&after);
    padan_memory_close(memory);
}

static void put_with_note(struct padan_batch *batch, const char *english, const char *note)
{
    struct padan_property property = { .kind = PADAN_PROPERTY_NOTE, .value = padan_string(note) };
    struct padan_variant variants[] = { plain_variant("id", "Buka"), plain_variant("en-us", english) };
    struct padan_unit unit = plain_unit(variants, 2);
    variants[1].has_before = true;
    variants[1].before = padan_string("Before");
    unit.properties = &property;
    unit.property_count = 1;
    assert_int_equal(padan_batch_put(batch, &unit, NULL), PADAN_OK);
}

static void merged_units_keep_what_was_said(void **state)
{
    struct place *place = *state;
    struct padan_dedupe_summary summary;
    struct padan_buffer before = { 0 }, after = { 0 };
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin_batch(memory, "a", 1);
    put_with_note(batch, "Open it", "one");
    put_with_note(batch, "Open   it", "one");
    put_with_note(batch, " Open it", "two");
    put_with_note(batch, "open it", "two");
    finish_batch(batch);
    list_units(memory, NULL, &before);
    assert_int_equal(padan_memory_dedupe(memory, true, NULL, 0, &summary, NULL), PADAN_OK);
    assert_int_equal(summary.units, 2);
    assert_string_equal(list_units(memory, NULL, &after), before.data);
    assert_int_equal(padan_memory_dedupe(memory, false, NULL, 0, &summary, NULL), PADAN_OK);
    assert_int_equal(summary.groups, 1);
    assert_int_equal(summary.units, 2);
    assert_int_equal(summary.merged, 1);
    assert_int_equal(summary.moved, 1);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM unit"), 2);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM occurrence WHERE unit = 1"), 2);
    assert_int_equal(ask_number(place->path,
                                "SELECT count(*) FROM property JOIN occurrence ON id = occurrence"
                                " WHERE unit = 1 AND value = 'two'"),
                     1);
    assert_int_equal(ask_number(place->path, "SELECT count(*) FROM occurrence_variant WHERE before_text = 'Before'"),
                     3);
    assert_sound(place->path);
    assert_int_equal(padan_memory_undo(memory, summary.batch, NULL, NULL), PADAN_OK);
    assert_string_equal(list_units(memory, NULL, &after), before.data);
    assert_sound(place->path);
    padan_buffer_free(&before);
    padan_buffer_free(&after);
    padan_memory_close(memory);
}

static int64_t count_faults(const char *path)
{
    int64_t faults = 0;
    struct padan_error error;
    struct padan_memory *memory = open_memory(path, PADAN_MEMORY_READ);
    if (padan_memory_check(memory, NULL, &faults, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    padan_memory_close(memory);
    return faults;
}

static void a_check_sees_what_is_wrong(void **state)
{
    static const char *const damages[] = {
        "UPDATE variant SET text = text || ' ' WHERE id = 2",
        "UPDATE unit SET hash = hash + 1 WHERE id = 1",
        "DELETE FROM variant WHERE id = 3",
        "DELETE FROM occurrence WHERE id = 1",
        "DELETE FROM unit_index WHERE unit = 1",
        "INSERT INTO unit_index VALUES (1, 1)",
        "UPDATE journal SET last = first",
        "UPDATE journal SET what = 'something'",
        "UPDATE language SET tag = 'EN' WHERE tag = 'en'",
        "INSERT INTO occurrence_variant (occurrence, variant, tag) VALUES (1, 4, 'en')",
        "INSERT INTO journal (batch, number, what, first, inverse) VALUES (1, 2, 'replace', 1, '{')",
    };
    struct place *place = *state;
    char copy[200];
    snprintf(copy, sizeof copy, "%s/copy.padan", place->folder);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "One", 0, 3);
    assert_int_equal(count_faults(place->path), 0);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        assert_int_equal(padan_memory_backup(memory, copy, NULL, NULL, NULL), PADAN_OK);
        assert_int_equal(count_faults(copy), 0);
        run_sql(copy, damages[i]);
        if (count_faults(copy) == 0)
            fail_msg("not seen: %s", damages[i]);
    }
    padan_memory_close(memory);
}

static void a_backup_is_of_one_moment(void **state)
{
    struct place *place = *state;
    struct padan_batch_options options = resuming(PADAN_CONFLICT_BOTH);
    char copy[200];
    snprintf(copy, sizeof copy, "%s/copy.padan", place->folder);
    struct padan_memory *writer = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin(writer, &options);
    put_numbered(batch, 0, 12000);
    struct padan_memory *reader = open_memory(place->path, PADAN_MEMORY_READ);
    assert_int_equal(padan_memory_backup(reader, copy, NULL, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_memory_backup(reader, place->path, NULL, NULL, NULL), PADAN_ERROR_ARGUMENT);
    padan_memory_close(reader);
    finish_batch(batch);
    assert_int_equal(ask_number(copy, "SELECT count(*) FROM unit"), 10000);
    assert_int_equal(count_faults(copy), 0);
    padan_memory_close(writer);
}

static int stop_copying(void *context, int64_t done, int64_t total)
{
    (void)context, (void)done, (void)total;
    return PADAN_ERROR_STOPPED;
}

static void a_backup_that_is_stopped_leaves_nothing(void **state)
{
    struct place *place = *state;
    struct padan_error error;
    char copy[200], beside[240];
    snprintf(copy, sizeof copy, "%s/copy.padan", place->folder);
    snprintf(beside, sizeof beside, "%s.%ld-0", copy, (long)getpid());
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "One", 0, 3);
    assert_int_equal(padan_memory_backup(memory, copy, stop_copying, NULL, &error), PADAN_ERROR_STOPPED);
    assert_int_not_equal(access(copy, F_OK), 0);
    assert_int_not_equal(access(beside, F_OK), 0);
    padan_memory_close(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_killed_import_goes_on, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_killed_import_goes_on_where_a_unit_gave_way, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_killed_import_is_undone, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_killed_import_goes_on_as_it_was_begun, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(what_cannot_go_on_begins_anew, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(two_do_not_write_one_batch, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(who_lost_the_batch_stops, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(what_was_replaced_comes_back, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(the_middle_of_three_leaves_the_first_to_the_last, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(what_is_kept_leaves_no_trace, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(the_last_of_many_stays, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(what_tools_say_of_a_place_keeps_units_apart, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(few_and_many_meet_the_same_conflicts, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(srclang_of_the_header_tells_the_source, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(what_was_deleted_comes_back_unless_its_batch_is_gone, setup_place,
                                        teardown_place),
        cmocka_unit_test_setup_teardown(all_is_deleted_and_back, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(merged_units_keep_what_was_said, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_check_sees_what_is_wrong, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_backup_is_of_one_moment, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_backup_that_is_stopped_leaves_nothing, setup_place, teardown_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
