/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packed files of any bytes; given whole and in small pieces they must come to the same. */
#include <stdlib.h>
#include <string.h>

#include "exchange/unpack.h"

enum { MOST = 4 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct source {
    const uint8_t *data;
    size_t left, piece;
};

static int give(void *context, char *out, size_t size, size_t *got, struct padan_error *error)
{
    struct source *source = context;
    (void)error;
    *got = source->left < source->piece ? source->left : source->piece;
    if (*got > size)
        *got = size;
    memcpy(out, source->data, *got);
    source->data += *got;
    source->left -= *got;
    return PADAN_OK;
}

struct result {
    struct padan_buffer text;
    int status, further;
    bool troubled;
    char member[256];
};

static void unpack(struct result *result, const uint8_t *data, size_t size, size_t piece, size_t room)
{
    struct source source = { data, size, piece };
    struct padan_unpack unpack = { .kind = PADAN_PACKED_NOT };
    struct padan_buffer head = { 0 };
    struct padan_error error;
    size_t got = 1;
    *result = (struct result){ .status = PADAN_OK };
    result->status =
        padan_unpack_begin(&unpack, padan_packing_of((const char *)data, size), "fuzz", &head, give, &source, &error);
    while (result->status == PADAN_OK && got > 0 && result->text.size < MOST) {
        if (!padan_buffer_reserve(&result->text, room))
            abort();
        result->status = padan_unpack_read(&unpack, result->text.data + result->text.size, room, &got, &error);
        result->text.size += got;
    }
    if (result->status != PADAN_OK && (error.status != (enum padan_status)result->status || !error.message[0]))
        abort();
    result->further = unpack.further;
    result->troubled = unpack.troubled;
    memcpy(result->member, unpack.member, sizeof result->member);
    padan_unpack_end(&unpack);
}

/* Reads all members of a ZIP file, but each third. */
static void walk(struct result *result, const uint8_t *data, size_t size, size_t piece, size_t room)
{
    struct source source = { data, size, piece };
    struct padan_unpack unpack;
    struct padan_buffer head = { 0 };
    struct padan_error error;
    bool found = true;
    *result = (struct result){ .status = PADAN_OK };
    padan_unpack_begin_steps(&unpack, "fuzz", &head, give, &source, &error);
    while (found && result->text.size < MOST && result->status != PADAN_ERROR_LIMIT) {
        size_t got = 1;
        result->status = padan_unpack_next(&unpack, &found, &error);
        if (found)
            padan_buffer_format(&result->text, "\n%s (%d)\n", unpack.member, result->status);
        bool reads = found && result->status == PADAN_OK && ++result->further % 3 != 0;
        while (reads && got > 0 && result->status == PADAN_OK && result->text.size < MOST) {
            if (!padan_buffer_reserve(&result->text, room))
                abort();
            result->status = padan_unpack_read(&unpack, result->text.data + result->text.size, room, &got, &error);
            result->text.size += got;
        }
        result->troubled |= unpack.troubled;
    }
    memcpy(result->member, unpack.member, sizeof result->member);
    padan_unpack_end(&unpack);
}

typedef void reading(struct result *result, const uint8_t *data, size_t size, size_t piece, size_t room);

static void compare(reading *read, const uint8_t *data, size_t size)
{
    struct result whole, pieces;
    read(&whole, data, size, size, 64 << 10);
    read(&pieces, data, size, 1, 1000);
    bool cut = whole.text.size >= MOST || pieces.text.size >= MOST;
    size_t least = whole.text.size < pieces.text.size ? whole.text.size : pieces.text.size;
    if (least > 0 && memcmp(whole.text.data, pieces.text.data, least) != 0)
        abort();
    if (!cut && (whole.status != pieces.status || whole.troubled != pieces.troubled ||
                 whole.further != pieces.further || strcmp(whole.member, pieces.member) != 0))
        abort();
    if (!cut && whole.status == PADAN_OK && whole.text.size != pieces.text.size)
        abort();
    padan_buffer_free(&whole.text);
    padan_buffer_free(&pieces.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum padan_packing packing = padan_packing_of((const char *)data, size);
    if (packing != PADAN_PACKED_NOT)
        compare(unpack, data, size);
    if (packing == PADAN_PACKED_ZIP)
        compare(walk, data, size);
    return 0;
}
