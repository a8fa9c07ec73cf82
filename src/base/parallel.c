/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/parallel.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/error.h"
#include "base/thread.h"

struct pool {
    const struct padan_parallel *parallel;
    pthread_mutex_t lock;
    size_t next, done, failed; /* items; `failed` is the first that failed, or their number */
    size_t told;               /* by the first thread */
    int status;
    struct padan_error error; /* of that one */
};

struct worker {
    struct pool *pool;
    size_t thread;
    pthread_t handle;
};

/* Items come in order: whatever is before one that failed has been taken already. */
static bool take(struct pool *pool, size_t *item)
{
    pthread_mutex_lock(&pool->lock);
    bool taken = pool->next < pool->failed;
    if (taken)
        *item = pool->next++;
    pthread_mutex_unlock(&pool->lock);
    return taken;
}

static size_t give(struct pool *pool, size_t item, int status, const struct padan_error *error)
{
    pthread_mutex_lock(&pool->lock);
    size_t done = ++pool->done;
    if (status != PADAN_OK && item < pool->failed) {
        pool->failed = item;
        pool->status = status;
        pool->error = *error;
    }
    pthread_mutex_unlock(&pool->lock);
    return done;
}

static void *work(void *context)
{
    struct worker *worker = context;
    const struct padan_parallel *parallel = worker->pool->parallel;
    for (size_t item; take(worker->pool, &item);) {
        struct padan_error error = { 0 };
        int status = parallel->work(parallel->context, worker->thread, item, &error);
        size_t done = give(worker->pool, item, status, &error);
        if (worker->thread == 0 && parallel->progress)
            parallel->progress(parallel->context, worker->pool->told = done);
    }
    return NULL;
}

static void run(struct pool *pool, struct worker *workers, size_t threads)
{
    size_t made = 0;
    while (made + 1 < threads && padan_thread_start(&workers[made].handle, work, &workers[made]))
        made++;
    struct worker own = { .pool = pool };
    work(&own);
    while (made > 0)
        pthread_join(workers[--made].handle, NULL);
}

int padan_parallel_run(const struct padan_parallel *parallel, struct padan_error *error)
{
    struct pool pool = { .parallel = parallel, .failed = parallel->count, .status = PADAN_OK };
    size_t threads = parallel->threads < parallel->count ? parallel->threads : parallel->count;
    struct worker *workers = threads > 1 ? calloc(threads - 1, sizeof *workers) : NULL;
    if (threads > 1 && !workers)
        return padan_error_allocation(error);
    for (size_t i = 0; i + 1 < threads; i++)
        workers[i] = (struct worker){ .pool = &pool, .thread = i + 1 };
    pthread_mutex_init(&pool.lock, NULL);
    run(&pool, workers, threads);
    pthread_mutex_destroy(&pool.lock);
    free(workers);
    /* The first thread seldom has the last item. */
    if (pool.status == PADAN_OK && parallel->progress && pool.told < parallel->count)
        parallel->progress(parallel->context, parallel->count);
    if (pool.status != PADAN_OK && error)
        *error = pool.error;
    return pool.status;
}

size_t padan_parallel_processors(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 1 ? (size_t)processors : 1;
}
