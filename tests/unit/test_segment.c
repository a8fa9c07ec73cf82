/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped rules on hard texts, and what holds for any text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include <padan/segment.h>

#include "base/buffer.h"
#include "base/file.h"
#include "segment/characters.h"
#include "segment_texts.h"
#include "text/utf8.h"

/* Stands before each segment but the first in the files of texts. */
#define MARK "\xC2\xA6"

static struct padan_segmenter *open_segmenter(const char *language)
{
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_segmenter *segmenter = NULL;
    struct padan_error error;
    char message[1024];
    options.data = TEST_TM;
    if (padan_segmenter_new(&segmenter, language, &options, &error) != PADAN_OK)
        fail_msg("%s", padan_error_format(&error, message, sizeof message));
    return segmenter;
}

/* The segments of a text as the files have them: with the mark before each but the first. */
static char *cut_and_mark(struct padan_segmenter *segmenter, struct padan_string text)
{
    struct padan_segments segments;
    struct padan_buffer marked = { 0 };
    size_t done = 0;
    assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
    for (size_t i = 0; i < segments.count; i++) {
        padan_buffer_append(&marked, text.data + done, segments.items[i].start - done);
        if (i > 0)
            padan_buffer_text(&marked, MARK);
        done = segments.items[i].start;
    }
    padan_buffer_append(&marked, text.data + done, text.size - done);
    padan_segments_free(&segments);
    assert_false(marked.failed);
    return padan_buffer_take(&marked);
}

/* Tries one line; answers 1 where the cuts are not those that it marks. */
static int try_line(struct padan_segmenter *segmenter, const char *line)
{
    struct padan_buffer plain = { 0 };
    for (const char *at = line; *at; at++)
        if (strncmp(at, MARK, 2) == 0)
            at++;
        else
            padan_buffer_byte(&plain, *at);
    char *found = cut_and_mark(segmenter, (struct padan_string){ plain.data, plain.size });
    int wrong = strcmp(found, line) != 0;
    if (wrong)
        print_error("expected: %s\n     cut: %s\n", line, found);
    free(found);
    padan_buffer_free(&plain);
    return wrong;
}

/* Tries every line of a language's file; answers how many there are, and adds those that are cut wrongly. */
static int try_file(const char *path, const char *language, int *wrong)
{
    char *bytes;
    size_t size;
    int lines = 0;
    assert_int_equal(padan_file_read(&bytes, &size, path, 1 << 20, NULL), PADAN_OK);
    struct padan_segmenter *segmenter = open_segmenter(language);
    for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n")) {
        if (*line == '#')
            continue;
        lines++;
        *wrong += try_line(segmenter, line);
    }
    padan_segmenter_free(segmenter);
    free(bytes);
    return lines;
}

/* Whether a name is LANG.txt, of a language whose texts are cut exactly (test_spaces scores the others). */
static bool is_language_file(const char *name, char language[PADAN_LANGUAGE_SIZE])
{
    size_t length = strcspn(name, ".");
    if (length == 0 || length >= PADAN_LANGUAGE_SIZE || strcmp(name + length, ".txt") != 0 || strchr(name, '-'))
        return false;
    snprintf(language, PADAN_LANGUAGE_SIZE, "%.*s", (int)length, name);
    return strcmp(language, "th") != 0 && strcmp(language, "lo") != 0;
}

/* Calls `each` for every language that has a file of hard texts. */
static void each_language(void (*each)(const char *language, void *context), void *context)
{
    char language[PADAN_LANGUAGE_SIZE];
    DIR *folder = opendir(TEST_TEXTS);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        if (is_language_file(entry->d_name, language))
            each(language, context);
    closedir(folder);
}

struct tally {
    int languages, wrong, few;
};

