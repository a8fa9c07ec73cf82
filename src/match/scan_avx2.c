/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For processors with AVX2: 32 texts at once. Compiled with the flags for it, see configure.ac. */
#include "match/scan.h"

#ifdef PADAN_HAVE_AVX2

#include <immintrin.h>

#define LANES 32

typedef uint8_t bytes __attribute__((vector_size(32), may_alias));

#define low_8(a, b) ((bytes)_mm256_unpacklo_epi8((__m256i)(a), (__m256i)(b)))
#define high_8(a, b) ((bytes)_mm256_unpackhi_epi8((__m256i)(a), (__m256i)(b)))
#define low_16(a, b) ((bytes)_mm256_unpacklo_epi16((__m256i)(a), (__m256i)(b)))
#define high_16(a, b) ((bytes)_mm256_unpackhi_epi16((__m256i)(a), (__m256i)(b)))
#define low_32(a, b) ((bytes)_mm256_unpacklo_epi32((__m256i)(a), (__m256i)(b)))
#define high_32(a, b) ((bytes)_mm256_unpackhi_epi32((__m256i)(a), (__m256i)(b)))

static inline void load_classes(bytes tile[16], const uint8_t *const *texts, size_t column, const uint8_t classes[256])
{
    uint8_t *to = (uint8_t *)tile;
    for (size_t lane = 0; lane < LANES; lane++)
        for (size_t i = 0; i < 16; i++)
            to[i * LANES + lane] = classes[texts[lane][column + i]];
}

/* A shuffle takes 16 entries: the two bits above choose among four of them. */
static inline __attribute__((always_inline)) void look_up(bytes *planes, unsigned count, const uint8_t *bits,
                                                          bytes classes)
{
    __m256i index = (__m256i)classes;
    __m256i bit_4 = _mm256_slli_epi16(index, 3), bit_5 = _mm256_slli_epi16(index, 2);
#pragma GCC unroll 16
    for (unsigned i = 0; i < count; i++) {
        __m256i quarters[4];
#pragma GCC unroll 16
        for (int part = 0; part < 4; part++) {
            __m128i entries = _mm_load_si128((const __m128i *)(bits + 64 * i + 16 * part));
            quarters[part] = _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(entries), index);
        }
        __m256i low = _mm256_blendv_epi8(quarters[0], quarters[1], bit_4);
        __m256i high = _mm256_blendv_epi8(quarters[2], quarters[3], bit_4);
        planes[i] = (bytes)_mm256_blendv_epi8(low, high, bit_5);
    }
}

#include "match/scan_widths.h"

#define CLASSES_AT_ONCE 8 /* after so many it is asked whether any text is left */

static inline __m256i add_extra(__m256i extra, __m256i has, uint8_t count)
{
    return _mm256_adds_epu8(extra, _mm256_subs_epu8(has, _mm256_set1_epi8((char)count)));
}

static inline __m256i add_classes(__m256i extra, const uint8_t *rows, bool packed, const uint8_t *bag)
{
    const __m256i low = _mm256_set1_epi8(15);
    for (size_t i = 0; i < CLASSES_AT_ONCE; i += packed ? 2 : 1, rows += PADAN_SCAN_BLOCK) {
        __m256i has = _mm256_loadu_si256((const __m256i *)rows);
        extra = add_extra(extra, packed ? _mm256_and_si256(has, low) : has, bag[i]);
        if (packed)
            extra = add_extra(extra, _mm256_and_si256(_mm256_srli_epi16(has, 4), low), bag[i + 1]);
    }
    return extra;
}

/* Which of 32 texts, from `rows` on, are within, and what is extra in those. */
static inline uint32_t filter_half(const uint8_t *rows, bool packed, const uint8_t bag[PADAN_BAG_SIZE], __m256i limit,
                                   uint8_t extras[32])
{
    size_t step = padan_scan_block_bytes(packed) * CLASSES_AT_ONCE / PADAN_BAG_SIZE;
    __m256i extra = _mm256_setzero_si256();
    uint32_t within = UINT32_MAX;
    for (size_t class = 0; class < PADAN_BAG_SIZE && within; class += CLASSES_AT_ONCE, rows += step) {
        extra = add_classes(extra, rows, packed, bag + class);
        within = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(extra, limit), extra));
    }
    _mm256_storeu_si256((__m256i *)extras, extra);
    return within;
}

static size_t filter(const uint8_t *bags, bool packed, size_t start, size_t end, const uint8_t bag[PADAN_BAG_SIZE],
                     unsigned most, uint32_t *out, uint8_t *extras)
{
    uint8_t all[32];
    size_t count = 0;
    const __m256i limit = _mm256_set1_epi8((char)most);
    for (size_t at = start; at < end; at += 32) {
        const uint8_t *of = bags + at / PADAN_SCAN_BLOCK * padan_scan_block_bytes(packed) + at % PADAN_SCAN_BLOCK;
        uint32_t within = filter_half(of, packed, bag, limit, all);
        if (end - at < 32)
            within &= (UINT32_C(1) << (end - at)) - 1;
        for (; within; within &= within - 1) {
            unsigned lane = (unsigned)__builtin_ctz(within);
            extras[count] = all[lane];
            out[count++] = (uint32_t)(at + lane);
        }
    }
    return count;
}

const struct padan_scan_kernel padan_scan_avx2 = { "avx2", 256, filter, distances };

#else
typedef int padan_scan_no_avx2;
#endif
