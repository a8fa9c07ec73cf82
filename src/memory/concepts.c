/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The term base of a memory: its concepts read. */
#include <padan/term.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"
#include "memory/store.h"

/* The version of the tables that brought them. */
#define TERMS_SINCE 4

/* What is read of one concept; its strings are in the arena. */
struct reading {
    struct padan_memory *memory;
    const struct padan_concept_filter *filter;
    const struct padan_concept_sink *sink;
    struct padan_arena strings;
    struct padan_term *terms;
    size_t term_capacity;
    struct padan_term_property *properties; /* of the concept, then of its terms */
    size_t property_capacity;
    struct padan_concept concept;
    int64_t row;
};

static bool keep(struct reading *reading, sqlite3_stmt *statement, int column, struct padan_string *out)
{
    struct padan_string text = padan_sql_text(statement, column);
    out->data = padan_arena_copy(&reading->strings, text.data, text.size);
    out->size = text.size;
    return out->data;
}

static bool take_term(struct reading *reading, sqlite3_stmt *statement)
{
    struct padan_concept *concept = &reading->concept;
    if (!padan_vector_reserve(&reading->terms, &reading->term_capacity, concept->term_count + 1,
                              sizeof *reading->terms))
        return false;
    struct padan_term *term = &reading->terms[concept->term_count++];
    int64_t status = sqlite3_column_int64(statement, 2);
    bool known = status >= PADAN_TERM_UNRATED && status <= PADAN_TERM_DEPRECATED;
    *term = (struct padan_term){ .status = known ? (enum padan_term_status)status : PADAN_TERM_UNRATED,
                                 .case_sensitive = sqlite3_column_int64(statement, 8) != 0,
                                 .whole_form = sqlite3_column_int64(statement, 9) != 0 };
    return keep(reading, statement, 0, &term->language) && keep(reading, statement, 1, &term->text) &&
           keep(reading, statement, 3, &term->part_of_speech) && keep(reading, statement, 4, &term->gender) &&
           keep(reading, statement, 5, &term->context) && keep(reading, statement, 6, &term->note) &&
           keep(reading, statement, 7, &term->source);
}

/* Properties come in the order of the places: those of the concept first. One of a term that is not there is passed. */
static bool take_property(struct reading *reading, sqlite3_stmt *statement, size_t *count)
{
    struct padan_concept *concept = &reading->concept;
    int64_t place = sqlite3_column_int64(statement, 0);
    if (place < 0 || place > (int64_t) concept->term_count)
        return true;
    if (!padan_vector_reserve(&reading->properties, &reading->property_capacity, *count + 1,
                              sizeof *reading->properties))
        return false;
    struct padan_term_property *property = &reading->properties[(*count)++];
    if (place == 0)
    concept->property_count++;
    else reading->terms[place - 1].property_count++;
    return keep(reading, statement, 1, &property->name) && keep(reading, statement, 2, &property->value);
}

static int read_terms(struct reading *reading, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(reading->memory, PADAN_SQL_TERM_OF_CONCEPT, &statement, error, "i", reading->row);
    while (status == PADAN_OK && (status = padan_sql_step(reading->memory, statement, error)) == 1) {
        if (!take_term(reading, statement)) {
            sqlite3_reset(statement);
            return padan_error_allocation(error);
        }
        status = PADAN_OK;
    }
    reading->concept.terms = reading->terms;
    return status;
}

static int read_properties(struct reading *reading, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    size_t count = 0;
    int status = padan_sql_bind(reading->memory, PADAN_SQL_TERM_PROPERTY_OF, &statement, error, "i", reading->row);
    while (status == PADAN_OK && (status = padan_sql_step(reading->memory, statement, error)) == 1) {
        if (!take_property(reading, statement, &count)) {
            sqlite3_reset(statement);
            return padan_error_allocation(error);
        }
        status = PADAN_OK;
    }
    const struct padan_term_property *next = reading->properties;
    reading->concept.properties = next;
    next = next ? next + reading->concept.property_count : next;
    for (size_t i = 0; i < reading->concept.term_count; i++) {
        reading->terms[i].properties = next;
        next = next ? next + reading->terms[i].property_count : next;
    }
    return status;
}

