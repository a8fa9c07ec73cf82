/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "pairing.h"
#include "screen.h"
#include "utf8.h"

/* Texts that fit less are hardly translations of each other. */
#define FIT_LOW 0.2

static int align(struct pairing *pairing, const struct arguments *arguments, size_t number, struct padan_error *error)
{
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
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
    struct padan_align_text source = pairing_source(pairing), target = pairing_target(pairing);
    status = padan_align_documents(&pairing->alignment, &source, &target, &options, error);
    progress_end();
    return status;
}

static void say_alone(const char *name, const struct source *side, size_t first, size_t count)
{
    enum { START_WIDTH = 60 };
    struct padan_error error;
    for (size_t i = first; i < first + count; i++) {
        struct padan_string view = padan_segment_view(side->document, &side->segments.items[i]);
        char *text = screen_text(view, &error);
        size_t size = text ? screen_cut(text, START_WIDTH) : 0;
        message("%s: segment %zu has no counterpart: %.*s%s", name, i, (int)size, text ? text : "",
                text && text[size] ? "..." : "");
        free(text);
    }
}

static void say_all_alone(const struct pairing *pairing)
{
    enum { SAID_MAX = 50 };
    size_t said = 0, unsaid = 0;
    for (size_t i = 0; i < pairing->alignment.count; i++) {
        const struct padan_bead *bead = &pairing->alignment.beads[i];
        if (bead->source_count > 0 && bead->target_count > 0)
            continue;
        if (said++ >= SAID_MAX)
            unsaid++;
        else if (bead->target_count == 0)
            say_alone(pairing->source_name, &pairing->source, bead->source, bead->source_count);
        else
            say_alone(pairing->target_name, &pairing->target, bead->target, bead->target_count);
    }
    if (unsaid > 0)
        message("... and %zu more without a counterpart", unsaid);
}

static void say_declared(const char *name, const struct source *side, const struct source *other)
{
    const char *declared = padan_document_language(side->document);
    if (!*declared || padan_language_matches(side->language, declared) ||
        padan_language_matches(declared, side->language))
        return;
    bool swapped = padan_language_matches(other->language, declared);
    message("warning: %s: says that it is %s, not %s%s", name, declared, side->language,
            swapped ? "; are the languages swapped?" : "");
}

static void say_summary(const struct pairing *pairing)
{
    const struct padan_alignment *alignment = &pairing->alignment;
    size_t pairs = 0, doubtful = 0;
    for (size_t i = 0; i < alignment->count; i++) {
        pairs += alignment->beads[i].source_count > 0 && alignment->beads[i].target_count > 0;
        doubtful += alignment->beads[i].confidence < CONFIDENCE_DOUBTFUL;
    }
    message("%s, %s: %zu pairs out of %zu and %zu segments; %zu of %zu beads below %.2f", pairing->source_name,
            pairing->target_name, pairs, pairing->source.segments.count, pairing->target.segments.count, doubtful,
            alignment->count, CONFIDENCE_DOUBTFUL);
    say_all_alone(pairing);
    say_declared(pairing->source_name, &pairing->source, &pairing->target);
    say_declared(pairing->target_name, &pairing->target, &pairing->source);
    if (pairs > 0 && alignment->fit < FIT_LOW)
        message(
            "warning: these hardly look like translations of each other: are the files the right ones, and -s and "
            "-t in the order of the files?");
}

/* Takes back what was stored; all or nothing. */
static void unstore(struct padan_memory *memory, const struct pairing *pairings, size_t count)
{
    struct padan_undo_summary summary;
    struct padan_error error;
    while (count-- > 0) {
        if (pairings[count].batch > 0 && padan_memory_undo(memory, pairings[count].batch, &summary, &error) != PADAN_OK)
            failure(&error);
    }
}

static int store(struct padan_memory *memory, struct pairing *pairings, size_t count, struct padan_error *error)
{
    for (size_t i = 0; i < count; i++) {
        struct padan_batch_summary summary = { 0 };
        char what[2 * PADAN_ERROR_INPUT_SIZE];
        struct padan_align_text source = pairing_source(&pairings[i]), target = pairing_target(&pairings[i]);
        int status = padan_memory_store(memory, &source, &target, &pairings[i].alignment, &summary, error);
        if (status != PADAN_OK) {
            unstore(memory, pairings, i);
            return status;
        }
        pairings[i].batch = summary.batch;
        snprintf(what, sizeof what, "%s, %s", pairings[i].source_name, pairings[i].target_name);
        memory_say_summary(what, memory, &summary);
    }
    return PADAN_OK;
}

