/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

struct padan_xliff_range padan_xliff_keep(struct padan_xliff_reader *xliff, struct padan_string text)
{
    size_t start = xliff->pool.size;
    padan_buffer_append(&xliff->pool, text.data, text.size);
    return (struct padan_xliff_range){ start, xliff->pool.size - start };
}

static struct padan_string view_in(const struct padan_buffer *buffer, struct padan_xliff_range range)
{
    return (struct padan_string){ range.size ? buffer->data + range.start : "", range.size };
}

struct padan_string padan_xliff_view(const struct padan_xliff_reader *xliff, struct padan_xliff_range range)
{
    return view_in(&xliff->pool, range);
}

size_t padan_xliff_unit_size(const struct padan_xliff_reader *xliff)
{
    return xliff->pool.size + xliff->text.size + xliff->markup.size + xliff->pair_count * sizeof *xliff->pairs +
           xliff->property_count * sizeof *xliff->properties;
}

struct padan_xliff_pair *padan_xliff_pair_new(struct padan_xliff_reader *xliff)
{
    if (!padan_vector_reserve(&xliff->pairs, &xliff->pair_capacity, xliff->pair_count + 1, sizeof *xliff->pairs)) {
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
        return NULL;
    }
    struct padan_xliff_pair *pair = &xliff->pairs[xliff->pair_count++];
    *pair = (struct padan_xliff_pair){ .line = padan_xliff_line(xliff) };
    return pair;
}

struct padan_xliff_pair *padan_xliff_pair_of(struct padan_xliff_reader *xliff, struct padan_string id)
{
    size_t count = xliff->pieces.count;
    size_t number = padan_table_add(&xliff->pieces, id.data ? id.data : "", id.size);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&xliff->piece_pairs, &xliff->piece_capacity, number + 1, sizeof *xliff->piece_pairs)) {
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
        return NULL;
    }
    if (number < count)
        return &xliff->pairs[xliff->piece_pairs[number]];
    struct padan_xliff_pair *pair = padan_xliff_pair_new(xliff);
    if (!pair)
        return NULL;
    xliff->piece_pairs[number] = xliff->pair_count - 1;
    pair->id = padan_xliff_keep(xliff, id);
    return pair;
}

/* Data of a match are its own. */
static size_t make_key(const struct padan_xliff_reader *xliff, char *room, size_t size, struct padan_string id)
{
    int length = snprintf(room, size, "%zu/%.*s", xliff->matching ? xliff->pair_count : 0,
                          (int)(id.size < 200 ? id.size : 200), id.data ? id.data : "");
    return (size_t)length < size ? (size_t)length : size - 1;
}

bool padan_xliff_data_key(struct padan_xliff_reader *xliff, struct padan_string id, size_t *number)
{
    char key[256];
    *number = padan_table_add(&xliff->data_names, key, make_key(xliff, key, sizeof key, id));
    return *number != PADAN_TABLE_NONE &&
           padan_vector_reserve(&xliff->data, &xliff->data_capacity, *number + 1, sizeof *xliff->data);
}

struct padan_string padan_xliff_data(const struct padan_xliff_reader *xliff, struct padan_string id)
{
    char key[256];
    if (id.size == 0)
        return padan_string(NULL);
    size_t number = padan_table_find(&xliff->data_names, key, make_key(xliff, key, sizeof key, id));
    return number == PADAN_TABLE_NONE ? padan_string(NULL) : padan_xliff_view(xliff, xliff->data[number]);
}

void padan_xliff_side_begin(struct padan_xliff_reader *xliff, struct padan_xliff_side *side)
{
    side->present = true;
    side->text.start = xliff->text.size;
    side->markup.start = xliff->markup.size;
}

void padan_xliff_side_end(struct padan_xliff_reader *xliff, struct padan_xliff_side *side)
{
    side->text.size = xliff->text.size - side->text.start;
    side->markup.size = side->coded ? xliff->markup.size - side->markup.start : 0;
}

static void empty(struct padan_buffer *buffer)
{
    /* One large unit must not hold its room for the rest of a long file. */
    if (buffer->capacity > (size_t)1 << 20)
        padan_buffer_free(buffer);
    padan_buffer_clear(buffer);
}

