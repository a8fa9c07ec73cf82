/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Word families among the words of a memory, which its full-text index lists in the order of bytes. */
#include "find/family.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"
#include "find/affixes.h"
#include "find/endings.h"
#include "find/sense.h"
#include "memory/fulltext.h"
#include "text/language.h"
#include "text/words.h"

/* What a family has at most, and how many words of the index one beginning may cost. */
enum { MOST_RELATIVES = 400, MOST_READ = 20000, LEAST_PART = 4 };

struct padan_family {
    sqlite3 *db;
    int64_t language;
    struct padan_stemmer *stemmer;
    const struct padan_endings *endings; /* or NULL */
    bool has_affixes;                    /* as Indonesian and Malay have */
    sqlite3_stmt *range;                 /* the words from ?1 on and before ?2; NULL: there is no index */
};

/* Words found, in an arena. */
struct relatives {
    struct padan_family *family;
    struct padan_arena *arena;
    struct padan_string *items;
    size_t count, capacity;
    struct padan_error *error;
    int status;
};

static int open_range(struct padan_family *family, struct padan_error *error)
{
    char name[32], sql[200];
    sqlite3 *db = family->db;
    snprintf(name, sizeof name, "fts_%" PRId64, family->language);
    if (sqlite3_table_column_metadata(db, "main", name, NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK)
        return PADAN_OK;
    snprintf(sql, sizeof sql,
             "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_%" PRId64 " USING fts5vocab(main, %s, row)",
             family->language, name);
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    snprintf(sql, sizeof sql, "SELECT term FROM temp.words_%" PRId64 " WHERE term >= ?1 AND term < ?2",
             family->language);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, sql, -1, &family->range, NULL);
    return code == SQLITE_OK ? PADAN_OK : padan_fulltext_failure(db, error);
}

int padan_family_new(struct padan_family **out, sqlite3 *db, int64_t language, const char *tag,
                     struct padan_error *error)
{
    char primary[PADAN_LANGUAGE_SIZE];
    struct padan_family *family = *out = calloc(1, sizeof *family);
    if (!family)
        return padan_error_allocation(error);
    padan_language_primary(primary, tag);
    family->db = db;
    family->language = language;
    family->endings = padan_endings_of(primary);
    family->has_affixes = padan_affixes_know(primary);
    int status = padan_stemmer_new(&family->stemmer, tag, error);
    if (status == PADAN_OK)
        status = open_range(family, error);
    if (status != PADAN_OK) {
        padan_family_free(family);
        *out = NULL;
    }
    return status;
}

void padan_family_free(struct padan_family *family)
{
    char sql[64];
    if (!family)
        return;
    sqlite3_finalize(family->range);
    snprintf(sql, sizeof sql, "DROP TABLE IF EXISTS temp.words_%" PRId64, family->language);
    sqlite3_exec(family->db, sql, NULL, NULL, NULL);
    padan_stemmer_free(family->stemmer);
    free(family);
}

/* Whether a word of the index is wanted. */
typedef bool wanted(const struct padan_family *family, struct padan_string word, const void *what);

static void keep(struct relatives *found, struct padan_string word)
{
    const char *copy = padan_arena_copy(found->arena, word.data, word.size);
    if (!copy || !padan_vector_reserve(&found->items, &found->capacity, found->count + 1, sizeof *found->items)) {
        found->status = padan_error_allocation(found->error);
        return;
    }
    found->items[found->count++] = (struct padan_string){ copy, word.size };
}

/*
 * Keeps the words of the index that begin so and are wanted. The byte `last` ends the range: no byte of UTF-8 is as
 * high as 0xFF, and none of a word as low as 1, so that there only the beginning itself is in it.
 */
static void gather_range(struct relatives *found, struct padan_string beginning, char last, wanted *is_wanted,
                         const void *what)
{
    sqlite3_stmt *range = found->family->range;
    struct padan_buffer end = { 0 };
    int code = SQLITE_DONE;
    if (!range || found->status != PADAN_OK || beginning.size == 0)
        return;
    padan_buffer_append(&end, beginning.data, beginning.size);
    padan_buffer_byte(&end, last);
    if (end.failed)
        found->status = padan_error_allocation(found->error);
    if (found->status == PADAN_OK) {
        sqlite3_bind_text(range, 1, beginning.data, (int)beginning.size, SQLITE_STATIC);
        sqlite3_bind_text(range, 2, end.data, (int)end.size, SQLITE_STATIC);
    }
    for (int read = 0; found->status == PADAN_OK && read < MOST_READ && found->count < MOST_RELATIVES; read++) {
        code = sqlite3_step(range);
        if (code != SQLITE_ROW)
            break;
        struct padan_string word = { (const char *)sqlite3_column_text(range, 0),
                                     (size_t)sqlite3_column_bytes(range, 0) };
        if (word.data && is_wanted(found->family, word, what))
            keep(found, word);
    }
    if (found->status == PADAN_OK && code != SQLITE_ROW && code != SQLITE_DONE)
        found->status = padan_fulltext_failure(found->family->db, found->error);
    sqlite3_reset(range);
    sqlite3_clear_bindings(range);
    padan_buffer_free(&end);
}

