/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "meter.h"
#include "plural_forms.h"
#include "record.h"
#include "sides.h"
#include "utf8.h"

struct exporting {
    struct padan_writer *writer;
    int64_t units; /* given to the writer */
    int64_t most;  /* that there can be; -1: not known */
    int64_t asked; /* as struct languages has it */
    struct meter meter;
    bool json;
};

/* What a batch of a file has besides its units. */
struct origin {
    char *head, *tail;
    struct padan_property *header;
    size_t header_count;
    char *strings;
    char *plural_forms; /* of PO: the rule that a file in the language says */
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
    int64_t asked; /* units there would be without the languages that nobody named, but padan found; 0: none such */
};

/* What would change a file that is to be given back as it came, and what only TMX has. EXIT_DONE or EXIT_USAGE. */
static int check_together(const struct arguments *arguments, const char *format)
{
    static const struct {
        enum option_key key;
        const char *name;
    } changing[] = { { OPTION_SOURCE, "-s" },
                     { OPTION_TARGET, "-t" },
                     { OPTION_MIN_CONFIDENCE, "--min-confidence" },
                     { OPTION_DOCUMENT, "--document" },
                     { OPTION_SINCE, "--since" },
                     { OPTION_UNTIL, "--until" },
                     { OPTION_LEVEL, "--level" },
                     { OPTION_PRETTY, "--pretty" } },
      tmx[] = { { OPTION_FAITHFUL, "--faithful" },
                { OPTION_LEVEL, "--level" },
                { OPTION_PRETTY, "--pretty" },
                { OPTION_ENCODING, "--encoding" } };
    for (size_t i = 0; strcmp(format, "tmx") != 0 && i < sizeof tmx / sizeof *tmx; i++)
        if (option_given(arguments, tmx[i].key))
            return usage_error(arguments->command, "%s is for TMX, not for %s", tmx[i].name, format);
    if (!option_given(arguments, OPTION_FAITHFUL))
        return EXIT_DONE;
    if (!option_given(arguments, OPTION_BATCH))
        return usage_error(arguments->command, "--faithful gives a batch back; name it with --batch");
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
        if (option_given(arguments, changing[i].key))
            return usage_error(arguments->command, "--faithful gives a batch back as it came, without %s",
                               changing[i].name);
    return EXIT_DONE;
}

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
    if (usage == EXIT_DONE)
        usage = option_period(&filter->since, &filter->until, arguments);
    filter->document = option_value(arguments, OPTION_DOCUMENT);
    filter->sources = option_given(arguments, OPTION_FAITHFUL);
    filter->source = *languages->source ? languages->source : NULL;
    filter->target = *languages->target ? languages->target : NULL;
    return usage;
}

/* A batch that never was, or was taken back, has nothing to give. EXIT_DONE or EXIT_FAILED. */
static int check_batch(struct padan_memory *memory, int64_t number)
{
    struct padan_memory_info info;
    struct padan_error error;
    bool stands = false;
    if (padan_memory_info(memory, &info, &error) != PADAN_OK)
        return failure(&error);
    for (size_t i = 0; i < info.batch_count; i++)
        stands |= info.batches[i].number == number && strcmp(info.batches[i].state, "undone") != 0;
    padan_memory_info_free(&info);
    if (!stands)
        message("%s: no batch %" PRId64 " stands; 'padan info' lists them", padan_memory_path(memory), number);
    return stands ? EXIT_DONE : EXIT_FAILED;
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
        if (result == EXIT_DONE && filter->batch)
            result = check_batch(memory, filter->batch);
        if (result == EXIT_DONE &&
            (memory_count(arguments) > 1 || filter->source || filter->batch || filter->document || filter->since ||
             filter->until || padan_memory_size(memory, &exporting->most, &error) != PADAN_OK))
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
static int put_json(const struct padan_writer_summary *summary)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "units", summary->units);
    record_integer(&record, "left_out", summary->left_out);
    record_integer(&record, "dropped", summary->dropped);
    return record_print(&record);
}

/* The files that are written: one, or the pair of Moses. */
struct outputs {
    struct padan_output *file, *companion;
};

