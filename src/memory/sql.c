/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "memory/store.h"
#include "memory/waiting.h"

sqlite3 *padan_memory_db(struct padan_memory *memory)
{
    /* Who asks means to read. A failure is kept for the commit. */
    padan_memory_store_waiting(memory, NULL);
    return memory->db;
}

/*
 * SQLite keeps no errno of a write that failed: it says SQLITE_FULL for ENOSPC alone. Quotas and size limits are
 * other errors to it, and what is left, a broken disk, is told by errno as long as nothing has overwritten it.
 */
static bool is_full(int code, int number)
{
    if (number == EFBIG || number == ENOSPC || number == EDQUOT)
        return true;
    return (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE) && number != EIO;
}

static int failure_of_system(struct padan_memory *memory, int code, struct padan_error *error)
{
    int number = sqlite3_system_errno(memory->db);
    if (is_full(code, number))
        return padan_error_in(error, PADAN_ERROR_FULL, memory->path,
                              "the disk is full, or a quota or size limit was met; what was being written is not kept");
    if (number == EROFS || number == EACCES || number == EPERM)
        return padan_error_in(error, PADAN_ERROR_READ_ONLY, memory->path,
                              "the memory or its folder may not be written: %s", strerror(number));
    return padan_error_in(error, PADAN_ERROR_SYSTEM, memory->path, "the memory cannot be read or written: %s",
                          number ? strerror(number) : sqlite3_errmsg(memory->db));
}

int padan_memory_failure(struct padan_memory *memory, int code, struct padan_error *error)
{
    const char *path = memory->path;
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return padan_error_in(error, PADAN_ERROR_BUSY, path,
                              "another program is writing to the memory; try again when it is done");
    case SQLITE_FULL:
        return padan_error_in(error, PADAN_ERROR_FULL, path, "the disk is full; what was being written is not kept");
    case SQLITE_CORRUPT:
        return padan_error_in(error, PADAN_ERROR_CORRUPT, path,
                              "the memory is damaged (%s); go back to a copy, or save what stands before the damage "
                              "with 'padan export >FILE' "
                              "and import that",
                              sqlite3_errmsg(memory->db));
    case SQLITE_NOTADB:
        return padan_error_in(error, PADAN_ERROR_FORMAT, path, "not a padan memory");
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return padan_error_in(error, PADAN_ERROR_READ_ONLY, path, "the memory or its folder may not be written");
    case SQLITE_NOMEM:
        return padan_error_allocation(error);
    case SQLITE_TOOBIG:
        return padan_error_in(error, PADAN_ERROR_LIMIT, path, "a text is too long to be stored");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return failure_of_system(memory, code, error);
    default:
        return padan_error_in(error, PADAN_ERROR_INTERNAL, path, "the database failed: %s", sqlite3_errmsg(memory->db));
    }
}

/* Statements that are run while rows wait: they neither see nor change these, or are asked only of what does not wait.
 */
static const bool lets_wait[PADAN_SQL_COUNT] = {
    [PADAN_SQL_SOURCE_FIND] = true,        [PADAN_SQL_SOURCE_ADD] = true,
    [PADAN_SQL_LANGUAGE_FIND] = true,      [PADAN_SQL_LANGUAGE_ADD] = true,
    [PADAN_SQL_DOCUMENT_FIND] = true,      [PADAN_SQL_DOCUMENT_ADD] = true,
    [PADAN_SQL_FIELD_FIND] = true,         [PADAN_SQL_FIELD_ADD] = true,
    [PADAN_SQL_UNIT_LAST] = true,          [PADAN_SQL_VARIANT_LAST] = true,
    [PADAN_SQL_OCCURRENCE_LAST] = true,    [PADAN_SQL_UNIT_INDEX_FIND] = true,
    [PADAN_SQL_VARIANT_OF_UNIT] = true,    [PADAN_SQL_ROLLBACK] = true,
    [PADAN_SQL_WAITING_UNIT] = true,       [PADAN_SQL_WAITING_VARIANT] = true,
    [PADAN_SQL_WAITING_OCCURRENCE] = true, [PADAN_SQL_WAITING_OCCURRENCE_VARIANT] = true,
    [PADAN_SQL_WAITING_PROPERTY] = true,   [PADAN_SQL_WAITING_SOURCE] = true,
    [PADAN_SQL_WAITING_UNIT_INDEX] = true,
};

_Static_assert(PADAN_WAITING_UNIT == 0 && PADAN_WAITING_VARIANT == 1 && PADAN_WAITING_OCCURRENCE == 2 &&
                   PADAN_WAITING_OCCURRENCE_VARIANT == 3 && PADAN_WAITING_PROPERTY == 4 && PADAN_WAITING_SOURCE == 5 &&
                   PADAN_WAITING_UNIT_INDEX == 6,
               "the statements in schema.h name the virtual tables by these numbers");

