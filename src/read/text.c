/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/reader.h"

#include <stdlib.h>

#include <unicode/uchar.h>

#include "base/error.h"
#include "base/vector.h"
#include "read/line.h"
#include "read/wrap.h"
#include "text/utf8.h"

enum { LONGEST_HEADING = 90 };

/* The lines that are not empty. */
struct text {
    struct padan_string source;
    struct padan_text_line *lines;
    size_t count, capacity;
};

static bool gather_lines(struct text *text)
{
    struct padan_line line;
    bool first = true;
    for (size_t at = 0; padan_next_line(&line, text->source, &at);) {
        if (line.start == line.end) {
            first = true;
            continue;
        }
        if (!padan_vector_reserve(&text->lines, &text->capacity, text->count + 1, sizeof *text->lines))
            return false;
        struct padan_text_line *added = &text->lines[text->count++];
        *added = (struct padan_text_line){ .begin = line.begin, .start = line.start, .end = line.end, .first = first };
        padan_text_line_measure(added, text->source);
        first = false;
    }
    return true;
}

/* What the lines of one block, and the items before it in its group, say of the next line. */
struct group {
    bool in_list;
    unsigned ordinal; /* of the last item */
};

/*
 * Whether a marker begins an item. A number or a dash may also be wrapped to the start of a line, so
 * that within running text a number must be the next of a list, and a dash must follow a sentence's end.
 */
static bool begins_item(const struct padan_wrapping *wrapping, const struct group *group,
                        const struct padan_text_line *before, const struct padan_text_line *line)
{
    if (!line->item && !line->dash)
        return false;
    if (line->first || !wrapping->wrapped)
        return true;
    if (line->ordinal > 0)
        return line->ordinal == 1 || (group->in_list && line->ordinal == group->ordinal + 1);
    return group->in_list || before->final || !padan_wrapping_forced(wrapping, before, line);
}

static bool add_block(struct padan_document *document, const struct text *text, size_t first, size_t last, bool item)
{
    struct padan_block *block = padan_document_add_range(document, item ? PADAN_BLOCK_ITEM : PADAN_BLOCK_PARAGRAPH,
                                                         text->lines[first].start, text->lines[last].end);
    if (block && item)
        block->level = 1;
    return block != NULL;
}

static bool add_blocks(struct padan_document *document, const struct text *text, const struct padan_wrapping *wrapping)
{
    struct group group = { 0 };
    size_t first = 0;
    bool item = false;
    for (size_t i = 0; i < text->count; i++) {
        const struct padan_text_line *line = &text->lines[i], *before = i > 0 ? &text->lines[i - 1] : NULL;
        if (line->first)
            group = (struct group){ 0 };
        bool marked = begins_item(wrapping, &group, before, line);
        if (i > 0 && !line->first && !marked && padan_wrapping_joins(wrapping, before, line))
            continue;
        if (i > 0 && !add_block(document, text, first, i - 1, item))
            return false;
        first = i;
        item = marked && line->item;
        if (item)
            group = (struct group){ true, line->ordinal };
    }
    return text->count == 0 || add_block(document, text, first, text->count - 1, item);
}

/* Short, one line, and without the punctuation that ends a sentence or leads on. */
static bool looks_like_heading(const struct padan_block *block)
{
    struct padan_string text = block->text;
    if (block->kind != PADAN_BLOCK_PARAGRAPH || text.size > 4 * LONGEST_HEADING ||
        padan_text_width(text) > LONGEST_HEADING || padan_ends_sentence(text))
        return false;
    char last = text.data[text.size - 1];
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\n')
            return false;
    return last != ':' && last != ';' && last != ',' && last != '"' && last != '-';
}

static bool begins_in_lower_case(const struct padan_block *block)
{
    size_t at = 0;
    return u_islower(padan_utf8_next(block->text, &at));
}

/* Headings stand out only where other blocks end as sentences; two in a row are verse, a list or an address. */
static void mark_headings(struct padan_document *document)
{
    size_t sentences = 0;
    for (size_t i = 0; i < document->count; i++)
        sentences += padan_ends_sentence(document->blocks[i].text);
    if (sentences == 0 || sentences * 2 < document->count)
        return;
    bool before = false;
    for (size_t i = 0; i + 1 < document->count; i++) {
        struct padan_block *block = &document->blocks[i];
        bool heading = looks_like_heading(block);
        if (heading && !before && !looks_like_heading(block + 1) && !begins_in_lower_case(block + 1)) {
            block->kind = i == 0 ? PADAN_BLOCK_TITLE : PADAN_BLOCK_HEADING;
            block->level = i == 0 ? 0 : 1;
        }
        before = heading;
    }
}

static int read_text(struct padan_document *document, const struct padan_read_options *options,
                     struct padan_error *error)
{
    (void)options;
    struct text text = { .source = padan_document_text(document) };
    struct padan_wrapping wrapping;
    bool good = gather_lines(&text) && padan_wrapping_find(&wrapping, text.lines, text.count) &&
                add_blocks(document, &text, &wrapping);
    free(text.lines);
    if (!good)
        return padan_error_allocation(error);
    mark_headings(document);
    return PADAN_OK;
}

static const char *const extensions[] = { "txt", "text", "md", NULL };

const struct padan_reader padan_reader_text = {
    .name = "text",
    .title = "plain text",
    .extensions = extensions,
    .read = read_text,
};
