/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV, PO, XLIFF and OmegaT's TMX: what is read, and that it comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exchange/xliff2_write.h"
#include "exchange_caught.h"
#include "xliff_rules.h"

static const struct padan_property *property_of(const struct padan_unit *unit, const char *name)
{
    for (size_t i = 0; i < unit->property_count; i++)
        if (unit->properties[i].name.size == strlen(name) &&
            memcmp(unit->properties[i].name.data, name, strlen(name)) == 0)
            return &unit->properties[i];
    return NULL;
}

static bool has_value(const struct padan_unit *unit, const char *name, const char *value)
{
    const struct padan_property *property = property_of(unit, name);
    return property && property->value.size == strlen(value) &&
           memcmp(property->value.data, value, property->value.size) == 0;
}

/* Writes what was read and reads that; fails unless it says the same. */
static void assert_comes_back(const struct caught *caught, const char *format)
{
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    size_t size;
    int64_t dropped;
    options.source = "en";
    options.target = "id";
    options.header = caught->header;
    options.header_count = caught->header_count;
    char *data = write_units(caught->units, caught->count, format, &options, &size, &dropped);
    assert_int_equal(dropped, 0);
    if (strcmp(format, "xliff") == 0)
        assert_xliff_rules(data, size);
    struct caught *again = caught_begin();
    again->options.format = format;
    again->options.source = "en";
    again->options.target = "id";
    assert_int_equal(read_bytes(again, data, size, "again"), PADAN_OK);
    assert_int_equal(again->told_count, 0);
    assert_int_equal(again->count, caught->count);
    for (size_t i = 0; i < caught->count; i++)
        assert_same_unit(&again->units[i], &caught->units[i]);
    caught_end(again);
    free(data);
}

static void csv_finds_what_divides(void **state)
{
    (void)state;
    static const struct {
        const char *text, *source, *target;
        size_t count;
    } files[] = {
        { "\"one, two\",satu; dua\r\n\"a \"\"b\"\"\nc\",d\r\n", "one, two", "satu; dua", 2 },
        { "sep=;\r\none, two;satu\r\nthree;tiga, empat\r\n", "one, two", "satu", 2 },
        { "one, two;satu\nthree;tiga, empat\nfive;lima\n", "one, two", "satu", 3 },
        { "\xEF\xBB\xBFone\tsatu, dua\ntwo\tdua\n", "one", "satu, dua", 2 },
        { "one|satu\rtwo, or|dua\r", "one", "satu", 2 },
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct caught *caught = caught_begin();
        caught->options.source = "en";
        caught->options.target = "id";
        assert_int_equal(read_text(caught, files[i].text, "a.csv"), PADAN_OK);
        assert_int_equal(caught->count, files[i].count);
        assert_text(caught->units[0].variants[0].text, files[i].source);
        assert_text(caught->units[0].variants[1].text, files[i].target);
        caught_end(caught);
    }
}

