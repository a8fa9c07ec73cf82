/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What beads show of the model: shapes, lengths, paragraphs, and how far each evidence explains words. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/learn.h"
#include "base/error.h"
#include "base/vector.h"

/* How often the weights of evidence are estimated anew from the same words. */
enum { ROUNDS = 8 };

/* A word and how much likelier than by chance each evidence makes it. */
struct observation {
    double weight;
    double likelier[PADAN_EVIDENCE_COUNT];
    enum padan_word_class class;
};

struct observations {
    struct observation *items;
    size_t count, capacity;
};

static const uint32_t *bead_words(const struct padan_side *side, size_t from, size_t count, size_t *words)
{
    *words = padan_side_words(side, from, from + count);
    *words = *words < PADAN_LEARN_WORDS ? *words : PADAN_LEARN_WORDS;
    return *words > 0 ? side->words + side->first[from] : NULL;
}

bool padan_meetings_find(struct padan_meetings *meetings, const struct padan_pairs *pairs,
                         const struct padan_side *source, const struct padan_side *target,
                         const struct padan_bead *bead)
{
    meetings->count = 0;
    meetings->source = bead_words(source, bead->source, bead->source_count, &meetings->source_count);
    meetings->target = bead_words(target, bead->target, bead->target_count, &meetings->target_count);
    for (size_t i = 0; i < meetings->source_count; i++) {
        uint32_t word = meetings->source[i];
        if (pairs->start[word] == pairs->start[word + 1])
            continue;
        for (size_t j = 0; j < meetings->target_count; j++) {
            size_t pair = padan_pairs_find(pairs, word, meetings->target[j]);
            if (pair == SIZE_MAX)
                continue;
            if (!padan_vector_reserve(&meetings->items, &meetings->capacity, meetings->count + 1,
                                      sizeof *meetings->items))
                return false;
            meetings->items[meetings->count++] = (struct padan_meeting){ (uint32_t)pair, (uint16_t)i, (uint16_t)j };
        }
    }
    return true;
}

void padan_meetings_free(struct padan_meetings *meetings)
{
    free(meetings->items);
    *meetings = (struct padan_meetings){ 0 };
}

static struct observation *add_words(struct observations *observations, const struct padan_side *side,
                                     const uint32_t *words, size_t count, double weight)
{
    if (!padan_vector_reserve(&observations->items, &observations->capacity, observations->count + count + 1,
                              sizeof *observations->items))
        return NULL;
    struct observation *first = &observations->items[observations->count];
    for (size_t i = 0; i < count; i++)
        first[i] = (struct observation){ .weight = weight, .class = side->classes[words[i]] };
    observations->count += count;
    return first;
}

/* Learned chances come from the other half of the beads, so that they are not believed for having seen this one. */
static void observe(struct observation *word, const float chances[PADAN_EVIDENCE_COUNT], float held, double scale)
{
    for (size_t i = 0; i < PADAN_EVIDENCE_LEARNED; i++)
        word->likelier[i] += chances[i] * scale;
    word->likelier[PADAN_EVIDENCE_LEARNED] += held * scale;
}

static bool observe_bead(struct observations directions[2], struct padan_meetings *meetings,
                         const struct padan_view *view, const struct padan_bead *bead)
{
    if (!padan_meetings_find(meetings, view->pairs, view->source, view->target, bead))
        return false;
    double weight = bead->confidence;
    struct observation *targets =
        add_words(&directions[0], view->target, meetings->target, meetings->target_count, weight);
    struct observation *sources =
        add_words(&directions[1], view->source, meetings->source, meetings->source_count, weight);
    if (!targets || !sources)
        return false;
    size_t other = !padan_bead_half(bead);
    for (size_t i = 0; i < meetings->count; i++) {
        const struct padan_meeting *meeting = &meetings->items[i];
        const struct padan_pair *pair = &view->pairs->items[meeting->pair];
        double target_chance = padan_type_chance(view->target, pair->target);
        double source_chance = padan_type_chance(view->source, pair->source);
        observe(&targets[meeting->target], pair->forward, pair->held_forward[other],
                1 / (target_chance * (double)(meetings->source_count + 1)));
        observe(&sources[meeting->source], pair->backward, pair->held_backward[other],
                1 / (source_chance * (double)(meetings->target_count + 1)));
    }
    return true;
}

