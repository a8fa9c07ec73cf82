/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/fulltext.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "base/worker.h"
#include "memory/segment.h"

/*
 * Texts wait until the transaction ends, or until there are so many; so that memory stays bounded. A longer text goes
 * to FTS5 by itself.
 */
enum { BLOCK_SIZE = 64 * 1024, WAITING_MOST = 4 * 1024 * 1024, LONGEST_TEXT = 1024 * 1024 };

/* One language's index and what writes to it. */
struct language_index {
    char tag[PADAN_LANGUAGE_SIZE];
    int64_t id;
    sqlite3_stmt *add, *remove;
    struct padan_gatherer *gatherer; /* NULL: FTS5 writes the index, in a format that padan does not know */
    struct padan_segment segment;
    int64_t latest; /* row that waits; 0: none */
    int built;      /* status */
};

/* Texts on their way to their gatherers. */
struct text {
    struct padan_gatherer *gatherer;
    int64_t row;
    size_t size;
};

struct block {
    struct block *next; /* given before */
    struct text *texts;
    size_t count, capacity;
    struct padan_buffer bytes;
    int gathered; /* status */
};

struct padan_fulltext {
    sqlite3 *db;
    struct language_index **list;
    size_t count, capacity;
    size_t latest;
    struct padan_worker *worker; /* NULL until there is enough to do */
    struct block *blocks;        /* the newest first */
    struct block *spare;         /* emptied ones, whose room is used again */
    size_t waiting;              /* bytes */
    bool is_lost;                /* something of what waited: no flush can make it good */
    atomic_size_t next_built;
    void *outer; /* another one on the same connection, opened before */
    bool was_rolled_back;
};

/* What a code says that the connection need not have said itself. */
static int failure_of(sqlite3 *db, int code, struct padan_error *error)
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
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].code == (code & 0xFF))
            status = statuses[i].status;
    if (status == PADAN_ERROR_CORRUPT)
        return padan_error_set(error, status, "the full-text index is damaged; 'padan info --rebuild' makes it anew");
    return padan_error_set(error, status, "the full-text index cannot be used: %s",
                           sqlite3_errcode(db) == SQLITE_OK ? sqlite3_errstr(code) : sqlite3_errmsg(db));
}

int padan_fulltext_failure(sqlite3 *db, struct padan_error *error)
{
    return failure_of(db, sqlite3_errcode(db), error);
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
static const char merge_sql[] = "INSERT INTO fts_%lld(fts_%lld, rank) VALUES('automerge', 0), ('usermerge', 16)";
static const char add_sql[] = "INSERT INTO fts_%lld(rowid, text) VALUES(?1, ?2)";
static const char remove_sql[] = "INSERT INTO fts_%lld(fts_%lld, rowid, text) VALUES('delete', ?1, ?2)";

static void close_index(struct language_index *index)
{
    sqlite3_finalize(index->add);
    sqlite3_finalize(index->remove);
    padan_gatherer_free(index->gatherer);
    padan_segment_free(&index->segment);
    free(index);
}

static int make_table(sqlite3 *db, const struct language_index *index, struct padan_error *error)
{
    int status = run_for(db, create_sql, index->id, index->tag, error);
    return status == PADAN_OK ? run_for(db, merge_sql, index->id, NULL, error) : status;
}

static int prepare_index(struct padan_fulltext *fulltext, struct language_index *index, struct padan_error *error)
{
    bool takes = false;
    int status = language_id(fulltext->db, index->tag, &index->id, error);
    if (status == PADAN_OK)
        status = make_table(fulltext->db, index, error);
    if (status == PADAN_OK)
        status = prepare_for(&index->add, fulltext->db, add_sql, index->id, error);
    if (status == PADAN_OK)
        status = prepare_for(&index->remove, fulltext->db, remove_sql, index->id, error);
    int code = status == PADAN_OK ? padan_fulltext_takes_segments(fulltext->db, index->id, &takes) : SQLITE_OK;
    if (code != SQLITE_OK)
        status = failure_of(fulltext->db, code, error);
    return status == PADAN_OK && takes ? padan_gatherer_new(&index->gatherer, index->tag, error) : status;
}

static int open_index(struct padan_fulltext *fulltext, const char *language, struct padan_error *error)
{
    size_t size = strlen(language);
    if (size >= sizeof fulltext->list[0]->tag)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "the language tag '%s' is too long", language);
    struct language_index *index = calloc(1, sizeof *index);
    if (!index)
        return padan_error_allocation(error);
    memcpy(index->tag, language, size);
    int status =
        padan_vector_reserve(&fulltext->list, &fulltext->capacity, fulltext->count + 1, sizeof(struct language_index *))
            ? prepare_index(fulltext, index, error)
            : padan_error_allocation(error);
    if (status == PADAN_OK)
        fulltext->list[fulltext->count++] = index;
    else
        close_index(index);
    return status;
}

