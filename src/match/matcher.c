/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/matcher.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uloc.h>

#include "base/error.h"
#include "base/vector.h"
#include "text/language.h"

/* A memory that an older padan made gets its identity here, where it can be written. */
static int read_identity(const char *path, char out[PADAN_IDENTITY_SIZE], struct padan_error *error)
{
    struct padan_memory *memory;
    int status = padan_memory_open(&memory, path, PADAN_MEMORY_READ, error);
    if (status != PADAN_OK)
        return status;
    status = padan_memory_identity(memory, out, error);
    padan_memory_close(memory);
    if (status != PADAN_OK || *out)
        return status;
    if (padan_memory_open(&memory, path, PADAN_MEMORY_WRITE, NULL) == PADAN_OK) {
        if (padan_memory_identity(memory, out, NULL) != PADAN_OK)
            *out = '\0';
        padan_memory_close(memory);
    }
    return PADAN_OK;
}

static int add_memory(struct padan_matcher *matcher, const struct padan_match_memory *given, struct padan_error *error)
{
    struct padan_matcher_memory *memory = &matcher->memories[matcher->count];
    if (!(given->penalty >= 0 && given->penalty <= 100))
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, given->path, "a penalty is a number from 0 to 100");
    memory->path = strdup(given->path);
    if (!memory->path)
        return padan_error_allocation(error);
    memory->penalty = given->penalty;
    matcher->count++;
    return read_identity(given->path, memory->identity, error);
}

