/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/format.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "exchange/proposal.h"

static const int64_t told_one_by_one = 10;
static const int64_t refused_one_by_one = 100;
static const size_t tags_told = 1000;

__attribute__((format(printf, 5, 0))) static void say(struct padan_error *said, const struct padan_reading *reading,
                                                      enum padan_status status, int64_t line, const char *format,
                                                      va_list arguments)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    padan_error_at(said, status, reading->input->name, line, "%s", message);
}

static struct padan_mended *find_mended(struct padan_reading *reading, enum padan_mending kind, const char *format)
{
    size_t room = sizeof reading->mended / sizeof *reading->mended;
    for (size_t i = 0; i < reading->mended_count; i++)
        if (strcmp(reading->mended[i].format, format) == 0)
            return &reading->mended[i];
    if (reading->mended_count == room)
        return &reading->mended[room - 1];
    struct padan_mended *mended = &reading->mended[reading->mended_count++];
    *mended = (struct padan_mended){ .format = format, .kind = kind };
    return mended;
}

void padan_reading_mend(struct padan_reading *reading, enum padan_mending kind, int64_t line, const char *format, ...)
{
    struct padan_mended *mended = find_mended(reading, kind, format);
    if (mended->count++ >= told_one_by_one)
        return;
    mended->line = line;
    reading->summary.warnings++;
    struct padan_error warning;
    va_list arguments;
    va_start(arguments, format);
    say(&warning, reading, PADAN_OK, line, format, arguments);
    va_end(arguments);
    padan_report(&reading->options->reporter, &warning);
}

__attribute__((format(printf, 4, 0))) static void refuse(struct padan_reading *reading, enum padan_status status,
                                                         int64_t line, const char *format, va_list arguments)
{
    if (reading->summary.refused++ >= refused_one_by_one)
        return;
    struct padan_error refusal;
    say(&refusal, reading, status, line, format, arguments);
    if (!reading->options->strict)
        padan_report(&reading->options->reporter, &refusal);
    else if (reading->summary.refused == 1)
        reading->first_refusal = refusal;
}

void padan_reading_refuse(struct padan_reading *reading, enum padan_status status, int64_t line, const char *format,
                          ...)
{
    va_list arguments;
    va_start(arguments, format);
    refuse(reading, status, line, format, arguments);
    va_end(arguments);
}

void padan_reading_fault(struct padan_reading *reading, enum padan_status status, int64_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    refuse(reading, status, line, format, arguments);
    va_end(arguments);
    reading->summary.faults++;
}

int padan_reading_check(const struct padan_reading *reading, struct padan_error *error)
{
    if (!reading->options->strict || reading->summary.refused == 0)
        return PADAN_OK;
    if (error)
        *error = reading->first_refusal;
    return reading->first_refusal.status;
}

static const char *const mending_names[PADAN_MENDED_COUNT] = {
    "declarations",        "language tags",        "dates",
    "misplaced elements",  "foreign inline codes", "foreign elements",
    "undeclared entities", "repeated identifiers", "values",
};

void padan_reading_tell_encoding(struct padan_reading *reading)
{
    const struct padan_input *input = reading->input;
    if (input->odd_line > 0)
        padan_reading_mend(
            reading, PADAN_MENDED_DECLARATION, input->odd_line,
            "says that it is in %s, but has the byte 0x%02X, which is no letter or sign there; it is read "
            "as %s%s. If that is wrong, name its encoding with --encoding",
            input->encoding, input->odd, input->meant, input->widened ? " from there on" : "");
}

void padan_reading_tell_rest(struct padan_reading *reading)
{
    struct padan_error warning;
    int64_t refused = reading->summary.refused - refused_one_by_one;
    if (refused > 0 && !reading->options->strict) {
        padan_error_in(&warning, PADAN_ERROR_SYNTAX, reading->input->name, "and %lld more %s left out",
                       (long long)refused, padan_noun(refused, "unit is", "units are"));
        padan_report(&reading->options->reporter, &warning);
    }
    for (size_t i = 0; i < reading->mended_count; i++) {
        const struct padan_mended *mended = &reading->mended[i];
        if (mended->count <= told_one_by_one)
            continue;
        reading->summary.warnings++;
        padan_error_in(&warning, PADAN_OK, reading->input->name, "and %lld more %s like that of line %lld",
                       (long long)(mended->count - told_one_by_one), mending_names[mended->kind],
                       (long long)mended->line);
        padan_report(&reading->options->reporter, &warning);
    }
}

