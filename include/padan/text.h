/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: bytes become UTF-8 here; language tags; the three forms of a segment. */
#ifndef PADAN_TEXT_H
#define PADAN_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <padan/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A view of UTF-8 text that somebody else owns; not ended by NUL. */
struct padan_string {
    const char *data;
    size_t size; /* bytes */
};

/* The view of a NUL-terminated string; NULL gives an empty view. */
PADAN_API struct padan_string padan_string(const char *text);

/* How the encoding of an input was found. */
enum padan_encoding_origin {
    PADAN_ENCODING_GIVEN,    /* the caller named it */
    PADAN_ENCODING_MARK,     /* a byte order mark */
    PADAN_ENCODING_DECLARED, /* HTML meta, XML declaration */
    PADAN_ENCODING_VALID,    /* the bytes are valid UTF-8 (or ASCII) */
    PADAN_ENCODING_DETECTED  /* guessed; see confidence */
};

struct padan_decode_options {
    unsigned version;     /* 1 */
    const char *encoding; /* a name that iconv knows, or NULL to find out */
    const char *language; /* BCP 47, helps the guess; or NULL */
    bool replace_invalid; /* U+FFFD for what cannot be decoded, each run reported */
    const char *input;    /* name for messages, or NULL */
    struct padan_reporter reporter;
};
#define PADAN_DECODE_OPTIONS_INIT                                                                                      \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

struct padan_decoded {
    char *data; /* UTF-8 without byte order mark, NUL after the end; freed by padan_decoded_free */
    size_t size;
    char encoding[64]; /* as iconv or ICU names it */
    enum padan_encoding_origin origin;
    double confidence; /* 0 to 1; 1 unless detected */
    size_t replaced;   /* places where U+FFFD was put */
    bool marked;       /* it began with a byte order mark */
    char line_end;     /* its first line end: 'n' for LF, 'r' for CR, 'b' for both, CRLF; NUL: it has none */
    char *line_ends;   /* where they differ: each of them in order, NUL-terminated; else NULL */
};

/*
 * Decodes `size` bytes. Order of evidence: the caller's encoding, a byte order
 * mark, a declaration in the first 4096 bytes (XML, HTML meta), valid UTF-8,
 * ICU's detector. Line ends (CR, LF, CRLF) become LF. A NUL or a control other
 * than TAB, LF, CR, FF is reported as a warning and kept, NUL as U+FFFD, since
 * text with NUL cannot be stored.
 * Errors: PADAN_ERROR_ENCODING with the byte offset where a byte cannot be
 * decoded (unless replace_invalid), or where the encoding is not known;
 * PADAN_ERROR_FORMAT for a binary file (an image, a ZIP, ...);
 * PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_text_decode(struct padan_decoded *out, const void *bytes, size_t size,
                                const struct padan_decode_options *options, struct padan_error *error);

/* Frees what padan_text_decode filled; safe on a zeroed struct. */
PADAN_API void padan_decoded_free(struct padan_decoded *decoded);

/* Room for any canonical language tag that padan accepts, with the NUL. */
#define PADAN_LANGUAGE_SIZE 64

/*
 * Writes the canonical form of a BCP 47 tag ("EN_us" -> "en-US", "in" -> "id",
 * "iw" -> "he"). Source: RFC 5646, CLDR aliases through ICU.
 * Errors: PADAN_ERROR_LANGUAGE where the tag is ill formed or its language is
 * not one that CLDR or ISO 639 knows.
 */
PADAN_API int padan_language_canonical(char out[PADAN_LANGUAGE_SIZE], const char *tag, struct padan_error *error);

/*
 * The same of what a file says, which may be no tag: a tag is made of any text but an empty one. "IT-01" is "it",
 * "sr@latin" is "sr-Latn"; what no language can be told from is a tag for private use, "DES" is "und-x-des". *exact,
 * where it is not NULL, says whether padan_language_canonical would have given that too. Errors:
 * PADAN_ERROR_ALLOCATION; PADAN_ERROR_LANGUAGE where there is no text.
 */
PADAN_API int padan_language_nearest(char out[PADAN_LANGUAGE_SIZE], const char *tag, bool *exact,
                                     struct padan_error *error);

/*
 * Whether a tag falls under a range: "en" holds "en-US" and "en", not "eng-x";
 * both are made canonical first, the tag by padan_language_nearest. Source: RFC 4647, basic filtering.
 */
PADAN_API bool padan_language_matches(const char *range, const char *tag);

/*
 * How much a text looks like one in a language, by its script and by the commonest words of some twenty languages: 0
 * (not at all) to 1, of use only beside that of another language. 0.2 where nothing can be said.
 */
PADAN_API double padan_language_fit(const char *language, struct padan_string text);

/*
 * Which of those languages a text looks most like, and how much (padan_language_fit). "" and 0 where it looks like none
 * or is too short to tell.
 */
PADAN_API double padan_language_guess(char out[PADAN_LANGUAGE_SIZE], struct padan_string text);

/* Forms of a text; each has a version that is raised when its result changes. */
enum padan_text_form {
    PADAN_FORM_MATCH, /* NFC, white space folded to single spaces and trimmed */
    PADAN_FORM_KEY    /* as match, case folded, numbers to "0", punctuation left out */
};
#define PADAN_FORM_VERSION 1

/*
 * Gives `text` in a form, NUL-terminated; U+FFFC stands for an inline code and is
 * kept in the match form, dropped in the key form. The result is freed with
 * free(). Line breaks between characters of scripts without spaces (Han, Kana,
 * Thai, Lao, Khmer, Burmese) vanish instead of becoming a space.
 * Errors: PADAN_ERROR_ENCODING where `text` is not UTF-8; PADAN_ERROR_ALLOCATION.
 */
PADAN_API int padan_text_form(char **out, size_t *out_size, enum padan_text_form form, struct padan_string text,
                              struct padan_error *error);

/*
 * Gives `text` as it is but for its white space: each run becomes one space, none is left at the ends; a line break
 * between characters of scripts without spaces vanishes; a no-break space that stands by itself is kept.
 * NUL-terminated, freed with free(). Errors: as padan_text_form.
 */
PADAN_API int padan_text_fold_space(char **out, size_t *out_size, struct padan_string text, struct padan_error *error);

/*
 * Number of code points in valid UTF-8 (ill-formed bytes count one each).
 */
PADAN_API size_t padan_text_length(struct padan_string text);

/* Columns that `text` takes on a terminal: wide East Asian 2, combining marks 0. */
PADAN_API size_t padan_text_width(struct padan_string text);

#ifdef __cplusplus
}
#endif

#endif
