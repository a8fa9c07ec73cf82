/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_PLACE_H
#define CMD_PLACE_H

#include <limits.h>

#include "arguments.h"

/*
 * The folder that holds rules/: $PADAN_DATA; beside the binary where it was installed or moved to; the tm/ folder of
 * the sources that it was built from. NULL: as compiled in.
 */
const char *data_folder(char path[PATH_MAX]);

/*
 * The memory that is read as number `number` (0: the one that is written): -m, else $PADAN_MEMORY, else
 * padan/memory.padan in $XDG_DATA_HOME. NULL, with the message said, where there is no home.
 */
const char *memory_path(char path[PATH_MAX], const struct arguments *arguments, size_t number);

/* The same without a word. */
const char *memory_if_any(char path[PATH_MAX], const struct arguments *arguments, size_t number);

/* What takes a batch of a memory back, or with batch 0 its newest: with -m where the user would get another memory. */
enum { UNDO_COMMAND_SIZE = 4 * PATH_MAX };
const char *undo_command(char text[UNDO_COMMAND_SIZE], const char *memory, int64_t batch);

/*
 * Whether the file that -o names is the file at `path`, which writing would replace. False where either is no regular
 * file.
 */
bool is_output(const struct arguments *arguments, const char *path);

#endif
