/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_HIT_H
#define CMD_HIT_H

#include <padan/find.h>

enum hit_order { HIT_STORED, HIT_LEFT, HIT_RIGHT, HIT_DOCUMENT };

/* Hits kept to be sorted. A zeroed struct is an empty list. */
struct hits {
    struct hit *items;
    size_t count, capacity;
    size_t added; /* since the beginning */
};

struct hit {
    struct padan_found found; /* its views point into `bytes` and the two arrays below */
    char *bytes;
    struct padan_span *spans;
    struct padan_find_target *targets;
    unsigned char *key; /* what it is sorted by, as bytes */
    size_t key_size;
    size_t number;
    const char *memory;                 /* where several are searched; or NULL */
    struct padan_rendering *renderings; /* or NULL */
    size_t rendering_count;
    size_t rendered; /* the target that they are in; their number where none is */
};

/*
 * Adds a copy; `memory` is kept as it is, `kwic` is of the language that was searched. Errors: as padan_kwic_key.
 */
int hits_add(struct hits *hits, const struct padan_found *found, const char *memory, struct padan_kwic *kwic,
             enum hit_order order, struct padan_error *error);

/*
 * Sorts by the words beside the first place of each hit, or by document and position. What is alike stays in the order
 * in which it came.
 */
void hits_clear(struct hits *hits);
void hits_sort(struct hits *hits, enum hit_order order);
void hits_free(struct hits *hits);

#endif
