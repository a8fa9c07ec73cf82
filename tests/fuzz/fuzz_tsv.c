/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TSV of any bytes; what is written of it must say the same when it is read. */
#include "exchange.h"

extern const struct padan_format padan_format_tsv;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer tsv;
    struct padan_exchange_summary summary;
    options.format = "tsv";
    if (size % 2) {
        options.source = "en";
        options.target = "id";
    }
    fuzz_convert(&tsv, data, size, &options, &padan_format_tsv, &summary);
    options.source = options.target = NULL;
    fuzz_again(&tsv, &options, &padan_format_tsv, &tsv);
    padan_buffer_free(&tsv);
    return 0;
}
