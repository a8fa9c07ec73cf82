/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_LINES_H
#define EXCHANGE_LINES_H

#include "exchange/input.h"

/*
 * Finds the next line, without its LF; `taken` is what to take of the window for it, 0 at the end of the file, and more
 * than PADAN_UNIT_LIMIT where the line is too long and only its beginning is in the window. Errors: those of
 * padan_input_window.
 */
int padan_line_next(struct padan_input *input, struct padan_string *line, size_t *taken, struct padan_error *error);

/* Takes all of a line that is too long, of which nothing is taken yet. */
int padan_line_skip(struct padan_input *input, struct padan_error *error);

#endif
