/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leverage through its interface: bands against a memory and within a batch, counts, and internal matches against brute
 * force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/padan.h>

#include "match_support.h"

static void put_unit(struct padan_batch *batch, const char *before, const char *source, const char *after)
{
    struct padan_error error;
    struct padan_variant variants[] = {
        { .language = padan_string("en"),
          .text = padan_string(source),
          .has_before = before != NULL,
          .before = padan_string(before),
          .has_after = after != NULL,
          .after = padan_string(after) },
        { .language = padan_string("id"), .text = padan_string("terjemahan") },
    };
    struct padan_unit unit = { .variants = variants,
                               .variant_count = 2,
                               .status = PADAN_UNIT_CONFIRMED,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .position = -1 };
    assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
}

/* Units as texts one after another in a document. */
static void store(const char *const *texts, size_t count)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_memory *memory;
    struct padan_batch *batch;
    struct padan_error error;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = "test";
    assert_int_equal(padan_memory_open(&memory, path, PADAN_MEMORY_CREATE, &error), PADAN_OK);
    assert_int_equal(padan_batch_begin(&batch, memory, &options, &summary, &error), PADAN_OK);
    for (size_t i = 0; i < count; i++)
        put_unit(batch, i > 0 ? texts[i - 1] : "", texts[i], i + 1 < count ? texts[i + 1] : "");
    assert_int_equal(padan_batch_finish(batch, &summary, &error), PADAN_OK);
    padan_memory_close(memory);
}

struct counting {
    struct padan_matcher *matcher;
    struct padan_match_search *search;
    struct padan_leverage *leverage;
    struct padan_leverage_counts counts;
};

static void begin(struct counting *counting, const char *language, bool with_memory)
{
    static const char *const target[] = { "id" };
    struct padan_match_options options = PADAN_MATCH_OPTIONS_INIT;
    struct padan_match_memory memory = { .path = path };
    struct padan_error error;
    *counting = (struct counting){ 0 };
    options.source = language;
    options.targets = target;
    options.target_count = 1;
    options.min = 50;
    options.max = 1;
    if (with_memory) {
        assert_int_equal(padan_matcher_open(&counting->matcher, &memory, 1, NULL, &error), PADAN_OK);
        assert_int_equal(padan_match_search_open(&counting->search, counting->matcher, &options, &error), PADAN_OK);
    }
    assert_int_equal(padan_leverage_new(&counting->leverage, language, counting->search, &error), PADAN_OK);
}

static void end(struct counting *counting)
{
    padan_leverage_free(counting->leverage);
    padan_match_search_close(counting->search);
    padan_matcher_close(counting->matcher);
}

/* The band that a segment is counted in, of all the one that has grown. */
static int band_in(struct counting *counting, const char *before, const char *text, const char *after)
{
    struct padan_leverage_counts was = counting->counts;
    struct padan_match_query query = { .text = padan_string(text),
                                       .has_before = before != NULL,
                                       .before = padan_string(before),
                                       .has_after = after != NULL,
                                       .after = padan_string(after) };
    struct padan_error error;
    int found = -1;
    assert_int_equal(padan_leverage_add(counting->leverage, &query, &counting->counts, &error), PADAN_OK);
    for (int band = 0; band < PADAN_LEVERAGE_BANDS; band++)
        if (counting->counts.bands[band].segments > was.bands[band].segments) {
            assert_int_equal(found, -1);
            found = band;
        }
    return found;
}

static int band_of(struct counting *counting, const char *text)
{
    return band_in(counting, NULL, text, NULL);
}

static void test_memory_bands(void **unused)
{
    static const char *const texts[] = { "The harbour opens at dawn.", "Save the file", "The ferry leaves at noon." };
    struct counting counting;
    (void)unused;
    store(texts, 3);
    begin(&counting, "en", true);
    assert_int_equal(band_in(&counting, texts[0], texts[1], texts[2]), PADAN_LEVERAGE_CONTEXT);
    assert_int_equal(band_in(&counting, "", texts[0], "Another."), PADAN_LEVERAGE_CONTEXT);
    assert_int_equal(band_in(&counting, "Other.", texts[2], "Another."), PADAN_LEVERAGE_EXACT);
    assert_int_equal(band_of(&counting, "SAVE the file!"), PADAN_LEVERAGE_95);
    assert_int_equal(band_of(&counting, "save the files"), PADAN_LEVERAGE_85);
    assert_int_equal(band_of(&counting, "Nothing of that kind was ever stored here"), PADAN_LEVERAGE_NONE);
    end(&counting);
}

/* 101 and 102 are what needs no look, so a repetition in context stays in context. */
static void test_repetitions(void **unused)
{
    static const char *const texts[] = { "The harbour opens at dawn.", "Save the file" };
    struct counting counting;
    (void)unused;
    store(texts, 2);
    begin(&counting, "en", true);
    assert_int_equal(band_of(&counting, texts[1]), PADAN_LEVERAGE_EXACT);
    assert_int_equal(band_of(&counting, texts[1]), PADAN_LEVERAGE_REPETITION);
    assert_int_equal(band_in(&counting, texts[0], texts[1], ""), PADAN_LEVERAGE_CONTEXT);
    assert_int_equal(band_of(&counting, "  Save\n the file "), PADAN_LEVERAGE_REPETITION);
    assert_int_equal(band_of(&counting, "Cafe\xCC\x81"), PADAN_LEVERAGE_NONE);
    assert_int_equal(band_of(&counting, "Caf\xC3\xA9"), PADAN_LEVERAGE_REPETITION);
    end(&counting);
}

