/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lacking.h"

#include <errno.h>
#include <stdlib.h>

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZER_INSIDE
#endif
#endif

#if !defined __GLIBC__ || defined SANITIZER_INSIDE || defined __SANITIZE_ADDRESS__ || defined PADAN_FUZZING

bool lacking_works(void)
{
    return false;
}

void lacking_begin(size_t at, bool on, int trace, uint64_t *stacks, size_t most)
{
    (void)at;
    (void)on;
    (void)trace;
    (void)stacks;
    (void)most;
}

size_t lacking_end(void)
{
    return 0;
}

void lacking_watch(void)
{
}

#else

#include <dlfcn.h>
#include <execinfo.h>
#include <signal.h>
#include <unistd.h>

#define DEPTH 24

/* The library is built with its names hidden; these must be seen by all others. */
#define SEEN __attribute__((visibility("default")))

static struct {
    bool counts, on, inside;
    size_t count, at, most;
    uint64_t *stacks;
    int trace;
} lacking;

static void *(*next_malloc)(size_t size);
static void *(*next_calloc)(size_t count, size_t size);
static void *(*next_realloc)(void *piece, size_t size);
static void (*next_free)(void *piece);

/* dlsym may itself ask for memory before it has found where that is; it gets some of this, which is never freed. */
static _Alignas(max_align_t) char first_bytes[8192];
static size_t first_used;

static void *take_first(size_t size)
{
    size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (size > sizeof first_bytes - first_used)
        return NULL;
    first_used += size;
    return first_bytes + first_used - size;
}

static bool is_first(const void *piece)
{
    return (const char *)piece >= first_bytes && (const char *)piece < first_bytes + sizeof first_bytes;
}

/* False while that is being found. */
static bool find_next(void)
{
    static bool finding;
    if (next_free)
        return true;
    if (finding)
        return false;
    finding = true;
    *(void **)&next_malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&next_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&next_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&next_free = dlsym(RTLD_NEXT, "free");
    finding = false;
    return true;
}

/* Functions that call each other in the same way make the same hash; the frames of this file aside. */
static uint64_t hash_callers(void)
{
    void *frames[DEPTH];
    int count = backtrace(frames, DEPTH);
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (int i = 2; i < count; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * UINT64_C(0x100000001B3);
    return hash;
}

static void trace_callers(void)
{
    void *frames[DEPTH];
    lacking.inside = true;
    backtrace_symbols_fd(frames, backtrace(frames, DEPTH), lacking.trace);
    lacking.inside = false;
}

static bool fails(void)
{
    if (!lacking.counts || lacking.inside)
        return false;
    lacking.count++;
    if (lacking.stacks && lacking.count <= lacking.most) {
        lacking.inside = true;
        lacking.stacks[lacking.count - 1] = hash_callers();
        lacking.inside = false;
    }
    bool now = lacking.at > 0 && (lacking.on ? lacking.count >= lacking.at : lacking.count == lacking.at);
    if (now && lacking.count == lacking.at)
        trace_callers();
    if (now)
        errno = ENOMEM;
    return now;
}

SEEN void *malloc(size_t size)
{
    if (!find_next())
        return take_first(size);
    return fails() ? NULL : next_malloc(size);
}

SEEN void *calloc(size_t count, size_t size)
{
    if (!find_next())
        return take_first(count * size);
    return fails() ? NULL : next_calloc(count, size);
}

SEEN void *realloc(void *piece, size_t size)
{
    if (!find_next() || (piece && is_first(piece)))
        return NULL;
    return fails() ? NULL : next_realloc(piece, size);
}

SEEN void free(void *piece)
{
    if (piece && !is_first(piece) && find_next())
        next_free(piece);
}

bool lacking_works(void)
{
    /* The first backtrace loads a library. */
    void *frame[1];
    backtrace(frame, 1);
    return true;
}

void lacking_begin(size_t at, bool on, int trace, uint64_t *stacks, size_t most)
{
    lacking.at = at;
    lacking.on = on;
    lacking.trace = trace;
    lacking.stacks = stacks;
    lacking.most = most;
    lacking.count = 0;
    lacking.counts = true;
}

size_t lacking_end(void)
{
    lacking.counts = false;
    return lacking.count;
}

static void tell_fall(int number)
{
    static const char fell[] = LACKING_FELL "\n";
    lacking.counts = false;
    if (write(lacking.trace, fell, sizeof fell - 1) > 0)
        trace_callers();
    raise(number); /* the usual end: the handler is gone */
}

void lacking_watch(void)
{
    struct sigaction action = { .sa_handler = tell_fall, .sa_flags = (int)SA_RESETHAND };
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGABRT, &action, NULL);
}

#endif
