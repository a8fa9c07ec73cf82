/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/text.h>

#include "text/decoding.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Sentences of our own, with letters that only some encodings have. */
static const struct sample {
    const char *language, *text;
} samples[] = {
    { "id", "Kata “damai” – dan café – ditulis begini… Harganya 5 €." },
    { "de",
      "Die Brücke über den Fluß bleibt bis Jahresende geschlossen, weil Pfeiler beschädigt sind. Größere "
      "Schäden wären möglich." },
    { "pl",
      "Most nad rzeką będzie zamknięty do końca roku, ponieważ dwa filary są uszkodzone. Źródła mówią, że żółty "
      "znak już stoi." },
    { "ru",
      "Мост через реку будет закрыт до конца года, потому что две опоры признаны ненадёжными. Автобусы пойдут в "
      "объезд." },
    { "uk", "Міст через річку буде закрито до кінця року, бо дві його опори визнано ненадійними. Її ґанок зачинено." },
    { "el", "Η γέφυρα πάνω από τον ποταμό θα μείνει κλειστή ως το τέλος του έτους, επειδή δύο στύλοι έχουν φθαρεί." },
    { "tr",
      "Nehrin üzerindeki köprü yıl sonuna kadar kapalı kalacak, çünkü iki ayağı güvensiz bulundu. Şoförler bağlı "
      "yoldan gidecek." },
    { "he", "הגשר מעל הנהר יהיה סגור עד סוף השנה, כי שניים מעמודיו נמצאו לא בטוחים." },
    { "ar", "سيبقى الجسر فوق النهر مغلقا حتى نهاية السنة لأن اثنين من أعمدته غير آمنين." },
    { "lt",
      "Tiltas per upę bus uždarytas iki metų pabaigos, nes du jo stulpai pripažinti nesaugiais. Žmonės važiuos "
      "kitą kelią." },
    { "vi", "Cầu sẽ đóng." },
    { "th", "สะพานข้ามแม่น้ำจะปิดจนถึงสิ้นปี เพราะเสาสองต้นไม่ปลอดภัย รถประจำทางจะไปทางอื่น" },
    { "ja", "川に架かる橋は、二本の橋脚が危険だと分かったため、年末まで閉鎖される。バスは別の道を通る。" },
    { "zh", "河上的大桥将关闭到年底，因为发现两根桥墩不安全。公共汽车将走另一条路。" },
    { "zh-Hant", "河上的大橋將關閉到年底，因為發現兩根橋墩不安全。公車將走另一條路。" },
    { "ko", "강을 가로지르는 다리는 두 기둥이 안전하지 않아 연말까지 폐쇄된다. 버스는 다른 길로 간다." },
};

static const char *sample_of(const char *language)
{
    for (size_t i = 0; i < COUNT(samples); i++)
        if (strcmp(samples[i].language, language) == 0)
            return samples[i].text;
    fail_msg("no sample for %s", language);
    return NULL;
}

