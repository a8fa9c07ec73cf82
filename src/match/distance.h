/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_DISTANCE_H
#define MATCH_DISTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Levenshtein distances of one text from others, in symbols below 2^32 (code points, codes): bit-parallel in blocks of
 * 64 (Myers 1999, Hyyrö 2003), within the band that the edits allow.
 */
struct padan_distance {
    size_t length, blocks; /* of the pattern */
    uint32_t *symbols;     /* open addressing; UINT32_MAX is a free slot */
    uint32_t *classes;     /* by slot: from 1; 0 is for symbols that the pattern has not */
    size_t slots;          /* a power of two */
    uint64_t *bits;        /* by class, then by block */
    uint64_t *up, *down;   /* by block: what a column is made of */
    size_t *bottoms;       /* by block: the distance at its lowest row */
};

/* False: no memory. A zeroed struct may be set, and set again. */
bool padan_distance_set(struct padan_distance *distance, const uint32_t *pattern, size_t length);
void padan_distance_free(struct padan_distance *distance);

/* The distance from `text`, or SIZE_MAX where it is more than `most`. */
size_t padan_distance_from(struct padan_distance *distance, const uint32_t *text, size_t length, size_t most);

#endif
