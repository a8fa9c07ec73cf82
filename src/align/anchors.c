/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/anchors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/*
 * A word that occurs oftener between two anchors is no anchor; where a text repeats itself, so that nothing is rare,
 * one that occurs oftener than OFTEN times. Segments between anchors that are looked at again, and how often.
 */
enum { RARE = 4, OFTEN = 64, FAR = 40, LEVELS = 8 };

static const double sure_twin = 0.5; /* chance of a pair of words that can be anchors */

bool padan_is_lopsided(double rows, double columns, double slope)
{
    double expected = slope * rows;
    return fabs(columns - expected) > PADAN_ANCHOR_MARGIN * fmax(1, slope) + 0.5 * fmax(columns, expected);
}

static bool add_anchor(struct padan_anchors *anchors, size_t row, size_t column)
{
    if (!padan_vector_reserve(&anchors->items, &anchors->capacity, anchors->count + 1, sizeof *anchors->items))
        return false;
    anchors->items[anchors->count++] = (struct padan_anchor){ (uint32_t)row, (uint32_t)column };
    return true;
}

/* A segment with a word, and the place of the same word before it. */
struct place {
    uint32_t segment, before;
};

/* Where the words of one side stand in a box. Counts are zero between boxes. */
struct tally {
    const struct padan_side *side;
    uint32_t *count; /* by type */
    uint32_t *last;  /* by type, where there is one: its last place */
    struct place *places;
    size_t place_count, place_capacity;
};

struct surveyor {
    struct tally source, target;
    uint32_t *twin; /* by source type: the target type that renders it, or UINT32_MAX */
    double slope;   /* as far as it is known */
};

static bool make_tally(struct tally *tally, const struct padan_side *side)
{
    tally->side = side;
    tally->count = calloc(side->types.count + 1, sizeof *tally->count);
    tally->last = calloc(side->types.count + 1, sizeof *tally->last);
    return tally->count && tally->last;
}

