/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document in its own format again: its bytes, with the translations in place of segments. */
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/utf8.h"
#include "translate/fill.h"
#include "translate/translate.h"

/* Markup that stood between two runs of a segment's text, and how many pairs are open behind it. */
struct gap {
    struct padan_string markup;
    int depth;
};

struct splice {
    const struct padan_translation *translation;
    const struct padan_decoded *source;
    struct padan_buffer out;
    struct padan_filler filler;
    size_t block; /* whose paragraph is filled */
    bool is_html;
    size_t at;    /* up to where the source is written */
    size_t lines; /* line feeds before that */
    struct gap *gaps;
    size_t gap_count, gap_capacity;
};

static void put_line_end(struct splice *splice, char kind)
{
    padan_buffer_text(&splice->out, kind == 'b' ? "\r\n" : kind == 'r' ? "\r" : "\n");
}

/* Passes the source up to a place, written or not; each line end is what it was. */
static void pass(struct splice *splice, size_t end, bool written)
{
    const struct padan_decoded *source = splice->source;
    while (splice->at < end) {
        const char *start = source->data + splice->at;
        const char *line = memchr(start, '\n', end - splice->at);
        size_t size = line ? (size_t)(line - start) : end - splice->at;
        if (written)
            padan_buffer_append(&splice->out, start, size);
        splice->at += size + (line ? 1 : 0);
        if (!line)
            return;
        if (written)
            put_line_end(splice, source->line_ends ? source->line_ends[splice->lines] : source->line_end);
        splice->lines++;
    }
}

/* Text of HTML; what is no character of it is left out. */
static void put_escaped(struct padan_buffer *out, struct padan_string text)
{
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c = padan_utf8_next(text, &at);
        if (c == '&')
            padan_buffer_text(out, "&amp;");
        else if (c == '<')
            padan_buffer_text(out, "&lt;");
        else if (c == '>')
            padan_buffer_text(out, "&gt;");
        else if (c == 0xA0)
            padan_buffer_text(out, "&#160;");
        else if (c >= ' ' || c == '\t')
            padan_buffer_append(out, text.data + start, at - start);
    }
}

