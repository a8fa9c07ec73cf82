/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_ROWS_H
#define MATCH_ROWS_H

#include "match/index.h"

struct padan_rows_range {
    int64_t first, last; /* ids of table variant */
};

/*
 * Makes a chunk of the variants of a range, or of the first of them where they are too many for one. With `path` it
 * becomes a file, whose path the caller frees.
 */
int padan_rows_chunk(struct padan_chunk **out, struct padan_memory *memory, const struct padan_index *index,
                     struct padan_rows_range range, char **path, struct padan_error *error);

/* Why a chunk is of no use for this memory; *fault is NULL where it is. */
int padan_rows_judge(struct padan_memory *memory, const struct padan_chunk *chunk, const struct padan_chunk_key *key,
                     const char **fault, struct padan_error *error);

#endif
