/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "align/examples.h"
#include "memory_support.h"

enum { LINES = 7, WORDS = 4, TERMS = LINES * WORDS };

/*
 * Two texts of equal lengths, of words that share nothing: the target lacks the second line of the source and has one
 * more at the end. Only who knows the words can tell that it is not line by line.
 */
static const char *const source_words[TERMS] = {
    "gobuk", "sanit", "perol", "cimat", "lubar", "tiwen", "kosad", "ruvil", "hamog", "denup",
    "bokir", "salem", "wotan", "figur", "mesib", "tokal", "pulon", "garek", "nisut", "vobad",
    "jemil", "korat", "lisun", "bawet", "zokil", "rupan", "temag", "solib",
};
static const char *const target_words[TERMS] = {
    "wexly", "thord", "quimb", "yacht", "oxley", "crumb", "freyd", "dwelk", "yound", "ghast",
    "plyth", "croft", "zephy", "knoll", "whorl", "eyots", "spawk", "tryst", "ebbed", "quoth",
    "aught", "smock", "twyne", "chyme", "glyph", "howdy", "unfed", "prong",
};

static const char swapped[] = "0-0 1- 2-1 3-2 4-3 5-4 6-5 -6 ";

static void write_line(char out[64], const char *const *words)
{
    snprintf(out, 64, "%s %s %s %s", words[0], words[1], words[2], words[3]);
}

/* The beads of the two texts, as "0-0 1- 2-1 ". */
static const char *align_known(char out[256], const struct padan_lexicon *lexicon, const char *source_language,
                               const char *target_language)
{
    static const char *const stranger[WORDS] = { "jynxy", "bluff", "waltz", "vexed" };
    char lines[2][LINES][64];
    struct padan_align_segment source[LINES], target[LINES];
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_alignment alignment;
    struct padan_error error = { 0 };
    options.lexicon = lexicon;
    for (size_t i = 0; i < LINES; i++) {
        size_t shown = i == 0 ? 0 : i + 1;
        write_line(lines[0][i], source_words + i * WORDS);
        write_line(lines[1][i], shown < LINES ? target_words + shown * WORDS : stranger);
        source[i] = (struct padan_align_segment){ .text = padan_string(lines[0][i]) };
        target[i] = (struct padan_align_segment){ .text = padan_string(lines[1][i]) };
    }
    if (padan_align(&alignment, source, LINES, source_language, target, LINES, target_language, &options, &error) !=
        PADAN_OK)
        fail_msg("%s", error.message);
    size_t used = 0;
    for (size_t i = 0; i < alignment.count; i++) {
        const struct padan_bead *bead = &alignment.beads[i];
        for (size_t k = 0; k < bead->source_count; k++)
            used += (size_t)snprintf(out + used, 256 - used, "%s%zu", k ? "," : "", bead->source + k);
        used += (size_t)snprintf(out + used, 256 - used, "-");
        for (size_t k = 0; k < bead->target_count; k++)
            used += (size_t)snprintf(out + used, 256 - used, "%s%zu", k ? "," : "", bead->target + k);
        used += (size_t)snprintf(out + used, 256 - used, " ");
    }
    padan_alignment_free(&alignment);
    return out;
}

