/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beads as units: joined text, codes as TMX markup, context. */
#include <padan/align.h>

#include <stdlib.h>
#include <string.h>

#include <unicode/utf8.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"

/* A code in a bead's side, and where its partner is. */
struct place {
    const struct padan_code *code;
    size_t block;
    unsigned number; /* the `i` of bpt and ept; 0: the partner stands elsewhere */
    size_t below;    /* the open code before this one that was still open, or SIZE_MAX */
};

/* One side of a bead in the making; its texts live until the next bead. */
struct half {
    const struct padan_align_text *text;
    struct padan_buffer joined, marked;
    struct place *places;
    size_t place_count, place_capacity;
    char *plain, *before, *after; /* or NULL */
};

/* Codes stand in the joined text as a noncharacter, which no text should have; the first that it has not is taken. */
enum { FIRST_STAND_IN = 0xFDD0, LAST_STAND_IN = 0xFDEF, STAND_IN_SIZE = 3 };

static void encode_stand_in(char bytes[STAND_IN_SIZE], unsigned c)
{
    bytes[0] = (char)(0xE0 | (c >> 12));
    bytes[1] = (char)(0x80 | ((c >> 6) & 0x3F));
    bytes[2] = (char)(0x80 | (c & 0x3F));
}

static bool contains(const struct padan_buffer *buffer, const char bytes[STAND_IN_SIZE])
{
    for (size_t at = 0; at + STAND_IN_SIZE <= buffer->size; at++) {
        if (memcmp(buffer->data + at, bytes, STAND_IN_SIZE) == 0)
            return true;
    }
    return false;
}

static bool find_stand_in(char bytes[STAND_IN_SIZE], const struct padan_buffer *text)
{
    for (unsigned c = FIRST_STAND_IN; c <= LAST_STAND_IN; c++) {
        encode_stand_in(bytes, c);
        if (!contains(text, bytes))
            return true;
    }
    return false;
}

/* Adds a segment's text, with stand-ins for its codes where `stand_in` is given. */
static bool join_segment(struct half *half, struct padan_buffer *out, size_t number, const char *stand_in)
{
    const struct padan_segments *segments = half->text->segments;
    const struct padan_segment *segment = &segments->items[number];
    const struct padan_block *block = padan_document_block(half->text->document, segment->block);
    size_t at = segment->start;
    for (size_t i = segment->code_start; stand_in && i < segment->code_end; i++) {
        const struct padan_code *code = &block->codes[i];
        /* One that stood in the white space between two segments goes to the edge of its own. */
        size_t offset = code->offset < at ? at : code->offset > segment->end ? segment->end : code->offset;
        if (!padan_vector_reserve(&half->places, &half->place_capacity, half->place_count + 1, sizeof *half->places))
            return false;
        half->places[half->place_count++] = (struct place){ .code = code, .block = segment->block };
        padan_buffer_append(out, block->text.data + at, offset - at);
        padan_buffer_append(out, stand_in, STAND_IN_SIZE);
        at = offset;
    }
    padan_buffer_append(out, block->text.data + at, segment->end - at);
    return !out->failed;
}

/* A line feed between segments folds to a space, or to nothing in scripts without spaces. */
static bool join(struct half *half, struct padan_buffer *out, size_t first, size_t count, const char *stand_in)
{
    padan_buffer_clear(out);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            padan_buffer_byte(out, '\n');
        if (!join_segment(half, out, first + i, stand_in))
            return false;
    }
    return true;
}

static int fold(char **out, const struct padan_buffer *text, struct padan_error *error)
{
    size_t size;
    free(*out);
    return padan_text_fold_space(out, &size, (struct padan_string){ text->data, text->size }, error);
}

/* The open code that a closing one belongs to, or SIZE_MAX. */
static size_t find_open(const struct half *half, size_t top, const struct place *close)
{
    while (top != SIZE_MAX &&
           (half->places[top].code->pair != close->code->pair || half->places[top].block != close->block))
        top = half->places[top].below;
    return top;
}

