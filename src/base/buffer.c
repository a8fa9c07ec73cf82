/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool padan_buffer_reserve(struct padan_buffer *buffer, size_t size)
{
    if (buffer->failed)
        return false;
    if (buffer->data && size < buffer->capacity - buffer->size)
        return true;
    if (size > SIZE_MAX / 2 - buffer->size - 1) {
        buffer->failed = true;
        return false;
    }
    size_t need = buffer->size + size + 1;
    size_t capacity = buffer->capacity + buffer->capacity / 2;
    if (capacity < need)
        capacity = need < 64 ? 64 : need;
    char *data = realloc(buffer->data, capacity);
    if (!data) {
        buffer->failed = true;
        return false;
    }
    data[buffer->size] = '\0';
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void padan_buffer_append(struct padan_buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0 || !padan_buffer_reserve(buffer, size))
        return;
    memcpy(buffer->data + buffer->size, bytes, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void padan_buffer_text(struct padan_buffer *buffer, const char *text)
{
    padan_buffer_append(buffer, text, strlen(text));
}

void padan_buffer_byte(struct padan_buffer *buffer, char byte)
{
    padan_buffer_append(buffer, &byte, 1);
}

void padan_buffer_format(struct padan_buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(NULL, 0, format, arguments);
    if (size > 0 && padan_buffer_reserve(buffer, (size_t)size)) {
        vsnprintf(buffer->data + buffer->size, (size_t)size + 1, format, again);
        buffer->size += (size_t)size;
    }
    va_end(again);
    va_end(arguments);
}

void padan_buffer_clear(struct padan_buffer *buffer)
{
    buffer->size = 0;
    if (buffer->data)
        buffer->data[0] = '\0';
}

char *padan_buffer_take(struct padan_buffer *buffer)
{
    if (!padan_buffer_reserve(buffer, 0))
        return NULL;
    char *data = buffer->data;
    *buffer = (struct padan_buffer){ 0 };
    return data;
}

void padan_buffer_free(struct padan_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct padan_buffer){ 0 };
}
