/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: one pass over a text, the ordered rules tried where one of them could break. */
#include <padan/segment.h>

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"
#include "segment/rules.h"
#include "text/utf8.h"

struct padan_segmenter {
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_rules rules;
    struct padan_expression_text text;
    void (*explain)(void *context, const struct padan_decision *decision);
    void *explain_context;
    uint8_t map[PADAN_EXPRESSION_MAP_SIZE]; /* what a break rule can have before its place */
};

/* A place in the UTF-8 text that follows one in the UTF-16 text, forwards only. */
struct cursor {
    int32_t unit;
    size_t byte;
};

/* The work on one text. */
struct cut {
    struct padan_segmenter *segmenter;
    struct padan_string utf8;
    struct padan_segments *out;
    size_t capacity;
    struct cursor starts, ends;
    int32_t start; /* of the segment at hand, past its spaces; -1: not met yet */
    struct padan_error *error;
};

static void fill_map(struct padan_segmenter *segmenter)
{
    for (size_t i = 0; i < segmenter->rules.count; i++) {
        const struct padan_rule *rule = &segmenter->rules.items[i];
        if (rule->is_break && rule->before)
            padan_expression_map(rule->before, segmenter->map);
        else if (rule->is_break)
            memset(segmenter->map, 0xff, sizeof segmenter->map);
    }
}

int padan_segmenter_new(struct padan_segmenter **out, const char *language,
                        const struct padan_segmenter_options *options, struct padan_error *error)
{
    struct padan_segmenter *segmenter = calloc(1, sizeof *segmenter);
    if (!segmenter)
        return padan_error_allocation(error);
    int status = padan_language_canonical(segmenter->language, language, error);
    if (status == PADAN_OK)
        status = padan_rules_load(&segmenter->rules, segmenter->language, options, error);
    if (status != PADAN_OK) {
        padan_segmenter_free(segmenter);
        return status;
    }
    if (options) {
        segmenter->explain = options->explain;
        segmenter->explain_context = options->explain_context;
    }
    fill_map(segmenter);
    *out = segmenter;
    return PADAN_OK;
}

void padan_segmenter_free(struct padan_segmenter *segmenter)
{
    if (!segmenter)
        return;
    padan_rules_free(&segmenter->rules);
    padan_expression_text_free(&segmenter->text);
    free(segmenter);
}

void padan_segments_free(struct padan_segments *segments)
{
    free(segments->items);
    *segments = (struct padan_segments){ 0 };
}

static size_t advance(struct cursor *cursor, struct padan_string utf8, int32_t unit)
{
    while (cursor->unit < unit && cursor->byte < utf8.size) {
        cursor->unit += padan_utf8_next(utf8, &cursor->byte) > 0xffff ? 2 : 1;
    }
    return cursor->byte;
}

static int add_segment(struct cut *cut, size_t start, size_t end)
{
    struct padan_segments *out = cut->out;
    if (!padan_vector_reserve(&out->items, &cut->capacity, out->count + 1, sizeof *out->items))
        return padan_error_allocation(cut->error);
    out->items[out->count++] = (struct padan_segment){ 0, start, end };
    return PADAN_OK;
}

/* Ends the segment at hand, if there is one, at `end`. */
static int close_segment(struct cut *cut, int32_t end)
{
    if (cut->start < 0)
        return PADAN_OK;
    size_t first = advance(&cut->starts, cut->utf8, cut->start);
    cut->start = -1;
    return add_segment(cut, first, advance(&cut->ends, cut->utf8, end));
}

/* Whether a break rule could match between two characters. */
static bool is_candidate(const struct padan_rules *rules, UChar32 before, UChar32 after)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct padan_rule *rule = &rules->items[i];
        if (rule->is_break && (!rule->before || padan_expression_may(rule->before, before)) &&
            (!rule->after || padan_expression_may(rule->after, after)))
            return true;
    }
    return false;
}

/* Whether a rule decides a place; `decision` receives what it says. */
static int try_rule(struct padan_segmenter *segmenter, const struct padan_rule *rule, int32_t place, UChar32 before,
                    UChar32 after, struct padan_decision *decision, bool *decided, struct padan_error *error)
{
    struct padan_expression_text *text = &segmenter->text;
    *decided = false;
    decision->file = rule->file;
    decision->language = rule->language;
    if (rule->list) {
        const struct padan_abbreviation *entry =
            padan_abbreviations_decide(rule->list, text->forward, text->length, place, &decision->is_break);
        *decided = entry != NULL;
        decision->line = entry ? entry->line : 0;
        decision->rule = entry ? entry->text : NULL;
        return PADAN_OK;
    }
    decision->is_break = rule->is_break;
    decision->line = rule->line;
    decision->rule = rule->text;
    if ((rule->before && !padan_expression_may(rule->before, before)) ||
        (rule->after && !padan_expression_may(rule->after, after)))
        return PADAN_OK;
    int status = PADAN_OK;
    *decided = true;
    if (rule->after)
        status = padan_expression_match(rule->after, text, place, decided, error);
    if (status == PADAN_OK && *decided && rule->before)
        status = padan_expression_match(rule->before, text, place, decided, error);
    return status;
}

/* Asks the rules in order about a place; `last` is the end of the text before it without its spaces. */
static int decide(struct cut *cut, int32_t place, int32_t last, UChar32 before, UChar32 after, bool *is_break)
{
    struct padan_segmenter *segmenter = cut->segmenter;
    struct padan_decision decision = { 0 };
    bool decided = false;
    for (size_t i = 0; i < segmenter->rules.count && !decided; i++) {
        int status =
            try_rule(segmenter, &segmenter->rules.items[i], place, before, after, &decision, &decided, cut->error);
        if (status != PADAN_OK)
            return status;
    }
    *is_break = decided && decision.is_break;
    if (decided && segmenter->explain) {
        decision.offset = advance(&cut->ends, cut->utf8, last);
        segmenter->explain(segmenter->explain_context, &decision);
    }
    return PADAN_OK;
}

/* The pass over the text. */
static int run(struct cut *cut)
{
    const struct padan_segmenter *segmenter = cut->segmenter;
    const UChar *text = segmenter->text.forward;
    int32_t length = segmenter->text.length, last = 0;
    for (int32_t at = 0; at < length;) {
        int32_t start = at;
        UChar32 before = padan_units_next(text, &at, length);
        if (!padan_is_space(before)) {
            last = at;
            cut->start = cut->start < 0 ? start : cut->start;
        }
        UChar unit = text[at - 1];
        if (at == length || cut->start < 0 || !(segmenter->map[unit >> 3] & (1u << (unit & 7))))
            continue;
        int32_t next = at;
        UChar32 after = padan_units_next(text, &next, length);
        if (!is_candidate(&segmenter->rules, before, after))
            continue;
        bool is_break = false;
        int status = decide(cut, at, last, before, after, &is_break);
        if (status == PADAN_OK && is_break)
            status = close_segment(cut, last);
        if (status != PADAN_OK)
            return status;
    }
    return close_segment(cut, last);
}

int padan_segment_text(struct padan_segments *out, struct padan_segmenter *segmenter, struct padan_string text,
                       struct padan_error *error)
{
    struct cut cut = { .segmenter = segmenter, .utf8 = text, .out = out, .start = -1, .error = error };
    *out = (struct padan_segments){ 0 };
    int status = padan_expression_text_set(&segmenter->text, text, error);
    if (status == PADAN_OK)
        status = run(&cut);
    if (status != PADAN_OK)
        padan_segments_free(out);
    return status;
}
