/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>
#include <string.h>

#include "memory.h"
#include "message.h"

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

static int run(const struct arguments *arguments)
{
    int64_t batch = 0;
    struct padan_memory *memory;
    struct padan_undo_summary summary = { 0 };
    struct padan_error error;
    if (arguments->operand_count > 0 && (!parse_integer(&batch, arguments->operands[0]) || batch < 1))
        return usage_error(arguments->command, "'%s' is not the number of a batch; 'padan info' lists them",
                           arguments->operands[0]);
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_WRITE);
    if (result != EXIT_DONE)
        return result;
    if (padan_memory_undo(memory, batch, &summary, &error) != PADAN_OK)
        result = failure(&error);
    else if (summary.rules > 0)
        message("batch %" PRId64 " (%s) is taken back: the rules of segmentation are as they were before",
                summary.batch, summary.source);
    else if (summary.concepts > 0)
        say_terms(memory, &summary);
    else
        message("batch %" PRId64 " (%s) is taken back: %" PRId64 " units removed, %" PRId64
                " kept because another batch has them, %" PRId64 " restored",
                summary.batch, summary.source, summary.removed, summary.kept, summary.restored);
    padan_memory_close(memory);
    return result;
}

static const struct command_option options[] = { OPTIONS_END };

const struct command command_undo = {
    .name = "undo",
    .summary = "take back what was stored: an import, an alignment, terms, a rule",
    .synopsis = "[BATCH]",
    .arguments =
        "BATCH is a number that 'padan info' lists; without it: the newest. What it added vanishes, unless "
        "another batch has it too; what it replaced comes back.",
    .options = options,
    .operands_min = 0,
    .operands_max = 1,
    .run = run,
};
