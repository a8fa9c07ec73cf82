/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"

#define SPARE 8                 /* candidates beside those that are asked for, since some fall out */
#define MORE 4                  /* so many times as many where they were too few */
#define DAMAGES_MOST 3          /* so often a damaged index is made anew within a search */
#define DEAD_MOST ((size_t)256) /* candidates that are gone, after which the indexes are made anew */

const char *padan_match_kind_name(enum padan_match_kind kind)
{
    static const char *const names[] = { "fuzzy", "near", "exact", "context", "double context" };
    return names[kind];
}

static int check_options(const struct padan_match_options *options, struct padan_error *error)
{
    if (options->version != 1)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "options of another version than 1");
    if (!options->source)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "a search needs the language of its queries");
    if (options->target_count == 0 || options->target_count > PADAN_SEARCH_TARGETS_MOST)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a search needs 1 to %d target languages",
                               PADAN_SEARCH_TARGETS_MOST);
    if (options->max == 0 || !(options->min >= 0 && options->min <= 102))
        return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                               "at least one match must be asked for, from a score of 0 to 102 on");
    return PADAN_OK;
}

static int copy_options(struct padan_match_search *search, const struct padan_match_options *options,
                        struct padan_error *error)
{
    search->options = *options;
    search->targets = calloc(options->target_count, sizeof *search->targets);
    search->target_tags = calloc(options->target_count, sizeof *search->target_tags);
    if (!search->targets || !search->target_tags)
        return padan_error_allocation(error);
    int status = padan_language_canonical(search->source, options->source, error);
    for (size_t i = 0; i < options->target_count && status == PADAN_OK; i++) {
        status = padan_language_canonical(search->targets[i], options->targets[i], error);
        search->target_tags[i] = search->targets[i];
    }
    search->options.source = search->source;
    search->options.targets = search->target_tags;
    return status;
}

static int add_language(struct padan_match_search *search, struct padan_search_memory *memory, int64_t row,
                        struct padan_string tag, struct padan_error *error)
{
    struct padan_search_language language = { .row = row };
    bool other;
    if (tag.size >= sizeof language.tag)
        return PADAN_OK;
    memcpy(language.tag, tag.data, tag.size);
    language.is_source = padan_matcher_finds(search->source, language.tag, &language.other_region);
    for (size_t i = 0; i < search->options.target_count; i++)
        if (padan_matcher_finds(search->targets[i], language.tag, &other)) {
            language.targets |= UINT32_C(1) << i;
            language.other_regions |= (uint32_t)other << i;
        }
    if (!padan_vector_reserve(&memory->languages, &memory->language_capacity, memory->language_count + 1,
                              sizeof *memory->languages))
        return padan_error_allocation(error);
    memory->languages[memory->language_count++] = language;
    return PADAN_OK;
}

static int read_languages(struct padan_match_search *search, struct padan_search_memory *memory,
                          struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    memory->language_count = 0;
    int status = padan_sql_bind(memory->connection, PADAN_SQL_LANGUAGE_ALL, &row, error, "");
    while (status == PADAN_OK && (status = padan_sql_step(memory->connection, row, error)) == 1) {
        status = add_language(search, memory, sqlite3_column_int64(row, 0), padan_sql_text(row, 1), error);
        if (status != PADAN_OK)
            sqlite3_reset(row);
    }
    return status;
}

static void release_sources(struct padan_match_search *search)
{
    for (size_t i = 0; i < search->source_count; i++)
        padan_matcher_release(&search->sources[i].chunks);
    search->source_count = 0;
}

static enum padan_text_form form_of(const struct padan_match_search *search)
{
    return search->options.rank == PADAN_MATCH_BY_SCORE ? PADAN_FORM_KEY : PADAN_FORM_MATCH;
}

