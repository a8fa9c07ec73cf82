/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/place.h"

#include <string.h>
#include <strings.h>

/* Names are compared without case, so that x-context stands for Trados Studio's x-Context too. */
static const struct kind {
    const char *name;
    bool alternative; /* a unit without any of these is the translation for all other places */
} kinds[] = {
    /* OmegaT says in its alternative translations which segment each is for, and nothing in the default ones. */
    { "file", true },
    { "id", true },
    { "prev", true },
    { "next", true },
    { "path", true },
    /* memoQ: the identifier of the segment. Trados Studio: two hashes for each place where the unit was used. */
    { "x-context", false },
    /* memoQ: the segments before and after, where they stand at the unit; at a variant they are its neighbours. */
    { "x-context-pre", false },
    { "x-context-post", false },
    /* Trados Studio: the segment before, for each place where the unit was used. */
    { "x-ContextContent", false },
};

_Static_assert(sizeof kinds / sizeof *kinds == PADAN_PLACE_KINDS, "each kind has its room in struct padan_place");

static bool is_named(struct padan_string name, const char *kind)
{
    return strlen(kind) == name.size && strncasecmp(name.data, kind, name.size) == 0;
}

void padan_place_add(struct padan_place *place, struct padan_string name, struct padan_string value)
{
    for (size_t i = 0; i < PADAN_PLACE_KINDS; i++) {
        if (!is_named(name, kinds[i].name))
            continue;
        place->kinds[i].count++;
        place->kinds[i].sum += padan_hash(value.data, value.size);
    }
}

struct padan_place padan_place_of(const struct padan_unit *unit)
{
    struct padan_place place = { 0 };
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].kind == PADAN_PROPERTY_PROP)
            padan_place_add(&place, unit->properties[i].name, unit->properties[i].value);
    return place;
}

static bool is_alternative(const struct padan_place *place)
{
    for (size_t i = 0; i < PADAN_PLACE_KINDS; i++)
        if (kinds[i].alternative && place->kinds[i].count > 0)
            return true;
    return false;
}

bool padan_place_differs(const struct padan_place *one, const struct padan_place *other)
{
    for (size_t i = 0; i < PADAN_PLACE_KINDS; i++) {
        size_t count = one->kinds[i].count, others = other->kinds[i].count;
        if (count > 0 && others > 0 && (count != others || one->kinds[i].sum != other->kinds[i].sum))
            return true;
    }
    return is_alternative(one) != is_alternative(other);
}
