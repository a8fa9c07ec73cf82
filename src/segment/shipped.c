/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the shipped files hold the rules of a language. */
#include "segment/shipped.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/text.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "text/language.h"

#define INDEX_SIZE_LIMIT ((size_t)1 << 20)
#define BLANKS " \t\r"

/* Adds the path of one file if it is there, or if it `must` be; *added tells. */
static int add_path(struct padan_table *paths, const char *data, const char *name, bool must, bool *added,
                    struct padan_error *error)
{
    struct padan_buffer path = { 0 };
    padan_buffer_format(&path, "%s/rules/%s", data, name);
    bool failed = path.failed;
    *added = !failed && (must || access(path.data, F_OK) == 0);
    if (*added)
        failed = padan_table_add(paths, path.data, path.size) == PADAN_TABLE_NONE;
    padan_buffer_free(&path);
    return failed ? padan_error_allocation(error) : PADAN_OK;
}

static int add_file(struct padan_table *paths, const char *data, const char *name, bool must, bool *added,
                    struct padan_error *error)
{
    char file[PADAN_LANGUAGE_SIZE + 32];
    snprintf(file, sizeof file, "%.*s.srx", PADAN_LANGUAGE_SIZE + 16, name);
    return add_path(paths, data, file, must, added, error);
}

/* What serves a language without rules of its own: a list of abbreviations, if there is one, and the fallback. */
static int add_fallback(struct padan_table *paths, const char *data, const char *language, struct padan_error *error)
{
    char file[PADAN_LANGUAGE_SIZE + 32];
    bool added;
    snprintf(file, sizeof file, "abbreviations/%s.txt", language);
    int status = add_path(paths, data, file, false, &added, error);
    return status == PADAN_OK ? add_file(paths, data, "fallback", true, &added, error) : status;
}

/* The files that languages.txt names for a language (NULL: none), or its own. */
static int add_language(struct padan_table *paths, const char *data, const char *language, char *names,
                        struct padan_error *error)
{
    char *rest = NULL;
    bool added = false;
    if (!names) {
        int status = add_file(paths, data, language, false, &added, error);
        return status == PADAN_OK && !added ? add_fallback(paths, data, language, error) : status;
    }
    names[strcspn(names, "#")] = '\0';
    for (char *name = strtok_r(names, BLANKS, &rest); name; name = strtok_r(NULL, BLANKS, &rest)) {
        int status = add_file(paths, data, name, true, &added, error);
        if (status != PADAN_OK)
            return status;
    }
    return PADAN_OK;
}

/* The text after the colon of the line that begins with the language; NULL where none does. Cuts `lines`. */
static char *find_line(char *lines, const char *language)
{
    size_t length = strlen(language);
    char *rest = NULL;
    for (char *line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        if (strncmp(line, language, length) == 0 && line[length] == ':')
            return line + length + 1;
    return NULL;
}

int padan_shipped_paths(struct padan_table *paths, const char *data, const char *language, struct padan_error *error)
{
    char primary[PADAN_LANGUAGE_SIZE], *lines;
    size_t size;
    bool added;
    struct padan_buffer path = { 0 };
    padan_language_primary(primary, language);
    padan_buffer_format(&path, "%s/rules/languages.txt", data);
    int status = path.failed ? padan_error_allocation(error)
                             : padan_file_read(&lines, &size, path.data, INDEX_SIZE_LIMIT, error);
    padan_buffer_free(&path);
    if (status != PADAN_OK)
        return status;
    status = add_file(paths, data, "structure", true, &added, error);
    if (status == PADAN_OK)
        status = add_language(paths, data, primary, find_line(lines, primary), error);
    free(lines);
    return status == PADAN_OK ? add_file(paths, data, "default", true, &added, error) : status;
}
