/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where segments and codes stand in the source of their document. */
#include "translate/translate.h"

/* Whether the text of a block is a part of the source as it stands. */
static bool is_part(const struct padan_decoded *source, struct padan_string text)
{
    return text.data >= source->data && text.data <= source->data + source->size;
}

/* The run that holds a byte of the block's text; NULL where none does. */
static const struct padan_run *run_at(const struct padan_block *block, size_t offset)
{
    size_t low = 0, high = block->run_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (block->runs[middle].offset + block->runs[middle].size <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low < block->run_count && block->runs[low].offset <= offset ? &block->runs[low] : NULL;
}

bool padan_segment_range(struct padan_range *out, const struct padan_document *document,
                         const struct padan_segment *segment)
{
    const struct padan_block *block = padan_document_block(document, segment->block);
    const struct padan_decoded *source = padan_document_source(document);
    if (block->run_count == 0 && is_part(source, block->text)) {
        size_t base = (size_t)(block->text.data - source->data);
        *out = (struct padan_range){ base + segment->start, base + segment->end };
        return true;
    }
    const struct padan_run *first = run_at(block, segment->start), *last = run_at(block, segment->end - 1);
    if (!first || !last)
        return false;
    out->start = first->source + (first->size == first->source_size ? segment->start - first->offset : 0);
    out->end = last->source + (last->size == last->source_size ? segment->end - last->offset : last->source_size);
    return true;
}

struct padan_range padan_code_range(const struct padan_document *document, const struct padan_code *code)
{
    const struct padan_decoded *source = padan_document_source(document);
    if (code->data.size == 0 || !is_part(source, code->data))
        return (struct padan_range){ 0, 0 };
    size_t start = (size_t)(code->data.data - source->data);
    return (struct padan_range){ start, start + code->data.size };
}
