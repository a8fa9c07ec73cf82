/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory: the store of units, one SQLite file; its schema is in padan-memory(5). */
#ifndef PADAN_MEMORY_H
#define PADAN_MEMORY_H

#include <padan/align.h>
#include <padan/exchange.h>
#include <padan/segment.h>

#include <signal.h>

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

/* The same; a file that opening it has made is removed again where nothing was stored in it, or all was taken back, and
 * no other process has it open: so that an import that fails leaves no empty memory behind. */
PADAN_API void padan_memory_close_used(struct padan_memory *memory);

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
    int64_t proposed; /* left out, since their target is what padan proposed of a like segment, not agreed to */
    int64_t warnings;
    int64_t conflicts;        /* whose source is stored with another target; counted unless both are to be kept */
    int64_t kept;             /* of these, left out in favour of what is stored */
    int64_t resumed;          /* of those there already, stored by an import of the same file that was interrupted */
    bool suspended;           /* stopped half-way; the batch is open, and the same source goes on with it */
    int64_t unasked;          /* units left out that are not in the languages asked for, */
    int64_t unasked_variants; /* and variants of other languages left out of those taken */
    bool same_source; /* the very same source was stored before; nothing was done, its units count as already there */
};

/* Adds what another batch did; `same_source` stays as it is. */
PADAN_API void padan_batch_summary_add(struct padan_batch_summary *total, const struct padan_batch_summary *one);

enum padan_batch_kind {
    PADAN_BATCH_ALIGN,
    PADAN_BATCH_IMPORT,
    PADAN_BATCH_DELETE,
    PADAN_BATCH_DEDUPE,
    PADAN_BATCH_FIX
};

/*
 * What becomes of a unit whose source text (with its codes) is stored in the same languages with another target. Where
 * the contexts of both are known and differ there is no conflict, be it the neighbours of the source or what OmegaT,
 * memoQ and Trados Studio say in properties; nor is there between a default and an alternative translation of OmegaT.
 * The newer one is told by the dates of change, else of creation, that came with the units; one without a date is as
 * old as its batch.
 */
enum padan_on_conflict {
    PADAN_CONFLICT_BOTH,    /* both are kept */
    PADAN_CONFLICT_KEEP,    /* the new one is left out */
    PADAN_CONFLICT_REPLACE, /* the stored one gives way; undoing the batch brings it back */
    PADAN_CONFLICT_NEWEST   /* the older one gives way, where dates are the same the stored one stays */
};

struct padan_batch_options {
    unsigned version; /* 1 */
    enum padan_batch_kind kind;
    const char *source;                  /* names of the file or files, for people */
    uint8_t digest[16];                  /* of the sources' content and languages; all 0: unknown */
    const struct padan_property *header; /* of the file as a whole, kept for faithful export */
    size_t header_count;
    enum padan_on_conflict on_conflict;
    const char *source_language; /* canonical tag of what counts as source; NULL: what srclang of a unit says, else of
                                  * the file, else that of the unit's first variant */
    bool resumes; /* units come in the same order each time, so that an interrupted batch of this digest is gone on with
                   */
};
#define PADAN_BATCH_OPTIONS_INIT                                                                                       \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

struct padan_batch;

/*
 * Begins to write; one batch at a time. A batch is visible as "open" until it
 * is done, and commits every 10,000 units. Where an interrupted batch is gone on with, units stored by it count as
 * there already. Where a done batch of the same digest
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
 * PADAN_ERROR_BUSY: another program undid the batch meanwhile, or goes on with it.
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

struct padan_unit_list;

/* Which occurrences to delete: those for which all holds that is given here; with nothing given, all. */
struct padan_delete_options {
    unsigned version;     /* 1 */
    const char *name;     /* what the batch is called in lists, for people */
    const char *document; /* name of the document they come from, or NULL */
    int64_t batch;        /* or 0 */
    int64_t unit;         /* or 0 */
    const char *since; /* date of change, else of creation, else of the batch, "2026-11-25" or with a time; or NULL */
    const char *until; /* likewise; a day counts whole */
    double max_confidence; /* paired with this confidence at most and not confirmed; negative: any */
    /* Gives the only units that may go, through padan_unit_list_add, or NULL; within the transaction. */
    int (*choose)(void *context, struct padan_memory *memory, struct padan_unit_list *units, struct padan_error *error);
    void *context;
    bool dry_run;                       /* delete nothing */
    const struct padan_unit_sink *sink; /* is told the first `told` of what goes; or NULL */
    int64_t told;
};
#define PADAN_DELETE_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        .version = 1, .max_confidence = -1                                                                             \
    }

