/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/format.h"
#include "exchange/guard.h"
#include "exchange_caught.h"

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
    struct caught *caught = caught_begin();
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
    caught_end(caught);
}

static void tsv_needs_languages_for_plain_columns(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, "one\tsatu\n", "a.tsv"), PADAN_ERROR_LANGUAGE);
    assert_non_null(strstr(caught->error.message, "-s and -t"));
    assert_int_equal(caught->error.line, 1);
    caught_end(caught);
    caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_text(caught, "one\tsatu\n\n\t\ntwo\tdua", "a.tsv"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[1].variants[0].language, "en");
    assert_text(caught->units[1].variants[1].text, "dua");
    assert_int_equal(caught->units[1].line, 4);
    assert_int_equal(caught->units[1].position, 1);
    assert_int_equal(caught->units[1].status, PADAN_UNIT_CONFIRMED);
    assert_int_equal(caught->header_calls, 1);
    caught_end(caught);
}

static void tsv_understands_header_rows(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_text(caught,
                               "\xEF\xBB\xBF"
                               "Bead\tconfidence\tstatus\tTarget\tsource\tnote\tClient\r\n"
                               "7\t0.5\tconfirmed\tsatu\tone\thm\tAcme\r\n8\t1,5\tmaybe\tdua\ttwo\t\t\r\n"
                               "9\t0.1\tauto\t\tlost\t\t\r\n",
                               "a.txt"),
                     PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_int_equal(caught->summary.skipped, 1);
    assert_int_equal(caught->summary.refused, 0);
    assert_int_equal(caught->summary.warnings, 2);
    const struct padan_unit *unit = &caught->units[0];
    assert_int_equal(unit->position, 7);
    assert_true(unit->confidence == 0.5);
    assert_int_equal(unit->status, PADAN_UNIT_CONFIRMED);
    assert_text(unit->variants[0].text, "one");
    assert_text(unit->variants[1].language, "id");
    assert_int_equal(unit->property_count, 2);
    assert_int_equal(unit->properties[0].kind, PADAN_PROPERTY_NOTE);
    assert_text(unit->properties[1].name, "Client");
    assert_text(unit->properties[1].value, "Acme");
    assert_int_equal(caught->units[1].status, PADAN_UNIT_AUTO);
    assert_true(caught->units[1].confidence < 0);
    caught_end(caught);

    caught = caught_begin();
    assert_int_equal(read_text(caught, "en-GB\tid\tfr\tid \none\tsatu\tun\tx1\ntwo\t\tdeux\t\nalone\t\t\t\n", "a.tsv"),
                     PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_int_equal(caught->units[0].variant_count, 4);
    assert_int_equal(caught->units[1].variant_count, 2);
    assert_text(caught->units[1].variants[1].language, "fr");
    assert_int_equal(caught->summary.refused, 1);
    assert_int_equal(caught->told[0].line, 4);
    caught_end(caught);

    /* Two short words that happen to be tags are no header where other languages were asked for. */
    caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "de";
    assert_int_equal(read_text(caught, "no\tna\n", "a.tsv"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    caught_end(caught);
}

static void tsv_refuses_rows_with_their_line(void **state)
{
    (void)state;
    static const char text[] =
        "source\ttarget\n\"a\n\nb\"\tB\nthree\tcells\there\nonly\nbad \xE9\tx\nnul \0\tx\nno target\t\nlast\tL\n";
    static const int lines[] = { 5, 6, 7, 8, 9 };
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_bytes(caught, text, sizeof text - 1, "a.tsv"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[0].variants[0].text, "a\n\nb");
    assert_text(caught->units[1].variants[0].text, "last");
    assert_int_equal(caught->units[1].line, 10);
    assert_int_equal(caught->summary.refused, 5);
    assert_int_equal(caught->told_count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(caught->told[i].line, lines[i]);
        assert_true(caught->told[i].status < 0);
    }
    caught_end(caught);
}

static void tsv_tells_quotation_from_quoting(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *text;
    } cases[] = {
        { "\"All of it.\"", "\"All of it.\"" },
        { "\"A,\" he said.", "\"A,\" he said." },
        { "\"\"\"All.\"\"\"", "\"All.\"" },
        { "\"a\tb\"", "a\tb" },
        { "\"a\nb\"", "a\nb" },
        { "\"unclosed", "\"unclosed" },
        { "\"a\"b\"", "\"a\"b\"" },
        { "a \"b\" c", "a \"b\" c" },
        { "\"", "\"" },
        { "\"\"", "\"\"" },
        { "\"\"\"\"", "\"" },
        { "it's \"", "it's \"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int last = 0; last < 2; last++) {
            struct caught *caught = caught_begin();
            char text[256];
            snprintf(text, sizeof text, last ? "source\ttarget\r\nT\t%s\r\nx\ty" : "source\ttarget\n%s\tT\nx\ty",
                     cases[i].cell);
            caught->options.source = "en";
            caught->options.target = "id";
            assert_int_equal(read_text(caught, text, "a.tsv"), PADAN_OK);
            assert_int_equal(caught->count, 2);
            assert_text(caught->units[0].variants[last].text, cases[i].text);
            caught_end(caught);
        }
}

static void tsv_reads_what_spreadsheets_save(void **state)
{
    (void)state;
    static const char text[] =
        "\xFF\xFEs\0o\0u\0r\0c\0e\0\t\0t\0a\0r\0g\0e\0t\0\r\0\n\0\"\0A\0,\0b\0\"\0\t\0\xE9\0\r\0\n\0";
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "fr";
    assert_int_equal(read_bytes(caught, text, sizeof text - 1, "a.txt"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_text(caught->units[0].variants[0].text, "A,b");
    assert_text(caught->units[0].variants[1].text, "\xC3\xA9");
    caught_end(caught);
    caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "fr";
    caught->options.encoding = "windows-1252";
    assert_int_equal(read_text(caught, "one\t\x80 \xE9\rtwo\tdeux\r", "a.tsv"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[0].variants[1].text, "\xE2\x82\xAC \xC3\xA9");
    caught_end(caught);
}

static void a_letter_held_back_by_the_encoding_is_not_lost(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "vi";
    caught->options.encoding = "CP1258";
    assert_int_equal(read_text(caught, "one\tba", "a.tsv"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_text(caught->units[0].variants[1].text, "ba");
    caught_end(caught);
}

static void only_texts_are_guarded(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught,
                               "source,target,source_language,target_language,tuid,guarded\n'=1,two,en,id,'=3,yes\n",
                               "a.csv"),
                     PADAN_OK);
    assert_text(caught->units[0].variants[0].text, "=1");
    assert_text(caught->units[0].id, "'=3");
    caught_end(caught);
}

static void a_text_at_the_start_is_not_taken_for_a_mark(void **state)
{
    (void)state;
    static const char *const rows[] = { "BZh\tcaf\xC3\xA9\n", "Say 1AY&SY\tcaf\xC3\xA9\n",
                                        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\tcaf\xC3\xA9\n",
                                        "<?xml encoding='UTF-7'?>\t<?xml version='1.0'?>\none\tcaf\xC3\xA9\n" };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct caught *caught = caught_begin();
        caught->options.format = "tsv";
        caught->options.source = "en";
        caught->options.target = "fr";
        assert_int_equal(read_text(caught, rows[i], "a.tsv"), PADAN_OK);
        assert_true(caught->count > 0);
        assert_text(caught->units[caught->count - 1].variants[1].text, "caf\xC3\xA9");
        caught_end(caught);
    }
}

static void tsv_writes_a_row_for_each_target(void **state)
{
    (void)state;
    struct padan_variant variants[] = { { .language = padan_string("id"), .text = padan_string("satu") },
                                        { .language = padan_string("en"), .text = padan_string("one\0\xFF") },
                                        { .language = padan_string("en-US"),
                                          .text = { "on\0\xFF"
                                                    "e",
                                                    5 } },
                                        { .language = padan_string("fr"), .text = padan_string("un") } };
    struct padan_unit unit = { .variants = variants, .variant_count = 4, .confidence = 0.5, .position = -1 };
    struct padan_writer_options options = PADAN_WRITER_OPTIONS_INIT;
    options.source = "fr";
    options.target = "en";
    size_t size;
    int64_t dropped;
    char *data = write_units(&unit, 1, "tsv", &options, &size, &dropped);
    assert_string_equal(data,
                        "source\ttarget\tsource_language\ttarget_language\tconfidence\tstatus\tdocument\tposition\n"
                        "un\tone\tfr\ten\t0.5\tauto\t\t\nun\tone\tfr\ten-US\t0.5\tauto\t\t\n");
    assert_int_equal(dropped, 2);
    free(data);
}

/* What a spreadsheet runs or turns into a value, and what only looks so. */
static void what_needs_a_guard(void **state)
{
    static const char *const changed[] = { "=x",
                                           "+x",
                                           "- x",
                                           "@x",
                                           "007",
                                           "1,5",
                                           "3/4",
                                           "1E5",
                                           "(5)",
                                           "5 %",
                                           "12:30",
                                           "10:30 PM",
                                           "\xE2\x82\xAC 5",
                                           "2 March",
                                           "Mar-23",
                                           "22 September 2023",
                                           "Friday, 22 September",
                                           "2. M\xC3\xA4rz",
                                           "3 \xD0\xBC\xD0\xB0\xD1\x8F",
                                           "2023\xE5\xB9\2649\xE6\x9C\x88",
                                           "true",
                                           "'=x" };
    static const char *const kept[] = { "Chapter 2",
                                        "Pasal 12",
                                        "No 5",
                                        "\xC2\xA7 5",
                                        "25 \xC2\260C",
                                        "3 cm",
                                        "B2",
                                        "5 & 6",
                                        "#5",
                                        "Version 2023",
                                        "March",
                                        "plain",
                                        "'",
                                        "'90s",
                                        "",
                                        "Between 2 March and 3 April" };
    struct padan_guard guard = { 0 };
    (void)state;
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++)
        if (!padan_needs_guard(&guard, padan_string(changed[i])))
            fail_msg("%s would be changed", changed[i]);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (padan_needs_guard(&guard, padan_string(kept[i])))
            fail_msg("%s would not be changed", kept[i]);
    padan_guard_clear(&guard);
}

/* Formulas, numbers, dates, quotation marks, guards themselves. */
static const char *const nasty[] = {
    "=1+2",
    "+62 21",
    "-5",
    "@x",
    "'=x",
    "''-x",
    "'quoted'",
    "\"All\" he said",
    "\"All\"",
    "007",
    "1,5",
    "3/4",
    "22 September 2023",
    "TRUE",
    "a\tb",
    "a\nb",
    "a; b, c",
    "Pasal 12",
    "plain",
    "'",
    "\xE2\x80\x9CSo.\xE2\x80\x9D",
    "p1",
};
enum { NASTY = sizeof nasty / sizeof *nasty };

static char *write_review(void)
{
    char path[] = "/tmp/padan-exchange-XXXXXX";
    int descriptor = mkstemp(path);
    struct padan_output *output;
    struct padan_guard *guard = padan_guard_new();
    const bool numbers[] = { true, false, false, false };
    assert_true(descriptor >= 0);
    assert_int_equal(padan_output_open(&output, path, NULL), PADAN_OK);
    const struct padan_string names[] = { padan_string("bead"), padan_string("source"), padan_string("target"),
                                          padan_string("origin") };
    assert_int_equal(padan_tsv_review_row(output, guard, names, NULL, 4, NULL), PADAN_OK);
    for (int i = 0; i < NASTY; i++) {
        char bead[8];
        snprintf(bead, sizeof bead, "%d", i);
        const struct padan_string cells[] = { padan_string(bead), padan_string(nasty[i]),
                                              padan_string(nasty[NASTY - 1 - i]), padan_string("here") };
        assert_int_equal(padan_tsv_review_row(output, guard, cells, numbers, 4, NULL), PADAN_OK);
    }
    assert_int_equal(padan_output_commit(output, NULL), PADAN_OK);
    padan_guard_free(guard);
    close(descriptor);
    char *text = calloc(1, 8192);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, 8191, file) > 0);
    fclose(file);
    unlink(path);
    return text;
}

static void rows_for_spreadsheets_come_back_whole(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    char *text = write_review();
    assert_non_null(strstr(text, "\n0\t'=1+2\t"));
    assert_null(strstr(text, "\t=1"));
    assert_null(strstr(text, "\t007"));
    assert_non_null(strstr(text, "\tplain\t"));
    caught->options.source = "en";
    caught->options.target = "id";
    assert_int_equal(read_text(caught, text, "rows.tsv"), PADAN_OK);
    assert_int_equal(caught->count, NASTY);
    for (int i = 0; i < NASTY; i++) {
        const struct padan_unit *unit = &caught->units[i];
        assert_int_equal(unit->position, i);
        assert_text(unit->variants[0].text, nasty[i]);
        assert_text(unit->variants[1].text, nasty[NASTY - 1 - i]);
    }
    free(text);
    caught_end(caught);
}

static void csv_is_read_where_its_header_says_so(void **state)
{
    (void)state;
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught,
                               "bead;confidence;Status;\"en\";id;de;origin\r\n"
                               "1;0,5;CONFIRMED;\"One; \"\"two\"\"\";Satu;Eins;x\r\n"
                               ";;;Three;Tiga;;\r\n"
                               "2;;auto;Four;;;y\r\n",
                               "rows.csv"),
                     PADAN_OK);
    assert_int_equal(caught->count, 3);
    assert_int_equal(caught->summary.refused, 0);
    assert_text(caught->units[0].variants[0].text, "One; \"two\"");
    assert_int_equal(caught->units[0].variant_count, 3);
    assert_int_equal(caught->units[0].status, PADAN_UNIT_CONFIRMED);
    assert_true(caught->units[0].confidence == 0.5);
    /* A row that was put in belongs to the one before it; one side alone says that the other was emptied. */
    assert_int_equal(caught->units[1].position, -1);
    assert_int_equal(caught->units[1].variant_count, 2);
    assert_int_equal(caught->units[2].variant_count, 1);
    caught_end(caught);
}