static void csv_knows_languages_by_name(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, "Indonesian,English,Comment\nsatu,one,x\n", "a.csv"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_text(caught->units[0].variants[0].language, "id");
    assert_text(caught->units[0].variants[1].language, "en");
    assert_true(has_value(&caught->units[0], "Comment", "x"));
    caught_end(caught);
    caught = caught_begin();
    assert_int_equal(read_text(caught, "Deutsch;English (United States)\neins;one\n", "a.csv"), PADAN_OK);
    assert_text(caught->units[0].variants[0].language, "de");
    assert_text(caught->units[0].variants[1].language, "en-US");
    caught_end(caught);
    /* Twice the same language is a row of a glossary. */
    caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "en-GB";
    assert_int_equal(read_text(caught, "English,English\n", "a.csv"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    caught_end(caught);
}

static void csv_takes_columns_as_they_are_named(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    caught->options.columns = "note,English,-,id";
    assert_int_equal(read_text(caught, "n1,one,x,satu,more\nn2,two,y,dua\nn3,three\n", "a.csv"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_int_equal(caught->summary.refused, 1);
    assert_text(caught->units[0].variants[0].language, "en");
    assert_text(caught->units[0].variants[1].text, "satu");
    assert_int_equal(caught->units[1].property_count, 1);
    assert_text(caught->units[1].properties[0].value, "n2");
    caught_end(caught);
    caught = caught_begin();
    caught->options.columns = "source,note";
    assert_int_equal(read_text(caught, "a,b\n", "a.csv"), PADAN_ERROR_ARGUMENT);
    caught_end(caught);
}

static void csv_gives_every_text_back(void **state)
{
    (void)state;
    static const char *const texts[] = { "=1+2", "'=1+2",  "@x",   "-5 degrees", "007",  "'90s", "\"q\"", "a;b",
                                         "a,b",  "x\r\ny", " sp ", "TRUE",       "''=x", "\t=x", "plain", "|" };
    struct padan_unit units[16];
    struct padan_variant variants[16][2];
    for (size_t i = 0; i < 16; i++) {
        variants[i][0] = (struct padan_variant){ .language = padan_string("en"), .text = padan_string(texts[i]) };
        variants[i][1] = (struct padan_variant){ .language = padan_string("id"), .text = padan_string(texts[15 - i]) };
        units[i] = (struct padan_unit){ .variants = variants[i],
                                        .variant_count = 2,
                                        .status = PADAN_UNIT_CONFIRMED,
                                        .confidence = PADAN_CONFIDENCE_UNKNOWN,
                                        .document = padan_string("=d"),
                                        .position = (int64_t)i };
    }
    size_t size;
    int64_t dropped;
    char *data = write_units(units, 16, "csv", NULL, &size, &dropped);
    assert_memory_equal(data, "\xEF\xBB\xBFsource,target,", 17);
    assert_non_null(strstr(data, "\r\n'=1+2,"));
    struct caught *caught = caught_begin();
    caught->options.format = "csv";
    assert_int_equal(read_bytes(caught, data, size, "a"), PADAN_OK);
    assert_int_equal(caught->count, 16);
    for (size_t i = 0; i < 16; i++)
        assert_same_unit(&caught->units[i], &units[i]);
    caught_end(caught);
    free(data);
    /* What others wrote stays as it is. */
    caught = caught_begin();
    assert_int_equal(read_text(caught, "en,id\n'=x,'90s\n", "a.csv"), PADAN_OK);
    assert_text(caught->units[0].variants[0].text, "'=x");
    assert_text(caught->units[0].variants[1].text, "'90s");
    caught_end(caught);
}

static const char po_file[] =
    "# Translators.\n"
    "msgid \"\"\nmsgstr \"\"\n\"Language: id\\n\"\n"
    "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
    "\"Plural-Forms: nplurals=2; plural=n != 1;\\n\"\n\n"
    "#  A note.\n# Two lines.\n#. From the source.\n#: a.c:3\n#: b.c:4\n"
    "#, fuzzy, c-format\n#| msgid \"Opne\"\n"
    "msgctxt \"menu\"\nmsgid \"Open %s\"\nmsgstr \"Buka %s\"\n\n"
    "msgctxt \"door\"\nmsgid \"Open %s\"\nmsgstr \"Bukalah %s\"\n"
    "msgid \"one file\"\nmsgid_plural \"%d files\"\n"
    "msgstr[0] \"satu \\\"berkas\\\"\\t\\\\\"\nmsgstr[1] \"\"\n\"%d berkas\\n\"\n\"dan\"\n\n"
    "msgid \"Not yet\"\nmsgstr \"\"\n\n"
    "#~ msgid \"Gone\"\n#~ msgstr \"Per\\x67i\"\n";

static void po_reads_all_parts(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    assert_int_equal(read_text(caught, po_file, "a.po"), PADAN_OK);
    assert_int_equal(caught->told_count, 0);
    assert_int_equal(caught->count, 4);
    assert_int_equal(caught->summary.skipped, 1);
    assert_int_equal(caught->header_count, 2);
    const struct padan_unit *unit = &caught->units[0];
    assert_int_equal(unit->status, PADAN_UNIT_AUTO);
    assert_text(unit->properties[0].value, " A note.\nTwo lines.");
    assert_true(has_value(unit, "extracted-comment", "From the source."));
    assert_true(has_value(unit, "reference", "a.c:3\nb.c:4"));
    assert_true(has_value(unit, "flags", "fuzzy, c-format"));
    assert_true(has_value(unit, "previous", "msgid \"Opne\""));
    assert_true(has_value(unit, "msgctxt", "menu"));
    assert_true(unit->variants[0].has_before);
    assert_text(unit->variants[0].before, "menu");
    assert_text(caught->units[1].variants[1].text, "Bukalah %s");
    unit = &caught->units[2];
    assert_int_equal(unit->variant_count, 4);
    assert_text(unit->variants[1].text, "%d files");
    assert_text(unit->variants[2].text, "satu \"berkas\"\t\\");
    assert_text(unit->variants[3].text, "%d berkas\ndan");
    assert_text(unit->variants[3].properties[0].value, "1");
    assert_true(has_value(&caught->units[3], "obsolete", "yes"));
    assert_text(caught->units[3].variants[1].text, "Pergi");
    for (size_t i = 0; i < caught->count; i++)
        caught->units[i].position = (int64_t)i;
    assert_comes_back(caught, "po");
    caught_end(caught);
}

static void po_says_the_encoding_that_it_writes(void **state)
{
    (void)state;
    static const struct padan_property header = {
        .name = { "po-header", 9 }, .value = { "X: charset=a\nContent-Type: text/plain; Charset=latin1\n", 54 }
    };
    static const struct padan_variant variants[] = {
        { .language = { "en", 2 }, .text = { "coffee", 6 } },
        { .language = { "fr", 2 }, .text = { "caf\xC3\xA9", 5 } },
    };
    static const struct padan_unit unit = { .variants = variants, .variant_count = 2 };
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    size_t size;
    int64_t dropped;
    options.header = &header;
    options.header_count = 1;
    char *data = write_units(&unit, 1, "po", &options, &size, &dropped);
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "fr";
    assert_int_equal(read_bytes(caught, data, size, "a.po"), PADAN_OK);
    assert_text(caught->header[0].value, "X: charset=UTF-8\nContent-Type: text/plain; Charset=UTF-8\n");
    assert_text(caught->units[0].variants[1].text, "caf\xC3\xA9");
    caught_end(caught);
    free(data);
}

/* What is in the file and what is not, of four units of which formats of pairs cannot say all. */
static void units_left_out_are_counted(void **state)
{
    static const struct {
        const char *format;
        int64_t units, left_out;
    } formats[] = { { "po", 1, 3 }, { "xliff", 3, 1 }, { "tsv", 4, 0 }, { "tmx", 4, 0 } };
    static const struct padan_variant variants[] = {
        { .language = { "en", 2 }, .text = { "a", 1 } }, { .language = { "id", 2 }, .text = { "b", 1 } },
        { .language = { "en", 2 }, .text = { "a", 1 } }, { .language = { "id", 2 }, .text = { "c", 1 } },
        { .language = { "en", 2 }, .text = { "", 0 } },  { .language = { "id", 2 }, .text = { "d", 1 } },
        { .language = { "en", 2 }, .text = { "e", 1 } },
    };
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    (void)state;
    options.source = "en";
    options.target = "id";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        struct padan_writer_summary summary;
        struct padan_output *output;
        struct padan_writer *writer;
        assert_int_equal(padan_output_open(&output, "/dev/null", NULL), PADAN_OK);
        assert_int_equal(padan_writer_open(&writer, formats[i].format, output, &options, NULL), PADAN_OK);
        for (size_t k = 0; k < 4; k++) {
            const struct padan_unit unit = { .variants = variants + 2 * k, .variant_count = k < 3 ? 2 : 1 };
            assert_int_equal(padan_writer_put(writer, &unit, NULL), PADAN_OK);
        }
        assert_int_equal(padan_writer_close(writer, &summary, NULL), PADAN_OK);
        padan_output_discard(output);
        assert_int_equal(summary.units, formats[i].units);
        assert_int_equal(summary.left_out, formats[i].left_out);
    }
}

static void po_has_no_empty_flags(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_text(caught, "#,\n#, a\n#,\nmsgid \"a\"\nmsgstr \"b\"\n", "a.po"), PADAN_OK);
    assert_true(has_value(&caught->units[0], "flags", "a"));
    caught_end(caught);
}

static void po_keeps_what_is_whole(void **state)
{
    (void)state;
    static const char text[] =
        "msgid \"a\"\nmsgstr \"b\n\nmsgid \"c\"\nmsgstr \"d\"\n\nmsgid \"e\"\nmsgid \"f\"\n"
        "msgstr \"\\q\"\n\nmsgstr[70] \"x\"\n\n\"stray\"\n\nrubbish\n\nmsgid \"g\"\nmsgstr \"h\"";
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_text(caught, text, "a.po"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[1].variants[1].text, "h");
    assert_int_equal(caught->told[0].line, 2);
    assert_true(caught->summary.refused >= 5);
    caught_end(caught);
    caught = caught_begin();
    assert_int_equal(read_text(caught, "msgid \"a\"\nmsgstr \"b\"\n", "a.po"), PADAN_ERROR_LANGUAGE);
    caught_end(caught);
    /* A line that is no text counts against the entry that it begins, not against the one before it. */
    static const char broken[] = "msgid \"a\"\nmsgstr \"b\"\nmsgid \"c\0\"\nmsgstr \"d\"\nmsgid \"\0\"\nmsgstr \"e\"\n";
    caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_bytes(caught, broken, sizeof broken - 1, "a.po"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_text(caught->units[0].variants[0].text, "a");
    assert_int_equal(caught->summary.refused, 2);
    assert_int_equal(caught->told[0].line, 3);
    caught_end(caught);
    /* The header names the encoding. */
    caught = caught_begin();
    caught->options.source = "en";
    assert_int_equal(read_text(caught,
                               "msgid \"\"\nmsgstr \"Language: de\\n\"\n"
                               "\"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n\nmsgid \"over\"\nmsgstr \"\xFC"
                               "ber\"\n",
                               "a.po"),
                     PADAN_OK);
    assert_text(caught->units[0].variants[1].text,
                "\xC3\xBC"
                "ber");
    caught_end(caught);
}

#define FIRST                                                                                                          \
    "<?xml version=\"1.0\"?>\n<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\" "                 \
    "xmlns:sdl=\"urn:x\">\n<file original=\"a.html\" source-language=\"en\" target-language=\"id\" datatype=\"html\">" \
    "<header><skl><internal-file>x</internal-file></skl></header><body>\n"
#define FIRST_END "</body></file></xliff>"

static void xliff_1_reads_segments_and_proposals(void **state)
{
    (void)state;
    static const char text[] = FIRST
        "<group id=\"g\"><trans-unit id=\"t1\" resname=\"r\"><source>Two. <g id=\"1\" "
        "ctype=\"bold\">Three</g>.</source>\n"
        "<seg-source><mrk mtype=\"seg\" mid=\"a\">Two.</mrk> <mrk mtype=\"seg\" mid=\"b\"><g id=\"1\" "
        "ctype=\"bold\">Three</g>.</mrk></seg-source>\n"
        "<target state=\"needs-review-translation\"><mrk mtype=\"seg\" mid=\"b\"><g id=\"1\" "
        "ctype=\"bold\">Tiga</g>.</mrk><mrk mtype=\"seg\" mid=\"a\">Dua.</mrk></target>"
        "<sdl:seg-defs><sdl:seg id=\"a\">no text</sdl:seg></sdl:seg-defs>"
        "<note>Mind.</note><context-group><context context-type=\"sourcefile\">f.c</context></context-group>"
        "<alt-trans match-quality=\"80%\" origin=\"tm\"><target>Tiga?</target></alt-trans></trans-unit></group>\n"
        "<trans-unit id=\"t2\" approved=\"yes\"><source>A <bpt id=\"1\">&lt;b></bpt>b<ept id=\"1\">&lt;/b></ept> &amp; "
        "<x id=\"br\"/></source><target>C<ph id=\"4\">p</ph></target></trans-unit>\n"
        "<trans-unit id=\"t3\"><source>Not yet</source></trans-unit>" FIRST_END;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "a.xlf"), PADAN_OK);
    assert_int_equal(caught->told_count, 0);
    assert_int_equal(caught->count, 4);
    assert_int_equal(caught->summary.skipped, 1);
    const struct padan_unit *unit = &caught->units[0];
    assert_text(unit->id, "t1");
    assert_text(unit->document, "a.html");
    assert_int_equal(unit->status, PADAN_UNIT_AUTO);
    assert_text(unit->variants[0].text, "Two.");
    assert_text(unit->variants[1].text, "Dua.");
    assert_int_equal(unit->variants[0].markup.size, 0);
    assert_true(has_value(unit, "resname", "r") && has_value(unit, "segment", "a"));
    assert_true(has_value(unit, "context-sourcefile", "f.c") && has_value(unit, "state", "needs-review-translation"));
    unit = &caught->units[1];
    assert_text(unit->variants[0].text, "Three.");
    assert_text(unit->variants[0].markup,
                "<bpt i=\"1\" type=\"bold\">&lt;g id=\"1\"&gt;</bpt>Three"
                "<ept i=\"1\">&lt;/g&gt;</ept>.");
    assert_text(unit->variants[1].text, "Tiga.");
    unit = &caught->units[2];
    assert_text(unit->variants[0].text, "Two. Three.");
    assert_text(unit->variants[1].text, "Tiga?");
    assert_true(has_value(unit, "match", "yes") && has_value(unit, "match-quality", "80%"));
    unit = &caught->units[3];
    assert_int_equal(unit->status, PADAN_UNIT_CONFIRMED);
    assert_text(unit->variants[0].text, "A b & ");
    assert_text(unit->variants[1].markup, "C<ph x=\"4\">p</ph>");
    assert_comes_back(caught, "xliff");
    caught_end(caught);
}

#define SECOND                                                                                                         \
    "<xliff version=\"2.1\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" "                                          \
    "xmlns:m=\"urn:oasis:names:tc:xliff:matches:2.0\" srcLang=\"en\" trgLang=\"id\"><file id=\"f\" original=\"b\">"
#define SECOND_END "</file></xliff>"

static void xliff_2_reads_segments_and_matches(void **state)
{
    (void)state;
    static const char text[] = SECOND
        "<unit id=\"u\" name=\"n\"><m:matches><m:match ref=\"#s\" similarity=\"90.0\" "
        "origin=\"tm\"><originalData><data "
        "id=\"d1\">[</data></originalData><source>A<ph id=\"1\" dataRef=\"d1\"/></source><target>B</target></m:match>"
        "</m:matches><notes><note>hm</note></notes><originalData><data id=\"d1\">&lt;b></data><data id=\"d2\">&lt;/b>"
        "</data></originalData><segment id=\"s\" state=\"final\"><source>x <pc id=\"1\" dataRefStart=\"d1\" "
        "dataRefEnd=\"d2\" type=\"fmt\">y</pc></source><target>z<cp hex=\"0007\"/></target></segment>"
        "<ignorable><source> </source></ignorable>"
        "<segment><source>q<sc id=\"0\" dataRef=\"d1\"/>r<ec startRef=\"0\" dataRef=\"d2\"/></source>"
        "<target>s<ec id=\"9\" isolated=\"yes\"/><mrk id=\"m\" "
        "type=\"term\">t</mrk></target></segment></unit>" SECOND_END;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "a.xlf"), PADAN_OK);
    assert_int_equal(caught->told_count, 0);
    assert_int_equal(caught->count, 3);
    const struct padan_unit *unit = &caught->units[0];
    assert_text(unit->variants[0].markup, "A<ph x=\"1\">[</ph>");
    assert_true(has_value(unit, "match-quality", "90.0") && has_value(unit, "match-origin", "tm"));
    unit = &caught->units[1];
    assert_int_equal(unit->status, PADAN_UNIT_CONFIRMED);
    assert_true(has_value(unit, "state", "final") && has_value(unit, "name", "n"));
    assert_text(unit->variants[0].markup, "x <bpt i=\"1\" type=\"fmt\">&lt;b&gt;</bpt>y<ept i=\"1\">&lt;/b&gt;</ept>");
    assert_text(unit->variants[1].text, "z\x07");
    unit = &caught->units[2];
    assert_int_equal(unit->status, PADAN_UNIT_AUTO);
    assert_text(unit->variants[0].markup, "q<bpt i=\"0\">&lt;b&gt;</bpt>r<ept i=\"0\">&lt;/b&gt;</ept>");
    assert_text(unit->variants[1].markup, "s<it pos=\"end\" x=\"9\"></it><hi type=\"term\">t</hi>");
    assert_comes_back(caught, "xliff");
    caught_end(caught);
}

