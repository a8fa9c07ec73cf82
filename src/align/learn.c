/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IBM Model 1 on confident beads. */
#include "align/learn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

enum { ITERATIONS = 5, MOST_CANDIDATES = 32, LEAST_TOGETHER = 2 };

static const double least_lift = 1.2;  /* how much oftener than by chance a pair stands together */
static const double discount = 0.4;    /* taken off each count, so that what is seen once or twice counts little */
static const double alike_count = 0.5; /* how often words that look alike count as seen together beforehand */
static const double least_chance = 1e-3;

/* The beads that teach, turned round: for each source type the beads that have it. */
struct index {
    uint32_t *first;        /* source types + 1 */
    uint32_t *beads;        /* numbers of beads, rising, each once */
    uint32_t *target_beads; /* by target type: in how many beads it is */
    uint32_t *mark;         /* by type of either side: the last bead + 1, or stamp, with which it was seen */
    uint32_t stamp;         /* of the last visit to a bead; there are no more visits than words */
    size_t teaching;
};

struct teacher {
    struct padan_pairs *pairs;
    const struct padan_side *source, *target;
    const struct padan_bead *beads;
    size_t count;
    struct index index;
    struct padan_meetings *lessons; /* by bead; empty for those that do not teach */
};

static void bead_range(const struct padan_side *side, size_t from, size_t count, uint32_t *start, uint32_t *end)
{
    size_t words = padan_side_words(side, from, from + count);
    *start = side->first[from];
    *end = *start + (uint32_t)(words < PADAN_LEARN_WORDS ? words : PADAN_LEARN_WORDS);
}

/* Counts (fill = false) or lists (fill = true) the beads of each source type. */
static void scan_source(struct teacher *teacher, bool fill)
{
    struct index *index = &teacher->index;
    const struct padan_side *side = teacher->source;
    memset(index->mark, 0, side->types.count * sizeof *index->mark);
    for (size_t i = 0; i < teacher->count; i++) {
        const struct padan_bead *bead = &teacher->beads[i];
        uint32_t at, end;
        if (!padan_bead_teaches(bead))
            continue;
        for (bead_range(side, bead->source, bead->source_count, &at, &end); at < end; at++) {
            uint32_t type = side->words[at];
            if (index->mark[type] == i + 1)
                continue;
            index->mark[type] = (uint32_t)i + 1;
            if (fill)
                index->beads[index->first[type]++] = (uint32_t)i;
            else
                index->first[type + 1]++;
        }
    }
}

static void scan_target(struct teacher *teacher)
{
    struct index *index = &teacher->index;
    const struct padan_side *side = teacher->target;
    memset(index->mark, 0, side->types.count * sizeof *index->mark);
    for (size_t i = 0; i < teacher->count; i++) {
        const struct padan_bead *bead = &teacher->beads[i];
        uint32_t at, end;
        if (!padan_bead_teaches(bead))
            continue;
        index->teaching++;
        for (bead_range(side, bead->target, bead->target_count, &at, &end); at < end; at++) {
            uint32_t type = side->words[at];
            index->target_beads[type] += index->mark[type] != i + 1;
            index->mark[type] = (uint32_t)i + 1;
        }
    }
}

static bool make_index(struct teacher *teacher)
{
    struct index *index = &teacher->index;
    size_t sources = teacher->source->types.count, targets = teacher->target->types.count;
    index->first = calloc(sources + 2, sizeof *index->first);
    index->mark = calloc((sources > targets ? sources : targets) + 1, sizeof *index->mark);
    index->target_beads = calloc(targets + 1, sizeof *index->target_beads);
    if (!index->first || !index->mark || !index->target_beads)
        return false;
    scan_source(teacher, false);
    for (size_t type = 0; type < sources; type++)
        index->first[type + 1] += index->first[type];
    index->beads = malloc((index->first[sources] + 1) * sizeof *index->beads);
    if (!index->beads)
        return false;
    scan_source(teacher, true);
    /* Filling moved each start to the next type's. */
    memmove(index->first + 1, index->first, sources * sizeof *index->first);
    index->first[0] = 0;
    scan_target(teacher);
    return true;
}

struct candidate {
    uint32_t type;
    double score;
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->score < b->score || a->score > b->score)
        return a->score > b->score ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

/* How often a bead counts: an example may be worth several. */
static uint32_t bead_times(const struct padan_bead *bead)
{
    return bead->confidence >= 2 ? (uint32_t)bead->confidence : 1;
}

