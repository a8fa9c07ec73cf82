/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_CODE_H
#define MATCH_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <padan/text.h>

/*
 * Code points coded into a byte: the most frequent own a code each, all others share 64 codes by a hash. So two
 * texts differ in codes at most where they differ in code points, and each distance between codes is a
 * lower bound of that between the texts: what a search by codes leaves out is rightly left out.
 */
#define PADAN_CODE_OWN 192

/*
 * How often codes of a class stand in a text, a byte (saturating) for each of the classes: its bag. Each edit changes
 * one character, so that two bags that differ much are of texts that do.
 */
#define PADAN_BAG_SIZE 32

struct padan_alphabet {
    uint32_t points[PADAN_CODE_OWN]; /* by code; 0 behind the last */
    uint8_t classes[256];            /* of the bag, by code; below PADAN_BAG_SIZE */
    /* Made of these by padan_alphabet_prepare. */
    uint8_t low[2048];
    struct {
        uint32_t point;
        uint32_t code;
    } slots[512]; /* open addressing; code 0 with point 0: a free slot */
};

/* Counts of code points. There are a million, of which a text has few, next to each other. */
enum { PADAN_POINTS_BLOCK = 256, PADAN_POINTS_BLOCKS = 0x110000 / PADAN_POINTS_BLOCK };
struct padan_alphabet_counts {
    uint32_t *counts;                     /* by code point */
    uint8_t counted[PADAN_POINTS_BLOCKS]; /* 1: the block has counts that are not 0 */
};
bool padan_alphabet_counts_init(struct padan_alphabet_counts *counts);
void padan_alphabet_counts_free(struct padan_alphabet_counts *counts);

/* An alphabet for texts in which code points stand so often. */
bool padan_alphabet_make(struct padan_alphabet *alphabet, const struct padan_alphabet_counts *counts);

/* Fills what is made of `points` and `classes`; false where these are out of range. */
bool padan_alphabet_prepare(struct padan_alphabet *alphabet);

uint8_t padan_alphabet_code(const struct padan_alphabet *alphabet, uint32_t point);

/* Codes of valid UTF-8, one for each code point; answers their number. */
size_t padan_alphabet_encode(const struct padan_alphabet *alphabet, struct padan_string text, uint8_t *codes);

/* The bag of codes. */
void padan_alphabet_bag(const struct padan_alphabet *alphabet, const uint8_t *codes, size_t count,
                        uint8_t bag[PADAN_BAG_SIZE]);

#endif
