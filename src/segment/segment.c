/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: one pass over a text, the ordered rules tried where one of them could break. */
#include <padan/segment.h>

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"
#include "segment/matcher.h"
#include "text/utf8.h"

struct padan_segmenter {
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_rules rules;
    struct padan_matcher *matcher;
    size_t *lists; /* the numbers of the rules that are lists */
    size_t list_count, list_capacity;
    struct padan_expression_text text;
    void (*explain)(void *context, const struct padan_decision *decision);
    void *explain_context;
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
    struct cursor cursor;
    bool is_open; /* whether a segment is at hand */
    size_t start; /* of it, in bytes, past its spaces */
    /* For explanations: the last place told of, and one that no rule has decided yet; 0: none. */
    int32_t told, undecided;
    struct padan_error *error;
};

static int note_lists(struct padan_segmenter *segmenter, struct padan_error *error)
{
    for (size_t i = 0; i < segmenter->rules.count; i++) {
        if (!segmenter->rules.items[i].list && !segmenter->rules.items[i].spaces)
            continue;
        if (!padan_vector_reserve(&segmenter->lists, &segmenter->list_capacity, segmenter->list_count + 1,
                                  sizeof *segmenter->lists))
            return padan_error_allocation(error);
        segmenter->lists[segmenter->list_count++] = i;
    }
    return PADAN_OK;
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
    if (status == PADAN_OK)
        status = note_lists(segmenter, error);
    if (status == PADAN_OK)
        status = padan_matcher_new(&segmenter->matcher, &segmenter->rules, error);
    if (status != PADAN_OK) {
        padan_segmenter_free(segmenter);
        return status;
    }
    if (options) {
        segmenter->explain = options->explain;
        segmenter->explain_context = options->explain_context;
    }
    *out = segmenter;
    return PADAN_OK;
}

void padan_segmenter_free(struct padan_segmenter *segmenter)
{
    if (!segmenter)
        return;
    padan_matcher_free(segmenter->matcher);
    padan_rules_free(&segmenter->rules);
    padan_expression_text_free(&segmenter->text);
    free(segmenter->lists);
    free(segmenter);
}

struct padan_segment_handling padan_segmenter_handling(const struct padan_segmenter *segmenter)
{
    return segmenter->rules.handling;
}

void padan_segments_free(struct padan_segments *segments)
{
    free(segments->items);
    *segments = (struct padan_segments){ 0 };
}

/* The byte at which a code unit begins; units are asked for in order. */
static size_t advance(struct cut *cut, int32_t unit)
{
    struct cursor *cursor = &cut->cursor;
    const char *bytes = cut->utf8.data;
    while (cursor->unit < unit && cursor->byte < cut->utf8.size) {
        if ((unsigned char)bytes[cursor->byte] < 0x80) {
            cursor->byte++;
            cursor->unit++;
        } else {
            cursor->unit += padan_utf8_next(cut->utf8, &cursor->byte) > 0xffff ? 2 : 1;
        }
    }
    return cursor->byte;
}

static int add_segment(struct cut *cut, size_t start, size_t end)
{
    struct padan_segments *out = cut->out;
    if (!padan_vector_reserve(&out->items, &cut->capacity, out->count + 1, sizeof *out->items))
        return padan_error_allocation(cut->error);
    out->items[out->count++] = (struct padan_segment){ .start = start, .end = end };
    return PADAN_OK;
}

/* Ends the segment at hand, if there is one, at `end`. */
static int close_segment(struct cut *cut, int32_t end)
{
    if (!cut->is_open)
        return PADAN_OK;
    cut->is_open = false;
    return add_segment(cut, cut->start, advance(cut, end));
}

/* The first list from rule number `from` on, or the number of rules. */
static size_t next_list(const struct padan_segmenter *segmenter, size_t from)
{
    size_t i = 0;
    while (i < segmenter->list_count && segmenter->lists[i] < from)
        i++;
    return i < segmenter->list_count ? segmenter->lists[i] : segmenter->rules.count;
}

static bool try_spaces(const struct padan_spaces *spaces, int32_t place, struct padan_decision *decision)
{
    const struct padan_spaces_entry *entry = padan_spaces_decide(spaces, place, &decision->is_break);
    if (!entry)
        return false;
    decision->line = entry->line;
    decision->rule = entry->text;
    return true;
}

/* Whether a list decides a place. */
static bool try_list(const struct padan_segmenter *segmenter, const struct padan_rule *rule, int32_t place,
                     struct padan_decision *decision)
{
    const struct padan_expression_text *text = &segmenter->text;
    if (rule->spaces)
        return try_spaces(rule->spaces, place, decision);
    const struct padan_abbreviation *entry =
        padan_abbreviations_decide(rule->list, text->forward, text->length, place, &decision->is_break);
    if (!entry)
        return false;
    decision->line = entry->line;
    decision->rule = entry->text;
    return true;
}

