/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of decoding, each in a file of its own; decode.c puts them in order. */
#ifndef TEXT_DECODING_H
#define TEXT_DECODING_H

#include <stdint.h>

#include <padan/text.h>

#include "base/buffer.h"

enum { PADAN_ENCODING_SIZE = 64 };

struct padan_bytes {
    const unsigned char *data;
    size_t size;
};

/* binary.c: what a file that is no text begins like ("a PDF document"), with what to do about it; or NULL. */
const char *padan_binary_kind(struct padan_bytes bytes);

/* Whether the first bytes hold more controls than those of any text in an encoding of single bytes. */
bool padan_has_many_controls(struct padan_bytes bytes);

/* Whether a share of control characters is more than any text has. */
bool padan_is_binary_share(size_t controls, size_t characters);

/* encoding.c */

/* Writes the name under which iconv knows an encoding, trying ICU's aliases; false where it is not known. */
bool padan_encoding_resolve(char out[PADAN_ENCODING_SIZE], const char *name);

/*
 * Whether there may have been no memory where an encoding was found not to be known just now: the C library takes all
 * for unknown when it has none for its tables.
 */
bool padan_encoding_lacks_memory(void);

/* Whether two names stand for one encoding. */
bool padan_encoding_same(const char *one, const char *other);

/* An encoding that holds all of `name` and more, which files with that label often need; or NULL. */
const char *padan_encoding_wider(const char *name);

/*
 * What a text that is said to be in an encoding is in as soon as it has bytes that nobody writes in that: windows-1252
 * for ISO-8859-1 with bytes from 0x80 to 0x9F (as well as for ISO-8859-9, ISO-8859-11 and EUC-KR what has all of them),
 * and for US-ASCII with any above 0x7F that are not UTF-8, as the Encoding Standard has it; or NULL.
 */
const char *padan_encoding_meant(const char *name);

bool padan_encoding_is_ascii(const char *name);
bool padan_encoding_is_utf8(const char *name);
/* 2 or 4 for UTF-16 and UTF-32 in any order, else 1. */
unsigned padan_encoding_unit(const char *name);

/* declared.c: the encoding that HTML or XML declares in its first 4 KiB; false where none does. */
bool padan_declared_encoding(char out[PADAN_ENCODING_SIZE], struct padan_bytes bytes);

/* detect.c */

/* UTF-16 or UTF-32 without a mark, by where its zero bytes stand; or NULL. */
const char *padan_detect_wide(struct padan_bytes bytes);

/* The likeliest encoding of bytes that are not UTF-8. `language` may be NULL. Errors: PADAN_ERROR_ALLOCATION. */
int padan_detect(char out[PADAN_ENCODING_SIZE], double *confidence, struct padan_bytes bytes, const char *language,
                 struct padan_error *error);

/* convert.c */

struct padan_conversion {
    struct padan_buffer text; /* UTF-8 */
    size_t replaced;          /* places where U+FFFD was put */
    size_t fault;             /* offset of the first byte that cannot be decoded, or SIZE_MAX */
    bool truncated;           /* the fault is a character that the input's end cuts */
};

/*
 * Decodes bytes. Where one cannot be decoded: with `replace` a run of them becomes one U+FFFD, else
 * decoding stops. Only the text before `fault` is then there. Errors: PADAN_ERROR_ENCODING where iconv
 * does not know the encoding, PADAN_ERROR_ALLOCATION; a fault is none.
 */
int padan_convert(struct padan_conversion *out, struct padan_bytes bytes, const char *encoding, bool replace,
                  struct padan_error *error);

/* line_ends.c: says in *out which line ends a text has that was not cleaned yet. False: no memory. */
bool padan_note_line_ends(struct padan_decoded *out, struct padan_string text);

/* clean.c */

struct padan_controls {
    size_t count, nul_count;
    size_t line; /* of the first, from 1 */
    unsigned first;
    int64_t offset; /* of the first in the bytes as they came, where it is known; else -1 */
};

/* Makes every line end an LF, and NUL U+FFFD; counts the controls. Sets text->failed without memory. */
void padan_clean(struct padan_buffer *text, struct padan_controls *controls);

#endif
