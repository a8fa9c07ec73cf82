/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <padan/text.h>

#include "text/utf8.h"
#include "text/words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void languages_become_canonical(void **state)
{
    (void)state;
    static const char *const tags[][2] = {
        { "in", "id" },
        { "EN_us", "en-US" },
        { "iw", "he" },
        { "eng", "en" },
        { "ger", "de" },
        { "cmn", "zh" },
        { "zh_hant_tw", "zh-Hant-TW" },
        { "en-UK", "en-GB" },
        { "min", "min" },
        { "qaa", "qaa" },
        { "und", "und" },
        { "tl", "fil" },
        { "pt-BR", "pt-BR" },
        { "jw", "jv" },
        { "sr-Latn-RS", "sr-Latn-RS" },
        { "ID", "id" },
    };
    for (size_t i = 0; i < COUNT(tags); i++) {
        char out[PADAN_LANGUAGE_SIZE];
        struct padan_error error;
        assert_int_equal(padan_language_canonical(out, tags[i][0], &error), PADAN_OK);
        assert_string_equal(out, tags[i][1]);
        assert_true(padan_language_matches(tags[i][0], tags[i][1]));
    }
}

static void unknown_languages_are_refused(void **state)
{
    (void)state;
    static const char *const tags[] = { "",
                                        "xx",
                                        "xx1",
                                        "english",
                                        "e",
                                        "en-",
                                        "en--US",
                                        "x-foo",
                                        "12",
                                        "en US",
                                        "qzz",
                                        "\xC3\xA9n",
                                        "xyz",
                                        "en-US-toolongsubtag",
                                        "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd-eeeeeeee-ffffffff-gggggggg-hhhh" };
    for (size_t i = 0; i < COUNT(tags); i++) {
        char out[PADAN_LANGUAGE_SIZE];
        struct padan_error error;
        assert_int_equal(padan_language_canonical(out, tags[i], &error), PADAN_ERROR_LANGUAGE);
        assert_non_null(strstr(error.message, "is not a language tag"));
        assert_string_equal(out, "");
    }
    assert_int_equal(padan_language_canonical((char[PADAN_LANGUAGE_SIZE]){ 0 }, NULL, NULL), PADAN_ERROR_LANGUAGE);
}

static void any_text_has_a_nearest_tag(void **state)
{
    (void)state;
    static const char *const tags[][2] = {
        { "IT-01", "it" },
        { "sr@latin", "sr-Latn" },
        { "DES", "und-x-des" },
        { "??", "und" },
        { "x-lvariant", "und" },
        { "lvariant", "und" },
        { "x-foo-lvariant-zz", "und" },
        { "x-klingon", "und-x-klingon" },
    };
    for (size_t i = 0; i < COUNT(tags); i++) {
        char out[PADAN_LANGUAGE_SIZE];
        bool exact;
        assert_int_equal(padan_language_nearest(out, tags[i][0], &exact, NULL), PADAN_OK);
        assert_string_equal(out, tags[i][1]);
        assert_false(exact);
    }
}

static void ranges_hold_their_tags(void **state)
{
    (void)state;
    assert_true(padan_language_matches("en", "en-US"));
    assert_true(padan_language_matches("EN", "en_gb"));
    assert_true(padan_language_matches("zh-Hant", "zh-Hant-TW"));
    assert_false(padan_language_matches("en-US", "en"));
    assert_false(padan_language_matches("en", "enm"));
    assert_false(padan_language_matches("en", "xx"));
}

static void check_words(const char *language, const char *text, const char *expected)
{
    struct padan_words *words;
    const struct padan_word *list;
    size_t count;
    struct padan_buffer joined = { 0 };
    assert_int_equal(padan_words_new(&words, language, NULL), PADAN_OK);
    assert_int_equal(padan_words_cut(words, padan_string(text), &list, &count, NULL), PADAN_OK);
    for (size_t i = 0; i < count; i++) {
        padan_buffer_text(&joined, i > 0 ? "|" : "");
        padan_buffer_append(&joined, text + list[i].start, list[i].end - list[i].start);
        padan_buffer_byte(&joined, "lns"[list[i].kind]);
    }
    assert_string_equal(joined.data ? joined.data : "", expected);
    padan_buffer_free(&joined);
    padan_words_free(words);
}

