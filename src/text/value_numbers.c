/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers in words, by ICU's rules for spelling them out. Nothing is parsed by those rules, which is slow: what they
 * write is taken apart once. Soft hyphens and zero width spaces in it show the parts of "einhundertzwanzig".
 */
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "text/value_parts.h"

enum { NAME_SIZE = 160, RULES_SIZE = 4096, PIECES = 3 };

struct spelling {
    UChar units[NAME_SIZE];
    int32_t size;
    int32_t start[PIECES + 1]; /* of each piece, and of the end */
    int pieces;                /* PIECES: as many or more */
};

static bool is_joint(UChar c)
{
    return c == 0xAD || c == 0x200B || c == ' ' || c == 0xA0 || c == '-';
}

static void cut(struct spelling *spelling)
{
    spelling->pieces = 0;
    for (int32_t i = 0; i < spelling->size && spelling->pieces < PIECES; i++) {
        if (!is_joint(spelling->units[i]) && (i == 0 || is_joint(spelling->units[i - 1])))
            spelling->start[spelling->pieces++] = i;
    }
    spelling->start[spelling->pieces] = spelling->size;
}

/* False where the rules know no words. */
static bool spell(struct spelling *spelling, const UNumberFormat *format, int64_t number)
{
    UErrorCode status = U_ZERO_ERROR;
    spelling->size = unum_formatInt64(format, number, spelling->units, NAME_SIZE, NULL, &status);
    if (U_FAILURE(status) || spelling->size == 0)
        return false;
    for (int32_t i = 0; i < spelling->size; i++) {
        if (u_isdigit(spelling->units[i]))
            return false;
    }
    cut(spelling);
    return true;
}

static struct padan_value_name *name_piece(struct padan_value_trie *trie, const struct spelling *spelling, int piece)
{
    const UChar *units = spelling->units + spelling->start[piece];
    int32_t size = spelling->start[piece + 1] - spelling->start[piece];
    while (size > 0 && is_joint(units[size - 1]))
        size--;
    return padan_value_trie_add(trie, units, size);
}

static void set_unit(struct padan_value_name *name, int64_t number)
{
    if (!name || (name->means & PADAN_MEANS_UNIT))
        return;
    name->means |= PADAN_MEANS_UNIT;
    name->unit = number;
}

static void set_scale(struct padan_value_name *name, int power)
{
    if (!name || (name->means & PADAN_MEANS_SCALE))
        return;
    name->means |= PADAN_MEANS_SCALE;
    name->scale = (uint8_t)power;
}

/*
 * Arabic: tens end otherwise after prepositions, digits lose their ending before feminine nouns and hundreds, and the
 * hundreds are written in one word of two spellings. ICU knows one form of each.
 */
static void add_arabic(struct padan_value_trie *trie, const struct spelling *spelling, int64_t number)
{
    static const UChar *const hundreds[] = { u"\u0645\u0627\u0626\u0629", u"\u0645\u0626\u0629" };
    UChar units[NAME_SIZE + 8];
    int32_t size = spelling->size;
    u_memcpy(units, spelling->units, size);
    if (number >= 20 && number < 100 && size > 2 && units[size - 2] == 0x648 && units[size - 1] == 0x646) {
        units[size - 2] = 0x64A;
        set_unit(padan_value_trie_add(trie, units, size), number);
    }
    if (number < 3 || number > 10 || units[size - 1] != 0x629)
        return;
    set_unit(padan_value_trie_add(trie, units, size - 1), number);
    for (size_t i = 0; i < 2 && number < 10; i++) {
        u_strcpy(units + size - 1, hundreds[i]);
        set_unit(padan_value_trie_add(trie, units, u_strlen(units)), number * 100);
    }
}

/* Whether a number is written in one word. */
static bool is_word(const struct spelling *spelling)
{
    for (int32_t i = 0; i < spelling->size; i++) {
        if (is_joint(spelling->units[i]) && spelling->units[i] != 0xAD && spelling->units[i] != 0x200B)
            return false;
    }
    return true;
}

static void add_cardinals(struct padan_value_trie *trie, const UNumberFormat *format)
{
    struct spelling spelling;
    for (int64_t number = 0; number < 1000; number += number < 100 ? 1 : 100) {
        if (!spell(&spelling, format, number))
            continue;
        if (number < 100 || is_word(&spelling))
            set_unit(padan_value_trie_add(trie, spelling.units, spelling.size), number);
        if (spelling.units[0] >= 0x620 && spelling.units[0] < 0x650)
            add_arabic(trie, &spelling, number);
    }
}

