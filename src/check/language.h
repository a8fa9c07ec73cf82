/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_LANGUAGE_H
#define CHECK_LANGUAGE_H

#include "check/checking.h"

/* Reads texts of a language. Freed by padan_check_language_free, also where it fails. */
int padan_check_language_make(struct padan_check_language *language, const char *tag, struct padan_error *error);
void padan_check_language_free(struct padan_check_language *language);

/* Whether the primary language is one of a list with blanks between. */
bool padan_check_language_in(const struct padan_check_language *language, const char *list);

#endif
