/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "rules.h"
#include "source.h"
#include "utf8.h"

/* The rules of all memories, those of each language together. */
struct exporting {
    struct padan_memory_rules *memories;
    size_t memory_count;
    struct padan_user_rule *items;
    struct padan_rules_part *parts;
    size_t count;
};

static void exporting_free(struct exporting *exporting)
{
    for (size_t i = 0; i < exporting->memory_count; i++)
        padan_memory_rules_free(&exporting->memories[i]);
    free(exporting->memories);
    free(exporting->items);
    free(exporting->parts);
}

/* Whether a memory need not be read: what is shipped can be exported where there is none yet. */
static bool can_do_without(const struct arguments *arguments, size_t number)
{
    char place[PATH_MAX];
    const char *path = memory_if_any(place, arguments, number);
    return option_given(arguments, OPTION_ALL) && !option_given(arguments, OPTION_MEMORY) &&
           (!path || access(path, F_OK) != 0);
}

/* Reads the memories; an exit status. */
static int read_memories(struct exporting *exporting, const struct arguments *arguments, const char *language,
                         size_t *total, struct padan_error *error)
{
    int result = EXIT_DONE;
    size_t count = memory_count(arguments);
    exporting->memories = calloc(count, sizeof *exporting->memories);
    if (!exporting->memories)
        return no_memory(error), failure(error);
    for (size_t i = 0; i < count && result == EXIT_DONE; i++) {
        struct padan_memory *memory;
        if (can_do_without(arguments, i))
            continue;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE &&
            padan_memory_rules(memory, language[0] ? language : NULL, &exporting->memories[i], error) != PADAN_OK)
            result = failure(error);
        padan_memory_close(memory);
        if (result == EXIT_DONE)
            *total += exporting->memories[exporting->memory_count++].count;
    }
    return result;
}

/* The part of a language, made where there is none; its rules are counted, not filled in. */
static struct padan_rules_part *part_of(struct exporting *exporting, const char *language)
{
    for (size_t i = 0; i < exporting->count; i++)
        if (strcmp(exporting->parts[i].language, language) == 0)
            return &exporting->parts[i];
    exporting->parts[exporting->count] = (struct padan_rules_part){ .language = language };
    return &exporting->parts[exporting->count++];
}

/* Puts the rules of a part after those of the parts before it. */
static void fill_part(struct exporting *exporting, size_t number, const char *language, struct padan_user_rule **next)
{
    struct padan_rules_part *part = &exporting->parts[number];
    part->rules = *next;
    for (size_t i = 0; i < exporting->memory_count; i++)
        for (size_t k = 0; k < exporting->memories[i].count; k++) {
            const struct padan_memory_rule *rule = &exporting->memories[i].items[k];
            if (!language[0] && strcmp(rule->language, part->language) != 0)
                continue;
            *(*next)++ = rule->rule;
            part->rule_count++;
        }
}

/* With a language, all that holds for it is one part; without, each language is. */
static bool make_parts(struct exporting *exporting, const char *language, size_t total)
{
    exporting->items = calloc(total + 1, sizeof *exporting->items);
    exporting->parts = calloc(total + 1, sizeof *exporting->parts);
    if (!exporting->items || !exporting->parts)
        return false;
    struct padan_user_rule *next = exporting->items;
    if (language[0])
        part_of(exporting, language);
    for (size_t i = 0; i < exporting->memory_count && !language[0]; i++)
        for (size_t k = 0; k < exporting->memories[i].count; k++)
            part_of(exporting, exporting->memories[i].items[k].language);
    for (size_t i = 0; i < exporting->count; i++)
        fill_part(exporting, i, language, &next);
    return true;
}

static int write_rules(const struct exporting *exporting, const struct arguments *arguments, struct padan_error *error)
{
    char folder[PATH_MAX];
    struct padan_output *output;
    struct padan_rules_export_options options = PADAN_RULES_EXPORT_OPTIONS_INIT;
    options.shipped = option_given(arguments, OPTION_ALL);
    options.data = data_folder(folder);
    options.reporter = warning_reporter;
    int status = padan_output_open(&output, option_value(arguments, OPTION_OUTPUT), error);
    if (status != PADAN_OK)
        return status;
    status = padan_rules_export(output, exporting->parts, exporting->count, &options, error);
    if (status == PADAN_OK)
        return padan_output_commit(output, error);
    padan_output_discard(output);
    return status;
}

static int export_rules(const struct arguments *arguments)
{
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_error error;
    struct exporting exporting = { 0 };
    size_t total = 0;
    int result = option_language(language, arguments, OPTION_LANGUAGE, 0);
    if (result == EXIT_DONE && option_given(arguments, OPTION_ALL) && !language[0])
        return usage_error(arguments->command, "'rules export --all' needs -l LANG");
    if (result == EXIT_DONE)
        result = memory_spare(arguments);
    if (result == EXIT_DONE)
        result = read_memories(&exporting, arguments, language, &total, &error);
    if (result == EXIT_DONE && !make_parts(&exporting, language, total))
        result = (no_memory(&error), failure(&error));
    if (result == EXIT_DONE) {
        int status = write_rules(&exporting, arguments, &error);
        result = status == PADAN_OK                ? EXIT_DONE
                 : status == PADAN_ERROR_NOT_FOUND ? (message("%s", error.message), EXIT_NOTHING)
                                                   : failure(&error);
    }
    exporting_free(&exporting);
    return result;
}

static const enum option_key export_options[] = { OPTION_LANGUAGE, OPTION_ALL, OPTION_OUTPUT };

const struct action rules_action_export = {
    .name = "export",
    .options = export_options,
    .option_count = sizeof export_options / sizeof export_options[0],
    .operands = "[-l LANG [--all]] [-o FILE]",
    .run = export_rules,
};
