/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of segmentation that a memory keeps. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/padan.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"
#include "memory/store.h"

/* The version of the tables that brought them. */
#define RULES_SINCE 2

struct collector {
    struct padan_memory_rules *out;
    size_t capacity;
    const char *language;
    const char *path;
    struct padan_error *error;
};

static const char *keep(struct collector *collector, sqlite3_stmt *statement, int column)
{
    struct padan_string text = padan_sql_text(statement, column);
    return padan_arena_copy(collector->out->strings, text.data, text.size);
}

static bool kind_of(enum padan_user_rule_kind *kind, const char *name)
{
    for (int i = PADAN_USER_ABBREVIATION; i <= PADAN_USER_BREAK; i++)
        if (strcmp(name, padan_user_rule_kind_name((enum padan_user_rule_kind)i)) == 0) {
            *kind = (enum padan_user_rule_kind)i;
            return true;
        }
    return false;
}

/* Takes the row at hand if it is one of the language. */
static int take_row(struct collector *collector, sqlite3_stmt *statement)
{
    struct padan_memory_rules *out = collector->out;
    struct padan_memory_rule rule = { .number = sqlite3_column_int64(statement, 0) };
    const char *language = keep(collector, statement, 1), *kind = keep(collector, statement, 2);
    rule.rule = (struct padan_user_rule){ .section = keep(collector, statement, 3),
                                          .before = keep(collector, statement, 4),
                                          .after = keep(collector, statement, 5),
                                          .file = collector->path,
                                          .line = (int)rule.number };
    if (!language || !kind || !rule.rule.section || !rule.rule.before || !rule.rule.after ||
        !padan_vector_reserve(&out->items, &collector->capacity, out->count + 1, sizeof rule))
        return padan_error_allocation(collector->error);
    if (strlen(language) >= sizeof rule.language || !kind_of(&rule.rule.kind, kind))
        return padan_error_in(collector->error, PADAN_ERROR_CORRUPT, collector->path,
                              "rule %lld of the memory is not one that padan knows", (long long)rule.number);
    memcpy(rule.language, language, strlen(language) + 1);
    if (!collector->language || padan_language_matches(language, collector->language))
        out->items[out->count++] = rule;
    return PADAN_OK;
}

static int collect(struct padan_memory *memory, struct collector *collector)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql(memory, PADAN_SQL_RULE_ALL, &statement, collector->error);
    if (status != PADAN_OK)
        return status;
    while ((status = padan_sql_step(memory, statement, collector->error)) == 1) {
        int taken = take_row(collector, statement);
        if (taken != PADAN_OK) {
            sqlite3_reset(statement);
            return taken;
        }
    }
    return status;
}

int padan_memory_rules(struct padan_memory *memory, const char *language, struct padan_memory_rules *out,
                       struct padan_error *error)
{
    struct collector collector = { .out = out, .language = language, .error = error };
    *out = (struct padan_memory_rules){ 0 };
    if (memory->version < RULES_SINCE)
        return PADAN_OK;
    out->strings = calloc(1, sizeof *out->strings);
    if (!out->strings)
        return padan_error_allocation(error);
    collector.path = padan_arena_copy(out->strings, memory->path, strlen(memory->path));
    int status = collector.path ? collect(memory, &collector) : padan_error_allocation(error);
    if (status != PADAN_OK)
        padan_memory_rules_free(out);
    return status;
}

void padan_memory_rules_free(struct padan_memory_rules *rules)
{
    if (rules->strings)
        padan_arena_free(rules->strings);
    free(rules->strings);
    free(rules->items);
    *rules = (struct padan_memory_rules){ 0 };
}

/* A batch of its own for one change. */
static int add_batch(struct padan_memory *memory, const char *source, int64_t *batch, struct padan_error *error)
{
    int status = padan_sql_run(memory, PADAN_SQL_BATCH_ADD, error, "ssns", padan_string("rules"), padan_string(source),
                               padan_string(padan_version()));
    *batch = sqlite3_last_insert_rowid(memory->db);
    return status == PADAN_OK ? padan_sql_run(memory, PADAN_SQL_BATCH_END, error, "is", *batch, padan_string("done"))
                              : status;
}

static int add_rule(struct padan_memory *memory, const char *language, const struct padan_user_rule *rule,
                    int64_t *number, bool *added, struct padan_error *error)
{
    struct padan_string tag = padan_string(language), kind = padan_string(padan_user_rule_kind_name(rule->kind));
    struct padan_string before = padan_string(rule->before), after = padan_string(rule->after);
    struct padan_string section = padan_string(rule->section);
    bool found = false;
    int64_t batch;
    int status = padan_sql_numbers(memory, PADAN_SQL_RULE_FIND, number, 1, &found, error, "sssss", tag, kind, section,
                                   before, after);
    *added = !found;
    if (status != PADAN_OK || found)
        return status;
    status = add_batch(memory, rule->before[0] ? rule->before : rule->after, &batch, error);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_RULE_ADD, error, "isssss", batch, tag, kind, section, before, after);
    *number = sqlite3_last_insert_rowid(memory->db);
    return status;
}

int padan_memory_rule_add(struct padan_memory *memory, const char *language, const struct padan_user_rule *rule,
                          int64_t *number, bool *added, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(tag, language, error);
    if (status == PADAN_OK)
        status = padan_user_rule_check(rule, tag, error);
    if (status == PADAN_OK)
        status = padan_memory_begin(memory, error);
    if (status != PADAN_OK)
        return status;
    return padan_memory_end(memory, add_rule(memory, tag, rule, number, added, error), error);
}

/* Whether a rule is there. */
static int check_rule(struct padan_memory *memory, int64_t number, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(memory, PADAN_SQL_RULE_GET, &statement, error, "i", number);
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status == 1)
        sqlite3_reset(statement);
    if (status == 0)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path,
                              "there is no rule %lld; 'padan rules list' shows them", (long long)number);
    return status < 0 ? status : PADAN_OK;
}

static int remove_rules(struct padan_memory *memory, const int64_t *numbers, size_t count, struct padan_error *error)
{
    int64_t batch = 0;
    char source[64];
    snprintf(source, sizeof source, count == 1 ? "rule %lld removed" : "rule %lld and others removed",
             (long long)numbers[0]);
    int status = add_batch(memory, source, &batch, error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        status = check_rule(memory, numbers[i], error);
        if (status == PADAN_OK)
            status = padan_sql_run(memory, PADAN_SQL_RULE_REMOVE, error, "ii", numbers[i], batch);
    }
    return status;
}

int padan_memory_rules_remove(struct padan_memory *memory, const int64_t *numbers, size_t count,
                              struct padan_error *error)
{
    if (count == 0)
        return PADAN_OK;
    int status = padan_memory_begin(memory, error);
    return status == PADAN_OK ? padan_memory_end(memory, remove_rules(memory, numbers, count, error), error) : status;
}
