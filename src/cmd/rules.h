/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_RULES_H
#define CMD_RULES_H

#include <padan/segment.h>

#include "action.h"

/* What "padan rules" does: rules_NAME.c holds each. */
#define RULES_ACTIONS(X) X(add) X(check) X(export) X(learn) X(list) X(remove)

/* Puts a rule into the memory and says so; an exit status. */
int rules_store(const struct arguments *arguments, const char *language, const struct padan_user_rule *rule);

/* A rule in words: "abbreviation tgl. (never)". */
void rules_describe(const struct padan_user_rule *rule, char *out, size_t size);

#endif
