/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over all paths to the end, and posteriors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/steps.h"

/* Rows that are looked at together: no step is longer. */
enum { RING = PADAN_SHAPE_SIDE + 1 };

/* Where a path may stand at a node: between beads, or in a block of one side. */
enum { OPEN, SOURCE_BLOCK, TARGET_BLOCK, STATES, BLOCKS = 2 };

/* All by row modulo RING, column. */
struct rest {
    const struct padan_view *view;
    const struct padan_frame *frame;
    double *sums[RING][STATES];  /* over the paths from a node to the end */
    double *parts[RING][BLOCKS]; /* chances of beads of an empty side that end at a node, as parts of a block */
};

static double *sum_at(const struct rest *rest, int state, size_t row, size_t column)
{
    return &rest->sums[row % RING][state][column - rest->view->corridor->low[row]];
}

static double *part_at(const struct rest *rest, size_t side, size_t row, size_t column)
{
    return &rest->parts[row % RING][side][column - rest->view->corridor->low[row]];
}

/* The sum at a node that may be outside of the corridor. */
static double sum_after(const struct rest *rest, int state, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    bool inside = row < corridor->rows && padan_corridor_has(corridor, row, column);
    return inside ? *sum_at(rest, state, row, column) : -INFINITY;
}

/* Of paths that stand in no block at a node. */
static double sum_open(const struct padan_lattice *lattice, const struct rest *rest, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    double terms[PADAN_STEP_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t end = row + padan_shapes[i].source, to = column + padan_shapes[i].target;
        if (end >= corridor->rows || !padan_corridor_has(corridor, end, to))
            continue;
        size_t node = padan_corridor_node(corridor, end, to);
        terms[count++] = *sum_at(rest, OPEN, end, to) + lattice->chance[node * PADAN_SHAPE_COUNT + i];
    }
    for (int side = 0; side < 2; side++) {
        struct padan_shape opening = padan_block_opening[side];
        terms[count++] = sum_after(rest, SOURCE_BLOCK + side, row + opening.source, column + opening.target) +
                         rest->view->model->prior[PADAN_STEP_SOURCE_BLOCK + side];
    }
    bool is_end = row + 1 == corridor->rows && column + 1 == corridor->columns;
    return is_end ? 0 : padan_sum_logs(terms, count);
}

static void sum_node(const struct padan_lattice *lattice, const struct rest *rest, size_t row, size_t column)
{
    const struct padan_model *model = rest->view->model;
    double open = sum_open(lattice, rest, row, column);
    double leave = open + model->block_off + padan_junction_score(rest->view, rest->frame, row, column);
    *sum_at(rest, OPEN, row, column) = open;
    for (int side = 0; side < 2; side++) {
        struct padan_shape step = padan_block_step[side];
        double stay = sum_after(rest, SOURCE_BLOCK + side, row + step.source, column + step.target) + model->block_on;
        *sum_at(rest, SOURCE_BLOCK + side, row, column) = padan_sum_logs((double[]){ leave, stay }, 2);
    }
}

/* Blocks of one side that open with the segments before a node, or go on with the last of them. */
static void weigh_block(struct padan_lattice *lattice, const struct rest *rest, size_t side, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    const struct padan_model *model = rest->view->model;
    struct padan_shape step = padan_block_step[side];
    double after = *sum_at(rest, (int)(SOURCE_BLOCK + side), row, column) - lattice->total;
    size_t node;
    if (padan_step_begins(corridor, step, row, column, &node)) {
        double chance = padan_chance_of(lattice->reach[node] + lattice->block[side][node] + model->block_on + after);
        lattice->block_on += chance;
        *part_at(rest, side, row, column) += chance;
    }
    if (!padan_step_begins(corridor, padan_block_opening[side], row, column, &node))
        return;
    double chance = padan_chance_of(lattice->reach[node] + model->prior[PADAN_STEP_SOURCE_BLOCK + side] + after);
    lattice->step[PADAN_STEP_SOURCE_BLOCK + side] += chance;
    /* All nodes between are in the corridor, since neither of its sides falls. */
    for (size_t i = 0; chance > 0 && i < PADAN_BLOCK_LEAST; i++)
        *part_at(rest, side, row - i * step.source, column - i * step.target) += chance;
}

/* Turns the scores of the beads that end at a node into posteriors. */
static void weigh_node(struct padan_lattice *lattice, const struct rest *rest, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    float *chances = &lattice->chance[padan_corridor_node(corridor, row, column) * PADAN_SHAPE_COUNT];
    double after = *sum_at(rest, OPEN, row, column) - lattice->total;
    for (size_t side = 0; side < 2; side++)
        weigh_block(lattice, rest, side, row, column);
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        double alone = 0, part = i == 1 || i == 2 ? *part_at(rest, i - 1, row, column) : 0;
        if (padan_step_begins(corridor, padan_shapes[i], row, column, &start))
            alone = padan_chance_of(lattice->reach[start] + chances[i] + after);
        lattice->step[i] += alone;
        chances[i] = (float)fmin(alone + part, 1);
    }
}

/* No row before needs the scores of this one any more. */
static void weigh_row(struct padan_lattice *lattice, const struct rest *rest, size_t row)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    size_t width = corridor->high[row] - corridor->low[row] + 1;
    for (size_t i = width; i-- > 0;)
        weigh_node(lattice, rest, row, corridor->low[row] + i);
    for (size_t i = 0; i < BLOCKS; i++)
        memset(rest->parts[row % RING][i], 0, width * sizeof(double));
}

static bool make_rest(struct rest *rest)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    size_t width = 0;
    for (size_t row = 0; row < corridor->rows; row++) {
        size_t own = corridor->high[row] - corridor->low[row] + 1;
        width = own > width ? own : width;
    }
    for (size_t i = 0; i < RING; i++) {
        for (size_t k = 0; k < STATES; k++)
            rest->sums[i][k] = malloc(width * sizeof(double));
        for (size_t k = 0; k < BLOCKS; k++)
            rest->parts[i][k] = calloc(width, sizeof(double));
        if (!rest->sums[i][OPEN] || !rest->sums[i][SOURCE_BLOCK] || !rest->sums[i][TARGET_BLOCK] ||
            !rest->parts[i][0] || !rest->parts[i][1])
            return false;
    }
    return true;
}

static void free_rest(struct rest *rest)
{
    for (size_t i = 0; i < RING; i++) {
        for (size_t k = 0; k < STATES; k++)
            free(rest->sums[i][k]);
        for (size_t k = 0; k < BLOCKS; k++)
            free(rest->parts[i][k]);
    }
}

bool padan_lattice_weigh(struct padan_lattice *lattice, const struct padan_view *view, const struct padan_frame *frame)
{
    const struct padan_corridor *corridor = view->corridor;
    struct rest rest = { .view = view, .frame = frame };
    size_t rows = corridor->rows;
    bool done = make_rest(&rest);
    for (size_t row = rows; done && row-- > 0;) {
        for (size_t column = corridor->high[row] + 1; column-- > corridor->low[row];)
            sum_node(lattice, &rest, row, column);
        if (row + PADAN_SHAPE_SIDE < rows)
            weigh_row(lattice, &rest, row + PADAN_SHAPE_SIDE);
    }
    for (size_t row = rows < PADAN_SHAPE_SIDE ? rows : PADAN_SHAPE_SIDE; done && row-- > 0;)
        weigh_row(lattice, &rest, row);
    free_rest(&rest);
    return done;
}
