/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Terms with their renderings proposed from a memory. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "extract/render.h"

static const size_t text_limit = 4000;  /* longer texts teach little of single words, and cost much */
static const double share_least = 0.2;  /* of the places, for a rendering to be proposed */
static const double alike_weight = 0.6; /* what a term counts that is the same in both languages */

struct extracting {
    const struct padan_term_extract_options *options;
    struct padan_memory *memory;
    struct padan_unit_filter filter;
    size_t most_words;
    struct padan_corpus source, target;
    struct padan_grams grams;
    struct padan_recogniser *known;
    struct padan_renderings renderings;
    struct padan_gram_rendering *rendered; /* by gram */
    int64_t *seen;                         /* by gram: places passed */
    int64_t *taken;                        /* and looked at */
};

static int read_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct extracting *extracting = context;
    if (unit->variant_count < 2)
        return PADAN_OK;
    int status = padan_corpus_add(&extracting->source, unit->variants[0].text, error);
    return status == PADAN_OK ? padan_corpus_add(&extracting->target, unit->variants[1].text, error) : status;
}

static int read_memory(struct extracting *extracting, struct padan_error *error)
{
    const struct padan_unit_sink sink = { read_unit, extracting };
    const struct padan_term_extract_options *options = extracting->options;
    const char *data = options->align ? options->align->data : NULL;
    int64_t units = 0;
    int status = padan_memory_size(extracting->memory, &units, error);
    if (status == PADAN_OK)
        status = padan_corpus_begin(&extracting->source, options->source, units, error);
    if (status == PADAN_OK)
        status = padan_corpus_begin(&extracting->target, options->target, units, error);
    if (status == PADAN_OK)
        status = padan_memory_each_unit(extracting->memory, &extracting->filter, &sink, error);
    if (status == PADAN_OK && options->reference)
        status = padan_corpus_refer(&extracting->source, options->reference, error);
    if (status == PADAN_OK)
        status = padan_corpus_common(&extracting->source, options->source, options->target, data, error);
    if (status == PADAN_OK)
        status = padan_corpus_common(&extracting->target, options->target, options->source, data, error);
    if (status == PADAN_OK) {
        padan_corpus_weigh(&extracting->source);
        padan_corpus_weigh(&extracting->target);
    }
    return status;
}

/* Copies the texts of a unit; its number is that of the last pair. */
static int keep_unit(struct padan_renderings *renderings, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_string texts[3] = { unit->variants[0].text, unit->variants[1].text, unit->document };
    if (!padan_vector_reserve(&renderings->pairs, &renderings->pair_capacity, renderings->pair_count + 1,
                              sizeof *renderings->pairs))
        return padan_error_allocation(error);
    for (int i = 0; i < 3; i++) {
        texts[i].data = padan_arena_copy(&renderings->strings, texts[i].data ? texts[i].data : "", texts[i].size);
        if (!texts[i].data)
            return padan_error_allocation(error);
    }
    renderings->pairs[renderings->pair_count++] = (struct padan_pair_of_texts){ texts[0], texts[1], texts[2] };
    return PADAN_OK;
}

/* Whether this place of a gram is one to look at: so many, spread over the memory. */
static bool is_wanted(struct extracting *extracting, size_t gram)
{
    int64_t count = extracting->grams.items[gram].count, seen = extracting->seen[gram]++;
    bool wanted = extracting->taken[gram] < PADAN_GRAM_PLACES &&
                  (count <= PADAN_GRAM_PLACES || seen * PADAN_GRAM_PLACES >= extracting->taken[gram] * count);
    extracting->taken[gram] += wanted;
    return wanted;
}

static int add_place(struct extracting *extracting, const struct padan_unit *unit, size_t gram, size_t first,
                     size_t end, bool *kept, struct padan_error *error)
{
    struct padan_renderings *renderings = &extracting->renderings;
    const struct padan_place_of *places = extracting->source.places;
    int status = *kept ? PADAN_OK : keep_unit(renderings, unit, error);
    *kept = true;
    if (status == PADAN_OK && !padan_vector_reserve(&renderings->places, &renderings->place_capacity,
                                                    renderings->place_count + 1, sizeof *renderings->places))
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        renderings->places[renderings->place_count++] =
            (struct padan_gram_place){ .gram = (uint32_t)gram,
                                       .pair = (uint32_t)renderings->pair_count - 1,
                                       .start = (uint32_t)places[first].start,
                                       .end = (uint32_t)places[end - 1].end };
    return status;
}

/* The longest candidate from each word on, if it goes past those before. */
static int place_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct extracting *extracting = context;
    struct padan_corpus *source = &extracting->source;
    if (unit->variant_count < 2 || unit->variants[0].text.size > text_limit || unit->variants[1].text.size > text_limit)
        return PADAN_OK;
    bool kept = false;
    int status = padan_corpus_cut(source, unit->variants[0].text, false, error);
    size_t covered = 0;
    for (size_t i = 0; i < source->row_count && status == PADAN_OK; i++) {
        size_t left = source->row_count - i, size = left < extracting->most_words ? left : extracting->most_words;
        size_t gram = SIZE_MAX;
        while (size > 0 && (gram = padan_grams_find(&extracting->grams, source->row + i, size)) == SIZE_MAX)
            size--;
        if (gram == SIZE_MAX || i + size <= covered)
            continue;
        covered = i + size;
        if (is_wanted(extracting, gram))
            status = add_place(extracting, unit, gram, i, i + size, &kept, error);
    }
    return status;
}

