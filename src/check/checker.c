/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Units come in, and wait in a window until it is full; then lengths and letters are learned from all of them, and each
 * is checked.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"
#include "check/checking.h"
#include "check/language.h"
#include "text/utf8.h"

/* Units, and bytes of their texts, that wait at most; pairs of languages that a run may have. */
enum { WINDOW_UNITS = 1000, WINDOW_BYTES = 1 << 21, MOST_PAIRS = 256, MOST_MESSAGE = 512 };

/* A pair of texts that waits. */
struct waiting {
    const struct padan_unit *unit;
    const struct padan_variant *source, *target;
    size_t pair;
    int64_t number;
    double likeness;
};

/* A tag as it was spelt, and what it says; most units have the same few. */
struct known_tag {
    char spelt[PADAN_LANGUAGE_SIZE], tag[PADAN_LANGUAGE_SIZE]; /* tag: empty, it is none */
    bool is_source, is_target;                                 /* falls under what is asked for */
};
enum { KNOWN_TAGS = 8 };

struct padan_checker {
    struct padan_check_options options;
    struct known_tag tags[KNOWN_TAGS];
    size_t next_tag;
    struct padan_finding_sink sink;
    bool on[PADAN_CHECK_COUNT];
    enum padan_severity severities[PADAN_CHECK_COUNT];
    struct padan_check_pair **pairs;
    size_t pair_count, pair_capacity;
    size_t last_pair;
    struct padan_arena arena; /* of the units that wait */
    struct waiting *waiting;
    size_t waiting_count, waiting_capacity, waiting_units, waiting_bytes;
    struct padan_align_segment *segments; /* scratch */
    double *likeness;
    size_t *places;
    size_t segment_capacity;
    struct padan_checking checking;
    struct padan_check_summary summary;
    int64_t place; /* of the next unit in the file */
    bool told_pairs;
};

const struct padan_check_options *padan_checker_options(const struct padan_checker *checker)
{
    return &checker->options;
}

bool padan_checker_makes(const struct padan_checker *checker, enum padan_check_number number)
{
    return checker->on[number];
}

static bool makes_any(const bool on[PADAN_CHECK_COUNT])
{
    for (size_t i = 0; i < PADAN_CHECK_COUNT; i++)
        if (on[i])
            return true;
    return false;
}

int padan_check_choose(const struct padan_check_options *options, bool on[PADAN_CHECK_COUNT],
                       enum padan_severity severities[PADAN_CHECK_COUNT], struct padan_error *error)
{
    const struct padan_check_info *infos = padan_checks();
    for (size_t i = 0; i < PADAN_CHECK_COUNT; i++) {
        on[i] = infos[i].on;
        severities[i] = infos[i].severity;
    }
    padan_check_project_choose(options->project, on, severities);
    if (options->only)
        memset(on, 0, PADAN_CHECK_COUNT * sizeof *on);
    int status = options->only ? padan_check_switch(on, options->only, true, error) : PADAN_OK;
    if (status == PADAN_OK && options->only && !makes_any(on))
        return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                               "no check is named to be made alone; padan-check(1) lists them");
    if (status == PADAN_OK && options->enable)
        status = padan_check_switch(on, options->enable, true, error);
    if (status == PADAN_OK && options->disable)
        status = padan_check_switch(on, options->disable, false, error);
    return status;
}

int padan_checker_new(struct padan_checker **out, const struct padan_check_options *options,
                      const struct padan_finding_sink *sink, struct padan_error *error)
{
    struct padan_checker *checker = *out = calloc(1, sizeof *checker);
    if (!checker)
        return padan_error_allocation(error);
    checker->options = *options;
    checker->sink = *sink;
    checker->checking.checker = checker;
    checker->checking.file = options->file;
    int status = padan_check_choose(options, checker->on, checker->severities, error);
    if (status != PADAN_OK) {
        padan_checker_free(checker);
        *out = NULL;
    }
    return status;
}

static void free_pair(struct padan_check_pair *pair)
{
    for (int side = 0; side < 2; side++) {
        padan_check_language_free(&pair->languages[side]);
        padan_check_spelling_free(pair->spelling[side]);
        padan_check_variants_free(pair->variants[side]);
    }
    padan_table_free(&pair->acronyms);
    padan_check_terms_free(pair->terms);
    padan_check_names_free(pair->names);
    padan_check_lengths_free(pair->lengths);
    padan_check_letters_free(pair->letters);
    padan_check_repeats_free(pair->repeats);
    free(pair);
}

