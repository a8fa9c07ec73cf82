/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory as a file: opening, bad files, read-only places, full disks, killed and rival processes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "memory/store.h"
#include "memory_support.h"

static const uid_t nobody = 65534;

static char *path_in(struct place *place, const char *name, char out[300])
{
    snprintf(out, 300, "%s/%s", place->folder, name);
    return out;
}

static void write_file(const char *path, const void *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

static bool exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* Opening fails with a status, a message that holds some words, and the file as it was. */
static void assert_refused(const char *path, enum padan_memory_mode mode, int status, const char *words)
{
    struct padan_memory *memory = NULL;
    struct padan_error error = { 0 };
    assert_int_equal(padan_memory_open(&memory, path, mode, &error), status);
    assert_null(memory);
    assert_int_equal(error.status, status);
    assert_string_equal(error.input, path);
    if (!strstr(error.message, words))
        fail_msg("'%s' lacks '%s'", error.message, words);
}

static void what_is_no_memory_is_refused(void **state)
{
    struct place *place = *state;
    char path[300];
    static const enum padan_memory_mode modes[] = { PADAN_MEMORY_READ, PADAN_MEMORY_WRITE, PADAN_MEMORY_CREATE };
    for (int i = 0; i < 3; i++) {
        assert_refused(place->folder, modes[i], PADAN_ERROR_SYSTEM, "folder");
        write_file(path_in(place, "text", path), "Peace\tPerdamaian\n", 17);
        assert_refused(path, modes[i], PADAN_ERROR_FORMAT, "not a padan memory");
        assert_refused("/dev/null", modes[i], PADAN_ERROR_FORMAT, "no regular file");
    }
    assert_refused(path_in(place, "none", path), PADAN_MEMORY_READ, PADAN_ERROR_NOT_FOUND, "no such memory");
    assert_refused(path, PADAN_MEMORY_WRITE, PADAN_ERROR_NOT_FOUND, "no such memory");
    assert_false(exists(path));
    assert_refused("", PADAN_MEMORY_READ, PADAN_ERROR_NOT_FOUND, "no such memory");
    write_file(path, "", 0);
    assert_refused(path, PADAN_MEMORY_READ, PADAN_ERROR_FORMAT, "empty");
    assert_refused(path, PADAN_MEMORY_WRITE, PADAN_ERROR_FORMAT, "empty");
    padan_memory_close(open_memory(path, PADAN_MEMORY_CREATE));
    padan_memory_close(open_memory(path, PADAN_MEMORY_READ));
}

static void make_database(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void a_database_of_another_program_is_left_as_it_was(void **state)
{
    struct place *place = *state;
    char path[300];
    make_database(path_in(place, "other.db", path), "CREATE TABLE t (a); INSERT INTO t VALUES (7)");
    assert_refused(path, PADAN_MEMORY_CREATE, PADAN_ERROR_FORMAT, "another program");
    assert_refused(path, PADAN_MEMORY_READ, PADAN_ERROR_FORMAT, "another program");
    assert_int_equal(ask_number(path, "SELECT a FROM t"), 7);
    assert_int_equal(ask_number(path, "PRAGMA application_id"), 0);
}

static void a_newer_memory_is_refused(void **state)
{
    struct place *place = *state;
    padan_memory_close(open_memory(place->path, PADAN_MEMORY_CREATE));
    run_sql(place->path, "PRAGMA user_version = 99");
    assert_refused(place->path, PADAN_MEMORY_READ, PADAN_ERROR_VERSION, "newer");
    assert_refused(place->path, PADAN_MEMORY_CREATE, PADAN_ERROR_VERSION, "newer");
    assert_int_equal(ask_number(place->path, "PRAGMA user_version"), 99);
}

static void a_damaged_memory_is_told(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Alpha", 0, 3000);
    padan_memory_close(memory);
    struct stat info;
    assert_int_equal(stat(place->path, &info), 0);
    assert_int_equal(truncate(place->path, info.st_size / 2), 0);
    struct padan_error error = { 0 };
    struct padan_memory_info unused;
    int status = padan_memory_open(&memory, place->path, PADAN_MEMORY_READ, &error);
    if (status == PADAN_OK)
        status = padan_memory_info(memory, &unused, &error);
    assert_int_equal(status, PADAN_ERROR_CORRUPT);
    assert_non_null(strstr(error.message, "damaged"));
    padan_memory_close(memory);
    /* The header alone. */
    assert_int_equal(truncate(place->path, 100), 0);
    assert_true(padan_memory_open(&memory, place->path, PADAN_MEMORY_READ, &error) != PADAN_OK);
    assert_int_equal(truncate(place->path, 50), 0);
    assert_refused(place->path, PADAN_MEMORY_READ, PADAN_ERROR_FORMAT, "not a padan memory");
}

static void folders_are_made_for_a_new_memory(void **state)
{
    struct place *place = *state;
    char path[300];
    padan_memory_close(open_memory(path_in(place, "x/y z/100%?#.padan", path), PADAN_MEMORY_CREATE));
    padan_memory_close(open_memory(path, PADAN_MEMORY_READ));
    assert_sound(path);
    write_file(path_in(place, "file", path), "a", 1);
    struct padan_memory *memory;
    assert_int_equal(padan_memory_open(&memory, path_in(place, "file/a.padan", path), PADAN_MEMORY_CREATE, NULL),
                     PADAN_ERROR_SYSTEM);
}

/* Runs `run` in a process of its own; answers what waitpid says. */
static int in_child(void (*run)(struct place *place), struct place *place)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        run(place);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void assert_child_passes(void (*run)(struct place *place), struct place *place)
{
    int status = in_child(run, place);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* In a child a failed assertion is an exit status; the line is told on standard error. */
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                            \
            _exit(1);                                                                                                  \
        }                                                                                                              \
    } while (0)

/* Root may do anything, so the child becomes somebody else. */
static void become_nobody(void)
{
    if (geteuid() == 0)
        REQUIRE(setresgid(nobody, nobody, nobody) == 0 && setresuid(nobody, nobody, nobody) == 0);
}

static int try_open(const char *path, enum padan_memory_mode mode, struct padan_error *error, int64_t *units)
{
    struct padan_memory *memory = NULL;
    struct padan_memory_info info;
    int status = padan_memory_open(&memory, path, mode, error);
    if (status == PADAN_OK && units) {
        status = padan_memory_info(memory, &info, error);
        *units = info.units;
        padan_memory_info_free(&info);
    }
    padan_memory_close(memory);
    return status;
}

static void read_what_may_not_be_written(struct place *place)
{
    struct padan_error error = { 0 };
    int64_t units = 0;
    char path[300];
    become_nobody();
    REQUIRE(try_open(place->path, PADAN_MEMORY_READ, &error, &units) == PADAN_OK);
    REQUIRE(units == 3);
    REQUIRE(try_open(place->path, PADAN_MEMORY_WRITE, &error, NULL) == PADAN_ERROR_READ_ONLY);
    REQUIRE(strstr(error.message, "may not be written"));
    REQUIRE(try_open(place->path, PADAN_MEMORY_CREATE, &error, NULL) == PADAN_ERROR_READ_ONLY);
    REQUIRE(try_open(path_in(place, "new.padan", path), PADAN_MEMORY_CREATE, &error, NULL) == PADAN_ERROR_READ_ONLY);
    REQUIRE(!exists(path));
    REQUIRE(try_open(path_in(place, "secret", path), PADAN_MEMORY_READ, &error, NULL) == PADAN_ERROR_SYSTEM);
    REQUIRE(strstr(error.message, strerror(EACCES)));
}

static void a_read_only_memory_is_read(void **state)
{
    struct place *place = *state;
    char path[300];
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Alpha", 0, 3);
    padan_memory_close(memory);
    write_file(path_in(place, "secret", path), "x", 1);
    assert_int_equal(chmod(path, 0), 0);
    /* A file that may be written, in a folder that may not; then neither. */
    assert_int_equal(chmod(place->path, 0666), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    assert_child_passes(read_what_may_not_be_written, place);
    assert_int_equal(chmod(place->path, 0444), 0);
    assert_child_passes(read_what_may_not_be_written, place);
    assert_int_equal(chmod(place->folder, 0755), 0);
}

static void read_beside_a_log(struct place *place)
{
    struct padan_error error = { 0 };
    become_nobody();
    REQUIRE(try_open(place->path, PADAN_MEMORY_READ, &error, NULL) == PADAN_ERROR_READ_ONLY);
    REQUIRE(strstr(error.message, "-wal"));
}

static void copy_file(const char *from, const char *to)
{
    char bytes[65536];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t size; (size = fread(bytes, 1, sizeof bytes, in)) > 0;)
        assert_int_equal(fwrite(bytes, 1, size, out), size);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void changes_in_a_log_are_not_passed_over(void **state)
{
    struct place *place = *state;
    char from[300], to[300];
    struct padan_memory *memory = open_memory(path_in(place, "live.padan", from), PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin_batch(memory, "a", 0);
    for (int i = 0; i < 10001; i++) {
        char text[32];
        snprintf(text, sizeof text, "Alpha %d", i);
        put_pair(batch, text, text);
    }
    /* The files as a dying machine leaves them. */
    copy_file(from, place->path);
    snprintf(from, sizeof from, "%s/live.padan-wal", place->folder);
    snprintf(to, sizeof to, "%s-wal", place->path);
    copy_file(from, to);
    padan_batch_abandon(batch);
    padan_memory_close(memory);
    assert_int_equal(chmod(place->path, 0444), 0);
    assert_int_equal(chmod(to, 0444), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    assert_child_passes(read_beside_a_log, place);
    assert_int_equal(chmod(place->folder, 0755), 0);
    /* Where it may be written the log is taken in. */
    assert_int_equal(chmod(place->path, 0644), 0);
    assert_int_equal(chmod(to, 0644), 0);
    memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 10000);
    assert_string_equal(info.batches[0].state, "open");
    padan_memory_info_free(&info);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void store_and_be_killed(struct place *place)
{
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_batch *batch = begin_batch(memory, "killed.tmx", 5);
    char text[32];
    for (int i = 0; i < 25000; i++) {
        snprintf(text, sizeof text, "Beta %d", i);
        put_pair(batch, text, text);
    }
    raise(SIGKILL);
}

static void a_killed_process_leaves_whole_transactions(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Alpha", 0, 10);
    padan_memory_close(memory);
    int status = in_child(store_and_be_killed, place);
    assert_true(WIFSIGNALED(status));
    assert_sound(place->path);
    memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 20010);
    assert_int_equal(info.batch_count, 2);
    assert_string_equal(info.batches[1].state, "open");
    assert_string_equal(info.batches[1].source, "killed.tmx");
    assert_int_equal(info.batches[1].units, 20000);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    /* What is stored is known though it had not reached the index. */
    assert_int_equal(store_numbered(memory, "Alpha", 0, 10).added, 0);
    struct padan_batch *batch = begin_batch(memory, "again", 6);
    put_pair(batch, "Beta 19999", "Beta 19999");
    put_pair(batch, "Beta 20001", "Beta 20001");
    struct padan_batch_summary again = finish_batch(batch);
    assert_int_equal(again.added, 1);
    assert_int_equal(again.already, 1);
    struct padan_undo_summary undone;
    assert_int_equal(padan_memory_undo(memory, 2, &undone, NULL), PADAN_OK);
    assert_int_equal(undone.removed, 19999);
    assert_int_equal(undone.kept, 1);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void fill_the_disk(struct place *place)
{
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct rlimit limit = { 6000000, RLIM_INFINITY };
    struct padan_memory_info info;
    struct padan_batch *batch;
    struct padan_batch_summary summary;
    struct padan_error error = { 0 };
    signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    options.source = "large.tmx";
    REQUIRE(padan_batch_begin(&batch, memory, &options, NULL, &error) == PADAN_OK);
    int status = PADAN_OK;
    char text[400];
    memset(text, 'x', sizeof text);
    for (int i = 0; i < 100000 && status == PADAN_OK; i++) {
        snprintf(text, 16, "%d", i);
        text[strlen(text)] = ' ';
        text[sizeof text - 1] = '\0';
        struct padan_variant variants[] = { plain_variant("en", text), plain_variant("id", text) };
        struct padan_unit unit = plain_unit(variants, 2);
        status = padan_batch_put(batch, &unit, &error);
    }
    /* Nothing of it may be written by what is asked before the batch is given up, though there is room again. */
    limit.rlim_cur = RLIM_INFINITY;
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    if (padan_memory_info(memory, &info, NULL) == PADAN_OK)
        padan_memory_info_free(&info);
    if (status != PADAN_OK)
        padan_batch_abandon(batch);
    else
        status = padan_batch_finish(batch, &summary, &error);
    if (status != PADAN_ERROR_FULL)
        fprintf(stderr, "%d %s\n", status, error.message);
    REQUIRE(status == PADAN_ERROR_FULL);
    REQUIRE(strstr(error.message, "full"));
    padan_memory_close(memory);
}

static void a_full_disk_keeps_what_was_there(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Alpha", 0, 10);
    padan_memory_close(memory);
    assert_child_passes(fill_the_disk, place);
    assert_sound(place->path);
    memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 10);
    assert_int_equal(info.batch_count, 1);
    padan_memory_info_free(&info);
    assert_int_equal(store_numbered(memory, "Beta", 0, 10).added, 10);
    padan_memory_close(memory);
}

static void create_on_a_full_disk(struct place *place)
{
    struct rlimit limit = { 20000, 20000 };
    struct padan_error error = { 0 };
    signal(SIGXFSZ, SIG_IGN);
    REQUIRE(setrlimit(RLIMIT_FSIZE, &limit) == 0);
    int status = try_open(place->path, PADAN_MEMORY_CREATE, &error, NULL);
    if (status != PADAN_ERROR_FULL)
        fprintf(stderr, "%d %s\n", status, error.message);
    REQUIRE(status == PADAN_ERROR_FULL);
}

static void a_failed_creation_leaves_no_file(void **state)
{
    struct place *place = *state;
    char path[300];
    assert_child_passes(create_on_a_full_disk, place);
    assert_false(exists(place->path));
    assert_false(exists(path_in(place, "a.padan-journal", path)));
    assert_false(exists(path_in(place, "a.padan-wal", path)));
}

static void store_many(struct place *place)
{
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch_summary summary = store_numbered(memory, "Alpha", 5000, 15000);
    REQUIRE(summary.added + summary.already == 15000);
    padan_memory_close(memory);
}

static void two_processes_store_at_once(void **state)
{
    struct place *place = *state;
    /* No connection lives through a fork. */
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        store_many(place);
        _exit(0);
    }
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Alpha", 0, 25000);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 25000);
    assert_int_equal(info.batch_count, 2);
    assert_int_equal(info.batches[0].units + info.batches[1].units, 40000);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    struct padan_undo_summary undone;
    assert_int_equal(padan_memory_undo(memory, 1, &undone, NULL), PADAN_OK);
    assert_int_equal(undone.removed + undone.kept, ask_number(place->path, "SELECT units FROM batch WHERE id = 1"));
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void a_writer_that_does_not_end_is_told(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    sqlite3 *rival = NULL;
    assert_int_equal(sqlite3_open(place->path, &rival), SQLITE_OK);
    assert_int_equal(sqlite3_exec(rival, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch;
    struct padan_error error = { 0 };
    assert_int_equal(padan_batch_begin(&batch, memory, &options, NULL, &error), PADAN_ERROR_BUSY);
    assert_non_null(strstr(error.message, "another program"));
    assert_null(batch);
    sqlite3_close(rival);
    assert_int_equal(store_numbered(memory, "Alpha", 0, 1).added, 1);
    padan_memory_close(memory);
}

/* Asked by a child, since a process does not meet its own locks. */
static bool is_locked(const char *path)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
        int descriptor = open(path, O_RDWR);
        _exit(descriptor >= 0 && fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Without its lock on the file, another process would take itself for the last and remove the log. */
static void a_second_opening_leaves_the_locks_of_the_first(void **state)
{
    struct place *place = *state;
    struct padan_memory *first = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(first, "Alpha", 0, 10);
    assert_true(is_locked(place->path));
    padan_memory_close(open_memory(place->path, PADAN_MEMORY_READ));
    assert_true(is_locked(place->path));
    padan_memory_close(first);
    assert_false(is_locked(place->path));
}

/* Each who opens the memory would have to read it first. */
static void a_writer_leaves_no_log_to_those_who_read(void **state)
{
    struct place *place = *state;
    char log[200];
    struct stat info;
    snprintf(log, sizeof log, "%s-wal", place->path);
    struct padan_memory *writer = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_numbered(writer, "Alpha", 0, 10);
    struct padan_memory *reader = open_memory(place->path, PADAN_MEMORY_READ);
    store_numbered(writer, "Beta", 0, 10);
    assert_int_equal(stat(log, &info), 0);
    assert_true(info.st_size > 0);
    padan_memory_close(writer);
    assert_true(stat(log, &info) != 0 || info.st_size == 0);
    struct padan_memory_info read = read_info(reader);
    assert_int_equal(read.units, 20);
    padan_memory_info_free(&read);
    padan_memory_close(reader);
}

static void a_batch_undone_by_another_program_stops(void **state)
{
    struct place *place = *state;
    char text[32] = "";
    struct padan_variant variants[] = { plain_variant("en", text), plain_variant("id", text) };
    struct padan_unit unit = plain_unit(variants, 2);
    struct padan_error error = { 0 };
    int status = PADAN_OK;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct padan_memory *other = open_memory(place->path, PADAN_MEMORY_CREATE);
        while (padan_memory_undo(other, 0, NULL, NULL) != PADAN_OK)
            usleep(1000);
        padan_memory_close(other);
        _exit(0);
    }
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin_batch(memory, "a", 0);
    for (int i = 0; i < 100000 && status == PADAN_OK; i++) {
        snprintf(text, sizeof text, "Alpha %d", i);
        variants[0].text = variants[1].text = padan_string(text);
        status = padan_batch_put(batch, &unit, &error);
    }
    assert_int_equal(status, PADAN_ERROR_BUSY);
    padan_batch_abandon(batch);
    waitpid(child, NULL, 0);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 0);
    assert_string_equal(info.batches[0].state, "undone");
    padan_memory_info_free(&info);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static struct padan_memory *open_remote(const char *path, enum padan_memory_mode mode)
{
    struct padan_memory *memory = NULL;
    struct padan_error error = { 0 };
    if (padan_memory_open_at(&memory, path, mode, true, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return memory;
}

static bool has_wal_header(const char *path)
{
    char header[20] = { 0 };
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    assert_int_equal(fread(header, 1, sizeof header, in), sizeof header);
    fclose(in);
    return header[18] == 2;
}

static void a_network_share_gets_a_rollback_journal(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_remote(place->path, PADAN_MEMORY_CREATE);
    store_numbered(memory, "Alpha", 0, 3);
    padan_memory_close(memory);
    assert_false(has_wal_header(place->path));
    padan_memory_close(open_remote(place->path, PADAN_MEMORY_READ));
    /* Brought to the machine it is written through a log, and back. */
    memory = open_memory(place->path, PADAN_MEMORY_WRITE);
    store_numbered(memory, "Beta", 0, 3);
    padan_memory_close(memory);
    assert_true(has_wal_header(place->path));
    memory = open_remote(place->path, PADAN_MEMORY_READ);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 6);
    padan_memory_info_free(&info);
    padan_memory_close(memory);
    memory = open_remote(place->path, PADAN_MEMORY_WRITE);
    store_numbered(memory, "Gamma", 0, 3);
    struct padan_memory *second = open_remote(place->path, PADAN_MEMORY_READ);
    info = read_info(second);
    assert_int_equal(info.units, 9);
    padan_memory_info_free(&info);
    padan_memory_close(second);
    padan_memory_close(memory);
    assert_false(has_wal_header(place->path));
    assert_sound(place->path);
}

static void read_text(struct padan_buffer *out, const char *name)
{
    const char *source = getenv("srcdir");
    char path[1024], chunk[4096];
    snprintf(path, sizeof path, "%s/%s", source ? source : ".", name);
    FILE *in = fopen(path, "r");
    if (!in)
        fail_msg("%s: cannot be read", path);
    for (size_t size; (size = fread(chunk, 1, sizeof chunk, in)) > 0;)
        padan_buffer_append(out, chunk, size);
    fclose(in);
    assert_false(out->failed);
}

static void compare_schema(const char *path, const char *expected_path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    struct padan_buffer found = { 0 };
    struct padan_buffer expected = { 0 };
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT sql || ';' || char(10) FROM sqlite_schema WHERE sql IS NOT NULL"
                                        " UNION ALL SELECT 'PRAGMA application_id = ' || application_id || ';' ||"
                                        " char(10) FROM pragma_application_id"
                                        " UNION ALL SELECT 'PRAGMA user_version = ' || user_version || ';' || char(10)"
                                        " FROM pragma_user_version",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        padan_buffer_text(&found, (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    read_text(&expected, expected_path);
    assert_string_equal(found.data, expected.data);
    padan_buffer_free(&found);
    padan_buffer_free(&expected);
}

/* Versions that landed are frozen: a change to the tables is a new version with a migration. */
static void the_schema_is_the_one_of_its_version(void **state)
{
    struct place *place = *state;
    padan_memory_close(open_memory(place->path, PADAN_MEMORY_CREATE));
    compare_schema(place->path, "tests/unit/schema-4.sql");
}

static void the_manual_names_every_table_and_column(void **state)
{
    struct place *place = *state;
    struct padan_buffer manual = { 0 };
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    read_text(&manual, "src/man/padan-memory.5");
    padan_memory_close(open_memory(place->path, PADAN_MEMORY_CREATE));
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT t.name, c.name FROM pragma_table_list AS t, pragma_table_info(t.name)"
                                        " AS c WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    int count = 0;
    for (; sqlite3_step(statement) == SQLITE_ROW; count++)
        for (int i = 0; i < 2; i++)
            if (!strstr(manual.data, (const char *)sqlite3_column_text(statement, i)))
                fail_msg("padan-memory.5 lacks %s of table %s", (const char *)sqlite3_column_text(statement, i),
                         (const char *)sqlite3_column_text(statement, 0));
    assert_true(count > 50);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    padan_buffer_free(&manual);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_place, teardown_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_no_memory_is_refused),
        CASE(a_database_of_another_program_is_left_as_it_was),
        CASE(a_newer_memory_is_refused),
        CASE(a_damaged_memory_is_told),
        CASE(folders_are_made_for_a_new_memory),
        CASE(a_read_only_memory_is_read),
        CASE(changes_in_a_log_are_not_passed_over),
        CASE(a_killed_process_leaves_whole_transactions),
        CASE(a_full_disk_keeps_what_was_there),
        CASE(a_failed_creation_leaves_no_file),
        CASE(two_processes_store_at_once),
        CASE(a_writer_that_does_not_end_is_told),
        CASE(a_second_opening_leaves_the_locks_of_the_first),
        CASE(a_writer_leaves_no_log_to_those_who_read),
        CASE(a_batch_undone_by_another_program_stops),
        CASE(a_network_share_gets_a_rollback_journal),
        CASE(the_schema_is_the_one_of_its_version),
        CASE(the_manual_names_every_table_and_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
