/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_LATTICE_H
#define ALIGN_LATTICE_H

#include "align/corridor.h"
#include "align/model.h"

/* All that one pass over the lattice looks at. */
struct padan_view {
    const struct padan_side *source, *target;
    const struct padan_pairs *pairs; /* sealed and weighed */
    const struct padan_model *model;
    const struct padan_corridor *corridor;
};

/*
 * The beads of a corridor: `chance[node * PADAN_SHAPE_COUNT + shape]` is, of the bead of
 * that shape that ends at the node, first its score, then its posterior probability,
 * whether it is a step by itself or part of a block.
 */
struct padan_lattice {
    float *chance;
    double *reach; /* by node: logarithm of the sum over all paths from the start that stand in no block */
    float
        *block[2]; /* by node: the same of paths that stand in a block of the source and of the target, less `reach` */
    double total;  /* the same of the end: all paths, against two texts by themselves */
    double step[PADAN_STEP_COUNT], block_on; /* expected numbers, as in padan_counts */
};

/* Scores all beads (cost: nodes by words of a segment) and sums over all paths. Freed by padan_lattice_free. */
int padan_lattice_make(struct padan_lattice *lattice, const struct padan_view *view, struct padan_error *error);
void padan_lattice_free(struct padan_lattice *lattice);

/* The path whose beads have the greatest sum of posteriors; *beads is freed with free(). */
int padan_lattice_decode(struct padan_bead **beads, size_t *count, struct padan_lattice *lattice,
                         const struct padan_view *view, struct padan_error *error);

/* The nodes near those that paths are likely to pass. */
int padan_lattice_narrow(struct padan_corridor *narrow, const struct padan_lattice *lattice,
                         const struct padan_view *view, struct padan_error *error);

/* Scores of words for all beads that end in one row after another; see score.c. */
struct padan_scorer;
struct padan_scorer *padan_scorer_new(const struct padan_view *view); /* NULL: no memory */
void padan_scorer_free(struct padan_scorer *scorer);

/* Goes on to the next row of segments, from 0. False: no memory. */
bool padan_scorer_step(struct padan_scorer *scorer);

/* Log likelihood ratio of the words of a bead that ends with the current row and `column` (a segment). */
double padan_scorer_words(const struct padan_scorer *scorer, struct padan_shape shape, size_t column);

#endif