/* What lies in the pool is asked before the pool grows: seen by the sanitizers. */
/* Codes as they come in memories: numbers given twice, ends without a beginning, beginnings without an end. */
static void xliff_2_is_valid(void **state)
{
    static const char *const markups[] = {
        "a<ph x=\"1\">p</ph>b<ph x=\"1\">q</ph>",
        "<bpt i=\"1\">x</bpt>b<bpt i=\"1\">y</bpt>c<ept i=\"1\"/><ept i=\"1\"/>",
        "one<ept i=\"3\">z</ept>",
        "<bpt i=\"0\">x</bpt>b<ept i=\"0\"/><ph x=\"0\"/>",
        "<bpt i=\"2\" type=\"bold\">x</bpt>two",
        "<it pos=\"end\" x=\"1\">e</it><it pos=\"begin\" x=\"1\">b</it><it pos=\"begin\">n</it>",
        "<hi type=\"a\">m<hi>n<ph/></hi></hi><ut>u</ut><sub>s</sub><x>f<y/></x>",
        ("<bpt i=\"1\">a</bpt><bpt i=\"2\">b</bpt>c<ept i=\"1\">d</ept><ept i=\"2\">e</ept><bpt i=\"1\">f</bpt>g"
         "<ept i=\"1\"/>"),
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof markups / sizeof *markups; i++) {
        struct padan_buffer buffer = { 0 };
        struct padan_xliff2 xliff = { .out = &buffer, .source = "en", .target = "id" };
        struct padan_variant coded = { .language = padan_string("en"),
                                       .text = padan_string("a < b \x01"),
                                       .markup = padan_string(markups[i]) };
        struct padan_variant plain = { .language = padan_string("id"), .text = padan_string("c") };
        struct padan_xliff2_match matches[] = { { &coded, &plain, .87, "m.padan" }, { &plain, &coded, 1, NULL } };
        struct padan_property properties[] = {
            { PADAN_PROPERTY_NOTE, padan_string(""), padan_string("said"), padan_string(NULL) },
            { PADAN_PROPERTY_PROP, padan_string("client"), padan_string("A & B"), padan_string(NULL) },
        };
        struct padan_variant variants[] = { coded, plain };
        struct padan_unit about = { .variants = variants, .variant_count = 2, .confidence = -1, .position = -1 };
        struct padan_unit more = about;
        more.properties = properties;
        more.property_count = 2;
        struct padan_xliff2_unit units[] = {
            { &coded, &plain, "translated", &more, matches, 2, false },
            { &plain, &coded, "initial", &about, NULL, 0, true },
            { &coded, NULL, "initial", NULL, matches, 1, true },
            { &coded, &coded, "final", NULL, NULL, 0, false },
            { &coded, &plain, "initial", &about, NULL, 0, true },
        };
        padan_xliff2_head(&xliff);
        for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
            padan_xliff2_file(&xliff, padan_string(k < 2 ? "a.txt" : "b & c"));
            padan_xliff2_unit(&xliff, &units[k]);
        }
        padan_xliff2_tail(&xliff);
        assert_false(buffer.failed);
        assert_xliff_rules(buffer.data, buffer.size);
        padan_xliff2_free(&xliff);
        padan_buffer_free(&buffer);
    }
    struct padan_buffer empty = { 0 };
    struct padan_xliff2 none = { .out = &empty, .source = "en", .target = "id" };
    padan_xliff2_head(&none);
    padan_xliff2_tail(&none);
    assert_xliff_rules(empty.data, empty.size);
    padan_xliff2_free(&none);
    padan_buffer_free(&empty);
}

