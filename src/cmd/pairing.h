/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_PAIRING_H
#define CMD_PAIRING_H

#include <padan/memory.h>
#include <padan/output.h>

#include "source.h"

/* A text and one translation of it, aligned. */
struct pairing {
    struct source source, target;
    const char *source_name, *target_name;
    struct padan_alignment alignment;
    struct padan_batch_summary stored; /* all 0 where it was not stored */
};

/* A bead below it wants a look. */
#define CONFIDENCE_DOUBTFUL 0.9
/* A bead below it is more likely wrong than right. */
#define CONFIDENCE_POOR 0.5

struct padan_align_text pairing_source(const struct pairing *pairing);
struct padan_align_text pairing_target(const struct pairing *pairing);

/*
 * Says on stderr how many pairs there are and how many are doubtful, which segments have no counterpart, and whether
 * the languages look swapped or the texts unrelated.
 */
void pairings_say_summary(const struct pairing *pairings, size_t count);

/* The text of some segments of a side as one, white space folded; freed with free(). NULL: see the error. */
char *side_text(const struct source *side, size_t first, size_t count, struct padan_error *error);

/* A format in which alignments are written: one file ends in one of these. */
struct pairing_format {
    const char *name;
    bool takes_several; /* translations of one text */
    int (*write)(const struct pairing *pairings, size_t count, struct padan_output *output, struct padan_error *error);
};

#define PAIRING_FORMATS(X) X(text) X(tsv) X(tmx) X(jsonl) X(html)

const struct pairing_format *pairing_format_named(const char *name);

#endif
