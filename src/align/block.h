/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_BLOCK_H
#define ALIGN_BLOCK_H

#include "align/lattice.h"

/* A box between two anchors in which one side, the wide one, has a block that the other lacks. */
struct padan_block_box {
    struct padan_anchor from, to;
    double slope; /* columns for a row outside of the block */
    double reach; /* columns that a path may leave the diagonal of an anchor by */
};

/* Whether the block is one of the target. */
bool padan_block_is_wide(const struct padan_block_box *box);

/* How many columns a path may be away from the diagonal of an anchor that is so many rows off. */
double padan_block_edge(const struct padan_block_box *box, double rows);

/*
 * Where the block is: by place in the side that lacks it, from 0 to the number of its segments in the box, the
 * logarithm of the sum over all paths that keep near the diagonal of `from` up to there and near that of `to` from
 * there on, up to a constant. Time and memory grow with the segments of that side times `reach`. NULL: no memory.
 */
double *padan_block_places(const struct padan_view *view, const struct padan_block_box *box);

#endif
