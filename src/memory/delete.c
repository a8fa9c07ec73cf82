/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/conflict.h"
#include "memory/read.h"
#include "memory/review.h"

/* What is going to be deleted, in the order in which it was stored. */
struct deleting {
    struct padan_batch *batch;
    const struct padan_delete_options *options;
    struct padan_unit_list only; /* sorted; where options->choose is given */
    struct padan_period period;
    struct padan_change *changes;
    size_t count, capacity;
};

int padan_unit_list_add(struct padan_unit_list *list, int64_t unit, struct padan_error *error)
{
    if (!padan_vector_reserve(&list->units, &list->capacity, list->count + 1, sizeof *list->units))
        return padan_error_allocation(error);
    list->units[list->count++] = unit;
    return PADAN_OK;
}

static int by_number(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int choose_units(struct deleting *deleting, struct padan_error *error)
{
    const struct padan_delete_options *options = deleting->options;
    if (!options->choose)
        return PADAN_OK;
    int status = options->choose(options->context, deleting->batch->memory, &deleting->only, error);
    if (deleting->only.count > 0)
        qsort(deleting->only.units, deleting->only.count, sizeof *deleting->only.units, by_number);
    return status;
}

static int is_in_time(struct deleting *deleting, int64_t occurrence, bool *wanted, struct padan_error *error)
{
    char date[PADAN_DATE_SIZE];
    if (!*deleting->period.since && !*deleting->period.until)
        return PADAN_OK;
    int status = padan_occurrence_date(date, deleting->batch->memory, occurrence, error);
    *wanted = status == PADAN_OK && padan_period_has(&deleting->period, date);
    return status;
}

static int look_at(struct deleting *deleting, int64_t occurrence, int64_t unit, struct padan_error *error)
{
    bool wanted = true;
    if (deleting->options->choose)
        wanted = deleting->only.count > 0 &&
                 bsearch(&unit, deleting->only.units, deleting->only.count, sizeof *deleting->only.units, by_number);
    int status = wanted ? is_in_time(deleting, occurrence, &wanted, error) : PADAN_OK;
    if (status != PADAN_OK || !wanted)
        return status;
    if (!padan_vector_reserve(&deleting->changes, &deleting->capacity, deleting->count + 1, sizeof *deleting->changes))
        return padan_error_allocation(error);
    deleting->changes[deleting->count++] = (struct padan_change){ .old = occurrence };
    return PADAN_OK;
}

static int check_batch(struct padan_memory *memory, int64_t batch, struct padan_error *error)
{
    bool found = true;
    int status = PADAN_OK;
    if (batch)
        status = padan_sql_numbers(memory, PADAN_SQL_BATCH_GET, NULL, 0, &found, error, "i", batch);
    if (status == PADAN_OK && !found)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path, "there is no batch %lld; info lists them",
                              (long long)batch);
    return status;
}

static int ask(struct deleting *deleting, sqlite3_stmt **from, struct padan_error *error)
{
    const struct padan_delete_options *options = deleting->options;
    struct padan_memory *memory = deleting->batch->memory;
    if (options->document)
        return padan_sql_bind(memory, PADAN_SQL_DELETE_CHOOSE, from, error, "iisd", options->batch, options->unit,
                              padan_string(options->document), options->max_confidence);
    return padan_sql_bind(memory, PADAN_SQL_DELETE_CHOOSE, from, error, "iind", options->batch, options->unit,
                          options->max_confidence);
}

static int choose(struct deleting *deleting, struct padan_error *error)
{
    struct padan_memory *memory = deleting->batch->memory;
    sqlite3_stmt *from = NULL;
    int status = check_batch(memory, deleting->options->batch, error);
    if (status == PADAN_OK)
        status = choose_units(deleting, error);
    if (status == PADAN_OK)
        status = ask(deleting, &from, error);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        status = look_at(deleting, sqlite3_column_int64(from, 0), sqlite3_column_int64(from, 1), error);
        if (status != PADAN_OK)
            sqlite3_reset(from);
    }
    return status;
}

static int tell(struct deleting *deleting, struct padan_error *error)
{
    struct padan_occurrence_reader *reader = NULL;
    const struct padan_delete_options *options = deleting->options;
    if (!options->sink)
        return PADAN_OK;
    int status = padan_occurrence_reader_open(&reader, deleting->batch->memory, error);
    for (size_t i = 0; i < deleting->count && (int64_t)i < options->told && status == PADAN_OK; i++) {
        struct padan_unit unit;
        bool found = false;
        status = padan_occurrence_read(reader, deleting->changes[i].old, &unit, &found, error);
        if (status == PADAN_OK && found)
            status = options->sink->put(options->sink->context, &unit, error);
    }
    padan_occurrence_reader_close(reader);
    return status;
}

/* A file of which something is deleted is not there already any more, when it is imported again. */
static int forget_sources(struct deleting *deleting, struct padan_error *error)
{
    struct padan_memory *memory = deleting->batch->memory;
    int64_t batch = 0, latest = 0;
    int status = PADAN_OK;
    for (size_t i = 0; i < deleting->count && status == PADAN_OK; i++) {
        status = padan_sql_numbers(memory, PADAN_SQL_OCCURRENCE_BATCH, &batch, 1, NULL, error, "i",
                                   deleting->changes[i].old);
        if (status == PADAN_OK && batch != latest)
            status = padan_sql_run(memory, PADAN_SQL_BATCH_GAVE_WAY, error, "i", batch);
        latest = batch;
    }
    return status;
}

static int run(struct deleting *deleting, struct padan_delete_summary *summary, struct padan_error *error)
{
    struct padan_memory *memory = deleting->batch->memory;
    int64_t before[2], after[2];
    int status = padan_period_set(&deleting->period, deleting->options->since, deleting->options->until, error);
    if (status == PADAN_OK)
        status = choose(deleting, error);
    if (status == PADAN_OK)
        status = tell(deleting, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_UNIT_COUNT, before, 2, NULL, error, "");
    if (status == PADAN_OK)
        status = forget_sources(deleting, error);
    if (status == PADAN_OK)
        status = padan_batch_take_out(deleting->batch, deleting->changes, deleting->count, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_UNIT_COUNT, after, 2, NULL, error, "");
    if (status != PADAN_OK)
        return status;
    summary->units = before[0] - after[0];
    summary->occurrences = (int64_t)deleting->count;
    return PADAN_OK;
}

static void free_deleting(struct deleting *deleting)
{
    free(deleting->only.units);
    free(deleting->changes);
}

int padan_memory_delete(struct padan_memory *memory, const struct padan_delete_options *options,
                        struct padan_delete_summary *summary, struct padan_error *error)
{
    struct padan_batch_options batch_options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary done = { 0 };
    struct deleting deleting = { .options = options };
    *summary = (struct padan_delete_summary){ 0 };
    batch_options.kind = PADAN_BATCH_DELETE;
    batch_options.source = options->name ? options->name : "delete";
    int status = padan_batch_begin(&deleting.batch, memory, &batch_options, NULL, error);
    if (status != PADAN_OK)
        return status;
    status = run(&deleting, summary, error);
    free_deleting(&deleting);
    /* A dry run does all of it, so that its counts are right, and takes it back. */
    if (status != PADAN_OK || options->dry_run) {
        padan_batch_abandon(deleting.batch);
        return status;
    }
    status = padan_batch_finish(deleting.batch, &done, error);
    summary->batch = done.batch;
    return status;
}
