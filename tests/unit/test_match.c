/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching through its interface: complete against brute force, current after each change, and unharmed by bad files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <padan/padan.h>
#include <padan/score.h>

#include "match_support.h"

/* A pair as a test stores it. */
struct pair {
    const char *source, *target, *source_language, *target_language;
    const char *before, *after, *document;
};

static void put_pair(struct padan_batch *batch, const struct pair *pair)
{
    struct padan_error error;
    struct padan_variant variants[] = {
        { .language = padan_string(pair->source_language ? pair->source_language : "en"),
          .text = padan_string(pair->source),
          .has_before = pair->before != NULL,
          .before = padan_string(pair->before),
          .has_after = pair->after != NULL,
          .after = padan_string(pair->after) },
        { .language = padan_string(pair->target_language ? pair->target_language : "id"),
          .text = padan_string(pair->target) },
    };
    struct padan_unit unit = { .variants = variants,
                               .variant_count = 2,
                               .status = PADAN_UNIT_CONFIRMED,
                               .confidence = PADAN_CONFIDENCE_UNKNOWN,
                               .document = padan_string(pair->document),
                               .position = -1 };
    assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
}

static struct padan_memory *open_memory(void)
{
    struct padan_memory *memory;
    struct padan_error error;
    assert_int_equal(padan_memory_open(&memory, path, PADAN_MEMORY_CREATE, &error), PADAN_OK);
    return memory;
}

static struct padan_batch *begin(struct padan_memory *memory)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_batch *batch;
    struct padan_error error;
    options.kind = PADAN_BATCH_IMPORT;
    options.source = "test";
    assert_int_equal(padan_batch_begin(&batch, memory, &options, &summary, &error), PADAN_OK);
    return batch;
}

static void finish(struct padan_batch *batch)
{
    struct padan_batch_summary summary;
    struct padan_error error;
    assert_int_equal(padan_batch_finish(batch, &summary, &error), PADAN_OK);
}

static void store(const struct pair *pairs, size_t count)
{
    struct padan_memory *memory = open_memory();
    struct padan_batch *batch = begin(memory);
    for (size_t i = 0; i < count; i++)
        put_pair(batch, &pairs[i]);
    finish(batch);
    padan_memory_close(memory);
}

static void store_one(const char *source, const char *target)
{
    const struct pair pair = { .source = source, .target = target };
    store(&pair, 1);
}

static char said[4096];

static void hear(void *context, const struct padan_error *warning)
{
    (void)context;
    strncat(said, warning->message, sizeof said - strlen(said) - 2);
    strcat(said, "\n");
}

static const struct padan_reporter reporter = { .report = hear };

struct searcher {
    struct padan_matcher *matcher;
    struct padan_match_search *search;
};

static struct padan_match_options options_for(const char *const *target)
{
    struct padan_match_options options = PADAN_MATCH_OPTIONS_INIT;
    options.source = "en";
    options.targets = target;
    options.target_count = 1;
    return options;
}

static const char *const indonesian[] = { "id" };

static struct searcher open_with(const struct padan_match_options *options)
{
    struct searcher searcher;
    struct padan_error error;
    const struct padan_match_memory memory = { .path = path };
    said[0] = '\0';
    assert_int_equal(padan_matcher_open(&searcher.matcher, &memory, 1, &reporter, &error), PADAN_OK);
    int status = padan_match_search_open(&searcher.search, searcher.matcher, options, &error);
    if (status != PADAN_OK)
        fail_msg("%s", error.message);
    return searcher;
}

static struct searcher open_search(enum padan_match_rank rank)
{
    struct padan_match_options options = options_for(indonesian);
    options.rank = rank;
    return open_with(&options);
}

static void close_search(struct searcher *searcher)
{
    padan_match_search_close(searcher->search);
    padan_matcher_close(searcher->matcher);
}

static struct padan_matches look(struct searcher *searcher, const char *text)
{
    struct padan_match_query query = { .text = padan_string(text) };
    struct padan_matches matches;
    struct padan_error error;
    int status = padan_match_search(&matches, searcher->search, &query, &error);
    if (status != PADAN_OK)
        fail_msg("%s", error.message);
    return matches;
}

