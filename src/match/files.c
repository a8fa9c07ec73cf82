/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/vector.h"

static char *join(const char *folder, const char *name)
{
    struct padan_buffer path = { 0 };
    padan_buffer_format(&path, "%s/%s", folder, name);
    return padan_buffer_take(&path);
}

static void name_of(struct padan_buffer *out, const struct padan_chunk_key *key)
{
    padan_buffer_format(out, "%s.%s.", key->language, key->form == PADAN_FORM_MATCH ? "match" : "key");
}

char *padan_index_files_path(const char *folder, const struct padan_chunk_key *key)
{
    struct padan_buffer path = { 0 };
    padan_buffer_format(&path, "%s/", folder);
    name_of(&path, key);
    padan_buffer_format(&path, "%" PRId64 "-%" PRId64 ".chunk", key->first, key->last);
    return padan_buffer_take(&path);
}

/* "17-4711.chunk" */
static bool read_range(const char *text, int64_t *first, int64_t *last)
{
    char *end;
    errno = 0;
    *first = strtoll(text, &end, 10);
    if (end == text || *end != '-')
        return false;
    text = end + 1;
    *last = strtoll(text, &end, 10);
    return end != text && errno == 0 && strcmp(end, ".chunk") == 0;
}

/* "17-4711.chunk.Ab12cd", which a writer leaves that was killed. */
static bool is_left(const char *text)
{
    const char *end = strstr(text, ".chunk.");
    return end && strlen(end) == strlen(".chunk.XXXXXX");
}

static int add(struct padan_index_files *files, const char *folder, const char *name, int64_t first, int64_t last,
               struct padan_error *error)
{
    if (!padan_vector_reserve(&files->items, &files->capacity, files->count + 1, sizeof *files->items))
        return padan_error_allocation(error);
    char *path = join(folder, name);
    if (!path)
        return padan_error_allocation(error);
    files->items[files->count++] = (struct padan_index_file){ path, first, last };
    return PADAN_OK;
}

static int by_range(const void *left, const void *right)
{
    const struct padan_index_file *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->last < b->last) - (a->last > b->last);
}

int padan_index_files_list(struct padan_index_files *files, const char *folder, const struct padan_chunk_key *key,
                           struct padan_error *error)
{
    struct padan_buffer start = { 0 };
    DIR *open = opendir(folder);
    int status = PADAN_OK;
    if (!open)
        return PADAN_OK;
    name_of(&start, key);
    if (start.failed)
        status = padan_error_allocation(error);
    for (struct dirent *entry; status == PADAN_OK && (entry = readdir(open));) {
        int64_t first, last;
        if (strncmp(entry->d_name, start.data, start.size) == 0 &&
            read_range(entry->d_name + start.size, &first, &last))
            status = add(files, folder, entry->d_name, first, last, error);
    }
    closedir(open);
    padan_buffer_free(&start);
    if (files->count)
        qsort(files->items, files->count, sizeof *files->items, by_range);
    return status;
}

void padan_index_files_remove(const struct padan_index_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        unlink(files->items[i].path);
}

void padan_index_files_clear(const char *folder)
{
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));) {
        char *path = is_left(entry->d_name) ? join(folder, entry->d_name) : NULL;
        if (path)
            unlink(path);
        free(path);
    }
    if (open)
        closedir(open);
}

void padan_index_files_free(struct padan_index_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->items[i].path);
    free(files->items);
    *files = (struct padan_index_files){ 0 };
}

/* Who may read the memory may read its index, and nobody else; the folder is the memory's path and "-match". */
static mode_t folder_mode(const char *folder)
{
    struct stat status;
    char *memory = strndup(folder, strlen(folder) - strlen("-match"));
    mode_t mode = 0777;
    if (memory && stat(memory, &status) == 0)
        mode = 0700 | (status.st_mode & 0066) | ((status.st_mode & 0044) >> 2);
    free(memory);
    return mode;
}

int padan_index_files_lock(const char *folder)
{
    if (mkdir(folder, folder_mode(folder)) != 0 && errno != EEXIST)
        return -1;
    char *path = join(folder, "lock");
    int lock = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666) : -1;
    free(path);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) != 0) {
        close(lock);
        return -1;
    }
    return lock;
}
