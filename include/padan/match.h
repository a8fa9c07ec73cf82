/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Match: what memories hold for a segment; exact, in context, and alike. */
#ifndef PADAN_MATCH_H
#define PADAN_MATCH_H

#include <padan/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Memories open for matching. Any number of threads may share one: what is shared is an index that never
 * changes, and is exchanged as a whole where a memory has changed; each thread searches with a state of its own
 * (struct padan_match_search).
 */
struct padan_matcher;

struct padan_match_memory {
    const char *path;
    double penalty; /* taken off the score of all that comes from it, 0 to 100 */
};

/*
 * Opens memories, which must exist; they are read only. Costs milliseconds. `reporter` (or NULL) is told when an index
 * has to be made (it is missing, out of date, damaged, or of another memory) or cannot be kept beside the memory
 * (then it is made in memory, each time); from whichever thread finds that out, one at a time, for as long as the
 * matcher is open. The strings are copied. Closed by padan_matcher_close, after its searches.
 * Errors: PADAN_ERROR_ARGUMENT (no memory, a penalty out of range), and as padan_memory_open.
 */
PADAN_API int padan_matcher_open(struct padan_matcher **out, const struct padan_match_memory *memories, size_t count,
                                 const struct padan_reporter *reporter, struct padan_error *error);
PADAN_API void padan_matcher_close(struct padan_matcher *matcher);

enum padan_match_rank {
    PADAN_MATCH_BY_SCORE,     /* how little work is left, on words: see padan/score.h */
    PADAN_MATCH_BY_SIMILARITY /* 1 - Levenshtein / longer length, in code points of the match form */
};

/* Taken off the score, each 0 to 100, where what it says holds. Penalties add up; a score does not fall below 0. */
struct padan_match_penalties {
    double unconfirmed; /* paired by a machine, with a confidence below `confident` or none */
    double confident;   /* 0 to 1 */
    double document;    /* from another document than the query, where that one's is given */
    double region;      /* in another region than the tag asked for ("en-GB" for "en-US") */
    double machine;     /* translated by a machine: its creationid or changeid is "MT!" */
};

struct padan_match_options {
    unsigned version;   /* 1 */
    const char *source; /* tag of the queries' language; "en" finds "en-US" too, and "en-US" finds "en" and "en-GB" */
    const char *const *targets; /* likewise; at least one */
    size_t target_count;
    enum padan_match_rank rank;
    double min; /* of what `rank` names, 0 to 100 (70 is a similarity of .70); nothing below it is given */
    size_t max; /* at most so many matches for each of the targets; at least 1 */
    struct padan_match_penalties penalties;
};
#define PADAN_MATCH_OPTIONS_INIT                                                                                       \
    {                                                                                                                  \
        .version = 1, .min = 70, .max = 5, .penalties = {.confident = .9 }                                             \
    }

/* The searches of one thread for one pair, or set, of languages. */
struct padan_match_search;

/*
 * Begins to search; the matcher lives longer. Where the memories have no index of the source language one is made,
 * which takes as long as reading them. Strings are copied. Freed by padan_match_search_close.
 * Errors: PADAN_ERROR_LANGUAGE for what is no tag, PADAN_ERROR_NOT_FOUND where no memory has the source, or any of the
 * targets (the message names the languages that there are; where some targets are there, the matcher's reporter is told
 * of those that are not, once), PADAN_ERROR_ARGUMENT, PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY, PADAN_ERROR_SYSTEM,
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_match_search_open(struct padan_match_search **out, struct padan_matcher *matcher,
                                      const struct padan_match_options *options, struct padan_error *error);
PADAN_API void padan_match_search_close(struct padan_match_search *search);

/* A segment, and what is known of where it stands. Views, used during the call only. */
struct padan_match_query {
    struct padan_string text;   /* without codes, or with U+FFFC for each of them */
    bool has_before, has_after; /* whether the context is known; a known empty one is the document's edge */
    struct padan_string before; /* the segment before, likewise */
    struct padan_string after;
    struct padan_string document; /* name of its document, or the end of it from a slash on; or empty */
};

