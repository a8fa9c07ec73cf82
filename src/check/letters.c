/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The script and the language of each side. Which letters follow each other in a language is learned from the units
 * themselves; a side that looks far more like the other language is in that.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "check/checking.h"
#include "text/utf8.h"

/* Slots of pairs of letters; texts learned before it is asked, and letters of a text that is judged. */
enum { SLOTS = 1 << 12, LEAST_LEARNED = 3000, LEAST_LETTERS = 25, MOST_LETTERS = 400 };

/* Logarithm of the odds for each letter from which a side is in the other language. */
static const double strong = 0.5;

struct padan_check_letters {
    uint32_t counts[2][SLOTS];
    uint32_t all[2];
    float odds[SLOTS]; /* logarithm of the odds of the target's language against the source's */
    bool settled;      /* whether they are those of the counts */
};

int padan_check_letters_new(struct padan_check_letters **out, struct padan_error *error)
{
    *out = calloc(1, sizeof **out);
    return *out ? PADAN_OK : padan_error_allocation(error);
}

void padan_check_letters_free(struct padan_check_letters *letters)
{
    free(letters);
}

static size_t slot_of(UChar32 a, UChar32 b, UChar32 c)
{
    uint32_t key = ((uint32_t)a * 0x9E3779B1U) ^ ((uint32_t)b * 0x85EBCA77U) ^ ((uint32_t)c * 0xC2B2AE3DU);
    return (key ^ (key >> 15)) & (SLOTS - 1);
}

/* Letters of a text in threes, a run of anything else as one blank. */
static size_t count_threes(struct padan_string text, void (*found)(void *context, size_t slot), void *context)
{
    UChar32 a = ' ', b = ' ';
    size_t letters = 0;
    for (size_t at = 0; at < text.size && letters < MOST_LETTERS;) {
        UChar32 c = padan_utf8_next(text, &at);
        bool ascii = c >= 0 && c < 0x80;
        bool letter = ascii ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') : c > 0 && u_isalpha(c);
        c = !letter ? ' ' : ascii ? c | 0x20 : u_tolower(c);
        letters += letter;
        if (c == ' ' && b == ' ')
            continue;
        if (letters > 1)
            found(context, slot_of(a, b, c));
        a = b;
        b = c;
    }
    return letters;
}

struct learning {
    uint32_t *counts, *all;
};

static void learn_slot(void *context, size_t slot)
{
    struct learning *learning = context;
    learning->counts[slot]++;
    ++*learning->all;
}

/* Halves all counts before they are too many. */
static void age(struct padan_check_letters *letters, int side)
{
    letters->all[side] = 0;
    for (size_t i = 0; i < SLOTS; i++)
        letters->all[side] += letters->counts[side][i] /= 2;
}

void padan_check_letters_learn(struct padan_check_letters *letters, struct padan_string source,
                               struct padan_string target)
{
    const struct padan_string texts[2] = { source, target };
    /* A side that was not translated teaches nothing. */
    if (source.size == target.size && memcmp(source.data, target.data, source.size) == 0)
        return;
    letters->settled = false;
    for (int side = 0; side < 2; side++) {
        struct learning learning = { letters->counts[side], &letters->all[side] };
        count_threes(texts[side], learn_slot, &learning);
        if (letters->all[side] > 1U << 30)
            age(letters, side);
    }
}

struct judging {
    const struct padan_check_letters *letters;
    int side;
    double odds; /* of the other language against its own */
    size_t count;
};

static void judge_slot(void *context, size_t slot)
{
    struct judging *judging = context;
    double odds = judging->letters->odds[slot];
    judging->odds += judging->side == PADAN_TARGET ? -odds : odds;
    judging->count++;
}

/* Works the odds out anew where something was learned. */
static void settle(struct padan_check_letters *letters)
{
    if (letters->settled)
        return;
    letters->settled = true;
    for (size_t slot = 0; slot < SLOTS; slot++) {
        double source = (letters->counts[PADAN_SOURCE][slot] + 0.5) / (letters->all[PADAN_SOURCE] + 0.5 * SLOTS);
        double target = (letters->counts[PADAN_TARGET][slot] + 0.5) / (letters->all[PADAN_TARGET] + 0.5 * SLOTS);
        letters->odds[slot] = (float)log(target / source);
    }
}

/* Letters of a text, by whether the language's script has them. */
struct scripts {
    size_t own, other, letters;
};

