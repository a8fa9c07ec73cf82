/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/lanes.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"

enum { BLOCK = 64, WHERE_LIMIT = 1 << 21 };

static size_t slot_of(const struct padan_lanes *lanes, UChar32 point)
{
    size_t mask = lanes->slot_count - 1;
    size_t slot = ((uint32_t)point * UINT32_C(2654435761) >> 7) & mask;
    while (lanes->numbers[slot] != 0 && lanes->slots[slot] != point)
        slot = (slot + 1) & mask;
    return slot;
}

/* The number of a symbol, or 0. */
static uint32_t number_of(const struct padan_lanes *lanes, UChar32 point)
{
    return lanes->numbers[slot_of(lanes, point)];
}

/* Twice as many slots as there can be symbols. */
static bool make_slots(struct padan_lanes *lanes, size_t count)
{
    size_t slots = 64, capacity = lanes->slot_capacity;
    while (slots < 2 * count)
        slots *= 2;
    if (!padan_vector_reserve(&lanes->slots, &capacity, slots, sizeof *lanes->slots) ||
        !padan_vector_reserve(&lanes->numbers, &lanes->slot_capacity, slots, sizeof *lanes->numbers))
        return false;
    lanes->slot_count = slots;
    memset(lanes->numbers, 0, slots * sizeof *lanes->numbers);
    return true;
}

static bool make_blocks(struct padan_lanes *lanes, size_t count)
{
    size_t capacity = lanes->block_capacity, again = capacity;
    if (!padan_vector_reserve(&lanes->tops, &capacity, count, sizeof *lanes->tops) ||
        !padan_vector_reserve(&lanes->plus, &again, count, sizeof *lanes->plus) ||
        !padan_vector_reserve(&lanes->minus, &lanes->block_capacity, count, sizeof *lanes->minus))
        return false;
    lanes->block_count = count;
    memset(lanes->tops, 0, count * sizeof *lanes->tops);
    return true;
}

static void number_symbols(struct padan_lanes *lanes, const UChar32 *points, size_t count)
{
    lanes->symbol_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t slot = slot_of(lanes, points[i]);
        if (lanes->numbers[slot] != 0)
            continue;
        lanes->slots[slot] = points[i];
        lanes->numbers[slot] = ++lanes->symbol_count;
    }
}

enum padan_lanes_status padan_lanes_set(struct padan_lanes *lanes, const UChar32 *points, size_t count)
{
    size_t blocks = (count + BLOCK - 1) / BLOCK;
    lanes->point_count = 0;
    if (!make_slots(lanes, count) || !make_blocks(lanes, blocks ? blocks : 1))
        return PADAN_LANES_NO_MEMORY;
    number_symbols(lanes, points, count);
    size_t size = (lanes->symbol_count + 1) * lanes->block_count;
    if (size > WHERE_LIMIT)
        return PADAN_LANES_TOO_LARGE;
    if (!padan_vector_reserve(&lanes->where, &lanes->where_capacity, size, sizeof *lanes->where))
        return PADAN_LANES_NO_MEMORY;
    memset(lanes->where, 0, size * sizeof *lanes->where);
    for (size_t i = 0; i < count; i++)
        lanes->where[number_of(lanes, points[i]) * lanes->block_count + i / BLOCK] |= UINT64_C(1) << (i % BLOCK);
    lanes->point_count = count;
    return PADAN_LANES_FITS;
}

void padan_lanes_end(struct padan_lanes *lanes, size_t end)
{
    lanes->tops[(end - 1) / BLOCK] |= UINT64_C(1) << ((end - 1) % BLOCK);
}

bool padan_lanes_text(struct padan_lanes *lanes, const UChar32 *points, size_t count)
{
    if (!padan_vector_reserve(&lanes->text, &lanes->text_capacity, count + 1, sizeof *lanes->text))
        return false;
    for (size_t i = 0; i < count; i++)
        lanes->text[i] = number_of(lanes, points[i]);
    lanes->text_count = count;
    return true;
}

/* What goes from a block of a column to the one below it. */
struct carry {
    uint64_t sum, plus, minus; /* 0 or 1 each */
};

