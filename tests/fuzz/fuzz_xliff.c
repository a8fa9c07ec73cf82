/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLIFF of any bytes; what is written of it must be read whole, and say the same once it was written again. */
#include "exchange.h"

extern const struct padan_format padan_format_xliff;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer first, second;
    struct padan_exchange_summary summary;
    options.format = "xliff";
    options.source = size % 2 ? "en" : NULL;
    options.target = size % 2 ? "id" : NULL;
    fuzz_convert(&first, data, size, &options, &padan_format_xliff, &summary);
    options.source = options.target = NULL;
    if (fuzz_convert(&second, first.data, first.size, &options, &padan_format_xliff, &summary) != PADAN_OK ||
        summary.refused != 0)
        abort();
    fuzz_again(&second, &options, &padan_format_xliff, &second);
    padan_buffer_free(&first);
    padan_buffer_free(&second);
    return 0;
}
