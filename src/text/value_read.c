/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and ordinals from parts. */
#include <stdlib.h>

#include "text/value_parts.h"

static const int64_t most_total = INT64_C(1000000000000000000);

/* A number in words so far: total + current, of which `current` is below the next power of a thousand. */
struct tally {
    int64_t total, current, last_scale;
    size_t words;
    bool ordinal;
};

static bool is_dash(const struct padan_value_parts *parts, size_t at)
{
    UChar32 mark = at < parts->count ? parts->items[at].mark : 0;
    return mark == '-' || mark == 0x2010 || mark == 0x2011;
}

/* The greatest power of ten that divides a number: what is added to it is smaller. */
static int64_t room(int64_t number)
{
    int64_t power = 1;
    while (number > 0 && number % (power * 10) == 0)
        power *= 10;
    return power;
}

static bool take_unit(struct tally *tally, int64_t unit)
{
    if (tally->words > 0 && unit == 0)
        return false;
    if (unit >= 1000) {
        if (tally->words > 0)
            return false;
        tally->total = unit;
        tally->last_scale = room(unit);
    } else if (tally->current == 0) {
        if (tally->last_scale > 0 && unit >= tally->last_scale)
            return false;
        if (tally->words > 0 && tally->total == 0)
            return false;
        tally->current = unit;
    } else if (unit < room(tally->current)) {
        tally->current += unit;
    } else {
        return false;
    }
    tally->words++;
    return true;
}

static bool take_hundred(struct tally *tally)
{
    if (tally->current < 1 || tally->current > 99)
        return false;
    tally->current *= 100;
    tally->words++;
    return true;
}

static bool take_scale(struct tally *tally, int power)
{
    int64_t scale = 1, number = tally->current;
    if (power == 2)
        return take_hundred(tally);
    for (int i = 0; i < power; i++)
        scale *= 10;
    bool whole = tally->last_scale > 0 && scale > tally->last_scale; /* two thousand million */
    number += whole ? tally->total : 0;
    if (number == 0 || (tally->last_scale > 0 && scale == tally->last_scale) || number > most_total / scale)
        return false;
    tally->total = (whole ? 0 : tally->total) + number * scale;
    tally->current = 0;
    tally->last_scale = scale;
    tally->words++;
    return tally->total <= most_total;
}

static bool take_part(struct tally *tally, const struct padan_value_part *part)
{
    bool scale = (part->means & PADAN_MEANS_SCALE) && (tally->current > 0 || tally->words > 0);
    if (scale && take_scale(tally, part->name->scale))
        return true;
    if (part->means & PADAN_MEANS_UNIT)
        return take_unit(tally, part->name->unit);
    if (!(part->means & PADAN_MEANS_ORDINAL) || !take_unit(tally, part->name->ordinal))
        return false;
    tally->ordinal = true;
    return true;
}

/* The next part of a number in words: after a hyphen, or after "and" behind a hundred. */
static size_t next_word(const struct padan_value_parts *parts, size_t at, const struct tally *tally)
{
    if (is_dash(parts, at) && parts->items[at].joined && at + 1 < parts->count && parts->items[at + 1].joined)
        return at + 1;
    bool great = tally->current >= 100 || tally->total > 0 || parts->items[at].joined;
    return padan_value_means(parts, at, PADAN_MEANS_AND) && great ? at + 1 : at;
}

/* Answers the part after it, or `at`. */
static size_t read_words(const struct padan_value_parts *parts, size_t at, struct tally *tally)
{
    size_t end = at;
    *tally = (struct tally){ 0 };
    while (end < parts->count && !tally->ordinal) {
        size_t next = end > at ? next_word(parts, end, tally) : end;
        struct tally tried = *tally;
        if (!padan_value_means(parts, next, PADAN_MEANS_UNIT | PADAN_MEANS_SCALE | PADAN_MEANS_ORDINAL) ||
            !take_part(&tried, &parts->items[next]))
            break;
        *tally = tried;
        end = next + 1;
    }
    return end;
}

