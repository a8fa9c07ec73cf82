/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_MOSES_H
#define CMD_MOSES_H

#include <padan/text.h>

/*
 * Whether two files are called alike but for their endings, which are languages: "corpus.en" and "corpus.id", packed by
 * gzip or not. Fills the languages then.
 */
bool moses_languages(char source[PADAN_LANGUAGE_SIZE], char target[PADAN_LANGUAGE_SIZE], char *const paths[2]);

/* Whether they are called alike but for their endings, and these are of no format. */
bool moses_alike(char *const paths[2]);

/* Whether a file begins as XML does, which lines of text do not. False where it cannot be read. */
bool moses_is_markup(const char *path);

#endif
