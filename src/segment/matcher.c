/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rules hold at a place. */
#include "segment/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"
#include "segment/automaton.h"
#include "segment/characters.h"

/* A repeat that goes further than this, of what can be a letter and a space, runs on and on. */
#define LONG_REPEAT 32
/* One that counts further than this is not read forwards. */
#define COUNT_LIMIT 8

/* One side of the rules. */
struct side {
    uint64_t *always;           /* a bit for each rule: there is no expression, or none that an automaton can tell */
    uint64_t *found;            /* those that hold at the place */
    uint64_t *confirm;          /* those that ICU must confirm */
    bool has_always, is_marked; /* whether there is a bit in `always`; in `found` but not in `always` */
};

struct padan_matcher {
    const struct padan_rules *rules;
    struct padan_matcher_view view;
    struct padan_automaton after, before;
    struct padan_automaton forward, long_before; /* asked only where a rule of theirs holds after the place */
    struct padan_automaton_walk walk;
    struct side sides[2];  /* by enum padan_expression_side */
    uint64_t *is_long;     /* rules of these two */
    uint64_t *is_back;     /* rules of long_before */
    uint64_t *may_be_long; /* for each class before a place, those of them that can end with it */
    uint64_t *room;        /* all bits above */
    size_t words;          /* of a bit for each rule */
    /* The place at hand. */
    struct padan_expression_text *text;
    uint64_t generation; /* of the text */
    uint64_t *pending;   /* those of may_be_long whose automaton was not asked yet */
    int32_t place;
    bool is_read;
    bool is_hopeless; /* nothing holds before the place */
};

static struct padan_expression *expression_of(const struct padan_rule *rule, int side)
{
    return side == PADAN_EXPRESSION_BEFORE ? rule->before : rule->after;
}

/* Whether a character can stand somewhere in what an expression matches. */
static bool can_hold(const struct padan_node *node, UChar32 character)
{
    if (node->kind == PADAN_NODE_SET && uset_contains(node->set, character))
        return true;
    if (node->kind == PADAN_NODE_CHARACTER && node->character == character)
        return true;
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (can_hold(child, character))
            return true;
    return false;
}

static bool is_long(const struct padan_node *node)
{
    if (node->kind == PADAN_NODE_REPEAT && node->max > LONG_REPEAT && can_hold(node, 'a') && can_hold(node, ' '))
        return true;
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (is_long(child))
            return true;
    return false;
}

/* Whether an expression can match at the beginning of a text only. */
static bool is_anchored(const struct padan_node *node)
{
    if (node->kind == PADAN_NODE_START)
        return true;
    if (node->kind == PADAN_NODE_SEQUENCE)
        return node->first && is_anchored(node->first);
    if (node->kind != PADAN_NODE_CHOICE && node->kind != PADAN_NODE_GROUP)
        return false;
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (!is_anchored(child))
            return false;
    return node->first != NULL;
}

/*
 * Whether a repeat counts its way: read forwards, it would be in many counts at once, each a state of its own. `outer`:
 * the counts of the repeats around it.
 */
static bool counts(const struct padan_node *node, uint64_t outer)
{
    if (node->kind == PADAN_NODE_REPEAT) {
        outer *= node->max != PADAN_REPEAT_UNBOUNDED ? node->max : node->min > 0 ? node->min : 1;
        if (outer > COUNT_LIMIT)
            return true;
    }
    for (const struct padan_node *child = node->first; child; child = child->next)
        if (counts(child, outer))
            return true;
    return false;
}

/* Classes of characters for all expressions, and for white space. */
static int spell(struct padan_matcher *matcher, const USet *spaces, struct padan_error *error)
{
    const struct padan_rules *rules = matcher->rules;
    struct padan_table seen = { 0 };
    int status = padan_alphabet_add(&matcher->view.alphabet, spaces, error);
    for (size_t i = 0; i < rules->count && status == PADAN_OK; i++)
        for (int side = 0; side < 2 && status == PADAN_OK; side++) {
            const struct padan_expression *expression = expression_of(&rules->items[i], side);
            if (expression)
                status =
                    padan_program_spell(&matcher->view.alphabet, padan_expression_tree(expression)->root, &seen, error);
        }
    padan_table_free(&seen);
    return status == PADAN_OK ? padan_alphabet_close(&matcher->view.alphabet, error) : status;
}

