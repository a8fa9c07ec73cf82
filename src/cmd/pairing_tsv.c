/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/exchange.h>

#include <stdio.h>
#include <stdlib.h>

#include "pairing.h"

static int put_header(struct padan_output *output, struct padan_error *error)
{
    static const char *const names[] = { "bead", "confidence", "status", "source", "target" };
    struct padan_string cells[sizeof names / sizeof *names];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cells[i] = padan_string(names[i]);
    return padan_tsv_row(output, cells, sizeof names / sizeof *names, error);
}

static int put_bead(const struct pairing *pairing, size_t number, struct padan_output *output,
                    struct padan_error *error)
{
    const struct padan_bead *bead = &pairing->alignment.beads[number];
    char name[24], confidence[PADAN_CONFIDENCE_SIZE];
    char *source = side_text(&pairing->source, bead->source, bead->source_count, error);
    char *target = source ? side_text(&pairing->target, bead->target, bead->target_count, error) : NULL;
    int status = target ? PADAN_OK : (int)error->status;
    snprintf(name, sizeof name, "%zu", number);
    const struct padan_string cells[] = { padan_string(name),
                                          padan_string(padan_confidence_format(confidence, bead->confidence)),
                                          padan_string(padan_unit_status_name(PADAN_UNIT_AUTO)), padan_string(source),
                                          padan_string(target) };
    if (status == PADAN_OK)
        status = padan_tsv_row(output, cells, sizeof cells / sizeof *cells, error);
    free(source);
    free(target);
    return status;
}

static int write_tsv(const struct pairing *pairings, size_t count, struct padan_output *output,
                     struct padan_error *error)
{
    (void)count;
    int status = put_header(output, error);
    for (size_t i = 0; status == PADAN_OK && i < pairings->alignment.count; i++)
        status = put_bead(pairings, i, output, error);
    return status;
}

const struct pairing_format pairing_tsv = { .name = "tsv", .write = write_tsv };
