/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "rules.h"
#include "screen.h"
#include "source.h"

/* Pairs of neighbours that are shown of each proposal. */
#define SHOWN 5

struct showing {
    struct padan_output *output;
    struct padan_string first, second; /* those that are learnt from */
    int64_t count;
};

static bool same(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Shows two segments that would become one. */
static int show(void *context, const struct padan_neighbours *neighbours, struct padan_error *error)
{
    struct showing *showing = context;
    if (same(neighbours->first, showing->first) && same(neighbours->second, showing->second))
        return PADAN_OK;
    if (showing->count++ >= SHOWN)
        return PADAN_OK;
    int status = padan_output_format(showing->output, error, "\tunit %" PRId64 ", %.*s\t", neighbours->unit,
                                     (int)neighbours->document.size, neighbours->document.data);
    if (status == PADAN_OK)
        status = put_one_line(showing->output, neighbours->first, error);
    if (status == PADAN_OK)
        status = padan_output_write(showing->output, " | ", 3, error);
    if (status == PADAN_OK)
        status = put_one_line(showing->output, neighbours->second, error);
    return status == PADAN_OK ? padan_output_write(showing->output, "\n", 1, error) : status;
}

/* What a learning works with. */
struct learning {
    const struct arguments *arguments;
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_segmenter_options options;
    struct padan_string first, second;
    struct padan_rule_proposals proposals;
    int64_t number; /* of --add, or 0 */
    struct padan_output *output;
};

/* What a proposal would change in one memory. */
static int show_effect(struct learning *learning, size_t number, size_t which, struct padan_error *error)
{
    char place[PATH_MAX];
    struct showing showing = { learning->output, learning->first, learning->second, 0 };
    struct padan_neighbours_sink sink = { show, &showing };
    struct padan_memory *memory;
    int64_t looked = 0;
    const char *path = memory_if_any(place, learning->arguments, which);
    int status = path ? padan_memory_open(&memory, path, PADAN_MEMORY_READ, error) : PADAN_ERROR_NOT_FOUND;
    if (status == PADAN_ERROR_NOT_FOUND)
        return PADAN_OK;
    if (status != PADAN_OK)
        return status;
    status = padan_memory_rule_effect(memory, learning->language, &learning->options,
                                      &learning->proposals.items[number], &sink, &looked, error);
    if (status == PADAN_OK)
        status = padan_output_format(learning->output, error,
                                     "\tjoins %" PRId64 " other %s of neighbours of %" PRId64 " in %s\n", showing.count,
                                     noun(showing.count, "pair", "pairs"), looked, path);
    padan_memory_close(memory);
    return status;
}

static int show_proposals(struct learning *learning, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < learning->proposals.count && status == PADAN_OK; i++) {
        char text[512];
        rules_describe(&learning->proposals.items[i], text, sizeof text);
        status = padan_output_format(learning->output, error, "%zu\t%s\n", i + 1, text);
        for (size_t k = 0; k < memory_count(learning->arguments) && status == PADAN_OK; k++)
            status = show_effect(learning, i, k, error);
    }
    return status;
}

/* Adds the proposal that --add names, or says how. */
static int settle(const struct learning *learning)
{
    if (learning->number > 0)
        return rules_store(learning->arguments, learning->language, &learning->proposals.items[learning->number - 1]);
    message("'--add NUMBER' puts one of them into the memory");
    return EXIT_DONE;
}

static int learn_by(struct learning *learning)
{
    struct padan_error error;
    if (padan_rules_propose(&learning->proposals, learning->language, &learning->options, learning->first,
                            learning->second, &error) != PADAN_OK)
        return failure(&error);
    if (learning->proposals.count == 0) {
        message("the rules do not part these two segments, or no exception can join them");
        return EXIT_NOTHING;
    }
    if (learning->number > (int64_t)learning->proposals.count)
        return usage_error(learning->arguments->command, "--add %" PRId64 ": there %s %zu %s", learning->number,
                           noun((int64_t)learning->proposals.count, "is", "are"), learning->proposals.count,
                           noun((int64_t)learning->proposals.count, "proposal", "proposals"));
    if (padan_output_open(&learning->output, NULL, &error) != PADAN_OK)
        return failure(&error);
    int status = show_proposals(learning, &error);
    struct padan_error ignored;
    int committed = padan_output_commit(learning->output, status == PADAN_OK ? &error : &ignored);
    status = status == PADAN_OK ? committed : status;
    /* Who stopped reading wants the rule no less. */
    if (status != PADAN_OK && status != PADAN_ERROR_STOPPED)
        return failure(&error);
    return settle(learning);
}

static int learn(const struct arguments *arguments)
{
    char folder[PATH_MAX];
    struct source_rules own;
    struct padan_error error;
    struct learning learning = { .arguments = arguments,
                                 .first = padan_string(arguments->operands[0]),
                                 .second = padan_string(arguments->operands[1]) };
    int result = option_language(learning.language, arguments, OPTION_LANGUAGE, 0);
    if (result == EXIT_DONE)
        result = option_integer(&learning.number, arguments, OPTION_ADD, 1, INT64_MAX);
    if (result != EXIT_DONE)
        return result;
    if (source_rules(&own, arguments, learning.language, &error) == PADAN_OK) {
        learning.options = source_options(arguments, &own, folder);
        result = learn_by(&learning);
    } else {
        result = failure(&error);
    }
    padan_rule_proposals_free(&learning.proposals);
    source_rules_free(&own);
    return result;
}

static const enum option_key learn_options[] = { OPTION_LANGUAGE, OPTION_ADD, OPTION_RULES };

const struct action rules_action_learn = {
    .name = "learn",
    .options = learn_options,
    .option_count = sizeof learn_options / sizeof learn_options[0],
    .operands_min = 2,
    .operands_max = 2,
    .operands = "-l LANG [--rules FILE] [--add NUMBER] FIRST SECOND",
    .needs_language = true,
    .run = learn,
};
