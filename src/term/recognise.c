/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terms in running text. The keys of all terms are a trie; its edges are in one hash table, so that a step
 * takes the same time however many terms there are.
 */
#include <padan/term.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "term/edges.h"
#include "term/tokens.h"

/* Longer terms are sentences, and more hyphens a list; each hyphen may double the ways of writing a term. */
enum { MOST_TOKENS = 64, MOST_HYPHENS = 6 };

/* From one place no more is tried: a text of one word, joined to itself by hyphens, has as many ways as there are sums.
 */
enum { MOST_STEPS = 1024 };

struct entry {
    const char *text; /* in the arena */
    size_t size;
    int64_t concept;
    uint32_t next; /* number + 1 of another term at the same node, or 0 */
    unsigned char status;
    bool case_sensitive, whole_form;
};

struct padan_recogniser {
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_tokens tokens;
    struct padan_edges edges;
    uint32_t *first; /* by node: number + 1 of its first term, or 0 */
    size_t node_capacity;
    struct padan_arena strings;
    struct entry *entries;
    size_t entry_count, entry_capacity;
    struct padan_recognised *found;
    size_t found_count, found_capacity;
    struct padan_buffer folded[2];
};

int padan_recogniser_new(struct padan_recogniser **out, const char *language, bool family, struct padan_error *error)
{
    *out = NULL;
    struct padan_recogniser *recogniser = calloc(1, sizeof *recogniser);
    if (!recogniser)
        return padan_error_allocation(error);
    int status = padan_language_canonical(recogniser->language, language, error);
    if (status == PADAN_OK)
        status = padan_tokens_make(&recogniser->tokens, language, family, error);
    if (status == PADAN_OK &&
        !padan_vector_reserve(&recogniser->first, &recogniser->node_capacity, 1, sizeof *recogniser->first))
        status = padan_error_allocation(error);
    if (status != PADAN_OK) {
        padan_recogniser_free(recogniser);
        return status;
    }
    recogniser->first[0] = 0;
    *out = recogniser;
    return PADAN_OK;
}

void padan_recogniser_free(struct padan_recogniser *recogniser)
{
    if (!recogniser)
        return;
    padan_tokens_free(&recogniser->tokens);
    padan_edges_free(&recogniser->edges);
    padan_arena_free(&recogniser->strings);
    padan_buffer_free(&recogniser->folded[0]);
    padan_buffer_free(&recogniser->folded[1]);
    free(recogniser->first);
    free(recogniser->entries);
    free(recogniser->found);
    free(recogniser);
}

/* The node that a key leads to, which is made if need be; UINT32_MAX: no memory. */
static uint32_t grow(struct padan_recogniser *recogniser, uint32_t node, uint32_t key)
{
    uint32_t next = recogniser->edges.count + 1;
    if (!padan_vector_reserve(&recogniser->first, &recogniser->node_capacity, (size_t)next + 1,
                              sizeof *recogniser->first))
        return UINT32_MAX;
    recogniser->first[next] = 0;
    next = padan_edges_add(&recogniser->edges, node, key);
    return next > 0 ? next : UINT32_MAX;
}

static bool add_entry(struct padan_recogniser *recogniser, uint32_t node, const struct entry *entry)
{
    if (node == UINT32_MAX || !padan_vector_reserve(&recogniser->entries, &recogniser->entry_capacity,
                                                    recogniser->entry_count + 1, sizeof *recogniser->entries))
        return false;
    struct entry *added = &recogniser->entries[recogniser->entry_count++];
    *added = *entry;
    added->next = recogniser->first[node];
    recogniser->first[node] = (uint32_t)recogniser->entry_count;
    return true;
}

/* Adds the tokens from `at` on below a node, in all ways in which hyphens let them be written. */
static bool add_path(struct padan_recogniser *recogniser, uint32_t node, size_t at, bool joins,
                     const struct entry *entry)
{
    const struct padan_tokens *tokens = &recogniser->tokens;
    if (node == UINT32_MAX)
        return false;
    if (at == tokens->count)
        return add_entry(recogniser, node, entry);
    const struct padan_token *token = &tokens->items[at];
    if (joins && token->hyphenated && !token->repeated &&
        !add_path(recogniser, grow(recogniser, node, token->joined), at + 2, joins, entry))
        return false;
    return add_path(recogniser, grow(recogniser, node, token->key), at + 1, joins, entry);
}

