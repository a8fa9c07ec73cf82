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
#include <sys/stat.h>
#include <unistd.h>

#include <padan/align.h>

#include "align/locale.h"
#include "base/buffer.h"
#include "base/file.h"
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
        assert_true(alignment.beads[i].confidence > 0.99 * 0.99);
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

/* Beads in the form of a gold file. */
static void write_beads(struct padan_buffer *out, const struct padan_alignment *alignment)
{
    for (size_t i = 0; i < alignment->count; i++) {
        const struct padan_bead *bead = &alignment->beads[i];
        padan_buffer_byte(out, '[');
        for (size_t k = 0; k < bead->source_count; k++)
            padan_buffer_format(out, "%s%zu", k ? ", " : "", bead->source + k);
        padan_buffer_text(out, "]:[");
        for (size_t k = 0; k < bead->target_count; k++)
            padan_buffer_format(out, "%s%zu", k ? ", " : "", bead->target + k);
        padan_buffer_text(out, "]\n");
    }
}

static char *load(const char *name)
{
    const char *folder = getenv("srcdir");
    char path[4096], *data;
    size_t size;
    struct padan_error error;
    snprintf(path, sizeof path, "%s/tests/unit/align/%s", folder ? folder : ".", name);
    assert_int_equal(padan_file_read(&data, &size, path, 1 << 20, &error), PADAN_OK);
    return data;
}

/* Cuts text at its line feeds, in place. */
static const char **split(char *text)
{
    const char **lines = calloc(strlen(text) + 1, sizeof *lines);
    assert_non_null(lines);
    size_t count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
        lines[count++] = line;
    return lines;
}

/* A learned lexicon that is believed without being checked spoils a text as short as this. */
static void a_short_text_does_not_collapse(void **state)
{
    (void)state;
    char *source = load("lighthouse.de.segments"), *target = load("lighthouse.en.segments");
    char *gold = load("lighthouse.gold");
    const char **sources = split(source), **targets = split(target);
    struct padan_alignment alignment;
    struct padan_buffer beads = { 0 };
    align_lines(&alignment, sources, "de", targets, "en", NULL);
    write_beads(&beads, &alignment);
    assert_string_equal(beads.data, gold);
    padan_buffer_free(&beads);
    padan_alignment_free(&alignment);
    free(sources);
    free(targets);
    free(source);
    free(target);
    free(gold);
}

static void strangers_do_not_fit(void **state)
{
    (void)state;
    char *target = load("lighthouse.en.segments");
    const char **targets = split(target);
    struct padan_alignment alignment;
    align_lines(&alignment, harbour_id, "id", targets, "en", NULL);
    assert_true(alignment.fit < 0.2);
    padan_alignment_free(&alignment);
    free(targets);
    free(target);
}

/* Knows that each word of "az b cz ..." is rendered by itself turned round. */
static int turned_look_up(void *context, const struct padan_string *source_words, size_t source_count,
                          const struct padan_string *target_words, size_t target_count,
                          void (*found)(void *sink, const struct padan_lexicon_pair *pair), void *sink,
                          struct padan_error *error)
{
    (void)error;
    for (size_t i = 0; i < source_count; i++) {
        for (size_t k = 0; k < target_count; k++) {
            struct padan_string a = source_words[i], b = target_words[k];
            if (a.size == 2 && b.size == 2 && a.data[0] == b.data[1] && a.data[1] == b.data[0])
                found(sink, &(struct padan_lexicon_pair){ i, k, 0.9, 0.9 });
        }
    }
    found(sink, &(struct padan_lexicon_pair){ source_count, 0, 1, 1 }); /* out of range: must do no harm */
    found(sink, &(struct padan_lexicon_pair){ 0, 0, (double)NAN, -3 });
    ++*(int *)context;
    return PADAN_OK;
}

