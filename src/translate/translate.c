/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What memories have for each segment of a document. */
#include "translate/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/score.h>

#include "base/error.h"
#include "base/parallel.h"
#include "match/placeholder.h"

/* From this score on a segment itself is in the memory; what has codes to be put in their places is below it. */
#define EXACT 100
#define CODES_LACK 99

/* Segments that are worth a thread, which opens memories of its own. */
#define SEGMENTS_A_THREAD ((size_t)32)

static const char code_mark[] = "\xEF\xBF\xBC";

enum { CODE_MARK_SIZE = 3 };

/* The looking up of a document, as far as one thread does it. */
struct looking {
    struct padan_translation *translation;
    const struct padan_translation_options *options;
    struct padan_arena *arena;
    struct padan_match_search *search; /* NULL until it is needed */
    struct padan_repairer *repairer;   /* or NULL */
    char repaired[PADAN_LANGUAGE_SIZE];
    struct padan_buffer source, target; /* of a match, with their codes */
    struct padan_buffer plain;
};

/* One segment as a query. */
struct asking {
    const struct padan_segment *segment;
    const struct padan_block *block;
    struct padan_match_query query;
    bool has_inner; /* codes between two of its characters */
};

static struct padan_string neighbour(const struct padan_translation *translation, size_t number)
{
    if (number >= translation->segments->count)
        return padan_string("");
    return padan_segment_view(translation->document, &translation->segments->items[number]);
}

static struct asking ask_of(const struct padan_translation *translation, size_t number)
{
    const struct padan_segment *segment = &translation->segments->items[number];
    struct asking asking = { .segment = segment, .block = padan_document_block(translation->document, segment->block) };
    for (size_t i = segment->code_start; i < segment->code_end; i++) {
        size_t offset = asking.block->codes[i].offset;
        asking.has_inner |= offset > segment->start && offset < segment->end;
    }
    /* Before the first the number wraps round to one that is past the end. */
    asking.query = (struct padan_match_query){ .text = padan_segment_view(translation->document, segment),
                                               .has_before = true,
                                               .has_after = true,
                                               .before = neighbour(translation, number - 1),
                                               .after = neighbour(translation, number + 1),
                                               .document = padan_string(padan_document_name(translation->document)) };
    return asking;
}

static bool keep(struct padan_arena *arena, struct padan_string *text)
{
    char *copy = padan_arena_copy(arena, text->size ? text->data : "", text->size);
    *text = (struct padan_string){ copy, text->size };
    return copy != NULL;
}

static bool keep_proposal(struct padan_arena *arena, struct padan_proposed *out, const struct padan_match *match)
{
    *out = (struct padan_proposed){ .source = match->source,
                                    .target = match->target,
                                    .source_markup = match->source_markup,
                                    .target_markup = match->target_markup,
                                    .similarity = match->similarity,
                                    .score = match->score,
                                    .status = match->status,
                                    .confidence = match->confidence };
    out->origin = padan_arena_copy(arena, match->path, strlen(match->path));
    return out->origin && keep(arena, &out->source) && keep(arena, &out->target) && keep(arena, &out->source_markup) &&
           keep(arena, &out->target_markup);
}

static bool keep_proposals(struct looking *looking, struct padan_segment_found *found,
                           const struct padan_matches *matches)
{
    struct padan_arena *arena = looking->arena;
    struct padan_proposed *proposals = padan_arena_take(arena, matches->count * sizeof *proposals);
    for (size_t i = 0; proposals && i < matches->count; i++)
        if (!keep_proposal(arena, &proposals[i], &matches->items[i]))
            return false;
    found->proposals = proposals;
    found->proposal_count = matches->count;
    return proposals != NULL;
}

static int open_repairer(struct looking *looking, const char *language, struct padan_error *error)
{
    if (looking->repairer && strcmp(looking->repaired, language) == 0)
        return PADAN_OK;
    padan_repairer_free(looking->repairer);
    looking->repairer = NULL;
    snprintf(looking->repaired, sizeof looking->repaired, "%s", language);
    return padan_repairer_new(&looking->repairer, looking->translation->source, language, error);
}

