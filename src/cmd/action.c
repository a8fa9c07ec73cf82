/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "action.h"

#include <stdio.h>
#include <string.h>

#include "message.h"

static const struct action *action_named(const struct action *const *actions, const char *name)
{
    for (size_t i = 0; actions[i]; i++)
        if (strcmp(actions[i]->name, name) == 0)
            return actions[i];
    return NULL;
}

static int unknown_action(const struct command *command, const struct action *const *actions, const char *name)
{
    char guess[64], names[256] = "";
    size_t size = 0;
    for (size_t i = 0; actions[i] && size < sizeof names; i++)
        size += (size_t)snprintf(names + size, sizeof names - size, "%s%s", i > 0 ? "|" : "", actions[i]->name);
    const char *meant = nearest(guess, name, names);
    if (meant)
        return usage_error(command, "there is no action '%s'; did you mean '%s'?", name, meant);
    return usage_error(command, "there is no action '%s'; there are %s", name, names);
}

static const char *option_name(const struct command *command, enum option_key key)
{
    for (const struct command_option *option = command->options; option->name; option++)
        if (option->key == key)
            return option->name;
    return "";
}

/* Whether the options given are those of the action. */
static int check_options(const struct action *action, const struct arguments *arguments)
{
    const char *command = arguments->command->name;
    for (size_t i = 0; i < arguments->option_count; i++) {
        enum option_key key = arguments->options[i].key;
        bool known = key == OPTION_MEMORY;
        for (size_t k = 0; k < action->option_count && !known; k++)
            known = action->options[k] == key;
        if (!known)
            return usage_error(arguments->command, "'%s %s' has no option --%s", command, action->name,
                               option_name(arguments->command, key));
    }
    if (action->needs_language && !option_given(arguments, OPTION_LANGUAGE))
        return usage_error(arguments->command, "'%s %s' needs -l LANG", command, action->name);
    if (action->needs_source && !option_given(arguments, OPTION_SOURCE))
        return usage_error(arguments->command, "'%s %s' needs -s LANG", command, action->name);
    return EXIT_DONE;
}

int action_run(const struct arguments *arguments, const struct action *const *actions)
{
    const struct action *action = action_named(actions, arguments->operands[0]);
    if (!action)
        return unknown_action(arguments->command, actions, arguments->operands[0]);
    struct arguments rest = *arguments;
    rest.operands++;
    rest.operand_count--;
    int result = check_options(action, &rest);
    if (result != EXIT_DONE)
        return result;
    if (rest.operand_count < action->operands_min || rest.operand_count > action->operands_max)
        return usage_error(arguments->command, "usage: padan %s %s %s", arguments->command->name, action->name,
                           action->operands);
    return action->run(&rest);
}
