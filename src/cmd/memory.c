/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory.h"

#include <inttypes.h>

#include "message.h"
#include "place.h"

size_t memory_count(const struct arguments *arguments)
{
    size_t count = option_count(arguments, OPTION_MEMORY);
    return count > 0 ? count : 1;
}

int memory_open(struct padan_memory **memory, const struct arguments *arguments, size_t number,
                enum padan_memory_mode mode)
{
    char place[PATH_MAX];
    struct padan_error error;
    *memory = NULL;
    const char *path = memory_path(place, arguments, number);
    if (!path)
        return EXIT_USAGE;
    return padan_memory_open(memory, path, mode, &error) == PADAN_OK ? EXIT_DONE : failure(&error);
}

int memory_spare(const struct arguments *arguments)
{
    if (!option_given(arguments, OPTION_OUTPUT))
        return EXIT_DONE;
    for (size_t i = 0; i < memory_count(arguments); i++) {
        char place[PATH_MAX];
        const char *path = memory_if_any(place, arguments, i);
        if (path && is_output(arguments, path))
            return usage_error(arguments->command, "-o %s would replace the memory; name another file",
                               option_value(arguments, OPTION_OUTPUT));
    }
    return EXIT_DONE;
}

void memory_say_summary(const char *what, const char *path, const struct padan_batch_summary *summary)
{
    char undo[UNDO_COMMAND_SIZE];
    if (summary->same_source) {
        message("%s: is stored in %s already; nothing was added", what, path);
        return;
    }
    message("%s: %" PRId64 " read, %" PRId64 " added to %s, %" PRId64 " there already, %" PRId64 " replaced", what,
            summary->read, summary->added, path, summary->already, summary->replaced);
    if (summary->resumed > 0)
        message("%s: %" PRId64 " of these %s stored before the import was interrupted", what, summary->resumed,
                noun(summary->resumed, "was", "were"));
    if (summary->conflicts > 0)
        message("%s: %" PRId64 " %s a source that was stored with another target: %" PRId64 " left out, %" PRId64
                " stored %s replaced",
                what, summary->conflicts, noun(summary->conflicts, "has", "have"), summary->kept, summary->replaced,
                noun(summary->replaced, "unit", "units"));
    if (summary->refused > 0)
        message("%s: %" PRId64 " refused", what, summary->refused);
    if (summary->proposed > 0)
        message("%s: %" PRId64 " passed over, which %s that nobody has changed or agreed to", what, summary->proposed,
                noun(summary->proposed, "is a proposal", "are proposals"));
    if (summary->unasked > 0)
        message("%s: %" PRId64 " %s not in the languages asked for", what, summary->unasked,
                noun(summary->unasked, "unit passed over, which is", "units passed over, which are"));
    if (summary->unasked_variants > 0)
        message("%s: %" PRId64 " %s left out of units", what, summary->unasked_variants,
                noun(summary->unasked_variants, "text in another language", "texts in other languages"));
    if (summary->batch > 0)
        message("%s: this is batch %" PRId64 "; '%s' takes it back", what, summary->batch,
                undo_command(undo, path, summary->batch));
}
