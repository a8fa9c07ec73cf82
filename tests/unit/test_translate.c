/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pre-translation, and parts of a text, through their interfaces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/padan.h>

#include "match_support.h"

static void put(struct padan_batch *batch, const char *source, const char *target)
{
    struct padan_error error;
    const struct padan_variant variants[] = {
        { .language = padan_string("en"), .text = padan_string(source) },
        { .language = padan_string("id"), .text = padan_string(target) },
    };
    const struct padan_unit unit = { .variants = variants,
                                     .variant_count = 2,
                                     .status = PADAN_UNIT_CONFIRMED,
                                     .confidence = PADAN_CONFIDENCE_UNKNOWN,
                                     .position = -1 };
    assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
}

/* Stores the pairs, and those of "Step N is done." for N from 0 below `steps`. */
static void store(const char *const pairs[][2], size_t count, int steps)
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
        put(batch, pairs[i][0], pairs[i][1]);
    for (int i = 0; i < steps; i++) {
        char source[64], target[64];
        snprintf(source, sizeof source, "Step %d is done.", i);
        snprintf(target, sizeof target, "Langkah %d selesai.", i);
        put(batch, source, target);
    }
    assert_int_equal(padan_batch_finish(batch, &summary, &error), PADAN_OK);
    padan_memory_close(memory);
}

struct translating {
    struct padan_document *document;
    struct padan_segments segments;
    struct padan_matcher *matcher;
    struct padan_translation_options options;
    int64_t told;
};

static void tell(void *context, int64_t done, int64_t total)
{
    struct translating *translating = context;
    assert_true(done <= total && done > translating->told);
    translating->told = done;
}

static void begin(struct translating *translating, const char *text, const char *format)
{
    const struct padan_match_memory memory = { .path = path };
    struct padan_segmenter_options cutting = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_read_options reading = PADAN_READ_OPTIONS_INIT;
    struct padan_segmenter *segmenter;
    struct padan_error error;
    *translating = (struct translating){ .options = PADAN_TRANSLATION_OPTIONS_INIT };
    translating->options.source = "en";
    translating->options.target = "id";
    reading.format = format;
    cutting.data = getenv("PADAN_DATA");
    assert_int_equal(padan_document_parse(&translating->document, text, strlen(text), "text", &reading, &error),
                     PADAN_OK);
    assert_int_equal(padan_segmenter_new(&segmenter, "en", &cutting, &error), PADAN_OK);
    assert_int_equal(padan_segment_document(&translating->segments, segmenter, translating->document, &error),
                     PADAN_OK);
    padan_segmenter_free(segmenter);
    assert_int_equal(padan_matcher_open(&translating->matcher, &memory, 1, NULL, &error), PADAN_OK);
}

static void end(struct translating *translating)
{
    padan_matcher_close(translating->matcher);
    padan_segments_free(&translating->segments);
    padan_document_free(translating->document);
}

static struct padan_translation *translate(struct translating *translating)
{
    struct padan_translation *translation;
    struct padan_error error;
    assert_int_equal(padan_translation_new(&translation, translating->matcher, translating->document,
                                           &translating->segments, &translating->options, &error),
                     PADAN_OK);
    return translation;
}