void padan_checker_free(struct padan_checker *checker)
{
    if (!checker)
        return;
    for (size_t i = 0; i < checker->pair_count; i++)
        free_pair(checker->pairs[i]);
    padan_arena_free(&checker->arena);
    padan_buffer_free(&checker->checking.scratch[0]);
    padan_buffer_free(&checker->checking.scratch[1]);
    free(checker->pairs);
    free(checker->waiting);
    free(checker->segments);
    free(checker->likeness);
    free(checker->places);
    free(checker);
}

static bool is_on(const struct padan_checker *checker, enum padan_check_number number)
{
    return checker->on[number];
}

static int fill_pair(struct padan_checker *checker, struct padan_check_pair *pair, struct padan_error *error)
{
    const struct padan_check_options *options = &checker->options;
    int status = padan_check_lengths_new(&pair->lengths, pair, error);
    if (status == PADAN_OK)
        status = padan_check_letters_new(&pair->letters, error);
    if (status == PADAN_OK)
        status = padan_check_repeats_new(&pair->repeats, error);
    if (status == PADAN_OK && options->term_count > 0)
        status = padan_check_terms_new(&pair->terms, pair, options, error);
    if (status == PADAN_OK && is_on(checker, PADAN_CHECK_NAME))
        status = padan_check_names_new(&pair->names, pair, options->data, error);
    for (int side = 0; side < 2 && status == PADAN_OK; side++) {
        status = padan_check_variants_new(&pair->variants[side], error);
        if (status == PADAN_OK && is_on(checker, PADAN_CHECK_SPELLING))
            status = padan_check_spelling_new(&pair->spelling[side], pair->languages[side].tag, options->dictionaries,
                                              error);
    }
    return status;
}

static int new_pair(struct padan_checker *checker, const char *source, const char *target, struct padan_error *error)
{
    if (!padan_vector_reserve(&checker->pairs, &checker->pair_capacity, checker->pair_count + 1,
                              sizeof(struct padan_check_pair *)))
        return padan_error_allocation(error);
    struct padan_check_pair *pair = calloc(1, sizeof *pair);
    if (!pair)
        return padan_error_allocation(error);
    checker->pairs[checker->pair_count++] = pair;
    int status = padan_check_language_make(&pair->languages[PADAN_SOURCE], source, error);
    if (status == PADAN_OK)
        status = padan_check_language_make(&pair->languages[PADAN_TARGET], target, error);
    return status == PADAN_OK ? fill_pair(checker, pair, error) : status;
}

static bool is_pair(const struct padan_check_pair *pair, const char *source, const char *target)
{
    return strcmp(pair->languages[PADAN_SOURCE].tag, source) == 0 &&
           strcmp(pair->languages[PADAN_TARGET].tag, target) == 0;
}

/* The pair of two canonical tags; *number is SIZE_MAX where there would be too many. */
static int find_pair(struct padan_checker *checker, const char *source, const char *target, size_t *number,
                     struct padan_error *error)
{
    *number = checker->last_pair;
    if (*number < checker->pair_count && is_pair(checker->pairs[*number], source, target))
        return PADAN_OK;
    for (*number = 0; *number < checker->pair_count; ++*number) {
        if (is_pair(checker->pairs[*number], source, target))
            return PADAN_OK;
    }
    if (checker->pair_count == MOST_PAIRS) {
        struct padan_error warning;
        padan_error_set(&warning, PADAN_OK, "more than %d pairs of languages; the others are not checked", MOST_PAIRS);
        if (!checker->told_pairs)
            padan_report(&checker->options.reporter, &warning);
        checker->told_pairs = true;
        *number = SIZE_MAX;
        return PADAN_OK;
    }
    return new_pair(checker, source, target, error);
}

/* The copies of a unit's parts that checks look at, in the arena; false: no memory. */
static bool copy_text(struct padan_checker *checker, struct padan_string *text)
{
    if (text->size == 0) {
        *text = padan_string("");
        return true;
    }
    checker->waiting_bytes += text->size;
    text->data = padan_arena_copy(&checker->arena, text->data, text->size);
    return text->data != NULL;
}

