/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/fulltext.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/* One language's index and what writes to it. */
struct language_index {
    char tag[PADAN_LANGUAGE_SIZE];
    sqlite3_stmt *add, *remove;
};

struct padan_fulltext {
    sqlite3 *db;
    struct language_index *list;
    size_t count, capacity;
    size_t latest;
};

int padan_fulltext_failure(sqlite3 *db, struct padan_error *error)
{
    static const struct {
        int code;
        enum padan_status status;
    } statuses[] = {
        { SQLITE_NOMEM, PADAN_ERROR_ALLOCATION },   { SQLITE_FULL, PADAN_ERROR_FULL },
        { SQLITE_BUSY, PADAN_ERROR_BUSY },          { SQLITE_LOCKED, PADAN_ERROR_BUSY },
        { SQLITE_CORRUPT, PADAN_ERROR_CORRUPT },    { SQLITE_NOTADB, PADAN_ERROR_CORRUPT },
        { SQLITE_READONLY, PADAN_ERROR_READ_ONLY }, { SQLITE_IOERR, PADAN_ERROR_SYSTEM },
    };
    enum padan_status status = PADAN_ERROR_INTERNAL;
    int code = sqlite3_errcode(db) & 0xFF;
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].code == code)
            status = statuses[i].status;
    return padan_error_set(error, status, "the full-text index cannot be used: %s", sqlite3_errmsg(db));
}

static int run(sqlite3 *db, const char *sql, struct padan_error *error)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(db, error);
}

static int run_for(sqlite3 *db, const char *format, int64_t id, const char *tag, struct padan_error *error)
{
    char *sql = tag ? sqlite3_mprintf(format, (sqlite3_int64)id, tag)
                    : sqlite3_mprintf(format, (sqlite3_int64)id, (sqlite3_int64)id);
    int status = sql ? run(db, sql, error) : padan_error_allocation(error);
    sqlite3_free(sql);
    return status;
}

static int prepare_for(sqlite3_stmt **out, sqlite3 *db, const char *format, int64_t id, struct padan_error *error)
{
    char *sql = sqlite3_mprintf(format, (sqlite3_int64)id, (sqlite3_int64)id);
    if (!sql)
        return padan_error_allocation(error);
    int code = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    sqlite3_free(sql);
    return code == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(db, error);
}

static int language_id(sqlite3 *db, const char *tag, int64_t *id, struct padan_error *error)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT id FROM language WHERE tag = ?1", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(statement, 1, tag, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    int status = PADAN_OK;
    if (code == SQLITE_ROW)
        *id = sqlite3_column_int64(statement, 0);
    else if (code == SQLITE_DONE)
        status = padan_error_set(error, PADAN_ERROR_CORRUPT, "the memory does not list its language '%s'", tag);
    else
        status = padan_fulltext_failure(db, error);
    sqlite3_finalize(statement);
    return status;
}

/*
 * `columnsize=0`: the sizes serve ranking alone. Deleting needs the text again, which the variant has.
 */
static const char create_sql[] =
    "CREATE VIRTUAL TABLE IF NOT EXISTS fts_%lld USING "
    "fts5(text, content='', columnsize=0, tokenize=\"padan '%q'\")";
/*
 * Each transaction writes a segment. FTS5 would merge them a little at each of these writes, over and over; left to
 * itself it merges sixteen of a size at once when there are so many.
 */
static const char merge_sql[] = "INSERT INTO fts_%lld(fts_%lld, rank) VALUES('automerge', 0)";
static const char add_sql[] = "INSERT INTO fts_%lld(rowid, text) VALUES(?1, ?2)";
static const char remove_sql[] = "INSERT INTO fts_%lld(fts_%lld, rowid, text) VALUES('delete', ?1, ?2)";

static void close_index(struct language_index *index)
{
    sqlite3_finalize(index->add);
    sqlite3_finalize(index->remove);
}

static int open_index(struct padan_fulltext *fulltext, const char *language, struct padan_error *error)
{
    struct language_index index = { 0 };
    int64_t id = 0;
    size_t size = strlen(language);
    if (size >= sizeof index.tag)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "the language tag '%s' is too long", language);
    memcpy(index.tag, language, size);
    if (!padan_vector_reserve(&fulltext->list, &fulltext->capacity, fulltext->count + 1, sizeof *fulltext->list))
        return padan_error_allocation(error);
    int status = language_id(fulltext->db, language, &id, error);
    if (status == PADAN_OK)
        status = run_for(fulltext->db, create_sql, id, language, error);
    if (status == PADAN_OK)
        status = run_for(fulltext->db, merge_sql, id, NULL, error);
    if (status == PADAN_OK)
        status = prepare_for(&index.add, fulltext->db, add_sql, id, error);
    if (status == PADAN_OK)
        status = prepare_for(&index.remove, fulltext->db, remove_sql, id, error);
    if (status == PADAN_OK)
        fulltext->list[fulltext->count++] = index;
    else
        close_index(&index);
    return status;
}

