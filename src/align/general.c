/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The general lexicon: tm/lexicon/LANG.txt has words of a language and what renders them in English. Two languages that
 * are not English are joined through it.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "align/finder.h"
#include "align/lexicon.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "text/language.h"

static const size_t file_limit = (size_t)16 << 20;
static const double sure = 0.8, through_english = 0.5;

/* A type of a side that a word of the lexicon has, and the English that renders it. */
struct meaning {
    uint32_t english; /* number in the table */
    uint32_t type;
    float part; /* of the term that the type stands for */
};

struct meanings {
    struct meaning *items;
    size_t count, capacity;
};

struct general {
    struct padan_table english;
    struct padan_finder finders[2];
    struct meanings sides[2];
    struct padan_error *error;
};

/* How much a word tells of the term that it is part of: the rarer, the more. */
static double rarity(const struct padan_side *side, size_t type)
{
    return 1.0 / (side->frequency[type] + 1);
}

/* A term of which a part is missing is not there: its other parts have meanings of their own. */
static int add_found(struct general *general, size_t side, size_t english, const struct padan_found *found)
{
    struct meanings *meanings = &general->sides[side];
    const struct padan_side *text = general->finders[side].side;
    if (found->count > PADAN_FOUND_WORDS || found->known < found->count)
        return PADAN_OK;
    double all = 0;
    for (size_t i = 0; i < found->known; i++)
        all += rarity(text, found->types[i]);
    for (size_t i = 0; i < found->known; i++) {
        if (!padan_vector_reserve(&meanings->items, &meanings->capacity, meanings->count + 1, sizeof *meanings->items))
            return padan_error_allocation(general->error);
        meanings->items[meanings->count++] = (struct meaning){ (uint32_t)english, (uint32_t)found->types[i],
                                                               (float)(rarity(text, found->types[i]) / all) };
    }
    return PADAN_OK;
}

/* The next of some terms divided by commas; false at their end. */
static bool next_term(struct padan_string *rest, struct padan_string *term)
{
    while (rest->size > 0 && (*rest->data == ' ' || *rest->data == ',')) {
        rest->data++;
        rest->size--;
    }
    const char *comma = rest->size > 0 ? memchr(rest->data, ',', rest->size) : NULL;
    *term = (struct padan_string){ rest->data, comma ? (size_t)(comma - rest->data) : rest->size };
    rest->data += term->size;
    rest->size -= term->size;
    return term->size > 0;
}

/* What one rendering of a line's words is by itself; the number of the English term in the table comes from there. */
static int take_english(struct general *general, size_t side, struct padan_string renderings,
                        const struct padan_found *found)
{
    struct padan_string term;
    int status = PADAN_OK;
    while (status == PADAN_OK && next_term(&renderings, &term)) {
        size_t english = padan_table_add(&general->english, term.data, term.size);
        if (english == PADAN_TABLE_NONE)
            return padan_error_allocation(general->error);
        status = add_found(general, side, english, found);
    }
    return status;
}

static int take_line(struct general *general, size_t side, struct padan_string words, struct padan_string renderings)
{
    struct padan_string term;
    struct padan_found found;
    int status = PADAN_OK;
    while (status == PADAN_OK && next_term(&words, &term)) {
        status = padan_finder_find(&general->finders[side], term, &found, general->error);
        if (status == PADAN_OK && found.known > 0)
            status = take_english(general, side, renderings, &found);
    }
    return status;
}

static int take_file(struct general *general, size_t side, const char *data, const char *path)
{
    int status = PADAN_OK;
    int64_t number = 1;
    for (const char *line = data; status == PADAN_OK && *line; number++) {
        size_t size = strcspn(line, "\n");
        const char *tab = memchr(line, '\t', size);
        if (*line != '#' && size > 0) {
            if (!tab)
                return padan_error_at(general->error, PADAN_ERROR_SYNTAX, path, number,
                                      "there is no tab between the words and their English");
            struct padan_string words = { line, (size_t)(tab - line) };
            struct padan_string renderings = { tab + 1, size - words.size - 1 };
            status = take_line(general, side, words, renderings);
        }
        line += size + (line[size] == '\n');
    }
    return status;
}

