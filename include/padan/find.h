/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find: the concordance; where words stand in the memory, with the other language beside them. */
#ifndef PADAN_FIND_H
#define PADAN_FIND_H

#include <padan/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

enum padan_find_mode {
    PADAN_FIND_STEM,  /* words in any form: case and accents folded, stems alike */
    PADAN_FIND_EXACT, /* case and accents folded, the form as given */
    PADAN_FIND_REGEX, /* the whole query is a regular expression of ICU; case counts; every text is read */
    PADAN_FIND_FAMILY /* words of the same family too, and compounds in words of their own; see padan-find(1) */
};

struct padan_find_options {
    unsigned version;   /* 1 */
    const char *source; /* BCP 47 range of the side that is searched; NULL: any language */
    const char *target; /* of the side shown beside it, which must be there; NULL: every other, if any */
    enum padan_find_mode mode;
    int64_t limit; /* at most so many hits; 0: all */
    /* With either, words are found in the form given: as PADAN_FIND_EXACT, not for PADAN_FIND_REGEX and _FAMILY. */
    bool case_sensitive, accent_sensitive;
    const char *with;      /* a query that must stand in a target, read in the same mode; or NULL */
    const char *without;   /* one that must stand in none of them; or NULL */
    const char *document;  /* only what came from documents whose path is that or ends in it; or NULL */
    const char *since;     /* only what was last changed then or later, "2026-11-23" or with a time; or NULL */
    const char *until;     /* and then or earlier, a day to its end; or NULL */
    int64_t skip;          /* so many hits are passed over */
    int64_t count_further; /* hits behind the last one given are counted, so many at most */
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
 * any order; "a phrase" in double quotes stands as it is, unstemmed; a word that ends in *
 * is a prefix, the last word of a phrase too ("the peace*"). Signs inside a word and
 * symbols around it count ("C++", "peace-keeping"), dashes and quotation marks of all kinds being alike; other
 * punctuation around an unquoted word does not. In scripts that show no words (Han, Kana, Hangul, Thai, ...)
 * any part of a text is found, in whole characters with their marks.
 * AND, OR, NOT, NEAR and NEAR/5 in capitals, a hyphen before a word or a parenthesis, and "two words"~5 ask for
 * more than words; see padan-find(1). document:NAME, date:FROM..UNTIL, since:DATE, until:DATE and language:LANG (or
 * lang:) say what the options of these names say, and language: in which of the languages searched the words stand.
 * Hits come in the order in which they were stored.
 * `found` (or NULL) answers PADAN_OK to go on, PADAN_ERROR_STOPPED to end the search
 * (which then answers PADAN_OK), or an error; it may not use the memory but through a
 * padan_renderer.
 * `count` (or NULL) gets the number of hits, those included that were passed over or only counted, also where the
 * search ends with an error.
 * Indexes that are not current are made anew where the memory can be written; else every text is read.
 * Errors: PADAN_ERROR_LANGUAGE; PADAN_ERROR_ARGUMENT (a query without a word or symbol, what is no query or no regular
 * expression, with the column, what is no date, or what is
 * asked by the query and by an option); PADAN_ERROR_LIMIT (a query of more than 10,000 bytes, or a regular
 * expression that takes too long); PADAN_ERROR_ENCODING, PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_find(struct padan_memory *memory, const char *query, const struct padan_find_options *options,
                         int (*found)(void *context, const struct padan_found *found, struct padan_error *error),
                         void *context, int64_t *count, struct padan_error *error);

/*
 * Whether the memory has a document that the query (document:NAME) or the options ask for; true where neither asks for
 * one. Errors: PADAN_ERROR_ARGUMENT for what is no query, PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY,
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_find_has_document(struct padan_memory *memory, const char *query,
                                      const struct padan_find_options *options, bool *has, struct padan_error *error);

/*
 * Finds the parts of a text that stand, word by word, within texts of the memory: each as long as can be, none within
 * another, of two words or three characters without spaces at least, the longest first. *out is freed with free(). Only
 * what the indexes have is found. There are at most two searches for each word of the text, of which the first 512 are
 * looked at; after so many seconds it ends with what it has. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_CORRUPT,
 * PADAN_ERROR_ALLOCATION, and what SQLite answers.
 */
PADAN_API int padan_find_parts(struct padan_span **out, size_t *count, struct padan_memory *memory,
                               struct padan_string text, const char *source, double seconds, struct padan_error *error);

/* How one place of a hit was rendered, in bytes of the target text. */
struct padan_rendering {
    size_t place;               /* first of the hit's spans that it renders */
    size_t place_count;         /* how many of them: words of the query side by side are one phrase */
    struct padan_span spans[2]; /* in order; the second where the rendering is split */
    size_t span_count;          /* 0: nothing on the target side renders it */
    double probability;         /* that just this renders it, 0 to 1 */
};

/* Finds the renderings of hits of one query, in one pair of languages of one memory. One thread at a time. */
struct padan_renderer;

/*
 * Renderings are learned from the hits themselves, from other units of the memory beside them, and from what
 * `options` (as for padan_align, or NULL) know of the languages. Memory and options must live as long as the renderer,
 * which is freed by padan_renderer_free.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION and what SQLite answers.
 */
PADAN_API int padan_renderer_new(struct padan_renderer **out, struct padan_memory *memory, const char *source_language,
                                 const char *target_language, const struct padan_align_options *options,
                                 struct padan_error *error);
PADAN_API void padan_renderer_free(struct padan_renderer *renderer);

/*
 * Adds a hit, of whose targets number `target` counts; copied. Errors: PADAN_ERROR_ARGUMENT where there is no such
 * target, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_renderer_add(struct padan_renderer *renderer, const struct padan_found *found, size_t target,
                                 struct padan_error *error);

/*
 * Gives the renderings of each hit added since the last call, in order, and forgets the hits. What was learned of the
 * query stays, so that thousands of hits can be given a few hundred at a time; more at a time are marked better.
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION, PADAN_ERROR_SYNTAX (the general lexicon), what SQLite and
 * `marked` answer. Source: src/find/README.
 */
PADAN_API int padan_renderer_mark(struct padan_renderer *renderer,
                                  int (*marked)(void *context, size_t hit, const struct padan_rendering *renderings,
                                                size_t count, struct padan_error *error),
                                  void *context, struct padan_error *error);

/* Renderings counted, inflected forms and spellings of one together. */
struct padan_rendering_table;

/* `language` is that of the renderings. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_rendering_table_new(struct padan_rendering_table **out, const char *language,
                                        struct padan_error *error);
PADAN_API void padan_rendering_table_free(struct padan_rendering_table *table);

/*
 * Says what was asked for: renderings of the forms that stand in it come before those of other forms of the same stem,
 * as "generate" is of "generator". Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_rendering_table_ask(struct padan_rendering_table *table, struct padan_string query,
                                        struct padan_error *error);

/*
 * Counts a place of a hit, `place` as it stands in the text: its rendering (empty: none was found), as probable as it
 * was said to be, and the document. Strings are copied. Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_rendering_table_add(struct padan_rendering_table *table, struct padan_string place,
                                        struct padan_string rendering, double probability, struct padan_string document,
                                        struct padan_error *error);

struct padan_rendering_count {
    struct padan_string text;                          /* the form that comes most often; the table's */
    int64_t count;                                     /* places that have it, in any form */
    int64_t asked;                                     /* of them those in a form that was asked for */
    double share;                                      /* of all places, 0 to 1 */
    double probability;                                /* mean */
    struct padan_string first_document, last_document; /* that have it, in the order of adding; or empty */
    int64_t number;                                    /* of the first place, from 1 */
};

