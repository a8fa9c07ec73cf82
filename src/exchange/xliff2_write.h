/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_XLIFF2_WRITE_H
#define EXCHANGE_XLIFF2_WRITE_H

#include "exchange/format.h"

/* A proposal from a memory, for the matches module. */
struct padan_xliff2_match {
    const struct padan_variant *source, *target;
    double similarity;  /* 0 to 1: how alike the sources are */
    const char *origin; /* which memory; or NULL */
};

/* One unit of one segment. */
struct padan_xliff2_unit {
    const struct padan_variant *source;
    const struct padan_variant *target; /* or NULL: not translated yet */
    const char *state;                  /* "initial", "translated", "reviewed", "final" */
    const struct padan_unit *about;     /* what is known besides goes into metadata; or NULL */
    const struct padan_xliff2_match *matches;
    size_t match_count;
    bool by_state; /* its state alone tells whether somebody has agreed */
};

/* Writes XLIFF 2.1 to a buffer, which the caller empties as it likes. A zeroed struct with `out` set is ready. */
struct padan_xliff2 {
    struct padan_buffer *out;
    const char *source, *target;      /* languages of the whole, the caller's */
    struct padan_buffer document;     /* of the <file> that is open */
    struct padan_buffer texts[2];     /* of what is written now: source, target */
    struct padan_buffer data;         /* <data> of what is written now */
    int64_t files, units, data_count; /* begun in all; of the unit */
    int64_t codes;                    /* of the unit, that have no number of their own */
    bool in_file;
    int64_t dropped; /* characters that XML cannot hold, within codes */
    int64_t plain;   /* texts whose codes are no XML, and gave way */
    int64_t changed; /* codes that became others */
};

void padan_xliff2_head(struct padan_xliff2 *xliff);

/* Begins a <file> for a document ("" where there is no name), unless it is the one that is open. */
void padan_xliff2_file(struct padan_xliff2 *xliff, struct padan_string document);
void padan_xliff2_unit(struct padan_xliff2 *xliff, const struct padan_xliff2_unit *unit);
void padan_xliff2_tail(struct padan_xliff2 *xliff);

/* Frees what it holds besides `out`. Whether memory was lacking shows in out->failed. */
void padan_xliff2_free(struct padan_xliff2 *xliff);

/* The format "xliff": units of a memory. */
int padan_xliff2_begin(struct padan_writer *writer, struct padan_error *error);
int padan_xliff2_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error);
int padan_xliff2_end(struct padan_writer *writer, struct padan_error *error);

#endif
