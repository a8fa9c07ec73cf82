/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks that only one side has, and segments in another order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <padan/align.h>

enum { WORDS = 9, VOCABULARY = 300, LINE = 160, LONG = 900, SHORT = 60 };

/* A made-up text and its made-up translation, and which sentence of it each side keeps where. */
struct book {
    char (*lines[2])[LINE];
    struct padan_align_segment *segments[2];
    size_t *sentence[2]; /* by segment */
    size_t count[2];
};

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7FFF;
}

/* A word of five syllables for a number; those of one side share no syllable with the other's. */
static void add_word(char *line, unsigned number, const char *consonants, char first)
{
    char word[16] = " ";
    size_t size = 1;
    if (first)
        word[size++] = first;
    for (int i = 0; i < 5; i++, number /= 7) {
        word[size++] = consonants[number % 7];
        word[size++] = "aeiou"[(number + (unsigned)i) % 5];
    }
    word[size] = 0;
    strcat(line, word);
}

static void write_sentence(char *source, char *target, size_t number, bool name, unsigned *random)
{
    /* Names that are far apart, so that none looks like another; 7,919 and 7^5 have no divisor in common. */
    unsigned spread = (unsigned)(number * 7919 % 16807);
    char initial = (char)('A' + number / 3 % 26);
    unsigned words = 4 + next_random(random) % (WORDS - 4);
    source[0] = target[0] = 0;
    for (unsigned i = 0; i < words; i++) {
        unsigned word = next_random(random) % VOCABULARY;
        add_word(source, word, "bdgklmn", 0);
        add_word(target, word, "prstvzf", 0);
        if (i == 1 && name) {
            add_word(source, spread, "hjwqcxy", initial);
            add_word(target, spread, "hjwqcxy", initial);
        }
    }
}

/* Of so many sentences one has a name that no other has. */
static struct book make_book(size_t count, size_t names)
{
    struct book book = { 0 };
    unsigned random = 5;
    for (int side = 0; side < 2; side++) {
        book.lines[side] = calloc(count, sizeof *book.lines[side]);
        book.segments[side] = calloc(count, sizeof *book.segments[side]);
        book.sentence[side] = calloc(count, sizeof *book.sentence[side]);
        assert_true(book.lines[side] && book.segments[side] && book.sentence[side]);
        book.count[side] = count;
    }
    for (size_t i = 0; i < count; i++) {
        write_sentence(book.lines[0][i], book.lines[1][i], i, i % names == 0, &random);
        book.sentence[0][i] = book.sentence[1][i] = i;
    }
    return book;
}

static void free_book(struct book *book)
{
    for (int side = 0; side < 2; side++) {
        free(book->lines[side]);
        free(book->segments[side]);
        free(book->sentence[side]);
    }
}

/* Takes sentences out of a side. */
static void cut(struct book *book, int side, size_t from, size_t count)
{
    size_t *sentence = book->sentence[side];
    memmove(sentence + from, sentence + from + count, (book->count[side] - from - count) * sizeof *sentence);
    book->count[side] -= count;
}

static void exchange(struct book *book, size_t first, size_t second)
{
    size_t *sentence = book->sentence[1], before = sentence[first];
    sentence[first] = sentence[second];
    sentence[second] = before;
}

static void align(struct padan_alignment *out, struct book *book)
{
    struct padan_error error;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < book->count[side]; i++)
            book->segments[side][i].text = padan_string(book->lines[side][book->sentence[side][i]]);
    /* Two languages of which nothing is known. */
    assert_int_equal(padan_align(out, book->segments[0], book->count[0], "qaa", book->segments[1], book->count[1],
                                 "qab", NULL, &error),
                     PADAN_OK);
}

static bool is_right(const struct book *book, const struct padan_bead *bead)
{
    return bead->source_count == 1 && bead->target_count == 1 &&
           book->sentence[0][bead->source] == book->sentence[1][bead->target];
}

/* Aligns and checks that all pairs are found, and that beads of one side are as sure as the rest. */
static void check_found(struct book *book, size_t pairs)
{
    struct padan_alignment alignment;
    size_t right = 0, alone = 0, sure = 0;
    align(&alignment, book);
    for (size_t i = 0; i < alignment.count; i++) {
        const struct padan_bead *bead = &alignment.beads[i];
        bool lacks = bead->source_count == 0 || bead->target_count == 0;
        right += is_right(book, bead);
        alone += lacks;
        sure += lacks && bead->confidence > 0.9;
        assert_true(bead->confidence >= 0 && bead->confidence <= 1);
    }
    size_t lacking = book->count[0] + book->count[1] - 2 * pairs;
    if (right * 100 < pairs * 99)
        fail_msg("%zu of %zu pairs", right, pairs);
    assert_true(alone * 100 >= lacking * 99 && alone <= lacking + pairs / 100);
    assert_true(sure * 100 >= lacking * 97);
    padan_alignment_free(&alignment);
}

