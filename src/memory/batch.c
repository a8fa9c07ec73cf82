/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/batch.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#if HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

#include <padan/padan.h>

#include "base/error.h"
#include "memory/cache.h"
#include "memory/checkpoint.h"
#include "memory/conflict.h"
#include "memory/resume.h"

#define TRANSACTION_UNITS 10000

void padan_known_names_free(struct padan_known_names *names)
{
    padan_table_free(&names->table);
    free(names->items);
    *names = (struct padan_known_names){ 0 };
}

static void batch_free(struct padan_batch *batch)
{
    batch->memory->batch = NULL;
    padan_checkpointer_free(batch->checkpointer);
    padan_fulltext_close(batch->fulltext);
    padan_conflict_free(batch->conflict);
    padan_unit_index_free(&batch->units);
    padan_known_names_free(&batch->languages);
    padan_known_names_free(&batch->fields);
    padan_buffer_free(&batch->document);
    padan_buffer_free(&batch->scratch);
    free(batch->variants);
    free(batch);
}

/* What was committed is safe when that returns, and can be reported. */
static int settle(struct padan_batch *batch, struct padan_error *error)
{
    padan_checkpointer_free(batch->checkpointer);
    batch->checkpointer = NULL;
    return padan_memory_settle(batch->memory, error);
}

/* Another program may have undone the batch between two transactions. */
static int check_open(struct padan_batch *batch, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(batch->memory, PADAN_SQL_BATCH_GET, &statement, error, "i", batch->id);
    if (status != PADAN_OK)
        return status;
    status = padan_sql_step(batch->memory, statement, error);
    if (status < 0)
        return status;
    bool is_open = status == 1 && strcmp((const char *)sqlite3_column_text(statement, 0), "open") == 0;
    sqlite3_reset(statement);
    return is_open ? padan_resume_check(batch, error)
                   : padan_error_in(error, PADAN_ERROR_BUSY, batch->memory->path,
                                    "another program took the batch back while it was being stored");
}

static int begin_transaction(struct padan_batch *batch, struct padan_error *error)
{
    int status = padan_memory_begin(batch->memory, error);
    batch->idle = status != PADAN_OK;
    if (status == PADAN_OK && batch->id)
        status = check_open(batch, error);
    if (status == PADAN_OK && !batch->id)
        status = padan_cache_ensure(batch->memory, error);
    if (status == PADAN_OK)
        status = padan_unit_index_sync(&batch->units, batch->memory, error);
    if (status == PADAN_OK && batch->conflict)
        status = padan_conflict_sync(batch->conflict, error);
    padan_buffer_clear(&batch->document);
    batch->document_id = 0;
    batch->occurrences = batch->first = batch->last = 0;
    batch->new_units = batch->new_variants = batch->new_bytes = batch->last_variant = 0;
    return status;
}

/* The journal says where a batch's occurrences are: one row, unless another process stored some in between. */
static int write_journal(struct padan_batch *batch, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(batch->memory, PADAN_SQL_JOURNAL_LAST, &statement, error, "i", batch->id);
    if (status != PADAN_OK)
        return status;
    status = padan_sql_step(batch->memory, statement, error);
    if (status < 0)
        return status;
    int64_t number = status == 1 ? sqlite3_column_int64(statement, 0) : 0;
    bool follows = status == 1 && strcmp((const char *)sqlite3_column_text(statement, 1), "add") == 0 &&
                   sqlite3_column_int64(statement, 2) + 1 == batch->first;
    sqlite3_reset(statement);
    if (follows)
        return padan_sql_run(batch->memory, PADAN_SQL_JOURNAL_EXTEND, error, "iii", batch->id, number, batch->last);
    return padan_sql_run(batch->memory, PADAN_SQL_JOURNAL_ADD, error, "iiii", batch->id, number + 1, batch->first,
                         batch->last);
}

static int write_counts(struct padan_batch *batch, struct padan_error *error)
{
    int status = padan_cache_add(batch->memory, PADAN_CACHE_UNITS, 0, batch->new_units, 0, error);
    if (status == PADAN_OK)
        status = padan_cache_add(batch->memory, PADAN_CACHE_TEXTS, batch->last_variant, batch->new_variants,
                                 batch->new_bytes, error);
    if (status == PADAN_OK && batch->occurrences > 0)
        status = write_journal(batch, error);
    if (status == PADAN_OK)
        status = padan_sql_run(batch->memory, PADAN_SQL_BATCH_UNITS, error, "ii", batch->id, batch->occurrences);
    return status;
}

/* Leaves other writers a gap to begin in. */
static void yield(void)
{
    struct timespec pause = { 0, 2000000 };
    nanosleep(&pause, NULL);
}