/* From "two thousand", "zweitausend", "пять тысяч": a digit and a power of ten. */
static void add_scale(struct padan_value_trie *trie, const UNumberFormat *format, int digit, int64_t scale, int power)
{
    struct spelling spelling;
    if (!spell(&spelling, format, digit * scale))
        return;
    if (spelling.pieces == 1) {
        struct padan_value_name *name = padan_value_trie_add(trie, spelling.units, spelling.size);
        set_unit(name, digit * scale);
        if (digit == 1)
            set_scale(name, power);
        return;
    }
    struct padan_value_name *first = name_piece(trie, &spelling, 0);
    if (spelling.pieces != 2 || !first)
        return;
    if (power <= 3)
        set_unit(first, digit);
    if ((first->means & PADAN_MEANS_UNIT) && first->unit == digit)
        set_scale(name_piece(trie, &spelling, 1), power);
}

static void add_scales(struct padan_value_trie *trie, const UNumberFormat *format)
{
    int64_t scale = 100;
    for (int power = 2; power <= 12; power++, scale *= 10) {
        add_scale(trie, format, 1, scale, power);
        add_scale(trie, format, 2, scale, power);
        add_scale(trie, format, 5, scale, power);
    }
}

static void add_ordinals(struct padan_value_trie *trie, const UNumberFormat *format)
{
    struct spelling spelling;
    for (int number = 1; number <= 100; number++) {
        if (!spell(&spelling, format, number) || (number == 100 && spelling.pieces > 1))
            continue;
        struct padan_value_name *name = padan_value_trie_add(trie, spelling.units, spelling.size);
        if (!name || (name->means & (PADAN_MEANS_ORDINAL | PADAN_MEANS_UNIT)))
            continue;
        name->means |= PADAN_MEANS_ORDINAL;
        name->ordinal = number;
    }
}

/* Each set of rules, as "%spellout-cardinal-feminine". Years in words are ordinals in some languages. */
static void add_rules(struct padan_value_trie *trie, UNumberFormat *format, const UChar *rules, int32_t size,
                      bool ordinals)
{
    UErrorCode status = U_ZERO_ERROR;
    bool is_ordinal = u_strFindFirst(rules, size, u"ordinal", -1) != NULL;
    bool is_cardinal = !is_ordinal && u_strFindFirst(rules, size, u"spellout", -1) != NULL &&
                       u_strFindFirst(rules, size, u"year", -1) == NULL;
    unum_setTextAttribute(format, UNUM_DEFAULT_RULESET, rules, size, &status);
    if (U_FAILURE(status))
        return;
    if (ordinals && is_ordinal)
        add_ordinals(trie, format);
    if (!ordinals && is_cardinal) {
        add_cardinals(trie, format);
        add_scales(trie, format);
    }
}

static void add_all_rules(struct padan_value_trie *trie, UNumberFormat *format, bool ordinals)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar rules[RULES_SIZE];
    int32_t size = unum_getTextAttribute(format, UNUM_PUBLIC_RULESETS, rules, RULES_SIZE, &status);
    for (int32_t start = 0, at = 0; U_SUCCESS(status) && at <= size && size < RULES_SIZE; at++) {
        if (at < size && rules[at] != ';')
            continue;
        if (at > start)
            add_rules(trie, format, rules + start, at - start, ordinals);
        start = at + 1;
    }
}

/* "3 Mio.", "5 lakh": short and long names of powers of ten after digits. */
static void add_compact(struct padan_value_trie *trie, const char *language, UNumberFormatStyle style)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(style, NULL, 0, language, NULL, &status);
    int64_t scale = 1000;
    for (int power = 3; U_SUCCESS(status) && power <= 12; power++, scale *= 10) {
        static const int digits[] = { 1, 2, 5 };
        for (size_t i = 0; i < 3; i++) {
            UChar units[NAME_SIZE];
            int32_t size = unum_formatInt64(format, digits[i] * scale, units, NAME_SIZE, NULL, &status), start = 1;
            if (U_FAILURE(status) || size < 2 || u_charDigitValue(units[0]) != digits[i] || u_isdigit(units[1]))
                continue;
            while (start < size && (is_joint(units[start]) || units[start] == 0x202F))
                start++;
            if (size - start > 1 || units[start] > 0x0DFF) /* not K or M */
                set_scale(padan_value_trie_add(trie, units + start, size - start), power);
            if (size - start > 3 && units[size - 1] == '.')
                set_scale(padan_value_trie_add(trie, units + start, size - start - 1), power);
        }
    }
    unum_close(format);
}

bool padan_value_numbers_add(struct padan_value_trie *trie, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_SPELLOUT, NULL, 0, language, NULL, &status);
    if (U_SUCCESS(status)) {
        add_all_rules(trie, format, false);
        add_all_rules(trie, format, true);
    }
    unum_close(format);
    return !trie->failed;
}

bool padan_value_scales_add(struct padan_value_trie *trie, const char *language)
{
    add_compact(trie, language, UNUM_DECIMAL_COMPACT_LONG);
    add_compact(trie, language, UNUM_DECIMAL_COMPACT_SHORT);
    return !trie->failed;
}
