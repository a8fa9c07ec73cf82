/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_memory FOLDER SOURCE-LANGUAGE TARGET-LANGUAGE FILE [WORD...]
 *
 * Stores the pairs of a file (source TAB target, a line each) in a memory in FOLDER, stores them again, adds a
 * thousand, reads, searches and undoes, and tells what each took beside a floor: the same two columns put into a plain
 * SQLite table in the same run. Every answer is checked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

#include <padan/find.h>
#include <padan/memory.h>

#include "memory/store.h"

#define DELTA 1000
#define CHUNKS 32
#define CHUNK_SIZE (1 << 20)

struct bench {
    const char *source, *target, *file;
    char memory[512], plain[512];
    double floor; /* seconds of CPU for the plain table */
    double cpu, wall;
    int64_t lines, bytes; /* of the file */
};

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static double cpu_now(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

static double wall_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void start(struct bench *bench)
{
    bench->cpu = cpu_now();
    bench->wall = wall_now();
}

static double report(struct bench *bench, const char *what)
{
    struct rusage usage;
    double cpu = cpu_now() - bench->cpu;
    double wall = wall_now() - bench->wall;
    getrusage(RUSAGE_SELF, &usage);
    printf("    %-42s %9.4f s CPU %9.4f s wall %7.2f x floor, peak %ld MB\n", what, cpu, wall,
           bench->floor > 0 ? cpu / bench->floor : 1.0, usage.ru_maxrss / 1024);
    fflush(stdout);
    return cpu;
}

static void check(int status, const struct padan_error *error)
{
    if (status == PADAN_OK)
        return;
    fprintf(stderr, "%s: %s\n", error->input, error->message);
    exit(EXIT_FAILURE);
}

static void expect(const char *what, int64_t found, int64_t wanted)
{
    if (found == wanted)
        return;
    fprintf(stderr, "%s: %lld, expected %lld\n", what, (long long)found, (long long)wanted);
    exit(EXIT_FAILURE);
}

static void execute(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
        return;
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    exit(EXIT_FAILURE);
}

/* Calls `put` with both columns of each line. */
static int64_t each_pair(const char *file, void (*put)(void *context, struct padan_string pair[2]), void *context)
{
    FILE *in = fopen(file, "r");
    char *line = NULL;
    size_t capacity = 0;
    int64_t count = 0;
    if (!in) {
        perror(file);
        exit(EXIT_FAILURE);
    }
    for (ssize_t size; (size = getline(&line, &capacity, in)) > 0;) {
        if (line[size - 1] == '\n')
            line[--size] = '\0';
        char *tab = strchr(line, '\t');
        if (!tab)
            continue;
        struct padan_string pair[2] = { { line, (size_t)(tab - line) }, { tab + 1, (size_t)(line + size - tab - 1) } };
        put(context, pair);
        count++;
    }
    free(line);
    fclose(in);
    return count;
}

static void put_plain(void *context, struct padan_string pair[2])
{
    sqlite3_stmt *statement = context;
    for (int i = 0; i < 2; i++)
        sqlite3_bind_text(statement, i + 1, pair[i].data, (int)pair[i].size, SQLITE_STATIC);
    sqlite3_step(statement);
    sqlite3_reset(statement);
}

static void measure_floor(struct bench *bench)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    start(bench);
    sqlite3_open(bench->plain, &db);
    execute(db, "CREATE TABLE pair (source, target)");
    execute(db, "BEGIN");
    sqlite3_prepare_v2(db, "INSERT INTO pair VALUES (?1, ?2)", -1, &statement, NULL);
    bench->lines = each_pair(bench->file, put_plain, statement);
    sqlite3_finalize(statement);
    execute(db, "COMMIT");
    sqlite3_close(db);
    bench->floor = report(bench, "floor: two columns into a plain table");
}

struct storing {
    const struct bench *bench;
    struct padan_batch *batch;
    struct padan_error error;
    int64_t refused;
};

static void put_unit(void *context, struct padan_string pair[2])
{
    struct storing *storing = context;
    struct padan_variant variants[2] = { { .language = padan_string(storing->bench->source), .text = pair[0] },
                                         { .language = padan_string(storing->bench->target), .text = pair[1] } };
    struct padan_unit unit = {
        .variants = variants, .variant_count = 2, .confidence = PADAN_CONFIDENCE_UNKNOWN, .position = -1
    };
    int status = padan_batch_put(storing->batch, &unit, &storing->error);
    if (status == PADAN_ERROR_ARGUMENT || status == PADAN_ERROR_ENCODING)
        storing->refused++;
    else
        check(status, &storing->error);
}

