/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers written in the manner of others. */
#include "text/value_writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unumsys.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "text/utf8.h"
#include "text/value_writer_parts.h"

enum { DIGITS_MOST = 40 };

int padan_value_writer_new(struct padan_value_writer **out, const char *language, struct padan_error *error)
{
    *out = NULL;
    struct padan_value_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return padan_error_allocation(error);
    int status = padan_language_canonical(writer->language, language, error);
    if (status != PADAN_OK) {
        free(writer);
        return status;
    }
    *out = writer;
    return PADAN_OK;
}

void padan_value_writer_free(struct padan_value_writer *writer)
{
    if (!writer)
        return;
    padan_value_formats_close(writer);
    unum_close(writer->number);
    unum_close(writer->ordinal);
    uplrules_close(writer->plurals);
    free(writer);
}

/* The digits of a value's text, with what stands between them. */
struct numeral {
    size_t start, end; /* bytes; equal where there is none */
    UChar32 zero;      /* the digit 0 of its script */
    UChar32 sign;      /* the last separator, or 0 */
    int digits, separators;
    int after_sign;               /* digits behind the last separator */
    struct padan_decimal integer; /* the digits read as a whole number */
    int fractions;                /* digits of the fraction; -1: not known */
    bool grouped;
};

static bool is_separator(UChar32 c)
{
    return c == '.' || c == ',' || c == '\'' || c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2019 || c == 0x66B ||
           c == 0x66C;
}

/* Reads the one numeral of a text; false: there is none, or several. */
static bool find_numeral(struct numeral *out, struct padan_string text)
{
    bool ended = false;
    *out = (struct numeral){ .start = text.size };
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c = padan_utf8_next(text, &at);
        if (c >= 0 && u_charType(c) == U_DECIMAL_DIGIT_NUMBER) {
            if (ended)
                return false;
            out->start = out->start == text.size ? start : out->start;
            out->zero = c - u_charDigitValue(c);
            out->end = at;
        } else if (out->end > 0 && !is_separator(c)) {
            ended = true;
        }
    }
    return out->end > out->start;
}

/* Counts digits and separators, and reads the digits as a whole number. False: too many. */
static bool count_digits(struct numeral *numeral, struct padan_string text)
{
    int64_t value = 0;
    for (size_t at = numeral->start; at < numeral->end;) {
        UChar32 c = padan_utf8_next(text, &at);
        int digit = u_charDigitValue(c);
        if (digit < 0) {
            numeral->separators++;
            numeral->sign = c;
            numeral->after_sign = 0;
            continue;
        }
        if (value > (INT64_MAX - 9) / 10)
            return false;
        value = value * 10 + digit;
        numeral->digits++;
        numeral->after_sign += numeral->sign != 0;
    }
    return padan_decimal_make(&numeral->integer, value, 0);
}

static bool is_size_of(struct padan_decimal one, struct padan_decimal other, int exponent)
{
    int64_t digits = other.digits < 0 ? -other.digits : other.digits;
    return one.digits == digits && (digits == 0 || one.exponent == other.exponent + exponent);
}

/* Reads a numeral of which it is known what it says, words behind it included ("1,25 juta"). */
static bool read_numeral(struct numeral *numeral, struct padan_string text, struct padan_decimal number)
{
    if (!find_numeral(numeral, text) || !count_digits(numeral, text))
        return false;
    numeral->fractions = -1;
    if (is_size_of(numeral->integer, number, 0))
        numeral->fractions = 0;
    else if (numeral->sign && is_size_of(numeral->integer, number, numeral->after_sign))
        numeral->fractions = numeral->after_sign;
    numeral->grouped = numeral->separators > (numeral->fractions > 0);
    return true;
}

/* number / 10^power, as ICU reads it; -1: too long. */
static int write_plain(char out[DIGITS_MOST], struct padan_decimal number, int power)
{
    int size = snprintf(out, DIGITS_MOST, "%" PRId64 "E%d", number.digits < 0 ? -number.digits : number.digits,
                        number.exponent - power);
    return size < DIGITS_MOST ? size : -1;
}

/* The name of a language's numbering system, with a keyword or without. */
static void name_numbering(char out[32], const char *language, const char *keyword)
{
    char locale[PADAN_LANGUAGE_SIZE + 32];
    UErrorCode status = U_ZERO_ERROR;
    snprintf(locale, sizeof locale, "%s%s%s", language, *keyword ? "@" : "", keyword);
    UNumberingSystem *system = unumsys_open(locale, &status);
    snprintf(out, 32, "%s", U_SUCCESS(status) ? unumsys_getName(system) : "latn");
    unumsys_close(system);
}