static int find_index(struct padan_fulltext *fulltext, const char *language, struct padan_error *error)
{
    if (fulltext->latest < fulltext->count && strcmp(fulltext->list[fulltext->latest]->tag, language) == 0)
        return PADAN_OK;
    for (size_t i = 0; i < fulltext->count; i++)
        if (strcmp(fulltext->list[i]->tag, language) == 0) {
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
    close_index(fulltext->list[at]);
    fulltext->list[at] = fulltext->list[--fulltext->count];
}

/* Another process may have made the indexes anew without this one, so that a second try makes it again. */
static int write(struct padan_fulltext *fulltext, bool add, int64_t variant, const char *language,
                 struct padan_string text, struct padan_error *error)
{
    int code = SQLITE_ERROR;
    for (int attempt = 0; attempt < 2 && code == SQLITE_ERROR; attempt++) {
        int status = find_index(fulltext, language, error);
        if (status != PADAN_OK)
            return status;
        struct language_index *index = fulltext->list[fulltext->latest];
        code = write_row(add ? index->add : index->remove, variant, text);
        if (code == SQLITE_ERROR)
            forget_index(fulltext, fulltext->latest);
    }
    return code == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(fulltext->db, error);
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free(block->texts);
        padan_buffer_free(&block->bytes);
        free(block);
        block = next;
    }
}

static bool is_small(const struct block *block)
{
    return !block->bytes.failed && block->bytes.capacity <= 2 * BLOCK_SIZE &&
           block->capacity * sizeof *block->texts <= 2 * BLOCK_SIZE;
}

/* Their room serves the next transaction, but that of a long text is given back. */
static void empty_blocks(struct padan_fulltext *fulltext)
{
    while (fulltext->blocks) {
        struct block *block = fulltext->blocks;
        bool is_kept = is_small(block);
        fulltext->blocks = block->next;
        block->count = 0;
        block->next = is_kept ? fulltext->spare : NULL;
        padan_buffer_clear(&block->bytes);
        if (is_kept)
            fulltext->spare = block;
        else
            free_blocks(block);
    }
}

static void gather_block(void *context)
{
    struct block *block = context;
    const char *bytes = block->bytes.data ? block->bytes.data : ""; /* nothing but empty texts */
    for (size_t i = 0; i < block->count && block->gathered == PADAN_OK; i++) {
        const struct text *text = &block->texts[i];
        block->gathered = padan_gatherer_add(text->gatherer, text->row, (struct padan_string){ bytes, text->size });
        bytes += text->size;
    }
}

/* Whoever comes takes the next language, so that two threads share them. */
static void build_segments(void *context)
{
    struct padan_fulltext *fulltext = context;
    size_t at;
    while ((at = atomic_fetch_add(&fulltext->next_built, 1)) < fulltext->count) {
        struct language_index *index = fulltext->list[at];
        if (index->latest)
            index->built = padan_gatherer_build(index->gatherer, &index->segment);
    }
}

/* The block that is being filled goes to the worker. */
static void give_block(struct padan_fulltext *fulltext)
{
    if (!fulltext->worker)
        fulltext->worker = padan_worker_new();
    if (fulltext->worker)
        padan_worker_give(fulltext->worker, gather_block, fulltext->blocks);
    else
        gather_block(fulltext->blocks);
}

static struct block *block_for(struct padan_fulltext *fulltext)
{
    if (fulltext->blocks && fulltext->blocks->bytes.size < BLOCK_SIZE)
        return fulltext->blocks;
    if (fulltext->blocks)
        give_block(fulltext);
    struct block *block = fulltext->spare;
    if (block)
        fulltext->spare = block->next;
    else if (!(block = calloc(1, sizeof *block)))
        return NULL;
    block->next = fulltext->blocks;
    fulltext->blocks = block;
    return block;
}

/* Answers whether all that was added could be gathered; the worker rests afterwards. */
static bool gather_rest(struct padan_fulltext *fulltext)
{
    bool fits = true;
    if (fulltext->worker) {
        padan_worker_give(fulltext->worker, gather_block, fulltext->blocks);
        padan_worker_wait(fulltext->worker);
    } else {
        gather_block(fulltext->blocks);
    }
    for (const struct block *block = fulltext->blocks; block; block = block->next)
        fits = fits && block->gathered == PADAN_OK;
    empty_blocks(fulltext);
    return fits;
}

static void build_all(struct padan_fulltext *fulltext)
{
    atomic_store(&fulltext->next_built, 0);
    if (fulltext->worker)
        padan_worker_give(fulltext->worker, build_segments, fulltext);
    build_segments(fulltext);
    if (fulltext->worker)
        padan_worker_wait(fulltext->worker);
}

static void note_rollback(void *context)
{
    struct padan_fulltext *fulltext = context;
    fulltext->was_rolled_back = true;
}

int padan_fulltext_open(struct padan_fulltext **out, sqlite3 *db, struct padan_error *error)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return padan_error_allocation(error);
    (*out)->db = db;
    (*out)->outer = sqlite3_rollback_hook(db, note_rollback, *out);
    return PADAN_OK;
}

