/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <padan/translate.h>

#include "memory.h"
#include "message.h"
#include "meter.h"
#include "place.h"
#include "record.h"
#include "screen.h"
#include "source.h"
#include "utf8.h"

/* From this score on a segment itself is in the memory. */
#define EXACT 100

struct translating {
    const struct arguments *arguments;
    const char *format;
    struct source source;
    char target[PADAN_LANGUAGE_SIZE];
    struct padan_translation_options options;
    struct padan_matcher *matcher;
    struct padan_translation *translation;
    struct meter meter;
    int64_t exact, like, left, uncoded, fixed; /* segments */
};

static void count(struct translating *translating)
{
    for (size_t i = 0; i < padan_translation_count(translating->translation); i++) {
        struct padan_translated segment = padan_translation_segment(translating->translation, i);
        bool is_fixed = segment.is_fixed && strcmp(translating->format, "same") == 0;
        bool is_left = segment.target.size == 0 || is_fixed;
        translating->left += is_left;
        translating->fixed += is_fixed && segment.target.size > 0;
        translating->exact += !is_left && segment.score >= EXACT;
        translating->like += !is_left && segment.score < EXACT;
        translating->uncoded += !is_left && segment.lacks_codes;
    }
}

static bool is_left(const struct translating *translating, size_t number)
{
    struct padan_translated segment = padan_translation_segment(translating->translation, number);
    return segment.target.size == 0 || (segment.is_fixed && strcmp(translating->format, "same") == 0);
}

static void say_left(const struct translating *translating)
{
    enum { START_WIDTH = 60, SAID_MOST = 20 };
    struct padan_error error;
    int64_t said = 0;
    for (size_t i = 0; i < padan_translation_count(translating->translation) && said < SAID_MOST; i++) {
        if (!is_left(translating, i))
            continue;
        char *text = screen_text(padan_translation_segment(translating->translation, i).source, &error);
        size_t size = text ? screen_cut(text, START_WIDTH) : 0;
        message("%s: segment %zu is left as it is: %.*s%s", translating->arguments->operands[0], i, (int)size,
                text ? text : "", text && text[size] ? "..." : "");
        free(text);
        said++;
    }
    int64_t more = translating->left - said;
    if (more > 0)
        message("... and %" PRId64 " more that %s", more, noun(more, "is left as it is", "are left as they are"));
}

static void say_summary(const struct translating *translating)
{
    const char *file = translating->arguments->operands[0];
    size_t count = padan_translation_count(translating->translation);
    message("%s: %zu %s: %lld found, %lld translated as one like %s, %lld left as %s", file, count,
            noun((int64_t)count, "segment", "segments"), (long long)translating->exact, (long long)translating->like,
            noun(translating->like, "it", "them"), (long long)translating->left,
            noun(translating->left, "it is", "they are"));
    if (translating->uncoded > 0)
        message("%s: in %lld of them the inline codes are still to be put in their places", file,
                (long long)translating->uncoded);
    if (translating->fixed > 0)
        message("%s: %lld %s left because it is not certain where %s text stands in the markup", file,
                (long long)translating->fixed, noun(translating->fixed, "is", "are"),
                noun(translating->fixed, "its", "their"));
    say_left(translating);
}

static int print_summary(const struct translating *translating)
{
    struct record record;
    json_t *list = json_array();
    for (size_t i = 0; i < padan_translation_count(translating->translation); i++) {
        struct record segment;
        if (!is_left(translating, i))
            continue;
        record_begin(&segment);
        record_integer(&segment, "segment", (int64_t)i);
        record_text(&segment, "text", padan_translation_segment(translating->translation, i).source);
        list = json_added(list, record_take(&segment));
    }
    record_begin(&record);
    record_text(&record, "file", padan_string(translating->arguments->operands[0]));
    record_text(&record, "format", padan_string(translating->format));
    record_integer(&record, "segments", (int64_t)padan_translation_count(translating->translation));
    record_integer(&record, "found", translating->exact);
    record_integer(&record, "alike", translating->like);
    record_integer(&record, "left", translating->left);
    record_integer(&record, "codes_missing", translating->uncoded);
    record_set(&record, "untranslated", list);
    return record_print(&record);
}

static int open_matcher(struct translating *translating, struct padan_error *error)
{
    size_t count = memory_count(translating->arguments);
    struct padan_match_memory *memories = calloc(count, sizeof *memories);
    char(*places)[PATH_MAX] = calloc(count, sizeof *places);
    int result = memories && places ? EXIT_DONE : failure((no_memory(error), error));
    for (size_t i = 0; result == EXIT_DONE && i < count; i++)
        result = (memories[i].path = memory_path(places[i], translating->arguments, i)) ? EXIT_DONE : EXIT_USAGE;
    if (result == EXIT_DONE &&
        padan_matcher_open(&translating->matcher, memories, count, &warning_reporter, error) != PADAN_OK)
        result = failure(error);
    free(memories);
    free(places);
    return result;
}

static void tell_progress(void *meter, int64_t done, int64_t total)
{
    meter_units(meter, done, total);
}

