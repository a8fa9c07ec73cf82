/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "record.h"
#include "told.h"

static int put_json(struct padan_output *output, const struct padan_dedupe_summary *summary, struct padan_error *error)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "groups", summary->groups);
    record_integer(&record, "units", summary->units);
    record_integer(&record, "moved", summary->moved);
    record_integer(&record, "merged", summary->merged);
    record_integer(&record, "batch", summary->batch);
    return record_put(&record, output, error);
}

static void say(const struct padan_dedupe_summary *summary, const char *path, bool dry_run)
{
    char undo[UNDO_COMMAND_SIZE];
    if (summary->units == 0) {
        message("no two units say the same");
        return;
    }
    if (summary->units > TOLD_MOST)
        message("and %" PRId64 " more", summary->units - TOLD_MOST);
    message("%" PRId64 " %s, since %" PRId64 " %s the same; of their occurrences %" PRId64 " moved there, %" PRId64
            " said nothing new",
            summary->units,
            dry_run ? noun(summary->units, "unit would go", "units would go")
                    : noun(summary->units, "unit is gone", "units are gone"),
            summary->groups, noun(summary->groups, "other says", "others say"), summary->moved, summary->merged);
    if (summary->batch > 0)
        message("this is batch %" PRId64 "; '%s' takes it back", summary->batch,
                undo_command(undo, path, summary->batch));
}

static int dedupe(struct padan_memory *memory, const struct arguments *arguments, struct padan_output *output)
{
    struct padan_dedupe_summary summary;
    struct padan_error error;
    struct padan_unit_sink sink = { told_put, output };
    bool json = option_given(arguments, OPTION_JSON), dry_run = option_given(arguments, OPTION_DRY_RUN);
    progress("comparing the units of %s", padan_memory_path(memory));
    int status = padan_memory_dedupe(memory, dry_run, json ? NULL : &sink, TOLD_MOST, &summary, &error);
    progress_end();
    if (status == PADAN_OK && json)
        status = put_json(output, &summary, &error);
    if (status != PADAN_OK)
        return failure(&error);
    if (!json)
        say(&summary, padan_memory_path(memory), dry_run);
    return EXIT_DONE;
}

static int run(const struct arguments *arguments)
{
    struct padan_memory *memory;
    struct padan_output *output;
    struct padan_error error;
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_WRITE);
    if (result != EXIT_DONE)
        return result;
    if (padan_output_open(&output, NULL, &error) == PADAN_OK) {
        result = dedupe(memory, arguments, output);
        if (padan_output_commit(output, &error) != PADAN_OK && result == EXIT_DONE)
            result = failure(&error);
    } else {
        result = failure(&error);
    }
    padan_memory_close(memory);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_DRY_RUN, .name = "dry-run", .help = "say what would be merged, and change nothing" },
    { .key = OPTION_JSON, .name = "json", .help = "write what was done as a JSON object" },
    OPTIONS_END,
};

const struct command command_dedupe = {
    .name = "dedupe",
    .summary = "merge units that say the same",
    .synopsis = "[--dry-run] [--json]",
    .arguments =
        "Units say the same whose languages, texts and codes differ in white space at most; upper and lower "
        "case count. The one stored first stays. The first units that go are written out; 'padan undo' "
        "brings them back.",
    .options = options,
    .operands_min = 0,
    .operands_max = 0,
    .run = run,
};
