/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/value.h"

struct row {
    const char *language, *text;
    const char *values; /* in order, with " | " between; "or" between readings */
};

static const struct row numbers[] = {
    { "en", "It cost nothing.", "" },
    { "en", "There are 42 of them.", "42" },
    { "en", "6,500 people", "6500 or 6.5" },
    { "id", "6.500 orang", "6500 or 6.5" },
    { "id", "6,500 orang", "6.5 or 6500" },
    { "en", "1,250,000", "1250000" },
    { "fr", "1 250 000 habitants", "1250000" },
    { "fr", "12\u202F857 voix", "12857" },
    { "en", "rooms 12 857", "12 | 857" },
    { "de", "1.250.000,75", "1250000.75" },
    { "en", "1,250,000.75", "1250000.75" },
    { "de", "7,85 Meter", "7.85" },
    { "en", "0.125 and 0,125", "0.125 | 0.125" },
    { "de-CH", "1’250’000", "1250000" },
    { "hi", "12,34,567", "1234567" },
    { "hi", "१८", "18" },
    { "ar", "٢٥٠", "250" },
    { "ar", "١٬٢٥٠٫٥", "1250.5" },
    { "th", "๓,๒๐๐ หลัง", "3200 or 3.2" },
    { "en", "1.25 million", "1250000" },
    { "id", "1,25 juta", "1250000" },
    { "en", "2.5bn", "2500000000" },
    { "de", "3 Mio. Menschen", "3000000" },
    { "de", "2,5 Mrd.", "2500000000" },
    { "ru", "2,5 млн", "2500000" },
    { "ru", "41 тыс. зрителей", "41000" },
    { "fr", "3 milliards", "3000000000" },
    { "hu", "1,8 millió", "1800000" },
    { "ro", "8,6 milioane", "8600000" },
    { "ro", "30 de milioane", "30000000" },
    { "hi", "5 लाख", "500000" },
    { "hi", "40 करोड़", "400000000" },
    { "hi", "2.5 लाख करोड़", "2500000000000" },
    { "en", "5 lakh 20 thousand", "520000" },
    { "en", "5 crore", "50000000" },
    { "ja", "3万5000世帯", "35000" },
    { "ja", "1億5000万", "150000000" },
    { "ja", "一万二千人", "12000" },
    { "ko", "12만 5000권", "125000" },
    { "zh", "1260万", "12600000" },
    { "zh", "3.5亿", "350000000" },
    { "zh", "三万五千", "35000" },
    { "zh", "一百零五", "105" },
    { "zh", "两万", "20000" },
    { "th", "1.5 พันล้าน", "1500000000" },
    { "ar", "1.2 مليار", "1200000000" },
    { "en", "at -5 degrees", "-5" },
    { "en", "at \u22125 degrees", "-5" },
    { "en", "the 1998-2003 period", "1998 | 2003" },
    { "en", "1998\u20132003", "1998 | 2003" },
    { "en", "They won 2-1.", "2 | 1" },
    { "ru", "со счётом 3:2", "3 | 2" },
    { "en", "open 24/7", "24 | 7" },
    { "en", "1, 2, 3.", "1 | 2 | 3" },
    { "en", "(5)", "5" },
    { "de", "20 bis 30", "20 | 30" },
};

