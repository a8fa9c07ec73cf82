/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/model.h"

#include <math.h>

const struct padan_shape padan_shapes[PADAN_SHAPE_COUNT] = {
    { 1, 1 }, { 1, 0 }, { 0, 1 }, { 1, 2 }, { 2, 1 }, { 2, 2 },
    { 1, 3 }, { 3, 1 }, { 2, 3 }, { 3, 2 }, { 1, 4 }, { 4, 1 },
};

/* What is expected before a text is seen; alike in both directions. */
static const double first_prior[PADAN_STEP_COUNT] = {
    0.819, 0.025, 0.025, 0.045, 0.045, 0.012, 0.008, 0.008, 0.003, 0.003, 0.003, 0.003, 0.0005, 0.0005,
};

/* The chance that a block goes on after a segment, and how many segments it counts for. */
static const double first_block_on = 0.95, block_trust = 40;

static const struct padan_weights first_weights = {
    .evidence = {
        [PADAN_CLASS_WORD] = { 0, 0, 0, 0, 0 },
        [PADAN_CLASS_KIN] = { 0.30, 0.20, 0, 0.25, 0.15 },
        [PADAN_CLASS_GIVEN] = { 0, 0.50, 0, 0, 0.10 },
        [PADAN_CLASS_TERM] = { 0.10, 0.10, 0.55, 0.10, 0.10 },
        [PADAN_CLASS_TAUGHT] = { 0, 0, 0, 0, 0.30 },
        [PADAN_CLASS_NAME] = { 0.45, 0.15, 0.10, 0.10, 0.15 },
        [PADAN_CLASS_NUMBER] = { 0.65, 0.05, 0, 0.05, 0.10 },
        [PADAN_CLASS_MARK] = { 0.55, 0.02, 0, 0, 0.10 },
    },
};

/* Variance of the length in characters, for each character; Gale and Church (1993) found 6.8, other texts less. */
static const double first_variance = 3;
static const double first_agreement = 0.5, first_broken = 0.35;

/* How many beads and words the expectations above count for. */
static const double bead_trust = 100, word_trust = 60, break_trust = 30;

/*
 * How many words the text is taken to go on for, none of which is like those that are seen: a word that stands once in
 * twenty sentences is rarer than one in twenty sentences.
 */
static const double unseen_words = 700;

/* A length that fits badly may cost no more than this chance: translators cut and add. */
static const double least_length_chance = 0.005;

/* Moments of the sum of segments, matched by a log-normal (Fenton 1960). */
static void measure_spread(struct padan_spread *spread, const struct padan_side *side)
{
    double sum = 0, square = 0, count = (double)(side->count > 0 ? side->count : 1);
    for (size_t i = 0; i < side->count; i++) {
        double value = log(padan_side_length(side, i, i + 1));
        sum += value;
        square += value * value;
    }
    double mean = sum / count, variance = fmax(square / count - mean * mean, 0.1);
    double first = exp(mean + variance / 2), second = (exp(variance) - 1) * first * first;
    for (int k = 1; k <= PADAN_SHAPE_SIDE; k++) {
        double spreading = log(1 + k * second / (k * k * first * first));
        spread->deviation[k] = sqrt(spreading);
        spread->mean[k] = log(k * first) - spreading / 2;
    }
}

static void learn_steps(struct padan_model *model, const struct padan_counts *counts)
{
    double sum = bead_trust;
    for (size_t i = 0; i < PADAN_STEP_COUNT; i++)
        sum += counts->step[i];
    for (size_t i = 0; i < PADAN_STEP_COUNT; i++)
        model->prior[i] = log((counts->step[i] + bead_trust * first_prior[i]) / sum);
    double on = counts->block_on + block_trust * first_block_on;
    double off = counts->step[PADAN_STEP_SOURCE_BLOCK] + counts->step[PADAN_STEP_TARGET_BLOCK] +
                 block_trust * (1 - first_block_on);
    model->block_on = log(on / (on + off));
    model->block_off = log(off / (on + off));
}

