/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/utf8.h"

#include <string.h>

#include "base/error.h"

/* Length of the run of ASCII at the start; whole words at a time, since most text is mostly ASCII. */
static size_t ascii_run(const char *bytes, size_t size)
{
    size_t at = 0;
    uint64_t word;
    for (; at + sizeof word <= size; at += sizeof word) {
        memcpy(&word, bytes + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < size && (unsigned char)bytes[at] < 0x80)
        at++;
    return at;
}

size_t padan_utf8_fault(struct padan_string text)
{
    size_t at = 0;
    while (at < text.size) {
        if ((unsigned char)text.data[at] < 0x80) {
            at += ascii_run(text.data + at, text.size - at);
            continue;
        }
        size_t start = at;
        if (padan_utf8_next(text, &at) < 0)
            return start;
    }
    return text.size;
}

void padan_utf8_append(struct padan_buffer *buffer, UChar32 character)
{
    uint32_t c = (uint32_t)character;
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    unsigned char bytes[4];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, c);
    padan_buffer_append(buffer, bytes, (size_t)size);
}

void padan_utf8_append_utf16(struct padan_buffer *buffer, const UChar *units, size_t count)
{
    enum { BLOCK = 256, BYTES_MOST = 3 }; /* a unit, or half a pair, is no more bytes */
    for (size_t at = 0; at < count;) {
        size_t end = count - at > BLOCK ? at + BLOCK : count;
        if (!padan_buffer_reserve(buffer, BYTES_MOST * (end - at + 1)))
            return;
        while (at < end) {
            uint32_t c = (uint32_t)padan_utf16_next(units, &at, count);
            if (c >= 0xD800 && c <= 0xDFFF)
                c = 0xFFFD;
            U8_APPEND_UNSAFE((unsigned char *)buffer->data, buffer->size, c);
        }
        buffer->data[buffer->size] = '\0';
    }
}

int padan_utf8_error(struct padan_error *error, size_t offset)
{
    return padan_error_byte(error, PADAN_ERROR_ENCODING, NULL, (int64_t)offset, "the text is not valid UTF-8");
}
