/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/lattice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/*
 * Of a path of n beads of which t are right, among m that are there to be found, the F-measure is 2t / (n + m). It is
 * greatest where the sum of (posterior - F / 2) is (Dinkelbach 1967); this is F / 2 for a good alignment.
 */
static const double bead_price = 0.45;

static const double nodes_kept = 1e-6; /* chance of a node below which a later pass leaves it out */

/* Nodes that a later pass keeps on either side of the likely ones. */
enum { NARROW_MARGIN = 3 };

/* Whether a bead of this shape can end at a node; its first node. */
static bool begins(const struct padan_corridor *corridor, struct padan_shape shape, size_t row, size_t column,
                   size_t *node)
{
    if (row < shape.source || column < shape.target ||
        !padan_corridor_has(corridor, row - shape.source, column - shape.target))
        return false;
    *node = padan_corridor_node(corridor, row - shape.source, column - shape.target);
    return true;
}

static bool is_break(const struct padan_side *side, size_t place)
{
    return side->paragraph[place] != side->paragraph[place - 1];
}

static size_t breaks_inside(const struct padan_side *side, size_t from, size_t count)
{
    return count > 1 ? side->paragraph[from + count - 1] - side->paragraph[from] : 0;
}

/* Chances of the lengths of 1 to 4 segments by themselves, by first segment and number of segments. */
struct alone {
    double *source, *target;
};

static double *measure_alone(const struct padan_side *side, const struct padan_spread *spread)
{
    double *chances = calloc(side->count * PADAN_SHAPE_SIDE + 1, sizeof *chances);
    for (size_t i = 0; chances && i < side->count; i++) {
        for (size_t k = 1; k <= PADAN_SHAPE_SIDE && i + k <= side->count; k++)
            chances[i * PADAN_SHAPE_SIDE + k - 1] = padan_spread_chance(spread, padan_side_length(side, i, i + k), k);
    }
    return chances;
}

/* What of a bead's score does not come from words. */
static double frame_score(const struct padan_view *view, const struct alone *alone, size_t number, size_t row,
                          size_t column)
{
    struct padan_shape shape = padan_shapes[number];
    const struct padan_side *source = view->source, *target = view->target;
    double score = view->model->prior[number];
    size_t from = row - shape.source, to = column - shape.target;
    if (shape.source > 1)
        score += padan_model_inside(view->model, source->break_rate, shape.source - 1U,
                                    breaks_inside(source, from, shape.source));
    if (shape.target > 1)
        score += padan_model_inside(view->model, target->break_rate, shape.target - 1U,
                                    breaks_inside(target, to, shape.target));
    if (row < source->count && column < target->count && row > 0 && column > 0)
        score += padan_model_junction(view->model, is_break(source, row), is_break(target, column));
    if (shape.source > 0 && shape.target > 0)
        score +=
            padan_model_length(view->model, padan_side_length(source, from, row), padan_side_length(target, to, column),
                               alone->source[from * PADAN_SHAPE_SIDE + shape.source - 1] +
                                   alone->target[to * PADAN_SHAPE_SIDE + shape.target - 1]);
    return score;
}

static void score_node(struct padan_lattice *lattice, const struct padan_view *view, const struct padan_scorer *scorer,
                       const struct alone *alone, size_t row, size_t column)
{
    const struct padan_corridor *corridor = view->corridor;
    float *chance = &lattice->chance[padan_corridor_node(corridor, row, column) * PADAN_SHAPE_COUNT];
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        struct padan_shape shape = padan_shapes[i];
        size_t start;
        chance[i] = -INFINITY;
        if (!begins(corridor, shape, row, column, &start))
            continue;
        double score = frame_score(view, alone, i, row, column);
        if (shape.source > 0 && shape.target > 0)
            score += padan_scorer_words(scorer, shape, column - 1);
        chance[i] = (float)score;
    }
}

/* log(exp(a) + exp(b)) */
static double add_logs(double a, double b)
{
    double most = fmax(a, b), least = fmin(a, b);
    if (isinf(least) || most - least > 40)
        return most;
    return most + log1p(exp(least - most));
}

static void reach_node(struct padan_lattice *lattice, const struct padan_corridor *corridor, size_t row, size_t column)
{
    size_t node = padan_corridor_node(corridor, row, column);
    double sum = node == 0 ? 0 : -INFINITY;
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        if (begins(corridor, padan_shapes[i], row, column, &start))
            sum = add_logs(sum, lattice->reach[start] + lattice->chance[node * PADAN_SHAPE_COUNT + i]);
    }
    lattice->reach[node] = sum;
}

