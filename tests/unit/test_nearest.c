/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loops of matching against plain definitions: distances, bags, the nearest texts of a chunk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "match/distance.h"
#include "match/nearest.h"
#include "text/utf8.h"

static uint32_t state = 17;

static uint32_t pick(uint32_t below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* By the definition, a cell at a time. */
static size_t levenshtein(const uint32_t *a, size_t a_size, const uint32_t *b, size_t b_size)
{
    size_t *row = malloc((b_size + 1) * sizeof *row);
    for (size_t j = 0; j <= b_size; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = smaller(change, smaller(row[j], row[j - 1]) + 1);
        }
    }
    size_t distance = row[b_size];
    free(row);
    return distance;
}

/* A text like `from`, of `size` symbols, some of them others. */
static void vary(uint32_t *out, size_t size, const uint32_t *from, size_t from_size, uint32_t symbols)
{
    size_t shift = pick(3);
    for (size_t i = 0; i < size; i++)
        out[i] = i + shift < from_size && pick(5) ? from[i + shift] : pick(symbols);
}

enum { LONGEST = 700, TEXTS = 64 };

struct scan_case {
    uint32_t pattern[LONGEST], texts[TEXTS][LONGEST];
    uint8_t codes[LONGEST], text_codes[TEXTS][LONGEST + PADAN_SCAN_SLACK];
    size_t length, text_length, count;
};

static void make_case(struct scan_case *made, size_t longest)
{
    uint32_t symbols = 2 + pick(40), others = pick(3) * 40; /* which the pattern has not */
    made->length = 1 + pick((uint32_t)longest);
    made->text_length = made->length + pick((uint32_t)made->length / 3 + 2);
    if (pick(2))
        made->text_length = made->length - pick((uint32_t)made->length / 3 + 1);
    made->count = 1 + pick(TEXTS);
    for (size_t i = 0; i < made->length; i++)
        made->codes[i] = (uint8_t)(made->pattern[i] = pick(symbols));
    for (size_t text = 0; text < made->count; text++) {
        vary(made->texts[text], made->text_length, made->pattern, made->length, symbols + others);
        for (size_t i = 0; i < made->text_length; i++)
            made->text_codes[text][i] = (uint8_t)made->texts[text][i];
    }
}

/* How many characters the text has that the pattern has not, whatever their order. */
static unsigned extra_of(const struct scan_case *made, size_t text)
{
    int counts[256] = { 0 };
    unsigned extra = 0;
    for (size_t i = 0; i < made->length; i++)
        counts[made->codes[i]]++;
    for (size_t i = 0; i < made->text_length; i++)
        extra += counts[made->text_codes[text][i]]-- <= 0;
    return extra;
}

/* What all texts have of those, up to a limit. */
static unsigned common_extra(const struct scan_case *made, unsigned limit)
{
    for (size_t i = 0; i < made->count; i++)
        if (extra_of(made, i) < limit)
            limit = extra_of(made, i);
    return limit;
}

static void check_kernel(const struct padan_scan_kernel *kernel, struct padan_scan_pattern *pattern,
                         const struct scan_case *made, unsigned most, unsigned extra)
{
    struct padan_scan_band band = padan_scan_band(made->length, made->text_length, most, extra);
    unsigned width = padan_scan_width(&band);
    const uint8_t *texts[TEXTS];
    uint16_t distances[TEXTS];
    if (band.diagonals > kernel->widest)
        return;
    for (size_t i = 0; i < made->count; i++)
        texts[i] = made->text_codes[i];
    assert_true(padan_scan_pattern_bits(pattern, width));
    kernel->distances(pattern, &band, width, texts, made->count, distances);
    for (size_t i = 0; i < made->count; i++) {
        size_t distance = levenshtein(made->pattern, made->length, made->texts[i], made->text_length);
        assert_int_equal(distances[i], distance <= most ? distance : PADAN_SCAN_BEYOND);
    }
}

