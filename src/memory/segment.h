/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_SEGMENT_H
#define MEMORY_SEGMENT_H

#include <sqlite3.h>

#include <padan/text.h>

#include "base/buffer.h"

/*
 * The keys of many texts of one language, gathered in memory and laid out as one segment of an FTS5 index: the leaves
 * that FTS5 would have written for these texts. Touches no database, so that it may be done on another thread than
 * the one that writes.
 */

/* One leaf: bytes of `bytes`, and of `keys` where a term begins on it, what the index of leaves says of it. */
struct padan_leaf {
    size_t start, size;
    size_t key_start, key_size;
    bool has_key;
};

/* A zeroed struct is an empty segment. */
struct padan_segment {
    struct padan_buffer bytes, keys;
    struct padan_leaf *leaves;
    size_t count, capacity;
    int64_t texts, words; /* what it adds to the index's totals */
};

void padan_segment_free(struct padan_segment *segment);

/* Appends an integer of SQLite's variable length: seven bits a byte, the highest first; a ninth byte has eight. */
void padan_fulltext_append_number(struct padan_buffer *out, uint64_t number);

/* Gathers keys; one thread at a time. */
struct padan_gatherer;

/* `language` is canonical. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
int padan_gatherer_new(struct padan_gatherer **out, const char *language, struct padan_error *error);

/* NULL is allowed. */
void padan_gatherer_free(struct padan_gatherer *gatherer);

/*
 * Adds a text. Rows have to rise from one text to the next until the segment is built.
 * Answers PADAN_OK or PADAN_ERROR_ALLOCATION; the gatherer is then good for nothing but being freed.
 */
int padan_gatherer_add(struct padan_gatherer *gatherer, int64_t row, struct padan_string text);

/*
 * Lays out what was gathered in `segment`, which is emptied before, and forgets it. Answers PADAN_OK or
 * PADAN_ERROR_ALLOCATION.
 */
int padan_gatherer_build(struct padan_gatherer *gatherer, struct padan_segment *segment);

/* Whether FTS5's table of a language has the format that segments are laid out in. Answers SQLite's code. */
int padan_fulltext_takes_segments(sqlite3 *db, int64_t id, bool *takes);

/*
 * Puts a segment into the index fts_<id>, inside the caller's transaction, as what is newest there. Answers SQLITE_OK
 * or SQLite's code.
 */
int padan_fulltext_write_segment(sqlite3 *db, int64_t id, const struct padan_segment *segment);

#endif
