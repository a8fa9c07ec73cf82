/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Term base: concepts with their terms in any number of languages, kept in a memory. */
#ifndef PADAN_TERM_H
#define PADAN_TERM_H

#include <padan/align.h>
#include <padan/exchange.h>
#include <padan/memory.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a term is to be used. The numbers are those stored. */
enum padan_term_status {
    PADAN_TERM_UNRATED,
    PADAN_TERM_PREFERRED,
    PADAN_TERM_ADMITTED,
    PADAN_TERM_DEPRECATED /* not to be used */
};

/* "", "preferred", "admitted", "deprecated"; lives for ever. */
PADAN_API const char *padan_term_status_name(enum padan_term_status status);

/*
 * The status that a text names, upper and lower case alike, also as TBX, UTX and others spell it ("forbidden",
 * "preferredTerm-admn-sts"); false where it names none.
 */
PADAN_API bool padan_term_status_parse(struct padan_string text, enum padan_term_status *status);

/* Anything else that a file says of a concept or a term. */
struct padan_term_property {
    struct padan_string name, value;
};

/* A term of one language. Strings are UTF-8, empty where nothing is said. */
struct padan_term {
    struct padan_string language; /* BCP 47 */
    struct padan_string text;
    enum padan_term_status status;
    struct padan_string part_of_speech, gender, context, note, source;
    bool case_sensitive; /* "WHO" is not "who" */
    bool whole_form;     /* no inflected form of it is meant */
    const struct padan_term_property *properties;
    size_t property_count;
};

/*
 * Whether `part` stands in the term's text, capital and small letters and marks of letters alike. Never fails: what
 * is not UTF-8 is in nothing.
 */
PADAN_API bool padan_term_has(const struct padan_term *term, struct padan_string part);

/* What is meant, with the terms that mean it: of one language these are synonyms. */
struct padan_concept {
    int64_t number;                 /* in the memory, the same after a change; 0: not stored yet */
    struct padan_string identifier; /* in the file that it came from */
    struct padan_string subject, definition, note, source;
    bool untranslated; /* its terms stay as they are in a translation */
    const struct padan_term *terms;
    size_t term_count;
    const struct padan_term_property *properties;
    size_t property_count;
};

/* Receives concepts; all that one refers to lives until `put` returns. A status other than PADAN_OK ends the giving. */
struct padan_concept_sink {
    int (*put)(void *context, const struct padan_concept *concept, struct padan_error *error);
    void *context;
    /* What stands in a file before its first entry and behind the last one, in UTF-8, when all entries are given; of
     * TBX alone. Or NULL. */
    int (*put_part)(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error);
};

/* What a batch of changes to the term base did. */
struct padan_term_summary {
    int64_t batch;    /* what undo takes back; 0: nothing was changed */
    int64_t added;    /* concepts */
    int64_t already;  /* that were there, word for word */
    int64_t replaced; /* that were changed */
    int64_t removed;
};

/* Changes to the term base, stored all together or not at all. One thread at a time. */
struct padan_term_batch;

/*
 * Begins a batch; `source` names it in lists (a file, a term). Others cannot write to the memory until it ends.
 * Ended by padan_term_batch_finish or padan_term_batch_abandon, which free it.
 * Errors: as padan_batch_begin.
 */
PADAN_API int padan_term_batch_begin(struct padan_term_batch **out, struct padan_memory *memory, const char *source,
                                     struct padan_error *error);

/*
 * Stores a concept: with the number 0 as a new one, unless the very same is there; else in the place of the one
 * that has the number. `number` (or NULL) is told its number.
 * Errors: PADAN_ERROR_ARGUMENT (no term, an empty term, text that is not UTF-8), PADAN_ERROR_LANGUAGE, both of which
 * leave the batch as it was; PADAN_ERROR_NOT_FOUND (no concept of that number); what SQLite answers.
 */
PADAN_API int padan_term_batch_put(struct padan_term_batch *batch, const struct padan_concept *concept, int64_t *number,
                                   struct padan_error *error);

/*
 * Keeps what a file of TBX has around its entries, so that it can be given back; of several files the last one's.
 * Errors: what SQLite answers.
 */
PADAN_API int padan_term_batch_part(struct padan_term_batch *batch, enum padan_file_part part, struct padan_string text,
                                    struct padan_error *error);

/* Takes a concept out. Errors: PADAN_ERROR_NOT_FOUND, or what SQLite answers. */
PADAN_API int padan_term_batch_remove(struct padan_term_batch *batch, int64_t number, struct padan_error *error);

