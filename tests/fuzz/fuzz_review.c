/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of corrected rows, held against an alignment that is stored: rows are read as they were written; whatever
 * they say leaves the memory sound, and undoing it gives back what there was.
 */
#include "memory.h"

#include "base/file.h"
#include "exchange/guard.h"

enum { BEADS = 4 };

static const char *const texts[2][BEADS] = {
    { "One ship came.", "It was old.", "=2 men left.", "\"Nobody\" knew them." },
    { "Satu kapal datang.", "Kapal itu tua.", "=2 orang pergi.", "Tidak ada yang mengenal mereka." },
};

static void read_text(struct padan_document **document, struct padan_segments *segments, int side)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_buffer text = { 0 };
    options.format = "segmented";
    for (int i = 0; i < BEADS; i++)
        padan_buffer_format(&text, "%s\n", texts[side][i]);
    fuzz_require(padan_document_parse(document, text.data, text.size, side ? "a.id" : "a.en", &options, NULL) ==
                 PADAN_OK);
    fuzz_require(padan_segment_document(segments, NULL, *document, NULL) == PADAN_OK);
    padan_buffer_free(&text);
}

static void store(struct padan_memory *memory)
{
    struct padan_document *documents[2];
    struct padan_segments segments[2];
    struct padan_bead beads[BEADS];
    struct padan_alignment alignment = { .beads = beads, .count = BEADS };
    struct padan_batch_summary summary;
    for (int i = 0; i < 2; i++)
        read_text(&documents[i], &segments[i], i);
    for (size_t i = 0; i < BEADS; i++)
        beads[i] = (struct padan_bead){ i, 1, i, 1, 0.9 };
    struct padan_align_text views[2] = { { documents[0], &segments[0], "en" }, { documents[1], &segments[1], "id" } };
    fuzz_require(padan_memory_store(memory, &views[0], &views[1], &alignment, &summary, NULL) == PADAN_OK);
    for (int i = 0; i < 2; i++) {
        padan_segments_free(&segments[i]);
        padan_document_free(documents[i]);
    }
}

/* A row as padan align writes it, which has a document always: where there is none, that of the row before counts. */
static int write_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_output *output = context;
    static struct padan_guard *guard; /* its words take long to gather */
    char bead[24] = "";
    if (!guard)
        guard = padan_guard_new();
    if (unit->variant_count != 2 || unit->origin.size == 0 || unit->document.size == 0)
        return PADAN_OK;
    if (unit->position >= 0)
        snprintf(bead, sizeof bead, "%lld", (long long)unit->position);
    const struct padan_string cells[] = { padan_string(bead),
                                          padan_string(padan_unit_status_name(unit->status)),
                                          unit->variants[0].text,
                                          unit->variants[1].text,
                                          unit->variants[0].language,
                                          unit->variants[1].language,
                                          unit->document,
                                          unit->origin };
    return padan_tsv_review_row(output, guard, cells, NULL, sizeof cells / sizeof *cells, error);
}

static struct padan_output *begin_rows(const char *path)
{
    static const char *const names[] = { "bead",     "status", "source", "target", "source_language", "target_language",
                                         "document", "origin" };
    struct padan_string cells[sizeof names / sizeof *names];
    struct padan_output *output;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cells[i] = padan_string(names[i]);
    fuzz_require(padan_output_open(&output, path, NULL) == PADAN_OK);
    fuzz_require(padan_tsv_row(output, cells, sizeof cells / sizeof *cells, NULL) == PADAN_OK);
    return output;
}

/* Reads the rows of a file and writes them to another; answers how many are written. */
static int64_t write_again(const char *from, const char *to, const struct padan_exchange_options *options)
{
    struct padan_output *output = begin_rows(to);
    struct padan_unit_sink sink = { write_unit, output };
    struct padan_exchange_summary summary;
    if (padan_exchange_read(from, options, NULL, &sink, &summary, NULL) != PADAN_OK)
        summary.read = -1;
    fuzz_require(padan_output_commit(output, NULL) == PADAN_OK);
    return summary.read;
}

static void check_rows(const struct fuzz_place *place, const struct padan_exchange_options *options)
{
    char first[90], second[90];
    char *bytes[2];
    size_t sizes[2];
    snprintf(first, sizeof first, "%s.first", place->written);
    snprintf(second, sizeof second, "%s.second", place->written);
    if (write_again(place->file, first, options) < 0)
        return;
    write_again(first, second, options);
    fuzz_require(padan_file_read(&bytes[0], &sizes[0], first, SIZE_MAX / 4, NULL) == PADAN_OK);
    fuzz_require(padan_file_read(&bytes[1], &sizes[1], second, SIZE_MAX / 4, NULL) == PADAN_OK);
    fuzz_require(sizes[0] == sizes[1] && memcmp(bytes[0], bytes[1], sizes[0]) == 0);
    free(bytes[0]);
    free(bytes[1]);
}

static void correct(const struct fuzz_place *place, const struct padan_exchange_options *options)
{
    struct padan_memory *memory = fuzz_memory(place, store);
    struct padan_batch_summary summary;
    struct padan_error error;
    struct padan_buffer before = fuzz_list(memory);
    int status = padan_memory_import(memory, place->file, options, &summary, &error);
    fuzz_require(status == PADAN_OK || (error.status == (enum padan_status)status && error.message[0]));
    fuzz_sound(memory);
    if (status == PADAN_OK && summary.batch > 0) {
        fuzz_undo(memory);
        fuzz_sound(memory);
    }
    struct padan_buffer after = fuzz_list(memory);
    fuzz_require(before.size == after.size && memcmp(before.data, after.data, before.size) == 0);
    padan_buffer_free(&before);
    padan_buffer_free(&after);
    padan_memory_close(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct fuzz_place place;
    options.format = "tsv";
    options.source = "en";
    options.target = "id";
    fuzz_place_make(&place);
    fuzz_write(place.file, data, size);
    check_rows(&place, &options);
    correct(&place, &options);
    fuzz_place_remove(&place);
    return 0;
}
