/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules.h"

#include <stdio.h>

#define ACTION_DECLARED(name) extern const struct action rules_action_##name;
RULES_ACTIONS(ACTION_DECLARED)

#define ACTION_LISTED(name) &rules_action_##name,
static const struct action *const actions[] = { RULES_ACTIONS(ACTION_LISTED) NULL };

void rules_describe(const struct padan_user_rule *rule, char *out, size_t size)
{
    if (rule->kind == PADAN_USER_ABBREVIATION)
        snprintf(out, size, "abbreviation %s (%s)", rule->before, rule->section);
    else
        snprintf(out, size, "%s %s \xE2\x80\xB8 %s", padan_user_rule_kind_name(rule->kind), rule->before, rule->after);
}

static int run(const struct arguments *arguments)
{
    return action_run(arguments, actions);
}

static const struct command_option options[] = {
    { .key = OPTION_LANGUAGE,
      .letter = 'l',
      .name = "language",
      .value = "LANG",
      .help = "the language whose rules are meant, as id; 'id' holds for 'id-ID' too" },
    { .key = OPTION_ABBREVIATION,
      .name = "abbreviation",
      .value = "WORD",
      .help = "add: an abbreviation with its full stop, which does not end a sentence" },
    { .key = OPTION_SECTION,
      .name = "section",
      .value = "SECTION",
      .choices = "never|number|capital",
      .help = "add: where the full stop ends no sentence: never (at all; without this option), number (before a "
              "number), capital (but before a capital)" },
    { .key = OPTION_EXCEPTION, .name = "exception", .help = "add: no segment ends where --before and --after match" },
    { .key = OPTION_BREAK, .name = "break", .help = "add: a segment ends where --before and --after match" },
    { .key = OPTION_BEFORE, .name = "before", .value = "REGEX", .help = "add: what stands before the place, up to it" },
    { .key = OPTION_AFTER,
      .name = "after",
      .value = "REGEX",
      .help = "add: what stands after the place, from the white space on" },
    { .key = OPTION_ADD,
      .name = "add",
      .value = "NUMBER",
      .help = "learn: put the proposal of this number into the memory" },
    OPTION_ROW_RULES,
    { .key = OPTION_ALL, .name = "all", .help = "export: padan's own rules for the language too" },
    OPTION_ROW_OUTPUT,
    { .key = OPTION_JSON, .name = "json", .help = "list: write a JSON object for each rule; check: for each file" },
    OPTIONS_END,
};

const struct command command_rules = {
    .name = "rules",
    .summary = "rules of segmentation: add, learn, list, remove and export your own; check files of rules",
    .synopsis = "ACTION [OPTION ...] [ARGUMENT ...]",
    .arguments =
        "ACTION is one of: add, which puts a rule into the memory; list; remove NUMBER; learn FIRST SECOND, which "
        "proposes exceptions that join two neighbouring segments and shows what else they would join; check FILE "
        "..., which says what SRX files and lists of abbreviations hold and what is wrong with them; export, which "
        "writes the memory's rules as SRX for other programs. The memory's rules are tried before padan's own, the "
        "newest first.",
    .options = options,
    .operands_min = 1,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
