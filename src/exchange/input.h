/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_INPUT_H
#define EXCHANGE_INPUT_H

#include <padan/exchange.h>

#include <iconv.h>

#include "base/buffer.h"
#include "exchange/unpack.h"

/* Whether reading is to end: asked before a file is read on, by the thread that reads it. `asked` may be NULL. */
struct padan_stop {
    bool (*asked)(void *context);
    void *context;
};

/*
 * A file as a stream of UTF-8 without byte order mark, of which a window is held in memory.
 * UTF-8 itself passes unchecked; other encodings go through iconv, and a byte that they do not have becomes 0xFF,
 * which no UTF-8 has, so that a reader refuses what holds it. gzip and ZIP are unpacked on the way.
 */
struct padan_input {
    int descriptor;   /* -1: all bytes were given beforehand */
    const char *name; /* for messages; the caller's */
    char encoding[64];
    bool marked;       /* began with a byte order mark */
    bool wide;         /* UTF-16 or UTF-32 */
    bool misnamed;     /* says that it is wide, and is not */
    const char *meant; /* see padan_encoding_meant, of an encoding that the file declares; or NULL */
    bool ascii;        /* declares US-ASCII */
    const char *wider; /* see padan_encoding_wider, where nothing is meant; until it is needed */
    bool widened;      /* it was needed, and is `meant` now */
    int64_t lines;     /* passed without a byte that only that has */
    int64_t odd_line;  /* of the first such byte, `odd`; 0: none was found */
    unsigned char odd;
    int64_t total;   /* bytes of the file, -1 where it is not known */
    int64_t fetched; /* bytes read from the file */
    bool reopens;    /* a plain file that has a name, as is its companion */
    bool steps;      /* of a ZIP file each member is read */
    struct padan_unpack unpack;
    iconv_t converter;
    bool converts;
    iconv_t trial; /* from `wider`, where it was tried */
    bool tries;
    bool raw_end;             /* the file gave its last byte */
    size_t piece;             /* how much is read next; 0: nothing was read yet */
    struct padan_buffer raw;  /* bytes yet to convert */
    struct padan_buffer text; /* the window, from `taken` on */
    size_t taken;
    const struct padan_exchange_options *options;
    struct padan_stop stop;
};

/*
 * Opens a file and finds its encoding: the caller's, a byte order mark, the pattern of NUL bytes of UTF-16 and
 * UTF-32, an XML declaration, else UTF-8. What declares ISO-8859-1 or US-ASCII becomes what it is meant to be at the
 * first byte that shows it (odd_line), and what declares another encoding that is too narrow (GB2312, Shift_JIS,
 * ISO-8859-2) the wider one from the first byte on that only that has. The input is closed by padan_input_close, also
 * after an error. Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_FORMAT (empty, packed in a way that is not known),
 * PADAN_ERROR_ENCODING (one that iconv does not know), those of padan_unpack_begin,
 * PADAN_ERROR_STOPPED where `stop` says so, now or later.
 */
int padan_input_open(struct padan_input *input, const char *path, const struct padan_exchange_options *options,
                     struct padan_stop stop, struct padan_error *error);

/*
 * The same, but of a ZIP file (unpack.steps then) each member is read: padan_input_next goes to the first and from each
 * to the next, as padan_unpack_next does, and padan_input_begin_member makes it the text that is read. `name` is for
 * messages, and the caller's.
 */
int padan_input_open_steps(struct padan_input *input, const char *path, const struct padan_exchange_options *options,
                           struct padan_stop stop, struct padan_error *error);
int padan_input_next(struct padan_input *input, bool *found, struct padan_error *error);
int padan_input_begin_member(struct padan_input *input, const char *name, struct padan_error *error);

/* The same for bytes in memory, which are copied. */
int padan_input_open_bytes(struct padan_input *input, const void *bytes, size_t size, const char *name,
                           const struct padan_exchange_options *options, struct padan_error *error);
void padan_input_close(struct padan_input *input);

/* The name whose ending tells the format: that of the file without .gz, or of the member that is read. */
const char *padan_input_inner_name(const struct padan_input *input, char *room, size_t size);

/*
 * Brings at least `size` bytes into the window where the input has so many. The view lives until the next call.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_ALLOCATION, those of padan_unpack_read, PADAN_ERROR_STOPPED.
 */
int padan_input_window(struct padan_input *input, size_t size, struct padan_string *window, struct padan_error *error);

/* Lets go of the first `size` bytes of the window. */
void padan_input_take(struct padan_input *input, size_t size);

#endif