/* Commits; `summary` may be NULL. Errors: PADAN_ERROR_FULL, PADAN_ERROR_SYSTEM and others of SQLite; nothing is stored
 * then. */
PADAN_API int padan_term_batch_finish(struct padan_term_batch *batch, struct padan_term_summary *summary,
                                      struct padan_error *error);
PADAN_API void padan_term_batch_abandon(struct padan_term_batch *batch);

/* Which concepts a reading of the term base gives. */
struct padan_concept_filter {
    unsigned version;   /* 1 */
    int64_t number;     /* this one only; 0: any */
    const char *source; /* BCP 47 range: only concepts with a term of it; or NULL */
    const char *target; /* and of this one; or NULL */
};
#define PADAN_CONCEPT_FILTER_INIT                                                                                      \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * Gives the concepts of a memory in the order of their numbers, each with all its terms. The sink may not change the
 * term base. `filter` may be NULL. A memory of a version without a term base has none.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION, or what the sink answered.
 */
PADAN_API int padan_memory_each_concept(struct padan_memory *memory, const struct padan_concept_filter *filter,
                                        const struct padan_concept_sink *sink, struct padan_error *error);

/*
 * What the newest file of TBX had around its entries: *head and *tail are malloc'ed, the caller's; both NULL where
 * there was none, or it is undone. Errors: PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_memory_term_source(struct padan_memory *memory, char **head, char **tail,
                                       struct padan_error *error);

/*
 * The concept of a number, as a copy; freed by padan_concept_free. Errors: PADAN_ERROR_NOT_FOUND, and as
 * padan_memory_each_concept.
 */
PADAN_API int padan_memory_concept(const struct padan_concept **out, struct padan_memory *memory, int64_t number,
                                   struct padan_error *error);
PADAN_API void padan_concept_free(const struct padan_concept *concept);

/*
 * Reads a table of terms ("-": standard input) and gives each concept to the sink: TSV and CSV whose first row names
 * the columns (languages and fields, in any order), or source, target and comment without such a row, as OmegaT's
 * glossaries have them; UTX. The separator is found out; lines that begin with "#" are comments. Of `options`,
 * `source` and `target` name the columns that name no language; `summary` (or NULL) counts concepts. A concept that
 * the sink refuses (PADAN_ERROR_ARGUMENT, PADAN_ERROR_LANGUAGE), and a row without terms, is reported and left out.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_FORMAT, PADAN_ERROR_ENCODING, PADAN_ERROR_LANGUAGE where nothing names the
 * languages, PADAN_ERROR_ALLOCATION, or what the sink answered.
 * Source: UTX 1.11 (AAMT).
 */
PADAN_API int padan_terms_read(const char *path, const struct padan_exchange_options *options,
                               const struct padan_concept_sink *sink, struct padan_exchange_summary *summary,
                               struct padan_error *error);

/*
 * Writes the concepts that the filter lets through: "tsv" has a term a row, with all its fields, and is read back by
 * padan_terms_read; "omegat" and "utx" have source and target terms of the filter's two languages. What has no column
 * is told to `reporter` as a warning. Errors: PADAN_ERROR_FORMAT, PADAN_ERROR_LANGUAGE, those of
 * padan_memory_each_concept and padan_output_write.
 */
PADAN_API int padan_terms_write(struct padan_output *output, const char *format, struct padan_memory *memory,
                                const struct padan_concept_filter *filter, const struct padan_reporter *reporter,
                                struct padan_error *error);

/* A term in a text. */
struct padan_recognised {
    size_t start, end;        /* bytes */
    int64_t concept;          /* its number */
    struct padan_string term; /* as it stands in the term base; lives as long as the recogniser */
    enum padan_term_status status;
    bool covered; /* a longer term, or one that begins before, has some of the same words */
};

/* Finds the terms of one language in running text. One thread at a time. */
struct padan_recogniser;

/*
 * An empty one, freed by padan_recogniser_free. Words are compared by their stems, small letters and capitals alike,
 * unless a term is case-sensitive or of a whole form; a hyphen may be there or not ("peace-keeping" is "peacekeeping");
 * a doubled Indonesian word counts as one. Scripts without spaces are cut by ICU. `family`: Indonesian and Malay words
 * of one root are alike ("menjaga perdamaian", "penjaga perdamaian"). Errors: PADAN_ERROR_LANGUAGE,
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_recogniser_new(struct padan_recogniser **out, const char *language, bool family,
                                   struct padan_error *error);
PADAN_API void padan_recogniser_free(struct padan_recogniser *recogniser);

/* Adds the terms of a concept, or of all in a memory, that are of the language. Errors: PADAN_ERROR_ENCODING,
 * PADAN_ERROR_ALLOCATION, those of padan_memory_each_concept. */
