/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <padan/find.h>

static char folder[] = "/tmp/padan-find-XXXXXX";
static char path[64];

/* A memory with nothing in it. */
static int make_memory(void **state)
{
    struct padan_memory *memory;
    strcpy(folder, "/tmp/padan-find-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/m.padan", folder);
    if (padan_memory_open(&memory, path, PADAN_MEMORY_CREATE, NULL) != PADAN_OK)
        return -1;
    *state = memory;
    return 0;
}

static int remove_memory(void **state)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
    padan_memory_close(*state);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[96];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    return rmdir(folder);
}

/* Pairs of language and text make one unit, ended by NULL. */
static void put(struct padan_batch *batch, int64_t position, const char *const *pairs)
{
    struct padan_variant variants[8] = { 0 };
    size_t count = 0;
    for (; pairs[2 * count]; count++) {
        variants[count].language = padan_string(pairs[2 * count]);
        variants[count].text = padan_string(pairs[2 * count + 1]);
    }
    struct padan_unit unit = {
        .variants = variants,
        .variant_count = count,
        .confidence = PADAN_CONFIDENCE_UNKNOWN,
        .document = padan_string("news.txt"),
        .position = position,
    };
    assert_int_equal(padan_batch_put(batch, &unit, NULL), PADAN_OK);
}

static int64_t store(struct padan_memory *memory, const char *const (*units)[8], size_t count)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_batch *batch;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = "test";
    assert_int_equal(padan_batch_begin(&batch, memory, &options, &summary, NULL), PADAN_OK);
    for (size_t i = 0; i < count; i++)
        put(batch, (int64_t)i, units[i]);
    assert_int_equal(padan_batch_finish(batch, &summary, NULL), PADAN_OK);
    return summary.batch;
}

struct lines {
    char text[8192];
    size_t stop_after;
    size_t count;
};

static size_t append(struct lines *lines, const char *format, ...) __attribute__((format(printf, 2, 3)));
static size_t append(struct lines *lines, const char *format, ...)
{
    size_t size = strlen(lines->text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(lines->text + size, sizeof lines->text - size, format, arguments);
    va_end(arguments);
    return size;
}

/* "en: Keeping [the peace]! | id: ...", a line a hit. */
static int write_hit(void *context, const struct padan_found *found, struct padan_error *error)
{
    (void)error;
    struct lines *lines = context;
    size_t at = 0;
    append(lines, "%.*s: ", (int)found->language.size, found->language.data);
    for (size_t i = 0; i < found->span_count; i++) {
        struct padan_span span = found->spans[i];
        assert_true(span.start >= at && span.start < span.end && span.end <= found->text.size);
        append(lines, "%.*s[%.*s]", (int)(span.start - at), found->text.data + at, (int)(span.end - span.start),
               found->text.data + span.start);
        at = span.end;
    }
    append(lines, "%.*s", (int)(found->text.size - at), found->text.data + at);
    for (size_t i = 0; i < found->target_count; i++)
        append(lines, " | %.*s: %.*s", (int)found->targets[i].language.size, found->targets[i].language.data,
               (int)found->targets[i].text.size, found->targets[i].text.data);
    append(lines, "\n");
    assert_true(found->unit > 0);
    return ++lines->count == lines->stop_after ? PADAN_ERROR_STOPPED : PADAN_OK;
}

static void assert_found_in(struct padan_memory *memory, const struct padan_find_options *options, const char *query,
                            const char *expected)
{
    struct lines lines = { 0 };
    struct padan_error error = { 0 };
    int64_t count = -1;
    int status = padan_find(memory, query, options, write_hit, &lines, &count, &error);
    if (status != PADAN_OK)
        fail_msg("%s: %s", query, error.message);
    if (strcmp(lines.text, expected) != 0)
        fail_msg("%s:\n%s\ninstead of\n%s", query, lines.text, expected);
    assert_int_equal(count, lines.count);
}

static void assert_found(struct padan_memory *memory, const char *language, const char *query, const char *expected)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    options.source = language;
    options.target = NULL;
    assert_found_in(memory, &options, query, expected);
}

static void assert_exact(struct padan_memory *memory, const char *language, const char *query, const char *expected)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    options.source = language;
    options.mode = PADAN_FIND_EXACT;
    assert_found_in(memory, &options, query, expected);
}

static int status_of(struct padan_memory *memory, enum padan_find_mode mode, const char *query,
                     struct padan_error *error)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    options.source = "en";
    options.mode = mode;
    return padan_find(memory, query, &options, NULL, NULL, NULL, error);
}

#define STORE(memory, ...)                                                                                             \
    store(memory, (const char *const[][8]){ __VA_ARGS__ },                                                             \
          sizeof((const char *const[][8]){ __VA_ARGS__ }) / sizeof(const char *[8]))

static void words_are_found_in_any_form(void **state)
{
    STORE(*state, { "en", "Peacekeepers keep the peace.", "id", "Pasukan menjaga perdamaian." },
          { "en", "A PEACEKEEPING force", "id", "Pasukan pemelihara perdamaian" },
          { "en", "pieces", "id", "potongan" });
    assert_found(*state, "en", "peacekeeping",
                 "en: [Peacekeepers] keep the peace. | id: Pasukan menjaga perdamaian.\n"
                 "en: A [PEACEKEEPING] force | id: Pasukan pemelihara perdamaian\n");
    assert_found(*state, "en", "Keeping peaces",
                 "en: Peacekeepers [keep] the [peace]. | id: Pasukan menjaga perdamaian.\n");
    assert_exact(*state, "en", "keeping", "");
    assert_exact(*state, "en", "PEACEKEEPING", "en: A [PEACEKEEPING] force | id: Pasukan pemelihara perdamaian\n");
    assert_found(*state, "id", "pasukan perdamaian",
                 "id: [Pasukan] menjaga [perdamaian]. | en: Peacekeepers keep the peace.\n"
                 "id: [Pasukan] pemelihara [perdamaian] | en: A PEACEKEEPING force\n");
    assert_found(*state, "fr", "peace", "");
}

