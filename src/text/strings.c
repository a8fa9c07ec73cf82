/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <string.h>

#include <unicode/uchar.h>

#include "text/utf8.h"

struct padan_string padan_string(const char *text)
{
    return (struct padan_string){ .data = text, .size = text ? strlen(text) : 0 };
}

size_t padan_text_length(struct padan_string text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.size; count++)
        padan_utf8_next(text, &at);
    return count;
}

static size_t character_width(UChar32 character)
{
    if (character < 0x20 || (character >= 0x7F && character < 0xA0))
        return 0;
    if (character < 0x300)
        return 1;
    switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
        return 0;
    default:
        break;
    }
    int syllable = u_getIntPropertyValue(character, UCHAR_HANGUL_SYLLABLE_TYPE);
    if (syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO)
        return 0;
    int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

/* An emoji that follows a zero width joiner, and a skin tone after an emoji, take no columns of their own. */
static bool joins_emoji(UChar32 before, UChar32 base, UChar32 character)
{
    if (!u_hasBinaryProperty(base, UCHAR_EXTENDED_PICTOGRAPHIC))
        return false;
    return before == 0x200D ? u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC)
                            : u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER);
}

size_t padan_text_width(struct padan_string text)
{
    size_t columns = 0, base_width = 0;
    UChar32 before = 0, base = 0;
    for (size_t at = 0; at < text.size;) {
        UChar32 character = padan_utf8_next(text, &at);
        if (character < 0)
            character = 0xFFFD;
        size_t width = character_width(character);
        if (character >= 0x300 && base >= 0x2000 && joins_emoji(before, base, character))
            width = 0;
        /* The emoji variation selector makes a narrow symbol wide. */
        if (character == 0xFE0F && base_width == 1 && u_hasBinaryProperty(base, UCHAR_EMOJI) && base >= 0x2000)
            columns += 2 - base_width;
        if (width > 0) {
            base = character;
            base_width = width;
        }
        columns += width;
        before = character;
    }
    return columns;
}
