/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_HELD_H
#define MEMORY_HELD_H

#include <padan/unit.h>

#include "base/arena.h"

/* Copies of units, in their order. A zeroed struct holds none. */
struct padan_held {
    struct padan_arena arena;
    struct padan_unit *units;
    size_t count, capacity;
    size_t bytes; /* of their texts and properties */
};

/* Answers false where there is no memory. */
bool padan_held_add(struct padan_held *held, const struct padan_unit *unit);

/* Puts copies, which live as long, in the place of what is pointed to; likewise. */
bool padan_held_text(struct padan_held *held, struct padan_string *text);
bool padan_held_properties(struct padan_held *held, const struct padan_property **properties, size_t count);

void padan_held_free(struct padan_held *held);

#endif
