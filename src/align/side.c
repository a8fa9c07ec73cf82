/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/side.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"

/* Letters of a word that are compared where nothing is known of its endings; more of them vary more than they tell. */
static const size_t stem_letters = 6;

/* A syllable of hangul is written with up to three; endings and particles follow the first two of most words. */
static const size_t hangul_letters = 3;

/* What is open while a side is made. */
struct maker {
    struct padan_side *side;
    struct padan_words *words;
    struct padan_stemmer *stemmer;
    struct padan_buffer folded, key;
    struct padan_string text;                       /* of the segment */
    const struct padan_text_values *values, *other; /* or NULL */
    struct padan_place **places;                    /* by word, or NULL where nobody asks */
    size_t place_capacity;
    struct padan_place place; /* of what is being added */
};

static UChar32 character_at(struct padan_string text, size_t at)
{
    UChar32 c = -1;
    if (at < text.size)
        U8_NEXT((const uint8_t *)text.data, at, text.size, c);
    return c;
}

static bool reserve_types(struct padan_side *side, size_t count)
{
    return padan_vector_reserve(&side->frequency, &side->type_capacity[0], count, sizeof *side->frequency) &&
           padan_vector_reserve(&side->upper, &side->type_capacity[1], count, sizeof *side->upper) &&
           padan_vector_reserve(&side->classes, &side->type_capacity[2], count, sizeof *side->classes);
}

static size_t add_type(struct padan_side *side, const char *key, size_t size, enum padan_word_class class)
{
    size_t before = side->types.count;
    if (!reserve_types(side, before + 1))
        return PADAN_TABLE_NONE;
    size_t type = padan_table_add(&side->types, key, size);
    if (type == before) {
        side->frequency[type] = 0;
        side->upper[type] = 0;
        side->classes[type] = (unsigned char)class;
    }
    return type;
}

static size_t add_form(struct maker *maker, struct padan_string form, struct padan_string key,
                       enum padan_word_class class)
{
    struct padan_side *side = maker->side;
    size_t before = side->forms.count;
    if (!padan_vector_reserve(&side->form_type, &side->form_capacity, before + 1, sizeof *side->form_type))
        return PADAN_TABLE_NONE;
    size_t type = add_type(side, key.data, key.size, class);
    size_t number = type == PADAN_TABLE_NONE ? type : padan_table_add(&side->forms, form.data, form.size);
    if (number != PADAN_TABLE_NONE && number == before)
        side->form_type[number] = (uint32_t)type;
    return number == PADAN_TABLE_NONE ? number : type;
}

static bool note_place(struct maker *maker, size_t word)
{
    if (!maker->places)
        return true;
    if (!padan_vector_reserve(maker->places, &maker->place_capacity, word + 1, sizeof **maker->places))
        return false;
    (*maker->places)[word] = maker->place;
    return true;
}

static int add_word(struct maker *maker, size_t type, bool upper, struct padan_error *error)
{
    struct padan_side *side = maker->side;
    if (side->count > 0 && side->first[side->count] - side->first[side->count - 1] >= PADAN_SEGMENT_WORDS)
        return PADAN_OK;
    if (type == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&side->words, &side->word_capacity, side->first[side->count] + 1, sizeof *side->words) ||
        !note_place(maker, side->first[side->count]))
        return padan_error_allocation(error);
    side->words[side->first[side->count]++] = (uint32_t)type;
    side->frequency[type]++;
    side->upper[type] += upper;
    return PADAN_OK;
}

static bool is_written_in(UChar32 c, UScriptCode script)
{
    UErrorCode status = U_ZERO_ERROR;
    return c >= 0 && uscript_getScript(c, &status) == script;
}

/* Japanese writes stems in Chinese characters and endings in hiragana, which follow them. */
static struct padan_string cut_endings(struct padan_string stem)
{
    size_t at = 0, end = stem.size;
    UScriptCode script = USCRIPT_HAN;
    while (at < stem.size && script == USCRIPT_HAN) {
        UChar32 c;
        end = at;
        U8_NEXT((const uint8_t *)stem.data, at, stem.size, c);
        script = is_written_in(c, USCRIPT_HAN) ? USCRIPT_HAN : USCRIPT_HIRAGANA;
        if (script != USCRIPT_HAN && (end == 0 || !is_written_in(c, USCRIPT_HIRAGANA)))
            return stem;
    }
    return (struct padan_string){ stem.data, script == USCRIPT_HAN ? stem.size : end };
}

