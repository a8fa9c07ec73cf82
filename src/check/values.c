/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and dates that one side says and the other does not. */
#include <string.h>

#include <unicode/uchar.h>

#include "check/checking.h"
#include "check/language.h"
#include "text/utf8.h"

static bool is_date_kind(const struct padan_value *value)
{
    const struct padan_value_reading *read = &value->readings[0];
    if (value->kind == PADAN_VALUE_DATE)
        return read->month > 0 || read->day > 0;
    return value->kind == PADAN_VALUE_WEEKDAY || value->kind == PADAN_VALUE_TIME;
}

static struct padan_check_span span_of(const struct padan_value *value)
{
    return (struct padan_check_span){ value->start, value->end };
}

/* %1 and %2$s are places for texts, where a language does not write per cent so, as Turkish does. */
static bool is_placeholder(const struct padan_check_side *side, const struct padan_value *value)
{
    size_t start = value->start;
    char before = start > 0 ? side->text.data[start - 1] : ' ';
    if (before == '{' || before == '$')
        return true;
    bool sign = side->text.data[start] == '%' || before == '%';
    return sign && !padan_check_language_in(side->language, "tr az eu ku");
}

/* Whether the check of codes says what is to be said of a value. */
static bool is_in_code(const struct padan_checking *checking, const struct padan_check_side *side,
                       const struct padan_value *value)
{
    return padan_checker_makes(checking->checker, PADAN_CHECK_CODE) &&
           padan_check_is_in_code(side, value->start, value->end);
}

/* The next value from `from` that has no counterpart and is of the kinds; the count where there is none. */
static size_t next_left(const struct padan_checking *checking, int side, size_t from, bool dates)
{
    const struct padan_check_side *at = &checking->sides[side];
    while (from < at->value_count &&
           (checking->matching.other[side][from] >= 0 || is_date_kind(&at->values[from]) != dates ||
            is_placeholder(at, &at->values[from]) || is_in_code(checking, at, &at->values[from])))
        from++;
    return from;
}

/* Whether a run of digits of a text stands in another, as a run of its own. */
static bool has_digits(struct padan_string text, struct padan_string other)
{
    size_t start = 0, end = 0;
    while (start < other.size && (other.data[start] < '0' || other.data[start] > '9'))
        start++;
    for (end = start; end < other.size && other.data[end] >= '0' && other.data[end] <= '9';)
        end++;
    if (end != other.size || start == end)
        return false;
    size_t size = end - start;
    for (size_t at = 0; at + size <= text.size; at++) {
        bool begins = at == 0 || text.data[at - 1] < '0' || text.data[at - 1] > '9';
        bool ends = at + size == text.size || text.data[at + size] < '0' || text.data[at + size] > '9';
        if (begins && ends && memcmp(text.data + at, other.data + start, size) == 0)
            return true;
    }
    return false;
}

/* Numbers that are often said in words which are no numbers: a dozen, a fortnight, all, half, twice. */
static bool is_soft(const struct padan_value *value)
{
    static const int64_t rounds[] = { 12, 14, 15, 24, 100, 1000, 1000000 };
    int64_t number = value->readings[0].number.digits;
    int32_t exponent = value->readings[0].number.exponent;
    if (value->in_words)
        return true;
    if (value->kind == PADAN_VALUE_CODE || value->kind == PADAN_VALUE_DATE)
        return false;
    if (exponent < 0)
        return exponent == -1 && number == 5;
    for (; exponent > 0 && number < 1000000; exponent--)
        number *= 10;
    if (value->kind == PADAN_VALUE_PERCENT)
        return number == 25 || number == 50 || number == 75 || number == 100;
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        if (number == rounds[i] && exponent == 0)
            return true;
    }
    return number <= 10 && exponent == 0 && value->kind != PADAN_VALUE_MONEY;
}

static bool is_one(const struct padan_value *value)
{
    return value->in_words && value->readings[0].number.digits <= 1 && value->readings[0].number.exponent == 0;
}