static void empty_table(struct padan_table *table)
{
    if (table->count > 0)
        padan_table_free(table);
}

void padan_xliff_unit_clear(struct padan_xliff_reader *xliff)
{
    empty(&xliff->pool);
    empty(&xliff->text);
    empty(&xliff->markup);
    empty_table(&xliff->pieces);
    empty_table(&xliff->data_names);
    empty_table(&xliff->code_names);
    xliff->pair_count = xliff->property_count = 0;
    xliff->whole = (struct padan_xliff_pair){ .line = 0 };
    xliff->own = xliff->approved = xliff->unapproved = xliff->refused = xliff->matching = false;
    xliff->open = NULL;
}

void padan_xliff_unit_free(struct padan_xliff_reader *xliff)
{
    padan_buffer_free(&xliff->pool);
    padan_buffer_free(&xliff->text);
    padan_buffer_free(&xliff->markup);
    padan_buffer_free(&xliff->document);
    padan_buffer_free(&xliff->source_language);
    padan_buffer_free(&xliff->target_language);
    padan_table_free(&xliff->pieces);
    padan_table_free(&xliff->data_names);
    padan_table_free(&xliff->code_names);
    free(xliff->pairs);
    free(xliff->piece_pairs);
    free(xliff->properties);
    free(xliff->data);
    free(xliff->views);
}

/*
 * What XLIFF 1.2's state-qualifier says of where a text came from. A suggestion that a machine or a similar segment
 * made, or that was rejected, is none that somebody agreed to, whatever "translated" means to the tool that put it
 * there.
 */
static bool is_suggestion(struct padan_string qualifier)
{
    static const char *const suggested[] = { "fuzzy-match", "leveraged-mt", "mt-suggestion", "tm-suggestion" };
    if (qualifier.size >= 9 && memcmp(qualifier.data, "rejected-", 9) == 0)
        return true;
    for (size_t i = 0; i < sizeof suggested / sizeof *suggested; i++)
        if (padan_string_is(qualifier, suggested[i]))
            return true;
    return false;
}

/* Whether somebody has agreed to a translation, as the state, its qualifier and the attribute "approved" say. */
static enum padan_unit_status status_of(const struct padan_xliff_reader *xliff, const struct padan_xliff_pair *pair,
                                        struct padan_string state)
{
    if (pair->judgement != XLIFF_UNSAID)
        return pair->judgement == XLIFF_AGREED ? PADAN_UNIT_CONFIRMED : PADAN_UNIT_AUTO;
    static const char *const agreed[] = { "translated", "signed-off", "final", "reviewed" };
    struct padan_string qualifier = padan_xliff_view(xliff, pair->qualifier);
    if (xliff->approved)
        return PADAN_UNIT_CONFIRMED;
    if (is_suggestion(qualifier) && !padan_string_is(state, "signed-off") && !padan_string_is(state, "final"))
        return PADAN_UNIT_AUTO;
    for (size_t i = 0; i < sizeof agreed / sizeof *agreed; i++)
        if (padan_string_is(state, agreed[i]))
            return PADAN_UNIT_CONFIRMED;
    /* In XLIFF 2 what says no state is in that of "initial"; files of XLIFF 1 without states hold what people wrote. */
    bool silent = state.size == 0 && qualifier.size == 0 && !xliff->unapproved && xliff->version == 1;
    return silent ? PADAN_UNIT_CONFIRMED : PADAN_UNIT_AUTO;
}

static void add_view(struct padan_xliff_reader *xliff, struct padan_unit *unit, const char *name,
                     struct padan_string value)
{
    if (value.size > 0)
        xliff->views[unit->property_count++] =
            (struct padan_property){ .kind = PADAN_PROPERTY_PROP, .name = padan_string(name), .value = value };
}

