/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_STORE_H
#define MEMORY_STORE_H

#include <sqlite3.h>

#include <padan/memory.h>

/*
 * An open memory, seen from inside the library. The modules above (find, match, term) prepare statements
 * of their own on its connection; the tables are those of padan-memory(5).
 */
sqlite3 *padan_memory_db(struct padan_memory *memory);

/*
 * Turns what SQLite answered into a status and a message that names the memory: PADAN_ERROR_BUSY, _FULL, _CORRUPT,
 * _READ_ONLY, _ALLOCATION, _SYSTEM, _FORMAT or _INTERNAL.
 */
int padan_memory_failure(struct padan_memory *memory, int code, struct padan_error *error);

/* Whether the indexes agree with the tables; padan_memory_rebuild makes them so. */
int padan_memory_indexes_current(struct padan_memory *memory, bool *current, struct padan_error *error);

#endif