static int make_alphabet(struct padan_matcher *matcher, struct padan_error *error)
{
    struct padan_matcher_view *view = &matcher->view;
    USet *spaces = uset_openEmpty();
    if (!spaces)
        return padan_error_allocation(error);
    for (UChar32 c = 0; c < 0x10000; c++)
        if (padan_is_space(c))
            uset_add(spaces, c);
    int status = spell(matcher, spaces, error);
    view->words = padan_alphabet_words(&view->alphabet);
    view->spaces = status == PADAN_OK ? calloc(view->words, sizeof *view->spaces) : NULL;
    if (view->spaces)
        padan_alphabet_bits(&view->alphabet, spaces, view->spaces);
    else if (status == PADAN_OK)
        status = padan_error_allocation(error);
    uset_close(spaces);
    return status;
}

/* Takes up one side of a rule. */
static int add_side(struct padan_matcher *matcher, size_t number, int side, struct padan_error *error)
{
    struct padan_expression *expression = expression_of(&matcher->rules->items[number], side);
    struct side *bits = &matcher->sides[side];
    struct padan_automaton *automaton = side == PADAN_EXPRESSION_AFTER ? &matcher->after : &matcher->before;
    enum padan_exactness exactness;
    if (!expression) {
        bits->has_always = true;
        padan_bit_set(bits->always, number);
        return PADAN_OK;
    }
    const struct padan_node *root = padan_expression_tree(expression)->root;
    if (side == PADAN_EXPRESSION_BEFORE && is_long(root)) {
        bool back = counts(root, 1) && !is_anchored(root);
        automaton = back ? &matcher->long_before : &matcher->forward;
        padan_bit_set(matcher->is_long, number);
        if (back)
            padan_bit_set(matcher->is_back, number);
    }
    int status = padan_program_add(&automaton->program, root, (uint32_t)number, &exactness, error);
    if (status != PADAN_OK || exactness == PADAN_EXACT)
        return status;
    padan_bit_set(bits->confirm, number);
    if (exactness == PADAN_OPAQUE) {
        bits->has_always = true;
        padan_bit_set(bits->always, number);
        matcher->is_long[number / 64] &= ~(UINT64_C(1) << (number % 64));
    }
    return PADAN_OK;
}

enum { AUTOMATA = 4 };

static struct padan_automaton *automaton_at(struct padan_matcher *matcher, int number)
{
    struct padan_automaton *automata[AUTOMATA] = { &matcher->after, &matcher->before, &matcher->forward,
                                                   &matcher->long_before };
    return automata[number];
}

static int add_rules(struct padan_matcher *matcher, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < matcher->rules->count && status == PADAN_OK; i++) {
        if (matcher->rules->items[i].list || matcher->rules->items[i].spaces)
            continue;
        status = add_side(matcher, i, PADAN_EXPRESSION_BEFORE, error);
        if (status == PADAN_OK)
            status = add_side(matcher, i, PADAN_EXPRESSION_AFTER, error);
    }
    for (int i = 0; i < AUTOMATA && status == PADAN_OK; i++)
        status = padan_automaton_ready(automaton_at(matcher, i), error);
    return status;
}

/* The classes that can stand beside a place on one side of a rule. */
static void edge_bits(const struct padan_matcher *matcher, const struct padan_expression *expression, uint64_t *bits)
{
    const USet *edge = expression ? padan_expression_edge(expression) : NULL;
    size_t words = padan_alphabet_words(&matcher->view.alphabet);
    memset(bits, edge ? 0 : 0xff, words * sizeof *bits);
    if (edge)
        padan_alphabet_bits(&matcher->view.alphabet, edge, bits);
}

