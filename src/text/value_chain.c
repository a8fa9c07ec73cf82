/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Digits and what stands between them:
 *
 *     1.250,5  1 250  1,25,000    one number; 1.250 and 1,250 may be two
 *     22.9.2023  2023-09-22       a date
 *     14:30  14:30:05             a time
 *     1.2.3  978-3-16-148410-0    a code
 *     1998-2003  3:2  24/7        the first number; the rest is another chain
 */
#include <string.h>

#include <unicode/uchar.h>

#include "base/hash.h"
#include "text/value_parts.h"

enum { GROUPS = 8, MOST_DIGITS = 17, LEAST_TELEPHONE = 7 };

enum chain_class { NONE, PLAIN, SLASH, DASH, RANGE, COLON };

struct group {
    size_t start, end;
    UChar32 separator; /* before it */
    int64_t number;
    size_t digits;
};

struct chain {
    struct group groups[GROUPS];
    size_t count;
    bool more; /* than are kept */
    enum chain_class class;
    struct padan_string text;
};

static enum chain_class class_of(UChar32 c)
{
    switch (c) {
    case '.':
    case ',':
    case '\'':
    case 0x2019:
    case 0x66B:
    case 0x66C:
    case 0xA0:
    case 0x202F:
    case 0x2009:
    case ' ':
    case 0xFF0C:
    case 0xFF0E:
        return PLAIN;
    case '/':
        return SLASH;
    case '-':
    case 0x2010:
    case 0x2011:
        return DASH;
    case 0x2013:
    case 0x2014:
        return RANGE;
    case ':':
    case 0xFF1A:
        return COLON;
    default:
        return NONE;
    }
}

