/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"
#include "exchange/guard.h"
#include "exchange/rows.h"

enum role {
    ROLE_SOURCE,
    ROLE_TARGET,
    ROLE_SOURCE_LANGUAGE,
    ROLE_TARGET_LANGUAGE,
    ROLE_BEAD,
    ROLE_CONFIDENCE,
    ROLE_STATUS,
    ROLE_DOCUMENT,
    ROLE_POSITION,
    ROLE_ID,
    ROLE_NOTE,
    ROLE_ORIGIN,
    ROLE_COUNT,
    ROLE_LANGUAGE = ROLE_COUNT, /* the column is named by a language tag */
    ROLE_PROPERTY,              /* any other name */
    ROLE_NOTHING                /* tells a person where a row comes from */
};

/* "id" is Indonesian, so a unit's own name is called what TMX calls it. */
static const char *const role_names[ROLE_COUNT] = {
    "source", "target", "source_language", "target_language", "bead", "confidence", "status", "document", "position",
    "tuid",   "note",   "origin",
};

struct column {
    enum role role;
    const char *name; /* in the arena */
};

struct tsv {
    struct padan_reading *reading;
    struct padan_rows rows;
    struct padan_arena arena;
    struct column *columns;
    size_t count;
    bool has[ROLE_NOTHING + 1];
    bool review;    /* written by "padan align" to be corrected: cells are guarded, each row has an origin */
    int64_t number; /* of the unit, from 0 */
    struct padan_buffer carried[ROLE_COUNT]; /* what the row before said, for a row that a person puts in */
    struct padan_variant *variants;
    struct padan_property *properties;
};

