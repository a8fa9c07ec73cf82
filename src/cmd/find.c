/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "memory.h"
#include "message.h"

static int write_hit(struct finding *finding, const struct hit *hit, struct padan_error *error)
{
    /* A table of renderings in tsv is all there is. */
    bool is_table = finding->marking.is_counted && finding->put == finding_put_tsv;
    finding->memory = hit->memory;
    int status = is_table ? PADAN_OK : finding->put(finding, hit, error);
    if (status == PADAN_ERROR_STOPPED)
        finding->reader_gone = true;
    if (status == PADAN_OK)
        finding->written++;
    return status;
}

static int write_hits(struct finding *finding, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < finding->hits.count; i++) {
        if (finding->limit > 0 && finding->written == finding->limit)
            break;
        status = write_hit(finding, &finding->hits.items[i], error);
    }
    hits_clear(&finding->hits);
    finding->marked = 0;
    return status;
}

/* Marks the hits that were found since the last time; those that need no sorting are written. */
static int settle_hits(struct finding *finding, struct padan_error *error)
{
    int status = marking_mark(&finding->marking, finding->searched, finding->hits.items + finding->marked,
                              finding->hits.count - finding->marked, error);
    finding->marked = finding->hits.count;
    return status == PADAN_OK && finding->order == HIT_STORED ? write_hits(finding, error) : status;
}

static int take_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct finding *finding = context;
    int status = hits_add(&finding->hits, found, finding->memory, finding->kwic, finding->order, error);
    bool full = finding->hits.count - finding->marked == MARKING_HITS;
    return status == PADAN_OK && full ? settle_hits(finding, error) : status;
}

/* Whether a memory has any text in a language. */
static bool has_language(struct padan_memory *memory, const char *language)
{
    struct padan_find_options any = PADAN_FIND_OPTIONS_INIT;
    struct padan_error error;
    int64_t count = 0;
    any.source = language;
    any.mode = PADAN_FIND_REGEX;
    any.limit = 1;
    return padan_find(memory, ".", &any, NULL, NULL, &count, &error) != PADAN_OK || count > 0;
}

static void look_for_languages(struct finding *finding, struct padan_memory *memory,
                               const struct padan_find_options *options)
{
    if (finding->written > 0)
        return;
    finding->has_source = finding->has_source || has_language(memory, options->source);
    finding->has_target = finding->has_target || !options->target || has_language(memory, options->target);
}

/* A wrong language is the likeliest fault where nothing is found at all. */
static void say_missing_languages(const struct finding *finding, const struct padan_find_options *options)
{
    if (!finding->has_source)
        message("nothing is stored in %s; 'padan info' lists the languages of a memory", options->source);
    if (!finding->has_target)
        message("nothing is stored in %s; 'padan info' lists the languages of a memory", options->target);
}

static int find_in(struct finding *finding, struct padan_memory *memory, const struct arguments *arguments,
                   struct padan_find_options *options)
{
    struct padan_error error;
    if (finding->limit > 0 && finding->order == HIT_STORED)
        options->limit = finding->limit - finding->written;
    finding->searched = memory;
    int status = padan_find(memory, arguments->operands[0], options, take_hit, finding, NULL, &error);
    if (status == PADAN_OK && !finding->reader_gone)
        status = settle_hits(finding, &error);
    marking_end_memory(&finding->marking);
    if (status == PADAN_ERROR_ARGUMENT)
        return usage_error(arguments->command, "%s", error.message);
    if (status == PADAN_OK)
        look_for_languages(finding, memory, options);
    return status == PADAN_OK || finding->reader_gone ? EXIT_DONE : failure(&error);
}

static int find_everywhere(struct finding *finding, const struct arguments *arguments,
                           struct padan_find_options *options)
{
    int result = EXIT_DONE;
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        if (finding->reader_gone || (finding->limit > 0 && finding->written == finding->limit))
            break;
        finding->memory = memory_count(arguments) > 1 ? option_nth(arguments, OPTION_MEMORY, i) : NULL;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE)
            result = find_in(finding, memory, arguments, options);
        padan_memory_close(memory);
    }
    return result;
}

static enum hit_order order_named(const char *name)
{
    if (!name)
        return HIT_STORED;
    if (strcmp(name, "left") == 0)
        return HIT_LEFT;
    return strcmp(name, "right") == 0 ? HIT_RIGHT : HIT_DOCUMENT;
}

