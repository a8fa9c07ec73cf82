/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TERM_TABLE_H
#define TERM_TABLE_H

#include <padan/term.h>

/* What the number of a concept without an identifier begins with in a table. */
#define PADAN_TERM_NUMBER "padan:"

/* padan_terms_read for bytes in memory. */
int padan_terms_read_bytes(const void *bytes, size_t size, const char *name,
                           const struct padan_exchange_options *options, const struct padan_concept_sink *sink,
                           struct padan_exchange_summary *summary, struct padan_error *error);

#endif
