/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/columns.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "exchange/rows.h"

#define NAME_SIZE 64

/* Names in small letters with single spaces. */
static const struct {
    const char *name;
    enum padan_column_role role;
} fields[] = {
    { "identifier", PADAN_COLUMN_IDENTIFIER },
    { "concept", PADAN_COLUMN_IDENTIFIER },
    { "concept id", PADAN_COLUMN_IDENTIFIER },
    { "entry id", PADAN_COLUMN_IDENTIFIER },
    { "entry", PADAN_COLUMN_IDENTIFIER },
    { "id", PADAN_COLUMN_IDENTIFIER },
    { "subject", PADAN_COLUMN_SUBJECT },
    { "subject field", PADAN_COLUMN_SUBJECT },
    { "domain", PADAN_COLUMN_SUBJECT },
    { "definition", PADAN_COLUMN_DEFINITION },
    { "def", PADAN_COLUMN_DEFINITION },
    { "note", PADAN_COLUMN_CONCEPT_NOTE },
    { "notes", PADAN_COLUMN_CONCEPT_NOTE },
    { "comment", PADAN_COLUMN_CONCEPT_NOTE },
    { "comments", PADAN_COLUMN_CONCEPT_NOTE },
    { "remark", PADAN_COLUMN_CONCEPT_NOTE },
    { "remarks", PADAN_COLUMN_CONCEPT_NOTE },
    { "concept note", PADAN_COLUMN_CONCEPT_NOTE },
    { "concept source", PADAN_COLUMN_CONCEPT_SOURCE },
    { "definition source", PADAN_COLUMN_CONCEPT_SOURCE },
    { "untranslated", PADAN_COLUMN_UNTRANSLATED },
    { "do not translate", PADAN_COLUMN_UNTRANSLATED },
    { "non translatable", PADAN_COLUMN_UNTRANSLATED },
    { "term", PADAN_COLUMN_TERM },
    { "language", PADAN_COLUMN_LANGUAGE },
    { "lang", PADAN_COLUMN_LANGUAGE },
    { "locale", PADAN_COLUMN_LANGUAGE },
    { "status", PADAN_COLUMN_STATUS },
    { "term status", PADAN_COLUMN_STATUS },
    { "usage status", PADAN_COLUMN_STATUS },
    { "forbidden", PADAN_COLUMN_FORBIDDEN },
    { "part of speech", PADAN_COLUMN_PART_OF_SPEECH },
    { "pos", PADAN_COLUMN_PART_OF_SPEECH },
    { "gender", PADAN_COLUMN_GENDER },
    { "context", PADAN_COLUMN_CONTEXT },
    { "example", PADAN_COLUMN_CONTEXT },
    { "example of use", PADAN_COLUMN_CONTEXT },
    { "term note", PADAN_COLUMN_NOTE },
    { "term source", PADAN_COLUMN_SOURCE },
    { "reference", PADAN_COLUMN_SOURCE },
    { "case sensitive", PADAN_COLUMN_CASE_SENSITIVE },
    { "case", PADAN_COLUMN_CASE_SENSITIVE },
    { "whole form", PADAN_COLUMN_WHOLE_FORM },
    { "guarded", PADAN_COLUMN_GUARDED },
};

static const char *const source_names[] = { "source", "src", "source term", "source language" };
static const char *const target_names[] = { "target", "tgt", "target term", "target language", "translation" };

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* In small letters, "_" and "-" as spaces. A name that is too long, or has a NUL, is nobody's. */
static void plain_name(char out[NAME_SIZE], struct padan_string name)
{
    size_t size = name.size < NAME_SIZE && !(name.size > 0 && memchr(name.data, 0, name.size)) ? name.size : 0;
    for (size_t i = 0; i < size; i++) {
        char c = name.data[i];
        out[i] = c == '_' || c == '-' ? ' ' : (char)tolower((unsigned char)c);
    }
    out[size] = 0;
}