static void discard(struct outputs *outputs)
{
    padan_output_discard(outputs->file);
    padan_output_discard(outputs->companion);
}

static int commit(struct outputs *outputs, struct padan_error *error)
{
    int status = padan_output_commit(outputs->file, error);
    if (outputs->companion && status == PADAN_OK)
        return padan_output_commit(outputs->companion, error);
    padan_output_discard(outputs->companion);
    return status;
}

static void say(const struct padan_writer_summary *summary)
{
    if (summary->left_out > 0)
        message("%" PRId64 " %s written, %" PRId64 " left out", summary->units, noun(summary->units, "unit", "units"),
                summary->left_out);
    else
        message("%" PRId64 " %s written", summary->units, noun(summary->units, "unit", "units"));
    if (summary->dropped > 0)
        message("warning: %" PRId64 " %s left out that the format cannot hold", summary->dropped,
                noun(summary->dropped, "character was", "characters were"));
}

/* Units without a text in one of the languages, where nobody named these. */
static void say_alone(const struct padan_unit_filter *filter, int64_t alone)
{
    message("warning: left out, since the file is of %s and %s: %" PRId64 " %s", filter->source, filter->target, alone,
            noun(alone, "unit that has not both", "units that have not both"));
}

static int finish(struct exporting *exporting, struct outputs *outputs, const struct padan_unit_filter *filter)
{
    struct padan_error error;
    struct padan_writer_summary summary;
    if (padan_writer_close(exporting->writer, &summary, &error) != PADAN_OK) {
        discard(outputs);
        return failure(&error);
    }
    if (commit(outputs, &error) != PADAN_OK)
        return failure(&error);
    if (exporting->asked > exporting->units) {
        say_alone(filter, exporting->asked - exporting->units);
        summary.left_out += exporting->asked - exporting->units;
    }
    if (exporting->json)
        return put_json(&summary);
    say(&summary);
    return EXIT_DONE;
}

static struct padan_string copied(char **room, struct padan_string text)
{
    if (text.size > 0)
        memcpy(*room, text.data, text.size);
    struct padan_string copy = { *room, text.size };
    *room += text.size;
    return copy;
}

static int keep_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    struct origin *origin = context;
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += properties[i].name.size + properties[i].value.size + properties[i].attributes.size;
    origin->header = calloc(count + 1, sizeof *origin->header);
    origin->strings = malloc(size);
    if (!origin->header || !origin->strings)
        return no_memory(error);
    char *room = origin->strings;
    for (size_t i = 0; i < count; i++)
        origin->header[i] = (struct padan_property){ .kind = properties[i].kind,
                                                     .name = copied(&room, properties[i].name),
                                                     .value = copied(&room, properties[i].value),
                                                     .attributes = copied(&room, properties[i].attributes) };
    origin->header_count = count;
    return PADAN_OK;
}

static void origin_free(struct origin *origin)
{
    free(origin->head);
    free(origin->tail);
    free(origin->header);
    free(origin->strings);
    free(origin->plural_forms);
}

/* Reads what the batch that is named has besides its units, and of PO the rule for plural forms. EXIT_DONE, or another
 * status with the message said. */
static int read_origin(struct origin *origin, const struct arguments *arguments, const char *format,
                       const struct padan_unit_filter *filter)
{
    struct padan_header_sink sink = { .put = keep_header, .context = origin };
    struct padan_memory *memory;
    struct padan_error error;
    bool has_rule = strcmp(format, "po") == 0 && filter->target;
    if (filter->batch == 0 && !has_rule)
        return EXIT_DONE;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_READ);
    if (result != EXIT_DONE)
        return result;
    int status = PADAN_OK;
    if (has_rule)
        status = plural_forms_find(&origin->plural_forms, memory, filter->target, &error);
    if (status == PADAN_OK && filter->batch > 0)
        status = padan_memory_batch_header(memory, filter->batch, &sink, &error);
    if (status == PADAN_OK && filter->sources)
        status = padan_memory_batch_source(memory, filter->batch, &origin->head, &origin->tail, &error);
    padan_memory_close(memory);
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}

