/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TERM_COLUMNS_H
#define TERM_COLUMNS_H

#include <padan/term.h>

#include "base/arena.h"

/* What a column of a table of terms holds. */
enum padan_column_role {
    PADAN_COLUMN_PROPERTY, /* nothing that padan has a field for */
    PADAN_COLUMN_SKIPPED,  /* its name is empty */
    PADAN_COLUMN_GUARDED,  /* whether cells that a spreadsheet would change have an apostrophe before them */
    PADAN_COLUMN_TERM,
    /* Of the concept: */
    PADAN_COLUMN_IDENTIFIER,
    PADAN_COLUMN_SUBJECT,
    PADAN_COLUMN_DEFINITION,
    PADAN_COLUMN_CONCEPT_NOTE,
    PADAN_COLUMN_CONCEPT_SOURCE,
    PADAN_COLUMN_UNTRANSLATED,
    /* Of a term: */
    PADAN_COLUMN_LANGUAGE, /* of the row's one term */
    PADAN_COLUMN_STATUS,
    PADAN_COLUMN_FORBIDDEN,
    PADAN_COLUMN_PART_OF_SPEECH,
    PADAN_COLUMN_GENDER,
    PADAN_COLUMN_CONTEXT,
    PADAN_COLUMN_NOTE,
    PADAN_COLUMN_SOURCE,
    PADAN_COLUMN_CASE_SENSITIVE,
    PADAN_COLUMN_WHOLE_FORM
};

struct padan_column {
    enum padan_column_role role;
    char language[PADAN_LANGUAGE_SIZE]; /* of a term's column; "" where the row says it */
    size_t term;                        /* which of the row's terms, from 0 */
    const char *name;                   /* as spelt */
};

/* The columns of a table, by its first row. */
struct padan_columns {
    struct padan_column *items; /* in the arena */
    size_t count;
    size_t terms;   /* in a row */
    bool long_rows; /* a term a row, with its language beside it */
};

/*
 * Takes the names of a first row for what they are: language tags, "source" and "target" (in the languages given, each
 * of which may be NULL), names of fields as several programs spell them, by themselves or after a language
 * ("tgt:pos", "en_definition"). False where they name no terms, so that the row is none of names. A NULL `items`
 * afterwards: no memory.
 *
 * "id" is Indonesian where that is a language asked for, or where fewer than two other languages are named and neither
 * "source" nor "term"; else it is an identifier. A field of a term without a language belongs to the term before it if
 * a field of that name comes more than once, else to the last term.
 */
bool padan_columns_read(struct padan_columns *columns, struct padan_arena *arena, const struct padan_string *names,
                        size_t count, const char *source, const char *target);

/* The columns of a table without names: source, target, comment. A NULL `items` afterwards: no memory. */
void padan_columns_plain(struct padan_columns *columns, struct padan_arena *arena, const char *source,
                         const char *target);

#endif
