/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/corridor.h"

#include <math.h>
#include <stdlib.h>

#include "align/block.h"
#include "base/error.h"

/* Segments that a path may leave the line between two anchors by, at least. */
static const double margin = PADAN_ANCHOR_MARGIN;

/* Nodes that a corridor may have: a floor, and so many a segment. */
static const double node_floor = 200000, nodes_per_segment = 20;

int padan_corridor_new(struct padan_corridor *corridor, size_t rows, size_t columns, struct padan_error *error)
{
    *corridor = (struct padan_corridor){ .rows = rows, .columns = columns };
    corridor->low = malloc(rows * sizeof *corridor->low);
    corridor->high = calloc(rows, sizeof *corridor->high);
    corridor->offset = calloc(rows + 1, sizeof *corridor->offset);
    if (!corridor->low || !corridor->high || !corridor->offset)
        return padan_error_allocation(error);
    for (size_t row = 0; row < rows; row++)
        corridor->low[row] = (uint32_t)(columns - 1);
    return PADAN_OK;
}

void padan_corridor_free(struct padan_corridor *corridor)
{
    free(corridor->low);
    free(corridor->high);
    free(corridor->offset);
    *corridor = (struct padan_corridor){ 0 };
}

void padan_corridor_close(struct padan_corridor *corridor)
{
    size_t rows = corridor->rows;
    uint32_t *low = corridor->low, *high = corridor->high;
    low[0] = 0;
    high[rows - 1] = (uint32_t)(corridor->columns - 1);
    for (size_t row = rows - 1; row > 0; row--)
        low[row - 1] = low[row - 1] < low[row] ? low[row - 1] : low[row];
    for (size_t row = 1; row < rows; row++) {
        high[row] = high[row] > high[row - 1] ? high[row] : high[row - 1];
        low[row] = low[row] < high[row - 1] ? low[row] : high[row - 1];
    }
    corridor->offset[0] = 0;
    for (size_t row = 0; row < rows; row++)
        corridor->offset[row + 1] = corridor->offset[row] + high[row] - low[row] + 1;
}

static void widen(struct padan_corridor *corridor, size_t row, double from, double to)
{
    double last = (double)(corridor->columns - 1);
    uint32_t low = (uint32_t)fmin(fmax(from, 0), last), high = (uint32_t)fmin(fmax(to, 0), last);
    corridor->low[row] = low < corridor->low[row] ? low : corridor->low[row];
    corridor->high[row] = high > corridor->high[row] ? high : corridor->high[row];
}

/* What is common to all boxes between two anchors. */
struct limits {
    double slope;  /* columns for a row, where both sides have the same text */
    double reach;  /* how far from the line between anchors a path may go, so that the corridor stays linear in size */
    double budget; /* nodes that are left for boxes of which one side is far longer than the other */
};

static struct limits make_limits(size_t rows, size_t columns, double slope)
{
    double nodes = node_floor + nodes_per_segment * (double)(rows + columns);
    return (struct limits){ slope, fmax(nodes / (double)rows / 2, margin), nodes };
}

/* The columns of a row of a lopsided box in which a path may be that has one block, wherever it is. */
static void find_block_columns(const struct limits *limits, double row, double rows, double columns, double *low,
                               double *high)
{
    const double doubt = 1.5; /* of the slope outside of the block */
    bool wide = columns > limits->slope * rows;
    double slope = wide ? limits->slope / doubt : limits->slope * doubt;
    double first = slope * (row - (wide ? margin : -margin)),
           last = columns - slope * (rows - row - (wide ? margin : -margin));
    *low = fmax(wide ? first : last, 0);
    *high = fmin(wide ? last : first, columns);
}

/* Lets paths pass a lopsided box that have a block anywhere in it. False: not enough nodes are left. */
static bool cross_anywhere(struct padan_corridor *corridor, struct padan_anchor from, struct padan_anchor to,
                           struct limits *limits)
{
    double rows = to.row - from.row, columns = to.column - from.column, nodes = 0, low, high;
    for (double row = -margin; row <= rows + margin; row++) {
        find_block_columns(limits, row, rows, columns, &low, &high);
        nodes += fmax(high - low, 0);
    }
    if (nodes > limits->budget)
        return false;
    limits->budget -= nodes;
    for (double row = -fmin(margin, from.row); row <= rows + margin && from.row + row < (double)corridor->rows; row++) {
        find_block_columns(limits, row, rows, columns, &low, &high);
        if (low <= high)
            widen(corridor, (size_t)(from.row + row), from.column + low, from.column + high);
    }
    return true;
}

/* The places at which a block is likely to be. */
struct places {
    double first, last;
};

/* Those near the likeliest, of as much as 1e-6 of its chance, fewer if that would be more than `most`. */
static struct places choose_places(const double *chances, size_t count, double most)
{
    const double jump = 4; /* segments that are looked at before and after in any case */
    size_t best = 0;
    for (size_t i = 1; i <= count; i++)
        best = chances[i] > chances[best] ? i : best;
    size_t first = best, last = best;
    for (double doubt = 14; doubt > 0.5; doubt /= 2) {
        size_t low = 0, high = count;
        while (low < best && !(chances[low] >= chances[best] - doubt))
            low++;
        while (high > best && !(chances[high] >= chances[best] - doubt))
            high--;
        if ((double)(high - low) + 2 * jump > most)
            continue;
        first = low;
        last = high;
        break;
    }
    return (struct places){ fmax((double)first - jump, 0), fmin((double)last + jump, (double)count) };
}

