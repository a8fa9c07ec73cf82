/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/rows.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/vector.h"

/* Cells past these are not kept; a row of so many is wrong anyway. */
static const size_t columns_limit = 4096;

struct padan_string padan_rows_name(struct padan_string *row, char separator)
{
    const char *end = memchr(row->data, separator, row->size);
    struct padan_string name = { row->data, end ? (size_t)(end - row->data) : row->size };
    size_t taken = name.size + (end != NULL);
    *row = (struct padan_string){ row->data + taken, row->size - taken };
    if (name.size >= 2 && name.data[0] == '"' && name.data[name.size - 1] == '"')
        name = (struct padan_string){ name.data + 1, name.size - 2 };
    return name;
}

static bool is_named(struct padan_string cell, const char *name)
{
    return cell.size == strlen(name) && strncasecmp(cell.data, name, cell.size) == 0;
}

static bool names_columns(struct padan_string row, char separator)
{
    bool source = false, target = false, bead = false, origin = false;
    while (row.size > 0) {
        struct padan_string name = padan_rows_name(&row, separator);
        source |= is_named(name, "source");
        target |= is_named(name, "target");
        bead |= is_named(name, "bead");
        origin |= is_named(name, "origin");
    }
    return (source && target) || (bead && origin);
}

struct padan_string padan_rows_first(struct padan_string head)
{
    size_t size = 0;
    while (size < head.size && head.data[size] != '\n' && head.data[size] != '\r')
        size++;
    return (struct padan_string){ head.data, size };
}

char padan_rows_separator(struct padan_string head)
{
    struct padan_string row = padan_rows_first(head);
    if (row.size == 0 || memchr(row.data, '\t', row.size))
        return '\t';
    if (names_columns(row, ';'))
        return ';';
    return names_columns(row, ',') ? ',' : '\t';
}

/* Whether the first row is of names in quotation marks, as spreadsheets write all texts when told to. */
static bool has_quoted_name(struct padan_string head)
{
    struct padan_string row = padan_rows_first(head);
    return row.size > 0 && row.data[0] == '"' && names_columns(row, '\t');
}

static void begin_ends(struct padan_rows *rows)
{
    const char *feed = memchr(rows->window.data, '\n', rows->window.size);
    const char *back = memchr(rows->window.data, '\r', rows->window.size);
    rows->carriage_returns = back && !feed;
}

int padan_rows_begin(struct padan_rows *rows, struct padan_input *input, struct padan_error *error)
{
    *rows = (struct padan_rows){ .input = input, .next_line = 1 };
    int status = padan_input_window(input, 4096, &rows->window, error);
    if (status != PADAN_OK)
        return status;
    rows->separator = padan_rows_separator(rows->window);
    rows->spreadsheet = input->wide || rows->separator != '\t' || has_quoted_name(rows->window);
    begin_ends(rows);
    return PADAN_OK;
}

/* How the rows at the start of a file fall into cells by one separator. */
struct division {
    size_t rows, alike; /* whole rows, and those with as many cells as the first */
    size_t cells;       /* of the first */
};

static struct division divide(struct padan_string head, char separator)
{
    struct division division = { 0 };
    size_t cells = 1;
    bool quoted = false, begins = true;
    for (size_t i = 0; i < head.size; i++) {
        char c = head.data[i];
        bool ends = !quoted && (c == '\n' || (c == '\r' && !(i + 1 < head.size && head.data[i + 1] == '\n')));
        if (c == '"' && (quoted || begins))
            quoted = !quoted;
        cells += !quoted && c == separator;
        begins = !quoted && c != '"' && (c == separator || ends);
        if (!ends)
            continue;
        if (division.rows++ == 0)
            division.cells = cells;
        division.alike += cells == division.cells;
        cells = 1;
    }
    if (division.rows == 0)
        division = (struct division){ 1, 1, cells };
    return division;
}

/* The separator that divides most rows into as many cells as the first, two at least; of those the one with most. */
static char separator_of(struct padan_string head)
{
    static const char candidates[] = { ',', ';', '\t', '|' };
    char best = ',';
    struct division most = { 1, 0, 0 };
    for (size_t i = 0; i < sizeof candidates; i++) {
        struct division division = divide(head, candidates[i]);
        if (division.cells < 2)
            continue;
        size_t one = division.alike * most.rows, other = most.alike * division.rows;
        if (one < other || (one == other && division.cells <= most.cells))
            continue;
        most = division;
        best = candidates[i];
    }
    return best;
}

/* A first line "sep=;" tells Excel, and us, what divides. */
static bool take_hint(struct padan_rows *rows)
{
    struct padan_string row = padan_rows_first(rows->window);
    if (row.size != 5 || strncasecmp(row.data, "sep=", 4) != 0)
        return false;
    rows->separator = row.data[4];
    rows->size = 5;
    for (size_t i = 0; i < 2 && rows->size < rows->window.size; i++)
        rows->size += rows->window.data[rows->size] == (i == 0 ? '\r' : '\n');
    rows->next_line = 2;
    return true;
}

