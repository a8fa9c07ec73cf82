/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TMX of any bytes; what is written of it, as TMX and as JSON, must say the same when it is read. */
#include "exchange.h"
#include "exchange/tmx.h"

extern const struct padan_format padan_format_tmx, padan_format_jsonl;

/* A file given back as it came. */
struct given_back {
    struct padan_writer writer;
    struct padan_buffer head, tail;
    int parts;
};

static int keep_nothing(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    (void)context;
    (void)properties;
    (void)count;
    (void)error;
    return PADAN_OK;
}

static int put_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    struct given_back *back = context;
    (void)error;
    padan_buffer_append(part == PADAN_FILE_HEAD ? &back->head : &back->tail, text.data, text.size);
    back->parts++;
    return PADAN_OK;
}

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct given_back *back = context;
    return padan_tmx_faithful_put(&back->writer, unit, error);
}

/* Answers how many units there were, -1 where the file cannot be given back, and the faults of no unit. */
static int64_t give_back(struct padan_buffer *out, const void *data, size_t size,
                         const struct padan_exchange_options *options, int64_t *faults)
{
    struct given_back back = { .parts = 0 };
    struct padan_header_sink header = { keep_nothing, &back, put_part };
    struct padan_unit_sink sink = { put_unit, &back };
    struct padan_exchange_summary summary = { 0 };
    struct padan_input input;
    struct padan_error error;
    int status = padan_input_open_bytes(&input, data, size, "fuzz", options, &error);
    if (status == PADAN_OK)
        status = padan_exchange_read_input(&input, options, &header, &sink, &summary, &error);
    padan_input_close(&input);
    *out = (struct padan_buffer){ 0 };
    back.writer.options.head = (struct padan_string){ back.head.data, back.head.size };
    back.writer.options.tail = (struct padan_string){ back.tail.data, back.tail.size };
    struct padan_buffer units = back.writer.buffer;
    back.writer.buffer = *out;
    padan_tmx_faithful_begin(&back.writer, &error);
    padan_buffer_append(&back.writer.buffer, units.data, units.size);
    padan_tmx_faithful_end(&back.writer, &error);
    *out = back.writer.buffer;
    padan_buffer_free(&units);
    padan_buffer_free(&back.writer.scratch);
    padan_buffer_free(&back.head);
    padan_buffer_free(&back.tail);
    *faults = summary.faults;
    return status == PADAN_OK && back.parts == 2 ? summary.read : -1;
}

/* What is given back is read whole, with as many units. */
static void check_given_back(const uint8_t *data, size_t size, const struct padan_exchange_options *options)
{
    struct padan_buffer first, second;
    int64_t faults, units = give_back(&first, data, size, options, &faults);
    if (units > 0) {
        if (give_back(&second, first.data, first.size, options, &faults) != units || faults > 0)
            abort();
        padan_buffer_free(&second);
    }
    padan_buffer_free(&first);
}

/* JSON has no place for the header; of units it says all that TMX does. */
static void check_json(const struct padan_buffer *json)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer tmx;
    struct padan_exchange_summary summary;
    if (json->size == 0) /* an export without units has no lines */
        return;
    options.format = "jsonl";
    fuzz_convert(&tmx, json->data, json->size, &options, &padan_format_tmx, &summary);
    options.format = "tmx";
    fuzz_again(&tmx, &options, &padan_format_jsonl, json);
    padan_buffer_free(&tmx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer tmx, json;
    struct padan_exchange_summary summary;
    options.format = "tmx";
    fuzz_convert(&tmx, data, size, &options, &padan_format_tmx, &summary);
    fuzz_again(&tmx, &options, &padan_format_tmx, &tmx);
    fuzz_convert(&json, tmx.data, tmx.size, &options, &padan_format_jsonl, &summary);
    check_json(&json);
    padan_buffer_free(&tmx);
    padan_buffer_free(&json);
    check_given_back(data, size, &options);
    return 0;
}
