/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <padan/output.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/table.h"
#include "base/vector.h"

static void error_is_one_line_cut_at_a_character(void **state)
{
    (void)state;
    char wide[2000];
    for (size_t i = 0; i + 3 < sizeof wide; i += 3)
        memcpy(wide + i, "\xE2\x82\xAC", 4);
    struct padan_error error;
    assert_int_equal(padan_error_set(&error, PADAN_ERROR_SYNTAX, "a\nb %s", wide), PADAN_ERROR_SYNTAX);
    assert_null(strchr(error.message, '\n'));
    size_t length = strlen(error.message);
    assert_true(length < sizeof error.message);
    assert_memory_equal(error.message + length - 3, "\xE2\x82\xAC", 3);
    padan_error_in(&error, PADAN_ERROR_SYSTEM, "a\nb\x1B.txt", "is gone");
    assert_string_equal(error.input, "a b .txt");
}

static void error_formats_its_place(void **state)
{
    (void)state;
    char text[128];
    struct padan_error error;
    padan_error_at(&error, PADAN_ERROR_SYNTAX, "a.tmx", 7, "no %s", "seg");
    assert_string_equal(padan_error_format(&error, text, sizeof text), "a.tmx:7: no seg");
    error.column = 3;
    assert_string_equal(padan_error_format(&error, text, sizeof text), "a.tmx:7:3: no seg");
    padan_error_byte(&error, PADAN_ERROR_ENCODING, "a.txt", 0, "bad");
    assert_string_equal(padan_error_format(&error, text, sizeof text), "a.txt: byte 0: bad");
    padan_error_set(&error, PADAN_ERROR_ARGUMENT, "plain");
    assert_string_equal(padan_error_format(&error, text, sizeof text), "plain");
}

static void buffer_grows_and_hands_over(void **state)
{
    (void)state;
    struct padan_buffer buffer = { 0 };
    char *empty = padan_buffer_take(&buffer);
    assert_string_equal(empty, "");
    free(empty);
    for (int i = 0; i < 1000; i++)
        padan_buffer_format(&buffer, "%d,", i % 10);
    assert_int_equal(buffer.size, 2000);
    assert_memory_equal(buffer.data, "0,1,2,", 6);
    padan_buffer_clear(&buffer);
    padan_buffer_text(&buffer, "x");
    assert_string_equal(buffer.data, "x");
    assert_false(padan_buffer_reserve(&buffer, SIZE_MAX - 2));
    assert_true(buffer.failed);
    padan_buffer_free(&buffer);
}

static void table_numbers_strings_in_order(void **state)
{
    (void)state;
    struct padan_table table = { 0 };
    char key[16];
    assert_true(padan_table_find(&table, "x", 1) == PADAN_TABLE_NONE);
    for (size_t i = 0; i < 5000; i++) {
        int size = snprintf(key, sizeof key, "k%zu", i);
        assert_int_equal(padan_table_add(&table, key, (size_t)size), i);
    }
    assert_int_equal(padan_table_add(&table, "k77", 3), 77);
    assert_int_equal(padan_table_find(&table, "k4999", 5), 4999);
    assert_true(padan_table_find(&table, "k5000", 5) == PADAN_TABLE_NONE);
    assert_int_equal(padan_table_add(&table, NULL, 0), 5000);
    assert_int_equal(padan_table_find(&table, "", 0), 5000);
    padan_table_free(&table);
}

static void digest_counts_the_lengths_of_parts(void **state)
{
    (void)state;
    uint8_t one[16], other[16];
    struct padan_digest *digest = padan_digest_new();
    assert_non_null(digest);
    padan_digest_add(digest, "ab", 2);
    padan_digest_add(digest, "c", 1);
    padan_digest_write(digest, one);
    padan_digest_reset(digest);
    padan_digest_add(digest, "a", 1);
    padan_digest_add(digest, "bc", 2);
    padan_digest_write(digest, other);
    assert_memory_not_equal(one, other, 16);
    padan_digest_free(digest);
}

static void arena_pieces_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct padan_arena arena = { 0 };
    for (size_t size = 0; size < 200; size++) {
        unsigned char *piece = padan_arena_take(&arena, size);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(piece[i], 0);
        memset(piece, 0xFF, size);
    }
    assert_null(padan_arena_take(&arena, SIZE_MAX));
    assert_string_equal(padan_arena_copy(&arena, "abc", 2), "ab");
    padan_arena_free(&arena);
}

