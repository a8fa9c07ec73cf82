/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and times written in the manner of others: the format is the one that writes the old one as it stands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/uchar.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/vector.h"
#include "text/language.h"
#include "text/value_writer_parts.h"

enum { WRITTEN_SIZE = 128 };

static UChar32 plain_space(UChar32 c)
{
    return u_isUWhiteSpace(c) ? ' ' : c;
}

bool padan_value_is_spelt(struct padan_string text, const UChar *units, int32_t size)
{
    size_t at = 0, unit = 0;
    while (at < text.size && unit < (size_t)size)
        if (plain_space(padan_utf8_next(text, &at)) != plain_space(padan_utf16_next(units, &unit, (size_t)size)))
            return false;
    return at == text.size && unit == (size_t)size;
}

void padan_value_append_like(struct padan_buffer *out, const UChar *units, int32_t size, struct padan_string like)
{
    UChar32 space = ' ';
    for (size_t at = 0; at < like.size;) {
        UChar32 c = padan_utf8_next(like, &at);
        if (c >= 0 && u_isUWhiteSpace(c)) {
            space = c;
            break;
        }
    }
    for (size_t unit = 0; unit < (size_t)size;) {
        UChar32 c = padan_utf16_next(units, &unit, (size_t)size);
        padan_utf8_append(out, u_isUWhiteSpace(c) ? space : c);
    }
}

void padan_value_formats_close(struct padan_value_writer *writer)
{
    for (size_t i = 0; i < writer->format_count; i++)
        udat_close(writer->formats[i]);
    free(writer->formats);
}

/* A locale, with a calendar and a numbering as keywords. */
struct manner {
    char locale[PADAN_LANGUAGE_SIZE + 64];
};

static struct manner manner_of(const char *language, const char *calendar, const char *numbers)
{
    struct manner manner;
    snprintf(manner.locale, sizeof manner.locale, "%s%scalendar=%s%s%s", language, strchr(language, '@') ? ";" : "@",
             calendar, *numbers ? ";" : "", numbers);
    return manner;
}

static void add_format(struct padan_value_writer *writer, const char *locale, const UChar *pattern, int32_t size)
{
    UErrorCode status = U_ZERO_ERROR;
    if (!padan_vector_reserve(&writer->formats, &writer->format_capacity, writer->format_count + 1,
                              sizeof(UDateFormat *)))
        return;
    UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", -1, pattern, size, &status);
    if (U_SUCCESS(status))
        writer->formats[writer->format_count++] = format;
    else
        udat_close(format);
}

/* What CLDR has for the language, and what people write whatever their language is. */
static void add_formats(struct padan_value_writer *writer, const char *locale)
{
    static const char *const skeletons[] = { "yMMMMEEEEd", "yMMMMd", "yMMMd", "yMd",   "yMMdd", "yyMMdd", "MMMMd",
                                             "MMMd",       "Md",     "MMdd",  "yMMMM", "yMMM",  "yM",     "EEEE",
                                             "EEE",        "Hm",     "hm",    "Hms",   "hms",   "ha" };
    static const char *const patterns[] = {
        "d MMMM y", "d MMM y",    "MMMM d, y", "d. MMMM y",  "yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy", "MM/dd/yyyy",
        "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy",  "dd-MM-yyyy", "yyyy/MM/dd", "d MMMM",     "d. MMMM",  "MMMM d",
        "LLLL y",   "y",          "HH:mm",     "H:mm",       "HH.mm",      "H.mm",       "HH:mm:ss", "HH.mm.ss",
    };
    UErrorCode status = U_ZERO_ERROR;
    UDateTimePatternGenerator *generator = udatpg_open(locale, &status);
    UChar skeleton[16], pattern[WRITTEN_SIZE];
    for (size_t i = 0; U_SUCCESS(status) && i < sizeof skeletons / sizeof *skeletons; i++) {
        UErrorCode found = U_ZERO_ERROR;
        u_uastrcpy(skeleton, skeletons[i]);
        int32_t size = udatpg_getBestPattern(generator, skeleton, -1, pattern, WRITTEN_SIZE, &found);
        if (U_SUCCESS(found))
            add_format(writer, locale, pattern, size);
    }
    udatpg_close(generator);
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        u_uastrcpy(pattern, patterns[i]);
        add_format(writer, locale, pattern, -1);
    }
}

static void open_formats(struct padan_value_writer *writer)
{
    if (writer->format_count > 0)
        return;
    char primary[PADAN_LANGUAGE_SIZE];
    padan_language_primary(primary, writer->language);
    for (const char *const *numbers = padan_value_numberings(writer->language); *numbers; numbers++) {
        add_formats(writer, manner_of(writer->language, "gregorian", *numbers).locale);
        if (strcmp(primary, "th") == 0)
            add_formats(writer, manner_of(writer->language, "buddhist", *numbers).locale);
    }
    for (const char *const *region = padan_value_month_regions(primary); *region; region++) {
        add_formats(writer, manner_of(*region, "gregorian", "numbers=native").locale);
        add_formats(writer, manner_of(*region, "gregorian", "numbers=latn").locale);
    }
}

