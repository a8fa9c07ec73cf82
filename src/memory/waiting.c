/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/waiting.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/vector.h"

static const int widths[PADAN_WAITING_COUNT] = {
    [PADAN_WAITING_UNIT] = 2,       [PADAN_WAITING_VARIANT] = 6,
    [PADAN_WAITING_OCCURRENCE] = 9, [PADAN_WAITING_OCCURRENCE_VARIANT] = 8,
    [PADAN_WAITING_PROPERTY] = 5,   [PADAN_WAITING_SOURCE] = 2,
    [PADAN_WAITING_UNIT_INDEX] = 2,
};

struct cell {
    int kind;
    union {
        int64_t integer;
        double real;
        size_t start; /* of a text among the bytes, which move while they grow */
    };
    size_t size;
};

struct rows {
    int width;
    struct cell *cells;
    size_t count, capacity; /* of cells */
    struct padan_buffer bytes;
};

struct padan_waiting {
    struct rows tables[PADAN_WAITING_COUNT];
};

struct table {
    sqlite3_vtab base;
    const struct rows *rows;
};

struct cursor {
    sqlite3_vtab_cursor base;
    size_t at; /* of the row's first cell */
};

static int connect(sqlite3 *db, void *context, int count, const char *const *arguments, sqlite3_vtab **out,
                   char **message)
{
    struct table *table = sqlite3_malloc64(sizeof *table);
    (void)count;
    (void)arguments;
    (void)message;
    *out = NULL;
    if (!table)
        return SQLITE_NOMEM;
    *table = (struct table){ .rows = context };
    *out = &table->base;
    return sqlite3_declare_vtab(db, "CREATE TABLE waiting (c1, c2, c3, c4, c5, c6, c7, c8, c9)");
}

static int disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1000;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct cursor *cursor = sqlite3_malloc64(sizeof *cursor);
    (void)table;
    *out = NULL;
    if (!cursor)
        return SQLITE_NOMEM;
    *cursor = (struct cursor){ 0 };
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static struct cursor *cursor_of(sqlite3_vtab_cursor *base)
{
    return (struct cursor *)(void *)base;
}

static const struct rows *rows_of(const sqlite3_vtab_cursor *base)
{
    return ((const struct table *)(const void *)base->pVtab)->rows;
}

static int rewind_rows(sqlite3_vtab_cursor *base, int plan_number, const char *plan_text, int count,
                       sqlite3_value **values)
{
    (void)plan_number;
    (void)plan_text;
    (void)count;
    (void)values;
    cursor_of(base)->at = 0;
    return SQLITE_OK;
}

static int next(sqlite3_vtab_cursor *base)
{
    cursor_of(base)->at += (size_t)rows_of(base)->width;
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base)
{
    return cursor_of(base)->at >= rows_of(base)->count;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int number)
{
    const struct rows *rows = rows_of(base);
    if (number >= rows->width)
        return SQLITE_OK;
    const struct cell *cell = &rows->cells[cursor_of(base)->at + (size_t)number];
    if (cell->kind == PADAN_WAITING_INTEGER)
        sqlite3_result_int64(context, cell->integer);
    else if (cell->kind == PADAN_WAITING_REAL)
        sqlite3_result_double(context, cell->real);
    else if (cell->kind == PADAN_WAITING_TEXT)
        /* Without bytes there may be no address, which would be NULL. */
        sqlite3_result_text64(context, cell->size > 0 ? rows->bytes.data + cell->start : "", cell->size, SQLITE_STATIC,
                              SQLITE_UTF8);
    return SQLITE_OK;
}

static int number_of_row(sqlite3_vtab_cursor *base, sqlite3_int64 *out)
{
    *out = (sqlite3_int64)cursor_of(base)->at;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect,
    .xBestIndex = plan,
    .xDisconnect = disconnect,
    .xDestroy = disconnect,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = rewind_rows,
    .xNext = next,
    .xEof = is_at_end,
    .xColumn = column,
    .xRowid = number_of_row,
};

int padan_waiting_new(struct padan_waiting **out, sqlite3 *db)
{
    struct padan_waiting *waiting = *out = calloc(1, sizeof *waiting);
    int code = waiting ? SQLITE_OK : SQLITE_NOMEM;
    for (int i = 0; i < PADAN_WAITING_COUNT && code == SQLITE_OK; i++) {
        char name[32];
        snprintf(name, sizeof name, "padan_waiting_%d", i);
        waiting->tables[i].width = widths[i];
        code = sqlite3_create_module_v2(db, name, &module, &waiting->tables[i], NULL);
    }
    return code;
}

void padan_waiting_free(struct padan_waiting *waiting)
{
    for (int i = 0; waiting && i < PADAN_WAITING_COUNT; i++) {
        free(waiting->tables[i].cells);
        padan_buffer_free(&waiting->tables[i].bytes);
    }
    free(waiting);
}

static struct cell cell_of(struct rows *rows, const struct padan_waiting_value *value)
{
    struct cell cell = { .kind = (int)value->kind };
    if (value->kind == PADAN_WAITING_INTEGER)
        cell.integer = value->integer;
    else if (value->kind == PADAN_WAITING_REAL)
        cell.real = value->real;
    else if (value->kind == PADAN_WAITING_TEXT) {
        cell.start = rows->bytes.size;
        cell.size = value->text.size;
        padan_buffer_append(&rows->bytes, value->text.data, value->text.size);
    }
    return cell;
}

bool padan_waiting_add(struct padan_waiting *waiting, enum padan_waiting_table table,
                       const struct padan_waiting_value *values)
{
    struct rows *rows = &waiting->tables[table];
    if (!padan_vector_reserve(&rows->cells, &rows->capacity, rows->count + (size_t)rows->width, sizeof *rows->cells))
        return false;
    for (int i = 0; i < rows->width; i++)
        rows->cells[rows->count + (size_t)i] = cell_of(rows, &values[i]);
    if (rows->bytes.failed)
        return false;
    rows->count += (size_t)rows->width;
    return true;
}

size_t padan_waiting_count(const struct padan_waiting *waiting, enum padan_waiting_table table)
{
    return waiting->tables[table].count / (size_t)waiting->tables[table].width;
}

size_t padan_waiting_size(const struct padan_waiting *waiting)
{
    size_t size = 0;
    for (int i = 0; i < PADAN_WAITING_COUNT; i++)
        size += waiting->tables[i].count * sizeof(struct cell) + waiting->tables[i].bytes.size;
    return size;
}

void padan_waiting_clear(struct padan_waiting *waiting, enum padan_waiting_table table)
{
    struct padan_buffer *bytes = &waiting->tables[table].bytes;
    waiting->tables[table].count = 0;
    /* Of a buffer that lacked memory nothing more is to be had, and the room of a huge text is not kept. */
    if (bytes->failed || bytes->capacity > 2 * PADAN_WAITING_MOST)
        padan_buffer_free(bytes);
    else
        padan_buffer_clear(bytes);
}

void padan_waiting_clear_all(struct padan_waiting *waiting)
{
    for (enum padan_waiting_table i = 0; i < PADAN_WAITING_COUNT; i++)
        padan_waiting_clear(waiting, i);
}