static bool has_language(const struct padan_concept *concept, const char *range)
{
    for (size_t i = 0; range && i < concept->term_count; i++)
        if (padan_language_matches(range, concept->terms[i].language.data))
            return true;
    return !range;
}

/* Gives the concept of the row at hand, if it is one that is asked for. */
static int give(struct reading *reading, sqlite3_stmt *row, struct padan_error *error)
{
    struct padan_concept *concept = &reading->concept;
    *concept = (struct padan_concept){ .number = sqlite3_column_int64(row, 1),
                                       .untranslated = sqlite3_column_int64(row, 7) != 0 };
    reading->row = sqlite3_column_int64(row, 0);
    if (!keep(reading, row, 2, &concept->identifier) || !keep(reading, row, 3, &concept->subject) ||
        !keep(reading, row, 4, &concept->definition) || !keep(reading, row, 5, &concept->note) ||
        !keep(reading, row, 6, &concept->source))
        return padan_error_allocation(error);
    int status = read_terms(reading, error);
    if (status == PADAN_OK)
        status = read_properties(reading, error);
    if (status != PADAN_OK || !has_language(concept, reading->filter->source) ||
        !has_language(concept, reading->filter->target))
        return status;
    return reading->sink->put(reading->sink->context, concept, error);
}

static int give_all(struct reading *reading, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int64_t number = reading->filter->number;
    int status = number ? padan_sql_bind(reading->memory, PADAN_SQL_CONCEPT_GET, &statement, error, "i", number)
                        : padan_sql(reading->memory, PADAN_SQL_CONCEPT_ALL, &statement, error);
    while (status == PADAN_OK && (status = padan_sql_step(reading->memory, statement, error)) == 1) {
        status = give(reading, statement, error);
        padan_arena_free(&reading->strings);
        if (status != PADAN_OK)
            sqlite3_reset(statement);
    }
    return status;
}

int padan_memory_each_concept(struct padan_memory *memory, const struct padan_concept_filter *filter,
                              const struct padan_concept_sink *sink, struct padan_error *error)
{
    const struct padan_concept_filter all = PADAN_CONCEPT_FILTER_INIT;
    if (memory->version < TERMS_SINCE)
        return PADAN_OK;
    struct reading reading = { .memory = memory, .filter = filter ? filter : &all, .sink = sink };
    /* One state for all statements. */
    bool own = sqlite3_get_autocommit(memory->db);
    int status = own ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = give_all(&reading, error);
    if (own)
        padan_memory_rollback(memory);
    free(reading.terms);
    free(reading.properties);
    return status;
}

static int read_part(struct padan_memory *memory, const char *part, char **out, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    struct padan_buffer text = { 0 };
    int status = padan_sql_bind(memory, PADAN_SQL_TERM_SOURCE, &statement, error, "s", padan_string(part));
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status != 1)
        return status;
    struct padan_string found = padan_sql_text(statement, 0);
    padan_buffer_append(&text, found.data, found.size);
    sqlite3_reset(statement);
    *out = padan_buffer_take(&text);
    return *out ? PADAN_OK : padan_error_allocation(error);
}

int padan_memory_term_source(struct padan_memory *memory, char **head, char **tail, struct padan_error *error)
{
    *head = *tail = NULL;
    if (memory->version < TERMS_SINCE)
        return PADAN_OK;
    int status = read_part(memory, "head", head, error);
    if (status == PADAN_OK)
        status = read_part(memory, "tail", tail, error);
    if (status != PADAN_OK || !*head || !*tail) {
        free(*head);
        free(*tail);
        *head = *tail = NULL;
    }
    return status;
}
