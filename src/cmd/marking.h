/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_MARKING_H
#define CMD_MARKING_H

#include <limits.h>

#include <padan/term.h>

#include "hit.h"

/* So many hits are marked together: enough to learn from, few enough to be held. */
#define MARKING_HITS 256

/* Finds how hits were rendered. A zeroed struct has marked nothing. */
struct marking {
    struct padan_renderer *renderer; /* of the memory that is searched; NULL before its first hit */
    struct padan_align_options options;
    struct padan_glossary *glossary;     /* the terms of the memory that is searched; NULL before its first hit */
    char data[PATH_MAX];                 /* the folder of the general lexicon */
    char target[PADAN_LANGUAGE_SIZE];    /* the language that is marked; "" before the first hit */
    struct padan_rendering_table *table; /* where renderings are counted, or NULL */
    const char *query;
    bool is_counted;
};

/* `query` is kept as it is. */
void marking_begin(struct marking *marking, const char *query, bool is_counted);

/* Marks hits of one memory, whose `renderings` they get; those without a text in the target's language get none. */
int marking_mark(struct marking *marking, struct padan_memory *memory, struct hit *hits, size_t count,
                 struct padan_error *error);

/* Goes on to another memory. */
void marking_end_memory(struct marking *marking);
void marking_free(struct marking *marking);

#endif
