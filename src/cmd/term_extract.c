/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "record.h"
#include "screen.h"
#include "term.h"
#include "term_proposed.h"

/* Candidates on their way out. */
struct extracting {
    struct padan_output *output;
    const char *source, *target;
    int64_t count;
    struct proposed proposed; /* open where a term base is written */
};

static void put_hundredths(char *out, size_t size, double value)
{
    int64_t hundredths = (int64_t)(value * 100 + 0.5);
    snprintf(out, size, "%" PRId64 ".%02d", hundredths / 100, (int)(hundredths % 100));
}

static int put_cells(struct extracting *extracting, const struct padan_term_candidate *candidate,
                     struct padan_error *error)
{
    char numbers[3][32];
    snprintf(numbers[0], sizeof numbers[0], "%" PRId64, candidate->count);
    put_hundredths(numbers[1], sizeof numbers[1], candidate->share);
    put_hundredths(numbers[2], sizeof numbers[2], candidate->score);
    const struct padan_string cells[] = {
        candidate->term,          candidate->rendering, padan_string(numbers[0]),    padan_string(numbers[1]),
        padan_string(numbers[2]), candidate->example,   candidate->example_rendering
    };
    return padan_tsv_row(extracting->output, cells, sizeof cells / sizeof *cells, error);
}

/* The columns are such that "term import" reads them. */
static int put_header(struct extracting *extracting, struct padan_error *error)
{
    return padan_output_format(extracting->output, error, "%s\t%s\tcount\tshare\tscore\t%s:context\t%s:context\n",
                               extracting->source, extracting->target, extracting->source, extracting->target);
}

static int put_tsv(void *context, const struct padan_term_candidate *candidate, struct padan_error *error)
{
    struct extracting *extracting = context;
    int status = extracting->count++ == 0 ? put_header(extracting, error) : PADAN_OK;
    return status == PADAN_OK ? put_cells(extracting, candidate, error) : status;
}

static int put_line(struct padan_output *output, const char *before, struct padan_string text, const char *after,
                    struct padan_error *error)
{
    int status = padan_output_write(output, before, strlen(before), error);
    if (status == PADAN_OK)
        status = put_one_line(output, text, error);
    return status == PADAN_OK ? padan_output_write(output, after, strlen(after), error) : status;
}

static int put_text(void *context, const struct padan_term_candidate *candidate, struct padan_error *error)
{
    struct extracting *extracting = context;
    struct padan_output *output = extracting->output;
    extracting->count++;
    int status = put_line(output, "", candidate->term, "", error);
    if (status == PADAN_OK)
        status = put_line(output, "\t", candidate->rendering, "", error);
    if (status == PADAN_OK)
        status = padan_output_format(output, error, "\t%" PRId64 " times, %d%%\n", candidate->count,
                                     (int)(candidate->share * 100 + 0.5));
    if (status == PADAN_OK)
        status = put_line(output, "\t", candidate->example, "\n", error);
    return status == PADAN_OK ? put_line(output, "\t", candidate->example_rendering, "\n", error) : status;
}

static int put_json(void *context, const struct padan_term_candidate *candidate, struct padan_error *error)
{
    struct extracting *extracting = context;
    struct record record;
    extracting->count++;
    record_begin(&record);
    record_text(&record, "term", candidate->term);
    record_text(&record, "rendering", candidate->rendering);
    record_integer(&record, "count", candidate->count);
    record_integer(&record, "examined", candidate->examined);
    record_integer(&record, "rendered", candidate->rendered);
    record_set(&record, "share", json_real((double)(int)(candidate->share * 1000 + 0.5) / 1000));
    record_set(&record, "score", json_real((double)(int)(candidate->score * 1000 + 0.5) / 1000));
    record_text(&record, "example", candidate->example);
    record_text(&record, "example_rendering", candidate->example_rendering);
    if (candidate->document.size > 0)
        record_text(&record, "document", candidate->document);
    return record_put(&record, extracting->output, error);
}

static int put_proposed(void *context, const struct padan_term_candidate *candidate, struct padan_error *error)
{
    struct extracting *extracting = context;
    extracting->count++;
    return proposed_put(&extracting->proposed, candidate, error);
}