static void the_given_lexicon_decides_where_lengths_do_not(void **state)
{
    (void)state;
    static const char *const source[] = { "ab cd ef gh", "ij kl mn op", "qr st uv wx", "ac eg ik mo", NULL };
    static const char *const target[] = { "ba dc fe hg", "ji lk nm po", "ca ge ki om", NULL };
    int asked = 0;
    const struct padan_lexicon lexicon = { &asked, turned_look_up };
    struct padan_alignment alignment;
    align_lines(&alignment, source, "en", target, "de", &lexicon);
    assert_int_equal(asked, 1);
    assert_string_equal(shape(&alignment), "0-0 1-1 2- 3-2 ");
    padan_alignment_free(&alignment);
}

/* Knows of each word a rendering, and of none the right one. */
static int wrong_look_up(void *context, const struct padan_string *source_words, size_t source_count,
                         const struct padan_string *target_words, size_t target_count,
                         void (*found)(void *sink, const struct padan_lexicon_pair *pair), void *sink,
                         struct padan_error *error)
{
    (void)context, (void)source_words, (void)target_words, (void)error;
    for (size_t i = 0; i < source_count; i++)
        found(sink, &(struct padan_lexicon_pair){ i, (i * 7 + target_count / 2) % target_count, 0.9, 0.9 });
    return PADAN_OK;
}

static void a_wrong_lexicon_changes_nothing(void **state)
{
    (void)state;
    const struct padan_lexicon lexicon = { .look_up = wrong_look_up };
    struct padan_alignment without, with;
    align_lines(&without, harbour_id, "id", harbour_en, "en", NULL);
    align_lines(&with, harbour_id, "id", harbour_en, "en", &lexicon);
    assert_int_equal(with.count, without.count);
    assert_memory_equal(with.beads, without.beads, with.count * sizeof *with.beads);
    padan_alignment_free(&with);
    padan_alignment_free(&without);
}

/* Segments of two words each, of which lengths and spelling say nothing. */
static void align_swapped(struct padan_alignment *out, const char *source_language, const char *const *source,
                          const char *target_language, const char *const *target, const char *data)
{
    struct side a = make_side(source), b = make_side(target);
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_error error;
    options.data = data;
    assert_int_equal(
        padan_align(out, a.segments, a.count, source_language, b.segments, b.count, target_language, &options, &error),
        PADAN_OK);
    check_whole(out, a.count, b.count);
    free(a.segments);
    free(b.segments);
}

static void the_general_lexicon_decides_where_lengths_do_not(void **state)
{
    (void)state;
    static const char *const source[] = { "Sekolah tua.", "Jembatan baru.", "Gunung tinggi.", NULL };
    static const char *const target[] = { "New bridges.", "High mountains.", NULL };
    static const char *const german[] = { "Neue Schulen.", "Hohe Berge.", NULL };
    static const char *const french[] = { "La montagne.", "Hautes montagnes.", NULL };
    struct padan_alignment alignment;
    align_swapped(&alignment, "id", source, "en", target, TEST_TM);
    assert_string_equal(shape(&alignment), "0- 1-0 2-1 ");
    padan_alignment_free(&alignment);
    align_swapped(&alignment, "de", german, "fr", french, TEST_TM);
    assert_int_equal(alignment.beads[alignment.count - 1].source_count, 1);
    padan_alignment_free(&alignment);
}

static void a_lexicon_that_is_broken_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const lines[] = { "Satu.", NULL };
    struct side side = make_side(lines);
    char folder[] = "/tmp/padan-lexicon-XXXXXX", path[64], file[80];
    struct padan_align_options options = PADAN_ALIGN_OPTIONS_INIT;
    struct padan_alignment alignment;
    struct padan_error error;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/lexicon", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(file, sizeof file, "%s/id.txt", path);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    fputs("# words\nsatu\tone\ndua two\n", out);
    fclose(out);
    options.data = folder;
    assert_int_equal(padan_align(&alignment, side.segments, 1, "id", side.segments, 1, "en", &options, &error),
                     PADAN_ERROR_SYNTAX);
    assert_int_equal(error.line, 3);
    assert_string_equal(error.input, file);
    unlink(file);
    rmdir(path);
    rmdir(folder);
    free(side.segments);
}