/* A language without a file is one of which nothing is known. */
static int load(struct general *general, size_t side, const char *data, const char *language)
{
    char primary[PADAN_LANGUAGE_SIZE], *text = NULL;
    size_t size;
    struct padan_buffer path = { 0 };
    padan_language_primary(primary, language);
    padan_buffer_format(&path, "%s/lexicon/%s.txt", data, primary);
    int status = PADAN_OK;
    if (path.failed)
        status = padan_error_allocation(general->error);
    else if (access(path.data, F_OK) == 0)
        status = padan_file_read(&text, &size, path.data, file_limit, general->error);
    if (status == PADAN_OK && text)
        status = take_file(general, side, text, path.data);
    free(text);
    padan_buffer_free(&path);
    return status;
}

/* The side in English has what the other's file names. */
static int find_english(struct general *general, size_t side)
{
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < general->english.count; i++) {
        const struct padan_table_key *key = &general->english.keys[i];
        struct padan_found found;
        status = padan_finder_find(&general->finders[side], (struct padan_string){ key->data, key->size }, &found,
                                   general->error);
        if (status == PADAN_OK)
            status = add_found(general, side, i, &found);
    }
    return status;
}

static int compare_meanings(const void *left, const void *right)
{
    const struct meaning *a = left, *b = right;
    if (a->english != b->english)
        return a->english < b->english ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

static bool join(struct padan_pairs *pairs, struct general *general, double strength)
{
    const struct meanings *sources = &general->sides[0], *targets = &general->sides[1];
    for (size_t side = 0; side < 2; side++) {
        if (general->sides[side].count == 0)
            return true;
        qsort(general->sides[side].items, general->sides[side].count, sizeof *general->sides[side].items,
              compare_meanings);
    }
    for (size_t i = 0, first = 0; i < sources->count; i++) {
        const struct meaning *source = &sources->items[i];
        while (first < targets->count && targets->items[first].english < source->english)
            first++;
        for (size_t k = first; k < targets->count && targets->items[k].english == source->english; k++) {
            const struct meaning *target = &targets->items[k];
            double share = strength * (source->part < target->part ? source->part : target->part);
            if (!padan_pairs_add(pairs, source->type, target->type, PADAN_EVIDENCE_GENERAL, share, share))
                return false;
        }
    }
    return true;
}

static bool is_english(const char *language)
{
    char primary[PADAN_LANGUAGE_SIZE];
    padan_language_primary(primary, language);
    return strcmp(primary, "en") == 0;
}

static int gather(struct padan_pairs *pairs, struct general *general, const char *const languages[2], const char *data)
{
    bool english[2] = { is_english(languages[0]), is_english(languages[1]) };
    int status = PADAN_OK;
    if (english[0] && english[1])
        return PADAN_OK;
    for (size_t side = 0; status == PADAN_OK && side < 2; side++) {
        if (!english[side])
            status = load(general, side, data, languages[side]);
    }
    for (size_t side = 0; status == PADAN_OK && side < 2; side++) {
        if (english[side])
            status = find_english(general, side);
    }
    double strength = english[0] || english[1] ? sure : sure * through_english;
    if (status == PADAN_OK && !join(pairs, general, strength))
        status = padan_error_allocation(general->error);
    return status;
}

int padan_general_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                      const struct padan_side *target, const char *target_language, const char *data,
                      struct padan_error *error)
{
    struct general general = { .error = error };
    const char *const languages[2] = { source_language, target_language };
    int status = padan_finder_make(&general.finders[0], source, source_language, error);
    if (status == PADAN_OK)
        status = padan_finder_make(&general.finders[1], target, target_language, error);
    if (status == PADAN_OK)
        status = gather(pairs, &general, languages, data ? data : PADAN_DATADIR);
    for (size_t side = 0; side < 2; side++) {
        padan_finder_free(&general.finders[side]);
        free(general.sides[side].items);
    }
    padan_table_free(&general.english);
    return status;
}
