/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A growable run of bytes. Invariants: `data` is NULL or ends with a NUL that
 * `size` does not count; size < capacity where data is not NULL; a zeroed struct is
 * an empty buffer. Once an allocation has failed, `failed` is set, nothing
 * more is appended, and the caller may check once at the end.
 */
struct padan_buffer {
    char *data;
    size_t size;
    size_t capacity;
    bool failed;
};

void padan_buffer_append(struct padan_buffer *buffer, const void *bytes, size_t size);
void padan_buffer_text(struct padan_buffer *buffer, const char *text);
void padan_buffer_byte(struct padan_buffer *buffer, char byte);
void padan_buffer_format(struct padan_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `size` more bytes and the NUL; false where there is none. */
bool padan_buffer_reserve(struct padan_buffer *buffer, size_t size);

/* Empties the buffer and keeps its room. */
void padan_buffer_clear(struct padan_buffer *buffer);

/* Hands the bytes over (never NULL unless failed; freed with free) and leaves the buffer empty. */
char *padan_buffer_take(struct padan_buffer *buffer);

void padan_buffer_free(struct padan_buffer *buffer);

#endif