static void words_are_cut(void **state)
{
    (void)state;
    check_words("en", "", "");
    check_words("en", " \t\n", "");
    check_words("en", "Peace-keeping can't cost $6.500,25!", "Peacel|-s|keepingl|can'tl|costl|$s|6.500,25n|!s");
    check_words("id", "B52 anak-anak \xE2\x80\x9CSaya\xE2\x80\x9D",
                "B52l|anakl|-s|anakl|\xE2\x80\x9Cs|Sayal|\xE2\x80\x9Ds");
    check_words("th",
                "\xE0\xB8\xAA\xE0\xB8\xA7\xE0\xB8\xB1\xE0\xB8\xAA\xE0\xB8\x94\xE0\xB8\xB5"
                "\xE0\xB8\x8A\xE0\xB8\xB2\xE0\xB8\xA7\xE0\xB9\x82\xE0\xB8\xA5\xE0\xB8\x81",
                "\xE0\xB8\xAA\xE0\xB8\xA7\xE0\xB8\xB1\xE0\xB8\xAA\xE0\xB8\x94\xE0\xB8\xB5l|"
                "\xE0\xB8\x8A\xE0\xB8\xB2\xE0\xB8\xA7l|\xE0\xB9\x82\xE0\xB8\xA5\xE0\xB8\x81l");
    check_words("sv", "a:b", "a:bl");
    check_words("en", "a:b", "al|:s|bl");
}

/* The fast path must cut ASCII as ICU does: a no-break space at the end sends the same text to ICU. */
static void ascii_is_cut_as_icu_cuts_it(void **state)
{
    (void)state;
    static const char alphabet[] = "aZ09_.',;:-\" \n$b";
    struct padan_words *words, *other;
    assert_int_equal(padan_words_new(&words, "en", NULL), PADAN_OK);
    assert_int_equal(padan_words_new(&other, "en", NULL), PADAN_OK);
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        char text[16];
        size_t size = 0;
        for (; size < 9; size++) {
            seed = seed * 1103515245u + 12345u;
            text[size] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        memcpy(text + size, " \xC2\xA0", 4);
        const struct padan_word *one, *two;
        size_t one_count, two_count;
        assert_int_equal(padan_words_cut(words, (struct padan_string){ text, size }, &one, &one_count, NULL), PADAN_OK);
        assert_int_equal(padan_words_cut(other, padan_string(text), &two, &two_count, NULL), PADAN_OK);
        if (one_count != two_count)
            fail_msg("\"%s\": %zu words, ICU %zu", text, one_count, two_count);
        for (size_t i = 0; i < one_count; i++)
            if (one[i].start != two[i].start || one[i].end != two[i].end || one[i].kind != two[i].kind)
                fail_msg("\"%s\": word %zu differs from ICU's", text, i);
    }
    padan_words_free(words);
    padan_words_free(other);
}

static void broken_text_is_an_error_with_its_place(void **state)
{
    (void)state;
    struct padan_words *words;
    const struct padan_word *list;
    size_t count;
    struct padan_error error;
    assert_int_equal(padan_words_new(&words, "en", NULL), PADAN_OK);
    assert_int_equal(padan_words_cut(words, padan_string("ab\xFF"), &list, &count, &error), PADAN_ERROR_ENCODING);
    assert_int_equal(error.offset, 2);
    padan_words_free(words);
    char *form;
    size_t size;
    assert_int_equal(padan_text_form(&form, &size, PADAN_FORM_KEY, padan_string("abc\xE2\x82"), &error),
                     PADAN_ERROR_ENCODING);
    assert_int_equal(error.offset, 3);
    assert_null(form);
    assert_int_equal(padan_words_new(&words, "xx1", &error), PADAN_ERROR_LANGUAGE);
    assert_null(words);
}

