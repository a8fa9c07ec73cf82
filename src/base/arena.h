/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * Memory that is given piece by piece and taken back at once. A zeroed struct is an
 * empty arena. With PADAN_ARENA_MALLOC defined (sanitizer builds) each piece is
 * a malloc of its own, so that an overrun of one piece is seen.
 */
struct padan_arena {
    struct padan_arena_chunk *chunks;
};

/* `size` zeroed bytes aligned for any type, or NULL; live until padan_arena_free. */
void *padan_arena_take(struct padan_arena *arena, size_t size);

/* A NUL-terminated copy of `size` bytes, or NULL. */
char *padan_arena_copy(struct padan_arena *arena, const void *bytes, size_t size);

void padan_arena_free(struct padan_arena *arena);

#endif
