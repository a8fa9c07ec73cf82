/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "extract/grams.h"

/* Lines of a memory of one language, ended by NULL. */
static void fill(struct padan_corpus *corpus, const char *language, const char *const *texts, int64_t times)
{
    int64_t count = 0;
    while (texts[count])
        count++;
    assert_int_equal(padan_corpus_begin(corpus, language, count * times, NULL), PADAN_OK);
    for (int64_t i = 0; i < times; i++)
        for (int64_t k = 0; k < count; k++)
            assert_int_equal(padan_corpus_add(corpus, padan_string(texts[k]), NULL), PADAN_OK);
    padan_corpus_weigh(corpus);
}

/* The run of words that a text is, or NULL. */
static const struct padan_gram *find(struct padan_corpus *corpus, const struct padan_grams *grams, const char *text)
{
    assert_int_equal(padan_corpus_cut(corpus, padan_string(text), false, NULL), PADAN_OK);
    size_t number = padan_grams_find(grams, corpus->row, corpus->row_count);
    return number == SIZE_MAX ? NULL : &grams->items[number];
}

static void runs_are_counted_within_signs(void **state)
{
    static const char *const texts[] = { "Rescue teams came by boat.", "A rescue team, boats and 3 boats",
                                         "rescue-team boats", NULL };
    struct padan_corpus corpus;
    struct padan_grams grams = { 0 };
    (void)state;
    fill(&corpus, "en", texts, 1);
    /* In a memory this small each word is frequent. */
    for (size_t i = 0; i < corpus.stems.count; i++)
        corpus.kinds[i].passing = false;
    assert_int_equal(padan_grams_count(&grams, &corpus, 2, 3, NULL), PADAN_OK);
    assert_int_equal(find(&corpus, &grams, "rescue team")->count, 3);
    assert_int_equal(find(&corpus, &grams, "boat")->count, 4);
    assert_null(find(&corpus, &grams, "team boat"));
    assert_int_equal(find(&corpus, &grams, "rescue")->nested, 3);
    assert_true(find(&corpus, &grams, "rescue team")->score > find(&corpus, &grams, "rescue")->score);
    padan_grams_free(&grams);
    padan_corpus_free(&corpus);
}

static void no_run_begins_or_ends_with_a_word_of_any_subject(void **state)
{
    static const char *const texts[] = { "state of art", "state of play", NULL };
    struct padan_corpus corpus;
    struct padan_grams grams = { 0 };
    (void)state;
    fill(&corpus, "en", texts, 3);
    for (size_t i = 0; i < corpus.stems.count; i++)
        corpus.kinds[i].passing = strcmp(corpus.stems.keys[i].data, "of") == 0;
    assert_int_equal(padan_grams_count(&grams, &corpus, 3, 4, NULL), PADAN_OK);
    assert_null(find(&corpus, &grams, "state of"));
    assert_null(find(&corpus, &grams, "of"));
    assert_int_equal(find(&corpus, &grams, "state of art")->count, 3);
    padan_grams_free(&grams);
    padan_corpus_free(&corpus);
}

/* "even" comes evenly, "flood" in one part of the memory: what is even goes with any subject. */
static void evenness_tells_words_of_any_subject(void **state)
{
    struct padan_corpus corpus;
    (void)state;
    assert_int_equal(padan_corpus_begin(&corpus, "en", 6400, NULL), PADAN_OK);
    for (int i = 0; i < 6400; i++) {
        char text[80];
        snprintf(text, sizeof text, "%s %s w%c%c w%c%c w%c%c w%c%c w%c%c w%c%c w%c%c", i % 32 == 0 ? "even" : "",
                 i < 200 ? "flood" : "", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i % 23, 'a' + i / 23 % 26, 'a' + i % 19,
                 'b' + i / 19 % 25, 'a' + i % 17, 'c' + i / 17 % 24, 'a' + i % 13, 'd' + i / 13 % 23, 'a' + i % 11,
                 'e' + i / 11 % 22, 'a' + i % 7, 'f' + i / 7 % 21);
        assert_int_equal(padan_corpus_add(&corpus, padan_string(text), NULL), PADAN_OK);
    }
    padan_corpus_weigh(&corpus);
    size_t even = padan_table_find(&corpus.stems, "even", 4), flood = padan_table_find(&corpus.stems, "flood", 5);
    assert_int_equal(corpus.kinds[even].count, corpus.kinds[flood].count);
    assert_true(corpus.kinds[even].passing);
    assert_false(corpus.kinds[flood].passing);
    padan_corpus_free(&corpus);
}

static const struct padan_kind *kind_of(const struct padan_corpus *corpus, const char *stem)
{
    size_t number = padan_table_find(&corpus->stems, stem, strlen(stem));
    assert_true(number != PADAN_TABLE_NONE);
    return &corpus->kinds[number];
}

/* In 180 words six are 3 %, which chance makes of a rare word too; six times as many are not, nor are 3 % of many. */
static void few_words_are_not_frequent_by_chance(void **state)
{
    static const char *const texts[] = { "the machine is the very thing",
                                         "the a b c d e",
                                         "the f g h i j",
                                         "the k l m n o",
                                         "the rescue team p q r",
                                         NULL };
    struct padan_corpus corpus;
    (void)state;
    fill(&corpus, "en", texts, 6);
    assert_false(kind_of(&corpus, "machin")->passing);
    assert_false(kind_of(&corpus, "team")->passing);
    assert_true(kind_of(&corpus, "the")->passing);
    padan_corpus_free(&corpus);
    fill(&corpus, "en", texts, 200);
    assert_true(kind_of(&corpus, "machin")->passing);
    padan_corpus_free(&corpus);
}

static void pieces_of_katakana_are_one_word(void **state)
{
    struct padan_corpus corpus;
    static const char *const texts[] = { "ディストリビューションを更新する", NULL };
    (void)state;
    fill(&corpus, "ja", texts, 1);
    assert_true(padan_table_find(&corpus.stems, "ディストリビューション", strlen("ディストリビューション")) !=
                PADAN_TABLE_NONE);
    padan_corpus_free(&corpus);
}

static void what_is_asked_is_checked(void **state)
{
    struct padan_term_extract_options options = PADAN_TERM_EXTRACT_OPTIONS_INIT;
    (void)state;
    assert_int_equal(padan_term_extract(NULL, &options, NULL, NULL, NULL), PADAN_ERROR_LANGUAGE);
    options.source = "en";
    options.target = "id";
    options.min_count = 1;
    assert_int_equal(padan_term_extract(NULL, &options, NULL, NULL, NULL), PADAN_ERROR_ARGUMENT);
    options.min_count = 2;
    options.max_words = 9;
    assert_int_equal(padan_term_extract(NULL, &options, NULL, NULL, NULL), PADAN_ERROR_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_are_counted_within_signs),
        cmocka_unit_test(no_run_begins_or_ends_with_a_word_of_any_subject),
        cmocka_unit_test(evenness_tells_words_of_any_subject),
        cmocka_unit_test(few_words_are_not_frequent_by_chance),
        cmocka_unit_test(pieces_of_katakana_are_one_word),
        cmocka_unit_test(what_is_asked_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
