/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_AHEAD_H
#define MEMORY_AHEAD_H

#include "exchange/input.h"

/*
 * padan_exchange_read_input of a file that is read by another thread, ahead of what the sinks take. All that the
 * reading says (header, parts, units, reports, progress) is said by the calling thread, in the order in which it was
 * read, so that nobody notices; the input is the calling thread's again afterwards. Bounded in memory. The input's
 * `stop` is asked by the calling thread alone. A pipe, or where there is no thread to be had, is read by the calling
 * thread.
 */
int padan_read_ahead(struct padan_input *input, const struct padan_exchange_options *options,
                     const struct padan_header_sink *header, const struct padan_unit_sink *sink,
                     struct padan_exchange_summary *summary, struct padan_error *error);

#endif
