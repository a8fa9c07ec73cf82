/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <padan/text.h>

static const char english[] =
    "The council said that the bridge will be closed for repairs, and that it was not safe "
    "to cross it with heavy lorries. It will open again in the spring.";
static const char indonesian[] =
    "Dewan itu mengatakan bahwa jembatan akan ditutup untuk perbaikan, dan tidak aman "
    "untuk dilalui oleh truk yang berat. Jembatan itu dibuka lagi pada musim semi dengan "
    "upacara kecil.";
static const char russian[] = "\xD0\x9C\xD0\xBE\xD1\x81\xD1\x82 \xD0\xB7\xD0\xB0\xD0\xBA\xD1\x80\xD1\x8B\xD1\x82";

static double fit(const char *language, const char *text)
{
    return padan_language_fit(language, padan_string(text));
}

static void a_text_fits_its_own_language_best(void **state)
{
    (void)state;
    assert_true(fit("en-GB", english) > 0.3);
    assert_true(fit("id", english) < 0.05);
    assert_true(fit("id", indonesian) > 0.2);
    assert_true(fit("en", indonesian) < 0.05);
}

static void a_script_that_a_language_does_not_use_fits_nothing(void **state)
{
    (void)state;
    assert_true(fit("en", russian) == 0);
    assert_true(fit("ar", english) == 0);
    assert_true(fit("ja", english) == 0);
    assert_true(fit("ru", russian) > 0);
}

static void little_is_said_of_little(void **state)
{
    (void)state;
    assert_true(fit("en", "Jakarta") == fit("id", "Jakarta"));
    assert_true(fit("tl", english) == fit("en", ""));
    assert_true(fit("not a tag", english) == fit("en", ""));
    assert_true(fit("en", "\xFF\xFE\xC0") == fit("en", ""));
}

static void the_language_of_a_text_is_guessed(void **state)
{
    (void)state;
    char tag[PADAN_LANGUAGE_SIZE];
    assert_true(padan_language_guess(tag, padan_string(english)) > 0.3);
    assert_string_equal(tag, "en");
    assert_true(padan_language_guess(tag, padan_string(indonesian)) > 0.2);
    assert_string_equal(tag, "id");
    assert_true(padan_language_guess(tag, padan_string("Jakarta")) == 0);
    assert_string_equal(tag, "");
    assert_true(padan_language_guess(tag, padan_string("")) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_fits_its_own_language_best),
        cmocka_unit_test(a_script_that_a_language_does_not_use_fits_nothing),
        cmocka_unit_test(little_is_said_of_little),
        cmocka_unit_test(the_language_of_a_text_is_guessed),
    };
    return cmocka_run_group_tests_name("look", tests, NULL, NULL);
}