int padan_rows_begin_csv(struct padan_rows *rows, struct padan_input *input, struct padan_error *error)
{
    *rows = (struct padan_rows){ .input = input, .next_line = 1, .spreadsheet = true };
    int status = padan_input_window(input, (size_t)64 << 10, &rows->window, error);
    if (status != PADAN_OK)
        return status;
    if (!take_hint(rows))
        rows->separator = separator_of(rows->window);
    begin_ends(rows);
    return PADAN_OK;
}

/* Whether there is a byte at `at`; fetches more of the file where need be. */
static bool has(struct padan_rows *rows, size_t at, int *status, struct padan_error *error)
{
    if (at < rows->window.size)
        return true;
    if (*status == PADAN_OK && at < PADAN_UNIT_LIMIT)
        *status = padan_input_window(rows->input, at + 1, &rows->window, error);
    return *status == PADAN_OK && at < rows->window.size;
}

static bool is_end(const struct padan_rows *rows, char c)
{
    return c == '\n' || (c == '\r' && rows->carriage_returns);
}

/* Whether a cell may end at `at`: there stands a tab, the end of the row or of the file. */
static bool ends_at(struct padan_rows *rows, size_t at, int *status, struct padan_error *error)
{
    if (!has(rows, at, status, error))
        return true;
    char c = rows->window.data[at];
    if (c == '\r' && has(rows, at + 1, status, error) && rows->window.data[at + 1] == '\n')
        return true;
    return c == rows->separator || is_end(rows, c);
}

/*
 * Reads a cell that begins with a quotation mark at `start`; false where it is none that is quoted, so that the mark
 * belongs to the text. It stops at the first mark that is not doubled, so that all attempts together are linear.
 */
static bool scan_quoted(struct padan_rows *rows, size_t start, struct padan_cell *cell, int *status,
                        struct padan_error *error)
{
    bool doubled = false, needed = rows->spreadsheet;
    for (size_t at = start + 1; has(rows, at, status, error); at++) {
        char c = rows->window.data[at];
        needed |= c == rows->separator || c == '\n' || c == '\r';
        if (c != '"')
            continue;
        if (has(rows, at + 1, status, error) && rows->window.data[at + 1] == '"') {
            doubled = true;
            at++;
            continue;
        }
        *cell = (struct padan_cell){ .start = start + 1, .end = at, .quoted = true, .doubled = doubled };
        return (needed || doubled) && ends_at(rows, at + 1, status, error);
    }
    return false;
}

/*
 * Where the first end is from `at` on, or the window ends, for a row whose cells are plain. What was searched for one
 * cell is remembered for the next, so that a row of many cells is searched once.
 */
static size_t next_end(struct padan_rows *rows, size_t at)
{
    const char *data = rows->window.data;
    if (at <= rows->searched && rows->searched < rows->window.size && is_end(rows, data[rows->searched]))
        return rows->searched;
    size_t from = rows->searched > at ? rows->searched : at, size = rows->window.size - from;
    const char *end = memchr(data + from, '\n', size);
    if (end)
        size = (size_t)(end - (data + from));
    if (rows->carriage_returns && (end = memchr(data + from, '\r', size)))
        size = (size_t)(end - (data + from));
    rows->searched = from + size;
    return rows->searched;
}

static struct padan_cell scan_plain(struct padan_rows *rows, size_t start, int *status, struct padan_error *error)
{
    size_t at = start;
    while (has(rows, at, status, error)) {
        size_t end = next_end(rows, at);
        const char *separator = memchr(rows->window.data + at, rows->separator, end - at);
        at = separator ? (size_t)(separator - rows->window.data) : end;
        if (at < rows->window.size)
            break;
    }
    struct padan_cell cell = { .start = start, .end = at };
    if (at > start && rows->window.data[at - 1] == '\r' && at < rows->window.size && rows->window.data[at] == '\n')
        cell.end--;
    return cell;
}

/* Throws away what is left of a row that is too long. */
static int skip_rest(struct padan_rows *rows, struct padan_error *error)
{
    padan_input_take(rows->input, PADAN_UNIT_LIMIT);
    for (;;) {
        int status = padan_input_window(rows->input, 1, &rows->window, error);
        if (status != PADAN_OK || rows->window.size == 0)
            return status;
        const char *end = memchr(rows->window.data, rows->carriage_returns ? '\r' : '\n', rows->window.size);
        padan_input_take(rows->input, end ? (size_t)(end - rows->window.data) + 1 : rows->window.size);
        if (end)
            return PADAN_OK;
    }
}

