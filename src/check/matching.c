/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which values of two texts say the same. */
#include <string.h>

#include <unicode/uchar.h>

#include "check/checking.h"
#include "text/measure.h"
#include "text/utf8.h"

enum { MOST_DIGITS = 24 };

static struct padan_string text_of(const struct padan_check_side *side, const struct padan_value *value)
{
    return (struct padan_string){ side->text.data + value->start, value->end - value->start };
}

/* The digits that a text has, of any script, as ASCII; answers how many. */
static size_t digits_of(char digits[MOST_DIGITS], struct padan_string text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size && count < MOST_DIGITS;) {
        UChar32 c = padan_utf8_next(text, &at);
        int digit = c < 0 ? -1 : u_charDigitValue(c);
        if (digit >= 0)
            digits[count++] = (char)('0' + digit);
    }
    return count;
}

static bool same_digits(const struct padan_checking *checking, const struct padan_value *left,
                        const struct padan_value *right)
{
    char a[MOST_DIGITS], b[MOST_DIGITS];
    size_t count = digits_of(a, text_of(&checking->sides[PADAN_SOURCE], left));
    return count > 0 && count == digits_of(b, text_of(&checking->sides[PADAN_TARGET], right)) &&
           memcmp(a, b, count) == 0;
}

/* Signs and words that several currencies share: a dollar may be any, 元 and ¥ too. */
static bool same_family(const char *a, const char *b)
{
    static const char *const families[] = { "USD AUD CAD SGD HKD NZD TWD MXN BRL",
                                            "JPY CNY TWD KRW",
                                            "INR IDR PKR LKR NPR MUR",
                                            "SEK NOK DKK ISK CZK",
                                            "CHF XAF XOF FRF",
                                            "GBP EGP LBP SYP" };
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (strstr(families[i], a) && strstr(families[i], b))
            return true;
    }
    return false;
}

static bool is_amount(const struct padan_value *value)
{
    return value->kind <= PADAN_VALUE_ORDINAL;
}

/* A number as a double; that is precise enough to look for halves. */
static double amount(struct padan_decimal number)
{
    double value = (double)number.digits;
    for (int32_t i = number.exponent; i > 0; i--)
        value *= 10;
    for (int32_t i = number.exponent; i < 0; i++)
        value /= 10;
    return value;
}

static bool near(double a, double b)
{
    double difference = a > b ? a - b : b - a;
    return difference <= 1e-9 * (a > b ? a : b);
}

/* "two and a half" is read as two, "1998/99" as 1998 and 99. */
static bool almost(const struct padan_value *left, const struct padan_value *right)
{
    double a = amount(left->readings[0].number), b = amount(right->readings[0].number);
    bool words = left->in_words || right->in_words;
    double low = a < b ? a : b, high = a < b ? b : a;
    bool half = words && (near(high - low, 0.5) || (low >= 1000 && near(high, low * 1.5)));
    bool year = low < 100 && high >= 1900 && high < 2100 && near(high - 100 * (double)(int)(high / 100), low);
    return half || year;
}

static bool is_day_number(const struct padan_value *date, const struct padan_value *number)
{
    const struct padan_value_reading *read = &date->readings[0];
    double value = amount(number->readings[0].number);
    if (date->kind != PADAN_VALUE_DATE || !is_amount(number))
        return false;
    return (read->day && !read->month && !read->year && near(value, read->day)) ||
           (read->month && !read->day && !read->year && near(value, read->month));
}

/* 14.30 may be read as a number, 5 h as a time. */
static bool is_time_number(const struct padan_value *time, const struct padan_value *number)
{
    const struct padan_value_reading *read = &time->readings[0];
    if (time->kind != PADAN_VALUE_TIME || !is_amount(number))
        return false;
    double value = amount(number->readings[0].number);
    return (read->minute == 0 && (near(value, read->hour) || near(value + 12, read->hour))) ||
           near(value, read->hour + read->minute / 100.0);
}

/* Whether two values that are not equal as they were read may be meant to be. */
static bool alike(const struct padan_checking *checking, const struct padan_value *left,
                  const struct padan_value *right)
{
    bool amounts = is_amount(left) && is_amount(right) && left->count > 0 && right->count > 0;
    bool money = left->kind == PADAN_VALUE_MONEY && right->kind == PADAN_VALUE_MONEY;
    if (money)
        return same_family(left->currency, right->currency) &&
               near(amount(left->readings[0].number), amount(right->readings[0].number));
    if (amounts && almost(left, right))
        return true;
    if (is_day_number(left, right) || is_day_number(right, left) || is_time_number(left, right) ||
        is_time_number(right, left))
        return true;
    bool dates = left->kind == PADAN_VALUE_DATE && right->kind == PADAN_VALUE_DATE;
    return !amounts && !dates && same_digits(checking, left, right);
}

/* Kinds of match, the surest first; of MEASURED units are alike too, of CONVERTED the amounts by their units. */
enum pass { MEASURED, EQUAL, AGREEING, ALIKE, CONVERTED };

