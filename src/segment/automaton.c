/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The automaton made deterministic as it runs. */
#include "segment/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"

/* What is kept at the most: moves (8 bytes each), bytes of states, sets of expressions found. */
#define MOVE_LIMIT ((size_t)4 << 20)
#define STATE_LIMIT ((size_t)32 << 20)
#define FOUND_LIMIT 100000
#define UNKNOWN UINT32_MAX /* the class of a character that was not looked at yet */
#define FAILED UINT32_MAX

static size_t width(const struct padan_automaton *automaton)
{
    return automaton->program.alphabet->count;
}

int padan_automaton_ready(struct padan_automaton *automaton, struct padan_error *error)
{
    size_t steps = automaton->program.count + 1;
    automaton->list = malloc((steps + 1) * sizeof *automaton->list);
    automaton->numbers = malloc(steps * sizeof *automaton->numbers);
    automaton->stack = malloc(2 * steps * sizeof *automaton->stack);
    automaton->targets = malloc(steps * sizeof *automaton->targets);
    automaton->marks = calloc(steps, sizeof *automaton->marks);
    automaton->starts = calloc(width(automaton), sizeof *automaton->starts);
    if (!automaton->list || !automaton->numbers || !automaton->stack || !automaton->targets || !automaton->marks || !automaton->starts ||
        padan_table_add(&automaton->found, "", 0) != 0)
        return padan_error_allocation(error);
    return PADAN_OK;
}

void padan_automaton_free(struct padan_automaton *automaton)
{
    padan_program_free(&automaton->program);
    padan_table_free(&automaton->states);
    padan_table_free(&automaton->found);
    free(automaton->moves);
    free(automaton->starts);
    free(automaton->list);
    free(automaton->numbers);
    free(automaton->stack);
    free(automaton->targets);
    free(automaton->marks);
    *automaton = (struct padan_automaton){ 0 };
}

static bool holds(const struct padan_automaton *automaton, const struct padan_step *step, uint32_t class)
{
    bool inside = class != PADAN_CLASS_NONE && padan_program_holds(&automaton->program, step->operand, class);
    return inside != step->never;
}

static void begin_list(struct padan_automaton *automaton)
{
    automaton->generation++;
    automaton->list_count = automaton->number_count = 0;
}

/*
 * Adds a step, and those that it leads to without taking a character, to the list; found expressions to the numbers.
 * An assertion about a character that is not known yet stays in the list.
 */
