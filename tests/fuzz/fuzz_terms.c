/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of terms of any bytes; each term must be found in the text that it is. */
#include <stdint.h>
#include <stdlib.h>

#include "term/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int take(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct padan_recogniser *recogniser = context;
    const struct padan_recognised *list;
    size_t count;
    for (size_t i = 0; i < concept->term_count; i++) {
        struct padan_term term = concept->terms[i];
        struct padan_concept alone = { .number = 1, .terms = &term, .term_count = 1 };
        term.language = padan_string("en");
        int status = padan_recogniser_add(recogniser, &alone, error);
        if (status == PADAN_ERROR_ENCODING)
            return PADAN_ERROR_ARGUMENT;
        if (status != PADAN_OK || padan_recogniser_find(recogniser, term.text, &list, &count, error) != PADAN_OK)
            abort();
        for (size_t k = 0; k < count; k++)
            if (list[k].start >= list[k].end || list[k].end > term.text.size)
                abort();
    }
    return PADAN_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_recogniser *recogniser;
    struct padan_error error;
    if (padan_recogniser_new(&recogniser, "en", size % 3 == 0, &error) != PADAN_OK)
        return 0;
    const struct padan_concept_sink sink = { take, recogniser, NULL };
    options.source = size % 2 ? "en" : NULL;
    options.target = size % 2 ? "id" : NULL;
    padan_terms_read_bytes(data, size, "fuzz", &options, &sink, NULL, &error);
    padan_recogniser_free(recogniser);
    return 0;
}
