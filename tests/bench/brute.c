/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "brute.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match/distance.h"
#include "match/nearest.h"
#include "match/wording.h"
#include "text/utf8.h"

void brute_check(int status, const struct padan_error *error)
{
    char message[1024];
    if (status == PADAN_OK)
        return;
    fprintf(stderr, "%s\n", padan_error_format(error, message, sizeof message));
    exit(1);
}

static size_t longer_of(size_t a, size_t b)
{
    return a > b ? a : b;
}

static char *form_of(struct padan_string given, enum padan_text_form kind, size_t *size)
{
    struct padan_error error;
    char *form;
    brute_check(padan_text_form(&form, size, kind, given, &error), &error);
    return form;
}

static struct points points_of(struct padan_string given, enum padan_text_form kind)
{
    size_t size;
    char *form = form_of(given, kind, &size);
    struct points points = { malloc((padan_text_length((struct padan_string){ form, size }) + 1) * sizeof(uint32_t)),
                             0 };
    for (size_t at = 0; at < size;)
        points.items[points.count++] = (uint32_t)padan_utf8_next((struct padan_string){ form, size }, &at);
    free(form);
    return points;
}

static struct brute_text text_of(struct padan_string given)
{
    return (struct brute_text){ points_of(given, PADAN_FORM_MATCH), points_of(given, PADAN_FORM_KEY) };
}

static void free_text(struct brute_text *text)
{
    free(text->match.items);
    free(text->key.items);
}

static int take_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct brute *brute = context;
    (void)error;
    if (brute->count == brute->capacity) {
        brute->capacity = brute->capacity * 2 + 1024;
        brute->texts = realloc(brute->texts, brute->capacity * sizeof *brute->texts);
    }
    brute->texts[brute->count++] = text_of(unit->variants[0].text);
    return PADAN_OK;
}

void brute_open(struct brute *brute, const char *path, const char *source, const char *target)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    const struct padan_unit_sink sink = { take_unit, brute };
    struct padan_memory *memory;
    struct padan_error error;
    *brute = (struct brute){ 0 };
    filter.source = source;
    filter.target = target;
    brute_check(padan_words_new(&brute->words, source, &error), &error);
    brute_check(padan_memory_open(&memory, path, PADAN_MEMORY_READ, &error), &error);
    brute_check(padan_memory_each_unit(memory, &filter, &sink, &error), &error);
    padan_memory_close(memory);
}

void brute_close(struct brute *brute)
{
    for (size_t i = 0; i < brute->count; i++)
        free_text(&brute->texts[i]);
    free(brute->texts);
    padan_words_free(brute->words);
}

/* SIZE_MAX: more than leave a similarity of `least`. */
static size_t edits_of(struct padan_distance *distance, const struct points *points, double least)
{
    size_t longer = longer_of(points->count, distance->length);
    return padan_distance_from(distance, points->items, points->count, padan_nearest_edits(longer, least));
}

double brute_similarity(const struct brute *brute, const char *query, double least)
{
    struct points pattern = points_of(padan_string(query), PADAN_FORM_MATCH);
    struct padan_distance distance = { 0 };
    double best = 0;
    padan_distance_set(&distance, pattern.items, pattern.count);
    for (size_t i = 0; i < brute->count; i++) {
        const struct points *points = &brute->texts[i].match;
        size_t longer = longer_of(points->count, pattern.count), edits = edits_of(&distance, points, fmax(least, best));
        if (edits != SIZE_MAX && longer > 0)
            best = fmax(best, 1 - (double)edits / (double)longer);
    }
    padan_distance_free(&distance);
    free(pattern.items);
    return best;
}

/* Levenshtein's own table, a row of it at a time. */
static size_t plain_distance(const uint32_t *one, size_t count, const uint32_t *other, size_t other_count)
{
    size_t *row = malloc((other_count + 1) * sizeof *row);
    for (size_t j = 0; j <= other_count; j++)
        row[j] = j;
    for (size_t i = 1; i <= count; i++) {
        size_t aside = row[0];
        row[0] = i;
        for (size_t j = 1; j <= other_count; j++) {
            size_t changed = aside + (one[i - 1] != other[j - 1]), least = row[j] < row[j - 1] ? row[j] : row[j - 1];
            aside = row[j];
            row[j] = changed < least + 1 ? changed : least + 1;
        }
    }
    size_t distance = row[other_count];
    free(row);
    return distance;
}