/* The sample in an encoding. */
static size_t encode(char *out, size_t room, const char *encoding, const char *text)
{
    iconv_t converter = iconv_open(encoding, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char *in = (char *)(uintptr_t)text, *to = out;
    size_t in_left = strlen(text), room_left = room;
    if (iconv(converter, &in, &in_left, &to, &room_left) == (size_t)-1)
        fail_msg("the sample cannot be written in %s from \"%s\"", encoding, in);
    iconv(converter, NULL, NULL, &to, &room_left);
    iconv_close(converter);
    return room - room_left;
}

static const struct encoding_case {
    const char *encoding, *language;
    bool guessed_with_language, guessed_alone;
} cases[] = {
    { "UTF-8", "ru", true, true },         { "UTF-16LE", "ru", true, true },      { "UTF-16BE", "th", true, true },
    { "UTF-32LE", "ja", true, true },      { "UTF-32BE", "de", true, true },      { "UTF-16LE", "id", true, true },
    { "windows-1252", "id", true, true },  { "windows-1252", "de", true, true },  { "ISO-8859-1", "de", true, true },
    { "ISO-8859-15", "id", false, false }, { "windows-1250", "pl", true, true },  { "ISO-8859-2", "pl", true, true },
    { "windows-1251", "ru", true, true },  { "ISO-8859-5", "ru", true, true },    { "KOI8-R", "ru", true, true },
    { "windows-1251", "uk", true, false }, { "KOI8-U", "uk", true, false },       { "windows-1253", "el", true, true },
    { "ISO-8859-7", "el", true, true },    { "windows-1254", "tr", true, true },  { "ISO-8859-9", "tr", true, true },
    { "windows-1255", "he", true, true },  { "ISO-8859-8", "he", true, true },    { "windows-1256", "ar", true, true },
    { "ISO-8859-6", "ar", true, true },    { "windows-1257", "lt", true, false }, { "ISO-8859-13", "lt", true, false },
    { "TIS-620", "th", true, true },       { "windows-874", "th", true, true },   { "Shift_JIS", "ja", true, true },
    { "EUC-JP", "ja", true, true },        { "ISO-2022-JP", "ja", true, true },   { "GB18030", "zh", true, true },
    { "GBK", "zh", true, true },           { "Big5", "zh-Hant", true, true },     { "EUC-KR", "ko", true, true },
};

static void check_decoding(const struct encoding_case *row, const char *bytes, size_t size, const char *encoding,
                           const char *language)
{
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded decoded;
    struct padan_error error;
    options.encoding = encoding;
    options.language = language;
    if (padan_text_decode(&decoded, bytes, size, &options, &error) != PADAN_OK)
        fail_msg("%s of %s: %s", row->encoding, row->language, error.message);
    if (strcmp(decoded.data, sample_of(row->language)) != 0)
        fail_msg("%s of %s was read as %s (%s, %.2f)", row->encoding, row->language, decoded.encoding,
                 encoding   ? "named"
                 : language ? "guessed with its language"
                            : "guessed",
                 decoded.confidence);
    assert_true(decoded.confidence > 0 && decoded.confidence <= 1);
    padan_decoded_free(&decoded);
}

static void every_encoding_is_read(void **state)
{
    (void)state;
    char bytes[2048];
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *text = sample_of(cases[i].language), *encoding = cases[i].encoding;
        if (strcmp(encoding, "ISO-8859-15") == 0)
            continue;
        size_t size = encode(bytes, sizeof bytes, encoding, text);
        check_decoding(&cases[i], bytes, size, encoding, NULL);
        if (cases[i].guessed_with_language)
            check_decoding(&cases[i], bytes, size, NULL, cases[i].language);
        if (cases[i].guessed_alone)
            check_decoding(&cases[i], bytes, size, NULL, NULL);
    }
}

