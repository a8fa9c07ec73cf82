/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An SRX file: what can be read of it holds at each place of a text where ICU's regular expressions hold, one by one.
 */
#include <stdint.h>
#include <stdlib.h>

#include "segment/matcher.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sample[] =
    "Dr. A. Smith said \xE2\x80\x9CNo.\xE2\x80\x9D Then\n3.5 \xE6\xBC\xA2\xE3\x80\x82\xF0\x9F\x98\x80 e\xCC\x81.";

static int parse(struct padan_rules *rules, const uint8_t *data, size_t size)
{
    static const struct padan_reporter silent = { 0 };
    struct padan_error error;
    return padan_rules_parse(rules, "en", (const char *)data, size, "fuzz.srx", &silent, &error);
}

static int compile(struct padan_rules *rules)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < rules->count && status == PADAN_OK; i++) {
        if (rules->items[i].before)
            status = padan_expression_compile(rules->items[i].before, NULL);
        if (status == PADAN_OK && rules->items[i].after)
            status = padan_expression_compile(rules->items[i].after, NULL);
    }
    return status;
}

/* Whether ICU finds a rule at the place; its time may run out. */
static int icu_finds(const struct padan_rule *rule, struct padan_expression_text *text, int32_t place, bool *holds)
{
    int status = PADAN_OK;
    *holds = !rule->list;
    if (rule->after && *holds)
        status = padan_expression_match(rule->after, text, place, holds, NULL);
    if (status == PADAN_OK && rule->before && *holds)
        status = padan_expression_match(rule->before, text, place, holds, NULL);
    return status;
}

static int compare(struct padan_matcher *matcher, const struct padan_rules *rules, struct padan_expression_text *text,
                   int32_t place)
{
    size_t found = 0;
    padan_matcher_begin(matcher, text, place);
    int status = padan_matcher_next(matcher, 0, &found, NULL);
    for (size_t i = 0; i < rules->count && status == PADAN_OK; i++) {
        bool holds;
        status = icu_finds(&rules->items[i], text, place, &holds);
        if (status == PADAN_OK && holds != (found == i))
            abort();
        if (status == PADAN_OK && holds)
            status = padan_matcher_next(matcher, i + 1, &found, NULL);
    }
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_rules rules = { 0 }, others = { 0 };
    struct padan_matcher *matcher = NULL;
    struct padan_expression_text text = { 0 };
    int status = parse(&rules, data, size);
    if (status == PADAN_OK)
        status = parse(&others, data, size);
    if (status == PADAN_OK)
        status = padan_matcher_new(&matcher, &rules, NULL);
    if (status == PADAN_OK)
        status = compile(&others);
    if (status == PADAN_OK)
        status = padan_expression_text_set(&text, padan_string(sample), NULL);
    for (int32_t place = 0; place <= text.length && status == PADAN_OK; place++)
        if (place == 0 || place == text.length || !U16_IS_TRAIL(text.forward[place]))
            status = compare(matcher, &others, &text, place);
    padan_expression_text_free(&text);
    padan_matcher_free(matcher);
    padan_rules_free(&rules);
    padan_rules_free(&others);
    return 0;
}