/* Puts the parts of a translation between its codes, and the codes that belong there. */
static void put_coded(struct splice *splice, const struct padan_segment_found *found, const struct padan_block *block)
{
    static const char mark[] = "\xEF\xBF\xBC";
    struct padan_string text = found->target;
    for (size_t i = 0; i <= found->code_count; i++) {
        const char *place = i < found->code_count ? memmem(text.data, text.size, mark, 3) : NULL;
        size_t size = place ? (size_t)(place - text.data) : text.size;
        put_escaped(&splice->out, (struct padan_string){ text.data, size });
        if (!place)
            return;
        struct padan_string code = block->codes[found->codes[i]].data;
        padan_buffer_append(&splice->out, code.data, code.size);
        text = (struct padan_string){ place + 3, text.size - size - 3 };
    }
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static struct padan_string trimmed(const char *data, size_t start, size_t end)
{
    while (start < end && is_space(data[start]))
        start++;
    while (start < end && is_space(data[end - 1]))
        end--;
    return (struct padan_string){ data + start, end - start };
}

/* The first run that ends behind a place of the source. */
static size_t run_behind(const struct padan_block *block, size_t place)
{
    size_t low = 0, high = block->run_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (block->runs[middle].source + block->runs[middle].source_size <= place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether all markup of a range is that of codes, and how far the codes that have places widen it. */
static bool is_of_codes(const struct splice *splice, const struct padan_segment *segment, struct padan_range *range)
{
    const struct padan_block *block = padan_document_block(splice->translation->document, segment->block);
    size_t marked = 0, text = 0;
    for (size_t i = segment->code_start; i < segment->code_end; i++) {
        struct padan_range code = padan_code_range(splice->translation->document, &block->codes[i]);
        if (code.start == code.end)
            continue;
        marked += code.end - code.start;
        range->start = code.start < range->start ? code.start : range->start;
        range->end = code.end > range->end ? code.end : range->end;
    }
    for (size_t i = run_behind(block, range->start); i < block->run_count; i++) {
        const struct padan_run *run = &block->runs[i];
        size_t start = run->source > range->start ? run->source : range->start;
        size_t end = run->source + run->source_size < range->end ? run->source + run->source_size : range->end;
        if (start >= end)
            break;
        text += end - start;
    }
    if (marked + text > range->end - range->start)
        return false;
    /* White space within a run was counted as its text. */
    size_t rest = range->end - range->start - marked - text, spaces = 0;
    for (size_t i = range->start; i < range->end; i++)
        spaces += is_space(splice->source->data[i]);
    return spaces >= rest;
}

/* How many pairs the codes up to a place of the source open, less those that they close. */
static int depth_before(const struct splice *splice, const struct padan_segment *segment, size_t *next, size_t place)
{
    const struct padan_document *document = splice->translation->document;
    const struct padan_block *block = padan_document_block(document, segment->block);
    int depth = 0;
    for (; *next < segment->code_end; ++*next) {
        const struct padan_code *code = &block->codes[*next];
        struct padan_range range = padan_code_range(document, code);
        if (range.start >= place)
            break;
        if (range.start < range.end)
            depth += code->kind == PADAN_CODE_OPEN ? 1 : code->kind == PADAN_CODE_CLOSE ? -1 : 0;
    }
    return depth;
}

/* Lists the markup within a range. False: no memory. */
static bool find_gaps(struct splice *splice, const struct padan_segment *segment, struct padan_range range)
{
    const struct padan_block *block = padan_document_block(splice->translation->document, segment->block);
    size_t from = range.start, next = segment->code_start;
    int depth = 0;
    splice->gap_count = 0;
    /* What is open before the range is so for all of it. */
    depth_before(splice, segment, &next, range.start);
    for (size_t i = run_behind(block, range.start); i < block->run_count && block->runs[i].source < range.end; i++) {
        const struct padan_run *run = &block->runs[i];
        if (run->source > from) {
            depth += depth_before(splice, segment, &next, run->source);
            if (!padan_vector_reserve(&splice->gaps, &splice->gap_capacity, splice->gap_count + 1,
                                      sizeof *splice->gaps))
                return false;
            splice->gaps[splice->gap_count++] = (struct gap){ trimmed(splice->source->data, from, run->source), depth };
        }
        from = run->source + run->source_size;
    }
    return true;
}

static void put_markup(struct splice *splice, struct padan_string markup)
{
    for (size_t i = 0; i < markup.size; i++) {
        if (markup.data[i] == '\n')
            put_line_end(splice, splice->source->line_end);
        else
            padan_buffer_byte(&splice->out, markup.data[i]);
    }
}

/* Puts a translation that has no places for codes: all markup stays in its order. */
static bool put_beside_codes(struct splice *splice, const struct padan_segment_found *found,
                             const struct padan_segment *segment, struct padan_range range)
{
    size_t before = 0;
    int most = 0;
    if (!find_gaps(splice, segment, range))
        return false;
    for (size_t i = 0; i < splice->gap_count; i++) {
        if (splice->gaps[i].depth <= most)
            continue;
        most = splice->gaps[i].depth;
        before = i + 1;
    }
    for (size_t i = 0; i < before; i++)
        put_markup(splice, splice->gaps[i].markup);
    put_escaped(&splice->out, found->text);
    for (size_t i = before; i < splice->gap_count; i++)
        put_markup(splice, splice->gaps[i].markup);
    return true;
}

/* Chinese and Japanese write no space between sentences. */
static bool is_joined(UChar32 c)
{
    UErrorCode code = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &code);
    bool fullwidth = (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF60);
    return fullwidth || script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
           script == USCRIPT_BOPOMOFO || script == USCRIPT_YI;
}

static UChar32 first_of(struct padan_string text)
{
    size_t at = 0;
    return text.size > 0 ? padan_utf8_next(text, &at) : 0;
}

static UChar32 last_of(struct padan_string text)
{
    size_t at = text.size;
    return at > 0 ? padan_utf8_previous(text, &at) : 0;
}

static struct padan_string shown(const struct splice *splice, size_t number)
{
    const struct padan_segment_found *found = &splice->translation->items[number];
    if (found->score > 0)
        return found->text;
    return padan_segment_view(splice->translation->document, &splice->translation->segments->items[number]);
}

/*
 * Whether the space between a segment and the one before is to change: 1, one is to be put in; -1, it is to be left
 * out, since the sentences that now stand there are of another script than those that did.
 */
static int space_change(const struct splice *splice, size_t number)
{
    const struct padan_segment *items = splice->translation->segments->items;
    const struct padan_segment_found *found = splice->translation->items;
    if (number == 0 || items[number - 1].block != items[number].block)
        return 0;
    if (found[number - 1].score <= 0 && found[number].score <= 0)
        return 0;
    struct padan_string text = padan_document_block(splice->translation->document, items[number].block)->text;
    size_t start = items[number - 1].end, end = items[number].start;
    bool left = is_joined(last_of(shown(splice, number - 1))), right = is_joined(first_of(shown(splice, number)));
    if (start == end)
        return !left && !right;
    for (size_t i = start; i < end; i++)
        if (text.data[i] != ' ')
            return 0;
    return left && right ? -1 : 0;
}

/* Settles the space before a segment whose range begins at `start`. */
static void put_space(struct splice *splice, size_t number, size_t start)
{
    int change = space_change(splice, number);
    bool blank = true;
    for (size_t i = splice->at; i < start; i++)
        blank &= is_space(splice->source->data[i]);
    if (change > 0)
        padan_buffer_byte(&splice->out, ' ');
    pass(splice, start, !(change < 0 && blank));
}

/* Whether a range lies behind what is written, before all that is not. */
static bool is_next(const struct splice *splice, struct padan_range range)
{
    return range.start >= splice->at && range.end >= range.start && range.end <= splice->source->size;
}

static int put_html(struct splice *splice, size_t number, struct padan_range range, struct padan_error *error)
{
    const struct padan_segment *segment = &splice->translation->segments->items[number];
    const struct padan_segment_found *found = &splice->translation->items[number];
    const struct padan_block *block = padan_document_block(splice->translation->document, segment->block);
    struct padan_range wide = range;
    bool placed = found->codes && is_of_codes(splice, segment, &wide) && is_next(splice, wide);
    range = placed ? wide : range;
    put_space(splice, number, range.start);
    if (placed)
        put_coded(splice, found, block);
    else if (!put_beside_codes(splice, found, segment, range))
        return padan_error_allocation(error);
    pass(splice, range.end, false);
    return PADAN_OK;
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

static int put_text(struct splice *splice, size_t number, struct padan_range range, struct padan_error *error)
{
    const struct padan_translation *translation = splice->translation;
    const struct padan_segment *segment = &translation->segments->items[number];
    const struct padan_block *block = padan_document_block(translation->document, segment->block);
    struct padan_string text = translation->items[number].text;
    put_space(splice, number, range.start);
    if (splice->block != segment->block)
        padan_filler_begin(&splice->filler, block->text);
    splice->block = segment->block;
    /* What is filled has line feeds until its lines end as the document's do. */
    struct padan_buffer filled = { 0 };
    size_t line = splice->out.size;
    while (splice->filler.width > 0 && line > 0 && !is_line_end(splice->out.data[line - 1]))
        line--;
    if (splice->out.size > line)
        padan_buffer_append(&filled, splice->out.data + line, splice->out.size - line);
    splice->out.size = line;
    int status = padan_fill(&filled, &splice->filler, text, error);
    put_markup(splice, (struct padan_string){ filled.data, filled.size });
    splice->out.failed |= filled.failed;
    padan_buffer_free(&filled);
    pass(splice, range.end, false);
    return status;
}

static int put_segment(struct splice *splice, size_t number, struct padan_error *error)
{
    const struct padan_translation *translation = splice->translation;
    struct padan_range range;
    if (translation->items[number].is_fixed ||
        !padan_segment_range(&range, translation->document, &translation->segments->items[number]) ||
        !is_next(splice, range))
        return PADAN_OK;
    if (translation->items[number].score > 0)
        return (splice->is_html ? put_html : put_text)(splice, number, range, error);
    put_space(splice, number, range.start);
    return PADAN_OK;
}

static int write_all(struct splice *splice, struct padan_output *output, const struct padan_reporter *reporter,
                     struct padan_error *error)
{
    const struct padan_document *document = splice->translation->document;
    struct padan_buffer bytes = { 0 };
    bool fits = true;
    int status = splice->out.failed ? padan_error_allocation(error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_encode(&bytes, &fits, (struct padan_string){ splice->out.data, splice->out.size },
                              splice->source, splice->is_html, error);
    if (status == PADAN_OK && !fits) {
        struct padan_error warning;
        padan_error_in(&warning, PADAN_OK, padan_document_name(document),
                       "the encoding %s has not all characters of the translation, which is written in UTF-8",
                       splice->source->encoding);
        padan_report(reporter, &warning);
    }
    if (status == PADAN_OK)
        status = padan_output_write(output, bytes.data ? bytes.data : "", bytes.size, error);
    padan_buffer_free(&bytes);
    return status;
}

int padan_translation_native(const struct padan_translation *translation, struct padan_output *output,
                             const struct padan_reporter *reporter, struct padan_error *error)
{
    struct splice splice = { .translation = translation,
                             .source = padan_document_source(translation->document),
                             .block = SIZE_MAX };
    splice.is_html = strcmp(padan_document_format(translation->document), "html") == 0;
    int status = padan_filler_open(&splice.filler, translation->target, error);
    for (size_t i = 0; i < translation->segments->count && status == PADAN_OK; i++)
        status = put_segment(&splice, i, error);
    if (status == PADAN_OK) {
        pass(&splice, splice.source->size, true);
        status = write_all(&splice, output, reporter, error);
    }
    padan_filler_close(&splice.filler);
    padan_buffer_free(&splice.out);
    free(splice.gaps);
    return status;
}
