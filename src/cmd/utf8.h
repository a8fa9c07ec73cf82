/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_UTF8_H
#define CMD_UTF8_H

#include <padan/text.h>

/*
 * Text that may be anything, as the name of a file, as UTF-8: what is ill formed becomes U+FFFD. NUL-terminated, freed
 * with free(); NULL where there is no memory.
 */
char *utf8_copy(struct padan_string text);

/* Fills an error with a lack of memory and answers its status. */
int no_memory(struct padan_error *error);

#endif
