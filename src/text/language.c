/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <unicode/uloc.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "text/language.h"

enum { LOCALE_SIZE = 160 };

static int not_a_tag(struct padan_error *error, const char *tag)
{
    return padan_error_set(error, PADAN_ERROR_LANGUAGE,
                           "'%s' is not a language tag; write it as in 'id', 'en-US' or 'zh-Hant-TW'", tag);
}

static int not_a_language(struct padan_error *error, const char *tag, const char *language)
{
    return padan_error_set(error, PADAN_ERROR_LANGUAGE,
                           "'%s' is not a language tag: no language has the code '%s'; write it as in 'id' or "
                           "'en-US', or use 'qaa' to 'qtz' for a language without a code of its own",
                           tag, language);
}

/* Hyphens for the underscores of POSIX names, so that ICU reads both; false where the tag is too long or empty. */
static bool with_hyphens(char out[PADAN_LANGUAGE_SIZE], const char *tag)
{
    size_t size = strlen(tag);
    if (size == 0 || size >= PADAN_LANGUAGE_SIZE)
        return false;
    for (size_t i = 0; i <= size; i++)
        out[i] = tag[i] == '_' ? '-' : tag[i];
    return true;
}

/* What ICU had no memory for must not pass for what it does not know. */
static bool lacked_memory(UErrorCode status, UErrorCode *lack)
{
    if (status == U_MEMORY_ALLOCATION_ERROR)
        *lack = status;
    return status == U_MEMORY_ALLOCATION_ERROR;
}

/* What CLDR gives in place of a code of `kind` ("language", "territory") where that is a single code. */
static bool find_alias(char *out, size_t size, const char *kind, const char *code, UErrorCode *lack)
{
    UErrorCode status = U_ZERO_ERROR;
    UResourceBundle *root = ures_openDirect(NULL, "metadata", &status);
    UResourceBundle *aliases = ures_getByKey(root, "alias", NULL, &status);
    UResourceBundle *kinds = ures_getByKey(aliases, kind, NULL, &status);
    UResourceBundle *entry = ures_getByKey(kinds, code, NULL, &status);
    int32_t length = 0;
    const UChar *text = ures_getStringByKey(entry, "replacement", &length, &status);
    bool found = U_SUCCESS(status) && length > 0 && (size_t)length < size;
    for (int32_t i = 0; found && i < length; i++)
        found = text[i] < 0x80 && isalnum(text[i]);
    if (found)
        u_UCharsToChars(text, out, length + 1);
    ures_close(entry);
    ures_close(kinds);
    ures_close(aliases);
    ures_close(root);
    lacked_memory(status, lack);
    return found;
}

