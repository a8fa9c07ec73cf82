/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/output.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"

struct padan_output {
    int descriptor;
    bool terminal;
    char *path;      /* of the file to appear; NULL where bytes go straight to their place */
    char *temporary; /* beside it; NULL while the file has no name */
    char *name;      /* as it was given, for messages */
    struct padan_buffer pending;
    struct padan_error failure; /* the first error, told again by each later call */
};

static const size_t flush_size = 64 * 1024;

static void output_free(struct padan_output *output)
{
    if (output->descriptor > STDERR_FILENO)
        close(output->descriptor);
    padan_buffer_free(&output->pending);
    free(output->path);
    free(output->temporary);
    free(output->name);
    free(output);
}

/* The bytes of a file that has no name, as the system shows it; from there it gets one. */
static void nameless_path(char place[static 64], int descriptor)
{
    snprintf(place, 64, "/proc/self/fd/%d", descriptor);
}

/*
 * A file without a name is gone with the process, however that ends. Not every system and file system has such files,
 * and a name can be given only where /proc is mounted.
 */
static bool create_nameless(struct padan_output *output)
{
#ifdef O_TMPFILE
    const char *slash = strrchr(output->path, '/');
    char *folder = slash ? strndup(output->path, (size_t)(slash - output->path) + 1) : strdup(".");
    char place[64];
    int descriptor = folder ? open(folder, O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666) : -1;
    free(folder);
    if (descriptor < 0)
        return false;
    nameless_path(place, descriptor);
    if (access(place, F_OK) == 0) {
        output->descriptor = descriptor;
        return true;
    }
    close(descriptor);
#else
    (void)output;
#endif
    return false;
}

/*
 * A name beside the path that nobody has: for the nameless file that is open, else for a new one. The latter not by
 * mkstemp, whose mode for a new file could be widened only through the umask of the whole process.
 */
static int create_temporary(struct padan_output *output, bool nameless, struct padan_error *error)
{
    int number = EEXIST;
    char place[64];
    nameless_path(place, output->descriptor);
    for (unsigned attempt = 0; number == EEXIST && attempt < 1000; attempt++) {
        struct padan_buffer name = { 0 };
        padan_buffer_format(&name, "%s.%ld-%u", output->path, (long)getpid(), attempt);
        char *temporary = padan_buffer_take(&name);
        if (!temporary)
            return padan_error_allocation(error);
        int made = nameless ? linkat(AT_FDCWD, place, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW)
                            : open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        number = errno;
        if (made >= 0) {
            output->descriptor = nameless ? output->descriptor : made;
            output->temporary = temporary;
            return PADAN_OK;
        }
        free(temporary);
    }
    return padan_error_system(error, output->name, "cannot be written", number);
}

/* A symbolic link to a file is followed, so that the file it names is replaced and not the link. */
static int open_beside(struct padan_output *output, const char *path, struct padan_error *error)
{
    struct stat old;
    bool exists = stat(path, &old) == 0;
    if (exists && S_ISDIR(old.st_mode))
        return padan_error_in(error, PADAN_ERROR_SYSTEM, path, "is a folder; name a file to write");
    if (exists && !S_ISREG(old.st_mode)) {
        output->descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return output->descriptor >= 0 ? PADAN_OK : padan_error_system(error, path, "cannot be written", errno);
    }
    if (exists && access(path, W_OK) != 0)
        return padan_error_system(error, path, "cannot be written", errno);
    output->path = exists ? realpath(path, NULL) : strdup(path);
    if (!output->path)
        return padan_error_allocation(error);
    int status = create_nameless(output) ? PADAN_OK : create_temporary(output, false, error);
    if (status != PADAN_OK || !exists)
        return status;
    /* Keeping the owner is a courtesy that only root can show; failing at it is no fault. */
    if (fchmod(output->descriptor, old.st_mode & 07777) != 0 || fchown(output->descriptor, old.st_uid, old.st_gid) != 0)
        errno = 0;
    return PADAN_OK;
}

