/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "exchange/format.h"
#include "exchange/members.h"
#include "memory/ahead.h"
#include "memory/conflict.h"
#include "memory/digest.h"
#include "memory/review.h"

#define REFUSED_ONE_BY_ONE 100

struct import {
    struct padan_batch *batch;
    const char *name;
    const struct padan_reporter *reporter;
    bool strict;                 /* nothing may be refused */
    struct padan_review *review; /* NULL until a corrected row comes */
    int64_t refused;             /* by the memory */
    const struct padan_import_options *options;
};

static int put_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    struct import *import = context;
    if (import->batch->conflict)
        padan_conflict_header(import->batch->conflict, properties, count);
    return padan_batch_header(import->batch, properties, count, error);
}

static int put_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    struct import *import = context;
    return padan_batch_part(import->batch, part, text, error);
}

static int put(struct import *import, const struct padan_unit *unit, struct padan_error *error)
{
    int status = PADAN_OK;
    if (unit->origin.size == 0)
        return padan_batch_put(import->batch, unit, error);
    if (!import->review)
        status = padan_batch_put_held(import->batch, error);
    if (status == PADAN_OK && !import->review)
        status = padan_review_new(&import->review, import->batch, import->name, import->reporter, error);
    return status == PADAN_OK ? padan_review_put(import->review, unit, error) : status;
}

/* A unit that the memory refuses is reported with its place in the file, and the reading goes on. */
static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct import *import = context;
    struct padan_error refusal;
    if (import->options->given)
        ++*import->options->given;
    if (import->options->stop && *import->options->stop)
        return padan_error_in(error, PADAN_ERROR_STOPPED, import->name, "the import was interrupted");
    int status = put(import, unit, &refusal);
    if (status == PADAN_OK)
        return PADAN_OK;
    bool refused = status == PADAN_ERROR_LANGUAGE || status == PADAN_ERROR_ARGUMENT || status == PADAN_ERROR_ENCODING;
    if (refused && import->strict)
        return padan_error_at(error, refusal.status, import->name, unit->line, "%s", refusal.message);
    if (!refused) {
        if (error)
            *error = refusal;
        return status;
    }
    if (import->refused++ >= REFUSED_ONE_BY_ONE)
        return PADAN_OK;
    struct padan_error warning;
    padan_error_at(&warning, (enum padan_status)status, import->name, unit->line, "unit left out: %s", refusal.message);
    padan_report(import->reporter, &warning);
    return PADAN_OK;
}

static void tell_rest(const struct import *import)
{
    struct padan_error warning;
    int64_t rest = import->refused - REFUSED_ONE_BY_ONE;
    if (rest <= 0)
        return;
    padan_error_in(&warning, PADAN_ERROR_ARGUMENT, import->name, "and %lld more %s left out", (long long)rest,
                   padan_noun(rest, "unit is", "units are"));
    padan_report(import->reporter, &warning);
}

/* What is done where the reading stopped: nothing more, where the batch can be gone on with. */
static int stop(struct padan_batch *batch, struct padan_batch_summary *summary, struct padan_error *error)
{
    int status = padan_batch_suspend(batch, summary, error);
    return status == PADAN_OK && summary->suspended ? PADAN_OK : PADAN_ERROR_STOPPED;
}

static int read_into(struct padan_batch *batch, struct padan_input *input, const struct padan_exchange_options *options,
                     const struct padan_import_options *import_options, struct padan_batch_summary *summary,
                     struct padan_error *error)
{
    struct import import = { .batch = batch,
                             .name = input->name,
                             .reporter = &options->reporter,
                             .strict = options->strict,
                             .options = import_options };
    struct padan_header_sink header = { put_header, &import, put_part };
    struct padan_unit_sink sink = { put_unit, &import };
    struct padan_exchange_summary exchange = { 0 };
    int status = padan_read_ahead(input, options, &header, &sink, &exchange, error);
    tell_rest(&import);
    if (status == PADAN_OK && import.review)
        status = padan_review_finish(import.review, error);
    padan_review_free(import.review);
    if (status == PADAN_ERROR_STOPPED && import_options->stop && *import_options->stop)
        return stop(batch, summary, error);
    if (status != PADAN_OK) {
        padan_batch_abandon(batch);
        return status;
    }
    status = padan_batch_finish(batch, summary, error);
    summary->read += exchange.refused - exchange.faults;
    summary->refused += exchange.refused;
    summary->proposed += exchange.proposed;
    summary->warnings += exchange.warnings;
    summary->unasked = exchange.unasked;
    summary->unasked_variants = exchange.unasked_variants;
    return status;
}

/* So many messages about the files in an archive are told. */
#define TOLD_MOST 200