static void xliff_reads_long_metadata(void **state)
{
    (void)state;
    static char type[20000], text[sizeof type + 1000];
    struct caught *caught = caught_begin();
    memset(type, 'm', sizeof type - 1);
    snprintf(text, sizeof text,
             SECOND
             "<unit id=\"u\"><md:metadata xmlns:md=\"urn:oasis:names:tc:xliff:metadata:2.0\">"
             "<md:metaGroup category=\"mine\"><md:meta type=\"%s\">v</md:meta></md:metaGroup>"
             "</md:metadata><segment><source>x</source><target>y</target></segment></unit>" SECOND_END,
             type);
    assert_int_equal(read_text(caught, text, "a.xlf"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_true(has_value(&caught->units[0], type, "v"));
    caught_end(caught);
}

static void xliff_says_what_is_wrong(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught,
                               FIRST "<trans-unit id=\"1\"><source>a</source><target>b</target></trans-unit>\n"
                                     "<trans-unit id=\"2\"><source>a&bad;</source><target>b</target></trans-unit>\n"
                                     "<trans-unit id=\"3\"><source>a&nbsp;b</source><target>c</target></trans-unit>\n"
                                     "<trans-unit id=\"4\"><source>a</sauce>",
                               "a.xlf"),
                     PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[1].variants[0].text,
                "a\xC2\xA0"
                "b");
    assert_int_equal(caught->summary.refused, 2);
    assert_int_equal(caught->summary.faults, 0);
    assert_int_equal(caught->told[0].line, 5);
    caught_end(caught);
    caught = caught_begin();
    assert_int_equal(read_text(caught, "<xliff><oops", "a.xlf"), PADAN_ERROR_SYNTAX);
    caught_end(caught);
    caught = caught_begin();
    caught->options.format = "xliff";
    assert_int_equal(read_text(caught, "<html/>", "a.xlf"), PADAN_ERROR_FORMAT);
    caught_end(caught);
    caught = caught_begin();
    assert_int_equal(read_text(caught,
                               "<xliff version=\"1.2\"><file source-language=\"en\" original=\"x\"><body><trans-unit "
                               "id=\"1\"><source>a</source><target>b</target></trans-unit></body></file></xliff>",
                               "a.xlf"),
                     PADAN_OK);
    assert_int_equal(caught->summary.refused, 1);
    assert_non_null(strstr(caught->told[0].message, "-t"));
    caught_end(caught);
    caught = caught_begin();
    caught->options.strict = true;
    assert_int_equal(
        read_text(caught, FIRST "<trans-unit id=\"1\"><source>&x;</source><target>b</target></trans-unit>" FIRST_END,
                  "a.xlf"),
        PADAN_ERROR_SYNTAX);
    caught_end(caught);
}

