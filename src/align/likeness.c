/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/likeness.h"

#include <stdlib.h>

#include "align/learn.h"
#include "base/error.h"

/* Pairs are believed as beads are; those that are wrong are few among many. */
static const double belief = 0.95;
/* Fewer pairs teach no words. */
enum { LEAST_TO_LEARN = 20 };

struct weighing {
    struct padan_side source, target;
    struct padan_pairs pairs;
    struct padan_model model;
    struct padan_corridor corridor;
    struct padan_bead *beads;
    size_t count;
};

static int make_sides(struct weighing *weighing, const struct padan_align_segment *const segments[2],
                      const char *const languages[2], struct padan_error *error)
{
    struct padan_text_values values[2] = { 0 };
    int status = PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = padan_text_values_find(&values[side], segments[side], weighing->count, languages[side], NULL, error);
    if (status == PADAN_OK)
        status = padan_side_make(&weighing->source, segments[0], weighing->count, languages[0], &values[0], &values[1],
                                 error);
    if (status == PADAN_OK)
        status = padan_side_make(&weighing->target, segments[1], weighing->count, languages[1], &values[1], &values[0],
                                 error);
    padan_text_values_free(&values[0]);
    padan_text_values_free(&values[1]);
    return status;
}

/* The diagonal, and a node on either side, which the lattice's steps need. */
static int make_corridor(struct weighing *weighing, struct padan_error *error)
{
    struct padan_corridor *corridor = &weighing->corridor;
    size_t count = weighing->count;
    int status = padan_corridor_new(corridor, count + 1, count + 1, error);
    for (size_t row = 0; row <= count && status == PADAN_OK; row++) {
        corridor->low[row] = (uint32_t)(row > 0 ? row - 1 : 0);
        corridor->high[row] = (uint32_t)(row < count ? row + 1 : count);
    }
    if (status == PADAN_OK)
        padan_corridor_close(corridor);
    return status;
}

static int make_beads(struct weighing *weighing, struct padan_error *error)
{
    weighing->beads = calloc(weighing->count + 1, sizeof *weighing->beads);
    if (!weighing->beads)
        return padan_error_allocation(error);
    for (size_t i = 0; i < weighing->count; i++)
        weighing->beads[i] = (struct padan_bead){ i, 1, i, 1, belief };
    return PADAN_OK;
}

static struct padan_view view_of(const struct weighing *weighing)
{
    return (struct padan_view){ &weighing->source, &weighing->target, &weighing->pairs, &weighing->model,
                                &weighing->corridor };
}

/* Sets the model by the pairs as they stand, first without and then with words that they teach. */
static int learn(struct weighing *weighing, struct padan_error *error)
{
    int status = PADAN_OK;
    bool teaches = weighing->count >= LEAST_TO_LEARN;
    if (teaches) {
        status = padan_words_learn(&weighing->pairs, &weighing->source, &weighing->target, weighing->beads,
                                   weighing->count, error);
        padan_model_admit(&weighing->model, PADAN_EVIDENCE_LEARNED);
        padan_types_classify(&weighing->source, &weighing->target, &weighing->pairs, &weighing->model);
    }
    struct padan_view view = view_of(weighing);
    struct padan_counts counts = { 0 };
    if (status == PADAN_OK)
        status = padan_beads_count(&counts, &view, weighing->beads, weighing->count, error);
    if (status == PADAN_OK)
        padan_model_learn(&weighing->model, &counts);
    return status;
}

static int score(double *likeness, const struct weighing *weighing, struct padan_error *error)
{
    struct padan_view view = view_of(weighing);
    const struct padan_shape one = { 1, 1 };
    struct padan_scorer *scorer = padan_scorer_new(&view);
    bool done = scorer != NULL;
    for (size_t i = 0; done && i < weighing->count; i++) {
        done = padan_scorer_step(scorer);
        if (!done)
            break;
        double source = padan_side_length(&weighing->source, i, i + 1);
        double target = padan_side_length(&weighing->target, i, i + 1);
        double alone = padan_spread_chance(&weighing->model.source_spread, source, 1) +
                       padan_spread_chance(&weighing->model.target_spread, target, 1);
        likeness[i] = padan_scorer_words(scorer, one, i) + padan_model_length(&weighing->model, source, target, alone);
    }
    padan_scorer_free(scorer);
    return done ? PADAN_OK : padan_error_allocation(error);
}

static int weigh(double *likeness, struct weighing *weighing, const struct padan_align_segment *const segments[2],
                 const char *const languages[2], const struct padan_align_options *options, struct padan_error *error)
{
    int status = make_sides(weighing, segments, languages, error);
    if (status == PADAN_OK)
        status = make_corridor(weighing, error);
    if (status == PADAN_OK)
        status = make_beads(weighing, error);
    if (status != PADAN_OK)
        return status;
    padan_model_start(&weighing->model, &weighing->source, &weighing->target);
    status = padan_known_add(&weighing->pairs, NULL, &weighing->source, languages[0], &weighing->target, languages[1],
                             options, NULL, error);
    if (status != PADAN_OK)
        return status;
    padan_model_admit(&weighing->model, PADAN_EVIDENCE_GENERAL);
    padan_types_classify(&weighing->source, &weighing->target, &weighing->pairs, &weighing->model);
    status = learn(weighing, error);
    if (status != PADAN_OK)
        return status;
    padan_model_weigh(&weighing->model, &weighing->pairs, &weighing->source, &weighing->target);
    return score(likeness, weighing, error);
}

int padan_likeness(double *likeness, const struct padan_align_segment *source, const char *source_language,
                   const struct padan_align_segment *target, const char *target_language, size_t count,
                   const struct padan_align_options *options, struct padan_error *error)
{
    const struct padan_align_segment *const segments[2] = { source, target };
    const char *const languages[2] = { source_language, target_language };
    struct weighing weighing = { .count = count };
    if (count == 0)
        return PADAN_OK;
    int status = weigh(likeness, &weighing, segments, languages, options, error);
    free(weighing.beads);
    padan_corridor_free(&weighing.corridor);
    padan_pairs_free(&weighing.pairs);
    padan_side_free(&weighing.source);
    padan_side_free(&weighing.target);
    return status;
}
