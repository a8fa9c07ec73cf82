/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Starts a thread that takes no signals but those of its own faults: the others are for the thread that the program
 * began with. False where there is none to be had. */
bool padan_thread_start(pthread_t *out, void *(*work)(void *context), void *context);

#endif