static void tally_language(const char *language, void *context)
{
    struct tally *tally = context;
    char path[4096];
    int wrong = 0;
    snprintf(path, sizeof path, "%s/%s.txt", TEST_TEXTS, language);
    bool deep = strcmp(language, "id") == 0 || strcmp(language, "en") == 0;
    int lines = try_file(path, language, &wrong);
    if (wrong > 0)
        print_error("%s: %d of %d texts are cut otherwise than marked\n", path, wrong, lines);
    if (lines < (deep ? 60 : 15))
        print_error("%s: only %d texts\n", path, lines);
    tally->few += lines < (deep ? 60 : 15);
    tally->wrong += wrong;
    tally->languages++;
}

static void each_language_is_cut(void **state)
{
    (void)state;
    struct tally tally = { 0 };
    each_language(tally_language, &tally);
    assert_int_equal(tally.wrong, 0);
    assert_int_equal(tally.few, 0);
    assert_true(tally.languages >= 40);
}

static void note_warning(void *context, const struct padan_error *warning)
{
    (void)warning;
    ++*(int *)context;
}

/* Every language that languages.txt sends to other files is one that these files' maps name. */
static void languages_of_other_files_are_mapped(void **state)
{
    (void)state;
    char *bytes;
    size_t size;
    int warnings = 0, count = 0;
    assert_int_equal(padan_file_read(&bytes, &size, TEST_TM "/rules/languages.txt", 1 << 20, NULL), PADAN_OK);
    for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n")) {
        struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
        struct padan_segmenter *segmenter;
        options.data = TEST_TM;
        options.reporter = (struct padan_reporter){ note_warning, &warnings };
        if (*line == '#')
            continue;
        line[strcspn(line, ":")] = '\0';
        assert_int_equal(padan_segmenter_new(&segmenter, line, &options, NULL), PADAN_OK);
        padan_segmenter_free(segmenter);
        if (warnings > 0)
            fail_msg("languages.txt: %s is in no map of its files", line);
        count++;
    }
    assert_true(count > 10);
    free(bytes);
}

static void line_feeds_are_spaces_and_empty_lines_are_not(void **state)
{
    (void)state;
    struct padan_segmenter *segmenter = open_segmenter("en");
    assert_int_equal(try_line(segmenter, "He saw Mr.\nBrown. " MARK "They\nleft."), 0);
    assert_int_equal(try_line(segmenter, "A heading\n\n" MARK "A text"), 0);
    assert_int_equal(try_line(segmenter, "One\xE2\x80\xA9" MARK "two"), 0);
    padan_segmenter_free(segmenter);
}

static void spaces_belong_to_no_segment(void **state)
{
    (void)state;
    struct padan_segmenter *segmenter = open_segmenter("en");
    struct padan_string text = padan_string(" \n One. \t Two.\xC2\xA0 ");
    struct padan_segments segments;
    assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
    assert_int_equal(segments.count, 2);
    assert_int_equal(segments.items[0].start, 3);
    assert_int_equal(segments.items[0].end, 7);
    assert_int_equal(segments.items[1].start, 10);
    assert_int_equal(segments.items[1].end, 14);
    padan_segments_free(&segments);
    assert_int_equal(padan_segment_text(&segments, segmenter, padan_string(" \n\t "), NULL), PADAN_OK);
    assert_int_equal(segments.count, 0);
    assert_int_equal(padan_segment_text(&segments, segmenter, padan_string(""), NULL), PADAN_OK);
    assert_int_equal(segments.count, 0);
    padan_segmenter_free(segmenter);
}

static void text_that_is_not_utf8_is_refused(void **state)
{
    (void)state;
    struct padan_segmenter *segmenter = open_segmenter("id");
    struct padan_segments segments;
    struct padan_error error;
    struct padan_string text = { "Baik. \xE2\x82", 8 };
    assert_int_equal(padan_segment_text(&segments, segmenter, text, &error), PADAN_ERROR_ENCODING);
    assert_int_equal(error.offset, 6);
    assert_null(segments.items);
    padan_segmenter_free(segmenter);
}

static void assert_only_spaces(struct padan_string text, size_t from, size_t to)
{
    while (from < to)
        assert_true(padan_is_space(padan_utf8_next(text, &from)));
    assert_int_equal(from, to);
}

