/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_ROWS_H
#define MATCH_ROWS_H

#include "match/making.h"

/* Rows of table variant, of which those of a language (row of table language) have texts to be found. */
struct padan_rows_asked {
    int64_t language;
    int64_t first, last;                                          /* ids */
    void (*progress)(void *context, int64_t done, int64_t total); /* rows that are read; or NULL */
    void *progress_context;
};

/* Reads the rows into what is being made of them; stops where making has failed. */
int padan_rows_read(struct padan_making *making, struct padan_memory *memory, const struct padan_rows_asked *asked,
                    struct padan_error *error);

/* Why a chunk is of no use for this memory; *fault is NULL where it is. */
int padan_rows_judge(struct padan_memory *memory, const struct padan_chunk *chunk, const struct padan_chunk_key *key,
                     const char **fault, struct padan_error *error);

#endif
