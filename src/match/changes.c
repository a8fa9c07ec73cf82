/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/changes.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"

/* Pairs of words that are tried at most, and steps of 64 pairs of points. */
static const size_t pair_limit = (size_t)1 << 24;

/*
 * Costs are points shifted by this much, plus what decides between equals: few changes, and a number that becomes a
 * number rather than a sign.
 */
enum { POINT_SHIFT = 28, CHANGE = 2, CHANGE_OF_KIND = 1 };

enum way { WAY_BOTH, WAY_TEXT, WAY_QUERY };

/* Words that are the same in both texts, one each. */
struct padan_change_place {
    uint64_t hash;
    size_t text, query;
    size_t before; /* number + 1 of the place before in the longest rising order */
    unsigned text_count, query_count;
};

struct range {
    size_t text_start, text_end;
    size_t query_start, query_end;
};

struct work {
    struct padan_changes *changes;
    const struct padan_changes_sides *sides;
    bool wanted;
    uint64_t most, cost; /* shifted */
};

static size_t length(const struct padan_wording_word *word)
{
    return word->end - word->start;
}

static uint64_t weigh(size_t points)
{
    return ((uint64_t)points << POINT_SHIFT) + CHANGE;
}

static size_t points_of(const struct padan_wording *wording, size_t start, size_t end)
{
    return start < end ? wording->words[end - 1].end - wording->words[start].start : 0;
}

static bool is_same(const struct padan_changes_sides *sides, size_t text, size_t query)
{
    return sides->text->words[text].hash == sides->query->words[query].hash;
}

static bool add_change(struct work *work, size_t text, size_t query, bool in_text, bool in_query)
{
    struct padan_changes *changes = work->changes;
    if (!work->wanted)
        return true;
    if (!padan_vector_reserve(&changes->items, &changes->capacity, changes->count + 1, sizeof *changes->items))
        return false;
    changes->items[changes->count++] = (struct padan_change){ text, query, in_text, in_query };
    return true;
}

static struct range trimmed(const struct padan_changes_sides *sides, struct range range)
{
    while (range.text_start < range.text_end && range.query_start < range.query_end &&
           is_same(sides, range.text_start, range.query_start)) {
        range.text_start++;
        range.query_start++;
    }
    while (range.text_start < range.text_end && range.query_start < range.query_end &&
           is_same(sides, range.text_end - 1, range.query_end - 1)) {
        range.text_end--;
        range.query_end--;
    }
    return range;
}

/* What all words of one side cost where the other has none. */
static bool take_rest(struct work *work, struct range range)
{
    for (size_t i = range.text_start; i < range.text_end; i++) {
        work->cost += weigh(length(&work->sides->text->words[i]));
        if (!add_change(work, i, range.query_start, true, false))
            return false;
    }
    for (size_t i = range.query_start; i < range.query_end; i++) {
        work->cost += weigh(length(&work->sides->query->words[i]));
        if (!add_change(work, range.text_end, i, false, true))
            return false;
    }
    return true;
}

/* All of it taken to be changed. */
static bool take_whole(struct work *work, struct range range)
{
    size_t text = points_of(work->sides->text, range.text_start, range.text_end);
    size_t query = points_of(work->sides->query, range.query_start, range.query_end);
    uint64_t cost = work->cost + weigh(text > query ? text : query);
    work->changes->estimated = true;
    bool done = !work->wanted || take_rest(work, range);
    work->cost = cost;
    return done;
}

static uint64_t change_cost(const struct padan_changes_sides *sides, const struct padan_wording_word *text,
                            const struct padan_wording_word *query)
{
    if (text->hash == query->hash)
        return 0;
    size_t points = length(text) > length(query) ? length(text) : length(query);
    if (sides->lanes)
        points = padan_lanes_word(sides->lanes, query->start, query->end, length(text));
    return weigh(points) + (text->kind == query->kind ? 0 : CHANGE_OF_KIND);
}

