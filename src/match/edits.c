/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/score.h>

#include "base/error.h"
#include "base/vector.h"
#include "match/comparer.h"

const char *padan_edit_kind_name(enum padan_edit_kind kind)
{
    switch (kind) {
    case PADAN_EDIT_INSERT:
        return "insert";
    case PADAN_EDIT_DELETE:
        return "delete";
    case PADAN_EDIT_CHANGE:
        break;
    }
    return "change";
}

/* The query taken apart, once. */
static int open_query(struct padan_comparer *comparer, struct padan_error *error)
{
    if (comparer->has_text_wording)
        return PADAN_OK;
    struct padan_string query = { comparer->text, comparer->text_size };
    int status = padan_wording_text(&comparer->text_wording, comparer->words, query, error);
    if (status == PADAN_OK)
        status = padan_comparer_lanes(&comparer->text_lanes, &comparer->has_text_lanes, &comparer->text_wording, error);
    comparer->has_text_wording = status == PADAN_OK;
    return status;
}

/* The bytes of a word, or the empty place before it. */
static void place_word(size_t *start, size_t *end, const struct padan_wording *wording, size_t word, bool is_there)
{
    if (is_there) {
        *start = wording->words[word].from;
        *end = wording->words[word].to;
    } else if (word < wording->word_count) {
        *start = *end = wording->words[word].from;
    } else {
        *start = *end = word > 0 ? wording->words[word - 1].to : 0;
    }
}

static struct padan_edit make_edit(const struct padan_change *change, const struct padan_wording *text,
                                   const struct padan_wording *query)
{
    struct padan_edit edit = { .kind = PADAN_EDIT_CHANGE };
    if (!change->in_text)
        edit.kind = PADAN_EDIT_INSERT;
    else if (!change->in_query)
        edit.kind = PADAN_EDIT_DELETE;
    place_word(&edit.start, &edit.end, text, change->text, change->in_text);
    place_word(&edit.query_start, &edit.query_end, query, change->query, change->in_query);
    return edit;
}

/* Words put in, or left out, one after the other are one edit. */
static bool continues(const struct padan_change *before, const struct padan_change *change)
{
    if (before->in_text != change->in_text || before->in_query != change->in_query ||
        (change->in_text && change->in_query))
        return false;
    return change->in_text ? before->text + 1 == change->text && before->query == change->query
                           : before->query + 1 == change->query && before->text == change->text;
}

static int collect(struct padan_comparer *comparer, struct padan_error *error)
{
    const struct padan_changes *changes = &comparer->changes;
    comparer->edit_count = 0;
    if (!padan_vector_reserve(&comparer->edits, &comparer->edit_capacity, changes->count + 1, sizeof *comparer->edits))
        return padan_error_allocation(error);
    for (size_t i = 0; i < changes->count; i++) {
        struct padan_edit edit = make_edit(&changes->items[i], &comparer->other_text, &comparer->text_wording);
        if (i > 0 && continues(&changes->items[i - 1], &changes->items[i])) {
            struct padan_edit *last = &comparer->edits[comparer->edit_count - 1];
            last->end = edit.kind == PADAN_EDIT_DELETE ? edit.end : last->end;
            last->query_end = edit.kind == PADAN_EDIT_INSERT ? edit.query_end : last->query_end;
        } else {
            comparer->edits[comparer->edit_count++] = edit;
        }
    }
    return PADAN_OK;
}

int padan_comparer_edits(struct padan_edits *out, struct padan_comparer *comparer, struct padan_string text,
                         struct padan_error *error)
{
    struct padan_wording *other = &comparer->other_text;
    size_t cost;
    *out = (struct padan_edits){ 0 };
    int status = open_query(comparer, error);
    if (status == PADAN_OK)
        status = padan_wording_text(other, comparer->words, text, error);
    if (status != PADAN_OK)
        return status;
    const struct padan_changes_sides sides = { .text = other,
                                               .query = &comparer->text_wording,
                                               .lanes = comparer->has_text_lanes ? &comparer->text_lanes : NULL };
    if ((sides.lanes && !padan_lanes_text(&comparer->text_lanes, other->points, other->point_count)) ||
        !padan_changes_find(&comparer->changes, &sides, true, SIZE_MAX, &cost))
        return padan_error_allocation(error);
    status = collect(comparer, error);
    *out = (struct padan_edits){ comparer->edits, comparer->edit_count };
    return status;
}