PADAN_API int padan_recogniser_add(struct padan_recogniser *recogniser, const struct padan_concept *concept,
                                   struct padan_error *error);
PADAN_API int padan_recogniser_add_memory(struct padan_recogniser *recogniser, struct padan_memory *memory,
                                          struct padan_error *error);

/*
 * The terms of a text in the order of their beginnings, of those that begin together the longest first. The list lives
 * until the next call. Linear in the text; the number of terms hardly matters. Errors: PADAN_ERROR_ENCODING,
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_recogniser_find(struct padan_recogniser *recogniser, struct padan_string text,
                                    const struct padan_recognised **list, size_t *count, struct padan_error *error);

struct padan_term_extract_options {
    unsigned version;                        /* 1 */
    const char *source, *target;             /* BCP 47 ranges: of the terms, and of their renderings */
    int64_t min_count;                       /* a term is met so often at least; 2 or more */
    int max_words;                           /* and has so many words at most; 1 to 8 */
    int64_t limit;                           /* at most so many candidates; 0: all of some thousands */
    const char *reference;                   /* a text of another subject ("-": standard input), or NULL */
    const struct padan_align_options *align; /* what is known of the languages, or NULL */
};
#define PADAN_TERM_EXTRACT_OPTIONS_INIT                                                                                \
    {                                                                                                                  \
        .version = 1, .min_count = 3, .max_words = 4, .limit = 500                                                     \
    }

/* What may be a term, and what renders it; strings live until the call returns. */
struct padan_term_candidate {
    struct padan_string term, rendering;            /* as they are written most often */
    int64_t count;                                  /* how often the term comes, in any form */
    int64_t examined;                               /* at so many places its rendering was looked for */
    int64_t rendered;                               /* and at so many this one was found, in any form */
    double share;                                   /* of the places, each weighed by how probable it is; 0 to 1 */
    double score;                                   /* the higher, the likelier a term; of one run only */
    struct padan_string example, example_rendering; /* texts that have them */
    struct padan_string document;                   /* of these, or empty */
};

/*
 * Proposes terms with their renderings from the units of a memory, the likeliest first; those that its term base has
 * are left out. No part of speech is looked at: words that go with any subject are told by how often and how evenly
 * they come, so that it works for every language that ICU cuts into words. Candidates are runs of words; what is nested
 * in longer ones counts for what it is without them. Time is linear in the memory; 200 MiB or so at the most, and a
 * temporary file of four bytes a word. Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ARGUMENT, PADAN_ERROR_SYSTEM,
 * PADAN_ERROR_ENCODING, PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION, or what `found` answers. Sources: C-value
 * (Frantzi, Ananiadou, Mima 2000), log-likelihood against a reference (Dunning 1993), the spread of words (Church and
 * Gale 1995), counting in bounded memory (Manku and Motwani 2002), phrases by Model 1 (Deng and Byrne 2005).
 */
PADAN_API int padan_term_extract(struct padan_memory *memory, const struct padan_term_extract_options *options,
                                 int (*found)(void *context, const struct padan_term_candidate *candidate,
                                              struct padan_error *error),
                                 void *context, struct padan_error *error);

/* Terms of two languages with their renderings, for padan_align. */
struct padan_glossary;

/*
 * An empty one, freed by padan_glossary_free. A term of "en" counts for texts of "en-US", and the other way round.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_glossary_new(struct padan_glossary **out, const char *source_language, const char *target_language,
                                 struct padan_error *error);
PADAN_API void padan_glossary_free(struct padan_glossary *glossary);

/* Adds the terms of a memory's term base, deprecated ones too, since texts have them. Errors: as
 * padan_memory_each_concept. */
PADAN_API int padan_glossary_add_memory(struct padan_glossary *glossary, struct padan_memory *memory,
                                        struct padan_error *error);

/* Adds the terms of a file; columns that name no language are of the glossary's. Errors: as padan_terms_read. */
PADAN_API int padan_glossary_add_file(struct padan_glossary *glossary, const char *path,
                                      const struct padan_reporter *reporter, struct padan_error *error);

/* What there is, each pair of a term and a rendering; lives until the next addition. */
PADAN_API const struct padan_glossary_entry *padan_glossary_entries(const struct padan_glossary *glossary,
                                                                    size_t *count);

#ifdef __cplusplus
}
#endif

#endif
