/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"

static const char stdin_name[] = "standard input";

int padan_file_open(const char *path, struct padan_error *error)
{
    if (!path || strcmp(path, "-") == 0) {
        int copy = dup(STDIN_FILENO);
        return copy >= 0 ? copy : padan_error_system(error, stdin_name, "cannot be read", errno);
    }
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0)
        return padan_error_system(error, path, "cannot be opened", errno);
    struct stat status;
    if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
        close(descriptor);
        return padan_error_in(error, PADAN_ERROR_SYSTEM, path, "is a folder; name a file");
    }
    return descriptor;
}

static int read_all(struct padan_buffer *buffer, int descriptor, const char *name, size_t limit,
                    struct padan_error *error)
{
    for (;;) {
        if (!padan_buffer_reserve(buffer, 64 * 1024))
            return padan_error_allocation(error);
        ssize_t got = read(descriptor, buffer->data + buffer->size, buffer->capacity - buffer->size - 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return padan_error_system(error, name, "cannot be read", errno);
        if (got == 0)
            break;
        buffer->size += (size_t)got;
        if (buffer->size > limit)
            return padan_error_in(error, PADAN_ERROR_LIMIT, name, "is larger than %zu MiB; split it", limit >> 20);
    }
    buffer->data[buffer->size] = '\0';
    return PADAN_OK;
}

int padan_file_read(char **data, size_t *size, const char *path, size_t limit, struct padan_error *error)
{
    int descriptor = padan_file_open(path, error);
    if (descriptor < 0)
        return descriptor;
    const char *name = path && strcmp(path, "-") != 0 ? path : stdin_name;
    struct padan_buffer buffer = { 0 };
    int status = read_all(&buffer, descriptor, name, limit, error);
    close(descriptor);
    if (status != PADAN_OK) {
        padan_buffer_free(&buffer);
        return status;
    }
    *size = buffer.size;
    *data = padan_buffer_take(&buffer);
    return PADAN_OK;
}

const char *padan_file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

const char *padan_file_extension(const char *path)
{
    const char *name = padan_file_name(path);
    const char *dot = strrchr(name, '.');
    return dot && dot != name ? dot + 1 : "";
}

bool padan_path_is(struct padan_string path, struct padan_string name)
{
    if (name.size == 0 || path.size < name.size)
        return false;
    size_t before = path.size - name.size;
    return memcmp(path.data + before, name.data, name.size) == 0 && (before == 0 || path.data[before - 1] == '/');
}
