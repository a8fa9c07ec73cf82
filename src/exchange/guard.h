/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_GUARD_H
#define EXCHANGE_GUARD_H

#include "base/table.h"
#include "exchange/format.h"

/*
 * Spreadsheets take a cell that begins with = + - @ for a formula, and turn what is a number, a date or a truth value
 * into one: 007 => 7, 1-2 => 2 January, 2 March => a day. In files for them such a text has an apostrophe before it,
 * which makes it a text for all of them: =x => '=x. A text that looks guarded already gets another: '=x => ''=x, so
 * that each comes back as it was. "Chapter 2" is left alone: of words, those alone count that name months, days and
 * halves of the day in any language of CLDR, whose spreadsheet may open the file.
 */
struct padan_guard {
    struct padan_table words; /* case folded, in UTF-8; filled at the first text that asks for them */
    bool filled, failed;      /* failed: no memory; then what is answered is not sure */
};

bool padan_needs_guard(struct padan_guard *guard, struct padan_string text);

/* The text without its guard. */
struct padan_string padan_unguarded(struct padan_guard *guard, struct padan_string cell);

/* Empties it. */
void padan_guard_clear(struct padan_guard *guard);

#endif
