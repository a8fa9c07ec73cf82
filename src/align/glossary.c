/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The caller's glossary: terms that are in the one text, with renderings that are in the other. */
#include "align/finder.h"
#include "align/lexicon.h"
#include "base/error.h"

struct reading {
    struct padan_pairs *pairs;
    struct padan_finder finders[2];
    struct padan_error *error;
};

/*
 * Each word of the term may be rendered by each of the rendering, so that a term of several words is worth as much
 * as one of a single word.
 */
static int pair_words(struct reading *reading, const struct padan_found *source, const struct padan_found *target)
{
    double forward = 1 / (double)target->count, backward = 1 / (double)source->count;
    for (size_t i = 0; i < source->known; i++) {
        for (size_t k = 0; k < target->known; k++) {
            if (!padan_pairs_add(reading->pairs, source->types[i], target->types[k], PADAN_EVIDENCE_TERM, forward,
                                 backward))
                return padan_error_allocation(reading->error);
        }
    }
    return PADAN_OK;
}

/* Whether the side has all words of a text. */
static int find_all(struct reading *reading, size_t side, struct padan_string text, struct padan_found *found,
                    bool *whole)
{
    int status = padan_finder_find(&reading->finders[side], text, found, reading->error);
    *whole = status == PADAN_OK && found->count > 0 && found->known == found->count;
    return status;
}

static int read_entry(struct reading *reading, const struct padan_glossary_entry *entry)
{
    struct padan_found source, target;
    bool whole = false;
    int status = find_all(reading, 0, entry->source, &source, &whole);
    if (status == PADAN_OK && whole)
        status = find_all(reading, 1, entry->target, &target, &whole);
    return status == PADAN_OK && whole ? pair_words(reading, &source, &target) : status;
}

int padan_glossary_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                       const struct padan_side *target, const char *target_language,
                       const struct padan_align_options *options, struct padan_error *error)
{
    struct reading reading = { .pairs = pairs, .error = error };
    int status = padan_finder_make(&reading.finders[0], source, source_language, error);
    if (status == PADAN_OK)
        status = padan_finder_make(&reading.finders[1], target, target_language, error);
    for (size_t i = 0; status == PADAN_OK && i < options->glossary_count; i++)
        status = read_entry(&reading, &options->glossary[i]);
    padan_finder_free(&reading.finders[0]);
    padan_finder_free(&reading.finders[1]);
    return status;
}
