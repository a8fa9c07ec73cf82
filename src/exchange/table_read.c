/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"
#include "exchange/columns.h"
#include "exchange/guard.h"
#include "exchange/pairs.h"
#include "exchange/proposal.h"

struct table {
    struct padan_reading *reading;
    struct padan_rows *rows;
    struct padan_columns columns;
    struct padan_guard guard;
    int64_t number;                          /* of the unit, from 0 */
    struct padan_buffer carried[ROLE_COUNT]; /* what the row before said, for a row that a person puts in */
    struct padan_variant *variants;
    struct padan_property *properties;
};

static bool is_blank(struct padan_string text)
{
    return padan_cell_trimmed(text).size == 0;
}

/* Learns the columns from the first row; *is_data is set where that row is a unit already. */
static int begin(struct table *table, bool *is_data, struct padan_error *error)
{
    struct padan_columns *columns = &table->columns;
    int status = padan_columns_begin(columns, table->rows, table->reading, is_data, error);
    if (status != PADAN_OK)
        return status;
    /* What is written by padan has a cell in quotation marks only where it must, so such a cell is always quoted. */
    table->rows->spreadsheet |= columns->review;
    table->variants = padan_arena_take(&columns->arena, columns->count * sizeof *table->variants);
    table->properties = padan_arena_take(&columns->arena, columns->count * sizeof *table->properties);
    return table->variants && table->properties ? PADAN_OK : padan_error_allocation(error);
}

static void mend_value(struct table *table, const struct padan_column *column, struct padan_string cell)
{
    padan_reading_mend(table->reading, PADAN_MENDED_VALUE, table->rows->line,
                       "\"%.*s\" is no %s%s; this cell is left out", (int)(cell.size < 40 ? cell.size : 40), cell.data,
                       column->name, column->role == ROLE_STATUS ? ", which is confirmed or auto" : "");
}

/* A spreadsheet writes the number as its locale has it: 0,98. */
static bool parse_confidence(struct padan_string cell, double *confidence)
{
    char text[32];
    struct padan_string number = padan_cell_trimmed(cell);
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
static void take_field(struct table *table, const struct padan_column *column, struct padan_string cell,
                       struct padan_unit *unit, struct padan_property *properties)
{
    bool is_right = true;
    switch (column->role) {
    case ROLE_CONFIDENCE:
        is_right = parse_confidence(cell, &unit->confidence);
        break;
    case ROLE_STATUS:
        is_right = padan_unit_status_parse(padan_cell_trimmed(cell), &unit->status);
        break;
    case ROLE_BEAD:
    case ROLE_POSITION:
        is_right = padan_position_parse(padan_cell_trimmed(cell), &unit->position);
        break;
    case ROLE_DOCUMENT:
        unit->document = cell;
        break;
    case ROLE_ID:
        unit->id = cell;
        break;
    case ROLE_ORIGIN:
        unit->origin = padan_cell_trimmed(cell);
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
        mend_value(table, column, cell);
}

/* The language of a text cell: that of its column, of the row, or the caller's. */
static struct padan_string language_of(const struct table *table, const struct padan_column *column)
{
    const struct padan_exchange_options *options = table->reading->options;
    bool is_source = column->role == ROLE_SOURCE;
    if (column->role == ROLE_LANGUAGE)
        return padan_string(column->name);
    enum padan_role role = is_source ? ROLE_SOURCE_LANGUAGE : ROLE_TARGET_LANGUAGE;
    for (size_t i = 0; i < table->columns.count; i++)
        if (table->columns.items[i].role == role && !is_blank(table->rows->views[i]))
            return padan_cell_trimmed(table->rows->views[i]);
    return padan_string(is_source ? options->source : options->target);
}

static bool is_carried(enum padan_role role)
{
    return role == ROLE_ORIGIN || role == ROLE_DOCUMENT || role == ROLE_SOURCE_LANGUAGE || role == ROLE_TARGET_LANGUAGE;
}

/* Fills the blank cells of a row that a person put in from the row before, and remembers those that are not. All is
 * remembered first, since what is remembered moves where two columns have the same role. */
static bool carry(struct table *table)
{
    bool failed = false;
    for (size_t i = 0; i < table->columns.count; i++) {
        struct padan_string *cell = &table->rows->views[i];
        *cell = padan_unguarded(&table->guard, *cell);
        if (!is_carried(table->columns.items[i].role) || is_blank(*cell))
            continue;
        struct padan_buffer *carried = &table->carried[table->columns.items[i].role];
        padan_buffer_clear(carried);
        padan_buffer_append(carried, cell->data, cell->size);
        failed |= carried->failed;
    }
    for (size_t i = 0; i < table->columns.count; i++) {
        enum padan_role role = table->columns.items[i].role;
        struct padan_string *cell = &table->rows->views[i];
        if (is_carried(role) && is_blank(*cell))
            *cell = (struct padan_string){ table->carried[role].data, table->carried[role].size };
    }
    return !failed;
}

/* Takes away the apostrophes from a row that says to have them before what a spreadsheet would change. */
static void unguard(struct table *table)
{
    bool guarded = false;
    for (size_t i = 0; i < table->columns.count; i++)
        guarded |= table->columns.items[i].role == ROLE_GUARDED && !is_blank(table->rows->views[i]);
    for (size_t i = 0; guarded && i < table->columns.count; i++) {
        enum padan_role role = table->columns.items[i].role;
        if (role == ROLE_SOURCE || role == ROLE_TARGET || role == ROLE_LANGUAGE || role == ROLE_DOCUMENT)
            table->rows->views[i] = padan_unguarded(&table->guard, table->rows->views[i]);
    }
}

static void take_cells(struct table *table, struct padan_unit *unit)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        const struct padan_column *column = &table->columns.items[i];
        struct padan_string cell = table->rows->views[i];
        bool is_text = column->role == ROLE_SOURCE || column->role == ROLE_TARGET || column->role == ROLE_LANGUAGE;
        if (is_blank(cell) && !(is_text && table->reading->options->halves))
            continue;
        if (is_text)
            table->variants[unit->variant_count++] =
                (struct padan_variant){ .language = language_of(table, column), .text = cell };
        else
            take_field(table, column, cell, unit, table->properties);
    }
    unit->variants = table->variants;
    unit->properties = table->properties;
}

