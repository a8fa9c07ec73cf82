/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of words counted and scored. */
#include "extract/grams.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"

static const size_t most_runs = (size_t)3 << 20;
static const double lone_bond = 0.2; /* what a single word counts for holding together: it is a term less often */

void padan_grams_free(struct padan_grams *grams)
{
    free(grams->items);
    free(grams->slots);
    *grams = (struct padan_grams){ 0 };
}

static uint32_t *slot_of(const struct padan_grams *grams, const uint32_t *words, size_t size)
{
    size_t at = (size_t)padan_hash(words, size * sizeof *words) & (grams->slot_count - 1);
    for (;; at = (at + 1) & (grams->slot_count - 1)) {
        uint32_t number = grams->slots[at];
        if (number == 0)
            return &grams->slots[at];
        const struct padan_gram *gram = &grams->items[number - 1];
        if (gram->size == size && memcmp(gram->words, words, size * sizeof *words) == 0)
            return &grams->slots[at];
    }
}

size_t padan_grams_find(const struct padan_grams *grams, const uint32_t *words, size_t size)
{
    uint32_t number = grams->slot_count > 0 ? *slot_of(grams, words, size) : 0;
    return number > 0 ? number - 1 : SIZE_MAX;
}

/* Makes the slots anew, at least twice as many as items. */
static bool index_grams(struct padan_grams *grams, size_t items)
{
    size_t slots = 1024;
    while (slots < 2 * items + 2)
        slots *= 2;
    uint32_t *made = calloc(slots, sizeof *made);
    if (!made)
        return false;
    free(grams->slots);
    grams->slots = made;
    grams->slot_count = slots;
    for (size_t i = 0; i < grams->count; i++)
        *slot_of(grams, grams->items[i].words, grams->items[i].size) = (uint32_t)i + 1;
    return true;
}

static bool drop_rare(struct padan_grams *grams, int64_t least)
{
    size_t kept = 0;
    for (size_t i = 0; i < grams->count; i++)
        if (grams->items[i].count >= least)
            grams->items[kept++] = grams->items[i];
    grams->count = kept;
    return index_grams(grams, kept);
}

static struct padan_gram *add(struct padan_grams *grams, const uint32_t *words, size_t size)
{
    if (grams->slot_count < 2 * grams->count + 2 && !index_grams(grams, 2 * grams->count + 512))
        return NULL;
    uint32_t *slot = slot_of(grams, words, size);
    if (*slot > 0)
        return &grams->items[*slot - 1];
    if (!padan_vector_reserve(&grams->items, &grams->capacity, grams->count + 1, sizeof *grams->items))
        return NULL;
    struct padan_gram *gram = &grams->items[grams->count++];
    *gram = (struct padan_gram){ .size = (uint32_t)size };
    memcpy(gram->words, words, size * sizeof *words);
    *slot = (uint32_t)grams->count;
    return gram;
}

struct counting {
    struct padan_grams *grams;
    const struct padan_corpus *corpus;
    int64_t least;
    size_t most;
    int64_t dropped; /* runs that came so often may have been let go of */
};

static const struct padan_kind *kind_of(const struct counting *counting, uint32_t word)
{
    return &counting->corpus->kinds[word - 1];
}

/* Counts a neighbour; nothing, or a word of any subject, is none in particular. */
static void vote(const struct counting *counting, uint32_t *word, int64_t *votes, uint32_t neighbour)
{
    bool none = neighbour == 0 || kind_of(counting, neighbour)->passing;
    if (*votes == 0 && !none)
        *word = neighbour;
    *votes += !none && neighbour == *word ? 1 : *votes > 0 ? -1 : 0;
}

/* All runs that begin with a word. */
static bool count_from(struct counting *counting, const uint32_t *row, size_t left, uint32_t before)
{
    if (row[0] == 0 || kind_of(counting, row[0])->passing)
        return true;
    for (size_t size = 1; size <= left && size <= counting->most; size++) {
        uint32_t word = row[size - 1];
        if (word == 0 || kind_of(counting, word)->count < counting->least)
            return true;
        if (kind_of(counting, word)->passing)
            continue;
        struct padan_gram *gram = add(counting->grams, row, size);
        if (!gram)
            return false;
        gram->count++;
        vote(counting, &gram->before, &gram->before_votes, before);
        vote(counting, &gram->after, &gram->after_votes, size < left ? row[size] : 0);
    }
    return true;
}

