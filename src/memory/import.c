/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "memory/ahead.h"
#include "memory/review.h"

#define CHUNK 65536

static bool is_standard_input(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

static void add_text(struct padan_digest *digest, const char *text)
{
    padan_digest_add(digest, text ? text : "", text ? strlen(text) : 0);
}

/* Fills whole chunks, so that the digest does not depend on how the system cuts a reading. */
static ssize_t read_chunk(int descriptor, char *chunk)
{
    size_t filled = 0;
    while (filled < CHUNK) {
        ssize_t size = read(descriptor, chunk + filled, CHUNK - filled);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0)
            return -1;
        if (size == 0)
            break;
        filled += (size_t)size;
    }
    return (ssize_t)filled;
}

static int add_file(struct padan_digest *digest, const char *path, struct padan_error *error)
{
    int descriptor = padan_file_open(path, error);
    if (descriptor < 0)
        return descriptor;
    char *chunk = malloc(CHUNK);
    int status = chunk ? PADAN_OK : padan_error_allocation(error);
    ssize_t size = 1;
    while (status == PADAN_OK && size > 0) {
        size = read_chunk(descriptor, chunk);
        if (size < 0)
            status = padan_error_system(error, path, "cannot read", errno);
        else if (size > 0)
            padan_digest_add(digest, chunk, (size_t)size);
    }
    free(chunk);
    close(descriptor);
    return status;
}

/* Of the bytes of a file and the options that say what to take from it. */
static int digest_file(uint8_t out[16], const char *path, const struct padan_exchange_options *options,
                       struct padan_error *error)
{
    struct padan_digest *digest = padan_digest_new();
    if (!digest)
        return padan_error_allocation(error);
    add_text(digest, "import 1");
    add_text(digest, options->format);
    add_text(digest, options->source);
    add_text(digest, options->target);
    add_text(digest, options->encoding);
    if (options->columns)
        add_text(digest, options->columns);
    int status = add_file(digest, path, error);
    if (status == PADAN_OK && options->companion)
        status = add_file(digest, options->companion, error);
    padan_digest_write(digest, out);
    padan_digest_free(digest);
    return status;
}

#define REFUSED_ONE_BY_ONE 100

struct import {
    struct padan_batch *batch;
    const char *path;
    const struct padan_reporter *reporter;
    bool strict;                 /* nothing may be refused */
    struct padan_review *review; /* NULL until a corrected row comes */
    int64_t refused;             /* by the memory */
    const struct padan_import_options *options;
};

static const char *name_of(const char *path)
{
    return is_standard_input(path) ? "standard input" : path;
}

static int put_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    struct import *import = context;
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
        status = padan_review_new(&import->review, import->batch, name_of(import->path), import->reporter, error);
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
        return padan_error_in(error, PADAN_ERROR_STOPPED, name_of(import->path), "the import was interrupted");
    int status = put(import, unit, &refusal);
    if (status == PADAN_OK)
        return PADAN_OK;
    bool refused = status == PADAN_ERROR_LANGUAGE || status == PADAN_ERROR_ARGUMENT || status == PADAN_ERROR_ENCODING;
    if (refused && import->strict)
        return padan_error_at(error, refusal.status, name_of(import->path), unit->line, "%s", refusal.message);
    if (!refused) {
        if (error)
            *error = refusal;
        return status;
    }
    if (import->refused++ >= REFUSED_ONE_BY_ONE)
        return PADAN_OK;
    struct padan_error warning;
    padan_error_at(&warning, (enum padan_status)status, name_of(import->path), unit->line, "unit left out: %s",
                   refusal.message);
    padan_report(import->reporter, &warning);
    return PADAN_OK;
}

static void tell_rest(const struct import *import)
{
    struct padan_error warning;
    if (import->refused <= REFUSED_ONE_BY_ONE)
        return;
    padan_error_in(&warning, PADAN_ERROR_ARGUMENT, name_of(import->path), "and %lld more units are left out",
                   (long long)(import->refused - REFUSED_ONE_BY_ONE));
    padan_report(import->reporter, &warning);
}

static int read_into(struct padan_batch *batch, const char *path, const struct padan_exchange_options *options,
                     const struct padan_import_options *import_options, struct padan_batch_summary *summary,
                     struct padan_error *error)
{
    struct import import = { .batch = batch,
                             .path = path,
                             .reporter = &options->reporter,
                             .strict = options->strict,
                             .options = import_options };
    struct padan_header_sink header = { put_header, &import, put_part };
    struct padan_unit_sink sink = { put_unit, &import };
    struct padan_exchange_summary exchange = { 0 };
    int status = padan_read_ahead(path, options, &header, &sink, &exchange, error);
    tell_rest(&import);
    if (status == PADAN_OK && import.review)
        status = padan_review_finish(import.review, error);
    padan_review_free(import.review);
    if (status == PADAN_ERROR_STOPPED && import_options->stop && *import_options->stop) {
        int suspended = padan_batch_suspend(batch, summary, error);
        return suspended == PADAN_OK && summary && summary->suspended ? PADAN_OK : status;
    }
    if (status != PADAN_OK) {
        padan_batch_abandon(batch);
        return status;
    }
    status = padan_batch_finish(batch, summary, error);
    if (summary) {
        summary->read += exchange.refused - exchange.faults;
        summary->refused += exchange.refused;
        summary->proposed += exchange.proposed;
        summary->warnings += exchange.warnings;
    }
    return status;
}

int padan_memory_import_with(struct padan_memory *memory, const char *path,
                             const struct padan_exchange_options *options, const struct padan_import_options *import,
                             struct padan_batch_summary *summary, struct padan_error *error)
{
    static const struct padan_import_options import_defaults = PADAN_IMPORT_OPTIONS_INIT;
    struct padan_exchange_options defaults = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_batch_options batch_options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch *batch;
    if (!options)
        options = &defaults;
    if (!import)
        import = &import_defaults;
    if (summary)
        *summary = (struct padan_batch_summary){ 0 };
    batch_options.kind = PADAN_BATCH_IMPORT;
    batch_options.resumes = true;
    batch_options.on_conflict = import->on_conflict;
    batch_options.source_language = options->source;
    batch_options.source = name_of(path);
    int status = PADAN_OK;
    /* What comes through a pipe can be read once only, so it has no digest and is never known again. */
    if (!is_standard_input(path))
        status = digest_file(batch_options.digest, path, options, error);
    if (status == PADAN_OK)
        status = padan_batch_begin(&batch, memory, &batch_options, summary, error);
    if (status != PADAN_OK || !batch)
        return status;
    return read_into(batch, path, options, import, summary, error);
}

int padan_memory_import(struct padan_memory *memory, const char *path, const struct padan_exchange_options *options,
                        struct padan_batch_summary *summary, struct padan_error *error)
{
    return padan_memory_import_with(memory, path, options, NULL, summary, error);
}