static int add_letters(struct maker *maker, struct padan_string word, bool upper, struct padan_error *error)
{
    padan_buffer_clear(&maker->folded);
    int status = padan_word_fold(&maker->folded, word, error);
    if (status != PADAN_OK)
        return status;
    struct padan_string form = { maker->folded.data, maker->folded.size };
    if (form.size == 0)
        return PADAN_OK;
    size_t known = padan_table_find(&maker->side->forms, form.data, form.size);
    if (known != PADAN_TABLE_NONE && maker->side->classes[maker->side->form_type[known]] == PADAN_CLASS_WORD)
        return add_word(maker, maker->side->form_type[known], upper, error);
    struct padan_string stem = padan_side_stem(maker->stemmer, form);
    if (!stem.data)
        return padan_error_allocation(error);
    return add_word(maker, add_form(maker, form, stem, PADAN_CLASS_WORD), upper, error);
}

/*
 * Digits of any script, without separators and leading zeros, so that
 * "6.500", "6,500" and "6500" are one, and "05.30" is "5:30".
 */
static int add_number(struct maker *maker, struct padan_string word, struct padan_error *error)
{
    padan_buffer_clear(&maker->key);
    for (size_t at = 0; at < word.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)word.data, at, word.size, c);
        int digit = c < 0 ? -1 : u_charDigitValue(c);
        if (digit > 0 || (digit == 0 && maker->key.size > 0))
            padan_buffer_byte(&maker->key, (char)('0' + digit));
    }
    if (maker->key.size == 0)
        padan_buffer_byte(&maker->key, '0');
    if (maker->key.failed)
        return padan_error_allocation(error);
    struct padan_string key = { maker->key.data, maker->key.size };
    return add_word(maker, add_form(maker, key, key, PADAN_CLASS_NUMBER), false, error);
}

/* Whether a date or the like is written with this separator, as in 22.9.2023: groups that are not of three digits. */
static bool is_list_of_numbers(struct padan_string word)
{
    size_t groups = 1, digits = 0, odd = 0;
    for (size_t at = 0; at < word.size; at++) {
        bool separator = word.data[at] == '.' || word.data[at] == ',';
        if (separator) {
            groups++;
            digits = 0;
        } else {
            digits++;
        }
        bool ends = at + 1 == word.size || word.data[at + 1] == '.' || word.data[at + 1] == ',';
        odd += !separator && ends && groups > 1 && digits != 3;
    }
    return groups > 2 && odd > 1;
}

static int add_numbers(struct maker *maker, struct padan_string word, struct padan_error *error)
{
    if (!is_list_of_numbers(word))
        return add_number(maker, word, error);
    int status = PADAN_OK;
    for (size_t start = 0, at = 0; at <= word.size && status == PADAN_OK; at++) {
        if (at < word.size && word.data[at] != '.' && word.data[at] != ',')
            continue;
        status = at > start ? add_number(maker, (struct padan_string){ word.data + start, at - start }, error) : status;
        start = at + 1;
    }
    return status;
}

/* Whether a quotation mark opens: by itself, or, where it looks alike both ways, by standing before a word. */
static bool is_opening(const struct maker *maker, const struct padan_word *word, UChar32 c)
{
    int8_t type = u_charType(c);
    if (type == U_INITIAL_PUNCTUATION || type == U_START_PUNCTUATION)
        return true;
    if (type == U_FINAL_PUNCTUATION || type == U_END_PUNCTUATION)
        return false;
    UChar32 after = character_at(maker->text, word->end);
    return after >= 0 && u_isalnum(after);
}

static bool is_apostrophe(UChar32 c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x2BC;
}

/* The mark that stands for all its spellings, or NULL for one that says nothing. */
static const char *mark_of(const struct maker *maker, const struct padan_word *word, UChar32 c)
{
    if (is_apostrophe(c))
        return NULL;
    if (u_hasBinaryProperty(c, UCHAR_QUOTATION_MARK))
        return is_opening(maker, word, c) ? "\"(" : "\")";
    switch (c) {
    case '?':
    case 0x61F:
    case 0x37E:
    case 0xFF1F:
        return "?";
    case '!':
    case 0xFF01:
        return "!";
    case ':':
    case 0xFF1A:
        return ":";
    case ';':
    case 0x61B:
    case 0xFF1B:
        return ";";
    case '(':
    case 0xFF08:
        return "(";
    case ')':
    case 0xFF09:
        return ")";
    case 0x2026:
        return "...";
    case '%':
    case 0x66A:
    case 0xFF05:
        return "%";
    default:
        return "";
    }
}

