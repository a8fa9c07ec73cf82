/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "text/value_parts.h"

static bool is_number(enum padan_value_kind kind)
{
    return kind <= PADAN_VALUE_ORDINAL;
}

static bool agree(int left, int right)
{
    return left == right || left == 0 || right == 0;
}

static enum padan_value_match compare_dates(const struct padan_value_reading *left,
                                            const struct padan_value_reading *right)
{
    bool shared = (left->year && right->year) || (left->month && right->month) || (left->day && right->day);
    if (!shared || !agree(left->year, right->year) || !agree(left->month, right->month) ||
        !agree(left->day, right->day))
        return PADAN_VALUES_DIFFER;
    bool equal = left->year == right->year && left->month == right->month && left->day == right->day;
    return equal ? PADAN_VALUES_EQUAL : PADAN_VALUES_AGREE;
}

/* A year is often read as a number. */
static bool is_year(const struct padan_value_reading *date, const struct padan_value_reading *number)
{
    int64_t year;
    return date->month == 0 && date->day == 0 && padan_decimal_whole(number->number, 1, 9999, &year) &&
           year == date->year;
}

static enum padan_value_match compare_readings(const struct padan_value *left, const struct padan_value_reading *a,
                                               const struct padan_value *right, const struct padan_value_reading *b)
{
    if (is_number(left->kind) && is_number(right->kind)) {
        bool same = left->kind == right->kind && memcmp(left->currency, right->currency, 4) == 0;
        bool units = left->kind != right->kind || same;
        if (!padan_decimal_equal(a->number, b->number))
            return PADAN_VALUES_DIFFER;
        return same ? PADAN_VALUES_EQUAL : units ? PADAN_VALUES_AGREE : PADAN_VALUES_DIFFER;
    }
    if (left->kind == PADAN_VALUE_DATE && right->kind == PADAN_VALUE_DATE)
        return compare_dates(a, b);
    if (left->kind == PADAN_VALUE_TIME && right->kind == PADAN_VALUE_TIME)
        return a->hour == b->hour && a->minute == b->minute && a->second == b->second ? PADAN_VALUES_EQUAL
                                                                                      : PADAN_VALUES_DIFFER;
    bool year = (left->kind == PADAN_VALUE_DATE && is_number(right->kind) && is_year(a, b)) ||
                (right->kind == PADAN_VALUE_DATE && is_number(left->kind) && is_year(b, a));
    return year ? PADAN_VALUES_AGREE : PADAN_VALUES_DIFFER;
}

enum padan_value_match padan_value_compare(const struct padan_value *left, const struct padan_value *right)
{
    enum padan_value_match best = PADAN_VALUES_DIFFER;
    if (left->kind == PADAN_VALUE_WEEKDAY || left->kind == PADAN_VALUE_CODE)
        return left->kind == right->kind && left->weekday == right->weekday && left->code == right->code
                   ? PADAN_VALUES_EQUAL
                   : PADAN_VALUES_DIFFER;
    for (size_t i = 0; i < left->count; i++) {
        for (size_t k = 0; k < right->count; k++) {
            enum padan_value_match match = compare_readings(left, &left->readings[i], right, &right->readings[k]);
            best = match > best ? match : best;
        }
    }
    return best;
}

static void write_date(struct padan_buffer *out, const struct padan_value_reading *date)
{
    if (date->year)
        padan_buffer_format(out, "%04" PRId32, date->year);
    else
        padan_buffer_byte(out, '-');
    if (date->month)
        padan_buffer_format(out, "-%02d", date->month);
    if (date->day)
        padan_buffer_format(out, "-%02d", date->day);
}

static void write_time(struct padan_buffer *out, const struct padan_value_reading *time)
{
    padan_buffer_format(out, "%02d:%02d", time->hour, time->minute);
    if (time->second)
        padan_buffer_format(out, ":%02d", time->second);
}

void padan_value_write(struct padan_buffer *out, const struct padan_value *value, size_t reading)
{
    static const char *const after[] = { "", "%", "", "." };
    if (value->kind == PADAN_VALUE_WEEKDAY)
        padan_buffer_format(out, "day %d", value->weekday);
    else if (value->kind == PADAN_VALUE_CODE)
        padan_buffer_text(out, "code");
    if (reading >= value->count)
        return;
    const struct padan_value_reading *read = &value->readings[reading];
    if (value->kind == PADAN_VALUE_DATE) {
        write_date(out, read);
    } else if (value->kind == PADAN_VALUE_TIME) {
        write_time(out, read);
    } else {
        if (value->kind == PADAN_VALUE_MONEY)
            padan_buffer_format(out, "%s ", value->currency);
        padan_decimal_write(out, read->number);
        padan_buffer_text(out, after[value->kind]);
    }
}
