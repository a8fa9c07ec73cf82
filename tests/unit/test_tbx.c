/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/term.h>

#include "base/buffer.h"
#include "term/table.h"

/* What was read and said, line by line. */
struct heard {
    struct padan_buffer concepts, messages;
    size_t parts;
};

static int hear_concept(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct heard *heard = context;
    struct padan_buffer *out = &heard->concepts;
    (void)error;
    padan_buffer_format(out, "#%.*s", (int)concept->identifier.size, concept->identifier.data);
    if (concept->definition.size > 0)
        padan_buffer_format(out, "(%.*s)", (int)concept->definition.size, concept->definition.data);
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *term = &concept->terms[i];
        padan_buffer_format(out, " %.*s:%.*s", (int)term->language.size, term->language.data, (int)term->text.size,
                            term->text.data);
        if (term->status != PADAN_TERM_UNRATED)
            padan_buffer_format(out, "[%s]", padan_term_status_name(term->status));
    }
    padan_buffer_byte(out, '\n');
    return concept->term_count > 0 ? PADAN_OK : PADAN_ERROR_ARGUMENT;
}

static int hear_part(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    struct heard *heard = context;
    (void)part;
    (void)text;
    (void)error;
    heard->parts++;
    return PADAN_OK;
}

static void hear_message(void *context, const struct padan_error *warning)
{
    struct heard *heard = context;
    padan_buffer_format(&heard->messages, "%lld %s\n", (long long)warning->line, warning->message);
}

static int read_bytes(struct heard *heard, const char *text, size_t size, struct padan_error *error)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    const struct padan_concept_sink sink = { hear_concept, heard, hear_part };
    *heard = (struct heard){ .parts = 0 };
    padan_buffer_text(&heard->concepts, "");
    padan_buffer_text(&heard->messages, "");
    options.reporter = (struct padan_reporter){ hear_message, heard };
    return padan_terms_read_bytes(text, size, "test", &options, &sink, NULL, error);
}

static const char *heard_text(const struct padan_buffer *buffer)
{
    return buffer->data ? buffer->data : "";
}

static void free_heard(struct heard *heard)
{
    padan_buffer_free(&heard->concepts);
    padan_buffer_free(&heard->messages);
}

#define HEAD                                                                                                           \
    "<tbx style='dca' type='TBX-Basic' xml:lang='en' xmlns='urn:iso:std:iso:30042:ed-2'>\n<tbxHeader/><text><body>\n"
#define TAIL "</body></text></tbx>"
#define ENTRY(id, term)                                                                                                \
    "<conceptEntry id='" id "'><langSec xml:lang='en'><termSec><term>" term                                            \
    "</term></termSec></langSec></conceptEntry>\n"

static void assert_read(const char *text, const char *concepts, const char *messages, size_t parts)
{
    struct heard heard;
    assert_int_equal(read_bytes(&heard, text, strlen(text), NULL), PADAN_OK);
    assert_string_equal(heard_text(&heard.concepts), concepts);
    assert_string_equal(heard_text(&heard.messages), messages);
    assert_int_equal(heard.parts, parts);
    free_heard(&heard);
}

static void a_western_file_is_read_as_windows_1252(void **state)
{
    (void)state;
    struct heard heard;
    static const char text[] = "<?xml version='1.0' encoding='ISO-8859-1'?>\n" HEAD ENTRY("a", "\x8Cuvre") TAIL;
    assert_int_equal(read_bytes(&heard, text, sizeof text - 1, NULL), PADAN_OK);
    assert_string_equal(heard_text(&heard.concepts), "#a en:\u0152uvre\n");
    assert_non_null(strstr(heard_text(&heard.messages), "4 says that it is in ISO-8859-1"));
    free_heard(&heard);
}

static void entries_are_concepts_in_each_version_and_style(void **state)
{
    (void)state;
    assert_read(HEAD ENTRY("a", " one\n") ENTRY("b", "<hi>t</hi>wo") TAIL, "#a en:one\n#b en:two\n", "", 2);
    assert_read(
        "<t:tbx xmlns:t='urn:iso:std:iso:30042:ed-2' xmlns:b='http://www.tbxinfo.net/ns/basic' "
        "xmlns:m='http://www.tbxinfo.net/ns/min' type='TBX-Basic' style='dct' xml:lang='en'><t:text><t:body>"
        "<t:conceptEntry id='x'><b:definition>d</b:definition><t:langSec xml:lang='id'><t:termSec><t:term>satu"
        "</t:term><m:administrativeStatus>deprecatedTerm-admn-sts</m:administrativeStatus></t:termSec></t:langSec>"
        "</t:conceptEntry></t:body></t:text></t:tbx>",
        "#x(d) id:satu[deprecated]\n", "", 2);
    assert_read(
        "<martif type='TBX'><text><body><termEntry id='7'><langSet lang='fr'><ntig><termGrp><term>un</term>"
        "</termGrp></ntig><tig><term>une</term></tig></langSet></termEntry></body></text></martif>",
        "#7 fr:un fr:une\n", "", 2);
    assert_read(HEAD TAIL, "", "", 2);
}

