/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include <inttypes.h>

#include "memory.h"
#include "message.h"
#include "place.h"

static void say(void *context, const struct padan_error *fault)
{
    char text[PADAN_ERROR_MESSAGE_SIZE + PADAN_ERROR_INPUT_SIZE + 64];
    (void)context;
    message("%s", padan_error_format(fault, text, sizeof text));
}

/* Batches that nobody finished are no fault, but worth a word. */
static void say_open(struct padan_memory *memory)
{
    char undo[UNDO_COMMAND_SIZE];
    struct padan_memory_info info;
    struct padan_error error;
    if (padan_memory_info(memory, &info, &error) != PADAN_OK)
        return;
    for (size_t i = 0; i < info.batch_count; i++)
        if (info.batches[i].state[0] == 'o')
            message("%s: batch %" PRId64
                    " (%s) is being written, or was interrupted: importing it again goes on, "
                    "'%s' takes it back",
                    padan_memory_path(memory), info.batches[i].number, info.batches[i].source,
                    undo_command(undo, padan_memory_path(memory), info.batches[i].number));
    padan_memory_info_free(&info);
}

static int check(struct padan_memory *memory)
{
    static const struct padan_reporter reporter = { say, NULL };
    struct padan_error error;
    int64_t faults = 0;
    progress("checking %s", padan_memory_path(memory));
    int status = padan_memory_check(memory, &reporter, &faults, &error);
    progress_end();
    if (status == PADAN_ERROR_CORRUPT && faults == 0) {
        say(NULL, &error);
        return EXIT_NOTHING;
    }
    if (status != PADAN_OK)
        return failure(&error);
    if (faults > 0)
        return EXIT_NOTHING;
    say_open(memory);
    message("%s: no fault found", padan_memory_path(memory));
    return EXIT_DONE;
}

static int run(const struct arguments *arguments)
{
    int result = EXIT_DONE;
    for (size_t i = 0; result <= EXIT_NOTHING && i < memory_count(arguments); i++) {
        struct padan_memory *memory;
        int opened = memory_open(&memory, arguments, i, PADAN_MEMORY_READ);
        int checked = opened == EXIT_DONE ? check(memory) : opened;
        result = checked > result ? checked : result;
        padan_memory_close(memory);
    }
    return result;
}

static const struct command_option options[] = { OPTIONS_END };

const struct command command_check_memory = {
    .name = "check-memory",
    .summary = "look for faults in the memory",
    .synopsis = "",
    .arguments =
        "The file's structure, rows that refer to nothing, hashes, indexes and the journal. Each fault is told "
        "with what to do about it. The exit status is 1 where there is one.",
    .options = options,
    .operands_min = 0,
    .operands_max = 0,
    .run = run,
};