const char *const *padan_value_numberings(const char *language)
{
    static const char *const own[] = { "", NULL }, *const latin[] = { "", "numbers=latn", NULL },
                             *const native[] = { "", "numbers=native", NULL };
    char usual[32], other[32];
    name_numbering(usual, language, "");
    name_numbering(other, language, "numbers=native");
    if (strcmp(usual, "latn") != 0)
        return latin;
    return strcmp(usual, other) != 0 ? native : own;
}

static UChar32 zero_of(const UNumberFormat *format)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar zero[8];
    size_t at = 0;
    int32_t size = unum_getSymbol(format, UNUM_ZERO_DIGIT_SYMBOL, zero, 8, &status);
    return U_SUCCESS(status) && size > 0 && size <= 8 ? padan_utf16_next(zero, &at, (size_t)size) : -1;
}

/* The format whose signs go with the digits of this 0, or else the language's own. */
static bool open_number(struct padan_value_writer *writer, UChar32 zero)
{
    char locale[PADAN_LANGUAGE_SIZE + 32];
    if (writer->number && writer->zero == zero)
        return true;
    for (const char *const *numbers = padan_value_numberings(writer->language); *numbers; numbers++) {
        UErrorCode status = U_ZERO_ERROR;
        snprintf(locale, sizeof locale, "%s%s%s", writer->language, **numbers ? "@" : "", *numbers);
        UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &status);
        if (U_FAILURE(status) || (**numbers && zero_of(format) != zero)) {
            unum_close(format);
            continue;
        }
        unum_close(writer->number);
        writer->number = format;
    }
    writer->zero = zero;
    return writer->number != NULL;
}

/*
 * The power of ten by which words after a numeral multiply it. Only a decimal sign, or none, tells for sure what the
 * digits say by themselves. False: it cannot be told.
 */
static bool find_scale(int *power, struct padan_value_writer *writer, struct numeral *numeral,
                       struct padan_decimal number)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar sign[8];
    *power = 0;
    if (numeral->fractions >= 0)
        return true;
    if (numeral->separators > 1 || !open_number(writer, numeral->zero))
        return false;
    int32_t size = unum_getSymbol(writer->number, UNUM_DECIMAL_SEPARATOR_SYMBOL, sign, 8, &status);
    if (numeral->separators == 1 && (U_FAILURE(status) || size != 1 || sign[0] != numeral->sign))
        return false;
    *power = number.exponent - (numeral->integer.exponent - numeral->after_sign);
    numeral->grouped = false;
    return is_size_of(numeral->integer, number, numeral->after_sign - *power) && *power > 0;
}

/* How a new number is to look. */
struct manner {
    UChar32 zero;
    int fractions; /* at least */
    bool grouped;
};

static bool format_number(struct padan_buffer *out, struct padan_value_writer *writer, struct padan_decimal number,
                          int power, const struct manner *manner)
{
    char plain[DIGITS_MOST];
    UChar zero[2], units[128];
    int32_t zero_size = 0;
    UErrorCode status = U_ZERO_ERROR;
    int size = write_plain(plain, number, power);
    if (size < 0 || !open_number(writer, manner->zero))
        return false;
    U16_APPEND_UNSAFE(zero, zero_size, manner->zero);
    unum_setSymbol(writer->number, UNUM_ZERO_DIGIT_SYMBOL, zero, zero_size, &status);
    unum_setAttribute(writer->number, UNUM_GROUPING_USED, manner->grouped);
    unum_setAttribute(writer->number, UNUM_MAX_FRACTION_DIGITS, 18);
    unum_setAttribute(writer->number, UNUM_MIN_FRACTION_DIGITS, manner->fractions);
    int32_t length = unum_formatDecimal(writer->number, plain, size, units, 128, NULL, &status);
    if (U_FAILURE(status) || length > 128)
        return false;
    padan_utf8_append_utf16(out, units, (size_t)length);
    return true;
}

/* "3rd", "3.", "ke-3": by ICU's rules, or where nothing stands behind the digits but a full stop, by exchanging these.
 */
static bool rewrite_ordinal(struct padan_buffer *out, struct padan_value_writer *writer, struct padan_value_written old,
                            struct padan_decimal number, bool *done)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[128];
    int64_t before, after;
    *done = false;
    if (!padan_decimal_whole(old.value->readings[0].number, 0, INT32_MAX, &before) ||
        !padan_decimal_whole(number, 0, INT32_MAX, &after))
        return false;
    if (!writer->ordinal)
        writer->ordinal = unum_open(UNUM_ORDINAL, NULL, 0, writer->language, NULL, &status);
    if (U_FAILURE(status))
        return true;
    int32_t size = unum_formatInt64(writer->ordinal, before, units, 128, NULL, &status);
    if (U_SUCCESS(status) && padan_value_is_spelt(old.text, units, size)) {
        size = unum_formatInt64(writer->ordinal, after, units, 128, NULL, &status);
        *done = U_SUCCESS(status);
        if (*done)
            padan_value_append_like(out, units, size, old.text);
    }
    return true;
}

