/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Translations in paragraphs that were wrapped by hand. */
#include "translate/fill.h"

#include <string.h>

#include <unicode/utext.h>

#include "base/error.h"

int padan_filler_open(struct padan_filler *filler, const char *language, struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    filler->breaks = ubrk_open(UBRK_LINE, language, NULL, 0, &code);
    if (code == U_MEMORY_ALLOCATION_ERROR)
        return padan_error_allocation(error);
    if (U_FAILURE(code))
        return padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU has no line breaks: %s", u_errorName(code));
    return PADAN_OK;
}

void padan_filler_close(struct padan_filler *filler)
{
    if (filler->breaks)
        ubrk_close(filler->breaks);
    filler->breaks = NULL;
}

static struct padan_string indent_of(struct padan_string line)
{
    size_t size = 0;
    while (size < line.size && (line.data[size] == ' ' || line.data[size] == '\t'))
        size++;
    return (struct padan_string){ line.data, size };
}

void padan_filler_begin(struct padan_filler *filler, struct padan_string paragraph)
{
    filler->width = 0;
    if (!memchr(paragraph.data, '\n', paragraph.size))
        return;
    for (size_t start = 0, end, number = 0; start < paragraph.size; start = end + 1, number++) {
        const char *stop = memchr(paragraph.data + start, '\n', paragraph.size - start);
        end = stop ? (size_t)(stop - paragraph.data) : paragraph.size;
        struct padan_string line = { paragraph.data + start, end - start };
        size_t width = padan_text_width(line);
        filler->width = width > filler->width ? width : filler->width;
        if (number == 1)
            filler->indent = indent_of(line);
    }
}

static size_t column_of(const struct padan_buffer *out)
{
    size_t start = out->size;
    while (start > 0 && out->data[start - 1] != '\n')
        start--;
    return padan_text_width((struct padan_string){ out->data + start, out->size - start });
}

/* The piece without the spaces at its end. */
static struct padan_string trimmed(struct padan_string piece)
{
    while (piece.size > 0 && piece.data[piece.size - 1] == ' ')
        piece.size--;
    return piece;
}

/* Begins a new line, in place of the spaces at the end of the last. */
static size_t begin_line(struct padan_buffer *out, struct padan_string indent)
{
    while (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    padan_buffer_byte(out, '\n');
    padan_buffer_append(out, indent.data, indent.size);
    return padan_text_width(indent);
}

int padan_fill(struct padan_buffer *out, struct padan_filler *filler, struct padan_string text,
               struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    if (filler->width == 0) {
        padan_buffer_append(out, text.data, text.size);
        return PADAN_OK;
    }
    size_t indented = padan_text_width(filler->indent), column = column_of(out);
    UText *view = utext_openUTF8(NULL, text.data, (int64_t)text.size, &code);
    ubrk_setUText(filler->breaks, view, &code);
    if (U_FAILURE(code)) {
        utext_close(view);
        return code == U_MEMORY_ALLOCATION_ERROR
                   ? padan_error_allocation(error)
                   : padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU cannot break lines: %s", u_errorName(code));
    }
    size_t start = 0;
    for (int32_t end; (end = ubrk_next(filler->breaks)) != UBRK_DONE; start = (size_t)end) {
        struct padan_string piece = { text.data + start, (size_t)end - start };
        if (column + padan_text_width(trimmed(piece)) > filler->width && column > indented)
            column = begin_line(out, filler->indent);
        padan_buffer_append(out, piece.data, piece.size);
        column += padan_text_width(piece);
    }
    utext_close(view);
    return PADAN_OK;
}
