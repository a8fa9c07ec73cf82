/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_REVIEW_H
#define MEMORY_REVIEW_H

#include "memory/batch.h"

struct padan_origin {
    uint8_t digest[16]; /* of the alignment */
    int64_t hash;       /* of the bead's texts as they were written */
};

/* Reads what padan_origin_format writes; false where it is none. */
bool padan_origin_parse(struct padan_string text, struct padan_origin *origin);

/* An occurrence that is taken out, or put in its place, or both, as the journal has it. */
struct padan_change {
    int64_t alignment, bead, slot, origin; /* of a correction; else 0 */
    int64_t old, new;                      /* occurrences, or 0 */
};

/* Notes a change of a batch in the journal, before the old occurrence goes. */
int padan_change_write(struct padan_memory *memory, int64_t batch, const struct padan_change *change,
                       struct padan_error *error);

/* Of languages and texts; where there is no memory, of nothing. */
int64_t padan_texts_hash(const struct padan_variant *variants, size_t count);

/*
 * Rows that a person has corrected, held against what is stored: while a batch is written, each row is compared with
 * the bead that it comes from and put where it differs; at the end what gave way is taken out and noted in the journal.
 */
struct padan_review;

int padan_review_new(struct padan_review **out, struct padan_batch *batch, const char *name,
                     const struct padan_reporter *reporter, struct padan_error *error);

/* Takes a unit that has an origin. Refuses as padan_batch_put does, else fails as that. */
int padan_review_put(struct padan_review *review, const struct padan_unit *unit, struct padan_error *error);

/* Takes out what gave way, before padan_batch_finish; tells of rows that are missing. Errors: as padan_batch_put. */
int padan_review_finish(struct padan_review *review, struct padan_error *error);

void padan_review_free(struct padan_review *review);

/*
 * Puts back what a batch took out, inside the caller's transaction, and counts it. Where a later batch corrected the
 * correction, what was there first becomes what that one would put back.
 */
int padan_restore_replaced(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                           struct padan_error *error);

#endif
