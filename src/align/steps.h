/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_STEPS_H
#define ALIGN_STEPS_H

#include "align/lattice.h"

/* Of a block that the source (0) or the target (1) has alone: its opening, and one segment more. */
extern const struct padan_shape padan_block_opening[2], padan_block_step[2];

/* What scores are made of besides words, measured once for a pass. */
struct padan_frame {
    double *source_alone, *target_alone; /* chances of lengths by themselves, by first segment and number of segments */
    double junction[2][2];               /* by break in the source, in the target */
    double inside_source[2], inside_target[2]; /* for a place inside of a bead, by break */
};

/* Freed by padan_frame_free, also where it fails. False: no memory. */
bool padan_frame_make(struct padan_frame *frame, const struct padan_view *view);
void padan_frame_free(struct padan_frame *frame);

/* Score of paragraph breaks where a bead or a block ends. */
double padan_junction_score(const struct padan_view *view, const struct padan_frame *frame, size_t row, size_t column);

/* Whether a step of this shape can end at a node; its first node. */
static inline bool padan_step_begins(const struct padan_corridor *corridor, struct padan_shape shape, size_t row,
                                     size_t column, size_t *node)
{
    if (row < shape.source || column < shape.target ||
        !padan_corridor_has(corridor, row - shape.source, column - shape.target))
        return false;
    *node = padan_corridor_node(corridor, row - shape.source, column - shape.target);
    return true;
}

/* log of the sum of exp(terms). */
double padan_sum_logs(const double *terms, size_t count);

/* The chance of which this is the logarithm. */
double padan_chance_of(double logarithm);

/* Sums over the paths from each node to the end, and turns scores into posteriors. False: no memory. */
bool padan_lattice_weigh(struct padan_lattice *lattice, const struct padan_view *view, const struct padan_frame *frame);

#endif
