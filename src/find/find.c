/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/candidates.h"
#include "find/fields.h"
#include "find/filter.h"
#include "find/regex.h"
#include "memory/store.h"

/* One search, from its beginning to its end. */
struct search {
    struct padan_memory *memory;
    const struct padan_find_options *options;
    struct padan_find_options asked; /* the options, with what the query says of them */
    struct padan_fields fields;
    struct padan_query query;
    struct padan_regex *regex; /* or NULL */
    struct padan_candidates candidates;
    struct padan_spans spans;
    struct padan_find_reading reading;
    struct padan_condition with, without;
    struct padan_places places;
    sqlite3_stmt *others; /* the other variants of a unit */
    bool needs_texts;     /* conditions are about the targets' texts */
    bool needs_places;    /* or about documents or times */
    struct padan_find_target *targets;
    size_t target_count, target_capacity;
    struct padan_buffer texts; /* of the targets, one after the other */
    int64_t count;
};

/* Conditions are read as the query is, but by themselves they are no regular expressions and have no families. */
static int read_conditions(struct search *search, struct padan_error *error)
{
    const struct padan_find_options *options = search->options;
    struct padan_find_reading reading = search->reading;
    int status = PADAN_OK;
    if (reading.mode == PADAN_FIND_FAMILY || reading.mode == PADAN_FIND_REGEX)
        reading.mode = PADAN_FIND_STEM;
    if (options->with)
        status = padan_condition_new(&search->with, options->with, &reading, error);
    if (status == PADAN_OK && options->without)
        status = padan_condition_new(&search->without, options->without, &reading, error);
    search->needs_texts = options->with || options->without;
    search->needs_places = options->document || options->since || options->until;
    return status;
}

static int take_field(const char **option, const char *field, const char *name, struct padan_error *error)
{
    if (field && *option)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "%s is said in the query and beside it", name);
    *option = field ? field : *option;
    return PADAN_OK;
}

/* Puts what the query asks by name beside the options. */
static int read_fields(struct search *search, const char *query, struct padan_error *error)
{
    struct padan_find_options *asked = &search->asked;
    *asked = *search->options;
    search->options = asked;
    /* A regular expression has no fields: all of it is looked for. */
    int status = padan_fields_take(&search->fields, asked->mode == PADAN_FIND_REGEX ? NULL : query, error);
    if (status == PADAN_OK)
        status = take_field(&asked->document, search->fields.document, "the document", error);
    if (status == PADAN_OK)
        status = take_field(&asked->since, search->fields.since, "the date", error);
    if (status == PADAN_OK)
        status = take_field(&asked->until, search->fields.until, "the date", error);
    return status;
}

static int read_query(struct search *search, const char *query, struct padan_error *error)
{
    query = search->options->mode == PADAN_FIND_REGEX ? query : search->fields.rest.data;
    struct padan_condition checked;
    bool sensitive = search->options->case_sensitive || search->options->accent_sensitive;
    search->reading = (struct padan_find_reading){ .mode = search->options->mode,
                                                   .keeps_case = search->options->case_sensitive,
                                                   .keeps_accents = search->options->accent_sensitive };
    switch (search->reading.mode) {
    case PADAN_FIND_REGEX:
        return padan_regex_new(&search->regex, query, error);
    case PADAN_FIND_STEM:
        search->reading.mode = sensitive ? PADAN_FIND_EXACT : PADAN_FIND_STEM;
        break;
    case PADAN_FIND_EXACT:
    case PADAN_FIND_FAMILY:
        break;
    default:
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "this way of searching is not known");
    }
    int status = padan_condition_new(&checked, query, &search->reading, error);
    search->query = checked.query;
    return status;
}

