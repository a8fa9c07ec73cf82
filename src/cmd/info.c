/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "record.h"

static void put_text(struct padan_output *output, const char *path, const struct padan_memory_info *info)
{
    char undo[UNDO_COMMAND_SIZE];
    padan_output_format(output, NULL,
                        "memory     %s\nschema     %d\nbytes      %" PRId64 "\nunits      %" PRId64
                        "\nvariants   %" PRId64 "\ndocuments  %" PRId64 "\n",
                        path, info->schema, info->bytes, info->units, info->variants, info->documents);
    for (size_t i = 0; i < info->language_count; i++)
        padan_output_format(output, NULL, "language   %s: %" PRId64 " %s\n", info->languages[i].tag,
                            info->languages[i].variants, noun(info->languages[i].variants, "variant", "variants"));
    for (size_t i = 0; i < info->batch_count; i++) {
        const struct padan_batch_info *batch = &info->batches[i];
        padan_output_format(output, NULL, "batch      %" PRId64 ": %s, %s, %s, ", batch->number, batch->kind,
                            batch->state, batch->started);
        if (batch->units > 0 || batch->removed == 0)
            padan_output_format(output, NULL, "%" PRId64 " %s, ", batch->units, noun(batch->units, "unit", "units"));
        if (batch->removed > 0)
            padan_output_format(output, NULL, "%" PRId64 " taken out, ", batch->removed);
        padan_output_format(output, NULL, "%s\n", batch->source);
        if (strcmp(batch->state, "open") == 0)
            padan_output_format(
                output, NULL,
                "           is being written, or was interrupted: importing it again goes on, '%s' takes it "
                "back\n",
                undo_command(undo, path, batch->number));
    }
    if (!info->indexes_current)
        padan_output_format(output, NULL, "indexes    out of date; 'padan info --rebuild' makes them anew\n");
}

static json_t *languages_json(const struct padan_memory_info *info)
{
    struct record languages;
    record_begin(&languages);
    for (size_t i = 0; i < info->language_count; i++)
        record_integer(&languages, info->languages[i].tag, info->languages[i].variants);
    return record_take(&languages);
}

static json_t *batches_json(const struct padan_memory_info *info)
{
    json_t *list = json_array();
    for (size_t i = 0; i < info->batch_count; i++) {
        const struct padan_batch_info *batch = &info->batches[i];
        struct record record;
        record_begin(&record);
        record_integer(&record, "batch", batch->number);
        record_text(&record, "kind", padan_string(batch->kind));
        record_text(&record, "state", padan_string(batch->state));
        record_text(&record, "source", padan_string(batch->source));
        record_text(&record, "started", padan_string(batch->started));
        record_integer(&record, "units", batch->units);
        record_integer(&record, "removed", batch->removed);
        list = json_added(list, record_take(&record));
    }
    return list;
}

static int put_json(struct padan_output *output, const char *path, const struct padan_memory_info *info,
                    struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_text(&record, "memory", padan_string(path));
    record_integer(&record, "schema", info->schema);
    record_integer(&record, "bytes", info->bytes);
    record_integer(&record, "units", info->units);
    record_integer(&record, "variants", info->variants);
    record_integer(&record, "documents", info->documents);
    record_set(&record, "languages", languages_json(info));
    record_set(&record, "batches", batches_json(info));
    record_set(&record, "indexes_current", json_boolean(info->indexes_current));
    return record_put(&record, output, error);
}

static int describe(struct padan_memory *memory, const struct arguments *arguments, struct padan_output *output,
                    struct padan_error *error)
{
    struct padan_memory_info info = { 0 };
    int status = PADAN_OK;
    if (option_given(arguments, OPTION_REBUILD)) {
        progress("making the indexes of %s anew", padan_memory_path(memory));
        status = padan_memory_rebuild(memory, error);
        progress_end();
    }
    if (status == PADAN_OK)
        status = padan_memory_info(memory, &info, error);
    if (status == PADAN_OK && option_given(arguments, OPTION_JSON))
        status = put_json(output, padan_memory_path(memory), &info, error);
    else if (status == PADAN_OK)
        put_text(output, padan_memory_path(memory), &info);
    padan_memory_info_free(&info);
    return status;
}

static int run(const struct arguments *arguments)
{
    struct padan_output *output;
    struct padan_error error;
    bool rebuilds = option_given(arguments, OPTION_REBUILD);
    if (padan_output_open(&output, NULL, &error) != PADAN_OK)
        return failure(&error);
    int result = EXIT_DONE;
    for (size_t i = 0; result == EXIT_DONE && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        result = memory_open(&memory, arguments, i, rebuilds ? PADAN_MEMORY_WRITE : PADAN_MEMORY_READ);
        if (result == EXIT_DONE && describe(memory, arguments, output, &error) != PADAN_OK)
            result = failure(&error);
        padan_memory_close(memory);
    }
    int status = padan_output_commit(output, &error);
    return status != PADAN_OK && result == EXIT_DONE ? failure(&error) : result;
}

static const struct command_option options[] = {
    { .key = OPTION_JSON, .name = "json", .help = "write a JSON object for each memory" },
    { .key = OPTION_REBUILD, .name = "rebuild", .help = "make the indexes anew from the units first" },
    OPTIONS_END,
};

const struct command command_info = {
    .name = "info",
    .summary = "say what the memory holds",
    .synopsis = "[--json] [--rebuild]",
    .arguments = "Counts of units, variants and documents; the languages; the batches in which all of it came.",
    .options = options,
    .operands_min = 0,
    .operands_max = 0,
    .run = run,
};
