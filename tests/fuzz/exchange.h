/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the targets of the exchange formats share: a format read and written, all in memory. */
#ifndef FUZZ_EXCHANGE_H
#define FUZZ_EXCHANGE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Units in a language that is none cannot be written and are passed over, and so are rows that a person put in or
 * emptied. */
static int fuzz_put(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_writer *writer = context;
    size_t size = writer->buffer.size;
    if (unit->origin.size > 0 && (unit->variant_count < 2 || unit->position < 0))
        return PADAN_OK;
    if (writer->format->put(writer, unit, error) == PADAN_OK) {
        writer->units++;
        return PADAN_OK;
    }
    writer->buffer.size = size;
    return PADAN_OK;
}

/* The header of a file goes into what is written of it. */
static int fuzz_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    struct padan_writer *writer = context;
    writer->options.header = properties;
    writer->options.header_count = count;
    writer->begun = true;
    if (writer->format->begin(writer, error) != PADAN_OK)
        abort();
    return PADAN_OK;
}

/* Lets go of a writer but for what it has written. */
static void fuzz_release(struct padan_writer *writer)
{
    padan_buffer_free(&writer->scratch);
    if (writer->state)
        writer->release(writer->state);
}

/* Reads an input that is open, if `status` says so, closes it, and gives what it is to a writer. */
static int fuzz_give(struct padan_writer *writer, struct padan_input *input, int status,
                     struct padan_exchange_summary *summary, struct padan_error *error)
{
    struct padan_unit_sink sink = { fuzz_put, writer };
    struct padan_header_sink header = { fuzz_header, writer, NULL };
    *summary = (struct padan_exchange_summary){ 0 };
    if (status == PADAN_OK)
        status = padan_exchange_read_input(input, input->options, &header, &sink, summary, error);
    if (status != PADAN_OK && (error->status != (enum padan_status)status || !error->message[0]))
        abort();
    padan_input_close(input);
    if (!writer->begun)
        fuzz_header(writer, NULL, 0, error);
    writer->format->end(writer, error);
    fuzz_release(writer);
    return status;
}

/* Reads bytes and gives what they are in another format; freed with padan_buffer_free. */
static inline int fuzz_convert(struct padan_buffer *out, const void *data, size_t size,
                               const struct padan_exchange_options *options, const struct padan_format *to,
                               struct padan_exchange_summary *summary)
{
    struct padan_writer writer = { .format = to, .options = { .source = "en", .target = "id" } };
    struct padan_input input;
    struct padan_error error;
    int opened = padan_input_open_bytes(&input, data, size, "fuzz", options, &error);
    int status = fuzz_give(&writer, &input, opened, summary, &error);
    *out = writer.buffer;
    return status;
}

/* What padan has written must be read whole, and come out the same again. */
static inline void fuzz_again(const struct padan_buffer *written, const struct padan_exchange_options *options,
                              const struct padan_format *to, const struct padan_buffer *expected)
{
    struct padan_buffer again;
    struct padan_exchange_summary summary;
    int status = fuzz_convert(&again, written->data, written->size, options, to, &summary);
    if (status != PADAN_OK || summary.refused != 0)
        abort();
    if (again.size != expected->size || memcmp(again.data, expected->data, again.size) != 0)
        abort();
    padan_buffer_free(&again);
}

#endif
