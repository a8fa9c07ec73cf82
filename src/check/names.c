/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Proper names. A word with a capital that the language is not known to have otherwise is taken for a part of a name;
 * it is rendered where the other side has it, or a place of that name by ICU's data, or a word that sounds alike. Names
 * without a rendering count only where that side has such a name too (in scripts with capitals), or where a whole name
 * of several words is missing (in others), since much that looks like a name is translated.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "align/skeleton.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "check/checking.h"
#include "check/common.h"
#include "check/fold.h"
#include "check/language.h"
#include "check/places.h"
#include "text/utf8.h"

/* Bits of the filter of known words; names of a unit that are looked at; consonants of a name and of a text. */
enum { FILTER_BITS = 1 << 21, MOST_NAMES = 32, MOST_SKELETON = 16, MOST_SOUND = 1024, PREFIX = 6 };

static const size_t most_lexicon = (size_t)16 << 20;

/* What both sides of a unit are compared by. */
struct comparing {
    struct padan_check_names *names;
    const struct padan_check_side *sides;
    char sound[MOST_SOUND]; /* of the side without capitals */
    size_t sound_size;
    bool sounded;
};

struct padan_check_names {
    struct comparing comparing;
    uint8_t *known[2]; /* bits: words that are no names */
    struct padan_check_places *places;
    struct padan_skeletons *skeletons;
    struct padan_buffer folded[2], word; /* the texts, and a word */
};

/* A part of a name on one side. */
struct name {
    struct padan_check_span span;
    size_t word; /* its number */
    bool rendered;
};

struct names_of {
    struct name items[MOST_NAMES];
    size_t count;
};

static void set_bit(uint8_t *bits, const char *text, size_t size)
{
    uint64_t at = padan_hash(text, size) & (FILTER_BITS - 1);
    bits[at >> 3] = (uint8_t)(bits[at >> 3] | 1U << (at & 7));
}

static bool has_bit(const uint8_t *bits, const char *text, size_t size)
{
    uint64_t at = padan_hash(text, size) & (FILTER_BITS - 1);
    return bits[at >> 3] & 1U << (at & 7);
}

/* Where the first PREFIX characters of a word end. */
static size_t prefix_of(const char *text, size_t size)
{
    size_t at = 0;
    for (int i = 0; i < PREFIX && at < size; i++)
        padan_utf8_next((struct padan_string){ text, size }, &at);
    return at;
}

/* A folded word, and what its first letters are, so that its other forms are known too. */
static void know(uint8_t *bits, const char *text, size_t size)
{
    set_bit(bits, text, size);
    size_t prefix = prefix_of(text, size);
    if (prefix < size || size > PREFIX - 1)
        set_bit(bits, text, prefix);
}

static bool is_known(const uint8_t *bits, const char *text, size_t size)
{
    if (has_bit(bits, text, size))
        return true;
    size_t prefix = prefix_of(text, size);
    return prefix < size && has_bit(bits, text, prefix);
}

/* The words of one column of a lexicon. */
static void know_column(struct padan_check_names *names, int side, char *line, bool second)
{
    char *tab = strchr(line, '\t');
    if (!tab || *line == '#')
        return;
    *tab = '\0';
    char *cell = second ? tab + 1 : line, *rest = NULL;
    for (char *word = strtok_r(cell, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest)) {
        padan_buffer_clear(&names->word);
        padan_check_fold(&names->word, padan_string(word));
        if (names->word.size > 0)
            know(names->known[side], names->word.data, names->word.size);
    }
    *tab = '\t';
}

/* A lexicon that is not there teaches nothing. */
static void know_file(struct padan_check_names *names, int side, const char *path, bool second)
{
    char *text, *next;
    size_t size;
    if (padan_file_read(&text, &size, path, most_lexicon, NULL) != PADAN_OK)
        return;
    for (char *line = text; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        know_column(names, side, line, second);
    }
    free(text);
}

