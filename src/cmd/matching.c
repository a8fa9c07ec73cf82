/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Queries answered by several threads, in order: one reads, some answer, the first writes. What is read but not written
 * yet is bounded by the number of jobs. A reader who waits for each answer before the next query gets it at once.
 */
#include "matching.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "message.h"
#include "utf8.h"

enum { JOBS_PER_THREAD = 16, READ_SIZE = 1 << 16, LINE_MOST = 1 << 24 };

struct job {
    char *query; /* NULL: an error in its place */
    size_t size;
    char *answer;
    size_t answer_size;
    size_t match_count;
    bool done;
    int status;
    struct padan_error error;
};

struct pool {
    const struct matching *matching;
    struct answerer *first;
    struct padan_output *output;
    int wake[2]; /* a pipe that is closed to stop the reader */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct job *jobs; /* a ring; the rest is guarded by `lock` */
    size_t job_count;
    size_t read, taken, written; /* jobs so far */
    bool ended, stopped;
    size_t match_count;
};

/* Waits for a free place and puts a job there; false: the work was stopped. Takes `query`. */
static bool put_job(struct pool *pool, struct job job)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->read - pool->written == pool->job_count && !pool->stopped)
        pthread_cond_wait(&pool->changed, &pool->lock);
    bool stopped = pool->stopped;
    if (stopped)
        free(job.query);
    else
        pool->jobs[pool->read++ % pool->job_count] = job;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    return !stopped;
}

static bool put_failure(struct pool *pool, enum padan_status status, int64_t line, const char *text)
{
    struct job job = { .done = true, .status = status, .error = { .status = status, .line = line, .offset = -1 } };
    snprintf(job.error.message, sizeof job.error.message, "%s", text);
    snprintf(job.error.input, sizeof job.error.input, "standard input");
    put_job(pool, job);
    return false;
}

static bool put_line(struct pool *pool, const char *text, size_t size, int64_t line)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct job job = { 0 };
    if (line == 1 && size >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        size -= 3;
    }
    size -= size > 0 && text[size - 1] == '\r';
    job.query = malloc(size + 1);
    if (!job.query)
        return put_failure(pool, PADAN_ERROR_ALLOCATION, line, "out of memory");
    memcpy(job.query, text, size);
    job.size = size;
    job.error.line = line;
    return put_job(pool, job);
}

/* What was read of standard input and is no whole line yet. */
struct lines {
    char *bytes;
    size_t size, capacity;
    int64_t line;
};

/* Reads more; false: the end, an error (told), or the work was stopped. */
static bool read_more(struct pool *pool, struct lines *lines)
{
    struct pollfd waits[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = pool->wake[0], .events = POLLIN } };
    if (lines->capacity - lines->size < READ_SIZE) {
        char *bytes = realloc(lines->bytes, lines->capacity * 2 + READ_SIZE);
        if (!bytes)
            return put_failure(pool, PADAN_ERROR_ALLOCATION, lines->line, "out of memory");
        lines->bytes = bytes;
        lines->capacity = lines->capacity * 2 + READ_SIZE;
    }
    while (poll(waits, 2, -1) < 0 && errno == EINTR)
        continue;
    if (waits[1].revents)
        return false;
    ssize_t size = read(STDIN_FILENO, lines->bytes + lines->size, READ_SIZE);
    if (size < 0 && errno == EINTR)
        return true;
    if (size < 0)
        return put_failure(pool, PADAN_ERROR_SYSTEM, 0, strerror(errno));
    lines->size += (size_t)size;
    return size > 0;
}

/* Hands on the whole lines that were read; looks for their ends from `from` on. */
static bool put_lines(struct pool *pool, struct lines *lines, size_t from)
{
    size_t start = 0;
    char *end;
    while ((end = memchr(lines->bytes + from, '\n', lines->size - from))) {
        size_t at = (size_t)(end - lines->bytes);
        if (!put_line(pool, lines->bytes + start, at - start, ++lines->line))
            return false;
        start = from = at + 1;
    }
    lines->size -= start;
    memmove(lines->bytes, lines->bytes + start, lines->size);
    if (lines->size > LINE_MOST)
        return put_failure(pool, PADAN_ERROR_LIMIT, lines->line + 1,
                           "a line of more than 16 MiB is no segment; give one segment a line");
    return true;
}

static void read_lines(struct pool *pool)
{
    struct lines lines = { 0 };
    bool more = true, sound = true;
    while (more && sound) {
        size_t before = lines.size;
        more = read_more(pool, &lines);
        if (lines.bytes)
            sound = put_lines(pool, &lines, before);
    }
    if (sound && lines.size > 0)
        put_line(pool, lines.bytes, lines.size, lines.line + 1);
    free(lines.bytes);
}

static void read_operands(struct pool *pool)
{
    const struct arguments *arguments = pool->matching->arguments;
    for (size_t i = 0; i < arguments->operand_count; i++)
        if (!put_line(pool, arguments->operands[i], strlen(arguments->operands[i]), 0))
            return;
}