static int add_symbol(struct maker *maker, const struct padan_word *word, struct padan_error *error)
{
    struct padan_string text = { maker->text.data + word->start, word->end - word->start };
    UChar32 c = character_at(text, 0);
    const char *mark = mark_of(maker, word, c);
    if (!mark)
        return PADAN_OK;
    struct padan_string key = padan_string(mark);
    if (key.size == 0) {
        if (u_ispunct(c) && c != '/' && c != '@' && c != '#' && c != '&' && c != '*')
            return PADAN_OK;
        key = text;
    }
    return add_word(maker, add_form(maker, key, key, PADAN_CLASS_MARK), false, error);
}

/* "5:30" comes as two numbers and a colon; a clock time is one. Answers how many words it takes. */
static size_t clock_words(const struct maker *maker, const struct padan_word *list, size_t count)
{
    if (count < 3 || list[0].kind != PADAN_WORD_NUMBER || list[2].kind != PADAN_WORD_NUMBER)
        return 1;
    bool joined = list[0].end == list[1].start && list[1].end == list[2].start;
    return joined && list[1].end - list[1].start == 1 && maker->text.data[list[1].start] == ':' ? 3 : 1;
}

static int add_item(struct maker *maker, const struct padan_word *list, size_t taken, bool is_first,
                    struct padan_error *error)
{
    struct padan_string text = { maker->text.data + list[0].start, list[taken - 1].end - list[0].start };
    maker->place = (struct padan_place){ (uint32_t)list[0].start, (uint32_t)list[taken - 1].end };
    if (list->kind == PADAN_WORD_NUMBER)
        return add_numbers(maker, text, error);
    if (list->kind == PADAN_WORD_SYMBOL)
        return add_symbol(maker, list, error);
    UChar32 c = character_at(text, 0);
    return add_letters(maker, text, !is_first && u_isupper(c), error);
}

/* Puts words for a value; false where it has none, and its own words stand. */
static bool add_value(struct maker *maker, const struct padan_value *value, int *status, struct padan_error *error)
{
    struct padan_value_word words[PADAN_VALUE_WORDS];
    size_t count = padan_value_words(words, value, maker->other);
    if (count == SIZE_MAX) {
        *status = padan_error_allocation(error);
        return true;
    }
    for (size_t i = 0; i < count && *status == PADAN_OK; i++) {
        struct padan_string key = padan_string(words[i].text);
        enum padan_word_class class = words[i].digits ? PADAN_CLASS_NUMBER
                                      : words[i].mark ? PADAN_CLASS_MARK
                                                      : PADAN_CLASS_WORD;
        *status = add_word(maker, add_form(maker, key, key, class), false, error);
    }
    return count > 0;
}

/* Values of the segment that is being added. */
struct cursor {
    const struct padan_value *next, *end;
};

static struct cursor values_of(const struct maker *maker, size_t segment)
{
    const struct padan_text_values *values = maker->values;
    if (!values)
        return (struct cursor){ NULL, NULL };
    return (struct cursor){ values->items + values->first[segment], values->items + values->first[segment + 1] };
}

/* A number in one word: its digits say all of it, also that 9.10 is another section than 9.1. */
static bool is_plain(const struct padan_value *value, const struct padan_word *word)
{
    return value->kind == PADAN_VALUE_NUMBER && !value->in_words && word->end >= value->end;
}

/* How many of the words from the first on a value that begins there takes; 0 where none does or its words stand. */
static size_t take_value(struct maker *maker, struct cursor *cursor, const struct padan_word *list, size_t count,
                         int *status, struct padan_error *error)
{
    size_t taken = 0;
    while (cursor->next < cursor->end && cursor->next->end <= list->start)
        cursor->next++;
    const struct padan_value *value = cursor->next;
    if (value == cursor->end || value->start != list->start || is_plain(value, list))
        return 0;
    maker->place = (struct padan_place){ (uint32_t)value->start, (uint32_t)value->end };
    if (!add_value(maker, value, status, error))
        return 0;
    while (taken < count && list[taken].start < value->end)
        taken++;
    return taken;
}

static double characters(struct padan_string text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, at, text.size, c);
        count += c > ' ' && c < 0x7F ? 1 : !u_isUWhiteSpace(c);
    }
    return (double)count;
}

static int add_segment(struct maker *maker, const struct padan_align_segment *segment, struct padan_error *error)
{
    struct padan_side *side = maker->side;
    const struct padan_word *list;
    size_t count, letters = 0;
    maker->text = segment->text;
    int status = padan_words_cut(maker->words, segment->text, &list, &count, error);
    side->first[side->count] = side->count ? side->first[side->count] : 0;
    size_t start = side->first[side->count];
    struct cursor cursor = values_of(maker, side->count);
    side->first[++side->count] = (uint32_t)start;
    for (size_t at = 0, taken; status == PADAN_OK && at < count; at += taken) {
        letters += list[at].kind == PADAN_WORD_LETTERS;
        taken = take_value(maker, &cursor, list + at, count - at, &status, error);
        if (taken == 0) {
            taken = clock_words(maker, list + at, count - at);
            status = add_item(maker, list + at, taken, letters < 2, error);
        }
        if (side->first[side->count] - start >= PADAN_SEGMENT_WORDS)
            break;
    }
    /* One is added so that an empty segment has a length of which there is a logarithm. */
    side->length[side->count] = side->length[side->count - 1] + characters(segment->text) + 1;
    return status;
}

