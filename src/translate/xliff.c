/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A translated document as XLIFF 2.1. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "exchange/proposal.h"
#include "exchange/xliff2_write.h"
#include "exchange/xml.h"
#include "translate/translate.h"

/* What is written of one segment after the other. */
struct writing {
    const struct padan_translation *translation;
    struct padan_xliff2 xliff;
    struct padan_buffer out, markup;
    struct padan_variant *variants; /* two for each proposal */
    struct padan_xliff2_match *matches;
    size_t most; /* proposals there is room for */
};

/* A code as TMX has it; its number is that of its pair, or its own, so that it is the same in source and target. */
static void put_code(struct padan_buffer *out, const struct padan_code *code, size_t number, bool is_pair)
{
    const char *name = "ph";
    if (code->kind == PADAN_CODE_ALONE) {
        padan_buffer_format(out, "<ph x=\"%zu\">", number);
    } else if (is_pair) {
        name = code->kind == PADAN_CODE_OPEN ? "bpt" : "ept";
        padan_buffer_format(out, "<%s i=\"%u\">", name, code->pair);
    } else {
        name = "it";
        padan_buffer_format(out, "<it pos=\"%s\" x=\"%zu\">", code->kind == PADAN_CODE_OPEN ? "begin" : "end", number);
    }
    padan_xml_text(out, code->data);
    padan_buffer_format(out, "</%s>", name);
}

/* Of more codes than this each is taken to be alone: the square of their number would be looked at. */
enum { MOST_CODES = 1000 };

/* Whether both codes of a pair are in the segment. */
static bool is_whole(const struct padan_block *block, const struct padan_segment *segment, size_t code)
{
    if (segment->code_end - segment->code_start > MOST_CODES)
        return false;
    for (size_t i = segment->code_start; i < segment->code_end; i++)
        if (i != code && block->codes[code].pair > 0 && block->codes[i].pair == block->codes[code].pair)
            return true;
    return false;
}

/* The markup of a text with U+FFFC for codes; `codes`: which they are, or NULL: all of the segment's in order. */
static void make_markup(struct padan_buffer *out, const struct padan_block *block, const struct padan_segment *segment,
                        struct padan_string text, const size_t *codes)
{
    size_t count = segment->code_end - segment->code_start;
    padan_buffer_clear(out);
    for (size_t i = 0; i <= count; i++) {
        const char *place = i < count ? memmem(text.data, text.size, "\xEF\xBF\xBC", 3) : NULL;
        size_t size = place ? (size_t)(place - text.data) : text.size;
        padan_xml_text(out, (struct padan_string){ text.data, size });
        if (!place)
            return;
        size_t code = codes ? codes[i] : segment->code_start + i;
        put_code(out, &block->codes[code], code - segment->code_start + 1, is_whole(block, segment, code));
        text = (struct padan_string){ place + 3, text.size - size - 3 };
    }
}

static bool make_room(struct writing *writing, size_t count)
{
    if (count <= writing->most)
        return true;
    free(writing->variants);
    free(writing->matches);
    writing->variants = calloc(2 * count, sizeof *writing->variants);
    writing->matches = calloc(count, sizeof *writing->matches);
    writing->most = writing->variants && writing->matches ? count : 0;
    return writing->most > 0;
}

static void make_matches(struct writing *writing, const struct padan_segment_found *found)
{
    for (size_t i = 0; i < found->proposal_count; i++) {
        const struct padan_proposed *proposed = &found->proposals[i];
        struct padan_variant *pair = &writing->variants[2 * i];
        pair[0] = (struct padan_variant){ .text = proposed->source, .markup = proposed->source_markup };
        pair[1] = (struct padan_variant){ .text = proposed->target, .markup = proposed->target_markup };
        writing->matches[i] = (struct padan_xliff2_match){
            .source = &pair[0], .target = &pair[1], .similarity = proposed->similarity, .origin = proposed->origin
        };
    }
}

/* The segment's text with its codes, white space folded; freed with free(). */
static int make_source(struct writing *writing, const struct padan_segment *segment, struct padan_variant *source,
                       char **text, struct padan_error *error)
{
    const struct padan_document *document = writing->translation->document;
    const struct padan_block *block = padan_document_block(document, segment->block);
    char *coded = NULL, *folded = NULL;
    size_t size = 0, folded_size = 0;
    int status = padan_text_fold_space(text, &size, padan_segment_view(document, segment), error);
    *source = (struct padan_variant){ .language = padan_string(writing->translation->source), .text = { *text, size } };
    if (status != PADAN_OK || segment->code_start == segment->code_end)
        return status;
    status = padan_segment_coded(&coded, &size, document, segment, error);
    if (status == PADAN_OK)
        status = padan_text_fold_space(&folded, &folded_size, (struct padan_string){ coded, size }, error);
    if (status == PADAN_OK) {
        make_markup(&writing->markup, block, segment, (struct padan_string){ folded, folded_size }, NULL);
        source->markup = (struct padan_string){ writing->markup.data, writing->markup.size };
        status = writing->markup.failed ? padan_error_allocation(error) : PADAN_OK;
    }
    free(coded);
    free(folded);
    return status;
}

