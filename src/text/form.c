/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include "base/error.h"
#include "text/form.h"
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
};

static bool is_white(UChar32 c)
{
    if (c < 0x80)
        return c == ' ' || (c >= 0x09 && c <= 0x0D);
    /* White space above ASCII is U+0085, U+00A0, U+1680 and what lies between U+2000 and U+3000. */
    return c == 0x85 || c == 0xA0 || (c >= 0x1680 && c <= 0x3000 && u_isUWhiteSpace(c));
}

static void append_character(struct padan_buffer *out, UChar32 c)
{
    if (c < 0x80)
        padan_buffer_byte(out, (char)c);
    else
        padan_utf8_append(out, c);
}

/* What passes before a character is written. */
static void fold_before(struct folder *folder, UChar32 c)
{
    bool joined = folder->line_break && padan_is_unspaced(folder->before) && padan_is_unspaced(c);
    if (folder->space && folder->before && !joined)
        padan_buffer_byte(folder->out, ' ');
    folder->space = folder->line_break = false;
    folder->before = c;
}

static void fold_white(struct folder *folder, UChar32 c)
{
    folder->space = true;
    folder->line_break |= padan_is_line_end(c);
}

static void fold_character(struct folder *folder, UChar32 c)
{
    if (is_white(c)) {
        fold_white(folder, c);
        return;
    }
    fold_before(folder, c);
    append_character(folder->out, c);
}

/* Punctuation that no normalisation and no folding of case changes. */
static bool is_inert(UChar32 c)
{
    return (c >= 0x2010 && c <= 0x205E) || c == code_placeholder;
}

/* Bytes that are neither white space nor above ASCII, and so pass as they are. */
static bool is_plain(char byte)
{
    return byte > ' ' && byte < 0x7F;
}

/* How many bytes pass as they are: plain ones, and single spaces between two of them. */
static size_t plain_run(struct padan_string text, size_t at)
{
    size_t end = at;
    while (end < text.size &&
           (is_plain(text.data[end]) || (text.data[end] == ' ' && end > at && end + 1 < text.size &&
                                         is_plain(text.data[end - 1]) && is_plain(text.data[end + 1]))))
        end++;
    return end - at;
}

/* Whether all of a text passes as it is; looked at without branches, since it is so for most texts of many languages.
 */
static bool is_plain_text(struct padan_string text)
{
    unsigned other = 0, before = ' ';
    for (size_t i = 0; i < text.size; i++) {
        unsigned byte = (unsigned char)text.data[i];
        /* Of two bytes that are not below a space both are one where no other bit is set. */
        other |= (byte - ' ' > '~' - ' ') | ((byte | before) == ' ');
        before = byte;
    }
    return !other && (before != ' ' || text.size == 0);
}

/* Passes what is not white space; stops before an ill-formed byte too. */
static size_t pass_solid(struct padan_string text, size_t at, struct folder *folder, UChar32 *highest)
{
    while (at < text.size) {
        size_t next = at + plain_run(text, at);
        if (next > at) {
            folder->before = text.data[next - 1];
            at = next;
            continue;
        }
        UChar32 c = padan_utf8_next(text, &next);
        if (c < 0 || is_white(c))
            break;
        folder->before = c;
        if (c > *highest && !is_inert(c))
            *highest = c;
        at = next;
    }
    return at;
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
        if (is_white(c)) {
            fold_white(&folder, c);
            continue;
        }
        fold_before(&folder, c);
        at = pass_solid(text, start, &folder, highest);
        padan_buffer_append(out, text.data + start, at - start);
    }
    return PADAN_OK;
}

/* Text in UTF-16; short ones need no memory of their own. */
struct units {
    UChar *data;
    int32_t size, room;
    UChar few[1024];
};

static int make_room(struct units *units, int64_t room, struct padan_error *error)
{
    if (room > INT32_MAX)
        return padan_error_set(error, PADAN_ERROR_LIMIT, "a segment of more than 512 MiB cannot be compared");
    units->size = 0;
    units->room = (int32_t)room;
    units->data = (size_t)room <= sizeof units->few / sizeof *units->few ? units->few
                                                                         : malloc((size_t)room * sizeof *units->data);
    return units->data ? PADAN_OK : padan_error_allocation(error);
}

