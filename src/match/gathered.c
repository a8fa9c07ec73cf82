/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/gathered.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

#define FRESH_MOST 64 /* texts that are compared one by one */
#define MERGED_MOST 3 /* a chunk so many times as large as what is new is made again with it */
#define NEAR_LEAST 8  /* candidates that are fetched first, */
#define NEAR_MORE 4   /* and so many times as many where they were too few */

void padan_gathered_init(struct padan_gathered *gathered)
{
    *gathered = (struct padan_gathered){ .name.form = PADAN_FORM_KEY };
}

int padan_gathered_finder_init(struct padan_gathered_finder *finder, const char *language, struct padan_error *error)
{
    *finder = (struct padan_gathered_finder){ 0 };
    int status = padan_nearest_init(&finder->nearest, error);
    return status == PADAN_OK ? padan_comparer_new(&finder->comparer, language, error) : status;
}

void padan_gathered_finder_free(struct padan_gathered_finder *finder)
{
    padan_nearest_free(&finder->nearest);
    padan_comparer_free(finder->comparer);
    *finder = (struct padan_gathered_finder){ 0 };
}

static void drop(struct padan_gathered *gathered, size_t from)
{
    for (size_t i = from; i < gathered->chunk_count; i++)
        padan_chunk_release(gathered->chunks[i].chunk);
    gathered->chunk_count = from;
    gathered->indexed = from ? (size_t)gathered->chunks[from - 1].chunk->key.last + 1 : 0;
}

void padan_gathered_free(struct padan_gathered *gathered)
{
    drop(gathered, 0);
    padan_table_free(&gathered->texts);
    padan_arena_free(&gathered->arena);
    free(gathered->keys);
    free(gathered->chunks);
    *gathered = (struct padan_gathered){ 0 };
}

bool padan_gathered_has(const struct padan_gathered *gathered, struct padan_string form)
{
    return padan_table_find(&gathered->texts, form.data, form.size) != PADAN_TABLE_NONE;
}

static struct padan_string text_of(const struct padan_gathered *gathered, size_t number)
{
    const struct padan_table_key *text = &gathered->texts.keys[number];
    return (struct padan_string){ text->data, text->size };
}

/* How many chunks stay as they are: those before stay that are much larger than what comes behind them. */
static size_t staying(const struct padan_gathered *gathered)
{
    size_t count = gathered->chunk_count, fresh = gathered->texts.count - gathered->indexed;
    while (count > 0 && gathered->chunks[count - 1].chunk->count <= MERGED_MOST * fresh)
        fresh += gathered->chunks[--count].chunk->count;
    return count;
}

static int fill(struct padan_chunk_builder *builder, const struct padan_gathered *gathered, size_t *next,
                struct padan_error *error)
{
    int status = PADAN_OK;
    while (*next < gathered->texts.count && status == PADAN_OK && !padan_chunk_builder_is_full(builder)) {
        struct padan_string form = gathered->keys[*next].form;
        status = padan_chunk_builder_add(builder, (int64_t)(*next)++, UINT32_MAX, form, 0, error);
    }
    return status;
}

/* Makes one chunk of what has none, or of the first of it where it is too much for one. */
static int make_chunk(struct padan_gathered *gathered, struct padan_error *error)
{
    struct padan_chunk_builder *builder = NULL;
    struct padan_chunk *chunk = NULL;
    size_t next = gathered->indexed;
    if (!padan_vector_reserve(&gathered->chunks, &gathered->chunk_capacity, gathered->chunk_count + 1,
                              sizeof *gathered->chunks))
        return padan_error_allocation(error);
    gathered->name.first = (int64_t)next;
    int status = padan_chunk_builder_new(&builder, &gathered->name, error);
    if (status == PADAN_OK)
        status = fill(builder, gathered, &next, error);
    if (status == PADAN_OK)
        status = padan_chunk_builder_finish(&chunk, builder, (int64_t)next - 1, NULL, 1, error);
    padan_chunk_builder_free(builder);
    if (status != PADAN_OK)
        return status;
    gathered->chunks[gathered->chunk_count++] = (struct padan_near_source){ chunk, UINT32_MAX };
    gathered->indexed = next;
    return PADAN_OK;
}