/* Replaces the language and the region of an ICU locale by what they are called today. */
static void replace_aliases(char *locale, size_t size, UErrorCode *lack)
{
    char language[ULOC_LANG_CAPACITY], region[ULOC_COUNTRY_CAPACITY], code[ULOC_LANG_CAPACITY], rest[LOCALE_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    uloc_getLanguage(locale, language, sizeof language, &status);
    uloc_getCountry(locale, region, sizeof region, &status);
    if (U_FAILURE(status))
        return;
    size_t length = strlen(language);
    size_t after = strlen(locale + length);
    if (find_alias(code, sizeof code, "language", language, lack) && strlen(code) + after < size) {
        memmove(locale + strlen(code), locale + length, after + 1);
        memcpy(locale, code, strlen(code));
    }
    if (region[0] && find_alias(code, sizeof code, "territory", region, lack) && strlen(code) == strlen(region)) {
        size_t at = strcspn(locale, "@");
        memcpy(rest, locale, at);
        rest[at] = '\0';
        char *place = strstr(rest, region);
        if (place)
            memcpy(locale + (place - rest), code, strlen(code));
    }
}

static bool is_private(const char *language)
{
    return strlen(language) == 3 && language[0] == 'q' && language[1] >= 'a' && language[1] <= 't';
}

/* Known to ISO 639 as ICU has it, to CLDR's likely subtags or names, or kept for private use. */
static bool is_known(const char *language, UErrorCode *lack)
{
    if (!language[0] || is_private(language) || uloc_getISO3Language(language)[0])
        return true;
    char likely[LOCALE_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    uloc_addLikelySubtags(language, likely, sizeof likely, &status);
    if (lacked_memory(status, lack) || (U_SUCCESS(status) && strcmp(likely, language) != 0))
        return true;
    UChar name[128];
    status = U_ZERO_ERROR;
    uloc_getDisplayLanguage(language, "en", name, 128, &status);
    return lacked_memory(status, lack) || (U_SUCCESS(status) && status != U_USING_DEFAULT_WARNING);
}

/* ICU leaves a lone grandfathered or "x-" tag without language; only "und" may stay so. */
static bool may_lack_language(const char *tag)
{
    return strncasecmp(tag, "und", 3) == 0 && (tag[3] == '\0' || tag[3] == '-');
}

int padan_language_canonical(char out[PADAN_LANGUAGE_SIZE], const char *tag, struct padan_error *error)
{
    char hyphened[PADAN_LANGUAGE_SIZE], locale[LOCALE_SIZE], language[ULOC_LANG_CAPACITY];
    out[0] = '\0';
    if (!tag || !with_hyphens(hyphened, tag))
        return not_a_tag(error, tag ? tag : "");
    int32_t parsed = 0;
    UErrorCode status = U_ZERO_ERROR, lack = U_ZERO_ERROR;
    uloc_forLanguageTag(hyphened, locale, sizeof locale, &parsed, &status);
    if (lacked_memory(status, &lack))
        return padan_error_allocation(error);
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || (size_t)parsed != strlen(hyphened))
        return not_a_tag(error, tag);
    replace_aliases(locale, sizeof locale, &lack);
    uloc_getLanguage(locale, language, sizeof language, &status);
    if (U_FAILURE(status) || (!language[0] && !may_lack_language(hyphened)))
        return not_a_tag(error, tag);
    if (!is_known(language, &lack) && U_SUCCESS(lack))
        return not_a_language(error, tag, language);
    uloc_toLanguageTag(locale, out, PADAN_LANGUAGE_SIZE, true, &status);
    if (lacked_memory(status, &lack) || U_FAILURE(lack)) {
        out[0] = '\0';
        return padan_error_allocation(error);
    }
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING) {
        out[0] = '\0';
        return not_a_tag(error, tag);
    }
    return PADAN_OK;
}

/* Where there is no memory the tag as it is spelt will do: nearly all are canonical, and "no" would be wrong in
 * silence. */
static bool as_canonical(char out[PADAN_LANGUAGE_SIZE], const char *tag, bool is_range)
{
    int status = is_range ? padan_language_canonical(out, tag, NULL) : padan_language_nearest(out, tag, NULL, NULL);
    return status == PADAN_OK || (status == PADAN_ERROR_ALLOCATION && with_hyphens(out, tag));
}

bool padan_language_matches(const char *range, const char *tag)
{
    char wide[PADAN_LANGUAGE_SIZE], narrow[PADAN_LANGUAGE_SIZE];
    if (!as_canonical(wide, range, true) || !as_canonical(narrow, tag, false))
        return false;
    size_t size = strlen(wide);
    return strncasecmp(wide, narrow, size) == 0 && (narrow[size] == '\0' || narrow[size] == '-');
}

void padan_language_primary(char out[PADAN_LANGUAGE_SIZE], const char *canonical)
{
    size_t size = strcspn(canonical, "-");
    if (size >= PADAN_LANGUAGE_SIZE)
        size = PADAN_LANGUAGE_SIZE - 1;
    memcpy(out, canonical, size);
    out[size] = '\0';
}
