/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What words of two texts are taken for renderings of each other, where scripts and spaces make that hard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "align/lexicon.h"

static void make_side(struct padan_side *side, const char *text, const char *language)
{
    struct padan_align_segment segment = { .text = { text, strlen(text) } };
    assert_int_equal(padan_side_make(side, &segment, 1, language, NULL, NULL, NULL), PADAN_OK);
}

/* Two texts and the pairs of their words. */
struct words {
    struct padan_side sides[2];
    struct padan_pairs pairs;
};

static void make_sides(struct words *words, const char *source, const char *source_language, const char *target,
                       const char *target_language)
{
    *words = (struct words){ 0 };
    make_side(&words->sides[0], source, source_language);
    make_side(&words->sides[1], target, target_language);
}

static void find_cognates(struct words *words, const char *source, const char *source_language, const char *target,
                          const char *target_language)
{
    make_sides(words, source, source_language, target, target_language);
    assert_int_equal(padan_cognates_add(&words->pairs, &words->sides[0], &words->sides[1], NULL), PADAN_OK);
    assert_true(padan_pairs_seal(&words->pairs, words->sides[0].types.count));
}

static void find_general(struct words *words, const char *source, const char *source_language, const char *target,
                         const char *target_language)
{
    make_sides(words, source, source_language, target, target_language);
    assert_int_equal(padan_general_add(&words->pairs, &words->sides[0], source_language, &words->sides[1],
                                       target_language, TEST_TM, NULL),
                     PADAN_OK);
    assert_true(padan_pairs_seal(&words->pairs, words->sides[0].types.count));
}

static void free_words(struct words *words)
{
    padan_pairs_free(&words->pairs);
    padan_side_free(&words->sides[0]);
    padan_side_free(&words->sides[1]);
}

/* How surely the one renders the other; 0 where nothing says so. */
static double strength(const struct words *words, const char *source, const char *target)
{
    size_t a = padan_side_find(&words->sides[0], padan_string(source));
    size_t b = padan_side_find(&words->sides[1], padan_string(target));
    if (a == PADAN_TABLE_NONE || b == PADAN_TABLE_NONE)
        fail_msg("\"%s\" or \"%s\" is no word of its text", source, target);
    size_t pair = padan_pairs_find(&words->pairs, (uint32_t)a, (uint32_t)b);
    if (pair == SIZE_MAX)
        return 0;
    const struct padan_pair *item = &words->pairs.items[pair];
    return (double)item->forward[PADAN_EVIDENCE_ALIKE] + (double)item->forward[PADAN_EVIDENCE_GENERAL];
}

static void a_chinese_name_is_known_by_the_sounds_of_its_pieces(void **state)
{
    (void)state;
    struct words words;
    find_cognates(&words, "负责救援行动的马雷克·托兰说。", "zh", "That is what Marek Tolan said on the harbour.", "en");
    assert_true(strength(&words, "雷", "Marek") > 0.1);
    assert_true(strength(&words, "兰", "Tolan") > 0.1);
    assert_true(strength(&words, "行动", "Marek") == 0);
    free_words(&words);
    find_cognates(&words, "Then the mayor, Marek Tolan, spoke.", "en", "马雷克·托兰说。", "zh");
    assert_true(strength(&words, "Tolan", "托") > 0.1);
    free_words(&words);
}

static void a_thai_name_is_known_by_the_sounds_of_its_pieces(void **state)
{
    (void)state;
    struct words words;
    find_cognates(&words, "ห้องปฏิบัติการที่เคสเตนได้รับอุปกรณ์ใหม่", "th", "The laboratory at Kesten was given new equipment.",
                  "en");
    assert_true(strength(&words, "เคส", "Kesten") > 0.1);
    assert_true(strength(&words, "ใหม่", "Kesten") == 0);
    free_words(&words);
}

static void names_are_compared_between_scripts_other_than_latin(void **state)
{
    (void)state;
    struct words words;
    find_cognates(&words, "Сказал Сергей Мельников.", "ru", "قال سيرغي ملنيكوف.", "ar");
    assert_true(strength(&words, "Мельников", "ملنيكوف") > 0.1);
    free_words(&words);
}

static void japanese_words_are_one_in_all_their_endings(void **state)
{
    (void)state;
    struct padan_side side;
    make_side(&side, "雪を眺めた。海を眺める。灯りと灯。", "ja");
    size_t stem = padan_side_find(&side, padan_string("眺め"));
    assert_true(stem != PADAN_TABLE_NONE);
    assert_int_equal(padan_side_find(&side, padan_string("眺める")), stem);
    assert_int_equal(padan_side_find(&side, padan_string("灯り")), padan_side_find(&side, padan_string("灯")));
    padan_side_free(&side);
}

static void the_rare_part_of_a_term_tells_most_of_it(void **state)
{
    (void)state;
    struct words words;
    find_general(&words, "ความรัก ความเงียบ ความมืด", "th", "love, silence and darkness", "en");
    assert_true(strength(&words, "รัก", "love") > strength(&words, "ความ", "love"));
    free_words(&words);
}

static void a_part_of_a_term_alone_says_nothing(void **state)
{
    (void)state;
    struct words words;
    find_general(&words, "perdana menteri", "id", "The prime number is a minister.", "en");
    assert_true(strength(&words, "perdana", "prime") > 0);
    free_words(&words);
    find_general(&words, "perdana", "id", "The prime number is a minister.", "en");
    assert_true(strength(&words, "perdana", "prime") == 0);
    free_words(&words);
}

static void ugly_words_do_no_harm(void **state)
{
    (void)state;
    struct words words;
    find_cognates(&words, "", "zh", "", "en");
    free_words(&words);
    find_cognates(&words, "马马马马马马马马马马马马马马马马马马马马𠀀𠀀𠀀", "zh", "So Mmmmmm Mama Mmmkkkrrrsss", "en");
    free_words(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chinese_name_is_known_by_the_sounds_of_its_pieces),
        cmocka_unit_test(a_thai_name_is_known_by_the_sounds_of_its_pieces),
        cmocka_unit_test(names_are_compared_between_scripts_other_than_latin),
        cmocka_unit_test(japanese_words_are_one_in_all_their_endings),
        cmocka_unit_test(the_rare_part_of_a_term_tells_most_of_it),
        cmocka_unit_test(a_part_of_a_term_alone_says_nothing),
        cmocka_unit_test(ugly_words_do_no_harm),
    };
    return cmocka_run_group_tests_name("words of two texts", tests, NULL, NULL);
}