/* Rules that can stand after the same characters are gathered: their `after` sets are joined. */
struct gathering {
    struct padan_table before; /* sets of classes */
    uint64_t *after;           /* one for each of them */
    size_t capacity;
};

static bool gather(struct gathering *gathering, const uint64_t *before, const uint64_t *after, size_t words)
{
    size_t known = gathering->before.count;
    size_t number = padan_table_add(&gathering->before, before, words * sizeof *before);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&gathering->after, &gathering->capacity, (number + 1) * words, sizeof *gathering->after))
        return false;
    uint64_t *joined = gathering->after + number * words;
    if (number == known)
        memset(joined, 0, words * sizeof *joined);
    for (size_t word = 0; word < words; word++)
        joined[word] |= after[word];
    return true;
}

static bool gather_breaks(struct padan_matcher *matcher, struct gathering *gathering, uint64_t *room)
{
    size_t words = padan_alphabet_words(&matcher->view.alphabet);
    for (size_t i = 0; i < matcher->rules->count; i++) {
        const struct padan_rule *rule = &matcher->rules->items[i];
        bool is_spaces = rule->spaces != NULL;
        if (!is_spaces && (!rule->is_break || rule->list))
            continue;
        edge_bits(matcher, rule->before, room);
        edge_bits(matcher, rule->after, room + words);
        if (is_spaces)
            memcpy(room + words, matcher->view.spaces, words * sizeof *room);
        if (!gather(gathering, room, room + words, words))
            return false;
    }
    return true;
}

static int make_pairs(struct padan_matcher *matcher, struct padan_error *error)
{
    size_t words = padan_alphabet_words(&matcher->view.alphabet), classes = matcher->view.alphabet.count;
    struct gathering gathering = { 0 };
    uint64_t *room = calloc(2 * words, sizeof *room);
    matcher->view.pairs = calloc(classes * words, sizeof *matcher->view.pairs);
    bool whole = room && matcher->view.pairs && gather_breaks(matcher, &gathering, room);
    for (size_t i = 0; i < gathering.before.count && whole; i++) {
        const uint64_t *before = (const uint64_t *)(const void *)gathering.before.keys[i].data;
        for (size_t class = 1; class < classes; class ++)
            for (size_t word = 0; word < words && padan_bit(before, class); word++)
                matcher->view.pairs[class * words + word] |= gathering.after[i * words + word];
    }
    padan_table_free(&gathering.before);
    free(gathering.after);
    free(room);
    return whole ? PADAN_OK : padan_error_allocation(error);
}

/* A long rule is worth asking only after a character that it can end with. */
static int make_possible(struct padan_matcher *matcher, struct padan_error *error)
{
    size_t classes = matcher->view.alphabet.count;
    uint64_t *edge = calloc(matcher->view.words, sizeof *edge);
    matcher->may_be_long = calloc(classes * matcher->words, sizeof *matcher->may_be_long);
    if (!edge || !matcher->may_be_long) {
        free(edge);
        return padan_error_allocation(error);
    }
    for (size_t i = 0; i < matcher->rules->count; i++) {
        if (!padan_bit(matcher->is_long, i))
            continue;
        edge_bits(matcher, matcher->rules->items[i].before, edge);
        for (size_t class = 0; class < classes; class ++)
            if (padan_bit(edge, class))
                padan_bit_set(matcher->may_be_long + class * matcher->words, i);
    }
    free(edge);
    return PADAN_OK;
}