static const struct row words[] = {
    { "en", "five", "5" },
    { "id", "lima", "5" },
    { "id", "dua puluh lima", "25" },
    { "en", "twenty-five", "25" },
    { "en", "Twenty-five thousand", "25000" },
    { "en", "one hundred and twenty-five", "125" },
    { "en", "two thousand million", "2000000000" },
    { "en", "three hundred thousand", "300000" },
    { "en", "one million two hundred thousand", "1200000" },
    { "en", "five seven", "5 | 7" },
    { "en", "forty and fifty", "40 | 50" },
    { "en", "hundreds of thousands", "" },
    { "en", "a million reasons", "" },
    { "id", "seratus dua puluh", "120" },
    { "id", "dua ratus ribu", "200000" },
    { "id", "seribu", "1000" },
    { "id", "tiga juta", "3000000" },
    { "de", "einundzwanzig", "21" },
    { "de", "einhundertzwanzig", "120" },
    { "de", "dreitausendfünfhundert", "3500" },
    { "de", "zwei Millionen", "2000000" },
    { "de", "ein Haus, einzeln", "" },
    { "fr", "quatre-vingt-dix", "90" },
    { "fr", "vingt et un", "21" },
    { "fr", "deux cent cinq", "205" },
    { "fr", "mille neuf cent", "1900" },
    { "fr", "un homme", "" },
    { "hu", "huszonöt", "25" },
    { "hu", "háromszáz", "300" },
    { "hu", "kétezer", "2000" },
    { "hu", "egy ház, hatás", "" },
    { "ru", "двадцать пять", "25" },
    { "ru", "двадцатью пятью", "25" },
    { "ru", "пять тысяч", "5000" },
    { "ru", "пятьдесят", "50" },
    { "hi", "पच्चीस हजार", "25000" },
    { "hi", "पाँच लाख", "500000" },
    { "hi", "बारह", "12" },
    { "ar", "خمسة وعشرون", "25" },
    { "ar", "خمسين", "50" },
    { "ar", "ثلاثمئة", "300" },
    { "th", "ยี่สิบห้า", "25" },
    { "th", "สองหมื่นคน", "20000" },
    { "th", "สามารถ", "" },
    { "ro", "treizeci și doi", "32" },
    { "ro", "optzeci", "80" },
    { "zh", "一些人十分高兴", "" },
    { "zh", "万一", "" },
    { "ja", "八人", "8" },
    { "es", "mil", "1000" },
    { "es", "mil doscientas", "1200" },
    { "it", "ventotto", "28" },
    { "pl", "trzydziestu", "30" },
    { "tr", "beş yüz", "500" },
    { "vi", "Hai mươi lăm, thiệt hại", "25" },
    { "en", "40 mil", "40" },
    { "en", "no one", "1" },
};

static const struct row shares[] = {
    { "en", "35%", "35%" },
    { "en", "2021 %s", "2021" },
    { "en", "2021 %2$ld files", "2021" },
    { "de", "50 %ige", "50%" },
    { "en", "5.1 percent", "5.1%" },
    { "en", "five per cent", "5%" },
    { "id", "5,1 persen", "5.1%" },
    { "de", "35 Prozent", "35%" },
    { "fr", "62,4 %", "62.4%" },
    { "hu", "huszonöt százalékkal", "25%" },
    { "ru", "25 процентов", "25%" },
    { "hi", "१८ प्रतिशत", "18%" },
    { "ar", "٢٠٪", "20%" },
    { "ar", "20 في المئة", "20%" },
    { "zh", "百分之十五", "15%" },
    { "ja", "20パーセント", "20%" },
    { "th", "15 เปอร์เซ็นต์", "15%" },
    { "ro", "25 la sută", "25%" },
    { "tr", "%25", "25%" },
    { "id", "Rp1,5 miliar", "IDR 1500000000" },
    { "id", "Rp3.200.000", "IDR 3200000" },
    { "id", "Rp 750 juta", "IDR 750000000" },
    { "id", "lima juta rupiah", "IDR 5000000" },
    { "en", "1.5 trillion rupiah", "IDR 1500000000000" },
    { "en", "US$5 million", "USD 5000000" },
    { "en", "$2.5 million", "USD 2500000" },
    { "en", "10 dollars", "USD 10" },
    { "en", "EUR 20", "EUR 20" },
    { "de", "5 Millionen Euro", "EUR 5000000" },
    { "de", "20 €", "EUR 20" },
    { "fr", "3 milliards d'euros", "EUR 3000000000" },
    { "ro", "25 de lei", "RON 25" },
    { "hu", "14,5 milliárd forint", "HUF 14500000000" },
    { "ru", "тысячу рублей", "RUB 1000" },
    { "ru", "2,5 млн долларов", "USD 2500000" },
    { "hi", "छह हजार रुपये", "INR 6000" },
    { "ar", "1.2 مليار دولار", "USD 1200000000" },
    { "zh", "3.5亿元", "CNY 350000000" },
    { "ko", "350억 원이었다", "KRW 35000000000" },
    { "tr", "45 liraya", "TRY 45" },
    { "ja", "5000円", "JPY 5000" },
    { "th", "5,000 บาท", "THB 5000 or THB 5" },
    { "en", "He won 12 games.", "12" },
    { "en", "Try 5 times.", "5" },
};

