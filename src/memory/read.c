/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "exchange/period.h"
#include "exchange/po.h"
#include "memory/merge.h"
#include "memory/read.h"

/* A variant as it is read: its columns lie in the reader's arena. */
struct row {
    struct padan_variant variant;
    int64_t id, position;
    bool source, target; /* falls under the filter's ranges */
};

/* Whether a language of the memory falls under the filter's ranges. */
struct language {
    int64_t id;
    bool source, target;
};

/* A reading has statements of its own, so that a sink may use the memory meanwhile. */
struct reader {
    struct padan_memory *memory;
    const struct padan_unit_filter *filter;
    sqlite3_stmt *units; /* where occurrences are those of one unit after the other */
    sqlite3_stmt *occurrences, *variants, *properties, *sources;
    struct padan_period period;
    struct language *languages; /* sorted by id */
    size_t language_count, language_capacity;
    struct padan_arena arena; /* of one unit */
    struct row *rows;
    size_t row_count, row_capacity;
    struct padan_property *list; /* of the unit, then of each variant */
    int64_t *owners;             /* variant each belongs to, 0 for the unit */
    size_t property_count, property_capacity, owner_capacity;
    struct padan_variant *chosen;
    int64_t *chosen_rows; /* of each of those */
    size_t chosen_count, chosen_capacity, chosen_row_capacity;
    struct padan_merge merge;
    struct padan_table places; /* of one unit, where it may be written */
};

