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
static char consonant(UChar letter, bool cyrillic)
{
    static const char classes[] = "-pkt-fk--kkrmn-pkrst-ffk-s";
    /* ICU writes the Russian short i as j, English as y. */
    if (letter < 'a' || letter > 'z' || (letter == 'j' && cyrillic))
        return 0;
    char c = classes[letter - 'a'];
    return c == '-' ? 0 : c;
}

static bool is_cyrillic(struct padan_string word)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar32 c;
    U8_GET((const uint8_t *)word.data, 0, 0, (int32_t)word.size, c);
    return c >= 0 && uscript_getScript(c, &status) == USCRIPT_CYRILLIC;
}

size_t padan_skeleton(struct padan_skeletons *skeletons, struct padan_string folded, char *letters, size_t size)
{
    UChar units[MOST_UNITS];
    int32_t length, limit;
    size_t count = 0;
    bool cyrillic = folded.size > 0 && is_cyrillic(folded);
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(units, MOST_UNITS / 2, &length, folded.data, (int32_t)(folded.size < 512 ? folded.size : 512),
                  &status);
    if (U_FAILURE(status))
        return 0;
    limit = length;
    utrans_transUChars(skeletons->latin, units, &length, MOST_UNITS, 0, &limit, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < length && count < size; i++) {
        char c = consonant(units[i], cyrillic);
        bool doubled = i > 0 && consonant(units[i - 1], cyrillic) == c;
        if (c && !doubled)
            letters[count++] = c;
    }
    return count;
}

bool padan_side_is_latin(const struct padan_side *side)
{
    size_t latin = 0, all = 0;
    for (size_t form = 0; form < side->forms.count; form++) {
        const struct padan_table_key *key = &side->forms.keys[form];
        unsigned char class = side->classes[side->form_type[form]];
        UErrorCode status = U_ZERO_ERROR;
        UChar32 c;
        if (class == PADAN_CLASS_NUMBER || class == PADAN_CLASS_MARK || key->size == 0 || key->data[0] == '#')
            continue;
        U8_GET((const uint8_t *)key->data, 0, 0, (int32_t)key->size, c);
        latin += c > 0 && uscript_getScript(c, &status) == USCRIPT_LATIN;
        all++;
    }
    return latin * 2 > all;
}
