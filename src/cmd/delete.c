/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <inttypes.h>
#include <stdio.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "record.h"
#include "told.h"

/* The query as find has it; run within the transaction that deletes. */
struct query {
    const char *text, *language;
    struct padan_unit_list *units;
};

static int take_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct query *query = context;
    return padan_unit_list_add(query->units, found->unit, error);
}

static int choose(void *context, struct padan_memory *memory, struct padan_unit_list *units, struct padan_error *error)
{
    struct query *query = context;
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    options.source = query->language;
    query->units = units;
    return padan_find(memory, query->text, &options, take_hit, query, NULL, error);
}

static const enum option_key conditions[] = { OPTION_DOCUMENT, OPTION_BATCH, OPTION_UNIT,
                                              OPTION_SINCE,    OPTION_UNTIL, OPTION_MAX_CONFIDENCE };

/* Everything goes only if that is said. EXIT_DONE or EXIT_USAGE. */
static int check_conditions(const struct arguments *arguments)
{
    bool given = arguments->operand_count > 0;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        given |= option_given(arguments, conditions[i]);
    if (!given && !option_given(arguments, OPTION_ALL))
        return usage_error(arguments->command,
                           "this would delete all units; say --all if that is meant, or say which: QUERY, --document, "
                           "--batch, --unit, --since, --until or --max-confidence");
    if (given && option_given(arguments, OPTION_ALL))
        return usage_error(arguments->command, "--all deletes all units and goes with no condition");
    if (arguments->operand_count > 0 && !option_given(arguments, OPTION_SOURCE))
        return usage_error(arguments->command, "a QUERY needs its language, -s LANG");
    if (arguments->operand_count == 0 && option_given(arguments, OPTION_SOURCE))
        return usage_error(arguments->command, "-s LANG is the language of a QUERY, and there is none");
    return EXIT_DONE;
}

/* Fills the options; EXIT_DONE or EXIT_USAGE. */
static int read_options(struct padan_delete_options *options, struct query *query, char language[PADAN_LANGUAGE_SIZE],
                        const struct arguments *arguments)
{
    double most = -1;
    int usage = check_conditions(arguments);
    if (usage == EXIT_DONE)
        usage = option_language(language, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_integer(&options->batch, arguments, OPTION_BATCH, 1, INT64_MAX);
    if (usage == EXIT_DONE)
        usage = option_integer(&options->unit, arguments, OPTION_UNIT, 1, INT64_MAX);
    if (usage == EXIT_DONE)
        usage = option_fraction(&most, arguments, OPTION_MAX_CONFIDENCE);
    if (usage == EXIT_DONE)
        usage = option_period(&options->since, &options->until, arguments);
    options->max_confidence = most;
    options->document = option_value(arguments, OPTION_DOCUMENT);
    options->dry_run = option_given(arguments, OPTION_DRY_RUN);
    options->name = "everything";
    if (arguments->operand_count > 0) {
        *query = (struct query){ .text = arguments->operands[0], .language = language };
        options->choose = choose;
        options->context = query;
        options->name = query->text;
    }
    return usage;
}

/* "document news.txt, batch 3", for lists of batches. */
static void name_batch(char out[200], struct padan_delete_options *options, const struct arguments *arguments)
{
    static const char *const names[] = { "document", "batch", "unit", "since", "until", "max-confidence" };
    int size = snprintf(out, 200, "%s", arguments->operand_count > 0 ? arguments->operands[0] : "");
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions && size < 200; i++)
        if (option_given(arguments, conditions[i]))
            size += snprintf(out + size, 200 - (size_t)size, "%s%s %s", size > 0 ? ", " : "", names[i],
                             option_value(arguments, conditions[i]));
    if (size > 0)
        options->name = out;
}

static int put_json(struct padan_output *output, const struct padan_delete_summary *summary, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "units", summary->units);
    record_integer(&record, "occurrences", summary->occurrences);
    record_integer(&record, "batch", summary->batch);
    return record_put(&record, output, error);
}