static void count_breaks(struct padan_side *side, const struct padan_align_segment *segments)
{
    for (size_t i = 1; i <= side->count; i++)
        side->paragraph[i] =
            side->paragraph[i - 1] + (i == side->count || segments[i].paragraph != segments[i - 1].paragraph);
    if (side->count > 1)
        side->break_rate = (double)side->paragraph[side->count - 1] / (double)(side->count - 1);
}

static void find_names(struct padan_side *side)
{
    for (size_t type = 0; type < side->types.count; type++) {
        if (side->classes[type] == PADAN_CLASS_WORD && side->upper[type] * 2 > side->frequency[type])
            side->classes[type] = PADAN_CLASS_NAME;
    }
}

static int make_segments(struct maker *maker, const struct padan_align_segment *segments, size_t count,
                         struct padan_error *error)
{
    struct padan_side *side = maker->side;
    side->first = calloc(count + 1, sizeof *side->first);
    side->length = calloc(count + 1, sizeof *side->length);
    side->paragraph = calloc(count + 1, sizeof *side->paragraph);
    if (!side->first || !side->length || !side->paragraph || !reserve_types(side, 1))
        return padan_error_allocation(error);
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = add_segment(maker, &segments[i], error);
    if (status == PADAN_OK) {
        count_breaks(side, segments);
        find_names(side);
    }
    return status;
}

int padan_side_make_placed(struct padan_side *side, struct padan_place **places,
                           const struct padan_align_segment *segments, size_t count, const char *language,
                           const struct padan_text_values *values, const struct padan_text_values *other,
                           struct padan_error *error)
{
    *side = (struct padan_side){ 0 };
    struct maker maker = { .side = side, .values = values, .other = other, .places = places };
    if (places)
        *places = NULL;
    int status = padan_words_new(&maker.words, language, error);
    if (status == PADAN_OK)
        status = padan_stemmer_new(&maker.stemmer, language, error);
    if (status == PADAN_OK)
        status = make_segments(&maker, segments, count, error);
    padan_words_free(maker.words);
    padan_stemmer_free(maker.stemmer);
    padan_buffer_free(&maker.folded);
    padan_buffer_free(&maker.key);
    return status;
}

int padan_side_make(struct padan_side *side, const struct padan_align_segment *segments, size_t count,
                    const char *language, const struct padan_text_values *values, const struct padan_text_values *other,
                    struct padan_error *error)
{
    return padan_side_make_placed(side, NULL, segments, count, language, values, other, error);
}

size_t padan_side_find(const struct padan_side *side, struct padan_string text)
{
    struct padan_buffer folded = { 0 };
    size_t form = PADAN_TABLE_NONE;
    if (padan_word_fold(&folded, text, NULL) == PADAN_OK)
        form = padan_table_find(&side->forms, folded.data, folded.size);
    padan_buffer_free(&folded);
    return form == PADAN_TABLE_NONE ? form : side->form_type[form];
}

struct padan_string padan_side_stem(struct padan_stemmer *stemmer, struct padan_string form)
{
    if (padan_stemmer_has_rules(stemmer))
        return padan_stem(stemmer, form);
    struct padan_string stem = cut_endings(form);
    size_t at = 0;
    for (size_t letters = 0; letters < stem_letters && at < stem.size;) {
        UChar32 c;
        U8_NEXT((const uint8_t *)stem.data, at, stem.size, c);
        letters += is_written_in(c, USCRIPT_HANGUL) ? hangul_letters : 1;
    }
    return (struct padan_string){ stem.data, at };
}

size_t padan_side_type_of(const struct padan_side *side, struct padan_string form, struct padan_string stem)
{
    size_t known = padan_table_find(&side->forms, form.data, form.size);
    return known != PADAN_TABLE_NONE ? side->form_type[known] : padan_table_find(&side->types, stem.data, stem.size);
}

void padan_side_free(struct padan_side *side)
{
    free(side->first);
    free(side->words);
    free(side->length);
    free(side->paragraph);
    free(side->form_type);
    free(side->frequency);
    free(side->upper);
    free(side->classes);
    padan_table_free(&side->forms);
    padan_table_free(&side->types);
    *side = (struct padan_side){ 0 };
}
