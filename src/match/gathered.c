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

int padan_gathered_init(struct padan_gathered *gathered, const char *language, struct padan_error *error)
{
    *gathered = (struct padan_gathered){ .name.form = PADAN_FORM_KEY };
    int status = padan_nearest_init(&gathered->nearest, error);
    return status == PADAN_OK ? padan_comparer_new(&gathered->comparer, language, error) : status;
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
    padan_nearest_free(&gathered->nearest);
    padan_comparer_free(gathered->comparer);
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
        status = padan_chunk_builder_add(builder, (int64_t)(*next)++, UINT32_MAX, form, form, error);
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
        status = padan_chunk_builder_finish(&chunk, builder, (int64_t)next - 1, NULL, error);
    padan_chunk_builder_free(builder);
    if (status != PADAN_OK)
        return status;
    gathered->chunks[gathered->chunk_count++] = (struct padan_near_source){ chunk, UINT32_MAX };
    gathered->indexed = next;
    return PADAN_OK;
}

static int index_fresh(struct padan_gathered *gathered, struct padan_error *error)
{
    int status = PADAN_OK;
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
    return number + 1 - gathered->indexed >= FRESH_MOST ? index_fresh(gathered, error) : PADAN_OK;
}

static int compare(struct padan_gathered *gathered, size_t number, double *best, struct padan_error *error)
{
    struct padan_score score;
    int status = padan_comparer_score(&score, gathered->comparer, text_of(gathered, number),
                                      gathered->keys[number].form, *best, error);
    if (status == PADAN_OK && score.score > *best)
        *best = score.score;
    return status;
}

/* Those that no chunk has; lengths that are far apart tell without more. */
static int compare_fresh(struct padan_gathered *gathered, size_t length, double *best, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = gathered->indexed; i < gathered->texts.count && status == PADAN_OK; i++) {
        double one = (double)length, other = (double)gathered->keys[i].length;
        if (one == other || 100 * fmin(one, other) / fmax(one, other) > *best)
            status = compare(gathered, i, best, error);
    }
    return status;
}

/*
 * Candidates come best first, and none scores above 100 times the similarity of its key form (padan/score.h), so that
 * the next one tells when no better one can follow.
 */
static int compare_indexed(struct padan_gathered *gathered, struct padan_string key, double *best,
                           struct padan_error *error)
{
    struct padan_nearest *nearest = &gathered->nearest;
    size_t damaged, next = 0;
    int status = PADAN_OK;
    for (size_t most = NEAR_LEAST; status == PADAN_OK; most *= NEAR_MORE) {
        status = padan_nearest_find(nearest, gathered->chunks, gathered->chunk_count, key, *best / 100, most, &damaged,
                                    error);
        for (; status == PADAN_OK && next < nearest->count && 100 * nearest->items[next].similarity > *best; next++)
            status = compare(gathered, (size_t)nearest->items[next].variant, best, error);
        if (next < nearest->count || !nearest->is_cut)
            break;
    }
    return status;
}

int padan_gathered_best(struct padan_gathered *gathered, struct padan_string form, double least, double *best,
                        struct padan_error *error)
{
    char *key = NULL;
    size_t size = 0;
    *best = least;
    int status = padan_text_form(&key, &size, PADAN_FORM_KEY, form, error);
    if (status == PADAN_OK)
        status = padan_comparer_query(gathered->comparer, form, error);
    struct padan_string given = { key, size };
    if (status == PADAN_OK)
        status = compare_fresh(gathered, padan_text_length(given), best, error);
    if (status == PADAN_OK)
        status = compare_indexed(gathered, given, best, error);
    free(key);
    return status;
}