static void accents_and_case_are_alike(void **state)
{
    STORE(*state,
          { "fr", "\xC3\x89vian, l\xE2\x80\x99\xC3\xA9t\xC3\xA9", "de",
            "Stra\xC3\x9F"
            "en im GR\xC3\x9CNEN" },
          { "tr", "I\xC5\x9EIK ve \xC4\xB1\xC5\x9F\xC4\xB1k, \xC4\xB0stanbul", "en", "light" });
    assert_exact(*state, "fr", "evian",
                 "fr: [\xC3\x89vian], l\xE2\x80\x99\xC3\xA9t\xC3\xA9 | de: "
                 "Stra\xC3\x9F"
                 "en im GR\xC3\x9CNEN\n");
    assert_exact(*state, "de", "STRASSEN gru*",
                 "de: [Stra\xC3\x9F"
                 "en] im [GR\xC3\x9CNEN] | fr: "
                 "\xC3\x89vian, l\xE2\x80\x99\xC3\xA9t\xC3\xA9\n");
    assert_found(*state, "fr", "l'ete",
                 "fr: \xC3\x89vian, [l\xE2\x80\x99\xC3\xA9t\xC3\xA9] | de: "
                 "Stra\xC3\x9F"
                 "en im GR\xC3\x9CNEN\n");
    assert_found(*state, "tr", "i\xC5\x9F\x69k",
                 "tr: [I\xC5\x9EIK] ve [\xC4\xB1\xC5\x9F\xC4\xB1k], \xC4\xB0stanbul"
                 " | en: light\n");
    assert_found(*state, "tr", "istanbul",
                 "tr: I\xC5\x9EIK ve \xC4\xB1\xC5\x9F\xC4\xB1k, [\xC4\xB0stanbul]"
                 " | en: light\n");
}

static void other_scripts_are_found(void **state)
{
    STORE(*state, { "ar", "\xD8\xA7\xD9\x84\xD8\xB3\xD9\x91\xD9\x84\xD8\xA7\xD9\x85 \xD9\x81\xD9\x8A" },
          { "hi",
            "\xE0\xA4\xB6\xE0\xA4\xBE\xE0\xA4\x82\xE0\xA4\xA4\xE0\xA4\xBF \xE0\xA4\xB8\xE0\xA5\x87\xE0\xA4\xA8"
            "\xE0\xA4\xBE" });
    assert_exact(*state, "ar", "\xD8\xA7\xD9\x84\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85",
                 "ar: [\xD8\xA7\xD9\x84\xD8\xB3\xD9\x91\xD9\x84\xD8\xA7\xD9\x85] \xD9\x81\xD9\x8A\n");
    assert_found(*state, "hi", "\xE0\xA4\xB8\xE0\xA5\x87\xE0\xA4\xA8\xE0\xA4\xBE",
                 "hi: \xE0\xA4\xB6\xE0\xA4\xBE\xE0\xA4\x82\xE0\xA4\xA4\xE0\xA4\xBF "
                 "[\xE0\xA4\xB8\xE0\xA5\x87\xE0\xA4\xA8\xE0\xA4\xBE]\n");
}

static void any_part_is_found_without_spaces(void **state)
{
    /* Thai "peace forces of Thailand"; Chinese "UN peace-keeping units arrive"; Japanese "uphold the peace" */
    static const char thai[] =
        "\xE0\xB8\x81\xE0\xB8\xAD\xE0\xB8\x87\xE0\xB8\x81\xE0\xB8\xB3\xE0\xB8\xA5\xE0\xB8\xB1"
        "\xE0\xB8\x87\xE0\xB9\x84\xE0\xB8\x97\xE0\xB8\xA2";
    STORE(*state, { "th", thai }, { "zh", "\xE7\xBB\xB4\xE6\xAD\xA2\xE7\xBB\xB4\xE5\x92\x8C\xE9\x83\xA8\xE9\x98\x9F" },
          { "ja", "\xE5\xB9\xB3\xE5\x92\x8C\xE3\x82\x92\xE3\x82\xAC\xE3\x83\xBC" });
    assert_found(*state, "th", "\xE0\xB8\x81\xE0\xB8\xB3\xE0\xB8\xA5\xE0\xB8\xB1\xE0\xB8\x87",
                 "th: \xE0\xB8\x81\xE0\xB8\xAD\xE0\xB8\x87[\xE0\xB8\x81\xE0\xB8\xB3\xE0\xB8\xA5\xE0\xB8\xB1\xE0\xB8\x87"
                 "]\xE0\xB9\x84\xE0\xB8\x97\xE0\xB8\xA2\n");
    assert_found(*state, "zh", "\xE7\xBB\xB4\xE5\x92\x8C",
                 "zh: \xE7\xBB\xB4\xE6\xAD\xA2[\xE7\xBB\xB4\xE5\x92\x8C]\xE9\x83\xA8\xE9\x98\x9F\n");
    assert_found(*state, "zh", "\xE7\xBB\xB4",
                 "zh: [\xE7\xBB\xB4]\xE6\xAD\xA2[\xE7\xBB\xB4]\xE5\x92\x8C\xE9\x83\xA8\xE9\x98\x9F\n");
    assert_found(*state, "zh", "\xE9\x98\x9F",
                 "zh: \xE7\xBB\xB4\xE6\xAD\xA2\xE7\xBB\xB4\xE5\x92\x8C\xE9\x83\xA8[\xE9\x98\x9F]\n");
    assert_found(*state, "zh", "\xE7\xBB\xB4\xE9\x83\xA8", "");
    assert_found(*state, "ja", "\xEF\xBD\xB6\xEF\xBE\x9E",
                 "ja: \xE5\xB9\xB3\xE5\x92\x8C\xE3\x82\x92[\xE3\x82\xAC]\xE3\x83\xBC\n");
    assert_found(*state, "ja", "\"\xE5\xB9\xB3\xE5\x92\x8C\xE3\x82\x92\"",
                 "ja: [\xE5\xB9\xB3\xE5\x92\x8C\xE3\x82\x92]\xE3\x82\xAC\xE3\x83\xBC\n");
}