/* Places are kept up to `limit` of a word. */
static bool count_words(struct tally *tally, size_t from, size_t to, uint32_t limit)
{
    const struct padan_side *side = tally->side;
    tally->place_count = 0;
    if (!padan_vector_reserve(&tally->places, &tally->place_capacity, side->first[to] - side->first[from] + 1,
                              sizeof *tally->places))
        return false;
    for (size_t segment = from; segment < to; segment++) {
        for (uint32_t at = side->first[segment]; at < side->first[segment + 1]; at++) {
            size_t type = side->words[at];
            if (tally->count[type]++ >= limit)
                continue;
            tally->places[tally->place_count] = (struct place){ (uint32_t)segment, tally->last[type] };
            tally->last[type] = (uint32_t)tally->place_count++;
        }
    }
    return true;
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
static bool join_places(struct padan_anchors *anchors, const struct surveyor *surveyor, size_t type, size_t count,
                        bool all)
{
    const struct tally *source = &surveyor->source, *target = &surveyor->target;
    size_t other = surveyor->twin[type], other_count = target->count[other];
    uint32_t row = source->last[type], column = target->last[other];
    for (size_t i = 0; i < count; i++) {
        if (all)
            column = target->last[other];
        for (size_t k = 0; k < (all ? other_count : 1); k++) {
            if (!add_anchor(anchors, source->places[row].segment, target->places[column].segment))
                return false;
            column = target->places[column].before;
        }
        row = source->places[row].before;
    }
    return true;
}

/* Which words are looked at: up to how frequent ones, and whether also those that one side has oftener. */
struct search {
    uint32_t limit;
    bool all;
};

/* Anchors among the segments from one anchor to another, both included. */
static bool find_anchors(struct padan_anchors *anchors, struct surveyor *surveyor, struct padan_anchor from,
                         struct padan_anchor to, struct search search)
{
    struct tally *source = &surveyor->source, *target = &surveyor->target;
    const struct padan_side *side = source->side;
    bool done = count_words(source, from.row, to.row, search.limit) &&
                count_words(target, from.column, to.column, search.limit);
    for (uint32_t at = side->first[from.row]; at < side->first[to.row]; at++) {
        size_t type = side->words[at], count = source->count[type], other = surveyor->twin[type];
        source->count[type] = 0;
        if (count == 0 || count > search.limit || other == UINT32_MAX || target->count[other] > search.limit ||
            (!search.all && target->count[other] != count))
            continue;
        done = done && join_places(anchors, surveyor, type, count, search.all);
    }
    clear_words(target, from.column, to.column);
    return done;
}

static int compare_anchors(const void *left, const void *right)
{
    const struct padan_anchor *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

/* The same, of one row the last column first, so that a chain that rises has one of them. */
static int compare_steps(const void *left, const void *right)
{
    const struct padan_anchor *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column < b->column) - (a->column > b->column);
}

/* Keeps the longest chain in which neither side falls, or both rise. O(k log k). */
static bool keep_chain(struct padan_anchors *anchors, bool rise)
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

/*
 * The slope of a chain: that of the whole, unless most stretches are steeper or most are flatter, as where one side has
 * blocks or is an excerpt. The anchors lie in what both sides have, so that the median of the stretches tells it then.
 */
static bool measure_slope(double *slope, const struct padan_anchors *anchors, double whole)
{
    enum { STRETCH = 3, LEAST = 5 };
    double *slopes = malloc((anchors->count + 1) * sizeof *slopes);
    size_t count = 0;
    for (size_t i = STRETCH; slopes && i < anchors->count; i++) {
        struct padan_anchor from = anchors->items[i - STRETCH], to = anchors->items[i];
        if (to.row > from.row && to.column > from.column)
            slopes[count++] = (double)(to.column - from.column) / (to.row - from.row);
    }
    *slope = whole;
    if (count >= LEAST) {
        qsort(slopes, count, sizeof *slopes, compare_doubles);
        if (whole < slopes[count / 4] || whole > slopes[count - 1 - count / 4])
            *slope = slopes[count / 2];
    }
    free(slopes);
    return slopes != NULL;
}

/* Drops anchors that lie far from the median diagonal of their neighbours: equal words by chance. */
static bool drop_strays(struct padan_anchors *anchors, double slope)
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
        stray[i] = fabs(own - offsets[count / 2]) > PADAN_ANCHOR_MARGIN * fmax(1, slope);
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

/* Whether two anchors can be without a block between them. */
static bool are_neighbours(struct padan_anchor from, struct padan_anchor to, double slope)
{
    return !padan_is_lopsided(to.row - from.row, to.column - from.column, slope);
}

/*
 * Drops anchors of a lopsided box that lie on the diagonal of neither neighbour: words of a block that stand elsewhere
 * on the other side.
 */
static void drop_lonely(struct padan_anchors *anchors, double slope, struct padan_anchor from, struct padan_anchor to)
{
    struct padan_anchor before = from;
    size_t kept = 0;
    for (size_t i = 0; i < anchors->count; i++) {
        struct padan_anchor own = anchors->items[i], after = i + 1 < anchors->count ? anchors->items[i + 1] : to;
        if (are_neighbours(before, own, slope) || are_neighbours(own, after, slope))
            anchors->items[kept++] = own;
        before = own;
    }
    anchors->count = kept;
}

/* The slope that the anchors of a box are held against: its own, unless it may hold a block. */
static double choose_slope(const struct surveyor *surveyor, double rows, double columns)
{
    double expected = surveyor->slope * rows;
    double doubt = PADAN_ANCHOR_MARGIN * fmax(1, surveyor->slope) + 0.25 * fmax(columns, expected);
    return fabs(columns - expected) > doubt ? surveyor->slope : columns / rows;
}

static bool is_whole(const struct surveyor *surveyor, struct padan_anchor from, struct padan_anchor to)
{
    return from.row == 0 && from.column == 0 && to.row == surveyor->source.side->count &&
           to.column == surveyor->target.side->count;
}

/*
 * The chain of a box. Where equally frequent rare words are too few, as where a part that stands elsewhere too is
 * missing, also those that one side has oftener; where that is too little still, as where a text repeats itself, words
 * that are not rare.
 */
static bool find_chain(struct padan_anchors *found, struct surveyor *surveyor, struct padan_anchor from,
                       struct padan_anchor to)
{
    static const struct search searches[] = { { RARE, false }, { RARE, true }, { OFTEN, false } };
    double segments = fmin(to.row - from.row, to.column - from.column);
    bool done = true;
    for (size_t i = 0; done && i < sizeof searches / sizeof *searches; i++) {
        struct padan_anchors chain = { 0 };
        done = find_anchors(&chain, surveyor, from, to, searches[i]) && keep_chain(&chain, searches[i].all);
        bool enough = (double)chain.count * FAR >= segments;
        if (enough || searches[i].limit == RARE) {
            free(found->items);
            *found = chain;
        } else {
            free(chain.items);
        }
        if (enough)
            break;
    }
    return done;
}

/* Appends the good anchors between two, both left out. */
static bool survey_box(struct padan_anchors *anchors, struct surveyor *surveyor, struct padan_anchor from,
                       struct padan_anchor to)
{
    struct padan_anchors found = { 0 };
    double rows = to.row - from.row, columns = to.column - from.column;
    bool done = find_chain(&found, surveyor, from, to);
    if (is_whole(surveyor, from, to))
        done = done && measure_slope(&surveyor->slope, &found, columns / rows);
    done = done &&
           drop_strays(&found, is_whole(surveyor, from, to) ? surveyor->slope : choose_slope(surveyor, rows, columns));
    if (done && padan_is_lopsided(rows, columns, surveyor->slope))
        drop_lonely(&found, surveyor->slope, from, to);
    for (size_t i = 0; done && i < found.count; i++) {
        if (found.items[i].row != from.row || found.items[i].column != from.column)
            done = add_anchor(anchors, found.items[i].row, found.items[i].column);
    }
    free(found.items);
    return done;
}

static bool is_far(struct padan_anchor from, struct padan_anchor to)
{
    return to.row > from.row && to.column > from.column && (to.row - from.row > FAR || to.column - from.column > FAR);
}

/* Looks again wherever anchors are far apart, where other words may be rare. Linear in the text at each level. */
static bool survey(struct padan_anchors *anchors, struct surveyor *surveyor)
{
    bool done = true;
    for (int level = 0; done && level < LEVELS; level++) {
        struct padan_anchors finer = { 0 };
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

static bool find_all(struct padan_anchors *anchors, struct surveyor *surveyor, const struct padan_side *source,
                     const struct padan_side *target, const struct padan_pairs *pairs)
{
    surveyor->slope = (double)target->count / fmax((double)source->count, 1);
    return make_tally(&surveyor->source, source) && make_tally(&surveyor->target, target) &&
           find_twins(surveyor, pairs) && add_anchor(anchors, 0, 0) &&
           add_anchor(anchors, source->count, target->count) && survey(anchors, surveyor);
}

int padan_anchors_find(struct padan_anchors *anchors, const struct padan_side *source, const struct padan_side *target,
                       const struct padan_pairs *pairs, struct padan_error *error)
{
    struct surveyor surveyor = { 0 };
    *anchors = (struct padan_anchors){ 0 };
    bool done = find_all(anchors, &surveyor, source, target, pairs);
    anchors->slope = surveyor.slope;
    free(surveyor.source.count);
    free(surveyor.source.last);
    free(surveyor.source.places);
    free(surveyor.target.count);
    free(surveyor.target.last);
    free(surveyor.target.places);
    free(surveyor.twin);
    return done ? PADAN_OK : padan_error_allocation(error);
}

void padan_anchors_free(struct padan_anchors *anchors)
{
    free(anchors->items);
    *anchors = (struct padan_anchors){ 0 };
}

double padan_anchors_ratio(const struct padan_anchors *anchors, const struct padan_side *source,
                           const struct padan_side *target)
{
    enum { LEAST = 10 };
    double lengths[2] = { 0, 0 };
    size_t rows = 0;
    for (size_t i = 1; i < anchors->count; i++) {
        struct padan_anchor from = anchors->items[i - 1], to = anchors->items[i];
        if (padan_is_lopsided(to.row - from.row, to.column - from.column, anchors->slope))
            continue;
        rows += to.row - from.row;
        lengths[0] += padan_side_length(source, from.row, to.row);
        lengths[1] += padan_side_length(target, from.column, to.column);
    }
    return rows >= LEAST && lengths[0] > 0 ? lengths[1] / lengths[0] : 0;
}
