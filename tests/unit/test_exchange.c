/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/exchange.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "exchange/format.h"

/* All that a reading gave, copied. */
struct caught {
    struct padan_arena arena;
    struct padan_unit units[64];
    size_t count;
    struct padan_property header[32];
    size_t header_count;
    int header_calls;
    struct padan_error told[64];
    size_t told_count;
    struct padan_exchange_summary summary;
    struct padan_error error;
    struct padan_exchange_options options;
};

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

static struct caught *begin(void)
{
    struct caught *caught = calloc(1, sizeof *caught);
    assert_non_null(caught);
    caught->options = (struct padan_exchange_options)PADAN_EXCHANGE_OPTIONS_INIT;
    caught->options.reporter.report = catch_report;
    caught->options.reporter.context = caught;
    return caught;
}

static void end(struct caught *caught)
{
    padan_arena_free(&caught->arena);
    free(caught);
}

/* Reads bytes as if they were a file of that name. */
static int read_bytes(struct caught *caught, const void *bytes, size_t size, const char *name)
{
    struct padan_header_sink header = { catch_header, caught };
    struct padan_unit_sink sink = { catch_unit, caught };
    struct padan_input input;
    int status = padan_input_open_bytes(&input, bytes, size, name, &caught->options, &caught->error);
    if (status == PADAN_OK)
        status = padan_exchange_read_input(&input, &caught->options, &header, &sink, &caught->summary, &caught->error);
    padan_input_close(&input);
    return status;
}

static int read_text(struct caught *caught, const char *text, const char *name)
{
    return read_bytes(caught, text, strlen(text), name);
}

#define assert_text(view, expected)                                                                                    \
    do {                                                                                                               \
        struct padan_string seen = (view);                                                                             \
        assert_int_equal(seen.size, strlen(expected));                                                                 \
        assert_memory_equal(seen.data, expected, seen.size);                                                           \
    } while (0)

/* Writes units in a format and gives the bytes. */
static char *write_units(const struct padan_unit *units, size_t count, const char *format,
                         const struct padan_writer_options *options, size_t *size, int64_t *dropped)
{
    char path[] = "/tmp/padan-exchange-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    close(descriptor);
    struct padan_output *output;
    struct padan_writer *writer;
    struct padan_error error;
    assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
    assert_int_equal(padan_writer_open(&writer, format, output, options, &error), PADAN_OK);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(padan_writer_put(writer, &units[i], &error), PADAN_OK);
    assert_int_equal(padan_writer_close(writer, dropped, &error), PADAN_OK);
    assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
    char *data;
    assert_int_equal(padan_file_read(&data, size, path, SIZE_MAX / 4, &error), PADAN_OK);
    unlink(path);
    return data;
}

#define HEADER                                                                                                         \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE tmx SYSTEM \"tmx14.dtd\">\n<tmx version=\"1.4\">\n"         \
    "<header creationtool=\"t\" creationtoolversion=\"2\" segtype=\"sentence\" o-tmf=\"t\" adminlang=\"en\" "          \
    "srclang=\"en\" datatype=\"plaintext\"><prop type=\"p\">1</prop><prop type=\"p\">2</prop><note>n</note>"           \
    "</header>\n<body>\n"
#define FOOTER "\n</body></tmx>\n"
#define TUV(language, text) "<tuv xml:lang=\"" language "\"><seg>" text "</seg></tuv>"