/* Puts right what differs from the query; `target` becomes a view that lives until the next repair. */
static int repair(struct looking *looking, const struct padan_match *match, struct padan_string query,
                  struct padan_string source, struct padan_string *target, bool *repaired, struct padan_error *error)
{
    struct padan_repair made;
    if (!looking->options->repairs || match->kind >= PADAN_MATCH_EXACT)
        return PADAN_OK;
    int status = open_repairer(looking, match->language, error);
    if (status == PADAN_OK)
        status = padan_repairer_repair(&made, looking->repairer, query, source, *target, error);
    if (status == PADAN_OK && made.count > 0) {
        *target = made.target;
        *repaired = true;
    }
    return status;
}

static void append_without_codes(struct padan_buffer *out, struct padan_string text)
{
    for (size_t at = 0, end; at < text.size; at = end + CODE_MARK_SIZE) {
        const char *mark = memmem(text.data + at, text.size - at, code_mark, CODE_MARK_SIZE);
        end = mark ? (size_t)(mark - text.data) : text.size;
        padan_buffer_append(out, text.data + at, end - at);
    }
}

static size_t count_marks(struct padan_string text)
{
    size_t count = 0;
    for (size_t at = 0; at + CODE_MARK_SIZE <= text.size; at++)
        count += memcmp(text.data + at, code_mark, CODE_MARK_SIZE) == 0;
    return count;
}

/* Keeps a translation, its white space folded, with and without the places of codes. */
static int keep_target(struct looking *looking, struct padan_segment_found *found, struct padan_string target,
                       struct padan_error *error)
{
    struct padan_arena *arena = looking->arena;
    char *folded = NULL;
    size_t size = 0;
    int status = padan_text_fold_space(&folded, &size, target, error);
    if (status != PADAN_OK)
        return status;
    found->target = (struct padan_string){ folded, size };
    padan_buffer_clear(&looking->plain);
    append_without_codes(&looking->plain, found->target);
    found->text = (struct padan_string){ looking->plain.data, looking->plain.size };
    bool kept = !looking->plain.failed && keep(arena, &found->target) && keep(arena, &found->text);
    free(folded);
    return kept ? PADAN_OK : padan_error_allocation(error);
}

/* Keeps the places of codes, where the translation has them all. */
static int keep_codes(struct looking *looking, struct padan_segment_found *found, size_t *codes, size_t count,
                      struct padan_error *error)
{
    size_t *copy = NULL;
    if (codes && count_marks(found->target) == count) {
        copy = padan_arena_take(looking->arena, count * sizeof *copy);
        if (!copy)
            return padan_error_allocation(error);
        memcpy(copy, codes, count * sizeof *copy);
        found->codes = copy;
        found->code_count = count;
    } else {
        found->target = found->text;
    }
    return PADAN_OK;
}

/* Takes the best of the matches of a query that stands with its codes, or without. */
static int take(struct looking *looking, const struct asking *asking, const struct padan_matches *matches, bool coded,
                struct padan_segment_found *found, struct padan_error *error)
{
    const struct padan_match *match = &matches->items[0];
    struct padan_string source = match->source, target = match->target, query = asking->query.text;
    struct padan_string plain = padan_segment_view(looking->translation->document, asking->segment);
    size_t *codes = NULL, count = 0;
    *found = (struct padan_segment_found){ .score = match->score };
    int status = PADAN_OK;
    if (coded)
        status = padan_place_codes(&codes, &count, asking->block, asking->segment, match->source_markup,
                                   match->target_markup, error);
    if (status == PADAN_OK && codes) {
        source = padan_placeholder_text(&looking->source, match->source, match->source_markup);
        target = padan_placeholder_text(&looking->target, match->target, match->target_markup);
    }
    if (status == PADAN_OK)
        status = repair(looking, match, codes ? query : plain, source, &target, &found->repaired, error);
    if (status == PADAN_OK)
        status = keep_target(looking, found, target, error);
    if (status == PADAN_OK)
        status = keep_codes(looking, found, codes, count, error);
    free(codes);
    found->lacks_codes = asking->has_inner && !found->codes;
    if (found->lacks_codes && found->score > CODES_LACK)
        found->score = CODES_LACK;
    if (status == PADAN_OK && !keep_proposals(looking, found, matches))
        status = padan_error_allocation(error);
    return status;
}

