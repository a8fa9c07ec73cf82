/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 in the encoding that a document came in. */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "text/decoding.h"
#include "text/utf8.h"
#include "translate/translate.h"

/* A conversion on its way. */
struct encoding {
    iconv_t to;
    struct padan_buffer *out;
    char *left;
    size_t size;
};

/* Room in which any character of any encoding fits. */
enum { ROOM = 256 };

/* Converts until something is in the way; the errno of what it is, 0 at the end. */
static int convert(struct encoding *encoding)
{
    struct padan_buffer *out = encoding->out;
    for (;;) {
        if (!padan_buffer_reserve(out, encoding->size + ROOM))
            return ENOMEM;
        char *at = out->data + out->size;
        size_t room = out->capacity - out->size - 1;
        size_t done = iconv(encoding->to, encoding->left ? &encoding->left : NULL, &encoding->size, &at, &room);
        int reason = done == (size_t)-1 ? errno : 0;
        out->size = (size_t)(at - out->data);
        out->data[out->size] = '\0';
        if (reason != E2BIG)
            return reason;
    }
}

/* Writes the character that is in the way as a reference of HTML; false where that is of no use. */
static bool put_reference(struct encoding *encoding)
{
    struct padan_string rest = { encoding->left, encoding->size };
    char reference[16];
    size_t size = 0;
    UChar32 character = padan_utf8_next(rest, &size);
    snprintf(reference, sizeof reference, "&#%d;", character < 0 ? 0xFFFD : (int)character);
    struct encoding part = { encoding->to, encoding->out, reference, strlen(reference) };
    encoding->left += size;
    encoding->size -= size;
    return convert(&part) == 0;
}

static int encode_all(struct encoding *encoding, bool references)
{
    int reason;
    while ((reason = convert(encoding)) == EILSEQ && references && encoding->size > 0)
        if (!put_reference(encoding))
            return EILSEQ;
    if (reason != 0)
        return reason;
    /* What is left to be written is the way back to the first state. */
    encoding->left = NULL;
    encoding->size = 0;
    return convert(encoding);
}

static void append_utf8(struct padan_buffer *out, struct padan_string text, bool marked)
{
    padan_buffer_clear(out);
    if (marked)
        padan_buffer_text(out, "\xEF\xBB\xBF");
    padan_buffer_append(out, text.data, text.size);
}

int padan_encode(struct padan_buffer *out, bool *fits, struct padan_string text, const struct padan_decoded *like,
                 bool references, struct padan_error *error)
{
    *fits = true;
    if (strcmp(like->encoding, "UTF-8") == 0) {
        append_utf8(out, text, like->marked);
        return out->failed ? padan_error_allocation(error) : PADAN_OK;
    }
    struct padan_buffer whole = { 0 };
    append_utf8(&whole, text, like->marked);
    struct encoding encoding = { iconv_open(like->encoding, "UTF-8"), out, whole.data, whole.size };
    if (encoding.to == (iconv_t)-1) {
        bool lacks = padan_encoding_lacks_memory();
        padan_buffer_free(&whole);
        if (lacks)
            return padan_error_allocation(error);
        return padan_error_set(error, PADAN_ERROR_ENCODING, "nothing can be written in the encoding %s",
                               like->encoding);
    }
    int reason = whole.failed ? ENOMEM : whole.size == 0 ? 0 : encode_all(&encoding, references);
    iconv_close(encoding.to);
    padan_buffer_free(&whole);
    if (reason == ENOMEM || out->failed)
        return padan_error_allocation(error);
    *fits = reason == 0;
    if (!*fits)
        append_utf8(out, text, like->marked);
    return out->failed ? padan_error_allocation(error) : PADAN_OK;
}
