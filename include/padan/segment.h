/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segmentation: where a translator would cut a block into sentences. */
#ifndef PADAN_SEGMENT_H
#define PADAN_SEGMENT_H

#include <padan/document.h>
#include <padan/output.h>

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The rule that decided a place which could have been a boundary. */
struct padan_decision {
    size_t offset; /* bytes into the text, just before the spaces (if any) at the boundary */
    bool is_break;
    const char *file;     /* file of the rule; NULL: after a mark that ends sentences no rule holds, so none ends */
    const char *language; /* name of its rule set */
    int line;             /* from 1 */
    const char *rule;     /* the rule itself: its pattern or abbreviation */
};

/* A rule of somebody's own, as a memory keeps them. */
enum padan_user_rule_kind {
    PADAN_USER_ABBREVIATION, /* `before` is spelt, not an expression; its full stop does not end a sentence */
    PADAN_USER_EXCEPTION,    /* no segment ends between what `before` and `after` match */
    PADAN_USER_BREAK         /* one does */
};

struct padan_user_rule {
    enum padan_user_rule_kind kind;
    const char *section; /* of an abbreviation: "never", "number" or "capital", as in the lists of tm/rules */
    const char *before;  /* regular expressions, "" for anything; not both empty */
    const char *after;
    const char *file; /* what explanations name as its file, and its line there */
    int line;
};

/* "abbreviation", "exception", "break". */
PADAN_API const char *padan_user_rule_kind_name(enum padan_user_rule_kind kind);

/* Whether a rule can be used for a language. Errors: PADAN_ERROR_SYNTAX, PADAN_ERROR_ALLOCATION. */
PADAN_API int padan_user_rule_check(const struct padan_user_rule *rule, const char *language,
                                    struct padan_error *error);

struct padan_segmenter_options {
    unsigned version;  /* 1 */
    const char *rules; /* an SRX file to use instead of the shipped rules; a list of abbreviations, whose name ends in
                          ".txt", to use before them; or NULL */
    const char *data;  /* folder that holds rules/ (the tm/ folder); NULL: as installed */
    const struct padan_user_rule *user_rules; /* tried before all others, in order; not needed after the call */
    size_t user_rule_count;
    struct padan_reporter reporter;
    void (*explain)(void *context, const struct padan_decision *decision); /* or NULL */
    void *explain_context;
};
#define PADAN_SEGMENTER_OPTIONS_INIT                                                                                   \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/* Compiled rules for one language. Used by one thread at a time. */
struct padan_segmenter;

/*
 * Loads the rules for a language: freed by padan_segmenter_free.
 * Errors: PADAN_ERROR_LANGUAGE; PADAN_ERROR_SYSTEM where a file cannot be read;
 * PADAN_ERROR_SYNTAX with file and line for an SRX file that is broken or has a
 * regular expression that cannot be used; PADAN_ERROR_ALLOCATION.
 * Source: SRX 2.0 (GALA/LISA OSCAR, 2008), UAX 29.
 */
PADAN_API int padan_segmenter_new(struct padan_segmenter **out, const char *language,
                                  const struct padan_segmenter_options *options, struct padan_error *error);
PADAN_API void padan_segmenter_free(struct padan_segmenter *segmenter);

/*
 * What the rules say besides where to cut. A code at a boundary goes with the segment that ends there where its kind is
 * included, else with the one that begins there. Source: SRX 2.0, <header> and <formathandle>.
 */
struct padan_segment_handling {
    bool include_start, include_end, include_isolated; /* no, yes, no where the rules do not say */
    bool cut_subflows; /* text inside other text (a footnote, an image's description) is cut too; yes likewise */
};

/*
 * That of a segmenter's rules. No reader makes blocks of subflows yet; one that does shall leave them whole where
 * cut_subflows is false.
 */
PADAN_API struct padan_segment_handling padan_segmenter_handling(const struct padan_segmenter *segmenter);

/* A range of a block's text; the spaces around it belong to no segment. */
struct padan_segment {
    size_t block; /* index of the block in its document */
    size_t start; /* bytes into the block's text */
    size_t end;
    size_t code_start, code_end; /* the block's inline codes that belong to it, by index; set for documents only */
};

/* The segments of one document, in order. */
struct padan_segments {
    struct padan_segment *items;
    size_t count;
};

/* Frees the items; safe on a zeroed struct. */
PADAN_API void padan_segments_free(struct padan_segments *segments);

/*
 * Cuts one text. `out` is filled (block 0) and freed by padan_segments_free; a
 * text of white space alone has no segments. Linear in the length of the text.
 * Errors: PADAN_ERROR_ENCODING where the text is not UTF-8,
 * PADAN_ERROR_LIMIT where a rule passes ICU's time limit, PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_segment_text(struct padan_segments *out, struct padan_segmenter *segmenter,
                                 struct padan_string text, struct padan_error *error);

/*
 * Cuts every block of a document; a document read as "segmented" is taken as it is,
 * and `segmenter` may then be NULL. Each code of a block goes with one of its
 * segments, in order; those of a block without segments go with none.
 */
