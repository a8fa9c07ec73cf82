/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_PLACE_H
#define MEMORY_PLACE_H

#include <padan/unit.h>

#include "base/hash.h"

enum { PADAN_PLACE_KINDS = 9 };

/*
 * Where a unit belongs, by what other tools say of it in properties: of each kind how many values there are, and a sum
 * of their hashes, which is the same in whatever order they stand. It takes no memory, however much is said.
 */
struct padan_place {
    struct {
        size_t count;
        uint64_t sum;
    } kinds[PADAN_PLACE_KINDS];
};

/* Adds a property of a unit as a whole (TMX prop of a tu); what says no place changes nothing. */
void padan_place_add(struct padan_place *place, struct padan_string name, struct padan_string value);

struct padan_place padan_place_of(const struct padan_unit *unit);

/*
 * Whether two units with the same source belong to different places, so that both targets may be right: both say a
 * context of the same kind, and another one; or one of them alone is an alternative of OmegaT.
 */
bool padan_place_differs(const struct padan_place *one, const struct padan_place *other);

#endif
