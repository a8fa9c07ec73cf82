/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of values from ICU's locale data: months, days, currencies, per cent, and how numbers are written. */
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "text/language.h"
#include "text/value_parts.h"

enum { NAME_SIZE = 160 };

struct namer {
    struct padan_value_trie *trie;
    const char *language;
    bool syllables; /* words are written with blanks in them */
};

static struct padan_value_name *add(struct namer *namer, const UChar *units, int32_t size, uint32_t means)
{
    struct padan_value_name *name = padan_value_trie_add(namer->trie, units, size);
    if (name)
        name->means |= means;
    return name;
}

/* An abbreviation may be the full name of another set of symbols: May. */
static void add_symbol(struct namer *namer, UChar *units, int32_t size, uint32_t means, int index)
{
    uint32_t capital = u_isupper(units[0]) && !u_memchr(units, ' ', size) ? PADAN_MEANS_CAPITAL : 0;
    for (int dot = 0; dot < 2; dot++) {
        struct padan_value_name *name = padan_value_trie_add(namer->trie, units, size);
        if (!name)
            return;
        bool known = (name->means & means & (PADAN_MEANS_MONTH | PADAN_MEANS_WEEKDAY)) != 0;
        if (!known)
            name->means |= means | capital;
        if (!known && (means & PADAN_MEANS_MONTH))
            name->month = (uint8_t)(index + 1);
        else if (!known)
            name->weekday = (uint8_t)index;
        if (size < 2 || units[size - 1] != '.')
            return;
        size--;
    }
}

/* "в сентябре", "в среду": cases that ICU's data lack. */
static void add_slavic(struct namer *namer, UChar *units, int32_t size, uint32_t means, int index)
{
    static const UChar endings[] = { 0x435, 0x443 }; /* е, у */
    UChar last = units[size - 1];
    bool fits = last == 0x430 || last == 0x44F || last == 0x44C; /* а, я, ь */
    for (size_t i = 0; size > 2 && fits && i < 2; i++) {
        units[size - 1] = endings[i];
        add_symbol(namer, units, size, means, index);
    }
}

/* Names that begin with a digit (1月) are read as numbers; Han numerals as well. */
static bool is_spelt(const UChar *units, int32_t size)
{
    return size > 1 && !u_isdigit(units[0]) && !(size <= 3 && units[size - 1] == 0x6708);
}

static void add_dates(struct namer *namer, const char *language)
{
    static const struct {
        UDateFormatSymbolType type;
        uint32_t means;
        int first, count;
    } sets[] = {
        { UDAT_MONTHS, PADAN_MEANS_MONTH, 0, 12 },
        { UDAT_STANDALONE_MONTHS, PADAN_MEANS_MONTH, 0, 12 },
        { UDAT_WEEKDAYS, PADAN_MEANS_WEEKDAY, 1, 7 },
        { UDAT_STANDALONE_WEEKDAYS, PADAN_MEANS_WEEKDAY, 1, 7 },
        { UDAT_SHORT_MONTHS, PADAN_MEANS_MONTH | PADAN_MEANS_SHORT, 0, 12 },
        { UDAT_STANDALONE_SHORT_MONTHS, PADAN_MEANS_MONTH | PADAN_MEANS_SHORT, 0, 12 },
        { UDAT_SHORT_WEEKDAYS, PADAN_MEANS_WEEKDAY | PADAN_MEANS_SHORT, 1, 7 },
        { UDAT_AM_PMS, PADAN_MEANS_MORNING, 0, 1 },
        { UDAT_AM_PMS, PADAN_MEANS_EVENING, 1, 1 },
    };
    char locale[ULOC_FULLNAME_CAPACITY + 24];
    UErrorCode status = U_ZERO_ERROR;
    strcpy(locale, language);
    strcat(locale, strchr(locale, '@') ? ";calendar=gregorian" : "@calendar=gregorian");
    UDateFormat *format = udat_open(UDAT_LONG, UDAT_LONG, locale, u"UTC", -1, NULL, 0, &status);
    for (size_t s = 0; U_SUCCESS(status) && s < sizeof sets / sizeof *sets; s++) {
        for (int index = sets[s].first; index < sets[s].first + sets[s].count; index++) {
            UErrorCode symbol = U_ZERO_ERROR;
            UChar units[NAME_SIZE];
            int32_t size = udat_getSymbols(format, sets[s].type, index, units, NAME_SIZE, &symbol);
            if (U_FAILURE(symbol) || !is_spelt(units, size))
                continue;
            if (sets[s].type == UDAT_AM_PMS)
                add(namer, units, size, sets[s].means);
            else
                add_symbol(namer, units, size, sets[s].means, index);
            if (!(sets[s].means & (PADAN_MEANS_SHORT | PADAN_MEANS_MORNING | PADAN_MEANS_EVENING)))
                add_slavic(namer, units, size, sets[s].means, index);
        }
    }
    udat_close(format);
}

