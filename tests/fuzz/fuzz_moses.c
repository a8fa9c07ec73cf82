/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two files of lines, which the first line "--" divides; what is written of them must say the same when it is read. */
#include "exchange.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

extern const struct padan_format padan_format_moses;

/* One file for all runs, in memory. */
static const char *companion(const void *data, size_t size)
{
    static char path[32];
    static int file = -1;
    if (file < 0 && ((file = memfd_create("companion", MFD_CLOEXEC)) < 0 ||
                     snprintf(path, sizeof path, "/proc/self/fd/%d", file) < 0))
        abort();
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
        abort();
    return path;
}

struct pair {
    struct padan_buffer source, target;
};

static int convert(struct pair *out, const void *source, size_t source_size, const void *target, size_t target_size,
                   struct padan_exchange_summary *summary)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_writer writer = { .format = &padan_format_moses, .options = { .source = "en", .target = "id" } };
    struct padan_input input;
    struct padan_error error;
    options.format = "moses";
    options.source = "en";
    options.target = "id";
    options.companion = companion(target, target_size);
    writer.options.companion = (struct padan_output *)&writer; /* there is one; it is not written to */
    int opened = padan_input_open_bytes(&input, source, source_size, "fuzz", &options, &error);
    int status = fuzz_give(&writer, &input, opened, summary, &error);
    *out = (struct pair){ writer.buffer, writer.companion };
    return status;
}

static void release(struct pair *pair)
{
    padan_buffer_free(&pair->source);
    padan_buffer_free(&pair->target);
}

static bool same(const struct padan_buffer *one, const struct padan_buffer *other)
{
    return one->size == other->size && memcmp(one->data, other->data, one->size) == 0;
}

/* A text at the start of a file that would be taken for a byte order mark, a ZIP archive or bzip2. */
static bool misleads(const struct padan_buffer *text)
{
    if (text->size >= 10 && memcmp(text->data, "BZh", 3) == 0 && memcmp(text->data + 4, "1AY&SY", 6) == 0)
        return true;
    return (text->size >= 3 && memcmp(text->data, "\xEF\xBB\xBF", 3) == 0) ||
           (text->size >= 4 && (memcmp(text->data, "PK\3\4", 4) == 0 || memcmp(text->data, "PK\5\6", 4) == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_summary summary;
    struct pair first, again;
    const uint8_t *found = size > 0 ? memmem(data, size, "\n--\n", 4) : NULL;
    size_t source = found ? (size_t)(found - data) + 1 : size / 2, target = found ? source + 3 : source;
    convert(&first, data, source, data + target, size - target, &summary);
    int64_t read = summary.read;
    if (first.source.size > 0 && !misleads(&first.source) && !misleads(&first.target)) {
        int status =
            convert(&again, first.source.data, first.source.size, first.target.data, first.target.size, &summary);
        if (status != PADAN_OK || summary.refused != 0 || summary.read != read)
            abort();
        if (!same(&first.source, &again.source) || !same(&first.target, &again.target))
            abort();
        release(&again);
    }
    release(&first);
    return 0;
}
