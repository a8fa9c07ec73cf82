/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "read/html_builder.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/vector.h"
#include "read/line.h"
#include "text/script.h"
#include "text/utf8.h"

static UChar32 last_character(const struct padan_buffer *text)
{
    size_t at = text->size;
    return at > 0 ? padan_utf8_previous((struct padan_string){ text->data, text->size }, &at) : 0;
}

/* The space that is due before `next`: none at the block's start, after a <br>, or where a line of a script without
 * spaces goes on. */
static void settle_space(struct padan_html_builder *builder, UChar32 next)
{
    bool due = builder->space && builder->text.size > 0 && builder->text.size != builder->break_end &&
               builder->text.data[builder->text.size - 1] != ' ';
    if (due && builder->space_has_line && padan_is_unspaced(next) && padan_is_unspaced(last_character(&builder->text)))
        due = false;
    builder->space = builder->space_has_line = false;
    if (due)
        padan_buffer_byte(&builder->text, ' ');
}

/* A text that is being added, and the run of it that is next. */
struct adding {
    struct padan_string text;
    const struct padan_html_trace *trace; /* or NULL */
    size_t next;
};

/* Adds the runs of a part of the text, which begins at `offset` of the block's. */
static void add_runs(struct padan_html_builder *builder, struct adding *adding, size_t start, size_t end, size_t offset)
{
    const struct padan_html_trace *trace = adding->trace;
    while (adding->next < trace->count && trace->runs[adding->next].offset + trace->runs[adding->next].size <= start)
        adding->next++;
    for (size_t i = adding->next; i < trace->count && trace->runs[i].offset < end; i++) {
        struct padan_run run = trace->runs[i];
        size_t before = run.offset < start ? start - run.offset : 0;
        size_t after = run.offset + run.size > end ? run.offset + run.size - end : 0;
        /* A reference is never divided: white space does not stand within one. */
        if (run.size == run.source_size) {
            run.source += before;
            run.source_size -= before + after;
        }
        run.size -= before + after;
        run.offset = offset + run.offset + before - start;
        builder->failed |= !padan_html_trace_add(&builder->runs, padan_document_text(builder->document), run);
    }
}

static void add_part(struct padan_html_builder *builder, struct adding *adding, size_t start, size_t end)
{
    if (adding->trace)
        add_runs(builder, adding, start, end, builder->text.size);
    else
        builder->is_lost = true;
    padan_buffer_append(&builder->text, adding->text.data + start, end - start);
}

static void add_folded(struct padan_html_builder *builder, struct adding *adding)
{
    struct padan_string text = adding->text;
    for (size_t at = 0; at < text.size;) {
        if (padan_is_html_space(text.data[at])) {
            builder->space = true;
            builder->space_has_line |= text.data[at++] == '\n';
            continue;
        }
        size_t end = at, next = at;
        while (end < text.size && !padan_is_html_space(text.data[end]))
            end++;
        settle_space(builder, padan_utf8_next(text, &next));
        add_part(builder, adding, at, end);
        at = end;
    }
}

static bool is_blank(struct padan_string text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!padan_is_html_space(text.data[i]))
            return false;
    return true;
}

void padan_html_add_text(struct padan_html_builder *builder, struct padan_string text, size_t start, size_t end,
                         bool keep, const struct padan_html_trace *trace)
{
    struct adding adding = { .text = text, .trace = trace };
    const char *source = builder->document->source.data;
    bool blank = is_blank(text), first = builder->text.size == 0;
    if (keep && !(first && blank)) {
        settle_space(builder, 0);
        add_part(builder, &adding, 0, text.size);
    } else {
        add_folded(builder, &adding);
    }
    if (blank)
        return;
    while (start < end && padan_is_html_space(source[start]))
        start++;
    while (start < end && padan_is_html_space(source[end - 1]))
        end--;
    builder->start = first || start < builder->start ? start : builder->start;
    builder->end = first || end > builder->end ? end : builder->end;
    builder->break_end = 0;
}

size_t padan_html_add_code(struct padan_html_builder *builder, enum padan_code_kind kind, struct padan_string data)
{
    /* A space before an opening code belongs before it, so that it is not taken into the marked text. */
    if (kind != PADAN_CODE_CLOSE && builder->space && builder->text.size > 0 &&
        builder->text.size != builder->break_end) {
        padan_buffer_byte(&builder->text, ' ');
        builder->break_end = 0;
        builder->space = builder->space_has_line = false;
    }
    if (!padan_vector_reserve(&builder->codes, &builder->code_capacity, builder->code_count + 1,
                              sizeof *builder->codes)) {
        builder->failed = true;
        return 0;
    }
    builder->codes[builder->code_count] =
        (struct padan_code){ .offset = builder->text.size, .kind = kind, .data = data };
    return builder->code_count++;
}

void padan_html_close_code(struct padan_html_builder *builder, size_t opening, size_t serial, struct padan_string data)
{
    size_t closing = padan_html_add_code(builder, PADAN_CODE_CLOSE, data);
    if (builder->failed || serial != builder->serial)
        return;
    builder->codes[opening].pair = builder->codes[closing].pair = ++builder->pairs;
}

bool padan_html_add_break(struct padan_html_builder *builder, struct padan_string data)
{
    if (builder->text.size == 0)
        return false;
    if (builder->break_end == builder->text.size)
        return true;
    padan_html_add_code(builder, PADAN_CODE_ALONE, data);
    padan_buffer_byte(&builder->text, '\n');
    builder->break_end = builder->text.size;
    builder->space = builder->space_has_line = false;
    return false;
}

