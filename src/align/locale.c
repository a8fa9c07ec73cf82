/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ICU's locale data (CLDR) says in both languages: powers of ten and ordinals in words, units, countries,
 * languages.
 */
#include "align/locale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "align/finder.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"

/*
 * Names have numbers, which are the same in all languages: one, powers of ten, ordinals, units beside 1, 3 and 5,
 * countries, languages.
 */
enum {
    NAME_SIZE = 128,
    SCALES = 5,
    ORDINALS = 20,
    UNITS = 15,
    PLURALS = 3,
    FIRST_SCALE = 1,
    FIRST_ORDINAL = FIRST_SCALE + SCALES,
    FIRST_UNIT = FIRST_ORDINAL + ORDINALS,
    FIRST_PLACE = FIRST_UNIT + UNITS * PLURALS
};

static const double sure = 0.8, likely = 0.4;
static const int plurals[PLURALS] = { 1, 3, 5 };

/* A word as a side has it. */
struct name_word {
    struct padan_string form, stem;
};

/* A name in one language. One of more words than PADAN_FOUND_WORDS has none here; one that is not there counts 0. */
struct name {
    bool is_read;
    size_t count;
    struct name_word *words;
};

/* A language, and its names as far as they were asked for. */
struct tongue {
    struct tongue *next;
    char tag[PADAN_LANGUAGE_SIZE];
    struct padan_values *values; /* or NULL: nobody has asked */
    struct padan_words *words;
    struct padan_stemmer *stemmer;
    struct padan_buffer folded;
    UNumberFormat *numbers;       /* in words; or NULL */
    bool spells_ordinals;         /* what rules it has been set to */
    ULocaleDisplayNames *display; /* or NULL */
    bool is_open;                 /* the three above were asked for */
    uint8_t same_plural[PLURALS]; /* which of the numbers before has the same form, or itself */
    struct name *names;
    size_t name_count;
    struct padan_arena strings;
};

struct padan_locales {
    struct tongue *tongues;
};

/* A name as ICU gives it. */
struct text {
    UChar units[NAME_SIZE];
    int32_t length; /* 0: there is none */
};

/* A second format for the ordinals would cost as much again as the first. */
static void spell(struct text *text, struct tongue *tongue, int64_t number, bool ordinal)
{
    UErrorCode status = U_ZERO_ERROR;
    text->length = 0;
    if (!tongue->numbers)
        return;
    if (tongue->spells_ordinals != ordinal)
        unum_setTextAttribute(tongue->numbers, UNUM_DEFAULT_RULESET, ordinal ? u"%spellout-ordinal" : u"", -1, &status);
    if (U_FAILURE(status))
        return;
    tongue->spells_ordinals = ordinal;
    int32_t length = unum_formatInt64(tongue->numbers, number, text->units, NAME_SIZE, NULL, &status);
    text->length = U_SUCCESS(status) ? length : 0;
}

/* "two million" without its "two". */
static void cut_start(struct text *text, const struct text *start)
{
    if (start->length == 0 || text->length <= start->length || u_memcmp(text->units, start->units, start->length) != 0)
        return;
    int32_t from = start->length;
    while (from < text->length && (text->units[from] == ' ' || text->units[from] == 0xAD))
        from++;
    text->length -= from;
    u_memmove(text->units, text->units + from, text->length);
}

/* The name of a unit: what is left of "5 hours" without the number. */
static void name_unit(struct text *text, const char *language, const UChar *skeleton, int number)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(skeleton, -1, language, &status);
    UFormattedNumber *result = unumf_openResult(&status);
    unumf_formatInt(formatter, number, result, &status);
    text->length = unumf_resultToString(result, text->units, NAME_SIZE, &status);
    text->length = U_SUCCESS(status) ? text->length : 0;
    int32_t kept = 0;
    for (int32_t i = 0; i < text->length; i++) {
        UChar c = text->units[i];
        if (!u_isdigit(c) && (kept > 0 || !u_isUWhiteSpace(c)))
            text->units[kept++] = c;
    }
    while (kept > 0 && u_isUWhiteSpace(text->units[kept - 1]))
        kept--;
    text->length = kept;
    unumf_closeResult(result);
    unumf_close(formatter);
}

static const UChar *const skeletons[UNITS] = {
    u"measure-unit/duration-second unit-width-full-name",  u"measure-unit/duration-minute unit-width-full-name",
    u"measure-unit/duration-hour unit-width-full-name",    u"measure-unit/duration-day unit-width-full-name",
    u"measure-unit/duration-week unit-width-full-name",    u"measure-unit/duration-month unit-width-full-name",
    u"measure-unit/duration-year unit-width-full-name",    u"measure-unit/length-meter unit-width-full-name",
    u"measure-unit/length-kilometer unit-width-full-name", u"measure-unit/length-centimeter unit-width-full-name",
    u"measure-unit/mass-kilogram unit-width-full-name",    u"measure-unit/mass-gram unit-width-full-name",
    u"measure-unit/volume-liter unit-width-full-name",     u"measure-unit/area-hectare unit-width-full-name",
    u"measure-unit/concentr-percent unit-width-full-name",
};

