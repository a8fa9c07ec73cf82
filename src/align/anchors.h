/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_ANCHORS_H
#define ALIGN_ANCHORS_H

#include "align/lexicon.h"

/* Segments that a path may leave the line between two anchors by, at least. */
#define PADAN_ANCHOR_MARGIN 12.0

/* A node of the lattice that the best path is thought to pass. */
struct padan_anchor {
    uint32_t row, column; /* segments */
};

/*
 * Words known to render each other that are equally frequent and rare on both sides, in the longest chain that rises
 * on both; then the same between anchors that are far apart. The first is the beginning of both texts, the last the
 * end.
 */
struct padan_anchors {
    struct padan_anchor *items;
    size_t count, capacity;
    double slope; /* target segments for a source segment, where both sides have the same text */
};

/* Freed by padan_anchors_free, also where it fails. Linear in the texts. Errors: PADAN_ERROR_ALLOCATION. */
int padan_anchors_find(struct padan_anchors *anchors, const struct padan_side *source, const struct padan_side *target,
                       const struct padan_pairs *pairs, struct padan_error *error);
void padan_anchors_free(struct padan_anchors *anchors);

/*
 * Characters of the target for one of the source, where both sides have the same text: between anchors that hold
 * no block. 0: such stretches are too few to tell.
 */
double padan_anchors_ratio(const struct padan_anchors *anchors, const struct padan_side *source,
                           const struct padan_side *target);

/* Whether one side of a box is so much longer than the other that it holds segments which the other lacks. */
bool padan_is_lopsided(double rows, double columns, double slope);

#endif
