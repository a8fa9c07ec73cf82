/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MATCH_SEARCH_H
#define MATCH_SEARCH_H

#include <padan/score.h>

#include "base/arena.h"
#include "match/distance.h"
#include "match/matcher.h"
#include "match/nearest.h"

/* A language of a memory that a search looks at. */
struct padan_search_language {
    int64_t row; /* of table language */
    char tag[PADAN_LANGUAGE_SIZE];
    bool is_source, other_region; /* of the source asked for */
    uint32_t targets;             /* bit T: of target T */
    uint32_t other_regions;       /* likewise: but of another region */
};

enum padan_search_statement {
    PADAN_SEARCH_VARIANT,
    PADAN_SEARCH_TARGETS,
    PADAN_SEARCH_OCCURRENCES,
    PADAN_SEARCH_DATE,
    PADAN_SEARCH_MACHINE,
    PADAN_SEARCH_STATEMENTS
};

/* A memory as one thread sees it. */
struct padan_search_memory {
    struct padan_memory *connection;
    sqlite3_stmt *statements[PADAN_SEARCH_STATEMENTS];
    struct padan_search_language *languages;
    size_t language_count, language_capacity;
    int64_t last; /* variant when `languages` and the chunks were taken */
};

/* Where chunks are of. */
struct padan_search_source {
    size_t memory, language; /* numbers */
    struct padan_matcher_chunks chunks;
};

#define PADAN_SEARCH_TARGETS_MOST 32

struct padan_match_search {
    struct padan_matcher *matcher;
    struct padan_match_options options; /* its strings are `source` and `targets` */
    char source[PADAN_LANGUAGE_SIZE];
    char (*targets)[PADAN_LANGUAGE_SIZE];
    const char **target_tags;
    struct padan_search_memory *memories;
    struct padan_search_source *sources;
    size_t source_count, source_capacity;
    bool is_stale; /* whether the sources must be taken again */
    /* What the chunks of a target are, and of which source each is. */
    struct padan_near_source *near;
    size_t *near_sources;
    size_t near_count, near_capacity, near_sources_capacity;
    struct padan_nearest nearest;
    struct padan_comparer *comparer;
    struct padan_distance distance;
    uint32_t *symbols;
    size_t symbol_capacity;
    struct padan_buffer scratch;
    /* The query, and what was found for it. */
    const struct padan_match_query *query;
    struct padan_string form; /* match form */
    int64_t before, after;    /* hashes of the context */
    struct padan_arena arena;
    struct padan_ranked *items;
    size_t count, capacity, first; /* those of the target that is searched start at `first` */
};

/* A match with what it is ranked by. */
struct padan_ranked {
    struct padan_match match;
    int64_t batch, occurrence, variant; /* how new it is; the source's variant */
    bool same_document;
};

/*
 * Looks at a candidate: adds its matches for a target where they are good enough. *alive tells whether it is still in
 * the memory.
 */
int padan_search_judge(struct padan_match_search *search, const struct padan_near *near, size_t target, bool *alive,
                       struct padan_error *error);

/* What a match is ranked by; of `match->similarity` in percent or the score. */
double padan_search_rank(const struct padan_match_search *search, const struct padan_match *match);

/* What only those that are given need: the score where the rank does without, the date. */
int padan_search_complete(struct padan_match_search *search, struct padan_ranked *item, struct padan_error *error);

int padan_search_statement(sqlite3_stmt **out, struct padan_search_memory *memory, enum padan_search_statement name,
                           int64_t argument, struct padan_error *error);

/* Symbols (code points) of valid UTF-8, which live until the next call. */
int padan_search_symbols(struct padan_match_search *search, struct padan_string text, const uint32_t **out,
                         size_t *count, struct padan_error *error);

#endif
