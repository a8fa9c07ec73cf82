/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "memory/batch.h"
#include "memory/cache.h"
#include "memory/review.h"
#include "memory/undo.h"

/* What an undo knows while it goes through a batch's occurrences. */
struct undo {
    struct padan_memory *memory;
    struct padan_fulltext *fulltext; /* NULL where the indexes are made anew at the end */
    struct padan_undo_summary *summary;
    int64_t bytes, variants; /* taken out */
};

static int remove_from_index(struct undo *undo, int64_t unit, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(undo->memory, PADAN_SQL_VARIANT_OF_UNIT, &statement, error, "i", unit);
    if (status != PADAN_OK)
        return status;
    while ((status = padan_sql_step(undo->memory, statement, error)) == 1) {
        struct padan_string text = padan_sql_text(statement, 2);
        undo->variants++;
        undo->bytes += (int64_t)text.size;
        const char *language = (const char *)sqlite3_column_text(statement, 4);
        int removed = padan_fulltext_remove(undo->fulltext, sqlite3_column_int64(statement, 0), language, text, error);
        if (removed != PADAN_OK) {
            sqlite3_reset(statement);
            return removed;
        }
    }
    if (status != PADAN_OK)
        return status;
    int64_t hash = 0;
    status = padan_sql_numbers(undo->memory, PADAN_SQL_UNIT_HASH, &hash, 1, NULL, error, "i", unit);
    if (status == PADAN_OK)
        status = padan_sql_run(undo->memory, PADAN_SQL_UNIT_INDEX_REMOVE, error, "ii", hash, unit);
    return status;
}

static int remove_unit(struct undo *undo, int64_t unit, struct padan_error *error)
{
    static const enum padan_statement statements[] = { PADAN_SQL_UNIT_LABEL_REMOVE, PADAN_SQL_VARIANT_REMOVE,
                                                       PADAN_SQL_UNIT_REMOVE };
    int status = padan_memory_mark_variants(undo->memory, error);
    if (status == PADAN_OK && undo->fulltext)
        status = remove_from_index(undo, unit, error);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == PADAN_OK; i++)
        status = padan_sql_run(undo->memory, statements[i], error, "i", unit);
    undo->summary->removed++;
    return status;
}

static int remove_occurrence(struct undo *undo, int64_t occurrence, int64_t unit, struct padan_error *error)
{
    static const enum padan_statement statements[] = { PADAN_SQL_PROPERTY_REMOVE, PADAN_SQL_OCCURRENCE_VARIANT_REMOVE,
                                                       PADAN_SQL_VERBATIM_REMOVE, PADAN_SQL_OCCURRENCE_REMOVE };
    int status = PADAN_OK;
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == PADAN_OK; i++)
        status = padan_sql_run(undo->memory, statements[i], error, "i", occurrence);
    int64_t one;
    bool other = false;
    if (status == PADAN_OK)
        status = padan_sql_numbers(undo->memory, PADAN_SQL_OCCURRENCE_OF_UNIT, &one, 1, &other, error, "i", unit);
    if (status == PADAN_OK && !other)
        return remove_unit(undo, unit, error);
    return status;
}

static int remove_all_of(struct undo *undo, int64_t batch, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int status = padan_sql_bind(undo->memory, PADAN_SQL_OCCURRENCE_RANGE, &statement, error, "i", batch);
    if (status != PADAN_OK)
        return status;
    /* A row may be deleted once the cursor has read it; those that follow are still met, each once. */
    while ((status = padan_sql_step(undo->memory, statement, error)) == 1) {
        int removed =
            remove_occurrence(undo, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1), error);
        if (removed != PADAN_OK) {
            sqlite3_reset(statement);
            return removed;
        }
    }
    return status;
}