int padan_memory_store_waiting(struct padan_memory *memory, struct padan_error *error)
{
    static const enum padan_statement statements[PADAN_WAITING_COUNT] = {
        PADAN_SQL_WAITING_UNIT,       PADAN_SQL_WAITING_VARIANT,
        PADAN_SQL_WAITING_OCCURRENCE, PADAN_SQL_WAITING_OCCURRENCE_VARIANT,
        PADAN_SQL_WAITING_PROPERTY,   PADAN_SQL_WAITING_SOURCE,
        PADAN_SQL_WAITING_UNIT_INDEX,
    };
    int status = PADAN_OK;
    if (!memory->waiting)
        return PADAN_OK;
    /* SQLite may have taken the transaction back by itself. */
    if (sqlite3_get_autocommit(memory->db))
        padan_waiting_clear_all(memory->waiting);
    for (enum padan_waiting_table i = 0; i < PADAN_WAITING_COUNT && status == PADAN_OK; i++) {
        if (padan_waiting_count(memory->waiting, i) == 0)
            continue;
        status = padan_sql_run(memory, statements[i], error, "");
        padan_waiting_clear(memory->waiting, i);
    }
    if (status != PADAN_OK) {
        padan_waiting_clear_all(memory->waiting);
        memory->lost = status;
    }
    return status;
}

int padan_sql(struct padan_memory *memory, enum padan_statement name, sqlite3_stmt **out, struct padan_error *error)
{
    sqlite3_stmt **slot = &memory->statements[name];
    int status = lets_wait[name] ? PADAN_OK : padan_memory_store_waiting(memory, error);
    if (status != PADAN_OK)
        return status;
    if (!*slot) {
        int code =
            sqlite3_prepare_v3(memory->db, padan_statement_text[name], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL);
        if (code != SQLITE_OK)
            return padan_memory_failure(memory, code, error);
    }
    *out = *slot;
    return PADAN_OK;
}

/* An empty view may have no data, which would bind NULL instead of ''. */
static int bind_text(sqlite3_stmt *statement, int column, struct padan_string text)
{
    return sqlite3_bind_text64(statement, column, text.size ? text.data : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_all(struct padan_memory *memory, sqlite3_stmt *statement, struct padan_error *error, const char *types,
                    va_list arguments)
{
    int code = SQLITE_OK;
    for (int column = 1; types[column - 1] && code == SQLITE_OK; column++) {
        switch (types[column - 1]) {
        case 'i':
            code = sqlite3_bind_int64(statement, column, va_arg(arguments, int64_t));
            break;
        case 'd':
            code = sqlite3_bind_double(statement, column, va_arg(arguments, double));
            break;
        case 's':
            code = bind_text(statement, column, va_arg(arguments, struct padan_string));
            break;
        case 'b': {
            struct padan_string bytes = va_arg(arguments, struct padan_string);
            code = sqlite3_bind_blob64(statement, column, bytes.data, bytes.size, SQLITE_STATIC);
            break;
        }
        default:
            code = sqlite3_bind_null(statement, column);
        }
    }
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory, code, error);
}

int padan_sql_bind(struct padan_memory *memory, enum padan_statement name, sqlite3_stmt **out,
                   struct padan_error *error, const char *types, ...)
{
    int status = padan_sql(memory, name, out, error);
    if (status != PADAN_OK)
        return status;
    va_list arguments;
    va_start(arguments, types);
    status = bind_all(memory, *out, error, types, arguments);
    va_end(arguments);
    return status;
}

int padan_sql_step(struct padan_memory *memory, sqlite3_stmt *statement, struct padan_error *error)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return 1;
    int status = PADAN_OK;
    if (code != SQLITE_DONE)
        status = padan_memory_failure(memory, code, error);
    sqlite3_reset(statement);
    return status;
}

int padan_sql_run(struct padan_memory *memory, enum padan_statement name, struct padan_error *error, const char *types,
                  ...)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql(memory, name, &statement, error);
    if (status != PADAN_OK)
        return status;
    va_list arguments;
    va_start(arguments, types);
    status = bind_all(memory, statement, error, types, arguments);
    va_end(arguments);
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status == 1) {
        sqlite3_reset(statement);
        status = PADAN_OK;
    }
    return status;
}

int padan_sql_numbers(struct padan_memory *memory, enum padan_statement name, int64_t *out, int count, bool *found,
                      struct padan_error *error, const char *types, ...)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql(memory, name, &statement, error);
    if (status != PADAN_OK)
        return status;
    va_list arguments;
    va_start(arguments, types);
    status = bind_all(memory, statement, error, types, arguments);
    va_end(arguments);
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status < 0)
        return status;
    for (int i = 0; i < count && status == 1; i++)
        out[i] = sqlite3_column_int64(statement, i);
    sqlite3_reset(statement);
    if (found)
        *found = status == 1;
    else if (status == 0)
        return padan_error_in(error, PADAN_ERROR_CORRUPT, memory->path, "the memory lacks a row that it must have");
    return PADAN_OK;
}

