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

/* Logarithm of what does not change a sum. */
static const double negligible = -30;

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

/* What scores are made of besides words, measured once for a pass. */
struct frame {
    double *source_alone, *target_alone; /* chances of lengths by themselves, by first segment and number of segments */
    double junction[2][2];               /* by break in the source, in the target */
    double inside_source[2], inside_target[2]; /* for a place inside of a bead, by break */
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

static bool make_frame(struct frame *frame, const struct padan_view *view)
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

static void free_frame(struct frame *frame)
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

/* Where a bead ends, of paragraph breaks. */
static double junction_score(const struct padan_view *view, const struct frame *frame, size_t row, size_t column)
{
    const struct padan_side *source = view->source, *target = view->target;
    if (row == 0 || column == 0 || row == source->count || column == target->count)
        return 0;
    return frame->junction[padan_side_breaks(source, row)][padan_side_breaks(target, column)];
}

/* What of a bead's score comes neither from words nor from where it ends. */
static double bead_score(const struct padan_view *view, const struct frame *frame, size_t number, size_t row,
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
                       const struct frame *frame, size_t row, size_t column)
{
    const struct padan_corridor *corridor = view->corridor;
    float *chance = &lattice->chance[padan_corridor_node(corridor, row, column) * PADAN_SHAPE_COUNT];
    double junction = junction_score(view, frame, row, column);
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        struct padan_shape shape = padan_shapes[i];
        size_t start;
        chance[i] = -INFINITY;
        if (!begins(corridor, shape, row, column, &start))
            continue;
        double score = junction + bead_score(view, frame, i, row, column);
        if (shape.source > 0 && shape.target > 0)
            score += padan_scorer_words(scorer, shape, column - 1);
        chance[i] = (float)score;
    }
}

/* log of the sum of exp(terms). */
static double sum_logs(const double *terms, size_t count)
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

static void reach_node(struct padan_lattice *lattice, const struct padan_corridor *corridor, size_t row, size_t column)
{
    size_t node = padan_corridor_node(corridor, row, column), count = 0;
    double terms[PADAN_SHAPE_COUNT];
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        if (begins(corridor, padan_shapes[i], row, column, &start))
            terms[count++] = lattice->reach[start] + lattice->chance[node * PADAN_SHAPE_COUNT + i];
    }
    lattice->reach[node] = node == 0 ? 0 : sum_logs(terms, count);
}

static bool go_forward(struct padan_lattice *lattice, const struct padan_view *view)
{
    struct padan_scorer *scorer = padan_scorer_new(view);
    struct frame frame = { 0 };
    bool done = make_frame(&frame, view) && scorer;
    for (size_t row = 0; done && row < view->corridor->rows; row++) {
        done = row == 0 || padan_scorer_step(scorer);
        for (size_t column = view->corridor->low[row]; done && column <= view->corridor->high[row]; column++) {
            score_node(lattice, view, scorer, &frame, row, column);
            reach_node(lattice, view->corridor, row, column);
        }
    }
    padan_scorer_free(scorer);
    free_frame(&frame);
    return done;
}

/* Sums over the paths from each node to the end, five rows at a time. */
enum { RING = PADAN_SHAPE_SIDE + 1 };
struct rest {
    double *rows[RING]; /* by row modulo RING */
};

static double *rest_of(const struct rest *rest, const struct padan_corridor *corridor, size_t row, size_t column)
{
    return &rest->rows[row % RING][column - corridor->low[row]];
}

static void rest_node(struct padan_lattice *lattice, const struct padan_corridor *corridor, const struct rest *rest,
                      size_t row, size_t column)
{
    double terms[PADAN_SHAPE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t end = row + padan_shapes[i].source, to = column + padan_shapes[i].target;
        if (end >= corridor->rows || !padan_corridor_has(corridor, end, to))
            continue;
        size_t node = padan_corridor_node(corridor, end, to);
        terms[count++] = *rest_of(rest, corridor, end, to) + lattice->chance[node * PADAN_SHAPE_COUNT + i];
    }
    bool is_end = row + 1 == corridor->rows && column + 1 == corridor->columns;
    *rest_of(rest, corridor, row, column) = is_end ? 0 : sum_logs(terms, count);
}

/* Turns the scores of the beads that end in a row into posteriors; no row before needs them any more. */
static void weigh_row(struct padan_lattice *lattice, const struct padan_corridor *corridor, const struct rest *rest,
                      size_t row)
{
    for (size_t column = corridor->low[row]; column <= corridor->high[row]; column++) {
        size_t node = padan_corridor_node(corridor, row, column);
        double after = *rest_of(rest, corridor, row, column) - lattice->total;
        for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
            float *chance = &lattice->chance[node * PADAN_SHAPE_COUNT + i];
            size_t start;
            double sum = -INFINITY;
            if (begins(corridor, padan_shapes[i], row, column, &start))
                sum = lattice->reach[start] + *chance + after;
            *chance = sum > negligible ? (float)fmin(exp(sum), 1) : 0;
        }
    }
}

static bool make_rest(struct rest *rest, const struct padan_corridor *corridor)
{
    size_t width = 0;
    for (size_t row = 0; row < corridor->rows; row++) {
        size_t own = corridor->high[row] - corridor->low[row] + 1;
        width = own > width ? own : width;
    }
    bool done = true;
    for (size_t i = 0; i < RING; i++) {
        rest->rows[i] = malloc(width * sizeof *rest->rows[i]);
        done = done && rest->rows[i];
    }
    return done;
}

static bool go_backward(struct padan_lattice *lattice, const struct padan_corridor *corridor)
{
    struct rest rest = { 0 };
    size_t rows = corridor->rows;
    bool done = make_rest(&rest, corridor);
    for (size_t row = rows; done && row-- > 0;) {
        for (size_t column = corridor->high[row] + 1; column-- > corridor->low[row];)
            rest_node(lattice, corridor, &rest, row, column);
        if (row + PADAN_SHAPE_SIDE < rows)
            weigh_row(lattice, corridor, &rest, row + PADAN_SHAPE_SIDE);
    }
    for (size_t row = 0; done && row < PADAN_SHAPE_SIDE && row < rows; row++)
        weigh_row(lattice, corridor, &rest, row);
    for (size_t i = 0; i < RING; i++)
        free(rest.rows[i]);
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
