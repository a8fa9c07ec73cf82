/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SRX files: what they mean, what is told about them, and expressions of other engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/segment.h>

#include "base/buffer.h"

#define HEAD                                                                                                           \
    "<?xml version=\"1.0\"?>\n"                                                                                        \
    "<srx xmlns=\"http://www.lisa.org/srx20\" version=\"2.0\">\n"
#define HEADER(cascade) "<header segmentsubflows=\"yes\" cascade=\"" cascade "\"/>\n"
#define MAPS "<maprules><languagemap languagepattern=\"EN.*\" languagerulename=\"a\"/></maprules>\n"
#define RULES(rules)                                                                                                   \
    HEAD HEADER("no") "<body><languagerules><languagerule languagerulename=\"a\">\n" rules                             \
                      "</languagerule></languagerules>\n" MAPS "</body></srx>\n"
#define RULE(kind, before, after)                                                                                      \
    "<rule break=\"" kind "\"><beforebreak>" before "</beforebreak><afterbreak>" after "</afterbreak></rule>\n"

struct told {
    int warnings;
    char last[1024];
};

static void note_warning(void *context, const struct padan_error *warning)
{
    struct told *told = context;
    told->warnings++;
    padan_error_format(warning, told->last, sizeof told->last);
}

/* Loads SRX from a string; its file is gone when this answers. */
static int load(struct padan_segmenter **out, const char *srx, size_t size, struct told *told,
                struct padan_error *error)
{
    char path[] = "/tmp/padan-srx-XXXXXX";
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, srx, size), (ssize_t)size);
    close(file);
    options.rules = path;
    options.reporter.report = note_warning;
    options.reporter.context = told;
    int status = padan_segmenter_new(out, "en-US", &options, error);
    unlink(path);
    return status;
}

/* The segments of a text by the rules, joined by "|". */
static void assert_cut(const char *srx, const char *text, const char *expected)
{
    struct told told = { 0 };
    struct padan_error error;
    struct padan_segmenter *segmenter;
    struct padan_segments segments;
    struct padan_buffer joined = { 0 };
    char message[1024];
    if (load(&segmenter, srx, strlen(srx), &told, &error) != PADAN_OK)
        fail_msg("%s", padan_error_format(&error, message, sizeof message));
    assert_int_equal(padan_segment_text(&segments, segmenter, padan_string(text), NULL), PADAN_OK);
    for (size_t i = 0; i < segments.count; i++) {
        padan_buffer_text(&joined, i ? "|" : "");
        padan_buffer_append(&joined, text + segments.items[i].start, segments.items[i].end - segments.items[i].start);
    }
    assert_string_equal(joined.data, expected);
    padan_buffer_free(&joined);
    padan_segments_free(&segments);
    padan_segmenter_free(segmenter);
}

/* Loading fails; the message holds the words and the line. */
static void assert_refused(const char *srx, int64_t line, const char *words)
{
    struct told told = { 0 };
    struct padan_error error;
    struct padan_segmenter *segmenter = NULL;
    assert_int_equal(load(&segmenter, srx, strlen(srx), &told, &error), PADAN_ERROR_SYNTAX);
    assert_null(segmenter);
    if (!strstr(error.message, words) || error.line != line)
        fail_msg("line %d: %s", (int)error.line, error.message);
    assert_memory_equal(error.input, "/tmp/padan-srx-", 15);
}

static void the_first_matching_rule_decides(void **state)
{
    (void)state;
    assert_cut(RULES(RULE("no", "Mr\\.", "\\s") RULE("yes", "\\.", "\\s")), "Mr. X. Y", "Mr. X.|Y");
    assert_cut(RULES(RULE("yes", "\\.", "\\s") RULE("no", "Mr\\.", "\\s")), "Mr. X. Y", "Mr.|X.|Y");
}

static void patterns_and_break_are_optional(void **state)
{
    (void)state;
    assert_cut(RULES("<rule><beforebreak>;</beforebreak></rule>\n"), "a;b; c", "a;|b;|c");
    assert_cut(RULES("<rule><afterbreak>#</afterbreak></rule>\n"), "a #b#c", "a|#b|#c");
}

