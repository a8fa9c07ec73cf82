/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a pattern stands in a text. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/pattern.h"
#include "find/sense.h"

/* Tokens of the text where a term stands: the first, and behind the last. */
struct place {
    size_t first, end;
    size_t part; /* of a NEAR: which of its terms, from 0 */
};

struct places {
    struct place *items;
    size_t count, capacity;
};

/* A text being looked at. */
struct look {
    const struct padan_find_pattern *pattern;
    struct padan_string text;
    const struct padan_token *tokens;
    size_t count;
    struct padan_spans *spans;
    struct padan_buffer form;
    size_t *words; /* before each token, and in all; or NULL */
    struct padan_error *error;
    int status;
};

static bool is_equal(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static bool begins_with(struct padan_string text, struct padan_string beginning)
{
    return text.size >= beginning.size && memcmp(text.data, beginning.data, beginning.size) == 0;
}

int padan_find_compare(const void *left, const void *right)
{
    const struct padan_string *a = left, *b = right;
    int order = memcmp(a->data, b->data, a->size < b->size ? a->size : b->size);
    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

static bool is_relative(const struct padan_find_pattern_term *term, const struct padan_token *token)
{
    return term->relative_count > 0 && bsearch(&token->folded, term->relatives, term->relative_count,
                                               sizeof *term->relatives, padan_find_compare) != NULL;
}

/* Whether a token is what is asked for in case and accents too. */
static bool has_form(struct look *look, const struct padan_find_pattern_term *term, size_t at,
                     const struct padan_token *token, bool prefix)
{
    if (!term->forms)
        return true;
    const struct padan_find_reading *reading = &look->pattern->reading;
    padan_buffer_clear(&look->form);
    look->status = padan_sense_form(&look->form,
                                    (struct padan_string){ look->text.data + token->start, token->end - token->start },
                                    reading->keeps_case, reading->keeps_accents, look->error);
    struct padan_string form = { look->form.data ? look->form.data : "", look->form.size };
    return look->status == PADAN_OK && (prefix ? begins_with(form, term->forms[at]) : is_equal(form, term->forms[at]));
}

static bool fits(struct look *look, const struct padan_find_pattern_term *term, size_t at,
                 const struct padan_token *token)
{
    const struct padan_token *asked = &term->tokens[at];
    if ((at > 0 && asked->apart != token->apart) || asked->kind != token->kind)
        return false;
    bool prefix = term->prefix && at + 1 == term->count;
    if (prefix)
        return begins_with(token->folded, asked->folded) && has_form(look, term, at, token, true);
    if (term->by_stem)
        return is_equal(asked->stem, token->stem) || is_relative(term, token);
    if (!is_equal(asked->folded, token->folded))
        return is_relative(term, token);
    return has_form(look, term, at, token, false);
}

static bool stands_at(struct look *look, const struct padan_find_pattern_term *term, size_t at)
{
    if (look->count - at < term->count)
        return false;
    for (size_t i = 0; i < term->count; i++)
        if (!fits(look, term, i, &look->tokens[at + i]))
            return false;
    return true;
}

static void add_span(struct look *look, size_t first, size_t end)
{
    struct padan_spans *spans = look->spans;
    if (!padan_vector_reserve(&spans->items, &spans->capacity, spans->count + 1, sizeof *spans->items)) {
        look->status = padan_error_allocation(look->error);
        return;
    }
    spans->items[spans->count++] = (struct padan_span){ look->tokens[first].start, look->tokens[end - 1].end };
}

static bool stands_term(struct look *look, const struct padan_find_pattern_term *term)
{
    size_t before = look->spans->count;
    for (size_t at = 0; at < look->count && look->status == PADAN_OK; at++) {
        if (!stands_at(look, term, at))
            continue;
        add_span(look, at, at + term->count);
        at += term->count - 1;
    }
    return look->spans->count > before;
}

/* All places of the terms of a NEAR, one term after the other. Answers how many terms there are. */
static size_t find_places(struct look *look, const struct padan_query_node *near, struct places *out)
{
    const struct padan_find_pattern *pattern = look->pattern;
    size_t part = 0;
    for (size_t node = near->first; node != PADAN_QUERY_NONE; node = pattern->nodes[node].next, part++) {
        const struct padan_find_pattern_term *term = &pattern->terms[pattern->nodes[node].term];
        for (size_t at = 0; at < look->count && look->status == PADAN_OK; at++) {
            if (!stands_at(look, term, at))
                continue;
            if (!padan_vector_reserve(&out->items, &out->capacity, out->count + 1, sizeof *out->items)) {
                look->status = padan_error_allocation(look->error);
                return part;
            }
            out->items[out->count++] = (struct place){ at, at + term->count, part };
            at += term->count - 1;
        }
    }
    return part;
}

static int by_place(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->part > b->part) - (a->part < b->part);
}

static size_t count_words(const struct look *look, size_t first, size_t end)
{
    return look->words[end] - look->words[first];
}

static bool number_words(struct look *look)
{
    if (!look->words)
        look->words = calloc(look->count + 1, sizeof *look->words);
    for (size_t at = 0; look->words && at < look->count; at++)
        look->words[at + 1] = look->words[at] + (look->tokens[at].kind != PADAN_TOKEN_SIGN);
    return look->words != NULL;
}

/*
 * Whether the latest places of all parts, given by their numbers + 1, stand near enough to one another and not on one
 * another.
 */
static bool are_near(const struct look *look, const struct places *places, const size_t *latest, size_t parts,
                     size_t distance)
{
    size_t first = SIZE_MAX, end = 0, covered = 0;
    for (size_t part = 0; part < parts; part++) {
        if (latest[part] == 0)
            return false;
        const struct place *place = &places->items[latest[part] - 1];
        for (size_t other = 0; other < part; other++) {
            const struct place *before = &places->items[latest[other] - 1];
            if (place->first < before->end && before->first < place->end)
                return false;
        }
        first = place->first < first ? place->first : first;
        end = place->end > end ? place->end : end;
        covered += count_words(look, place->first, place->end);
    }
    return count_words(look, first, end) - covered <= distance;
}

static void add_near(struct look *look, const struct places *places, const size_t *latest, size_t parts, bool whole)
{
    size_t first = SIZE_MAX, end = 0;
    for (size_t part = 0; part < parts; part++) {
        const struct place *place = &places->items[latest[part] - 1];
        first = place->first < first ? place->first : first;
        end = place->end > end ? place->end : end;
        if (!whole)
            add_span(look, place->first, place->end);
    }
    if (whole)
        add_span(look, first, end);
}

/* The nearest places of the parts that end at each place in turn are looked at. */
static bool stands_near(struct look *look, const struct padan_query_node *near)
{
    struct places places = { 0 };
    size_t before = look->spans->count;
    size_t parts = find_places(look, near, &places);
    size_t *latest = calloc(parts + 1, sizeof *latest);
    if ((!latest || !number_words(look)) && look->status == PADAN_OK)
        look->status = padan_error_allocation(look->error);
    if (places.count > 1)
        qsort(places.items, places.count, sizeof *places.items, by_place);
    for (size_t i = 0; look->status == PADAN_OK && i < places.count; i++) {
        latest[places.items[i].part] = i + 1;
        if (are_near(look, &places, latest, parts, near->distance))
            add_near(look, &places, latest, parts, near->whole);
    }
    free(latest);
    free(places.items);
    return look->spans->count > before;
}

static bool stands(struct look *look, size_t number);

static bool stand_parts(struct look *look, const struct padan_query_node *node)
{
    bool any = false;
    for (size_t part = node->first; part != PADAN_QUERY_NONE; part = look->pattern->nodes[part].next) {
        bool found = stands(look, part);
        if (!found && node->kind == PADAN_QUERY_AND)
            return false;
        any |= found;
    }
    return any;
}

/* Whether a node stands in the text; the places are added if it does. Depth: that of parentheses. */
static bool stands(struct look *look, size_t number)
{
    const struct padan_query_node *node = &look->pattern->nodes[number];
    size_t before = look->spans->count;
    bool found = false;
    switch (node->kind) {
    case PADAN_QUERY_TERM:
        return stands_term(look, &look->pattern->terms[node->term]);
    case PADAN_QUERY_NEAR:
        return stands_near(look, node);
    case PADAN_QUERY_NOT:
        found = !stands(look, node->first);
        look->spans->count = before;
        return found;
    case PADAN_QUERY_AND:
    case PADAN_QUERY_OR:
        found = stand_parts(look, node);
        break;
    }
    if (!found)
        look->spans->count = before;
    return found;
}

static int compare_spans(const void *left, const void *right)
{
    const struct padan_span *a = left, *b = right;
    if (a->start != b->start)
        return a->start < b->start ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* Spans of several terms that overlap become one. */
static void merge_spans(struct padan_spans *spans)
{
    size_t kept = 0;
    if (spans->count > 1)
        qsort(spans->items, spans->count, sizeof *spans->items, compare_spans);
    for (size_t i = 1; i < spans->count; i++) {
        struct padan_span *last = &spans->items[kept];
        if (spans->items[i].start >= last->end)
            spans->items[++kept] = spans->items[i];
        else if (spans->items[i].end > last->end)
            last->end = spans->items[i].end;
    }
    spans->count = spans->count > 0 ? kept + 1 : 0;
}

int padan_find_pattern_locate(const struct padan_find_pattern *pattern, struct padan_string text,
                              const struct padan_token *tokens, size_t count, struct padan_spans *spans,
                              struct padan_error *error)
{
    struct look look = { .pattern = pattern,
                         .text = text,
                         .tokens = tokens,
                         .count = count,
                         .spans = spans,
                         .error = error,
                         .status = PADAN_OK };
    spans->count = 0;
    if (pattern->root != PADAN_QUERY_NONE && stands(&look, pattern->root) && look.status == PADAN_OK)
        merge_spans(spans);
    else
        spans->count = 0;
    padan_buffer_free(&look.form);
    free(look.words);
    return look.status;
}
