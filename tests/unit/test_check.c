/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <padan/check.h>

/* What was found: "number@3 " and so on. */
struct told {
    char text[4000];
    size_t size, count;
};

static int take_finding(void *context, const struct padan_finding *finding, struct padan_error *error)
{
    struct told *told = context;
    (void)error;
    /* Spans lie in their texts. */
    assert_true(finding->source_start <= finding->source_end && finding->source_end <= finding->source.size);
    assert_true(finding->target_start <= finding->target_end && finding->target_end <= finding->target.size);
    told->count++;
    if (told->size < sizeof told->text - 100)
        told->size +=
            (size_t)snprintf(told->text + told->size, 100, "%s@%lld ", finding->check->id, (long long)finding->unit);
    return PADAN_OK;
}

static struct padan_checker *make(struct told *told, struct padan_check_options options)
{
    static struct padan_finding_sink sink;
    struct padan_checker *checker;
    struct padan_error error;
    *told = (struct told){ 0 };
    sink = (struct padan_finding_sink){ take_finding, told };
    options.data = getenv("PADAN_DATA");
    assert_int_equal(padan_checker_new(&checker, &options, &sink, &error), PADAN_OK);
    return checker;
}

static void put_bytes(struct padan_checker *checker, struct padan_string source, struct padan_string target)
{
    struct padan_variant variants[2] = { { .language = padan_string("en"), .text = source },
                                         { .language = padan_string("id"), .text = target } };
    struct padan_unit unit = { .variants = variants, .variant_count = 2 };
    struct padan_error error;
    assert_int_equal(padan_checker_put(checker, &unit, &error), PADAN_OK);
}

static void put(struct padan_checker *checker, const char *source, const char *target)
{
    put_bytes(checker, padan_string(source), padan_string(target));
}

static struct padan_check_summary finish(struct padan_checker *checker)
{
    struct padan_check_summary summary;
    assert_int_equal(padan_checker_finish(checker, &summary, NULL), PADAN_OK);
    padan_checker_free(checker);
    return summary;
}

static struct padan_check_options with(const char *only)
{
    struct padan_check_options options = PADAN_CHECK_OPTIONS_INIT;
    options.only = only;
    return options;
}

static void checks_are_chosen_by_name(void **state)
{
    struct told told;
    struct padan_error error;
    struct padan_checker *checker;
    struct padan_finding_sink sink = { take_finding, &told };
    struct padan_check_options options = with("number, nonsense");
    (void)state;
    assert_int_equal(padan_checker_new(&checker, &options, &sink, &error), PADAN_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "nonsense"));
    assert_null(checker);
    options = with("number,date");
    options.disable = "date";
    checker = make(&told, options);
    put(checker, "17 on 3 May", "18 pada 4 Mei");
    finish(checker);
    assert_string_equal(told.text, "number@0 ");
    options = with(NULL);
    options.disable = "all";
    options.enable = NULL;
    checker = make(&told, options);
    put(checker, "17", "18");
    assert_int_equal(finish(checker).flagged, 0);
}

static void units_are_numbered_and_compared_across_windows_and_files(void **state)
{
    struct told told;
    struct padan_checker *checker = make(&told, with("inconsistent-target"));
    char text[40];
    (void)state;
    put(checker, "Open the file", "Buka berkas");
    for (int i = 1; i < 2500; i++) {
        snprintf(text, sizeof text, "Unit %d", i);
        put(checker, text, text);
    }
    put(checker, "open the  file", "Buka dokumen");
    assert_int_equal(padan_checker_file(checker, "second", NULL), PADAN_OK);
    put(checker, "OPEN THE FILE", "Bukalah berkas");
    struct padan_check_summary summary = finish(checker);
    assert_string_equal(told.text, "inconsistent-target@2500 inconsistent-target@0 ");
    assert_int_equal(summary.units, 2502);
    assert_int_equal(summary.flagged, 2);
    assert_int_equal(summary.found[PADAN_SEVERITY_WARNING], 2);
}

/* What is said of one pair. */
static void assert_told(const char *only, const char *source, const char *target, const char *source_text,
                        const char *target_text, const char *expected)
{
    struct told told;
    struct padan_checker *checker = make(&told, with(only));
    struct padan_variant variants[2] = {
        { .language = padan_string(source), .text = padan_string(source_text) },
        { .language = padan_string(target), .text = padan_string(target_text) },
    };
    struct padan_unit unit = { .variants = variants, .variant_count = 2 };
    assert_int_equal(padan_checker_put(checker, &unit, NULL), PADAN_OK);
    finish(checker);
    if (strcmp(told.text, expected) != 0)
        fail_msg("\"%s\" and \"%s\": \"%s\"", source_text, target_text, told.text);
}

