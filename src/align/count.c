/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What beads show of the model: shapes, lengths, paragraphs, and how far each evidence explains words; and of a lexicon
 * that was given, whether it is one of these texts.
 */
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

/* The source of each bead beside the target of another, half of the text away: what is met there is met by chance. */
static bool observe_strangers(struct observations directions[2], const struct padan_view *view,
                              const struct padan_bead *joined, size_t count)
{
    struct padan_meetings meetings = { 0 };
    bool done = true;
    for (size_t i = 0; i < count && done; i++) {
        const struct padan_bead *other = &joined[(i + count / 2) % count];
        struct padan_bead stranger = joined[i];
        stranger.target = other->target;
        stranger.target_count = other->target_count;
        stranger.confidence *= other->confidence;
        done = observe_bead(directions, &meetings, view, &stranger);
    }
    padan_meetings_free(&meetings);
    return done;
}

static bool observe_beads(struct observations directions[2], const struct padan_view *view,
                          const struct padan_bead *joined, size_t count)
{
    struct padan_meetings meetings = { 0 };
    bool done = true;
    for (size_t i = 0; i < count && done; i++)
        done = observe_bead(directions, &meetings, view, &joined[i]);
    padan_meetings_free(&meetings);
    return done;
}

/* Of `all` words those that the lexicon that was given explains. */
static double count_given(const struct padan_model *model, const struct observations directions[2], double *all)
{
    double counts[PADAN_CLASS_COUNT][PADAN_EVIDENCE_COUNT + 1], given = 0;
    *all = 0;
    for (int i = 0; i < 2; i++) {
        attribute(counts, &directions[i], i == 0 ? &model->forward : &model->backward);
        for (size_t class = 0; class < PADAN_CLASS_COUNT; class ++) {
            given += counts[class][PADAN_EVIDENCE_GIVEN];
            for (size_t k = 0; k <= PADAN_EVIDENCE_COUNT; k++)
                *all += counts[class][k];
        }
    }
    return given;
}

/*
 * Logarithm of the Bayes factor of "beads have more of the words explained than strangers have", by any factor, against
 * "as many": the one is a share of the explained words above `by_chance` of which no value is likelier than another.
 */
static double compare_shares(double beads, double strangers, double by_chance)
{
    enum { STEPS = 256 };
    double least = beads * log(by_chance) + strangers * log(1 - by_chance), sum = 0;
    for (int i = 0; i < STEPS; i++) {
        double share = by_chance + (1 - by_chance) * (i + 0.5) / STEPS;
        sum += exp(fmin(beads * log(share) + strangers * log(1 - share) - least, 600)) / STEPS;
    }
    return log(sum);
}

static double judge(const struct padan_model *model, const struct observations beads[2],
                    const struct observations strangers[2])
{
    struct padan_counts counts = { 0 };
    struct padan_model trial = *model;
    double words, strange_words;
    count_words(&counts, model, beads);
    padan_model_learn(&trial, &counts);
    double met = count_given(&trial, beads, &words), strange = count_given(&trial, strangers, &strange_words);
    return words > 0 && strange_words > 0 ? compare_shares(met, strange, words / (words + strange_words)) : 0;
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

/* The beads of both sides. NULL: no memory. */
static struct padan_bead *list_joined(const struct padan_bead *beads, size_t count, size_t *joined_count)
{
    struct padan_bead *joined = malloc((count + 1) * sizeof *joined);
    *joined_count = 0;
    for (size_t i = 0; joined && i < count; i++) {
        if (beads[i].source_count > 0 && beads[i].target_count > 0)
            joined[(*joined_count)++] = beads[i];
    }
    return joined;
}

static void free_observations(struct observations directions[2])
{
    free(directions[0].items);
    free(directions[1].items);
}

int padan_given_judge(double *evidence, const struct padan_view *view, const struct padan_bead *beads, size_t count,
                      struct padan_error *error)
{
    struct observations directions[2] = { 0 }, strangers[2] = { 0 };
    size_t joined_count;
    struct padan_bead *joined = list_joined(beads, count, &joined_count);
    bool done = joined && observe_beads(directions, view, joined, joined_count) &&
                observe_strangers(strangers, view, joined, joined_count);
    *evidence = done ? judge(view->model, directions, strangers) : 0;
    free(joined);
    free_observations(directions);
    free_observations(strangers);
    return done ? PADAN_OK : padan_error_allocation(error);
}

int padan_beads_count(struct padan_counts *counts, const struct padan_view *view, const struct padan_bead *beads,
                      size_t count, struct padan_error *error)
{
    struct observations directions[2] = { 0 };
    size_t joined_count;
    struct padan_bead *joined = list_joined(beads, count, &joined_count);
    bool done = joined && observe_beads(directions, view, joined, joined_count);
    for (size_t i = 0; done && i < count; i++) {
        count_breaks(counts, view, &beads[i], ends_inside(beads, count, i));
        if (beads[i].source_count > 0 && beads[i].target_count > 0)
            count_length(counts, view, &beads[i]);
    }
    if (done)
        count_words(counts, view->model, directions);
    free(joined);
    free_observations(directions);
    return done ? PADAN_OK : padan_error_allocation(error);
}
