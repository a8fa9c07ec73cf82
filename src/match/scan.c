/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/scan.h"

#include <stdlib.h>
#include <string.h>

void padan_scan_pattern_set(struct padan_scan_pattern *pattern, const struct padan_alphabet *alphabet,
                            const uint8_t *codes, size_t length)
{
    unsigned next = 0;
    pattern->codes = codes;
    pattern->length = length;
    memset(pattern->made, 0, sizeof pattern->made);
    memset(pattern->classes, 0, sizeof pattern->classes);
    padan_alphabet_bag(alphabet, codes, length, pattern->bag);
    /* Where there are more codes than classes some share one, which only lowers distances. */
    for (size_t i = 0; i < length; i++)
        if (pattern->classes[codes[i]] == 0)
            pattern->classes[codes[i]] = (uint8_t)(1 + next++ % (PADAN_SCAN_CLASSES - 1));
}

void padan_scan_pattern_free(struct padan_scan_pattern *pattern)
{
    for (unsigned width = 0; width < PADAN_SCAN_WIDTHS; width++)
        free(pattern->bits[width]);
    *pattern = (struct padan_scan_pattern){ 0 };
}

/* Edits are counted on past `most` by the columns until the next look at them, see scan_lanes.h. */
unsigned padan_scan_width(const struct padan_scan_band *band)
{
    unsigned width = band->most < UINT8_MAX - PADAN_SCAN_SLACK ? 0 : band->most < UINT16_MAX - PADAN_SCAN_SLACK ? 1 : 2;
    while (width < PADAN_SCAN_WIDTHS && band->diagonals > 8u << width)
        width++;
    return width;
}

bool padan_scan_pattern_bits(struct padan_scan_pattern *pattern, unsigned width)
{
    size_t bits = (size_t)8 << width, row_size = (size_t)PADAN_SCAN_CLASSES << width;
    size_t size = (pattern->length + bits) * row_size;
    if (pattern->made[width])
        return true;
    if (size > pattern->room[width]) {
        free(pattern->bits[width]);
        pattern->room[width] = 0;
        pattern->bits[width] = aligned_alloc(64, size);
        if (!pattern->bits[width])
            return false;
        pattern->room[width] = size;
    }
    memset(pattern->bits[width], 0, size);
    for (size_t at = 0; at < pattern->length; at++) {
        uint8_t *in = pattern->bits[width] + at * row_size + pattern->classes[pattern->codes[at]];
        for (size_t bit = bits; bit-- > 0; in += row_size)
            in[bit / 8 * PADAN_SCAN_CLASSES] |= (uint8_t)(1u << bit % 8);
    }
    pattern->made[width] = true;
    return true;
}

/*
 * A path that leaves the diagonals between the first and the last cell by e pays for that 2 e edits beside those that
 * the lengths differ by: e characters put in and e left out. Those left out, `less` and e, come beside the `extra`
 * characters, which are put in or changed.
 */
struct padan_scan_band padan_scan_band(size_t pattern_length, size_t length, unsigned most, unsigned extra)
{
    unsigned more = length > pattern_length ? (unsigned)(length - pattern_length) : 0;
    unsigned less = length < pattern_length ? (unsigned)(pattern_length - length) : 0;
    unsigned aside = (most - more - less) / 2;
    if (aside > most - less - extra)
        aside = most - less - extra;
    return (struct padan_scan_band){
        .length = length,
        .most = most,
        .first = more + aside,
        .final = less + aside,
        .diagonals = more + less + 2 * aside + 1,
        .start = less,
    };
}

static unsigned more_than(unsigned count, unsigned other)
{
    return count > other ? count - other : 0;
}

static unsigned packed_extra(const uint8_t *of, const uint8_t bag[PADAN_BAG_SIZE])
{
    unsigned extra = 0;
    for (size_t class = 0; class < PADAN_BAG_SIZE; class += 2, of += PADAN_SCAN_BLOCK) {
        extra += more_than(*of & 15u, bag[class]);
        extra += more_than(*of >> 4, bag[class + 1]);
    }
    return extra;
}

