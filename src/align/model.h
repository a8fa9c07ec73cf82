/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_MODEL_H
#define ALIGN_MODEL_H

#include "align/lexicon.h"

/* Of the pairs that all evidence is for, what is right: none is surer, since some is wrong for what no evidence shows.
 */
#define PADAN_FORESEEN 0.99

/* The shapes of beads: source segments by target segments. */
struct padan_shape {
    unsigned char source, target;
};
enum { PADAN_SHAPE_COUNT = 12, PADAN_SHAPE_SIDE = 4 };
extern const struct padan_shape padan_shapes[PADAN_SHAPE_COUNT];

/* Steps of a path: a bead of each shape, and the opening of a block that only one side has. */
enum { PADAN_STEP_SOURCE_BLOCK = PADAN_SHAPE_COUNT, PADAN_STEP_TARGET_BLOCK, PADAN_STEP_COUNT };

/* Segments that a block has at least; fewer are beads of an empty side. */
enum { PADAN_BLOCK_LEAST = 3 };

/* How sure an evidence is, by class of word: the chance that it explains a word; what is left is chance. */
struct padan_weights {
    double evidence[PADAN_CLASS_COUNT][PADAN_EVIDENCE_COUNT];
};

/* How the lengths of 1 to 4 segments of a side are spread when nothing is known: log-normal. */
struct padan_spread {
    double mean[PADAN_SHAPE_SIDE + 1], deviation[PADAN_SHAPE_SIDE + 1];
};

/* All that a path's score depends on. All logarithms are natural. */
struct padan_model {
    double prior[PADAN_STEP_COUNT]; /* logarithms of chances that add up to 1 */
    double block_on, block_off; /* logarithms of the chances that a block goes on by one segment, and that it ends */
    double ratio;               /* characters of the target for one of the source */
    double variance;            /* of the length, for each character that is expected */
    struct padan_spread source_spread, target_spread;
    struct padan_weights forward; /* of target words, explained by source words */
    struct padan_weights backward;
    bool present[PADAN_EVIDENCE_COUNT];
    double agreement; /* of paragraph breaks between beads, 0 to 1 */
    double broken;    /* how rarer than elsewhere paragraph breaks are inside beads, 0 to 1 */
    double source_break_rate, target_break_rate;
};

/* What was seen of the model's quantities in weighted beads. */
struct padan_counts {
    double step[PADAN_STEP_COUNT];
    double block_on;                     /* segments by which blocks go on */
    double source_length, target_length; /* characters */
    double square, beads;                /* of the length's deviation, in units of the model's */
    double breaks[2][2];                 /* between beads: in the source, in the target */
    double inside_breaks, inside;        /* inside of beads, and places where they could be */
    double forward[PADAN_CLASS_COUNT][PADAN_EVIDENCE_COUNT + 1];
    double backward[PADAN_CLASS_COUNT][PADAN_EVIDENCE_COUNT + 1];
};

void padan_model_start(struct padan_model *model, const struct padan_side *source, const struct padan_side *target);

/* The ratio of lengths as the anchors of the texts tell it; 0: they do not. */
void padan_model_set_ratio(struct padan_model *model, double ratio);

/* Counts on an evidence from now on. */
void padan_model_admit(struct padan_model *model, enum padan_evidence evidence);

/* No longer counts on it. */
void padan_model_dismiss(struct padan_model *model, enum padan_evidence evidence);

/* Sets the model to the counts, with what is known of texts in general as if it were so many beads or words more. */
void padan_model_learn(struct padan_model *model, const struct padan_counts *counts);

/* Combines the evidence of each pair into the gains by which the lattice scores. */
void padan_model_weigh(const struct padan_model *model, struct padan_pairs *pairs, const struct padan_side *source,
                       const struct padan_side *target);

/* Logarithm of the chance of a side's length by itself. */
double padan_spread_chance(const struct padan_spread *spread, double length, size_t count);

/*
 * Logarithm of the likelihood ratio of two lengths, as of a translation against as of strangers;
 * `alone` is the sum of what padan_spread_chance says of each.
 */
double padan_model_length(const struct padan_model *model, double source, double target, double alone);

/* The same of paragraph breaks at the place where a bead ends, and inside a bead's side. */
double padan_model_junction(const struct padan_model *model, bool source_break, bool target_break);
double padan_model_inside(const struct padan_model *model, double rate, bool is_break);

/* Chance of a type among all words of its side. */
double padan_type_chance(const struct padan_side *side, uint32_t type);

/* The chance that no evidence explains a word. */
double padan_weights_rest(const struct padan_weights *weights, enum padan_word_class class);

#endif
