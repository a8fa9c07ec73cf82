/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of pairs of texts as they render each other: Model 1 with a diagonal, both ways, by agreement. */
#include "align/links.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/locale.h"
#include "base/error.h"
#include "base/parallel.h"

enum { ITERATIONS = 5, DIAGONAL_STEPS = 128 };

static const double by_none = 0.1;     /* chance of a word that renders nothing */
static const double diagonal_pull = 3; /* how fast the chance falls with the distance from the diagonal */
static const double known_count = 5;   /* how often a known pair counts as seen beforehand */
static const double chance_count = 1;  /* how often a word counts as seen with any other, as by chance */
static const double none_count = 50;   /* how many words that render nothing are seen beforehand, as chance has them */
static const double unseen = 100;      /* words beyond the text when the share of a word is asked for */

/* Two types that stand together in a pair of texts. What is known of few of them lies apart: all are read in vain. */
struct cell {
    uint32_t source, target;
    float forward, backward; /* p(target | source), p(source | target) */
    float count;
};

/* What is known of a cell beforehand. */
struct known {
    size_t cell;
    float forward, backward;
};

/* What is counted by the types of a side. */
struct types {
    double *sum;        /* of the counts of its cells */
    double *weight;     /* of what is counted, known and chance together, when chances are made */
    double *none;       /* its share of the words that render nothing */
    double *none_count; /* how often it rendered nothing */
    double *known;      /* what is known of it, in chances */
    double *share;      /* of all words */
};

struct padan_linker {
    struct padan_side source, target;
    struct padan_place *source_places, *target_places;
    const struct padan_example *examples;
    size_t count;
    struct padan_pairs known;
    struct cell *cells;
    size_t cell_count;
    struct known *known_cells; /* in the order of the cells */
    size_t known_cell_count;
    uint32_t *grid;                   /* numbers of cells: by example, target word, source word */
    float *near;                      /* parallel to the grid: what the distance from the diagonal leaves */
    size_t *offsets;                  /* by example: where its grid begins; count + 1 */
    float *source_near, *target_near; /* by word: the sum of all that is near it in its example */
    struct types sources, targets;
    float diagonal[DIAGONAL_STEPS + 1]; /* by distance from the diagonal, 0 to 1 */
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

/* Sides that are being made, by a thread each: what has to be read of the languages takes longer than the texts. */
struct making {
    struct padan_linker *linker;
    const char *const *languages;
    struct padan_locales *locales;
    struct padan_align_segment *segments; /* of both sides, the source's first */
    struct padan_text_values values[2];
};

/* Names of the source, the values of either side. */
static int read_language(void *context, size_t thread, size_t item, struct padan_error *error)
{
    struct making *making = context;
    size_t count = making->linker->count, side = item - 1;
    (void)thread;
    if (item == 0)
        return padan_locales_read(making->locales, making->languages[0], error);
    return padan_text_values_find(&making->values[side], making->segments + side * count, count,
                                  making->languages[side], making->locales, error);
}

static int cut_side(void *context, size_t thread, size_t side, struct padan_error *error)
{
    struct making *making = context;
    struct padan_linker *linker = making->linker;
    (void)thread;
    return padan_side_make_placed(side == 0 ? &linker->source : &linker->target,
                                  side == 0 ? &linker->source_places : &linker->target_places,
                                  making->segments + side * linker->count, linker->count, making->languages[side],
                                  &making->values[side], &making->values[1 - side], error);
}

/* Threads that may read the languages: what belongs to one language is no two threads' business. */
static int admit_languages(const struct making *making, size_t *threads, struct padan_error *error)
{
    char tags[2][PADAN_LANGUAGE_SIZE];
    int status = PADAN_OK;
    for (size_t side = 0; status == PADAN_OK && side < 2; side++) {
        status = padan_language_canonical(tags[side], making->languages[side], error);
        if (status == PADAN_OK)
            status = padan_locales_admit(making->locales, tags[side], error);
    }
    *threads = status == PADAN_OK && strcmp(tags[0], tags[1]) != 0 ? 2 : 1;
    return status;
}

static int make_sides(struct padan_linker *linker, const char *const languages[2], struct padan_locales *locales,
                      struct padan_error *error)
{
    size_t count = linker->count, threads = 1;
    struct making making = { .linker = linker, .languages = languages, .locales = locales };
    making.segments = calloc(2 * count + 1, sizeof *making.segments);
    int status = making.segments ? admit_languages(&making, &threads, error) : padan_error_allocation(error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        making.segments[i].text = linker->examples[i].source;
        making.segments[count + i].text = linker->examples[i].target;
    }
    const struct padan_parallel reading = { .count = 3, .threads = threads, .work = read_language, .context = &making };
    const struct padan_parallel cutting = { .count = 2, .threads = 2, .work = cut_side, .context = &making };
    if (status == PADAN_OK)
        status = padan_parallel_run(&reading, error);
    if (status == PADAN_OK)
        status = padan_parallel_run(&cutting, error);
    padan_text_values_free(&making.values[0]);
    padan_text_values_free(&making.values[1]);
    free(making.segments);
    return status;
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
        struct known *known = &linker->known_cells[linker->known_cell_count++];
        *known = (struct known){ number, best_known(linker->known.items[pair].forward),
                                 best_known(linker->known.items[pair].backward) };
        linker->sources.known[source] += known->forward;
        linker->targets.known[target] += known->backward;
    }
}