/*
 * The output is written first, but to its temporary name only; so a fault in writing leaves the memory as it was, and a
 * fault in storing the file of that name.
 */
static int write_and_store(const struct arguments *arguments, const struct pairing_format *format,
                           struct pairing *pairings, size_t count)
{
    struct padan_error error;
    struct padan_output *output;
    struct padan_memory *memory = NULL;
    if (padan_output_open(&output, option_value(arguments, OPTION_OUTPUT), &error) != PADAN_OK)
        return failure(&error);
    int status = format->write(pairings, count, output, &error);
    if (status == PADAN_ERROR_STOPPED)
        status = PADAN_OK;
    int result = status == PADAN_OK ? EXIT_DONE : failure(&error);
    if (result == EXIT_DONE && option_given(arguments, OPTION_STORE)) {
        result = memory_open(&memory, arguments, 0, PADAN_MEMORY_CREATE);
        if (result == EXIT_DONE && store(memory, pairings, count, &error) != PADAN_OK)
            result = failure(&error);
    }
    if (result != EXIT_DONE) {
        padan_output_discard(output);
    } else if (padan_output_commit(output, &error) != PADAN_OK) {
        result = failure(&error);
        if (result != EXIT_DONE && memory)
            unstore(memory, pairings, count);
    }
    padan_memory_close(memory);
    return result;
}

static int run_pairings(const struct arguments *arguments, const struct pairing_format *format,
                        struct pairing *pairings, size_t count)
{
    struct padan_error error;
    for (size_t i = 0; i < count; i++) {
        if (align(&pairings[i], arguments, i, &error) != PADAN_OK)
            return failure(&error);
    }
    int result = write_and_store(arguments, format, pairings, count);
    for (size_t i = 0; result == EXIT_DONE && i < count; i++)
        say_summary(&pairings[i]);
    return result;
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
        return usage_error(arguments->command, "there are %zu translations but %zu times -t; each needs its own", count,
                           option_count(arguments, OPTION_TARGET));
    if (count > 1 && !(*format)->takes_several)
        return usage_error(arguments->command, "--format %s holds one translation; align each by itself", name);
    int usage = source_check_encoding(arguments);
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
    { .key = OPTION_OUTPUT,
      .letter = 'o',
      .name = "output",
      .value = "FILE",
      .help = "write to a file, which appears when all is done" },
    { .key = OPTION_STORE, .name = "store", .help = "add the pairs to the memory, which is made if need be" },
    { .key = OPTION_NO_MEMORY,
      .name = "no-memory",
      .help = "align from the texts alone, without what the memory knows of the languages" },
    { .key = OPTION_RULES,
      .name = "rules",
      .value = "FILE",
      .help = "cut by the rules of an SRX file instead of padan's own" },
    { .key = OPTION_ENCODING,
      .name = "encoding",
      .value = "NAME",
      .help = "the encoding of the files, any that iconv knows; without it, it is found out" },
    { .key = OPTION_REPLACE_INVALID,
      .name = "replace-invalid",
      .help = "put U+FFFD for bytes that cannot be decoded instead of stopping there" },
    OPTIONS_END,
};

const struct command command_align = {
    .name = "align",
    .summary = "pair the segments of a text and of its translation",
    .synopsis =
        "-s LANG -t LANG [-t LANG ...] [--segmented] [--format text|tsv|tmx|jsonl|html] [-o FILE] [--store] "
        "[--no-memory] [--rules FILE] [--encoding NAME] [--replace-invalid] SRC TGT [TGT ...]",
    .arguments =
        "SRC and TGT are plain texts or HTML pages; '-' is standard input.\n"
        "Each bead (segments that say the same) comes out with the probability that it is right. What has no "
        "counterpart is listed on standard error.",
    .options = options,
    .operands_min = 2,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
