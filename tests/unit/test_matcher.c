/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the automata find at a place is what ICU's regular expressions find there, rule by rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "segment/characters.h"
#include "segment/matcher.h"
#include "segment_texts.h"

#define HEAD                                                                                                           \
    "<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\"><header segmentsubflows=\"yes\" cascade=\"no\"/>"        \
    "<body><languagerules><languagerule languagerulename=\"a\">"
#define TAIL                                                                                                           \
    "</languagerule></languagerules><maprules><languagemap languagepattern=\".*\" languagerulename=\"a\"/>"            \
    "</maprules></body></srx>"
#define RULE(before, after) "<rule><beforebreak>" before "</beforebreak><afterbreak>" after "</afterbreak></rule>\n"

/* Expressions that try what an automaton may get wrong. */
static const char odd[] = HEAD RULE("\\b", "") RULE("\\B", "\\w\\b") RULE("^", "") RULE("", "$") RULE("a*", "b*?")
    RULE("^.*$", "") RULE("(?:a|ab)(?:c|bcd)?", "(?:kata)?\\s") RULE("(?&lt;=a)t", "(?=a)") RULE("(?&lt;!k)a", "(?!t)")
        RULE("\\p{L}{2,3}", "\\p{L}{0,2}\\b") RULE("(?&lt;=\\s\\p{L}{1,4})", "(?=\\p{L}+\\s)")
            RULE("(?i)KATA", "(?i:THE)") RULE("[^a]+", "[\\s\\S]{3}") RULE("(?:\\s|\\p{L})*\\.", ".*\\.")
                RULE("\\A\\s*\\p{L}+", "\\z|\\s") RULE("a++t", "(?&gt;a|at)a") RULE(".{5,}", ".{40,}")
                    RULE("(?=.)\\.", "(?&lt;!\\s)\\s(?!\\s)") RULE("(?!ka)\\w\\w", "(\\p{L})\\1")
                        RULE("(\\p{L})\\1", "") RULE("\\p{L}{1,3}+", "\\p{L}{1,3}+\\s") RULE("\\s++", "\\.?+\\s")
                            RULE("(?:ka|t)++", "") RULE("(?&gt;a|at)a?", "") RULE("(?i)(\\p{L})\\p{L}*+\\1", "")
                                RULE(".*(?:\\s\\p{L}++)++", "") RULE("(?:(?:x*)*)*", "(?:(?:a?)+)*b?") TAIL;

static void load(struct padan_rules *rules, const char *language)
{
    static const struct padan_reporter silent = { 0 };
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    options.data = TEST_TM;
    *rules = (struct padan_rules){ 0 };
    int status = language ? padan_rules_load(rules, language, &options, NULL)
                          : padan_rules_parse(rules, "en", odd, sizeof odd - 1, "odd.srx", &silent, NULL);
    assert_int_equal(status, PADAN_OK);
}

/* Whether ICU finds one side of a rule at the place. */
static bool icu_finds(struct padan_expression *expression, struct padan_expression_text *text, int32_t place)
{
    bool matched = true;
    if (expression)
        assert_int_equal(padan_expression_match(expression, text, place, &matched, NULL), PADAN_OK);
    return matched;
}

/* Whether the pass over a text would ask about the place. */
static bool may_break_at(const struct padan_matcher *matcher, const struct padan_expression_text *text, int32_t place)
{
    const struct padan_matcher_view *view = padan_matcher_view(matcher);
    int32_t before = place, after = place;
    if (place == 0 || place == text->length)
        return true;
    unsigned class = padan_alphabet_class(&view->alphabet, padan_units_previous(text->forward, &before));
    return padan_matcher_may_break(
        view, class, padan_alphabet_class(&view->alphabet, padan_units_next(text->forward, &after, text->length)));
}

static void compare_place(struct padan_matcher *matcher, const struct padan_rules *rules,
                          struct padan_expression_text *text, int32_t place)
{
    size_t found = 0;
    padan_matcher_begin(matcher, text, place);
    bool may_break = may_break_at(matcher, text, place);
    assert_int_equal(padan_matcher_next(matcher, 0, &found, NULL), PADAN_OK);
    for (size_t i = 0; i < rules->count; i++) {
        const struct padan_rule *rule = &rules->items[i];
        bool holds = !rule->list && icu_finds(rule->after, text, place) && icu_finds(rule->before, text, place);
        if (holds && rule->is_break && !may_break)
            fail_msg("%s:%d: a break at place %d is no candidate", rule->file, rule->line, (int)place);
        if (holds != (found == i))
            fail_msg("%s:%d: ICU %s it at place %d, the automata %s", rule->file, rule->line,
                     holds ? "finds" : "does not find", (int)place, found == i ? "do" : "do not");
        if (found == i)
            assert_int_equal(padan_matcher_next(matcher, i + 1, &found, NULL), PADAN_OK);
    }
    assert_int_equal(found, rules->count);
}

static void compare(const char *language, int rounds)
{
    struct padan_rules rules, others;
    struct padan_matcher *matcher;
    struct padan_expression_text text = { 0 };
    struct padan_buffer buffer = { 0 };
    uint32_t seed = 1995;
    load(&rules, language);
    load(&others, language);
    assert_int_equal(padan_matcher_new(&matcher, &rules, NULL), PADAN_OK);
    for (size_t i = 0; i < others.count; i++) {
        if (others.items[i].before)
            assert_int_equal(padan_expression_compile(others.items[i].before, NULL), PADAN_OK);
        if (others.items[i].after)
            assert_int_equal(padan_expression_compile(others.items[i].after, NULL), PADAN_OK);
    }
    for (int round = 0; round < rounds; round++) {
        make_random_text(&buffer, &seed);
        struct padan_string utf8 = { buffer.data, buffer.size };
        assert_int_equal(padan_expression_text_set(&text, utf8, NULL), PADAN_OK);
        for (int32_t place = 0; place <= text.length; place++)
            if (place == 0 || place == text.length || !U16_IS_TRAIL(text.forward[place]))
                compare_place(matcher, &others, &text, place);
    }
    padan_buffer_free(&buffer);
    padan_expression_text_free(&text);
    padan_matcher_free(matcher);
    padan_rules_free(&rules);
    padan_rules_free(&others);
}

static void odd_expressions_match_as_in_icu(void **state)
{
    (void)state;
    compare(NULL, 200);
}

static void shipped_rules_match_as_in_icu(void **state)
{
    (void)state;
    static const char *const languages[] = { "id", "en", "de", "fr", "ru", "zh" };
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
        compare(languages[i], 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_expressions_match_as_in_icu),
        cmocka_unit_test(shipped_rules_match_as_in_icu),
    };
    return cmocka_run_group_tests_name("matcher", tests, NULL, NULL);
}
