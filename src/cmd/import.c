/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/match.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "interruption.h"
#include "memory.h"
#include "message.h"
#include "meter.h"
#include "moses.h"
#include "place.h"
#include "record.h"
#include "source.h"
#include "utf8.h"

struct languages {
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
};

/* Longer lists of batches are cut off. */
enum { BATCH_LIST_SIZE = 256 };

static enum padan_on_conflict on_conflict(const struct arguments *arguments)
{
    static const char *const names[] = { "both", "keep", "replace", "newest" };
    const char *value = option_value(arguments, OPTION_ON_CONFLICT);
    for (int i = 1; value && i < 4; i++)
        if (strcmp(value, names[i]) == 0)
            return (enum padan_on_conflict)i;
    return PADAN_CONFLICT_BOTH;
}

/* Batches of this run, so that they can be taken back together. */
struct run_batches {
    int64_t *numbers;
    size_t count, capacity;
    size_t before; /* of these, how many came before the file that is being read */
    bool failed;   /* no memory */
};

/* For a batch more. */
static bool make_room(struct run_batches *batches)
{
    if (batches->count < batches->capacity)
        return true;
    size_t capacity = batches->capacity > 0 ? 2 * batches->capacity : 16;
    int64_t *numbers = realloc(batches->numbers, capacity * sizeof *numbers);
    if (!numbers)
        return false;
    batches->numbers = numbers;
    batches->capacity = capacity;
    return true;
}

/* There is room, which is made for the next one before that is stored. */
static void note_batch(struct run_batches *batches, int64_t batch)
{
    batches->numbers[batches->count++] = batch;
    batches->failed |= !make_room(batches);
}

/* A file in a ZIP file. */
static int note_imported(void *context, const char *name, const struct padan_batch_summary *summary)
{
    struct run_batches *batches = context;
    (void)name;
    if (summary->batch > 0)
        note_batch(batches, summary->batch);
    return batches->failed ? PADAN_ERROR_ALLOCATION : PADAN_OK;
}

/* "4-7 9": the batches of the file that was read last. */
static const char *batch_list(char out[BATCH_LIST_SIZE], const struct run_batches *batches)
{
    const int64_t *numbers = batches->numbers;
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = batches->before, end; i < batches->count && size + 48 < BATCH_LIST_SIZE; i = end) {
        for (end = i + 1; end < batches->count && numbers[end] == numbers[end - 1] + 1;)
            end++;
        size += (size_t)snprintf(out + size, 24, "%s%" PRId64, size > 0 ? " " : "", numbers[i]);
        if (end > i + 1)
            size += (size_t)snprintf(out + size, 24, "-%" PRId64, numbers[end - 1]);
    }
    return out;
}

static void say_interrupted(const char *memory, const char *path, const struct padan_batch_summary *summary,
                            const struct run_batches *batches)
{
    char undo[UNDO_COMMAND_SIZE], list[BATCH_LIST_SIZE];
    size_t count = batches->count - batches->before;
    int64_t stored = summary->added + summary->already;
    if (count == 0) {
        message("%s: interrupted; nothing of it was imported", path);
        return;
    }
    message("%s: interrupted after %" PRId64 " %s stored as %s %s", path, stored,
            noun(stored, "unit, which is", "units, which are"), noun((int64_t)count, "batch", "batches"),
            batch_list(list, batches));
    message("importing %s again goes on from there; '%s %s' takes back what is stored", path,
            undo_command(undo, memory, 0), list);
}

static void say(void *context, const struct padan_error *warning)
{
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE + 64];
    (void)context;
    padan_error_format(warning, text, sizeof text);
    message("%s: %s", warning->status == PADAN_OK ? "warning" : "refused", text);
}

static void take_back(struct padan_memory *memory, const struct run_batches *batches)
{
    struct padan_undo_summary summary;
    struct padan_error error;
    for (size_t i = batches->count; i-- > 0;) {
        if (padan_memory_undo(memory, batches->numbers[i], &summary, &error) != PADAN_OK)
            failure(&error);
    }
    if (batches->count > 0)
        message("what was imported before was taken back: nothing was imported");
}

