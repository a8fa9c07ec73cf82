/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file as it stood, for an export that gives it back. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "memory/batch.h"

static struct padan_string name_of(enum padan_file_part part)
{
    return padan_string(part == PADAN_FILE_HEAD ? "head" : "tail");
}

int padan_batch_part(struct padan_batch *batch, enum padan_file_part part, struct padan_string text,
                     struct padan_error *error)
{
    int status = padan_batch_wake(batch, error);
    return status == PADAN_OK ? padan_sql_run(batch->memory, PADAN_SQL_BATCH_VERBATIM_ADD, error, "iss", batch->id,
                                              name_of(part), text)
                              : status;
}

int padan_batch_forget(struct padan_memory *memory, int64_t batch, struct padan_error *error)
{
    int status = padan_sql_run(memory, PADAN_SQL_HEADER_REMOVE, error, "i", batch);
    return status == PADAN_OK ? padan_sql_run(memory, PADAN_SQL_BATCH_VERBATIM_REMOVE, error, "i", batch) : status;
}

static int read_part(struct padan_memory *memory, int64_t batch, enum padan_file_part part, struct padan_buffer *out,
                     bool *found, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(memory, PADAN_SQL_BATCH_VERBATIM_GET, &statement, error, "is", batch, name_of(part));
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status < 0)
        return status;
    *found = status == 1;
    if (*found) {
        struct padan_string text = padan_sql_text(statement, 0);
        padan_buffer_append(out, text.data, text.size);
        sqlite3_reset(statement);
    }
    return out->failed ? padan_error_allocation(error) : PADAN_OK;
}

/* Why there is nothing to give back. */
static int lacking(struct padan_memory *memory, int64_t batch, struct padan_error *error)
{
    int64_t units;
    bool found;
    int status = padan_sql_numbers(memory, PADAN_SQL_BATCH_GET, &units, 0, &found, error, "i", batch);
    if (status != PADAN_OK)
        return status;
    if (!found)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path, "there is no batch %lld; info lists them",
                              (long long)batch);
    return padan_error_in(error, PADAN_ERROR_FORMAT, memory->path,
                          "batch %lld cannot be given back as it came: only what was imported from TMX can, since "
                          "version 3 of the tables; export it without --faithful",
                          (long long)batch);
}

int padan_memory_batch_source(struct padan_memory *memory, int64_t batch, char **head, char **tail,
                              struct padan_error *error)
{
    struct padan_buffer parts[2] = { { 0 } };
    bool found[2] = { false, false };
    int status = PADAN_OK;
    *head = *tail = NULL;
    for (int i = 0; memory->version >= 3 && i < 2 && status == PADAN_OK; i++)
        status = read_part(memory, batch, i == 0 ? PADAN_FILE_HEAD : PADAN_FILE_TAIL, &parts[i], &found[i], error);
    if (status == PADAN_OK && !(found[0] && found[1]))
        status = lacking(memory, batch, error);
    if (status == PADAN_OK) {
        *head = padan_buffer_take(&parts[0]);
        *tail = padan_buffer_take(&parts[1]);
    }
    if (status == PADAN_OK && !(*head && *tail))
        status = padan_error_allocation(error);
    padan_buffer_free(&parts[0]);
    padan_buffer_free(&parts[1]);
    return status;
}