static void a_break_may_fall_after_the_space(void **state)
{
    (void)state;
    assert_cut(RULES(RULE("no", "\\bDr\\.\\s", "") RULE("yes", "[.?]\\s+", "")), "Dr. A is in. B?  C",
               "Dr. A is in.|B?|C");
}

static void overlapping_matches_are_found(void **state)
{
    (void)state;
    assert_cut(RULES(RULE("yes", "aa", "")), "aaaab", "aa|a|a|b");
    assert_cut(RULES(RULE("yes", "\\w\\. \\w\\.", "\\s")), "a. b. c. d. e", "a. b.|c.|d.|e");
}

static void look_around_sees_past_the_place(void **state)
{
    (void)state;
    assert_cut(RULES(RULE("yes", "(?&lt;!Mr)\\.", "(?=\\s[A-Z])")), "Mr. X. Y. z", "Mr. X.|Y. z");
    assert_cut(RULES(RULE("yes", "\\.(?= [A-Z])", "")), "x. Y. z", "x.|Y. z");
    assert_cut(RULES(RULE("yes", "^.*?x+\\.", "\\s(?&lt;=\\. )")), "aaax. b. c", "aaax.|b. c");
    assert_cut(RULES(RULE("yes", "\\bab\\b", "")), "cab ab abc", "cab ab|abc");
    assert_cut(RULES(RULE("yes", "\\.", "\\s(?=\\S+$)")), "a. b. c", "a. b.|c");
}

static void expressions_of_java_are_understood(void **state)
{
    (void)state;
    assert_cut(RULES(RULE("yes", "\\p{L}+\\.", "\\s\\p{javaUpperCase}")), "\xD1\x8F. \xD0\xAF. b",
               "\xD1\x8F.|\xD0\xAF. b");
    assert_cut(RULES(RULE("yes", "(?U)\\w\\.", "\\s")), "\xD1\x8F. b", "\xD1\x8F.|b");
    assert_cut(RULES(RULE("yes", "(?i)stop", "\\s")), "Stop it STOP it", "Stop|it STOP|it");
    assert_cut(RULES(RULE("yes", "[\\w&amp;&amp;[^b]]}", "\\s")), "a} b} c", "a}|b} c");
    assert_cut(RULES(RULE("yes", "\\Q.*\\E", "\\s")), "a.* b. c", "a.*|b. c");
    assert_cut(RULES(RULE("yes", "\\p{Punct}", "\\s")), "a+ b c", "a+|b c");
    assert_cut(RULES(RULE("yes", "(?:a|b)++\\.", "\\s")), "abab. c. d", "abab.|c. d");
    assert_cut(RULES(RULE("yes", "\\ud83d\\ude00", "")), "\xF0\x9F\x98\x80x", "\xF0\x9F\x98\x80|x");
    assert_cut(RULES(RULE("yes", "\\.", "(\\w)\\1")), "a.bb.cd", "a.|bb.cd");
}

/* Appends a column of java.tsv, which ends at a tab or the line's end: "␤␍␉" are control characters. */
static const char *take_column(struct padan_buffer *out, const char *at)
{
    static const char signs[] = "\n\r\t", spelt[][4] = { "\xE2\x90\xA4", "\xE2\x90\x8D", "\xE2\x90\x89" };
    padan_buffer_clear(out);
    while (*at != '\t' && *at != '\n' && *at != '\0') {
        int i = 0;
        while (i < 3 && strncmp(at, spelt[i], 3) != 0)
            i++;
        padan_buffer_byte(out, i < 3 ? signs[i] : *at);
        at += i < 3 ? 3 : 1;
    }
    return *at == '\t' ? at + 1 : at;
}

static void append_escaped(struct padan_buffer *out, const char *text)
{
    for (; *text; text++)
        if (*text == '<' || *text == '&' || *text == '\r')
            padan_buffer_format(out, "&#%d;", *text);
        else
            padan_buffer_byte(out, *text);
}