static void distances_are_those_of_the_definition_for_each_kernel(void **unused)
{
    (void)unused;
    static struct scan_case made;
    const struct padan_scan_kernel *kernels[PADAN_SCAN_KERNELS];
    size_t count = padan_scan_kernels(kernels);
    struct padan_scan_pattern pattern = { 0 };
    struct padan_alphabet alphabet = { .points = { 0 } };
    assert_true(padan_alphabet_prepare(&alphabet));
    for (int round = 0; round < 150; round++) {
        make_case(&made, round % 10 == 0 ? 400 : round % 2 ? 80 : 20);
        size_t apart = made.length > made.text_length ? made.length - made.text_length : made.text_length - made.length;
        unsigned most = (unsigned)apart + pick((uint32_t)made.length / 2 + 2);
        padan_scan_pattern_set(&pattern, &alphabet, made.codes, made.length);
        unsigned missing = made.length > made.text_length ? (unsigned)apart : 0;
        for (size_t kernel = 0; kernel < count; kernel++) {
            check_kernel(kernels[kernel], &pattern, &made, most, 0);
            check_kernel(kernels[kernel], &pattern, &made, most, common_extra(&made, most - missing));
        }
    }
    padan_scan_pattern_free(&pattern);
}

static void distances_in_blocks_are_those_of_the_definition(void **unused)
{
    (void)unused;
    static struct scan_case made;
    struct padan_distance distance = { 0 };
    for (int round = 0; round < 150; round++) {
        make_case(&made, round % 3 ? 200 : 500);
        assert_true(padan_distance_set(&distance, made.pattern, made.length));
        size_t most = pick((uint32_t)made.length + 2);
        for (size_t i = 0; i < made.count; i += 8) {
            size_t right = levenshtein(made.pattern, made.length, made.texts[i], made.text_length);
            assert_int_equal(padan_distance_from(&distance, made.texts[i], made.text_length, most),
                             right <= most ? right : SIZE_MAX);
        }
    }
    padan_distance_free(&distance);
}

/* Bands of a diagonal or two, which leave one block of rows for the next. */
static void distances_of_few_edits_are_those_of_the_definition(void **unused)
{
    (void)unused;
    uint32_t pattern[300], text[304];
    struct padan_distance distance = { 0 };
    for (int round = 0; round < 3000; round++) {
        size_t length = 60 + pick(round % 2 ? 12 : 200), other = length + pick(3);
        for (size_t i = 0; i < length; i++)
            pattern[i] = pick(30);
        for (size_t i = 0; i < other; i++)
            text[i] = i < length && pick(60) ? pattern[i] : pick(30);
        assert_true(padan_distance_set(&distance, pattern, length));
        size_t right = levenshtein(pattern, length, text, other), most = pick(5);
        assert_int_equal(padan_distance_from(&distance, text, other, most), right <= most ? right : SIZE_MAX);
        assert_true(padan_distance_set(&distance, text, other));
        assert_int_equal(padan_distance_from(&distance, pattern, length, most), right <= most ? right : SIZE_MAX);
    }
    padan_distance_free(&distance);
}

static void bags_leave_over_the_same_texts_for_each_kernel(void **unused)
{
    (void)unused;
    enum { COUNT = 300 };
    const struct padan_scan_kernel *kernels[PADAN_SCAN_KERNELS];
    static uint8_t bags[(COUNT / PADAN_SCAN_BLOCK + 1) * PADAN_SCAN_BLOCK * PADAN_BAG_SIZE];
    uint32_t found[PADAN_SCAN_KERNELS][COUNT];
    uint8_t extras[PADAN_SCAN_KERNELS][COUNT];
    size_t counts[PADAN_SCAN_KERNELS], count = padan_scan_kernels(kernels);
    for (int round = 0; round < 400; round++) {
        bool packed = round % 2;
        uint8_t bag[PADAN_BAG_SIZE];
        for (size_t i = 0; i < sizeof bags; i++)
            bags[i] = (uint8_t)pick(round % 3 ? 256 : 6);
        for (size_t i = 0; i < sizeof bag; i++)
            bag[i] = (uint8_t)pick(packed ? 16 : 40);
        size_t end = 1 + pick(COUNT), start = pick((uint32_t)end) / PADAN_SCAN_BLOCK * PADAN_SCAN_BLOCK;
        unsigned most = pick(255);
        for (size_t i = 0; i < count; i++)
            counts[i] = kernels[i]->filter(bags, packed, start, end, bag, most, found[i], extras[i]);
        for (size_t i = 1; i < count; i++) {
            assert_int_equal(counts[i], counts[0]);
            assert_memory_equal(found[i], found[0], counts[0] * sizeof **found);
            assert_memory_equal(extras[i], extras[0], counts[0]);
        }
    }
}

