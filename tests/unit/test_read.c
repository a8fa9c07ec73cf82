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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_is_cut_into_paragraphs),
        cmocka_unit_test(lines_and_segments),
        cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(faults_are_named),
    };
    return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