/* The longest and the shortest that a text is likely to get by being translated. */
static double limit_ratio(double ratio)
{
    return fmin(fmax(ratio, 0.2), 5);
}

/* A side much longer than the other holds more text, not longer words: its segments tell more than their sum. */
static double start_ratio(const struct padan_side *source, const struct padan_side *target)
{
    double sources = padan_side_length(source, 0, source->count) + 1;
    double targets = padan_side_length(target, 0, target->count) + 1;
    double ratio = targets / sources;
    if (ratio == limit_ratio(ratio))
        return ratio;
    return limit_ratio(ratio * fmax((double)source->count, 1) / fmax((double)target->count, 1));
}

void padan_model_start(struct padan_model *model, const struct padan_side *source, const struct padan_side *target)
{
    *model = (struct padan_model){ .variance = first_variance };
    learn_steps(model, &(struct padan_counts){ 0 });
    model->ratio = start_ratio(source, target);
    model->agreement = first_agreement;
    model->broken = first_broken;
    model->source_break_rate = source->break_rate;
    model->target_break_rate = target->break_rate;
    measure_spread(&model->source_spread, source);
    measure_spread(&model->target_spread, target);
    padan_model_admit(model, PADAN_EVIDENCE_ALIKE);
}

void padan_model_set_ratio(struct padan_model *model, double ratio)
{
    if (ratio > 0)
        model->ratio = limit_ratio(ratio);
}

void padan_model_admit(struct padan_model *model, enum padan_evidence evidence)
{
    if (model->present[evidence])
        return;
    model->present[evidence] = true;
    for (size_t class = 0; class < PADAN_CLASS_COUNT; class ++) {
        model->forward.evidence[class][evidence] = first_weights.evidence[class][evidence];
        model->backward.evidence[class][evidence] = first_weights.evidence[class][evidence];
    }
}

void padan_model_dismiss(struct padan_model *model, enum padan_evidence evidence)
{
    model->present[evidence] = false;
    for (size_t class = 0; class < PADAN_CLASS_COUNT; class ++)
        model->forward.evidence[class][evidence] = model->backward.evidence[class][evidence] = 0;
}

double padan_weights_rest(const struct padan_weights *weights, enum padan_word_class class)
{
    double rest = 1;
    for (size_t i = 0; i < PADAN_EVIDENCE_COUNT; i++)
        rest -= weights->evidence[class][i];
    return fmax(rest, 0.02);
}

static void learn_weights(struct padan_weights *weights, const bool present[PADAN_EVIDENCE_COUNT],
                          const double counts[PADAN_CLASS_COUNT][PADAN_EVIDENCE_COUNT + 1])
{
    for (size_t class = 0; class < PADAN_CLASS_COUNT; class ++) {
        double sum = word_trust;
        for (size_t i = 0; i <= PADAN_EVIDENCE_COUNT; i++)
            sum += counts[class][i];
        for (size_t i = 0; i < PADAN_EVIDENCE_COUNT; i++)
            weights->evidence[class][i] =
                present[i] ? (counts[class][i] + word_trust * first_weights.evidence[class][i]) / sum : 0;
    }
}

/* Correlation of breaks between beads, as a share of the greatest that their rates allow. */
static void learn_breaks(struct padan_model *model, const struct padan_counts *counts)
{
    double all = counts->breaks[0][0] + counts->breaks[0][1] + counts->breaks[1][0] + counts->breaks[1][1];
    double a = model->source_break_rate, b = model->target_break_rate;
    double most = fmin(a * (1 - b), b * (1 - a));
    if (all <= 0 || most <= 0)
        return;
    double together = counts->breaks[1][1] / all;
    double source = (counts->breaks[1][0] + counts->breaks[1][1]) / all;
    double target = (counts->breaks[0][1] + counts->breaks[1][1]) / all;
    double seen = fmin(fmax((together - source * target) / most, 0), 0.95);
    model->agreement = (all * seen + break_trust * first_agreement) / (all + break_trust);
    if (counts->inside > 0) {
        double expected = counts->inside * (a + b) / 2;
        model->broken = (counts->inside_breaks + break_trust * first_broken) / (expected + break_trust);
        model->broken = fmin(model->broken, 1);
    }
}

