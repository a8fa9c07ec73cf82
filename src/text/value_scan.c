/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts a text into what has to do with values, and the rest. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/script.h"
#include "text/value_parts.h"

/* Characters of the longest name, pieces of a number in one word, letters of an ending. */
enum { MOST_CHARACTERS = 64, MOST_PIECES = 6, MOST_ENDING = 8 };

struct scanner {
    struct padan_values *values;
    struct padan_string text;
    const struct padan_word *words; /* where a dictionary tells words, else NULL */
    size_t word_count;
    bool blank; /* before the next part */
};

/* A name found in the text. */
struct match {
    const struct padan_value_name *name;
    size_t end;
};

static UChar32 character_at(struct padan_string text, size_t at)
{
    return at < text.size ? padan_utf8_next(text, &at) : -1;
}

static bool is_mark(UChar32 c)
{
    int8_t type = u_charType(c);
    return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

static bool is_letter(UChar32 c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return u_isalpha(c) || is_mark(c);
}

static bool is_digit(UChar32 c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : u_charType(c) == U_DECIMAL_DIGIT_NUMBER;
}

static bool has_dictionary(UChar32 c)
{
    return (c >= 0xE00 && c < 0xF00) || (c >= 0x1000 && c < 0x10A0) || (c >= 0x1780 && c < 0x1800);
}

static struct padan_value_part *add_part(struct scanner *scanner, size_t start, size_t end)
{
    struct padan_value_parts *parts = &scanner->values->parts;
    if (!padan_vector_reserve(&parts->items, &parts->capacity, parts->count + 1, sizeof *parts->items))
        return NULL;
    struct padan_value_part *part = &parts->items[parts->count++];
    *part = (struct padan_value_part){ .start = start, .end = end, .joined = !scanner->blank };
    scanner->blank = false;
    return part;
}

/* Whether a word of a script without spaces ends, or begins, here. */
static bool is_cut(const struct scanner *scanner, size_t at)
{
    size_t low = 0, high = scanner->word_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (scanner->words[middle].start < at)
            low = middle + 1;
        else
            high = middle;
    }
    return (low < scanner->word_count && scanner->words[low].start == at) ||
           (low > 0 && scanner->words[low - 1].end <= at);
}

/* Whether a name may end here. */
static bool is_end(const struct scanner *scanner, size_t at, UChar32 last)
{
    UChar32 next = character_at(scanner->text, at);
    if (next < 0 || !is_letter(last) || !is_letter(next))
        return !is_mark(next);
    if (is_mark(next))
        return false;
    if (has_dictionary(last) && has_dictionary(next) && scanner->words)
        return is_cut(scanner, at);
    return padan_is_unspaced(last) || padan_is_unspaced(next);
}

/* The longest name from `at`; with `partial`, also one that ends inside a word, if it means one of `partial`. */
static struct match find_name(const struct scanner *scanner, size_t at, uint32_t partial)
{
    const struct padan_value_trie *trie = &scanner->values->trie;
    struct match best = { 0 };
    uint32_t node = 0;
    for (int i = 0; i < MOST_CHARACTERS && at < scanner->text.size; i++) {
        UChar32 c = padan_utf8_next(scanner->text, &at), folded = c < 0 ? 0 : padan_value_fold(trie, c);
        if (c < 0)
            break;
        if (folded != 0)
            node = padan_value_trie_step(trie, node, folded);
        if (node == 0 && folded != 0)
            break;
        const struct padan_value_name *name = node && trie->names[node] ? &trie->list[trie->names[node] - 1] : NULL;
        if (name && ((name->means & partial) || is_end(scanner, at, c)))
            best = (struct match){ name, at };
    }
    return best;
}

static size_t end_of_letters(struct padan_string text, size_t at)
{
    while (at < text.size && ((text.data[at] | 0x20) >= 'a' && (text.data[at] | 0x20) <= 'z'))
        at++;
    for (size_t next = at; next < text.size; at = next) {
        UChar32 c = padan_utf8_next(text, &next);
        if (c < 0 || (!is_letter(c) && c != 0xAD) || padan_is_unspaced(c))
            break;
    }
    return at;
}

/* "Try" is no Turkish lira, "may" no month. */
static bool has_capitals(struct padan_string text, size_t at, const struct padan_value_name *name)
{
    if (!(name->means & PADAN_MEANS_CAPITAL))
        return true;
    UChar32 first = padan_utf8_next(text, &at), second = character_at(text, at);
    return u_isupper(first) && (!(name->means & PADAN_MEANS_CURRENCY) || u_isupper(second));
}

static bool add_name(struct scanner *scanner, size_t start, struct match match)
{
    struct padan_value_part *part = add_part(scanner, start, match.end);
    if (!part)
        return false;
    part->name = match.name;
    part->means = match.name->means;
    UChar32 first = character_at(scanner->text, start);
    part->capital = u_isupper(first);
    part->is_word = u_isalpha(first) && !part->capital;
    return true;
}

static const uint32_t number_meanings = PADAN_MEANS_UNIT | PADAN_MEANS_SCALE | PADAN_MEANS_ORDINAL | PADAN_MEANS_AND;