/* Whether two values are the same by their units, read as is likeliest. */
static bool converts(const struct padan_check_matching *matching, const struct padan_value *left, size_t source,
                     const struct padan_value *right, size_t target)
{
    return padan_measure_equals(amount(left->readings[0].number), matching->unit[PADAN_SOURCE][source],
                                amount(right->readings[0].number), matching->unit[PADAN_TARGET][target]);
}

static bool meets(const struct padan_checking *checking, size_t source, size_t target, enum pass pass)
{
    const struct padan_check_matching *matching = &checking->matching;
    const struct padan_value *left = &checking->sides[PADAN_SOURCE].values[source];
    const struct padan_value *right = &checking->sides[PADAN_TARGET].values[target];
    int units[2] = { matching->unit[PADAN_SOURCE][source], matching->unit[PADAN_TARGET][target] };
    switch (pass) {
    case MEASURED:
        return units[0] >= 0 && units[0] == units[1] && padan_value_compare(left, right) >= PADAN_VALUES_EQUAL;
    case EQUAL:
        return padan_value_compare(left, right) >= PADAN_VALUES_EQUAL;
    case AGREEING:
        return padan_value_compare(left, right) >= PADAN_VALUES_AGREE;
    case ALIKE:
        return alike(checking, left, right);
    case CONVERTED:
        return units[0] >= 0 && units[0] != units[1] && converts(matching, left, source, right, target);
    }
    return false;
}

static void run_pass(struct padan_checking *checking, enum pass pass)
{
    struct padan_check_matching *matching = &checking->matching;
    const struct padan_check_side *source = &checking->sides[PADAN_SOURCE], *target = &checking->sides[PADAN_TARGET];
    for (size_t i = 0; i < source->value_count; i++) {
        for (size_t k = 0; k < target->value_count && matching->other[PADAN_SOURCE][i] < 0; k++) {
            if (matching->other[PADAN_TARGET][k] >= 0 || !meets(checking, i, k, pass))
                continue;
            matching->other[PADAN_SOURCE][i] = (int16_t)k;
            matching->other[PADAN_TARGET][k] = (int16_t)i;
        }
    }
}

/* Numbers that stand for themselves, and so may have a unit behind them. */
static bool may_be_measure(const struct padan_value *value)
{
    return value->kind == PADAN_VALUE_NUMBER && value->count > 0;
}

static bool has_number(const struct padan_check_side *side)
{
    for (size_t i = 0; i < side->value_count; i++)
        if (may_be_measure(&side->values[i]))
            return true;
    return false;
}

static int find_units(struct padan_checking *checking, int number, struct padan_error *error)
{
    struct padan_check_matching *matching = &checking->matching;
    struct padan_check_side *side = &checking->sides[number];
    int status = PADAN_OK;
    if (!side->language->measures)
        status = padan_measures_new(&side->language->measures, side->language->tag, error);
    for (size_t i = 0; status == PADAN_OK && i < side->value_count; i++)
        if (may_be_measure(&side->values[i]))
            matching->unit[number][i] = (int8_t)padan_measure_find(side->language->measures, side->text,
                                                                   side->values[i].end, &matching->end[number][i]);
    return status;
}

/* Units of measure, where both sides have numbers that they may stand behind. */
static int measure_values(struct padan_checking *checking, struct padan_error *error)
{
    checking->matching.measured = has_number(&checking->sides[0]) && has_number(&checking->sides[1]);
    int status = PADAN_OK;
    for (int side = 0; side < 2 && checking->matching.measured && status == PADAN_OK; side++)
        status = find_units(checking, side, error);
    return status;
}

bool padan_check_units_differ(const struct padan_checking *checking, size_t source, size_t target)
{
    const struct padan_check_matching *matching = &checking->matching;
    const struct padan_value *left = &checking->sides[PADAN_SOURCE].values[source];
    const struct padan_value *right = &checking->sides[PADAN_TARGET].values[target];
    /* "5,000 m" may be read as five too, which must not be held against 5 km. */
    return padan_measure_differs(matching->unit[PADAN_SOURCE][source], matching->unit[PADAN_TARGET][target]) &&
           left->readings[0].number.digits != 0 && padan_value_compare(left, right) >= PADAN_VALUES_EQUAL &&
           !converts(matching, left, source, right, target);
}

int padan_check_match_values(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_matching *matching = &checking->matching;
    if (matching->done)
        return PADAN_OK;
    matching->done = true;
    for (int side = 0; side < 2; side++) {
        int status = padan_check_values(&checking->sides[side], error);
        if (status != PADAN_OK)
            return status;
        if (checking->sides[side].value_count > PADAN_CHECK_VALUES) {
            checking->sides[0].value_count = checking->sides[1].value_count = 0;
            checking->sides[1].values_read = true;
            return PADAN_OK;
        }
        for (size_t i = 0; i < checking->sides[side].value_count; i++)
            matching->other[side][i] = matching->unit[side][i] = PADAN_MEASURE_NONE;
    }
    int status = measure_values(checking, error);
    for (enum pass pass = matching->measured ? MEASURED : EQUAL; status == PADAN_OK && pass <= CONVERTED; pass++)
        run_pass(checking, pass);
    return status;
}