static unsigned wide_extra(const uint8_t *of, const uint8_t bag[PADAN_BAG_SIZE])
{
    unsigned extra = 0;
    for (size_t class = 0; class < PADAN_BAG_SIZE; class ++, of += PADAN_SCAN_BLOCK)
        extra += more_than(*of, bag[class]);
    return extra;
}

static size_t plain_filter(const uint8_t *bags, bool packed, size_t start, size_t end,
                           const uint8_t bag[PADAN_BAG_SIZE], unsigned most, uint32_t *out, uint8_t *extras)
{
    size_t count = 0;
    for (size_t i = start; i < end; i++) {
        const uint8_t *of = bags + i / PADAN_SCAN_BLOCK * padan_scan_block_bytes(packed) + i % PADAN_SCAN_BLOCK;
        unsigned extra = packed ? packed_extra(of, bag) : wide_extra(of, bag);
        if (extra > most)
            continue;
        extras[count] = (uint8_t)extra;
        out[count++] = (uint32_t)i;
    }
    return count;
}

static uint64_t plain_bits(const uint8_t *planes, unsigned width, unsigned class)
{
    uint64_t bits = 0;
    for (unsigned plane = 0; plane < 1u << width; plane++)
        bits |= (uint64_t)planes[plane * PADAN_SCAN_CLASSES + class] << 8 * plane;
    return bits;
}

/*
 * Bit b of a column stands for the row `first` - b above the diagonal: rows move with the columns, so that what a
 * column says of the row below a bit's is that bit in the next one. Cells outside of the band count as one more than
 * their neighbours, which is never too little. The distance grows along the final diagonal alone, by 1 where a cell is
 * not reached for nothing from the one before.
 */
static uint16_t plain_distance(const struct padan_scan_pattern *pattern, const struct padan_scan_band *band,
                               unsigned width, const uint8_t *text)
{
    uint64_t all = UINT64_MAX >> (64 - (8u << width));
    uint64_t up = all & ~((UINT64_C(1) << band->first) - 1), down = 0;
    unsigned distance = band->start;
    for (size_t column = 1; column <= band->length && distance <= band->most; column++) {
        unsigned class = pattern->classes[text[column - 1]];
        uint64_t same = plain_bits(padan_scan_bits_at(pattern, width, band, column), width, class) | down;
        uint64_t free_step = ((((same & up) + up) ^ up) | same) & all;
        uint64_t right_up = down | (all & ~(up | free_step)), right_down = up & free_step;
        distance += !(free_step >> band->final & 1);
        free_step >>= 1;
        up = right_down | (all & ~(free_step | right_up));
        down = free_step & right_up;
    }
    return distance <= band->most ? (uint16_t)distance : PADAN_SCAN_BEYOND;
}

static void plain_distances(const struct padan_scan_pattern *pattern, const struct padan_scan_band *band,
                            unsigned width, const uint8_t *const *texts, size_t count, uint16_t *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = plain_distance(pattern, band, width, texts[i]);
}

const struct padan_scan_kernel padan_scan_plain = { "plain", 64, plain_filter, plain_distances };

size_t padan_scan_kernels(const struct padan_scan_kernel *out[PADAN_SCAN_KERNELS])
{
    size_t count = 0;
#ifdef PADAN_HAVE_AVX512
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512vbmi"))
        out[count++] = &padan_scan_avx512;
#endif
#ifdef PADAN_HAVE_AVX2
    if (__builtin_cpu_supports("avx2"))
        out[count++] = &padan_scan_avx2;
#endif
    out[count++] = &padan_scan_plain;
    return count;
}

const struct padan_scan_kernel *padan_scan_kernel(void)
{
    const struct padan_scan_kernel *kernels[PADAN_SCAN_KERNELS];
    padan_scan_kernels(kernels);
    return kernels[0];
}