static struct padan_string trimmed(struct padan_string text)
{
    while (text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t')) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && strchr(" \t\r\n", text.data[text.size - 1]) && text.data[text.size - 1])
        text.size--;
    return text;
}

static bool is_blank(struct padan_string text)
{
    return trimmed(text).size == 0;
}

static bool is_language(const char *name)
{
    char canonical[PADAN_LANGUAGE_SIZE];
    return padan_language_canonical(canonical, name, NULL) == PADAN_OK;
}

static enum role role_of(const char *name)
{
    for (int role = 0; role < ROLE_COUNT; role++)
        if (strcasecmp(name, role_names[role]) == 0)
            return (enum role)role;
    return is_language(name) ? ROLE_LANGUAGE : ROLE_PROPERTY;
}

/* Whether the columns found name the languages asked for, or none were asked for. */
static bool answers_languages(const struct tsv *tsv)
{
    const struct padan_exchange_options *options = tsv->reading->options;
    bool source = !options->source, target = !options->target;
    for (size_t i = 0; i < tsv->count; i++) {
        if (tsv->columns[i].role != ROLE_LANGUAGE)
            continue;
        source |= options->source && padan_language_matches(options->source, tsv->columns[i].name);
        target |= options->target && padan_language_matches(options->target, tsv->columns[i].name);
    }
    return source && target;
}

static bool is_review(const struct tsv *tsv)
{
    return tsv->has[ROLE_BEAD] && tsv->has[ROLE_ORIGIN];
}

/*
 * Whether the first row names the columns: it has both "source" and "target", or two language tags at least and
 * nothing that is not a known name.
 */
static bool is_header(const struct tsv *tsv)
{
    if ((tsv->has[ROLE_SOURCE] && tsv->has[ROLE_TARGET]) || is_review(tsv))
        return true;
    size_t languages = 0;
    for (size_t i = 0; i < tsv->count; i++)
        languages += tsv->columns[i].role == ROLE_LANGUAGE;
    return languages >= 2 && !tsv->has[ROLE_PROPERTY] && !tsv->has[ROLE_SOURCE] && !tsv->has[ROLE_TARGET] &&
           answers_languages(tsv);
}

static int take_columns(struct tsv *tsv, struct padan_error *error)
{
    tsv->count = tsv->rows.count;
    tsv->columns = padan_arena_take(&tsv->arena, tsv->count * sizeof *tsv->columns);
    if (!tsv->columns)
        return padan_error_allocation(error);
    for (size_t i = 0; i < tsv->count; i++) {
        struct padan_string name = trimmed(tsv->rows.views[i]);
        tsv->columns[i].name = padan_arena_copy(&tsv->arena, name.data, name.size);
        if (!tsv->columns[i].name)
            return padan_error_allocation(error);
        tsv->columns[i].role = role_of(tsv->columns[i].name);
        tsv->has[tsv->columns[i].role] = true;
    }
    return PADAN_OK;
}

static int take_plain_columns(struct tsv *tsv, struct padan_error *error)
{
    memset(tsv->has, 0, sizeof tsv->has);
    tsv->count = 2;
    tsv->columns = padan_arena_take(&tsv->arena, 2 * sizeof *tsv->columns);
    if (!tsv->columns)
        return padan_error_allocation(error);
    for (int i = 0; i < 2; i++) {
        tsv->columns[i] = (struct column){ (enum role)i, role_names[i] };
        tsv->has[i] = true;
    }
    return PADAN_OK;
}

static int check_languages(const struct tsv *tsv, struct padan_error *error)
{
    const struct padan_exchange_options *options = tsv->reading->options;
    bool source = !tsv->has[ROLE_SOURCE] || options->source || tsv->has[ROLE_SOURCE_LANGUAGE];
    bool target = !tsv->has[ROLE_TARGET] || options->target || tsv->has[ROLE_TARGET_LANGUAGE];
    if (source && target)
        return PADAN_OK;
    return padan_error_at(error, PADAN_ERROR_LANGUAGE, tsv->reading->input->name, 1,
                          "does not name the languages of its columns; give them with -s and -t");
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcasecmp(text + size - end_size, end) == 0;
}

/* What is written by padan has a cell in quotation marks only where it must, so such a cell is always quoted. */
static void begin_review(struct tsv *tsv)
{
    tsv->review = is_review(tsv);
    tsv->rows.spreadsheet |= tsv->review;
    for (size_t i = 0; tsv->review && i < tsv->count; i++) {
        struct column *column = &tsv->columns[i];
        /* By form, en_document is a language tag. */
        if (column->role >= ROLE_LANGUAGE &&
            (ends_with(column->name, "_document") || ends_with(column->name, "_segments") ||
             strcasecmp(column->name, "below") == 0))
            column->role = ROLE_NOTHING;
    }
}

/* Learns the columns from the first row; *is_data is set where that row is a unit already. */
static int begin(struct tsv *tsv, bool *is_data, struct padan_error *error)
{
    *is_data = false;
    int status = take_columns(tsv, error);
    if (status == PADAN_OK && !is_header(tsv)) {
        *is_data = true;
        status = take_plain_columns(tsv, error);
    }
    if (status == PADAN_OK)
        status = check_languages(tsv, error);
    if (status != PADAN_OK)
        return status;
    begin_review(tsv);
    tsv->variants = padan_arena_take(&tsv->arena, tsv->count * sizeof *tsv->variants);
    tsv->properties = padan_arena_take(&tsv->arena, tsv->count * sizeof *tsv->properties);
    return tsv->variants && tsv->properties ? PADAN_OK : padan_error_allocation(error);
}

static void mend_value(struct tsv *tsv, const char *column, struct padan_string cell)
{
    padan_reading_mend(tsv->reading, PADAN_MENDED_VALUE, tsv->rows.line, "\"%.*s\" is no %s; it is left out",
                       (int)(cell.size < 40 ? cell.size : 40), cell.data, column);
}

/* A spreadsheet writes the number as its locale has it: 0,98. */
static bool parse_confidence(struct padan_string cell, double *confidence)
{
    char text[32];
    struct padan_string number = trimmed(cell);
    char *comma = NULL;
    if (number.size < sizeof text) {
        memcpy(text, number.data, number.size);
        if ((comma = memchr(text, ',', number.size))) {
            *comma = '.';
            number.data = text;
        }
    }
    return padan_confidence_parse(number, confidence);
}

/* Takes a cell that says something about the unit. */
static void take_field(struct tsv *tsv, const struct column *column, struct padan_string cell, struct padan_unit *unit,
                       struct padan_property *properties)
{
    bool is_right = true;
    switch (column->role) {
    case ROLE_CONFIDENCE:
        is_right = parse_confidence(cell, &unit->confidence);
        break;
    case ROLE_STATUS:
        is_right = padan_unit_status_parse(trimmed(cell), &unit->status);
        break;
    case ROLE_BEAD:
    case ROLE_POSITION:
        is_right = padan_position_parse(trimmed(cell), &unit->position);
        break;
    case ROLE_DOCUMENT:
        unit->document = cell;
        break;
    case ROLE_ID:
        unit->id = cell;
        break;
    case ROLE_ORIGIN:
        unit->origin = trimmed(cell);
        break;
    case ROLE_NOTE:
    case ROLE_PROPERTY:
        properties[unit->property_count++] =
            (struct padan_property){ .kind = column->role == ROLE_NOTE ? PADAN_PROPERTY_NOTE : PADAN_PROPERTY_PROP,
                                     .name = padan_string(column->role == ROLE_NOTE ? NULL : column->name),
                                     .value = cell };
        break;
    default:
        break;
    }
    if (!is_right)
        mend_value(tsv, column->name, cell);
}

/* The language of a text cell: that of its column, of the row, or the caller's. */
static struct padan_string language_of(const struct tsv *tsv, const struct column *column)
{
    const struct padan_exchange_options *options = tsv->reading->options;
    bool is_source = column->role == ROLE_SOURCE;
    if (column->role == ROLE_LANGUAGE)
        return padan_string(column->name);
    enum role role = is_source ? ROLE_SOURCE_LANGUAGE : ROLE_TARGET_LANGUAGE;
    for (size_t i = 0; i < tsv->count; i++)
        if (tsv->columns[i].role == role && !is_blank(tsv->rows.views[i]))
            return trimmed(tsv->rows.views[i]);
    return padan_string(is_source ? options->source : options->target);
}

/* Fills the blank cells of a row that a person put in from the row before, and remembers those that are not. */
static bool carry(struct tsv *tsv)
{
    for (size_t i = 0; i < tsv->count; i++) {
        enum role role = tsv->columns[i].role;
        struct padan_string *cell = &tsv->rows.views[i];
        *cell = padan_unguarded(*cell);
        if (role != ROLE_ORIGIN && role != ROLE_DOCUMENT && role != ROLE_SOURCE_LANGUAGE &&
            role != ROLE_TARGET_LANGUAGE)
            continue;
        struct padan_buffer *carried = &tsv->carried[role];
        if (!is_blank(*cell)) {
            padan_buffer_clear(carried);
            padan_buffer_append(carried, cell->data, cell->size);
        }
        *cell = (struct padan_string){ carried->data, carried->size };
        if (carried->failed)
            return false;
    }
    return true;
}

static void take_cells(struct tsv *tsv, struct padan_unit *unit)
{
    for (size_t i = 0; i < tsv->count; i++) {
        const struct column *column = &tsv->columns[i];
        struct padan_string cell = tsv->rows.views[i];
        bool is_text = column->role == ROLE_SOURCE || column->role == ROLE_TARGET || column->role == ROLE_LANGUAGE;
        if (is_blank(cell))
            continue;
        if (is_text)
            tsv->variants[unit->variant_count++] =
                (struct padan_variant){ .language = language_of(tsv, column), .text = cell };
        else
            take_field(tsv, column, cell, unit, tsv->properties);
    }
    unit->variants = tsv->variants;
    unit->properties = tsv->properties;
}

/* Source before target, whichever column comes first. */
static void put_source_first(struct tsv *tsv)
{
    for (size_t i = 0; i < tsv->count; i++) {
        if (tsv->columns[i].role == ROLE_SOURCE)
            return;
        if (tsv->columns[i].role == ROLE_TARGET)
            break;
    }
    if (!tsv->has[ROLE_SOURCE])
        return;
    struct padan_variant target = tsv->variants[0];
    tsv->variants[0] = tsv->variants[1];
    tsv->variants[1] = target;
}

static bool refuse_row(struct tsv *tsv, enum padan_status status, const char *reason)
{
    padan_reading_refuse(tsv->reading, status, tsv->rows.line, "unit %" PRId64 " is left out: %s", tsv->number + 1,
                         reason);
    tsv->number++;
    return false;
}

/* Whether the row can be read as a unit at all. */
static bool check_row(struct tsv *tsv)
{
    char reason[128];
    if (tsv->rows.too_long) {
        snprintf(reason, sizeof reason, "is larger than %zu MiB", PADAN_UNIT_LIMIT >> 20);
        return refuse_row(tsv, PADAN_ERROR_LIMIT, reason);
    }
    if (!padan_string_is_text(padan_rows_raw(&tsv->rows)))
        return refuse_row(tsv, PADAN_ERROR_ENCODING, "it holds bytes that are not UTF-8, or NUL");
    if (tsv->rows.count == tsv->count)
        return true;
    snprintf(reason, sizeof reason, "it has %zu %s, where %zu are expected; tabs divide columns", tsv->rows.count,
             tsv->rows.count == 1 ? "column" : "columns", tsv->count);
    return refuse_row(tsv, PADAN_ERROR_SYNTAX, reason);
}

static bool is_empty_row(const struct tsv *tsv)
{
    for (size_t i = 0; i < tsv->rows.count; i++)
        if (!is_blank(tsv->rows.views[i]))
            return false;
    return !tsv->rows.too_long;
}

static bool knows_languages(const struct padan_unit *unit)
{
    for (size_t i = 0; i < unit->variant_count; i++)
        if (unit->variants[i].language.size == 0)
            return false;
    return true;
}

/* A row to be held against what is stored: whole, whatever languages were asked for, also where a side was emptied. */
static int give_review(struct tsv *tsv, struct padan_unit *unit, struct padan_error *error)
{
    if (!knows_languages(unit)) {
        refuse_row(tsv, PADAN_ERROR_LANGUAGE, "it does not name the language of a text; give it with -s and -t");
        return PADAN_OK;
    }
    if (unit->variant_count > 1)
        put_source_first(tsv);
    tsv->number++;
    tsv->reading->summary.read++;
    return tsv->reading->sink->put(tsv->reading->sink->context, unit, error);
}

static int give_row(struct tsv *tsv, struct padan_error *error)
{
    bool aligned = tsv->has[ROLE_BEAD] || tsv->has[ROLE_CONFIDENCE];
    struct padan_unit unit = { .status = aligned ? PADAN_UNIT_AUTO : PADAN_UNIT_CONFIRMED,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .id = padan_string(NULL),
                               .document = padan_string(NULL),
                               .position = tsv->number,
                               .line = tsv->rows.line };
    if (tsv->review && !carry(tsv))
        return padan_error_allocation(error);
    if (tsv->review)
        unit.position = -1;
    take_cells(tsv, &unit);
    if (unit.origin.size > 0 && (unit.position >= 0 || unit.variant_count > 1))
        return give_review(tsv, &unit, error);
    if (unit.position < 0)
        unit.position = tsv->number;
    if (unit.variant_count < 2 && tsv->has[ROLE_BEAD]) {
        tsv->reading->summary.skipped++;
        tsv->number++;
        return PADAN_OK;
    }
    if (unit.variant_count < 2) {
        refuse_row(tsv, PADAN_ERROR_SYNTAX, "only one language has a text");
        return PADAN_OK;
    }
    if (!knows_languages(&unit)) {
        refuse_row(tsv, PADAN_ERROR_LANGUAGE, "it does not name the language of a text; give it with -s and -t");
        return PADAN_OK;
    }
    put_source_first(tsv);
    tsv->number++;
    return padan_reading_put(tsv->reading, &unit, error);
}

static int read_rows(struct tsv *tsv, struct padan_error *error)
{
    bool begun = false;
    for (;;) {
        bool end, is_data = true;
        int status = padan_rows_next(&tsv->rows, &end, error);
        if (status != PADAN_OK || end)
            return status;
        if (is_empty_row(tsv))
            continue;
        if (!begun && !tsv->rows.too_long)
            status = begin(tsv, &is_data, error);
        begun |= !tsv->rows.too_long;
        if (status == PADAN_OK && is_data && check_row(tsv))
            status = give_row(tsv, error);
        if (status != PADAN_OK)
            return status;
    }
}

static int tsv_read(struct padan_reading *reading, struct padan_error *error)
{
    struct tsv tsv = { .reading = reading };
    int status = padan_rows_begin(&tsv.rows, reading->input, error);
    if (status == PADAN_OK && reading->header)
        status = reading->header->put(reading->header->context, NULL, 0, error);
    if (status == PADAN_OK)
        status = read_rows(&tsv, error);
    padan_rows_free(&tsv.rows);
    padan_arena_free(&tsv.arena);
    for (int role = 0; role < ROLE_COUNT; role++)
        padan_buffer_free(&tsv.carried[role]);
    return status;
}

static bool tsv_recognises(struct padan_string head)
{
    static const char *const starts[] = { "source\ttarget", "bead\tconfidence", "\"source\"\t\"target\"",
                                          "\"bead\"\t\"confidence\"" };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (head.size > strlen(starts[i]) && strncasecmp(head.data, starts[i], strlen(starts[i])) == 0)
            return true;
    return padan_rows_separator(head) != '\t';
}

static void write_row(struct padan_writer *writer, const struct padan_string *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            padan_buffer_byte(&writer->buffer, '\t');
        writer->dropped += padan_append_cell(&writer->buffer, cells[i]);
    }
    padan_buffer_byte(&writer->buffer, '\n');
}

