/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_MESSAGE_H
#define CMD_MESSAGE_H

#include <padan/error.h>

#include "command.h"

/* "padan: ..." on stderr, with a line end. */
void message(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Wrong usage: the message and where help is. `command` may be NULL. Answers EXIT_USAGE. */
int usage_error(const struct command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Tells an error and answers EXIT_FAILED; a reader that went away is no fault: EXIT_DONE in silence. */
int failure(const struct padan_error *error);

/* The word that goes with a count: `one` with 1, `many` with all others. */
const char *noun(int64_t count, const char *one, const char *many);

/* Says each warning on stderr. */
extern const struct padan_reporter warning_reporter;

/* A line that is written over on a terminal, and left out elsewhere. NULL wipes it away. */
void progress(const char *format, ...) __attribute__((format(printf, 1, 2)));
void progress_end(void);

/* The value in `choices` (a bar between each) that looks most like `word`, within two slips, cut into `out`; or NULL.
 */
const char *nearest(char out[64], const char *word, const char *choices);

#endif