static bool go_forward(struct padan_lattice *lattice, const struct padan_view *view)
{
    struct padan_scorer *scorer = padan_scorer_new(view);
    struct alone alone = { measure_alone(view->source, &view->model->source_spread),
                           measure_alone(view->target, &view->model->target_spread) };
    bool done = scorer && alone.source && alone.target;
    for (size_t row = 0; done && row < view->corridor->rows; row++) {
        done = row == 0 || padan_scorer_step(scorer);
        for (size_t column = view->corridor->low[row]; done && column <= view->corridor->high[row]; column++) {
            score_node(lattice, view, scorer, &alone, row, column);
            reach_node(lattice, view->corridor, row, column);
        }
    }
    padan_scorer_free(scorer);
    free(alone.source);
    free(alone.target);
    return done;
}

/* Sums over the paths from each node to the end, five rows at a time, and turns scores into posteriors. */
struct backward {
    double *rest[PADAN_SHAPE_SIDE + 1]; /* by row modulo 5 */
};

static double *rest_of(const struct backward *backward, const struct padan_corridor *corridor, size_t row,
                       size_t column)
{
    return &backward->rest[row % (PADAN_SHAPE_SIDE + 1)][column - corridor->low[row]];
}

static void spread_node(struct padan_lattice *lattice, const struct padan_corridor *corridor,
                        const struct backward *backward, size_t row, size_t column)
{
    size_t node = padan_corridor_node(corridor, row, column);
    double rest = *rest_of(backward, corridor, row, column);
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        float *chance = &lattice->chance[node * PADAN_SHAPE_COUNT + i];
        size_t start;
        if (!begins(corridor, padan_shapes[i], row, column, &start)) {
            *chance = 0;
            continue;
        }
        double *before = rest_of(backward, corridor, row - padan_shapes[i].source, column - padan_shapes[i].target);
        double score = *chance;
        *before = add_logs(*before, rest + score);
        *chance = (float)fmin(exp(lattice->reach[start] + score + rest - lattice->total), 1);
    }
}

static void clear_rest(const struct backward *backward, const struct padan_corridor *corridor, size_t row)
{
    for (size_t column = corridor->low[row]; column <= corridor->high[row]; column++)
        *rest_of(backward, corridor, row, column) = -INFINITY;
}

static bool go_backward(struct padan_lattice *lattice, const struct padan_corridor *corridor)
{
    struct backward backward = { 0 };
    size_t width = 0, rows = corridor->rows;
    for (size_t row = 0; row < rows; row++)
        width =
            corridor->high[row] - corridor->low[row] + 1 > width ? corridor->high[row] - corridor->low[row] + 1 : width;
    bool done = true;
    for (size_t i = 0; i <= PADAN_SHAPE_SIDE; i++) {
        backward.rest[i] = malloc(width * sizeof *backward.rest[i]);
        done = done && backward.rest[i];
    }
    for (size_t back = 0; done && back <= PADAN_SHAPE_SIDE && back < rows; back++)
        clear_rest(&backward, corridor, rows - 1 - back);
    if (done)
        *rest_of(&backward, corridor, rows - 1, corridor->high[rows - 1]) = 0;
    for (size_t row = rows; done && row-- > 0;) {
        for (size_t column = corridor->high[row] + 1; column-- > corridor->low[row];)
            spread_node(lattice, corridor, &backward, row, column);
        if (row > PADAN_SHAPE_SIDE)
            clear_rest(&backward, corridor, row - PADAN_SHAPE_SIDE - 1);
    }
    for (size_t i = 0; i <= PADAN_SHAPE_SIDE; i++)
        free(backward.rest[i]);
    return done;
}

int padan_lattice_make(struct padan_lattice *lattice, const struct padan_view *view, struct padan_error *error)
{
    size_t nodes = padan_corridor_size(view->corridor);
    *lattice = (struct padan_lattice){ 0 };
    if (nodes > SIZE_MAX / (PADAN_SHAPE_COUNT * sizeof *lattice->chance))
        return padan_error_allocation(error);
    lattice->chance = malloc(nodes * PADAN_SHAPE_COUNT * sizeof *lattice->chance);
    lattice->reach = malloc(nodes * sizeof *lattice->reach);
    if (!lattice->chance || !lattice->reach || !go_forward(lattice, view))
        return padan_error_allocation(error);
    lattice->total = lattice->reach[nodes - 1];
    return go_backward(lattice, view->corridor) ? PADAN_OK : padan_error_allocation(error);
}