static int take_source(struct padan_match_search *search, size_t memory, size_t language, struct padan_error *error)
{
    const struct padan_search_language *of = &search->memories[memory].languages[language];
    if (!padan_vector_reserve(&search->sources, &search->source_capacity, search->source_count + 1,
                              sizeof *search->sources))
        return padan_error_allocation(error);
    struct padan_search_source *source = &search->sources[search->source_count++];
    *source = (struct padan_search_source){ .memory = memory, .language = language };
    return padan_matcher_take(&source->chunks, search->matcher, memory, search->memories[memory].connection, of->row,
                              of->tag, form_of(search), error);
}

static int take_sources(struct padan_match_search *search, struct padan_error *error)
{
    int status = PADAN_OK;
    release_sources(search);
    search->is_stale = true;
    for (size_t i = 0; i < search->matcher->count && status == PADAN_OK; i++) {
        status = read_languages(search, &search->memories[i], error);
        for (size_t j = 0; j < search->memories[i].language_count && status == PADAN_OK; j++)
            if (search->memories[i].languages[j].is_source)
                status = take_source(search, i, j, error);
    }
    search->is_stale = status != PADAN_OK;
    return status;
}

/* One state of each memory for all that a search reads; what others have added since is taken in. */
static int begin(struct padan_match_search *search, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < search->matcher->count && status == PADAN_OK; i++) {
        struct padan_search_memory *memory = &search->memories[i];
        int64_t last = 0;
        status = padan_sql_run(memory->connection, PADAN_SQL_BEGIN_READ, error, "");
        if (status == PADAN_OK)
            status = padan_memory_newest(memory->connection, &last, error);
        search->is_stale |= last != memory->last;
        memory->last = last;
    }
    return status == PADAN_OK && search->is_stale ? take_sources(search, error) : status;
}

static void end(struct padan_match_search *search)
{
    for (size_t i = 0; i < search->matcher->count; i++)
        if (search->memories[i].connection)
            padan_memory_rollback(search->memories[i].connection);
}

static bool has_language(const struct padan_match_search *search, size_t target, bool as_source)
{
    for (size_t i = 0; i < search->matcher->count; i++)
        for (size_t j = 0; j < search->memories[i].language_count; j++) {
            const struct padan_search_language *language = &search->memories[i].languages[j];
            if (as_source ? language->is_source : language->targets >> target & 1)
                return true;
        }
    return false;
}

/* Every language of the memories, once; to be freed by the caller. */
static void list_languages(struct padan_buffer *names, const struct padan_match_search *search)
{
    struct padan_table told = { 0 };
    for (size_t i = 0; i < search->matcher->count; i++)
        for (size_t j = 0; j < search->memories[i].language_count; j++) {
            const char *tag = search->memories[i].languages[j].tag;
            size_t before = told.count;
            padan_table_add(&told, tag, strlen(tag));
            if (told.count > before)
                padan_buffer_format(names, "%s%s", names->size ? ", " : "", tag);
        }
    padan_table_free(&told);
}

static void say_missing(const struct padan_match_search *search, enum padan_status status, const char *tag,
                        struct padan_error *error)
{
    bool several = search->matcher->count > 1;
    struct padan_buffer names = { 0 };
    list_languages(&names, search);
    padan_error_in(error, status, search->matcher->memories[0].path, "%s nothing in the language \"%s\"; %s %s",
                   several ? "this memory and the others have" : "the memory has", tag,
                   several ? "they have" : "it has", names.size ? names.data : "none at all");
    padan_buffer_free(&names);
}

/* Warns once of a language, however many threads search for it. */
static int warn_missing(struct padan_match_search *search, const char *tag, struct padan_error *error)
{
    struct padan_matcher *matcher = search->matcher;
    struct padan_error warning;
    pthread_mutex_lock(&matcher->lock);
    size_t before = matcher->missing.count;
    bool added = padan_table_add(&matcher->missing, tag, strlen(tag)) != PADAN_TABLE_NONE;
    if (matcher->missing.count > before) {
        say_missing(search, PADAN_OK, tag, &warning);
        padan_report(&matcher->reporter, &warning);
    }
    pthread_mutex_unlock(&matcher->lock);
    return added ? PADAN_OK : padan_error_allocation(error);
}

