/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hit.h"
#include "memory.h"
#include "message.h"
#include "record.h"
#include "screen.h"
#include "utf8.h"

struct finding {
    struct padan_output *output;
    struct screen screen;
    int (*put)(struct finding *finding, const struct padan_found *found, struct padan_error *error);
    enum hit_order order;
    struct hits hits;
    const char *memory; /* its path where several are searched, or NULL */
    int64_t limit;      /* hits to write; 0: all */
    int64_t written;
    bool reader_gone;
};

static json_t *hits_json(const struct padan_found *found)
{
    json_t *list = json_array();
    size_t at = 0, points = 0;
    for (size_t i = 0; i < found->span_count; i++) {
        const struct padan_span *span = &found->spans[i];
        points += padan_text_length((struct padan_string){ found->text.data + at, span->start - at });
        size_t size =
            padan_text_length((struct padan_string){ found->text.data + span->start, span->end - span->start });
        json_t *pair = json_array();
        json_array_append_new(pair, json_integer((json_int_t)points));
        json_array_append_new(pair, json_integer((json_int_t)(points + size)));
        json_array_append_new(list, pair);
        points += size;
        at = span->end;
    }
    return list;
}

static json_t *targets_json(const struct padan_found *found)
{
    json_t *list = json_array();
    for (size_t i = 0; i < found->target_count; i++) {
        json_t *target = json_object();
        json_object_set_new(target, "language", json_text(found->targets[i].language));
        json_object_set_new(target, "text", json_text(found->targets[i].text));
        json_array_append_new(list, target);
    }
    return list;
}

static int put_json(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "source", found->text);
    record_set(&record, "target", found->target_count > 0 ? json_text(found->targets[0].text) : json_null());
    record_set(&record, "hits", hits_json(found));
    record_integer(&record, "unit", found->unit);
    record_text(&record, "document", found->document);
    record_set(&record, "position", found->position < 0 ? json_null() : json_integer(found->position));
    if (found->target_count > 1)
        record_set(&record, "targets", targets_json(found));
    if (finding->memory)
        record_text(&record, "memory", padan_string(finding->memory));
    return record_put(&record, finding->output, error);
}

static int put_tsv(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    char unit[24], position[24] = "";
    snprintf(unit, sizeof unit, "%" PRId64, found->unit);
    if (found->position >= 0)
        snprintf(position, sizeof position, "%" PRId64, found->position);
    const struct padan_string cells[] = { found->text,
                                          found->target_count > 0 ? found->targets[0].text : padan_string(NULL),
                                          padan_string(unit), found->document, padan_string(position) };
    return padan_tsv_row(finding->output, cells, sizeof cells / sizeof *cells, error);
}

static int put_tsv_header(struct finding *finding, struct padan_error *error)
{
    const struct padan_string cells[] = { padan_string("source"), padan_string("target"), padan_string("unit"),
                                          padan_string("document"), padan_string("position") };
    return padan_tsv_row(finding->output, cells, sizeof cells / sizeof *cells, error);
}

/* The text with marks around the hits, fit for a screen. */
static char *marked_text(const struct padan_found *found, struct padan_error *error)
{
    char *text = screen_text(found->text, error);
    char *marked = text ? malloc(strlen(text) + 2 * found->span_count + 1) : NULL;
    size_t at = 0, size = text ? strlen(text) : 0;
    char *to = marked;
    /* Where white space was folded or a control replaced, the offsets no longer hold. */
    bool holds = text && size == found->text.size && memcmp(text, found->text.data, size) == 0;
    for (size_t i = 0; marked && holds && i < found->span_count; i++) {
        const struct padan_span *span = &found->spans[i];
        memcpy(to, text + at, span->start - at);
        to += span->start - at;
        *to++ = SCREEN_MARK;
        memcpy(to, text + span->start, span->end - span->start);
        to += span->end - span->start;
        *to++ = SCREEN_MARK_END;
        at = span->end;
    }
    if (marked)
        memcpy(to, text + at, size - at + 1);
    else if (text)
        no_memory(error);
    free(text);
    return marked;
}

