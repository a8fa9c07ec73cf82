/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SEGMENT_AUTOMATON_H
#define SEGMENT_AUTOMATON_H

#include "segment/program.h"

/*
 * A program run over texts by states that are sets of its steps, made when they are first met (as grep and RE2 do), so
 * that a character costs one look into a table however many expressions there are. Made states are kept up to a
 * bound, then forgotten all at once.
 */
struct padan_automaton {
    struct padan_program program;
    struct padan_table states; /* each: its steps in order, then the class before */
    struct padan_table found;  /* sets of numbers of expressions; the first is empty */
    struct padan_move *moves;  /* by state and class */
    size_t move_capacity;
    uint32_t *starts; /* by the class before; as in a move */
    /* Room for making states. */
    uint32_t *list, *numbers, *stack, *targets;
    uint64_t *marks;
    uint64_t generation;
    size_t list_count, number_count;
    size_t state_bytes, found_bytes;
};

/* One move: the state after the class, and the expressions that match before it is taken. */
struct padan_move {
    uint32_t state; /* + 1; 0: not made yet; PADAN_STATE_DEAD: nothing can match any more */
    uint32_t found;
};
#define PADAN_STATE_DEAD UINT32_MAX

/* Makes a zeroed automaton ready once its program is whole. Errors: PADAN_ERROR_ALLOCATION. */
int padan_automaton_ready(struct padan_automaton *automaton, struct padan_error *error);
void padan_automaton_free(struct padan_automaton *automaton);

/* A text in UTF-16 and the place in it at which expressions begin, or, read backwards, end. */
struct padan_automaton_text {
    const UChar *units;
    int32_t length, place, window; /* `window`: code units that may be read */
};

/*
 * Sets in `bits` the number of each expression that matches at the place, and *any where there is one.
 * Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_automaton_run(struct padan_automaton *automaton, const struct padan_automaton_text *text, uint64_t *bits,
                        bool *any, struct padan_error *error);

/* How far a sliding automaton has read a text. */
struct padan_automaton_walk {
    uint32_t state; /* as in a move; 0: at the beginning */
    uint32_t found; /* at `place` */
    int32_t at, place;
};

/*
 * Sets in `bits` the number of each expression of a sliding program that ends at text->place; *any as above. Places of
 * one text come in order, so that all of them together cost one pass over it; `walk` is zeroed for each text, with
 * place -1. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_automaton_slide(struct padan_automaton *automaton, struct padan_automaton_walk *walk,
                          const struct padan_automaton_text *text, uint64_t *bits, bool *any,
                          struct padan_error *error);

#endif
