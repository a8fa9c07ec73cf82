/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_LIKENESS_H
#define ALIGN_LIKENESS_H

#include "align/lattice.h"

/*
 * How much more likely each source segment and the target segment beside it are as translations of each other than as
 * strangers: the logarithm of the likelihood ratio by the aligner's model, with what the pairs themselves teach. Time
 * is linear in the text. Errors: as padan_align.
 */
int padan_likeness(double *likeness, const struct padan_align_segment *source, const char *source_language,
                   const struct padan_align_segment *target, const char *target_language, size_t count,
                   const struct padan_align_options *options, struct padan_error *error);

/* Makes words of which the pairs know something classes of their own, by the evidence that the model counts on. */
void padan_types_classify(struct padan_side *source, struct padan_side *target, const struct padan_pairs *pairs,
                          const struct padan_model *model);

#endif