static bool is_one_of(const char *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, list[i]) == 0)
            return true;
    return false;
}

static enum padan_column_role field_of(const char *name)
{
    for (size_t i = 0; i < COUNT(fields); i++)
        if (strcmp(name, fields[i].name) == 0)
            return fields[i].role;
    return PADAN_COLUMN_PROPERTY;
}

/* The languages asked for, and whether "id" is one. */
struct naming {
    const char *source, *target;
    bool indonesian;
};

/* Writes the canonical tag of a name that is one, or of "source" and "target". */
static bool language_of(char out[PADAN_LANGUAGE_SIZE], struct padan_string name, const struct naming *naming)
{
    char plain[NAME_SIZE], tag[NAME_SIZE];
    plain_name(plain, name);
    const char *given = is_one_of(plain, source_names, COUNT(source_names))   ? naming->source
                        : is_one_of(plain, target_names, COUNT(target_names)) ? naming->target
                                                                              : NULL;
    if (given) {
        snprintf(out, PADAN_LANGUAGE_SIZE, "%s", given);
        return true;
    }
    /* Most words of four to eight letters are well-formed as tags, but no languages. */
    size_t primary = strcspn(plain, " ");
    if (primary < 2 || primary > 3 || name.size >= sizeof tag || (strcmp(plain, "id") == 0 && !naming->indonesian) ||
        (strcmp(plain, "id") != 0 && field_of(plain) != PADAN_COLUMN_PROPERTY))
        return false;
    snprintf(tag, sizeof tag, "%.*s", (int)name.size, name.data);
    return padan_language_canonical(out, tag, NULL) == PADAN_OK;
}

/* A field that belongs to a term, where the language before it says so. */
static enum padan_column_role of_term(enum padan_column_role role)
{
    switch (role) {
    case PADAN_COLUMN_CONCEPT_NOTE:
        return PADAN_COLUMN_NOTE;
    case PADAN_COLUMN_CONCEPT_SOURCE:
        return PADAN_COLUMN_SOURCE;
    default:
        return role;
    }
}

/* The column of a term in this language, the last one; or SIZE_MAX. */
static size_t term_in(const struct padan_columns *columns, const char *language)
{
    for (size_t i = columns->count; i-- > 0;)
        if (columns->items[i].role == PADAN_COLUMN_TERM && strcmp(columns->items[i].language, language) == 0)
            return columns->items[i].term;
    return SIZE_MAX;
}

/* "tgt:pos", "en_def": a language and a field of its term. */
static bool read_pair(struct padan_column *column, struct padan_string name, const struct naming *naming)
{
    for (size_t i = 1; i + 1 < name.size; i++) {
        char plain[NAME_SIZE];
        if (!strchr(":_ ", name.data[i]))
            continue;
        plain_name(plain, (struct padan_string){ name.data + i + 1, name.size - i - 1 });
        column->role = of_term(field_of(plain));
        if (column->role != PADAN_COLUMN_PROPERTY &&
            language_of(column->language, (struct padan_string){ name.data, i }, naming))
            return true;
    }
    column->role = PADAN_COLUMN_PROPERTY;
    column->language[0] = 0;
    return false;
}

static void read_name(struct padan_column *column, struct padan_string name, const struct naming *naming)
{
    char plain[NAME_SIZE];
    plain_name(plain, name);
    /* First, since "de-gender" is a well-formed tag. */
    if (read_pair(column, name, naming))
        return;
    if (language_of(column->language, name, naming))
        column->role = PADAN_COLUMN_TERM;
    else
        column->role = name.size > 0 ? field_of(plain) : PADAN_COLUMN_SKIPPED;
}

static bool is_of_term(enum padan_column_role role)
{
    return role >= PADAN_COLUMN_LANGUAGE;
}

static bool comes_again(const struct padan_columns *columns, size_t number)
{
    size_t count = 0;
    for (size_t i = 0; i < columns->count; i++)
        count += columns->items[i].role == columns->items[number].role && !columns->items[i].language[0];
    return count > 1;
}

