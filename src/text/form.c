/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/buffer.h"
#include "base/error.h"
#include "text/script.h"
#include "text/utf8.h"

static const UChar32 code_placeholder = 0xFFFC;

bool padan_is_line_end(UChar32 c)
{
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool padan_is_unspaced(UChar32 c)
{
    if (c < 0xE00)
        return false;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_YI:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
        return true;
    case USCRIPT_COMMON: {
        /* Ideographic punctuation and full-width forms. */
        int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        return (width == U_EA_WIDE || width == U_EA_FULLWIDTH) && !u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION);
    }
    default:
        return false;
    }
}

/* The state in which white space is folded while characters go by. */
struct folder {
    struct padan_buffer *out;
    UChar32 before;  /* last character that is not white space; 0 at the start */
    bool space;      /* white space has passed since */
    bool line_break; /* and a line ended within it */
    UChar32 highest; /* highest character written outside the punctuation that no normalisation changes */
};

static bool is_white(UChar32 c)
{
    return c < 0x80 ? c == ' ' || (c >= 0x09 && c <= 0x0D) : u_isUWhiteSpace(c);
}

static void append_character(struct padan_buffer *out, UChar32 c)
{
    if (c < 0x80)
        padan_buffer_byte(out, (char)c);
    else
        padan_utf8_append(out, c);
}

static void fold_character(struct folder *folder, UChar32 c)
{
    if (is_white(c)) {
        folder->space = true;
        folder->line_break |= padan_is_line_end(c);
        return;
    }
    bool joined = folder->line_break && padan_is_unspaced(folder->before) && padan_is_unspaced(c);
    if (folder->space && folder->before && !joined)
        padan_buffer_byte(folder->out, ' ');
    folder->space = folder->line_break = false;
    folder->before = c;
    append_character(folder->out, c);
    bool inert = (c >= 0x2010 && c <= 0x205E) || c == code_placeholder;
    if (!inert && c > folder->highest)
        folder->highest = c;
}

/* Bytes that are neither white space nor above ASCII, and so pass as they are. */
static bool is_plain(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

static size_t plain_run(struct padan_string text, size_t at)
{
    size_t end = at;
    while (end < text.size && is_plain(text.data[end]))
        end++;
    return end - at;
}

/* White space folded and trimmed. Answers the highest character that could call for normalising. */
static int fold_spaces(struct padan_buffer *out, struct padan_string text, UChar32 *highest, struct padan_error *error)
{
    struct folder folder = { .out = out };
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c = padan_utf8_next(text, &at);
        if (c < 0)
            return padan_utf8_error(error, start);
        fold_character(&folder, c);
        size_t run = is_plain(text.data[start]) ? plain_run(text, at) : 0;
        if (run > 0) {
            padan_buffer_append(out, text.data + at, run);
            at += run;
            folder.before = text.data[at - 1];
        }
    }
    *highest = folder.highest;
    return PADAN_OK;
}

/* Changes `buffer` into its UTF-16 and back through `change`. */
typedef int32_t units_change(UChar *to, int32_t capacity, const UChar *from, int32_t size, UErrorCode *status);

static int32_t to_nfc(UChar *to, int32_t capacity, const UChar *from, int32_t size, UErrorCode *status)
{
    return unorm2_normalize(unorm2_getNFCInstance(status), from, size, to, capacity, status);
}

static int32_t to_folded_case(UChar *to, int32_t capacity, const UChar *from, int32_t size, UErrorCode *status)
{
    return u_strFoldCase(to, capacity, from, size, U_FOLD_CASE_DEFAULT, status);
}

static int change_units(struct padan_buffer *buffer, units_change *change, struct padan_error *error)
{
    /* Neither NFC nor folding makes a text more than three times as long in UTF-16. */
    if (buffer->size > INT32_MAX / 4)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "a segment of more than 512 MiB cannot be compared");
    int32_t room = (int32_t)buffer->size + 1, to_room = 3 * room, size = 0;
    UChar *from = malloc((size_t)room * sizeof *from), *to = malloc((size_t)to_room * sizeof *to);
    UErrorCode status = U_ZERO_ERROR;
    int result = PADAN_OK;
    if (!from || !to) {
        result = padan_error_allocation(error);
        goto done;
    }
    u_strFromUTF8(from, room, &size, buffer->data, (int32_t)buffer->size, &status);
    size = change(to, to_room, from, size, &status);
    if (U_FAILURE(status)) {
        result = padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU cannot normalise text: %s", u_errorName(status));
        goto done;
    }
    padan_buffer_clear(buffer);
    padan_utf8_append_utf16(buffer, to, (size_t)size);
