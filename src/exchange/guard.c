/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/guard.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "text/utf8.h"

enum { WORD_SIZE = 48, WORDS_MOST = 2, TEXT_MOST = 48 };

struct padan_guard *padan_guard_new(void)
{
    return calloc(1, sizeof(struct padan_guard));
}

void padan_guard_free(struct padan_guard *guard)
{
    if (guard)
        padan_guard_clear(guard);
    free(guard);
}

/* The case folded form of a word, and its size; 0 where there is no room for it. */
static size_t fold(char out[WORD_SIZE], const UChar *word, int32_t length)
{
    UChar folded[WORD_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = u_strFoldCase(folded, WORD_SIZE, word, length, U_FOLD_CASE_DEFAULT, &status);
    int32_t bytes = 0;
    u_strToUTF8(out, WORD_SIZE, &bytes, folded, size, &status);
    return U_FAILURE(status) ? 0 : (size_t)bytes;
}

static void add_word(struct padan_guard *guard, const UChar *word, int32_t length)
{
    char folded[WORD_SIZE];
    size_t size = fold(folded, word, length);
    if (size > 0 && padan_table_add(&guard->words, folded, size) == PADAN_TABLE_NONE)
        guard->failed = true;
}

static bool is_of_word(UChar32 c)
{
    return u_isalpha(c) || u_getCombiningClass(c) > 0 || u_charType(c) == U_NON_SPACING_MARK ||
           u_charType(c) == U_COMBINING_SPACING_MARK;
}

/* Two letters are as often a word of their own ("No 5") as a day cut short. */
static void add_name(struct padan_guard *guard, const UChar *word, size_t length)
{
    if (length > 2)
        add_word(guard, word, (int32_t)length);
}

/* The words of a name: one, but for those like "tháng 1". */
static void add_words(struct padan_guard *guard, const UChar *name, int32_t length)
{
    size_t start = 0, size = (size_t)length;
    for (size_t at = 0, next = 0; at < size; at = next) {
        bool is_word = is_of_word(padan_utf16_next(name, &next, size));
        if (!is_word)
            add_name(guard, name + start, at - start);
        start = is_word ? start : next;
    }
    add_name(guard, name + start, size - start);
}

static void add_names(struct padan_guard *guard, const UDateFormat *format)
{
    static const UDateFormatSymbolType kinds[] = {
        UDAT_MONTHS,         UDAT_SHORT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_STANDALONE_SHORT_MONTHS, UDAT_WEEKDAYS,
        UDAT_SHORT_WEEKDAYS, UDAT_AM_PMS
    };
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++)
        for (int32_t i = 0; i < udat_countSymbols(format, kinds[kind]); i++) {
            UChar name[WORD_SIZE];
            UErrorCode status = U_ZERO_ERROR;
            int32_t length = udat_getSymbols(format, kinds[kind], i, name, WORD_SIZE, &status);
            if (U_SUCCESS(status) && length <= WORD_SIZE)
                add_words(guard, name, length);
        }
}

/* The units of dates in East Asian writing, an exponent, and AM and PM cut short. */
static void add_marks(struct padan_guard *guard)
{
    static const UChar *const marks[] = { u"年", u"月", u"日", u"時", u"时", u"分", u"秒", u"년", u"월",
                                          u"일", u"시", u"분", u"초", u"am", u"pm", u"e",  u"a",  u"p" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        add_word(guard, marks[i], u_strlen(marks[i]));
}

static void gather(struct padan_guard *guard)
{
    static const UChar pattern[] = u"L";
    guard->filled = true;
    add_marks(guard);
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        UErrorCode status = U_ZERO_ERROR;
        if (strchr(uloc_getAvailable(i), '_'))
            continue;
        UDateFormat *format =
            udat_open(UDAT_PATTERN, UDAT_PATTERN, uloc_getAvailable(i), u"UTC", -1, pattern, 1, &status);
        if (U_SUCCESS(status))
            add_names(guard, format);
        guard->failed |= status == U_MEMORY_ALLOCATION_ERROR;
        udat_close(format);
    }
}

