/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include <padan/text.h>

static void assert_folds(const char *text, const char *expected)
{
    char *folded;
    size_t size;
    assert_int_equal(padan_text_fold_space(&folded, &size, (struct padan_string){ text, strlen(text) }, NULL),
                     PADAN_OK);
    assert_string_equal(folded, expected);
    assert_int_equal(size, strlen(expected));
    free(folded);
}

static void runs_become_one_space(void **state)
{
    (void)state;
    assert_folds("", "");
    assert_folds(" \t\n", "");
    assert_folds("  a \t\n b\xE3\x80\x80\xE2\x80\xA8 c\r\n", "a b c");
}

static void accents_stay_as_they_were_written(void **state)
{
    (void)state;
    assert_folds("e\xCC\x81 \xC3\xA9", "e\xCC\x81 \xC3\xA9");
}

static void a_no_break_space_by_itself_is_kept(void **state)
{
    (void)state;
    assert_folds(
        "10\xC2\xA0"
        "000 \xC2\xA0km\xC2\xA0",
        "10\xC2\xA0"
        "000 km");
}

static void line_breaks_in_scripts_without_spaces_vanish(void **state)
{
    (void)state;
    assert_folds("\xE5\x9B\xBD\n\xE5\xAE\xB6\xE3\x80\x82\n\xE4\xBA\xBA",
                 "\xE5\x9B\xBD\xE5\xAE\xB6\xE3\x80\x82\xE4\xBA\xBA");
    assert_folds("\xE5\x9B\xBD\nabc", "\xE5\x9B\xBD abc");
    assert_folds("\xE5\x9B\xBD \xE5\xAE\xB6", "\xE5\x9B\xBD \xE5\xAE\xB6");
    assert_folds("\xED\x95\x9C\n\xEA\xB8\x80", "\xED\x95\x9C \xEA\xB8\x80");
}

static void bytes_that_are_not_utf8_are_an_error(void **state)
{
    (void)state;
    char *folded;
    size_t size;
    struct padan_error error;
    struct padan_string text = { "a\xFFz", 3 };
    assert_int_equal(padan_text_fold_space(&folded, &size, text, &error), PADAN_ERROR_ENCODING);
    assert_null(folded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_become_one_space),
        cmocka_unit_test(accents_stay_as_they_were_written),
        cmocka_unit_test(a_no_break_space_by_itself_is_kept),
        cmocka_unit_test(line_breaks_in_scripts_without_spaces_vanish),
        cmocka_unit_test(bytes_that_are_not_utf8_are_an_error),
    };
    return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
