/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_BALANCE_H
#define EXCHANGE_TMX_BALANCE_H

#include <padan/text.h>

#include "base/buffer.h"

/*
 * Pieces of a file that follow each other, of which some are gone: elements that began or ended in one of those still
 * end once each. A zeroed struct has nothing open. Each piece is well-formed XML but for the start tags and end tags
 * that others answer.
 */
struct padan_tmx_balance {
    struct padan_buffer open; /* the names of the open elements, outermost first, each behind a '<' */
    size_t depth, head_depth; /* how many there are, now and where the head ends */
    bool begun;               /* the root has a header, a body or units already */
};

/* Append a piece: an end tag whose element is not open is left out, one that others stand open within ends these
 * first; an element of another kind that would stand before the header gets an empty header before it, or it would
 * count as part of that. The root ends in the head (where that is the whole file) or with the last end tag of the tail
 * alone. */
void padan_tmx_balance_head(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text);
void padan_tmx_balance_unit(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text);
void padan_tmx_balance_tail(struct padan_tmx_balance *balance, struct padan_buffer *out, struct padan_string text);

#endif
