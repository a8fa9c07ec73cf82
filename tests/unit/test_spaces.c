/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Languages that mark no sentence end, or mark it with signs of their own: Thai, Lao, Khmer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/segment.h>

#include "base/buffer.h"
#include "base/file.h"
#include "segment/characters.h"
#include "segment/spaces.h"
#include "segment_texts.h"
#include "text/utf8.h"

/* Stands before each segment but the first in the files of texts. */
#define MARK "\xC2\xA6"

/* F1 below which something has gone wrong; what is reached is a few points more. */
#define THAI_FLOOR 85.0
#define THAI_HELD_FLOOR 78.0
#define LAO_FLOOR 80.0

/* How many sentence ends were found and right, found, and to be found. */
struct score {
    int right, found, wanted, texts, whole;
};

static void note_decision(void *context, const struct padan_decision *decision)
{
    if (decision->rule)
        padan_buffer_format(context, "%zu %s %s %s %d\n", decision->offset, decision->is_break ? "break" : "no",
                            padan_file_name(decision->file), decision->rule, decision->line > 0);
}

static struct padan_segmenter *open_segmenter(const char *language, struct padan_buffer *told)
{
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_segmenter *segmenter = NULL;
    struct padan_error error;
    char message[1024];
    options.data = TEST_TM;
    options.explain = told ? note_decision : NULL;
    options.explain_context = told;
    if (padan_segmenter_new(&segmenter, language, &options, &error) != PADAN_OK)
        fail_msg("%s", padan_error_format(&error, message, sizeof message));
    return segmenter;
}

/* The text of a line without its marks; `starts` receives the offset of each segment but the first. */
static void take_marks(const char *line, struct padan_buffer *plain, size_t *starts, int *count)
{
    padan_buffer_clear(plain);
    *count = 0;
    for (const char *at = line; *at; at++)
        if (strncmp(at, MARK, 2) == 0) {
            assert_true(*count < 100);
            starts[(*count)++] = plain->size;
            at++;
        } else {
            padan_buffer_byte(plain, *at);
        }
    assert_false(plain->failed);
}

static void score_line(struct score *score, struct padan_segmenter *segmenter, const char *line)
{
    struct padan_buffer plain = { 0 };
    struct padan_segments segments;
    size_t starts[100];
    int wanted, right = 0;
    take_marks(line, &plain, starts, &wanted);
    assert_int_equal(padan_segment_text(&segments, segmenter, (struct padan_string){ plain.data, plain.size }, NULL),
                     PADAN_OK);
    for (size_t i = 1; i < segments.count; i++)
        for (int k = 0; k < wanted; k++)
            right += segments.items[i].start == starts[k];
    int found = segments.count > 0 ? (int)segments.count - 1 : 0;
    score->right += right;
    score->found += found;
    score->wanted += wanted;
    score->texts++;
    score->whole += right == wanted && right == found;
    if (right != wanted || right != found)
        for (size_t i = 0; i < segments.count; i++)
            print_message("  | %.*s\n", (int)(segments.items[i].end - segments.items[i].start),
                          plain.data + segments.items[i].start);
    padan_segments_free(&segments);
    padan_buffer_free(&plain);
}

static struct score score_file(const char *language, const char *name)
{
    char path[4096], *bytes;
    size_t size;
    struct score score = { 0 };
    snprintf(path, sizeof path, "%s/%s", TEST_TEXTS, name);
    assert_int_equal(padan_file_read(&bytes, &size, path, 1 << 20, NULL), PADAN_OK);
    struct padan_segmenter *segmenter = open_segmenter(language, NULL);
    for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n"))
        if (*line != '#')
            score_line(&score, segmenter, line);
    padan_segmenter_free(segmenter);
    free(bytes);
    return score;
}

/* Prints F1 (of 100) of the sentence ends in a file and asks for at least `floor`. */
static void assert_score(const char *language, const char *name, int texts, double floor)
{
    struct score score = score_file(language, name);
    double f1 = 200.0 * score.right / (score.found + score.wanted);
    print_message("%s: F1 %.1f (%d right of %d found, %d wanted), %d of %d texts whole\n", name, f1, score.right,
                  score.found, score.wanted, score.whole, score.texts);
    assert_true(score.texts >= texts);
    assert_true(f1 >= floor);
}

/* Texts that are cut otherwise than marked are printed: that is no failure as long as F1 is above the floor. */
static void thai_is_cut_well(void **state)
{
    (void)state;
    assert_score("th", "th.txt", 80, THAI_FLOOR);
    assert_score("th", "th-held.txt", 40, THAI_HELD_FLOOR);
}

static void lao_is_cut_well(void **state)
{
    (void)state;
    assert_score("lo", "lo.txt", 20, LAO_FLOOR);
}

