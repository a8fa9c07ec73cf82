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

#include "base/buffer.h"
#include "exchange/input.h"
#include "exchange/tmx.h"
#include "exchange/tmx_balance.h"
#include "exchange_caught.h"

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
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught,
                               HEADER "<tu tuid=\"7\" changeid=\"me\"><prop type=\"x\">a</prop><note>b</note>"
                                      "<prop type=\"x\" xml:lang=\"en\">c &amp; d</prop>" TUV("id", "Satu.")
                                          TUV("EN-us", "One &lt; <![CDATA[<two> & ]]>&#x1F600;")
                                              TUV("en", "") "</tu>\n<tu>" TUV("qaa", " \n\t") "</tu>" FOOTER,
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
    caught_end(caught);
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
        struct caught *caught = caught_begin();
        char body[600];
        snprintf(body, sizeof body, "<tu><tuv xml:lang=\"en\"><seg>%s</seg></tuv></tu>", cases[i].seg);
        const struct padan_unit *unit = one_unit(caught, body);
        assert_text(unit->variants[0].text, cases[i].text);
        assert_text(unit->variants[0].markup, cases[i].markup);
        caught_end(caught);
    }
}

static void tmx_takes_context_and_own_properties(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
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
    caught_end(caught);
}

/* Spelt as padan spells it, a context is a field alone; spelt otherwise, the property stays beside it. */
static void tmx_reads_contexts_however_spelt(void **state)
{
    (void)state;
    static const struct {
        const char *value, *text;
        size_t properties;
    } cases[] = {
        { "&lt;seg&gt;a &amp;amp;&amp;lt;&amp;gt; \"é\"&lt;/seg&gt;", "a &<> \"é\"", 0 },
        { "&lt;seg&gt;tab\tline\n&lt;/seg&gt;", "tab\tline\n", 0 },
        { "&lt;seg&gt;a &amp;quot;b&amp;#233;&lt;/seg&gt;", "a \"bé", 1 },
        { "&lt;seg&gt;a &gt; b&lt;/seg&gt;", "a > b", 1 },
        { "&lt;seg&gt;a ]]&gt; b&lt;/seg&gt;", "<seg>a ]]> b</seg>", 1 },
        { "&lt;seg&gt;a &amp; b&lt;/seg&gt;", "<seg>a & b</seg>", 1 },
        { "&lt;seg&gt;a&lt;/seg&gt;&lt;seg&gt;b&lt;/seg&gt;", "ab", 1 },
        { "&lt;seg/&gt;", "", 1 },
        { "&lt;/seg&gt;", "</seg>", 1 },
        { "&lt;seg&gt;", "<seg>", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512];
        struct caught *caught = caught_begin();
        snprintf(text, sizeof text,
                 "<tu><tuv xml:lang=\"en\"><prop type=\"x-context-pre\">%s</prop><seg>x</seg></tuv></tu>",
                 cases[i].value);
        const struct padan_variant *variant = &one_unit(caught, text)->variants[0];
        assert_true(variant->has_before);
        assert_text(variant->before, cases[i].text);
        assert_int_equal(variant->property_count, cases[i].properties);
        caught_end(caught);
    }
}

static void assert_told(const struct caught *caught, const char *part, int64_t line)
{
    for (size_t i = 0; i < caught->told_count; i++)
        if (strstr(caught->told[i].message, part) && caught->told[i].line == line)
            return;
    for (size_t i = 0; i < caught->told_count; i++)
        print_error("%d: %s\n", (int)caught->told[i].line, caught->told[i].message);
    fail_msg("\"%s\" was not told of line %d", part, (int)line);
}

static void tmx_mends_what_other_tools_write(void **state)
{
    (void)state;
    static const struct {
        const char *file, *told;
        int line;
    } cases[] = {
        { "<tmx>\n<header/><body><tu>" TUV("en", "a") "</tu></body></tmx>", "names no version", 1 },
        { "<tmx version=\"1.4b\"><header/><body><tu>" TUV("en", "a") "</tu></body></tmx>", "version \"1.4b\"", 1 },
        { "<tmx version=\"1.4\">\n<body><tu>" TUV("en", "a") "</tu></body></tmx>", "no <header>", 2 },
        { "<tmx xmlns=\"urn:x\" version=\"1.4\"><header/><body><tu>" TUV("en", "a") "</tu></body></tmx>", "namespace",
          1 },
        { "<t:tmx xmlns:t=\"urn:x\" version=\"1.4\"><t:header/><t:body><t:tu><t:tuv xml:lang=\"en\"><t:seg>a</t:seg>"
          "</t:tuv></t:tu></t:body></t:tmx>",
          "namespace", 1 },
        { HEADER "<tu><tuv lang=\"en\"><seg>a</seg></tuv></tu>" FOOTER, "lang is read as xml:lang", 6 },
        { HEADER "<tu creationdate=\"2019-03-04T05:06:07Z\">" TUV("en", "a") "</tu>" FOOTER, "is not a date", 6 },
        { HEADER "<tu>\n<tuv xml:lang=\"en\"><seg>a</seg>\n<prop type=\"x\">1</prop></tuv></tu>" FOOTER, "after <seg>",
          8 },
        { HEADER "<tu>" TUV("en", "a") "<note>n</note></tu>" FOOTER, "after <tuv>", 6 },
        { HEADER "<tu>" TUV("en", "a<mrk>b</mrk>") "</tu>" FOOTER, "<mrk> is no inline code", 6 },
        { HEADER "<tu><meta a=\"1\">x<b/></meta>" TUV("en", "a") "</tu>" FOOTER, "<meta> has no place", 6 },
        { HEADER "<tu>lost" TUV("en", "a") "</tu>" FOOTER, "text outside", 6 },
        { HEADER "<tu><prop>x</prop>" TUV("en", "a") "</tu>" FOOTER, "no type", 6 },
        { HEADER "<tu>" TUV("en", "a&nbsp;&eacute;") "</tu>" FOOTER, "&nbsp; is not declared", 6 },
        { HEADER "<tu>" TUV("en", "<ph xml:id='i'/><ph xml:id='i'/>") "</tu>" FOOTER, "xml:id=\"i\"", 6 },
        { "<!DOCTYPE tmx SYSTEM \"http://192.0.2.1/tmx14.dtd\">\n<tmx version=\"1.4\"><header/><body><tu>" TUV(
              "en", "a") "</tu></body></tmx>",
          "is not fetched", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct caught *caught = caught_begin();
        assert_int_equal(read_text(caught, cases[i].file, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->count, 1);
        assert_int_equal(caught->summary.refused, 0);
        assert_true(caught->summary.warnings >= 1);
        assert_int_equal(caught->told[0].status, PADAN_OK);
        assert_int_equal(caught->header_calls, 1);
        assert_text(caught->units[0].variants[0].language, "en");
        assert_int_equal(caught->units[0].variants[0].text.data[0], 'a' * (i != 14));
        assert_told(caught, cases[i].told, cases[i].line);
        caught_end(caught);
    }
}

static void tmx_decodes_entities(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught,
                               "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\" [<!ENTITY us \"US &#38;amp; &nbsp;<ph>k</ph>\">]>\n"
                               "<tmx version=\"1.4\"><header/><body><tu tuid=\"&us;&nbsp;&eacute;\">" TUV(
                                   "en", "&us;|&us;|&nbsp;&euro;&quot;") "</tu></body></tmx>",
                               "a.tmx"),
                     PADAN_OK);
    assert_int_equal(caught->summary.refused, 1);
    assert_told(caught, "unit 1", 2);
    caught_end(caught);
    caught = caught_begin();
    assert_int_equal(read_text(caught,
                               "<!DOCTYPE tmx SYSTEM \"tmx14.dtd\" [<!ENTITY us \"US &#38;amp; &nbsp;<ph>k</ph>\">"
                               "<!ENTITY t \"(t)\">]>\n<tmx version=\"1.4\"><header/><body><tu "
                               "tuid=\"&t;&nbsp;&eacute;\">" TUV("en", "&us;|&us;|&euro;&quot;") "</tu></body></tmx>",
                               "a.tmx"),
                     PADAN_OK);
    assert_text(caught->units[0].id, "(t)\xC2\xA0\xC3\xA9");
    assert_text(caught->units[0].variants[0].text, "US & \xC2\xA0|US & \xC2\xA0|\xE2\x82\xAC\"");
    assert_text(caught->units[0].variants[0].markup,
                "US &amp; \xC2\xA0<ph>k</ph>|US &amp; \xC2\xA0<ph>k</ph>|\xE2\x82\xAC\"");
    caught_end(caught);
}

