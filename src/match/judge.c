/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "match/placeholder.h"
#include "match/search.h"
#include "text/utf8.h"

static const char *const statements[PADAN_SEARCH_STATEMENTS] = {
    [PADAN_SEARCH_VARIANT] = "SELECT unit, text, markup FROM variant WHERE id = ?1",
    [PADAN_SEARCH_TARGETS] = "SELECT language, text, markup FROM variant WHERE unit = ?1 AND id <> ?2 ORDER BY id",
    [PADAN_SEARCH_OCCURRENCES] =
        "SELECT o.id, o.batch, d.name, o.position, o.confidence, o.status, v.before_hash, v.after_hash"
        " FROM occurrence AS o LEFT JOIN document AS d ON d.id = o.document"
        " LEFT JOIN occurrence_variant AS v ON v.occurrence = o.id AND v.variant = ?2 WHERE o.unit = ?1",
    [PADAN_SEARCH_DATE] =
        "SELECT f.name <> 'changedate' AS rank, p.value FROM property AS p JOIN field AS f ON f.id = p.field"
        " WHERE p.occurrence = ?1 AND f.kind = 'attribute' AND f.name IN ('changedate', 'creationdate')"
        " UNION ALL SELECT 2, b.started FROM occurrence AS o JOIN batch AS b ON b.id = o.batch WHERE o.id = ?1"
        " ORDER BY rank LIMIT 1",
    [PADAN_SEARCH_MACHINE] =
        ("SELECT 1 FROM property AS p JOIN field AS f ON f.id = p.field WHERE p.occurrence = ?1"
         " AND f.kind = 'attribute' AND f.name IN ('creationid', 'changeid') AND p.value = 'MT!' LIMIT 1"),
};

int padan_search_statement(sqlite3_stmt **out, struct padan_search_memory *memory, enum padan_search_statement name,
                           int64_t argument, struct padan_error *error)
{
    int code = SQLITE_OK;
    *out = memory->statements[name];
    if (!*out) {
        code = sqlite3_prepare_v3(padan_memory_db(memory->connection), statements[name], -1, SQLITE_PREPARE_PERSISTENT,
                                  out, NULL);
        memory->statements[name] = *out;
    }
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(*out, 1, argument);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory->connection, code, error);
}

int padan_search_symbols(struct padan_match_search *search, struct padan_string text, const uint32_t **out,
                         size_t *count, struct padan_error *error)
{
    if (!padan_vector_reserve(&search->symbols, &search->symbol_capacity, text.size + 1, sizeof *search->symbols))
        return padan_error_allocation(error);
    *count = 0;
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        search->symbols[(*count)++] = c < 0 ? 0xFFFD : (uint32_t)c;
    }
    *out = search->symbols;
    return PADAN_OK;
}

/* A column's text for as long as the query's matches. */
static int keep(struct padan_match_search *search, struct padan_string text, struct padan_string *out,
                struct padan_error *error)
{
    char *copy = padan_arena_copy(&search->arena, text.data, text.size);
    *out = (struct padan_string){ copy, text.size };
    return copy ? PADAN_OK : padan_error_allocation(error);
}

double padan_search_rank(const struct padan_match_search *search, const struct padan_match *match)
{
    return search->options.rank == PADAN_MATCH_BY_SCORE ? match->score : 100 * match->similarity;
}

/* The candidate while it is looked at. */
struct judging {
    struct padan_match_search *search;
    struct padan_search_memory *memory;
    const struct padan_search_source *source;
    size_t target;
    struct padan_ranked item;
};

static int read_variant(struct judging *judging, bool *alive, struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int status = padan_search_statement(&row, judging->memory, PADAN_SEARCH_VARIANT, judging->item.variant, error);
    if (status != PADAN_OK)
        return status;
    int code = sqlite3_step(row);
    *alive = code == SQLITE_ROW;
    if (code == SQLITE_ROW) {
        judging->item.match.unit = sqlite3_column_int64(row, 0);
        status = keep(judging->search, padan_sql_text(row, 1), &judging->item.match.source, error);
        if (status == PADAN_OK)
            status = keep(judging->search, padan_sql_text(row, 2), &judging->item.match.source_markup, error);
    } else if (code != SQLITE_DONE) {
        status = padan_memory_failure(judging->memory->connection, code, error);
    }
    sqlite3_reset(row);
    return status;
}