const struct padan_seen_language *padan_languages_see(struct padan_languages *languages, struct padan_string tag)
{
    size_t room = sizeof languages->seen / sizeof *languages->seen;
    size_t used = languages->count < room ? languages->count : room;
    for (size_t i = 0; i < used; i++)
        if (padan_string_is(tag, languages->seen[i].tag))
            return &languages->seen[i];
    struct padan_seen_language *seen = &languages->seen[languages->count++ % room];
    *seen = (struct padan_seen_language){ .is_source = false };
    if (tag.size >= sizeof seen->tag)
        return seen;
    memcpy(seen->tag, tag.data, tag.size);
    seen->is_source = languages->source && padan_language_matches(languages->source, seen->tag);
    seen->is_target = languages->target && padan_language_matches(languages->target, seen->tag);
    return seen;
}

/* Tells of a language that is no tag, once in a file. */
static int check_language(struct padan_reading *reading, struct padan_string spelt, int64_t line,
                          struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE], nearest[PADAN_LANGUAGE_SIZE];
    bool exact;
    if (spelt.size == 0 || spelt.size >= sizeof tag || reading->tags.count >= tags_told ||
        padan_table_find(&reading->tags, spelt.data, spelt.size) != PADAN_TABLE_NONE)
        return PADAN_OK;
    if (padan_table_add(&reading->tags, spelt.data, spelt.size) == PADAN_TABLE_NONE)
        return padan_error_allocation(error);
    memcpy(tag, spelt.data, spelt.size);
    tag[spelt.size] = '\0';
    int status = padan_language_nearest(nearest, tag, &exact, error);
    if (status == PADAN_OK && !exact)
        padan_reading_mend(reading, PADAN_MENDED_LANGUAGE, line,
                           "\"%s\" is not a language tag; it is kept so, and taken for \"%s\"", tag, nearest);
    return status;
}

static int check_languages(struct padan_reading *reading, const struct padan_unit *unit, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < unit->variant_count && status == PADAN_OK; i++)
        status = check_language(reading, unit->variants[i].language, unit->line, error);
    return status;
}

/* Keeps the variants in the languages asked for; `whole` says whether each of those is there. */
static int restrict_languages(struct padan_reading *reading, struct padan_unit *unit, bool *whole,
                              struct padan_error *error)
{
    const struct padan_exchange_options *options = reading->options;
    bool has_source = !options->source, has_target = !options->target;
    bool both = options->source && options->target;
    if (!padan_vector_reserve(&reading->kept, &reading->kept_capacity, unit->variant_count, sizeof *reading->kept))
        return padan_error_allocation(error);
    size_t count = 0;
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_seen_language *seen = padan_languages_see(&reading->languages, unit->variants[i].language);
        has_source |= seen->is_source;
        has_target |= seen->is_target;
        if (!both || seen->is_source || seen->is_target)
            reading->kept[count++] = unit->variants[i];
    }
    if (count < unit->variant_count)
        unit->source = padan_string(NULL);
    unit->variants = reading->kept;
    unit->variant_count = count;
    *whole = has_source && has_target;
    reading->summary.unasked += !*whole;
    return PADAN_OK;
}

int padan_reading_put(struct padan_reading *reading, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_unit given = *unit;
    size_t variants = unit->variant_count;
    bool whole = true, settled = true;
    int checked = padan_reading_check(reading, error);
    if (checked == PADAN_OK)
        checked = padan_proposal_settle(reading, &given, &settled, error);
    if (checked != PADAN_OK)
        return checked;
    if (reading->options->source || reading->options->target) {
        int status = restrict_languages(reading, &given, &whole, error);
        if (status != PADAN_OK)
            return status;
    }
    reading->summary.skipped += !whole;
    reading->summary.proposed += whole && !settled;
    if (!whole || !settled)
        return PADAN_OK;
    reading->summary.read++;
    reading->summary.unasked_variants += (int64_t)(variants - given.variant_count);
    reading->source_given = given.source.size > 0;
    int known = check_languages(reading, &given, error);
    if (known != PADAN_OK)
        return known;
    return reading->sink->put(reading->sink->context, &given, error);
}
