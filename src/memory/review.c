/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/review.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/read.h"
#include "memory/reviewed.h"
#include "memory/undo.h"

/* Beads that are told of together. */
struct beads {
    int64_t first[10];
    int64_t count;
    int64_t last;
};

struct padan_review {
    struct padan_batch *batch;
    const char *name;
    const struct padan_reporter *reporter;
    struct padan_occurrence_reader *reader;
    struct padan_occurrence_reader *beside; /* a second one, for a unit that is compared with that of the first */
    struct padan_reviewed *alignments;
    size_t alignment_count, alignment_capacity;
    struct padan_change *changes;
    size_t change_count, change_capacity;
    struct padan_variant *variants; /* of the row, texts folded */
    char **texts;
    size_t variant_count, variant_capacity, text_capacity;
    bool *cut; /* whether a spreadsheet has cut the text off */
    size_t cut_capacity;
    struct beads emptied, merged, missing, foreign, kept_whole, left_out;
    bool tells_unknown; /* rows come from an alignment that is not stored */
};

/* Spreadsheets hold so many UTF-16 units in a cell. */
enum { CELL_LIMIT = 32767 };

int padan_review_new(struct padan_review **out, struct padan_batch *batch, const char *name,
                     const struct padan_reporter *reporter, struct padan_error *error)
{
    struct padan_review *review = calloc(1, sizeof *review);
    *out = review;
    if (!review)
        return padan_error_allocation(error);
    /* What gives way is known at the end alone, so that an interrupted file begins anew. */
    batch->restarts = true;
    review->batch = batch;
    review->name = name;
    review->reporter = reporter;
    int status = padan_occurrence_reader_open(&review->reader, batch->memory, error);
    return status == PADAN_OK ? padan_occurrence_reader_open(&review->beside, batch->memory, error) : status;
}

static void free_texts(struct padan_review *review)
{
    for (size_t i = 0; i < review->variant_count; i++)
        free(review->texts[i]);
    review->variant_count = 0;
}

void padan_review_free(struct padan_review *review)
{
    if (!review)
        return;
    free_texts(review);
    padan_occurrence_reader_close(review->reader);
    padan_occurrence_reader_close(review->beside);
    for (size_t i = 0; i < review->alignment_count; i++)
        padan_reviewed_free(&review->alignments[i]);
    free(review->alignments);
    free(review->changes);
    free(review->variants);
    free(review->texts);
    free(review->cut);
    free(review);
}

static void note(struct beads *beads, int64_t bead)
{
    if (beads->count > 0 && beads->last == bead)
        return;
    beads->last = bead;
    if (beads->count < (int64_t)(sizeof beads->first / sizeof *beads->first))
        beads->first[beads->count] = bead;
    beads->count++;
}

static int find_alignment(struct padan_review *review, const uint8_t digest[16], struct padan_reviewed **out,
                          struct padan_error *error)
{
    for (size_t i = 0; i < review->alignment_count; i++) {
        *out = &review->alignments[i];
        if (memcmp((*out)->digest, digest, 16) == 0)
            return PADAN_OK;
    }
    if (!padan_vector_reserve(&review->alignments, &review->alignment_capacity, review->alignment_count + 1,
                              sizeof *review->alignments))
        return padan_error_allocation(error);
    struct padan_reviewed *alignment = &review->alignments[review->alignment_count++];
    *alignment = (struct padan_reviewed){ 0 };
    memcpy(alignment->digest, digest, 16);
    *out = alignment;
    return padan_reviewed_load(alignment, review->batch->memory, error);
}

static bool is_cut(struct padan_string text)
{
    int64_t units = 0;
    if (text.size < CELL_LIMIT)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        units += ((byte & 0xC0) != 0x80) + (byte >= 0xF0);
    }
    return units == CELL_LIMIT;
}

