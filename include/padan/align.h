/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alignment: which segments of a text and of its translation say the same. */
#ifndef PADAN_ALIGN_H
#define PADAN_ALIGN_H

#include <padan/dictionary.h>
#include <padan/segment.h>
#include <padan/unit.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One segment as the aligner sees it; the caller owns the text. */
struct padan_align_segment {
    struct padan_string text;
    size_t paragraph;           /* number of its paragraph, never falling; a soft hint only */
    enum padan_block_kind kind; /* likewise a hint */
};

/* A pair of words that a lexicon knows: how likely each is to be rendered by the other. */
struct padan_lexicon_pair {
    size_t source; /* index into the words asked for */
    size_t target;
    double forward;  /* p(target word | source word), 0 to 1 */
    double backward; /* p(source word | target word) */
};

/*
 * What is known of a pair of languages beforehand: filled by a memory, a term
 * base or a dictionary, and used by the aligner for the words of the two texts
 * only. `look_up` calls `found` once for each pair it knows and answers PADAN_OK
 * or an error, on which the alignment fails.
 */
struct padan_lexicon {
    void *context;
    int (*look_up)(void *context, const struct padan_string *source_words, size_t source_count,
                   const struct padan_string *target_words, size_t target_count,
                   void (*found)(void *sink, const struct padan_lexicon_pair *pair), void *sink,
                   struct padan_error *error);
};

/* A term and what renders it, of a word or several: a pair to be believed. */
struct padan_glossary_entry {
    struct padan_string source, target;
};

struct padan_align_options {
    unsigned version;                    /* 1 */
    const struct padan_lexicon *lexicon; /* or NULL: from the texts and the general lexicon alone */
    const char *data;                    /* folder that holds lexicon/ (the tm/ folder); NULL: as installed */
    const struct padan_dictionary *const *dictionaries; /* of the two languages, in either direction */
    size_t dictionary_count;
    const struct padan_glossary_entry *glossary; /* terms of the two languages; or NULL */
    size_t glossary_count;
};
#define PADAN_ALIGN_OPTIONS_INIT                                                                                       \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/* Source segments joined with target segments; either count may be 0, not both. */
struct padan_bead {
    size_t source, source_count; /* first segment, from 0, and how many (0 to 4) */
    size_t target, target_count;
    double confidence; /* posterior probability that the bead is right, 0 to 1 */
};

struct padan_alignment {
    struct padan_bead *beads; /* in order of the texts; every segment is in exactly one */
    size_t count;
    double fit; /* 0 to 1: how much the two texts look like translations of each other; low when unrelated */
};

/*
 * Aligns two lists of segments. Languages are BCP 47. Deterministic; memory and
 * time grow with the length of the texts, not its square. Freed by
 * padan_alignment_free. An empty side gives beads with nothing on that side.
 * Source: Gale and Church 1993 (lengths); posterior by forward-backward over the
 * lattice of beads; see src/align/README.
 * Errors: PADAN_ERROR_LANGUAGE, PADAN_ERROR_ENCODING, PADAN_ERROR_SYNTAX and PADAN_ERROR_SYSTEM (of a file of the
 * general lexicon), PADAN_ERROR_LIMIT (a segment of 1 GiB), PADAN_ERROR_ALLOCATION, or what the lexicon
 * answers.
 */
PADAN_API int padan_align(struct padan_alignment *out, const struct padan_align_segment *source, size_t source_count,
                          const char *source_language, const struct padan_align_segment *target, size_t target_count,
                          const char *target_language, const struct padan_align_options *options,
                          struct padan_error *error);

PADAN_API void padan_alignment_free(struct padan_alignment *alignment);

/* One side of an alignment of documents; all belongs to the caller. */
struct padan_align_text {
    const struct padan_document *document;
    const struct padan_segments *segments;
    const char *language; /* BCP 47 */
};

/* padan_align for the segments of two documents; paragraphs and kinds come from their blocks. */
PADAN_API int padan_align_documents(struct padan_alignment *out, const struct padan_align_text *source,
                                    const struct padan_align_text *target, const struct padan_align_options *options,
                                    struct padan_error *error);

/*
 * Gives each bead that has both sides as a unit of two variants: text with white
 * space folded (the segments of a side joined by a space, or by nothing in scripts
 * without spaces), inline codes as TMX markup, the neighbouring segments of each
 * side as context (whether they have a counterpart or not), confidence, the
 * source document's name, the bead's number as position.
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION, or what the sink answers.
 */
PADAN_API int padan_alignment_units(const struct padan_alignment *alignment, const struct padan_align_text *source,
                                    const struct padan_align_text *target, const struct padan_unit_sink *sink,
                                    struct padan_error *error);

/* Segments that follow each other: the first, from 0, and how many. */
struct padan_segment_range {
    size_t first, count;
};

/* Source segments joined with those of several translations. */
struct padan_joint_bead {
    struct padan_segment_range source;
    const struct padan_segment_range *targets; /* of each translation; a count of 0 where it has no counterpart */
    double confidence; /* product of those of the beads that it is made of, as shares of 0.99, times 0.99 */
};

struct padan_joint_alignment {
    struct padan_joint_bead *beads; /* in order of the source */
    size_t count, translations;
    struct padan_segment_range *spans; /* what the beads refer to */
};

/*
 * Joins the alignments of one source with each of its translations over the finest partition of the source that
 * coarsens all of them. A part becomes one bead where it has at most 4 source segments and each translation
 * renders all of it or nothing; else the beads of each translation stay by themselves. One alignment
 * stays as it is. Freed by padan_joint_alignment_free. Errors: PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_alignment_join(struct padan_joint_alignment *out, const struct padan_alignment *alignments,
                                   size_t count, struct padan_error *error);

PADAN_API void padan_joint_alignment_free(struct padan_joint_alignment *joint);

/* Whether the bead has a source and a translation at least, so that it is a unit. */
PADAN_API bool padan_joint_bead_pairs(const struct padan_joint_alignment *joint, size_t bead);

/*
 * As padan_alignment_units; `texts` are the source and then each translation. A unit has a variant for each
 * side that is there. Beads of a confidence below `least` are left out.
 */
PADAN_API int padan_joint_alignment_units(const struct padan_joint_alignment *joint,
                                          const struct padan_align_text *texts, double least,
                                          const struct padan_unit_sink *sink, struct padan_error *error);

#ifdef __cplusplus
}
#endif

#endif
