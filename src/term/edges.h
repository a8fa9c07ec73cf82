/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TERM_EDGES_H
#define TERM_EDGES_H

#include <stddef.h>
#include <stdint.h>

/*
 * The edges of a trie, from a node by a key to a node. Nodes are numbered from 1 as their edges are added; 0 is the
 * root. A zeroed struct has none. In one array, so that looking an edge up costs one visit to far memory.
 */
struct padan_edges {
    struct padan_edge *slots; /* a power of two, half of them empty at least */
    size_t slot_count;
    uint32_t count;
};

struct padan_edge {
    uint32_t node, key, to; /* `to` is 0 where the slot is empty */
};

/* The node that an edge leads to, or 0. */
uint32_t padan_edges_find(const struct padan_edges *edges, uint32_t node, uint32_t key);

/* The same; an edge that is not there is added. 0: no memory, or too many. */
uint32_t padan_edges_add(struct padan_edges *edges, uint32_t node, uint32_t key);
void padan_edges_free(struct padan_edges *edges);

#endif
