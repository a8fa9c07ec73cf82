/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "term/edges.h"

#include <stdbool.h>
#include <stdlib.h>

enum { FIRST_SLOTS = 1024 };

/* The slot of an edge, or the empty one where it would be. There is one. */
static struct padan_edge *slot_of(const struct padan_edges *edges, uint32_t node, uint32_t key)
{
    /* Multiplied by the golden ratio, the upper half is well mixed. */
    uint64_t mixed = ((uint64_t)node << 32 | key) * 0x9E3779B97F4A7C15u;
    size_t mask = edges->slot_count - 1, at = (size_t)(mixed >> 32) & mask;
    while (edges->slots[at].to != 0 && (edges->slots[at].node != node || edges->slots[at].key != key))
        at = (at + 1) & mask;
    return &edges->slots[at];
}

uint32_t padan_edges_find(const struct padan_edges *edges, uint32_t node, uint32_t key)
{
    return edges->slot_count > 0 ? slot_of(edges, node, key)->to : 0;
}

static bool widen(struct padan_edges *edges)
{
    struct padan_edges wider = { .slot_count = edges->slot_count > 0 ? 2 * edges->slot_count : FIRST_SLOTS,
                                 .count = edges->count };
    wider.slots = calloc(wider.slot_count, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i < edges->slot_count; i++)
        if (edges->slots[i].to != 0)
            *slot_of(&wider, edges->slots[i].node, edges->slots[i].key) = edges->slots[i];
    padan_edges_free(edges);
    *edges = wider;
    return true;
}

uint32_t padan_edges_add(struct padan_edges *edges, uint32_t node, uint32_t key)
{
    uint32_t known = padan_edges_find(edges, node, key);
    if (known > 0)
        return known;
    if (edges->count >= UINT32_MAX / 4 || (2 * ((size_t)edges->count + 1) > edges->slot_count && !widen(edges)))
        return 0;
    *slot_of(edges, node, key) = (struct padan_edge){ node, key, ++edges->count };
    return edges->count;
}

void padan_edges_free(struct padan_edges *edges)
{
    free(edges->slots);
    *edges = (struct padan_edges){ 0 };
}
