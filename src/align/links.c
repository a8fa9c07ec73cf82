/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of pairs of texts as they render each other: Model 1 with a diagonal, both ways, by agreement. */
#include "align/links.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { ITERATIONS = 5, DIAGONAL_STEPS = 128 };

static const double by_none = 0.1;     /* chance of a word that renders nothing */
static const double diagonal_pull = 3; /* how fast the chance falls with the distance from the diagonal */
static const double known_count = 5;   /* how often a known pair counts as seen beforehand */
static const double chance_count = 1;  /* how often a word counts as seen with any other, as by chance */
static const double none_count = 50;   /* how many words that render nothing are seen beforehand, as chance has them */
static const double unseen = 100;      /* words beyond the text when the share of a word is asked for */

/* Two types that stand together in a pair of texts. */
struct cell {
    uint32_t source, target;
    float known_forward, known_backward;
    float forward, backward; /* p(target | source), p(source | target) */
    float count_forward, count_backward;
};

struct padan_linker {
    struct padan_side source, target;
    struct padan_place *source_places, *target_places;
    const struct padan_example *examples;
    size_t count;
    struct padan_pairs known;
    struct cell *cells;
    size_t cell_count;
    uint32_t *grid;                    /* numbers of cells: by example, target word, source word */
    size_t *offsets;                   /* by example: where its grid begins; count + 1 */
    double *source_sum, *target_sum;   /* by type: counts of its cells */
    double *source_none, *target_none; /* by type: its share of the words that render nothing */
    double *source_none_count, *target_none_count;
    double *source_known, *target_known; /* by type: what is known of it, in chances */
    float diagonal[DIAGONAL_STEPS + 1];  /* by distance from the diagonal, 0 to 1 */
};

static size_t words_of(const struct padan_side *side, size_t example)
{
    size_t words = padan_side_words(side, example, example + 1);
    return words < PADAN_LEARN_WORDS ? words : PADAN_LEARN_WORDS;
}

static double share(const struct padan_side *side, uint32_t type)
{
    return side->frequency[type] / (side->first[side->count] + unseen);
}

static int cut(struct padan_side *side, struct padan_place **places, const struct padan_align_segment *segments,
               size_t count, const char *language, const struct padan_text_values values[2], size_t number,
               struct padan_error *error)
{
    return padan_side_make_placed(side, places, segments, count, language, &values[number], &values[1 - number], error);
}

static int make_sides(struct padan_linker *linker, const char *const languages[2], struct padan_error *error)
{
    size_t count = linker->count;
    struct padan_text_values values[2] = { 0 };
    struct padan_align_segment *segments = calloc(2 * count + 1, sizeof *segments);
    int status = segments ? PADAN_OK : padan_error_allocation(error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        segments[i].text = linker->examples[i].source;
        segments[count + i].text = linker->examples[i].target;
    }
    for (size_t side = 0; status == PADAN_OK && side < 2; side++)
        status = padan_text_values_find(&values[side], segments + side * count, count, languages[side], error);
    if (status == PADAN_OK)
        status = cut(&linker->source, &linker->source_places, segments, count, languages[0], values, 0, error);
    if (status == PADAN_OK)
        status = cut(&linker->target, &linker->target_places, segments + count, count, languages[1], values, 1, error);
    padan_text_values_free(&values[0]);
    padan_text_values_free(&values[1]);
    free(segments);
    return status;
}

/* Cells by their types. */
struct finder {
    uint32_t *slots; /* number + 1, or 0 */
    size_t mask;
};

static uint32_t *slot_of(const struct finder *finder, const struct cell *cells, uint32_t source, uint32_t target)
{
    uint64_t key = ((uint64_t)source << 32 | target) * 0x9E3779B97F4A7C15U;
    size_t at = (key >> 29) & finder->mask;
    while (finder->slots[at] > 0 &&
           (cells[finder->slots[at] - 1].source != source || cells[finder->slots[at] - 1].target != target))
        at = (at + 1) & finder->mask;
    return &finder->slots[at];
}

static float best_known(const float chances[PADAN_EVIDENCE_COUNT])
{
    float best = 0;
    for (size_t i = 0; i < PADAN_EVIDENCE_LEARNED; i++)
        best = fmaxf(best, chances[i]);
    return best;
}

static void start_cell(struct padan_linker *linker, uint32_t number, uint32_t source, uint32_t target)
{
    struct cell *cell = &linker->cells[number];
    size_t pair = padan_pairs_find(&linker->known, source, target);
    *cell = (struct cell){ .source = source, .target = target };
    if (pair != SIZE_MAX) {
        cell->known_forward = best_known(linker->known.items[pair].forward);
        cell->known_backward = best_known(linker->known.items[pair].backward);
        linker->source_known[source] += cell->known_forward;
        linker->target_known[target] += cell->known_backward;
    }
}

