/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_lanes.h for bands of PARTS words of 64 bits (2 or 4): sums carry from one to the next. */
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, PARTS)
#define WORDS words_uint64_t
#define VECTORS 8

struct NAME(columns) {
    WORDS up[VECTORS][PARTS], down[VECTORS][PARTS];
    struct columns_uint64_t spent; /* of which `spent` alone is used */
};

/* Which words overflowed, as 1. */
static inline WORDS NAME(carry)(WORDS sum, WORDS term)
{
    return (WORDS)(sum < term) & 1;
}

static inline __attribute__((always_inline)) void
NAME(advance)(struct NAME(columns) * columns, int i, const WORDS matches[PARTS], int part_of_final, WORDS final)
{
    WORDS free_step[PARTS + 1], right_up[PARTS], right_down[PARTS], carry = { 0 };
#pragma GCC unroll 16
    for (int part = 0; part < PARTS; part++) {
        WORDS up = columns->up[i][part], down = columns->down[i][part], same = matches[part] | down;
        WORDS sum = (same & up) + up, whole = sum + carry;
        carry = NAME(carry)(sum, up) | NAME(carry)(whole, sum);
        free_step[part] = (whole ^ up) | same;
        right_up[part] = down | ~(up | free_step[part]);
        right_down[part] = up & free_step[part];
    }
    free_step[PARTS] = (WORDS){ 0 };
    columns->spent.spent[i] -= (WORDS)((free_step[part_of_final] & final) == 0);
#pragma GCC unroll 16
    for (int part = 0; part < PARTS; part++) {
        WORDS below = free_step[part] >> 1 | free_step[part + 1] << 63;
        columns->up[i][part] = right_down[part] | ~(below | right_up[part]);
        columns->down[i][part] = below & right_up[part];
    }
}

/* One column of all texts. */
static inline void NAME(step)(struct NAME(columns) * columns, const uint8_t *bits, bytes classes, unsigned final_bit)
{
    WORDS matches[PARTS][VECTORS], none = { 0 };
#pragma GCC unroll 16
    for (int part = 0; part < PARTS; part++) {
        bytes planes[VECTORS];
        look_up(planes, VECTORS, bits + part * VECTORS * PADAN_SCAN_CLASSES, classes);
        join_uint64_t(matches[part], planes);
    }
#pragma GCC unroll 16
    for (int i = 0; i < VECTORS; i++) {
        WORDS of_vector[PARTS];
#pragma GCC unroll 16
        for (int part = 0; part < PARTS; part++)
            of_vector[part] = matches[part][i];
        NAME(advance)(columns, i, of_vector, (int)(final_bit / 64), none + (UINT64_C(1) << final_bit % 64));
    }
}

/* The rows below the first: see scan.c, plain_distance. */
static inline void NAME(begin)(struct NAME(columns) * columns, const struct padan_scan_band *band)
{
    WORDS none = { 0 };
    for (int i = 0; i < VECTORS; i++) {
        for (unsigned part = 0; part < PARTS; part++) {
            unsigned start = 64 * part;
            uint64_t up = band->first <= start        ? UINT64_MAX
                          : band->first >= start + 64 ? 0
                                                      : UINT64_MAX << (band->first - start);
            columns->up[i][part] = none + up;
            columns->down[i][part] = none;
        }
        columns->spent.spent[i] = none + (uint64_t)band->start;
    }
}

static void NAME(distances)(const struct padan_scan_pattern *pattern, const struct padan_scan_band *band,
                            const uint8_t *const texts[LANES], size_t count, uint16_t *out)
{
    enum { WIDTH = PARTS == 2 ? 4 : 5 };
    struct NAME(columns) columns;
    bytes tile[16];
    const uint8_t *bits = padan_scan_bits_at(pattern, WIDTH, band, 1);
    bool alive = true;
    NAME(begin)(&columns, band);
    for (size_t column = 0; column < band->length && alive; column += 16) {
        size_t end = band->length - column < 16 ? band->length - column : 16;
        load_classes(tile, texts, column, pattern->classes);
        for (size_t i = 0; i < end; i++, bits += PADAN_SCAN_CLASSES << WIDTH)
            NAME(step)(&columns, bits, tile[i], band->final);
        alive = is_alive_uint64_t(&columns.spent, band->most);
    }
    for (size_t i = 0; !alive && i < count; i++)
        out[i] = PADAN_SCAN_BEYOND;
    if (alive)
        give_uint64_t(&columns.spent, band, count, out);
}

#undef JOIN_
#undef JOIN
#undef NAME
#undef WORDS
#undef VECTORS
#undef PARTS