/* With the symbols of the query's match form set as the distance's pattern. */
static int measure(struct judging *judging, struct padan_string text, struct padan_error *error)
{
    struct padan_match_search *search = judging->search;
    char *form = NULL;
    size_t size = 0, count = 0;
    const uint32_t *symbols = NULL;
    int status = padan_text_form(&form, &size, PADAN_FORM_MATCH, text, error);
    if (status == PADAN_OK)
        status = padan_search_symbols(search, (struct padan_string){ form, size }, &symbols, &count, error);
    if (status == PADAN_OK) {
        size_t length = search->distance.length, longer = count > length ? count : length;
        size_t most = padan_nearest_edits(longer, search->options.min / 100);
        bool same = size == search->form.size && memcmp(form, search->form.data, size) == 0;
        size_t distance = same                          ? 0
                          : longer > PADAN_CHUNK_LENGTH ? SIZE_MAX
                                                        : padan_distance_from(&search->distance, symbols, count, most);
        judging->item.match.similarity = distance == SIZE_MAX ? -1 : longer ? 1 - (double)distance / (double)longer : 1;
        judging->item.match.kind = same ? PADAN_MATCH_EXACT : PADAN_MATCH_FUZZY;
    }
    free(form);
    return status;
}

static int score(struct judging *judging, struct padan_string text, struct padan_error *error)
{
    static const enum padan_match_kind kinds[] = { [PADAN_LIKENESS_FUZZY] = PADAN_MATCH_FUZZY,
                                                   [PADAN_LIKENESS_NEAR] = PADAN_MATCH_NEAR,
                                                   [PADAN_LIKENESS_EXACT] = PADAN_MATCH_EXACT };
    struct padan_score score;
    struct padan_match *match = &judging->item.match;
    double least = judging->search->options.rank == PADAN_MATCH_BY_SCORE ? judging->search->options.min : 0;
    int status =
        padan_comparer_score(&score, judging->search->comparer, text, (struct padan_string){ NULL, 0 }, least, error);
    if (status != PADAN_OK)
        return status;
    match->score = score.score;
    match->kind = kinds[score.likeness];
    if (judging->search->options.rank == PADAN_MATCH_BY_SCORE)
        match->similarity = score.similarity;
    return PADAN_OK;
}

/* An occurrence as it is compared with others of its unit. */
struct occurrence {
    int64_t id, batch, position;
    struct padan_string document;
    double confidence;
    bool has_confidence, same_document;
    enum padan_unit_status status;
    int context; /* how many neighbours are the query's */
};

static int context_of(const struct padan_match_search *search, sqlite3_stmt *row)
{
    const struct padan_match_query *query = search->query;
    bool before = query->has_before && sqlite3_column_type(row, 6) != SQLITE_NULL &&
                  sqlite3_column_int64(row, 6) == search->before;
    bool after =
        query->has_after && sqlite3_column_type(row, 7) != SQLITE_NULL && sqlite3_column_int64(row, 7) == search->after;
    return before + after;
}

static bool is_better(const struct occurrence *a, const struct occurrence *b)
{
    if (a->context != b->context)
        return a->context > b->context;
    if (a->same_document != b->same_document)
        return a->same_document;
    return a->id > b->id;
}

static struct occurrence occurrence_of(const struct padan_match_search *search, sqlite3_stmt *row)
{
    struct padan_string document = padan_sql_text(row, 2), asked = search->query->document;
    return (struct occurrence){
        .id = sqlite3_column_int64(row, 0),
        .batch = sqlite3_column_int64(row, 1),
        .position = sqlite3_column_type(row, 3) == SQLITE_NULL ? -1 : sqlite3_column_int64(row, 3),
        .document = document,
        .confidence = sqlite3_column_double(row, 4),
        .has_confidence = sqlite3_column_type(row, 4) != SQLITE_NULL,
        .same_document = padan_path_is(document, asked),
        .status = (enum padan_unit_status)sqlite3_column_int(row, 5),
        .context = context_of(search, row),
    };
}

static int take_occurrence(struct judging *judging, const struct occurrence *found, struct padan_error *error)
{
    struct padan_match *match = &judging->item.match;
    judging->item.occurrence = found->id;
    judging->item.batch = found->batch;
    judging->item.same_document = found->same_document;
    match->position = found->position;
    match->status = found->status;
    match->confidence = found->has_confidence ? found->confidence : PADAN_CONFIDENCE_UNKNOWN;
    if (match->kind == PADAN_MATCH_EXACT && found->context)
        match->kind = found->context == 2 ? PADAN_MATCH_DOUBLE_CONTEXT : PADAN_MATCH_CONTEXT;
    return keep(judging->search, found->document, &match->document, error);
}

