/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/text.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/decoding.h"
#include "text/utf8.h"

/* What is being decoded, and how. */
struct decoding {
    struct padan_bytes bytes; /* without byte order mark */
    size_t mark_size;
    const struct padan_decode_options *options;
    char name[PADAN_ENCODING_SIZE];
    enum padan_encoding_origin origin;
    double confidence;
};

static void warn(const struct decoding *decoding, int64_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void warn(const struct decoding *decoding, int64_t offset, const char *format, ...)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct padan_error warning;
    padan_error_byte(&warning, PADAN_ERROR_ENCODING, decoding->options->input, offset, "%s", message);
    padan_report(&decoding->options->reporter, &warning);
}

static const struct mark {
    const char *bytes;
    size_t size;
    const char *encoding;
} marks[] = {
    { "\xFF\xFE\0\0", 4, "UTF-32LE" }, { "\0\0\xFE\xFF", 4, "UTF-32BE" }, { "\xEF\xBB\xBF", 3, "UTF-8" },
    { "\xFF\xFE", 2, "UTF-16LE" },     { "\xFE\xFF", 2, "UTF-16BE" },
};

static const struct mark *find_mark(struct padan_bytes bytes)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (bytes.size >= marks[i].size && memcmp(bytes.data, marks[i].bytes, marks[i].size) == 0)
            return &marks[i];
    return NULL;
}

static void choose(struct decoding *decoding, const char *name, enum padan_encoding_origin origin, double confidence)
{
    if (padan_encoding_is_utf8(name))
        name = "UTF-8";
    memmove(decoding->name, name, strlen(name) + 1);
    decoding->origin = origin;
    decoding->confidence = confidence;
}

static void skip_mark(struct decoding *decoding, const struct mark *mark)
{
    decoding->bytes.data += mark->size;
    decoding->bytes.size -= mark->size;
    decoding->mark_size = mark->size;
}

/* Whether a mark is one of the encoding that was named: "UTF-16" holds both orders. */
static bool agrees(const char *name, const struct mark *mark)
{
    if (padan_encoding_is_utf8(mark->encoding))
        return padan_encoding_is_utf8(name);
    unsigned unit = padan_encoding_unit(name);
    if (unit == 1 || unit != padan_encoding_unit(mark->encoding))
        return false;
    size_t size = strlen(name);
    bool has_order = size > 2 && (name[size - 1] == 'E' || name[size - 1] == 'e');
    return !has_order || padan_encoding_same(name, mark->encoding);
}

/* UTF-16 and UTF-32 without an order: that of the mark, else of the zero bytes, else little-endian. */
static void choose_order(struct decoding *decoding, const struct mark *mark)
{
    const char *name = decoding->name;
    unsigned unit = padan_encoding_unit(name);
    size_t size = strlen(name);
    if (unit == 1 || name[size - 1] == 'E' || name[size - 1] == 'e')
        return;
    const char *found = mark ? mark->encoding : padan_detect_wide(decoding->bytes);
    if (!found || padan_encoding_unit(found) != unit)
        found = unit == 2 ? "UTF-16LE" : "UTF-32LE";
    choose(decoding, found, decoding->origin, decoding->confidence);
}

static int take_given(struct decoding *decoding, const struct mark *mark, struct padan_error *error)
{
    const struct padan_decode_options *options = decoding->options;
    char name[PADAN_ENCODING_SIZE];
    bool known = padan_encoding_resolve(name, options->encoding);
    if (!known && padan_encoding_lacks_memory())
        return padan_error_allocation(error);
    if (!known)
        return padan_error_in(error, PADAN_ERROR_ENCODING, options->input,
                              "the encoding '%s' is not known; 'iconv -l' lists those that are", options->encoding);
    choose(decoding, name, PADAN_ENCODING_GIVEN, 1);
    if (mark && agrees(name, mark))
        skip_mark(decoding, mark);
    else if (mark)
        warn(decoding, 0, "the file begins with the mark of %s, but is read as %s, as asked for", mark->encoding, name);
    choose_order(decoding, mark && decoding->mark_size ? mark : NULL);
    return PADAN_OK;
}

static bool is_utf8(const struct decoding *decoding)
{
    struct padan_string text = { (const char *)decoding->bytes.data, decoding->bytes.size };
    return padan_utf8_fault(text) == text.size;
}

static bool is_ascii(const struct decoding *decoding)
{
    for (size_t i = 0; i < decoding->bytes.size; i++)
        if (decoding->bytes.data[i] >= 0x80)
            return false;
    return true;
}

static void take_mark(struct decoding *decoding, const struct mark *mark)
{
    char declared[PADAN_ENCODING_SIZE];
    skip_mark(decoding, mark);
    choose(decoding, mark->encoding, PADAN_ENCODING_MARK, 1);
    if (padan_declared_encoding(declared, decoding->bytes) && !agrees(declared, mark))
        warn(decoding, 0, "the file declares %s, but begins with the mark of %s, which is taken", declared,
             mark->encoding);
}