static struct padan_batch_summary store_all(struct bench *bench, struct padan_memory *memory, const char *what)
{
    struct storing storing = { .bench = bench };
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = what;
    start(bench);
    check(padan_batch_begin(&storing.batch, memory, &options, NULL, &storing.error), &storing.error);
    each_pair(bench->file, put_unit, &storing);
    check(padan_batch_finish(storing.batch, &summary, &storing.error), &storing.error);
    report(bench, what);
    expect("occurrences", summary.added + summary.already, bench->lines - storing.refused);
    return summary;
}

static void store_delta(struct bench *bench, struct padan_memory *memory)
{
    struct storing storing = { .bench = bench };
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    options.source = "delta";
    start(bench);
    check(padan_batch_begin(&storing.batch, memory, &options, NULL, &storing.error), &storing.error);
    for (int i = 0; i < DELTA; i++) {
        char source[64], target[64];
        snprintf(source, sizeof source, "A sentence of the delta, number %d", i);
        snprintf(target, sizeof target, "Kalimat tambahan nomor %d", i);
        put_unit(&storing, (struct padan_string[2]){ padan_string(source), padan_string(target) });
    }
    check(padan_batch_finish(storing.batch, &summary, &storing.error), &storing.error);
    report(bench, "a thousand new units more");
    expect("units of the delta", summary.added, DELTA);
}

static void undo(struct bench *bench, struct padan_memory *memory, int64_t batch, const char *what)
{
    struct padan_error error;
    start(bench);
    check(padan_memory_undo(memory, batch, NULL, &error), &error);
    report(bench, what);
}

static int count_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)unit;
    (void)error;
    ++*(int64_t *)context;
    return PADAN_OK;
}

static int64_t read_all(struct bench *bench, struct padan_memory *memory)
{
    struct padan_error error;
    int64_t count = 0;
    struct padan_unit_sink sink = { count_unit, &count };
    start(bench);
    check(padan_memory_each_unit(memory, NULL, &sink, &error), &error);
    report(bench, "each unit read");
    return count;
}

static int count_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    (void)context;
    (void)found;
    (void)error;
    return PADAN_OK;
}

static void find(struct bench *bench, struct padan_memory *memory, const char *language, const char *word)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    struct padan_error error;
    int64_t hits = 0;
    char what[100];
    options.source = language;
    start(bench);
    check(padan_find(memory, word, &options, count_hit, NULL, &hits, &error), &error);
    snprintf(what, sizeof what, "find %.20s in %.8s: %lld hits", word, language, (long long)hits);
    report(bench, what);
}

static struct padan_memory *open_memory(struct bench *bench, enum padan_memory_mode mode, const char *what)
{
    struct padan_memory *memory;
    struct padan_error error;
    start(bench);
    check(padan_memory_open(&memory, bench->memory, mode, &error), &error);
    report(bench, what);
    return memory;
}

static void ask_state(struct bench *bench, struct padan_memory *memory)
{
    struct padan_error error;
    struct padan_memory_info info;
    struct stat file;
    bool current;
    start(bench);
    check(padan_memory_indexes_current(memory, &current, &error), &error);
    report(bench, "are the indexes current");
    expect("indexes are current", current, 1);
    start(bench);
    check(padan_memory_info(memory, &info, &error), &error);
    report(bench, "info");
    stat(bench->memory, &file);
    printf("    %lld units, file of %.1f MB, %.2f times the text\n", (long long)info.units, (double)file.st_size / 1e6,
           (double)file.st_size / (double)bench->bytes);
    padan_memory_info_free(&info);
}

static void table_sizes(struct padan_memory *memory)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(padan_memory_db(memory),
                           "SELECT name, sum(pgsize) / 1e6 AS size FROM dbstat GROUP BY name HAVING size > 0.1"
                           " ORDER BY size DESC",
                           -1, &statement, NULL) != SQLITE_OK)
        return;
    while (sqlite3_step(statement) == SQLITE_ROW)
        printf("        %-24s %8.1f MB\n", (const char *)sqlite3_column_text(statement, 0),
               sqlite3_column_double(statement, 1));
    sqlite3_finalize(statement);
}

