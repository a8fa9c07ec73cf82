/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rule of segmentation would change in a memory. */
#include <stdlib.h>

#include "base/error.h"
#include "memory/store.h"

struct effect {
    const char *language;
    struct padan_segmenter *without, *with;
    const struct padan_neighbours_sink *sink;
    int64_t looked;
};

/* With the rule before the own rules that the options have. */
static int open_with(struct padan_segmenter **out, const char *language, const struct padan_segmenter_options *options,
                     const struct padan_user_rule *rule, struct padan_error *error)
{
    struct padan_segmenter_options more = *options;
    struct padan_user_rule *rules = calloc(options->user_rule_count + 1, sizeof *rules);
    if (!rules)
        return padan_error_allocation(error);
    rules[0] = *rule;
    for (size_t i = 0; i < options->user_rule_count; i++)
        rules[i + 1] = options->user_rules[i];
    more.user_rules = rules;
    more.user_rule_count++;
    int status = padan_segmenter_new(out, language, &more, error);
    free(rules);
    return status;
}

static int look(struct effect *effect, const struct padan_unit *unit, const struct padan_variant *variant,
                struct padan_error *error)
{
    bool with = false, without = false;
    effect->looked++;
    int status = padan_segmenter_joins(effect->with, variant->before, variant->text, &with, error);
    if (status != PADAN_OK || !with)
        return status;
    status = padan_segmenter_joins(effect->without, variant->before, variant->text, &without, error);
    if (status != PADAN_OK || without)
        return status;
    struct padan_neighbours neighbours = { unit->document, unit->number, variant->before, variant->text };
    return effect->sink->put(effect->sink->context, &neighbours, error);
}

static int take_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct effect *effect = context;
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_variant *variant = &unit->variants[i];
        char tag[PADAN_LANGUAGE_SIZE];
        if (variant->language.size >= sizeof tag || !variant->has_before || variant->before.size == 0)
            continue;
        for (size_t k = 0; k <= variant->language.size; k++)
            tag[k] = k < variant->language.size ? variant->language.data[k] : '\0';
        int status = padan_language_matches(effect->language, tag) ? look(effect, unit, variant, error) : PADAN_OK;
        if (status != PADAN_OK)
            return status;
    }
    return PADAN_OK;
}

int padan_memory_rule_effect(struct padan_memory *memory, const char *language,
                             const struct padan_segmenter_options *options, const struct padan_user_rule *rule,
                             const struct padan_neighbours_sink *sink, int64_t *looked, struct padan_error *error)
{
    struct effect effect = { .language = language, .sink = sink };
    struct padan_unit_filter filter = PADAN_UNIT_FILTER_INIT;
    struct padan_unit_sink units = { take_unit, &effect };
    int status = padan_segmenter_new(&effect.without, language, options, error);
    if (status == PADAN_OK)
        status = open_with(&effect.with, language, options, rule, error);
    if (status == PADAN_OK)
        status = padan_memory_each_unit(memory, &filter, &units, error);
    *looked = effect.looked;
    padan_segmenter_free(effect.with);
    padan_segmenter_free(effect.without);
    return status;
}