static int put_place(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    char *document = screen_text(found->document, error);
    if (!document)
        return error->status;
    int status = PADAN_OK;
    if (finding->written > 0)
        status = padan_output_write(finding->output, "\n", 1, error);
    if (status == PADAN_OK && *document)
        status = padan_output_format(finding->output, error, "%s, ", document);
    if (status == PADAN_OK && found->position >= 0)
        status = padan_output_format(finding->output, error, "%" PRId64 ", ", found->position);
    if (status == PADAN_OK)
        status = padan_output_format(finding->output, error, "unit %" PRId64 "%s%s\n", found->unit,
                                     finding->memory ? " of " : "", finding->memory ? finding->memory : "");
    free(document);
    return status;
}

static int put_line(struct finding *finding, struct padan_string language, const char *text, struct padan_error *error)
{
    int status = padan_output_format(finding->output, error, "%-6.*s ", (int)language.size, language.data);
    if (status == PADAN_OK)
        status = screen_put(&finding->screen, text, strlen(text), error);
    return status == PADAN_OK ? padan_output_write(finding->output, "\n", 1, error) : status;
}

/* On a terminal the two languages stand side by side; elsewhere each has a line, so that a line is a whole sentence. */
static int put_sides(struct finding *finding, const struct padan_found *found, const char *source,
                     struct padan_error *error)
{
    const struct screen *screen = &finding->screen;
    bool beside = screen->terminal && found->target_count > 0;
    int status = beside ? PADAN_OK : put_line(finding, found->language, source, error);
    for (size_t i = 0; status == PADAN_OK && i < found->target_count; i++) {
        char *target = screen_text(found->targets[i].text, error);
        if (!target)
            status = error->status;
        else if (beside)
            status = screen_put_pair(screen, "", 0, i == 0 ? source : "", target, error);
        else
            status = put_line(finding, found->targets[i].language, target, error);
        free(target);
    }
    return status;
}

static int put_text(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    char *source = marked_text(found, error);
    int status = source ? put_place(finding, found, error) : (int)error->status;
    if (status == PADAN_OK)
        status = put_sides(finding, found, source, error);
    free(source);
    return status;
}

static int write_hit(struct finding *finding, const struct padan_found *found, struct padan_error *error)
{
    int status = finding->put(finding, found, error);
    if (status == PADAN_ERROR_STOPPED)
        finding->reader_gone = true;
    if (status == PADAN_OK)
        finding->written++;
    return status;
}

static int take_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct finding *finding = context;
    if (finding->order != HIT_STORED)
        return hits_add(&finding->hits, found, finding->memory, finding->order, error);
    return write_hit(finding, found, error);
}

static int write_sorted(struct finding *finding, struct padan_error *error)
{
    int status = PADAN_OK;
    hits_sort(&finding->hits, finding->order);
    for (size_t i = 0; status == PADAN_OK && i < finding->hits.count; i++) {
        if (finding->limit > 0 && finding->written == finding->limit)
            break;
        finding->memory = finding->hits.items[i].memory;
        status = write_hit(finding, &finding->hits.items[i].found, error);
    }
    return status;
}

static int find_in(struct finding *finding, struct padan_memory *memory, const struct arguments *arguments,
                   struct padan_find_options *options)
{
    struct padan_error error;
    if (finding->limit > 0 && finding->order == HIT_STORED)
        options->limit = finding->limit - finding->written;
    int status = padan_find(memory, arguments->operands[0], options, take_hit, finding, NULL, &error);
    if (status == PADAN_ERROR_ARGUMENT)
        return usage_error(arguments->command, "%s", error.message);
    return status == PADAN_OK || finding->reader_gone ? EXIT_DONE : failure(&error);
}

static int find_everywhere(struct finding *finding, const struct arguments *arguments,
                           struct padan_find_options *options)
{
    int result = EXIT_DONE;
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        if (finding->reader_gone || (finding->limit > 0 && finding->written == finding->limit))
            break;
        finding->memory = memory_count(arguments) > 1 ? option_nth(arguments, OPTION_MEMORY, i) : NULL;
        result = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE)
            result = find_in(finding, memory, arguments, options);
        padan_memory_close(memory);
    }
    return result;
}

