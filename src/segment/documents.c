/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The segments of documents, block by block. */
#include <padan/segment.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
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
    out->items[out->count++] = (struct padan_segment){ .block = block, .start = start, .end = end };
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

/* Whether a code between two segments goes with the one before it. */
static bool goes_back(const struct padan_code *code, const struct padan_segment_handling *handling)
{
    switch (code->kind) {
    case PADAN_CODE_OPEN:
        return handling->include_start;
    case PADAN_CODE_CLOSE:
        return handling->include_end;
    default:
        return handling->include_isolated;
    }
}

/*
 * Gives each code of a block to one of its segments, in order: what follows a code that goes with the next segment
 * goes there as well. Codes before the first segment and after the last are theirs.
 */
static void give_codes(struct padan_segment *segments, size_t count, const struct padan_block *block,
                       const struct padan_segment_handling *handling)
{
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        const struct padan_segment *next = i + 1 < count ? &segments[i + 1] : NULL;
        segments[i].code_start = at;
        while (at < block->code_count && (!next || block->codes[at].offset < segments[i].end))
            at++;
        while (next && at < block->code_count && block->codes[at].offset <= next->start &&
               goes_back(&block->codes[at], handling))
            at++;
        segments[i].code_end = at;
    }
}

int padan_segment_document(struct padan_segments *out, struct padan_segmenter *segmenter,
                           const struct padan_document *document, struct padan_error *error)
{
    static const struct padan_segment_handling usual = { .include_end = true, .cut_subflows = true };
    struct growing growing = { .out = out, .error = error };
    bool segmented = strcmp(padan_document_format(document), "segmented") == 0;
    *out = (struct padan_segments){ 0 };
    if (!segmented && !segmenter)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a document that is not cut yet needs a segmenter");
    struct padan_segment_handling handling = segmenter ? padan_segmenter_handling(segmenter) : usual;
    int status = PADAN_OK;
    for (size_t i = 0; i < padan_document_block_count(document) && status == PADAN_OK; i++) {
        const struct padan_block *block = padan_document_block(document, i);
        size_t first = out->count;
        status = segmented ? take_whole(&growing, i, block->text) : take_cut(&growing, segmenter, i, block->text);
        if (out->count > first)
            give_codes(out->items + first, out->count - first, block, &handling);
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

int padan_segment_coded(char **out, size_t *out_size, const struct padan_document *document,
                        const struct padan_segment *segment, struct padan_error *error)
{
    const struct padan_block *block = padan_document_block(document, segment->block);
    struct padan_buffer text = { 0 };
    size_t at = segment->start;
    for (size_t i = segment->code_start; i < segment->code_end; i++) {
        size_t offset = block->codes[i].offset;
        offset = offset < at ? at : offset > segment->end ? segment->end : offset;
        padan_buffer_append(&text, block->text.data + at, offset - at);
        padan_utf8_append(&text, 0xFFFC);
        at = offset;
    }
    padan_buffer_append(&text, block->text.data + at, segment->end - at);
    *out_size = text.size;
    *out = padan_buffer_take(&text);
    padan_buffer_free(&text);
    return *out ? PADAN_OK : padan_error_allocation(error);
}