static void clear_cases_are_cut_whole(void **state)
{
    (void)state;
    struct score thai = score_file("th", "th-exact.txt"), khmer = score_file("km", "km.txt");
    struct score lao = score_file("lo", "lo-exact.txt");
    assert_true(thai.texts >= 40 && khmer.texts >= 20 && lao.texts >= 20);
    assert_int_equal(thai.whole, thai.texts);
    assert_int_equal(khmer.whole, khmer.texts);
    assert_int_equal(lao.whole, lao.texts);
}

static void the_heaviest_entry_is_told(void **state)
{
    (void)state;
    struct padan_buffer told = { 0 };
    struct padan_segments segments;
    struct padan_segmenter *segmenter = open_segmenter("th", &told);
    struct padan_string text = padan_string("ฝนตก ดังนั้น เขาไม่มาทำงานในวันนี้");
    assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
    padan_segments_free(&segments);
    padan_segmenter_free(segmenter);
    assert_non_null(strstr(told.data, "34 no th.txt ดังนั้น 1"));
    padan_buffer_free(&told);
}

/* What a list says wrong, and the line of it. */
static const struct {
    const char *list;
    int line;
} bad_lists[] = {
    { "word\n", 1 },
    { "[starts 1]\nก\nก\n", 3 },
    { "# comment\n[begins 1]\n", 2 },
    { "[starts 1\n", 1 },
    { "[starts x]\n", 1 },
    { "[starts 1]\nก 1..5\n", 2 },
    { "[starts 1]\nก ข\n", 2 },
    { "[starts 1]\n-\n", 2 },
    { "[ends]\n--\n", 2 },
    { "[starts 1]\n\xE0\xB8\n", 2 },
    { "[shapes]\n{thing} 1\n", 2 },
    { "[lengths]\n5 1\n5 2\n", 3 },
    { "[lengths]\nmany 1\n", 2 },
    { "[lengths]\n1 1\n2 1\n3 1\n4 1\n5 1\n6 1\n7 1\n8 1\n9 1\n10 1\n11 1\n12 1\n13 1\n14 1\n15 1\n16 1\n17 1\n", 18 },
};

static void bad_lists_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_lists / sizeof bad_lists[0]; i++) {
        struct padan_spaces *spaces = NULL;
        struct padan_error error;
        const char *list = bad_lists[i].list;
        assert_int_equal(padan_spaces_new(&spaces, list, strlen(list), "l.txt", "th", &error), PADAN_ERROR_SYNTAX);
        assert_int_equal(error.line, bad_lists[i].line);
        assert_null(spaces);
    }
}

static void an_empty_list_cuts_nothing(void **state)
{
    (void)state;
    static const UChar text[] = { 0x0e01, ' ', 0x0e02, ' ', ' ', 0x0e03, 0 };
    struct padan_spaces *spaces;
    bool is_break = true;
    assert_int_equal(padan_spaces_new(&spaces, "", 0, "l.txt", "th", NULL), PADAN_OK);
    assert_int_equal(padan_spaces_prepare(spaces, text, 6, NULL), PADAN_OK);
    assert_null(padan_spaces_decide(spaces, 1, &is_break));
    padan_spaces_free(spaces);
}

static void weights_are_those_of_the_lines(void **state)
{
    (void)state;
    static const char list[] = "\xEF\xBB\xBF[starts 1.5] # all\r\nข -0.25\r\n[shapes]\n{wide} +2\n";
    static const UChar text[] = { 0x0e01, ' ', 0x0e02, ' ', ' ', 0x0e03, 0 };
    struct padan_spaces *spaces;
    bool is_break = true;
    assert_int_equal(padan_spaces_new(&spaces, list, sizeof list - 1, "l.txt", "th", NULL), PADAN_OK);
    assert_int_equal(padan_spaces_prepare(spaces, text, 6, NULL), PADAN_OK);
    const struct padan_spaces_entry *entry = padan_spaces_decide(spaces, 1, &is_break);
    assert_non_null(entry);
    assert_false(is_break);
    assert_int_equal(entry->line, 2);
    assert_true(entry->weight == -0.25);
    entry = padan_spaces_decide(spaces, 3, &is_break);
    assert_non_null(entry);
    assert_true(is_break);
    assert_int_equal(entry->line, 4);
    assert_null(padan_spaces_decide(spaces, 0, &is_break));
    assert_null(padan_spaces_decide(spaces, 4, &is_break));
    padan_spaces_free(spaces);
}

