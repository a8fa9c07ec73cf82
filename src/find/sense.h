/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_SENSE_H
#define FIND_SENSE_H

#include <padan/text.h>

#include "base/buffer.h"

/*
 * Appends a text as a search that minds case or accents compares it: NFC, folded in what does not matter.
 *     Café => Café (both kept), Cafe (case kept), café (accents kept)
 * Errors: PADAN_ERROR_ALLOCATION, PADAN_ERROR_INTERNAL.
 */
int padan_sense_form(struct padan_buffer *out, struct padan_string text, bool keeps_case, bool keeps_accents,
                     struct padan_error *error);

/* The order of bytes of two strings, for qsort and bsearch. */
int padan_find_compare(const void *left, const void *right);

#endif