static void follow(struct padan_automaton *automaton, uint32_t first, uint32_t before, uint32_t ahead)
{
    size_t depth = 0;
    automaton->stack[depth++] = first;
    while (depth > 0) {
        uint32_t at = automaton->stack[--depth];
        if (automaton->marks[at] == automaton->generation)
            continue;
        automaton->marks[at] = automaton->generation;
        const struct padan_step *step = &automaton->program.steps[at];
        uint32_t neighbour = step->ahead ? ahead : before;
        if (step->kind == PADAN_STEP_SPLIT) {
            automaton->stack[depth++] = step->operand;
            automaton->stack[depth++] = step->next;
        } else if (step->kind == PADAN_STEP_ASSERT && neighbour != UNKNOWN) {
            if (holds(automaton, step, neighbour))
                automaton->stack[depth++] = step->next;
        } else if (step->kind == PADAN_STEP_FOUND && ahead != UNKNOWN) {
            automaton->numbers[automaton->number_count++] = step->operand;
        } else {
            automaton->list[automaton->list_count++] = at;
        }
    }
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static bool waits(const struct padan_automaton *automaton)
{
    for (size_t i = 0; i < automaton->list_count; i++)
        if (automaton->program.steps[automaton->list[i]].kind == PADAN_STEP_ASSERT)
            return true;
    return false;
}

static void forget(struct padan_automaton *automaton)
{
    padan_table_free(&automaton->states);
    automaton->state_bytes = 0;
    memset(automaton->starts, 0, width(automaton) * sizeof *automaton->starts);
    if (automaton->moves)
        memset(automaton->moves, 0, automaton->move_capacity * sizeof *automaton->moves);
}

/* Room for the moves of `count` states, zeroed. */
static bool reserve_moves(struct padan_automaton *automaton, size_t count)
{
    size_t old = automaton->move_capacity;
    if (!padan_vector_reserve(&automaton->moves, &automaton->move_capacity, count * width(automaton),
                              sizeof *automaton->moves))
        return false;
    if (automaton->move_capacity > old)
        memset(automaton->moves + old, 0, (automaton->move_capacity - old) * sizeof *automaton->moves);
    return true;
}

/* The state of the list; what stood before matters only to an assertion. FAILED: no memory. `forgot`: others are gone. */
static uint32_t state_of_list(struct padan_automaton *automaton, uint32_t before, bool *forgot)
{
    uint32_t *list = automaton->list;
    size_t count = automaton->list_count;
    if (count > 1)
        qsort(list, count, sizeof *list, by_number);
    list[count] = waits(automaton) ? before : UNKNOWN;
    size_t number = padan_table_find(&automaton->states, list, (count + 1) * sizeof *list);
    if (number != PADAN_TABLE_NONE)
        return (uint32_t)number;
    *forgot = automaton->states.count > 2 && ((automaton->states.count + 1) * width(automaton) > MOVE_LIMIT ||
                                              automaton->state_bytes > STATE_LIMIT);
    if (*forgot)
        forget(automaton);
    automaton->state_bytes += (count + 1) * sizeof *list;
    number = padan_table_add(&automaton->states, list, (count + 1) * sizeof *list);
    return number == PADAN_TABLE_NONE || !reserve_moves(automaton, number + 1) ? FAILED : (uint32_t)number;
}

static uint32_t start_state(struct padan_automaton *automaton, unsigned before)
{
    bool forgot = false;
    begin_list(automaton);
    for (size_t i = 0; i < automaton->program.entry_count; i++)
        follow(automaton, automaton->program.entries[i], before, UNKNOWN);
    uint32_t state = state_of_list(automaton, before, &forgot);
    if (state != FAILED)
        automaton->starts[before] = state + 1;
    return state;
}

/* The number of the set of expressions found. */
static uint32_t found_set(struct padan_automaton *automaton)
{
    uint32_t *numbers = automaton->numbers;
    size_t count = automaton->number_count;
    if (count == 0)
        return 0;
    qsort(numbers, count, sizeof *numbers, by_number);
    size_t number = padan_table_add(&automaton->found, numbers, count * sizeof *numbers);
    return number == PADAN_TABLE_NONE ? FAILED : (uint32_t)number;
}

/* The steps of a state once the next character is known: what is found, and in the list what takes a character. */
static void resolve(struct padan_automaton *automaton, uint32_t state, unsigned class)
{
    const uint32_t *steps = (const uint32_t *)(const void *)automaton->states.keys[state].data;
    size_t count = automaton->states.keys[state].size / sizeof *steps - 1;
    begin_list(automaton);
    for (size_t i = 0; i < count; i++)
        follow(automaton, steps[i], steps[count], class);
}

/* What the list becomes when a character of the class is taken. */
static void take(struct padan_automaton *automaton, unsigned class)
{
    size_t count = 0;
    for (size_t i = 0; i < automaton->list_count; i++) {
        const struct padan_step *step = &automaton->program.steps[automaton->list[i]];
        if (step->kind == PADAN_STEP_CLASS ? step->operand == class
                                           : padan_program_holds(&automaton->program, step->operand, class))
            automaton->targets[count++] = step->next;
    }
    begin_list(automaton);
    for (size_t i = 0; i < count; i++)
        follow(automaton, automaton->targets[i], class, UNKNOWN);
}

/* Makes the move of a state with a class. */
static bool make_move(struct padan_automaton *automaton, uint32_t state, unsigned class, struct padan_move *move)
{
    bool forgot = false;
    resolve(automaton, state, class);
    move->found = found_set(automaton);
    if (class == PADAN_CLASS_NONE)
        automaton->list_count = 0;
    else
        take(automaton, class);
    uint32_t target = state_of_list(automaton, class, &forgot);
    if (target == FAILED || move->found == FAILED)
        return false;
    move->state = target + 1;
    if (!forgot)
        automaton->moves[state * width(automaton) + class] = *move;
    return true;
}

static void add_found(const struct padan_automaton *automaton, uint32_t found, uint64_t *bits)
{
    const uint32_t *numbers = (const uint32_t *)(const void *)automaton->found.keys[found].data;
    for (size_t i = 0; i < automaton->found.keys[found].size / sizeof *numbers; i++)
        padan_bit_set(bits, numbers[i]);
}

static bool is_dead(const struct padan_automaton *automaton, uint32_t state)
{
    return automaton->states.keys[state].size == sizeof(uint32_t);
}

/* The class of the next character in the direction of reading; moves past it. */
static unsigned read_class(const struct padan_automaton *automaton, const struct padan_automaton_text *text,
                           int32_t *at)
{
    if (automaton->program.reversed ? *at <= 0 : *at >= text->length)
        return PADAN_CLASS_NONE;
    UChar32 c = automaton->program.reversed ? padan_units_previous(text->units, at)
                                            : padan_units_next(text->units, at, text->length);
    return padan_alphabet_class(automaton->program.alphabet, c);
}

/* The class of the character on the other side of the place. */
static unsigned class_behind(const struct padan_automaton *automaton, const struct padan_automaton_text *text)
{
    int32_t at = text->place;
    UChar32 c;
    if (automaton->program.reversed ? at >= text->length : at <= 0)
        return PADAN_CLASS_NONE;
    c = automaton->program.reversed ? padan_units_next(text->units, &at, text->length)
                                    : padan_units_previous(text->units, &at);
    return padan_alphabet_class(automaton->program.alphabet, c);
}

int padan_automaton_run(struct padan_automaton *automaton, const struct padan_automaton_text *text, uint64_t *bits,
                        struct padan_error *error)
{
    if (automaton->found.count > FOUND_LIMIT) {
        forget(automaton);
        padan_table_free(&automaton->found);
        if (padan_table_add(&automaton->found, "", 0) != 0)
            return padan_error_allocation(error);
    }
    unsigned before = class_behind(automaton, text);
    uint32_t state = automaton->starts[before] ? automaton->starts[before] - 1 : start_state(automaton, before);
    if (state == FAILED)
        return padan_error_allocation(error);
    for (int32_t at = text->place; !is_dead(automaton, state);) {
        unsigned class = read_class(automaton, text, &at);
        struct padan_move move = automaton->moves[state * width(automaton) + class];
        if (move.state == 0 && !make_move(automaton, state, class, &move))
            return padan_error_allocation(error);
        if (move.found)
            add_found(automaton, move.found, bits);
        if (class == PADAN_CLASS_NONE || abs(at - text->place) > text->window)
            break;
        state = move.state - 1;
    }
    return PADAN_OK;
}
