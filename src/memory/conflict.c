/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory/conflict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/table.h"
#include "base/vector.h"
#include "exchange/format.h"
#include "memory/cache.h"
#include "memory/place.h"
#include "memory/review.h"
#include "memory/undo.h"

struct loser {
    int64_t old, new; /* occurrences */
};

/* What is held back of units: bounds the memory, and the time that a unit waits for the ones after it. */
enum { HELD_MOST = 10000, HELD_BYTES_MOST = 16 * 1024 * 1024 };

struct padan_conflict {
    struct padan_batch *batch;
    bool holds, wants_all;
    struct padan_held held;
    struct padan_table wanted;               /* hashes of sources */
    char source[PADAN_LANGUAGE_SIZE];        /* asked for, or "" */
    char header[PADAN_LANGUAGE_SIZE];        /* srclang of the file as it is spelt, or "" */
    char said[PADAN_LANGUAGE_SIZE];          /* srclang of the latest unit, its own or that of the file */
    char tag[PADAN_LANGUAGE_SIZE];           /* of it */
    struct padan_languages languages;        /* which ones are the source */
    int64_t seen;                            /* the highest variant in the temporary index */
    int64_t removals;                        /* of table cache, when it was last looked at */
    const struct padan_put_variant *variant; /* the source of the unit being judged */
    int64_t hash;                            /* of it */
    struct padan_place place;                /* of the unit being judged */
    int64_t *units;                          /* candidates for it */
    size_t unit_count, unit_capacity;
    int64_t *found; /* occurrences in conflict with it that have to go */
    size_t found_count, found_capacity;
    struct loser *losers; /* of the transaction */
    size_t loser_count, loser_capacity;
    struct padan_buffer scratch;
    char date[PADAN_DATE_SIZE];
    bool is_dated; /* the date is the unit's own */
};

static bool append_id(int64_t **list, size_t *count, size_t *capacity, int64_t id)
{
    if (!padan_vector_reserve(list, capacity, *count + 1, sizeof **list))
        return false;
    (*list)[(*count)++] = id;
    return true;
}

/* Of the language as spelt in its table, the text and its codes. */
static bool hash_source(struct padan_buffer *scratch, struct padan_string tag, struct padan_string text,
                        struct padan_string markup, int64_t *hash)
{
    padan_buffer_clear(scratch);
    padan_buffer_append(scratch, tag.data, tag.size);
    padan_buffer_byte(scratch, '\0');
    padan_buffer_append(scratch, text.data, text.size);
    padan_buffer_byte(scratch, '\0');
    padan_buffer_append(scratch, markup.data, markup.size);
    *hash = scratch->failed ? 0 : (int64_t)padan_hash(scratch->data, scratch->size);
    return !scratch->failed;
}

static bool is_wanted(const struct padan_conflict *conflict, int64_t hash)
{
    return conflict->wants_all || padan_table_find(&conflict->wanted, &hash, sizeof hash) != PADAN_TABLE_NONE;
}

static struct padan_string text_of(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return (struct padan_string){ text ? text : "", text ? (size_t)sqlite3_value_bytes(value) : 0 };
}

/* The SQL function padan_is_source(tag), which is asked once for each language. */
static void is_source_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    const struct padan_conflict *conflict = sqlite3_user_data(context);
    (void)count;
    sqlite3_result_int(context,
                       !*conflict->source || padan_language_matches(conflict->source, text_of(values[0]).data));
}

/* The SQL function padan_source(tag, text, markup): the hash of a source, NULL where it is not asked for. */
static void source_function(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct padan_conflict *conflict = sqlite3_user_data(context);
    int64_t hash;
    (void)count;
    if (!hash_source(&conflict->scratch, text_of(values[0]), text_of(values[1]), text_of(values[2]), &hash))
        sqlite3_result_error_nomem(context);
    else if (is_wanted(conflict, hash))
        sqlite3_result_int64(context, hash);
    else
        sqlite3_result_null(context);
}