static void particles_hide_no_korean_word(void **state)
{
    STORE(*state, { "ko", "\xED\x8F\x89\xED\x99\x94\xEB\xA5\xBC \xEC\x9C\x84\xED\x95\xB4" });
    assert_found(*state, "ko", "\xED\x8F\x89\xED\x99\x94",
                 "ko: [\xED\x8F\x89\xED\x99\x94]\xEB\xA5\xBC \xEC\x9C\x84\xED\x95\xB4\n");
}

static void indonesian_is_stemmed(void **state)
{
    STORE(*state, { "id", "Pasukan menjaga perdamaian di perbatasan.", "en", "Troops keep the peace." },
          { "id", "Penjagaan itu penting." });
    assert_found(*state, "id", "dijaga",
                 "id: Pasukan [menjaga] perdamaian di perbatasan. | en: Troops keep the peace.\n"
                 "id: [Penjagaan] itu penting.\n");
    assert_exact(*state, "id", "menjaga",
                 "id: Pasukan [menjaga] perdamaian di perbatasan. | en: Troops keep the peace.\n");
}

static void long_texts_are_searched(void **state)
{
    size_t words = 200000;
    char *text = malloc(5 * words + 8);
    assert_non_null(text);
    for (size_t i = 0; i < words; i++)
        memcpy(text + 5 * i, "word ", 5);
    memcpy(text + 5 * words, "needle", 7);
    store(*state, (const char *const[][8]){ { "en", text } }, 1);
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    int64_t count;
    assert_int_equal(padan_find(*state, "needle word", &options, NULL, NULL, &count, NULL), PADAN_OK);
    assert_int_equal(count, 1);
    assert_int_equal(padan_find(*state, "\"needle word\"", &options, NULL, NULL, &count, NULL), PADAN_OK);
    assert_int_equal(count, 0);
    free(text);
}

static void signs_are_literal(void **state)
{
    STORE(*state, { "en", "C and D" }, { "en", "C++ and C#" }, { "en", "peace-keeping" }, { "en", "peace keeping" },
          { "en", "peace\xE2\x80\x90keeping" }, { "en", "50% of .NET" });
    assert_found(*state, "en", "C++", "en: [C++] and C#\n");
    assert_found(*state, "en", "c#", "en: C++ and [C#]\n");
    assert_found(*state, "en", "C", "en: [C] and D\nen: [C]++ and [C]#\n");
    assert_found(*state, "en", "peace-keeping", "en: [peace-keeping]\nen: [peace\xE2\x80\x90keeping]\n");
    assert_found(*state, "en", "\"peace keeping\"", "en: [peace keeping]\n");
    assert_found(*state, "en", "(\xE2\x80\x9Cpeaces-keeping,\xE2\x80\x9D)",
                 "en: [peace-keeping]\nen: [peace\xE2\x80\x90keeping]\n");
    assert_found(*state, "en", "50%", "en: [50%] of .NET\n");
    assert_found(*state, "en", ".net", "en: 50% of [.NET]\n");
    assert_found(*state, "en", "%", "en: 50[%] of .NET\n");
    assert_found(*state, "en", "+", "en: C[+][+] and C#\n");
    assert_found(*state, "en", "c - and", "en: [C] [and] D\nen: [C]++ [and] [C]#\n");
}

static void phrases_and_prefixes(void **state)
{
    struct padan_error error;
    STORE(*state, { "en", "The Foreign Minister of Azerbaijan" }, { "en", "Minister of Foreign Affairs" },
          { "en", "foreign ministers" });
    assert_found(*state, "en", "\"foreign minister\"", "en: The [Foreign Minister] of Azerbaijan\n");
    assert_found(*state, "en", "\"foreign minister\"*",
                 "en: The [Foreign Minister] of Azerbaijan\nen: [foreign ministers]\n");
    assert_found(*state, "en", "\"foreign minister*\"",
                 "en: The [Foreign Minister] of Azerbaijan\nen: [foreign ministers]\n");
    assert_found(*state, "en", "foreign minister \"of\"",
                 "en: The [Foreign] [Minister] [of] Azerbaijan\nen: [Minister] [of] [Foreign] Affairs\n");
    assert_found(*state, "en", "Azer*", "en: The Foreign Minister of [Azerbaijan]\n");
    assert_found(*state, "en", "zerb*", "");
    assert_int_equal(status_of(*state, PADAN_FIND_STEM, "foreign \"minister of", &error), PADAN_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "not closed"));
    assert_int_equal(error.column, 9);
    assert_found(*state, "en", "\"minister of\"",
                 "en: The Foreign [Minister of] Azerbaijan\n"
                 "en: [Minister of] Foreign Affairs\n");
    assert_found(*state, "en", "\"foreign minister\" minister", "en: The [Foreign Minister] of Azerbaijan\n");
}

static void ranges_limits_and_order(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    STORE(*state, { "en-US", "color one", "de", "eins" }, { "en", "color two", "id", "dua", "en-GB", "colour two" },
          { "en-GB", "color three" });
    options.source = "en";
    assert_found_in(*state, &options, "color",
                    "en-US: [color] one | de: eins\nen: [color] two | id: dua | en-GB: colour two\n"
                    "en-GB: [color] three\n");
    options.target = "id";
    assert_found_in(*state, &options, "color", "en: [color] two | id: dua\n");
    options.target = NULL;
    options.limit = 2;
    assert_found_in(*state, &options, "COLOR",
                    "en-US: [color] one | de: eins\nen: [color] two | id: dua | en-GB: colour two\n");
    options.source = NULL;
    assert_found_in(*state, &options, "eins", "de: [eins] | en-US: color one\n");
    options.source = "no such tag";
    assert_int_equal(padan_find(*state, "x", &options, NULL, NULL, NULL, NULL), PADAN_ERROR_LANGUAGE);
}

