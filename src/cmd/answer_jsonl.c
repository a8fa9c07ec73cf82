/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>

#include "matching.h"
#include "record.h"
#include "utf8.h"

/* Counts the code points up to an offset, going forward. */
struct counter {
    struct padan_string text;
    size_t bytes, points;
};

static size_t points_at(struct counter *counter, size_t offset)
{
    counter->points +=
        padan_text_length((struct padan_string){ counter->text.data + counter->bytes, offset - counter->bytes });
    counter->bytes = offset;
    return counter->points;
}

static json_t *span_json(struct counter *counter, size_t start, size_t end)
{
    json_t *span = json_added(json_array(), json_integer((json_int_t)points_at(counter, start)));
    return json_added(span, json_integer((json_int_t)points_at(counter, end)));
}

static json_t *piece_json(struct padan_string text, size_t start, size_t end)
{
    return json_text((struct padan_string){ text.data + start, end - start });
}

static json_t *edits_json(const struct padan_edits *edits, struct padan_string query, struct padan_string text)
{
    struct counter in_text = { .text = text }, in_query = { .text = query };
    json_t *list = json_array();
    for (size_t i = 0; i < edits->count; i++) {
        const struct padan_edit *edit = &edits->items[i];
        struct record record;
        record_begin(&record);
        record_text(&record, "kind", padan_string(padan_edit_kind_name(edit->kind)));
        record_set(&record, "source", span_json(&in_text, edit->start, edit->end));
        record_set(&record, "query", span_json(&in_query, edit->query_start, edit->query_end));
        record_set(&record, "was", piece_json(text, edit->start, edit->end));
        record_set(&record, "now", piece_json(query, edit->query_start, edit->query_end));
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *repair_json(const struct padan_repair *repair)
{
    struct counter counter = { .text = repair->target };
    json_t *list = json_array();
    struct record whole;
    for (size_t i = 0; i < repair->count; i++) {
        const struct padan_replacement *item = &repair->items[i];
        struct record record;
        record_begin(&record);
        record_set(&record, "span", span_json(&counter, item->start, item->end));
        record_text(&record, "was", item->was);
        record_text(&record, "now", item->now);
        list = json_added(list, record_take(&record));
    }
    record_begin(&whole);
    record_text(&whole, "target", repair->target);
    record_set(&whole, "replaced", list);
    return record_take(&whole);
}

/* A score is cut, not rounded: 99.999 is not 100. */
static json_t *score_json(double score)
{
    return json_real(floor(score * 100 + 1e-9) / 100);
}

static void put_origin(struct record *record, const struct padan_match *match)
{
    record_integer(record, "unit", match->unit);
    record_text(record, "memory", padan_string(match->path));
    record_text(record, "source_language", padan_string(match->source_language));
    record_set(record, "document", match->document.size > 0 ? json_text(match->document) : json_null());
    record_set(record, "position", match->position < 0 ? json_null() : json_integer(match->position));
    record_text(record, "status", padan_string(padan_unit_status_name(match->status)));
    record_set(record, "confidence", match->confidence < 0 ? json_null() : json_real(match->confidence));
    record_text(record, "date", padan_string(match->date));
    record_set(record, "penalty", json_real(match->penalty));
}

static json_t *match_json(struct answerer *answerer, const struct answer *answer, const struct padan_match *match,
                          int *status, struct padan_error *error)
{
    struct record record;
    struct padan_edits edits;
    struct padan_repair repair;
    *status = answer_edits(answerer, match, &edits, error);
    if (*status == PADAN_OK)
        *status = answer_repair(answerer, answer, match, &repair, error);
    if (*status != PADAN_OK)
        return NULL;
    record_begin(&record);
    record_text(&record, "source", match->source);
    record_text(&record, "target", match->target);
    record_text(&record, "language", padan_string(match->language));
    record_set(&record, "score", score_json(match->score));
    record_set(&record, "similarity", json_real(match->similarity));
    record_text(&record, "kind", padan_string(padan_match_kind_name(match->kind)));
    put_origin(&record, match);
    record_set(&record, "edits", edits_json(&edits, answer->query, match->source));
    if (answerer->matching->repairs)
        record_set(&record, "repair", repair.count > 0 ? repair_json(&repair) : json_null());
    return record_take(&record);
}

static json_t *renderings_json(const struct part *part)
{
    json_t *list = json_array();
    for (size_t i = 0; i < part->rendering_count; i++) {
        struct record record;
        record_begin(&record);
        record_text(&record, "text", padan_string(part->renderings[i].text));
        record_integer(&record, "count", part->renderings[i].count);
        record_set(&record, "probability", json_real(part->renderings[i].probability));
        list = json_added(list, record_take(&record));
    }
    return list;
}

static json_t *parts_json(const struct answer *answer)
{
    json_t *list = json_array();
    for (size_t i = 0; i < answer->parts.count; i++) {
        const struct part *part = &answer->parts.items[i];
        struct padan_string before = { answer->query.data, part->start };
        struct padan_string text = { answer->query.data + part->start, part->end - part->start };
        size_t start = padan_text_length(before);
        struct record record;
        record_begin(&record);
        record_text(&record, "text", text);
        record_integer(&record, "start", (json_int_t)start);
        record_integer(&record, "end", (json_int_t)(start + padan_text_length(text)));
        record_text(&record, "language", padan_string(part->language));
        record_integer(&record, "segments", part->segments);
        record_set(&record, "renderings", renderings_json(part));
        list = json_added(list, record_take(&record));
    }
    return list;
}

int answer_put_json(struct answerer *answerer, const struct answer *answer, FILE *out, struct padan_error *error)
{
    struct record record;
    json_t *list = json_array();
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < answer->matches.count; i++)
        list = json_added(list, match_json(answerer, answer, &answer->matches.items[i], &status, error));
    if (status != PADAN_OK) {
        json_decref(list);
        return status;
    }
    record_begin(&record);
    record_text(&record, "query", answer->query);
    record_set(&record, "matches", list);
    if (answerer->matching->takes_apart)
        record_set(&record, "parts", parts_json(answer));
    if (answerer->matching->times)
        record_set(&record, "ms", json_real(floor(answer->milliseconds * 1e4) / 1e4));
    json_t *object = record_take(&record);
    bool written = object && json_dumpf(object, out, JSON_REAL_PRECISION(6)) == 0 && fputc('\n', out) != EOF;
    json_decref(object);
    return written ? PADAN_OK : no_memory(error);
}
