/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/measure.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unumberformatter.h>
#include <unicode/upluralrules.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"
#include "text/language.h"
#include "text/utf8.h"
#include "text/words.h"

enum { NAME_SIZE = 96, LONGEST_NAME = 64, PLURALS = 6, LEAST_FOLDED = 4, AMBIGUOUS = -2 };

/* How far amounts may lie apart that translators converted. */
static const double rounding = 0.06, exact = 1e-9;

enum kind { LENGTH, AREA, VOLUME, MASS, TEMPERATURE, TIME, SPEED, DATA, POWER, ENERGY, FREQUENCY };

/* Units by their number; the base of a kind has the factor 1. */
static const struct unit {
    const char *name; /* ICU's: type and subtype */
    enum kind kind;
    double factor, offset; /* base = amount * factor + offset */
    bool metric;
    bool derived; /* its name may be a simpler unit's with more behind it: km persegi */
} units[] = {
    { "length-millimeter", LENGTH, 0.001, 0, true, false },
    { "length-centimeter", LENGTH, 0.01, 0, true, false },
    { "length-meter", LENGTH, 1, 0, true, false },
    { "length-kilometer", LENGTH, 1000, 0, true, false },
    { "length-inch", LENGTH, 0.0254, 0, false, false },
    { "length-foot", LENGTH, 0.3048, 0, false, false },
    { "length-yard", LENGTH, 0.9144, 0, false, false },
    { "length-mile", LENGTH, 1609.344, 0, false, false },
    { "length-nautical-mile", LENGTH, 1852, 0, false, false },
    { "area-square-centimeter", AREA, 1e-4, 0, true, true },
    { "area-square-meter", AREA, 1, 0, true, true },
    { "area-hectare", AREA, 1e4, 0, true, true },
    { "area-square-kilometer", AREA, 1e6, 0, true, true },
    { "area-square-foot", AREA, 0.09290304, 0, false, true },
    { "area-acre", AREA, 4046.8564224, 0, false, true },
    { "area-square-mile", AREA, 2589988.110336, 0, false, true },
    { "volume-milliliter", VOLUME, 0.001, 0, true, false },
    { "volume-liter", VOLUME, 1, 0, true, false },
    { "volume-cubic-meter", VOLUME, 1000, 0, true, true },
    { "mass-milligram", MASS, 1e-6, 0, true, false },
    { "mass-gram", MASS, 0.001, 0, true, false },
    { "mass-kilogram", MASS, 1, 0, true, false },
    { "mass-metric-ton", MASS, 1000, 0, true, false },
    { "mass-ounce", MASS, 0.028349523125, 0, false, false },
    { "mass-pound", MASS, 0.45359237, 0, false, false },
    { "temperature-celsius", TEMPERATURE, 1, 0, true, false },
    { "temperature-fahrenheit", TEMPERATURE, 5.0 / 9, -160.0 / 9, false, false },
    { "temperature-kelvin", TEMPERATURE, 1, -273.15, true, false },
    { "duration-second", TIME, 1, 0, true, false },
    { "duration-minute", TIME, 60, 0, true, false },
    { "duration-hour", TIME, 3600, 0, true, false },
    { "duration-day", TIME, 86400, 0, true, false },
    { "duration-week", TIME, 604800, 0, true, false },
    { "duration-month", TIME, 2629746, 0, false, false },
    { "duration-year", TIME, 31556952, 0, false, false },
    { "speed-meter-per-second", SPEED, 1, 0, true, true },
    { "speed-kilometer-per-hour", SPEED, 1 / 3.6, 0, true, true },
    { "speed-mile-per-hour", SPEED, 0.44704, 0, false, true },
    { "speed-knot", SPEED, 1852 / 3600.0, 0, false, true },
    { "digital-byte", DATA, 1, 0, true, false },
    { "digital-kilobyte", DATA, 1e3, 0, true, false },
    { "digital-megabyte", DATA, 1e6, 0, true, false },
    { "digital-gigabyte", DATA, 1e9, 0, true, false },
    { "digital-terabyte", DATA, 1e12, 0, true, false },
    { "power-watt", POWER, 1, 0, true, false },
    { "power-kilowatt", POWER, 1e3, 0, true, false },
    { "power-megawatt", POWER, 1e6, 0, true, false },
    { "power-gigawatt", POWER, 1e9, 0, true, false },
    { "energy-kilowatt-hour", ENERGY, 1, 0, true, true },
    { "frequency-hertz", FREQUENCY, 1, 0, true, false },
    { "frequency-kilohertz", FREQUENCY, 1e3, 0, true, false },
    { "frequency-megahertz", FREQUENCY, 1e6, 0, true, false },
    { "frequency-gigahertz", FREQUENCY, 1e9, 0, true, false },
};
enum { UNITS = sizeof units / sizeof *units };

