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
    struct padan_alignment *alignment;
};

/* A text and all its translations. */
struct pairings {
    struct pairing *items;
    size_t count;
    struct padan_alignment *alignments; /* one for each */
    struct padan_align_text *texts;     /* the source, then each translation */
    struct padan_joint_alignment joint; /* what becomes units, and the rows of tsv */
    double least;                       /* beads below it are no units; 0: all are */
    bool marks_encoding;                /* a byte order mark before tsv */
    struct padan_batch_summary stored;  /* all 0 where it was not stored */
};

/* A bead below it wants a look. */
#define CONFIDENCE_DOUBTFUL 0.9
/* A bead below it is more likely wrong than right. */
#define CONFIDENCE_POOR 0.5

/* What the aligner wants to know of a side. */
struct padan_align_text side_view(const struct source *side);

/*
 * Says on stderr how many pairs there are, how many are doubtful and which, which segments have no counterpart, and
 * whether the languages look swapped or the texts unrelated.
 */
void pairings_say_summary(const struct pairings *pairings);

/* Of one pairing how many segments have a counterpart and how many have none, and those warnings. */
void pairing_say_gist(const struct pairing *pairing);

/* The text of some segments of a side as one, white space folded; freed with free(). NULL: see the error. */
char *side_text(const struct source *side, size_t first, size_t count, struct padan_error *error);

/* A format in which alignments are written: one file ends in one of these. */
struct pairing_format {
    const char *name;
    int (*write)(const struct pairings *pairings, struct padan_output *output, struct padan_error *error);
};

#define PAIRING_FORMATS(X) X(text) X(tsv) X(tmx) X(jsonl) X(html)

const struct pairing_format *pairing_format_named(const char *name);

#endif
