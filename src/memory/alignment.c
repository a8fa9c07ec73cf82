/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"
#include "base/error.h"
#include "memory/batch.h"

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    return padan_batch_put(context, unit, error);
}

static int store_units(struct padan_memory *memory, const struct padan_batch_options *options,
                       const struct padan_align_text *texts, const struct padan_joint_alignment *joint, double least,
                       struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_batch *batch;
    int status = padan_batch_begin(&batch, memory, options, summary, error);
    if (status != PADAN_OK || !batch)
        return status;
    struct padan_unit_sink sink = { put_unit, batch };
    status = padan_joint_alignment_units(joint, texts, least, &sink, error);
    if (status == PADAN_OK)
        return padan_batch_finish(batch, summary, error);
    padan_batch_abandon(batch);
    return status;
}

int padan_memory_store_joint(struct padan_memory *memory, const struct padan_align_text *texts,
                             const struct padan_joint_alignment *joint, double least,
                             struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_buffer name = { 0 };
    if (summary)
        *summary = (struct padan_batch_summary){ 0 };
    int status = padan_alignment_digest(options.digest, texts, joint->translations + 1, error);
    for (size_t i = 0; i <= joint->translations; i++)
        padan_buffer_format(&name, "%s%s", i > 0 ? ", " : "", padan_document_name(texts[i].document));
    if (status == PADAN_OK && name.failed)
        status = padan_error_allocation(error);
    if (status == PADAN_OK) {
        options.kind = PADAN_BATCH_ALIGN;
        options.source = name.data;
        status = store_units(memory, &options, texts, joint, least, summary, error);
    }
    padan_buffer_free(&name);
    return status;
}

int padan_memory_store(struct padan_memory *memory, const struct padan_align_text *source,
                       const struct padan_align_text *target, const struct padan_alignment *alignment,
                       struct padan_batch_summary *summary, struct padan_error *error)
{
    struct padan_joint_alignment joint;
    const struct padan_align_text texts[] = { *source, *target };
    if (summary)
        *summary = (struct padan_batch_summary){ 0 };
    int status = padan_alignment_join(&joint, alignment, 1, error);
    if (status == PADAN_OK)
        status = padan_memory_store_joint(memory, texts, &joint, 0, summary, error);
    padan_joint_alignment_free(&joint);
    return status;
}