/* Every construct of java.util.regex.Pattern, as beforebreak. */
static void each_construct_of_java_means_what_it_does_there(void **state)
{
    (void)state;
    char line[1024];
    struct padan_buffer expression = { 0 }, text = { 0 }, expected = { 0 }, srx = { 0 };
    FILE *file = fopen(TEST_TEXTS "/../java.tsv", "r");
    int rows = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "# ", 2) == 0)
            continue;
        take_column(&expected, take_column(&text, take_column(&expression, line)));
        padan_buffer_clear(&srx);
        padan_buffer_text(&srx, HEAD HEADER("no") "<body><languagerules><languagerule languagerulename=\"a\"><rule>"
                                                  "<beforebreak>");
        append_escaped(&srx, expression.data);
        padan_buffer_text(&srx, "</beforebreak></rule></languagerule></languagerules>" MAPS "</body></srx>");
        assert_cut(srx.data, text.data, expected.data);
        rows++;
    }
    fclose(file);
    assert_true(rows > 200);
    padan_buffer_free(&expression);
    padan_buffer_free(&text);
    padan_buffer_free(&expected);
    padan_buffer_free(&srx);
}

static void maps_are_tried_in_order_and_cascade(void **state)
{
    (void)state;
#define TWO(cascade)                                                                                                   \
    HEAD HEADER(cascade) "<body><languagerules>"                                                                       \
                         "<languagerule languagerulename=\"a\">" RULE("yes", "a", "") "</languagerule>"                \
                         "<languagerule languagerulename=\"b\">" RULE("yes", "b", "") "</languagerule>"                \
                         "</languagerules><maprules>"                                                                  \
                         "<languagemap languagepattern=\"FR.*\" languagerulename=\"b\"/>"                              \
                         "<languagemap languagepattern=\"[Ee][Nn].*\" languagerulename=\"a\"/>"                        \
                         "<languagemap languagepattern=\".*\" languagerulename=\"b\"/>"                                \
                         "</maprules></body></srx>"
    assert_cut(TWO("no"), "xaxbx", "xa|xbx");
    assert_cut(TWO("yes"), "xaxbx", "xa|xb|x");
}

static void odd_files_are_read_with_a_warning(void **state)
{
    (void)state;
    struct told told = { 0 };
    struct padan_segmenter *segmenter;
    static const char bare[] = "<srx><body><languagerules><languagerule languagerulename=\"a\"><rule/>" RULE(
        "yes", "x", "") "</languagerule></languagerules>" MAPS "</body></srx>";
    assert_int_equal(load(&segmenter, bare, sizeof bare - 1, &told, NULL), PADAN_OK);
    assert_int_equal(told.warnings, 4);
    padan_segmenter_free(segmenter);
    told.warnings = 0;
    static const char nobody[] = HEAD HEADER("no") "<body><languagerules><languagerule languagerulename=\"b\">" RULE(
        "yes", "x", "") "</languagerule></languagerules>" MAPS "</body></srx>";
    assert_int_equal(load(&segmenter, nobody, sizeof nobody - 1, &told, NULL), PADAN_OK);
    assert_int_equal(told.warnings, 3);
    assert_non_null(strstr(told.last, "en-US"));
    padan_segmenter_free(segmenter);
}