/* What a translation is as a file of a format; freed with free(). */
static char *write_as(const struct padan_translation *translation, const char *format)
{
    struct padan_output *output;
    struct padan_error error;
    char name[128];
    snprintf(name, sizeof name, "%s/out", folder);
    assert_int_equal(padan_output_open(&output, name, &error), PADAN_OK);
    assert_int_equal(padan_translation_write(translation, format, output, NULL, &error), PADAN_OK);
    assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
    FILE *file = fopen(name, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
    fclose(file);
    return text;
}

static void assert_written(struct translating *translating, const char *format, const char *expected)
{
    struct padan_translation *translation = translate(translating);
    char *text = write_as(translation, format);
    assert_string_equal(text, expected);
    free(text);
    padan_translation_free(translation);
}

static void a_text_keeps_what_was_not_found(void **unused)
{
    static const char *const pairs[][2] = { { "The boat left.", "Perahu itu berangkat." },
                                            { "It came back at 9:30.", "Ia kembali pukul 09.30." } };
    struct translating translating;
    (void)unused;
    store(pairs, 2, 0);
    begin(&translating, "The boat left.  Nobody saw it.\r\n\r\nIt came back at 9:30.\r\n", "text");
    assert_written(&translating, "same", "Perahu itu berangkat.  Nobody saw it.\r\n\r\nIa kembali pukul 09.30.\r\n");
    struct padan_translation *translation = translate(&translating);
    assert_int_equal(padan_translation_count(translation), 3);
    struct padan_translated found = padan_translation_segment(translation, 0);
    assert_string_equal(found.target.data, "Perahu itu berangkat.");
    assert_true(found.score >= 100);
    found = padan_translation_segment(translation, 1);
    assert_int_equal(found.target.size, 0);
    assert_true(found.score <= 0);
    padan_translation_free(translation);
    end(&translating);
}

static void what_differs_in_a_number_is_repaired_where_that_is_asked_for(void **unused)
{
    static const char *const pairs[][2] = { { "It came back at 9:30.", "Ia kembali pukul 09.30." } };
    struct translating translating;
    (void)unused;
    store(pairs, 1, 0);
    begin(&translating, "It came back at 10:45.\n", "text");
    assert_written(&translating, "same", "It came back at 10:45.\n");
    translating.options.min = 75;
    assert_written(&translating, "same", "Ia kembali pukul 09.30.\n");
    translating.options.repairs = true;
    assert_written(&translating, "same", "Ia kembali pukul 10.45.\n");
    end(&translating);
}

static void codes_of_html_go_to_their_places(void **unused)
{
    static const char *const pairs[][2] = { { "Open the file.", "Buka berkas itu." } };
    struct translating translating;
    (void)unused;
    store(pairs, 1, 0);
    begin(&translating, "<p><b>Open the file.</b></p><p>Open <i>the</i> file.</p>", "html");
    translating.options.min = 99;
    struct padan_translation *translation = translate(&translating);
    assert_false(padan_translation_segment(translation, 0).lacks_codes);
    assert_true(padan_translation_segment(translation, 1).lacks_codes);
    assert_true(padan_translation_segment(translation, 1).score <= 99);
    char *text = write_as(translation, "same");
    assert_non_null(strstr(text, "<p><b>Buka berkas itu.</b></p>"));
    free(text);
    padan_translation_free(translation);
    end(&translating);
}

static void threads_give_the_same_in_each_format(void **unused)
{
    static char text[32768];
    struct translating translating;
    size_t size = 0;
    (void)unused;
    store(NULL, 0, 150);
    for (int i = 0; i < 400; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, i % 3 ? "Step %d is done.\n" : "Step %d was done!\n",
                                 (i * 7) % 300);
    begin(&translating, text, "lines");
    translating.options.min = 75;
    translating.options.repairs = true;
    translating.options.progress = tell;
    translating.options.progress_context = &translating;
    for (const char *const *format = padan_translation_formats(); *format; format++) {
        struct padan_translation *one =
            (translating.options.threads = 0, translating.told = 0, translate(&translating));
        assert_int_equal(translating.told, 400);
        struct padan_translation *many =
            (translating.options.threads = 3, translating.told = 0, translate(&translating));
        assert_int_equal(translating.told, 400);
        char *alone = write_as(one, *format), *together = write_as(many, *format);
        assert_non_null(strstr(alone, "Langkah 7 selesai."));
        assert_string_equal(alone, together);
        free(alone);
        free(together);
        padan_translation_free(one);
        padan_translation_free(many);
    }
    end(&translating);
}

static void bad_requests_are_told(void **unused)
{
    static const char *const pairs[][2] = { { "One.", "Satu." } };
    struct padan_translation *translation;
    struct translating translating;
    struct padan_error error;
    (void)unused;
    store(pairs, 1, 0);
    begin(&translating, "One.\n", "text");
    translation = translate(&translating);
    assert_int_equal(padan_translation_write(translation, "docx", NULL, NULL, &error), PADAN_ERROR_ARGUMENT);
    padan_translation_free(translation);
    translating.options.target = "fr";
    assert_int_equal(padan_translation_new(&translation, translating.matcher, translating.document,
                                           &translating.segments, &translating.options, &error),
                     PADAN_ERROR_NOT_FOUND);
    assert_null(translation);
    padan_translation_free(NULL);
    end(&translating);
    begin(&translating, "", "text");
    translation = translate(&translating);
    assert_int_equal(padan_translation_count(translation), 0);
    padan_translation_free(translation);
    end(&translating);
}

/* The parts of a text, one a line. */
static void assert_parts(const char *text, const char *source, const char *expected)
{
    struct padan_memory *memory;
    struct padan_span *spans;
    struct padan_error error;
    char found[512] = "";
    size_t count, size = 0;
    assert_int_equal(padan_memory_open(&memory, path, PADAN_MEMORY_READ, &error), PADAN_OK);
    assert_int_equal(padan_find_parts(&spans, &count, memory, padan_string(text), source, 10, &error), PADAN_OK);
    for (size_t i = 0; i < count; i++)
        size += (size_t)snprintf(found + size, sizeof found - size, "%.*s\n", (int)(spans[i].end - spans[i].start),
                                 text + spans[i].start);
    assert_string_equal(found, expected);
    free(spans);
    padan_memory_close(memory);
}

static void parts_are_the_longest_that_stand_in_stored_texts(void **unused)
{
    static const char *const pairs[][2] = { { "The rescue team arrived in the morning.", "Tim tiba pagi hari." },
                                            { "A boat left at night.", "Perahu berangkat malam hari." } };
    struct padan_memory *memory;
    struct padan_span *spans;
    struct padan_error error;
    size_t count;
    (void)unused;
    store(pairs, 2, 0);
    assert_parts("Yesterday the rescue team arrived; a boat left.", "en", "the rescue team arrived\na boat left\n");
    assert_parts("rescue a team", "en", "");
    assert_parts("", "en", "");
    assert_parts("?!", "en", "");
    assert_int_equal(padan_memory_open(&memory, path, PADAN_MEMORY_READ, &error), PADAN_OK);
    assert_int_equal(padan_find_parts(&spans, &count, memory, padan_string("a boat"), "no tag!", 1, &error),
                     PADAN_ERROR_LANGUAGE);
    padan_memory_close(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_text_keeps_what_was_not_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_differs_in_a_number_is_repaired_where_that_is_asked_for, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(codes_of_html_go_to_their_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(threads_give_the_same_in_each_format, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_requests_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(parts_are_the_longest_that_stand_in_stored_texts, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
