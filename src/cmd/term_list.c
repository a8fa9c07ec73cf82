/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "record.h"
#include "screen.h"
#include "term.h"

struct listing {
    const struct arguments *arguments;
    struct padan_output *output;
    const char *path; /* of the memory */
    size_t count;
};

static void record_some(struct record *record, const char *name, struct padan_string text)
{
    if (text.size > 0)
        record_text(record, name, text);
}

static json_t *json_properties(const struct padan_term_property *properties, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        struct record record;
        record_begin(&record);
        record_text(&record, "name", properties[i].name);
        record_text(&record, "value", properties[i].value);
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *json_term(const struct padan_term *term)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "language", term->language);
    record_text(&record, "term", term->text);
    record_some(&record, "status", padan_string(padan_term_status_name(term->status)));
    record_some(&record, "part_of_speech", term->part_of_speech);
    record_some(&record, "gender", term->gender);
    record_some(&record, "context", term->context);
    record_some(&record, "note", term->note);
    record_some(&record, "source", term->source);
    if (term->case_sensitive)
        record_set(&record, "case_sensitive", json_true());
    if (term->whole_form)
        record_set(&record, "whole_form", json_true());
    if (term->property_count > 0)
        record_set(&record, "properties", json_properties(term->properties, term->property_count));
    return record_take(&record);
}

static int put_json(const struct listing *listing, const struct padan_concept *concept, struct padan_error *error)
{
    struct record record;
    json_t *terms = json_array();
    record_begin(&record);
    record_text(&record, "memory", padan_string(listing->path));
    record_integer(&record, "concept", concept->number);
    record_some(&record, "identifier", concept->identifier);
    record_some(&record, "subject", concept->subject);
    record_some(&record, "definition", concept->definition);
    record_some(&record, "note", concept->note);
    record_some(&record, "source", concept->source);
    if (concept->untranslated)
        record_set(&record, "untranslated", json_true());
    if (concept->property_count > 0)
        record_set(&record, "properties", json_properties(concept->properties, concept->property_count));
    for (size_t i = 0; i < concept->term_count; i++)
        terms = json_added(terms, json_term(&concept->terms[i]));
    record_set(&record, "terms", terms);
    return record_put(&record, listing->output, error);
}

/* Text fit for a line of a terminal, after a label. */
static int put_field(struct padan_output *output, const char *label, struct padan_string text,
                     struct padan_error *error)
{
    if (text.size == 0)
        return PADAN_OK;
    int status = padan_output_write(output, label, strlen(label), error);
    return status == PADAN_OK ? put_one_line(output, text, error) : status;
}

static int put_term(struct padan_output *output, const struct padan_term *term, struct padan_error *error)
{
    const struct {
        const char *label;
        struct padan_string text;
    } fields[] = {
        { "\t", term->language },
        { "\t", term->text },
        { ", ", padan_string(padan_term_status_name(term->status)) },
        { ", ", term->part_of_speech },
        { ", ", term->gender },
        { ", ", padan_string(term->case_sensitive ? "case-sensitive" : "") },
        { ", ", padan_string(term->whole_form ? "whole form" : "") },
    };
    int status = PADAN_OK;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status == PADAN_OK; i++)
        status = put_field(output, fields[i].label, fields[i].text, error);
    return status == PADAN_OK ? padan_output_write(output, "\n", 1, error) : status;
}

static int put_text(const struct listing *listing, const struct padan_concept *concept, struct padan_error *error)
{
    struct padan_output *output = listing->output;
    int status = padan_output_format(output, error, "%" PRId64, concept->number);
    if (status == PADAN_OK)
        status = put_field(output, "\t", concept->subject, error);
    if (status == PADAN_OK)
        status = put_field(output, "\t", concept->definition, error);
    if (status == PADAN_OK && concept->untranslated)
        status = put_field(output, "\t", padan_string("(not translated)"), error);
    if (status == PADAN_OK && memory_count(listing->arguments) > 1)
        status = put_field(output, "\t", padan_string(listing->path), error);
    if (status == PADAN_OK)
        status = padan_output_write(output, "\n", 1, error);
    for (size_t i = 0; i < concept->term_count && status == PADAN_OK; i++)
        status = put_term(output, &concept->terms[i], error);
    return status;
}

/* Whether a term has one of the texts asked for in it, small and capital letters alike, or none is asked for. */
static bool is_asked_for(const struct arguments *arguments, const struct padan_concept *concept)
{
    bool found = arguments->operand_count == 0;
    for (size_t i = 0; i < arguments->operand_count && !found; i++)
        for (size_t k = 0; k < concept->term_count && !found; k++)
            found = padan_term_has(&concept->terms[k], padan_string(arguments->operands[i]));
    return found;
}

static int put(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct listing *listing = context;
    if (!is_asked_for(listing->arguments, concept))
        return PADAN_OK;
    listing->count++;
    return option_given(listing->arguments, OPTION_JSON) ? put_json(listing, concept, error)
                                                         : put_text(listing, concept, error);
}

static int list_memory(struct listing *listing, size_t number, const struct padan_concept_filter *filter)
{
    struct padan_memory *memory;
    struct padan_error error;
    const struct padan_concept_sink sink = { put, listing, NULL };
    int result = memory_open(&memory, listing->arguments, number, PADAN_MEMORY_READ);
    if (result != EXIT_DONE)
        return result;
    listing->path = padan_memory_path(memory);
    if (padan_memory_each_concept(memory, filter, &sink, &error) != PADAN_OK)
        result = failure(&error);
    padan_memory_close(memory);
    return result;
}

static int list(const struct arguments *arguments)
{
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    struct listing listing = { .arguments = arguments };
    struct padan_concept_filter filter = PADAN_CONCEPT_FILTER_INIT;
    struct padan_error error;
    int result = option_language(source, arguments, OPTION_SOURCE, 0);
    if (result == EXIT_DONE)
        result = option_language(target, arguments, OPTION_TARGET, 0);
    if (result != EXIT_DONE)
        return result;
    filter.source = source[0] ? source : NULL;
    filter.target = target[0] ? target : NULL;
    if (padan_output_open(&listing.output, NULL, &error) != PADAN_OK)
        return failure(&error);
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++)
        result = list_memory(&listing, i, &filter);
    int status = padan_output_commit(listing.output, &error);
    if (status != PADAN_OK && result == EXIT_DONE)
        return failure(&error);
    return result == EXIT_DONE && listing.count == 0 ? EXIT_NOTHING : result;
}

static const enum option_key list_options[] = { OPTION_SOURCE, OPTION_TARGET, OPTION_JSON };

const struct action term_action_list = {
    .name = "list",
    .options = list_options,
    .option_count = sizeof list_options / sizeof list_options[0],
    .operands_max = SIZE_MAX,
    .operands = "[-s LANG] [-t LANG] [--json] [TEXT ...]",
    .run = list,
};