struct padan_delete_summary {
    int64_t batch;       /* undoing it brings everything back; 0 where nothing was deleted */
    int64_t units;       /* that are gone, or would be */
    int64_t occurrences; /* of them and of units that have others */
};

/* Numbers of units; zeroed: none. */
struct padan_unit_list {
    int64_t *units;
    size_t count, capacity;
};
PADAN_API int padan_unit_list_add(struct padan_unit_list *list, int64_t unit, struct padan_error *error);

/*
 * Deletes as one batch, in one transaction. Errors: PADAN_ERROR_ARGUMENT for a date that is none, PADAN_ERROR_NOT_FOUND
 * for a batch that is not there, what `choose` or the sink answered, and as padan_batch_begin.
 */
PADAN_API int padan_memory_delete(struct padan_memory *memory, const struct padan_delete_options *options,
                                  struct padan_delete_summary *summary, struct padan_error *error);

struct padan_dedupe_summary {
    int64_t batch;  /* 0 where there was nothing to do */
    int64_t groups; /* units that took others in */
    int64_t units;  /* units that are gone */
    int64_t moved;  /* occurrences that went to the unit that stays */
    int64_t merged; /* and those that said there what another said already */
};

/*
 * Makes one unit of those that say the same but for white space and the composition of characters: in the same
 * languages, texts and codes of the same match form. The one stored first stays, and its texts; occurrences go there,
 * unless the very same is said there already. One batch, one transaction; linear but for sorting. `dry_run` counts
 * only; the sink (or NULL) is told the first `told` units that go. Errors: as padan_batch_begin.
 */
PADAN_API int padan_memory_dedupe(struct padan_memory *memory, bool dry_run, const struct padan_unit_sink *sink,
                                  int64_t told, struct padan_dedupe_summary *summary, struct padan_error *error);

/*
 * Writes a copy of the memory as it is at this moment, while other processes read and write it, to a file that
 * appears when it is whole. `progress` (or NULL) is told bytes; what it answers but PADAN_OK ends the copying, and is
 * answered. Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_FULL, PADAN_ERROR_ARGUMENT where the file is the memory itself,
 * PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY.
 */
PADAN_API int padan_memory_backup(struct padan_memory *memory, const char *path,
                                  int (*progress)(void *context, int64_t done, int64_t total), void *context,
                                  struct padan_error *error);

