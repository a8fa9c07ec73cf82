/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CMD_TERM_PROPOSED_H
#define CMD_TERM_PROPOSED_H

#include <limits.h>

#include <padan/term.h>

/*
 * Candidates as a term base of their own, in a folder that goes when it is closed, so that they are written as any
 * term base is. A zeroed struct is closed.
 */
struct proposed {
    char folder[PATH_MAX], path[PATH_MAX];
    struct padan_memory *memory;
    struct padan_term_batch *batch; /* until they are written */
    const char *source, *target;
};

/* Closed by proposed_close, also where it fails. The languages are kept as they are. */
int proposed_open(struct proposed *proposed, const char *source, const char *target, struct padan_error *error);

/* Adds a candidate: a concept that is to be confirmed. */
int proposed_put(struct proposed *proposed, const struct padan_term_candidate *candidate, struct padan_error *error);

/* Writes all in a format of "term export". */
int proposed_write(struct proposed *proposed, struct padan_output *output, const char *format,
                   struct padan_error *error);
void proposed_close(struct proposed *proposed);

#endif