/* A file, with each of what is in it. */
struct importing {
    struct padan_memory *memory;
    const struct padan_exchange_options *options; /* the caller's, or `bounded` */
    struct padan_exchange_options bounded;
    struct padan_reporter reporter; /* the caller's */
    int64_t told;
    const struct padan_import_options *import;
    struct padan_members members;
    uint8_t digest[16]; /* of the file; zero: it has none */
    struct padan_batch_summary total;
    int64_t lost; /* members of which nothing can be had */
    int64_t *batches;
    size_t count, capacity;
};

void padan_batch_summary_add(struct padan_batch_summary *total, const struct padan_batch_summary *one)
{
    total->batch = one->batch ? one->batch : total->batch;
    total->read += one->read;
    total->added += one->added;
    total->already += one->already;
    total->replaced += one->replaced;
    total->refused += one->refused;
    total->proposed += one->proposed;
    total->warnings += one->warnings;
    total->conflicts += one->conflicts;
    total->kept += one->kept;
    total->resumed += one->resumed;
    total->unasked += one->unasked;
    total->unasked_variants += one->unasked_variants;
    total->suspended |= one->suspended;
}

/* The digest of what is to be read. */
static int digest_member(uint8_t out[16], const struct importing *all, struct padan_error *error)
{
    const struct padan_members *members = &all->members;
    memcpy(out, all->digest, 16);
    if (!members->several || !members->input.reopens)
        return PADAN_OK;
    return padan_digest_member(out, all->digest, members->number, members->input.unpack.member, error);
}

/* What earlier transactions of a batch have stored stays where there is no room to take it back. */
static void tell_left(const struct importing *all, int64_t batch)
{
    struct padan_error said;
    int64_t units;
    bool found = false;
    if (padan_sql_numbers(all->memory, PADAN_SQL_BATCH_UNITS_OF, &units, 1, &found, NULL, "i", batch) != PADAN_OK ||
        !found)
        return;
    padan_error_in(
        &said, PADAN_OK, all->members.name,
        "what was stored of it before could not be taken back: %" PRId64 " %s in %s as batch %" PRId64
        ", which is open. Make room; then importing it again goes on from there, and undoing that batch takes "
        "it back",
        units, padan_noun(units, "unit stays", "units stay"), all->memory->path, batch);
    padan_report(&all->options->reporter, &said);
}

static int import_member(struct importing *all, struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch;
    options.kind = PADAN_BATCH_IMPORT;
    options.resumes = true;
    options.on_conflict = all->import->on_conflict;
    options.source_language = all->options->source;
    options.source = all->members.name;
    int status = digest_member(options.digest, all, error);
    if (status == PADAN_OK)
        status = padan_batch_begin(&batch, all->memory, &options, summary, error);
    if (status != PADAN_OK || !batch)
        return status;
    int64_t id = batch->id;
    status = read_into(batch, &all->members.input, all->options, all->import, summary, error);
    /* Where it is busy, another program has the batch now. */
    if (status != PADAN_OK && status != PADAN_ERROR_STOPPED && status != PADAN_ERROR_BUSY)
        tell_left(all, id);
    return status;
}

/* Each file in an archive has its own bounds of what is told: here is one for all. */
static void report(void *context, const struct padan_error *said)
{
    struct importing *all = context;
    if (all->told++ < TOLD_MOST)
        padan_report(&all->reporter, said);
}

static void bound_reports(struct importing *all)
{
    all->reporter = all->options->reporter;
    all->bounded = *all->options;
    all->bounded.reporter = (struct padan_reporter){ all->reporter.report ? report : NULL, all };
    all->options = &all->bounded;
}

static void tell_unsaid(const struct importing *all)
{
    struct padan_error said;
    int64_t rest = all->told - TOLD_MOST;
    if (rest <= 0)
        return;
    padan_error_in(&said, PADAN_OK, all->members.path, "and %" PRId64 " more %s about the files in it", rest,
                   padan_noun(rest, "message", "messages"));
    padan_report(&all->reporter, &said);
}

/* Tells of what is refused of an archive as a whole. */
static void refuse(struct importing *all, const struct padan_error *fault)
{
    padan_report(&all->options->reporter, fault);
    all->total.refused++;
}

static int note_done(struct importing *all, const struct padan_batch_summary *summary, struct padan_error *error)
{
    int status = PADAN_OK;
    padan_batch_summary_add(&all->total, summary);
    all->total.same_source &= summary->same_source;
    if (summary->batch != 0 && !summary->suspended)
        all->batches[all->count++] = summary->batch;
    if (all->members.several && all->import->imported)
        status = all->import->imported(all->import->context, all->members.name, summary);
    return status == PADAN_OK ? status
                              : padan_error_in(error, (enum padan_status)status, all->members.name,
                                               "was stored, but what told of it could not go on");
}

