/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/fulltext.h"
#include "text/language.h"

enum {
    MOST_WORDS = 2048, /* that are looked for, of a side */
    MOST_HITS = 64,    /* units that are looked at for a word */
    MOST_UNITS = 3000, /* that come from the words of a side */
    MOST_TAKEN = 12,   /* units that come for the sake of one word */
    MOST_BYTES = 4096  /* of a text; a longer one is no example */
};

/* Pairs of words, of all examples together, that are learned from: about a fifth of a second. */
static const double most_pairs = 1.5e6;

/* Bytes of a word, roughly. */
static const double word_bytes = 6;

/* What a unit counts for that a person paired, or found right; one of a machine counts for its confidence. */
static const double confirmed_weight = 1.5;

/* A text that has a word. */
struct hit {
    int64_t variant;
    uint32_t word;
    float value; /* of the word first, then of all words that the text has */
};

struct hits {
    struct hit *items;
    size_t count, capacity;
};

struct language {
    int64_t id;
    char tag[PADAN_LANGUAGE_SIZE];
    bool source, target;
};

struct gatherer {
    struct padan_memory *memory;
    struct padan_sample *sample;
    struct language *languages;
    size_t language_count, language_capacity;
    int64_t *units;
    size_t unit_count, unit_capacity;
};

