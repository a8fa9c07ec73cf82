/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a name stands in the other text: as it is written, as a place of ICU's data, or by its sound. */
#include "check/names.h"

#include <stdio.h>
#include <string.h>

#include "check/language.h"

/* Consonants of a name. */
enum { MOST_SKELETON = 16 };

/* The fewest letters to be changed that make a name out of a part of a text. */
static size_t distance(const char *name, size_t size, const char *text, size_t length)
{
    size_t row[MOST_SKELETON + 1], best = size;
    for (size_t i = 0; i <= size; i++)
        row[i] = i;
    for (size_t k = 0; k < length; k++) {
        size_t corner = row[0];
        row[0] = 0;
        for (size_t i = 1; i <= size; i++) {
            size_t change = corner + (name[i - 1] != text[k]);
            corner = row[i];
            size_t least = row[i - 1] + 1 < row[i] + 1 ? row[i - 1] + 1 : row[i] + 1;
            row[i] = change < least ? change : least;
        }
        best = row[size] < best ? row[size] : best;
    }
    return best;
}

/* How many consonants may differ. */
static size_t tolerance(size_t size)
{
    return size < 4 ? 0 : size < 6 ? 1 : 2;
}

/* The consonants of a whole text. */
static size_t sound_of(struct padan_check_names *names, const struct padan_check_side *side, char *sound)
{
    size_t count = 0;
    for (size_t i = 0; i < side->word_count && count + MOST_SKELETON < PADAN_CHECK_MOST_SOUND; i++) {
        if (side->words[i].kind != PADAN_WORD_LETTERS)
            continue;
        padan_check_fold_word(names, padan_check_word_text(side, i));
        count += padan_skeleton(names->skeletons, (struct padan_string){ names->word.data, names->word.size },
                                sound + count, MOST_SKELETON);
    }
    return count;
}

/* Whether a word of the other side, in the same script, is spelt or sounds alike. */
static bool has_alike(struct padan_check_names *names, const struct padan_check_side *other, const char *sound,
                      size_t size, UChar32 first)
{
    for (size_t i = 0; i < other->word_count; i++) {
        char letters[MOST_SKELETON];
        struct padan_string text = padan_check_word_text(other, i);
        if (other->words[i].kind != PADAN_WORD_LETTERS || text.size < 3)
            continue;
        padan_check_fold_word(names, text);
        size_t count = padan_skeleton(names->skeletons, (struct padan_string){ names->word.data, names->word.size },
                                      letters, MOST_SKELETON);
        size_t shared = 0, least = count < size ? count : size;
        while (shared < least && letters[shared] == sound[shared])
            shared++;
        bool same = padan_check_first_of((struct padan_string){ names->word.data, names->word.size }) == first;
        if (shared > 1 && (shared == size || shared == count) && (shared > 2 || (same && shared + 2 > size)))
            return true;
        if (same && shared > 2)
            return true;
        if (size > 4 && count > 4 && distance(sound, size, letters, count) <= tolerance(size - 1))
            return true;
    }
    return false;
}

/* Surnames of Korea and Vietnam as English writes them. */
static bool is_surname(struct padan_string word)
{
    static const char *const surnames =
        " kim lee park moon yoon choi jung jeong kang cho yoo lim shin han nguyen tran pham "
        "phan hoang vu vo dang bui do ho ngo duong ly trinh dinh truong ";
    char padded[24];
    if (word.size > 20)
        return false;
    snprintf(padded, sizeof padded, " %.*s ", (int)word.size, word.data);
    return strstr(surnames, padded) != NULL;
}

/* Consonants that may follow each other in a Japanese word in Latin letters: sh, ch, ts, ky, a doubled one, n before
 * any. */
static bool may_follow(char c, char next)
{
    return c == 'n' || c == next || (next == 'h' && (c == 's' || c == 'c')) || (c == 't' && next == 's') ||
           next == 'y' || (c == 'm' && next == 'b');
}

/* Whether a word may be Japanese by its syllables. */
static bool is_japanese(struct padan_string word)
{
    size_t vowels = 0;
    for (size_t i = 0; i < word.size; i++) {
        char c = word.data[i], next = i + 1 < word.size ? word.data[i + 1] : 'a';
        bool vowel = strchr("aeiou", c) != NULL, follows = strchr("aeiou", next) != NULL;
        vowels += vowel;
        if (!strchr("aeioubcdfghjkmnprstwyz", c) || (c == 'c' && next != 'h') ||
            (!vowel && !follows && !may_follow(c, next)))
            return false;
        /* A word ends in a vowel or in n. */
        if (i + 1 == word.size && !vowel && c != 'n')
            return false;
    }
    return vowels > 1 || (vowels == 1 && word.size < 4);
}

