/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/unpack.h"

#include <padan/exchange.h>

#include <string.h>

#include "base/error.h"
#include "text/utf8.h"

#define PIECE ((size_t)64 << 10)
#define HEADER ((size_t)30)
#define UNKNOWN_SIZE UINT32_C(0xFFFFFFFF)

/* What unpacks to more than this, and to so many times its size, is made to fill the machine; markup packs to a
 * twentieth, deflate at most to a thousandth. */
static const int64_t free_growth = (int64_t)64 << 20, growth_allowed = 500;

enum padan_packing padan_packing_of(const char *head, size_t size)
{
    if (size >= 2 && memcmp(head, "\x1F\x8B", 2) == 0)
        return PADAN_PACKED_GZIP;
    if (size >= 4 && (memcmp(head, "PK\x03\x04", 4) == 0 || memcmp(head, "PK\x05\x06", 4) == 0))
        return PADAN_PACKED_ZIP; /* the latter is an empty one */
    return PADAN_PACKED_NOT;
}

static int trouble(struct padan_unpack *unpack, const char *what)
{
    unpack->troubled = true;
    unpack->end = true;
    padan_error_in(&unpack->fault, PADAN_ERROR_FORMAT, unpack->name, "the packed file %s; what stands before is read",
                   what);
    return PADAN_OK;
}

static size_t at_hand(const struct padan_unpack *unpack)
{
    return unpack->packed.size - unpack->taken;
}

static const unsigned char *bytes(const struct padan_unpack *unpack)
{
    return (const unsigned char *)unpack->packed.data + unpack->taken;
}

/* Brings `size` bytes to hand where the source has so many. */
static int need(struct padan_unpack *unpack, size_t size, struct padan_error *error)
{
    struct padan_buffer *packed = &unpack->packed;
    while (at_hand(unpack) < size && !unpack->source_end) {
        if (unpack->taken > 0) {
            memmove(packed->data, packed->data + unpack->taken, at_hand(unpack));
            packed->size -= unpack->taken;
            unpack->taken = 0;
        }
        if (!padan_buffer_reserve(packed, PIECE))
            return padan_error_allocation(error);
        size_t got;
        int status = unpack->source(unpack->context, packed->data + packed->size, PIECE, &got, error);
        if (status != PADAN_OK)
            return status;
        packed->size += got;
        unpack->source_end = got == 0;
    }
    return PADAN_OK;
}

static void take(struct padan_unpack *unpack, size_t size)
{
    unpack->taken += size;
    unpack->read += (int64_t)size;
    if (unpack->counted)
        unpack->left -= (int64_t)size;
}

static int start_stream(struct padan_unpack *unpack, int window, struct padan_error *error)
{
    int code = unpack->has_stream ? inflateReset2(&unpack->stream, window) : inflateInit2(&unpack->stream, window);
    unpack->has_stream |= code == Z_OK;
    unpack->open = code == Z_OK;
    return code == Z_OK ? PADAN_OK : padan_error_allocation(error);
}

/* Unpacks once; `open` is false once the stream has ended. *got may be 0 in the middle. */
static int inflate_piece(struct padan_unpack *unpack, char *out, size_t size, size_t *got, struct padan_error *error)
{
    *got = 0;
    int status = need(unpack, 1, error);
    if (status != PADAN_OK)
        return status;
    if (at_hand(unpack) == 0)
        return trouble(unpack, "is cut off");
    z_stream *stream = &unpack->stream;
    size_t given = at_hand(unpack);
    if (unpack->counted && (int64_t)given > unpack->left)
        given = (size_t)unpack->left;
    if (given == 0)
        return trouble(unpack, "is damaged");
    stream->next_in = (Bytef *)unpack->packed.data + unpack->taken;
    stream->avail_in = (uInt)given;
    stream->next_out = (Bytef *)out;
    stream->avail_out = (uInt)size;
    int code = inflate(stream, Z_NO_FLUSH);
    take(unpack, given - stream->avail_in);
    *got = size - stream->avail_out;
    unpack->given += (int64_t)*got;
    unpack->is_bomb = unpack->given > free_growth && unpack->given / growth_allowed > unpack->read;
    if (unpack->is_bomb)
        return padan_error_in(error, PADAN_ERROR_LIMIT, unpack->name,
                              "unpacks to more than %d times its size; such a file is made to fill the machine",
                              (int)growth_allowed);
    if (code == Z_STREAM_END)
        unpack->open = false;
    else if (code == Z_MEM_ERROR)
        return padan_error_allocation(error);
    else if (code != Z_OK && code != Z_BUF_ERROR)
        return trouble(unpack, "is damaged");
    return PADAN_OK;
}