enum padan_match_kind {
    PADAN_MATCH_FUZZY,
    PADAN_MATCH_NEAR,          /* differs in case, numbers, punctuation or codes alone: the key forms are equal */
    PADAN_MATCH_EXACT,         /* the match forms are equal */
    PADAN_MATCH_CONTEXT,       /* and so is the segment before, or the one after */
    PADAN_MATCH_DOUBLE_CONTEXT /* both */
};

/* "fuzzy", "near", "exact", "context", "double context". */
PADAN_API const char *padan_match_kind_name(enum padan_match_kind kind);

/* All views live until the next search with the same state. */
struct padan_match {
    struct padan_string source, target;               /* as they are stored, without codes */
    struct padan_string source_markup, target_markup; /* with them, as in TMX; empty where there are none */
    const char *source_language, *language;           /* tags of the two */
    double score;      /* 0 to 100, 101 and 102 in context; penalties are taken off already */
    double penalty;    /* how much that was */
    double similarity; /* 0 to 1 */
    enum padan_match_kind kind;
    size_t target_index; /* which of the targets asked for this is of */
    size_t memory;       /* which of the memories it comes from */
    const char *path;    /* that memory's, as given */
    int64_t unit;
    /* Of the occurrence that fits best: in context, then of the query's document, then the newest. */
    struct padan_string document; /* or empty */
    int64_t position;             /* in it, from 0; -1: unknown */
    enum padan_unit_status status;
    double confidence; /* or PADAN_CONFIDENCE_UNKNOWN */
    char date[32];     /* of its change, else creation, else batch; ISO 8601, UTC */
};

struct padan_matches {
    const struct padan_match *items; /* target by target, each by rank, best first */
    size_t count;
};

/*
 * Finds the best matches. It misses none: whatever stands in the memories, at the time of the call, at or above `min`
 * is given or is behind `max` better ones. Equal ones stand newest first, then of the query's document, then by
 * confidence. Changes by other threads and processes are taken in first. An empty text has no matches; of one of more
 * than PADAN_MATCH_LENGTH code points only the equal ones are found. Indexes that turn out to be damaged are made anew.
 * Errors: PADAN_ERROR_ENCODING where a text is not UTF-8, PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY,
 * PADAN_ERROR_ALLOCATION, PADAN_ERROR_SYSTEM.
 */
PADAN_API int padan_match_search(struct padan_matches *out, struct padan_match_search *search,
                                 const struct padan_match_query *query, struct padan_error *error);

/* Code points of the longest text that is compared with others. */
#define PADAN_MATCH_LENGTH 65535

/* What an index is like. */
struct padan_match_index_info {
    int64_t texts; /* variants in it, those that are gone since included */
    int64_t bytes; /* of its files */
    bool current;  /* whether it has all that the memory has */
    bool kept;     /* beside the memory; else each process makes its own */
};

/*
 * Brings the index of a memory for a source language up to date, so that who searches first need not wait; for the end
 * of an import, or with `anew` to make it from nothing. The index is a cache in the folder MEMORY-match, which may be
 * deleted at any time. `info` may be NULL.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_NOT_FOUND, PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY, PADAN_ERROR_FULL,
 * PADAN_ERROR_SYSTEM, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_match_index(const char *path, const char *language, bool anew, struct padan_match_index_info *info,
                                struct padan_error *error);

struct padan_match_index_options {
    unsigned version; /* 1 */
    bool anew;
    void (*progress)(void *context, int64_t done, int64_t total); /* rows read; or NULL */
    void *progress_context;
};
#define PADAN_MATCH_INDEX_OPTIONS_INIT                                                                                 \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/* The same, telling how far it has come. */
PADAN_API int padan_match_index_with(const char *path, const char *language,
                                     const struct padan_match_index_options *options,
                                     struct padan_match_index_info *info, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
