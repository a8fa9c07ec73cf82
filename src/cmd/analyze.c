/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "memory.h"
#include "message.h"
#include "meter.h"
#include "place.h"
#include "source.h"
#include "utf8.h"

enum { SEGMENTS_AT_ONCE = 64 };

struct analyzing {
    const struct arguments *arguments;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    struct padan_matcher *matcher;
    struct padan_match_search **searches; /* one for each thread; NULL with --no-memory */
    size_t thread_count;
    struct padan_leverage *leverage;
    struct padan_segmenter *segmenter; /* NULL with --segmented */
    const struct analysis_format *format;
    struct padan_output *output;
    struct padan_leverage_counts all;
};

static int open_matcher(struct analyzing *analyzing, struct padan_error *error)
{
    size_t count = memory_count(analyzing->arguments);
    struct padan_match_memory *memories = calloc(count, sizeof *memories);
    char(*places)[PATH_MAX] = calloc(count, sizeof *places);
    int result = memories && places ? EXIT_DONE : failure((no_memory(error), error));
    for (size_t i = 0; result == EXIT_DONE && i < count; i++)
        result = (memories[i].path = memory_path(places[i], analyzing->arguments, i)) ? EXIT_DONE : EXIT_USAGE;
    if (result == EXIT_DONE &&
        padan_matcher_open(&analyzing->matcher, memories, count, &warning_reporter, error) != PADAN_OK)
        result = failure(error);
    free(memories);
    free(places);
    return result;
}

static int open_search(struct analyzing *analyzing, struct padan_error *error)
{
    const char *const targets[] = { analyzing->target };
    struct padan_match_options options = PADAN_MATCH_OPTIONS_INIT;
    options.source = analyzing->source;
    options.targets = targets;
    options.target_count = 1;
    options.rank = PADAN_MATCH_BY_SCORE;
    options.min = 50;
    options.max = 1;
    int result = open_matcher(analyzing, error);
    if (result != EXIT_DONE)
        return result;
    analyzing->searches = calloc(analyzing->thread_count, sizeof(struct padan_match_search *));
    int status = analyzing->searches ? PADAN_OK : no_memory(error);
    for (size_t i = 0; i < analyzing->thread_count && status == PADAN_OK; i++)
        status = padan_match_search_open(&analyzing->searches[i], analyzing->matcher, &options, error);
    return status == PADAN_OK ? EXIT_DONE : failure(error);
}

/* The text of a segment as a neighbour; past the edge of the document there is none. */
static struct padan_string neighbour(const struct padan_document *document, const struct padan_segments *segments,
                                     size_t number)
{
    if (number >= segments->count)
        return padan_string("");
    return padan_segment_view(document, &segments->items[number]);
}

/* Segments that are counted at a time. */
struct segment_block {
    struct padan_match_query queries[SEGMENTS_AT_ONCE];
    char *texts[SEGMENTS_AT_ONCE];
    size_t count;
};

static int ask(struct segment_block *block, const struct padan_document *document,
               const struct padan_segments *segments, size_t number, struct padan_error *error)
{
    char **text = &block->texts[block->count];
    size_t size = 0;
    int status = padan_segment_coded(text, &size, document, &segments->items[number], error);
    /* Before the first the number wraps round to one that is past the end. */
    block->queries[block->count++] =
        (struct padan_match_query){ .text = { *text, size },
                                    .has_before = true,
                                    .has_after = true,
                                    .before = neighbour(document, segments, number - 1),
                                    .after = neighbour(document, segments, number + 1),
                                    .document = padan_string(padan_document_name(document)) };
    return status;
}

static int count_block(struct analyzing *analyzing, const struct padan_document *document,
                       const struct padan_segments *segments, size_t first, struct padan_leverage_counts *counts,
                       struct padan_error *error)
{
    struct segment_block block = { .count = 0 };
    int status = PADAN_OK;
    for (size_t i = first; i < segments->count && block.count < SEGMENTS_AT_ONCE && status == PADAN_OK; i++)
        status = ask(&block, document, segments, i, error);
    if (status == PADAN_OK)
        status = padan_leverage_add_all(analyzing->leverage, block.queries, block.count, counts, error);
    for (size_t i = 0; i < block.count; i++)
        free(block.texts[i]);
    return status;
}

static int count_segments(struct analyzing *analyzing, const struct padan_document *document,
                          const struct padan_segments *segments, struct padan_leverage_counts *counts,
                          struct padan_error *error)
{
    struct meter meter;
    int status = PADAN_OK;
    meter_begin(&meter, padan_document_name(document), NULL);
    for (size_t i = 0; i < segments->count && status == PADAN_OK; i += SEGMENTS_AT_ONCE) {
        size_t end = i + SEGMENTS_AT_ONCE < segments->count ? i + SEGMENTS_AT_ONCE : segments->count;
        status = count_block(analyzing, document, segments, i, counts, error);
        meter_units(&meter, (int64_t)end, (int64_t)segments->count);
    }
    progress_end();
    return status;
}

static int put_analysis(struct analyzing *analyzing, const char *file, const struct padan_leverage_counts *counts,
                        struct padan_error *error)
{
    struct analysis analysis = { file, analyzing->source, analyzing->target, *counts };
    return analyzing->format->put(analyzing->output, &analysis, error);
}