int padan_conflict_sync(struct padan_conflict *conflict, struct padan_error *error)
{
    struct padan_memory *memory = conflict->batch->memory;
    int64_t counts[2];
    if (conflict->holds)
        return PADAN_OK;
    int status = padan_sql_numbers(memory, PADAN_SQL_VARIANT_COUNT, counts, 2, NULL, error, "");
    if (status == PADAN_OK && conflict->batch->units.removals != conflict->removals) {
        /* Numbers may have been given again. What is gone and was not is told apart by looking at it. */
        conflict->seen = 0;
        conflict->removals = conflict->batch->units.removals;
        status = padan_sql_run(memory, PADAN_SQL_SOURCE_CLEAR, error, "");
    }
    if (status == PADAN_OK && counts[1] > conflict->seen)
        status = padan_sql_run(memory, PADAN_SQL_SOURCE_FILL, error, "i", conflict->seen);
    conflict->seen = counts[1];
    return status;
}

static int prepare(struct padan_conflict *conflict, struct padan_error *error)
{
    struct padan_memory *memory = conflict->batch->memory;
    int status = padan_sql_run(memory, PADAN_SQL_SOURCE_CREATE, error, "");
    int code = sqlite3_create_function_v2(memory->db, "padan_source", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC, conflict,
                                          source_function, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_create_function_v2(memory->db, "padan_is_source", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                          conflict, is_source_function, NULL, NULL, NULL);
    if (status == PADAN_OK && code != SQLITE_OK)
        status = padan_memory_failure(memory, code, error);
    conflict->removals = conflict->batch->units.removals;
    return status;
}

int padan_conflict_new(struct padan_conflict **out, struct padan_batch *batch, const char *source,
                       struct padan_error *error)
{
    struct padan_conflict *conflict = *out = calloc(1, sizeof *conflict);
    if (!conflict)
        return padan_error_allocation(error);
    conflict->batch = batch;
    conflict->holds = true;
    if (source && strlen(source) < sizeof conflict->source)
        memcpy(conflict->source, source, strlen(source) + 1);
    conflict->languages.source = *conflict->source ? conflict->source : NULL;
    return prepare(conflict, error);
}

void padan_conflict_free(struct padan_conflict *conflict)
{
    if (!conflict)
        return;
    padan_sql_run(conflict->batch->memory, PADAN_SQL_SOURCE_DROP, NULL, "");
    padan_held_free(&conflict->held);
    padan_table_free(&conflict->wanted);
    padan_buffer_free(&conflict->scratch);
    free(conflict->units);
    free(conflict->found);
    free(conflict->losers);
    free(conflict);
}

static const struct padan_property *find_srclang(const struct padan_property *properties, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (properties[i].kind == PADAN_PROPERTY_ATTRIBUTE && padan_string_is(properties[i].name, "srclang"))
            return &properties[i];
    return NULL;
}

void padan_conflict_header(struct padan_conflict *conflict, const struct padan_property *properties, size_t count)
{
    const struct padan_property *found = find_srclang(properties, count);
    if (found && found->value.size < sizeof conflict->header)
        snprintf(conflict->header, sizeof conflict->header, "%.*s", (int)found->value.size, found->value.data);
}

/* What the source is in by what the unit says, else its file; "*all*" leaves it open. A tag is made once of the same
 * spelling. */
static int take_srclang(struct padan_conflict *conflict, const struct padan_unit *unit, struct padan_error *error)
{
    const struct padan_property *own = find_srclang(unit->properties, unit->property_count);
    struct padan_string said = own ? own->value : padan_string(conflict->header);
    if (said.size >= sizeof conflict->said)
        said = padan_string(""); /* no tag is so long */
    if (*conflict->source || padan_string_is(said, conflict->said))
        return PADAN_OK;
    memset(conflict->said, 0, sizeof conflict->said);
    if (said.size > 0)
        memcpy(conflict->said, said.data, said.size);
    conflict->languages = (struct padan_languages){ .source = NULL };
    if (said.size == 0 || strcmp(conflict->said, "*all*") == 0)
        return PADAN_OK;
    int status = padan_language_nearest(conflict->tag, conflict->said, NULL, error);
    if (status == PADAN_OK)
        conflict->languages.source = conflict->tag;
    return status == PADAN_ERROR_LANGUAGE ? PADAN_OK : status; /* blanks alone say nothing */
}

/* Of two variants, one of which may be NULL. */
static const struct padan_put_variant *earlier(const struct padan_put_variant *one,
                                               const struct padan_put_variant *other)
{
    return !one || other->position < one->position ? other : one;
}

/* The variant that is the source: of the language asked for; else of the one that is said, else the one that came
 * first. */
static int find_source(struct padan_conflict *conflict, const struct padan_unit *unit,
                       const struct padan_put_variant **out, struct padan_error *error)
{
    const struct padan_batch *batch = conflict->batch;
    const struct padan_put_variant *found = NULL, *first = NULL;
    int status = take_srclang(conflict, unit, error);
    for (size_t i = 0; i < batch->variant_count && status == PADAN_OK; i++) {
        const struct padan_put_variant *at = &batch->variants[i];
        first = earlier(first, at);
        if (conflict->languages.source && padan_languages_see(&conflict->languages, padan_string(at->tag))->is_source)
            found = earlier(found, at);
    }
    *out = found || *conflict->source ? found : first;
    return status;
}

bool padan_conflict_holds(const struct padan_conflict *conflict)
{
    return conflict->holds;
}

int64_t padan_conflict_held(const struct padan_conflict *conflict)
{
    return (int64_t)conflict->held.count;
}

int padan_conflict_hold(struct padan_conflict *conflict, const struct padan_unit *unit, bool judged, bool *full,
                        struct padan_error *error)
{
    const struct padan_put_variant *source = NULL;
    int64_t hash = 0;
    int status = judged ? find_source(conflict, unit, &source, error) : PADAN_OK;
    if (status != PADAN_OK)
        return status;
    *full = conflict->held.count + 1 >= HELD_MOST || conflict->held.bytes >= HELD_BYTES_MOST;
    if (source && (!hash_source(&conflict->scratch, padan_string(source->tag), source->given->text,
                                source->given->markup, &hash) ||
                   padan_table_add(&conflict->wanted, &hash, sizeof hash) == PADAN_TABLE_NONE))
        return padan_error_allocation(error);
    return padan_held_add(&conflict->held, unit) ? PADAN_OK : padan_error_allocation(error);
}

int padan_conflict_look(struct padan_conflict *conflict, bool all, struct padan_held *held, struct padan_error *error)
{
    *held = conflict->held;
    conflict->held = (struct padan_held){ 0 };
    conflict->holds = false;
    conflict->wants_all = all;
    return padan_conflict_sync(conflict, error);
}

static bool same(struct padan_string left, struct padan_string right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

/* Whether a stored unit has the same source and as many variants of each language; batch->variants are sorted by tag.
 */
static int is_rival(struct padan_conflict *conflict, int64_t unit, bool *rival, struct padan_error *error)
{
    struct padan_batch *batch = conflict->batch;
    sqlite3_stmt *from = NULL;
    size_t count = 0, equal_tags = 0;
    bool has_source = false;
    *rival = false;
    int status = padan_sql_bind(batch->memory, PADAN_SQL_VARIANT_BY_TAG, &from, error, "i", unit);
    while (status == PADAN_OK && (status = padan_sql_step(batch->memory, from, error)) == 1) {
        struct padan_string tag = padan_sql_text(from, 0);
        if (count < batch->variant_count && same(tag, padan_string(batch->variants[count].tag)))
            equal_tags++;
        count++;
        has_source |= same(tag, padan_string(conflict->variant->tag)) &&
                      same(padan_sql_text(from, 1), conflict->variant->given->text) &&
                      same(padan_sql_text(from, 2), conflict->variant->given->markup);
        status = PADAN_OK;
    }
    *rival = has_source && count == batch->variant_count && equal_tags == count;
    return status;
}

/* Neighbours that are both known and differ make another place of it, where another target may be right. */
static bool elsewhere(sqlite3_stmt *from, int column, bool known, struct padan_string text)
{
    return known && sqlite3_column_type(from, column) != SQLITE_NULL && !same(padan_sql_text(from, column), text);
}

/* Whether the properties of a stored unit say that it belongs elsewhere. */
static int look_at_place(const struct padan_conflict *conflict, int64_t occurrence, bool *differs,
                         struct padan_error *error)
{
    struct padan_memory *memory = conflict->batch->memory;
    struct padan_place place = { 0 };
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(memory, PADAN_SQL_OCCURRENCE_PROPS, &from, error, "i", occurrence);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        status = PADAN_OK;
        padan_place_add(&place, padan_sql_text(from, 0), padan_sql_text(from, 1));
    }
    *differs = padan_place_differs(&place, &conflict->place);
    return status;
}

/* When the unit being judged was changed or made; its batch begins now. */
static int date_unit(struct padan_conflict *conflict, const struct padan_unit *unit, struct padan_error *error)
{
    conflict->is_dated = padan_unit_date(conflict->date, unit);
    if (conflict->is_dated)
        return PADAN_OK;
    sqlite3_stmt *from = NULL;
    int status =
        padan_sql_bind(conflict->batch->memory, PADAN_SQL_BATCH_STARTED, &from, error, "i", conflict->batch->id);
    if (status == PADAN_OK)
        status = padan_sql_step(conflict->batch->memory, from, error);
    if (status != 1)
        return status;
    padan_date_canonical(conflict->date, padan_sql_text(from, 0));
    sqlite3_reset(from);
    return PADAN_OK;
}

int padan_occurrence_date(char out[PADAN_DATE_SIZE], struct padan_memory *memory, int64_t occurrence,
                          struct padan_error *error)
{
    char date[PADAN_DATE_SIZE];
    sqlite3_stmt *from = NULL;
    int64_t best = 9;
    *out = '\0';
    int status = padan_sql_bind(memory, PADAN_SQL_OCCURRENCE_DATES, &from, error, "i", occurrence);
    /* Changes come before creations, these before the batch; of the same the latest counts. */
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        int64_t rank = sqlite3_column_int64(from, 0);
        status = PADAN_OK;
        if (rank > best || !padan_date_canonical(date, padan_sql_text(from, 1)) ||
            (rank == best && strcmp(date, out) <= 0))
            continue;
        best = rank;
        memcpy(out, date, sizeof date);
    }
    return status;
}

