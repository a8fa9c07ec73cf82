/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_CORRIDOR_H
#define ALIGN_CORRIDOR_H

#include "align/anchors.h"

/*
 * The nodes of the lattice that a path may pass: node (row, column) stands before
 * source segment `row` and target segment `column`. Of each row, columns `low`
 * to `high` (both included); neither falls from row to row, rows that follow each other
 * overlap, the first node is (0, 0) and the last (rows - 1, columns - 1).
 */
struct padan_corridor {
    size_t rows, columns; /* segments + 1 */
    uint32_t *low, *high;
    size_t *offset; /* rows + 1: number of each row's first node */
};

static inline size_t padan_corridor_size(const struct padan_corridor *corridor)
{
    return corridor->offset[corridor->rows];
}

static inline bool padan_corridor_has(const struct padan_corridor *corridor, size_t row, size_t column)
{
    return column >= corridor->low[row] && column <= corridor->high[row];
}

static inline size_t padan_corridor_node(const struct padan_corridor *corridor, size_t row, size_t column)
{
    return corridor->offset[row] + column - corridor->low[row];
}

struct padan_view;

/*
 * Around the anchors of two texts. Where a block lies between two of them it is looked for with the view's pairs, which
 * are weighed, and model; its corridor is not looked at. The size is linear in the number of
 * segments. Freed by padan_corridor_free. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_corridor_make(struct padan_corridor *corridor, const struct padan_view *view,
                        const struct padan_anchors *anchors, struct padan_error *error);

/* An empty one to be filled with low and high and closed. */
int padan_corridor_new(struct padan_corridor *corridor, size_t rows, size_t columns, struct padan_error *error);

/* Establishes what is said above of `low` and `high`, by widening, and counts the nodes. */
void padan_corridor_close(struct padan_corridor *corridor);
void padan_corridor_free(struct padan_corridor *corridor);

#endif
