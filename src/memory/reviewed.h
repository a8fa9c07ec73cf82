/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_REVIEWED_H
#define MEMORY_REVIEWED_H

#include "memory/store.h"

/* A row that a person may have corrected: what is stored for it now. A bead that was split has several slots. */
struct padan_bead_slot {
    int64_t bead, slot;
    int64_t occurrence; /* 0: taken out */
    int64_t origin;     /* hash of the texts as they were aligned */
    bool has_origin;    /* else the occurrence still is as it was aligned */
    bool seen, changed; /* in the file being read */
};

/* An alignment that rows of the file come from. */
struct padan_reviewed {
    uint8_t digest[16];
    int64_t batch; /* 0: it is not stored */
    struct padan_bead_slot *entries;
    size_t count, capacity;
    struct padan_bead_slot **by_origin; /* the entries sorted by origin; NULL until it is needed */
    int64_t bead;                       /* of the row before */
    int64_t added;                      /* gives each added row a slot of its own */
};

/* Reads what is stored of the alignment of `reviewed->digest`, which else is zeroed: what its batch has, then what
 * corrections made of it. */
int padan_reviewed_load(struct padan_reviewed *reviewed, struct padan_memory *memory, struct padan_error *error);
void padan_reviewed_free(struct padan_reviewed *reviewed);

/* The first slot of a bead that no row of the file has had; NULL where there is none. */
struct padan_bead_slot *padan_reviewed_next(struct padan_reviewed *reviewed, int64_t bead);

/* Sorts the entries by origin, which all must have; false: no memory. */
bool padan_reviewed_index(struct padan_reviewed *reviewed);

/* The first bead of that origin that no row of the file has had; NULL where there is none. After padan_reviewed_index.
 */
struct padan_bead_slot *padan_reviewed_find(struct padan_reviewed *reviewed, int64_t origin);

#endif
