/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory for SQLite in the targets that use it: libSQLite is not built with AddressSanitizer, and asks for a piece of
 * memory so often that most of a run goes there. Pieces come from lists of equal ones; what a piece does not have, and
 * one that was given back, is poisoned, so that reading past a text of SQLite's is found all the same. SQLite calls
 * this from one thread at a time.
 */
#ifndef FUZZ_SQLITE_H
#define FUZZ_SQLITE_H

#include <sqlite3.h>

#ifdef PADAN_FUZZING

#include <sanitizer/asan_interface.h>
#include <stdlib.h>
#include <string.h>

enum { FUZZ_SMALLEST = 32, FUZZ_CLASSES = 20, FUZZ_SLAB = 1 << 20 };

struct fuzz_piece {
    struct fuzz_piece *next; /* of those that are free */
    unsigned size, class;
};

static struct {
    struct fuzz_piece *free[FUZZ_CLASSES];
    char *room;
    size_t left;
} fuzz_pieces;

static size_t fuzz_class_size(unsigned class)
{
    return sizeof(struct fuzz_piece) + ((size_t)FUZZ_SMALLEST << class);
}

/* A piece that was never used. */
static struct fuzz_piece *fuzz_new_piece(unsigned class)
{
    size_t size = fuzz_class_size(class);
    if (size > FUZZ_SLAB)
        return malloc(size);
    if (fuzz_pieces.left < size) {
        fuzz_pieces.room = malloc(FUZZ_SLAB);
        fuzz_pieces.left = fuzz_pieces.room ? FUZZ_SLAB : 0;
    }
    if (!fuzz_pieces.room)
        return NULL;
    struct fuzz_piece *piece = (struct fuzz_piece *)(void *)fuzz_pieces.room;
    fuzz_pieces.room += size;
    fuzz_pieces.left -= size;
    return piece;
}

__attribute__((no_sanitize("address"))) static void *fuzz_sqlite_malloc(int size)
{
    unsigned class = 0;
    while (class < FUZZ_CLASSES && (size_t)FUZZ_SMALLEST << class < (size_t)size)
        class ++;
    struct fuzz_piece *piece = class < FUZZ_CLASSES ? fuzz_pieces.free[class] : NULL;
    if (piece)
        fuzz_pieces.free[class] = piece->next;
    else if (class == FUZZ_CLASSES || !(piece = fuzz_new_piece(class)))
        return NULL;
    piece->size = (unsigned)size;
    piece->class = class;
    ASAN_POISON_MEMORY_REGION(piece, fuzz_class_size(class));
    ASAN_UNPOISON_MEMORY_REGION(piece + 1, (size_t)size);
    return piece + 1;
}

__attribute__((no_sanitize("address"))) static void fuzz_sqlite_free(void *memory)
{
    struct fuzz_piece *piece = (struct fuzz_piece *)memory - 1;
    ASAN_POISON_MEMORY_REGION(memory, piece->size);
    piece->next = fuzz_pieces.free[piece->class];
    fuzz_pieces.free[piece->class] = piece;
}

__attribute__((no_sanitize("address"))) static int fuzz_sqlite_size(void *memory)
{
    return memory ? (int)((struct fuzz_piece *)memory - 1)->size : 0;
}

static void *fuzz_sqlite_realloc(void *memory, int size)
{
    int had = fuzz_sqlite_size(memory);
    void *grown = fuzz_sqlite_malloc(size);
    if (grown) {
        memcpy(grown, memory, (size_t)(size < had ? size : had));
        fuzz_sqlite_free(memory);
    }
    return grown;
}

static int fuzz_sqlite_roundup(int size)
{
    return (size + 7) & ~7;
}

static int fuzz_sqlite_begin(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void fuzz_sqlite_end(void *context)
{
    (void)context;
}

/* Before SQLite is used. */
static void fuzz_sqlite_configure(void)
{
    static const sqlite3_mem_methods methods = { fuzz_sqlite_malloc,  fuzz_sqlite_free,
                                                 fuzz_sqlite_realloc, fuzz_sqlite_size,
                                                 fuzz_sqlite_roundup, fuzz_sqlite_begin,
                                                 fuzz_sqlite_end,     NULL };
    static int is_done;
    if (!is_done && sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK)
        abort();
    is_done = 1;
}

#else

static void fuzz_sqlite_configure(void)
{
}

#endif

#endif