/* Whether what is stored stays and the unit being judged goes. */
static int is_stronger(struct padan_conflict *conflict, int64_t occurrence, bool *stronger, struct padan_error *error)
{
    *stronger = conflict->batch->on_conflict == PADAN_CONFLICT_KEEP;
    if (conflict->batch->on_conflict != PADAN_CONFLICT_NEWEST)
        return PADAN_OK;
    char theirs[PADAN_DATE_SIZE];
    int status = padan_occurrence_date(theirs, conflict->batch->memory, occurrence, error);
    /* A batch is newer than what it finds, though it may have begun in the same second. */
    *stronger = conflict->is_dated ? strcmp(theirs, conflict->date) >= 0 : strcmp(theirs, conflict->date) > 0;
    return status;
}

/* The occurrences of a rival that stand at the same place, as far as that is known. */
static int look_at_rival(struct padan_conflict *conflict, int64_t unit, struct padan_error *error)
{
    struct padan_memory *memory = conflict->batch->memory;
    const struct padan_variant *given = conflict->variant->given;
    sqlite3_stmt *from = NULL;
    int status = padan_sql_bind(memory, PADAN_SQL_OCCURRENCE_PLACES, &from, error, "iss", unit,
                                padan_string(conflict->variant->tag), given->text);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        int64_t occurrence = sqlite3_column_int64(from, 0);
        bool differs =
            elsewhere(from, 1, given->has_before, given->before) || elsewhere(from, 2, given->has_after, given->after);
        status = differs ? PADAN_OK : look_at_place(conflict, occurrence, &differs, error);
        if (status == PADAN_OK && !differs &&
            !append_id(&conflict->found, &conflict->found_count, &conflict->found_capacity, occurrence))
            status = padan_error_allocation(error);
        if (status != PADAN_OK)
            sqlite3_reset(from);
    }
    return status;
}

