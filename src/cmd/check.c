/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/check.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_texts.h"
#include "findings.h"
#include "memory.h"
#include "message.h"
#include "meter.h"
#include "place.h"
#include "record.h"
#include "source.h"
#include "utf8.h"

#define PROJECT_FILE ".padan-check"

/* So many units of a file that are left out for their language are told one by one. */
enum { LEFT_OUT_TOLD = 100, TAGS_KNOWN = 4 };

/* The last few tags that were languages: nearly all units have the same. */
struct known_tags {
    char spelt[TAGS_KNOWN][PADAN_LANGUAGE_SIZE];
    size_t next;
};

/* A run of check. */
struct check_run {
    const struct arguments *arguments;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    char folder[PATH_MAX];
    struct padan_check_project *project;
    enum padan_severity fail_on;
    struct padan_memory **memories; /* whose terms count, and that are checked where no file is */
    size_t memory_count;
    struct padan_check_options options;
    struct padan_checker *checker;
    struct findings findings;
    struct padan_check_summary summary;
    struct padan_check_fix_summary fixed;
    int64_t refused, proposed, skipped; /* units of files */
    struct known_tags tags;
    const char *file; /* that is read */
    int64_t place;    /* of its next unit, from 0 */
    int64_t left_out; /* units of it whose language is none */
    int numbering;    /* what went wrong while a unit that was refused was numbered */
    struct padan_error numbering_error;
};

static int open_memories(struct check_run *run, struct padan_error *error)
{
    size_t count = memory_count(run->arguments);
    bool files = run->arguments->operand_count > 0;
    run->memories = calloc(count, sizeof *run->memories);
    if (!run->memories)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        char place[PATH_MAX];
        const char *path = memory_if_any(place, run->arguments, i);
        bool fixes = option_given(run->arguments, OPTION_FIX) && i == 0;
        int status = PADAN_ERROR_NOT_FOUND;
        *error = (struct padan_error){ .status = PADAN_ERROR_NOT_FOUND,
                                       .message = "there is no home folder to look for a memory in; name one with -m",
                                       .offset = -1 };
        if (path)
            status = padan_memory_open(&run->memories[run->memory_count], path,
                                       fixes ? PADAN_MEMORY_WRITE : PADAN_MEMORY_READ, error);
        run->memory_count += status == PADAN_OK;
        /* Files can be checked without a memory that nobody named. */
        bool optional = files && !option_given(run->arguments, OPTION_MEMORY);
        if (status != PADAN_OK && !(optional && status == PADAN_ERROR_NOT_FOUND))
            return status;
    }
    return PADAN_OK;
}

static int read_project(struct check_run *run, struct padan_error *error)
{
    const char *path = option_value(run->arguments, OPTION_PROJECT);
    if (!path && access(PROJECT_FILE, F_OK) != 0)
        return PADAN_OK;
    return padan_check_project_read(&run->project, path ? path : PROJECT_FILE, error);
}

static const char *tag_or_null(const char *tag)
{
    return *tag ? tag : NULL;
}

static void set_options(struct check_run *run)
{
    struct padan_check_options *options = &run->options;
    *options = (struct padan_check_options)PADAN_CHECK_OPTIONS_INIT;
    options->only = option_value(run->arguments, OPTION_ONLY);
    options->enable = option_value(run->arguments, OPTION_ENABLE);
    options->disable = option_value(run->arguments, OPTION_DISABLE);
    options->source = tag_or_null(run->source);
    options->target = tag_or_null(run->target);
    options->data = data_folder(run->folder);
    options->terms = (struct padan_memory *const *)run->memories;
    options->term_count = run->memory_count;
    options->project = run->project;
    options->reporter = warning_reporter;
}

static int open_checker(struct check_run *run, struct padan_error *error)
{
    struct padan_finding_sink sink = { findings_put, &run->findings };
    set_options(run);
    return padan_checker_new(&run->checker, &run->options, &sink, error);
}

static int take_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    return padan_checker_put(((struct check_run *)context)->checker, unit, error);
}

