/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times from parts. */
#include <string.h>

#include "text/value_parts.h"

/* A place among the parts that moves on as a date or a time is read. */
struct reader {
    const struct padan_value_parts *parts;
    size_t at;
    struct padan_value_reading reading;
};

static bool next_means(const struct reader *reader, uint32_t meaning)
{
    return padan_value_means(reader->parts, reader->at, meaning);
}

static const struct padan_value_part *part_at(const struct reader *reader, size_t at)
{
    return at < reader->parts->count ? &reader->parts->items[at] : NULL;
}

/* "Uhr", not "pukul", which stands before an hour. */
static bool is_oclock(const struct reader *reader, size_t at)
{
    const struct padan_value_part *part = part_at(reader, at);
    return part && (part->means & PADAN_MEANS_OCLOCK) && !(part->means & PADAN_MEANS_CLOCK);
}

static bool pass(struct reader *reader, uint32_t meaning)
{
    bool there = next_means(reader, meaning);
    reader->at += there;
    return there;
}

static bool pass_mark(struct reader *reader, UChar32 mark)
{
    const struct padan_value_part *part = part_at(reader, reader->at);
    bool there = part && part->mark == mark && part->joined;
    reader->at += there;
    return there;
}

/* A whole number in digits, of `least` to `most` digits. */
static bool read_whole(struct reader *reader, unsigned least, unsigned most, int64_t greatest, int64_t *out)
{
    const struct padan_value_part *part = part_at(reader, reader->at);
    if (!part || !(part->means & PADAN_MEANS_NUMERAL) || part->count == 0)
        return false;
    bool fits = part->digits >= least && part->digits <= most;
    bool spelt = part->in_words && most < 4; /* 二十三 */
    if (!(fits || spelt) || !padan_decimal_whole(part->readings[0].number, 0, greatest, out))
        return false;
    reader->at++;
    return true;
}

/* 17, 17., 1er, 22nd, first. */
static bool read_day(struct reader *reader)
{
    struct padan_value_amount amount;
    int64_t day;
    size_t before = reader->at;
    if (padan_value_read_ordinal(reader->parts, reader->at, &amount) && reader->parts->items[reader->at].roman == 0 &&
        amount.next > before) {
        if (!padan_decimal_whole(amount.readings[0].number, 1, 31, &day))
            return false;
        reader->at = amount.next;
    } else if (!read_whole(reader, 1, 2, 31, &day) || day == 0) {
        return false;
    }
    reader->reading.day = (uint8_t)day;
    return true;
}

static bool read_month(struct reader *reader)
{
    const struct padan_value_part *part = part_at(reader, reader->at);
    if (!part || !(part->means & PADAN_MEANS_MONTH))
        return false;
    reader->reading.month = part->name->month;
    reader->at++;
    return true;
}

static void set_year(struct reader *reader, int64_t year, int era)
{
    bool buddhist = reader->parts->style->buddhist && era == 0 && year > 2400 && year < 2700;
    reader->reading.year = (int32_t)(year + (buddhist ? -543 : era));
}

/* 2023, พ.ศ. 2566, 平成3年, 2018 года. */
static bool read_year(struct reader *reader)
{
    size_t before = reader->at;
    const struct padan_value_part *part = part_at(reader, reader->at);
    int64_t year = 0;
    int era = 0;
    bool is_era = part && (part->means & PADAN_MEANS_ERA);
    if (is_era) {
        era = part->name->era;
        reader->at++;
    }
    if (!read_whole(reader, is_era ? 1 : 4, 4, 2999, &year) || (!is_era && year < 1000)) {
        reader->at = before;
        return false;
    }
    set_year(reader, year, era);
    pass(reader, PADAN_MEANS_YEAR);
    return true;
}

/* What may stand before a year: "," "de" "tahun". */
static void read_year_after(struct reader *reader)
{
    struct reader tried = *reader;
    pass_mark(&tried, '.');
    pass_mark(&tried, ',');
    pass(&tried, PADAN_MEANS_FILLER);
    if (!next_means(&tried, PADAN_MEANS_ERA))
        pass(&tried, PADAN_MEANS_YEAR);
    if (read_year(&tried))
        *reader = tried;
}

/* 22 September 2023 */
static bool read_day_month(struct reader *reader)
{
    struct reader tried = *reader;
    if (!read_day(&tried))
        return false;
    pass_mark(&tried, '.');
    pass(&tried, PADAN_MEANS_FILLER);
    if (!read_month(&tried))
        return false;
    read_year_after(&tried);
    *reader = tried;
    return true;
}

