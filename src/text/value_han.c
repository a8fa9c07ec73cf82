/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers in Han characters, also after digits, and Roman numerals.
 *
 *     三万五千 = 3万5000 = 35000    二〇二三 = 2023    1億5000万 = 150000000
 */
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "text/value_parts.h"

/* A Han digit by itself counts only before one of these: elsewhere it is mostly part of a word. */
static const UChar counters[] =
    u"人个個名位年月日号號时時点點台本件次回度倍歳岁條条章節节話话届屆期項项家所座艘架辆輛枚頭头匹只隻週周"
    u"天夜戸户世層层階楼樓票円元圆圓級级部卷巻冊册国國県县市村校社種种類类つ段輪轮局戦战連连小美分";

static const UChar dates[] = u"月日号號年";

enum { MOST_SIGNS = 32 };

struct han {
    struct padan_decimal total, section, current;
    bool has_current;
    bool failed;
    int last_power;       /* the greatest so far of 万, 億 */
    size_t digits;        /* Han digits since the last power */
    size_t signs, powers; /* characters */
    bool is_numeral;      /* current is in digits */
};

static int digit_of(UChar32 c)
{
    static const UChar digits[] = u"〇一二三四五六七八九";
    const UChar *found = c < 0x3000 || c > 0xFFFF ? NULL : u_memchr(digits, (UChar)c, 10);
    if (c == 0x96F6) /* 零 */
        return 0;
    if (c == 0x4E24 || c == 0x5169) /* 两, 兩 */
        return 2;
    return found ? (int)(found - digits) : -1;
}

static int power_of(UChar32 c)
{
    switch (c) {
    case 0x5341: /* 十 */
        return 1;
    case 0x767E: /* 百 */
        return 2;
    case 0x5343: /* 千 */
        return 3;
    case 0x4E07: /* 万 */
    case 0x842C: /* 萬 */
        return 4;
    case 0x4EBF: /* 亿 */
    case 0x5104: /* 億 */
        return 8;
    case 0x5146: /* 兆 */
        return 12;
    default:
        return 0;
    }
}

static void add(struct han *han, struct padan_decimal *sum, struct padan_decimal added)
{
    han->failed |= !padan_decimal_add(sum, added);
}

static void take_digit(struct han *han, int digit)
{
    han->current.exponent += han->current.digits != 0;
    add(han, &han->current, (struct padan_decimal){ digit, 0 });
    han->has_current = true;
    han->is_numeral = false;
    han->digits++;
}

static void take_power(struct han *han, int power)
{
    static const struct padan_decimal one = { 1, 0 }, zero = { 0, 0 };
    struct padan_decimal *into = power < 4 ? &han->section : &han->total;
    struct padan_decimal number = han->has_current ? han->current : power < 4 ? one : zero;
    if (power >= 4) {
        add(han, &number, han->section);
        if (power > han->last_power && han->last_power > 0) {
            add(han, &number, han->total);
            han->total = zero;
        }
        han->section = zero;
        han->last_power = power > han->last_power ? power : han->last_power;
    }
    if (number.digits != 0)
        number.exponent += power;
    else
        han->failed |= power >= 4;
    add(han, into, number);
    han->current = zero;
    han->has_current = false;
    han->digits = 0;
    han->powers++;
}

/* 5000 in 1億5000万. */
static bool take_numeral(struct han *han, struct padan_string text, size_t *at)
{
    static const struct padan_value_style style = { .decimal = '.', .grouping = ',' };
    struct padan_value_part part = { .start = *at };
    if (han->has_current)
        return false;
    padan_value_chain(&part, text, &style);
    if (part.means != PADAN_MEANS_NUMERAL)
        return false;
    han->current = part.readings[0].number;
    han->has_current = han->is_numeral = true;
    *at = part.end;
    return true;
}

static bool take_sign(struct han *han, struct padan_string text, size_t *at)
{
    size_t next = *at;
    UChar32 c = padan_utf8_next(text, &next);
    if (c < 0x3000)
        return c >= '0' && c <= '9' && han->powers > 0 && take_numeral(han, text, at);
    int digit = digit_of(c), power = power_of(c);
    if (han->signs == MOST_SIGNS || (digit < 0 && power == 0) || (digit >= 0 && han->is_numeral))
        return false;
    if (digit >= 0)
        take_digit(han, digit);
    else
        take_power(han, power);
    han->signs++;
    *at = next;
    return true;
}

/* 一 is an article nearly everywhere but in dates; 十 is in many words. */
static bool is_before_counter(struct padan_string text, size_t at, bool one)
{
    UChar32 c = at < text.size ? padan_utf8_next(text, &at) : -1;
    return c > 0x2FFF && c < 0x10000 && u_strchr(one ? dates : counters, (UChar)c) != NULL;
}

/* 一些, 十分 and 三三两两 are words. */
static bool is_number(const struct han *han, struct padan_string text, size_t end, bool numeral)
{
    if (han->failed || (numeral && han->powers == 0))
        return false;
    if (numeral || (han->powers > 0 && han->signs > 1))
        return true;
    if (han->signs > 2)
        return true;
    bool one = han->total.digits == 1; /* also 十, of 十分 */
    return han->signs == 1 && is_before_counter(text, end, one);
}

bool padan_value_han(struct padan_value_part *part, struct padan_string text)
{
    struct han han = { 0 };
    size_t at = part->start;
    bool numeral = part->means == PADAN_MEANS_NUMERAL;
    if (numeral) {
        han.current = part->readings[0].number;
        han.has_current = han.is_numeral = true;
        at = part->end;
    }
    while (at < text.size && !han.failed && take_sign(&han, text, &at))
        continue;
    add(&han, &han.total, han.section);
    add(&han, &han.total, han.current);
    if (!is_number(&han, text, at, numeral))
        return false;
    part->end = at;
    part->in_words = !numeral;
    part->means = PADAN_MEANS_NUMERAL;
    part->digits = han.powers == 0 && han.digits <= 17 ? (uint8_t)han.digits : 0;
    part->count = 1;
    part->readings[0] = (struct padan_value_reading){ .number = han.total };
    return true;
}

int padan_value_roman(const char *text, size_t size)
{
    static const struct {
        const char *sign;
        int value;
        int most;
    } signs[] = { { "M", 1000, 3 }, { "CM", 900, 1 }, { "D", 500, 1 }, { "CD", 400, 1 }, { "C", 100, 3 },
                  { "XC", 90, 1 },  { "L", 50, 1 },   { "XL", 40, 1 }, { "X", 10, 3 },   { "IX", 9, 1 },
                  { "V", 5, 1 },    { "IV", 4, 1 },   { "I", 1, 3 } };
    size_t at = 0;
    int value = 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i].sign);
        for (int times = 0; times < signs[i].most && at + length <= size; times++) {
            if (memcmp(text + at, signs[i].sign, length) != 0)
                break;
            at += length;
            value += signs[i].value;
        }
    }
    return at == size ? value : 0;
}
