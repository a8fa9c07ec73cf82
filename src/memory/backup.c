/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "memory/store.h"

#define PAGES_AT_ONCE 2048

/* A name beside the file that nobody has, and an empty file of that name. */
static int make_beside(char **out, const char *path, struct padan_error *error)
{
    int number = EEXIST;
    *out = NULL;
    for (unsigned attempt = 0; number == EEXIST && attempt < 1000; attempt++) {
        struct padan_buffer name = { 0 };
        padan_buffer_format(&name, "%s.%ld-%u", path, (long)getpid(), attempt);
        char *beside = padan_buffer_take(&name);
        if (!beside)
            return padan_error_allocation(error);
        int descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        number = errno;
        if (descriptor >= 0) {
            close(descriptor);
            *out = beside;
            return PADAN_OK;
        }
        free(beside);
    }
    return padan_error_system(error, path, "cannot be written", number);
}

static bool is_same_file(const char *left, const char *right)
{
    struct stat a, b;
    return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static int check_place(struct padan_memory *memory, const char *path, struct padan_error *error)
{
    struct stat old;
    if (is_same_file(memory->path, path))
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, path, "is the memory itself; name another file");
    if (stat(path, &old) == 0 && S_ISDIR(old.st_mode))
        return padan_error_in(error, PADAN_ERROR_SYSTEM, path, "is a folder; name a file to write");
    if (stat(path, &old) == 0 && !S_ISREG(old.st_mode))
        return padan_error_in(error, PADAN_ERROR_SYSTEM, path, "is no regular file; name another");
    return PADAN_OK;
}

struct copying {
    struct padan_memory *memory;
    sqlite3 *to;
    const char *path; /* as the caller names it */
    int (*progress)(void *context, int64_t done, int64_t total);
    void *context;
};

/* What the copy says of itself, or the memory, which may be the one at fault. */
static int failure(struct copying *copying, int code, struct padan_error *error)
{
    if (code == SQLITE_FULL || code == SQLITE_IOERR_WRITE)
        return padan_error_in(error, PADAN_ERROR_FULL, copying->path,
                              "the disk is full, or a quota or size limit was met; no copy was made");
    if ((code & 0xFF) == SQLITE_IOERR || (code & 0xFF) == SQLITE_CANTOPEN)
        return padan_error_system(error, copying->path, "cannot be written", sqlite3_system_errno(copying->to));
    return padan_memory_failure(copying->memory, code, error);
}

/*
 * The memory's state is held by a transaction of reading, so that the copy is of one moment and nobody who writes
 * meanwhile makes it begin anew.
 */
static int copy_pages(struct copying *copying, struct padan_error *error)
{
    sqlite3_backup *backup = sqlite3_backup_init(copying->to, "main", copying->memory->db, "main");
    if (!backup)
        return failure(copying, sqlite3_extended_errcode(copying->to), error);
    int code, status = PADAN_OK;
    do {
        code = sqlite3_backup_step(backup, PAGES_AT_ONCE);
        int64_t total = sqlite3_backup_pagecount(backup);
        if (copying->progress)
            status =
                copying->progress(copying->context, (total - sqlite3_backup_remaining(backup)) * 4096, total * 4096);
    } while (code == SQLITE_OK && status == PADAN_OK);
    sqlite3_backup_finish(backup);
    if (status != PADAN_OK)
        return padan_error_in(error, status, copying->path, "the copying was stopped; no copy was made");
    return code == SQLITE_DONE ? PADAN_OK : failure(copying, code, error);
}

static int copy(struct copying *copying, const char *beside, struct padan_error *error)
{
    struct padan_memory *memory = copying->memory;
    int64_t tables;
    int code = sqlite3_open_v2(beside, &copying->to, SQLITE_OPEN_READWRITE, NULL);
    if (!copying->to)
        return padan_error_allocation(error);
    sqlite3_extended_result_codes(copying->to, 1);
    int status =
        code == SQLITE_OK ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : failure(copying, code, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_TABLE_COUNT, &tables, 1, NULL, error, "");
    if (status == PADAN_OK)
        status = copy_pages(copying, error);
    padan_memory_rollback(memory);
    sqlite3_close(copying->to);
    return status;
}

/* To the disk, and then the name, so that after a loss of power there is the old file or the whole new one. */
static int put_in_place(const char *beside, const char *path, struct padan_error *error)
{
    int descriptor = open(beside, O_RDONLY | O_CLOEXEC);
    int number = descriptor < 0 || fsync(descriptor) != 0 ? errno : 0;
    if (descriptor >= 0)
        close(descriptor);
    if (number == 0 && rename(beside, path) != 0)
        number = errno;
    return number == 0 ? PADAN_OK : padan_error_system(error, path, "cannot be written", number);
}

static void remove_beside(const char *beside)
{
    struct padan_buffer journal = { 0 };
    padan_buffer_format(&journal, "%s-journal", beside);
    unlink(beside);
    if (!journal.failed)
        unlink(journal.data);
    padan_buffer_free(&journal);
}

int padan_memory_backup(struct padan_memory *memory, const char *path,
                        int (*progress)(void *context, int64_t done, int64_t total), void *context,
                        struct padan_error *error)
{
    struct copying copying = { .memory = memory, .path = path, .progress = progress, .context = context };
    char *beside = NULL;
    if (!sqlite3_get_autocommit(memory->db))
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, memory->path, "the memory is being read or written");
    int status = check_place(memory, path, error);
    if (status == PADAN_OK)
        status = make_beside(&beside, path, error);
    if (status == PADAN_OK)
        status = copy(&copying, beside, error);
    if (status == PADAN_OK)
        status = put_in_place(beside, path, error);
    if (status != PADAN_OK && beside)
        remove_beside(beside);
    free(beside);
    return status;
}
