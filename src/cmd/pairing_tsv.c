/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/exchange.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pairing.h"
#include "utf8.h"

/*
 * With one translation the texts are in columns "source" and "target", and their languages beside them; with several
 * each text is in a column named by its language. Where a row comes from follows, for import and for people.
 */
struct table {
    const struct pairings *pairings;
    struct padan_output *output;
    uint8_t digest[16];
    char **owned; /* cells to be freed with the row */
    size_t owned_count;
    struct padan_string *cells;
    struct padan_guard *guard;
    bool *numbers; /* cells that a spreadsheet may take for numbers */
    size_t count;
};

static void add_view(struct table *table, struct padan_string cell)
{
    table->numbers[table->count] = false;
    table->cells[table->count++] = cell;
}

static void mark_number(struct table *table)
{
    table->numbers[table->count - 1] = true;
}

/* Takes over a string of malloc; false where there is none. */
static bool add_owned(struct table *table, char *cell)
{
    if (!cell)
        return false;
    table->owned[table->owned_count++] = cell;
    add_view(table, padan_string(cell));
    return true;
}

/* A cell of at most 127 bytes. */
__attribute__((format(printf, 2, 3))) static bool add_format(struct table *table, const char *format, ...)
{
    char text[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return add_owned(table, strdup(text));
}

static int end_row(struct table *table, bool complete, struct padan_error *error)
{
    int status =
        complete ? padan_tsv_review_row(table->output, table->guard, table->cells, table->numbers, table->count, error)
                 : no_memory(error);
    for (size_t i = 0; i < table->owned_count; i++)
        free(table->owned[i]);
    table->owned_count = table->count = 0;
    return status;
}

static void add_names(struct table *table, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_view(table, padan_string(names[i]));
}

static int put_header(struct table *table, struct padan_error *error)
{
    static const char *const first[] = { "bead", "confidence", "status" };
    static const char *const pair[] = { "source", "target", "source_language", "target_language" };
    const struct pairings *pairings = table->pairings;
    bool complete = true;
    add_names(table, first, 3);
    if (pairings->count == 1)
        add_names(table, pair, 4);
    for (size_t i = 0; pairings->count > 1 && i <= pairings->count; i++)
        add_view(table, padan_string(pairings->texts[i].language));
    add_view(table, padan_string("document"));
    for (size_t i = 1; complete && i <= pairings->count; i++)
        complete = pairings->count == 1 ? add_format(table, "target_document")
                                        : add_format(table, "%s_document", pairings->texts[i].language);
    add_view(table, padan_string("source_segments"));
    for (size_t i = 1; complete && i <= pairings->count; i++)
        complete = pairings->count == 1 ? add_format(table, "target_segments")
                                        : add_format(table, "%s_segments", pairings->texts[i].language);
    add_view(table, padan_string("origin"));
    if (pairings->least > 0)
        add_view(table, padan_string("below"));
    return end_row(table, complete, error);
}

/* "3", "3 to 5", or nothing: a hyphen would look like a date. */
static bool add_span(struct table *table, struct padan_segment_range span)
{
    if (span.count < 2)
        return span.count == 0 ? add_format(table, "%s", "") : add_format(table, "%zu", span.first);
    return add_format(table, "%zu to %zu", span.first, span.first + span.count - 1);
}

static const struct source *side_of(const struct pairings *pairings, size_t side)
{
    return side == 0 ? &pairings->items[0].source : &pairings->items[side - 1].target;
}

static struct padan_segment_range span_of(const struct padan_joint_bead *bead, size_t side)
{
    return side == 0 ? bead->source : bead->targets[side - 1];
}

/* The texts of a bead, as cells and as what the origin is made of. */
static int add_texts(struct table *table, const struct padan_joint_bead *bead, char origin[PADAN_ORIGIN_SIZE],
                     struct padan_error *error)
{
    const struct pairings *pairings = table->pairings;
    size_t count = pairings->count + 1;
    struct padan_variant *variants = calloc(count, sizeof *variants);
    int status = variants ? PADAN_OK : no_memory(error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        struct padan_segment_range span = span_of(bead, i);
        if (!add_owned(table, side_text(side_of(pairings, i), span.first, span.count, error)))
            status = error->status;
        else
            variants[i] = (struct padan_variant){ .language = padan_string(pairings->texts[i].language),
                                                  .text = table->cells[table->count - 1] };
    }
    if (status == PADAN_OK)
        padan_origin_format(origin, table->digest, variants, count);
    free(variants);
    return status;
}

static bool add_place(struct table *table, const struct padan_joint_bead *bead)
{
    const struct pairings *pairings = table->pairings;
    bool complete = true;
    for (size_t i = 0; i <= pairings->count; i++)
        add_view(table, padan_string(padan_document_name(pairings->texts[i].document)));
    for (size_t i = 0; complete && i <= pairings->count; i++)
        if ((complete = add_span(table, span_of(bead, i))))
            mark_number(table);
    return complete;
}

static int put_bead(struct table *table, size_t number, struct padan_error *error)
{
    const struct pairings *pairings = table->pairings;
    const struct padan_joint_bead *bead = &pairings->joint.beads[number];
    char confidence[PADAN_CONFIDENCE_SIZE], origin[PADAN_ORIGIN_SIZE];
    bool complete = add_format(table, "%zu", number);
    if (complete)
        mark_number(table);
    add_view(table, padan_string(padan_confidence_format(confidence, bead->confidence)));
    mark_number(table);
    add_view(table, padan_string(padan_unit_status_name(PADAN_UNIT_AUTO)));
    int status = add_texts(table, bead, origin, error);
    if (status != PADAN_OK) {
        end_row(table, false, NULL);
        return status;
    }
    for (size_t i = 0; pairings->count == 1 && i < 2; i++)
        add_view(table, padan_string(pairings->texts[i].language));
    complete = complete && add_place(table, bead);
    add_view(table, padan_string(origin));
    if (pairings->least > 0)
        add_view(table, padan_string(bead->confidence < pairings->least ? "yes" : ""));
    return end_row(table, complete, error);
}

static int write_tsv(const struct pairings *pairings, struct padan_output *output, struct padan_error *error)
{
    /* Number, confidence, status, origin, below, and a text, a language, a document and segments for each side. */
    size_t room = 5 + 4 * (pairings->count + 1);
    struct table table = { .pairings = pairings,
                           .output = output,
                           .owned = calloc(room, sizeof *table.owned),
                           .cells = calloc(room, sizeof *table.cells),
                           .guard = padan_guard_new(),
                           .numbers = calloc(room, sizeof *table.numbers) };
    int status = table.owned && table.cells && table.numbers && table.guard ? PADAN_OK : no_memory(error);
    if (status == PADAN_OK)
        status = padan_alignment_digest(table.digest, pairings->texts, pairings->count + 1, error);
    if (status == PADAN_OK && pairings->marks_encoding)
        status = padan_output_write(output, "\xEF\xBB\xBF", 3, error);
    if (status == PADAN_OK)
        status = put_header(&table, error);
    for (size_t i = 0; status == PADAN_OK && i < pairings->joint.count; i++)
        status = put_bead(&table, i, error);
    free(table.owned);
    free(table.cells);
    free(table.numbers);
    padan_guard_free(table.guard);
    return status;
}

const struct pairing_format pairing_tsv = { .name = "tsv", .write = write_tsv };
