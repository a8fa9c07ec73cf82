/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/reviewed.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

static struct padan_bead_slot *add_entry(struct padan_reviewed *alignment, int64_t bead, int64_t slot)
{
    if (!padan_vector_reserve(&alignment->entries, &alignment->capacity, alignment->count + 1,
                              sizeof *alignment->entries))
        return NULL;
    struct padan_bead_slot *entry = &alignment->entries[alignment->count++];
    *entry = (struct padan_bead_slot){ .bead = bead, .slot = slot };
    return entry;
}

/* By bead and slot; of the same, the one that was noted first. */
static int by_place(const void *left, const void *right)
{
    const struct padan_bead_slot *a = left;
    const struct padan_bead_slot *b = right;
    if (a->bead != b->bead)
        return a->bead < b->bead ? -1 : 1;
    return (a->slot > b->slot) - (a->slot < b->slot);
}

/* Corrections come after what they correct, in the order in which they were made: the last counts. */
static void keep_last(struct padan_reviewed *alignment)
{
    size_t kept = 0;
    for (size_t i = 0; i < alignment->count; i++) {
        if (kept > 0 && by_place(&alignment->entries[kept - 1], &alignment->entries[i]) == 0)
            kept--;
        alignment->entries[kept++] = alignment->entries[i];
    }
    alignment->count = kept;
}

/* A merge sort, since qsort may change the order of equals. */
static bool sort_entries(struct padan_bead_slot *entries, size_t count)
{
    struct padan_bead_slot *room = malloc((count + 1) * sizeof *room);
    for (size_t width = 1; room && width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = middle + width < count ? middle + width : count;
            for (size_t a = start, b = middle, to = start; to < end; to++)
                room[to] =
                    b >= end || (a < middle && by_place(&entries[a], &entries[b]) <= 0) ? entries[a++] : entries[b++];
        }
        memcpy(entries, room, count * sizeof *room);
    }
    free(room);
    return room != NULL;
}

static int read_entry(struct padan_reviewed *alignment, sqlite3_stmt *from, bool corrected, struct padan_error *error)
{
    int64_t slot = corrected ? sqlite3_column_int64(from, 1) : 0;
    struct padan_bead_slot *entry = add_entry(alignment, sqlite3_column_int64(from, 0), slot);
    if (!entry)
        return padan_error_allocation(error);
    entry->occurrence = sqlite3_column_int64(from, corrected ? 2 : 1);
    entry->has_origin = corrected;
    entry->origin = corrected ? sqlite3_column_int64(from, 3) : 0;
    if (slot >= alignment->added)
        alignment->added = slot + 1;
    return PADAN_OK;
}

static int read_entries(struct padan_reviewed *alignment, struct padan_memory *memory, bool corrected,
                        struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(memory, corrected ? PADAN_SQL_JOURNAL_OF_ALIGNMENT : PADAN_SQL_OCCURRENCE_BEADS, &from,
                                error, "i", alignment->batch);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        status = read_entry(alignment, from, corrected, error);
        if (status != PADAN_OK)
            sqlite3_reset(from);
    }
    return status;
}

int padan_reviewed_load(struct padan_reviewed *alignment, struct padan_memory *memory, struct padan_error *error)
{
    bool found = false;
    alignment->bead = -1;
    alignment->added = 1;
    struct padan_string digest = { (const char *)alignment->digest, sizeof alignment->digest };
    int status = padan_sql_numbers(memory, PADAN_SQL_BATCH_OF_DIGEST, &alignment->batch, 1, &found, error, "b", digest);
    if (status != PADAN_OK || !found)
        return status;
    status = read_entries(alignment, memory, false, error);
    if (status == PADAN_OK)
        status = read_entries(alignment, memory, true, error);
    if (status == PADAN_OK && !sort_entries(alignment->entries, alignment->count))
        status = padan_error_allocation(error);
    keep_last(alignment);
    return status;
}

void padan_reviewed_free(struct padan_reviewed *alignment)
{
    free(alignment->entries);
    free(alignment->by_origin);
    *alignment = (struct padan_reviewed){ 0 };
}

struct padan_bead_slot *padan_reviewed_next(struct padan_reviewed *alignment, int64_t bead)
{
    size_t low = 0, high = alignment->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (alignment->entries[middle].bead < bead)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < alignment->count && alignment->entries[low].bead == bead; low++)
        if (!alignment->entries[low].seen)
            return &alignment->entries[low];
    return NULL;
}

static int by_origin(const void *left, const void *right)
{
    const struct padan_bead_slot *a = *(struct padan_bead_slot *const *)left;
    const struct padan_bead_slot *b = *(struct padan_bead_slot *const *)right;
    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    return (a > b) - (a < b);
}

bool padan_reviewed_index(struct padan_reviewed *alignment)
{
    alignment->by_origin = malloc((alignment->count + 1) * sizeof(struct padan_bead_slot *));
    if (!alignment->by_origin)
        return false;
    for (size_t i = 0; i < alignment->count; i++)
        alignment->by_origin[i] = &alignment->entries[i];
    qsort(alignment->by_origin, alignment->count, sizeof(struct padan_bead_slot *), by_origin);
    return true;
}

struct padan_bead_slot *padan_reviewed_find(struct padan_reviewed *alignment, int64_t origin)
{
    size_t low = 0, high = alignment->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (alignment->by_origin[middle]->origin < origin)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < alignment->count && alignment->by_origin[low]->origin == origin; low++)
        if (!alignment->by_origin[low]->seen)
            return alignment->by_origin[low];
    return NULL;
}