static int build(struct padan_matcher *matcher, struct padan_error *error)
{
    uint64_t **bits[] = { &matcher->sides[0].always, &matcher->sides[0].found, &matcher->sides[0].confirm,
                          &matcher->sides[1].always, &matcher->sides[1].found, &matcher->sides[1].confirm,
                          &matcher->is_long,         &matcher->is_back,        &matcher->pending };
    size_t count = sizeof bits / sizeof bits[0];
    matcher->words = matcher->rules->count / 64 + 1;
    matcher->room = calloc(count * matcher->words, sizeof *matcher->room);
    if (!matcher->room)
        return padan_error_allocation(error);
    for (size_t i = 0; i < count; i++)
        *bits[i] = matcher->room + i * matcher->words;
    for (int i = 0; i < AUTOMATA; i++)
        automaton_at(matcher, i)->program.alphabet = &matcher->view.alphabet;
    matcher->before.program.reversed = matcher->long_before.program.reversed = true;
    matcher->forward.program.sliding = true;
    int status = make_alphabet(matcher, error);
    if (status == PADAN_OK)
        status = add_rules(matcher, error);
    matcher->sides[0].is_marked = matcher->sides[1].is_marked = true;
    if (status == PADAN_OK)
        status = make_pairs(matcher, error);
    return status == PADAN_OK ? make_possible(matcher, error) : status;
}

/* What ICU never has to confirm needs its tree no more. */
static void close_expressions(struct padan_matcher *matcher)
{
    for (size_t i = 0; i < matcher->rules->count && matcher->room; i++)
        for (int side = 0; side < 2; side++) {
            struct padan_expression *expression = expression_of(&matcher->rules->items[i], side);
            if (expression && !padan_bit(matcher->sides[side].confirm, i))
                padan_expression_close(expression);
        }
}

int padan_matcher_new(struct padan_matcher **out, const struct padan_rules *rules, struct padan_error *error)
{
    struct padan_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher)
        return padan_error_allocation(error);
    matcher->rules = rules;
    int status = build(matcher, error);
    close_expressions(matcher);
    if (status != PADAN_OK) {
        padan_matcher_free(matcher);
        return status;
    }
    *out = matcher;
    return PADAN_OK;
}

void padan_matcher_free(struct padan_matcher *matcher)
{
    if (!matcher)
        return;
    for (int i = 0; i < AUTOMATA; i++)
        padan_automaton_free(automaton_at(matcher, i));
    padan_alphabet_free(&matcher->view.alphabet);
    free(matcher->view.spaces);
    free(matcher->view.pairs);
    free(matcher->may_be_long);
    free(matcher->room);
    free(matcher);
}

const struct padan_matcher_view *padan_matcher_view(const struct padan_matcher *matcher)
{
    return &matcher->view;
}

void padan_matcher_begin(struct padan_matcher *matcher, struct padan_expression_text *text, int32_t place)
{
    if (matcher->text != text || matcher->generation != text->generation)
        matcher->walk = (struct padan_automaton_walk){ .place = -1 };
    matcher->text = text;
    matcher->generation = text->generation;
    matcher->place = place;
    matcher->is_read = matcher->is_hopeless = false;
}

static struct padan_automaton_text view_of(const struct padan_matcher *matcher)
{
    return (struct padan_automaton_text){ matcher->text->forward, matcher->text->length, matcher->place,
                                          PADAN_EXPRESSION_WINDOW };
}

static int run(struct padan_matcher *matcher, struct padan_automaton *automaton, int side, struct padan_error *error)
{
    struct padan_automaton_text text = view_of(matcher);
    struct side *bits = &matcher->sides[side];
    return padan_automaton_run(automaton, &text, bits->found, &bits->is_marked, error);
}

/* Asks the automaton of a long rule. */
static int run_long(struct padan_matcher *matcher, size_t number, struct padan_error *error)
{
    struct padan_automaton_text text = view_of(matcher);
    struct side *bits = &matcher->sides[PADAN_EXPRESSION_BEFORE];
    bool back = padan_bit(matcher->is_back, number);
    for (size_t word = 0; word < matcher->words; word++)
        matcher->pending[word] &= back ? ~matcher->is_back[word] : matcher->is_back[word];
    if (back)
        return run(matcher, &matcher->long_before, PADAN_EXPRESSION_BEFORE, error);
    return padan_automaton_slide(&matcher->forward, &matcher->walk, &text, bits->found, &bits->is_marked, error);
}

