/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "exchange/columns.h"
#include "exchange/guard.h"
#include "exchange/lost.h"

static int tsv_read(struct padan_reading *reading, struct padan_error *error)
{
    struct padan_rows rows;
    int status = padan_rows_begin(&rows, reading->input, error);
    if (status == PADAN_OK)
        status = padan_table_read(reading, &rows, error);
    padan_rows_free(&rows);
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

static void write_cells(struct padan_writer *writer, const struct padan_string cells[PADAN_TABLE_COLUMNS])
{
    write_row(writer, cells, PADAN_TABLE_COLUMNS);
}

static int tsv_begin(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    struct padan_string cells[PADAN_TABLE_COLUMNS];
    for (size_t i = 0; i < PADAN_TABLE_COLUMNS; i++)
        cells[i] = padan_string(padan_role_name(padan_table_roles[i]));
    write_cells(writer, cells);
    return PADAN_OK;
}

static int tsv_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    padan_lost_count(writer, unit);
    return padan_table_rows(writer, unit, write_cells, error);
}

static int tsv_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    padan_lost_tell(writer, "TSV");
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

int padan_tsv_review_row(struct padan_output *output, struct padan_guard *guard, const struct padan_string *cells,
                         const bool *numbers, size_t count, struct padan_error *error)
{
    struct padan_writer writer = { .output = output };
    for (size_t i = 0; i < count; i++) {
        padan_buffer_clear(&writer.scratch);
        if (!(numbers && numbers[i]) && padan_needs_guard(guard, cells[i]))
            padan_buffer_byte(&writer.scratch, '\'');
        padan_buffer_append(&writer.scratch, cells[i].data, cells[i].size);
        if (writer.scratch.failed)
            break;
        if (i > 0)
            padan_buffer_byte(&writer.buffer, '\t');
        padan_append_cell(&writer.buffer, (struct padan_string){ writer.scratch.data, writer.scratch.size });
    }
    padan_buffer_byte(&writer.buffer, '\n');
    writer.buffer.failed |= writer.scratch.failed || guard->failed;
    return put_row(&writer, error);
}
