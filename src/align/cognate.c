/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are spelt alike on both sides. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "align/lexicon.h"
#include "base/error.h"

/* Letters of a form that are looked at, and the least that a cognate has. */
enum { MOST_LETTERS = 24, LEAST_LETTERS = 4, SHARED_LETTERS = 2 };

static const double least_dice = 0.55;

/* A form as its bigrams. */
struct spelling {
    uint32_t type;
    uint32_t prefix; /* the letters that cognates share, hashed */
    unsigned count;
    uint16_t bigrams[MOST_LETTERS]; /* sorted */
};

struct spellings {
    struct spelling *items; /* in order of prefix */
    size_t count;
};

static int compare_bigrams(const void *left, const void *right)
{
    uint16_t a = *(const uint16_t *)left, b = *(const uint16_t *)right;
    return (a > b) - (a < b);
}

static int compare_spellings(const void *left, const void *right)
{
    const struct spelling *a = left, *b = right;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

/* False for what is too short to be told from chance. */
static bool spell(struct spelling *out, const struct padan_table_key *form)
{
    UChar32 letters[MOST_LETTERS];
    size_t count = 0;
    for (size_t at = 0; at < form->size && count < MOST_LETTERS;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)form->data, at, form->size, c);
        letters[count++] = c;
    }
    if (count < LEAST_LETTERS)
        return false;
    out->prefix = 0;
    for (size_t i = 0; i < SHARED_LETTERS; i++)
        out->prefix = out->prefix * 0x10001U + (uint32_t)letters[i];
    out->count = 0;
    for (size_t i = 0; i + 1 < count; i++)
        out->bigrams[out->count++] = (uint16_t)((uint32_t)letters[i] * 31U + (uint32_t)letters[i + 1]);
    qsort(out->bigrams, out->count, sizeof *out->bigrams, compare_bigrams);
    return true;
}

static bool is_word(const struct padan_side *side, uint32_t type)
{
    return side->classes[type] == PADAN_CLASS_WORD || side->classes[type] == PADAN_CLASS_NAME;
}

static bool spell_all(struct spellings *out, const struct padan_side *side)
{
    out->items = calloc(side->forms.count + 1, sizeof *out->items);
    if (!out->items)
        return false;
    for (size_t form = 0; form < side->forms.count; form++) {
        struct spelling *item = &out->items[out->count];
        item->type = side->form_type[form];
        if (is_word(side, item->type) && spell(item, &side->forms.keys[form]))
            out->count++;
    }
    qsort(out->items, out->count, sizeof *out->items, compare_spellings);
    return true;
}

static double dice(const struct spelling *a, const struct spelling *b)
{
    unsigned least = a->count < b->count ? a->count : b->count;
    double sum = a->count + b->count;
    if (2 * least < least_dice * sum)
        return 0;
    unsigned shared = 0;
    for (unsigned i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->bigrams[i] == b->bigrams[j]) {
            shared++;
            i++;
            j++;
        } else if (a->bigrams[i] < b->bigrams[j]) {
            i++;
        } else {
            j++;
        }
    }
    return 2 * shared / sum;
}

static bool compare_group(struct padan_pairs *pairs, const struct spelling *source, const struct spellings *targets,
                          size_t at)
{
    for (; at < targets->count && targets->items[at].prefix == source->prefix; at++) {
        double alike = dice(source, &targets->items[at]);
        if (alike < least_dice)
            continue;
        double strength = alike * alike * 0.7;
        if (!padan_pairs_add(pairs, source->type, targets->items[at].type, PADAN_EVIDENCE_ALIKE, strength, strength))
            return false;
    }
    return true;
}

static bool add_alike(struct padan_pairs *pairs, const struct spellings *sources, const struct spellings *targets)
{
    size_t at = 0;
    for (size_t i = 0; i < sources->count; i++) {
        while (at < targets->count && targets->items[at].prefix < sources->items[i].prefix)
            at++;
        if (!compare_group(pairs, &sources->items[i], targets, at))
            return false;
    }
    return true;
}

/* Short words of letters are often equal by chance. */
static double equal_strength(const struct padan_side *side, size_t form)
{
    const struct padan_table_key *key = &side->forms.keys[form];
    if (side->classes[side->form_type[form]] != PADAN_CLASS_WORD || key->size > 3)
        return 0.9;
    return key->size == 3 ? 0.5 : 0.25;
}

static bool add_equal(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target)
{
    for (size_t form = 0; form < source->forms.count; form++) {
        const struct padan_table_key *key = &source->forms.keys[form];
        size_t other = padan_table_find(&target->forms, key->data, key->size);
        if (other == PADAN_TABLE_NONE)
            continue;
        double strength = equal_strength(source, form);
        if (!padan_pairs_add(pairs, source->form_type[form], target->form_type[other], PADAN_EVIDENCE_ALIKE, strength,
                             strength))
            return false;
    }
    return true;
}

int padan_cognates_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                       struct padan_error *error)
{
    struct spellings sources = { 0 }, targets = { 0 };
    bool done = spell_all(&sources, source) && spell_all(&targets, target) && add_equal(pairs, source, target) &&
                add_alike(pairs, &sources, &targets);
    free(sources.items);
    free(targets.items);
    return done ? PADAN_OK : padan_error_allocation(error);
}
