/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_PLACEHOLDER_H
#define MATCH_PLACEHOLDER_H

#include <padan/text.h>

#include "base/buffer.h"

/*
 * Appends the content of a TMX <seg> with U+FFFC for each inline code: bpt, ept, ph, it and ut with all that is in
 * them, and each tag of other elements, whose content is text. What is no markup stays as it is.
 */
void padan_placeholder_append(struct padan_buffer *out, struct padan_string markup);

/* A stored variant's text with its codes: of `markup` where there is one, else `text`. Views `scratch` or `text`. */
struct padan_string padan_placeholder_text(struct padan_buffer *scratch, struct padan_string text,
                                           struct padan_string markup);

#endif
