/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_LANGUAGE_NAMES_H
#define TEXT_LANGUAGE_NAMES_H

#include <padan/text.h>

#include "base/table.h"

/*
 * What languages are called, in English, in themselves and in the language of the locale, as ICU's data (CLDR) has it:
 * "Indonesian", "Deutsch", "English (United States)". A zeroed struct is empty; it is filled at the first
 * look-up.
 */
struct padan_language_names {
    struct padan_table names; /* case folded, in UTF-16 */
    const char **locales;     /* of ICU, by number in the table */
    size_t capacity;
    bool filled, has_regions, failed; /* failed: no memory */
};

/* The tag of the language of that name; false where there is none. */
bool padan_language_named(struct padan_language_names *names, struct padan_string name, char out[PADAN_LANGUAGE_SIZE]);

void padan_language_names_free(struct padan_language_names *names);

#endif
