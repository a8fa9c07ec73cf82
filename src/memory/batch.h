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

struct padan_conflict;

struct padan_batch {
    struct padan_memory *memory;
    struct padan_fulltext *fulltext;
    struct padan_checkpointer *checkpointer; /* of a batch of several transactions, or NULL */
    struct padan_batch_summary summary;
    int64_t id;
    int failed; /* the error that ended the batch, or PADAN_OK */
    enum padan_on_conflict on_conflict;
    struct padan_conflict *conflict; /* NULL where both are kept */
    int64_t given;                   /* units given so far, refused ones too */
    int64_t skip;                    /* of these, how many more were stored before an interruption */
    int64_t owner;                   /* says in the journal that this batch is ours; 0: not said yet */
    bool resumes;                    /* an interruption can be made good by the same source */
    bool restarts;                   /* but only from its beginning */
    bool resumed;                    /* begun by an earlier process */
    bool committed;                  /* an earlier transaction has stored something */
    bool idle;                       /* no transaction is open, while what is stored already is passed over */
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
    int64_t last_unit; /* that this batch added, while it waits to be written */
};

/* Begins a transaction where none is open, as before the first unit of an import that goes on. */
int padan_batch_wake(struct padan_batch *batch, struct padan_error *error);

/* Stores one unit; PADAN_ERROR_LANGUAGE and PADAN_ERROR_ARGUMENT refuse it and leave nothing behind. */
int padan_batch_store(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error);

/*
 * Stores the units that padan_batch_put has held back to look for conflicts, and holds none back any more. What is put
 * afterwards is stored when that returns.
 */
int padan_batch_put_held(struct padan_batch *batch, struct padan_error *error);

/* Refuses what padan_batch_store would refuse, and stores nothing. */
int padan_batch_check(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error);

/* Takes a batch that is not done back, its row too, inside the caller's transaction. */
int padan_batch_remove(struct padan_memory *memory, int64_t id, struct padan_error *error);

/*
 * Commits what is there and leaves the batch open, to be gone on with by the same source; `summary->suspended` tells
 * so. Where it has stored less than a transaction it is taken back instead. Frees the handle.
 */
int padan_batch_suspend(struct padan_batch *batch, struct padan_batch_summary *summary, struct padan_error *error);

/* What the hash of a content is made of: this for each variant, sorted by tag, text and markup. */
void padan_content_append(struct padan_buffer *out, struct padan_string tag, struct padan_string text,
                          struct padan_string markup);

/*
 * Takes occurrences out that are stored, and notes them in the journal of the batch, which puts nothing after this.
 * `changes` are sorted by `old`, each once.
 */
struct padan_change;
int padan_batch_take_out(struct padan_batch *batch, const struct padan_change *changes, size_t count,
                         struct padan_error *error);

/* Keeps the properties of the file as a whole. */
int padan_batch_header(struct padan_batch *batch, const struct padan_property *properties, size_t count,
                       struct padan_error *error);

/* Keeps the head or the tail of an imported file as it stood. */
int padan_batch_part(struct padan_batch *batch, enum padan_file_part part, struct padan_string text,
                     struct padan_error *error);

/* Removes what is kept of a batch's file: its header, head and tail. */
int padan_batch_forget(struct padan_memory *memory, int64_t batch, struct padan_error *error);

/* "prop", "note", "attribute", "element". */
const char *padan_property_kind_name(enum padan_property_kind kind);

void padan_known_names_free(struct padan_known_names *names);

/* Takes back all that a batch brought, inside the caller's transaction; adds to `summary`, which begins zeroed. */
int padan_undo_rows(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                    struct padan_error *error);

#endif
