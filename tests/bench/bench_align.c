/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_align [-d DICTIONARY] SOURCE-LANGUAGE TARGET-LANGUAGE SOURCE TARGET [MEMORY...]
 *
 * Aligns two files of one segment a line; an empty line ends a paragraph and is not counted. Beads go to standard
 * output, as "[source lines]:[target lines]:confidence", lines counted from 0; time and peak memory to standard error.
 * With memories their lexicon is used.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <padan/memory.h>

#include "base/file.h"
#include "base/vector.h"

struct side {
    char *data;
    struct padan_align_segment *segments;
    size_t count, capacity;
};

static int load(struct side *side, const char *path, struct padan_error *error)
{
    size_t size;
    int status = padan_file_read(&side->data, &size, path, SIZE_MAX / 4, error);
    if (status != PADAN_OK)
        return status;
    size_t paragraph = 0;
    for (char *line = side->data; line < side->data + size;) {
        char *end = memchr(line, '\n', (size_t)(side->data + size - line));
        end = end ? end : side->data + size;
        if (end == line) {
            paragraph++;
            line++;
            continue;
        }
        if (!padan_vector_reserve(&side->segments, &side->capacity, side->count + 1, sizeof *side->segments))
            return PADAN_ERROR_ALLOCATION;
        side->segments[side->count++] =
            (struct padan_align_segment){ .text = { line, (size_t)(end - line) }, .paragraph = paragraph };
        line = end + 1;
    }
    return PADAN_OK;
}

static void print_range(size_t from, size_t count)
{
    putchar('[');
    for (size_t i = 0; i < count; i++)
        printf("%s%zu", i > 0 ? ", " : "", from + i);
    putchar(']');
}

static void print_beads(const struct padan_alignment *alignment)
{
    for (size_t i = 0; i < alignment->count; i++) {
        const struct padan_bead *bead = &alignment->beads[i];
        print_range(bead->source, bead->source_count);
        putchar(':');
        print_range(bead->target, bead->target_count);
        printf(":%.4f\n", bead->confidence);
    }
}

/* Aligns with what the memories of these paths know. */
static int align(struct padan_alignment *out, const struct side *source, const struct side *target, char **languages,
                 struct padan_align_options *options, char **paths, size_t count, struct padan_error *error)
{
    struct padan_lexicon lexicon = { 0 };
    struct padan_memory **memories = calloc(count + 1, sizeof(*memories));
    int status = memories ? PADAN_OK : PADAN_ERROR_ALLOCATION;
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = padan_memory_open(&memories[i], paths[i], PADAN_MEMORY_READ, error);
    if (status == PADAN_OK)
        status = padan_memory_lexicon(&lexicon, memories, count, languages[0], languages[1], error);
    options->lexicon = count > 0 ? &lexicon : NULL;
    if (status == PADAN_OK)
        status = padan_align(out, source->segments, source->count, languages[0], target->segments, target->count,
                             languages[1], options, error);
    padan_memory_lexicon_free(&lexicon);
    for (size_t i = 0; memories && i < count; i++)
        padan_memory_close(memories[i]);
    free(memories);
    return status;
}

int main(int count, char **arguments)
{
    const char *dictionary_path = NULL;
    if (count > 2 && strcmp(arguments[1], "-d") == 0) {
        dictionary_path = arguments[2];
        arguments += 2;
        count -= 2;
    }
    if (count < 5) {
        fprintf(stderr,
                "usage: bench_align [-d DICTIONARY] SOURCE-LANGUAGE TARGET-LANGUAGE SOURCE TARGET [MEMORY...]\n");
        return 2;
    }
    struct side source = { 0 }, target = { 0 };
    struct padan_alignment alignment = { 0 };
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_error error = { 0 };
    options.data = getenv("PADAN_DATA");
    int status = load(&source, arguments[3], &error);
    if (status == PADAN_OK)
        status = load(&target, arguments[4], &error);
    struct padan_dictionary *dictionary = NULL;
    if (status == PADAN_OK && dictionary_path)
        status = padan_dictionary_open(&dictionary, dictionary_path, &error);
    const struct padan_dictionary *const dictionaries[] = { dictionary };
    options.dictionaries = dictionaries;
    options.dictionary_count = dictionary != NULL;
    clock_t start = clock();
    if (status == PADAN_OK)
        status = align(&alignment, &source, &target, arguments + 1, &options, arguments + 5, (size_t)count - 5, &error);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (status == PADAN_OK) {
        struct rusage usage;
        getrusage(RUSAGE_SELF, &usage);
        print_beads(&alignment);
        fprintf(stderr, "%zu x %zu segments: %.2f s, %ld MB at most, fit %.3f\n", source.count, target.count, seconds,
                usage.ru_maxrss / 1024, alignment.fit);
    } else {
        fprintf(stderr, "%s\n", error.message);
    }
    padan_dictionary_free(dictionary);
    padan_alignment_free(&alignment);
    free(source.segments);
    free(source.data);
    free(target.segments);
    free(target.data);
    return status == PADAN_OK ? EXIT_SUCCESS : 3;
}