static int check_memory(struct check_run *run, struct padan_memory *memory, struct padan_error *error)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct padan_unit_sink sink = { take_unit, run };
    filter.source = tag_or_null(run->source);
    filter.target = tag_or_null(run->target);
    filter.grouping = PADAN_UNITS;
    int status = padan_checker_file(run->checker, padan_memory_path(memory), error);
    return status == PADAN_OK ? padan_memory_each_unit(memory, &filter, &sink, error) : status;
}

/* A unit that is left out takes a number all the same. */
static int pass_unit(struct check_run *run, struct padan_error *error)
{
    const struct padan_unit nothing = { .variant_count = 0 };
    run->place++;
    return padan_checker_put(run->checker, &nothing, error);
}

/* Says what was mended or refused. */
static void take_warning(void *context, const struct padan_error *warning)
{
    struct check_run *run = context;
    warning_reporter.report(warning_reporter.context, warning);
    if (warning->status < 0 && run->numbering == PADAN_OK)
        run->numbering = pass_unit(run, &run->numbering_error);
}

static int language_fault(struct padan_error *error, const char *what)
{
    *error = (struct padan_error){ .status = PADAN_ERROR_LANGUAGE, .offset = -1 };
    snprintf(error->message, sizeof error->message, "%s", what);
    return PADAN_ERROR_LANGUAGE;
}

/* Whether a tag is a language, as import asks. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
static int check_tag(struct known_tags *tags, struct padan_string language, struct padan_error *error)
{
    char spelt[PADAN_LANGUAGE_SIZE], canonical[PADAN_LANGUAGE_SIZE];
    if (language.size == 0)
        return language_fault(error, "a text names no language; give it with -s and -t");
    if (language.size >= sizeof spelt || memchr(language.data, '\0', language.size))
        return language_fault(error, "the language of a text is not a tag such as en or pt-BR");
    memcpy(spelt, language.data, language.size);
    spelt[language.size] = '\0';
    for (size_t i = 0; i < TAGS_KNOWN; i++)
        if (strcmp(tags->spelt[i], spelt) == 0)
            return PADAN_OK;
    int status = padan_language_nearest(canonical, spelt, NULL, error);
    if (status == PADAN_OK)
        memcpy(tags->spelt[tags->next++ % TAGS_KNOWN], spelt, sizeof spelt);
    return status;
}

static int check_languages(struct check_run *run, const struct padan_unit *unit, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < unit->variant_count && status == PADAN_OK; i++)
        status = check_tag(&run->tags, unit->variants[i].language, error);
    return status;
}

static const char *shown_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static void say_left_out(const struct check_run *run, const struct padan_unit *unit, const char *reason)
{
    struct padan_error warning = { .status = PADAN_ERROR_LANGUAGE, .line = unit->line, .offset = -1 };
    snprintf(warning.input, sizeof warning.input, "%s", shown_name(run->file));
    snprintf(warning.message, sizeof warning.message, "unit %" PRId64 " is left out: %.400s", run->place, reason);
    warning_reporter.report(warning_reporter.context, &warning);
}

/* Of a file; what import would refuse for its language is not passed for right. */
static int take_file_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct check_run *run = context;
    struct padan_error fault;
    int status = check_languages(run, unit, &fault);
    if (status == PADAN_OK) {
        run->place++;
        return take_unit(run, unit, error);
    }
    if (status != PADAN_ERROR_LANGUAGE) {
        *error = fault;
        return status;
    }
    if (run->left_out++ < LEFT_OUT_TOLD)
        say_left_out(run, unit, fault.message);
    return pass_unit(run, error);
}

static void count_refused(struct check_run *run, const struct padan_exchange_summary *summary)
{
    if (run->left_out > LEFT_OUT_TOLD)
        message("warning: %s: and %" PRId64 " more %s left out", shown_name(run->file), run->left_out - LEFT_OUT_TOLD,
                noun(run->left_out - LEFT_OUT_TOLD, "unit is", "units are"));
    run->refused += summary->refused + run->left_out;
    run->proposed += summary->proposed;
    run->skipped += summary->skipped;
}

