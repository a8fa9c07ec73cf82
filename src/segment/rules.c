/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From SRX files and lists of abbreviations to one ordered list of rules. */
#include "segment/rules.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/vector.h"
#include "segment/shipped.h"
#include "segment/user.h"

#define RULES_SIZE_LIMIT ((size_t)16 << 20)
#define LIST_SET "own list"

struct loader {
    struct padan_rules *rules;
    const char *language; /* canonical tag */
    const struct padan_reporter *reporter;
    struct padan_error *error;
};

struct padan_rule *padan_rules_new(struct padan_rules *rules, const char *file, const char *language, int line)
{
    if (!padan_vector_reserve(&rules->items, &rules->capacity, rules->count + 1, sizeof *rules->items))
        return NULL;
    struct padan_rule *rule = &rules->items[rules->count++];
    *rule = (struct padan_rule){ .file = file, .language = language, .line = line };
    return rule;
}

/* A copy that lives as long as the rules. */
static const char *keep(const struct loader *loader, const char *text, size_t size)
{
    return padan_arena_copy(&loader->rules->arena, text ? text : "", size);
}

static int parse_abbreviations(const struct loader *loader, struct padan_rule *rule, const char *bytes, size_t size)
{
    rule->list = calloc(1, sizeof *rule->list);
    if (!rule->list)
        return padan_error_allocation(loader->error);
    return padan_abbreviations_parse(rule->list, bytes, size, rule->file, loader->language, loader->error);
}

/* Reads a list, of abbreviations or for a choice among spaces, and adds it as a rule. */
static int add_list(const struct loader *loader, const char *path, bool is_spaces, const char *language)
{
    const char *file = keep(loader, path, strlen(path));
    struct padan_rule *rule = file ? padan_rules_new(loader->rules, file, language, 0) : NULL;
    if (!rule)
        return padan_error_allocation(loader->error);
    char *bytes;
    size_t size;
    int status = padan_file_read(&bytes, &size, file, RULES_SIZE_LIMIT, loader->error);
    if (status != PADAN_OK)
        return status;
    status = is_spaces ? padan_spaces_new(&rule->spaces, bytes, size, file, loader->language, loader->error)
                       : parse_abbreviations(loader, rule, bytes, size);
    free(bytes);
    return status;
}

/* The same for a list that an SRX file names, beside which it stands. */
static int add_list_beside(const struct loader *loader, const char *srx, const struct padan_srx_list *list,
                           const char *language)
{
    struct padan_buffer path = { 0 };
    padan_buffer_append(&path, srx, strlen(srx) - strlen(padan_file_name(srx)));
    padan_buffer_text(&path, list->file);
    int status =
        path.failed ? padan_error_allocation(loader->error) : add_list(loader, path.data, list->is_spaces, language);
    padan_buffer_free(&path);
    return status;
}

/* "before ‸ after", as --explain shows it. */
static const char *describe(struct padan_rules *rules, const struct padan_srx_rule *source)
{
    struct padan_buffer text = { 0 };
    padan_buffer_append(&text, source->before.data, source->before.size);
    padan_buffer_text(&text, " \xE2\x80\xB8 ");
    padan_buffer_append(&text, source->after.data, source->after.size);
    const char *kept = text.failed ? NULL : padan_arena_copy(&rules->arena, text.data, text.size);
    padan_buffer_free(&text);
    return kept;
}

int padan_rules_add(struct padan_rules *rules, const char *file, const char *language,
                    const struct padan_srx_rule *source, struct padan_error *error)
{
    struct padan_rule *rule = padan_rules_new(rules, file, language, (int)source->line);
    if (!rule)
        return padan_error_allocation(error);
    rule->is_break = source->is_break;
    rule->text = describe(rules, source);
    if (!rule->text)
        return padan_error_allocation(error);
    int status = PADAN_OK;
    if (source->before.size > 0)
        status = padan_expression_new(&rule->before, source->before, PADAN_EXPRESSION_BEFORE, &rules->pool, file,
                                      source->before_line, error);
    if (status == PADAN_OK && source->after.size > 0)
        status = padan_expression_new(&rule->after, source->after, PADAN_EXPRESSION_AFTER, &rules->pool, file,
                                      source->after_line, error);
    return status;
}

