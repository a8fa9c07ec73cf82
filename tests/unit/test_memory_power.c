/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loss of power at its worst: of each file there is left what it held when it was last synced. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "memory/store.h"
#include "memory_support.h"

/* SQLite's threads sync two at a time. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void copy(const char *from, const char *to)
{
    char bytes[65536];
    size_t size;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (!out)
        abort();
    while (in && (size = fread(bytes, 1, sizeof bytes, in)) > 0)
        if (fwrite(bytes, 1, size, out) != size)
            abort();
    if (in)
        fclose(in);
    if (fclose(out) != 0)
        abort();
}

static const char *path_of(int file, char path[400])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t size = readlink(link, path, 399);
    path[size > 0 ? size : 0] = '\0';
    return path;
}

/* In place of the C library's, for SQLite too. */
__attribute__((visibility("default"))) int fdatasync(int file)
{
    char path[400], synced[410];
    struct stat info;
    pthread_mutex_lock(&lock);
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode)) {
        snprintf(synced, sizeof synced, "%s.synced", path_of(file, path));
        copy(path, synced);
    }
    pthread_mutex_unlock(&lock);
    return 0;
}

__attribute__((visibility("default"))) int fsync(int file)
{
    return fdatasync(file);
}

/* The memory as it is when the power is back: as the file "left" of the same folder. */
static struct padan_memory *after_loss(const struct place *place)
{
    char from[300], to[300];
    pthread_mutex_lock(&lock);
    snprintf(from, sizeof from, "%s.synced", place->path);
    snprintf(to, sizeof to, "%s/left", place->folder);
    copy(from, to);
    snprintf(from, sizeof from, "%s-wal.synced", place->path);
    snprintf(to, sizeof to, "%s/left-wal", place->folder);
    copy(from, to);
    pthread_mutex_unlock(&lock);
    snprintf(to, sizeof to, "%s/left", place->folder);
    struct padan_memory *memory = open_memory(to, PADAN_MEMORY_WRITE);
    assert_sound(to);
    return memory;
}

static int64_t units_after_loss(const struct place *place)
{
    struct padan_memory *memory = after_loss(place);
    struct padan_memory_info info = read_info(memory);
    int64_t units = info.units;
    padan_memory_info_free(&info);
    padan_memory_close(memory);
    return units;
}

/* Long texts of few words, so that few of them fill a log. */
static void put_numbered(struct padan_batch *batch, int first, int count)
{
    char english[1000], indonesian[1000], word[800];
    memset(word, 'n', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    for (int i = first; i < first + count; i++) {
        snprintf(english, sizeof english, "Sentence %d %s.", i, word);
        snprintf(indonesian, sizeof indonesian, "Kalimat %d %s.", i, word);
        put_pair(batch, english, indonesian);
    }
}

static void what_was_reported_is_left(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Peace", 1, 100);
    assert_int_equal(units_after_loss(place), 100);
    store_numbered(memory, "War", 1, 50);
    assert_int_equal(units_after_loss(place), 150);
    padan_memory_close(memory);
}

/* Somebody who reads hinders a checkpoint, which would have synced the log. */
static void a_reader_is_no_hindrance(void **state)
{
    struct place *place = *state;
    sqlite3 *reader = NULL;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Peace", 1, 100);
    assert_int_equal(sqlite3_open(place->path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM unit", NULL, NULL, NULL), SQLITE_OK);
    store_numbered(memory, "War", 1, 50);
    store_numbered(memory, "Truce", 1, 25);
    assert_int_equal(units_after_loss(place), 175);
    sqlite3_close(reader);
    padan_memory_close(memory);
}

/* Enough for the log to begin anew. */
static void whole_transactions_are_left_of_a_batch(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Peace", 1, 100);
    struct padan_batch *batch = begin_batch(memory, "large", 1);
    int64_t before = 100;
    for (int i = 0; i < 4; i++) {
        put_numbered(batch, 1 + i * 12000, 12000);
        int64_t left = units_after_loss(place);
        assert_true(left >= before);
        assert_int_equal((left - 100) % 10000, 0);
        before = left;
    }
    assert_true(before > 100);
    finish_batch(batch);
    assert_int_equal(units_after_loss(place), 100 + 4 * 12000);
    padan_memory_close(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_reported_is_left, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_reader_is_no_hindrance, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(whole_transactions_are_left_of_a_batch, setup_place, teardown_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