#ifdef PADAN_FUZZING

/* Gathered once for all inputs of a target, since it takes longer than all else that is done with one. */
static void fill(struct padan_guard *guard)
{
    static struct padan_guard kept;
    if (!kept.filled)
        gather(&kept);
    *guard = kept;
}

void padan_guard_clear(struct padan_guard *guard)
{
    *guard = (struct padan_guard){ .filled = false };
}

#else

static void fill(struct padan_guard *guard)
{
    gather(guard);
}

void padan_guard_clear(struct padan_guard *guard)
{
    padan_table_free(&guard->words);
}

#endif

static bool is_known(struct padan_guard *guard, struct padan_string word)
{
    UChar text[WORD_SIZE];
    char folded[WORD_SIZE];
    int32_t length = 0;
    UErrorCode status = U_ZERO_ERROR;
    if (!guard->filled)
        fill(guard);
    u_strFromUTF8(text, WORD_SIZE, &length, word.data, (int32_t)word.size, &status);
    size_t size = U_SUCCESS(status) ? fold(folded, text, length) : 0;
    return size > 0 && padan_table_find(&guard->words, folded, size) != PADAN_TABLE_NONE;
}

/* What stands in numbers, sums, dates and times beside digits and words. */
static bool is_of_value(UChar32 c)
{
    return u_isdigit(c) || is_of_word(c) || u_isUWhiteSpace(c) || u_charType(c) == U_CURRENCY_SYMBOL || c == 0x2019 ||
           c == 0x2212 || (c > 0 && c < 0x80 && strchr(".,:/-+'%()", (int)c));
}

/* What there is of words in a text that may be a value. */
struct words {
    struct padan_string items[WORDS_MOST];
    int count; /* -1: more than these, or no value */
    bool digit;
};

static struct words words_of(struct padan_string text)
{
    struct words words = { .count = 0 };
    bool within = false;
    for (size_t at = 0, next = 0; at < text.size; at = next) {
        UChar32 c = padan_utf8_next(text, &next);
        bool is_word = c >= 0 && is_of_word(c);
        if (c < 0 || !is_of_value(c) || (is_word && !within && words.count == WORDS_MOST)) {
            words.count = -1;
            return words;
        }
        words.digit |= u_isdigit(c);
        if (is_word && !within)
            words.items[words.count++] = (struct padan_string){ text.data + at, 0 };
        if (is_word)
            words.items[words.count - 1].size += next - at;
        within = is_word;
    }
    return words;
}

/* Digits, and two names of months or days at most: "1,5", "3/4", "10:30 PM", "22 September 2023". */
static bool is_value(struct padan_guard *guard, struct padan_string text)
{
    struct words words = { .count = -1 };
    if (text.size <= TEXT_MOST)
        words = words_of(text);
    if (words.count < 0 || !words.digit)
        return false;
    for (int i = 0; i < words.count; i++)
        if (!is_known(guard, words.items[i]))
            return false;
    return true;
}

static bool is_truth(struct padan_string text)
{
    return (text.size == 4 && strncasecmp(text.data, "true", 4) == 0) ||
           (text.size == 5 && strncasecmp(text.data, "false", 5) == 0);
}

bool padan_needs_guard(struct padan_guard *guard, struct padan_string text)
{
    while (text.size > 0 && text.data[0] == '\'') {
        text.data++;
        text.size--;
    }
    if (text.size == 0)
        return false;
    return memchr("=+-@\t\r\n", text.data[0], 7) || is_truth(text) || is_value(guard, text);
}

struct padan_string padan_unguarded(struct padan_guard *guard, struct padan_string cell)
{
    if (cell.size < 2 || cell.data[0] != '\'')
        return cell;
    struct padan_string text = { cell.data + 1, cell.size - 1 };
    return padan_needs_guard(guard, text) ? text : cell;
}
