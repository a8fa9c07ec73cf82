/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/pieces.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "align/skeleton.h"
#include "base/error.h"

/*
 * Consonants of a name that are looked at and the least that tell it from chance; words that it may be cut into; names
 * that sound alike before none of them says anything.
 */
enum { MOST_CONSONANTS = 12, LEAST_CONSONANTS = 3, MOST_PIECES = 6, MOST_NAMESAKES = 3 };

/* Characters of a Chinese word that may be part of a name written by sound; longer ones the dictionary knows. */
enum { HAN_LETTERS = 2 };

static const double likely = 0.5;

struct sound {
    char letters[MOST_CONSONANTS + 1];
    uint32_t type;
    uint32_t runs; /* of a name: how many sound like it */
};

struct pieces {
    const struct padan_side *names, *cut;
    bool names_first;   /* the side of names is the source */
    struct sound *name; /* in order of sound */
    size_t name_count;
    struct sound *piece; /* of each type of the other side; no letters: part of no name */
};

static int compare_sounds(const void *left, const void *right)
{
    const struct sound *a = left, *b = right;
    int order = strcmp(a->letters, b->letters);
    return order ? order : (a->type > b->type) - (a->type < b->type);
}

static void hear(struct sound *sound, const struct padan_table_key *word, struct padan_skeletons *skeletons)
{
    struct padan_string text = { word->data, word->size };
    sound->letters[padan_skeleton(skeletons, text, sound->letters, MOST_CONSONANTS)] = '\0';
}

static bool hear_names(struct pieces *pieces, struct padan_skeletons *skeletons)
{
    const struct padan_side *side = pieces->names;
    pieces->name = calloc(side->forms.count + 1, sizeof *pieces->name);
    if (!pieces->name)
        return false;
    for (size_t form = 0; form < side->forms.count; form++) {
        struct sound *name = &pieces->name[pieces->name_count];
        name->type = side->form_type[form];
        if (side->upper[name->type] == 0 || side->classes[name->type] == PADAN_CLASS_NUMBER)
            continue;
        hear(name, &side->forms.keys[form], skeletons);
        pieces->name_count += strlen(name->letters) >= LEAST_CONSONANTS;
    }
    qsort(pieces->name, pieces->name_count, sizeof *pieces->name, compare_sounds);
    return true;
}

/* Whether a word is of a script that puts no spaces between words, and may be part of a name. */
static bool may_be_piece(const struct padan_table_key *word)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar32 c = -1;
    size_t at = 0, letters = 0;
    while (at < word->size) {
        U8_NEXT((const uint8_t *)word->data, at, word->size, c);
        letters++;
    }
    UScriptCode script = c < 0 ? USCRIPT_UNKNOWN : uscript_getScript(c, &status);
    return script == USCRIPT_HAN ? letters <= HAN_LETTERS
                                 : script != USCRIPT_UNKNOWN && uscript_breaksBetweenLetters(script);
}

static bool hear_pieces(struct pieces *pieces, struct padan_skeletons *skeletons)
{
    const struct padan_side *side = pieces->cut;
    pieces->piece = calloc(side->types.count + 1, sizeof *pieces->piece);
    for (size_t type = 0; pieces->piece && type < side->types.count; type++) {
        if (side->classes[type] == PADAN_CLASS_WORD && may_be_piece(&side->types.keys[type]))
            hear(&pieces->piece[type], &side->types.keys[type], skeletons);
    }
    return pieces->piece;
}

/* The names that sound so; NULL where there are none or too many. */
static struct sound *find_names(const struct pieces *pieces, const char *letters, size_t *count)
{
    size_t low = 0, high = pieces->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(pieces->name[middle].letters, letters) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    size_t end = low;
    while (end < pieces->name_count && end - low <= MOST_NAMESAKES && strcmp(pieces->name[end].letters, letters) == 0)
        end++;
    *count = end - low;
    return *count > 0 && *count <= MOST_NAMESAKES ? &pieces->name[low] : NULL;
}

/* How much a word tells of the name that it is part of: the rarer, the more. */
static double rarity(const struct pieces *pieces, uint32_t type)
{
    return 1.0 / pieces->cut->frequency[type];
}

static bool pair_run(const struct pieces *pieces, struct padan_pairs *pairs, const struct sound *name,
                     const uint32_t *words, size_t length)
{
    double all = 0, frequency = pieces->names->frequency[name->type];
    double strength = name->runs > frequency ? likely * frequency / name->runs : likely;
    for (size_t i = 0; i < length; i++)
        all += rarity(pieces, words[i]);
    for (size_t i = 0; i < length; i++) {
        double share = strength * rarity(pieces, words[i]) / all;
        uint32_t source = pieces->names_first ? name->type : words[i];
        uint32_t target = pieces->names_first ? words[i] : name->type;
        if (!padan_pairs_add(pairs, source, target, PADAN_EVIDENCE_ALIKE, share, share))
            return false;
    }
    return true;
}

/* Counts the runs that begin with the first of some words and sound like a name, or, given pairs, adds them there. */
static bool try_runs(struct pieces *pieces, struct padan_pairs *pairs, const uint32_t *words, size_t count)
{
    char letters[2 * MOST_CONSONANTS + 1] = "";
    size_t size = 0;
    for (size_t length = 1; length <= count && length <= MOST_PIECES; length++) {
        const char *piece = pieces->piece[words[length - 1]].letters;
        if (!*piece || size > MOST_CONSONANTS)
            return true;
        size_t found, before = size;
        strcpy(letters + size, piece + (size > 0 && letters[size - 1] == *piece));
        size = strlen(letters);
        struct sound *names = length > 1 && size > before ? find_names(pieces, letters, &found) : NULL;
        for (size_t i = 0; names && i < found; i++) {
            names[i].runs += !pairs;
            if (pairs && !pair_run(pieces, pairs, &names[i], words, length))
                return false;
        }
    }
    return true;
}

static bool try_all(struct pieces *pieces, struct padan_pairs *pairs)
{
    const struct padan_side *side = pieces->cut;
    for (size_t segment = 0; segment < side->count; segment++) {
        for (size_t at = side->first[segment]; at < side->first[segment + 1]; at++) {
            if (!try_runs(pieces, pairs, &side->words[at], side->first[segment + 1] - at))
                return false;
        }
    }
    return true;
}

static bool add_pieces(struct pieces *pieces, struct padan_pairs *pairs, struct padan_skeletons *skeletons)
{
    bool done = hear_names(pieces, skeletons) && hear_pieces(pieces, skeletons) && try_all(pieces, NULL) &&
                try_all(pieces, pairs);
    free(pieces->name);
    free(pieces->piece);
    return done;
}

int padan_pieces_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error)
{
    struct pieces sides[2] = { { .names = source, .cut = target, .names_first = true },
                               { .names = target, .cut = source } };
    struct padan_skeletons *skeletons;
    int status = padan_skeletons_new(&skeletons, error);
    for (size_t i = 0; status == PADAN_OK && i < 2; i++) {
        if (!add_pieces(&sides[i], pairs, skeletons))
            status = padan_error_allocation(error);
    }
    padan_skeletons_free(skeletons);
    return status;
}