/* Which evidence each word comes from, by the weights as they are. */
static void attribute(double counts[PADAN_CLASS_COUNT][PADAN_EVIDENCE_COUNT + 1],
                      const struct observations *observations, const struct padan_weights *weights)
{
    memset(counts, 0, PADAN_CLASS_COUNT * sizeof *counts);
    for (size_t i = 0; i < observations->count; i++) {
        const struct observation *word = &observations->items[i];
        double shares[PADAN_EVIDENCE_COUNT + 1],
            sum = shares[PADAN_EVIDENCE_COUNT] = padan_weights_rest(weights, word->class);
        for (size_t k = 0; k < PADAN_EVIDENCE_COUNT; k++)
            sum += shares[k] = weights->evidence[word->class][k] * word->likelier[k];
        for (size_t k = 0; k <= PADAN_EVIDENCE_COUNT; k++)
            counts[word->class][k] += word->weight * shares[k] / sum;
    }
}

static void count_words(struct padan_counts *counts, const struct padan_model *model,
                        const struct observations directions[2])
{
    struct padan_model trial = *model;
    for (int round = 0; round < ROUNDS; round++) {
        attribute(counts->forward, &directions[0], &trial.forward);
        attribute(counts->backward, &directions[1], &trial.backward);
        padan_model_learn(&trial, counts);
    }
}

static void count_length(struct padan_counts *counts, const struct padan_view *view, const struct padan_bead *bead)
{
    const struct padan_model *model = view->model;
    double source = padan_side_length(view->source, bead->source, bead->source + bead->source_count);
    double target = padan_side_length(view->target, bead->target, bead->target + bead->target_count);
    double weight = bead->confidence, difference = target - model->ratio * source;
    double spread = model->variance * (model->ratio * source + target) / 2;
    counts->source_length += weight * source;
    counts->target_length += weight * target;
    /* One wild bead shall not make all lengths worthless. */
    counts->square += weight * fmin(difference * difference / spread, 9);
    counts->beads += weight;
}

/* Whether a bead ends where nothing is expected of breaks: inside of a block that one side lacks. */
static bool ends_inside(const struct padan_bead *beads, size_t count, size_t number)
{
    const struct padan_bead *bead = &beads[number], *after = bead + 1;
    if (number + 1 == count)
        return false;
    return (bead->source_count == 0 && after->source_count == 0) ||
           (bead->target_count == 0 && after->target_count == 0);
}

static void count_breaks(struct padan_counts *counts, const struct padan_view *view, const struct padan_bead *bead,
                         bool inside)
{
    const struct padan_side *source = view->source, *target = view->target;
    size_t row = bead->source + bead->source_count, column = bead->target + bead->target_count;
    if (!inside && row > 0 && column > 0 && row < source->count && column < target->count)
        counts->breaks[padan_side_breaks(source, row)][padan_side_breaks(target, column)] += bead->confidence;
    for (size_t i = 1; i < bead->source_count; i++)
        counts->inside_breaks += bead->confidence * padan_side_breaks(source, bead->source + i);
    for (size_t i = 1; i < bead->target_count; i++)
        counts->inside_breaks += bead->confidence * padan_side_breaks(target, bead->target + i);
    counts->inside += bead->confidence * (double)(bead->source_count > 1 ? bead->source_count - 1 : 0);
    counts->inside += bead->confidence * (double)(bead->target_count > 1 ? bead->target_count - 1 : 0);
}

int padan_beads_count(struct padan_counts *counts, const struct padan_view *view, const struct padan_bead *beads,
                      size_t count, struct padan_error *error)
{
    struct observations directions[2] = { 0 };
    struct padan_meetings meetings = { 0 };
    bool done = true;
    for (size_t i = 0; i < count && done; i++) {
        const struct padan_bead *bead = &beads[i];
        count_breaks(counts, view, bead, ends_inside(beads, count, i));
        if (bead->source_count == 0 || bead->target_count == 0)
            continue;
        count_length(counts, view, bead);
        done = observe_bead(directions, &meetings, view, bead);
    }
    if (done)
        count_words(counts, view->model, directions);
    padan_meetings_free(&meetings);
    free(directions[0].items);
    free(directions[1].items);
    return done ? PADAN_OK : padan_error_allocation(error);
}