int padan_matcher_open(struct padan_matcher **out, const struct padan_match_memory *memories, size_t count,
                       const struct padan_reporter *reporter, struct padan_error *error)
{
    *out = NULL;
    if (count == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a search needs a memory");
    struct padan_matcher *matcher = calloc(1, sizeof *matcher);
    if (!matcher)
        return padan_error_allocation(error);
    pthread_mutex_init(&matcher->lock, NULL);
    matcher->memories = calloc(count, sizeof *matcher->memories);
    if (reporter)
        matcher->reporter = *reporter;
    int status = matcher->memories ? PADAN_OK : padan_error_allocation(error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = add_memory(matcher, &memories[i], error);
    if (status != PADAN_OK) {
        padan_matcher_close(matcher);
        return status;
    }
    *out = matcher;
    return PADAN_OK;
}

void padan_matcher_close(struct padan_matcher *matcher)
{
    if (!matcher)
        return;
    for (size_t i = 0; i < matcher->count; i++) {
        struct padan_matcher_memory *memory = &matcher->memories[i];
        for (size_t j = 0; j < memory->count; j++) {
            padan_index_free(memory->indexes[j]);
            free(memory->indexes[j]);
        }
        free(memory->indexes);
        free(memory->path);
    }
    padan_table_free(&matcher->missing);
    pthread_mutex_destroy(&matcher->lock);
    free(matcher->memories);
    free(matcher);
}

static int add_index(struct padan_index **out, struct padan_matcher_memory *memory, int64_t language, const char *tag,
                     enum padan_text_form form, struct padan_error *error)
{
    struct padan_index *index = malloc(sizeof *index);
    char *folder = *memory->identity ? padan_index_folder(memory->path) : NULL;
    if (!index || (*memory->identity && !folder) ||
        !padan_vector_reserve(&memory->indexes, &memory->capacity, memory->count + 1, sizeof *memory->indexes)) {
        free(index);
        free(folder);
        return padan_error_allocation(error);
    }
    int status = padan_index_init(index, memory->identity, language, tag, form, folder, error);
    memory->indexes[memory->count++] = *out = index;
    free(folder);
    return status;
}

static struct padan_index *find_index(const struct padan_matcher_memory *memory, int64_t language,
                                      enum padan_text_form form)
{
    for (size_t i = 0; i < memory->count; i++)
        if (memory->indexes[i]->language == language && memory->indexes[i]->key.form == (uint32_t)form)
            return memory->indexes[i];
    return NULL;
}

static int copy_chunks(struct padan_matcher_chunks *out, const struct padan_index *index, struct padan_error *error)
{
    out->count = 0;
    out->items = malloc((index->count + 1) * sizeof(struct padan_chunk *));
    if (!out->items)
        return padan_error_allocation(error);
    for (size_t i = 0; i < index->count; i++) {
        padan_chunk_hold(index->chunks[i]);
        out->items[out->count++] = index->chunks[i];
    }
    return PADAN_OK;
}

/* Which indexes are asked for, of a memory and a language of it. */
struct asked {
    size_t memory;
    int64_t language;
    const char *tag;
    const enum padan_text_form *forms;
    size_t count;
};

/* Brings indexes up to date; the lock is held. */
static int update(struct padan_index **indexes, struct padan_matcher *matcher, struct padan_memory *connection,
                  const struct asked *asked, struct padan_error *error)
{
    struct padan_matcher_memory *of = &matcher->memories[asked->memory];
    int status = PADAN_OK;
    for (size_t i = 0; i < asked->count && status == PADAN_OK; i++) {
        indexes[i] = find_index(of, asked->language, asked->forms[i]);
        if (!indexes[i])
            status = add_index(&indexes[i], of, asked->language, asked->tag, asked->forms[i], error);
        if (status == PADAN_OK) {
            indexes[i]->progress = matcher->progress;
            indexes[i]->progress_context = matcher->progress_context;
        }
    }
    return status == PADAN_OK ? padan_index_update(indexes, asked->count, connection, &matcher->reporter, error)
                              : status;
}

int padan_matcher_take(struct padan_matcher_chunks *out, struct padan_matcher *matcher, size_t memory,
                       struct padan_memory *connection, int64_t language, const char *tag, enum padan_text_form form,
                       struct padan_error *error)
{
    const struct asked asked = { memory, language, tag, &form, 1 };
    struct padan_index *index;
    *out = (struct padan_matcher_chunks){ 0 };
    pthread_mutex_lock(&matcher->lock);
    int status = update(&index, matcher, connection, &asked, error);
    if (status == PADAN_OK)
        status = copy_chunks(out, index, error);
    pthread_mutex_unlock(&matcher->lock);
    return status;
}

void padan_matcher_release(struct padan_matcher_chunks *chunks)
{
    for (size_t i = 0; i < chunks->count; i++)
        padan_chunk_release(chunks->items[i]);
    free(chunks->items);
    *chunks = (struct padan_matcher_chunks){ 0 };
}

/* The index that has a chunk now, or NULL. */
static struct padan_index *index_of(const struct padan_matcher *matcher, const struct padan_chunk *chunk)
{
    for (size_t i = 0; i < matcher->count; i++)
        for (size_t j = 0; j < matcher->memories[i].count; j++) {
            struct padan_index *index = matcher->memories[i].indexes[j];
            for (size_t at = 0; at < index->count; at++)
                if (index->chunks[at] == chunk)
                    return index;
        }
    return NULL;
}

void padan_matcher_forget(struct padan_matcher *matcher, size_t memory, const struct padan_chunk *chunk)
{
    struct padan_error warning;
    padan_error_in(&warning, PADAN_OK, matcher->memories[memory].path,
                   "the index of matches was damaged; it is made anew");
    pthread_mutex_lock(&matcher->lock);
    struct padan_index *index = index_of(matcher, chunk);
    if (index) {
        padan_report(&matcher->reporter, &warning);
        padan_index_forget(index, chunk);
    }
    pthread_mutex_unlock(&matcher->lock);
}

void padan_matcher_renew(struct padan_matcher *matcher, const struct padan_matcher_chunks *chunks)
{
    pthread_mutex_lock(&matcher->lock);
    struct padan_index *index = chunks->count ? index_of(matcher, chunks->items[0]) : NULL;
    if (index)
        padan_index_forget(index, NULL);
    pthread_mutex_unlock(&matcher->lock);
}

/* Whether two tags of one language are written in one script, said or usual for the region. */
static bool same_script(const char *a, const char *b)
{
    const char *tags[] = { a, b };
    char scripts[2][16] = { "", "" };
    for (int i = 0; i < 2; i++) {
        char locale[ULOC_FULLNAME_CAPACITY], full[ULOC_FULLNAME_CAPACITY];
        UErrorCode status = U_ZERO_ERROR;
        uloc_forLanguageTag(tags[i], locale, sizeof locale, NULL, &status);
        uloc_addLikelySubtags(locale, full, sizeof full, &status);
        uloc_getScript(full, scripts[i], sizeof scripts[i], &status);
        if (U_FAILURE(status))
            return true;
    }
    return strcmp(scripts[0], scripts[1]) == 0;
}

bool padan_matcher_finds(const char *asked, const char *tag, bool *other_region)
{
    char a[PADAN_LANGUAGE_SIZE], b[PADAN_LANGUAGE_SIZE];
    *other_region = false;
    if (padan_language_matches(asked, tag))
        return true;
    padan_language_primary(a, asked);
    padan_language_primary(b, tag);
    if (strcmp(a, b) != 0 || !same_script(asked, tag))
        return false;
    *other_region = !padan_language_matches(tag, asked);
    return true;
}

static void add_info(struct padan_match_index_info *info, const struct padan_index *index)
{
    for (size_t i = 0; i < index->count; i++) {
        info->texts += index->key.form == PADAN_FORM_MATCH ? index->chunks[i]->count : 0;
        info->bytes += (int64_t)index->chunks[i]->bytes;
        info->kept &= index->chunks[i]->path != NULL;
    }
}

/* Brings both forms of a language up to date. */
static int index_language(struct padan_matcher *matcher, struct padan_memory *connection, int64_t language,
                          const char *tag, bool anew, struct padan_match_index_info *info, struct padan_error *error)
{
    static const enum padan_text_form forms[PADAN_INDEX_FORMS] = { PADAN_FORM_MATCH, PADAN_FORM_KEY };
    const struct asked asked = { 0, language, tag, forms, PADAN_INDEX_FORMS };
    struct padan_index *indexes[PADAN_INDEX_FORMS];
    pthread_mutex_lock(&matcher->lock);
    int status = update(indexes, matcher, connection, &asked, error);
    if (status == PADAN_OK && anew) {
        for (size_t i = 0; i < PADAN_INDEX_FORMS; i++)
            padan_index_forget(indexes[i], NULL);
        status = update(indexes, matcher, connection, &asked, error);
    }
    for (size_t i = 0; i < PADAN_INDEX_FORMS && status == PADAN_OK; i++)
        add_info(info, indexes[i]);
    pthread_mutex_unlock(&matcher->lock);
    return status;
}

struct language_row {
    int64_t row;
    char tag[PADAN_LANGUAGE_SIZE];
};

/* The languages of a memory that a tag finds, malloc'ed. */
static int find_rows(struct language_row **out, size_t *count, struct padan_memory *connection, const char *asked,
                     struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    size_t capacity = 0;
    bool other;
    int status = padan_sql_bind(connection, PADAN_SQL_LANGUAGE_ALL, &row, error, "");
    while (status == PADAN_OK && (status = padan_sql_step(connection, row, error)) == 1) {
        struct padan_string tag = padan_sql_text(row, 1);
        struct language_row found = { .row = sqlite3_column_int64(row, 0) };
        status = PADAN_OK;
        if (tag.size < sizeof found.tag)
            memcpy(found.tag, tag.data, tag.size);
        if (!padan_matcher_finds(asked, found.tag, &other))
            continue;
        if (padan_vector_reserve(out, &capacity, *count + 1, sizeof **out))
            (*out)[(*count)++] = found;
        else
            status = padan_error_allocation(error);
    }
    sqlite3_reset(row);
    return status;
}

static int index_memory(struct padan_matcher *matcher, struct padan_memory *connection, const char *asked, bool anew,
                        struct padan_match_index_info *info, struct padan_error *error)
{
    struct language_row *rows = NULL;
    size_t count = 0;
    int status = padan_sql_run(connection, PADAN_SQL_BEGIN_READ, error, "");
    if (status == PADAN_OK)
        status = find_rows(&rows, &count, connection, asked, error);
    if (status == PADAN_OK && count == 0)
        status = padan_error_in(error, PADAN_ERROR_NOT_FOUND, matcher->memories[0].path,
                                "the memory has nothing in the language \"%s\"", asked);
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = index_language(matcher, connection, rows[i].row, rows[i].tag, anew, info, error);
    padan_memory_rollback(connection);
    free(rows);
    return status;
}

int padan_match_index(const char *path, const char *language, bool anew, struct padan_match_index_info *info,
                      struct padan_error *error)
{
    struct padan_match_index_options options = PADAN_MATCH_INDEX_OPTIONS_INIT;
    options.anew = anew;
    return padan_match_index_with(path, language, &options, info, error);
}

int padan_match_index_with(const char *path, const char *language, const struct padan_match_index_options *options,
                           struct padan_match_index_info *info, struct padan_error *error)
{
    const struct padan_match_memory given = { .path = path };
    struct padan_match_index_info found = { .current = true, .kept = true };
    struct padan_matcher *matcher = NULL;
    struct padan_memory *connection = NULL;
    char tag[PADAN_LANGUAGE_SIZE];
    int status = padan_language_canonical(tag, language, error);
    if (status == PADAN_OK)
        status = padan_matcher_open(&matcher, &given, 1, NULL, error);
    if (status == PADAN_OK) {
        matcher->progress = options->progress;
        matcher->progress_context = options->progress_context;
        status = padan_memory_open(&connection, path, PADAN_MEMORY_READ, error);
    }
    if (status == PADAN_OK)
        status = index_memory(matcher, connection, tag, options->anew, &found, error);
    padan_memory_close(connection);
    padan_matcher_close(matcher);
    if (info)
        *info = found;
    return status;
}
