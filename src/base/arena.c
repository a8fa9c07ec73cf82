/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct padan_arena_chunk {
    struct padan_arena_chunk *next;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

#ifdef PADAN_ARENA_MALLOC
static const size_t chunk_size = 1;
#else
static const size_t chunk_size = 64 * 1024;
#endif

static struct padan_arena_chunk *add_chunk(struct padan_arena *arena, size_t size)
{
    if (size < chunk_size)
        size = chunk_size;
    struct padan_arena_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->used = 0;
    chunk->size = size;
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk;
}

void *padan_arena_take(struct padan_arena *arena, size_t size)
{
    size_t step = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        return NULL;
#ifndef PADAN_ARENA_MALLOC
    size = (size + step - 1) / step * step;
#else
    (void)step;
#endif
    struct padan_arena_chunk *chunk = arena->chunks;
    if (!chunk || chunk->size - chunk->used < size)
        chunk = add_chunk(arena, size);
    if (!chunk)
        return NULL;
    void *piece = chunk->bytes + chunk->used;
    chunk->used = chunk_size == 1 ? chunk->size : chunk->used + size;
    return memset(piece, 0, size);
}

char *padan_arena_copy(struct padan_arena *arena, const void *bytes, size_t size)
{
    if (size == SIZE_MAX)
        return NULL;
    char *copy = padan_arena_take(arena, size + 1);
    if (copy && size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

void padan_arena_free(struct padan_arena *arena)
{
    struct padan_arena_chunk *chunk = arena->chunks;
    while (chunk) {
        struct padan_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    arena->chunks = NULL;
}