/* What free_units may be given; the room is not cleared, which would cost more than most texts do. */
static void begin_units(struct units *units)
{
    units->data = units->few;
}

static void free_units(struct units *units)
{
    if (units->data != units->few)
        free(units->data);
}

static int failed_change(UErrorCode code, struct padan_error *error)
{
    return code == U_MEMORY_ALLOCATION_ERROR
               ? padan_error_allocation(error)
               : padan_error_set(error, PADAN_ERROR_INTERNAL, "ICU cannot normalise text: %s", u_errorName(code));
}

/* Neither NFC nor folding makes a text more than three times as long in UTF-16. */
static int fold_case(struct units *to, const struct units *from, struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    int status = make_room(to, 3 * (int64_t)from->size + 1, error);
    if (status == PADAN_OK)
        to->size = u_strFoldCase(to->data, to->room, from->data, from->size, U_FOLD_CASE_DEFAULT, &code);
    return U_FAILURE(code) ? failed_change(code, error) : status;
}

static int normalise(struct units *to, const struct units *from, struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    int status = make_room(to, 3 * (int64_t)from->size + 1, error);
    if (status == PADAN_OK)
        to->size = unorm2_normalize(unorm2_getNFCInstance(&code), from->data, from->size, to->data, to->room, &code);
    return U_FAILURE(code) ? failed_change(code, error) : status;
}

static bool is_normal(const struct units *units)
{
    UErrorCode code = U_ZERO_ERROR;
    UBool is = unorm2_isNormalized(unorm2_getNFCInstance(&code), units->data, units->size, &code);
    return U_SUCCESS(code) && is;
}

static int read_units(struct units *to, struct padan_string text, struct padan_error *error)
{
    UErrorCode code = U_ZERO_ERROR;
    int status = make_room(to, text.size < INT32_MAX / 4 ? (int64_t)text.size + 1 : INT64_MAX, error);
    if (status == PADAN_OK)
        u_strFromUTF8(to->data, to->room, &to->size, text.data, (int32_t)text.size, &code);
    return U_FAILURE(code) ? failed_change(code, error) : status;
}

static void cut(struct padan_buffer *buffer, size_t size)
{
    buffer->size = size;
    if (buffer->data)
        buffer->data[size] = '\0';
}

/* Replaces what the buffer has from `start` on by units in NFC; *as_it_is where that is what they are already. */
static int put_normal(struct padan_buffer *out, size_t start, const struct units *units, bool as_it_is,
                      struct padan_error *error)
{
    struct units normal;
    int status = PADAN_OK;
    begin_units(&normal);
    if (!is_normal(units)) {
        status = normalise(&normal, units, error);
        units = &normal;
    } else if (as_it_is) {
        return PADAN_OK;
    }
    if (status == PADAN_OK) {
        cut(out, start);
        padan_utf8_append_utf16(out, units->data, (size_t)units->size);
    }
    free_units(&normal);
    return status;
}

/* Brings what the buffer has from `start` on into NFC. */
static int normalise_from(struct padan_buffer *out, size_t start, struct padan_error *error)
{
    struct units units;
    begin_units(&units);
    int status = read_units(&units, (struct padan_string){ out->data + start, out->size - start }, error);
    if (status == PADAN_OK)
        status = put_normal(out, start, &units, true, error);
    free_units(&units);
    return status;
}

/* The text's cases folded, in NFC. */
static int fold_text(struct padan_buffer *out, struct padan_string text, struct padan_error *error)
{
    struct units units, folded;
    begin_units(&units);
    begin_units(&folded);
    int status = read_units(&units, text, error);
    if (status == PADAN_OK)
        status = fold_case(&folded, &units, error);
    if (status == PADAN_OK)
        status = put_normal(out, out->size, &folded, false, error);
    free_units(&units);
    free_units(&folded);
    return status;
}

static int end_form(struct padan_buffer *out, size_t start, int status, struct padan_error *error)
{
    if (status == PADAN_OK && !out->failed)
        return PADAN_OK;
    cut(out, start);
    return status == PADAN_OK ? padan_error_allocation(error) : status;
}

