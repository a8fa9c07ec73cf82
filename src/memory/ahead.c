/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/ahead.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/vector.h"
#include "base/worker.h"
#include "exchange/format.h"
#include "memory/held.h"

/* What is handed over at once, and what may wait for the calling thread. */
enum { BLOCK_SIZE = 256 * 1024, WAITING_MOST = 4 * BLOCK_SIZE };

enum kind { UNIT, HEADER, PART, REPORT, PROGRESS };

/* Something that the reading said. */
struct item {
    enum kind kind;
    union {
        size_t unit; /* its number in the block */
        struct {
            const struct padan_property *list;
            size_t count;
        } header;
        struct {
            enum padan_file_part which;
            struct padan_string text;
        } part;
        const struct padan_error *report;
        struct {
            int64_t done, total;
        } progress;
    };
};

struct block {
    struct block *next;
    struct padan_held held;
    struct item *items;
    size_t count, capacity;
};

struct ahead {
    /* Of the reading thread: */
    struct padan_input *input;
    struct padan_exchange_options options;
    struct padan_header_sink header;
    struct padan_unit_sink sink;
    struct padan_exchange_summary *summary;
    struct block *filling;
    bool lacks_memory;
    bool is_deaf; /* the calling thread listens no more */
    int status;
    struct padan_error error;
    /* Of both, under the lock: */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct block *first, *last; /* full ones */
    size_t waiting;             /* bytes of these */
    bool ended, stopped;
};

static void free_block(struct block *block)
{
    if (!block)
        return;
    padan_held_free(&block->held);
    free(block->items);
    free(block);
}

/* With the arena's first piece, which a block of a unit or two leaves empty for the most part. */
static size_t size_of(const struct block *block)
{
    return 64 * 1024 + block->held.bytes + block->count * sizeof(struct item);
}

/* Hands the block over. */
static void hand_over(struct ahead *ahead, bool at_end)
{
    struct block *block = ahead->filling;
    ahead->filling = NULL;
    pthread_mutex_lock(&ahead->lock);
    while (block && ahead->waiting > 0 && ahead->waiting + size_of(block) > WAITING_MOST && !ahead->stopped)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    ahead->is_deaf = ahead->stopped;
    if (block && !ahead->stopped) {
        *(ahead->first ? &ahead->last->next : &ahead->first) = block;
        ahead->last = block;
        ahead->waiting += size_of(block);
        block = NULL;
    }
    ahead->ended = at_end;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
    free_block(block);
}

/* Room for one item more in the block that is being filled; NULL: no memory. */
static struct item *add_item(struct ahead *ahead, enum kind kind)
{
    struct block *block = ahead->filling;
    if (!block)
        block = ahead->filling = calloc(1, sizeof *block);
    if (!block || !padan_vector_reserve(&block->items, &block->capacity, block->count + 1, sizeof *block->items)) {
        ahead->lacks_memory = true;
        return NULL;
    }
    struct item *item = &block->items[block->count];
    *item = (struct item){ .kind = kind };
    return item;
}

static int add_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct ahead *ahead = context;
    if (ahead->is_deaf)
        return padan_error_in(error, PADAN_ERROR_STOPPED, ahead->input->name, "the reading was stopped");
    struct item *item = ahead->lacks_memory ? NULL : add_item(ahead, UNIT);
    if (!item || !padan_held_add(&ahead->filling->held, unit))
        return padan_error_allocation(error);
    item->unit = ahead->filling->held.count - 1;
    ahead->filling->count++;
    if (size_of(ahead->filling) >= BLOCK_SIZE)
        hand_over(ahead, false);
    return PADAN_OK;
}

static int add_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    struct ahead *ahead = context;
    struct item *item = add_item(ahead, HEADER);
    if (!item || !padan_held_properties(&ahead->filling->held, &properties, count))
        return padan_error_allocation(error);
    item->header.list = properties;
    item->header.count = count;
    ahead->filling->count++;
    return PADAN_OK;
}

static int add_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    struct ahead *ahead = context;
    struct item *item = add_item(ahead, PART);
    if (!item || !padan_held_text(&ahead->filling->held, &text))
        return padan_error_allocation(error);
    item->part.which = part;
    item->part.text = text;
    ahead->filling->count++;
    return PADAN_OK;
}

static void add_report(void *context, const struct padan_error *warning)
{
    struct ahead *ahead = context;
    struct item *item = add_item(ahead, REPORT);
    struct padan_string text = { (const char *)warning, sizeof *warning };
    if (!item)
        return;
    if (!padan_held_text(&ahead->filling->held, &text)) {
        ahead->lacks_memory = true;
        return;
    }
    item->report = (const struct padan_error *)(const void *)text.data;
    ahead->filling->count++;
}

static void add_progress(void *context, int64_t done, int64_t total)
{
    struct ahead *ahead = context;
    struct item *item = add_item(ahead, PROGRESS);
    if (!item)
        return;
    item->progress.done = done;
    item->progress.total = total;
    ahead->filling->count++;
    hand_over(ahead, false); /* nothing else may come for long, where units are passed over */
}

/* Units that are passed over do not tell the reading that nobody listens. */
static bool is_deaf(void *context)
{
    struct ahead *ahead = context;
    pthread_mutex_lock(&ahead->lock);
    ahead->is_deaf = ahead->stopped;
    pthread_mutex_unlock(&ahead->lock);
    return ahead->is_deaf;
}

