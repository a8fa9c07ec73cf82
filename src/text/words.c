/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/utf8.h"

struct padan_words {
    UBreakIterator *iterator;
    bool plain_ascii; /* the language changes nothing in how ASCII is cut */
    struct padan_word *list;
    size_t count, capacity;
    UChar *units; /* the text in UTF-16 */
    size_t units_capacity;
    uint32_t *offsets; /* byte offset of each unit, and of the end */
    size_t offsets_capacity;
};

/* Texts are cut one block or segment at a time; the bound keeps offsets in 32 bits and ICU's index in its type. */
static const size_t text_limit = (size_t)1 << 30;

/* Some languages join letters at a colon; they are left to ICU altogether. */
static bool keeps_colon_apart(UBreakIterator *iterator)
{
    static const UChar sample[] = { 'a', ':', 'b', 0 };
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(iterator, sample, 3, &status);
    return U_SUCCESS(status) && ubrk_first(iterator) == 0 && ubrk_next(iterator) == 1;
}

int padan_words_new(struct padan_words **out, const char *language, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    *out = NULL;
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    struct padan_words *words = calloc(1, sizeof *words);
    if (!words)
        return padan_error_allocation(error);
    UErrorCode icu = U_ZERO_ERROR;
    words->iterator = ubrk_open(UBRK_WORD, tag, NULL, 0, &icu);
    if (U_FAILURE(icu)) {
        padan_words_free(words);
        if (icu == U_MEMORY_ALLOCATION_ERROR)
            return padan_error_allocation(error);
        return padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU has no word rules for '%s': %s", tag,
                               u_errorName(icu));
    }
    words->plain_ascii = keeps_colon_apart(words->iterator);
    *out = words;
    return PADAN_OK;
}

void padan_words_free(struct padan_words *words)
{
    if (!words)
        return;
    if (words->iterator)
        ubrk_close(words->iterator);
    free(words->list);
    free(words->units);
    free(words->offsets);
    free(words);
}

static bool add_word(struct padan_words *words, size_t start, size_t end, int kind)
{
    if (!padan_vector_reserve(&words->list, &words->capacity, words->count + 1, sizeof *words->list))
        return false;
    struct padan_word *word = &words->list[words->count++];
    word->start = start;
    word->end = end;
    word->kind = kind == PADAN_WORD_LETTERS  ? PADAN_WORD_LETTERS
                 : kind == PADAN_WORD_NUMBER ? PADAN_WORD_NUMBER
                                             : PADAN_WORD_SYMBOL;
    return true;
}

enum ascii_class { OTHER, BLANK, LETTER, DIGIT, JOIN, MIDDLE, MIDDLE_NUMBER };

static enum ascii_class classify(unsigned char byte)
{
    if (byte <= ' ' || byte == 0x7F)
        return BLANK;
    if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z')
        return LETTER;
    if (byte >= '0' && byte <= '9')
        return DIGIT;
    switch (byte) {
    case '_':
        return JOIN;
    case '.':
    case '\'':
        return MIDDLE;
    case ',':
    case ';':
        return MIDDLE_NUMBER;
    default:
        return OTHER;
    }
}

/* Whether the mark at `at` stands inside a word: between letters, or between digits (UAX 29, WB6 to WB12). */
static bool is_inside(const unsigned char *bytes, size_t at, size_t size)
{
    enum ascii_class mark = classify(bytes[at]);
    if ((mark != MIDDLE && mark != MIDDLE_NUMBER) || at + 1 >= size)
        return false;
    enum ascii_class before = classify(bytes[at - 1]), after = classify(bytes[at + 1]);
    return before == after && (before == DIGIT || (before == LETTER && mark == MIDDLE));
}

/* UAX 29 for ASCII, as ICU's root rules have it; the unit tests hold the two against each other. */
static bool cut_ascii(struct padan_words *words, struct padan_string text)
{
    const unsigned char *bytes = (const unsigned char *)text.data;
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        enum ascii_class first = classify(bytes[at++]);
        if (first == BLANK)
            continue;
        int kind = PADAN_WORD_SYMBOL;
        if (first == LETTER || first == DIGIT || first == JOIN) {
            bool letters = first == LETTER, digits = first == DIGIT;
            for (; at < text.size; at++) {
                enum ascii_class class = classify(bytes[at]);
                letters |= class == LETTER;
                digits |= class == DIGIT;
                if (class != LETTER && class != DIGIT && class != JOIN && !is_inside(bytes, at, text.size))
                    break;
            }
            kind = letters ? PADAN_WORD_LETTERS : digits ? PADAN_WORD_NUMBER : PADAN_WORD_SYMBOL;
        }
        if (!add_word(words, start, at, kind))
            return false;
    }
    return true;
}

