/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Leverage: how much of a batch of texts memories have already, and how much of it repeats within. */
#ifndef PADAN_LEVERAGE_H
#define PADAN_LEVERAGE_H

#include <padan/match.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What a segment is counted as: the first of these that holds, but that an internal band holds only where the batch has
 * something better than the memories. By score as padan/score.h has it, cut and not rounded; penalties count.
 */
enum padan_leverage_band {
    PADAN_LEVERAGE_CONTEXT,    /* a memory has it between the same neighbours, or with one of them: 101, 102 */
    PADAN_LEVERAGE_REPETITION, /* the batch had it before: the match forms are equal */
    PADAN_LEVERAGE_EXACT,      /* 100 */
    PADAN_LEVERAGE_95,         /* 95 to below 100 */
    PADAN_LEVERAGE_85,         /* 85 to below 95 */
    PADAN_LEVERAGE_75,
    PADAN_LEVERAGE_50,
    PADAN_LEVERAGE_INTERNAL_95, /* the same, of a segment that came before in the batch */
    PADAN_LEVERAGE_INTERNAL_85,
    PADAN_LEVERAGE_INTERNAL_75,
    PADAN_LEVERAGE_INTERNAL_50,
    PADAN_LEVERAGE_NONE, /* nothing of 50 or more */
    PADAN_LEVERAGE_BANDS
};

/* "context", "repetitions", "100", "95-99", "85-94", "75-84", "50-74", "internal 95-99" ..., "none". */
PADAN_API const char *padan_leverage_band_name(enum padan_leverage_band band);

struct padan_leverage_count {
    int64_t segments;
    int64_t words;      /* of letters or digits, by ICU's rules and dictionaries for the language; not signs */
    int64_t characters; /* code points of the match form, without inline codes */
    int64_t characters_without_spaces;
};

/* Each segment is in one band. */
struct padan_leverage_counts {
    struct padan_leverage_count bands[PADAN_LEVERAGE_BANDS];
};

/* The sum of all bands. */
PADAN_API struct padan_leverage_count padan_leverage_total(const struct padan_leverage_counts *counts);

/* Adds `from`, as of one file, to `to`. */
PADAN_API void padan_leverage_sum(struct padan_leverage_counts *to, const struct padan_leverage_counts *from);

/*
 * The counting over one batch. It remembers each different segment, so it takes some times their size in memory,
 * whatever the texts repeat. One thread at a time.
 */
struct padan_leverage;

/*
 * Begins a batch of texts in a language. `search` (or NULL: the batch alone counts) is of that language, by score, from
 * 50 on, with `max` 1; it lives longer, and is not used by others meanwhile. Freed by padan_leverage_free.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_leverage_new(struct padan_leverage **out, const char *language, struct padan_match_search *search,
                                 struct padan_error *error);
/*
 * The same for `threads` threads (0: one), with as many searches, all alike; `searches` may be NULL. What is counted is
 * the same however many there are.
 */
PADAN_API int padan_leverage_new_shared(struct padan_leverage **out, const char *language,
                                        struct padan_match_search *const *searches, size_t threads,
                                        struct padan_error *error);
PADAN_API void padan_leverage_free(struct padan_leverage *leverage);

/*
 * Counts the next segment of the batch, given with its neighbours, in its band; *counts may be of another file each
 * time. Where it fails nothing is counted, and the batch is of no more use. Errors: as padan_match_search.
 */
PADAN_API int padan_leverage_add(struct padan_leverage *leverage, const struct padan_match_query *segment,
                                 struct padan_leverage_counts *counts, struct padan_error *error);

/* Counts several, in order, with all threads. */
PADAN_API int padan_leverage_add_all(struct padan_leverage *leverage, const struct padan_match_query *segments,
                                     size_t count, struct padan_leverage_counts *counts, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
