/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "record.h"
#include "source.h"
#include "term.h"
#include "utf8.h"

static void say(void *context, const struct padan_error *warning)
{
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE + 64];
    (void)context;
    padan_error_format(warning, text, sizeof text);
    message("%s: %s", warning->status == PADAN_OK ? "warning" : "refused", text);
}

static int put(void *batch, const struct padan_concept *concept, struct padan_error *error)
{
    return padan_term_batch_put(batch, concept, NULL, error);
}

static int put_part(void *batch, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    return padan_term_batch_part(batch, part, text, error);
}

/* Fills the languages and points the options to them; EXIT_DONE or EXIT_USAGE. */
static int take_languages(const struct arguments *arguments, char languages[2][PADAN_LANGUAGE_SIZE],
                          const char **source, const char **target)
{
    int result = option_language(languages[0], arguments, OPTION_SOURCE, 0);
    if (result == EXIT_DONE)
        result = option_language(languages[1], arguments, OPTION_TARGET, 0);
    *source = languages[0][0] ? languages[0] : NULL;
    *target = languages[1][0] ? languages[1] : NULL;
    return result;
}

/* All files are one batch. */
static int read_files(struct padan_term_batch *batch, const struct arguments *arguments,
                      const struct padan_exchange_options *options, int64_t *refused, struct padan_error *error)
{
    const struct padan_concept_sink sink = { put, batch, put_part };
    int status = PADAN_OK;
    for (size_t i = 0; i < arguments->operand_count && status == PADAN_OK; i++) {
        struct padan_exchange_summary summary;
        status = padan_terms_read(arguments->operands[i], options, &sink, &summary, error);
        *refused += summary.refused;
    }
    return status;
}

static int print_summary(const struct padan_term_summary *summary, int64_t refused)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "added", summary->added);
    record_integer(&record, "already", summary->already);
    record_integer(&record, "replaced", summary->replaced);
    record_integer(&record, "refused", refused);
    record_integer(&record, "batch", summary->batch);
    return record_print(&record);
}

static int import_into(struct padan_memory *memory, const struct arguments *arguments,
                       const struct padan_exchange_options *options)
{
    struct padan_term_batch *batch;
    struct padan_term_summary summary;
    struct padan_error error;
    int64_t refused = 0;
    int status = padan_term_batch_begin(&batch, memory, arguments->operands[0], &error);
    if (status != PADAN_OK)
        return failure(&error);
    status = read_files(batch, arguments, options, &refused, &error);
    if (status != PADAN_OK)
        padan_term_batch_abandon(batch);
    else
        status = padan_term_batch_finish(batch, &summary, &error);
    if (status != PADAN_OK)
        return failure(&error);
    term_say_summary(padan_memory_path(memory), &summary);
    int result = option_given(arguments, OPTION_JSON) ? print_summary(&summary, refused) : EXIT_DONE;
    return result == EXIT_DONE && refused > 0 ? EXIT_NOTHING : result;
}

static int import(const struct arguments *arguments)
{
    char languages[2][PADAN_LANGUAGE_SIZE];
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_memory *memory;
    options.encoding = option_value(arguments, OPTION_ENCODING);
    options.reporter.report = say;
    int result = take_languages(arguments, languages, &options.source, &options.target);
    if (result == EXIT_DONE)
        result = source_check_encoding(arguments);
    if (result == EXIT_DONE)
        result = memory_open(&memory, arguments, 0, PADAN_MEMORY_CREATE);
    if (result != EXIT_DONE)
        return result;
    result = import_into(memory, arguments, &options);
    padan_memory_close_used(memory);
    return result;
}

static int write_terms(struct padan_memory *memory, const struct arguments *arguments, const char *format,
                       const struct padan_concept_filter *filter)
{
    const struct padan_reporter reporter = { .report = say };
    struct padan_output *output;
    struct padan_error error;
    if (padan_output_open(&output, option_value(arguments, OPTION_OUTPUT), &error) != PADAN_OK)
        return failure(&error);
    int status = padan_terms_write(output, format, memory, filter, &reporter, &error);
    if (status == PADAN_OK)
        return padan_output_commit(output, &error) == PADAN_OK ? EXIT_DONE : failure(&error);
    padan_output_discard(output);
    return failure(&error);
}

static int export(const struct arguments *arguments)
{
    char languages[2][PADAN_LANGUAGE_SIZE];
    struct padan_concept_filter filter = PADAN_CONCEPT_FILTER_INIT;
    struct padan_memory *memory;
    const char *format = option_format(arguments, "tsv");
    int result = take_languages(arguments, languages, &filter.source, &filter.target);
    if (!format)
        return EXIT_USAGE;
    if (strcmp(format, "text") == 0 || strcmp(format, "jsonl") == 0)
        return usage_error(arguments->command, "'term export' writes no %s; 'term list%s' shows the terms so", format,
                           strcmp(format, "jsonl") == 0 ? " --json" : "");
    bool pairs = strcmp(format, "omegat") == 0 || strcmp(format, "utx") == 0;
    if (result == EXIT_DONE && pairs && (!filter.source || !filter.target))
        return usage_error(arguments->command, "--format %s has two languages: name them with -s and -t", format);
    if (result == EXIT_DONE)
        result = memory_spare(arguments);
    if (result == EXIT_DONE)
        result = memory_open(&memory, arguments, 0, PADAN_MEMORY_READ);
    if (result != EXIT_DONE)
        return result;
    result = write_terms(memory, arguments, format, &filter);
    padan_memory_close(memory);
    return result;
}

static const enum option_key import_options[] = { OPTION_SOURCE, OPTION_TARGET, OPTION_ENCODING, OPTION_JSON };
static const enum option_key export_options[] = { OPTION_SOURCE, OPTION_TARGET, OPTION_FORMAT, OPTION_OUTPUT };

const struct action term_action_import = {
    .name = "import",
    .options = import_options,
    .option_count = sizeof import_options / sizeof import_options[0],
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = "[-s LANG] [-t LANG] [--encoding NAME] [--json] FILE ...",
    .run = import,
};

const struct action term_action_export = {
    .name = "export",
    .options = export_options,
    .option_count = sizeof export_options / sizeof export_options[0],
    .operands = "[-s LANG] [-t LANG] [--format FORMAT] [-o FILE]",
    .run = export,
};
