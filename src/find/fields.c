/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a query: what it asks of its hits by name. */
#include "find/fields.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/error.h"
#include "find/query.h"

/* What stands in a query between blanks; a phrase and what a field says in double quotes are one. */
struct item {
    size_t start, end;
};

/* A query being looked through. */
struct reader {
    struct padan_fields *fields;
    const char *query;
    size_t size;
    size_t depth; /* of parentheses, so far */
    struct item before;
    struct padan_error *error;
};

enum field { FIELD_NONE, FIELD_DOCUMENT, FIELD_DATE, FIELD_SINCE, FIELD_UNTIL, FIELD_LANGUAGE };

/* The bytes of the white space at `at`, as the rest of the query is read; 0 where there is none. */
static size_t blank_size(const struct reader *reader, size_t at)
{
    size_t end = at;
    UChar32 c;
    U8_NEXT((const uint8_t *)reader->query, end, reader->size, c);
    return c >= 0 && u_isUWhiteSpace(c) ? end - at : 0;
}

/* Behind the double quotes that open at `at`. */
static size_t skip_quoted(const struct reader *reader, size_t at)
{
    const char *end = memchr(reader->query + at + 1, '"', reader->size - at - 1);
    return end ? (size_t)(end - reader->query) + 1 : reader->size;
}

static struct item next_item(const struct reader *reader, size_t at)
{
    for (size_t size; at < reader->size && (size = blank_size(reader, at)) > 0;)
        at += size;
    struct item item = { at, at };
    while (item.end < reader->size && blank_size(reader, item.end) == 0) {
        char before = item.end > at ? reader->query[item.end - 1] : '(';
        bool opens = reader->query[item.end] == '"' && (before == '(' || before == '-' || before == ':');
        item.end = opens ? skip_quoted(reader, item.end) : item.end + 1;
    }
    return item;
}

static bool is_word(const struct reader *reader, struct item item, const char *word)
{
    return item.end - item.start == strlen(word) && memcmp(reader->query + item.start, word, strlen(word)) == 0;
}

/* An operator between two parts of a query that needs both. */
static bool is_joint(const struct reader *reader, struct item item)
{
    bool near = item.end - item.start > 5 && memcmp(reader->query + item.start, "NEAR/", 5) == 0;
    return near || is_word(reader, item, "OR") || is_word(reader, item, "NEAR");
}

/* The field that an item is, with *value at its value. */
static enum field field_of(const struct reader *reader, struct item item, size_t *value)
{
    static const struct {
        const char *name;
        enum field field;
    } names[] = { { "document:", FIELD_DOCUMENT }, { "date:", FIELD_DATE },         { "since:", FIELD_SINCE },
                  { "until:", FIELD_UNTIL },       { "language:", FIELD_LANGUAGE }, { "lang:", FIELD_LANGUAGE } };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t size = strlen(names[i].name);
        /* A word with a colon behind it is a word. */
        if (item.end - item.start <= size || memcmp(reader->query + item.start, names[i].name, size) != 0)
            continue;
        *value = item.start + size;
        return names[i].field;
    }
    return FIELD_NONE;
}

static int refuse(const struct reader *reader, size_t start, const char *message)
{
    return padan_query_error(reader->error, reader->query, start, message);
}

/* Keeps a value, without the double quotes around it. */
static int keep(const struct reader *reader, char **out, size_t start, size_t end)
{
    if (*out)
        return refuse(reader, start, "the query says this twice");
    if (end > start && reader->query[start] == '"') {
        if (end - start < 2 || reader->query[end - 1] != '"')
            return refuse(reader, start, "these double quotes are not closed");
        start++;
        end--;
    }
    if (end == start)
        return refuse(reader, start,
                      "there is nothing behind this colon; put it in double quotes to look for the word");
    *out = strndup(reader->query + start, end - start);
    return *out ? PADAN_OK : padan_error_allocation(reader->error);
}

/* A day, or FROM..UNTIL, of which either may be missing. */
static int keep_date(const struct reader *reader, size_t start, size_t end)
{
    struct padan_fields *fields = reader->fields;
    if (end - start > 1 && reader->query[start] == '"' && reader->query[end - 1] == '"') {
        start++;
        end--;
    }
    size_t dots = start;
    while (dots + 1 < end && memcmp(reader->query + dots, "..", 2) != 0)
        dots++;
    if (dots + 1 >= end) {
        int status = keep(reader, &fields->since, start, end);
        return status == PADAN_OK ? keep(reader, &fields->until, start, end) : status;
    }
    int status = PADAN_OK;
    if (dots > start || dots + 2 == end)
        status = keep(reader, &fields->since, start, dots);
    if (status == PADAN_OK && dots + 2 < end)
        status = keep(reader, &fields->until, dots + 2, end);
    return status;
}

