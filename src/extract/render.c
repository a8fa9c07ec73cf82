/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What renders candidates. */
#include "extract/render.h"

#include <math.h>
#include <padan/find.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/phrase.h"

enum { ROUNDS = 4, BLOCK_PAIRS = 1200 };

static const double temper = 0.5;     /* words are not independent: logarithms count for so much of themselves */
static const double habit_pull = 1;   /* how much of what other places have counts */
static const double habit_base = 0.1; /* how much a rendering counts as seen beforehand */
static const double edge = -2;        /* what a rendering loses that begins or ends with a word of any subject */

void padan_renderings_free(struct padan_renderings *renderings)
{
    padan_arena_free(&renderings->strings);
    free(renderings->pairs);
    free(renderings->places);
}

static int by_gram(const void *a, const void *b)
{
    const struct padan_gram_place *x = a, *y = b;
    return x->gram != y->gram ? (x->gram < y->gram ? -1 : 1) : x->pair < y->pair ? -1 : x->pair > y->pair;
}

/* The candidates whose pairs are learned from together, with the places from `first` on. */
struct block {
    size_t first, end;
    uint32_t *numbers; /* by pair: its example + 1, or 0 */
    struct padan_example *examples;
    size_t example_count;
};

/* One place, with the runs that may render it. */
struct part {
    const struct padan_gram_place *place;
    struct padan_phrase phrase;
    struct padan_span spans[PADAN_PHRASE_CANDIDATES];
};

/* A rendering that several places may have. */
struct habit {
    uint64_t key;
    double mass;
};

struct rendering {
    struct padan_renderings *all;
    struct part parts[PADAN_GRAM_PLACES];
    size_t part_count;
    struct habit habits[PADAN_GRAM_PLACES * PADAN_PHRASE_CANDIDATES];
    size_t habit_count;
};

static struct habit *habit_of(struct rendering *rendering, const struct padan_phrase_candidate *candidate)
{
    uint64_t key = candidate->first == candidate->end ? 0 : candidate->key;
    for (size_t i = 0; i < rendering->habit_count; i++)
        if (rendering->habits[i].key == key)
            return &rendering->habits[i];
    struct habit *habit = &rendering->habits[rendering->habit_count++];
    *habit = (struct habit){ .key = key };
    return habit;
}

static bool take_pair(struct block *block, const struct padan_renderings *all, uint32_t pair)
{
    if (block->numbers[pair] > 0)
        return true;
    if (block->example_count == BLOCK_PAIRS + PADAN_GRAM_PLACES)
        return false;
    const struct padan_pair_of_texts *texts = &all->pairs[pair];
    block->examples[block->example_count++] = (struct padan_example){ texts->source, texts->target, 1 };
    block->numbers[pair] = (uint32_t)block->example_count;
    return true;
}

/* Takes whole candidates until there are pairs enough. */
static void fill_block(struct block *block, const struct padan_renderings *all)
{
    block->example_count = 0;
    block->end = block->first;
    while (block->end < all->place_count) {
        bool begins = block->end == block->first || all->places[block->end].gram != all->places[block->end - 1].gram;
        if (begins && block->example_count >= BLOCK_PAIRS)
            break;
        take_pair(block, all, all->places[block->end++].pair);
    }
}

static void empty_block(struct block *block, const struct padan_renderings *all)
{
    for (size_t i = block->first; i < block->end; i++)
        block->numbers[all->places[i].pair] = 0;
    block->first = block->end;
}

/* Whether the run begins or ends with a word of any subject. */
static bool has_edge(const struct padan_corpus *target, struct padan_span span)
{
    bool passing = false;
    for (size_t i = 0; i < target->row_count; i++) {
        const struct padan_place_of *place = &target->places[i];
        bool first = place->start <= span.start && place->end > span.start;
        bool last = place->start < span.end && place->end >= span.end;
        if (first || last)
            passing |= target->row[i] == 0 ? false : target->kinds[target->row[i] - 1].passing;
    }
    return passing;
}

static void find_words(const struct padan_links *links, const struct padan_gram_place *place, size_t *first,
                       size_t *end)
{
    *first = 0;
    while (*first < links->source_count && links->source[*first].end <= place->start)
        (*first)++;
    *end = *first;
    while (*end < links->source_count && links->source[*end].start < place->end)
        (*end)++;
}

