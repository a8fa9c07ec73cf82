/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_SAMPLE_H
#define MEMORY_SAMPLE_H

#include "align/examples.h"
#include "base/arena.h"
#include "memory/store.h"

/* Units of memories as examples of how words are rendered. A zeroed struct is empty; freed by padan_sample_free. */
struct padan_sample {
    struct padan_example *examples;
    size_t count, capacity;
    struct padan_arena strings;
};

/*
 * Adds the units of a memory that say most of some words: for each word the units that have it and most of the
 * other, rarer words, some thousands at most, whatever the memory's size. Regions of the languages do not matter.
 * The caller has begun a transaction. Errors: PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION, and what SQLite answers.
 */
int padan_sample_add(struct padan_sample *sample, struct padan_memory *memory, const char *source_language,
                     const char *target_language, const struct padan_asked *asked, struct padan_error *error);

/*
 * Adds units that stand before and after the ones given, which are mostly of the same document and subject, and units
 * from all over the memory at even distances of their numbers, which show what is common in it: about `most` of each.
 * Errors and transaction as for padan_sample_add.
 */
int padan_sample_around(struct padan_sample *sample, struct padan_memory *memory, const char *source_language,
                        const char *target_language, const int64_t *units, size_t count, size_t most,
                        struct padan_error *error);

/*
 * Leaves the shortest examples, as many as can be learned from at a bounded cost; a long one costs much and teaches
 * little. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_sample_trim(struct padan_sample *sample, struct padan_error *error);

void padan_sample_free(struct padan_sample *sample);

#endif