static int check_place(void *context, const struct padan_found *found, struct padan_error *error)
{
    (void)error;
    int64_t *position = context;
    assert_int_equal(found->document.size, 8);
    assert_memory_equal(found->document.data, "news.txt", 8);
    *position = found->position;
    return PADAN_OK;
}

static void hits_say_where_they_come_from(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    int64_t position = -1;
    STORE(*state, { "en", "one" }, { "en", "two" });
    assert_int_equal(padan_find(*state, "two", &options, check_place, &position, NULL, NULL), PADAN_OK);
    assert_int_equal(position, 1);
}

static void receiver_may_stop(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    struct lines lines = { .stop_after = 1 };
    int64_t count;
    STORE(*state, { "en", "one" }, { "en", "one more" });
    assert_int_equal(padan_find(*state, "one", &options, write_hit, &lines, &count, NULL), PADAN_OK);
    assert_int_equal(count, 1);
    assert_string_equal(lines.text, "en: [one]\n");
}

static void syntax_of_the_index_is_never_reached(void **state)
{
    static const char *const empty[] = { "",  " ", "\"",     "\"\"",  "\"\"\"", "*",
                                         "-", ":", "- : ()", "\"*\"", "\x01",   "\x02" };
    static const char *const words[] = { "\"AND\"",   "NEAR(one two)", "text:one",       "^one",           "one\"*\"",
                                         "one + two", "{text} : one",  "one' OR '1'='1", "\"one\"\"two\"", "--one" };
    STORE(*state, { "en", "one and two" });
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        struct padan_error error = { 0 };
        assert_int_equal(status_of(*state, PADAN_FIND_STEM, empty[i], &error), PADAN_ERROR_ARGUMENT);
        assert_int_equal(error.status, PADAN_ERROR_ARGUMENT);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        assert_int_equal(status_of(*state, PADAN_FIND_STEM, words[i], NULL), PADAN_OK);
        assert_int_equal(status_of(*state, PADAN_FIND_EXACT, words[i], NULL), PADAN_OK);
    }
    assert_found(*state, "en", "\"AND\"", "en: one [and] two\n");
    assert_found(*state, "en", "and", "en: one [and] two\n");
    assert_found(*state, "en", "\"NEAR(one\"", "");
}

static void queries_combine_words(void **state)
{
    STORE(*state, { "en", "the force keeps the peace" }, { "en", "war and peace" }, { "en", "the war goes on" },
          { "en", "f(x) and -kan" });
    assert_found(*state, "en", "force OR war",
                 "en: the [force] keeps the peace\nen: [war] and peace\nen: the [war] goes on\n");
    assert_found(*state, "en", "peace -war", "en: the force keeps the [peace]\n");
    assert_found(*state, "en", "peace NOT war", "en: the force keeps the [peace]\n");
    assert_found(*state, "en", "peace AND war", "en: [war] and [peace]\n");
    assert_found(*state, "en", "peace (war OR force)", "en: the [force] keeps the [peace]\nen: [war] and [peace]\n");
    assert_found(*state, "en", "the -(peace OR on)", "");
    assert_found(*state, "en", "the -\"goes on\"", "en: [the] force keeps [the] peace\n");
    assert_found(*state, "en", "NOT NOT peace -war", "en: the force keeps the [peace]\n");
    /* AND binds closer than OR. */
    assert_found(*state, "en", "goes OR war and", "en: [war] [and] peace\nen: the war [goes] on\n");
    /* What is quoted, or is within a word, is no operator. */
    assert_found(*state, "en", "\"-kan\"", "en: f(x) and [-kan]\n");
    assert_found(*state, "en", "(f(x))", "en: [f(x]) and -kan\n");
    assert_found(*state, "en", "(kan) -\"war\" -...", "en: f(x) and -[kan]\n");
}

static void words_near_one_another(void **state)
{
    STORE(*state, { "en", "keep the peace" }, { "en", "peace, they say, is hard to keep" }, { "en", "keep keeping" });
    assert_found(*state, "en", "keep NEAR/1 peace", "en: [keep] the [peace]\n");
    assert_found(*state, "en", "keep NEAR peace", "en: [keep] the [peace]\nen: [peace], they say, is hard to [keep]\n");
    assert_found(*state, "en", "\"peace keeping\"~1", "en: [keep] the [peace]\n");
    assert_found(*state, "en", "\"pea* the\"~0", "en: keep [the] [peace]\n");
    assert_found(*state, "en", "keep NEAR/0 keep", "en: [keep] [keeping]\n");
    assert_found(*state, "en", "keep NEAR/4 peace NEAR/4 the", "en: [keep] [the] [peace]\n");
    assert_found(*state, "en", "\"keep the\" NEAR/0 peace -hard", "en: [keep the] [peace]\n");
}

static void refused_queries_say_where(void **state)
{
    static const struct {
        const char *query;
        int64_t column;
    } bad[] = { { "one AND", 5 },       { "OR one", 1 }, { "\xC3\xA9 (two", 3 },
                { "one ()", 5 },        { "-one", 1 },   { "one OR -two", 8 },
                { "one OR OR two", 5 }, { "NOT", 1 },    { "a NEAR/2 b NEAR c", 12 },
                { "(a b) NEAR c", 2 },  { "NEAR a", 1 } };
    STORE(*state, { "en", "one" });
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct padan_error error = { 0 };
        assert_int_equal(status_of(*state, PADAN_FIND_STEM, bad[i].query, &error), PADAN_ERROR_ARGUMENT);
        if (error.column != bad[i].column)
            fail_msg("%s: %s", bad[i].query, error.message);
    }
    char deep[64] = "";
    for (int i = 0; i < 20; i++)
        strcat(deep, "(");
    assert_int_equal(status_of(*state, PADAN_FIND_STEM, deep, NULL), PADAN_ERROR_LIMIT);
}