int padan_output_open(struct padan_output **out, const char *path, struct padan_error *error)
{
    *out = NULL;
    struct padan_output *output = calloc(1, sizeof *output);
    if (!output)
        return padan_error_allocation(error);
    output->descriptor = STDOUT_FILENO;
    bool is_standard = !path || strcmp(path, "-") == 0;
    output->name = strdup(is_standard ? "standard output" : path);
    int status = output->name ? PADAN_OK : padan_error_allocation(error);
    if (status == PADAN_OK && !is_standard)
        status = open_beside(output, path, error);
    if (status != PADAN_OK) {
        padan_output_discard(output);
        return status;
    }
    output->terminal = isatty(output->descriptor) == 1;
    *out = output;
    return PADAN_OK;
}

static int fail(struct padan_output *output, int number, struct padan_error *error)
{
    if (number == EPIPE)
        padan_error_in(&output->failure, PADAN_ERROR_STOPPED, output->name, "the reader went away");
    else
        padan_error_system(&output->failure, output->name, "cannot be written", number);
    if (error)
        *error = output->failure;
    return output->failure.status;
}

static int flush(struct padan_output *output, struct padan_error *error)
{
    const char *at = output->pending.data;
    size_t left = output->pending.size;
    while (left > 0) {
        ssize_t wrote = write(output->descriptor, at, left);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return fail(output, errno, error);
        at += wrote;
        left -= (size_t)wrote;
    }
    padan_buffer_clear(&output->pending);
    return PADAN_OK;
}

/* Tells an earlier failure again, a lack of memory included. */
static int check(struct padan_output *output, struct padan_error *error)
{
    if (output->pending.failed && output->failure.status == PADAN_OK)
        padan_error_allocation(&output->failure);
    if (output->failure.status != PADAN_OK && error)
        *error = output->failure;
    return output->failure.status;
}

int padan_output_write(struct padan_output *output, const void *bytes, size_t size, struct padan_error *error)
{
    padan_buffer_append(&output->pending, bytes, size);
    int status = check(output, error);
    if (status != PADAN_OK || output->pending.size < flush_size)
        return status;
    return flush(output, error);
}

int padan_output_format(struct padan_output *output, struct padan_error *error, const char *format, ...)
{
    char text[512];
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int status;
    if (size >= 0 && (size_t)size < sizeof text) {
        status = padan_output_write(output, text, (size_t)size, error);
    } else {
        char *longer = NULL;
        size = vasprintf(&longer, format, again);
        status = size < 0 ? padan_error_allocation(error) : padan_output_write(output, longer, (size_t)size, error);
        if (size >= 0)
            free(longer);
    }
    va_end(again);
    return status;
}

int padan_output_flush(struct padan_output *output, struct padan_error *error)
{
    int status = check(output, error);
    return status == PADAN_OK ? flush(output, error) : status;
}

bool padan_output_is_terminal(const struct padan_output *output)
{
    return output->terminal;
}

/* Without it a crash of the machine could leave the new name with none of the bytes. */
static int sync_and_rename(struct padan_output *output, struct padan_error *error)
{
    if (fsync(output->descriptor) != 0 && errno != EINVAL && errno != EROFS)
        return fail(output, errno, error);
    if (!output->temporary && create_temporary(output, true, &output->failure) != PADAN_OK)
        return check(output, error);
    if (rename(output->temporary, output->path) != 0)
        return fail(output, errno, error);
    free(output->temporary);
    output->temporary = NULL;
    return PADAN_OK;
}

int padan_output_commit(struct padan_output *output, struct padan_error *error)
{
    int status = check(output, error);
    if (status == PADAN_OK)
        status = flush(output, error);
    if (status == PADAN_OK && output->path)
        status = sync_and_rename(output, error);
    padan_output_discard(output);
    return status;
}

void padan_output_discard(struct padan_output *output)
{
    if (!output)
        return;
    if (output->temporary)
        unlink(output->temporary);
    output_free(output);
}
