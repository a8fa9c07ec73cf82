/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A translated document as a table, to be corrected and imported. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include <padan/exchange.h>

#include "base/error.h"
#include "exchange/proposal.h"
#include "translate/translate.h"

enum {
    CELL_SOURCE,
    CELL_TARGET,
    CELL_SOURCE_LANGUAGE,
    CELL_TARGET_LANGUAGE,
    CELL_SCORE,
    CELL_PROPOSAL,
    CELL_CONFIDENCE,
    CELL_STATUS,
    CELL_DOCUMENT,
    CELL_POSITION,
    CELL_COUNT
};

static int put_row(const struct padan_translation *translation, size_t number, struct padan_string source,
                   struct padan_output *output, struct padan_error *error)
{
    const struct padan_segment_found *found = &translation->items[number];
    char score[24], position[24], confidence[PADAN_CONFIDENCE_SIZE] = "";
    bool is_exact = found->score >= PADAN_PROPOSAL_EXACT, is_found = found->score > 0;
    snprintf(score, sizeof score, "%d", (int)(found->score + 1e-9));
    snprintf(position, sizeof position, "%zu", number);
    struct padan_string cells[CELL_COUNT] = {
        [CELL_SOURCE] = source,
        [CELL_TARGET] = is_found ? found->text : padan_string(""),
        [CELL_SOURCE_LANGUAGE] = padan_string(translation->source),
        [CELL_TARGET_LANGUAGE] = padan_string(translation->target),
        [CELL_SCORE] = padan_string(score),
        [CELL_PROPOSAL] = is_found ? found->text : padan_string(""),
        [CELL_STATUS] = padan_string(is_found ? padan_unit_status_name(PADAN_UNIT_AUTO) : ""),
        [CELL_DOCUMENT] = padan_string(padan_document_name(translation->document)),
        [CELL_POSITION] = padan_string(position),
    };
    if (is_exact) {
        cells[CELL_CONFIDENCE] = padan_string(padan_confidence_format(confidence, found->proposals[0].confidence));
        cells[CELL_STATUS] = padan_string(padan_unit_status_name(found->proposals[0].status));
    }
    return padan_tsv_row(output, cells, CELL_COUNT, error);
}

int padan_translation_tsv(const struct padan_translation *translation, struct padan_output *output,
                          const struct padan_reporter *reporter, struct padan_error *error)
{
    static const char *const names[CELL_COUNT] = {
        "source",     "target", "source_language", "target_language", PADAN_PROPOSAL_SCORE, PADAN_PROPOSAL_TEXT,
        "confidence", "status", "document",        "position",
    };
    struct padan_string cells[CELL_COUNT];
    (void)reporter;
    for (size_t i = 0; i < CELL_COUNT; i++)
        cells[i] = padan_string(names[i]);
    int status = padan_tsv_row(output, cells, CELL_COUNT, error);
    for (size_t i = 0; i < translation->segments->count && status == PADAN_OK; i++) {
        struct padan_string view = padan_segment_view(translation->document, &translation->segments->items[i]);
        char *source = NULL;
        size_t size = 0;
        status = padan_text_fold_space(&source, &size, view, error);
        if (status == PADAN_OK)
            status = put_row(translation, i, (struct padan_string){ source, size }, output, error);
        free(source);
    }
    return status;
}
