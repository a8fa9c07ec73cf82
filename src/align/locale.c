/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ICU's locale data (CLDR) says in both languages: powers of ten and ordinals in words, units, countries,
 * languages.
 */
#include <stdio.h>

#include <unicode/uchar.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "align/finder.h"
#include "align/lexicon.h"
#include "base/error.h"

enum { NAME_SIZE = 128, SOURCE = 0, TARGET = 1 };

static const double sure = 0.8, likely = 0.4;

/* A name in one language. */
struct name {
    UChar units[NAME_SIZE];
    int32_t length; /* 0: there is none */
};

struct dictionary {
    struct padan_pairs *pairs;
    const struct padan_side *sides[2];
    struct padan_finder finders[2];
    const char *languages[2];
    bool failed;
};

static void find_words(struct padan_found *found, struct dictionary *dictionary, int side, const struct name *name)
{
    char text[NAME_SIZE * 3 + 1];
    int32_t size;
    UErrorCode status = U_ZERO_ERROR;
    *found = (struct padan_found){ 0 };
    u_strToUTF8(text, sizeof text, &size, name->units, name->length, &status);
    if (U_FAILURE(status))
        return;
    struct padan_string words = { text, (size_t)size };
    if (padan_finder_find(&dictionary->finders[side], words, found, NULL) != PADAN_OK)
        dictionary->failed = true;
}

static void add(struct dictionary *dictionary, size_t source, size_t target, double strength)
{
    if (!padan_pairs_add(dictionary->pairs, source, target, PADAN_EVIDENCE_ALIKE, strength, strength))
        dictionary->failed = true;
}

/* Of names of several words each may render each. */
static void pair_names(struct dictionary *dictionary, const struct name names[2], double strength)
{
    struct padan_found source, target;
    if (names[SOURCE].length == 0 || names[TARGET].length == 0)
        return;
    find_words(&source, dictionary, SOURCE, &names[SOURCE]);
    find_words(&target, dictionary, TARGET, &names[TARGET]);
    size_t most = source.count > target.count ? source.count : target.count;
    if (most > PADAN_FOUND_WORDS)
        return;
    for (size_t i = 0; i < source.known; i++) {
        for (size_t k = 0; k < target.known; k++)
            add(dictionary, source.types[i], target.types[k], strength / (double)most);
    }
}

/* A name of one language against a number in digits in the other. */
static void pair_number(struct dictionary *dictionary, const struct name names[2], long number, double strength)
{
    char digits[24];
    int size = snprintf(digits, sizeof digits, "%ld", number);
    for (int i = 0; i < 2; i++) {
        struct padan_found found;
        size_t other = padan_table_find(&dictionary->sides[!i]->types, digits, (size_t)size);
        if (other == PADAN_TABLE_NONE || names[i].length == 0)
            continue;
        find_words(&found, dictionary, i, &names[i]);
        if (found.count != 1 || found.known != 1)
            continue;
        if (i == SOURCE)
            add(dictionary, found.types[0], other, strength);
        else
            add(dictionary, other, found.types[0], strength);
    }
}

static void spell(struct name *name, const UNumberFormat *format, long number)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = unum_formatInt64(format, number, name->units, NAME_SIZE, NULL, &status);
    name->length = U_SUCCESS(status) ? length : 0;
}

/* "two million" without its "two". */
static void cut_start(struct name *name, const struct name *start)
{
    if (start->length == 0 || name->length <= start->length || u_memcmp(name->units, start->units, start->length) != 0)
        return;
    int32_t from = start->length;
    while (from < name->length && (name->units[from] == ' ' || name->units[from] == 0xAD))
        from++;
    name->length -= from;
    u_memmove(name->units, name->units + from, name->length);
}

/* One, which is an article too in many languages, and powers of ten; other numbers are values (values.c). */
static void pair_spelt(struct dictionary *dictionary, UNumberFormat *const formats[2])
{
    static const long scales[] = { 100, 1000, 1000000, 1000000000, 1000000000000 };
    struct name names[2], twos[2];
    spell(&names[SOURCE], formats[SOURCE], 1);
    spell(&names[TARGET], formats[TARGET], 1);
    pair_names(dictionary, names, sure);
    pair_number(dictionary, names, 1, sure);
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        for (int side = 0; side < 2; side++) {
            spell(&twos[side], formats[side], 2);
            spell(&names[side], formats[side], 2 * scales[i]);
            cut_start(&names[side], &twos[side]);
        }
        pair_names(dictionary, names, sure);
    }
}

static void pair_numbers(struct dictionary *dictionary)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *formats[2];
    for (int i = 0; i < 2; i++)
        formats[i] = unum_open(UNUM_SPELLOUT, NULL, 0, dictionary->languages[i], NULL, &status);
    if (U_SUCCESS(status))
        pair_spelt(dictionary, formats);
    for (int i = 0; U_SUCCESS(status) && i < 2; i++)
        unum_setTextAttribute(formats[i], UNUM_DEFAULT_RULESET, u"%spellout-ordinal", -1, &status);
    for (long number = 1; U_SUCCESS(status) && number <= 20; number++) {
        struct name names[2];
        spell(&names[SOURCE], formats[SOURCE], number);
        spell(&names[TARGET], formats[TARGET], number);
        pair_names(dictionary, names, sure);
        pair_number(dictionary, names, number, likely);
    }
    for (int i = 0; i < 2; i++)
        unum_close(formats[i]);
}

