/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
#include "memory.h"
#include "message.h"
#include "pairing.h"
#include "place.h"
#include "utf8.h"

/* What the user names with --dictionary. */
struct dictionaries {
    struct padan_dictionary **items;
    size_t count;
};

static void free_dictionaries(struct dictionaries *dictionaries)
{
    for (size_t i = 0; i < dictionaries->count; i++)
        padan_dictionary_free(dictionaries->items[i]);
    free(dictionaries->items);
}

static int open_dictionaries(struct dictionaries *out, const struct arguments *arguments, struct padan_error *error)
{
    size_t count = option_count(arguments, OPTION_DICTIONARY);
    *out = (struct dictionaries){ .items = calloc(count + 1, sizeof(struct padan_dictionary *)) };
    if (!out->items)
        return no_memory(error);
    int status = PADAN_OK;
    while (status == PADAN_OK && out->count < count) {
        const char *path = option_nth(arguments, OPTION_DICTIONARY, out->count);
        status = padan_dictionary_open(&out->items[out->count], path, error);
        out->count += status == PADAN_OK;
    }
    return status;
}

static int align_by_lexicon(struct pairing *pairing, const struct arguments *arguments,
                            const struct dictionaries *dictionaries, struct padan_error *error)
{
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_align_text source = pairing_source(pairing), target = pairing_target(pairing);
    struct lexicon lexicon;
    char folder[PATH_MAX];
    int status = lexicon_open(&lexicon, arguments, source.language, target.language, error);
    options.lexicon = lexicon.count > 0 ? &lexicon.known : NULL;
    options.data = data_folder(folder);
    options.dictionaries = (const struct padan_dictionary *const *)dictionaries->items;
    options.dictionary_count = dictionaries->count;
    if (status == PADAN_OK)
        status = padan_align_documents(&pairing->alignment, &source, &target, &options, error);
    lexicon_close(&lexicon);
    return status;
}

static int align(struct pairing *pairing, const struct arguments *arguments, size_t number,
                 const struct dictionaries *dictionaries, struct padan_error *error)
{
    pairing->source_name = arguments->operands[0];
    pairing->target_name = arguments->operands[number + 1];
    progress("%s", pairing->source_name);
    int status = source_open(&pairing->source, arguments, pairing->source_name, error);
    if (status == PADAN_OK) {
        progress("%s", pairing->target_name);
        status = source_open(&pairing->target, arguments, pairing->target_name, error);
    }
    if (status != PADAN_OK)
        return status;
    progress("%s, %s", pairing->source_name, pairing->target_name);
    status = align_by_lexicon(pairing, arguments, dictionaries, error);
    progress_end();
    return status;
}

/* Takes back what was stored; all or nothing. */
static void unstore(struct padan_memory *memory, const struct pairing *pairings, size_t count)
{
    struct padan_undo_summary summary;
    struct padan_error error;
    while (count-- > 0) {
        int64_t batch = pairings[count].stored.batch;
        if (batch > 0 && padan_memory_undo(memory, batch, &summary, &error) != PADAN_OK)
            failure(&error);
    }
}

static int store(struct padan_memory *memory, struct pairing *pairings, size_t count, struct padan_error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct padan_align_text source = pairing_source(&pairings[i]), target = pairing_target(&pairings[i]);
        int status = padan_memory_store(memory, &source, &target, &pairings[i].alignment, &pairings[i].stored, error);
        if (status != PADAN_OK) {
            unstore(memory, pairings, i);
            return status;
        }
    }
    return PADAN_OK;
}

static void say_stored(const struct pairing *pairings, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        memory_say_summary(count > 1 ? pairings[i].target_name : "the alignment", path, &pairings[i].stored);
}

static int store_and_commit(const struct arguments *arguments, struct pairing *pairings, size_t count,
                            struct padan_output *output)
{
    struct padan_error error;
    struct padan_memory *memory;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_CREATE);
    if (result == EXIT_DONE && store(memory, pairings, count, &error) != PADAN_OK)
        result = failure(&error);
    if (result != EXIT_DONE) {
        padan_output_discard(output);
    } else if (padan_output_commit(output, &error) != PADAN_OK) {
        result = failure(&error);
        if (result != EXIT_DONE)
            unstore(memory, pairings, count);
    }
    if (result == EXIT_DONE) {
        pairings_say_summary(pairings, count);
        say_stored(pairings, count, padan_memory_path(memory));
    }
    padan_memory_close(memory);
    return result;
}

/*
 * The output is written first, but a file under its temporary name only; so a fault in writing leaves the memory as it
 * was, and a fault in storing the file of that name.
 */
