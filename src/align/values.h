/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_VALUES_H
#define ALIGN_VALUES_H

#include <padan/align.h>

#include "base/table.h"
#include "text/value.h"

/* The values of a text: numbers, dates, sums of money. A zeroed struct is of a text without any. */
struct padan_text_values {
    uint32_t *first; /* segments + 1: where each segment's values begin; NULL in a zeroed struct */
    struct padan_value *items;
    size_t capacity;
    struct padan_table keys; /* what they say, as padan_value_word spells it */
};

/* Most words that a value is put for. */
#define PADAN_VALUE_WORDS 3

/* What stands for a value, or a part of one, among the words of a side. */
struct padan_value_word {
    char text[64]; /* "1250000" for a number in digits; "#25", "#m9", "#w2", "#t14:30", "#cIDR" for others */
    bool digits;   /* was written in digits */
    bool mark;     /* % */
};

struct padan_locales;

/* Freed by padan_text_values_free, also where it fails; `locales` (of align/locale.h) may be NULL. Errors:
 * PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_text_values_find(struct padan_text_values *out, const struct padan_align_segment *segments, size_t count,
                           const char *language, struct padan_locales *locales, struct padan_error *error);
void padan_text_values_free(struct padan_text_values *values);

/* The words for a value that the other text says too; 0 where it does not, so that its own words say more. SIZE_MAX: no
 * memory. */
size_t padan_value_words(struct padan_value_word words[PADAN_VALUE_WORDS], const struct padan_value *value,
                         const struct padan_text_values *other);

#endif
