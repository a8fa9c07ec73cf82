/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of abbreviations: what they say of the full stop before a place. */
#include "segment/abbreviations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "base/error.h"
#include "base/vector.h"
#include "segment/characters.h"

#define SPELLING_SIZE 64 /* code units */
#define CLOSING_LIMIT 4
#define WORDS_LIMIT 4

static const char *const shape_names[PADAN_SHAPE_COUNT] = { "{initial}", "{initials}", "{ordinal}", "{roman}" };

enum section { SECTION_NONE = -1, SECTION_STARTERS = PADAN_ABBREVIATION_STARTER + 1, SECTION_COUNT };
static const char *const section_names[SECTION_COUNT] = { "[never]", "[number]", "[capital]", "[starter]",
                                                          "[starters]" };

struct list_reader {
    struct padan_abbreviations *list;
    const char *language;
    int section;
    int line;
    const struct padan_reporter *reporter; /* where faults go; NULL: the first one ends the reading */
    struct padan_error *error;
};

static int fault(const struct list_reader *reader, const char *message, struct padan_string at)
{
    return padan_error_at(reader->error, PADAN_ERROR_SYNTAX, reader->list->file, reader->line, "%s: \"%.*s\"", message,
                          (int)(at.size < 60 ? at.size : 60), at.data);
}

/* Tells of an entry that stands in the list already, spelt alike. */
static void report_twice(const struct list_reader *reader, const UChar *spelling, int32_t length, const char *text)
{
    const struct padan_abbreviations *list = reader->list;
    size_t number = padan_table_find(&list->names, spelling, (size_t)length * sizeof *spelling);
    struct padan_error warning;
    if (number == PADAN_TABLE_NONE || strcmp(list->entries[number].text, text) != 0)
        return;
    padan_error_at(&warning, PADAN_ERROR_SYNTAX, list->file, reader->line,
                   "\"%s\" stands in line %d already; this one is never used", text, list->entries[number].line);
    padan_report(reader->reporter, &warning);
}

/* Adds one form of a spelling; one that is there already stays as it is. */
static int add_form(const struct list_reader *reader, const UChar *spelling, int32_t length, const char *text)
{
    struct padan_abbreviations *list = reader->list;
    bool starter = reader->section == SECTION_STARTERS;
    struct padan_table *table = starter ? &list->starters : &list->names;
    size_t known = table->count;
    size_t number = padan_table_add(table, spelling, (size_t)length * sizeof *spelling);
    if (number == PADAN_TABLE_NONE)
        return padan_error_allocation(reader->error);
    if (starter || number < known)
        return PADAN_OK;
    if (!padan_vector_reserve(&list->entries, &list->capacity, number + 1, sizeof *list->entries))
        return padan_error_allocation(reader->error);
    list->entries[number] =
        (struct padan_abbreviation){ (enum padan_abbreviation_kind)reader->section, text, reader->line };
    list->has_spaces |= u_memchr(spelling, ' ', length) != NULL;
    if (length > list->longest)
        list->longest = length;
    return PADAN_OK;
}

/* Adds one spelling, composed and decomposed: texts have both. */
static int add_spelling(const struct list_reader *reader, const UChar *spelling, int32_t length, const char *text)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *forms[] = { unorm2_getNFCInstance(&code), unorm2_getNFDInstance(&code) };
    int status = add_form(reader, spelling, length, text);
    for (int i = 0; i < 2 && status == PADAN_OK && U_SUCCESS(code); i++) {
        UChar form[SPELLING_SIZE * 2];
        int32_t size = unorm2_normalize(forms[i], spelling, length, form, SPELLING_SIZE * 2, &code);
        if (U_SUCCESS(code) && size <= SPELLING_SIZE)
            status = add_form(reader, form, size, text);
    }
    return status;
}

/*
 * An entry as it is spelt, with a capital first letter, and in capitals; a letter alone as it is spelt only, since its
 * capital is somebody's initial. Starters count with a capital only.
 */
