/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/checkpoint.h"

#include <stdlib.h>

#include "base/worker.h"
#include "memory/store.h"

/* The other thread copies each time that the log has so many pages more. */
#define STEP_PAGES 1024

struct padan_checkpointer {
    sqlite3 *db;    /* that which is written, and tells what was committed */
    sqlite3 *other; /* that of the thread */
    struct padan_worker *worker;
    int asked; /* pages of the log that the thread was asked for */
};

static void copy(void *context)
{
    struct padan_checkpointer *checkpointer = context;
    sqlite3_wal_checkpoint_v2(checkpointer->other, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/*
 * The log begins anew only where all of it was copied when a transaction begins. So the last pages are copied while
 * this one waits; whatever hinders that hinders nobody, and the next transaction tries again.
 */
static int on_commit(void *context, sqlite3 *db, const char *name, int pages)
{
    struct padan_checkpointer *checkpointer = context;
    if (pages < checkpointer->asked)
        checkpointer->asked = 0;
    if (pages >= PADAN_LOG_PAGES) {
        padan_worker_wait(checkpointer->worker);
        sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    } else if (pages - checkpointer->asked >= STEP_PAGES) {
        checkpointer->asked = pages;
        padan_worker_give(checkpointer->worker, copy, checkpointer);
    }
    return SQLITE_OK;
}

static bool connect(struct padan_checkpointer *checkpointer, const struct padan_memory *memory)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    const char *path = sqlite3_db_filename(memory->db, "main");
    /* The mode of the journal is known only when the file has been read. */
    return sqlite3_open_v2(path, &checkpointer->other, flags, NULL) == SQLITE_OK &&
           sqlite3_exec(checkpointer->other, "PRAGMA synchronous = NORMAL; PRAGMA schema_version", NULL, NULL, NULL) ==
               SQLITE_OK;
}

struct padan_checkpointer *padan_checkpointer_new(struct padan_memory *memory)
{
    struct padan_checkpointer *checkpointer = calloc(1, sizeof *checkpointer);
    if (!checkpointer)
        return NULL;
    checkpointer->db = memory->db;
    if (connect(checkpointer, memory) && (checkpointer->worker = padan_worker_new())) {
        sqlite3_wal_hook(memory->db, on_commit, checkpointer);
        return checkpointer;
    }
    sqlite3_close(checkpointer->other);
    free(checkpointer);
    return NULL;
}

void padan_checkpointer_free(struct padan_checkpointer *checkpointer)
{
    if (!checkpointer)
        return;
    padan_worker_free(checkpointer->worker);
    sqlite3_wal_autocheckpoint(checkpointer->db, PADAN_LOG_PAGES);
    sqlite3_close(checkpointer->other);
    free(checkpointer);
}