/* What is due at the end of each transaction; `all`: nothing waits in memory afterwards. */
static int complete_transaction(struct padan_batch *batch, bool all, struct padan_error *error)
{
    int status = batch->conflict ? padan_conflict_settle(batch->conflict, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_unit_index_flush(&batch->units, batch->memory, all, error);
    if (status == PADAN_OK)
        status = padan_fulltext_flush(batch->fulltext, error);
    return status == PADAN_OK ? write_counts(batch, error) : status;
}

static int next_transaction(struct padan_batch *batch, struct padan_error *error)
{
    int status = complete_transaction(batch, false, error);
    if (status == PADAN_OK && !batch->checkpointer)
        batch->checkpointer = padan_checkpointer_new(batch->memory);
    if (status == PADAN_OK)
        status = padan_resume_note(batch, false, error);
    if (status == PADAN_OK)
        status = padan_memory_commit(batch->memory, error);
    if (status != PADAN_OK)
        return status;
    batch->committed = true;
    yield();
    return begin_transaction(batch, error);
}

static bool has_digest(const struct padan_batch_options *options)
{
    for (size_t i = 0; i < sizeof options->digest; i++)
        if (options->digest[i])
            return true;
    return false;
}

static int add_row(struct padan_batch *batch, const struct padan_batch_options *options, struct padan_error *error)
{
    static const char *const kinds[] = { "align", "import", "delete", "dedupe", "fix" };
    struct padan_string kind = padan_string(kinds[options->kind]);
    struct padan_string digest = { has_digest(options) ? (const char *)options->digest : NULL, sizeof options->digest };
    int status = padan_sql_run(batch->memory, PADAN_SQL_BATCH_ADD, error, "ssbs", kind, padan_string(options->source),
                               digest, padan_string(padan_version()));
    batch->id = sqlite3_last_insert_rowid(batch->memory->db);
    batch->summary.batch = batch->id;
    return status;
}

/*
 * The units of the same source, taken in the same way, count as there already. Where something is to give way to them,
 * they are all looked at again: other units may have come since.
 */
static int find_same(struct padan_memory *memory, const struct padan_batch_options *options,
                     struct padan_batch_summary *summary, struct padan_error *error)
{
    int64_t units = 0;
    if (!has_digest(options) || options->on_conflict >= PADAN_CONFLICT_REPLACE)
        return PADAN_OK;
    struct padan_string digest = { (const char *)options->digest, sizeof options->digest };
    int status = padan_sql_numbers(memory, PADAN_SQL_BATCH_SAME, &units, 1, &summary->same_source, error, "b", digest);
    if (status == PADAN_OK && summary->same_source)
        summary->read = summary->already = units;
    return status;
}

/* A new row, or that of an interrupted batch. */
static int open_row(struct padan_batch *batch, const struct padan_batch_options *options, struct padan_error *error)
{
    bool found = false;
    int status = PADAN_OK;
    batch->resumes = options->resumes && has_digest(options);
    if (batch->resumes)
        status = padan_resume_find(
            batch, (struct padan_string){ (const char *)options->digest, sizeof options->digest }, &found, error);
    if (status != PADAN_OK || found)
        return status;
    status = add_row(batch, options, error);
    return status == PADAN_OK ? padan_batch_header(batch, options->header, options->header_count, error) : status;
}

static int start(struct padan_batch *batch, const struct padan_batch_options *given, struct padan_error *error)
{
    struct padan_batch_options own = *given, *options = &own;
    batch->on_conflict = options->on_conflict;
    if (has_digest(given))
        padan_resume_mark(own.digest, options->on_conflict);
    int status = begin_transaction(batch, error);
    if (status == PADAN_OK)
        status = find_same(batch->memory, options, &batch->summary, error);
    if (status != PADAN_OK || batch->summary.same_source)
        return status;
    status = padan_fulltext_open(&batch->fulltext, batch->memory->db, error);
    if (status == PADAN_OK)
        status = open_row(batch, options, error);
    /* What was taken back changed the index that was read before. */
    if (status == PADAN_OK)
        status = padan_unit_index_sync(&batch->units, batch->memory, error);
    if (status == PADAN_OK && options->on_conflict != PADAN_CONFLICT_BOTH)
        status = padan_conflict_new(&batch->conflict, batch, options->source_language, error);
    if (status == PADAN_OK && batch->conflict)
        padan_conflict_header(batch->conflict, options->header, options->header_count);
    /* Passing over what is stored takes as long as reading it: others may write meanwhile. */
    if (status == PADAN_OK && batch->resumed) {
        status = padan_memory_commit(batch->memory, error);
        batch->idle = true;
    }
    return status;
}

int padan_batch_begin(struct padan_batch **out, struct padan_memory *memory, const struct padan_batch_options *options,
                      struct padan_batch_summary *summary, struct padan_error *error)
{
    *out = NULL;
    if (summary)
        *summary = (struct padan_batch_summary){ 0 };
    if (options->version != 1)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "unknown version of the batch's options");
    if (memory->batch)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, memory->path, "another batch is being written");
    struct padan_batch *batch = calloc(1, sizeof *batch);
    if (!batch)
        return padan_error_allocation(error);
    batch->memory = memory;
    memory->batch = batch;
    int status = start(batch, options, error);
    if (summary)
        *summary = batch->summary;
    if (status != PADAN_OK || batch->summary.same_source) {
        padan_memory_rollback(memory);
        batch_free(batch);
        return status;
    }
    *out = batch;
    return PADAN_OK;
}

