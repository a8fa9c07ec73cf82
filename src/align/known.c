/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is known of the words of two texts before anything is learned from them. */
#include "align/locale.h"

#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "base/vector.h"

/* Two texts and where what is known of them goes. */
struct gathering {
    struct padan_pairs *pairs;
    struct padan_pairs *general; /* of the general lexicon: its words are read while those of the texts are compared */
    const struct padan_side *source, *target;
    const char *source_language, *target_language;
    const struct padan_align_options *options;
    struct padan_locales *locales;
};

/* What the words show themselves, and ICU's data. */
static int add_shown(const struct gathering *to, struct padan_error *error)
{
    int status = padan_cognates_add(to->pairs, to->source, to->target, error);
    if (status == PADAN_OK)
        status = padan_values_add(to->pairs, to->source, to->target, error);
    if (status == PADAN_OK)
        status = padan_locale_add(to->pairs, to->locales, to->source, to->source_language, to->target,
                                  to->target_language, error);
    return status;
}

/* What the caller tells; a lexicon or a glossary that knows none of the words changes nothing. */
static int add_told(const struct gathering *to, struct padan_known *told, struct padan_error *error)
{
    const struct padan_align_options *options = to->options;
    size_t before = to->pairs->count;
    int status = PADAN_OK;
    if (options && options->lexicon)
        status = padan_given_add(to->pairs, to->source, to->target, options->lexicon, error);
    told->given = to->pairs->count > before;
    before = to->pairs->count;
    if (status == PADAN_OK && options && options->glossary_count > 0)
        status = padan_glossary_add(to->pairs, to->source, to->source_language, to->target, to->target_language,
                                    options, error);
    told->terms = to->pairs->count > before;
    return status;
}

/* A share of what asks nothing of the caller, which may want to be asked by its own thread. */
static int add_share(void *context, size_t thread, size_t share, struct padan_error *error)
{
    const struct gathering *to = context;
    (void)thread;
    if (share == 0)
        return add_shown(to, error);
    return padan_general_add(to->general, to->source, to->source_language, to->target, to->target_language,
                             to->options ? to->options->data : NULL, error);
}

static int append(struct padan_pairs *pairs, const struct padan_pairs *added, struct padan_error *error)
{
    if (added->count == 0)
        return PADAN_OK;
    if (!padan_vector_reserve(&pairs->items, &pairs->capacity, pairs->count + added->count, sizeof *pairs->items))
        return padan_error_allocation(error);
    memcpy(pairs->items + pairs->count, added->items, added->count * sizeof *pairs->items);
    pairs->count += added->count;
    return PADAN_OK;
}

static int gather(struct gathering *to, struct padan_known *told, struct padan_error *error)
{
    const struct padan_align_options *options = to->options;
    struct padan_pairs general = { 0 };
    to->general = &general;
    const struct padan_parallel parallel = { .count = 2, .threads = 2, .work = add_share, .context = to };
    int status = padan_parallel_run(&parallel, error);
    if (status == PADAN_OK)
        status = add_told(to, told, error);
    if (status == PADAN_OK)
        status = append(to->pairs, &general, error);
    if (status == PADAN_OK && options && options->dictionary_count > 0)
        status = padan_dictionaries_add(to->pairs, to->source, to->source_language, to->target, to->target_language,
                                        options, error);
    padan_pairs_free(&general);
    return status;
}

int padan_known_add(struct padan_pairs *pairs, struct padan_known *told, const struct padan_side *source,
                    const char *source_language, const struct padan_side *target, const char *target_language,
                    const struct padan_align_options *options, struct padan_locales *locales, struct padan_error *error)
{
    struct gathering to = { .pairs = pairs,
                            .source = source,
                            .target = target,
                            .source_language = source_language,
                            .target_language = target_language,
                            .options = options,
                            .locales = locales };
    struct padan_known known = { 0 };
    int status = gather(&to, &known, error);
    if (told)
        *told = known;
    if (status != PADAN_OK)
        return status;
    bool done = padan_pairs_seal(pairs, source->types.count);
    for (int evidence = 0; done && evidence < PADAN_EVIDENCE_LEARNED; evidence++)
        done = padan_pairs_normalise(pairs, (enum padan_evidence)evidence, source->types.count, target->types.count);
    return done ? PADAN_OK : padan_error_allocation(error);
}
