/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <padan/score.h>

#include "base/buffer.h"
#include "text/utf8.h"
#include "text/words.h"

static const struct padan_string no_key = { NULL, 0 };

static struct padan_comparer *comparer_for(const char *language, struct padan_string query)
{
    struct padan_comparer *comparer;
    assert_int_equal(padan_comparer_new(&comparer, language, NULL), PADAN_OK);
    assert_int_equal(padan_comparer_query(comparer, query, NULL), PADAN_OK);
    return comparer;
}

static struct padan_score score_of(const char *language, const char *query, const char *text)
{
    struct padan_comparer *comparer = comparer_for(language, padan_string(query));
    struct padan_score score;
    assert_int_equal(padan_comparer_score(&score, comparer, padan_string(text), no_key, 0, NULL), PADAN_OK);
    padan_comparer_free(comparer);
    return score;
}

static void check(const char *language, const char *query, const char *text, double expected)
{
    struct padan_score score = score_of(language, query, text);
    if (score.score < expected - .05 || score.score > expected + .05)
        fail_msg("%s: '%s' against '%s' has %.3f, not %.3f", language, query, text, score.score, expected);
}

static void test_equal_texts_have_100(void **state)
{
    (void)state;
    check("en", "Save the file", "Save the file", 100);
    check("en", "Save  the\tfile ", "Save the file", 100);
    check("fr", "d\u00e9j\u00e0 vu", "de\u0301ja\u0300 vu", 100);
    check("zh", "保存\n文件", "保存文件", 100);
    check("en", "", "", 100);
    check("en", "...", "...", 100);
    assert_int_equal(score_of("en", "a", "a").likeness, PADAN_LIKENESS_EXACT);
}

/* 99 less four points for the share that differs: never 100, and never below 95. */
static void test_what_differs_in_form_alone_is_near(void **state)
{
    (void)state;
    check("en", "Save the file", "save the file", 99 - 4 / 13.);
    check("en", "Save the file", "Save the file.", 99 - 4 / 14.);
    check("en", "Chapter 3", "Chapter 12", 99 - 4 * 2 / 10.);
    check("en", "FILE", "file", 95);
    check("en", "?", "!!", 95);
    check("en", "a \uFFFCbold\uFFFC word", "a bold word", 99 - 4 * 2 / 13.);
    check("zh", "第3章。", "第12章", 99 - 4 * 3 / 4.);
    check("de", "GROSSE STRASSE", "große Straße", 95 + 4 * (1 - 12 / 14.));
    check("ru", "Файл № 5", "файл № 7", 99 - 4 * 2 / 8.);
    check("ar", "الملف ٣", "الملف 3", 99 - 4 / 7.);
    assert_int_equal(score_of("en", "A", "a").likeness, PADAN_LIKENESS_NEAR);
}

static void test_words_cost_what_changes_in_them(void **state)
{
    (void)state;
    /* A letter of thirteen; a word of four and its space; both. */
    check("en", "save the files", "save the file", 100 * (1 - 1 / 14.));
    check("en", "save the new file", "save the file", 100 * (1 - 4 / 17.));
    check("en", "save the new files", "save the file", 100 * (1 - 5 / 18.));
    /* Letters shared across words do not count: "peach" is not half of "tea chest". */
    check("en", "tea chest", "peach est", 100 * (1 - 5 / 9.));
    check("th", "บันทึกไฟล์ใหม่", "บันทึกไฟล์", 100 * (1 - 4 / 14.));
    check("ja", "新しいファイルを保存", "ファイルを保存", 100 * (1 - 3 / 10.));
    check("zh", "保存新文件", "保存文件", 80);
    check("hi", "नई फ़ाइल सहेजें", "फ़ाइल सहेजें", 80);
    check("en", "word", "", 0);
    check("en", "abc", "xyz", 0);
    assert_int_equal(score_of("en", "save the files", "save the file").likeness, PADAN_LIKENESS_FUZZY);
}