/* Shares are said with words for numbers that are not read as such: two thirds, 三分之二, halb acht. */
static bool has_share(struct padan_string text)
{
    static const char *const words[] = { "third",   "quarter",  "half",     "halves",  "fifth",  "tenth", "rittel",
                                         "iertel",  "alb",      "ünftel",   "tiers",   "quart",  "demi",  "moitié",
                                         "pertiga", "perempat", "setengah", "paruh",   "terc",   "terz",  "cuart",
                                         "medi",    "mezz",     "трет",     "четверт", "полтор", "полов", "harmad",
                                         "negyed",  "fél",      "分之",     "分の",    "半",     "आध",    "तिहाई",
                                         "चौथाई",   "ثلث",      "ربع",      "نصف",     "หนึ่งใน",  "ครึ่ง" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (memmem(text.data, text.size, words[i], strlen(words[i])))
            return true;
    }
    return false;
}

/* Whether two values without counterparts are likely to be meant to be the same, so that one is wrong. */
static bool contradict(const struct padan_checking *checking, const struct padan_value *left,
                       const struct padan_value *right)
{
    if (is_one(left) || is_one(right))
        return false;
    if (!left->in_words && !right->in_words)
        return true;
    if (left->kind == PADAN_VALUE_ORDINAL || right->kind == PADAN_VALUE_ORDINAL)
        return false;
    return !has_share(checking->sides[PADAN_SOURCE].text) && !has_share(checking->sides[PADAN_TARGET].text);
}

static int report_two(struct padan_checking *checking, const struct padan_value *left, const struct padan_value *right,
                      struct padan_error *error)
{
    struct padan_string source = padan_check_part(checking->sides[PADAN_SOURCE].text, span_of(left));
    struct padan_string target = padan_check_part(checking->sides[PADAN_TARGET].text, span_of(right));
    return padan_check_report(checking, span_of(left), span_of(right), error, "\"%.*s\" is not \"%.*s\"",
                              PADAN_CHECK_PART(source), PADAN_CHECK_PART(target));
}

static int report_one(struct padan_checking *checking, int side, const struct padan_value *value,
                      struct padan_error *error)
{
    struct padan_string part = padan_check_part(checking->sides[side].text, span_of(value));
    return padan_check_report_side(checking, side, span_of(value), error, "the %s does not say \"%.*s\"",
                                   padan_check_side_name(!side), PADAN_CHECK_PART(part));
}

/* "Saturday (23/9/2023)": the day of the week may say enough, where the other side has it. */
static bool has_weekday(const struct padan_checking *checking, int side, const struct padan_value *date)
{
    const struct padan_check_side *at = &checking->sides[side];
    for (size_t i = 0; i < at->value_count; i++) {
        if (at->values[i].kind == PADAN_VALUE_WEEKDAY && checking->matching.other[side][i] >= 0 &&
            at->values[i].end <= date->start && date->start - at->values[i].end < 4)
            return true;
    }
    return false;
}

/* A value that is left with none on the other side to be held against. */
static int judge_one(struct padan_checking *checking, int side, const struct padan_value *value,
                     struct padan_error *error)
{
    struct padan_string part = { checking->sides[side].text.data + value->start, value->end - value->start };
    bool dated = is_date_kind(value);
    bool full = value->kind == PADAN_VALUE_DATE && value->readings[0].day > 0 && value->readings[0].month > 0;
    if (dated ? !full : is_soft(value))
        return PADAN_OK;
    if (has_digits(checking->sides[!side].text, part) || (dated && has_weekday(checking, side, value)))
        return PADAN_OK;
    return report_one(checking, side, value, error);
}

