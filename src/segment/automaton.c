/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The automaton made deterministic as it runs. */
#include "segment/automaton.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"

/* What is kept at the most: moves (8 bytes each), bytes of states and of sets of expressions found, such sets. */
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
    if (!automaton->list || !automaton->numbers || !automaton->stack || !automaton->targets || !automaton->marks ||
        !automaton->starts || padan_table_add(&automaton->found, "", 0) != 0)
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

static bool found_too_much(const struct padan_automaton *automaton)
{
    return automaton->found.count > FOUND_LIMIT || automaton->found_bytes > STATE_LIMIT;
}

static bool forget_found(struct padan_automaton *automaton)
{
    forget(automaton);
    padan_table_free(&automaton->found);
    automaton->found_bytes = 0;
    return padan_table_add(&automaton->found, "", 0) == 0;
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

/*
 * The state of the list as a move has it; what stood before matters only to an assertion. 0: no memory. `forgot`: the
 * other states are gone.
 */
static uint32_t state_of_list(struct padan_automaton *automaton, uint32_t before, bool *forgot)
{
    uint32_t *list = automaton->list;
    size_t count = automaton->list_count;
    if (count == 0)
        return PADAN_STATE_DEAD;
    if (count > 1)
        qsort(list, count, sizeof *list, by_number);
    list[count] = waits(automaton) ? before : UNKNOWN;
    size_t number = padan_table_find(&automaton->states, list, (count + 1) * sizeof *list);
    if (number != PADAN_TABLE_NONE)
        return (uint32_t)number + 1;
    *forgot = automaton->states.count > 2 &&
              ((automaton->states.count + 1) * width(automaton) > MOVE_LIMIT || automaton->state_bytes > STATE_LIMIT);
    if (*forgot)
        forget(automaton);
    automaton->state_bytes += (count + 1) * sizeof *list;
    /* Room first: a state in the table has its moves. */
    if (!reserve_moves(automaton, automaton->states.count + 1))
        return 0;
    number = padan_table_add(&automaton->states, list, (count + 1) * sizeof *list);
    return number == PADAN_TABLE_NONE ? 0 : (uint32_t)number + 1;
}

static uint32_t start_state(struct padan_automaton *automaton, unsigned before)
{
    bool forgot = false;
    begin_list(automaton);
    for (size_t i = 0; i < automaton->program.entry_count; i++)
        follow(automaton, automaton->program.entries[i], before, UNKNOWN);
    uint32_t state = state_of_list(automaton, before, &forgot);
    automaton->starts[before] = state;
    return state;
}

/* The number of the set of expressions found. */
static uint32_t found_set(struct padan_automaton *automaton)
{
    uint32_t *numbers = automaton->numbers;
    size_t count = automaton->number_count;
    if (automaton->found.count == 0 && padan_table_add(&automaton->found, "", 0) != 0)
        return FAILED;
    if (count == 0)
        return 0;
    qsort(numbers, count, sizeof *numbers, by_number);
    size_t known = automaton->found.count;
    size_t number = padan_table_add(&automaton->found, numbers, count * sizeof *numbers);
    automaton->found_bytes += number == known ? count * sizeof *numbers : 0;
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

static bool is_found(const struct padan_automaton *automaton, uint32_t number)
{
    return automaton->number_count > 0 &&
           bsearch(&number, automaton->numbers, automaton->number_count, sizeof number, by_number);
}

/* What the list becomes when a character of the class is taken. What is found already is followed no further. */
static void take(struct padan_automaton *automaton, unsigned class)
{
    size_t count = 0;
    for (size_t i = 0; i < automaton->list_count; i++) {
        const struct padan_step *step = &automaton->program.steps[automaton->list[i]];
        bool takes = step->kind == PADAN_STEP_CLASS ? step->operand == class
                                                    : padan_program_holds(&automaton->program, step->operand, class);
        if (takes && (automaton->program.sliding || !is_found(automaton, step->owner)))
            automaton->targets[count++] = step->next;
    }
    begin_list(automaton);
    for (size_t i = 0; i < count; i++)
        follow(automaton, automaton->targets[i], class, UNKNOWN);
    for (size_t i = 0; i < automaton->program.entry_count && automaton->program.sliding; i++)
        follow(automaton, automaton->program.entries[i], class, UNKNOWN);
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
    move->state = state_of_list(automaton, class, &forgot);
    if (move->state == 0 || move->found == FAILED)
        return false;
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
                        bool *any, struct padan_error *error)
{
    if (found_too_much(automaton) && !forget_found(automaton))
        return padan_error_allocation(error);
    unsigned class = class_behind(automaton, text);
    uint32_t state = automaton->starts[class] ? automaton->starts[class] : start_state(automaton, class);
    for (int32_t at = text->place; state != PADAN_STATE_DEAD && state != 0;) {
        class = read_class(automaton, text, &at);
        struct padan_move move = automaton->moves[(state - 1) * width(automaton) + class];
        if (move.state == 0 && !make_move(automaton, state - 1, class, &move))
            return padan_error_allocation(error);
        if (move.found) {
            *any = true;
            add_found(automaton, move.found, bits);
        }
        state = move.state;
        if (class == PADAN_CLASS_NONE || abs(at - text->place) > text->window)
            break;
    }
    return state == 0 ? padan_error_allocation(error) : PADAN_OK;
}

/* Forgets all but the state that the walk is in. */
static bool forget_but(struct padan_automaton *automaton, struct padan_automaton_walk *walk)
{
    bool forgot = false;
    uint32_t before = UNKNOWN;
    begin_list(automaton);
    if (walk->state != 0 && walk->state != PADAN_STATE_DEAD) {
        const struct padan_table_key *key = &automaton->states.keys[walk->state - 1];
        automaton->list_count = key->size / sizeof before - 1;
        memcpy(automaton->list, key->data, automaton->list_count * sizeof before);
        memcpy(&before, key->data + automaton->list_count * sizeof before, sizeof before);
    }
    walk->found = 0;
    if (!forget_found(automaton))
        return false;
    if (walk->state != 0)
        walk->state = state_of_list(automaton, before, &forgot);
    return automaton->list_count == 0 || walk->state != 0;
}

/* One step of a walk. */
static bool step_on(struct padan_automaton *automaton, struct padan_automaton_walk *walk,
                    const struct padan_automaton_text *text)
{
    unsigned class = read_class(automaton, text, &walk->at);
    struct padan_move move = automaton->moves[(walk->state - 1) * width(automaton) + class];
    if (move.state == 0 && !make_move(automaton, walk->state - 1, class, &move))
        return false;
    walk->state = move.state;
    walk->found = move.found;
    return true;
}

int padan_automaton_slide(struct padan_automaton *automaton, struct padan_automaton_walk *walk,
                          const struct padan_automaton_text *text, uint64_t *bits, bool *any, struct padan_error *error)
{
    if (found_too_much(automaton) && !forget_but(automaton, walk))
        return padan_error_allocation(error);
    if (walk->state == 0) {
        walk->state = automaton->starts[0] ? automaton->starts[0] : start_state(automaton, PADAN_CLASS_NONE);
        if (walk->state == 0)
            return padan_error_allocation(error);
    }
    /* The step from the place itself says what is found there. */
    while (walk->state != PADAN_STATE_DEAD && walk->place < text->place) {
        walk->place = walk->at;
        if (!step_on(automaton, walk, text))
            return padan_error_allocation(error);
    }
    if (walk->place == text->place && walk->found) {
        *any = true;
        add_found(automaton, walk->found, bits);
    }
    return PADAN_OK;
}
