/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_match MEMORY SOURCE-LANGUAGE TARGET-LANGUAGE QUERIES [MIN...]
 *
 * Searches a memory for each query (a line; what follows a tab is left out), by similarity and by score, at each MIN
 * (default 70 85), and tells what an answer took; beside that the same by brute force, the distance to every text,
 * whose best match must be the one that was found. Before it the index is made anew, a thousand units are stored, found
 * and undone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <padan/padan.h>

#include "match/distance.h"
#include "match/nearest.h"
#include "text/utf8.h"

#define QUERIES_MOST 5000
#define BRUTE_EACH 20 /* queries: one of so many is answered by brute force too */
#define DELTA 1000

struct bench {
    const char *path, *source, *target;
    char *queries[QUERIES_MOST];
    size_t count;
    struct text {
        uint32_t *points;
        size_t length;
    } * texts;
    size_t text_count, text_capacity;
};

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void check(int status, const struct padan_error *error)
{
    char message[1024];
    if (status == PADAN_OK)
        return;
    fprintf(stderr, "%s\n", padan_error_format(error, message, sizeof message));
    exit(1);
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
        line[strcspn(line, "\t\n")] = '\0';
        bench->queries[bench->count++] = strdup(line);
    }
    free(line);
    fclose(file);
}

static struct text points_of(struct padan_string form)
{
    struct text text = { malloc((form.size + 1) * sizeof *text.points), 0 };
    for (size_t at = 0; at < form.size;)
        text.points[text.length++] = (uint32_t)padan_utf8_next(form, &at);
    return text;
}

static struct text form_of(struct padan_string given)
{
    struct padan_error error;
    char *form;
    size_t size;
    check(padan_text_form(&form, &size, PADAN_FORM_MATCH, given, &error), &error);
    struct text text = points_of((struct padan_string){ form, size });
    free(form);
    return text;
}

static int take_text(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct bench *bench = context;
    (void)error;
    if (bench->text_count == bench->text_capacity) {
        bench->text_capacity = bench->text_capacity * 2 + 1024;
        bench->texts = realloc(bench->texts, bench->text_capacity * sizeof *bench->texts);
    }
    bench->texts[bench->text_count++] = form_of(unit->variants[0].text);
    return PADAN_OK;
}

static void read_texts(struct bench *bench)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    const struct padan_unit_sink sink = { take_text, bench };
    struct padan_memory *memory;
    struct padan_error error;
    filter.source = bench->source;
    filter.target = bench->target;
    check(padan_memory_open(&memory, bench->path, PADAN_MEMORY_READ, &error), &error);
    check(padan_memory_each_unit(memory, &filter, &sink, &error), &error);
    padan_memory_close(memory);
}

/* The best similarity of all texts, or 0 where none has the least that is asked for. */
static double brute_force(const struct bench *bench, const char *query, double min)
{
    struct text pattern = form_of(padan_string(query));
    struct padan_distance distance = { 0 };
    double best = min;
    bool found = false;
    padan_distance_set(&distance, pattern.points, pattern.length);
    for (size_t i = 0; i < bench->text_count; i++) {
        const struct text *text = &bench->texts[i];
        size_t longer = text->length > pattern.length ? text->length : pattern.length;
        size_t edits = padan_distance_from(&distance, text->points, text->length, padan_nearest_edits(longer, best));
        if (edits == SIZE_MAX || longer == 0)
            continue;
        best = 1 - (double)edits / (double)longer;
        found = true;
    }
    padan_distance_free(&distance);
    free(pattern.points);
    return found ? best : 0;
}