static int prepare(struct reader *reader, enum padan_statement name, sqlite3_stmt **out, struct padan_error *error)
{
    int status = padan_memory_store_waiting(reader->memory, error);
    if (status != PADAN_OK)
        return status;
    int code = sqlite3_prepare_v2(reader->memory->db, padan_statement_text[name], -1, out, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(reader->memory, code, error);
}

static int add_language(struct reader *reader, sqlite3_stmt *from, struct padan_error *error)
{
    const struct padan_unit_filter *filter = reader->filter;
    if (!padan_vector_reserve(&reader->languages, &reader->language_capacity, reader->language_count + 1,
                              sizeof *reader->languages))
        return padan_error_allocation(error);
    struct language *language = &reader->languages[reader->language_count++];
    const char *tag = (const char *)sqlite3_column_text(from, 1);
    language->id = sqlite3_column_int64(from, 0);
    language->target = tag && filter->target && padan_language_matches(filter->target, tag);
    language->source = filter->source ? tag && padan_language_matches(filter->source, tag) : !language->target;
    return PADAN_OK;
}

static int read_languages(struct reader *reader, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql(reader->memory, PADAN_SQL_LANGUAGE_ALL, &statement, error);
    while (status == PADAN_OK && (status = padan_sql_step(reader->memory, statement, error)) == 1) {
        status = add_language(reader, statement, error);
        if (status != PADAN_OK)
            sqlite3_reset(statement);
    }
    return status;
}

static int by_id(const void *key, const void *item)
{
    int64_t id = *(const int64_t *)key;
    int64_t other = ((const struct language *)item)->id;
    return (id > other) - (id < other);
}

static int open_reader(struct reader *reader, struct padan_error *error)
{
    int64_t batch = reader->filter->batch;
    bool by_unit = !batch && reader->filter->grouping != PADAN_OCCURRENCES;
    enum padan_statement name = by_unit ? PADAN_SQL_OCCURRENCE_NEWEST
                                : batch ? PADAN_SQL_OCCURRENCE_OF_BATCH
                                        : PADAN_SQL_OCCURRENCE_ALL;
    int status = prepare(reader, name, &reader->occurrences, error);
    if (status == PADAN_OK && by_unit)
        status = prepare(reader, PADAN_SQL_UNIT_EACH, &reader->units, error);
    if (status == PADAN_OK)
        status = prepare(reader, PADAN_SQL_OCCURRENCE_VARIANTS, &reader->variants, error);
    if (status == PADAN_OK)
        status = prepare(reader, PADAN_SQL_PROPERTY_ALL, &reader->properties, error);
    if (status == PADAN_OK && reader->filter->sources && reader->memory->version >= 3)
        status = prepare(reader, PADAN_SQL_VERBATIM_GET, &reader->sources, error);
    if (status == PADAN_OK)
        status = read_languages(reader, error);
    if (status == PADAN_OK && batch)
        sqlite3_bind_int64(reader->occurrences, 1, batch);
    return status;
}

static void close_reader(struct reader *reader)
{
    sqlite3_finalize(reader->units);
    sqlite3_finalize(reader->occurrences);
    sqlite3_finalize(reader->variants);
    sqlite3_finalize(reader->properties);
    sqlite3_finalize(reader->sources);
    padan_arena_free(&reader->arena);
    free(reader->languages);
    free(reader->rows);
    free(reader->list);
    free(reader->owners);
    free(reader->chosen);
    free(reader->chosen_rows);
    padan_merge_free(&reader->merge);
    padan_table_free(&reader->places);
}

static int copy_column(struct reader *reader, sqlite3_stmt *statement, int column, struct padan_string *out,
                       struct padan_error *error)
{
    struct padan_string text = padan_sql_text(statement, column);
    const char *copy = text.size ? padan_arena_copy(&reader->arena, text.data, text.size) : "";
    *out = (struct padan_string){ copy, text.size };
    return copy ? PADAN_OK : padan_error_allocation(error);
}

static int read_variant(struct reader *reader, struct padan_error *error)
{
    sqlite3_stmt *from = reader->variants;
    if (!padan_vector_reserve(&reader->rows, &reader->row_capacity, reader->row_count + 1, sizeof *reader->rows))
        return padan_error_allocation(error);
    struct row *row = &reader->rows[reader->row_count++];
    *row = (struct row){ .id = sqlite3_column_int64(from, 0), .position = sqlite3_column_int64(from, 7) };
    struct padan_variant *variant = &row->variant;
    int64_t id = sqlite3_column_int64(from, 1);
    const struct language *language = reader->language_count ? bsearch(&id, reader->languages, reader->language_count,
                                                                       sizeof *reader->languages, by_id)
                                                             : NULL;
    row->source = language && language->source;
    row->target = language && language->target;
    variant->has_before = sqlite3_column_type(from, 5) != SQLITE_NULL;
    variant->has_after = sqlite3_column_type(from, 6) != SQLITE_NULL;
    int status = copy_column(reader, from, 2, &variant->language, error);
    if (status == PADAN_OK)
        status = copy_column(reader, from, 3, &variant->text, error);
    if (status == PADAN_OK)
        status = copy_column(reader, from, 4, &variant->markup, error);
    if (status == PADAN_OK)
        status = copy_column(reader, from, 5, &variant->before, error);
    if (status == PADAN_OK)
        status = copy_column(reader, from, 6, &variant->after, error);
    return status;
}

/* Steps a statement of the reader; its failure leaves it reset. */
static int step(struct reader *reader, sqlite3_stmt *statement, struct padan_error *error)
{
    return padan_sql_step(reader->memory, statement, error);
}

static int by_position(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* The rows come by id, which is their order but where an occurrence has its own. */
static void sort_rows(struct reader *reader)
{
    for (size_t i = 1; i < reader->row_count; i++)
        if (by_position(&reader->rows[i - 1], &reader->rows[i]) > 0) {
            qsort(reader->rows, reader->row_count, sizeof *reader->rows, by_position);
            return;
        }
}

static int read_variants(struct reader *reader, int64_t occurrence, int64_t unit, struct padan_error *error)
{
    reader->row_count = 0;
    sqlite3_bind_int64(reader->variants, 1, occurrence);
    sqlite3_bind_int64(reader->variants, 2, unit);
    int status;
    while ((status = step(reader, reader->variants, error)) == 1) {
        int got = read_variant(reader, error);
        if (got != PADAN_OK) {
            sqlite3_reset(reader->variants);
            return got;
        }
    }
    sort_rows(reader);
    return status;
}

static enum padan_property_kind kind_of(const unsigned char *name)
{
    switch (name ? name[0] : 0) {
    case 'n':
        return PADAN_PROPERTY_NOTE;
    case 'a':
        return PADAN_PROPERTY_ATTRIBUTE;
    case 'e':
        return PADAN_PROPERTY_ELEMENT;
    default:
        return PADAN_PROPERTY_PROP;
    }
}

/* Columns kind, name, value, attributes from `first` on. */
static int read_property(struct reader *reader, sqlite3_stmt *from, int first, int64_t owner, struct padan_error *error)
{
    size_t count = reader->property_count + 1;
    if (!padan_vector_reserve(&reader->list, &reader->property_capacity, count, sizeof *reader->list) ||
        !padan_vector_reserve(&reader->owners, &reader->owner_capacity, count, sizeof *reader->owners))
        return padan_error_allocation(error);
    struct padan_property *property = &reader->list[reader->property_count];
    reader->owners[reader->property_count++] = owner;
    property->kind = kind_of(sqlite3_column_text(from, first));
    int status = copy_column(reader, from, first + 1, &property->name, error);
    if (status == PADAN_OK)
        status = copy_column(reader, from, first + 2, &property->value, error);
    if (status == PADAN_OK)
        status = copy_column(reader, from, first + 3, &property->attributes, error);
    return status;
}

static int read_properties(struct reader *reader, int64_t occurrence, struct padan_error *error)
{
    reader->property_count = 0;
    sqlite3_bind_int64(reader->properties, 1, occurrence);
    int status;
    while ((status = step(reader, reader->properties, error)) == 1) {
        int got = read_property(reader, reader->properties, 1, sqlite3_column_int64(reader->properties, 0), error);
        if (got != PADAN_OK) {
            sqlite3_reset(reader->properties);
            return got;
        }
    }
    return status;
}

/* The run of properties that belong to an owner; they are sorted by it. */
static const struct padan_property *properties_of(const struct reader *reader, int64_t owner, size_t *count)
{
    size_t low = 0;
    size_t high = reader->property_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reader->owners[middle] < owner)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < reader->property_count && reader->owners[low + *count] == owner)
        ++*count;
    return *count ? reader->list + low : NULL;
}

