/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_BATCH_H
#define MEMORY_BATCH_H

#include "base/buffer.h"
#include "base/table.h"
#include "memory/fulltext.h"
#include "memory/units.h"

/* Rows of strings that come again and again (languages as spelt, fields), by their number in the table. */
struct padan_known {
    int64_t id;                    /* 0: not looked up yet */
    char tag[PADAN_LANGUAGE_SIZE]; /* of a language: canonical */
};

struct padan_known_names {
    struct padan_table table;
    struct padan_known *items;
    size_t capacity;
};

/* A variant of the unit that is being stored, in the order of the canonical content. */
struct padan_put_variant {
    const struct padan_variant *given;
    size_t position; /* among those given */
    size_t language; /* number among the batch's languages */
    const char *tag; /* canonical; in the batch's list of languages */
    int64_t stored;  /* its row in table variant */
    bool moved;      /* stands at another position there */
};

struct padan_batch {
    struct padan_memory *memory;
    struct padan_fulltext *fulltext;
    struct padan_batch_summary summary;
    int64_t id;
    int failed; /* the error that ended the batch, or PADAN_OK */
    struct padan_unit_index units;
    struct padan_known_names languages; /* by tag as spelt */
    struct padan_known_names fields;
    struct padan_buffer document; /* the last document's name and its row */
    int64_t document_id;
    struct padan_buffer scratch;
    struct padan_put_variant *variants; /* of the unit that is being stored, sorted by content */
    size_t variant_count, variant_capacity;
    /* Of the transaction that is open: */
    int64_t occurrences, first, last;
    int64_t new_units, new_variants, new_bytes, last_variant;
};

/* Stores one unit; PADAN_ERROR_LANGUAGE and PADAN_ERROR_ARGUMENT refuse it and leave nothing behind. */
int padan_batch_store(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error);

/* Keeps the properties of the file as a whole. */
int padan_batch_header(struct padan_batch *batch, const struct padan_property *properties, size_t count,
                       struct padan_error *error);

/* "prop", "note", "attribute", "element". */
const char *padan_property_kind_name(enum padan_property_kind kind);

void padan_known_names_free(struct padan_known_names *names);

/* Takes back all that a batch brought, inside the caller's transaction; adds to `summary`, which begins zeroed. */
int padan_undo_rows(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                    struct padan_error *error);

#endif