static const struct row dates[] = {
    { "en", "22 September 2023", "2023-09-22" },
    { "en", "September 22, 2023", "2023-09-22" },
    { "en", "Sept. 22, 2023", "2023-09-22" },
    { "en", "the 22nd of September", "--09-22" },
    { "en", "2023-09-22", "2023-09-22" },
    { "en", "3/4/2023", "2023-03-04 or 2023-04-03" },
    { "en", "9/22/2023", "2023-09-22" },
    { "id", "22/9/2023", "2023-09-22" },
    { "id", "3/4/2023", "2023-04-03 or 2023-03-04" },
    { "id", "6 November 2023", "2023-11-06" },
    { "id", "22 Agustus", "--08-22" },
    { "de", "17. August 2021", "2021-08-17" },
    { "de", "1.10.2025", "2025-10-01" },
    { "de", "im Dezember", "--12" },
    { "fr", "14 avril 2019", "2019-04-14" },
    { "fr", "1er mai", "--05-01" },
    { "hu", "1950. május 1-jén", "1950-05-01" },
    { "hu", "2022 júliusában", "2022-07" },
    { "hu", "július 16.", "--07-16" },
    { "ru", "22 сентября 2018 года", "2018-09-22" },
    { "ru", "в сентябре 2018 года", "2018-09" },
    { "ru", "с 1994 года", "1994" },
    { "ja", "2023年9月22日", "2023-09-22" },
    { "ja", "平成3年", "1991" },
    { "ja", "令和5年5月1日", "2023-05-01" },
    { "zh", "十一月一日", "--11-01" },
    { "zh", "二〇二三年", "2023" },
    { "zh", "2021年5月", "2021-05" },
    { "ko", "2023년 9월 22일", "2023-09-22" },
    { "vi", "18 tháng 9 năm 2021", "2021-09-18" },
    { "vi", "thứ hai", "day 2" },
    { "tr", "1 Eylül'de", "--09-01" },
    { "hi", "3 मार्च 2022", "2022-03-03" },
    { "hi", "१५ मार्च", "--03-15" },
    { "ar", "12 يناير 2021", "2021-01-12" },
    { "ar", "في عام ٢٠٢٥", "2025" },
    { "th", "5 ตุลาคม พ.ศ. 2565", "2022-10-05" },
    { "th", "ปี 2554", "2011" },
    { "ro", "9 iunie 1788", "1788-06-09" },
    { "en", "in May", "--05" },
    { "en", "It may rain. May I?", "" },
    { "en", "They march.", "" },
    { "en", "on Monday", "day 2" },
    { "en", "Sun, Sept. 22", "day 1 | --09-22" },
    { "en", "The Sun is bright.", "" },
    { "de", "Fr. 20", "20" },
    { "pl", "mają 5 maja", "--05-05" },
    { "en", "He sat down.", "" },
    { "id", "Senin", "day 2" },
    { "ru", "в среду", "day 4" },
    { "ja", "金曜日", "day 6" },
    { "th", "วันเสาร์", "day 7" },
    { "en", "31.2.2023", "code" },
};

static const struct row times[] = {
    { "en", "at 2:30 p.m.", "14:30" },
    { "en", "2.30 pm", "14:30" },
    { "en", "at 14:30", "14:30" },
    { "en", "2:30", "02:30 or 14:30" },
    { "en", "9 a.m.", "09:00" },
    { "en", "12 a.m.", "00:00" },
    { "en", "I am 5.", "5" },
    { "id", "pukul 14.30", "14:30" },
    { "id", "pukul 9 pagi", "09:00" },
    { "id", "14.30", "14.3" },
    { "id", "dua jam", "2" },
    { "ja", "一時", "" },
    { "de", "14 Uhr 30", "14:30" },
    { "de", "um 9 Uhr", "09:00" },
    { "fr", "18h30", "18:30" },
    { "fr", "à 18 heures", "18:00" },
    { "fr", "18 heures de travail", "18" },
    { "hu", "reggel 5 óra 40 perckor", "05:40" },
    { "ru", "в 19:45", "19:45" },
    { "ru", "5 часов", "5" },
    { "ja", "午後2時30分", "14:30" },
    { "ja", "2時間", "2" },
    { "zh", "上午10时", "10:00" },
    { "ko", "오전 10시에", "10:00" },
    { "ko", "10시간", "10" },
    { "vi", "lúc 14 giờ 30", "14:30" },
    { "hi", "सुबह 11 बजे", "11:00" },
    { "ar", "الساعة 9:30 صباحا", "09:30" },
    { "th", "เวลา 13.30 น.", "13:30" },
    { "en", "14:30:05", "14:30:05" },
    { "en", "25:70", "25 | 70" },
};

