/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pairing.h"
#include "screen.h"

/* How the beads of one pairing are written. */
struct listing {
    struct screen screen;
    const struct pairing *pairing;
    double least;
    int digits; /* of the highest number */
};

/* "  3  0.87?  ": a doubtful bead has a question mark, one that is left out of the memory a cross. */
static void make_label(char label[64], const struct listing *listing, size_t number, double confidence)
{
    const char *colour = confidence < CONFIDENCE_POOR ? "\033[31m" : "\033[33m";
    bool below = confidence < listing->least, doubtful = below || confidence < CONFIDENCE_DOUBTFUL;
    bool colours = listing->screen.colour && doubtful;
    /* Cut, not rounded, so that what is shown as sure is sure. */
    int hundredths = (int)(confidence * 100);
    snprintf(label, 64, "%*zu  %s%d.%02d%c%s  ", listing->digits, number, colours ? colour : "", hundredths / 100,
             hundredths % 100,
             below      ? 'x'
             : doubtful ? '?'
                        : ' ',
             colours ? "\033[0m" : "");
}

static int put_bead(const struct listing *listing, size_t number, struct padan_error *error)
{
    char label[64];
    const struct pairing *pairing = listing->pairing;
    const struct padan_bead *bead = &pairing->alignment->beads[number];
    int status = PADAN_ERROR_ALLOCATION;
    char *source = NULL, *target = NULL, *left = NULL, *right = NULL;
    make_label(label, listing, number, bead->confidence);
    if ((source = side_text(&pairing->source, bead->source, bead->source_count, error)) &&
        (target = side_text(&pairing->target, bead->target, bead->target_count, error)) &&
        (left = screen_text(padan_string(source), error)) && (right = screen_text(padan_string(target), error)))
        status = screen_put_pair(&listing->screen, label, (size_t)listing->digits + 9, left, right, error);
    else
        status = error->status;
    free(source);
    free(target);
    free(left);
    free(right);
    return status;
}

static int count_digits(size_t number)
{
    int digits = 1;
    for (; number >= 10; number /= 10)
        digits++;
    return digits;
}

static int write_text(const struct pairings *pairings, struct padan_output *output, struct padan_error *error)
{
    struct listing listing = { .screen = screen_of(output), .least = pairings->least };
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < pairings->count; i++) {
        const struct pairing *pairing = listing.pairing = &pairings->items[i];
        size_t count = pairing->alignment->count;
        listing.digits = count_digits(count > 0 ? count - 1 : 0);
        if (i > 0)
            status = padan_output_write(output, "\n", 1, error);
        if (status == PADAN_OK && pairings->count > 1)
            status = padan_output_format(output, error, "%s | %s\n\n", pairing->source_name, pairing->target_name);
        for (size_t j = 0; status == PADAN_OK && j < count; j++)
            status = put_bead(&listing, j, error);
    }
    return status;
}

const struct pairing_format pairing_text = { .name = "text", .write = write_text };
