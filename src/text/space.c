/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/buffer.h"
#include "base/error.h"
#include "text/script.h"

/* A writer chooses these on purpose, so that one by itself is kept. */
static bool is_no_break_space(UChar32 c)
{
    return c == 0xA0 || c == 0x2007 || c == 0x202F;
}

struct space_run {
    size_t start, end; /* bytes */
    size_t length;     /* characters */
    bool has_line_break;
    UChar32 before, last;
};

/* What a run becomes when `next` follows it. */
static void append_run(struct padan_buffer *out, const struct space_run *run, const char *text, UChar32 next)
{
    if (run->length == 0 || run->before < 0)
        return;
    if (run->length == 1 && is_no_break_space(run->last))
        padan_buffer_append(out, text + run->start, run->end - run->start);
    else if (!run->has_line_break || !padan_is_unspaced(run->before) || !padan_is_unspaced(next))
        padan_buffer_byte(out, ' ');
}

static bool fold(struct padan_buffer *out, const char *text, size_t size)
{
    const uint8_t *bytes = (const uint8_t *)text;
    struct space_run run = { .before = -1 };
    for (size_t at = 0; at < size;) {
        size_t start = at;
        UChar32 c;
        U8_NEXT(bytes, at, size, c);
        if (c < 0)
            return false;
        if (u_isUWhiteSpace(c)) {
            run.start = run.length == 0 ? start : run.start;
            run.end = at;
            run.length++;
            run.has_line_break |= padan_is_line_end(c);
            run.last = c;
            continue;
        }
        append_run(out, &run, text, c);
        run = (struct space_run){ .before = c };
        padan_buffer_append(out, text + start, at - start);
    }
    return true;
}

int padan_text_fold_space(char **out, size_t *out_size, struct padan_string text, struct padan_error *error)
{
    *out = NULL;
    struct padan_buffer folded = { 0 };
    if (!fold(&folded, text.data, text.size)) {
        padan_buffer_free(&folded);
        return padan_error_set(error, PADAN_ERROR_ENCODING, "the text is not UTF-8");
    }
    *out_size = folded.size;
    *out = padan_buffer_take(&folded);
    return *out ? PADAN_OK : padan_error_allocation(error);
}
