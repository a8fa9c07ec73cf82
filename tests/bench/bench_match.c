/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_match [--brute N] [--keep] MEMORY SOURCE-LANGUAGE TARGET-LANGUAGE QUERIES [MIN...]
 *
 * Searches a memory for each query (a line), by similarity and by score, at each MIN (default 70 85), and tells what an
 * answer took; beside that, for one of N queries (20; 0: none), the same by brute force, whose best match must be as
 * good as the one that was found. What follows a tab is the best similarity, or 0 below .70, which must be found too.
 * Before it the index is made anew, a thousand units are stored, found and undone; not with --keep, where the index is
 * opened as it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <padan/padan.h>

#include "brute.h"

#define QUERIES_MOST 5000
#define DELTA 1000
#define GOLD_MIN 70
#define GOLD_ROUNDED 5.1e-5

struct bench {
    const char *path, *source, *target;
    struct query {
        char *text;
        double gold; /* or less than 0 */
    } queries[QUERIES_MOST];
    size_t count, brute_each;
    bool keeps;
    struct brute brute;
};

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void read_queries(struct bench *bench, const char *name)
{
    FILE *file = fopen(name, "r");
    char *line = NULL;
    size_t room = 0;
    if (!file) {
        perror(name);
        exit(1);
    }
    while (bench->count < QUERIES_MOST && getline(&line, &room, file) > 0) {
        char *tab = strchr(line, '\t');
        double gold = tab ? atof(tab + 1) : -1;
        line[strcspn(line, "\t\n")] = '\0';
        bench->queries[bench->count++] = (struct query){ strdup(line), gold };
    }
    free(line);
    fclose(file);
}