/* Source before target, whichever column comes first. */
static void put_source_first(struct table *table)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        if (table->columns.items[i].role == ROLE_SOURCE)
            return;
        if (table->columns.items[i].role == ROLE_TARGET)
            break;
    }
    if (!table->columns.has[ROLE_SOURCE])
        return;
    struct padan_variant target = table->variants[0];
    table->variants[0] = table->variants[1];
    table->variants[1] = target;
}

static bool refuse_row(struct table *table, enum padan_status status, const char *reason)
{
    padan_reading_refuse(table->reading, status, table->rows->line, "unit %" PRId64 " is left out: %s",
                         table->number + 1, reason);
    table->number++;
    return false;
}

static const char *divider(char separator)
{
    switch (separator) {
    case ',':
        return "commas";
    case ';':
        return "semicolons";
    case '|':
        return "bars";
    default:
        return "tabs";
    }
}

/* Whether the row can be read as a unit at all. */
static bool check_row(struct table *table)
{
    char reason[192];
    if (table->rows->too_long)
        return refuse_row(table, PADAN_ERROR_LIMIT, PADAN_UNIT_TOO_LARGE);
    if (!padan_string_is_text(padan_rows_raw(table->rows)))
        return refuse_row(
            table, PADAN_ERROR_ENCODING,
            "it holds bytes that are not UTF-8, or NUL; a file in another encoding needs --encoding NAME");
    if (table->rows->count == table->columns.count ||
        (table->columns.further && table->rows->count > table->columns.count))
        return true;
    bool unnamed = table->columns.unnamed && table->rows->count > table->columns.count;
    snprintf(reason, sizeof reason, "it has %zu %s, where %zu are expected; %s divide columns%s", table->rows->count,
             padan_noun((int64_t)table->rows->count, "column", "columns"), table->columns.count,
             divider(table->rows->separator),
             unnamed ? ", and a first row of names, or --columns, says what they are" : "");
    return refuse_row(table, PADAN_ERROR_SYNTAX, reason);
}

static bool is_empty_row(const struct table *table)
{
    for (size_t i = 0; i < table->rows->count; i++)
        if (!is_blank(table->rows->views[i]))
            return false;
    return !table->rows->too_long;
}

static bool knows_languages(const struct padan_unit *unit)
{
    for (size_t i = 0; i < unit->variant_count; i++)
        if (unit->variants[i].language.size == 0)
            return false;
    return true;
}

/* A row to be held against what is stored: whole, whatever languages were asked for, also where a side was emptied. */
static int give_review(struct table *table, struct padan_unit *unit, struct padan_error *error)
{
    if (!knows_languages(unit)) {
        refuse_row(table, PADAN_ERROR_LANGUAGE, "it does not name the language of a text; give it with -s and -t");
        return PADAN_OK;
    }
    if (unit->variant_count > 1)
        put_source_first(table);
    table->number++;
    table->reading->summary.read++;
    return table->reading->sink->put(table->reading->sink->context, unit, error);
}

