/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "base/vector.h"
#include "match/chunk.h"
#include "match/shelves.h"
#include "text/utf8.h"

/* Sections are put together until a slab has so many bytes: what a search reads at once. */
#define SLAB_BYTES ((size_t)256 << 10)

/* Texts of a chunk, which wait in memory until it is made. */
#define TEXT_MOST ((size_t)32 << 20)
#define COUNT_MOST ((size_t)1 << 20)

struct padan_chunk_builder {
    struct padan_chunk_key key;
    struct padan_shelves texts;
    size_t count, text_bytes;
    struct padan_alphabet_counts counts;
    struct padan_long_text *longs;
    size_t long_count, long_capacity;
    struct padan_chunk_sample samples[PADAN_CHUNK_SAMPLES];
    size_t sample_count, stride; /* each so many texts one is taken */
    struct padan_chunk_sample last;
    uint32_t common;
    bool unmasked;
};

int padan_chunk_builder_new(struct padan_chunk_builder **out, const struct padan_chunk_key *key,
                            struct padan_error *error)
{
    struct padan_chunk_builder *builder = calloc(1, sizeof *builder);
    *out = NULL;
    if (!builder || !padan_alphabet_counts_init(&builder->counts) ||
        !padan_shelves_init(&builder->texts, PADAN_CHUNK_LENGTH)) {
        padan_chunk_builder_free(builder);
        return padan_error_allocation(error);
    }
    builder->key = *key;
    builder->stride = 1;
    builder->common = UINT32_MAX;
    *out = builder;
    return PADAN_OK;
}

void padan_chunk_builder_free(struct padan_chunk_builder *builder)
{
    if (!builder)
        return;
    padan_shelves_free(&builder->texts);
    padan_alphabet_counts_free(&builder->counts);
    free(builder->longs);
    free(builder);
}

static size_t count_of(const struct padan_chunk_builder *builder)
{
    return builder->count + builder->long_count;
}

bool padan_chunk_builder_is_full(const struct padan_chunk_builder *builder)
{
    return builder->text_bytes >= TEXT_MOST || count_of(builder) >= COUNT_MOST;
}

void padan_chunk_builder_unmask(struct padan_chunk_builder *builder)
{
    builder->unmasked = true;
}

/* Samples lie evenly however many texts come: where there are enough every other one goes. The last is kept apart. */
static void take_sample(struct padan_chunk_builder *builder, int64_t id, uint64_t hash)
{
    builder->last = (struct padan_chunk_sample){ id, hash };
    if (count_of(builder) % builder->stride != 0)
        return;
    if (builder->sample_count == PADAN_CHUNK_SAMPLES - 1) {
        for (size_t i = 0; 2 * i < builder->sample_count; i++)
            builder->samples[i] = builder->samples[2 * i];
        builder->sample_count = (builder->sample_count + 1) / 2;
        builder->stride *= 2;
        if (count_of(builder) % builder->stride != 0)
            return;
    }
    builder->samples[builder->sample_count++] = builder->last;
}

static int add_long(struct padan_chunk_builder *builder, uint32_t number, uint32_t languages, struct padan_string form,
                    struct padan_error *error)
{
    if (!padan_vector_reserve(&builder->longs, &builder->long_capacity, builder->long_count + 1,
                              sizeof *builder->longs))
        return padan_error_allocation(error);
    builder->longs[builder->long_count++] =
        (struct padan_long_text){ padan_hash(form.data, form.size), number, languages };
    return PADAN_OK;
}

static size_t count_points(struct padan_chunk_builder *builder, struct padan_string form)
{
    struct padan_alphabet_counts *counts = &builder->counts;
    size_t length = 0;
    for (size_t at = 0; at < form.size; length++) {
        UChar32 c = padan_utf8_next(form, &at);
        uint32_t point = c < 0 ? 0xFFFD : (uint32_t)c;
        counts->counts[point]++;
        counts->counted[point / PADAN_POINTS_BLOCK] = 1;
    }
    return length;
}

int padan_chunk_builder_add(struct padan_chunk_builder *builder, int64_t id, uint32_t languages,
                            struct padan_string form, uint64_t stored, struct padan_error *error)
{
    uint32_t number = (uint32_t)(id - builder->key.first);
    take_sample(builder, id, stored);
    builder->common &= languages;
    if (form.size > PADAN_CHUNK_LENGTH &&
        (form.size / 4 > PADAN_CHUNK_LENGTH || padan_text_length(form) > PADAN_CHUNK_LENGTH))
        return add_long(builder, number, languages, form, error);
    struct padan_shelved text = { number, languages, form };
    if (!padan_shelves_put(&builder->texts, count_points(builder, form), &text))
        return padan_error_allocation(error);
    builder->text_bytes += form.size;
    builder->count++;
    return PADAN_OK;
}

