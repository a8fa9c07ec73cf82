/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/pairs.h"

size_t padan_pair_source(struct padan_writer *writer, const struct padan_unit *unit)
{
    for (size_t i = 0; i < unit->variant_count && writer->languages.source; i++)
        if (padan_languages_see(&writer->languages, unit->variants[i].language)->is_source)
            return i;
    return 0;
}

const struct padan_variant *padan_pair_target(struct padan_writer *writer, const struct padan_unit *unit, size_t source,
                                              size_t *at)
{
    while (*at < unit->variant_count) {
        const struct padan_variant *variant = &unit->variants[*at];
        bool is_source = (*at)++ == source;
        if (!is_source &&
            (!writer->languages.target || padan_languages_see(&writer->languages, variant->language)->is_target))
            return variant;
    }
    return NULL;
}
