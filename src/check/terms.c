/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms of the term base: renderings that are missing, terms that are not to be used. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "check/checking.h"
#include "check/language.h"

/* Each memory has numbers of its own. */
static const int64_t memory_step = INT64_C(1) << 40;

/* What is known of a concept in the two languages. */
struct concept {
    bool renders[2]; /* has a term that may be used */
    char *best[2];   /* such a term, to be told */
};

struct padan_check_terms {
    const struct padan_check_pair *pair;
    struct padan_recogniser *recognisers[2];
    struct padan_table numbers; /* of concepts, 8 bytes */
    struct concept *concepts;
    size_t capacity;
    struct padan_arena strings;
    int64_t step; /* of the memory that is read */
    /* What is in the unit that was looked at last. */
    const struct padan_unit *unit;
    const char *text;
    const struct padan_recognised *found[2];
    size_t count[2];
};

static bool is_of(const struct padan_term *term, const char *language)
{
    char tag[PADAN_LANGUAGE_SIZE];
    snprintf(tag, sizeof tag, "%.*s", (int)term->language.size, term->language.data);
    return padan_language_matches(language, tag) || padan_language_matches(tag, language);
}

static int note_term(struct padan_check_terms *terms, struct concept *concept, const struct padan_term *term,
                     struct padan_error *error)
{
    for (int side = 0; side < 2; side++) {
        if (term->status == PADAN_TERM_DEPRECATED || !is_of(term, terms->pair->languages[side].tag))
            continue;
        concept->renders[side] = true;
        if (concept->best[side] && term->status != PADAN_TERM_PREFERRED)
            continue;
        concept->best[side] = padan_arena_copy(&terms->strings, term->text.data, term->text.size);
        if (!concept->best[side])
            return padan_error_allocation(error);
    }
    return PADAN_OK;
}

static int take_concept(void *context, const struct padan_concept *given, struct padan_error *error)
{
    struct padan_check_terms *terms = context;
    struct padan_concept concept = *given;
    concept.number += terms->step;
    size_t number = padan_table_add(&terms->numbers, &concept.number, sizeof concept.number);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&terms->concepts, &terms->capacity, number + 1, sizeof *terms->concepts))
        return padan_error_allocation(error);
    terms->concepts[number] = (struct concept){ 0 };
    int status = PADAN_OK;
    for (size_t i = 0; i < concept.term_count && status == PADAN_OK; i++)
        status = note_term(terms, &terms->concepts[number], &concept.terms[i], error);
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = padan_recogniser_add(terms->recognisers[side], &concept, error);
    return status;
}

int padan_check_terms_new(struct padan_check_terms **out, const struct padan_check_pair *pair,
                          const struct padan_check_options *options, struct padan_error *error)
{
    struct padan_check_terms *terms = *out = calloc(1, sizeof *terms);
    if (!terms)
        return padan_error_allocation(error);
    terms->pair = pair;
    int status = PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = padan_recogniser_new(&terms->recognisers[side], pair->languages[side].tag, false, error);
    const struct padan_concept_sink sink = { .put = take_concept, .context = terms };
    for (size_t i = 0; i < options->term_count && status == PADAN_OK; i++) {
        status = padan_memory_each_concept(options->terms[i], NULL, &sink, error);
        terms->step += memory_step;
    }
    return status;
}

void padan_check_terms_free(struct padan_check_terms *terms)
{
    if (!terms)
        return;
    padan_recogniser_free(terms->recognisers[0]);
    padan_recogniser_free(terms->recognisers[1]);
    padan_table_free(&terms->numbers);
    padan_arena_free(&terms->strings);
    free(terms->concepts);
    free(terms);
}

/* Finds the terms of the unit, once for both checks. */
static int recognise(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_terms *terms = checking->pair->terms;
    if (terms->unit == checking->unit && terms->text == checking->sides[PADAN_TARGET].text.data)
        return PADAN_OK;
    int status = PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++) {
        status = padan_recogniser_find(terms->recognisers[side], checking->sides[side].text, &terms->found[side],
                                       &terms->count[side], error);
        if (status == PADAN_ERROR_ENCODING) {
            terms->count[side] = 0;
            status = PADAN_OK;
        }
    }
    terms->unit = checking->unit;
    terms->text = checking->sides[PADAN_TARGET].text.data;
    return status;
}