/* The renderings by falling `asked`, then by falling count; *out is freed with free(). Errors: PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_rendering_table_list(const struct padan_rendering_table *table, struct padan_rendering_count **out,
                                         size_t *count, struct padan_error *error);

/* How many places were counted, and how many of them (or NULL) had a rendering. */
PADAN_API int64_t padan_rendering_table_places(const struct padan_rendering_table *table, int64_t *rendered);

/* Words that stand beside the places of hits more often than elsewhere in a memory. One thread at a time. */
struct padan_collocates;

/*
 * `within` words on each side of a place count; `language` is the range that was searched. The memory must live as long
 * and have current indexes. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_collocates_new(struct padan_collocates **out, struct padan_memory *memory, const char *language,
                                   size_t within, struct padan_error *error);
PADAN_API void padan_collocates_free(struct padan_collocates *collocates);

/* Counts the words of a hit; those of scripts that show no words are left out. Errors: PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_collocates_add(struct padan_collocates *collocates, const struct padan_found *found,
                                   struct padan_error *error);

/*
 * Counts the words of the text of a hit's target number `target`, wherever they stand in it: of collocates made for the
 * targets' language, whose words stand beside what was searched. Errors: PADAN_ERROR_ARGUMENT where the hit has no such
 * target, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_collocates_add_target(struct padan_collocates *collocates, const struct padan_found *found,
                                          size_t target, struct padan_error *error);

struct padan_collocate {
    struct padan_string text; /* folded; it belongs to the collocates */
    int64_t count;            /* beside the places, or in the targets */
    double expected;          /* so many by chance */
    double score;             /* log-likelihood; above 6.63 chance is ruled out at one in a hundred */
};

/*
 * The words that stand there twice at least and more often than by chance, by falling score; *out is freed with free().
 * Not within the call that gives hits. Errors: PADAN_ERROR_ALLOCATION, and what SQLite answers.
 * Source: Dunning 1993, Accurate methods for the statistics of surprise and coincidence.
 */
PADAN_API int padan_collocates_list(struct padan_collocates *collocates, struct padan_collocate **out, size_t *count,
                                    struct padan_error *error);

/* Key words in context: lines that have the hits below one another, and their order. For one language. */
struct padan_kwic;

/* Freed by padan_kwic_free. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_INTERNAL, PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_kwic_new(struct padan_kwic **out, const char *language, struct padan_error *error);
PADAN_API void padan_kwic_free(struct padan_kwic *kwic);

/*
 * What stands before and after a hit, in the order of reading: in Hebrew "before" is at the right, and a line that
 * puts the pieces into columns isolates each (U+2068 ... U+2069). The spaces next to the hit belong to the pieces.
 */
struct padan_context {
    struct padan_span before, after;  /* bytes of the text */
    bool is_cut_before, is_cut_after; /* whether there is more of the text */
};

/*
 * The most of the text around a hit that fits into so many columns on each side (see
 * padan_text_width) without a word being cut. Linear in the length of the text.
 * Errors: PADAN_ERROR_ARGUMENT where the hit is not within the text, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_kwic_context(struct padan_context *out, struct padan_kwic *kwic, struct padan_string text,
                                 struct padan_span hit, size_t columns, struct padan_error *error);

enum padan_kwic_side { PADAN_KWIC_LEFT, PADAN_KWIC_RIGHT };

/*
 * A key by which memcmp brings hits into the order of the eight words before them (LEFT, from
 * the nearest on) or after them (RIGHT), as the language sorts; freed with free().
 * Errors: as padan_kwic_context. Source: UCA and CLDR, through ICU.
 */
PADAN_API int padan_kwic_key(unsigned char **out, size_t *size, struct padan_kwic *kwic, struct padan_string text,
                             struct padan_span hit, enum padan_kwic_side side, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
