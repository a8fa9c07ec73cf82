/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trees of regular expressions into the steps of an automaton. */
#include "segment/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/* Steps that one expression may have; {1,80} of a word with ten steps has 800. */
#define EXPRESSION_LIMIT 20000
#define PROGRAM_LIMIT 1000000
#define FAILED UINT32_MAX

/* What ends a line to ICU; "\r\n" is one end. */
static const UChar32 line_ends[] = { '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029 };

struct builder {
    struct padan_program *program;
    uint32_t owner;
    size_t limit;
    bool wide, large, failed;
};

static uint32_t add_step(struct builder *builder, struct padan_step step)
{
    struct padan_program *program = builder->program;
    builder->large |= program->count >= builder->limit;
    if (builder->large || builder->failed)
        return FAILED;
    if (!padan_vector_reserve(&program->steps, &program->capacity, program->count + 1, sizeof step)) {
        builder->failed = true;
        return FAILED;
    }
    step.owner = builder->owner;
    program->steps[program->count] = step;
    return (uint32_t)program->count++;
}

/* The number of the set that holds these classes. */
static uint32_t add_bits(struct builder *builder, const uint64_t *bits)
{
    struct padan_program *program = builder->program;
    size_t number = padan_table_add(&program->sets, bits, padan_alphabet_words(program->alphabet) * sizeof *bits);
    builder->failed |= number == PADAN_TABLE_NONE;
    return (uint32_t)number;
}

/* The number of a set of characters; NULL: of all there are. */
static uint32_t make_set(struct builder *builder, const USet *set)
{
    const struct padan_alphabet *alphabet = builder->program->alphabet;
    size_t words = padan_alphabet_words(alphabet);
    uint64_t *bits = calloc(words, sizeof *bits);
    if (!bits) {
        builder->failed = true;
        return 0;
    }
    if (set)
        padan_alphabet_bits(alphabet, set, bits);
    else
        memset(bits, 0xff, words * sizeof *bits);
    bits[0] &= ~UINT64_C(1); /* PADAN_CLASS_NONE */
    uint32_t number = add_bits(builder, bits);
    free(bits);
    return number;
}

/* The same for a set that lives on, remembered. */
static uint32_t add_set(struct builder *builder, const USet *set)
{
    struct padan_program *program = builder->program;
    size_t count = program->known.count, known = padan_table_add(&program->known, &set, sizeof set);
    if (known != PADAN_TABLE_NONE && known < count)
        return program->known_numbers[known];
    if (known == PADAN_TABLE_NONE || !padan_vector_reserve(&program->known_numbers, &program->known_capacity, known + 1,
                                                           sizeof *program->known_numbers)) {
        builder->failed = true;
        return 0;
    }
    return program->known_numbers[known] = make_set(builder, set);
}

static uint32_t add_character_set(struct builder *builder, UChar32 character)
{
    USet *set = uset_open(character, character);
    uint32_t number = set ? make_set(builder, set) : 0;
    builder->failed |= set == NULL;
    uset_close(set);
    return number;
}

static uint32_t emit(struct builder *builder, const struct padan_node *node, uint32_t next);

static uint32_t emit_character(struct builder *builder, UChar32 character, uint32_t next)
{
    return add_step(builder,
                    (struct padan_step){ .kind = PADAN_STEP_CLASS,
                                         .operand = padan_alphabet_class(builder->program->alphabet, character),
                                         .next = next });
}

static uint32_t emit_sequence(struct builder *builder, const struct padan_node *node, uint32_t next)
{
    bool reversed = builder->program->reversed;
    const struct padan_node *child = reversed ? node->first : node->last;
    for (; child; child = reversed ? child->next : child->previous)
        next = emit(builder, child, next);
    return next;
}

static uint32_t emit_split(struct builder *builder, uint32_t one, uint32_t other)
{
    return add_step(builder, (struct padan_step){ .kind = PADAN_STEP_SPLIT, .next = one, .operand = other });
}

static uint32_t emit_choice(struct builder *builder, const struct padan_node *node, uint32_t next)
{
    const struct padan_node *child = node->first;
    uint32_t entry = child ? emit(builder, child, next) : next;
    for (child = child ? child->next : NULL; child; child = child->next)
        entry = emit_split(builder, entry, emit(builder, child, next));
    return entry;
}

/* The one character or set that a look-around or a repeat is all about; NULL where it is more. */
static const struct padan_node *single(const struct padan_node *node)
{
    node = node->first == node->last ? node->first : NULL;
    while (node &&
           (node->kind == PADAN_NODE_GROUP || node->kind == PADAN_NODE_CHOICE || node->kind == PADAN_NODE_SEQUENCE))
        node = node->first == node->last ? node->first : NULL;
    return node && (node->kind == PADAN_NODE_CHARACTER || node->kind == PADAN_NODE_SET) ? node : NULL;
}

static uint32_t emit_assert(struct builder *builder, uint32_t set, bool behind, bool never, uint32_t next)
{
    return add_step(builder, (struct padan_step){ .kind = PADAN_STEP_ASSERT,
                                                  .ahead = behind == builder->program->reversed,
                                                  .never = never,
                                                  .operand = set,
                                                  .next = next });
}

static uint32_t number_of(struct builder *builder, const struct padan_node *one)
{
    return one->kind == PADAN_NODE_SET ? add_set(builder, one->set) : add_character_set(builder, one->character);
}

/* From `min` to `max` of what a node repeats. */
static uint32_t emit_times(struct builder *builder, const struct padan_node *node, uint32_t min, uint32_t max,
                           uint32_t next)
{
    uint32_t entry = next;
    if (max == PADAN_REPEAT_UNBOUNDED) {
        uint32_t loop = emit_split(builder, next, next);
        uint32_t body = emit_choice(builder, node, loop);
        if (loop == FAILED || body == FAILED)
            return FAILED;
        builder->program->steps[loop].next = body;
        entry = min > 0 ? body : loop;
        min -= min > 0;
    } else {
        for (uint32_t i = min; i < max && !builder->large && !builder->failed; i++)
            entry = emit_split(builder, emit_choice(builder, node, entry), next);
    }
    for (uint32_t i = 0; i < min && !builder->large && !builder->failed; i++)
        entry = emit_choice(builder, node, entry);
    return entry;
}

/* The same for what is possessive and of one character: no further one follows. */
static uint32_t emit_all_times(struct builder *builder, const struct padan_node *node, uint32_t max, uint32_t next)
{
    const struct padan_node *one = single(node);
    uint32_t set = number_of(builder, one);
    if (!builder->program->reversed)
        return emit_times(builder, node, node->min, max, emit_assert(builder, set, false, true, next));
    return emit_assert(builder, set, false, true, emit_times(builder, node, node->min, max, next));
}

/* A possessive repeat of more than a character is taken as a greedy one, which is left to be confirmed. */
static uint32_t emit_repeat(struct builder *builder, const struct padan_node *node, uint32_t next)
{
    bool exact = node->possessive && single(node);
    builder->wide |= node->possessive && !exact;
    if (!exact)
        return emit_times(builder, node, node->min, node->max, next);
    if (node->max == PADAN_REPEAT_UNBOUNDED)
        return emit_all_times(builder, node, node->max, next);
    uint32_t full = emit_times(builder, node, node->max, node->max, next);
    return node->max > node->min ? emit_split(builder, full, emit_all_times(builder, node, node->max - 1, next)) : full;
}

/*
 * Whether the way ends at `next`: there, what must be seen and what must be taken are the same, unless it matters
 * where an expression ends.
 */
static bool is_last(const struct builder *builder, uint32_t next)
{
    return !builder->program->sliding && next != FAILED && builder->program->steps[next].kind == PADAN_STEP_FOUND;
}

static uint32_t emit_look(struct builder *builder, const struct padan_node *node, uint32_t next)
{
    const struct padan_node *one = single(node);
    if (one)
        return emit_assert(builder, number_of(builder, one), node->behind, node->never, next);
    if (!node->never && node->behind == builder->program->reversed && is_last(builder, next))
        return emit_choice(builder, node, next);
    builder->wide = true;
    return next;
}

/* Any text at all. */
static uint32_t emit_anything(struct builder *builder, uint32_t next)
{
    uint32_t loop = emit_split(builder, next, next);
    uint32_t body = add_step(
        builder, (struct padan_step){ .kind = PADAN_STEP_SET, .operand = add_set(builder, NULL), .next = loop });
    if (loop == FAILED || body == FAILED)
        return FAILED;
    builder->program->steps[loop].next = body;
    return loop;
}

/* A line end, of which "\r\n" is one. */
static uint32_t emit_line_end(struct builder *builder, uint32_t next)
{
    uint32_t feed = emit_character(builder, line_ends[0], next);
    /* A "\n" alone does not follow a "\r". */
    uint32_t lone = emit_assert(builder, add_character_set(builder, '\r'), true, true, feed);
    uint32_t entry = emit_split(builder, lone, emit_character(builder, '\r', feed));
    for (size_t i = 1; i < sizeof line_ends / sizeof line_ends[0]; i++)
        entry = emit_split(builder, entry, emit_character(builder, line_ends[i], next));
    return entry;
}

/*
 * "$" holds also before a line end that ends the text: where nothing else follows in the expression, the line end may
 * as well be taken; else it is left to be confirmed.
 */
static uint32_t emit_end(struct builder *builder, uint32_t next)
{
    uint32_t very_end = emit_assert(builder, add_set(builder, NULL), false, true, next);
    if (builder->failed || builder->large)
        return very_end;
    if (is_last(builder, next) && !builder->program->reversed)
        return emit_split(builder, very_end, emit_line_end(builder, very_end));
    builder->wide = true;
    return emit_split(builder, very_end, next);
}

/* The steps of a node that lead on to `next`; answers the first of them. */
static uint32_t emit(struct builder *builder, const struct padan_node *node, uint32_t next)
{
    if (builder->large || builder->failed)
        return FAILED;
    switch (node->kind) {
    case PADAN_NODE_SEQUENCE:
        return emit_sequence(builder, node, next);
    case PADAN_NODE_GROUP:
        builder->wide |= node->possessive;
        return emit_choice(builder, node, next);
    case PADAN_NODE_CHOICE:
        return emit_choice(builder, node, next);
    case PADAN_NODE_CHARACTER:
        return emit_character(builder, node->character, next);
    case PADAN_NODE_SET:
        return add_step(builder, (struct padan_step){
                                     .kind = PADAN_STEP_SET, .operand = add_set(builder, node->set), .next = next });
    case PADAN_NODE_REPEAT:
        return emit_repeat(builder, node, next);
    case PADAN_NODE_LOOK:
        return emit_look(builder, node, next);
    case PADAN_NODE_START:
        return emit_assert(builder, add_set(builder, NULL), true, true, next);
    case PADAN_NODE_END:
        return emit_end(builder, next);
    case PADAN_NODE_VERY_END:
        return emit_assert(builder, add_set(builder, NULL), false, true, next);
    case PADAN_NODE_REFERENCE:
        builder->wide = true;
        return emit_anything(builder, next);
    }
    return next;
}

int padan_program_add(struct padan_program *program, const struct padan_node *root, uint32_t number,
                      enum padan_exactness *exactness, struct padan_error *error)
{
    size_t count = program->count;
    size_t limit = count + EXPRESSION_LIMIT < PROGRAM_LIMIT ? count + EXPRESSION_LIMIT : PROGRAM_LIMIT;
    struct builder builder = { .program = program, .owner = number, .limit = limit };
    uint32_t found = add_step(&builder, (struct padan_step){ .kind = PADAN_STEP_FOUND, .operand = number });
    uint32_t entry = builder.large ? FAILED : emit(&builder, root, found);
    if (builder.failed || !padan_vector_reserve(&program->entries, &program->entry_capacity, program->entry_count + 1,
                                                sizeof *program->entries))
        return padan_error_allocation(error);
    if (builder.large) {
        program->count = count;
        *exactness = PADAN_OPAQUE;
        return PADAN_OK;
    }
    program->entries[program->entry_count++] = entry;
    *exactness = builder.wide ? PADAN_WIDE : PADAN_EXACT;
    return PADAN_OK;
}

void padan_program_free(struct padan_program *program)
{
    padan_table_free(&program->sets);
    padan_table_free(&program->known);
    free(program->known_numbers);
    free(program->steps);
    free(program->entries);
    *program = (struct padan_program){ 0 };
}

static int spell_set(struct padan_alphabet *alphabet, const USet *set, struct padan_table *seen,
                     struct padan_error *error)
{
    size_t count = seen->count;
    size_t number = padan_table_add(seen, &set, sizeof set);
    if (number == PADAN_TABLE_NONE)
        return padan_error_allocation(error);
    return number < count ? PADAN_OK : padan_alphabet_add(alphabet, set, error);
}

static int spell_line_ends(struct padan_alphabet *alphabet, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < sizeof line_ends / sizeof line_ends[0] && status == PADAN_OK; i++)
        status = padan_alphabet_add_character(alphabet, line_ends[i], error);
    return status;
}

int padan_program_spell(struct padan_alphabet *alphabet, const struct padan_node *node, struct padan_table *seen,
                        struct padan_error *error)
{
    int status = PADAN_OK;
    if (node->kind == PADAN_NODE_SET)
        status = spell_set(alphabet, node->set, seen, error);
    else if (node->kind == PADAN_NODE_CHARACTER)
        status = padan_alphabet_add_character(alphabet, node->character, error);
    else if (node->kind == PADAN_NODE_END)
        status = spell_line_ends(alphabet, error);
    for (const struct padan_node *child = node->first; child && status == PADAN_OK; child = child->next)
        status = padan_program_spell(alphabet, child, seen, error);
    return status;
}
