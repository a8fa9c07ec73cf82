/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/corridor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/* Segments that a path may leave the line between two anchors by, at least. */
static const double margin = 12;

/* A word that occurs oftener between two anchors is no anchor. Segments between anchors that are looked at again, and
 * how often. */
enum { RARE = 4, FAR = 40, LEVELS = 8 };

static const double sure_twin = 0.5; /* chance of a pair of words that can be anchors */

/* Nodes that a corridor may have: a floor, and so many a segment. */
static const double node_floor = 200000, nodes_per_segment = 20;

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

/* Where the words of one side stand in a box. Counts are zero between boxes. */
struct tally {
    const struct padan_side *side;
    uint32_t *count;  /* by type */
    uint32_t *places; /* by type, the first RARE segments */
};

struct surveyor {
    struct tally source, target;
    uint32_t *twin; /* by source type: the target type that renders it, or UINT32_MAX */
};

static bool make_tally(struct tally *tally, const struct padan_side *side)
{
    tally->side = side;
    tally->count = calloc(side->types.count + 1, sizeof *tally->count);
    tally->places = calloc(side->types.count + 1, RARE * sizeof *tally->places);
    return tally->count && tally->places;
}

static void count_words(struct tally *tally, size_t from, size_t to)
{
    const struct padan_side *side = tally->side;
    for (size_t segment = from; segment < to; segment++) {
        for (uint32_t at = side->first[segment]; at < side->first[segment + 1]; at++) {
            size_t type = side->words[at];
            if (tally->count[type] < RARE)
                tally->places[type * RARE + tally->count[type]] = (uint32_t)segment;
            tally->count[type]++;
        }
    }
}

static void clear_words(struct tally *tally, size_t from, size_t to)
{
    const struct padan_side *side = tally->side;
    for (uint32_t at = side->first[from]; at < side->first[to]; at++)
        tally->count[side->words[at]] = 0;
}

/* Marks and numbers of one digit are equal too often by chance. */
static bool can_anchor(const struct padan_side *side, size_t type)
{
    return side->classes[type] != PADAN_CLASS_MARK && side->types.keys[type].size > 1;
}

static bool find_twins(struct surveyor *surveyor, const struct padan_pairs *pairs)
{
    const struct padan_side *source = surveyor->source.side, *target = surveyor->target.side;
    surveyor->twin = malloc((source->types.count + 1) * sizeof *surveyor->twin);
    for (size_t type = 0; surveyor->twin && type < source->types.count; type++) {
        double best = sure_twin;
        surveyor->twin[type] = UINT32_MAX;
        for (uint32_t i = pairs->start[type]; i < pairs->start[type + 1]; i++) {
            const struct padan_pair *pair = &pairs->items[i];
            double chance = pair->forward[PADAN_EVIDENCE_ALIKE];
            if (chance < best || pair->backward[PADAN_EVIDENCE_ALIKE] < sure_twin || !can_anchor(source, type) ||
                !can_anchor(target, pair->target))
                continue;
            best = chance;
            surveyor->twin[type] = pair->target;
        }
    }
    return surveyor->twin != NULL;
}

/* All places of a word with all of its twin, where one side has it oftener, or each with its own. */
static bool join_places(struct anchors *anchors, const uint32_t *rows, size_t row_count, const uint32_t *columns,
                        size_t column_count, bool all)
{
    for (size_t i = 0; i < row_count; i++) {
        for (size_t k = all ? 0 : i; k < (all ? column_count : i + 1); k++)
            if (!add_anchor(anchors, rows[i], columns[k]))
                return false;
    }
    return true;
}

/*
 * Anchors among the segments from one anchor to another, both included. `all`: also of words that one side has oftener,
 * as where a part that stands elsewhere too is missing.
 */