static int read_occurrences(struct judging *judging, struct padan_error *error)
{
    struct occurrence best = { 0 };
    sqlite3_stmt *row = NULL;
    int code, status = padan_search_statement(&row, judging->memory, PADAN_SEARCH_OCCURRENCES, judging->item.match.unit,
                                              error);
    if (status != PADAN_OK)
        return status;
    sqlite3_bind_int64(row, 2, judging->item.variant);
    while (status == PADAN_OK && (code = sqlite3_step(row)) != SQLITE_DONE) {
        if (code != SQLITE_ROW) {
            status = padan_memory_failure(judging->memory->connection, code, error);
            break;
        }
        struct occurrence found = occurrence_of(judging->search, row);
        if (best.id && !is_better(&found, &best))
            continue;
        best = found;
        status = take_occurrence(judging, &best, error);
    }
    sqlite3_reset(row);
    return status;
}

static int is_machine(struct judging *judging, bool *machine, struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int status = padan_search_statement(&row, judging->memory, PADAN_SEARCH_MACHINE, judging->item.occurrence, error);
    if (status == PADAN_OK) {
        *machine = sqlite3_step(row) == SQLITE_ROW;
        sqlite3_reset(row);
    }
    return status;
}

/* What does not depend on the target's language. */
static int add_penalties(struct judging *judging, struct padan_error *error)
{
    const struct padan_match_penalties *penalties = &judging->search->options.penalties;
    struct padan_match *match = &judging->item.match;
    bool machine = false;
    match->penalty = judging->search->matcher->memories[judging->source->memory].penalty;
    /* An unknown confidence is a negative one. */
    if (match->status == PADAN_UNIT_AUTO && match->confidence < penalties->confident)
        match->penalty += penalties->unconfirmed;
    if (judging->search->query->document.size && !judging->item.same_document)
        match->penalty += penalties->document;
    if (penalties->machine <= 0)
        return PADAN_OK;
    int status = is_machine(judging, &machine, error);
    if (machine)
        match->penalty += penalties->machine;
    return status;
}

static double bonus(enum padan_match_kind kind)
{
    return kind == PADAN_MATCH_CONTEXT ? 1 : kind == PADAN_MATCH_DOUBLE_CONTEXT ? 2 : 0;
}

static bool comes_before(const struct padan_match_search *search, const struct padan_ranked *a,
                         const struct padan_ranked *b)
{
    double rank_a = padan_search_rank(search, &a->match), rank_b = padan_search_rank(search, &b->match);
    if (rank_a != rank_b)
        return rank_a > rank_b;
    if (a->batch != b->batch && a->match.memory == b->match.memory)
        return a->batch > b->batch;
    if (a->same_document != b->same_document)
        return a->same_document;
    if (a->match.confidence != b->match.confidence)
        return a->match.confidence > b->match.confidence;
    if (a->match.memory != b->match.memory)
        return a->match.memory < b->match.memory;
    return a->variant > b->variant;
}

static int insert(struct padan_match_search *search, const struct padan_ranked *item, struct padan_error *error)
{
    if (!padan_vector_reserve(&search->items, &search->capacity, search->count + 1, sizeof *search->items))
        return padan_error_allocation(error);
    size_t at = search->count++;
    for (; at > search->first && comes_before(search, item, &search->items[at - 1]); at--)
        search->items[at] = search->items[at - 1];
    search->items[at] = *item;
    if (search->count - search->first > search->options.max)
        search->count--;
    return PADAN_OK;
}

/* One translation of the candidate, where its language is the target's. */
static int take_target(struct judging *judging, sqlite3_stmt *row, struct padan_error *error)
{
    struct padan_match_search *search = judging->search;
    struct padan_ranked item = judging->item;
    const struct padan_search_language *language = NULL;
    int64_t number = sqlite3_column_int64(row, 0);
    for (size_t i = 0; i < judging->memory->language_count; i++)
        if (judging->memory->languages[i].row == number)
            language = &judging->memory->languages[i];
    uint32_t bit = UINT32_C(1) << judging->target;
    if (!language || !(language->targets & bit) || sqlite3_column_bytes(row, 1) + sqlite3_column_bytes(row, 2) == 0)
        return PADAN_OK;
    if ((language->other_regions & bit) || judging->memory->languages[judging->source->language].other_region)
        item.match.penalty += search->options.penalties.region;
    item.match.score = fmax(0, item.match.score + bonus(item.match.kind) - item.match.penalty);
    if (padan_search_rank(search, &item.match) < search->options.min - 1e-9)
        return PADAN_OK;
    item.match.language = language->tag;
    int status = keep(search, padan_sql_text(row, 1), &item.match.target, error);
    if (status == PADAN_OK)
        status = keep(search, padan_sql_text(row, 2), &item.match.target_markup, error);
    return status == PADAN_OK ? insert(search, &item, error) : status;
}