PADAN_API int padan_segment_document(struct padan_segments *out, struct padan_segmenter *segmenter,
                                     const struct padan_document *document, struct padan_error *error);

/* The text of a segment; lives as long as the document. */
PADAN_API struct padan_string padan_segment_view(const struct padan_document *document,
                                                 const struct padan_segment *segment);

/*
 * The same with U+FFFC for each of its inline codes, as matching wants it; one that stood in the white space beside the
 * segment is at its edge. NUL-terminated, freed with free(). Errors: PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_segment_coded(char **out, size_t *out_size, const struct padan_document *document,
                                  const struct padan_segment *segment, struct padan_error *error);

/* What could join two segments, from the narrowest rule to the widest. */
struct padan_rule_proposals {
    struct padan_user_rule *items; /* `file` is "" */
    size_t count;
    struct padan_arena *strings; /* opaque */
};

/*
 * Proposes exceptions that would have kept two neighbouring segments together: each was tried on them. Count 0: the
 * rules do not part them as it is, or no exception can join them, since a line end or an own rule parts them. Freed by
 * padan_rule_proposals_free. Errors as padan_segmenter_new and padan_segment_text.
 */
PADAN_API int padan_rules_propose(struct padan_rule_proposals *out, const char *language,
                                  const struct padan_segmenter_options *options, struct padan_string first,
                                  struct padan_string second, struct padan_error *error);
PADAN_API void padan_rule_proposals_free(struct padan_rule_proposals *proposals);

/* *joined: whether the segmenter leaves two texts, a space between them where their script has any, in one segment.
 * Errors: padan_segment_text. */
PADAN_API int padan_segmenter_joins(struct padan_segmenter *segmenter, struct padan_string first,
                                    struct padan_string second, bool *joined, struct padan_error *error);

/* What padan_rules_check found in a file; all of it lives until padan_rules_summary_free. */
struct padan_rules_set {
    const char *name;
    int64_t line;
    size_t breaks, exceptions;
};

struct padan_rules_map {
    const char *pattern, *set;
    int64_t line;
};

struct padan_rules_list {
    const char *file, *set; /* `set`: the rule set before whose rules it is tried; "" for a list by itself */
    size_t abbreviations, starters;
};

struct padan_rules_summary {
    const char *version; /* of SRX, "" where the file says none; NULL: the file is a list */
    bool cascade;
    struct padan_segment_handling handling;
    struct padan_rules_set *sets;
    struct padan_rules_map *maps;
    struct padan_rules_list *lists;
    size_t set_count, map_count, list_count;
    size_t problems; /* reported */
};

/*
 * Looks through an SRX file, or a list of abbreviations whose name ends in ".txt": *out says what it holds, and
 * everything that is wrong with it, or can never take effect, is reported with its line, not only the first fault.
 * Errors: PADAN_ERROR_SYSTEM, PADAN_ERROR_SYNTAX (no XML, or not SRX), PADAN_ERROR_ENCODING, PADAN_ERROR_FORMAT,
 * PADAN_ERROR_LIMIT, PADAN_ERROR_ALLOCATION; *out is then NULL.
 */
PADAN_API int padan_rules_check(struct padan_rules_summary **out, const char *path,
                                const struct padan_reporter *reporter, struct padan_error *error);
PADAN_API void padan_rules_summary_free(struct padan_rules_summary *summary);

/* Rules of somebody's own for one language. */
struct padan_rules_part {
    const char *language;
    const struct padan_user_rule *rules;
    size_t rule_count;
};

struct padan_rules_export_options {
    unsigned version; /* 1 */
    bool shipped;     /* the rules that padan ships for each part's language too, after its own */
    const char *data; /* folder that holds rules/; NULL: as installed */
    struct padan_reporter reporter;
};
#define PADAN_RULES_EXPORT_OPTIONS_INIT                                                                                \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * Writes rules as an SRX 2.0 file whose regular expressions Java reads as padan does, lists of abbreviations as rules.
 * Where an abbreviation stands inside a longer one, the file may decide otherwise than padan itself.
 * Errors: PADAN_ERROR_NOT_FOUND where there is no rule, PADAN_ERROR_LANGUAGE, PADAN_ERROR_SYNTAX, PADAN_ERROR_SYSTEM,
 * PADAN_ERROR_ALLOCATION, and as padan_output_write.
 */
PADAN_API int padan_rules_export(struct padan_output *output, const struct padan_rules_part *parts, size_t count,
                                 const struct padan_rules_export_options *options, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