static void tmx_gives_units_and_header_in_order(void **state)
{
    (void)state;
    struct caught *caught = begin();
    assert_int_equal(read_text(caught,
                               HEADER "<tu tuid=\"7\" changeid=\"me\"><prop type=\"x\">a</prop><note>b</note>"
                                      "<prop type=\"x\" xml:lang=\"en\">c &amp; d</prop>" TUV("id", "Satu.")
                                          TUV("EN-us", "One &lt; <![CDATA[<two> & ]]>&#x1F600;")
                                              TUV("en", "") "</tu>\n<tu>" TUV("x-y", " \n\t") "</tu>" FOOTER,
                               "a.tmx"),
                     PADAN_OK);
    assert_int_equal(caught->header_calls, 1);
    assert_int_equal(caught->header_count, 11);
    assert_text(caught->header[0].name, "version");
    assert_text(caught->header[8].value, "1");
    assert_text(caught->header[9].value, "2");
    assert_int_equal(caught->header[10].kind, PADAN_PROPERTY_NOTE);
    assert_int_equal(caught->summary.read, 2);
    assert_int_equal(caught->told_count, 0);
    const struct padan_unit *unit = &caught->units[0];
    assert_text(unit->id, "7");
    assert_int_equal(unit->line, 6);
    assert_int_equal(unit->position, 0);
    assert_int_equal(unit->property_count, 4);
    assert_int_equal(unit->properties[0].kind, PADAN_PROPERTY_ATTRIBUTE);
    assert_text(unit->properties[1].value, "a");
    assert_int_equal(unit->properties[2].kind, PADAN_PROPERTY_NOTE);
    assert_text(unit->properties[3].value, "c & d");
    assert_text(unit->properties[3].attributes, "xml:lang=\"en\"");
    assert_int_equal(unit->variant_count, 3);
    assert_text(unit->variants[1].language, "EN-us");
    assert_text(unit->variants[1].text, "One < <two> & \xF0\x9F\x98\x80");
    assert_text(unit->variants[1].markup, "");
    assert_text(unit->variants[2].text, "");
    assert_true(unit->confidence < 0);
    assert_int_equal(caught->units[1].line, 7);
    assert_text(caught->units[1].variants[0].text, " \n\t");
    end(caught);
}

static const struct padan_unit *one_unit(struct caught *caught, const char *body)
{
    struct padan_buffer text = { 0 };
    padan_buffer_format(&text, "%s%s%s", HEADER, body, FOOTER);
    int status = read_text(caught, text.data, "a.tmx");
    padan_buffer_free(&text);
    if (status != PADAN_OK)
        print_error("%s\n", caught->error.message);
    assert_int_equal(status, PADAN_OK);
    assert_int_equal(caught->count, 1);
    return &caught->units[0];
}