/*
 * The variant that is put first: one of the source language beside which one of the target language
 * is left. reader->row_count where there is none.
 */
static size_t find_source(const struct reader *reader)
{
    const struct padan_unit_filter *filter = reader->filter;
    size_t targets = 0;
    for (size_t i = 0; i < reader->row_count; i++)
        targets += reader->rows[i].target;
    for (size_t i = 0; i < reader->row_count; i++) {
        const struct row *row = &reader->rows[i];
        if (row->source && (!filter->target || targets > row->target))
            return i;
    }
    return reader->row_count;
}

static void choose_variant(struct reader *reader, struct row *row)
{
    row->variant.properties = properties_of(reader, row->id, &row->variant.property_count);
    reader->chosen_rows[reader->chosen_count] = row->id;
    reader->chosen[reader->chosen_count++] = row->variant;
}

/* Fills reader->chosen; leaves it empty where the unit is not wanted. */
static int choose(struct reader *reader, struct padan_error *error)
{
    reader->chosen_count = 0;
    size_t source = find_source(reader);
    if (source == reader->row_count)
        return PADAN_OK;
    if (!padan_vector_reserve(&reader->chosen, &reader->chosen_capacity, reader->row_count, sizeof *reader->chosen) ||
        !padan_vector_reserve(&reader->chosen_rows, &reader->chosen_row_capacity, reader->row_count,
                              sizeof *reader->chosen_rows))
        return padan_error_allocation(error);
    const struct padan_unit_filter *filter = reader->filter;
    choose_variant(reader, &reader->rows[source]);
    for (size_t i = 0; i < reader->row_count; i++) {
        struct row *row = &reader->rows[i];
        if (i != source && (!filter->target || row->target || (filter->source && row->source)))
            choose_variant(reader, row);
    }
    return PADAN_OK;
}