/* The row's texts as they would be stored: white space folded, since spreadsheets add line breaks and people spaces. */
static int fold_texts(struct padan_review *review, const struct padan_unit *unit, struct padan_error *error)
{
    size_t size, count = unit->variant_count;
    free_texts(review);
    if (!padan_vector_reserve(&review->variants, &review->variant_capacity, count + 1, sizeof *review->variants) ||
        !padan_vector_reserve(&review->texts, &review->text_capacity, count + 1, sizeof *review->texts) ||
        !padan_vector_reserve(&review->cut, &review->cut_capacity, count + 1, sizeof *review->cut))
        return padan_error_allocation(error);
    for (size_t i = 0; i < count; i++) {
        review->cut[i] = is_cut(unit->variants[i].text);
        int status = padan_text_fold_space(&review->texts[i], &size, unit->variants[i].text, error);
        if (status != PADAN_OK)
            return status;
        review->variant_count++;
        review->variants[i] = unit->variants[i];
        review->variants[i].text = (struct padan_string){ review->texts[i], size };
    }
    return PADAN_OK;
}

static bool same_text(struct padan_string left, struct padan_string right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

static bool same_language(struct padan_string left, struct padan_string right)
{
    struct padan_variant a = { .language = left, .text = { "", 1 } }, b = { .language = right, .text = { "", 1 } };
    return same_text(left, right) || padan_texts_hash(&a, 1) == padan_texts_hash(&b, 1);
}

/* The stored variant that a row's variant of number `number` stands for: of its language, as many before it. */
static const struct padan_variant *counterpart(const struct padan_review *review, size_t number,
                                               const struct padan_unit *stored)
{
    size_t before = 0;
    for (size_t i = 0; i < number; i++)
        before += same_language(review->variants[i].language, review->variants[number].language);
    for (size_t i = 0; i < stored->variant_count; i++)
        if (same_language(stored->variants[i].language, review->variants[number].language) && before-- == 0)
            return &stored->variants[i];
    return NULL;
}

/* Takes from the stored unit what a row of cells cannot say; answers whether all texts are the same. */
static bool complete(struct padan_review *review, const struct padan_unit *stored, int64_t bead)
{
    bool same = stored->variant_count == review->variant_count;
    for (size_t i = 0; i < review->variant_count; i++) {
        struct padan_variant *variant = &review->variants[i];
        const struct padan_variant *old = counterpart(review, i, stored);
        if (!old) {
            same = false;
            continue;
        }
        struct padan_string text = variant->text;
        bool cut = review->cut[i] && text.size < old->text.size && memcmp(text.data, old->text.data, text.size) == 0;
        if (cut)
            note(&review->kept_whole, bead);
        bool unchanged = cut || same_text(text, old->text);
        same &= unchanged;
        *variant = *old;
        if (unchanged)
            continue;
        variant->text = text;
        variant->markup = padan_string(NULL);
    }
    return same;
}

static int add_change(struct padan_review *review, const struct padan_reviewed *alignment,
                      struct padan_bead_slot *entry, int64_t new, struct padan_error *error)
{
    if (!padan_vector_reserve(&review->changes, &review->change_capacity, review->change_count + 1,
                              sizeof *review->changes))
        return padan_error_allocation(error);
    review->changes[review->change_count++] = (struct padan_change){ .alignment = alignment->batch,
                                                                     .bead = entry->bead,
                                                                     .slot = entry->slot,
                                                                     .origin = entry->origin,
                                                                     .old = entry->occurrence,
                                                                     .new = new };
    entry->occurrence = new;
    entry->changed = true;
    return PADAN_OK;
}

static int count_already(struct padan_review *review)
{
    review->batch->summary.read++;
    review->batch->summary.already++;
    return PADAN_OK;
}

/* A row that nothing is stored for. */
static int put_new(struct padan_review *review, const struct padan_reviewed *alignment, struct padan_bead_slot *entry,
                   const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_unit given = *unit;
    given.variants = review->variants;
    given.position = entry->bead;
    for (size_t i = 0; i < review->variant_count; i++)
        if (review->cut[i]) {
            review->batch->summary.read++;
            review->batch->summary.refused++;
            return padan_error_set(error, PADAN_ERROR_ARGUMENT,
                                   "a spreadsheet has cut a text off at %d characters, and the whole is not stored",
                                   CELL_LIMIT);
        }
    int status = padan_batch_put(review->batch, &given, error);
    if (status != PADAN_OK || alignment->batch == 0)
        return status;
    return add_change(review, alignment, entry, review->batch->last, error);
}

static int replace(struct padan_review *review, const struct padan_reviewed *alignment, struct padan_bead_slot *entry,
                   const struct padan_unit *unit, const struct padan_unit *stored, struct padan_error *error)
{
    struct padan_unit given = *stored;
    bool same = complete(review, stored, entry->bead);
    if (same && (stored->status == PADAN_UNIT_CONFIRMED || unit->status == PADAN_UNIT_AUTO))
        return count_already(review);
    given.variants = review->variants;
    given.variant_count = review->variant_count;
    if (unit->status == PADAN_UNIT_CONFIRMED)
        given.status = PADAN_UNIT_CONFIRMED;
    if (unit->property_count > 0) {
        given.properties = unit->properties;
        given.property_count = unit->property_count;
    }
    int status = padan_batch_put(review->batch, &given, error);
    if (status != PADAN_OK)
        return status;
    review->batch->summary.replaced++;
    return add_change(review, alignment, entry, review->batch->last, error);
}

/* Whether the stored bead is the one that the row was written from. */
static int check_origin(struct padan_review *review, struct padan_bead_slot *entry, int64_t origin, bool *same,
                        struct padan_error *error)
{
    struct padan_unit stored;
    bool found = false;
    int status = PADAN_OK;
    if (!entry->has_origin) {
        status = padan_occurrence_read(review->reader, entry->occurrence, &stored, &found, error);
        entry->origin = found ? padan_texts_hash(stored.variants, stored.variant_count) : 0;
        entry->has_origin = true;
    }
    *same = entry->origin == origin;
    return status;
}

/*
 * What is stored for a row: the bead of its number, if that is of its origin, else wherever the origin is. Numbers move
 * when texts are aligned again. *foreign: what has the number is another bead.
 */
static int find_entry(struct padan_review *review, struct padan_reviewed *alignment, int64_t bead, int64_t origin,
                      struct padan_bead_slot **entry, bool *foreign, struct padan_error *error)
{
    bool same = false;
    *entry = padan_reviewed_next(alignment, bead);
    int status = *entry ? check_origin(review, *entry, origin, &same, error) : PADAN_OK;
    if (status != PADAN_OK || same || alignment->count == 0)
        return status;
    *foreign = *entry != NULL;
    for (size_t i = 0; !alignment->by_origin && i < alignment->count && status == PADAN_OK; i++)
        status = check_origin(review, &alignment->entries[i], origin, &same, error);
    if (status == PADAN_OK && !alignment->by_origin && !padan_reviewed_index(alignment))
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        *entry = padan_reviewed_find(alignment, origin);
    return status;
}

static int compare(struct padan_review *review, const struct padan_reviewed *alignment, struct padan_bead_slot *entry,
                   const struct padan_unit *unit, bool untouched, struct padan_error *error)
{
    struct padan_unit stored;
    bool found = false;
    if (unit->variant_count < 2 && !entry->occurrence)
        return count_already(review);
    if (unit->variant_count < 2) {
        note(&review->emptied, entry->bead);
        review->batch->summary.read++;
        review->batch->summary.replaced++;
        return add_change(review, alignment, entry, 0, error);
    }
    if (untouched)
        return count_already(review);
    int status = PADAN_OK;
    if (entry->occurrence)
        status = padan_occurrence_read(review->reader, entry->occurrence, &stored, &found, error);
    if (status != PADAN_OK)
        return status;
    return found ? replace(review, alignment, entry, unit, &stored, error)
                 : put_new(review, alignment, entry, unit, error);
}

static int put_added(struct padan_review *review, struct padan_reviewed *alignment, const struct padan_unit *unit,
                     int64_t bead, const struct padan_origin *origin, bool untouched, bool foreign,
                     struct padan_error *error)
{
    if (unit->variant_count < 2)
        return PADAN_OK;
    /* A stored alignment lacks only what was too unsure, which an unread row does not make surer. */
    if (untouched && alignment->batch) {
        note(foreign ? &review->foreign : &review->left_out, bead);
        return PADAN_OK;
    }
    struct padan_bead_slot entry = { .bead = bead, .slot = alignment->added++, .origin = origin->hash };
    return put_new(review, alignment, &entry, unit, error);
}

/* A row without a bead was put in after the one before it: what that was split into. */
int padan_review_put(struct padan_review *review, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_origin origin;
    struct padan_reviewed *alignment = NULL;
    if (!padan_origin_parse(unit->origin, &origin))
        return unit->variant_count < 2 ? PADAN_OK : padan_batch_put(review->batch, unit, error);
    int status = find_alignment(review, origin.digest, &alignment, error);
    if (status == PADAN_OK)
        status = fold_texts(review, unit, error);
    if (status != PADAN_OK)
        return status;
    bool foreign = false;
    bool untouched = unit->position >= 0 && unit->status == PADAN_UNIT_AUTO &&
                     padan_texts_hash(review->variants, review->variant_count) == origin.hash;
    int64_t bead = unit->position >= 0 ? unit->position : alignment->bead;
    struct padan_bead_slot *entry;
    review->tells_unknown |= alignment->batch == 0;
    status = find_entry(review, alignment, bead, origin.hash, &entry, &foreign, error);
    alignment->bead = entry ? entry->bead : bead;
    if (status != PADAN_OK || !entry)
        return status == PADAN_OK ? put_added(review, alignment, unit, bead, &origin, untouched, foreign, error)
                                  : status;
    entry->seen = true;
    return compare(review, alignment, entry, unit, untouched, error);
}

static bool contains(struct padan_string whole, struct padan_string part)
{
    for (size_t at = 0; at + part.size <= whole.size; at++)
        if (part.size > 0 && memcmp(whole.data + at, part.data, part.size) == 0)
            return true;
    return false;
}

/* Whether the unit of a changed row holds the texts in review->variants. */
static int holds(struct padan_review *review, const struct padan_bead_slot *entry, bool *held,
                 struct padan_error *error)
{
    struct padan_unit stored;
    bool found = false;
    *held = false;
    if (!entry->changed || !entry->occurrence)
        return PADAN_OK;
    int status = padan_occurrence_read(review->beside, entry->occurrence, &stored, &found, error);
    *held = found;
    for (size_t i = 0; found && i < review->variant_count; i++) {
        const struct padan_variant *whole = counterpart(review, i, &stored);
        *held &= whole && contains(whole->text, review->variants[i].text);
    }
    return status;
}

/* Whether the texts of a bead whose row is gone stand in one of the rows beside it. */
static int is_merged(struct padan_review *review, struct padan_bead_slot *entry,
                     const struct padan_bead_slot *const beside[2], bool *merged, struct padan_error *error)
{
    struct padan_unit stored;
    bool found = false;
    int status = padan_occurrence_read(review->reader, entry->occurrence, &stored, &found, error);
    if (status != PADAN_OK || !found)
        return status;
    if (!entry->has_origin)
        entry->origin = padan_texts_hash(stored.variants, stored.variant_count);
    entry->has_origin = true;
    status = fold_texts(review, &stored, error);
    for (int i = 0; i < 2 && status == PADAN_OK && !*merged; i++)
        if (beside[i])
            status = holds(review, beside[i], merged, error);
    return status;
}

/* A bead whose row is gone: where the texts went into a corrected neighbour it was merged, else its pair stays. */
static int judge_missing(struct padan_review *review, const struct padan_reviewed *alignment,
                         struct padan_bead_slot *entry, const struct padan_bead_slot *const beside[2],
                         struct padan_error *error)
{
    bool merged = false;
    int status = PADAN_OK;
    if ((beside[0] && beside[0]->changed) || (beside[1] && beside[1]->changed))
        status = is_merged(review, entry, beside, &merged, error);
    if (status != PADAN_OK)
        return status;
    note(merged ? &review->merged : &review->missing, entry->bead);
    review->batch->summary.replaced += merged;
    return merged ? add_change(review, alignment, entry, 0, error) : PADAN_OK;
}

/* `beside` are the nearest rows before and after that the file has. */
static int find_missing_of(struct padan_review *review, const struct padan_reviewed *alignment,
                           struct padan_error *error)
{
    int status = PADAN_OK;
    const struct padan_bead_slot *beside[2] = { NULL, NULL };
    for (size_t i = 0, next = 0; i < alignment->count && status == PADAN_OK; i++) {
        struct padan_bead_slot *entry = &alignment->entries[i];
        while (next < alignment->count && (next <= i || !alignment->entries[next].seen))
            next++;
        beside[1] = next < alignment->count ? &alignment->entries[next] : NULL;
        if (entry->seen)
            beside[0] = entry;
        else if (entry->occurrence)
            status = judge_missing(review, alignment, entry, beside, error);
    }
    return status;
}

static int find_missing(struct padan_review *review, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < review->alignment_count && status == PADAN_OK; i++)
        status = find_missing_of(review, &review->alignments[i], error);
    return status;
}