typedef int put_function(void *context, const struct padan_term_candidate *candidate, struct padan_error *error);

static put_function *writer_named(const char *format)
{
    if (strcmp(format, "text") == 0)
        return put_text;
    if (strcmp(format, "jsonl") == 0)
        return put_json;
    return strcmp(format, "tsv") == 0 ? put_tsv : put_proposed;
}

static int write_candidates(struct extracting *extracting, struct padan_memory *memory, const char *format,
                            const struct padan_term_extract_options *options, struct padan_error *error)
{
    put_function *put = writer_named(format);
    bool is_base = put == put_proposed;
    int status =
        is_base ? proposed_open(&extracting->proposed, extracting->source, extracting->target, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_term_extract(memory, options, put, extracting, error);
    if (status == PADAN_OK && is_base)
        status = proposed_write(&extracting->proposed, extracting->output, format, error);
    proposed_close(&extracting->proposed);
    return status;
}

static int extract_to(struct extracting *extracting, const struct arguments *arguments, const char *format,
                      struct padan_term_extract_options *options)
{
    struct padan_memory *memory;
    struct padan_error error;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_READ);
    if (result != EXIT_DONE)
        return result;
    int status = padan_output_open(&extracting->output, option_value(arguments, OPTION_OUTPUT), &error);
    if (status == PADAN_OK) {
        status = write_candidates(extracting, memory, format, options, &error);
        if (status == PADAN_OK)
            status = padan_output_commit(extracting->output, &error);
        else
            padan_output_discard(extracting->output);
    }
    padan_memory_close(memory);
    if (status != PADAN_OK)
        return failure(&error);
    message("%" PRId64 " %s", extracting->count, noun(extracting->count, "candidate", "candidates"));
    return extracting->count > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static int take_numbers(struct padan_term_extract_options *options, const struct arguments *arguments)
{
    int64_t words = options->max_words;
    int result = option_integer(&options->min_count, arguments, OPTION_MIN_COUNT, 2, INT64_MAX);
    if (result == EXIT_DONE)
        result = option_integer(&words, arguments, OPTION_MAX_WORDS, 1, 8);
    if (result == EXIT_DONE)
        result = option_integer(&options->limit, arguments, OPTION_LIMIT, 1, 1000000);
    options->max_words = (int)words;
    return result;
}

static int extract(const struct arguments *arguments)
{
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    struct extracting extracting = { .source = source, .target = target };
    struct padan_term_extract_options options = PADAN_TERM_EXTRACT_OPTIONS_INIT;
    struct padan_align_options known = PADAN_ALIGN_OPTIONS_INIT;
    char folder[PATH_MAX];
    const char *format = option_format(arguments, "text");
    int result = option_language(source, arguments, OPTION_SOURCE, 0);
    if (result == EXIT_DONE)
        result = option_language(target, arguments, OPTION_TARGET, 0);
    if (!format)
        return EXIT_USAGE;
    if (result == EXIT_DONE && !target[0])
        return usage_error(arguments->command, "extract needs the language of the renderings; name it with -t");
    if (result == EXIT_DONE)
        result = take_numbers(&options, arguments);
    if (result == EXIT_DONE)
        result = memory_spare(arguments);
    options.source = source;
    options.target = target;
    known.data = data_folder(folder);
    options.align = &known;
    options.reference = option_value(arguments, OPTION_REFERENCE);
    return result == EXIT_DONE ? extract_to(&extracting, arguments, format, &options) : result;
}

static const enum option_key extract_options[] = { OPTION_SOURCE,    OPTION_TARGET, OPTION_MIN_COUNT, OPTION_MAX_WORDS,
                                                   OPTION_REFERENCE, OPTION_LIMIT,  OPTION_FORMAT,    OPTION_OUTPUT };

const struct action term_action_extract = {
    .name = "extract",
    .options = extract_options,
    .option_count = sizeof extract_options / sizeof extract_options[0],
    .operands =
        "-s LANG -t LANG [--min-count N] [--max-words N] [--reference FILE] [--limit N] "
        "[--format FORMAT] [-o FILE]",
    .needs_source = true,
    .run = extract,
};
