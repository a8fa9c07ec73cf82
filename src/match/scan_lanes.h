/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distances of LANES texts at once in bands of WORD, once for each width: included with WIDTH (0 to 3) and WORD (the
 * unsigned type of so many bits) defined, behind
 *     typedef ... bytes;                              LANES bytes
 *     void load_classes(bytes tile[16], texts, column, classes);      the next 16 columns, as classes
 *     void look_up(bytes *planes, unsigned count, const uint8_t *bits, bytes classes);
 *     bytes low_8(bytes, bytes), high_8, low_16, ... high_32          as unpacklo and unpackhi have it
 * See plain_distance in scan.c for what is done with a word.
 */
#define VECTORS (1 << WIDTH)
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, WORD)
#define WORDS NAME(words)

typedef WORD WORDS __attribute__((vector_size(LANES), may_alias));

/* Makes words of the planes of their bytes; the order of the lanes changes, in the same way each time. */
static inline void NAME(join)(WORDS words[VECTORS], const bytes planes[VECTORS])
{
#if WIDTH == 0
    words[0] = (WORDS)planes[0];
#elif WIDTH == 1
    words[0] = (WORDS)low_8(planes[0], planes[1]);
    words[1] = (WORDS)high_8(planes[0], planes[1]);
#else
    bytes pairs[VECTORS];
#pragma GCC unroll 16
    for (int i = 0; i < VECTORS; i += 2) {
        pairs[i] = low_8(planes[i], planes[i + 1]);
        pairs[i + 1] = high_8(planes[i], planes[i + 1]);
    }
#if WIDTH == 2
#pragma GCC unroll 16
    for (int i = 0; i < 2; i++) {
        words[2 * i] = (WORDS)low_16(pairs[i], pairs[i + 2]);
        words[2 * i + 1] = (WORDS)high_16(pairs[i], pairs[i + 2]);
    }
#else
#pragma GCC unroll 16
    for (int i = 0; i < 2; i++) {
        bytes low[2] = { low_16(pairs[i], pairs[i + 2]), low_16(pairs[i + 4], pairs[i + 6]) };
        bytes high[2] = { high_16(pairs[i], pairs[i + 2]), high_16(pairs[i + 4], pairs[i + 6]) };
        words[4 * i] = (WORDS)low_32(low[0], low[1]);
        words[4 * i + 1] = (WORDS)high_32(low[0], low[1]);
        words[4 * i + 2] = (WORDS)low_32(high[0], high[1]);
        words[4 * i + 3] = (WORDS)high_32(high[0], high[1]);
    }
#endif
#endif
}

struct NAME(columns) {
    WORDS up[VECTORS], down[VECTORS], spent[VECTORS];
};

static inline __attribute__((always_inline)) void NAME(advance)(struct NAME(columns) * columns, const WORDS *matches,
                                                                WORDS final)
{
#pragma GCC unroll 16
    for (int i = 0; i < VECTORS; i++) {
        WORDS up = columns->up[i], down = columns->down[i], same = matches[i] | down;
        WORDS free_step = (((same & up) + up) ^ up) | same;
        WORDS right_up = down | ~(up | free_step), right_down = up & free_step;
        columns->spent[i] -= (WORDS)((free_step & final) == 0);
        free_step >>= 1;
        columns->up[i] = right_down | ~(free_step | right_up);
        columns->down[i] = free_step & right_up;
    }
}

/* Whether any text is still within the edits; what is spent stays just past them where it is, and so never overflows.
 */
static inline bool NAME(is_alive)(struct NAME(columns) * columns, WORD most)
{
    WORDS any = { 0 }, limit = any + most;
#pragma GCC unroll 16
    for (int i = 0; i < VECTORS; i++) {
        WORDS beyond = (WORDS)(columns->spent[i] > limit);
        columns->spent[i] = (beyond & (limit + 1)) | (~beyond & columns->spent[i]);
        any |= ~beyond;
    }
    WORD alive = 0;
    for (size_t i = 0; i < LANES / sizeof(WORD); i++)
        alive |= any[i];
    return alive != 0;
}

static void NAME(give)(const struct NAME(columns) * columns, const struct padan_scan_band *band, size_t count,
                       uint16_t *out)
{
    bytes planes[VECTORS] = { { 0 } };
    WORDS order[VECTORS];
    for (int i = 0; i < LANES; i++)
        planes[0][i] = (unsigned char)i;
    NAME(join)(order, planes);
    for (int i = 0; i < VECTORS; i++)
        for (size_t lane = 0; lane < LANES / sizeof(WORD); lane++)
            if (order[i][lane] < count)
                out[order[i][lane]] =
                    columns->spent[i][lane] <= band->most ? (uint16_t)columns->spent[i][lane] : PADAN_SCAN_BEYOND;
}

static void NAME(distances)(const struct padan_scan_pattern *pattern, const struct padan_scan_band *band,
                            const uint8_t *const texts[LANES], size_t count, uint16_t *out)
{
    struct NAME(columns) columns;
    bytes tile[16];
    WORDS none = { 0 }, final = none + (WORD)((WORD)1 << band->final);
    const uint8_t *bits = padan_scan_bits_at(pattern, WIDTH, band, 1);
    bool alive = true;
    for (int i = 0; i < VECTORS; i++) {
        columns.up[i] = none + (WORD) ~(((WORD)1 << band->first) - 1);
        columns.down[i] = none;
        columns.spent[i] = none + (WORD)band->start;
    }
    for (size_t column = 0; column < band->length && alive; column += 16) {
        size_t end = band->length - column < 16 ? band->length - column : 16;
        load_classes(tile, texts, column, pattern->classes);
        for (size_t i = 0; i < end; i++, bits += PADAN_SCAN_CLASSES << WIDTH) {
            bytes planes[VECTORS];
            WORDS matches[VECTORS];
            look_up(planes, VECTORS, bits, tile[i]);
            NAME(join)(matches, planes);
            NAME(advance)(&columns, matches, final);
        }
        alive = NAME(is_alive)(&columns, (WORD)band->most);
    }
    for (size_t i = 0; !alive && i < count; i++)
        out[i] = PADAN_SCAN_BEYOND;
    if (alive)
        NAME(give)(&columns, band, count, out);
}

#undef VECTORS
#undef WORDS
#undef NAME
#undef JOIN
#undef JOIN_
#undef WIDTH
#undef WORD
