/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_USER_H
#define SEGMENT_USER_H

#include "segment/rules.h"

/*
 * Adds somebody's own rules, in order, to the list of rules; neighbouring abbreviations become one list, so that
 * thousands cost no more than one. Errors: PADAN_ERROR_SYNTAX with the rule's file and line, PADAN_ERROR_ALLOCATION.
 */
int padan_user_rules_add(struct padan_rules *rules, const char *language, const struct padan_user_rule *items,
                         size_t count, struct padan_error *error);

#endif