static int fill_unit(struct reader *reader, struct padan_unit *unit, struct padan_error *error)
{
    sqlite3_stmt *from = reader->occurrences;
    *unit = (struct padan_unit){ .variants = reader->chosen, .variant_count = reader->chosen_count };
    unit->number = sqlite3_column_int64(from, 1);
    unit->position = sqlite3_column_type(from, 3) == SQLITE_NULL ? -1 : sqlite3_column_int64(from, 3);
    unit->confidence =
        sqlite3_column_type(from, 4) == SQLITE_NULL ? PADAN_CONFIDENCE_UNKNOWN : sqlite3_column_double(from, 4);
    unit->status = sqlite3_column_int(from, 5) ? PADAN_UNIT_CONFIRMED : PADAN_UNIT_AUTO;
    unit->properties = properties_of(reader, 0, &unit->property_count);
    int status = copy_column(reader, from, 2, &unit->document, error);
    return status == PADAN_OK ? copy_column(reader, from, 6, &unit->id, error) : status;
}

static int fill_source(struct reader *reader, int64_t occurrence, struct padan_unit *unit, struct padan_error *error)
{
    if (!reader->sources)
        return PADAN_OK;
    sqlite3_bind_int64(reader->sources, 1, occurrence);
    int status = step(reader, reader->sources, error);
    if (status == 1) {
        status = copy_column(reader, reader->sources, 0, &unit->source, error);
        sqlite3_reset(reader->sources);
    }
    return status;
}

static bool is_of_document(const struct reader *reader)
{
    const char *wanted = reader->filter->document;
    const char *name = wanted ? (const char *)sqlite3_column_text(reader->occurrences, 2) : NULL;
    return !wanted || (name && padan_path_is(padan_string(name), padan_string(wanted)));
}

/* When a batch was stored stands for units that do not say when they were changed. */
static int is_of_period(struct reader *reader, int64_t occurrence, const struct padan_unit *unit, bool *is,
                        struct padan_error *error)
{
    char date[PADAN_DATE_SIZE];
    *is = true;
    if (!*reader->period.since && !*reader->period.until)
        return PADAN_OK;
    if (!padan_unit_date(date, unit)) {
        sqlite3_stmt *statement = NULL;
        int status = padan_sql_bind(reader->memory, PADAN_SQL_OCCURRENCE_STARTED, &statement, error, "i", occurrence);
        if (status == PADAN_OK)
            status = step(reader, statement, error);
        if (status < 0)
            return status;
        *is = status == 1 && padan_date_canonical(date, padan_sql_text(statement, 0));
        sqlite3_reset(statement);
    }
    *is = *is && padan_period_has(&reader->period, date);
    return PADAN_OK;
}

static bool is_too_unsure(const struct reader *reader)
{
    sqlite3_stmt *from = reader->occurrences;
    return sqlite3_column_int(from, 5) == PADAN_UNIT_AUTO && sqlite3_column_type(from, 4) != SQLITE_NULL &&
           sqlite3_column_double(from, 4) < reader->filter->min_confidence;
}

/* Reads the occurrence at which the statement stands; reader->chosen_count is 0 where it is not wanted. */
static int read_occurrence(struct reader *reader, struct padan_unit *unit, struct padan_error *error)
{
    int64_t occurrence = sqlite3_column_int64(reader->occurrences, 0);
    padan_arena_free(&reader->arena);
    int status = read_variants(reader, occurrence, sqlite3_column_int64(reader->occurrences, 1), error);
    if (status == PADAN_OK)
        status = read_properties(reader, occurrence, error);
    if (status == PADAN_OK)
        status = choose(reader, error);
    if (status != PADAN_OK || reader->chosen_count == 0)
        return status;
    return fill_unit(reader, unit, error);
}

/* Reads the occurrence at which the statement stands; *wanted tells whether it falls under the filter. */
static int read_wanted(struct reader *reader, struct padan_unit *unit, bool *wanted, struct padan_error *error)
{
    int64_t occurrence = sqlite3_column_int64(reader->occurrences, 0);
    *wanted = false;
    if (is_too_unsure(reader) || !is_of_document(reader))
        return PADAN_OK;
    int status = read_occurrence(reader, unit, error);
    if (status != PADAN_OK || reader->chosen_count == 0)
        return status;
    status = is_of_period(reader, occurrence, unit, wanted, error);
    if (status == PADAN_OK && *wanted)
        status = fill_source(reader, occurrence, unit, error);
    return status;
}