/* Segments are in order, not empty, begin and end with something, and between them stand spaces only. */
static void assert_whole(struct padan_string text, const struct padan_segments *segments)
{
    size_t done = 0;
    for (size_t i = 0; i < segments->count; i++) {
        size_t first = segments->items[i].start, last = segments->items[i].end;
        assert_true(first >= done && last > first && last <= text.size);
        assert_only_spaces(text, done, first);
        done = last;
        assert_false(padan_is_space(padan_utf8_next(text, &first)));
        assert_false(padan_is_space(padan_utf8_previous(text, &last)));
    }
    assert_only_spaces(text, done, text.size);
}

static void cut_random_texts(const char *language, void *context)
{
    uint32_t *seed = context;
    struct padan_buffer buffer = { 0 };
    struct padan_segmenter *segmenter = open_segmenter(language);
    for (int round = 0; round < 100; round++) {
        make_random_text(&buffer, seed);
        struct padan_string text = { buffer.data, buffer.size };
        struct padan_segments segments;
        assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
        assert_whole(text, &segments);
        padan_segments_free(&segments);
    }
    padan_segmenter_free(segmenter);
    padan_buffer_free(&buffer);
}

static void no_character_is_lost(void **state)
{
    (void)state;
    uint32_t seed = 2023;
    each_language(cut_random_texts, &seed);
    cut_random_texts("th", &seed);
    cut_random_texts("fi", &seed);
}

/* Every block of a file that a reader reads. */
static void try_document(struct padan_segmenter *segmenter, const char *path)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_document *document;
    options.replace_invalid = true;
    if (padan_document_open(&document, path, &options, NULL) != PADAN_OK)
        return;
    for (size_t i = 0; i < padan_document_block_count(document); i++) {
        struct padan_string text = padan_document_block(document, i)->text;
        struct padan_segments segments;
        assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
        assert_whole(text, &segments);
        padan_segments_free(&segments);
    }
    padan_document_free(document);
}

static void nothing_of_a_file_is_lost(void **state)
{
    (void)state;
    static const char *const folders[] = { TEST_TM "/articles", TEST_CORPUS "/html", TEST_CORPUS "/decode",
                                           TEST_TEXTS };
    struct padan_segmenter *segmenter = open_segmenter("id");
    int files = 0;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        DIR *folder = opendir(folders[i]);
        assert_non_null(folder);
        for (struct dirent *entry; (entry = readdir(folder));) {
            char path[4096];
            snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
            if (entry->d_name[0] == '.')
                continue;
            try_document(segmenter, path);
            files++;
        }
        closedir(folder);
    }
    assert_true(files > 50);
    padan_segmenter_free(segmenter);
}

/* What was told of the places of a text, one line each. */
static void note_decision(void *context, const struct padan_decision *decision)
{
    padan_buffer_format(context, "%zu %s %s %s:%d %s\n", decision->offset, decision->is_break ? "break" : "no",
                        decision->language ? decision->language : "-",
                        decision->file ? padan_file_name(decision->file) : "-", decision->line > 0,
                        decision->rule ? decision->rule : "no rule");
}

static void every_place_is_explained(void **state)
{
    (void)state;
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_buffer told = { 0 };
    struct padan_segmenter *segmenter;
    struct padan_segments segments;
    options.data = TEST_TM;
    options.explain = note_decision;
    options.explain_context = &told;
    assert_int_equal(padan_segmenter_new(&segmenter, "id", &options, NULL), PADAN_OK);
    struct padan_string text =
        padan_string("Kata Dr.  Ani: habis... dan selesai.\xE2\x80\x9D Ia pergi, dll. Lalu pulang.");
    assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
    assert_int_equal(segments.count, 3);
    char *line = strtok(told.data, "\n");
    assert_string_equal(line, "8 no Indonesian id.txt:1 Dr.");
    line = strtok(NULL, "\n");
    assert_memory_equal(line, "23 no Default default.srx:1 ", 28);
    line = strtok(NULL, "\n");
    assert_memory_equal(line, "39 break Default default.srx:1 ", 31);
    assert_string_equal(strtok(NULL, "\n"), "54 break Indonesian id.txt:1 dll.");
    assert_null(strtok(NULL, "\n"));
    padan_segments_free(&segments);
    padan_segmenter_free(segmenter);
    padan_buffer_free(&told);
}

