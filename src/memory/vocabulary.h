/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_VOCABULARY_H
#define MEMORY_VOCABULARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <padan/text.h>

/*
 * The terms of a segment: short byte strings, numbered from 0 as they come, and their order. A zeroed struct is empty.
 * Cleared it keeps its room.
 */
struct padan_vocabulary {
    char *bytes;
    struct padan_vocabulary_term *terms;
    size_t size, capacity, count, term_capacity;
    uint32_t *slots; /* number + 1, or 0; a power of two, at most two thirds full */
    size_t slot_count;
    struct padan_vocabulary_place *order, *spare;
    size_t order_capacity, spare_capacity;
};

struct padan_vocabulary_term {
    uint32_t at, size, hash; /* at: in bytes */
};

/* A term in the order of bytes. */
struct padan_vocabulary_place {
    uint64_t head; /* its first bytes, which decide nearly always */
    uint32_t number;
};

#define PADAN_VOCABULARY_NONE SIZE_MAX

/* The number of a term, which is added where it is not there yet. PADAN_VOCABULARY_NONE: no memory. */
size_t padan_vocabulary_add(struct padan_vocabulary *vocabulary, const char *bytes, size_t size);

/* Puts all terms into `order`. False: no memory. */
bool padan_vocabulary_sort(struct padan_vocabulary *vocabulary);

/* The bytes of a term, until one is added. */
struct padan_string padan_vocabulary_term(const struct padan_vocabulary *vocabulary, size_t number);

void padan_vocabulary_clear(struct padan_vocabulary *vocabulary);
void padan_vocabulary_free(struct padan_vocabulary *vocabulary);

#endif
