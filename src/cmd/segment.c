/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/segment.h>

#include <padan/output.h>

#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "record.h"
#include "screen.h"
#include "source.h"
#include "utf8.h"

/* What the rules said of one block, in the order of its text. */
struct decisions {
    struct padan_decision *items;
    size_t count, capacity;
    bool failed;
};

struct cutting {
    const struct arguments *arguments;
    struct padan_segmenter *segmenter;
    struct padan_output *output;
    struct decisions decisions;
    const char *file;
    bool is_json;
    bool any_block; /* written before, so that an empty line is due */
    size_t block;
    /* How far the block was counted: offsets go out in code points. */
    size_t bytes, points;
};

static void remember(void *context, const struct padan_decision *decision)
{
    struct decisions *decisions = context;
    if (decisions->count == decisions->capacity) {
        size_t capacity = decisions->capacity ? decisions->capacity * 2 : 64;
        struct padan_decision *items = reallocarray(decisions->items, capacity, sizeof *items);
        if (!items) {
            decisions->failed = true;
            return;
        }
        decisions->items = items;
        decisions->capacity = capacity;
    }
    decisions->items[decisions->count++] = *decision;
}

static size_t points_at(struct cutting *cutting, struct padan_string text, size_t offset)
{
    if (offset < cutting->bytes)
        cutting->bytes = cutting->points = 0;
    cutting->points += padan_text_length((struct padan_string){ text.data + cutting->bytes, offset - cutting->bytes });
    cutting->bytes = offset;
    return cutting->points;
}

static void begin_record(struct cutting *cutting, struct record *record)
{
    record_begin(record);
    record_text(record, "file", padan_string(cutting->file));
    record_integer(record, "block", (int64_t)cutting->block);
}

static int put_segment_json(struct cutting *cutting, const struct padan_block *block,
                            const struct padan_segment *segment, struct padan_error *error)
{
    struct record record;
    struct padan_string text = { block->text.data + segment->start, segment->end - segment->start };
    begin_record(cutting, &record);
    record_text(&record, "kind", padan_string(padan_block_kind_name(block->kind)));
    record_integer(&record, "start", (int64_t)points_at(cutting, block->text, segment->start));
    record_integer(&record, "end", (int64_t)points_at(cutting, block->text, segment->end));
    record_text(&record, "text", text);
    return record_put(&record, cutting->output, error);
}

static int put_segment_text(struct cutting *cutting, const struct padan_block *block,
                            const struct padan_segment *segment, struct padan_error *error)
{
    struct padan_string text = { block->text.data + segment->start, segment->end - segment->start };
    int status = put_one_line(cutting->output, text, error);
    return status == PADAN_OK ? padan_output_write(cutting->output, "\n", 1, error) : status;
}

