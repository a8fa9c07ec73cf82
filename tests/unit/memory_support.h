/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_SUPPORT_H
#define MEMORY_SUPPORT_H

#include <sqlite3.h>

#include <padan/memory.h>

#include "base/buffer.h"

/* A folder of its own for each test, made by setup and removed with all that is in it by teardown. */
struct place {
    char folder[128];
    char path[160]; /* of the memory "a.padan" in it */
};

int setup_place(void **state);
int teardown_place(void **state);

/* A variant and a unit without anything but text. */
struct padan_variant plain_variant(const char *language, const char *text);
struct padan_unit plain_unit(const struct padan_variant *variants, size_t count);

struct padan_memory *open_memory(const char *path, enum padan_memory_mode mode);
struct padan_batch *begin_batch(struct padan_memory *memory, const char *source, unsigned char digest);
void put_pair(struct padan_batch *batch, const char *english, const char *indonesian);
struct padan_batch_summary finish_batch(struct padan_batch *batch);

/* Stores the pairs "<stem> N", "<stem> nomor N" for N from `first` on as one batch. */
struct padan_batch_summary store_numbered(struct padan_memory *memory, const char *stem, int first, int count);

struct padan_memory_info read_info(struct padan_memory *memory);

/* All units as lines of text, for comparison; `buffer` is the caller's. */
const char *list_units(struct padan_memory *memory, const struct padan_unit_filter *filter,
                       struct padan_buffer *buffer);

/* The first column of the first row of a query made on a connection of its own. */
int64_t ask_number(const char *path, const char *sql);
void run_sql(const char *path, const char *sql);

/* integrity_check, foreign_key_check, the indexes against the tables. */
void assert_sound(const char *path);

#endif
