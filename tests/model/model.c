/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds the command against the table beside this file. Environment: PADAN (the binary), PADAN_DATA, MODEL (the table).
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

enum { LINE_SIZE = 1024 };

struct row {
    int status;
    char form[16], fields[512], command[512];
};

/* Whether the next field of a list is `name`, moving past it; a field in brackets may be left out. */
static bool take_field(const char **list, const char *name)
{
    while (**list) {
        size_t size = strcspn(*list, ",");
        bool optional = **list == '[';
        const char *field = *list + optional;
        size_t width = optional ? size - 2 : size;
        *list += size + ((*list)[size] == ',');
        if (strlen(name) == width && memcmp(field, name, width) == 0)
            return true;
        if (!optional)
            return false;
    }
    return false;
}

static bool rest_is_optional(const char *list)
{
    while (*list == '[')
        list += strcspn(list, ",") + (list[strcspn(list, ",")] == ',');
    return *list == '\0';
}

static bool object_fits(const char *line, const char *fields)
{
    const char *name;
    json_t *object = json_loads(line, 0, NULL), *value;
    bool fits = json_is_object(object);
    if (fits) {
        json_object_foreach(object, name, value) fits = fits && take_field(&fields, name);
    }
    json_decref(object);
    return fits && rest_is_optional(fields);
}

static bool header_fits(char *line, const char *fields)
{
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; (at = strchr(at, '\t')); at++)
        *at = ',';
    return strcmp(line, fields) == 0;
}

/* Reads what the command writes to its end; whether it has the form. */
static bool output_fits(FILE *output, const struct row *row)
{
    char *line = NULL;
    size_t size = 0, lines = 0;
    bool fits = true;
    while (getline(&line, &size, output) > 0) {
        lines++;
        if (strcmp(row->form, "tsv") == 0)
            fits = fits && (lines > 1 || header_fits(line, row->fields));
        else if (strncmp(row->form, "json", 4) == 0)
            fits = fits && object_fits(line, row->fields);
    }
    free(line);
    if (strcmp(row->form, "any") == 0)
        return true;
    return fits && (strcmp(row->form, "json") == 0 ? lines == 1 : lines > 1);
}

static bool run(const struct row *row)
{
    char command[LINE_SIZE];
    snprintf(command, sizeof command, "padan() { \"$PADAN\" \"$@\"; }; %s 2>messages", row->command);
    FILE *output = popen(command, "r");
    if (!output)
        return false;
    bool fits = output_fits(output, row);
    int status = pclose(output);
    bool ended = WIFEXITED(status) && WEXITSTATUS(status) == row->status;
    if (!ended)
        printf("status %d, not %d: ", WIFEXITED(status) ? WEXITSTATUS(status) : -1, row->status);
    else if (!fits)
        printf("not %s of %s: ", row->form, row->fields);
    if (!ended || !fits)
        printf("%s\n", row->command);
    return ended && fits;
}

static bool parse(struct row *row, char *line)
{
    int at = 0;
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "%d %15s %511s %n", &row->status, row->form, row->fields, &at) < 3 || at == 0)
        return false;
    snprintf(row->command, sizeof row->command, "%s", line + at);
    return true;
}

static bool prepare(char folder[])
{
    return mkdtemp(folder) && chdir(folder) == 0 && system("cp \"$PADAN_DATA\"/articles/velanda.* .") == 0;
}

int main(void)
{
    char folder[] = "/tmp/padan-model-XXXXXX", line[LINE_SIZE];
    int passed = 0, failed = 0;
    const char *path = getenv("MODEL");
    FILE *table = path ? fopen(path, "r") : NULL;
    if (!table || !getenv("PADAN") || !prepare(folder)) {
        puts("PADAN, PADAN_DATA and MODEL must be set");
        return 2;
    }
    while (fgets(line, sizeof line, table)) {
        struct row row;
        if (line[0] == '#' || isspace((unsigned char)line[0]))
            continue;
        bool good = parse(&row, line) && run(&row);
        passed += good;
        failed += !good;
    }
    fclose(table);
    printf("%d passed, %d failed\n", passed, failed);
    if (chdir("/") != 0 || setenv("FOLDER", folder, 1) != 0 || system("rm -r \"$FOLDER\"") != 0)
        failed++;
    return failed > 0;
}
