/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents: what a reader makes of a file, blocks of UTF-8 text with inline codes. */
#ifndef PADAN_DOCUMENT_H
#define PADAN_DOCUMENT_H

#include <padan/text.h>

#ifdef __cplusplus
extern "C" {
#endif

enum padan_block_kind {
    PADAN_BLOCK_PARAGRAPH,
    PADAN_BLOCK_TITLE,
    PADAN_BLOCK_HEADING,
    PADAN_BLOCK_ITEM,
    PADAN_BLOCK_CELL
};

/* "paragraph", "title", "heading", "item", "cell". */
PADAN_API const char *padan_block_kind_name(enum padan_block_kind kind);

enum padan_code_kind {
    PADAN_CODE_OPEN,  /* <b> */
    PADAN_CODE_CLOSE, /* </b> */
    PADAN_CODE_ALONE  /* <br> */
};

/* Inline markup that stands between two characters of a block's text. */
struct padan_code {
    size_t offset; /* bytes into the block's text; codes are in order of offset */
    enum padan_code_kind kind;
    unsigned pair;            /* number shared by an opening and its closing code, from 1; 0: none */
    struct padan_string data; /* the markup as it stood */
};

/*
 * A part of a block's text, and the part of the source that it comes from. Both are of one size and alike but for
 * white space, save where the text stands in the source in another form: as a character reference, with a run of its
 * own that begins with '&'.
 */
struct padan_run {
    size_t offset, size; /* bytes of the block's text */
    size_t source, source_size;
};

struct padan_block {
    enum padan_block_kind kind;
    unsigned level;           /* of a heading (1 to 6) or list item (depth from 1); 0 else */
    struct padan_string text; /* as given, entities decoded; a hard-wrapped paragraph keeps its line feeds */
    const struct padan_code *codes;
    size_t code_count;
    size_t source_start, source_end; /* bytes in the decoded UTF-8 source */
    const struct padan_run *runs;    /* in order, rising in text and source; none where the text is a part of the source
                                        as it stands, or where it cannot be told where it is from */
    size_t run_count;
};

struct padan_document; /* opaque; unchanging once read, so safe to share between threads */

struct padan_read_options {
    unsigned version;     /* 1 */
    const char *format;   /* "text", "lines", "segmented", "html"; NULL: by content, then by the name's ending */
    const char *encoding; /* as for padan_decode_options */
    const char *language; /* BCP 47 of the text where it is known, or NULL */
    bool replace_invalid;
    struct padan_reporter reporter;
};
#define PADAN_READ_OPTIONS_INIT                                                                                        \
    {                                                                                                                  \
        .version = 1                                                                                                   \
    }

/*
 * Reads a file ("-": standard input) into a document, closed by
 * padan_document_free. Formats:
 *   text       paragraphs between empty lines; a file without any empty line is
 *              one paragraph a line, unless its lines are hard-wrapped, which is
 *              recognised, the line feeds then staying in the block's text
 *   lines      every non-empty line is a block
 *   segmented  every non-empty line is a block that is one segment; an empty
 *              line or "<p>" ends a paragraph and is not counted
 *   html       through gumbo (HTML5)
 * Errors: PADAN_ERROR_SYSTEM (missing, a directory, not readable),
 * PADAN_ERROR_FORMAT, PADAN_ERROR_ENCODING, PADAN_ERROR_LIMIT (over 1 GiB),
 * PADAN_ERROR_ALLOCATION. An empty file gives a document without blocks.
 */
PADAN_API int padan_document_open(struct padan_document **out, const char *path,
                                  const struct padan_read_options *options, struct padan_error *error);

/* The same for bytes in memory, which are copied; `name` is used in messages. */
PADAN_API int padan_document_parse(struct padan_document **out, const void *bytes, size_t size, const char *name,
                                   const struct padan_read_options *options, struct padan_error *error);

/* Frees a document and all that was got from it; NULL is allowed. */
PADAN_API void padan_document_free(struct padan_document *document);

/* The following live as long as the document. */
PADAN_API const char *padan_document_name(const struct padan_document *document);
PADAN_API const char *padan_document_format(const struct padan_document *document);
PADAN_API const struct padan_decoded *padan_document_source(const struct padan_document *document);

/* Canonical tag that the file itself declares (HTML lang), or "". */
PADAN_API const char *padan_document_language(const struct padan_document *document);
PADAN_API size_t padan_document_block_count(const struct padan_document *document);
PADAN_API const struct padan_block *padan_document_block(const struct padan_document *document, size_t index);

/* For "segmented" input: the paragraph (from 0) that a block belongs to; else the block's own number. */
PADAN_API size_t padan_document_paragraph(const struct padan_document *document, size_t index);

/* The names of the formats, ended by NULL. */
PADAN_API const char *const *padan_document_formats(void);

#ifdef __cplusplus
}
#endif

#endif
