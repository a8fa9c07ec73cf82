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

/* `language` tells the translations of one text apart; NULL where there is one. */
static int put_bead(const struct pairing *pairing, size_t number, const char *language, struct padan_output *output,
                    struct padan_error *error)
{
    struct record record;
    const struct padan_bead *bead = &pairing->alignment.beads[number];
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
        if (language)
            record_text(&record, "target_language", padan_string(language));
        status = record_put(&record, output, error);
    }
    free(source);
    free(target);
    return status;
}

static int write_jsonl(const struct pairing *pairings, size_t count, struct padan_output *output,
                       struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < count; i++) {
        const char *language = count > 1 ? pairings[i].target.language : NULL;
        for (size_t j = 0; status == PADAN_OK && j < pairings[i].alignment.count; j++)
            status = put_bead(&pairings[i], j, language, output, error);
    }
    return status;
}

const struct pairing_format pairing_jsonl = { .name = "jsonl", .takes_several = true, .write = write_jsonl };
