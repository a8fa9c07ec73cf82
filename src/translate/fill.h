/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRANSLATE_FILL_H
#define TRANSLATE_FILL_H

#include <padan/text.h>

#include <unicode/ubrk.h>

#include "base/buffer.h"

/* Texts of one language put into paragraphs whose lines end at a width. */
struct padan_filler {
    UBreakIterator *breaks;     /* of lines */
    size_t width;               /* of the paragraph; 0: it is one line */
    struct padan_string indent; /* white space before its second line */
};

/* Errors: PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION. */
int padan_filler_open(struct padan_filler *filler, const char *language, struct padan_error *error);
void padan_filler_close(struct padan_filler *filler);

/* Begins a paragraph, which must live while it is filled. */
void padan_filler_begin(struct padan_filler *filler, struct padan_string paragraph);

/*
 * Appends a text of one line to the paragraph, broken where Unicode allows so that no line is wider than the widest
 * was, with the same white space before it as its second had. A paragraph of one line stays one. Errors:
 * PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION.
 */
int padan_fill(struct padan_buffer *out, struct padan_filler *filler, struct padan_string text,
               struct padan_error *error);

#endif