/* Takes what the file declares, unless it cannot be so. */
static bool take_declared(struct decoding *decoding)
{
    char declared[PADAN_ENCODING_SIZE], name[PADAN_ENCODING_SIZE];
    if (!padan_declared_encoding(declared, decoding->bytes))
        return false;
    if (!padan_encoding_resolve(name, declared)) {
        warn(decoding, -1, "the file declares the encoding '%s', which is not known; it is found from the bytes",
             declared);
        return false;
    }
    bool wide = padan_encoding_unit(name) > 1;
    if (wide || (!padan_encoding_is_utf8(name) && !is_ascii(decoding) && is_utf8(decoding))) {
        warn(decoding, -1, "the file declares %s, but is %s; that is taken", declared,
             is_utf8(decoding) ? "valid UTF-8" : "written in single bytes");
        return false;
    }
    choose(decoding, name, PADAN_ENCODING_DECLARED, 1);
    return true;
}

static bool has_escape(const struct decoding *decoding)
{
    const unsigned char *at = decoding->bytes.data, *end = at + decoding->bytes.size;
    while (at < end && (at = memchr(at, 0x1B, (size_t)(end - at)))) {
        if (end - at >= 3 && (at[1] == '$' || at[1] == '(') && at[2] >= '(' && at[2] <= 'J')
            return true;
        at++;
    }
    return false;
}

static int not_text(const struct decoding *decoding, const char *kind, struct padan_error *error)
{
    return padan_error_in(error, PADAN_ERROR_FORMAT, decoding->options->input, "this is no text; it looks like %s",
                          kind);
}

static int take_evidence(struct decoding *decoding, struct padan_error *error)
{
    const char *kind = padan_binary_kind(decoding->bytes);
    if (kind)
        return not_text(decoding, kind, error);
    const char *wide = padan_detect_wide(decoding->bytes);
    if (wide) {
        choose(decoding, wide, PADAN_ENCODING_DETECTED, 0.95);
        return PADAN_OK;
    }
    if (padan_has_many_controls(decoding->bytes))
        return not_text(decoding, "binary data; padan reads text and HTML", error);
    if (take_declared(decoding))
        return PADAN_OK;
    if (is_utf8(decoding) && !has_escape(decoding)) {
        choose(decoding, "UTF-8", PADAN_ENCODING_VALID, 1);
        return PADAN_OK;
    }
    decoding->origin = PADAN_ENCODING_DETECTED;
    int status =
        padan_detect(decoding->name, &decoding->confidence, decoding->bytes, decoding->options->language, error);
    if (status == PADAN_OK)
        warn(decoding, -1,
             "the encoding is not stated and was taken to be %s (confidence %.2f); if letters come out "
             "wrong, name it with --encoding",
             decoding->name, decoding->confidence);
    return status;
}

static int find_encoding(struct decoding *decoding, struct padan_error *error)
{
    const struct mark *mark = find_mark(decoding->bytes);
    if (decoding->options->encoding)
        return take_given(decoding, mark, error);
    if (mark) {
        take_mark(decoding, mark);
        return PADAN_OK;
    }
    return take_evidence(decoding, error);
}

static bool has_c1_bytes(const struct decoding *decoding)
{
    for (size_t i = 0; i < decoding->bytes.size; i++)
        if (decoding->bytes.data[i] >= 0x80 && decoding->bytes.data[i] < 0xA0)
            return true;
    return false;
}

/* Decodes strictly with `name`; a fault is left in `out`. */
static int convert_strictly(struct padan_conversion *out, const struct decoding *decoding, const char *name,
                            struct padan_error *error)
{
    return padan_convert(out, decoding->bytes, name, false, error);
}

/* Labels are often given to files that need more than they say; the wider encoding is tried where the label fails. */
static int convert(struct padan_conversion *out, struct decoding *decoding, struct padan_error *error)
{
    const char *meant = padan_encoding_meant(decoding->name);
    if (meant && !has_c1_bytes(decoding))
        meant = NULL;
    const char *first = meant ? meant : decoding->name;
    const char *second = meant ? decoding->name : padan_encoding_wider(decoding->name);
    int status = convert_strictly(out, decoding, first, error);
    if (status != PADAN_OK)
        return status;
    if (out->fault != SIZE_MAX && second) {
        struct padan_conversion other;
        status = convert_strictly(&other, decoding, second, error);
        if (status == PADAN_OK && other.fault == SIZE_MAX) {
            padan_buffer_free(&out->text);
            *out = other;
            first = second;
        } else if (status == PADAN_OK) {
            padan_buffer_free(&other.text);
        }
    }
    if (first != decoding->name) {
        warn(decoding, -1, "the file is not quite %s; it is read as %s", decoding->name, first);
        choose(decoding, first, decoding->origin, decoding->confidence);
    }
    return status;
}

static int fault_error(const struct padan_conversion *conversion, const struct decoding *decoding,
                       struct padan_error *error)
{
    size_t offset = conversion->fault + decoding->mark_size;
    const char *input = decoding->options->input;
    if (conversion->truncated)
        return padan_error_byte(error, PADAN_ERROR_ENCODING, input, (int64_t)offset,
                                "the file ends in the middle of a character of %s", decoding->name);
    return padan_error_byte(error, PADAN_ERROR_ENCODING, input, (int64_t)offset,
                            "the byte 0x%02X cannot be decoded as %s; name another encoding with --encoding, or use "
                            "--replace-invalid to read on",
                            decoding->bytes.data[conversion->fault], decoding->name);
}