done:
    free(from);
    free(to);
    return result;
}

static int make_match(struct padan_buffer *out, struct padan_string text, UChar32 *highest, struct padan_error *error)
{
    int status = fold_spaces(out, text, highest, error);
    /* Below U+0300 every text is in NFC. */
    if (status == PADAN_OK && *highest >= 0x300 && !out->failed)
        status = change_units(out, to_nfc, error);
    return status;
}

static void fold_ascii_case(struct padan_buffer *buffer)
{
    for (size_t i = 0; i < buffer->size; i++)
        if (buffer->data[i] >= 'A' && buffer->data[i] <= 'Z')
            buffer->data[i] = (char)(buffer->data[i] + 0x20);
}

static bool is_digit(UChar32 c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : u_charType(c) == U_DECIMAL_DIGIT_NUMBER;
}

static bool is_punctuation(UChar32 c)
{
    /* Of ASCII all but $ + < = > ^ ` | ~ that is neither a letter nor a digit; asked for most characters of a memory.
     */
    static const char marks[] = "!\"#%&'()*,-./:;?@[\\]_{}";
    if (c < 0x80)
        return memchr(marks, (int)c, sizeof marks - 1) != NULL;
    return (U_GET_GC_MASK(c) & U_GC_P_MASK) != 0;
}

/* Passes the digits at *at with separators between them. */
static void skip_number(struct padan_string text, size_t *at)
{
    while (*at < text.size) {
        size_t next = *at;
        UChar32 c = padan_utf8_next(text, &next);
        if (!is_digit(c)) {
            if ((c != '.' && c != ',' && c != '\'' && c != 0x2019 && c != 0x66B && c != 0x66C) || next >= text.size ||
                !is_digit(padan_utf8_next(text, &next)))
                return;
        }
        *at = next;
    }
}

static size_t letters_run(struct padan_string text, size_t at)
{
    size_t end = at;
    while (end < text.size &&
           ((text.data[end] >= 'a' && text.data[end] <= 'z') || (text.data[end] >= 'A' && text.data[end] <= 'Z')))
        end++;
    return end - at;
}

/* Numbers become "0"; punctuation and codes go. */
static void abstract(struct padan_buffer *out, struct padan_string text)
{
    struct folder folder = { .out = out };
    for (size_t at = 0; at < text.size;) {
        /* A run of letters of ASCII passes as it is, but for the space before it. */
        size_t run = letters_run(text, at);
        if (run > 1) {
            fold_character(&folder, text.data[at]);
            padan_buffer_append(out, text.data + at + 1, run - 1);
            folder.before = text.data[at + run - 1];
            at += run;
            continue;
        }
        UChar32 c = padan_utf8_next(text, &at);
        if (is_digit(c)) {
            skip_number(text, &at);
            c = '0';
        } else if (c == code_placeholder || is_punctuation(c)) {
            continue;
        }
        fold_character(&folder, c);
    }
}

static int make_key(struct padan_buffer *out, struct padan_string text, struct padan_error *error)
{
    struct padan_buffer match = { 0 };
    UChar32 highest = 0;
    int status = make_match(&match, text, &highest, error);
    if (status == PADAN_OK && !match.failed) {
        if (highest < 0x80)
            fold_ascii_case(&match);
        else
            status = change_units(&match, to_folded_case, error);
        if (status == PADAN_OK && highest >= 0x80 && !match.failed)
            status = change_units(&match, to_nfc, error);
    }
    if (status == PADAN_OK)
        abstract(out, (struct padan_string){ match.data, match.size });
    out->failed |= match.failed;
    padan_buffer_free(&match);
    return status;
}

int padan_text_form(char **out, size_t *out_size, enum padan_text_form form, struct padan_string text,
                    struct padan_error *error)
{
    struct padan_buffer buffer = { 0 };
    UChar32 highest = 0;
    *out = NULL;
    *out_size = 0;
    padan_buffer_reserve(&buffer, text.size);
    int status = form == PADAN_FORM_MATCH ? make_match(&buffer, text, &highest, error) : make_key(&buffer, text, error);
    size_t size = buffer.size;
    if (status == PADAN_OK) {
        *out = padan_buffer_take(&buffer);
        if (!*out)
            status = padan_error_allocation(error);
    }
    if (status == PADAN_OK)
        *out_size = size;
    padan_buffer_free(&buffer);
    return status;
}
