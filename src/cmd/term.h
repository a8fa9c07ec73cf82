/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_TERM_H
#define CMD_TERM_H

#include <padan/term.h>

#include "action.h"

/* What "padan term" does: term_edit.c, term_extract.c, term_find.c, term_list.c and term_table.c hold these. */
#define TERM_ACTIONS(X) X(add) X(delete) X(edit) X(export) X(extract) X(find) X(import) X(list)

/* A number of a concept; EXIT_DONE or EXIT_USAGE. */
int term_number(int64_t *out, const struct arguments *arguments, const char *text);

/* Says what a batch did with the term base of that memory. */
void term_say_summary(const char *path, const struct padan_term_summary *summary);

#endif
