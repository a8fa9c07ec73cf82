/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "record.h"

/* Whether a batch that stands came after one, and so may have changed what that one stored. */
static bool has_later(struct padan_memory *memory, int64_t batch)
{
    struct padan_memory_info info;
    struct padan_error error;
    bool found = false;
    if (padan_memory_info(memory, &info, &error) != PADAN_OK)
        return true;
    for (size_t i = 0; i < info.batch_count; i++)
        found |= info.batches[i].number > batch && strcmp(info.batches[i].state, "undone") != 0;
    padan_memory_info_free(&info);
    return found;
}

static void say_terms(struct padan_memory *memory, const struct padan_undo_summary *summary)
{
    message(
        "batch %" PRId64 " (%s) is taken back: the term base is as it was before%s", summary->batch, summary->source,
        has_later(memory, summary->batch) ? ", but for what later batches changed, which stays as they left it" : "");
}

struct undoing {
    struct padan_memory *memory;
    bool json;
    json_t *list; /* of what was taken back */
};

static void note(struct undoing *undoing, const struct padan_undo_summary *summary)
{
    struct record record;
    record_begin(&record);
    record_integer(&record, "batch", summary->batch);
    record_text(&record, "source", padan_string(summary->source));
    record_integer(&record, "removed", summary->removed);
    record_integer(&record, "kept", summary->kept);
    record_integer(&record, "restored", summary->restored);
    record_integer(&record, "rules", summary->rules);
    record_integer(&record, "concepts", summary->concepts);
    undoing->list = json_added(undoing->list, record_take(&record));
}

static int put_json(struct undoing *undoing)
{
    struct record record;
    record_begin(&record);
    record_set(&record, "batches", undoing->list);
    return record_print(&record);
}

static void say_done(struct undoing *undoing, const struct padan_undo_summary *summary)
{
    struct padan_memory *memory = undoing->memory;
    if (undoing->json)
        note(undoing, summary);
    else if (summary->rules > 0)
        message("batch %" PRId64 " (%s) is taken back: the rules of segmentation are as they were before",
                summary->batch, summary->source);
    else if (summary->concepts > 0)
        say_terms(memory, summary);
    else
        message("batch %" PRId64 " (%s) is taken back: %" PRId64 " %s removed, %" PRId64
                " kept because another batch has %s, %" PRId64 " restored",
                summary->batch, summary->source, summary->removed, noun(summary->removed, "unit", "units"),
                summary->kept, noun(summary->kept, "it", "them"), summary->restored);
}

/* Batches from one to another. */
struct range {
    int64_t first, last;
};

/* "7" or "4-9". */
static bool parse_range(struct range *range, const char *text)
{
    const char *dash = strchr(text, '-');
    char first[24];
    size_t size = dash ? (size_t)(dash - text) : strlen(text);
    if (size == 0 || size >= sizeof first)
        return false;
    memcpy(first, text, size);
    first[size] = '\0';
    if (!parse_integer(&range->first, first) || !parse_integer(&range->last, dash ? dash + 1 : first))
        return false;
    return range->first >= 1 && range->first <= range->last;
}

static bool is_chosen(const struct arguments *arguments, int64_t batch)
{
    struct range range;
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (parse_range(&range, arguments->operands[i]) && batch >= range.first && batch <= range.last)
            return true;
    return false;
}

/* A batch that is named alone must be there; of a range, those that stand. */
static int check_named(const char *memory, const struct padan_memory_info *info, const struct arguments *arguments)
{
    struct range range;
    for (size_t i = 0; i < arguments->operand_count; i++) {
        bool stands = false;
        parse_range(&range, arguments->operands[i]);
        for (size_t b = 0; b < info->batch_count; b++)
            stands |= info->batches[b].number >= range.first && info->batches[b].number <= range.last &&
                      strcmp(info->batches[b].state, "undone") != 0;
        if (!stands) {
            message("%s: no batch of %s stands; nothing was taken back. 'padan info' lists them", memory,
                    arguments->operands[i]);
            return EXIT_FAILED;
        }
    }
    return EXIT_DONE;
}

/* The newest first, since each gives back what was there before it. */
static int undo_several(struct undoing *undoing, const struct arguments *arguments)
{
    struct padan_memory *memory = undoing->memory;
    struct padan_memory_info info;
    struct padan_undo_summary summary;
    struct padan_error error;
    if (padan_memory_info(memory, &info, &error) != PADAN_OK)
        return failure(&error);
    int result = check_named(padan_memory_path(memory), &info, arguments);
    for (size_t i = info.batch_count; i-- > 0 && result == EXIT_DONE;) {
        if (!is_chosen(arguments, info.batches[i].number) || strcmp(info.batches[i].state, "undone") == 0)
            continue;
        if (padan_memory_undo(memory, info.batches[i].number, &summary, &error) == PADAN_OK)
            say_done(undoing, &summary);
        else
            result = failure(&error);
    }
    padan_memory_info_free(&info);
    return result;
}

static int undo_one(struct undoing *undoing, int64_t batch)
{
    struct padan_undo_summary summary;
    struct padan_error error;
    if (padan_memory_undo(undoing->memory, batch, &summary, &error) != PADAN_OK)
        return failure(&error);
    say_done(undoing, &summary);
    return EXIT_DONE;
}

static int run(const struct arguments *arguments)
{
    struct range range = { 0, 0 };
    struct undoing undoing = { .json = option_given(arguments, OPTION_JSON) };
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (!parse_range(&range, arguments->operands[i]))
            return usage_error(arguments->command, "'%s' is not the number of a batch; 'padan info' lists them",
                               arguments->operands[i]);
    int result = memory_open(&undoing.memory, arguments, 0, PADAN_MEMORY_WRITE);
    if (result != EXIT_DONE)
        return result;
    if (undoing.json)
        undoing.list = json_array();
    bool several = arguments->operand_count > 1 || range.first != range.last;
    result = several ? undo_several(&undoing, arguments) : undo_one(&undoing, range.first);
    padan_memory_close(undoing.memory);
    /* What was taken back before a failure is told too. */
    if (undoing.json && (result == EXIT_DONE || json_array_size(undoing.list) > 0)) {
        int told = put_json(&undoing);
        return result == EXIT_DONE ? told : result;
    }
    json_decref(undoing.list);
    return result;
}

static const struct command_option options[] = {
    { .key = OPTION_JSON, .name = "json", .help = "write what was taken back as a JSON object" },
    OPTIONS_END,
};

const struct command command_undo = {
    .name = "undo",
    .summary = "take back what was stored: an import, an alignment, terms, a rule",
    .synopsis = "[--json] [BATCH ...]",
    .arguments =
        "BATCH is a number that 'padan info' lists, or a range of them, as 4-9; without it: the newest. What it added "
        "vanishes, unless another batch has it too; what it replaced comes back.",
    .options = options,
    .operands_min = 0,
    .operands_max = OPERANDS_ANY,
    .run = run,
};
