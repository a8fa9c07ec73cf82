/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_COLUMNS_H
#define EXCHANGE_COLUMNS_H

#include "base/arena.h"
#include "exchange/rows.h"

enum padan_role {
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
    ROLE_GUARDED, /* whether texts of the row have an apostrophe before them */
    ROLE_COUNT,
    ROLE_LANGUAGE = ROLE_COUNT, /* the column is named by a language */
    ROLE_PROPERTY,              /* any other name */
    ROLE_NOTHING                /* tells a person where a row comes from, or is to be passed over */
};

/* What a column of that role is called. */
const char *padan_role_name(enum padan_role role);

struct padan_column {
    enum padan_role role;
    const char *name; /* of ROLE_LANGUAGE: its tag */
};

/* What the columns of a table are. A zeroed struct has none. */
struct padan_columns {
    struct padan_arena arena;
    struct padan_column *items;
    size_t count;
    bool has[ROLE_NOTHING + 1];
    bool review;  /* written by "padan align" to be corrected: cells are guarded, each row has an origin */
    bool further; /* rows may have more columns than these, which are passed over */
    bool unnamed; /* nothing says what they are, so that they are source and target */
};

/*
 * Whether the first row of a file, divided by `separator`, has nothing but names of columns, two languages or source
 * and target among them; no tab stands in it.
 */
bool padan_columns_are_named(struct padan_string head, char separator);

/*
 * Learns the columns from the first row and what the caller says; *is_data is set where that row is a unit already.
 * Errors: PADAN_ERROR_ARGUMENT, PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION.
 */
int padan_columns_begin(struct padan_columns *columns, const struct padan_rows *rows,
                        const struct padan_reading *reading, bool *is_data, struct padan_error *error);
void padan_columns_free(struct padan_columns *columns);

/* Reads a table whose rows have begun. */
int padan_table_read(struct padan_reading *reading, struct padan_rows *rows, struct padan_error *error);

/* The columns that a table is written with, and the cells of a row. */
#define PADAN_TABLE_COLUMNS 8
extern const enum padan_role padan_table_roles[PADAN_TABLE_COLUMNS];

/* Calls `write` with the cells of each row that a unit makes: one for each variant beside the source. */
int padan_table_rows(struct padan_writer *writer, const struct padan_unit *unit,
                     void (*write)(struct padan_writer *writer, const struct padan_string cells[PADAN_TABLE_COLUMNS]),
                     struct padan_error *error);

#endif