/* A word of an example. */
struct occurrence {
    uint32_t example, word;
};

/* Where the source types stand: type t has the words from first[t] to first[t + 1]. */
struct occurrences {
    size_t *first;
    struct occurrence *words;
};

static bool find_occurrences(struct occurrences *out, const struct padan_linker *linker)
{
    const struct padan_side *side = &linker->source;
    size_t types = side->types.count;
    out->first = calloc(types + 2, sizeof *out->first);
    out->words = malloc((side->first[side->count] + 1) * sizeof *out->words);
    if (!out->first || !out->words)
        return false;
    for (size_t example = 0; example < linker->count; example++)
        for (size_t i = 0; i < words_of(side, example); i++)
            out->first[side->words[side->first[example] + i] + 2]++;
    for (size_t type = 2; type < types + 2; type++)
        out->first[type] += out->first[type - 1];
    /* first[t + 1] goes from the first word of type t to the end of them. */
    for (size_t example = 0; example < linker->count; example++)
        for (size_t i = 0; i < words_of(side, example); i++) {
            size_t at = out->first[side->words[side->first[example] + i] + 1]++;
            out->words[at] = (struct occurrence){ (uint32_t)example, (uint32_t)i };
        }
    return true;
}

/* The cell of each target type with the source type that is looked at. */
struct row {
    struct {
        uint32_t source; /* + 1: the one that it was last used for */
        uint32_t cell;
    } * targets;
};

static void fill_word(struct padan_linker *linker, struct row *row, uint32_t source, struct occurrence at)
{
    const uint32_t *targets = linker->target.words + linker->target.first[at.example];
    size_t sources = words_of(&linker->source, at.example), count = words_of(&linker->target, at.example);
    uint32_t *grid = linker->grid + linker->offsets[at.example] + at.word;
    for (size_t k = 0; k < count; k++, grid += sources) {
        uint32_t target = targets[k];
        if (row->targets[target].source != source + 1) {
            row->targets[target].source = source + 1;
            row->targets[target].cell = (uint32_t)linker->cell_count++;
            start_cell(linker, row->targets[target].cell, source, target);
        }
        *grid = row->targets[target].cell;
    }
}

/* Cells are made by source types, so that those that are used together lie together. */
static bool fill_grid(struct padan_linker *linker)
{
    struct occurrences occurrences = { 0 };
    struct row row = { calloc(linker->target.types.count + 1, sizeof *row.targets) };
    bool done = row.targets && find_occurrences(&occurrences, linker);
    for (uint32_t source = 0; done && source < linker->source.types.count; source++)
        for (size_t at = occurrences.first[source]; at < occurrences.first[source + 1]; at++)
            fill_word(linker, &row, source, occurrences.words[at]);
    free(row.targets);
    free(occurrences.first);
    free(occurrences.words);
    return done;
}

/* What the distance from the diagonal leaves of a link, for all words of an example. */
static void weigh_distances(struct padan_linker *linker, size_t example)
{
    size_t sources = words_of(&linker->source, example), targets = words_of(&linker->target, example);
    float *near = linker->near + linker->offsets[example];
    float *by_source = linker->source_near + linker->source.first[example];
    float *by_target = linker->target_near + linker->target.first[example];
    for (size_t k = 0; k < targets; k++)
        for (size_t i = 0; i < sources; i++, near++) {
            double distance = fabs(((double)i + 0.5) / (double)sources - ((double)k + 0.5) / (double)targets);
            *near = linker->diagonal[(size_t)(distance * DIAGONAL_STEPS)];
            by_source[i] += *near;
            by_target[k] += *near;
        }
}