/* Says of each field which of the row's terms it is of. */
static void give_fields(struct padan_columns *columns)
{
    size_t before = 0;
    bool notes_again = false;
    for (size_t i = 0; i < columns->count; i++) {
        struct padan_column *column = &columns->items[i];
        if (column->role == PADAN_COLUMN_TERM) {
            before = column->term;
        } else if (column->language[0]) {
            column->term = term_in(columns, column->language);
            if (column->term == SIZE_MAX)
                column->role = PADAN_COLUMN_PROPERTY;
        } else if (is_of_term(column->role) || column->role == PADAN_COLUMN_CONCEPT_NOTE) {
            bool again = comes_again(columns, i);
            column->term = again ? before : columns->terms - 1;
            notes_again |= again && column->role == PADAN_COLUMN_CONCEPT_NOTE;
        }
    }
    for (size_t i = 0; notes_again && i < columns->count; i++)
        if (columns->items[i].role == PADAN_COLUMN_CONCEPT_NOTE)
            columns->items[i].role = PADAN_COLUMN_NOTE;
}

static bool names_indonesian(const struct padan_string *names, size_t count, const char *source, const char *target)
{
    size_t languages = 0;
    bool others = false;
    const struct naming strict = { "", "", false };
    for (size_t i = 0; i < count; i++) {
        char tag[PADAN_LANGUAGE_SIZE] = "", plain[NAME_SIZE];
        struct padan_string name = padan_cell_trimmed(names[i]);
        plain_name(plain, name);
        others |= strcmp(plain, "term") == 0 || is_one_of(plain, source_names, COUNT(source_names));
        languages += language_of(tag, name, &strict) && tag[0];
    }
    return (source && padan_language_matches("id", source)) || (target && padan_language_matches("id", target)) ||
           (!others && languages < 2);
}

bool padan_columns_read(struct padan_columns *columns, struct padan_arena *arena, const struct padan_string *names,
                        size_t count, const char *source, const char *target)
{
    const struct naming naming = { source, target, names_indonesian(names, count, source, target) };
    bool languages = false;
    *columns = (struct padan_columns){ .items = padan_arena_take(arena, (count + 1) * sizeof *columns->items) };
    for (size_t i = 0; columns->items && i < count; i++) {
        struct padan_string name = padan_cell_trimmed(names[i]);
        struct padan_column *column = &columns->items[columns->count++];
        column->name = padan_arena_copy(arena, name.data, name.size);
        if (!column->name)
            columns->items = NULL;
        if (!columns->items)
            return false;
        read_name(column, name, &naming);
        languages |= column->role == PADAN_COLUMN_LANGUAGE;
        if (column->role == PADAN_COLUMN_TERM)
            column->term = columns->terms++;
    }
    if (columns->terms > 0 && columns->items)
        give_fields(columns);
    columns->long_rows = languages && columns->terms == 1;
    return columns->items && (columns->terms >= 2 || columns->long_rows);
}

void padan_columns_plain(struct padan_columns *columns, struct padan_arena *arena, const char *source,
                         const char *target)
{
    *columns =
        (struct padan_columns){ .items = padan_arena_take(arena, 3 * sizeof *columns->items), .count = 3, .terms = 2 };
    if (!columns->items)
        return;
    columns->items[0] = (struct padan_column){ .role = PADAN_COLUMN_TERM, .term = 0, .name = "source" };
    columns->items[1] = (struct padan_column){ .role = PADAN_COLUMN_TERM, .term = 1, .name = "target" };
    columns->items[2] = (struct padan_column){ .role = PADAN_COLUMN_CONCEPT_NOTE, .name = "note" };
    snprintf(columns->items[0].language, PADAN_LANGUAGE_SIZE, "%s", source);
    snprintf(columns->items[1].language, PADAN_LANGUAGE_SIZE, "%s", target);
}
