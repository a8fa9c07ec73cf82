/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/score.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "match/comparer.h"

/* What differs in form alone takes so much off: all of it for the whole text, and at least the other for any of it. */
static const double form_points = 4, near_points = 1;

int padan_comparer_new(struct padan_comparer **out, const char *language, struct padan_error *error)
{
    *out = NULL;
    struct padan_comparer *comparer = calloc(1, sizeof *comparer);
    if (!comparer)
        return padan_error_allocation(error);
    int status = padan_words_new(&comparer->words, language, error);
    if (status == PADAN_OK)
        status = padan_comparer_query(comparer, padan_string(""), error);
    if (status != PADAN_OK) {
        padan_comparer_free(comparer);
        return status;
    }
    *out = comparer;
    return PADAN_OK;
}

static void free_form(struct padan_comparer_form *form)
{
    free(form->data);
    padan_wording_free(&form->wording);
}

void padan_comparer_free(struct padan_comparer *comparer)
{
    if (!comparer)
        return;
    padan_words_free(comparer->words);
    free_form(&comparer->match);
    free_form(&comparer->key);
    padan_lanes_free(&comparer->match_lanes);
    padan_lanes_free(&comparer->key_lanes);
    free(comparer->text);
    padan_wording_free(&comparer->text_wording);
    padan_lanes_free(&comparer->text_lanes);
    padan_wording_free(&comparer->other_match);
    padan_wording_free(&comparer->other_key);
    padan_wording_free(&comparer->other_text);
    padan_changes_free(&comparer->changes);
    free(comparer->edits);
    free(comparer);
}

int padan_comparer_lanes(struct padan_lanes *lanes, bool *fits, const struct padan_wording *wording,
                         struct padan_error *error)
{
    enum padan_lanes_status status = padan_lanes_set(lanes, wording->points, wording->point_count);
    if (status == PADAN_LANES_NO_MEMORY)
        return padan_error_allocation(error);
    *fits = status == PADAN_LANES_FITS;
    for (size_t i = 0; *fits && i < wording->word_count; i++) {
        if (wording->words[i].start > 0)
            padan_lanes_end(lanes, wording->words[i].start);
        padan_lanes_end(lanes, wording->words[i].end);
    }
    return PADAN_OK;
}

static int set_form(struct padan_comparer_form *form, enum padan_text_form kind, struct padan_string text,
                    struct padan_error *error)
{
    free(form->data);
    form->data = NULL;
    return padan_text_form(&form->data, &form->size, kind, text, error);
}

static int take_apart(struct padan_comparer *comparer, struct padan_error *error)
{
    struct padan_string match = { comparer->match.data, comparer->match.size };
    struct padan_string key = { comparer->key.data, comparer->key.size };
    int status = padan_wording_points(&comparer->match.wording, match, error);
    if (status == PADAN_OK)
        status =
            padan_comparer_lanes(&comparer->match_lanes, &comparer->has_match_lanes, &comparer->match.wording, error);
    if (status == PADAN_OK)
        status = padan_wording_key(&comparer->key.wording, comparer->words, key, error);
    if (status == PADAN_OK)
        status = padan_comparer_lanes(&comparer->key_lanes, &comparer->has_key_lanes, &comparer->key.wording, error);
    return status;
}

int padan_comparer_query(struct padan_comparer *comparer, struct padan_string query, struct padan_error *error)
{
    char *copy = malloc(query.size + 1);
    if (!copy)
        return padan_error_allocation(error);
    if (query.size > 0)
        memcpy(copy, query.data, query.size);
    free(comparer->text);
    comparer->text = copy;
    comparer->text_size = query.size;
    comparer->has_text_wording = false;
    int status = set_form(&comparer->match, PADAN_FORM_MATCH, query, error);
    if (status == PADAN_OK)
        status = set_form(&comparer->key, PADAN_FORM_KEY, query, error);
    return status == PADAN_OK ? take_apart(comparer, error) : status;
}

static size_t longer(const struct padan_wording *one, const struct padan_wording *other)
{
    return one->point_count > other->point_count ? one->point_count : other->point_count;
}

static bool is_too_long(const struct padan_wording *one, const struct padan_wording *other)
{
    return longer(one, other) > PADAN_SCORE_LENGTH;
}

/* What the ends in common leave of the longer text: no distance is larger. */
static size_t most_distance(const struct padan_wording *one, const struct padan_wording *other)
{
    size_t shorter = one->point_count < other->point_count ? one->point_count : other->point_count, same = 0;
    while (same < shorter && one->points[same] == other->points[same])
        same++;
    size_t start = same;
    while (same < shorter &&
           one->points[one->point_count - 1 - (same - start)] == other->points[other->point_count - 1 - (same - start)])
        same++;
    return longer(one, other) - same;
}

static size_t least_distance(const struct padan_wording *one, const struct padan_wording *other)
{
    return one->point_count > other->point_count ? one->point_count - other->point_count
                                                 : other->point_count - one->point_count;
}

struct comparison {
    struct padan_comparer *comparer;
    struct padan_score *out;
    double least;
    size_t key_distance; /* D; where it is estimated, at most that */
    double words;        /* 100 (1 - W / L) */
};

