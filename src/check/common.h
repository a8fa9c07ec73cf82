/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CHECK_COMMON_H
#define CHECK_COMMON_H

/*
 * Words with blanks between that stand with a capital in names of institutions, offices, places, events and works, and
 * are translated; the lexicon has most others. NULL: there is no list for the language.
 */
const char *padan_check_common_words(const char *primary);

#endif
