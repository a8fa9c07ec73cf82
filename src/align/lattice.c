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

/*
 * Whether the two segments before a node can be joined crosswise; `upper` and `lower` are the nodes where the one-to-one
 * beads end that join the one before last and the last source segment.
 */
static bool crosses(const struct padan_corridor *corridor, size_t row, size_t column, size_t *upper, size_t *lower)
{
    if (row < 2 || column < 2 || !padan_corridor_has(corridor, row - 2, column - 2) ||
        !padan_corridor_has(corridor, row - 2, column - 1) || !padan_corridor_has(corridor, row - 1, column - 2) ||
        !padan_corridor_has(corridor, row - 1, column) || !padan_corridor_has(corridor, row, column - 1))
        return false;
    *upper = padan_corridor_node(corridor, row - 1, column);
    *lower = padan_corridor_node(corridor, row, column - 1);
    return true;
}

/* Score of a swap that ends at a node, from the scores of the one-to-one beads. */
static double swap_score(const struct padan_lattice *lattice, const struct padan_view *view, const struct frame *frame,
                         size_t row, size_t column)
{
    size_t upper, lower;
    if (!crosses(view->corridor, row, column, &upper, &lower))
        return -INFINITY;
    double beads = lattice->chance[upper * PADAN_SHAPE_COUNT] - junction_score(view, frame, row - 1, column) +
                   lattice->chance[lower * PADAN_SHAPE_COUNT] - junction_score(view, frame, row, column - 1);
    double inside = inside_score(view->source, frame->inside_source, row - 2, 2) +
                    inside_score(view->target, frame->inside_target, column - 2, 2);
    return beads + inside + junction_score(view, frame, row, column) + view->model->prior[PADAN_STEP_SWAP] -
           2 * view->model->prior[0];
}

/* The sum over paths that stand in a block of one side at a node. */
static double reach_block(const struct padan_lattice *lattice, const struct padan_view *view, int side, size_t row,
                          size_t column)
{
    const struct padan_corridor *corridor = view->corridor;
    const size_t rows = side == 0, columns = side == 1;
    double terms[2];
    size_t count = 0, node;
    if (begins(corridor, (struct padan_shape){ rows, columns }, row, column, &node))
        terms[count++] = lattice->reach[node] + lattice->block[side][node] + view->model->block_on;
    if (begins(corridor, (struct padan_shape){ rows * PADAN_BLOCK_LEAST, columns * PADAN_BLOCK_LEAST }, row, column, &node))
        terms[count++] = lattice->reach[node] + view->model->prior[PADAN_STEP_SOURCE_BLOCK + side];
    return sum_logs(terms, count);
}

static void reach_node(struct padan_lattice *lattice, const struct padan_view *view, const struct frame *frame,
                       size_t row, size_t column)
{
    const struct padan_corridor *corridor = view->corridor;
    size_t node = padan_corridor_node(corridor, row, column), count = 0;
    double terms[PADAN_STEP_COUNT], blocks[2];
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        if (begins(corridor, padan_shapes[i], row, column, &start))
            terms[count++] = lattice->reach[start] + lattice->chance[node * PADAN_SHAPE_COUNT + i];
    }
    double leave = view->model->block_off + junction_score(view, frame, row, column);
    for (int side = 0; side < 2; side++) {
        blocks[side] = reach_block(lattice, view, side, row, column);
        terms[count++] = blocks[side] + leave;
    }
    double swap = swap_score(lattice, view, frame, row, column);
    if (!isinf(swap))
        terms[count++] = lattice->reach[padan_corridor_node(corridor, row - 2, column - 2)] + swap;
    lattice->reach[node] = node == 0 ? 0 : sum_logs(terms, count);
    for (int side = 0; side < 2; side++)
        lattice->block[side][node] = (float)(blocks[side] - lattice->reach[node]);
}

static bool go_forward(struct padan_lattice *lattice, const struct padan_view *view, const struct frame *frame)
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

/*
 * Sums over the paths from each node to the end, five rows at a time, and what beads get from the blocks and swaps that
 * they are part of.
 */
enum { RING = PADAN_SHAPE_SIDE + 1 };
enum { OPEN, SOURCE_BLOCK, TARGET_BLOCK, STATES };
struct rest {
    const struct padan_view *view;
    const struct frame *frame;
    double *rows[RING][STATES]; /* by row modulo RING */
    double *parts[RING][STATES]; /* by row modulo RING: of the first three shapes, one to one and an empty side */
};

static double *rest_of(const struct rest *rest, int state, size_t row, size_t column)
{
    return &rest->rows[row % RING][state][column - rest->view->corridor->low[row]];
}

static void add_part(const struct rest *rest, size_t shape, size_t row, size_t column, double chance)
{
    rest->parts[row % RING][shape][column - rest->view->corridor->low[row]] += chance;
}

static double step_over(const struct rest *rest, int state, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    return row < corridor->rows && padan_corridor_has(corridor, row, column) ? *rest_of(rest, state, row, column)
                                                                              : -INFINITY;
}