static void case_and_accents_on_wish(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    STORE(*state, { "fr", "la Poli\xCC\x81tique" }, { "fr", "la politique" }, { "fr", "une polit\xC3\xADque" });
    options.source = "fr";
    options.case_sensitive = true;
    assert_found_in(*state, &options, "Politique", "fr: la [Poli\xCC\x81tique]\n");
    options.accent_sensitive = true;
    assert_found_in(*state, &options, "politique", "fr: la [politique]\n");
    assert_found_in(*state, &options, "Pol\xC3\xADtique", "fr: la [Poli\xCC\x81tique]\n");
    assert_found_in(*state, &options, "polit\xC3\xAD*", "fr: une [polit\xC3\xADque]\n");
    options.case_sensitive = false;
    assert_found_in(*state, &options, "\"la pol\xC3\xADtique\"", "fr: [la Poli\xCC\x81tique]\n");
}

static void conditions_on_the_translation(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    STORE(*state, { "en", "a quay", "id", "sebuah dermaga", "ms", "pangkalan" },
          { "en", "the quay", "id", "pelabuhan" });
    options.source = "en";
    options.target = "id";
    options.with = "dermaga OR pangkalan";
    assert_found_in(*state, &options, "quay", "en: a [quay] | id: sebuah dermaga\n");
    options.with = NULL;
    options.without = "dermaga";
    assert_found_in(*state, &options, "quay", "en: the [quay] | id: pelabuhan\n");
    options.target = NULL;
    options.without = "pangkalan";
    assert_found_in(*state, &options, "quay", "en: the [quay] | id: pelabuhan\n");
    options.without = "(";
    assert_int_equal(padan_find(*state, "quay", &options, NULL, NULL, NULL, NULL), PADAN_ERROR_ARGUMENT);
    options.without = NULL;
    options.document = "other.txt";
    assert_found_in(*state, &options, "quay", "");
    options.document = "news.txt";
    options.since = "2000-01-01";
    options.with = "pelabuhan";
    assert_found_in(*state, &options, "quay", "en: the [quay] | id: pelabuhan\n");
    options.until = "2000-01-01";
    assert_found_in(*state, &options, "quay", "");
    options.until = "soon";
    assert_int_equal(padan_find(*state, "quay", &options, NULL, NULL, NULL, NULL), PADAN_ERROR_ARGUMENT);
}

static void fields_in_queries(void **state)
{
    static const char *const refused[] = { "quay (document:a.txt)",  "quay OR date:2026-11-23",
                                           "document:a.txt OR quay", "quay NOT document:a.txt",
                                           "quay -document:a.txt",   "quay NEAR/2 lang:en",
                                           "quay document:\"\"",     "quay lang:en lang:de",
                                           "quay date:soon",         "quay since:2020-01-01 date:2020-01-01" };
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    STORE(*state, { "en", "the quay", "id", "dermaga" }, { "en-US", "a date: the quay", "id", "pelabuhan" });
    assert_found_in(*state, &options, "quay document:news.txt lang:en-US",
                    "en-US: a date: the [quay] | id: pelabuhan\n");
    assert_found_in(*state, &options, "document:\"news.txt\" AND quay NOT date", "en: the [quay] | id: dermaga\n");
    assert_found_in(*state, &options, "quay AND document:other.txt", "");
    assert_found_in(*state, &options, "quay language:id", "");
    assert_found_in(*state, &options, "quay date:..2000-01-01", "");
    assert_found_in(*state, &options, "quay since:2000-01-01 lang:en-US",
                    "en-US: a date: the [quay] | id: pelabuhan\n");
    assert_found_in(*state, &options, "date:2000-01-01.. AND dermaga", "id: [dermaga] | en: the quay\n");
    assert_found_in(*state, &options, "date: quay", "en-US: a [date]: the [quay] | id: pelabuhan\n");
    assert_found_in(*state, &options, "since:2000-01-01 AND until:2999-01-01 AND dermaga",
                    "id: [dermaga] | en: the quay\n");
    assert_found_in(*state, &options, "dermaga AND since:2000-01-01 AND until:2999-01-01",
                    "id: [dermaga] | en: the quay\n");
    assert_found_in(*state, &options, "dermaga\xE3\x80\x80since:2000-01-01\xC2\xA0lang:id",
                    "id: [dermaga] | en: the quay\n");
    assert_found_in(*state, &options, "dermaga date:\"2000-01-01..2999-01-01\"", "id: [dermaga] | en: the quay\n");
    assert_found_in(*state, &options, "dermaga( lang:id", "id: [dermaga] | en: the quay\n");
    assert_found_in(*state, &options, "\"document:news\"", "");
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (padan_find(*state, refused[i], &options, NULL, NULL, NULL, NULL) != PADAN_ERROR_ARGUMENT)
            fail_msg("%s is not refused", refused[i]);
    options.document = "news.txt";
    assert_int_equal(padan_find(*state, "quay document:news.txt", &options, NULL, NULL, NULL, NULL),
                     PADAN_ERROR_ARGUMENT);
    assert_int_equal(padan_find(*state, "quay lang:?", &options, NULL, NULL, NULL, NULL), PADAN_ERROR_LANGUAGE);
}

/* What is only counted is held against the same conditions as what is given. */
static void assert_counted(struct padan_memory *memory, const struct padan_find_options *options, int64_t expected)
{
    struct lines lines = { 0 };
    struct padan_find_options one = *options;
    int64_t given, counted, further;
    one.limit = 1;
    one.count_further = 100;
    assert_int_equal(padan_find(memory, "quay", options, write_hit, &lines, &given, NULL), PADAN_OK);
    assert_int_equal(padan_find(memory, "quay", options, NULL, NULL, &counted, NULL), PADAN_OK);
    assert_int_equal(padan_find(memory, "quay", &one, write_hit, &lines, &further, NULL), PADAN_OK);
    assert_int_equal(given, expected);
    assert_int_equal(counted, expected);
    assert_int_equal(further, expected);
}

