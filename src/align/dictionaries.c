/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's dictionaries: a headword of one side and the renderings that the other side has. */
#include <string.h>

#include "align/finder.h"
#include "align/lexicon.h"
#include "base/error.h"
#include "dictionary/dictionary.h"

/* Longer renderings explain a word rather than render it. */
enum { MOST_WORDS = 3 };

static const double sure = 0.8;

struct reading {
    struct padan_pairs *pairs;
    struct padan_finder finders[2];
    struct padan_buffer gloss;
    struct padan_error *error;
};

/* `head` of the side `side` is rendered by `term` of the other. */
static int pair_found(struct reading *reading, size_t side, const struct padan_found *head,
                      const struct padan_found *term)
{
    double strength = sure / (double)(head->count > term->count ? head->count : term->count);
    for (size_t i = 0; i < head->known; i++) {
        for (size_t k = 0; k < term->known; k++) {
            size_t source = side == 0 ? head->types[i] : term->types[k];
            size_t target = side == 0 ? term->types[k] : head->types[i];
            if (!padan_pairs_add(reading->pairs, source, target, PADAN_EVIDENCE_GENERAL, strength, strength))
                return padan_error_allocation(reading->error);
        }
    }
    return PADAN_OK;
}

static int pair_gloss(struct reading *reading, size_t side, const struct padan_found *head)
{
    struct padan_string rest = { reading->gloss.data, reading->gloss.size };
    int status = PADAN_OK;
    while (status == PADAN_OK && rest.size > 0) {
        const char *comma = memchr(rest.data, ',', rest.size);
        struct padan_string term = { rest.data, comma ? (size_t)(comma - rest.data) : rest.size };
        struct padan_found found;
        status = padan_finder_find(&reading->finders[!side], term, &found, reading->error);
        if (status == PADAN_OK && found.known > 0 && found.count <= MOST_WORDS)
            status = pair_found(reading, side, head, &found);
        size_t taken = term.size + (comma != NULL);
        rest = (struct padan_string){ rest.data + taken, rest.size - taken };
    }
    return status;
}

/* Which side the headwords are of is not asked: they are looked for in both. */
static int read_entry(struct reading *reading, struct padan_string headword, struct padan_string text)
{
    int status = PADAN_OK;
    for (size_t side = 0; status == PADAN_OK && side < 2; side++) {
        struct padan_found head;
        status = padan_finder_find(&reading->finders[side], headword, &head, reading->error);
        if (status != PADAN_OK || head.known == 0 || head.known < head.count)
            continue;
        padan_gloss_clean(&reading->gloss, headword, text);
        if (reading->gloss.failed)
            return padan_error_allocation(reading->error);
        status = pair_gloss(reading, side, &head);
    }
    return status;
}

static int read_dictionary(struct reading *reading, const struct padan_dictionary *dictionary)
{
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < padan_dictionary_count(dictionary); i++) {
        struct padan_string headword, text;
        padan_dictionary_entry(dictionary, i, &headword, &text);
        status = read_entry(reading, headword, text);
        /* One entry of another encoding is no reason to do without the rest. */
        if (status == PADAN_ERROR_ENCODING)
            status = PADAN_OK;
    }
    return status;
}

int padan_dictionaries_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                           const struct padan_side *target, const char *target_language,
                           const struct padan_align_options *options, struct padan_error *error)
{
    struct reading reading = { .pairs = pairs, .error = error };
    int status = padan_finder_make(&reading.finders[0], source, source_language, error);
    if (status == PADAN_OK)
        status = padan_finder_make(&reading.finders[1], target, target_language, error);
    for (size_t i = 0; status == PADAN_OK && i < options->dictionary_count; i++)
        status = read_dictionary(&reading, options->dictionaries[i]);
    padan_finder_free(&reading.finders[0]);
    padan_finder_free(&reading.finders[1]);
    padan_buffer_free(&reading.gloss);
    return status;
}
