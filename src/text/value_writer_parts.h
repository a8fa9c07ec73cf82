/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_VALUE_WRITER_PARTS_H
#define TEXT_VALUE_WRITER_PARTS_H

/* What the files value_writer*.c share. */

#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>

#include "text/value_parts.h"
#include "text/value_writer.h"

struct padan_value_writer {
    char language[PADAN_LANGUAGE_SIZE];
    UNumberFormat *number, *ordinal;
    UChar32 zero; /* of the digits that `number` writes */
    UPluralRules *plurals;
    UDateFormat **formats; /* of dates, weekdays and times, the commoner first */
    size_t format_count, format_capacity;
};

/* Whether a text is these units, all kinds of space being alike. */
bool padan_value_is_spelt(struct padan_string text, const UChar *units, int32_t size);

/* Appends units with the kind of space that is in `like`. */
void padan_value_append_like(struct padan_buffer *out, const UChar *units, int32_t size, struct padan_string like);

/*
 * The numbering systems in which a language is written: its own first, then Latin and native digits where these are
 * others, as keywords of a locale; ended by NULL.
 */
const char *const *padan_value_numberings(const char *language);

/* Dates, weekdays and times. */
bool padan_value_rewrite_date(struct padan_buffer *out, struct padan_value_writer *writer,
                              struct padan_value_written old, const struct padan_value *now);

void padan_value_formats_close(struct padan_value_writer *writer);

#endif
