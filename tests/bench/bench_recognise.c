/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_recognise LANGUAGE TEXT
 *
 * Recognition in the lines of a text with 100, 10,000 and 100,000 terms of one to three of its own words, put together
 * by chance so that most first words are those of some term. Processor time, terms found, time as a ratio to the first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <padan/term.h>

#include "base/file.h"
#include "base/table.h"

static void read_words(struct padan_table *words, const char *data, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t length = strcspn(data + at, " \t\n.,;:()\"");
        if (length > 3)
            padan_table_add(words, data + at, length);
        at += length + 1;
    }
}

/* A word of the text chosen by chance, the same in each run. */
static const char *any_word(const struct padan_table *words, uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return words->keys[(*state >> 33) % words->count].data;
}

static void add_terms(struct padan_recogniser *recogniser, const char *language, const struct padan_table *words,
                      size_t count)
{
    uint64_t state = 42;
    for (size_t i = 0; i < count; i++) {
        char text[512];
        const char *first = any_word(words, &state), *second = any_word(words, &state);
        if (i < 100)
            snprintf(text, sizeof text, "%.200s", first);
        else
            snprintf(text, sizeof text, "%.200s %.200sx%zu", first, second, i);
        const struct padan_term term = { .language = padan_string(language), .text = padan_string(text) };
        const struct padan_concept concept = { .number = (int64_t)i + 1, .terms = &term, .term_count = 1 };
        padan_recogniser_add(recogniser, &concept, NULL);
    }
}

static size_t find_in_lines(struct padan_recogniser *recogniser, const char *data, size_t size)
{
    size_t found = 0;
    for (size_t at = 0; at < size;) {
        const struct padan_recognised *list;
        size_t count, length = strcspn(data + at, "\n");
        if (padan_recogniser_find(recogniser, (struct padan_string){ data + at, length }, &list, &count, NULL) ==
            PADAN_OK)
            found += count;
        at += length + 1;
    }
    return found;
}

static double measure(const char *language, const struct padan_table *words, const char *data, size_t size,
                      size_t terms, double first)
{
    struct padan_recogniser *recogniser;
    if (padan_recogniser_new(&recogniser, language, false, NULL) != PADAN_OK)
        exit(3);
    clock_t start = clock();
    add_terms(recogniser, language, words, terms);
    double made = (double)(clock() - start) / CLOCKS_PER_SEC;
    find_in_lines(recogniser, data, size);
    start = clock();
    size_t found = find_in_lines(recogniser, data, size);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("%7zu terms: made in %.3f s, text %.3f s, %zu found, %.2f times the first\n", terms, made, seconds, found,
           seconds / (first > 0 ? first : seconds));
    padan_recogniser_free(recogniser);
    return seconds;
}

int main(int count, char **arguments)
{
    char *data;
    size_t size;
    struct padan_table words = { 0 };
    if (count != 3 || padan_file_read(&data, &size, arguments[2], SIZE_MAX / 4, NULL) != PADAN_OK) {
        fprintf(stderr, "usage: bench_recognise LANGUAGE TEXT\n");
        return 2;
    }
    read_words(&words, data, size);
    double first = measure(arguments[1], &words, data, size, 100, 0);
    measure(arguments[1], &words, data, size, 10000, first);
    measure(arguments[1], &words, data, size, 100000, first);
    padan_table_free(&words);
    free(data);
    return EXIT_SUCCESS;
}
