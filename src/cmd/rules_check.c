/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "record.h"
#include "rules.h"
#include "utf8.h"

/* The problems of a file, kept until it is said what the file holds. */
struct problem {
    struct padan_error error;
    size_t number; /* in the order in which they were found */
};

struct problems {
    struct problem *items;
    size_t count, capacity;
    bool failed;
};

static void keep_problem(void *context, const struct padan_error *problem)
{
    struct problems *problems = context;
    if (problems->count == problems->capacity) {
        size_t capacity = problems->capacity ? problems->capacity * 2 : 16;
        struct problem *items = reallocarray(problems->items, capacity, sizeof *items);
        problems->failed |= !items;
        if (!items)
            return;
        problems->items = items;
        problems->capacity = capacity;
    }
    problems->items[problems->count] = (struct problem){ *problem, problems->count };
    problems->count++;
}

/* By file and line. */
static int compare_problems(const void *one, const void *other)
{
    const struct problem *a = one, *b = other;
    int order = strcmp(a->error.input, b->error.input);
    if (order == 0)
        order = (a->error.line > b->error.line) - (a->error.line < b->error.line);
    return order != 0 ? order : a->number < b->number ? -1 : 1;
}

static const char *yes_or_no(bool yes)
{
    return yes ? "yes" : "no";
}

static const char *goes(bool included)
{
    return included ? "preceding" : "following";
}

/* The ending of a noun with a count. */
static const char *plural(size_t count)
{
    return noun((int64_t)count, "", "s");
}

static int put_header(struct padan_output *output, const char *path, const struct padan_rules_summary *summary,
                      struct padan_error *error)
{
    const struct padan_segment_handling *handling = &summary->handling;
    if (!summary->version)
        return padan_output_format(output, error, "%s: a list of abbreviations\n", path);
    return padan_output_format(output, error,
                               "%s: SRX %s, cascade %s, subflows cut %s\n"
                               "\tcodes between segments: start with the %s, end with the %s, isolated with the %s\n",
                               path, summary->version[0] ? summary->version : "without version",
                               yes_or_no(summary->cascade), yes_or_no(handling->cut_subflows),
                               goes(handling->include_start), goes(handling->include_end),
                               goes(handling->include_isolated));
}

static int put_parts(struct padan_output *output, const struct padan_rules_summary *summary, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < summary->set_count && status == PADAN_OK; i++) {
        const struct padan_rules_set *set = &summary->sets[i];
        status = padan_output_format(
            output, error, "\trule set \"%s\" (line %" PRId64 "): %zu break%s, %zu exception%s\n", set->name, set->line,
            set->breaks, plural(set->breaks), set->exceptions, plural(set->exceptions));
    }
    for (size_t i = 0; i < summary->map_count && status == PADAN_OK; i++)
        status = padan_output_format(output, error, "\tmap \"%s\" (line %" PRId64 "): \"%s\"\n",
                                     summary->maps[i].pattern, summary->maps[i].line, summary->maps[i].set);
    for (size_t i = 0; i < summary->list_count && status == PADAN_OK; i++) {
        const struct padan_rules_list *list = &summary->lists[i];
        status = padan_output_format(output, error, "\tlist %s: %zu abbreviation%s, %zu word%s that begin sentences\n",
                                     list->file, list->abbreviations, plural(list->abbreviations), list->starters,
                                     plural(list->starters));
    }
    return status;
}

static int put_text(struct padan_output *output, const char *path, const struct padan_rules_summary *summary,
                    const struct problems *problems, struct padan_error *error)
{
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE + 64];
    int status = put_header(output, path, summary, error);
    if (status == PADAN_OK)
        status = put_parts(output, summary, error);
    for (size_t i = 0; i < problems->count && status == PADAN_OK; i++)
        status = padan_output_format(output, error, "%s\n",
                                     padan_error_format(&problems->items[i].error, text, sizeof text));
    return status == PADAN_OK ? padan_output_format(output, error, "%s: %zu problem%s\n", path, summary->problems,
                                                    plural(summary->problems))
                              : status;
}