static void forget_all(struct padan_fulltext *fulltext)
{
    if (fulltext->worker)
        padan_worker_wait(fulltext->worker);
    free_blocks(fulltext->blocks);
    free_blocks(fulltext->spare);
    fulltext->blocks = fulltext->spare = NULL;
    for (size_t i = 0; i < fulltext->count; i++)
        close_index(fulltext->list[i]);
    fulltext->count = fulltext->latest = fulltext->waiting = 0;
    fulltext->was_rolled_back = fulltext->is_lost = false;
}

void padan_fulltext_close(struct padan_fulltext *fulltext)
{
    if (!fulltext)
        return;
    forget_all(fulltext);
    padan_worker_free(fulltext->worker);
    sqlite3_rollback_hook(fulltext->db, fulltext->outer ? note_rollback : NULL, fulltext->outer);
    free(fulltext->list);
    free(fulltext);
}

static int write_segments(struct padan_fulltext *fulltext, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < fulltext->count && status == PADAN_OK; i++) {
        struct language_index *index = fulltext->list[i];
        if (!index->latest)
            continue;
        index->latest = 0;
        status = index->built == PADAN_OK ? make_table(fulltext->db, index, error) : padan_error_allocation(error);
        int code =
            status == PADAN_OK ? padan_fulltext_write_segment(fulltext->db, index->id, &index->segment) : SQLITE_OK;
        if (code != SQLITE_OK)
            status = failure_of(fulltext->db, code, error);
    }
    return status;
}

int padan_fulltext_flush(struct padan_fulltext *fulltext, struct padan_error *error)
{
    /* A rollback took back the texts, and maybe the tables. */
    if (fulltext->was_rolled_back)
        forget_all(fulltext);
    if (fulltext->is_lost)
        return padan_error_allocation(error);
    if (!fulltext->blocks)
        return PADAN_OK;
    fulltext->waiting = 0;
    fulltext->is_lost = !gather_rest(fulltext);
    if (fulltext->is_lost)
        return padan_error_allocation(error);
    build_all(fulltext);
    int status = write_segments(fulltext, error);
    fulltext->is_lost = status != PADAN_OK;
    return status;
}

/* A text that waits for its segment. */
static int add_waiting(struct padan_fulltext *fulltext, int64_t variant, struct padan_string text,
                       struct padan_error *error)
{
    int status = PADAN_OK;
    if (variant <= fulltext->list[fulltext->latest]->latest || fulltext->waiting > WAITING_MOST)
        status = padan_fulltext_flush(fulltext, error);
    if (status != PADAN_OK)
        return status;
    struct language_index *index = fulltext->list[fulltext->latest];
    struct block *block = block_for(fulltext);
    fulltext->is_lost =
        !block || !padan_vector_reserve(&block->texts, &block->capacity, block->count + 1, sizeof *block->texts);
    if (!fulltext->is_lost) {
        padan_buffer_append(&block->bytes, text.data, text.size);
        fulltext->is_lost = block->bytes.failed;
    }
    if (fulltext->is_lost)
        return padan_error_allocation(error);
    block->texts[block->count++] = (struct text){ index->gatherer, variant, text.size };
    fulltext->waiting += text.size + sizeof(struct text);
    index->latest = variant;
    return PADAN_OK;
}

int padan_fulltext_add(struct padan_fulltext *fulltext, int64_t variant, const char *language, struct padan_string text,
                       struct padan_error *error)
{
    if (fulltext->was_rolled_back)
        forget_all(fulltext);
    int status = find_index(fulltext, language, error);
    if (status != PADAN_OK)
        return status;
    if (fulltext->list[fulltext->latest]->gatherer && text.size <= LONGEST_TEXT)
        return add_waiting(fulltext, variant, text, error);
    status = padan_fulltext_flush(fulltext, error);
    return status == PADAN_OK ? write(fulltext, true, variant, language, text, error) : status;
}

int padan_fulltext_remove(struct padan_fulltext *fulltext, int64_t variant, const char *language,
                          struct padan_string text, struct padan_error *error)
{
    int status = padan_fulltext_flush(fulltext, error);
    return status == PADAN_OK ? write(fulltext, false, variant, language, text, error) : status;
}

/* Its name, followed by digits alone, tells an index from the tables that FTS5 keeps for it. */
static const char list_sql[] =
    "SELECT substr(name, 5) FROM sqlite_schema WHERE type = 'table' AND name GLOB 'fts_*' "
    "AND name NOT GLOB 'fts_*[^0-9]*'";

/* FTS5 opens a table before it drops it, and cannot where its list of segments is damaged; an empty list will do. */
static int drop(sqlite3 *db, int64_t id, struct padan_error *error)
{
    static const char drop_sql[] = "DROP TABLE fts_%lld";
    int defends = 1;
    if (run_for(db, drop_sql, id, NULL, NULL) == PADAN_OK)
        return PADAN_OK;
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defends);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    run_for(db, "REPLACE INTO fts_%lld_data VALUES(10, x'00000000000000')", id, NULL, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, defends, NULL);
    return run_for(db, drop_sql, id, NULL, error);
}

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
        int status = code == SQLITE_ROW ? drop(db, id, error) : padan_fulltext_failure(db, error);
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
    if (status == PADAN_OK)
        status = padan_fulltext_flush(fulltext, error);
    padan_fulltext_close(fulltext);
    return status;
}
