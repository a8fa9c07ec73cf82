/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random texts for the tests of src/segment. */
#ifndef UNIT_SEGMENT_TEXTS_H
#define UNIT_SEGMENT_TEXTS_H

#include <stdint.h>

#include "base/buffer.h"

/* Makes a text of sentences, abbreviations, quotations and any characters; `seed` moves on. */
void make_random_text(struct padan_buffer *text, uint32_t *seed);

#endif