/* Whether what there is are pairs of files for Moses: said, or plain by the names of just two. */
static bool is_moses(const struct arguments *arguments)
{
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    const char *format = option_value(arguments, OPTION_FORMAT);
    char *const *paths = arguments->operands;
    if (format)
        return strcmp(format, "moses") == 0;
    return arguments->operand_count == 2 && !option_given(arguments, OPTION_COLUMNS) &&
           moses_languages(source, target, paths) && !moses_is_markup(paths[0]) && !moses_is_markup(paths[1]);
}

/* How many operands are one import: Moses has the source and the target lines in files of their own. */
static size_t files_each(const struct arguments *arguments)
{
    return is_moses(arguments) ? 2 : 1;
}

/* Of a pair for Moses, its endings say the languages that are not given, and which is which where both are. */
static void name_languages(struct languages *languages, const struct arguments *arguments, char **paths)
{
    struct languages named;
    if (files_each(arguments) < 2 || !moses_languages(named.source, named.target, paths))
        return;
    if (*languages->source && *languages->target && padan_language_matches(languages->source, named.target) &&
        padan_language_matches(languages->target, named.source)) {
        *languages = named;
        return;
    }
    if (!*languages->source)
        memcpy(languages->source, named.source, sizeof named.source);
    if (!*languages->target)
        memcpy(languages->target, named.target, sizeof named.target);
}

static int import_file(struct padan_memory *memory, const struct arguments *arguments, char **paths,
                       const struct languages *given_languages, struct run_batches *batches,
                       struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct languages languages = *given_languages;
    char *path = paths[0];
    name_languages(&languages, arguments, paths);
    *summary = (struct padan_batch_summary){ 0 };
    options.columns = option_value(arguments, OPTION_COLUMNS);
    options.companion = files_each(arguments) > 1 ? paths[1] : NULL;
    options.format = options.companion ? "moses" : option_value(arguments, OPTION_FORMAT);
    options.source = *languages.source ? languages.source : NULL;
    options.target = *languages.target ? languages.target : NULL;
    options.encoding = option_value(arguments, OPTION_ENCODING);
    options.strict = option_given(arguments, OPTION_STRICT);
    options.reporter.report = say;
    int64_t given = 0;
    struct meter meter;
    meter_begin(&meter, path, &given);
    options.progress = meter_bytes;
    options.progress_context = &meter;
    struct padan_import_options import = PADAN_IMPORT_OPTIONS_INIT;
    import.on_conflict = on_conflict(arguments);
    import.stop = &interruption;
    import.given = &given;
    import.imported = note_imported;
    import.context = batches;
    int status = padan_memory_import_with(memory, path, &options, &import, summary, error);
    progress_end();
    return status;
}

/* Two files called alike may be a pair whose names do not say the languages. */
static void hint(const struct arguments *arguments, const struct padan_error *error)
{
    if ((error->status == PADAN_ERROR_FORMAT || error->status == PADAN_ERROR_LANGUAGE) &&
        arguments->operand_count == 2 && !option_given(arguments, OPTION_FORMAT) && moses_alike(arguments->operands))
        message("if line n of %s translates line n of %s, import them with --format moses -s LANG -t LANG",
                arguments->operands[1], arguments->operands[0]);
}

/* Of a file with several in it, what all came to. */
static void say_summary(const struct padan_memory *memory, const char *path, struct padan_batch_summary *summary,
                        const struct run_batches *batches)
{
    char undo[UNDO_COMMAND_SIZE], list[BATCH_LIST_SIZE];
    bool several = batches->count - batches->before > 1;
    if (several)
        summary->batch = 0;
    memory_say_summary(path, padan_memory_path(memory), summary);
    if (several)
        message("%s: these are batches %s, one for each file in it; '%s %s' takes them back", path,
                batch_list(list, batches), undo_command(undo, padan_memory_path(memory), 0), list);
}

/* All of the run or nothing. */
static int give_up(struct padan_memory *memory, const struct arguments *arguments, const struct run_batches *batches,
                   const struct padan_error *error)
{
    int result = failure(error);
    hint(arguments, error);
    take_back(memory, batches);
    if (batches->count == 0 &&
        (arguments->operand_count > files_each(arguments) || option_given(arguments, OPTION_STRICT)))
        message("nothing was imported");
    return result;
}

