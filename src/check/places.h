/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_PLACES_H
#define CHECK_PLACES_H

#include "check/checking.h"

/* Countries, languages and cities as ICU's locale data names them in two languages. */
struct padan_check_places;

/* Takes some milliseconds. Errors: PADAN_ERROR_ALLOCATION. */
int padan_check_places_new(struct padan_check_places **out, const struct padan_check_pair *pair,
                           struct padan_error *error);
void padan_check_places_free(struct padan_check_places *places);

/*
 * Whether a word of one side is (part of) the name of a place or language of which the other text has the name or one
 * like it: Germany, German and 德国, Deutschland, deutsch.
 */
bool padan_check_places_meet(const struct padan_check_places *places, int side, struct padan_string text,
                             struct padan_check_span word, struct padan_string other);

/* Whether the word is such a name at all: what is of a place need not be said again in a translation. */
bool padan_check_places_has(const struct padan_check_places *places, int side, struct padan_string text,
                            struct padan_check_span word);

#endif
