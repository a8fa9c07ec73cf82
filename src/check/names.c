/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proper names. A word with a capital that the language is not known to have otherwise is taken for a part of a name;
 * it is rendered where the other side has it, or a place of that name by ICU's data, or a word that sounds alike. Names
 * without a rendering count only where that side has such a name too (in scripts with capitals), or where a whole name
 * of several words is missing (in others), since much that looks like a name is translated.
 */
#include "check/names.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "check/fold.h"

int padan_check_names_new(struct padan_check_names **out, const struct padan_check_pair *pair, const char *data,
                          struct padan_error *error)
{
    struct padan_check_names *names = *out = calloc(1, sizeof *names);
    if (!names)
        return padan_error_allocation(error);
    names->known[0] = calloc(PADAN_CHECK_KNOWN_BITS / 8, 1);
    names->known[1] = calloc(PADAN_CHECK_KNOWN_BITS / 8, 1);
    if (!names->known[0] || !names->known[1])
        return padan_error_allocation(error);
    padan_check_know_lexicons(names, pair, data);
    return PADAN_OK;
}

/* What takes a tenth of a second to make, when it is first needed. */
static int make_ready(struct padan_check_names *names, const struct padan_check_pair *pair, struct padan_error *error)
{
    int status = names->places ? PADAN_OK : padan_check_places_new(&names->places, pair, error);
    if (status == PADAN_OK && !names->skeletons)
        status = padan_skeletons_new(&names->skeletons, error);
    return status;
}

void padan_check_names_free(struct padan_check_names *names)
{
    if (!names)
        return;
    free(names->known[0]);
    free(names->known[1]);
    padan_check_places_free(names->places);
    padan_skeletons_free(names->skeletons);
    padan_buffer_free(&names->folded[0]);
    padan_buffer_free(&names->folded[1]);
    padan_buffer_free(&names->word);
    free(names);
}

/* Notes what is written on the other side; answers how many names are left. */
static size_t render_written(struct padan_check_comparing *comparing, int side, struct padan_check_names_found *found)
{
    size_t left = 0;
    for (size_t i = 0; i < found->count; i++) {
        found->items[i].rendered = padan_check_is_written(comparing, side, &found->items[i]);
        left += !found->items[i].rendered;
    }
    return left;
}

static void render_heard(struct padan_check_comparing *comparing, int side, struct padan_check_names_found *found)
{
    for (size_t i = 0; i < found->count; i++)
        found->items[i].rendered = found->items[i].rendered || padan_check_is_heard(comparing, side, &found->items[i]);
}

/* Whether a later word of the same name is rendered, so that this one may be a title: "Emperor Naruhito". */
static bool is_title(const struct padan_check_side *side, const struct padan_check_names_found *found, size_t number)
{
    size_t word = found->items[number].word;
    for (size_t i = number + 1; i < found->count; i++) {
        while (word != SIZE_MAX && word < found->items[i].word)
            word = padan_check_next_of_name(side, word);
        if (word != found->items[i].word)
            return false;
        if (found->items[i].rendered)
            return true;
    }
    return false;
}

static const struct padan_check_name_part *first_left(const struct padan_check_side *side,
                                                      const struct padan_check_names_found *found)
{
    for (size_t i = 0; i < found->count; i++) {
        if (!found->items[i].rendered && !is_title(side, found, i))
            return &found->items[i];
    }
    return NULL;
}

/* A name of several words, or of one that has no word with a capital beside it, so that it is no part of another. */
static bool is_whole(const struct padan_check_side *side, const struct padan_check_name_part *name)
{
    size_t next = padan_check_next_of_name(side, name->word), last = padan_check_last_of_name(side, name->word);
    return next != SIZE_MAX || last == SIZE_MAX;
}

/* A name of several words, none of which is rendered. */
static const struct padan_check_name_part *whole_left(const struct padan_check_side *side,
                                                      const struct padan_check_names_found *found, size_t *words)
{
    for (size_t i = 0; i < found->count; i += *words) {
        size_t left = 0;
        *words = 1;
        while (i + *words < found->count &&
               padan_check_next_of_name(side, found->items[i + *words - 1].word) == found->items[i + *words].word)
            ++*words;
        for (size_t k = 0; k < *words; k++)
            left += !found->items[i + k].rendered;
        if (left == *words && *words > 1)
            return &found->items[i];
    }
    return NULL;
}

static int report_missing(struct padan_checking *checking, int side, struct padan_check_span span,
                          struct padan_error *error)
{
    return padan_check_report_side(checking, side, span, error, "the %s does not have the name \"%.*s\"",
                                   padan_check_side_name(!side),
                                   PADAN_CHECK_PART(padan_check_part(checking->sides[side].text, span)));
}

static int judge(struct padan_checking *checking, const struct padan_check_names_found found[2],
                 struct padan_error *error)
{
    const struct padan_check_side *sides = checking->sides;
    if (sides[0].language->cased && sides[1].language->cased) {
        const struct padan_check_name_part *source = first_left(&sides[0], &found[0]);
        const struct padan_check_name_part *target = first_left(&sides[1], &found[1]);
        if (!source || !target || (!is_whole(&sides[0], source) && !is_whole(&sides[1], target)))
            return PADAN_OK;
        return padan_check_report(checking, source->span, target->span, error, "the name \"%.*s\" became \"%.*s\"",
                                  PADAN_CHECK_PART(padan_check_part(sides[0].text, source->span)),
                                  PADAN_CHECK_PART(padan_check_part(sides[1].text, target->span)));
    }
    int side = sides[0].language->cased ? 0 : 1;
    size_t words;
    const struct padan_check_name_part *name = whole_left(&sides[side], &found[side], &words);
    if (!name)
        return PADAN_OK;
    struct padan_check_span span = { name->span.start, (name + words - 1)->span.end };
    return report_missing(checking, side, span, error);
}

int padan_check_name(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_names *names = checking->pair->names;
    struct padan_check_names_found found[2];
    int status = PADAN_OK;
    if (!checking->sides[0].language->cased && !checking->sides[1].language->cased)
        return PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = padan_check_words(&checking->sides[side], error);
    if (status != PADAN_OK)
        return status;
    for (int side = 0; side < 2; side++)
        padan_check_learn_words(names, &checking->sides[side], side);
    for (int side = 0; side < 2; side++)
        padan_check_find_names(names, &checking->sides[side], side, &found[side]);
    bool cased = checking->sides[0].language->cased && checking->sides[1].language->cased;
    if (cased ? found[0].count == 0 || found[1].count == 0 : found[0].count + found[1].count < 2)
        return PADAN_OK;
    status = make_ready(names, checking->pair, error);
    if (status != PADAN_OK)
        return status;
    for (int side = 0; side < 2; side++) {
        padan_buffer_clear(&names->folded[side]);
        padan_check_fold(&names->folded[side], checking->sides[side].text);
    }
    struct padan_check_comparing *comparing = &names->comparing;
    comparing->names = names;
    comparing->sides = checking->sides;
    comparing->sounded = false;
    size_t left[2];
    for (int side = 0; side < 2; side++)
        left[side] = render_written(comparing, side, &found[side]);
    /* What sounds alike is dear to find out, and most units need it not. */
    if (cased ? left[0] == 0 || left[1] == 0 : left[0] + left[1] < 2)
        return PADAN_OK;
    for (int side = 0; side < 2; side++)
        render_heard(comparing, side, &found[side]);
    return judge(checking, found, error);
}
