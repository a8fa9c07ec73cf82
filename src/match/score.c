/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/score.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "match/scorer.h"

/* What differs in form alone takes so much off: all of it for the whole text, and at least the other for any of it. */
static const double form_points = 4, near_points = 1;

int padan_scorer_new(struct padan_scorer **out, const char *language, struct padan_error *error)
{
    *out = NULL;
    struct padan_scorer *scorer = calloc(1, sizeof *scorer);
    if (!scorer)
        return padan_error_allocation(error);
    int status = padan_words_new(&scorer->words, language, error);
    if (status == PADAN_OK)
        status = padan_scorer_query(scorer, padan_string(""), error);
    if (status != PADAN_OK) {
        padan_scorer_free(scorer);
        return status;
    }
    *out = scorer;
    return PADAN_OK;
}

static void free_form(struct padan_scorer_form *form)
{
    free(form->data);
    padan_wording_free(&form->wording);
}

void padan_scorer_free(struct padan_scorer *scorer)
{
    if (!scorer)
        return;
    padan_words_free(scorer->words);
    free_form(&scorer->match);
    free_form(&scorer->key);
    padan_lanes_free(&scorer->match_lanes);
    padan_lanes_free(&scorer->key_lanes);
    free(scorer->text);
    padan_wording_free(&scorer->text_wording);
    padan_lanes_free(&scorer->text_lanes);
    padan_wording_free(&scorer->other_match);
    padan_wording_free(&scorer->other_key);
    padan_wording_free(&scorer->other_text);
    padan_changes_free(&scorer->changes);
    free(scorer->edits);
    free(scorer);
}