/* The pieces of "einhundertzwanzig", longest first; answers how many, 0 where it is not all of numbers. */
static int find_pieces(const struct scanner *scanner, size_t at, size_t end, struct match pieces[], int count)
{
    uint32_t node = 0;
    struct match found[MOST_PIECES * 2];
    int finds = 0;
    const struct padan_value_trie *trie = &scanner->values->trie;
    if (at == end)
        return count;
    for (size_t next = at; next < end && finds < MOST_PIECES * 2;) {
        UChar32 c = padan_utf8_next(scanner->text, &next), folded = padan_value_fold(trie, c);
        if (folded == 0)
            continue;
        node = padan_value_trie_step(trie, node, folded);
        if (node == 0)
            break;
        const struct padan_value_name *name = trie->names[node] ? &trie->list[trie->names[node] - 1] : NULL;
        if (name && (name->means & number_meanings))
            found[finds++] = (struct match){ name, next };
    }
    for (; count < MOST_PIECES && finds > 0; finds--) {
        pieces[count] = found[finds - 1];
        int all = find_pieces(scanner, found[finds - 1].end, end, pieces, count + 1);
        if (all > 0)
            return all;
    }
    return 0;
}

/* Adds a number in one word. */
static bool add_pieces(struct scanner *scanner, size_t *at, bool *done)
{
    struct match pieces[MOST_PIECES];
    size_t end = end_of_letters(scanner->text, *at);
    int count = find_pieces(scanner, *at, end, pieces, 0);
    *done = count > 1;
    for (int i = 0; *done && i < count; i++) {
        if (!add_name(scanner, *at, pieces[i]))
            return false;
        *at = pieces[i].end;
    }
    return true;
}

/* What a name with an ending may mean here. */
static uint32_t inflected_meanings(const struct scanner *scanner)
{
    const struct padan_value_parts *parts = &scanner->values->parts;
    const uint32_t after = PADAN_MEANS_CURRENCY | PADAN_MEANS_PERCENT | PADAN_MEANS_SCALE | PADAN_MEANS_OCLOCK |
                           PADAN_MEANS_MINUTE | PADAN_MEANS_YEAR | PADAN_MEANS_MONTH_MARK | PADAN_MEANS_DAY_MARK;
    bool counted = parts->count > 0 && padan_value_means(parts, parts->count - 1,
                                                         PADAN_MEANS_NUMERAL | PADAN_MEANS_UNIT | PADAN_MEANS_SCALE);
    return PADAN_MEANS_MONTH | PADAN_MEANS_WEEKDAY | (counted ? after : 0);
}

/* "szeptemberben", "45 liraya", 10시에: a name with an ending. */
static struct match find_inflected(const struct scanner *scanner, size_t at)
{
    uint32_t meanings = inflected_meanings(scanner);
    struct match match = find_name(scanner, at, meanings);
    size_t end = match.name ? end_of_letters(scanner->text, match.end) : 0;
    UChar32 first = character_at(scanner->text, at);
    bool hangul = first >= 0xAC00 && first <= 0xD7A3;
    if (!match.name || !(match.name->means & meanings) || (match.name->means & PADAN_MEANS_SHORT) ||
        (match.end - at < 4 && !hangul) || end - match.end > MOST_ENDING * 2)
        return (struct match){ 0 };
    match.end = end;
    return match;
}

static uint16_t roman_of(struct padan_string text, size_t start, size_t end)
{
    size_t capitals = start;
    while (capitals < end && text.data[capitals] >= 'A' && text.data[capitals] <= 'Z')
        capitals++;
    bool french = capitals - start > 1 && end - capitals == 1 && text.data[capitals] == 'e';
    return capitals == start || (capitals != end && !french)
               ? 0
               : (uint16_t)padan_value_roman(text.data + start, capitals - start);
}

/* Letters that mean nothing here, with digits that follow them: B52. */
static bool add_word(struct scanner *scanner, size_t *at)
{
    size_t end = end_of_letters(scanner->text, *at);
    struct padan_value_part *part = add_part(scanner, *at, end);
    if (!part)
        return false;
    part->capital = u_isupper(character_at(scanner->text, *at));
    part->roman = roman_of(scanner->text, *at, end);
    while (is_digit(character_at(scanner->text, end)) || is_letter(character_at(scanner->text, end))) {
        UChar32 c = padan_utf8_next(scanner->text, &end);
        if (padan_is_unspaced(c))
            break;
        part->end = end;
    }
    part->roman = part->end == end_of_letters(scanner->text, *at) ? part->roman : 0;
    *at = part->end;
    return true;
}

/* A run of characters of a script without spaces, or a mark. */
static bool add_other(struct scanner *scanner, size_t *at)
{
    struct padan_value_parts *parts = &scanner->values->parts;
    size_t start = *at;
    UChar32 c = padan_utf8_next(scanner->text, at);
    struct padan_value_part *last = parts->count ? &parts->items[parts->count - 1] : NULL;
    bool plain = c >= 0 && is_letter(c);
    if (plain && last && last->mark == 'x' && !scanner->blank) {
        last->end = *at;
        return true;
    }
    struct padan_value_part *part = add_part(scanner, start, *at);
    if (part)
        part->mark = plain ? 'x' : c < 0 ? 0xFFFD : c;
    return part != NULL;
}

