/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/entities.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"
#include "exchange/format.h"

static const size_t growth_allowed = 8,
                    growth_base = PADAN_UNIT_LIMIT; /* of what entities stand for, to what was read */

bool padan_entities_note(struct padan_entities *entities, const char *name, const char *content, bool external)
{
    size_t before = entities->names.count;
    if (!padan_vector_reserve(&entities->list, &entities->capacity, before + 1, sizeof *entities->list))
        return false;
    char *copy = strdup(content ? content : "");
    size_t number = copy ? padan_table_add(&entities->names, name, strlen(name)) : PADAN_TABLE_NONE;
    if (number == before)
        entities->list[number] = (struct padan_entity){ copy, external };
    else
        free(copy);
    return number != PADAN_TABLE_NONE;
}

const struct padan_entity *padan_entities_find(const struct padan_entities *entities, const char *name)
{
    size_t number = padan_table_find(&entities->names, name, strlen(name));
    return number == PADAN_TABLE_NONE ? NULL : &entities->list[number];
}

enum padan_growth padan_entities_grow(struct padan_entities *entities, size_t size, size_t read)
{
    entities->grown += size;
    entities->unit_grown += size;
    if (entities->grown / growth_allowed > read + growth_base)
        return PADAN_GROWTH_OF_FILE;
    return entities->unit_grown > PADAN_UNIT_LIMIT ? PADAN_GROWTH_OF_UNIT : PADAN_GROWTH_ALLOWED;
}

void padan_entities_free(struct padan_entities *entities)
{
    for (size_t i = 0; i < entities->names.count; i++)
        free(entities->list[i].content);
    free(entities->list);
    padan_table_free(&entities->names);
}
