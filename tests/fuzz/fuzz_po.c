/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PO of any bytes; what is written of it must say the same when it is read. */
#include "exchange.h"

extern const struct padan_format padan_format_po;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer po;
    struct padan_exchange_summary summary;
    options.format = "po";
    options.source = "en";
    if (size % 2)
        options.target = "id";
    fuzz_convert(&po, data, size, &options, &padan_format_po, &summary);
    fuzz_again(&po, &options, &padan_format_po, &po);
    padan_buffer_free(&po);
    return 0;
}
