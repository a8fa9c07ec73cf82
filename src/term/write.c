/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms written as tables: a term a row with all that is known of it, or source and target for other programs. */
#include <padan/term.h>

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "exchange/format.h"
#include "exchange/guard.h"
#include "exchange/rows.h"
#include "term/table.h"
#include "term/tbx.h"

static const char *const header[] = { "concept",        "language",       "term",           "status",
                                      "part of speech", "gender",         "context",        "term note",
                                      "term source",    "case sensitive", "whole form",     "subject",
                                      "definition",     "concept note",   "concept source", "untranslated" };
enum { COLUMNS = sizeof header / sizeof *header };

/* What a format may have no column for. */
enum left {
    LEFT_PROPERTY,
    LEFT_STATUS,
    LEFT_PART_OF_SPEECH,
    LEFT_GENDER,
    LEFT_CONTEXT,
    LEFT_NOTE,
    LEFT_SOURCE,
    LEFT_FLAG,
    LEFT_DEPRECATED,
    LEFT_SUBJECT,
    LEFT_DEFINITION,
    LEFT_CONCEPT_NOTE,
    LEFT_CONCEPT_SOURCE,
    LEFT_UNTRANSLATED,
    LEFT_IDENTIFIER,
    LEFT_LANGUAGE,
    LEFT_COUNT
};
static const char *const left_names[LEFT_COUNT] = {
    "further properties",
    "statuses",
    "parts of speech",
    "genders",
    "contexts",
    "notes on terms",
    "sources",
    "flags of terms",
    "deprecated terms",
    "subjects",
    "definitions",
    "notes",
    "sources of concepts",
    "untranslated flags",
    "identifiers",
    "terms of other languages",
};

/* What is being written, and how a concept is. */
struct writing {
    struct padan_output *output;
    const char *source, *target;
    struct padan_buffer row;
    struct padan_guard guard;
    bool commas;
    int64_t left[LEFT_COUNT]; /* how often something was said that has no column */
    void (*put)(struct writing *writing, const struct padan_concept *concept);
};

static void put_cells(struct padan_buffer *row, const struct padan_string *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            padan_buffer_byte(row, '\t');
        padan_append_cell(row, cells[i]);
    }
    padan_buffer_byte(row, '\n');
}

/* A cell of CSV, always in quotation marks where it needs them or a reader could take it for several. */
static void put_csv_cell(struct padan_buffer *row, struct padan_string text, bool guard)
{
    bool quoted = guard;
    for (size_t i = 0; i < text.size && !quoted; i++)
        quoted = strchr("\",;\t|\r\n #", text.data[i]);
    if (quoted)
        padan_buffer_byte(row, '"');
    if (guard)
        padan_buffer_byte(row, '\'');
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            padan_buffer_byte(row, '"');
        padan_buffer_byte(row, text.data[i]);
    }
    if (quoted)
        padan_buffer_byte(row, '"');
}

/* A row in which a spreadsheet would change a cell has each such cell guarded, and says so in the last column. */
static void put_csv(struct writing *writing, const struct padan_string *cells, size_t count)
{
    struct padan_buffer *row = &writing->row;
    struct padan_guard *guard = &writing->guard;
    bool guarded = false;
    for (size_t i = 0; i < count; i++)
        guarded |= padan_needs_guard(guard, cells[i]);
    for (size_t i = 0; i < count; i++) {
        put_csv_cell(row, cells[i], guarded && padan_needs_guard(guard, cells[i]));
        padan_buffer_byte(row, ',');
    }
    padan_buffer_text(row, guarded ? "yes\r\n" : "\r\n");
}

static struct padan_string yes(bool value)
{
    return padan_string(value ? "yes" : "");
}