struct padan_string padan_sql_text(sqlite3_stmt *statement, int column)
{
    const unsigned char *text = sqlite3_column_text(statement, column);
    int size = sqlite3_column_bytes(statement, column);
    return (struct padan_string){ text ? (const char *)text : "", text && size > 0 ? (size_t)size : 0 };
}

void padan_memory_rollback(struct padan_memory *memory)
{
    if (memory->waiting)
        padan_waiting_clear_all(memory->waiting);
    memory->lost = PADAN_OK;
    if (!sqlite3_get_autocommit(memory->db))
        padan_sql_run(memory, PADAN_SQL_ROLLBACK, NULL, "");
}

int padan_memory_begin(struct padan_memory *memory, struct padan_error *error)
{
    if (memory->mode == PADAN_MEMORY_READ)
        return padan_error_in(error, PADAN_ERROR_READ_ONLY, memory->path, "the memory was opened for reading only");
    if (!sqlite3_get_autocommit(memory->db))
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, memory->path,
                              "the memory is being read or written; open it a second time to write meanwhile");
    memory->last_variant = 0;
    memory->is_marked = false;
    memory->lost = PADAN_OK;
    return padan_sql_run(memory, PADAN_SQL_BEGIN_WRITE, error, "");
}

int padan_memory_last_variant(struct padan_memory *memory, int64_t *last, struct padan_error *error)
{
    int status = PADAN_OK;
    if (memory->last_variant == 0)
        status = padan_sql_numbers(memory, PADAN_SQL_VARIANT_LAST, &memory->last_variant, 1, NULL, error, "");
    *last = memory->last_variant;
    return status;
}

int padan_memory_newest(struct padan_memory *memory, int64_t *newest, struct padan_error *error)
{
    return padan_sql_numbers(memory, PADAN_SQL_VARIANT_NEWEST, newest, 1, NULL, error, "");
}

int padan_memory_mark_variants(struct padan_memory *memory, struct padan_error *error)
{
    char number[24];
    int64_t last = 0;
    if (memory->is_marked)
        return PADAN_OK;
    int status = padan_memory_last_variant(memory, &last, error);
    snprintf(number, sizeof number, "%lld", (long long)last);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_SETTING_PUT, error, "ss", padan_string("last variant"),
                               padan_string(number));
    memory->is_marked = status == PADAN_OK;
    return status;
}

int padan_memory_identity(struct padan_memory *memory, char out[PADAN_IDENTITY_SIZE], struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    out[0] = '\0';
    int status = padan_sql_bind(memory, PADAN_SQL_IDENTITY, &statement, error, "");
    if (status != PADAN_OK)
        return status;
    status = padan_sql_step(memory, statement, error);
    if (status == 1) {
        struct padan_string value = padan_sql_text(statement, 0);
        if (value.size == PADAN_IDENTITY_SIZE - 1)
            snprintf(out, PADAN_IDENTITY_SIZE, "%.*s", (int)value.size, value.data);
        sqlite3_reset(statement);
        status = PADAN_OK;
    }
    if (status == PADAN_OK && !*out && memory->mode != PADAN_MEMORY_READ) {
        status = padan_sql_run(memory, PADAN_SQL_IDENTITY_NEW, error, "");
        return status == PADAN_OK ? padan_memory_identity(memory, out, error) : status;
    }
    return status;
}

int padan_memory_commit(struct padan_memory *memory, struct padan_error *error)
{
    int lost = memory->lost;
    int status = lost ? padan_error_in(error, lost, memory->path, "what was being stored could not be written")
                      : padan_sql_run(memory, PADAN_SQL_COMMIT, error, "");
    if (status != PADAN_OK)
        padan_memory_rollback(memory);
    return status;
}

/* A checkpoint syncs the log too, but not where a reader or another checkpoint is in its way. */
static int sync_log(struct padan_memory *memory)
{
    sqlite3_file *log = NULL;
    int code = sqlite3_file_control(memory->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    return code == SQLITE_OK && log && log->pMethods ? log->pMethods->xSync(log, SQLITE_SYNC_NORMAL) : SQLITE_OK;
}

int padan_memory_settle(struct padan_memory *memory, struct padan_error *error)
{
    int code = sync_log(memory);
    if (code != SQLITE_OK)
        return padan_memory_failure(memory, code, error);
    /* Whatever hinders the copying can be made good later, but not a disk that fails. */
    code = sqlite3_wal_checkpoint_v2(memory->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return code == SQLITE_IOERR_FSYNC ? padan_memory_failure(memory, code, error) : PADAN_OK;
}

int padan_memory_end(struct padan_memory *memory, int status, struct padan_error *error)
{
    if (status == PADAN_OK)
        status = padan_memory_commit(memory, error);
    if (status == PADAN_OK)
        return padan_memory_settle(memory, error);
    padan_memory_rollback(memory);
    return status;
}
