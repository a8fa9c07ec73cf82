/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_SCAN_H
#define MATCH_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "match/code.h"

/*
 * The inner loops of a search: bags and distances of many coded texts of one length. Each set of them gives the same
 * results, the plain one in C as those for vectors of 32 and 64 bytes; padan_scan_kernel picks by the processor.
 *
 * Distances are found in the band of the dynamic program in which a path of at most so many edits can lie (Ukkonen
 * 1985), a bit for each of its diagonals, column by column (Myers 1999, in the form of Hyyrö 2003); vectors hold the
 * columns of many texts side by side. A band is 8 to 256 diagonals wide.
 */

/*
 * Texts whose bags stand together: the bytes of one class of all of them are neighbours. Those of short texts are
 * packed, two classes in a byte, the even one low, since what a search costs is reading them; counts stop at 15 then.
 */
#define PADAN_SCAN_BLOCK 64
#define PADAN_SCAN_PACKED_LENGTH 96
static inline bool padan_scan_is_packed(size_t length)
{
    return length <= PADAN_SCAN_PACKED_LENGTH;
}
static inline size_t padan_scan_block_bytes(bool packed)
{
    return PADAN_SCAN_BLOCK * PADAN_BAG_SIZE / (packed ? 2u : 1u);
}

/* What is read behind the end of texts at most. */
#define PADAN_SCAN_SLACK 64

/* Classes of a pattern: each of its codes has one, 0 is for codes that it has not. */
#define PADAN_SCAN_CLASSES 64

#define PADAN_SCAN_WIDTHS 6 /* of bands: 8 << width */

/* A query as one alphabet codes it. */
struct padan_scan_pattern {
    const uint8_t *codes;
    size_t length, capacity;
    uint8_t bag[PADAN_BAG_SIZE];
    uint8_t classes[256];
    /*
     * For each width, made when first needed: for each row that a band's first bit can stand for, from
     * 1 - (8 << width) on, and each class, the bits of the rows whose code has it. As bytes: (8 << width) / 8 planes of
     * PADAN_SCAN_CLASSES each.
     */
    uint8_t *bits[PADAN_SCAN_WIDTHS];
    size_t room[PADAN_SCAN_WIDTHS];
    bool made[PADAN_SCAN_WIDTHS];
};

/* Views `codes`, which must live on; keeps the room of an earlier pattern. A zeroed struct is an empty pattern. */
void padan_scan_pattern_set(struct padan_scan_pattern *pattern, const struct padan_alphabet *alphabet,
                            const uint8_t *codes, size_t length);
void padan_scan_pattern_free(struct padan_scan_pattern *pattern);

/*
 * The band in which `most` edits make a text of `length` of the pattern. `extra` of the text's characters are known to
 * be ones that the pattern has not, as the bags tell: each costs an edit that leads no further aside, so that the more
 * there are, the narrower the band. `most` is at least `extra` and what the pattern is longer by, together, and at
 * least the lengths' difference.
 */
struct padan_scan_band {
    size_t length;  /* of the texts */
    unsigned most;  /* edits */
    unsigned first; /* the diagonal of its first bit: how many rows above the main one */
    unsigned final; /* the bit of the diagonal that ends in the last cell */
    unsigned diagonals;
    unsigned start; /* what the distance is before the first column */
};
struct padan_scan_band padan_scan_band(size_t pattern_length, size_t length, unsigned most, unsigned extra);

#define PADAN_SCAN_BEYOND UINT16_MAX

struct padan_scan_kernel {
    const char *name;
    unsigned widest; /* band, in diagonals */
    /*
     * Of the texts from `start` to `end` of a section's bags, those that have at most `most` (below 255) characters,
     * as classes, that the query's bag has not. `start` is a multiple of PADAN_SCAN_BLOCK. Writes their numbers to
     * `out`, and how many characters those are to `extras`; answers how many there are.
     */
    size_t (*filter)(const uint8_t *bags, bool packed, size_t start, size_t end, const uint8_t bag[PADAN_BAG_SIZE],
                     unsigned most, uint32_t *out, uint8_t *extras);
    /*
     * The distances of up to 64 texts, each of band->length codes and PADAN_SCAN_SLACK bytes that may be read; or
     * PADAN_SCAN_BEYOND where it is more than band->most. The band has at most `widest` diagonals, and the pattern's
     * bits for the width are made.
     */
    void (*distances)(const struct padan_scan_pattern *pattern, const struct padan_scan_band *band, unsigned width,
                      const uint8_t *const *texts, size_t count, uint16_t *out);
};

/* The kernels, the best first; padan_scan_kernels answers how many of them this processor can run. */
#define PADAN_SCAN_KERNELS 3
size_t padan_scan_kernels(const struct padan_scan_kernel *out[PADAN_SCAN_KERNELS]);
const struct padan_scan_kernel *padan_scan_kernel(void);

extern const struct padan_scan_kernel padan_scan_plain;
extern const struct padan_scan_kernel padan_scan_avx2;
extern const struct padan_scan_kernel padan_scan_avx512;

/*
 * The narrowest width for a band, PADAN_SCAN_WIDTHS where there is none: that has a bit for each diagonal, and whose
 * words, up to those of 64 bits, can count the edits.
 */
unsigned padan_scan_width(const struct padan_scan_band *band);

/* Makes the bits for a width; false: no memory. */
bool padan_scan_pattern_bits(struct padan_scan_pattern *pattern, unsigned width);

/* Of the row that the first bit of a band stands for in column `column` (from 1), as planes. */
static inline const uint8_t *padan_scan_bits_at(const struct padan_scan_pattern *pattern, unsigned width,
                                                const struct padan_scan_band *band, size_t column)
{
    size_t row = column - 1 + (8u << width) - 1 - band->first;
    return pattern->bits[width] + row * ((size_t)PADAN_SCAN_CLASSES << width);
}

#endif
