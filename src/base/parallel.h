/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stddef.h>

#include <padan/error.h>

/* Work on numbered items, each by itself, by several threads, the calling one among them. */
struct padan_parallel {
    size_t count;   /* items */
    size_t threads; /* at most so many; 0 is 1 */
    /* Works on an item; `thread`, from 0 below `threads`, is that of no other item that is worked on just then. */
    int (*work)(void *context, size_t thread, size_t item, struct padan_error *error);
    void (*progress)(void *context, size_t done); /* called by the calling thread; or NULL */
    void *context;
};

/*
 * Works on all items, in about their order. Where some fail the status and error are those of the first of them, as one
 * thread alone would have it, and the items behind it may not have been worked on. Where no thread can be made the
 * calling one does it all.
 */
int padan_parallel_run(const struct padan_parallel *parallel, struct padan_error *error);

/* How many processors there are: at least 1. */
size_t padan_parallel_processors(void);

#endif
