/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The segments of documents, block by block. */
#include <padan/segment.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"
#include "text/utf8.h"

/* The segments of a document as they grow. */
struct growing {
    struct padan_segments *out;
    size_t capacity;
    struct padan_error *error;
};

static int add_segment(struct growing *growing, size_t block, size_t start, size_t end)
{
    struct padan_segments *out = growing->out;
    if (!padan_vector_reserve(&out->items, &growing->capacity, out->count + 1, sizeof *out->items))
        return padan_error_allocation(growing->error);
    out->items[out->count++] = (struct padan_segment){ block, start, end };
    return PADAN_OK;
}

/* The whole text of a block, without the spaces around it. */
static int take_whole(struct growing *growing, size_t block, struct padan_string utf8)
{
    size_t start = 0, end = 0;
    bool any = false;
    for (size_t at = 0, from = 0; at < utf8.size; from = at) {
        if (padan_is_space(padan_utf8_next(utf8, &at)))
            continue;
        start = any ? start : from;
        end = at;
        any = true;
    }
    return any ? add_segment(growing, block, start, end) : PADAN_OK;
}

static int take_cut(struct growing *growing, struct padan_segmenter *segmenter, size_t block, struct padan_string utf8)
{
    struct padan_segments own;
    int status = padan_segment_text(&own, segmenter, utf8, growing->error);
    for (size_t i = 0; i < own.count && status == PADAN_OK; i++)
        status = add_segment(growing, block, own.items[i].start, own.items[i].end);
    padan_segments_free(&own);
    return status;
}

int padan_segment_document(struct padan_segments *out, struct padan_segmenter *segmenter,
                           const struct padan_document *document, struct padan_error *error)
{
    struct growing growing = { .out = out, .error = error };
    bool segmented = strcmp(padan_document_format(document), "segmented") == 0;
    *out = (struct padan_segments){ 0 };
    if (!segmented && !segmenter)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a document that is not cut yet needs a segmenter");
    int status = PADAN_OK;
    for (size_t i = 0; i < padan_document_block_count(document) && status == PADAN_OK; i++) {
        struct padan_string text = padan_document_block(document, i)->text;
        status = segmented ? take_whole(&growing, i, text) : take_cut(&growing, segmenter, i, text);
    }
    if (status != PADAN_OK)
        padan_segments_free(out);
    return status;
}

struct padan_string padan_segment_view(const struct padan_document *document, const struct padan_segment *segment)
{
    struct padan_string text = padan_document_block(document, segment->block)->text;
    return (struct padan_string){ text.data + segment->start, segment->end - segment->start };
}
