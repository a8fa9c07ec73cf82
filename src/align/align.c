/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/align.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/learn.h"
#include "align/likeness.h"
#include "base/error.h"

/* Passes that weigh what words look like, and passes that learn words from the text. */
enum { PLAIN_PASSES = 2, PASSES = 4 };

struct aligner {
    struct padan_side source, target;
    struct padan_pairs pairs;
    struct padan_model model;
    struct padan_corridor corridor;
    struct padan_lattice lattice;
    struct padan_alignment result;
    bool is_given;  /* the caller's lexicon knows some of the words */
    bool has_terms; /* the caller's glossary has some that both texts have */
};

static struct padan_view view_of(struct aligner *aligner)
{
    return (struct padan_view){ &aligner->source, &aligner->target, &aligner->pairs, &aligner->model,
                                &aligner->corridor };
}

/* Whether a kind of evidence says something of a pair. */
static bool says(const struct padan_pair *pair, enum padan_evidence evidence)
{
    return pair->forward[evidence] > 0 || pair->backward[evidence] > 0;
}

/* The class of a word by what is known of a pair that it is in, and counted on; what is known better counts. */
static void classify_type(unsigned char *class, const struct padan_pair *pair, const bool counted[PADAN_EVIDENCE_COUNT])
{
    bool kin = says(pair, PADAN_EVIDENCE_ALIKE) || says(pair, PADAN_EVIDENCE_GENERAL);
    bool open = *class == PADAN_CLASS_WORD || *class == PADAN_CLASS_TAUGHT;
    if (counted[PADAN_EVIDENCE_TERM] && says(pair, PADAN_EVIDENCE_TERM) &&
        (open || *class == PADAN_CLASS_GIVEN || *class == PADAN_CLASS_KIN))
        *class = PADAN_CLASS_TERM;
    else if (kin && (open || *class == PADAN_CLASS_GIVEN))
        *class = PADAN_CLASS_KIN;
    else if (counted[PADAN_EVIDENCE_GIVEN] && says(pair, PADAN_EVIDENCE_GIVEN) && open)
        *class = PADAN_CLASS_GIVEN;
    else if (*class == PADAN_CLASS_WORD && says(pair, PADAN_EVIDENCE_LEARNED))
        *class = PADAN_CLASS_TAUGHT;
}

static void forget_classes(struct padan_side *side)
{
    for (size_t type = 0; type < side->types.count; type++) {
        if (side->classes[type] == PADAN_CLASS_TAUGHT || side->classes[type] == PADAN_CLASS_GIVEN)
            side->classes[type] = PADAN_CLASS_WORD;
    }
}

/* Words that something is known of are classes of their own, since they can be expected to be met; others say nothing.
 */
void padan_types_classify(struct padan_side *source, struct padan_side *target, const struct padan_pairs *pairs,
                          const struct padan_model *model)
{
    forget_classes(source);
    forget_classes(target);
    for (size_t i = 0; i < pairs->count; i++) {
        const struct padan_pair *pair = &pairs->items[i];
        classify_type(&source->classes[pair->source], pair, model->present);
        classify_type(&target->classes[pair->target], pair, model->present);
    }
}

static void classify(struct aligner *aligner)
{
    padan_types_classify(&aligner->source, &aligner->target, &aligner->pairs, &aligner->model);
}

static int gather_pairs(struct aligner *aligner, const char *source_language, const char *target_language,
                        const struct padan_align_options *options, struct padan_error *error)
{
    struct padan_known known;
    int status = padan_known_add(&aligner->pairs, &known, &aligner->source, source_language, &aligner->target,
                                 target_language, options, NULL, error);
    if (status != PADAN_OK)
        return status;
    aligner->is_given = known.given;
    aligner->has_terms = known.terms;
    padan_model_admit(&aligner->model, PADAN_EVIDENCE_GENERAL);
    classify(aligner);
    return PADAN_OK;
}