static int find_candidates(struct padan_conflict *conflict, struct padan_error *error)
{
    struct padan_memory *memory = conflict->batch->memory;
    sqlite3_stmt *from = NULL;
    conflict->unit_count = conflict->found_count = 0;
    int status = padan_sql_bind(memory, PADAN_SQL_SOURCE_FIND, &from, error, "i", conflict->hash);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        status = PADAN_OK;
        if (!append_id(&conflict->units, &conflict->unit_count, &conflict->unit_capacity,
                       sqlite3_column_int64(from, 0))) {
            sqlite3_reset(from);
            return padan_error_allocation(error);
        }
    }
    return status;
}

/* Fills conflict->found with all that the unit is in conflict with. */
static int find_rivals(struct padan_conflict *conflict, int64_t hash, struct padan_error *error)
{
    int status = find_candidates(conflict, error);
    for (size_t i = 0; i < conflict->unit_count && status == PADAN_OK; i++) {
        bool rival = false, found = false;
        int64_t other = 0;
        status = padan_sql_numbers(conflict->batch->memory, PADAN_SQL_UNIT_HASH, &other, 1, &found, error, "i",
                                   conflict->units[i]);
        if (status == PADAN_OK && found && other != hash)
            status = is_rival(conflict, conflict->units[i], &rival, error);
        if (status == PADAN_OK && rival)
            status = look_at_rival(conflict, conflict->units[i], error);
    }
    return status;
}