/* Whether the number after a month is of something else: "May 5 million". */
static bool is_counted(const struct reader *reader)
{
    return next_means(reader, PADAN_MEANS_SCALE | PADAN_MEANS_PERCENT | PADAN_MEANS_CURRENCY);
}

/* September 22, 2023; május 1. */
static bool read_month_day(struct reader *reader)
{
    struct reader tried = *reader;
    if (!reader->parts->style->month_first || !read_month(&tried))
        return false;
    pass_mark(&tried, '.');
    if (!read_day(&tried) || is_counted(&tried))
        return false;
    read_year_after(&tried);
    *reader = tried;
    return true;
}

/* 1950. május 1. */
static bool read_year_month(struct reader *reader)
{
    struct reader tried = *reader;
    if (!read_year(&tried))
        return false;
    pass_mark(&tried, '.');
    struct reader day = tried;
    if (read_month_day(&day) || read_month(&tried)) {
        *reader = day.at > tried.at ? day : tried;
        return true;
    }
    return false;
}

/* "May" and "March" are other words too. */
static bool is_month_alone(const struct reader *reader, size_t at)
{
    const struct padan_value_part *part = part_at(reader, at);
    bool doubtful = part->name->month == 5 || part->name->month == 3;
    if (part->means & PADAN_MEANS_SHORT)
        return false;
    return !reader->parts->style->english || !doubtful ||
           (at > 0 && padan_value_means(reader->parts, at - 1, PADAN_MEANS_YEAR | PADAN_MEANS_FILLER));
}

static bool read_month_year(struct reader *reader)
{
    struct reader tried = *reader;
    if (!read_month(&tried))
        return false;
    read_year_after(&tried);
    if (tried.reading.year == 0 && !is_month_alone(reader, reader->at))
        return false;
    *reader = tried;
    return true;
}

static bool read_marked(struct reader *reader, uint32_t mark, int64_t most, uint8_t *out)
{
    struct reader tried = *reader;
    int64_t number;
    if (!read_whole(&tried, 1, 2, most, &number) || number == 0 || !next_means(&tried, mark))
        return false;
    *out = (uint8_t)number;
    reader->at = tried.at + 1;
    return true;
}

/* 2023年9月22日, or part of it from the left or the right; a day by itself is a number of days. */
static bool read_ideographs(struct reader *reader)
{
    struct reader tried = *reader;
    bool year = read_year(&tried) && padan_value_means(reader->parts, tried.at - 1, PADAN_MEANS_YEAR);
    if (!year)
        tried = *reader;
    bool month = read_marked(&tried, PADAN_MEANS_MONTH_MARK, 12, &tried.reading.month);
    if (month)
        read_marked(&tried, PADAN_MEANS_DAY_MARK, 31, &tried.reading.day);
    if (!year && !month)
        return false;
    *reader = tried;
    return true;
}

/* "tahun 2023", "2018 года", "พ.ศ. 2566". */
static bool read_year_alone(struct reader *reader)
{
    struct reader tried = *reader;
    bool marked = next_means(&tried, PADAN_MEANS_ERA) ||
                  (tried.at > 0 && padan_value_means(tried.parts, tried.at - 1, PADAN_MEANS_YEAR));
    if (!read_year(&tried))
        return false;
    marked = marked || padan_value_means(tried.parts, tried.at - 1, PADAN_MEANS_YEAR);
    if (!marked || next_means(&tried, PADAN_MEANS_SCALE | PADAN_MEANS_PERCENT | PADAN_MEANS_CURRENCY))
        return false;
    *reader = tried;
    return true;
}

size_t padan_value_read_date(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    const uint32_t starts = PADAN_MEANS_NUMERAL | PADAN_MEANS_MONTH | PADAN_MEANS_ERA | PADAN_MEANS_ORDINAL |
                            PADAN_MEANS_UNIT | PADAN_MEANS_DATE;
    struct reader reader = { .parts = parts, .at = at };
    if (!padan_value_means(parts, at, starts))
        return 0;
    value->kind = PADAN_VALUE_DATE;
    if (parts->items[at].means & PADAN_MEANS_DATE) {
        value->count = parts->items[at].count;
        memcpy(value->readings, parts->items[at].readings, sizeof value->readings);
        return 1;
    }
    if (!read_year_month(&reader) && !read_day_month(&reader) && !read_month_day(&reader) &&
        !read_ideographs(&reader) && !read_year_alone(&reader) && !read_month_year(&reader))
        return 0;
    value->count = 1;
    value->readings[0] = reader.reading;
    return reader.at - at;
}

