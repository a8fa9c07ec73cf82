/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/distance.h"

#include <stdlib.h>
#include <string.h>

#define BITS 64
#define FREE UINT32_MAX

static uint32_t *slot_of(const struct padan_distance *distance, uint32_t symbol)
{
    size_t at = (symbol * 2654435761u >> 8) & (distance->slots - 1);
    while (distance->symbols[at] != FREE && distance->symbols[at] != symbol)
        at = (at + 1) & (distance->slots - 1);
    return &distance->symbols[at];
}

static uint32_t class_of(const struct padan_distance *distance, uint32_t symbol)
{
    const uint32_t *slot = slot_of(distance, symbol);
    return *slot == FREE ? 0 : distance->classes[slot - distance->symbols];
}

static size_t number_symbols(struct padan_distance *distance, const uint32_t *pattern, size_t length)
{
    uint32_t count = 0;
    memset(distance->symbols, 0xFF, distance->slots * sizeof *distance->symbols);
    for (size_t i = 0; i < length; i++) {
        uint32_t *slot = slot_of(distance, pattern[i]);
        if (*slot == FREE) {
            *slot = pattern[i];
            distance->classes[slot - distance->symbols] = ++count;
        }
    }
    return count;
}

bool padan_distance_set(struct padan_distance *distance, const uint32_t *pattern, size_t length)
{
    padan_distance_free(distance);
    distance->length = length;
    distance->blocks = (length + BITS - 1) / BITS;
    for (distance->slots = 16; distance->slots < 2 * length;)
        distance->slots *= 2;
    distance->symbols = malloc(distance->slots * sizeof *distance->symbols);
    distance->classes = malloc(distance->slots * sizeof *distance->classes);
    distance->up = malloc((distance->blocks + 1) * sizeof *distance->up);
    distance->down = malloc((distance->blocks + 1) * sizeof *distance->down);
    distance->bottoms = malloc((distance->blocks + 1) * sizeof *distance->bottoms);
    if (!distance->symbols || !distance->classes || !distance->up || !distance->down || !distance->bottoms)
        return false;
    size_t classes = number_symbols(distance, pattern, length) + 1;
    distance->bits = calloc(classes * (distance->blocks + 1), sizeof *distance->bits);
    if (!distance->bits)
        return false;
    for (size_t i = 0; i < length; i++)
        distance->bits[class_of(distance, pattern[i]) * distance->blocks + i / BITS] |= UINT64_C(1) << i % BITS;
    return true;
}

void padan_distance_free(struct padan_distance *distance)
{
    free(distance->symbols);
    free(distance->classes);
    free(distance->bits);
    free(distance->up);
    free(distance->down);
    free(distance->bottoms);
    *distance = (struct padan_distance){ 0 };
}

/* The last block may have fewer rows than bits. */
static size_t rows_of(const struct padan_distance *distance, size_t block)
{
    size_t rows = distance->length - block * BITS;
    return rows < BITS ? rows : BITS;
}

/*
 * A block that the band reaches, as of the column before: each row counts as one more than the one above, which is
 * never too little. `above` is the distance in the row above the block.
 */
static void open_block(struct padan_distance *distance, size_t block, size_t above)
{
    distance->up[block] = UINT64_MAX;
    distance->down[block] = 0;
    distance->bottoms[block] = above + rows_of(distance, block);
}

/*
 * Moves a block one column on. `step` is by how much the row above it grew, 1, 0 or -1; answers the same of its lowest.
 */
static int advance(struct padan_distance *distance, size_t block, uint64_t same, int step)
{
    uint64_t up = distance->up[block], down = distance->down[block],
             bottom = UINT64_C(1) << (rows_of(distance, block) - 1);
    uint64_t either = same | down;
    if (step < 0)
        same |= 1;
    uint64_t free_step = (((same & up) + up) ^ up) | same | down;
    uint64_t right_up = down | ~(free_step | up), right_down = up & free_step;
    int grown = (right_up & bottom) ? 1 : (right_down & bottom) ? -1 : 0;
    right_up = right_up << 1 | (step > 0);
    right_down = right_down << 1 | (step < 0);
    distance->up[block] = right_down | ~(either | right_up);
    distance->down[block] = right_up & either;
    distance->bottoms[block] += (size_t)grown;
    return grown;
}

struct range {
    size_t first, end; /* blocks */
};

/*
 * Blocks that a path of at most `most` edits can go through in a column: from the diagonals between the first and the
 * last cell it can go aside by half of the edits that are left over.
 */
static struct range band_of(const struct padan_distance *distance, size_t column, size_t length, size_t most)
{
    size_t more = length > distance->length ? length - distance->length : 0;
    size_t less = length < distance->length ? distance->length - length : 0;
    size_t aside = (most - more - less) / 2;
    size_t top = column > more + aside ? column - more - aside : 1, low = column + less + aside;
    if (low > distance->length)
        low = distance->length;
    if (top > low)
        top = low;
    return (struct range){ (top - 1) / BITS, (low - 1) / BITS + 1 };
}

/* The least that the whole can still come to; a block's rows are at most so much less than its lowest. */
static bool is_hopeless(const struct padan_distance *distance, struct range band, size_t most)
{
    for (size_t block = band.first; block < band.end; block++)
        if (distance->bottoms[block] <= most + BITS)
            return false;
    return true;
}

static size_t in_band(struct padan_distance *distance, const uint32_t *text, size_t length, size_t most)
{
    size_t opened = 0;
    for (size_t column = 1; column <= length; column++) {
        struct range band = band_of(distance, column, length, most);
        const uint64_t *bits = distance->bits + class_of(distance, text[column - 1]) * distance->blocks;
        /* In the column before, of which the block above the band was part where the band's first is new. */
        size_t above = band.first ? distance->bottoms[band.first - 1] : 0;
        int step = 1;
        for (size_t block = band.first; block < band.end; block++) {
            if (block >= opened) {
                open_block(distance, block, above);
                opened = block + 1;
            }
            above = distance->bottoms[block];
            step = advance(distance, block, bits[block], step);
        }
        if (column % BITS == 0 && is_hopeless(distance, band, most))
            return SIZE_MAX;
    }
    size_t found = distance->bottoms[distance->blocks - 1];
    return found <= most ? found : SIZE_MAX;
}

size_t padan_distance_from(struct padan_distance *distance, const uint32_t *text, size_t length, size_t most)
{
    size_t longer = length > distance->length ? length : distance->length;
    size_t apart = longer - (length < distance->length ? length : distance->length);
    if (most > longer)
        most = longer;
    if (apart > most)
        return SIZE_MAX;
    if (length == 0 || distance->length == 0)
        return longer;
    return in_band(distance, text, length, most);
}