/* Of so many sentences one has a name. */
static void check_named_block(size_t sentences, size_t names, int side, size_t from, size_t count)
{
    struct book book = make_book(sentences, names);
    cut(&book, side, from, count);
    check_found(&book, sentences - count);
    free_book(&book);
}

static void check_block(size_t sentences, int side, size_t from, size_t count)
{
    check_named_block(sentences, 3, side, from, count);
}

static void a_block_that_one_side_lacks_is_found(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        check_block(LONG, side, LONG / 3, LONG * 3 / 10);
        check_block(LONG, side, 0, LONG * 3 / 10);
        check_block(LONG, side, LONG * 7 / 10, LONG * 3 / 10);
        check_block(SHORT, side, SHORT / 3, SHORT / 5);
    }
}

static void blocks_may_be_missing_on_both_sides(void **state)
{
    (void)state;
    struct book book = make_book(LONG, 3);
    cut(&book, 0, 600, 200);
    cut(&book, 1, 100, 200);
    check_found(&book, LONG - 400);
    free_book(&book);
}

/* Far more than the corridor may hold of the lattice: 7,000 by 10,000 segments. */
static void a_long_block_is_found(void **state)
{
    (void)state;
    check_block(10000, 0, 0, 3000);
    check_block(10000, 0, 4000, 3000);
    check_block(10000, 1, 0, 3000);
    check_block(10000, 1, 4000, 3000);
}

/* Two anchors are so far apart that the nodes of their box are more than the corridor may have. */
static void a_long_block_is_found_where_anchors_are_far_apart(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        check_named_block(10000, 280, side, 4100, 3000);
        check_named_block(6000, 280, side, 2900, 700);
    }
}

/* A side has nothing but these sentences of the other, which has the whole book. */
static void check_excerpt(size_t sentences, size_t names, int side, size_t from, size_t count)
{
    struct book book = make_book(sentences, names);
    cut(&book, side, from + count, sentences - from - count);
    cut(&book, side, 0, from);
    check_found(&book, count);
    free_book(&book);
}

static void an_excerpt_is_found_in_the_whole(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        check_excerpt(14000, 3, side, 0, 2000);
        check_excerpt(14000, 3, side, 5000, 2000);
        check_excerpt(14000, 3, side, 12000, 2000);
        check_excerpt(6000, 60, side, 3000, 600);
    }
    check_excerpt(14000, 1, 0, 5000, 10);
}

/* As where clauses come again and again: no word is rare. The sides lack sentences in different places. */
static void a_text_that_repeats_itself_is_found(void **state)
{
    (void)state;
    enum { PART = 25, PARTS = 20, ALL = 4000, LACKING = 120 };
    struct book book = make_book(ALL, 3);
    unsigned random = 11, part = 0;
    for (size_t i = 0; i < ALL; i++) {
        if (i % PART == 0)
            part = next_random(&random) % PARTS;
        book.sentence[0][i] = book.sentence[1][i] = part * PART + i % PART;
    }
    for (size_t i = 0; i < LACKING; i++) {
        cut(&book, 0, i * 15, 1);
        cut(&book, 1, ALL / 2 + i * 15, 1);
    }
    check_found(&book, ALL - 2 * LACKING);
    free_book(&book);
}

/* As people who align by hand do it. */
static void neighbours_in_crossed_order_are_one_bead(void **state)
{
    (void)state;
    struct book book = make_book(SHORT, 1);
    struct padan_alignment alignment;
    exchange(&book, 20, 21);
    align(&alignment, &book);
    assert_int_equal(alignment.count, SHORT - 1);
    for (size_t i = 0; i < alignment.count; i++) {
        const struct padan_bead *bead = &alignment.beads[i];
        assert_true(i == 20 || is_right(&book, bead));
        assert_int_equal(bead->source, bead->target);
        assert_int_equal(bead->source_count, i == 20 ? 2 : 1);
        assert_int_equal(bead->target_count, bead->source_count);
    }
    padan_alignment_free(&alignment);
    free_book(&book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_that_one_side_lacks_is_found),
        cmocka_unit_test(blocks_may_be_missing_on_both_sides),
        cmocka_unit_test(a_long_block_is_found),
        cmocka_unit_test(a_long_block_is_found_where_anchors_are_far_apart),
        cmocka_unit_test(an_excerpt_is_found_in_the_whole),
        cmocka_unit_test(a_text_that_repeats_itself_is_found),
        cmocka_unit_test(neighbours_in_crossed_order_are_one_bead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
