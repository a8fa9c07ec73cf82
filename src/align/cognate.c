/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that are spelt alike on both sides. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "align/lexicon.h"
#include "align/pieces.h"
#include "align/skeleton.h"
#include "base/error.h"

/* Letters of a form that are looked at, and the least that a cognate has. */
enum { MOST_LETTERS = 24, LEAST_LETTERS = 4, LEAST_CONSONANTS = 3, SHARED_LETTERS = 2 };

/*
 * Words of the other side that one is compared with, those nearest in spelling, and how many of them it may be paired
 * with: without a bound, a text of words that begin alike would cost the square of its length.
 */
enum { MOST_COMPARED = 512, MOST_ALIKE = 32 };

/* Of spellings, which endings vary; of the consonants of names across scripts, of which many words share most. */
static const double least_dice = 0.55, least_name_dice = 0.85;

/* A form as its bigrams. */
struct spelling {
    uint32_t type;
    uint32_t prefix; /* the letters that cognates share, hashed */
    uint32_t rest;   /* the low bytes of the four letters after them */
    unsigned count;
    uint64_t kinds;                 /* a bit for each kind of bigram that there is */
    uint16_t bigrams[MOST_LETTERS]; /* sorted */
};

struct spellings {
    struct spelling *items; /* in order of prefix, then of rest */
    size_t count;
};

static int compare_spellings(const void *left, const void *right)
{
    const struct spelling *a = left, *b = right;
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix ? -1 : 1;
    if (a->rest != b->rest)
        return a->rest < b->rest ? -1 : 1;
    return (a->type > b->type) - (a->type < b->type);
}

/* How forms are read to be compared. */
struct manner {
    struct padan_skeletons *skeletons; /* by their consonants; or NULL */
    bool by_sound;                     /* by what Latin letters mostly sound like */
};

/*
 * Puts the sound of a letter of a word, folded, behind those before it: "club" and "klub", "process" and "proses",
 * "photo" and "foto" are the same. Answers how many there are then.
 */
static size_t add_sound(UChar32 letters[MOST_LETTERS], size_t count, UChar32 c, char next)
{
    UChar32 before = count > 0 ? letters[count - 1] : 0;
    if (c == 'h' && before == 'p') {
        letters[count - 1] = 'f';
        return count;
    }
    if (c == 'h' && (before == 't' || before == 'k' || before == 'r' || before == 'g'))
        return count;
    if (c == 'c' || c == 'q' || c == 'x')
        c = c == 'c' && (next == 'e' || next == 'i' || next == 'y') ? 's' : 'k';
    else if (c == 'y' || c == 'z')
        c = c == 'y' ? 'i' : 's';
    if (c != before)
        letters[count++] = c;
    return count;
}

static size_t read_sounds(UChar32 letters[MOST_LETTERS], const struct padan_table_key *form)
{
    size_t count = 0;
    for (size_t at = 0; at < form->size && count < MOST_LETTERS;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)form->data, at, form->size, c);
        count = add_sound(letters, count, c, at < form->size ? form->data[at] : '\0');
        if (c == 'x' && count < MOST_LETTERS)
            letters[count++] = 's';
    }
    return count;
}

static size_t read_letters(UChar32 letters[MOST_LETTERS], const struct padan_table_key *form,
                           const struct manner *manner)
{
    size_t count = 0;
    char consonants[MOST_LETTERS];
    if (manner->by_sound)
        return read_sounds(letters, form);
    if (manner->skeletons) {
        count = padan_skeleton(manner->skeletons, (struct padan_string){ form->data, form->size }, consonants,
                               MOST_LETTERS);
        for (size_t i = 0; i < count; i++)
            letters[i] = consonants[i];
        return count;
    }
    for (size_t at = 0; at < form->size && count < MOST_LETTERS;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)form->data, at, form->size, c);
        letters[count++] = c;
    }
    return count;
}

/* Puts a bigram in its place; there are too few for a call of qsort to pay. */
static void add_bigram(struct spelling *out, uint16_t bigram)
{
    unsigned at = out->count++;
    for (; at > 0 && out->bigrams[at - 1] > bigram; at--)
        out->bigrams[at] = out->bigrams[at - 1];
    out->bigrams[at] = bigram;
    out->kinds |= UINT64_C(1) << ((bigram ^ bigram >> 6) & 63);
}

