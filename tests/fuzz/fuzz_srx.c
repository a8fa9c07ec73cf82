/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An SRX file: what can be read of it is compiled and tried at each place of a text. */
#include <stdint.h>
#include <stdlib.h>

#include "segment/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char sample[] =
    "Dr. A. Smith said \xE2\x80\x9CNo.\xE2\x80\x9D Then\n3.5 \xE6\xBC\xA2\xE3\x80\x82\xF0\x9F\x98\x80 e\xCC\x81.";

static int try_rule(struct padan_rule *rule, struct padan_expression_text *text)
{
    struct padan_expression *sides[] = { rule->before, rule->after };
    int status = PADAN_OK;
    for (int32_t place = 0; place <= text->length; place++)
        for (int side = 0; side < 2 && status == PADAN_OK; side++) {
            bool matched;
            if (sides[side])
                status = padan_expression_match(sides[side], text, place, &matched, NULL);
        }
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct padan_reporter silent = { 0 };
    struct padan_rules rules = { 0 };
    struct padan_expression_text text = { 0 };
    struct padan_error error;
    int status = padan_rules_parse(&rules, "en", (const char *)data, size, "fuzz.srx", &silent, &error);
    if (status == PADAN_OK)
        status = padan_expression_text_set(&text, padan_string(sample), &error);
    for (size_t i = 0; i < rules.count && status == PADAN_OK; i++)
        status = try_rule(&rules.items[i], &text);
    padan_expression_text_free(&text);
    padan_rules_free(&rules);
    return 0;
}