static struct padan_decoded decode(const char *bytes, size_t size, const char *encoding)
{
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded decoded;
    struct padan_error error;
    options.encoding = encoding;
    if (padan_text_decode(&decoded, bytes, size, &options, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return decoded;
}

/* What is declared or marked, how it is read and why. */
static void evidence_has_its_order(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *text, *encoding;
        enum padan_encoding_origin origin;
    } rows[] = {
#define ROW(bytes, text, encoding, origin) { bytes, sizeof(bytes) - 1, text, encoding, origin }
        ROW("", "", "UTF-8", PADAN_ENCODING_VALID),
        ROW("\xEF\xBB\xBF", "", "UTF-8", PADAN_ENCODING_MARK),
        ROW("\xEF\xBB\xBF"
            "a",
            "a", "UTF-8", PADAN_ENCODING_MARK),
        ROW("\xFF\xFE"
            "a\0",
            "a", "UTF-16LE", PADAN_ENCODING_MARK),
        ROW("\xFE\xFF\0a", "a", "UTF-16BE", PADAN_ENCODING_MARK),
        ROW("\xFF\xFE\0\0a\0\0\0", "a", "UTF-32LE", PADAN_ENCODING_MARK),
        ROW("\0\0\xFE\xFF\0\0\0a", "a", "UTF-32BE", PADAN_ENCODING_MARK),
        ROW("a\0b\0", "ab", "UTF-16LE", PADAN_ENCODING_DETECTED),
        ROW("\0a\0b\0\n", "ab\n", "UTF-16BE", PADAN_ENCODING_DETECTED),
        ROW("<meta charset=windows-1251>\xCC", "<meta charset=windows-1251>М", "windows-1251", PADAN_ENCODING_DECLARED),
        ROW("<META http-equiv='Content-Type' content='text/html; charset=KOI8-R'>\xCD",
            "<META http-equiv='Content-Type' content='text/html; charset=KOI8-R'>м", "KOI8-R", PADAN_ENCODING_DECLARED),
        ROW("<?xml version='1.0' encoding=\"ISO-8859-2\"?>\xB1", "<?xml version='1.0' encoding=\"ISO-8859-2\"?>ą",
            "ISO-8859-2", PADAN_ENCODING_DECLARED),
        /* Latin 1 with C1 bytes is windows-1252. */
        ROW("<meta charset=iso-8859-1>\x93"
            "a\x94",
            "<meta charset=iso-8859-1>“a”", "windows-1252", PADAN_ENCODING_DECLARED),
        /* A declaration that the bytes contradict. */
        ROW("<meta charset=iso-8859-1>\xC3\xA9", "<meta charset=iso-8859-1>é", "UTF-8", PADAN_ENCODING_VALID),
        ROW("<meta charset=utf-16>a", "<meta charset=utf-16>a", "UTF-8", PADAN_ENCODING_VALID),
        ROW("<meta charset=nonsense>\xC3\xA9", "<meta charset=nonsense>é", "UTF-8", PADAN_ENCODING_VALID),
        ROW("\xEF\xBB\xBF<meta charset=big5>\xC3\xA9", "<meta charset=big5>é", "UTF-8", PADAN_ENCODING_MARK),
        /* Within a comment, or in a text that is no markup, a declaration means nothing. */
        ROW("<!-- <meta charset=big5> -->\xC3\xA9", "<!-- <meta charset=big5> -->é", "UTF-8", PADAN_ENCODING_VALID),
        ROW("Write <meta charset=big5> \xC3\xA9", "Write <meta charset=big5> é", "UTF-8", PADAN_ENCODING_VALID),
#undef ROW
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct padan_decoded decoded = decode(rows[i].bytes, rows[i].size, NULL);
        assert_string_equal(decoded.data, rows[i].text);
        assert_string_equal(decoded.encoding, rows[i].encoding);
        assert_int_equal(decoded.origin, rows[i].origin);
        padan_decoded_free(&decoded);
    }
}

static void the_named_encoding_wins(void **state)
{
    (void)state;
    struct padan_decoded decoded = decode("\xFE\xFF\0a", 4, "utf-16");
    assert_string_equal(decoded.data, "a");
    assert_int_equal(decoded.origin, PADAN_ENCODING_GIVEN);
    padan_decoded_free(&decoded);
    decoded = decode(
        "\xEF\xBB\xBF"
        "a",
        4, "utf8");
    assert_string_equal(decoded.data, "a");
    assert_string_equal(decoded.encoding, "UTF-8");
    padan_decoded_free(&decoded);
    decoded = decode("\0a\0b", 4, "UTF-16");
    assert_string_equal(decoded.data, "ab");
    padan_decoded_free(&decoded);
    decoded = decode("\x93\xE9", 2, "latin1");
    assert_string_equal(decoded.data, "“é");
    padan_decoded_free(&decoded);
    decoded = decode("\x82\xA0\x87\x40", 4, "Shift_JIS");
    assert_string_equal(decoded.data, "あ①");
    padan_decoded_free(&decoded);
    decoded = decode("\xC8\xC9", 2, "x-mac-cyrillic");
    assert_string_equal(decoded.data, "»…");
    padan_decoded_free(&decoded);
}

static void line_ends_become_one_kind(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "a\nb", "a\nb" },
        { "a\r\nb\r\n", "a\nb\n" },
        { "a\rb\r", "a\nb\n" },
        { "a\r\r\nb\n\rc", "a\n\nb\n\nc" },
        { "\r", "\n" },
        { "a\f\tb", "a\f\tb" },
        { "a\xE2\x80\xA8"
          "b",
          "a\xE2\x80\xA8"
          "b" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct padan_decoded decoded = decode(rows[i][0], strlen(rows[i][0]), NULL);
        assert_string_equal(decoded.data, rows[i][1]);
        assert_int_equal(decoded.size, strlen(rows[i][1]));
        padan_decoded_free(&decoded);
    }
}

static void faults_have_their_offset(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *encoding;
        int64_t offset;
        const char *replaced;
        size_t places;
    } rows[] = {
        { "ab\xFF\xFE"
          "c\xFF",
          6, "UTF-8", 2, "ab\uFFFDc\uFFFD", 2 },
        { "\xEF\xBB\xBF"
          "a\xC3",
          5, NULL, 4, "a\uFFFD", 1 },
        { "\xED\xA0\x80", 3, "UTF-8", 0, "\uFFFD", 1 },
        { "a\x81z", 3, "windows-1252", 1, "a\uFFFDz", 1 },
        { "\x82\xA0\x82", 3, "Shift_JIS", 2, "あ\uFFFD", 1 },
        { "\xFF\xFE"
          "a\0\0\xD8"
          "b\0",
          8, NULL, 4, "a\uFFFDb", 1 },
        { "a\0b", 3, "UTF-16LE", 2, "a\uFFFD", 1 },
        { "\0\0\0a\0\x11\0\0", 8, "UTF-32BE", 4, "a\uFFFD", 1 },
        { "a\xE9", 2, "US-ASCII", -1, NULL, 0 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
        struct padan_decoded decoded;
        struct padan_error error;
        options.encoding = rows[i].encoding;
        options.input = "a.txt";
        int status = padan_text_decode(&decoded, rows[i].bytes, rows[i].size, &options, &error);
        if (rows[i].offset < 0) {
            assert_int_equal(status, PADAN_OK);
            padan_decoded_free(&decoded);
            continue;
        }
        assert_int_equal(status, PADAN_ERROR_ENCODING);
        assert_int_equal(error.offset, rows[i].offset);
        assert_string_equal(error.input, "a.txt");
        assert_null(decoded.data);
        options.replace_invalid = true;
        assert_int_equal(padan_text_decode(&decoded, rows[i].bytes, rows[i].size, &options, &error), PADAN_OK);
        assert_string_equal(decoded.data, rows[i].replaced);
        assert_int_equal(decoded.replaced, rows[i].places);
        padan_decoded_free(&decoded);
    }
}