static void assert_text(struct padan_string found, const char *expected)
{
    assert_int_equal(found.size, strlen(expected));
    assert_memory_equal(found.data, expected, found.size);
}

static uint32_t state = 4711;

static uint32_t pick(uint32_t below)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

/* Words of our own from which texts are made up, by script. */
static const char *const words[][12] = {
    { "the", "valve", "Open", "close", "slowly", "7", "12.5", "pump,", "water.", "not", "and", "re-start" },
    { "打开", "阀门", "关闭", "水泵", "三", "慢慢", "不要", "，", "。", "检查", "压力", "7" },
    { "バルブを", "開く", "閉じる", "ポンプ", "水", "ゆっくり", "。", "確認", "する", "圧力", "、", "12" },
    { "เปิด", "วาล์ว", "ปิด", "ปั๊ม", "น้ำ", "ช้าๆ", "ไม่", "ตรวจ", "แรงดัน", "7", "และ", "แล้ว" },
    { "افتح", "الصمام", "أغلق", "المضخة", "الماء", "ببطء", "لا", "افحص", "الضغط", "٧", "،", "ثم" },
    { "वाल्व", "खोलें", "बंद", "पंप", "पानी", "धीरे", "नहीं", "जाँच", "दबाव", "७", "और", "करें" },
    { "👍", "👍🏽", "🚰", "🔧", "ok", "𠮷", "𝒜", "é", "é", "ß", "İ", "x" },
};
enum { SCRIPTS = sizeof words / sizeof *words, STORED = 700 };

static char stored[STORED][400];

static void make_up(char *out, size_t script)
{
    size_t count = pick(8) ? pick(9) + 1 : pick(22);
    *out = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(out, words[script][pick(12)]);
        if (script < 1 || script > 3 || pick(4) == 0)
            strcat(out, " ");
    }
    snprintf(out + strlen(out), 8, "%u", pick(30));
}

static void store_made_up(void)
{
    struct padan_memory *memory = open_memory();
    struct padan_batch *batch = begin(memory);
    char target[16];
    for (size_t i = 0; i < STORED; i++) {
        make_up(stored[i], i % SCRIPTS);
        snprintf(target, sizeof target, "t%zu", i);
        put_pair(batch, &(struct pair){ .source = stored[i], .target = target });
    }
    finish(batch);
    padan_memory_close(memory);
}

/* What a text is ranked by for a query, by the comparer alone. */
static double rank_of(struct padan_comparer *comparer, const char *text, enum padan_match_rank rank)
{
    struct padan_score score;
    assert_int_equal(
        padan_comparer_score(&score, comparer, padan_string(text), (struct padan_string){ NULL, 0 }, 0, NULL),
        PADAN_OK);
    return rank == PADAN_MATCH_BY_SCORE ? score.score : 100 * score.similarity;
}

static int falling(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a < b) - (a > b);
}

/* The five best must be the five best of all, by rank. */
static void check_against_all(struct searcher *searcher, struct padan_comparer *comparer, const char *query,
                              enum padan_match_rank rank, double min)
{
    static double ranks[STORED];
    assert_int_equal(padan_comparer_query(comparer, padan_string(query), NULL), PADAN_OK);
    for (size_t i = 0; i < STORED; i++)
        ranks[i] = rank_of(comparer, stored[i], rank);
    qsort(ranks, STORED, sizeof *ranks, falling);
    size_t expected = 0;
    while (expected < 5 && ranks[expected] >= min - 1e-9)
        expected++;
    struct padan_matches found = look(searcher, query);
    assert_int_equal(found.count, expected);
    for (size_t i = 0; i < expected; i++) {
        double rank_found = rank == PADAN_MATCH_BY_SCORE ? found.items[i].score : 100 * found.items[i].similarity;
        assert_true(rank_found > ranks[i] - 1e-6 && rank_found < ranks[i] + 1e-6);
    }
}

static void check_rank(enum padan_match_rank rank, double min)
{
    struct padan_match_options options = options_for(indonesian);
    struct padan_comparer *comparer;
    options.rank = rank;
    options.min = min;
    struct searcher searcher = open_with(&options);
    assert_int_equal(padan_comparer_new(&comparer, "en", NULL), PADAN_OK);
    for (size_t i = 0; i < 35; i++) {
        char query[400];
        make_up(query, i % SCRIPTS);
        check_against_all(&searcher, comparer, i % 3 ? query : stored[pick(STORED)], rank, min);
    }
    padan_comparer_free(comparer);
    close_search(&searcher);
}

