/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place of a block so long that the lattice cannot hold all paths that may pass it. */
#include "align/block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/steps.h"
#include "base/error.h"

static const double drift = 0.1; /* of the way, by which a path may leave the diagonal */

bool padan_block_is_wide(const struct padan_block_box *box)
{
    return box->to.column - box->from.column > box->slope * (box->to.row - box->from.row);
}

double padan_block_edge(const struct padan_block_box *box, double rows)
{
    return fmin(box->reach, (PADAN_ANCHOR_MARGIN + drift * rows) * fmax(1, box->slope));
}

/* Segments of a side, from the first or from the last, that are a side of their own; freed by free_part. */
static bool copy_part(struct padan_side *part, const struct padan_side *side, size_t from, size_t to, bool backwards)
{
    size_t count = to - from, words = padan_side_words(side, from, to);
    *part = *side;
    part->count = count;
    part->first = calloc(count + 1, sizeof *part->first);
    part->words = calloc(words + 1, sizeof *part->words);
    part->length = calloc(count + 1, sizeof *part->length);
    part->paragraph = calloc(count + 1, sizeof *part->paragraph);
    if (!part->first || !part->words || !part->length || !part->paragraph)
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t segment = backwards ? to - 1 - i : from + i, size = padan_side_words(side, segment, segment + 1);
        memcpy(part->words + part->first[i], side->words + side->first[segment], size * sizeof *part->words);
        part->first[i + 1] = part->first[i] + (uint32_t)size;
        part->length[i + 1] = part->length[i] + padan_side_length(side, segment, segment + 1);
        part->paragraph[i] = backwards ? side->paragraph[to - 1] - side->paragraph[segment]
                                       : side->paragraph[segment] - side->paragraph[from];
    }
    return true;
}

static void free_part(struct padan_side *part)
{
    free(part->first);
    free(part->words);
    free(part->length);
    free(part->paragraph);
}

/* The nodes near the diagonal that begins at the first of them. */
static int make_band(struct padan_corridor *band, const struct padan_block_box *box, size_t rows, size_t columns,
                     struct padan_error *error)
{
    int status = padan_corridor_new(band, rows + 1, columns + 1, error);
    for (size_t row = 0; status == PADAN_OK && row <= rows; row++) {
        double middle = box->slope * (double)row, edge = padan_block_edge(box, (double)row), last = (double)columns;
        band->low[row] = (uint32_t)fmin(fmax(middle - edge, 0), last);
        band->high[row] = (uint32_t)fmin(middle + edge, last);
    }
    if (status == PADAN_OK)
        padan_corridor_close(band);
    return status;
}

static double add_logs(double sum, double term)
{
    return padan_sum_logs((double[]){ sum, term }, 2);
}

/* The sums over all paths from the beginning of a band, by row or by column. */
static void sum_places(double *sums, const struct padan_lattice *lattice, const struct padan_corridor *band,
                       bool by_row)
{
    size_t count = by_row ? band->rows : band->columns;
    for (size_t i = 0; i < count; i++)
        sums[i] = -INFINITY;
    for (size_t row = 0; row < band->rows; row++) {
        for (size_t column = band->low[row]; column <= band->high[row]; column++) {
            double *sum = &sums[by_row ? row : column];
            *sum = add_logs(*sum, lattice->reach[padan_corridor_node(band, row, column)]);
        }
    }
}

static bool sum_band(double *sums, const struct padan_view *view, const struct padan_block_box *box)
{
    struct padan_error error;
    struct padan_corridor band = { 0 };
    struct padan_lattice lattice = { 0 };
    struct padan_view part = *view;
    part.corridor = &band;
    bool done = make_band(&band, box, view->source->count, view->target->count, &error) == PADAN_OK &&
                padan_lattice_make(&lattice, &part, &error) == PADAN_OK;
    if (done)
        sum_places(sums, &lattice, &band, padan_block_is_wide(box));
    padan_lattice_free(&lattice);
    padan_corridor_free(&band);
    return done;
}

/* The sums from one anchor on, of the parts that paths near its diagonal can come to. */
static bool sum_from(double *sums, const struct padan_view *view, const struct padan_block_box *box, bool backwards)
{
    struct padan_side source = { 0 }, target = { 0 };
    double rows = box->to.row - box->from.row, columns = box->to.column - box->from.column;
    bool wide = padan_block_is_wide(box);
    size_t height = (size_t)(wide ? rows : fmin(rows, (columns + padan_block_edge(box, rows)) / box->slope));
    size_t width = (size_t)(wide ? fmin(columns, box->slope * rows + padan_block_edge(box, rows)) : columns);
    size_t row = backwards ? box->to.row - height : box->from.row;
    size_t column = backwards ? box->to.column - width : box->from.column;
    struct padan_view part = { &source, &target, view->pairs, view->model, NULL };
    bool done = copy_part(&source, view->source, row, row + height, backwards) &&
                copy_part(&target, view->target, column, column + width, backwards) && sum_band(sums, &part, box);
    free_part(&source);
    free_part(&target);
    return done;
}

double *padan_block_places(const struct padan_view *view, const struct padan_block_box *box)
{
    size_t count = padan_block_is_wide(box) ? box->to.row - box->from.row : box->to.column - box->from.column;
    double *places = malloc((count + 1) * sizeof *places), *rest = malloc((count + 1) * sizeof *rest);
    bool done = places && rest && sum_from(places, view, box, false) && (count == 0 || sum_from(rest, view, box, true));
    for (size_t i = 0; done && i <= count; i++)
        places[i] += rest[count - i];
    free(rest);
    if (!done) {
        free(places);
        places = NULL;
    }
    return places;
}