void padan_lattice_free(struct padan_lattice *lattice)
{
    free(lattice->chance);
    free(lattice->reach);
    *lattice = (struct padan_lattice){ 0 };
}

/* Takes over `reach` for the best sum of posteriors up to each node. */
static void choose_node(struct padan_lattice *lattice, const struct padan_corridor *corridor, unsigned char *choice,
                        size_t row, size_t column)
{
    size_t node = padan_corridor_node(corridor, row, column);
    double best = node == 0 ? 0 : -INFINITY;
    for (unsigned char i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        if (!begins(corridor, padan_shapes[i], row, column, &start))
            continue;
        double sum = lattice->reach[start] + lattice->chance[node * PADAN_SHAPE_COUNT + i] - bead_price;
        if (sum > best) {
            best = sum;
            choice[node] = i;
        }
    }
    lattice->reach[node] = best;
}

/* Follows the choices from the end; the beads come out in reverse. */
static bool trace(struct padan_bead **beads, size_t *count, const struct padan_lattice *lattice,
                  const struct padan_corridor *corridor, const unsigned char *choice)
{
    size_t row = corridor->rows - 1, column = corridor->columns - 1, capacity = 0;
    while (row > 0 || column > 0) {
        size_t node = padan_corridor_node(corridor, row, column);
        struct padan_shape shape = padan_shapes[choice[node]];
        if (!padan_vector_reserve(beads, &capacity, *count + 1, sizeof **beads))
            return false;
        row -= shape.source;
        column -= shape.target;
        (*beads)[(*count)++] = (struct padan_bead){ row, shape.source, column, shape.target,
                                                    lattice->chance[node * PADAN_SHAPE_COUNT + choice[node]] };
    }
    for (size_t i = 0; i < *count / 2; i++) {
        struct padan_bead bead = (*beads)[i];
        (*beads)[i] = (*beads)[*count - 1 - i];
        (*beads)[*count - 1 - i] = bead;
    }
    return true;
}

int padan_lattice_decode(struct padan_bead **beads, size_t *count, struct padan_lattice *lattice,
                         const struct padan_view *view, struct padan_error *error)
{
    const struct padan_corridor *corridor = view->corridor;
    *beads = NULL;
    *count = 0;
    unsigned char *choice = calloc(padan_corridor_size(corridor), 1);
    if (!choice)
        return padan_error_allocation(error);
    for (size_t row = 0; row < corridor->rows; row++) {
        for (size_t column = corridor->low[row]; column <= corridor->high[row]; column++)
            choose_node(lattice, corridor, choice, row, column);
    }
    bool done = trace(beads, count, lattice, corridor, choice);
    free(choice);
    if (done)
        return PADAN_OK;
    free(*beads);
    *beads = NULL;
    return padan_error_allocation(error);
}

void padan_lattice_shapes(double shapes[PADAN_SHAPE_COUNT], const struct padan_lattice *lattice,
                          const struct padan_corridor *corridor)
{
    size_t nodes = padan_corridor_size(corridor);
    memset(shapes, 0, PADAN_SHAPE_COUNT * sizeof *shapes);
    for (size_t i = 0; i < nodes * PADAN_SHAPE_COUNT; i++)
        shapes[i % PADAN_SHAPE_COUNT] += lattice->chance[i];
}

/* The chance that a path passes a node: that of the beads that end there. */
static double node_chance(const struct padan_lattice *lattice, size_t node)
{
    double sum = node == 0;
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++)
        sum += lattice->chance[node * PADAN_SHAPE_COUNT + i];
    return sum;
}

int padan_lattice_narrow(struct padan_corridor *narrow, const struct padan_lattice *lattice,
                         const struct padan_view *view, struct padan_error *error)
{
    const struct padan_corridor *wide = view->corridor;
    int status = padan_corridor_new(narrow, wide->rows, wide->columns, error);
    for (size_t row = 0; status == PADAN_OK && row < wide->rows; row++) {
        for (uint32_t column = wide->low[row]; column <= wide->high[row]; column++) {
            if (node_chance(lattice, padan_corridor_node(wide, row, column)) < nodes_kept)
                continue;
            uint32_t low = column > wide->low[row] + NARROW_MARGIN ? column - NARROW_MARGIN : wide->low[row];
            uint32_t high = column + NARROW_MARGIN < wide->high[row] ? column + NARROW_MARGIN : wide->high[row];
            narrow->low[row] = low < narrow->low[row] ? low : narrow->low[row];
            narrow->high[row] = high > narrow->high[row] ? high : narrow->high[row];
        }
    }
    if (status == PADAN_OK)
        padan_corridor_close(narrow);
    return status;
}
