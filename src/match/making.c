/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/making.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/worker.h"
#include "match/files.h"
#include "text/form.h"

/* What a worker has not done yet, and the one that is being filled. */
enum { BLOCKS = PADAN_WORKER_MOST + 1, THREADS_MOST = 8 };

/* A block of more bytes, of some huge text, does not wait beside others. */
#define BLOCK_MOST ((size_t)1 << 20)

struct one_index {
    struct padan_index *index;
    struct padan_chunk_builder *builder;
};

struct padan_making {
    struct one_index indexes[PADAN_INDEX_FORMS];
    size_t count;
    struct padan_worker *worker; /* or NULL */
    size_t threads;
    struct job {
        struct padan_making *making;
        struct padan_made_block block;
    } jobs[BLOCKS];
    size_t filled;             /* the number of the job that is being filled */
    struct padan_buffer other; /* a form that is no match form */
    atomic_int status;
    struct padan_error error;
};

static int begin_chunk(struct one_index *one, int64_t first, struct padan_error *error)
{
    one->index->key.first = first;
    return padan_chunk_builder_new(&one->builder, &one->index->key, error);
}

static int add_chunk(struct padan_making *making, struct one_index *one, int64_t last, struct padan_error *error)
{
    struct padan_index *index = one->index;
    struct padan_chunk *chunk = NULL;
    char *path = NULL;
    index->key.last = last;
    if (index->in_files && !(path = padan_index_files_path(index->folder, &index->key)))
        return padan_error_allocation(error);
    int status = padan_chunk_builder_finish(&chunk, one->builder, last, path, making->threads, error);
    free(path);
    return status == PADAN_OK ? padan_index_add(index, chunk, error) : status;
}

/* Ends the chunk with row `last`; the next row is in another. */
static int end_chunk(struct padan_making *making, struct one_index *one, int64_t last, struct padan_error *error)
{
    int status = add_chunk(making, one, last, error);
    padan_chunk_builder_free(one->builder);
    one->builder = NULL;
    return status == PADAN_OK ? begin_chunk(one, last + 1, error) : status;
}

static int form_of(struct padan_string *out, struct padan_making *making, const struct one_index *one,
                   struct padan_error *error)
{
    if (one->index->key.form == PADAN_FORM_MATCH)
        return PADAN_OK;
    padan_buffer_clear(&making->other);
    int status = padan_form_key(&making->other, *out, error);
    *out = (struct padan_string){ making->other.size ? making->other.data : "", making->other.size };
    return status;
}

static int add_text(struct padan_making *making, struct one_index *one, const struct padan_made_block *block,
                    const struct padan_made_text *text, struct padan_error *error)
{
    struct padan_string form = { text->size ? block->bytes.data + text->start : "", text->size };
    int status = form_of(&form, making, one, error);
    /* A chunk knows rows by how far they are behind its first one. */
    if (status == PADAN_OK && text->id - one->index->key.first >= UINT32_MAX - 1)
        status = end_chunk(making, one, text->id - 1, error);
    if (status == PADAN_OK)
        status = padan_chunk_builder_add(one->builder, text->id, text->languages, form, text->hash, error);
    if (status == PADAN_OK && text->end && padan_chunk_builder_is_full(one->builder))
        status = end_chunk(making, one, text->end, error);
    return status;
}

static int add_block(struct padan_making *making, struct one_index *one, const struct padan_made_block *block,
                     struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < block->count && status == PADAN_OK; i++) {
        const struct padan_made_text *text = &block->texts[i];
        /* What an index has already comes where another one lacks it. */
        if (text->id < one->index->key.first)
            continue;
        if (text->unmasks)
            padan_chunk_builder_unmask(one->builder);
        if (!text->is_none)
            status = add_text(making, one, block, text, error);
    }
    return status;
}

static void work(void *context)
{
    const struct job *job = context;
    struct padan_making *making = job->making;
    int status = atomic_load(&making->status);
    for (size_t i = 0; i < making->count && status == PADAN_OK; i++)
        status = add_block(making, &making->indexes[i], &job->block, &making->error);
    atomic_store(&making->status, status);
}

static void free_making(struct padan_making *making)
{
    padan_worker_free(making->worker);
    for (size_t i = 0; i < making->count; i++)
        padan_chunk_builder_free(making->indexes[i].builder);
    for (size_t i = 0; i < BLOCKS; i++) {
        padan_buffer_free(&making->jobs[i].block.bytes);
        free(making->jobs[i].block.texts);
    }
    padan_buffer_free(&making->other);
    free(making);
}

int padan_making_new(struct padan_making **out, struct padan_index *const *indexes, size_t count, bool is_large,
                     struct padan_error *error)
{
    struct padan_making *making = *out = calloc(1, sizeof *making);
    if (!making)
        return padan_error_allocation(error);
    atomic_init(&making->status, PADAN_OK);
    size_t processors = is_large ? padan_parallel_processors() : 1;
    making->threads = processors < THREADS_MOST ? processors : THREADS_MOST;
    making->worker = processors > 1 ? padan_worker_new() : NULL;
    for (size_t i = 0; i < BLOCKS; i++)
        making->jobs[i].making = making;
    int status = PADAN_OK;
    for (; making->count < count && status == PADAN_OK; making->count++) {
        making->indexes[making->count].index = indexes[making->count];
        status = begin_chunk(&making->indexes[making->count], indexes[making->count]->upto + 1, error);
    }
    if (status != PADAN_OK) {
        free_making(making);
        *out = NULL;
    }
    return status;
}

struct padan_made_block *padan_making_block(struct padan_making *making)
{
    struct padan_made_block *block = &making->jobs[making->filled % BLOCKS].block;
    padan_buffer_clear(&block->bytes);
    block->count = 0;
    return block;
}

bool padan_making_take(struct padan_making *making)
{
    struct job *job = &making->jobs[making->filled % BLOCKS];
    if (making->worker) {
        padan_worker_give(making->worker, work, job);
        making->filled++;
    } else {
        work(job);
    }
    if (job->block.bytes.size > BLOCK_MOST) {
        if (making->worker)
            padan_worker_wait(making->worker);
        padan_buffer_free(&job->block.bytes);
    }
    return atomic_load(&making->status) == PADAN_OK;
}

/* Where a chunk was full with the last row none is left to be made. */
static int add_rest(struct padan_making *making, int64_t last, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < making->count && status == PADAN_OK; i++)
        if (making->indexes[i].index->upto < last)
            status = add_chunk(making, &making->indexes[i], last, error);
    return status;
}

int padan_making_end(struct padan_making *making, int status, int64_t last, struct padan_error *error)
{
    if (making->worker)
        padan_worker_wait(making->worker);
    int made = atomic_load(&making->status);
    if (status == PADAN_OK && made != PADAN_OK) {
        status = made;
        if (error)
            *error = making->error;
    }
    if (status == PADAN_OK)
        status = add_rest(making, last, error);
    free_making(making);
    return status;
}