/* Numbers the codes whose partner is in the same side of the bead. Linear where codes are nested. */
static void pair_codes(struct half *half)
{
    unsigned number = 0;
    size_t top = SIZE_MAX;
    for (size_t i = 0; i < half->place_count; i++) {
        struct place *place = &half->places[i];
        if (place->code->pair == 0 || place->code->kind == PADAN_CODE_ALONE)
            continue;
        if (place->code->kind == PADAN_CODE_OPEN) {
            place->below = top;
            top = i;
            continue;
        }
        size_t open = find_open(half, top, place);
        if (open == SIZE_MAX)
            continue;
        half->places[open].number = place->number = ++number;
        top = half->places[open].below;
    }
}

/* Escapes for XML; what XML cannot hold becomes U+FFFD. */
static void escape(struct padan_buffer *out, struct padan_string text)
{
    for (size_t at = 0; at < text.size;) {
        size_t start = at;
        UChar32 c;
        U8_NEXT((const uint8_t *)text.data, at, text.size, c);
        if (c == '&')
            padan_buffer_text(out, "&amp;");
        else if (c == '<')
            padan_buffer_text(out, "&lt;");
        else if (c == '>')
            padan_buffer_text(out, "&gt;");
        else if ((c < ' ' && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF)
            padan_buffer_text(out, "\xEF\xBF\xBD");
        else
            padan_buffer_append(out, text.data + start, at - start);
    }
}

static void write_code(struct padan_buffer *out, const struct place *place)
{
    const char *name = "ph";
    if (place->code->kind == PADAN_CODE_ALONE) {
        padan_buffer_text(out, "<ph>");
    } else if (place->number > 0) {
        name = place->code->kind == PADAN_CODE_OPEN ? "bpt" : "ept";
        padan_buffer_format(out, "<%s i=\"%u\">", name, place->number);
    } else {
        name = "it";
        padan_buffer_format(out, "<it pos=\"%s\">", place->code->kind == PADAN_CODE_OPEN ? "begin" : "end");
    }
    escape(out, place->code->data);
    padan_buffer_format(out, "</%s>", name);
}

/* Puts the codes in for their stand-ins. */
static void write_markup(struct half *half, const char *folded, const char stand_in[STAND_IN_SIZE])
{
    struct padan_buffer *out = &half->marked;
    const char *start = folded, *at = folded;
    size_t next = 0;
    padan_buffer_clear(out);
    for (; *at; at++) {
        if (next == half->place_count || strncmp(at, stand_in, STAND_IN_SIZE) != 0)
            continue;
        escape(out, (struct padan_string){ start, (size_t)(at - start) });
        write_code(out, &half->places[next++]);
        at += STAND_IN_SIZE - 1;
        start = at + 1;
    }
    escape(out, (struct padan_string){ start, (size_t)(at - start) });
}

static int make_markup(struct half *half, size_t first, size_t count, struct padan_error *error)
{
    char stand_in[STAND_IN_SIZE];
    char *folded = NULL;
    half->place_count = 0;
    padan_buffer_clear(&half->marked);
    if (!find_stand_in(stand_in, &half->joined))
        return PADAN_OK;
    if (!join(half, &half->marked, first, count, stand_in))
        return padan_error_allocation(error);
    if (half->place_count == 0) {
        padan_buffer_clear(&half->marked);
        return PADAN_OK;
    }
    int status = fold(&folded, &half->marked, error);
    if (status == PADAN_OK) {
        pair_codes(half);
        write_markup(half, folded, stand_in);
        status = half->marked.failed ? padan_error_allocation(error) : PADAN_OK;
    }
    free(folded);
    return status;
}

/* The text of one segment, or an empty one past the edge of the document. */
static int make_context(struct half *half, char **out, size_t segment, struct padan_error *error)
{
    bool inside = segment < half->text->segments->count;
    if (!join(half, &half->joined, inside ? segment : 0, inside, NULL))
        return padan_error_allocation(error);
    return fold(out, &half->joined, error);
}

static int make_half(struct half *half, struct padan_variant *variant, size_t first, size_t count,
                     struct padan_error *error)
{
    /* Before the first segment there is none: the number wraps round to one that is past the end. */
    int status = make_context(half, &half->before, first - 1, error);
    if (status == PADAN_OK)
        status = make_context(half, &half->after, first + count, error);
    if (status == PADAN_OK && !join(half, &half->joined, first, count, NULL))
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        status = fold(&half->plain, &half->joined, error);
    if (status == PADAN_OK)
        status = make_markup(half, first, count, error);
    if (status != PADAN_OK)
        return status;
    *variant = (struct padan_variant){ .language = padan_string(half->text->language),
                                       .text = padan_string(half->plain),
                                       .markup = { half->marked.data, half->marked.size },
                                       .has_before = true,
                                       .has_after = true,
                                       .before = padan_string(half->before),
                                       .after = padan_string(half->after) };
    return PADAN_OK;
}

static void free_half(struct half *half)
{
    padan_buffer_free(&half->joined);
    padan_buffer_free(&half->marked);
    free(half->places);
    free(half->plain);
    free(half->before);
    free(half->after);
}

/* What the sides of an alignment are made into, one bead after the other. */
struct maker {
    struct half *halves; /* the source, then each translation */
    struct padan_variant *variants;
    size_t count;
    const struct padan_unit_sink *sink;
};

static int put_bead(struct maker *maker, const struct padan_joint_bead *bead, size_t number, struct padan_error *error)
{
    size_t count = 1;
    int status = make_half(&maker->halves[0], &maker->variants[0], bead->source.first, bead->source.count, error);
    for (size_t i = 1; i < maker->count && status == PADAN_OK; i++) {
        const struct padan_segment_range *target = &bead->targets[i - 1];
        if (target->count > 0)
            status = make_half(&maker->halves[i], &maker->variants[count++], target->first, target->count, error);
    }
    if (status != PADAN_OK)
        return status;
    struct padan_unit unit = { .variants = maker->variants,
                               .variant_count = count,
                               .status = PADAN_UNIT_AUTO,
                               .confidence = bead->confidence,
                               .document = padan_string(padan_document_name(maker->halves[0].text->document)),
                               .position = (int64_t)number };
    return maker->sink->put(maker->sink->context, &unit, error);
}

static int put_beads(struct maker *maker, const struct padan_joint_alignment *joint, double least,
                     struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < joint->count && status == PADAN_OK; i++) {
        if (padan_joint_bead_pairs(joint, i) && joint->beads[i].confidence >= least)
            status = put_bead(maker, &joint->beads[i], i, error);
    }
    return status;
}