static bool copy_properties(struct padan_checker *checker, const struct padan_property **properties, size_t count)
{
    if (count == 0)
        return true;
    struct padan_property *copies = padan_arena_take(&checker->arena, count * sizeof *copies);
    for (size_t i = 0; copies && i < count; i++) {
        copies[i] = (*properties)[i];
        if (!copy_text(checker, &copies[i].name) || !copy_text(checker, &copies[i].value) ||
            !copy_text(checker, &copies[i].attributes))
            return false;
    }
    *properties = copies;
    return copies != NULL;
}

static bool copy_variant(struct padan_checker *checker, struct padan_variant *variant)
{
    variant->before = variant->after = padan_string("");
    if (!is_on(checker, PADAN_CHECK_ORIGIN))
        variant->property_count = 0;
    return copy_text(checker, &variant->language) && copy_text(checker, &variant->text) &&
           copy_text(checker, &variant->markup) &&
           copy_properties(checker, &variant->properties, variant->property_count);
}

static const struct padan_unit *copy_unit(struct padan_checker *checker, const struct padan_unit *unit)
{
    struct padan_unit *copy = padan_arena_take(&checker->arena, sizeof *copy);
    struct padan_variant *variants = padan_arena_take(&checker->arena, (unit->variant_count + 1) * sizeof *variants);
    if (!copy || !variants)
        return NULL;
    *copy = *unit;
    copy->variants = variants;
    copy->source = copy->origin = padan_string("");
    if (!is_on(checker, PADAN_CHECK_ORIGIN))
        copy->property_count = 0;
    bool done = copy_text(checker, &copy->id) && copy_text(checker, &copy->document) &&
                copy_properties(checker, &copy->properties, copy->property_count);
    for (size_t i = 0; done && i < unit->variant_count; i++) {
        variants[i] = unit->variants[i];
        done = copy_variant(checker, &variants[i]);
    }
    return done ? copy : NULL;
}

static void learn_tag(struct padan_checker *checker, struct known_tag *known, struct padan_string language)
{
    const struct padan_check_options *options = &checker->options;
    memcpy(known->spelt, language.data, language.size);
    known->spelt[language.size] = '\0';
    if (padan_language_nearest(known->tag, known->spelt, NULL, NULL) != PADAN_OK)
        known->tag[0] = '\0';
    known->is_source = known->tag[0] && (!options->source || padan_language_matches(options->source, known->tag));
    known->is_target = known->tag[0] && (!options->target || padan_language_matches(options->target, known->tag));
}

/* NULL: it is too long to be a tag. */
static const struct known_tag *find_tag(struct padan_checker *checker, struct padan_string language)
{
    if (language.size == 0 || language.size >= PADAN_LANGUAGE_SIZE)
        return NULL;
    for (size_t i = 0; i < KNOWN_TAGS; i++) {
        const struct known_tag *known = &checker->tags[i];
        if (memcmp(known->spelt, language.data, language.size) == 0 && known->spelt[language.size] == '\0')
            return known;
    }
    struct known_tag *known = &checker->tags[checker->next_tag++ % KNOWN_TAGS];
    learn_tag(checker, known, language);
    return known;
}

/* The first variant that may be the source. */
static const struct padan_variant *find_source(struct padan_checker *checker, const struct padan_unit *unit,
                                               char tag[PADAN_LANGUAGE_SIZE])
{
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct known_tag *known = find_tag(checker, unit->variants[i].language);
        if (known && known->is_source) {
            memcpy(tag, known->tag, PADAN_LANGUAGE_SIZE);
            return &unit->variants[i];
        }
    }
    return NULL;
}

static int add_waiting(struct padan_checker *checker, const struct waiting *waiting, struct padan_error *error)
{
    if (!padan_vector_reserve(&checker->waiting, &checker->waiting_capacity, checker->waiting_count + 1,
                              sizeof *checker->waiting))
        return padan_error_allocation(error);
    checker->waiting[checker->waiting_count++] = *waiting;
    return PADAN_OK;
}

