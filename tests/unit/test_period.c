/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "exchange/period.h"

static void assert_date(const char *given, const char *expected)
{
    char date[PADAN_DATE_SIZE];
    assert_true(padan_date_canonical(date, padan_string(given)));
    assert_string_equal(date, expected);
}

static void knows_dates(void **state)
{
    (void)state;
    assert_date("20240229T235959Z", "20240229T235959Z");
    assert_date("2024-02-29", "20240229T000000Z");
    assert_date("2024-02-29T23:30:00+07:00", "20240229T163000Z");
    assert_date("2024-01-01T03:00:00+05:30", "20231231T213000Z");
    assert_date("2023-12-31T22:00:00-0330", "20240101T013000Z");
    assert_date("2024-12-31 12:00:00.250", "20241231T120000Z");
    assert_date("2016-12-31T23:59:60Z", "20161231T235960Z");
}

static void knows_what_is_no_date(void **state)
{
    (void)state;
    static const char *const wrong[] = { "",
                                         "today",
                                         "2023-02-29",
                                         "1900-02-29",
                                         "2024-13-01",
                                         "2024-00-",
                                         "2024-04-31",
                                         "2024-04-30T24:00:00Z",
                                         "2024",
                                         "2024-04-30x",
                                         "0000-01-01",
                                         "2024-04-30T10:00:00+24:00",
                                         "20240430T100000Z20240430" };
    char date[PADAN_DATE_SIZE];
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(padan_date_canonical(date, padan_string(wrong[i])));
    assert_false(padan_date_canonical(date, (struct padan_string){ "2024-04-30\0", 11 }));
}

static struct padan_property dated(const char *name, const char *value)
{
    return (struct padan_property){ .kind = PADAN_PROPERTY_ATTRIBUTE,
                                    .name = padan_string(name),
                                    .value = padan_string(value) };
}

/* The latest change of the unit and its variants counts, and only where there is none the latest creation. */
static void dates_units(void **state)
{
    (void)state;
    struct padan_property of_unit[] = { dated("creationdate", "20230101T000000Z"), dated("changedate", "none") };
    struct padan_property of_variant[] = { dated("changedate", "20200101T000000Z"),
                                           dated("changedate", "2021-06-01T01:00:00+02:00") };
    struct padan_variant variants[2] = { { .properties = of_variant }, { .property_count = 0 } };
    struct padan_unit unit = { .variants = variants, .variant_count = 2, .properties = of_unit };
    char date[PADAN_DATE_SIZE];
    assert_false(padan_unit_date(date, &unit));
    assert_string_equal(date, "");
    unit.property_count = 2;
    assert_true(padan_unit_date(date, &unit));
    assert_string_equal(date, "20230101T000000Z");
    variants[0].property_count = 2;
    assert_true(padan_unit_date(date, &unit));
    assert_string_equal(date, "20210531T230000Z");
    of_variant[1].kind = PADAN_PROPERTY_PROP;
    assert_true(padan_unit_date(date, &unit));
    assert_string_equal(date, "20200101T000000Z");
}

static void has_both_ends(void **state)
{
    (void)state;
    struct padan_period period;
    assert_int_equal(padan_period_set(&period, "2024-02-01", "2024-02-29", NULL), PADAN_OK);
    assert_false(padan_period_has(&period, "20240131T235959Z"));
    assert_true(padan_period_has(&period, "20240201T000000Z"));
    assert_true(padan_period_has(&period, "20240229T235959Z"));
    assert_false(padan_period_has(&period, "20240301T000000Z"));
    /* An instant ends at that instant. */
    assert_int_equal(padan_period_set(&period, NULL, "2024-02-29T12:00:00Z", NULL), PADAN_OK);
    assert_true(padan_period_has(&period, "00010101T000000Z"));
    assert_true(padan_period_has(&period, "20240229T120000Z"));
    assert_false(padan_period_has(&period, "20240229T120001Z"));
    assert_int_equal(padan_period_set(&period, NULL, NULL, NULL), PADAN_OK);
    assert_true(padan_period_has(&period, "99991231T235959Z"));
}

static void says_what_is_no_date(void **state)
{
    (void)state;
    struct padan_period period;
    struct padan_error error;
    assert_int_equal(padan_period_set(&period, "yesterday", NULL, &error), PADAN_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "'yesterday' is no date"));
    assert_int_equal(padan_period_set(&period, NULL, "2024-02-30", &error), PADAN_ERROR_ARGUMENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_dates),   cmocka_unit_test(knows_what_is_no_date), cmocka_unit_test(dates_units),
        cmocka_unit_test(has_both_ends), cmocka_unit_test(says_what_is_no_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
