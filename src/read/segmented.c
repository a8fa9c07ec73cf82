/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/reader.h"

#include <strings.h>

#include "base/error.h"
#include "base/vector.h"
#include "read/line.h"

/* An empty line, or "<p>" as aligners write it. */
static bool ends_paragraph(struct padan_string source, const struct padan_line *line)
{
    size_t size = line->end - line->start;
    return size == 0 || (size == 3 && strncasecmp(source.data + line->start, "<p>", 3) == 0);
}

static bool add_segment(struct padan_document *document, const struct padan_line *line, size_t paragraph)
{
    if (!padan_vector_reserve(&document->paragraphs, &document->paragraphs_capacity, document->count + 1,
                              sizeof *document->paragraphs))
        return false;
    document->paragraphs[document->count] = paragraph;
    return padan_document_add_range(document, PADAN_BLOCK_PARAGRAPH, line->start, line->end) != NULL;
}

static int read_segmented(struct padan_document *document, const struct padan_read_options *options,
                          struct padan_error *error)
{
    (void)options;
    struct padan_string source = padan_document_text(document);
    struct padan_line line;
    size_t paragraph = 0;
    bool open = false;
    for (size_t at = 0; padan_next_line(&line, source, &at);) {
        if (ends_paragraph(source, &line)) {
            paragraph += open;
            open = false;
            continue;
        }
        if (!add_segment(document, &line, paragraph))
            return padan_error_allocation(error);
        open = true;
    }
    return PADAN_OK;
}

const struct padan_reader padan_reader_segmented = {
    .name = "segmented",
    .title = "plain text, one segment a line",
    .read = read_segmented,
};