static const struct concept *concept_of(const struct padan_check_terms *terms, int64_t number)
{
    size_t found = padan_table_find(&terms->numbers, &number, sizeof number);
    return found == PADAN_TABLE_NONE ? NULL : &terms->concepts[found];
}

/* Whether a side has a term of the concept; with `allowed`, one that may be used. */
static bool has_concept(const struct padan_check_terms *terms, int side, int64_t concept, bool allowed)
{
    for (size_t i = 0; i < terms->count[side]; i++) {
        const struct padan_recognised *found = &terms->found[side][i];
        if (found->concept == concept && (!allowed || found->status != PADAN_TERM_DEPRECATED))
            return true;
    }
    return false;
}

/* Whether another concept of the same term is rendered: a homonym that is meant instead. */
static bool has_homonym(const struct padan_check_terms *terms, int side, const struct padan_recognised *found)
{
    for (size_t i = 0; i < terms->count[side]; i++) {
        const struct padan_recognised *other = &terms->found[side][i];
        if (other->start == found->start && other->end == found->end && other->concept != found->concept &&
            has_concept(terms, !side, other->concept, true))
            return true;
    }
    return false;
}

int padan_check_term_missing(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_terms *terms = checking->pair->terms;
    int status = terms ? recognise(checking, error) : PADAN_OK;
    for (size_t i = 0; terms && i < terms->count[PADAN_SOURCE] && status == PADAN_OK; i++) {
        const struct padan_recognised *found = &terms->found[PADAN_SOURCE][i];
        const struct concept *concept = concept_of(terms, found->concept);
        if (found->covered || !concept || !concept->renders[PADAN_TARGET] ||
            has_concept(terms, PADAN_TARGET, found->concept, true) || has_homonym(terms, PADAN_SOURCE, found))
            continue;
        struct padan_string term = padan_check_part(found->term, (struct padan_check_span){ 0, found->term.size });
        status = padan_check_report_side(checking, PADAN_SOURCE, (struct padan_check_span){ found->start, found->end },
                                         error, "\"%.*s\" should be rendered by \"%.60s\"", PADAN_CHECK_PART(term),
                                         concept->best[PADAN_TARGET]);
    }
    return status;
}

/* Whether the words of a forbidden term are an allowed one as well, or part of one. */
static bool is_allowed(const struct padan_check_terms *terms, const struct padan_recognised *found)
{
    for (size_t i = 0; i < terms->count[PADAN_TARGET]; i++) {
        const struct padan_recognised *other = &terms->found[PADAN_TARGET][i];
        if (other->status != PADAN_TERM_DEPRECATED && other->start <= found->start && other->end >= found->end)
            return true;
    }
    return false;
}

/* "According" has the stem of "accord", and is not meant: in English no more than a plural or the like is. */
static bool is_far(const struct padan_check_side *side, const struct padan_recognised *found)
{
    return padan_check_language_in(side->language, "en") && found->end - found->start > found->term.size + 2;
}

int padan_check_term_forbidden(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_terms *terms = checking->pair->terms;
    int status = terms ? recognise(checking, error) : PADAN_OK;
    for (size_t i = 0; terms && i < terms->count[PADAN_TARGET] && status == PADAN_OK; i++) {
        const struct padan_recognised *found = &terms->found[PADAN_TARGET][i];
        if (found->status != PADAN_TERM_DEPRECATED || is_allowed(terms, found) ||
            is_far(&checking->sides[PADAN_TARGET], found))
            continue;
        const struct concept *concept = concept_of(terms, found->concept);
        const char *best = concept ? concept->best[PADAN_TARGET] : NULL;
        struct padan_string term = padan_check_part(found->term, (struct padan_check_span){ 0, found->term.size });
        status = padan_check_report_side(
            checking, PADAN_TARGET, (struct padan_check_span){ found->start, found->end }, error,
            best ? "\"%.*s\" is not to be used; \"%.60s\" is" : "\"%.*s\" is not to be used", PADAN_CHECK_PART(term),
            best);
    }
    return status;
}
