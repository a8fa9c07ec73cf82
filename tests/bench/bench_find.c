/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_find MEMORY SOURCE-LANGUAGE TARGET-LANGUAGE QUERY...
 *
 * What the first 20 hits of each query cost in a process that goes on, with and without their renderings, in
 * milliseconds of processor time: the first time, and the median of nine more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <padan/padan.h>

enum { TIMES = 10, HITS = 20 };

struct bench {
    struct padan_memory *memory;
    const char *source, *target;
    struct padan_renderer *renderer; /* or NULL */
};

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void check(int status, const struct padan_error *error)
{
    char message[1024];
    if (status == PADAN_OK)
        return;
    fprintf(stderr, "%s\n", padan_error_format(error, message, sizeof message));
    exit(1);
}

static int take(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct bench *bench = context;
    return bench->renderer ? padan_renderer_add(bench->renderer, found, 0, error) : PADAN_OK;
}

static int ignore(void *context, size_t hit, const struct padan_rendering *renderings, size_t count,
                  struct padan_error *error)
{
    (void)context, (void)hit, (void)renderings, (void)count, (void)error;
    return PADAN_OK;
}

static double search(struct bench *bench, const char *query, bool renders)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    struct padan_align_options known = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_error error;
    double start = milliseconds();
    options.source = bench->source;
    options.target = bench->target;
    options.limit = HITS;
    known.data = getenv("PADAN_DATA");
    if (renders)
        check(padan_renderer_new(&bench->renderer, bench->memory, bench->source, bench->target, &known, &error),
              &error);
    check(padan_find(bench->memory, query, &options, take, bench, NULL, &error), &error);
    if (renders)
        check(padan_renderer_mark(bench->renderer, ignore, NULL, &error), &error);
    padan_renderer_free(bench->renderer);
    bench->renderer = NULL;
    return milliseconds() - start;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure(struct bench *bench, const char *query, bool renders)
{
    double times[TIMES];
    for (size_t i = 0; i < TIMES; i++)
        times[i] = search(bench, query, renders);
    double first = times[0];
    qsort(times + 1, TIMES - 1, sizeof *times, compare);
    printf("%-24s %-12s first %7.1f ms, then %7.1f ms\n", query, renders ? "renderings" : "hits", first,
           times[TIMES / 2]);
}

int main(int argc, char **argv)
{
    struct padan_error error;
    if (argc < 5) {
        fprintf(stderr, "usage: bench_find MEMORY SOURCE-LANGUAGE TARGET-LANGUAGE QUERY...\n");
        return 2;
    }
    struct bench bench = { .source = argv[2], .target = argv[3] };
    check(padan_memory_open(&bench.memory, argv[1], PADAN_MEMORY_READ, &error), &error);
    for (int i = 4; i < argc; i++) {
        measure(&bench, argv[i], false);
        measure(&bench, argv[i], true);
    }
    padan_memory_close(bench.memory);
    return 0;
}
