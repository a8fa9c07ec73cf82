/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_FORM_H
#define TEXT_FORM_H

#include <padan/text.h>

#include "base/buffer.h"

/*
 * What padan_text_form gives, appended to a buffer: for many texts, which then need no memory of their own. Where it
 * fails, that no more memory was to be had included, the buffer has what it had before.
 */
int padan_form_match(struct padan_buffer *out, struct padan_string text, struct padan_error *error);

/* The key form of a text of which `match` is the match form; not a view of `out`. */
int padan_form_key(struct padan_buffer *out, struct padan_string match, struct padan_error *error);

#endif