static int convert_or_replace(struct padan_conversion *out, struct decoding *decoding, struct padan_error *error)
{
    int status = convert(out, decoding, error);
    if (status != PADAN_OK || out->fault == SIZE_MAX)
        return status;
    if (!decoding->options->replace_invalid) {
        status = fault_error(out, decoding, error);
        padan_buffer_free(&out->text);
        return status;
    }
    padan_buffer_free(&out->text);
    status = padan_convert(out, decoding->bytes, decoding->name, true, error);
    if (status == PADAN_OK)
        warn(decoding, (int64_t)(out->fault + decoding->mark_size),
             "%zu places cannot be decoded as %s, this being the first; U+FFFD stands for each", out->replaced,
             decoding->name);
    return status;
}

static void report_controls(const struct decoding *decoding, const struct padan_controls *controls)
{
    struct padan_error warning;
    const char *nul = controls->nul_count > 0 ? "; each NUL becomes U+FFFD" : "";
    padan_error_at(&warning, PADAN_ERROR_ENCODING, decoding->options->input, (int64_t)controls->line,
                   "%zu control characters, the first of them U+%04X%s", controls->count, controls->first, nul);
    warning.offset = controls->offset;
    padan_report(&decoding->options->reporter, &warning);
}

/* Offset of the first control in the bytes as they came, in units of the encoding; -1 where that cannot be told. */
static int64_t find_control(const struct decoding *decoding, unsigned control)
{
    unsigned unit = padan_encoding_unit(decoding->name);
    size_t size = strlen(decoding->name);
    bool little = size > 2 && decoding->name[size - 2] == 'L';
    const unsigned char *data = decoding->bytes.data;
    bool is_pair = control >= 0x80 && padan_encoding_is_utf8(decoding->name);
    if (control >= 0x80 && !is_pair && strncmp(decoding->name, "ISO-8859", 8) != 0)
        return -1;
    for (size_t at = is_pair; at + unit <= decoding->bytes.size; at += unit) {
        unsigned value = 0;
        for (unsigned i = 0; i < unit; i++)
            value |= (unsigned)data[at + i] << 8 * (little ? i : unit - 1 - i);
        if (value == control && (!is_pair || data[at - 1] == 0xC2))
            return (int64_t)(at - is_pair + decoding->mark_size);
    }
    return -1;
}

static int finish(struct padan_decoded *out, struct padan_conversion *conversion, struct decoding *decoding,
                  struct padan_error *error)
{
    struct padan_controls controls;
    struct padan_string text = { conversion->text.data, conversion->text.size };
    if (!padan_note_line_ends(out, text))
        return padan_error_allocation(error);
    padan_clean(&conversion->text, &controls);
    if (conversion->text.failed)
        return padan_error_allocation(error);
    if (padan_is_binary_share(controls.count, conversion->text.size))
        return padan_error_in(error, PADAN_ERROR_FORMAT, decoding->options->input,
                              "this is no text: as %s it has %zu control characters in %zu bytes; padan reads text and "
                              "HTML",
                              decoding->name, controls.count, conversion->text.size);
    if (controls.count > 0) {
        controls.offset = find_control(decoding, controls.first);
        report_controls(decoding, &controls);
    }
    out->size = conversion->text.size;
    out->data = padan_buffer_take(&conversion->text);
    if (!out->data)
        return padan_error_allocation(error);
    memcpy(out->encoding, decoding->name, sizeof decoding->name);
    out->origin = decoding->origin;
    out->confidence = decoding->confidence;
    out->replaced = conversion->replaced;
    out->marked = decoding->mark_size > 0;
    return PADAN_OK;
}

int padan_text_decode(struct padan_decoded *out, const void *bytes, size_t size,
                      const struct padan_decode_options *options, struct padan_error *error)
{
    static const struct padan_decode_options defaults = PADAN_DECODE_OPTIONS_INIT;
    struct decoding decoding = { .bytes = { size > 0 ? bytes : "", size }, .options = options ? options : &defaults };
    struct padan_conversion conversion = { 0 };
    *out = (struct padan_decoded){ 0 };
    int status = find_encoding(&decoding, error);
    if (status == PADAN_OK)
        status = convert_or_replace(&conversion, &decoding, error);
    if (status == PADAN_OK)
        status = finish(out, &conversion, &decoding, error);
    padan_buffer_free(&conversion.text);
    if (status != PADAN_OK)
        padan_decoded_free(out);
    if (status != PADAN_OK && error && !error->input[0] && decoding.options->input)
        padan_error_in(error, status, decoding.options->input, "%s", error->message);
    return status;
}

void padan_decoded_free(struct padan_decoded *decoded)
{
    free(decoded->data);
    free(decoded->line_ends);
    *decoded = (struct padan_decoded){ 0 };
}
