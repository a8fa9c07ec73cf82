/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that is full: files do not grow any more, and there is no room to take back what was stored either. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "memory_support.h"

/* Bytes by which files may still grow. */
static atomic_llong room = INT64_MAX;

static bool has_room(int file, size_t size, off_t at)
{
    struct stat info;
    if (fstat(file, &info) != 0 || at + (off_t)size <= info.st_size)
        return true;
    long long growth = at + (off_t)size - info.st_size;
    bool fits = growth <= atomic_load(&room);
    if (fits)
        atomic_fetch_sub(&room, growth);
    return fits;
}

/* In place of the C library's, for SQLite too. */
__attribute__((visibility("default"))) ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t at)
{
    if (has_room(file, size, at))
        return syscall(SYS_pwrite64, file, bytes, size, at);
    errno = ENOSPC;
    return -1;
}

__attribute__((visibility("default"))) ssize_t pwrite(int file, const void *bytes, size_t size, off_t at)
{
    return pwrite64(file, bytes, size, at);
}

static void write_table(const char *path, int count)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < count; i++)
        fprintf(file, "This is sentence %d, which takes some room.\tIni kalimat %d, yang butuh tempat.\n", i, i);
    assert_int_equal(fclose(file), 0);
}

static void keep_warning(void *context, const struct padan_error *warning)
{
    snprintf(context, PADAN_ERROR_MESSAGE_SIZE, "%s", warning->message);
}

/* Imports a table of so many rows, while files may grow by `bytes`; what is told goes to `told`. */
static int import_table(struct place *place, struct padan_memory *memory, int count, long long bytes,
                        char told[PADAN_ERROR_MESSAGE_SIZE])
{
    char path[200];
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    options.source = "en";
    options.target = "id";
    options.reporter = (struct padan_reporter){ keep_warning, told };
    told[0] = '\0';
    snprintf(path, sizeof path, "%s/long.tsv", place->folder);
    write_table(path, count);
    atomic_store(&room, bytes);
    int status = padan_memory_import(memory, path, &options, NULL, NULL);
    atomic_store(&room, INT64_MAX);
    return status;
}

/* What cannot be taken back is told, and can be once there is room. */
static void what_stays_of_an_import_is_told(void **state)
{
    struct place *place = *state;
    char told[PADAN_ERROR_MESSAGE_SIZE];
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    assert_int_equal(import_table(place, memory, 40000, 7 << 20, told), PADAN_ERROR_FULL);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.batch_count, 1);
    assert_string_equal(info.batches[0].state, "open");
    assert_int_equal(info.units % 10000, 0);
    assert_in_range(info.units, 10000, 30000);
    assert_non_null(strstr(told, "could not be taken back"));
    padan_memory_info_free(&info);
    assert_int_equal(padan_memory_undo(memory, 1, NULL, NULL), PADAN_OK);
    info = read_info(memory);
    assert_int_equal(info.units, 0);
    padan_memory_info_free(&info);
    padan_memory_close(memory);
    assert_sound(place->path);
}

/* Of an import that ends within its first transaction nothing stays, and nothing is told but the fault. */
static void a_small_import_leaves_nothing(void **state)
{
    struct place *place = *state;
    char told[PADAN_ERROR_MESSAGE_SIZE];
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Peace", 1, 10);
    assert_int_equal(import_table(place, memory, 9000, 1 << 20, told), PADAN_ERROR_FULL);
    assert_string_equal(told, "");
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 10);
    padan_memory_info_free(&info);
    padan_memory_close(memory);
    assert_sound(place->path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_stays_of_an_import_is_told, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_small_import_leaves_nothing, setup_place, teardown_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
