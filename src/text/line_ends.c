/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which line ends a text had, so that what is written back has them too. */
#include <stdlib.h>

#include "text/decoding.h"

/* The kind of the next line end, which *at is moved past; NUL: there is none any more. */
static char next_line_end(struct padan_string text, size_t *at)
{
    for (; *at < text.size; ++*at) {
        char byte = text.data[*at];
        if (byte != '\r' && byte != '\n')
            continue;
        bool both = byte == '\r' && *at + 1 < text.size && text.data[*at + 1] == '\n';
        *at += both ? 2 : 1;
        return both ? 'b' : byte == '\r' ? 'r' : 'n';
    }
    return '\0';
}

bool padan_note_line_ends(struct padan_decoded *out, struct padan_string text)
{
    size_t at = 0, count = 0;
    bool differ = false;
    out->line_end = next_line_end(text, &at);
    count = out->line_end != '\0';
    for (char kind; (kind = next_line_end(text, &at)); count++)
        differ |= kind != out->line_end;
    if (!differ)
        return true;
    out->line_ends = calloc(count + 1, 1);
    at = 0;
    for (size_t i = 0; out->line_ends && i < count; i++)
        out->line_ends[i] = next_line_end(text, &at);
    return out->line_ends != NULL;
}
