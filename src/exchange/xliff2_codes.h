/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_XLIFF2_CODES_H
#define EXCHANGE_XLIFF2_CODES_H

#include "exchange/xliff2_write.h"

/*
 * Appends the content of a <source> or <target> for a variant: its codes as those of XLIFF 2, what they hold as <data>,
 * which goes to xliff->data; its text alone where its markup is empty or broken.
 */
void padan_xliff2_content(struct padan_xliff2 *xliff, const struct padan_variant *variant, struct padan_buffer *out);

#endif