void padan_model_learn(struct padan_model *model, const struct padan_counts *counts)
{
    learn_steps(model, counts);
    if (counts->source_length > 0 && counts->target_length > 0) {
        double weight = counts->beads / (counts->beads + 5);
        model->ratio =
            exp((1 - weight) * log(model->ratio) + weight * log(counts->target_length / counts->source_length));
    }
    double trust = bead_trust / 8;
    model->variance = (counts->square * model->variance + trust * first_variance) / (counts->beads + trust);
    learn_weights(&model->forward, model->present, counts->forward);
    learn_weights(&model->backward, model->present, counts->backward);
    learn_breaks(model, counts);
}

double padan_type_chance(const struct padan_side *side, uint32_t type)
{
    double words = side->first[side->count];
    return (side->frequency[type] - 0.5) / (words + unseen_words);
}

static double combine(const struct padan_weights *weights, enum padan_word_class class,
                      const float chances[PADAN_EVIDENCE_COUNT])
{
    double sum = 0;
    for (size_t i = 0; i < PADAN_EVIDENCE_COUNT; i++)
        sum += weights->evidence[class][i] * chances[i];
    return sum / padan_weights_rest(weights, class);
}

void padan_model_weigh(const struct padan_model *model, struct padan_pairs *pairs, const struct padan_side *source,
                       const struct padan_side *target)
{
    for (size_t i = 0; i < pairs->count; i++) {
        struct padan_pair *pair = &pairs->items[i];
        double forward = combine(&model->forward, target->classes[pair->target], pair->forward);
        double backward = combine(&model->backward, source->classes[pair->source], pair->backward);
        pair->gain_forward = (float)(forward / padan_type_chance(target, pair->target));
        pair->gain_backward = (float)(backward / padan_type_chance(source, pair->source));
    }
}

double padan_spread_chance(const struct padan_spread *spread, double length, size_t count)
{
    double logarithm = log(length), z = (logarithm - spread->mean[count]) / spread->deviation[count];
    return -z * z / 2 - log(spread->deviation[count]) - logarithm;
}

/*
 * The one length given the other is normal, with a variance that grows with the length expected; the source given the
 * target differs from the target given the source by the logarithm of the ratio alone.
 */
double padan_model_length(const struct padan_model *model, double source, double target, double alone)
{
    double expected = model->ratio * source, z = target - expected;
    double spread = model->variance * (expected + target) / 2;
    double together = -z * z / (2 * spread) - log(spread / model->ratio) / 2;
    double ratio = together - alone / 2;
    if (ratio > 8)
        return ratio;
    return log((1 - least_length_chance) * exp(ratio) + least_length_chance);
}

double padan_model_junction(const struct padan_model *model, bool source_break, bool target_break)
{
    double a = model->source_break_rate, b = model->target_break_rate;
    double most = fmin(a * (1 - b), b * (1 - a));
    if (most <= 0)
        return 0;
    double by_chance = (source_break ? a : 1 - a) * (target_break ? b : 1 - b);
    double shift = model->agreement * most * (source_break == target_break ? 1 : -1);
    return log((by_chance + shift) / by_chance);
}

double padan_model_inside(const struct padan_model *model, double rate, bool is_break)
{
    if (rate <= 0 || rate >= 1)
        return 0;
    /* Where nearly every segment is a paragraph of its own, a break says nothing. */
    double inside = rate * pow(model->broken, 1 - rate);
    return is_break ? log(inside / rate) : log((1 - inside) / (1 - rate));
}
