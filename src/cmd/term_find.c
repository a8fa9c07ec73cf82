/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
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
    struct padan_memory **memories;
    const char *target; /* the language whose terms are shown too, or NULL */
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

static bool is_in(const struct padan_term *term, const char *range)
{
    char tag[PADAN_LANGUAGE_SIZE];
    snprintf(tag, sizeof tag, "%.*s", (int)term->language.size, term->language.data);
    return padan_language_matches(range, tag);
}

/* The concept's terms in the target language, with a semicolon between them; none where no such language is asked. */
static int put_renderings(struct finding *finding, size_t memory, int64_t number, struct padan_error *error)
{
    const struct padan_concept *concept;
    int status = padan_memory_concept(&concept, finding->memories[memory], number, error);
    const char *before = "\t";
    for (size_t i = 0; status == PADAN_OK && i < concept->term_count; i++) {
        const struct padan_term *term = &concept->terms[i];
        if (!is_in(term, finding->target))
            continue;
        status = padan_output_write(finding->output, before, strlen(before), error);
        if (status == PADAN_OK)
            status = put_one_line(finding->output, term->text, error);
        if (status == PADAN_OK && term->status == PADAN_TERM_DEPRECATED)
            status = padan_output_format(finding->output, error, " (deprecated)");
        before = "; ";
    }
    if (status == PADAN_OK && *before == '\t')
        status = padan_output_write(finding->output, before, 1, error);
    padan_concept_free(concept);
    return status;
}

/* "peacekeepers TAB peacekeeper TAB preferred TAB 7", and the renderings where they are asked. */
static int put_text(struct finding *finding, struct padan_string text, const struct padan_recognised *found,
                    size_t memory, struct padan_error *error)
{
    struct padan_output *output = finding->output;
    int status = put_one_line(output, part(text, found), error);
    if (status == PADAN_OK)
        status = put_cell(output, found->term, error);
    if (status == PADAN_OK)
        status = put_cell(output, padan_string(padan_term_status_name(found->status)), error);
    if (status == PADAN_OK)
        status = padan_output_format(output, error, "\t%" PRId64, found->concept);
    if (status == PADAN_OK && finding->target)
        status = put_renderings(finding, memory, found->concept, error);
    return status == PADAN_OK ? padan_output_format(output, error, "%s\n", found->covered ? "\tcovered" : "") : status;
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

static int json_renderings(json_t **out, struct finding *finding, size_t memory, int64_t number,
                           struct padan_error *error)
{
    const struct padan_concept *concept;
    int status = padan_memory_concept(&concept, finding->memories[memory], number, error);
    *out = status == PADAN_OK ? json_array() : NULL;
    for (size_t i = 0; status == PADAN_OK && i < concept->term_count; i++) {
        const struct padan_term *term = &concept->terms[i];
        struct record record;
        if (!is_in(term, finding->target))
            continue;
        record_begin(&record);
        record_text(&record, "language", term->language);
        record_text(&record, "term", term->text);
        if (term->status != PADAN_TERM_UNRATED)
            record_text(&record, "status", padan_string(padan_term_status_name(term->status)));
        *out = json_added(*out, record_take(&record));
    }
    padan_concept_free(concept);
    return status;
}

static json_t *json_found(struct ruler *ruler, struct padan_string text, const struct padan_recognised *found,
                          size_t memory, json_t *renderings)
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
    if (renderings)
        record_set(&record, "renderings", renderings);
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
        json_t *renderings = NULL;
        if (*terms && finding->target)
            status = json_renderings(&renderings, finding, memory, list[i].concept, error);
        if (status == PADAN_OK && *terms)
            *terms = json_added(*terms, json_found(&ruler, text, &list[i], memory + 1, renderings));
        else if (status == PADAN_OK)
            status = put_text(finding, text, &list[i], memory, error);
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
    if (status == PADAN_OK && ferror(stdin)) {
        *error = (struct padan_error){ .status = status = PADAN_ERROR_SYSTEM, .offset = -1 };
        snprintf(error->input, sizeof error->input, "standard input");
        snprintf(error->message, sizeof error->message, "cannot be read: %s", strerror(errno));
    }
    return status;
}

static int read_terms(struct finding *finding, const char *language)
{
    struct padan_error error;
    int result = EXIT_DONE;
    bool family = option_given(finding->arguments, OPTION_FAMILY);
    for (size_t i = 0; i < memory_count(finding->arguments) && result == EXIT_DONE; i++) {
        struct padan_memory **memory = &finding->memories[i];
        result = memory_open(memory, finding->arguments, i, PADAN_MEMORY_READ);
        if (result == EXIT_DONE &&
            (padan_recogniser_new(&finding->recognisers[i], language, family, &error) != PADAN_OK ||
             padan_recogniser_add_memory(finding->recognisers[i], *memory, &error) != PADAN_OK))
            result = failure(&error);
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
    char language[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    struct finding finding = { .arguments = arguments };
    struct padan_error error;
    int result = option_language(language, arguments, OPTION_SOURCE, 0);
    if (result == EXIT_DONE)
        result = option_language(target, arguments, OPTION_TARGET, 0);
    if (result != EXIT_DONE)
        return result;
    finding.target = target[0] ? target : NULL;
    finding.recognisers = calloc(memory_count(arguments), sizeof(struct padan_recogniser *));
    finding.memories = calloc(memory_count(arguments), sizeof *finding.memories);
    bool room = finding.recognisers && finding.memories;
    result = room ? read_terms(&finding, language) : (no_memory(&error), failure(&error));
    if (result == EXIT_DONE)
        result = put_found(&finding);
    for (size_t i = 0; room && i < memory_count(arguments); i++) {
        padan_recogniser_free(finding.recognisers[i]);
        padan_memory_close(finding.memories[i]);
    }
    free(finding.recognisers);
    free(finding.memories);
    return result;
}

static const enum option_key find_options[] = { OPTION_SOURCE, OPTION_TARGET, OPTION_FAMILY, OPTION_JSON };

const struct action term_action_find = {
    .name = "find",
    .options = find_options,
    .option_count = sizeof find_options / sizeof find_options[0],
    .operands_max = SIZE_MAX,
    .operands = "-s LANG [-t LANG] [--family] [--json] [TEXT ...]",
    .needs_source = true,
    .run = find,
};
