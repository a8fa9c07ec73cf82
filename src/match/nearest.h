/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_NEAREST_H
#define MATCH_NEAREST_H

#include "match/chunk.h"

/*
 * The texts of some chunks that can be nearest to a query, by a lower bound of the distance: that between codes. It
 * finds every text whose similarity by codes is at least `min`, but for those behind `most` others that are nearer or,
 * as near, newer.
 *
 * Complete, since nothing is passed over but by a bound that no nearer text can break: a text is at least as far as
 * the lengths differ, as the bags differ, and as the codes differ, each of which is at most the true distance; and
 * lengths are gone through from the nearest on, to the one from which on the first of these bounds says no, as it then
 * does for all behind it.
 */
struct padan_near {
    size_t source; /* where it is from */
    int64_t variant;
    uint32_t distance, longer; /* in codes; the length of the longer one */
    double similarity;         /* 1 - distance / longer; 1 where both are empty */
};

/* What is searched. */
struct padan_near_source {
    struct padan_chunk *chunk;
    uint32_t languages; /* texts that have none of these bits are left out */
};

struct padan_nearest {
    const struct padan_scan_kernel *kernel;
    struct padan_near *items; /* best first once the search is done */
    size_t count, capacity, most;
    bool is_cut; /* whether there were as many as `most`: what is not as near was passed over, then */
    /* Scratch. */
    struct padan_scan_pattern pattern;
    uint8_t *codes;
    size_t code_room;
    uint32_t *survivors, *sorted; /* texts that the bags left over, as they come and by what is extra in them */
    uint8_t *extras, *sorted_extras;
    uint32_t *wide; /* codes of one text as symbols */
};

/* The room is kept from one search to the next. */
int padan_nearest_init(struct padan_nearest *nearest, struct padan_error *error);
void padan_nearest_free(struct padan_nearest *nearest);

/*
 * Searches for valid UTF-8 in the form that the chunks are of. `min` is a similarity. Errors: PADAN_ERROR_CORRUPT
 * (*damaged gets the number of the source), PADAN_ERROR_ALLOCATION.
 */
int padan_nearest_find(struct padan_nearest *nearest, const struct padan_near_source *sources, size_t count,
                       struct padan_string form, double min, size_t most, size_t *damaged, struct padan_error *error);

/* The most edits in `longer` code points that leave a similarity of at least `min`. */
unsigned padan_nearest_edits(size_t longer, double min);

#endif
