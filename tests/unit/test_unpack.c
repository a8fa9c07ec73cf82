/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packed files, made here entry by entry, read as the exchange formats read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/buffer.h"
#include "exchange/unpack.h"
#include "exchange_caught.h"

static const char one[] = "source\ttarget\nOne boat.\tSatu perahu.\n";
static const char two[] = "source\ttarget\nTwo boats.\tDua perahu.\n";

static struct caught *begin(void)
{
    struct caught *caught = caught_begin();
    caught->options.source = "en";
    caught->options.target = "id";
    return caught;
}

/* Appends what zlib makes of a text; `window` as deflateInit2 has it. */
static void deflate_to(struct padan_buffer *out, int window, const void *text, size_t size)
{
    z_stream stream = { 0 };
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_true(padan_buffer_reserve(out, deflateBound(&stream, (uLong)size)));
    stream.next_in = (Bytef *)text;
    stream.avail_in = (uInt)size;
    stream.next_out = (Bytef *)out->data + out->size;
    stream.avail_out = (uInt)(out->capacity - out->size - 1);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out->size += (size_t)stream.total_out;
    deflateEnd(&stream);
}

static void gzip_to(struct padan_buffer *out, const char *text)
{
    deflate_to(out, 15 + 16, text, strlen(text));
}

static void number_to(struct padan_buffer *out, uint64_t value, int size)
{
    for (int i = 0; i < size; i++)
        padan_buffer_byte(out, (char)(value >> (8 * i) & 0xFF));
}

enum {
    STORED = 0,
    DEFLATED = 8,
    STREAMED = 1 << 8, /* sum and sizes stand behind it */
    LONG = 1 << 9,     /* its sizes stand in a field of 64 bits */
    ENCRYPTED = 1 << 10,
    WRONG_SUM = 1 << 11,
    UNSIGNED = 1 << 12 /* what stands behind it has no mark */
};

/* Appends an entry of a ZIP file. */
static void entry_to(struct padan_buffer *out, const char *name, const void *text, size_t size, int how)
{
    struct padan_buffer packed = { 0 };
    int method = how & 0xFF;
    uint32_t sum = (uint32_t)crc32(0, text, (uInt)size) ^ (how & WRONG_SUM ? 1u : 0u);
    if (method == DEFLATED)
        deflate_to(&packed, -15, text, size);
    else
        padan_buffer_append(&packed, text, size);
    bool streamed = how & STREAMED, is_long = how & LONG;
    number_to(out, 0x04034B50, 4);
    number_to(out, is_long ? 45 : 20, 2);
    number_to(out, (streamed ? 8u : 0u) | (how & ENCRYPTED ? 1u : 0u), 2);
    number_to(out, (uint64_t)method, 2);
    number_to(out, 0, 4);
    number_to(out, streamed ? 0 : sum, 4);
    number_to(out, streamed ? 0 : is_long ? UINT32_MAX : packed.size, 4);
    number_to(out, streamed ? 0 : is_long ? UINT32_MAX : size, 4);
    number_to(out, strlen(name), 2);
    number_to(out, is_long ? 28 : 0, 2);
    padan_buffer_text(out, name);
    if (is_long) {
        number_to(out, 0x7075, 2); /* a field that is passed over */
        number_to(out, 4, 2);
        number_to(out, 0, 4);
        number_to(out, 1, 2);
        number_to(out, 16, 2);
        number_to(out, size, 8);
        number_to(out, packed.size, 8);
    }
    padan_buffer_append(out, packed.data, packed.size);
    if (streamed) {
        if (!(how & UNSIGNED))
            number_to(out, 0x08074B50, 4);
        number_to(out, sum, 4);
        number_to(out, packed.size, is_long ? 8 : 4);
        number_to(out, size, is_long ? 8 : 4);
    }
    padan_buffer_free(&packed);
}

static void text_entry_to(struct padan_buffer *out, const char *name, const char *text, int how)
{
    entry_to(out, name, text, strlen(text), how);
}

/* The list of entries that ends a ZIP file; its first mark is all that is looked at. */
static void end_zip(struct padan_buffer *out)
{
    number_to(out, 0x02014B50, 4);
    for (int i = 0; i < 42; i++)
        padan_buffer_byte(out, '\0');
}

/* Reads what was packed and lets it go. */
static int read_packed(struct caught *caught, struct padan_buffer *packed, const char *name)
{
    assert_false(packed->failed);
    int status = read_bytes(caught, packed->data, packed->size, name);
    padan_buffer_free(packed);
    return status;
}

static void assert_told(const struct caught *caught, const char *part)
{
    for (size_t i = 0; i < caught->told_count; i++)
        if (strstr(caught->told[i].message, part))
            return;
    fail_msg("nothing says '%s'", part);
}