static int find_index(struct padan_fulltext *fulltext, const char *language, struct padan_error *error)
{
    if (fulltext->latest < fulltext->count && strcmp(fulltext->list[fulltext->latest].tag, language) == 0)
        return PADAN_OK;
    for (size_t i = 0; i < fulltext->count; i++)
        if (strcmp(fulltext->list[i].tag, language) == 0) {
            fulltext->latest = i;
            return PADAN_OK;
        }
    int status = open_index(fulltext, language, error);
    fulltext->latest = status == PADAN_OK ? fulltext->count - 1 : 0;
    return status;
}

static int write_row(sqlite3_stmt *statement, int64_t variant, struct padan_string text)
{
    sqlite3_bind_int64(statement, 1, variant);
    sqlite3_bind_text64(statement, 2, text.data ? text.data : "", text.size, SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_step(statement);
    int code = sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return code;
}

static void forget_index(struct padan_fulltext *fulltext, size_t at)
{
    close_index(&fulltext->list[at]);
    fulltext->list[at] = fulltext->list[--fulltext->count];
}

/* A rollback may have taken back the table together with what it was to hold, so that a second try makes it again. */
static int write(struct padan_fulltext *fulltext, bool add, int64_t variant, const char *language,
                 struct padan_string text, struct padan_error *error)
{
    int code = SQLITE_ERROR;
    for (int attempt = 0; attempt < 2 && code == SQLITE_ERROR; attempt++) {
        int status = find_index(fulltext, language, error);
        if (status != PADAN_OK)
            return status;
        struct language_index *index = &fulltext->list[fulltext->latest];
        code = write_row(add ? index->add : index->remove, variant, text);
        if (code == SQLITE_ERROR)
            forget_index(fulltext, fulltext->latest);
    }
    return code == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(fulltext->db, error);
}

int padan_fulltext_open(struct padan_fulltext **out, sqlite3 *db, struct padan_error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return padan_error_allocation(error);
    (*out)->db = db;
    return PADAN_OK;
}

void padan_fulltext_close(struct padan_fulltext *fulltext)
{
    if (!fulltext)
        return;
    for (size_t i = 0; i < fulltext->count; i++)
        close_index(&fulltext->list[i]);
    free(fulltext->list);
    free(fulltext);
}

int padan_fulltext_add(struct padan_fulltext *fulltext, int64_t variant, const char *language, struct padan_string text,
                       struct padan_error *error)
{
    return write(fulltext, true, variant, language, text, error);
}

int padan_fulltext_remove(struct padan_fulltext *fulltext, int64_t variant, const char *language,
                          struct padan_string text, struct padan_error *error)
{
    return write(fulltext, false, variant, language, text, error);
}

/* Its name, followed by digits alone, tells an index from the tables that FTS5 keeps for it. */
static const char list_sql[] =
    "SELECT substr(name, 5) FROM sqlite_schema WHERE type = 'table' AND name GLOB 'fts_*' "
    "AND name NOT GLOB 'fts_*[^0-9]*'";

/* Names are gathered one by one, since a table cannot be dropped while the schema is read. */
static int drop_all(sqlite3 *db, struct padan_error *error)
{
    for (;;) {
        sqlite3_stmt *statement = NULL;
        int code = sqlite3_prepare_v2(db, list_sql, -1, &statement, NULL);
        if (code == SQLITE_OK)
            code = sqlite3_step(statement);
        int64_t id = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        sqlite3_finalize(statement);
        if (code == SQLITE_DONE)
            return PADAN_OK;
        int status = code == SQLITE_ROW ? run_for(db, "DROP TABLE fts_%lld", id, NULL, error)
                                        : padan_fulltext_failure(db, error);
        if (status != PADAN_OK)
            return status;
    }
}

static int fill(struct padan_fulltext *fulltext, struct padan_error *error)
{
    static const char sql[] =
        "SELECT v.id, l.tag, v.text FROM variant v JOIN language l ON l.id = v.language "
        "ORDER BY v.id";
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(fulltext->db, sql, -1, &statement, NULL);
    int status = PADAN_OK;
    while (code == SQLITE_OK && status == PADAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 2);
        struct padan_string view = { text, (size_t)sqlite3_column_bytes(statement, 2) };
        status = padan_fulltext_add(fulltext, sqlite3_column_int64(statement, 0),
                                    (const char *)sqlite3_column_text(statement, 1), view, error);
        code = SQLITE_OK;
    }
    if (status == PADAN_OK && code != SQLITE_DONE)
        status = padan_fulltext_failure(fulltext->db, error);
    sqlite3_finalize(statement);
    return status;
}

int padan_fulltext_rebuild(sqlite3 *db, struct padan_error *error)
{
    struct padan_fulltext *fulltext = NULL;
    int status = drop_all(db, error);
    if (status == PADAN_OK)
        status = padan_fulltext_open(&fulltext, db, error);
    if (status == PADAN_OK)
        status = fill(fulltext, error);
    padan_fulltext_close(fulltext);
    return status;
}
