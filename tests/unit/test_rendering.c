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

#include <padan/find.h>

static char folder[64], path[96];

static int make_memory(void **state)
{
    struct padan_memory *memory;
    strcpy(folder, "/tmp/padan-rendering-XXXXXX");
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
        char name[128];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
    return rmdir(folder);
}

/* Stores pairs of texts: of the first language, of the second, and so on. */
static void store(struct padan_memory *memory, const char *source, const char *target, const char *const *texts,
                  size_t count)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_batch *batch;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = "test";
    assert_int_equal(padan_batch_begin(&batch, memory, &options, &summary, NULL), PADAN_OK);
    for (size_t i = 0; i < count; i++) {
        struct padan_variant variants[2] = {
            { .language = padan_string(source), .text = padan_string(texts[2 * i]) },
            { .language = padan_string(target), .text = padan_string(texts[2 * i + 1]) },
        };
        struct padan_unit unit = { .variants = variants,
                                   .variant_count = 2,
                                   .confidence = PADAN_CONFIDENCE_UNKNOWN,
                                   .document = padan_string("news.txt"),
                                   .position = (int64_t)i };
        assert_int_equal(padan_batch_put(batch, &unit, NULL), PADAN_OK);
    }
    assert_int_equal(padan_batch_finish(batch, &summary, NULL), PADAN_OK);
}

/* Hits with their renderings, a line each: "hit > rendering + rendering | ...". */
struct marks {
    struct padan_renderer *renderer;
    char targets[64][512];
    size_t count;
    char text[8192];
    double least; /* probability of all */
};

static int add(void *context, const struct padan_found *found, struct padan_error *error)
{
    struct marks *marks = context;
    assert_true(marks->count < 64 && found->targets[0].text.size < sizeof marks->targets[0]);
    snprintf(marks->targets[marks->count++], sizeof marks->targets[0], "%.*s", (int)found->targets[0].text.size,
             found->targets[0].text.data);
    return padan_renderer_add(marks->renderer, found, 0, error);
}

static int mark(void *context, size_t hit, const struct padan_rendering *renderings, size_t count,
                struct padan_error *error)
{
    struct marks *marks = context;
    const char *target = marks->targets[hit];
    (void)error;
    for (size_t i = 0; i < count; i++) {
        const struct padan_rendering *rendering = &renderings[i];
        assert_in_range(rendering->probability * 1000, 0, 1000);
        marks->least = rendering->probability < marks->least ? rendering->probability : marks->least;
        for (size_t k = 0; k < rendering->span_count; k++) {
            struct padan_span span = rendering->spans[k];
            assert_true(span.start < span.end && span.end <= strlen(target));
            sprintf(marks->text + strlen(marks->text), "%s%.*s", k > 0 ? " + " : "", (int)(span.end - span.start),
                    target + span.start);
        }
        strcat(marks->text, i + 1 < count ? " | " : "");
    }
    strcat(marks->text, "\n");
    return PADAN_OK;
}

static const char *render(struct marks *marks, struct padan_memory *memory, const char *query, const char *source,
                          const char *target)
{
    struct padan_find_options options = PADAN_FIND_OPTIONS_INIT;
    struct padan_align_options known = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_error error;
    known.data = getenv("PADAN_DATA");
    options.source = source;
    options.target = target;
    *marks = (struct marks){ .least = 1 };
    assert_int_equal(padan_renderer_new(&marks->renderer, memory, source, target, &known, &error), PADAN_OK);
    assert_int_equal(padan_find(memory, query, &options, add, marks, NULL, &error), PADAN_OK);
    assert_int_equal(padan_renderer_mark(marks->renderer, mark, marks, &error), PADAN_OK);
    padan_renderer_free(marks->renderer);
    return marks->text;
}

/* No word of it is in the general lexicon but those that any text has. */
static const char *const harbour[] = {
    "The harbour master closed the quay on Monday.",
    "Syahbandar menutup dermaga pada hari Senin.",
    "Two ferries waited outside the quay for six hours.",
    "Dua feri menunggu di luar dermaga selama enam jam.",
    "The harbour master said the waves were too high.",
    "Syahbandar mengatakan ombak terlalu tinggi.",
    "Passengers slept on the quay.",
    "Penumpang tidur di dermaga.",
    "High waves are common in January.",
    "Ombak tinggi biasa terjadi pada bulan Januari.",
    "The ferries left on Tuesday morning.",
    "Feri-feri itu berangkat pada Selasa pagi.",
    "Nobody asked the harbour master why.",
    "Tidak ada yang bertanya kepada syahbandar mengapa.",
};

static void words_and_phrases(void **state)
{
    struct marks marks;
    store(*state, "en", "id", harbour, 7);
    assert_string_equal(render(&marks, *state, "quay", "en", "id"), "dermaga\ndermaga\ndermaga\n");
    assert_string_equal(render(&marks, *state, "\"harbour master\"", "en", "id"),
                        "Syahbandar\nSyahbandar\nsyahbandar\n");
    assert_string_equal(render(&marks, *state, "ombak", "id", "en"), "waves\nwaves\n");
    /* A phrase of two words side by side, without quotation marks, is one too. */
    assert_string_equal(render(&marks, *state, "harbour master", "en", "id"), "Syahbandar\nSyahbandar\nsyahbandar\n");
}

/* One hit alone: what the other words are known to mean leaves the one that is asked for. */
static void single_hit(void **state)
{
    struct marks marks;
    store(*state, "en", "id", harbour, 7);
    assert_string_equal(render(&marks, *state, "Tuesday", "en", "id"), "Selasa\n");
    assert_string_equal(render(&marks, *state, "six", "en", "id"), "enam\n");
    assert_string_equal(render(&marks, *state, "passengers", "en", "id"), "Penumpang\n");
}