static void xliff_goes_on_behind_a_fault(void **state)
{
    (void)state;
    static const char text[] = FIRST
        "<group><trans-unit id=\"1\"><source>a</source><target>b</target></trans-unit>\n"
        "<trans-unit id=\"2\"><source>c & d</source><target>e</target></trans-unit>\n"
        "<trans-unit id=\"3\"><source>f</source><target>g</target></trans-unit></group>\n"
        "<trans-unit id=\"4\"><source>h<!-- no end</source><target>i</target></trans-unit></body></file>\n"
        "<file original=\"c.html\" source-language=\"en\" target-language=\"de\"><body>\n"
        "<trans-unit id=\"5\"><source>j</source><target>k</target></trans-unit></body></file></xliff>";
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "a.xlf"), PADAN_OK);
    assert_int_equal(caught->count, 3);
    assert_text(caught->units[1].variants[0].text, "f");
    assert_text(caught->units[1].document, "a.html");
    assert_text(caught->units[2].variants[1].text, "k");
    assert_text(caught->units[2].variants[1].language, "de");
    assert_text(caught->units[2].document, "c.html");
    assert_int_equal(caught->units[2].line, 9);
    assert_int_equal(caught->summary.refused, 2);
    assert_int_equal(caught->told[0].line, 5);
    caught_end(caught);
}