static void what_is_counted_is_what_is_given(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    STORE(*state, { "en", "the quay", "id", "dermaga" }, { "en", "a quay", "de", "Kai" }, { "en", "my quay" },
          { "en", "that quay", "id", "pelabuhan" });
    assert_counted(*state, &options, 4);
    options.source = "en";
    options.target = "id";
    assert_counted(*state, &options, 2);
    options.with = "dermaga";
    assert_counted(*state, &options, 1);
    options.with = NULL;
    options.without = "dermaga";
    assert_counted(*state, &options, 1);
    options.without = NULL;
    options.document = "news.txt";
    assert_counted(*state, &options, 2);
    options.document = "other.txt";
    assert_counted(*state, &options, 0);
    options.document = NULL;
    options.until = "2000-01-01";
    assert_counted(*state, &options, 0);
}

static void pages_and_counts(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    struct lines lines = { 0 };
    int64_t count;
    STORE(*state, { "en", "a 1" }, { "en", "a 2" }, { "en", "a 3" }, { "en", "a 4" });
    options.skip = 1;
    options.limit = 1;
    options.count_further = 1;
    assert_int_equal(padan_find(*state, "a", &options, write_hit, &lines, &count, NULL), PADAN_OK);
    assert_string_equal(lines.text, "en: [a] 2\n");
    assert_int_equal(count, 3);
    options.skip = INT64_MAX;
    options.limit = INT64_MAX;
    options.count_further = INT64_MAX;
    assert_int_equal(padan_find(*state, "a", &options, write_hit, &lines, &count, NULL), PADAN_OK);
    assert_int_equal(count, 4);
    assert_int_equal(lines.count, 1);
}

static void assert_family(struct padan_memory *memory, const char *language, const char *query, const char *expected)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    options.source = language;
    options.mode = PADAN_FIND_FAMILY;
    assert_found_in(memory, &options, query, expected);
}

static void families_across_derivation(void **state)
{
    static const char all[] =
        "en: a [peacekeeping] force\nen: two [Peacekeepers]\nen: [peace-keeping] missions\n"
        "en: to [keep the peace]\n";
    STORE(*state, { "en", "a peacekeeping force" }, { "en", "two Peacekeepers" }, { "en", "peace-keeping missions" },
          { "en", "to keep the peace" }, { "en", "a piece of peace" }, { "en", "observe party" },
          { "en", "an observation in part" });
    assert_family(*state, "en", "peacekeeping", all);
    assert_family(*state, "en", "peacekeepers", all);
    assert_family(*state, "en", "peace-keeping", all);
    assert_family(*state, "en", "\"keep the peace\"", all);
    assert_family(*state, "en", "observer", "en: [observe] party\nen: an [observation] in part\n");
    assert_family(*state, "en", "part", "en: an observation in [part]\n");
    assert_family(*state, "en", "observing -party", "en: an [observation] in part\n");
    assert_family(*state, "en", "observing NEAR/1 part", "en: an [observation] in [part]\n");
    assert_family(*state, "en", "nothing", "");
}

static void families_of_affixes(void **state)
{
    STORE(*state, { "id", "pasukan penjaga perdamaian" }, { "id", "mereka menjaga perdamaiannya" },
          { "id", "berjaga-jaga demi damai" }, { "id", "memberikan ikan" }, { "id", "ia memukul dan dipukuli" },
          { "ms", "penjagaan keamanan" }, { "id", "penyapu" }, { "id", "sapu" });
    assert_family(*state, "id", "menjaga perdamaian",
                  "id: pasukan [penjaga] [perdamaian]\nid: mereka [menjaga] [perdamaiannya]\n"
                  "id: [berjaga]-[jaga] demi [damai]\n");
    assert_family(*state, "id", "pemukul", "id: ia [memukul] dan [dipukuli]\n");
    assert_family(*state, "id", "ikan", "id: memberikan [ikan]\n");
    assert_family(*state, "id", "menyapu", "id: [penyapu]\nid: [sapu]\n");
    assert_family(*state, "ms", "dijaga", "ms: [penjagaan] keamanan\n");
}

static void families_of_other_languages(void **state)
{
    STORE(*state, { "de", "die Friedenssicherung" }, { "de", "sie sichern den Frieden" }, { "de", "frieden-sichernd" },
          { "es", "observar" }, { "es", "la observaci\xC3\xB3n" }, { "zh", "\xE5\x92\x8C\xE5\xB9\xB3" });
    assert_family(*state, "de", "Friedenssicherung",
                  "de: die [Friedenssicherung]\nde: sie [sichern den Frieden]\nde: [frieden-sichernd]\n");
    assert_family(*state, "es", "observador", "es: [observar]\nes: la [observaci\xC3\xB3n]\n");
    assert_family(*state, "zh", "\xE5\x92\x8C\xE5\xB9\xB3", "zh: [\xE5\x92\x8C\xE5\xB9\xB3]\n");
}

static void queries_are_bounded(void **state)
{
    size_t size = 100000;
    char *query = malloc(size + 1);
    assert_non_null(query);
    for (size_t i = 0; i < size; i++)
        query[i] = i % 2 ? ' ' : 'a';
    query[size] = '\0';
    STORE(*state, { "en", "a b a b" });
    assert_int_equal(status_of(*state, PADAN_FIND_STEM, query, NULL), PADAN_ERROR_LIMIT);
    query[10000] = '\0';
    assert_found(*state, "en", query, "en: [a] b [a] b\n");
    query[0] = query[9999] = '"';
    assert_found(*state, "en", query, "");
    query[9999] = 'a';
    assert_int_equal(status_of(*state, PADAN_FIND_STEM, query, NULL), PADAN_ERROR_ARGUMENT);
    memset(query, 'a', 10000);
    assert_found(*state, "en", query, "");
    free(query);
    assert_int_equal(status_of(*state, PADAN_FIND_STEM, "a\xFF", NULL), PADAN_ERROR_ENCODING);
}