static int add_spellings(const struct list_reader *reader, struct padan_string entry, const char *text)
{
    UChar plain[SPELLING_SIZE], title[SPELLING_SIZE], upper[SPELLING_SIZE];
    int32_t length, upper_length;
    UErrorCode code = U_ZERO_ERROR;
    u_strFromUTF8(plain, SPELLING_SIZE, &length, entry.data, (int32_t)entry.size, &code);
    upper_length = u_strToUpper(upper, SPELLING_SIZE, plain, length, reader->language, &code);
    if (U_FAILURE(code))
        return fault(reader, "an entry of at most 40 letters in UTF-8 was expected", entry);
    memcpy(title, plain, sizeof title);
    /* By the language, since the capital of a Turkish i has its dot. */
    UChar first[4];
    if (u_strToUpper(first, 4, plain, 1, reader->language, &code) == 1 && U_SUCCESS(code))
        title[0] = first[0];
    bool starter = reader->section == SECTION_STARTERS;
    if (reader->reporter && !starter)
        report_twice(reader, plain, length, text);
    ++*(starter ? &reader->list->starter_count : &reader->list->entry_count);
    int status = starter ? PADAN_OK : add_spelling(reader, plain, length, text);
    if (length == 2 && !starter)
        return status;
    if (status == PADAN_OK)
        status = add_spelling(reader, title, length, text);
    if (status == PADAN_OK)
        status = add_spelling(reader, upper, upper_length, text);
    return status;
}

static int add_shape(const struct list_reader *reader, struct padan_string entry, const char *text)
{
    for (size_t i = 0; i < PADAN_SHAPE_COUNT; i++)
        if (strlen(shape_names[i]) == entry.size && memcmp(shape_names[i], entry.data, entry.size) == 0) {
            reader->list->shapes[i] =
                (struct padan_abbreviation){ (enum padan_abbreviation_kind)reader->section, text, reader->line };
            return PADAN_OK;
        }
    return fault(reader, "not a shape that is known ({initial}, {initials}, {ordinal}, {roman})", entry);
}

static int add_entry(const struct list_reader *reader, struct padan_string entry)
{
    if (reader->section == SECTION_NONE)
        return fault(reader, "a section such as [never] must come before the first entry", entry);
    const char *text = padan_arena_copy(&reader->list->arena, entry.data, entry.size);
    if (!text)
        return padan_error_allocation(reader->error);
    if (entry.data[0] == '{' && reader->section != SECTION_STARTERS)
        return add_shape(reader, entry, text);
    if (reader->section != SECTION_STARTERS && entry.data[entry.size - 1] != '.')
        return fault(reader, "an abbreviation ends with a full stop", entry);
    return add_spellings(reader, entry, text);
}