static bool has_letters(struct padan_string text, size_t at)
{
    while (at < text.size)
        if (u_isalpha(padan_utf8_next(text, &at)))
            return true;
    return false;
}

/* Grouped as the old one where that is long enough to tell, else as the number that it is to say. */
static struct manner manner_of(const struct numeral *old, struct padan_value_written before,
                               struct padan_value_written now)
{
    struct numeral from = { 0 }, to = { 0 };
    struct manner manner = { .zero = old->zero, .grouped = old->grouped };
    if (!read_numeral(&from, before.text, before.value->readings[0].number) ||
        !read_numeral(&to, now.text, now.value->readings[0].number))
        return manner;
    if (from.fractions == old->fractions && to.fractions > 0)
        manner.fractions = to.fractions;
    if (!old->grouped && old->digits <= 3)
        manner.grouped = to.grouped;
    return manner;
}

static bool rewrite_number(struct padan_buffer *out, struct padan_value_writer *writer, struct padan_value_written old,
                           struct padan_value_written before, struct padan_value_written now)
{
    struct padan_decimal number = now.value->readings[0].number, was = old.value->readings[0].number;
    struct numeral numeral;
    bool done = false;
    int power;
    if (memcmp(before.value->currency, now.value->currency, 4) != 0 || (number.digits < 0) != (was.digits < 0))
        return false;
    if (old.value->kind == PADAN_VALUE_ORDINAL && !rewrite_ordinal(out, writer, old, number, &done))
        return false;
    if (done)
        return true;
    if (old.value->in_words || !read_numeral(&numeral, old.text, was))
        return false;
    if (old.value->kind == PADAN_VALUE_ORDINAL && has_letters(old.text, numeral.end))
        return false;
    if (!find_scale(&power, writer, &numeral, was))
        return false;
    struct manner manner = manner_of(&numeral, before, now);
    size_t start = out->size;
    padan_buffer_append(out, old.text.data, numeral.start);
    if (!format_number(out, writer, number, power, &manner)) {
        out->size = start;
        return false;
    }
    padan_buffer_append(out, old.text.data + numeral.end, old.text.size - numeral.end);
    return true;
}

static bool is_number(const struct padan_value *value)
{
    return value->kind <= PADAN_VALUE_ORDINAL;
}

/* A year by itself as the number that it is to other languages. */
static struct padan_value as_number(const struct padan_value *value)
{
    struct padan_value number = *value;
    const struct padan_value_reading *reading = &value->readings[0];
    if (value->kind != PADAN_VALUE_DATE || reading->year == 0 || reading->month != 0 || reading->day != 0)
        return number;
    number.kind = PADAN_VALUE_NUMBER;
    number.count = 1;
    memset(number.readings, 0, sizeof number.readings);
    padan_decimal_make(&number.readings[0].number, reading->year, 0);
    return number;
}

bool padan_value_rewrite(struct padan_buffer *out, struct padan_value_writer *writer, struct padan_value_written old,
                         struct padan_value_written before, struct padan_value_written now)
{
    struct padan_value numbers[] = { as_number(old.value), as_number(before.value), as_number(now.value) };
    if (before.value->kind != now.value->kind)
        return false;
    if (old.value->kind != now.value->kind || is_number(old.value)) {
        old.value = &numbers[0];
        before.value = &numbers[1];
        now.value = &numbers[2];
    }
    if (is_number(old.value) && is_number(now.value))
        return rewrite_number(out, writer, old, before, now);
    return old.value->kind == now.value->kind && old.value->kind != PADAN_VALUE_CODE &&
           padan_value_rewrite_date(out, writer, old, now.value);
}

/* The plural category of a number. */
static bool category(UChar out[32], int32_t *size, struct padan_value_writer *writer, struct padan_decimal number)
{
    UErrorCode status = U_ZERO_ERROR;
    double value = (double)number.digits;
    if (!writer->plurals)
        writer->plurals = uplrules_open(writer->language, &status);
    for (int i = number.exponent; i > 0; i--)
        value *= 10;
    for (int i = number.exponent; i < 0; i++)
        value /= 10;
    *size = U_SUCCESS(status) ? uplrules_select(writer->plurals, value, out, 32, &status) : 0;
    return U_SUCCESS(status);
}

bool padan_value_counts_alike(struct padan_value_writer *writer, const struct padan_value *one,
                              const struct padan_value *other)
{
    UChar left[32], right[32];
    int32_t left_size, right_size;
    return one->count > 0 && other->count > 0 && category(left, &left_size, writer, one->readings[0].number) &&
           category(right, &right_size, writer, other->readings[0].number) && left_size == right_size &&
           u_memcmp(left, right, left_size) == 0;
}
