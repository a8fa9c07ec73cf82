/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_MAKING_H
#define MATCH_MAKING_H

#include "match/index.h"

/*
 * Makes the chunks of some indexes of a language from the texts of the table, which come once for all forms: match
 * forms in blocks, of which another thread makes key forms and chunks, while the next block is read. The chunks are the
 * same as one thread makes.
 */
struct padan_making;

struct padan_made_text {
    int64_t id;
    int64_t end; /* the last row of its unit where that has no other text behind it, else 0 */
    uint64_t hash;
    size_t start, size; /* of its match form, in the block's bytes */
    uint32_t languages;
    bool unmasks; /* see padan_chunk_builder_unmask */
    bool is_none; /* no text, which its unit has none of: only `id` and `unmasks` count */
};

struct padan_made_block {
    struct padan_buffer bytes;
    struct padan_made_text *texts; /* of whole units, in order of ids */
    size_t count, capacity;
};

/*
 * The indexes get chunks of what is behind their last one, in files where index->in_files says so; they are another
 * thread's until padan_making_end. `is_large`: so much will come that a thread is worth while.
 */
int padan_making_new(struct padan_making **out, struct padan_index *const *indexes, size_t count, bool is_large,
                     struct padan_error *error);

/* A block to be filled, which is empty. */
struct padan_made_block *padan_making_block(struct padan_making *making);

/* Takes the block that is filled; answers whether more are of use: else making has failed. */
bool padan_making_take(struct padan_making *making);

/*
 * Ends it once all blocks are done: where `status` is PADAN_OK the last chunks are made, which go up to row `last`.
 * Answers the status, or why making failed; each index then has the chunks that were made before.
 */
int padan_making_end(struct padan_making *making, int status, int64_t last, struct padan_error *error);

#endif