static void clear_side(struct padan_matcher *matcher, int side)
{
    struct side *bits = &matcher->sides[side];
    if (bits->is_marked)
        memcpy(bits->found, bits->always, matcher->words * sizeof *bits->found);
    bits->is_marked = false;
}

/* The class of the character before the place. */
static unsigned class_before(const struct padan_matcher *matcher)
{
    int32_t at = matcher->place;
    if (at <= 0)
        return PADAN_CLASS_NONE;
    return padan_alphabet_class(&matcher->view.alphabet, padan_units_previous(matcher->text->forward, &at));
}

/* Whether a long rule can end at the place. */
static bool waits(const struct padan_matcher *matcher)
{
    for (size_t word = 0; word < matcher->words; word++)
        if (matcher->pending[word])
            return true;
    return false;
}

/* Reads back from the place, and on from it where that can still tell something. */
static int read_place(struct padan_matcher *matcher, struct padan_error *error)
{
    const struct side *before = &matcher->sides[PADAN_EXPRESSION_BEFORE];
    clear_side(matcher, PADAN_EXPRESSION_BEFORE);
    clear_side(matcher, PADAN_EXPRESSION_AFTER);
    matcher->is_read = true;
    memcpy(matcher->pending, matcher->may_be_long + class_before(matcher) * matcher->words,
           matcher->words * sizeof *matcher->pending);
    int status = run(matcher, &matcher->before, PADAN_EXPRESSION_BEFORE, error);
    matcher->is_hopeless = !before->is_marked && !before->has_always && !waits(matcher);
    return status == PADAN_OK && !matcher->is_hopeless ? run(matcher, &matcher->after, PADAN_EXPRESSION_AFTER, error)
                                                       : status;
}

/* The first rule from `from` on that the automata find; a long one counts as found until its automaton is asked. */
static size_t first_found(const struct padan_matcher *matcher, size_t from)
{
    const uint64_t *before = matcher->sides[PADAN_EXPRESSION_BEFORE].found;
    const uint64_t *after = matcher->sides[PADAN_EXPRESSION_AFTER].found;
    uint64_t mask = UINT64_MAX << (from % 64);
    for (size_t word = from / 64; word < matcher->words; word++, mask = UINT64_MAX) {
        uint64_t bits = (before[word] | matcher->pending[word]) & after[word] & mask;
        if (bits)
            return word * 64 + (size_t)__builtin_ctzll(bits);
    }
    return matcher->rules->count;
}

/* Whether ICU confirms a rule on one side, where it must. */
static int confirm(struct padan_matcher *matcher, size_t number, int side, bool *holds, struct padan_error *error)
{
    struct padan_expression *expression = expression_of(&matcher->rules->items[number], side);
    if (!padan_bit(matcher->sides[side].confirm, number))
        return PADAN_OK;
    int status = padan_expression_compile(expression, error);
    if (status != PADAN_OK)
        return status;
    return padan_expression_match(expression, matcher->text, matcher->place, holds, error);
}

int padan_matcher_next(struct padan_matcher *matcher, size_t from, size_t *found, struct padan_error *error)
{
    int status = matcher->is_read ? PADAN_OK : read_place(matcher, error);
    while (status == PADAN_OK) {
        size_t number = matcher->is_hopeless ? matcher->rules->count : first_found(matcher, from);
        *found = number;
        if (number == matcher->rules->count)
            return PADAN_OK;
        if (padan_bit(matcher->pending, number)) {
            status = run_long(matcher, number, error);
            continue;
        }
        bool holds = true;
        status = confirm(matcher, number, PADAN_EXPRESSION_AFTER, &holds, error);
        if (status == PADAN_OK && holds)
            status = confirm(matcher, number, PADAN_EXPRESSION_BEFORE, &holds, error);
        if (status == PADAN_OK && holds)
            return PADAN_OK;
        from = number + 1;
    }
    return status;
}
