/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <padan/term.h>

#include "base/buffer.h"

/* A recogniser of terms with a bar between; "=" before one: case-sensitive; "!": only as it is. */
static struct padan_recogniser *make(const char *language, bool family, const char *terms)
{
    struct padan_recogniser *recogniser;
    assert_int_equal(padan_recogniser_new(&recogniser, language, family, NULL), PADAN_OK);
    for (int64_t number = 1; *terms; number++) {
        struct padan_term term = { .language = padan_string(language) };
        term.case_sensitive = *terms == '=';
        term.whole_form = *terms == '!';
        terms += term.case_sensitive || term.whole_form;
        term.text = (struct padan_string){ terms, strcspn(terms, "|") };
        const struct padan_concept concept = { .number = number, .terms = &term, .term_count = 1 };
        assert_int_equal(padan_recogniser_add(recogniser, &concept, NULL), PADAN_OK);
        terms += term.text.size;
        terms += *terms == '|';
    }
    return recogniser;
}

/* What is found as "text>term ", covered ones in brackets. */
static void assert_found(const char *language, bool family, const char *terms, const char *text, const char *expected)
{
    struct padan_recogniser *recogniser = make(language, family, terms);
    const struct padan_recognised *list;
    struct padan_buffer found = { 0 };
    size_t count;
    assert_int_equal(padan_recogniser_find(recogniser, padan_string(text), &list, &count, NULL), PADAN_OK);
    padan_buffer_text(&found, "");
    for (size_t i = 0; i < count; i++)
        padan_buffer_format(&found, "%s%.*s>%.*s%s ", list[i].covered ? "(" : "", (int)(list[i].end - list[i].start),
                            text + list[i].start, (int)list[i].term.size, list[i].term.data,
                            list[i].covered ? ")" : "");
    assert_string_equal(found.data ? found.data : "", expected);
    padan_buffer_free(&found);
    padan_recogniser_free(recogniser);
}

static void words_are_compared_by_stem_and_case_folded(void **state)
{
    (void)state;
    assert_found("en", false, "peacekeeper|rescue team", "Peacekeepers met the Rescue Teams.",
                 "Peacekeepers>peacekeeper Rescue Teams>rescue team ");
    assert_found("en", false, "=WHO|who", "WHO who", "WHO>WHO WHO>who who>who ");
    assert_found("en", false, "!data", "Data, datum, datas", "Data>data ");
    assert_found("en", false, "rescue team", "rescue, team; rescue  team\nrescue", "rescue  team>rescue team ");
    assert_found("de", false, "Friedenstruppe", "Die Friedenstruppen kamen.", "Friedenstruppen>Friedenstruppe ");
    assert_found("fr", false, "\xc3\x89vian", "EVIAN", "EVIAN>\xc3\x89vian ");
}

static void the_longest_comes_first_and_others_are_told(void **state)
{
    (void)state;
    assert_found("en", false, "peace|peace treaty|treaty law", "The peace treaty law.",
                 "peace treaty>peace treaty (peace>peace) (treaty law>treaty law) ");
    assert_found("en", false, "bank|bank", "A bank", "bank>bank bank>bank ");
}

static void a_hyphen_may_be_there_or_not(void **state)
{
    (void)state;
    assert_found("en", false, "peace-keeping", "peacekeeping peace-keeping peace keeping",
                 "peacekeeping>peace-keeping peace-keeping>peace-keeping peace keeping>peace-keeping ");
    assert_found("en", false, "peacekeeping", "peace-keeping, peace keeping", "peace-keeping>peacekeeping ");
    assert_found("en", false, "state-of-the-art", "state of the art; state-of-the-art",
                 "state of the art>state-of-the-art state-of-the-art>state-of-the-art ");
    assert_found("en", false, "C++|C", "C++ - or C", "C++>C++ (C>C) C>C ");
}

static void scripts_without_spaces_begin_and_end_at_words(void **state)
{
    (void)state;
    /* "peacekeeping forces" after "United Nations"; then "country", which is not in "China". */
    assert_found("zh", false, "\xe7\xbb\xb4\xe5\x92\x8c\xe9\x83\xa8\xe9\x98\x9f",
                 "\xe8\x81\x94\xe5\x90\x88\xe5\x9b\xbd\xe7\xbb\xb4\xe5\x92\x8c\xe9\x83\xa8\xe9\x98\x9f\xe5\x88\xb0"
                 "\xe8\xbe\xbe\xe3\x80\x82",
                 "\xe7\xbb\xb4\xe5\x92\x8c\xe9\x83\xa8\xe9\x98\x9f>\xe7\xbb\xb4\xe5\x92\x8c\xe9\x83\xa8\xe9\x98\x9f ");
    assert_found("zh", false, "\xe5\x9b\xbd", "\xe4\xb8\xad\xe5\x9b\xbd\xe3\x80\x82", "");
}

static void indonesian_families_are_for_those_who_wish(void **state)
{
    (void)state;
    assert_found("id", false, "penjaga perdamaian|pasukan", "menjaga perdamaian; penjaga perdamaiannya, pasukannyalah",
                 "penjaga perdamaiannya>penjaga perdamaian pasukannyalah>pasukan ");
    assert_found("id", true, "penjaga perdamaian", "menjaga perdamaian; Penjaga perdamaian",
                 "menjaga perdamaian>penjaga perdamaian Penjaga perdamaian>penjaga perdamaian ");
    assert_found("ms", true, "penjaga", "menjaga", "menjaga>penjaga ");
    assert_found("ms", false, "penjaga", "menjaga penjaganya", "penjaganya>penjaga ");
    assert_found("id", false, "negara anggota", "negara-negara anggota",
                 "negara-negara anggota>negara anggota (negara anggota>negara anggota) ");
}

/* A term and a text of one word joined to itself over and over have more ways than can be tried. */
static void ugly_texts_end(void **state)
{
    (void)state;
    struct padan_buffer text = { 0 };
    for (int i = 0; i < 60; i++)
        padan_buffer_text(&text, "kata-");
    padan_buffer_text(&text, "kata");
    struct padan_recogniser *recogniser = make("id", false, text.data);
    padan_buffer_clear(&text);
    const struct padan_recognised *list;
    size_t count;
    for (int i = 0; i < 10000; i++)
        padan_buffer_text(&text, "kata-");
    assert_int_equal(
        padan_recogniser_find(recogniser, (struct padan_string){ text.data, text.size }, &list, &count, NULL),
        PADAN_OK);
    assert_int_equal(padan_recogniser_find(recogniser, padan_string("\xff\xfe kata"), &list, &count, NULL),
                     PADAN_ERROR_ENCODING);
    assert_int_equal(count, 0);
    assert_int_equal(padan_recogniser_find(recogniser, padan_string(""), &list, &count, NULL), PADAN_OK);
    assert_int_equal(count, 0);
    padan_recogniser_free(recogniser);
    padan_buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_compared_by_stem_and_case_folded),
        cmocka_unit_test(the_longest_comes_first_and_others_are_told),
        cmocka_unit_test(a_hyphen_may_be_there_or_not),
        cmocka_unit_test(scripts_without_spaces_begin_and_end_at_words),
        cmocka_unit_test(indonesian_families_are_for_those_who_wish),
        cmocka_unit_test(ugly_texts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
