/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several translations as one alignment, and corrected rows against what is stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory_support.h"

enum { BEADS = 4 };

static const char *const texts[2][BEADS] = {
    { "One ship came.", "It was old.", "Two men left.", "Nobody knew them." },
    { "Satu kapal datang.", "Kapal itu tua.", "Dua orang pergi.", "Tidak ada yang mengenal mereka." },
};

static const double confidences[BEADS] = { 0.95, 0.2, 0.99, 0.97 };

struct documents {
    struct padan_document *items[2];
    struct padan_segments segments[2];
    struct padan_align_text views[2];
};

static void read_documents(struct documents *documents)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    options.format = "segmented";
    for (int i = 0; i < 2; i++) {
        struct padan_buffer text = { 0 };
        for (int j = 0; j < BEADS; j++)
            padan_buffer_format(&text, "%s\n", texts[i][j]);
        assert_int_equal(
            padan_document_parse(&documents->items[i], text.data, text.size, i ? "a.id" : "a.en", &options, NULL),
            PADAN_OK);
        assert_int_equal(padan_segment_document(&documents->segments[i], NULL, documents->items[i], NULL), PADAN_OK);
        documents->views[i] =
            (struct padan_align_text){ documents->items[i], &documents->segments[i], i ? "id" : "en" };
        padan_buffer_free(&text);
    }
}

static void free_documents(struct documents *documents)
{
    for (int i = 0; i < 2; i++) {
        padan_segments_free(&documents->segments[i]);
        padan_document_free(documents->items[i]);
    }
}

static struct padan_batch_summary store(struct padan_memory *memory, double least)
{
    struct documents documents;
    struct padan_bead beads[BEADS];
    struct padan_alignment alignment = { .beads = beads, .count = BEADS };
    struct padan_joint_alignment joint;
    struct padan_batch_summary summary;
    read_documents(&documents);
    for (size_t i = 0; i < BEADS; i++)
        beads[i] = (struct padan_bead){ i, 1, i, 1, confidences[i] };
    assert_int_equal(padan_alignment_join(&joint, &alignment, 1, NULL), PADAN_OK);
    assert_int_equal(padan_memory_store_joint(memory, documents.views, &joint, least, &summary, NULL), PADAN_OK);
    padan_joint_alignment_free(&joint);
    free_documents(&documents);
    return summary;
}

/* A row as padan align writes it, with a number, a text and a status of a person's. */
static void write_numbered_row(FILE *out, int number, int bead, const char *source, const char *target,
                               const char *status)
{
    struct documents documents;
    uint8_t digest[16];
    char origin[PADAN_ORIGIN_SIZE];
    read_documents(&documents);
    assert_int_equal(padan_alignment_digest(digest, documents.views, 2, NULL), PADAN_OK);
    free_documents(&documents);
    struct padan_variant variants[2] = { plain_variant("en", texts[0][bead]), plain_variant("id", texts[1][bead]) };
    padan_origin_format(origin, digest, variants, 2);
    fprintf(out, "%d\t%s\t%s\t%s\t%s\n", number, status, source ? source : texts[0][bead],
            target ? target : texts[1][bead], origin);
}

static void write_row(FILE *out, int bead, const char *source, const char *target, const char *status)
{
    write_numbered_row(out, bead, bead, source, target, status);
}

static FILE *begin_rows(struct place *place, char path[300])
{
    snprintf(path, 300, "%s/rows.tsv", place->folder);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs("bead\tstatus\tsource\ttarget\torigin\n", out);
    return out;
}

static struct padan_batch_summary import_rows(struct padan_memory *memory, FILE *rows, const char *path)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    struct padan_batch_summary summary;
    struct padan_error error = { 0 };
    options.source = "en";
    options.target = "id";
    assert_int_equal(fclose(rows), 0);
    if (padan_memory_import(memory, path, &options, &summary, &error) != PADAN_OK)
        fail_msg("%s", error.message);
    return summary;
}

/* One row, all others as they were. */
static struct padan_batch_summary correct(struct place *place, struct padan_memory *memory, int bead,
                                          const char *source, const char *status)
{
    char path[300];
    FILE *out = begin_rows(place, path);
    for (int i = 0; i < BEADS; i++)
        write_row(out, i, i == bead ? source : NULL, NULL, i == bead ? status : "auto");
    return import_rows(memory, out, path);
}

static void undo(struct padan_memory *memory, int64_t batch, int64_t removed, int64_t restored)
{
    struct padan_undo_summary summary;
    assert_int_equal(padan_memory_undo(memory, batch, &summary, NULL), PADAN_OK);
    assert_int_equal(summary.removed, removed);
    assert_int_equal(summary.restored, restored);
}

static char *units_of(struct padan_memory *memory)
{
    struct padan_buffer list = { 0 };
    list_units(memory, NULL, &list);
    return padan_buffer_take(&list);
}

static void assert_units(struct padan_memory *memory, const char *expected)
{
    char *units = units_of(memory);
    assert_string_equal(units, expected);
    free(units);
}

