/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sides that do not look like translations of each other, by the aligner's model. */
#include <math.h>

#include "align/likeness.h"
#include "check/checking.h"

/* Below this logarithm of the likelihood ratio the sides are strangers; a little below 0, which chance reaches. */
static const double least = -0.5;

int padan_check_align(double *likeness, const struct padan_align_segment *source,
                      const struct padan_align_segment *target, size_t count, const struct padan_check_pair *pair,
                      const char *data, struct padan_error *error)
{
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    options.data = data;
    return padan_likeness(likeness, source, pair->languages[PADAN_SOURCE].tag, target,
                          pair->languages[PADAN_TARGET].tag, count, &options, error);
}

int padan_check_misaligned(struct padan_checking *checking, struct padan_error *error)
{
    const struct padan_check_span nowhere = { 0, 0 };
    if (isnan(checking->likeness) || checking->likeness > least)
        return PADAN_OK;
    return padan_check_report(checking, nowhere, nowhere, error,
                              "the sides do not look like translations of each other (%.1f)", checking->likeness);
}