/* The beads as found with memories. */
static const char *align_with(char out[256], struct padan_memory *const *memories, size_t count,
                              const char *source_language, const char *target_language)
{
    struct padan_lexicon lexicon;
    struct padan_error error = { 0 };
    if (padan_memory_lexicon(&lexicon, memories, count, source_language, target_language, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    align_known(out, &lexicon, source_language, target_language);
    padan_memory_lexicon_free(&lexicon);
    return out;
}

/* Stores words `from` to `to` with their renderings, each as a unit: a list of terms. */
static struct padan_batch_summary store_terms(struct padan_memory *memory, const char *source_language,
                                              const char *target_language, size_t from, size_t to)
{
    struct padan_batch *batch = begin_batch(memory, "terms", 0);
    for (size_t i = from; i < to; i++) {
        struct padan_variant variants[] = { plain_variant(source_language, source_words[i]),
                                            plain_variant(target_language, target_words[i]) };
        struct padan_unit unit = plain_unit(variants, 2);
        struct padan_error error;
        assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
    }
    return finish_batch(batch);
}

static void stored_terms_are_used_until_they_are_undone(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_error error;
    char before[256], now[256];
    align_known(before, NULL, "id", "en");
    assert_string_not_equal(before, swapped);
    assert_string_equal(align_with(now, &memory, 1, "id", "en"), before);
    struct padan_batch_summary stored = store_terms(memory, "id", "en", 0, TERMS);
    assert_string_equal(align_with(now, &memory, 1, "id", "en"), swapped);
    assert_int_equal(padan_memory_undo(memory, stored.batch, NULL, &error), PADAN_OK);
    assert_string_equal(align_with(now, &memory, 1, "id", "en"), before);
    padan_memory_close(memory);
}

static void regions_do_not_matter_but_languages_do(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    char without[256], now[256];
    store_terms(memory, "id-ID", "en-GB", 0, TERMS);
    assert_string_equal(align_with(now, &memory, 1, "id", "en-US"), swapped);
    assert_string_equal(align_with(now, &memory, 1, "id-ID", "en"), swapped);
    align_known(without, NULL, "id", "de");
    assert_string_equal(align_with(now, &memory, 1, "id", "de"), without);
    align_known(without, NULL, "en", "id");
    assert_string_equal(align_with(now, &memory, 1, "en", "id"), without);
    padan_memory_close(memory);
}

static void several_memories_are_one_lexicon(void **state)
{
    struct place *place = *state;
    char other[192], now[256];
    snprintf(other, sizeof other, "%s/b.padan", place->folder);
    struct padan_memory *memories[] = { open_memory(place->path, PADAN_MEMORY_CREATE),
                                        open_memory(other, PADAN_MEMORY_CREATE) };
    store_terms(memories[0], "id", "en", 0, TERMS / 2);
    store_terms(memories[1], "id", "en", TERMS / 2, TERMS);
    assert_string_equal(align_with(now, memories, 2, "id", "en"), swapped);
    padan_memory_close(memories[0]);
    padan_memory_close(memories[1]);
}

static void a_memory_that_may_only_be_read_is_enough(void **state)
{
    struct place *place = *state;
    char now[256];
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_terms(memory, "id", "en", 0, TERMS);
    padan_memory_close(memory);
    assert_int_equal(chmod(place->path, 0444), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    memory = open_memory(place->path, PADAN_MEMORY_READ);
    assert_string_equal(align_with(now, &memory, 1, "id", "en"), swapped);
    padan_memory_close(memory);
    assert_int_equal(chmod(place->folder, 0755), 0);
}

/* What a lexicon answers, in the order in which it does. */
struct answers {
    struct padan_lexicon_pair list[64];
    size_t count;
};

static void take_answer(void *sink, const struct padan_lexicon_pair *pair)
{
    struct answers *answers = sink;
    assert_true(answers->count < sizeof answers->list / sizeof *answers->list);
    answers->list[answers->count++] = *pair;
}

/* Asks for words of two sides, each list ended by NULL. */
static void ask(struct answers *answers, struct padan_memory *memory, const char *const *source,
                const char *const *target)
{
    struct padan_string words[2][16];
    size_t counts[2] = { 0, 0 };
    struct padan_lexicon lexicon;
    struct padan_error error = { 0 };
    for (; source[counts[0]]; counts[0]++)
        words[0][counts[0]] = padan_string(source[counts[0]]);
    for (; target[counts[1]]; counts[1]++)
        words[1][counts[1]] = padan_string(target[counts[1]]);
    *answers = (struct answers){ 0 };
    assert_int_equal(padan_memory_lexicon(&lexicon, &memory, 1, "en", "id", &error), PADAN_OK);
    if (lexicon.look_up(lexicon.context, words[0], counts[0], words[1], counts[1], take_answer, answers, &error) !=
        PADAN_OK)
        fail_msg("%s", error.message);
    padan_memory_lexicon_free(&lexicon);
}

static double forward_of(const struct answers *answers, size_t source, size_t target)
{
    for (size_t i = 0; i < answers->count; i++)
        if (answers->list[i].source == source && answers->list[i].target == target)
            return answers->list[i].forward;
    return 0;
}

static const char *const english[] = { "bridges", "river", "old", NULL };
static const char *const indonesian[] = { "jembatan", "sungai", "tua", NULL };

static void sentences_teach_words_and_inflected_forms_are_found(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct padan_batch *batch = begin_batch(memory, "sentences", 0);
    put_pair(batch, "The old bridge was closed.", "Jembatan tua itu ditutup.");
    put_pair(batch, "A bridge crosses the river.", "Sebuah jembatan melintasi sungai.");
    put_pair(batch, "The river is deep.", "Sungai itu dalam.");
    put_pair(batch, "An old man sleeps.", "Seorang lelaki tua tidur.");
    finish_batch(batch);
    struct answers answers, again;
    ask(&answers, memory, english, indonesian);
    for (size_t i = 0; i < 3; i++) {
        assert_true(forward_of(&answers, i, i) > 0.3);
        /* Seen twice is not certain. */
        assert_true(forward_of(&answers, i, i) < 0.95);
        assert_true(forward_of(&answers, i, (i + 1) % 3) < forward_of(&answers, i, i));
    }
    ask(&again, memory, english, indonesian);
    assert_int_equal(again.count, answers.count);
    assert_memory_equal(again.list, answers.list, answers.count * sizeof *answers.list);
    padan_memory_close(memory);
}

/* Stores a sentence of four words once, by a machine or by a person. */
static void put_sentence(struct padan_batch *batch, enum padan_unit_status status, double confidence)
{
    struct padan_variant variants[] = { plain_variant("en", "old river old bridge"),
                                        plain_variant("id", "sungai tua jembatan tua") };
    struct padan_unit unit = plain_unit(variants, 2);
    struct padan_error error;
    unit.status = status;
    unit.confidence = confidence;
    assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
}

static void chance_meetings_and_doubtful_units_teach_nothing(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    struct answers answers;
    /* Words that met once in a sentence may be anything to each other. */
    struct padan_batch *batch = begin_batch(memory, "once", 0);
    put_sentence(batch, PADAN_UNIT_CONFIRMED, 1);
    finish_batch(batch);
    ask(&answers, memory, english, indonesian);
    assert_int_equal(answers.count, 0);
    batch = begin_batch(memory, "doubtful", 0);
    for (int i = 0; i < 3; i++) {
        char number[2][16];
        snprintf(number[0], sizeof number[0], "river %d", i);
        snprintf(number[1], sizeof number[1], "sungai %d", i);
        struct padan_variant variants[] = { plain_variant("en", number[0]), plain_variant("id", number[1]) };
        struct padan_unit unit = plain_unit(variants, 2);
        struct padan_error error;
        unit.confidence = 0.6;
        assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
    }
    finish_batch(batch);
    ask(&answers, memory, english, indonesian);
    assert_int_equal(answers.count, 0);
    padan_memory_close(memory);
}

static void a_confirmed_unit_counts_more(void **state)
{
    struct place *place = *state;
    struct answers plain, confirmed;
    char other[192];
    snprintf(other, sizeof other, "%s/b.padan", place->folder);
    for (int i = 0; i < 2; i++) {
        struct padan_memory *memory = open_memory(i ? other : place->path, PADAN_MEMORY_CREATE);
        struct padan_batch *batch = begin_batch(memory, "two", 0);
        struct padan_variant variants[] = { plain_variant("en", "the river is deep"),
                                            plain_variant("id", "sungai itu dalam") };
        struct padan_unit unit = plain_unit(variants, 2);
        struct padan_error error;
        unit.status = i ? PADAN_UNIT_CONFIRMED : PADAN_UNIT_AUTO;
        assert_int_equal(padan_batch_put(batch, &unit, &error), PADAN_OK);
        put_pair(batch, "a wide river runs", "sungai lebar mengalir");
        put_pair(batch, "one bridge burns", "satu jembatan terbakar");
        put_pair(batch, "two bridges fall now", "dua jembatan runtuh sekarang");
        put_pair(batch, "old trees stand here", "pohon tua berdiri sini");
        put_pair(batch, "old men sleep well", "lelaki tua tidur nyenyak");
        finish_batch(batch);
        ask(i ? &confirmed : &plain, memory, english, indonesian);
        padan_memory_close(memory);
    }
    assert_true(forward_of(&plain, 1, 1) > 0);
    assert_true(forward_of(&confirmed, 1, 1) > forward_of(&plain, 1, 1));
}

/* What cannot be read is an error, not a lexicon that is empty. */
static void a_damaged_index_is_told(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store_terms(memory, "id", "en", 0, TERMS);
    padan_memory_close(memory);
    run_sql(place->path, "UPDATE fts_1_data SET block = x'00' WHERE id > 10");
    memory = open_memory(place->path, PADAN_MEMORY_READ);
    struct padan_lexicon lexicon;
    struct padan_error error = { 0 };
    struct padan_string source = padan_string(source_words[0]), target = padan_string(target_words[0]);
    struct answers answers = { 0 };
    assert_int_equal(padan_memory_lexicon(&lexicon, &memory, 1, "id", "en", &error), PADAN_OK);
    assert_int_equal(lexicon.look_up(lexicon.context, &source, 1, &target, 1, take_answer, &answers, &error),
                     PADAN_ERROR_CORRUPT);
    assert_non_null(strstr(error.message, "--rebuild"));
    assert_string_equal(error.input, place->path);
    padan_memory_lexicon_free(&lexicon);
    padan_memory_lexicon_free(NULL);
    padan_memory_close(memory);
    assert_int_equal(padan_memory_lexicon(&lexicon, NULL, 0, "no language", "en", &error), PADAN_ERROR_LANGUAGE);
    assert_null(lexicon.context);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stored_terms_are_used_until_they_are_undone, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(regions_do_not_matter_but_languages_do, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(several_memories_are_one_lexicon, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_memory_that_may_only_be_read_is_enough, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(sentences_teach_words_and_inflected_forms_are_found, setup_place,
                                        teardown_place),
        cmocka_unit_test_setup_teardown(chance_meetings_and_doubtful_units_teach_nothing, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_confirmed_unit_counts_more, setup_place, teardown_place),
        cmocka_unit_test_setup_teardown(a_damaged_index_is_told, setup_place, teardown_place),
    };
    return cmocka_run_group_tests_name("memory lexicon", tests, NULL, NULL);
}
