/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEXT_SCRIPT_H
#define TEXT_SCRIPT_H

#include <stdbool.h>

#include <unicode/umachine.h>

/* Whether a character belongs to a script written without spaces between words, or to its punctuation. */
bool padan_is_unspaced(UChar32 c);

/* LF, VT, FF, CR, NEL, LS, PS. */
bool padan_is_line_end(UChar32 c);

#endif
