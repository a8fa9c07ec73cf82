/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "memory/batch.h"

void padan_check_fault(struct padan_checking *checking, const char *format, ...)
{
    char text[PADAN_ERROR_MESSAGE_SIZE];
    struct padan_error fault;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    padan_error_in(&fault, PADAN_ERROR_CORRUPT, checking->memory->path, "%s", text);
    padan_report(checking->reporter, &fault);
    checking->faults++;
}

/* What SQLite says of the file's pages, tables and indexes. */
static int check_file(struct padan_checking *checking, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql(checking->memory, PADAN_SQL_CHECK_FILE, &from, error);
    while (status == PADAN_OK && (status = padan_sql_step(checking->memory, from, error)) == 1) {
        const char *said = (const char *)sqlite3_column_text(from, 0);
        if (said && strcmp(said, "ok") != 0)
            padan_check_fault(checking,
                              "the file is damaged: %s; go back to a backup, or save what stands before the "
                              "damage with 'padan export >FILE' and import that into a new memory",
                              said);
        status = PADAN_OK;
    }
    return status;
}

static int check_references(struct padan_checking *checking, struct padan_error *error)
{
    sqlite3_stmt *from = NULL;
    int status = padan_sql(checking->memory, PADAN_SQL_CHECK_REFERENCES, &from, error);
    while (status == PADAN_OK && (status = padan_sql_step(checking->memory, from, error)) == 1) {
        int64_t rows = sqlite3_column_int64(from, 2);
        padan_check_fault(checking,
                          "%" PRId64
                          " %s of table %s %s to rows of table %s that are not there; go back to a "
                          "backup, or export and import into a new memory",
                          rows, padan_noun(rows, "row", "rows"), sqlite3_column_text(from, 0),
                          padan_noun(rows, "refers", "refer"), sqlite3_column_text(from, 1));
        status = PADAN_OK;
    }
    return status;
}

#define EXPORT "export and import into a new memory"
#define REBUILD "'padan info --rebuild' makes it anew"

/* Each counts rows that should not be there. */
static const struct {
    enum padan_statement count;
    const char *one, *many, *advice;
} counts[] = {
    { PADAN_SQL_CHECK_UNITS_EMPTY, "unit has no text at all", "units have no text at all", EXPORT },
    { PADAN_SQL_CHECK_UNITS_ALONE, "unit came in no batch, so that no export has it",
      "units came in no batch, so that no export has them",
      "give each an occurrence or delete it; see padan-memory(5)" },
    { PADAN_SQL_CHECK_SAID, "row of occurrence_variant is about a variant of another unit",
      "rows of occurrence_variant are about a variant of another unit", EXPORT },
    { PADAN_SQL_CHECK_PROPERTIES, "property is about a variant of another unit",
      "properties are about a variant of another unit", EXPORT },
    { PADAN_SQL_CHECK_INDEX_STRAY, "row of the index of units fits no unit", "rows of the index of units fit no unit",
      REBUILD },
    { PADAN_SQL_CHECK_INDEX_MISSING, "unit is missing from the index of units", "units are missing from their index",
      REBUILD },
    { PADAN_SQL_CHECK_UNDONE, "occurrence belongs to a batch that was undone",
      "occurrences belong to a batch that was undone", "go back to a backup, or use 'padan delete --batch'" },
    { PADAN_SQL_CHECK_JOURNAL_UNDONE, "row of the journal is of a batch that was undone",
      "rows of the journal are of a batch that was undone", "go back to a backup" },
    { PADAN_SQL_CHECK_JOURNAL_JSON, "row of the journal cannot be understood, so that an undo would fail",
      "rows of the journal cannot be understood, so that an undo would fail", "go back to a backup, or " EXPORT },
    { PADAN_SQL_CHECK_JOURNAL_COVERS,
      "occurrence is in no range of its batch's journal, so that an undo and "
      "'export --batch' miss it",
      "occurrences are in no range of their batch's journal, so that an undo and "
      "'export --batch' miss them",
      "go back to a backup, or " EXPORT },
    { PADAN_SQL_CHECK_JOURNAL_PUT, "row of the journal puts in what its batch does not have",
      "rows of the journal put in what their batch does not have", "go back to a backup, or " EXPORT },
};

