/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_MERGE_H
#define MEMORY_MERGE_H

#include <padan/unit.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/table.h"

/* Past this many bytes of properties, what still older occurrences say of a unit is left out. */
#define PADAN_MERGE_LIMIT ((size_t)1 << 20)

/* XML attributes that are compared, and not taken as the newest occurrence has them. */
enum padan_merge_slot {
    PADAN_MERGE_CHANGED,
    PADAN_MERGE_CHANGER,
    PADAN_MERGE_CREATED,
    PADAN_MERGE_CREATOR,
    PADAN_MERGE_USED,
    PADAN_MERGE_USES,
    PADAN_MERGE_SLOTS
};

/* Where the value of a slot stands that came from an older occurrence; in the arena. */
struct padan_merge_room {
    char *data;
    size_t size;
};

/* Properties of one owner that are gathered; one without a name was taken back. */
struct padan_gathering {
    struct padan_property *items;
    size_t count, capacity;
    size_t slots[PADAN_MERGE_SLOTS]; /* where among the items, from 1; 0: not said */
    struct padan_merge_room rooms[PADAN_MERGE_SLOTS];
};

/* The occurrences of one unit made into one. A zeroed struct is empty. */
struct padan_merge {
    struct padan_arena arena;
    struct padan_table said; /* what was said already, by owner */
    struct padan_buffer scratch;
    struct padan_unit unit; /* the newest one with what the older ones add; its parts live in the arena */
    struct padan_variant *variants;
    const int64_t *rows;              /* of each variant */
    struct padan_gathering *gathered; /* of the unit, then of each variant */
    size_t owners;
    size_t bytes;
};

/*
 * Begins with the newest occurrence. `rows` tells the variants apart: the same number is the same variant in each
 * occurrence. Both are copied. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_merge_begin(struct padan_merge *merge, const struct padan_unit *unit, const int64_t *rows,
                      struct padan_error *error);

/*
 * Adds an older occurrence: what is missing is taken from it (id, document with position, context of a variant, XML
 * attributes by name), props, notes and elements unless they say what was said already; status and confidence of the
 * surest count. So do the latest changedate with its changeid, the earliest creationdate with its creationid, the
 * latest lastusagedate and the greatest usagecount of each owner, whichever occurrence says them. Errors:
 * PADAN_ERROR_ALLOCATION.
 */
int padan_merge_add(struct padan_merge *merge, const struct padan_unit *unit, const int64_t *rows,
                    struct padan_error *error);

/* The whole, valid until the next call. */
const struct padan_unit *padan_merge_end(struct padan_merge *merge);

void padan_merge_free(struct padan_merge *merge);

#endif
