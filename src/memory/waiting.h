/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_WAITING_H
#define MEMORY_WAITING_H

#include <sqlite3.h>

#include <padan/padan.h>

/*
 * Rows that a batch adds wait in memory and go into their tables many at a time: SQLite sees them as virtual tables,
 * padan_waiting_0 and so on by their number here, from which one INSERT each takes them in the order that they came.
 * That costs half of what an INSERT each row does, since the table's cursor stays where it was.
 */
enum padan_waiting_table {
    PADAN_WAITING_UNIT,
    PADAN_WAITING_VARIANT,
    PADAN_WAITING_OCCURRENCE,
    PADAN_WAITING_OCCURRENCE_VARIANT,
    PADAN_WAITING_PROPERTY,
    PADAN_WAITING_SOURCE,
    PADAN_WAITING_UNIT_INDEX,
    PADAN_WAITING_COUNT,
};

/* A value of a row: NULL where it is zeroed. */
struct padan_waiting_value {
    enum { PADAN_WAITING_NULL, PADAN_WAITING_INTEGER, PADAN_WAITING_REAL, PADAN_WAITING_TEXT } kind;
    union {
        int64_t integer;
        double real;
        struct padan_string text; /* copied where the row is added */
    };
};

struct padan_waiting;

/* Bytes that may wait before they are written: what fits into a processor's cache. */
#define PADAN_WAITING_MOST ((size_t)1 << 20)

/* The virtual tables of a connection, which has to be closed before they are freed, after a failure too. A code of
 * SQLite. */
int padan_waiting_new(struct padan_waiting **out, sqlite3 *db);
void padan_waiting_free(struct padan_waiting *waiting);

/* Adds a row; its values are those of the table's columns in the order of its INSERT. False: no memory. */
bool padan_waiting_add(struct padan_waiting *waiting, enum padan_waiting_table table,
                       const struct padan_waiting_value *values);

size_t padan_waiting_count(const struct padan_waiting *waiting, enum padan_waiting_table table);

/* Bytes that all rows take. */
size_t padan_waiting_size(const struct padan_waiting *waiting);

void padan_waiting_clear(struct padan_waiting *waiting, enum padan_waiting_table table);
void padan_waiting_clear_all(struct padan_waiting *waiting);

#endif