static void rest_node(struct padan_lattice *lattice, const struct rest *rest, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    const struct padan_model *model = rest->view->model;
    double terms[PADAN_STEP_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t end = row + padan_shapes[i].source, to = column + padan_shapes[i].target;
        if (end >= corridor->rows || !padan_corridor_has(corridor, end, to))
            continue;
        size_t node = padan_corridor_node(corridor, end, to);
        terms[count++] = *rest_of(rest, OPEN, end, to) + lattice->chance[node * PADAN_SHAPE_COUNT + i];
    }
    terms[count++] = step_over(rest, SOURCE_BLOCK, row + PADAN_BLOCK_LEAST, column) + model->prior[PADAN_STEP_SOURCE_BLOCK];
    terms[count++] = step_over(rest, TARGET_BLOCK, row, column + PADAN_BLOCK_LEAST) + model->prior[PADAN_STEP_TARGET_BLOCK];
    double swapped = step_over(rest, OPEN, row + 2, column + 2);
    if (!isinf(swapped))
        terms[count++] = swapped + swap_score(lattice, rest->view, rest->frame, row + 2, column + 2);
    bool is_end = row + 1 == corridor->rows && column + 1 == corridor->columns;
    double open = is_end ? 0 : sum_logs(terms, count);
    double leave = open + model->block_off + junction_score(rest->view, rest->frame, row, column);
    *rest_of(rest, OPEN, row, column) = open;
    *rest_of(rest, SOURCE_BLOCK, row, column) =
        sum_logs((double[]){ leave, step_over(rest, SOURCE_BLOCK, row + 1, column) + model->block_on }, 2);
    *rest_of(rest, TARGET_BLOCK, row, column) =
        sum_logs((double[]){ leave, step_over(rest, TARGET_BLOCK, row, column + 1) + model->block_on }, 2);
}

static double chance_of(double sum)
{
    return sum > negligible ? fmin(exp(sum), 1) : 0;
}

/* Blocks of one side that open and go on with the segment before a node. */
static void weigh_block(struct padan_lattice *lattice, const struct rest *rest, int side, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    const struct padan_model *model = rest->view->model;
    const size_t rows = side == 0, columns = side == 1;
    double after = *rest_of(rest, SOURCE_BLOCK + side, row, column) - lattice->total;
    size_t node;
    if (begins(corridor, (struct padan_shape){ rows, columns }, row, column, &node)) {
        double chance = chance_of(lattice->reach[node] + lattice->block[side][node] + model->block_on + after);
        lattice->block_on += chance;
        add_part(rest, 1 + side, row, column, chance);
    }
    if (!begins(corridor, (struct padan_shape){ rows * PADAN_BLOCK_LEAST, columns * PADAN_BLOCK_LEAST }, row, column, &node))
        return;
    double chance = chance_of(lattice->reach[node] + model->prior[PADAN_STEP_SOURCE_BLOCK + side] + after);
    lattice->step[PADAN_STEP_SOURCE_BLOCK + side] += chance;
    for (size_t i = 0; chance > 0 && i < PADAN_BLOCK_LEAST; i++)
        add_part(rest, 1 + side, row - i * rows, column - i * columns, chance);
}

static void weigh_swap(struct padan_lattice *lattice, const struct rest *rest, size_t row, size_t column)
{
    double score = swap_score(lattice, rest->view, rest->frame, row, column);
    if (isinf(score))
        return;
    size_t start = padan_corridor_node(rest->view->corridor, row - 2, column - 2);
    double chance =
        chance_of(lattice->reach[start] + score + *rest_of(rest, OPEN, row, column) - lattice->total);
    lattice->step[PADAN_STEP_SWAP] += chance;
    add_part(rest, 0, row - 1, column, chance);
    add_part(rest, 0, row, column - 1, chance);
}

/* Turns the scores of the beads that end at a node into posteriors. */
static void weigh_node(struct padan_lattice *lattice, const struct rest *rest, size_t row, size_t column)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    size_t node = padan_corridor_node(corridor, row, column);
    double after = *rest_of(rest, OPEN, row, column) - lattice->total;
    for (int side = 0; side < 2; side++)
        weigh_block(lattice, rest, side, row, column);
    weigh_swap(lattice, rest, row, column);
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++) {
        float *chance = &lattice->chance[node * PADAN_SHAPE_COUNT + i];
        size_t start;
        double alone = 0, part = 0;
        if (begins(corridor, padan_shapes[i], row, column, &start))
            alone = chance_of(lattice->reach[start] + *chance + after);
        if (i < STATES)
            part = rest->parts[row % RING][i][column - corridor->low[row]];
        lattice->step[i] += alone;
        *chance = (float)fmin(alone + part, 1);
    }
}

