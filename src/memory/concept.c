/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One concept of the term base as a copy that outlives the reading. */
#include <padan/term.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "memory/store.h"

struct copy {
    struct padan_concept concept;
    struct padan_arena arena;
    bool failed; /* no memory */
};

static struct padan_string copy_text(struct copy *copy, struct padan_string text)
{
    const char *data = padan_arena_copy(&copy->arena, text.data, text.size);
    copy->failed |= !data;
    return (struct padan_string){ data ? data : "", data ? text.size : 0 };
}

static void *copy_items(struct copy *copy, const void *items, size_t count, size_t size)
{
    void *room = padan_arena_take(&copy->arena, (count + 1) * size);
    copy->failed |= !room;
    return room && count > 0 ? memcpy(room, items, count * size) : room;
}

static const struct padan_term_property *copy_properties(struct copy *copy,
                                                         const struct padan_term_property *properties, size_t count)
{
    struct padan_term_property *out = copy_items(copy, properties, count, sizeof *out);
    for (size_t i = 0; out && i < count; i++)
        out[i] = (struct padan_term_property){ copy_text(copy, out[i].name), copy_text(copy, out[i].value) };
    return out;
}

static void copy_term(struct copy *copy, struct padan_term *term)
{
    struct padan_string *const texts[] = { &term->language, &term->text, &term->part_of_speech, &term->gender,
                                           &term->context,  &term->note, &term->source };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy_text(copy, *texts[i]);
    term->properties = copy_properties(copy, term->properties, term->property_count);
}

static int take(void *context, const struct padan_concept *from, struct padan_error *error)
{
    struct copy *copy = context;
    struct padan_concept *to = &copy->concept;
    *to = *from;
    struct padan_string *const texts[] = { &to->identifier, &to->subject, &to->definition, &to->note, &to->source };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy_text(copy, *texts[i]);
    to->properties = copy_properties(copy, from->properties, from->property_count);
    struct padan_term *terms = copy_items(copy, from->terms, from->term_count, sizeof *terms);
    for (size_t i = 0; terms && i < from->term_count; i++)
        copy_term(copy, &terms[i]);
    to->terms = terms;
    return copy->failed ? padan_error_allocation(error) : PADAN_OK;
}

int padan_memory_concept(const struct padan_concept **out, struct padan_memory *memory, int64_t number,
                         struct padan_error *error)
{
    *out = NULL;
    struct copy *copy = calloc(1, sizeof *copy);
    if (!copy)
        return padan_error_allocation(error);
    const struct padan_concept_filter filter = { .version = 1, .number = number };
    const struct padan_concept_sink sink = { take, copy, NULL };
    int status = number > 0 ? padan_memory_each_concept(memory, &filter, &sink, error) : PADAN_OK;
    if (status == PADAN_OK && copy->concept.number == 0)
        status = padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path,
                                "there is no concept %lld; 'padan term list' shows them", (long long)number);
    *out = &copy->concept;
    if (status != PADAN_OK) {
        padan_concept_free(&copy->concept);
        *out = NULL;
    }
    return status;
}

void padan_concept_free(const struct padan_concept *concept)
{
    if (!concept)
        return;
    struct copy *copy = (struct copy *)((const char *)concept - offsetof(struct copy, concept));
    padan_arena_free(&copy->arena);
    free(copy);
}