static int keep_field(const struct reader *reader, enum field field, size_t value, size_t end)
{
    switch (field) {
    case FIELD_DOCUMENT:
        return keep(reader, &reader->fields->document, value, end);
    case FIELD_DATE:
        return keep_date(reader, value, end);
    case FIELD_SINCE:
        return keep(reader, &reader->fields->since, value, end);
    case FIELD_UNTIL:
        return keep(reader, &reader->fields->until, value, end);
    case FIELD_LANGUAGE:
        return keep(reader, &reader->fields->language, value, end);
    case FIELD_NONE:
        break;
    }
    return PADAN_OK;
}

static void blank(struct reader *reader, struct item item)
{
    memset(reader->fields->rest.data + item.start, ' ', item.end - item.start);
}

/* Takes a field out, with the AND that joins it to what stands before it or else behind it. */
static int take_field(struct reader *reader, enum field field, struct item *item, size_t value, bool grouped)
{
    struct item next = next_item(reader, item->end);
    bool joined = is_joint(reader, reader->before) || is_word(reader, reader->before, "NOT") || is_joint(reader, next);
    if (grouped || joined)
        return refuse(
            reader, item->start,
            "a field stands beside the rest of the query, not in parentheses nor with OR, NOT or NEAR; put it "
            "in double quotes to look for the word");
    int status = keep_field(reader, field, value, item->end);
    if (status != PADAN_OK)
        return status;
    blank(reader, *item);
    /* The field before may have taken it already. */
    if (is_word(reader, reader->before, "AND") && reader->fields->rest.data[reader->before.start] != ' ') {
        blank(reader, reader->before);
    } else if (is_word(reader, next, "AND")) {
        blank(reader, next);
        *item = next;
    }
    return PADAN_OK;
}

/* Those that open a group begin an item, and those that close one end it; within a word they are none. */
static void count_parentheses(struct reader *reader, struct item item)
{
    for (size_t at = item.start; at < item.end && strchr("(-", reader->query[at]); at++)
        reader->depth += reader->query[at] == '(';
    for (size_t at = item.end; at > item.start && reader->query[at - 1] == ')' && reader->depth > 0; at--)
        reader->depth--;
}

/* What begins an item beside a field's name: a hyphen that leaves out, parentheses that open a group. */
static struct item without_marks(const struct reader *reader, struct item item)
{
    while (item.start < item.end && (reader->query[item.start] == '-' || reader->query[item.start] == '('))
        item.start++;
    return item;
}

static int read_item(struct reader *reader, struct item *item)
{
    size_t value = 0;
    struct item bare = without_marks(reader, *item);
    enum field field = field_of(reader, bare, &value);
    bool grouped = reader->depth > 0; /* also where the item itself closes the group */
    count_parentheses(reader, *item);
    if (field != FIELD_NONE && bare.start > item->start)
        return refuse(
            reader, item->start,
            "a field cannot be left out or stand in parentheses; put it in double quotes to look for the word");
    int status = field != FIELD_NONE ? take_field(reader, field, item, value, grouped) : PADAN_OK;
    reader->before = *item;
    return status;
}

int padan_fields_take(struct padan_fields *out, const char *query, struct padan_error *error)
{
    *out = (struct padan_fields){ 0 };
    struct reader reader = { .fields = out, .query = query ? query : "", .error = error };
    int status = PADAN_OK;
    reader.size = strlen(reader.query);
    padan_buffer_append(&out->rest, reader.query, reader.size + 1);
    if (out->rest.failed)
        return padan_error_allocation(error);
    struct item item = next_item(&reader, 0);
    while (status == PADAN_OK && item.start < reader.size) {
        status = read_item(&reader, &item);
        item = next_item(&reader, item.end);
    }
    return status;
}

void padan_fields_free(struct padan_fields *fields)
{
    padan_buffer_free(&fields->rest);
    free(fields->document);
    free(fields->since);
    free(fields->until);
    free(fields->language);
    *fields = (struct padan_fields){ 0 };
}