/* Each file, what is told of it first, and the line that is named. */
static void what_a_file_lacks_is_told_with_its_line(void **state)
{
    (void)state;
#define SET(name) "<languagerule languagerulename=\"" name "\">" RULE("yes", "x", "") "</languagerule>\n"
#define FILE_OF(header, sets) HEAD header "<body><languagerules>\n" sets "</languagerules>\n" MAPS "</body></srx>\n"
    static const struct {
        const char *srx, *words;
    } rows[] = {
        { FILE_OF("<header cascade=\"no\"/>\n", SET("a")), ":3: <header> has no segmentsubflows; \"yes\" is taken" },
        { FILE_OF("<header segmentsubflows=\"yes\"/>\n", SET("a")), ":3: <header> has no cascade" },
        { FILE_OF("<header segmentsubflows=\"Yes\" cascade=\"no\"/>\n", SET("a")),
          ":3: segmentsubflows=\"Yes\" is read as" },
        { FILE_OF("<header segmentsubflows=\"true\" cascade=\"no\"/>\n", SET("a")),
          ":3: segmentsubflows=\"true\": \"yes\" or" },
        { FILE_OF("<header segmentsubflows=\"no\" cascade=\"no\">\n<formathandle type=\"start\"/></header>\n",
                  SET("a")),
          ":4: <formathandle> has no include" },
        { FILE_OF("<header segmentsubflows=\"no\" cascade=\"no\">\n<formathandle include=\"no\"/></header>\n",
                  SET("a")),
          ":4: <formathandle> needs a type" },
        { FILE_OF("<header segmentsubflows=\"no\" cascade=\"no\" color=\"red\"/>\n", SET("a")),
          ":3: <header> has no attribute \"color\"" },
        { FILE_OF(HEADER("no"), SET("a") SET("a")), ":7: a second <languagerule> named \"a\"" },
        { FILE_OF(HEADER("no"), SET("a") SET("b")), ":7: no <languagemap> names" },
        { FILE_OF(HEADER("no"), "<oops><p/>words</oops>" SET("a")), ":5: <oops> is no part of SRX" },
        { FILE_OF(HEADER("no"), "<o:x xmlns:o=\"urn:o\"/>" SET("a")), ":5: <x> is no part of SRX" },
        { RULES(RULE("NO", "a", "") RULE("yes", "b", "")), ":5: break=\"NO\" is read as \"no\"" },
        { RULES("<rule><beforebreak/></rule>" RULE("yes", "b", "")), ":5: this rule has no expression" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct told told = { 0 };
        struct padan_segmenter *segmenter;
        assert_int_equal(load(&segmenter, rows[i].srx, strlen(rows[i].srx), &told, NULL), PADAN_OK);
        padan_segmenter_free(segmenter);
        if (told.warnings != 1 || !strstr(told.last, rows[i].words))
            fail_msg("%d warnings, the last \"%s\", not \"%s\"", told.warnings, told.last, rows[i].words);
    }
}

static void srx_1_0_is_read_without_a_word(void **state)
{
    (void)state;
    struct told told = { 0 };
    struct padan_segmenter *segmenter;
    static const char old[] = "<srx xmlns=\"http://www.lisa.org/srx10\" version=\"1.0\"><header segmentsubflows=\"no\">"
                              "<formathandle type=\"end\" include=\"no\"/></header><body><languagerules>" SET("a")
                              "</languagerules><maprules><maprule maprulename=\"m\"><languagemap languagepattern=\"EN.*\" "
                              "languagerulename=\"a\"/></maprule></maprules></body></srx>";
    assert_int_equal(load(&segmenter, old, sizeof old - 1, &told, NULL), PADAN_OK);
    assert_int_equal(told.warnings, 0);
    struct padan_segment_handling handling = padan_segmenter_handling(segmenter);
    assert_false(handling.cut_subflows);
    assert_false(handling.include_start || handling.include_end || handling.include_isolated);
    padan_segmenter_free(segmenter);
    assert_int_equal(load(&segmenter, RULES(RULE("yes", "a", "")), sizeof RULES(RULE("yes", "a", "")) - 1, &told, NULL),
                     PADAN_OK);
    handling = padan_segmenter_handling(segmenter);
    assert_true(handling.cut_subflows && handling.include_end);
    assert_false(handling.include_start || handling.include_isolated);
    padan_segmenter_free(segmenter);
}

/* The codes of each segment of one HTML paragraph, as their markup, joined by "|". */
static void assert_codes(const char *handles, const char *html, const char *expected)
{
    struct padan_buffer srx = { 0 }, joined = { 0 };
    struct told told = { 0 };
    struct padan_segmenter *segmenter;
    struct padan_document *document;
    struct padan_segments segments;
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    padan_buffer_format(&srx, HEAD "<header segmentsubflows=\"yes\" cascade=\"no\">%s</header><body><languagerules>"
                                   "<languagerule languagerulename=\"a\">" RULE("yes", "\\.", "\\s") "</languagerule>"
                                   "</languagerules>" MAPS "</body></srx>", handles);
    options.format = "html";
    assert_int_equal(load(&segmenter, srx.data, srx.size, &told, NULL), PADAN_OK);
    assert_int_equal(padan_document_parse(&document, html, strlen(html), "a.html", &options, NULL), PADAN_OK);
    assert_int_equal(padan_document_block_count(document), 1);
    assert_int_equal(padan_segment_document(&segments, segmenter, document, NULL), PADAN_OK);
    const struct padan_block *block = padan_document_block(document, 0);
    for (size_t i = 0; i < segments.count; i++) {
        padan_buffer_text(&joined, i ? "|" : "");
        for (size_t k = segments.items[i].code_start; k < segments.items[i].code_end; k++)
            padan_buffer_append(&joined, block->codes[k].data.data, block->codes[k].data.size);
    }
    assert_string_equal(joined.data, expected);
    padan_segments_free(&segments);
    padan_document_free(document);
    padan_segmenter_free(segmenter);
    padan_buffer_free(&srx);
    padan_buffer_free(&joined);
}

#define HANDLE(type, include) "<formathandle type=\"" type "\" include=\"" include "\"/>"

static void codes_between_segments_go_where_formathandle_says(void **state)
{
    (void)state;
    assert_codes("", "<p>A <b>c</b>. <i>D</i></p>", "<b></b>|<i></i>");
    assert_codes("", "<p>A <b>c.</b> <i>D</i></p>", "<b></b>|<i></i>");
    assert_codes(HANDLE("end", "no"), "<p>A <b>c.</b> <i>D</i></p>", "<b>|</b><i></i>");
    assert_codes(HANDLE("start", "yes"), "<p>A <b>c.</b> <i>D</i></p>", "<b></b><i>|</i>");
    assert_codes("", "<p>A.<img> B</p>", "|<img>");
    assert_codes(HANDLE("isolated", "yes"), "<p>A.<img> B</p>", "<img>|");
    /* What follows a code of the next segment stays behind it. */
    assert_codes("", "<p><b>A.<i></i></b> B</p>", "<b>|<i></i></b>");
    assert_codes("", "<p><b>A.</b> B. C.<i></i></p>", "<b></b>||<i></i>");
}

static void other_encodings_are_read(void **state)
{
    (void)state;
    static const char latin[] = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><srx version=\"2.0\">" HEADER(
        "no") "<body><languagerules><languagerule languagerulename=\"a\">" RULE("yes", "\xE9", "")
        "</languagerule></languagerules>" MAPS "</body></srx>";
    assert_cut(latin, "a\xC3\xA9z", "a\xC3\xA9|z");
}

static void foreign_elements_stay_out_of_the_way(void **state)
{
    (void)state;
    assert_cut(HEAD
               "<header segmentsubflows=\"yes\" cascade=\"no\"><o:x xmlns:o=\"urn:o\"><o:y>z</o:y></o:x></header>"
               "<body><languagerules><languagerule languagerulename=\"a\">" RULE(
                   "yes", "a", "") "</languagerule></languagerules>" MAPS "</body></srx>",
               "xaxx", "xa|xx");
}

static void broken_files_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_refused("", 0, "empty");
    assert_refused("\xEF\xBB\xBF", 0, "empty");
    assert_refused("no XML", 1, ".txt");
    assert_refused("<html/>", 1, "no SRX file");
    assert_refused(HEAD "<body>\n<rule/></body></srx>", 4, "<rule> cannot stand here");
    assert_refused(RULES("<oops>\n<rule/></oops>"), 6, "<rule> cannot stand here");
    assert_refused(RULES("\n<rule><beforebreak>a<b>c</b></beforebreak></rule>"), 6, "inside an expression");
    assert_refused(HEAD "<body>\n<languagerules></body></srx>", 4, "well-formed");
    assert_refused(HEAD "<body><languagerules>\n<languagerule/></languagerules></body></srx>", 4, "languagerulename");
    assert_refused(
        "<!DOCTYPE srx [<!ENTITY e \"a\">]>\n<srx version=\"2.0\"><body><languagerules>"
        "<languagerule languagerulename=\"a\"><rule><beforebreak>&e;</beforebreak></rule></languagerule>"
        "</languagerules></body></srx>",
        2, "entity");
}