int padan_conflict_judge(struct padan_conflict *conflict, const struct padan_unit *unit, int64_t hash, bool *left_out,
                         struct padan_error *error)
{
    int status = find_source(conflict, unit, &conflict->variant, error);
    conflict->found_count = 0;
    if (status != PADAN_OK || !conflict->variant)
        return status;
    conflict->place = padan_place_of(unit);
    const struct padan_variant *given = conflict->variant->given;
    if (!hash_source(&conflict->scratch, padan_string(conflict->variant->tag), given->text, given->markup,
                     &conflict->hash))
        return padan_error_allocation(error);
    status = find_rivals(conflict, hash, error);
    if (status != PADAN_OK || conflict->found_count == 0)
        return status;
    if (conflict->batch->on_conflict == PADAN_CONFLICT_NEWEST)
        status = date_unit(conflict, unit, error);
    size_t weaker = 0;
    for (size_t i = 0; i < conflict->found_count && status == PADAN_OK; i++) {
        bool stronger = false;
        status = is_stronger(conflict, conflict->found[i], &stronger, error);
        *left_out |= stronger;
        if (!stronger)
            conflict->found[weaker++] = conflict->found[i];
    }
    conflict->found_count = weaker;
    return status;
}

int padan_conflict_leave_out(struct padan_conflict *conflict)
{
    conflict->batch->summary.conflicts++;
    conflict->batch->summary.kept++;
    return PADAN_OK;
}