static void the_best_are_found_by_similarity(void **unused)
{
    (void)unused;
    store_made_up();
    check_rank(PADAN_MATCH_BY_SIMILARITY, 70);
    check_rank(PADAN_MATCH_BY_SIMILARITY, 40);
}

static void the_best_are_found_by_score(void **unused)
{
    (void)unused;
    store_made_up();
    check_rank(PADAN_MATCH_BY_SCORE, 70);
    check_rank(PADAN_MATCH_BY_SCORE, 45);
}

/* Of several words, each a run of one letter; the one of number `joined` is joined to the next. */
static void write_words(char out[400], int joined)
{
    size_t size = 0;
    for (int word = 0; word < 24; word++)
        for (int i = 0; i < 5; i++)
            if (i < 4 || (word != joined && word < 23))
                out[size++] = i < 4 ? (char)('a' + word) : ' ';
    out[size] = '\0';
}

/*
 * Two words joined are one edit by characters and most of two words by score; two letters more are two edits and cost
 * two. However many of the former are nearest, the latter scores best.
 */
static void the_best_by_score_is_found_behind_any_number_that_are_nearer(void **unused)
{
    char query[400], best[402], text[400];
    struct padan_match_options options = options_for(indonesian);
    (void)unused;
    write_words(query, -1);
    snprintf(best, sizeof best, "%szz", query);
    store_one(best, "terbaik");
    options.max = 1;
    for (int count = 0; count < 23; count++) {
        struct searcher searcher = open_with(&options);
        struct padan_matches found = look(&searcher, query);
        assert_int_equal(found.count, 1);
        assert_text(found.items[0].source, best);
        close_search(&searcher);
        write_words(text, count);
        store_one(text, "tersambung");
    }
}

static void what_is_stored_deleted_and_undone_is_seen_at_once(void **unused)
{
    (void)unused;
    struct padan_undo_summary undone;
    struct padan_delete_summary deleted;
    struct padan_delete_options options = PADAN_DELETE_OPTIONS_INIT;
    store_one("Open the first valve.", "Buka katup pertama.");
    struct searcher searcher = open_search(PADAN_MATCH_BY_SIMILARITY);
    assert_int_equal(look(&searcher, "Open the first valve.").count, 1);
    store_one("Close the second pump.", "Tutup pompa kedua.");
    assert_int_equal(look(&searcher, "Close the second pump.").count, 1);
    struct padan_memory *memory = open_memory();
    options.unit = 2;
    assert_int_equal(padan_memory_delete(memory, &options, &deleted, NULL), PADAN_OK);
    assert_int_equal(look(&searcher, "Close the second pump.").count, 0);
    /* A unit that takes the number of the one that is gone must not be taken for it. */
    store_one("Drain all the water now.", "Kuras semua air sekarang.");
    assert_int_equal(look(&searcher, "Drain all the water now.").count, 1);
    assert_int_equal(padan_memory_undo(memory, deleted.batch, &undone, NULL), PADAN_OK);
    assert_int_equal(look(&searcher, "Close the second pump.").count, 1);
    assert_int_equal(look(&searcher, "Drain all the water now.").count, 1);
    options = (struct padan_delete_options)PADAN_DELETE_OPTIONS_INIT;
    assert_int_equal(padan_memory_delete(memory, &options, &deleted, NULL), PADAN_OK);
    assert_int_equal(look(&searcher, "Open the first valve.").count, 0);
    store_one("Open the first valve!", "Buka katup pertama!");
    assert_int_equal(look(&searcher, "Open the first valve.").count, 1);
    padan_memory_close(memory);
    close_search(&searcher);
}

/* Calls with each file of the index. */
static size_t each_chunk(void (*change)(const char *name))
{
    char index[128], name[512];
    size_t count = 0;
    snprintf(index, sizeof index, "%s-match", path);
    DIR *open = opendir(index);
    for (struct dirent *entry; open && (entry = readdir(open));) {
        if (!strstr(entry->d_name, ".chunk"))
            continue;
        snprintf(name, sizeof name, "%s/%s", index, entry->d_name);
        change(name);
        count++;
    }
    if (open)
        closedir(open);
    return count;
}