/* English stands in the second column of each file. */
static void know_english(struct padan_check_names *names, int side, const char *folder)
{
    DIR *list = opendir(folder);
    const struct dirent *entry;
    while (list && (entry = readdir(list)) != NULL) {
        char path[PATH_MAX];
        size_t size = strlen(entry->d_name);
        if (size > 4 && strcmp(entry->d_name + size - 4, ".txt") == 0 &&
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path)
            know_file(names, side, path, true);
    }
    if (list)
        closedir(list);
}

static void know_common(struct padan_check_names *names, int side, const char *words)
{
    for (const char *at = words; at && *at != '\0';) {
        size_t size = strcspn(at, " ");
        know(names->known[side], at, size);
        at += size + (at[size] == ' ');
    }
}

static void know_lexicons(struct padan_check_names *names, const struct padan_check_pair *pair, const char *data)
{
    char folder[PATH_MAX], path[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/lexicon", data ? data : PADAN_DATADIR);
    for (int side = 0; side < 2; side++) {
        const char *primary = pair->languages[side].primary;
        if (!pair->languages[side].cased)
            continue;
        know_common(names, side, padan_check_common_words(primary));
        if (strcmp(primary, "en") == 0)
            know_english(names, side, folder);
        else if (snprintf(path, sizeof path, "%s/%s.txt", folder, primary) < (int)sizeof path)
            know_file(names, side, path, false);
    }
}

int padan_check_names_new(struct padan_check_names **out, const struct padan_check_pair *pair, const char *data,
                          struct padan_error *error)
{
    struct padan_check_names *names = *out = calloc(1, sizeof *names);
    if (!names)
        return padan_error_allocation(error);
    names->known[0] = calloc(FILTER_BITS / 8, 1);
    names->known[1] = calloc(FILTER_BITS / 8, 1);
    if (!names->known[0] || !names->known[1])
        return padan_error_allocation(error);
    know_lexicons(names, pair, data);
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

static struct padan_string word_text(const struct padan_check_side *side, size_t word)
{
    return (struct padan_string){ side->text.data + side->words[word].start,
                                  side->words[word].end - side->words[word].start };
}

static UChar32 first_of(struct padan_string text)
{
    size_t at = 0;
    return text.size > 0 ? padan_utf8_next(text, &at) : -1;
}

static bool is_capital(const struct padan_check_side *side, size_t word)
{
    return word < side->word_count && side->words[word].kind == PADAN_WORD_LETTERS &&
           u_isupper(first_of(word_text(side, word)));
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
    struct padan_string before = word_text(side, word - 1);
    UChar32 c = first_of(before);
    return side->words[word - 1].kind == PADAN_WORD_SYMBOL && c != ',' && c != '-' && c != '\'' && c != 0x2019;
}

/* "von der", "van", "de la", "bin": small words inside of names. */
static bool is_particle(const struct padan_check_side *side, size_t word)
{
    static const char *const particles = " van von der den de la le du del della dos das bin ibn al el zu zur ten ter ";
    struct padan_string text = word_text(side, word);
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
static size_t next_of_name(const struct padan_check_side *side, size_t word)
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
static size_t last_of_name(const struct padan_check_side *side, size_t word)
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
    return next_of_name(side, word) != SIZE_MAX || last_of_name(side, word) != SIZE_MAX;
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

static void fold_word(struct padan_check_names *names, struct padan_string word)
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
    fold_word(names, word_text(side, word));
    return names->word.size == 0 || is_known(names->known[number], names->word.data, names->word.size);
}

/* "Geophysics Agency", "Memorandum of Understanding": what is named so has a word that is no name behind it. */
static bool is_institution(struct padan_check_names *names, const struct padan_check_side *side, int number,
                           size_t word)
{
    for (size_t next = word; is_near(side, next) && is_capital(side, next + 1); next++) {
        if (is_known_word(names, side, number, next + 1))
            return true;
    }
    return is_near(side, word) && word + 1 < side->word_count && word_text(side, word + 1).size == 2 &&
           memcmp(word_text(side, word + 1).data, "of", 2) == 0;
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
    UChar32 last = side->word_count > 0 ? first_of(word_text(side, side->word_count - 1)) : 0;
    bool ends = last == '.' || last == '?' || last == '!';
    return !ends && (capitals == words || (words > 2 && capitals * 3 > words * 2));
}

/* Whether a word may be a part of a name. */
static bool is_name(struct padan_check_names *names, const struct padan_check_side *side, int number, size_t word)
{
    struct padan_string text = word_text(side, word);
    if (!is_capital(side, word) || padan_text_length(text) < 3 || is_all_capitals(text) || is_key(side, word) ||
        is_abbreviated(side, word))
        return false;
    bool nouns = padan_check_language_in(side->language, "de lb gsw nds bar");
    if ((nouns || begins_sentence(side, word)) && !has_neighbour(side, word))
        return false;
    return is_letters(text) && !is_known_word(names, side, number, word) && !is_institution(names, side, number, word);
}

/* Words without a capital are no names, here and later. */
static void learn_words(struct padan_check_names *names, const struct padan_check_side *side, int number)
{
    if (!side->language->cased)
        return;
    for (size_t i = 0; i < side->word_count; i++) {
        struct padan_string text = word_text(side, i);
        if (side->words[i].kind != PADAN_WORD_LETTERS || text.size < 4 || !u_islower(first_of(text)))
            continue;
        fold_word(names, text);
        if (names->word.size > 0)
            know(names->known[number], names->word.data, names->word.size);
    }
}

static void find_names(struct padan_check_names *names, const struct padan_check_side *side, int number,
                       struct names_of *found)
{
    found->count = 0;
    if (!side->language->cased || is_headline(side))
        return;
    for (size_t i = 0; i < side->word_count && found->count < MOST_NAMES; i++) {
        if (is_name(names, side, number, i))
            found->items[found->count++] =
                (struct name){ .span = { side->words[i].start, side->words[i].end }, .word = i };
    }
}

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
    for (size_t i = 0; i < side->word_count && count + MOST_SKELETON < MOST_SOUND; i++) {
        if (side->words[i].kind != PADAN_WORD_LETTERS)
            continue;
        fold_word(names, word_text(side, i));
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
        struct padan_string text = word_text(other, i);
        if (other->words[i].kind != PADAN_WORD_LETTERS || text.size < 3)
            continue;
        fold_word(names, text);
        size_t count = padan_skeleton(names->skeletons, (struct padan_string){ names->word.data, names->word.size },
                                      letters, MOST_SKELETON);
        size_t shared = 0, least = count < size ? count : size;
        while (shared < least && letters[shared] == sound[shared])
            shared++;
        bool same = first_of((struct padan_string){ names->word.data, names->word.size }) == first;
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
static bool sounds_as_pinyin(struct comparing *comparing, struct padan_string folded)
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
static bool sounds_there(struct comparing *comparing, int side, const char *sound, size_t size,
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
static bool is_written(struct comparing *comparing, int side, const struct name *name)
{
    struct padan_check_names *names = comparing->names;
    const struct padan_check_side *one = &comparing->sides[side], *other = &comparing->sides[!side];
    const struct padan_buffer *there = &names->folded[!side];
    fold_word(names, (struct padan_string){ one->text.data + name->span.start, name->span.end - name->span.start });
    const char *word = names->word.data;
    size_t size = names->word.size;
    return size == 0 || contains(there, word, size) || (size > 5 && contains(there, word, size - 2)) ||
           padan_check_places_meet(names->places, side, one->text, name->span, other->text) ||
           padan_check_places_has(names->places, side, one->text, name->span);
}

/* Whether the other side has a name that sounds like it. */
static bool is_heard(struct comparing *comparing, int side, const struct name *name)
{
    struct padan_check_names *names = comparing->names;
    const struct padan_check_side *one = &comparing->sides[side], *other = &comparing->sides[!side];
    char word[64], sound[MOST_SKELETON];
    fold_word(names, (struct padan_string){ one->text.data + name->span.start, name->span.end - name->span.start });
    size_t size = names->word.size;
    if (size == 0 || size >= sizeof word)
        return true;
    memcpy(word, names->word.data, size);
    size_t count = padan_skeleton(names->skeletons, (struct padan_string){ word, size }, sound, MOST_SKELETON);
    bool same_script = one->language->script == other->language->script;
    if (same_script)
        return has_alike(names, other, sound, count, first_of((struct padan_string){ word, size }));
    if (other->language->cased)
        return has_alike(names, other, sound, count, -1) ||
               sounds_there(comparing, side, sound, count, (struct padan_string){ word, size });
    return sounds_there(comparing, side, sound, count, (struct padan_string){ word, size });
}

/* Notes what is written on the other side; answers how many names are left. */
static size_t render_written(struct comparing *comparing, int side, struct names_of *found)
{
    size_t left = 0;
    for (size_t i = 0; i < found->count; i++) {
        found->items[i].rendered = is_written(comparing, side, &found->items[i]);
        left += !found->items[i].rendered;
    }
    return left;
}

static void render_heard(struct comparing *comparing, int side, struct names_of *found)
{
    for (size_t i = 0; i < found->count; i++)
        found->items[i].rendered = found->items[i].rendered || is_heard(comparing, side, &found->items[i]);
}

/* Whether a later word of the same name is rendered, so that this one may be a title: "Emperor Naruhito". */
static bool is_title(const struct padan_check_side *side, const struct names_of *found, size_t number)
{
    size_t word = found->items[number].word;
    for (size_t i = number + 1; i < found->count; i++) {
        while (word != SIZE_MAX && word < found->items[i].word)
            word = next_of_name(side, word);
        if (word != found->items[i].word)
            return false;
        if (found->items[i].rendered)
            return true;
    }
    return false;
}

static const struct name *first_left(const struct padan_check_side *side, const struct names_of *found)
{
    for (size_t i = 0; i < found->count; i++) {
        if (!found->items[i].rendered && !is_title(side, found, i))
            return &found->items[i];
    }
    return NULL;
}

/* A name of several words, or of one that has no word with a capital beside it, so that it is no part of another. */
static bool is_whole(const struct padan_check_side *side, const struct name *name)
{
    size_t next = next_of_name(side, name->word), last = last_of_name(side, name->word);
    return next != SIZE_MAX || last == SIZE_MAX;
}

/* A name of several words, none of which is rendered. */
static const struct name *whole_left(const struct padan_check_side *side, const struct names_of *found, size_t *words)
{
    for (size_t i = 0; i < found->count; i += *words) {
        size_t left = 0;
        *words = 1;
        while (i + *words < found->count &&
               next_of_name(side, found->items[i + *words - 1].word) == found->items[i + *words].word)
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

static int judge(struct padan_checking *checking, const struct names_of found[2], struct padan_error *error)
{
    const struct padan_check_side *sides = checking->sides;
    if (sides[0].language->cased && sides[1].language->cased) {
        const struct name *source = first_left(&sides[0], &found[0]);
        const struct name *target = first_left(&sides[1], &found[1]);
        if (!source || !target || (!is_whole(&sides[0], source) && !is_whole(&sides[1], target)))
            return PADAN_OK;
        return padan_check_report(checking, source->span, target->span, error, "the name \"%.*s\" became \"%.*s\"",
                                  PADAN_CHECK_PART(padan_check_part(sides[0].text, source->span)),
                                  PADAN_CHECK_PART(padan_check_part(sides[1].text, target->span)));
    }
    int side = sides[0].language->cased ? 0 : 1;
    size_t words;
    const struct name *name = whole_left(&sides[side], &found[side], &words);
    if (!name)
        return PADAN_OK;
    struct padan_check_span span = { name->span.start, (name + words - 1)->span.end };
    return report_missing(checking, side, span, error);
}

int padan_check_name(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_check_names *names = checking->pair->names;
    struct names_of found[2];
    int status = PADAN_OK;
    if (!checking->sides[0].language->cased && !checking->sides[1].language->cased)
        return PADAN_OK;
    for (int side = 0; side < 2 && status == PADAN_OK; side++)
        status = padan_check_words(&checking->sides[side], error);
    if (status != PADAN_OK)
        return status;
    for (int side = 0; side < 2; side++)
        learn_words(names, &checking->sides[side], side);
    for (int side = 0; side < 2; side++)
        find_names(names, &checking->sides[side], side, &found[side]);
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
    struct comparing *comparing = &names->comparing;
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
