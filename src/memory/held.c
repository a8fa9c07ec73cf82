/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/held.h"

#include <stdlib.h>

#include "base/vector.h"

bool padan_held_text(struct padan_held *held, struct padan_string *text)
{
    if (!text->data)
        return true;
    text->data = padan_arena_copy(&held->arena, text->data, text->size);
    held->bytes += text->size;
    return text->data != NULL;
}

bool padan_held_properties(struct padan_held *held, const struct padan_property **properties, size_t count)
{
    if (count == 0)
        return true;
    struct padan_property *list = padan_arena_take(&held->arena, count * sizeof *list);
    held->bytes += count * sizeof *list;
    for (size_t i = 0; list && i < count; i++) {
        list[i] = (*properties)[i];
        if (!padan_held_text(held, &list[i].name) || !padan_held_text(held, &list[i].value) ||
            !padan_held_text(held, &list[i].attributes))
            return false;
    }
    *properties = list;
    return list != NULL;
}

static bool copy_variant(struct padan_held *held, struct padan_variant *variant)
{
    return padan_held_text(held, &variant->language) && padan_held_text(held, &variant->text) &&
           padan_held_text(held, &variant->markup) && padan_held_text(held, &variant->before) &&
           padan_held_text(held, &variant->after) &&
           padan_held_properties(held, &variant->properties, variant->property_count);
}

static bool copy_variants(struct padan_held *held, struct padan_unit *unit)
{
    struct padan_variant *list = padan_arena_take(&held->arena, (unit->variant_count + 1) * sizeof *list);
    held->bytes += unit->variant_count * sizeof *list;
    for (size_t i = 0; list && i < unit->variant_count; i++) {
        list[i] = unit->variants[i];
        if (!copy_variant(held, &list[i]))
            return false;
    }
    unit->variants = list;
    return list != NULL;
}

bool padan_held_add(struct padan_held *held, const struct padan_unit *unit)
{
    if (!padan_vector_reserve(&held->units, &held->capacity, held->count + 1, sizeof *held->units))
        return false;
    struct padan_unit *to = &held->units[held->count];
    *to = *unit;
    held->bytes += sizeof *to;
    if (!copy_variants(held, to) || !padan_held_text(held, &to->id) || !padan_held_text(held, &to->document) ||
        !padan_held_text(held, &to->origin) || !padan_held_text(held, &to->source) ||
        !padan_held_properties(held, &to->properties, to->property_count))
        return false;
    held->count++;
    return true;
}

void padan_held_free(struct padan_held *held)
{
    padan_arena_free(&held->arena);
    free(held->units);
    *held = (struct padan_held){ 0 };
}