static void cut(const char *name)
{
    struct stat info;
    assert_int_equal(stat(name, &info), 0);
    assert_int_equal(truncate(name, info.st_size / 2), 0);
}

static void spoil_end(const char *name)
{
    FILE *file = fopen(name, "r+b");
    fseek(file, -2000, SEEK_END);
    for (int i = 0; i < 2000; i++)
        fputc(i * 7, file);
    fclose(file);
}

static void leave(const char *name)
{
    (void)name;
}

static void check_still_finds(const char *expected)
{
    struct searcher searcher = open_search(PADAN_MATCH_BY_SIMILARITY);
    for (size_t i = 0; i < STORED; i += 50)
        assert_true(look(&searcher, stored[i]).count > 0);
    if (*expected ? !strstr(said, expected) : *said != '\0')
        fail_msg("said: %s", said);
    close_search(&searcher);
}

static void an_index_that_is_damaged_missing_or_another_memorys_is_made_anew(void **unused)
{
    (void)unused;
    char mine[128], other[128];
    store_made_up();
    check_still_finds("");
    assert_true(each_chunk(leave) > 0);
    each_chunk(cut);
    check_still_finds("damaged");
    each_chunk(spoil_end);
    check_still_finds("damaged");
    check_still_finds("");
    snprintf(mine, sizeof mine, "%s-match", path);
    snprintf(other, sizeof other, "%s/old-match", folder);
    assert_int_equal(rename(mine, other), 0);
    unlink(path);
    store_made_up();
    assert_int_equal(rename(other, mine), 0);
    check_still_finds("another");
    remove_folder(mine);
    check_still_finds("");
}

static void an_index_can_be_made_before_it_is_needed(void **unused)
{
    (void)unused;
    struct padan_match_index_info info;
    struct padan_error error;
    store_made_up();
    assert_int_equal(padan_match_index(path, "en", false, &info, &error), PADAN_OK);
    assert_int_equal(info.texts, STORED);
    assert_true(info.kept && info.current && info.bytes > 0);
    assert_int_equal(each_chunk(leave), 2);
    assert_int_equal(padan_match_index(path, "en", true, &info, &error), PADAN_OK);
    assert_int_equal(info.texts, STORED);
    assert_int_equal(padan_match_index(path, "fr", false, &info, &error), PADAN_ERROR_NOT_FOUND);
}

static void the_context_raises_what_is_equal_alone(void **unused)
{
    (void)unused;
    static const struct pair pairs[] = {
        { .source = "Save", .target = "Simpan", .before = "", .after = "Close" },
        { .source = "Save", .target = "Hemat", .before = "Spend less", .after = "Earn  more" },
        { .source = "Save it", .target = "Simpan ini", .before = "Spend less", .after = "Earn more" },
    };
    store(pairs, 3);
    struct searcher searcher = open_search(PADAN_MATCH_BY_SCORE);
    struct padan_match_query query = { .text = padan_string("Save"),
                                       .has_before = true,
                                       .before = padan_string("Spend less"),
                                       .has_after = true,
                                       .after = padan_string("Earn more") };
    struct padan_matches found;
    assert_int_equal(padan_match_search(&found, searcher.search, &query, NULL), PADAN_OK);
    assert_text(found.items[0].target, "Hemat");
    assert_int_equal(found.items[0].kind, PADAN_MATCH_DOUBLE_CONTEXT);
    assert_true(found.items[0].score == 102 && found.items[1].score == 100);
    query = (struct padan_match_query){ .text = padan_string("Save"), .has_before = true };
    assert_int_equal(padan_match_search(&found, searcher.search, &query, NULL), PADAN_OK);
    assert_text(found.items[0].target, "Simpan");
    assert_true(found.items[0].score == 101 && found.items[0].kind == PADAN_MATCH_CONTEXT);
    close_search(&searcher);
}

