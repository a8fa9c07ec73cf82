/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_STORE_H
#define MEMORY_STORE_H

#include <sqlite3.h>

#include <padan/memory.h>

#include "memory/schema.h"

/* Pages that a log may have before they are copied into the file. */
#define PADAN_LOG_PAGES 8192

/* An open memory, seen from inside the library. */
struct padan_memory {
    sqlite3 *db;
    char *path;
    enum padan_memory_mode mode;
    int64_t version;           /* of its tables; below PADAN_SCHEMA_VERSION only where it is read */
    struct padan_batch *batch; /* the one being written, or NULL */
    int64_t last_variant;      /* the highest id given so far; 0 where this transaction has not asked yet */
    bool is_marked;            /* whether this transaction noted it, since it takes variants out */
    bool is_new;               /* its file was made by this handle */
    struct {
        int64_t version, changes; /* of the file by others and by this connection, when it was looked */
        bool is_known, is_current;
    } indexes;
    struct padan_locales *locales; /* or NULL: nobody has asked */
    int lost;                      /* the error for which rows that waited were given up: no commit may follow */
    struct padan_waiting *waiting; /* rows of the batch that is being written; NULL where the memory is only read */
    sqlite3_stmt *statements[PADAN_SQL_COUNT];
};

/*
 * The connection, on which the modules above (find, match, term) prepare statements of their own; the
 * tables are those of padan-memory(5). Rows that wait are written before, those put later are not: whoever reads while
 * a batch is being written asks again.
 */
sqlite3 *padan_memory_db(struct padan_memory *memory);

/* What is known of languages (align/locale.h), read once for a memory; NULL where there is no memory for it. */
struct padan_locales *padan_memory_locales(struct padan_memory *memory);

/*
 * Turns what SQLite answered into a status and a message that names the memory: PADAN_ERROR_BUSY, _FULL, _CORRUPT,
 * _READ_ONLY, _ALLOCATION, _SYSTEM, _FORMAT or _INTERNAL.
 */
int padan_memory_failure(struct padan_memory *memory, int code, struct padan_error *error);

/*
 * Whether the indexes agree with the tables; padan_memory_rebuild makes them so. Counts rows, which takes milliseconds
 * at a million of units, once for as long as nobody writes; a text changed in place by another program is seen by
 * padan_memory_info alone.
 */
int padan_memory_indexes_current(struct padan_memory *memory, bool *current, struct padan_error *error);

/*
 * Whether the full-text indexes have all texts up to the newest, at no cost: all that a search asks, which meets
 * nothing where the indexes have more than the tables. A text that another program put among older ones is not seen.
 */
int padan_memory_is_indexed(struct padan_memory *memory, bool *indexed, struct padan_error *error);

/*
 * padan_memory_open with the kind of the file's place given: a `remote` file (on a network share) gets
 * a rollback journal, since WAL needs memory shared between all who have it open.
 */
int padan_memory_open_at(struct padan_memory **out, const char *path, enum padan_memory_mode mode, bool remote,
                         struct padan_error *error);

/* Writes the rows that wait (memory/waiting.h) into their tables. */
int padan_memory_store_waiting(struct padan_memory *memory, struct padan_error *error);

/*
 * A statement ready to be bound; it belongs to the memory. Rows that wait are written before, but where it is one that
 * is not about them.
 */
int padan_sql(struct padan_memory *memory, enum padan_statement name, sqlite3_stmt **out, struct padan_error *error);

/*
 * Binds arguments by `types`, a letter each: i int64_t, d double, s struct padan_string as text, b the
 * same as a blob, n nothing (NULL, no argument). Views are not copied: they must live until the statement is reset.
 */
int padan_sql_bind(struct padan_memory *memory, enum padan_statement name, sqlite3_stmt **out,
                   struct padan_error *error, const char *types, ...);

/* 1: a row is there; 0: no more, and the statement is reset; negative: failed, likewise reset. */
int padan_sql_step(struct padan_memory *memory, sqlite3_stmt *statement, struct padan_error *error);

/* Binds and runs a statement that gives no rows that matter. */
int padan_sql_run(struct padan_memory *memory, enum padan_statement name, struct padan_error *error, const char *types,
                  ...);

/* Binds, runs, and takes the first columns of the first row; `found` tells whether there was one (NULL: there must
 * be). */
int padan_sql_numbers(struct padan_memory *memory, enum padan_statement name, int64_t *out, int count, bool *found,
                      struct padan_error *error, const char *types, ...);

/* Text of a column; lives until the statement is stepped or reset. */
struct padan_string padan_sql_text(sqlite3_stmt *statement, int column);

/*
 * Ids of variants are never given twice, since the indexes of matches, which lie outside of the file, know texts by
 * them. What an undo brings back gets new ones.
 */
int padan_memory_last_variant(struct padan_memory *memory, int64_t *last, struct padan_error *error);

/* The highest id of the variants that are there. */
int padan_memory_newest(struct padan_memory *memory, int64_t *newest, struct padan_error *error);

/* Notes the highest id, in setting "last variant"; before variants are taken out. */
int padan_memory_mark_variants(struct padan_memory *memory, struct padan_error *error);

/* Room for a memory's identity, with the NUL. */
#define PADAN_IDENTITY_SIZE 33

/*
 * What tells the memory from others: 32 random digits, made anew with its indexes. "" where an older padan made the
 * file and it is open for reading.
 */
int padan_memory_identity(struct padan_memory *memory, char out[PADAN_IDENTITY_SIZE], struct padan_error *error);

/* The hash of a neighbour's match form, as table occurrence_variant has it; 0 is the edge of the document. */
int padan_context_hash(struct padan_string text, int64_t *hash, struct padan_error *error);

/* Ends a transaction that failed; harmless where there is none. */
void padan_memory_rollback(struct padan_memory *memory);

/* BEGIN IMMEDIATE after checks that the memory may be written. */
int padan_memory_begin(struct padan_memory *memory, struct padan_error *error);

int padan_memory_commit(struct padan_memory *memory, struct padan_error *error);

/* Writes what was committed to the disk for good. */
int padan_memory_settle(struct padan_memory *memory, struct padan_error *error);

/* Both where `status` is PADAN_OK, else takes the transaction back; answers the first fault. */
int padan_memory_end(struct padan_memory *memory, int status, struct padan_error *error);

#endif
