/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of beads and blocks, and the sums over all paths from the start. */
#include "align/steps.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"

/* Logarithm of what does not change a sum. */
static const double negligible = -30;

const struct padan_shape padan_block_opening[2] = { { PADAN_BLOCK_LEAST, 0 }, { 0, PADAN_BLOCK_LEAST } };
const struct padan_shape padan_block_step[2] = { { 1, 0 }, { 0, 1 } };

static double *measure_alone(const struct padan_side *side, const struct padan_spread *spread)
{
    double *chances = calloc(side->count * PADAN_SHAPE_SIDE + 1, sizeof *chances);
    for (size_t i = 0; chances && i < side->count; i++) {
        for (size_t k = 1; k <= PADAN_SHAPE_SIDE && i + k <= side->count; k++)
            chances[i * PADAN_SHAPE_SIDE + k - 1] = padan_spread_chance(spread, padan_side_length(side, i, i + k), k);
    }
    return chances;
}

bool padan_frame_make(struct padan_frame *frame, const struct padan_view *view)
{
    const struct padan_model *model = view->model;
    frame->source_alone = measure_alone(view->source, &model->source_spread);
    frame->target_alone = measure_alone(view->target, &model->target_spread);
    for (int i = 0; i < 2; i++) {
        frame->junction[i][0] = padan_model_junction(model, i, false);
        frame->junction[i][1] = padan_model_junction(model, i, true);
        frame->inside_source[i] = padan_model_inside(model, view->source->break_rate, i);
        frame->inside_target[i] = padan_model_inside(model, view->target->break_rate, i);
    }
    return frame->source_alone && frame->target_alone;
}

void padan_frame_free(struct padan_frame *frame)
{
    free(frame->source_alone);
    free(frame->target_alone);
}

/* Paragraph breaks inside one side of a bead. */
static double inside_score(const struct padan_side *side, const double inside[2], size_t from, size_t count)
{
    if (count < 2)
        return 0;
    size_t breaks = side->paragraph[from + count - 1] - side->paragraph[from];
    return (double)breaks * inside[1] + (double)(count - 1 - breaks) * inside[0];
}

double padan_junction_score(const struct padan_view *view, const struct padan_frame *frame, size_t row, size_t column)
{
    const struct padan_side *source = view->source, *target = view->target;
    if (row == 0 || column == 0 || row == source->count || column == target->count)
        return 0;
    return frame->junction[padan_side_breaks(source, row)][padan_side_breaks(target, column)];
}

/* What of a bead's score comes neither from words nor from where it ends. */
static double bead_score(const struct padan_view *view, const struct padan_frame *frame, size_t number, size_t row,
                         size_t column)
{
    struct padan_shape shape = padan_shapes[number];
    const struct padan_side *source = view->source, *target = view->target;
    size_t from = row - shape.source, to = column - shape.target;
    double score = view->model->prior[number] + inside_score(source, frame->inside_source, from, shape.source) +
                   inside_score(target, frame->inside_target, to, shape.target);
    if (shape.source == 0 || shape.target == 0)
        return score;
    double alone = frame->source_alone[from * PADAN_SHAPE_SIDE + shape.source - 1] +
                   frame->target_alone[to * PADAN_SHAPE_SIDE + shape.target - 1];
    return score + padan_model_length(view->model, padan_side_length(source, from, row),
                                      padan_side_length(target, to, column), alone);
}

static void score_node(struct padan_lattice *lattice, const struct padan_view *view, const struct padan_scorer *scorer,
                       const struct padan_frame *frame, size_t row, size_t column)
{
    const struct padan_corridor *corridor = view->corridor;
    float *chance = &lattice->chance[padan_corridor_node(corridor, row, column) * PADAN_SHAPE_COUNT];
    double junction = padan_junction_score(view, frame, row, column);
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        struct padan_shape shape = padan_shapes[i];
        size_t start;
        chance[i] = -INFINITY;
        if (!padan_step_begins(corridor, shape, row, column, &start))
            continue;
        double score = junction + bead_score(view, frame, i, row, column);
        if (shape.source > 0 && shape.target > 0)
            score += padan_scorer_words(scorer, shape, column - 1);
        chance[i] = (float)score;
    }
}