/* The pairs of texts that a unit holds. */
static int add_pairs(struct padan_checker *checker, const struct padan_unit *unit, int64_t number,
                     struct padan_error *error)
{
    char source[PADAN_LANGUAGE_SIZE];
    struct waiting waiting = { .unit = unit, .number = number };
    waiting.source = find_source(checker, unit, source);
    int status = PADAN_OK;
    for (size_t i = 0; waiting.source && i < unit->variant_count && status == PADAN_OK; i++) {
        waiting.target = &unit->variants[i];
        const struct known_tag *target = find_tag(checker, waiting.target->language);
        if (waiting.target == waiting.source || !target || !target->is_target)
            continue;
        status = find_pair(checker, source, target->tag, &waiting.pair, error);
        if (status == PADAN_OK && waiting.pair != SIZE_MAX) {
            checker->last_pair = waiting.pair;
            status = add_waiting(checker, &waiting, error);
        }
    }
    return status;
}

static void learn(struct padan_checker *checker)
{
    for (size_t i = 0; i < checker->waiting_count; i++) {
        const struct waiting *waiting = &checker->waiting[i];
        struct padan_check_pair *pair = checker->pairs[waiting->pair];
        padan_check_lengths_learn(pair->lengths, waiting->source->text, waiting->target->text);
        padan_check_letters_learn(pair->letters, waiting->source->text, waiting->target->text);
    }
}

static bool reserve_segments(struct padan_checker *checker)
{
    size_t count = checker->waiting_count;
    if (count <= checker->segment_capacity)
        return true;
    free(checker->segments);
    free(checker->likeness);
    free(checker->places);
    checker->segments = calloc(2 * count, sizeof *checker->segments);
    checker->likeness = calloc(count, sizeof *checker->likeness);
    checker->places = calloc(count, sizeof *checker->places);
    checker->segment_capacity = checker->segments && checker->likeness && checker->places ? count : 0;
    return checker->segment_capacity > 0;
}

static bool is_valid(struct padan_string text)
{
    return padan_utf8_fault(text) == text.size;
}

/* The pairs of texts of one pair of languages that wait, as the aligner sees them. */
static int align_pair(struct padan_checker *checker, size_t pair, struct padan_error *error)
{
    size_t count = 0;
    struct padan_align_segment *source = checker->segments, *target = source + checker->segment_capacity;
    for (size_t i = 0; i < checker->waiting_count; i++) {
        const struct waiting *waiting = &checker->waiting[i];
        if (waiting->pair != pair || !is_valid(waiting->source->text) || !is_valid(waiting->target->text))
            continue;
        source[count] = (struct padan_align_segment){ .text = waiting->source->text, .paragraph = count };
        target[count] = (struct padan_align_segment){ .text = waiting->target->text, .paragraph = count };
        checker->places[count++] = i;
    }
    if (count == 0)
        return PADAN_OK;
    int status =
        padan_check_align(checker->likeness, source, target, count, checker->pairs[pair], checker->options.data, error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        checker->waiting[checker->places[i]].likeness = checker->likeness[i];
    return status;
}

static int align_all(struct padan_checker *checker, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < checker->waiting_count; i++)
        checker->waiting[i].likeness = NAN;
    if (!is_on(checker, PADAN_CHECK_MISALIGNED))
        return PADAN_OK;
    if (checker->waiting_count > 0 && !reserve_segments(checker))
        return padan_error_allocation(error);
    for (size_t pair = 0; pair < checker->pair_count && status == PADAN_OK; pair++)
        status = align_pair(checker, pair, error);
    return status;
}

static void set_side(struct padan_checking *checking, int side, const struct padan_variant *variant)
{
    checking->sides[side] = (struct padan_check_side){ .language = &checking->pair->languages[side],
                                                       .variant = variant,
                                                       .text = variant->text };
}