static int write_and_store(const struct arguments *arguments, const struct pairing_format *format,
                           struct pairing *pairings, size_t count)
{
    struct padan_error error;
    struct padan_output *output;
    if (padan_output_open(&output, option_value(arguments, OPTION_OUTPUT), &error) != PADAN_OK)
        return failure(&error);
    int status = format->write(pairings, count, output, &error);
    if (status != PADAN_OK && status != PADAN_ERROR_STOPPED) {
        padan_output_discard(output);
        return failure(&error);
    }
    if (option_given(arguments, OPTION_STORE))
        return store_and_commit(arguments, pairings, count, output);
    if (padan_output_commit(output, &error) != PADAN_OK)
        return failure(&error);
    pairings_say_summary(pairings, count);
    return EXIT_DONE;
}

static int run_pairings(const struct arguments *arguments, const struct pairing_format *format,
                        struct pairing *pairings, size_t count)
{
    struct padan_error error;
    struct dictionaries dictionaries;
    int status = open_dictionaries(&dictionaries, arguments, &error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        status = align(&pairings[i], arguments, i, &dictionaries, &error);
    free_dictionaries(&dictionaries);
    if (status != PADAN_OK)
        return failure(&error);
    return write_and_store(arguments, format, pairings, count);
}

/* Fills the languages; EXIT_DONE or EXIT_USAGE. */
static int set_languages(struct pairing *pairings, size_t count, const struct arguments *arguments)
{
    int usage = EXIT_DONE;
    for (size_t i = 0; usage == EXIT_DONE && i < count; i++) {
        usage = option_language(pairings[i].source.language, arguments, OPTION_SOURCE, 0);
        if (usage == EXIT_DONE)
            usage = option_language(pairings[i].target.language, arguments, OPTION_TARGET, i);
    }
    return usage;
}

static int check_usage(const struct arguments *arguments, const struct pairing_format **format)
{
    size_t count = arguments->operand_count - 1;
    const char *name = option_format(arguments, "text");
    *format = name ? pairing_format_named(name) : NULL;
    if (!*format)
        return EXIT_USAGE;
    if (option_count(arguments, OPTION_TARGET) != count)
        return usage_error(arguments->command, "each TGT needs a -t: there are %zu TGT and %zu -t", count,
                           option_count(arguments, OPTION_TARGET));
    if (count > 1 && !(*format)->takes_several)
        return usage_error(arguments->command, "--format %s holds one translation; align each by itself", name);
    int usage = option_given(arguments, OPTION_STORE) ? memory_spare(arguments) : EXIT_DONE;
    if (usage == EXIT_DONE)
        usage = source_spare(arguments);
    if (usage == EXIT_DONE)
        usage = source_check_encoding(arguments);
    return usage == EXIT_DONE ? source_check_stdin(arguments) : usage;
}

static int run(const struct arguments *arguments)
{
    const struct pairing_format *format;
    int result = check_usage(arguments, &format);
    if (result != EXIT_DONE)
        return result;
    size_t count = arguments->operand_count - 1;
    struct pairing *pairings = calloc(count, sizeof *pairings);
    struct padan_error error;
    if (!pairings) {
        no_memory(&error);
        return failure(&error);
    }
    result = set_languages(pairings, count, arguments);
    if (result == EXIT_DONE)
        result = run_pairings(arguments, format, pairings, count);
    for (size_t i = 0; i < count; i++) {
        padan_alignment_free(&pairings[i].alignment);
        source_free(&pairings[i].source);
        source_free(&pairings[i].target);
    }
    free(pairings);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of SRC, as id or en-US" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .required = true,
      .repeats = true,
      .help = "the language of TGT; once for each TGT" },
    { .key = OPTION_SEGMENTED,
      .name = "segmented",
      .help = "the files have a segment a line, and an empty line or <p> between paragraphs" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|tsv|tmx|jsonl|html",
      .help = "what to write; without it the ending of -o tells, or else it is text" },
    OPTION_ROW_OUTPUT,
    { .key = OPTION_STORE, .name = "store", .help = "add the pairs to the memory, which is made if need be" },
    OPTION_ROW_NO_MEMORY("align without what the memory knows of the languages, and cut without its rules; the general "
                         "lexicon and --dictionary still count"),
    OPTION_ROW_RULES,
    { .key = OPTION_DICTIONARY,
      .name = "dictionary",
      .value = "FILE",
      .repeats = true,
      .help = "a dictionary of the two languages, as an .index of dictd or an .ifo of StarDict" },
    OPTION_ROW_ENCODING,
    OPTION_ROW_REPLACE_INVALID,
    OPTIONS_END,
};

const struct command command_align = {
    .name = "align",
    .summary = "pair the segments of a text and of its translation",
    .synopsis =
        "-s LANG -t LANG [-t LANG ...] [--segmented] [--format text|tsv|tmx|jsonl|html] [-o FILE] [--store] "
        "[--no-memory] [--rules FILE] [--dictionary FILE ...] [--encoding NAME] [--replace-invalid] SRC TGT [TGT ...]",
    .arguments =
        "SRC and TGT are plain texts or HTML pages; '-' is standard input.\n"
        "Each bead (segments that say the same) comes out with the probability that it is right. What has no "
        "counterpart is listed on standard error.",
    .options = options,
    .operands_min = 2,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
