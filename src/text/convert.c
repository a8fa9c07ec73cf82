/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/decoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>

#include "base/error.h"
#include "text/utf8.h"

/* Notes a place that cannot be decoded; false where decoding stops at it. */
static bool note_fault(struct padan_conversion *out, size_t offset, bool truncated, bool replace)
{
    if (out->fault == SIZE_MAX) {
        out->fault = offset;
        out->truncated = truncated;
    }
    if (!replace)
        return false;
    padan_buffer_text(&out->text, "\xEF\xBF\xBD");
    out->replaced++;
    return true;
}

static int convert_utf8(struct padan_conversion *out, struct padan_bytes bytes, bool replace, struct padan_error *error)
{
    struct padan_string text = { (const char *)bytes.data, bytes.size };
    padan_buffer_reserve(&out->text, bytes.size);
    while (text.size > 0 && !out->text.failed) {
        size_t good = padan_utf8_fault(text);
        padan_buffer_append(&out->text, text.data, good);
        text.data += good;
        text.size -= good;
        if (text.size == 0)
            break;
        size_t bad = 0, offset = (size_t)((const unsigned char *)text.data - bytes.data);
        for (size_t at = 0; at < text.size && padan_utf8_next(text, &at) < 0;)
            bad = at;
        if (!note_fault(out, offset, false, replace))
            break;
        text.data += bad;
        text.size -= bad;
    }
    return out->text.failed ? padan_error_allocation(error) : PADAN_OK;
}

/* The state of one run of iconv over all bytes. */
struct run {
    iconv_t converter;
    char *in;
    size_t in_left;
    size_t bad_end; /* offset just after the last byte that was passed as bad */
    unsigned unit;
};

/* Passes what iconv stopped at; false where decoding is over. A run of bad bytes is one place. */
static bool pass_fault(struct padan_conversion *out, struct run *run, size_t offset, bool truncated, bool replace)
{
    if ((out->replaced == 0 || offset != run->bad_end) && !note_fault(out, offset, truncated, replace))
        return false;
    size_t step = truncated || run->in_left < run->unit ? run->in_left : run->unit;
    run->in += step;
    run->in_left -= step;
    run->bad_end = offset + step;
    return true;
}

static int run_iconv(struct padan_conversion *out, struct run *run, size_t size, bool replace,
                     struct padan_error *error)
{
    struct padan_buffer *text = &out->text;
    padan_buffer_reserve(text, size + size / 2);
    while (!text->failed) {
        if (!padan_buffer_reserve(text, text->size + 64 < text->capacity ? 0 : run->in_left + 64))
            break;
        char *to = text->data + text->size;
        size_t room = text->capacity - text->size - 1, room_left = room;
        bool flush = run->in_left == 0;
        errno = 0;
        size_t result = iconv(run->converter, flush ? NULL : &run->in, flush ? NULL : &run->in_left, &to, &room_left);
        int reason = result == (size_t)-1 ? errno : 0;
        text->size += room - room_left;
        text->data[text->size] = '\0';
        if (reason == E2BIG) {
            padan_buffer_reserve(text, text->capacity);
            continue;
        }
        if (reason != 0 && !pass_fault(out, run, size - run->in_left, reason == EINVAL, replace))
            return PADAN_OK;
        if (flush)
            return PADAN_OK;
    }
    return padan_error_allocation(error);
}

static int convert_iconv(struct padan_conversion *out, struct padan_bytes bytes, const char *encoding, bool replace,
                         struct padan_error *error)
{
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1 && padan_encoding_lacks_memory())
        return padan_error_allocation(error);
    if (converter == (iconv_t)-1)
        return padan_error_set(error, PADAN_ERROR_ENCODING, "the encoding '%s' is not known; see 'iconv -l'", encoding);
    /* iconv does not write to its input; its type only says so. */
    struct run run = { converter, (char *)(uintptr_t)bytes.data, bytes.size, 0, padan_encoding_unit(encoding) };
    int status = run_iconv(out, &run, bytes.size, replace, error);
    iconv_close(converter);
    return status;
}

int padan_convert(struct padan_conversion *out, struct padan_bytes bytes, const char *encoding, bool replace,
                  struct padan_error *error)
{
    *out = (struct padan_conversion){ .fault = SIZE_MAX };
    int status = padan_encoding_is_utf8(encoding) ? convert_utf8(out, bytes, replace, error)
                                                  : convert_iconv(out, bytes, encoding, replace, error);
    if (status != PADAN_OK)
        padan_buffer_free(&out->text);
    return status;
}