/* After a member another may follow; what else follows is filling. */
static int read_gzip(struct padan_unpack *unpack, char *out, size_t size, size_t *got, struct padan_error *error)
{
    int status = PADAN_OK;
    while (status == PADAN_OK && *got == 0 && !unpack->end) {
        if (!unpack->open) {
            status = need(unpack, 2, error);
            if (status != PADAN_OK)
                break;
            if (at_hand(unpack) < 2 || padan_packing_of((const char *)bytes(unpack), 2) != PADAN_PACKED_GZIP)
                unpack->end = true;
            else
                status = start_stream(unpack, 15 + 16, error);
            continue;
        }
        status = inflate_piece(unpack, out, size, got, error);
    }
    return status;
}

static uint32_t number(const unsigned char *from, int size)
{
    uint32_t value = 0;
    for (int i = size; i-- > 0;)
        value = value << 8 | from[i];
    return value;
}

/* The packed size of a member whose header has no room for it. */
static int64_t long_size(const unsigned char *extra, size_t size)
{
    for (size_t at = 0; at + 4 <= size; at += 4 + number(extra + at + 2, 2)) {
        size_t length = number(extra + at + 2, 2);
        if (number(extra + at, 2) == 1 && length >= 16 && at + 4 + length <= size)
            return (int64_t)((uint64_t)number(extra + at + 16, 4) << 32 | number(extra + at + 12, 4));
    }
    return -1;
}

/* A name is shown and stored: what is no letter in it, or no UTF-8, becomes "?". */
static void name_member(struct padan_unpack *unpack, struct padan_string name)
{
    size_t most = sizeof unpack->member - 1, length = 0;
    for (size_t at = 0; at < name.size && length < most;) {
        size_t start = at;
        UChar32 character = padan_utf8_next(name, &at);
        bool shown = character >= ' ' && !(character >= 0x7F && character < 0xA0);
        if (shown && length + (at - start) > most)
            break;
        memcpy(unpack->member + length, shown ? name.data + start : "?", shown ? at - start : 1);
        length += shown ? at - start : 1;
    }
    unpack->member[length] = '\0';
}

/* Takes the header of a member off; false where none follows. */
static int open_member(struct padan_unpack *unpack, bool *found, struct padan_error *error)
{
    *found = false;
    unpack->counted = false;
    int status = need(unpack, HEADER, error);
    if (status != PADAN_OK || at_hand(unpack) < HEADER || memcmp(bytes(unpack), "PK\x03\x04", 4) != 0)
        return status;
    const unsigned char *header = bytes(unpack);
    unsigned flags = number(header + 6, 2), method = number(header + 8, 2);
    size_t name_size = number(header + 26, 2), extra_size = number(header + 28, 2);
    int64_t packed = number(header + 18, 4);
    unpack->sum = number(header + 14, 4);
    status = need(unpack, HEADER + name_size + extra_size, error);
    if (status != PADAN_OK || at_hand(unpack) < HEADER + name_size + extra_size)
        return status;
    const unsigned char *name = bytes(unpack) + HEADER;
    name_member(unpack, (struct padan_string){ (const char *)name, name_size });
    if (packed == UNKNOWN_SIZE)
        packed = long_size(name + name_size, extra_size);
    take(unpack, HEADER + name_size + extra_size);
    bool streamed = flags & 8;
    unpack->stored = method == 0;
    unpack->counted = !streamed && packed >= 0;
    unpack->left = packed;
    unpack->has_sum = !streamed;
    unpack->checked = (uint32_t)crc32(0, NULL, 0);
    *found = true;
    if (flags & 1)
        return padan_error_in(error, PADAN_ERROR_FORMAT, unpack->name, "\"%s\" in it is encrypted; unpack it first",
                              unpack->member);
    if ((method != 0 && method != 8) || (unpack->stored && !unpack->counted))
        return padan_error_in(error, PADAN_ERROR_FORMAT, unpack->name,
                              "\"%s\" in it is packed in a way that padan does not know; unpack it first",
                              unpack->member);
    return unpack->stored ? PADAN_OK : start_stream(unpack, -15, error);
}

