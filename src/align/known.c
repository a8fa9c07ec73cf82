/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is known of the words of two texts before anything is learned from them. */
#include "align/locale.h"

#include "base/error.h"

/* Two texts and where what is known of them goes. */
struct gathering {
    struct padan_pairs *pairs;
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

static int add_general(const struct gathering *to, struct padan_error *error)
{
    const struct padan_align_options *options = to->options;
    int status = padan_general_add(to->pairs, to->source, to->source_language, to->target, to->target_language,
                                   options ? options->data : NULL, error);
    if (status == PADAN_OK && options && options->dictionary_count > 0)
        status = padan_dictionaries_add(to->pairs, to->source, to->source_language, to->target, to->target_language,
                                        options, error);
    return status;
}

int padan_known_add(struct padan_pairs *pairs, struct padan_known *told, const struct padan_side *source,
                    const char *source_language, const struct padan_side *target, const char *target_language,
                    const struct padan_align_options *options, struct padan_locales *locales, struct padan_error *error)
{
    const struct gathering to = { pairs, source, target, source_language, target_language, options, locales };
    struct padan_known known = { 0 };
    int status = add_shown(&to, error);
    if (status == PADAN_OK)
        status = add_told(&to, &known, error);
    if (status == PADAN_OK)
        status = add_general(&to, error);
    if (told)
        *told = known;
    if (status != PADAN_OK)
        return status;
    bool done = padan_pairs_seal(pairs, source->types.count);
    for (int evidence = 0; done && evidence < PADAN_EVIDENCE_LEARNED; evidence++)
        done = padan_pairs_normalise(pairs, (enum padan_evidence)evidence, source->types.count, target->types.count);
    return done ? PADAN_OK : padan_error_allocation(error);
}
