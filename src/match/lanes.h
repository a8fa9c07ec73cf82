/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_LANES_H
#define MATCH_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <unicode/umachine.h>

/*
 * Levenshtein distances of one pattern, or of each of its words, to many texts, bit by bit: a machine word holds a
 * column of 64 points of the pattern, and where words are asked for, all those that lie in it at once, each a lane of
 * its own that no carry leaves. So the distances of a word to all n words of the pattern cost what that to the pattern
 * as a whole does. Sources: Myers (1999); Hyyrö (2003); Hyyrö, Fredriksson and Navarro (2005) for the lanes.
 *
 * A zeroed struct is an empty pattern.
 */
struct padan_lanes {
    size_t point_count, block_count;
    /* The symbols of the pattern, numbered from 1; 0 is every other. Open addressing by code point. */
    UChar32 *slots;
    uint32_t *numbers; /* of slots */
    size_t slot_count, slot_capacity;
    uint32_t symbol_count;
    uint64_t *where; /* by symbol and block: the places of the symbol */
    size_t where_capacity;
    uint64_t *tops;         /* by block: the last point of each lane */
    uint64_t *plus, *minus; /* by block: the column's vertical differences */
    size_t block_capacity;
    uint32_t *text; /* the last text in symbols */
    size_t text_count, text_capacity;
};

enum padan_lanes_status { PADAN_LANES_FITS, PADAN_LANES_TOO_LARGE, PADAN_LANES_NO_MEMORY };

/*
 * Sets the pattern, which is not needed after. TOO_LARGE: a pattern of many different characters, whose table would
 * pass some ten megabytes; nothing can then be asked of it.
 */
enum padan_lanes_status padan_lanes_set(struct padan_lanes *lanes, const UChar32 *points, size_t count);

/* Says that a lane ends before this point, 1 to the count; lanes follow one another, all points being in one. */
void padan_lanes_end(struct padan_lanes *lanes, size_t end);

/* Sets the text. False: no memory. */
bool padan_lanes_text(struct padan_lanes *lanes, const UChar32 *points, size_t count);

/* The distance of the whole pattern to the whole text. */
size_t padan_lanes_whole(struct padan_lanes *lanes);

/*
 * Reads a range of the text for padan_lanes_word, and for lanes that lie within the points `from` to `to` of the
 * pattern alone.
 */
void padan_lanes_read(struct padan_lanes *lanes, size_t start, size_t end, size_t from, size_t to);

/* The distance between a lane and the range read last, of `size` points. */
size_t padan_lanes_word(const struct padan_lanes *lanes, size_t lane_start, size_t lane_end, size_t size);

void padan_lanes_free(struct padan_lanes *lanes);

#endif
