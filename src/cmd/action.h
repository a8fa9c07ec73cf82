/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_ACTION_H
#define CMD_ACTION_H

#include "arguments.h"

/*
 * One thing that a command with actions does, as "padan rules add". Its operands come without the
 * action's name; options that are not in `options` are refused.
 */
struct action {
    const char *name;
    const enum option_key *options;
    size_t option_count;
    size_t operands_min, operands_max;
    const char *operands; /* what they are called, for messages */
    bool needs_language, needs_source;
    int (*run)(const struct arguments *arguments);
};

/* Runs the action that the first operand names; `actions` ends with NULL. Answers an exit status. */
int action_run(const struct arguments *arguments, const struct action *const *actions);

#endif
