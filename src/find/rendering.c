/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the hits of a query were rendered: phrases by the links of their words, then by what hits have in common. */
#include <padan/find.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"
#include "find/phrase.h"
#include "memory/sample.h"

/* Units of the memory beside the hits: so many for each hit, within bounds. */
enum { CONTRAST_SHARE = 8, CONTRAST_LEAST = 160, CONTRAST_MOST = 256, ROUNDS = 3 };

static const double temper = 0.5;      /* words are not independent: logarithms count for so much of themselves */
static const double habit_count = 1.5; /* how much a rendering counts as seen beforehand, all of them together */
static const double habit_pull = 0.8;  /* how much of what other hits have counts */
static const double split_least = 0.6; /* chance that words apart from the best run come from the phrase too */

/* A place of a hit: words of the query side by side. */
struct part {
    size_t hit, place, place_count;
    struct padan_phrase phrase;
    struct padan_span split;
    struct padan_span spans[PADAN_PHRASE_CANDIDATES]; /* of the candidates, in bytes */
};

struct hit {
    struct padan_span *spans; /* in `strings` */
    size_t span_count;
    struct padan_string source, target;
    int64_t unit;
};

struct padan_renderer {
    struct padan_memory *memory;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    const struct padan_align_options *options;
    struct padan_sample contrast;
    bool is_ready; /* the contrast is read */
    struct padan_arena strings;
    struct hit *hits;
    size_t hit_count, hit_capacity;
    struct part *parts;
    size_t part_count, part_capacity;
    struct padan_table habits; /* renderings by their key */
    double *habit;             /* by number: how often each was met in hits given before and in these */
    size_t habit_capacity;
    double habit_sum; /* of all */
};

int padan_renderer_new(struct padan_renderer **out, struct padan_memory *memory, const char *source_language,
                       const char *target_language, const struct padan_align_options *options,
                       struct padan_error *error)
{
    struct padan_renderer *renderer = *out = calloc(1, sizeof *renderer);
    if (!renderer)
        return padan_error_allocation(error);
    renderer->memory = memory;
    renderer->options = options;
    int status = padan_language_canonical(renderer->source, source_language, error);
    if (status == PADAN_OK)
        status = padan_language_canonical(renderer->target, target_language, error);
    if (status != PADAN_OK) {
        padan_renderer_free(renderer);
        *out = NULL;
    }
    return status;
}

static void forget_hits(struct padan_renderer *renderer)
{
    padan_arena_free(&renderer->strings);
    renderer->hit_count = renderer->part_count = 0;
}

void padan_renderer_free(struct padan_renderer *renderer)
{
    if (!renderer)
        return;
    forget_hits(renderer);
    padan_sample_free(&renderer->contrast);
    padan_table_free(&renderer->habits);
    free(renderer->hits);
    free(renderer->parts);
    free(renderer->habit);
    free(renderer);
}

static bool copy_text(struct padan_renderer *renderer, struct padan_string *out, struct padan_string text)
{
    char *copy = padan_arena_copy(&renderer->strings, text.data, text.size);
    *out = (struct padan_string){ copy, text.size };
    return copy != NULL;
}

int padan_renderer_add(struct padan_renderer *renderer, const struct padan_found *found, size_t target,
                       struct padan_error *error)
{
    if (target >= found->target_count)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "the hit has no such target");
    if (!padan_vector_reserve(&renderer->hits, &renderer->hit_capacity, renderer->hit_count + 1,
                              sizeof *renderer->hits))
        return padan_error_allocation(error);
    struct hit *hit = &renderer->hits[renderer->hit_count];
    *hit = (struct hit){ .span_count = found->span_count, .unit = found->unit };
    hit->spans = padan_arena_take(&renderer->strings, (found->span_count + 1) * sizeof *hit->spans);
    if (!hit->spans || !copy_text(renderer, &hit->source, found->text) ||
        !copy_text(renderer, &hit->target, found->targets[target].text))
        return padan_error_allocation(error);
    memcpy(hit->spans, found->spans, found->span_count * sizeof *hit->spans);
    renderer->hit_count++;
    return PADAN_OK;
}