static void languages_are_found_by_range_and_regions_cost(void **unused)
{
    (void)unused;
    static const struct pair pairs[] = {
        { .source = "Open the door", .target = "Buka pintu", .source_language = "en-GB" },
        { .source = "Open the door", .target = "Ouvrez la porte", .target_language = "fr" },
    };
    static const char *const both[] = { "fr-CA", "id" };
    static const char *const missing[] = { "sw" };
    store(pairs, 2);
    struct padan_match_options options = options_for(both);
    options.source = "en-US";
    options.target_count = 2;
    options.penalties.region = 3;
    struct searcher searcher = open_with(&options);
    struct padan_matches found = look(&searcher, "Open the door");
    assert_int_equal(found.count, 2);
    assert_text(found.items[0].target, "Ouvrez la porte");
    assert_true(found.items[0].score == 100);
    assert_text(found.items[1].target, "Buka pintu");
    assert_true(found.items[1].score == 97 && found.items[1].penalty == 3);
    struct padan_match_search *search;
    struct padan_error error;
    options.targets = missing;
    options.target_count = 1;
    assert_int_equal(padan_match_search_open(&search, searcher.matcher, &options, &error), PADAN_ERROR_NOT_FOUND);
    assert_non_null(strstr(error.message, "en-GB"));
    close_search(&searcher);
}

static void ugly_queries_are_answered(void **unused)
{
    (void)unused;
    struct padan_matches found;
    struct padan_error error;
    store_one("Open the valve.", "Buka katup.");
    struct searcher searcher = open_search(PADAN_MATCH_BY_SIMILARITY);
    assert_int_equal(look(&searcher, "").count, 0);
    assert_int_equal(look(&searcher, " \t\n").count, 0);
    struct padan_match_query query = { .text = padan_string("Open the \xFF valve") };
    assert_int_equal(padan_match_search(&found, searcher.search, &query, &error), PADAN_ERROR_ENCODING);
    char *large = malloc(1 << 20);
    memset(large, 'a', 1 << 20);
    query.text = (struct padan_string){ large, 1 << 20 };
    assert_int_equal(padan_match_search(&found, searcher.search, &query, &error), PADAN_OK);
    assert_int_equal(found.count, 0);
    large[(1 << 20) - 1] = '\0';
    store_one(large, "besar");
    assert_int_equal(look(&searcher, large).count, 1);
    assert_int_equal(look(&searcher, "Open the valve.").count, 1);
    free(large);
    close_search(&searcher);
}

static void *search_all(void *context)
{
    struct padan_matcher *matcher = context;
    struct padan_match_options options = options_for(indonesian);
    struct padan_match_search *search;
    size_t missed = 0;
    options.rank = PADAN_MATCH_BY_SIMILARITY;
    if (padan_match_search_open(&search, matcher, &options, NULL) != PADAN_OK)
        return matcher;
    for (size_t i = 0; i < STORED; i += 7) {
        struct padan_match_query query = { .text = padan_string(stored[i]) };
        struct padan_matches found;
        missed += padan_match_search(&found, search, &query, NULL) != PADAN_OK || found.count == 0 ||
                  found.items[0].similarity < 1;
    }
    padan_match_search_close(search);
    return missed ? matcher : NULL;
}

static void threads_search_while_another_stores(void **unused)
{
    (void)unused;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct padan_matcher *matcher;
    const struct padan_match_memory memory = { .path = path };
    store_made_up();
    assert_int_equal(padan_matcher_open(&matcher, &memory, 1, NULL, NULL), PADAN_OK);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_all, matcher), 0);
    for (int i = 0; i < 10; i++) {
        char source[32];
        snprintf(source, sizeof source, "Something else, %d", i);
        store_one(source, "Lain lagi");
    }
    for (int i = 0; i < THREADS; i++) {
        void *fault;
        assert_int_equal(pthread_join(threads[i], &fault), 0);
        assert_null(fault);
    }
    padan_matcher_close(matcher);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(the_best_are_found_by_similarity),
        TEST(the_best_are_found_by_score),
        TEST(the_best_by_score_is_found_behind_any_number_that_are_nearer),
        TEST(what_is_stored_deleted_and_undone_is_seen_at_once),
        TEST(an_index_that_is_damaged_missing_or_another_memorys_is_made_anew),
        TEST(an_index_can_be_made_before_it_is_needed),
        TEST(the_context_raises_what_is_equal_alone),
        TEST(languages_are_found_by_range_and_regions_cost),
        TEST(ugly_queries_are_answered),
        TEST(threads_search_while_another_stores),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
