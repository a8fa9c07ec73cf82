/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "message.h"

/* Writes folder + rest to `path` where it fits. */
static bool join(char path[PATH_MAX], const char *folder, const char *rest)
{
    int size = snprintf(path, PATH_MAX, "%s%s", folder, rest);
    return size > 0 && size < PATH_MAX;
}

static bool has_rules(const char *folder)
{
    char path[PATH_MAX];
    struct stat status;
    return join(path, folder, "/rules") && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The folder of the running binary; libtool keeps the real one of a build in .libs. */
static bool own_folder(char folder[PATH_MAX])
{
    if (!realpath("/proc/self/exe", folder))
        return false;
    for (int level = 0; level < 2; level++) {
        char *slash = strrchr(folder, '/');
        if (!slash)
            return false;
        *slash = '\0';
        slash = strrchr(folder, '/');
        if (!slash || strcmp(slash, "/.libs") != 0)
            break;
    }
    return true;
}

const char *data_folder(char path[PATH_MAX])
{
    static const char *const beside[] = { "/../share/padan", "/tm", "/../tm" };
    char folder[PATH_MAX];
    const char *given = getenv("PADAN_DATA");
    if (given && *given)
        return given;
    if (!own_folder(folder))
        return NULL;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        if (join(path, folder, beside[i]) && has_rules(path))
            return path;
    }
    return NULL;
}

static const char *default_memory(char path[PATH_MAX])
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    bool fits = false;
    /* The XDG specification has relative paths ignored. */
    if (data && *data == '/')
        fits = join(path, data, "/padan/memory.padan");
    else if (home && *home)
        fits = join(path, home, "/.local/share/padan/memory.padan");
    return fits ? path : NULL;
}

const char *memory_path(char path[PATH_MAX], const struct arguments *arguments, size_t number)
{
    const char *found = memory_if_any(path, arguments, number);
    if (!found)
        usage_error(arguments->command, "there is no home folder for the memory; name a file with -m FILE");
    return found;
}

const char *memory_if_any(char path[PATH_MAX], const struct arguments *arguments, size_t number)
{
    const char *given = option_nth(arguments, OPTION_MEMORY, number);
    const char *environment = getenv("PADAN_MEMORY");
    if (given)
        return given;
    if (environment && *environment)
        return environment;
    return default_memory(path);
}

static bool is_plain(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789./_+-";
    return path[strspn(path, plain)] == '\0';
}

/* As a shell takes it for one word, whatever is in it; shortened where it does not fit. */
static const char *quote(char quoted[UNDO_COMMAND_SIZE - 64], const char *path)
{
    char *to = quoted;
    *to++ = '\'';
    for (; *path && to < quoted + UNDO_COMMAND_SIZE - 64 - 8; path++) {
        if (*path == '\'')
            to = stpcpy(to, "'\\'");
        *to++ = *path;
    }
    memcpy(to, "'", 2);
    return quoted;
}

const char *undo_command(char text[UNDO_COMMAND_SIZE], const char *memory, int64_t batch)
{
    char place[PATH_MAX], quoted[UNDO_COMMAND_SIZE - 64], number[32] = "";
    const char *environment = getenv("PADAN_MEMORY");
    const char *usual = environment && *environment ? environment : default_memory(place);
    if (batch > 0)
        snprintf(number, sizeof number, " %" PRId64, batch);
    if (usual && strcmp(usual, memory) == 0)
        snprintf(text, UNDO_COMMAND_SIZE, "padan undo%s", number);
    else if (is_plain(memory))
        snprintf(text, UNDO_COMMAND_SIZE, "padan undo -m %s%s", memory, number);
    else
        snprintf(text, UNDO_COMMAND_SIZE, "padan undo -m %s%s", quote(quoted, memory), number);
    return text;
}

bool is_output(const struct arguments *arguments, const char *path)
{
    const char *output = option_value(arguments, OPTION_OUTPUT);
    struct stat written, kept;
    return output && stat(output, &written) == 0 && S_ISREG(written.st_mode) && stat(path, &kept) == 0 &&
           kept.st_dev == written.st_dev && kept.st_ino == written.st_ino;
}
