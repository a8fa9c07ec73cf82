/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/memory.h>

#include "interruption.h"
#include "memory.h"
#include "message.h"
#include "meter.h"

static int advance(void *context, int64_t done, int64_t total)
{
    meter_bytes(context, done, total);
    return interruption ? PADAN_ERROR_STOPPED : PADAN_OK;
}

static int run(const struct arguments *arguments)
{
    struct padan_memory *memory;
    struct padan_error error;
    struct meter meter;
    const char *path = arguments->operands[0];
    int result = memory_open(&memory, arguments, 0, PADAN_MEMORY_READ);
    if (result != EXIT_DONE)
        return result;
    meter_begin(&meter, path, NULL);
    catch_signals();
    int status = padan_memory_backup(memory, path, advance, &meter, &error);
    progress_end();
    if (status == PADAN_ERROR_STOPPED)
        message("%s: interrupted; no copy was made", path);
    else if (status != PADAN_OK)
        result = failure(&error);
    else
        message("%s is a copy of %s as it was when this began", path, padan_memory_path(memory));
    padan_memory_close(memory);
    if (status == PADAN_ERROR_STOPPED)
        end_by_signal();
    return result;
}

static const struct command_option options[] = { OPTIONS_END };

const struct command command_backup = {
    .name = "backup",
    .summary = "write a copy of the memory while others use it",
    .synopsis = "FILE",
    .arguments =
        "FILE is a memory like the one it is a copy of; it appears when it is whole, in place of one of that "
        "name.",
    .options = options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run,
};