/* How often each target type stands in beads with a source type; *seen lists those that do. */
static bool count_together(struct teacher *teacher, size_t type, uint32_t *together, struct candidate **seen,
                           size_t *count, size_t *capacity)
{
    struct index *index = &teacher->index;
    *count = 0;
    for (uint32_t i = index->first[type]; i < index->first[type + 1]; i++) {
        const struct padan_bead *bead = &teacher->beads[index->beads[i]];
        uint32_t at, end, stamp = ++index->stamp;
        for (bead_range(teacher->target, bead->target, bead->target_count, &at, &end); at < end; at++) {
            uint32_t word = teacher->target->words[at];
            if (index->mark[word] == stamp)
                continue;
            index->mark[word] = stamp;
            together[word] += bead_times(bead);
            if (together[word] > bead_times(bead))
                continue;
            if (!padan_vector_reserve(seen, capacity, *count + 1, sizeof **seen))
                return false;
            (*seen)[(*count)++] = (struct candidate){ word, 0 };
        }
    }
    return true;
}

/* Whether a source type stands in beads that count for LEAST_TOGETHER; others have no candidates. */
static bool stands_often(const struct teacher *teacher, size_t type)
{
    const struct index *index = &teacher->index;
    uint32_t first = index->first[type], count = index->first[type + 1] - first;
    return count >= LEAST_TOGETHER || (count > 0 && bead_times(&teacher->beads[index->beads[first]]) >= LEAST_TOGETHER);
}

/* The target types that stand with a source type oftener than chance has it, the best of them. */
static bool add_candidates(struct teacher *teacher, size_t type, uint32_t *together, struct candidate **seen,
                           size_t *capacity)
{
    size_t count, kept = 0;
    double beads = teacher->index.first[type + 1] - teacher->index.first[type];
    if (!count_together(teacher, type, together, seen, &count, capacity))
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t word = (*seen)[i].type;
        double expected = beads * teacher->index.target_beads[word] / (double)teacher->index.teaching;
        double lift = together[word] / expected;
        if (together[word] >= LEAST_TOGETHER && lift > least_lift)
            (*seen)[kept++] = (struct candidate){ word, together[word] * log(lift) };
        together[word] = 0;
    }
    if (kept > 0)
        qsort(*seen, kept, sizeof **seen, compare_candidates);
    for (size_t i = 0; i < kept && i < MOST_CANDIDATES; i++) {
        if (!padan_pairs_add(teacher->pairs, type, (*seen)[i].type, PADAN_EVIDENCE_LEARNED, 0, 0))
            return false;
    }
    return true;
}

static bool find_candidates(struct teacher *teacher)
{
    uint32_t *together = calloc(teacher->target->types.count + 1, sizeof *together);
    struct candidate *seen = NULL;
    size_t capacity = 0;
    bool done = together != NULL;
    memset(teacher->index.mark, 0, teacher->target->types.count * sizeof *teacher->index.mark);
    for (size_t type = 0; done && type < teacher->source->types.count; type++) {
        if (stands_often(teacher, type))
            done = add_candidates(teacher, type, together, &seen, &capacity);
    }
    free(together);
    free(seen);
    return done && padan_pairs_seal(teacher->pairs, teacher->source->types.count);
}

/* Finds the known pairs of words in each bead that teaches, once for all trainings. */
static bool find_lessons(struct teacher *teacher)
{
    teacher->lessons = calloc(teacher->count + 1, sizeof *teacher->lessons);
    bool done = teacher->lessons != NULL;
    for (size_t i = 0; done && i < teacher->count; i++) {
        if (padan_bead_teaches(&teacher->beads[i]))
            done = padan_meetings_find(&teacher->lessons[i], teacher->pairs, teacher->source, teacher->target,
                                       &teacher->beads[i]);
    }
    return done;
}

static void free_teacher(struct teacher *teacher)
{
    for (size_t i = 0; teacher->lessons && i < teacher->count; i++)
        padan_meetings_free(&teacher->lessons[i]);
    free(teacher->lessons);
    free(teacher->index.first);
    free(teacher->index.beads);
    free(teacher->index.target_beads);
    free(teacher->index.mark);
}

/* Chances and expected counts of one direction. */
struct table {
    float *chance; /* by pair */
    double *count;
    double *sum;       /* by type of the side that is given */
    double *explained; /* by place in a bead */
};

static double *new_doubles(size_t count)
{
    return calloc(count + 1, sizeof(double));
}

static bool make_table(struct table *table, size_t pairs, size_t types)
{
    table->chance = calloc(pairs + 1, sizeof *table->chance);
    table->count = new_doubles(pairs);
    table->sum = new_doubles(types);
    table->explained = new_doubles(PADAN_LEARN_WORDS);
    return table->chance && table->count && table->sum && table->explained;
}

static void free_table(struct table *table)
{
    free(table->chance);
    free(table->count);
    free(table->sum);
    free(table->explained);
}