/* "neunundzwanzig" and the like, which are not in the order of the tally, are names of their own. */
static bool read_spelt(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount)
{
    struct tally tally;
    size_t end = read_words(parts, at, &tally);
    if (end == at)
        return false;
    int64_t number = tally.total + tally.current;
    bool article = end == at + 1 && (parts->items[at].means & PADAN_MEANS_ARTICLE);
    *amount = (struct padan_value_amount){ .count = 1, .in_words = true, .ordinal = tally.ordinal, .next = end };
    return padan_decimal_make(&amount->readings[0].number, number, 0) && !article;
}

/* Powers of ten after digits: "million", "lakh crore"; also "de milioane". */
static size_t read_scales(const struct padan_value_parts *parts, size_t at, int *power)
{
    *power = 0;
    for (;;) {
        size_t next = padan_value_means(parts, at, PADAN_MEANS_FILLER) ? at + 1 : at;
        if (!padan_value_means(parts, next, PADAN_MEANS_SCALE) || *power + parts->items[next].name->scale > 18)
            return at;
        *power += parts->items[next].name->scale;
        at = next + 1;
    }
}

static bool scale_readings(struct padan_value_amount *amount, int power)
{
    for (size_t i = 0; i < amount->count; i++) {
        struct padan_decimal *number = &amount->readings[i].number;
        if (!padan_decimal_make(number, number->digits, number->exponent + power))
            return false;
    }
    return true;
}

/* "5 lakh 20 thousand", 12만 5000. */
static void read_more(const struct padan_value_parts *parts, struct padan_value_amount *amount, int power)
{
    while (power > 0 && padan_value_means(parts, amount->next, PADAN_MEANS_NUMERAL)) {
        const struct padan_value_part *part = &parts->items[amount->next];
        struct padan_value_reading more = part->readings[0];
        int smaller;
        size_t next = read_scales(parts, amount->next + 1, &smaller);
        bool rest = smaller == 0 && parts->style->ideographs && part->digits > 0 && part->digits <= power;
        if ((smaller == 0 && !rest) || smaller >= power || part->count == 0 ||
            !padan_decimal_make(&more.number, more.number.digits, more.number.exponent + smaller) ||
            !padan_decimal_add(&amount->readings[0].number, more.number))
            return;
        amount->count = 1;
        amount->next = next;
        power = smaller;
    }
}

/* 5G, 3D. */
static bool is_code(const struct padan_value_parts *parts, size_t next)
{
    const struct padan_value_part *part = next < parts->count ? &parts->items[next] : NULL;
    return part && part->joined && part->means == 0 && part->mark == 0 && part->capital && part->end - part->start <= 2;
}

static bool read_numeral(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount)
{
    const struct padan_value_part *part = &parts->items[at];
    int power;
    *amount = (struct padan_value_amount){ .count = part->count, .in_words = part->in_words, .next = at + 1 };
    for (size_t i = 0; i < part->count; i++)
        amount->readings[i].number = part->readings[i].number;
    if (is_code(parts, at + 1))
        return false;
    amount->next = read_scales(parts, at + 1, &power);
    amount->digits = power == 0 ? part->digits : 0;
    if (power > 0 && !scale_readings(amount, power))
        return false;
    read_more(parts, amount, power);
    return amount->count > 0;
}

bool padan_value_read_amount(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount)
{
    if (padan_value_means(parts, at, PADAN_MEANS_NUMERAL))
        return read_numeral(parts, at, amount);
    if (!padan_value_means(parts, at, PADAN_MEANS_UNIT | PADAN_MEANS_SCALE))
        return false;
    return read_spelt(parts, at, amount) && !amount->ordinal;
}

