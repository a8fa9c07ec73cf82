/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which words of a text are parts of names. */
#include "check/names.h"

#include <stdio.h>
#include <string.h>

#include <unicode/uchar.h>

#include "check/fold.h"
#include "check/language.h"
#include "text/utf8.h"

struct padan_string padan_check_word_text(const struct padan_check_side *side, size_t word)
{
    return (struct padan_string){ side->text.data + side->words[word].start,
                                  side->words[word].end - side->words[word].start };
}

UChar32 padan_check_first_of(struct padan_string text)
{
    size_t at = 0;
    return text.size > 0 ? padan_utf8_next(text, &at) : -1;
}

static bool is_capital(const struct padan_check_side *side, size_t word)
{
    return word < side->word_count && side->words[word].kind == PADAN_WORD_LETTERS &&
           u_isupper(padan_check_first_of(padan_check_word_text(side, word)));
}

/* Whether a word is all of capitals, as acronyms are. */
static bool is_all_capitals(struct padan_string word)
{
    for (size_t at = 0; at < word.size;) {
        UChar32 c = padan_utf8_next(word, &at);
        if (c < 0 || u_islower(c))
            return false;
    }
    return true;
}

static bool begins_sentence(const struct padan_check_side *side, size_t word)
{
    if (word == 0)
        return true;
    struct padan_string before = padan_check_word_text(side, word - 1);
    UChar32 c = padan_check_first_of(before);
    return side->words[word - 1].kind == PADAN_WORD_SYMBOL && c != ',' && c != '-' && c != '\'' && c != 0x2019;
}

/* "von der", "van", "de la", "bin": small words inside of names. */
static bool is_particle(const struct padan_check_side *side, size_t word)
{
    static const char *const particles = " van von der den de la le du del della dos das bin ibn al el zu zur ten ter ";
    struct padan_string text = padan_check_word_text(side, word);
    char padded[16];
    if (text.size > 5)
        return false;
    snprintf(padded, sizeof padded, " %.*s ", (int)text.size, text.data);
    return strstr(particles, padded) != NULL;
}

static bool is_near(const struct padan_check_side *side, size_t word)
{
    return word + 1 < side->word_count && side->words[word + 1].start == side->words[word].end + 1;
}

/* The next word of the same name: right behind it, or behind particles; SIZE_MAX: there is none. */
size_t padan_check_next_of_name(const struct padan_check_side *side, size_t word)
{
    for (int i = 0; i < 3 && is_near(side, word); i++) {
        word++;
        if (is_capital(side, word))
            return word;
        if (!is_particle(side, word))
            break;
    }
    return SIZE_MAX;
}

/* The word before it, likewise. */
size_t padan_check_last_of_name(const struct padan_check_side *side, size_t word)
{
    for (int i = 0; i < 3 && word > 0 && is_near(side, word - 1); i++) {
        word--;
        if (is_capital(side, word))
            return word;
        if (!is_particle(side, word))
            break;
    }
    return SIZE_MAX;
}

static bool has_neighbour(const struct padan_check_side *side, size_t word)
{
    return padan_check_next_of_name(side, word) != SIZE_MAX || padan_check_last_of_name(side, word) != SIZE_MAX;
}

/* "Col.", "Gen.": a title cut short, unless the text ends there. */
static bool is_abbreviated(const struct padan_check_side *side, size_t word)
{
    size_t start = side->words[word].start, end = side->words[word].end;
    return end - start < 5 && end + 1 < side->text.size && side->text.data[end] == '.';
}

/* Keys are named with others: Ctrl+C. */
static bool is_key(const struct padan_check_side *side, size_t word)
{
    size_t start = side->words[word].start, end = side->words[word].end;
    return (start > 0 && side->text.data[start - 1] == '+') || (end < side->text.size && side->text.data[end] == '+');
}

void padan_check_fold_word(struct padan_check_names *names, struct padan_string word)
{
    padan_buffer_clear(&names->word);
    padan_check_fold(&names->word, word);
}

/* Letters alone: "Rp7.5" is none. */
static bool is_letters(struct padan_string word)
{
    for (size_t at = 0; at < word.size;) {
        UChar32 c = padan_utf8_next(word, &at);
        if (c < 0 || u_isdigit(c))
            return false;
    }
    return true;
}

static bool is_known_word(struct padan_check_names *names, const struct padan_check_side *side, int number, size_t word)
{
    padan_check_fold_word(names, padan_check_word_text(side, word));
    return names->word.size == 0 || padan_check_is_known(names->known[number], names->word.data, names->word.size);
}

/* "Geophysics Agency", "Memorandum of Understanding": what is named so has a word that is no name behind it. */
static bool is_institution(struct padan_check_names *names, const struct padan_check_side *side, int number,
                           size_t word)
{
    for (size_t next = word; is_near(side, next) && is_capital(side, next + 1); next++) {
        if (is_known_word(names, side, number, next + 1))
            return true;
    }
    return is_near(side, word) && word + 1 < side->word_count && padan_check_word_text(side, word + 1).size == 2 &&
           memcmp(padan_check_word_text(side, word + 1).data, "of", 2) == 0;
}

/* A headline has a capital in most words, and nothing is a name for that. */
static bool is_headline(const struct padan_check_side *side)
{
    size_t words = 0, capitals = 0;
    for (size_t i = 0; i < side->word_count; i++) {
        if (side->words[i].kind != PADAN_WORD_LETTERS || side->words[i].end - side->words[i].start < 4)
            continue;
        words++;
        capitals += is_capital(side, i);
    }
    UChar32 last = side->word_count > 0 ? padan_check_first_of(padan_check_word_text(side, side->word_count - 1)) : 0;
    bool ends = last == '.' || last == '?' || last == '!';
    return !ends && (capitals == words || (words > 2 && capitals * 3 > words * 2));
}

/* Whether a word may be a part of a name. */
static bool is_name(struct padan_check_names *names, const struct padan_check_side *side, int number, size_t word)
{
    struct padan_string text = padan_check_word_text(side, word);
    if (!is_capital(side, word) || padan_text_length(text) < 3 || is_all_capitals(text) || is_key(side, word) ||
        is_abbreviated(side, word))
        return false;
    bool nouns = padan_check_language_in(side->language, "de lb gsw nds bar");
    if ((nouns || begins_sentence(side, word)) && !has_neighbour(side, word))
        return false;
    return is_letters(text) && !is_known_word(names, side, number, word) && !is_institution(names, side, number, word);
}

/* Words without a capital are no names, here and later. */
void padan_check_learn_words(struct padan_check_names *names, const struct padan_check_side *side, int number)
{
    if (!side->language->cased)
        return;
    for (size_t i = 0; i < side->word_count; i++) {
        struct padan_string text = padan_check_word_text(side, i);
        if (side->words[i].kind != PADAN_WORD_LETTERS || text.size < 4 || !u_islower(padan_check_first_of(text)))
            continue;
        padan_check_fold_word(names, text);
        if (names->word.size > 0)
            padan_check_know(names->known[number], names->word.data, names->word.size);
    }
}

void padan_check_find_names(struct padan_check_names *names, const struct padan_check_side *side, int number,
                            struct padan_check_names_found *found)
{
    found->count = 0;
    if (!side->language->cased || is_headline(side))
        return;
    for (size_t i = 0; i < side->word_count && found->count < PADAN_CHECK_MOST_NAMES; i++) {
        if (is_name(names, side, number, i))
            found->items[found->count++] =
                (struct padan_check_name_part){ .span = { side->words[i].start, side->words[i].end }, .word = i };
    }
}