static bool add_digits(struct scanner *scanner, size_t *at)
{
    struct padan_value_part *part = add_part(scanner, *at, *at);
    if (!part)
        return false;
    padan_value_chain(part, scanner->text, &scanner->values->style);
    if (scanner->values->style.ideographs && part->means == PADAN_MEANS_NUMERAL)
        padan_value_han(part, scanner->text);
    *at = part->end;
    return true;
}

static bool add_han(struct scanner *scanner, size_t *at, bool *done)
{
    struct padan_value_part number = { .start = *at };
    *done = scanner->values->style.ideographs && padan_value_han(&number, scanner->text);
    if (!*done)
        return true;
    struct padan_value_part *part = add_part(scanner, *at, number.end);
    if (!part)
        return false;
    number.joined = part->joined;
    *part = number;
    *at = number.end;
    return true;
}

static bool begins_name(const struct scanner *scanner, size_t at, UChar32 c)
{
    const struct padan_value_trie *trie = &scanner->values->trie;
    if (padan_value_trie_step(trie, 0, padan_value_fold(trie, c)) == 0)
        return false;
    return !has_dictionary(c) || !scanner->words || is_cut(scanner, at);
}

static bool add_letters(struct scanner *scanner, size_t *at, UChar32 c)
{
    const struct padan_value_style *style = &scanner->values->style;
    bool done = false, may = begins_name(scanner, *at, c);
    struct match match = may ? find_name(scanner, *at, 0) : (struct match){ 0 };
    if (may && !match.name && style->agglutinates)
        match = find_inflected(scanner, *at);
    if (match.name && has_capitals(scanner->text, *at, match.name)) {
        size_t start = *at;
        *at = match.end;
        return add_name(scanner, start, match);
    }
    if (may && style->glues && !add_pieces(scanner, at, &done))
        return false;
    if (!done && c > 0x2FFF && !add_han(scanner, at, &done))
        return false;
    if (done)
        return true;
    return is_letter(c) && !padan_is_unspaced(c) && !is_mark(c) ? add_word(scanner, at) : add_other(scanner, at);
}

/* The words of a text that only a dictionary cuts. */
static int cut_words(struct scanner *scanner, struct padan_error *error)
{
    bool needed = false;
    for (size_t at = 0; at < scanner->text.size && !needed;)
        needed = has_dictionary(padan_utf8_next(scanner->text, &at));
    if (!needed)
        return PADAN_OK;
    int status = padan_words_cut(scanner->values->words, scanner->text, &scanner->words, &scanner->word_count, error);
    return status == PADAN_ERROR_ALLOCATION ? status : PADAN_OK;
}

static bool is_ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}

/*
 * The end of a placeholder of printf that a blank stands before, or `at`: the sign of "2021 %s", "2021 %1$d" belongs to
 * no number. Other flags are left out, since "%5'i" and "5 %-e" are written of a percentage.
 */
static size_t placeholder_end(const struct scanner *scanner, size_t at)
{
    const char *text = scanner->text.data;
    size_t size = scanner->text.size, end = at + 1, digits = end;
    if (!scanner->blank || text[at] != '%')
        return at;
    while (digits < size && is_ascii_digit(text[digits]))
        digits++;
    if (digits > end && digits < size && text[digits] == '$')
        end = digits + 1;
    while (end < size && memchr("hlqjzL", text[end], 6))
        end++;
    if (end == size || !memchr("diouxXeEfFgGcsp@", text[end], 16))
        return at;
    UChar32 next = character_at(scanner->text, ++end);
    return next >= 0 && (is_letter(next) || is_digit(next)) ? at : end;
}

/* A placeholder is a part that means nothing. */
static bool add_placeholder(struct scanner *scanner, size_t *at)
{
    size_t end = placeholder_end(scanner, *at);
    struct padan_value_part *part = add_part(scanner, *at, end);
    if (part)
        part->mark = '%';
    *at = end;
    return part != NULL;
}

int padan_value_scan(struct padan_values *values, struct padan_string text, struct padan_error *error)
{
    struct scanner scanner = { .values = values, .text = text, .blank = true };
    values->parts.count = 0;
    values->parts.text = text;
    values->parts.style = &values->style;
    int status = cut_words(&scanner, error);
    bool done = status == PADAN_OK;
    for (size_t at = 0; done && at < text.size;) {
        size_t next = at;
        UChar32 c = padan_utf8_next(text, &next);
        if (c >= 0 && (u_isUWhiteSpace(c) || (c >= 0x200B && c <= 0x200F))) {
            scanner.blank = true;
            at = next;
        } else if (c >= 0 && is_digit(c)) {
            done = add_digits(&scanner, &at);
        } else if (placeholder_end(&scanner, at) > at) {
            done = add_placeholder(&scanner, &at);
        } else {
            done = add_letters(&scanner, &at, c);
        }
    }
    return status == PADAN_OK && !done ? padan_error_allocation(error) : status;
}