__attribute__((format(printf, 2, 3))) static void tell(const struct padan_review *review, const char *format, ...)
{
    char text[PADAN_ERROR_MESSAGE_SIZE];
    struct padan_error warning;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    padan_error_in(&warning, PADAN_OK, review->name, "%s", text);
    padan_report(review->reporter, &warning);
    review->batch->summary.warnings++;
}

/* "bead 3", "beads 3, 4 and 12 more". */
static const char *list(char out[320], const struct beads *beads)
{
    int64_t told = (int64_t)(sizeof beads->first / sizeof *beads->first);
    int size = snprintf(out, 320, "bead%s", padan_noun(beads->count, "", "s"));
    for (int64_t i = 0; i < beads->count && i < told; i++)
        size += snprintf(out + size, 320 - (size_t)size, "%s %" PRId64, i > 0 ? "," : "", beads->first[i]);
    if (beads->count > told)
        snprintf(out + size, 320 - (size_t)size, " and %" PRId64 " more", beads->count - told);
    return out;
}

static void tell_all(const struct padan_review *review)
{
    char beads[320];
    if (review->tells_unknown)
        tell(review, "rows come from an alignment that is not in the memory; their pairs are simply added");
    if (review->foreign.count > 0)
        tell(review, "%s: aligned in another way than what is stored; left out, since nobody confirmed them",
             list(beads, &review->foreign));
    if (review->emptied.count > 0)
        tell(review, "%s: a side was emptied; the stored pair is taken out", list(beads, &review->emptied));
    if (review->merged.count > 0)
        tell(review, "%s: merged into another row; the stored pair is taken out", list(beads, &review->merged));
    if (review->missing.count > 0)
        tell(review, "%s: not in the file; the stored pairs stay (a row with one side emptied takes a pair out)",
             list(beads, &review->missing));
    if (review->left_out.count > 0)
        tell(review, "%s: left out when the alignment was stored; still left out, since nobody confirmed them",
             list(beads, &review->left_out));
    if (review->kept_whole.count > 0)
        tell(review, "%s: a spreadsheet has cut a text off; the stored text stays whole",
             list(beads, &review->kept_whole));
}

