/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For processors with AVX-512 BW and VBMI: 64 texts at once. Compiled with the flags for them, see configure.ac. */
#include "match/scan.h"

#ifdef PADAN_HAVE_AVX512

#include <immintrin.h>

#define LANES 64

typedef uint8_t bytes __attribute__((vector_size(64), may_alias));

#define low_8(a, b) ((bytes)_mm512_unpacklo_epi8((__m512i)(a), (__m512i)(b)))
#define high_8(a, b) ((bytes)_mm512_unpackhi_epi8((__m512i)(a), (__m512i)(b)))
#define low_16(a, b) ((bytes)_mm512_unpacklo_epi16((__m512i)(a), (__m512i)(b)))
#define high_16(a, b) ((bytes)_mm512_unpackhi_epi16((__m512i)(a), (__m512i)(b)))
#define low_32(a, b) ((bytes)_mm512_unpacklo_epi32((__m512i)(a), (__m512i)(b)))
#define high_32(a, b) ((bytes)_mm512_unpackhi_epi32((__m512i)(a), (__m512i)(b)))

/* 16 bytes from `at` on of four texts, 16 texts apart. */
static inline __m512i load_rows(const uint8_t *const *texts, size_t at)
{
    __m512i rows = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)(texts[0] + at)));
    rows = _mm512_inserti32x4(rows, _mm_loadu_si128((const __m128i *)(texts[16] + at)), 1);
    rows = _mm512_inserti32x4(rows, _mm_loadu_si128((const __m128i *)(texts[32] + at)), 2);
    return _mm512_inserti32x4(rows, _mm_loadu_si128((const __m128i *)(texts[48] + at)), 3);
}

static inline __m512i class_of(const __m512i classes[4], __m512i codes)
{
    __m512i low = _mm512_permutex2var_epi8(classes[0], codes, classes[1]);
    __m512i high = _mm512_permutex2var_epi8(classes[2], codes, classes[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(codes), low, high);
}

/* Rows become columns: a perfect shuffle of 16 rows, four times. */
static inline void load_classes(bytes tile[16], const uint8_t *const *texts, size_t column, const uint8_t classes[256])
{
    __m512i rows[16], other[16], table[4];
#pragma GCC unroll 16
    for (int i = 0; i < 4; i++)
        table[i] = _mm512_loadu_si512(classes + 64 * i);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        rows[i] = load_rows(texts + i, column);
#pragma GCC unroll 16
    for (int round = 0; round < 2; round++) {
#pragma GCC unroll 16
        for (int i = 0; i < 8; i++) {
            other[2 * i] = _mm512_unpacklo_epi8(rows[i], rows[i + 8]);
            other[2 * i + 1] = _mm512_unpackhi_epi8(rows[i], rows[i + 8]);
        }
#pragma GCC unroll 16
        for (int i = 0; i < 8; i++) {
            rows[2 * i] = _mm512_unpacklo_epi8(other[i], other[i + 8]);
            rows[2 * i + 1] = _mm512_unpackhi_epi8(other[i], other[i + 8]);
        }
    }
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        tile[i] = (bytes)class_of(table, rows[i]);
}

static inline __attribute__((always_inline)) void look_up(bytes *planes, unsigned count, const uint8_t *bits,
                                                          bytes classes)
{
#pragma GCC unroll 16
    for (unsigned i = 0; i < count; i++)
        planes[i] = (bytes)_mm512_permutexvar_epi8((__m512i)classes, _mm512_load_si512(bits + 64 * i));
}

#include "match/scan_widths.h"

#define CLASSES_AT_ONCE 8 /* after so many it is asked whether any text is left */

static inline __m512i add_extra(__m512i extra, __m512i has, uint8_t count)
{
    return _mm512_adds_epu8(extra, _mm512_subs_epu8(has, _mm512_set1_epi8((char)count)));
}

static inline __attribute__((always_inline)) __m512i add_classes(__m512i extra, const uint8_t *rows, bool packed,
                                                                 const uint8_t *bag)
{
    const __m512i low = _mm512_set1_epi8(15);
    for (size_t i = 0; i < CLASSES_AT_ONCE; i += packed ? 2 : 1, rows += PADAN_SCAN_BLOCK) {
        __m512i has = _mm512_loadu_si512(rows);
        extra = add_extra(extra, packed ? _mm512_and_si512(has, low) : has, bag[i]);
        if (packed)
            extra = add_extra(extra, _mm512_and_si512(_mm512_srli_epi16(has, 4), low), bag[i + 1]);
    }
    return extra;
}

static inline __attribute__((always_inline)) size_t filter_as(const uint8_t *bags, bool packed, size_t start,
                                                              size_t end, const uint8_t *bag, unsigned most,
                                                              uint32_t *out, uint8_t *extras)
{
    uint8_t all[LANES];
    size_t count = 0, size = padan_scan_block_bytes(packed), step = size * CLASSES_AT_ONCE / PADAN_BAG_SIZE;
    const __m512i limit = _mm512_set1_epi8((char)most);
    const uint8_t *of = bags + start / PADAN_SCAN_BLOCK * size;
    for (size_t at = start; at < end; at += PADAN_SCAN_BLOCK, of += size) {
        __m512i extra = _mm512_setzero_si512();
        uint64_t within = end - at < 64 ? (UINT64_C(1) << (end - at)) - 1 : UINT64_MAX;
        const uint8_t *rows = of;
        for (size_t class = 0; class < PADAN_BAG_SIZE && within; class += CLASSES_AT_ONCE, rows += step) {
            extra = add_classes(extra, rows, packed, bag + class);
            within &= _mm512_cmple_epu8_mask(extra, limit);
        }
        _mm512_storeu_si512(all, extra);
        for (; within; within &= within - 1) {
            unsigned lane = (unsigned)__builtin_ctzll(within);
            extras[count] = all[lane];
            out[count++] = (uint32_t)(at + lane);
        }
    }
    return count;
}

static size_t filter(const uint8_t *bags, bool packed, size_t start, size_t end, const uint8_t bag[PADAN_BAG_SIZE],
                     unsigned most, uint32_t *out, uint8_t *extras)
{
    return packed ? filter_as(bags, true, start, end, bag, most, out, extras)
                  : filter_as(bags, false, start, end, bag, most, out, extras);
}

const struct padan_scan_kernel padan_scan_avx512 = { "avx512", 256, filter, distances };

#else
typedef int padan_scan_no_avx512;
#endif
