/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_LINKS_H
#define ALIGN_LINKS_H

#include "align/examples.h"

struct padan_locales;

/* Which words of pairs of texts render each other, learned from these pairs. One thread at a time, which makes another
 * for a while. */
struct padan_linker;

/*
 * Learns from pairs of texts that say the same, weighted by how far each is believed; `options` as for padan_align.
 * `locales` (of align/locale.h) may be NULL. The texts must live as long as the linker. Time and memory grow with the
 * product of the words of both sides of a pair, of which PADAN_LEARN_WORDS a side count. Errors: PADAN_ERROR_LANGUAGE,
 * PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION, or what the lexicon answers. Source: IBM Model 1 (Brown et al. 1993)
 * with a prior of the diagonal (Dyer, Chahuneau, Smith 2013), both directions learning from where they agree (Liang,
 * Taskar, Klein 2006).
 */
int padan_linker_new(struct padan_linker **out, const struct padan_example *examples, size_t count,
                     const char *source_language, const char *target_language,
                     const struct padan_align_options *options, struct padan_locales *locales,
                     struct padan_error *error);
void padan_linker_free(struct padan_linker *linker);

/* The words of one pair and the chances of their links. */
struct padan_links {
    const struct padan_place *source, *target;   /* where the words stand; they belong to the linker */
    const uint32_t *source_types, *target_types; /* likewise */
    size_t source_count, target_count;
    float *forward;  /* [target word * source_count + source word]: chance that the target word comes from it */
    float *backward; /* the same: chance that the source word comes from the target word */
    float *forward_none, *backward_none; /* chance that a target word, and a source word, comes from no word */
};

/* The links of an example; freed by padan_links_free. Errors: PADAN_ERROR_ALLOCATION. */
int padan_linker_links(const struct padan_linker *linker, size_t example, struct padan_links *out,
                       struct padan_error *error);
void padan_links_free(struct padan_links *links);

#endif
