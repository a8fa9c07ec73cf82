/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts as a search compares them that minds case or accents. */
#include "find/sense.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "text/utf8.h"

/* Takes the marks out of decomposed text, in place. */
static size_t drop_marks(UChar *units, size_t size)
{
    size_t kept = 0;
    for (size_t at = 0; at < size;) {
        size_t start = at;
        UChar32 c = padan_utf16_next(units, &at, size);
        if (u_charType(c) == U_NON_SPACING_MARK)
            continue;
        while (start < at)
            units[kept++] = units[start++];
    }
    return kept;
}

/* Room is for 18 times the text, which is what NFD can take; three texts stand in it one after the other. */
static int make_form(struct padan_buffer *out, UChar *room, size_t third, struct padan_string text, bool keeps_case,
                     bool keeps_accents)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *apart = unorm2_getNFDInstance(&code);
    const UNormalizer2 *together = unorm2_getNFCInstance(&code);
    UChar *units = room, *other = room + third, *last = room + 2 * third;
    int32_t size = 0, most = (int32_t)third;
    u_strFromUTF8WithSub(units, most, &size, text.data, (int32_t)text.size, 0xFFFD, NULL, &code);
    size = unorm2_normalize(apart, units, size, other, most, &code);
    if (U_SUCCESS(code) && !keeps_accents)
        size = (int32_t)drop_marks(other, (size_t)size);
    if (U_SUCCESS(code) && !keeps_case) {
        size = u_strFoldCase(units, most, other, size, U_FOLD_CASE_DEFAULT, &code);
        size = unorm2_normalize(together, units, size, last, most, &code);
    } else {
        size = unorm2_normalize(together, other, size, last, most, &code);
    }
    if (U_FAILURE(code))
        return code;
    padan_utf8_append_utf16(out, last, (size_t)size);
    return U_ZERO_ERROR;
}

int padan_sense_form(struct padan_buffer *out, struct padan_string text, bool keeps_case, bool keeps_accents,
                     struct padan_error *error)
{
    size_t third = 18 * text.size + 8;
    if (text.size > INT32_MAX / 64)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "a word is too long to be compared");
    UChar *room = malloc(3 * third * sizeof *room);
    if (!room)
        return padan_error_allocation(error);
    int code = make_form(out, room, third, text, keeps_case, keeps_accents);
    free(room);
    if (code == U_MEMORY_ALLOCATION_ERROR || out->failed)
        return padan_error_allocation(error);
    return code <= U_ZERO_ERROR ? PADAN_OK
                                : padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU cannot fold text: %s",
                                                  u_errorName((UErrorCode)code));
}