static void assert_all_sound(const char *path)
{
    assert_sound(path);
    assert_int_equal(ask_number(path, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(ask_number(path, "SELECT count(*) FROM unit WHERE id NOT IN (SELECT unit FROM occurrence)"), 0);
}

static void a_correction_replaces_and_comes_off_again(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    assert_int_equal(store(memory, 0).added, BEADS);
    char *stored = units_of(memory);
    struct padan_batch_summary summary = correct(place, memory, 1, "It was very old.", "auto");
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.already, 3);
    assert_int_equal(summary.replaced, 1);
    char *corrected = units_of(memory);
    assert_non_null(strstr(corrected, "It was very old."));
    assert_all_sound(place->path);
    summary = correct(place, memory, 1, "It was very old.", "auto");
    assert_int_equal(summary.batch, 0);
    assert_int_equal(summary.already, 4);
    assert_units(memory, corrected);
    undo(memory, 0, 1, 1);
    assert_units(memory, stored);
    assert_all_sound(place->path);
    free(stored);
    free(corrected);
    padan_memory_close(memory);
}

/* Whichever of two corrections is undone first, in the end there is what was stored. */
static void corrections_of_corrections_come_off_in_any_order(void **state)
{
    struct place *place = *state;
    for (int order = 0; order < 2; order++) {
        struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
        int64_t alignment = store(memory, 0).batch;
        char *stored = units_of(memory);
        int64_t first = correct(place, memory, 1, "It was very old.", "auto").batch;
        int64_t second = correct(place, memory, 1, "It was ancient.", "confirmed").batch;
        assert_true(first > alignment && second > first);
        undo(memory, order ? first : second, order ? 0 : 1, order ? 0 : 1);
        assert_all_sound(place->path);
        undo(memory, order ? second : first, 1, 1);
        assert_units(memory, stored);
        assert_all_sound(place->path);
        free(stored);
        undo(memory, alignment, BEADS, 0);
        padan_memory_close(memory);
    }
}

static void what_an_undone_alignment_had_stays_away(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    int64_t alignment = store(memory, 0).batch;
    int64_t correction = correct(place, memory, 2, "Two women left.", "confirmed").batch;
    undo(memory, alignment, 3, 0);
    undo(memory, correction, 1, 0);
    assert_units(memory, "");
    assert_all_sound(place->path);
    padan_memory_close(memory);
}

static void an_emptied_row_takes_its_pair_out(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store(memory, 0);
    char *stored = units_of(memory);
    struct padan_batch_summary summary = correct(place, memory, 3, "", "auto");
    assert_int_equal(summary.replaced, 1);
    assert_int_equal(summary.added, 0);
    assert_all_sound(place->path);
    /* Its number is given to another unit meanwhile. */
    int64_t other = store_numbered(memory, "other", 0, 3).batch;
    undo(memory, summary.batch, 0, 1);
    assert_all_sound(place->path);
    undo(memory, other, 3, 0);
    char *restored = units_of(memory);
    assert_int_equal(strlen(stored), strlen(restored));
    free(restored);
    undo(memory, 1, BEADS, 0);
    assert_units(memory, "");
    assert_all_sound(place->path);
    free(stored);
    padan_memory_close(memory);
}

static void what_was_too_unsure_waits_for_a_person(void **state)
{
    struct place *place = *state;
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    assert_int_equal(store(memory, 0.5).added, BEADS - 1);
    struct padan_batch_summary summary = correct(place, memory, -1, NULL, "auto");
    assert_int_equal(summary.batch, 0);
    assert_int_equal(summary.already, BEADS - 1);
    summary = correct(place, memory, 1, NULL, "confirmed");
    assert_int_equal(summary.added, 1);
    assert_int_equal(summary.replaced, 0);
    assert_int_equal(correct(place, memory, 1, NULL, "confirmed").batch, 0);
    padan_memory_close(memory);
    assert_all_sound(place->path);
}

/* Aligned again, the beads have other numbers; what a row was made from is found by its texts. */
static void rows_are_known_whatever_their_number(void **state)
{
    struct place *place = *state;
    char path[300];
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store(memory, 0);
    for (int turn = 0; turn < 2; turn++) {
        FILE *out = begin_rows(place, path);
        for (int i = 0; i < BEADS; i++)
            write_numbered_row(out, turn ? 100 + i : i + 1, i, i == 2 ? "Two women left." : NULL, NULL, "auto");
        struct padan_batch_summary summary = import_rows(memory, out, path);
        assert_int_equal(summary.already, turn ? 4 : 3);
        assert_int_equal(summary.added, turn ? 0 : 1);
        assert_int_equal(summary.replaced, turn ? 0 : 1);
    }
    assert_all_sound(place->path);
    padan_memory_close(memory);
}

static void a_failed_import_leaves_what_it_would_have_replaced(void **state)
{
    struct place *place = *state;
    char path[300];
    struct padan_memory *memory = open_memory(place->path, PADAN_MEMORY_CREATE);
    store(memory, 0);
    char *stored = units_of(memory);
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    FILE *out = begin_rows(place, path);
    write_row(out, 0, "One boat came.", NULL, "auto");
    assert_int_equal(fclose(out), 0);
    options.source = "not a tag";
    assert_int_not_equal(padan_memory_import(memory, path, &options, NULL, NULL), PADAN_OK);
    assert_units(memory, stored);
    assert_all_sound(place->path);
    free(stored);
    padan_memory_close(memory);
}

static struct padan_joint_alignment join(struct padan_bead *first, size_t first_count, struct padan_bead *second,
                                         size_t second_count)
{
    struct padan_joint_alignment joint;
    struct padan_alignment alignments[2] = { { .beads = first, .count = first_count },
                                             { .beads = second, .count = second_count } };
    assert_int_equal(padan_alignment_join(&joint, alignments, 2, NULL), PADAN_OK);
    return joint;
}

/* Source, then each target, as first+count; "-" for none. */
static void assert_bead(const struct padan_joint_alignment *joint, size_t number, const char *expected,
                        double confidence)
{
    char shown[128] = "", *to = shown;
    assert_true(number < joint->count);
    const struct padan_joint_bead *bead = &joint->beads[number];
    for (int i = 0; i < 3; i++) {
        struct padan_segment_range range = i == 0 ? bead->source : bead->targets[i - 1];
        to += range.count ? sprintf(to, " %zu+%zu", range.first, range.count) : sprintf(to, " -");
    }
    assert_string_equal(shown + 1, expected);
    assert_true(fabs(bead->confidence - confidence) < 1e-9);
}

static void translations_are_joined_over_what_they_share(void **state)
{
    (void)state;
    /* Alike; two sentences made one; left out by the second; more on the second side. */
    struct padan_bead first[] = { { 0, 1, 0, 1, 0.9 }, { 1, 1, 1, 1, 0.8 }, { 2, 1, 2, 2, 0.5 }, { 3, 1, 4, 1, 0.9 } };
    struct padan_bead second[] = { { 0, 1, 0, 1, 0.5 }, { 1, 2, 1, 1, 0.5 }, { 3, 0, 2, 1, 0.3 }, { 3, 1, 3, 0, 0.7 } };
    struct padan_joint_alignment joint = join(first, 4, second, 4);
    assert_int_equal(joint.count, 4);
    /* What no evidence shows, a hundredth, is wrong once for all translations. */
    assert_bead(&joint, 0, "0+1 0+1 0+1", 0.9 * 0.5 / 0.99);
    assert_bead(&joint, 1, "1+2 1+3 1+1", 0.8 * 0.5 * 0.5 / (0.99 * 0.99));
    assert_bead(&joint, 2, "- - 2+1", 0.3);
    assert_bead(&joint, 3, "3+1 4+1 -", 0.9);
    assert_true(padan_joint_bead_pairs(&joint, 3));
    assert_false(padan_joint_bead_pairs(&joint, 2));
    padan_joint_alignment_free(&joint);
}

static void translations_that_disagree_stay_pairs(void **state)
{
    (void)state;
    /* The first renders half of what the second renders whole; and a part that is too long. */
    struct padan_bead first[] = { { 0, 1, 0, 1, 0.9 }, { 1, 1, 1, 0, 0.8 }, { 2, 4, 1, 1, 0.5 }, { 6, 1, 2, 1, 0.9 } };
    struct padan_bead second[] = { { 0, 2, 0, 1, 0.5 }, { 2, 1, 1, 1, 0.5 }, { 3, 4, 2, 1, 0.5 } };
    struct padan_joint_alignment joint = join(first, 4, second, 3);
    assert_int_equal(joint.count, 4 + 3);
    assert_bead(&joint, 0, "0+1 0+1 -", 0.9);
    assert_bead(&joint, 1, "1+1 - -", 0.8);
    assert_bead(&joint, 2, "0+2 - 0+1", 0.5);
    padan_joint_alignment_free(&joint);
    joint = join(NULL, 0, second, 3);
    assert_int_equal(joint.count, 3);
    padan_joint_alignment_free(&joint);
    joint = join(NULL, 0, NULL, 0);
    assert_int_equal(joint.count, 0);
    padan_joint_alignment_free(&joint);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup_place, teardown_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_correction_replaces_and_comes_off_again),
        CASE(corrections_of_corrections_come_off_in_any_order),
        CASE(what_an_undone_alignment_had_stays_away),
        CASE(an_emptied_row_takes_its_pair_out),
        CASE(what_was_too_unsure_waits_for_a_person),
        CASE(rows_are_known_whatever_their_number),
        CASE(a_failed_import_leaves_what_it_would_have_replaced),
        cmocka_unit_test(translations_are_joined_over_what_they_share),
        cmocka_unit_test(translations_that_disagree_stay_pairs),
    };
    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
