/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "match/index.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "match/files.h"
#include "match/rows.h"

#define KEPT_LEAST 256   /* variants that are worth a file */
#define MERGED_MOST 3    /* a chunk so many times as large as what is new is made again with it */
#define SAID_LEAST 20000 /* variants whose indexing takes so long that it is said */
#define LARGE_LEAST 8192 /* variants that are worth a thread */

int padan_index_init(struct padan_index *index, const char *identity, int64_t language, const char *tag,
                     enum padan_text_form form, const char *folder, struct padan_error *error)
{
    *index = (struct padan_index){ .language = language, .is_kept = true };
    padan_hash_wide(index->key.memory, identity, strlen(identity));
    strncpy(index->key.language, tag, sizeof index->key.language - 1);
    index->key.form = (uint32_t)form;
    index->folder = folder ? strdup(folder) : NULL;
    return folder && !index->folder ? padan_error_allocation(error) : PADAN_OK;
}

static void drop(struct padan_index *index, size_t from, bool with_files)
{
    for (size_t i = from; i < index->count; i++) {
        if (with_files && index->chunks[i]->path)
            unlink(index->chunks[i]->path);
        padan_chunk_release(index->chunks[i]);
    }
    index->count = from;
    index->upto = from ? index->chunks[from - 1]->key.last : 0;
    index->generation++;
}

void padan_index_free(struct padan_index *index)
{
    drop(index, 0, false);
    free(index->chunks);
    free(index->folder);
    *index = (struct padan_index){ 0 };
}

void padan_index_forget(struct padan_index *index, const struct padan_chunk *chunk)
{
    size_t from = 0;
    while (chunk && from < index->count && index->chunks[from] != chunk)
        from++;
    drop(index, from, true);
}

int padan_index_add(struct padan_index *index, struct padan_chunk *chunk, struct padan_error *error)
{
    if (!padan_vector_reserve(&index->chunks, &index->capacity, index->count + 1, sizeof *index->chunks)) {
        padan_chunk_release(chunk);
        return padan_error_allocation(error);
    }
    index->chunks[index->count++] = chunk;
    index->upto = chunk->key.last;
    index->generation++;
    return PADAN_OK;
}

static void say(const struct padan_reporter *reporter, const struct padan_memory *memory, const char *why)
{
    struct padan_error warning;
    padan_error_in(&warning, PADAN_OK, memory->path, "the index of matches %s; it is made anew", why);
    if (reporter)
        padan_report(reporter, &warning);
}

/* The chunks that were in use before the folder is looked at again. */
struct former {
    struct padan_chunk **chunks;
    size_t count;
};

/* A chunk that is open already is taken over, with what was read of it. */
static int open_chunk(struct padan_chunk **out, const struct former *former, const char *path,
                      struct padan_error *error)
{
    for (size_t i = 0; i < former->count; i++)
        if (former->chunks[i]->path && strcmp(former->chunks[i]->path, path) == 0) {
            *out = former->chunks[i];
            padan_chunk_hold(*out);
            return PADAN_OK;
        }
    return padan_chunk_open(out, path, error);
}

/* Takes a file's chunk where it is of this memory as it is; *fault says what else it is. */
static int take_file(struct padan_index *index, struct padan_memory *memory, const struct former *former,
                     const char *path, const char **fault, struct padan_error *error)
{
    struct padan_chunk *chunk;
    int status = open_chunk(&chunk, former, path, error);
    if (status == PADAN_ERROR_CORRUPT)
        *fault = "was damaged, or written by another padan";
    if (status == PADAN_ERROR_CORRUPT || status == PADAN_ERROR_SYSTEM)
        return PADAN_OK;
    if (status == PADAN_OK)
        status = padan_rows_judge(memory, chunk, &index->key, fault, error);
    if (status == PADAN_OK && !*fault)
        return padan_index_add(index, chunk, error);
    padan_chunk_release(chunk);
    return status;
}

/* Takes the chunks of the folder that follow one another. */
static int load_files(struct padan_index *index, struct padan_memory *memory, const struct former *former,
                      const struct padan_reporter *reporter, struct padan_error *error)
{
    struct padan_index_files files = { 0 };
    const char *fault = NULL;
    int status = padan_index_files_list(&files, index->folder, &index->key, error);
    for (size_t i = 0; i < files.count && status == PADAN_OK && !fault; i++)
        if (files.items[i].first == index->upto + 1)
            status = take_file(index, memory, former, files.items[i].path, &fault, error);
    if (fault) {
        say(reporter, memory, fault);
        drop(index, 0, false);
        padan_index_files_remove(&files);
    }
    padan_index_files_free(&files);
    return status;
}

/*
 * Looks at the folder again, since other processes may have put chunks together or added some. Where there is nothing
 * of use the chunks stay what they were.
 */
static int load(struct padan_index *index, struct padan_memory *memory, const struct padan_reporter *reporter,
                struct padan_error *error)
{
    struct former former = { index->chunks, index->count };
    int64_t upto = index->upto;
    if (!index->folder)
        return PADAN_OK;
    index->chunks = NULL;
    index->count = index->capacity = 0;
    index->upto = 0;
    int status = load_files(index, memory, &former, reporter, error);
    index->generation++;
    if (status == PADAN_OK && index->count == 0) {
        free(index->chunks);
        index->chunks = former.chunks;
        index->count = index->capacity = former.count;
        index->upto = upto;
        return PADAN_OK;
    }
    for (size_t i = 0; i < former.count; i++)
        padan_chunk_release(former.chunks[i]);
    free(former.chunks);
    return status;
}

