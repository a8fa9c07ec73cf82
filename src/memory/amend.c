/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of stored units changed: an occurrence with the new text is stored, and the old one taken out. */
#include <stdlib.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/read.h"
#include "memory/review.h"
#include "memory/undo.h"

struct amending {
    struct padan_batch *batch;
    int (*amend)(void *context, const struct padan_unit *unit, struct padan_variant *variants, bool *changed,
                 struct padan_error *error);
    void *context;
    struct padan_amend_summary *summary;
    struct padan_occurrence_reader *reader;
    int64_t *units; /* to be changed */
    size_t unit_count, unit_capacity;
    int64_t *occurrences; /* of one unit */
    size_t occurrence_count, occurrence_capacity;
    struct padan_change *changes;
    size_t change_count, change_capacity;
    int64_t *twice; /* stored, but something else says the same already */
    size_t twice_count, twice_capacity;
    struct padan_variant *variants;
    size_t variant_capacity;
};

static int ask(struct amending *amending, const struct padan_unit *unit, bool *changed, struct padan_error *error)
{
    *changed = false;
    if (!padan_vector_reserve(&amending->variants, &amending->variant_capacity, unit->variant_count + 1,
                              sizeof *amending->variants))
        return padan_error_allocation(error);
    for (size_t i = 0; i < unit->variant_count; i++)
        amending->variants[i] = unit->variants[i];
    return amending->amend(amending->context, unit, amending->variants, changed, error);
}

static int note_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct amending *amending = context;
    bool changed;
    int status = ask(amending, unit, &changed, error);
    if (status != PADAN_OK || !changed)
        return status;
    if (!padan_vector_reserve(&amending->units, &amending->unit_capacity, amending->unit_count + 1,
                              sizeof *amending->units))
        return padan_error_allocation(error);
    amending->units[amending->unit_count++] = unit->number;
    return PADAN_OK;
}

static int by_number(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Each unit once, though several occurrences of it were seen. */
static void sort_units(struct amending *amending)
{
    size_t kept = 0;
    if (amending->unit_count > 0)
        qsort(amending->units, amending->unit_count, sizeof *amending->units, by_number);
    for (size_t i = 0; i < amending->unit_count; i++) {
        if (kept == 0 || amending->units[kept - 1] != amending->units[i])
            amending->units[kept++] = amending->units[i];
    }
    amending->unit_count = kept;
}

static int list_occurrences(struct amending *amending, int64_t unit, struct padan_error *error)
{
    struct padan_memory *memory = amending->batch->memory;
    sqlite3_stmt *from = NULL;
    amending->occurrence_count = 0;
    int status = padan_sql_bind(memory, PADAN_SQL_OCCURRENCES_OF_UNIT, &from, error, "i", unit);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        if (!padan_vector_reserve(&amending->occurrences, &amending->occurrence_capacity,
                                  amending->occurrence_count + 1, sizeof *amending->occurrences)) {
            sqlite3_reset(from);
            return padan_error_allocation(error);
        }
        amending->occurrences[amending->occurrence_count++] = sqlite3_column_int64(from, 0);
        status = PADAN_OK;
    }
    return status;
}

/* Stores an occurrence with its new texts; where the same is said there already the new one will go again. */
static int store(struct amending *amending, const struct padan_unit *unit, int64_t old, struct padan_error *error)
{
    struct padan_batch *batch = amending->batch;
    int64_t known = 0;
    if (!padan_vector_reserve(&amending->changes, &amending->change_capacity, amending->change_count + 1,
                              sizeof *amending->changes) ||
        !padan_vector_reserve(&amending->twice, &amending->twice_capacity, amending->twice_count + 1,
                              sizeof *amending->twice))
        return padan_error_allocation(error);
    int status = padan_batch_store(batch, unit, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(batch->memory, PADAN_SQL_OCCURRENCE_SAME, &known, 1, NULL, error, "i", batch->last);
    if (status != PADAN_OK)
        return status;
    amending->changes[amending->change_count++] = (struct padan_change){ .old = old, .new = known ? 0 : batch->last };
    if (known)
        amending->twice[amending->twice_count++] = batch->last;
    amending->summary->occurrences++;
    return PADAN_OK;
}

static int amend_unit(struct amending *amending, int64_t number, struct padan_error *error)
{
    int status = list_occurrences(amending, number, error);
    for (size_t i = 0; i < amending->occurrence_count && status == PADAN_OK; i++) {
        struct padan_unit unit;
        bool found = false, changed = false;
        status = padan_occurrence_read(amending->reader, amending->occurrences[i], &unit, &found, error);
        if (status == PADAN_OK && found)
            status = ask(amending, &unit, &changed, error);
        if (status != PADAN_OK || !changed)
            continue;
        unit.variants = amending->variants;
        unit.source = padan_string("");
        status = store(amending, &unit, amending->occurrences[i], error);
    }
    amending->summary->units++;
    return status;
}

static int by_old(const void *left, const void *right)
{
    const struct padan_change *a = left, *b = right;
    return (a->old > b->old) - (a->old < b->old);
}

static int take_out(struct amending *amending, struct padan_error *error)
{
    struct padan_batch *batch = amending->batch;
    if (amending->change_count == 0)
        return PADAN_OK;
    qsort(amending->changes, amending->change_count, sizeof *amending->changes, by_old);
    int status = padan_batch_take_out(batch, amending->changes, amending->change_count, error);
    if (status == PADAN_OK)
        status =
            padan_remove_occurrences(batch->memory, batch->fulltext, amending->twice, amending->twice_count, error);
    return status;
}

static int run(struct amending *amending, const struct padan_unit_filter *filter, struct padan_error *error)
{
    struct padan_unit_sink sink = { note_unit, amending };
    int status = padan_memory_each_unit(amending->batch->memory, filter, &sink, error);
    if (status == PADAN_OK)
        status = padan_occurrence_reader_open(&amending->reader, amending->batch->memory, error);
    sort_units(amending);
    for (size_t i = 0; i < amending->unit_count && status == PADAN_OK; i++)
        status = amend_unit(amending, amending->units[i], error);
    return status == PADAN_OK ? take_out(amending, error) : status;
}

static void free_amending(struct amending *amending)
{
    padan_occurrence_reader_close(amending->reader);
    free(amending->units);
    free(amending->occurrences);
    free(amending->changes);
    free(amending->twice);
    free(amending->variants);
}

int padan_memory_amend(struct padan_memory *memory, const char *name, const struct padan_unit_filter *filter,
                       int (*amend)(void *context, const struct padan_unit *unit, struct padan_variant *variants,
                                    bool *changed, struct padan_error *error),
                       void *context, struct padan_amend_summary *summary, struct padan_error *error)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary done = { 0 };
    struct amending amending = { .amend = amend, .context = context, .summary = summary };
    *summary = (struct padan_amend_summary){ 0 };
    options.kind = PADAN_BATCH_FIX;
    options.source = name;
    int status = padan_batch_begin(&amending.batch, memory, &options, NULL, error);
    if (status != PADAN_OK)
        return status;
    status = run(&amending, filter, error);
    free_amending(&amending);
    if (status != PADAN_OK) {
        padan_batch_abandon(amending.batch);
        return status;
    }
    status = padan_batch_finish(amending.batch, &done, error);
    summary->batch = done.batch;
    return status;
}