static double surest_pair(const struct padan_alignment *alignment)
{
    double most = 0;
    for (size_t i = 0; i < alignment->count; i++) {
        const struct padan_bead *bead = &alignment->beads[i];
        if (bead->source_count > 0 && bead->target_count > 0 && bead->confidence > most)
            most = bead->confidence;
    }
    return most;
}

static void one_sentence_is_no_translation_for_being_alone(void **state)
{
    (void)state;
    static const char *const source[] = { "Pabrik itu telah memberhentikan 180 pekerja sejak Januari.", NULL };
    static const char *const stranger[] = { "The frog is bright green with yellow spots on its back.", NULL };
    static const char *const translation[] = { "The factory has laid off 180 workers since January.", NULL };
    struct padan_alignment alignment;
    align_swapped(&alignment, "id", source, "en", stranger, TEST_TM);
    assert_true(surest_pair(&alignment) < 0.5);
    padan_alignment_free(&alignment);
    align_swapped(&alignment, "id", source, "en", translation, TEST_TM);
    assert_true(surest_pair(&alignment) > 0.9);
    padan_alignment_free(&alignment);
}

static bool are_alike(const struct padan_pairs *pairs, const struct padan_side *sides, const char *source,
                      const char *target)
{
    size_t a = padan_side_find(&sides[0], padan_string(source)), b = padan_side_find(&sides[1], padan_string(target));
    assert_true(a != PADAN_TABLE_NONE && b != PADAN_TABLE_NONE);
    return padan_pairs_find(pairs, (uint32_t)a, (uint32_t)b) != SIZE_MAX;
}