static int read_contrast(struct padan_renderer *renderer, struct padan_error *error)
{
    if (renderer->is_ready)
        return PADAN_OK;
    int64_t *units = calloc(renderer->hit_count + 1, sizeof *units);
    if (!units)
        return padan_error_allocation(error);
    for (size_t i = 0; i < renderer->hit_count; i++)
        units[i] = renderer->hits[i].unit;
    size_t most = CONTRAST_SHARE * renderer->hit_count;
    most = most < CONTRAST_LEAST ? CONTRAST_LEAST : most > CONTRAST_MOST ? CONTRAST_MOST : most;
    bool own = sqlite3_get_autocommit(renderer->memory->db);
    int status = own ? padan_sql_run(renderer->memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_sample_around(&renderer->contrast, renderer->memory, renderer->source, renderer->target, units,
                                     renderer->hit_count, most, error);
    if (status == PADAN_OK)
        status = padan_sample_trim(&renderer->contrast, error);
    free(units);
    if (own)
        padan_memory_rollback(renderer->memory);
    renderer->is_ready = status == PADAN_OK;
    return status;
}

/* The hits, and what else the memory has; a hit that is among the latter too counts once. */
static struct padan_example *gather_examples(const struct padan_renderer *renderer, size_t *count)
{
    const struct padan_sample *contrast = &renderer->contrast;
    struct padan_table texts = { 0 };
    struct padan_example *examples = calloc(renderer->hit_count + contrast->count + 1, sizeof *examples);
    bool done = examples != NULL;
    *count = 0;
    for (size_t i = 0; done && i < renderer->hit_count; i++) {
        const struct hit *hit = &renderer->hits[i];
        examples[(*count)++] = (struct padan_example){ hit->source, hit->target, 1 };
        done = padan_table_add(&texts, hit->source.data, hit->source.size) != PADAN_TABLE_NONE;
    }
    for (size_t i = 0; done && i < contrast->count; i++) {
        const struct padan_example *example = &contrast->examples[i];
        if (padan_table_find(&texts, example->source.data, example->source.size) == PADAN_TABLE_NONE)
            examples[(*count)++] = *example;
    }
    padan_table_free(&texts);
    if (!done)
        free(examples);
    return done ? examples : NULL;
}

/* Whether nothing but white space and hyphens stands between two places. */
static bool is_joined(const struct hit *hit, size_t place)
{
    for (size_t at = hit->spans[place].end; at < hit->spans[place + 1].start; at++) {
        char c = hit->source.data[at];
        if (c != ' ' && c != '-' && c != '\t' && c != '\n')
            return false;
    }
    return true;
}

static size_t join_places(const struct hit *hit, size_t place)
{
    size_t count = 1;
    while (place + count < hit->span_count && is_joined(hit, place + count - 1))
        count++;
    return count;
}

/* The words that a stretch of bytes touches. */
static void find_words(const struct padan_place *places, size_t count, struct padan_span span, size_t *first,
                       size_t *end)
{
    *first = 0;
    while (*first < count && places[*first].end <= span.start)
        (*first)++;
    *end = *first;
    while (*end < count && places[*end].start < span.end)
        (*end)++;
}

static struct padan_span bytes_of(const struct padan_links *links, size_t first, size_t end)
{
    if (first == end)
        return (struct padan_span){ 0, 0 };
    return (struct padan_span){ links->target[first].start, links->target[end - 1].end };
}

/* Words apart from the best run that come from the phrase all the same, as the other half of a verb does. */
static struct padan_span find_split(const struct padan_links *links, size_t first, size_t end,
                                    const struct padan_phrase_candidate *best)
{
    for (size_t k = 0; k < links->target_count && best->end > best->first; k++) {
        double forward = 0, backward = 0;
        if (k + 1 >= best->first && k <= best->end)
            continue;
        for (size_t i = first; i < end; i++) {
            forward += links->forward[k * links->source_count + i];
            backward = fmax(backward, links->backward[k * links->source_count + i]);
        }
        if (forward > split_least && backward > split_least / 2)
            return bytes_of(links, k, k + 1);
    }
    return (struct padan_span){ 0, 0 };
}

static int add_part(struct padan_renderer *renderer, const struct padan_links *links, size_t number, size_t place,
                    size_t count, struct padan_error *error)
{
    const struct hit *hit = &renderer->hits[number];
    struct padan_span span = { hit->spans[place].start, hit->spans[place + count - 1].end };
    size_t first, end;
    if (!padan_vector_reserve(&renderer->parts, &renderer->part_capacity, renderer->part_count + 1,
                              sizeof *renderer->parts))
        return padan_error_allocation(error);
    struct part *part = &renderer->parts[renderer->part_count++];
    *part = (struct part){ .hit = number, .place = place, .place_count = count };
    find_words(links->source, links->source_count, span, &first, &end);
    if (first == end)
        return PADAN_OK;
    int status = padan_phrase_render(&part->phrase, links, first, end, error);
    for (size_t i = 0; status == PADAN_OK && i < part->phrase.count; i++)
        part->spans[i] = bytes_of(links, part->phrase.candidates[i].first, part->phrase.candidates[i].end);
    if (status == PADAN_OK && part->phrase.count > 0)
        part->split = find_split(links, first, end, &part->phrase.candidates[0]);
    return status;
}

static int add_parts(struct padan_renderer *renderer, const struct padan_linker *linker, size_t number,
                     struct padan_error *error)
{
    struct padan_links links;
    int status = padan_linker_links(linker, number, &links, error);
    if (status != PADAN_OK)
        return status;
    const struct hit *hit = &renderer->hits[number];
    for (size_t place = 0, count; status == PADAN_OK && place < hit->span_count; place += count) {
        count = join_places(hit, place);
        status = add_part(renderer, &links, number, place, count, error);
    }
    padan_links_free(&links);
    return status;
}

static int make_parts(struct padan_renderer *renderer, struct padan_error *error)
{
    size_t count;
    struct padan_linker *linker = NULL;
    struct padan_example *examples = gather_examples(renderer, &count);
    if (!examples)
        return padan_error_allocation(error);
    int status = padan_linker_new(&linker, examples, count, renderer->source, renderer->target, renderer->options,
                                  padan_memory_locales(renderer->memory), error);
    for (size_t i = 0; status == PADAN_OK && i < renderer->hit_count; i++)
        status = add_parts(renderer, linker, i, error);
    padan_linker_free(linker);
    free(examples);
    return status;
}

static int number_habits(struct padan_renderer *renderer, struct padan_error *error)
{
    for (size_t i = 0; i < renderer->part_count; i++) {
        const struct padan_phrase *phrase = &renderer->parts[i].phrase;
        for (size_t k = 0; k < phrase->count; k++) {
            size_t before = renderer->habits.count;
            size_t number = padan_table_add(&renderer->habits, &phrase->candidates[k].key, sizeof(uint64_t));
            if (number == PADAN_TABLE_NONE ||
                !padan_vector_reserve(&renderer->habit, &renderer->habit_capacity, number + 1, sizeof *renderer->habit))
                return padan_error_allocation(error);
            if (number == before)
                renderer->habit[number] = 0;
        }
    }
    return PADAN_OK;
}

static double *habit_of(struct padan_renderer *renderer, const struct padan_phrase_candidate *candidate)
{
    return &renderer->habit[padan_table_find(&renderer->habits, &candidate->key, sizeof candidate->key)];
}

/* Adds what the candidates of a part are believed to be to the habits, or takes it off again. */
static double count_habits(struct padan_renderer *renderer, const struct padan_phrase *phrase, double times)
{
    double sum = 0;
    for (size_t k = 0; k < phrase->count; k++) {
        double share = times * phrase->candidates[k].probability;
        *habit_of(renderer, &phrase->candidates[k]) += share;
        sum += share;
    }
    return sum;
}

/* Chances of a part's candidates by their words and by how often other parts, `all` in number, have them. */
static void weigh_phrase(struct padan_renderer *renderer, struct padan_phrase *phrase, double all)
{
    double most = -HUGE_VAL, sum = 0;
    for (size_t i = 0; i < phrase->count; i++) {
        struct padan_phrase_candidate *candidate = &phrase->candidates[i];
        double habit = (*habit_of(renderer, candidate) + habit_count / 10) / (all + habit_count);
        candidate->probability = temper * candidate->score + habit_pull * log(habit);
        most = fmax(most, candidate->probability);
    }
    for (size_t i = 0; i < phrase->count; i++)
        sum += phrase->candidates[i].probability = exp(phrase->candidates[i].probability - most);
    for (size_t i = 0; i < phrase->count; i++)
        phrase->candidates[i].probability /= sum;
}

static void weigh_parts(struct padan_renderer *renderer)
{
    double all = renderer->habit_sum;
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < renderer->part_count; i++) {
            struct padan_phrase *phrase = &renderer->parts[i].phrase;
            all += count_habits(renderer, phrase, -1);
            weigh_phrase(renderer, phrase, all);
            all += count_habits(renderer, phrase, 1);
        }
    }
    renderer->habit_sum = all;
}

