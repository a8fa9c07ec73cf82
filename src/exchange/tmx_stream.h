/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_STREAM_H
#define EXCHANGE_TMX_STREAM_H

#include "exchange/input.h"

/*
 * The decoded file with its latest bytes kept, so that reading can go on from a place before that which a parser has
 * asked for, and a unit be had as it stood. Places are offsets in bytes. Invariant: kept.data[0] is the byte at
 * `start`; start <= next <= start + kept.size; `wanted` and what follows it is kept as far as the limit allows.
 */
struct padan_tmx_stream {
    struct padan_input *input;
    struct padan_buffer kept;
    size_t start, next, wanted;
    size_t marked;       /* a place whose line is known */
    int64_t marked_line; /* from 0 */
};

/* How much of the file was read. */
static inline size_t padan_tmx_stream_end(const struct padan_tmx_stream *stream)
{
    return stream->start + stream->kept.size;
}

/* Gives the next bytes, up to `size`; *got is 0 at the end. Errors: those of padan_input_window. */
int padan_tmx_stream_read(struct padan_tmx_stream *stream, char *out, size_t size, size_t *got,
                          struct padan_error *error);

/* What stands before a place is not needed any more. */
void padan_tmx_stream_forget(struct padan_tmx_stream *stream, size_t place);

/* Line of a place, from 1, which must not lie before one asked for earlier. */
int64_t padan_tmx_stream_line(struct padan_tmx_stream *stream, size_t place);

/* From one place to another; empty where that is not kept. */
struct padan_string padan_tmx_stream_view(const struct padan_tmx_stream *stream, size_t from, size_t to);

/*
 * Looks for the start tag of an element from `from` on, as far as the end of the file; *place is where it stands. What
 * is passed is not kept. Errors: those of padan_input_window.
 */
int padan_tmx_stream_find(struct padan_tmx_stream *stream, const char *element, size_t from, size_t *place, bool *found,
                          struct padan_error *error);

/* Whether all has been given. */
bool padan_tmx_stream_at_end(const struct padan_tmx_stream *stream);

void padan_tmx_stream_free(struct padan_tmx_stream *stream);

#endif
