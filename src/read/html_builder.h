/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READ_HTML_BUILDER_H
#define READ_HTML_BUILDER_H

#include "base/buffer.h"
#include "read/html_trace.h"
#include "read/reader.h"

/* A block in the making: text and codes come in order, then the block is added to the document. */
struct padan_html_builder {
    struct padan_document *document;
    struct padan_buffer text;
    struct padan_code *codes;
    size_t code_count, code_capacity;
    unsigned pairs;               /* pair numbers given so far in this block */
    size_t serial;                /* number of this block, by which a code's opener tells whether it is still open */
    size_t start, end;            /* of the text in the source, where text.size > 0 */
    bool space, space_has_line;   /* white space has come that no text has followed yet; a line end within it */
    size_t break_end;             /* size of the text just after a <br>'s line feed, or 0 */
    struct padan_html_trace runs; /* of the text so far */
    bool is_lost;                 /* a part of the text was not found in the source again */
    bool failed;                  /* no memory */
};

/*
 * Adds text of which the source's bytes start to end were made; white space is folded unless `keep`. `trace`: where its
 * parts stand, or NULL.
 */
void padan_html_add_text(struct padan_html_builder *builder, struct padan_string text, size_t start, size_t end,
                         bool keep, const struct padan_html_trace *trace);

/* Adds a code and answers its place among the block's codes. */
size_t padan_html_add_code(struct padan_html_builder *builder, enum padan_code_kind kind, struct padan_string data);

/* Adds the closing of the code at `opening`, opened in the block numbered `serial`. */
void padan_html_close_code(struct padan_html_builder *builder, size_t opening, size_t serial, struct padan_string data);

/* Adds a <br>: a code and a line feed. Answers true where it is the second in a row, which ends the block. */
bool padan_html_add_break(struct padan_html_builder *builder, struct padan_string data);

/* Adds the block to the document where it has text, and begins the next. */
void padan_html_flush(struct padan_html_builder *builder, enum padan_block_kind kind, unsigned level);

void padan_html_builder_free(struct padan_html_builder *builder);

#endif