/* Concepts without an identifier are told apart by their numbers. */
static void put_long(struct writing *writing, const struct padan_concept *concept)
{
    char number[32];
    snprintf(number, sizeof number, PADAN_TERM_NUMBER "%lld", (long long)concept->number);
    struct padan_string identifier = concept->identifier.size > 0 ? concept->identifier : padan_string(number);
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *term = &concept->terms[i];
        bool first = i == 0;
        const struct padan_string none = { "", 0 };
        const struct padan_string cells[] = { identifier,
                                              term->language,
                                              term->text,
                                              padan_string(padan_term_status_name(term->status)),
                                              term->part_of_speech,
                                              term->gender,
                                              term->context,
                                              term->note,
                                              term->source,
                                              yes(term->case_sensitive),
                                              yes(term->whole_form),
                                              first ? concept->subject : none,
                                              first ? concept->definition : none,
                                              first ? concept->note : none,
                                              first ? concept->source : none,
                                              yes(first && concept->untranslated) };
        if (writing->commas)
            put_csv(writing, cells, COLUMNS);
        else
            put_cells(&writing->row, cells, COLUMNS);
        writing->left[LEFT_PROPERTY] += (int64_t)term->property_count;
    }
    writing->left[LEFT_PROPERTY] += (int64_t) concept->property_count;
}

static bool is_in(const struct padan_term *term, const char *range)
{
    char tag[PADAN_LANGUAGE_SIZE];
    snprintf(tag, sizeof tag, "%.*s", (int)term->language.size, term->language.data);
    return padan_language_matches(range, tag);
}

/* What of a term and a concept UTX and OmegaT have no column for; `utx`: that part of it which UTX has. */
static void count_left(struct writing *writing, const struct padan_concept *concept, bool utx)
{
    int64_t *left = writing->left;
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *term = &concept->terms[i];
        bool source = is_in(term, writing->source), target = is_in(term, writing->target);
        left[LEFT_LANGUAGE] += !source && !target;
        if (!source && !target)
            continue;
        left[LEFT_STATUS] +=
            utx ? source && !target && term->status : term->status && term->status != PADAN_TERM_DEPRECATED;
        left[LEFT_DEPRECATED] += !utx && term->status == PADAN_TERM_DEPRECATED;
        left[LEFT_PART_OF_SPEECH] += term->part_of_speech.size > 0 && !(utx && source);
        left[LEFT_GENDER] += term->gender.size > 0;
        left[LEFT_CONTEXT] += term->context.size > 0;
        left[LEFT_NOTE] += term->note.size > 0;
        left[LEFT_SOURCE] += term->source.size > 0;
        left[LEFT_FLAG] += term->case_sensitive + term->whole_form;
        left[LEFT_PROPERTY] += (int64_t)term->property_count;
    }
    left[LEFT_SUBJECT] += concept->subject.size > 0;
    left[LEFT_DEFINITION] += concept->definition.size > 0 && (utx || concept->note.size > 0);
    left[LEFT_CONCEPT_SOURCE] += concept->source.size > 0;
    left[LEFT_UNTRANSLATED] += concept->untranslated;
    left[LEFT_IDENTIFIER] += concept->identifier.size > 0;
    left[LEFT_PROPERTY] += (int64_t) concept->property_count;
}

/* A row for each pair of a source term and a target term that may be used, as OmegaT has it. */
static void put_pairs(struct writing *writing, const struct padan_concept *concept)
{
    count_left(writing, concept, false);
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *source = &concept->terms[i];
        for (size_t k = 0; k < concept->term_count && is_in(source, writing->source); k++) {
            const struct padan_term *target = &concept->terms[k];
            if (k == i || !is_in(target, writing->target) || target->status == PADAN_TERM_DEPRECATED)
                continue;
            struct padan_string note = concept->note.size > 0 ? concept->note : concept->definition;
            put_cells(&writing->row, (struct padan_string[]){ source->text, target->text, note },
                      note.size > 0 ? 3 : 2);
        }
    }
}

static const char *utx_status(enum padan_term_status status)
{
    static const char *const names[] = { "", "approved", "provisional", "forbidden" };
    return names[status];
}