static const enum role written[] = { ROLE_SOURCE,     ROLE_TARGET, ROLE_SOURCE_LANGUAGE, ROLE_TARGET_LANGUAGE,
                                     ROLE_CONFIDENCE, ROLE_STATUS, ROLE_DOCUMENT,        ROLE_POSITION };
#define WRITTEN_COUNT (sizeof written / sizeof *written)

static int tsv_begin(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    struct padan_string cells[WRITTEN_COUNT];
    for (size_t i = 0; i < WRITTEN_COUNT; i++)
        cells[i] = padan_string(role_names[written[i]]);
    write_row(writer, cells, WRITTEN_COUNT);
    return PADAN_OK;
}

static void write_pair(struct padan_writer *writer, const struct padan_unit *unit, const struct padan_variant *source,
                       const struct padan_variant *target)
{
    char confidence[PADAN_CONFIDENCE_SIZE], position[24] = "";
    if (unit->position >= 0)
        snprintf(position, sizeof position, "%" PRId64, unit->position);
    struct padan_string cells[WRITTEN_COUNT] = {
        source->text,
        target->text,
        source->language,
        target->language,
        padan_string(padan_confidence_format(confidence, unit->confidence)),
        padan_string(padan_unit_status_name(unit->status)),
        unit->document,
        padan_string(position),
    };
    write_row(writer, cells, WRITTEN_COUNT);
}

