/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Translate: a document with the translations that memories have for its segments. */
#ifndef PADAN_TRANSLATE_H
#define PADAN_TRANSLATE_H

#include <padan/match.h>
#include <padan/segment.h>

#ifdef __cplusplus
extern "C" {
#endif

struct padan_translation_options {
    unsigned version;   /* 1 */
    const char *source; /* tags of the document's language and of the one to translate into */
    const char *target;
    double min;   /* a translation of a segment that scores less is not taken */
    bool repairs; /* numbers, dates, names and the like are put right: see padan_repairer_repair */
    size_t max;   /* at most so many proposals are kept for each segment, for XLIFF; at least 1 */
    struct padan_match_penalties penalties;
    void (*progress)(void *context, int64_t done, int64_t total); /* segments; or NULL */
    void *progress_context;
    size_t threads; /* at most so many look segments up at a time, with the same result; 0: one */
};
#define PADAN_TRANSLATION_OPTIONS_INIT                                                                                 \
    {                                                                                                                  \
        .version = 1, .min = 100, .max = 3, .penalties = {.confident = .9 }                                            \
    }

/* What became of a segment. */
struct padan_translated {
    struct padan_string source; /* the segment */
    struct padan_string target; /* its translation, without codes; empty: none was found */
    double score;               /* of the best match, as padan_match has it; 0 where none was found */
    bool repaired;
    bool lacks_codes; /* the segment has inline codes within, for which the translation has no places */
    bool is_fixed;    /* it cannot be written in the document's own format: its place in the file is not certain */
};

/* A document with what was found for its segments; unchanging once made, so safe to share between threads. */
struct padan_translation;

/*
 * Looks each segment up, in its context. `document` and `segments` must live longer, the matcher need not. The best
 * match at or above `min` is taken, of a score of at most 99 where codes are to be put in their places. Freed by
 * padan_translation_free. Errors: as padan_match_search_open and padan_match_search.
 */
PADAN_API int padan_translation_new(struct padan_translation **out, struct padan_matcher *matcher,
                                    const struct padan_document *document, const struct padan_segments *segments,
                                    const struct padan_translation_options *options, struct padan_error *error);
PADAN_API void padan_translation_free(struct padan_translation *translation);

/* What became of the segments, in order; lives as long as the translation. */
PADAN_API size_t padan_translation_count(const struct padan_translation *translation);
PADAN_API struct padan_translated padan_translation_segment(const struct padan_translation *translation, size_t index);

/*
 * Writes the document. Formats:
 *   same   as the document is: its bytes, with the translations in place of the segments that have one. Line ends, byte
 *          order mark and encoding are kept; where the encoding does not have a character, HTML gets a reference, and
 *          plain text is written as UTF-8, which is reported. Inline codes of HTML that the translation has places for
 *          go there; else all that stood within the segment is kept in its order, the translation where most pairs are
 *          open, so that the markup stays whole.
 *   xliff  XLIFF 2.1, a unit a segment, the matches in the matches module
 *   tsv    a row a segment, with the columns source, target, source_language, target_language, match_score, proposal,
 *          confidence, status, document and position
 * The latter two are read by padan_exchange_read, which takes what was translated, and passes over proposals that score
 * less than 100 and were neither changed nor confirmed.
 * Errors: PADAN_ERROR_ARGUMENT for another format, PADAN_ERROR_ENCODING, PADAN_ERROR_ALLOCATION, and those of
 * padan_output_write.
 */
PADAN_API int padan_translation_write(const struct padan_translation *translation, const char *format,
                                      struct padan_output *output, const struct padan_reporter *reporter,
                                      struct padan_error *error);

/* The names of the formats, ended by NULL. */
PADAN_API const char *const *padan_translation_formats(void);

#ifdef __cplusplus
}
#endif

#endif