static int read_targets(struct judging *judging, struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int code,
        status = padan_search_statement(&row, judging->memory, PADAN_SEARCH_TARGETS, judging->item.match.unit, error);
    if (status != PADAN_OK)
        return status;
    sqlite3_bind_int64(row, 2, judging->item.variant);
    while (status == PADAN_OK && (code = sqlite3_step(row)) != SQLITE_DONE)
        status = code == SQLITE_ROW ? take_target(judging, row, error)
                                    : padan_memory_failure(judging->memory->connection, code, error);
    sqlite3_reset(row);
    return status;
}

/* Compares the candidate with the query; *good tells whether it can be a match at all. */
static int compare(struct judging *judging, bool *good, struct padan_error *error)
{
    struct padan_match_search *search = judging->search;
    struct padan_match *match = &judging->item.match;
    struct padan_string text = padan_placeholder_text(&search->scratch, match->source, match->source_markup);
    bool by_score = search->options.rank == PADAN_MATCH_BY_SCORE;
    int status = by_score ? score(judging, text, error) : measure(judging, text, error);
    double most = match->kind == PADAN_MATCH_EXACT ? match->score + 2 : match->score;
    *good = by_score ? most >= search->options.min - 1e-9 : match->similarity >= 0;
    return status;
}

int padan_search_judge(struct padan_match_search *search, const struct padan_near *near, size_t target, bool *alive,
                       struct padan_error *error)
{
    const struct padan_search_source *source = &search->sources[search->near_sources[near->source]];
    struct judging judging = { .search = search,
                               .memory = &search->memories[source->memory],
                               .source = source,
                               .target = target,
                               .item = { .variant = near->variant } };
    struct padan_match *match = &judging.item.match;
    bool good = false;
    match->memory = source->memory;
    match->path = search->matcher->memories[source->memory].path;
    match->source_language = judging.memory->languages[source->language].tag;
    match->target_index = target;
    match->confidence = PADAN_CONFIDENCE_UNKNOWN;
    match->position = -1;
    int status = read_variant(&judging, alive, error);
    if (status == PADAN_OK && *alive)
        status = compare(&judging, &good, error);
    if (status == PADAN_OK && good)
        status = read_occurrences(&judging, error);
    if (status == PADAN_OK && good)
        status = add_penalties(&judging, error);
    return status == PADAN_OK && good ? read_targets(&judging, error) : status;
}

/* "20261123T031500Z" of TMX becomes "2026-11-23T03:15:00Z"; whatever else stays as it is. */
static void write_date(char out[32], struct padan_string date)
{
    const char *d = date.data;
    if (date.size == 16 && d[8] == 'T')
        snprintf(out, 32, "%.4s-%.2s-%.2sT%.2s:%.2s:%.3s", d, d + 4, d + 6, d + 9, d + 11, d + 13);
    else
        snprintf(out, 32, "%.*s", (int)(date.size < 31 ? date.size : 31), d);
}

int padan_search_complete(struct padan_match_search *search, struct padan_ranked *item, struct padan_error *error)
{
    struct padan_search_memory *memory = &search->memories[item->match.memory];
    sqlite3_stmt *row = NULL;
    int status = padan_search_statement(&row, memory, PADAN_SEARCH_DATE, item->occurrence, error);
    if (status != PADAN_OK)
        return status;
    if (sqlite3_step(row) == SQLITE_ROW)
        write_date(item->match.date, padan_sql_text(row, 1));
    sqlite3_reset(row);
    if (search->options.rank == PADAN_MATCH_BY_SCORE)
        return PADAN_OK;
    struct judging judging = { .search = search, .memory = memory, .item = *item };
    enum padan_match_kind kind = item->match.kind;
    status =
        score(&judging, padan_placeholder_text(&search->scratch, item->match.source, item->match.source_markup), error);
    if (kind < PADAN_MATCH_EXACT)
        kind = judging.item.match.kind;
    item->match.kind = kind;
    item->match.score = fmax(0, judging.item.match.score + bonus(kind) - item->match.penalty);
    return status;
}
