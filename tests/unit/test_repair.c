/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include <padan/score.h>

/* A query, a stored source with its translation, and the translation as it is to be; NULL: it must be left alone. */
struct sample {
    const char *source_language, *target_language;
    const char *query, *source, *target, *expected;
};

static bool is_text(struct padan_string text, const char *expected)
{
    return text.size == strlen(expected) && memcmp(text.data, expected, text.size) == 0;
}

static void check_places(const struct padan_repair *repair)
{
    for (size_t i = 0; i < repair->count; i++) {
        const struct padan_replacement *item = &repair->items[i];
        assert_true(item->start <= item->end && item->end <= repair->target.size);
        assert_true(item->now.size == item->end - item->start);
        assert_memory_equal(repair->target.data + item->start, item->now.data, item->now.size);
    }
}

static void check(const struct sample *sample, int *wrong)
{
    struct padan_repairer *repairer;
    struct padan_repair repair;
    const char *expected = sample->expected ? sample->expected : sample->target;
    assert_int_equal(padan_repairer_new(&repairer, sample->source_language, sample->target_language, NULL), PADAN_OK);
    assert_int_equal(padan_repairer_repair(&repair, repairer, padan_string(sample->query), padan_string(sample->source),
                                           padan_string(sample->target), NULL),
                     PADAN_OK);
    if (!is_text(repair.target, expected) || (repair.count > 0) != (sample->expected != NULL)) {
        print_message("%s-%s '%s': '%.*s', not '%s'\n", sample->source_language, sample->target_language, sample->query,
                      (int)repair.target.size, repair.target.data, expected);
        ++*wrong;
    }
    check_places(&repair);
    padan_repairer_free(repairer);
}

static void check_all(const struct sample *samples, size_t count)
{
    int wrong = 0;
    for (size_t i = 0; i < count; i++)
        check(&samples[i], &wrong);
    assert_int_equal(wrong, 0);
}

#define CHECK(samples) check_all(samples, sizeof(samples) / sizeof *(samples))

static void test_numbers(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        { "en", "id", "See chapter 7.", "See chapter 3.", "Lihat bab 3.", "Lihat bab 7." },
        { "en", "de", "It costs 2,750.50 euros.", "It costs 1,250.75 euros.", "Es kostet 1.250,75 Euro.",
          "Es kostet 2.750,50 Euro." },
        { "en", "fr", "12,000 people", "9,500 people", "9\u202F500 personnes", "12\u202F000 personnes" },
        { "en", "id", "About 12,000 people came", "About 950 people came", "Sekitar 950 orang datang",
          "Sekitar 12.000 orang datang" },
        { "en", "de", "an increase of 7.5%", "an increase of 3.25%", "ein Anstieg von 3,25 %",
          "ein Anstieg von 7,5 %" },
        { "en", "id", "2.5 million tonnes", "1.25 million tonnes", "1,25 juta ton", "2,5 juta ton" },
        { "en", "ja", "Page 12 of 30", "Page 3 of 25", "3/25ページ", "12/30ページ" },
        { "en", "ja", "Chapter 12", "Chapter 3", "第3章", "第12章" },
        { "en", "zh", "There are 1,200 files.", "There are 300 files.", "有 300 个文件。", "有 1,200 个文件。" },
        { "en", "ar", "Chapter 12", "Chapter 3", "الفصل ٣", "الفصل ١٢" },
        { "en", "hi", "Chapter 12", "Chapter 3", "अध्याय 3", "अध्याय 12" },
        { "en", "th", "Chapter 12", "Chapter 3", "บทที่ 3", "บทที่ 12" },
        /* The signs in a number go with its digits. */
        { "en", "ar", "Costs 2,260.25", "Costs 1,250.75", "يكلف ١٬٢٥٠٫٧٥", "يكلف ٢٬٢٦٠٫٢٥" },
        { "en", "ar", "Costs 2,260.25", "Costs 1,250.75", "يكلف 1,250.75", "يكلف 2,260.25" },
        { "en", "ar", "There are 31 files.", "There are 25 files.", "هناك ٢٥ ملفًا.", "هناك ٣١ ملفًا." },
        { "en", "fa", "Costs 2,260.25", "Costs 1,250.75", "هزینه 1,250.75", "هزینه 2,260.25" },
        { "en", "hi", "Costs 2,260.25", "Costs 1,250.75", "लागत १,२५०.७५", "लागत २,२६०.२५" },
        { "en", "fr", "the 3rd time", "the 2nd time", "la 2e fois", "la 3e fois" },
        /* Both stand twice and change alike. */
        { "en", "id", "From 5 to 5", "From 3 to 3", "Dari 3 ke 3", "Dari 5 ke 5" },
    };
    CHECK(samples);
}

