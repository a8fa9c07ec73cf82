/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A side of a unit: its language, and its text in words and values. */
#include "check/language.h"

#include <string.h>

#include <unicode/uloc.h>

#include "base/error.h"
#include "text/language.h"
#include "text/measure.h"
#include "text/utf8.h"

enum { MOST_PART = 60 };

static void find_script(struct padan_check_language *language)
{
    UScriptCode codes[8];
    char locale[PADAN_LANGUAGE_SIZE * 2];
    UErrorCode status = U_ZERO_ERROR;
    uloc_forLanguageTag(language->tag, locale, sizeof locale, NULL, &status);
    int32_t count = U_SUCCESS(status) ? uscript_getCode(locale, codes, 8, &status) : 0;
    language->script = U_SUCCESS(status) && count > 0 ? codes[0] : USCRIPT_UNKNOWN;
    language->cased = uscript_isCased(language->script);
    for (int32_t i = 0; U_SUCCESS(status) && i < count; i++)
        language->unspaced |=
            uscript_breaksBetweenLetters(codes[i]) || codes[i] == USCRIPT_HAN || codes[i] == USCRIPT_HIRAGANA;
}

static int make(struct padan_check_language *language, const char *tag, struct padan_error *error)
{
    int status = padan_language_canonical(language->tag, tag, error);
    if (status != PADAN_OK)
        return status;
    size_t size = strcspn(language->tag, "-");
    memcpy(language->primary, language->tag, size);
    language->primary[size] = '\0';
    find_script(language);
    status = padan_values_new(&language->values, language->tag, error);
    return status == PADAN_OK ? padan_words_new(&language->words, language->tag, error) : status;
}

#ifdef PADAN_FUZZING

/* Made once for all inputs of a target, since it takes longer than all else that is done with one. */
int padan_check_language_make(struct padan_check_language *language, const char *tag, struct padan_error *error)
{
    static struct padan_check_language kept[4];
    int status = PADAN_OK;
    size_t i = 0;
    while (i < 3 && kept[i].measures && strcmp(kept[i].tag, tag) != 0)
        i++;
    if (strcmp(kept[i].tag, tag) != 0) {
        kept[i] = (struct padan_check_language){ .script = 0 };
        status = make(&kept[i], tag, error);
    }
    if (status == PADAN_OK && !kept[i].measures)
        status = padan_measures_new(&kept[i].measures, tag, error);
    *language = kept[i];
    return status;
}

void padan_check_language_free(struct padan_check_language *language)
{
    (void)language;
}

#else

int padan_check_language_make(struct padan_check_language *language, const char *tag, struct padan_error *error)
{
    return make(language, tag, error);
}

void padan_check_language_free(struct padan_check_language *language)
{
    padan_values_free(language->values);
    padan_words_free(language->words);
    padan_measures_free(language->measures);
}

#endif

bool padan_check_language_in(const struct padan_check_language *language, const char *list)
{
    size_t size = strlen(language->primary);
    for (const char *at = list; (at = strstr(at, language->primary)) != NULL; at += size) {
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return true;
    }
    return false;
}

int padan_check_values(struct padan_check_side *side, struct padan_error *error)
{
    if (side->values_read)
        return PADAN_OK;
    side->values_read = true;
    return padan_values_find(side->language->values, side->text, &side->values, &side->value_count, error);
}

int padan_check_words(struct padan_check_side *side, struct padan_error *error)
{
    if (side->words_cut)
        return PADAN_OK;
    side->words_cut = true;
    int status = padan_words_cut(side->language->words, side->text, &side->words, &side->word_count, error);
    if (status != PADAN_OK)
        side->word_count = 0;
    return status == PADAN_ERROR_ENCODING ? PADAN_OK : status;
}

const char *padan_check_side_name(int side)
{
    return side == PADAN_SOURCE ? "source" : "target";
}

struct padan_string padan_check_part(struct padan_string text, struct padan_check_span span)
{
    struct padan_string part = { text.data + span.start, span.end - span.start };
    if (part.size > MOST_PART) {
        part.size = MOST_PART;
        while (part.size > 0 && ((unsigned char)part.data[part.size] & 0xC0) == 0x80)
            part.size--;
    }
    return part;
}
