/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_VALUE_WRITER_H
#define TEXT_VALUE_WRITER_H

#include "text/value.h"

/*
 * Writes values as a language does, in the manner of one that stands in a text already:
 *     id, "22 September 2023" for 2023-09-22, now 2024-10-01   => "1 Oktober 2024"
 *     de, "1.250,50 €" for EUR 1250.5, now EUR 99              => "99,00 €"
 * One thread at a time; what it needs of ICU is made when it is first needed.
 */
struct padan_value_writer;

/* Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_value_writer_new(struct padan_value_writer **out, const char *language, struct padan_error *error);
void padan_value_writer_free(struct padan_value_writer *writer);

/* A value with its text. */
struct padan_value_written {
    const struct padan_value *value;
    struct padan_string text;
};

/*
 * Appends `now` to `out` in the manner of `old`, which says the same in the writer's language as `before` in that of
 * `now`. False, with nothing appended: that cannot be done for sure (a number in words, another currency, a manner that
 * ICU does not have). Source: CLDR, through ICU.
 */
bool padan_value_rewrite(struct padan_buffer *out, struct padan_value_writer *writer, struct padan_value_written old,
                         struct padan_value_written before, struct padan_value_written now);

/*
 * Whether a noun that is counted takes the same form beside both numbers: Russian "3 файла", but "5 файлов". Source:
 * CLDR's plural rules.
 */
bool padan_value_counts_alike(struct padan_value_writer *writer, const struct padan_value *one,
                              const struct padan_value *other);

#endif