static int import_files(struct padan_memory *memory, const struct arguments *arguments,
                        const struct languages *languages, struct run_batches *batches,
                        struct padan_batch_summary *total)
{
    struct padan_error error;
    int result = EXIT_DONE;
    size_t step = files_each(arguments);
    for (size_t i = 0; result == EXIT_DONE && i < arguments->operand_count; i += step) {
        struct padan_batch_summary summary;
        char *path = arguments->operands[i];
        batches->before = batches->count;
        int status = import_file(memory, arguments, arguments->operands + i, languages, batches, &summary, &error);
        bool stored = status == PADAN_OK;
        if (stored && batches->count == batches->before && summary.batch > 0)
            note_batch(batches, summary.batch);
        if (stored && batches->failed)
            status = no_memory(&error);
        if (summary.suspended || (status == PADAN_ERROR_STOPPED && interruption)) {
            say_interrupted(padan_memory_path(memory), path, &summary, batches);
            return EXIT_FAILED;
        }
        if (status != PADAN_OK) {
            if (!stored)
                batches->count = batches->before; /* what is of the file itself is taken back */
            return give_up(memory, arguments, batches, &error);
        }
        padan_batch_summary_add(total, &summary);
        if (!option_given(arguments, OPTION_JSON))
            say_summary(memory, path, &summary, batches);
    }
    return result;
}

static int put_json(const struct padan_batch_summary *total, bool tells_conflicts, bool chooses_languages)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "read", total->read);
    record_integer(&record, "added", total->added);
    record_integer(&record, "already", total->already);
    record_integer(&record, "replaced", total->replaced);
    record_integer(&record, "refused", total->refused);
    record_integer(&record, "warnings", total->warnings);
    if (tells_conflicts) {
        record_integer(&record, "conflicts", total->conflicts);
        record_integer(&record, "kept", total->kept);
    }
    if (total->resumed > 0)
        record_integer(&record, "resumed", total->resumed);
    if (total->proposed > 0)
        record_integer(&record, "proposed", total->proposed);
    if (chooses_languages) {
        record_integer(&record, "other_languages", total->unasked);
        record_integer(&record, "other_language_variants", total->unasked_variants);
    }
    return record_print(&record);
}

/* So many units take long enough to be indexed that the first search should not wait for it. */
enum { INDEXED_LEAST = 20000 };

/* Takes the language of the first variant of a unit. */
static int take_language(void *language, const struct padan_unit *unit, struct padan_error *error)
{
    (void)error;
    if (unit->variant_count > 0 && unit->variants[0].language.size < PADAN_LANGUAGE_SIZE)
        memcpy(language, unit->variants[0].language.data, unit->variants[0].language.size);
    return PADAN_ERROR_STOPPED;
}

/* The language that will be translated from: -s, else that of the first text that is stored; "": there is none. */
static void find_language(char language[PADAN_LANGUAGE_SIZE], struct padan_memory *memory,
                          const struct languages *languages)
{
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct padan_unit_sink sink = { take_language, language };
    struct padan_error error;
    memcpy(language, languages->source, PADAN_LANGUAGE_SIZE);
    if (!*language)
        padan_memory_each_unit(memory, &filter, &sink, &error);
}

static void tell_indexing(void *meter, int64_t done, int64_t total)
{
    meter_units(meter, done, total);
}

/* What is imported stands, also where its index cannot be made: who searches first makes it then. */
static void make_index(struct padan_memory *memory, const struct languages *languages)
{
    struct padan_match_index_options options = PADAN_MATCH_INDEX_OPTIONS_INIT;
    struct padan_error error;
    struct meter meter;
    char language[PADAN_LANGUAGE_SIZE] = "";
    find_language(language, memory, languages);
    if (!*language)
        return;
    meter_begin(&meter, "index of matches", NULL);
    options.progress = tell_indexing;
    options.progress_context = &meter;
    padan_match_index_with(padan_memory_path(memory), language, &options, NULL, &error);
    progress_end();
}