/* Codes that a language has no name for come back as they are. */
static void name_place(struct text *text, const ULocaleDisplayNames *display, size_t number)
{
    const char *const *countries = uloc_getISOCountries(), *const *languages = uloc_getISOLanguages();
    UErrorCode status = U_ZERO_ERROR;
    UChar code[16];
    size_t country = 0;
    while (countries[country] && country < number)
        country++;
    bool is_country = countries[country] != NULL;
    const char *name = is_country ? countries[number] : languages[number - country];
    text->length = is_country ? uldn_regionDisplayName(display, name, text->units, NAME_SIZE, &status)
                              : uldn_languageDisplayName(display, name, text->units, NAME_SIZE, &status);
    u_charsToUChars(name, code, (int32_t)strlen(name) + 1);
    if (U_FAILURE(status) || (text->length < 15 && u_strcmp(text->units, code) == 0))
        text->length = 0;
}

static size_t count_names(void)
{
    size_t count = FIRST_PLACE;
    for (const char *const *code = uloc_getISOCountries(); *code; code++)
        count++;
    for (const char *const *code = uloc_getISOLanguages(); *code; code++)
        count++;
    return count;
}

static void name_scale(struct text *text, struct tongue *tongue, size_t number)
{
    static const int64_t scales[SCALES] = { 100, 1000, 1000000, 1000000000, 1000000000000 };
    struct text two;
    spell(&two, tongue, 2, false);
    spell(text, tongue, 2 * scales[number], false);
    cut_start(text, &two);
}

/* One is an article too in many languages; numbers that are not named here are values (values.c). */
static void read_text(struct text *text, struct tongue *tongue, size_t number)
{
    text->length = 0;
    if (number < FIRST_SCALE)
        spell(text, tongue, 1, false);
    else if (number < FIRST_ORDINAL)
        name_scale(text, tongue, number - FIRST_SCALE);
    else if (number < FIRST_UNIT)
        spell(text, tongue, (int64_t)(number - FIRST_ORDINAL) + 1, true);
    else if (number < FIRST_PLACE)
        name_unit(text, tongue->tag, skeletons[(number - FIRST_UNIT) / PLURALS],
                  plurals[(number - FIRST_UNIT) % PLURALS]);
    else if (tongue->display)
        name_place(text, tongue->display, number - FIRST_PLACE);
}

static bool keep(struct tongue *tongue, struct padan_string *out, struct padan_string text)
{
    *out = (struct padan_string){ padan_arena_copy(&tongue->strings, text.data, text.size), text.size };
    return out->data != NULL;
}

static int keep_word(struct tongue *tongue, struct name *name, struct padan_string word, struct padan_error *error)
{
    padan_buffer_clear(&tongue->folded);
    int status = padan_word_fold(&tongue->folded, word, error);
    if (status != PADAN_OK || tongue->folded.size == 0 || name->count++ >= PADAN_FOUND_WORDS)
        return status;
    struct name_word *kept = &name->words[name->count - 1];
    struct padan_string folded = { tongue->folded.data, tongue->folded.size };
    struct padan_string stem = padan_side_stem(tongue->stemmer, folded);
    bool done = stem.data && keep(tongue, &kept->stem, stem) && keep(tongue, &kept->form, folded);
    return done ? PADAN_OK : padan_error_allocation(error);
}

