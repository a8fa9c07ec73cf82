/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes of characters: each set has a random number, and a character the sum (by exclusive or) of those of its sets.
 * Equal sums are one class; that two different ones meet by chance has odds of one to 10^13 at a thousand classes. */
#include "segment/alphabet.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"

#define CLASS_LIMIT 16000 /* a table of pairs of them takes 32 MB */
#define CHARACTER_END 0x110000

/* Where a set begins or ends: from here on the sum has, or lacks, its number. */
struct padan_alphabet_edge {
    UChar32 at;
    uint64_t number;
};

/* The n-th number of the generator splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t number_of(uint64_t n)
{
    uint64_t z = n * UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static bool add_range(struct padan_alphabet *alphabet, UChar32 first, UChar32 last)
{
    if (!padan_vector_reserve(&alphabet->edges, &alphabet->edge_capacity, alphabet->edge_count + 2,
                              sizeof *alphabet->edges))
        return false;
    uint64_t number = number_of(alphabet->added);
    alphabet->edges[alphabet->edge_count++] = (struct padan_alphabet_edge){ first, number };
    alphabet->edges[alphabet->edge_count++] = (struct padan_alphabet_edge){ last + 1, number };
    return true;
}

int padan_alphabet_add(struct padan_alphabet *alphabet, const USet *set, struct padan_error *error)
{
    alphabet->added++;
    for (int32_t i = 0; i < uset_getRangeCount(set); i++) {
        UErrorCode code = U_ZERO_ERROR;
        UChar32 first, last;
        uset_getItem(set, i, &first, &last, NULL, 0, &code);
        if (!add_range(alphabet, first, last))
            return padan_error_allocation(error);
    }
    return PADAN_OK;
}

int padan_alphabet_add_character(struct padan_alphabet *alphabet, UChar32 character, struct padan_error *error)
{
    alphabet->added++;
    return add_range(alphabet, character, character) ? PADAN_OK : padan_error_allocation(error);
}

static int by_place(const void *left, const void *right)
{
    const struct padan_alphabet_edge *a = left, *b = right;
    return (a->at > b->at) - (a->at < b->at);
}

/* Gives the characters from `first` up to `end` their class. */
static void fill(struct padan_alphabet *alphabet, UChar32 first, UChar32 end, uint16_t class)
{
    for (UChar32 c = first; c < end && c < 0x10000; c++)
        alphabet->bmp[c] = class;
    if (end <= 0x10000)
        return;
    alphabet->starts[alphabet->range_count] = first < 0x10000 ? 0x10000 : first;
    alphabet->classes[alphabet->range_count++] = class;
}

/* Walks over the edges in order; `sums` numbers the sums that are met. */
static bool sweep(struct padan_alphabet *alphabet, struct padan_table *sums)
{
    uint64_t sum = 0;
    for (size_t i = 0;;) {
        UChar32 first = i > 0 ? alphabet->edges[i - 1].at : 0;
        UChar32 end = i < alphabet->edge_count ? alphabet->edges[i].at : CHARACTER_END;
        if (end > first) {
            size_t class = padan_table_add(sums, &sum, sizeof sum);
            if (class == PADAN_TABLE_NONE || class >= CLASS_LIMIT)
                return false;
            alphabet->samples[class + 1] = first;
            fill(alphabet, first, end, (uint16_t)(class + 1));
        }
        if (i == alphabet->edge_count)
            return true;
        sum ^= alphabet->edges[i++].number;
    }
}

int padan_alphabet_close(struct padan_alphabet *alphabet, struct padan_error *error)
{
    struct padan_table sums = { 0 };
    size_t ranges = alphabet->edge_count + 1;
    alphabet->bmp = malloc(0x10000 * sizeof *alphabet->bmp);
    alphabet->starts = malloc(ranges * sizeof *alphabet->starts);
    alphabet->classes = malloc(ranges * sizeof *alphabet->classes);
    alphabet->samples = malloc((ranges + 1) * sizeof *alphabet->samples);
    if (!alphabet->bmp || !alphabet->starts || !alphabet->classes || !alphabet->samples)
        return padan_error_allocation(error);
    if (alphabet->edge_count > 0)
        qsort(alphabet->edges, alphabet->edge_count, sizeof *alphabet->edges, by_place);
    bool whole = sweep(alphabet, &sums);
    bool many = sums.count >= CLASS_LIMIT;
    alphabet->count = (unsigned)sums.count + 1;
    padan_table_free(&sums);
    free(alphabet->edges);
    alphabet->edges = NULL;
    if (!whole && many)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "the rules tell more than %d kinds of characters apart",
                               CLASS_LIMIT);
    return whole ? PADAN_OK : padan_error_allocation(error);
}

void padan_alphabet_free(struct padan_alphabet *alphabet)
{
    free(alphabet->edges);
    free(alphabet->bmp);
    free(alphabet->starts);
    free(alphabet->classes);
    free(alphabet->samples);
    *alphabet = (struct padan_alphabet){ 0 };
}

unsigned padan_alphabet_find(const struct padan_alphabet *alphabet, UChar32 character)
{
    size_t low = 0, high = alphabet->range_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (alphabet->starts[middle] <= character)
            low = middle;
        else
            high = middle;
    }
    return alphabet->classes[low];
}

void padan_alphabet_bits(const struct padan_alphabet *alphabet, const USet *set, uint64_t *bits)
{
    for (unsigned class = 1; class < alphabet->count; class ++)
        if (uset_contains(set, alphabet->samples[class]))
            padan_bit_set(bits, class);
}
