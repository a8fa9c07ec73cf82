/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/document.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "read/line.h"
#include "read/reader.h"

/* The formats. A content that is recognised decides before a name's ending; text is what nothing else claims. */
static const struct padan_reader *const readers[] = {
    &padan_reader_text,
    &padan_reader_lines,
    &padan_reader_segmented,
    &padan_reader_html,
};

enum { READER_COUNT = sizeof readers / sizeof *readers };

static const size_t size_limit = (size_t)1 << 30;

const char *padan_block_kind_name(enum padan_block_kind kind)
{
    static const char *const names[] = { "paragraph", "title", "heading", "item", "cell" };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "paragraph";
}

const char *const *padan_document_formats(void)
{
    static const char *const names[] = { "text", "lines", "segmented", "html", NULL };
    return names;
}

static const struct padan_reader *find_reader(const char *name)
{
    for (size_t i = 0; i < READER_COUNT; i++)
        if (strcasecmp(readers[i]->name, name) == 0)
            return readers[i];
    return NULL;
}

static bool has_extension(const struct padan_reader *reader, const char *extension)
{
    for (const char *const *at = reader->extensions; at && *at; at++)
        if (strcasecmp(*at, extension) == 0)
            return true;
    return false;
}

static const struct padan_reader *recognise(struct padan_string source, const char *name)
{
    for (size_t i = 0; i < READER_COUNT; i++)
        if (readers[i]->sniff && readers[i]->sniff(source))
            return readers[i];
    const char *extension = padan_file_extension(name);
    for (size_t i = 0; i < READER_COUNT; i++)
        if (has_extension(readers[i], extension))
            return readers[i];
    return &padan_reader_text;
}

/* XML that is no HTML: its markup would be taken for text. */
static bool is_other_xml(const struct padan_document *document)
{
    return document->reader == &padan_reader_text && document->source.size > 5 &&
           strncmp(document->source.data, "<?xml", 5) == 0;
}

static int recognise_or_refuse(struct padan_document *document, struct padan_error *error)
{
    document->reader = recognise(padan_document_text(document), document->name);
    if (!is_other_xml(document))
        return PADAN_OK;
    return padan_error_in(error, PADAN_ERROR_FORMAT, document->name,
                          "this is an XML file, whose text and markup padan cannot tell apart; 'padan import' takes "
                          "TMX, and documents are read from plain text or HTML");
}

static int unknown_format(const char *format, const char *name, struct padan_error *error)
{
    return padan_error_in(error, PADAN_ERROR_FORMAT, name,
                          "the format '%s' is not known; formats are text, lines, segmented and html", format);
}

static int decode(struct padan_document *document, const void *bytes, size_t size,
                  const struct padan_read_options *options, struct padan_error *error)
{
    struct padan_decode_options decoding = {
        .version = 1,
        .encoding = options->encoding,
        .language = options->language,
        .replace_invalid = options->replace_invalid,
        .input = document->name,
        .reporter = options->reporter,
    };
    int status = padan_text_decode(&document->source, bytes, size, &decoding, error);
    if (status == PADAN_OK && document->source.size > size_limit)
        return padan_error_in(error, PADAN_ERROR_LIMIT, document->name, "the text is larger than 1 GiB; split it");
    return status;
}

/* A document with its source decoded, or an error. */
static int start(struct padan_document *document, const void *bytes, size_t size, const char *name,
                 const struct padan_read_options *options, struct padan_error *error)
{
    document->name = padan_arena_copy(&document->arena, name, strlen(name));
    if (!document->name)
        return padan_error_allocation(error);
    if (size > size_limit)
        return padan_error_in(error, PADAN_ERROR_LIMIT, name, "the file is larger than 1 GiB; split it");
    if (options->format && !(document->reader = find_reader(options->format)))
        return unknown_format(options->format, name, error);
    return decode(document, bytes, size, options, error);
}

int padan_document_parse(struct padan_document **out, const void *bytes, size_t size, const char *name,
                         const struct padan_read_options *options, struct padan_error *error)
{
    static const struct padan_read_options defaults = PADAN_READ_OPTIONS_INIT;
    *out = NULL;
    struct padan_document *document = calloc(1, sizeof *document);
    if (!document)
        return padan_error_allocation(error);
    options = options ? options : &defaults;
    int status = start(document, bytes, size, name ? name : "", options, error);
    if (status == PADAN_OK && !document->reader)
        status = recognise_or_refuse(document, error);
    if (status == PADAN_OK)
        status = document->reader->read(document, options, error);
    if (status != PADAN_OK) {
        padan_document_free(document);
        return status;
    }
    *out = document;
    return PADAN_OK;
}

int padan_document_open(struct padan_document **out, const char *path, const struct padan_read_options *options,
                        struct padan_error *error)
{
    char *data = NULL;
    size_t size = 0;
    *out = NULL;
    int status = padan_file_read(&data, &size, path, size_limit, error);
    if (status == PADAN_OK)
        status = padan_document_parse(out, data, size, path && strcmp(path, "-") != 0 ? path : "standard input",
                                      options, error);
    free(data);
    return status;
}

void padan_document_free(struct padan_document *document)
{
    if (!document)
        return;
    padan_decoded_free(&document->source);
    padan_arena_free(&document->arena);
    free(document->blocks);
    free(document->paragraphs);
    free(document);
}

const char *padan_document_name(const struct padan_document *document)
{
    return document->name;
}

const char *padan_document_format(const struct padan_document *document)
{
    return document->reader->name;
}

const struct padan_decoded *padan_document_source(const struct padan_document *document)
{
    return &document->source;
}

const char *padan_document_language(const struct padan_document *document)
{
    return document->language;
}

size_t padan_document_block_count(const struct padan_document *document)
{
    return document->count;
}

const struct padan_block *padan_document_block(const struct padan_document *document, size_t index)
{
    return index < document->count ? &document->blocks[index] : NULL;
}

size_t padan_document_paragraph(const struct padan_document *document, size_t index)
{
    return document->paragraphs && index < document->count ? document->paragraphs[index] : index;
}

struct padan_string padan_document_text(const struct padan_document *document)
{
    return (struct padan_string){ document->source.data, document->source.size };
}

struct padan_block *padan_document_add(struct padan_document *document, const struct padan_block *block)
{
    if (!padan_vector_reserve(&document->blocks, &document->capacity, document->count + 1, sizeof *document->blocks))
        return NULL;
    struct padan_block *added = &document->blocks[document->count++];
    *added = *block;
    return added;
}

struct padan_block *padan_document_add_range(struct padan_document *document, enum padan_block_kind kind, size_t start,
                                             size_t end)
{
    struct padan_string source = padan_document_text(document);
    padan_trim(source, &start, &end);
    struct padan_block block = {
        .kind = kind,
        .text = { source.data + start, end - start },
        .source_start = start,
        .source_end = end,
    };
    return padan_document_add(document, &block);
}