int padan_conflict_note(struct padan_conflict *conflict, int64_t unit, int64_t occurrence, struct padan_error *error)
{
    int status = PADAN_OK;
    conflict->batch->summary.conflicts += conflict->found_count > 0;
    for (size_t i = 0; i < conflict->found_count; i++) {
        if (!padan_vector_reserve(&conflict->losers, &conflict->loser_capacity, conflict->loser_count + 1,
                                  sizeof *conflict->losers))
            return padan_error_allocation(error);
        conflict->losers[conflict->loser_count++] = (struct loser){ conflict->found[i], occurrence };
    }
    conflict->found_count = 0;
    if (conflict->variant)
        status = padan_sql_run(conflict->batch->memory, PADAN_SQL_SOURCE_ADD, error, "ii", conflict->hash, unit);
    if (conflict->batch->last_variant > conflict->seen)
        conflict->seen = conflict->batch->last_variant;
    return status;
}

static int by_old(const void *left, const void *right)
{
    const struct loser *a = left;
    const struct loser *b = right;
    return (a->old > b->old) - (a->old < b->old);
}

/* Each loser once, and its number alone in `olds`; what this very batch had brought needs no journal. */
static int write_losers(struct padan_conflict *conflict, int64_t *olds, size_t *count, struct padan_error *error)
{
    struct padan_batch *batch = conflict->batch;
    int64_t latest = 0;
    int status = PADAN_OK;
    for (size_t i = 0; i < conflict->loser_count && status == PADAN_OK; i++) {
        const struct loser *loser = &conflict->losers[i];
        struct padan_change change = { .old = loser->old, .new = loser->new };
        int64_t owner = 0; /* the batch that it came with */
        if (i > 0 && conflict->losers[i - 1].old == loser->old)
            continue;
        olds[(*count)++] = loser->old;
        status = padan_sql_numbers(batch->memory, PADAN_SQL_OCCURRENCE_BATCH, &owner, 1, NULL, error, "i", loser->old);
        if (status != PADAN_OK || owner == batch->id)
            continue;
        status = padan_change_write(batch->memory, batch->id, &change, error);
        /* A file of which something gave way is not there already any more. */
        if (status == PADAN_OK && owner != latest)
            status = padan_sql_run(batch->memory, PADAN_SQL_BATCH_GAVE_WAY, error, "i", owner);
        latest = owner;
    }
    return status;
}

/* Removals of our own need no new index: what is gone is seen by looking at it. But its numbers may be given again. */
static int keep_up(struct padan_conflict *conflict, struct padan_error *error)
{
    struct padan_memory *memory = conflict->batch->memory;
    struct padan_cache units;
    int64_t counts[2];
    int status = padan_cache_get(memory, PADAN_CACHE_UNITS, &units, error);
    if (status == PADAN_OK)
        status = padan_sql_numbers(memory, PADAN_SQL_VARIANT_COUNT, counts, 2, NULL, error, "");
    if (status != PADAN_OK)
        return status;
    conflict->removals = units.removals;
    if (conflict->seen > counts[1])
        conflict->seen = counts[1];
    return PADAN_OK;
}

int padan_conflict_settle(struct padan_conflict *conflict, struct padan_error *error)
{
    struct padan_batch *batch = conflict->batch;
    size_t count = 0;
    if (conflict->loser_count == 0)
        return PADAN_OK;
    int64_t *olds = malloc(conflict->loser_count * sizeof *olds);
    if (!olds)
        return padan_error_allocation(error);
    qsort(conflict->losers, conflict->loser_count, sizeof *conflict->losers, by_old);
    int status = padan_unit_index_flush(&batch->units, batch->memory, true, error);
    if (status == PADAN_OK)
        status = write_losers(conflict, olds, &count, error);
    if (status == PADAN_OK)
        status = padan_remove_occurrences(batch->memory, batch->fulltext, olds, count, error);
    if (status == PADAN_OK)
        status = keep_up(conflict, error);
    batch->summary.replaced += (int64_t)count;
    /* The counts of what is left were just taken; the newest of this transaction may be gone. */
    batch->last_variant = 0;
    conflict->loser_count = 0;
    free(olds);
    return status;
}