static void words_fold(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        { "", "" },
        { "PeaceKeeping", "peacekeeping" },
        { "\xC3\x89vian", "evian" }, /* É */
        { "Stra\xC3\x9F"
          "e",
          "strasse" }, /* ß */
        { "\xC5\x81\xC3\xB3"
          "d\xC5\xBA",
          "lodz" },                                                                 /* Łódź */
        { "\xD0\x81\xD0\xB9", "\xD0\xB5\xD0\xB9" },                                 /* Ёй: е, й stays */
        { "\xCE\xAC\xCE\xBB\xCF\x86\xCE\xB1", "\xCE\xB1\xCE\xBB\xCF\x86\xCE\xB1" }, /* ά */
        { "\xD9\x83\xD9\x8E\xD8\xAA\xD9\x80\xD8\xA8", "\xD9\x83\xD8\xAA\xD8\xA8" }, /* fatha, tatweel */
        { "\xD8\xA2\xD9\x86", "\xD8\xA2\xD9\x86" },                                 /* alef with madda stays */
        { "\xD7\xA9\xD6\xB8\xD7\x81", "\xD7\xA9" },                                 /* niqqud */
        { "\xEF\xBC\xA1\xEF\xBC\x91", "a1" },                                       /* full width */
        { "Jum\xE2\x80\x99"
          "at",
          "jum'at" },
        { "\xE0\xA4\x95\xE0\xA4\xBF", "\xE0\xA4\x95\xE0\xA4\xBF" }, /* Indic vowel sign stays */
        { "peace\xC2\xADkeeping", "peacekeeping" },                 /* soft hyphen */
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct padan_buffer out = { 0 };
        padan_buffer_text(&out, ">");
        assert_int_equal(padan_word_fold(&out, padan_string(pairs[i][0]), NULL), PADAN_OK);
        assert_string_equal(out.data + 1, pairs[i][1]);
        padan_buffer_free(&out);
    }
}

/* Any three characters that fold alone fold so together. */
static void characters_fold_as_words_do(void **state)
{
    (void)state;
    uint32_t random = 1;
    size_t count = 0;
    for (int round = 0; round < 100000; round++) {
        struct padan_buffer word = { 0 }, folded = { 0 }, expected = { 0 };
        bool alone = true;
        for (int i = 0; i < 3; i++) {
            random = random * 1664525 + 1013904223;
            int32_t character = (int32_t)(random >> 16) % (round % 2 ? 0xD7FF : 0x2000) + 1;
            int32_t plain = padan_character_fold(character);
            alone = alone && plain > 0;
            padan_utf8_append(&word, character);
            padan_utf8_append(&expected, plain > 0 ? plain : character);
        }
        assert_int_equal(padan_word_fold(&folded, (struct padan_string){ word.data, word.size }, NULL), PADAN_OK);
        if (alone)
            assert_string_equal(folded.data, expected.data);
        count += alone;
        padan_buffer_free(&word);
        padan_buffer_free(&folded);
        padan_buffer_free(&expected);
    }
    assert_true(count > 10000);
    assert_int_equal(padan_character_fold(0x439), 0x439);
    assert_int_equal(padan_character_fold(0xC9), 'e');
    assert_int_equal(padan_character_fold(0x301), -1);
    assert_int_equal(padan_character_fold(0xDF), -1);
}

static void check_stem(const char *language, const char *word, const char *expected)
{
    struct padan_stemmer *stemmer;
    assert_int_equal(padan_stemmer_new(&stemmer, language, NULL), PADAN_OK);
    struct padan_string stem = padan_stem(stemmer, padan_string(word));
    assert_int_equal(stem.size, strlen(expected));
    assert_memory_equal(stem.data, expected, stem.size);
    padan_stemmer_free(stemmer);
}