/* What ICU's names lack: signs that all languages use, other words for the same. */
static const struct {
    const char *languages; /* "" for all */
    const char *unit;
    const char *names;
} more_names[] = {
    { "", "length-millimeter", "mm" },
    { "", "length-centimeter", "cm" },
    { "", "length-meter", "m" },
    { "", "length-kilometer", "km" },
    { "", "area-square-centimeter", "cm²|cm2" },
    { "", "area-square-meter", "m²|m2" },
    { "", "area-square-kilometer", "km²|km2" },
    { "", "area-hectare", "ha" },
    { "", "volume-milliliter", "ml|mL" },
    { "", "volume-liter", "l|L" },
    { "", "volume-cubic-meter", "m³|m3" },
    { "", "mass-milligram", "mg" },
    { "", "mass-gram", "g" },
    { "", "mass-kilogram", "kg" },
    { "", "temperature-celsius", "°C|° C|\u2103" },
    { "", "temperature-fahrenheit", "°F|° F|\u2109" },
    { "", "speed-kilometer-per-hour", "km/h" },
    { "", "speed-meter-per-second", "m/s" },
    { "", "digital-kilobyte", "kB|KB" },
    { "", "digital-megabyte", "MB" },
    { "", "digital-gigabyte", "GB" },
    { "", "digital-terabyte", "TB" },
    { "", "power-watt", "W" },
    { "", "power-kilowatt", "kW" },
    { "", "power-megawatt", "MW" },
    { "", "power-gigawatt", "GW" },
    { "", "energy-kilowatt-hour", "kWh" },
    { "", "frequency-hertz", "Hz" },
    { "", "frequency-kilohertz", "kHz" },
    { "", "frequency-megahertz", "MHz" },
    { "", "frequency-gigahertz", "GHz" },
    { "en", "length-millimeter", "millimetre|millimetres|millimeter|millimeters" },
    { "en", "length-centimeter", "centimetre|centimetres|centimeter|centimeters" },
    { "en", "length-meter", "metre|metres|meter|meters" },
    { "en", "length-kilometer", "kilometre|kilometres|kilometer|kilometers|kms" },
    { "en", "area-square-meter", "square metre|square metres|square meter|square meters|sq m" },
    { "en", "area-square-kilometer", "square kilometre|square kilometres|square kilometer|square kilometers|sq km" },
    { "en", "volume-liter", "litre|litres|liter|liters" },
    { "en", "mass-metric-ton", "ton|tons|tonne|tonnes|metric ton|metric tons" },
    { "en", "mass-kilogram", "kilo|kilos|kilogramme|kilogrammes" },
    { "en", "temperature-celsius", "degrees C|degree Celsius|degrees Celsius|degrees centigrade" },
    { "en", "temperature-fahrenheit", "degrees F|degree Fahrenheit|degrees Fahrenheit" },
    { "en", "speed-kilometer-per-hour", "kph|kmh|kilometres per hour|kilometers per hour|km per hour|km an hour" },
    { "id ms", "mass-metric-ton", "ton" },
    { "id ms", "mass-kilogram", "kilo" },
    { "id ms", "area-square-meter", "meter persegi" },
    { "id ms", "area-square-kilometer", "kilometer persegi|km persegi" },
    { "id ms", "duration-week", "pekan|minggu" },
    { "id ms", "speed-kilometer-per-hour", "km/jam|km per jam|kilometer per jam" },
    { "de", "mass-kilogram", "Kilo" },
    { "de", "mass-metric-ton", "Tonne|Tonnen" },
    { "fr", "mass-metric-ton", "tonne|tonnes" },
    { "fr", "mass-kilogram", "kilo|kilos" },
    { "zh", "length-kilometer", "公里|千米" },
    { "zh", "length-meter", "米|公尺" },
    { "zh", "length-centimeter", "厘米|公分" },
    { "zh", "length-mile", "英里" },
    { "zh", "area-square-kilometer", "平方公里|平方千米" },
    { "zh", "area-square-meter", "平方米|平方公尺" },
    { "zh", "mass-kilogram", "公斤|千克" },
    { "zh", "mass-gram", "克|公克" },
    { "zh", "mass-metric-ton", "吨|公吨|噸|公噸" },
    { "zh", "volume-liter", "升|公升" },
    { "zh", "temperature-celsius", "摄氏度|攝氏度" },
    { "zh", "temperature-fahrenheit", "华氏度|華氏度" },
};

struct padan_measures {
    struct padan_table names; /* as they are written, and folded behind a byte 1 */
    int8_t *unit;             /* by number of the name; AMBIGUOUS: several have it */
    size_t capacity;
    struct padan_buffer folded;
};