static int add_term(struct padan_recogniser *recogniser, const struct padan_term *term, int64_t concept,
                    struct padan_error *error)
{
    struct padan_tokens *tokens = &recogniser->tokens;
    size_t hyphens = 0;
    int status = padan_tokens_cut(tokens, term->text, true, error);
    if (status != PADAN_OK || tokens->count == 0 || tokens->count > MOST_TOKENS)
        return status;
    for (size_t i = 0; i < tokens->count; i++)
        hyphens += tokens->items[i].hyphenated;
    const struct entry entry = { .text = padan_arena_copy(&recogniser->strings, term->text.data, term->text.size),
                                 .size = term->text.size,
                                 .concept = concept,
                                 .status = (unsigned char)term->status,
                                 .case_sensitive = term->case_sensitive,
                                 .whole_form = term->whole_form };
    return entry.text && add_path(recogniser, 0, 0, hyphens <= MOST_HYPHENS, &entry) ? PADAN_OK
                                                                                     : padan_error_allocation(error);
}

int padan_recogniser_add(struct padan_recogniser *recogniser, const struct padan_concept *concept,
                         struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < concept->term_count && status == PADAN_OK; i++) {
        const struct padan_term *term = &concept->terms[i];
        char tag[PADAN_LANGUAGE_SIZE];
        snprintf(tag, sizeof tag, "%.*s", (int)term->language.size, term->language.data);
        if (padan_language_matches(recogniser->language, tag) || padan_language_matches(tag, recogniser->language))
            status = add_term(recogniser, term, concept->number, error);
    }
    return status;
}

static int take_concept(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    return padan_recogniser_add(context, concept, error);
}

int padan_recogniser_add_memory(struct padan_recogniser *recogniser, struct padan_memory *memory,
                                struct padan_error *error)
{
    const struct padan_concept_sink sink = { take_concept, recogniser, NULL };
    return padan_memory_each_concept(memory, NULL, &sink, error);
}

/* A search in one text. */
struct search {
    struct padan_recogniser *recogniser;
    struct padan_string text;
    size_t start; /* token where it begins */
    size_t steps; /* from there */
    struct padan_error *error;
};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether two texts are equal but for the number of spaces. */
static bool equal_but_spaces(struct padan_string a, struct padan_string b)
{
    size_t i = 0, k = 0;
    while (i < a.size && k < b.size) {
        if (is_space(a.data[i]) && is_space(b.data[k])) {
            while (i < a.size && is_space(a.data[i]))
                i++;
            while (k < b.size && is_space(b.data[k]))
                k++;
        } else if (a.data[i++] != b.data[k++]) {
            return false;
        }
    }
    return i == a.size && k == b.size;
}

/* Whether the term may stand here in the form that is found. */
static int admits(struct search *search, const struct entry *entry, struct padan_string found, bool *admitted)
{
    struct padan_buffer *folded = search->recogniser->folded;
    struct padan_string text = { entry->text, entry->size };
    *admitted = !entry->case_sensitive || equal_but_spaces(found, text);
    if (!entry->whole_form || entry->case_sensitive)
        return PADAN_OK;
    padan_buffer_clear(&folded[0]);
    padan_buffer_clear(&folded[1]);
    int status = padan_word_fold(&folded[0], found, search->error);
    if (status == PADAN_OK)
        status = padan_word_fold(&folded[1], text, search->error);
    *admitted = status == PADAN_OK && equal_but_spaces((struct padan_string){ folded[0].data, folded[0].size },
                                                       (struct padan_string){ folded[1].data, folded[1].size });
    return status;
}

