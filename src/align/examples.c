/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/examples.h"

#include <stdlib.h>

#include "base/error.h"

/* A text of at most so many words is a term rather than a sentence. */
enum { TERM_WORDS = 2 };

static const double term_weight = 2;

static int cut_side(struct padan_side *side, const struct padan_example *examples, size_t count, bool is_target,
                    const char *language, struct padan_error *error)
{
    struct padan_align_segment *segments = calloc(count + 1, sizeof *segments);
    if (!segments)
        return padan_error_allocation(error);
    for (size_t i = 0; i < count; i++)
        segments[i].text = is_target ? examples[i].target : examples[i].source;
    int status = padan_side_make(side, segments, count, language, NULL, NULL, error);
    free(segments);
    return status;
}

static bool is_term(const struct padan_taught *taught, size_t number)
{
    return padan_side_words(&taught->source, number, number + 1) <= TERM_WORDS &&
           padan_side_words(&taught->target, number, number + 1) <= TERM_WORDS;
}

static int learn(struct padan_taught *taught, const struct padan_example *examples, size_t count,
                 struct padan_error *error)
{
    struct padan_bead *beads = calloc(count + 1, sizeof *beads);
    if (!beads)
        return padan_error_allocation(error);
    for (size_t i = 0; i < count; i++) {
        double weight = examples[i].weight * (is_term(taught, i) ? term_weight : 1);
        beads[i] = (struct padan_bead){ i, 1, i, 1, examples[i].weight > 0.9 ? weight : 0 };
    }
    int status = padan_words_teach(&taught->pairs, &taught->source, &taught->target, beads, count, error);
    free(beads);
    return status;
}

int padan_examples_learn(struct padan_taught *taught, const struct padan_example *examples, size_t count,
                         const char *source_language, const char *target_language, struct padan_error *error)
{
    *taught = (struct padan_taught){ 0 };
    int status = cut_side(&taught->source, examples, count, false, source_language, error);
    if (status == PADAN_OK)
        status = cut_side(&taught->target, examples, count, true, target_language, error);
    return status == PADAN_OK ? learn(taught, examples, count, error) : status;
}

void padan_taught_free(struct padan_taught *taught)
{
    padan_side_free(&taught->source);
    padan_side_free(&taught->target);
    padan_pairs_free(&taught->pairs);
}

/* The words asked for of one side, by type: several forms may be of one. */
struct by_type {
    uint32_t *first; /* by type: a word + 1, or 0 */
    uint32_t *next;  /* by word: another word of its type + 1, or 0 */
};

static int sort_words(struct by_type *out, const struct padan_side *side, const char *language,
                      const struct padan_string *words, size_t count, struct padan_error *error)
{
    struct padan_stemmer *stemmer = NULL;
    int status = padan_stemmer_new(&stemmer, language, error);
    if (status != PADAN_OK)
        return status;
    out->first = calloc(side->types.count + 1, sizeof *out->first);
    out->next = calloc(count + 1, sizeof *out->next);
    if (!out->first || !out->next)
        status = padan_error_allocation(error);
    for (size_t i = count; status == PADAN_OK && i-- > 0;) {
        struct padan_string stem = padan_side_stem(stemmer, words[i]);
        size_t type = stem.data ? padan_side_type_of(side, words[i], stem) : PADAN_TABLE_NONE;
        if (!stem.data)
            status = padan_error_allocation(error);
        if (type == PADAN_TABLE_NONE)
            continue;
        out->next[i] = out->first[type];
        out->first[type] = (uint32_t)i + 1;
    }
    padan_stemmer_free(stemmer);
    return status;
}

static void free_words(struct by_type *words)
{
    free(words->first);
    free(words->next);
}

static void give_pair(const struct padan_pair *pair, const struct by_type *source, const struct by_type *target,
                      void (*found)(void *sink, const struct padan_lexicon_pair *pair), void *sink)
{
    double forward = pair->forward[PADAN_EVIDENCE_LEARNED], backward = pair->backward[PADAN_EVIDENCE_LEARNED];
    if (forward <= 0 && backward <= 0)
        return;
    for (uint32_t i = source->first[pair->source]; i > 0; i = source->next[i - 1])
        for (uint32_t k = target->first[pair->target]; k > 0; k = target->next[k - 1])
            found(sink, &(struct padan_lexicon_pair){ i - 1, k - 1, forward, backward });
}

int padan_taught_give(const struct padan_taught *taught, const char *source_language, const char *target_language,
                      const struct padan_asked *asked, void (*found)(void *sink, const struct padan_lexicon_pair *pair),
                      void *sink, struct padan_error *error)
{
    struct by_type source = { 0 }, target = { 0 };
    int status = sort_words(&source, &taught->source, source_language, asked->source, asked->source_count, error);
    if (status == PADAN_OK)
        status = sort_words(&target, &taught->target, target_language, asked->target, asked->target_count, error);
    for (size_t i = 0; status == PADAN_OK && i < taught->pairs.count; i++)
        give_pair(&taught->pairs.items[i], &source, &target, found, sink);
    free_words(&source);
    free_words(&target);
    return status;
}
