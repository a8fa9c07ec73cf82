/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "text/utf8.h"

enum { SHORT_WORD = 128 };

/* UTF-16 that lives on the stack while it is short. */
struct units {
    UChar *data;
    int32_t size, capacity;
    UChar stack[SHORT_WORD];
};

static void units_free(struct units *units)
{
    if (units->data != units->stack)
        free(units->data);
}

static bool units_reserve(struct units *units, size_t capacity)
{
    if (!units->data) {
        units->data = units->stack;
        units->capacity = SHORT_WORD;
    }
    if (capacity <= (size_t)units->capacity)
        return true;
    if (capacity > INT32_MAX)
        return false;
    UChar *data = malloc(capacity * sizeof *data);
    if (!data)
        return false;
    units_free(units);
    units->data = data;
    units->capacity = (int32_t)capacity;
    return true;
}

static bool units_normalize(struct units *out, const struct units *in, const UNormalizer2 *form)
{
    if (!units_reserve(out, SHORT_WORD))
        return false;
    UErrorCode status = U_ZERO_ERROR;
    out->size = unorm2_normalize(form, in->data, in->size, out->data, out->capacity, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        if (!units_reserve(out, (size_t)out->size))
            return false;
        out->size = unorm2_normalize(form, in->data, in->size, out->data, out->capacity, &status);
    }
    return U_SUCCESS(status);
}

/* Vowel signs, Quran annotation and the stretching stroke; hamza and madda (U+0653 to U+0655) are parts of letters. */
static bool is_arabic_sign(UChar32 c)
{
    return c == 0x640 || (c >= 0x64B && c <= 0x652) || (c >= 0x656 && c <= 0x65F) || c == 0x670 ||
           (c >= 0x6D6 && c <= 0x6DC) || (c >= 0x6DF && c <= 0x6E4) || c == 0x6E7 || c == 0x6E8 ||
           (c >= 0x6EA && c <= 0x6ED);
}

/* Letters with a stroke, which Unicode does not take apart. */
static UChar32 without_stroke(UChar32 c)
{
    switch (c) {
    case 0x0F8:
        return 'o';
    case 0x111:
        return 'd';
    case 0x127:
        return 'h';
    case 0x142:
        return 'l';
    case 0x167:
        return 't';
    case 0x2019: /* the apostrophe as printers set it, and as a letter */
    case 0x2BC:
        return '\'';
    default:
        return c;
    }
}

/* The breve stays on Cyrillic letters: with it they are letters in their own right, which the stemmers need. */
static bool drops_mark(UScriptCode base, UChar32 mark)
{
    if (base == USCRIPT_CYRILLIC)
        return mark != 0x306;
    return base == USCRIPT_LATIN || base == USCRIPT_GREEK || base == USCRIPT_HEBREW;
}

/* Takes the marks out of decomposed text, in place. */
static void drop_marks(struct units *units)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode base = USCRIPT_COMMON;
    size_t kept = 0, size = (size_t)units->size;
    for (size_t at = 0; at < size;) {
        UChar32 c = padan_utf16_next(units->data, &at, size);
        bool is_mark = u_charType(c) == U_NON_SPACING_MARK;
        if (!is_mark)
            base = uscript_getScript(c, &status);
        if (is_arabic_sign(c) || (is_mark && drops_mark(base, c)))
            continue;
        c = without_stroke(c);
        if (c > 0xFFFF)
            units->data[kept++] = U16_LEAD(c);
        units->data[kept++] = c > 0xFFFF ? U16_TRAIL(c) : (UChar)c;
    }
    units->size = (int32_t)kept;
}

static int fold_units(struct padan_buffer *out, struct units *in, struct units *other, struct padan_error *error)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&status);
    const UNormalizer2 *apart = unorm2_getNFDInstance(&status);
    const UNormalizer2 *together = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status))
        return padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU cannot fold text: %s", u_errorName(status));
    if (!units_normalize(other, in, fold) || !units_normalize(in, other, apart))
        return padan_error_allocation(error);
    drop_marks(in);
    if (!units_normalize(other, in, together))
        return padan_error_allocation(error);
    padan_utf8_append_utf16(out, other->data, (size_t)other->size);
    return out->failed ? padan_error_allocation(error) : PADAN_OK;
}

static UChar32 first_of(const struct units *units)
{
    size_t at = 0;
    return units->size > 0 ? padan_utf16_next(units->data, &at, (size_t)units->size) : -1;
}

/* Folds as fold_units does, and asks at each step whether text before the character could change what it becomes. */
static UChar32 fold_alone(struct units *in, struct units *other)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&status);
    const UNormalizer2 *apart = unorm2_getNFDInstance(&status);
    const UNormalizer2 *together = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status) || !unorm2_hasBoundaryBefore(fold, first_of(in)) || !units_normalize(other, in, fold) ||
        other->size == 0 || !unorm2_hasBoundaryBefore(apart, first_of(other)) || !units_normalize(in, other, apart) ||
        u_charType(first_of(in)) == U_NON_SPACING_MARK)
        return -1;
    drop_marks(in);
    if (in->size == 0 || !unorm2_hasBoundaryBefore(together, first_of(in)) || !units_normalize(other, in, together))
        return -1;
    UChar32 folded = first_of(other);
    return other->size == U16_LENGTH(folded) ? folded : -1;
}

int32_t padan_character_fold(int32_t character)
{
    struct units in = { 0 }, other = { 0 };
    if (!units_reserve(&in, SHORT_WORD))
        return -1;
    UBool failed = false;
    U16_APPEND(in.data, in.size, in.capacity, character, failed);
    UChar32 folded = failed ? -1 : fold_alone(&in, &other);
    units_free(&in);
    units_free(&other);
    return folded;
}

static bool fold_ascii(struct padan_buffer *out, struct padan_string word)
{
    if (!padan_buffer_reserve(out, word.size))
        return true;
    char *to = out->data + out->size;
    for (size_t i = 0; i < word.size; i++) {
        unsigned char byte = (unsigned char)word.data[i];
        if (byte >= 0x80) {
            *to = '\0';
            return false;
        }
        to[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 0x20 : byte);
    }
    to[word.size] = '\0';
    out->size += word.size;
    return true;
}

int padan_word_fold(struct padan_buffer *out, struct padan_string word, struct padan_error *error)
{
    if (fold_ascii(out, word))
        return out->failed ? padan_error_allocation(error) : PADAN_OK;
    struct units in = { 0 }, other = { 0 };
    size_t fault = padan_utf8_fault(word);
    if (fault < word.size)
        return padan_utf8_error(error, fault);
    if (!units_reserve(&in, word.size))
        return padan_error_allocation(error);
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8(in.data, in.capacity, &in.size, word.data, (int32_t)word.size, &status);
    int result = U_FAILURE(status) ? padan_utf8_error(error, 0) : fold_units(out, &in, &other, error);
    units_free(&in);
    units_free(&other);
    return result;
}
