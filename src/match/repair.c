/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/score.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "match/items.h"
#include "text/value_writer.h"

/* A part of the translation that is to become another. */
struct exchange {
    size_t start, end;   /* bytes of the translation */
    size_t now, now_end; /* bytes of `texts` */
};

struct padan_repairer {
    struct padan_items_finder *source_finder, *target_finder;
    struct padan_value_writer *writer;
    struct padan_items query, source, target;
    struct padan_buffer texts; /* what is put in */
    struct exchange *exchanges;
    size_t exchange_count, exchange_capacity;
    struct padan_buffer out;
    struct padan_replacement *items;
    size_t item_capacity;
};

int padan_repairer_new(struct padan_repairer **out, const char *source, const char *target, struct padan_error *error)
{
    *out = NULL;
    struct padan_repairer *repairer = calloc(1, sizeof *repairer);
    if (!repairer)
        return padan_error_allocation(error);
    int status = padan_items_finder_new(&repairer->source_finder, source, error);
    if (status == PADAN_OK)
        status = padan_items_finder_new(&repairer->target_finder, target, error);
    if (status == PADAN_OK)
        status = padan_value_writer_new(&repairer->writer, target, error);
    if (status != PADAN_OK) {
        padan_repairer_free(repairer);
        return status;
    }
    *out = repairer;
    return PADAN_OK;
}

void padan_repairer_free(struct padan_repairer *repairer)
{
    if (!repairer)
        return;
    padan_items_finder_free(repairer->source_finder);
    padan_items_finder_free(repairer->target_finder);
    padan_value_writer_free(repairer->writer);
    padan_items_free(&repairer->query);
    padan_items_free(&repairer->source);
    padan_items_free(&repairer->target);
    padan_buffer_free(&repairer->texts);
    padan_buffer_free(&repairer->out);
    free(repairer->exchanges);
    free(repairer->items);
    free(repairer);
}

static struct padan_string text_of(const struct padan_items *items, const struct padan_item *item)
{
    return (struct padan_string){ items->text.data + item->start, item->end - item->start };
}

static bool is_equal(struct padan_string one, struct padan_string other)
{
    return one.size == other.size && (one.size == 0 || memcmp(one.data, other.data, one.size) == 0);
}

/* What an item says, where two may be the same in another dress: 1,000 and 1000. */
static bool says_the_same(const struct padan_items *left, const struct padan_item *one, const struct padan_items *right,
                          const struct padan_item *other)
{
    if (is_equal(text_of(left, one), text_of(right, other)))
        return true;
    return one->kind == PADAN_ITEM_VALUE && other->kind == PADAN_ITEM_VALUE &&
           padan_value_compare(&one->value, &other->value) == PADAN_VALUES_EQUAL;
}

/* Whether query and source differ in items of the same kind alone. */
static bool is_repairable(const struct padan_items *query, const struct padan_items *source)
{
    if (query->count != source->count)
        return false;
    for (size_t i = 0; i < query->count; i++) {
        const struct padan_item *one = &query->list[i], *other = &source->list[i];
        if (is_equal(text_of(query, one), text_of(source, other)))
            continue;
        if (one->kind == PADAN_ITEM_WORD || one->kind != other->kind)
            return false;
    }
    return true;
}

/* Whether an item of the translation may stand for one of the source. */
static bool may_render(const struct padan_items *source, const struct padan_item *item,
                       const struct padan_items *target, const struct padan_item *other)
{
    if (item->kind != PADAN_ITEM_VALUE || item->value.kind == PADAN_VALUE_CODE)
        return is_equal(text_of(source, item), text_of(target, other));
    return other->kind == PADAN_ITEM_VALUE && padan_value_compare(&item->value, &other->value) != PADAN_VALUES_DIFFER;
}

/* A number, or a number in an order: "chapter 3", 第3章. */
static bool is_plain_number(const struct padan_item *item)
{
    return item->value.kind == PADAN_VALUE_NUMBER || item->value.kind == PADAN_VALUE_ORDINAL;
}