/* Whether padan wrote the row for a segment that is to be translated. */
static bool is_proposal(const struct padan_unit *unit)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (padan_string_is(unit->properties[i].name, PADAN_PROPOSAL_SCORE))
            return true;
    return false;
}

static int give_row(struct table *table, struct padan_error *error)
{
    bool aligned = table->columns.has[ROLE_BEAD] || table->columns.has[ROLE_CONFIDENCE];
    struct padan_unit unit = { .status = aligned ? PADAN_UNIT_AUTO : PADAN_UNIT_CONFIRMED,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .id = padan_string(NULL),
                               .document = padan_string(NULL),
                               .position = table->number,
                               .line = table->rows->line };
    if (table->columns.review && !carry(table))
        return padan_error_allocation(error);
    if (table->columns.review)
        unit.position = -1;
    if (table->columns.has[ROLE_GUARDED])
        unguard(table);
    if (table->guard.failed)
        return padan_error_allocation(error);
    take_cells(table, &unit);
    if (unit.origin.size > 0 && (unit.position >= 0 || unit.variant_count > 1))
        return give_review(table, &unit, error);
    if (unit.position < 0)
        unit.position = table->number;
    if (unit.variant_count < 2 && (table->columns.has[ROLE_BEAD] || is_proposal(&unit))) {
        table->reading->summary.skipped++;
        table->number++;
        return PADAN_OK;
    }
    if (unit.variant_count < 2) {
        refuse_row(table, PADAN_ERROR_SYNTAX, "only one language has a text");
        return PADAN_OK;
    }
    if (!knows_languages(&unit)) {
        refuse_row(table, PADAN_ERROR_LANGUAGE, "it does not name the language of a text; give it with -s and -t");
        return PADAN_OK;
    }
    put_source_first(table);
    table->number++;
    return padan_reading_put(table->reading, &unit, error);
}

static int read_rows(struct table *table, struct padan_error *error)
{
    bool begun = false;
    for (;;) {
        bool end, is_data = true;
        int status = padan_rows_next(table->rows, &end, error);
        if (status != PADAN_OK || end)
            return status;
        if (is_empty_row(table))
            continue;
        if (!begun && !table->rows->too_long)
            status = begin(table, &is_data, error);
        begun |= !table->rows->too_long;
        if (status == PADAN_OK && is_data && check_row(table))
            status = give_row(table, error);
        if (status != PADAN_OK)
            return status;
    }
}

int padan_table_read(struct padan_reading *reading, struct padan_rows *rows, struct padan_error *error)
{
    struct table table = { .reading = reading, .rows = rows };
    int status = reading->header ? reading->header->put(reading->header->context, NULL, 0, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = read_rows(&table, error);
    padan_columns_free(&table.columns);
    padan_guard_clear(&table.guard);
    for (int role = 0; role < ROLE_COUNT; role++)
        padan_buffer_free(&table.carried[role]);
    return status;
}

const enum padan_role padan_table_roles[PADAN_TABLE_COLUMNS] = {
    ROLE_SOURCE,     ROLE_TARGET, ROLE_SOURCE_LANGUAGE, ROLE_TARGET_LANGUAGE,
    ROLE_CONFIDENCE, ROLE_STATUS, ROLE_DOCUMENT,        ROLE_POSITION,
};

int padan_table_rows(struct padan_writer *writer, const struct padan_unit *unit,
                     void (*write)(struct padan_writer *writer, const struct padan_string cells[PADAN_TABLE_COLUMNS]),
                     struct padan_error *error)
{
    static const struct padan_variant nothing = { .text = { "", 0 } };
    char confidence[PADAN_CONFIDENCE_SIZE], position[24] = "";
    if (unit->variant_count == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a unit without any text cannot be written as a row");
    size_t source = padan_pair_source(writer, unit), at = 0;
    const struct padan_variant *target = padan_pair_target(writer, unit, source, &at);
    if (unit->position >= 0)
        snprintf(position, sizeof position, "%" PRId64, unit->position);
    padan_confidence_format(confidence, unit->confidence);
    if (!target)
        target = &nothing;
    for (; target; target = padan_pair_target(writer, unit, source, &at)) {
        struct padan_string cells[PADAN_TABLE_COLUMNS] = {
            unit->variants[source].text,
            target->text,
            unit->variants[source].language,
            target->language,
            padan_string(confidence),
            padan_string(padan_unit_status_name(unit->status)),
            unit->document,
            padan_string(position),
        };
        write(writer, cells);
    }
    return PADAN_OK;
}