/*
 * Moves a block on by one character. A lane's first row gets a horizontal difference of +1 from above, the row of the
 * empty pattern. `tops` are left out of the sum and put right after, so that it carries nothing into the next lane.
 */
static inline void step(uint64_t *plus, uint64_t *minus, uint64_t where, uint64_t tops, struct carry *carry)
{
    uint64_t p = *plus, m = *minus, x = where & p;
    uint64_t low = (x & ~tops) + (p & ~tops);
    uint64_t over = low < (x & ~tops);
    low += carry->sum;
    over |= low < carry->sum;
    uint64_t horizontal = ((low ^ ((x ^ p) & tops)) ^ p) | where | m;
    uint64_t rises = m | ~(horizontal | p), falls = p & horizontal;
    uint64_t inner_rises = rises & ~tops, inner_falls = falls & ~tops;
    uint64_t starts = tops << 1;
    rises = (inner_rises << 1) | starts | carry->plus;
    falls = (inner_falls << 1) | carry->minus;
    bool ends = tops >> (BLOCK - 1);
    carry->sum = over;
    carry->plus = ends | inner_rises >> (BLOCK - 1);
    carry->minus = inner_falls >> (BLOCK - 1);
    uint64_t vertical = where | m;
    *plus = falls | ~(vertical | rises);
    *minus = rises & vertical;
}

/* Reads a range of the text over some blocks, in lanes or as one. */
struct reading {
    size_t start, end;
    size_t first_block, last_block;
    bool in_lanes;
};

static void read_text(struct padan_lanes *lanes, const struct reading *reading)
{
    size_t first = reading->first_block, last = reading->last_block;
    memset(lanes->plus + first, 0xFF, (last - first + 1) * sizeof *lanes->plus);
    memset(lanes->minus + first, 0, (last - first + 1) * sizeof *lanes->minus);
    for (size_t at = reading->start; at < reading->end; at++) {
        const uint64_t *where = lanes->where + lanes->text[at] * lanes->block_count;
        struct carry carry = { .plus = 1 };
        for (size_t i = first; i <= last; i++)
            step(&lanes->plus[i], &lanes->minus[i], where[i], reading->in_lanes ? lanes->tops[i] : 0, &carry);
    }
}

/* The bits of a block from `start` up to `end`, which count from the block's first. */
static inline uint64_t bits(size_t start, size_t end)
{
    return (end == BLOCK ? ~UINT64_C(0) : (UINT64_C(1) << end) - 1) & ~((UINT64_C(1) << start) - 1);
}

size_t padan_lanes_word(const struct padan_lanes *lanes, size_t lane_start, size_t lane_end, size_t size)
{
    size_t sum = size;
    for (size_t at = lane_start; at < lane_end;) {
        size_t block = at / BLOCK, end = (block + 1) * BLOCK;
        if (end > lane_end)
            end = lane_end;
        uint64_t mask = bits(at % BLOCK, end - block * BLOCK);
        sum += (size_t)__builtin_popcountll(lanes->plus[block] & mask);
        sum -= (size_t)__builtin_popcountll(lanes->minus[block] & mask);
        at = end;
    }
    return sum;
}

void padan_lanes_read(struct padan_lanes *lanes, size_t start, size_t end, size_t from, size_t to)
{
    const struct reading reading = { .start = start,
                                     .end = end,
                                     .first_block = from / BLOCK,
                                     .last_block = (to > from ? to - 1 : from) / BLOCK,
                                     .in_lanes = true };
    read_text(lanes, &reading);
}

size_t padan_lanes_whole(struct padan_lanes *lanes)
{
    const struct reading reading = { .end = lanes->text_count, .last_block = lanes->block_count - 1 };
    read_text(lanes, &reading);
    return padan_lanes_word(lanes, 0, lanes->point_count, lanes->text_count);
}

void padan_lanes_free(struct padan_lanes *lanes)
{
    free(lanes->slots);
    free(lanes->numbers);
    free(lanes->where);
    free(lanes->tops);
    free(lanes->plus);
    free(lanes->minus);
    free(lanes->text);
    *lanes = (struct padan_lanes){ 0 };
}