static bool find_anchors(struct anchors *anchors, struct surveyor *surveyor, struct anchor from, struct anchor to,
                         bool all)
{
    struct tally *source = &surveyor->source, *target = &surveyor->target;
    const struct padan_side *side = source->side;
    bool done = true;
    count_words(source, from.row, to.row);
    count_words(target, from.column, to.column);
    for (uint32_t at = side->first[from.row]; at < side->first[to.row]; at++) {
        size_t type = side->words[at], count = source->count[type], other = surveyor->twin[type];
        source->count[type] = 0;
        if (count == 0 || count > RARE || other == UINT32_MAX || target->count[other] > RARE ||
            (!all && target->count[other] != count))
            continue;
        done = done && join_places(anchors, &source->places[type * RARE], count, &target->places[other * RARE],
                                   target->count[other], all);
    }
    clear_words(target, from.column, to.column);
    return done;
}

static int compare_anchors(const void *left, const void *right)
{
    const struct anchor *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* The same, of one row the last column first, so that a chain that rises has one of them. */
static int compare_steps(const void *left, const void *right)
{
    const struct anchor *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column < b->column) - (a->column > b->column);
}

/* Keeps the longest chain in which neither side falls, or both rise. O(k log k). */
static bool keep_chain(struct anchors *anchors, bool rise)
{
    if (anchors->count > 0)
        qsort(anchors->items, anchors->count, sizeof *anchors->items, rise ? compare_steps : compare_anchors);
    size_t count = anchors->count, length = 0;
    size_t *last = malloc((count + 1) * sizeof *last), *before = malloc((count + 1) * sizeof *before);
    bool done = last && before;
    for (size_t i = 0; done && i < count; i++) {
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (anchors->items[last[middle]].column + rise <= anchors->items[i].column)
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

/* What is common to all boxes between two anchors. */
struct limits {
    double slope;  /* columns for a row, in all of the text */
    double reach;  /* how far from the line between anchors a path may go, so that the corridor stays linear in size */
    double budget; /* nodes that are left for boxes of which one side is far longer than the other */
};

static struct limits make_limits(size_t rows, size_t columns)
{
    double nodes = node_floor + nodes_per_segment * (double)(rows + columns);
    return (struct limits){ (double)columns / (double)rows, fmax(nodes / (double)rows / 2, margin), nodes };
}

/* Whether one side of a box is so much longer than the other that it holds segments which the other lacks. */
static bool is_lopsided(double rows, double columns, double slope)
{
    double expected = slope * rows;
    return fabs(columns - expected) > margin * fmax(1, slope) + 0.5 * fmax(columns, expected);
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

/* Lets paths pass a lopsided box that have a block anywhere in it, as far as there are nodes left. */
static void cross_block(struct padan_corridor *corridor, struct anchor from, struct anchor to, struct limits *limits)
{
    double rows = to.row - from.row, columns = to.column - from.column, nodes = 0, low, high;
    if (!is_lopsided(rows, columns, limits->slope))
        return;
    for (double row = -margin; row <= rows + margin; row++) {
        find_block_columns(limits, row, rows, columns, &low, &high);
        nodes += fmax(high - low, 0);
    }
    if (nodes > limits->budget)
        return;
    limits->budget -= nodes;
    for (double row = -fmin(margin, from.row); row <= rows + margin && from.row + row < (double)corridor->rows; row++) {
        find_block_columns(limits, row, rows, columns, &low, &high);
        if (low <= high)
            widen(corridor, (size_t)(from.row + row), from.column + low, from.column + high);
    }
}

/* Lets paths pass between two anchors: all of a small box, a band about the diagonal of a large one. */
static void cross_box(struct padan_corridor *corridor, struct anchor from, struct anchor to, double reach)
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

/* Whether two anchors can be without a block between them. */
static bool are_neighbours(struct anchor from, struct anchor to, double slope)
{
    return !is_lopsided(to.row - from.row, to.column - from.column, slope);
}

/*
 * Drops anchors of a lopsided box that lie on the diagonal of neither neighbour: words of a block that stand elsewhere
 * on the other side.
 */
static void drop_lonely(struct anchors *anchors, double slope, struct anchor from, struct anchor to)
{
    struct anchor before = from;
    size_t kept = 0;
    for (size_t i = 0; i < anchors->count; i++) {
        struct anchor own = anchors->items[i], after = i + 1 < anchors->count ? anchors->items[i + 1] : to;
        if (are_neighbours(before, own, slope) || are_neighbours(own, after, slope))
            anchors->items[kept++] = own;
        before = own;
    }
    anchors->count = kept;
}

/* Appends the good anchors between two, both left out. */
static bool survey_box(struct anchors *anchors, struct surveyor *surveyor, struct anchor from, struct anchor to)
{
    double slope = (double)surveyor->target.side->count / (double)surveyor->source.side->count;
    struct anchors found = { 0 };
    double rows = to.row - from.row, columns = to.column - from.column;
    bool done = find_anchors(&found, surveyor, from, to, false) && keep_chain(&found, false);
    if (done && (double)found.count * FAR < fmin(rows, columns)) {
        found.count = 0;
        done = find_anchors(&found, surveyor, from, to, true) && keep_chain(&found, true);
    }
    done = done && drop_strays(&found, columns / rows);
    if (done && is_lopsided(rows, columns, slope))
        drop_lonely(&found, slope, from, to);
    for (size_t i = 0; done && i < found.count; i++)
        done = add_anchor(anchors, found.items[i].row, found.items[i].column);
    free(found.items);
    return done;
}

static bool is_far(struct anchor from, struct anchor to)
{
    return to.row > from.row && to.column > from.column && (to.row - from.row > FAR || to.column - from.column > FAR);
}

/* Looks again wherever anchors are far apart, where other words may be rare. Linear in the text at each level. */
static bool survey(struct anchors *anchors, struct surveyor *surveyor)
{
    bool done = true;
    for (int level = 0; done && level < LEVELS; level++) {
        struct anchors finer = { 0 };
        for (size_t i = 0; done && i < anchors->count; i++) {
            if (i > 0 && is_far(anchors->items[i - 1], anchors->items[i]))
                done = survey_box(&finer, surveyor, anchors->items[i - 1], anchors->items[i]);
            done = done && add_anchor(&finer, anchors->items[i].row, anchors->items[i].column);
        }
        bool finished = finer.count == anchors->count;
        free(anchors->items);
        *anchors = finer;
        if (finished)
            break;
    }
    return done;
}

static bool find_all(struct anchors *anchors, const struct padan_side *source, const struct padan_side *target,
                     const struct padan_pairs *pairs)
{
    struct surveyor surveyor = { 0 };
    bool done = make_tally(&surveyor.source, source) && make_tally(&surveyor.target, target) &&
                find_twins(&surveyor, pairs) && add_anchor(anchors, 0, 0) &&
                add_anchor(anchors, source->count, target->count) && survey(anchors, &surveyor);
    free(surveyor.source.count);
    free(surveyor.source.places);
    free(surveyor.target.count);
    free(surveyor.target.places);
    free(surveyor.twin);
    return done;
}

int padan_corridor_make(struct padan_corridor *corridor, const struct padan_side *source,
                        const struct padan_side *target, const struct padan_pairs *pairs, struct padan_error *error)
{
    struct anchors anchors = { 0 };
    size_t rows = source->count + 1, columns = target->count + 1;
    int status = padan_corridor_new(corridor, rows, columns, error);
    if (status != PADAN_OK)
        return status;
    bool done = find_all(&anchors, source, target, pairs);
    struct limits limits = make_limits(rows, columns);
    for (size_t i = 1; done && i < anchors.count; i++) {
        cross_box(corridor, anchors.items[i - 1], anchors.items[i], limits.reach);
        cross_block(corridor, anchors.items[i - 1], anchors.items[i], &limits);
    }
    padan_corridor_close(corridor);
    free(anchors.items);
    return done ? PADAN_OK : padan_error_allocation(error);
}