static bool is_year(const struct padan_item *item)
{
    const struct padan_value_reading *reading = &item->value.readings[0];
    return item->value.kind == PADAN_VALUE_DATE && reading->month == 0 && reading->day == 0;
}

/* Whether the likelier reading of both is the same, so that nothing else can be meant. */
static bool surely_renders(const struct padan_item *item, const struct padan_item *other)
{
    struct padan_value one = item->value, two = other->value;
    if (item->kind != PADAN_ITEM_VALUE || item->value.kind == PADAN_VALUE_CODE)
        return true;
    one.count = one.count > 1 ? 1 : one.count;
    two.count = two.count > 1 ? 1 : two.count;
    enum padan_value_match match = padan_value_compare(&one, &two);
    bool numbers = (is_plain_number(item) || is_year(item)) && (is_plain_number(other) || is_year(other));
    return match == PADAN_VALUES_EQUAL || (match == PADAN_VALUES_AGREE && numbers);
}

static bool add_exchange(struct padan_repairer *repairer, const struct padan_item *target, size_t start)
{
    if (!padan_vector_reserve(&repairer->exchanges, &repairer->exchange_capacity, repairer->exchange_count + 1,
                              sizeof *repairer->exchanges))
        return false;
    repairer->exchanges[repairer->exchange_count++] =
        (struct exchange){ target->start, target->end, start, repairer->texts.size };
    return true;
}

/* A noun that is counted may need another form beside another number. */
static bool agrees(struct padan_repairer *repairer, const struct padan_item *target, const struct padan_item *now)
{
    const struct padan_item *next = target + 1;
    if (target->value.kind > PADAN_VALUE_MONEY || next == repairer->target.list + repairer->target.count ||
        !next->has_letters)
        return true;
    return padan_value_counts_alike(repairer->writer, &target->value, &now->value);
}

/* Writes what one item of the translation is to become. */
static bool write_new(struct padan_repairer *repairer, size_t number, const struct padan_item *target)
{
    const struct padan_item *before = &repairer->source.list[number], *now = &repairer->query.list[number];
    struct padan_string text = text_of(&repairer->query, now);
    if (before->kind != PADAN_ITEM_VALUE || before->value.kind == PADAN_VALUE_CODE) {
        padan_buffer_append(&repairer->texts, text.data, text.size);
        return true;
    }
    const struct padan_value_written old_written = { &target->value, text_of(&repairer->target, target) };
    const struct padan_value_written before_written = { &before->value, text_of(&repairer->source, before) };
    const struct padan_value_written now_written = { &now->value, text };
    return agrees(repairer, target, now) &&
           padan_value_rewrite(&repairer->texts, repairer->writer, old_written, before_written, now_written);
}

enum outcome { REPAIRED, IN_DOUBT, NO_MEMORY };

/* How many items of the source say what one does; *alike: they all become the same in the query. */
static size_t count_alike(const struct padan_repairer *repairer, size_t number, bool *alike)
{
    const struct padan_items *source = &repairer->source, *query = &repairer->query;
    size_t count = 0;
    *alike = true;
    for (size_t i = 0; i < source->count; i++) {
        if (!may_render(source, &source->list[number], source, &source->list[i]))
            continue;
        count++;
        *alike &= says_the_same(query, &query->list[number], query, &query->list[i]);
    }
    return count;
}

/* Repairs what stands in the translation for an item of the source that is another in the query. */
static enum outcome repair_item(struct padan_repairer *repairer, size_t number)
{
    const struct padan_items *source = &repairer->source, *target = &repairer->target;
    const struct padan_item *item = &source->list[number];
    bool alike;
    size_t expected = count_alike(repairer, number, &alike), found = 0;
    for (size_t i = 0; i < target->count; i++) {
        size_t start = repairer->texts.size;
        if (!may_render(source, item, target, &target->list[i]))
            continue;
        found++;
        if (!alike || !surely_renders(item, &target->list[i]) || !write_new(repairer, number, &target->list[i]))
            return IN_DOUBT;
        if (!add_exchange(repairer, &target->list[i], start))
            return NO_MEMORY;
    }
    return found == expected ? REPAIRED : IN_DOUBT;
}

