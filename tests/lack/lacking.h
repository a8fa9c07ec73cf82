/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes the place of malloc for the whole process, libraries too, so that one allocation can be made to fail. */
#ifndef LACK_LACKING_H
#define LACK_LACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether this build can do so: not beside a sanitizer that is linked into the program itself. */
bool lacking_works(void);

/*
 * From here on allocations are counted from 1. The one of number `at` fails (0: none), with `on` all that follow too;
 * who asked for it is written to the file `trace`, function by function. Where `stacks` is given, the hash of each
 * one's callers goes there, `most` at most.
 */
void lacking_begin(size_t at, bool on, int trace, uint64_t *stacks, size_t most);

/* Ends that, and answers how many there were. */
size_t lacking_end(void);

/* Where the process falls over afterwards, `trace` gets this line and, innermost first, the functions that led there.
 */
#define LACKING_FELL "fell over in"
void lacking_watch(void);

#endif
