/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "pairing.h"
#include "record.h"

static json_t *numbers(size_t first, size_t count)
{
    json_t *list = json_array();
    for (size_t i = first; i < first + count; i++)
        list = json_added(list, json_integer((json_int_t)i));
    return list;
}

static int put_bead(const struct pairings *pairings, const struct pairing *pairing, size_t number,
                    struct padan_output *output, struct padan_error *error)
{
    struct record record;
    const struct padan_bead *bead = &pairing->alignment->beads[number];
    char *source = side_text(&pairing->source, bead->source, bead->source_count, error);
    char *target = source ? side_text(&pairing->target, bead->target, bead->target_count, error) : NULL;
    int status = target ? PADAN_OK : (int)error->status;
    if (status == PADAN_OK) {
        record_begin(&record);
        record_integer(&record, "bead", (int64_t)number);
        record_set(&record, "source", numbers(bead->source, bead->source_count));
        record_set(&record, "target", numbers(bead->target, bead->target_count));
        record_set(&record, "confidence", json_real(bead->confidence));
        record_text(&record, "source_text", padan_string(source));
        record_text(&record, "target_text", padan_string(target));
        if (bead->confidence < pairings->least)
            record_set(&record, "below", json_true());
        if (pairings->count > 1)
            record_text(&record, "target_language", padan_string(pairing->target.language));
        status = record_put(&record, output, error);
    }
    free(source);
    free(target);
    return status;
}

static int write_jsonl(const struct pairings *pairings, struct padan_output *output, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < pairings->count; i++)
        for (size_t j = 0; status == PADAN_OK && j < pairings->alignments[i].count; j++)
            status = put_bead(pairings, &pairings->items[i], j, output, error);
    return status;
}

const struct pairing_format pairing_jsonl = { .name = "jsonl", .write = write_jsonl };