static int check_file(struct check_run *run, const char *path, struct padan_error *error)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_exchange_summary summary = { 0 };
    struct padan_unit_sink sink = { take_file_unit, run };
    run->file = path;
    run->place = run->left_out = 0;
    options.format = option_value(run->arguments, OPTION_INPUT);
    options.source = tag_or_null(run->source);
    options.target = tag_or_null(run->target);
    options.encoding = option_value(run->arguments, OPTION_ENCODING);
    options.reporter = (struct padan_reporter){ take_warning, run };
    options.halves = true;
    int status = padan_checker_file(run->checker, path, error);
    if (status == PADAN_OK)
        status = padan_exchange_read(path, &options, NULL, &sink, &summary, error);
    count_refused(run, &summary);
    if (status == PADAN_OK && run->numbering != PADAN_OK) {
        status = run->numbering;
        *error = run->numbering_error;
    }
    return status;
}

static int check_texts(struct check_run *run, struct padan_error *error)
{
    const struct arguments *arguments = run->arguments;
    struct padan_unit_sink sink = { take_unit, run };
    int status = padan_checker_file(run->checker, arguments->operands[1], error);
    return status == PADAN_OK ? texts_units(arguments, run->source, run->target, &sink, !run->findings.quiet, error)
                              : status;
}

static int check_all(struct check_run *run, struct padan_error *error)
{
    const struct arguments *arguments = run->arguments;
    int status = PADAN_OK;
    if (arguments->operand_count == 0) {
        for (size_t i = 0; i < run->memory_count && status == PADAN_OK; i++)
            status = check_memory(run, run->memories[i], error);
    } else if (are_texts(arguments)) {
        status = check_texts(run, error);
    } else {
        for (size_t i = 0; i < arguments->operand_count && status == PADAN_OK; i++)
            status = check_file(run, arguments->operands[i], error);
    }
    return status == PADAN_OK ? padan_checker_finish(run->checker, &run->summary, error) : status;
}

static int64_t fails(const struct check_run *run)
{
    int64_t count = 0;
    for (int i = (int)run->fail_on; i <= PADAN_SEVERITY_ERROR; i++)
        count += run->summary.found[i];
    return count;
}

/* Whether there was something to check, and nothing of it in the languages asked for. */
static bool lacks_languages(const struct check_run *run)
{
    bool named = *run->source || *run->target;
    return named && run->summary.units == 0 && (run->arguments->operand_count == 0 || run->skipped > 0);
}

static void say_languages_of(struct padan_memory *memory)
{
    struct padan_memory_info info;
    struct padan_error error;
    char list[256] = "";
    if (padan_memory_info(memory, &info, &error) != PADAN_OK)
        return;
    for (size_t i = 0, size = 0; i < info.language_count && size < sizeof list; i++)
        size += (size_t)snprintf(list + size, sizeof list - size, "%s%s", i > 0 ? ", " : "", info.languages[i].tag);
    message("%s: the languages of the memory are %s", padan_memory_path(memory), *list ? list : "none at all");
    padan_memory_info_free(&info);
}

static void say_lack(const struct check_run *run)
{
    const char *and = *run->source && *run->target ? " and " : "";
    message("nothing was checked: no unit has %s%s%s", run->source, and, run->target);
    for (size_t i = 0; i < run->memory_count && run->arguments->operand_count == 0; i++)
        say_languages_of(run->memories[i]);
}

static int put_summary(struct check_run *run, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "units", run->summary.units);
    record_integer(&record, "flagged", run->summary.flagged);
    record_integer(&record, "errors", run->summary.found[PADAN_SEVERITY_ERROR]);
    record_integer(&record, "warnings", run->summary.found[PADAN_SEVERITY_WARNING]);
    record_integer(&record, "notes", run->summary.found[PADAN_SEVERITY_NOTE]);
    record_integer(&record, "suppressed", run->summary.suppressed);
    record_integer(&record, "refused", run->refused);
    record_integer(&record, "proposed", run->proposed);
    return record_put(&record, run->findings.output, error);
}

