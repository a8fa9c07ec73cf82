/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "matching.h"
#include "memory.h"
#include "message.h"
#include "place.h"

static int read_targets(struct matching *matching, const struct arguments *arguments)
{
    size_t count = option_count(arguments, OPTION_TARGET);
    if (count > MATCHING_TARGETS)
        return usage_error(arguments->command, "more than %d target languages", MATCHING_TARGETS);
    for (size_t i = 0; i < count; i++) {
        int usage = option_language(matching->tags[i], arguments, OPTION_TARGET, i);
        if (usage != EXIT_DONE)
            return usage;
        matching->targets[i] = matching->tags[i];
    }
    matching->options.target_count = count;
    return EXIT_DONE;
}

static int read_numbers(struct matching *matching, const struct arguments *arguments)
{
    int64_t min = 70, max = 5;
    int usage = option_integer(&min, arguments, OPTION_MIN, 0, 100);
    if (usage == EXIT_DONE)
        usage = option_integer(&max, arguments, OPTION_MAX, 1, 10000);
    if (usage == EXIT_DONE)
        usage = option_threads(&matching->thread_count, arguments);
    matching->options.min = (double)min;
    matching->options.max = (size_t)max;
    if (arguments->operand_count > 0 && arguments->operand_count < matching->thread_count)
        matching->thread_count = arguments->operand_count;
    return usage;
}

/* One of the penalties, or that of the memory of a number. */
static double *penalty_named(struct matching *matching, struct padan_match_memory *memories, size_t count,
                             const char *name, size_t size)
{
    static const char *const names[] = { "unconfirmed", "document", "region", "machine" };
    struct padan_match_penalties *penalties = &matching->options.penalties;
    double *places[] = { &penalties->unconfirmed, &penalties->document, &penalties->region, &penalties->machine };
    char number[24];
    int64_t memory;
    for (size_t i = 0; i < 4; i++)
        if (strlen(names[i]) == size && memcmp(names[i], name, size) == 0)
            return places[i];
    if (size >= sizeof number)
        return NULL;
    memcpy(number, name, size);
    number[size] = '\0';
    if (!parse_integer(&memory, number) || memory < 1 || (size_t)memory > count)
        return NULL;
    return &memories[memory - 1].penalty;
}

static int read_penalties(struct matching *matching, struct padan_match_memory *memories, size_t count)
{
    const struct arguments *arguments = matching->arguments;
    for (size_t i = 0; i < option_count(arguments, OPTION_PENALTY); i++) {
        const char *given = option_nth(arguments, OPTION_PENALTY, i), *sign = strchr(given, '=');
        int64_t points;
        double *place = sign ? penalty_named(matching, memories, count, given, (size_t)(sign - given)) : NULL;
        if (!place)
            return usage_error(arguments->command,
                               "--penalty %s: expected unconfirmed, document, region, machine or the number of a "
                               "memory (1 is the first -m), then = and points, as machine=5",
                               given);
        if (!parse_integer(&points, sign + 1) || points < 0 || points > 100)
            return usage_error(arguments->command, "--penalty %s: points are a whole number from 0 to 100", given);
        *place = (double)points;
    }
    return EXIT_DONE;
}

static int search(struct matching *matching)
{
    struct padan_error error;
    struct padan_output *output;
    struct answerer first = { 0 };
    if (answerer_open(&first, matching, &error) != PADAN_OK || padan_output_open(&output, NULL, &error) != PADAN_OK) {
        answerer_close(&first);
        return failure(&error);
    }
    matching->screen = screen_of(output);
    int result = matching_run(matching, &first, output);
    answerer_close(&first);
    if (result == EXIT_FAILED) {
        /* What was answered before stands. */
        padan_output_flush(output, &error);
        padan_output_discard(output);
        return result;
    }
    return padan_output_commit(output, &error) == PADAN_OK ? result : failure(&error);
}

static int search_memories(struct matching *matching)
{
    const struct arguments *arguments = matching->arguments;
    size_t count = memory_count(arguments);
    struct padan_match_memory *memories = calloc(count, sizeof *memories);
    char(*places)[PATH_MAX] = calloc(count, sizeof *places);
    struct padan_error error;
    int result = memories && places ? EXIT_DONE : EXIT_FAILED;
    for (size_t i = 0; result == EXIT_DONE && i < count; i++)
        result = (memories[i].path = memory_path(places[i], arguments, i)) ? EXIT_DONE : EXIT_USAGE;
    if (result == EXIT_DONE)
        result = read_penalties(matching, memories, count);
    if (result == EXIT_DONE &&
        padan_matcher_open(&matching->matcher, memories, count, &warning_reporter, &error) != PADAN_OK)
        result = failure(&error);
    free(memories);
    free(places);
    if (result == EXIT_DONE)
        result = search(matching);
    padan_matcher_close(matching->matcher);
    return result;
}