/* The variant that goes to the first column: the first in the source language, else the first of all. */
static size_t find_source(struct padan_writer *writer, const struct padan_unit *unit)
{
    for (size_t i = 0; i < unit->variant_count && writer->languages.source; i++)
        if (padan_languages_see(&writer->languages, unit->variants[i].language)->is_source)
            return i;
    return 0;
}

/* A row for each variant that goes to the second column: those in the target language, or all but the source. */
static int tsv_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    if (unit->variant_count == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a unit without any text cannot be written as TSV");
    size_t source = find_source(writer, unit), rows = 0;
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_variant *variant = &unit->variants[i];
        if (i == source)
            continue;
        if (writer->languages.target && !padan_languages_see(&writer->languages, variant->language)->is_target)
            continue;
        write_pair(writer, unit, &unit->variants[source], variant);
        rows++;
    }
    static const struct padan_variant nothing = { .text = { "", 0 } };
    if (rows == 0)
        write_pair(writer, unit, &unit->variants[source], &nothing);
    return PADAN_OK;
}

static int tsv_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)writer;
    (void)error;
    return PADAN_OK;
}

const struct padan_format padan_format_tsv = {
    .recognises = tsv_recognises,
    .read = tsv_read,
    .begin = tsv_begin,
    .put = tsv_put,
    .end = tsv_end,
};

