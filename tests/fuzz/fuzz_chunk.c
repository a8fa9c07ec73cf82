/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file of an index that is cut or altered: it is refused, or gives what it gave before. The first byte tells how many
 * bytes are altered, and in its highest bit whether the hashes are made to fit; then, for each of them, come three
 * bytes for its place and one that it is mixed with (0: the file ends there); the rest are texts, a line each, the last
 * of which is searched for.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "match/nearest.h"
#include "text/utf8.h"

enum { SIZE_MOST = 4096, RESEALED = 0x80 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition)
        abort();
}

/* Makes the file; *query is the last line. */
static void make(const char *path, struct padan_string text, struct padan_string *query)
{
    struct padan_chunk_key key = { .language = "en", .first = 1 };
    struct padan_chunk_builder *builder;
    struct padan_chunk *chunk;
    int64_t number = 0;
    require(padan_chunk_builder_new(&builder, &key, NULL) == PADAN_OK);
    for (size_t at = 0; at <= text.size;) {
        const char *end = at < text.size ? memchr(text.data + at, '\n', text.size - at) : NULL;
        *query = (struct padan_string){ text.data + at, end ? (size_t)(end - text.data) - at : text.size - at };
        require(padan_chunk_builder_add(builder, ++number, 1, *query, 0, NULL) == PADAN_OK);
        at += query->size + 1;
    }
    require(padan_chunk_builder_finish(&chunk, builder, number, path, 1, NULL) == PADAN_OK);
    padan_chunk_release(chunk);
    padan_chunk_builder_free(builder);
}

static uint8_t *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    require(file && fseek(file, 0, SEEK_END) == 0);
    *size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*size);
    require(bytes && fread(bytes, 1, *size, file) == *size);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const uint8_t *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    require(file && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
}

static void reseal(uint8_t *bytes, size_t size)
{
    struct padan_chunk_head head;
    if (size < sizeof head)
        return;
    memcpy(&head, bytes, sizeof head);
    head.bytes = size;
    head.hash = 0;
    size_t slabs = sizeof head + (size_t)head.section_count * sizeof(struct padan_section);
    for (size_t i = 0; i < head.slab_count && slabs + sizeof(struct padan_slab_record) <= size; i++) {
        struct padan_slab_record slab;
        memcpy(&slab, bytes + slabs, sizeof slab);
        if (slab.offset < size && slab.size <= size - slab.offset)
            slab.hash = padan_hash(bytes + slab.offset, slab.size);
        memcpy(bytes + slabs, &slab, sizeof slab);
        slabs += sizeof slab;
    }
    memcpy(bytes, &head, sizeof head);
    if (head.head_bytes >= sizeof head && head.head_bytes <= size)
        head.hash = padan_hash(bytes, head.head_bytes);
    memcpy(bytes, &head, sizeof head);
}

static void alter(const char *path, const uint8_t *changes, size_t count, bool resealed)
{
    size_t size;
    uint8_t *bytes = read_file(path, &size);
    for (size_t i = 0; i < count && size > 0; i++, changes += 4) {
        size_t place = (size_t)(changes[0] | changes[1] << 8 | changes[2] << 16) % size;
        bytes[place] ^= changes[3];
        size = changes[3] ? size : place;
    }
    if (resealed)
        reseal(bytes, size);
    write_file(path, bytes, size);
    free(bytes);
}

/* The best similarity, or -1 where the file is refused. */
static double search(const char *path, struct padan_string query)
{
    struct padan_near_source source = { .languages = UINT32_MAX };
    struct padan_nearest nearest;
    size_t damaged = 0;
    double best = -1;
    struct padan_error error;
    int status = padan_chunk_open(&source.chunk, path, &error);
    require(status == PADAN_OK || (status == PADAN_ERROR_CORRUPT && error.message[0]));
    if (status != PADAN_OK)
        return best;
    require(padan_nearest_init(&nearest, NULL) == PADAN_OK);
    status = padan_nearest_find(&nearest, &source, 1, query, .5, 5, &damaged, &error);
    require(status == PADAN_OK || status == PADAN_ERROR_CORRUPT);
    if (status == PADAN_OK)
        best = nearest.count ? nearest.items[0].similarity : 0;
    padan_nearest_free(&nearest);
    padan_chunk_release(source.chunk);
    return best;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[] = "/tmp/padan-fuzz-chunk-XXXXXX";
    struct padan_string text, query;
    size_t count = size ? data[0] & 15 : 0;
    bool resealed = size && data[0] & RESEALED;
    if (size < 1 + 4 * count || size > SIZE_MOST)
        return 0;
    text = (struct padan_string){ (const char *)data + 1 + 4 * count, size - 1 - 4 * count };
    if (padan_utf8_fault(text) != text.size)
        return 0;
    int file = mkstemp(path);
    require(file >= 0);
    close(file);
    make(path, text, &query);
    alter(path, data + 1, count, resealed && count > 0);
    double found = search(path, query);
    require(count > 0 ? resealed || found < 0 || found >= 1 : found >= 1);
    unlink(path);
    return 0;
}
