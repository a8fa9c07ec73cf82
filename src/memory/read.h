/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MEMORY_READ_H
#define MEMORY_READ_H

#include "memory/store.h"

/* Reads occurrences one by one, by their number. */
struct padan_occurrence_reader;

int padan_occurrence_reader_open(struct padan_occurrence_reader **out, struct padan_memory *memory,
                                 struct padan_error *error);

/* Fills `unit`, whose views live until the next call; *found is false where there is no such occurrence. */
int padan_occurrence_read(struct padan_occurrence_reader *reader, int64_t occurrence, struct padan_unit *unit,
                          bool *found, struct padan_error *error);

void padan_occurrence_reader_close(struct padan_occurrence_reader *reader);

#endif