static void rows_can_be_written_by_themselves(void **state)
{
    (void)state;
    char path[] = "/tmp/padan-exchange-XXXXXX", text[64] = "";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    struct padan_output *output;
    struct padan_error error;
    const struct padan_string cells[] = { padan_string("a\tb"), padan_string(NULL), padan_string("c") };
    assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
    assert_int_equal(padan_tsv_row(output, cells, 3, &error), PADAN_OK);
    assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
    close(descriptor);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text - 1, file), 9);
    fclose(file);
    assert_string_equal(text, "\"a\tb\"\t\tc\n");
    unlink(path);
}

static void jsonl_refuses_lines_that_are_no_units(void **state)
{
    (void)state;
    static const char text[] =
        "{\"variants\":[{\"language\":\"en\",\"text\":\"a\"}]}\n[]\n\n{\"variants\":[]}\n"
        "{\"variants\":[{\"text\":\"a\"}]}\n{\"variants\":\n{\"a\":\"\xFF\"}\n"
        "{\"variants\":[{\"language\":\"en\",\"text\":\"\"}],\"confidence\":7,\"status\":5}";
    static const int lines[] = { 2, 4, 5, 6, 7 };
    struct caught *caught = caught_begin();
    assert_int_equal(read_text(caught, text, "-"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_true(caught->units[1].confidence < 0);
    assert_int_equal(caught->units[1].line, 8);
    assert_int_equal(caught->summary.refused, 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(caught->told[i].line, lines[i]);
    caught_end(caught);
}

static void numbers_do_not_follow_the_locale(void **state)
{
    (void)state;
    static const char *const locales[] = { "C", "de_DE.UTF-8", "fr_FR.UTF-8", "id_ID.UTF-8" };
    for (size_t i = 0; i < 4; i++) {
        setlocale(LC_ALL, locales[i]);
        char text[PADAN_CONFIDENCE_SIZE];
        double back = 0;
        assert_string_equal(padan_confidence_format(text, 0.25), "0.25");
        assert_string_equal(padan_confidence_format(text, 0.9999999), "1");
        assert_string_equal(padan_confidence_format(text, 0), "0");
        assert_string_equal(padan_confidence_format(text, PADAN_CONFIDENCE_UNKNOWN), "");
        assert_string_equal(padan_confidence_format(text, 0.1234567), "0.123457");
        assert_true(padan_confidence_parse(padan_string("0.765432"), &back) && back == 0.765432);
        assert_true(padan_confidence_parse(padan_string("1"), &back) && back == 1);
        assert_false(padan_confidence_parse(padan_string("1.5"), &back));
        assert_false(padan_confidence_parse(padan_string("0,5"), &back));
        assert_false(padan_confidence_parse(padan_string("nan"), &back));
        assert_false(padan_confidence_parse(padan_string(""), &back));
        assert_false(padan_confidence_parse(padan_string("."), &back));
    }
    setlocale(LC_ALL, "C");
}

static int count_unit(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    (void)error;
    assert_int_equal(unit->variant_count, 2);
    ++*(int64_t *)context;
    return PADAN_OK;
}

struct progress {
    int64_t done, total;
    int calls;
};

static void see_progress(void *context, int64_t done, int64_t total)
{
    struct progress *progress = context;
    assert_true(done >= progress->done);
    progress->done = done;
    progress->total = total;
    progress->calls++;
}

static void large_files_stream(void **state)
{
    (void)state;
    static const char *const formats[] = { "tmx", "tsv", "jsonl" };
    struct padan_variant variants[] = {
        { .language = padan_string("en"), .text = padan_string("A sentence of the usual length, more or less.") },
        { .language = padan_string("id"),
          .text = padan_string("Kalimat yang panjangnya \"biasa\" saja,\tkurang lebih.") }
    };
    struct padan_unit unit = { .variants = variants, .variant_count = 2, .confidence = 0.5, .position = 3 };
    for (size_t f = 0; f < 3; f++) {
        char path[] = "/tmp/padan-exchange-XXXXXX";
        int descriptor = mkstemp(path);
        assert_true(descriptor >= 0);
        close(descriptor);
        struct padan_output *output;
        struct padan_writer *writer;
        struct padan_error error;
        assert_int_equal(padan_output_open(&output, path, &error), PADAN_OK);
        assert_int_equal(padan_writer_open(&writer, formats[f], output, NULL, &error), PADAN_OK);
        for (int i = 0; i < 100000; i++)
            assert_int_equal(padan_writer_put(writer, &unit, &error), PADAN_OK);
        assert_int_equal(padan_writer_close(writer, NULL, &error), PADAN_OK);
        assert_int_equal(padan_output_commit(output, &error), PADAN_OK);
        int64_t count = 0;
        struct progress progress = { .done = 0 };
        struct padan_unit_sink sink = { count_unit, &count };
        struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
        options.progress = see_progress;
        options.progress_context = &progress;
        struct padan_input input;
        assert_int_equal(padan_input_open(&input, path, &options, (struct padan_stop){ 0 }, &error), PADAN_OK);
        assert_int_equal(padan_exchange_read_input(&input, &options, NULL, &sink, NULL, &error), PADAN_OK);
        assert_int_equal(count, 100000);
        assert_true(progress.calls > 10);
        assert_int_equal(progress.done, progress.total);
        /* The window never held more than a few pieces of the file. */
        assert_true(input.text.capacity < (size_t)2 << 20);
        assert_true(progress.total > 10 << 20);
        padan_input_close(&input);
        unlink(path);
    }
}

static void the_table_of_formats_is_whole(void **state)
{
    (void)state;
    size_t count = 0;
    for (const struct padan_format_info *info = padan_exchange_formats(); info->name; info++, count++) {
        char path[64];
        snprintf(path, sizeof path, "folder.x/name.%.*s", (int)strcspn(info->endings, " "), info->endings);
        if (*info->endings)
            assert_string_equal(padan_exchange_format_of(path), info->name);
        assert_true(info->reads && info->writes && *info->title && *info->purpose);
    }
    assert_true(count >= 5);
    assert_string_equal(padan_exchange_format_of("A.TMX"), "tmx");
    assert_null(padan_exchange_format_of("a.html"));
    assert_null(padan_exchange_format_of("tmx"));
    assert_string_equal(padan_unit_status_name(PADAN_UNIT_CONFIRMED), "confirmed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tsv_reads_what_it_writes),
        cmocka_unit_test(tsv_needs_languages_for_plain_columns),
        cmocka_unit_test(tsv_understands_header_rows),
        cmocka_unit_test(tsv_refuses_rows_with_their_line),
        cmocka_unit_test(tsv_tells_quotation_from_quoting),
        cmocka_unit_test(tsv_reads_what_spreadsheets_save),
        cmocka_unit_test(rows_for_spreadsheets_come_back_whole),
        cmocka_unit_test(csv_is_read_where_its_header_says_so),
        cmocka_unit_test(a_letter_held_back_by_the_encoding_is_not_lost),
        cmocka_unit_test(only_texts_are_guarded),
        cmocka_unit_test(a_text_at_the_start_is_not_taken_for_a_mark),
        cmocka_unit_test(tsv_writes_a_row_for_each_target),
        cmocka_unit_test(rows_can_be_written_by_themselves),
        cmocka_unit_test(jsonl_refuses_lines_that_are_no_units),
        cmocka_unit_test(numbers_do_not_follow_the_locale),
        cmocka_unit_test(large_files_stream),
        cmocka_unit_test(what_needs_a_guard),
        cmocka_unit_test(the_table_of_formats_is_whole),
    };
    return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
