/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_stream.h"

#include <string.h>

#include "base/error.h"
#include "exchange/format.h"

static const size_t trimmed_from = (size_t)1 << 20;
static const size_t kept_limit = PADAN_UNIT_LIMIT * 2;

int64_t padan_tmx_stream_line(struct padan_tmx_stream *stream, size_t place)
{
    const char *data = stream->kept.data;
    if (place <= stream->marked || place < stream->start || !data)
        return stream->marked_line + 1;
    const char *end = data + (place - stream->start);
    for (const char *at = data + (stream->marked - stream->start); (at = memchr(at, '\n', (size_t)(end - at))); at++)
        stream->marked_line++;
    stream->marked = place;
    return stream->marked_line + 1;
}

static void drop(struct padan_tmx_stream *stream, size_t size)
{
    if (size == 0)
        return;
    padan_tmx_stream_line(stream, stream->start + size);
    memmove(stream->kept.data, stream->kept.data + size, stream->kept.size - size + 1);
    stream->kept.size -= size;
    stream->start += size;
}

/* Moving only what is less than half keeps the cost of each byte constant. */
static void trim(struct padan_tmx_stream *stream)
{
    size_t spare = stream->wanted > stream->start ? stream->wanted - stream->start : 0;
    if (stream->kept.size > kept_limit)
        drop(stream, stream->next - stream->start);
    else if (stream->kept.size > trimmed_from && spare > stream->kept.size / 2)
        drop(stream, spare);
}

/* Brings more of the file, as the input has it at hand. */
static int extend(struct padan_tmx_stream *stream, size_t most, size_t *got, struct padan_error *error)
{
    struct padan_string window;
    int status = padan_input_window(stream->input, 1, &window, error);
    if (status != PADAN_OK)
        return status;
    *got = window.size < most ? window.size : most;
    trim(stream);
    padan_buffer_append(&stream->kept, window.data, *got);
    padan_input_take(stream->input, *got);
    return stream->kept.failed ? padan_error_allocation(error) : PADAN_OK;
}

int padan_tmx_stream_read(struct padan_tmx_stream *stream, char *out, size_t size, size_t *got,
                          struct padan_error *error)
{
    int status = PADAN_OK;
    size_t more;
    if (stream->next == padan_tmx_stream_end(stream))
        status = extend(stream, size, &more, error);
    if (status != PADAN_OK)
        return status;
    *got = padan_tmx_stream_end(stream) - stream->next;
    if (*got > size)
        *got = size;
    if (*got > 0)
        memcpy(out, stream->kept.data + (stream->next - stream->start), *got);
    stream->next += *got;
    return PADAN_OK;
}

void padan_tmx_stream_forget(struct padan_tmx_stream *stream, size_t place)
{
    if (place > stream->wanted)
        stream->wanted = place;
}

struct padan_string padan_tmx_stream_view(const struct padan_tmx_stream *stream, size_t from, size_t to)
{
    if (from < stream->start || to < from || to > padan_tmx_stream_end(stream) || from == to)
        return padan_string(NULL);
    return (struct padan_string){ stream->kept.data + (from - stream->start), to - from };
}

/* Whether the name ends where `at` is. */
static bool ends_name(char byte)
{
    return byte == '\0' ? false : strchr(" \t\r\n>/", byte) != NULL;
}

/* The tag within what is kept from `from` on; false where it is not there. */
static bool find_kept(const struct padan_tmx_stream *stream, struct padan_string tag, size_t from, size_t *place)
{
    const char *at = stream->kept.data + (from - stream->start), *end = stream->kept.data + stream->kept.size;
    while ((at = memmem(at, (size_t)(end - at), tag.data, tag.size))) {
        if (at + tag.size < end && ends_name(at[tag.size])) {
            *place = stream->start + (size_t)(at - stream->kept.data);
            return true;
        }
        at += tag.size;
    }
    return false;
}

int padan_tmx_stream_find(struct padan_tmx_stream *stream, const char *element, size_t from, size_t *place, bool *found,
                          struct padan_error *error)
{
    char tag[128] = "<";
    strncat(tag, element, sizeof tag - 2);
    struct padan_string wanted = padan_string(tag);
    size_t got = 1;
    if (from < stream->start)
        from = stream->start;
    *found = false;
    while (got > 0) {
        *found = stream->kept.data && find_kept(stream, wanted, from, place);
        if (*found)
            return PADAN_OK;
        /* The tag may begin in the last bytes. */
        size_t end = padan_tmx_stream_end(stream);
        if (end > from + wanted.size)
            from = end - wanted.size;
        stream->next = end;
        padan_tmx_stream_forget(stream, from);
        int status = extend(stream, (size_t)256 << 10, &got, error);
        if (status != PADAN_OK)
            return status;
        if (from < stream->start)
            from = stream->start;
    }
    stream->next = padan_tmx_stream_end(stream);
    return PADAN_OK;
}

bool padan_tmx_stream_at_end(const struct padan_tmx_stream *stream)
{
    const struct padan_input *input = stream->input;
    return input->raw_end && input->raw.size == 0 && input->taken == input->text.size &&
           stream->next == padan_tmx_stream_end(stream);
}

void padan_tmx_stream_free(struct padan_tmx_stream *stream)
{
    padan_buffer_free(&stream->kept);
}