/* The journal first, which takes what is to go from the tables. */
static int apply(struct padan_review *review, struct padan_error *error)
{
    struct padan_batch *batch = review->batch;
    int64_t *olds = malloc((review->change_count + 1) * sizeof *olds);
    size_t count = 0;
    int status =
        olds ? padan_unit_index_flush(&batch->units, batch->memory, true, error) : padan_error_allocation(error);
    for (size_t i = 0; i < review->change_count && status == PADAN_OK; i++) {
        const struct padan_change *change = &review->changes[i];
        status = padan_change_write(batch->memory, batch->id, change, error);
        if (change->old)
            olds[count++] = change->old;
    }
    if (status == PADAN_OK)
        status = padan_remove_occurrences(batch->memory, batch->fulltext, olds, count, error);
    free(olds);
    return status;
}

int padan_review_finish(struct padan_review *review, struct padan_error *error)
{
    bool stored = false;
    int status = find_missing(review, error);
    if (status == PADAN_OK)
        status = apply(review, error);
    for (size_t i = 0; i < review->alignment_count; i++)
        stored |= review->alignments[i].batch != 0;
    /* The same file may have more to say once something else has been corrected, and says nothing twice. */
    if (status == PADAN_OK && stored)
        status = padan_sql_run(review->batch->memory, PADAN_SQL_BATCH_FORGET_DIGEST, error, "i", review->batch->id);
    if (status == PADAN_OK)
        tell_all(review);
    return status;
}