static void units_of_measure_count(void **state)
{
    static const struct {
        const char *source, *target, *source_text, *target_text;
        bool flagged;
    } rows[] = {
        { "en", "id", "The road is 5 km long.", "Jalan itu panjangnya 5 kilometer.", false },
        { "en", "id", "The road is 5 kilometres long.", "Jalan itu panjangnya 5 kg.", true },
        { "en", "id", "He ran 5 km in 5 hours.", "Dalam 5 jam ia berlari sejauh 5 km.", false },
        { "en", "id", "It weighs 3.5 tonnes.", "Beratnya 3,5 ton.", false },
        { "en", "id", "It weighs 3.5 tons.", "Beratnya 3,5 kilogram.", true },
        { "en", "id", "The area is 12 square kilometers.", "Luasnya 12 km persegi.", false },
        { "en", "id", "The area is 12 square kilometers.", "Luasnya 12 hektare.", true },
        { "en", "id", "At 80 kilometers per hour", "Dengan kecepatan 80 km/jam", false },
        { "en", "id", "It was 30\u00A0\u00B0C.", "Suhunya 30 derajat Celsius.", false },
        { "en", "id", "It was 30\u00B0C.", "Suhunya 30 derajat Fahrenheit.", true },
        { "en", "id", "The road is 5,000 meters long.", "Panjang jalan itu 5 km.", false },
        { "en", "id", "The road is 6,000 meters long.", "Panjang jalan itu 5 km.", true },
        { "en", "id", "About 3 miles away", "Sekitar 5 kilometer dari sini", false },
        { "en", "id", "Five minutes later", "Lima jam kemudian", true },
        { "en", "id", "A 16 GB stick, not 16 Gb", "Tongkat 16 GB, bukan 16 Gb", false },
        { "en", "de", "A 5-kilometer run", "Ein Lauf von 5 Kilometern", false },
        { "en", "de", "A 5-kilometer run", "Ein Lauf von 5 Metern", false }, /* a case that ICU does not name */
        { "en", "fr", "It was 86 degrees Fahrenheit.", "Il faisait 30 degr\u00E9s Celsius.", false },
        { "en", "zh", "The road is 5 km long.", "\u8FD9\u6761\u8DEF\u957F5\u516C\u91CC\u3002", false },
        { "en", "zh", "The road is 5 km long.", "\u8FD9\u6761\u8DEF\u957F5\u516C\u65A4\u3002", true },
        { "en", "ru", "5 kg of meat", "5 \u043A\u043C \u043C\u044F\u0441\u0430", true },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_told("number", rows[i].source, rows[i].target, rows[i].source_text, rows[i].target_text,
                    rows[i].flagged ? "number@0 " : "");
}

/* A code that is missing is one fault, not that of its digits too. */
static void a_missing_code_is_told_once(void **state)
{
    (void)state;
    assert_told("number,code", "id", "en", "Kapal KRI-591 tiba.", "The ship arrived.", "code@0 ");
    assert_told("number,code", "id", "en", "Kapal KRI-591 tiba.", "The ship KRI-592 arrived.", "code@0 code@0 ");
    assert_told("number", "id", "en", "Kapal KRI-591 tiba.", "The ship arrived.", "number@0 ");
}

/* One dictionary is in UTF-8, the other in Latin-1; what they cannot write is no word of theirs. */
static void words_in_no_dictionary_are_told(void **state)
{
#ifdef HAVE_HUNSPELL
    static const char expected[] = "spelling@1 spelling@2 ";
#else
    static const char expected[] = "";
#endif
    struct told told;
    char folders[4096];
    const char *source = getenv("srcdir");
    struct padan_check_options options = with("spelling");
    (void)state;
    snprintf(folders, sizeof folders, "/nowhere:%s/tests/check/words", source ? source : ".");
    options.dictionaries = folders;
    struct padan_checker *checker = make(&told, options);
    put(checker, "The ship has reached the harbour.", "Kapalnya tiba di pelabuhan itu.");
    put(checker, "The ship has reached the harbour.", "Kapalnya tiba di pelabuan itu.");
    put(checker, "The ship has reachd the caf\u00E9.", "Kapal itu tiba di kaf\u00E9.");
    put(checker, "The ship Zarya has \u043A KRI-591 reached", "Kapal Zarya KRI-591 tiba");
    finish(checker);
    assert_string_equal(told.text, expected);
    options.dictionaries = "/nowhere";
    checker = make(&told, options);
    put(checker, "The ship has reachd the harbour.", "Kapal");
    finish(checker);
    assert_string_equal(told.text, "");
}

/* Nothing crashes, and time stays linear. */
static void ugly_texts_do_no_harm(void **state)
{
    static const char *const texts[] = { "",
                                         " ",
                                         "\xFF\xFE\x80",
                                         "\xE2\x80",
                                         "(((((((",
                                         "%%%%s{{{{<<<&&&",
                                         "<a <b <c",
                                         "@@@ http:// www. a@",
                                         "A-1-B/2._:",
                                         "..........",
                                         "\"\"\"",
                                         "\xC2\xA0\xE2\x80\x8B",
                                         "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
                                         "A A A A A",
                                         "Anna Anna Anna Anna",
                                         "\xE5\x8D\x83\xE5\x8D\x83" };
    size_t count = sizeof texts / sizeof *texts, size = 200000;
    struct told told;
    struct padan_check_options options = with(NULL);
    options.enable = "all";
    struct padan_checker *checker = make(&told, options);
    char *large = malloc(size);
    (void)state;
    assert_non_null(large);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count; k++)
            put(checker, texts[i], texts[k]);
    }
    const char *const units[] = { "1 ", "(", "Ab ", "%s", "\"", "a-b ", "<a>", "@a.b ", "A1 ", "\xC3\xA9" };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i]);
        for (size_t at = 0; at + length <= size; at += length)
            memcpy(large + at, units[i], length);
        put_bytes(checker, (struct padan_string){ large, size - size % length }, padan_string("Short."));
        put_bytes(checker, padan_string("Short."), (struct padan_string){ large, size - size % length });
    }
    put_bytes(checker, (struct padan_string){ "a\0b", 3 }, padan_string("a"));
    finish(checker);
    free(large);
}

