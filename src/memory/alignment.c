/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/hash.h"
#include "memory/batch.h"

static int add_side(struct padan_digest *digest, const struct padan_align_text *side, struct padan_error *error)
{
    char language[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(language, side->language, error);
    if (status != PADAN_OK)
        return status;
    const struct padan_decoded *source = padan_document_source(side->document);
    padan_digest_add(digest, language, strlen(language));
    padan_digest_add(digest, source->data, source->size);
    return PADAN_OK;
}

static int digest_documents(uint8_t out[16], const struct padan_align_text *source,
                            const struct padan_align_text *target, struct padan_error *error)
{
    struct padan_digest *digest = padan_digest_new();
    if (!digest)
        return padan_error_allocation(error);
    padan_digest_add(digest, "align 1", 7);
    int status = add_side(digest, source, error);
    if (status == PADAN_OK)
        status = add_side(digest, target, error);
    padan_digest_write(digest, out);
    padan_digest_free(digest);
    return status;
}

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    return padan_batch_put(context, unit, error);
}

static int store_units(struct padan_memory *memory, const struct padan_batch_options *options,
                       const struct padan_align_text *source, const struct padan_align_text *target,
                       const struct padan_alignment *alignment, struct padan_batch_summary *summary,
                       struct padan_error *error)
{
    struct padan_batch *batch;
    int status = padan_batch_begin(&batch, memory, options, summary, error);
    if (status != PADAN_OK || !batch)
        return status;
    struct padan_unit_sink sink = { put_unit, batch };
    status = padan_alignment_units(alignment, source, target, &sink, error);
    if (status == PADAN_OK)
        return padan_batch_finish(batch, summary, error);
    padan_batch_abandon(batch);
    return status;
}

int padan_memory_store(struct padan_memory *memory, const struct padan_align_text *source,
                       const struct padan_align_text *target, const struct padan_alignment *alignment,
                       struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_buffer name = { 0 };
    if (summary)
        *summary = (struct padan_batch_summary){ 0 };
    int status = digest_documents(options.digest, source, target, error);
    padan_buffer_format(&name, "%s, %s", padan_document_name(source->document), padan_document_name(target->document));
    if (status == PADAN_OK && name.failed)
        status = padan_error_allocation(error);
    if (status == PADAN_OK) {
        options.kind = PADAN_BATCH_ALIGN;
        options.source = name.data;
        status = store_units(memory, &options, source, target, alignment, summary, error);
    }
    padan_buffer_free(&name);
    return status;
}
