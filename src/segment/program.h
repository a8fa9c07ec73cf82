/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_PROGRAM_H
#define SEGMENT_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/table.h"
#include "segment/alphabet.h"
#include "segment/node.h"

/*
 * Many expressions as one nondeterministic automaton (Thompson 1968), for one direction of reading. What it cannot
 * say exactly (look-around or a possessive repeat over more than a character, back-references) it says too widely: it
 * finds every match, and the expressions whose matches must be confirmed are named.
 */
enum padan_step_kind {
    PADAN_STEP_CLASS,  /* one character of the class `operand` */
    PADAN_STEP_SET,    /* one character of the set `operand` */
    PADAN_STEP_SPLIT,  /* on to `next` and to `operand` */
    PADAN_STEP_ASSERT, /* on if the neighbour, which is not taken, is of the set `operand` */
    PADAN_STEP_FOUND   /* expression number `operand` matches */
};

struct padan_step {
    enum padan_step_kind kind;
    bool ahead; /* ASSERT: of the character that comes next, else of the one before */
    bool never; /* ASSERT: on if it is not of the set, or not there */
    uint32_t operand, next;
    uint32_t owner; /* number of the expression */
};

struct padan_program {
    const struct padan_alphabet *alphabet;
    bool reversed;
    bool sliding; /* expressions may begin at any place, and are asked where they end */
    struct padan_step *steps;
    size_t count, capacity;
    struct padan_table sets;  /* each a string of padan_alphabet_words words */
    struct padan_table known; /* sets that were asked for, by pointer: repeats and shared sets come again and again */
    uint32_t *known_numbers;
    size_t known_capacity;
    uint32_t *entries; /* where each expression begins */
    size_t entry_count, entry_capacity;
};

/* How exactly an expression was taken up. */
enum padan_exactness {
    PADAN_EXACT,
    PADAN_WIDE,  /* its matches must be confirmed */
    PADAN_OPAQUE /* too large: it was not taken up at all */
};

/* Takes up an expression, whose matches are told as `number`. Errors: PADAN_ERROR_ALLOCATION. */
int padan_program_add(struct padan_program *program, const struct padan_node *root, uint32_t number,
                      enum padan_exactness *exactness, struct padan_error *error);
void padan_program_free(struct padan_program *program);

/* Adds the sets and characters of an expression to an alphabet; `seen`: sets that are in it, by pointer. Errors:
 * PADAN_ERROR_ALLOCATION. */
int padan_program_spell(struct padan_alphabet *alphabet, const struct padan_node *node, struct padan_table *seen,
                        struct padan_error *error);

/* Whether a class is of a set of the program. */
static inline bool padan_program_holds(const struct padan_program *program, uint32_t set, unsigned class)
{
    return padan_bit((const uint64_t *)(const void *)program->sets.keys[set].data, class);
}

#endif
