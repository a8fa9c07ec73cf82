/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FIND_FAMILY_H
#define FIND_FAMILY_H

#include <sqlite3.h>

#include <padan/text.h>

#include "base/arena.h"

/*
 * Word families of one language among the words of a memory: what is derived from the same root. Words are folded, as
 * tokens are. One thread at a time.
 */
struct padan_family;

/*
 * `language` is the row of table language, `tag` its tag; the memory's full-text index of it must be current. Freed
 * by padan_family_free. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION, and what SQLite answers.
 */
int padan_family_new(struct padan_family **out, sqlite3 *db, int64_t language, const char *tag,
                     struct padan_error *error);
void padan_family_free(struct padan_family *family);

/*
 * The words of the memory that are of one family with a word, some hundreds at most, in the order of bytes; in the
 * arena. Those that merely have the same stem may be missing. Errors: PADAN_ERROR_ALLOCATION, and what SQLite answers.
 */
int padan_family_find(struct padan_family *family, struct padan_string word, struct padan_arena *arena,
                      const struct padan_string **out, size_t *count, struct padan_error *error);

/*
 * Takes a closed compound apart into two words of the memory, without what joins them; `parts` are views of the word.
 *     peacekeeping => peace + keeping, friedenstruppe => frieden + truppe
 * Errors: as above.
 */
int padan_family_split(struct padan_family *family, struct padan_string word, struct padan_string parts[2],
                       bool *is_split, struct padan_error *error);

/* The closed compounds of the memory that are made of the families of two words, in either order. Errors: as above. */
int padan_family_join(struct padan_family *family, struct padan_string one, struct padan_string other,
                      struct padan_arena *arena, const struct padan_string **out, size_t *count,
                      struct padan_error *error);

/* The stem of a word, in the arena. Errors: PADAN_ERROR_ALLOCATION. */
int padan_family_stem(struct padan_family *family, struct padan_string *out, struct padan_string word,
                      struct padan_arena *arena, struct padan_error *error);

#endif
