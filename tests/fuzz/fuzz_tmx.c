/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TMX of any bytes; what is written of it, as TMX and as JSON, must say the same when it is read. */
#include "exchange.h"
#include "exchange/tmx.h"
#include "exchange/tmx_balance.h"

extern const struct padan_format padan_format_tmx, padan_format_jsonl;

/* A file given back as it came, but for the units whose bits (the same for every 32nd) are set in `gone`. */
struct given_back {
    struct padan_writer writer;
    struct padan_buffer head;
    uint32_t gone;
    int64_t units, left;
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

/* Where no unit is gone, what was written from `start` on is `text` as it stands. */
static void check_same(const struct given_back *back, size_t start, struct padan_string text)
{
    const struct padan_buffer *out = &back->writer.buffer;
    if (back->gone == 0 &&
        (out->size - start != text.size || (text.size > 0 && memcmp(out->data + start, text.data, text.size) != 0)))
        abort();
}

static int put_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    struct given_back *back = context;
    size_t start = back->writer.buffer.size;
    back->parts++;
    if (part == PADAN_FILE_HEAD) {
        padan_buffer_append(&back->head, text.data, text.size);
        back->writer.options.head = (struct padan_string){ back->head.data, back->head.size };
        int status = padan_tmx_faithful_begin(&back->writer, error);
        if (text.size < 5 || memcmp(text.data, "<?xml", 5) != 0)
            check_same(back, start, text);
        return status;
    }
    back->writer.options.tail = text;
    int status = padan_tmx_faithful_end(&back->writer, error);
    check_same(back, start, text);
    return status;
}

static int put_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct given_back *back = context;
    size_t start = back->writer.buffer.size;
    if (back->gone >> (back->units++ % 32) & 1)
        return PADAN_OK;
    back->left++;
    int status = padan_tmx_faithful_put(&back->writer, unit, error);
    back->writer.buffer.size--;
    /* The first within a root that has no header may get one before it. */
    bool first = back->left == 1 && ((struct padan_tmx_balance *)back->writer.state)->head_depth == 1;
    if (unit->source.size > 0 && !first)
        check_same(back, start, unit->source);
    back->writer.buffer.size++;
    return status;
}

/* Answers how many units were left, -1 where the file cannot be given back, and the faults of no unit. */
static int64_t give_back(struct padan_buffer *out, const void *data, size_t size, uint32_t gone,
                         const struct padan_exchange_options *options, int64_t *faults)
{
    struct given_back back = { .gone = gone };
    struct padan_header_sink header = { keep_nothing, &back, put_part };
    struct padan_unit_sink sink = { put_unit, &back };
    struct padan_exchange_summary summary = { 0 };
    struct padan_input input;
    struct padan_error error;
    int status = padan_input_open_bytes(&input, data, size, "fuzz", options, &error);
    if (status == PADAN_OK)
        status = padan_exchange_read_input(&input, options, &header, &sink, &summary, &error);
    padan_input_close(&input);
    *out = back.writer.buffer;
    fuzz_release(&back.writer);
    padan_buffer_free(&back.head);
    *faults = summary.faults;
    return status == PADAN_OK && back.parts == 2 ? back.left : -1;
}

/* What is given back is read whole, with as many units. */
static void check_given_back(const uint8_t *data, size_t size, uint32_t gone,
                             const struct padan_exchange_options *options)
{
    struct padan_buffer first, second;
    int64_t faults, units = give_back(&first, data, size, gone, options, &faults);
    if (units > 0) {
        if (give_back(&second, first.data, first.size, 0, options, &faults) != units || faults > 0)
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
    check_given_back(data, size, 0, &options);
    if (size > 0)
        check_given_back(data, size, (uint32_t)0x9E3779B9 * data[size - 1] | 1U << data[size / 2] % 4, &options);
    return 0;
}