static bool was_told(const struct caught *caught, const char *part)
{
    for (size_t i = 0; i < caught->told_count; i++)
        if (strstr(caught->told[i].message, part))
            return true;
    return false;
}

#define XLIFF_UNIT(id, source) "<trans-unit id=\"" id "\"><source>" source "</source><target>b</target></trans-unit>\n"
#define XLIFF_FRONT "]><xliff version=\"1.2\"><file source-language=\"en\" target-language=\"id\" original=\"x\"><body>"

/* Entities of 60,000 bytes, 100,000 times in one unit, or 300 times in each of many. */
static void xliff_bounds_what_entities_stand_for(void **state)
{
    (void)state;
    for (int times = 1; times <= 40; times += 39) {
        struct padan_buffer text = { 0 };
        padan_buffer_text(&text, "<!DOCTYPE xliff [<!ENTITY a \"");
        for (int i = 0; i < 60000; i++)
            padan_buffer_byte(&text, 'a');
        padan_buffer_text(&text, "\">" XLIFF_FRONT XLIFF_UNIT("first", "c"));
        for (int n = 0; n < times; n++) {
            padan_buffer_text(&text, "<trans-unit id=\"large\"><source>");
            for (int i = 0; i < (times == 1 ? 100000 : 300); i++)
                padan_buffer_text(&text, "&a;");
            padan_buffer_text(&text, "</source><target>b</target></trans-unit>\n" XLIFF_UNIT("last", "d"));
        }
        padan_buffer_text(&text, FIRST_END);
        struct caught *caught = caught_begin();
        int status = read_text(caught, text.data, "a.xlf");
        assert_int_equal(status, times == 1 ? PADAN_OK : PADAN_ERROR_LIMIT);
        assert_true(was_told(caught, "unit \"large\" is left out: entities here stand for more than 16 MiB"));
        assert_true(times == 1 || strstr(caught->error.message, "128 MiB"));
        assert_true(times == 1 ? caught->count == 2 : caught->count < 20);
        assert_text(caught->units[1].id, "last");
        padan_buffer_free(&text);
        caught_end(caught);
    }
}