struct warnings {
    size_t count;
    struct padan_error last;
};

static void keep_warning(void *context, const struct padan_error *warning)
{
    struct warnings *warnings = context;
    warnings->count++;
    warnings->last = *warning;
}

static void controls_are_reported(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *text;
        size_t warnings;
        int64_t line, offset;
        const char *said;
    } rows[] = {
        { "a\nb\0c\x01", 6, "a\nb\uFFFDc\x01", 1, 2, 3, "2 control characters, the first of them U+0000; each NUL" },
        { "a\tb\f\r\n", 6, "a\tb\f\n", 0, 0, 0, "" },
        { "\xFF\xFE"
          "a\0\x07\0",
          6, "a\x07", 1, 1, 4, "U+0007" },
        { "a\xC2\x93", 3, "a\xC2\x93", 1, 1, 1, "U+0093" },
        { "a\x7F", 2, "a\x7F", 1, 1, 1, "U+007F" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct warnings warnings = { 0 };
        struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
        struct padan_decoded decoded;
        options.reporter = (struct padan_reporter){ keep_warning, &warnings };
        assert_int_equal(padan_text_decode(&decoded, rows[i].bytes, rows[i].size, &options, NULL), PADAN_OK);
        assert_string_equal(decoded.data, rows[i].text);
        assert_int_equal(warnings.count, rows[i].warnings);
        if (warnings.count > 0) {
            assert_int_equal(warnings.last.line, rows[i].line);
            assert_int_equal(warnings.last.offset, rows[i].offset);
            assert_non_null(strstr(warnings.last.message, rows[i].said));
        }
        padan_decoded_free(&decoded);
    }
}

static void binary_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *said;
    } rows[] = {
        { "PK\x03\x04\x14\0", 6, "ZIP" },
        { "%PDF-1.7\n", 9, "PDF" },
        { "\x89PNG\r\n\x1A\n", 8, "PNG" },
        { "\x1F\x8B\x08\0", 4, "gzip" },
        { "\x7F"
          "ELF\x02",
          5, "program" },
        { "{\\rtf1 a}", 9, "RTF" },
        { "\0\1\2\3\4\5\6\7\0\1\2\3", 12, "binary" },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct padan_decoded decoded;
        struct padan_error error;
        assert_int_equal(padan_text_decode(&decoded, rows[i].bytes, rows[i].size, NULL, &error), PADAN_ERROR_FORMAT);
        assert_non_null(strstr(error.message, rows[i].said));
    }
}

static void unknown_encodings_are_named(void **state)
{
    (void)state;
    static const char *const names[] = { "", "no-such", "UTF-8//IGNORE", "//TRANSLIT", "UTF-8\n" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
        struct padan_decoded decoded;
        struct padan_error error;
        options.encoding = names[i];
        assert_int_equal(padan_text_decode(&decoded, "a", 1, &options, &error), PADAN_ERROR_ENCODING);
        assert_non_null(strstr(error.message, "is not known"));
    }
}

static void a_guess_states_its_confidence(void **state)
{
    (void)state;
    char bytes[2048];
    size_t size = encode(bytes, sizeof bytes, "KOI8-R", sample_of("ru"));
    struct warnings warnings = { 0 };
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded decoded;
    options.reporter = (struct padan_reporter){ keep_warning, &warnings };
    assert_int_equal(padan_text_decode(&decoded, bytes, size, &options, NULL), PADAN_OK);
    assert_int_equal(decoded.origin, PADAN_ENCODING_DETECTED);
    assert_true(decoded.confidence < 1);
    assert_int_equal(warnings.count, 1);
    assert_non_null(strstr(warnings.last.message, "confidence 0."));
    padan_decoded_free(&decoded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_is_read),        cmocka_unit_test(evidence_has_its_order),
        cmocka_unit_test(the_named_encoding_wins),       cmocka_unit_test(line_ends_become_one_kind),
        cmocka_unit_test(faults_have_their_offset),      cmocka_unit_test(controls_are_reported),
        cmocka_unit_test(binary_files_are_refused),      cmocka_unit_test(unknown_encodings_are_named),
        cmocka_unit_test(a_guess_states_its_confidence),
    };
    return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