static int run(const struct arguments *arguments)
{
    struct matching matching = { .arguments = arguments, .options = PADAN_MATCH_OPTIONS_INIT };
    const char *rank = option_value(arguments, OPTION_RANK);
    int usage = option_language(matching.source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = read_targets(&matching, arguments);
    if (usage == EXIT_DONE)
        usage = read_numbers(&matching, arguments);
    if (usage != EXIT_DONE)
        return usage;
    matching.options.source = matching.source;
    matching.options.targets = matching.targets;
    matching.options.rank = rank && strcmp(rank, "similarity") == 0 ? PADAN_MATCH_BY_SIMILARITY : PADAN_MATCH_BY_SCORE;
    matching.before = option_value(arguments, OPTION_BEFORE);
    matching.after = option_value(arguments, OPTION_AFTER);
    matching.document = option_value(arguments, OPTION_DOCUMENT);
    matching.is_json = strcmp(option_format(arguments, "text"), "jsonl") == 0;
    matching.times = option_given(arguments, OPTION_TIMING);
    matching.takes_apart = option_given(arguments, OPTION_PARTS);
    matching.repairs = option_given(arguments, OPTION_REPAIR);
    return search_memories(&matching);
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of TEXT, as id or en-US; en finds en-US too" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .required = true,
      .repeats = true,
      .help = "the language to have it in; may be given several times" },
    { .key = OPTION_MIN,
      .name = "min",
      .value = "N",
      .help = "give nothing below N, 0 to 100, of what --rank names; without it: 70" },
    { .key = OPTION_MAX,
      .name = "max",
      .value = "N",
      .help = "give N matches at most for each language; without it: 5" },
    { .key = OPTION_RANK,
      .name = "rank",
      .value = "WHAT",
      .choices = "score|similarity",
      .help = "score: by the work that is left, on words; similarity: by characters in common" },
    { .key = OPTION_BEFORE,
      .name = "before",
      .value = "TEXT",
      .help =
          "the segment before; a match that has it before too scores higher. \"\": the text begins with the query" },
    { .key = OPTION_AFTER, .name = "after", .value = "TEXT", .help = "the segment after, likewise" },
    { .key = OPTION_DOCUMENT,
      .name = "document",
      .value = "NAME",
      .help = "the document that the segment is in: --penalty document=N takes N off what comes from others, and of "
              "what is equal and as new, that from there comes first" },
    { .key = OPTION_PENALTY,
      .name = "penalty",
      .value = "WHAT=N",
      .repeats = true,
      .help =
          "take N off the score of what is unconfirmed, or comes from another document (than --document), region or "
          "a machine, or from the memory of that number" },
    { .key = OPTION_REPAIR,
      .name = "repair",
      .help = "where numbers, dates, addresses, codes or names differ alone, propose the translation with them put "
              "right" },
    { .key = OPTION_PARTS,
      .name = "parts",
      .help =
          "where nothing is found for the whole, give the longest parts of it that are stored, and their renderings" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|jsonl",
      .help = "text: to read; jsonl: a JSON object a query" },
    { .key = OPTION_TIMING, .name = "timing", .help = "say how many milliseconds each search took" },
    OPTION_ROW_THREADS("answer N queries at a time; without it: one for each processor"),
    OPTIONS_END,
};

const struct command command_match = {
    .name = "match",
    .summary = "find how a segment, or one like it, was translated",
    .synopsis =
        "-s LANG -t LANG [-t LANG ...] [--min N] [--max N] [--rank score|similarity] [--before TEXT] "
        "[--after TEXT] [--document NAME] [--penalty WHAT=N ...] [--repair] [--parts] [--format text|jsonl] "
        "[--timing] [--threads N] [TEXT ...]",
    .arguments =
        "Each TEXT is a segment; without any, each line of standard input is one, and the answers come in the "
        "same order.\n"
        "The exit status is 1 where nothing was found for any.",
    .options = options,
    .operands_min = 0,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