static int look_up(struct looking *looking, struct asking *asking, struct padan_string text, bool coded,
                   struct padan_segment_found *found, struct padan_error *error)
{
    struct padan_matches matches;
    asking->query.text = text;
    int status = padan_match_search(&matches, looking->search, &asking->query, error);
    if (status == PADAN_OK && matches.count > 0 && matches.items[0].target.size > 0)
        status = take(looking, asking, &matches, coded, found, error);
    return status;
}

/* With its codes, and where that is not found as it is, without them: tables know no codes. */
static int find(struct looking *looking, size_t number, struct padan_error *error)
{
    struct padan_translation *translation = looking->translation;
    struct padan_segment_found *found = &translation->items[number], other = { 0 };
    struct asking asking = ask_of(translation, number);
    struct padan_string plain = asking.query.text;
    bool has_codes = asking.segment->code_end > asking.segment->code_start;
    char *coded = NULL;
    size_t size = 0;
    int status = PADAN_OK;
    if (has_codes) {
        status = padan_segment_coded(&coded, &size, translation->document, asking.segment, error);
        if (status == PADAN_OK)
            status = look_up(looking, &asking, (struct padan_string){ coded, size }, true, found, error);
        free(coded);
    }
    if (status == PADAN_OK && (!has_codes || found->score < EXACT))
        status = look_up(looking, &asking, plain, false, &other, error);
    if (other.score > found->score)
        *found = other;
    if (found->score < looking->options->min)
        found->score = 0;
    return status;
}

static int open_search(struct looking *looking, struct padan_matcher *matcher, struct padan_error *error)
{
    const struct padan_translation_options *options = looking->options;
    const char *const targets[] = { looking->translation->target };
    struct padan_match_options matching = PADAN_MATCH_OPTIONS_INIT;
    matching.source = looking->translation->source;
    matching.targets = targets;
    matching.target_count = 1;
    matching.min = options->min > EXACT ? EXACT : options->min;
    matching.max = options->max;
    matching.penalties = options->penalties;
    return padan_match_search_open(&looking->search, matcher, &matching, error);
}

static void close_looking(struct looking *looking)
{
    padan_match_search_close(looking->search);
    padan_repairer_free(looking->repairer);
    padan_buffer_free(&looking->source);
    padan_buffer_free(&looking->target);
    padan_buffer_free(&looking->plain);
}

/* All threads. */
struct lookings {
    struct padan_translation *translation;
    const struct padan_translation_options *options;
    struct padan_matcher *matcher;
    struct looking *items;
};

static int find_item(void *context, size_t thread, size_t item, struct padan_error *error)
{
    struct lookings *lookings = context;
    struct looking *looking = &lookings->items[thread];
    int status = looking->search ? PADAN_OK : open_search(looking, lookings->matcher, error);
    return status == PADAN_OK ? find(looking, item, error) : status;
}

static void tell(void *context, size_t done)
{
    const struct lookings *lookings = context;
    const struct padan_translation_options *options = lookings->options;
    if (options->progress)
        options->progress(options->progress_context, (int64_t)done, (int64_t)lookings->translation->segments->count);
}

static int find_all(struct lookings *lookings, struct padan_error *error)
{
    const struct padan_parallel parallel = { .count = lookings->translation->segments->count,
                                             .threads = lookings->translation->arena_count,
                                             .work = find_item,
                                             .progress = tell,
                                             .context = lookings };
    /* The first search also tells what is wrong where there is nothing to be looked up. */
    int status = open_search(&lookings->items[0], lookings->matcher, error);
    return status == PADAN_OK ? padan_parallel_run(&parallel, error) : status;
}

/* Marks the segments that cannot be replaced, as text that the parser moved out of a table. */
static void fix_places(struct padan_translation *translation)
{
    size_t end = 0;
    for (size_t i = 0; i < translation->segments->count; i++) {
        struct padan_range range;
        bool found = padan_segment_range(&range, translation->document, &translation->segments->items[i]);
        translation->items[i].is_fixed = !found || range.start < end;
        if (!translation->items[i].is_fixed)
            end = range.end;
    }
}