static int rising(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void tell(const char *what, double *times, size_t count, const char *end)
{
    if (count == 0)
        return;
    qsort(times, count, sizeof *times, rising);
    printf("  %-22s median %7.3f  p95 %7.3f  most %7.3f ms%s", what, 1e3 * times[count / 2],
           1e3 * times[count * 95 / 100], 1e3 * times[count - 1], end);
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
    check(padan_match_search_open(&search, matcher, &options, &error), &error);
    return search;
}

static double ask(struct padan_match_search *search, const char *text)
{
    struct padan_match_query query = { .text = padan_string(text) };
    struct padan_matches found;
    struct padan_error error;
    check(padan_match_search(&found, search, &query, &error), &error);
    return found.count ? found.items[0].similarity : 0;
}

/* All queries, twice: the first time warms up. CPU time, since the machine may have more to do. */
static void run(const struct bench *bench, struct padan_matcher *matcher, enum padan_match_rank rank, double min)
{
    static double times[QUERIES_MOST], brute[QUERIES_MOST];
    struct padan_match_search *search = open_search(bench, matcher, rank, min);
    size_t brutes = 0, missed = 0;
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < bench->count; i++) {
            double start = seconds(CLOCK_THREAD_CPUTIME_ID);
            double best = ask(search, bench->queries[i]);
            times[i] = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
            if (round == 0 || i % BRUTE_EACH != 0 || rank != PADAN_MATCH_BY_SIMILARITY)
                continue;
            start = seconds(CLOCK_THREAD_CPUTIME_ID);
            missed += brute_force(bench, bench->queries[i], min / 100) > best + 1e-9;
            brute[brutes++] = seconds(CLOCK_THREAD_CPUTIME_ID) - start;
        }
    printf("%s at %g, %zu texts\n", rank == PADAN_MATCH_BY_SCORE ? "score" : "similarity", min, bench->text_count);
    tell("found", times, bench->count, "\n");
    tell("brute force", brute, brutes, "");
    if (brutes)
        printf(", %zu of %zu missed\n", missed, brutes);
    padan_match_search_close(search);
}

static void make_index(const struct bench *bench)
{
    struct padan_match_index_info info;
    struct padan_error error;
    double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
    check(padan_match_index(bench->path, bench->source, true, &info, &error), &error);
    double made = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
    printf("index: %lld texts, %.1f MB, both forms; %.2f s CPU or less, %.0f texts a second\n", (long long)info.texts,
           (double)info.bytes * 1e-6, made, (double)info.texts / made);
}

static void open_cold(const struct bench *bench, struct padan_matcher **matcher)
{
    const struct padan_match_memory memory = { .path = bench->path };
    struct padan_error error;
    double start = seconds(CLOCK_MONOTONIC);
    check(padan_matcher_open(matcher, &memory, 1, NULL, &error), &error);
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
    check(padan_batch_put(batch, &unit, error), error);
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
    check(padan_memory_open(&memory, bench->path, PADAN_MEMORY_WRITE, &error), &error);
    double start = seconds(CLOCK_THREAD_CPUTIME_ID);
    check(padan_batch_begin(&batch, memory, &options, &summary, &error), &error);
    for (int i = 0; i < DELTA; i++)
        put_delta(batch, bench, i, &error);
    check(padan_batch_finish(batch, &summary, &error), &error);
    double stored = seconds(CLOCK_THREAD_CPUTIME_ID);
    double best = ask(search, "A segment of the benchmark, quite new: 500");
    double asked = seconds(CLOCK_THREAD_CPUTIME_ID);
    check(padan_memory_undo(memory, 0, &undone, &error), &error);
    double taken = seconds(CLOCK_THREAD_CPUTIME_ID);
    double left = ask(search, "A segment of the benchmark, quite new: 500");
    printf("%d units: stored %.3f s, first search %.3f s, undone %.3f s, next search %.3f s%s\n", DELTA, stored - start,
           asked - stored, taken - asked, seconds(CLOCK_THREAD_CPUTIME_ID) - taken,
           best >= 1 && left < 1 ? "" : ": WRONG");
    padan_memory_close(memory);
    padan_match_search_close(search);
}

int main(int argc, char **argv)
{
    static struct bench bench;
    struct padan_matcher *matcher;
    struct rusage usage;
    if (argc < 5) {
        fprintf(stderr, "usage: bench_match MEMORY SOURCE-LANGUAGE TARGET-LANGUAGE QUERIES [MIN...]\n");
        return 2;
    }
    bench.path = argv[1];
    bench.source = argv[2];
    bench.target = argv[3];
    read_queries(&bench, argv[4]);
    make_index(&bench);
    open_cold(&bench, &matcher);
    change(&bench, matcher);
    getrusage(RUSAGE_SELF, &usage);
    printf("most memory so far %ld MB\n", usage.ru_maxrss / 1024);
    read_texts(&bench);
    for (int i = 5; i < (argc > 5 ? argc : 7); i++) {
        double min = argc > 5 ? atof(argv[i]) : i == 5 ? 70 : 85;
        run(&bench, matcher, PADAN_MATCH_BY_SIMILARITY, min);
        run(&bench, matcher, PADAN_MATCH_BY_SCORE, min);
    }
    padan_matcher_close(matcher);
    for (size_t i = 0; i < bench.text_count; i++)
        free(bench.texts[i].points);
    for (size_t i = 0; i < bench.count; i++)
        free(bench.queries[i]);
    free(bench.texts);
    return 0;
}
