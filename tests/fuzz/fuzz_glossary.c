/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terms of any file, stored and written in a format that the size of the input chooses: what is written is read whole,
 * and of tables with all columns each concept is there already.
 */
#include "memory.h"

#include <padan/term.h>

static const struct {
    const char *name;
    bool lossless;
} formats[] = { { "tsv", true },  { "csv", true },        { "tbx", false },  { "omegat", false },
                { "utx", false }, { "tbx-basic", false }, { "tbx2", false }, { "tbx-min-dct", false } };

struct importing {
    struct padan_term_batch *batch;
    int64_t properties; /* which tables have no column for */
};

static int put(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct importing *importing = context;
    importing->properties += (int64_t) concept->property_count;
    for (size_t i = 0; i < concept->term_count; i++)
    importing->properties += (int64_t) concept->terms[i].property_count;
    return padan_term_batch_put(importing->batch, concept, NULL, error);
}

static int put_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    struct importing *importing = context;
    return padan_term_batch_part(importing->batch, part, text, error);
}

static bool import(struct padan_memory *memory, const char *path, struct padan_term_summary *stored,
                   struct padan_exchange_summary *read, int64_t *properties)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct importing importing = { .properties = 0 };
    const struct padan_concept_sink sink = { put, &importing, put_part };
    struct padan_error error;
    options.source = "en";
    options.target = "id";
    fuzz_require(padan_term_batch_begin(&importing.batch, memory, path, NULL) == PADAN_OK);
    int status = padan_terms_read(path, &options, &sink, read, &error);
    fuzz_require(status == PADAN_OK || (error.status == (enum padan_status)status && error.message[0]));
    *properties = importing.properties;
    if (status != PADAN_OK) {
        padan_term_batch_abandon(importing.batch);
        return false;
    }
    fuzz_require(padan_term_batch_finish(importing.batch, stored, NULL) == PADAN_OK);
    return true;
}

static void write_terms(struct padan_memory *memory, const char *path, const char *format)
{
    struct padan_concept_filter filter = PADAN_CONCEPT_FILTER_INIT;
    struct padan_output *output;
    bool pairs = strcmp(format, "omegat") == 0 || strcmp(format, "utx") == 0;
    filter.source = pairs ? "en" : NULL;
    filter.target = pairs ? "id" : NULL;
    fuzz_require(padan_output_open(&output, path, NULL) == PADAN_OK);
    fuzz_require(padan_terms_write(output, format, memory, &filter, NULL, NULL) == PADAN_OK);
    fuzz_require(padan_output_commit(output, NULL) == PADAN_OK);
}

static void try_format(const struct fuzz_place *place, size_t number)
{
    struct padan_memory *memory = fuzz_memory(place, NULL);
    struct padan_term_summary first, second;
    struct padan_exchange_summary read;
    int64_t properties, again;
    if (import(memory, place->file, &first, &read, &properties) && first.added > 0) {
        write_terms(memory, place->written, formats[number].name);
        bool whole = import(memory, place->written, &second, &read, &again);
        fuzz_require((whole && read.refused == 0) || !formats[number].lossless);
        fuzz_require(!whole || second.added == 0 || properties > 0 || !formats[number].lossless);
        fuzz_sound(memory);
        if (whole && second.batch > 0)
            fuzz_undo(memory);
        fuzz_undo(memory);
        fuzz_sound(memory);
    }
    padan_memory_close(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_place place;
    fuzz_place_make(&place);
    fuzz_write(place.file, data, size);
    try_format(&place, size % (sizeof formats / sizeof *formats));
    fuzz_place_remove(&place);
    return 0;
}