/* What differs in form in a text that differs in words too costs a little on top. */
static void test_form_costs_on_top(void **state)
{
    (void)state;
    check("en", "Save the files.", "save the file", 100 * (1 - 1 / 14.) - 4 * 2 / 15.);
}

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* Texts of a few letters of each script, marks, digits and spaces, so that pairs are alike by chance. */
static void random_text(struct padan_buffer *out, uint32_t *seed, size_t longest)
{
    static const UChar32 letters[] = { 'a',    'b',    'A',    ' ',    ' ',     '1',    '2',    '.',    ',',
                                       '-',    '\'',   0xE9,   0x301,  0x4E00,  0x4EBA, 0x0E01, 0x0E32, 0x0E49,
                                       0x0915, 0x093F, 0x0627, 0x663,  0x1F600, 0xFFFC, 0x1100, 0x1161, 0xDF,
                                       0x130,  0x3042, 0x30AB, 0x200B, 0x3A3,   0xAD };
    uint32_t size = draw(seed, (uint32_t)longest + 1), kinds = 2 + draw(seed, sizeof letters / sizeof *letters - 1);
    padan_buffer_clear(out);
    padan_buffer_text(out, "");
    for (uint32_t i = 0; i < size; i++)
        padan_utf8_append(out, letters[draw(seed, kinds)]);
}

static struct padan_string view(const struct padan_buffer *buffer)
{
    return (struct padan_string){ buffer->data ? buffer->data : "", buffer->size };
}

/* Levenshtein's distance by the table of all pairs. */
static size_t distance(struct padan_string one, struct padan_string other)
{
    size_t width = padan_text_length(other) + 1, row = 0;
    size_t *costs = malloc(width * sizeof *costs);
    assert_non_null(costs);
    for (size_t i = 0; i < width; i++)
        costs[i] = i;
    for (size_t at = 0; at < one.size;) {
        UChar32 left = padan_utf8_next(one, &at);
        size_t before = costs[0], column = 0;
        costs[0] = ++row;
        for (size_t to = 0; to < other.size;) {
            UChar32 right = padan_utf8_next(other, &to);
            size_t best = before + (left != right);
            before = costs[++column];
            best = before + 1 < best ? before + 1 : best;
            costs[column] = costs[column - 1] + 1 < best ? costs[column - 1] + 1 : best;
        }
    }
    row = costs[width - 1];
    free(costs);
    return row;
}

struct forms {
    struct padan_string match, key;
};

static struct forms forms_of(struct padan_string text)
{
    struct forms forms;
    assert_int_equal(padan_text_form((char **)&forms.match.data, &forms.match.size, PADAN_FORM_MATCH, text, NULL),
                     PADAN_OK);
    assert_int_equal(padan_text_form((char **)&forms.key.data, &forms.key.size, PADAN_FORM_KEY, text, NULL), PADAN_OK);
    return forms;
}

static void forms_free(struct forms *forms)
{
    free((char *)forms->match.data);
    free((char *)forms->key.data);
}

static bool is_equal(struct padan_string one, struct padan_string other)
{
    return one.size == other.size && memcmp(one.data, other.data, one.size) == 0;
}

static double likeness_of(struct padan_string one, struct padan_string other)
{
    size_t left = padan_text_length(one), right = padan_text_length(other), longer = left > right ? left : right;
    return longer ? 1 - (double)distance(one, other) / (double)longer : 1;
}

/* Words of a key form, each with what stands behind it. */
struct pieces {
    struct padan_string items[1024];
    size_t count;
};