static int look(struct padan_translation *translation, struct padan_matcher *matcher,
                const struct padan_translation_options *options, struct padan_error *error)
{
    struct lookings lookings = { .translation = translation, .options = options, .matcher = matcher };
    lookings.items = calloc(translation->arena_count, sizeof *lookings.items);
    if (!lookings.items)
        return padan_error_allocation(error);
    for (size_t i = 0; i < translation->arena_count; i++)
        lookings.items[i] =
            (struct looking){ .translation = translation, .options = options, .arena = &translation->arenas[i] };
    int status = find_all(&lookings, error);
    fix_places(translation);
    for (size_t i = 0; i < translation->arena_count; i++)
        close_looking(&lookings.items[i]);
    free(lookings.items);
    return status;
}

static int make_arenas(struct padan_translation *translation, size_t threads, struct padan_error *error)
{
    size_t most = (translation->segments->count + SEGMENTS_A_THREAD - 1) / SEGMENTS_A_THREAD;
    threads = threads < most ? threads : most;
    threads = threads ? threads : 1;
    translation->arenas = calloc(threads, sizeof *translation->arenas);
    translation->arena_count = translation->arenas ? threads : 0;
    return translation->arenas ? PADAN_OK : padan_error_allocation(error);
}

int padan_translation_new(struct padan_translation **out, struct padan_matcher *matcher,
                          const struct padan_document *document, const struct padan_segments *segments,
                          const struct padan_translation_options *options, struct padan_error *error)
{
    *out = NULL;
    struct padan_translation *translation = calloc(1, sizeof *translation);
    if (!translation)
        return padan_error_allocation(error);
    translation->document = document;
    translation->segments = segments;
    translation->min = options->min;
    translation->items = calloc(segments->count ? segments->count : 1, sizeof *translation->items);
    int status = translation->items ? make_arenas(translation, options->threads, error) : padan_error_allocation(error);
    if (status == PADAN_OK)
        status = padan_language_canonical(translation->source, options->source, error);
    if (status == PADAN_OK)
        status = padan_language_canonical(translation->target, options->target, error);
    if (status == PADAN_OK)
        status = look(translation, matcher, options, error);
    if (status != PADAN_OK) {
        padan_translation_free(translation);
        return status;
    }
    *out = translation;
    return PADAN_OK;
}

void padan_translation_free(struct padan_translation *translation)
{
    if (!translation)
        return;
    for (size_t i = 0; i < translation->arena_count; i++)
        padan_arena_free(&translation->arenas[i]);
    free(translation->arenas);
    free(translation->items);
    free(translation);
}

size_t padan_translation_count(const struct padan_translation *translation)
{
    return translation->segments->count;
}

struct padan_translated padan_translation_segment(const struct padan_translation *translation, size_t index)
{
    const struct padan_segment_found *found = &translation->items[index];
    const struct padan_segment *segment = &translation->segments->items[index];
    struct padan_translated out = { .source = padan_segment_view(translation->document, segment),
                                    .target = padan_string("") };
    out.is_fixed = found->is_fixed;
    if (found->score <= 0)
        return out;
    out.target = found->text;
    out.score = found->score;
    out.repaired = found->repaired;
    out.lacks_codes = found->lacks_codes;
    return out;
}

static const struct {
    const char *name;
    int (*write)(const struct padan_translation *translation, struct padan_output *output,
                 const struct padan_reporter *reporter, struct padan_error *error);
} formats[] = {
    { "same", padan_translation_native },
    { "xliff", padan_translation_xliff },
    { "tsv", padan_translation_tsv },
};

enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

const char *const *padan_translation_formats(void)
{
    static const char *const names[] = { "same", "xliff", "tsv", NULL };
    return names;
}

int padan_translation_write(const struct padan_translation *translation, const char *format,
                            struct padan_output *output, const struct padan_reporter *reporter,
                            struct padan_error *error)
{
    static const struct padan_reporter silent = { 0 };
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (strcmp(formats[i].name, format) == 0)
            return formats[i].write(translation, output, reporter ? reporter : &silent, error);
    return padan_error_set(error, PADAN_ERROR_ARGUMENT, "the format '%s' is not known; formats are same, xliff and tsv",
                           format);
}