static int find_primary(char out[PADAN_LANGUAGE_SIZE], const char *tag, struct padan_error *error)
{
    char canonical[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(canonical, tag, error);
    if (status == PADAN_OK)
        padan_language_primary(out, canonical);
    return status;
}

static int add_language(struct gatherer *gatherer, sqlite3_stmt *row, const char *source, const char *target,
                        struct padan_error *error)
{
    const char *tag = (const char *)sqlite3_column_text(row, 1);
    if (!tag || strlen(tag) >= PADAN_LANGUAGE_SIZE)
        return padan_error_in(error, PADAN_ERROR_CORRUPT, gatherer->memory->path,
                              "the table of languages holds something else");
    if (!padan_vector_reserve(&gatherer->languages, &gatherer->language_capacity, gatherer->language_count + 1,
                              sizeof *gatherer->languages))
        return padan_error_allocation(error);
    struct language language = { .id = sqlite3_column_int64(row, 0) };
    memcpy(language.tag, tag, strlen(tag) + 1);
    language.source = padan_language_matches(source, tag);
    language.target = padan_language_matches(target, tag);
    if (language.source || language.target)
        gatherer->languages[gatherer->language_count++] = language;
    return PADAN_OK;
}

static int list_languages(struct gatherer *gatherer, const char *source, const char *target, struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int status = padan_sql(gatherer->memory, PADAN_SQL_LANGUAGE_ALL, &row, error);
    while (status == PADAN_OK && (status = padan_sql_step(gatherer->memory, row, error)) == 1) {
        status = add_language(gatherer, row, source, target, error);
        if (status != PADAN_OK)
            sqlite3_reset(row);
    }
    return status;
}

static const struct language *language_of(const struct gatherer *gatherer, int64_t id)
{
    for (size_t i = 0; i < gatherer->language_count; i++)
        if (gatherer->languages[i].id == id)
            return &gatherer->languages[i];
    return NULL;
}

/* A word that few texts have says more of a text that has it. */
static int find_word(struct hits *hits, struct padan_fulltext_search *search, struct padan_string word, uint32_t number,
                     struct padan_error *error)
{
    int64_t variants[MOST_HITS];
    size_t count;
    int status = padan_fulltext_search_word(search, word, variants, MOST_HITS, &count, error);
    if (status != PADAN_OK)
        return status;
    if (!padan_vector_reserve(&hits->items, &hits->capacity, hits->count + count + 1, sizeof *hits->items))
        return padan_error_allocation(error);
    float value = logf(2 * (float)MOST_HITS / (float)(count + 1));
    for (size_t i = 0; i < count; i++)
        hits->items[hits->count++] = (struct hit){ variants[i], number, value };
    return PADAN_OK;
}

static int find_words(struct hits *hits, struct gatherer *gatherer, const struct language *language,
                      const struct padan_string *words, size_t count, struct padan_error *error)
{
    struct padan_fulltext_search *search = NULL;
    int status = padan_fulltext_search_open(&search, gatherer->memory->db, language->id, language->tag, error);
    for (size_t i = 0; status == PADAN_OK && i < count && i < MOST_WORDS; i++)
        status = find_word(hits, search, words[i], (uint32_t)i, error);
    padan_fulltext_search_close(search);
    /* The index knows no path. */
    if (status != PADAN_OK && error && error->input[0] == '\0')
        snprintf(error->input, sizeof error->input, "%s", gatherer->memory->path);
    return status;
}

static int by_variant(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    if (a->variant != b->variant)
        return a->variant < b->variant ? -1 : 1;
    return (a->word > b->word) - (a->word < b->word);
}

/* The best texts of each word first; of equal ones the newest. */
static int by_word(const void *left, const void *right)
{
    const struct hit *a = left, *b = right;
    if (a->word != b->word)
        return a->word < b->word ? -1 : 1;
    if (a->value < b->value || a->value > b->value)
        return a->value > b->value ? -1 : 1;
    return (a->variant < b->variant) - (a->variant > b->variant);
}

/* Each hit gets the value of its text as a whole. */
static void value_texts(struct hits *hits)
{
    qsort(hits->items, hits->count, sizeof *hits->items, by_variant);
    for (size_t start = 0, end; start < hits->count; start = end) {
        float sum = 0;
        for (end = start; end < hits->count && hits->items[end].variant == hits->items[start].variant; end++)
            sum += hits->items[end].value;
        for (size_t i = start; i < end; i++)
            hits->items[i].value = sum;
    }
    qsort(hits->items, hits->count, sizeof *hits->items, by_word);
}

static size_t count_words(const struct hits *hits)
{
    size_t words = 0;
    for (size_t i = 0; i < hits->count; i++)
        words += i == 0 || hits->items[i].word != hits->items[i - 1].word;
    return words;
}

static int add_unit(struct gatherer *gatherer, int64_t variant, struct padan_error *error)
{
    int64_t unit;
    bool found;
    int status = padan_sql_numbers(gatherer->memory, PADAN_SQL_VARIANT_UNIT, &unit, 1, &found, error, "i", variant);
    /* An index that is out of date may name a text that is gone. */
    if (status != PADAN_OK || !found)
        return status;
    if (!padan_vector_reserve(&gatherer->units, &gatherer->unit_capacity, gatherer->unit_count + 1,
                              sizeof *gatherer->units))
        return padan_error_allocation(error);
    gatherer->units[gatherer->unit_count++] = unit;
    return PADAN_OK;
}

/* Takes the best units of each word, so many that all words have their turn. */
static int take_units(struct gatherer *gatherer, struct hits *hits, struct padan_error *error)
{
    if (hits->count == 0)
        return PADAN_OK;
    value_texts(hits);
    size_t words = count_words(hits), share = MOST_UNITS / words + 1, taken = 0;
    share = share < MOST_TAKEN ? share : MOST_TAKEN;
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < hits->count; i++) {
        taken = i > 0 && hits->items[i].word == hits->items[i - 1].word ? taken + 1 : 0;
        if (taken < share)
            status = add_unit(gatherer, hits->items[i].variant, error);
    }
    return status;
}

static int gather_side(struct gatherer *gatherer, bool is_target, const struct padan_string *words, size_t count,
                       struct padan_error *error)
{
    struct hits hits = { 0 };
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < gatherer->language_count; i++) {
        const struct language *language = &gatherer->languages[i];
        if (is_target ? language->target : language->source)
            status = find_words(&hits, gatherer, language, words, count, error);
    }
    if (status == PADAN_OK)
        status = take_units(gatherer, &hits, error);
    free(hits.items);
    return status;
}

