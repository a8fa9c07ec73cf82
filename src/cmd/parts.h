/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_PARTS_H
#define CMD_PARTS_H

#include <padan/find.h>

#include "arguments.h"

enum { PART_RENDERINGS = 3 };

/* A part of a query that is stored within other segments. */
struct part {
    size_t start, end;    /* bytes of the query */
    const char *language; /* of its renderings */
    int64_t segments;     /* that have it, as far as they were looked at */
    struct {
        char *text;
        int64_t count;
        double probability;
    } renderings[PART_RENDERINGS]; /* the most frequent first */
    size_t rendering_count;
};

struct parts {
    struct part *items;
    size_t count, capacity;
};

/*
 * The longest stored parts of a query with their renderings, from the memories that the command line names; `most` at
 * most for each target. Errors: those of padan_memory_open, padan_find and padan_renderer_mark.
 */
int parts_find(struct parts *parts, const struct arguments *arguments, struct padan_string query, const char *source,
               const char *const *targets, size_t target_count, size_t most, struct padan_error *error);
void parts_free(struct parts *parts);

#endif
