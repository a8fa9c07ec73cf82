/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_INPUT_H
#define EXCHANGE_INPUT_H

#include <padan/exchange.h>

#include <iconv.h>

#include "base/buffer.h"

/*
 * A file as a stream of UTF-8 without byte order mark, of which a window is held in memory.
 * UTF-8 itself passes unchecked; other encodings go through iconv.
 */
struct padan_input {
    int descriptor;   /* -1: all bytes were given beforehand */
    const char *name; /* for messages; the caller's */
    char encoding[64];
    bool marked;     /* began with a byte order mark */
    bool wide;       /* UTF-16 or UTF-32 */
    int64_t total;   /* bytes of the file, -1 where it is not known */
    int64_t fetched; /* bytes read from the file */
    int64_t offset;  /* bytes of the file before raw.data */
    int64_t lines;   /* line feeds decoded by iconv */
    iconv_t converter;
    bool converts;
    bool raw_end;             /* the file gave its last byte */
    struct padan_buffer raw;  /* bytes yet to convert */
    struct padan_buffer text; /* the window, from `taken` on */
    size_t taken;
    const struct padan_exchange_options *options;
};

/*
 * Opens a file and finds its encoding: the caller's, a byte order mark, the pattern of NUL bytes of UTF-16 and
 * UTF-32, an XML declaration, else UTF-8. The input is closed by padan_input_close, also after an error.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_FORMAT (empty, compressed), PADAN_ERROR_ENCODING.
 */
int padan_input_open(struct padan_input *input, const char *path, const struct padan_exchange_options *options,
                     struct padan_error *error);

/* The same for bytes in memory, which are copied. */
int padan_input_open_bytes(struct padan_input *input, const void *bytes, size_t size, const char *name,
                           const struct padan_exchange_options *options, struct padan_error *error);
void padan_input_close(struct padan_input *input);

/*
 * Brings at least `size` bytes into the window where the input has so many. The view lives until the next call.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_ENCODING with line and byte, PADAN_ERROR_ALLOCATION.
 */
int padan_input_window(struct padan_input *input, size_t size, struct padan_string *window, struct padan_error *error);

/* Lets go of the first `size` bytes of the window. */
void padan_input_take(struct padan_input *input, size_t size);

#endif
