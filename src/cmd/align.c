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

/* The source is read once, and shared by all pairings. */
static int read_texts(struct pairings *pairings, const struct arguments *arguments, struct padan_error *error)
{
    progress("%s", arguments->operands[0]);
    int status = source_open(&pairings->items[0].source, arguments, arguments->operands[0], error);
    for (size_t i = 0; status == PADAN_OK && i < pairings->count; i++) {
        struct pairing *pairing = &pairings->items[i];
        pairing->source = pairings->items[0].source;
        pairing->source_name = arguments->operands[0];
        pairing->target_name = arguments->operands[i + 1];
        progress("%s", pairing->target_name);
        status = source_open(&pairing->target, arguments, pairing->target_name, error);
    }
    progress_end();
    if (status != PADAN_OK)
        return status;
    pairings->texts[0] = side_view(&pairings->items[0].source);
    for (size_t i = 0; i < pairings->count; i++)
        pairings->texts[i + 1] = side_view(&pairings->items[i].target);
    return PADAN_OK;
}

/* One translation, by what the memories, the dictionaries and the general lexicon know of the two languages. */
static int align_pair(struct pairings *pairings, size_t number, const struct arguments *arguments,
                      const struct dictionaries *dictionaries, struct padan_error *error)
{
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    const struct padan_align_text *source = &pairings->texts[0], *target = &pairings->texts[number + 1];
    struct lexicon lexicon;
    char folder[PATH_MAX];
    options.data = data_folder(folder);
    options.dictionaries = (const struct padan_dictionary *const *)dictionaries->items;
    options.dictionary_count = dictionaries->count;
    int status = lexicon_open(&lexicon, arguments, source->language, target->language, error);
    options.lexicon = lexicon.count > 0 ? &lexicon.known : NULL;
    if (status == PADAN_OK)
        options.glossary = padan_glossary_entries(lexicon.glossary, &options.glossary_count);
    if (status == PADAN_OK)
        status = padan_align_documents(&pairings->alignments[number], source, target, &options, error);
    lexicon_close(&lexicon);
    return status;
}

static int align(struct pairings *pairings, const struct arguments *arguments, const struct dictionaries *dictionaries,
                 struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < pairings->count; i++) {
        progress("%s, %s", pairings->items[i].source_name, pairings->items[i].target_name);
        status = align_pair(pairings, i, arguments, dictionaries, error);
    }
    progress_end();
    return status == PADAN_OK ? padan_alignment_join(&pairings->joint, pairings->alignments, pairings->count, error)
                              : status;
}

/* Takes back what was stored; all or nothing. */
static void unstore(struct padan_memory *memory, const struct pairings *pairings)
{
    struct padan_undo_summary summary;
    struct padan_error error;
    int64_t batch = pairings->stored.batch;
    if (batch > 0 && padan_memory_undo(memory, batch, &summary, &error) != PADAN_OK)
        failure(&error);
}

static int store_and_commit(const struct arguments *arguments, struct pairings *pairings, struct padan_output *output)
{
    struct padan_error error;
    struct padan_memory *memory;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_CREATE);
    if (result == EXIT_DONE && padan_memory_store_joint(memory, pairings->texts, &pairings->joint, pairings->least,
                                                        &pairings->stored, &error) != PADAN_OK)
        result = failure(&error);
    if (result != EXIT_DONE) {
        padan_output_discard(output);
    } else if (padan_output_commit(output, &error) != PADAN_OK) {
        result = failure(&error);
        if (result != EXIT_DONE)
            unstore(memory, pairings);
    }
    if (result == EXIT_DONE) {
        pairings_say_summary(pairings);
        memory_say_summary("the alignment", padan_memory_path(memory), &pairings->stored);
    }
    padan_memory_close_used(memory);
    return result;
}

/*
 * The output is written first, but a file under its temporary name only; so a fault in writing leaves the memory as it
 * was, and a fault in storing the file of that name.
 */
static int write_and_store(const struct arguments *arguments, const struct pairing_format *format,
                           struct pairings *pairings)
{
    struct padan_error error;
    struct padan_output *output;
    if (padan_output_open(&output, option_value(arguments, OPTION_OUTPUT), &error) != PADAN_OK)
        return failure(&error);
    int status = format->write(pairings, output, &error);
    if (status != PADAN_OK && status != PADAN_ERROR_STOPPED) {
        padan_output_discard(output);
        return failure(&error);
    }
    if (option_given(arguments, OPTION_STORE))
        return store_and_commit(arguments, pairings, output);
    if (padan_output_commit(output, &error) != PADAN_OK)
        return failure(&error);
    pairings_say_summary(pairings);
    return EXIT_DONE;
}