static void bad_expressions_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_refused(RULES("\n" RULE("yes", "(a", "")), 6, "\"(a\", character 3");
    assert_refused(RULES(RULE("yes", "a)", "")), 5, "character 2");
    assert_refused(RULES(RULE("yes", "", "*a")), 5, "character 1");
    assert_refused(RULES(RULE("yes", "[a", "")), 5, "without");
    assert_refused(RULES(RULE("yes", "[b-a]", "")), 5, "upwards");
    assert_refused(RULES(RULE("yes", "\\p{Nonsense}", "")), 5, "not known");
    assert_refused(RULES(RULE("yes", "\\y", "")), 5, "escape");
    assert_refused(RULES(RULE("yes", "a{3,1}", "")), 5, "{n,m}");
    assert_refused(RULES(RULE("yes", "(a)\\2", "")), 5, "character 6: a back-reference to a group");
    assert_refused(RULES(RULE("yes", "(a)(?&lt;=\\1)b", "")), 5, "look-behind");
    assert_refused(RULES(RULE("yes", "\\Ga", "")), 5, "character 3: \"\\G\"");
    assert_refused(RULES(RULE("yes", "a\\b{g}", "")), 5, "\\b{");
    assert_refused(RULES(RULE("yes", "[\\R]", "")), 5, "escape");
    assert_refused(RULES(RULE("yes", "a{,2}", "")), 5, "{n,m}");
    assert_refused(RULES(RULE("yes", "\\k&lt;x>", "")), 5, "not there");
    assert_refused(RULES(RULE("yes", "(?&lt;x>a)(?&lt;x>b)", "")), 5, "one name");
    assert_refused(RULES(RULE("yes", "\\c1", "")), 5, "\\c");
    assert_refused(RULES(RULE("yes", "\\N{NO SUCH SIGN}", "")), 5, "no character");
    assert_refused(RULES(RULE("yes", "a\\", "")), 5, "backslash");
}