/* Parameter entities of the file itself are put in; others are told and left out, never looked for. */
static void xliff_reads_on_behind_parameter_entities(void **state)
{
    (void)state;
    static const char text[] =
        "<!DOCTYPE xliff [<!ENTITY % p SYSTEM \"/dev/zero\"> %p; <!ENTITY % i \"<!ENTITY u 'inner'>\"> %i;\n%none; "
        "<!ENTITY e 'E'>" XLIFF_FRONT XLIFF_UNIT("1", "&u; &e;") XLIFF_UNIT("2", "&q;") XLIFF_UNIT("3", "d") FIRST_END;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "a.xlf"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[0].variants[0].text, "inner E");
    assert_true(was_told(caught, "%p; is not declared in this file"));
    assert_true(was_told(caught, "%none; is not declared in this file"));
    assert_true(was_told(caught, "unit \"2\" is left out: &q;"));
    assert_int_equal(caught->told_count, 3);
    caught_end(caught);
}

static void omegat_says_where_a_translation_belongs(void **state)
{
    (void)state;
    static const char text[] =
        "<?xml version=\"1.0\"?><tmx version=\"1.1\"><header creationtool=\"OmegaT\" o-tmf=\"OmegaT TMX\" "
        "adminlang=\"EN-US\" datatype=\"plaintext\" creationtoolversion=\"6\" segtype=\"sentence\" srclang=\"en\"/>"
        "<body><!-- Default translations --><tu><tuv lang=\"en\"><seg>Open</seg></tuv><tuv lang=\"id\" "
        "changeid=\"me\"><seg>Buka</seg></tuv></tu><!-- Alternative translations --><tu><prop "
        "type=\"file\">a.txt</prop>"
        "<prop type=\"id\"></prop><prop type=\"prev\">One</prop><prop type=\"next\">Two</prop><tuv "
        "lang=\"en\"><seg>Open"
        "</seg></tuv><tuv lang=\"id\"><seg>Terbuka</seg></tuv></tu></body></tmx>";
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "project_save.tmx"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_false(caught->units[0].variants[0].has_before);
    const struct padan_unit *unit = &caught->units[1];
    assert_text(unit->document, "a.txt");
    assert_text(unit->variants[0].before, "One");
    assert_text(unit->variants[0].after, "Two");
    assert_true(has_value(unit, "file", "a.txt"));
    assert_comes_back(caught, "omegat");
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    size_t size;
    int64_t dropped;
    char *data = write_units(caught->units, caught->count, "omegat", &options, &size, &dropped);
    assert_null(strstr(data, "x-padan-document"));
    assert_null(strstr(data, "x-context-pre"));
    free(data);
    caught_end(caught);
}

