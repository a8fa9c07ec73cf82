/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_CONFLICT_H
#define MEMORY_CONFLICT_H

#include "exchange/period.h"
#include "memory/batch.h"
#include "memory/held.h"

/*
 * Finds, for each unit of a batch, what is stored for the same source with another target. An index over source texts
 * would cost every import; a batch that asks for it makes one for itself instead, in a temporary table, by reading all
 * texts once. Its first units are held back: where no more of them come than a few thousand, only their sources are
 * looked for, and hardly anything goes into the table.
 */
struct padan_conflict;

/* `source`: canonical tag of the languages that are sources, or NULL: what each unit says in srclang, else its file,
 * else that of its first variant. */
int padan_conflict_new(struct padan_conflict **out, struct padan_batch *batch, const char *source,
                       struct padan_error *error);
void padan_conflict_free(struct padan_conflict *conflict);

/* The properties of the file whose units come. */
void padan_conflict_header(struct padan_conflict *conflict, const struct padan_property *properties, size_t count);

/* Whether units are held back instead of being judged. */
bool padan_conflict_holds(const struct padan_conflict *conflict);

/* How many are held. */
int64_t padan_conflict_held(const struct padan_conflict *conflict);

/* Holds a copy of a unit; `judged`: batch->variants is of it, else it is refused when its turn comes. *full: so many
 * are held that all are to be judged. */
int padan_conflict_hold(struct padan_conflict *conflict, const struct padan_unit *unit, bool judged, bool *full,
                        struct padan_error *error);

/*
 * Ends the holding: reads what is stored, of the sources held or, where more units may come, of `all`. *held gets what
 * was held, to be freed by the caller.
 */
int padan_conflict_look(struct padan_conflict *conflict, bool all, struct padan_held *held, struct padan_error *error);

/* Takes in what other processes did; after each BEGIN. */
int padan_conflict_sync(struct padan_conflict *conflict, struct padan_error *error);

/* Looks for what the unit, which batch->variants is of, conflicts with. *left_out: it is not to be stored. */
int padan_conflict_judge(struct padan_conflict *conflict, const struct padan_unit *unit, int64_t hash, bool *left_out,
                         struct padan_error *error);

/* Counts the unit just judged as left out; PADAN_OK. */
int padan_conflict_leave_out(struct padan_conflict *conflict);

/* The unit just judged was stored: what conflicts with it will go, and it may be in conflict with later ones. */
int padan_conflict_note(struct padan_conflict *conflict, int64_t unit, int64_t occurrence, struct padan_error *error);

/* Takes out what has to go, before a commit. */
int padan_conflict_settle(struct padan_conflict *conflict, struct padan_error *error);

/* The date at which an occurrence was changed, else made, else its batch begun; "" where none can be read. */
int padan_occurrence_date(char out[PADAN_DATE_SIZE], struct padan_memory *memory, int64_t occurrence,
                          struct padan_error *error);

#endif