static void fill_options(struct padan_writer_options *options, const struct arguments *arguments,
                         const struct padan_unit_filter *filter, const struct origin *origin)
{
    const char *level = option_value(arguments, OPTION_LEVEL), *encoding = option_value(arguments, OPTION_ENCODING);
    options->source = filter->source;
    options->target = filter->target;
    options->reporter = warning_reporter;
    options->header = origin->header;
    options->header_count = origin->header_count;
    options->plural_forms = origin->plural_forms;
    options->level = level && strcmp(level, "1") == 0 ? 1 : 2;
    options->pretty = option_given(arguments, OPTION_PRETTY);
    options->wide = encoding && strcmp(encoding, "utf-16") == 0;
    options->faithful = filter->sources;
    if (options->faithful) {
        options->head = (struct padan_string){ origin->head, strlen(origin->head) };
        options->tail = (struct padan_string){ origin->tail, strlen(origin->tail) };
    }
}

/* FILE.LANG for each language of the pair. */
static int open_pair(struct outputs *outputs, const char *path, const struct padan_unit_filter *filter,
                     struct padan_error *error)
{
    char *name = malloc(strlen(path) + PADAN_LANGUAGE_SIZE + 2);
    if (!name)
        return no_memory(error);
    sprintf(name, "%s.%s", path, filter->source);
    int status = padan_output_open(&outputs->file, name, error);
    sprintf(name, "%s.%s", path, filter->target);
    if (status == PADAN_OK)
        status = padan_output_open(&outputs->companion, name, error);
    free(name);
    return status;
}

static int open_outputs(struct outputs *outputs, const struct arguments *arguments, const char *format,
                        const struct padan_unit_filter *filter, struct padan_error *error)
{
    const char *path = option_value(arguments, OPTION_OUTPUT);
    *outputs = (struct outputs){ NULL, NULL };
    return strcmp(format, "moses") == 0 ? open_pair(outputs, path, filter, error)
                                        : padan_output_open(&outputs->file, path, error);
}

static int write_all(const struct arguments *arguments, const char *format, const struct padan_unit_filter *filter,
                     int64_t asked, const struct origin *origin)
{
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    struct exporting exporting = { .json = option_given(arguments, OPTION_JSON), .asked = asked };
    struct outputs outputs;
    struct padan_error error;
    fill_options(&options, arguments, filter, origin);
    int status = open_outputs(&outputs, arguments, format, filter, &error);
    options.companion = outputs.companion;
    if (status == PADAN_OK)
        status = padan_writer_open(&exporting.writer, format, outputs.file, &options, &error);
    if (status != PADAN_OK) {
        discard(&outputs);
        return failure(&error);
    }
    meter_begin(&exporting.meter, "export", NULL);
    int result = export_memories(arguments, filter, &exporting);
    progress_end();
    if (result == EXIT_DONE)
        return finish(&exporting, &outputs, filter);
    padan_writer_discard(exporting.writer);
    discard(&outputs);
    return result == EXIT_NOTHING ? EXIT_DONE : result;
}

/* Finds the two languages of a format that has one of each. EXIT_DONE, or another status with the message said. */
static int find_pair(const struct arguments *arguments, const char *format, struct padan_unit_filter *filter,
                     struct languages *languages)
{
    const char *path = option_value(arguments, OPTION_OUTPUT);
    bool is_moses = strcmp(format, "moses") == 0;
    if (is_moses && (!path || strcmp(path, "-") == 0))
        return usage_error(arguments->command, "moses is two files, FILE.SOURCE and FILE.TARGET: give -o FILE");
    if (!is_moses && strcmp(format, "xliff") != 0 && strcmp(format, "po") != 0)
        return EXIT_DONE;
    int result = sides_find(languages->source, languages->target, arguments, format, filter, &languages->asked);
    filter->source = *languages->source ? languages->source : NULL;
    filter->target = *languages->target ? languages->target : NULL;
    return result;
}