static void say_summary(const struct check_run *run)
{
    const struct padan_check_summary *summary = &run->summary;
    const int64_t *found = summary->found;
    message("%" PRId64 " %s, %" PRId64 " with findings: %" PRId64 " %s, %" PRId64 " %s, %" PRId64 " %s", summary->units,
            noun(summary->units, "unit", "units"), summary->flagged, found[PADAN_SEVERITY_ERROR],
            noun(found[PADAN_SEVERITY_ERROR], "error", "errors"), found[PADAN_SEVERITY_WARNING],
            noun(found[PADAN_SEVERITY_WARNING], "warning", "warnings"), found[PADAN_SEVERITY_NOTE],
            noun(found[PADAN_SEVERITY_NOTE], "note", "notes"));
    if (summary->suppressed > 0)
        message("%" PRId64 " %s suppressed by the project's file", summary->suppressed,
                noun(summary->suppressed, "finding", "findings"));
    if (run->refused > 0)
        message("%" PRId64 " %s refused and not checked", run->refused, noun(run->refused, "unit was", "units were"));
    if (run->proposed > 0)
        message("%" PRId64 " %s that nobody has changed or agreed to", run->proposed,
                noun(run->proposed, "unit was passed over, which is a proposal",
                     "units were passed over, which are proposals"));
}

static int fix(struct check_run *run, struct padan_error *error)
{
    char undo[UNDO_COMMAND_SIZE];
    int status = padan_check_fix(run->memories[0], &run->options, &run->fixed, error);
    if (status != PADAN_OK)
        return status;
    message("%" PRId64 " %s of %s %s put right", run->fixed.units, noun(run->fixed.units, "unit", "units"),
            padan_memory_path(run->memories[0]), noun(run->fixed.units, "was", "were"));
    if (run->fixed.batch > 0)
        message("this is batch %" PRId64 "; '%s' takes it back", run->fixed.batch,
                undo_command(undo, padan_memory_path(run->memories[0]), run->fixed.batch));
    return PADAN_OK;
}

/* Only now that the output is open is the memory changed. */
static int write_all(struct check_run *run, struct padan_error *error)
{
    struct findings *findings = &run->findings;
    int status = option_given(run->arguments, OPTION_FIX) ? fix(run, error) : PADAN_OK;
    if (status == PADAN_OK && findings->format->begin && !findings->quiet)
        status = findings->format->begin(findings, error);
    if (status == PADAN_OK)
        status = check_all(run, error);
    if (status == PADAN_OK && findings->format->end && !findings->quiet)
        status = findings->format->end(findings, error);
    return status == PADAN_OK && findings->quiet ? put_summary(run, error) : status;
}

static int check_and_write(struct check_run *run, struct padan_error *error)
{
    struct padan_error ignored;
    int status = open_checker(run, error);
    if (status == PADAN_ERROR_ARGUMENT)
        return usage_error(run->arguments->command, "%s", error->message);
    if (status == PADAN_OK)
        status = padan_output_open(&run->findings.output, option_value(run->arguments, OPTION_OUTPUT), error);
    if (status != PADAN_OK)
        return failure(error);
    status = write_all(run, error);
    if (status != PADAN_OK && option_given(run->arguments, OPTION_OUTPUT)) {
        padan_output_discard(run->findings.output);
        return failure(error);
    }
    /* What was found before a fault is told. */
    int committed = padan_output_commit(run->findings.output, status == PADAN_OK ? error : &ignored);
    status = status == PADAN_OK ? committed : status;
    if (status != PADAN_OK)
        return failure(error);
    if (!run->findings.quiet)
        say_summary(run);
    if (lacks_languages(run))
        say_lack(run);
    return fails(run) > 0 || run->refused > 0 || lacks_languages(run) ? EXIT_NOTHING : EXIT_DONE;
}