/* Cuts a name into the words that it is looked for by. */
static int keep_words(struct tongue *tongue, struct name *name, const struct text *text, struct padan_error *error)
{
    char bytes[NAME_SIZE * 3 + 1];
    int32_t size;
    UErrorCode converted = U_ZERO_ERROR;
    const struct padan_word *list;
    size_t count;
    u_strToUTF8(bytes, sizeof bytes, &size, text->units, text->length, &converted);
    if (text->length == 0 || U_FAILURE(converted))
        return PADAN_OK;
    int status = padan_words_cut(tongue->words, (struct padan_string){ bytes, (size_t)size }, &list, &count, error);
    if (status != PADAN_OK)
        return status;
    name->count = 0;
    name->words = padan_arena_take(&tongue->strings, PADAN_FOUND_WORDS * sizeof *name->words);
    if (!name->words)
        return padan_error_allocation(error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        if (list[i].kind == PADAN_WORD_LETTERS)
            status = keep_word(tongue, name,
                               (struct padan_string){ bytes + list[i].start, list[i].end - list[i].start }, error);
    return status;
}

/* The number of a name that reads the same: that of a unit beside a number that takes the same form. */
static size_t same_name(const struct tongue *tongue, size_t number)
{
    if (number < FIRST_UNIT || number >= FIRST_PLACE)
        return number;
    size_t plural = (number - FIRST_UNIT) % PLURALS;
    return number - plural + tongue->same_plural[plural];
}

static int read_name(struct tongue *tongue, size_t number, const struct name **out, struct padan_error *error)
{
    struct name *name = &tongue->names[same_name(tongue, number)];
    *out = name;
    if (name->is_read)
        return PADAN_OK;
    struct text text;
    read_text(&text, tongue, (size_t)(name - tongue->names));
    int status = keep_words(tongue, name, &text, error);
    name->is_read = status == PADAN_OK;
    return status;
}

static void find_plurals(struct tongue *tongue)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar forms[PLURALS][16] = { 0 };
    UPluralRules *rules = uplrules_open(tongue->tag, &status);
    for (uint8_t i = 0; i < PLURALS; i++) {
        tongue->same_plural[i] = i;
        uplrules_select(rules, plurals[i], forms[i], 16, &status);
        for (uint8_t before = 0; U_SUCCESS(status) && before < i; before++)
            if (u_strcmp(forms[before], forms[i]) == 0)
                tongue->same_plural[i] = before;
    }
    if (rules)
        uplrules_close(rules);
}

/* What a language has no data for is NULL. */
static void open_data(struct tongue *tongue)
{
    UErrorCode status = U_ZERO_ERROR;
    tongue->is_open = true;
    tongue->numbers = unum_open(UNUM_SPELLOUT, NULL, 0, tongue->tag, NULL, &status);
    if (U_FAILURE(status))
        tongue->numbers = NULL;
    status = U_ZERO_ERROR;
    tongue->display = uldn_open(tongue->tag, ULDN_STANDARD_NAMES, &status);
    if (U_FAILURE(status))
        tongue->display = NULL;
    find_plurals(tongue);
}

static void free_tongue(struct tongue *tongue)
{
    padan_values_free(tongue->values);
    padan_words_free(tongue->words);
    padan_stemmer_free(tongue->stemmer);
    padan_buffer_free(&tongue->folded);
    if (tongue->numbers)
        unum_close(tongue->numbers);
    if (tongue->display)
        uldn_close(tongue->display);
    padan_arena_free(&tongue->strings);
    free(tongue->names);
    free(tongue);
}

static int make_tongue(struct tongue **out, const char *tag, struct padan_error *error)
{
    struct tongue *tongue = *out = calloc(1, sizeof *tongue);
    if (!tongue)
        return padan_error_allocation(error);
    memcpy(tongue->tag, tag, strlen(tag) + 1);
    tongue->name_count = count_names();
    tongue->names = calloc(tongue->name_count, sizeof *tongue->names);
    int status = tongue->names ? padan_words_new(&tongue->words, tag, error) : padan_error_allocation(error);
    if (status == PADAN_OK)
        status = padan_stemmer_new(&tongue->stemmer, tag, error);
    if (status != PADAN_OK) {
        free_tongue(tongue);
        return status;
    }
    return PADAN_OK;
}

static int find_tongue(struct padan_locales *locales, const char *language, struct tongue **out,
                       struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    for (*out = locales->tongues; *out; *out = (*out)->next)
        if (strcmp((*out)->tag, tag) == 0)
            return PADAN_OK;
    status = make_tongue(out, tag, error);
    if (status != PADAN_OK)
        return status;
    (*out)->next = locales->tongues;
    locales->tongues = *out;
    return PADAN_OK;
}

struct padan_locales *padan_locales_new(void)
{
    return calloc(1, sizeof(struct padan_locales));
}

void padan_locales_free(struct padan_locales *locales)
{
    struct tongue *next = locales ? locales->tongues : NULL;
    while (next) {
        struct tongue *tongue = next;
        next = tongue->next;
        free_tongue(tongue);
    }
    free(locales);
}

int padan_locales_admit(struct padan_locales *locales, const char *language, struct padan_error *error)
{
    struct tongue *tongue;
    return find_tongue(locales, language, &tongue, error);
}

int padan_locales_read(struct padan_locales *locales, const char *language, struct padan_error *error)
{
    struct tongue *tongue;
    const struct name *name;
    int status = find_tongue(locales, language, &tongue, error);
    if (status == PADAN_OK && !tongue->is_open)
        open_data(tongue);
    for (size_t number = 0; status == PADAN_OK && number < tongue->name_count; number++)
        status = read_name(tongue, number, &name, error);
    return status;
}

