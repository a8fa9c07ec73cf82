/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/format.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/utf8.h"

#include <unicode/utf16.h>

bool padan_string_is(struct padan_string text, const char *other)
{
    return text.size == strlen(other) && (text.size == 0 || memcmp(text.data, other, text.size) == 0);
}

static size_t count_digits(const char *text, size_t size)
{
    size_t count = 0;
    while (count < size && text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

bool padan_position_parse(struct padan_string text, int64_t *position)
{
    if (text.size == 0 || text.size > 18 || count_digits(text.data, text.size) != text.size)
        return false;
    *position = 0;
    for (size_t i = 0; i < text.size; i++)
        *position = *position * 10 + (text.data[i] - '0');
    return true;
}

/* Digits with at most one full stop; strtod would take the locale's comma. */
bool padan_confidence_parse(struct padan_string text, double *confidence)
{
    size_t whole = count_digits(text.data, text.size);
    size_t point = whole < text.size && text.data[whole] == '.';
    size_t decimals = count_digits(text.data + whole + point, text.size - whole - point);
    if (whole + decimals == 0 || whole + point + decimals != text.size || text.size > 24)
        return false;
    double value = 0, unit = 1;
    for (size_t i = 0; i < text.size; i++) {
        if (i == whole)
            continue;
        value = value * 10 + (text.data[i] - '0');
        unit *= i > whole ? 10 : 1;
    }
    if (value > unit)
        return false;
    *confidence = value / unit;
    return true;
}

/* A spreadsheet may begin a word with a capital. */
static bool is_word(struct padan_string text, const char *word)
{
    return text.size == strlen(word) && strncasecmp(text.data, word, text.size) == 0;
}

bool padan_unit_status_parse(struct padan_string text, enum padan_unit_status *status)
{
    for (int i = PADAN_UNIT_AUTO; i <= PADAN_UNIT_CONFIRMED; i++)
        if (is_word(text, padan_unit_status_name((enum padan_unit_status)i))) {
            *status = (enum padan_unit_status)i;
            return true;
        }
    return false;
}

/* The size of the run of UTF-8 without NUL that `text` begins with. */
static size_t clean_run(struct padan_string text)
{
    size_t size = padan_utf8_fault(text);
    const char *nul = size > 0 ? memchr(text.data, '\0', size) : NULL;
    return nul ? (size_t)(nul - text.data) : size;
}

bool padan_string_is_text(struct padan_string text)
{
    return clean_run(text) == text.size;
}

int64_t padan_append_text(struct padan_buffer *out, struct padan_string text)
{
    int64_t dropped = 0;
    for (;;) {
        size_t run = clean_run(text);
        padan_buffer_append(out, text.data, run);
        if (run == text.size)
            return dropped;
        text.data += run + 1;
        text.size -= run + 1;
        dropped++;
    }
}

static void append_two(struct padan_buffer *out, uint32_t value)
{
    padan_buffer_byte(out, (char)(value & 0xFF));
    padan_buffer_byte(out, (char)(value >> 8));
}

void padan_append_wide(struct padan_buffer *out, struct padan_string text, bool marked)
{
    if (marked)
        append_two(out, 0xFEFF);
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        if (c >= 0x10000) {
            append_two(out, U16_LEAD(c));
            append_two(out, U16_TRAIL(c));
        } else if (c >= 0) {
            append_two(out, (uint32_t)c);
        }
    }
}
