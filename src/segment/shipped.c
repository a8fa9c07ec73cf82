/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the shipped files hold the rules of a language. */
#include "segment/shipped.h"

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

/* Adds the path of one file if it is there; a file that must be is added without a look. */
static int add_path(struct padan_table *paths, const char *data, const char *name, bool must, struct padan_error *error)
{
    struct padan_buffer path = { 0 };
    padan_buffer_format(&path, "%s/rules/%s.srx", data, name);
    bool failed = path.failed;
    if (!failed && (must || access(path.data, F_OK) == 0))
        failed = padan_table_add(paths, path.data, path.size) == PADAN_TABLE_NONE;
    padan_buffer_free(&path);
    return failed ? padan_error_allocation(error) : PADAN_OK;
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
    char primary[PADAN_LANGUAGE_SIZE], *lines, *rest = NULL;
    size_t size;
    struct padan_buffer path = { 0 };
    padan_language_primary(primary, language);
    padan_buffer_format(&path, "%s/rules/languages.txt", data);
    int status = path.failed ? padan_error_allocation(error)
                             : padan_file_read(&lines, &size, path.data, INDEX_SIZE_LIMIT, error);
    padan_buffer_free(&path);
    if (status != PADAN_OK)
        return status;
    status = add_path(paths, data, "structure", true, error);
    char *names = find_line(lines, primary);
    if (names)
        names[strcspn(names, "#")] = '\0';
    char *name = names ? strtok_r(names, BLANKS, &rest) : primary;
    for (; name && status == PADAN_OK; name = names ? strtok_r(NULL, BLANKS, &rest) : NULL)
        status = add_path(paths, data, name, names != NULL, error);
    free(lines);
    return status == PADAN_OK ? add_path(paths, data, "default", true, error) : status;
}