/* Writes a segment whose source is made. */
static void put_unit(struct writing *writing, size_t number, const struct padan_variant *source,
                     const struct padan_variant *target)
{
    const struct padan_segment_found *found = &writing->translation->items[number];
    bool is_exact = found->score >= PADAN_PROPOSAL_EXACT;
    char score[24];
    snprintf(score, sizeof score, "%d", (int)(found->score + 1e-9));
    struct padan_property properties[] = {
        { .name = padan_string(PADAN_PROPOSAL_SCORE), .value = padan_string(score) },
        { .name = padan_string(PADAN_PROPOSAL_TEXT), .value = found->target },
    };
    struct padan_unit about = { .status = is_exact ? found->proposals[0].status : PADAN_UNIT_AUTO,
                                .confidence = is_exact ? found->proposals[0].confidence : PADAN_CONFIDENCE_UNKNOWN,
                                .document = padan_string(padan_document_name(writing->translation->document)),
                                .position = (int64_t)number,
                                .properties = properties,
                                .property_count = target ? 2 : 1 };
    struct padan_xliff2_unit unit = { .source = source,
                                      .target = target,
                                      .state = is_exact ? "translated" : "initial",
                                      .about = &about,
                                      .matches = writing->matches,
                                      .match_count = found->score > 0 ? found->proposal_count : 0,
                                      .by_state = !is_exact };
    padan_xliff2_file(&writing->xliff, about.document);
    padan_xliff2_unit(&writing->xliff, &unit);
}

static int put_segment(struct writing *writing, size_t number, struct padan_error *error)
{
    const struct padan_translation *translation = writing->translation;
    const struct padan_segment *segment = &translation->segments->items[number];
    const struct padan_segment_found *found = &translation->items[number];
    struct padan_variant source, target = { .language = padan_string(translation->target), .text = found->text };
    struct padan_buffer markup = { 0 };
    char *text = NULL;
    int status = make_source(writing, segment, &source, &text, error);
    if (status == PADAN_OK && !make_room(writing, found->proposal_count))
        status = padan_error_allocation(error);
    if (status == PADAN_OK && found->codes) {
        make_markup(&markup, padan_document_block(translation->document, segment->block), segment, found->target,
                    found->codes);
        target.markup = (struct padan_string){ markup.data, markup.size };
        status = markup.failed ? padan_error_allocation(error) : PADAN_OK;
    }
    if (status == PADAN_OK) {
        make_matches(writing, found);
        put_unit(writing, number, &source, found->score > 0 ? &target : NULL);
    }
    padan_buffer_free(&markup);
    free(text);
    return status;
}

static int flush(struct writing *writing, struct padan_output *output, struct padan_error *error)
{
    int status = writing->out.failed || writing->xliff.document.failed
                     ? padan_error_allocation(error)
                     : padan_output_write(output, writing->out.data ? writing->out.data : "", writing->out.size, error);
    padan_buffer_clear(&writing->out);
    return status;
}

int padan_translation_xliff(const struct padan_translation *translation, struct padan_output *output,
                            const struct padan_reporter *reporter, struct padan_error *error)
{
    struct writing writing = { .translation = translation,
                               .xliff = { .source = translation->source, .target = translation->target } };
    writing.xliff.out = &writing.out;
    padan_xliff2_head(&writing.xliff);
    int status = PADAN_OK;
    for (size_t i = 0; i < translation->segments->count && status == PADAN_OK; i++) {
        status = put_segment(&writing, i, error);
        if (status == PADAN_OK)
            status = flush(&writing, output, error);
    }
    if (status == PADAN_OK) {
        padan_xliff2_tail(&writing.xliff);
        status = flush(&writing, output, error);
    }
    if (status == PADAN_OK && writing.xliff.dropped > 0) {
        struct padan_error warning;
        padan_error_in(&warning, PADAN_OK, padan_document_name(translation->document),
                       "%" PRId64 " characters that XML cannot hold are left out", writing.xliff.dropped);
        padan_report(reporter, &warning);
    }
    padan_xliff2_free(&writing.xliff);
    padan_buffer_free(&writing.out);
    padan_buffer_free(&writing.markup);
    free(writing.variants);
    free(writing.matches);
    return status;
}