/* Finds the text without the white space of HTML at its ends; false where it is blank, no-break spaces included. */
static bool trim(struct padan_html_builder *builder, size_t *start, size_t *end)
{
    const char *data = builder->text.data;
    *start = 0;
    *end = builder->text.size;
    padan_trim((struct padan_string){ data, builder->text.size }, start, end);
    if (*start == *end)
        return false;
    *start = 0;
    *end = builder->text.size;
    while (padan_is_html_space(data[*end - 1]))
        --*end;
    while (padan_is_html_space(data[*start]))
        ++*start;
    return true;
}

/* A code without its counterpart at an end of the text, and a <br> there, lie outside the block. */
static bool lies_outside(const struct padan_code *code, size_t start, size_t end)
{
    if (code->kind == PADAN_CODE_OPEN)
        return code->pair == 0 && code->offset >= end;
    if (code->kind == PADAN_CODE_CLOSE)
        return code->pair == 0 && code->offset <= start;
    return code->data.size > 3 && strncasecmp(code->data.data, "<br", 3) == 0 &&
           (code->offset >= end || code->offset < start);
}

static size_t clamp(size_t value, size_t low, size_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Pairs are numbered as they close; a reader of codes expects them in order of opening. */
static bool renumber(struct padan_html_builder *builder)
{
    unsigned *numbers = calloc((size_t)builder->pairs + 1, sizeof *numbers), next = 0;
    if (!numbers)
        return false;
    for (size_t i = 0; i < builder->code_count; i++)
        if (builder->codes[i].kind == PADAN_CODE_OPEN && builder->codes[i].pair > 0)
            numbers[builder->codes[i].pair] = ++next;
    for (size_t i = 0; i < builder->code_count; i++)
        builder->codes[i].pair = numbers[builder->codes[i].pair];
    free(numbers);
    return true;
}

/* Widens the block's range over a code that stands at its ends. */
static void widen(struct padan_block *block, const struct padan_html_builder *builder, struct padan_string data)
{
    const char *source = builder->document->source.data;
    if (data.size == 0)
        return;
    size_t start = (size_t)(data.data - source), end = start + data.size;
    block->source_start = start < block->source_start ? start : block->source_start;
    block->source_end = end > block->source_end ? end : block->source_end;
}

static bool keep_codes(struct padan_block *block, struct padan_html_builder *builder, size_t start, size_t end)
{
    size_t count = 0;
    for (size_t i = 0; i < builder->code_count; i++)
        if (!lies_outside(&builder->codes[i], start, end))
            builder->codes[count++] = builder->codes[i];
    builder->code_count = count;
    if (count == 0)
        return true;
    if (!renumber(builder))
        return false;
    struct padan_code *codes = padan_arena_take(&builder->document->arena, count * sizeof *codes);
    if (!codes)
        return false;
    for (size_t i = 0; i < count; i++) {
        codes[i] = builder->codes[i];
        codes[i].offset = clamp(codes[i].offset, start, end) - start;
        widen(block, builder, codes[i].data);
    }
    block->codes = codes;
    block->code_count = count;
    return true;
}

/* Keeps the runs of the text from `start` to `end`, where all was found and they rise in the source. */
static bool keep_runs(struct padan_block *block, struct padan_html_builder *builder, size_t start, size_t end)
{
    size_t count = builder->is_lost ? 0 : builder->runs.count, kept = 0, above = 0;
    struct padan_run *runs = padan_arena_take(&builder->document->arena, (count ? count : 1) * sizeof *runs);
    if (!runs)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct padan_run run = builder->runs.runs[i];
        size_t before = run.offset < start ? start - run.offset : 0;
        size_t after = run.offset + run.size > end ? run.offset + run.size - end : 0;
        if (before + after >= run.size)
            continue;
        bool is_verbatim = run.size == run.source_size;
        run.size -= before + after;
        run.source += is_verbatim ? before : 0;
        run.source_size = is_verbatim ? run.size : run.source_size;
        run.offset += before - start;
        if (run.source < above)
            return true;
        above = run.source + run.source_size;
        runs[kept++] = run;
    }
    block->runs = runs;
    block->run_count = kept;
    return true;
}

static bool add_block(struct padan_html_builder *builder, enum padan_block_kind kind, unsigned level)
{
    size_t start, end;
    if (!trim(builder, &start, &end))
        return true;
    struct padan_block block = {
        .kind = kind, .level = level, .source_start = builder->start, .source_end = builder->end
    };
    char *text = padan_arena_copy(&builder->document->arena, builder->text.data + start, end - start);
    if (!text || !keep_codes(&block, builder, start, end) || !keep_runs(&block, builder, start, end))
        return false;
    block.text = (struct padan_string){ text, end - start };
    return padan_document_add(builder->document, &block) != NULL;
}

void padan_html_flush(struct padan_html_builder *builder, enum padan_block_kind kind, unsigned level)
{
    builder->failed |= builder->text.failed;
    if (!builder->failed && builder->text.size > 0 && !add_block(builder, kind, level))
        builder->failed = true;
    padan_buffer_clear(&builder->text);
    builder->code_count = 0;
    builder->pairs = 0;
    builder->break_end = 0;
    builder->runs.count = 0;
    builder->is_lost = false;
    builder->space = builder->space_has_line = false;
    builder->serial++;
}

void padan_html_builder_free(struct padan_html_builder *builder)
{
    padan_buffer_free(&builder->text);
    free(builder->codes);
    free(builder->runs.runs);
}