static void test_dates_and_times(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        { "en", "id", "Signed on October 1, 2024.", "Signed on September 22, 2023.",
          "Ditandatangani pada 22 September 2023.", "Ditandatangani pada 1 Oktober 2024." },
        { "en", "de", "Open until 3 March 2025", "Open until 22 September 2023", "Geöffnet bis 22. September 2023",
          "Geöffnet bis 3. März 2025" },
        { "en", "ja", "Updated on May 4, 2024", "Updated on September 22, 2023", "2023年9月22日に更新",
          "2024年5月4日に更新" },
        { "en", "fr", "The meeting is at 16:45.", "The meeting is at 14:30.", "La réunion est à 14:30.",
          "La réunion est à 16:45." },
        { "en", "id", "The meeting is at 4:45 p.m.", "The meeting is at 2:30 p.m.", "Rapat pada pukul 14.30.",
          "Rapat pada pukul 16.45." },
        { "en", "es", "Closed on Tuesday", "Closed on Monday", "Cerrado el lunes", "Cerrado el martes" },
        { "en", "id", "Report for 2024", "Report for 2023", "Laporan tahun 2023", "Laporan tahun 2024" },
        { "en", "th", "Report for 2024", "Report for 2023", "รายงานปี พ.ศ. 2566", NULL },
        { "en", "ru", "Version of 2024-10-01", "Version of 2023-09-22", "Версия от 22.09.2023",
          "Версия от 01.10.2024" },
        /* Arabic: either digits, and the names of months of each region. */
        { "en", "ar", "On 15 April 2025", "On 12 March 2024", "في ١٢ مارس ٢٠٢٤", "في ١٥ أبريل ٢٠٢٥" },
        { "en", "ar", "On 15 April 2025", "On 12 March 2024", "في 12 مارس 2024", "في 15 أبريل 2025" },
        { "en", "ar", "On 4 June 2021", "On 3 February 2020", "في 3 شباط 2020", "في 4 حزيران 2021" },
        { "en", "ar", "On 4 June 2021", "On 3 February 2020", "في ٣ شباط ٢٠٢٠", "في ٤ حزيران ٢٠٢١" },
        { "en", "ar-SY", "On 4 June 2021", "On 3 February 2020", "في 3 شباط 2020", "في 4 حزيران 2021" },
        { "en", "ar", "On 4 June 2021", "On 3 February 2020", "في 3 فيفري 2020", "في 4 جوان 2021" },
        { "en", "ar", "Until 30/06/2025", "Until 31/12/2023", "حتى ٣١/١٢/٢٠٢٣", "حتى ٣٠/٠٦/٢٠٢٥" },
        { "en", "ar", "Begins at 10:45.", "Begins at 9:30.", "في الساعة ٩:٣٠.", "في الساعة ١٠:٤٥." },
        { "en", "ar", "Begins at 10:45.", "Begins at 9:30.", "في الساعة 9:30.", "في الساعة 10:45." },
        { "en", "ar", "Begins at 10:45.", "Begins at 09:30.", "في الساعة 09:30.", "في الساعة 10:45." },
        { "en", "hi", "On 15 April 2025", "On 12 March 2024", "१२ मार्च २०२४ को", "१५ अप्रैल २०२५ को" },
        { "ar", "en", "في ١٥ أبريل ٢٠٢٥", "في ١٢ مارس ٢٠٢٤", "On 12 March 2024", "On 15 April 2025" },
        { "ar", "en", "في 4 حزيران 2021", "في 3 شباط 2020", "On 3 February 2020", "On 4 June 2021" },
    };
    CHECK(samples);
}