/* No row before needs the scores of this one any more; within it, a swap needs those of the column before. */
static void weigh_row(struct padan_lattice *lattice, const struct rest *rest, size_t row)
{
    const struct padan_corridor *corridor = rest->view->corridor;
    size_t width = corridor->high[row] - corridor->low[row] + 1;
    for (size_t i = width; i-- > 0;)
        weigh_node(lattice, rest, row, corridor->low[row] + i);
    for (size_t i = 0; i < STATES; i++)
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
    bool done = true;
    for (size_t i = 0; i < RING * STATES; i++) {
        rest->rows[i / STATES][i % STATES] = malloc(width * sizeof(double));
        rest->parts[i / STATES][i % STATES] = calloc(width, sizeof(double));
        done = done && rest->rows[i / STATES][i % STATES] && rest->parts[i / STATES][i % STATES];
    }
    return done;
}

static void free_rest(struct rest *rest)
{
    for (size_t i = 0; i < RING * STATES; i++) {
        free(rest->rows[i / STATES][i % STATES]);
        free(rest->parts[i / STATES][i % STATES]);
    }
}

static bool go_backward(struct padan_lattice *lattice, const struct padan_view *view, const struct frame *frame)
{
    const struct padan_corridor *corridor = view->corridor;
    struct rest rest = { .view = view, .frame = frame };
    size_t rows = corridor->rows;
    bool done = make_rest(&rest);
    for (size_t row = rows; done && row-- > 0;) {
        for (size_t column = corridor->high[row] + 1; column-- > corridor->low[row];)
            rest_node(lattice, &rest, row, column);
        if (row + PADAN_SHAPE_SIDE < rows)
            weigh_row(lattice, &rest, row + PADAN_SHAPE_SIDE);
    }
    for (size_t row = rows < PADAN_SHAPE_SIDE ? rows : PADAN_SHAPE_SIDE; done && row-- > 0;)
        weigh_row(lattice, &rest, row);
    free_rest(&rest);
    return done;
}

int padan_lattice_make(struct padan_lattice *lattice, const struct padan_view *view, struct padan_error *error)
{
    size_t nodes = padan_corridor_size(view->corridor);
    struct frame frame = { 0 };
    *lattice = (struct padan_lattice){ 0 };
    if (nodes > SIZE_MAX / (PADAN_SHAPE_COUNT * sizeof *lattice->chance))
        return padan_error_allocation(error);
    lattice->chance = malloc(nodes * PADAN_SHAPE_COUNT * sizeof *lattice->chance);
    lattice->reach = malloc(nodes * sizeof *lattice->reach);
    for (int side = 0; side < 2; side++)
        lattice->block[side] = malloc(nodes * sizeof *lattice->block[side]);
    bool done = lattice->chance && lattice->reach && lattice->block[0] && lattice->block[1] &&
                make_frame(&frame, view) && go_forward(lattice, view, &frame);
    if (done) {
        lattice->total = lattice->reach[nodes - 1];
        done = go_backward(lattice, view, &frame);
    }
    free_frame(&frame);
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
    size_t upper, lower;
    if (crosses(corridor, row, column, &upper, &lower)) {
        double sum = lattice->reach[padan_corridor_node(corridor, row - 2, column - 2)] +
                     lattice->chance[upper * PADAN_SHAPE_COUNT] + lattice->chance[lower * PADAN_SHAPE_COUNT] -
                     2 * bead_price;
        if (sum > best) {
            best = sum;
            choice[node] = PADAN_STEP_SWAP;
        }
    }
    lattice->reach[node] = best;
}

/* Adds the bead of a shape that ends at a node. */
static bool add_bead(struct padan_bead **beads, size_t *count, size_t *capacity, const struct padan_lattice *lattice,
                     const struct padan_corridor *corridor, size_t shape, size_t row, size_t column)
{
    if (!padan_vector_reserve(beads, capacity, *count + 1, sizeof **beads))
        return false;
    size_t sources = padan_shapes[shape].source, targets = padan_shapes[shape].target;
    double chance = lattice->chance[padan_corridor_node(corridor, row, column) * PADAN_SHAPE_COUNT + shape];
    (*beads)[(*count)++] = (struct padan_bead){ row - sources, sources, column - targets, targets, chance };
    return true;
}

/* Follows the choices from the end; the beads come out in reverse. */
static bool trace(struct padan_bead **beads, size_t *count, const struct padan_lattice *lattice,
                  const struct padan_corridor *corridor, const unsigned char *choice)
{
    size_t row = corridor->rows - 1, column = corridor->columns - 1, capacity = 0;
    bool done = true;
    while (done && (row > 0 || column > 0)) {
        size_t step = choice[padan_corridor_node(corridor, row, column)];
        if (step == PADAN_STEP_SWAP) {
            done = add_bead(beads, count, &capacity, lattice, corridor, 0, row, column - 1) &&
                   add_bead(beads, count, &capacity, lattice, corridor, 0, row - 1, column);
            row -= 2;
            column -= 2;
        } else {
            done = add_bead(beads, count, &capacity, lattice, corridor, step, row, column);
            row -= padan_shapes[step].source;
            column -= padan_shapes[step].target;
        }
    }
    for (size_t i = 0; i < *count / 2; i++) {
        struct padan_bead bead = (*beads)[i];
        (*beads)[i] = (*beads)[*count - 1 - i];
        (*beads)[*count - 1 - i] = bead;
    }
    return done;
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