/* One pass: beads and their confidence by the model as it is. */
static int run_pass(struct aligner *aligner, struct padan_error *error)
{
    struct padan_view view = view_of(aligner);
    padan_alignment_free(&aligner->result);
    padan_lattice_free(&aligner->lattice);
    padan_model_weigh(&aligner->model, &aligner->pairs, &aligner->source, &aligner->target);
    int status = padan_lattice_make(&aligner->lattice, &view, error);
    if (status == PADAN_OK)
        status = padan_lattice_decode(&aligner->result.beads, &aligner->result.count, &aligner->lattice, &view, error);
    return status;
}

/* What the lexicon says is forgotten, so that nothing is learned of its pairs either. */
static int drop_given(struct aligner *aligner, struct padan_error *error)
{
    aligner->is_given = false;
    bool done = padan_pairs_drop(&aligner->pairs, PADAN_EVIDENCE_GIVEN, aligner->source.types.count);
    return done ? PADAN_OK : padan_error_allocation(error);
}

/*
 * A lexicon is weighed first by beads that it did not make, so that it does not confirm itself. One that explains no
 * more of them than of strangers is of other texts, or wrong: it is left out, and after the `last` trial dropped.
 */
static int try_given(struct aligner *aligner, bool last, struct padan_error *error)
{
    struct padan_view view = view_of(aligner);
    double evidence = 0;
    padan_model_admit(&aligner->model, PADAN_EVIDENCE_GIVEN);
    classify(aligner);
    int status = padan_given_judge(&evidence, &view, aligner->result.beads, aligner->result.count, error);
    if (status != PADAN_OK || evidence >= 0)
        return status;
    padan_model_dismiss(&aligner->model, PADAN_EVIDENCE_GIVEN);
    if (last)
        status = drop_given(aligner, error);
    classify(aligner);
    return status;
}

/* Sets the model by what the last pass found, and narrows the corridor. */
static int learn(struct aligner *aligner, bool words, struct padan_error *error)
{
    struct padan_view view = view_of(aligner);
    struct padan_corridor narrow;
    struct padan_counts counts = { 0 };
    memcpy(counts.step, aligner->lattice.step, sizeof counts.step);
    counts.block_on = aligner->lattice.block_on;
    int status = padan_lattice_narrow(&narrow, &aligner->lattice, &view, error);
    padan_lattice_free(&aligner->lattice);
    padan_corridor_free(&aligner->corridor);
    aligner->corridor = narrow;
    if (status == PADAN_OK && aligner->is_given && !aligner->model.present[PADAN_EVIDENCE_GIVEN])
        status = try_given(aligner, words, error);
    if (status == PADAN_OK && words) {
        status = padan_words_learn(&aligner->pairs, &aligner->source, &aligner->target, aligner->result.beads,
                                   aligner->result.count, error);
        padan_model_admit(&aligner->model, PADAN_EVIDENCE_LEARNED);
    }
    /* Weighed first by beads that were found without them, so that they do not confirm themselves. */
    if (aligner->has_terms)
        padan_model_admit(&aligner->model, PADAN_EVIDENCE_TERM);
    if (words || aligner->has_terms)
        classify(aligner);
    if (status == PADAN_OK)
        status = padan_beads_count(&counts, &view, aligner->result.beads, aligner->result.count, error);
    if (status == PADAN_OK)
        padan_model_learn(&aligner->model, &counts);
    return status;
}

/*
 * Share of the characters that stand in beads of both sides, weighted by their confidence and by the evidence that
 * there is for the whole: the likelihood ratio of a segment, on average over all paths, of which unrelated texts have
 * less than one.
 */
static double measure_fit(const struct aligner *aligner)
{
    const double steepness = 4;
    const struct padan_side *source = &aligner->source, *target = &aligner->target;
    double joined = 0, all = source->length[source->count] + target->length[target->count];
    for (size_t i = 0; i < aligner->result.count; i++) {
        const struct padan_bead *bead = &aligner->result.beads[i];
        if (bead->source_count == 0 || bead->target_count == 0)
            continue;
        joined += bead->confidence * (padan_side_length(source, bead->source, bead->source + bead->source_count) +
                                      padan_side_length(target, bead->target, bead->target + bead->target_count));
    }
    double evidence = aligner->lattice.total / (double)(source->count + target->count);
    return all > 0 ? joined / PADAN_FORESEEN / all / (1 + exp(-steepness * evidence)) : 0;
}

