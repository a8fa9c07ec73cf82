/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_GUARD_H
#define EXCHANGE_GUARD_H

#include "exchange/format.h"

/*
 * Spreadsheets take a cell that begins with = + - @ for a formula, and turn what looks like a number, a date or a truth
 * value into one: 007 => 7, 1-2 => 2 January. In files for them such a text has an apostrophe before it, which makes it
 * a text for all of them: =x => '=x. A text that looks guarded already gets another: '=x => ''=x, so that each comes
 * back as it was.
 */
bool padan_needs_guard(struct padan_string text);

/* The text without its guard. */
struct padan_string padan_unguarded(struct padan_string cell);

#endif