static void reads_gzip(void **state)
{
    (void)state;
    struct caught *caught = begin();
    struct padan_buffer packed = { 0 };
    gzip_to(&packed, one);
    assert_int_equal(read_packed(caught, &packed, "a.tsv.gz"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_int_equal(caught->told_count, 0);
    assert_text(caught->units[0].variants[1].text, "Satu perahu.");
    caught_end(caught);
}

/* The format is that of the ending before .gz, or of the content; members run on; zeros may fill the end. */
static void reads_members_of_gzip(void **state)
{
    (void)state;
    struct caught *caught = begin();
    struct padan_buffer packed = { 0 };
    gzip_to(&packed, one);
    gzip_to(&packed, "");
    gzip_to(&packed, "Two boats.\tDua");
    gzip_to(&packed, " perahu.\n");
    for (int i = 0; i < 512; i++)
        padan_buffer_byte(&packed, '\0');
    assert_int_equal(read_packed(caught, &packed, "whatever"), PADAN_OK);
    assert_int_equal(caught->count, 2);
    assert_text(caught->units[1].variants[1].text, "Dua perahu.");
    caught_end(caught);
}

/* Wherever a file is cut off, its end is told, or it is no file of units at all; nothing is read twice or made up. */
static void tells_where_gzip_is_cut_off(void **state)
{
    (void)state;
    struct padan_buffer text = { 0 }, packed = { 0 };
    padan_buffer_text(&text, "source\ttarget\n");
    for (int i = 0; i < 40; i++)
        padan_buffer_format(&text, "Boat %d of %d.\tPerahu %d.\n", i, i * i * 7919, i);
    gzip_to(&packed, text.data);
    for (size_t size = 2; size < packed.size; size++) {
        struct caught *caught = begin();
        int status = read_bytes(caught, packed.data, size, "a.tsv.gz");
        assert_true(caught->count <= 40);
        if (status == PADAN_OK)
            assert_told(caught, "is cut off");
        else
            assert_true(caught->count == 0 && caught->error.message[0]);
        caught_end(caught);
    }
    padan_buffer_free(&packed);
    padan_buffer_free(&text);
}

static void tells_damage_in_gzip(void **state)
{
    (void)state;
    struct caught *caught = begin();
    struct padan_buffer packed = { 0 };
    gzip_to(&packed, one);
    size_t sum = packed.size - 8;
    gzip_to(&packed, "Two boats.\tDua perahu.\n");
    packed.data[sum] ^= 1;
    assert_int_equal(read_packed(caught, &packed, "a.tsv.gz"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_told(caught, "is damaged");
    caught_end(caught);
}

static void reads_one_of_a_zip(const char *name, int how)
{
    struct caught *caught = begin();
    struct padan_buffer packed = { 0 };
    text_entry_to(&packed, name, one, how);
    end_zip(&packed);
    assert_int_equal(read_packed(caught, &packed, "a.zip"), PADAN_OK);
    assert_int_equal(caught->count, 1);
    assert_int_equal(caught->told_count, 0);
    caught_end(caught);
}

static void reads_zip_of_each_kind(void **state)
{
    (void)state;
    reads_one_of_a_zip("a.tsv", STORED);
    reads_one_of_a_zip("folder/a.TSV", DEFLATED);
    reads_one_of_a_zip("a.tsv", DEFLATED | STREAMED);
    reads_one_of_a_zip("a.tsv", DEFLATED | STREAMED | UNSIGNED);
    reads_one_of_a_zip("a.tsv", STORED | LONG);
    reads_one_of_a_zip("a.tsv", DEFLATED | LONG);
}

/* The first that can be read is; how many more could be is told; others are passed over, however they are packed. */
static void passes_over_other_entries(void **state)
{
    (void)state;
    static const int ways[] = { STORED, DEFLATED, STORED | LONG, DEFLATED | STREAMED, DEFLATED | STREAMED | LONG };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct caught *caught = begin();
        struct padan_buffer packed = { 0 };
        text_entry_to(&packed, "read me.txt", "Nothing to see.", ways[i]);
        text_entry_to(&packed, "__MACOSX/._a.tsv", "rubbish", ways[i]);
        text_entry_to(&packed, "folder/", "", STORED);
        text_entry_to(&packed, "a.tsv", one, ways[i]);
        text_entry_to(&packed, "picture.png", "rubbish", ways[i]);
        text_entry_to(&packed, "b.tsv", two, ways[i]);
        text_entry_to(&packed, "c.tmx", "<tmx/>", ways[i]);
        end_zip(&packed);
        assert_int_equal(read_packed(caught, &packed, "a.zip"), PADAN_OK);
        assert_int_equal(caught->count, 1);
        assert_text(caught->units[0].variants[0].text, "One boat.");
        assert_told(caught, "\"a.tsv\" is read; 2 more files in it are not");
        caught_end(caught);
    }
}

static void refuses_zip(const char *name, int how, const char *reason)
{
    struct caught *caught = begin();
    struct padan_buffer packed = { 0 };
    text_entry_to(&packed, name, one, how);
    end_zip(&packed);
    assert_int_equal(read_packed(caught, &packed, "a.zip"), PADAN_ERROR_FORMAT);
    assert_non_null(strstr(caught->error.message, reason));
    assert_int_equal(caught->count, 0);
    caught_end(caught);
}

static void refuses_what_it_cannot_unpack(void **state)
{
    (void)state;
    refuses_zip("a.txt", DEFLATED, "holds no file");
    refuses_zip("a.tsv", DEFLATED | ENCRYPTED, "is encrypted");
    refuses_zip("a.tsv", 12, "packed in a way that padan does not know");
    refuses_zip("a.tsv", STORED | STREAMED, "packed in a way that padan does not know");
}

static void tells_damage_in_zip(void **state)
{
    (void)state;
    static const int ways[] = { STORED | WRONG_SUM, DEFLATED | WRONG_SUM };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct caught *caught = begin();
        struct padan_buffer packed = { 0 };
        text_entry_to(&packed, "a.tsv", one, ways[i]);
        end_zip(&packed);
        assert_int_equal(read_packed(caught, &packed, "a.zip"), PADAN_OK);
        assert_int_equal(caught->count, 1);
        assert_told(caught, "is damaged");
        caught_end(caught);
    }
}

/* Cut off in headers, names, fields, content: never more than there was, and an end or an error. */
static void tells_where_zip_is_cut_off(void **state)
{
    (void)state;
    struct padan_buffer packed = { 0 };
    text_entry_to(&packed, "other.txt", "Nothing to see.", DEFLATED | STREAMED);
    text_entry_to(&packed, "a.tsv", one, STORED | LONG);
    for (size_t size = 4; size < packed.size; size++) {
        struct caught *caught = begin();
        int status = read_bytes(caught, packed.data, size, "a.zip");
        assert_int_not_equal(status, PADAN_ERROR_INTERNAL);
        if (status == PADAN_OK)
            assert_told(caught, "is cut off");
        else
            assert_true(caught->error.message[0]);
        caught_end(caught);
    }
    padan_buffer_free(&packed);
}

/* A hundred megabytes of nothing in a hundred kilobytes. */
static void stops_bombs(void **state)
{
    (void)state;
    size_t size = (size_t)100 << 20;
    char *empty_lines = malloc(size);
    assert_non_null(empty_lines);
    memset(empty_lines, '\n', size);
    for (int i = 0; i < 3; i++) {
        struct caught *caught = begin();
        struct padan_buffer packed = { 0 };
        if (i == 0)
            deflate_to(&packed, 15 + 16, empty_lines, size);
        else
            entry_to(&packed, i == 1 ? "a.tsv" : "a.txt", empty_lines, size, DEFLATED | STREAMED);
        assert_int_equal(read_packed(caught, &packed, "a.tsv"), PADAN_ERROR_LIMIT);
        assert_non_null(strstr(caught->error.message, "unpacks to more than"));
        caught_end(caught);
    }
    free(empty_lines);
}

/* Bytes that come `piece` at a time. */
struct pieces {
    const char *data;
    size_t left, piece;
};

static int give_piece(void *context, char *out, size_t size, size_t *got, struct padan_error *error)
{
    struct pieces *pieces = context;
    (void)error;
    *got = pieces->left < pieces->piece ? pieces->left : pieces->piece;
    *got = *got < size ? *got : size;
    memcpy(out, pieces->data, *got);
    pieces->data += *got;
    pieces->left -= *got;
    return PADAN_OK;
}

/* "name: text" of a member or what is wrong with it, or nothing but its name where it is not read. */
static void walk_member(struct padan_buffer *out, struct padan_unpack *unpack, int status,
                        const struct padan_error *error)
{
    char room[1000];
    size_t got = 1;
    padan_buffer_format(out, "[%s", unpack->member);
    if (status != PADAN_OK)
        padan_buffer_format(out, ": %s", strstr(error->message, " in it ") + 7);
    bool reads = status == PADAN_OK && !strstr(unpack->member, "passed");
    padan_buffer_text(out, reads ? ": " : "");
    while (reads && got > 0) {
        assert_int_equal(padan_unpack_read(unpack, room, sizeof room, &got, NULL), PADAN_OK);
        padan_buffer_append(out, room, got);
    }
    if (unpack->troubled)
        padan_buffer_format(out, " (%s)", unpack->fault.message);
    padan_buffer_text(out, "]");
}

/* What going from member to member gives, whole and byte by byte. */
static void assert_walk(struct padan_buffer *packed, size_t size, const char *expected)
{
    static const size_t sizes[] = { 1, 7, 1 << 20 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct pieces pieces = { packed->data, size, sizes[i] };
        struct padan_unpack unpack;
        struct padan_buffer head = { 0 }, out = { 0 };
        struct padan_error error;
        bool found = true;
        assert_int_equal(padan_unpack_begin_steps(&unpack, "a.zip", &head, give_piece, &pieces, &error), PADAN_OK);
        while (found) {
            int status = padan_unpack_next(&unpack, &found, &error);
            if (found)
                walk_member(&out, &unpack, status, &error);
            else if (unpack.troubled)
                padan_buffer_format(&out, "(%s)", unpack.fault.message);
        }
        padan_unpack_end(&unpack);
        assert_string_equal(out.data ? out.data : "", expected);
        padan_buffer_free(&out);
    }
}

static void goes_from_member_to_member(void **state)
{
    (void)state;
    static const int ways[] = { STORED, DEFLATED, STORED | LONG, DEFLATED | STREAMED, DEFLATED | STREAMED | LONG };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct padan_buffer packed = { 0 };
        text_entry_to(&packed, "passed.txt", "Nothing.", ways[i]);
        text_entry_to(&packed, "one\x1b[1m\xff.tsv", "One.", ways[i]);
        text_entry_to(&packed, "folder/", "", STORED);
        text_entry_to(&packed, "none", "", ways[i]);
        text_entry_to(&packed, "two", "Two.", ways[i]);
        end_zip(&packed);
        assert_walk(&packed, packed.size, "[passed.txt][one?[1m?.tsv: One.][folder/: ][none: ][two: Two.]");
        padan_buffer_free(&packed);
    }
}

/* What is damaged costs itself, and what follows only where nothing says where that begins. */
static void goes_on_behind_damage(void **state)
{
    (void)state;
    struct padan_buffer packed = { 0 };
    text_entry_to(&packed, "one", "One.", DEFLATED | WRONG_SUM);
    text_entry_to(&packed, "two", "Two.", DEFLATED | ENCRYPTED);
    text_entry_to(&packed, "three", "Three.", 12);
    size_t at = packed.size + 30 + strlen("four");
    text_entry_to(&packed, "four", "Four.", DEFLATED);
    text_entry_to(&packed, "five", "Five.", STORED);
    packed.data[at] = '\xFF';
    text_entry_to(&packed, "six", "Six.", DEFLATED | STREAMED | ENCRYPTED);
    text_entry_to(&packed, "seven", "Seven.", STORED);
    end_zip(&packed);
    assert_walk(&packed, packed.size,
                "[one: One. (the packed file is damaged (its check sum is another); what stands before is read)]"
                "[two: is encrypted; unpack it first]"
                "[three: is packed in a way that padan does not know; unpack it first]"
                "[four:  (the packed file is damaged; what stands before is read)][five: Five.]"
                "[six: is encrypted; unpack it first]"
                "(the packed file cannot be read on behind that; what stands before is read)");
    padan_buffer_free(&packed);
}

/* A file that is cut off says so once, within a member or between two. */
static void tells_once_where_members_are_cut_off(void **state)
{
    (void)state;
    struct padan_buffer packed = { 0 };
    text_entry_to(&packed, "one", "One.", STORED);
    size_t between = packed.size;
    text_entry_to(&packed, "two", "Two.", STORED);
    const char *cut = "(the packed file is cut off; what stands before is read)";
    struct padan_buffer expected = { 0 };
    padan_buffer_format(&expected, "[one: One.]%s", cut);
    assert_walk(&packed, between, expected.data);
    assert_walk(&packed, between + 3, expected.data);
    assert_walk(&packed, between + 31, expected.data);
    padan_buffer_clear(&expected);
    padan_buffer_format(&expected, "[one: One.][two: T %s]", cut);
    assert_walk(&packed, packed.size - 3, expected.data);
    padan_buffer_clear(&packed);
    padan_buffer_text(&packed, "PK\5\6");
    for (int i = 0; i < 18; i++)
        padan_buffer_byte(&packed, '\0');
    assert_walk(&packed, packed.size, "");
    padan_buffer_free(&packed);
    padan_buffer_free(&expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_gzip),
        cmocka_unit_test(reads_members_of_gzip),
        cmocka_unit_test(tells_where_gzip_is_cut_off),
        cmocka_unit_test(tells_damage_in_gzip),
        cmocka_unit_test(reads_zip_of_each_kind),
        cmocka_unit_test(passes_over_other_entries),
        cmocka_unit_test(refuses_what_it_cannot_unpack),
        cmocka_unit_test(tells_damage_in_zip),
        cmocka_unit_test(tells_where_zip_is_cut_off),
        cmocka_unit_test(stops_bombs),
        cmocka_unit_test(goes_from_member_to_member),
        cmocka_unit_test(goes_on_behind_damage),
        cmocka_unit_test(tells_once_where_members_are_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
