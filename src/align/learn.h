/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_LEARN_H
#define ALIGN_LEARN_H

#include "align/lattice.h"

/* Words of a side of a bead that are learned from; it bounds the cost of a bead. */
#define PADAN_LEARN_WORDS 128

/* A place in a bead where a known pair of words stands. */
struct padan_meeting {
    uint32_t pair;
    uint16_t source, target; /* places of the words in the bead */
};

/* The known pairs of words in one bead. A zeroed struct is an empty one; freed by padan_meetings_free. */
struct padan_meetings {
    struct padan_meeting *items;
    size_t count, capacity;
    size_t source_count, target_count; /* words of the bead */
    const uint32_t *source, *target;   /* the words */
};
bool padan_meetings_find(struct padan_meetings *meetings, const struct padan_pairs *pairs,
                         const struct padan_side *source, const struct padan_side *target,
                         const struct padan_bead *bead);
void padan_meetings_free(struct padan_meetings *meetings);

/* Which half of the beads a bead belongs to when words are learned from the one and weighed by the other. */
static inline size_t padan_bead_half(const struct padan_bead *bead)
{
    return (bead->source / 3) % 2;
}

/* Whether a bead is sure enough to learn words from. */
static inline bool padan_bead_teaches(const struct padan_bead *bead)
{
    return bead->source_count > 0 && bead->target_count > 0 && bead->confidence > 0.9;
}

/*
 * Learns from confident beads how words are rendered: IBM Model 1 (Brown et al. 1993), both
 * ways, and once more from each half of the beads. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_words_learn(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                      const struct padan_bead *beads, size_t count, struct padan_error *error);

/*
 * The same from examples, whose confidence is how much each counts: no halves are learned from apart. A pair of words
 * that stands in a single example is learned where it counts for two.
 */
int padan_words_teach(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                      const struct padan_bead *beads, size_t count, struct padan_error *error);

/* Adds to the counts what the beads show of lengths, paragraphs and words, weighted by their confidence. */
int padan_beads_count(struct padan_counts *counts, const struct padan_view *view, const struct padan_bead *beads,
                      size_t count, struct padan_error *error);

/*
 * Whether the lexicon that was given is one of these texts: the logarithm of the Bayes factor of "it explains more of
 * the words of beads than of segments that stand far apart" against "as much". The model has the lexicon admitted,
 * with weights that do not come from these beads. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_given_judge(double *evidence, const struct padan_view *view, const struct padan_bead *beads, size_t count,
                      struct padan_error *error);

#endif