static void *read_queries(void *context)
{
    struct pool *pool = context;
    if (pool->matching->arguments->operand_count > 0)
        read_operands(pool);
    else
        read_lines(pool);
    pthread_mutex_lock(&pool->lock);
    pool->ended = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

/* The next job to be answered; NULL: there is none any more. */
static struct job *take_job(struct pool *pool)
{
    struct job *job = NULL;
    pthread_mutex_lock(&pool->lock);
    while (!job) {
        while (pool->taken == pool->read && !pool->ended && !pool->stopped)
            pthread_cond_wait(&pool->changed, &pool->lock);
        if (pool->stopped || pool->taken == pool->read)
            break;
        job = &pool->jobs[pool->taken++ % pool->job_count];
        job = job->done ? NULL : job;
    }
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static void answer_job(struct answerer *answerer, struct job *job)
{
    int64_t line = job->error.line;
    FILE *out = open_memstream(&job->answer, &job->answer_size);
    struct padan_string query = { job->query, job->size };
    if (!out) {
        job->status = no_memory(&job->error);
        return;
    }
    job->status = answer(answerer, query, out, &job->match_count, &job->error);
    if (fclose(out) != 0 && job->status == PADAN_OK)
        job->status = no_memory(&job->error);
    if (job->status == PADAN_ERROR_ENCODING && line > 0) {
        snprintf(job->error.input, sizeof job->error.input, "standard input");
        job->error.line = line;
    }
}

/* One thread that answers; the first has its state already. */
static void *answer_jobs(void *context)
{
    struct pool *pool = context;
    struct answerer own = { 0 };
    struct padan_error error;
    pthread_mutex_lock(&pool->lock);
    struct answerer *answerer = pool->first ? pool->first : &own;
    pool->first = NULL;
    pthread_mutex_unlock(&pool->lock);
    int status = answerer == &own ? answerer_open(&own, pool->matching, &error) : PADAN_OK;
    for (struct job *job; (job = take_job(pool));) {
        if (status == PADAN_OK) {
            answer_job(answerer, job);
        } else {
            job->status = status;
            job->error = error;
        }
        pthread_mutex_lock(&pool->lock);
        job->done = true;
        pthread_cond_broadcast(&pool->changed);
        pthread_mutex_unlock(&pool->lock);
    }
    answerer_close(&own);
    return NULL;
}

/* The next job in order, answered; NULL: all are written. *idle: nothing more is answered yet. */
static struct job *next_answer(struct pool *pool, bool *idle)
{
    struct job *job;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        job = pool->written < pool->read ? &pool->jobs[pool->written % pool->job_count] : NULL;
        if ((job && job->done) || (!job && pool->ended))
            break;
        pthread_cond_wait(&pool->changed, &pool->lock);
    }
    *idle = pool->written + 1 >= pool->read || !pool->jobs[(pool->written + 1) % pool->job_count].done;
    pthread_mutex_unlock(&pool->lock);
    return job;
}

static int write_answer(struct pool *pool, const struct job *job, bool idle, bool is_first, struct padan_error *error)
{
    int status = PADAN_OK;
    if (!pool->matching->is_json && !is_first)
        status = padan_output_write(pool->output, "\n", 1, error);
    if (status == PADAN_OK)
        status = padan_output_write(pool->output, job->answer, job->answer_size, error);
    if (status == PADAN_OK && idle)
        status = padan_output_flush(pool->output, error);
    return status;
}

static void free_job(struct job *job)
{
    free(job->query);
    free(job->answer);
    *job = (struct job){ 0 };
}

/* Writes all answers in order. */
static int write_answers(struct pool *pool, struct padan_error *error)
{
    int status = PADAN_OK;
    bool idle;
    struct job *job;
    while (status == PADAN_OK && (job = next_answer(pool, &idle))) {
        status = job->status;
        if (status != PADAN_OK)
            *error = job->error;
        else
            status = write_answer(pool, job, idle, pool->written == 0, error);
        pool->match_count += job->match_count;
        free_job(job);
        pthread_mutex_lock(&pool->lock);
        pool->written++;
        pool->stopped = status != PADAN_OK;
        pthread_cond_broadcast(&pool->changed);
        pthread_mutex_unlock(&pool->lock);
    }
    return status;
}

/* Starts the threads, writes, and waits for them; some threads fewer do no harm. */
static int work(struct pool *pool, struct padan_error *error)
{
    pthread_t reader, threads[64];
    size_t count = 0;
    if (pthread_create(&reader, NULL, read_queries, pool) != 0)
        return no_memory(error);
    while (count < pool->matching->thread_count && pthread_create(&threads[count], NULL, answer_jobs, pool) == 0)
        count++;
    int status = count > 0 ? write_answers(pool, error) : no_memory(error);
    pthread_mutex_lock(&pool->lock);
    pool->stopped = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    close(pool->wake[1]);
    pthread_join(reader, NULL);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    return status;
}

static int open_pool(struct pool *pool, struct padan_error *error)
{
    pool->job_count = pool->matching->thread_count * JOBS_PER_THREAD;
    pool->jobs = calloc(pool->job_count, sizeof *pool->jobs);
    if (!pool->jobs || pipe(pool->wake) != 0) {
        free(pool->jobs);
        return no_memory(error);
    }
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->changed, NULL);
    return PADAN_OK;
}

static void close_pool(struct pool *pool)
{
    for (size_t i = 0; i < pool->job_count; i++)
        free_job(&pool->jobs[i]);
    free(pool->jobs);
    close(pool->wake[0]);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
}

int matching_run(const struct matching *matching, struct answerer *first, struct padan_output *output)
{
    struct padan_error error;
    struct pool pool = { .matching = matching, .first = first, .output = output };
    int status = open_pool(&pool, &error);
    if (status != PADAN_OK)
        return failure(&error);
    status = work(&pool, &error);
    close_pool(&pool);
    if (status != PADAN_OK)
        return failure(&error);
    return pool.match_count > 0 ? EXIT_DONE : EXIT_NOTHING;
}
