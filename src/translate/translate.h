/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRANSLATE_TRANSLATE_H
#define TRANSLATE_TRANSLATE_H

#include <padan/translate.h>

#include "base/arena.h"
#include "base/buffer.h"

/* A proposal from a memory; its strings are in an arena. */
struct padan_proposed {
    struct padan_string source, target, source_markup, target_markup;
    double similarity, score;
    enum padan_unit_status status;
    double confidence;
    const char *origin;
};

/* A segment with what was found for it. */
struct padan_segment_found {
    double score;               /* 0: nothing */
    struct padan_string target; /* with U+FFFC for each code that has a place */
    struct padan_string text;   /* without */
    const size_t *codes;        /* which of the block's codes each of these is */
    size_t code_count;
    bool repaired, lacks_codes;
    bool is_fixed; /* its place in the source is not certain, or not behind that of the segment before */
    const struct padan_proposed *proposals;
    size_t proposal_count;
};

struct padan_translation {
    struct padan_arena *arenas; /* one for each thread that looked segments up */
    size_t arena_count;
    const struct padan_document *document;
    const struct padan_segments *segments;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    double min;
    struct padan_segment_found *items;
};

/* place.c */

/*
 * Gives each code of a segment its place in a translation: `query` of the block's codes, `source` and `target` the
 * match. *codes: for each code of the translation, which of the block's it is; NULL where they do not all have one
 * place each, in an order that keeps pairs whole. Freed with free(). Errors: PADAN_ERROR_ALLOCATION.
 */
int padan_place_codes(size_t **codes, size_t *count, const struct padan_block *block,
                      const struct padan_segment *segment, struct padan_string source_markup,
                      struct padan_string target_markup, struct padan_error *error);

/* range.c */

/* Bytes of the decoded source. */
struct padan_range {
    size_t start, end;
};

/* Where a segment stands in its document's source. False: that cannot be told. */
bool padan_segment_range(struct padan_range *out, const struct padan_document *document,
                         const struct padan_segment *segment);

/* Where a code stands; an empty range where it has no markup of its own. */
struct padan_range padan_code_range(const struct padan_document *document, const struct padan_code *code);

/* native.c, xliff.c, tsv.c: the formats */
int padan_translation_native(const struct padan_translation *translation, struct padan_output *output,
                             const struct padan_reporter *reporter, struct padan_error *error);
int padan_translation_xliff(const struct padan_translation *translation, struct padan_output *output,
                            const struct padan_reporter *reporter, struct padan_error *error);
int padan_translation_tsv(const struct padan_translation *translation, struct padan_output *output,
                          const struct padan_reporter *reporter, struct padan_error *error);

/* encode.c */

/*
 * Writes UTF-8 with line feeds as the source of a document was encoded, its mark at the start. `references`: a
 * character that the encoding lacks becomes a reference of HTML; else all is written as UTF-8, and *fits is false.
 * Errors: PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION.
 */
int padan_encode(struct padan_buffer *out, bool *fits, struct padan_string text, const struct padan_decoded *like,
                 bool references, struct padan_error *error);

#endif
