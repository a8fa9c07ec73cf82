/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/line.h"

#include <string.h>

#include <unicode/uchar.h>

#include "text/utf8.h"

/* A byte order mark inside a text, as joined files have it, is blank too. */
static bool is_blank(UChar32 c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r');
    return u_isUWhiteSpace(c) || c == 0xFEFF || c == 0x200B;
}

void padan_trim(struct padan_string source, size_t *start, size_t *end)
{
    while (*start < *end) {
        size_t at = *start;
        if (!is_blank(padan_utf8_next(source, &at)))
            break;
        *start = at;
    }
    while (*start < *end) {
        size_t at = *end;
        if (!is_blank(padan_utf8_previous(source, &at)))
            break;
        *end = at;
    }
}

bool padan_next_line(struct padan_line *line, struct padan_string source, size_t *at)
{
    if (*at >= source.size)
        return false;
    const char *feed = memchr(source.data + *at, '\n', source.size - *at);
    line->begin = line->start = *at;
    line->end = feed ? (size_t)(feed - source.data) : source.size;
    line->next = *at = feed ? line->end + 1 : line->end;
    padan_trim(source, &line->start, &line->end);
    return true;
}

static bool closes(UChar32 c)
{
    int8_t type = u_charType(c);
    return c == '"' || c == '\'' || type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION;
}

bool padan_ends_sentence(struct padan_string text)
{
    for (size_t at = text.size; at > 0;) {
        UChar32 c = padan_utf8_previous(text, &at);
        if (c == 0x2026 || u_hasBinaryProperty(c, UCHAR_S_TERM))
            return true;
        if (!closes(c))
            return false;
    }
    return false;
}