static void gather(struct relatives *found, struct padan_string beginning, wanted *is_wanted, const void *what)
{
    gather_range(found, beginning, '\xFF', is_wanted, what);
}

static bool is_equal(struct padan_string a, struct padan_string b)
{
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static bool is_same(const struct padan_family *family, struct padan_string word, const void *what)
{
    (void)family;
    return is_equal(word, *(const struct padan_string *)what);
}

static bool is_related(const struct padan_family *family, struct padan_string word, const void *what)
{
    return padan_endings_relate(family->endings, *(const struct padan_string *)what, word);
}

/* Whether the index has a word. */
static bool exists(struct relatives *found, struct padan_string word)
{
    struct relatives one = { .family = found->family, .arena = found->arena, .error = found->error };
    sqlite3_stmt *range = found->family->range;
    if (!range || found->status != PADAN_OK)
        return false;
    gather_range(&one, word, '\x01', is_same, &word);
    found->status = one.status;
    free(one.items);
    return one.count > 0;
}

/* The best root of a word so far: one that the memory has before one that it has not, then the shortest. */
struct root {
    struct relatives *found;
    char text[80];
    size_t size, ending;
    bool exists;
};

static void try_root(void *context, struct padan_string root, size_t ending)
{
    struct root *best = context;
    if (root.size >= sizeof best->text)
        return;
    bool shorter = best->size == 0 || root.size < best->size || (root.size == best->size && ending > best->ending);
    if (best->exists && !shorter)
        return;
    bool there = exists(best->found, root);
    if (best->size > 0 && (there == best->exists ? !shorter : best->exists))
        return;
    memcpy(best->text, root.data, root.size);
    best->size = root.size;
    best->ending = ending;
    best->exists = there;
}

static bool ends_with_affix(const struct padan_family *family, struct padan_string word, const void *what)
{
    size_t beginning = *(const size_t *)what;
    (void)family;
    return padan_affixes_end((struct padan_string){ word.data + beginning, word.size - beginning });
}

static void gather_beginning(void *context, struct padan_string beginning)
{
    gather(context, beginning, ends_with_affix, &beginning.size);
}

static void gather_root(void *context, struct padan_string root, size_t ending)
{
    (void)ending;
    padan_affixes_beginnings(root, gather_beginning, context);
}

/* Where the memory has none of the roots by itself, any may be the right one. */
static void gather_derived(struct relatives *found, struct padan_string word)
{
    struct root best = { .found = found };
    padan_affixes_roots(word, try_root, &best);
    if (best.exists)
        gather_root(found, (struct padan_string){ best.text, best.size }, 0);
    else
        padan_affixes_roots(word, gather_root, found);
}

/* Sorts what was found and takes out what is twice in it. */
static int settle(struct relatives *found, const struct padan_string **out, size_t *count)
{
    struct padan_string *list = padan_arena_take(found->arena, (found->count + 1) * sizeof *list);
    size_t kept = 0;
    if (!list && found->status == PADAN_OK)
        found->status = padan_error_allocation(found->error);
    if (found->count > 1)
        qsort(found->items, found->count, sizeof *found->items, padan_find_compare);
    for (size_t i = 0; list && i < found->count; i++)
        if (kept == 0 || !is_equal(list[kept - 1], found->items[i]))
            list[kept++] = found->items[i];
    free(found->items);
    *out = list;
    *count = kept;
    return found->status;
}

/* What has the word's beginning in common; where that is a word itself, what is derived from it. */
static void gather_endings(struct relatives *found, struct padan_string word)
{
    const struct padan_endings *endings = found->family->endings;
    struct padan_string beginning = { word.data, padan_endings_least(endings, word) };
    gather(found, beginning, is_related, &word);
    if (padan_endings_relate(endings, word, beginning) && exists(found, beginning))
        gather(found, beginning, is_related, &beginning);
}

int padan_family_find(struct padan_family *family, struct padan_string word, struct padan_arena *arena,
                      const struct padan_string **out, size_t *count, struct padan_error *error)
{
    struct relatives found = { .family = family, .arena = arena, .error = error };
    if (family->has_affixes) {
        gather_derived(&found, word);
    } else if (family->endings) {
        gather_endings(&found, word);
    }
    return settle(&found, out, count);
}

/* Whether the memory has a word or one of its family. */
static bool is_known(struct relatives *found, struct padan_string word)
{
    struct relatives family = { .family = found->family, .arena = found->arena, .error = found->error };
    if (exists(found, word))
        return true;
    size_t least = padan_endings_least(found->family->endings, word);
    if (found->status == PADAN_OK)
        gather(&family, (struct padan_string){ word.data, least }, is_related, &word);
    found->status = family.status;
    free(family.items);
    return family.count > 0;
}

/* The first part of a compound without what joins it to the second, if the memory has it; else nothing. */
static struct padan_string first_part(struct relatives *found, struct padan_string part)
{
    const char *joint = found->family->endings->joints;
    if (exists(found, part))
        return part;
    for (size_t size; *(joint += strspn(joint, " ")); joint += size) {
        size = strcspn(joint, " ");
        struct padan_string rest = { part.data, part.size - (size < part.size ? size : part.size) };
        if (rest.size >= LEAST_PART && memcmp(part.data + rest.size, joint, size) == 0 && exists(found, rest))
            return rest;
    }
    return (struct padan_string){ 0 };
}

int padan_family_split(struct padan_family *family, struct padan_string word, struct padan_string parts[2],
                       bool *is_split, struct padan_error *error)
{
    struct padan_arena arena = { 0 };
    struct relatives found = { .family = family, .arena = &arena, .error = error };
    const struct padan_endings *endings = family->endings;
    *is_split = false;
    if (!endings || !endings->joints || word.size < 2 * LEAST_PART)
        return PADAN_OK;
    for (size_t at = word.size - LEAST_PART; at >= LEAST_PART && !*is_split && found.status == PADAN_OK; at--) {
        struct padan_string last = { word.data + at, word.size - at };
        if (((unsigned char)word.data[at] & 0xC0) == 0x80 || padan_endings_match(endings, last))
            continue;
        struct padan_string first = first_part(&found, (struct padan_string){ word.data, at });
        if (first.size == 0 || !is_known(&found, last))
            continue;
        parts[0] = first;
        parts[1] = last;
        *is_split = true;
    }
    padan_arena_free(&arena);
    return found.status;
}

static bool ends_with_ending(const struct padan_family *family, struct padan_string word, const void *what)
{
    size_t beginning = *(const size_t *)what;
    return padan_endings_match(family->endings, (struct padan_string){ word.data + beginning, word.size - beginning });
}

static void gather_joined(struct relatives *found, struct padan_string first, struct padan_string last)
{
    const struct padan_endings *endings = found->family->endings;
    size_t least = padan_endings_least(endings, last);
    struct padan_buffer beginning = { 0 };
    const char *joint = "";
    for (size_t size = 0; found->status == PADAN_OK; size = strcspn(joint, " ")) {
        padan_buffer_clear(&beginning);
        padan_buffer_append(&beginning, first.data, first.size);
        padan_buffer_append(&beginning, joint, size);
        padan_buffer_append(&beginning, last.data, least);
        if (beginning.failed)
            found->status = padan_error_allocation(found->error);
        else
            gather(found, (struct padan_string){ beginning.data, beginning.size }, ends_with_ending, &beginning.size);
        joint = size == 0 && *joint == '\0' ? endings->joints : joint + size;
        joint += strspn(joint, " ");
        if (*joint == '\0')
            break;
    }
    padan_buffer_free(&beginning);
}

int padan_family_join(struct padan_family *family, struct padan_string one, struct padan_string other,
                      struct padan_arena *arena, const struct padan_string **out, size_t *count,
                      struct padan_error *error)
{
    struct relatives found = { .family = family, .arena = arena, .error = error };
    if (family->endings && family->endings->joints) {
        gather_joined(&found, one, other);
        gather_joined(&found, other, one);
    }
    return settle(&found, out, count);
}

int padan_family_stem(struct padan_family *family, struct padan_string *out, struct padan_string word,
                      struct padan_arena *arena, struct padan_error *error)
{
    struct padan_string stem = padan_stem(family->stemmer, word);
    const char *copy = padan_arena_copy(arena, stem.data, stem.size);
    *out = (struct padan_string){ copy, stem.size };
    return copy ? PADAN_OK : padan_error_allocation(error);
}