static bool make_offsets(struct padan_linker *linker)
{
    linker->offsets = calloc(linker->count + 1, sizeof *linker->offsets);
    for (size_t i = 0; linker->offsets && i < linker->count; i++)
        linker->offsets[i + 1] = linker->offsets[i] + words_of(&linker->source, i) * words_of(&linker->target, i);
    return linker->offsets != NULL;
}

static double *make_counts(const struct padan_side *side)
{
    return calloc(side->types.count + 1, sizeof(double));
}

static bool make_types(struct types *types, const struct padan_side *side)
{
    types->sum = make_counts(side);
    types->none = make_counts(side);
    types->none_count = make_counts(side);
    types->known = make_counts(side);
    types->share = make_counts(side);
    types->weight = make_counts(side);
    if (!types->sum || !types->none || !types->none_count || !types->known || !types->share || !types->weight)
        return false;
    for (size_t type = 0; type < side->types.count; type++)
        types->share[type] = share(side, (uint32_t)type);
    return true;
}

static bool make_grid(struct padan_linker *linker)
{
    if (!make_offsets(linker))
        return false;
    for (size_t step = 0; step <= DIAGONAL_STEPS; step++)
        linker->diagonal[step] = (float)exp(-diagonal_pull * (double)step / DIAGONAL_STEPS);
    size_t all = linker->offsets[linker->count];
    linker->grid = malloc((all + 1) * sizeof *linker->grid);
    linker->near = malloc((all + 1) * sizeof *linker->near);
    linker->cells = malloc((all + 1) * sizeof *linker->cells);
    /* No pair has more than one cell. */
    linker->known_cells = malloc((linker->known.count + 1) * sizeof *linker->known_cells);
    linker->source_near = calloc(linker->source.first[linker->count] + 1, sizeof *linker->source_near);
    linker->target_near = calloc(linker->target.first[linker->count] + 1, sizeof *linker->target_near);
    if (!linker->grid || !linker->near || !linker->cells || !linker->known_cells || !linker->source_near ||
        !linker->target_near || !make_types(&linker->sources, &linker->source) ||
        !make_types(&linker->targets, &linker->target))
        return false;
    for (size_t i = 0; i < linker->count; i++)
        weigh_distances(linker, i);
    return fill_grid(linker);
}

/* What renders nothing, and how much there is to divide by, from counts. */
static void settle_types(struct types *types, size_t count)
{
    double all = none_count;
    for (size_t type = 0; type < count; type++)
        all += types->none_count[type];
    for (size_t type = 0; type < count; type++) {
        types->none[type] = (types->none_count[type] + none_count * types->share[type]) / all;
        types->none_count[type] = 0;
        types->weight[type] = types->sum[type] + known_count * fmin(1, types->known[type]) + chance_count;
        types->sum[type] = 0;
    }
}

/* Chances from counts, with what is known and chance beside them. */
static void settle(struct padan_linker *linker)
{
    struct types *sources = &linker->sources, *targets = &linker->targets;
    settle_types(sources, linker->source.types.count);
    settle_types(targets, linker->target.types.count);
    const struct known *known = linker->known_cells, *end = known + linker->known_cell_count;
    for (size_t i = 0; i < linker->cell_count; i++) {
        struct cell *cell = &linker->cells[i];
        double forward = cell->count, backward = cell->count;
        if (known < end && known->cell == i) {
            forward += known_count * known->forward;
            backward += known_count * known->backward;
            known++;
        }
        forward += chance_count * targets->share[cell->target];
        backward += chance_count * sources->share[cell->source];
        cell->forward = (float)(forward / sources->weight[cell->source]);
        cell->backward = (float)(backward / targets->weight[cell->target]);
        cell->count = 0;
    }
}

static void scale_by(float *values, float factor, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] *= factor;
}

static void scale(float *restrict values, const float *restrict factors, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] *= factors[i];
}

