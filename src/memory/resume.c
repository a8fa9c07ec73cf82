/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/resume.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <padan/padan.h>

#include "base/error.h"
#include "base/hash.h"

/* A writer says each transaction that it is there, which takes a second or two; past this it is taken for dead. */
#define SILENCE_SECONDS 60

/* A batch that was not finished. */
struct interrupted {
    int64_t id, given, process, silence, on_conflict;
    bool goes_on; /* else it is to be begun anew */
    bool same_host;
};

static void host_name(char out[64])
{
    if (gethostname(out, 64) != 0)
        out[0] = '\0';
    out[63] = '\0';
}

/* A number that no other writer has. */
static int64_t make_owner(const struct padan_batch *batch)
{
    struct {
        char host[64];
        int64_t process, seconds, nanoseconds;
        const void *address;
    } seed;
    struct timespec now;
    memset(&seed, 0, sizeof seed);
    clock_gettime(CLOCK_REALTIME, &now);
    host_name(seed.host);
    seed.process = getpid();
    seed.seconds = now.tv_sec;
    seed.nanoseconds = now.tv_nsec;
    seed.address = batch;
    return (int64_t)padan_hash(&seed, sizeof seed);
}

int padan_resume_note(struct padan_batch *batch, bool leaving, struct padan_error *error)
{
    char host[64];
    if (!batch->resumes)
        return PADAN_OK;
    host_name(host);
    if (!batch->owner)
        batch->owner = make_owner(batch);
    return padan_sql_run(batch->memory, PADAN_SQL_RESUME_PUT, error, "iiiisii", batch->id,
                         batch->restarts ? (int64_t)-1 : batch->given, leaving ? (int64_t)0 : batch->owner,
                         leaving ? (int64_t)0 : (int64_t)getpid(), padan_string(host), (int64_t)time(NULL),
                         (int64_t)batch->on_conflict);
}

int padan_resume_check(struct padan_batch *batch, struct padan_error *error)
{
    int64_t owner = 0;
    bool found = false;
    if (!batch->owner)
        return PADAN_OK;
    int status = padan_sql_numbers(batch->memory, PADAN_SQL_RESUME_OWNER, &owner, 1, &found, error, "i", batch->id);
    if (status == PADAN_OK && (!found || owner != batch->owner))
        return padan_error_in(error, PADAN_ERROR_BUSY, batch->memory->path, "another program goes on with this import");
    return status;
}

void padan_resume_mark(uint8_t digest[16], enum padan_on_conflict on_conflict)
{
    digest[15] ^= (uint8_t)on_conflict;
}

static int read_interrupted(struct padan_batch *batch, struct padan_string digest, struct interrupted *out, bool *found,
                            struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    char host[64];
    *found = false;
    int status = padan_sql_bind(batch->memory, PADAN_SQL_RESUME_FIND, &from, error, "b", digest);
    if (status == PADAN_OK)
        status = padan_sql_step(batch->memory, from, error);
    if (status != 1)
        return status;
    host_name(host);
    *found = true;
    bool same_program = strcmp((const char *)sqlite3_column_text(from, 1), padan_version()) == 0;
    *out = (struct interrupted){ .id = sqlite3_column_int64(from, 0),
                                 .given = sqlite3_column_int64(from, 2),
                                 .process = sqlite3_column_int64(from, 3),
                                 .silence = (int64_t)time(NULL) - sqlite3_column_int64(from, 5),
                                 .on_conflict = sqlite3_column_int64(from, 6) };
    out->goes_on = same_program && sqlite3_column_type(from, 2) != SQLITE_NULL && out->given >= 0;
    struct padan_string theirs = padan_sql_text(from, 4);
    out->same_host = theirs.size == strlen(host) && memcmp(theirs.data, host, theirs.size) == 0;
    sqlite3_reset(from);
    return PADAN_OK;
}

static bool is_alive(const struct interrupted *interrupted)
{
    if (!interrupted->process || interrupted->silence > SILENCE_SECONDS)
        return false;
    return !interrupted->same_host || interrupted->process == getpid() || kill((pid_t)interrupted->process, 0) == 0 ||
           errno == EPERM;
}

static const char *mode_name(int64_t on_conflict)
{
    static const char *const names[] = { "both", "keep", "replace", "newest" };
    return on_conflict >= 0 && on_conflict < 4 ? names[on_conflict] : "?";
}

static int go_on(struct padan_batch *batch, const struct interrupted *interrupted, struct padan_error *error)
{
    if (interrupted->on_conflict != (int64_t)batch->on_conflict)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, batch->memory->path,
                              "batch %" PRId64
                              ", an interrupted import of this file, was begun with --on-conflict %s; "
                              "say that again to go on with it, or take it back with 'padan undo %" PRId64 "'",
                              interrupted->id, mode_name(interrupted->on_conflict), interrupted->id);
    batch->id = batch->summary.batch = interrupted->id;
    batch->skip = batch->given = interrupted->given;
    batch->resumed = batch->committed = true;
    return padan_resume_note(batch, false, error);
}

/* Of the source that the batch's is, whatever became of conflicts. */
static int find_interrupted(struct padan_batch *batch, struct padan_string digest, struct interrupted *out, bool *found,
                            struct padan_error *error)
{
    int status = PADAN_OK;
    for (int way = PADAN_CONFLICT_BOTH; status == PADAN_OK && !*found && way <= PADAN_CONFLICT_NEWEST; way++) {
        uint8_t other[16];
        memcpy(other, digest.data, sizeof other);
        padan_resume_mark(other, batch->on_conflict);
        padan_resume_mark(other, (enum padan_on_conflict)way);
        status = read_interrupted(batch, (struct padan_string){ (const char *)other, sizeof other }, out, found, error);
    }
    return status;
}

int padan_resume_find(struct padan_batch *batch, struct padan_string digest, bool *found, struct padan_error *error)
{
    struct interrupted interrupted = { 0 };
    *found = false;
    int status = find_interrupted(batch, digest, &interrupted, found, error);
    if (status != PADAN_OK || !*found)
        return status;
    if (is_alive(&interrupted))
        return padan_error_in(error, PADAN_ERROR_BUSY, batch->memory->path,
                              "another program (process %" PRId64
                              ") is importing the same file; try again when it is "
                              "done",
                              interrupted.process);
    *found = interrupted.goes_on;
    if (interrupted.goes_on)
        return go_on(batch, &interrupted, error);
    return padan_batch_remove(batch->memory, interrupted.id, error);
}