/* Takes what padan itself wrote of a unit. */
static void take_field(struct padan_unit *unit, struct padan_variant variants[2], struct padan_string name,
                       struct padan_string value)
{
    if (padan_string_is(name, "id"))
        unit->id = value;
    else if (padan_string_is(name, "status"))
        padan_unit_status_parse(value, &unit->status);
    else if (padan_string_is(name, "confidence"))
        padan_confidence_parse(value, &unit->confidence);
    else if (padan_string_is(name, "position"))
        padan_position_parse(value, &unit->position);
    else if (padan_string_is(name, "source-language"))
        variants[0].language = value;
    else if (padan_string_is(name, "target-language"))
        variants[1].language = value;
}

static void take_properties(struct padan_xliff_reader *xliff, const struct padan_xliff_pair *pair,
                            struct padan_variant variants[2], struct padan_unit *unit)
{
    for (size_t i = 0; i < xliff->property_count; i++) {
        const struct padan_xliff_property *property = &xliff->properties[i];
        struct padan_string name = padan_xliff_view(xliff, property->name);
        struct padan_string value = padan_xliff_view(xliff, property->value);
        if (property->field)
            take_field(unit, variants, name, value);
        else
            xliff->views[unit->property_count++] =
                (struct padan_property){ .kind = property->kind, .name = name, .value = value };
    }
    if (xliff->own)
        return;
    if (pair != &xliff->whole)
        add_view(xliff, unit, "segment", padan_xliff_view(xliff, pair->id));
    struct padan_string state = padan_xliff_view(xliff, pair->state);
    if (!padan_string_is(state, "translated") && !padan_string_is(state, "initial") && !padan_string_is(state, "new"))
        add_view(xliff, unit, "state", state);
    if (pair->match)
        add_view(xliff, unit, "match", padan_string("yes"));
    add_view(xliff, unit, "state-qualifier", padan_xliff_view(xliff, pair->qualifier));
    add_view(xliff, unit, "match-origin", padan_xliff_view(xliff, pair->origin));
    add_view(xliff, unit, "match-quality", padan_xliff_view(xliff, pair->quality));
    add_view(xliff, unit, "match-type", padan_xliff_view(xliff, pair->type));
}

/* The language of a side: what it says itself, what the whole says, what the file says, what was asked for. */
static struct padan_string language_of(const struct padan_xliff_reader *xliff, const struct padan_xliff_pair *pair,
                                       int side)
{
    const struct padan_exchange_options *options = xliff->reading->options;
    const struct padan_buffer *said = side ? &xliff->target_language : &xliff->source_language;
    if (pair->sides[side].language.size > 0)
        return padan_xliff_view(xliff, pair->sides[side].language);
    if (xliff->whole.sides[side].language.size > 0)
        return padan_xliff_view(xliff, xliff->whole.sides[side].language);
    if (said->size > 0)
        return (struct padan_string){ said->data, said->size };
    return padan_string(side ? options->target : options->source);
}

/* A proposal without a source is one for that of its piece, else of its unit. */
static const struct padan_xliff_side *source_of(const struct padan_xliff_reader *xliff,
                                                const struct padan_xliff_pair *pair)
{
    struct padan_string mid = padan_xliff_view(xliff, pair->mid);
    size_t number = mid.size > 0 ? padan_table_find(&xliff->pieces, mid.data, mid.size) : PADAN_TABLE_NONE;
    return number == PADAN_TABLE_NONE ? &xliff->whole.sides[0] : &xliff->pairs[xliff->piece_pairs[number]].sides[0];
}

static void view_side(const struct padan_xliff_reader *xliff, const struct padan_xliff_pair *pair, int side,
                      struct padan_variant *variant)
{
    bool own = pair->sides[side].present || side == 1;
    const struct padan_xliff_side *from = own ? &pair->sides[side] : source_of(xliff, pair);
    *variant = (struct padan_variant){ .language = language_of(xliff, pair, side),
                                       .text = view_in(&xliff->text, from->text),
                                       .markup = view_in(&xliff->markup, from->markup) };
}

int padan_xliff_refuse_unit(struct padan_xliff_reader *xliff, const struct padan_error *reason,
                            struct padan_error *error)
{
    struct padan_string id = padan_xliff_view(xliff, xliff->id);
    padan_reading_refuse(xliff->reading, reason->status, reason->line, "unit \"%.*s\" is left out: %.300s",
                         (int)(id.size < 80 ? id.size : 80), id.data, reason->message);
    return padan_reading_check(xliff->reading, error);
}