static int rising(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void tell(const char *what, double *times, size_t count)
{
    if (count == 0)
        return;
    qsort(times, count, sizeof *times, rising);
    printf("  %-22s median %7.3f  p95 %7.3f  most %7.3f ms\n", what, 1e3 * times[count / 2],
           1e3 * times[count * 95 / 100], 1e3 * times[count - 1]);
}

static struct padan_match_search *open_search(const struct bench *bench, struct padan_matcher *matcher,
                                              enum padan_match_rank rank, double min)
{
    struct padan_match_options options = PADAN_MATCH_OPTIONS_INIT;
    struct padan_match_search *search;
    struct padan_error error;
    options.source = bench->source;
    options.targets = &bench->target;
    options.target_count = 1;
    options.rank = rank;
    options.min = min;
    brute_check(padan_match_search_open(&search, matcher, &options, &error), &error);
    return search;
}

static struct padan_match ask(struct padan_match_search *search, const char *text)
{
    struct padan_match_query query = { .text = padan_string(text) };
    struct padan_matches found;
    struct padan_error error;
    brute_check(padan_match_search(&found, search, &query, &error), &error);
    return found.count ? found.items[0] : (struct padan_match){ 0 };
}

struct running {
    const struct bench *bench;
    enum padan_match_rank rank;
    double min;
    double times[QUERIES_MOST], brute[QUERIES_MOST];
    size_t matched, brutes, as_brute, golds, as_gold;
};

static void compare_with_brute(struct running *running, const struct query *query, const struct padan_match *found)
{
    const struct brute *brute = &running->bench->brute;
    double start = seconds(CLOCK_THREAD_CPUTIME_ID), best, given;
    if (running->rank == PADAN_MATCH_BY_SIMILARITY) {
        best = brute_similarity(brute, query->text, running->min / 100);
        given = found->similarity;
    } else {
        best = brute_score(brute, query->text, running->min);
        given = found->score;
    }
    running->brute[running->brutes++] = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
    running->as_brute += given > best - 1e-9 && given < best + 1e-9;
    if (!(given > best - 1e-9 && given < best + 1e-9))
        printf("  found %.6f, there is %.6f: %s\n", given, best, query->text);
}

static void compare_with_gold(struct running *running, const struct query *query, const struct padan_match *found)
{
    double apart = found->similarity - query->gold;
    if (query->gold < 0 || running->rank != PADAN_MATCH_BY_SIMILARITY || running->min != GOLD_MIN)
        return;
    running->golds++;
    running->as_gold += apart < GOLD_ROUNDED && apart > -GOLD_ROUNDED;
}

static void report(struct running *running)
{
    const struct bench *bench = running->bench;
    printf("%s at %g: %zu of %zu queries have a match\n",
           running->rank == PADAN_MATCH_BY_SCORE ? "score" : "similarity", running->min, running->matched,
           bench->count);
    tell("found", running->times, bench->count);
    tell("brute force", running->brute, running->brutes);
    if (running->brutes)
        printf("  best as by brute force among %zu texts: %zu of %zu\n", bench->brute.count, running->as_brute,
               running->brutes);
    if (running->golds)
        printf("  best as was known: %zu of %zu\n", running->as_gold, running->golds);
}

/* All queries, twice: the first time warms up. CPU time, since the machine may have more to do. */
static void run(const struct bench *bench, struct padan_matcher *matcher, enum padan_match_rank rank, double min)
{
    static struct running running;
    struct padan_match_search *search = open_search(bench, matcher, rank, min);
    running = (struct running){ .bench = bench, .rank = rank, .min = min };
    for (size_t i = 0; i < bench->count; i++)
        ask(search, bench->queries[i].text);
    for (size_t i = 0; i < bench->count; i++) {
        const struct query *query = &bench->queries[i];
        double start = seconds(CLOCK_THREAD_CPUTIME_ID);
        struct padan_match found = ask(search, query->text);
        running.times[i] = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
        running.matched += found.path != NULL;
        compare_with_gold(&running, query, &found);
        if (bench->brute_each && i % bench->brute_each == 0)
            compare_with_brute(&running, query, &found);
    }
    report(&running);
    padan_match_search_close(search);
}

static void make_index(const struct bench *bench)
{
    struct padan_match_index_info info;
    struct padan_error error;
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    brute_check(padan_match_index(bench->path, bench->source, true, &info, &error), &error);
    double made = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    printf("index: %lld texts, %.1f MB, both forms; %.2f s CPU or less, %.0f texts a second\n", (long long)info.texts,
           (double)info.bytes * 1e-6, made, (double)info.texts / made);
}

static void open_cold(const struct bench *bench, struct padan_matcher **matcher)
{
    const struct padan_match_memory memory = { .path = bench->path };
    struct padan_error error;
    double start = seconds(CLOCK_MONOTONIC);
    brute_check(padan_matcher_open(matcher, &memory, 1, NULL, &error), &error);
    padan_match_search_close(open_search(bench, *matcher, PADAN_MATCH_BY_SIMILARITY, 70));
    printf("opened in %.2f ms\n", 1e3 * (seconds(CLOCK_MONOTONIC) - start));
}

static void put_delta(struct padan_batch *batch, const struct bench *bench, int i, struct padan_error *error)
{
    char text[64];
    snprintf(text, sizeof text, "A segment of the benchmark, quite new: %d", i);
    const struct padan_variant variants[] = {
        { .language = padan_string(bench->source), .text = padan_string(text) },
        { .language = padan_string(bench->target), .text = padan_string(text) },
    };
    const struct padan_unit unit = { .variants = variants, .variant_count = 2, .position = -1 };
    brute_check(padan_batch_put(batch, &unit, error), error);
}

/* A thousand units more, found, and gone again. */
static void change(const struct bench *bench, struct padan_matcher *matcher)
{
    struct padan_match_search *search = open_search(bench, matcher, PADAN_MATCH_BY_SIMILARITY, 70);
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_undo_summary undone;
    struct padan_memory *memory;
    struct padan_batch *batch;
    struct padan_error error;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = "bench_match";
    brute_check(padan_memory_open(&memory, bench->path, PADAN_MEMORY_WRITE, &error), &error);
    double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    brute_check(padan_batch_begin(&batch, memory, &options, &summary, &error), &error);
    for (int i = 0; i < DELTA; i++)
        put_delta(batch, bench, i, &error);
    brute_check(padan_batch_finish(batch, &summary, &error), &error);
    double stored = seconds(CLOCK_THREAD_CPUTIME_ID);
    double best = ask(search, "A segment of the benchmark, quite new: 500").similarity;
    double asked = seconds(CLOCK_THREAD_CPUTIME_ID);
    brute_check(padan_memory_undo(memory, 0, &undone, &error), &error);
    double taken = seconds(CLOCK_THREAD_CPUTIME_ID);
    double left = ask(search, "A segment of the benchmark, quite new: 500").similarity;
    printf("%d units: stored %.3f s, first search %.3f s, undone %.3f s, next search %.3f s%s\n", DELTA, stored - start,
           asked - stored, taken - asked, seconds(CLOCK_THREAD_CPUTIME_ID) - taken,
           best >= 1 && left < 1 ? "" : ": WRONG");
    padan_memory_close(memory);
    padan_match_search_close(search);
}

/* The number of the first argument that is no option. */
static int read_options(struct bench *bench, int argc, char **argv)
{
    int at = 1;
    bench->brute_each = 20;
    for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++) {
        if (strcmp(argv[at], "--keep") == 0)
            bench->keeps = true;
        else if (strcmp(argv[at], "--brute") == 0 && at + 1 < argc)
            bench->brute_each = strtoul(argv[++at], NULL, 10);
    }
    if (argc - at < 4) {
        fprintf(stderr,
                "usage: bench_match [--brute N] [--keep] MEMORY SOURCE-LANGUAGE TARGET-LANGUAGE QUERIES [MIN...]\n");
        exit(2);
    }
    bench->path = argv[at];
    bench->source = argv[at + 1];
    bench->target = argv[at + 2];
    read_queries(bench, argv[at + 3]);
    return at + 4;
}

static void run_both(const struct bench *bench, struct padan_matcher *matcher, double min)
{
    run(bench, matcher, PADAN_MATCH_BY_SIMILARITY, min);
    run(bench, matcher, PADAN_MATCH_BY_SCORE, min);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct padan_matcher *matcher;
    struct rusage usage;
    int at = read_options(&bench, argc, argv);
    if (!bench.keeps)
        make_index(&bench);
    open_cold(&bench, &matcher);
    if (!bench.keeps)
        change(&bench, matcher);
    getrusage(RUSAGE_SELF, &usage);
    printf("most memory so far %ld MB\n", usage.ru_maxrss / 1024);
    if (bench.brute_each)
        brute_open(&bench.brute, bench.path, bench.source, bench.target);
    for (int i = at; i < argc; i++)
        run_both(&bench, matcher, atof(argv[i]));
    if (at == argc) {
        run_both(&bench, matcher, 70);
        run_both(&bench, matcher, 85);
    }
    padan_matcher_close(matcher);
    if (bench.brute_each)
        brute_close(&bench.brute);
    for (size_t i = 0; i < bench.count; i++)
        free(bench.queries[i].text);
    return 0;
}
