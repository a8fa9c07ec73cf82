/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_SIDES_H
#define CMD_SIDES_H

#include <padan/memory.h>

#include "arguments.h"

/*
 * For a format that has one source and one target language: fills `source` and `target`, where the filter names none,
 * with the only two languages (or the only other one) that the units under the filter have, the one that comes first
 * in the first unit as the source. Where there are more, or fewer, the message names them. `units` gets how many units
 * were looked at, of which some may have one of the two alone; 0 where both are named. EXIT_DONE, or another status.
 */
int sides_find(char source[PADAN_LANGUAGE_SIZE], char target[PADAN_LANGUAGE_SIZE], const struct arguments *arguments,
               const char *format, const struct padan_unit_filter *filter, int64_t *units);

#endif