static int look_up(struct translating *translating, struct padan_error *error)
{
    const char *file = translating->arguments->operands[0];
    int status = source_open(&translating->source, translating->arguments, file, error);
    if (status != PADAN_OK)
        return status;
    meter_begin(&translating->meter, file, NULL);
    translating->options.progress = tell_progress;
    translating->options.progress_context = &translating->meter;
    status = padan_translation_new(&translating->translation, translating->matcher, translating->source.document,
                                   &translating->source.segments, &translating->options, error);
    progress_end();
    return status;
}

static int write_out(struct translating *translating, struct padan_error *error)
{
    struct padan_output *output;
    int status = padan_output_open(&output, option_value(translating->arguments, OPTION_OUTPUT), error);
    if (status != PADAN_OK)
        return status;
    status = padan_translation_write(translating->translation, translating->format, output, &warning_reporter, error);
    if (status == PADAN_OK)
        return padan_output_commit(output, error);
    padan_output_discard(output);
    return status;
}

static int translate(struct translating *translating)
{
    struct padan_error error;
    int status = look_up(translating, &error);
    if (status == PADAN_OK)
        status = write_out(translating, &error);
    if (status != PADAN_OK)
        return failure(&error);
    count(translating);
    if (option_given(translating->arguments, OPTION_JSON))
        return print_summary(translating);
    say_summary(translating);
    return EXIT_DONE;
}

/* What is written: --format, else what the ending of -o says, else the document's own. */
static const char *format_of(const struct arguments *arguments)
{
    const char *path = option_value(arguments, OPTION_OUTPUT);
    const char *ending = path ? strrchr(path, '.') : NULL;
    if (option_given(arguments, OPTION_FORMAT))
        return option_value(arguments, OPTION_FORMAT);
    if (ending && (strcmp(ending, ".xlf") == 0 || strcmp(ending, ".xliff") == 0))
        return "xliff";
    return ending && strcmp(ending, ".tsv") == 0 ? "tsv" : "same";
}

static int check(struct translating *translating)
{
    const struct arguments *arguments = translating->arguments;
    const char *output = option_value(arguments, OPTION_OUTPUT);
    translating->format = format_of(arguments);
    /* In its own format nothing tells a translation of another segment from one of this. */
    int64_t min = strcmp(translating->format, "same") == 0 ? EXACT : 75;
    if (option_given(arguments, OPTION_JSON) && (!output || strcmp(output, "-") == 0))
        return usage_error(arguments->command,
                           "--json writes to standard output; name a file for the document with -o");
    int usage = option_language(translating->source.language, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(translating->target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE)
        usage = option_integer(&min, arguments, OPTION_MIN, 1, EXACT);
    if (usage == EXIT_DONE)
        usage = option_threads(&translating->options.threads, arguments);
    if (usage == EXIT_DONE)
        usage = source_check_encoding(arguments);
    if (usage == EXIT_DONE)
        usage = source_spare(arguments);
    if (usage == EXIT_DONE)
        usage = memory_spare(arguments);
    translating->options.source = translating->source.language;
    translating->options.target = translating->target;
    translating->options.min = (double)min;
    translating->options.repairs = option_given(arguments, OPTION_REPAIR);
    return usage;
}

static int run(const struct arguments *arguments)
{
    struct translating translating = { .arguments = arguments, .options = PADAN_TRANSLATION_OPTIONS_INIT };
    struct padan_error error;
    int result = check(&translating);
    if (result == EXIT_DONE)
        result = open_matcher(&translating, &error);
    if (result == EXIT_DONE)
        result = translate(&translating);
    padan_translation_free(translating.translation);
    padan_matcher_close(translating.matcher);
    source_free(&translating.source);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of the text, as id or en-US; en finds en-US too" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .required = true,
      .help = "the language to translate into" },
    { .key = OPTION_MIN,
      .name = "min",
      .value = "N",
      .help = "take nothing that scores below N, 1 to 100; without it: 100, for xliff and tsv 75" },
    { .key = OPTION_REPAIR,
      .name = "repair",
      .help = "where numbers, dates, addresses, codes or names differ alone, put them right in the translation" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "same|xliff|tsv",
      .help = "same: as the text is; xliff: XLIFF 2.1; tsv: a row a segment; without it, what the ending of -o says" },
    OPTION_ROW_OUTPUT,
    { .key = OPTION_JSON,
      .name = "json",
      .help = "write what became of the segments as a JSON object, on standard output" },
    OPTION_ROW_RULES,
    { .key = OPTION_SEGMENTED,
      .name = "segmented",
      .help = "the file has a segment a line, and an empty line or <p> between paragraphs" },
    OPTION_ROW_THREADS("look up N segments at a time; without it: one for each processor"),
    OPTION_ROW_ENCODING,
    OPTION_ROW_REPLACE_INVALID,
    OPTIONS_END,
};

const struct command command_translate = {
    .name = "translate",
    .summary = "put into a text what the memory has for its segments",
    .synopsis =
        "-s LANG -t LANG [--min N] [--repair] [--format same|xliff|tsv] [-o OUT] [--json] [--rules FILE] "
        "[--segmented] [--threads N] [--encoding NAME] [--replace-invalid] FILE",
    .arguments =
        "FILE is a plain text or an HTML page; '-' is standard input. What is not found is left as it is and "
        "listed. 'padan import' takes the XLIFF or the table back when it is corrected.",
    .options = options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run,
};