static bool is_blank(UChar32 c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

/* A run of digits of any script. */
static bool read_group(struct group *group, struct padan_string text, size_t at)
{
    *group = (struct group){ .start = at, .end = at };
    while (at < text.size) {
        UChar32 c = padan_utf8_next(text, &at);
        int digit = c < 0 ? -1 : u_charDigitValue(c);
        if (digit < 0 || u_charType(c) != U_DECIMAL_DIGIT_NUMBER)
            break;
        if (group->digits++ < MOST_DIGITS)
            group->number = group->number * 10 + digit;
        group->end = at;
    }
    return group->digits > 0;
}

/* A blank groups digits by threes; a plain one in languages that have blanks for it, and before 000. */
static bool may_group(const struct chain *chain, const struct group *next, UChar32 blank,
                      const struct padan_value_style *style)
{
    const struct group *last = &chain->groups[chain->count - 1];
    bool fits = next->digits == 3 && last->digits <= 3 && last->digits > 0;
    bool first = chain->count == 1;
    if (!fits || (!first && (!is_blank(last->separator) || last->digits != 3)))
        return false;
    if (first && chain->groups[0].number == 0)
        return false;
    return blank != ' ' || is_blank(style->grouping) || next->number == 0;
}

static bool read_next(struct chain *chain, const struct padan_value_style *style)
{
    size_t at = chain->groups[chain->count - 1].end;
    if (at >= chain->text.size)
        return false;
    UChar32 separator = padan_utf8_next(chain->text, &at);
    enum chain_class class = class_of(separator);
    struct group next;
    if (class == NONE || (chain->count > 1 && class != chain->class) || !read_group(&next, chain->text, at))
        return false;
    if (is_blank(separator) && !may_group(chain, &next, separator, style))
        return false;
    chain->class = class;
    next.separator = separator;
    if (chain->count == GROUPS) {
        chain->more = true;
        return false;
    }
    chain->groups[chain->count++] = next;
    return true;
}

static void keep(struct chain *chain, size_t count)
{
    chain->count = count;
    chain->more = false;
}

static bool is_day(int64_t day, int64_t month)
{
    static const int lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}

static void add_date(struct padan_value_part *part, int64_t year, int64_t month, int64_t day)
{
    if (!is_day(day, month) || part->count == 2)
        return;
    part->readings[part->count++] =
        (struct padan_value_reading){ .year = (int32_t)year, .month = (uint8_t)month, .day = (uint8_t)day };
}

/* 2023-09-22, 22.9.2023, 9/22/2023, 22/9/23. */
static bool read_date(struct padan_value_part *part, const struct chain *chain, const struct padan_value_style *style)
{
    const struct group *g = chain->groups;
    if (chain->count != 3 || chain->more || g[1].digits > 2 || g[0].separator != 0)
        return false;
    if (g[0].digits == 4 && g[2].digits <= 2) {
        add_date(part, g[0].number, g[1].number, g[2].number);
    } else if (g[0].digits <= 2 && (g[2].digits == 4 || (g[2].digits == 2 && chain->class == SLASH))) {
        int64_t year = g[2].digits == 4 ? g[2].number : g[2].number + (g[2].number < 50 ? 2000 : 1900);
        bool dotted = chain->class != SLASH, day_first = dotted || style->day_first;
        add_date(part, year, day_first ? g[1].number : g[0].number, day_first ? g[0].number : g[1].number);
        if (!dotted && g[0].number != g[1].number)
            add_date(part, year, day_first ? g[0].number : g[1].number, day_first ? g[1].number : g[0].number);
    }
    if (part->count == 0)
        return false;
    part->means = PADAN_MEANS_DATE;
    part->end = g[2].end;
    return true;
}

static bool read_time(struct padan_value_part *part, const struct chain *chain)
{
    const struct group *g = chain->groups;
    bool seconds = chain->count == 3;
    if (chain->count < 2 || chain->count > 3 || g[0].digits > 2 || g[0].number > 24 || g[1].digits != 2 ||
        g[1].number > 59 || (seconds && (g[2].digits != 2 || g[2].number > 59)))
        return false;
    part->readings[0] = (struct padan_value_reading){ .hour = (uint8_t)(g[0].number % 24),
                                                      .minute = (uint8_t)g[1].number,
                                                      .second = seconds ? (uint8_t)g[2].number : 0 };
    part->count = 1;
    part->means = PADAN_MEANS_TIME;
    part->end = g[chain->count - 1].end;
    return true;
}

static void make_code(struct padan_value_part *part, size_t end, struct padan_string text)
{
    part->means = PADAN_MEANS_CODE;
    part->count = 0;
    part->end = end;
    part->code = padan_hash(text.data + part->start, end - part->start);
}

static bool group_digits(struct padan_value_part *part, const struct chain *chain, size_t whole)
{
    int64_t digits = 0;
    size_t size = 0, after = 0;
    for (size_t i = 0; i < chain->count; i++) {
        const struct group *group = &chain->groups[i];
        size += group->digits;
        if (size > MOST_DIGITS || group->digits > MOST_DIGITS)
            return false;
        for (size_t k = 0; k < group->digits; k++)
            digits *= 10;
        digits += group->number;
        after += i >= whole ? group->digits : 0;
    }
    struct padan_value_reading reading = { 0 };
    if (!padan_decimal_make(&reading.number, digits, -(int)after))
        return false;
    part->readings[part->count++] = reading;
    return true;
}

/* The groups before `whole` as one number that is grouped by threes, or in India by twos and a three. */
static bool is_grouped(const struct chain *chain, size_t whole)
{
    const struct group *g = chain->groups;
    UChar32 sign = whole > 1 ? g[1].separator : 0;
    if (whole > 1 && (g[0].digits > 3 || (g[0].number == 0 && g[0].digits == 1)))
        return false;
    for (size_t i = 1; i < whole; i++) {
        bool india = sign == ',' && whole > 2 && i + 1 < whole && g[i].digits == 2 && g[0].digits <= 2;
        if (g[i].separator != sign || (g[i].digits != 3 && !india))
            return false;
    }
    return true;
}

static bool is_decimal_sign(UChar32 c)
{
    return c == '.' || c == ',' || c == 0x66B || c == 0xFF0C || c == 0xFF0E;
}

/* Whether a sign before the last group groups where it could do either. */
static bool prefers_grouping(UChar32 sign, const struct padan_value_style *style)
{
    return sign == style->decimal ? false : sign == style->grouping || sign == (style->decimal == '.' ? ',' : '.');
}

static void add_numbers(struct padan_value_part *part, const struct chain *chain, const struct padan_value_style *style)
{
    size_t count = chain->count;
    UChar32 last = chain->groups[count - 1].separator;
    bool grouped = is_grouped(chain, count);
    bool decimal = count > 1 && is_decimal_sign(last) && is_grouped(chain, count - 1) &&
                   (count == 2 || chain->groups[1].separator != last);
    if (last == 0x66B)
        grouped = false;
    bool group_first = grouped && (!decimal || prefers_grouping(last, style));
    if (group_first)
        group_digits(part, chain, count);
    if (decimal)
        group_digits(part, chain, count - 1);
    if (grouped && !group_first)
        group_digits(part, chain, count);
}

/* 14.30 */
static void look_for_time(struct padan_value_part *part, const struct chain *chain)
{
    struct padan_value_part time = *part;
    if (chain->count != 2 || chain->groups[1].separator != '.' || !read_time(&time, chain))
        return;
    part->dotted = true;
    part->readings[0].hour = time.readings[0].hour;
    part->readings[0].minute = time.readings[0].minute;
}

static bool text_begins_with_zero(const struct chain *chain)
{
    return chain->text.data[chain->groups[0].start] == '0';
}

static void read_number(struct padan_value_part *part, struct chain *chain, const struct padan_value_style *style)
{
    size_t end = chain->groups[chain->count - 1].end;
    bool zero = chain->count == 1 && text_begins_with_zero(chain);
    part->count = 0;
    if (chain->more || chain->groups[0].digits > MOST_DIGITS || (zero && chain->groups[0].digits > 3)) {
        make_code(part, end, chain->text);
        return;
    }
    add_numbers(part, chain, style);
    if (part->count == 0 && chain->count == 2) {
        keep(chain, 1);
        end = chain->groups[0].end;
        add_numbers(part, chain, style);
    }
    if (part->count == 0) {
        make_code(part, end, chain->text);
        return;
    }
    part->means = PADAN_MEANS_NUMERAL;
    part->end = end;
    part->digits = chain->count == 1 ? (uint8_t)chain->groups[0].digits : 0;
    look_for_time(part, chain);
}

/* +62 21 555-1234 */
static bool read_telephone(struct padan_value_part *part, struct padan_string text)
{
    size_t before = part->start, digits = 0, end = part->start;
    if (before == 0 || text.data[before - 1] != '+')
        return false;
    for (size_t at = part->start; at < text.size; at++) {
        bool digit = text.data[at] >= '0' && text.data[at] <= '9';
        if (!digit && !strchr(" -()/.", text.data[at]))
            break;
        digits += digit;
        end = digit ? at + 1 : end;
        if (at > end + 2)
            break;
    }
    if (digits < LEAST_TELEPHONE)
        return false;
    make_code(part, end, text);
    return true;
}

void padan_value_chain(struct padan_value_part *part, struct padan_string text, const struct padan_value_style *style)
{
    struct chain chain = { .count = 1, .text = text };
    read_group(&chain.groups[0], text, part->start);
    while (read_next(&chain, style))
        continue;
    size_t end = chain.groups[chain.count - 1].end;
    bool dates = chain.class == DASH || chain.class == SLASH ||
                 (chain.class == PLAIN && chain.count == 3 && chain.groups[1].separator == '.' &&
                  chain.groups[2].separator == '.');
    if (read_telephone(part, text) || (dates && read_date(part, &chain, style)) ||
        (chain.class == COLON && read_time(part, &chain)))
        return;
    if (chain.class == DASH && (chain.count > 2 || (chain.groups[0].digits > 2 && chain.groups[0].number < 1000 &&
                                                    text.data[part->start] == '0'))) {
        make_code(part, end, text);
        return;
    }
    if (chain.class != PLAIN)
        keep(&chain, 1);
    read_number(part, &chain, style);
}
