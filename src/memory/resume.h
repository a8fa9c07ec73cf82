/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_RESUME_H
#define MEMORY_RESUME_H

#include "memory/batch.h"

/*
 * How far an import has come stands in the journal of its batch (number 0, "resume") from its first commit on, until
 * it is done. The same source goes on from there, after a kill as after an interruption.
 */

/*
 * Makes the digest of a source that of an import of it in one way or another: what was to give way may have made a
 * difference, so that only the same again is known. With PADAN_CONFLICT_BOTH it stays as it is; a second time undoes
 * it.
 */
void padan_resume_mark(uint8_t digest[16], enum padan_on_conflict on_conflict);

/*
 * Looks for a batch of that source, in whichever way, that was not finished, and makes it the one being written: its
 * first `batch->skip` units are stored. One that cannot be gone on with is taken back. *found tells whether there is
 * one to go on with. Errors: PADAN_ERROR_BUSY where its writer is still at work, PADAN_ERROR_ARGUMENT where it was
 * begun otherwise.
 */
int padan_resume_find(struct padan_batch *batch, struct padan_string digest, bool *found, struct padan_error *error);

/* Notes how far the batch has come; `leaving`: nobody is at it from now on. */
int padan_resume_note(struct padan_batch *batch, bool leaving, struct padan_error *error);

/* Whether the batch is still ours: another process may have gone on with it. */
int padan_resume_check(struct padan_batch *batch, struct padan_error *error);

#endif
