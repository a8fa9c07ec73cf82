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

/* Entities by name, for the parsers that read on after a fault, and what they cost. A zeroed struct has none. */
struct padan_entities {
    struct padan_table names;
    struct padan_entity *list;
    size_t capacity;
    size_t grown;      /* bytes that references stood for, in all */
    size_t unit_grown; /* in the unit being read */
};

enum padan_growth { PADAN_GROWTH_ALLOWED, PADAN_GROWTH_OF_UNIT, PADAN_GROWTH_OF_FILE };

#define PADAN_ENTITIES_IN_UNIT "entities here stand for more than 16 MiB of text"
#define PADAN_ENTITIES_IN_FILE                                                                                         \
    "entities stand for more than 128 MiB and eight times what was read up to here; a file like this is made to "      \
    "use up memory and time, and is not read"

/* Notes a declaration; the first of a name counts. False where there is no memory. */
bool padan_entities_note(struct padan_entities *entities, const char *name, const char *content, bool external);

/* NULL where no such entity is declared. */
const struct padan_entity *padan_entities_find(const struct padan_entities *entities, const char *name);

/*
 * Counts a reference before it is put in, by the bytes that it stands for; `read` are those of the file up to there.
 * Answers whether these are too many, for the unit or for the file.
 */
enum padan_growth padan_entities_grow(struct padan_entities *entities, size_t size, size_t read);

void padan_entities_free(struct padan_entities *entities);

#endif
