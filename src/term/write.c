/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms written as tables: one term a row with all that is known of it, or source and target for other programs. */
#include <padan/term.h>

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "exchange/format.h"
#include "exchange/rows.h"
#include "term/table.h"

static const char header[] =
    "concept\tlanguage\tterm\tstatus\tpart of speech\tgender\tcontext\tterm note\tterm source\t"
    "case sensitive\twhole form\tsubject\tdefinition\tconcept note\tconcept source\t"
    "untranslated\n";

/* What is being written, and how a concept is. */
struct writing {
    struct padan_output *output;
    const char *source, *target;
    struct padan_buffer row;
    int64_t left; /* concepts of whose fields not all could be written */
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
        put_cells(&writing->row, cells, sizeof cells / sizeof *cells);
        writing->left += term->property_count > 0;
    }
    writing->left += concept->property_count > 0;
}

static bool is_in(const struct padan_term *term, const char *range)
{
    char tag[PADAN_LANGUAGE_SIZE];
    snprintf(tag, sizeof tag, "%.*s", (int)term->language.size, term->language.data);
    return padan_language_matches(range, tag);
}

/* A row for each pair of a source term and a target term that may be used, as OmegaT has it. */
static void put_pairs(struct writing *writing, const struct padan_concept *concept)
{
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
    if (writing->row.failed)
        return padan_error_allocation(error);
    return padan_output_write(writing->output, writing->row.data, writing->row.size, error);
}

static int begin(struct writing *writing, const char *format, struct padan_error *error)
{
    if (strcmp(format, "tsv") == 0) {
        writing->put = put_long;
        return padan_output_write(writing->output, header, sizeof header - 1, error);
    }
    bool utx = strcmp(format, "utx") == 0;
    if (!utx && strcmp(format, "omegat") != 0)
        return padan_error_set(error, PADAN_ERROR_FORMAT, "\"%s\" is not a format of terms; there are tsv, omegat, utx",
                               format);
    if (!writing->source || !writing->target)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "%s has two languages; name them with -s and -t", format);
    writing->put = utx ? put_utx : put_pairs;
    return utx ? padan_output_format(writing->output, error,
                                     "#UTX 1.11; %s/%s\n#src\ttgt\tsrc:pos\ttgt:status\tcomment\n", writing->source,
                                     writing->target)
               : PADAN_OK;
}

int padan_terms_write(struct padan_output *output, const char *format, struct padan_memory *memory,
                      const struct padan_concept_filter *filter, const struct padan_reporter *reporter,
                      struct padan_error *error)
{
    struct writing writing = { .output = output, .source = filter->source, .target = filter->target };
    const struct padan_concept_sink sink = { put, &writing };
    int status = begin(&writing, format, error);
    if (status == PADAN_OK)
        status = padan_memory_each_concept(memory, filter, &sink, error);
    padan_buffer_free(&writing.row);
    if (status == PADAN_OK && writing.left > 0) {
        struct padan_error warning;
        padan_error_set(&warning, PADAN_OK,
                        "what is said of %lld terms and concepts beyond the fields that padan knows has no column in "
                        "this format and is left out",
                        (long long)writing.left);
        padan_report(reporter, &warning);
    }
    return status;
}
