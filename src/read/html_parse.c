/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/html_parse.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/error.h"

/* What gumbo allocated, in a ring that padan_html.ring closes. */
struct link {
    struct link *before, *after;
};

struct piece {
    struct link link; /* first, so that a link is its piece */
    size_t size;
    alignas(max_align_t) char bytes[];
};

enum { CALLS_BETWEEN_CHECKS = 256 };

struct padan_html {
    struct link ring;
    size_t used, limit; /* bytes */
    double deadline;    /* seconds of this thread's processor time */
    unsigned calls;
    enum padan_status reason;
    const GumboOutput *output;
    jmp_buf escape;
};

static double processor_time(void)
{
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0)
        return 0;
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Leaves gumbo; what it allocated is in the ring. */
_Noreturn static void leave(struct padan_html *html, enum padan_status reason)
{
    html->reason = reason;
    longjmp(html->escape, 1);
}

static void *allocate(void *context, size_t size)
{
    struct padan_html *html = context;
    if (size > html->limit - html->used ||
        (++html->calls % CALLS_BETWEEN_CHECKS == 0 && processor_time() > html->deadline))
        leave(html, PADAN_ERROR_LIMIT);
    struct piece *piece = malloc(sizeof *piece + size);
    if (!piece)
        leave(html, PADAN_ERROR_ALLOCATION);
    piece->size = size;
    piece->link = (struct link){ &html->ring, html->ring.after };
    html->ring.after->before = &piece->link;
    html->ring.after = &piece->link;
    html->used += size;
    return piece->bytes;
}

static void release(void *context, void *bytes)
{
    struct padan_html *html = context;
    if (!bytes)
        return;
    struct piece *piece = (struct piece *)((char *)bytes - offsetof(struct piece, bytes));
    piece->link.before->after = piece->link.after;
    piece->link.after->before = piece->link.before;
    html->used -= piece->size;
    free(piece);
}

static void parse(struct padan_html *html, struct padan_string source)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = release;
    options.userdata = html;
    options.max_errors = 0;
    html->output = gumbo_parse_with_options(&options, source.data, source.size);
}

/* Sound HTML takes about 50 bytes of tree a byte and parses at some 10 MB a second. */
static void set_bounds(struct padan_html *html, size_t size)
{
    size_t most = SIZE_MAX / 2 < (size_t)UINT32_MAX ? SIZE_MAX / 2 : (size_t)UINT32_MAX;
    size_t room = (size_t)64 << 20;
    html->limit = size < (most - room) / 256 ? room + 256 * size : most;
    html->deadline = processor_time() + 5 + (double)size / 1e6;
}

int padan_html_parse(struct padan_html **out, struct padan_string source, const char *name, struct padan_error *error)
{
    *out = NULL;
    struct padan_html *html = calloc(1, sizeof *html);
    if (!html)
        return padan_error_allocation(error);
    html->ring.before = html->ring.after = &html->ring;
    set_bounds(html, source.size);
    if (setjmp(html->escape) == 0) {
        parse(html, source);
        *out = html;
        return PADAN_OK;
    }
    enum padan_status reason = html->reason;
    padan_html_free(html);
    if (reason == PADAN_ERROR_ALLOCATION)
        return padan_error_allocation(error);
    return padan_error_in(error, PADAN_ERROR_LIMIT, name,
                          "the HTML is nested too deeply or too badly to be read; pass it through a tool that mends "
                          "HTML, or save it as plain text");
}

const GumboOutput *padan_html_output(const struct padan_html *html)
{
    return html->output;
}

void padan_html_free(struct padan_html *html)
{
    if (!html)
        return;
    for (struct link *link = html->ring.after; link != &html->ring;) {
        struct link *after = link->after;
        free(link);
        link = after;
    }
    free(html);
}