static int put_row(struct padan_writer *writer, struct padan_error *error)
{
    int status = writer->buffer.failed
                     ? padan_error_allocation(error)
                     : padan_output_write(writer->output, writer->buffer.data, writer->buffer.size, error);
    padan_buffer_free(&writer->buffer);
    padan_buffer_free(&writer->scratch);
    return status;
}

int padan_tsv_row(struct padan_output *output, const struct padan_string *cells, size_t count,
                  struct padan_error *error)
{
    struct padan_writer writer = { .output = output };
    write_row(&writer, cells, count);
    return put_row(&writer, error);
}

int padan_tsv_review_row(struct padan_output *output, const struct padan_string *cells, const bool *numbers,
                         size_t count, struct padan_error *error)
{
    struct padan_writer writer = { .output = output };
    for (size_t i = 0; i < count; i++) {
        padan_buffer_clear(&writer.scratch);
        if (!(numbers && numbers[i]) && padan_needs_guard(cells[i]))
            padan_buffer_byte(&writer.scratch, '\'');
        padan_buffer_append(&writer.scratch, cells[i].data, cells[i].size);
        if (writer.scratch.failed)
            break;
        if (i > 0)
            padan_buffer_byte(&writer.buffer, '\t');
        padan_append_cell(&writer.buffer, (struct padan_string){ writer.scratch.data, writer.scratch.size });
    }
    padan_buffer_byte(&writer.buffer, '\n');
    writer.buffer.failed |= writer.scratch.failed;
    return put_row(&writer, error);
}