static int give_each(struct reader *reader, const struct padan_unit_sink *sink, struct padan_error *error)
{
    int status;
    while ((status = step(reader, reader->occurrences, error)) == 1) {
        struct padan_unit unit;
        bool wanted;
        status = read_wanted(reader, &unit, &wanted, error);
        if (status == PADAN_OK && wanted)
            status = sink->put(sink->context, &unit, error);
        if (status != PADAN_OK) {
            sqlite3_reset(reader->occurrences);
            return status;
        }
    }
    return status;
}

/* Whether an occurrence, the newest first, is the first of its place. */
static int is_new_place(struct reader *reader, const struct padan_unit *unit, bool *is_new, struct padan_error *error)
{
    static const char *const names[] = { PADAN_PO_CONTEXT, "file", "id", "prev", "next" };
    struct padan_buffer place = { 0 };
    size_t before = reader->places.count;
    padan_buffer_byte(&place, '.');
    for (size_t i = 0; i < unit->property_count; i++)
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            const struct padan_property *property = &unit->properties[i];
            if (property->kind != PADAN_PROPERTY_PROP || !padan_string_is(property->name, names[n]))
                continue;
            padan_buffer_format(&place, "%zu %zu ", n, property->value.size);
            padan_buffer_append(&place, property->value.data, property->value.size);
        }
    bool failed = place.failed || padan_table_add(&reader->places, place.data, place.size) == PADAN_TABLE_NONE;
    padan_buffer_free(&place);
    *is_new = reader->places.count > before;
    return failed ? padan_error_allocation(error) : PADAN_OK;
}

/* Takes one of a unit's occurrences, the newest first; *held tells whether there is something to give at the end. */
static int take_occurrence(struct reader *reader, const struct padan_unit *unit, const struct padan_unit_sink *sink,
                           bool *held, struct padan_error *error)
{
    bool is_new;
    if (reader->filter->grouping == PADAN_UNITS) {
        int status = *held ? padan_merge_add(&reader->merge, unit, reader->chosen_rows, error)
                           : padan_merge_begin(&reader->merge, unit, reader->chosen_rows, error);
        *held = true;
        return status;
    }
    int status = is_new_place(reader, unit, &is_new, error);
    return status == PADAN_OK && is_new ? sink->put(sink->context, unit, error) : status;
}

static int give_unit(struct reader *reader, int64_t number, const struct padan_unit_sink *sink,
                     struct padan_error *error)
{
    bool held = false;
    int status;
    padan_table_free(&reader->places);
    sqlite3_bind_int64(reader->occurrences, 1, number);
    while ((status = step(reader, reader->occurrences, error)) == 1) {
        struct padan_unit unit;
        bool wanted;
        status = read_wanted(reader, &unit, &wanted, error);
        if (status == PADAN_OK && wanted)
            status = take_occurrence(reader, &unit, sink, &held, error);
        if (status != PADAN_OK) {
            sqlite3_reset(reader->occurrences);
            return status;
        }
    }
    if (status == PADAN_OK && held)
        status = sink->put(sink->context, padan_merge_end(&reader->merge), error);
    return status;
}

static int give_all(struct reader *reader, const struct padan_unit_sink *sink, struct padan_error *error)
{
    int status;
    if (!reader->units)
        return give_each(reader, sink, error);
    while ((status = step(reader, reader->units, error)) == 1) {
        status = give_unit(reader, sqlite3_column_int64(reader->units, 0), sink, error);
        if (status != PADAN_OK) {
            sqlite3_reset(reader->units);
            return status;
        }
    }
    return status;
}

static int check_batch(struct padan_memory *memory, int64_t batch, struct padan_error *error)
{
    bool found;
    int status = padan_sql_numbers(memory, PADAN_SQL_BATCH_GET, NULL, 0, &found, error, "i", batch);
    if (status == PADAN_OK && !found)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path, "there is no batch %lld; info lists them",
                              (long long)batch);
    return status;
}

