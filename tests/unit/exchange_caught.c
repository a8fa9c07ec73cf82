/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "exchange/format.h"
#include "exchange_caught.h"

static struct padan_string copy(struct caught *caught, struct padan_string text)
{
    char *data = padan_arena_copy(&caught->arena, text.data, text.size);
    assert_non_null(data);
    return (struct padan_string){ data, text.size };
}

static void copy_properties(struct caught *caught, struct padan_property *out, const struct padan_property *in,
                            size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (struct padan_property){ in[i].kind, copy(caught, in[i].name), copy(caught, in[i].value),
                                          copy(caught, in[i].attributes) };
}

static int catch_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)error;
    struct caught *caught = context;
    assert_true(caught->count < 64);
    struct padan_unit *out = &caught->units[caught->count++];
    *out = *unit;
    out->id = copy(caught, unit->id);
    out->document = copy(caught, unit->document);
    struct padan_property *properties =
        padan_arena_take(&caught->arena, (unit->property_count + 1) * sizeof *properties);
    copy_properties(caught, properties, unit->properties, unit->property_count);
    out->properties = properties;
    struct padan_variant *variants = padan_arena_take(&caught->arena, (unit->variant_count + 1) * sizeof *variants);
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_variant *in = &unit->variants[i];
        properties = padan_arena_take(&caught->arena, (in->property_count + 1) * sizeof *properties);
        copy_properties(caught, properties, in->properties, in->property_count);
        variants[i] = *in;
        variants[i].language = copy(caught, in->language);
        variants[i].text = copy(caught, in->text);
        variants[i].markup = copy(caught, in->markup);
        variants[i].before = copy(caught, in->before);
        variants[i].after = copy(caught, in->after);
        variants[i].properties = properties;
    }
    out->variants = variants;
    return PADAN_OK;
}

static int catch_header(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    (void)error;
    struct caught *caught = context;
    assert_int_equal(caught->count, 0);
    assert_true(count < 32);
    caught->header_calls++;
    caught->header_count = count;
    copy_properties(caught, caught->header, properties, count);
    return PADAN_OK;
}

static void catch_report(void *context, const struct padan_error *warning)
{
    struct caught *caught = context;
    if (caught->told_count < 64)
        caught->told[caught->told_count++] = *warning;
}

struct caught *caught_begin(void)
{
    struct caught *caught = calloc(1, sizeof *caught);
    assert_non_null(caught);
    caught->options = (struct padan_exchange_options)PADAN_EXCHANGE_OPTIONS_INIT;
    caught->options.reporter.report = catch_report;
    caught->options.reporter.context = caught;
    return caught;
}

void caught_end(struct caught *caught)
{
    padan_arena_free(&caught->arena);
    free(caught);
}

int read_bytes(struct caught *caught, const void *bytes, size_t size, const char *name)
{
    struct padan_header_sink header = { .put = catch_header, .context = caught };
    struct padan_unit_sink sink = { catch_unit, caught };
    struct padan_input input;
    int status = padan_input_open_bytes(&input, bytes, size, name, &caught->options, &caught->error);
    if (status == PADAN_OK)
        status = padan_exchange_read_input(&input, &caught->options, &header, &sink, &caught->summary, &caught->error);
    padan_input_close(&input);
    return status;
}

int read_text(struct caught *caught, const char *text, const char *name)
{
    return read_bytes(caught, text, strlen(text), name);
}

char *write_units(const struct padan_unit *units, size_t count, const char *format,
                  const struct padan_writer_options *options, size_t *size, int64_t *dropped)
{
    char path[] = "/tmp/padan-exchange-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    struct padan_output *output;
    struct padan_writer *writer;
    struct padan_error error;
    struct padan_writer_summary summary;
    assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
    assert_int_equal(padan_writer_open(&writer, format, output, options, &error), PADAN_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(padan_writer_put(writer, &units[i], &error), PADAN_OK);
    assert_int_equal(padan_writer_close(writer, &summary, &error), PADAN_OK);
    if (dropped)
        *dropped = summary.dropped;
    assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
    char *data;
    assert_int_equal(padan_file_read(&data, size, path, SIZE_MAX / 4, &error), PADAN_OK);
    unlink(path);
    return data;
}

static void assert_same_text(struct padan_string one, struct padan_string other)
{
    assert_int_equal(one.size, other.size);
    if (one.size > 0)
        assert_memory_equal(one.data, other.data, one.size);
}

static void assert_same_properties(const struct padan_property *one, const struct padan_property *other, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(one[i].kind, other[i].kind);
        assert_same_text(one[i].name, other[i].name);
        assert_same_text(one[i].value, other[i].value);
        assert_same_text(one[i].attributes, other[i].attributes);
    }
}

static void assert_same_variant(const struct padan_variant *one, const struct padan_variant *other)
{
    assert_same_text(one->language, other->language);
    assert_same_text(one->text, other->text);
    assert_same_text(one->markup, other->markup);
    assert_int_equal(one->has_before, other->has_before);
    assert_int_equal(one->has_after, other->has_after);
    assert_same_text(one->before, other->before);
    assert_same_text(one->after, other->after);
    assert_int_equal(one->property_count, other->property_count);
    assert_same_properties(one->properties, other->properties, one->property_count);
}

void assert_same_unit(const struct padan_unit *one, const struct padan_unit *other)
{
    assert_int_equal(one->variant_count, other->variant_count);
    for (size_t i = 0; i < one->variant_count; i++)
        assert_same_variant(&one->variants[i], &other->variants[i]);
    assert_int_equal(one->status, other->status);
    assert_true(one->confidence == other->confidence);
    assert_same_text(one->id, other->id);
    assert_same_text(one->document, other->document);
    assert_int_equal(one->position, other->position);
    assert_int_equal(one->property_count, other->property_count);
    assert_same_properties(one->properties, other->properties, one->property_count);
}
