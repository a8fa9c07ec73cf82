/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_PLACEHOLDER_H
#define MATCH_PLACEHOLDER_H

#include <padan/document.h>

#include <stdint.h>

#include "base/buffer.h"

/*
 * Appends the content of a TMX <seg> with U+FFFC for each inline code: bpt, ept, ph, it and ut with all that is in
 * them, and each tag of other elements, whose content is text. What is no markup stays as it is.
 */
void padan_placeholder_append(struct padan_buffer *out, struct padan_string markup);

/* An inline code of a segment as TMX has it. */
struct padan_placed_code {
    enum padan_code_kind kind;
    int64_t number; /* by which its pair, and it in the other language, is known: its i or x; -1: none */
    char name[16];  /* of the element that it holds as native code, or its own; cut; "": none */
};

/*
 * The codes for which padan_placeholder_append puts U+FFFC, in order, as a malloc'ed list. Errors:
 * PADAN_ERROR_ALLOCATION.
 */
int padan_placeholder_codes(struct padan_placed_code **out, size_t *count, struct padan_string markup,
                            struct padan_error *error);

/* A stored variant's text with its codes: of `markup` where there is one, else `text`. Views `scratch` or `text`. */
struct padan_string padan_placeholder_text(struct padan_buffer *scratch, struct padan_string text,
                                           struct padan_string markup);

#endif