static void set_format(struct finding *finding, const char *format)
{
    finding->put = strcmp(format, "jsonl") == 0 ? put_json : strcmp(format, "tsv") == 0 ? put_tsv : put_text;
}

static enum hit_order order_named(const char *name)
{
    if (!name)
        return HIT_STORED;
    if (strcmp(name, "left") == 0)
        return HIT_LEFT;
    return strcmp(name, "right") == 0 ? HIT_RIGHT : HIT_DOCUMENT;
}

static int search(struct finding *finding, const struct arguments *arguments, struct padan_find_options *options)
{
    struct padan_error error;
    if (padan_output_open(&finding->output, NULL, &error) != PADAN_OK)
        return failure(&error);
    finding->screen = screen_of(finding->output);
    if (finding->put == put_tsv)
        put_tsv_header(finding, &error);
    int result = find_everywhere(finding, arguments, options);
    if (result == EXIT_DONE && write_sorted(finding, &error) != PADAN_OK)
        result = finding->reader_gone ? EXIT_DONE : failure(&error);
    hits_free(&finding->hits);
    if (result != EXIT_DONE || finding->reader_gone) {
        padan_output_discard(finding->output);
        return result;
    }
    if (padan_output_commit(finding->output, &error) != PADAN_OK)
        return failure(&error);
    message(finding->written == 1 ? "%" PRId64 " hit" : "%" PRId64 " hits", finding->written);
    return finding->written > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static int run(const struct arguments *arguments)
{
    struct finding finding = { .order = order_named(option_value(arguments, OPTION_SORT)) };
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    int usage = option_language(source, arguments, OPTION_SOURCE, 0);
    if (usage == EXIT_DONE)
        usage = option_language(target, arguments, OPTION_TARGET, 0);
    if (usage == EXIT_DONE)
        usage = option_integer(&finding.limit, arguments, OPTION_LIMIT, 1, INT64_MAX);
    if (usage != EXIT_DONE)
        return usage;
    options.source = source;
    options.target = *target ? target : NULL;
    options.mode = option_given(arguments, OPTION_EXACT) ? PADAN_FIND_EXACT : PADAN_FIND_STEM;
    set_format(&finding, option_format(arguments, "text"));
    return search(&finding, arguments, &options);
}

static const struct command_option options[] = {
    { .key = OPTION_SOURCE,
      .letter = 's',
      .name = "source",
      .value = "LANG",
      .required = true,
      .help = "the language of QUERY, as id or en-US" },
    { .key = OPTION_TARGET,
      .letter = 't',
      .name = "target",
      .value = "LANG",
      .help = "the language to show beside it; without it: every other" },
    { .key = OPTION_EXACT,
      .name = "exact",
      .help = "find words in the form given only, not in others of the same stem" },
    { .key = OPTION_SORT,
      .name = "sort",
      .value = "ORDER",
      .choices = "left|right|doc",
      .help = "sort by what stands left of the hit, right of it, or by document; without it: as stored" },
    { .key = OPTION_LIMIT, .name = "limit", .value = "N", .help = "show N hits at most" },
    { .key = OPTION_FORMAT,
      .name = "format",
      .value = "FORMAT",
      .choices = "text|tsv|jsonl",
      .help = "text: to read; tsv: a line a hit; jsonl: a JSON object a hit" },
    OPTIONS_END,
};

const struct command command_find = {
    .name = "find",
    .summary = "find words in the memory, with their translation beside them",
    .synopsis = "-s LANG [-t LANG] [--exact] [--sort left|right|doc] [--limit N] [--format text|tsv|jsonl] QUERY",
    .arguments =
        "QUERY is words that must all be there, literally (C++, peace-keeping), in any order; a \"phrase\" in "
        "double quotes stands as it is; a word that ends in * is the beginning of words.\n"
        "The exit status is 1 where nothing was found.",
    .options = options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run,
};
