/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text that patterns match: UTF-16, forwards and backwards. */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "base/error.h"
#include "segment/expression.h"
#include "text/utf8.h"

#define TEXT_LIMIT ((size_t)1 << 30)
/* Processor time for all rules on one text: far above what any sensible rules need. */
#define TIME_LIMIT_BASE INT64_C(10000000000)
#define TIME_LIMIT_BYTE 20000

static bool reserve(struct padan_expression_text *text, size_t size)
{
    if (text->capacity > size)
        return true;
    size_t capacity = size + size / 2 + 64;
    UChar *forward = malloc(capacity * sizeof *forward);
    if (!forward)
        return false;
    free(text->forward);
    free(text->reversed);
    text->forward = forward;
    text->reversed = NULL;
    text->capacity = capacity;
    return true;
}

/* A line feed with text on both sides of it is the end of a hard-wrapped line; two or more part paragraphs. */
static void join_lines(UChar *text, int32_t length)
{
    for (int32_t at = 0; at < length;) {
        if (!u_isUWhiteSpace(text[at])) {
            at++;
            continue;
        }
        int32_t feeds = 0, feed = 0, start = at;
        for (; at < length && u_isUWhiteSpace(text[at]); at++)
            if (text[at] == '\n') {
                feeds++;
                feed = at;
            }
        if (feeds == 1 && start > 0 && at < length)
            text[feed] = ' ';
    }
}

static void reverse(UChar *reversed, const UChar *forward, int32_t length)
{
    for (int32_t at = 0, out = length; at < length;) {
        int32_t start = at;
        U16_FWD_1(forward, at, length);
        for (int32_t i = at; i > start; i--)
            reversed[--out] = forward[i - 1];
    }
}

bool padan_expression_text_reverse(struct padan_expression_text *text)
{
    if (text->is_reversed)
        return true;
    if (!text->reversed)
        text->reversed = malloc(text->capacity * sizeof *text->reversed);
    if (!text->reversed)
        return false;
    reverse(text->reversed, text->forward, text->length);
    text->is_reversed = true;
    return true;
}

int padan_expression_text_set(struct padan_expression_text *text, struct padan_string utf8, struct padan_error *error)
{
    if (utf8.size > TEXT_LIMIT)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "a paragraph of more than 1 GiB");
    if (!reserve(text, utf8.size))
        return padan_error_allocation(error);
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8(text->forward, (int32_t)text->capacity, &text->length, utf8.size ? utf8.data : "", (int32_t)utf8.size,
                  &code);
    if (U_FAILURE(code))
        return padan_error_byte(error, PADAN_ERROR_ENCODING, NULL, (int64_t)padan_utf8_fault(utf8),
                                "the text is not UTF-8 here");
    if (utf8.size > 0 && memchr(utf8.data, '\n', utf8.size))
        join_lines(text->forward, text->length);
    text->is_reversed = false;
    text->generation++;
    text->calls = 0;
    text->limit = TIME_LIMIT_BASE + (int64_t)utf8.size * TIME_LIMIT_BYTE;
    return PADAN_OK;
}

void padan_expression_text_free(struct padan_expression_text *text)
{
    free(text->forward);
    free(text->reversed);
    *text = (struct padan_expression_text){ 0 };
}