static int count_all(struct counting *counting, struct padan_corpus *corpus, struct padan_error *error)
{
    bool end = false;
    int status = padan_corpus_rewind(corpus, error);
    while (status == PADAN_OK && (status = padan_corpus_next(corpus, &end, error)) == PADAN_OK && !end) {
        bool whole = true;
        for (size_t i = 0; i < corpus->row_count && whole; i++)
            whole = count_from(counting, corpus->row + i, corpus->row_count - i, i > 0 ? corpus->row[i - 1] : 0);
        while (whole && counting->grams->count > most_runs)
            whole = drop_rare(counting->grams, ++counting->dropped + 1);
        if (!whole)
            status = padan_error_allocation(error);
    }
    return status;
}

/* Tells each run within a longer one of it. */
static void count_nested(struct padan_grams *grams)
{
    for (size_t i = 0; i < grams->count; i++) {
        const struct padan_gram *gram = &grams->items[i];
        for (size_t size = 1; size < gram->size; size++)
            for (size_t at = 0; at + size <= gram->size; at++) {
                size_t inner = padan_grams_find(grams, gram->words + at, size);
                if (inner == SIZE_MAX)
                    continue;
                grams->items[inner].nested += gram->count;
                grams->items[inner].longer++;
            }
    }
}

/* How far the words come together more often than by chance, 0 to 1, at the place where they hold together least. */
static double cohesion(const struct counting *counting, const struct padan_gram *gram)
{
    double all = (double)counting->corpus->tokens, least = 1;
    for (size_t split = 1; split < gram->size; split++) {
        double parts[2];
        for (int side = 0; side < 2; side++) {
            const uint32_t *words = gram->words + (side == 0 ? 0 : split);
            size_t size = side == 0 ? split : gram->size - split;
            size_t number = padan_grams_find(counting->grams, words, size);
            double rarest = all;
            for (size_t i = 0; i < size; i++)
                rarest = fmin(rarest, (double)kind_of(counting, words[i])->count);
            parts[side] = number != SIZE_MAX ? (double)counting->grams->items[number].count : rarest;
        }
        double joint = (double)gram->count / all;
        double mutual = log(joint * all * all / (parts[0] * parts[1])) / -log(joint);
        least = fmin(least, mutual);
    }
    return fmax(0, least);
}

static double score(const struct counting *counting, const struct padan_gram *gram)
{
    double own = (double)gram->count;
    if (gram->longer > 0)
        own -= (double)gram->nested / (double)gram->longer;
    if (own <= 0)
        return 0;
    double weight = 0, best = 0;
    int words = 0;
    for (size_t i = 0; i < gram->size; i++) {
        const struct padan_kind *kind = kind_of(counting, gram->words[i]);
        if (kind->passing)
            continue;
        weight += kind->weight;
        best = fmax(best, kind->weight);
        words++;
    }
    weight = 0.5 * (weight / words + best);
    double value = log2((double)gram->size + 1) * own;
    double bond = gram->size > 1 ? cohesion(counting, gram) : lone_bond;
    /* What always has the same word beside it is a part of something. */
    double votes = (double)(gram->before_votes > gram->after_votes ? gram->before_votes : gram->after_votes);
    double part = fmin(1, fmax(0, votes / (double)gram->count - 0.4) / 0.5);
    return log2(1 + value) * weight * (0.3 + bond) * (1 - part);
}

static int by_score(const void *a, const void *b)
{
    const struct padan_gram *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return memcmp(x->words, y->words, x->size * sizeof *x->words);
}

int padan_grams_count(struct padan_grams *grams, struct padan_corpus *corpus, int64_t least, size_t most,
                      struct padan_error *error)
{
    struct counting counting = { .grams = grams, .corpus = corpus, .least = least, .most = most };
    int status = count_all(&counting, corpus, error);
    if (status != PADAN_OK)
        return status;
    if (!drop_rare(grams, least))
        return padan_error_allocation(error);
    count_nested(grams);
    for (size_t i = 0; i < grams->count; i++)
        grams->items[i].score = score(&counting, &grams->items[i]);
    if (grams->count > 0)
        qsort(grams->items, grams->count, sizeof *grams->items, by_score);
    return index_grams(grams, grams->count) ? PADAN_OK : padan_error_allocation(error);
}

int padan_grams_cut(struct padan_grams *grams, size_t count, struct padan_error *error)
{
    grams->count = grams->count < count ? grams->count : count;
    return index_grams(grams, grams->count) ? PADAN_OK : padan_error_allocation(error);
}
