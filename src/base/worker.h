/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

/* Another thread that runs jobs one after the other, in the order in which they were given. */
struct padan_worker;

/* So many jobs, the running one among them, are not done yet at most when padan_worker_give returns. */
enum { PADAN_WORKER_MOST = 8 };

/* NULL where there is no memory or no thread to be had: the caller then does the work itself. */
struct padan_worker *padan_worker_new(void);

/* Gives a job; waits where a few are waiting already. What `context` points to is the job's until it has run. */
void padan_worker_give(struct padan_worker *worker, void (*job)(void *context), void *context);

/* Waits until all jobs have run. What they have written may be read then. */
void padan_worker_wait(struct padan_worker *worker);

/* Waits too. NULL is allowed. */
void padan_worker_free(struct padan_worker *worker);

#endif