/* The numbers of a time; whether they are one only with a word beside them. */
struct clock {
    bool certain, ambiguous, half_known;
    bool evening;
};

/* 18h30, 14 Uhr 30, 5 óra 40 perc. */
static void read_minutes(struct reader *reader)
{
    struct reader tried = *reader;
    int64_t minute;
    const struct padan_value_part *part = part_at(reader, reader->at);
    if (!read_whole(&tried, 1, 2, 59, &minute))
        return;
    bool joined = part->joined && part->digits == 2;
    if (!pass(&tried, PADAN_MEANS_MINUTE) && !joined && !is_oclock(reader, reader->at - 1))
        return;
    reader->reading.minute = (uint8_t)minute;
    reader->at = tried.at;
}

static bool read_hour(struct reader *reader, struct clock *clock)
{
    struct padan_value_amount amount;
    int64_t hour;
    if (!padan_value_read_amount(reader->parts, reader->at, &amount) || amount.next != reader->at + 1 ||
        (!amount.in_words && (amount.digits == 0 || amount.digits > 2)) ||
        !padan_decimal_whole(amount.readings[0].number, 0, 24, &hour))
        return false;
    reader->at++;
    reader->reading.hour = (uint8_t)(hour % 24);
    bool only_clock = is_oclock(reader, reader->at);
    if (only_clock || next_means(reader, PADAN_MEANS_HOUR)) {
        reader->at++;
        size_t before = reader->at;
        read_minutes(reader);
        clock->certain |= only_clock || reader->at > before || clock->ambiguous;
        clock->ambiguous = true;
    }
    return true;
}

static bool read_numbers(struct reader *reader, struct clock *clock)
{
    const struct padan_value_part *part = part_at(reader, reader->at);
    if (!part)
        return false;
    if (!(part->means & PADAN_MEANS_TIME) && !part->dotted)
        return read_hour(reader, clock);
    reader->reading.hour = part->readings[0].hour;
    reader->reading.minute = part->readings[0].minute;
    reader->reading.second = part->readings[0].second;
    reader->at++;
    clock->certain |= !part->dotted || clock->ambiguous || is_oclock(reader, reader->at);
    return true;
}

static bool read_half(struct reader *reader, struct clock *clock)
{
    clock->half_known = next_means(reader, PADAN_MEANS_MORNING | PADAN_MEANS_EVENING);
    clock->evening = next_means(reader, PADAN_MEANS_EVENING);
    reader->at += clock->half_known;
    return clock->half_known;
}

static void apply_half(struct padan_value_reading *reading, const struct clock *clock)
{
    if (clock->evening && reading->hour < 12)
        reading->hour = (uint8_t)(reading->hour + 12);
    else if (clock->half_known && !clock->evening && reading->hour == 12)
        reading->hour = 0;
}

static void set_time(struct padan_value *value, const struct reader *reader, const struct clock *clock)
{
    const struct padan_value_reading *reading = &reader->reading;
    value->kind = PADAN_VALUE_TIME;
    value->count = 1;
    value->readings[0] = *reading;
    if (!reader->parts->style->english || clock->half_known || reading->hour == 0 || reading->hour > 11)
        return;
    value->readings[1] = *reading;
    value->readings[1].hour = (uint8_t)(reading->hour + 12);
    value->count = 2;
}

size_t padan_value_read_time(const struct padan_value_parts *parts, size_t at, struct padan_value *value)
{
    const uint32_t starts =
        PADAN_MEANS_NUMERAL | PADAN_MEANS_TIME | PADAN_MEANS_MORNING | PADAN_MEANS_EVENING | PADAN_MEANS_UNIT;
    struct reader reader = { .parts = parts, .at = at };
    struct clock clock = { 0 };
    if (!padan_value_means(parts, at, starts))
        return 0;
    clock.ambiguous = at > 0 && padan_value_means(parts, at - 1, PADAN_MEANS_CLOCK);
    clock.certain = clock.ambiguous && padan_value_means(parts, at - 1, PADAN_MEANS_OCLOCK);
    bool before = read_half(&reader, &clock);
    if (!read_numbers(&reader, &clock))
        return 0;
    if (!before)
        read_half(&reader, &clock);
    if (!clock.certain && (!clock.half_known || (before && !clock.ambiguous)))
        return 0;
    reader.at += is_oclock(&reader, reader.at);
    apply_half(&reader.reading, &clock);
    set_time(value, &reader, &clock);
    return reader.at - at;
}