/* The moment that a value says, what it leaves out being that of a Sunday in a leap year. */
static UDate moment_of(const struct padan_value *value)
{
    const struct padan_value_reading *reading = &value->readings[0];
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(u"UTC", -1, "en", UCAL_GREGORIAN, &status);
    UDate moment = 0;
    if (U_SUCCESS(status) && value->kind == PADAN_VALUE_WEEKDAY)
        ucal_setDateTime(calendar, 2012, UCAL_JANUARY, value->weekday, 0, 0, 0, &status);
    else if (U_SUCCESS(status))
        ucal_setDateTime(calendar, reading->year ? reading->year : 2012, reading->month ? reading->month - 1 : 0,
                         reading->day ? reading->day : 1, reading->hour, reading->minute, reading->second, &status);
    if (U_SUCCESS(status))
        moment = ucal_getMillis(calendar, &status);
    ucal_close(calendar);
    return moment;
}

static int32_t write_moment(UChar out[WRITTEN_SIZE], const UDateFormat *format, UDate moment)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = udat_format(format, moment, out, WRITTEN_SIZE, NULL, &status);
    return U_SUCCESS(status) ? size : 0;
}

/* Whether a format writes back all that is said: a date of two digits for the year does not tell the century. */
static bool is_sure(const UDateFormat *format, const struct padan_value *old, const struct padan_value *now)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar pattern[WRITTEN_SIZE];
    int32_t size = udat_toPattern(format, false, pattern, WRITTEN_SIZE, &status);
    bool has_seconds = U_SUCCESS(status) && u_memchr(pattern, 's', size);
    bool has_minutes = U_SUCCESS(status) && u_memchr(pattern, 'm', size);
    if (U_FAILURE(status))
        return false;
    if (old->kind == PADAN_VALUE_TIME &&
        ((now->readings[0].second && !has_seconds) || (now->readings[0].minute && !has_minutes)))
        return false;
    int32_t century = now->readings[0].year / 100;
    bool is_short = u_strstr(pattern, u"yy") && !u_strstr(pattern, u"yyy");
    return !is_short || century == old->readings[0].year / 100;
}

static bool says_as_much(const struct padan_value *old, const struct padan_value *now)
{
    const struct padan_value_reading *a = &old->readings[0], *b = &now->readings[0];
    return !a->year == !b->year && !a->month == !b->month && !a->day == !b->day;
}

/* What stands before the first digit is no part of a time: "pukul 14.30". */
static size_t skip_words(struct padan_value_written old)
{
    size_t at = 0, start = 0;
    if (old.value->kind != PADAN_VALUE_TIME)
        return 0;
    while (at < old.text.size) {
        start = at;
        if (u_isdigit(padan_utf8_next(old.text, &at)))
            return start;
    }
    return 0;
}

static size_t end_of_digits(struct padan_string text)
{
    size_t end = 0;
    for (size_t at = 0; at < text.size;)
        if (u_isdigit(padan_utf8_next(text, &at)))
            end = at;
    return end;
}

/* Writes `now` where a format writes the part from `start` to `end` of the old one. */
static bool try_formats(struct padan_buffer *out, struct padan_value_writer *writer, struct padan_value_written old,
                        const struct padan_value *now, size_t start, size_t end)
{
    struct padan_string part = { old.text.data + start, end - start };
    UDate before = moment_of(old.value), after = moment_of(now);
    UChar units[WRITTEN_SIZE];
    for (size_t i = 0; i < writer->format_count; i++) {
        const UDateFormat *format = writer->formats[i];
        int32_t size = write_moment(units, format, before);
        if (size == 0 || !padan_value_is_spelt(part, units, size) || !is_sure(format, old.value, now))
            continue;
        size = write_moment(units, format, after);
        padan_buffer_append(out, old.text.data, start);
        padan_value_append_like(out, units, size, part);
        padan_buffer_append(out, old.text.data + end, old.text.size - end);
        return true;
    }
    return false;
}

bool padan_value_rewrite_date(struct padan_buffer *out, struct padan_value_writer *writer,
                              struct padan_value_written old, const struct padan_value *now)
{
    if (!says_as_much(old.value, now))
        return false;
    open_formats(writer);
    size_t start = skip_words(old), digits = end_of_digits(old.text);
    if (try_formats(out, writer, old, now, start, old.text.size))
        return true;
    return old.value->kind == PADAN_VALUE_TIME && digits > start && try_formats(out, writer, old, now, start, digits);
}