static int open_section(struct list_reader *reader, struct padan_string name)
{
    for (int i = 0; i < SECTION_COUNT; i++)
        if (strlen(section_names[i]) == name.size && memcmp(section_names[i], name.data, name.size) == 0) {
            reader->section = i;
            return PADAN_OK;
        }
    return fault(reader, "not a section that is known ([never], [number], [capital], [starter], [starters])", name);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* One line without its comment and the blanks around it. */
static int take_line(struct list_reader *reader, struct padan_string line)
{
    const char *comment = memchr(line.data, '#', line.size);
    if (comment)
        line.size = (size_t)(comment - line.data);
    while (line.size > 0 && is_blank(line.data[line.size - 1]))
        line.size--;
    for (; line.size > 0 && is_blank(line.data[0]); line.size--)
        line.data++;
    if (line.size == 0)
        return PADAN_OK;
    return line.data[0] == '[' ? open_section(reader, line) : add_entry(reader, line);
}

static int read_lines(struct list_reader *reader, const char *bytes, size_t size)
{
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    int status = PADAN_OK;
    for (size_t at = 0; at < size && status == PADAN_OK;) {
        const char *end = memchr(bytes + at, '\n', size - at);
        size_t length = end ? (size_t)(end - bytes) - at : size - at;
        reader->line++;
        status = take_line(reader, (struct padan_string){ bytes + at, length });
        if (status == PADAN_ERROR_SYNTAX && reader->reporter) {
            padan_report(reader->reporter, reader->error);
            status = PADAN_OK;
        }
        at += length + 1;
    }
    return status;
}

int padan_abbreviations_parse(struct padan_abbreviations *list, const char *bytes, size_t size, const char *file,
                              const char *language, struct padan_error *error)
{
    struct list_reader reader = { .list = list, .language = language, .section = SECTION_NONE, .error = error };
    list->file = file;
    return read_lines(&reader, bytes, size);
}

int padan_abbreviations_check(struct padan_abbreviations *list, const char *bytes, size_t size, const char *file,
                              const struct padan_reporter *reporter, struct padan_error *error)
{
    struct list_reader reader = {
        .list = list, .language = "", .section = SECTION_NONE, .reporter = reporter, .error = error
    };
    list->file = file;
    return read_lines(&reader, bytes, size);
}

int padan_abbreviations_add(struct padan_abbreviations *list, const char *section, struct padan_string entry, int line,
                            const char *language, struct padan_error *error)
{
    struct list_reader reader = { .list = list, .language = language, .line = line, .error = error };
    char name[16];
    snprintf(name, sizeof name, "[%s]", section ? section : "");
    int status = open_section(&reader, padan_string(name));
    if (status == PADAN_OK && (entry.size == 0 || entry.data[0] == '{'))
        return fault(&reader, "an abbreviation is expected", entry);
    return status == PADAN_OK ? add_entry(&reader, entry) : status;
}

void padan_abbreviations_free(struct padan_abbreviations *list)
{
    padan_table_free(&list->names);
    padan_table_free(&list->starters);
    padan_arena_free(&list->arena);
    free(list->entries);
    *list = (struct padan_abbreviations){ 0 };
}

/* White space that parts words: not the marks without width. */
static bool is_white(UChar32 c)
{
    return c < 0x80 ? padan_is_space(c) : u_isUWhiteSpace(c);
}

static UChar32 before(const UChar *text, int32_t at)
{
    return at > 0 ? padan_units_previous(text, &at) : U_SENTINEL;
}

/* Letters of scripts that write words without spaces between them, or syllables that are words. */
static bool is_syllable(UChar32 c)
{
    return (c >= 0x1000 && c <= 0x11ff) || (c >= 0x3005 && c <= 0xd7a3) || (c >= 0x20000 && c <= 0x3ffff);
}

/*
 * Whether a token can begin at `at`: not inside a word, nor after the inner stop of another abbreviation. A Latin
 * letter after a Chinese one begins one.
 */
static bool begins_token(const UChar *text, int32_t at)
{
    UChar32 c = before(text, at);
    if (c == '.')
        return !padan_is_word(before(text, at - 1));
    return c == U_SENTINEL || !padan_is_word(c) || (is_syllable(c) && text[at] < 0x1000);
}

/*
 * The entry of the longest spelling that ends at `end` and begins before `limit`. White space in the text counts as one
 * space.
 */
static const struct padan_abbreviation *find_spelling(const struct padan_abbreviations *list, const UChar *text,
                                                      int32_t end, int32_t limit)
{
    UChar spelling[SPELLING_SIZE];
    const struct padan_abbreviation *found = NULL;
    int32_t room = SPELLING_SIZE, at = end;
    for (int words = 0; at > 0 && SPELLING_SIZE - room < list->longest && words < WORDS_LIMIT;) {
        UChar c = text[--at];
        bool space = is_white(c);
        if (space && room < SPELLING_SIZE && spelling[room] == ' ')
            return found;
        words += space;
        spelling[--room] = space ? ' ' : c;
        if (space || at >= limit || !padan_is_word(c) || !begins_token(text, at))
            continue;
        size_t number =
            padan_table_find(&list->names, spelling + room, (size_t)(SPELLING_SIZE - room) * sizeof *spelling);
        if (number != PADAN_TABLE_NONE)
            found = &list->entries[number];
    }
    return found;
}

/* An entry of several words that has begun before `place` and goes on after it, as "z. B." after its "z.". */
static const struct padan_abbreviation *find_across(const struct padan_abbreviations *list, const UChar *text,
                                                    int32_t length, int32_t place)
{
    const struct padan_abbreviation *found = NULL;
    int32_t at = place;
    for (int words = 1; list->has_spaces && words < WORDS_LIMIT && !found; words++) {
        while (at < length && is_white(text[at]) && at - place < list->longest)
            at++;
        while (at < length && padan_is_word(text[at]) && at - place < list->longest)
            at++;
        if (at >= length || text[at] != '.')
            break;
        found = find_spelling(list, text, ++at, place);
    }
    return found;
}

static bool is_roman(UChar32 c)
{
    return c == 'I' || c == 'V' || c == 'X' || c == 'L' || c == 'C' || c == 'D' || c == 'M';
}

/* "J.K." that ends at `end`: capitals, each with its stop. */
static bool is_initials(const UChar *text, int32_t end)
{
    int count = 0;
    while (end > 1 && text[end - 1] == '.' && count < SPELLING_SIZE) {
        int32_t at = end - 1;
        if (!padan_can_begin(padan_units_previous(text, &at)))
            break;
        end = at;
        count++;
    }
    return count > 1 && begins_token(text, end);
}

/* The shape of the token before the stop at end - 1; PADAN_SHAPE_COUNT: none. */
static enum padan_abbreviation_shape find_shape(const UChar *text, int32_t end)
{
    int32_t at = end - 1;
    int letters = 0, digits = 0, roman = 0, length = 0;
    UChar32 c;
    while (at > 0 && padan_is_word(c = before(text, at)) && length++ < 8) {
        letters += padan_can_begin(c) && !is_syllable(c) && length == letters + 1;
        digits += u_isdigit(c);
        roman += is_roman(c);
        at -= U16_LENGTH(c);
    }
    if (length == 0 || length > 7)
        return PADAN_SHAPE_COUNT;
    if (length == 1 && letters == 1)
        return begins_token(text, at)   ? PADAN_SHAPE_INITIAL
               : is_initials(text, end) ? PADAN_SHAPE_INITIALS
                                        : PADAN_SHAPE_COUNT;
    if (!begins_token(text, at) || before(text, at) == ',' || before(text, at) == ':')
        return PADAN_SHAPE_COUNT;
    if (length == digits && length <= 2)
        return PADAN_SHAPE_ORDINAL;
    return length == roman ? PADAN_SHAPE_ROMAN : PADAN_SHAPE_COUNT;
}

/* What follows the white space after a place. */
struct next_word {
    int32_t start, end;
    bool spaced, quoted, bracketed;
    UChar32 first;
};

static bool is_opening(UChar32 c)
{
    return c < 0x80 ? c == '(' || c == '[' || c == '{' : (U_GET_GC_MASK(c) & U_GC_PS_MASK) != 0;
}

static struct next_word find_next(const UChar *text, int32_t length, int32_t place)
{
    struct next_word next = { .start = place };
    UChar32 c = U_SENTINEL;
    while (next.start < length && is_white(text[next.start]))
        next.start++;
    next.spaced = next.start > place;
    for (int i = 0; i < CLOSING_LIMIT && next.start < length; i++) {
        int32_t at = next.start;
        c = padan_units_next(text, &at, length);
        bool quote = padan_is_quote(c), bracket = is_opening(c) && !quote;
        if (!quote && !bracket && c != 0xbf && c != 0xa1)
            break;
        next.quoted |= quote;
        next.bracketed |= bracket;
        next.start = at;
    }
    next.end = next.start;
    next.first = U_SENTINEL;
    for (int32_t at = next.start; at < length && at - next.start < SPELLING_SIZE; next.end = at) {
        c = padan_units_next(text, &at, length);
        if (next.first == U_SENTINEL)
            next.first = c;
        if (!padan_is_word(c) && c != '\'' && c != 0x2019)
            break;
    }
    return next;
}

/* Whether `length` units at `at` are a starter. */
static bool finds_starter(const struct padan_abbreviations *list, const UChar *at, int32_t length)
{
    return length > 0 && padan_table_find(&list->starters, at, (size_t)length * sizeof *at) != PADAN_TABLE_NONE;
}

/* A starter may also be what stands before an apostrophe: "L'eau" begins with "L". */
static bool is_starter(const struct padan_abbreviations *list, const UChar *text, int32_t length,
                       const struct next_word *next)
{
    bool initial = next->end - next->start == 1 && next->end < length && text[next->end] == '.';
    if (initial)
        return false;
    if (finds_starter(list, text + next->start, next->end - next->start))
        return true;
    int32_t at = next->start;
    while (at < next->end && text[at] != '\'' && text[at] != 0x2019)
        at++;
    return at < next->end && finds_starter(list, text + next->start, at - next->start);
}

/* "5", "12A", "B2", "IV", a letter alone that is no word that begins sentences. */
static bool is_number(const struct padan_abbreviations *list, const UChar *text, int32_t end,
                      const struct next_word *next)
{
    int32_t length = next->end - next->start;
    bool roman = true;
    for (int32_t at = next->start; at < next->end; at++) {
        if (u_isdigit(text[at]))
            return true;
        roman &= is_roman(text[at]);
    }
    if (length == 1 && next->end < end && is_white(text[next->end]))
        return !finds_starter(list, text + next->start, 1);
    if (length == 1)
        return true;
    return length > 0 && roman;
}

/* Whether the next word is itself an abbreviation that stands after names, as in "S.H. M.Si." */
static bool is_follower(const struct padan_abbreviations *list, const UChar *text, int32_t length,
                        const struct next_word *next)
{
    int32_t end = next->start;
    while (end < length && end - next->start < SPELLING_SIZE && (padan_is_word(text[end]) || text[end] == '.'))
        end++;
    if (end == next->start || text[end - 1] != '.')
        return false;
    const struct padan_abbreviation *entry = find_spelling(list, text, end, end);
    return entry && entry->kind == PADAN_ABBREVIATION_CAPITAL;
}

/* Whether a sentence can begin with the next word after this kind of abbreviation. */
static bool ends_before(const struct padan_abbreviations *list, enum padan_abbreviation_kind kind, const UChar *text,
                        int32_t length, const struct next_word *next, bool bracketed)
{
    if (kind == PADAN_ABBREVIATION_NEVER || next->bracketed || !padan_can_begin(next->first))
        return false;
    if (is_starter(list, text, length, next))
        return true;
    return kind == PADAN_ABBREVIATION_CAPITAL &&
           (next->quoted || (!bracketed && !is_follower(list, text, length, next)));
}

const struct padan_abbreviation *padan_abbreviations_decide(const struct padan_abbreviations *list, const UChar *text,
                                                            int32_t length, int32_t place, bool *is_break)
{
    bool bracketed = false;
    int32_t end = place;
    for (int i = 0; i < CLOSING_LIMIT && end > 0 && padan_is_closing(text[end - 1]); i++) {
        bracketed |= !padan_is_quote(text[end - 1]);
        end--;
    }
    if (end == 0 || text[end - 1] != '.')
        return NULL;
    const struct padan_abbreviation *entry = find_across(list, text, length, place);
    *is_break = false;
    if (entry)
        return entry;
    entry = find_spelling(list, text, end, end);
    if (!entry) {
        enum padan_abbreviation_shape shape = find_shape(text, end);
        entry = shape < PADAN_SHAPE_COUNT && list->shapes[shape].text ? &list->shapes[shape] : NULL;
    }
    if (!entry)
        return NULL;
    struct next_word next = find_next(text, length, place);
    if (!next.spaced || next.first == U_SENTINEL)
        return NULL;
    if (entry->kind == PADAN_ABBREVIATION_NUMBER)
        return is_number(list, text, length, &next) ? entry : NULL;
    *is_break = ends_before(list, entry->kind, text, length, &next, bracketed);
    return entry;
}
