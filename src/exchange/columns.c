/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/columns.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "text/language_names.h"

/* "id" is Indonesian, so a unit's own name is called what TMX calls it. */
static const char *const role_names[ROLE_COUNT] = {
    "source", "target", "source_language", "target_language", "bead", "confidence", "status", "document", "position",
    "tuid",   "note",   "origin",          "guarded",
};

const char *padan_role_name(enum padan_role role)
{
    return role_names[role];
}

/* Bytes of a row that has nothing but names; rows past this are texts, and not looked at name by name. */
static const size_t names_most = 1024;

static bool is_language(const char *name)
{
    char canonical[PADAN_LANGUAGE_SIZE];
    return padan_language_canonical(canonical, name, NULL) == PADAN_OK;
}

/* What the first row is held to say. */
struct heading {
    struct padan_columns *columns;
    struct padan_language_names names;
    bool short_row; /* no cell is longer than a name, so that it may be one of names */
    bool named;     /* a language stands there by its name, which no text is */
    bool differs;   /* there are two languages that are not the same */
};

/* What a name of a column means. A tag is short or has a hyphen; "English" and "Malay" would be tags by their form. */
static int name_column(struct heading *heading, struct padan_column *column, struct padan_string name,
                       struct padan_error *error)
{
    struct padan_arena *arena = &heading->columns->arena;
    char tag[PADAN_LANGUAGE_SIZE];
    *column = (struct padan_column){ ROLE_PROPERTY, padan_arena_copy(arena, name.data, name.size) };
    if (!column->name)
        return padan_error_allocation(error);
    for (int role = 0; role < ROLE_COUNT; role++)
        if (strcasecmp(column->name, role_names[role]) == 0)
            column->role = (enum padan_role)role;
    if (column->role != ROLE_PROPERTY)
        return PADAN_OK;
    if (heading->short_row && name.size > 3 && padan_language_named(&heading->names, name, tag)) {
        heading->named = true;
        column->name = padan_arena_copy(arena, tag, strlen(tag));
        column->role = ROLE_LANGUAGE;
    } else if (is_language(column->name)) {
        column->role = ROLE_LANGUAGE;
    }
    return column->name && !heading->names.failed ? PADAN_OK : padan_error_allocation(error);
}

/* What a name alone can be taken for: a role, a language, or ROLE_PROPERTY. */
static enum padan_role role_of(struct heading *heading, struct padan_string name)
{
    struct padan_arena arena = { 0 };
    struct padan_columns columns = { .arena = arena };
    struct padan_column column = { .role = ROLE_PROPERTY };
    heading->columns = &columns;
    int status = name.size > 0 ? name_column(heading, &column, name, NULL) : PADAN_OK;
    padan_arena_free(&columns.arena);
    return status == PADAN_OK ? column.role : ROLE_PROPERTY;
}

bool padan_columns_are_named(struct padan_string head, char separator)
{
    struct heading heading = { .short_row = true };
    struct padan_string row = padan_rows_first(head);
    size_t languages = 0, texts = 0;
    bool known = row.size > 0 && row.size <= names_most && !memchr(row.data, '\t', row.size) &&
                 memchr(row.data, separator, row.size);
    while (known && row.size > 0) {
        enum padan_role role = role_of(&heading, padan_cell_trimmed(padan_rows_name(&row, separator)));
        known = role != ROLE_PROPERTY;
        languages += role == ROLE_LANGUAGE;
        texts += role == ROLE_SOURCE || role == ROLE_TARGET;
    }
    padan_language_names_free(&heading.names);
    return known && (languages >= 2 || texts == 2);
}

static void note_roles(struct heading *heading)
{
    struct padan_columns *columns = heading->columns;
    const char *first = NULL;
    memset(columns->has, 0, sizeof columns->has);
    for (size_t i = 0; i < columns->count; i++) {
        const struct padan_column *column = &columns->items[i];
        columns->has[column->role] = true;
        if (column->role != ROLE_LANGUAGE)
            continue;
        heading->differs |= first && strcasecmp(first, column->name) != 0;
        first = column->name;
    }
}

/* Filling the table of names takes a while, which rows of sentences need not pay. */
static bool is_short_row(const struct padan_rows *rows)
{
    static const size_t longest = 48;
    for (size_t i = 0; i < rows->count; i++)
        if (rows->views[i].size > longest || memchr(rows->views[i].data, '.', rows->views[i].size))
            return false;
    return rows->count > 1;
}

static int take_columns(struct heading *heading, const struct padan_rows *rows, struct padan_error *error)
{
    struct padan_columns *columns = heading->columns;
    columns->count = rows->count;
    heading->short_row = is_short_row(rows);
    columns->items = padan_arena_take(&columns->arena, columns->count * sizeof *columns->items);
    if (!columns->items)
        return padan_error_allocation(error);
    for (size_t i = 0; i < columns->count; i++) {
        int status = name_column(heading, &columns->items[i], padan_cell_trimmed(rows->views[i]), error);
        if (status != PADAN_OK)
            return status;
    }
    note_roles(heading);
    return PADAN_OK;
}

/* Whether the columns found name the languages asked for, or none were asked for. */
static bool answers_languages(const struct padan_columns *columns, const struct padan_exchange_options *options)
{
    bool source = !options->source, target = !options->target;
    for (size_t i = 0; i < columns->count; i++) {
        if (columns->items[i].role != ROLE_LANGUAGE)
            continue;
        source |= options->source && padan_language_matches(options->source, columns->items[i].name);
        target |= options->target && padan_language_matches(options->target, columns->items[i].name);
    }
    return source && target;
}