static void a_broken_entry_costs_itself(void **state)
{
    (void)state;
    assert_read(HEAD ENTRY("a", "one") "<conceptEntry id='b'><langSec></conceptEntry>\n" ENTRY("c", "three") TAIL,
                "#a en:one\n#c en:three\n",
                "4 left out: an end tag stands here that is not that of the element which began last\n", 2);
    assert_read(HEAD ENTRY("a", "one") "<conceptEntry id='b'>\n" ENTRY("c", "three") TAIL, "#a en:one\n#c en:three\n",
                "4 left out: the end tag of the entry is missing\n", 2);
    assert_read(HEAD "<conceptEntry id='b'><!-- \n" ENTRY("c", "three") TAIL, "#c en:three\n",
                "3 left out: the end tag of the entry is missing\n", 2);
    assert_read(HEAD "<conceptEntry id='b'>&x;</conceptEntry>\n" ENTRY("c", "three") TAIL, "#c en:three\n",
                "3 left out: broken XML: Entity 'x' not defined\n", 2);
}

/* A NUL is no character of XML, and nothing ends at one. */
static void a_null_byte_costs_its_entry(void **state)
{
    (void)state;
    static const char entry[] = HEAD ENTRY("a", "one") ENTRY("b", "tw\0o\n") ENTRY("c", "three") TAIL,
                      tail[] = HEAD ENTRY("a", "one") TAIL "\n\0<tbx>";
    struct heard heard;
    assert_int_equal(read_bytes(&heard, entry, sizeof entry - 1, NULL), PADAN_OK);
    assert_string_equal(heard_text(&heard.concepts), "#a en:one\n#c en:three\n");
    assert_string_equal(heard_text(&heard.messages),
                        "4 left out: it has bytes that are not of the encoding of the file\n");
    assert_int_equal(heard.parts, 2);
    free_heard(&heard);
    assert_int_equal(read_bytes(&heard, tail, sizeof tail - 1, NULL), PADAN_OK);
    assert_string_equal(heard_text(&heard.concepts), "#a en:one\n");
    assert_non_null(strstr(heard_text(&heard.messages), "missing or broken (a character stands here"));
    assert_int_equal(heard.parts, 0);
    free_heard(&heard);
}

static void what_looks_like_an_entry_is_none(void **state)
{
    (void)state;
    assert_read(HEAD "<!-- <conceptEntry id='no'> -->\n" ENTRY("a", "<![CDATA[</conceptEntry>]]>") TAIL,
                "#a en:</conceptEntry>\n", "", 2);
}

static void an_entry_has_a_bound(void **state)
{
    (void)state;
    struct padan_buffer text = { 0 };
    struct heard heard;
    padan_buffer_text(&text, HEAD "<conceptEntry id='a'><note>");
    for (size_t i = 0; i < (size_t)17 << 10; i++) {
        char kilobyte[1024];
        memset(kilobyte, 'x', sizeof kilobyte);
        padan_buffer_append(&text, kilobyte, sizeof kilobyte);
    }
    padan_buffer_text(&text, "</note></conceptEntry>" ENTRY("b", "two") TAIL);
    assert_int_equal(read_bytes(&heard, text.data, text.size, NULL), PADAN_OK);
    assert_string_equal(heard_text(&heard.concepts), "#b en:two\n");
    assert_string_equal(heard_text(&heard.messages), "3 left out: the entry is larger than 16 MiB\n");
    free_heard(&heard);
    padan_buffer_free(&text);
}

static void a_file_without_its_end_keeps_its_entries(void **state)
{
    (void)state;
    struct heard heard;
    const char *text = HEAD ENTRY("a", "one");
    assert_int_equal(read_bytes(&heard, text, strlen(text), NULL), PADAN_OK);
    assert_string_equal(heard_text(&heard.concepts), "#a en:one\n");
    assert_non_null(strstr(heard_text(&heard.messages), "the header or the end of the file is missing or broken"));
    assert_int_equal(heard.parts, 0);
    free_heard(&heard);
}

static void other_xml_is_refused(void **state)
{
    (void)state;
    struct heard heard;
    struct padan_error error;
    const char *text = "<?xml version='1.0'?>\n<tmx><body/></tmx>";
    assert_int_equal(read_bytes(&heard, text, strlen(text), &error), PADAN_ERROR_FORMAT);
    assert_int_equal(error.line, 2);
    free_heard(&heard);
    assert_int_equal(read_bytes(&heard, "<!-- nothing -->", 16, &error), PADAN_ERROR_FORMAT);
    free_heard(&heard);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_western_file_is_read_as_windows_1252),
        cmocka_unit_test(entries_are_concepts_in_each_version_and_style),
        cmocka_unit_test(a_broken_entry_costs_itself),
        cmocka_unit_test(a_null_byte_costs_its_entry),
        cmocka_unit_test(what_looks_like_an_entry_is_none),
        cmocka_unit_test(an_entry_has_a_bound),
        cmocka_unit_test(a_file_without_its_end_keeps_its_entries),
        cmocka_unit_test(other_xml_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