/* All that can be wrong is found before the memory is opened, or made. EXIT_DONE or EXIT_USAGE. */
static int check_usage(struct languages *languages, const struct arguments *arguments)
{
    int usage = option_language(languages->source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(languages->target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE)
        usage = source_check_encoding(arguments);
    if (usage == EXIT_DONE && arguments->operand_count % files_each(arguments) != 0)
        usage = usage_error(arguments->command, "Moses is pairs of files: the source lines, then the target lines");
    return usage == EXIT_DONE ? source_check_stdin(arguments) : usage;
}

/* A mistyped name is told before a memory is made for it. EXIT_DONE or EXIT_FAILED. */
static int check_files(const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->operand_count; i++) {
        const char *path = arguments->operands[i];
        if (strcmp(path, "-") != 0 && access(path, R_OK) != 0) {
            message("%s: cannot be opened: %s; nothing was imported", path, strerror(errno));
            return EXIT_FAILED;
        }
    }
    return EXIT_DONE;
}

static int run(const struct arguments *arguments)
{
    struct padan_memory *memory = NULL;
    struct padan_batch_summary total = { 0 };
    struct languages languages;
    int result = check_usage(&languages, arguments);
    if (result == EXIT_DONE)
        result = check_files(arguments);
    if (result != EXIT_DONE)
        return result;
    struct run_batches batches = { .numbers = NULL };
    struct padan_error error;
    /* Somebody who presses Ctrl-C waits for the transaction to end, a second at most. */
    catch_signals();
    if (!make_room(&batches)) {
        no_memory(&error);
        return failure(&error);
    }
    result = memory_open(&memory, arguments, 0, PADAN_MEMORY_CREATE);
    if (result == EXIT_DONE)
        result = import_files(memory, arguments, &languages, &batches, &total);
    if (result == EXIT_DONE && option_given(arguments, OPTION_JSON)) {
        result = put_json(&total, on_conflict(arguments) != PADAN_CONFLICT_BOTH,
                          total.unasked > 0 || total.unasked_variants > 0);
        if (result == EXIT_FAILED)
            take_back(memory, &batches);
    }
    if (result == EXIT_DONE && total.added >= INDEXED_LEAST && !interruption)
        make_index(memory, &languages);
    padan_memory_close_used(memory);
    free(batches.numbers);
    if (interruption && result == EXIT_FAILED)
        end_by_signal();
    return result == EXIT_DONE && total.refused > 0 ? EXIT_NOTHING : result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .help = "the language of the first column where the format names none; of a format that does, only units with "
              "this language are taken" },
    { .key = OPTION_TARGET, .letter = 't', .name = "target", .value = "LANG", .help = "the same of the second column" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = EXCHANGE_FORMATS,
      .help = "what the files are; without it, it is found out. 'padan formats' says more" },
    { .key = OPTION_COLUMNS,
      .name = "columns",
      .value = "LIST",
      .help = "what the columns of a table are, from the left, as 'source,target,note' or 'en,-,id'; '-' passes one "
              "over; without it, the first row tells" },
    OPTION_ROW_ENCODING,
    { .key = OPTION_STRICT,
      .name = "strict",
      .help = "take nothing at all where a file has something that would be refused; without it, the rest is kept" },
    { .key = OPTION_ON_CONFLICT,
      .name = "on-conflict",
      .value = "WHAT",
      .choices = "both|keep|replace|newest",
      .help = "of a source that is stored with another target in the same languages: store both (which is done without "
              "this option), keep what is stored, replace it, or let the newest by its dates stay; one with another "
              "context is in no conflict" },
    { .key = OPTION_JSON, .name = "json", .help = "write what was done as a JSON object" },
    OPTIONS_END,
};

const struct command command_import = {
    .name = "import",
    .summary = "take units from files into the memory",
    .synopsis =
        "[-s LANG] [-t LANG] [--format FORMAT] [--columns LIST] [--encoding NAME] [--strict] [--on-conflict WHAT] "
        "[--json] FILE ...",
    .arguments =
        "FILE is what another tool, or 'padan export' or 'padan align', has written; '-' is standard input. Of Moses, "
        "two files are a pair: that of the source lines, then that of the target lines; two files alone that end in "
        "languages, "
        "as corpus.en and corpus.id, are taken as that. "
        "gzip and ZIP files are unpacked, of a ZIP file all that is in a format. What is in the memory already is not "
        "added again. The exit status is 1 where "
        "units were refused.",
    .options = options,
    .operands_min = 1,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
