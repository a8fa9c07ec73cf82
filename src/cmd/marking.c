/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "marking.h"

#include <stdlib.h>
#include <string.h>

#include "place.h"
#include "utf8.h"

void marking_begin(struct marking *marking, const char *query, bool is_counted)
{
    *marking = (struct marking){ .options = PADAN_ALIGN_OPTIONS_INIT, .query = query, .is_counted = is_counted };
    marking->options.data = data_folder(marking->data);
}

void marking_end_memory(struct marking *marking)
{
    padan_renderer_free(marking->renderer);
    padan_glossary_free(marking->glossary);
    marking->renderer = NULL;
    marking->glossary = NULL;
}

void marking_free(struct marking *marking)
{
    marking_end_memory(marking);
    padan_rendering_table_free(marking->table);
    marking->table = NULL;
}

/* The first language that a hit is shown in is the one that is marked. */
static int choose_target(struct marking *marking, const struct padan_found *found, struct padan_error *error)
{
    if (*marking->target)
        return PADAN_OK;
    struct padan_string tag = found->targets[0].language;
    if (tag.size >= sizeof marking->target)
        return PADAN_OK;
    memcpy(marking->target, tag.data, tag.size);
    marking->target[tag.size] = '\0';
    if (!marking->is_counted)
        return PADAN_OK;
    int status = padan_rendering_table_new(&marking->table, marking->target, error);
    return status == PADAN_OK ? padan_rendering_table_ask(marking->table, padan_string(marking->query), error) : status;
}

static bool has_language(const struct padan_find_target *target, const char *language)
{
    return target->language.size == strlen(language) &&
           memcmp(target->language.data, language, target->language.size) == 0;
}

static size_t target_of(const struct marking *marking, const struct padan_found *found)
{
    size_t target = 0;
    while (target < found->target_count && !has_language(&found->targets[target], marking->target))
        target++;
    return target;
}

/* The terms of the memory are known renderings. */
static int open_renderer(struct marking *marking, struct padan_memory *memory, const char *source,
                         struct padan_error *error)
{
    int status = padan_glossary_new(&marking->glossary, source, marking->target, error);
    if (status == PADAN_OK)
        status = padan_glossary_add_memory(marking->glossary, memory, error);
    if (status != PADAN_OK)
        return status;
    marking->options.glossary = padan_glossary_entries(marking->glossary, &marking->options.glossary_count);
    return padan_renderer_new(&marking->renderer, memory, source, marking->target, &marking->options, error);
}

static int add_hit(struct marking *marking, struct padan_memory *memory, struct hit *hit, struct padan_error *error)
{
    const struct padan_found *found = &hit->found;
    char source[PADAN_LANGUAGE_SIZE] = "";
    hit->rendered = found->target_count;
    if (found->target_count == 0 || found->span_count == 0 || found->language.size >= sizeof source)
        return PADAN_OK;
    memcpy(source, found->language.data, found->language.size);
    int status = choose_target(marking, found, error);
    size_t target = target_of(marking, found);
    if (status != PADAN_OK || target == found->target_count)
        return status;
    if (!marking->renderer)
        status = open_renderer(marking, memory, source, error);
    if (status == PADAN_OK)
        status = padan_renderer_add(marking->renderer, found, target, error);
    if (status == PADAN_OK)
        hit->rendered = target;
    return status;
}

/* Hits that are being marked; those that were not added are passed over. */
struct cursor {
    struct marking *marking;
    struct hit *next;
};

static int count_renderings(struct marking *marking, const struct hit *hit, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && marking->table && i < hit->rendering_count; i++) {
        const struct padan_rendering *rendering = &hit->renderings[i];
        const char *text = hit->found.targets[hit->rendered].text.data;
        struct padan_string view = { text, 0 };
        if (rendering->span_count > 0)
            view = (struct padan_string){ text + rendering->spans[0].start,
                                          rendering->spans[0].end - rendering->spans[0].start };
        size_t start = hit->found.spans[rendering->place].start;
        size_t end = hit->found.spans[rendering->place + rendering->place_count - 1].end;
        struct padan_string place = { hit->found.text.data + start, end - start };
        status =
            padan_rendering_table_add(marking->table, place, view, rendering->probability, hit->found.document, error);
    }
    return status;
}

static int take_renderings(void *context, size_t number, const struct padan_rendering *renderings, size_t count,
                           struct padan_error *error)
{
    struct cursor *cursor = context;
    (void)number;
    while (cursor->next->rendered == cursor->next->found.target_count)
        cursor->next++;
    struct hit *hit = cursor->next++;
    hit->renderings = calloc(count + 1, sizeof *hit->renderings);
    if (!hit->renderings)
        return no_memory(error);
    memcpy(hit->renderings, renderings, count * sizeof *renderings);
    hit->rendering_count = count;
    return count_renderings(cursor->marking, hit, error);
}

int marking_mark(struct marking *marking, struct padan_memory *memory, struct hit *hits, size_t count,
                 struct padan_error *error)
{
    struct cursor cursor = { marking, hits };
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        status = add_hit(marking, memory, &hits[i], error);
    if (status != PADAN_OK || !marking->renderer)
        return status;
    return padan_renderer_mark(marking->renderer, take_renderings, &cursor, error);
}