/* What an index of immutable chunks and a delta would cost: blobs of a megabyte, then one beside a thousand units. */
static void measure_chunks(struct bench *bench, struct padan_memory *memory)
{
    sqlite3 *db = padan_memory_db(memory);
    sqlite3_stmt *statement = NULL;
    char *chunk = calloc(1, CHUNK_SIZE);
    if (!chunk)
        exit(EXIT_FAILURE);
    start(bench);
    execute(db, "BEGIN IMMEDIATE; CREATE TABLE chunk (id INTEGER PRIMARY KEY, data BLOB)");
    sqlite3_prepare_v2(db, "INSERT INTO chunk (data) VALUES (?1)", -1, &statement, NULL);
    for (int i = 0; i < CHUNKS; i++) {
        memset(chunk, i + 1, CHUNK_SIZE);
        sqlite3_bind_blob(statement, 1, chunk, CHUNK_SIZE, SQLITE_STATIC);
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    execute(db, "COMMIT");
    report(bench, "32 chunks of a megabyte written");
    start(bench);
    execute(db, "BEGIN IMMEDIATE");
    sqlite3_prepare_v2(db, "INSERT INTO chunk (data) VALUES (zeroblob(65536))", -1, &statement, NULL);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
    execute(db, "COMMIT");
    report(bench, "a delta of 64 KB in a transaction");
    start(bench);
    for (int i = 0; i < CHUNKS; i++) {
        sqlite3_blob *blob = NULL;
        sqlite3_blob_open(db, "main", "chunk", "data", i + 1, 0, &blob);
        sqlite3_blob_read(blob, chunk, CHUNK_SIZE, 0);
        sqlite3_blob_close(blob);
        expect("a byte of a chunk", chunk[CHUNK_SIZE - 1], i + 1);
    }
    report(bench, "32 chunks read");
    execute(db, "DROP TABLE chunk");
    free(chunk);
}

static void measure_memory(struct bench *bench, char **words, int word_count)
{
    struct padan_memory *memory = open_memory(bench, PADAN_MEMORY_CREATE, "a new memory");
    struct padan_batch_summary first = store_all(bench, memory, "all units, indexes included");
    table_sizes(memory);
    padan_memory_close(memory);
    memory = open_memory(bench, PADAN_MEMORY_READ, "opened for reading");
    ask_state(bench, memory);
    expect("units read", read_all(bench, memory), first.added);
    for (int i = 0; i < word_count; i++) {
        find(bench, memory, bench->source, words[i]);
        find(bench, memory, bench->target, words[i]);
    }
    padan_memory_close(memory);
    memory = open_memory(bench, PADAN_MEMORY_WRITE, "opened for writing");
    store_delta(bench, memory);
    undo(bench, memory, 0, "undo of the thousand");
    struct padan_batch_summary again = store_all(bench, memory, "the same units again");
    expect("units added by the same again", again.added, 0);
    expect("units read", read_all(bench, memory), first.added);
    undo(bench, memory, 0, "undo of the same again");
    store_delta(bench, memory);
    undo(bench, memory, 1, "undo of all but a thousand");
    undo(bench, memory, 0, "undo of the thousand");
    store_all(bench, memory, "all units once more");
    undo(bench, memory, 0, "undo of all");
    measure_chunks(bench, memory);
    padan_memory_close(memory);
}

int main(int count, char **arguments)
{
    struct bench bench = { 0 };
    if (count < 5) {
        fprintf(stderr, "usage: bench_memory FOLDER SOURCE-LANGUAGE TARGET-LANGUAGE FILE [WORD...]\n");
        return 2;
    }
    struct stat file;
    if (stat(arguments[4], &file) == 0)
        bench.bytes = file.st_size;
    snprintf(bench.memory, sizeof bench.memory, "%s/bench.padan", arguments[1]);
    snprintf(bench.plain, sizeof bench.plain, "%s/plain.db", arguments[1]);
    bench.source = arguments[2];
    bench.target = arguments[3];
    bench.file = arguments[4];
    unlink(bench.memory);
    unlink(bench.plain);
    measure_floor(&bench);
    measure_memory(&bench, arguments + 5, count - 5);
    unlink(bench.memory);
    unlink(bench.plain);
    return 0;
}
