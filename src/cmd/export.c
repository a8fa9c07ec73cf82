/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>

#include "memory.h"
#include "message.h"
#include "meter.h"
#include "record.h"

struct exporting {
    struct padan_writer *writer;
    int64_t units;
    int64_t most; /* that there can be; -1: not known */
    struct meter meter;
    bool json;
};

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct exporting *exporting = context;
    exporting->units++;
    meter_units(&exporting->meter, exporting->units, exporting->most);
    return padan_writer_put(exporting->writer, unit, error);
}

struct languages {
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
};

/* Fills the filter from the options; EXIT_DONE or EXIT_USAGE. */
static int make_filter(struct padan_unit_filter *filter, struct languages *languages, const struct arguments *arguments)
{
    int usage = option_language(languages->source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(languages->target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE)
        usage = option_fraction(&filter->min_confidence, arguments, OPTION_MIN_CONFIDENCE);
    if (usage == EXIT_DONE)
        usage = option_integer(&filter->batch, arguments, OPTION_BATCH, 1, INT64_MAX);
    if (usage == EXIT_DONE && filter->batch > 0 && memory_count(arguments) > 1)
        usage = usage_error(arguments->command, "--batch is of one memory; name one with -m");
    filter->source = *languages->source ? languages->source : NULL;
    filter->target = *languages->target ? languages->target : NULL;
    return usage;
}

/* EXIT_DONE, or another status with the message said. */
static int export_memories(const struct arguments *arguments, const struct padan_unit_filter *filter,
                           struct exporting *exporting)
{
    struct padan_unit_sink sink = { .put = put_unit, .context = exporting };
    struct padan_error error;
    int result = EXIT_DONE;
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE && (memory_count(arguments) > 1 || filter->source || filter->batch ||
                                    padan_memory_size(memory, &exporting->most, &error) != PADAN_OK))
            exporting->most = -1;
        if (result == EXIT_DONE && padan_memory_each_unit(memory, filter, &sink, &error) != PADAN_OK) {
            bool reader_gone = error.status == PADAN_ERROR_STOPPED;
            failure(&error);
            padan_memory_close(memory);
            return reader_gone ? EXIT_NOTHING : EXIT_FAILED;
        }
        padan_memory_close(memory);
    }
    return result;
}

/* The data has gone to a file, so that standard output is free. */
static int put_json(const struct exporting *exporting, int64_t dropped)
{
    struct record record;
    struct padan_error error;
    struct padan_output *output;
    if (padan_output_open(&output, NULL, &error) != PADAN_OK)
        return failure(&error);
    record_begin(&record);
    record_integer(&record, "units", exporting->units);
    record_integer(&record, "dropped", dropped);
    int status = record_put(&record, output, &error);
    if (status == PADAN_OK)
        status = padan_output_commit(output, &error);
    else
        padan_output_discard(output);
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}

static int finish(struct exporting *exporting, struct padan_output *output)
{
    struct padan_error error;
    int64_t dropped = 0;
    if (padan_writer_close(exporting->writer, &dropped, &error) != PADAN_OK) {
        padan_output_discard(output);
        return failure(&error);
    }
    if (padan_output_commit(output, &error) != PADAN_OK)
        return failure(&error);
    if (exporting->json)
        return put_json(exporting, dropped);
    message(exporting->units == 1 ? "%" PRId64 " unit written" : "%" PRId64 " units written", exporting->units);
    if (dropped > 0)
        message("warning: %" PRId64 " characters were left out that the format cannot hold", dropped);
    return EXIT_DONE;
}

static int write_all(const struct arguments *arguments, const char *format, const struct padan_unit_filter *filter)
{
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    struct exporting exporting = { .json = option_given(arguments, OPTION_JSON) };
    struct padan_output *output;
    struct padan_error error;
    options.source = filter->source;
    options.target = filter->target;
    options.reporter = warning_reporter;
    if (padan_output_open(&output, option_value(arguments, OPTION_OUTPUT), &error) != PADAN_OK)
        return failure(&error);
    if (padan_writer_open(&exporting.writer, format, output, &options, &error) != PADAN_OK) {
        padan_output_discard(output);
        return failure(&error);
    }
    meter_begin(&exporting.meter, "export", NULL);
    int result = export_memories(arguments, filter, &exporting);
    progress_end();
    if (result == EXIT_DONE)
        return finish(&exporting, output);
    padan_writer_discard(exporting.writer);
    padan_output_discard(output);
    return result == EXIT_NOTHING ? EXIT_DONE : result;
}

static int run(const struct arguments *arguments)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct languages languages = { "", "" };
    const char *format = option_format(arguments, "tmx");
    int usage = format ? make_filter(&filter, &languages, arguments) : EXIT_USAGE;
    if (usage == EXIT_DONE)
        usage = memory_spare(arguments);
    if (usage == EXIT_DONE && option_given(arguments, OPTION_JSON) && !option_given(arguments, OPTION_OUTPUT))
        usage = usage_error(arguments->command, "--json needs -o FILE, since the units go to standard output");
    return usage == EXIT_DONE ? write_all(arguments, format, &filter) : usage;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .help = "only units that have this language, which comes first" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .help = "only units that have this language; others than these two are left out" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "tmx|tsv|jsonl",
      .help = "what to write; without it the ending of -o tells, or else it is TMX 1.4" },
    OPTION_ROW_OUTPUT,
    { .key = OPTION_MIN_CONFIDENCE,
      .name = "min-confidence",
      .value = "C",
      .help = "leave out units that were paired with less confidence, 0 to 1, and not confirmed" },
    { .key = OPTION_BATCH,
      .name = "batch",
      .value = "N",
      .help = "only what came in batch N; 'padan info' lists them" },
    { .key = OPTION_JSON, .name = "json", .help = "write what was done as a JSON object; needs -o" },
    OPTIONS_END,
};

const struct command command_export = {
    .name = "export",
    .summary = "write the units of the memory to a file",
    .synopsis = "[-s LANG] [-t LANG] [--format tmx|tsv|jsonl] [-o FILE] [--min-confidence C] [--batch N] [--json]",
    .arguments = "Without options: every unit, as TMX 1.4, to standard output.",
    .options = options,
    .operands_min = 0,
    .operands_max = 0,
    .run = run,
};
