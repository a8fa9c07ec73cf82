/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_CHECKPOINT_H
#define MEMORY_CHECKPOINT_H

#include <padan/padan.h>

/*
 * Copies the pages of a memory's log into its file while others are written: by a connection of its own in another
 * thread, which leaves the last of them alone for the log to begin anew. In place of wal_autocheckpoint while it is.
 */
struct padan_checkpointer;

/* NULL where there is no memory or no thread: SQLite then goes on by itself. */
struct padan_checkpointer *padan_checkpointer_new(struct padan_memory *memory);

/* Waits for the thread. NULL is allowed. */
void padan_checkpointer_free(struct padan_checkpointer *checkpointer);

#endif
