/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "record.h"
#include "screen.h"
#include "term.h"
#include "utf8.h"

/* Terms of all memories that are read, and where what is found goes. */
struct finding {
    const struct arguments *arguments;
    struct padan_recogniser **recognisers; /* one for each memory */
    struct padan_output *output;
    size_t count; /* found in all */
};

static struct padan_string part(struct padan_string text, const struct padan_recognised *found)
{
    return (struct padan_string){ text.data + found->start, found->end - found->start };
}

static int put_cell(struct padan_output *output, struct padan_string text, struct padan_error *error)
{
    int status = padan_output_write(output, "\t", 1, error);
    return status == PADAN_OK ? put_one_line(output, text, error) : status;
}

/* "peacekeepers TAB peacekeeper TAB preferred TAB 7". */
static int put_text(struct finding *finding, struct padan_string text, const struct padan_recognised *found,
                    struct padan_error *error)
{
    struct padan_output *output = finding->output;
    int status = put_one_line(output, part(text, found), error);
    if (status == PADAN_OK)
        status = put_cell(output, found->term, error);
    if (status == PADAN_OK)
        status = put_cell(output, padan_string(padan_term_status_name(found->status)), error);
    return status == PADAN_OK ? padan_output_format(output, error, "\t%" PRId64 "%s\n", found->concept,
                                                    found->covered ? "\tcovered" : "")
                              : status;
}

/* Code points before `end`, counted on from an earlier place. */
struct ruler {
    size_t bytes;
    int64_t points;
};

static int64_t points_at(struct ruler *ruler, struct padan_string text, size_t end)
{
    if (end < ruler->bytes)
        *ruler = (struct ruler){ 0, 0 };
    struct padan_string between = { text.data + ruler->bytes, end - ruler->bytes };
    ruler->points += (int64_t)padan_text_length(between);
    ruler->bytes = end;
    return ruler->points;
}

static json_t *json_found(struct ruler *ruler, struct padan_string text, const struct padan_recognised *found,
                          size_t memory)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "start", points_at(ruler, text, found->start));
    struct ruler end = *ruler;
    record_integer(&record, "end", points_at(&end, text, found->end));
    record_text(&record, "found", part(text, found));
    record_text(&record, "term", found->term);
    if (found->status != PADAN_TERM_UNRATED)
        record_text(&record, "status", padan_string(padan_term_status_name(found->status)));
    record_integer(&record, "memory", (int64_t)memory);
    record_integer(&record, "concept", found->concept);
    if (found->covered)
        record_set(&record, "covered", json_true());
    return record_take(&record);
}

static int put_all(struct finding *finding, struct padan_string text, size_t memory, json_t **terms,
                   struct padan_error *error)
{
    const struct padan_recognised *list;
    size_t count;
    struct ruler ruler = { 0 };
    int status = padan_recogniser_find(finding->recognisers[memory], text, &list, &count, error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        if (*terms)
            *terms = json_added(*terms, json_found(&ruler, text, &list[i], memory + 1));
        else
            status = put_text(finding, text, &list[i], error);
    }
    finding->count += count;
    return status;
}

static int find_in(struct finding *finding, struct padan_string text, struct padan_error *error)
{
    json_t *terms = option_given(finding->arguments, OPTION_JSON) ? json_array() : NULL;
    bool json = terms;
    int status = PADAN_OK;
    for (size_t i = 0; i < memory_count(finding->arguments) && status == PADAN_OK; i++)
        status = put_all(finding, text, i, &terms, error);
    if (!json || status != PADAN_OK) {
        json_decref(terms);
        return status;
    }
    struct record record;
    record_begin(&record);
    record_text(&record, "text", text);
    record_set(&record, "terms", terms);
    return record_put(&record, finding->output, error);
}

static int find_in_lines(struct finding *finding, struct padan_error *error)
{
    char *line = NULL;
    size_t capacity = 0;
    int status = PADAN_OK;
    for (ssize_t size; status == PADAN_OK && (size = getline(&line, &capacity, stdin)) >= 0;) {
        while (size > 0 && (line[size - 1] == '\n' || line[size - 1] == '\r'))
            size--;
        status = find_in(finding, (struct padan_string){ line, (size_t)size }, error);
    }
    free(line);
    return status;
}

static int read_terms(struct finding *finding, const char *language)
{
    struct padan_error error;
    int result = EXIT_DONE;
    bool family = option_given(finding->arguments, OPTION_FAMILY);
    for (size_t i = 0; i < memory_count(finding->arguments) && result == EXIT_DONE; i++) {
        struct padan_memory *memory;
        result = memory_open(&memory, finding->arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE &&
            (padan_recogniser_new(&finding->recognisers[i], language, family, &error) != PADAN_OK ||
             padan_recogniser_add_memory(finding->recognisers[i], memory, &error) != PADAN_OK))
            result = failure(&error);
        padan_memory_close(memory);
    }
    return result;
}

static int put_found(struct finding *finding)
{
    const struct arguments *arguments = finding->arguments;
    struct padan_error error;
    if (padan_output_open(&finding->output, NULL, &error) != PADAN_OK)
        return failure(&error);
    int status = arguments->operand_count == 0 ? find_in_lines(finding, &error) : PADAN_OK;
    for (size_t i = 0; i < arguments->operand_count && status == PADAN_OK; i++)
        status = find_in(finding, padan_string(arguments->operands[i]), &error);
    struct padan_error ignored;
    int committed = padan_output_commit(finding->output, status == PADAN_OK ? &error : &ignored);
    if (status != PADAN_OK || committed != PADAN_OK)
        return failure(&error);
    return finding->count > 0 ? EXIT_DONE : EXIT_NOTHING;
}

static int find(const struct arguments *arguments)
{
    char language[PADAN_LANGUAGE_SIZE];
    struct finding finding = { .arguments = arguments };
    struct padan_error error;
    int result = option_language(language, arguments, OPTION_SOURCE, 0);
    if (result != EXIT_DONE)
        return result;
    finding.recognisers = calloc(memory_count(arguments), sizeof(struct padan_recogniser *));
    if (!finding.recognisers)
        return no_memory(&error), failure(&error);
    result = read_terms(&finding, language);
    if (result == EXIT_DONE)
        result = put_found(&finding);
    for (size_t i = 0; i < memory_count(arguments); i++)
        padan_recogniser_free(finding.recognisers[i]);
    free(finding.recognisers);
    return result;
}

static const enum option_key find_options[] = { OPTION_SOURCE, OPTION_FAMILY, OPTION_JSON };

const struct action term_action_find = {
    .name = "find",
    .options = find_options,
    .option_count = sizeof find_options / sizeof find_options[0],
    .operands_max = SIZE_MAX,
    .operands = "-s LANG [--family] [--json] [TEXT ...]",
    .needs_source = true,
    .run = find,
};
