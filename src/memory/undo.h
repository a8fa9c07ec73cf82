/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_UNDO_H
#define MEMORY_UNDO_H

#include "memory/fulltext.h"
#include "memory/store.h"

/*
 * Takes occurrences out, units that are left without any too, and keeps the indexes in step; inside the caller's
 * transaction. Each unit must be in table unit_index.
 */
int padan_remove_occurrences(struct padan_memory *memory, struct padan_fulltext *fulltext, const int64_t *occurrences,
                             size_t count, struct padan_error *error);

#endif