/* Every character that is no white space is in a segment, whatever stands in a long paragraph. */
static void long_paragraphs_are_cut_whole(void **state)
{
    (void)state;
    static const char *const bad[] = { "a",      "kata ",    ".",   ". ",  "1.000",   "1. ",  "Dr. ", "S.H. ",
                                       "A. ",    "“",        "”. ", "...", "… ",      "z. B", "(",    ".)",
                                       "!” Ia ", "1. Aku 2", "\n",  " ",   "a. Bab ", "。",   "• " };
    struct padan_segmenter *segmenter = open_segmenter("id");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct padan_buffer text = { 0 };
        struct padan_segments segments;
        while (text.size < 1 << 15)
            padan_buffer_text(&text, bad[i]);
        struct padan_string view = { text.data, text.size };
        assert_int_equal(padan_segment_text(&segments, segmenter, view, NULL), PADAN_OK);
        size_t at = 0;
        for (size_t k = 0; k <= segments.count; at = k < segments.count ? segments.items[k].end : at, k++) {
            size_t end = k < segments.count ? segments.items[k].start : text.size;
            assert_true(at <= end);
            assert_int_equal(strspn(text.data + at, " \n") >= end - at, 1);
        }
        padan_segments_free(&segments);
        padan_buffer_free(&text);
    }
    padan_segmenter_free(segmenter);
}

static void documents_are_cut_block_by_block(void **state)
{
    (void)state;
    static const char text[] = "Satu. Dua.\n\nTiga.\n";
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_document *document;
    struct padan_segments segments;
    struct padan_segmenter *segmenter = open_segmenter("id");
    options.format = "text";
    assert_int_equal(padan_document_parse(&document, text, sizeof text - 1, "t.txt", &options, NULL), PADAN_OK);
    assert_int_equal(padan_segment_document(&segments, NULL, document, NULL), PADAN_ERROR_ARGUMENT);
    assert_int_equal(padan_segment_document(&segments, segmenter, document, NULL), PADAN_OK);
    assert_int_equal(segments.count, 3);
    assert_int_equal(segments.items[2].block, 1);
    struct padan_string view = padan_segment_view(document, &segments.items[1]);
    assert_int_equal(view.size, 4);
    assert_memory_equal(view.data, "Dua.", 4);
    padan_segments_free(&segments);
    padan_document_free(document);
    options.format = "segmented";
    assert_int_equal(padan_document_parse(&document, text, sizeof text - 1, "t.txt", &options, NULL), PADAN_OK);
    assert_int_equal(padan_segment_document(&segments, NULL, document, NULL), PADAN_OK);
    assert_int_equal(segments.count, 2);
    padan_segments_free(&segments);
    padan_document_free(document);
    padan_segmenter_free(segmenter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_language_is_cut),
        cmocka_unit_test(languages_of_other_files_are_mapped),
        cmocka_unit_test(line_feeds_are_spaces_and_empty_lines_are_not),
        cmocka_unit_test(spaces_belong_to_no_segment),
        cmocka_unit_test(text_that_is_not_utf8_is_refused),
        cmocka_unit_test(no_character_is_lost),
        cmocka_unit_test(nothing_of_a_file_is_lost),
        cmocka_unit_test(every_place_is_explained),
        cmocka_unit_test(long_paragraphs_are_cut_whole),
        cmocka_unit_test(documents_are_cut_block_by_block),
    };
    return cmocka_run_group_tests_name("segment", tests, NULL, NULL);
}