int padan_scorer_lanes(struct padan_lanes *lanes, bool *fits, const struct padan_wording *wording,
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

static int set_form(struct padan_scorer_form *form, enum padan_text_form kind, struct padan_string text,
                    struct padan_error *error)
{
    free(form->data);
    form->data = NULL;
    return padan_text_form(&form->data, &form->size, kind, text, error);
}

static int take_apart(struct padan_scorer *scorer, struct padan_error *error)
{
    struct padan_string match = { scorer->match.data, scorer->match.size };
    struct padan_string key = { scorer->key.data, scorer->key.size };
    int status = padan_wording_points(&scorer->match.wording, match, error);
    if (status == PADAN_OK)
        status = padan_scorer_lanes(&scorer->match_lanes, &scorer->has_match_lanes, &scorer->match.wording, error);
    if (status == PADAN_OK)
        status = padan_wording_key(&scorer->key.wording, scorer->words, key, error);
    if (status == PADAN_OK)
        status = padan_scorer_lanes(&scorer->key_lanes, &scorer->has_key_lanes, &scorer->key.wording, error);
    return status;
}

int padan_scorer_query(struct padan_scorer *scorer, struct padan_string query, struct padan_error *error)
{
    char *copy = malloc(query.size + 1);
    if (!copy)
        return padan_error_allocation(error);
    if (query.size > 0)
        memcpy(copy, query.data, query.size);
    free(scorer->text);
    scorer->text = copy;
    scorer->text_size = query.size;
    scorer->has_text_wording = false;
    int status = set_form(&scorer->match, PADAN_FORM_MATCH, query, error);
    if (status == PADAN_OK)
        status = set_form(&scorer->key, PADAN_FORM_KEY, query, error);
    return status == PADAN_OK ? take_apart(scorer, error) : status;
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
    struct padan_scorer *scorer;
    struct padan_score *out;
    double least;
    size_t key_distance; /* D; where it is estimated, at most that */
    double words;        /* 100 (1 - W / L) */
};

/* The share of the longer match form that must change, and by how much that exceeds what the key forms need. */
static int compare_forms(struct comparison *comparison, double *excess, struct padan_error *error)
{
    struct padan_scorer *scorer = comparison->scorer;
    const struct padan_wording *query = &scorer->match.wording, *other = &scorer->other_match;
    size_t length = longer(query, other), distance;
    if (scorer->has_match_lanes && !is_too_long(query, other)) {
        if (!padan_lanes_text(&scorer->match_lanes, other->points, other->point_count))
            return padan_error_allocation(error);
        distance = padan_lanes_whole(&scorer->match_lanes);
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
    struct padan_scorer *scorer = comparison->scorer;
    const struct padan_wording *other = &scorer->other_key;
    *exact = scorer->has_key_lanes;
    comparison->key_distance = least_distance(&scorer->key.wording, other);
    if (*exact && !padan_lanes_text(&scorer->key_lanes, other->points, other->point_count))
        return padan_error_allocation(error);
    if (*exact && !is_too_long(&scorer->key.wording, other))
        comparison->key_distance = padan_lanes_whole(&scorer->key_lanes);
    else
        comparison->out->estimated = true;
    return PADAN_OK;
}

/* The words' part of the score. */
static int compare_words(struct comparison *comparison, struct padan_string key, struct padan_error *error)
{
    struct padan_scorer *scorer = comparison->scorer;
    size_t length = longer(&scorer->key.wording, &scorer->other_key), cost;
    bool exact;
    int status = prepare_key(comparison, &exact, error);
    if (status != PADAN_OK || is_below(comparison, comparison->key_distance, length))
        return status;
    status = padan_wording_key(&scorer->other_key, scorer->words, key, error);
    if (status != PADAN_OK)
        return status;
    const struct padan_changes_sides sides = { .text = &scorer->other_key,
                                               .query = &scorer->key.wording,
                                               .lanes = exact ? &scorer->key_lanes : NULL };
    double room = (100 - comparison->least) / 100 * (double)length;
    size_t most = room > 0 ? (size_t)room + 1 : 0;
    if (!padan_changes_find(&scorer->changes, &sides, false, most, &cost))
        return padan_error_allocation(error);
    comparison->out->estimated |= scorer->changes.estimated;
    is_below(comparison, cost, length);
    return PADAN_OK;
}

static int score_fuzzy(struct comparison *comparison, struct padan_string key, struct padan_error *error)
{
    struct padan_scorer *scorer = comparison->scorer;
    struct padan_score *out = comparison->out;
    double excess = 0;
    int status = padan_wording_points(&scorer->other_key, key, error);
    if (status == PADAN_OK)
        status = compare_words(comparison, key, error);
    if (status != PADAN_OK || out->score < comparison->least)
        return status;
    status = compare_forms(comparison, &excess, error);
    out->score -= form_points * excess;
    out->score = out->score > 0 ? out->score : 0;
    return status;
}

static bool is_equal(const struct padan_scorer_form *form, const char *data, size_t size)
{
    return form->size == size && memcmp(form->data, data, size) == 0;
}

static int score_forms(struct comparison *comparison, struct padan_string match, struct padan_string key,
                       struct padan_error *error)
{
    struct padan_scorer *scorer = comparison->scorer;
    if (is_equal(&scorer->match, match.data, match.size)) {
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
        status = padan_wording_points(&scorer->other_match, match, error);
    if (status == PADAN_OK)
        status = is_equal(&scorer->key, key.data, key.size) ? score_near(comparison, error)
                                                            : score_fuzzy(comparison, key, error);
    free(made);
    return status;
}

int padan_scorer_score(struct padan_score *out, struct padan_scorer *scorer, struct padan_string text,
                       struct padan_string key, double least, struct padan_error *error)
{
    struct comparison comparison = { .scorer = scorer, .out = out, .least = least };
    char *match;
    size_t size;
    *out = (struct padan_score){ 0 };
    int status = padan_text_form(&match, &size, PADAN_FORM_MATCH, text, error);
    if (status == PADAN_OK)
        status = score_forms(&comparison, (struct padan_string){ match, size }, key, error);
    free(match);
    return status;
}