static int read_stored(struct padan_unpack *unpack, char *out, size_t size, size_t *got, struct padan_error *error)
{
    *got = 0;
    int status = unpack->left > 0 ? need(unpack, 1, error) : PADAN_OK;
    if (status != PADAN_OK)
        return status;
    if (unpack->left > 0 && at_hand(unpack) == 0)
        return trouble(unpack, "is cut off");
    size_t most = at_hand(unpack) < size ? at_hand(unpack) : size;
    if ((int64_t)most > unpack->left)
        most = (size_t)unpack->left;
    if (most > 0 && out)
        memcpy(out, bytes(unpack), most);
    take(unpack, most);
    unpack->given += (int64_t)most;
    unpack->open = unpack->left > 0;
    *got = most;
    return PADAN_OK;
}

/* What stands between a streamed member and the next header: sum and sizes, of one length or another. */
static int pass_descriptor(struct padan_unpack *unpack, struct padan_error *error)
{
    int status = need(unpack, 24 + 4, error);
    for (int i = 0; status == PADAN_OK && i < 24 && at_hand(unpack) >= 4; i++) {
        if (memcmp(bytes(unpack), "PK\x03\x04", 4) == 0 || memcmp(bytes(unpack), "PK\x01\x02", 4) == 0)
            break;
        take(unpack, 1);
    }
    return status;
}

static int skip_member(struct padan_unpack *unpack, struct padan_error *error)
{
    char waste[4096];
    size_t got;
    int status = PADAN_OK;
    if (unpack->counted) {
        unpack->stored = true;
        unpack->open = true;
        while (status == PADAN_OK && unpack->open && !unpack->end)
            status = read_stored(unpack, NULL, SIZE_MAX, &got, error);
        return status;
    }
    while (status == PADAN_OK && unpack->open && !unpack->end)
        status = inflate_piece(unpack, waste, sizeof waste, &got, error);
    return status == PADAN_OK && !unpack->end ? pass_descriptor(unpack, error) : status;
}

static bool is_wanted(const char *member)
{
    return strncmp(member, "__MACOSX/", 9) != 0 && padan_exchange_format_of(member);
}

static int find_member(struct padan_unpack *unpack, struct padan_error *error)
{
    bool found;
    int status;
    while ((status = open_member(unpack, &found, error)) == PADAN_OK && found && !is_wanted(unpack->member)) {
        status = skip_member(unpack, error);
        if (status != PADAN_OK)
            return status;
    }
    if (status != PADAN_OK || found)
        return status;
    return padan_error_in(error, PADAN_ERROR_FORMAT, unpack->name,
                          "holds no file whose ending tells a format that padan reads; unpack it first");
}

/* Counts the other members that could be read. What is wrong with them does no harm. */
static int count_further(struct padan_unpack *unpack, struct padan_error *error)
{
    char member[sizeof unpack->member];
    memcpy(member, unpack->member, sizeof member);
    bool found = true, counted = unpack->counted;
    int status = counted ? PADAN_OK : pass_descriptor(unpack, error);
    while (status == PADAN_OK && found && !unpack->end) {
        status = open_member(unpack, &found, NULL);
        if (status == PADAN_OK && found && is_wanted(unpack->member))
            unpack->further++;
        if (status == PADAN_OK && found)
            status = skip_member(unpack, NULL);
    }
    unpack->troubled = false;
    unpack->end = true;
    memcpy(unpack->member, member, sizeof member);
    return PADAN_OK;
}