static bool add_key(struct padan_measures *measures, const char *key, size_t size, int unit)
{
    size_t before = measures->names.count, number = padan_table_add(&measures->names, key, size);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve((void *)&measures->unit, &measures->capacity, number + 1, sizeof *measures->unit))
        return false;
    if (number == before)
        measures->unit[number] = (int8_t)unit;
    else if (measures->unit[number] != unit)
        measures->unit[number] = AMBIGUOUS;
    return true;
}

/* A name folded, behind its mark; false where it is none. */
static bool fold(struct padan_measures *measures, struct padan_string name)
{
    padan_buffer_clear(&measures->folded);
    padan_buffer_byte(&measures->folded, '\x01');
    return padan_word_fold(&measures->folded, name, NULL) == PADAN_OK && !measures->folded.failed &&
           measures->folded.size > LEAST_FOLDED;
}

/* Signs are taken as they are written, mW and MW; words in any case. */
static bool add_name(struct padan_measures *measures, struct padan_string name, int unit)
{
    if (name.size > 0 && name.data[name.size - 1] == '.' &&
        !add_name(measures, (struct padan_string){ name.data, name.size - 1 }, unit))
        return false;
    if (name.size < 2 && name.size > 0 && !strchr("mglLthsW", *name.data))
        return true;
    if (name.size == 0 || (name.size == 2 && memcmp(name.data, "in", 2) == 0))
        return true;
    bool done = add_key(measures, name.data, name.size, unit);
    return done && (!fold(measures, name) || add_key(measures, measures->folded.data, measures->folded.size, unit));
}

/* The numbers whose forms differ, of some that languages are known to tell apart; answers how many. */
static size_t list_plurals(int numbers[PLURALS], const char *language)
{
    static const int samples[PLURALS] = { 5, 1, 2, 3, 11, 100 };
    UErrorCode status = U_ZERO_ERROR;
    UChar forms[PLURALS][16] = { 0 };
    size_t count = 0;
    UPluralRules *rules = uplrules_open(language, &status);
    for (size_t i = 0; i < PLURALS && U_SUCCESS(status); i++) {
        bool known = false;
        u_memset(forms[count], 0, 16);
        uplrules_select(rules, samples[i], forms[count], 15, &status);
        for (size_t before = 0; before < count; before++)
            known |= u_strcmp(forms[before], forms[count]) == 0;
        if (!known)
            numbers[count++] = samples[i];
    }
    if (rules)
        uplrules_close(rules);
    return count;
}

/* What stands behind the number in a formatted measure; empty where the number does not come first. */
static struct padan_string behind_number(char text[NAME_SIZE * 3], const UChar *name, int32_t length)
{
    int32_t at = 0, size = 0;
    UErrorCode status = U_ZERO_ERROR;
    while (at < length && (u_isdigit(name[at]) || u_charType(name[at]) == U_FORMAT_CHAR))
        at++;
    bool has_number = at > 0;
    while (at < length && u_isUWhiteSpace(name[at]))
        at++;
    u_strToUTF8(text, NAME_SIZE * 3, &size, name + at, length - at, &status);
    return (struct padan_string){ text, has_number && U_SUCCESS(status) ? (size_t)size : 0 };
}

