/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_LOCALE_H
#define ALIGN_LOCALE_H

#include "align/lexicon.h"

/*
 * What ICU's locale data (CLDR) say of languages, kept from one pair of texts to the next: reading it takes
 * milliseconds. One thread at a time.
 */
struct padan_locales;

/* NULL: no memory. */
struct padan_locales *padan_locales_new(void);
void padan_locales_free(struct padan_locales *locales);

/* What finds the values of a language; it belongs to `locales`. Errors: as padan_values_new. */
int padan_locales_values(struct padan_locales *locales, const char *language, struct padan_values **out,
                         struct padan_error *error);

/*
 * Makes a language known. After that, padan_locales_values and padan_locales_read may be called for it by a thread
 * each, at the same time. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION.
 */
int padan_locales_admit(struct padan_locales *locales, const char *language, struct padan_error *error);

/* Reads the names that padan_locale_add asks a source language for. Errors: as there. */
int padan_locales_read(struct padan_locales *locales, const char *language, struct padan_error *error);

/*
 * Adds what both languages have names for: powers of ten and ordinals in words, units, countries, languages.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION.
 */
int padan_locale_add(struct padan_pairs *pairs, struct padan_locales *locales, const struct padan_side *source,
                     const char *source_language, const struct padan_side *target, const char *target_language,
                     struct padan_error *error);

#endif
