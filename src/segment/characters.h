/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_CHARACTERS_H
#define SEGMENT_CHARACTERS_H

#include <stdbool.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

/* The character at *at, which moves past it; *at < length. */
static inline UChar32 padan_units_next(const UChar *units, int32_t *at, int32_t length)
{
    UChar32 c = units[(*at)++];
    if (U16_IS_LEAD(units[*at - 1]) && *at < length && U16_IS_TRAIL(units[*at]))
        c = 0x10000 + (c - 0xd800) * 0x400 + (units[(*at)++] - 0xdc00);
    return c;
}

/* The character before *at, which moves back before it; *at > 0. */
static inline UChar32 padan_units_previous(const UChar *units, int32_t *at)
{
    UChar32 c = units[--*at];
    if (U16_IS_TRAIL(units[*at]) && *at > 0 && U16_IS_LEAD(units[*at - 1])) {
        int32_t start = --*at;
        return padan_units_next(units, &start, start + 2);
    }
    return c;
}

/* White space, and the marks without width that are none to Unicode. */
static inline bool padan_is_space(UChar32 c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return u_isUWhiteSpace(c) || c == 0x200b || c == 0xfeff;
}

/* Letters, marks and digits: what words are made of. */
static inline bool padan_is_word(UChar32 c)
{
    if (c >= 0 && c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

static inline bool padan_is_quote(UChar32 c)
{
    if (c < 0x80)
        return c == '"' || c == '\'';
    return c == 0x201e || c == 0x201a || (U_GET_GC_MASK(c) & (U_GC_PI_MASK | U_GC_PF_MASK));
}

/* Whether a capital stands here, or a letter of a script that has none. */
static inline bool padan_can_begin(UChar32 c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z';
    return u_isUUppercase(c) || u_istitle(c) || u_charType(c) == U_OTHER_LETTER;
}

/* Quotes and brackets that can close what a sentence ends with. */
static inline bool padan_is_closing(UChar32 c)
{
    if (c < 0x80)
        return c == '"' || c == '\'' || c == ')' || c == ']' || c == '}';
    return padan_is_quote(c) || (U_GET_GC_MASK(c) & U_GC_PE_MASK);
}

#endif