/* The rule that decides a place: the first of them all that holds; NULL where none does. */
static int find_rule(struct padan_segmenter *segmenter, int32_t place, const struct padan_rule **rule,
                     struct padan_decision *decision, struct padan_error *error)
{
    const struct padan_rules *rules = &segmenter->rules;
    size_t from = 0, found = rules->count;
    padan_matcher_begin(segmenter->matcher, &segmenter->text, place);
    for (size_t list = next_list(segmenter, 0);; list = next_list(segmenter, from)) {
        if (list > from || list == rules->count) {
            int status = padan_matcher_next(segmenter->matcher, from, &found, error);
            if (status != PADAN_OK)
                return status;
        }
        if (found < list || list == rules->count)
            break;
        found = rules->count;
        if (try_list(segmenter, &rules->items[list], place, decision)) {
            *rule = &rules->items[list];
            return PADAN_OK;
        }
        from = list + 1;
    }
    *rule = found < rules->count ? &rules->items[found] : NULL;
    if (*rule) {
        decision->is_break = (*rule)->is_break;
        decision->line = (*rule)->line;
        decision->rule = (*rule)->text;
    }
    return PADAN_OK;
}

/* Whether a mark that ends sentences stands before a place, closing quotes and brackets aside. */
static bool ends_with_stop(const struct padan_segmenter *segmenter, int32_t place)
{
    UChar32 c;
    do
        c = padan_units_previous(segmenter->text.forward, &place);
    while (place > 0 && padan_is_closing(c));
    return c == 0x2026 || u_hasBinaryProperty(c, UCHAR_S_TERM);
}

static void tell(struct cut *cut, int32_t last, const struct padan_rule *rule, struct padan_decision *decision)
{
    const struct padan_segmenter *segmenter = cut->segmenter;
    decision->file = rule ? rule->file : NULL;
    decision->language = rule ? rule->language : NULL;
    decision->offset = advance(cut, last);
    cut->told = last;
    segmenter->explain(segmenter->explain_context, decision);
}

/* Tells of a mark that ends sentences, once it is sure that no rule holds before or after its spaces. */
static void tell_undecided(struct cut *cut)
{
    struct padan_decision decision = { 0 };
    if (cut->undecided > cut->told)
        tell(cut, cut->undecided, NULL, &decision);
    cut->undecided = 0;
}

/* Asks the rules about a place; `last` is the end of the text before it without its spaces. */
static int decide(struct cut *cut, int32_t place, int32_t last, bool *is_break)
{
    struct padan_segmenter *segmenter = cut->segmenter;
    struct padan_decision decision = { 0 };
    const struct padan_rule *rule;
    int status = find_rule(segmenter, place, &rule, &decision, cut->error);
    *is_break = status == PADAN_OK && rule && decision.is_break;
    if (status != PADAN_OK || !segmenter->explain)
        return status;
    if (cut->undecided != last)
        tell_undecided(cut);
    if (rule)
        tell(cut, last, rule, &decision);
    else if (last > cut->told && ends_with_stop(segmenter, last))
        cut->undecided = last;
    return PADAN_OK;
}

/* The pass over the text. */
static int run(struct cut *cut)
{
    const struct padan_matcher_view *view = padan_matcher_view(cut->segmenter->matcher);
    const UChar *text = cut->segmenter->text.forward;
    int32_t length = cut->segmenter->text.length, last = 0;
    unsigned before = PADAN_CLASS_NONE;
    for (int32_t at = 0; at < length;) {
        int32_t start = at;
        unsigned class = padan_alphabet_class(&view->alphabet, padan_units_next(text, &at, length));
        if (cut->is_open && padan_matcher_may_break(view, before, class)) {
            bool is_break = false;
            int status = decide(cut, start, last, &is_break);
            if (status == PADAN_OK && is_break)
                status = close_segment(cut, last);
            if (status != PADAN_OK)
                return status;
        }
        before = class;
        if (padan_bit(view->spaces, class))
            continue;
        last = at;
        if (cut->is_open)
            continue;
        cut->is_open = true;
        cut->start = advance(cut, start);
    }
    tell_undecided(cut);
    return close_segment(cut, last);
}

/* Lets the rules that look at the whole text do so. */
static int prepare(struct padan_segmenter *segmenter, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < segmenter->list_count && status == PADAN_OK; i++) {
        struct padan_spaces *spaces = segmenter->rules.items[segmenter->lists[i]].spaces;
        if (spaces)
            status = padan_spaces_prepare(spaces, segmenter->text.forward, segmenter->text.length, error);
    }
    return status;
}

int padan_segment_text(struct padan_segments *out, struct padan_segmenter *segmenter, struct padan_string text,
                       struct padan_error *error)
{
    struct cut cut = { .segmenter = segmenter, .utf8 = text, .out = out, .error = error };
    *out = (struct padan_segments){ 0 };
    int status = padan_expression_text_set(&segmenter->text, text, error);
    if (status == PADAN_OK)
        status = prepare(segmenter, error);
    if (status == PADAN_OK)
        status = run(&cut);
    if (status != PADAN_OK)
        padan_segments_free(out);
    return status;
}
