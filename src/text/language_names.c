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

/* What a language is called in a locale; ICU keeps what it reads for this, so that asking of all takes a millisecond.
 */
static void add_language(struct padan_language_names *names, const char *language, const char *in)
{
    UChar name[NAME_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length = uloc_getDisplayLanguage(language, in, name, NAME_SIZE, &status);
    if (U_SUCCESS(status) && length <= NAME_SIZE)
        add(names, language, name, length);
}

/* All languages there are, in English and as the user's locale has it, then what each is called in itself. */
static void add_languages(struct padan_language_names *names)
{
    const char *own = uloc_getDefault();
    for (const char *const *code = uloc_getISOLanguages(); *code; code++)
        add_language(names, *code, "en");
    for (const char *const *code = uloc_getISOLanguages(); *code && strncmp(own, "en", 2) != 0; code++)
        add_language(names, *code, own);
    for (int32_t i = 0; i < uloc_countAvailable(); i++)
        if (!strchr(uloc_getAvailable(i), '_'))
            add_language(names, uloc_getAvailable(i), uloc_getAvailable(i));
}

/* Those with a region or a script, "English (United States)". */
static void add_regions(struct padan_language_names *names, const char *in)
{
    UErrorCode opened = U_ZERO_ERROR;
    ULocaleDisplayNames *display = uldn_open(in, ULDN_STANDARD_NAMES, &opened);
    for (int32_t i = 0; i < uloc_countAvailable() && U_SUCCESS(opened); i++) {
        const char *locale = uloc_getAvailable(i);
        UChar name[NAME_SIZE];
        UErrorCode status = U_ZERO_ERROR;
        int32_t length = strchr(locale, '_') ? uldn_localeDisplayName(display, locale, name, NAME_SIZE, &status) : 0;
        if (U_SUCCESS(status) && length > 0 && length <= NAME_SIZE)
            add(names, locale, name, length);
    }
    uldn_close(display);
}

static void gather(struct padan_language_names *names, bool with_regions)
{
    if (!names->filled)
        add_languages(names);
    names->filled = true;
    if (!with_regions || names->has_regions)
        return;
    names->has_regions = true;
    add_regions(names, "en");
    if (strncmp(uloc_getDefault(), "en", 2) != 0)
        add_regions(names, uloc_getDefault());
}

#ifdef PADAN_FUZZING

/* Gathered once for all inputs of a target, since it takes longer than all else that is done with one. */
static void fill(struct padan_language_names *names, bool with_regions)
{
    static struct padan_language_names kept;
    gather(&kept, with_regions);
    *names = kept;
}

void padan_language_names_free(struct padan_language_names *names)
{
    *names = (struct padan_language_names){ .filled = false };
}

#else

static void fill(struct padan_language_names *names, bool with_regions)
{
    gather(names, with_regions);
}

void padan_language_names_free(struct padan_language_names *names)
{
    padan_table_free(&names->names);
    free(names->locales);
}

#endif

/* Names are words; most cells of a table are told apart from them by what else they hold. */
static bool is_wordlike(struct padan_string name)
{
    static const char others[] = "0123456789!\"#$%*+./:;<=>?@[\\]^_`{|}~";
    for (size_t i = 0; i < name.size; i++)
        if ((unsigned char)name.data[i] < ' ' || strchr(others, name.data[i]))
            return false;
    return true;
}

/* Every locale has brackets around a region, Chinese and Japanese wide ones. */
static bool has_bracket(struct padan_string name)
{
    static const char wide[] = "\xEF\xBC\x88";
    return memchr(name.data, '(', name.size) || memmem(name.data, name.size, wide, sizeof wide - 1);
}

bool padan_language_named(struct padan_language_names *names, struct padan_string name, char out[PADAN_LANGUAGE_SIZE])
{
    UChar text[NAME_SIZE], folded[NAME_SIZE];
    UErrorCode status = U_ZERO_ERROR;
    int32_t length;
    if (name.size == 0 || name.size > NAME_SIZE || !is_wordlike(name))
        return false;
    fill(names, has_bracket(name));
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