/* False for what is too short to be told from chance. */
static bool spell(struct spelling *out, const struct padan_table_key *form, const struct manner *manner)
{
    UChar32 letters[MOST_LETTERS];
    size_t count = read_letters(letters, form, manner);
    if (count < (manner->skeletons ? LEAST_CONSONANTS : LEAST_LETTERS))
        return false;
    out->prefix = 0;
    for (size_t i = 0; i < SHARED_LETTERS; i++)
        out->prefix = out->prefix * 0x10001U + (uint32_t)letters[i];
    out->rest = 0;
    for (size_t i = SHARED_LETTERS; i < SHARED_LETTERS + sizeof out->rest; i++)
        out->rest = out->rest << 8 | (i < count ? (uint32_t)letters[i] & 0xFF : 0);
    out->count = 0;
    out->kinds = 0;
    for (size_t i = 0; i + 1 < count; i++)
        add_bigram(out, (uint16_t)((uint32_t)letters[i] * 31U + (uint32_t)letters[i + 1]));
    return true;
}

static bool is_value(const struct padan_table_key *form)
{
    return form->data[0] == '#';
}

static bool is_word(const struct padan_side *side, uint32_t type)
{
    return (side->classes[type] == PADAN_CLASS_WORD || side->classes[type] == PADAN_CLASS_NAME) &&
           !is_value(&side->types.keys[type]);
}

/* A Latin word is one with a capital inside a segment; in scripts without capitals any may be. Han tells no sounds. */
static bool may_be_name(const struct padan_side *side, size_t form)
{
    const struct padan_table_key *key = &side->forms.keys[form];
    UErrorCode status = U_ZERO_ERROR;
    UChar32 c;
    U8_GET((const uint8_t *)key->data, 0, 0, (int32_t)key->size, c);
    UScriptCode script = c < 0 ? USCRIPT_UNKNOWN : uscript_getScript(c, &status);
    if (script == USCRIPT_LATIN || script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK)
        return side->upper[side->form_type[form]] > 0;
    return script != USCRIPT_HAN && script != USCRIPT_HIRAGANA;
}

static bool spell_all(struct spellings *out, const struct padan_side *side, const struct manner *manner)
{
    out->items = calloc(side->forms.count + 1, sizeof *out->items);
    if (!out->items)
        return false;
    for (size_t form = 0; form < side->forms.count; form++) {
        struct spelling *item = &out->items[out->count];
        item->type = side->form_type[form];
        if (is_word(side, item->type) && (!manner->skeletons || may_be_name(side, form)) &&
            spell(item, &side->forms.keys[form], manner))
            out->count++;
    }
    qsort(out->items, out->count, sizeof *out->items, compare_spellings);
    return true;
}

/* Below `enough` it may be 0. */
static double dice(const struct spelling *a, const struct spelling *b, double enough)
{
    unsigned least = a->count < b->count ? a->count : b->count;
    double sum = a->count + b->count;
    if (2 * least < enough * sum)
        return 0;
    /* Each kind that the other has not is a bigram at least that is not shared. */
    least = a->count - (unsigned)__builtin_popcountll(a->kinds & ~b->kinds);
    if (2 * least < enough * sum)
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

/* A range of spellings. */
struct range {
    size_t from, to;
};

/* The part of a group of targets that is nearest in spelling to a source. */
static struct range nearest(const struct spellings *targets, struct range group, uint32_t rest)
{
    if (group.to - group.from <= MOST_COMPARED)
        return group;
    size_t low = group.from, high = group.to;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (targets->items[middle].rest < rest)
            low = middle + 1;
        else
            high = middle;
    }
    size_t from = low - group.from > MOST_COMPARED / 2 ? low - MOST_COMPARED / 2 : group.from;
    from = from < group.to - MOST_COMPARED ? from : group.to - MOST_COMPARED;
    return (struct range){ from, from + MOST_COMPARED };
}

struct likeness {
    uint32_t type;
    double dice;
};

