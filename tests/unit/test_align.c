/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/align.h>

#include "base/vector.h"

/* Segments made from lines; a line of "" ends a paragraph and is no segment. */
struct side {
    struct padan_align_segment *segments;
    size_t count;
};

static struct side make_side(const char *const *lines)
{
    struct side side = { 0 };
    size_t capacity = 0, paragraph = 0;
    for (; *lines; lines++) {
        if (!**lines) {
            paragraph++;
            continue;
        }
        assert_true(padan_vector_reserve(&side.segments, &capacity, side.count + 1, sizeof *side.segments));
        side.segments[side.count++] =
            (struct padan_align_segment){ .text = padan_string(*lines), .paragraph = paragraph };
    }
    return side;
}

/* The beads as "0-0 1-12 2- ", in order. */
static char *shape(const struct padan_alignment *alignment)
{
    static char text[4096];
    size_t used = 0;
    for (size_t i = 0; i < alignment->count && used + 64 < sizeof text; i++) {
        const struct padan_bead *bead = &alignment->beads[i];
        for (size_t k = 0; k < bead->source_count; k++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%zu", k ? "," : "", bead->source + k);
        used += (size_t)snprintf(text + used, sizeof text - used, "-");
        for (size_t k = 0; k < bead->target_count; k++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%zu", k ? "," : "", bead->target + k);
        used += (size_t)snprintf(text + used, sizeof text - used, " ");
    }
    text[used] = 0;
    return text;
}

/* Every segment stands in exactly one bead, in order, and confidence is a probability. */
static void check_whole(const struct padan_alignment *alignment, size_t source_count, size_t target_count)
{
    size_t source = 0, target = 0;
    for (size_t i = 0; i < alignment->count; i++) {
        const struct padan_bead *bead = &alignment->beads[i];
        assert_int_equal(bead->source, source);
        assert_int_equal(bead->target, target);
        assert_true(bead->source_count + bead->target_count > 0);
        assert_true(bead->source_count <= 4 && bead->target_count <= 4);
        assert_true(bead->confidence >= 0 && bead->confidence <= 1);
        source += bead->source_count;
        target += bead->target_count;
    }
    assert_int_equal(source, source_count);
    assert_int_equal(target, target_count);
    assert_true(alignment->fit >= 0 && alignment->fit <= 1);
}

static void align_lines(struct padan_alignment *out, const char *const *source, const char *source_language,
                        const char *const *target, const char *target_language, const struct padan_lexicon *lexicon)
{
    struct side a = make_side(source), b = make_side(target);
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_error error;
    options.lexicon = lexicon;
    assert_int_equal(
        padan_align(out, a.segments, a.count, source_language, b.segments, b.count, target_language, &options, &error),
        PADAN_OK);
    check_whole(out, a.count, b.count);
    free(a.segments);
    free(b.segments);
}

static const char *const harbour_id[] = {
    "Pelabuhan Baru Tanjung Lesung Dibuka",
    "LABUAN - Menteri Perhubungan Retno Wijaya meresmikan pelabuhan baru di Tanjung Lesung pada Senin, 4 Maret 2024.",
    "Pembangunan pelabuhan itu menelan biaya Rp 1,2 triliun.",
    "Pengerjaannya memakan waktu 26 bulan.",
    "\"Kapal besar kini bisa bersandar di sini,\" kata Retno.",
    "Baca juga: Daftar Pelabuhan Terbesar di Indonesia",
    "Pelabuhan itu memiliki dermaga sepanjang 850 meter dan mampu melayani 40 kapal setiap hari.",
    "Menurut kepala syahbandar, Kapten Yusuf Hamdani, feri pertama akan berangkat ke Lampung pada pukul 06.30.",
    "Warga menyambut gembira, tetapi sebagian nelayan khawatir.",
    "\"Kami takut kehilangan tempat menangkap ikan,\" ujar Samsul, 52 tahun.",
    "Pemerintah berjanji membayar ganti rugi kepada 315 keluarga.",
    NULL,
};
static const char *const harbour_en[] = {
    "New Tanjung Lesung Harbor Opened",
    "LABUAN - Transportation Minister Retno Wijaya inaugurated a new harbor in Tanjung Lesung on Monday, March 4, "
    "2024.",
    "The harbor cost Rp 1.2 trillion and took 26 months to build.",
    "\"Large ships can now dock here,\" Retno said.",
    "The harbor has a pier of 850 meters.",
    "It can serve 40 ships a day.",
    "According to the harbormaster, Captain Yusuf Hamdani, the first ferry will leave for Lampung at 6:30.",
    "Residents were delighted, but some fishermen were worried.",
    "\"We are afraid of losing our fishing grounds,\" said Samsul, 52.",
    "The government has promised compensation to 315 families.",
    NULL,
};
static const char *const harbour_gold = "0-0 1-1 2,3-2 4-3 5- 6-4,5 7-6 8-7 9-8 10-9 ";

static void short_article_is_aligned_without_any_lexicon(void **state)
{
    (void)state;
    struct padan_alignment alignment;
    align_lines(&alignment, harbour_id, "id", harbour_en, "en", NULL);
    assert_string_equal(shape(&alignment), harbour_gold);
    assert_true(alignment.fit > 0.7);
    padan_alignment_free(&alignment);
}

static void the_result_is_the_same_each_time(void **state)
{
    (void)state;
    struct padan_alignment first, second;
    align_lines(&first, harbour_id, "id", harbour_en, "en", NULL);
    align_lines(&second, harbour_id, "id", harbour_en, "en", NULL);
    assert_int_equal(first.count, second.count);
    for (size_t i = 0; i < first.count; i++)
        assert_memory_equal(&first.beads[i].confidence, &second.beads[i].confidence, sizeof(double));
    padan_alignment_free(&first);
    padan_alignment_free(&second);
}

static void identical_texts_pair_one_to_one(void **state)
{
    (void)state;
    struct padan_alignment alignment;
    align_lines(&alignment, harbour_en, "en", harbour_en, "en", NULL);
    assert_int_equal(alignment.count, 10);
    for (size_t i = 0; i < alignment.count; i++) {
        assert_int_equal(alignment.beads[i].target_count, 1);
        assert_true(alignment.beads[i].confidence > 0.99);
    }
    assert_true(alignment.fit > 0.99);
    padan_alignment_free(&alignment);
}

static void an_empty_side_leaves_segments_alone(void **state)
{
    (void)state;
    static const char *const nothing[] = { NULL };
    struct padan_alignment alignment;
    align_lines(&alignment, harbour_id, "id", nothing, "en", NULL);
    assert_int_equal(alignment.count, 11);
    assert_true(alignment.fit <= 0);
    padan_alignment_free(&alignment);
    align_lines(&alignment, nothing, "id", harbour_en, "en", NULL);
    assert_int_equal(alignment.count, 10);
    padan_alignment_free(&alignment);
    align_lines(&alignment, nothing, "id", nothing, "en", NULL);
    assert_int_equal(alignment.count, 0);
    padan_alignment_free(&alignment);
}

static void a_language_that_is_none_is_refused(void **state)
{
    (void)state;
    struct padan_alignment alignment;
    struct padan_error error;
    assert_int_equal(padan_align(&alignment, NULL, 0, "no language", NULL, 0, "en", NULL, &error),
                     PADAN_ERROR_LANGUAGE);
    assert_int_equal(alignment.count, 0);
}

static int failing_look_up(void *context, const struct padan_string *source_words, size_t source_count,
                           const struct padan_string *target_words, size_t target_count,
                           void (*found)(void *sink, const struct padan_lexicon_pair *pair), void *sink,
                           struct padan_error *error)
{
    (void)context, (void)source_words, (void)source_count, (void)target_words, (void)target_count;
    (void)found, (void)sink, (void)error;
    return PADAN_ERROR_CORRUPT;
}

static void an_error_of_the_lexicon_is_passed_on(void **state)
{
    (void)state;
    const struct padan_lexicon lexicon = { .look_up = failing_look_up };
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_alignment alignment;
    struct padan_align_segment segment = { .text = padan_string("one") };
    options.lexicon = &lexicon;
    assert_int_equal(padan_align(&alignment, &segment, 1, "en", &segment, 1, "en", &options, NULL),
                     PADAN_ERROR_CORRUPT);
    assert_null(alignment.beads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_article_is_aligned_without_any_lexicon),
        cmocka_unit_test(the_result_is_the_same_each_time),
        cmocka_unit_test(identical_texts_pair_one_to_one),
        cmocka_unit_test(an_empty_side_leaves_segments_alone),
        cmocka_unit_test(a_language_that_is_none_is_refused),
        cmocka_unit_test(an_error_of_the_lexicon_is_passed_on),
    };
    return cmocka_run_group_tests_name("align", tests, NULL, NULL);
}