static int search(struct finding *finding, const struct arguments *arguments, struct padan_find_options *options)
{
    struct padan_error error;
    if (padan_output_open(&finding->output, NULL, &error) != PADAN_OK)
        return failure(&error);
    finding->screen = screen_of(finding->output);
    finding_begin(finding, &error);
    int result = find_everywhere(finding, arguments, options);
    hits_sort(&finding->hits, finding->order);
    if (result == EXIT_DONE && !finding->reader_gone &&
        (write_hits(finding, &error) != PADAN_OK || finding_put_table(finding, &error) != PADAN_OK))
        result = finding->reader_gone ? EXIT_DONE : failure(&error);
    hits_free(&finding->hits);
    marking_free(&finding->marking);
    if (result != EXIT_DONE || finding->reader_gone) {
        padan_output_discard(finding->output);
        return result;
    }
    if (padan_output_commit(finding->output, &error) != PADAN_OK)
        return failure(&error);
    const char *more = finding->limit > 0 && finding->written == finding->limit ? "; --limit may hide more" : "";
    message(finding->written == 1 ? "%" PRId64 " hit%s" : "%" PRId64 " hits%s", finding->written, more);
    if (finding->written > 0)
        return EXIT_DONE;
    say_missing_languages(finding, options);
    return EXIT_NOTHING;
}

typedef int put_function(struct finding *finding, const struct hit *hit, struct padan_error *error);

static put_function *writer_named(const char *format, enum hit_order order)
{
    if (strcmp(format, "jsonl") == 0)
        return finding_put_json;
    if (strcmp(format, "tsv") == 0)
        return finding_put_tsv;
    return order == HIT_LEFT || order == HIT_RIGHT ? finding_put_kwic : finding_put_text;
}

static enum padan_find_mode mode_given(const struct arguments *arguments)
{
    if (option_given(arguments, OPTION_REGEX))
        return PADAN_FIND_REGEX;
    return option_given(arguments, OPTION_EXACT) ? PADAN_FIND_EXACT : PADAN_FIND_STEM;
}

static int run(const struct arguments *arguments)
{
    struct padan_error error;
    struct finding finding = { .order = order_named(option_value(arguments, OPTION_SORT)) };
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    int usage = option_language(source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(target, arguments, OPTION_TARGET, 0);
    if (option_given(arguments, OPTION_EXACT) && option_given(arguments, OPTION_REGEX))
        usage = usage_error(arguments->command, "--exact and --regex exclude each other");
    if (usage == EXIT_DONE)
        usage = option_integer(&finding.limit, arguments, OPTION_LIMIT, 1, INT64_MAX);
    if (usage != EXIT_DONE)
        return usage;
    options.source = source;
    options.target = *target ? target : NULL;
    options.mode = mode_given(arguments);
    marking_begin(&finding.marking, option_given(arguments, OPTION_RENDERINGS));
    finding.put = writer_named(option_format(arguments, "text"), finding.order);
    if (padan_kwic_new(&finding.kwic, source, &error) != PADAN_OK)
        return failure(&error);
    int result = search(&finding, arguments, &options);
    padan_kwic_free(finding.kwic);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of QUERY, as id or en-US" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .help = "the language to show beside it; without it: every other" },
    { .key = OPTION_EXACT,
      .name = "exact",
      .help = "find words in the form given only, not in others of the same stem" },
    { .key = OPTION_REGEX,
      .name = "regex",
      .help = "QUERY is a regular expression, as ICU has them; every text is read" },
    { .key = OPTION_RENDERINGS,
      .name = "renderings",
      .help = "count how QUERY was rendered: a table after the hits, or alone as tsv" },
    { .key = OPTION_SORT,
      .name = "sort",
      .value = "ORDER",
      .choices = "left|right|doc",
      .help = "sort by what stands left of the hit, right of it, or by document; without it: as stored" },
    { .key = OPTION_LIMIT, .name = "limit", .value = "N", .help = "show N hits at most" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|tsv|jsonl",
      .help = "text: to read; tsv: a line a hit; jsonl: a JSON object a hit" },
    OPTIONS_END,
};

const struct command command_find = {
    .name = "find",
    .summary = "find words in the memory, with their translation beside them",
    .synopsis =
        "-s LANG [-t LANG] [--exact | --regex] [--renderings] [--sort left|right|doc] [--limit N] "
        "[--format text|tsv|jsonl] QUERY",
    .arguments =
        "QUERY is words that must all be there, literally (C++, peace-keeping), in any order; a \"phrase\" in "
        "double quotes stands as it is; a word that ends in * is the beginning of words.\n"
        "The exit status is 1 where nothing was found.",
    .options = options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run,
};