/* The next column of costs, with a word more of the text. Answers its least. */
static uint64_t next_column(const struct work *work, struct range range, const struct padan_wording_word *text,
                            uint8_t *ways)
{
    uint64_t *costs = work->changes->costs, before = costs[0], least;
    const struct padan_wording_word *query = work->sides->query->words + range.query_start;
    least = costs[0] += weigh(length(text));
    for (size_t i = 0; i < range.query_end - range.query_start; i++) {
        uint64_t best = before + change_cost(work->sides, text, &query[i]);
        enum way way = WAY_BOTH;
        before = costs[i + 1];
        if (before + weigh(length(text)) < best) {
            best = before + weigh(length(text));
            way = WAY_TEXT;
        }
        if (costs[i] + weigh(length(&query[i])) < best) {
            best = costs[i] + weigh(length(&query[i]));
            way = WAY_QUERY;
        }
        costs[i + 1] = best;
        least = best < least ? best : least;
        if (ways)
            ways[i] = (uint8_t)way;
    }
    return least;
}

/* Walks back from the end; the changes of the range come out in order. */
static bool trace(struct work *work, struct range range)
{
    struct padan_changes *changes = work->changes;
    const uint8_t *ways = changes->ways;
    size_t text = range.text_end, query = range.query_end, first = changes->count;
    size_t width = range.query_end - range.query_start;
    while (text > range.text_start || query > range.query_start) {
        enum way way = query == range.query_start ? WAY_TEXT : WAY_QUERY;
        if (text > range.text_start && query > range.query_start)
            way = ways[(text - 1 - range.text_start) * width + (query - 1 - range.query_start)];
        text -= way != WAY_QUERY;
        query -= way != WAY_TEXT;
        if ((way != WAY_BOTH || !is_same(work->sides, text, query)) &&
            !add_change(work, text, query, way != WAY_QUERY, way != WAY_TEXT))
            return false;
    }
    for (size_t i = first, j = changes->count; i + 1 < j; i++) {
        struct padan_change swapped = changes->items[i];
        changes->items[i] = changes->items[--j];
        changes->items[j] = swapped;
    }
    return true;
}

static bool make_room(struct work *work, size_t texts, size_t queries)
{
    struct padan_changes *changes = work->changes;
    return padan_vector_reserve(&changes->costs, &changes->cost_capacity, queries + 1, sizeof *changes->costs) &&
           (!work->wanted ||
            padan_vector_reserve(&changes->ways, &changes->way_capacity, texts * queries, sizeof *changes->ways));
}

/* All pairs of words. */
static bool take_pairs(struct work *work, struct range range)
{
    const struct padan_wording_word *text = work->sides->text->words, *query = work->sides->query->words;
    size_t queries = range.query_end - range.query_start;
    if (!make_room(work, range.text_end - range.text_start, queries))
        return false;
    uint64_t *costs = work->changes->costs;
    costs[0] = 0;
    for (size_t i = 0; i < queries; i++)
        costs[i + 1] = costs[i] + weigh(length(&query[range.query_start + i]));
    for (size_t i = range.text_start; i < range.text_end; i++) {
        uint8_t *ways = work->wanted ? work->changes->ways + (i - range.text_start) * queries : NULL;
        if (work->sides->lanes)
            padan_lanes_read(work->sides->lanes, text[i].start, text[i].end, query[range.query_start].start,
                             query[range.query_end - 1].end);
        uint64_t least = next_column(work, range, &text[i], ways);
        if (work->cost + least > work->most) {
            work->cost += least;
            return true;
        }
    }
    work->cost += costs[queries];
    return !work->wanted || trace(work, range);
}

/* Whether a range can be looked through in full, which is then taken off the budget. */
static bool spend(struct work *work, struct range range)
{
    size_t pairs = (range.text_end - range.text_start) * (range.query_end - range.query_start);
    size_t steps = points_of(work->sides->text, range.text_start, range.text_end) *
                   (points_of(work->sides->query, range.query_start, range.query_end) / 64 + 1);
    size_t price = pairs > steps ? pairs : steps;
    if (price > work->changes->budget)
        return false;
    work->changes->budget -= price;
    return true;
}

static bool take_small(struct work *work, struct range range)
{
    range = trimmed(work->sides, range);
    if (range.text_start == range.text_end || range.query_start == range.query_end)
        return take_rest(work, range);
    return spend(work, range) ? take_pairs(work, range) : take_whole(work, range);
}