/* One target that is there is enough. */
static int check_languages(struct padan_match_search *search, struct padan_error *error)
{
    size_t count = 0;
    int status = PADAN_OK;
    if (!has_language(search, 0, true)) {
        say_missing(search, PADAN_ERROR_NOT_FOUND, search->source, error);
        return PADAN_ERROR_NOT_FOUND;
    }
    for (size_t i = 0; i < search->options.target_count; i++)
        count += has_language(search, i, false);
    if (count == 0) {
        say_missing(search, PADAN_ERROR_NOT_FOUND, search->targets[0], error);
        return PADAN_ERROR_NOT_FOUND;
    }
    for (size_t i = 0; i < search->options.target_count && status == PADAN_OK; i++)
        if (!has_language(search, i, false))
            status = warn_missing(search, search->targets[i], error);
    return status;
}

static int open_memories(struct padan_match_search *search, struct padan_error *error)
{
    int status = PADAN_OK;
    search->memories = calloc(search->matcher->count, sizeof *search->memories);
    if (!search->memories)
        return padan_error_allocation(error);
    for (size_t i = 0; i < search->matcher->count && status == PADAN_OK; i++) {
        search->memories[i].last = -1;
        status = padan_memory_open(&search->memories[i].connection, search->matcher->memories[i].path,
                                   PADAN_MEMORY_READ, error);
    }
    return status;
}

static int set_up(struct padan_match_search *search, const struct padan_match_options *options,
                  struct padan_error *error)
{
    int status = check_options(options, error);
    if (status == PADAN_OK)
        status = copy_options(search, options, error);
    if (status == PADAN_OK)
        status = open_memories(search, error);
    if (status == PADAN_OK)
        status = padan_nearest_init(&search->nearest, error);
    if (status == PADAN_OK)
        status = padan_comparer_new(&search->comparer, search->source, error);
    if (status == PADAN_OK)
        status = begin(search, error);
    if (status == PADAN_OK)
        status = check_languages(search, error);
    return status;
}

int padan_match_search_open(struct padan_match_search **out, struct padan_matcher *matcher,
                            const struct padan_match_options *options, struct padan_error *error)
{
    *out = NULL;
    struct padan_match_search *search = calloc(1, sizeof *search);
    if (!search)
        return padan_error_allocation(error);
    search->matcher = matcher;
    int status = set_up(search, options, error);
    if (search->memories)
        end(search);
    if (status != PADAN_OK) {
        padan_match_search_close(search);
        return status;
    }
    *out = search;
    return PADAN_OK;
}

static void close_memory(struct padan_search_memory *memory)
{
    for (size_t i = 0; i < PADAN_SEARCH_STATEMENTS; i++)
        sqlite3_finalize(memory->statements[i]);
    padan_memory_close(memory->connection);
    free(memory->languages);
}

void padan_match_search_close(struct padan_match_search *search)
{
    if (!search)
        return;
    release_sources(search);
    for (size_t i = 0; search->memories && i < search->matcher->count; i++)
        close_memory(&search->memories[i]);
    padan_nearest_free(&search->nearest);
    padan_comparer_free(search->comparer);
    padan_distance_free(&search->distance);
    padan_buffer_free(&search->scratch);
    padan_arena_free(&search->arena);
    free((char *)(void *)search->form.data);
    free(search->memories);
    free(search->sources);
    free(search->near);
    free(search->near_sources);
    free(search->symbols);
    free(search->items);
    free(search->targets);
    free(search->target_tags);
    free(search);
}

/* Bits that a text of a unit with the target has; all where some text lacks one, see padan_chunk_builder_unmask. */
static uint32_t mask_of(const struct padan_match_search *search, size_t memory, size_t target)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < search->source_count; i++)
        for (size_t j = 0; j < search->sources[i].chunks.count && search->sources[i].memory == memory; j++)
            if (search->sources[i].chunks.items[j]->unmasked)
                return UINT32_MAX;
    const struct padan_search_memory *of = &search->memories[memory];
    for (size_t i = 0; i < of->language_count; i++)
        if (of->languages[i].targets >> target & 1)
            mask |= UINT32_C(1) << of->languages[i].row % 32;
    return mask;
}