static int check_usage(struct check_run *run)
{
    const struct arguments *arguments = run->arguments;
    const char *format = option_format(arguments, "text"), *severity = option_value(arguments, OPTION_FAIL_ON);
    if (!format)
        return EXIT_USAGE;
    if (option_given(arguments, OPTION_JSON) && option_given(arguments, OPTION_FORMAT))
        return usage_error(arguments->command, "--json and --format are both given; give one of them");
    if (option_given(arguments, OPTION_FIX) && arguments->operand_count > 0)
        return usage_error(arguments->command, "--fix is for a memory, not for files");
    run->findings.format = findings_format_named(format);
    run->findings.quiet = option_given(arguments, OPTION_JSON);
    int usage = option_language(run->source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(run->target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE && are_texts(arguments) && (!*run->source || !*run->target))
        return usage_error(arguments->command, "a text and its translation need their languages, -s and -t");
    if (usage == EXIT_DONE)
        usage = memory_spare(arguments);
    if (usage == EXIT_DONE)
        usage = source_spare(arguments);
    if (usage == EXIT_DONE)
        usage = source_check_encoding(arguments);
    run->fail_on = PADAN_SEVERITY_ERROR;
    if (severity)
        padan_severity_parse(severity, &run->fail_on);
    return usage == EXIT_DONE ? source_check_stdin(arguments) : usage;
}

static int run_check(struct check_run *run)
{
    struct padan_error error;
    int status = read_project(run, &error);
    if (status == PADAN_OK)
        status = open_memories(run, &error);
    if (status != PADAN_OK)
        return failure(&error);
    if (!option_given(run->arguments, OPTION_FAIL_ON))
        padan_check_project_fails(run->project, &run->fail_on);
    return check_and_write(run, &error);
}

static int run(const struct arguments *arguments)
{
    struct check_run run = { .arguments = arguments };
    int result = check_usage(&run);
    if (result == EXIT_DONE)
        result = run_check(&run);
    padan_checker_free(run.checker);
    padan_check_project_free(run.project);
    for (size_t i = 0; i < run.memory_count; i++)
        padan_memory_close(run.memories[i]);
    free(run.memories);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .help = "the language of the source side; without it, a unit's first" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .help = "the language of the target side; without it, each of a unit's others" },
    { .key = OPTION_ONLY, .name = "only", .value = "CHECKS", .help = "make these checks alone, with commas between" },
    { .key = OPTION_ENABLE, .name = "enable", .value = "CHECKS", .help = "make these too; 'all' makes every check" },
    { .key = OPTION_DISABLE, .name = "disable", .value = "CHECKS", .help = "leave these out" },
    { .key = OPTION_FAIL_ON,
      .name = "fail-on",
      .value = "SEVERITY",
      .choices = "note|warning|error",
      .help = "end with status 1 where something of this severity or a higher one was found; without it, of error" },
    { .key = OPTION_PROJECT,
      .name = "project",
      .value = "FILE",
      .help = "what the project wants and suppresses, instead of .padan-check in the current folder" },
    { .key = OPTION_FIX,
      .name = "fix",
      .help = "first put right what is safe in the memory, as a batch that undo takes back" },
    { .key = OPTION_INPUT,
      .name = "input",
      .value = "FORMAT",
      .choices = EXCHANGE_FORMATS,
      .help = "what the files are; without it, it is found out" },
    OPTION_ROW_ENCODING,
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|jsonl|sarif",
      .help = "text: to read; jsonl: a JSON object a finding; sarif: SARIF 2.1.0; without it the ending of -o tells" },
    OPTION_ROW_OUTPUT,
    { .key = OPTION_JSON, .name = "json", .help = "write how many findings there are as a JSON object" },
    OPTIONS_END,
};

const struct command command_check = {
    .name = "check",
    .summary = "find what looks wrong in pairs of a text and its translation",
    .synopsis =
        "[-s LANG] [-t LANG] [--only CHECKS] [--enable CHECKS] [--disable CHECKS] [--fail-on SEVERITY] "
        "[--project FILE] [--fix] [--input FORMAT] [--encoding NAME] [--format text|jsonl|sarif] [-o FILE] "
        "[--json] [FILE ...]",
    .arguments =
        "FILE is what import takes: TMX, XLIFF, PO, tables and others; '-' is standard input. Two plain texts "
        "or HTML pages are a text and its translation, and are aligned first. Without FILE the memory is "
        "checked. The terms of the memory count in any case. Units of a file are numbered from 0.",
    .options = options,
    .operands_min = 0,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
