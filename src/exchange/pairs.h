/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_PAIRS_H
#define EXCHANGE_PAIRS_H

#include "exchange/format.h"

/* The variant that goes to the source side: the first in the source language, else the first of all. */
size_t padan_pair_source(struct padan_writer *writer, const struct padan_unit *unit);

/*
 * The next variant from *at on that goes to the target side: in the target language, or any but the source. NULL where
 * there is none; *at moves behind it.
 */
const struct padan_variant *padan_pair_target(struct padan_writer *writer, const struct padan_unit *unit, size_t source,
                                              size_t *at);

#endif