static int check_filter(struct padan_memory *memory, const struct padan_unit_filter *filter, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    int status = PADAN_OK;
    if (filter->version != 1)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "unknown version of the filter");
    if (filter->source)
        status = padan_language_canonical(tag, filter->source, error);
    if (status == PADAN_OK && filter->target)
        status = padan_language_canonical(tag, filter->target, error);
    if (status == PADAN_OK && filter->batch)
        status = check_batch(memory, filter->batch, error);
    return status;
}

int padan_memory_each_unit(struct padan_memory *memory, const struct padan_unit_filter *filter,
                           const struct padan_unit_sink *sink, struct padan_error *error)
{
    static const struct padan_unit_filter everything = PADAN_UNIT_FILTER_INIT;
    struct reader reader = { .memory = memory, .filter = filter ? filter : &everything };
    /* One state for all statements; within a batch that is being written it is that batch's. */
    bool own = sqlite3_get_autocommit(memory->db);
    int status = own ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = check_filter(memory, reader.filter, error);
    if (status == PADAN_OK)
        status = padan_period_set(&reader.period, reader.filter->since, reader.filter->until, error);
    if (status == PADAN_OK)
        status = open_reader(&reader, error);
    if (status == PADAN_OK)
        status = give_all(&reader, sink, error);
    close_reader(&reader);
    if (own)
        padan_memory_rollback(memory);
    return status;
}

struct padan_occurrence_reader {
    struct reader reader;
    struct padan_unit_filter everything;
};

int padan_occurrence_reader_open(struct padan_occurrence_reader **out, struct padan_memory *memory,
                                 struct padan_error *error)
{
    struct padan_occurrence_reader *made = calloc(1, sizeof *made);
    *out = made;
    if (!made)
        return padan_error_allocation(error);
    made->reader = (struct reader){ .memory = memory, .filter = &made->everything };
    int status = prepare(&made->reader, PADAN_SQL_OCCURRENCE_ONE, &made->reader.occurrences, error);
    if (status == PADAN_OK)
        status = prepare(&made->reader, PADAN_SQL_OCCURRENCE_VARIANTS, &made->reader.variants, error);
    if (status == PADAN_OK)
        status = prepare(&made->reader, PADAN_SQL_PROPERTY_ALL, &made->reader.properties, error);
    return status;
}

int padan_occurrence_read(struct padan_occurrence_reader *reader, int64_t occurrence, struct padan_unit *unit,
                          bool *found, struct padan_error *error)
{
    struct reader *from = &reader->reader;
    *found = false;
    /* Languages may have come since the last call. */
    from->language_count = 0;
    int status = read_languages(from, error);
    if (status != PADAN_OK)
        return status;
    sqlite3_bind_int64(from->occurrences, 1, occurrence);
    status = step(from, from->occurrences, error);
    if (status != 1)
        return status;
    status = read_occurrence(from, unit, error);
    *found = status == PADAN_OK && from->chosen_count > 0;
    sqlite3_reset(from->occurrences);
    return status;
}

void padan_occurrence_reader_close(struct padan_occurrence_reader *reader)
{
    if (!reader)
        return;
    close_reader(&reader->reader);
    free(reader);
}

static int read_header(struct reader *reader, int64_t batch, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = check_batch(reader->memory, batch, error);
    if (status == PADAN_OK)
        status = padan_sql_bind(reader->memory, PADAN_SQL_HEADER_ALL, &statement, error, "i", batch);
    while (status == PADAN_OK && (status = step(reader, statement, error)) == 1) {
        status = read_property(reader, statement, 0, 0, error);
        if (status != PADAN_OK)
            sqlite3_reset(statement);
    }
    return status;
}

int padan_memory_batch_header(struct padan_memory *memory, int64_t batch, const struct padan_header_sink *sink,
                              struct padan_error *error)
{
    struct reader reader = { .memory = memory };
    int status = read_header(&reader, batch, error);
    if (status == PADAN_OK)
        status = sink->put(sink->context, reader.list, reader.property_count, error);
    close_reader(&reader);
    return status;
}
