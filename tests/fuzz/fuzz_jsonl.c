/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON of any bytes; what is written of it must say the same when it is read. JSON can say anything of a unit, so that
 * each other format is given units here that no reader of its own gives: it must be able to read what it makes of them.
 */
#include "exchange.h"

extern const struct padan_format padan_format_csv, padan_format_jsonl, padan_format_omegat, padan_format_po,
    padan_format_tmx, padan_format_tsv, padan_format_xliff;

static const struct {
    const char *name;
    const struct padan_format *format;
    bool table; /* has no unit with a text in one language only */
} others[] = { { "csv", &padan_format_csv, true }, { "omegat", &padan_format_omegat, false },
               { "po", &padan_format_po, false },  { "tmx", &padan_format_tmx, false },
               { "tsv", &padan_format_tsv, true }, { "xliff", &padan_format_xliff, false } };

/* What a format has no place for goes with the first writing; from then on nothing may. */
static void check_other(const struct padan_buffer *json, size_t number)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer first, second = { 0 };
    struct padan_exchange_summary summary;
    const struct padan_format *format = others[number].format;
    options.format = "jsonl";
    fuzz_convert(&first, json->data, json->size, &options, format, &summary);
    options.format = others[number].name;
    options.source = "en";
    options.target = "id";
    int status = first.size > 0 ? fuzz_convert(&second, first.data, first.size, &options, format, &summary) : PADAN_OK;
    if (status != PADAN_OK || (summary.refused != 0 && !others[number].table))
        abort();
    if (second.size > 0)
        fuzz_again(&second, &options, format, &second);
    padan_buffer_free(&first);
    padan_buffer_free(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer json;
    struct padan_exchange_summary summary;
    options.format = "jsonl";
    fuzz_convert(&json, data, size, &options, &padan_format_jsonl, &summary);
    if (json.size > 0) {
        fuzz_again(&json, &options, &padan_format_jsonl, &json);
        check_other(&json, size % (sizeof others / sizeof *others));
    }
    padan_buffer_free(&json);
    return 0;
}
