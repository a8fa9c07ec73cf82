/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/align.h>

#include <stdlib.h>

#include "base/error.h"

/* The segments of a document as the aligner sees them; freed with free(). NULL: no memory. */
static struct padan_align_segment *view_segments(const struct padan_align_text *text)
{
    const struct padan_segments *segments = text->segments;
    struct padan_align_segment *views = calloc(segments->count + 1, sizeof *views);
    for (size_t i = 0; views && i < segments->count; i++) {
        const struct padan_segment *segment = &segments->items[i];
        views[i].text = padan_segment_view(text->document, segment);
        views[i].paragraph = padan_document_paragraph(text->document, segment->block);
        views[i].kind = padan_document_block(text->document, segment->block)->kind;
    }
    return views;
}

int padan_align_documents(struct padan_alignment *out, const struct padan_align_text *source,
                          const struct padan_align_text *target, const struct padan_align_options *options,
                          struct padan_error *error)
{
    *out = (struct padan_alignment){ 0 };
    struct padan_align_segment *sources = view_segments(source), *targets = view_segments(target);
    int status = PADAN_OK;
    if (sources && targets)
        status = padan_align(out, sources, source->segments->count, source->language, targets, target->segments->count,
                             target->language, options, error);
    else
        status = padan_error_allocation(error);
    free(sources);
    free(targets);
    return status;
}
