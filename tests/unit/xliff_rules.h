/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UNIT_XLIFF_RULES_H
#define UNIT_XLIFF_RULES_H

#include <stddef.h>

/*
 * Fails the test where a text breaks a rule of XLIFF 2.1 (OASIS, 2018) that concerns what padan writes: which elements
 * stand in which, in which order and how often, with which attributes; ids that are unique where they must be;
 * references that lead somewhere.
 */
void assert_xliff_rules(const char *data, size_t size);

#endif
