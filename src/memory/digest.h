/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_DIGEST_H
#define MEMORY_DIGEST_H

#include <stdint.h>

#include <padan/exchange.h>

/* Of the bytes of a file and the options that say what to take from it. Errors: of the system, PADAN_ERROR_ALLOCATION.
 */
int padan_digest_file(uint8_t out[16], const char *path, const struct padan_exchange_options *options,
                      struct padan_error *error);

/* Of a member of an archive whose own digest is `file`; `number` tells those of the same name apart. */
int padan_digest_member(uint8_t out[16], const uint8_t file[16], int64_t number, const char *name,
                        struct padan_error *error);

#endif
