/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project_save.tmx of any bytes; what is written of it must say the same when it is read. */
#include "exchange.h"

extern const struct padan_format padan_format_omegat;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer first, second;
    struct padan_exchange_summary summary;
    options.format = "omegat";
    options.source = size % 2 ? "en" : NULL;
    options.target = size % 2 ? "id" : NULL;
    fuzz_convert(&first, data, size, &options, &padan_format_omegat, &summary);
    options.source = options.target = NULL;
    fuzz_again(&first, &options, &padan_format_omegat, &first);
    options.format = NULL; /* it is told by what it says of itself */
    fuzz_convert(&second, first.data, first.size, &options, &padan_format_omegat, &summary);
    if (first.size != second.size)
        abort();
    padan_buffer_free(&first);
    padan_buffer_free(&second);
    return 0;
}