static int analyze_file(struct analyzing *analyzing, const char *file, struct padan_error *error)
{
    struct padan_document *document = NULL;
    struct padan_segments segments = { 0 };
    struct padan_leverage_counts counts = { 0 };
    int status = source_document(&document, analyzing->arguments, file, analyzing->source, error);
    if (status == PADAN_OK)
        status = padan_segment_document(&segments, analyzing->segmenter, document, error);
    if (status == PADAN_OK)
        status = count_segments(analyzing, document, &segments, &counts, error);
    if (status == PADAN_OK)
        status = put_analysis(analyzing, file, &counts, error);
    if (status == PADAN_OK)
        padan_leverage_sum(&analyzing->all, &counts);
    padan_segments_free(&segments);
    padan_document_free(document);
    return status;
}

static int analyze_files(struct analyzing *analyzing, struct padan_error *error)
{
    const struct arguments *arguments = analyzing->arguments;
    int status = analyzing->format->begin ? analyzing->format->begin(analyzing->output, error) : PADAN_OK;
    for (size_t i = 0; i < arguments->operand_count && status == PADAN_OK; i++)
        status = analyze_file(analyzing, arguments->operands[i], error);
    /* To a reader the sum of one is no news; a program finds it in its place. */
    bool sums = arguments->operand_count > 1 || analyzing->format != &analysis_text;
    return status == PADAN_OK && sums ? put_analysis(analyzing, NULL, &analyzing->all, error) : status;
}

static int analyze(struct analyzing *analyzing)
{
    struct padan_error error, ignored;
    int status = PADAN_OK;
    if (!option_given(analyzing->arguments, OPTION_SEGMENTED))
        status = source_segmenter(&analyzing->segmenter, analyzing->arguments, analyzing->source, NULL, NULL, &error);
    if (status == PADAN_OK)
        status = padan_leverage_new_shared(&analyzing->leverage, analyzing->source, analyzing->searches,
                                           analyzing->thread_count, &error);
    if (status == PADAN_OK)
        status = padan_output_open(&analyzing->output, NULL, &error);
    if (status == PADAN_OK)
        status = analyze_files(analyzing, &error);
    /* The files that were counted before a fault are told. */
    if (analyzing->output) {
        int committed = padan_output_commit(analyzing->output, status == PADAN_OK ? &error : &ignored);
        status = status == PADAN_OK ? committed : status;
    }
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}

static int check(struct analyzing *analyzing)
{
    const struct arguments *arguments = analyzing->arguments;
    const char *format = option_format(arguments, "text");
    if (option_given(arguments, OPTION_JSON) && option_given(arguments, OPTION_FORMAT))
        return usage_error(arguments->command, "--json and --format are both given; give one of them");
    analyzing->format = option_given(arguments, OPTION_JSON) ? &analysis_json
                        : strcmp(format, "csv") == 0         ? &analysis_csv
                                                             : &analysis_text;
    int usage = option_language(analyzing->source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(analyzing->target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE)
        usage = option_threads(&analyzing->thread_count, arguments);
    if (usage == EXIT_DONE)
        usage = source_check_encoding(arguments);
    return usage == EXIT_DONE ? source_check_stdin(arguments) : usage;
}

static int run(const struct arguments *arguments)
{
    struct analyzing analyzing = { .arguments = arguments };
    struct padan_error error;
    int result = check(&analyzing);
    if (result == EXIT_DONE && !option_given(arguments, OPTION_NO_MEMORY))
        result = open_search(&analyzing, &error);
    if (result == EXIT_DONE)
        result = analyze(&analyzing);
    padan_leverage_free(analyzing.leverage);
    padan_segmenter_free(analyzing.segmenter);
    for (size_t i = 0; analyzing.searches && i < analyzing.thread_count; i++)
        padan_match_search_close(analyzing.searches[i]);
    free(analyzing.searches);
    padan_matcher_close(analyzing.matcher);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of the texts, as id or en-US; en finds en-US too" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .required = true,
      .help = "the language that they are to be translated into" },
    OPTION_ROW_NO_MEMORY("count what repeats within the texts alone, and cut without the rules that the memory has"),
    OPTION_ROW_RULES,
    { .key = OPTION_SEGMENTED,
      .name = "segmented",
      .help = "the files have a segment a line, and an empty line or <p> between paragraphs" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|csv",
      .help = "text: to read; csv: a row for each file and band" },
    { .key = OPTION_JSON, .name = "json", .help = "write a JSON object for each file, and one for their sum" },
    OPTION_ROW_THREADS("look up N segments at a time; without it: one for each processor"),
    OPTION_ROW_ENCODING,
    OPTION_ROW_REPLACE_INVALID,
    OPTIONS_END,
};

const struct command command_analyze = {
    .name = "analyze",
    .summary = "count how much of texts the memory has already, and how much repeats",
    .synopsis =
        "-s LANG -t LANG [--no-memory] [--rules FILE] [--segmented] [--format text|csv] [--json] "
        "[--threads N] [--encoding NAME] [--replace-invalid] FILE ...",
    .arguments =
        "FILE is a plain text or an HTML page; '-' is standard input. All files are one batch: what one has "
        "is a repetition in those after it.",
    .options = options,
    .operands_min = 1,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