/*
 * The lattice takes the texts for translations of each other. That they are is a hypothesis too: its odds are the
 * likelihood ratio of all paths, against strangers. Long texts leave no doubt, one or two sentences do.
 */
static void weigh_strangers(struct padan_alignment *result, double total)
{
    const double least_evidence = 2; /* what unrelated sentences reach by chance */
    double related = 1 / (1 + exp(least_evidence - total));
    for (size_t i = 0; i < result->count; i++) {
        struct padan_bead *bead = &result->beads[i];
        bool joins = bead->source_count > 0 && bead->target_count > 0;
        bead->confidence = PADAN_FORESEEN * (related * bead->confidence + (joins ? 0 : 1 - related));
    }
}

static int make_corridor(struct aligner *aligner, struct padan_error *error)
{
    struct padan_anchors anchors;
    struct padan_view view = view_of(aligner);
    int status = padan_anchors_find(&anchors, &aligner->source, &aligner->target, &aligner->pairs, error);
    if (status == PADAN_OK) {
        padan_model_set_ratio(&aligner->model, padan_anchors_ratio(&anchors, &aligner->source, &aligner->target));
        padan_model_weigh(&aligner->model, &aligner->pairs, &aligner->source, &aligner->target);
        status = padan_corridor_make(&aligner->corridor, &view, &anchors, error);
    }
    padan_anchors_free(&anchors);
    return status;
}

static int align(struct aligner *aligner, struct padan_error *error)
{
    int status = make_corridor(aligner, error);
    for (int pass = 0; status == PADAN_OK && pass < PASSES; pass++) {
        if (pass > 0)
            status = learn(aligner, pass >= PLAIN_PASSES, error);
        if (status == PADAN_OK)
            status = run_pass(aligner, error);
    }
    if (status == PADAN_OK) {
        weigh_strangers(&aligner->result, aligner->lattice.total);
        aligner->result.fit = measure_fit(aligner);
    }
    return status;
}

/* Both sides, with the values that both say. */
static int make_sides(struct aligner *aligner, const struct padan_align_segment *source, size_t source_count,
                      const char *source_language, const struct padan_align_segment *target, size_t target_count,
                      const char *target_language, struct padan_error *error)
{
    struct padan_text_values left = { 0 }, right = { 0 };
    int status = padan_text_values_find(&left, source, source_count, source_language, NULL, error);
    if (status == PADAN_OK)
        status = padan_text_values_find(&right, target, target_count, target_language, NULL, error);
    if (status == PADAN_OK)
        status = padan_side_make(&aligner->source, source, source_count, source_language, &left, &right, error);
    if (status == PADAN_OK)
        status = padan_side_make(&aligner->target, target, target_count, target_language, &right, &left, error);
    padan_text_values_free(&left);
    padan_text_values_free(&right);
    return status;
}

int padan_align(struct padan_alignment *out, const struct padan_align_segment *source, size_t source_count,
                const char *source_language, const struct padan_align_segment *target, size_t target_count,
                const char *target_language, const struct padan_align_options *options, struct padan_error *error)
{
    struct aligner aligner = { 0 };
    *out = (struct padan_alignment){ 0 };
    int status =
        make_sides(&aligner, source, source_count, source_language, target, target_count, target_language, error);
    if (status == PADAN_OK) {
        padan_model_start(&aligner.model, &aligner.source, &aligner.target);
        status = gather_pairs(&aligner, source_language, target_language, options, error);
    }
    if (status == PADAN_OK)
        status = align(&aligner, error);
    if (status == PADAN_OK) {
        *out = aligner.result;
        aligner.result = (struct padan_alignment){ 0 };
    }
    padan_alignment_free(&aligner.result);
    padan_lattice_free(&aligner.lattice);
    padan_corridor_free(&aligner.corridor);
    padan_pairs_free(&aligner.pairs);
    padan_side_free(&aligner.source);
    padan_side_free(&aligner.target);
    return status;
}

void padan_alignment_free(struct padan_alignment *alignment)
{
    if (!alignment)
        return;
    free(alignment->beads);
    *alignment = (struct padan_alignment){ 0 };
}
