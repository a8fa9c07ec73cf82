/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_SHELVES_H
#define MATCH_SHELVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <padan/text.h>

/*
 * Texts that wait to be put into a chunk, by length: read that way they come from memory one after another, which texts
 * that are kept as they come and sorted afterwards do not; that took most of the time of making a chunk.
 */
struct padan_shelved {
    uint32_t number, languages;
    struct padan_string text;
};

struct padan_shelf_block;
struct padan_shelf_region;

struct padan_shelf {
    struct padan_shelf_block *first, *last;
    uint32_t count; /* texts */
};

struct padan_shelves {
    struct padan_shelf *shelves;        /* by length */
    struct padan_shelf_region *regions; /* what blocks are taken of, the last one first */
};

/* For texts of up to a length. False: no memory. */
bool padan_shelves_init(struct padan_shelves *shelves, size_t longest);
void padan_shelves_free(struct padan_shelves *shelves);

bool padan_shelves_put(struct padan_shelves *shelves, size_t length, const struct padan_shelved *text);

/* Goes through the texts of a length, in the order in which they came. */
struct padan_shelf_reader {
    const struct padan_shelf_block *block;
    size_t at;
};
static inline struct padan_shelf_reader padan_shelf_read(const struct padan_shelves *shelves, size_t length)
{
    return (struct padan_shelf_reader){ shelves->shelves[length].first, 0 };
}

/* There must be a next one, which `count` tells. */
struct padan_shelved padan_shelf_next(struct padan_shelf_reader *reader);

#endif