static void fill_grid(struct padan_linker *linker, const struct finder *finder, size_t example)
{
    const uint32_t *sources = linker->source.words + linker->source.first[example];
    const uint32_t *targets = linker->target.words + linker->target.first[example];
    uint32_t *grid = linker->grid + linker->offsets[example];
    for (size_t k = 0; k < words_of(&linker->target, example); k++) {
        for (size_t i = 0; i < words_of(&linker->source, example); i++) {
            uint32_t *slot = slot_of(finder, linker->cells, sources[i], targets[k]);
            if (*slot == 0) {
                *slot = (uint32_t)++linker->cell_count;
                start_cell(linker, *slot - 1, sources[i], targets[k]);
            }
            *grid++ = *slot - 1;
        }
    }
}

static bool make_offsets(struct padan_linker *linker)
{
    linker->offsets = calloc(linker->count + 1, sizeof *linker->offsets);
    for (size_t i = 0; linker->offsets && i < linker->count; i++)
        linker->offsets[i + 1] = linker->offsets[i] + words_of(&linker->source, i) * words_of(&linker->target, i);
    return linker->offsets != NULL;
}

static bool make_grid(struct padan_linker *linker)
{
    if (!make_offsets(linker))
        return false;
    size_t all = linker->offsets[linker->count], slots = 1024;
    while (slots < 2 * all)
        slots *= 2;
    struct finder finder = { calloc(slots, sizeof *finder.slots), slots - 1 };
    linker->grid = malloc((all + 1) * sizeof *linker->grid);
    linker->cells = malloc((all + 1) * sizeof *linker->cells);
    linker->source_sum = calloc(linker->source.types.count + 1, sizeof *linker->source_sum);
    linker->target_sum = calloc(linker->target.types.count + 1, sizeof *linker->target_sum);
    linker->source_none = calloc(linker->source.types.count + 1, sizeof *linker->source_none);
    linker->target_none = calloc(linker->target.types.count + 1, sizeof *linker->target_none);
    linker->source_none_count = calloc(linker->source.types.count + 1, sizeof *linker->source_none_count);
    linker->target_none_count = calloc(linker->target.types.count + 1, sizeof *linker->target_none_count);
    linker->source_known = calloc(linker->source.types.count + 1, sizeof *linker->source_known);
    linker->target_known = calloc(linker->target.types.count + 1, sizeof *linker->target_known);
    bool done = finder.slots && linker->grid && linker->cells && linker->source_sum && linker->target_sum &&
                linker->source_none && linker->target_none && linker->source_none_count && linker->target_none_count &&
                linker->source_known && linker->target_known;
    for (size_t i = 0; done && i < linker->count; i++)
        fill_grid(linker, &finder, i);
    free(finder.slots);
    return done;
}

/* What renders nothing, from counts. */
static void settle_none(const struct padan_side *side, double *chances, double *counts)
{
    double all = none_count;
    for (uint32_t type = 0; type < side->types.count; type++)
        all += counts[type];
    for (uint32_t type = 0; type < side->types.count; type++) {
        chances[type] = (counts[type] + none_count * share(side, type)) / all;
        counts[type] = 0;
    }
}

/* Chances from counts, with what is known and chance beside them. */
static void settle(struct padan_linker *linker)
{
    for (size_t i = 0; i < linker->cell_count; i++) {
        struct cell *cell = &linker->cells[i];
        double source_weight =
            linker->source_sum[cell->source] + known_count * fmin(1, linker->source_known[cell->source]) + chance_count;
        double target_weight =
            linker->target_sum[cell->target] + known_count * fmin(1, linker->target_known[cell->target]) + chance_count;
        cell->forward = (float)((cell->count_forward + known_count * cell->known_forward +
                                 chance_count * share(&linker->target, cell->target)) /
                                source_weight);
        cell->backward = (float)((cell->count_backward + known_count * cell->known_backward +
                                  chance_count * share(&linker->source, cell->source)) /
                                 target_weight);
        cell->count_forward = cell->count_backward = 0;
    }
    settle_none(&linker->source, linker->source_none, linker->source_none_count);
    settle_none(&linker->target, linker->target_none, linker->target_none_count);
    memset(linker->source_sum, 0, linker->source.types.count * sizeof *linker->source_sum);
    memset(linker->target_sum, 0, linker->target.types.count * sizeof *linker->target_sum);
}

static double pull(const struct padan_linker *linker, size_t i, size_t sources, size_t k, size_t targets)
{
    double distance = fabs(((double)i + 0.5) / (double)sources - ((double)k + 0.5) / (double)targets);
    return linker->diagonal[(size_t)(distance * DIAGONAL_STEPS)];
}

/* Chances of all links of an example, both ways, by the cells as they are. */
static void link_example(const struct padan_linker *linker, size_t example, struct padan_links *links)
{
    size_t sources = links->source_count, targets = links->target_count;
    const uint32_t *grid = linker->grid + linker->offsets[example];
    for (size_t k = 0; k < targets; k++) {
        double sum = 0, place = 0;
        for (size_t i = 0; i < sources; i++) {
            double near = pull(linker, i, sources, k, targets);
            place += near;
            sum += links->forward[k * sources + i] = (float)(near * linker->cells[grid[k * sources + i]].forward);
        }
        sum += place * by_none / (1 - by_none) * linker->target_none[links->target_types[k]];
        for (size_t i = 0; i < sources; i++)
            links->forward[k * sources + i] /= (float)sum;
    }
    for (size_t i = 0; i < sources; i++) {
        double sum = 0, place = 0;
        for (size_t k = 0; k < targets; k++) {
            double near = pull(linker, i, sources, k, targets);
            place += near;
            sum += links->backward[k * sources + i] = (float)(near * linker->cells[grid[k * sources + i]].backward);
        }
        sum += place * by_none / (1 - by_none) * linker->source_none[links->source_types[i]];
        for (size_t k = 0; k < targets; k++)
            links->backward[k * sources + i] /= (float)sum;
    }
}

