/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What else is asked of a hit: its targets, the documents and the time that it comes from. */
#include "find/filter.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/conflict.h"
#include "memory/store.h"

struct condition_language {
    char tag[PADAN_LANGUAGE_SIZE];
    struct padan_tokenizer *tokenizer;
    struct padan_find_pattern pattern;
};

/* Whether anything is asked for does not depend on the language. */
static int check_query(const struct padan_query *query, const char *text, struct padan_error *error)
{
    const struct padan_find_reading plain = { .mode = PADAN_FIND_EXACT };
    struct padan_tokenizer *tokenizer;
    struct padan_find_pattern pattern;
    int status = padan_tokenizer_new(&tokenizer, "und", false, error);
    if (status != PADAN_OK)
        return status;
    status = padan_find_pattern_new(&pattern, query, &plain, tokenizer, error);
    if (status == PADAN_OK)
        status = padan_find_pattern_check(&pattern, text, error);
    padan_find_pattern_free(&pattern);
    padan_tokenizer_free(tokenizer);
    return status;
}

int padan_condition_new(struct padan_condition *out, const char *query, const struct padan_find_reading *reading,
                        struct padan_error *error)
{
    *out = (struct padan_condition){ .reading = *reading };
    int status = padan_query_parse(&out->query, query, error);
    return status == PADAN_OK ? check_query(&out->query, query, error) : status;
}

void padan_condition_free(struct padan_condition *condition)
{
    for (size_t i = 0; i < condition->count; i++) {
        padan_find_pattern_free(&condition->languages[i].pattern);
        padan_tokenizer_free(condition->languages[i].tokenizer);
    }
    free(condition->languages);
    free(condition->spans.items);
    padan_query_free(&condition->query);
}

static int add_language(struct padan_condition *condition, struct padan_string tag, struct padan_error *error)
{
    if (!padan_vector_reserve(&condition->languages, &condition->capacity, condition->count + 1,
                              sizeof *condition->languages))
        return padan_error_allocation(error);
    struct condition_language *language = &condition->languages[condition->count++];
    *language = (struct condition_language){ .pattern = { .root = PADAN_QUERY_NONE } };
    memcpy(language->tag, tag.data, tag.size);
    int status =
        padan_tokenizer_new(&language->tokenizer, language->tag, condition->reading.mode != PADAN_FIND_EXACT, error);
    if (status == PADAN_OK)
        status = padan_find_pattern_new(&language->pattern, &condition->query, &condition->reading, language->tokenizer,
                                        error);
    return status;
}

static int find_language(struct padan_condition *condition, struct padan_string tag, size_t *number,
                         struct padan_error *error)
{
    for (*number = 0; *number < condition->count; (*number)++) {
        const char *other = condition->languages[*number].tag;
        if (strlen(other) == tag.size && memcmp(other, tag.data, tag.size) == 0)
            return PADAN_OK;
    }
    if (tag.size >= PADAN_LANGUAGE_SIZE)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "a language tag of the memory is too long");
    return add_language(condition, tag, error);
}

int padan_condition_stands(struct padan_condition *condition, const struct padan_find_target *targets, size_t count,
                           bool *stands, struct padan_error *error)
{
    int status = PADAN_OK;
    *stands = false;
    for (size_t i = 0; status == PADAN_OK && i < count && !*stands; i++) {
        const struct padan_token *tokens;
        size_t token_count, number;
        status = find_language(condition, targets[i].language, &number, error);
        if (status != PADAN_OK)
            break;
        struct condition_language *language = &condition->languages[number];
        status = padan_tokenize(language->tokenizer, targets[i].text, &tokens, &token_count, error);
        if (status == PADAN_OK)
            status = padan_find_pattern_locate(&language->pattern, targets[i].text, tokens, token_count,
                                               &condition->spans, error);
        *stands = status == PADAN_OK && condition->spans.count > 0;
    }
    return status;
}

int padan_places_new(struct padan_places *out, struct padan_memory *memory, const struct padan_find_options *options,
                     struct padan_error *error)
{
    static const char sql[] =
        "SELECT o.id, d.name, o.position FROM occurrence AS o LEFT JOIN document AS d ON d.id = o.document"
        " WHERE o.unit = ?1 AND (?2 IS NULL OR d.name = ?2 OR substr(d.name, -length(?2) - 1) = '/' || ?2)"
        " ORDER BY o.id";
    *out = (struct padan_places){ .memory = memory, .document = options->document };
    int status = padan_period_set(&out->period, options->since, options->until, error);
    if (status != PADAN_OK)
        return status;
    int code = sqlite3_prepare_v2(padan_memory_db(memory), sql, -1, &out->statement, NULL);
    if (code == SQLITE_OK && out->document)
        code = sqlite3_bind_text(out->statement, 2, out->document, -1, SQLITE_STATIC);
    return code == SQLITE_OK ? PADAN_OK : padan_memory_failure(memory, code, error);
}

void padan_places_free(struct padan_places *places)
{
    sqlite3_finalize(places->statement);
    padan_buffer_free(&places->name);
}

/* Takes the row where the statement stands, if it is of the time asked for. */
static int take_place(struct padan_places *places, bool *found, struct padan_error *error)
{
    char date[PADAN_DATE_SIZE];
    sqlite3_stmt *row = places->statement;
    *found = true;
    if (*places->period.since || *places->period.until) {
        int status = padan_occurrence_date(date, places->memory, sqlite3_column_int64(row, 0), error);
        *found = status == PADAN_OK && padan_period_has(&places->period, date);
        if (!*found)
            return status;
    }
    const void *name = sqlite3_column_text(row, 1);
    padan_buffer_append(&places->name, name ? name : "", (size_t)sqlite3_column_bytes(row, 1));
    if (sqlite3_column_type(row, 2) == SQLITE_INTEGER)
        places->position = sqlite3_column_int64(row, 2);
    return places->name.failed ? padan_error_allocation(error) : PADAN_OK;
}

int padan_places_find(struct padan_places *places, int64_t unit, bool *found, struct padan_error *error)
{
    int status = PADAN_OK, code = SQLITE_DONE;
    padan_buffer_clear(&places->name);
    places->position = -1;
    *found = false;
    sqlite3_bind_int64(places->statement, 1, unit);
    while (status == PADAN_OK && !*found && (code = sqlite3_step(places->statement)) == SQLITE_ROW)
        status = take_place(places, found, error);
    sqlite3_reset(places->statement);
    if (status == PADAN_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        return padan_memory_failure(places->memory, code, error);
    /* What no occurrence tells of is found all the same where nothing is asked. */
    if (!places->document && !*places->period.since && !*places->period.until)
        *found = true;
    return status;
}