/* Whether an item before it said the same and was repaired, and so this one with it. */
static bool was_repaired(const struct padan_items *source, const struct padan_items *query, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (source->list[i].kind != PADAN_ITEM_WORD &&
            !says_the_same(source, &source->list[i], query, &query->list[i]) &&
            says_the_same(source, &source->list[i], source, &source->list[number]))
            return true;
    return false;
}

/* Items are few in a segment: more than this many that differ are no repair but another text. */
enum { MOST_REPAIRED = 64 };

static enum outcome repair_items(struct padan_repairer *repairer)
{
    const struct padan_items *source = &repairer->source, *query = &repairer->query;
    size_t differing = 0;
    for (size_t i = 0; i < source->count; i++) {
        if (says_the_same(source, &source->list[i], query, &query->list[i]))
            continue;
        if (++differing > MOST_REPAIRED)
            return IN_DOUBT;
        enum outcome outcome = was_repaired(source, query, i) ? REPAIRED : repair_item(repairer, i);
        if (outcome != REPAIRED)
            return outcome;
    }
    return REPAIRED;
}

static int by_place(const void *left, const void *right)
{
    const struct exchange *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* Two items that claim the same place are in doubt. */
static bool is_sound(const struct padan_repairer *repairer)
{
    for (size_t i = 1; i < repairer->exchange_count; i++)
        if (repairer->exchanges[i].start < repairer->exchanges[i - 1].end)
            return false;
    return true;
}

static int build(struct padan_repair *out, struct padan_repairer *repairer, struct padan_error *error)
{
    struct padan_string target = repairer->target.text;
    size_t at = 0, count = repairer->exchange_count;
    if (!padan_vector_reserve(&repairer->items, &repairer->item_capacity, count + 1, sizeof *repairer->items))
        return padan_error_allocation(error);
    padan_buffer_clear(&repairer->out);
    for (size_t i = 0; i < count; i++) {
        const struct exchange *exchange = &repairer->exchanges[i];
        struct padan_replacement *item = &repairer->items[i];
        item->was = (struct padan_string){ target.data + exchange->start, exchange->end - exchange->start };
        item->now = (struct padan_string){ repairer->texts.data + exchange->now, exchange->now_end - exchange->now };
        padan_buffer_append(&repairer->out, target.data + at, exchange->start - at);
        item->start = repairer->out.size;
        padan_buffer_append(&repairer->out, item->now.data, item->now.size);
        item->end = repairer->out.size;
        at = exchange->end;
    }
    padan_buffer_append(&repairer->out, target.data + at, target.size - at);
    if (repairer->out.failed || repairer->texts.failed)
        return padan_error_allocation(error);
    *out = (struct padan_repair){ { repairer->out.data, repairer->out.size }, repairer->items, count };
    return PADAN_OK;
}

int padan_repairer_repair(struct padan_repair *out, struct padan_repairer *repairer, struct padan_string query,
                          struct padan_string source, struct padan_string target, struct padan_error *error)
{
    *out = (struct padan_repair){ .target = target };
    repairer->exchange_count = 0;
    padan_buffer_clear(&repairer->texts);
    int status = padan_items_find(&repairer->query, repairer->source_finder, query, error);
    if (status == PADAN_OK)
        status = padan_items_find(&repairer->source, repairer->source_finder, source, error);
    if (status != PADAN_OK || !is_repairable(&repairer->query, &repairer->source))
        return status;
    status = padan_items_find(&repairer->target, repairer->target_finder, target, error);
    enum outcome outcome = status == PADAN_OK ? repair_items(repairer) : IN_DOUBT;
    if (outcome == NO_MEMORY)
        return padan_error_allocation(error);
    if (outcome == IN_DOUBT || repairer->exchange_count == 0)
        return status;
    qsort(repairer->exchanges, repairer->exchange_count, sizeof *repairer->exchanges, by_place);
    return is_sound(repairer) ? build(out, repairer, error) : PADAN_OK;
}
