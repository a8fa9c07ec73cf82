/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/lexicon.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

bool padan_pairs_add(struct padan_pairs *pairs, size_t source, size_t target, enum padan_evidence evidence,
                     double forward, double backward)
{
    if (!padan_vector_reserve(&pairs->items, &pairs->capacity, pairs->count + 1, sizeof *pairs->items))
        return false;
    struct padan_pair *pair = &pairs->items[pairs->count++];
    *pair = (struct padan_pair){ .source = (uint32_t)source, .target = (uint32_t)target };
    pair->forward[evidence] = (float)forward;
    pair->backward[evidence] = (float)backward;
    return true;
}

static int compare_pairs(const void *left, const void *right)
{
    const struct padan_pair *a = left, *b = right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    return (a->target > b->target) - (a->target < b->target);
}

static void join(struct padan_pair *into, const struct padan_pair *from)
{
    for (size_t i = 0; i < PADAN_EVIDENCE_COUNT; i++) {
        into->forward[i] = fmaxf(into->forward[i], from->forward[i]);
        into->backward[i] = fmaxf(into->backward[i], from->backward[i]);
    }
}

static void join_equal(struct padan_pairs *pairs)
{
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        if (kept > 0 && compare_pairs(&pairs->items[kept - 1], &pairs->items[i]) == 0)
            join(&pairs->items[kept - 1], &pairs->items[i]);
        else
            pairs->items[kept++] = pairs->items[i];
    }
    pairs->count = kept;
}

bool padan_pairs_seal(struct padan_pairs *pairs, size_t source_types)
{
    uint32_t *start = realloc(pairs->start, (source_types + 1) * sizeof *start);
    if (!start)
        return false;
    pairs->start = start;
    if (pairs->count > 0)
        qsort(pairs->items, pairs->count, sizeof *pairs->items, compare_pairs);
    join_equal(pairs);
    uint32_t *targets = realloc(pairs->targets, (pairs->count + 1) * sizeof *targets);
    if (!targets)
        return false;
    pairs->targets = targets;
    for (size_t i = 0; i < pairs->count; i++)
        targets[i] = pairs->items[i].target;
    size_t at = 0;
    for (size_t type = 0; type <= source_types; type++) {
        while (at < pairs->count && pairs->items[at].source < type)
            at++;
        start[type] = (uint32_t)at;
    }
    return true;
}

/* Without branches that depend on the data: these searches are a fifth of an alignment, and half of such are guessed
 * wrong. */
size_t padan_pairs_find(const struct padan_pairs *pairs, uint32_t source, uint32_t target)
{
    size_t low = pairs->start[source], count = pairs->start[source + 1] - low;
    if (count == 0)
        return SIZE_MAX;
    while (count > 1) {
        size_t half = count / 2;
        low += pairs->targets[low + half - 1] < target ? half : 0;
        count -= half;
    }
    return pairs->targets[low] == target ? low : SIZE_MAX;
}

bool padan_pairs_normalise(struct padan_pairs *pairs, enum padan_evidence evidence, size_t source_types,
                           size_t target_types)
{
    double *sums = calloc(source_types + target_types + 1, sizeof *sums);
    if (!sums)
        return false;
    for (size_t i = 0; i < pairs->count; i++) {
        sums[pairs->items[i].source] += pairs->items[i].forward[evidence];
        sums[source_types + pairs->items[i].target] += pairs->items[i].backward[evidence];
    }
    for (size_t i = 0; i < pairs->count; i++) {
        struct padan_pair *pair = &pairs->items[i];
        pair->forward[evidence] /= (float)fmax(1, sums[pair->source]);
        pair->backward[evidence] /= (float)fmax(1, sums[source_types + pair->target]);
    }
    free(sums);
    return true;
}

/* Whether a pair is known from elsewhere than the texts. */
static bool is_known(const struct padan_pair *pair)
{
    for (size_t i = 0; i < PADAN_EVIDENCE_LEARNED; i++) {
        if (pair->forward[i] > 0 || pair->backward[i] > 0)
            return true;
    }
    return false;
}

void padan_pairs_forget(struct padan_pairs *pairs)
{
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        struct padan_pair pair = pairs->items[i];
        if (!is_known(&pair))
            continue;
        pair.forward[PADAN_EVIDENCE_LEARNED] = pair.backward[PADAN_EVIDENCE_LEARNED] = 0;
        memset(pair.held_forward, 0, sizeof pair.held_forward);
        memset(pair.held_backward, 0, sizeof pair.held_backward);
        pairs->items[kept++] = pair;
    }
    pairs->count = kept;
}

bool padan_pairs_drop(struct padan_pairs *pairs, enum padan_evidence evidence, size_t source_types)
{
    size_t kept = 0;
    for (size_t i = 0; i < pairs->count; i++) {
        struct padan_pair pair = pairs->items[i];
        pair.forward[evidence] = pair.backward[evidence] = 0;
        if (is_known(&pair))
            pairs->items[kept++] = pair;
    }
    pairs->count = kept;
    return padan_pairs_seal(pairs, source_types);
}

void padan_pairs_free(struct padan_pairs *pairs)
{
    free(pairs->items);
    free(pairs->start);
    free(pairs->targets);
    *pairs = (struct padan_pairs){ 0 };
}

/* The words asked for, by number, and where the answers go. */
struct question {
    struct padan_pairs *pairs;
    const struct padan_side *source, *target;
    struct padan_string *words; /* of both sides, the source's first */
    bool failed;
};

static double chance(double value)
{
    return value > 0 ? fmin(value, 1) : 0;
}

static void take_answer(void *sink, const struct padan_lexicon_pair *pair)
{
    struct question *question = sink;
    const struct padan_side *source = question->source, *target = question->target;
    if (pair->source >= source->forms.count || pair->target >= target->forms.count)
        return;
    if (!padan_pairs_add(question->pairs, source->form_type[pair->source], target->form_type[pair->target],
                         PADAN_EVIDENCE_GIVEN, chance(pair->forward), chance(pair->backward)))
        question->failed = true;
}

int padan_given_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                    const struct padan_lexicon *lexicon, struct padan_error *error)
{
    size_t source_count = source->forms.count, target_count = target->forms.count;
    struct question question = { .pairs = pairs, .source = source, .target = target };
    question.words = calloc(source_count + target_count + 1, sizeof *question.words);
    if (!question.words)
        return padan_error_allocation(error);
    for (size_t i = 0; i < source_count; i++)
        question.words[i] = (struct padan_string){ source->forms.keys[i].data, source->forms.keys[i].size };
    for (size_t i = 0; i < target_count; i++)
        question.words[source_count + i] =
            (struct padan_string){ target->forms.keys[i].data, target->forms.keys[i].size };
    int status = lexicon->look_up(lexicon->context, question.words, source_count, question.words + source_count,
                                  target_count, take_answer, &question, error);
    free(question.words);
    return status == PADAN_OK && question.failed ? padan_error_allocation(error) : status;
}
