/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A letter that says the format, then a file: imported into a memory, exported in the same format and imported again it
 * adds nothing, and undone it leaves nothing.
 */
#include "memory.h"

static const struct {
    char letter;
    const char *name;
    bool lossless; /* from the first writing on */
} formats[] = { { 't', "tmx", true },  { 'o', "omegat", true }, { 'j', "jsonl", true }, { 'p', "po", false },
                { 'v', "tsv", false }, { 'c', "csv", false },   { 'x', "xliff", false } };

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
    int64_t dropped = 0;
    bool places = strcmp(format, "po") == 0 || strcmp(format, "omegat") == 0;
    filter.grouping = places ? PADAN_PLACES : PADAN_UNITS;
    filter.source = options.source = "en";
    filter.target = options.target = "id";
    fuzz_require(padan_output_open(&output, path, NULL) == PADAN_OK);
    fuzz_require(padan_writer_open(&exporting.writer, format, output, &options, NULL) == PADAN_OK);
    fuzz_require(padan_memory_each_unit(memory, &filter, &sink, NULL) == PADAN_OK);
    fuzz_require(padan_writer_close(exporting.writer, &dropped, NULL) == PADAN_OK);
    fuzz_require(padan_output_commit(output, NULL) == PADAN_OK);
    return dropped == 0 && exporting.pairs;
}

static bool import(struct padan_memory *memory, const char *path, struct padan_exchange_options *options,
                   struct padan_batch_summary *summary)
{
    struct padan_error error;
    int status = padan_memory_import(memory, path, options, summary, &error);
    fuzz_require(status == PADAN_OK || (error.status == (enum padan_status)status && error.message[0]));
    return status == PADAN_OK;
}

static void try_file(const struct fuzz_place *place, size_t number)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_memory *memory = fuzz_memory(place);
    struct padan_batch_summary first, second;
    options.format = formats[number].name;
    options.source = "en";
    options.target = "id";
    if (import(memory, place->file, &options, &first) && first.batch > 0) {
        bool whole = write_all(memory, place->written, options.format);
        fuzz_require(import(memory, place->written, &options, &second) && second.refused == 0);
        fuzz_require(second.added == 0 || !(whole && formats[number].lossless));
        fuzz_sound(memory);
        if (second.batch > 0)
            fuzz_undo(memory);
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
