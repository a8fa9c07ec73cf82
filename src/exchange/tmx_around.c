/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_around.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"
#include "exchange/tmx_reader.h"

/* Past this, a tag has its name alone: it is written once for each fault. */
static const size_t tags_limit = (size_t)16 << 10;

static void cut(struct padan_buffer *buffer, size_t size)
{
    if (buffer->data)
        buffer->data[size] = '\0';
    buffer->size = size;
}

bool padan_tmx_around_open(struct padan_tmx_around *around, enum padan_tmx_outer_kind kind, const char *name,
                           const struct padan_tmx_element *element)
{
    struct padan_buffer *tags = &around->tags;
    if (!padan_vector_reserve(&around->items, &around->capacity, around->count + 1, sizeof *around->items))
        return false;
    struct padan_tmx_outer *item = &around->items[around->count];
    *item = (struct padan_tmx_outer){ .kind = kind, .start = tags->size };
    padan_buffer_byte(tags, '<');
    if (element && element->prefix)
        padan_buffer_format(tags, "%s:", (const char *)element->prefix);
    padan_buffer_text(tags, name);
    item->name_size = item->named = tags->size - item->start;
    if (element)
        padan_tmx_keep_namespaces(tags, element);
    if (tags->size <= tags_limit)
        item->named = tags->size - item->start;
    if (element)
        padan_tmx_keep_attributes(tags, element, NULL);
    if (tags->size > tags_limit)
        cut(tags, item->start + item->named);
    around->count++;
    return !tags->failed;
}

static void write_end(const struct padan_tmx_around *around, size_t index, struct padan_buffer *out)
{
    const struct padan_tmx_outer *item = &around->items[index];
    padan_buffer_text(out, "</");
    padan_buffer_append(out, around->tags.data + item->start + 1, item->name_size - 1);
    padan_buffer_byte(out, '>');
}

enum padan_tmx_outer_kind padan_tmx_around_close(struct padan_tmx_around *around)
{
    if (around->count <= 1)
        return PADAN_TMX_ROOT;
    size_t index = around->count - 1;
    if (index < around->given) {
        write_end(around, index, &around->ended);
        around->given = index;
    }
    cut(&around->tags, around->items[index].start);
    around->count = index;
    return around->items[index].kind;
}

bool padan_tmx_around_has(const struct padan_tmx_around *around, enum padan_tmx_outer_kind kind)
{
    for (size_t i = 0; i < around->count; i++)
        if (around->items[i].kind == kind)
            return true;
    return false;
}

bool padan_tmx_around_is_wrapped(const struct padan_tmx_around *around)
{
    return around->count > 0 && around->items[around->count - 1].kind == PADAN_TMX_WRAPPER;
}

static void write_start(const struct padan_tmx_around *around, size_t index, struct padan_buffer *out)
{
    /* Before the header another element would count as part of it. */
    if (index == 1 && around->headless && around->items[index].kind == PADAN_TMX_WRAPPER) {
        padan_buffer_append(out, around->tags.data, around->items[0].name_size - strlen("tmx"));
        padan_buffer_text(out, "header/>");
    }
    size_t start = around->items[index].start;
    size_t end = index + 1 < around->count ? around->items[index + 1].start : around->tags.size;
    padan_buffer_append(out, around->tags.data + start, end - start);
    padan_buffer_byte(out, '>');
}

void padan_tmx_around_write(const struct padan_tmx_around *around, struct padan_buffer *out)
{
    for (size_t i = 0; i < around->count; i++) {
        padan_buffer_append(out, around->tags.data + around->items[i].start, around->items[i].named);
        padan_buffer_byte(out, '>');
    }
}

void padan_tmx_around_write_head(const struct padan_tmx_around *around, struct padan_buffer *out)
{
    for (size_t i = 0; i < around->count; i++)
        write_start(around, i, out);
}

bool padan_tmx_around_lacks(const struct padan_tmx_around *around)
{
    return around->ended.size > 0 || around->given < around->count;
}

void padan_tmx_around_write_lacked(const struct padan_tmx_around *around, struct padan_buffer *out)
{
    padan_buffer_append(out, around->ended.data, around->ended.size);
    for (size_t i = around->given; i < around->count; i++)
        write_start(around, i, out);
}

void padan_tmx_around_give(struct padan_tmx_around *around)
{
    around->given = around->count;
    padan_buffer_clear(&around->ended);
}

void padan_tmx_around_finish(const struct padan_tmx_around *around, struct padan_buffer *out)
{
    padan_buffer_append(out, around->ended.data, around->ended.size);
    for (size_t i = around->given; i-- > 0;)
        write_end(around, i, out);
}

void padan_tmx_around_free(struct padan_tmx_around *around)
{
    padan_buffer_free(&around->tags);
    padan_buffer_free(&around->ended);
    free(around->items);
}