static void deep_and_large_expressions_are_refused(void **state)
{
    (void)state;
    struct padan_buffer deep = { 0 };
    struct padan_error error;
    struct padan_segmenter *segmenter;
    struct told told = { 0 };
    padan_buffer_text(&deep, HEAD "<body><languagerules><languagerule languagerulename=\"a\"><rule><beforebreak>");
    for (int i = 0; i < 20000; i++)
        padan_buffer_text(&deep, "(");
    padan_buffer_text(&deep, "</beforebreak></rule></languagerule></languagerules>" MAPS "</body></srx>");
    assert_int_equal(load(&segmenter, deep.data, deep.size, &told, &error), PADAN_ERROR_SYNTAX);
    assert_non_null(strstr(error.message, "nested"));
    padan_buffer_free(&deep);
}

/* `count` letters x and what follows them. */
static char *many(size_t count, const char *end)
{
    struct padan_buffer text = { 0 };
    for (size_t i = 0; i < count; i++)
        padan_buffer_byte(&text, 'x');
    padan_buffer_text(&text, end);
    return padan_buffer_take(&text);
}

/* Cuts a text by one rule set; answers the status. */
static int cut_by(const char *srx, const char *text, struct padan_error *error)
{
    struct told told = { 0 };
    struct padan_segmenter *segmenter;
    struct padan_segments segments;
    assert_int_equal(load(&segmenter, srx, strlen(srx), &told, NULL), PADAN_OK);
    int status = padan_segment_text(&segments, segmenter, padan_string(text), error);
    if (status == PADAN_OK)
        padan_segments_free(&segments);
    padan_segmenter_free(segmenter);
    return status;
}