#define UNIT_LINE(TEXT)                                                                                                \
    "{\"variants\":[{\"language\":\"en\",\"text\":\"" TEXT "\"},{\"language\":\"id\",\"text\":\"x\"}]}\n"

static void assert_one_is_too_long(const char *name, const char *before, const char *after, size_t size)
{
    struct caught *caught = caught_begin();
    struct padan_buffer text = { 0 };
    padan_buffer_text(&text, before);
    size_t end = text.size + size - strcspn(after, "\n");
    while (text.size < end)
        padan_buffer_byte(&text, 'x');
    padan_buffer_text(&text, after);
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_bytes(caught, text.data, text.size, name), PADAN_OK);
    padan_buffer_free(&text);
    assert_int_equal(caught->summary.refused, 1);
    assert_int_equal(caught->count, 2);
    assert_int_equal(caught->told[caught->told_count - 1].status, PADAN_ERROR_LIMIT);
    assert_non_null(strstr(caught->told[caught->told_count - 1].message, "split it"));
    assert_text(caught->units[1].variants[0].text, "Three");
    caught_end(caught);
}

/* Wherever the pieces end in which the file is read. */
static void a_line_too_long_costs_one_unit(void **state)
{
    (void)state;
    const size_t further[] = { 0, 1, 2, 100, 70000, 1 << 20 };
    for (size_t i = 0; i < sizeof further / sizeof *further; i++) {
        size_t size = PADAN_UNIT_LIMIT + further[i];
        assert_one_is_too_long("a.tsv", "Two\tDua\n", "\tSatu\nThree\tTiga\n", size);
        assert_one_is_too_long("a.csv", "Two,Dua\n\"", "\",Satu\nThree,Tiga\n", size);
        assert_one_is_too_long("a.po", "msgid \"Two\"\nmsgstr \"Dua\"\nmsgid \"",
                               "\"\nmsgstr \"Satu\"\n\nmsgid \"Three\"\nmsgstr \"Tiga\"\n", size);
        assert_one_is_too_long("a.jsonl", UNIT_LINE("Two") "{\"variants\":[{\"language\":\"en\",\"text\":\"",
                               "\"}]}\n" UNIT_LINE("Three"), size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_finds_what_divides),
        cmocka_unit_test(csv_knows_languages_by_name),
        cmocka_unit_test(csv_takes_columns_as_they_are_named),
        cmocka_unit_test(csv_gives_every_text_back),
        cmocka_unit_test(po_reads_all_parts),
        cmocka_unit_test(po_says_the_encoding_that_it_writes),
        cmocka_unit_test(units_left_out_are_counted),
        cmocka_unit_test(po_has_no_empty_flags),
        cmocka_unit_test(po_keeps_what_is_whole),
        cmocka_unit_test(xliff_1_reads_segments_and_proposals),
        cmocka_unit_test(xliff_2_reads_segments_and_matches),
        cmocka_unit_test(xliff_2_is_valid),
        cmocka_unit_test(xliff_reads_long_metadata),
        cmocka_unit_test(xliff_says_what_is_wrong),
        cmocka_unit_test(xliff_goes_on_behind_a_fault),
        cmocka_unit_test(xliff_bounds_what_entities_stand_for),
        cmocka_unit_test(xliff_reads_on_behind_parameter_entities),
        cmocka_unit_test(omegat_says_where_a_translation_belongs),
        cmocka_unit_test(a_line_too_long_costs_one_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
