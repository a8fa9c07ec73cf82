/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_LEXICON_H
#define ALIGN_LEXICON_H

#include "align/side.h"

struct padan_locales;

/* Where a pair of words is known from. Each has a weight of its own in the model. */
enum padan_evidence {
    PADAN_EVIDENCE_ALIKE,   /* equal words, numbers and marks, cognates, locale data */
    PADAN_EVIDENCE_GIVEN,   /* the caller's lexicon */
    PADAN_EVIDENCE_TERM,    /* the caller's glossary */
    PADAN_EVIDENCE_GENERAL, /* the general lexicon */
    PADAN_EVIDENCE_LEARNED, /* from the texts themselves */
    PADAN_EVIDENCE_COUNT
};

/* Two types that may render each other. */
struct padan_pair {
    uint32_t source, target;
    float forward[PADAN_EVIDENCE_COUNT]; /* p(target | source) by each evidence */
    float backward[PADAN_EVIDENCE_COUNT];
    float held_forward[2], held_backward[2]; /* learned from the one half of the beads, for the other */
    float gain_forward, gain_backward;       /* all of it, as padan_model_weigh combines it */
};

/* The pairs of two texts. A zeroed struct is an empty one. */
struct padan_pairs {
    struct padan_pair *items; /* once sealed: in order of source, target, each pair once */
    size_t count, capacity;
    uint32_t *start;   /* source types + 1: the pairs of each source type */
    uint32_t *targets; /* of the pairs, once sealed: side by side they are searched in fewer cache lines */
};

/* Adds what one evidence says; the greater counts where it was said before. False: no memory. */
bool padan_pairs_add(struct padan_pairs *pairs, size_t source, size_t target, enum padan_evidence evidence,
                     double forward, double backward);

/* Sorts, joins and indexes the pairs. False: no memory. */
bool padan_pairs_seal(struct padan_pairs *pairs, size_t source_types);

/* The number of a pair, or SIZE_MAX. */
size_t padan_pairs_find(const struct padan_pairs *pairs, uint32_t source, uint32_t target);

/* Makes the chances of each word by one evidence add up to 1 at most. */
bool padan_pairs_normalise(struct padan_pairs *pairs, enum padan_evidence evidence, size_t source_types,
                           size_t target_types);

/* Takes away what was learned, and the pairs that rest on nothing else. */
void padan_pairs_forget(struct padan_pairs *pairs);

/* Takes away what one evidence says, and the pairs that rest on nothing else. Nothing is learned yet. False: no memory.
 */
bool padan_pairs_drop(struct padan_pairs *pairs, enum padan_evidence evidence, size_t source_types);

void padan_pairs_free(struct padan_pairs *pairs);

/* Adds what the words themselves show: spelling, value. */
int padan_cognates_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                       struct padan_error *error);
int padan_values_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error);

/*
 * Adds words of two languages in Latin letters that sound alike, however each writes it: club and klub. Not for an
 * alignment, whose weights were learned without them. Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_sounds_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error);

/*
 * Adds what the files of `data`/lexicon (NULL: as installed) know of the two languages. Errors: PADAN_ERROR_SYSTEM,
 * PADAN_ERROR_SYNTAX with file and line, PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
int padan_general_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                      const struct padan_side *target, const char *target_language, const char *data,
                      struct padan_error *error);

/* Adds what the dictionaries of the options know, as the general lexicon. Errors: PADAN_ERROR_ALLOCATION. */
int padan_dictionaries_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                           const struct padan_side *target, const char *target_language,
                           const struct padan_align_options *options, struct padan_error *error);

/* Adds the terms of the options' glossary that both texts have. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
int padan_glossary_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                       const struct padan_side *target, const char *target_language,
                       const struct padan_align_options *options, struct padan_error *error);

/* Adds what the caller's lexicon knows. Errors: PADAN_ERROR_ALLOCATION, or what the lexicon answers. */
int padan_given_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                    const struct padan_lexicon *lexicon, struct padan_error *error);

/* What of all that was told says anything of the words of two texts. */
struct padan_known {
    bool given; /* the caller's lexicon */
    bool terms; /* the caller's glossary */
};

/*
 * Adds all that is known of the words before anything is learned: what they show themselves, locale data, the caller's
 * lexicon and glossary, the general lexicon, dictionaries; sealed, the chances of each evidence adding up to 1 at
 * most. `told` and `locales` (of align/locale.h) may be NULL. Another thread reads the general lexicon meanwhile.
 * Errors: as the functions above.
 */
int padan_known_add(struct padan_pairs *pairs, struct padan_known *told, const struct padan_side *source,
                    const char *source_language, const struct padan_side *target, const char *target_language,
                    const struct padan_align_options *options, struct padan_locales *locales,
                    struct padan_error *error);

#endif
