/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_ALPHABET_H
#define SEGMENT_ALPHABET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <unicode/uset.h>

#include <padan/error.h>

/*
 * The characters as a set of expressions tells them apart: two are of one class where every set that was added holds
 * both or neither. A zeroed struct is empty; sets are added, then the alphabet is closed, then it is asked.
 */
struct padan_alphabet {
    struct padan_alphabet_edge *edges; /* while sets are added */
    size_t edge_count, edge_capacity;
    uint64_t added;    /* sets so far */
    uint16_t *bmp;     /* the class of each character below 0x10000 */
    UChar32 *starts;   /* where a range of one class begins from 0x10000 on */
    uint16_t *classes; /* and its class */
    size_t range_count;
    UChar32 *samples; /* a character of each class */
    unsigned count;   /* of classes; PADAN_CLASS_NONE is one of them */
};

/* The class of what is not there: before the first and after the last character. */
#define PADAN_CLASS_NONE 0

/* Errors: PADAN_ERROR_ALLOCATION. */
int padan_alphabet_add(struct padan_alphabet *alphabet, const USet *set, struct padan_error *error);
int padan_alphabet_add_character(struct padan_alphabet *alphabet, UChar32 character, struct padan_error *error);

/* Makes the classes. Errors: PADAN_ERROR_ALLOCATION; PADAN_ERROR_LIMIT for over 16,000 classes. */
int padan_alphabet_close(struct padan_alphabet *alphabet, struct padan_error *error);
void padan_alphabet_free(struct padan_alphabet *alphabet);

/* The class of a character from 0x10000 on. */
unsigned padan_alphabet_find(const struct padan_alphabet *alphabet, UChar32 character);

static inline unsigned padan_alphabet_class(const struct padan_alphabet *alphabet, UChar32 character)
{
    return character < 0x10000 ? alphabet->bmp[character] : padan_alphabet_find(alphabet, character);
}

/* Sets the bit of each class whose characters the set holds; `bits` has room for `count` of them. */
void padan_alphabet_bits(const struct padan_alphabet *alphabet, const USet *set, uint64_t *bits);

/* How many words of 64 bits hold a bit for each class. */
static inline size_t padan_alphabet_words(const struct padan_alphabet *alphabet)
{
    return (alphabet->count + 63u) / 64;
}

static inline bool padan_bit(const uint64_t *bits, size_t number)
{
    return (bits[number / 64] >> (number % 64)) & 1;
}

static inline void padan_bit_set(uint64_t *bits, size_t number)
{
    bits[number / 64] |= UINT64_C(1) << (number % 64);
}

#endif
