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

#include <padan/document.h>

#include "base/buffer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct padan_document *parse(const char *format, const char *name, const char *text)
{
    struct padan_document *document;
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_error error;
    options.format = format;
    if (padan_document_parse(&document, text, strlen(text), name, &options, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return document;
}

/* The blocks as "p:text|h:text", line feeds as "/". */
static void check_blocks(const char *format, const char *text, const char *expected)
{
    struct padan_document *document = parse(format, "test", text);
    struct padan_buffer joined = { 0 };
    for (size_t i = 0; i < padan_document_block_count(document); i++) {
        const struct padan_block *block = padan_document_block(document, i);
        padan_buffer_format(&joined, "%s%c:", i > 0 ? "|" : "", padan_block_kind_name(block->kind)[0]);
        padan_buffer_append(&joined, block->text.data, block->text.size);
        assert_true(block->source_start <= block->source_end);
        assert_true(block->source_end <= padan_document_source(document)->size);
    }
    for (size_t i = 0; i < joined.size; i++)
        if (joined.data[i] == '\n')
            joined.data[i] = '/';
    assert_string_equal(joined.data ? joined.data : "", expected);
    padan_buffer_free(&joined);
    padan_document_free(document);
}

static void plain_text_is_cut_into_paragraphs(void **state)
{
    (void)state;
    check_blocks("text", "", "");
    check_blocks("text", "\n \t\n\n", "");
    check_blocks("text", "One.", "p:One.");
    check_blocks("text", "One is here.\n\nTwo is there.\n", "p:One is here.|p:Two is there.");
    check_blocks("text", "One is here.\nTwo is there.\nThree.\n", "p:One is here.|p:Two is there.|p:Three.");
    check_blocks("text", "  One is here. \r\n\r\n\xC2\xA0Two is there.\r", "p:One is here.|p:Two is there.");
    check_blocks("text", "A title\n\nIt begins here. And goes on.\n\nIt ends here.\n",
                 "t:A title|p:It begins here. And goes on.|p:It ends here.");
}

static void lines_and_segments(void **state)
{
    (void)state;
    check_blocks("lines", "a\n\n b \nc", "p:a|p:b|p:c");
    check_blocks("segmented", "a\nb\n\n\nc\n<p>\nd\n<P>\n", "p:a|p:b|p:c|p:d");
    struct padan_document *document = parse("segmented", "test", "\na\nb\n\n<p>\nc\n<p>\nd");
    static const size_t paragraphs[] = { 0, 0, 1, 2 };
    assert_int_equal(padan_document_block_count(document), 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(padan_document_paragraph(document, i), paragraphs[i]);
    padan_document_free(document);
    document = parse("lines", "test", "a\nb");
    assert_int_equal(padan_document_paragraph(document, 1), 1);
    padan_document_free(document);
}

static const char wrapped[] =
    "The commission said on Monday that the bridge over the river would be\n"
    "closed until the end of the year, since two of its piers had been found\n"
    "to be unsafe. Buses will take another way.\n";

static void wrapped_lines_are_joined(void **state)
{
    (void)state;
    struct padan_document *document = parse("text", "test", wrapped);
    assert_int_equal(padan_document_block_count(document), 1);
    struct padan_string text = padan_document_block(document, 0)->text;
    assert_int_equal(text.size, strlen(wrapped) - 1);
    assert_memory_equal(text.data, wrapped, text.size);
    padan_document_free(document);
}

static void wrapping_is_told_for_each_paragraph(void **state)
{
    (void)state;
    /* A list, an address and verse in a wrapped file stay as they are. */
    check_blocks("text",
                 "The commission said on Monday that the bridge over the river would be\n"
                 "closed until the end of the year, since two of its piers had been found\n"
                 "to be unsafe. Buses will take another way.\n\n"
                 "What has to be done:\n- close the bridge to cars and to the heavy lorries that\n"
                 "  come from the harbour\n- mend the piers\n1. first one\n2. then the other\n\n"
                 "The Office of Bridges\nRiver Street 12\nOldtown\n\n"
                 "O river wide,\nwhere do you go?\nNobody knows\n\n"
                 "It cost the town 12 million, which it had to borrow in the spring of\n"
                 "2023. Nobody was glad of it.\n",
                 "p:The commission said on Monday that the bridge over the river would be/"
                 "closed until the end of the year, since two of its piers had been found/"
                 "to be unsafe. Buses will take another way.|"
                 "p:What has to be done:|i:- close the bridge to cars and to the heavy lorries that/"
                 "  come from the harbour|i:- mend the piers|i:1. first one|i:2. then the other|"
                 "p:The Office of Bridges|p:River Street 12|p:Oldtown|"
                 "p:O river wide,|p:where do you go?|p:Nobody knows|"
                 "p:It cost the town 12 million, which it had to borrow in the spring of/"
                 "2023. Nobody was glad of it.");
    /* No empty line: the short last line of a paragraph ends it. */
    check_blocks("text",
                 "Jembatan di atas sungai itu ditutup sampai akhir tahun karena dua tiang\n"
                 "penyangganya dinyatakan tidak aman oleh panitia yang memeriksanya pada\n"
                 "bulan lalu.\n"
                 "Bus kota akan melewati jalan lain, sedangkan mobil pribadi diminta untuk\n"
                 "memutar lewat pelabuhan lama.\n",
                 "p:Jembatan di atas sungai itu ditutup sampai akhir tahun karena dua tiang/"
                 "penyangganya dinyatakan tidak aman oleh panitia yang memeriksanya pada/"
                 "bulan lalu.|"
                 "p:Bus kota akan melewati jalan lain, sedangkan mobil pribadi diminta untuk/"
                 "memutar lewat pelabuhan lama.");
    /* Characters without spaces, wrapped at twenty of them. */
    check_blocks("text",
                 "川に架かる橋は、二本の橋脚が危険だと分かっ\n"
                 "たため、年末まで閉鎖される。市のバスは別の\n"
                 "道を通るので、乗客は注意すること。\n",
                 "p:川に架かる橋は、二本の橋脚が危険だと分かっ/"
                 "たため、年末まで閉鎖される。市のバスは別の/"
                 "道を通るので、乗客は注意すること。");
}

static void what_is_not_wrapped_is_not_joined(void **state)
{
    (void)state;
    check_blocks("text", "apple\npear\nplum\ncherry\n", "p:apple|p:pear|p:plum|p:cherry");
    check_blocks("text",
                 "Two people met in the old town hall on Tuesday.\nThey talked for a long time about the bridge.\n"
                 "Then they went home and told their families.\nNobody else heard what they had agreed on.\n",
                 "p:Two people met in the old town hall on Tuesday.|p:They talked for a long time about the bridge.|"
                 "p:Then they went home and told their families.|p:Nobody else heard what they had agreed on.");
    check_blocks("text",
                 "O river wide, where do you go\nunder the bridge that nobody mends?\n\nThe town has slept,\n"
                 "the night is here.\n",
                 "p:O river wide, where do you go|p:under the bridge that nobody mends?|p:The town has slept,|"
                 "p:the night is here.");
    check_blocks("text", "- Where?\n- Here.\n\xE2\x80\x94 Why?\n12. Done",
                 "i:- Where?|i:- Here.|p:\xE2\x80\x94 Why?|i:12. Done");
    check_blocks("text", "Title\n=====\n\nText is here.\n", "p:Title|p:=====|p:Text is here.");
}

/* Text, kinds and ranges of plain text come from the source byte for byte. */
static void ranges_are_the_text(void **state)
{
    (void)state;
    struct padan_document *document = parse("text", "test",
                                            "\n  A b.\r\n\r\n\xC2\xA0"
                                            "C d.  \n- e\n");
    const char *source = padan_document_source(document)->data;
    assert_int_equal(padan_document_block_count(document), 3);
    for (size_t i = 0; i < 3; i++) {
        const struct padan_block *block = padan_document_block(document, i);
        assert_int_equal(block->source_end - block->source_start, block->text.size);
        assert_ptr_equal(block->text.data, source + block->source_start);
    }
    assert_null(padan_document_block(document, 3));
    padan_document_free(document);
}

static void faults_are_named(void **state)
{
    (void)state;
    struct padan_document *document;
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_error error;
    assert_int_equal(padan_document_open(&document, "/no/such/file", &options, &error), PADAN_ERROR_SYSTEM);
    assert_string_equal(error.input, "/no/such/file");
    assert_int_equal(padan_document_open(&document, "/", &options, &error), PADAN_ERROR_SYSTEM);
    options.format = "docx";
    assert_int_equal(padan_document_parse(&document, "a", 1, "a.txt", &options, &error), PADAN_ERROR_FORMAT);
    assert_non_null(strstr(error.message, "docx"));
    options.format = NULL;
    options.encoding = "no-such-encoding";
    assert_int_equal(padan_document_parse(&document, "a", 1, "a.txt", &options, &error), PADAN_ERROR_ENCODING);
    assert_non_null(strstr(error.message, "no-such-encoding"));
    assert_string_equal(error.input, "a.txt");
    assert_null(document);
}

static void html_is_cut_into_blocks(void **state)
{
    (void)state;
    check_blocks("html", "", "");
    check_blocks("html", "<p>One<p>Two", "p:One|p:Two");
    check_blocks("html", "<title>T &amp; t</title><h2>H</h2><ul><li>a<li>b<ul><li>c</ul></ul><table><td>d<th>e</table>",
                 "t:T & t|h:H|i:a|i:b|i:c|c:d|c:e");
    check_blocks("html", "Loose <i>text</i><div>in a div<p>and a p</p>and after</div>end",
                 "p:Loose text|p:in a div|p:and a p|p:and after|p:end");
    check_blocks("html", "<p>a<br>b<br> <br/>c<BR></p><br><br>d", "p:a/b|p:c|p:d");
    check_blocks("html", "<p>a\n  b&nbsp; c</p><pre>a\n  b</pre><p>&nbsp;</p>", "p:a b\xC2\xA0 c|p:a/  b");
    check_blocks("html", "<p>a&#xFFFFFFC7;b&#99999999999;",
                 "p:a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD");
    check_blocks("html", "<p>\xE4\xB8\xAD\n\xE6\x96\x87 \xE4\xB8\xAD a\nb",
                 "p:\xE4\xB8\xAD\xE6\x96\x87 \xE4\xB8\xAD a b");
    check_blocks("html", "<dl><dt>t<dd>d</dl><blockquote>q</blockquote><figure><figcaption>f</figcaption></figure>",
                 "i:t|i:d|p:q|p:f");
}

static void html_leaves_out_what_is_no_text(void **state)
{
    (void)state;
    check_blocks("html",
                 "<script>x<p>y</script><style>z</style><template><p>t</template><nav>v</nav>"
                 "<p hidden>h<p aria-hidden=true>a<p style='display : none'>s<div role=navigation>r</div>"
                 "<svg><title>g</title></svg><button>b</button><noscript>n</noscript><!-- c --><p>kept",
                 "p:kept");
    check_blocks("html",
                 "<header><nav>n</nav>Site</header><article><header><nav>x</nav><p>By me</header><p>Text"
                 "<footer>Note</footer></article><footer>Plain</footer><footer>Foot<nav>m</nav></footer>",
                 "p:By me|p:Text|p:Note|p:Plain");
    check_blocks("html", "<header><nav>n</nav><h1>Head</h1></header>", "h:Head");
}

/* Codes as "offset kind pair data", kinds being < > and . for an opening, a closing and one that stands alone. */
static void check_codes(const char *html, const char *expected)
{
    struct padan_document *document = parse("html", "test", html);
    struct padan_buffer joined = { 0 };
    for (size_t i = 0; i < padan_document_block_count(document); i++) {
        const struct padan_block *block = padan_document_block(document, i);
        struct padan_string source = { padan_document_source(document)->data, padan_document_source(document)->size };
        padan_buffer_format(&joined, "[%.*s]", (int)(block->source_end - block->source_start),
                            source.data + block->source_start);
        for (size_t k = 0; k < block->code_count; k++) {
            const struct padan_code *code = &block->codes[k];
            assert_true(code->offset <= block->text.size);
            padan_buffer_format(&joined, " %zu%c%u%.*s", code->offset, "<>."[code->kind], code -> pair,
                                (int)code -> data.size, code->data.data);
        }
    }
    assert_string_equal(joined.data ? joined.data : "", expected);
    padan_buffer_free(&joined);
    padan_document_free(document);
}

static void html_keeps_codes_and_ranges(void **state)
{
    (void)state;
    check_codes("<p> a <b x=1>b <i>c</i></b> d </p>", "[a <b x=1>b <i>c</i></b> d] 2<1<b x=1> 4<2<i> 5>2</i> 5>1</b>");
    check_codes("<p><b>all</b></p>", "[<b>all</b>] 0<1<b> 3>1</b>");
    check_codes("<p>&lt;a&gt; &amp; &eacute;<br>&#x41;</p>", "[&lt;a&gt; &amp; &eacute;<br>&#x41;] 8.0<br>");
    check_codes("<b>x<p>y</p>z</b>", "[<b>x] 0<0<b>[y][z</b>] 1>0</b>");
    check_codes("<p>a<img src=x> b</p>", "[a<img src=x> b] 1.0<img src=x>");
    check_codes("<p>a <b>b", "[a <b>b] 2<1<b> 3>1");
    check_codes("<p>a</i>b</p>", "[a</i>b]");
    check_codes("<p>a <b>b <i>c</b> d</i> e", "[a <b>b <i>c</b> d</i> e] 2<1<b> 4<2<i> 5>2 5>1</b> 7>0</i>");
}

static void html_names_its_language(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "<html lang=EN_us><p>a", "en-US" }, { "<html xml:lang=in><p>a", "id" },
        { "<body lang=de>a", "de" },          { "<html lang=''>a", "" },
        { "<html lang=xx1>a", "" },           { "<p lang=fr>a", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct padan_document *document = parse("html", "test", cases[i][0]);
        assert_string_equal(padan_document_language(document), cases[i][1]);
        padan_document_free(document);
    }
}

static void formats_are_recognised(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        { "a.txt", "<!DOCTYPE html>a", "html" },
        { "a", " <!-- x -->\n<HTML>", "html" },
        { "a.htm", "text", "html" },
        { "a.txt", "<3 is a heart", "text" },
        { "a", "<?xml version='1.0'?><html/>", "html" },
        { "-", "a < b", "text" },
        { "a.xyz", "\xEF\xBB\xBF<p>a", "html" },
        { "a.b", "", "text" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct padan_document *document = parse(NULL, cases[i][0], cases[i][1]);
        assert_string_equal(padan_document_format(document), cases[i][2]);
        padan_document_free(document);
    }
    struct padan_document *document;
    struct padan_error error;
    static const char tmx[] = "<?xml version=\"1.0\"?><tmx version=\"1.4\"/>";
    assert_int_equal(padan_document_parse(&document, tmx, sizeof tmx - 1, "a.xml", NULL, &error), PADAN_ERROR_FORMAT);
}

static char *repeated(const char *piece, size_t count)
{
    struct padan_buffer buffer = { 0 };
    for (size_t i = 0; i < count; i++)
        padan_buffer_text(&buffer, piece);
    return padan_buffer_take(&buffer);
}

/* Deep trees are read or refused; neither the stack nor the time grows past bounds. */
static void deep_html_is_read_or_refused(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        size_t count;
    } cases[] = { { "<div>", 5000 },    { "<div>x", 100000 },    { "<b>", 5000 },      { "<b><p>", 2000 },
                  { "<header>", 3000 }, { "<table><td>", 3000 }, { "<ul><li>", 3000 }, { "<svg><desc>", 3000 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = repeated(cases[i].piece, cases[i].count);
        struct padan_document *document;
        struct padan_error error;
        int status = padan_document_parse(&document, text, strlen(text), "deep.html", NULL, &error);
        assert_true(status == PADAN_OK || status == PADAN_ERROR_LIMIT);
        if (cases[i].count <= 5000)
            assert_int_equal(status, PADAN_OK);
        padan_document_free(document);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_cut_into_paragraphs),
        cmocka_unit_test(lines_and_segments),
        cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(wrapping_is_told_for_each_paragraph),
        cmocka_unit_test(what_is_not_wrapped_is_not_joined),
        cmocka_unit_test(ranges_are_the_text),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(html_is_cut_into_blocks),
        cmocka_unit_test(html_leaves_out_what_is_no_text),
        cmocka_unit_test(html_keeps_codes_and_ranges),
        cmocka_unit_test(html_names_its_language),
        cmocka_unit_test(formats_are_recognised),
        cmocka_unit_test(deep_html_is_read_or_refused),
    };
    return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