/* A unit that was stored before the interruption. */
static int skip(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    batch->skip--;
    int status = padan_batch_check(batch, unit, error);
    if (status != PADAN_OK)
        return status;
    batch->summary.already++;
    batch->summary.resumed++;
    return PADAN_OK;
}

int padan_batch_wake(struct padan_batch *batch, struct padan_error *error)
{
    return batch->idle ? begin_transaction(batch, error) : PADAN_OK;
}

static bool is_refusal(int status)
{
    return status == PADAN_ERROR_LANGUAGE || status == PADAN_ERROR_ARGUMENT || status == PADAN_ERROR_ENCODING;
}

static int put(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    int status = batch->occurrences >= TRANSACTION_UNITS ? next_transaction(batch, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_batch_wake(batch, error);
    /* Whatever it is, it is no fault of the unit. */
    batch->failed = status;
    if (status != PADAN_OK)
        return status;
    batch->given++;
    return padan_batch_store(batch, unit, error);
}

/* Stores the units that were held back; `all`: others may follow. */
static int put_held(struct padan_batch *batch, bool all, struct padan_error *error)
{
    struct padan_held held = { 0 };
    if (!batch->conflict || !padan_conflict_holds(batch->conflict))
        return PADAN_OK;
    int status = padan_batch_wake(batch, error);
    if (status == PADAN_OK)
        status = padan_conflict_look(batch->conflict, all, &held, error);
    for (size_t i = 0; i < held.count && status == PADAN_OK; i++) {
        status = put(batch, &held.units[i], error);
        if (is_refusal(status) && !batch->failed)
            status = PADAN_OK; /* it was told when it came */
    }
    padan_held_free(&held);
    return status;
}

int padan_batch_put_held(struct padan_batch *batch, struct padan_error *error)
{
    int status = put_held(batch, true, error);
    batch->failed = batch->failed ? batch->failed : status;
    return status;
}

/* What is refused is held too, so that units are counted in the order of the file. */
static int hold(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    bool full = false;
    int refusal = padan_batch_check(batch, unit, error);
    if (refusal != PADAN_OK && !is_refusal(refusal))
        return refusal;
    struct padan_error later = { 0 };
    int status = padan_conflict_hold(batch->conflict, unit, refusal == PADAN_OK, &full, &later);
    if (status == PADAN_OK && full)
        status = put_held(batch, true, &later);
    if (status == PADAN_OK)
        return refusal;
    batch->failed = status;
    if (error)
        *error = later;
    return status;
}

int padan_batch_put(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    if (batch->failed)
        return padan_error_in(error, batch->failed, batch->memory->path, "the batch has failed before");
    batch->summary.read++;
    int status;
    if (batch->skip > 0)
        status = skip(batch, unit, error);
    else if (batch->conflict && padan_conflict_holds(batch->conflict))
        status = hold(batch, unit, error);
    else
        status = put(batch, unit, error);
    if (is_refusal(status) && !batch->failed) {
        batch->summary.refused++;
        return status;
    }
    batch->failed = status;
    return status;
}

/* A batch that did nothing leaves no trace. */
static int end_row(struct padan_batch *batch, struct padan_error *error)
{
    struct padan_memory *memory = batch->memory;
    int64_t last;
    bool did = false;
    int status = padan_sql_numbers(memory, PADAN_SQL_JOURNAL_LAST, &last, 1, &did, error, "i", batch->id);
    if (status != PADAN_OK)
        return status;
    status = padan_sql_run(memory, PADAN_SQL_RESUME_REMOVE, error, "i", batch->id);
    if (status != PADAN_OK)
        return status;
    /* An open batch goes on by its digest, also where something of it gave way meanwhile. */
    if (did && batch->resumed)
        status = padan_sql_run(memory, PADAN_SQL_BATCH_LACKS_SOME, error, "i", batch->id);
    if (status != PADAN_OK)
        return status;
    if (did && last > 0)
        return padan_sql_run(memory, PADAN_SQL_BATCH_END, error, "is", batch->id, padan_string("done"));
    batch->summary.batch = 0;
    status = padan_batch_forget(memory, batch->id, error);
    return status == PADAN_OK ? padan_sql_run(memory, PADAN_SQL_BATCH_REMOVE, error, "i", batch->id) : status;
}

/* The memory that a large batch took; what is done next, as making an index of matches, takes as much. */
static void give_back(struct padan_memory *memory)
{
    sqlite3_db_release_memory(memory->db);
#if HAVE_MALLOC_TRIM
    malloc_trim(0);
#endif
}

int padan_batch_finish(struct padan_batch *batch, struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_memory *memory = batch->memory;
    int status = batch->failed;
    if (status != PADAN_OK)
        padan_error_in(error, status, memory->path, "the batch has failed before");
    if (status == PADAN_OK)
        status = put_held(batch, false, error);
    if (status == PADAN_OK && batch->idle)
        status = begin_transaction(batch, error);
    if (status == PADAN_OK)
        status = complete_transaction(batch, true, error);
    if (status == PADAN_OK)
        status = end_row(batch, error);
    if (status == PADAN_OK)
        status = padan_memory_commit(memory, error);
    if (status != PADAN_OK) {
        padan_batch_abandon(batch);
        return status;
    }
    status = settle(batch, error);
    if (summary)
        *summary = batch->summary;
    bool is_large = batch->committed;
    batch_free(batch);
    if (is_large)
        give_back(memory);
    return status;
}

int padan_batch_remove(struct padan_memory *memory, int64_t id, struct padan_error *error)
{
    static const enum padan_statement statements[] = { PADAN_SQL_JOURNAL_REMOVE, PADAN_SQL_HEADER_REMOVE,
                                                       PADAN_SQL_BATCH_VERBATIM_REMOVE, PADAN_SQL_BATCH_REMOVE };
    struct padan_undo_summary summary = { 0 };
    int status = padan_undo_rows(memory, id, &summary, error);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == PADAN_OK; i++)
        status = padan_sql_run(memory, statements[i], error, "i", id);
    return status;
}