static int64_t count_ends(const struct padan_rows *rows)
{
    const char *end = rows->window.data + rows->size;
    int64_t lines = 0;
    for (const char *at = rows->window.data; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        lines++;
    if (!rows->carriage_returns)
        return lines;
    for (const char *at = rows->window.data; (at = memchr(at, '\r', (size_t)(end - at))); at++)
        lines++;
    return lines;
}

static int scan(struct padan_rows *rows, struct padan_error *error)
{
    int status = PADAN_OK;
    size_t at = 0;
    rows->count = 0;
    rows->searched = 0;
    for (;;) {
        struct padan_cell cell;
        bool quoted = has(rows, at, &status, error) && rows->window.data[at] == '"' &&
                      scan_quoted(rows, at, &cell, &status, error);
        if (!quoted)
            cell = scan_plain(rows, at, &status, error);
        if (status != PADAN_OK)
            return status;
        if (!padan_vector_reserve(&rows->cells, &rows->capacity, rows->count + 1, sizeof *rows->cells))
            return padan_error_allocation(error);
        rows->cells[rows->count] = cell;
        rows->count += rows->count < columns_limit;
        at = cell.end + quoted;
        while (has(rows, at, &status, error) && rows->window.data[at] == '\r' && !rows->carriage_returns)
            at++;
        if (!has(rows, at, &status, error) || rows->window.data[at] != rows->separator)
            break;
        at++;
    }
    rows->size = at + (at < rows->window.size);
    rows->too_long = at >= PADAN_UNIT_LIMIT;
    return status;
}

/* Rewrites quoted cells without the doubling, then makes views of all. */
static int view(struct padan_rows *rows, struct padan_error *error)
{
    const char *data = rows->window.data;
    padan_buffer_clear(&rows->unquoted);
    for (size_t i = 0; i < rows->count; i++) {
        struct padan_cell *cell = &rows->cells[i];
        cell->text = rows->unquoted.size;
        for (size_t from = cell->start; cell->doubled && from < cell->end;) {
            const char *mark = memchr(data + from, '"', cell->end - from);
            size_t to = mark ? (size_t)(mark - data) + 1 : cell->end;
            padan_buffer_append(&rows->unquoted, data + from, to - from);
            from = to + (mark != NULL);
        }
        cell->text_size = rows->unquoted.size - cell->text;
    }
    if (rows->unquoted.failed ||
        !padan_vector_reserve(&rows->views, &rows->view_capacity, rows->count, sizeof *rows->views))
        return padan_error_allocation(error);
    for (size_t i = 0; i < rows->count; i++) {
        const struct padan_cell *cell = &rows->cells[i];
        rows->views[i] = cell->doubled ? (struct padan_string){ rows->unquoted.data + cell->text, cell->text_size }
                                       : (struct padan_string){ data + cell->start, cell->end - cell->start };
    }
    return PADAN_OK;
}

int padan_rows_next(struct padan_rows *rows, bool *end, struct padan_error *error)
{
    padan_input_take(rows->input, rows->size);
    rows->size = 0;
    rows->line = rows->next_line;
    int status = padan_input_window(rows->input, 1, &rows->window, error);
    if (status != PADAN_OK)
        return status;
    *end = rows->window.size == 0;
    if (*end)
        return PADAN_OK;
    status = scan(rows, error);
    if (status != PADAN_OK)
        return status;
    if (rows->too_long) {
        rows->size = 0;
        rows->count = 0;
        rows->next_line++;
        return skip_rest(rows, error);
    }
    rows->next_line += count_ends(rows);
    return view(rows, error);
}

struct padan_string padan_rows_raw(const struct padan_rows *rows)
{
    return (struct padan_string){ rows->window.data, rows->size };
}

void padan_rows_free(struct padan_rows *rows)
{
    free(rows->cells);
    free(rows->views);
    padan_buffer_free(&rows->unquoted);
}

static bool needs_quotes(struct padan_string text)
{
    if (text.size == 0)
        return false;
    if (memchr(text.data, '\t', text.size) || memchr(text.data, '\n', text.size) || memchr(text.data, '\r', text.size))
        return true;
    /* A mark may come first only once what cannot be written has gone. */
    return text.data[0] == '"' || (memchr(text.data, '"', text.size) && !padan_string_is_text(text));
}

int64_t padan_append_cell(struct padan_buffer *out, struct padan_string text)
{
    if (!needs_quotes(text))
        return padan_append_text(out, text);
    int64_t dropped = 0;
    padan_buffer_byte(out, '"');
    for (;;) {
        const char *mark = memchr(text.data, '"', text.size);
        size_t size = mark ? (size_t)(mark - text.data) + 1 : text.size;
        dropped += padan_append_text(out, (struct padan_string){ text.data, size });
        if (!mark)
            break;
        padan_buffer_byte(out, '"');
        text.data += size;
        text.size -= size;
    }
    padan_buffer_byte(out, '"');
    return dropped;
}

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

struct padan_string padan_cell_trimmed(struct padan_string text)
{
    while (text.size > 0 && is_white(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && is_white(text.data[text.size - 1]))
        text.size--;
    return text;
}