static void test_what_is_copied(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        { "en", "id", "Visit https://example.org/en/new?a=1.", "Visit https://example.com/old.",
          "Kunjungi https://example.com/old.", "Kunjungi https://example.org/en/new?a=1." },
        { "en", "de", "Write to help@example.org", "Write to info@example.com", "Schreiben Sie an info@example.com",
          "Schreiben Sie an help@example.org" },
        { "en", "fr", "Error E4711 occurred", "Error E123 occurred", "L’erreur E123 est survenue",
          "L’erreur E4711 est survenue" },
        { "en", "id", "Version 2.10.3 is out", "Version 2.9.1 is out", "Versi 2.9.1 telah terbit",
          "Versi 2.10.3 telah terbit" },
        { "en", "id", "A letter to Maria", "A letter to Anna", "Surat untuk Anna", "Surat untuk Maria" },
        { "en", "zh", "A letter to Maria", "A letter to Anna", "给Anna的信", "给Maria的信" },
        { "en", "fr", "Maria has 12 messages from Paul", "Anna has 15 messages from Ben", "Anna a 15 messages de Ben",
          "Maria a 12 messages de Paul" },
    };
    CHECK(samples);
}

static void test_what_is_in_doubt_is_left_alone(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        /* A word differs. */
        { "en", "id", "See page 7.", "See chapter 3.", "Lihat bab 3.", NULL },
        /* Nothing does. */
        { "en", "id", "See chapter 3.", "See chapter 3.", "Lihat bab 3.", NULL },
        /* The number does not stand in the translation, or twice, or in words. */
        { "en", "id", "See chapter 7.", "See chapter 3.", "Lihat bab berikut.", NULL },
        { "en", "id", "See chapter 7.", "See chapter 3.", "Lihat bab 3 (hal. 3).", NULL },
        { "en", "id", "5 files", "3 files", "tiga berkas", NULL },
        /* Which is which? */
        { "en", "id", "From 5 to 7", "From 3 to 3", "Dari 3 ke 3", NULL },
        /* The noun takes another form. */
        { "en", "ru", "5 files", "3 files", "3 файла", NULL },
        { "en", "ru", "6 files", "5 files", "5 файлов", "6 файлов" },
        /* Other money. */
        { "en", "de", "It costs £5", "It costs $3", "Es kostet 3 $", NULL },
        /* The name is inflected. */
        { "en", "ru", "A letter to Maria", "A letter to Anna", "Письмо Анне", NULL },
        /* The year is not said on the other side. */
        { "en", "id", "on October 1, 2024", "on September 22, 2023", "pada 22 September", NULL },
        { "en", "id", "", "", "", NULL },
    };
    CHECK(samples);
}

static void test_bad_input(void **state)
{
    (void)state;
    struct padan_repairer *repairer;
    struct padan_repair repair;
    assert_int_equal(padan_repairer_new(&repairer, "??", "en", NULL), PADAN_ERROR_LANGUAGE);
    assert_int_equal(padan_repairer_new(&repairer, "en", "id", NULL), PADAN_OK);
    assert_int_equal(padan_repairer_repair(&repair, repairer, padan_string("a\xff 3"), padan_string("a 4"),
                                           padan_string("b 4"), NULL),
                     PADAN_ERROR_ENCODING);
    assert_int_equal(repair.count, 0);
    padan_repairer_free(repairer);
    padan_repairer_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),        cmocka_unit_test(test_dates_and_times),
        cmocka_unit_test(test_what_is_copied), cmocka_unit_test(test_what_is_in_doubt_is_left_alone),
        cmocka_unit_test(test_bad_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