static void test_internal_bands(void **unused)
{
    struct counting counting;
    (void)unused;
    begin(&counting, "en", false);
    assert_int_equal(band_of(&counting, "save the file"), PADAN_LEVERAGE_NONE);
    assert_int_equal(band_of(&counting, "Save the file."), PADAN_LEVERAGE_INTERNAL_95);
    assert_int_equal(band_of(&counting, "save the files"), PADAN_LEVERAGE_INTERNAL_85);
    assert_int_equal(band_of(&counting, "save the new file"), PADAN_LEVERAGE_INTERNAL_75);
    assert_int_equal(band_of(&counting, "save the whole old file"), PADAN_LEVERAGE_INTERNAL_50);
    assert_int_equal(band_of(&counting,
                             "\xEF\xBF\xBC"
                             "save the file"),
                     PADAN_LEVERAGE_INTERNAL_95);
    end(&counting);
}

static void test_counts(void **unused)
{
    struct counting counting;
    struct padan_leverage_counts sum = { 0 };
    (void)unused;
    begin(&counting, "en", false);
    band_of(&counting, "Peace-keeping \xEF\xBF\xBC costs  6,500.25 \xE2\x82\xAC!");
    struct padan_leverage_count count = padan_leverage_total(&counting.counts);
    assert_int_equal(count.segments, 1);
    assert_int_equal(count.words, 4);
    assert_int_equal(count.characters, 13 + 1 + 1 + 5 + 1 + 8 + 1 + 2);
    assert_int_equal(count.characters_without_spaces, 13 + 5 + 8 + 2);
    padan_leverage_sum(&sum, &counting.counts);
    padan_leverage_sum(&sum, &counting.counts);
    assert_int_equal(padan_leverage_total(&sum).words, 8);
    end(&counting);
    begin(&counting, "th", false);
    band_of(&counting, "\xE0\xB8\xA0\xE0\xB8\xB2\xE0\xB8\xA9\xE0\xB8\xB2\xE0\xB9\x84\xE0\xB8\x97\xE0\xB8\xA2");
    count = padan_leverage_total(&counting.counts);
    assert_int_equal(count.words, 2);
    assert_int_equal(count.characters, 7);
    end(&counting);
}

