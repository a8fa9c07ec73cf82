/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/shelves.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The first block of a length has room for its first text, the next ones for twice as much each, up to this. */
#define BLOCK_MOST ((size_t)8 << 10)

/* Regions grow likewise. */
#define REGION_LEAST ((size_t)32 << 10)
#define REGION_MOST ((size_t)8 << 20)

struct head {
    uint32_t number, languages, size;
};

struct padan_shelf_block {
    struct padan_shelf_block *next;
    uint32_t size, room; /* of `bytes` */
    char bytes[];        /* heads, each with its text behind it */
};

struct padan_shelf_region {
    struct padan_shelf_region *before;
    size_t used, size; /* this head included */
};

bool padan_shelves_init(struct padan_shelves *shelves, size_t longest)
{
    *shelves = (struct padan_shelves){ calloc(longest + 1, sizeof *shelves->shelves), NULL };
    return shelves->shelves != NULL;
}

void padan_shelves_free(struct padan_shelves *shelves)
{
    while (shelves->regions) {
        struct padan_shelf_region *region = shelves->regions;
        shelves->regions = region->before;
        munmap(region, region->size);
    }
    free(shelves->shelves);
    *shelves = (struct padan_shelves){ 0 };
}

/* Mapped, since what an allocator is given back of it may stay with the process; in large pages where they are. */
static bool add_region(struct padan_shelves *shelves, size_t least)
{
    size_t size = shelves->regions ? 2 * shelves->regions->size : REGION_LEAST;
    size = size > REGION_MOST ? REGION_MOST : size;
    while (size < least + sizeof *shelves->regions)
        size *= 2;
    struct padan_shelf_region *region =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED)
        return false;
#ifdef MADV_HUGEPAGE
    if (size == REGION_MOST)
        madvise(region, size, MADV_HUGEPAGE);
#endif
    *region = (struct padan_shelf_region){ shelves->regions, sizeof *region, size };
    shelves->regions = region;
    return true;
}

static struct padan_shelf_block *new_block(struct padan_shelves *shelves, size_t room)
{
    size_t size = (sizeof(struct padan_shelf_block) + room + 7) / 8 * 8;
    struct padan_shelf_region *region = shelves->regions;
    if ((!region || region->size - region->used < size) && !add_region(shelves, size))
        return NULL;
    region = shelves->regions;
    struct padan_shelf_block *block = (struct padan_shelf_block *)(void *)((char *)region + region->used);
    region->used += size;
    *block = (struct padan_shelf_block){ .room = (uint32_t)room };
    return block;
}

/* The block of a length that has room for so many bytes. */
static struct padan_shelf_block *block_for(struct padan_shelves *shelves, struct padan_shelf *shelf, size_t size)
{
    struct padan_shelf_block *last = shelf->last;
    if (last && last->room - last->size >= size)
        return last;
    size_t room = last ? 2 * (size_t)last->room : 0;
    room = room > BLOCK_MOST ? BLOCK_MOST : room;
    struct padan_shelf_block *block = new_block(shelves, room < size ? size : room);
    if (!block)
        return NULL;
    if (last)
        last->next = block;
    else
        shelf->first = block;
    return shelf->last = block;
}

bool padan_shelves_put(struct padan_shelves *shelves, size_t length, const struct padan_shelved *text)
{
    struct padan_shelf *shelf = &shelves->shelves[length];
    struct head head = { text->number, text->languages, (uint32_t)text->text.size };
    struct padan_shelf_block *block = block_for(shelves, shelf, sizeof head + text->text.size);
    if (!block)
        return false;
    memcpy(block->bytes + block->size, &head, sizeof head);
    if (text->text.size)
        memcpy(block->bytes + block->size + sizeof head, text->text.data, text->text.size);
    block->size += (uint32_t)(sizeof head + text->text.size);
    shelf->count++;
    return true;
}

struct padan_shelved padan_shelf_next(struct padan_shelf_reader *reader)
{
    struct head head;
    if (reader->at == reader->block->size)
        *reader = (struct padan_shelf_reader){ reader->block->next, 0 };
    const char *from = reader->block->bytes + reader->at;
    memcpy(&head, from, sizeof head);
    reader->at += sizeof head + head.size;
    return (struct padan_shelved){ head.number, head.languages, { from + sizeof head, head.size } };
}