static void cut(struct pieces *pieces, const char *language, struct padan_string key)
{
    struct padan_words *words;
    const struct padan_word *list;
    assert_int_equal(padan_words_new(&words, language, NULL), PADAN_OK);
    assert_int_equal(padan_words_cut(words, key, &list, &pieces->count, NULL), PADAN_OK);
    assert_true(pieces->count < 1024);
    if (pieces->count == 0 && key.size > 0)
        pieces->count = 1;
    for (size_t i = 0, at = 0; i < pieces->count; i++) {
        size_t end = i + 1 < pieces->count ? list[i + 1].start : key.size;
        pieces->items[i] = (struct padan_string){ key.data + at, end - at };
        at = end;
    }
    padan_words_free(words);
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

/* W by the table of all pairs of words. */
static size_t word_cost(const char *language, struct padan_string query, struct padan_string text)
{
    static struct pieces one, other;
    static size_t costs[1025];
    cut(&one, language, query);
    cut(&other, language, text);
    costs[0] = 0;
    for (size_t j = 0; j < other.count; j++)
        costs[j + 1] = costs[j] + padan_text_length(other.items[j]);
    for (size_t i = 0; i < one.count; i++) {
        size_t before = costs[0], length = padan_text_length(one.items[i]);
        costs[0] += length;
        for (size_t j = 0; j < other.count; j++) {
            size_t change = before + distance(one.items[i], other.items[j]);
            before = costs[j + 1];
            costs[j + 1] = least(change, least(before + length, costs[j] + padan_text_length(other.items[j])));
        }
    }
    return costs[other.count];
}

/* The definition of the header, straight. */
static double defined(const char *language, const struct forms *query, const struct forms *text)
{
    size_t left = padan_text_length(query->key), right = padan_text_length(text->key);
    double length = (double)(left > right ? left : right);
    double edits = (double)distance(query->match, text->match) - (double)distance(query->key, text->key);
    left = padan_text_length(query->match);
    right = padan_text_length(text->match);
    double score = 100 * (1 - (double)word_cost(language, query->key, text->key) / length);
    score -= 4 * (edits > 0 ? edits : 0) / (double)(left > right ? left : right);
    return score > 0 ? score : 0;
}

static void test_scores_are_as_defined(void **state)
{
    (void)state;
    static const char *const languages[] = { "en", "ja", "th", "sv" };
    struct padan_buffer one = { 0 }, other = { 0 };
    uint32_t seed = 2003;
    for (int i = 0; i < 2000; i++) {
        const char *language = languages[i % 4];
        random_text(&one, &seed, i % 50 == 0 ? 400 : 40);
        random_text(&other, &seed, i % 50 == 0 ? 400 : 40);
        struct forms query = forms_of(view(&one)), text = forms_of(view(&other));
        struct padan_comparer *comparer = comparer_for(language, view(&one));
        struct padan_score score;
        assert_int_equal(padan_comparer_score(&score, comparer, view(&other), text.key, 0, NULL), PADAN_OK);
        double expected = score.likeness == PADAN_LIKENESS_FUZZY ? defined(language, &query, &text) : score.score;
        assert_true(score.score > expected - 1e-9 && score.score < expected + 1e-9);
        padan_comparer_free(comparer);
        forms_free(&query);
        forms_free(&text);
    }
    padan_buffer_free(&one);
    padan_buffer_free(&other);
}

/* A search for the best scores goes by the similarity of key forms, which must bound them. */
static void hold_bounds(const struct padan_score *score, struct padan_string query, struct padan_string text)
{
    struct forms left = forms_of(query), right = forms_of(text);
    double similarity = likeness_of(left.match, right.match), bound = likeness_of(left.key, right.key);
    assert_true(score->similarity > similarity - 1e-9 && score->similarity < similarity + 1e-9);
    assert_false(score->estimated);
    if (is_equal(left.match, right.match)) {
        assert_true(score->score == 100 && score->likeness == PADAN_LIKENESS_EXACT);
    } else if (is_equal(left.key, right.key)) {
        assert_true(score->score >= 95 && score->score < 99 && score->likeness == PADAN_LIKENESS_NEAR);
    } else {
        assert_true(score->score >= 0 && score->score <= 100 * bound + 1e-9);
        assert_int_equal(score->likeness, PADAN_LIKENESS_FUZZY);
    }
    forms_free(&left);
    forms_free(&right);
}

static void hold_random(const char *language, size_t longest, int rounds, uint32_t seed)
{
    struct padan_buffer query = { 0 }, text = { 0 };
    struct padan_comparer *comparer = comparer_for(language, padan_string(""));
    for (int i = 0; i < rounds; i++) {
        struct padan_score score, early;
        random_text(&query, &seed, longest);
        random_text(&text, &seed, longest);
        double least = draw(&seed, 101);
        assert_int_equal(padan_comparer_query(comparer, view(&query), NULL), PADAN_OK);
        assert_int_equal(padan_comparer_score(&score, comparer, view(&text), no_key, 0, NULL), PADAN_OK);
        hold_bounds(&score, view(&query), view(&text));
        assert_int_equal(padan_comparer_score(&early, comparer, view(&text), no_key, least, NULL), PADAN_OK);
        assert_true(score.score < least ? early.score < least : early.score == score.score);
    }
    padan_buffer_free(&query);
    padan_buffer_free(&text);
    padan_comparer_free(comparer);
}

static void test_no_score_is_above_the_similarity_of_keys(void **state)
{
    (void)state;
    static const char *const languages[] = { "en", "zh", "th", "fi" };
    for (size_t i = 0; i < 4; i++) {
        hold_random(languages[i], 12, 3000, (uint32_t)i + 1);
        hold_random(languages[i], 150, 300, (uint32_t)i + 100);
        hold_random(languages[i], 700, 20, (uint32_t)i + 200);
    }
}

/* The score does not depend on which of the two is the query. */
static void test_scores_are_symmetric(void **state)
{
    (void)state;
    struct padan_buffer one = { 0 }, other = { 0 };
    uint32_t seed = 77;
    for (int i = 0; i < 500; i++) {
        struct padan_score there, back;
        random_text(&one, &seed, 90);
        random_text(&other, &seed, 90);
        struct padan_comparer *comparer = comparer_for("en", view(&one));
        assert_int_equal(padan_comparer_score(&there, comparer, view(&other), no_key, 0, NULL), PADAN_OK);
        padan_comparer_query(comparer, view(&other), NULL);
        assert_int_equal(padan_comparer_score(&back, comparer, view(&one), no_key, 0, NULL), PADAN_OK);
        assert_true(there.score > back.score - 1e-9 && there.score < back.score + 1e-9);
        padan_comparer_free(comparer);
    }
    padan_buffer_free(&one);
    padan_buffer_free(&other);
}

static void repeat(struct padan_buffer *out, const char *text, size_t size, size_t number)
{
    padan_buffer_clear(out);
    for (size_t i = 0; out->size < size; i++)
        padan_buffer_format(out, "%s%zu ", text, (i * 7919 + number) % 5000);
}

/* A megabyte against a megabyte stays within bounds, and says that its figures may be low. */
static void test_long_texts_are_estimated(void **state)
{
    (void)state;
    struct padan_buffer query = { 0 }, text = { 0 };
    struct padan_score score;
    struct padan_edits edits;
    repeat(&query, "word", 1 << 20, 0);
    repeat(&text, "word", 1 << 20, 0);
    padan_buffer_text(&text, "end");
    struct padan_comparer *comparer = comparer_for("en", view(&query));
    assert_int_equal(padan_comparer_score(&score, comparer, view(&text), no_key, 0, NULL), PADAN_OK);
    assert_true(score.estimated && score.score > 99 && score.score < 100);
    assert_int_equal(padan_comparer_edits(&edits, comparer, view(&text), NULL), PADAN_OK);
    assert_int_equal(edits.count, 1);
    repeat(&text, "other", 1 << 20, 3);
    assert_int_equal(padan_comparer_score(&score, comparer, view(&text), no_key, 0, NULL), PADAN_OK);
    assert_true(score.estimated && score.score >= 0 && score.score < 100);
    assert_int_equal(padan_comparer_edits(&edits, comparer, view(&text), NULL), PADAN_OK);
    padan_comparer_free(comparer);
    padan_buffer_free(&query);
    padan_buffer_free(&text);
}

static void test_bad_utf8_is_an_error(void **state)
{
    (void)state;
    struct padan_score score;
    struct padan_edits edits;
    struct padan_comparer *comparer = comparer_for("en", padan_string("a"));
    assert_int_equal(padan_comparer_score(&score, comparer, padan_string("a\xff"), no_key, 0, NULL),
                     PADAN_ERROR_ENCODING);
    assert_int_equal(padan_comparer_edits(&edits, comparer, padan_string("\x80 a"), NULL), PADAN_ERROR_ENCODING);
    assert_int_equal(padan_comparer_query(comparer, padan_string("\xc3("), NULL), PADAN_ERROR_ENCODING);
    assert_int_equal(padan_comparer_query(comparer, padan_string("b"), NULL), PADAN_OK);
    assert_int_equal(padan_comparer_score(&score, comparer, padan_string("b"), no_key, 0, NULL), PADAN_OK);
    assert_true(score.score == 100);
    padan_comparer_free(comparer);
    assert_int_equal(padan_comparer_new(&comparer, "not a tag", NULL), PADAN_ERROR_LANGUAGE);
    padan_comparer_free(NULL);
}

static void add_piece(struct padan_buffer *out, const char *text, size_t start, size_t end)
{
    padan_buffer_append(out, text + start, end - start);
}

/* The edits as "[-old-]{+new+}" in the query. */
static char *marked(struct padan_comparer *comparer, const char *query, const char *text)
{
    struct padan_buffer out = { 0 };
    struct padan_edits edits;
    size_t at = 0;
    assert_int_equal(padan_comparer_query(comparer, padan_string(query), NULL), PADAN_OK);
    assert_int_equal(padan_comparer_edits(&edits, comparer, padan_string(text), NULL), PADAN_OK);
    for (size_t i = 0; i < edits.count; i++) {
        const struct padan_edit *edit = &edits.items[i];
        add_piece(&out, query, at, edit->query_start);
        if (edit->kind != PADAN_EDIT_INSERT) {
            padan_buffer_text(&out, "[-");
            add_piece(&out, text, edit->start, edit->end);
            padan_buffer_text(&out, "-]");
        }
        if (edit->kind != PADAN_EDIT_DELETE) {
            padan_buffer_text(&out, "{+");
            add_piece(&out, query, edit->query_start, edit->query_end);
            padan_buffer_text(&out, "+}");
        }
        at = edit->query_end;
    }
    padan_buffer_text(&out, query + at);
    return padan_buffer_take(&out);
}

static void check_edits(const char *language, const char *query, const char *text, const char *expected)
{
    struct padan_comparer *comparer = comparer_for(language, padan_string(""));
    char *found = marked(comparer, query, text);
    assert_string_equal(found, expected);
    free(found);
    padan_comparer_free(comparer);
}

static void test_edits_are_minimal(void **state)
{
    (void)state;
    check_edits("en", "save the file", "save the file", "save the file");
    check_edits("en", "save the files now", "save the file", "save the [-file-]{+files+} {+now+}");
    check_edits("en", "save it", "save it now, please", "save it[-now, please-]");
    check_edits("en", "Chapter 3.", "Chapter 12", "Chapter [-12-]{+3+}{+.+}");
    check_edits("zh", "保存新文件", "保存文件", "保存{+新+}文件");
    check_edits("th", "บันทึกไฟล์ใหม่", "บันทึกไฟล์", "บันทึกไฟล์{+ใหม่+}");
    check_edits("fr", "de\u0301ja\u0300 vu", "d\u00e9j\u00e0 vu", "de\u0301ja\u0300 vu");
    check_edits("en", "", "a b", "[-a b-]");
    check_edits("en", "a b", "", "{+a b+}");
}

/* Applied to the text, the edits give the query's words: none is lost or given twice. */
static void test_edits_make_the_query_of_the_text(void **state)
{
    (void)state;
    struct padan_buffer query = { 0 }, text = { 0 };
    uint32_t seed = 5;
    struct padan_comparer *comparer = comparer_for("th", padan_string(""));
    for (int i = 0; i < 1000; i++) {
        struct padan_edits edits;
        size_t at = 0, query_at = 0;
        random_text(&query, &seed, 60);
        random_text(&text, &seed, 60);
        assert_int_equal(padan_comparer_query(comparer, view(&query), NULL), PADAN_OK);
        assert_int_equal(padan_comparer_edits(&edits, comparer, view(&text), NULL), PADAN_OK);
        for (size_t j = 0; j < edits.count; j++) {
            const struct padan_edit *edit = &edits.items[j];
            assert_true(at <= edit->start && edit->start <= edit->end && edit->end <= text.size);
            assert_true(query_at <= edit->query_start && edit->query_start <= edit->query_end &&
                        edit->query_end <= query.size);
            at = edit->end;
            query_at = edit->query_end;
        }
        if (edits.count == 0)
            assert_true(score_of("th", view(&query).data, view(&text).data).score >= 95);
    }
    padan_buffer_free(&query);
    padan_buffer_free(&text);
    padan_comparer_free(comparer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_texts_have_100),
        cmocka_unit_test(test_what_differs_in_form_alone_is_near),
        cmocka_unit_test(test_words_cost_what_changes_in_them),
        cmocka_unit_test(test_form_costs_on_top),
        cmocka_unit_test(test_no_score_is_above_the_similarity_of_keys),
        cmocka_unit_test(test_scores_are_as_defined),
        cmocka_unit_test(test_scores_are_symmetric),
        cmocka_unit_test(test_long_texts_are_estimated),
        cmocka_unit_test(test_bad_utf8_is_an_error),
        cmocka_unit_test(test_edits_are_minimal),
        cmocka_unit_test(test_edits_make_the_query_of_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