/* Names of East Asia are read otherwise in each of its languages: Kishida is Antian in Chinese, Kim is Jin. */
static bool is_east_asian(struct padan_string word)
{
    return is_surname(word) || is_japanese(word);
}

static bool is_ideographic(const struct padan_check_language *language)
{
    return padan_check_language_in(language, "zh yue ja ko lzh wuu");
}

/* In pinyin ng is a nasal, and x near to s. */
static bool sounds_as_pinyin(struct padan_check_comparing *comparing, struct padan_string folded)
{
    char word[64], sound[MOST_SKELETON];
    size_t size = 0;
    for (size_t i = 0; i < folded.size && size < sizeof word; i++) {
        char c = folded.data[i];
        if (c == 'g' && i > 0 && folded.data[i - 1] == 'n')
            continue;
        word[size++] = (char)(c == 'x' ? 's' : c);
    }
    size = padan_skeleton(comparing->names->skeletons, (struct padan_string){ word, size }, sound, MOST_SKELETON);
    return size > 0 && distance(sound, size, comparing->sound, comparing->sound_size) == 0;
}

/* Whether a name of one side sounds like something on the other, which is in another script. */
static bool sounds_there(struct padan_check_comparing *comparing, int side, const char *sound, size_t size,
                         struct padan_string folded)
{
    const struct padan_check_side *other = &comparing->sides[!side];
    if (is_ideographic(other->language) && is_east_asian(folded))
        return true;
    if (size < 2)
        return true;
    if (!comparing->sounded)
        comparing->sound_size = sound_of(comparing->names, other, comparing->sound);
    comparing->sounded = true;
    if (distance(sound, size, comparing->sound, comparing->sound_size) <= tolerance(size))
        return true;
    return is_ideographic(other->language) && sounds_as_pinyin(comparing, folded);
}

static bool contains(const struct padan_buffer *text, const char *part, size_t size)
{
    return size > 0 && text->size >= size && memmem(text->data, text->size, part, size) != NULL;
}

/* Whether the other side has the name as it is spelt, with another ending, or as that of a place. */
bool padan_check_is_written(struct padan_check_comparing *comparing, int side, const struct padan_check_name_part *name)
{
    struct padan_check_names *names = comparing->names;
    const struct padan_check_side *one = &comparing->sides[side], *other = &comparing->sides[!side];
    const struct padan_buffer *there = &names->folded[!side];
    padan_check_fold_word(
        names, (struct padan_string){ one->text.data + name->span.start, name->span.end - name->span.start });
    const char *word = names->word.data;
    size_t size = names->word.size;
    return size == 0 || contains(there, word, size) || (size > 5 && contains(there, word, size - 2)) ||
           padan_check_places_meet(names->places, side, one->text, name->span, other->text) ||
           padan_check_places_has(names->places, side, one->text, name->span);
}

/* Whether the other side has a name that sounds like it. */
bool padan_check_is_heard(struct padan_check_comparing *comparing, int side, const struct padan_check_name_part *name)
{
    struct padan_check_names *names = comparing->names;
    const struct padan_check_side *one = &comparing->sides[side], *other = &comparing->sides[!side];
    char word[64], sound[MOST_SKELETON];
    padan_check_fold_word(
        names, (struct padan_string){ one->text.data + name->span.start, name->span.end - name->span.start });
    size_t size = names->word.size;
    if (size == 0 || size >= sizeof word)
        return true;
    memcpy(word, names->word.data, size);
    size_t count = padan_skeleton(names->skeletons, (struct padan_string){ word, size }, sound, MOST_SKELETON);
    bool same_script = one->language->script == other->language->script;
    if (same_script)
        return has_alike(names, other, sound, count, padan_check_first_of((struct padan_string){ word, size }));
    if (other->language->cased)
        return has_alike(names, other, sound, count, -1) ||
               sounds_there(comparing, side, sound, count, (struct padan_string){ word, size });
    return sounds_there(comparing, side, sound, count, (struct padan_string){ word, size });
}
