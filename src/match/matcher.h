/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_MATCHER_H
#define MATCH_MATCHER_H

#include <padan/match.h>

#include "base/table.h"
#include "match/index.h"

/* A memory as all threads share it. */
struct padan_matcher_memory {
    char *path;
    double penalty;
    char identity[PADAN_IDENTITY_SIZE]; /* "" where there is none: its indexes are of this process alone */
    struct padan_index **indexes;       /* of the languages and forms that were asked for */
    size_t count, capacity;
};

struct padan_matcher {
    struct padan_matcher_memory *memories;
    size_t count;
    struct padan_reporter reporter;
    void (*progress)(void *context, int64_t done, int64_t total); /* of indexes that are made; or NULL */
    void *progress_context;
    struct padan_table missing; /* languages that the reporter was told are missing */
    pthread_mutex_t lock;       /* over the indexes' lists of chunks, the reporter and what it was told */
};

/* The chunks of an index, held until padan_matcher_release. */
struct padan_matcher_chunks {
    struct padan_chunk **items;
    size_t count;
};

/*
 * Gives the chunks of an index, brought up to date with what the connection sees, inside its transaction.
 */
int padan_matcher_take(struct padan_matcher_chunks *out, struct padan_matcher *matcher, size_t memory,
                       struct padan_memory *connection, int64_t language, const char *tag, enum padan_text_form form,
                       struct padan_error *error);
void padan_matcher_release(struct padan_matcher_chunks *chunks);

/* Makes all of an index anew that is behind a damaged chunk, which the reporter is told. */
void padan_matcher_forget(struct padan_matcher *matcher, size_t memory, const struct padan_chunk *chunk);

/* Lets the index that has these chunks be made anew. */
void padan_matcher_renew(struct padan_matcher *matcher, const struct padan_matcher_chunks *chunks);

/* Whether a stored tag is one that `asked` finds, and whether that is of another region. */
bool padan_matcher_finds(const char *asked, const char *tag, bool *other_region);

#endif