/* Whether a segment without a translation is given, for a check. */
static bool is_asked_for(const struct padan_xliff_reader *xliff, const struct padan_xliff_pair *pair,
                         const struct padan_variant variants[2])
{
    return xliff->reading->options->halves && !pair->match && !xliff->is_fixed && variants[0].language.size > 0 &&
           variants[1].language.size > 0;
}

static int give_pair(struct padan_xliff_reader *xliff, const struct padan_xliff_pair *pair, struct padan_error *error)
{
    struct padan_variant variants[2];
    view_side(xliff, pair, 0, &variants[0]);
    view_side(xliff, pair, 1, &variants[1]);
    /* What padan proposed came from a memory. */
    if (pair->match && xliff->own)
        return PADAN_OK;
    int64_t number = pair->match ? -1 : xliff->number++;
    if (variants[0].text.size == 0 || (variants[1].text.size == 0 && !is_asked_for(xliff, pair, variants))) {
        xliff->reading->summary.skipped++;
        return PADAN_OK;
    }
    if (variants[0].language.size == 0 || variants[1].language.size == 0) {
        struct padan_error reason;
        padan_error_at(&reason, PADAN_ERROR_LANGUAGE, NULL, pair->line,
                       "the file does not name its %s language; give it with %s",
                       variants[0].language.size ? "target" : "source", variants[0].language.size ? "-t" : "-s");
        return padan_xliff_refuse_unit(xliff, &reason, error);
    }
    struct padan_string state = padan_xliff_view(xliff, pair->state);
    struct padan_unit unit = { .variants = variants,
                               .variant_count = 2,
                               .status = pair->match ? PADAN_UNIT_AUTO : status_of(xliff, pair, state),
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .id = xliff->own ? padan_string(NULL) : padan_xliff_view(xliff, xliff->id),
                               .document = padan_string(xliff->document.data),
                               .position = xliff->own ? -1 : number,
                               .line = pair->line,
                               .properties = xliff->views };
    take_properties(xliff, pair, variants, &unit);
    return padan_reading_put(xliff->reading, &unit, error);
}

static bool has_failed(const struct padan_xliff_reader *xliff)
{
    return xliff->pool.failed || xliff->text.failed || xliff->markup.failed || xliff->document.failed ||
           xliff->source_language.failed || xliff->target_language.failed;
}

/* Notes and properties belong to each segment of a unit; their product is what a unit may bring into a memory. */
enum { MOST_PROPERTIES = 100000 };

int padan_xliff_give(struct padan_xliff_reader *xliff, struct padan_error *error)
{
    xliff->units++;
    if (has_failed(xliff) ||
        !padan_vector_reserve(&xliff->views, &xliff->view_capacity, xliff->property_count + 10, sizeof *xliff->views))
        return padan_error_allocation(error);
    if (xliff->property_count * (xliff->pair_count + 1) > MOST_PROPERTIES)
        padan_xliff_refuse(xliff, PADAN_ERROR_LIMIT,
                           "its %zu notes and properties would be kept with each of its %zu segments",
                           xliff->property_count, xliff->pair_count);
    if (xliff->refused)
        return padan_xliff_refuse_unit(xliff, &xliff->reason, error);
    int status = PADAN_OK;
    bool divided = xliff->version == 2 || xliff->pieces.count > 0;
    if (xliff->whole.state.size == 0)
        xliff->whole.state = xliff->whole.sides[1].state;
    xliff->whole.qualifier = xliff->whole.sides[1].qualifier;
    if (!divided)
        status = give_pair(xliff, &xliff->whole, error);
    for (size_t i = 0; i < xliff->pair_count && status == PADAN_OK; i++) {
        struct padan_xliff_pair *pair = &xliff->pairs[i];
        if (xliff->version == 1 && pair->judgement == XLIFF_UNSAID) {
            pair->state = pair->match ? pair->sides[1].state : xliff->whole.state;
            pair->qualifier = pair->match ? pair->sides[1].qualifier : xliff->whole.qualifier;
            pair->judgement = xliff->whole.judgement;
        }
        status = give_pair(xliff, pair, error);
    }
    return status;
}
