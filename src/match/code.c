/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/code.h"

#include <stdlib.h>
#include <string.h>

#include "text/utf8.h"

#define POINTS 0x110000u
#define SHARED (256 - PADAN_CODE_OWN)
#define SLOTS 512u

bool padan_alphabet_counts_init(struct padan_alphabet_counts *counts)
{
    counts->counts = calloc(POINTS, sizeof *counts->counts);
    return counts->counts != NULL;
}

void padan_alphabet_counts_free(struct padan_alphabet_counts *counts)
{
    free(counts->counts);
    counts->counts = NULL;
}

static uint32_t mix(uint32_t point)
{
    return (point * 2654435761u) >> 16;
}

struct counted {
    uint32_t point, count;
};

static int by_count(const void *left, const void *right)
{
    const struct counted *a = left, *b = right;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return (a->point > b->point) - (a->point < b->point);
}

/* The code points that there are, the most frequent first. */
static struct counted *sort_points(const struct padan_alphabet_counts *counts, size_t *count)
{
    size_t most = 0;
    for (uint32_t block = 0; block < PADAN_POINTS_BLOCKS; block++)
        most += counts->counted[block] ? PADAN_POINTS_BLOCK : 0;
    struct counted *sorted = malloc((most + 1) * sizeof *sorted);
    if (!sorted)
        return NULL;
    *count = 0;
    for (uint32_t block = 0; block < PADAN_POINTS_BLOCKS; block++) {
        uint32_t point = block * PADAN_POINTS_BLOCK;
        for (uint32_t end = point + PADAN_POINTS_BLOCK; counts->counted[block] && point < end; point++)
            if (counts->counts[point])
                sorted[(*count)++] = (struct counted){ point, counts->counts[point] };
    }
    qsort(sorted, *count, sizeof *sorted, by_count);
    return sorted;
}

/* The heaviest codes first, each to the class that has least: classes of about the same weight tell most apart. */
static void spread_classes(struct padan_alphabet *alphabet, struct counted *codes)
{
    uint64_t weights[PADAN_BAG_SIZE] = { 0 };
    qsort(codes, 256, sizeof *codes, by_count);
    for (size_t i = 0; i < 256; i++) {
        size_t least = 0;
        for (size_t class = 1; class < PADAN_BAG_SIZE; class ++)
            if (weights[class] < weights[least])
                least = class;
        alphabet->classes[codes[i].point] = (uint8_t)least;
        weights[least] += codes[i].count + (uint64_t)1;
    }
}

bool padan_alphabet_make(struct padan_alphabet *alphabet, const struct padan_alphabet_counts *counts)
{
    size_t count = 0;
    struct counted *sorted = sort_points(counts, &count);
    if (!sorted)
        return false;
    memset(alphabet, 0, sizeof *alphabet);
    struct counted codes[256];
    for (uint32_t code = 0; code < 256; code++)
        codes[code] = (struct counted){ code, 0 };
    for (size_t i = 0; i < count && i < PADAN_CODE_OWN; i++)
        alphabet->points[i] = sorted[i].point;
    padan_alphabet_prepare(alphabet);
    for (size_t i = 0; i < count; i++)
        codes[padan_alphabet_code(alphabet, sorted[i].point)].count += sorted[i].count;
    spread_classes(alphabet, codes);
    free(sorted);
    return true;
}

static uint8_t shared_code(uint32_t point)
{
    return (uint8_t)(PADAN_CODE_OWN + mix(point) % SHARED);
}

static void add_point(struct padan_alphabet *alphabet, uint32_t point, uint32_t code)
{
    if (point < sizeof alphabet->low) {
        alphabet->low[point] = (uint8_t)code;
        return;
    }
    uint32_t at = mix(point) % SLOTS;
    while (alphabet->slots[at].point)
        at = (at + 1) % SLOTS;
    alphabet->slots[at].point = point;
    alphabet->slots[at].code = code;
}

bool padan_alphabet_prepare(struct padan_alphabet *alphabet)
{
    for (uint32_t point = 0; point < sizeof alphabet->low; point++)
        alphabet->low[point] = shared_code(point);
    memset(alphabet->slots, 0, sizeof alphabet->slots);
    for (uint32_t code = 0; code < 256; code++)
        if (alphabet->classes[code] >= PADAN_BAG_SIZE)
            return false;
    for (uint32_t code = 0; code < PADAN_CODE_OWN; code++) {
        if (alphabet->points[code] >= POINTS)
            return false;
        if (alphabet->points[code])
            add_point(alphabet, alphabet->points[code], code);
    }
    return true;
}

uint8_t padan_alphabet_code(const struct padan_alphabet *alphabet, uint32_t point)
{
    if (point < sizeof alphabet->low)
        return alphabet->low[point];
    for (uint32_t at = mix(point) % SLOTS; alphabet->slots[at].point; at = (at + 1) % SLOTS)
        if (alphabet->slots[at].point == point)
            return (uint8_t)alphabet->slots[at].code;
    return shared_code(point);
}

size_t padan_alphabet_encode(const struct padan_alphabet *alphabet, struct padan_string text, uint8_t *codes)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        while (at < text.size && (unsigned char)text.data[at] < 0x80)
            codes[count++] = alphabet->low[(unsigned char)text.data[at++]];
        if (at == text.size)
            break;
        UChar32 c = padan_utf8_next(text, &at);
        codes[count++] = padan_alphabet_code(alphabet, c < 0 ? 0xFFFD : (uint32_t)c);
    }
    return count;
}

void padan_alphabet_bag(const struct padan_alphabet *alphabet, const uint8_t *codes, size_t count,
                        uint8_t bag[PADAN_BAG_SIZE])
{
    /* Counted on two pages in turn: a class that comes twice running does not wait for itself. */
    uint32_t counts[2][PADAN_BAG_SIZE] = { { 0 } };
    for (size_t i = 0; i < count; i++)
        counts[i % 2][alphabet->classes[codes[i]]]++;
    for (size_t class = 0; class < PADAN_BAG_SIZE; class ++) {
        uint32_t sum = counts[0][class] + counts[1][class];
        bag[class] = (uint8_t)(sum < 255 ? sum : 255);
    }
}
