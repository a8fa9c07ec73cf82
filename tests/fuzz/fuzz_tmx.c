/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TMX of any bytes; what is written of it, as TMX and as JSON, must say the same when it is read. */
#include "exchange.h"

extern const struct padan_format padan_format_tmx, padan_format_jsonl;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer tmx, json;
    struct padan_exchange_summary summary;
    options.format = "tmx";
    fuzz_convert(&tmx, data, size, &options, &padan_format_tmx, &summary);
    fuzz_again(&tmx, &options, &padan_format_tmx, &tmx);
    fuzz_convert(&json, tmx.data, tmx.size, &options, &padan_format_jsonl, &summary);
    options.format = "jsonl";
    if (json.size > 0) /* an export without units has no lines */
        fuzz_again(&json, &options, &padan_format_tmx, &tmx);
    padan_buffer_free(&tmx);
    padan_buffer_free(&json);
    return 0;
}
