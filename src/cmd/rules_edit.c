/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "rules.h"
#include "utf8.h"

/* The rule that the options describe; EXIT_USAGE where they do not. */
static int rule_of_options(const struct arguments *arguments, struct padan_user_rule *rule)
{
    const struct command *command = arguments->command;
    const char *abbreviation = option_value(arguments, OPTION_ABBREVIATION);
    const char *before = option_value(arguments, OPTION_BEFORE), *after = option_value(arguments, OPTION_AFTER);
    const char *section = option_value(arguments, OPTION_SECTION);
    bool exception = option_given(arguments, OPTION_EXCEPTION), breaks = option_given(arguments, OPTION_BREAK);
    if ((abbreviation != NULL) + exception + breaks != 1)
        return usage_error(command, "give one of --abbreviation WORD, --exception, --break");
    if (abbreviation && (before || after))
        return usage_error(command, "--before and --after go with --exception or --break");
    if (!abbreviation && section)
        return usage_error(command, "--section goes with --abbreviation");
    if (!abbreviation && !before && !after)
        return usage_error(command, "give --before REGEX or --after REGEX, or both");
    *rule = (struct padan_user_rule){ .kind = abbreviation ? PADAN_USER_ABBREVIATION
                                              : breaks     ? PADAN_USER_BREAK
                                                           : PADAN_USER_EXCEPTION,
                                      .section = abbreviation ? (section ? section : "never") : "",
                                      .before = abbreviation ? abbreviation
                                                : before     ? before
                                                             : "",
                                      .after = after ? after : "",
                                      .file = "",
                                      .line = 0 };
    return EXIT_DONE;
}

int rules_store(const struct arguments *arguments, const char *language, const struct padan_user_rule *rule)
{
    char text[512];
    struct padan_memory *memory;
    struct padan_error error;
    char undo[UNDO_COMMAND_SIZE];
    int64_t number = 0;
    bool added = false;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_CREATE);
    if (result != EXIT_DONE)
        return result;
    if (padan_memory_rule_add(memory, language, rule, &number, &added, &error) != PADAN_OK)
        result = failure(&error);
    rules_describe(rule, text, sizeof text);
    if (result == EXIT_DONE)
        message("rule %" PRId64 " of %s%s: %s, %s%s%s%s", number, padan_memory_path(memory),
                added ? "" : " is there already", language, text, added ? "; '" : "",
                added ? undo_command(undo, padan_memory_path(memory), 0) : "", added ? "' takes it back" : "");
    padan_memory_close_used(memory);
    return result;
}

static int add(const struct arguments *arguments)
{
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_user_rule rule;
    struct padan_error error;
    int result = option_language(language, arguments, OPTION_LANGUAGE, 0);
    if (result == EXIT_DONE)
        result = rule_of_options(arguments, &rule);
    /* Before a memory is made for a rule that cannot be used. */
    if (result == EXIT_DONE && padan_user_rule_check(&rule, language, &error) != PADAN_OK)
        return error.status == PADAN_ERROR_SYNTAX ? usage_error(arguments->command, "%s", error.message)
                                                  : failure(&error);
    return result == EXIT_DONE ? rules_store(arguments, language, &rule) : result;
}

static const enum option_key add_options[] = { OPTION_LANGUAGE, OPTION_ABBREVIATION, OPTION_SECTION, OPTION_EXCEPTION,
                                               OPTION_BREAK,    OPTION_BEFORE,       OPTION_AFTER };

const struct action rules_action_add = {
    .name = "add",
    .options = add_options,
    .option_count = sizeof add_options / sizeof add_options[0],
    .operands = "-l LANG (--abbreviation WORD | --exception | --break) ...",
    .needs_language = true,
    .run = add,
};

static int parse_numbers(const struct arguments *arguments, int64_t *numbers)
{
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (!parse_integer(&numbers[i], arguments->operands[i]) || numbers[i] < 1)
            return usage_error(arguments->command, "'%s' is not the number of a rule; 'padan rules list' shows them",
                               arguments->operands[i]);
    return EXIT_DONE;
}

static int remove_numbers(const struct arguments *arguments, const int64_t *numbers)
{
    struct padan_memory *memory;
    struct padan_error error;
    size_t count = arguments->operand_count;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_WRITE);
    if (result == EXIT_DONE && padan_memory_rules_remove(memory, numbers, count, &error) != PADAN_OK)
        result = failure(&error);
    if (result == EXIT_DONE)
        message("%zu %s removed; 'padan undo' brings %s back", count, noun((int64_t)count, "rule is", "rules are"),
                noun((int64_t)count, "it", "them"));
    padan_memory_close(memory);
    return result;
}

static int remove_rules(const struct arguments *arguments)
{
    struct padan_error error;
    int64_t *numbers = calloc(arguments->operand_count, sizeof *numbers);
    if (!numbers) {
        no_memory(&error);
        return failure(&error);
    }
    int result = parse_numbers(arguments, numbers);
    if (result == EXIT_DONE)
        result = remove_numbers(arguments, numbers);
    free(numbers);
    return result;
}

const struct action rules_action_remove = {
    .name = "remove",
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = "NUMBER ...",
    .run = remove_rules,
};
