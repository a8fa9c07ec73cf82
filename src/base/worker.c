/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/worker.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/thread.h"

struct job {
    void (*run)(void *context);
    void *context;
};

struct padan_worker {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct job jobs[PADAN_WORKER_MOST]; /* a ring; the first one is running */
    size_t first, count;
    bool stops;
};

static void *work(void *context)
{
    struct padan_worker *worker = context;
    pthread_mutex_lock(&worker->lock);
    for (;;) {
        while (worker->count == 0 && !worker->stops)
            pthread_cond_wait(&worker->changed, &worker->lock);
        if (worker->count == 0)
            break;
        struct job job = worker->jobs[worker->first];
        pthread_mutex_unlock(&worker->lock);
        job.run(job.context);
        pthread_mutex_lock(&worker->lock);
        worker->first = (worker->first + 1) % PADAN_WORKER_MOST;
        worker->count--;
        pthread_cond_broadcast(&worker->changed);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

static void destroy(struct padan_worker *worker)
{
    pthread_cond_destroy(&worker->changed);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
}

struct padan_worker *padan_worker_new(void)
{
    struct padan_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->changed, NULL);
    if (padan_thread_start(&worker->thread, work, worker))
        return worker;
    destroy(worker);
    return NULL;
}

void padan_worker_give(struct padan_worker *worker, void (*job)(void *context), void *context)
{
    pthread_mutex_lock(&worker->lock);
    while (worker->count == PADAN_WORKER_MOST)
        pthread_cond_wait(&worker->changed, &worker->lock);
    worker->jobs[(worker->first + worker->count++) % PADAN_WORKER_MOST] = (struct job){ job, context };
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
}

void padan_worker_wait(struct padan_worker *worker)
{
    pthread_mutex_lock(&worker->lock);
    while (worker->count > 0)
        pthread_cond_wait(&worker->changed, &worker->lock);
    pthread_mutex_unlock(&worker->lock);
}

void padan_worker_free(struct padan_worker *worker)
{
    if (!worker)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->stops = true;
    pthread_cond_broadcast(&worker->changed);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    destroy(worker);
}