static void add_currency(struct namer *namer, const UChar *units, int32_t size, const char *code, uint32_t means)
{
    struct padan_value_name *name = size > 0 ? add(namer, units, size, means | PADAN_MEANS_CURRENCY) : NULL;
    if (name && name->currency[0] == '\0')
        memcpy(name->currency, code, 4);
}

/* The word of a name that tells the kind of money: the last ("Japanese yen") or the first ("yen Jepang"). */
static void add_head(struct namer *namer, const UChar *units, int32_t size, const char *code, bool last)
{
    int32_t start = 0, end = size;
    for (int32_t i = 0; i < size; i++) {
        if (units[i] != ' ' && units[i] != '-')
            continue;
        if (last)
            start = i + 1;
        else if (end == size)
            end = i;
    }
    if (namer->syllables && end - start < size)
        return;
    if (end - start > 2 || (end - start == size && size > 0))
        add_currency(namer, units + start, end - start, code, 0);
}

static const UChar *plural_name(const struct namer *namer, const char *code, const char *plural, int32_t *size)
{
    UErrorCode status = U_ZERO_ERROR;
    UBool choice;
    UChar wide[4];
    u_uastrncpy(wide, code, 4);
    const UChar *name = ucurr_getPluralName(wide, namer->language, &choice, plural, size, &status);
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING)
        *size = 0;
    return name;
}

/* The dollars of two countries tell where a name of money has its noun. */
static bool is_noun_last(const struct namer *namer)
{
    int32_t left, right;
    const UChar *a = plural_name(namer, "CAD", "other", &left), *b = plural_name(namer, "AUD", "other", &right);
    return left < 3 || right < 3 || u_memcmp(a, b, 3) != 0;
}

static void add_currencies(struct namer *namer)
{
    static const char codes[][4] = { "USD", "EUR", "GBP", "JPY", "CNY", "IDR", "INR", "RUB", "THB", "HUF",
                                     "RON", "KRW", "CHF", "AUD", "CAD", "SGD", "MYR", "HKD", "TWD", "BRL",
                                     "MXN", "TRY", "PLN", "CZK", "SEK", "NOK", "DKK", "PHP", "VND", "AED",
                                     "SAR", "EGP", "ILS", "ZAR", "UAH", "PKR", "BDT", "NZD" };
    static const char *const plurals[] = { "one", "few", "many", "other" };
    bool last = is_noun_last(namer);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        UErrorCode status = U_ZERO_ERROR;
        UBool choice;
        UChar wide[4];
        int32_t size;
        u_uastrncpy(wide, codes[i], 4);
        add_currency(namer, wide, 3, codes[i], PADAN_MEANS_CAPITAL);
        const UChar *symbol = ucurr_getName(wide, namer->language, UCURR_SYMBOL_NAME, &choice, &size, &status);
        if (U_SUCCESS(status) && u_strncmp(symbol, wide, 3) != 0)
            add_currency(namer, symbol, size, codes[i], 0);
        for (size_t p = 0; p < 4; p++) {
            const UChar *name = plural_name(namer, codes[i], plurals[p], &size);
            add_currency(namer, name, size, codes[i], 0);
            add_head(namer, name, size, codes[i], last);
        }
    }
}