/* Where a chunk is written to while it is made. */
struct writing {
    struct padan_chunk_builder *builder;
    struct padan_chunk *chunk;
    size_t *starts; /* the number of each slab's first section */
    char *temporary;
    int file;        /* or -1: the slabs stay in memory */
    uint64_t offset; /* of what comes next in the file */
    size_t threads;
};

static int plan_section(struct writing *writing, size_t length, size_t capacities[3], struct padan_error *error)
{
    struct padan_chunk *chunk = writing->chunk;
    struct padan_section section = { .length = (uint32_t)length,
                                     .count = writing->builder->texts.shelves[length].count };
    size_t bytes = padan_section_bytes(&section);
    bool opens = chunk->slab_count == 0 || chunk->slabs[chunk->slab_count - 1].size + bytes > SLAB_BYTES;
    if (!padan_vector_reserve(&chunk->sections, &capacities[0], chunk->section_count + 1, sizeof *chunk->sections) ||
        !padan_vector_reserve(&chunk->slabs, &capacities[1], chunk->slab_count + 1, sizeof *chunk->slabs) ||
        !padan_vector_reserve(&writing->starts, &capacities[2], chunk->slab_count + 1, sizeof *writing->starts))
        return padan_error_allocation(error);
    if (opens) {
        writing->starts[chunk->slab_count] = chunk->section_count;
        chunk->slabs[chunk->slab_count++] = (struct padan_slab){ 0 };
    }
    section.slab = (uint32_t)(chunk->slab_count - 1);
    section.offset = (uint32_t)chunk->slabs[section.slab].size;
    chunk->slabs[section.slab].size += bytes;
    chunk->sections[chunk->section_count++] = section;
    return PADAN_OK;
}

static int plan_sections(struct writing *writing, struct padan_error *error)
{
    size_t capacities[3] = { 0 };
    int status = PADAN_OK;
    for (size_t length = 0; length <= PADAN_CHUNK_LENGTH && status == PADAN_OK; length++)
        if (writing->builder->texts.shelves[length].count)
            status = plan_section(writing, length, capacities, error);
    return status;
}

static uint64_t head_size(const struct padan_chunk *chunk)
{
    return sizeof(struct padan_chunk_head) + chunk->section_count * sizeof *chunk->sections +
           chunk->slab_count * sizeof(struct padan_slab_record) + chunk->long_count * sizeof *chunk->longs;
}

/* Where each slab comes to lie, so that they may be made in any order. */
static int place_slabs(struct writing *writing, struct padan_error *error)
{
    struct padan_chunk *chunk = writing->chunk;
    writing->offset = padan_section_aligned(head_size(chunk));
    for (size_t i = 0; i < chunk->slab_count; i++) {
        if (chunk->slabs[i].size > UINT32_MAX)
            return padan_error_set(error, PADAN_ERROR_LIMIT, "the texts are too long for an index of matches");
        chunk->slabs[i].offset = writing->offset;
        writing->offset += chunk->slabs[i].size;
    }
    chunk->bytes = writing->offset;
    return PADAN_OK;
}

static void put_bag(uint8_t *to, bool packed, const uint8_t bag[PADAN_BAG_SIZE])
{
    for (size_t class = 0; class < PADAN_BAG_SIZE; class += packed ? 2 : 1, to += PADAN_SCAN_BLOCK) {
        unsigned low = bag[class] < 15 ? bag[class] : 15, high = bag[class + packed] < 15 ? bag[class + packed] : 15;
        *to = packed ? (uint8_t)(low | high << 4) : bag[class];
    }
}

