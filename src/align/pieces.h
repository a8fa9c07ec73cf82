/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ALIGN_PIECES_H
#define ALIGN_PIECES_H

#include "align/lexicon.h"

/*
 * Pairs names of a side that has capitals with runs of words of the other that sound like them: a script without spaces
 * has names in pieces, since no dictionary knows them. Errors: PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION.
 */
int padan_pieces_add(struct padan_pairs *pairs, const struct padan_side *source, const struct padan_side *target,
                     struct padan_error *error);

#endif
