/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_RULES_H
#define CMD_RULES_H

#include <padan/segment.h>

#include "arguments.h"

/*
 * One thing that "padan rules" does: rules_NAME.c holds it, RULES_ACTIONS names it. Its operands come without the
 * action's name; options that are not in `options` are refused.
 */
struct rules_action {
    const char *name;
    const enum option_key *options;
    size_t option_count;
    size_t operands_min, operands_max;
    const char *operands; /* what they are called, for messages */
    bool needs_language;
    int (*run)(const struct arguments *arguments);
};

#define RULES_ACTIONS(X) X(add) X(check) X(export) X(learn) X(list) X(remove)

/* Puts a rule into the memory and says so; an exit status. */
int rules_store(const struct arguments *arguments, const char *language, const struct padan_user_rule *rule);

/* A rule in words: "abbreviation tgl. (never)". */
void rules_describe(const struct padan_user_rule *rule, char *out, size_t size);

#endif