/* Words that no other word explains. */
static void count_none(struct padan_linker *linker, size_t example, const struct padan_links *links)
{
    double weight = linker->examples[example].weight;
    for (size_t k = 0; k < links->target_count; k++) {
        double rest = 1;
        for (size_t i = 0; i < links->source_count; i++)
            rest -= links->forward[k * links->source_count + i];
        linker->target_none_count[links->target_types[k]] += weight * fmax(rest, 0);
    }
    for (size_t i = 0; i < links->source_count; i++) {
        double rest = 1;
        for (size_t k = 0; k < links->target_count; k++)
            rest -= links->backward[k * links->source_count + i];
        linker->source_none_count[links->source_types[i]] += weight * fmax(rest, 0);
    }
}

/* What both directions agree on counts for both. */
static void count_example(struct padan_linker *linker, size_t example, const struct padan_links *links)
{
    const uint32_t *grid = linker->grid + linker->offsets[example];
    size_t all = links->source_count * links->target_count;
    for (size_t at = 0; at < all; at++) {
        struct cell *cell = &linker->cells[grid[at]];
        float together = (float)(linker->examples[example].weight * sqrt(links->forward[at] * links->backward[at]));
        cell->count_forward += together;
        cell->count_backward += together;
        linker->source_sum[cell->source] += together;
        linker->target_sum[cell->target] += together;
    }
    count_none(linker, example, links);
}

int padan_linker_links(const struct padan_linker *linker, size_t example, struct padan_links *out,
                       struct padan_error *error)
{
    const struct padan_side *source = &linker->source, *target = &linker->target;
    *out = (struct padan_links){
        .source = linker->source_places ? linker->source_places + source->first[example] : NULL,
        .target = linker->target_places ? linker->target_places + target->first[example] : NULL,
        .source_types = source->words + source->first[example],
        .target_types = target->words + target->first[example],
        .source_count = words_of(source, example),
        .target_count = words_of(target, example),
    };
    size_t all = out->source_count * out->target_count;
    out->forward = malloc((all + 1) * sizeof *out->forward);
    out->backward = malloc((all + 1) * sizeof *out->backward);
    if (!out->forward || !out->backward) {
        padan_links_free(out);
        return padan_error_allocation(error);
    }
    link_example(linker, example, out);
    return PADAN_OK;
}

void padan_links_free(struct padan_links *links)
{
    free(links->forward);
    free(links->backward);
    *links = (struct padan_links){ 0 };
}

static int train(struct padan_linker *linker, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t step = 0; step <= DIAGONAL_STEPS; step++)
        linker->diagonal[step] = (float)exp(-diagonal_pull * (double)step / DIAGONAL_STEPS);
    settle(linker);
    for (int iteration = 0; status == PADAN_OK && iteration < ITERATIONS; iteration++) {
        for (size_t i = 0; status == PADAN_OK && i < linker->count; i++) {
            struct padan_links links;
            status = padan_linker_links(linker, i, &links, error);
            if (status == PADAN_OK)
                count_example(linker, i, &links);
            padan_links_free(&links);
        }
        settle(linker);
    }
    return status;
}

int padan_linker_new(struct padan_linker **out, const struct padan_example *examples, size_t count,
                     const char *source_language, const char *target_language,
                     const struct padan_align_options *options, struct padan_error *error)
{
    const char *const languages[2] = { source_language, target_language };
    struct padan_linker *linker = *out = calloc(1, sizeof *linker);
    if (!linker)
        return padan_error_allocation(error);
    linker->examples = examples;
    linker->count = count;
    int status = make_sides(linker, languages, error);
    if (status == PADAN_OK)
        status = padan_known_add(&linker->known, NULL, &linker->source, source_language, &linker->target,
                                 target_language, options, error);
    if (status == PADAN_OK && !make_grid(linker))
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        status = train(linker, error);
    if (status != PADAN_OK) {
        padan_linker_free(linker);
        *out = NULL;
    }
    return status;
}

void padan_linker_free(struct padan_linker *linker)
{
    if (!linker)
        return;
    padan_side_free(&linker->source);
    padan_side_free(&linker->target);
    padan_pairs_free(&linker->known);
    free(linker->source_places);
    free(linker->target_places);
    free(linker->cells);
    free(linker->grid);
    free(linker->offsets);
    free(linker->source_sum);
    free(linker->target_sum);
    free(linker->source_none);
    free(linker->target_none);
    free(linker->source_none_count);
    free(linker->target_none_count);
    free(linker->source_known);
    free(linker->target_known);
    free(linker);
}