static int prepare(struct search *search, sqlite3_stmt **out, const char *sql, struct padan_error *error)
{
    int code = sqlite3_prepare_v2(padan_memory_db(search->memory), sql, -1, out, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(search->memory, code, error);
}

static int open_search(struct search *search, bool indexed, struct padan_error *error)
{
    const struct padan_find_options *options = search->options;
    int status = padan_candidates_new(&search->candidates, search->memory, options->source, options->target, error);
    if (status == PADAN_OK && search->fields.language)
        status = padan_candidates_narrow(&search->candidates, search->fields.language, error);
    if (status == PADAN_OK && !search->regex)
        status = padan_candidates_ask(&search->candidates, &search->query, &search->reading, indexed, error);
    if (status == PADAN_OK)
        status =
            prepare(search, &search->others,
                    "SELECT language, text FROM variant WHERE unit = ?1 AND id <> ?2 ORDER BY position, id", error);
    if (status == PADAN_OK)
        status = padan_places_new(&search->places, search->memory, options, error);
    return status == PADAN_OK ? padan_candidates_begin(&search->candidates, indexed, error) : status;
}

static int locate(struct search *search, const struct padan_candidate *candidate, struct padan_error *error)
{
    if (search->regex)
        return padan_regex_locate(search->regex, candidate->text, &search->spans, error);
    const struct padan_token *tokens;
    size_t count;
    int status = padan_tokenize(candidate->language->tokenizer, candidate->text, &tokens, &count, error);
    if (status == PADAN_OK)
        status = padan_find_pattern_locate(&candidate->language->pattern, candidate->text, tokens, count,
                                           &search->spans, error);
    return status;
}

static int add_target(struct search *search, struct padan_error *error)
{
    const struct padan_find_language *language =
        padan_candidates_language(&search->candidates, sqlite3_column_int64(search->others, 0));
    if (!language || !language->is_target)
        return PADAN_OK;
    if (!padan_vector_reserve(&search->targets, &search->target_capacity, search->target_count + 1,
                              sizeof *search->targets))
        return padan_error_allocation(error);
    const void *text = sqlite3_column_text(search->others, 1);
    size_t size = (size_t)sqlite3_column_bytes(search->others, 1);
    padan_buffer_append(&search->texts, text, size);
    search->targets[search->target_count++] =
        (struct padan_find_target){ .language = padan_string(language->tag), .text = { NULL, size } };
    return search->texts.failed ? padan_error_allocation(error) : PADAN_OK;
}

static int load_targets(struct search *search, const struct padan_candidate *candidate, struct padan_error *error)
{
    search->target_count = 0;
    padan_buffer_clear(&search->texts);
    sqlite3_bind_int64(search->others, 1, candidate->unit);
    sqlite3_bind_int64(search->others, 2, candidate->variant);
    int status = PADAN_OK, code;
    while ((code = sqlite3_step(search->others)) == SQLITE_ROW && status == PADAN_OK)
        status = add_target(search, error);
    if (status == PADAN_OK && code != SQLITE_DONE)
        status = padan_memory_failure(search->memory, code, error);
    sqlite3_reset(search->others);
    const char *text = search->texts.data ? search->texts.data : "";
    for (size_t i = 0; i < search->target_count; i++) {
        search->targets[i].text.data = text;
        text += search->targets[i].text.size;
    }
    return status;
}

/* Whether a unit has a target, of a hit that is only counted. */
static int has_target(struct search *search, const struct padan_candidate *candidate, bool *has,
                      struct padan_error *error)
{
    int code = SQLITE_DONE;
    *has = !search->options->target;
    sqlite3_bind_int64(search->others, 1, candidate->unit);
    sqlite3_bind_int64(search->others, 2, candidate->variant);
    while (!*has && (code = sqlite3_step(search->others)) == SQLITE_ROW) {
        const struct padan_find_language *language =
            padan_candidates_language(&search->candidates, sqlite3_column_int64(search->others, 0));
        *has = language && language->is_target;
    }
    sqlite3_reset(search->others);
    return code == SQLITE_ROW || code == SQLITE_DONE ? PADAN_OK : padan_memory_failure(search->memory, code, error);
}

/* Whether the targets and the places of a unit are those asked for. */
static int meets_conditions(struct search *search, int64_t unit, bool *meets, struct padan_error *error)
{
    const struct padan_find_options *options = search->options;
    bool stands = false;
    int status = PADAN_OK;
    *meets = !options->target || search->target_count > 0;
    if (*meets && options->with) {
        status = padan_condition_stands(&search->with, search->targets, search->target_count, &stands, error);
        *meets = stands;
    }
    if (status == PADAN_OK && *meets && options->without) {
        status = padan_condition_stands(&search->without, search->targets, search->target_count, &stands, error);
        *meets = !stands;
    }
    return status == PADAN_OK && *meets ? padan_places_find(&search->places, unit, meets, error) : status;
}

/* Where the hits go. */
struct receiver {
    int (*found)(void *context, const struct padan_found *found, struct padan_error *error);
    void *context;
};

/* The next hit is neither passed over nor beyond the limit. */
static bool is_given(const struct search *search)
{
    const struct padan_find_options *options = search->options;
    return search->count >= options->skip && (options->limit <= 0 || search->count - options->skip < options->limit);
}

/* Counts a hit that goes nowhere; what nothing is asked of is not read. */
static int count_hit(struct search *search, const struct padan_candidate *candidate, struct padan_error *error)
{
    bool meets = false;
    int status = PADAN_OK;
    if (search->needs_texts) {
        status = load_targets(search, candidate, error);
        if (status == PADAN_OK)
            status = meets_conditions(search, candidate->unit, &meets, error);
    } else {
        status = has_target(search, candidate, &meets, error);
        if (status == PADAN_OK && meets && search->needs_places)
            status = padan_places_find(&search->places, candidate->unit, &meets, error);
    }
    search->count += meets;
    return status;
}

static int give(struct search *search, const struct padan_candidate *candidate, const struct receiver *receiver,
                struct padan_error *error)
{
    struct padan_found found = {
        .language = padan_string(candidate->language->tag),
        .text = candidate->text,
        .spans = search->spans.items,
        .span_count = search->spans.count,
        .unit = candidate->unit,
    };
    bool meets = false;
    int status = load_targets(search, candidate, error);
    if (status == PADAN_OK)
        status = meets_conditions(search, candidate->unit, &meets, error);
    if (status != PADAN_OK || !meets)
        return status;
    const struct padan_places *places = &search->places;
    found.document = (struct padan_string){ places->name.data ? places->name.data : "", places->name.size };
    found.position = places->position;
    found.targets = search->targets;
    found.target_count = search->target_count;
    search->count++;
    return receiver->found(receiver->context, &found, error);
}

/* Three of these make no overflow. */
static int64_t bounded(int64_t count)
{
    const int64_t most = INT64_MAX / 4;
    return count < 0 ? 0 : count < most ? count : most;
}

static int give_all(struct search *search, const struct receiver *receiver, struct padan_error *error)
{
    const struct padan_find_options *options = search->options;
    int64_t last = bounded(options->skip) + bounded(options->limit) + bounded(options->count_further);
    while (options->limit <= 0 || search->count < last) {
        struct padan_candidate candidate;
        int status = padan_candidates_next(&search->candidates, &candidate, error);
        if (status != PADAN_OK || !candidate.language)
            return status;
        status = locate(search, &candidate, error);
        if (status == PADAN_OK && search->spans.count > 0)
            status = receiver->found && is_given(search) ? give(search, &candidate, receiver, error)
                                                         : count_hit(search, &candidate, error);
        if (status == PADAN_ERROR_STOPPED)
            return PADAN_OK;
        if (status != PADAN_OK)
            return status;
    }
    return PADAN_OK;
}

static void close_search(struct search *search)
{
    padan_candidates_free(&search->candidates);
    sqlite3_finalize(search->others);
    padan_places_free(&search->places);
    padan_condition_free(&search->with);
    padan_condition_free(&search->without);
    padan_regex_free(search->regex);
    padan_query_free(&search->query);
    padan_fields_free(&search->fields);
    padan_buffer_free(&search->texts);
    free(search->targets);
    free(search->spans.items);
}

/* An index that lacks texts is made anew where that can be done; else the texts are read. */
static int settle_indexes(struct padan_memory *memory, bool *indexed, struct padan_error *error)
{
    int status = padan_memory_is_indexed(memory, indexed, error);
    if (status != PADAN_OK || *indexed)
        return status;
    *indexed = padan_memory_rebuild(memory, NULL) == PADAN_OK;
    return PADAN_OK;
}

int padan_find(struct padan_memory *memory, const char *query, const struct padan_find_options *options,
               int (*found)(void *context, const struct padan_found *found, struct padan_error *error), void *context,
               int64_t *count, struct padan_error *error)
{
    static const struct padan_find_options defaults = PADAN_FIND_OPTIONS_INIT;
    struct search search = { .memory = memory, .options = options ? options : &defaults };
    struct receiver receiver = { found, context };
    sqlite3 *db = padan_memory_db(memory);
    bool indexed = false, begun = false;
    if (count)
        *count = 0;
    int status = read_fields(&search, query, error);
    if (status == PADAN_OK)
        status = read_query(&search, query, error);
    if (status == PADAN_OK)
        status = read_conditions(&search, error);
    if (status == PADAN_OK && !search.regex)
        status = settle_indexes(memory, &indexed, error);
    if (status == PADAN_OK && sqlite3_get_autocommit(db)) {
        begun = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
        status = begun ? PADAN_OK : padan_memory_failure(memory, sqlite3_errcode(db), error);
    }
    if (status == PADAN_OK)
        status = open_search(&search, indexed, error);
    if (status == PADAN_OK)
        status = give_all(&search, &receiver, error);
    if (count)
        *count = search.count;
    close_search(&search);
    if (begun)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

int padan_find_has_document(struct padan_memory *memory, const char *query, const struct padan_find_options *options,
                            bool *has, struct padan_error *error)
{
    struct padan_fields fields;
    int64_t found = 1;
    int status = padan_fields_take(&fields, options->mode == PADAN_FIND_REGEX ? NULL : query, error);
    const char *name = fields.document ? fields.document : options->document;
    if (status == PADAN_OK && name)
        status = padan_sql_numbers(memory, PADAN_SQL_DOCUMENT_MEANT, &found, 1, NULL, error, "s", padan_string(name));
    *has = found > 0;
    padan_fields_free(&fields);
    return status;
}
