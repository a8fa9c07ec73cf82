/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "align/skeleton.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

#include "base/error.h"

enum { MOST_UNITS = 96 };

struct padan_skeletons {
    UTransliterator *latin;
};

int padan_skeletons_new(struct padan_skeletons **out, struct padan_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    struct padan_skeletons *skeletons = calloc(1, sizeof *skeletons);
    *out = NULL;
    if (!skeletons)
        return padan_error_allocation(error);
    skeletons->latin = utrans_openU(u"Any-Latin; Latin-ASCII; Any-Lower", -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    if (U_FAILURE(status)) {
        padan_skeletons_free(skeletons);
        return padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU has no transliteration to Latin letters: %s",
                               u_errorName(status));
    }
    *out = skeletons;
    return PADAN_OK;
}

void padan_skeletons_free(struct padan_skeletons *skeletons)
{
    if (!skeletons)
        return;
    utrans_close(skeletons->latin);
    free(skeletons);
}

/* Letters that scripts do not tell apart, or that languages spell differently, are one; vowels are none. */
static char consonant(UChar letter, UScriptCode script)
{
    static const char classes[] = "-pkt-fk--kkrmn-pkrst-ffk-s";
    if (letter < 'a' || letter > 'z')
        return 0;
    /* ICU writes the Russian short i as j, English as y; the Thai letter that carries a vowel is x, in pinyin that is
     * s. */
    if ((letter == 'j' && script == USCRIPT_CYRILLIC) || (letter == 'x' && script == USCRIPT_THAI))
        return 0;
    if (letter == 'x' && script == USCRIPT_HAN)
        return 's';
    char c = classes[letter - 'a'];
    return c == '-' ? 0 : c;
}

static UScriptCode script_of(struct padan_string word)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar32 c = -1;
    if (word.size > 0)
        U8_GET((const uint8_t *)word.data, 0, 0, (int32_t)word.size, c);
    return c < 0 ? USCRIPT_UNKNOWN : uscript_getScript(c, &status);
}

/* In pinyin a syllable ends in no consonant but n, ng and r, so that ng is a nasal like n. */
static bool is_nasal(const UChar *units, int32_t at, UScriptCode script)
{
    return script == USCRIPT_HAN && at > 0 && units[at] == 'g' && units[at - 1] == 'n';
}

size_t padan_skeleton(struct padan_skeletons *skeletons, struct padan_string folded, char *letters, size_t size)
{
    UChar units[MOST_UNITS];
    int32_t length, limit;
    size_t count = 0;
    UScriptCode script = script_of(folded);
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(units, MOST_UNITS / 2, &length, folded.data, (int32_t)(folded.size < 512 ? folded.size : 512),
                  &status);
    if (U_FAILURE(status))
        return 0;
    limit = length;
    utrans_transUChars(skeletons->latin, units, &length, MOST_UNITS, 0, &limit, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < length && count < size; i++) {
        char c = consonant(units[i], script);
        bool doubled = i > 0 && consonant(units[i - 1], script) == c;
        if (c && !doubled && !is_nasal(units, i, script))
            letters[count++] = c;
    }
    return count;
}

/* A word's script, or none for a number, a mark or a value. */
static UScriptCode script_of_form(const struct padan_side *side, size_t form)
{
    const struct padan_table_key *key = &side->forms.keys[form];
    unsigned char class = side->classes[side->form_type[form]];
    if (class == PADAN_CLASS_NUMBER || class == PADAN_CLASS_MARK || key->size == 0 || key->data[0] == '#')
        return USCRIPT_COMMON;
    return script_of((struct padan_string){ key->data, key->size });
}

UScriptCode padan_side_script(const struct padan_side *side)
{
    UScriptCode script = USCRIPT_COMMON;
    size_t votes = 0;
    /* What more than half of the words are written in is left over when unequal words are struck out in pairs. */
    for (size_t form = 0; form < side->forms.count; form++) {
        UScriptCode other = script_of_form(side, form);
        if (other == USCRIPT_COMMON)
            continue;
        if (votes == 0)
            script = other;
        votes = other == script ? votes + 1 : votes - 1;
    }
    return script;
}