double padan_sum_logs(const double *terms, size_t count)
{
    double most = -INFINITY, sum = 0;
    for (size_t i = 0; i < count; i++)
        most = terms[i] > most ? terms[i] : most;
    if (isinf(most))
        return most;
    for (size_t i = 0; i < count; i++)
        sum += terms[i] - most > negligible ? exp(terms[i] - most) : 0;
    return most + log(sum);
}

double padan_chance_of(double logarithm)
{
    return logarithm > negligible ? fmin(exp(logarithm), 1) : 0;
}

/* The sum over paths that stand in a block of one side at a node. */
static double reach_block(const struct padan_lattice *lattice, const struct padan_view *view, int side, size_t row,
                          size_t column)
{
    double terms[2];
    size_t count = 0, node;
    if (padan_step_begins(view->corridor, padan_block_step[side], row, column, &node))
        terms[count++] = lattice->reach[node] + lattice->block[side][node] + view->model->block_on;
    if (padan_step_begins(view->corridor, padan_block_opening[side], row, column, &node))
        terms[count++] = lattice->reach[node] + view->model->prior[PADAN_STEP_SOURCE_BLOCK + side];
    return padan_sum_logs(terms, count);
}

static void reach_node(struct padan_lattice *lattice, const struct padan_view *view, const struct padan_frame *frame,
                       size_t row, size_t column)
{
    size_t node = padan_corridor_node(view->corridor, row, column), count = 0;
    double terms[PADAN_STEP_COUNT], blocks[2];
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        if (padan_step_begins(view->corridor, padan_shapes[i], row, column, &start))
            terms[count++] = lattice->reach[start] + lattice->chance[node * PADAN_SHAPE_COUNT + i];
    }
    double leave = view->model->block_off + padan_junction_score(view, frame, row, column);
    for (int side = 0; side < 2; side++) {
        blocks[side] = reach_block(lattice, view, side, row, column);
        terms[count++] = blocks[side] + leave;
    }
    lattice->reach[node] = node == 0 ? 0 : padan_sum_logs(terms, count);
    for (int side = 0; side < 2; side++)
        lattice->block[side][node] = (float)(blocks[side] - lattice->reach[node]);
}

static bool go_forward(struct padan_lattice *lattice, const struct padan_view *view, const struct padan_frame *frame)
{
    struct padan_scorer *scorer = padan_scorer_new(view);
    bool done = scorer != NULL;
    for (size_t row = 0; done && row < view->corridor->rows; row++) {
        done = row == 0 || padan_scorer_step(scorer);
        for (size_t column = view->corridor->low[row]; done && column <= view->corridor->high[row]; column++) {
            score_node(lattice, view, scorer, frame, row, column);
            reach_node(lattice, view, frame, row, column);
        }
    }
    padan_scorer_free(scorer);
    return done;
}

int padan_lattice_make(struct padan_lattice *lattice, const struct padan_view *view, struct padan_error *error)
{
    size_t nodes = padan_corridor_size(view->corridor);
    struct padan_frame frame = { 0 };
    *lattice = (struct padan_lattice){ 0 };
    if (nodes > SIZE_MAX / (PADAN_SHAPE_COUNT * sizeof *lattice->chance))
        return padan_error_allocation(error);
    lattice->chance = malloc(nodes * PADAN_SHAPE_COUNT * sizeof *lattice->chance);
    lattice->reach = malloc(nodes * sizeof *lattice->reach);
    for (int side = 0; side < 2; side++)
        lattice->block[side] = malloc(nodes * sizeof *lattice->block[side]);
    bool done = lattice->chance && lattice->reach && lattice->block[0] && lattice->block[1] &&
                padan_frame_make(&frame, view) && go_forward(lattice, view, &frame);
    if (done) {
        lattice->total = lattice->reach[nodes - 1];
        done = padan_lattice_weigh(lattice, view, &frame);
    }
    padan_frame_free(&frame);
    return done ? PADAN_OK : padan_error_allocation(error);
}

void padan_lattice_free(struct padan_lattice *lattice)
{
    free(lattice->chance);
    free(lattice->reach);
    free(lattice->block[0]);
    free(lattice->block[1]);
    *lattice = (struct padan_lattice){ 0 };
}