/* The next value of a side that contradicts one of the other. */
static size_t find_contrary(const struct padan_checking *checking, const struct padan_value *value, size_t from,
                            bool dates)
{
    const struct padan_check_side *target = &checking->sides[PADAN_TARGET];
    size_t at = next_left(checking, PADAN_TARGET, from, dates);
    while (at < target->value_count &&
           (dates ? target->values[at].kind != value->kind : !contradict(checking, value, &target->values[at])))
        at = next_left(checking, PADAN_TARGET, at + 1, dates);
    return at;
}

static int check_left(struct padan_checking *checking, bool dates, struct padan_error *error)
{
    const struct padan_check_side *source = &checking->sides[PADAN_SOURCE], *target = &checking->sides[PADAN_TARGET];
    int status = padan_check_match_values(checking, error);
    for (size_t i = next_left(checking, PADAN_SOURCE, 0, dates); i < source->value_count && status == PADAN_OK;
         i = next_left(checking, PADAN_SOURCE, i + 1, dates)) {
        size_t k = find_contrary(checking, &source->values[i], 0, dates);
        if (k < target->value_count) {
            checking->matching.other[PADAN_SOURCE][i] = (int16_t)k;
            checking->matching.other[PADAN_TARGET][k] = (int16_t)i;
            status = report_two(checking, &source->values[i], &target->values[k], error);
        } else {
            status = judge_one(checking, PADAN_SOURCE, &source->values[i], error);
        }
    }
    for (size_t k = next_left(checking, PADAN_TARGET, 0, dates); k < target->value_count && status == PADAN_OK;
         k = next_left(checking, PADAN_TARGET, k + 1, dates))
        status = judge_one(checking, PADAN_TARGET, &target->values[k], error);
    return status;
}

static bool has_percent(const struct padan_check_side *side)
{
    for (size_t i = 0; i < side->value_count; i++) {
        if (side->values[i].kind == PADAN_VALUE_PERCENT)
            return true;
    }
    return memchr(side->text.data, '%', side->text.size) != NULL;
}

/* "12 %" rendered by "12", where no percentage is said at all. */
static int check_percent(struct padan_checking *checking, int side, struct padan_error *error)
{
    const struct padan_check_side *one = &checking->sides[side], *other = &checking->sides[!side];
    if (other->value_count == 0 || has_percent(other))
        return PADAN_OK;
    for (size_t i = 0; i < one->value_count; i++) {
        int match = checking->matching.other[side][i];
        if (one->values[i].kind == PADAN_VALUE_PERCENT && !one->values[i].in_words && match >= 0 &&
            other->values[match].kind == PADAN_VALUE_NUMBER && !other->values[match].in_words)
            return report_one(checking, side, &one->values[i], error);
    }
    return PADAN_OK;
}

/* "5 km" rendered by "5 kg". */
static int check_units(struct padan_checking *checking, struct padan_error *error)
{
    const struct padan_check_matching *matching = &checking->matching;
    int status = PADAN_OK;
    for (size_t i = 0; i < checking->sides[PADAN_SOURCE].value_count && status == PADAN_OK; i++) {
        int match = matching->other[PADAN_SOURCE][i];
        if (match < 0 || !padan_check_units_differ(checking, i, (size_t)match))
            continue;
        struct padan_value source = checking->sides[PADAN_SOURCE].values[i];
        struct padan_value target = checking->sides[PADAN_TARGET].values[match];
        source.end = matching->end[PADAN_SOURCE][i];
        target.end = matching->end[PADAN_TARGET][match];
        status = report_two(checking, &source, &target, error);
    }
    return status;
}

int padan_check_number(struct padan_checking *checking, struct padan_error *error)
{
    int status = check_left(checking, false, error);
    if (status == PADAN_OK)
        status = check_units(checking, error);
    if (status == PADAN_OK)
        status = check_percent(checking, PADAN_SOURCE, error);
    return status == PADAN_OK ? check_percent(checking, PADAN_TARGET, error) : status;
}

int padan_check_date(struct padan_checking *checking, struct padan_error *error)
{
    return check_left(checking, true, error);
}