static void put_utx(struct writing *writing, const struct padan_concept *concept)
{
    count_left(writing, concept, true);
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *source = &concept->terms[i];
        for (size_t k = 0; k < concept->term_count && is_in(source, writing->source); k++) {
            const struct padan_term *target = &concept->terms[k];
            if (k == i || !is_in(target, writing->target))
                continue;
            const struct padan_string cells[] = { source->text, target->text, source->part_of_speech,
                                                  padan_string(utx_status(target->status)), concept->note };
            put_cells(&writing->row, cells, sizeof cells / sizeof *cells);
        }
    }
}

static int put(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct writing *writing = context;
    padan_buffer_clear(&writing->row);
    writing->put(writing, concept);
    if (writing->row.failed || writing->guard.failed)
        return padan_error_allocation(error);
    return padan_output_write(writing->output, writing->row.data, writing->row.size, error);
}

static int put_header(struct writing *writing, struct padan_error *error)
{
    struct padan_buffer *row = &writing->row;
    /* The mark makes Excel read UTF-8. */
    padan_buffer_text(row, writing->commas ? "\xEF\xBB\xBF" : "");
    for (size_t i = 0; i < COLUMNS; i++)
        padan_buffer_format(row, "%s%s", i > 0 ? (writing->commas ? "," : "\t") : "", header[i]);
    padan_buffer_text(row, writing->commas ? ",guarded\r\n" : "\n");
    return row->failed ? padan_error_allocation(error)
                       : padan_output_write(writing->output, row->data, row->size, error);
}

static int begin(struct writing *writing, const char *format, struct padan_error *error)
{
    writing->commas = strcmp(format, "csv") == 0;
    if (writing->commas || strcmp(format, "tsv") == 0) {
        writing->put = put_long;
        return put_header(writing, error);
    }
    bool utx = strcmp(format, "utx") == 0;
    if (!utx && strcmp(format, "omegat") != 0)
        return padan_error_set(
            error, PADAN_ERROR_FORMAT,
            "\"%s\" is not a format of terms; there are tsv, csv, omegat, utx, tbx, tbx-core, tbx-basic, "
            "tbx-min, tbx-basic-dct, tbx-min-dct and tbx2",
            format);
    if (!writing->source || !writing->target)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "%s has two languages; name them with -s and -t", format);
    writing->put = utx ? put_utx : put_pairs;
    return utx ? padan_output_format(writing->output, error,
                                     "#UTX 1.11; %s/%s\n#src\ttgt\tsrc:pos\ttgt:status\tcomment\n", writing->source,
                                     writing->target)
               : PADAN_OK;
}

/* Says what had no column. */
static void tell_left(const struct writing *writing, const char *format, const struct padan_reporter *reporter)
{
    struct padan_buffer text = { 0 };
    struct padan_error warning;
    for (size_t i = 0; i < LEFT_COUNT; i++)
        if (writing->left[i] > 0)
            padan_buffer_format(&text, "%s%lld %s", text.size > 0 ? ", " : "", (long long)writing->left[i],
                                left_names[i]);
    if (text.size > 0 && !text.failed && reporter) {
        padan_error_set(&warning, PADAN_OK, "%s has no column for these, which are left out: %s", format, text.data);
        padan_report(reporter, &warning);
    }
    padan_buffer_free(&text);
}

int padan_terms_write(struct padan_output *output, const char *format, struct padan_memory *memory,
                      const struct padan_concept_filter *filter, const struct padan_reporter *reporter,
                      struct padan_error *error)
{
    static const struct padan_concept_filter all = PADAN_CONCEPT_FILTER_INIT;
    filter = filter ? filter : &all;
    if (strncmp(format, "tbx", 3) == 0)
        return padan_tbx_write(output, format, memory, filter, reporter, error);
    struct writing writing = { .output = output, .source = filter->source, .target = filter->target };
    const struct padan_concept_sink sink = { put, &writing, NULL };
    int status = begin(&writing, format, error);
    if (status == PADAN_OK)
        status = padan_memory_each_concept(memory, filter, &sink, error);
    padan_buffer_free(&writing.row);
    padan_guard_clear(&writing.guard);
    if (status == PADAN_OK)
        tell_left(&writing, format, reporter);
    return status;
}