/* How many chunks stay as they are where so many variants are new: those before stay that are much larger. */
static size_t staying(const struct padan_index *index, int64_t fresh)
{
    size_t count = index->count;
    while (count > 0) {
        const struct padan_chunk_key *key = &index->chunks[count - 1]->key;
        int64_t range = key->last - key->first + 1;
        if (range > MERGED_MOST * fresh)
            break;
        fresh += range;
        count--;
    }
    return count;
}

/* Indexes that are behind the table. */
struct behind {
    struct padan_index *indexes[PADAN_INDEX_FORMS];
    size_t count;
    struct padan_memory *memory;
    int64_t last; /* row of the table */
};

/* Makes chunks of the variants behind each index, for all of them in one reading. */
static int make_chunks(const struct behind *behind, struct padan_error *error)
{
    const struct padan_index *index = behind->indexes[0];
    struct padan_rows_asked asked = { index->language, index->upto + 1, behind->last, index->progress,
                                      index->progress_context };
    struct padan_making *making;
    for (size_t i = 1; i < behind->count; i++)
        if (behind->indexes[i]->upto < asked.first)
            asked.first = behind->indexes[i]->upto + 1;
    if (asked.first > asked.last)
        return PADAN_OK;
    bool is_large = asked.last - asked.first >= LARGE_LEAST;
    int status = padan_making_new(&making, behind->indexes, behind->count, is_large, error);
    if (status != PADAN_OK)
        return status;
    status = padan_rows_read(making, behind->memory, &asked, error);
    return padan_making_end(making, status, behind->last, error);
}

/* Files of chunks that are part of others now. */
static void sweep(const struct padan_index *index)
{
    struct padan_index_files files = { 0 };
    if (padan_index_files_list(&files, index->folder, &index->key, NULL) == PADAN_OK) {
        for (size_t i = 0; i < files.count; i++) {
            bool used = false;
            for (size_t j = 0; j < index->count; j++)
                used |= index->chunks[j]->path && strcmp(index->chunks[j]->path, files.items[i].path) == 0;
            if (!used)
                unlink(files.items[i].path);
        }
    }
    padan_index_files_free(&files);
    padan_index_files_clear(index->folder);
}

/* The variants that are in no file yet. */
static int64_t unkept(const struct padan_index *index, int64_t last)
{
    size_t count = index->count;
    while (count > 0 && !index->chunks[count - 1]->path)
        count--;
    return last - (count ? index->chunks[count - 1]->key.last : 0);
}

static bool is_worth(const struct padan_index *index, int64_t last)
{
    return index->folder && unkept(index, last) >= KEPT_LEAST;
}

/* Lets those chunks go that are made again with what is new. */
static void make_place(struct padan_index *index, int64_t last)
{
    size_t files = 0;
    while (files < index->count && index->chunks[files]->path)
        files++;
    /* A file that does not follow another is of no use to other processes. */
    if (index->in_files)
        drop(index, files, false);
    drop(index, staying(index, last - index->upto), false);
}

static void end_extension(struct padan_index *index, bool has_files)
{
    if (has_files)
        sweep(index);
    index->is_kept = true;
    for (size_t i = 0; i < index->count; i++)
        index->is_kept &= index->chunks[i]->path != NULL;
}

static int extend(const struct behind *behind, int lock, struct padan_error *error)
{
    bool in_files[PADAN_INDEX_FORMS];
    for (size_t i = 0; i < behind->count; i++) {
        in_files[i] = behind->indexes[i]->in_files = lock >= 0 && is_worth(behind->indexes[i], behind->last);
        make_place(behind->indexes[i], behind->last);
    }
    int status = make_chunks(behind, error);
    if (lock >= 0 && (status == PADAN_ERROR_SYSTEM || status == PADAN_ERROR_FULL)) {
        for (size_t i = 0; i < behind->count; i++)
            behind->indexes[i]->in_files = false;
        status = make_chunks(behind, error);
    }
    for (size_t i = 0; i < behind->count; i++)
        end_extension(behind->indexes[i], status == PADAN_OK && in_files[i]);
    return status;
}

/* Adds an index where its folder has nothing that brings it up to date. */
static int add_behind(struct behind *behind, struct padan_index *index, const struct padan_reporter *reporter,
                      struct padan_error *error)
{
    int status = index->upto < behind->last ? load(index, behind->memory, reporter, error) : PADAN_OK;
    if (status == PADAN_OK && index->upto < behind->last)
        behind->indexes[behind->count++] = index;
    return status;
}

static int bring_up(const struct behind *behind, const struct padan_reporter *reporter, struct padan_error *error)
{
    bool worth = false, missing = false;
    for (size_t i = 0; i < behind->count; i++) {
        worth |= is_worth(behind->indexes[i], behind->last);
        missing |= behind->last >= SAID_LEAST && behind->indexes[i]->count == 0;
    }
    if (missing)
        say(reporter, behind->memory, "is missing");
    int lock = worth ? padan_index_files_lock(behind->indexes[0]->folder) : -1;
    int status = extend(behind, lock, error);
    if (lock >= 0)
        close(lock);
    return status;
}

int padan_index_update(struct padan_index *const *indexes, size_t count, struct padan_memory *memory,
                       const struct padan_reporter *reporter, struct padan_error *error)
{
    struct behind behind = { .memory = memory };
    int status = padan_memory_newest(memory, &behind.last, error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = add_behind(&behind, indexes[i], reporter, error);
    return status == PADAN_OK && behind.count ? bring_up(&behind, reporter, error) : status;
}

char *padan_index_folder(const char *path)
{
    struct padan_buffer name = { 0 };
    padan_buffer_format(&name, "%s-match", path);
    return padan_buffer_take(&name);
}