/* Expected counts of one bead, by the chances as they are; forward tells which side is given. */
static void expect(struct table *table, const struct padan_meetings *meetings, const struct padan_side *told,
                   bool forward, double weight)
{
    size_t words = forward ? meetings->target_count : meetings->source_count;
    const uint32_t *types = forward ? meetings->target : meetings->source;
    for (size_t i = 0; i < words; i++)
        table->explained[i] = padan_type_chance(told, types[i]);
    for (size_t i = 0; i < meetings->count; i++) {
        const struct padan_meeting *meeting = &meetings->items[i];
        table->explained[forward ? meeting->target : meeting->source] += table->chance[meeting->pair];
    }
    for (size_t i = 0; i < meetings->count; i++) {
        const struct padan_meeting *meeting = &meetings->items[i];
        size_t place = forward ? meeting->target : meeting->source;
        size_t given = forward ? meetings->source[meeting->source] : meetings->target[meeting->target];
        double share = weight * table->chance[meeting->pair] / table->explained[place];
        table->count[meeting->pair] += share;
        table->sum[given] += share;
    }
}

/* Chances from counts. */
static void settle(struct table *table, const struct padan_pairs *pairs, size_t types, bool forward, bool last)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct padan_pair *pair = &pairs->items[i];
        double alike = (forward ? pair->forward : pair->backward)[PADAN_EVIDENCE_ALIKE];
        size_t given = forward ? pair->source : pair->target;
        double count = fmax(table->count[i] - (last ? discount : 0), 0);
        double chance = (count + alike_count * alike) / (table->sum[given] + alike_count);
        table->chance[i] = last && chance < least_chance ? 0 : (float)chance;
        table->count[i] = 0;
    }
    memset(table->sum, 0, types * sizeof *table->sum);
}

static void start_table(struct table *table, const struct padan_pairs *pairs, bool forward)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct padan_pair *pair = &pairs->items[i];
        table->chance[i] = 0.05F + (forward ? pair->forward : pair->backward)[PADAN_EVIDENCE_ALIKE];
    }
}

/* Which beads a training sees: one half, or all where it is 2. */
static bool is_seen(const struct padan_bead *bead, size_t half)
{
    return padan_bead_teaches(bead) && (half == 2 || padan_bead_half(bead) == half);
}

static void iterate(struct teacher *teacher, struct table tables[2], size_t half, bool last)
{
    for (size_t i = 0; i < teacher->count; i++) {
        const struct padan_bead *bead = &teacher->beads[i];
        if (!is_seen(bead, half))
            continue;
        expect(&tables[0], &teacher->lessons[i], teacher->target, true, bead->confidence);
        expect(&tables[1], &teacher->lessons[i], teacher->source, false, bead->confidence);
    }
    settle(&tables[0], teacher->pairs, teacher->source->types.count, true, last);
    settle(&tables[1], teacher->pairs, teacher->target->types.count, false, last);
}

static void keep(struct padan_pairs *pairs, const struct table tables[2], size_t half)
{
    for (size_t i = 0; i < pairs->count; i++) {
        struct padan_pair *pair = &pairs->items[i];
        float *forward = half == 2 ? &pair->forward[PADAN_EVIDENCE_LEARNED] : &pair->held_forward[half];
        float *backward = half == 2 ? &pair->backward[PADAN_EVIDENCE_LEARNED] : &pair->held_backward[half];
        *forward = tables[0].chance[i];
        *backward = tables[1].chance[i];
    }
}

static bool train(struct teacher *teacher, size_t half)
{
    struct table tables[2] = { 0 };
    struct padan_pairs *pairs = teacher->pairs;
    bool done = make_table(&tables[0], pairs->count, teacher->source->types.count) &&
                make_table(&tables[1], pairs->count, teacher->target->types.count);
    if (done) {
        start_table(&tables[0], pairs, true);
        start_table(&tables[1], pairs, false);
    }
    for (int i = 0; done && i < ITERATIONS; i++)
        iterate(teacher, tables, half, i + 1 == ITERATIONS);
    if (done)
        keep(pairs, tables, half);
    free_table(&tables[0]);
    free_table(&tables[1]);
    return done;
}

/* Learns from the halves from `half` on; half 2 is all beads. */
static int learn_from(struct teacher *teacher, size_t half, struct padan_error *error)
{
    padan_pairs_forget(teacher->pairs);
    bool done = make_index(teacher) && find_candidates(teacher) && find_lessons(teacher);
    for (; done && half <= 2; half++)
        done = train(teacher, half);
    free_teacher(teacher);
    return done ? PADAN_OK : padan_error_allocation(error);
}

int padan_words_learn(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                      const struct padan_bead *beads, size_t count, struct padan_error *error)
{
    struct teacher teacher = { .pairs = pairs, .source = source, .target = target, .beads = beads, .count = count };
    return learn_from(&teacher, 0, error);
}

int padan_words_teach(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                      const struct padan_bead *beads, size_t count, struct padan_error *error)
{
    struct teacher teacher = { .pairs = pairs, .source = source, .target = target, .beads = beads, .count = count };
    return learn_from(&teacher, 2, error);
}
