/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READ_HTML_TRACE_H
#define READ_HTML_TRACE_H

#include "read/reader.h"

static inline bool padan_is_html_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

/* Where the text of one node stands in the source: runs that follow each other in both. */
struct padan_html_trace {
    struct padan_run *runs;
    size_t count, capacity;
};

/*
 * Finds where each character of a node's text, as the parser gave it, comes from in the bytes `start` to `end` of the
 * source: character references are one run each, tags that the parser passed over lie between runs. *found: whether all
 * of the text was found again. False: no memory.
 */
bool padan_html_trace(struct padan_html_trace *trace, struct padan_string source, size_t start, size_t end,
                      struct padan_string text, bool *found);

/* Adds a run of the source to a list, or lengthens the last one by it. False: no memory. */
bool padan_html_trace_add(struct padan_html_trace *trace, struct padan_string source, struct padan_run run);

#endif
