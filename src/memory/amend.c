/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of stored units changed: an occurrence with the new text is stored, and the old one taken out. */
#include <stdlib.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/moves.h"
#include "memory/read.h"

struct amending {
    struct padan_moves moves;
    int (*amend)(void *context, const struct padan_unit *unit, struct padan_variant *variants, bool *changed,
                 struct padan_error *error);
    void *context;
    struct padan_amend_summary *summary;
    struct padan_occurrence_reader *reader;
    int64_t *units; /* to be changed */
    size_t unit_count, unit_capacity;
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

static int amend_unit(struct amending *amending, int64_t number, struct padan_error *error)
{
    struct padan_moves *moves = &amending->moves;
    int status = padan_moves_list(moves, number, error);
    for (size_t i = 0; i < moves->occurrence_count && status == PADAN_OK; i++) {
        struct padan_unit unit;
        bool found = false, changed = false, known;
        status = padan_occurrence_read(amending->reader, moves->occurrences[i], &unit, &found, error);
        if (status == PADAN_OK && found)
            status = ask(amending, &unit, &changed, error);
        if (status != PADAN_OK || !changed)
            continue;
        unit.variants = amending->variants;
        unit.source = padan_string("");
        status = padan_moves_store(moves, &unit, moves->occurrences[i], &known, error);
        amending->summary->occurrences += status == PADAN_OK;
    }
    amending->summary->units++;
    return status;
}

static int run(struct amending *amending, const struct padan_unit_filter *filter, struct padan_error *error)
{
    struct padan_unit_sink sink = { note_unit, amending };
    int status = padan_memory_each_unit(amending->moves.batch->memory, filter, &sink, error);
    if (status == PADAN_OK)
        status = padan_occurrence_reader_open(&amending->reader, amending->moves.batch->memory, error);
    sort_units(amending);
    for (size_t i = 0; i < amending->unit_count && status == PADAN_OK; i++)
        status = amend_unit(amending, amending->units[i], error);
    return status == PADAN_OK ? padan_moves_finish(&amending->moves, error) : status;
}

static void free_amending(struct amending *amending)
{
    padan_occurrence_reader_close(amending->reader);
    free(amending->units);
    padan_moves_free(&amending->moves);
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
    int status = padan_batch_begin(&amending.moves.batch, memory, &options, NULL, error);
    if (status != PADAN_OK)
        return status;
    status = run(&amending, filter, error);
    free_amending(&amending);
    if (status != PADAN_OK) {
        padan_batch_abandon(amending.moves.batch);
        return status;
    }
    status = padan_batch_finish(amending.moves.batch, &done, error);
    summary->batch = done.batch;
    return status;
}
