/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and alignments into a memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_support.h"

struct reports {
    int count;
    int64_t disorder; /* reports of a line before that of the one told last */
    struct padan_error last;
};

static void keep_report(void *context, const struct padan_error *warning)
{
    struct reports *reports = context;
    reports->count++;
    reports->disorder += warning->line > 0 && warning->line < reports->last.line;
    reports->last = *warning;
}

static const char *write_text(struct place *place, const char *name, const char *text)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", place->folder, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
    return path;
}

static struct padan_exchange_options options_for(const char *source, const char *target, struct reports *reports)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    options.source = source;
    options.target = target;
    options.reporter = (struct padan_reporter){ keep_report, reports };
    return options;
}

static struct padan_batch_summary import_file(struct padan_memory *memory, const char *path,
                                              const struct padan_exchange_options *options)
{
    struct padan_batch_summary summary;
    struct padan_error error = { 0 };
    if (padan_memory_import(memory, path, options, &summary, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return summary;
}

static void a_file_is_imported_once(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for("en", "id", &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    static const char text[] = "Peace\tPerdamaian\nWar\tPerang\nPeace\tPerdamaian\n";
    struct padan_batch_summary summary = import_file(memory, write_text(place, "a.tsv", text), &options);
    assert_int_equal(summary.read, 3);
    assert_int_equal(summary.added, 2);
    assert_int_equal(summary.already, 1);
    assert_int_equal(summary.batch, 1);
    /* The same bytes under another name, then as other languages, then with a line more. */
    summary = import_file(memory, write_text(place, "copy.tsv", text), &options);
    assert_true(summary.same_source);
    assert_int_equal(summary.batch, 0);
    options.target = "ms";
    summary = import_file(memory, write_text(place, "copy.tsv", text), &options);
    assert_false(summary.same_source);
    assert_int_equal(summary.added, 2);
    options.target = "id";
    summary = import_file(memory, write_text(place, "b.tsv", "Peace\tPerdamaian\nLaw\tHukum\n"), &options);
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.already, 1);
    assert_int_equal(reports.count, 0);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static const char tmx_start[] =
    "<?xml version=\"1.0\"?>\n<tmx version=\"1.4\">\n"
    "<header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"sentence\""
    " o-tmf=\"t\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/>\n<body>\n";

static void a_broken_file_leaves_nothing(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for(NULL, NULL, &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer text = { 0 };
    struct padan_batch_summary summary;
    struct padan_error error = { 0 };
    options.strict = true;
    padan_buffer_text(&text, tmx_start);
    /* More than a transaction before the fault. */
    for (int i = 0; i < 10500; i++)
        padan_buffer_format(&text, "<tu><tuv xml:lang=\"en\"><seg>Alpha %d</seg></tuv></tu>\n", i);
    padan_buffer_text(&text, "<tu><tuv xml:lang=\"en\"><seg>");
    const char *path = write_text(place, "broken.tmx", text.data);
    assert_int_equal(padan_memory_import(memory, path, &options, &summary, &error), PADAN_ERROR_SYNTAX);
    assert_true(error.line > 10000);
    assert_string_equal(error.input, path);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 0);
    assert_int_equal(info.batch_count, 0);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    assert_int_equal(padan_memory_import(memory, "/nonexistent.tmx", &options, &summary, &error), PADAN_ERROR_SYSTEM);
    assert_int_equal(padan_memory_import(memory, place->folder, &options, &summary, &error), PADAN_ERROR_SYSTEM);
    padan_buffer_free(&text);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void a_broken_file_leaves_a_larger_memory_as_it_was(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for(NULL, NULL, &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer text = { 0 };
    struct padan_batch_summary summary;
    store_numbered(memory, "Beta", 0, 12000);
    options.strict = true;
    padan_buffer_text(&text, tmx_start);
    for (int i = 0; i < 10001; i++)
        padan_buffer_format(&text,
                            "<tu><prop type=\"x-padan-document\">lost.txt</prop>"
                            "<tuv xml:lang=\"en\"><seg>Alpha %d</seg></tuv></tu>\n",
                            i);
    const char *path = write_text(place, "broken.tmx", text.data);
    assert_int_equal(padan_memory_import(memory, path, &options, &summary, NULL), PADAN_ERROR_SYNTAX);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 12000);
    assert_int_equal(info.documents, 0);
    assert_int_equal(info.batch_count, 1);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    padan_buffer_free(&text);
    padan_memory_close(memory);
    assert_sound(place->path);
}

#define TOO_LONG_A_TAG "a-tag-of-a-language-that-nobody-ever-spoke-nor-any-standard-lists-anywhere"

static void many_refused_units_are_told_as_a_number(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for(NULL, NULL, &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer text = { 0 };
    padan_buffer_text(&text, tmx_start);
    for (int i = 0; i < 150; i++)
        padan_buffer_text(&text, "<tu><tuv xml:lang=\"" TOO_LONG_A_TAG "\"><seg>War</seg></tuv></tu>\n");
    padan_buffer_text(&text, "</body></tmx>\n");
    struct padan_batch_summary summary = import_file(memory, write_text(place, "a.tmx", text.data), &options);
    assert_int_equal(summary.refused, 150);
    assert_int_equal(reports.count, 101);
    assert_non_null(strstr(reports.last.message, "50 more"));
    padan_buffer_free(&text);
    padan_memory_close(memory);
}

/* Whether the one that is meant is just written, still waits for that, or is in a transaction before. */
static void the_same_unit_is_known_however_near(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for("en", "id", &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer text = { 0 };
    for (int i = 0; i < 12000; i++) {
        padan_buffer_format(&text, "Sentence %d\tKalimat %d\n", i, i);
        for (int back = 1; back <= 10000 && i % 7 == 0; back *= 10)
            padan_buffer_format(&text, "Sentence %d\tKalimat %d\n", i / back, i / back);
    }
    struct padan_batch_summary summary = import_file(memory, write_text(place, "a.tsv", text.data), &options);
    assert_int_equal(summary.added, 12000);
    assert_int_equal(summary.already, summary.read - 12000);
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.units, 12000);
    assert_true(info.indexes_current);
    padan_memory_info_free(&info);
    padan_buffer_free(&text);
    padan_memory_close(memory);
    assert_sound(place->path);
}

/* What the reader mends, far ahead of what is stored, and what the memory refuses. */
static void all_is_told_in_the_order_of_the_file(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for(NULL, NULL, &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer text = { 0 };
    padan_buffer_text(&text, tmx_start);
    for (int i = 0; i < 9000; i++) {
        const char *language = i % 1000 == 500 ? TOO_LONG_A_TAG : "id";
        const char *date = i % 1000 == 999 ? " creationdate=\"yesterday\"" : "";
        padan_buffer_format(&text, "<tu%s><tuv xml:lang=\"%s\"><seg>Kalimat %d</seg></tuv></tu>\n", date, language, i);
    }
    padan_buffer_text(&text, "</body></tmx>\n");
    struct padan_batch_summary summary = import_file(memory, write_text(place, "a.tmx", text.data), &options);
    assert_int_equal(summary.added, 8991);
    assert_int_equal(summary.refused, 9);
    assert_int_equal(summary.warnings, 9);
    assert_int_equal(reports.count, 18);
    assert_int_equal(reports.disorder, 0);
    padan_buffer_free(&text);
    padan_memory_close(memory);
}

static void refused_units_are_reported_with_their_line(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_exchange_options options = options_for(NULL, NULL, &reports);
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer text = { 0 };
    struct padan_buffer list = { 0 };
    padan_buffer_text(&text, tmx_start);
    padan_buffer_text(&text,
                      "<tu><tuv xml:lang=\"en\"><seg>Peace</seg></tuv></tu>\n"
                      "<tu><tuv xml:lang=\"" TOO_LONG_A_TAG
                      "\"><seg>War</seg></tuv></tu>\n"
                      "<tu><tuv xml:lang=\"en\"><seg></seg></tuv></tu>\n"
                      "<tu><tuv xml:lang=\"EN_us\"><seg>Law</seg></tuv></tu>\n</body></tmx>\n");
    struct padan_batch_summary summary = import_file(memory, write_text(place, "a.tmx", text.data), &options);
    assert_int_equal(summary.added, 2);
    assert_int_equal(summary.refused, 2);
    assert_int_equal(summary.read, 4);
    assert_int_equal(reports.count, 2);
    assert_true(reports.last.line > 0);
    assert_non_null(strstr(list_units(memory, NULL, &list), "EN_us Law"));
    padan_buffer_free(&text);
    padan_buffer_free(&list);
    padan_memory_close(memory);
    assert_sound(place->path);
}

/* Two small texts, aligned one to one. */
struct texts {
    struct padan_document *source, *target;
    struct padan_segments source_segments, target_segments;
};

static void read_side(struct padan_document **document, struct padan_segments *segments, const char *text,
                      const char *name)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    options.format = "segmented";
    assert_int_equal(padan_document_parse(document, text, strlen(text), name, &options, NULL), PADAN_OK);
    assert_int_equal(padan_segment_document(segments, NULL, *document, NULL), PADAN_OK);
}

static void free_texts(struct texts *texts)
{
    padan_segments_free(&texts->source_segments);
    padan_segments_free(&texts->target_segments);
    padan_document_free(texts->source);
    padan_document_free(texts->target);
}

static struct padan_batch_summary store_texts(struct padan_memory *memory, const char *english, const char *indonesian)
{
    struct texts texts = { 0 };
    read_side(&texts.source, &texts.source_segments, english, "a.en.txt");
    read_side(&texts.target, &texts.target_segments, indonesian, "a.id.txt");
    struct padan_align_text source = { texts.source, &texts.source_segments, "en" };
    struct padan_align_text target = { texts.target, &texts.target_segments, "id" };
    struct padan_alignment alignment;
    struct padan_batch_summary summary;
    struct padan_error error = { 0 };
    assert_int_equal(padan_align_documents(&alignment, &source, &target, NULL, NULL), PADAN_OK);
    if (padan_memory_store(memory, &source, &target, &alignment, &summary, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    padan_alignment_free(&alignment);
    free_texts(&texts);
    return summary;
}

static void the_same_two_documents_are_stored_once(void **state)
{
    struct place *place = *state;
    static const char english[] = "The first session opened in 1998.\nIt closed on Friday, in Jakarta.\n";
    static const char indonesian[] = "Sidang pertama dibuka pada 1998.\nSidang ditutup Jumat, di Jakarta.\n";
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_buffer list = { 0 };
    struct padan_batch_summary summary = store_texts(memory, english, indonesian);
    assert_int_equal(summary.added, 2);
    summary = store_texts(memory, english, indonesian);
    assert_true(summary.same_source);
    assert_int_equal(summary.added, 0);
    const char *units = list_units(memory, NULL, &list);
    assert_non_null(strstr(units, "a.en.txt:0 "));
    assert_non_null(strstr(units, "before= after=It closed on Friday, in Jakarta."));
    struct padan_memory_info info = read_info(memory);
    assert_int_equal(info.batch_count, 1);
    assert_string_equal(info.batches[0].kind, "align");
    assert_string_equal(info.batches[0].source, "a.en.txt, a.id.txt");
    assert_int_equal(info.documents, 1);
    padan_memory_info_free(&info);
    struct padan_undo_summary undone;
    assert_int_equal(padan_memory_undo(memory, 0, &undone, NULL), PADAN_OK);
    assert_int_equal(undone.removed, 2);
    assert_int_equal(store_texts(memory, english, indonesian).added, 2);
    padan_buffer_free(&list);
    padan_memory_close(memory);
    assert_sound(place->path);
}

static void raise_flag(void *context, int64_t done, int64_t total)
{
    volatile sig_atomic_t *flag = context;
    (void)total;
    *flag = done > 0;
}

static int import_told_to_stop(struct place *place, const char *path, struct padan_exchange_options *options,
                               struct padan_batch_summary *summary)
{
    volatile sig_atomic_t flag = 0;
    struct padan_import_options import = PADAN_IMPORT_OPTIONS_INIT;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    import.stop = &flag;
    options->progress = raise_flag;
    options->progress_context = (void *)&flag;
    int status = padan_memory_import_with(memory, path, options, &import, summary, NULL);
    padan_memory_close(memory);
    return status;
}

/* Units in other languages than those asked for are read and passed over. */
static void an_import_that_takes_nothing_can_be_stopped(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_batch_summary summary;
    struct padan_buffer text = { 0 };
    padan_buffer_text(&text,
                      "<tmx version=\"1.4\"><header creationtool=\"t\" creationtoolversion=\"1\" segtype=\"block\" "
                      "o-tmf=\"t\" adminlang=\"en\" srclang=\"en\" datatype=\"plaintext\"/><body>");
    for (int i = 0; i < 50000; i++)
        padan_buffer_format(
            &text, "<tu><tuv xml:lang=\"en\"><seg>%d.</seg></tuv><tuv xml:lang=\"id\"><seg>%d.</seg></tuv></tu>\n", i,
            i);
    padan_buffer_text(&text, "</body></tmx>\n");
    const char *path = write_text(place, "a.tmx", text.data);
    struct padan_exchange_options options = options_for("xh", "zu", &reports);
    assert_int_equal(import_told_to_stop(place, path, &options, &summary), PADAN_ERROR_STOPPED);
    padan_buffer_free(&text);
}

/* Nothing is read again of a file that is stored: the next one in a list must not be gone on to. */
static void an_import_of_what_is_stored_can_be_stopped(void **state)
{
    struct place *place = *state;
    struct reports reports = { 0 };
    struct padan_batch_summary summary;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    const char *path = write_text(place, "a.tsv", "en\tid\nOne.\tSatu.\n");
    struct padan_exchange_options options = options_for(NULL, NULL, &reports);
    assert_int_equal(import_file(memory, path, &options).added, 1);
    padan_memory_close(memory);
    assert_int_equal(import_told_to_stop(place, path, &options, &summary), PADAN_ERROR_STOPPED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_place, teardown_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_file_is_imported_once),
        CASE(a_broken_file_leaves_nothing),
        CASE(a_broken_file_leaves_a_larger_memory_as_it_was),
        CASE(many_refused_units_are_told_as_a_number),
        CASE(the_same_unit_is_known_however_near),
        CASE(all_is_told_in_the_order_of_the_file),
        CASE(refused_units_are_reported_with_their_line),
        CASE(the_same_two_documents_are_stored_once),
        CASE(an_import_that_takes_nothing_can_be_stopped),
        CASE(an_import_of_what_is_stored_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
