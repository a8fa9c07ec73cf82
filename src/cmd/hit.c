/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hit.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

static struct padan_string keep(char **to, struct padan_string text)
{
    struct padan_string copy = { *to, text.size };
    if (text.size > 0)
        memcpy(*to, text.data, text.size);
    *to += text.size;
    return copy;
}

static bool copy_found(struct hit *hit, const struct padan_found *found)
{
    size_t size = found->language.size + found->text.size + found->document.size + 1;
    for (size_t i = 0; i < found->target_count; i++)
        size += found->targets[i].language.size + found->targets[i].text.size;
    char *to = hit->bytes = malloc(size);
    hit->spans = calloc(found->span_count + 1, sizeof *hit->spans);
    hit->targets = calloc(found->target_count + 1, sizeof *hit->targets);
    if (!hit->bytes || !hit->spans || !hit->targets)
        return false;
    hit->found = *found;
    hit->found.language = keep(&to, found->language);
    hit->found.text = keep(&to, found->text);
    hit->found.document = keep(&to, found->document);
    for (size_t i = 0; i < found->span_count; i++)
        hit->spans[i] = found->spans[i];
    for (size_t i = 0; i < found->target_count; i++) {
        hit->targets[i].language = keep(&to, found->targets[i].language);
        hit->targets[i].text = keep(&to, found->targets[i].text);
    }
    hit->found.spans = hit->spans;
    hit->found.targets = hit->targets;
    return true;
}

static int make_key(struct hit *hit, struct padan_kwic *kwic, enum hit_order order, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    if (order != HIT_DOCUMENT && found->span_count > 0)
        return padan_kwic_key(&hit->key, &hit->key_size, kwic, found->text, found->spans[0],
                              order == HIT_LEFT ? PADAN_KWIC_LEFT : PADAN_KWIC_RIGHT, error);
    hit->key_size = found->document.size;
    hit->key = malloc(hit->key_size + 1);
    if (!hit->key)
        return no_memory(error);
    memcpy(hit->key, found->document.data, hit->key_size);
    return PADAN_OK;
}

static void free_hit(struct hit *hit)
{
    free(hit->bytes);
    free(hit->spans);
    free(hit->targets);
    free(hit->key);
    free(hit->renderings);
}

int hits_add(struct hits *hits, const struct padan_found *found, const char *memory, struct padan_kwic *kwic,
             enum hit_order order, struct padan_error *error)
{
    if (hits->count == hits->capacity) {
        size_t capacity = hits->capacity ? hits->capacity * 2 : 64;
        struct hit *items = reallocarray(hits->items, capacity, sizeof *items);
        if (!items)
            return no_memory(error);
        hits->items = items;
        hits->capacity = capacity;
    }
    struct hit hit = { .number = hits->added++, .memory = memory, .rendered = found->target_count };
    int status = copy_found(&hit, found) ? make_key(&hit, kwic, order, error) : no_memory(error);
    if (status != PADAN_OK) {
        free_hit(&hit);
        return status;
    }
    hits->items[hits->count++] = hit;
    return PADAN_OK;
}

static int compare_numbers(const struct hit *a, const struct hit *b)
{
    return (a->number > b->number) - (a->number < b->number);
}

static int compare_keys(const struct hit *a, const struct hit *b)
{
    size_t size = a->key_size < b->key_size ? a->key_size : b->key_size;
    int order = memcmp(a->key, b->key, size);
    return order != 0 ? order : (a->key_size > b->key_size) - (a->key_size < b->key_size);
}

static int by_key(const void *a, const void *b)
{
    int order = compare_keys(a, b);
    return order != 0 ? order : compare_numbers(a, b);
}

static int by_document(const void *a, const void *b)
{
    const struct hit *one = a, *other = b;
    int order = compare_keys(one, other);
    if (order == 0)
        order = (one->found.position > other->found.position) - (one->found.position < other->found.position);
    return order != 0 ? order : compare_numbers(one, other);
}

void hits_sort(struct hits *hits, enum hit_order order)
{
    if (hits->count > 1)
        qsort(hits->items, hits->count, sizeof *hits->items, order == HIT_DOCUMENT ? by_document : by_key);
}

void hits_clear(struct hits *hits)
{
    for (size_t i = 0; i < hits->count; i++)
        free_hit(&hits->items[i]);
    hits->count = 0;
}

void hits_free(struct hits *hits)
{
    hits_clear(hits);
    free(hits->items);
    *hits = (struct hits){ 0 };
}