static const struct row ordinals[] = {
    { "en", "the 1st", "1." },
    { "en", "the third quarter", "3." },
    { "en", "twenty-fifth", "25." },
    { "en", "one second", "1" },
    { "en", "5 metres per second", "5" },
    { "en", "two thirds", "2" },
    { "en", "a third of it", "" },
    { "en", "seconds later", "" },
    { "id", "abad ke-19", "19." },
    { "id", "ketiga", "3." },
    { "id", "pertama", "1." },
    { "de", "der dritte Deich", "3." },
    { "fr", "le 2e tour", "2." },
    { "fr", "premier", "1." },
    { "hu", "harmadik", "3." },
    { "ru", "четвёртая", "4." },
    { "ru", "1-й", "1." },
    { "zh", "第七次", "7." },
    { "ja", "第3回", "3." },
    { "hi", "तीसरा", "3." },
    { "ar", "الرابعة", "4." },
    { "th", "ที่สาม", "3." },
    { "ro", "al doilea", "2." },
    { "id", "triwulan III", "3." },
    { "en", "Chapter IV", "4." },
    { "en", "Henry IV", "4." },
    { "fr", "le XXe siècle", "20." },
    { "ro", "secolul al XV-lea", "15." },
    { "ru", "XIX век", "19." },
    { "en", "on an IV drip", "" },
    { "en", "An IV was placed.", "" },
    { "en", "a CD, a DVD and I", "" },
    { "en", "Vitamin C", "" },
    { "en", "Windows X11", "" },
};

static const struct row codes[] = {
    { "en", "version 1.2.3", "code" },
    { "en", "192.168.0.1", "code" },
    { "en", "ISBN 978-3-16-148410-0", "code" },
    { "en", "call +62 21 555 1234", "code" },
    { "id", "0812-3456-7890", "code" },
    { "en", "021-5551234", "code" },
    { "en", "Section 4.2", "4.2" },
    { "en", "Section 2.3.1", "code" },
    { "en", "agent 0070", "code" },
    { "en", "the B52 and 5G", "" },
    { "en", "12345678901234567890", "code" },
};

static void write_all(struct padan_buffer *out, const struct padan_value *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        padan_buffer_text(out, i > 0 ? " | " : "");
        padan_value_write(out, &list[i], 0);
        padan_buffer_text(out, list[i].count > 1 ? " or " : "");
        if (list[i].count > 1)
            padan_value_write(out, &list[i], 1);
    }
}

/* Ranges are in order, do not overlap and lie in the text. */
static void check_ranges(const struct padan_value *list, size_t count, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        assert_true(list[i].start < list[i].end && list[i].end <= size);
        assert_true(i == 0 || list[i - 1].end <= list[i].start);
    }
}

static bool holds(const struct row *row, struct padan_values *values)
{
    const struct padan_value *list;
    size_t count, size = strlen(row->text);
    struct padan_buffer found = { 0 };
    assert_int_equal(padan_values_find(values, (struct padan_string){ row->text, size }, &list, &count, NULL),
                     PADAN_OK);
    check_ranges(list, count, size);
    write_all(&found, list, count);
    bool same = strcmp(found.data ? found.data : "", row->values) == 0;
    if (!same)
        print_error("%s \"%s\": expected \"%s\", found \"%s\"\n", row->language, row->text, row->values,
                    found.data ? found.data : "");
    padan_buffer_free(&found);
    return same;
}

static void check_rows(const struct row *rows, size_t count)
{
    struct padan_values *values = NULL;
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(rows[i].language, rows[i - 1].language) != 0) {
            padan_values_free(values);
            assert_int_equal(padan_values_new(&values, rows[i].language, NULL), PADAN_OK);
        }
        wrong += !holds(&rows[i], values);
    }
    padan_values_free(values);
    assert_int_equal(wrong, 0);
}

#define CHECK(name)                                                                                                    \
    static void name##_are_read(void **state)                                                                          \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        check_rows(name, sizeof name / sizeof *name);                                                                  \
    }

CHECK(numbers)
CHECK(words)
CHECK(shares)
CHECK(dates)
CHECK(times)
CHECK(ordinals)
CHECK(codes)

static struct padan_value value_of(const char *language, const char *text)
{
    struct padan_values *values;
    const struct padan_value *list;
    size_t count;
    assert_int_equal(padan_values_new(&values, language, NULL), PADAN_OK);
    assert_int_equal(padan_values_find(values, padan_string(text), &list, &count, NULL), PADAN_OK);
    assert_int_equal(count, 1);
    struct padan_value value = list[0];
    padan_values_free(values);
    return value;
}