static int run_pairings(const struct arguments *arguments, const struct pairing_format *format,
                        struct pairings *pairings)
{
    struct padan_error error;
    struct dictionaries dictionaries;
    int status = open_dictionaries(&dictionaries, arguments, &error);
    if (status == PADAN_OK)
        status = read_texts(pairings, arguments, &error);
    if (status == PADAN_OK)
        status = align(pairings, arguments, &dictionaries, &error);
    free_dictionaries(&dictionaries);
    if (status != PADAN_OK)
        return failure(&error);
    return write_and_store(arguments, format, pairings);
}

/* Fills languages and numbers; EXIT_DONE or EXIT_USAGE. */
static int take_options(struct pairings *pairings, const struct arguments *arguments)
{
    int usage = option_language(pairings->items[0].source.language, arguments, OPTION_SOURCE, 0);
    for (size_t i = 0; usage == EXIT_DONE && i < pairings->count; i++)
        usage = option_language(pairings->items[i].target.language, arguments, OPTION_TARGET, i);
    pairings->marks_encoding = option_given(arguments, OPTION_BOM);
    return usage == EXIT_DONE ? option_fraction(&pairings->least, arguments, OPTION_MIN_CONFIDENCE) : usage;
}

static bool pairings_new(struct pairings *pairings, size_t count)
{
    *pairings = (struct pairings){ .items = calloc(count, sizeof *pairings->items),
                                   .alignments = calloc(count, sizeof *pairings->alignments),
                                   .texts = calloc(count + 1, sizeof *pairings->texts),
                                   .count = count };
    for (size_t i = 0; pairings->items && i < count; i++)
        pairings->items[i].alignment = &pairings->alignments[i];
    return pairings->items && pairings->alignments && pairings->texts;
}

static void pairings_free(struct pairings *pairings)
{
    padan_joint_alignment_free(&pairings->joint);
    for (size_t i = 0; pairings->alignments && i < pairings->count; i++)
        padan_alignment_free(&pairings->alignments[i]);
    for (size_t i = 0; pairings->items && i < pairings->count; i++)
        source_free(&pairings->items[i].target);
    if (pairings->items)
        source_free(&pairings->items[0].source);
    free(pairings->items);
    free(pairings->alignments);
    free(pairings->texts);
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
    if (option_given(arguments, OPTION_BOM) && strcmp(name, "tsv") != 0)
        return usage_error(arguments->command, "--bom is for --format tsv");
    int usage = memory_spare(arguments);
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
    struct pairings pairings;
    struct padan_error error;
    if (pairings_new(&pairings, arguments->operand_count - 1)) {
        result = take_options(&pairings, arguments);
        if (result == EXIT_DONE)
            result = run_pairings(arguments, format, &pairings);
    } else {
        no_memory(&error);
        result = failure(&error);
    }
    pairings_free(&pairings);
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
    { .key = OPTION_MIN_CONFIDENCE,
      .name = "min-confidence",
      .value = "C",
      .help = "leave pairs of a confidence below C, 0 to 1, out of the memory and of tmx, and mark them elsewhere" },
    { .key = OPTION_BOM,
      .name = "bom",
      .help = "begin tsv with a byte order mark, by which some spreadsheets know UTF-8" },
    { .key = OPTION_STORE, .name = "store", .help = "add the pairs to the memory, which is made if need be" },
    OPTION_ROW_NO_MEMORY("align without what the memory knows of the languages, and cut without its rules; the general "
                         "lexicon, dictionaries and --terms still count"),
    OPTION_ROW_RULES,
    { .key = OPTION_DICTIONARY,
      .name = "dictionary",
      .value = "FILE",
      .repeats = true,
      .help = "a dictionary of the two languages, as an .index of dictd or an .ifo of StarDict" },
    { .key = OPTION_TERMS,
      .name = "terms",
      .value = "FILE",
      .repeats = true,
      .help = "terms and their renderings, as 'padan term import' reads them; they count besides the memory's" },
    OPTION_ROW_ENCODING,
    OPTION_ROW_REPLACE_INVALID,
    OPTIONS_END,
};

const struct command command_align = {
    .name = "align",
    .summary = "pair the segments of a text and of its translation",
    .synopsis =
        "-s LANG -t LANG [-t LANG ...] [--segmented] [--format text|tsv|tmx|jsonl|html] [-o FILE] "
        "[--min-confidence C] [--bom] [--store] [--no-memory] [--rules FILE] [--dictionary FILE ...] "
        "[--terms FILE ...] [--encoding NAME] [--replace-invalid] SRC TGT [TGT ...]",
    .arguments =
        "SRC and TGT are plain texts or HTML pages; '-' is standard input.\n"
        "Each bead (segments that say the same) comes out with the probability that it is right. What has no "
        "counterpart is listed on standard error.",
    .options = options,
    .operands_min = 2,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
