/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "hit.h"
#include "marking.h"
#include "memory.h"
#include "message.h"
#include "place.h"
#include "utf8.h"

/* Segments from which the renderings of a part are told, and how long a query may take to be taken apart. */
#define SEGMENTS_MOST 50
#define SECONDS_MOST 1.0

/* What is looked for in one memory. */
struct looking {
    struct padan_memory *memory;
    struct padan_string query;
    const char *source, *target;
    char *phrase; /* the part that is looked up, or NULL */
    struct padan_kwic *kwic;
    struct hits hits;
};

static int take_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct looking *looking = context;
    return hits_add(&looking->hits, found, NULL, looking->kwic, HIT_STORED, error);
}

/* A part as a phrase; a quotation mark within would end it. */
static char *phrase_of(struct padan_string query, const struct padan_span *span)
{
    size_t size = span->end - span->start;
    char *phrase = malloc(size + 3);
    if (!phrase)
        return NULL;
    phrase[0] = phrase[size + 1] = '"';
    memcpy(phrase + 1, query.data + span->start, size);
    phrase[size + 2] = '\0';
    for (size_t i = 1; i <= size; i++)
        if (phrase[i] == '"' || phrase[i] == '*')
            phrase[i] = ' ';
    return phrase;
}

static int find_hits(struct looking *looking, const struct padan_span *span, struct padan_error *error)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    free(looking->phrase);
    looking->phrase = phrase_of(looking->query, span);
    if (!looking->phrase)
        return no_memory(error);
    options.source = looking->source;
    options.target = looking->target;
    options.mode = PADAN_FIND_EXACT;
    options.limit = SEGMENTS_MOST;
    hits_clear(&looking->hits);
    return padan_find(looking->memory, looking->phrase, &options, take_hit, looking, NULL, error);
}

static int keep_renderings(struct part *part, const struct padan_rendering_table *table, struct padan_error *error)
{
    struct padan_rendering_count *list = NULL;
    size_t count = 0;
    int status = padan_rendering_table_list(table, &list, &count, error);
    for (size_t i = 0; i < count && status == PADAN_OK && part->rendering_count < PART_RENDERINGS; i++) {
        if (list[i].text.size == 0)
            continue;
        char *text = utf8_copy(list[i].text);
        if (!text)
            status = no_memory(error);
        part->renderings[part->rendering_count].text = text;
        part->renderings[part->rendering_count].count = list[i].count;
        part->renderings[part->rendering_count].probability = list[i].probability;
        part->rendering_count += text != NULL;
    }
    free(list);
    return status;
}

static int render(struct part *part, struct looking *looking, struct padan_error *error)
{
    struct marking marking;
    marking_begin(&marking, looking->phrase, true);
    int status = marking_mark(&marking, looking->memory, looking->hits.items, looking->hits.count, error);
    if (status == PADAN_OK && marking.table)
        status = keep_renderings(part, marking.table, error);
    marking_free(&marking);
    return status;
}

static struct part *add_part(struct parts *parts)
{
    if (parts->count == parts->capacity) {
        struct part *items = realloc(parts->items, (2 * parts->capacity + 4) * sizeof *items);
        if (!items)
            return NULL;
        parts->items = items;
        parts->capacity = 2 * parts->capacity + 4;
    }
    struct part *part = &parts->items[parts->count++];
    *part = (struct part){ .segments = 0 };
    return part;
}

static bool is_known(const struct parts *parts, size_t first, const struct padan_span *span)
{
    for (size_t i = first; i < parts->count; i++)
        if (parts->items[i].start <= span->start && span->end <= parts->items[i].end)
            return true;
    return false;
}

/* Gives one part, where the segments that have it are translated. */
static int take_part(struct parts *parts, struct looking *looking, const struct padan_span *span,
                     struct padan_error *error)
{
    int status = find_hits(looking, span, error);
    if (status != PADAN_OK || looking->hits.count == 0)
        return status;
    struct part *part = add_part(parts);
    if (!part)
        return no_memory(error);
    part->start = span->start;
    part->end = span->end;
    part->language = looking->target;
    part->segments = (int64_t)looking->hits.count;
    return render(part, looking, error);
}

static int look_in(struct parts *parts, struct looking *looking, const char *const *targets, size_t target_count,
                   size_t most, struct padan_error *error)
{
    struct padan_span *spans = NULL;
    size_t count = 0;
    int status =
        padan_find_parts(&spans, &count, looking->memory, looking->query, looking->source, SECONDS_MOST, error);
    for (size_t i = 0; i < target_count && status == PADAN_OK; i++) {
        size_t first = parts->count;
        looking->target = targets[i];
        for (size_t k = 0; k < count && status == PADAN_OK && parts->count - first < most; k++)
            if (!is_known(parts, first, &spans[k]))
                status = take_part(parts, looking, &spans[k], error);
    }
    free(spans);
    return status;
}

int parts_find(struct parts *parts, const struct arguments *arguments, struct padan_string query, const char *source,
               const char *const *targets, size_t target_count, size_t most, struct padan_error *error)
{
    struct looking looking = { .query = query, .source = source };
    int status = padan_kwic_new(&looking.kwic, source, error);
    *parts = (struct parts){ 0 };
    for (size_t i = 0; i < memory_count(arguments) && status == PADAN_OK; i++) {
        char place[PATH_MAX];
        const char *path = memory_path(place, arguments, i);
        status = path ? padan_memory_open(&looking.memory, path, PADAN_MEMORY_READ, error) : no_memory(error);
        if (status == PADAN_OK)
            status = look_in(parts, &looking, targets, target_count, most, error);
        padan_memory_close(looking.memory);
        looking.memory = NULL;
    }
    free(looking.phrase);
    hits_free(&looking.hits);
    padan_kwic_free(looking.kwic);
    if (status != PADAN_OK)
        parts_free(parts);
    return status;
}

void parts_free(struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        for (size_t k = 0; k < parts->items[i].rendering_count; k++)
            free(parts->items[i].renderings[k].text);
    free(parts->items);
    *parts = (struct parts){ 0 };
}