static int gather_source(struct padan_match_search *search, size_t source, uint32_t mask, struct padan_error *error)
{
    const struct padan_matcher_chunks *chunks = &search->sources[source].chunks;
    size_t count = search->near_count + chunks->count;
    if (!padan_vector_reserve(&search->near, &search->near_capacity, count, sizeof *search->near) ||
        !padan_vector_reserve(&search->near_sources, &search->near_sources_capacity, count,
                              sizeof *search->near_sources))
        return padan_error_allocation(error);
    for (size_t i = 0; i < chunks->count; i++) {
        search->near_sources[search->near_count] = source;
        search->near[search->near_count++] = (struct padan_near_source){ chunks->items[i], mask };
    }
    return PADAN_OK;
}

/* The chunks in which matches for a target can be. */
static int gather(struct padan_match_search *search, size_t target, struct padan_error *error)
{
    int status = PADAN_OK;
    search->near_count = 0;
    for (size_t i = 0; i < search->source_count && status == PADAN_OK; i++) {
        uint32_t mask = mask_of(search, search->sources[i].memory, target);
        if (mask)
            status = gather_source(search, i, mask, error);
    }
    return status;
}

/*
 * The most that a candidate can be ranked by. A score is at most 100 times the similarity of the key forms, but where
 * those are equal: see padan/score.h; penalties only lower it.
 */
static double bound(const struct padan_match_search *search, const struct padan_near *near)
{
    if (search->options.rank == PADAN_MATCH_BY_SCORE && near->distance == 0)
        return 102;
    return 100 * near->similarity;
}

static bool is_decided(const struct padan_match_search *search, const struct padan_near *next)
{
    if (search->count - search->first < search->options.max)
        return false;
    return padan_search_rank(search, &search->items[search->count - 1].match) > bound(search, next);
}

static int judge_all(struct padan_match_search *search, size_t target, size_t from, size_t *dead,
                     struct padan_error *error)
{
    const struct padan_nearest *nearest = &search->nearest;
    int status = PADAN_OK;
    for (size_t i = from; i < nearest->count && status == PADAN_OK; i++) {
        bool alive = true;
        if (is_decided(search, &nearest->items[i]))
            break;
        status = padan_search_judge(search, &nearest->items[i], target, &alive, error);
        *dead += !alive;
    }
    return status;
}

/*
 * Candidates come best first by a bound of what they are ranked by, so that the search is over when the last that is
 * asked for is above the next one's; where the candidates end before that, more are fetched, but none whose bound is
 * below the last. Of those with the bound of the last, which are older, none would be put before it.
 */
static int search_target(struct padan_match_search *search, struct padan_string form, size_t target, size_t *damaged,
                         size_t *dead, struct padan_error *error)
{
    double min = search->options.min < 100 ? search->options.min / 100 : 1;
    size_t judged = 0;
    search->first = search->count;
    int status = gather(search, target, error);
    for (size_t most = search->options.max + SPARE; status == PADAN_OK; most *= MORE) {
        status =
            padan_nearest_find(&search->nearest, search->near, search->near_count, form, min, most, damaged, error);
        if (status != PADAN_OK)
            return status;
        *damaged = SIZE_MAX;
        status = judge_all(search, target, judged, dead, error);
        judged = search->nearest.count;
        if (!search->nearest.is_cut)
            break;
        if (search->count - search->first < search->options.max)
            continue;
        double last = padan_search_rank(search, &search->items[search->count - 1].match);
        if (last >= bound(search, &search->nearest.items[judged - 1]))
            break;
        min = fmax(min, fmin(last, 100) / 100);
    }
    return status;
}