/* What earlier transactions of the batch have committed, unless another program has it now. */
static void take_back(struct padan_memory *memory, int64_t id, int64_t owner)
{
    bool found = false;
    int64_t units, now = 0;
    if (padan_memory_begin(memory, NULL) != PADAN_OK)
        return;
    int status = padan_sql_numbers(memory, PADAN_SQL_BATCH_UNITS_OF, &units, 1, &found, NULL, "i", id);
    if (status == PADAN_OK && found && owner)
        status = padan_sql_numbers(memory, PADAN_SQL_RESUME_OWNER, &now, 1, &found, NULL, "i", id);
    if (status == PADAN_OK)
        status = found && now == owner ? padan_batch_remove(memory, id, NULL) : PADAN_ERROR_NOT_FOUND;
    if (status == PADAN_OK)
        padan_memory_commit(memory, NULL);
    else
        padan_memory_rollback(memory);
}

void padan_batch_abandon(struct padan_batch *batch)
{
    if (!batch)
        return;
    struct padan_memory *memory = batch->memory;
    int64_t id = batch->id, owner = batch->owner;
    bool committed = batch->committed;
    padan_memory_rollback(memory);
    batch_free(batch);
    if (committed)
        take_back(memory, id, owner);
}

int padan_batch_suspend(struct padan_batch *batch, struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_memory *memory = batch->memory;
    if (!batch->committed || !batch->resumes || batch->restarts || batch->failed) {
        padan_batch_abandon(batch);
        return PADAN_OK;
    }
    /* Units that are held back will be read again. */
    if (batch->conflict)
        batch->summary.read -= padan_conflict_held(batch->conflict);
    int status = batch->idle ? begin_transaction(batch, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = complete_transaction(batch, true, error);
    if (status == PADAN_OK)
        status = padan_resume_note(batch, true, error);
    if (status == PADAN_OK)
        status = padan_memory_commit(memory, error);
    padan_memory_rollback(memory);
    if (status == PADAN_OK)
        status = settle(batch, error);
    batch->summary.suspended = status == PADAN_OK;
    if (summary && status == PADAN_OK)
        *summary = batch->summary;
    batch_free(batch);
    return status;
}