int padan_gathered_index(struct padan_gathered *gathered, struct padan_error *error)
{
    int status = PADAN_OK;
    if (gathered->texts.count - gathered->indexed < FRESH_MOST)
        return PADAN_OK;
    drop(gathered, staying(gathered));
    while (gathered->indexed < gathered->texts.count && status == PADAN_OK)
        status = make_chunk(gathered, error);
    return status;
}

int padan_gathered_add(struct padan_gathered *gathered, struct padan_string form, struct padan_error *error)
{
    char *key = NULL;
    size_t size = 0, number = gathered->texts.count;
    int status = padan_text_form(&key, &size, PADAN_FORM_KEY, form, error);
    if (status != PADAN_OK)
        return status;
    char *copy = padan_arena_copy(&gathered->arena, key, size);
    free(key);
    if (!copy || !padan_vector_reserve(&gathered->keys, &gathered->key_capacity, number + 1, sizeof *gathered->keys) ||
        padan_table_add(&gathered->texts, form.data, form.size) == PADAN_TABLE_NONE)
        return padan_error_allocation(error);
    struct padan_string kept = { copy, size };
    gathered->keys[number] = (struct padan_gathered_key){ kept, padan_text_length(kept) };
    return PADAN_OK;
}

/* The search for the best before a number. */
struct finding {
    const struct padan_gathered *gathered;
    struct padan_gathered_finder *finder;
    size_t number;
    double best;
};

static int compare(struct finding *finding, size_t number, struct padan_error *error)
{
    struct padan_score score;
    int status = padan_comparer_score(&score, finding->finder->comparer, text_of(finding->gathered, number),
                                      finding->gathered->keys[number].form, finding->best, error);
    if (status == PADAN_OK && score.score > finding->best)
        finding->best = score.score;
    return status;
}

/* Those that no chunk has; lengths that are far apart tell without more. */
static int compare_fresh(struct finding *finding, struct padan_error *error)
{
    const struct padan_gathered *gathered = finding->gathered;
    double one = (double)gathered->keys[finding->number].length;
    int status = PADAN_OK;
    for (size_t i = gathered->indexed; i < finding->number && status == PADAN_OK; i++) {
        double other = (double)gathered->keys[i].length;
        if (one == other || 100 * fmin(one, other) / fmax(one, other) > finding->best)
            status = compare(finding, i, error);
    }
    return status;
}

/*
 * Candidates come best first, and none scores above 100 times the similarity of its key form (padan/score.h), so that
 * the next one tells when no better one can follow.
 */
static int compare_indexed(struct finding *finding, struct padan_error *error)
{
    const struct padan_gathered *gathered = finding->gathered;
    struct padan_nearest *nearest = &finding->finder->nearest;
    struct padan_string key = gathered->keys[finding->number].form;
    size_t damaged, next = 0;
    int status = PADAN_OK;
    for (size_t most = NEAR_LEAST; status == PADAN_OK; most *= NEAR_MORE) {
        status = padan_nearest_find(nearest, gathered->chunks, gathered->chunk_count, key, finding->best / 100, most,
                                    &damaged, error);
        for (; status == PADAN_OK && next < nearest->count && 100 * nearest->items[next].similarity > finding->best;
             next++)
            status = compare(finding, (size_t)nearest->items[next].variant, error);
        if (next < nearest->count || !nearest->is_cut)
            break;
    }
    return status;
}

int padan_gathered_best(const struct padan_gathered *gathered, struct padan_gathered_finder *finder, size_t number,
                        double least, double *best, struct padan_error *error)
{
    struct finding finding = { gathered, finder, number, least };
    int status = padan_comparer_query(finder->comparer, text_of(gathered, number), error);
    if (status == PADAN_OK)
        status = compare_fresh(&finding, error);
    if (status == PADAN_OK)
        status = compare_indexed(&finding, error);
    *best = finding.best;
    return status;
}
