/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <padan/find.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "find/candidates.h"
#include "find/regex.h"
#include "memory/store.h"

/* One search, from its beginning to its end. */
struct search {
    struct padan_memory *memory;
    const struct padan_find_options *options;
    struct padan_query query;
    struct padan_regex *regex; /* or NULL */
    struct padan_candidates candidates;
    struct padan_spans spans;
    sqlite3_stmt *others; /* the other variants of a unit */
    sqlite3_stmt *place;  /* its first occurrence */
    struct padan_find_target *targets;
    size_t target_count, target_capacity;
    struct padan_buffer texts; /* of the targets, one after the other */
    struct padan_buffer document;
    int64_t count;
};

static int no_word(struct padan_error *error)
{
    return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                           "the query has no word in it; give at least one letter, digit or symbol to look for");
}

/* Whether anything is asked for does not depend on the language. */
static int check_query(const struct padan_query *query, struct padan_error *error)
{
    struct padan_tokenizer *tokenizer;
    struct padan_find_pattern pattern;
    int status = padan_tokenizer_new(&tokenizer, "und", false, error);
    if (status != PADAN_OK)
        return status;
    status = padan_find_pattern_new(&pattern, query, PADAN_FIND_EXACT, tokenizer, error);
    if (status == PADAN_OK && pattern.count == 0)
        status = no_word(error);
    if (status == PADAN_OK)
        padan_find_pattern_free(&pattern);
    padan_tokenizer_free(tokenizer);
    return status;
}

static int read_query(struct search *search, const char *query, struct padan_error *error)
{
    switch (search->options->mode) {
    case PADAN_FIND_REGEX:
        return padan_regex_new(&search->regex, query, error);
    case PADAN_FIND_STEM:
    case PADAN_FIND_EXACT:
        break;
    default:
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "this way of searching is not known");
    }
    int status = padan_query_parse(&search->query, query, error);
    return status == PADAN_OK ? check_query(&search->query, error) : status;
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
    if (status == PADAN_OK && !search->regex)
        status = padan_candidates_ask(&search->candidates, &search->query, options->mode, error);
    if (status == PADAN_OK)
        status =
            prepare(search, &search->others,
                    "SELECT language, text FROM variant WHERE unit = ?1 AND id <> ?2 ORDER BY position, id", error);
    if (status == PADAN_OK)
        status = prepare(search, &search->place,
                         "SELECT d.name, o.position FROM occurrence AS o LEFT JOIN document AS d ON d.id = o.document"
                         " WHERE o.unit = ?1 ORDER BY o.id LIMIT 1",
                         error);
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
        status = padan_find_pattern_locate(&candidate->language->pattern, tokens, count, &search->spans, error);
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

/* The document and position of the unit's first occurrence. */
static int load_place(struct search *search, struct padan_found *found, struct padan_error *error)
{
    padan_buffer_clear(&search->document);
    found->position = -1;
    sqlite3_bind_int64(search->place, 1, found->unit);
    int code = sqlite3_step(search->place);
    if (code == SQLITE_ROW) {
        const void *name = sqlite3_column_text(search->place, 0);
        padan_buffer_append(&search->document, name ? name : "", (size_t)sqlite3_column_bytes(search->place, 0));
        if (sqlite3_column_type(search->place, 1) == SQLITE_INTEGER)
            found->position = sqlite3_column_int64(search->place, 1);
    }
    sqlite3_reset(search->place);
    found->document =
        (struct padan_string){ search->document.data ? search->document.data : "", search->document.size };
    if (search->document.failed)
        return padan_error_allocation(error);
    return code == SQLITE_ROW || code == SQLITE_DONE ? PADAN_OK : padan_memory_failure(search->memory, code, error);
}

/* Where the hits go. */
struct receiver {
    int (*found)(void *context, const struct padan_found *found, struct padan_error *error);
    void *context;
};

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
    int status = load_targets(search, candidate, error);
    if (status != PADAN_OK || (search->options->target && search->target_count == 0))
        return status;
    status = load_place(search, &found, error);
    if (status != PADAN_OK)
        return status;
    found.targets = search->targets;
    found.target_count = search->target_count;
    search->count++;
    return receiver->found ? receiver->found(receiver->context, &found, error) : PADAN_OK;
}

static int give_all(struct search *search, const struct receiver *receiver, struct padan_error *error)
{
    int64_t limit = search->options->limit;
    while (limit <= 0 || search->count < limit) {
        struct padan_candidate candidate;
        int status = padan_candidates_next(&search->candidates, &candidate, error);
        if (status != PADAN_OK || !candidate.language)
            return status;
        status = locate(search, &candidate, error);
        if (status == PADAN_OK && search->spans.count > 0)
            status = give(search, &candidate, receiver, error);
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
    sqlite3_finalize(search->place);
    padan_regex_free(search->regex);
    padan_query_free(&search->query);
    padan_buffer_free(&search->texts);
    padan_buffer_free(&search->document);
    free(search->targets);
    free(search->spans.items);
}

/* An index that does not agree with the tables is made anew where that can be done; else the texts are read. */
static int settle_indexes(struct padan_memory *memory, bool *current, struct padan_error *error)
{
    int status = padan_memory_indexes_current(memory, current, error);
    if (status != PADAN_OK || *current)
        return status;
    *current = padan_memory_rebuild(memory, NULL) == PADAN_OK;
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
    bool current = false, begun = false;
    if (count)
        *count = 0;
    int status = read_query(&search, query, error);
    if (status == PADAN_OK && !search.regex)
        status = settle_indexes(memory, &current, error);
    if (status == PADAN_OK && sqlite3_get_autocommit(db)) {
        begun = sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
        status = begun ? PADAN_OK : padan_memory_failure(memory, sqlite3_errcode(db), error);
    }
    if (status == PADAN_OK)
        status = open_search(&search, current, error);
    if (status == PADAN_OK)
        status = give_all(&search, &receiver, error);
    if (count)
        *count = search.count;
    close_search(&search);
    if (begun)
        sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
