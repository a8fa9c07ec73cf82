/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <padan/text.h>

#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "base/buffer.h"

/* The code point at *at, which moves past it; -1 for an ill-formed byte, of which one is passed. *at < text.size. */
static inline UChar32 padan_utf8_next(struct padan_string text, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t start = *at;
    if (bytes[start] < 0x80) {
        *at = start + 1;
        return bytes[start];
    }
    /* No character needs more than four bytes; a window keeps ICU's 32-bit index away from large texts. */
    size_t left = text.size - start;
    int32_t size = left > 4 ? 4 : (int32_t)left, index = 0;
    UChar32 character;
    U8_NEXT(bytes + start, index, size, character);
    *at = start + (character < 0 ? 1 : (size_t)index);
    return character;
}

/* The code point that ends at *at, which moves back before it; -1 for an ill-formed byte. *at > 0. */
static inline UChar32 padan_utf8_previous(struct padan_string text, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    size_t start = *at > 4 ? *at - 4 : 0;
    int32_t index = (int32_t)(*at - start);
    UChar32 character;
    U8_PREV(bytes + start, 0, index, character);
    *at = character < 0 ? *at - 1 : start + (size_t)index;
    return character;
}

/* The code point at *at in UTF-16, which moves past it; a lone surrogate is given as it is. *at < size. */
static inline UChar32 padan_utf16_next(const UChar *units, size_t *at, size_t size)
{
    UChar32 character = units[(*at)++];
    if (U16_IS_LEAD(units[*at - 1]) && *at < size && U16_IS_TRAIL(units[*at]))
        character = 0x10000 + ((character - 0xD800) * 0x400) + (units[(*at)++] - 0xDC00);
    return character;
}

/* Offset of the first ill-formed byte, or text.size. */
size_t padan_utf8_fault(struct padan_string text);

/* Appends a code point; a surrogate or a value that is none becomes U+FFFD. */
void padan_utf8_append(struct padan_buffer *buffer, UChar32 character);

/* Appends UTF-16; a lone surrogate becomes U+FFFD. */
void padan_utf8_append_utf16(struct padan_buffer *buffer, const UChar *units, size_t count);

/* PADAN_ERROR_ENCODING, saying where. */
int padan_utf8_error(struct padan_error *error, size_t offset);

#endif