static int search_targets(struct padan_match_search *search, struct padan_string form, size_t *damaged, size_t *dead,
                          struct padan_error *error)
{
    int status = PADAN_OK;
    search->count = 0;
    for (size_t target = 0; target < search->options.target_count && status == PADAN_OK; target++)
        status = search_target(search, form, target, damaged, dead, error);
    for (size_t i = 0; i < search->count && status == PADAN_OK; i++)
        status = padan_search_complete(search, &search->items[i], error);
    return status;
}

/* Where so many are gone that they are in the way, the indexes are made without them by whoever searches next. */
static void renew(struct padan_match_search *search)
{
    for (size_t i = 0; i < search->source_count; i++)
        padan_matcher_renew(search->matcher, &search->sources[i].chunks);
    search->is_stale = true;
}

/* A damaged file is found when a part of it is first read; then the index is made anew, and the search begins again. */
static int search_soundly(struct padan_match_search *search, struct padan_string form, struct padan_error *error)
{
    size_t damaged = SIZE_MAX, dead = 0;
    int status = search_targets(search, form, &damaged, &dead, error);
    for (int i = 0; i < DAMAGES_MOST && status == PADAN_ERROR_CORRUPT && damaged != SIZE_MAX; i++) {
        const struct padan_search_source *source = &search->sources[search->near_sources[damaged]];
        padan_matcher_forget(search->matcher, source->memory, search->near[damaged].chunk);
        status = take_sources(search, error);
        damaged = SIZE_MAX;
        if (status == PADAN_OK)
            status = search_targets(search, form, &damaged, &dead, error);
    }
    if (dead > DEAD_MOST)
        renew(search);
    return status;
}

static int set_query(struct padan_match_search *search, const struct padan_match_query *query,
                     struct padan_error *error)
{
    const uint32_t *symbols = NULL;
    size_t count = 0, size = 0;
    char *form = NULL;
    free((char *)(void *)search->form.data);
    search->form = (struct padan_string){ NULL, 0 };
    padan_arena_free(&search->arena);
    search->query = query;
    search->count = 0;
    int status = padan_text_form(&form, &size, PADAN_FORM_MATCH, query->text, error);
    if (status != PADAN_OK)
        return status;
    search->form = (struct padan_string){ form, size };
    status = padan_context_hash(query->before, &search->before, error);
    if (status == PADAN_OK)
        status = padan_context_hash(query->after, &search->after, error);
    if (status == PADAN_OK)
        status = padan_search_symbols(search, search->form, &symbols, &count, error);
    if (status == PADAN_OK && !padan_distance_set(&search->distance, symbols, count))
        status = padan_error_allocation(error);
    return status == PADAN_OK ? padan_comparer_query(search->comparer, query->text, error) : status;
}

static int search_form(struct padan_match_search *search, struct padan_error *error)
{
    if (form_of(search) == PADAN_FORM_MATCH)
        return search_soundly(search, search->form, error);
    char *key = NULL;
    size_t size = 0;
    int status = padan_text_form(&key, &size, PADAN_FORM_KEY, search->query->text, error);
    if (status == PADAN_OK)
        status = search_soundly(search, (struct padan_string){ key, size }, error);
    free(key);
    return status;
}

static int give(struct padan_matches *out, struct padan_match_search *search, struct padan_error *error)
{
    struct padan_match *items = padan_arena_take(&search->arena, (search->count + 1) * sizeof *items);
    if (!items)
        return padan_error_allocation(error);
    for (size_t i = 0; i < search->count; i++)
        items[i] = search->items[i].match;
    *out = (struct padan_matches){ items, search->count };
    return PADAN_OK;
}

int padan_match_search(struct padan_matches *out, struct padan_match_search *search,
                       const struct padan_match_query *query, struct padan_error *error)
{
    *out = (struct padan_matches){ 0 };
    int status = set_query(search, query, error);
    if (status != PADAN_OK || search->form.size == 0)
        return status;
    status = begin(search, error);
    if (status == PADAN_OK)
        status = search_form(search, error);
    end(search);
    return status == PADAN_OK ? give(out, search, error) : status;
}
