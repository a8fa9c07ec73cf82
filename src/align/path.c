/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best path, and the nodes that are worth another look. */
#include <math.h>
#include <stdlib.h>

#include "align/steps.h"
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

/* Beads in the making. */
struct beads {
    struct padan_bead *items;
    size_t count, capacity;
};

/* Takes over `reach` for the best sum of posteriors up to each node. */
static void choose_node(struct padan_lattice *lattice, const struct padan_corridor *corridor, unsigned char *choice,
                        size_t row, size_t column)
{
    size_t node = padan_corridor_node(corridor, row, column);
    double best = node == 0 ? 0 : -INFINITY;
    for (unsigned char i = 0; i < PADAN_SHAPE_COUNT; i++) {
        size_t start;
        if (!padan_step_begins(corridor, padan_shapes[i], row, column, &start))
            continue;
        double sum = lattice->reach[start] + lattice->chance[node * PADAN_SHAPE_COUNT + i] - bead_price;
        if (sum > best) {
            best = sum;
            choice[node] = i;
        }
    }
    lattice->reach[node] = best;
}

/* Adds the bead of a shape that ends at a node. */
static bool add_bead(struct beads *beads, const struct padan_lattice *lattice, const struct padan_corridor *corridor,
                     size_t shape, size_t row, size_t column)
{
    if (!padan_vector_reserve(&beads->items, &beads->capacity, beads->count + 1, sizeof *beads->items))
        return false;
    size_t sources = padan_shapes[shape].source, targets = padan_shapes[shape].target;
    double chance = lattice->chance[padan_corridor_node(corridor, row, column) * PADAN_SHAPE_COUNT + shape];
    beads->items[beads->count++] = (struct padan_bead){ row - sources, sources, column - targets, targets, chance };
    return true;
}

static void reverse(struct beads *beads)
{
    for (size_t i = 0; i < beads->count / 2; i++) {
        struct padan_bead bead = beads->items[i];
        beads->items[i] = beads->items[beads->count - 1 - i];
        beads->items[beads->count - 1 - i] = bead;
    }
}

/* Follows the choices from the end. */
static bool trace(struct beads *beads, const struct padan_lattice *lattice, const struct padan_corridor *corridor,
                  const unsigned char *choice)
{
    size_t row = corridor->rows - 1, column = corridor->columns - 1;
    bool done = true;
    while (done && (row > 0 || column > 0)) {
        size_t step = choice[padan_corridor_node(corridor, row, column)];
        done = add_bead(beads, lattice, corridor, step, row, column);
        row -= padan_shapes[step].source;
        column -= padan_shapes[step].target;
    }
    reverse(beads);
    return done;
}

int padan_lattice_decode(struct padan_bead **out, size_t *count, struct padan_lattice *lattice,
                         const struct padan_view *view, struct padan_error *error)
{
    const struct padan_corridor *corridor = view->corridor;
    struct beads beads = { 0 };
    *out = NULL;
    *count = 0;
    unsigned char *choice = calloc(padan_corridor_size(corridor), 1);
    if (!choice)
        return padan_error_allocation(error);
    for (size_t row = 0; row < corridor->rows; row++) {
        for (size_t column = corridor->low[row]; column <= corridor->high[row]; column++)
            choose_node(lattice, corridor, choice, row, column);
    }
    bool done = trace(&beads, lattice, corridor, choice);
    free(choice);
    if (!done) {
        free(beads.items);
        return padan_error_allocation(error);
    }
    *out = beads.items;
    *count = beads.count;
    return PADAN_OK;
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
