/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A letter that says the format, then a file: imported into a memory, exported in the same format and imported again,
 * it adds nothing after some rounds, in which goes what the format has no place for; undone it leaves nothing.
 */
#include "memory.h"

enum { ROUNDS = 4 };

static const struct {
    char letter;
    const char *name;
} formats[] = { { 't', "tmx" }, { 'o', "omegat" }, { 'j', "jsonl" }, { 'p', "po" },
                { 'v', "tsv" }, { 'c', "csv" },    { 'x', "xliff" } };

struct exporting {
    struct padan_writer *writer;
    bool pairs; /* no unit has more than two texts, which is all that a row has */
};

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct exporting *exporting = context;
    exporting->pairs &= unit->variant_count == 2;
    return padan_writer_put(exporting->writer, unit, error);
}

/* Answers whether all could be written as it is. */
static bool write_all(struct padan_memory *memory, const char *path, const char *format)
{
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct exporting exporting = { .pairs = true };
    struct padan_unit_sink sink = { put_unit, &exporting };
    struct padan_output *output;
    struct padan_writer_summary summary;
    bool places = strcmp(format, "po") == 0 || strcmp(format, "omegat") == 0;
    filter.grouping = places ? PADAN_PLACES : PADAN_UNITS;
    filter.source = options.source = "en";
    filter.target = options.target = "id";
    fuzz_require(padan_output_open(&output, path, NULL) == PADAN_OK);
    fuzz_require(padan_writer_open(&exporting.writer, format, output, &options, NULL) == PADAN_OK);
    fuzz_require(padan_memory_each_unit(memory, &filter, &sink, NULL) == PADAN_OK);
    fuzz_require(padan_writer_close(exporting.writer, &summary, NULL) == PADAN_OK);
    fuzz_require(padan_output_commit(output, NULL) == PADAN_OK);
    return summary.dropped == 0 && exporting.pairs;
}

static bool import(struct padan_memory *memory, const char *path, struct padan_exchange_options *options,
                   struct padan_batch_summary *summary)
{
    struct padan_error error;
    int status = padan_memory_import(memory, path, options, summary, &error);
    fuzz_require(status == PADAN_OK || (error.status == (enum padan_status)status && error.message[0]));
    return status == PADAN_OK;
}

/* Exports and imports until nothing new comes; answers how many batches there are. */
static int go_round(struct padan_memory *memory, const struct fuzz_place *place, struct padan_exchange_options *options)
{
    struct padan_batch_summary summary = { .added = 1 };
    int batches = 1;
    bool whole = true;
    for (int i = 0; i < ROUNDS && summary.added > 0; i++) {
        whole = write_all(memory, place->written, options->format);
        fuzz_require(import(memory, place->written, options, &summary) && summary.refused == 0);
        batches += summary.batch > 0 && !summary.same_source;
    }
    fuzz_require(summary.added == 0 || !whole);
    return batches;
}

static void try_file(const struct fuzz_place *place, size_t number)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_memory *memory = fuzz_memory(place, NULL);
    struct padan_batch_summary summary;
    options.format = formats[number].name;
    options.source = "en";
    options.target = "id";
    if (import(memory, place->file, &options, &summary) && summary.batch > 0) {
        int batches = go_round(memory, place, &options);
        fuzz_sound(memory);
        while (batches-- > 0)
            fuzz_undo(memory);
        struct padan_buffer rest = fuzz_list(memory);
        fuzz_require(rest.size == 0);
        padan_buffer_free(&rest);
        fuzz_sound(memory);
    }
    padan_memory_close(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; size > 0 && i < sizeof formats / sizeof *formats; i++) {
        struct fuzz_place place;
        if (data[0] != formats[i].letter)
            continue;
        fuzz_place_make(&place);
        fuzz_write(place.file, data + 1, size - 1);
        try_file(&place, i);
        fuzz_place_remove(&place);
    }
    return 0;
}