/* A memory has pairs of which one side has no word; they leave the others as they are. */
static void texts_without_words(void **state)
{
    static const char *const wordless[] = { "The quay.", "-", "Another quay!", "\xE2\x80\x94", "!", "Di dermaga lain" };
    struct marks marks;
    store(*state, "en", "id", harbour, 7);
    store(*state, "en", "id", wordless, 3);
    assert_string_equal(render(&marks, *state, "quay", "en", "id"), "dermaga\ndermaga\ndermaga\n\n\n");
    assert_string_equal(render(&marks, *state, "ombak", "id", "en"), "waves\nwaves\n");
}

static void no_spaces(void **state)
{
    static const char *const texts[] = {
        "The train leaves at nine.",
        "火车九点出发。",
        "We met on the train.",
        "我们在火车上见面。",
        "Her train is late today.",
        "她的火车今天晚点。",
        "We met at the bridge.",
        "我们在桥上见面。",
        "The bridge over the river is old.",
        "河上的桥很旧。",
        "The teacher reads the newspaper.",
        "老师看报纸。",
    };
    struct marks marks;
    store(*state, "en", "zh", texts, 6);
    assert_string_equal(render(&marks, *state, "train", "en", "zh"), "火车\n火车\n火车\n");
    assert_string_equal(render(&marks, *state, "火车", "zh", "en"), "train\ntrain\ntrain\n");
}

static void ugly_texts(void **state)
{
    static const char *const texts[] = {
        "quay",
        "…",
        "quay quay quay quay",
        "dermaga",
        "!!! quay ???",
        "\xE2\x80\xAE dermaga \xE2\x80\xAC",
        "the quay 12",
        "dermaga 12",
    };
    struct marks marks;
    store(*state, "en", "id", texts, 4);
    render(&marks, *state, "quay", "en", "id");
    assert_int_equal(marks.count, 4);
    assert_int_equal(padan_renderer_new(&marks.renderer, *state, "no language", "id", NULL, NULL),
                     PADAN_ERROR_LANGUAGE);
    assert_null(marks.renderer);
    assert_int_equal(padan_renderer_new(&marks.renderer, *state, "en", "id", NULL, NULL), PADAN_OK);
    assert_int_equal(padan_renderer_add(marks.renderer, &(struct padan_found){ 0 }, 0, NULL), PADAN_ERROR_ARGUMENT);
    assert_int_equal(padan_renderer_mark(marks.renderer, mark, &marks, NULL), PADAN_OK);
    padan_renderer_free(marks.renderer);
    padan_renderer_free(NULL);
}

static void count(struct padan_rendering_table *table, const char *text, const char *document)
{
    assert_int_equal(
        padan_rendering_table_add(table, padan_string("x"), padan_string(text), 0.5, padan_string(document), NULL),
        PADAN_OK);
}

static void forms_are_counted_together(void **state)
{
    struct padan_rendering_table *table;
    struct padan_rendering_count *list;
    size_t length;
    int64_t rendered;
    (void)state;
    assert_int_equal(padan_rendering_table_new(&table, "en", NULL), PADAN_OK);
    count(table, "Harbour masters", "a");
    count(table, "port", "a");
    count(table, "harbour master", "b");
    count(table, "", "b");
    count(table, "harbour master", "c");
    assert_int_equal(padan_rendering_table_places(table, &rendered), 5);
    assert_int_equal(rendered, 4);
    assert_int_equal(padan_rendering_table_list(table, &list, &length, NULL), PADAN_OK);
    assert_int_equal(length, 2);
    assert_int_equal(list[0].text.size, strlen("harbour master"));
    assert_memory_equal(list[0].text.data, "harbour master", list[0].text.size);
    assert_int_equal(list[0].count, 3);
    assert_memory_equal(list[0].first_document.data, "a", 1);
    assert_memory_equal(list[0].last_document.data, "c", 1);
    assert_int_equal(list[1].count, 1);
    free(list);
    padan_rendering_table_free(table);
}

/* "generator" finds "generate" too, and more often. */
static void forms_asked_for_come_first(void **state)
{
    static const char *const places[] = { "generate", "Generator", "generates", "generators", "generates" };
    struct padan_rendering_table *table;
    struct padan_rendering_count *list;
    size_t length;
    (void)state;
    assert_int_equal(padan_rendering_table_new(&table, "id", NULL), PADAN_OK);
    assert_int_equal(padan_rendering_table_ask(table, padan_string("random generator"), NULL), PADAN_OK);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(padan_rendering_table_add(table, padan_string(places[i]),
                                                   padan_string(i == 1 ? "pembangkit" : "buat"), 1, padan_string("a"),
                                                   NULL),
                         PADAN_OK);
    assert_int_equal(padan_rendering_table_list(table, &list, &length, NULL), PADAN_OK);
    assert_int_equal(length, 2);
    assert_memory_equal(list[0].text.data, "pembangkit", 10);
    assert_int_equal(list[0].asked, 1);
    assert_int_equal(list[1].count, 4);
    free(list);
    padan_rendering_table_free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_and_phrases, make_memory, remove_memory),
        cmocka_unit_test_setup_teardown(single_hit, make_memory, remove_memory),
        cmocka_unit_test_setup_teardown(texts_without_words, make_memory, remove_memory),
        cmocka_unit_test_setup_teardown(no_spaces, make_memory, remove_memory),
        cmocka_unit_test_setup_teardown(ugly_texts, make_memory, remove_memory),
        cmocka_unit_test(forms_are_counted_together),
        cmocka_unit_test(forms_asked_for_come_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