static size_t change(const struct padan_wording *one, size_t i, const struct padan_wording *other, size_t j)
{
    const struct padan_wording_word *a = &one->words[i], *b = &other->words[j];
    return plain_distance((const uint32_t *)one->points + a->start, a->end - a->start,
                          (const uint32_t *)other->points + b->start, b->end - b->start);
}

/* W: the same table, of words. */
static size_t word_cost(const struct padan_wording *one, const struct padan_wording *other)
{
    size_t *row = malloc((other->word_count + 1) * sizeof *row);
    for (size_t j = 0; j <= other->word_count; j++)
        row[j] = j ? other->words[j - 1].end : 0;
    for (size_t i = 0; i < one->word_count; i++) {
        size_t aside = row[0], length = one->words[i].end - one->words[i].start;
        row[0] += length;
        for (size_t j = 0; j < other->word_count; j++) {
            size_t changed = aside + change(one, i, other, j), left_out = row[j + 1] + length;
            size_t put_in = row[j] + (other->words[j].end - other->words[j].start);
            aside = row[j + 1];
            row[j + 1] = changed < left_out ? changed : left_out;
            row[j + 1] = put_in < row[j + 1] ? put_in : row[j + 1];
        }
    }
    size_t cost = row[other->word_count];
    free(row);
    return cost;
}

struct asked {
    const struct brute *brute;
    struct brute_text text;
    struct padan_distance match, key;
    struct padan_wording wording, other;
};

static void cut(struct padan_wording *wording, const struct asked *asked, const struct points *key)
{
    struct padan_buffer utf8 = { 0 };
    struct padan_error error;
    for (size_t i = 0; i < key->count; i++)
        padan_utf8_append(&utf8, (UChar32)key->items[i]);
    brute_check(padan_wording_key(wording, asked->brute->words, (struct padan_string){ utf8.data, utf8.size }, &error),
                &error);
    padan_buffer_free(&utf8);
}

/* The score of a text whose key form is D edits away. */
static double score_of(struct asked *asked, const struct brute_text *text, size_t key_edits)
{
    size_t longer = longer_of(asked->text.match.count, text->match.count);
    size_t edits = padan_distance_from(&asked->match, text->match.items, text->match.count, longer);
    double excess = edits > key_edits ? 4 * (double)(edits - key_edits) / (double)longer : 0;
    if (edits == 0)
        return 100;
    if (key_edits == 0)
        return 99 - excess;
    cut(&asked->other, asked, &text->key);
    double words = (double)word_cost(&asked->wording, &asked->other);
    return fmax(0, 100 * (1 - words / (double)longer_of(asked->text.key.count, text->key.count)) - excess);
}

double brute_score(const struct brute *brute, const char *query, double least)
{
    struct asked asked = { .brute = brute, .text = text_of(padan_string(query)) };
    double best = 0;
    padan_distance_set(&asked.match, asked.text.match.items, asked.text.match.count);
    padan_distance_set(&asked.key, asked.text.key.items, asked.text.key.count);
    cut(&asked.wording, &asked, &asked.text.key);
    for (size_t i = 0; i < brute->count; i++) {
        const struct brute_text *text = &brute->texts[i];
        size_t edits = edits_of(&asked.key, &text->key, fmax(least, best) / 100);
        double score = edits == SIZE_MAX ? 0 : score_of(&asked, text, edits);
        if (score >= least - 1e-9)
            best = fmax(best, score);
    }
    padan_distance_free(&asked.match);
    padan_distance_free(&asked.key);
    padan_wording_free(&asked.wording);
    padan_wording_free(&asked.other);
    free_text(&asked.text);
    return best;
}