static json_t *sets_json(const struct padan_rules_summary *summary)
{
    json_t *list = json_array();
    for (size_t i = 0; i < summary->set_count; i++) {
        struct record record;
        record_begin(&record);
        record_text(&record, "name", padan_string(summary->sets[i].name));
        record_integer(&record, "line", summary->sets[i].line);
        record_integer(&record, "breaks", (int64_t)summary->sets[i].breaks);
        record_integer(&record, "exceptions", (int64_t)summary->sets[i].exceptions);
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *maps_json(const struct padan_rules_summary *summary)
{
    json_t *list = json_array();
    for (size_t i = 0; i < summary->map_count; i++) {
        struct record record;
        record_begin(&record);
        record_text(&record, "pattern", padan_string(summary->maps[i].pattern));
        record_text(&record, "rule_set", padan_string(summary->maps[i].set));
        record_integer(&record, "line", summary->maps[i].line);
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *lists_json(const struct padan_rules_summary *summary)
{
    json_t *list = json_array();
    for (size_t i = 0; i < summary->list_count; i++) {
        struct record record;
        record_begin(&record);
        record_text(&record, "file", padan_string(summary->lists[i].file));
        record_text(&record, "rule_set", padan_string(summary->lists[i].set));
        record_integer(&record, "abbreviations", (int64_t)summary->lists[i].abbreviations);
        record_integer(&record, "starters", (int64_t)summary->lists[i].starters);
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *problems_json(const struct problems *problems)
{
    json_t *list = json_array();
    for (size_t i = 0; i < problems->count; i++) {
        struct record record;
        record_begin(&record);
        record_text(&record, "file", padan_string(problems->items[i].error.input));
        record_integer(&record, "line", problems->items[i].error.line);
        record_text(&record, "message", padan_string(problems->items[i].error.message));
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *handling_json(const struct padan_segment_handling *handling)
{
    struct record record;
    record_begin(&record);
    record_set(&record, "start", json_boolean(handling->include_start));
    record_set(&record, "end", json_boolean(handling->include_end));
    record_set(&record, "isolated", json_boolean(handling->include_isolated));
    return record_take(&record);
}

static int put_json(struct padan_output *output, const char *path, const struct padan_rules_summary *summary,
                    const struct problems *problems, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "file", padan_string(path));
    record_text(&record, "format", padan_string(summary->version ? "srx" : "list"));
    if (summary->version) {
        record_text(&record, "version", padan_string(summary->version));
        record_set(&record, "cascade", json_boolean(summary->cascade));
        record_set(&record, "subflows", json_boolean(summary->handling.cut_subflows));
        record_set(&record, "included", handling_json(&summary->handling));
        record_set(&record, "rule_sets", sets_json(summary));
        record_set(&record, "maps", maps_json(summary));
    }
    record_set(&record, "lists", lists_json(summary));
    record_set(&record, "problems", problems_json(problems));
    return record_put(&record, output, error);
}

/* Looks through one file and writes what was found; adds to *problems_total. */
static int check_file(struct padan_output *output, const struct arguments *arguments, const char *path,
                      size_t *problems_total, struct padan_error *error)
{
    struct problems problems = { 0 };
    struct padan_reporter reporter = { keep_problem, &problems };
    struct padan_rules_summary *summary;
    int status = padan_rules_check(&summary, path, &reporter, error);
    if (status == PADAN_OK && problems.failed)
        status = no_memory(error);
    if (problems.count > 0)
        qsort(problems.items, problems.count, sizeof *problems.items, compare_problems);
    if (status == PADAN_OK)
        status = (option_given(arguments, OPTION_JSON) ? put_json : put_text)(output, path, summary, &problems, error);
    *problems_total += status == PADAN_OK ? summary->problems : 0;
    padan_rules_summary_free(summary);
    free(problems.items);
    return status;
}

static int check(const struct arguments *arguments)
{
    struct padan_output *output;
    struct padan_error error;
    size_t problems = 0;
    int result = EXIT_DONE;
    if (padan_output_open(&output, NULL, &error) != PADAN_OK)
        return failure(&error);
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (check_file(output, arguments, arguments->operands[i], &problems, &error) != PADAN_OK)
            result = failure(&error);
    if (padan_output_commit(output, &error) != PADAN_OK && result == EXIT_DONE)
        return failure(&error);
    return result == EXIT_DONE && problems > 0 ? EXIT_NOTHING : result;
}

static const enum option_key check_options[] = { OPTION_JSON };

const struct action rules_action_check = {
    .name = "check",
    .options = check_options,
    .option_count = 1,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = "FILE ... [--json]",
    .run = check,
};
