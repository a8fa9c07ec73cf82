/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/error.h"
#include "exchange/columns.h"
#include "exchange/guard.h"
#include "exchange/lost.h"

static int csv_read(struct padan_reading *reading, struct padan_error *error)
{
    struct padan_rows rows;
    int status = padan_rows_begin_csv(&rows, reading->input, error);
    if (status == PADAN_OK)
        status = padan_table_read(reading, &rows, error);
    padan_rows_free(&rows);
    return status;
}

/* By RFC 4180, and where a reader could take something else than a comma for what divides. */
static bool needs_quotes(struct padan_string text)
{
    static const char marks[] = "\",;\t|\r\n";
    if (text.size == 0)
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] && strchr(marks, text.data[i]))
            return true;
    return text.data[0] == ' ' || text.data[text.size - 1] == ' ';
}

static void write_cell(struct padan_writer *writer, struct padan_string text, bool guarded)
{
    struct padan_buffer *out = &writer->buffer;
    padan_buffer_clear(&writer->scratch);
    if (guarded)
        padan_buffer_byte(&writer->scratch, '\'');
    writer->dropped += padan_append_text(&writer->scratch, text);
    struct padan_string cell = { writer->scratch.data, writer->scratch.size };
    if (!needs_quotes(cell)) {
        padan_buffer_append(out, cell.data, cell.size);
        return;
    }
    padan_buffer_byte(out, '"');
    for (size_t i = 0; i < cell.size; i++) {
        if (cell.data[i] == '"')
            padan_buffer_byte(out, '"');
        padan_buffer_byte(out, cell.data[i]);
    }
    padan_buffer_byte(out, '"');
}

static bool is_text(enum padan_role role)
{
    return role == ROLE_SOURCE || role == ROLE_TARGET || role == ROLE_DOCUMENT;
}

/* A row in which a spreadsheet would change a text has each such text guarded, and says so. */
static void write_row(struct padan_writer *writer, const struct padan_string cells[PADAN_TABLE_COLUMNS])
{
    struct padan_guard *guard = writer->state;
    bool guarded = false;
    for (size_t i = 0; i < PADAN_TABLE_COLUMNS; i++)
        guarded |= is_text(padan_table_roles[i]) && padan_needs_guard(guard, cells[i]);
    for (size_t i = 0; i < PADAN_TABLE_COLUMNS; i++) {
        write_cell(writer, cells[i], guarded && is_text(padan_table_roles[i]) && padan_needs_guard(guard, cells[i]));
        padan_buffer_byte(&writer->buffer, ',');
    }
    padan_buffer_text(&writer->buffer, guarded ? "yes\r\n" : "\r\n");
}

static void release(void *guard)
{
    padan_guard_free(guard);
}

/* The mark makes Excel read UTF-8. */
static int csv_begin(struct padan_writer *writer, struct padan_error *error)
{
    writer->state = padan_guard_new();
    writer->release = release;
    if (!writer->state)
        return padan_error_allocation(error);
    padan_buffer_text(&writer->buffer, "\xEF\xBB\xBF");
    for (size_t i = 0; i < PADAN_TABLE_COLUMNS; i++)
        padan_buffer_format(&writer->buffer, "%s,", padan_role_name(padan_table_roles[i]));
    padan_buffer_format(&writer->buffer, "%s\r\n", padan_role_name(ROLE_GUARDED));
    return PADAN_OK;
}

static int csv_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    const struct padan_guard *guard = writer->state;
    padan_lost_count(writer, unit);
    int status = padan_table_rows(writer, unit, write_row, error);
    return guard->failed ? padan_error_allocation(error) : status;
}

static int csv_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    padan_lost_tell(writer, "CSV");
    return PADAN_OK;
}

/* By its first row, if that has nothing but names of columns; else its ending or what the caller says. */
static bool csv_recognises(struct padan_string head)
{
    return padan_columns_are_named(head, ',') || padan_columns_are_named(head, ';') ||
           padan_columns_are_named(head, '|');
}

const struct padan_format padan_format_csv = {
    .recognises = csv_recognises,
    .read = csv_read,
    .begin = csv_begin,
    .put = csv_put,
    .end = csv_end,
};