/* Ranges of code points that texts are made of. */
static const struct script {
    uint32_t first, count;
} scripts[] = { { 'a', 26 },   { 0x430, 32 }, { 0x4E00, 3000 }, { 0x3042, 80 },
                { 0xE01, 46 }, { 0x627, 36 }, { 0x905, 50 },    { 0x1F600, 70 } };

static void write_text(struct padan_buffer *out, const uint32_t *points, size_t count)
{
    padan_buffer_clear(out);
    for (size_t i = 0; i < count; i++)
        padan_utf8_append(out, (UChar32)points[i]);
    padan_buffer_reserve(out, 1);
}

enum { STORED = 1200, STORED_LENGTH = 90 };
static struct {
    uint32_t points[STORED_LENGTH];
    size_t length;
} stored[STORED];

static size_t make_text(uint32_t *out, const struct script *script)
{
    size_t length = pick(4) ? pick(40) : pick(STORED_LENGTH);
    for (size_t i = 0; i < length; i++)
        out[i] = pick(6) ? script->first + pick(script->count > 60 && pick(3) ? 20 : script->count) : ' ';
    return length;
}

static void make_texts(const struct script *script)
{
    for (size_t i = 0; i < STORED; i++) {
        if (i % 3 == 0 || stored[i - 1].length < 3) {
            stored[i].length = make_text(stored[i].points, script);
        } else {
            stored[i].length = stored[i - 1].length - pick(2);
            vary(stored[i].points, stored[i].length, stored[i - 1].points, stored[i - 1].length, 90);
            for (size_t at = 0; at < stored[i].length; at++)
                stored[i].points[at] += stored[i].points[at] ? 0 : 'x';
        }
    }
}

static struct padan_chunk *build(size_t from, size_t to, const char *path)
{
    struct padan_error error;
    struct padan_chunk_key key = { .first = (int64_t)from + 1 };
    struct padan_chunk_builder *builder;
    struct padan_chunk *chunk;
    struct padan_buffer text = { 0 };
    assert_int_equal(padan_chunk_builder_new(&builder, &key, &error), PADAN_OK);
    for (size_t i = from; i < to; i++) {
        write_text(&text, stored[i].points, stored[i].length);
        struct padan_string form = { text.data, text.size };
        assert_int_equal(padan_chunk_builder_add(builder, (int64_t)i + 1, i % 2 ? 1 : 2, form, 0, &error), PADAN_OK);
    }
    assert_int_equal(padan_chunk_builder_finish(&chunk, builder, (int64_t)to, path, 2, &error), PADAN_OK);
    padan_chunk_builder_free(builder);
    padan_buffer_free(&text);
    return chunk;
}

/* The similarity of the `rank`th nearest text that has a language, and how many there are at least as near as min. */
static size_t count_near(const uint32_t *query, size_t length, double min, uint32_t languages, double *best)
{
    size_t count = 0;
    *best = 0;
    for (size_t i = 0; i < STORED; i++) {
        size_t longer = stored[i].length > length ? stored[i].length : length;
        size_t distance = levenshtein(query, length, stored[i].points, stored[i].length);
        double similarity = longer ? 1 - (double)distance / (double)longer : 1;
        if (!((i % 2 ? 1u : 2u) & languages) || distance > padan_nearest_edits(longer, min))
            continue;
        count++;
        *best = similarity > *best ? similarity : *best;
    }
    return count;
}