/* The columns of a row of a box where paths may pass that keep to the diagonal of an anchor but for one block. */
static void find_near_columns(const struct padan_block_box *box, struct places places, double row, double *low,
                              double *high)
{
    double rows = box->to.row - box->from.row, columns = box->to.column - box->from.column;
    double first = box->slope * row, last = columns - box->slope * (rows - row);
    double before = padan_block_edge(box, row), after = padan_block_edge(box, rows - row);
    bool wide = padan_block_is_wide(box);
    *low = INFINITY;
    *high = -INFINITY;
    if (wide ? row <= places.last : first - before <= places.last) {
        *low = first - before;
        *high = wide ? first + before : fmin(first + before, places.last);
    }
    if (wide ? row >= places.first : last + after >= places.first) {
        *low = fmin(*low, wide ? last - after : fmax(last - after, places.first));
        *high = fmax(*high, last + after);
    }
    if (!wide && first + before >= places.first && last - after <= places.last) {
        *low = fmin(*low, places.first);
        *high = fmax(*high, places.last);
    }
}

/* Lets paths pass a box that have a block where it is likely to be, as far as there are nodes left. */
static bool cross_near(struct padan_corridor *corridor, const struct padan_view *view, struct padan_anchor from,
                       struct padan_anchor to, struct limits *limits)
{
    struct padan_block_box box = { from, to, limits->slope, limits->reach };
    double rows = to.row - from.row, columns = to.column - from.column, low, high;
    bool wide = padan_block_is_wide(&box);
    double length = wide ? columns - limits->slope * rows : rows - columns / limits->slope;
    size_t count = wide ? to.row - from.row : to.column - from.column;
    /* Half of the nodes for the diagonals, half for the block. */
    box.reach = fmax(limits->reach, limits->budget / (8 * fmax((double)count, 1)));
    double *chances = padan_block_places(view, &box);
    if (!chances)
        return false;
    struct places places = choose_places(chances, count, limits->budget / 2 / length);
    free(chances);
    for (double row = 0; row <= rows; row++) {
        find_near_columns(&box, places, row, &low, &high);
        limits->budget -= fmax(high - low, 0);
        if (low <= high && limits->budget > 0)
            widen(corridor, (size_t)(from.row + row), from.column + low, from.column + high);
    }
    return true;
}

/* Lets paths pass between two anchors: all of a small box, a band about the diagonal of a large one. */
static void cross_box(struct padan_corridor *corridor, struct padan_anchor from, struct padan_anchor to, double reach)
{
    double rows = to.row - from.row, columns = to.column - from.column, slope = columns / fmax(rows, 1);
    double edge = fmin(reach, margin + 0.3 * fmax(rows, columns)), half = edge + slope;
    size_t before = (size_t)fmin(margin, from.row);
    for (size_t row = from.row - before; row <= to.row + (size_t)margin && row < corridor->rows; row++) {
        double part = rows > 0 ? fmin(fmax(((double)row - from.row) / rows, 0), 1) : 0;
        double start = rows > 0 ? from.column + part * columns : from.column;
        double end = rows > 0 ? start : to.column;
        widen(corridor, row, fmax(start - half, from.column - edge - 1), fmin(end + half, to.column + edge + 1));
    }
}

/* Lets paths pass a box, which may hold a block. False: no memory. */
static bool cross(struct padan_corridor *corridor, const struct padan_view *view, struct padan_anchor from,
                  struct padan_anchor to, struct limits *limits)
{
    double rows = to.row - from.row, columns = to.column - from.column;
    bool lopsided = padan_is_lopsided(rows, columns, limits->slope);
    bool is_block = lopsided || fabs(columns - limits->slope * rows) > limits->reach;
    bool is_long = is_block && !(lopsided && cross_anywhere(corridor, from, to, limits));
    if (is_long && rows >= 1 && columns >= 1 && limits->budget > 0)
        return cross_near(corridor, view, from, to, limits);
    cross_box(corridor, from, to, limits->reach);
    return true;
}

int padan_corridor_make(struct padan_corridor *corridor, const struct padan_view *view,
                        const struct padan_anchors *anchors, struct padan_error *error)
{
    size_t rows = view->source->count + 1, columns = view->target->count + 1;
    int status = padan_corridor_new(corridor, rows, columns, error);
    if (status != PADAN_OK)
        return status;
    bool done = true;
    struct limits limits = make_limits(rows, columns, anchors->slope);
    for (size_t i = 1; done && i < anchors->count; i++)
        done = cross(corridor, view, anchors->items[i - 1], anchors->items[i], &limits);
    padan_corridor_close(corridor);
    return done ? PADAN_OK : padan_error_allocation(error);
}