static void fill_section(const struct writing *writing, const struct padan_section *section, uint8_t *data)
{
    const struct padan_alphabet *alphabet = &writing->chunk->alphabet;
    struct padan_shelf_reader reader = padan_shelf_read(&writing->builder->texts, section->length);
    bool packed = padan_scan_is_packed(section->length);
    uint8_t *codes = data + padan_section_bag_bytes(section);
    uint32_t *numbers = (uint32_t *)(void *)(codes + padan_section_code_bytes(section));
    uint32_t *languages = numbers + padan_section_aligned(section->count * sizeof *numbers) / sizeof *numbers;
    for (size_t i = 0; i < section->count; i++, codes += section->length) {
        struct padan_shelved text = padan_shelf_next(&reader);
        uint8_t bag[PADAN_BAG_SIZE];
        padan_alphabet_encode(alphabet, text.text, codes);
        padan_alphabet_bag(alphabet, codes, section->length, bag);
        put_bag(data + i / PADAN_SCAN_BLOCK * padan_scan_block_bytes(packed) + i % PADAN_SCAN_BLOCK, packed, bag);
        numbers[i] = text.number;
        languages[i] = text.languages;
    }
}

static int write_at(const struct writing *writing, const void *data, size_t size, uint64_t offset,
                    struct padan_error *error)
{
    const char *from = data;
    while (size > 0) {
        ssize_t put = pwrite(writing->file, from, size, (off_t)offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return padan_error_system(error, writing->temporary, "cannot write the index of matches",
                                      put < 0 ? errno : ENOSPC);
        from += put;
        size -= (size_t)put;
        offset += (uint64_t)put;
    }
    return PADAN_OK;
}

/* Keeps a slab in memory, or writes it. */
static int put_slab(const struct writing *writing, struct padan_slab *slab, uint8_t *data, struct padan_error *error)
{
    if (writing->file < 0) {
        atomic_store(&slab->data, data);
        return PADAN_OK;
    }
    slab->hash = padan_hash(data, slab->size);
    int status = write_at(writing, data, slab->size, slab->offset, error);
    free(data);
    return status;
}

static int make_slab(void *context, size_t thread, size_t number, struct padan_error *error)
{
    const struct writing *writing = context;
    struct padan_chunk *chunk = writing->chunk;
    struct padan_slab *slab = &chunk->slabs[number];
    (void)thread;
    uint8_t *data = aligned_alloc(64, slab->size);
    if (!data)
        return padan_error_allocation(error);
    memset(data, 0, slab->size);
    for (size_t i = writing->starts[number]; i < chunk->section_count && chunk->sections[i].slab == number; i++)
        fill_section(writing, &chunk->sections[i], data + chunk->sections[i].offset);
    return put_slab(writing, slab, data, error);
}

static int put_slabs(struct writing *writing, struct padan_error *error)
{
    struct padan_parallel parallel = {
        .count = writing->chunk->slab_count, .threads = writing->threads, .work = make_slab, .context = writing
    };
    return padan_parallel_run(&parallel, error);
}

static void fill_head(struct padan_chunk_head *head, const struct padan_chunk *chunk, uint64_t head_bytes,
                      uint64_t bytes)
{
    *head = (struct padan_chunk_head){
        .version = PADAN_CHUNK_VERSION,
        .order = PADAN_CHUNK_ORDER,
        .form_version = PADAN_FORM_VERSION,
        .section_count = (uint32_t)chunk->section_count,
        .slab_count = (uint32_t)chunk->slab_count,
        .long_count = (uint32_t)chunk->long_count,
        .sample_count = (uint32_t)chunk->sample_count,
        .count = chunk->count,
        .unmasked = chunk->unmasked,
        .common = chunk->common,
        .head_bytes = head_bytes,
        .bytes = bytes,
        .key = chunk->key,
    };
    memcpy(head->magic, PADAN_CHUNK_MAGIC, sizeof head->magic);
    memcpy(head->points, chunk->alphabet.points, sizeof head->points);
    memcpy(head->classes, chunk->alphabet.classes, sizeof head->classes);
    memcpy(head->samples, chunk->samples, sizeof head->samples);
}

static int put_head(struct writing *writing, struct padan_error *error)
{
    struct padan_chunk *chunk = writing->chunk;
    struct padan_buffer bytes = { 0 };
    struct padan_chunk_head head;
    memset(&head, 0, sizeof head);
    fill_head(&head, chunk, head_size(chunk), writing->offset);
    padan_buffer_append(&bytes, &head, sizeof head);
    padan_buffer_append(&bytes, chunk->sections, chunk->section_count * sizeof *chunk->sections);
    for (size_t i = 0; i < chunk->slab_count; i++) {
        struct padan_slab_record record = { chunk->slabs[i].offset, chunk->slabs[i].size, chunk->slabs[i].hash };
        padan_buffer_append(&bytes, &record, sizeof record);
    }
    padan_buffer_append(&bytes, chunk->longs, chunk->long_count * sizeof *chunk->longs);
    int status = bytes.failed ? padan_error_allocation(error) : PADAN_OK;
    if (status == PADAN_OK) {
        uint64_t hash = padan_hash(bytes.data, bytes.size);
        memcpy(bytes.data + offsetof(struct padan_chunk_head, hash), &hash, sizeof hash);
        status = write_at(writing, bytes.data, bytes.size, 0, error);
    }
    padan_buffer_free(&bytes);
    return status;
}

static int by_long_hash(const void *left, const void *right)
{
    const struct padan_long_text *a = left, *b = right;
    return (a->hash > b->hash) - (a->hash < b->hash);
}

static int make_chunk(struct padan_chunk **out, struct padan_chunk_builder *builder, int64_t last,
                      struct padan_error *error)
{
    struct padan_chunk *chunk = *out = calloc(1, sizeof *chunk);
    if (!chunk)
        return padan_error_allocation(error);
    chunk->file = -1;
    atomic_init(&chunk->holders, 1);
    pthread_mutex_init(&chunk->lock, NULL);
    chunk->key = builder->key;
    chunk->key.last = last;
    chunk->count = (uint32_t)count_of(builder);
    chunk->unmasked = builder->unmasked;
    chunk->common = builder->common;
    chunk->longs = builder->longs;
    chunk->long_count = builder->long_count;
    builder->longs = NULL;
    if (chunk->long_count)
        qsort(chunk->longs, chunk->long_count, sizeof *chunk->longs, by_long_hash);
    memcpy(chunk->samples, builder->samples, sizeof chunk->samples);
    chunk->sample_count = builder->sample_count;
    if (chunk->sample_count && chunk->samples[chunk->sample_count - 1].id != builder->last.id)
        chunk->samples[chunk->sample_count++] = builder->last;
    return padan_alphabet_make(&chunk->alphabet, &builder->counts) ? PADAN_OK : padan_error_allocation(error);
}

static int open_temporary(struct writing *writing, const char *path, struct padan_error *error)
{
    struct padan_buffer name = { 0 };
    padan_buffer_format(&name, "%s.XXXXXX", path);
    writing->temporary = padan_buffer_take(&name);
    if (!writing->temporary)
        return padan_error_allocation(error);
    writing->file = mkstemp(writing->temporary);
    if (writing->file < 0)
        return padan_error_system(error, writing->temporary, "cannot write the index of matches", errno);
    fchmod(writing->file, 0644);
    return PADAN_OK;
}

static int close_temporary(struct writing *writing, const char *path, int status, struct padan_error *error)
{
    if (writing->file >= 0 && close(writing->file) != 0 && status == PADAN_OK)
        status = padan_error_system(error, writing->temporary, "cannot write the index of matches", errno);
    if (status == PADAN_OK && rename(writing->temporary, path) != 0)
        status = padan_error_system(error, path, "cannot write the index of matches", errno);
    if (status != PADAN_OK && writing->file >= 0)
        unlink(writing->temporary);
    free(writing->temporary);
    return status;
}

static int write_chunk(struct writing *writing, struct padan_chunk_builder *builder, int64_t last, const char *path,
                       struct padan_error *error)
{
    int status = make_chunk(&writing->chunk, builder, last, error);
    if (status == PADAN_OK)
        status = plan_sections(writing, error);
    if (status == PADAN_OK)
        status = place_slabs(writing, error);
    if (status == PADAN_OK && path)
        status = open_temporary(writing, path, error);
    if (status == PADAN_OK)
        status = put_slabs(writing, error);
    return status == PADAN_OK && path ? put_head(writing, error) : status;
}

int padan_chunk_builder_finish(struct padan_chunk **out, struct padan_chunk_builder *builder, int64_t last,
                               const char *path, size_t threads, struct padan_error *error)
{
    struct writing writing = { .builder = builder, .file = -1, .threads = threads };
    *out = NULL;
    int status = write_chunk(&writing, builder, last, path, error);
    if (path)
        status = close_temporary(&writing, path, status, error);
    free(writing.starts);
    if (status != PADAN_OK || path) {
        padan_chunk_release(writing.chunk);
        return status == PADAN_OK ? padan_chunk_open(out, path, error) : status;
    }
    *out = writing.chunk;
    return PADAN_OK;
}