static int by_hash(const void *left, const void *right)
{
    const struct padan_change_place *a = left, *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

static int by_text(const void *left, const void *right)
{
    const struct padan_change_place *a = left, *b = right;
    return (a->text > b->text) - (a->text < b->text);
}

/* Gives the places of words that stand once on either side, in the order of the text. */
static size_t find_places(struct padan_change_place *places, const struct padan_changes_sides *sides,
                          struct range range)
{
    size_t count = 0, kept = 0;
    for (size_t i = range.text_start; i < range.text_end; i++)
        places[count++] = (struct padan_change_place){ sides->text->words[i].hash, i, 0, 0, 1, 0 };
    for (size_t i = range.query_start; i < range.query_end; i++)
        places[count++] = (struct padan_change_place){ sides->query->words[i].hash, 0, i, 0, 0, 1 };
    qsort(places, count, sizeof *places, by_hash);
    for (size_t i = 0; i < count;) {
        struct padan_change_place place = { places[i].hash, 0, 0, 0, 0, 0 };
        for (; i < count && places[i].hash == place.hash; i++) {
            place.text += places[i].text;
            place.query += places[i].query;
            place.text_count += places[i].text_count;
            place.query_count += places[i].query_count;
        }
        if (place.text_count == 1 && place.query_count == 1)
            places[kept++] = place;
    }
    qsort(places, kept, sizeof *places, by_text);
    return kept;
}

/* Keeps the most places that come in the same order in both; `tails` has room for as many. */
static size_t keep_rising(struct padan_change_place *places, size_t count, uint64_t *tails)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = longest;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (places[tails[middle]].query < places[i].query)
                low = middle + 1;
            else
                high = middle;
        }
        places[i].before = low > 0 ? (size_t)tails[low - 1] + 1 : 0;
        tails[low] = i;
        longest += low == longest;
    }
    size_t at = longest > 0 ? (size_t)tails[longest - 1] + 1 : 0;
    for (size_t i = longest; at > 0; at = places[at - 1].before)
        tails[--i] = at - 1;
    for (size_t i = 0; i < longest; i++)
        places[i] = places[tails[i]];
    return longest;
}

/* Cuts a range at fixed places. */
static bool take_large(struct work *work, struct range range)
{
    struct padan_changes *changes = work->changes;
    size_t words = range.text_end - range.text_start + range.query_end - range.query_start;
    if (!padan_vector_reserve(&changes->places, &changes->place_capacity, words, sizeof *changes->places) ||
        !padan_vector_reserve(&changes->costs, &changes->cost_capacity, words + 1, sizeof *changes->costs))
        return false;
    changes->estimated = true;
    size_t count = find_places(changes->places, work->sides, range);
    count = keep_rising(changes->places, count, changes->costs);
    struct range piece = range;
    for (size_t i = 0; i < count; i++) {
        piece.text_end = changes->places[i].text;
        piece.query_end = changes->places[i].query;
        if (!take_small(work, piece))
            return false;
        piece.text_start = piece.text_end + 1;
        piece.query_start = piece.query_end + 1;
        if (work->cost > work->most)
            return true;
    }
    piece.text_end = range.text_end;
    piece.query_end = range.query_end;
    return take_small(work, piece);
}

bool padan_changes_find(struct padan_changes *changes, const struct padan_changes_sides *sides, bool wanted,
                        size_t most, size_t *cost)
{
    struct work work = { .changes = changes, .sides = sides, .wanted = wanted };
    struct range all = { 0, sides->text->word_count, 0, sides->query->word_count };
    bool done;
    work.most = most >= (SIZE_MAX >> POINT_SHIFT) ? UINT64_MAX / 2 : ((uint64_t)(most + 1) << POINT_SHIFT) - 1;
    changes->count = 0;
    changes->estimated = false;
    changes->budget = pair_limit;
    all = trimmed(sides, all);
    if (all.text_start == all.text_end || all.query_start == all.query_end)
        done = take_rest(&work, all);
    else if (spend(&work, all))
        done = take_pairs(&work, all);
    else
        done = take_large(&work, all);
    *cost = (size_t)(work.cost >> POINT_SHIFT);
    return done;
}

void padan_changes_free(struct padan_changes *changes)
{
    free(changes->items);
    free(changes->costs);
    free(changes->ways);
    free(changes->places);
    *changes = (struct padan_changes){ 0 };
}