static void say(const char *path, const struct padan_delete_summary *summary, bool dry_run)
{
    char undo[UNDO_COMMAND_SIZE];
    if (summary->occurrences > TOLD_MOST)
        message("and %" PRId64 " more", summary->occurrences - TOLD_MOST);
    message("%" PRId64 " %s %s, %" PRId64 " %s in all", summary->units, noun(summary->units, "unit", "units"),
            dry_run ? "would be deleted" : "deleted", summary->occurrences,
            noun(summary->occurrences, "occurrence", "occurrences"));
    if (summary->batch > 0)
        message("this is batch %" PRId64 "; '%s' brings them back", summary->batch,
                undo_command(undo, path, summary->batch));
}

static int delete_from(struct padan_memory *memory, struct padan_delete_options *options,
                       const struct arguments *arguments, struct padan_output *output)
{
    struct padan_delete_summary summary;
    struct padan_error error;
    struct padan_unit_sink sink = { told_put, output };
    bool json = option_given(arguments, OPTION_JSON);
    options->sink = json ? NULL : &sink;
    options->told = TOLD_MOST;
    int status = padan_memory_delete(memory, options, &summary, &error);
    if (status == PADAN_ERROR_ARGUMENT || status == PADAN_ERROR_NOT_FOUND)
        return usage_error(arguments->command, "%s", error.message);
    if (status == PADAN_OK && json)
        status = put_json(output, &summary, &error);
    if (status != PADAN_OK)
        return failure(&error);
    if (!json)
        say(padan_memory_path(memory), &summary, options->dry_run);
    return summary.occurrences > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static int run(const struct arguments *arguments)
{
    struct padan_delete_options options = PADAN_DELETE_OPTIONS_INIT;
    struct padan_memory *memory;
    struct padan_output *output;
    struct padan_error error;
    struct query query;
    char language[PADAN_LANGUAGE_SIZE], name[200];
    int result = read_options(&options, &query, language, arguments);
    if (result == EXIT_DONE)
        result = memory_open(&memory, arguments, 0, PADAN_MEMORY_WRITE);
    if (result != EXIT_DONE)
        return result;
    name_batch(name, &options, arguments);
    if (padan_output_open(&output, NULL, &error) == PADAN_OK) {
        result = delete_from(memory, &options, arguments, output);
        if (padan_output_commit(output, &error) != PADAN_OK && result == EXIT_DONE)
            result = failure(&error);
    } else {
        result = failure(&error);
    }
    padan_memory_close(memory);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE, .letter = 's', .name = "source", .value = "LANG", .help = "the language of QUERY" },
    { .key = OPTION_DOCUMENT, .name = "document", .value = "NAME", .help = "what came from this document" },
    { .key = OPTION_BATCH, .name = "batch", .value = "N", .help = "what came in batch N; 'padan info' lists them" },
    { .key = OPTION_UNIT, .name = "unit", .value = "N", .help = "the unit of this number, as find shows it" },
    { .key = OPTION_SINCE,
      .name = "since",
      .value = "DATE",
      .help = "what was changed, else made, else stored at this date (2026-11-25, or with a time) or later" },
    { .key = OPTION_UNTIL, .name = "until", .value = "DATE", .help = "likewise, at this date or earlier" },
    { .key = OPTION_MAX_CONFIDENCE,
      .name = "max-confidence",
      .value = "C",
      .help = "what was paired with a confidence of C, 0 to 1, at most, and not confirmed" },
    { .key = OPTION_ALL, .name = "all", .help = "all units, which goes with no condition" },
    { .key = OPTION_DRY_RUN, .name = "dry-run", .help = "say what would be deleted, and delete nothing" },
    { .key = OPTION_JSON, .name = "json", .help = "write what was done as a JSON object" },
    OPTIONS_END,
};

const struct command command_delete = {
    .name = "delete",
    .summary = "delete units from the memory",
    .synopsis =
        "[--document NAME] [--batch N] [--unit N] [--since DATE] [--until DATE] [--max-confidence C] [--all] "
        "[--dry-run] [--json] [-s LANG QUERY]",
    .arguments =
        "QUERY is words as 'padan find' has them. Of several conditions all must hold. The first units that "
        "go are written out; 'padan undo' brings them back. The exit status is 1 where there are none.",
    .options = options,
    .operands_min = 0,
    .operands_max = 1,
    .run = run,
};