static bool add_formatted(struct padan_measures *measures, const char *language, int unit, const char *width,
                          const int numbers[], size_t count)
{
    char skeleton[96], text[NAME_SIZE * 3];
    UChar wide[96], name[NAME_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    bool done = true;
    snprintf(skeleton, sizeof skeleton, "measure-unit/%s unit-width-%s", units[unit].name, width);
    u_uastrcpy(wide, skeleton);
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(wide, -1, language, &status);
    UFormattedNumber *result = unumf_openResult(&status);
    for (size_t i = 0; i < count && U_SUCCESS(status) && done; i++) {
        unumf_formatInt(formatter, numbers[i], result, &status);
        int32_t length = unumf_resultToString(result, name, NAME_SIZE, &status);
        if (U_SUCCESS(status))
            done = add_name(measures, behind_number(text, name, length), unit);
    }
    unumf_closeResult(result);
    unumf_close(formatter);
    return done;
}

static int unit_named(const char *name)
{
    int unit = 0;
    while (unit < UNITS && strcmp(units[unit].name, name) != 0)
        unit++;
    return unit;
}

static bool is_among(const char *primary, const char *list)
{
    const char *found = strstr(list, primary);
    size_t size = strlen(primary);
    return !*list || (found && (found == list || found[-1] == ' ') && (found[size] == ' ' || found[size] == '\0'));
}

static bool add_more_names(struct padan_measures *measures, const char *primary)
{
    for (size_t i = 0; i < sizeof more_names / sizeof *more_names; i++) {
        if (!is_among(primary, more_names[i].languages))
            continue;
        for (const char *at = more_names[i].names; *at; at += *at == '|') {
            size_t size = strcspn(at, "|");
            if (!add_name(measures, (struct padan_string){ at, size }, unit_named(more_names[i].unit)))
                return false;
            at += size;
        }
    }
    return true;
}

int padan_measures_new(struct padan_measures **out, const char *language, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE], primary[PADAN_LANGUAGE_SIZE];
    int numbers[PLURALS];
    *out = NULL;
    int status = padan_language_canonical(tag, language, error);
    if (status != PADAN_OK)
        return status;
    struct padan_measures *measures = calloc(1, sizeof *measures);
    if (!measures)
        return padan_error_allocation(error);
    padan_language_primary(primary, tag);
    size_t count = list_plurals(numbers, tag);
    bool done = add_more_names(measures, primary);
    for (int unit = 0; done && unit < UNITS; unit++)
        done = add_formatted(measures, tag, unit, "full-name", numbers, count) &&
               add_formatted(measures, tag, unit, "short", numbers, count);
    if (!done) {
        padan_measures_free(measures);
        return padan_error_allocation(error);
    }
    *out = measures;
    return PADAN_OK;
}

void padan_measures_free(struct padan_measures *measures)
{
    if (!measures)
        return;
    padan_table_free(&measures->names);
    padan_buffer_free(&measures->folded);
    free(measures->unit);
    free(measures);
}

static bool is_unspaced(UChar32 c)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &status);
    return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_HANGUL ||
           uscript_breaksBetweenLetters(script);
}

/* Whether a name may end at a place: not within a word, nor where more of a unit follows: km², km/h. */
static bool may_end(struct padan_string text, size_t at)
{
    size_t before = at, after = at;
    UChar32 last = padan_utf8_previous(text, &before);
    UChar32 next = after < text.size ? padan_utf8_next(text, &after) : ' ';
    if (next == '/' || next == '^' || next == 0xB7 || next == 0xB2 || next == 0xB3)
        return false;
    return !u_isalnum(next) || !u_isalnum(last) || is_unspaced(last);
}

static int unit_of(struct padan_measures *measures, struct padan_string name)
{
    size_t number = padan_table_find(&measures->names, name.data, name.size);
    if (number == PADAN_TABLE_NONE && fold(measures, name))
        number = padan_table_find(&measures->names, measures->folded.data, measures->folded.size);
    return number == PADAN_TABLE_NONE ? PADAN_MEASURE_NONE : measures->unit[number];
}

/* Blanks of all kinds, and a hyphen: 5-kilometer. */
static size_t skip_joint(struct padan_string text, size_t at)
{
    for (int joints = 0; joints < 2 && at < text.size; joints++) {
        size_t next = at;
        UChar32 c = padan_utf8_next(text, &next);
        if (c != ' ' && c != 0xA0 && c != 0x202F && c != 0x2009 && c != '-' && c != 0x2011)
            break;
        at = next;
    }
    return at;
}

int padan_measure_find(struct padan_measures *measures, struct padan_string text, size_t at, size_t *end)
{
    size_t start = skip_joint(text, at), limit = text.size;
    if (limit - start > LONGEST_NAME)
        limit = start + LONGEST_NAME;
    for (size_t stop = limit; stop > start; stop--) {
        bool boundary = stop == text.size || ((unsigned char)text.data[stop] & 0xC0) != 0x80;
        if (!boundary || !may_end(text, stop))
            continue;
        int unit = unit_of(measures, (struct padan_string){ text.data + start, stop - start });
        *end = stop;
        if (unit != PADAN_MEASURE_NONE)
            return unit == AMBIGUOUS ? PADAN_MEASURE_NONE : unit;
    }
    return PADAN_MEASURE_NONE;
}

bool padan_measure_differs(int left, int right)
{
    if (left < 0 || right < 0 || left == right)
        return false;
    const struct unit *a = &units[left], *b = &units[right];
    return a->kind == b->kind ? a->derived == b->derived : !a->derived && !b->derived;
}

bool padan_measure_equals(double left_amount, int left, double right_amount, int right)
{
    if (left < 0 || right < 0 || units[left].kind != units[right].kind)
        return false;
    double a = left_amount * units[left].factor + units[left].offset;
    double b = right_amount * units[right].factor + units[right].offset;
    double apart = units[left].metric && units[right].metric ? exact : rounding;
    return fabs(a - b) <= apart * fmax(fabs(a), fabs(b));
}