static int add_part(struct rendering *rendering, const struct padan_linker *linker, const struct block *block,
                    const struct padan_gram_place *place, struct padan_error *error)
{
    struct part *part = &rendering->parts[rendering->part_count];
    struct padan_corpus *target = rendering->all->target;
    struct padan_links links;
    size_t first, end;
    *part = (struct part){ .place = place };
    int status = padan_linker_links(linker, block->numbers[place->pair] - 1, &links, error);
    if (status != PADAN_OK)
        return status;
    find_words(&links, place, &first, &end);
    if (first < end)
        status = padan_phrase_render(&part->phrase, &links, first, end, error);
    if (status == PADAN_OK)
        status = padan_corpus_cut(target, rendering->all->pairs[place->pair].target, false, error);
    for (size_t i = 0; status == PADAN_OK && i < part->phrase.count; i++) {
        struct padan_phrase_candidate *candidate = &part->phrase.candidates[i];
        if (candidate->first == candidate->end)
            continue;
        part->spans[i] =
            (struct padan_span){ links.target[candidate->first].start, links.target[candidate->end - 1].end };
        candidate->score += has_edge(target, part->spans[i]) ? edge : 0;
    }
    padan_links_free(&links);
    rendering->part_count += status == PADAN_OK && part->phrase.count > 0;
    return status;
}

static void weigh_part(struct rendering *rendering, struct padan_phrase *phrase, bool first)
{
    double most = -HUGE_VAL, sum = 0;
    for (size_t i = 0; i < phrase->count; i++) {
        struct padan_phrase_candidate *candidate = &phrase->candidates[i];
        struct habit *habit = habit_of(rendering, candidate);
        if (!first)
            habit->mass -= candidate->probability;
        candidate->probability = temper * candidate->score;
        if (!first)
            candidate->probability += habit_pull * log(fmax(0, habit->mass) + habit_base);
        most = fmax(most, candidate->probability);
    }
    for (size_t i = 0; i < phrase->count; i++)
        sum += phrase->candidates[i].probability = exp(phrase->candidates[i].probability - most);
    for (size_t i = 0; i < phrase->count; i++) {
        phrase->candidates[i].probability /= sum;
        habit_of(rendering, &phrase->candidates[i])->mass += phrase->candidates[i].probability;
    }
}

/* What a place is believed to have, or SIZE_MAX where it is another rendering. */
static size_t best_of(const struct part *part, uint64_t key)
{
    size_t best = 0;
    for (size_t i = 1; i < part->phrase.count; i++)
        best = part->phrase.candidates[i].probability > part->phrase.candidates[best].probability ? i : best;
    const struct padan_phrase_candidate *candidate = &part->phrase.candidates[best];
    return candidate->key == key && candidate->end > candidate->first ? best : SIZE_MAX;
}

static struct padan_string target_text(const struct rendering *rendering, const struct part *part, size_t candidate)
{
    struct padan_string text = rendering->all->pairs[part->place->pair].target;
    struct padan_span span = part->spans[candidate];
    return (struct padan_string){ text.data + span.start, span.end - span.start };
}

static struct padan_string source_text(const struct rendering *rendering, const struct part *part)
{
    struct padan_string text = rendering->all->pairs[part->place->pair].source;
    return (struct padan_string){ text.data + part->place->start, part->place->end - part->place->start };
}