static void names_are_known_again_in_another_script(void **state)
{
    (void)state;
    static const char *const source[] = { "Промолчал Евгений Куйвашев.", "И Сергей Мельников.", NULL };
    static const char *const target[] = { "Later Yevgeny Kuyvashev was silent.", "So was Sergei Melnikov.", NULL };
    struct side a = make_side(source), b = make_side(target);
    struct padan_side sides[2];
    struct padan_pairs pairs = { 0 };
    assert_int_equal(padan_side_make(&sides[0], a.segments, a.count, "ru", NULL, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_side_make(&sides[1], b.segments, b.count, "en", NULL, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_cognates_add(&pairs, &sides[0], &sides[1], NULL), PADAN_OK);
    assert_true(padan_pairs_seal(&pairs, sides[0].types.count));
    assert_true(are_alike(&pairs, sides, "Куйвашев", "Kuyvashev"));
    assert_true(are_alike(&pairs, sides, "Мельников", "Melnikov"));
    assert_false(are_alike(&pairs, sides, "Мельников", "Kuyvashev"));
    assert_false(are_alike(&pairs, sides, "Промолчал", "silent"));
    padan_pairs_free(&pairs);
    padan_side_free(&sides[0]);
    padan_side_free(&sides[1]);
    free(a.segments);
    free(b.segments);
}

/* Both sides of a text and its translation, with the values that both say. */
static void make_valued_sides(struct padan_side sides[2], const char *const *source, const char *language,
                              const char *const *target, const char *other)
{
    struct side a = make_side(source), b = make_side(target);
    struct padan_text_values left, right;
    assert_int_equal(padan_text_values_find(&left, a.segments, a.count, language, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_text_values_find(&right, b.segments, b.count, other, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_side_make(&sides[0], a.segments, a.count, language, &left, &right, NULL), PADAN_OK);
    assert_int_equal(padan_side_make(&sides[1], b.segments, b.count, other, &right, &left, NULL), PADAN_OK);
    padan_text_values_free(&left);
    padan_text_values_free(&right);
    free(a.segments);
    free(b.segments);
}

static bool has_type(const struct padan_side *side, const char *key)
{
    return padan_table_find(&side->types, key, strlen(key)) != PADAN_TABLE_NONE;
}

static void a_value_is_a_word_of_both_sides(void **state)
{
    (void)state;
    static const char *const source[] = { "Senin, 22 September 2023 pukul 14.30 harganya Rp1,25 juta.",
                                          "Turun 5,1 persen.", NULL };
    static const char *const target[] = { "On Monday, Sept. 22, 2023 at 2:30 p.m. it cost 1,250,000 rupiah.",
                                          "It fell by 5.1%.", NULL };
    static const char *const both[] = { "#w2", "22", "#m9", "2023", "#t14:30", "1250000", "#cIDR", "51", "%" };
    struct padan_side sides[2];
    make_valued_sides(sides, source, "id", target, "en");
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        if (!has_type(&sides[0], both[i]) || !has_type(&sides[1], both[i]))
            fail_msg("\"%s\" is not a word of both", both[i]);
    assert_false(has_type(&sides[0], "juta") || has_type(&sides[0], "/"));
    padan_side_free(&sides[0]);
    padan_side_free(&sides[1]);
}

static void assert_named(struct padan_locales *locales, const struct padan_side sides[2])
{
    static const char *const named[][2] = { { "hari", "days" }, { "Prancis", "France" }, { "kelima", "fifth" } };
    struct padan_pairs pairs = { 0 };
    assert_int_equal(padan_locale_add(&pairs, locales, &sides[0], "id", &sides[1], "en", NULL), PADAN_OK);
    assert_true(padan_pairs_seal(&pairs, sides[0].types.count));
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        size_t source = padan_side_find(&sides[0], padan_string(named[i][0]));
        size_t target = padan_side_find(&sides[1], padan_string(named[i][1]));
        if (source == PADAN_TABLE_NONE || target == PADAN_TABLE_NONE ||
            padan_pairs_find(&pairs, (uint32_t)source, (uint32_t)target) == SIZE_MAX)
            fail_msg("%s is not known to be %s", named[i][0], named[i][1]);
    }
    assert_int_equal(pairs.count, sizeof named / sizeof *named);
    padan_pairs_free(&pairs);
}

static void names_that_are_kept_say_what_they_said(void **state)
{
    (void)state;
    static const char *const source[] = { "Lima hari di Prancis, yang kelima.", "Anggur itu mahal.", NULL };
    static const char *const target[] = { "Five days in France, the fifth.", "The wine was dear.", NULL };
    struct padan_side sides[2];
    struct padan_locales *locales = padan_locales_new();
    assert_non_null(locales);
    make_valued_sides(sides, source, "id", target, "en");
    assert_named(NULL, sides);
    assert_named(locales, sides);
    assert_named(locales, sides);
    padan_locales_free(locales);
    padan_side_free(&sides[0]);
    padan_side_free(&sides[1]);
}

static bool sounds_alike(const char *left, const char *right)
{
    const char *const source[] = { left, NULL }, *const target[] = { right, NULL };
    struct padan_pairs pairs = { 0 };
    struct padan_side sides[2];
    make_valued_sides(sides, source, "id", target, "en");
    assert_int_equal(padan_sounds_add(&pairs, &sides[0], &sides[1], NULL), PADAN_OK);
    bool alike = pairs.count > 0;
    padan_pairs_free(&pairs);
    padan_side_free(&sides[0]);
    padan_side_free(&sides[1]);
    return alike;
}

static void words_that_sound_alike_are_told(void **state)
{
    static const char *const alike[][2] = { { "klub", "club" },        { "proses", "process" },
                                            { "foto", "photo" },       { "konektivitas", "connectivity" },
                                            { "kompleks", "complex" }, { "kuota", "quota" } };
    static const char *const other[][2] = {
        { "kota", "city" }, { "cara", "way" }, { "pasukan", "force" }, { "klub", "\u043A\u043B\u0443\u0431" }
    };
    (void)state;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if (!sounds_alike(alike[i][0], alike[i][1]))
            fail_msg("%s does not sound like %s", alike[i][0], alike[i][1]);
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (sounds_alike(other[i][0], other[i][1]))
            fail_msg("%s sounds like %s", other[i][0], other[i][1]);
}

static void a_value_of_one_side_alone_stays_words(void **state)
{
    (void)state;
    static const char *const source[] = { "Harganya 1,25 juta.", NULL };
    static const char *const target[] = { "It cost 1.5 million.", NULL };
    struct padan_side sides[2];
    make_valued_sides(sides, source, "id", target, "en");
    assert_true(has_type(&sides[0], "juta") && has_type(&sides[0], "125"));
    assert_false(has_type(&sides[0], "1250000") || has_type(&sides[1], "1500000"));
    padan_side_free(&sides[0]);
    padan_side_free(&sides[1]);
}

static void numbers_in_words_decide_where_lengths_do_not(void **state)
{
    (void)state;
    static const char *const source[] = { "Ada dua puluh lima di sana.",  "Ada tujuh puluh satu di sana.",
                                          "Ada empat puluh dua di sana.", "Ada enam puluh tiga di sana.",
                                          "Ada delapan belas di sana.",   NULL };
    static const char *const target[] = { "There were 25 of them.", "There were 42 of them.", "There were 63 of them.",
                                          "There were 18 of them.", NULL };
    struct side a = make_side(source), b = make_side(target);
    struct padan_alignment alignment;
    assert_int_equal(padan_align(&alignment, a.segments, a.count, "id", b.segments, b.count, "en", NULL, NULL),
                     PADAN_OK);
    assert_string_equal(shape(&alignment), "0-0 1- 2-1 3-2 4-3 ");
    padan_alignment_free(&alignment);
    free(a.segments);
    free(b.segments);
}

static void bytes_that_are_not_text_are_refused(void **state)
{
    (void)state;
    struct padan_align_segment good = { .text = padan_string("one") }, bad = { .text = padan_string("o\xFFne") };
    struct padan_alignment alignment;
    struct padan_error error;
    assert_int_equal(padan_align(&alignment, &good, 1, "en", &bad, 1, "en", NULL, &error), PADAN_ERROR_ENCODING);
}

static struct padan_align_segment *repeat(const char *text, size_t count)
{
    struct padan_align_segment *segments = calloc(count + 1, sizeof *segments);
    assert_non_null(segments);
    for (size_t i = 0; i < count; i++)
        segments[i].text = padan_string(text);
    return segments;
}

static void check_repeated(const char *source, size_t source_count, const char *target, size_t target_count)
{
    struct padan_align_segment *sources = repeat(source, source_count), *targets = repeat(target, target_count);
    struct padan_alignment alignment;
    struct padan_error error;
    assert_int_equal(padan_align(&alignment, sources, source_count, "en", targets, target_count, "th", NULL, &error),
                     PADAN_OK);
    check_whole(&alignment, source_count, target_count);
    padan_alignment_free(&alignment);
    free(sources);
    free(targets);
}

static void ugly_texts_end_in_good_time(void **state)
{
    (void)state;
    check_repeated("", 1, "", 1);
    check_repeated("", 500, ".", 700);
    check_repeated("no", 1, "\xE0\xB9\x84\xE0\xB8\xA1\xE0\xB9\x88", 5000);
    check_repeated("1.2.3.4.5.6.7.8.9.10.11.12", 300, "?!", 3);
    check_repeated("x", 4000, "x", 4000);
}

static void one_line_of_megabytes_is_a_segment_like_others(void **state)
{
    (void)state;
    struct padan_buffer line = { 0 };
    for (int i = 0; line.size < 4000000; i++)
        padan_buffer_format(&line, "word%d 1.2.3.4.5.%d, ", i % 5000, i);
    check_repeated(line.data, 1, line.data, 1);
    check_repeated(line.data, 1, "short", 3);
    padan_buffer_free(&line);
}

/* What a sink was given. */
struct heard {
    struct padan_buffer text;
    int status;
};

static int hear(void *context, const struct padan_unit *unit, struct padan_error *error)
{
    struct heard *heard = context;
    (void)error;
    assert_int_equal(unit->variant_count, 2);
    assert_int_equal(unit->status, PADAN_UNIT_AUTO);
    assert_true(unit->confidence >= 0 && unit->confidence <= 1);
    for (size_t i = 0; i < 2; i++) {
        const struct padan_variant *variant = &unit->variants[i];
        assert_true(variant->has_before && variant->has_after);
        padan_buffer_format(&heard->text, "%d %.*s<%.*s|%.*s|%.*s>%.*s\n", (int)unit->position,
                            (int)variant->language.size, variant->language.data, (int)variant->before.size,
                            variant->before.data, (int)variant->text.size, variant->text.data, (int)variant->after.size,
                            variant->after.data, (int)variant->markup.size,
                            variant->markup.size ? variant->markup.data : "");
    }
    return heard->status;
}

static struct padan_document *parse(const char *text, const char *format)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    struct padan_document *document;
    struct padan_error error;
    options.format = format;
    assert_int_equal(padan_document_parse(&document, text, strlen(text), "sample", &options, &error), PADAN_OK);
    return document;
}

static struct padan_segments all_blocks(const struct padan_document *document)
{
    struct padan_segments segments = { 0 };
    struct padan_error error;
    assert_int_equal(padan_segment_document(&segments, NULL, document, &error), PADAN_OK);
    return segments;
}

/* One segment for each block. */
static struct padan_segments all_blocks_whole(const struct padan_document *document)
{
    struct padan_segments segments = { 0 };
    segments.count = padan_document_block_count(document);
    segments.items = calloc(segments.count + 1, sizeof *segments.items);
    assert_non_null(segments.items);
    for (size_t i = 0; i < segments.count; i++) {
        const struct padan_block *block = padan_document_block(document, i);
        segments.items[i] = (struct padan_segment){ i, 0, block->text.size, 0, block->code_count };
    }
    return segments;
}

static void units_carry_text_and_context(void **state)
{
    (void)state;
    struct padan_document *source = parse("Satu   di sini.\nBaca juga.\nDua.\nTiga.\n", "segmented");
    struct padan_document *target = parse("One here.\nTwo\tthree.\n", "segmented");
    struct padan_segments sources = all_blocks(source), targets = all_blocks(target);
    struct padan_align_text a = { source, &sources, "id" }, b = { target, &targets, "en" };
    struct padan_bead beads[] = { { 0, 1, 0, 1, 0.5 }, { 1, 1, 1, 0, 0.5 }, { 2, 2, 1, 1, 0.5 } };
    struct padan_alignment alignment = { beads, 3, 1 };
    struct heard heard = { 0 };
    struct padan_unit_sink sink = { hear, &heard };
    struct padan_error error;
    assert_int_equal(padan_alignment_units(&alignment, &a, &b, &sink, &error), PADAN_OK);
    assert_string_equal(heard.text.data,
                        "0 id<|Satu di sini.|Baca juga.>\n"
                        "0 en<|One here.|Two three.>\n"
                        "2 id<Baca juga.|Dua. Tiga.|>\n"
                        "2 en<One here.|Two three.|>\n");
    heard.status = PADAN_ERROR_STOPPED;
    assert_int_equal(padan_alignment_units(&alignment, &a, &b, &sink, &error), PADAN_ERROR_STOPPED);
    padan_buffer_free(&heard.text);
    padan_segments_free(&sources);
    padan_segments_free(&targets);
    padan_document_free(source);
    padan_document_free(target);
}

static void codes_become_markup(void **state)
{
    (void)state;
    struct padan_document *source =
        parse("<p>Satu <b>di &amp; sini</b>.</p><p><i>Dua</i> tiga<br>x.<img src=a></p>", "html");
    struct padan_document *target = parse("<p>One <b>here</b> &lt; 2.</p>", "html");
    struct padan_segments targets = all_blocks_whole(target);
    size_t end = padan_document_block(source, 1)->text.size;
    /* The second segment begins inside of the italics, whose opening code is then by itself in the first. */
    struct padan_segment cut[] = { { 0, 0, padan_document_block(source, 0)->text.size, 0, 2 },
                                   { 1, 0, 2, 0, 1 },
                                   { 1, 2, end, 1, 4 } };
    struct padan_segments sources = { cut, 3 };
    struct padan_align_text a = { source, &sources, "id" }, b = { target, &targets, "en" };
    struct padan_bead beads[] = { { 0, 1, 0, 1, 1 }, { 1, 1, 0, 1, 1 }, { 2, 1, 0, 1, 1 } };
    struct padan_alignment alignment = { beads, 3, 1 };
    struct heard heard = { 0 };
    struct padan_unit_sink sink = { hear, &heard };
    struct padan_error error;
    assert_int_equal(padan_alignment_units(&alignment, &a, &b, &sink, &error), PADAN_OK);
    assert_non_null(strstr(heard.text.data,
                           "|Du>Satu <bpt i=\"1\">&lt;b&gt;</bpt>di &amp; sini"
                           "<ept i=\"1\">&lt;/b&gt;</ept>.\n"));
    assert_non_null(strstr(heard.text.data,
                           ">One <bpt i=\"1\">&lt;b&gt;</bpt>here<ept i=\"1\">&lt;/b&gt;</ept> "
                           "&lt; 2.\n"));
    assert_non_null(strstr(heard.text.data, "><it pos=\"begin\">&lt;i&gt;</it>Du\n"));
    assert_non_null(strstr(heard.text.data, "a<it pos=\"end\">&lt;/i&gt;</it> tiga"));
    assert_non_null(strstr(heard.text.data, "<ph>&lt;br&gt;</ph>"));
    assert_non_null(strstr(heard.text.data, "x.<ph>&lt;img src=a&gt;</ph>"));
    padan_buffer_free(&heard.text);
    padan_segments_free(&targets);
    padan_document_free(source);
    padan_document_free(target);
}

static void documents_are_aligned_with_their_paragraphs(void **state)
{
    (void)state;
    struct padan_document *source = parse("aa.\n\nbb.\ncc.\n\ndd.\n", "segmented");
    struct padan_document *target = parse("ww.\n\nxx.\nyy.\n\nzz.\n", "segmented");
    struct padan_segments sources = all_blocks(source), targets = all_blocks(target);
    struct padan_align_text a = { source, &sources, "id" }, b = { target, &targets, "en" };
    struct padan_alignment alignment;
    struct padan_error error;
    assert_int_equal(padan_align_documents(&alignment, &a, &b, NULL, &error), PADAN_OK);
    check_whole(&alignment, 4, 4);
    assert_string_equal(shape(&alignment), "0-0 1-1 2-2 3-3 ");
    padan_alignment_free(&alignment);
    padan_segments_free(&sources);
    padan_segments_free(&targets);
    padan_document_free(source);
    padan_document_free(target);
}

/* The lines of a text as segments; the caller frees them. */
static struct padan_align_segment *lines_of(const char *text, size_t lines)
{
    struct padan_align_segment *list = calloc(lines, sizeof *list);
    assert_non_null(list);
    size_t count = 0;
    for (const char *at = text, *end; count < lines && (end = strchr(at, '\n')); at = end + 1) {
        list[count] = (struct padan_align_segment){ .text = { at, (size_t)(end - at) }, .paragraph = count };
        count++;
    }
    assert_int_equal(count, lines);
    return list;
}

/* A pair for each two words that begin alike would be nine million of them. */
static void words_that_begin_alike_do_not_cost_their_square(void **state)
{
    (void)state;
    enum { LINES = 300, WORDS = 10, WIDTH = 32, MOST_PAIRS = 64 };
    char *text = malloc(LINES * WORDS * WIDTH + 1), *to = text;
    assert_non_null(text);
    for (unsigned i = 0; i < LINES * WORDS; i++)
        to += sprintf(to, "internationalizational%c%c%c%c%c", 'a' + (int)(i / 676 % 26), 'a' + (int)(i / 26 % 26),
                      'a' + (int)(i % 26), 'a' + (int)(i % 7), i % WORDS == WORDS - 1 ? '\n' : ' ');
    struct padan_align_segment *list = lines_of(text, LINES);
    struct padan_side side;
    struct padan_pairs pairs = { 0 };
    assert_int_equal(padan_side_make(&side, list, LINES, "en", NULL, NULL, NULL), PADAN_OK);
    assert_int_equal(padan_cognates_add(&pairs, &side, &side, NULL), PADAN_OK);
    assert_in_range(pairs.count, 1, MOST_PAIRS * side.forms.count);
    padan_pairs_free(&pairs);
    padan_side_free(&side);
    free(list);
    free(text);
}

static void a_word_that_is_repeated_leaves_the_result_whole(void **state)
{
    (void)state;
    enum { LINES = 30, WORDS = 300 };
    char *text = malloc(LINES * WORDS * 3 + 1), *to = text;
    assert_non_null(text);
    for (unsigned i = 0; i < LINES * WORDS; i++)
        to += sprintf(to, "aa%c", i % WORDS == WORDS - 1 ? '\n' : ' ');
    struct padan_align_segment *list = lines_of(text, LINES);
    struct padan_alignment alignment;
    assert_int_equal(padan_align(&alignment, list, LINES, "en", list, LINES, "id", NULL, NULL), PADAN_OK);
    check_whole(&alignment, LINES, LINES);
    padan_alignment_free(&alignment);
    free(list);
    free(text);
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
        cmocka_unit_test(a_short_text_does_not_collapse),
        cmocka_unit_test(strangers_do_not_fit),
        cmocka_unit_test(the_given_lexicon_decides_where_lengths_do_not),
        cmocka_unit_test(a_wrong_lexicon_changes_nothing),
        cmocka_unit_test(the_general_lexicon_decides_where_lengths_do_not),
        cmocka_unit_test(a_lexicon_that_is_broken_is_refused_with_its_line),
        cmocka_unit_test(one_sentence_is_no_translation_for_being_alone),
        cmocka_unit_test(names_are_known_again_in_another_script),
        cmocka_unit_test(a_value_is_a_word_of_both_sides),
        cmocka_unit_test(names_that_are_kept_say_what_they_said),
        cmocka_unit_test(words_that_sound_alike_are_told),
        cmocka_unit_test(a_value_of_one_side_alone_stays_words),
        cmocka_unit_test(numbers_in_words_decide_where_lengths_do_not),
        cmocka_unit_test(bytes_that_are_not_text_are_refused),
        cmocka_unit_test(ugly_texts_end_in_good_time),
        cmocka_unit_test(one_line_of_megabytes_is_a_segment_like_others),
        cmocka_unit_test(units_carry_text_and_context),
        cmocka_unit_test(codes_become_markup),
        cmocka_unit_test(documents_are_aligned_with_their_paragraphs),
        cmocka_unit_test(words_that_begin_alike_do_not_cost_their_square),
        cmocka_unit_test(a_word_that_is_repeated_leaves_the_result_whole),
    };
    return cmocka_run_group_tests_name("align", tests, NULL, NULL);
}