static int compare_units(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int keep_text(struct gatherer *gatherer, sqlite3_stmt *row, struct padan_string *out, struct padan_error *error)
{
    struct padan_string text = padan_sql_text(row, 1);
    if (text.size > MOST_BYTES)
        return PADAN_OK;
    const char *copy = padan_arena_copy(&gatherer->sample->strings, text.data, text.size);
    if (!copy)
        return padan_error_allocation(error);
    *out = (struct padan_string){ copy, text.size };
    return PADAN_OK;
}

/* Of several variants of a language the first counts. */
static int read_texts(struct gatherer *gatherer, int64_t unit, struct padan_example *example, struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int status = padan_sql_bind(gatherer->memory, PADAN_SQL_VARIANT_TEXTS, &row, error, "i", unit);
    while (status == PADAN_OK && (status = padan_sql_step(gatherer->memory, row, error)) == 1) {
        const struct language *language = language_of(gatherer, sqlite3_column_int64(row, 0));
        status = PADAN_OK;
        if (language && language->source && example->source.size == 0)
            status = keep_text(gatherer, row, &example->source, error);
        else if (language && language->target && example->target.size == 0)
            status = keep_text(gatherer, row, &example->target, error);
        if (status != PADAN_OK)
            sqlite3_reset(row);
    }
    return status;
}

/* What its surest occurrence says of a unit; confidence is kept in millionths by the statement. */
static int read_weight(struct gatherer *gatherer, int64_t unit, double *weight, struct padan_error *error)
{
    int64_t row[2];
    bool found;
    int status = padan_sql_numbers(gatherer->memory, PADAN_SQL_OCCURRENCE_SUREST, row, 2, &found, error, "i", unit);
    if (status == PADAN_OK)
        *weight = row[0] == PADAN_UNIT_CONFIRMED ? confirmed_weight : (double)row[1] * 1e-6;
    return status;
}

static int read_unit(struct gatherer *gatherer, int64_t unit, struct padan_error *error)
{
    struct padan_sample *sample = gatherer->sample;
    struct padan_example example = { 0 };
    int status = read_texts(gatherer, unit, &example, error);
    if (status == PADAN_OK)
        status = read_weight(gatherer, unit, &example.weight, error);
    if (status != PADAN_OK || example.source.size == 0 || example.target.size == 0)
        return status;
    if (!padan_vector_reserve(&sample->examples, &sample->capacity, sample->count + 1, sizeof *sample->examples))
        return padan_error_allocation(error);
    sample->examples[sample->count++] = example;
    return PADAN_OK;
}

static int read_units(struct gatherer *gatherer, struct padan_error *error)
{
    int status = PADAN_OK;
    if (gatherer->unit_count > 0)
        qsort(gatherer->units, gatherer->unit_count, sizeof *gatherer->units, compare_units);
    for (size_t i = 0; status == PADAN_OK && i < gatherer->unit_count; i++)
        if (i == 0 || gatherer->units[i] != gatherer->units[i - 1])
            status = read_unit(gatherer, gatherer->units[i], error);
    return status;
}

/* The memory's languages that match two tags, whatever the region. */
static int begin_gathering(struct gatherer *gatherer, const char *source_language, const char *target_language,
                           struct padan_error *error)
{
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    int status = find_primary(source, source_language, error);
    if (status == PADAN_OK)
        status = find_primary(target, target_language, error);
    return status == PADAN_OK ? list_languages(gatherer, source, target, error) : status;
}

static int end_gathering(struct gatherer *gatherer, int status, struct padan_error *error)
{
    if (status == PADAN_OK)
        status = read_units(gatherer, error);
    free(gatherer->languages);
    free(gatherer->units);
    return status;
}

/* Numbers of units at a distance of one another; gaps between numbers do not matter. */
static int spread_units(struct gatherer *gatherer, size_t most, struct padan_error *error)
{
    int64_t row[2] = { 0, 0 }, from = 1;
    bool found = true;
    int status = padan_sql_numbers(gatherer->memory, PADAN_SQL_UNIT_FROM, row, 2, &found, error, "i", from);
    while (status == PADAN_OK && found) {
        if (!padan_vector_reserve(&gatherer->units, &gatherer->unit_capacity, gatherer->unit_count + 1,
                                  sizeof *gatherer->units))
            return padan_error_allocation(error);
        gatherer->units[gatherer->unit_count++] = row[0];
        int64_t step = row[1] / (int64_t)most;
        from = row[0] + (step > 1 ? step : 1);
        status = padan_sql_numbers(gatherer->memory, PADAN_SQL_UNIT_FROM, row, 2, &found, error, "i", from);
    }
    return status;
}

/* Numbers beside those given; those that no unit has do no harm. */
static int near_units(struct gatherer *gatherer, const int64_t *units, size_t count, size_t most,
                      struct padan_error *error)
{
    count = count < most ? count : most;
    int64_t far = count > 0 ? (int64_t)(most / (2 * count)) : 0;
    if (!padan_vector_reserve(&gatherer->units, &gatherer->unit_capacity,
                              gatherer->unit_count + count * (size_t)(2 * far + 1) + 1, sizeof *gatherer->units))
        return padan_error_allocation(error);
    for (size_t i = 0; i < count; i++)
        for (int64_t unit = units[i] - far; unit <= units[i] + far; unit++)
            gatherer->units[gatherer->unit_count++] = unit;
    return PADAN_OK;
}

int padan_sample_around(struct padan_sample *sample, struct padan_memory *memory, const char *source_language,
                        const char *target_language, const int64_t *units, size_t count, size_t most,
                        struct padan_error *error)
{
    struct gatherer gatherer = { .memory = memory, .sample = sample };
    int status = begin_gathering(&gatherer, source_language, target_language, error);
    if (status == PADAN_OK)
        status = near_units(&gatherer, units, count, most, error);
    if (status == PADAN_OK)
        status = spread_units(&gatherer, most, error);
    return end_gathering(&gatherer, status, error);
}

int padan_sample_add(struct padan_sample *sample, struct padan_memory *memory, const char *source_language,
                     const char *target_language, const struct padan_asked *asked, struct padan_error *error)
{
    struct gatherer gatherer = { .memory = memory, .sample = sample };
    int status = begin_gathering(&gatherer, source_language, target_language, error);
    if (status == PADAN_OK)
        status = gather_side(&gatherer, false, asked->source, asked->source_count, error);
    if (status == PADAN_OK)
        status = gather_side(&gatherer, true, asked->target, asked->target_count, error);
    return end_gathering(&gatherer, status, error);
}

struct cost {
    double pairs;
    size_t number;
};

static int by_cost(const void *left, const void *right)
{
    const struct cost *a = left, *b = right;
    if (a->pairs < b->pairs || a->pairs > b->pairs)
        return a->pairs < b->pairs ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static double words_of(struct padan_string text)
{
    return fmin((double)text.size / word_bytes + 1, PADAN_LEARN_WORDS);
}

int padan_sample_trim(struct padan_sample *sample, struct padan_error *error)
{
    struct cost *costs = calloc(sample->count + 1, sizeof *costs);
    if (!costs)
        return padan_error_allocation(error);
    for (size_t i = 0; i < sample->count; i++) {
        const struct padan_example *example = &sample->examples[i];
        costs[i] = (struct cost){ words_of(example->source) * words_of(example->target), i };
    }
    qsort(costs, sample->count, sizeof *costs, by_cost);
    double pairs = 0;
    for (size_t i = 0; i < sample->count; i++) {
        pairs += costs[i].pairs;
        if (pairs > most_pairs)
            sample->examples[costs[i].number].weight = 0;
    }
    free(costs);
    size_t kept = 0;
    for (size_t i = 0; i < sample->count; i++)
        if (sample->examples[i].weight > 0)
            sample->examples[kept++] = sample->examples[i];
    sample->count = kept;
    return PADAN_OK;
}

void padan_sample_free(struct padan_sample *sample)
{
    free(sample->examples);
    padan_arena_free(&sample->strings);
    *sample = (struct padan_sample){ 0 };
}
