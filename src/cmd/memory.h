/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_MEMORY_H
#define CMD_MEMORY_H

#include <padan/memory.h>

#include "arguments.h"

/* How many memories are read: 1 at least. */
size_t memory_count(const struct arguments *arguments);

/*
 * Opens the memory of number `number` (0: the one that is written). *memory is NULL unless EXIT_DONE is answered; the
 * message is said.
 */
int memory_open(struct padan_memory **memory, const struct arguments *arguments, size_t number,
                enum padan_memory_mode mode);

/*
 * Whether the file that -o names is none of the memories, which writing would replace: EXIT_DONE, or EXIT_USAGE with
 * the message said.
 */
int memory_spare(const struct arguments *arguments);

/* Says what a batch of `what` did with the memory of that path. */
void memory_say_summary(const char *what, const char *path, const struct padan_batch_summary *summary);

#endif