static bool is_review(const struct padan_columns *columns)
{
    return columns->has[ROLE_BEAD] && columns->has[ROLE_ORIGIN];
}

/*
 * Whether the first row names the columns: it has both "source" and "target", or two languages at least and, where
 * they stand as tags, nothing that is not a known name.
 */
static bool is_header(const struct heading *heading, const struct padan_exchange_options *options)
{
    const struct padan_columns *columns = heading->columns;
    if ((columns->has[ROLE_SOURCE] && columns->has[ROLE_TARGET]) || is_review(columns))
        return true;
    size_t languages = 0;
    for (size_t i = 0; i < columns->count; i++)
        languages += columns->items[i].role == ROLE_LANGUAGE;
    bool plain = heading->named ? heading->differs : !columns->has[ROLE_PROPERTY];
    return languages >= 2 && plain && !columns->has[ROLE_SOURCE] && !columns->has[ROLE_TARGET] &&
           answers_languages(columns, options);
}

static int take_plain_columns(struct padan_columns *columns, struct padan_error *error)
{
    memset(columns->has, 0, sizeof columns->has);
    columns->unnamed = true;
    columns->count = 2;
    columns->items = padan_arena_take(&columns->arena, 2 * sizeof *columns->items);
    if (!columns->items)
        return padan_error_allocation(error);
    for (int i = 0; i < 2; i++) {
        columns->items[i] = (struct padan_column){ (enum padan_role)i, role_names[i] };
        columns->has[i] = true;
    }
    return PADAN_OK;
}

static size_t count_items(const char *list)
{
    size_t count = 1;
    for (const char *at = list; (at = strchr(at, ',')); at++)
        count++;
    return count;
}

/* Takes the columns as the caller names them. */
static int take_given(struct heading *heading, const char *list, const char *name, struct padan_error *error)
{
    struct padan_columns *columns = heading->columns;
    columns->count = count_items(list);
    columns->further = true;
    heading->short_row = true;
    columns->items = padan_arena_take(&columns->arena, columns->count * sizeof *columns->items);
    if (!columns->items)
        return padan_error_allocation(error);
    for (size_t i = 0; i < columns->count; i++) {
        size_t size = strcspn(list, ",");
        struct padan_string item = padan_cell_trimmed((struct padan_string){ list, size });
        int status = name_column(heading, &columns->items[i], item, error);
        if (status != PADAN_OK)
            return status;
        if (item.size == 0 || padan_string_is(item, "-"))
            columns->items[i].role = ROLE_NOTHING;
        list += size + (list[size] == ',');
    }
    note_roles(heading);
    size_t texts = columns->has[ROLE_SOURCE] + columns->has[ROLE_TARGET];
    for (size_t i = 0; i < columns->count; i++)
        texts += columns->items[i].role == ROLE_LANGUAGE;
    if (texts < 2)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, name,
                              "the columns that are named have no two texts: name source and target, or two languages");
    return PADAN_OK;
}

static int check_languages(const struct padan_columns *columns, const struct padan_reading *reading,
                           struct padan_error *error)
{
    const struct padan_exchange_options *options = reading->options;
    bool source = !columns->has[ROLE_SOURCE] || options->source || columns->has[ROLE_SOURCE_LANGUAGE];
    bool target = !columns->has[ROLE_TARGET] || options->target || columns->has[ROLE_TARGET_LANGUAGE];
    if (source && target)
        return PADAN_OK;
    return padan_error_at(error, PADAN_ERROR_LANGUAGE, reading->input->name, 1,
                          "does not name the languages of its columns; give them with -s and -t");
}

static bool ends_with(const char *text, const char *end)
{
    size_t size = strlen(text), end_size = strlen(end);
    return size >= end_size && strcasecmp(text + size - end_size, end) == 0;
}

static void begin_review(struct padan_columns *columns)
{
    columns->review = is_review(columns);
    for (size_t i = 0; columns->review && i < columns->count; i++) {
        struct padan_column *column = &columns->items[i];
        /* By form, en_document is a language tag. */
        if (column->role >= ROLE_LANGUAGE &&
            (ends_with(column->name, "_document") || ends_with(column->name, "_segments") ||
             strcasecmp(column->name, "below") == 0))
            column->role = ROLE_NOTHING;
    }
}

static int learn(struct heading *heading, const struct padan_rows *rows, const struct padan_reading *reading,
                 bool *is_data, struct padan_error *error)
{
    const char *given = reading->options->columns;
    int status = take_columns(heading, rows, error);
    if (status != PADAN_OK)
        return status;
    *is_data = !is_header(heading, reading->options);
    if (given)
        return take_given(heading, given, reading->input->name, error);
    return *is_data ? take_plain_columns(heading->columns, error) : PADAN_OK;
}

int padan_columns_begin(struct padan_columns *columns, const struct padan_rows *rows,
                        const struct padan_reading *reading, bool *is_data, struct padan_error *error)
{
    struct heading heading = { .columns = columns };
    int status = learn(&heading, rows, reading, is_data, error);
    padan_language_names_free(&heading.names);
    if (status == PADAN_OK)
        status = check_languages(columns, reading, error);
    if (status == PADAN_OK)
        begin_review(columns);
    return status;
}

void padan_columns_free(struct padan_columns *columns)
{
    padan_arena_free(&columns->arena);
}