static void tmx_keeps_codes_beside_text(void **state)
{
    (void)state;
    static const struct {
        const char *seg, *text, *markup;
    } cases[] = {
        { "<bpt i=\"1\">[b]</bpt>A<bpt i=\"2\">[i]</bpt>B<ept i=\"1\">[/b]</ept>C<ept i=\"2\"/>", "ABC",
          "<bpt i=\"1\">[b]</bpt>A<bpt i=\"2\">[i]</bpt>B<ept i=\"1\">[/b]</ept>C<ept i=\"2\"/>" },
        { "a &amp; <ph x='1'>{f<sub type=\"fn\">note <bpt i='1'>&lt;</bpt>x<ept i='1'></ept></sub>}</ph> b", "a &  b",
          "a &amp; <ph x=\"1\">{f<sub type=\"fn\">note <bpt i=\"1\">&lt;</bpt>x<ept i=\"1\"/></sub>}</ph> b" },
        { "<hi type=\"x\">A <it pos=\"begin\">&amp;</it></hi>.", "A .",
          "<hi type=\"x\">A <it pos=\"begin\">&amp;</it></hi>." },
        { "<g id=\"1\">Satu</g> <x id=\"2\"/>", "Satu ", "<g id=\"1\">Satu</g> <x id=\"2\"/>" },
        { "<o:g xmlns:o=\"urn:o\" o:k=\"v\">S</o:g>", "S", "<o:g xmlns:o=\"urn:o\" o:k=\"v\">S</o:g>" },
        { "<ut>{</ut>T<!-- c --><?p i?>", "T", "<ut>{</ut>T" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct caught *caught = begin();
        char body[600];
        snprintf(body, sizeof body, "<tu><tuv xml:lang=\"en\"><seg>%s</seg></tuv></tu>", cases[i].seg);
        const struct padan_unit *unit = one_unit(caught, body);
        assert_text(unit->variants[0].text, cases[i].text);
        assert_text(unit->variants[0].markup, cases[i].markup);
        end(caught);
    }
}

static void tmx_takes_context_and_own_properties(void **state)
{
    (void)state;
    struct caught *caught = begin();
    const struct padan_unit *unit = one_unit(
        caught,
        "<tu><prop type=\"x-padan-confidence\">0.25</prop><prop type=\"x-padan-status\">auto</prop>"
        "<prop type=\"x-padan-document\">d&amp;.txt</prop><prop type=\"x-padan-position\">12</prop>"
        "<prop type=\"x-padan-confidence\">high</prop>"
        "<tuv xml:lang=\"en\"><prop type=\"x-context-pre\">&lt;seg&gt;A &amp;amp; b.&lt;/seg&gt;</prop>"
        "<prop type=\"x-context-post\">&lt;seg&gt;&lt;/seg&gt;</prop><seg>x</seg></tuv>"
        "<tuv xml:lang=\"id\"><prop type=\"x-context-pre\">&lt;seg&gt;A&lt;ph&gt;k&lt;/ph&gt; b&lt;/seg&gt;</prop>"
        "<prop type=\"x-context-post\">plain</prop><seg>y</seg></tuv></tu>");
    assert_true(unit->confidence == 0.25);
    assert_int_equal(unit->status, PADAN_UNIT_AUTO);
    assert_text(unit->document, "d&.txt");
    assert_int_equal(unit->position, 12);
    assert_int_equal(unit->property_count, 1);
    assert_text(unit->properties[0].value, "high");
    const struct padan_variant *plain = &unit->variants[0], *rich = &unit->variants[1];
    assert_true(plain->has_before && plain->has_after);
    assert_text(plain->before, "A & b.");
    assert_text(plain->after, "");
    assert_int_equal(plain->property_count, 0);
    assert_text(rich->before, "A b");
    assert_text(rich->after, "plain");
    assert_int_equal(rich->property_count, 2);
    end(caught);
}

static void tsv_reads_what_it_writes(void **state)
{
    (void)state;
    static const char *const texts[] = { "plain",   "a\tb",        "two\nlines",     "\"whole\"", "\"",       "\"\"",
                                         "a \"b\"", "\"a\" b\t\"", "\r\n\t\"\"\"\"", "x\r",       " spaced ", "\"x\n" };
    struct padan_unit units[12];
    struct padan_variant variants[12][2];
    for (size_t i = 0; i < 12; i++) {
        variants[i][0] = (struct padan_variant){ .language = padan_string("en"), .text = padan_string(texts[i]) };
        variants[i][1] =
            (struct padan_variant){ .language = padan_string("id-ID"), .text = padan_string(texts[11 - i]) };
        units[i] = (struct padan_unit){ .variants = variants[i],
                                        .variant_count = 2,
                                        .status = i % 2 ? PADAN_UNIT_AUTO : PADAN_UNIT_CONFIRMED,
                                        .confidence = i % 2 ? 0.125 : PADAN_CONFIDENCE_UNKNOWN,
                                        .document = padan_string(i == 3 ? "a\tb" : ""),
                                        .position = (int64_t)i };
    }
    size_t size;
    int64_t dropped;
    char *data = write_units(units, 12, "tsv", NULL, &size, &dropped);
    assert_int_equal(dropped, 0);
    struct caught *caught = begin();
    assert_int_equal(read_bytes(caught, data, size, "-"), PADAN_OK);
    assert_int_equal(caught->count, 12);
    assert_int_equal(caught->told_count, 0);
    for (size_t i = 0; i < 12; i++) {
        assert_text(caught->units[i].variants[0].text, texts[i]);
        assert_text(caught->units[i].variants[1].text, texts[11 - i]);
        assert_text(caught->units[i].variants[1].language, "id-ID");
        assert_int_equal(caught->units[i].status, units[i].status);
        assert_true(caught->units[i].confidence == units[i].confidence);
        assert_int_equal(caught->units[i].position, i);
    }
    assert_text(caught->units[3].document, "a\tb");
    free(data);
    end(caught);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tmx_gives_units_and_header_in_order),
        cmocka_unit_test(tmx_keeps_codes_beside_text),
        cmocka_unit_test(tmx_takes_context_and_own_properties),
        cmocka_unit_test(tsv_reads_what_it_writes),
    };
    return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
