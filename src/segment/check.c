/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that is wrong with a file of rules, and what it holds. */
#include <padan/segment.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/table.h"
#include "segment/abbreviations.h"
#include "segment/expression.h"
#include "segment/spaces.h"
#include "segment/srx.h"

#define FILE_LIMIT ((size_t)16 << 20)

struct checker {
    struct padan_rules_summary summary; /* first, so that it is what is freed */
    struct padan_arena arena;
    struct padan_set_pool pool;
    const char *file;
    const struct padan_reporter *outer;
    struct padan_reporter reporter; /* counts and passes on */
    struct padan_error *error;
};

static void pass_on(void *context, const struct padan_error *problem)
{
    struct checker *checker = context;
    checker->summary.problems++;
    padan_report(checker->outer, problem);
}

static void tell(struct checker *checker, int64_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void tell(struct checker *checker, int64_t line, const char *format, ...)
{
    struct padan_error problem;
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    padan_error_at(&problem, PADAN_ERROR_SYNTAX, checker->file, line, "%s", message);
    pass_on(checker, &problem);
}

/* A fault of the file is a problem to report; others end the work. */
static int take_fault(struct checker *checker, int status)
{
    if (status != PADAN_ERROR_SYNTAX && status != PADAN_ERROR_LIMIT)
        return status;
    pass_on(checker, checker->error);
    return PADAN_OK;
}

static char *keep(struct checker *checker, const char *text, size_t size)
{
    return padan_arena_copy(&checker->arena, size ? text : "", size);
}

/* Tries one half of a rule. */
static int check_half(struct checker *checker, struct padan_string text, enum padan_expression_side side, int64_t line)
{
    struct padan_expression *expression = NULL;
    if (text.size == 0)
        return PADAN_OK;
    int status = padan_expression_new(&expression, text, side, &checker->pool, checker->file, line, checker->error);
    if (status == PADAN_OK && padan_tree_is_void(padan_expression_tree(expression)->root))
        tell(checker, line, "regular expression \"%.*s\" matches nothing: a class in it holds no character",
             (int)(text.size < 200 ? text.size : 200), text.data);
    if (status == PADAN_OK)
        status = padan_expression_compile(expression, checker->error);
    padan_expression_free(expression);
    return take_fault(checker, status);
}

/* The number of a rule's expressions in a table of those of its set; PADAN_TABLE_NONE: no memory. */
static size_t number_of(struct padan_table *table, const struct padan_srx_rule *rule)
{
    struct padan_buffer key = { 0 };
    padan_buffer_format(&key, "%zu ", rule->before.size);
    padan_buffer_append(&key, rule->before.size ? rule->before.data : "", rule->before.size);
    padan_buffer_append(&key, rule->after.size ? rule->after.data : "", rule->after.size);
    size_t number = key.failed ? PADAN_TABLE_NONE : padan_table_add(table, key.data, key.size);
    padan_buffer_free(&key);
    return number;
}

/* Tells of rules whose expressions stand in the set before: the first of them always decides. */
static int check_twice(struct checker *checker, const struct padan_srx_language *set)
{
    struct padan_table seen = { 0 };
    const struct padan_srx_rule **firsts = padan_arena_take(&checker->arena, (set->count + 1) * sizeof *firsts);
    int status = firsts ? PADAN_OK : padan_error_allocation(checker->error);
    for (size_t i = 0; i < set->count && status == PADAN_OK; i++) {
        const struct padan_srx_rule *rule = &set->rules[i];
        size_t count = seen.count, number = number_of(&seen, rule);
        if (number == PADAN_TABLE_NONE)
            status = padan_error_allocation(checker->error);
        else if (number == count)
            firsts[number] = rule;
        else
            tell(checker, rule->line, "this rule never holds: the %s in line %lld has the same expressions",
                 firsts[number]->is_break ? "break" : "exception", (long long)firsts[number]->line);
    }
    padan_table_free(&seen);
    return status;
}

/* Whether a rule set has neither rules nor a list. */
static bool is_empty(const struct padan_srx *srx, const struct padan_srx_language *set)
{
    for (size_t i = 0; i < srx->list_count; i++)
        if (strcmp(srx->lists[i].language, set->name) == 0)
            return false;
    return set->count == 0;
}

static int check_set(struct checker *checker, const struct padan_srx *srx, size_t number, struct padan_rules_set *out)
{
    const struct padan_srx_language *set = &srx->languages[number];
    *out = (struct padan_rules_set){ .name = keep(checker, set->name, strlen(set->name)), .line = set->line };
    if (!out->name)
        return padan_error_allocation(checker->error);
    if (is_empty(srx, set))
        tell(checker, set->line, "the <languagerule> \"%s\" has no rules", set->name);
    int status = check_twice(checker, set);
    for (size_t i = 0; i < set->count && status == PADAN_OK; i++) {
        const struct padan_srx_rule *rule = &set->rules[i];
        ++*(rule->is_break ? &out->breaks : &out->exceptions);
        status = check_half(checker, rule->before, PADAN_EXPRESSION_BEFORE, rule->before_line);
        if (status == PADAN_OK)
            status = check_half(checker, rule->after, PADAN_EXPRESSION_AFTER, rule->after_line);
    }
    return status;
}

static bool same(struct padan_string a, const char *b)
{
    return a.size == strlen(b) && memcmp(a.data, b, a.size) == 0;
}

/* Whether a map matches every language, as far as that can be told from its pattern. */
static bool is_for_all(struct padan_string pattern)
{
    return same(pattern, ".*") || same(pattern, ".+") || same(pattern, "^.*$") || same(pattern, "(?i).*");
}

/* Tells of a map behind one that takes all of its languages; with cascade, of one that stands there twice. */
static void check_reach(struct checker *checker, const struct padan_srx *srx, size_t number)
{
    const struct padan_srx_map *map = &srx->maps[number];
    for (size_t i = 0; i < number; i++) {
        const struct padan_srx_map *before = &srx->maps[i];
        bool twice = same(before->pattern, map->pattern.data);
        bool hidden =
            srx->cascade ? twice && strcmp(before->name, map->name) == 0 : twice || is_for_all(before->pattern);
        if (!hidden || !padan_srx_find(srx, before->name))
            continue;
        tell(checker, map->line, "this <languagemap> is never used: that in line %lld %s", (long long)before->line,
             twice ? "has the same pattern" : "comes first and matches every language");
        return;
    }
}

static int check_map(struct checker *checker, const struct padan_srx *srx, size_t number, struct padan_rules_map *out)
{
    const struct padan_srx_map *map = &srx->maps[number];
    *out = (struct padan_rules_map){ keep(checker, map->pattern.data, map->pattern.size),
                                     keep(checker, map->name, strlen(map->name)), map->line };
    if (!out->pattern || !out->set)
        return padan_error_allocation(checker->error);
    bool matched;
    check_reach(checker, srx, number);
    return take_fault(checker, padan_expression_matches_whole(map->pattern, "en", checker->file, map->line, &matched,
                                                              checker->error));
}

/* A list of words for a choice among spaces, which is read up to its first fault. */
static int check_spaces(struct checker *checker, const char *bytes, size_t size, const char *file)
{
    struct padan_spaces_list list = { 0 };
    int status = padan_spaces_list_parse(&list, bytes, size, file, checker->error);
    padan_spaces_list_free(&list);
    return take_fault(checker, status);
}

static int check_list_bytes(struct checker *checker, const char *bytes, size_t size, struct padan_rules_list *out)
{
    struct padan_abbreviations list = { 0 };
    int status = padan_abbreviations_check(&list, bytes, size, out->file, &checker->reporter, checker->error);
    out->abbreviations = list.entry_count;
    out->starters = list.starter_count;
    padan_abbreviations_free(&list);
    return status;
}

/* A list that an SRX file names, beside which it stands; one that cannot be read is a problem of the SRX file. */
static int check_list(struct checker *checker, const struct padan_srx_list *source, struct padan_rules_list *out)
{
    struct padan_buffer path = { 0 };
    char *bytes = NULL;
    size_t size = 0;
    padan_buffer_append(&path, checker->file, strlen(checker->file) - strlen(padan_file_name(checker->file)));
    padan_buffer_text(&path, source->file);
    *out = (struct padan_rules_list){ .file = path.failed ? NULL : keep(checker, path.data, path.size),
                                      .set = keep(checker, source->language, strlen(source->language)) };
    padan_buffer_free(&path);
    if (!out->file || !out->set)
        return padan_error_allocation(checker->error);
    int status = padan_file_read(&bytes, &size, out->file, FILE_LIMIT, checker->error);
    if (status == PADAN_ERROR_SYSTEM) {
        tell(checker, source->line, "%s: %.200s", out->file, checker->error->message);
        return PADAN_OK;
    }
    if (status == PADAN_OK)
        status = source->is_spaces ? check_spaces(checker, bytes, size, out->file)
                                   : check_list_bytes(checker, bytes, size, out);
    free(bytes);
    return status;
}

/* Room for the parts of a file. */
static bool make_room(struct checker *checker, const struct padan_srx *srx)
{
    struct padan_rules_summary *summary = &checker->summary;
    summary->version = keep(checker, srx->version, strlen(srx->version));
    summary->sets = padan_arena_take(&checker->arena, (srx->language_count + 1) * sizeof *summary->sets);
    summary->maps = padan_arena_take(&checker->arena, (srx->map_count + 1) * sizeof *summary->maps);
    summary->lists = padan_arena_take(&checker->arena, (srx->list_count + 1) * sizeof *summary->lists);
    return summary->version && summary->sets && summary->maps && summary->lists;
}

static int check_parts(struct checker *checker, const struct padan_srx *srx)
{
    struct padan_rules_summary *summary = &checker->summary;
    summary->cascade = srx->cascade;
    summary->handling = srx->handling;
    if (!make_room(checker, srx))
        return padan_error_allocation(checker->error);
    int status = PADAN_OK;
    for (size_t i = 0; i < srx->language_count && status == PADAN_OK; i++)
        status = check_set(checker, srx, i, &summary->sets[summary->set_count++]);
    for (size_t i = 0; i < srx->map_count && status == PADAN_OK; i++)
        status = check_map(checker, srx, i, &summary->maps[summary->map_count++]);
    for (size_t i = 0; i < srx->list_count && status == PADAN_OK; i++)
        status = check_list(checker, &srx->lists[i], &summary->lists[summary->list_count++]);
    return status;
}

static int check_srx(struct checker *checker, const char *bytes, size_t size)
{
    struct padan_srx srx = { 0 };
    int status = padan_srx_parse(&srx, bytes, size, checker->file, &checker->reporter, checker->error);
    if (status == PADAN_OK)
        status = check_parts(checker, &srx);
    padan_srx_free(&srx);
    return status;
}

static int check_text(struct checker *checker, const char *bytes, size_t size)
{
    struct padan_rules_summary *summary = &checker->summary;
    summary->lists = padan_arena_take(&checker->arena, sizeof *summary->lists);
    if (!summary->lists)
        return padan_error_allocation(checker->error);
    summary->lists[0] = (struct padan_rules_list){ .file = checker->file, .set = "" };
    summary->list_count = 1;
    return check_list_bytes(checker, bytes, size, &summary->lists[0]);
}

int padan_rules_check(struct padan_rules_summary **out, const char *path, const struct padan_reporter *reporter,
                      struct padan_error *error)
{
    struct padan_error own;
    struct checker *checker = calloc(1, sizeof *checker);
    char *bytes = NULL;
    size_t size = 0;
    *out = NULL;
    if (!checker)
        return padan_error_allocation(error);
    checker->error = error ? error : &own;
    checker->outer = reporter;
    checker->reporter = (struct padan_reporter){ pass_on, checker };
    checker->file = keep(checker, path, strlen(path));
    int status = checker->file ? padan_file_read(&bytes, &size, path, FILE_LIMIT, checker->error)
                               : padan_error_allocation(checker->error);
    if (status == PADAN_OK)
        status = strcasecmp(padan_file_extension(path), "txt") == 0 ? check_text(checker, bytes, size)
                                                                    : check_srx(checker, bytes, size);
    free(bytes);
    if (status == PADAN_OK)
        *out = &checker->summary;
    else
        padan_rules_summary_free(&checker->summary);
    return status;
}

void padan_rules_summary_free(struct padan_rules_summary *summary)
{
    struct checker *checker = (struct checker *)summary;
    if (!checker)
        return;
    padan_set_pool_free(&checker->pool);
    padan_arena_free(&checker->arena);
    free(checker);
}
