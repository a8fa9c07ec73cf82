/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find: the concordance; where words stand in the memory, with the other language beside them. */
#ifndef PADAN_FIND_H
#define PADAN_FIND_H

#include <padan/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

enum padan_find_mode {
    PADAN_FIND_STEM, /* words in any form: case and accents folded, stems alike */
    PADAN_FIND_EXACT /* case and accents folded, the form as given */
};

struct padan_find_options {
    unsigned version;   /* 1 */
    const char *source; /* BCP 47 range of the side that is searched */
    const char *target; /* of the side shown beside it; NULL: every other */
    enum padan_find_mode mode;
    int64_t limit; /* at most so many hits; 0: all */
};
#define PADAN_FIND_OPTIONS_INIT                                                                                        \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/* A range of bytes. */
struct padan_span {
    size_t start, end;
};

struct padan_find_target {
    struct padan_string language;
    struct padan_string text;
};

/* One variant in which the query stands; valid during the call that gives it. */
struct padan_found {
    struct padan_string language;
    struct padan_string text;
    const struct padan_span *spans; /* of the matched words, in order, not overlapping; a phrase is one span */
    size_t span_count;
    const struct padan_find_target *targets;
    size_t target_count;
    int64_t unit;
    struct padan_string document; /* or empty */
    int64_t position;             /* or -1 */
};

/*
 * Searches. The query's words are literal and must all stand in a variant, in
 * any order; "a phrase" in double quotes stands as it is; a word that ends in *
 * is a prefix. Hits come in the order in which they were stored.
 * `found` answers PADAN_OK to go on, PADAN_ERROR_STOPPED to end the search
 * (which then answers PADAN_OK), or an error.
 * `count` (or NULL) gets the number of hits.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ARGUMENT (a query without a word),
 * PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_find(struct padan_memory *memory, const char *query, const struct padan_find_options *options,
                         int (*found)(void *context, const struct padan_found *found, struct padan_error *error),
                         void *context, int64_t *count, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