static void output_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/padan-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    struct padan_output *output;
    struct padan_error error;
    assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
    assert_int_equal(padan_output_format(output, &error, "%s", "first"), PADAN_OK);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
    struct stat status;
    mode_t mask = umask(027);
    assert_int_equal(umask(mask), 027);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0666 & ~mask);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
    padan_output_write(output, "second", 6, &error);
    padan_output_discard(output);
    char *data;
    size_t size;
    assert_int_equal(padan_file_read(&data, &size, path, 100, &error), PADAN_OK);
    assert_string_equal(data, "first");
    free(data);
    assert_int_equal(padan_file_read(&data, &size, path, 3, &error), PADAN_ERROR_LIMIT);
    assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
    assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    assert_int_equal(status.st_size, 0);
    assert_int_equal(padan_output_open(&output, folder, &error), PADAN_ERROR_SYSTEM);
    unlink(path);
    assert_int_equal(rmdir(folder), 0);
}

/* Where files without a name are known, the folder is as it was after a process that ended in the middle. */
static void output_of_a_process_that_ended_is_gone(void **state)
{
    (void)state;
#ifdef O_TMPFILE
    char folder[] = "/tmp/padan-test-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    int descriptor = open(folder, O_WRONLY | O_TMPFILE, 0666);
    bool known = descriptor >= 0 && access("/proc/self/fd", F_OK) == 0;
    if (descriptor >= 0)
        close(descriptor);
    pid_t child = known ? fork() : 0;
    if (known && child == 0) {
        struct padan_output *output;
        struct padan_error error;
        _exit(padan_output_open(&output, path, &error) != PADAN_OK ||
              padan_output_write(output, "text", 4, &error) != PADAN_OK ||
              padan_output_flush(output, &error) != PADAN_OK);
    }
    int ended = 0;
    if (known)
        assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(ended, 0);
    assert_int_equal(rmdir(folder), 0);
    if (!known)
        skip();
#else
    skip();
#endif
}

static void file_names_and_endings(void **state)
{
    (void)state;
    assert_string_equal(padan_file_name("/a/b.c"), "b.c");
    assert_string_equal(padan_file_extension("/a.d/b"), "");
    assert_string_equal(padan_file_extension("b.tar.gz"), "gz");
    assert_string_equal(padan_file_extension(".profile"), "");
}

enum { ITEMS = 500 };

struct counted {
    int items[ITEMS];
    int busy[4]; /* by thread */
    size_t told, from, step;
};

/* Items from `from` on, each `step`, fail. */
static int count_item(void *context, size_t thread, size_t item, struct padan_error *error)
{
    struct counted *counted = context;
    assert_true(thread < 4);
    assert_int_equal(counted->busy[thread]++, 0);
    counted->items[item]++;
    counted->busy[thread]--;
    if (item < counted->from || (item - counted->from) % counted->step != 0)
        return PADAN_OK;
    return padan_error_set(error, PADAN_ERROR_LIMIT, "item %zu", item);
}

static void count_told(void *context, size_t done)
{
    struct counted *counted = context;
    assert_true(done > counted->told);
    counted->told = done;
}

static void parallel_work_is_done_once_and_tells_the_first_fault(void **state)
{
    (void)state;
    for (size_t threads = 0; threads <= 4; threads++) {
        struct counted counted = { .from = ITEMS, .step = 1 };
        struct padan_parallel parallel = {
            .count = ITEMS, .threads = threads, .work = count_item, .progress = count_told, .context = &counted
        };
        struct padan_error error;
        assert_int_equal(padan_parallel_run(&parallel, &error), PADAN_OK);
        for (size_t i = 0; i < ITEMS; i++)
            assert_int_equal(counted.items[i], 1);
        counted = (struct counted){ .from = 100, .step = 3 };
        assert_int_equal(padan_parallel_run(&parallel, &error), PADAN_ERROR_LIMIT);
        assert_string_equal(error.message, "item 100");
        for (size_t i = 0; i <= 100; i++)
            assert_int_equal(counted.items[i], 1);
        parallel.count = 0;
        assert_int_equal(padan_parallel_run(&parallel, &error), PADAN_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parallel_work_is_done_once_and_tells_the_first_fault),
        cmocka_unit_test(error_is_one_line_cut_at_a_character),
        cmocka_unit_test(error_formats_its_place),
        cmocka_unit_test(buffer_grows_and_hands_over),
        cmocka_unit_test(table_numbers_strings_in_order),
        cmocka_unit_test(digest_counts_the_lengths_of_parts),
        cmocka_unit_test(arena_pieces_are_zeroed_and_aligned),
        cmocka_unit_test(output_appears_whole_or_not_at_all),
        cmocka_unit_test(output_of_a_process_that_ended_is_gone),
        cmocka_unit_test(file_names_and_endings),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