/* Chances of all links of an example, both ways, by the cells as they are. */
static void link_example(const struct padan_linker *linker, size_t example, struct padan_links *links)
{
    size_t sources = links->source_count, targets = links->target_count;
    const uint32_t *grid = linker->grid + linker->offsets[example];
    const float *restrict near = linker->near + linker->offsets[example];
    const float *source_near = linker->source_near + linker->source.first[example];
    const float *target_near = linker->target_near + linker->target.first[example];
    const double none = by_none / (1 - by_none);
    float sums[PADAN_LEARN_WORDS] = { 0 };
    for (size_t k = 0; k < targets; k++, grid += sources, near += sources) {
        float sum = 0;
        float *restrict forward = links->forward + k * sources, *restrict backward = links->backward + k * sources;
        for (size_t i = 0; i < sources; i++) {
            const struct cell *cell = &linker->cells[grid[i]];
            sum += forward[i] = near[i] * cell->forward;
            sums[i] += backward[i] = near[i] * cell->backward;
        }
        /* A text without words leaves nothing else that could have given this one. */
        float rest = sources == 0 ? 1 : (float)(target_near[k] * none * linker->targets.none[links->target_types[k]]);
        float by = 1 / (sum + rest);
        links->forward_none[k] = rest * by;
        scale_by(forward, by, sources);
    }
    for (size_t i = 0; i < sources; i++) {
        float rest = targets == 0 ? 1 : (float)(source_near[i] * none * linker->sources.none[links->source_types[i]]);
        sums[i] = 1 / (sums[i] + rest);
        links->backward_none[i] = rest * sums[i];
    }
    for (float *backward = links->backward, *end = backward + targets * sources; backward < end; backward += sources)
        scale(backward, sums, sources);
}

/* What both directions agree on counts for both. */
static void count_example(struct padan_linker *linker, size_t example, const struct padan_links *links)
{
    size_t sources = links->source_count;
    const uint32_t *grid = linker->grid + linker->offsets[example];
    const float *forward = links->forward, *backward = links->backward;
    struct cell *cells = linker->cells;
    float weight = (float)linker->examples[example].weight, sums[PADAN_LEARN_WORDS] = { 0 };
    for (size_t k = 0; k < links->target_count; k++, grid += sources, forward += sources, backward += sources) {
        float sum = 0;
        for (size_t i = 0; i < sources; i++) {
            float together = weight * sqrtf(forward[i] * backward[i]);
            cells[grid[i]].count += together;
            sum += together;
            sums[i] += together;
        }
        linker->targets.sum[links->target_types[k]] += sum;
        linker->targets.none_count[links->target_types[k]] += weight * links->forward_none[k];
    }
    for (size_t i = 0; i < sources; i++) {
        linker->sources.sum[links->source_types[i]] += sums[i];
        linker->sources.none_count[links->source_types[i]] += weight * links->backward_none[i];
    }
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
    out->forward = malloc((2 * all + out->source_count + out->target_count + 1) * sizeof *out->forward);
    if (!out->forward)
        return padan_error_allocation(error);
    out->backward = out->forward + all;
    out->forward_none = out->backward + all;
    out->backward_none = out->forward_none + out->target_count;
    link_example(linker, example, out);
    return PADAN_OK;
}

void padan_links_free(struct padan_links *links)
{
    free(links->forward);
    *links = (struct padan_links){ 0 };
}

static int train(struct padan_linker *linker, struct padan_error *error)
{
    int status = PADAN_OK;
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

static int gather(struct padan_linker *linker, const char *const languages[2],
                  const struct padan_align_options *options, struct padan_locales *locales, struct padan_error *error)
{
    int status = make_sides(linker, languages, locales, error);
    if (status == PADAN_OK)
        status = padan_sounds_add(&linker->known, &linker->source, &linker->target, error);
    if (status == PADAN_OK)
        status = padan_known_add(&linker->known, NULL, &linker->source, languages[0], &linker->target, languages[1],
                                 options, locales, error);
    return status;
}

int padan_linker_new(struct padan_linker **out, const struct padan_example *examples, size_t count,
                     const char *source_language, const char *target_language,
                     const struct padan_align_options *options, struct padan_locales *locales,
                     struct padan_error *error)
{
    const char *const languages[2] = { source_language, target_language };
    struct padan_locales *own = locales ? NULL : padan_locales_new();
    struct padan_linker *linker = *out = locales || own ? calloc(1, sizeof *linker) : NULL;
    if (!linker) {
        padan_locales_free(own);
        return padan_error_allocation(error);
    }
    linker->examples = examples;
    linker->count = count;
    int status = gather(linker, languages, options, locales ? locales : own, error);
    padan_locales_free(own);
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

static void free_types(struct types *types)
{
    free(types->sum);
    free(types->weight);
    free(types->none);
    free(types->none_count);
    free(types->known);
    free(types->share);
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
    free(linker->known_cells);
    free(linker->source_near);
    free(linker->target_near);
    free(linker->grid);
    free(linker->near);
    free(linker->offsets);
    free_types(&linker->sources);
    free_types(&linker->targets);
    free(linker);
}