static void read_all(void *context)
{
    struct ahead *ahead = context;
    ahead->status = padan_exchange_read_input(ahead->input, &ahead->options, &ahead->header, &ahead->sink,
                                              ahead->summary, &ahead->error);
    if (ahead->status == PADAN_OK && ahead->lacks_memory)
        ahead->status = padan_error_allocation(&ahead->error);
    hand_over(ahead, true);
}

/* The next full block, or NULL at the end. */
static struct block *take_block(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    while (!ahead->first && !ahead->ended)
        pthread_cond_wait(&ahead->changed, &ahead->lock);
    struct block *block = ahead->first;
    if (block) {
        ahead->first = block->next;
        ahead->waiting -= size_of(block);
        pthread_cond_broadcast(&ahead->changed);
    }
    pthread_mutex_unlock(&ahead->lock);
    return block;
}

struct saying {
    const struct padan_exchange_options *options;
    const struct padan_header_sink *header;
    const struct padan_unit_sink *sink;
    struct padan_stop stop;
};

static int say_progress(const struct saying *to, const struct item *item, struct padan_error *error)
{
    if (to->options->progress)
        to->options->progress(to->options->progress_context, item->progress.done, item->progress.total);
    return to->stop.asked && to->stop.asked(to->stop.context)
               ? padan_error_set(error, PADAN_ERROR_STOPPED, "the reading was stopped")
               : PADAN_OK;
}

static int say(const struct saying *to, const struct block *block, const struct item *item, struct padan_error *error)
{
    switch (item->kind) {
    case UNIT:
        return to->sink->put(to->sink->context, &block->held.units[item->unit], error);
    case HEADER:
        return to->header->put(to->header->context, item->header.list, item->header.count, error);
    case PART:
        return to->header->put_part(to->header->context, item->part.which, item->part.text, error);
    case REPORT:
        padan_report(&to->options->reporter, item->report);
        return PADAN_OK;
    case PROGRESS:
        return say_progress(to, item, error);
    }
    return PADAN_OK;
}

static int say_all(struct ahead *ahead, const struct saying *to, struct padan_error *error)
{
    int status = PADAN_OK;
    struct block *block;
    while (status == PADAN_OK && (block = take_block(ahead)) != NULL) {
        for (size_t i = 0; i < block->count && status == PADAN_OK; i++)
            status = say(to, block, &block->items[i], error);
        free_block(block);
    }
    return status;
}

/* Tells the reading thread that nobody listens any more. */
static void stop(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->lock);
    ahead->stopped = true;
    pthread_cond_broadcast(&ahead->changed);
    pthread_mutex_unlock(&ahead->lock);
}

static void destroy(struct ahead *ahead)
{
    for (struct block *block = ahead->first, *next; block; block = next) {
        next = block->next;
        free_block(block);
    }
    free_block(ahead->filling);
    pthread_cond_destroy(&ahead->changed);
    pthread_mutex_destroy(&ahead->lock);
    free(ahead);
}

static struct ahead *prepare(struct padan_input *input, const struct saying *to, struct padan_exchange_summary *summary)
{
    struct ahead *ahead = calloc(1, sizeof *ahead);
    if (!ahead)
        return NULL;
    ahead->input = input;
    ahead->summary = summary;
    ahead->options = *to->options;
    ahead->options.reporter = (struct padan_reporter){ to->options->reporter.report ? add_report : NULL, ahead };
    ahead->options.progress = to->options->progress || to->stop.asked ? add_progress : NULL;
    ahead->options.progress_context = ahead;
    ahead->header = (struct padan_header_sink){ add_header, ahead, to->header->put_part ? add_part : NULL };
    ahead->sink = (struct padan_unit_sink){ add_unit, ahead };
    pthread_mutex_init(&ahead->lock, NULL);
    pthread_cond_init(&ahead->changed, NULL);
    return ahead;
}

/* Reads with `worker`, which is freed. */
static int read_with(struct padan_worker *worker, struct ahead *ahead, const struct saying *to,
                     struct padan_error *error)
{
    padan_worker_give(worker, read_all, ahead);
    int status = say_all(ahead, to, error);
    stop(ahead);
    padan_worker_free(worker);
    if (status == PADAN_OK && ahead->status != PADAN_OK) {
        status = ahead->status;
        if (error)
            *error = ahead->error;
    }
    return status;
}

int padan_read_ahead(struct padan_input *input, const struct padan_exchange_options *options,
                     const struct padan_header_sink *header, const struct padan_unit_sink *sink,
                     struct padan_exchange_summary *summary, struct padan_error *error)
{
    struct saying to = { options, header, sink, input->stop };
    /* What comes through a pipe may not come at all, and a thread that waits for it cannot be told to stop. */
    struct ahead *ahead = input->reopens ? prepare(input, &to, summary) : NULL;
    struct padan_worker *worker = ahead ? padan_worker_new() : NULL;
    if (worker) {
        input->options = &ahead->options;
        input->stop = (struct padan_stop){ is_deaf, ahead };
    }
    int status = worker ? read_with(worker, ahead, &to, error)
                        : padan_exchange_read_input(input, options, header, sink, summary, error);
    input->options = options;
    input->stop = to.stop;
    if (ahead)
        destroy(ahead);
    return status;
}