static bool belongs(UChar32 c, const struct padan_check_language *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status), own = language->script;
    if (script == own || script == USCRIPT_COMMON || script == USCRIPT_INHERITED)
        return true;
    /* Han and kana are written together, Han stands in Korean, both kinds of Han are one script here. */
    bool han = own == USCRIPT_SIMPLIFIED_HAN || own == USCRIPT_TRADITIONAL_HAN || own == USCRIPT_JAPANESE ||
               own == USCRIPT_KOREAN || own == USCRIPT_HAN || own == USCRIPT_HIRAGANA || own == USCRIPT_KATAKANA;
    if (!han)
        return own == USCRIPT_UNKNOWN;
    bool japanese = strcmp(language->primary, "ja") == 0, korean = strcmp(language->primary, "ko") == 0;
    return script == USCRIPT_HAN || (korean && script == USCRIPT_HANGUL) || script == USCRIPT_BOPOMOFO ||
           (japanese && (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA));
}

static struct scripts count_scripts(const struct padan_check_side *side)
{
    struct scripts scripts = { 0 };
    for (size_t at = 0; at < side->text.size;) {
        UChar32 c = padan_utf8_next(side->text, &at);
        bool ascii = c >= 0 && c < 0x80;
        if (ascii ? !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) : c < 0 || !u_isalpha(c))
            continue;
        bool own = ascii && side->language->script == USCRIPT_LATIN ? true : belongs(c, side->language);
        scripts.letters++;
        *(own ? &scripts.own : &scripts.other) += 1;
    }
    return scripts;
}

/* Small Latin words in a row are a sentence, not names. */
static bool has_small_words(const struct padan_check_side *side)
{
    size_t small = 0, words = 0;
    for (size_t at = 0; at < side->text.size;) {
        size_t start = at;
        while (at < side->text.size && side->text.data[at] >= 'a' && side->text.data[at] <= 'z')
            at++;
        bool whole = at > start + 1 && (start == 0 || side->text.data[start - 1] == ' ') &&
                     (at == side->text.size || side->text.data[at] == ' ' || side->text.data[at] == ',' ||
                      side->text.data[at] == '.');
        small += whole;
        words++;
        at += at == start;
    }
    return small >= 3;
}

static int check_script(struct padan_checking *checking, int side, bool *found, struct padan_error *error)
{
    const struct padan_check_side *at = &checking->sides[side];
    struct scripts scripts = count_scripts(at);
    const struct padan_check_span nowhere = { 0, 0 };
    bool latin = at->language->script != USCRIPT_LATIN;
    *found = scripts.other > 4 && scripts.other > 4 * scripts.own && (!latin || has_small_words(at));
    if (!*found)
        return PADAN_OK;
    return padan_check_report_side(checking, side, nowhere, error, "the %s is not in the script of %s",
                                   padan_check_side_name(side), at->language->tag);
}

/* How much more a text is like the other language, by its commonest words. Said thrice, a sentence is long enough. */
static double fit(struct padan_buffer *scratch, struct padan_string text, const char *own, const char *other)
{
    padan_buffer_clear(scratch);
    for (int i = 0; i < 3; i++) {
        padan_buffer_append(scratch, text.data, text.size);
        padan_buffer_byte(scratch, ' ');
    }
    if (scratch->failed)
        return 0;
    struct padan_string said = { scratch->data, scratch->size };
    return padan_language_fit(other, said) - padan_language_fit(own, said);
}

/* Whether the side looks like the other one's language by letters and by the commonest words. */
static bool looks_other(struct padan_checking *checking, int side)
{
    struct padan_check_letters *letters = checking->pair->letters;
    struct padan_string text = checking->sides[side].text;
    const char *own = checking->pair->languages[side].tag, *other = checking->pair->languages[!side].tag;
    struct judging judging = { .letters = letters, .side = side };
    bool learned = letters->all[0] > LEAST_LEARNED && letters->all[1] > LEAST_LEARNED;
    if (checking->pair->languages[0].script != checking->pair->languages[1].script)
        return false;
    settle(letters);
    size_t count = count_threes(text, judge_slot, &judging);
    double odds = judging.odds / (double)(judging.count + 1);
    if (count < LEAST_LETTERS || (learned && odds < strong / 3))
        return false;
    double fits = fit(&checking->scratch[0], text, own, other);
    return learned ? odds > strong || fits > 0.2 : fits > 0.3 && count > 2 * LEAST_LETTERS;
}

int padan_check_language(struct padan_checking *checking, struct padan_error *error)
{
    const struct padan_check_span nowhere = { 0, 0 };
    const struct padan_check_language *languages = checking->pair->languages;
    int status = PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++) {
        bool found;
        status = check_script(checking, side, &found, error);
        if (status == PADAN_OK && !found && strcmp(languages[0].primary, languages[1].primary) != 0 &&
            looks_other(checking, side))
            status = padan_check_report_side(checking, side, nowhere, error, "the %s looks like %s, not %s",
                                             padan_check_side_name(side), languages[!side].tag, languages[side].tag);
    }
    return status;
}