static int check_counts(struct padan_checking *checking, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < sizeof counts / sizeof *counts && status == PADAN_OK; i++) {
        int64_t found = 0;
        status = padan_sql_numbers(checking->memory, counts[i].count, &found, 1, NULL, error, "");
        if (status == PADAN_OK && found > 0)
            padan_check_fault(checking, "%" PRId64 " %s; %s", found, padan_noun(found, counts[i].one, counts[i].many),
                              counts[i].advice);
    }
    return status;
}

/* The unit being read, and how many had another hash than their content. */
struct hashing {
    struct padan_buffer content;
    int64_t unit, hash, wrong, first;
};

static void end_unit(struct hashing *hashing)
{
    if (hashing->unit && (int64_t)padan_hash(hashing->content.data, hashing->content.size) != hashing->hash &&
        hashing->wrong++ == 0)
        hashing->first = hashing->unit;
    padan_buffer_clear(&hashing->content);
}

static int check_hashes(struct padan_checking *checking, struct padan_error *error)
{
    struct hashing hashing = { 0 };
    sqlite3_stmt *from = NULL;
    int status = padan_sql(checking->memory, PADAN_SQL_CHECK_HASHES, &from, error);
    while (status == PADAN_OK && (status = padan_sql_step(checking->memory, from, error)) == 1) {
        if (sqlite3_column_int64(from, 0) != hashing.unit)
            end_unit(&hashing);
        hashing.unit = sqlite3_column_int64(from, 0);
        hashing.hash = sqlite3_column_int64(from, 1);
        padan_content_append(&hashing.content, padan_sql_text(from, 2), padan_sql_text(from, 3),
                             padan_sql_text(from, 4));
        status = PADAN_OK;
    }
    if (status == PADAN_OK && hashing.content.failed)
        status = padan_error_allocation(error);
    if (status == PADAN_OK)
        end_unit(&hashing);
    if (status == PADAN_OK && hashing.wrong > 0)
        padan_check_fault(
            checking,
            "%" PRId64 " %s %" PRId64
            ", %s another hash than the texts, so that the same is not known when it comes again; " EXPORT,
            hashing.wrong, padan_noun(hashing.wrong, "unit, number", "units, the first of them"), hashing.first,
            padan_noun(hashing.wrong, "has", "have"));
    padan_buffer_free(&hashing.content);
    return status;
}

static int check_current(struct padan_checking *checking, struct padan_error *error)
{
    struct padan_memory_info info;
    int status = padan_memory_info(checking->memory, &info, error);
    if (status == PADAN_OK && !info.indexes_current)
        padan_check_fault(checking,
                          "the indexes are not those of the tables, as after a change by another program; "
                          "'padan info --rebuild' makes them anew");
    padan_memory_info_free(&info);
    return status;
}

static int check_all(struct padan_checking *checking, struct padan_error *error)
{
    static int (*const checks[])(struct padan_checking *, struct padan_error *) = { check_references, check_counts,
                                                                                    check_hashes, check_current,
                                                                                    padan_check_texts };
    int status = check_file(checking, error);
    /* In a damaged file the rest would only repeat that. */
    if (checking->faults > 0)
        return status;
    for (size_t i = 0; i < sizeof checks / sizeof *checks && status == PADAN_OK; i++)
        status = checks[i](checking, error);
    return status;
}

int padan_memory_check(struct padan_memory *memory, const struct padan_reporter *reporter, int64_t *faults,
                       struct padan_error *error)
{
    static const struct padan_reporter silent = { NULL, NULL };
    struct padan_checking checking = { .memory = memory, .reporter = reporter ? reporter : &silent };
    /* One state for all looks. */
    bool own = sqlite3_get_autocommit(memory->db);
    int status = own ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = check_all(&checking, error);
    if (own)
        padan_memory_rollback(memory);
    *faults = checking.faults;
    return status;
}