static void units_without_the_languages_are_passed_over(void **state)
{
    struct told told;
    struct padan_check_options options = with("number");
    options.source = "id";
    options.target = "en";
    struct padan_checker *checker = make(&told, options);
    struct padan_variant variants[4] = {
        { .language = padan_string("de"), .text = padan_string("16") },
        { .language = padan_string("en-US"), .text = padan_string("17") },
        { .language = padan_string("id"), .text = padan_string("18") },
        { .language = padan_string("no-such-language-at-all-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
          .text = padan_string("19") },
    };
    struct padan_unit unit = { .variants = variants, .variant_count = 4 };
    (void)state;
    assert_int_equal(padan_checker_put(checker, &unit, NULL), PADAN_OK);
    unit.variant_count = 1;
    assert_int_equal(padan_checker_put(checker, &unit, NULL), PADAN_OK);
    unit.variant_count = 0;
    assert_int_equal(padan_checker_put(checker, &unit, NULL), PADAN_OK);
    finish(checker);
    assert_string_equal(told.text, "number@0 ");
}

static struct padan_check_project *read_project(const char *text, size_t size, int expected)
{
    char path[] = "/tmp/padan-check-XXXXXX";
    struct padan_check_project *project;
    struct padan_error error;
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, size), (long)size);
    close(file);
    assert_int_equal(padan_check_project_read(&project, path, &error), expected);
    if (expected == PADAN_ERROR_SYNTAX)
        assert_true(error.line > 0);
    unlink(path);
    return project;
}

static void a_project_is_read_or_refused(void **state)
{
    static const char good[] =
        "\xEF\xBB\xBF# comment\r\n\r\nenable sentences\r\ndisable number\nseverity date note\n"
        "fail-on warning\npattern a target error x+ -- no x\npattern b pair a => b\n"
        "suppress all file:a.tmx unit:3 text:\"a b\" -- because";
    static const char *const wrong[] = { "enable",
                                         "severity date",
                                         "pattern a",
                                         "pattern a target",
                                         "suppress date x",
                                         "suppress date -- ",
                                         "suppress x -- y",
                                         "fail-on x",
                                         "what",
                                         "pattern a target (*",
                                         "pattern a pair x =>" };
    enum padan_severity severity = PADAN_SEVERITY_ERROR;
    (void)state;
    struct padan_check_project *project = read_project(good, sizeof good - 1, PADAN_OK);
    assert_true(padan_check_project_fails(project, &severity));
    assert_int_equal(severity, PADAN_SEVERITY_WARNING);
    padan_check_project_free(project);
    for (size_t i = 1; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(read_project(wrong[i], strlen(wrong[i]), PADAN_ERROR_SYNTAX));
    assert_null(read_project("a\0b", 3, PADAN_ERROR_ENCODING));
    assert_null(read_project("\xFF", 1, PADAN_ERROR_ENCODING));
    assert_int_equal(padan_check_project_read(&project, "/no/such/file", NULL), PADAN_ERROR_SYSTEM);
    padan_check_project_free(NULL);
}

/* An expression that takes too long finds nothing, and ends. */
static void a_slow_expression_ends(void **state)
{
    static const char line[] = "pattern slow target (a+)+$";
    struct told told;
    struct padan_check_options options = with("pattern");
    struct padan_check_project *project = read_project(line, sizeof line - 1, PADAN_OK);
    (void)state;
    options.project = project;
    struct padan_checker *checker = make(&told, options);
    put(checker, "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    finish(checker);
    padan_check_project_free(project);
    assert_int_equal(told.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_are_chosen_by_name),
        cmocka_unit_test(units_are_numbered_and_compared_across_windows_and_files),
        cmocka_unit_test(units_of_measure_count),
        cmocka_unit_test(a_missing_code_is_told_once),
        cmocka_unit_test(words_in_no_dictionary_are_told),
        cmocka_unit_test(ugly_texts_do_no_harm),
        cmocka_unit_test(units_without_the_languages_are_passed_over),
        cmocka_unit_test(a_project_is_read_or_refused),
        cmocka_unit_test(a_slow_expression_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
