/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/reader.h"

#include "base/error.h"
#include "read/line.h"

static int read_lines(struct padan_document *document, const struct padan_read_options *options,
                      struct padan_error *error)
{
    (void)options;
    struct padan_string source = padan_document_text(document);
    struct padan_line line;
    for (size_t at = 0; padan_next_line(&line, source, &at);)
        if (line.start < line.end && !padan_document_add_range(document, PADAN_BLOCK_PARAGRAPH, line.start, line.end))
            return padan_error_allocation(error);
    return PADAN_OK;
}

const struct padan_reader padan_reader_lines = {
    .name = "lines",
    .title = "plain text, one paragraph a line",
    .read = read_lines,
};