static struct padan_rendering rendering_of(const struct part *part)
{
    struct padan_rendering out = { .place = part->place, .place_count = part->place_count };
    size_t best = 0;
    for (size_t i = 1; i < part->phrase.count; i++)
        best = part->phrase.candidates[i].probability > part->phrase.candidates[best].probability ? i : best;
    if (part->phrase.count == 0)
        return out;
    out.probability = part->phrase.candidates[best].probability;
    struct padan_span span = part->spans[best], split = part->split;
    if (span.end == span.start)
        return out;
    bool apart = split.end > split.start && (split.end <= span.start || split.start >= span.end);
    out.spans[0] = apart && split.start < span.start ? split : span;
    out.spans[1] = split.start < span.start ? span : split;
    out.span_count = apart ? 2 : 1;
    return out;
}

static int give(struct padan_renderer *renderer,
                int (*marked)(void *context, size_t hit, const struct padan_rendering *renderings, size_t count,
                              struct padan_error *error),
                void *context, struct padan_error *error)
{
    struct padan_rendering *renderings = calloc(renderer->part_count + 1, sizeof *renderings);
    int status = renderings ? PADAN_OK : padan_error_allocation(error);
    for (size_t hit = 0, at = 0; status == PADAN_OK && hit < renderer->hit_count; hit++) {
        size_t count = 0;
        for (; at < renderer->part_count && renderer->parts[at].hit == hit; at++)
            renderings[count++] = rendering_of(&renderer->parts[at]);
        status = marked(context, hit, renderings, count, error);
    }
    free(renderings);
    return status;
}

int padan_renderer_mark(struct padan_renderer *renderer,
                        int (*marked)(void *context, size_t hit, const struct padan_rendering *renderings, size_t count,
                                      struct padan_error *error),
                        void *context, struct padan_error *error)
{
    if (renderer->hit_count == 0)
        return PADAN_OK;
    int status = read_contrast(renderer, error);
    if (status == PADAN_OK)
        status = make_parts(renderer, error);
    if (status == PADAN_OK)
        status = number_habits(renderer, error);
    if (status == PADAN_OK) {
        weigh_parts(renderer);
        status = give(renderer, marked, context, error);
    }
    forget_hits(renderer);
    return status;
}