static bool is_plain(const struct padan_value_parts *parts, size_t at)
{
    return padan_value_means(parts, at, PADAN_MEANS_NUMERAL) && parts->items[at].digits > 0 &&
           parts->items[at].count > 0 && parts->items[at].digits <= 4;
}

static bool set_ordinal(struct padan_value_amount *amount, const struct padan_value_part *numeral, size_t next)
{
    *amount = (struct padan_value_amount){ .count = 1, .ordinal = true, .in_words = numeral->in_words, .next = next };
    amount->readings[0].number = numeral->readings[0].number;
    return true;
}

/* ke-3, 第3, 3rd, 1-й. */
static bool read_marked(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount)
{
    size_t next = at + 1;
    if (padan_value_means(parts, at, PADAN_MEANS_NUMBER_MARK)) {
        next += is_dash(parts, next) && parts->items[next].joined;
        bool near =
            next < parts->count && (parts->items[next].joined || parts->items[at].end - parts->items[at].start > 3);
        if (near && padan_value_means(parts, next, PADAN_MEANS_NUMERAL) && parts->items[next].count > 0 &&
            !padan_value_means(parts, next + 1, PADAN_MEANS_MONTH))
            return set_ordinal(amount, &parts->items[next], next + 1);
        return false;
    }
    if (!is_plain(parts, at))
        return false;
    next += is_dash(parts, next) && parts->items[next].joined;
    if (!padan_value_means(parts, next, PADAN_MEANS_ORDINAL_END) || !parts->items[next].joined)
        return false;
    return set_ordinal(amount, &parts->items[at], next + 1);
}

/* Whether a Roman numeral stands in a place for one: "Chapter IV", "XV-lea", "Henry IV". */
static bool is_roman_place(const struct padan_value_parts *parts, size_t at)
{
    const struct padan_value_part *part = &parts->items[at], *before = at > 0 ? part - 1 : NULL;
    size_t next = at + 1 + is_dash(parts, at + 1);
    uint32_t words = PADAN_MEANS_ARTICLE | PADAN_MEANS_FILLER | PADAN_MEANS_NOTHING_AFTER | PADAN_MEANS_CLOCK;
    if ((before && (before->means & PADAN_MEANS_ROMAN_PLACE)) ||
        padan_value_means(parts, next, PADAN_MEANS_ROMAN_PLACE))
        return true;
    return before && !part->joined && before->capital && before->roman == 0 && !(before->means & words) &&
           before->end - before->start > 2 && part->end - part->start > 1 && part->roman < 40;
}

static bool read_roman(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount)
{
    int roman = at < parts->count ? parts->items[at].roman : 0;
    if (roman == 0 || !is_roman_place(parts, at))
        return false;
    *amount = (struct padan_value_amount){ .count = 1, .ordinal = true, .next = at + 1 };
    return padan_decimal_make(&amount->readings[0].number, roman, 0);
}

/* "two thirds", "per second": a share or a unit. */
static bool is_no_ordinal(const struct padan_value_parts *parts, size_t at)
{
    const uint32_t words = PADAN_MEANS_NOTHING_AFTER | PADAN_MEANS_NUMERAL;
    if (at == 0)
        return false;
    if (padan_value_means(parts, at - 1, PADAN_MEANS_UNIT))
        return true;
    if (!parts->style->english)
        return false;
    size_t before = at - 1 - (is_dash(parts, at - 1) && at > 1);
    return padan_value_means(parts, before, words | PADAN_MEANS_UNIT);
}

bool padan_value_read_ordinal(const struct padan_value_parts *parts, size_t at, struct padan_value_amount *amount)
{
    if (read_marked(parts, at, amount) || read_roman(parts, at, amount))
        return true;
    if (!padan_value_means(parts, at, PADAN_MEANS_UNIT | PADAN_MEANS_ORDINAL) || is_no_ordinal(parts, at))
        return false;
    return read_spelt(parts, at, amount) && amount->ordinal;
}