static bool is_stopped(void *context)
{
    const struct importing *all = context;
    return all->import->stop && *all->import->stop;
}

/* Reads one after another; *found is false at the end. */
static int import_next(struct importing *all, bool *found, struct padan_error *error)
{
    struct padan_batch_summary summary = { 0 };
    struct padan_error fault = { 0 };
    /* First, since what is stored cannot fail any more. */
    if (!padan_vector_reserve(&all->batches, &all->capacity, all->count + 1, sizeof *all->batches))
        return padan_error_allocation(error);
    int status = padan_members_next(&all->members, found, &fault);
    /* What is stored already is not read, so that nothing else would ask. */
    if (*found && status == PADAN_OK && is_stopped(all))
        status = padan_error_in(&fault, PADAN_ERROR_STOPPED, all->members.name, "the import was interrupted");
    if (*found && status == PADAN_OK)
        status = import_member(all, &summary, &fault);
    if (status == PADAN_OK)
        return *found ? note_done(all, &summary, error) : PADAN_OK;
    if (*found && all->members.several && !all->options->strict && padan_members_spare(&all->members, status)) {
        refuse(all, &fault);
        all->lost++;
        return PADAN_OK;
    }
    if (error)
        *error = fault;
    return status;
}

/* What can be said once an archive has been read. */
static int end_members(struct importing *all, struct padan_error *error)
{
    const struct padan_members *members = &all->members;
    struct padan_error said;
    if (members->several && all->lost == members->number)
        return padan_error_in(error, PADAN_ERROR_FORMAT, members->path, "nothing in it can be read");
    if (members->input.unpack.troubled && members->input.unpack.steps) {
        padan_error_in(&said, PADAN_ERROR_FORMAT, members->path, "%s", members->input.unpack.fault.message);
        if (all->options->strict) {
            if (error)
                *error = said;
            return said.status;
        }
        refuse(all, &said);
    }
    if (padan_members_say_passed(members, &said)) {
        padan_report(&all->options->reporter, &said);
        all->total.warnings++;
    }
    return PADAN_OK;
}

/* Takes back what was stored of an archive before the fault that ends its import. */
static void take_back(struct importing *all)
{
    struct padan_error said;
    for (size_t i = all->count; i-- > 0;)
        if (padan_memory_undo(all->memory, all->batches[i], NULL, &said) != PADAN_OK)
            padan_report(&all->reporter, &said);
    if (all->count > 0) {
        padan_error_in(&said, PADAN_OK, all->members.path, "what was stored of it before is taken back");
        padan_report(&all->reporter, &said);
    }
}

static int import_all(struct importing *all, struct padan_error *error)
{
    bool found = true;
    int status = PADAN_OK;
    all->total.same_source = true;
    if (all->members.several)
        bound_reports(all);
    while (status == PADAN_OK && found && !all->total.suspended)
        status = import_next(all, &found, error);
    if (status == PADAN_OK && !all->total.suspended)
        status = end_members(all, error);
    tell_unsaid(all);
    all->total.same_source &= status == PADAN_OK && all->total.batch == 0 && all->lost == 0;
    if (status != PADAN_OK && !is_stopped(all))
        take_back(all);
    return status;
}

/* What comes through a pipe can be read once only, so it has no digest and is never known again. */
static int import_file(struct importing *all, const char *path, struct padan_error *error)
{
    struct padan_stop stop = { is_stopped, all };
    int status = padan_members_open(&all->members, path, all->options, stop, error);
    if (status == PADAN_OK && all->members.input.reopens)
        status = padan_digest_file(all->digest, path, all->options, error);
    if (status == PADAN_OK)
        status = import_all(all, error);
    padan_members_close(&all->members);
    return status;
}

int padan_memory_import_with(struct padan_memory *memory, const char *path,
                             const struct padan_exchange_options *options, const struct padan_import_options *import,
                             struct padan_batch_summary *summary, struct padan_error *error)
{
    static const struct padan_import_options import_defaults = PADAN_IMPORT_OPTIONS_INIT;
    static const struct padan_exchange_options defaults = PADAN_EXCHANGE_OPTIONS_INIT;
    struct importing all = { .memory = memory,
                             .options = options ? options : &defaults,
                             .import = import ? import : &import_defaults };
    int status = padan_exchange_check(all.options, error);
    if (status == PADAN_OK)
        status = import_file(&all, path, error);
    if (summary)
        *summary = all.total;
    free(all.batches);
    return status;
}

int padan_memory_import(struct padan_memory *memory, const char *path, const struct padan_exchange_options *options,
                        struct padan_batch_summary *summary, struct padan_error *error)
{
    return padan_memory_import_with(memory, path, options, NULL, summary, error);
}
