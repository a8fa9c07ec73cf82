/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Score: how much work a match leaves; which words differ; numbers and names put right in its translation. */
#ifndef PADAN_SCORE_H
#define PADAN_SCORE_H

#include <padan/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Compares texts of one language with a query. Used by one thread at a time; what it needs of ICU is made once, and
 * a query is taken apart once for all the texts that it is compared with. U+FFFC stands for an inline code.
 */
struct padan_comparer;

/* Freed by padan_comparer_free. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_comparer_new(struct padan_comparer **out, const char *language, struct padan_error *error);
PADAN_API void padan_comparer_free(struct padan_comparer *comparer);

/* Sets the query, which is copied. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT, PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_comparer_query(struct padan_comparer *comparer, struct padan_string query,
                                   struct padan_error *error);

/* How two texts compare. */
enum padan_likeness {
    PADAN_LIKENESS_FUZZY,
    PADAN_LIKENESS_NEAR, /* the key forms are equal: case, numbers, punctuation or codes differ alone */
    PADAN_LIKENESS_EXACT /* the match forms are equal */
};

struct padan_score {
    double score;      /* 0 to 100 */
    double similarity; /* 0 to 1: 1 - Levenshtein / longer length, in code points of the match forms */
    enum padan_likeness likeness;
    bool estimated; /* a text is longer than PADAN_SCORE_LENGTH or has too many words to try all pairs: both figures
                       may be lower than the definition has them, never higher */
};

/* Code points of the longest text whose distance to another is exact. */
#define PADAN_SCORE_LENGTH 65535

/*
 * Scores `text` against the query. With
 *     L, M   the longer length of the two key forms, and of the two match forms, in code points;
 *     W      the least cost of turning one key form into the other word by word: a word changed costs the Levenshtein
 *            distance of the two, a word left out or put in its length (ICU's words, each with the space behind it);
 *     D, E   the Levenshtein distance of the key forms, and of the match forms,
 *
 *     score = 100 (1 - W / L) - 4 max(0, E - D) / M,   at least 0,
 *
 * less 1 where the key forms are equal and the match forms are not, and 100 where those are equal. So what differs in
 * case, numbers, punctuation or codes alone has from 95 to below 99, and since W >= D, whatever has unequal key forms
 * has at most 100 (1 - D / L).
 *
 * `key` is the key form of `text` where the caller has it; with NULL data it is made. Where the score is below `least`,
 * the work may stop early; the score given is then below `least` all the same, and similarity may be 0.
 * Errors: as padan_comparer_query. Sources: Levenshtein (1966); Myers (1999) and Hyyrö (2003) for the bit-parallel
 * form.
 */
PADAN_API int padan_comparer_score(struct padan_score *out, struct padan_comparer *comparer, struct padan_string text,
                                   struct padan_string key, double least, struct padan_error *error);

enum padan_edit_kind {
    PADAN_EDIT_INSERT, /* words that the query has and the text has not */
    PADAN_EDIT_DELETE, /* the other way */
    PADAN_EDIT_CHANGE  /* one word has become another */
};

/* "insert", "delete", "change". */
PADAN_API const char *padan_edit_kind_name(enum padan_edit_kind kind);

/* Bytes of the text and of the query, from the first word to the last; empty, at its place, where there is none. */
struct padan_edit {
    enum padan_edit_kind kind;
    size_t start, end;
    size_t query_start, query_end;
};

struct padan_edits {
    const struct padan_edit *items; /* in order; live until the next call with the same comparer */
    size_t count;
};

/*
 * What must be done to `text` to make the query of it, by words, signs and codes, as little as can be; white space does
 * not count. In texts too long to try all pairs of words, it may be more. Errors: as padan_comparer_query.
 */
PADAN_API int padan_comparer_edits(struct padan_edits *out, struct padan_comparer *comparer, struct padan_string text,
                                   struct padan_error *error);

/* Repairs translations of one pair of languages. One thread at a time. */
struct padan_repairer;

/* Freed by padan_repairer_free. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_repairer_new(struct padan_repairer **out, const char *source, const char *target,
                                 struct padan_error *error);
PADAN_API void padan_repairer_free(struct padan_repairer *repairer);

/* What was put in place of what. */
struct padan_replacement {
    struct padan_string was, now; /* in the translation */
    size_t start, end;            /* bytes of the repaired translation that `now` takes */
};

struct padan_repair {
    struct padan_string target; /* the repaired translation */
    const struct padan_replacement *items;
    size_t count; /* 0: nothing could be repaired, and `target` is the translation as it was */
};

/*
 * Where `query` differs from `source` only in numbers, dates, times, sums of money, addresses of the Internet, codes of
 * letters and digits, or names, and each of these stands in `target` too and only where it can be meant, gives `target`
 * with them put right, written as the language writes them (ICU's locale data), in the manner of those that they
 * replace. Repairs all or nothing: what is in doubt is left to the translator. What is given lives until the next call.
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT, PADAN_ERROR_ALLOCATION, PADAN_ERROR_INTERNAL.
 */
PADAN_API int padan_repairer_repair(struct padan_repair *out, struct padan_repairer *repairer,
                                    struct padan_string query, struct padan_string source, struct padan_string target,
                                    struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