/*
 * Looks for faults: the file's own structure, rows that refer to nothing, hashes, indexes, the journal. Each kind of
 * fault is reported with what to do about it, and counted. Reads everything once. Errors (the look could not be made):
 * PADAN_ERROR_CORRUPT, PADAN_ERROR_BUSY, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_memory_check(struct padan_memory *memory, const struct padan_reporter *reporter, int64_t *faults,
                                 struct padan_error *error);

/* What an undo did. */
struct padan_undo_summary {
    int64_t batch;
    int64_t removed;  /* units that are gone */
    int64_t kept;     /* units that another batch has too */
    int64_t restored; /* units that came back */
    int64_t rules;    /* rules of segmentation that are as they were before; then there were no units */
    int64_t concepts; /* of the term base that are as they were before; likewise */
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

struct padan_import_options {
    unsigned version; /* 1 */
    enum padan_on_conflict on_conflict;
    const volatile sig_atomic_t *stop; /* the import ends when it becomes other than 0; or NULL */
    int64_t *given;                    /* counts units while they are read; or NULL */
    /*
     * Told of each file in a ZIP file that has several, "a.zip/b.tmx", once it is stored; or NULL. What it answers but
     * PADAN_OK ends the import, and all files of it are taken back.
     */
    int (*imported)(void *context, const char *name, const struct padan_batch_summary *summary);
    void *context; /* of `imported` */
};
#define PADAN_IMPORT_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * Imports a file as one batch: padan_exchange_read into padan_batch_put. Of a ZIP file all files that are of a format
 * are read; where there are several, each is a batch and a file of its own, whose fault costs no other (unless
 * `strict`), and `summary` is of all, with the last batch. Where reading fails half-way, everything of the batch is
 * taken back and the error answered; refused single units are counted and reported. Where the process is killed, or is
 * told to stop, the batch stays open with what was committed; importing the same file again goes on with it. `import`
 * may be NULL.
 */
PADAN_API int padan_memory_import_with(struct padan_memory *memory, const char *path,
                                       const struct padan_exchange_options *options,
                                       const struct padan_import_options *import, struct padan_batch_summary *summary,
                                       struct padan_error *error);

/* The same, both kept. */
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

/* What is given of a unit that came more than once. */
enum padan_grouping {
    PADAN_OCCURRENCES, /* each time it came, if something else was said of it */
    PADAN_UNITS,       /* it once: the newest time, with what was said of it before (see padan-export(1)) */
    PADAN_PLACES       /* the newest for each place: the context of PO, the file, id and neighbours of OmegaT */
};

/* Which units a reading of the memory gives. */
struct padan_unit_filter {
    unsigned version;      /* 1 */
    const char *source;    /* BCP 47 range, or NULL: any; only units that have it are given, it is put first */
    const char *target;    /* only units that have it besides the source are given, other languages left out */
    double min_confidence; /* units of known lower confidence are left out, unless confirmed; 0: none */
    int64_t batch;         /* occurrences of this batch only; 0: all, each distinct occurrence once */
    const char *document;  /* only units of documents whose path is this or ends in it; or NULL */
    const char *since;     /* only units last changed at this time or later, "2026-11-23" or "2026-11-23T03:15:00Z" */
    const char *until;     /* and at this time or earlier, a day to its end; or NULL */
    bool sources;          /* gives `source` too */
    enum padan_grouping grouping; /* of a batch, occurrences are given whatever it says */
};
#define PADAN_UNIT_FILTER_INIT                                                                                         \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * Gives stored occurrences, or units, in the order in which they were stored, streaming;
 * sees one state of the memory though another process writes. The sink may read the memory, not write to it.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_NOT_FOUND (no such batch), PADAN_ERROR_CORRUPT, or what the
 * sink answered.
 */
PADAN_API int padan_memory_each_unit(struct padan_memory *memory, const struct padan_unit_filter *filter,
                                     const struct padan_unit_sink *sink, struct padan_error *error);

/* Whether a text is a date as `since` and `until` take. Errors: PADAN_ERROR_ARGUMENT, said for people. */
PADAN_API int padan_date_check(const char *text, struct padan_error *error);

/* How many occurrences there are in all: what padan_memory_each_unit gives at most. Errors: as that. */
PADAN_API int padan_memory_size(struct padan_memory *memory, int64_t *occurrences, struct padan_error *error);

/* Gives the header properties that an imported batch came with. */
PADAN_API int padan_memory_batch_header(struct padan_memory *memory, int64_t batch,
                                        const struct padan_header_sink *sink, struct padan_error *error);

/*
 * What stood around the units of a batch that came from a TMX file, for struct padan_writer_options: *head and *tail
 * are malloc'ed, the caller's. Errors: PADAN_ERROR_NOT_FOUND (no such batch), PADAN_ERROR_FORMAT (it did not come from
 * TMX, or it came when padan did not keep this), PADAN_ERROR_CORRUPT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_memory_batch_source(struct padan_memory *memory, int64_t batch, char **head, char **tail,
                                        struct padan_error *error);

/* What an amendment did. */
struct padan_amend_summary {
    int64_t batch;       /* undoing it brings everything back; 0 where nothing was changed */
    int64_t units;       /* whose texts were changed */
    int64_t occurrences; /* of these */
};

/*
 * Changes texts of stored units, as one batch that undo takes back. `amend` is asked of each unit, twice where it has
 * something to change; it fills `variants`, a copy of the unit's that it may change, with texts that live until it is
 * asked again, and answers through `changed`. `filter` as in padan_memory_each_unit; of a unit that it lets through,
 * all variants are given. `name` is what the batch is called in lists. Nothing is stored where anything fails. Errors:
 * those of padan_memory_each_unit and padan_batch_begin, or what `amend` answered.
 */
PADAN_API int padan_memory_amend(struct padan_memory *memory, const char *name, const struct padan_unit_filter *filter,
                                 int (*amend)(void *context, const struct padan_unit *unit,
                                              struct padan_variant *variants, bool *changed, struct padan_error *error),
                                 void *context, struct padan_amend_summary *summary, struct padan_error *error);

struct padan_language_count {
    char tag[PADAN_LANGUAGE_SIZE];
    int64_t variants;
};

struct padan_batch_info {
    int64_t number;
    char kind[16];  /* "align", "import", "delete", "dedupe", "fix", "rules", "terms" */
    char state[16]; /* "open", "done", "undone" */
    char source[PADAN_ERROR_INPUT_SIZE];
    char started[32]; /* ISO 8601, UTC */
    int64_t units;    /* occurrences that it brought */
    int64_t removed;  /* and that it took out: deleted, replaced, merged; 0 once it is undone */
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
