/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks: what looks wrong in pairs of a text and its translation. */
#ifndef PADAN_CHECK_H
#define PADAN_CHECK_H

#include <padan/align.h>
#include <padan/memory.h>
#include <padan/term.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How much a finding weighs: the numbers grow with it. */
enum padan_severity { PADAN_SEVERITY_NOTE, PADAN_SEVERITY_WARNING, PADAN_SEVERITY_ERROR };

/* "note", "warning", "error". */
PADAN_API const char *padan_severity_name(enum padan_severity severity);

/* The severity of a name; false where it is none. */
PADAN_API bool padan_severity_parse(const char *name, enum padan_severity *severity);

/* One row of the table of checks. */
struct padan_check_info {
    const char *id; /* a word, as "number" */
    enum padan_severity severity;
    bool on;             /* whether it is made where nobody says which are */
    const char *summary; /* what it finds, in a line */
};

/* The table, ended by a row whose id is NULL; lives for ever. */
PADAN_API const struct padan_check_info *padan_checks(void);

/* What a check found. All strings are UTF-8 and live until the sink returns. */
struct padan_finding {
    const struct padan_check_info *check;
    enum padan_severity severity; /* the check's, or what the project made of it */
    const char *file;             /* a file, or the path of the memory */
    int64_t unit;                 /* number in the file, from 0; in the memory, the unit's own number */
    int64_t line;                 /* where it stands in the file, from 1; 0: unknown */
    struct padan_string document; /* that the unit comes from, or empty */
    const char *message;          /* one line */
    const char *rule;             /* of "pattern": the name of the user's expression; else NULL */
    const char *source_language, *target_language;
    struct padan_string source, target; /* the texts of both sides */
    /* What it is about, bytes of each side; both 0 where it is the whole or nothing of it. */
    size_t source_start, source_end, target_start, target_end;
};

struct padan_finding_sink {
    int (*put)(void *context, const struct padan_finding *finding, struct padan_error *error);
    void *context;
};

/* What a project says of its checks: the file .padan-check. */
struct padan_check_project;

/*
 * Reads such a file; padan-check(1) describes it. Freed by padan_check_project_free. Errors: PADAN_ERROR_SYSTEM,
 * PADAN_ERROR_SYNTAX with file and line, PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_check_project_read(struct padan_check_project **out, const char *path, struct padan_error *error);
PADAN_API void padan_check_project_free(struct padan_check_project *project);

/* The severity from which findings are to fail a run; false where the file says none. */
PADAN_API bool padan_check_project_fails(const struct padan_check_project *project, enum padan_severity *severity);

struct padan_check_options {
    unsigned version;         /* 1 */
    const char *only;         /* ids with commas between: no others are made; or NULL */
    const char *enable;       /* ids that are made besides those that are on; "all": every one; or NULL */
    const char *disable;      /* ids that are not made; or NULL */
    const char *source;       /* BCP 47 range of the source side; NULL: a unit's first variant */
    const char *target;       /* of the target side; NULL: each other variant, one after the other */
    const char *data;         /* folder that holds lexicon/ and rules/ (the tm/ folder); NULL: as installed */
    const char *file;         /* what findings are said to be in; or NULL */
    const char *dictionaries; /* folders of hunspell's dictionaries with colons between; NULL: the usual ones */
    struct padan_memory *const *terms; /* memories whose term bases count */
    size_t term_count;
    const struct padan_check_project *project; /* or NULL; must live as long as the checker */
    struct padan_reporter reporter;            /* told once what cannot be checked, status PADAN_OK */
};
#define PADAN_CHECK_OPTIONS_INIT                                                                                       \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

struct padan_check_summary {
    int64_t units;      /* looked at */
    int64_t found[3];   /* findings, by severity */
    int64_t suppressed; /* that the project suppresses */
    int64_t flagged;    /* units with findings */
};

/* Checks units one after the other. One thread at a time. */
struct padan_checker;

/*
 * Freed by padan_checker_free. Memory is bounded: a sample of units is held back at the start, from which lengths and
 * letters of the languages are learned, and of what is compared across units some 100 bytes a unit are kept, of 2
 * million units at most. Errors: PADAN_ERROR_ARGUMENT (no such check, or none after `only`), PADAN_ERROR_LANGUAGE,
 * PADAN_ERROR_ALLOCATION, those of padan_memory_each_concept.
 */
PADAN_API int padan_checker_new(struct padan_checker **out, const struct padan_check_options *options,
                                const struct padan_finding_sink *sink, struct padan_error *error);

/*
 * Checks a unit, at once or later. Its number is unit->number, or, where that is 0, its place among those put, from 0.
 * Units without the languages asked for are passed over. Errors: PADAN_ERROR_ALLOCATION, or what the sink answered.
 */
PADAN_API int padan_checker_put(struct padan_checker *checker, const struct padan_unit *unit,
                                struct padan_error *error);

/*
 * Goes on to another file: units held back are checked, and counting begins again at 0; what is compared across units
 * stays. `file` must live as long. Errors: as padan_checker_put.
 */
PADAN_API int padan_checker_file(struct padan_checker *checker, const char *file, struct padan_error *error);

/* Checks what is held back; `summary` may be NULL. Errors: as padan_checker_put. */
PADAN_API int padan_checker_finish(struct padan_checker *checker, struct padan_check_summary *summary,
                                   struct padan_error *error);
PADAN_API void padan_checker_free(struct padan_checker *checker);

struct padan_check_fix_summary {
    int64_t batch; /* undoing it brings everything back; 0 where nothing was changed */
    int64_t units; /* that were changed */
};

/*
 * Puts right in a memory what is safe, as one batch: blanks at the ends and several in a row, and an apostrophe or
 * straight quotation marks where the same text has typographic ones. The former only where `options` ask for the check
 * "blanks", the latter where they ask for "brackets", and nothing of which the project suppresses that check; `source`
 * and `target` of them restrict the units as in padan_memory_each_unit. Errors: PADAN_ERROR_ARGUMENT (no such check),
 * those of padan_batch_begin, all or nothing.
 */
PADAN_API int padan_check_fix(struct padan_memory *memory, const struct padan_check_options *options,
                              struct padan_check_fix_summary *summary, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
