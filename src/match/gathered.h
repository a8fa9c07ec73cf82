/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_GATHERED_H
#define MATCH_GATHERED_H

#include <padan/score.h>

#include "base/table.h"
#include "match/nearest.h"

/*
 * Texts of one language that come one by one, each found from then on: the segments of a batch. Their index is chunks
 * in memory, put together as those of a memory are (match/index.h), so that there are few and each text is coded again
 * a logarithmic number of times; the last few, which no chunk has yet, are compared one by one.
 */
struct padan_gathered {
    struct padan_table texts; /* match forms, by number */
    struct padan_gathered_key *keys;
    size_t key_capacity;
    struct padan_arena arena; /* of the key forms */
    struct padan_near_source *chunks;
    size_t chunk_count, chunk_capacity;
    size_t indexed; /* texts that the chunks have; those from here on are new */
    struct padan_chunk_key name;
};

/* What a thread needs to find texts. */
struct padan_gathered_finder {
    struct padan_nearest nearest;
    struct padan_comparer *comparer;
};

struct padan_gathered_key {
    struct padan_string form;
    size_t length; /* code points */
};

void padan_gathered_init(struct padan_gathered *gathered);
void padan_gathered_free(struct padan_gathered *gathered);

/* padan_gathered_finder_free is due in every case. Errors: padan_comparer_new. */
int padan_gathered_finder_init(struct padan_gathered_finder *finder, const char *language, struct padan_error *error);
void padan_gathered_finder_free(struct padan_gathered_finder *finder);

bool padan_gathered_has(const struct padan_gathered *gathered, struct padan_string form);

/* Adds a match form that is not there yet, with the next number, from 0. Errors: padan_text_form. */
int padan_gathered_add(struct padan_gathered *gathered, struct padan_string form, struct padan_error *error);

/* Makes an index of what was added, where that is much enough. */
int padan_gathered_index(struct padan_gathered *gathered, struct padan_error *error);

/*
 * The best score that any text of a lower number has against that of a number, where it is above `least`, else `least`.
 * Texts from that number on must not be indexed yet. It misses none, as match/search.h does not. Threads may ask at the
 * same time, each with a finder of its own, while nothing is added. Errors: padan_comparer_query.
 */
int padan_gathered_best(const struct padan_gathered *gathered, struct padan_gathered_finder *finder, size_t number,
                        double least, double *best, struct padan_error *error);

#endif
