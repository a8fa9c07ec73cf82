/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_ENTITIES_H
#define EXCHANGE_ENTITIES_H

#include <stdbool.h>

#include "base/table.h"

/* An entity that a file declares; of an external one the content is empty. */
struct padan_entity {
    char *content;
    bool external;
};

/* Entities by name, for the parsers that read on after a fault. A zeroed struct has none. */
struct padan_entities {
    struct padan_table names;
    struct padan_entity *list;
    size_t capacity;
};

/* Notes a declaration; the first of a name counts. False where there is no memory. */
bool padan_entities_note(struct padan_entities *entities, const char *name, const char *content, bool external);

/* NULL where no such entity is declared. */
const struct padan_entity *padan_entities_find(const struct padan_entities *entities, const char *name);

void padan_entities_free(struct padan_entities *entities);

#endif