static int report(struct search *search, uint32_t node, size_t last)
{
    struct padan_recogniser *recogniser = search->recogniser;
    const struct padan_token *tokens = recogniser->tokens.items;
    size_t start = tokens[search->start].start, end = tokens[last].end;
    int status = PADAN_OK;
    for (uint32_t i = recogniser->first[node]; i > 0 && status == PADAN_OK; i = recogniser->entries[i - 1].next) {
        const struct entry *entry = &recogniser->entries[i - 1];
        bool admitted;
        status = admits(search, entry, (struct padan_string){ search->text.data + start, end - start }, &admitted);
        if (status != PADAN_OK || !admitted)
            continue;
        if (!padan_vector_reserve(&recogniser->found, &recogniser->found_capacity, recogniser->found_count + 1,
                                  sizeof *recogniser->found))
            return padan_error_allocation(search->error);
        recogniser->found[recogniser->found_count++] =
            (struct padan_recognised){ .start = start,
                                       .end = end,
                                       .concept = entry->concept,
                                       .term = { entry->text, entry->size },
                                       .status = (enum padan_term_status)entry->status };
    }
    return status;
}

static bool follow(const struct padan_recogniser *recogniser, uint32_t *node, uint32_t key)
{
    *node = key == PADAN_KEY_NONE ? 0 : padan_edges_find(&recogniser->edges, *node, key);
    return *node > 0;
}

static int walk(struct search *search, uint32_t node, size_t at);

/* Goes one key on, by `taken` tokens; a word said twice may count once. */
static int step(struct search *search, uint32_t node, size_t at, uint32_t key, size_t taken)
{
    const struct padan_tokens *tokens = &search->recogniser->tokens;
    size_t last = at + taken - 1;
    if (!follow(search->recogniser, &node, key) || search->steps++ > MOST_STEPS)
        return PADAN_OK;
    /* ICU's dictionaries do not have every term, so that one end inside of a word is no reason to doubt the other. */
    bool begins = tokens->items[search->start].begins, ends = tokens->items[last].ends;
    bool whole = last > search->start ? begins || ends : begins && ends;
    int status = whole ? report(search, node, last) : PADAN_OK;
    return status == PADAN_OK ? walk(search, node, last + 1) : status;
}

static int walk(struct search *search, uint32_t node, size_t at)
{
    const struct padan_tokens *tokens = &search->recogniser->tokens;
    if (at >= tokens->count)
        return PADAN_OK;
    const struct padan_token *token = &tokens->items[at];
    int status = step(search, node, at, token->key, 1);
    if (status == PADAN_OK && token->hyphenated)
        status = step(search, node, at, token->joined, 2);
    if (status == PADAN_OK && token->repeated)
        status = step(search, node, at, token->key, 2);
    return status;
}

/* By place, the longer first, then by the order of the term base. */
static int compare(const void *left, const void *right)
{
    const struct padan_recognised *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->concept > b->concept) - (a->concept < b->concept);
}

static bool is_same(const struct padan_recognised *a, const struct padan_recognised *b)
{
    return a->start == b->start && a->end == b->end && a->concept == b->concept && a->term.data == b->term.data;
}

/* Sorts, leaves out what two ways led to, and says what a longer or an earlier one covers. */
static void arrange(struct padan_recogniser *recogniser)
{
    struct padan_recognised *found = recogniser->found;
    size_t kept = 0, start = 0, end = 0;
    if (recogniser->found_count > 0)
        qsort(found, recogniser->found_count, sizeof *found, compare);
    for (size_t i = 0; i < recogniser->found_count; i++) {
        if (kept > 0 && is_same(&found[kept - 1], &found[i]))
            continue;
        struct padan_recognised *next = &found[kept++];
        *next = found[i];
        bool homonym = next->start == start && next->end == end;
        next->covered = next->start < end && !homonym;
        if (!next->covered) {
            start = next->start;
            end = next->end;
        }
    }
    recogniser->found_count = kept;
}

int padan_recogniser_find(struct padan_recogniser *recogniser, struct padan_string text,
                          const struct padan_recognised **list, size_t *count, struct padan_error *error)
{
    struct search search = { .recogniser = recogniser, .text = text, .error = error };
    recogniser->found_count = 0;
    int status = padan_tokens_cut(&recogniser->tokens, text, false, error);
    for (size_t i = 0; i < recogniser->tokens.count && status == PADAN_OK; i++) {
        search.start = i;
        search.steps = 0;
        status = walk(&search, 0, i);
    }
    arrange(recogniser);
    *list = recogniser->found;
    *count = status == PADAN_OK ? recogniser->found_count : 0;
    return status;
}