/* A memory that holds nothing else is emptied table by table. */
static int empty_tables(struct undo *undo, struct padan_error *error)
{
    static const enum padan_statement statements[] = { PADAN_SQL_EMPTY_PROPERTY,
                                                       PADAN_SQL_EMPTY_OCCURRENCE_VARIANT,
                                                       PADAN_SQL_EMPTY_OCCURRENCE_SOURCE,
                                                       PADAN_SQL_EMPTY_OCCURRENCE,
                                                       PADAN_SQL_EMPTY_VARIANT,
                                                       PADAN_SQL_EMPTY_UNIT_LABEL,
                                                       PADAN_SQL_EMPTY_UNIT };
    int64_t row[2];
    int status = padan_sql_numbers(undo->memory, PADAN_SQL_UNIT_COUNT, row, 2, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_memory_mark_variants(undo->memory, error);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == PADAN_OK; i++)
        status = padan_sql_run(undo->memory, statements[i], error, "");
    undo->summary->removed = row[0];
    return status;
}

/* Notes what the indexes lost. */
static int write_removed(const struct undo *undo, struct padan_error *error)
{
    struct padan_cache units, texts;
    int64_t unit_now[2], text_now[2];
    int status = padan_cache_get(undo->memory, PADAN_CACHE_UNITS, &units, error);
    if (status == PADAN_OK)
        status = padan_cache_get(undo->memory, PADAN_CACHE_TEXTS, &texts, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(undo->memory, PADAN_SQL_UNIT_COUNT, unit_now, 2, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(undo->memory, PADAN_SQL_VARIANT_COUNT, text_now, 2, NULL, error, "");
    if (status != PADAN_OK)
        return status;
    /* The numbers of the newest units are given again, so the index must not claim to have them. */
    if (units.upto > unit_now[1])
        units.upto = unit_now[1];
    units.rows -= undo->summary->removed;
    units.removals++;
    texts.upto = text_now[1];
    texts.rows -= undo->variants;
    texts.bytes -= undo->bytes;
    status = padan_cache_put(undo->memory, PADAN_CACHE_UNITS, &units, error);
    return status == PADAN_OK ? padan_cache_put(undo->memory, PADAN_CACHE_TEXTS, &texts, error) : status;
}

static int remove_kept_indexed(struct undo *undo, int64_t batch, struct padan_error *error)
{
    int status = padan_fulltext_open(&undo->fulltext, undo->memory->db, error);
    if (status == PADAN_OK)
        status = remove_all_of(undo, batch, error);
    padan_fulltext_close(undo->fulltext);
    return status == PADAN_OK ? write_removed(undo, error) : status;
}

int padan_remove_occurrences(struct padan_memory *memory, struct padan_fulltext *fulltext, const int64_t *occurrences,
                             size_t count, struct padan_error *error)
{
    struct padan_undo_summary summary = { 0 };
    struct undo undo = { .memory = memory, .fulltext = fulltext, .summary = &summary };
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        int64_t unit = 0;
        status = padan_sql_numbers(memory, PADAN_SQL_OCCURRENCE_UNIT, &unit, 1, NULL, error, "i", occurrences[i]);
        if (status == PADAN_OK)
            status = remove_occurrence(&undo, occurrences[i], unit, error);
    }
    return status == PADAN_OK && count > 0 ? write_removed(&undo, error) : status;
}

static int remove_units(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                        struct padan_error *error)
{
    struct undo undo = { .memory = memory, .summary = summary };
    int64_t units[2];
    int64_t alone = 0;
    int64_t others = 0;
    int status = padan_cache_ensure(memory, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_UNIT_COUNT, units, 2, NULL, error, "");
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_BATCH_UNITS_ALONE, &alone, 1, NULL, error, "i", batch);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_BATCH_OTHERS, &others, 1, NULL, error, "i", batch);
    if (status != PADAN_OK)
        return status;
    /* Taking most of the texts out of the indexes one by one costs more than making them anew from the rest. */
    if (!others)
        status = empty_tables(&undo, error);
    else if (alone > units[0] / 2)
        status = remove_all_of(&undo, batch, error);
    else
        return remove_kept_indexed(&undo, batch, error);
    return status == PADAN_OK ? padan_cache_rebuild(memory, error) : status;
}