/* Puts a likeness in its place among the best; what falls off the end is lost. Answers how many there are. */
static size_t keep_best(struct likeness best[MOST_ALIKE], size_t count, struct likeness added)
{
    size_t at = count < MOST_ALIKE ? count : MOST_ALIKE - 1;
    if (count == MOST_ALIKE && added.dice <= best[at].dice)
        return count;
    for (; at > 0 && best[at - 1].dice < added.dice; at--)
        best[at] = best[at - 1];
    best[at] = added;
    return count < MOST_ALIKE ? count + 1 : count;
}

static bool compare_group(struct padan_pairs *pairs, const struct spelling *source, const struct spellings *targets,
                          struct range group, double enough)
{
    struct likeness best[MOST_ALIKE];
    size_t count = 0;
    struct range near = nearest(targets, group, source->rest);
    for (size_t at = near.from; at < near.to; at++) {
        double alike = dice(source, &targets->items[at], enough);
        if (alike >= enough)
            count = keep_best(best, count, (struct likeness){ targets->items[at].type, alike });
    }
    for (size_t i = 0; i < count; i++) {
        double strength = best[i].dice * best[i].dice * 0.7;
        if (!padan_pairs_add(pairs, source->type, best[i].type, PADAN_EVIDENCE_ALIKE, strength, strength))
            return false;
    }
    return true;
}

static bool add_alike(struct padan_pairs *pairs, const struct spellings *sources, const struct spellings *targets,
                      double enough)
{
    struct range group = { 0, 0 };
    for (size_t i = 0; i < sources->count; i++) {
        uint32_t prefix = sources->items[i].prefix;
        while (group.from < targets->count && targets->items[group.from].prefix < prefix)
            group.from++;
        group.to = group.to > group.from ? group.to : group.from;
        while (group.to < targets->count && targets->items[group.to].prefix == prefix)
            group.to++;
        if (!compare_group(pairs, &sources->items[i], targets, group, enough))
            return false;
    }
    return true;
}

/* Short words of letters are often equal by chance. */
static double equal_strength(const struct padan_side *side, size_t form)
{
    const struct padan_table_key *key = &side->forms.keys[form];
    if (side->classes[side->form_type[form]] != PADAN_CLASS_WORD || key->size > 3 || is_value(key))
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

/* Names across scripts, compared by their consonants in Latin letters. */
static int add_names(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error)
{
    struct spellings sources = { 0 }, targets = { 0 };
    struct manner manner = { 0 };
    int status = padan_skeletons_new(&manner.skeletons, error);
    if (status != PADAN_OK)
        return status;
    if (!spell_all(&sources, source, &manner) || !spell_all(&targets, target, &manner) ||
        !add_alike(pairs, &sources, &targets, least_name_dice))
        status = padan_error_allocation(error);
    padan_skeletons_free(manner.skeletons);
    free(sources.items);
    free(targets.items);
    return status;
}

/* Names are compared across scripts; without capitals on either side they could not be told from other words. */
static bool may_share_names(UScriptCode source, UScriptCode target)
{
    return source != target && (uscript_isCased(source) || uscript_isCased(target));
}

int padan_sounds_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error)
{
    struct spellings sources = { 0 }, targets = { 0 };
    const struct manner by_sound = { .by_sound = true };
    if (padan_side_script(source) != USCRIPT_LATIN || padan_side_script(target) != USCRIPT_LATIN)
        return PADAN_OK;
    bool done = spell_all(&sources, source, &by_sound) && spell_all(&targets, target, &by_sound) &&
                add_alike(pairs, &sources, &targets, least_dice);
    free(sources.items);
    free(targets.items);
    return done ? PADAN_OK : padan_error_allocation(error);
}

int padan_cognates_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                       struct padan_error *error)
{
    struct spellings sources = { 0 }, targets = { 0 };
    const struct manner as_written = { 0 };
    bool done = spell_all(&sources, source, &as_written) && spell_all(&targets, target, &as_written) &&
                add_equal(pairs, source, target) && add_alike(pairs, &sources, &targets, least_dice);
    free(sources.items);
    free(targets.items);
    if (!done)
        return padan_error_allocation(error);
    if (!may_share_names(padan_side_script(source), padan_side_script(target)))
        return PADAN_OK;
    int status = add_names(pairs, source, target, error);
    return status == PADAN_OK ? padan_pieces_add(pairs, source, target, error) : status;
}