/* Entries of PO and OmegaT belong to a place; of all else a unit is written once. */
static enum padan_grouping grouping(const struct arguments *arguments, const char *format)
{
    if (option_given(arguments, OPTION_EACH))
        return PADAN_OCCURRENCES;
    return strcmp(format, "po") == 0 || strcmp(format, "omegat") == 0 ? PADAN_PLACES : PADAN_UNITS;
}

static int run(const struct arguments *arguments)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct languages languages = { .asked = 0 };
    struct origin origin = { 0 };
    const char *format = option_format(arguments, "tmx");
    int result = format ? make_filter(&filter, &languages, arguments) : EXIT_USAGE;
    if (result == EXIT_DONE)
        result = check_together(arguments, format);
    if (result == EXIT_DONE)
        result = memory_spare(arguments);
    if (result == EXIT_DONE && option_given(arguments, OPTION_JSON) && !option_given(arguments, OPTION_OUTPUT))
        result = usage_error(arguments->command, "--json needs -o FILE, since the units go to standard output");
    if (result == EXIT_DONE) {
        filter.grouping = grouping(arguments, format);
        result = find_pair(arguments, format, &filter, &languages);
    }
    if (result == EXIT_DONE)
        result = read_origin(&origin, arguments, format, &filter);
    if (result == EXIT_DONE)
        result = write_all(arguments, format, &filter, languages.asked, &origin);
    origin_free(&origin);
    return result;
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
      .choices = EXCHANGE_FORMATS,
      .help = "what to write; without it the ending of -o tells, or else it is TMX 1.4. 'padan formats' says more" },
    OPTION_ROW_OUTPUT,
    { .key = OPTION_MIN_CONFIDENCE,
      .name = "min-confidence",
      .value = "C",
      .help = "leave out units that were paired with less confidence, 0 to 1, and not confirmed" },
    { .key = OPTION_BATCH,
      .name = "batch",
      .value = "N",
      .help = "only what came in batch N; 'padan info' lists them" },
    { .key = OPTION_EACH,
      .name = "each",
      .help = "a unit each time it came, if something else was said of it then; without it, once with all of that, and "
              "with --batch always as it came" },
    { .key = OPTION_FAITHFUL,
      .name = "faithful",
      .help = "with --batch: the TMX file as it was imported, also what no standard has; refused units are missing" },
    { .key = OPTION_DOCUMENT, .name = "document", .value = "NAME", .help = "only units of the document of this name" },
    { .key = OPTION_SINCE,
      .name = "since",
      .value = "DATE",
      .help = "only units last changed then or later, as 2026-11-23 or 2026-11-23T03:15:00Z; what says no date counts "
              "from when it was stored" },
    { .key = OPTION_UNTIL, .name = "until", .value = "DATE", .help = "only units last changed then or earlier" },
    { .key = OPTION_LEVEL,
      .name = "level",
      .value = "LEVEL",
      .choices = "1|2",
      .help = "of TMX: 1 is text alone, 2 (as without this option) has inline codes" },
    { .key = OPTION_ENCODING,
      .name = "encoding",
      .value = "NAME",
      .choices = "utf-8|utf-16",
      .help = "of TMX; without it, UTF-8" },
    { .key = OPTION_PRETTY,
      .name = "pretty",
      .help = "every element of TMX on a line of its own; without it, a unit is a line" },
    { .key = OPTION_JSON, .name = "json", .help = "write what was done as a JSON object; needs -o" },
    OPTIONS_END,
};

const struct command command_export = {
    .name = "export",
    .summary = "write the units of the memory to a file",
    .synopsis =
        "[-s LANG] [-t LANG] [--format FORMAT] [-o FILE] [--min-confidence C] [--batch N [--faithful]] [--each] "
        "[--document NAME] [--since DATE] [--until DATE] [--level 1|2] [--encoding utf-8|utf-16] [--pretty] [--json]",
    .arguments =
        "Without options: every unit, as TMX 1.4, to standard output. Of Moses, FILE.SOURCE and FILE.TARGET are "
        "written, "
        "with the languages as their endings.",
    .options = options,
    .operands_min = 0,
    .operands_max = 0,
    .run = run,
};