int padan_joint_alignment_units(const struct padan_joint_alignment *joint, const struct padan_align_text *texts,
                                double least, const struct padan_unit_sink *sink, struct padan_error *error)
{
    size_t count = joint->translations + 1;
    struct maker maker = { .halves = calloc(count, sizeof *maker.halves),
                           .variants = calloc(count, sizeof *maker.variants),
                           .count = count,
                           .sink = sink };
    int status = maker.halves && maker.variants ? PADAN_OK : padan_error_allocation(error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        maker.halves[i].text = &texts[i];
    if (status == PADAN_OK)
        status = put_beads(&maker, joint, least, error);
    for (size_t i = 0; maker.halves && i < count; i++)
        free_half(&maker.halves[i]);
    free(maker.halves);
    free(maker.variants);
    return status;
}

int padan_alignment_units(const struct padan_alignment *alignment, const struct padan_align_text *source,
                          const struct padan_align_text *target, const struct padan_unit_sink *sink,
                          struct padan_error *error)
{
    struct padan_joint_alignment joint;
    const struct padan_align_text texts[] = { *source, *target };
    int status = padan_alignment_join(&joint, alignment, 1, error);
    if (status == PADAN_OK)
        status = padan_joint_alignment_units(&joint, texts, 0, sink, error);
    padan_joint_alignment_free(&joint);
    return status;
}