/* Rules that the batch added go, those that it removed are back. */
static int undo_rules(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                      struct padan_error *error)
{
    int status = padan_sql_run(memory, PADAN_SQL_RULE_UNDO_ADD, error, "i", batch);
    summary->rules = sqlite3_changes64(memory->db);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_RULE_UNDO_REMOVE, error, "i", batch);
    summary->rules += sqlite3_changes64(memory->db);
    return status;
}

/* Concepts that the batch stored go; those that it replaced or took out are back, unless a later batch did so again. */
static int undo_terms(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                      struct padan_error *error)
{
    static const enum padan_statement statements[] = { PADAN_SQL_CONCEPT_UNDO_PROPERTIES, PADAN_SQL_CONCEPT_UNDO_TERMS,
                                                       PADAN_SQL_CONCEPT_UNDO_ADD };
    int status = padan_sql_run(memory, PADAN_SQL_CONCEPT_HAND_ON, error, "i", batch);
    summary->concepts = sqlite3_changes64(memory->db);
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == PADAN_OK; i++)
        status = padan_sql_run(memory, statements[i], error, "i", batch);
    summary->concepts += sqlite3_changes64(memory->db);
    return status;
}

int padan_undo_rows(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                    struct padan_error *error)
{
    int status = undo_rules(memory, batch, summary, error);
    if (status == PADAN_OK)
        status = undo_terms(memory, batch, summary, error);
    if (status != PADAN_OK || summary->rules > 0 || summary->concepts > 0)
        return status;
    status = padan_restore_replaced(memory, batch, summary, error);
    if (status == PADAN_OK)
        status = remove_units(memory, batch, summary, error);
    return status == PADAN_OK ? padan_sql_run(memory, PADAN_SQL_DOCUMENT_SWEEP, error, "") : status;
}

/* Which batch it is, and that there is something to take back. */
static int choose(struct padan_memory *memory, int64_t *batch, struct padan_undo_summary *summary,
                  struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    bool found = true;
    int status = PADAN_OK;
    if (*batch == 0)
        status = padan_sql_numbers(memory, PADAN_SQL_BATCH_NEWEST, batch, 1, &found, error, "");
    if (status == PADAN_OK && !found)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path, "there is no batch to undo");
    if (status == PADAN_OK)
        status = padan_sql_bind(memory, PADAN_SQL_BATCH_GET, &statement, error, "i", *batch);
    if (status == PADAN_OK)
        status = padan_sql_step(memory, statement, error);
    if (status < 0)
        return status;
    if (status == 0)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path, "there is no batch %lld; info lists them",
                              (long long)*batch);
    bool undone = strcmp((const char *)sqlite3_column_text(statement, 0), "undone") == 0;
    summary->batch = *batch;
    snprintf(summary->source, sizeof summary->source, "%s", (const char *)sqlite3_column_text(statement, 1));
    sqlite3_reset(statement);
    if (undone)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, memory->path, "batch %lld was undone before",
                              (long long)*batch);
    return PADAN_OK;
}

static int undo_batch(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                      struct padan_error *error)
{
    int64_t occurrences = 0;
    int status = choose(memory, &batch, summary, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_BATCH_UNITS_DISTINCT, &occurrences, 1, NULL, error, "i", batch);
    if (status == PADAN_OK)
        status = padan_undo_rows(memory, batch, summary, error);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_JOURNAL_REMOVE, error, "i", batch);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_BATCH_END, error, "is", batch, padan_string("undone"));
    summary->kept = occurrences - summary->removed;
    return status;
}

int padan_memory_undo(struct padan_memory *memory, int64_t batch, struct padan_undo_summary *summary,
                      struct padan_error *error)
{
    struct padan_undo_summary unused;
    if (!summary)
        summary = &unused;
    *summary = (struct padan_undo_summary){ 0 };
    if (memory->batch)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, memory->path, "a batch is being written");
    int status = padan_memory_begin(memory, error);
    if (status != PADAN_OK)
        return status;
    return padan_memory_end(memory, undo_batch(memory, batch, summary, error), error);
}
