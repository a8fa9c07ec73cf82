/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>

#include "memory.h"
#include "message.h"
#include "record.h"
#include "rules.h"

static int put_json(struct padan_output *output, const char *path, const struct padan_memory_rule *rule,
                    struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "memory", padan_string(path));
    record_integer(&record, "rule", rule->number);
    record_text(&record, "language", padan_string(rule->language));
    record_text(&record, "kind", padan_string(padan_user_rule_kind_name(rule->rule.kind)));
    if (rule->rule.kind == PADAN_USER_ABBREVIATION) {
        record_text(&record, "abbreviation", padan_string(rule->rule.before));
        record_text(&record, "section", padan_string(rule->rule.section));
    } else {
        record_text(&record, "before", padan_string(rule->rule.before));
        record_text(&record, "after", padan_string(rule->rule.after));
    }
    return record_put(&record, output, error);
}

/* `path`: the memory, where there are several; or NULL. */
static int put_text(struct padan_output *output, const char *path, const struct padan_memory_rule *rule,
                    struct padan_error *error)
{
    char text[512];
    rules_describe(&rule->rule, text, sizeof text);
    return padan_output_format(output, error, "%" PRId64 "\t%s\t%s%s%s\n", rule->number, rule->language, text,
                               path ? "\t" : "", path ? path : "");
}

/* Writes the rules of one memory; adds their number to *count. */
static int list_memory(struct padan_memory *memory, const struct arguments *arguments, const char *language,
                       struct padan_output *output, size_t *count, struct padan_error *error)
{
    struct padan_memory_rules rules;
    int status = padan_memory_rules(memory, language, &rules, error);
    if (status != PADAN_OK)
        return status;
    *count += rules.count;
    for (size_t i = 0; i < rules.count && status == PADAN_OK; i++)
        status = option_given(arguments, OPTION_JSON)
                     ? put_json(output, padan_memory_path(memory), &rules.items[i], error)
                     : put_text(output, memory_count(arguments) > 1 ? padan_memory_path(memory) : NULL, &rules.items[i],
                                error);
    padan_memory_rules_free(&rules);
    return status;
}

static int list(const struct arguments *arguments)
{
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_output *output;
    struct padan_error error;
    size_t count = 0;
    int result = option_language(language, arguments, OPTION_LANGUAGE, 0);
    if (result != EXIT_DONE)
        return result;
    if (padan_output_open(&output, NULL, &error) != PADAN_OK)
        return failure(&error);
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE &&
            list_memory(memory, arguments, language[0] ? language : NULL, output, &count, &error) != PADAN_OK)
            result = failure(&error);
        padan_memory_close(memory);
    }
    int status = padan_output_commit(output, &error);
    if (status != PADAN_OK && result == EXIT_DONE)
        return failure(&error);
    return result == EXIT_DONE && count == 0 ? EXIT_NOTHING : result;
}

static const enum option_key list_options[] = { OPTION_LANGUAGE, OPTION_JSON };

const struct action rules_action_list = {
    .name = "list",
    .options = list_options,
    .option_count = sizeof list_options / sizeof list_options[0],
    .operands = "[-l LANG] [--json]",
    .run = list,
};