static int read_zip(struct padan_unpack *unpack, char *out, size_t size, size_t *got, struct padan_error *error)
{
    int status = PADAN_OK;
    while (status == PADAN_OK && *got == 0 && unpack->open && !unpack->end)
        status =
            unpack->stored ? read_stored(unpack, out, size, got, error) : inflate_piece(unpack, out, size, got, error);
    if (status != PADAN_OK)
        return status;
    unpack->checked = (uint32_t)crc32(unpack->checked, (const Bytef *)out, (uInt)*got);
    if (*got > 0 || unpack->end)
        return PADAN_OK;
    if (unpack->has_sum && unpack->sum != unpack->checked)
        return trouble(unpack, "is damaged (its check sum is another)");
    unpack->end = unpack->steps;
    return unpack->steps ? PADAN_OK : count_further(unpack, error);
}

/* Passes over what is left of a member. Where a damaged one ends is known only if its header says its size. */
static int leave_member(struct padan_unpack *unpack, struct padan_error *error)
{
    bool whole = unpack->readable && !(unpack->troubled && unpack->open);
    unpack->troubled = unpack->end = false;
    if (!unpack->counted && !whole)
        return trouble(unpack, "cannot be read on behind that");
    return skip_member(unpack, error);
}

/* What follows the last member is the list of all, unless the file is cut off. */
static int end_members(struct padan_unpack *unpack)
{
    bool whole = at_hand(unpack) >= 4 && memcmp(bytes(unpack), "PK", 2) == 0 && bytes(unpack)[2] != 3;
    return whole ? PADAN_OK : trouble(unpack, "is cut off");
}

int padan_unpack_next(struct padan_unpack *unpack, bool *found, struct padan_error *error)
{
    bool told = unpack->troubled && unpack->source_end && at_hand(unpack) == 0;
    *found = false;
    int status = unpack->within && !told ? leave_member(unpack, error) : PADAN_OK;
    unpack->within = false;
    unpack->troubled &= !told;
    if (status != PADAN_OK || unpack->troubled || told)
        return status;
    status = open_member(unpack, found, error);
    unpack->within = *found;
    unpack->readable = unpack->open = *found && status == PADAN_OK;
    unpack->end = !unpack->open;
    return status == PADAN_OK && !*found ? end_members(unpack) : status;
}

int padan_unpack_begin(struct padan_unpack *unpack, enum padan_packing kind, const char *name,
                       const struct padan_buffer *head, padan_source *source, void *context, struct padan_error *error)
{
    *unpack = (struct padan_unpack){ .kind = kind, .name = name, .source = source, .context = context };
    padan_buffer_append(&unpack->packed, head->data, head->size);
    if (unpack->packed.failed)
        return padan_error_allocation(error);
    if (kind == PADAN_PACKED_GZIP)
        return PADAN_OK;
    int status = find_member(unpack, error);
    unpack->open = true;
    return status;
}

int padan_unpack_begin_steps(struct padan_unpack *unpack, const char *name, const struct padan_buffer *head,
                             padan_source *source, void *context, struct padan_error *error)
{
    *unpack = (struct padan_unpack){
        .kind = PADAN_PACKED_ZIP, .name = name, .source = source, .context = context, .steps = true, .end = true
    };
    padan_buffer_append(&unpack->packed, head->data, head->size);
    return unpack->packed.failed ? padan_error_allocation(error) : PADAN_OK;
}

int padan_unpack_read(struct padan_unpack *unpack, char *out, size_t size, size_t *got, struct padan_error *error)
{
    *got = 0;
    if (unpack->end)
        return PADAN_OK;
    return unpack->kind == PADAN_PACKED_GZIP ? read_gzip(unpack, out, size, got, error)
                                             : read_zip(unpack, out, size, got, error);
}

void padan_unpack_end(struct padan_unpack *unpack)
{
    if (unpack->has_stream)
        inflateEnd(&unpack->stream);
    padan_buffer_free(&unpack->packed);
}