static void assert_whole(struct padan_string text, const struct padan_segments *segments)
{
    size_t done = 0;
    for (size_t i = 0; i <= segments->count; i++) {
        size_t first = i < segments->count ? segments->items[i].start : text.size;
        assert_true(first >= done);
        while (done < first)
            assert_true(padan_is_space(padan_utf8_next(text, &done)));
        assert_int_equal(done, first);
        done = i < segments->count ? segments->items[i].end : done;
        assert_true(i == segments->count || done > first);
    }
}

static const char *const pieces[] = { "ก",
                                      "การ",
                                      " ",
                                      "  ",
                                      "เขา ",
                                      "นาย ",
                                      "ในปี ",
                                      "5 ",
                                      "2560 ",
                                      "คน ",
                                      "“",
                                      "” ",
                                      "(",
                                      ") ",
                                      "ๆ ",
                                      "ฯลฯ ",
                                      "พ.ศ. ",
                                      "น. ",
                                      "ค่ะ ",
                                      "และ ",
                                      "ที่ ",
                                      "์",
                                      "\xE2\x80\x8B",
                                      "\n",
                                      "\n\n",
                                      "ລາວ ",
                                      "ແລະ ",
                                      "ໆ ",
                                      "A ",
                                      "\"",
                                      "\xF0\x9F\x98\x80",
                                      "? " };

/* Cuts a random text, of Thai pieces or of any. */
static void try_random(struct padan_segmenter *segmenter, struct padan_buffer *buffer, uint32_t *seed, bool is_thai)
{
    make_random_text(buffer, seed);
    if (is_thai)
        padan_buffer_clear(buffer);
    for (int i = 0; i < 80 && is_thai; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        padan_buffer_text(buffer, pieces[(*seed >> 8) % (sizeof pieces / sizeof pieces[0])]);
    }
    struct padan_segments segments;
    struct padan_string text = { buffer->data, buffer->size };
    assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
    assert_whole(text, &segments);
    padan_segments_free(&segments);
}

static void no_character_is_lost(void **state)
{
    (void)state;
    static const char *const languages[] = { "th", "lo", "km" };
    struct padan_buffer buffer = { 0 };
    uint32_t seed = 2567;
    for (size_t i = 0; i < 3; i++) {
        struct padan_segmenter *segmenter = open_segmenter(languages[i], NULL);
        for (int round = 0; round < 400; round++)
            try_random(segmenter, &buffer, &seed, round % 2 == 0);
        padan_segmenter_free(segmenter);
    }
    padan_buffer_free(&buffer);
}

static void long_texts_are_cut_whole(void **state)
{
    (void)state;
    struct padan_segmenter *segmenter = open_segmenter("th", NULL);
    struct padan_buffer buffer = { 0 };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        struct padan_segments segments;
        padan_buffer_clear(&buffer);
        while (buffer.size < 1 << 15)
            padan_buffer_text(&buffer, pieces[i]);
        struct padan_string text = { buffer.data, buffer.size };
        assert_int_equal(padan_segment_text(&segments, segmenter, text, NULL), PADAN_OK);
        assert_whole(text, &segments);
        padan_segments_free(&segments);
    }
    padan_buffer_free(&buffer);
    padan_segmenter_free(segmenter);
}

/* A long text is cut as its paragraphs are: where sentences end does not depend on what stands far away. */
static void the_choice_is_local(void **state)
{
    (void)state;
    struct padan_buffer buffer = { 0 };
    struct padan_segments segments;
    struct padan_segmenter *segmenter = open_segmenter("th", NULL);
    for (int i = 0; i < 300; i++)
        padan_buffer_text(&buffer, "ฝนตกหนักมากเมื่อคืนนี้ อย่างไรก็ตาม การจราจรยังคงเป็นปกติ ทั้งนี้ โรงเรียนทุกแห่งเปิดเรียนตามเดิม\n\n");
    assert_int_equal(padan_segment_text(&segments, segmenter, (struct padan_string){ buffer.data, buffer.size }, NULL),
                     PADAN_OK);
    assert_int_equal(segments.count, 900);
    padan_segments_free(&segments);
    padan_segmenter_free(segmenter);
    padan_buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(thai_is_cut_well),
        cmocka_unit_test(lao_is_cut_well),
        cmocka_unit_test(clear_cases_are_cut_whole),
        cmocka_unit_test(the_heaviest_entry_is_told),
        cmocka_unit_test(bad_lists_are_refused),
        cmocka_unit_test(an_empty_list_cuts_nothing),
        cmocka_unit_test(weights_are_those_of_the_lines),
        cmocka_unit_test(no_character_is_lost),
        cmocka_unit_test(long_texts_are_cut_whole),
        cmocka_unit_test(the_choice_is_local),
    };
    return cmocka_run_group_tests_name("spaces", tests, NULL, NULL);
}
