/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_REGEX_H
#define FIND_REGEX_H

#include "find/pattern.h"

/* A regular expression of ICU, used by one thread at a time. */
struct padan_regex;

/* Errors: PADAN_ERROR_ARGUMENT, with what is wrong and the column, for what is no regular expression;
 * PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION. */
int padan_regex_new(struct padan_regex **out, const char *pattern, struct padan_error *error);
void padan_regex_free(struct padan_regex *regex);

/*
 * Fills `spans` with what matches in a text; what is empty is left out.
 * Errors: PADAN_ERROR_LIMIT where the expression takes too long on the text, or has taken too long on all
 * texts together; PADAN_ERROR_ALLOCATION.
 */
int padan_regex_locate(struct padan_regex *regex, struct padan_string text, struct padan_spans *spans,
                       struct padan_error *error);

#endif