static void tmx_refuses_a_unit_and_reads_on(void **state)
{
    (void)state;
    static const struct {
        const char *unit, *reason;
    } cases[] = {
        { "<tu><tuv xml:lang=\"en\"><seg>\na&nosuch;b</seg></tuv></tu>", "&nosuch; is not declared" },
        { "<tu tuid=\"&nosuch;\">\n" TUV("en", "b") "</tu>", "&nosuch; is not declared" },
        { "<tu>\n</tu>", "no <tuv>" },
        { "<tu>\n<tuv xml:lang=\"en\"></tuv></tu>", "no <seg>" },
        { "<tu>" TUV("en", "b") "\n<tuv><seg>a</seg></tuv></tu>", "names no language" },
        { "<tu><tuv xml:lang=\"en\"><seg>a</seg>\n<seg>b</seg></tuv></tu>", "two <seg>" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct caught *caught = caught_begin();
        struct padan_buffer text = { 0 };
        padan_buffer_format(&text, "%s<tu>%s</tu>\n%s<tu>%s</tu>%s", HEADER, TUV("en", "first"), cases[i].unit,
                            TUV("en", "last"), FOOTER);
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->count, 2);
        assert_text(caught->units[1].variants[0].text, "last");
        assert_int_equal(caught->units[1].position, 2);
        assert_int_equal(caught->summary.refused, 1);
        assert_int_equal(caught->told_count, 1);
        assert_true(caught->told[0].status < 0);
        assert_string_equal(caught->told[0].input, "a.tmx");
        assert_told(caught, cases[i].reason, i == 1 ? 7 : 8);
        assert_told(caught, "unit 2", i == 1 ? 7 : 8);
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

/* Whatever of the head can be read, and wherever the entity may be declared: in attributes too it is told. */
static void what_cannot_be_resolved_in_an_attribute_is_told(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "<!DOCTYPE tmx [<!ENTITY % p SYSTEM \"c\"> %p;]><tmx version=\"1.4\"><header/><body>",
        "<!DOCTYPE tmx SYSTEM \"x\" [<!ENTITY % p SYSTEM \"c\"> %p;]><tmx version=\"1.4\"><body>",
        "<!DOCTYPE tmx [<!ENTITY % p \"<!ENTITY q 'r'>\"> ]p;]><tmx version=1.4>",
        "<tmx version=1.4><header/><body>",
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct caught *caught = caught_begin();
        struct padan_buffer text = { 0 };
        padan_buffer_format(&text, "%s\n<tu tuid=\"&q;\">%s</tu><tu>%s</tu></body></tmx>", heads[i], TUV("en", "a"),
                            TUV("en", "b"));
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_told(caught, "unit 1 is left out: &q; is not declared", 2);
        assert_int_equal(caught->count, 1);
        assert_text(caught->units[0].variants[0].text, "b");
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

static int lines_in(const struct padan_buffer *text)
{
    int lines = 0;
    for (size_t i = 0; i < text->size; i++)
        lines += text->data[i] == '\n';
    return lines;
}

static void tmx_says_where_a_file_breaks_and_reads_on(void **state)
{
    (void)state;
    static const struct {
        const char *rest, *reason;
        int line, status;
    } cases[] = {
        { "<tu>\n" TUV("en", "R & D") "</tu>" FOOTER, "&amp;", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n" TUV("en", "a < b") "</tu>" FOOTER, "&lt;", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n" TUV("en", "a&#x1F;") "</tu>" FOOTER, "cannot hold", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n" TUV("en", "a\x03") "</tu>" FOOTER, "cannot hold", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n" TUV("en", "&#xD83D;&#xDE00;") "</tu>" FOOTER, "cannot hold", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n" TUV("en", "caf\xE9 x") "</tu>" FOOTER, "not UTF-8", 8, PADAN_ERROR_ENCODING },
        { "<tu>\n<tuv xml:lang=\"en\"><seg>cut", "cut off", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n<tuv xml:lang=\"en", "cut off", 8, PADAN_ERROR_SYNTAX },
        { "<tu>\n" TUV("en", "<ph>a</bpt>") "</tu>" FOOTER, "end tag", 8, PADAN_ERROR_SYNTAX },
        { FOOTER "<tmx/>", "after </tmx>", 9, PADAN_ERROR_SYNTAX },
        { FOOTER "<?xml version=\"1.0\"?><tmx/>", "after </tmx>", 9, PADAN_ERROR_SYNTAX },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct caught *caught = caught_begin();
        struct padan_buffer text = { 0 };
        padan_buffer_format(&text, "%s<tu>%s</tu>\n%s", HEADER, TUV("en", "first"), cases[i].rest);
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->summary.refused, 1);
        assert_int_equal(caught->told[0].status, cases[i].status);
        assert_told(caught, cases[i].reason, cases[i].line);
        assert_string_equal(caught->told[0].input, "a.tmx");
        assert_int_equal(caught->count, 1);
        caught_end(caught);
        /* What follows is read too, and its lines are told right. */
        padan_buffer_text(&text, "\n<tu>" TUV("en", "last") "</tu>\n<tu></tu>" FOOTER);
        caught = caught_begin();
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->count, 2);
        assert_text(caught->units[1].variants[0].text, "last");
        assert_int_equal(caught->units[1].line, lines_in(&text) - 2);
        assert_told(caught, "no <tuv>", lines_in(&text) - 1);
        caught_end(caught);
        /* Where nothing may be refused, the first fault is the answer. */
        caught = caught_begin();
        caught->options.strict = true;
        assert_int_equal(read_text(caught, text.data, "a.tmx"), cases[i].status);
        assert_true(caught->error.line >= cases[i].line);
        assert_int_equal(caught->told_count, 0);
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

static void what_is_not_ended_costs_one_unit(void **state)
{
    (void)state;
    static const char *const broken[] = {
        "<tu>" TUV("en", "a"),                      /* no </tu> */
        "<tu><tuv xml:lang=\"en\"><seg>a</seg>",    /* no </tuv> */
        "<tu><tuv xml:lang=\"en\"><seg>a",          /* no </seg> */
        "<tu><!-- a",                               /* no --> */
        "<tu><tuv xml:lang=\"en\"><seg><![CDATA[a", /* no ]]> */
        "<tu tuid=\"a",                             /* no quotation mark */
        "<tu tuid=a>" TUV("en", "a") "</tu>",       /* none at all */
        "<tu ",
        "</tu>",
        "<tu>" TUV("en", "<bpt i=\"1\">a</ept>") "</tu>",
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct caught *caught = caught_begin();
        struct padan_buffer text = { 0 };
        padan_buffer_text(&text, HEADER);
        for (int n = 0; n < 3; n++)
            padan_buffer_format(&text, "<tu>%s</tu>\n%s\n", TUV("en", "whole"), broken[i]);
        padan_buffer_format(&text, "<tu>%s</tu>%s", TUV("en", "last"), FOOTER);
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        if (caught->count != 4 || caught->summary.refused < 3 || caught->summary.refused > 6)
            fail_msg("%d: %d units, %d refused", (int)i, (int)caught->count, (int)caught->summary.refused);
        assert_text(caught->units[3].variants[0].text, "last");
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

static void a_fault_in_each_unit_costs_linear_time(void **state)
{
    (void)state;
    static const char *const broken[] = { "<tu>&</tu>\n", "<tu><!--",      "<tu a=\"",       "<tu",
                                          "<tu <tu>",     "<tu><![CDATA[", "<g><tu>&</tu>\n" };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct caught *caught = caught_begin();
        struct padan_buffer text = { 0 };
        padan_buffer_text(&text, HEADER);
        for (int n = 0; n < 20000; n++)
            padan_buffer_text(&text, broken[i]);
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->count, 0);
        assert_true(caught->summary.refused >= 1);
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

/* Elements around units that do not end hide none of those behind them. */
static void what_is_nested_too_deep_is_left(void **state)
{
    (void)state;
    static const char *const nested[] = { "<g>", "<g><tu>&</tu>", "<g><tu/>" };
    for (size_t i = 0; i < sizeof nested / sizeof *nested; i++) {
        struct caught *caught = caught_begin();
        struct padan_buffer text = { 0 };
        padan_buffer_text(&text, HEADER);
        for (int n = 0; n < 600; n++)
            padan_buffer_text(&text, nested[i]);
        padan_buffer_text(&text, "<tu>" TUV("en", "one") "</tu><tu>&</tu><tu>" TUV("en", "two") "</tu>" FOOTER);
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->count, 2);
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

static void what_is_no_tmx_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *reason;
        size_t size;
        int status;
    } cases[] = {
        { "", "a.tmx", "is empty", 0, PADAN_ERROR_FORMAT },
        { "this is no XML", "a.tmx", "is not XML", 14, PADAN_ERROR_SYNTAX },
        { "<html><body/></html>", "a.tmx", "<html>, not <tmx>", 20, PADAN_ERROR_FORMAT },
        { "\x1F\x8B\x08\0\0\0\0\0\0\x03", "a.tmx.gz", "is empty", 10, PADAN_ERROR_FORMAT },
        { "BZh91AY&SY", "a.tmx.bz2", "unpack it first", 10, PADAN_ERROR_FORMAT },
        { "<?xml version=\"1.0\" encoding=\"no-such\"?><tmx/>", "a.tmx", "no-such", 46, PADAN_ERROR_ENCODING },
        { "no tabs at all", "notes.txt", "no format that can be told", 14, PADAN_ERROR_FORMAT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct caught *caught = caught_begin();
        assert_int_equal(read_bytes(caught, cases[i].text, cases[i].size, cases[i].name), cases[i].status);
        if (!strstr(caught->error.message, cases[i].reason))
            fail_msg("%d: %s", (int)i, caught->error.message);
        assert_true(caught->error.line == 1);
        assert_int_equal(caught->count, 0);
        caught_end(caught);
    }
    struct caught *caught = caught_begin();
    caught->options.format = "docx";
    assert_int_equal(read_text(caught, "x", "a"), PADAN_ERROR_FORMAT);
    struct padan_unit_sink sink = { NULL, NULL };
    assert_int_equal(padan_exchange_read("/nonexistent/a.tmx", NULL, NULL, &sink, NULL, &caught->error),
                     PADAN_ERROR_SYSTEM);
    assert_int_equal(padan_exchange_read("/tmp", NULL, NULL, &sink, NULL, NULL), PADAN_ERROR_SYSTEM);
    caught->options.source = "no language";
    assert_int_equal(padan_exchange_read("/tmp", &caught->options, NULL, &sink, NULL, NULL), PADAN_ERROR_LANGUAGE);
    caught_end(caught);
}

static int keep_head(void *context, enum padan_file_part part, struct padan_string text, struct padan_error *error)
{
    (void)error;
    if (part == PADAN_FILE_HEAD)
        padan_buffer_append(context, text.data, text.size);
    return PADAN_OK;
}

static int keep_nothing(void *context, const struct padan_property *properties, size_t count, struct padan_error *error)
{
    (void)context;
    (void)properties;
    (void)count;
    (void)error;
    return PADAN_OK;
}

static int pass_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)context;
    (void)unit;
    (void)error;
    return PADAN_OK;
}

/* What stands around the units may be broken, and they may still use what it declares. */
static void a_broken_head_keeps_its_entities(void **state)
{
    (void)state;
    static const char text[] =
        "<!DOCTYPE tmx [<!ENTITY a \"x&#38;amp;&#37;&#34;\"><!ENTITY b SYSTEM \"c\">]><tmx><header>\xB4</header><body>"
        "<tu><tuv lang=\"en\"><seg>&a;</seg></tuv></tu></body></tmx>";
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_buffer head = { 0 };
    struct padan_header_sink header = { keep_nothing, &head, keep_head };
    struct padan_unit_sink sink = { pass_unit, NULL };
    struct padan_input input;
    options.format = "tmx";
    assert_int_equal(padan_input_open_bytes(&input, text, sizeof text - 1, "a", &options, NULL), PADAN_OK);
    assert_int_equal(padan_exchange_read_input(&input, &options, &header, &sink, NULL, NULL), PADAN_OK);
    assert_string_equal(head.data, "<!DOCTYPE tmx [\n<!ENTITY a \"x&#38;amp;&#37;&#34;\">\n]>\n<tmx><body>");
    padan_input_close(&input);
    padan_buffer_free(&head);
}

static void nothing_outside_the_file_is_read(void **state)
{
    (void)state;
    char path[] = "/tmp/padan-secret-XXXXXX", text[1024];
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "SECRET", 6), 6);
    close(descriptor);
    static const char *const documents[] = {
        "<!DOCTYPE tmx [<!ENTITY e SYSTEM \"file://%s\">]>\n<tmx version=\"1.4\"><header/><body><tu>" TUV(
            "en", "a&e;") "</tu></body></tmx>",
        "<!DOCTYPE tmx [<!ENTITY e SYSTEM \"%s\">]>\n<tmx version=\"1.4\"><header/><body><tu tuid=\"&e;\">" TUV(
            "en", "a") "</tu></body></tmx>",
        "<!DOCTYPE tmx [<!ENTITY %% e SYSTEM \"file://%s\"> %%e; ]>\n<tmx version=\"1.4\"><header/><body><tu>" TUV(
            "en", "a") "</tu></body></tmx>",
        "<!DOCTYPE tmx SYSTEM \"%s\">\n<tmx version=\"1.4\"><header/><body><tu>" TUV("en", "a&e;") "</tu></body></tmx>",
        "<!DOCTYPE tmx [<!ENTITY e SYSTEM \"%s\" NDATA x>]>\n<tmx version=\"1.4\"><header/><body><tu>" TUV(
            "en", "a&e;") "</tu></body></tmx>",
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct caught *caught = caught_begin();
        /* The text of the format is one of those above. */
        struct padan_buffer file = { 0 };
        const char *hole = strstr(documents[i], "%s");
        snprintf(text, sizeof text, "%.*s%s%s", (int)(hole - documents[i]), documents[i], path, hole + 2);
        for (char *at = text; *at; at++)
            if (*at != '%' || at[1] != '%')
                padan_buffer_byte(&file, *at);
        int status = read_text(caught, file.data, "a.tmx");
        if (status == PADAN_OK)
            assert_int_equal(caught->summary.refused + (caught->count == 1 && i == 2), 1);
        for (size_t j = 0; j < caught->count; j++)
            assert_text(caught->units[j].variants[0].text, "a");
        assert_true(status != PADAN_OK || caught->told_count > 0);
        padan_buffer_free(&file);
        caught_end(caught);
    }
    unlink(path);
}

static void entities_do_not_grow_without_bound(void **state)
{
    (void)state;
    struct padan_buffer bombs[4] = { { 0 } };
    padan_buffer_text(&bombs[0], "<!DOCTYPE tmx [<!ENTITY a0 \"boom\">");
    for (int i = 1; i < 12; i++) {
        padan_buffer_format(&bombs[0], "<!ENTITY a%d \"", i);
        for (int j = 0; j < 10; j++)
            padan_buffer_format(&bombs[0], "&a%d;", i - 1);
        padan_buffer_text(&bombs[0], "\">");
    }
    padan_buffer_text(&bombs[0], "]><tmx version=\"1.4\"><header/><body><tu>" TUV("en", "&a11;") "</tu></body></tmx>");
    padan_buffer_text(&bombs[1], "<!DOCTYPE tmx [<!ENTITY a \"");
    for (int i = 0; i < 50000; i++)
        padan_buffer_byte(&bombs[1], 'a');
    padan_buffer_append(&bombs[2], bombs[1].data, bombs[1].size);
    padan_buffer_text(&bombs[1], "\">]><tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"en\"><seg>");
    padan_buffer_text(&bombs[2], "\">]><tmx version=\"1.4\"><header/><body><tu tuid=\"");
    for (int i = 0; i < 50000; i++) {
        padan_buffer_text(&bombs[1], "&a;");
        padan_buffer_text(&bombs[2], "&a;");
    }
    padan_buffer_text(&bombs[1], "</seg></tuv></tu></body></tmx>");
    padan_buffer_text(&bombs[2], "\">" TUV("en", "x") "</tu></body></tmx>");
    padan_buffer_text(&bombs[3],
                      "<!DOCTYPE tmx [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]><tmx version=\"1.4\"><header/>"
                      "<body><tu>" TUV("en", "&a;") "</tu></body></tmx>");
    for (size_t i = 0; i < 4; i++) {
        struct caught *caught = caught_begin();
        int status = read_text(caught, bombs[i].data, "bomb.tmx");
        assert_true(status == PADAN_ERROR_LIMIT || (status == PADAN_OK && caught->summary.refused == 1));
        assert_int_equal(status == PADAN_OK ? caught->told[0].line : caught->error.line, 1);
        assert_int_equal(caught->count, 0);
        padan_buffer_free(&bombs[i]);
        caught_end(caught);
    }
}

/* A file whose entity "a" stands for 60,000 bytes: a unit, and then as often as said one that refers to it, and one. */
static void make_growing(struct padan_buffer *text, int times, bool in_attribute)
{
    padan_buffer_text(text, "<!DOCTYPE tmx [<!ENTITY a \"");
    for (int i = 0; i < 60000; i++)
        padan_buffer_byte(text, 'a');
    padan_buffer_text(text, "\">]><tmx version=\"1.4\"><header/><body>\n<tu>" TUV("en", "first") "</tu>\n");
    for (int n = 0; n < times; n++) {
        padan_buffer_text(text, in_attribute ? "<tu tuid=\"" : "<tu><tuv xml:lang=\"en\"><seg>");
        for (int i = 0; i < 300; i++)
            padan_buffer_text(text, in_attribute && i == 150 ? "\" x=\"&a;" : "&a;");
        padan_buffer_text(text, in_attribute ? "\">" TUV("en", "x") "</tu>\n" : "</seg></tuv></tu>\n");
        padan_buffer_text(text, "<tu>" TUV("en", "last") "</tu>\n");
    }
    padan_buffer_text(text, "</body></tmx>");
}

static void entities_that_grow_cost_their_unit(void **state)
{
    (void)state;
    for (int in_attribute = 0; in_attribute < 2; in_attribute++) {
        struct padan_buffer text = { 0 };
        make_growing(&text, 1, in_attribute);
        struct caught *caught = caught_begin();
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
        assert_int_equal(caught->count, 2);
        assert_text(caught->units[1].variants[0].text, "last");
        assert_int_equal(caught->summary.refused, 1);
        assert_int_equal(caught->told[0].status, PADAN_ERROR_LIMIT);
        assert_told(caught, "unit 2 is left out: entities here stand for more than 16 MiB", 3);
        caught_end(caught);
        /* Where each does it, the file is not read to its end. */
        padan_buffer_clear(&text);
        make_growing(&text, 60, in_attribute);
        caught = caught_begin();
        assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_ERROR_LIMIT);
        assert_non_null(strstr(caught->error.message, "128 MiB"));
        assert_true(caught->count > 2 && caught->count < 20);
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

static void units_and_depth_have_limits(void **state)
{
    (void)state;
    struct padan_buffer text = { 0 };
    struct caught *caught = caught_begin();
    padan_buffer_text(&text, HEADER "<tu><tuv xml:lang=\"en\"><seg>");
    for (size_t i = 0; i < PADAN_UNIT_LIMIT / 16 + 10; i++)
        padan_buffer_text(&text, "0123456789abcdef");
    padan_buffer_text(&text, "</seg></tuv></tu>\n<tu>" TUV("en", "next") "</tu>" FOOTER);
    assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_int_equal(caught->summary.refused, 1);
    assert_int_equal(caught->told[0].status, PADAN_ERROR_LIMIT);
    assert_told(caught, "16 MiB", 6);
    caught_end(caught);
    padan_buffer_clear(&text);
    caught = caught_begin();
    padan_buffer_text(&text, HEADER "<tu><tuv xml:lang=\"en\"><seg>");
    for (int i = 0; i < 100000; i++)
        padan_buffer_text(&text, "<hi>");
    padan_buffer_text(&text, "<tu>" TUV("en", "next") "</tu>" FOOTER);
    assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
    assert_told(caught, "256 deep", 6);
    assert_int_equal(caught->count, 1);
    caught_end(caught);
    padan_buffer_free(&text);
}

static void tmx_reads_encodings(void **state)
{
    (void)state;
    static const struct {
        const char *declared, *encoding;
        const char *mark;
        size_t mark_size;
    } cases[] = {
        { "UTF-16", "UTF-16LE", "\xFF\xFE", 2 }, { "UTF-16", "UTF-16BE", "\xFE\xFF", 2 },
        { "UTF-16", "UTF-16LE", "", 0 },         { "UTF-16", "UTF-16BE", "", 0 },
        { "UTF-8", "UTF-8", "\xEF\xBB\xBF", 3 }, { "windows-1252", "windows-1252", "", 0 },
        { "UTF-32", "UTF-32LE", "", 0 },         { "UTF-8", "UTF-16LE", "\xFF\xFE", 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[512], bytes[4096];
        snprintf(text, sizeof text,
                 "<?xml version='1.0' encoding='%s'?>\n<tmx version=\"1.4\"><header/><body><tu>"
                 "%s</tu></body></tmx>",
                 cases[i].declared, TUV("en", "caf\xC3\xA9 \xE2\x82\xAC"));
        char *from = text, *to = bytes + cases[i].mark_size;
        size_t left = strlen(text), room = sizeof bytes - 8;
        memcpy(bytes, cases[i].mark, cases[i].mark_size);
        iconv_t converter = iconv_open(cases[i].encoding, "UTF-8");
        assert_true(iconv(converter, &from, &left, &to, &room) != (size_t)-1);
        iconv_close(converter);
        struct caught *caught = caught_begin();
        assert_int_equal(read_bytes(caught, bytes, (size_t)(to - bytes), "a.tmx"), PADAN_OK);
        assert_text(caught->units[0].variants[0].text, "caf\xC3\xA9 \xE2\x82\xAC");
        assert_int_equal(caught->summary.warnings, cases[i].mark_size == 0 && i != 5);
        caught_end(caught);
    }
    struct caught *caught = caught_begin();
    assert_int_equal(read_bytes(caught, "\xFF\xFE<\0?\0\0\xD8x\0\n\0", 12, "a.tmx"), PADAN_ERROR_ENCODING);
    assert_int_equal(caught->error.line, 1);
    caught_end(caught);
}

static int read_declared(struct caught *caught, const char *declared, const char *body)
{
    struct padan_buffer text = { 0 };
    padan_buffer_format(&text, "<?xml version='1.0' encoding='%s'?>\n<tmx version=\"1.4\"><header/><body>\n", declared);
    padan_buffer_format(&text, "%s</body></tmx>", body);
    int status = read_bytes(caught, text.data, text.size, "a.tmx");
    padan_buffer_free(&text);
    return status;
}

static void a_western_file_is_in_what_its_label_is_meant_to_be(void **state)
{
    (void)state;
    static const struct {
        const char *declared, *given, *body, *text;
        int64_t line; /* of the warning; 0: none */
    } rows[] = {
        { "ISO-8859-1", NULL, "\n<tu>" TUV("en", "\x93\xE9\x94") "</tu>", "\u201C\u00E9\u201D", 4 },
        { "iso8859-1", NULL, "<tu>" TUV("en", "\x80") "</tu>", "\u20AC", 3 },
        { "latin1", NULL, "<tu>" TUV("en", "\x80") "</tu>", "\u20AC", 3 },
        { "us-ascii", NULL, "<tu>" TUV("en", "\x85") "</tu>", "\u2026", 3 },
        { "ascii", NULL, "<tu>" TUV("en", "\xE9") "</tu>", "\u00E9", 3 },
        { "us-ascii", NULL, "<tu>" TUV("en", "\u201C\u00E9") "</tu>", "\u201C\u00E9", 0 },
        { "us-ascii", NULL, "<tu>" TUV("en", "e") "</tu>", "e", 0 },
        { "ISO-8859-1", NULL, "<tu>" TUV("en", "\xA0\xE9\xFF") "</tu>", "\u00A0\u00E9\u00FF", 0 },
        { "ISO-8859-4", NULL, "<tu>" TUV("en", "\x93") "</tu>", "\xC2\x93", 0 },
        { "ISO-8859-1", "ISO-8859-1", "<tu>" TUV("en", "\x93") "</tu>", "\xC2\x93", 0 },
        { "ISO-8859-1", "UTF-8", "<tu>" TUV("en", "\u201C") "</tu>", "\u201C", 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct caught *caught = caught_begin();
        caught->options.encoding = rows[i].given;
        assert_int_equal(read_declared(caught, rows[i].declared, rows[i].body), PADAN_OK);
        assert_int_equal(caught->count, 1);
        assert_text(caught->units[0].variants[0].text, rows[i].text);
        assert_int_equal(caught->summary.warnings, rows[i].line > 0);
        assert_int_equal(caught->told_count, rows[i].line > 0);
        if (rows[i].line > 0) {
            assert_int_equal(caught->told[0].line, rows[i].line);
            assert_non_null(strstr(caught->told[0].message, "windows-1252"));
            assert_non_null(strstr(caught->told[0].message, "--encoding"));
        }
        caught_end(caught);
    }
}

/* The first byte that tells comes in the second piece that is read, or at the end of the first. */
static void a_label_is_judged_wherever_the_file_is_cut(void **state)
{
    (void)state;
    static const struct {
        const char *declared, *bytes, *text;
        int64_t line;
    } rows[] = {
        { "ISO-8859-1", "\x93\x94</a>", "\u201C\u201D</a>", 2 },
        { "US-ASCII", "\u201C\u201D</a>", "\u201C\u201D</a>", 0 },
        { "US-ASCII", "\xE9\x93</a>", "\u00E9\u201C</a>", 2 },
        { "US-ASCII", "\xE9\x93", "\u00E9\u201C", 2 },
        { "US-ASCII", "\u201C", "\u201C", 0 },
        { "Shift_JIS", "\x95\x5C\x87\x40</a>", "\u8868\u2460</a>", 2 },
        { "Shift_JIS", "\x95\x5C\x87\x40", "\u8868\u2460", 2 },
        { "x-sjis", "\x95\x5C", "\u8868", 0 },
        { "GB2312", "\xE9\x46</a>", "\u9555</a>", 2 },
        { "GB2312", "\xB4\xAC\xE9", "\u8239\xFF", 0 },
        { "EUC-KR", "\x81\x41", "\uAC02", 2 },
        { "Big5", "\xB2\xEE\x88\x62</a>", "\u8239\u00CA\u0304</a>", 2 },
        { "ISO-8859-2", "\xB9\x84\x9E</a>", "\u0161\u201E\u017E</a>", 2 },
        { "ISO-8859-2", "\xB9\x81</a>", "\u0161\xFF</a>", 0 },
        { "iso-8859-7", "\xE1</a>", "\u03B1</a>", 0 },
        { "Shift_JIS", "\xFF</a>", "\xFF</a>", 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int blanks = 16384 - 64; blanks < 16384; blanks++) {
            static const struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
            char path[] = "/tmp/padan-test.XXXXXX";
            FILE *file = fdopen(mkstemp(path), "w");
            struct padan_input input;
            struct padan_string window;
            assert_non_null(file);
            fprintf(file, "<?xml version='1.0' encoding='%s'?>\n<a>%*s%s", rows[i].declared, blanks, "", rows[i].bytes);
            assert_int_equal(fclose(file), 0);
            assert_int_equal(padan_input_open(&input, path, &options, (struct padan_stop){ 0 }, NULL), PADAN_OK);
            assert_int_equal(padan_input_window(&input, 1 << 20, &window, NULL), PADAN_OK);
            size_t size = strlen(rows[i].text);
            assert_true(window.size > size);
            assert_memory_equal(window.data + window.size - size, rows[i].text, size);
            assert_int_equal(window.data[window.size - size - 1], ' ');
            assert_int_equal(input.odd_line, rows[i].line);
            padan_input_close(&input);
            assert_int_equal(unlink(path), 0);
        }
}

static void a_byte_that_windows_1252_lacks_costs_its_unit(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(
        read_declared(caught, "ISO-8859-1", "<tu>" TUV("en", "a\x81") "</tu>\n<tu>" TUV("en", "\x80") "</tu>"),
        PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_int_equal(caught->summary.refused, 1);
    assert_text(caught->units[0].variants[0].text, "\u20AC");
    caught_end(caught);
}

static void languages_asked_for_restrict(void **state)
{
    (void)state;
    static const char text[] = HEADER "<tu>" TUV("fr", "un") TUV("id", "satu")
        TUV("en-US", "one") "</tu><tu>" TUV("fr", "deux") TUV("id", "dua") "</tu>" FOOTER;
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "in";
    assert_int_equal(read_text(caught, text, "a.tmx"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_int_equal(caught->summary.skipped, 1);
    assert_int_equal(caught->units[0].variant_count, 2);
    assert_text(caught->units[0].variants[0].language, "id");
    caught_end(caught);
    caught = caught_begin();
    caught->options.source = "en";
    assert_int_equal(read_text(caught, text, "a.tmx"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_int_equal(caught->units[0].variant_count, 3);
    caught_end(caught);
}

/* Units with all that makes trouble. */
#define UGLY_COUNT 5
static void make_ugly(struct padan_unit units[UGLY_COUNT], struct padan_variant variants[UGLY_COUNT][2], char *large)
{
    static const struct padan_property unit_properties[] = {
        { PADAN_PROPERTY_ATTRIBUTE, { "changeid", 8 }, { "a\"<&>'\n", 7 }, { "", 0 } },
        { PADAN_PROPERTY_PROP, { "x-a", 3 }, { "1 < 2", 5 }, { "xml:lang=\"en\" o-encoding=\"&amp;\"", 32 } },
        { PADAN_PROPERTY_NOTE, { "", 0 }, { "n", 1 }, { "", 0 } },
        { PADAN_PROPERTY_PROP, { "x-a", 3 }, { "\r\n\t]]>", 6 }, { "", 0 } },
    };
    static const struct padan_property variant_properties[] = {
        { PADAN_PROPERTY_ATTRIBUTE, { "creationdate", 12 }, { "20200229T120000Z", 16 }, { "", 0 } },
        { PADAN_PROPERTY_PROP, { "x-context-pre", 13 }, { "<seg>a<ph/>b</seg>", 18 }, { "", 0 } },
    };
    memset(large, 'x', 1 << 20);
    static const char *const texts[UGLY_COUNT] = {
        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D \xE2\x80\x8F.abc\xE2\x80\xAE \xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7",
        "\xF0\xA0\xAE\xB7 \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9 e\xCC\x81 \xC3\xA9 \xEF\xBB\xBF",
        " \tlead & trail \r\n\"q\" ]]> <b> ",
        "<bpt i='1'>",
        "\"",
    };
    for (size_t i = 0; i < UGLY_COUNT; i++) {
        variants[i][0] = (struct padan_variant){ .language = padan_string("ar"), .text = padan_string(texts[i]) };
        variants[i][1] = (struct padan_variant){ .language = padan_string("EN-us"), .text = { large, i << 18 } };
        units[i] = (struct padan_unit){ .variants = variants[i],
                                        .variant_count = 2,
                                        .status = i % 2 ? PADAN_UNIT_AUTO : PADAN_UNIT_CONFIRMED,
                                        .confidence = i % 2 ? 0.765432 : PADAN_CONFIDENCE_UNKNOWN,
                                        .id = padan_string(i == 1 ? "<id>" : ""),
                                        .document = padan_string(i == 2 ? "d\"&.txt" : ""),
                                        .position = (int64_t)i };
    }
    variants[0][0].has_before = true;
    variants[0][0].before = padan_string("b < & \xD7\xA9");
    variants[0][0].has_after = true;
    variants[0][0].after = padan_string("");
    variants[2][1].text = padan_string("A B");
    variants[2][1].markup = padan_string("<bpt i=\"3\" x=\"1\">&lt;b&gt;</bpt>A<ph/> <hi>B</hi><ept i=\"3\"/>");
    variants[3][1].properties = variant_properties;
    variants[3][1].property_count = 2;
    variants[3][1].has_before = true;
    variants[3][1].before = padan_string("ab");
    units[3].properties = unit_properties;
    units[3].property_count = 4;
}

static void ugly_units_come_back(void **state)
{
    (void)state;
    static const char *const formats[] = { "tmx", "jsonl" };
    struct padan_unit units[UGLY_COUNT];
    struct padan_variant variants[UGLY_COUNT][2];
    char *large = malloc(1 << 20);
    assert_non_null(large);
    make_ugly(units, variants, large);
    for (size_t f = 0; f < 2; f++) {
        size_t size, again_size;
        int64_t dropped;
        char *data = write_units(units, UGLY_COUNT, formats[f], NULL, &size, &dropped);
        assert_int_equal(dropped, 0);
        struct caught *caught = caught_begin();
        assert_int_equal(read_bytes(caught, data, size, "-"), PADAN_OK);
        assert_int_equal(caught->count, UGLY_COUNT);
        assert_int_equal(caught->told_count, 0);
        for (size_t i = 0; i < UGLY_COUNT; i++)
            assert_same_unit(&units[i], &caught->units[i]);
        char *again = write_units(caught->units, caught->count, formats[f], NULL, &again_size, &dropped);
        assert_int_equal(size, again_size);
        assert_memory_equal(data, again, size);
        free(again);
        free(data);
        caught_end(caught);
    }
    free(large);
}

static void tmx_drops_and_counts_what_xml_cannot_hold(void **state)
{
    (void)state;
    struct padan_variant variant = { .language = padan_string("en"),
                                     .text = { "a\x0B\0b\xEF\xBF\xBE"
                                               "c\xFF\xED\xA0\x80",
                                               12 } };
    struct padan_unit unit = {
        .variants = &variant, .variant_count = 1, .id = padan_string("\x01i"), .confidence = -1
    };
    size_t size;
    int64_t dropped;
    char *data = write_units(&unit, 1, "tmx", NULL, &size, &dropped);
    assert_int_equal(dropped, 8);
    assert_non_null(strstr(data, "<seg>abc</seg>"));
    assert_non_null(strstr(data, "tuid=\"i\""));
    free(data);
}

static void tmx_is_written_valid(void **state)
{
    (void)state;
    static const struct {
        const char *markup, *text, *expected;
    } cases[] = {
        { "<g id=\"1\">A</g> <x id=\"2\"/>", "A ",
          "<bpt i=\"1\" type=\"x-g\">&lt;g id=\"1\"&gt;</bpt>A<ept i=\"1\">&lt;/g&gt;</ept> "
          "<ph type=\"x-x\">&lt;x id=\"2\"/&gt;</ph>" },
        { "<bpt i=\"7\"/><g>A</g><ept i=\"7\"/>", "A",
          "<bpt i=\"7\"/><bpt i=\"8\" type=\"x-g\">&lt;g&gt;</bpt>A<ept i=\"8\">&lt;/g&gt;</ept><ept i=\"7\"/>" },
        { "<ph xml:id=\"a\" x=\"1\"/>A", "A", "<ph x=\"1\"/>A" },
        { "<bpt>{</bpt>A<it pos=\"middle\">}</it>", "A", "<ph>{</ph>A<ph>}</ph>" },
        { "<ph><b>x</b><sub>s<ph/></sub></ph>", "", "<ph>&lt;b&gt;x&lt;/b&gt;<sub>s<ph/></sub></ph>" },
        { "<it><!-- c --></it>A", "A", "<ph/>A" },
        { "<ph>", "A<", "A&lt;" },
        { "</seg><seg>", "B", "B" },
        { "<ph/></seg></tuv><tuv xml:lang=\"x\"><seg>", "B", "B" },
        { "&nosuch;", "C", "C" },
        { "<!DOCTYPE a [<!ENTITY e SYSTEM \"/etc/passwd\">]>", "C", "C" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct padan_variant variant = { .language = padan_string("en"),
                                         .text = padan_string(cases[i].text),
                                         .markup = padan_string(cases[i].markup) };
        struct padan_unit unit = { .variants = &variant, .variant_count = 1, .confidence = -1, .position = -1 };
        struct caught *caught = caught_begin();
        struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
        options.reporter = caught->options.reporter;
        size_t size;
        char *data = write_units(&unit, 1, "tmx", &options, &size, NULL);
        char seg[512];
        snprintf(seg, sizeof seg, "<seg>%s</seg>", cases[i].expected);
        if (!strstr(data, seg))
            fail_msg("%s", data);
        assert_int_equal(caught->told_count, 1);
        assert_int_equal(caught->told[0].status, PADAN_OK);
        free(data);
        caught_end(caught);
    }
}

static void tmx_writes_attributes_that_it_has(void **state)
{
    (void)state;
    static const struct padan_property properties[] = {
        { PADAN_PROPERTY_ATTRIBUTE, { "creationdate", 12 }, { "2019-03-04T01:06:07.5+02:00", 27 }, { "", 0 } },
        { PADAN_PROPERTY_ATTRIBUTE, { "creationdate", 12 }, { "20010101T000000Z", 16 }, { "", 0 } },
        { PADAN_PROPERTY_ATTRIBUTE, { "changedate", 10 }, { "yesterday", 9 }, { "", 0 } },
        { PADAN_PROPERTY_ATTRIBUTE, { "segtype", 7 }, { "chapter", 7 }, { "", 0 } },
        { PADAN_PROPERTY_ATTRIBUTE, { "tuid", 4 }, { "other", 5 }, { "", 0 } },
        { PADAN_PROPERTY_ATTRIBUTE, { "a b=\"c\"><x", 10 }, { "v", 1 }, { "", 0 } },
        { PADAN_PROPERTY_ELEMENT, { "meta", 4 }, { "<meta/>", 7 }, { "", 0 } },
        { PADAN_PROPERTY_NOTE, { "", 0 }, { "n", 1 }, { "lang=\"a&lt;\" evil=\"1\"", 21 } },
        { PADAN_PROPERTY_NOTE, { "", 0 }, { "m", 1 }, { "/><evil a=\"", 11 } },
    };
    struct padan_variant variant = { .language = padan_string("en_US"), .text = padan_string("t") };
    struct padan_unit unit = { .variants = &variant,
                               .variant_count = 1,
                               .confidence = -1,
                               .position = -1,
                               .status = PADAN_UNIT_CONFIRMED,
                               .id = padan_string("1"),
                               .properties = properties,
                               .property_count = 9 };
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    options.source = "en";
    options.note = "a & b";
    options.pretty = true;
    size_t size;
    char *data = write_units(&unit, 1, "tmx", &options, &size, NULL);
    assert_non_null(strstr(data, "srclang=\"en\" datatype=\"plaintext\">\n    <note>a &amp; b</note>\n  </header>"));
    assert_non_null(strstr(data,
                           "    <tu tuid=\"1\" creationdate=\"20190303T230607Z\" changedate=\"yesterday\">\n"
                           "      <note lang=\"a&lt;\">n</note>\n      <note>m</note>\n"
                           "      <tuv xml:lang=\"en-US\">\n        <seg>t</seg>\n      </tuv>\n    </tu>\n"));
    free(data);
    struct padan_error error;
    struct padan_output *output;
    struct padan_writer *writer;
    assert_int_equal(padan_output_open(&output, "/dev/null", &error), PADAN_OK);
    assert_int_equal(padan_writer_open(&writer, "html", output, NULL, &error), PADAN_ERROR_FORMAT);
    assert_int_equal(padan_writer_open(&writer, "tmx", output, NULL, &error), PADAN_OK);
    variant.language = padan_string("");
    assert_int_equal(padan_writer_put(writer, &unit, &error), PADAN_ERROR_LANGUAGE);
    unit.variant_count = 0;
    assert_int_equal(padan_writer_put(writer, &unit, &error), PADAN_ERROR_ARGUMENT);
    padan_writer_discard(writer);
    padan_output_discard(output);
}

/* Props, notes and encodings of the header in their order; of an encoding what TMX has; told what it has not. */
static void the_header_is_written(void **state)
{
    (void)state;
    static const char text[] =
        "<tmx version=\"1.4\"><header srclang=\"en\"><prop type=\"a\">1</prop>"
        "<ude name=\"u\" base=\"IBM-850\" own=\"1\"><map unicode=\"#xF8FF\" code=\"#xF0\" ent=\"logo\" "
        "subst=\"[&amp;]\"/><map code=\"#xF1\"/><x/></ude><note>n</note><ude name=\"none\"/><ude/>"
        "<x:own xmlns:x=\"urn:x\">y</x:own><prop type=\"b\">2</prop></header><body><tu>" TUV("en",
                                                                                             "one") "</tu>" FOOTER;
    static const char written[] =
        "<prop type=\"a\">1</prop><ude name=\"u\" base=\"IBM-850\"><map unicode=\"#xF8FF\" code=\"#xF0\" "
        "ent=\"logo\" subst=\"[&amp;]\"/></ude><note>n</note><prop type=\"b\">2</prop></header>";
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "a.tmx"), PADAN_OK);
    struct padan_writer_options options = { .header = caught->header, .header_count = caught->header_count };
    options.reporter = caught->options.reporter;
    caught->told_count = 0;
    size_t size;
    char *out = write_units(caught->units, caught->count, "tmx", &options, &size, NULL);
    assert_non_null(strstr(out, written));
    assert_int_equal(caught->told_count, 3); /* the two that define nothing, and the foreign one */
    free(out);
    caught_end(caught);
}

static void dates_are_understood(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "20190304T050607Z", "20190304T050607Z" },
        { "2019-03-04T05:06:07Z", "20190304T050607Z" },
        { "2019-03-04 05:06:07.123456", "20190304T050607Z" },
        { "2019-12-31T23:30:00-0100", "20200101T003000Z" },
        { "2020-03-01T00:30:00+01:00", "20200229T233000Z" },
        { "20190304", "20190304T000000Z" },
        { "2019-02-29", NULL },
        { "2019-13-01", NULL },
        { "20190304T256000Z", NULL },
        { "4 March 2019", NULL },
        { "", NULL },
        { "20190304T050607ZZ", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct padan_buffer date = { 0 };
        assert_int_equal(padan_tmx_date(&date, padan_string(cases[i][0])), cases[i][1] != NULL);
        assert_string_equal(date.data ? date.data : "", cases[i][1] ? cases[i][1] : "");
        padan_buffer_free(&date);
    }
}

static void mendings_are_told_up_to_a_number(void **state)
{
    (void)state;
    struct padan_buffer text = { 0 };
    struct caught *caught = caught_begin();
    padan_buffer_text(&text, HEADER);
    for (int i = 0; i < 40; i++)
        padan_buffer_text(&text, "<tu><tuv lang=\"en\"><seg>a</seg></tuv></tu>\n");
    padan_buffer_text(&text, "<tu><tuv xml:lang=\"IT-01\"><seg>a</seg></tuv></tu>\n");
    padan_buffer_text(&text, FOOTER);
    assert_int_equal(read_text(caught, text.data, "a.tmx"), PADAN_OK);
    assert_int_equal(caught->summary.warnings, 12);
    /* What is rare is not hidden by what is frequent, though both are about languages. */
    assert_non_null(strstr(caught->told[10].message, "IT-01"));
    assert_non_null(strstr(caught->told[11].message, "30 more language tags like that of line"));
    padan_buffer_free(&text);
    caught_end(caught);
}

static int stop_at_two(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)unit;
    if (++*(int *)context < 2)
        return PADAN_OK;
    if (error)
        error->status = PADAN_ERROR_STOPPED;
    return PADAN_ERROR_STOPPED;
}

static void a_sink_can_stop(void **state)
{
    (void)state;
    int count = 0;
    struct padan_unit_sink sink = { stop_at_two, &count };
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_input input;
    struct padan_error error;
    static const char text[] =
        HEADER "<tu>" TUV("en", "a") "</tu><tu>" TUV("en", "a") "</tu><tu>" TUV("en", "a") "</tu>" FOOTER;
    assert_int_equal(padan_input_open_bytes(&input, text, strlen(text), "a.tmx", &options, &error), PADAN_OK);
    assert_int_equal(padan_exchange_read_input(&input, &options, NULL, &sink, NULL, &error), PADAN_ERROR_STOPPED);
    assert_int_equal(count, 2);
    padan_input_close(&input);
}

/* Where tags are gone with the units that they were stored with, the others still make a whole. */
static void what_is_left_of_a_file_is_balanced(void **state)
{
    (void)state;
    static const char *const cases[][4] = {
        /* head, what is left of two units, tail; what comes out is below */
        { "<t><b>", "<u>1</u>", "</a><u>2</u>", "</b></t>\n" },
        { "<t><b>", "<a x='>'><u>1</u>", "<c/><u>2</u>", "</b></t>" },
        { "<t><b>", "<a><a:c><u>1</u>", "</a ><u>2</u>", "<!-- </b> --></b></t><?p </t>?>" },
        { "<t><b>", "<!-- <a> --><u>1</u>", "<![CDATA[</b>]]><?p </b>?><u>2</u>", "</b></t>" },
        { "<!DOCTYPE t [<!ENTITY e \"]><x>\"><!-- ' --><?p <y>?>]><t><h/>", "</t><u>1</u>", "<t><u>2</u>",
          "</t>c</t>d" },
        { "<t><b>", "<t><u>1</u>", "</b><u>2</u>", "</t>" },
        { "<t:t><!-- c -->", " <u:u><t:tu/>", "</u:u><t:tu/>", "</t:t>" },
        { "<t><header/>", "<u><tu/>", "</u><tu/>", "</t>" },
        { "<t>", "<tu/>", "<u/><tu/>", "</t>" },
        { "<t><b>", "", "", "" },
        { "<t><b></b></t>\n", "", "", "" },
    };
    static const char *const expected[] = {
        "<t><b><u>1</u><u>2</u></b></t>\n",
        "<t><b><a x='>'><u>1</u><c/><u>2</u></a></b></t>",
        "<t><b><a><a:c><u>1</u></a:c></a ><u>2</u><!-- </b> --></b></t><?p </t>?>",
        "<t><b><!-- <a> --><u>1</u><![CDATA[</b>]]><?p </b>?><u>2</u></b></t>",
        "<!DOCTYPE t [<!ENTITY e \"]><x>\"><!-- ' --><?p <y>?>]><t><h/><u>1</u><t><u>2</u></t>c</t>d",
        "<t><b><t><u>1</u></t></b><u>2</u></t>",
        "<t:t><!-- c --> <t:header/><u:u><t:tu/></u:u><t:tu/></t:t>",
        "<t><header/><u><tu/></u><tu/></t>",
        "<t><tu/><u/><tu/></t>",
        "<t><b></b></t>",
        "<t><b></b></t>\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct padan_tmx_balance balance = { .depth = 0 };
        struct padan_buffer out = { 0 };
        padan_tmx_balance_head(&balance, &out, padan_string(cases[i][0]));
        padan_tmx_balance_unit(&balance, &out, padan_string(cases[i][1]));
        padan_tmx_balance_unit(&balance, &out, padan_string(cases[i][2]));
        padan_tmx_balance_tail(&balance, &out, padan_string(cases[i][3]));
        assert_string_equal(out.data, expected[i]);
        padan_buffer_free(&out);
        padan_buffer_free(&balance.open);
    }
}

/* Elements whose end tags are all gone do not nest deeper than a file can be read. */
static void what_never_ends_is_read_again(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    struct padan_tmx_balance balance = { .depth = 0 };
    struct padan_buffer out = { 0 };
    padan_tmx_balance_head(&balance, &out, padan_string(HEADER));
    for (int i = 0; i < 60; i++)
        padan_tmx_balance_unit(&balance, &out,
                               padan_string("<a><b><c><d><e><f><tu>" TUV("en", "x") TUV("id", "y") "</tu>"));
    padan_tmx_balance_tail(&balance, &out, padan_string(FOOTER));
    assert_int_equal(read_text(caught, out.data, "a.tmx"), PADAN_OK);
    assert_int_equal(caught->summary.read, 60);
    assert_int_equal(caught->summary.refused, 0);
    padan_buffer_free(&out);
    padan_buffer_free(&balance.open);
    caught_end(caught);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tmx_gives_units_and_header_in_order),
        cmocka_unit_test(tmx_keeps_codes_beside_text),
        cmocka_unit_test(tmx_takes_context_and_own_properties),
        cmocka_unit_test(tmx_reads_contexts_however_spelt),
        cmocka_unit_test(tmx_mends_what_other_tools_write),
        cmocka_unit_test(tmx_decodes_entities),
        cmocka_unit_test(tmx_refuses_a_unit_and_reads_on),
        cmocka_unit_test(what_cannot_be_resolved_in_an_attribute_is_told),
        cmocka_unit_test(tmx_says_where_a_file_breaks_and_reads_on),
        cmocka_unit_test(what_is_not_ended_costs_one_unit),
        cmocka_unit_test(a_fault_in_each_unit_costs_linear_time),
        cmocka_unit_test(what_is_nested_too_deep_is_left),
        cmocka_unit_test(what_is_no_tmx_is_told),
        cmocka_unit_test(a_broken_head_keeps_its_entities),
        cmocka_unit_test(nothing_outside_the_file_is_read),
        cmocka_unit_test(entities_do_not_grow_without_bound),
        cmocka_unit_test(entities_that_grow_cost_their_unit),
        cmocka_unit_test(units_and_depth_have_limits),
        cmocka_unit_test(tmx_reads_encodings),
        cmocka_unit_test(a_western_file_is_in_what_its_label_is_meant_to_be),
        cmocka_unit_test(a_label_is_judged_wherever_the_file_is_cut),
        cmocka_unit_test(a_byte_that_windows_1252_lacks_costs_its_unit),
        cmocka_unit_test(languages_asked_for_restrict),
        cmocka_unit_test(ugly_units_come_back),
        cmocka_unit_test(tmx_drops_and_counts_what_xml_cannot_hold),
        cmocka_unit_test(tmx_is_written_valid),
        cmocka_unit_test(tmx_writes_attributes_that_it_has),
        cmocka_unit_test(the_header_is_written),
        cmocka_unit_test(dates_are_understood),
        cmocka_unit_test(mendings_are_told_up_to_a_number),
        cmocka_unit_test(a_sink_can_stop),
        cmocka_unit_test(what_is_left_of_a_file_is_balanced),
        cmocka_unit_test(what_never_ends_is_read_again),
    };
    return cmocka_run_group_tests_name("tmx", tests, NULL, NULL);
}