static void regular_expressions(void **state)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    struct padan_error error;
    STORE(*state, { "en", "In 1994 and 2020", "id", "Pada 1994" }, { "en", "\xC3\xA9t\xC3\xA9 99" },
          { "en", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" });
    options.source = "en";
    options.mode = PADAN_FIND_REGEX;
    assert_found_in(*state, &options, "[0-9]{2,}",
                    "en: In [1994] and [2020] | id: Pada 1994\nen: \xC3\xA9t\xC3\xA9 [99]\n");
    assert_found_in(*state, &options, "\xC3\xA9$|x*", "");
    assert_found_in(*state, &options, "in", "");
    assert_found_in(*state, &options, "(?i)in\\b", "en: [In] 1994 and 2020 | id: Pada 1994\n");
    assert_int_equal(status_of(*state, PADAN_FIND_REGEX, "ab(c", &error), PADAN_ERROR_ARGUMENT);
    assert_non_null(strstr(error.message, "parenthesis"));
    assert_true(error.column >= 4);
    assert_int_equal(status_of(*state, PADAN_FIND_REGEX, "", NULL), PADAN_ERROR_ARGUMENT);
    assert_int_equal(status_of(*state, PADAN_FIND_REGEX, "a\xFF", NULL), PADAN_ERROR_ENCODING);
    assert_int_equal(status_of(*state, PADAN_FIND_REGEX, "(a+)+$", &error), PADAN_ERROR_LIMIT);
    assert_non_null(strstr(error.message, "simpler"));
    assert_int_equal(status_of(*state, (enum padan_find_mode)9, "a", NULL), PADAN_ERROR_ARGUMENT);
}

static void undone_units_are_not_found(void **state)
{
    struct padan_undo_summary summary;
    STORE(*state, { "en", "keeping one", "id", "satu" });
    int64_t second = STORE(*state, { "en", "keeping one", "id", "satu" }, { "en", "keeping two", "id", "dua" });
    assert_found(*state, "en", "keep", "en: [keeping] one | id: satu\nen: [keeping] two | id: dua\n");
    assert_int_equal(padan_memory_undo(*state, second, &summary, NULL), PADAN_OK);
    assert_found(*state, "en", "keep", "en: [keeping] one | id: satu\n");
    assert_int_equal(padan_memory_undo(*state, 0, &summary, NULL), PADAN_OK);
    assert_found(*state, "en", "keep", "");
    STORE(*state, { "en", "keeping three", "id", "tiga" });
    assert_found(*state, "en", "keep", "en: [keeping] three | id: tiga\n");
}

static void rebuilt_indexes_find_the_same(void **state)
{
    static const char expected[] = "en: [keeping] one | id: satu\nen-US: he [keeps]\n";
    STORE(*state, { "en", "keeping one", "id", "satu" }, { "en-US", "he keeps" }, { "de", "keep" });
    assert_found(*state, "en", "keep", expected);
    assert_int_equal(padan_memory_rebuild(*state, NULL), PADAN_OK);
    assert_found(*state, "en", "keep", expected);
}

/* As somebody does with the plain sqlite3 shell, which knows nothing of the indexes. */
static void change_by_another_program(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static bool is_current(struct padan_memory *memory)
{
    struct padan_memory_info info;
    assert_int_equal(padan_memory_info(memory, &info, NULL), PADAN_OK);
    bool current = info.indexes_current;
    padan_memory_info_free(&info);
    return current;
}

static void stale_indexes_hide_nothing(void **state)
{
    static const char expected[] =
        "en: [keeping] one | id: satu | en: kept keeping two\n"
        "en: kept [keeping] two | en: keeping one | id: satu\n";
    static const char add[] =
        "INSERT INTO variant (unit, language, position, text) "
        "SELECT unit, language, 2, 'kept keeping two' FROM variant WHERE text = 'keeping one'";
    struct padan_memory *reader;
    STORE(*state, { "en", "keeping one", "id", "satu" });
    change_by_another_program(add);
    assert_false(is_current(*state));
    assert_int_equal(padan_memory_open(&reader, path, PADAN_MEMORY_READ, NULL), PADAN_OK);
    assert_found(reader, "en", "keep", expected);
    padan_memory_close(reader);
    assert_false(is_current(*state));
    assert_found(*state, "en", "keep", expected);
    assert_true(is_current(*state));
}

static void damaged_indexes_are_told_and_mended(void **state)
{
    struct padan_error error = { 0 };
    STORE(*state, { "en", "keeping one" });
    padan_memory_close(*state);
    change_by_another_program("DELETE FROM fts_1_data WHERE id > 10");
    assert_int_equal(padan_memory_open((struct padan_memory **)state, path, PADAN_MEMORY_WRITE, NULL), PADAN_OK);
    assert_int_equal(status_of(*state, PADAN_FIND_STEM, "keep", &error), PADAN_ERROR_CORRUPT);
    assert_non_null(strstr(error.message, "--rebuild"));
    assert_int_equal(padan_memory_rebuild(*state, NULL), PADAN_OK);
    assert_found(*state, "en", "keep", "en: [keeping] one\n");
}

/* The text around each hit of a word, "before{hit}after", with "<" and ">" where it is cut. */
static void assert_context(const char *language, const char *text, const char *word, size_t columns,
                           const char *expected)
{
    struct padan_kwic *kwic;
    struct padan_context context;
    char line[512];
    const char *at = strstr(text, word);
    assert_non_null(at);
    struct padan_span hit = { (size_t)(at - text), (size_t)(at - text) + strlen(word) };
    assert_int_equal(padan_kwic_new(&kwic, language, NULL), PADAN_OK);
    assert_int_equal(padan_kwic_context(&context, kwic, padan_string(text), hit, columns, NULL), PADAN_OK);
    snprintf(line, sizeof line, "%s%.*s{%s}%.*s%s", context.is_cut_before ? "<" : "",
             (int)(context.before.end - context.before.start), text + context.before.start, word,
             (int)(context.after.end - context.after.start), text + context.after.start,
             context.is_cut_after ? ">" : "");
    assert_string_equal(line, expected);
    padan_kwic_free(kwic);
}

static void context_is_cut_between_words(void **state)
{
    (void)state;
    static const char text[] = "Some say that peace, however dear, is worth it.";
    assert_context("en", text, "peace", 100, "Some say that {peace}, however dear, is worth it.");
    assert_context("en", text, "peace", 10, "<say that {peace}, however>");
    assert_context("en", text, "peace", 8, "<that {peace},>");
    assert_context("en", text, "peace", 0, "<{peace}>");
    assert_context("en", text, "Some", 9, "{Some} say that>");
    assert_context("en", "peace", "peace", 5, "{peace}");
    assert_context("zh", "\xE7\xBB\xB4\xE6\xAD\xA2\xE7\xBB\xB4\xE5\x92\x8C\xE9\x83\xA8\xE9\x98\x9F", "\xE5\x92\x8C", 3,
                   "<\xE7\xBB\xB4{\xE5\x92\x8C}\xE9\x83\xA8>");
}

static void bad_hits_are_refused(void **state)
{
    (void)state;
    struct padan_kwic *kwic;
    struct padan_context context;
    unsigned char *key;
    size_t size;
    assert_int_equal(padan_kwic_new(&kwic, "12", NULL), PADAN_ERROR_LANGUAGE);
    assert_int_equal(padan_kwic_new(&kwic, "en", NULL), PADAN_OK);
    struct padan_string text = padan_string("one");
    assert_int_equal(padan_kwic_context(&context, kwic, text, (struct padan_span){ 2, 4 }, 9, NULL),
                     PADAN_ERROR_ARGUMENT);
    assert_int_equal(padan_kwic_key(&key, &size, kwic, text, (struct padan_span){ 2, 1 }, PADAN_KWIC_LEFT, NULL),
                     PADAN_ERROR_ARGUMENT);
    assert_null(key);
    padan_kwic_free(kwic);
}

/* How the hits of "x" in two texts compare: -1, 0 or 1. */
static int order(const char *language, enum padan_kwic_side side, const char *first, const char *second)
{
    const char *texts[] = { first, second };
    unsigned char *keys[2];
    size_t sizes[2];
    struct padan_kwic *kwic;
    assert_int_equal(padan_kwic_new(&kwic, language, NULL), PADAN_OK);
    for (size_t i = 0; i < 2; i++) {
        size_t at = (size_t)(strchr(texts[i], 'x') - texts[i]);
        assert_int_equal(padan_kwic_key(&keys[i], &sizes[i], kwic, padan_string(texts[i]),
                                        (struct padan_span){ at, at + 1 }, side, NULL),
                         PADAN_OK);
    }
    int result = memcmp(keys[0], keys[1], sizes[0] < sizes[1] ? sizes[0] : sizes[1]);
    free(keys[0]);
    free(keys[1]);
    padan_kwic_free(kwic);
    return result < 0 ? -1 : result > 0;
}

static void keys_follow_the_neighbours(void **state)
{
    (void)state;
    assert_int_equal(order("en", PADAN_KWIC_RIGHT, "z x, apple", "a x bear"), -1);
    assert_int_equal(order("en", PADAN_KWIC_LEFT, "z apple x z", "a bear x a"), -1);
    assert_int_equal(order("en", PADAN_KWIC_LEFT, "a apple x", "b apple x"), -1);
    assert_int_equal(order("en", PADAN_KWIC_RIGHT, "a x b", "c x b"), 0);
    assert_int_equal(order("en", PADAN_KWIC_RIGHT, "x", "x b"), -1);
    assert_int_equal(order("de", PADAN_KWIC_RIGHT, "x \xC3\xA4pfel", "x zebra"), -1);
    assert_int_equal(order("sv", PADAN_KWIC_RIGHT, "x \xC3\xA4pple", "x zebra"), 1);
}

#define MEMORY_TEST(name) cmocka_unit_test_setup_teardown(name, make_memory, remove_memory)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEMORY_TEST(words_are_found_in_any_form),
        MEMORY_TEST(accents_and_case_are_alike),
        MEMORY_TEST(other_scripts_are_found),
        MEMORY_TEST(any_part_is_found_without_spaces),
        MEMORY_TEST(particles_hide_no_korean_word),
        MEMORY_TEST(indonesian_is_stemmed),
        MEMORY_TEST(long_texts_are_searched),
        MEMORY_TEST(signs_are_literal),
        MEMORY_TEST(phrases_and_prefixes),
        MEMORY_TEST(ranges_limits_and_order),
        MEMORY_TEST(hits_say_where_they_come_from),
        MEMORY_TEST(receiver_may_stop),
        MEMORY_TEST(syntax_of_the_index_is_never_reached),
        MEMORY_TEST(queries_combine_words),
        MEMORY_TEST(words_near_one_another),
        MEMORY_TEST(refused_queries_say_where),
        MEMORY_TEST(case_and_accents_on_wish),
        MEMORY_TEST(conditions_on_the_translation),
        MEMORY_TEST(fields_in_queries),
        MEMORY_TEST(what_is_counted_is_what_is_given),
        MEMORY_TEST(pages_and_counts),
        MEMORY_TEST(families_across_derivation),
        MEMORY_TEST(families_of_affixes),
        MEMORY_TEST(families_of_other_languages),
        MEMORY_TEST(queries_are_bounded),
        MEMORY_TEST(regular_expressions),
        MEMORY_TEST(undone_units_are_not_found),
        MEMORY_TEST(rebuilt_indexes_find_the_same),
        MEMORY_TEST(stale_indexes_hide_nothing),
        MEMORY_TEST(damaged_indexes_are_told_and_mended),
        cmocka_unit_test(context_is_cut_between_words),
        cmocka_unit_test(bad_hits_are_refused),
        cmocka_unit_test(keys_follow_the_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
