/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/entities.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"

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

void padan_entities_free(struct padan_entities *entities)
{
    for (size_t i = 0; i < entities->names.count; i++)
        free(entities->list[i].content);
    free(entities->list);
    padan_table_free(&entities->names);
}
