/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_ROWS_H
#define EXCHANGE_ROWS_H

#include "exchange/format.h"

struct padan_cell {
    size_t start, end; /* bytes into the window */
    bool quoted;       /* start and end are those within the quotation marks */
    bool doubled;      /* quotation marks within stand doubled */
    size_t text;       /* place in `unquoted` where it had to be rewritten */
    size_t text_size;
};

/* Reads rows of tab-separated cells; see README for what is a quoted cell. */
struct padan_rows {
    struct padan_input *input;
    struct padan_string window;
    char separator;        /* of cells: a tab, or what spreadsheets write for one */
    bool spreadsheet;      /* any well-formed quoted cell is quoted */
    bool carriage_returns; /* rows end with CR alone */
    int64_t line;          /* of the row, from 1 */
    int64_t next_line;
    size_t size;     /* of the row with its end, in the window */
    size_t searched; /* in the window: no end stands before it that a plain cell could have */
    bool too_long;   /* the row passed the limit and was left out */
    struct padan_cell *cells;
    size_t count, capacity;
    struct padan_string *views;
    size_t view_capacity;
    struct padan_buffer unquoted;
};

int padan_rows_begin(struct padan_rows *rows, struct padan_input *input, struct padan_error *error);

/* The same for CSV, whose cells may be divided by commas, semicolons, tabs or bars, by what its first rows look like.
 */
int padan_rows_begin_csv(struct padan_rows *rows, struct padan_input *input, struct padan_error *error);

/*
 * Reads the next row into `views`, which live until the next call; *end is set where there is none.
 * Errors: those of padan_input_window, PADAN_ERROR_ALLOCATION.
 */
int padan_rows_next(struct padan_rows *rows, bool *end, struct padan_error *error);
void padan_rows_free(struct padan_rows *rows);

/* The whole of the row as it stands in the file. */
struct padan_string padan_rows_raw(const struct padan_rows *rows);

/* The first row of a file as it stands, without its end. */
struct padan_string padan_rows_first(struct padan_string head);

/* The next cell of a row of names, with or without quotation marks; `row` moves past it. */
struct padan_string padan_rows_name(struct padan_string *row, char separator);

/*
 * What divides the cells of a file that begins with `head`: ';' or ',' where its first row names columns that padan
 * knows, divided so and by no tab; else a tab.
 */
char padan_rows_separator(struct padan_string head);

/* Appends a cell, quoted where it must be; answers how many characters were left out. */
int64_t padan_append_cell(struct padan_buffer *out, struct padan_string text);

/* A cell without the white space around it. */
struct padan_string padan_cell_trimmed(struct padan_string text);

#endif