int padan_form_match(struct padan_buffer *out, struct padan_string text, struct padan_error *error)
{
    UChar32 highest = 0;
    size_t start = out->size;
    if (is_plain_text(text)) {
        padan_buffer_append(out, text.data, text.size);
        return end_form(out, start, PADAN_OK, error);
    }
    int status = fold_spaces(out, text, &highest, error);
    /* Below U+0300 every text is in NFC. */
    if (status == PADAN_OK && highest >= 0x300 && !out->failed)
        status = normalise_from(out, start, error);
    return end_form(out, start, status, error);
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

/* Answers whether a byte of a text is a letter of ASCII. */
static bool is_letter(char byte)
{
    return (unsigned)(byte | 0x20) - 'a' <= 'z' - 'a';
}

static size_t letters_run(struct padan_string text, size_t at)
{
    size_t end = at;
    while (end < text.size && is_letter(text.data[end]))
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
        if (run > 0) {
            fold_before(&folder, text.data[at]);
            padan_buffer_append(out, text.data + at, run);
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

/* Whether folding by ICU leaves all as it is but the letters of ASCII. */
static bool has_ascii_case(struct padan_string text)
{
    for (size_t at = 0; at < text.size;) {
        UChar32 c = padan_utf8_next(text, &at);
        if (c >= 0x80 && !is_inert(c))
            return false;
    }
    return true;
}

static void lower_ascii(char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(bytes[i] | (bytes[i] >= 'A' && bytes[i] <= 'Z' ? 0x20 : 0));
}

static bool is_ascii(struct padan_string text)
{
    unsigned all = 0;
    for (size_t i = 0; i < text.size; i++)
        all |= (unsigned char)text.data[i];
    return all < 0x80;
}

/* The same as `abstract` and `lower_ascii` of ASCII, which most characters of many memories are. */
static void abstract_ascii(struct padan_buffer *out, struct padan_string text)
{
    bool space = false;
    if (!padan_buffer_reserve(out, text.size))
        return;
    char *start = out->data + out->size, *to = start;
    for (size_t at = 0; at < text.size;) {
        char byte = text.data[at++];
        if (is_white(byte)) {
            space = true;
            continue;
        }
        if (is_digit(byte)) {
            skip_number(text, &at);
            byte = '0';
        } else if (!is_letter(byte) && is_punctuation(byte)) {
            continue;
        }
        if (space && to > start)
            *to++ = ' ';
        space = false;
        *to++ = is_letter(byte) ? (char)(byte | 0x20) : byte;
        for (; at < text.size && is_letter(text.data[at]); at++)
            *to++ = (char)(text.data[at] | 0x20);
    }
    *to = '\0';
    out->size += (size_t)(to - start);
}

int padan_form_key(struct padan_buffer *out, struct padan_string match, struct padan_error *error)
{
    size_t start = out->size;
    int status = PADAN_OK;
    if (is_ascii(match)) {
        abstract_ascii(out, match);
        return end_form(out, start, PADAN_OK, error);
    }
    if (has_ascii_case(match)) {
        abstract(out, match);
        if (!out->failed)
            lower_ascii(out->data + start, out->size - start);
        return end_form(out, start, PADAN_OK, error);
    }
    struct padan_buffer folded = { 0 };
    status = fold_text(&folded, match, error);
    if (status == PADAN_OK)
        abstract(out, (struct padan_string){ folded.data, folded.size });
    out->failed |= folded.failed;
    padan_buffer_free(&folded);
    return end_form(out, start, status, error);
}

static int make_key(struct padan_buffer *out, struct padan_string text, struct padan_error *error)
{
    struct padan_buffer match = { 0 };
    int status = padan_form_match(&match, text, error);
    if (status == PADAN_OK)
        status = padan_form_key(out, (struct padan_string){ match.data, match.size }, error);
    padan_buffer_free(&match);
    return status;
}

int padan_text_form(char **out, size_t *out_size, enum padan_text_form form, struct padan_string text,
                    struct padan_error *error)
{
    struct padan_buffer buffer = { 0 };
    *out = NULL;
    *out_size = 0;
    padan_buffer_reserve(&buffer, text.size);
    int status = form == PADAN_FORM_MATCH ? padan_form_match(&buffer, text, error) : make_key(&buffer, text, error);
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