static void test_ugly(void **unused)
{
    struct counting counting;
    struct padan_error error;
    (void)unused;
    begin(&counting, "en", false);
    struct padan_match_query query = { .text = padan_string("broken \xFF here") };
    assert_int_equal(padan_leverage_add(counting.leverage, &query, &counting.counts, &error), PADAN_ERROR_ENCODING);
    assert_int_equal(padan_leverage_total(&counting.counts).segments, 0);
    assert_int_equal(band_of(&counting, ""), PADAN_LEVERAGE_NONE);
    assert_int_equal(band_of(&counting, " \n"), PADAN_LEVERAGE_REPETITION);
    assert_int_equal(band_of(&counting, "!"), PADAN_LEVERAGE_INTERNAL_95);
    size_t size = 300000;
    char *text = malloc(size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = "long words "[i % 11];
    text[size] = '\0';
    assert_int_equal(band_of(&counting, text), PADAN_LEVERAGE_NONE);
    assert_int_equal(band_of(&counting, text), PADAN_LEVERAGE_REPETITION);
    free(text);
    end(&counting);
    assert_int_equal(padan_leverage_new(&counting.leverage, "no tag!", NULL, &error), PADAN_ERROR_LANGUAGE);
    padan_leverage_free(NULL);
}

enum { RANDOM_TEXTS = 700, RANDOM_SIZE = 160 };

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void make_random(char text[RANDOM_SIZE], uint32_t *state)
{
    static const char *const words[] = { "file", "Save", "the", "open", "r\xC3\xB4le", "\xE6\x96\x87\xE4\xBB\xB6",
                                         "12",   "7",    "a",   "new",  "folder,",     "Print" };
    size_t size = 0, count = 2 + next_random(state) % 6;
    for (size_t i = 0; i < count; i++)
        size += (size_t)snprintf(text + size, RANDOM_SIZE - size, "%s%s", i ? " " : "",
                                 words[next_random(state) % (sizeof words / sizeof *words)]);
}

static int expected_band(const char texts[][RANDOM_SIZE], size_t number, struct padan_comparer *comparer)
{
    struct padan_error error;
    struct padan_score score;
    double best = 0;
    assert_int_equal(padan_comparer_query(comparer, padan_string(texts[number]), &error), PADAN_OK);
    for (size_t i = 0; i < number; i++) {
        assert_int_equal(
            padan_comparer_score(&score, comparer, padan_string(texts[i]), (struct padan_string){ NULL, 0 }, 0, &error),
            PADAN_OK);
        best = score.score > best ? score.score : best;
    }
    return best >= 100  ? PADAN_LEVERAGE_REPETITION
           : best >= 95 ? PADAN_LEVERAGE_INTERNAL_95
           : best >= 85 ? PADAN_LEVERAGE_INTERNAL_85
           : best >= 75 ? PADAN_LEVERAGE_INTERNAL_75
           : best >= 50 ? PADAN_LEVERAGE_INTERNAL_50
                        : PADAN_LEVERAGE_NONE;
}

/* So many texts that their index is put together several times. */
static void test_complete(void **unused)
{
    static char texts[RANDOM_TEXTS][RANDOM_SIZE];
    struct padan_comparer *comparer;
    struct counting counting;
    struct padan_error error;
    uint32_t state = 17;
    (void)unused;
    begin(&counting, "en", false);
    assert_int_equal(padan_comparer_new(&comparer, "en", &error), PADAN_OK);
    for (size_t i = 0; i < RANDOM_TEXTS; i++) {
        make_random(texts[i], &state);
        enum padan_leverage_band band = (enum padan_leverage_band)band_of(&counting, texts[i]);
        enum padan_leverage_band expected =
            (enum padan_leverage_band)expected_band((const char(*)[RANDOM_SIZE])texts, i, comparer);
        if (band != expected)
            fail_msg("\"%s\" is in %s, not %s", texts[i], padan_leverage_band_name(band),
                     padan_leverage_band_name(expected));
    }
    padan_comparer_free(comparer);
    end(&counting);
}

enum { THREADS = 3 };

static void count_by_threads(struct padan_leverage_counts *counts, const struct padan_match_query *segments,
                             size_t threads)
{
    struct counting counting[THREADS];
    struct padan_match_search *searches[THREADS];
    struct padan_leverage *leverage;
    struct padan_error error;
    *counts = (struct padan_leverage_counts){ 0 };
    for (size_t i = 0; i < THREADS; i++) {
        begin(&counting[i], "en", true);
        searches[i] = counting[i].search;
    }
    assert_int_equal(padan_leverage_new_shared(&leverage, "en", searches, threads, &error), PADAN_OK);
    assert_int_equal(padan_leverage_add_all(leverage, segments, RANDOM_TEXTS, counts, &error), PADAN_OK);
    padan_leverage_free(leverage);
    for (size_t i = 0; i < THREADS; i++)
        end(&counting[i]);
}

/* One by one, at once, and by several threads. */
static void test_threads(void **unused)
{
    static char texts[RANDOM_TEXTS][RANDOM_SIZE];
    static struct padan_match_query segments[RANDOM_TEXTS];
    const char *stored[40];
    struct padan_leverage_counts counts[2];
    struct counting counting;
    uint32_t state = 23;
    (void)unused;
    for (size_t i = 0; i < RANDOM_TEXTS; i++) {
        make_random(texts[i], &state);
        segments[i].text = padan_string(texts[i]);
        segments[i].has_before = segments[i].has_after = true;
        segments[i].before = padan_string(i > 0 ? texts[i - 1] : "");
    }
    for (size_t i = 0; i < RANDOM_TEXTS; i++)
        segments[i].after = padan_string(i + 1 < RANDOM_TEXTS ? texts[i + 1] : "");
    for (size_t i = 0; i < sizeof stored / sizeof *stored; i++)
        stored[i] = texts[i * 7];
    store(stored, sizeof stored / sizeof *stored);
    begin(&counting, "en", true);
    for (size_t i = 0; i < RANDOM_TEXTS; i++)
        band_in(&counting, i > 0 ? texts[i - 1] : "", texts[i], i + 1 < RANDOM_TEXTS ? texts[i + 1] : "");
    count_by_threads(&counts[0], segments, 1);
    count_by_threads(&counts[1], segments, THREADS);
    assert_memory_equal(&counts[0], &counting.counts, sizeof *counts);
    assert_memory_equal(&counts[1], &counting.counts, sizeof *counts);
    end(&counting);
}

static void test_threads_tell_a_fault(void **unused)
{
    static struct padan_match_query segments[100];
    struct padan_leverage_counts counts = { 0 };
    struct padan_leverage *leverage;
    struct padan_error error;
    (void)unused;
    for (size_t i = 0; i < 100; i++)
        segments[i].text = padan_string(i == 90 ? "\xFF" : "A file");
    assert_int_equal(padan_leverage_new_shared(&leverage, "en", NULL, THREADS, &error), PADAN_OK);
    assert_int_equal(padan_leverage_add_all(leverage, segments, 100, &counts, &error), PADAN_ERROR_ENCODING);
    assert_int_equal(padan_leverage_total(&counts).segments, 0);
    padan_leverage_free(leverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_memory_bands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repetitions, set_up, tear_down),
        cmocka_unit_test(test_internal_bands),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_ugly),
        cmocka_unit_test(test_complete),
        cmocka_unit_test_setup_teardown(test_threads, set_up, tear_down),
        cmocka_unit_test(test_threads_tell_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
