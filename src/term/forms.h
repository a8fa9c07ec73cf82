/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TERM_FORMS_H
#define TERM_FORMS_H

#include "text/words.h"

/*
 * What words of a language are compared by: the Snowball stem of the folded word. Snowball takes off all that
 * Indonesian derives words with, so that there this is for those who want families ("menjaga", "penjaga"); without
 * `family` only what stands after a word goes (perdamaian|nya, baca|lah). Malay, for which Snowball has nothing, goes
 * as Indonesian does.
 */
struct padan_forms {
    struct padan_stemmer *stemmer;
    bool light; /* only what stands after an Indonesian or Malay word */
    struct padan_buffer folded;
};

/* Freed by padan_forms_free, also where it fails. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_forms_make(struct padan_forms *forms, const char *language, bool family, struct padan_error *error);

/* The key of a word; lives until the next call. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION. */
int padan_forms_key(struct padan_forms *forms, struct padan_string word, struct padan_string *key,
                    struct padan_error *error);
void padan_forms_free(struct padan_forms *forms);

#endif
