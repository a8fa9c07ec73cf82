/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pairing.h"
#include "screen.h"

enum { LABEL_WIDTH = 7 };

/* "0.87?  ": a doubtful bead has the question mark. */
static void make_label(char label[32], const struct screen *screen, double confidence)
{
    const char *colour = confidence < CONFIDENCE_POOR ? "\033[31m" : "\033[33m";
    bool doubtful = confidence < CONFIDENCE_DOUBTFUL;
    bool colours = screen->colour && doubtful;
    /* Cut, not rounded, so that what is shown as sure is sure. */
    int hundredths = (int)(confidence * 100);
    snprintf(label, 32, "%s%d.%02d%c%s  ", colours ? colour : "", hundredths / 100, hundredths % 100,
             doubtful ? '?' : ' ', colours ? "\033[0m" : "");
}

static int put_bead(const struct screen *screen, const struct pairing *pairing, const struct padan_bead *bead,
                    struct padan_error *error)
{
    char label[32];
    int status = PADAN_ERROR_ALLOCATION;
    char *source = NULL, *target = NULL, *left = NULL, *right = NULL;
    make_label(label, screen, bead->confidence);
    if ((source = side_text(&pairing->source, bead->source, bead->source_count, error)) &&
        (target = side_text(&pairing->target, bead->target, bead->target_count, error)) &&
        (left = screen_text(padan_string(source), error)) && (right = screen_text(padan_string(target), error)))
        status = screen_put_pair(screen, label, LABEL_WIDTH, left, right, error);
    else
        status = error->status;
    free(source);
    free(target);
    free(left);
    free(right);
    return status;
}

static int write_text(const struct pairing *pairings, size_t count, struct padan_output *output,
                      struct padan_error *error)
{
    struct screen screen = screen_of(output);
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        const struct pairing *pairing = &pairings[i];
        if (i > 0)
            status = padan_output_write(output, "\n", 1, error);
        if (status == PADAN_OK && count > 1)
            status = padan_output_format(output, error, "%s | %s\n\n", pairing->source_name, pairing->target_name);
        for (size_t j = 0; status == PADAN_OK && j < pairing->alignment.count; j++)
            status = put_bead(&screen, pairing, &pairing->alignment.beads[j], error);
    }
    return status;
}

const struct pairing_format pairing_text = { .name = "text", .takes_several = true, .write = write_text };
