/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory: the store of units, one SQLite file; its schema is in padan-memory(5). */
#ifndef PADAN_MEMORY_H
#define PADAN_MEMORY_H

#include <padan/align.h>
#include <padan/exchange.h>
#include <padan/segment.h>

#ifdef __cplusplus
extern "C" {
#endif

struct padan_memory; /* used by one thread at a time */

enum padan_memory_mode {
    PADAN_MEMORY_READ,  /* must exist; a read-only file or folder is fine */
    PADAN_MEMORY_WRITE, /* must exist and be writable */
    PADAN_MEMORY_CREATE /* made where it is missing, with its folders */
};

/*
 * Opens a memory, closed by padan_memory_close. Costs milliseconds whatever its
 * size. Errors: PADAN_ERROR_NOT_FOUND, PADAN_ERROR_FORMAT (not a memory; the
 * file is left as it was), PADAN_ERROR_VERSION (made by a newer padan),
 * PADAN_ERROR_READ_ONLY, PADAN_ERROR_BUSY, PADAN_ERROR_CORRUPT,
 * PADAN_ERROR_SYSTEM, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_memory_open(struct padan_memory **out, const char *path, enum padan_memory_mode mode,
                                struct padan_error *error);
PADAN_API void padan_memory_close(struct padan_memory *memory);

/* The path as given to padan_memory_open; lives as long as the memory. */
PADAN_API const char *padan_memory_path(const struct padan_memory *memory);

/* What a batch did, counted in units. */
struct padan_batch_summary {
    int64_t batch;    /* its number; 0 where nothing was stored, so that there is none */
    int64_t read;     /* given */
    int64_t added;    /* new content */
    int64_t already;  /* content that was there */
    int64_t replaced; /* stored ones that gave way to a correction */
    int64_t refused;  /* left out, each reported */
    int64_t warnings;
    bool same_source; /* the very same source was stored before; nothing was done, its units count as already there */
};

enum padan_batch_kind { PADAN_BATCH_ALIGN, PADAN_BATCH_IMPORT };

struct padan_batch_options {
    unsigned version; /* 1 */
    enum padan_batch_kind kind;
    const char *source;                  /* names of the file or files, for people */
    uint8_t digest[16];                  /* of the sources' content and languages; all 0: unknown */
    const struct padan_property *header; /* of the file as a whole, kept for faithful export */
    size_t header_count;
};
#define PADAN_BATCH_OPTIONS_INIT                                                                                       \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

struct padan_batch;

/*
 * Begins to write; one batch at a time. A batch is visible as "open" until it
 * is done, and commits every 10,000 units. Where a done batch of the same digest
 * exists and was not undone, `summary->same_source` is set, *out is NULL and PADAN_OK answered.
 * Errors: PADAN_ERROR_BUSY, PADAN_ERROR_READ_ONLY, PADAN_ERROR_FULL,
 * PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_batch_begin(struct padan_batch **out, struct padan_memory *memory,
                                const struct padan_batch_options *options, struct padan_batch_summary *summary,
                                struct padan_error *error);

/*
 * Adds one occurrence of a unit. Units are refused, which leaves nothing behind and lets the batch go on, with
 * PADAN_ERROR_LANGUAGE for a tag that is none, PADAN_ERROR_ARGUMENT where no variant has text
 * or markup, PADAN_ERROR_ENCODING for text that is not UTF-8. Other errors (as padan_batch_begin) end the batch.
 * PADAN_ERROR_STOPPED: another program undid the batch meanwhile.
 */
PADAN_API int padan_batch_put(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error);

/*
 * Marks the batch as done, fills the summary and frees the handle, also where it fails: all that the batch has
 * stored is then taken back. A batch that stored nothing leaves no trace.
 */
PADAN_API int padan_batch_finish(struct padan_batch *batch, struct padan_batch_summary *summary,
                                 struct padan_error *error);

/* Takes back all that the batch has stored and frees the handle; NULL is allowed. */
PADAN_API void padan_batch_abandon(struct padan_batch *batch);

/* What an undo did. */
struct padan_undo_summary {
    int64_t batch;
    int64_t removed;  /* units that are gone */
    int64_t kept;     /* units that another batch has too */
    int64_t restored; /* units that came back */
    int64_t rules;    /* rules of segmentation that are as they were before; then there were no units */
    char source[PADAN_ERROR_INPUT_SIZE];
};

/*
 * Takes back a batch (0: the newest that is not undone). Its units that no other
 * batch has vanish, what it replaced comes back. Fills `undone` with how many
 * occurrences were taken back. Errors: PADAN_ERROR_NOT_FOUND, and as
 * padan_batch_begin.
 */
PADAN_API int padan_memory_undo(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                                struct padan_error *error);

/* Imports a file as one batch: padan_exchange_read into padan_batch_put. Where
 * reading fails half-way, everything of the batch is taken back and the error answered;
 * refused single units are counted and reported. */
PADAN_API int padan_memory_import(struct padan_memory *memory, const char *path,
                                  const struct padan_exchange_options *options, struct padan_batch_summary *summary,
                                  struct padan_error *error);

/*
 * Stores an alignment of two documents as one batch. Beads without a counterpart are not stored.
 * Context is taken from the neighbours in the document, whether stored or not.
 */
PADAN_API int padan_memory_store(struct padan_memory *memory, const struct padan_align_text *source,
                                 const struct padan_align_text *target, const struct padan_alignment *alignment,
                                 struct padan_batch_summary *summary, struct padan_error *error);

/*
 * The same for several translations: `texts` are the source and then each translation. Beads of a confidence below
 * `least` are left out.
 */
PADAN_API int padan_memory_store_joint(struct padan_memory *memory, const struct padan_align_text *texts,
                                       const struct padan_joint_alignment *joint, double least,
                                       struct padan_batch_summary *summary, struct padan_error *error);

/* What tells the alignments of documents apart: a digest of their content and languages, in this order. */
PADAN_API int padan_alignment_digest(uint8_t out[16], const struct padan_align_text *texts, size_t count,
                                     struct padan_error *error);

/* Room for an origin, with the NUL. */
#define PADAN_ORIGIN_SIZE 52

/*
 * Names a bead for a row that people may correct: its alignment, and a hash of its languages and texts as they were
 * written. Importing a unit of that origin (struct padan_unit) compares: where the texts have changed or the status
 * has become confirmed, the unit replaces the one that is stored for the bead; else it counts as there already.
 * Variants without text do not count. Answers `out`. Languages must be tags.
 */
PADAN_API char *padan_origin_format(char out[PADAN_ORIGIN_SIZE], const uint8_t digest[16],
                                    const struct padan_variant *variants, size_t count);

/*
 * What memories know of a pair of languages, as a lexicon for padan_align: whenever it is asked for the words of two
 * texts, it learns from the units that have these words, as they are then (units just stored count, units undone do
 * not). Confirmed units and units of a word or two count more, those of a confidence up to .9 not at all; regions of
 * the languages ("en-US") do not matter. The same memories and words give the same bits, and the cost does not grow
 * with the memories. The memories are open as long as the lexicon is used; freed by padan_memory_lexicon_free.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ALLOCATION; when it is asked also PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY,
 * PADAN_ERROR_SYSTEM.
 */
PADAN_API int padan_memory_lexicon(struct padan_lexicon *out, struct padan_memory *const *memories, size_t count,
                                   const char *source_language, const char *target_language, struct padan_error *error);
PADAN_API void padan_memory_lexicon_free(struct padan_lexicon *lexicon);

/* A rule of segmentation that the memory keeps. */
struct padan_memory_rule {
    int64_t number;
    char language[PADAN_LANGUAGE_SIZE]; /* BCP 47 range: "id" holds for "id-ID" too */
    struct padan_user_rule rule;        /* `file` is the memory's path, `line` the number */
};

struct padan_memory_rules {
    struct padan_memory_rule *items;
    size_t count;
    struct padan_arena *strings; /* opaque */
};

/*
 * The rules of a language (NULL: of all), in the order in which they are tried, the newest first; freed by
 * padan_memory_rules_free. Errors: PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_memory_rules(struct padan_memory *memory, const char *language, struct padan_memory_rules *out,
                                 struct padan_error *error);
PADAN_API void padan_memory_rules_free(struct padan_memory_rules *rules);

/*
 * Adds a rule before all others, as a batch that undo takes back. *number is the rule's; a rule that is there already
 * is not added again, and *added says so. Errors: those of padan_user_rule_check and of padan_batch_begin;
 * PADAN_ERROR_LANGUAGE.
 */
PADAN_API int padan_memory_rule_add(struct padan_memory *memory, const char *language,
                                    const struct padan_user_rule *rule, int64_t *number, bool *added,
                                    struct padan_error *error);

/* Two neighbouring segments of a document in the memory. */
struct padan_neighbours {
    struct padan_string document; /* or empty */
    int64_t unit;                 /* that of the second segment */
    struct padan_string first, second;
};

struct padan_neighbours_sink {
    int (*put)(void *context, const struct padan_neighbours *neighbours, struct padan_error *error);
    void *context;
};

/*
 * Gives the neighbours that a rule, before all others, would join, and that are apart without it; as far as the units
 * of the memory know what stood before them. *looked: how many pairs were looked at. Errors as padan_segmenter_new and
 * padan_memory_each_unit, or what the sink answered.
 */
PADAN_API int padan_memory_rule_effect(struct padan_memory *memory, const char *language,
                                       const struct padan_segmenter_options *options,
                                       const struct padan_user_rule *rule, const struct padan_neighbours_sink *sink,
                                       int64_t *looked, struct padan_error *error);

/*
 * Takes rules out, all or none, as one batch that undo takes back. Errors: PADAN_ERROR_NOT_FOUND, and as
 * padan_batch_begin.
 */
PADAN_API int padan_memory_rules_remove(struct padan_memory *memory, const int64_t *numbers, size_t count,
                                        struct padan_error *error);

/* Which units a reading of the memory gives. */
struct padan_unit_filter {
    unsigned version;      /* 1 */
    const char *source;    /* BCP 47 range, or NULL: any; only units that have it are given, it is put first */
    const char *target;    /* only units that have it besides the source are given, other languages left out */
    double min_confidence; /* units of known lower confidence are left out, unless confirmed; 0: none */
    int64_t batch;         /* occurrences of this batch only; 0: all, each distinct occurrence once */
};
#define PADAN_UNIT_FILTER_INIT                                                                                         \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * Gives stored occurrences in the order in which they were stored, streaming;
 * sees one state of the memory though another process writes. The sink may read the memory, not write to it.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_NOT_FOUND (no such batch), PADAN_ERROR_CORRUPT, or what the
 * sink answered.
 */
PADAN_API int padan_memory_each_unit(struct padan_memory *memory, const struct padan_unit_filter *filter,
                                     const struct padan_unit_sink *sink, struct padan_error *error);

/* Gives the header properties that an imported batch came with. */
PADAN_API int padan_memory_batch_header(struct padan_memory *memory, int64_t batch,
                                        const struct padan_header_sink *sink, struct padan_error *error);

struct padan_language_count {
    char tag[PADAN_LANGUAGE_SIZE];
    int64_t variants;
};

struct padan_batch_info {
    int64_t number;
    char kind[16];  /* "align", "import", "rules" */
    char state[16]; /* "open", "done", "undone" */
    char source[PADAN_ERROR_INPUT_SIZE];
    char started[32]; /* ISO 8601, UTC */
    int64_t units;    /* occurrences */
};

struct padan_memory_info {
    int64_t units, variants, documents;
    struct padan_language_count *languages;
    size_t language_count;
    struct padan_batch_info *batches;
    size_t batch_count;
    int64_t bytes;        /* size of the file */
    int schema;           /* version */
    bool indexes_current; /* false where they must be rebuilt, as after a change by another program */
};
PADAN_API int padan_memory_info(struct padan_memory *memory, struct padan_memory_info *info, struct padan_error *error);
PADAN_API void padan_memory_info_free(struct padan_memory_info *info);

/* Makes all indexes anew from the tables. Errors: as padan_batch_begin. */
PADAN_API int padan_memory_rebuild(struct padan_memory *memory, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
