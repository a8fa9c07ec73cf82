/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_EXAMPLES_H
#define ALIGN_EXAMPLES_H

#include "align/learn.h"

/* Two texts that say the same; the caller owns them. */
struct padan_example {
    struct padan_string source, target;
    double weight; /* what it counts for beside one that is believed as it is; at most .9: not at all */
};

/*
 * What examples teach of the words of two languages: chances of pairs of types, in
 * PADAN_EVIDENCE_LEARNED of each pair. A zeroed struct has learned nothing.
 */
struct padan_taught {
    struct padan_side source, target;
    struct padan_pairs pairs;
};

/*
 * Learns from examples as the aligner does from a text: the same words, the same Model 1. One of a word or two
 * on either side, as the entries of a list of terms are, counts twice, and teaches though it stands alone.
 * Freed by padan_taught_free, also where it fails.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
int padan_examples_learn(struct padan_taught *taught, const struct padan_example *examples, size_t count,
                         const char *source_language, const char *target_language, struct padan_error *error);

/* Words of the two sides that a lexicon was asked for. */
struct padan_asked {
    const struct padan_string *source, *target;
    size_t source_count, target_count;
};

/* Gives what was learned of the words asked for. The languages are those of padan_examples_learn. */
int padan_taught_give(const struct padan_taught *taught, const char *source_language, const char *target_language,
                      const struct padan_asked *asked, void (*found)(void *sink, const struct padan_lexicon_pair *pair),
                      void *sink, struct padan_error *error);

void padan_taught_free(struct padan_taught *taught);

#endif