static bool same(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Of a few texts that which comes most often; of equals one that begins with no capital. *share is its share. */
static struct padan_string commonest(const struct padan_string *texts, size_t count, double *share)
{
    struct padan_string best = { "", 0 };
    int most = 0;
    for (size_t i = 0; i < count; i++) {
        int times = 0;
        for (size_t k = 0; k < count; k++)
            times += 2 * same(texts[i], texts[k]);
        times += texts[i].size > 0 && !(texts[i].data[0] >= 'A' && texts[i].data[0] <= 'Z');
        if (times > most) {
            most = times;
            best = texts[i];
        }
    }
    *share = count > 0 ? (double)(most / 2) / (double)count : 0;
    return best;
}

static int look_at_words(struct padan_corpus *target, struct padan_gram_rendering *out, struct padan_error *error)
{
    int status = padan_corpus_cut(target, out->rendering, false, error);
    out->passing = true;
    for (size_t i = 0; i < target->row_count; i++)
        out->passing &= target->row[i] > 0 && target->kinds[target->row[i] - 1].passing;
    return status;
}

static void settle(struct rendering *rendering, struct padan_gram_rendering *out)
{
    struct padan_string terms[PADAN_GRAM_PLACES] = { { "", 0 } }, targets[PADAN_GRAM_PLACES] = { { "", 0 } };
    size_t count = 0;
    uint64_t key = 0;
    double most = 0;
    for (size_t i = 0; i < rendering->habit_count; i++)
        if (rendering->habits[i].key != 0 && rendering->habits[i].mass > most) {
            most = rendering->habits[i].mass;
            key = rendering->habits[i].key;
        }
    out->example = SIZE_MAX;
    for (size_t i = 0; i < rendering->part_count; i++) {
        const struct part *part = &rendering->parts[i];
        const struct padan_pair_of_texts *pairs = rendering->all->pairs;
        size_t best = best_of(part, key);
        terms[i] = source_text(rendering, part);
        if (best == SIZE_MAX)
            continue;
        targets[count++] = target_text(rendering, part, best);
        if (out->example == SIZE_MAX || pairs[part->place->pair].source.size < pairs[out->example].source.size)
            out->example = part->place->pair;
    }
    double unused;
    out->term = commonest(terms, rendering->part_count, &out->form);
    out->rendering = commonest(targets, count, &unused);
    out->rendered = (int64_t)count;
    out->share = rendering->part_count > 0 ? most / (double)rendering->part_count : 0;
}

static int render_block(struct rendering *rendering, const struct block *block, const struct padan_linker *linker,
                        struct padan_gram_rendering *out, struct padan_error *error)
{
    const struct padan_gram_place *places = rendering->all->places;
    int status = PADAN_OK;
    for (size_t at = block->first, next; at < block->end && status == PADAN_OK; at = next) {
        rendering->part_count = rendering->habit_count = 0;
        for (next = at; next < block->end && places[next].gram == places[at].gram && status == PADAN_OK; next++)
            if (rendering->part_count < PADAN_GRAM_PLACES && block->numbers[places[next].pair] > 0)
                status = add_part(rendering, linker, block, &places[next], error);
        for (int round = 0; round < ROUNDS; round++)
            for (size_t i = 0; i < rendering->part_count; i++)
                weigh_part(rendering, &rendering->parts[i].phrase, round == 0);
        if (status == PADAN_OK) {
            settle(rendering, &out[places[at].gram]);
            status = look_at_words(rendering->all->target, &out[places[at].gram], error);
        }
    }
    return status;
}

int padan_renderings_find(struct padan_renderings *all, size_t grams, const char *source_language,
                          const char *target_language, const struct padan_align_options *options,
                          struct padan_gram_rendering *out, struct padan_error *error)
{
    struct block block = { .numbers = calloc(all->pair_count + 1, sizeof *block.numbers),
                           .examples = calloc(BLOCK_PAIRS + 2 * PADAN_GRAM_PLACES, sizeof *block.examples) };
    struct rendering *rendering = calloc(1, sizeof *rendering);
    int status = block.numbers && block.examples && rendering ? PADAN_OK : padan_error_allocation(error);
    for (size_t i = 0; i < grams; i++)
        out[i] = (struct padan_gram_rendering){ .example = SIZE_MAX };
    if (status == PADAN_OK) {
        rendering->all = all;
        if (all->place_count > 0)
            qsort(all->places, all->place_count, sizeof *all->places, by_gram);
    }
    while (status == PADAN_OK && block.first < all->place_count) {
        struct padan_linker *linker = NULL;
        fill_block(&block, all);
        status = padan_linker_new(&linker, block.examples, block.example_count, source_language, target_language,
                                  options, NULL, error);
        if (status == PADAN_OK)
            status = render_block(rendering, &block, linker, out, error);
        padan_linker_free(linker);
        empty_block(&block, all);
    }
    free(block.numbers);
    free(block.examples);
    free(rendering);
    return status;
}