static int put_decision_json(struct cutting *cutting, const struct padan_block *block,
                             const struct padan_decision *decision, struct padan_error *error)
{
    struct record record;
    begin_record(cutting, &record);
    record_integer(&record, "offset", (int64_t)points_at(cutting, block->text, decision->offset));
    record_set(&record, "break", json_boolean(decision->is_break));
    if (!decision->file) {
        record_set(&record, "rule", json_null());
        return record_put(&record, cutting->output, error);
    }
    record_text(&record, "rule_file", padan_string(decision->file));
    record_integer(&record, "rule_line", decision->line);
    record_text(&record, "rule_set", padan_string(decision->language));
    record_text(&record, "rule", padan_string(decision->rule));
    return record_put(&record, cutting->output, error);
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* About `points` characters of `text` before or after `offset`. */
static struct padan_string around(struct padan_string text, size_t offset, size_t points, bool before)
{
    size_t at = offset;
    for (; points > 0 && before && at > 0; points--) {
        do
            at--;
        while (at > 0 && is_continuation(text.data[at]));
    }
    for (; points > 0 && !before && at < text.size; points--) {
        do
            at++;
        while (at < text.size && is_continuation(text.data[at]));
    }
    if (before)
        return (struct padan_string){ text.data + at, offset - at };
    return (struct padan_string){ text.data + offset, at - offset };
}

static int put_decision_text(struct cutting *cutting, const struct padan_block *block,
                             const struct padan_decision *decision, struct padan_error *error)
{
    enum { CONTEXT = 16 };
    int status = padan_output_format(cutting->output, error, "\t%s\t", decision->is_break ? "break" : "no break");
    if (status == PADAN_OK)
        status = put_one_line(cutting->output, around(block->text, decision->offset, CONTEXT, true), error);
    if (status == PADAN_OK)
        status = padan_output_write(cutting->output, " | ", 3, error);
    if (status == PADAN_OK)
        status = put_one_line(cutting->output, around(block->text, decision->offset, CONTEXT, false), error);
    if (status == PADAN_OK && !decision->file)
        return padan_output_format(cutting->output, error, "\tno rule holds here\n");
    if (status == PADAN_OK)
        status = padan_output_format(cutting->output, error, "\t%s:%d\t%s\t%s\n", decision->file, decision->line,
                                     decision->language, decision->rule);
    return status;
}

/* The decisions from number `next` on that lie before or at `end`; answers a status, moves `next`. */
static int put_decisions(struct cutting *cutting, const struct padan_block *block, size_t *next, size_t end,
                         struct padan_error *error)
{
    int status = PADAN_OK;
    for (; status == PADAN_OK && *next < cutting->decisions.count; ++*next) {
        const struct padan_decision *decision = &cutting->decisions.items[*next];
        if (decision->offset > end)
            break;
        status = (cutting->is_json ? put_decision_json : put_decision_text)(cutting, block, decision, error);
    }
    return status;
}

static int put_block(struct cutting *cutting, const struct padan_block *block, const struct padan_segments *segments,
                     struct padan_error *error)
{
    size_t next = 0;
    int status = PADAN_OK;
    if (cutting->any_block && segments->count > 0 && !cutting->is_json)
        status = padan_output_write(cutting->output, "\n", 1, error);
    cutting->any_block |= segments->count > 0;
    for (size_t i = 0; status == PADAN_OK && i < segments->count; i++) {
        const struct padan_segment *segment = &segments->items[i];
        status = (cutting->is_json ? put_segment_json : put_segment_text)(cutting, block, segment, error);
        if (status == PADAN_OK)
            status = put_decisions(cutting, block, &next, segment->end, error);
    }
    return status;
}

static int cut_block(struct cutting *cutting, const struct padan_block *block, struct padan_error *error)
{
    struct padan_segments segments = { 0 };
    cutting->decisions.count = cutting->bytes = cutting->points = 0;
    int status = padan_segment_text(&segments, cutting->segmenter, block->text, error);
    if (status == PADAN_OK)
        status = put_block(cutting, block, &segments, error);
    padan_segments_free(&segments);
    return status;
}

static int cut_file(struct cutting *cutting, const char *language, struct padan_error *error)
{
    struct padan_document *document = NULL;
    int status = source_document(&document, cutting->arguments, cutting->file, language, error);
    size_t count = status == PADAN_OK ? padan_document_block_count(document) : 0;
    for (cutting->block = 0; status == PADAN_OK && cutting->block < count; cutting->block++)
        status = cut_block(cutting, padan_document_block(document, cutting->block), error);
    padan_document_free(document);
    return status == PADAN_OK && cutting->decisions.failed ? no_memory(error) : status;
}

static int cut_files(struct cutting *cutting, const char *language, struct padan_error *error)
{
    const struct arguments *arguments = cutting->arguments;
    bool explains = option_given(arguments, OPTION_EXPLAIN);
    int status = source_segmenter(&cutting->segmenter, arguments, language, explains ? remember : NULL,
                                  &cutting->decisions, error);
    if (status == PADAN_OK)
        status = padan_output_open(&cutting->output, NULL, error);
    for (size_t i = 0; status == PADAN_OK && i < arguments->operand_count; i++) {
        cutting->file = arguments->operands[i];
        status = cut_file(cutting, language, error);
    }
    return status;
}

static int run(const struct arguments *arguments)
{
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_error error;
    int usage = option_language(language, arguments, OPTION_LANGUAGE, 0);
    if (usage == EXIT_DONE)
        usage = source_check_encoding(arguments);
    if (usage == EXIT_DONE)
        usage = source_check_stdin(arguments);
    if (usage != EXIT_DONE)
        return usage;
    struct cutting cutting = { .arguments = arguments,
                               .is_json = strcmp(option_format(arguments, "text"), "jsonl") == 0 };
    int status = cut_files(&cutting, language, &error);
    /* What was cut before a fault is written: files are independent of each other. */
    struct padan_error ignored;
    if (cutting.output) {
        int committed = padan_output_commit(cutting.output, status == PADAN_OK ? &error : &ignored);
        status = status == PADAN_OK ? committed : status;
    }
    padan_segmenter_free(cutting.segmenter);
    free(cutting.decisions.items);
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}

static const struct command_option options[] = {
    { .key = OPTION_LANGUAGE,
      .letter = 'l',
      .name = "language",
      .value = "LANG",
      .required = true,
      .help = "the language of the text, as id or en-US" },
    OPTION_ROW_RULES,
    OPTION_ROW_NO_MEMORY("cut without the rules that the memory has"),
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|jsonl",
      .help = "text: a segment a line, an empty line between blocks; jsonl: a JSON object a segment" },
    { .key = OPTION_EXPLAIN,
      .name = "explain",
      .help = "show also each place that could have been a boundary, with the rule that decided" },
    OPTION_ROW_ENCODING,
    OPTION_ROW_REPLACE_INVALID,
    OPTIONS_END,
};

const struct command command_segment = {
    .name = "segment",
    .summary = "cut texts into sentences",
    .synopsis =
        "-l LANG [--rules FILE] [--no-memory] [--format text|jsonl] [--explain] [--encoding NAME] [--replace-invalid] "
        "FILE ...",
    .arguments = "FILE is a plain text or an HTML page; '-' is standard input.",
    .options = options,
    .operands_min = 1,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
