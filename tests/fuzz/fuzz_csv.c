/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV of any bytes; what is written of it must say the same when it is read. */
#include "exchange.h"

extern const struct padan_format padan_format_csv;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer csv;
    struct padan_exchange_summary summary;
    options.format = "csv";
    if (size % 2) {
        options.source = "en";
        options.target = "id";
    }
    if (size % 3 == 0)
        options.columns = "source,-,target,note";
    fuzz_convert(&csv, data, size, &options, &padan_format_csv, &summary);
    options.source = options.target = options.columns = NULL;
    fuzz_again(&csv, &options, &padan_format_csv, &csv);
    padan_buffer_free(&csv);
    return 0;
}