/* The name of a unit: what is left of "5 hours" without the number. */
static void name_unit(struct name *name, const char *language, const UChar *skeleton, int number)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(skeleton, -1, language, &status);
    UFormattedNumber *result = unumf_openResult(&status);
    unumf_formatInt(formatter, number, result, &status);
    name->length = unumf_resultToString(result, name->units, NAME_SIZE, &status);
    name->length = U_SUCCESS(status) ? name->length : 0;
    int32_t kept = 0;
    for (int32_t i = 0; i < name->length; i++) {
        UChar c = name->units[i];
        if (!u_isdigit(c) && (kept > 0 || !u_isUWhiteSpace(c)))
            name->units[kept++] = c;
    }
    while (kept > 0 && u_isUWhiteSpace(name->units[kept - 1]))
        kept--;
    name->length = kept;
    unumf_closeResult(result);
    unumf_close(formatter);
}

static void pair_units(struct dictionary *dictionary)
{
    static const UChar *const skeletons[] = {
        u"measure-unit/duration-second unit-width-full-name",  u"measure-unit/duration-minute unit-width-full-name",
        u"measure-unit/duration-hour unit-width-full-name",    u"measure-unit/duration-day unit-width-full-name",
        u"measure-unit/duration-week unit-width-full-name",    u"measure-unit/duration-month unit-width-full-name",
        u"measure-unit/duration-year unit-width-full-name",    u"measure-unit/length-meter unit-width-full-name",
        u"measure-unit/length-kilometer unit-width-full-name", u"measure-unit/length-centimeter unit-width-full-name",
        u"measure-unit/mass-kilogram unit-width-full-name",    u"measure-unit/mass-gram unit-width-full-name",
        u"measure-unit/volume-liter unit-width-full-name",     u"measure-unit/area-hectare unit-width-full-name",
        u"measure-unit/concentr-percent unit-width-full-name",
    };
    for (size_t i = 0; i < sizeof skeletons / sizeof *skeletons; i++) {
        static const int numbers[] = { 1, 3, 5 };
        for (size_t k = 0; k < 3; k++) {
            struct name names[2];
            name_unit(&names[SOURCE], dictionary->languages[SOURCE], skeletons[i], numbers[k]);
            name_unit(&names[TARGET], dictionary->languages[TARGET], skeletons[i], numbers[k]);
            pair_names(dictionary, names, sure);
        }
    }
}

typedef int32_t name_code(const ULocaleDisplayNames *names, const char *code, UChar *out, int32_t size,
                          UErrorCode *status);

/* Codes that a language has no name for come back as they are. */
static void pair_codes(struct dictionary *dictionary, ULocaleDisplayNames *const displays[2], const char *const *codes,
                       name_code *function)
{
    for (; *codes; codes++) {
        struct name names[2];
        for (int i = 0; i < 2; i++) {
            UErrorCode status = U_ZERO_ERROR;
            UChar code[16];
            names[i].length = function(displays[i], *codes, names[i].units, NAME_SIZE, &status);
            u_uastrncpy(code, *codes, 15);
            if (U_FAILURE(status) || (names[i].length < 15 && u_strcmp(names[i].units, code) == 0))
                names[i].length = 0;
        }
        pair_names(dictionary, names, sure);
    }
}

static void pair_places(struct dictionary *dictionary)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *displays[2];
    for (int i = 0; i < 2; i++)
        displays[i] = uldn_open(dictionary->languages[i], ULDN_STANDARD_NAMES, &status);
    if (U_SUCCESS(status)) {
        pair_codes(dictionary, displays, uloc_getISOCountries(), uldn_regionDisplayName);
        pair_codes(dictionary, displays, uloc_getISOLanguages(), uldn_languageDisplayName);
    }
    for (int i = 0; i < 2; i++)
        uldn_close(displays[i]);
}

int padan_locale_add(struct padan_pairs *pairs, const struct padan_side *source, const char *source_language,
                     const struct padan_side *target, const char *target_language, struct padan_error *error)
{
    struct dictionary dictionary = { .pairs = pairs,
                                     .sides = { source, target },
                                     .languages = { source_language, target_language } };
    int status = padan_finder_make(&dictionary.finders[SOURCE], source, source_language, error);
    if (status == PADAN_OK)
        status = padan_finder_make(&dictionary.finders[TARGET], target, target_language, error);
    if (status == PADAN_OK) {
        pair_numbers(&dictionary);
        pair_units(&dictionary);
        pair_places(&dictionary);
        status = dictionary.failed ? padan_error_allocation(error) : PADAN_OK;
    }
    padan_finder_free(&dictionary.finders[SOURCE]);
    padan_finder_free(&dictionary.finders[TARGET]);
    return status;
}