/* The text in UTF-16 with the byte offset of each unit. */
static int to_units(struct padan_words *words, struct padan_string text, size_t *count, struct padan_error *error)
{
    if (!padan_vector_reserve(&words->units, &words->units_capacity, text.size + 1, sizeof *words->units) ||
        !padan_vector_reserve(&words->offsets, &words->offsets_capacity, text.size + 1, sizeof *words->offsets))
        return padan_error_allocation(error);
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 character = padan_utf8_next(text, &at);
        if (character < 0)
            return padan_utf8_error(error, start);
        words->offsets[size] = (uint32_t)start;
        if (character <= 0xFFFF) {
            words->units[size++] = (UChar)character;
            continue;
        }
        words->offsets[size + 1] = (uint32_t)start;
        words->units[size++] = U16_LEAD(character);
        words->units[size++] = U16_TRAIL(character);
    }
    words->offsets[size] = (uint32_t)text.size;
    *count = size;
    return PADAN_OK;
}

/* White space, controls and zero width spaces are no words. */
static bool is_blank(const UChar *units, size_t start, size_t end)
{
    for (size_t at = start; at < end;) {
        UChar32 character = padan_utf16_next(units, &at, end);
        int8_t type = u_charType(character);
        if (!u_isUWhiteSpace(character) && type != U_CONTROL_CHAR && type != U_FORMAT_CHAR)
            return false;
    }
    return true;
}

/* ICU's status tells of the last part of a word only ("B52" is a number to it), so a look inside decides. */
static int kind_of(int32_t rule, const UChar *units, size_t start, size_t end)
{
    if (rule >= UBRK_WORD_KANA)
        return PADAN_WORD_LETTERS;
    int kind = rule >= UBRK_WORD_NUMBER && rule < UBRK_WORD_NUMBER_LIMIT ? PADAN_WORD_NUMBER : PADAN_WORD_SYMBOL;
    for (size_t at = start; at < end;) {
        UChar32 character = padan_utf16_next(units, &at, end);
        if (u_isalpha(character))
            return PADAN_WORD_LETTERS;
        if (u_isdigit(character))
            kind = PADAN_WORD_NUMBER;
    }
    return kind;
}

static int cut_units(struct padan_words *words, size_t count, struct padan_error *error)
{
    UErrorCode icu = U_ZERO_ERROR;
    ubrk_setText(words->iterator, words->units, (int32_t)count, &icu);
    if (U_FAILURE(icu))
        return padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU cannot cut words: %s", u_errorName(icu));
    int32_t start = ubrk_first(words->iterator);
    for (int32_t end; (end = ubrk_next(words->iterator)) != UBRK_DONE; start = end) {
        int kind = kind_of(ubrk_getRuleStatus(words->iterator), words->units, (size_t)start, (size_t)end);
        if (kind == PADAN_WORD_SYMBOL && is_blank(words->units, (size_t)start, (size_t)end))
            continue;
        if (!add_word(words, words->offsets[start], words->offsets[end], kind))
            return padan_error_allocation(error);
    }
    return PADAN_OK;
}

static bool is_ascii(struct padan_string text)
{
    unsigned char all = 0;
    for (size_t i = 0; i < text.size; i++)
        all |= (unsigned char)text.data[i];
    return all < 0x80;
}

int padan_words_cut(struct padan_words *words, struct padan_string text, const struct padan_word **list, size_t *count,
                    struct padan_error *error)
{
    int status = PADAN_OK;
    *list = NULL;
    *count = 0;
    words->count = 0;
    if (text.size > text_limit)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "a text of more than 1 GiB cannot be cut into words");
    if (words->plain_ascii && is_ascii(text)) {
        if (!cut_ascii(words, text))
            return padan_error_allocation(error);
    } else {
        size_t units = 0;
        status = to_units(words, text, &units, error);
        if (status == PADAN_OK)
            status = cut_units(words, units, error);
    }
    if (status != PADAN_OK)
        return status;
    *list = words->list;
    *count = words->count;
    return PADAN_OK;
}
