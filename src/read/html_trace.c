/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/html_trace.h"

#include <string.h>
#include <strings.h>

#include "base/vector.h"
#include "text/utf8.h"

/* Where a trace has come to: in the text, and in the source up to its end. */
struct tracing {
    struct padan_html_trace *trace;
    struct padan_string source, text;
    size_t at, from, end;
    bool failed; /* no memory */
};

/* Not a reference, which may be as long as what it stands for: "&#0" is U+FFFD. */
static bool is_verbatim(const struct padan_run *run, struct padan_string source)
{
    return run->size == run->source_size && source.data[run->source] != '&';
}

/* A space of the text may be another white space of the source, one for one; other bytes of the source are no text. */
bool padan_html_trace_add(struct padan_html_trace *trace, struct padan_string source, struct padan_run run)
{
    struct padan_run *last = trace->count > 0 ? &trace->runs[trace->count - 1] : NULL;
    if (last && is_verbatim(last, source) && is_verbatim(&run, source)) {
        size_t gap = run.offset - (last->offset + last->size), end = last->source + last->source_size;
        if (run.source == end + gap && (gap == 0 || (gap == 1 && padan_is_html_space(source.data[end])))) {
            last->size += gap + run.size;
            last->source_size = last->size;
            return true;
        }
    }
    if (!padan_vector_reserve(&trace->runs, &trace->capacity, trace->count + 1, sizeof *trace->runs))
        return false;
    trace->runs[trace->count++] = run;
    return true;
}

static void pass(struct tracing *tracing, size_t size, size_t source_size)
{
    struct padan_run run = { tracing->at, size, tracing->from, source_size };
    tracing->failed |= !padan_html_trace_add(tracing->trace, tracing->source, run);
    tracing->at += size;
    tracing->from += source_size;
}

static bool is_name(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* The end of what may be the name or number of a reference at `from`, without the semicolon. */
static size_t name_end(const struct tracing *tracing, size_t from)
{
    enum { LONGEST = 64 };
    size_t at = from + 1, most = tracing->end - from > LONGEST ? from + LONGEST : tracing->end;
    at += at < most && tracing->source.data[at] == '#';
    while (at < most && is_name(tracing->source.data[at]))
        at++;
    return at;
}

/* Whether the text goes on as the source does, up to the next reference or tag. */
static bool goes_on(const struct tracing *tracing, size_t at, size_t from)
{
    enum { LOOKED_AT = 8 };
    for (int i = 0; i < LOOKED_AT && from < tracing->end; i++, at++, from++) {
        char byte = tracing->source.data[from];
        if (byte == '&' || byte == '<')
            return true;
        if (at == tracing->text.size || tracing->text.data[at] != byte)
            return false;
    }
    return from < tracing->end || at == tracing->text.size;
}

/* Passes a reference whose name is not told here: the length that lets the text go on as the source does. */
static bool pass_any(struct tracing *tracing, size_t end)
{
    size_t one = tracing->at, two;
    padan_utf8_next(tracing->text, &one);
    two = one;
    if (two < tracing->text.size)
        padan_utf8_next(tracing->text, &two);
    size_t longest = end < tracing->end && tracing->source.data[end] == ';' ? end + 1 : end;
    for (size_t stop = longest; stop > tracing->from + 2; stop--) {
        size_t found = goes_on(tracing, one, stop) ? one : goes_on(tracing, two, stop) ? two : 0;
        if (found == 0)
            continue;
        pass(tracing, found - tracing->at, stop - tracing->from);
        return true;
    }
    return false;
}

static bool pass_reference(struct tracing *tracing)
{
    const char *name = tracing->source.data + tracing->from + 1;
    size_t end = name_end(tracing, tracing->from), size = end - tracing->from - 1;
    bool is_number = size > 0 && *name == '#';
    if (tracing->text.data[tracing->at] != '&' || is_number)
        return (is_number && size < 2) ? (pass(tracing, 1, 1), true) : pass_any(tracing, end);
    bool is_ampersand = size >= 3 && (memcmp(name, "amp", 3) == 0 || memcmp(name, "AMP", 3) == 0);
    size_t source_size = 1;
    if (is_ampersand)
        source_size = tracing->from + 4 < tracing->end && name[3] == ';' ? 5 : 4;
    pass(tracing, 1, source_size);
    return true;
}

/* Passes a tag that made no node; false where it does not end. */
static bool skip_tag(struct tracing *tracing)
{
    const char *start = tracing->source.data + tracing->from;
    const char *end = memchr(start, '>', tracing->end - tracing->from);
    if (end)
        tracing->from += (size_t)(end + 1 - start);
    return end != NULL;
}

static bool step(struct tracing *tracing)
{
    const char *text = tracing->text.data, *source = tracing->source.data;
    size_t size = 0;
    if (tracing->from == tracing->end)
        return false;
    if (source[tracing->from] == '&')
        return pass_reference(tracing);
    while (tracing->at + size < tracing->text.size && tracing->from + size < tracing->end &&
           source[tracing->from + size] != '&' && source[tracing->from + size] == text[tracing->at + size])
        size++;
    if (size > 0) {
        pass(tracing, size, size);
        return true;
    }
    if (source[tracing->from] == '<')
        return skip_tag(tracing);
    /* A line end right after <pre> is no text. */
    bool skipped = source[tracing->from] == '\n' && tracing->at == 0;
    tracing->from += skipped;
    return skipped;
}

bool padan_html_trace(struct padan_html_trace *trace, struct padan_string source, size_t start, size_t end,
                      struct padan_string text, bool *found)
{
    struct tracing tracing = { .trace = trace, .source = source, .text = text, .from = start, .end = end };
    trace->count = 0;
    *found = true;
    while (*found && tracing.at < text.size && !tracing.failed)
        *found = step(&tracing);
    return !tracing.failed;
}
