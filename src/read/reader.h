/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef READ_READER_H
#define READ_READER_H

#include <padan/document.h>

#include "base/arena.h"

/*
 * A format that can be read: one constant struct in a file of its own, and one row in the table of
 * document.c. `read` finds the decoded source in the document and adds blocks to it.
 */
struct padan_reader {
    const char *name;                          /* as in padan_read_options.format */
    const char *title;                         /* for people */
    const char *const *extensions;             /* of file names, without dot, ended by NULL; or NULL */
    bool (*sniff)(struct padan_string source); /* whether the text is in this format for certain; or NULL */
    int (*read)(struct padan_document *document, const struct padan_read_options *options, struct padan_error *error);
};

extern const struct padan_reader padan_reader_text;
extern const struct padan_reader padan_reader_lines;
extern const struct padan_reader padan_reader_segmented;
extern const struct padan_reader padan_reader_html;

struct padan_document {
    struct padan_arena arena; /* texts and codes that are not simply parts of the source */
    struct padan_decoded source;
    const struct padan_reader *reader;
    const char *name;
    char language[PADAN_LANGUAGE_SIZE];
    struct padan_block *blocks;
    size_t count, capacity;
    size_t *paragraphs; /* of each block; NULL: its own number */
    size_t paragraphs_capacity;
};

/* The decoded source as a view. */
struct padan_string padan_document_text(const struct padan_document *document);

/* Adds a block; its text and codes must live as long as the document. NULL: no memory. */
struct padan_block *padan_document_add(struct padan_document *document, const struct padan_block *block);

/* Adds a block whose text is a part of the source, white space at its ends left out. */
struct padan_block *padan_document_add_range(struct padan_document *document, enum padan_block_kind kind, size_t start,
                                             size_t end);

#endif
