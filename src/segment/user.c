/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of somebody's own, before all others. */
#include "segment/user.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "segment/characters.h"
#include "text/utf8.h"

#define USER_SET "own rules"

const char *padan_user_rule_kind_name(enum padan_user_rule_kind kind)
{
    static const char *const names[] = { "abbreviation", "exception", "break" };
    return names[kind];
}

/* Adds an abbreviation to the list that ends the rules, or to a new one. */
static int add_abbreviation(struct padan_rules *rules, const char *language, const struct padan_user_rule *item,
                            const char *file, struct padan_error *error)
{
    struct padan_rule *last = rules->count > 0 ? &rules->items[rules->count - 1] : NULL;
    if (!last || !last->list || strcmp(last->file, file) != 0) {
        last = padan_rules_new(rules, file, USER_SET, item->line);
        if (!last || !(last->list = calloc(1, sizeof *last->list)))
            return padan_error_allocation(error);
        last->list->file = last->file;
    }
    return padan_abbreviations_add(last->list, item->section ? item->section : "never", padan_string(item->before),
                                   item->line, language, error);
}

static int add_item(struct padan_rules *rules, const char *language, const struct padan_user_rule *item,
                    struct padan_error *error)
{
    const char *file =
        padan_arena_copy(&rules->arena, item->file ? item->file : "", item->file ? strlen(item->file) : 0);
    if (!file)
        return padan_error_allocation(error);
    if (item->kind == PADAN_USER_ABBREVIATION)
        return add_abbreviation(rules, language, item, file, error);
    struct padan_srx_rule source = { .is_break = item->kind == PADAN_USER_BREAK,
                                     .before = padan_string(item->before),
                                     .after = padan_string(item->after),
                                     .line = item->line,
                                     .before_line = item->line,
                                     .after_line = item->line };
    if (source.before.size == 0 && source.after.size == 0)
        return padan_error_at(error, PADAN_ERROR_SYNTAX, file, item->line,
                              "a rule needs an expression for what stands before the place, or after it");
    return padan_rules_add(rules, file, USER_SET, &source, error);
}

int padan_user_rules_add(struct padan_rules *rules, const char *language, const struct padan_user_rule *items,
                         size_t count, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = add_item(rules, language, &items[i], error);
    return status;
}

/* What a list or a table could not show, or what no text can have. */
static int check_text(const struct padan_user_rule *rule, const char *text, struct padan_error *error)
{
    struct padan_string view = padan_string(text);
    bool any = false;
    if (padan_utf8_fault(view) < view.size)
        return padan_error_set(error, PADAN_ERROR_SYNTAX, "the rule is not UTF-8");
    for (size_t at = 0; at < view.size;) {
        UChar32 c = padan_utf8_next(view, &at);
        any |= padan_is_word(c);
        if (c < 0x20 || c == 0x7f)
            return padan_error_set(error, PADAN_ERROR_SYNTAX, "a rule holds no line ends or other control characters");
    }
    if (rule->kind == PADAN_USER_ABBREVIATION && text == rule->before &&
        (!any || text[0] == ' ' || text[0] == '[' || text[0] == '#'))
        return padan_error_set(error, PADAN_ERROR_SYNTAX, "an abbreviation is a word with a full stop: \"%.60s\"",
                               text);
    return PADAN_OK;
}

int padan_user_rule_check(const struct padan_user_rule *rule, const char *language, struct padan_error *error)
{
    struct padan_rules rules = { 0 };
    int status = check_text(rule, rule->before, error);
    if (status == PADAN_OK)
        status = check_text(rule, rule->after, error);
    if (status == PADAN_OK)
        status = padan_user_rules_add(&rules, language, rule, 1, error);
    for (size_t i = 0; i < rules.count && status == PADAN_OK; i++) {
        if (rules.items[i].before)
            status = padan_expression_compile(rules.items[i].before, error);
        if (rules.items[i].after && status == PADAN_OK)
            status = padan_expression_compile(rules.items[i].after, error);
    }
    padan_rules_free(&rules);
    return status;
}
