/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/language_names.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "base/vector.h"

enum { NAME_SIZE = 96 };

/* Names that came first stay, so that "Chinese" is zh and not a kind of it. */
static void add(struct padan_language_names *names, const char *locale, const UChar *name, int32_t length)
{
    UChar folded[NAME_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t size = u_strFoldCase(folded, NAME_SIZE, name, length, U_FOLD_CASE_DEFAULT, &status);
    if (U_FAILURE(status) || size == 0 || size > NAME_SIZE || names->failed)
        return;
    size_t count = names->names.count;
    size_t number = padan_table_add(&names->names, folded, (size_t)size * sizeof *folded);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&names->locales, &names->capacity, number + 1, sizeof *names->locales))
        names->failed = true;
    else if (number == count)
        names->locales[number] = locale;
}

static void add_named(struct padan_language_names *names, const ULocaleDisplayNames *display, const char *locale)
{
    UChar name[NAME_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = uldn_localeDisplayName(display, locale, name, NAME_SIZE, &status);
    if (U_SUCCESS(status) && length <= NAME_SIZE)
        add(names, locale, name, length);
}

/* All languages there are, then those of a region or script that ICU has data for, as they are called in `language`. */
static void add_in(struct padan_language_names *names, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleDisplayNames *display = uldn_open(language, ULDN_STANDARD_NAMES, &status);
    for (const char *const *code = uloc_getISOLanguages(); *code && U_SUCCESS(status); code++)
        add_named(names, display, *code);
    for (int32_t i = 0; i < uloc_countAvailable() && U_SUCCESS(status); i++)
        add_named(names, display, uloc_getAvailable(i));
    uldn_close(display);
}

/* What languages are called in themselves. */
static void add_own(struct padan_language_names *names)
{
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        const char *locale = uloc_getAvailable(i);
        UErrorCode status = U_ZERO_ERROR;
        if (strchr(locale, '_'))
            continue;
        ULocaleDisplayNames *display = uldn_open(locale, ULDN_STANDARD_NAMES, &status);
        if (U_SUCCESS(status))
            add_named(names, display, locale);
        uldn_close(display);
    }
}

static void fill(struct padan_language_names *names)
{
    names->filled = true;
    add_in(names, "en");
    if (strncmp(uloc_getDefault(), "en", 2) != 0)
        add_in(names, uloc_getDefault());
    add_own(names);
}

bool padan_language_named(struct padan_language_names *names, struct padan_string name, char out[PADAN_LANGUAGE_SIZE])
{
    UChar text[NAME_SIZE], folded[NAME_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length;
    if (name.size == 0 || name.size > NAME_SIZE)
        return false;
    if (!names->filled)
        fill(names);
    u_strFromUTF8(text, NAME_SIZE, &length, name.data, (int32_t)name.size, &status);
    if (U_FAILURE(status))
        return false;
    int32_t size = u_strFoldCase(folded, NAME_SIZE, text, length, U_FOLD_CASE_DEFAULT, &status);
    if (U_FAILURE(status) || size > NAME_SIZE)
        return false;
    size_t number = padan_table_find(&names->names, folded, (size_t)size * sizeof *folded);
    if (number == PADAN_TABLE_NONE)
        return false;
    uloc_toLanguageTag(names->locales[number], out, PADAN_LANGUAGE_SIZE, false, &status);
    return U_SUCCESS(status) && status != U_STRING_NOT_TERMINATED_WARNING;
}

void padan_language_names_free(struct padan_language_names *names)
{
    padan_table_free(&names->names);
    free(names->locales);
}
