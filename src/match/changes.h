/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_CHANGES_H
#define MATCH_CHANGES_H

#include "match/lanes.h"
#include "match/wording.h"

/* What becomes of words. */
struct padan_change {
    size_t text, query; /* words; where one of them is left out or put in, that before which it would stand */
    bool in_text, in_query;
};

/*
 * The cheapest way from a text to a query, word by word: a changed word costs the Levenshtein distance, a word put in
 * or left out its length, in points; of equally cheap ways that of the fewest changes. The words at both ends that are
 * the same are left alone, which no cheaper way can do without, since these costs are a metric.
 *
 * Where all pairs of words are too many, words that stand once in either text are taken for fixed places, as far as
 * they come in the same order (as patience diff does), and what lies between two is looked through by itself, or, where
 * that is too much too, taken to be all changed; `estimated` is then set. Time and memory are so bounded whatever the
 * texts are.
 *
 * A zeroed struct is empty; it keeps its room from one call to the next.
 */
struct padan_changes {
    struct padan_change *items; /* words that differ, in order; where they were asked for */
    size_t count, capacity;
    bool estimated;

    uint64_t *costs; /* a column, by words of the query */
    size_t cost_capacity;
    uint8_t *ways; /* by words of the text and of the query */
    size_t way_capacity;
    struct padan_change_place *places;
    size_t place_capacity;
    size_t budget;
};

struct padan_changes_sides {
    const struct padan_wording *text, *query;
    struct padan_lanes *lanes; /* with the query's words as lanes and the text as its text; NULL: words differ
                                * altogether or not at all */
};

/*
 * *cost: in points. Work may end where it is above `most`, and *cost is then above it too. With `wanted`, `items` are
 * filled. False: no memory.
 */
bool padan_changes_find(struct padan_changes *changes, const struct padan_changes_sides *sides, bool wanted,
                        size_t most, size_t *cost);
void padan_changes_free(struct padan_changes *changes);

#endif