static int find_renderings(struct extracting *extracting, struct padan_error *error)
{
    const struct padan_unit_sink sink = { place_unit, extracting };
    const struct padan_term_extract_options *options = extracting->options;
    size_t count = extracting->grams.count;
    extracting->seen = calloc(count + 1, sizeof *extracting->seen);
    extracting->taken = calloc(count + 1, sizeof *extracting->taken);
    extracting->rendered = calloc(count + 1, sizeof *extracting->rendered);
    if (!extracting->seen || !extracting->taken || !extracting->rendered)
        return padan_error_allocation(error);
    extracting->renderings.target = &extracting->target;
    int status = padan_memory_each_unit(extracting->memory, &extracting->filter, &sink, error);
    return status == PADAN_OK ? padan_renderings_find(&extracting->renderings, count, options->source, options->target,
                                                      options->align, extracting->rendered, error)
                              : status;
}

/* Whether the term base has a term for all of it. */
static int look_up(struct extracting *extracting, struct padan_string term, bool *known, struct padan_error *error)
{
    const struct padan_recognised *list;
    size_t count;
    *known = false;
    int status = padan_recogniser_find(extracting->known, term, &list, &count, error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++)
        *known |= list[i].start == 0 && list[i].end == term.size;
    return status;
}

static int by_score(const void *a, const void *b)
{
    const struct padan_term_candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    size_t size = x->term.size < y->term.size ? x->term.size : y->term.size;
    int order = memcmp(x->term.data, y->term.data, size);
    return order != 0 ? order : (x->term.size > y->term.size) - (x->term.size < y->term.size);
}

static bool is_alike(struct padan_string a, struct padan_string b)
{
    const struct padan_term term = { .text = a };
    return a.size == b.size && padan_term_has(&term, b);
}

static bool make_candidate(struct padan_term_candidate *out, const struct extracting *extracting, size_t number)
{
    const struct padan_gram *gram = &extracting->grams.items[number];
    const struct padan_gram_rendering *rendered = &extracting->rendered[number];
    if (rendered->share < share_least || rendered->rendering.size == 0 || rendered->passing || gram->score <= 0)
        return false;
    const struct padan_pair_of_texts *pair = &extracting->renderings.pairs[rendered->example];
    *out = (struct padan_term_candidate){ .term = rendered->term,
                                          .rendering = rendered->rendering,
                                          .count = gram->count,
                                          .examined = extracting->taken[number],
                                          .rendered = rendered->rendered,
                                          .share = rendered->share,
                                          .example = pair->source,
                                          .example_rendering = pair->target,
                                          .document = pair->document };
    /* Verbs come in more forms than nouns. */
    out->score = gram->score * pow(rendered->share, 0.7) * sqrt(rendered->form) *
                 (is_alike(rendered->term, rendered->rendering) ? alike_weight : 1);
    return true;
}

static int give(struct extracting *extracting,
                int (*found)(void *context, const struct padan_term_candidate *candidate, struct padan_error *error),
                void *context, struct padan_error *error)
{
    size_t count = 0, given = 0, limit = (size_t)extracting->options->limit;
    struct padan_term_candidate *list = calloc(extracting->grams.count + 1, sizeof *list);
    int status = list ? PADAN_OK : padan_error_allocation(error);
    for (size_t i = 0; status == PADAN_OK && i < extracting->grams.count; i++)
        count += make_candidate(&list[count], extracting, i);
    if (count > 0)
        qsort(list, count, sizeof *list, by_score);
    for (size_t i = 0; status == PADAN_OK && i < count && (limit == 0 || given < limit); i++) {
        bool known = false;
        status = look_up(extracting, list[i].term, &known, error);
        if (status == PADAN_OK && !known) {
            given++;
            status = found(context, &list[i], error);
        }
    }
    free(list);
    return status;
}

static int check(const struct padan_term_extract_options *options, struct padan_error *error)
{
    if (!options->source || !options->target)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE,
                               "name the language of the terms and that of the renderings");
    if (options->min_count < 2 || options->max_words < 1 || options->max_words > PADAN_GRAM_WORDS || options->limit < 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                               "a term must be met at least twice and have between 1 and %d words", PADAN_GRAM_WORDS);
    return PADAN_OK;
}

static void release(struct extracting *extracting)
{
    padan_corpus_free(&extracting->source);
    padan_corpus_free(&extracting->target);
    padan_grams_free(&extracting->grams);
    padan_recogniser_free(extracting->known);
    padan_renderings_free(&extracting->renderings);
    free(extracting->rendered);
    free(extracting->seen);
    free(extracting->taken);
}

int padan_term_extract(struct padan_memory *memory, const struct padan_term_extract_options *options,
                       int (*found)(void *context, const struct padan_term_candidate *candidate,
                                    struct padan_error *error),
                       void *context, struct padan_error *error)
{
    struct extracting extracting = { .options = options, .memory = memory, .filter = PADAN_UNIT_FILTER_INIT };
    int status = check(options, error);
    if (status != PADAN_OK)
        return status;
    extracting.filter.source = options->source;
    extracting.filter.target = options->target;
    extracting.most_words = (size_t)options->max_words;
    /* Not all that look like terms have a rendering. */
    size_t looked_at = options->limit > 0 ? 100 + 2 * (size_t)options->limit : 20000;
    status = read_memory(&extracting, error);
    if (status == PADAN_OK)
        status =
            padan_grams_count(&extracting.grams, &extracting.source, options->min_count, extracting.most_words, error);
    if (status == PADAN_OK)
        status = padan_grams_cut(&extracting.grams, looked_at, error);
    if (status == PADAN_OK)
        status = find_renderings(&extracting, error);
    if (status == PADAN_OK)
        status = padan_recogniser_new(&extracting.known, options->source, false, error);
    if (status == PADAN_OK)
        status = padan_recogniser_add_memory(extracting.known, memory, error);
    if (status == PADAN_OK)
        status = give(&extracting, found, context, error);
    release(&extracting);
    return status;
}