int padan_locales_values(struct padan_locales *locales, const char *language, struct padan_values **out,
                         struct padan_error *error)
{
    struct tongue *tongue;
    int status = find_tongue(locales, language, &tongue, error);
    if (status == PADAN_OK && !tongue->values)
        status = padan_values_new(&tongue->values, language, error);
    *out = status == PADAN_OK ? tongue->values : NULL;
    return status;
}

/* Two texts, and what is known of their languages. */
struct joining {
    struct padan_pairs *pairs;
    const struct padan_side *sides[2];
    struct tongue *tongues[2];
};

/* The words of a name that a text has; of several words each may render each. */
static struct padan_found find_words(const struct padan_side *side, const struct name *name)
{
    struct padan_found found = { .count = name->count };
    for (size_t i = 0; i < name->count && name->count <= PADAN_FOUND_WORDS; i++) {
        size_t type = padan_side_type_of(side, name->words[i].form, name->words[i].stem);
        if (type != PADAN_TABLE_NONE)
            found.types[found.known++] = type;
    }
    return found;
}

static bool add(struct joining *joining, size_t source, size_t target, double strength)
{
    return padan_pairs_add(joining->pairs, source, target, PADAN_EVIDENCE_ALIKE, strength, strength);
}

static bool add_found(struct joining *joining, const struct padan_found found[2])
{
    size_t most = found[0].count > found[1].count ? found[0].count : found[1].count;
    for (size_t i = 0; i < found[0].known; i++)
        for (size_t k = 0; k < found[1].known; k++)
            if (!add(joining, found[0].types[i], found[1].types[k], sure / (double)most))
                return false;
    return true;
}

/* A name of one language against a number in digits in the other. */
static bool add_number(struct joining *joining, const struct padan_found found[2], long number, double strength)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%ld", number);
    for (int i = 0; i < 2; i++) {
        size_t other = padan_table_find(&joining->sides[!i]->types, digits, (size_t)size);
        if (other == PADAN_TABLE_NONE || found[i].count != 1 || found[i].known != 1)
            continue;
        if (!add(joining, i == 0 ? found[i].types[0] : other, i == 0 ? other : found[i].types[0], strength))
            return false;
    }
    return true;
}

/* Names of the target are read where the source text has any of the other's words, or a number may stand for it. */
static int join_name(struct joining *joining, size_t number, struct padan_error *error)
{
    bool is_number = number < FIRST_SCALE || (number >= FIRST_ORDINAL && number < FIRST_UNIT);
    const struct name *names[2];
    struct padan_found found[2];
    int status = read_name(joining->tongues[0], number, &names[0], error);
    if (status != PADAN_OK || names[0]->count == 0)
        return status;
    found[0] = find_words(joining->sides[0], names[0]);
    if (found[0].known == 0 && !is_number)
        return PADAN_OK;
    status = read_name(joining->tongues[1], number, &names[1], error);
    if (status != PADAN_OK || names[1]->count == 0)
        return status;
    found[1] = find_words(joining->sides[1], names[1]);
    bool done = names[0]->count > PADAN_FOUND_WORDS || names[1]->count > PADAN_FOUND_WORDS || add_found(joining, found);
    if (done && is_number)
        done = add_number(joining, found, number < FIRST_SCALE ? 1 : (long)(number - FIRST_ORDINAL) + 1,
                          number < FIRST_SCALE ? sure : likely);
    return done ? PADAN_OK : padan_error_allocation(error);
}

static int join(struct joining *joining, struct padan_error *error)
{
    int status = PADAN_OK;
    for (int side = 0; side < 2; side++)
        if (!joining->tongues[side]->is_open)
            open_data(joining->tongues[side]);
    for (size_t number = 0; status == PADAN_OK && number < joining->tongues[0]->name_count; number++)
        status = join_name(joining, number, error);
    return status;
}

int padan_locale_add(struct padan_pairs *pairs, struct padan_locales *locales, const struct padan_side *source,
                     const char *source_language, const struct padan_side *target, const char *target_language,
                     struct padan_error *error)
{
    struct joining joining = { .pairs = pairs, .sides = { source, target } };
    struct padan_locales *own = locales ? NULL : padan_locales_new();
    locales = locales ? locales : own;
    if (!locales)
        return padan_error_allocation(error);
    int status = find_tongue(locales, source_language, &joining.tongues[0], error);
    if (status == PADAN_OK)
        status = find_tongue(locales, target_language, &joining.tongues[1], error);
    if (status == PADAN_OK)
        status = join(&joining, error);
    padan_locales_free(own);
    return status;
}
