/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/corridor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/* Segments that a path may leave the line between two anchors by, at least. */
static const double margin = 12;

/* A word that occurs oftener on a side is no anchor. */
enum { RARE = 4 };

/* Nodes that a corridor may have: a floor, and so many a segment. */
static const double node_floor = 200000, nodes_per_segment = 32;

struct anchor {
    uint32_t row, column; /* segments */
};

struct anchors {
    struct anchor *items;
    size_t count, capacity;
};

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

static bool add_anchor(struct anchors *anchors, size_t row, size_t column)
{
    if (!padan_vector_reserve(&anchors->items, &anchors->capacity, anchors->count + 1, sizeof *anchors->items))
        return false;
    anchors->items[anchors->count++] = (struct anchor){ (uint32_t)row, (uint32_t)column };
    return true;
}

/* For each form's type that is rare: the segments where it occurs. */
static uint32_t *list_places(const struct padan_side *side)
{
    uint32_t *places = malloc((side->types.count + 1) * RARE * sizeof *places);
    if (!places)
        return NULL;
    memset(places, 0xFF, (side->types.count + 1) * RARE * sizeof *places);
    for (size_t segment = 0; segment < side->count; segment++) {
        for (uint32_t at = side->first[segment]; at < side->first[segment + 1]; at++) {
            uint32_t *list = &places[(size_t)side->words[at] * RARE];
            if (side->frequency[side->words[at]] > RARE)
                continue;
            while (*list != UINT32_MAX)
                list++;
            *list = (uint32_t)segment;
        }
    }
    return places;
}

/* Numbers of one digit and marks are equal too often by chance. */
static bool can_anchor(const struct padan_side *side, size_t type)
{
    return side->frequency[type] <= RARE && side->classes[type] != PADAN_CLASS_MARK && side->types.keys[type].size > 1;
}

static bool find_anchors(struct anchors *anchors, const struct padan_side *source, const struct padan_side *target)
{
    uint32_t *rows = list_places(source), *columns = list_places(target);
    bool done = rows && columns;
    for (size_t type = 0; done && type < source->types.count; type++) {
        const struct padan_table_key *key = &source->types.keys[type];
        size_t other =
            can_anchor(source, type) ? padan_table_find(&target->types, key->data, key->size) : PADAN_TABLE_NONE;
        if (other == PADAN_TABLE_NONE || target->frequency[other] != source->frequency[type])
            continue;
        for (size_t i = 0; done && i < source->frequency[type]; i++)
            done = add_anchor(anchors, rows[type * RARE + i], columns[other * RARE + i]);
    }
    free(rows);
    free(columns);
    return done;
}

static int compare_anchors(const void *left, const void *right)
{
    const struct anchor *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* Keeps the longest chain in which neither side falls. O(k log k). */
static bool keep_chain(struct anchors *anchors)
{
    size_t count = anchors->count, length = 0;
    size_t *last = malloc((count + 1) * sizeof *last), *before = malloc((count + 1) * sizeof *before);
    bool done = last && before;
    for (size_t i = 0; done && i < count; i++) {
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (anchors->items[last[middle]].column <= anchors->items[i].column)
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? last[low - 1] : SIZE_MAX;
        last[low] = i;
        length = low == length ? length + 1 : length;
    }
    size_t at = done && length > 0 ? last[length - 1] : SIZE_MAX;
    for (size_t i = length; done && i-- > 0; at = before[at])
        last[i] = at;
    for (size_t i = 0; done && i < length; i++)
        anchors->items[i] = anchors->items[last[i]];
    anchors->count = done ? length : 0;
    free(last);
    free(before);
    return done;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Drops anchors that lie far from the median diagonal of their neighbours: equal words by chance. */
static bool drop_strays(struct anchors *anchors, double slope)
{
    enum { REACH = 5, WINDOW = 2 * REACH + 1 };
    bool *stray = calloc(anchors->count + 1, sizeof *stray);
    if (!stray)
        return false;
    for (size_t i = 0; i < anchors->count; i++) {
        double offsets[WINDOW];
        size_t from = i > REACH ? i - REACH : 0, count = 0;
        for (size_t k = from; k < anchors->count && k <= i + REACH; k++)
            offsets[count++] = anchors->items[k].column - slope * anchors->items[k].row;
        double own = anchors->items[i].column - slope * anchors->items[i].row;
        qsort(offsets, count, sizeof *offsets, compare_doubles);
        stray[i] = fabs(own - offsets[count / 2]) > margin * fmax(1, slope);
    }
    size_t kept = 0;
    for (size_t i = 0; i < anchors->count; i++) {
        if (!stray[i])
            anchors->items[kept++] = anchors->items[i];
    }
    anchors->count = kept;
    free(stray);
    return true;
}

static void widen(struct padan_corridor *corridor, size_t row, double from, double to)
{
    double last = (double)(corridor->columns - 1);
    uint32_t low = (uint32_t)fmin(fmax(from, 0), last), high = (uint32_t)fmin(fmax(to, 0), last);
    corridor->low[row] = low < corridor->low[row] ? low : corridor->low[row];
    corridor->high[row] = high > corridor->high[row] ? high : corridor->high[row];
}

/* Lets paths pass between two anchors: all of a small box, a band about the diagonal of a large one. */
static void cross_box(struct padan_corridor *corridor, struct anchor from, struct anchor to, double reach)
{
    double rows = to.row - from.row, columns = to.column - from.column, slope = columns / fmax(rows, 1);
    double half = fmin(reach, margin + 0.3 * fmax(rows, columns)) + slope;
    size_t before = (size_t)fmin(margin, from.row);
    for (size_t row = from.row - before; row <= to.row + (size_t)margin && row < corridor->rows; row++) {
        double part = rows > 0 ? fmin(fmax(((double)row - from.row) / rows, 0), 1) : 0;
        double start = rows > 0 ? from.column + part * columns : from.column;
        double end = rows > 0 ? start : to.column;
        widen(corridor, row, start - half, end + half);
    }
}

/* How far from the line between anchors a path may go, so that the corridor stays linear in size. */
static double find_reach(size_t rows, size_t columns)
{
    double budget = node_floor + nodes_per_segment * (double)(rows + columns);
    return fmax(budget / (double)rows / 2, margin);
}

int padan_corridor_make(struct padan_corridor *corridor, const struct padan_side *source,
                        const struct padan_side *target, struct padan_error *error)
{
    struct anchors anchors = { 0 };
    size_t rows = source->count + 1, columns = target->count + 1;
    int status = padan_corridor_new(corridor, rows, columns, error);
    if (status != PADAN_OK)
        return status;
    bool done = find_anchors(&anchors, source, target);
    if (done && anchors.count > 0)
        qsort(anchors.items, anchors.count, sizeof *anchors.items, compare_anchors);
    done = done && keep_chain(&anchors) && drop_strays(&anchors, (double)columns / (double)rows) &&
           add_anchor(&anchors, rows - 1, columns - 1);
    struct anchor from = { 0, 0 };
    double reach = find_reach(rows, columns);
    for (size_t i = 0; done && i < anchors.count; i++) {
        cross_box(corridor, from, anchors.items[i], reach);
        from = anchors.items[i];
    }
    padan_corridor_close(corridor);
    free(anchors.items);
    return done ? PADAN_OK : padan_error_allocation(error);
}