/* The lists of a rule set, then its rules. */
static int add_language(const struct loader *loader, const struct padan_srx *srx,
                        const struct padan_srx_language *source)
{
    const char *file = keep(loader, srx->file, strlen(srx->file));
    const char *language = keep(loader, source->name, strlen(source->name));
    if (!file || !language)
        return padan_error_allocation(loader->error);
    for (size_t i = 0; i < srx->list_count; i++) {
        if (strcmp(srx->lists[i].language, source->name) != 0)
            continue;
        int status = add_list_beside(loader, srx->file, &srx->lists[i], language);
        if (status != PADAN_OK)
            return status;
    }
    for (size_t i = 0; i < source->count; i++) {
        int status = padan_rules_add(loader->rules, file, language, &source->rules[i], loader->error);
        if (status != PADAN_OK)
            return status;
    }
    return PADAN_OK;
}

/* The rule sets whose maps match the language: all of them with cascade, else the first. */
static int add_maps(const struct loader *loader, const struct padan_srx *srx)
{
    bool any = false;
    for (size_t i = 0; i < srx->map_count && (!any || srx->cascade); i++) {
        const struct padan_srx_map *map = &srx->maps[i];
        bool matched = false;
        int status = padan_expression_matches_whole(map->pattern, loader->language, srx->file, map->line, &matched,
                                                    loader->error);
        if (status != PADAN_OK)
            return status;
        const struct padan_srx_language *source = matched ? padan_srx_find(srx, map->name) : NULL;
        if (!source)
            continue;
        any = true;
        status = add_language(loader, srx, source);
        if (status != PADAN_OK)
            return status;
    }
    if (!any) {
        struct padan_error warning;
        padan_error_in(&warning, PADAN_ERROR_LANGUAGE, srx->file,
                       "no language map holds \"%s\": each paragraph stays one segment", loader->language);
        padan_report(loader->reporter, &warning);
    }
    return PADAN_OK;
}

static int load_bytes(const struct loader *loader, const char *bytes, size_t size, const char *file)
{
    struct padan_srx srx = { 0 };
    int status = padan_srx_parse(&srx, bytes, size, file, loader->reporter, loader->error);
    if (status == PADAN_OK) {
        loader->rules->handling = srx.handling;
        status = add_maps(loader, &srx);
    }
    padan_srx_free(&srx);
    return status;
}

static int load_file(const struct loader *loader, const char *path)
{
    char *bytes;
    size_t size;
    int status = padan_file_read(&bytes, &size, path, RULES_SIZE_LIMIT, loader->error);
    if (status != PADAN_OK)
        return status;
    status = load_bytes(loader, bytes, size, path);
    free(bytes);
    return status;
}

static bool is_list_file(const char *path)
{
    return strcasecmp(padan_file_extension(path), "txt") == 0;
}

static int load_shipped(const struct loader *loader, const char *data)
{
    struct padan_table paths = { 0 };
    int status = padan_shipped_paths(&paths, data, loader->language, loader->error);
    for (size_t i = 0; i < paths.count && status == PADAN_OK; i++) {
        const char *path = paths.keys[i].data;
        status = is_list_file(path) ? add_list(loader, path, false, LIST_SET) : load_file(loader, path);
    }
    padan_table_free(&paths);
    return status;
}

int padan_rules_load(struct padan_rules *rules, const char *language, const struct padan_segmenter_options *options,
                     struct padan_error *error)
{
    static const struct padan_reporter silent = { 0 };
    struct loader loader = {
        .rules = rules, .language = language, .reporter = options ? &options->reporter : &silent, .error = error
    };
    int status = options ? padan_user_rules_add(rules, language, options->user_rules, options->user_rule_count, error)
                         : PADAN_OK;
    if (status != PADAN_OK)
        return status;
    bool is_list = options && options->rules && is_list_file(options->rules);
    if (options && options->rules && !is_list)
        return load_file(&loader, options->rules);
    if (is_list)
        status = add_list(&loader, options->rules, false, LIST_SET);
    if (status != PADAN_OK)
        return status;
    return load_shipped(&loader, options && options->data ? options->data : PADAN_DATADIR);
}

int padan_rules_parse(struct padan_rules *rules, const char *language, const char *bytes, size_t size, const char *file,
                      const struct padan_reporter *reporter, struct padan_error *error)
{
    struct loader loader = { .rules = rules, .language = language, .reporter = reporter, .error = error };
    return load_bytes(&loader, bytes, size, file);
}

void padan_rules_free(struct padan_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        padan_expression_free(rules->items[i].before);
        padan_expression_free(rules->items[i].after);
        if (rules->items[i].list)
            padan_abbreviations_free(rules->items[i].list);
        free(rules->items[i].list);
        padan_spaces_free(rules->items[i].spaces);
    }
    free(rules->items);
    padan_set_pool_free(&rules->pool);
    padan_arena_free(&rules->arena);
    *rules = (struct padan_rules){ 0 };
}
