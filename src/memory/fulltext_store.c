/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Segments put into the tables in which FTS5 keeps an index: fts_N_data has the leaves, at row 10 the structure (which
 * segments there are, level by level) and at row 1 the totals; fts_N_idx has the first term of each leaf.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"
#include "memory/fulltext.h"
#include "memory/segment.h"

enum { TOTALS = 1, STRUCTURE = 10, COOKIE_SIZE = 4, SEGMENTS_MOST = 2000, SEGMENT_SHIFT = 37, MERGED_AT_ONCE = 16 };

/* Where numbers are read from; they are SQLite's, of up to nine bytes. */
struct numbers {
    const unsigned char *at, *end;
    bool failed;
};

static uint64_t next_number(struct numbers *numbers)
{
    uint64_t value = 0;
    for (int i = 0; i < 9 && numbers->at < numbers->end; i++) {
        unsigned char byte = *numbers->at++;
        if (i == 8)
            return value << 8 | byte;
        value = value << 7 | (byte & 0x7F);
        if (byte < 0x80)
            return value;
    }
    numbers->failed = true;
    return 0;
}

static char *format_sql(const char *format, int64_t id)
{
    return sqlite3_mprintf(format, (sqlite3_int64)id, (sqlite3_int64)id);
}

static int prepare(sqlite3 *db, sqlite3_stmt **out, const char *format, int64_t id)
{
    char *sql = format_sql(format, id);
    int code = sql ? sqlite3_prepare_v2(db, sql, -1, out, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return code;
}

static int run(sqlite3 *db, const char *format, int64_t id)
{
    char *sql = format_sql(format, id);
    int code = sql ? sqlite3_exec(db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    return code;
}

/* A row of fts_N_data; SQLITE_CORRUPT where it is not there. */
static int read_block(sqlite3 *db, int64_t id, int64_t row, struct padan_buffer *out)
{
    sqlite3_stmt *statement = NULL;
    int code = prepare(db, &statement, "SELECT block FROM fts_%lld_data WHERE id = ?1", id);
    padan_buffer_clear(out);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(statement, 1, row);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        padan_buffer_append(out, sqlite3_column_blob(statement, 0), (size_t)sqlite3_column_bytes(statement, 0));
        code = out->failed ? SQLITE_NOMEM : SQLITE_OK;
    } else if (code == SQLITE_DONE) {
        code = SQLITE_CORRUPT;
    }
    sqlite3_finalize(statement);
    return code;
}

static int write_block(sqlite3_stmt *statement, int64_t row, const void *bytes, size_t size)
{
    int code = sqlite3_bind_int64(statement, 1, row);
    if (code == SQLITE_OK)
        code = sqlite3_bind_blob64(statement, 2, bytes, size, SQLITE_STATIC);
    if (code == SQLITE_OK)
        sqlite3_step(statement);
    int reset = sqlite3_reset(statement);
    return code == SQLITE_OK ? reset : code;
}

/* Segments of newer formats have more numbers, which a byte that no number of levels begins with tells. */
static bool is_known_structure(const struct padan_buffer *block)
{
    return block->size > COOKIE_SIZE && (unsigned char)block->data[COOKIE_SIZE] != 0xFF;
}

int padan_fulltext_takes_segments(sqlite3 *db, int64_t id, bool *takes)
{
    sqlite3_stmt *statement = NULL;
    struct padan_buffer block = { 0 };
    *takes = false;
    int code = prepare(db, &statement,
                       "SELECT (SELECT v FROM fts_%lld_config WHERE k = 'version') = 4"
                       " AND (SELECT v FROM fts_%lld_config WHERE k = 'pgsz') IS NULL",
                       id);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    bool is_known = code == SQLITE_ROW && sqlite3_column_int(statement, 0) == 1;
    sqlite3_finalize(statement);
    if (code == SQLITE_ROW)
        code = read_block(db, id, STRUCTURE, &block);
    *takes = code == SQLITE_OK && is_known && is_known_structure(&block);
    padan_buffer_free(&block);
    return code;
}

/* What the structure says, and what it becomes with one segment more. */
struct structure {
    struct padan_buffer before, after;
    size_t newest;    /* segments of level 0, with the new one */
    int64_t segment;  /* the number of the new one */
    uint8_t *is_used; /* numbers of segments */
};

static void copy_numbers(struct padan_buffer *out, const struct numbers *from, const unsigned char *start)
{
    padan_buffer_append(out, start, (size_t)(from->at - start));
}

/* Notes the numbers of a level's segments and passes over them. */
static void read_level(struct structure *structure, struct numbers *from, uint64_t count)
{
    for (uint64_t i = 0; i < count && !from->failed; i++) {
        uint64_t number = next_number(from);
        next_number(from);
        next_number(from);
        if (number > SEGMENTS_MOST)
            from->failed = true;
        else
            structure->is_used[number] = 1;
    }
}

/* The new segment belongs behind those of level 0, but its number is known only once all were read. */
static int extend(struct structure *structure, size_t leaves)
{
    const unsigned char *data = (const unsigned char *)structure->before.data;
    struct numbers from = { data + COOKIE_SIZE, data + structure->before.size, false };
    struct padan_buffer *out = &structure->after, level = { 0 }, rest = { 0 };
    uint64_t levels = next_number(&from), segments = next_number(&from), written = next_number(&from);
    uint64_t merging = levels > 0 ? next_number(&from) : 0, newest = levels > 0 ? next_number(&from) : 0;
    const unsigned char *start = from.at;
    read_level(structure, &from, newest);
    copy_numbers(&level, &from, start);
    start = from.at;
    for (uint64_t i = 1; i < levels && !from.failed; i++) {
        next_number(&from);
        read_level(structure, &from, next_number(&from));
    }
    copy_numbers(&rest, &from, start);
    for (structure->segment = 1; structure->segment <= SEGMENTS_MOST && structure->is_used[structure->segment];)
        structure->segment++;
    padan_buffer_append(out, structure->before.data, COOKIE_SIZE);
    padan_fulltext_append_number(out, levels > 0 ? levels : 1);
    padan_fulltext_append_number(out, segments + 1);
    padan_fulltext_append_number(out, written + leaves);
    padan_fulltext_append_number(out, merging);
    padan_fulltext_append_number(out, newest + 1);
    padan_buffer_append(out, level.data, level.size);
    padan_fulltext_append_number(out, (uint64_t)structure->segment);
    padan_fulltext_append_number(out, 1);
    padan_fulltext_append_number(out, leaves);
    padan_buffer_append(out, rest.data, rest.size);
    structure->newest = (size_t)newest + 1;
    bool lacks = out->failed || level.failed || rest.failed;
    padan_buffer_free(&level);
    padan_buffer_free(&rest);
    if (lacks)
        return SQLITE_NOMEM;
    return from.failed || structure->segment > SEGMENTS_MOST ? SQLITE_CORRUPT : SQLITE_OK;
}

static int read_structure(sqlite3 *db, int64_t id, struct structure *structure, size_t leaves)
{
    structure->is_used = calloc(SEGMENTS_MOST + 1, 1);
    if (!structure->is_used)
        return SQLITE_NOMEM;
    int code = read_block(db, id, STRUCTURE, &structure->before);
    if (code == SQLITE_OK && !is_known_structure(&structure->before))
        code = SQLITE_CORRUPT;
    return code == SQLITE_OK ? extend(structure, leaves) : code;
}

static void free_structure(struct structure *structure)
{
    padan_buffer_free(&structure->before);
    padan_buffer_free(&structure->after);
    free(structure->is_used);
}

static int write_leaves(sqlite3_stmt *statement, const struct padan_segment *segment, int64_t number)
{
    int code = SQLITE_OK;
    for (size_t i = 0; i < segment->count && code == SQLITE_OK; i++)
        code = write_block(statement, (number << SEGMENT_SHIFT) + (int64_t)i + 1,
                           segment->bytes.data + segment->leaves[i].start, segment->leaves[i].size);
    return code;
}

static int write_keys(sqlite3 *db, int64_t id, const struct padan_segment *segment, int64_t number)
{
    sqlite3_stmt *statement = NULL;
    int code = prepare(db, &statement, "INSERT INTO fts_%lld_idx (segid, term, pgno) VALUES (?1, ?2, ?3)", id);
    for (size_t i = 0; i < segment->count && code == SQLITE_OK; i++) {
        const struct padan_leaf *leaf = &segment->leaves[i];
        if (!leaf->has_key)
            continue;
        sqlite3_bind_int64(statement, 1, number);
        /* A key without bytes is an empty one, not NULL. */
        code = leaf->key_size > 0 ? sqlite3_bind_blob64(statement, 2, segment->keys.data + leaf->key_start,
                                                        leaf->key_size, SQLITE_STATIC)
                                  : sqlite3_bind_zeroblob(statement, 2, 0);
        sqlite3_bind_int64(statement, 3, ((int64_t)i + 1) << 1);
        if (code == SQLITE_OK)
            sqlite3_step(statement);
        code = code == SQLITE_OK ? sqlite3_reset(statement) : code;
    }
    sqlite3_finalize(statement);
    return code;
}

/* The totals: how many texts there are, and how many words of its only column. */
static int write_totals(sqlite3 *db, sqlite3_stmt *statement, int64_t id, const struct padan_segment *segment)
{
    struct padan_buffer block = { 0 };
    int code = read_block(db, id, TOTALS, &block);
    const unsigned char *data = (const unsigned char *)block.data;
    struct numbers from = { data, data ? data + block.size : NULL, false };
    uint64_t texts = block.size > 0 ? next_number(&from) : 0;
    uint64_t words = block.size > 0 ? next_number(&from) : 0;
    if (code == SQLITE_OK && from.failed)
        code = SQLITE_CORRUPT;
    padan_buffer_clear(&block);
    padan_fulltext_append_number(&block, texts + (uint64_t)segment->texts);
    padan_fulltext_append_number(&block, words + (uint64_t)segment->words);
    if (code == SQLITE_OK)
        code = block.failed ? SQLITE_NOMEM : write_block(statement, TOTALS, block.data, block.size);
    padan_buffer_free(&block);
    return code;
}

/*
 * FTS5 keeps the structure and the totals in memory. Setting a savepoint makes it write what it is still holding back,
 * and the totals; a merge, even of nothing, makes it read the structure again when it is needed next.
 */
static int let_go(sqlite3 *db, int64_t id)
{
    int code = sqlite3_exec(db, "SAVEPOINT padan_segment; RELEASE padan_segment", NULL, NULL, NULL);
    return code == SQLITE_OK ? run(db, "INSERT INTO fts_%lld(fts_%lld, rank) VALUES('merge', 0)", id) : code;
}

static int write_rows(sqlite3 *db, int64_t id, const struct padan_segment *segment, size_t *newest)
{
    struct structure structure = { 0 };
    sqlite3_stmt *statement = NULL;
    int code = prepare(db, &statement, "REPLACE INTO fts_%lld_data (id, block) VALUES (?1, ?2)", id);
    if (code == SQLITE_OK)
        code = write_totals(db, statement, id, segment);
    if (code == SQLITE_OK && segment->count > 0)
        code = read_structure(db, id, &structure, segment->count);
    if (code == SQLITE_OK && segment->count > 0)
        code = write_leaves(statement, segment, structure.segment);
    if (code == SQLITE_OK && segment->count > 0)
        code = write_keys(db, id, segment, structure.segment);
    if (code == SQLITE_OK && segment->count > 0)
        code = write_block(statement, STRUCTURE, structure.after.data, structure.after.size);
    *newest = structure.newest;
    free_structure(&structure);
    sqlite3_finalize(statement);
    return code;
}

/* FTS5's own tables are closed to all but FTS5; what is prepared while they are open has to be done by their closing.
 */
static int write_segment(sqlite3 *db, int64_t id, const struct padan_segment *segment, size_t *newest)
{
    int defends = 1;
    int code = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defends);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    if (code != SQLITE_OK)
        return code;
    code = write_rows(db, id, segment, newest);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, defends, NULL);
    return code;
}

int padan_fulltext_write_segment(sqlite3 *db, int64_t id, const struct padan_segment *segment)
{
    size_t newest = 0;
    int code = let_go(db, id);
    if (code == SQLITE_OK)
        code = write_segment(db, id, segment, &newest);
    /* As FTS5 does by itself: sixteen of a size at once, as often as there are so many. */
    if (code == SQLITE_OK && newest >= MERGED_AT_ONCE)
        code = run(db, "INSERT INTO fts_%lld(fts_%lld, rank) VALUES('merge', 1000000000)", id);
    return code;
}