/* An automaton does not go back on its steps, so that what takes other engines ages takes it none. */
static void expressions_of_many_ways_cost_no_more(void **state)
{
    (void)state;
    static const char *const runaways[] = { RULES(RULE("yes", "", "(x+x+)+y")), RULES(RULE("yes", "y(x+x+)+", "")),
                                            RULES(RULE("yes", "", "(?:x|x)*?(?:x|x|x)*z")) };
    char *text = many(2000, "");
    for (size_t i = 0; i < sizeof runaways / sizeof runaways[0]; i++)
        assert_int_equal(cut_by(runaways[i], text, NULL), PADAN_OK);
    free(text);
}

/* What only ICU can match is bounded by its limits. */
static void runaway_expressions_end_with_an_error(void **state)
{
    (void)state;
    static const char *const runaways[] = { RULES(RULE("yes", "", "(x+x+)+(?!zq)z")),
                                            RULES(RULE("yes", "(?&lt;!qx)(x+x+)+z", "q")),
                                            RULES(RULE("yes", "", "(x)(?:x+x+)+\\1yz")) };
    char *text = many(2000, "zqyz"), *other = many(2000, "yyz");
    for (size_t i = 0; i < sizeof runaways / sizeof runaways[0]; i++) {
        struct padan_error error;
        assert_int_equal(cut_by(runaways[i], i < 2 ? text : other, &error), i == 1 ? PADAN_OK : PADAN_ERROR_LIMIT);
        if (i == 1)
            continue;
        assert_int_equal(error.line, 5);
        assert_non_null(strstr(error.message, "too long"));
    }
    free(text);
    free(other);
}

static void missing_files_are_told(void **state)
{
    (void)state;
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    struct padan_segmenter *segmenter;
    struct padan_error error;
    options.rules = "/nonexistent/rules.srx";
    assert_int_equal(padan_segmenter_new(&segmenter, "en", &options, &error), PADAN_ERROR_SYSTEM);
    assert_string_equal(error.input, options.rules);
    options.rules = NULL;
    options.data = "/nonexistent";
    assert_int_equal(padan_segmenter_new(&segmenter, "en", &options, &error), PADAN_ERROR_SYSTEM);
    assert_int_equal(padan_segmenter_new(&segmenter, "not a tag", &options, &error), PADAN_ERROR_LANGUAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_matching_rule_decides),
        cmocka_unit_test(patterns_and_break_are_optional),
        cmocka_unit_test(a_break_may_fall_after_the_space),
        cmocka_unit_test(overlapping_matches_are_found),
        cmocka_unit_test(look_around_sees_past_the_place),
        cmocka_unit_test(expressions_of_java_are_understood),
        cmocka_unit_test(each_construct_of_java_means_what_it_does_there),
        cmocka_unit_test(maps_are_tried_in_order_and_cascade),
        cmocka_unit_test(odd_files_are_read_with_a_warning),
        cmocka_unit_test(what_a_file_lacks_is_told_with_its_line),
        cmocka_unit_test(srx_1_0_is_read_without_a_word),
        cmocka_unit_test(codes_between_segments_go_where_formathandle_says),
        cmocka_unit_test(other_encodings_are_read),
        cmocka_unit_test(foreign_elements_stay_out_of_the_way),
        cmocka_unit_test(broken_files_are_refused_with_their_line),
        cmocka_unit_test(bad_expressions_are_refused_with_their_line),
        cmocka_unit_test(deep_and_large_expressions_are_refused),
        cmocka_unit_test(expressions_of_many_ways_cost_no_more),
        cmocka_unit_test(runaway_expressions_end_with_an_error),
        cmocka_unit_test(missing_files_are_told),
    };
    return cmocka_run_group_tests_name("srx", tests, NULL, NULL);
}