/* What is left of "5 percent" without the number. */
static void add_percent(struct namer *namer)
{
    static const int numbers[] = { 1, 2, 5 };
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(u"measure-unit/concentr-percent unit-width-full-name",
                                                                 -1, namer->language, &status);
    UFormattedNumber *result = unumf_openResult(&status);
    for (size_t i = 0; U_SUCCESS(status) && i < 3; i++) {
        UChar units[NAME_SIZE];
        unumf_formatInt(formatter, numbers[i], result, &status);
        int32_t size = unumf_resultToString(result, units, NAME_SIZE, &status), start = 0;
        while (U_SUCCESS(status) && start < size && !u_isalpha(units[start]))
            start++;
        while (size > start && (u_isdigit(units[size - 1]) || u_isUWhiteSpace(units[size - 1])))
            size--;
        if (U_SUCCESS(status) && size > start)
            add(namer, units + start, size - start, PADAN_MEANS_PERCENT);
    }
    unumf_closeResult(result);
    unumf_close(formatter);
}

static void find_signs(struct padan_value_style *style, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar units[8];
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, language, NULL, &status);
    style->decimal = '.';
    style->grouping = ',';
    if (U_SUCCESS(status) && unum_getSymbol(format, UNUM_DECIMAL_SEPARATOR_SYMBOL, units, 8, &status) == 1)
        style->decimal = units[0] == ',' ? ',' : '.';
    if (U_SUCCESS(status) && unum_getSymbol(format, UNUM_GROUPING_SEPARATOR_SYMBOL, units, 8, &status) == 1)
        style->grouping = units[0];
    unum_close(format);
}

static void find_date_order(struct padan_value_style *style, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar pattern[64] = { 0 };
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT, language, u"UTC", -1, NULL, 0, &status);
    if (U_SUCCESS(status))
        udat_toPattern(format, false, pattern, 63, &status);
    const UChar *day = u_strchr(pattern, 'd'), *month = u_strchr(pattern, 'M'), *year = u_strchr(pattern, 'y');
    style->month_first = day && month && month < day;
    style->day_first = !style->month_first || year < month;
    udat_close(format);
}

static bool is_among(const char *primary, const char *list)
{
    const char *found = strstr(list, primary);
    size_t size = strlen(primary);
    return found && (found == list || found[-1] == ' ') && (found[size] == ' ' || found[size] == '\0');
}

const char *const *padan_value_month_regions(const char *primary)
{
    static const char *const arabic[] = { "ar-SY", "ar-DZ", "ar-MA", NULL }, *const none[] = { NULL };
    return strcmp(primary, "ar") == 0 ? arabic : none;
}

int padan_value_names_add(struct padan_value_trie *trie, struct padan_value_style *style, const char *language,
                          struct padan_error *error)
{
    struct namer namer = { .trie = trie, .language = language };
    char primary[PADAN_LANGUAGE_SIZE];
    padan_language_primary(primary, language);
    namer.syllables = is_among(primary, "vi");
    find_signs(style, language);
    find_date_order(style, language);
    style->glues = is_among(primary, "de nl hu it sv da nb nn no fi et th lo");
    style->agglutinates = is_among(primary, "hu fi et tr az kk eu ko");
    style->ideographs = is_among(primary, "zh ja yue wuu ko");
    style->buddhist = is_among(primary, "th");
    style->english = is_among(primary, "en");
    trie->exact = is_among(primary, "vi pl cs sk");
    add_dates(&namer, language);
    for (const char *const *region = padan_value_month_regions(primary); *region; region++)
        add_dates(&namer, *region);
    add_currencies(&namer);
    add_percent(&namer);
    if (!padan_value_words_add(trie, primary) || (!style->ideographs && !padan_value_numbers_add(trie, language)) ||
        !padan_value_scales_add(trie, language) || trie->failed)
        return padan_error_allocation(error);
    return PADAN_OK;
}