/* Bounds are not exact where characters share a code: all that is near must be found, more may be. */
static void check_query(struct padan_nearest *nearest, const struct padan_near_source *sources, const uint32_t *query,
                        size_t length, double min)
{
    struct padan_buffer text = { 0 };
    struct padan_error error;
    size_t damaged;
    double best;
    write_text(&text, query, length);
    size_t near = count_near(query, length, min, sources[0].languages, &best);
    struct padan_string form = { text.data, text.size };
    assert_int_equal(padan_nearest_find(nearest, sources, 2, form, min, STORED, &damaged, &error), PADAN_OK);
    assert_true(nearest->count >= near);
    assert_true(near == 0 || nearest->items[0].similarity >= best - 1e-12);
    assert_int_equal(padan_nearest_find(nearest, sources, 2, form, min, 3, &damaged, &error), PADAN_OK);
    assert_true(nearest->count >= (near < 3 ? near : 3));
    assert_true(near == 0 || nearest->items[0].similarity >= best - 1e-12);
    padan_buffer_free(&text);
}

static void all_that_is_near_is_found_in_each_script_by_each_kernel(void **unused)
{
    (void)unused;
    const struct padan_scan_kernel *kernels[PADAN_SCAN_KERNELS];
    size_t count = padan_scan_kernels(kernels);
    struct padan_nearest nearest;
    assert_int_equal(padan_nearest_init(&nearest, NULL), PADAN_OK);
    for (size_t script = 0; script < sizeof scripts / sizeof *scripts; script++) {
        make_texts(&scripts[script]);
        struct padan_near_source sources[] = { { build(0, 900, NULL), 3 }, { build(900, STORED, NULL), 3 } };
        for (int round = 0; round < 24; round++) {
            uint32_t query[STORED_LENGTH];
            size_t from = pick(STORED), length = stored[from].length;
            vary(query, length, stored[from].points, length, 60);
            for (size_t i = 0; i < length; i++)
                query[i] += query[i] ? 0 : 'y';
            nearest.kernel = kernels[(size_t)round % count];
            sources[0].languages = sources[1].languages = round % 4 ? 3 : 1;
            check_query(&nearest, sources, query, length, round % 3 ? .7 : .5);
        }
        padan_chunk_release(sources[0].chunk);
        padan_chunk_release(sources[1].chunk);
    }
    padan_nearest_free(&nearest);
}

static long size_of(const char *path)
{
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    fclose(file);
    return size;
}

static void change_byte(const char *path, long at)
{
    FILE *file = fopen(path, "r+b");
    fseek(file, at, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(byte ^ 0x55, file);
    fclose(file);
}

/* Opens a file and searches all of it; the first status that is not good. */
static int read_whole(const char *path)
{
    struct padan_chunk *chunk;
    struct padan_error error;
    int status = padan_chunk_open(&chunk, path, &error);
    if (status != PADAN_OK)
        return status;
    for (size_t i = 0; i < chunk->section_count && status == PADAN_OK; i++) {
        struct padan_section_texts texts;
        status = padan_section_read(&texts, chunk, &chunk->sections[i], &error);
    }
    padan_chunk_release(chunk);
    return status;
}

static void a_file_that_was_cut_or_changed_anywhere_is_told(void **unused)
{
    (void)unused;
    char path[] = "/tmp/padan-chunk-XXXXXX";
    close(mkstemp(path));
    make_texts(&scripts[0]);
    padan_chunk_release(build(0, 200, path));
    assert_int_equal(read_whole(path), PADAN_OK);
    long size = size_of(path);
    for (int round = 0; round < 60; round++) {
        long at = (long)pick((uint32_t)size);
        change_byte(path, at);
        /* Only what fills up the border before the first slab says nothing. */
        int status = read_whole(path);
        assert_true(status == PADAN_ERROR_CORRUPT || status == PADAN_OK);
        change_byte(path, at);
    }
    for (long at = size - 1; at > 0; at /= 2) {
        assert_int_equal(truncate(path, at), 0);
        assert_int_equal(read_whole(path), PADAN_ERROR_CORRUPT);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_those_of_the_definition_for_each_kernel),
        cmocka_unit_test(distances_in_blocks_are_those_of_the_definition),
        cmocka_unit_test(distances_of_few_edits_are_those_of_the_definition),
        cmocka_unit_test(bags_leave_over_the_same_texts_for_each_kernel),
        cmocka_unit_test(all_that_is_near_is_found_in_each_script_by_each_kernel),
        cmocka_unit_test(a_file_that_was_cut_or_changed_anywhere_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
