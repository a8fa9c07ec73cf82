/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_FOLD_H
#define CHECK_FOLD_H

#include <padan/text.h>

#include "base/buffer.h"

/*
 * Appends a text without regard to case, with each run of white space as one blank and none at the ends: what makes two
 * texts the same but for these. U+FFFC, which stands for a code, is left out.
 */
void padan_check_fold(struct padan_buffer *out, struct padan_string text);

#endif