static void words_are_stemmed(void **state)
{
    (void)state;
    check_stem("en-US", "keepers", "keeper");
    check_stem("id", "perdamaian", "damai");
    check_stem("nb", "bilene", "bil");
    check_stem("ja", "abc", "abc");
    check_stem("id", "", "");
}

static void check_form(enum padan_text_form form, const char *text, const char *expected)
{
    char *out;
    size_t size;
    assert_int_equal(padan_text_form(&out, &size, form, padan_string(text), NULL), PADAN_OK);
    assert_string_equal(out, expected);
    assert_int_equal(size, strlen(expected));
    free(out);
}

static void forms_for_matching(void **state)
{
    (void)state;
    check_form(PADAN_FORM_MATCH, "", "");
    check_form(PADAN_FORM_MATCH,
               "  a \t\n b\xC2\xA0"
               "c ",
               "a b c");
    check_form(PADAN_FORM_MATCH, "e\xCC\x81 \xEF\xBF\xBCx", "\xC3\xA9 \xEF\xBF\xBCx");
    check_form(PADAN_FORM_MATCH, "\xE4\xB8\xAD\n\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87");
    check_form(PADAN_FORM_MATCH, "\xE4\xB8\xAD \xE6\x96\x87", "\xE4\xB8\xAD \xE6\x96\x87");
    check_form(PADAN_FORM_MATCH, "\xE4\xB8\xAD\nabc\nx", "\xE4\xB8\xAD abc x");
    check_form(PADAN_FORM_MATCH, "\xED\x95\x9C\n\xEA\xB8\x80", "\xED\x95\x9C \xEA\xB8\x80");
    check_form(PADAN_FORM_KEY, "Pada 12.500,50 Orang \xE2\x80\x94 \"Ya\", B52!", "pada 0 orang ya b0");
    check_form(PADAN_FORM_KEY, "\xC3\x89tat\xEF\xBF\xBC, C++ 3.", "\xC3\xA9tat c++ 0");
    check_form(PADAN_FORM_KEY, "...", "");
}

static void lengths_and_widths(void **state)
{
    (void)state;
    assert_int_equal(padan_text_length(padan_string(NULL)), 0);
    assert_int_equal(padan_text_length(padan_string("a\xE2\x82\xAC\xF0\x9F\x98\x80")), 3);
    assert_int_equal(padan_text_length(padan_string("a\xE2\x82")), 3);
    assert_int_equal(padan_text_width(padan_string("abc")), 3);
    assert_int_equal(padan_text_width(padan_string("e\xCC\x81")), 1);
    assert_int_equal(padan_text_width(padan_string("\xE4\xB8\xAD\xE6\x96\x87")), 4);
    assert_int_equal(padan_text_width(padan_string("\xF0\x9F\x98\x80")), 2);
    /* A woman, a joiner, a laptop; a thumb with a skin tone; a heart with the emoji selector. */
    assert_int_equal(padan_text_width(padan_string("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB")), 2);
    assert_int_equal(padan_text_width(padan_string("\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD")), 2);
    assert_int_equal(padan_text_width(padan_string("\xE2\x9D\xA4\xEF\xB8\x8F")), 2);
    assert_int_equal(padan_text_width(padan_string("\xED\x95\x9C")), 2);
    assert_int_equal(padan_text_width(padan_string("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB")), 2);
    assert_int_equal(padan_text_width(padan_string("\xE0\xB8\xAA\xE0\xB8\xB5")), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_become_canonical),
        cmocka_unit_test(unknown_languages_are_refused),
        cmocka_unit_test(any_text_has_a_nearest_tag),
        cmocka_unit_test(ranges_hold_their_tags),
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(ascii_is_cut_as_icu_cuts_it),
        cmocka_unit_test(broken_text_is_an_error_with_its_place),
        cmocka_unit_test(words_fold),
        cmocka_unit_test(characters_fold_as_words_do),
        cmocka_unit_test(words_are_stemmed),
        cmocka_unit_test(forms_for_matching),
        cmocka_unit_test(lengths_and_widths),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