static void values_are_compared_across_languages(void **state)
{
    static const struct {
        const char *language, *text, *other, *translation;
        enum padan_value_match match;
    } pairs[] = {
        { "id", "6.500", "en", "6,500", PADAN_VALUES_EQUAL },
        { "id", "1,25 juta", "en", "1.25 million", PADAN_VALUES_EQUAL },
        { "id", "dua puluh lima", "en", "25", PADAN_VALUES_EQUAL },
        { "id", "pukul 14.30", "en", "2:30", PADAN_VALUES_EQUAL },
        { "id", "22 September 2023", "ja", "2023年9月22日", PADAN_VALUES_EQUAL },
        { "id", "22 September", "en", "2023-09-22", PADAN_VALUES_AGREE },
        { "id", "3/4/2023", "en", "3/4/2023", PADAN_VALUES_EQUAL },
        { "id", "Senin", "en", "Monday", PADAN_VALUES_EQUAL },
        { "id", "Rp5.000", "en", "5,000", PADAN_VALUES_AGREE },
        { "id", "Rp5.000", "en", "$5,000", PADAN_VALUES_DIFFER },
        { "id", "tahun 2023", "en", "2023", PADAN_VALUES_AGREE },
        { "id", "ketiga", "en", "three", PADAN_VALUES_AGREE },
        { "id", "22 September", "en", "23 September", PADAN_VALUES_DIFFER },
        { "id", "5 persen", "en", "6 percent", PADAN_VALUES_DIFFER },
        { "id", "Senin", "en", "Tuesday", PADAN_VALUES_DIFFER },
        { "id", "versi 1.2.3", "en", "version 1.2.3", PADAN_VALUES_EQUAL },
        { "id", "1.2.3", "en", "1.2.4", PADAN_VALUES_DIFFER },
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct padan_value left = value_of(pairs[i].language, pairs[i].text);
        struct padan_value right = value_of(pairs[i].other, pairs[i].translation);
        if (padan_value_compare(&left, &right) != pairs[i].match)
            fail_msg("\"%s\" and \"%s\"", pairs[i].text, pairs[i].translation);
        assert_int_equal(padan_value_compare(&right, &left), pairs[i].match);
    }
}

static void numbers_are_written_without_exponent(void **state)
{
    static const struct {
        struct padan_decimal number;
        const char *text;
    } rows[] = { { { 0, 0 }, "0" },      { { 5, 3 }, "5000" },    { { 5, -1 }, "0.5" },  { { 125, -2 }, "1.25" },
                 { { 5, -3 }, "0.005" }, { { -25, -1 }, "-2.5" }, { { 25, -2 }, "0.25" } };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct padan_buffer out = { 0 };
        padan_decimal_write(&out, rows[i].number);
        assert_string_equal(out.data, rows[i].text);
        padan_buffer_free(&out);
    }
}

static void ranges_are_bytes(void **state)
{
    struct padan_values *values;
    const struct padan_value *list;
    size_t count;
    (void)state;
    assert_int_equal(padan_values_new(&values, "de", NULL), PADAN_OK);
    assert_int_equal(padan_values_find(values, padan_string("\u00DCber 5 Millionen Euro!"), &list, &count, NULL),
                     PADAN_OK);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].start, 6);
    assert_int_equal(list[0].end, 22);
    padan_values_free(values);
}

static void bad_bytes_separate(void **state)
{
    struct padan_values *values;
    const struct padan_value *list;
    size_t count;
    (void)state;
    assert_int_equal(padan_values_new(&values, "en", NULL), PADAN_OK);
    assert_int_equal(padan_values_find(values,
                                       padan_string("5\xFF"
                                                    "million 7"),
                                       &list, &count, NULL),
                     PADAN_OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].readings[0].number.digits, 5);
    assert_int_equal(list[0].readings[0].number.exponent, 0);
    padan_values_free(values);
}

static void an_unknown_language_is_an_error(void **state)
{
    struct padan_values *values;
    (void)state;
    assert_int_equal(padan_values_new(&values, "not a tag", NULL), PADAN_ERROR_LANGUAGE);
    assert_null(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(words_are_read),
        cmocka_unit_test(shares_are_read),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(times_are_read),
        cmocka_unit_test(ordinals_are_read),
        cmocka_unit_test(codes_are_read),
        cmocka_unit_test(values_are_compared_across_languages),
        cmocka_unit_test(numbers_are_written_without_exponent),
        cmocka_unit_test(ranges_are_bytes),
        cmocka_unit_test(bad_bytes_separate),
        cmocka_unit_test(an_unknown_language_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