static int check_one(struct padan_checker *checker, const struct waiting *waiting, struct padan_error *error)
{
    struct padan_checking *checking = &checker->checking;
    int64_t before = checker->summary.found[0] + checker->summary.found[1] + checker->summary.found[2];
    checking->pair = checker->pairs[waiting->pair];
    checking->unit = waiting->unit;
    checking->number = waiting->number;
    checking->likeness = waiting->likeness;
    checking->matching.done = false;
    set_side(checking, PADAN_SOURCE, waiting->source);
    set_side(checking, PADAN_TARGET, waiting->target);
    /* Nothing is to be compared where a side is empty. */
    bool whole = waiting->source->text.size > 0 && waiting->target->text.size > 0;
    int status = PADAN_OK;
    for (int i = 0; i < PADAN_CHECK_COUNT && status == PADAN_OK; i++) {
        checking->check = (enum padan_check_number)i;
        checking->rule = NULL;
        checking->severity = checker->severities[i];
        if (is_on(checker, checking->check) && (whole || i == PADAN_CHECK_EMPTY_TARGET))
            status = padan_check_functions[i](checking, error);
    }
    int64_t after = checker->summary.found[0] + checker->summary.found[1] + checker->summary.found[2];
    checker->summary.flagged += after > before;
    return status;
}

/* Checks all that waits. */
static int flush(struct padan_checker *checker, struct padan_error *error)
{
    learn(checker);
    int status = align_all(checker, error);
    for (size_t i = 0; i < checker->waiting_count && status == PADAN_OK; i++)
        status = check_one(checker, &checker->waiting[i], error);
    padan_arena_free(&checker->arena);
    checker->arena = (struct padan_arena){ 0 };
    checker->waiting_count = checker->waiting_units = checker->waiting_bytes = 0;
    return status;
}

int padan_checker_put(struct padan_checker *checker, const struct padan_unit *unit, struct padan_error *error)
{
    const struct padan_unit *copy = copy_unit(checker, unit);
    int64_t number = unit->number > 0 ? unit->number : checker->place;
    checker->place++;
    checker->summary.units++;
    checker->waiting_units++;
    int status = copy ? add_pairs(checker, copy, number, error) : padan_error_allocation(error);
    if (status == PADAN_OK && (checker->waiting_units >= WINDOW_UNITS || checker->waiting_bytes >= WINDOW_BYTES))
        status = flush(checker, error);
    return status;
}

int padan_checker_file(struct padan_checker *checker, const char *file, struct padan_error *error)
{
    int status = flush(checker, error);
    checker->place = 0;
    checker->checking.file = file;
    return status;
}

int padan_checker_finish(struct padan_checker *checker, struct padan_check_summary *summary, struct padan_error *error)
{
    int status = flush(checker, error);
    if (summary)
        *summary = checker->summary;
    return status;
}

static int report(struct padan_checking *checking, struct padan_check_span source, struct padan_check_span target,
                  const char *message, struct padan_error *error)
{
    struct padan_checker *checker = checking->checker;
    const struct padan_unit *unit = checking->unit;
    struct padan_finding finding = { .check = &padan_checks()[checking->check],
                                     .severity = checking->severity,
                                     .file = checking->file,
                                     .unit = checking->number,
                                     .line = unit->line,
                                     .document = unit->document,
                                     .message = message,
                                     .rule = checking->rule,
                                     .source_language = checking->pair->languages[PADAN_SOURCE].tag,
                                     .target_language = checking->pair->languages[PADAN_TARGET].tag,
                                     .source = checking->sides[PADAN_SOURCE].text,
                                     .target = checking->sides[PADAN_TARGET].text,
                                     .source_start = source.start,
                                     .source_end = source.end,
                                     .target_start = target.start,
                                     .target_end = target.end };
    if (padan_check_project_suppresses(checker->options.project, &finding)) {
        checker->summary.suppressed++;
        return PADAN_OK;
    }
    checker->summary.found[finding.severity]++;
    return checker->sink.put(checker->sink.context, &finding, error);
}

int padan_check_report(struct padan_checking *checking, struct padan_check_span source, struct padan_check_span target,
                       struct padan_error *error, const char *format, ...)
{
    char message[MOST_MESSAGE];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    return report(checking, source, target, message, error);
}

int padan_check_report_side(struct padan_checking *checking, int side, struct padan_check_span span,
                            struct padan_error *error, const char *format, ...)
{
    const struct padan_check_span nowhere = { 0, 0 };
    char message[MOST_MESSAGE];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof message, format, list);
    va_end(list);
    return report(checking, side == PADAN_SOURCE ? span : nowhere, side == PADAN_TARGET ? span : nowhere, message,
                  error);
}
