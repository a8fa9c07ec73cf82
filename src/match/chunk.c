/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/chunk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"

#define HEAD_MOST ((uint64_t)64 << 20)
#define SLAB_MOST UINT32_MAX
#define HUGE_PAGE ((size_t)2 << 20)

static int damaged(const struct padan_chunk *chunk, const char *what, struct padan_error *error)
{
    return padan_error_in(error, PADAN_ERROR_CORRUPT, chunk->path, "the index of matches is damaged: %s", what);
}

size_t padan_chunk_section(const struct padan_chunk *chunk, size_t length)
{
    size_t low = 0, high = chunk->section_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (chunk->sections[middle].length < length)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether so many bytes could be read. */
static bool read_at(int file, void *to, size_t size, uint64_t offset)
{
    char *at = to;
    while (size > 0) {
        ssize_t got = pread(file, at, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
        offset += (uint64_t)got;
    }
    return true;
}

/*
 * Texts lie all over the slabs, and a page that the processor has no address of at hand costs as much as comparing a
 * text: so all slabs lie in one room of large pages. No memory is taken for what is not read.
 */
static int make_room(struct padan_chunk *chunk, uint64_t size, struct padan_error *error)
{
    if (size > SIZE_MAX - HUGE_PAGE)
        return padan_error_allocation(error);
    chunk->room_bytes = (size_t)size + HUGE_PAGE;
    chunk->room =
        mmap(NULL, chunk->room_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (chunk->room == MAP_FAILED) {
        chunk->room = NULL;
        return padan_error_allocation(error);
    }
#ifdef MADV_HUGEPAGE
    madvise(chunk->room, chunk->room_bytes, MADV_HUGEPAGE);
#endif
    return PADAN_OK;
}

static uint8_t *room_of(const struct padan_chunk *chunk, const struct padan_slab *slab)
{
    size_t past = (size_t)((uintptr_t)chunk->room % HUGE_PAGE);
    uint8_t *start = (uint8_t *)chunk->room + (past ? HUGE_PAGE - past : 0);
    return start + (slab->offset - chunk->slabs[0].offset);
}

static int read_slab(struct padan_chunk *chunk, struct padan_slab *slab, struct padan_error *error)
{
    uint8_t *data = room_of(chunk, slab);
    bool whole = read_at(chunk->file, data, slab->size, slab->offset);
    if (!whole || padan_hash(data, slab->size) != slab->hash)
        return damaged(chunk, whole ? "its contents have changed" : "it is cut short", error);
    atomic_store_explicit(&slab->data, data, memory_order_release);
    return PADAN_OK;
}

int padan_section_read(struct padan_section_texts *out, struct padan_chunk *chunk, const struct padan_section *section,
                       struct padan_error *error)
{
    struct padan_slab *slab = &chunk->slabs[section->slab];
    const uint8_t *data = atomic_load_explicit(&slab->data, memory_order_acquire);
    int status = PADAN_OK;
    if (!data) {
        pthread_mutex_lock(&chunk->lock);
        data = atomic_load_explicit(&slab->data, memory_order_acquire);
        if (!data)
            status = read_slab(chunk, slab, error);
        data = atomic_load_explicit(&slab->data, memory_order_acquire);
        pthread_mutex_unlock(&chunk->lock);
    }
    if (status != PADAN_OK)
        return status;
    out->bags = data + section->offset;
    out->codes = out->bags + padan_section_bag_bytes(section);
    out->numbers = (const uint32_t *)(const void *)(out->codes + padan_section_code_bytes(section));
    out->languages = out->numbers + padan_section_aligned(section->count * sizeof(uint32_t)) / sizeof(uint32_t);
    return PADAN_OK;
}

/* The parts between head and slabs: how many bytes they take. */
static uint64_t parts_size(const struct padan_chunk_head *head)
{
    return (uint64_t)head->section_count * sizeof(struct padan_section) +
           (uint64_t)head->slab_count * sizeof(struct padan_slab_record) +
           (uint64_t)head->long_count * sizeof(struct padan_long_text);
}

static bool is_sound_head(const struct padan_chunk_head *head, uint64_t size)
{
    return memcmp(head->magic, PADAN_CHUNK_MAGIC, sizeof head->magic) == 0 && head->version == PADAN_CHUNK_VERSION &&
           head->order == PADAN_CHUNK_ORDER && head->form_version == PADAN_FORM_VERSION && head->bytes == size &&
           head->head_bytes <= size && head->head_bytes <= HEAD_MOST &&
           head->head_bytes == sizeof *head + parts_size(head) && head->sample_count <= PADAN_CHUNK_SAMPLES &&
           memchr(head->key.language, '\0', sizeof head->key.language) && head->key.first <= head->key.last &&
           head->key.last - head->key.first < UINT32_MAX;
}

/* Slabs lie one behind another, up to the end. */
static bool take_slabs(struct padan_chunk *chunk, const struct padan_slab_record *records, uint64_t start,
                       uint64_t size)
{
    uint64_t offset = padan_section_aligned(start);
    for (size_t i = 0; i < chunk->slab_count; i++) {
        const struct padan_slab_record *record = &records[i];
        if (record->offset != offset || offset > size || record->size > size - offset || record->size > SLAB_MOST ||
            record->size == 0 || record->size % 64 != 0)
            return false;
        chunk->slabs[i].offset = offset;
        chunk->slabs[i].size = record->size;
        chunk->slabs[i].hash = record->hash;
        offset += record->size;
    }
    return chunk->slab_count == 0 || offset == size;
}

/* Sections must lie in their slabs, in order of length. */
static bool are_sound_sections(const struct padan_chunk *chunk)
{
    for (size_t i = 0; i < chunk->section_count; i++) {
        const struct padan_section *section = &chunk->sections[i];
        if (section->slab >= chunk->slab_count || section->length > PADAN_CHUNK_LENGTH ||
            (i > 0 && section->length <= section[-1].length) || section->offset % 64 != 0 ||
            section->offset + padan_section_bytes(section) > chunk->slabs[section->slab].size)
            return false;
    }
    return true;
}

static int take_parts(struct padan_chunk *chunk, const struct padan_chunk_head *head, const char *parts,
                      struct padan_error *error)
{
    size_t sections = head->section_count * sizeof(struct padan_section);
    size_t slabs = head->slab_count * sizeof(struct padan_slab_record);
    size_t longs = head->long_count * sizeof(struct padan_long_text);
    chunk->sections = malloc(sections + 1);
    chunk->slabs = calloc(head->slab_count + (size_t)1, sizeof *chunk->slabs);
    chunk->longs = malloc(longs + 1);
    if (!chunk->sections || !chunk->slabs || !chunk->longs)
        return padan_error_allocation(error);
    chunk->section_count = head->section_count;
    chunk->slab_count = head->slab_count;
    chunk->long_count = head->long_count;
    memcpy(chunk->sections, parts, sections);
    memcpy(chunk->longs, parts + sections + slabs, longs);
    const struct padan_slab_record *records = (const struct padan_slab_record *)(const void *)(parts + sections);
    if (!take_slabs(chunk, records, head->head_bytes, head->bytes) || !are_sound_sections(chunk))
        return damaged(chunk, "its parts do not fit together", error);
    return chunk->slab_count ? make_room(chunk, head->bytes - chunk->slabs[0].offset, error) : PADAN_OK;
}

static int take_head(struct padan_chunk *chunk, struct padan_chunk_head *head, struct padan_error *error)
{
    uint64_t hash = head->hash;
    head->hash = 0;
    if (padan_hash(head, head->head_bytes) != hash)
        return damaged(chunk, "its head has changed", error);
    chunk->key = head->key;
    chunk->count = head->count;
    chunk->unmasked = head->unmasked;
    chunk->common = head->common;
    chunk->bytes = head->bytes;
    chunk->sample_count = head->sample_count;
    memcpy(chunk->samples, head->samples, sizeof chunk->samples);
    memcpy(chunk->alphabet.points, head->points, sizeof head->points);
    memcpy(chunk->alphabet.classes, head->classes, sizeof head->classes);
    if (!padan_alphabet_prepare(&chunk->alphabet))
        return damaged(chunk, "its alphabet is none", error);
    return take_parts(chunk, head, (const char *)(head + 1), error);
}

static int read_head(struct padan_chunk *chunk, struct padan_error *error)
{
    struct padan_chunk_head first;
    struct stat info;
    chunk->file = open(chunk->path, O_RDONLY | O_CLOEXEC);
    if (chunk->file < 0 || fstat(chunk->file, &info) != 0)
        return padan_error_system(error, chunk->path, "cannot open the index of matches", errno);
    if (!S_ISREG(info.st_mode) || !read_at(chunk->file, &first, sizeof first, 0) ||
        !is_sound_head(&first, (uint64_t)info.st_size))
        return damaged(chunk, "it is cut short, or of another version", error);
    struct padan_chunk_head *head = malloc(first.head_bytes);
    if (!head)
        return padan_error_allocation(error);
    int status = PADAN_OK;
    if (!read_at(chunk->file, head, first.head_bytes, 0) || memcmp(head, &first, sizeof first) != 0)
        status = damaged(chunk, "it is cut short", error);
    if (status == PADAN_OK)
        status = take_head(chunk, head, error);
    free(head);
    return status;
}

int padan_chunk_open(struct padan_chunk **out, const char *path, struct padan_error *error)
{
    *out = NULL;
    struct padan_chunk *chunk = calloc(1, sizeof *chunk);
    if (!chunk)
        return padan_error_allocation(error);
    chunk->file = -1;
    atomic_init(&chunk->holders, 1);
    pthread_mutex_init(&chunk->lock, NULL);
    chunk->path = strdup(path);
    int status = chunk->path ? read_head(chunk, error) : padan_error_allocation(error);
    if (status != PADAN_OK) {
        padan_chunk_release(chunk);
        return status;
    }
    *out = chunk;
    return PADAN_OK;
}

void padan_chunk_hold(struct padan_chunk *chunk)
{
    atomic_fetch_add_explicit(&chunk->holders, 1, memory_order_relaxed);
}

void padan_chunk_release(struct padan_chunk *chunk)
{
    if (!chunk || atomic_fetch_sub_explicit(&chunk->holders, 1, memory_order_acq_rel) > 1)
        return;
    for (size_t i = 0; !chunk->room && i < chunk->slab_count; i++)
        free(atomic_load(&chunk->slabs[i].data));
    if (chunk->room)
        munmap(chunk->room, chunk->room_bytes);
    if (chunk->file >= 0)
        close(chunk->file);
    pthread_mutex_destroy(&chunk->lock);
    free(chunk->sections);
    free(chunk->slabs);
    free(chunk->longs);
    free(chunk->path);
    free(chunk);
}