/* The share of the longer match form that must change, and by how much that exceeds what the key forms need. */
static int compare_forms(struct comparison *comparison, double *excess, struct padan_error *error)
{
    struct padan_comparer *comparer = comparison->comparer;
    const struct padan_wording *query = &comparer->match.wording, *other = &comparer->other_match;
    size_t length = longer(query, other), distance;
    if (comparer->has_match_lanes && !is_too_long(query, other)) {
        if (!padan_lanes_text(&comparer->match_lanes, other->points, other->point_count))
            return padan_error_allocation(error);
        distance = padan_lanes_whole(&comparer->match_lanes);
    } else {
        distance = most_distance(query, other);
        comparison->out->estimated = true;
    }
    size_t more = distance > comparison->key_distance ? distance - comparison->key_distance : 0;
    comparison->out->similarity = length > 0 ? 1 - (double)distance / (double)length : 1;
    *excess = length > 0 ? (double)more / (double)length : 0;
    return PADAN_OK;
}

/* Equal key forms. */
static int score_near(struct comparison *comparison, struct padan_error *error)
{
    double excess;
    int status = compare_forms(comparison, &excess, error);
    comparison->out->likeness = PADAN_LIKENESS_NEAR;
    comparison->out->score = 100 - near_points - form_points * excess;
    return status;
}

static bool is_below(const struct comparison *comparison, size_t cost, size_t length)
{
    comparison->out->score = cost < length ? 100 * (1 - (double)cost / (double)length) : 0;
    return comparison->out->score < comparison->least;
}

/* Sets the text whose distances to the query's key form are asked for; tells whether they can be had. */
static int prepare_key(struct comparison *comparison, bool *exact, struct padan_error *error)
{
    struct padan_comparer *comparer = comparison->comparer;
    const struct padan_wording *other = &comparer->other_key;
    *exact = comparer->has_key_lanes;
    comparison->key_distance = least_distance(&comparer->key.wording, other);
    if (*exact && !padan_lanes_text(&comparer->key_lanes, other->points, other->point_count))
        return padan_error_allocation(error);
    if (*exact && !is_too_long(&comparer->key.wording, other))
        comparison->key_distance = padan_lanes_whole(&comparer->key_lanes);
    else
        comparison->out->estimated = true;
    return PADAN_OK;
}

/* The words' part of the score. */
static int compare_words(struct comparison *comparison, struct padan_string key, struct padan_error *error)
{
    struct padan_comparer *comparer = comparison->comparer;
    size_t length = longer(&comparer->key.wording, &comparer->other_key), cost;
    bool exact;
    int status = prepare_key(comparison, &exact, error);
    if (status != PADAN_OK || is_below(comparison, comparison->key_distance, length))
        return status;
    status = padan_wording_key(&comparer->other_key, comparer->words, key, error);
    if (status != PADAN_OK)
        return status;
    const struct padan_changes_sides sides = { .text = &comparer->other_key,
                                               .query = &comparer->key.wording,
                                               .lanes = exact ? &comparer->key_lanes : NULL };
    double room = (100 - comparison->least) / 100 * (double)length;
    size_t most = room > 0 ? (size_t)room + 1 : 0;
    if (!padan_changes_find(&comparer->changes, &sides, false, most, &cost))
        return padan_error_allocation(error);
    comparison->out->estimated |= comparer->changes.estimated;
    is_below(comparison, cost, length);
    return PADAN_OK;
}

static int score_fuzzy(struct comparison *comparison, struct padan_string key, struct padan_error *error)
{
    struct padan_comparer *comparer = comparison->comparer;
    struct padan_score *out = comparison->out;
    double excess = 0;
    int status = padan_wording_points(&comparer->other_key, key, error);
    if (status == PADAN_OK)
        status = compare_words(comparison, key, error);
    if (status != PADAN_OK || out->score < comparison->least)
        return status;
    status = compare_forms(comparison, &excess, error);
    out->score -= form_points * excess;
    out->score = out->score > 0 ? out->score : 0;
    return status;
}

static bool is_equal(const struct padan_comparer_form *form, const char *data, size_t size)
{
    return form->size == size && memcmp(form->data, data, size) == 0;
}

static int score_forms(struct comparison *comparison, struct padan_string match, struct padan_string key,
                       struct padan_error *error)
{
    struct padan_comparer *comparer = comparison->comparer;
    if (is_equal(&comparer->match, match.data, match.size)) {
        *comparison->out = (struct padan_score){ .score = 100, .similarity = 1, .likeness = PADAN_LIKENESS_EXACT };
        return PADAN_OK;
    }
    char *made = NULL;
    int status = PADAN_OK;
    if (!key.data) {
        status = padan_text_form(&made, &key.size, PADAN_FORM_KEY, match, error);
        key.data = made;
    }
    if (status == PADAN_OK)
        status = padan_wording_points(&comparer->other_match, match, error);
    if (status == PADAN_OK)
        status = is_equal(&comparer->key, key.data, key.size) ? score_near(comparison, error)
                                                              : score_fuzzy(comparison, key, error);
    free(made);
    return status;
}

int padan_comparer_score(struct padan_score *out, struct padan_comparer *comparer, struct padan_string text,
                         struct padan_string key, double least, struct padan_error *error)
{
    struct comparison comparison = { .comparer = comparer, .out = out, .least = least };
    char *match;
    size_t size;
    *out = (struct padan_score){ 0 };
    int status = padan_text_form(&match, &size, PADAN_FORM_MATCH, text, error);
    if (status == PADAN_OK)
        status = score_forms(&comparison, (struct padan_string){ match, size }, key, error);
    free(match);
    return status;
}
