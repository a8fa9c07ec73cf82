/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that stand beside what was found more often than chance would have it. */
#include <padan/find.h>

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"
#include "memory/store.h"
#include "memory/tokens.h"

/* Chance makes a score as high once in a hundred words. */
static const double least_score = 6.63;
enum { LEAST_COUNT = 2 };

struct padan_collocates {
    struct padan_memory *memory;
    char language[PADAN_LANGUAGE_SIZE];
    size_t within;
    struct padan_tokenizer *tokenizer;
    struct padan_table words;
    int64_t *counts; /* by number of the word */
    size_t capacity;
    int64_t all; /* words beside places, counted once each */
};

int padan_collocates_new(struct padan_collocates **out, struct padan_memory *memory, const char *language,
                         size_t within, struct padan_error *error)
{
    struct padan_collocates *collocates = *out = calloc(1, sizeof *collocates);
    if (!collocates)
        return padan_error_allocation(error);
    collocates->memory = memory;
    collocates->within = within;
    int status = padan_language_canonical(collocates->language, language, error);
    if (status == PADAN_OK)
        status = padan_tokenizer_new(&collocates->tokenizer, language, false, error);
    if (status != PADAN_OK) {
        padan_collocates_free(collocates);
        *out = NULL;
    }
    return status;
}

void padan_collocates_free(struct padan_collocates *collocates)
{
    if (!collocates)
        return;
    padan_tokenizer_free(collocates->tokenizer);
    padan_table_free(&collocates->words);
    free(collocates->counts);
    free(collocates);
}

static int count_word(struct padan_collocates *collocates, struct padan_string word, struct padan_error *error)
{
    size_t before = collocates->words.count, number = padan_table_add(&collocates->words, word.data, word.size);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&collocates->counts, &collocates->capacity, number + 1, sizeof *collocates->counts))
        return padan_error_allocation(error);
    if (number == before)
        collocates->counts[number] = 0;
    collocates->counts[number]++;
    collocates->all++;
    return PADAN_OK;
}

/* Sets how near each word stands to a place: 0 in one, 1 beside it; tokens that are no words have no number. */
static void measure(size_t *far, const struct padan_token *tokens, size_t count, const struct padan_found *found)
{
    size_t away = SIZE_MAX / 2, span = 0;
    for (size_t at = 0; at < count; at++) {
        while (span < found->span_count && found->spans[span].end <= tokens[at].start)
            span++;
        bool inside = span < found->span_count && found->spans[span].start < tokens[at].end;
        away = inside ? 0 : away + (tokens[at].kind != PADAN_TOKEN_SIGN);
        far[at] = away;
    }
    away = SIZE_MAX / 2;
    for (size_t at = count; at-- > 0;) {
        away = far[at] == 0 ? 0 : away + (tokens[at].kind != PADAN_TOKEN_SIGN);
        far[at] = away < far[at] ? away : far[at];
    }
}

int padan_collocates_add(struct padan_collocates *collocates, const struct padan_found *found,
                         struct padan_error *error)
{
    const struct padan_token *tokens;
    size_t count;
    int status = padan_tokenize(collocates->tokenizer, found->text, &tokens, &count, error);
    size_t *far = status == PADAN_OK ? calloc(count + 1, sizeof *far) : NULL;
    if (!far)
        return status == PADAN_OK ? padan_error_allocation(error) : status;
    measure(far, tokens, count, found);
    for (size_t at = 0; status == PADAN_OK && at < count; at++)
        if (tokens[at].kind == PADAN_TOKEN_WORD && far[at] > 0 && far[at] <= collocates->within)
            status = count_word(collocates, tokens[at].folded, error);
    free(far);
    return status;
}

int padan_collocates_add_target(struct padan_collocates *collocates, const struct padan_found *found, size_t target,
                                struct padan_error *error)
{
    const struct padan_token *tokens;
    size_t count;
    if (target >= found->target_count)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "the hit has no such target");
    int status = padan_tokenize(collocates->tokenizer, found->targets[target].text, &tokens, &count, error);
    for (size_t at = 0; status == PADAN_OK && at < count; at++)
        if (tokens[at].kind == PADAN_TOKEN_WORD)
            status = count_word(collocates, tokens[at].folded, error);
    return status;
}

/* What all memory has of a language. */
struct totals {
    sqlite3_stmt *word; /* how often the word ?1 stands in one index */
    int64_t all;        /* words of it */
};

/* SQLite's integers of variable length: seven bits a byte, the highest first. */
static int64_t next_number(const unsigned char *bytes, size_t size, size_t *at)
{
    int64_t number = 0;
    while (*at < size) {
        unsigned char byte = bytes[(*at)++];
        number = number << 7 | (byte & 0x7F);
        if (byte < 0x80)
            break;
    }
    return number;
}

/* FTS5 keeps the number of texts and of words in its first row. */
static int read_total(struct padan_collocates *collocates, int64_t language, int64_t *all, struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    char sql[96];
    size_t at = 0;
    snprintf(sql, sizeof sql, "SELECT block FROM fts_%" PRId64 "_data WHERE id = 1", language);
    int code = sqlite3_prepare_v2(padan_memory_db(collocates->memory), sql, -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        const unsigned char *bytes = sqlite3_column_blob(row, 0);
        size_t size = bytes ? (size_t)sqlite3_column_bytes(row, 0) : 0;
        next_number(bytes, size, &at);
        *all += next_number(bytes, size, &at);
    }
    sqlite3_finalize(row);
    return code == SQLITE_ROW || code == SQLITE_DONE ? PADAN_OK : padan_memory_failure(collocates->memory, code, error);
}

static int open_totals(struct padan_collocates *collocates, int64_t language, struct totals *totals,
                       struct padan_error *error)
{
    sqlite3 *db = padan_memory_db(collocates->memory);
    char name[32], sql[160];
    *totals = (struct totals){ 0 };
    snprintf(name, sizeof name, "fts_%" PRId64, language);
    if (sqlite3_table_column_metadata(db, "main", name, NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK)
        return PADAN_OK;
    snprintf(sql, sizeof sql, "CREATE VIRTUAL TABLE temp.collocates USING fts5vocab(main, %s, row)", name);
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, "SELECT cnt FROM temp.collocates WHERE term = ?1", -1, &totals->word, NULL);
    if (code != SQLITE_OK)
        return padan_memory_failure(collocates->memory, code, error);
    return read_total(collocates, language, &totals->all, error);
}

static void close_totals(struct padan_collocates *collocates, struct totals *totals)
{
    sqlite3_finalize(totals->word);
    sqlite3_exec(padan_memory_db(collocates->memory), "DROP TABLE IF EXISTS temp.collocates", NULL, NULL, NULL);
}

/* Adds how often each word that comes more than once stands in one index. */
static int add_frequencies(struct padan_collocates *collocates, int64_t language, int64_t *frequencies, int64_t *all,
                           struct padan_error *error)
{
    struct totals totals;
    int code = SQLITE_DONE, status = open_totals(collocates, language, &totals, error);
    for (size_t i = 0; status == PADAN_OK && totals.word && i < collocates->words.count; i++) {
        const struct padan_table_key *key = &collocates->words.keys[i];
        if (collocates->counts[i] < LEAST_COUNT)
            continue;
        sqlite3_bind_text(totals.word, 1, key->data, (int)key->size, SQLITE_STATIC);
        code = sqlite3_step(totals.word);
        if (code == SQLITE_ROW)
            frequencies[i] += sqlite3_column_int64(totals.word, 0);
        else if (code != SQLITE_DONE)
            status = padan_memory_failure(collocates->memory, code, error);
        sqlite3_reset(totals.word);
    }
    *all += totals.all;
    close_totals(collocates, &totals);
    return status;
}

static int read_frequencies(struct padan_collocates *collocates, int64_t *frequencies, int64_t *all,
                            struct padan_error *error)
{
    sqlite3_stmt *row = NULL;
    int status = PADAN_OK;
    int code = sqlite3_prepare_v2(padan_memory_db(collocates->memory), "SELECT id, tag FROM language", -1, &row, NULL);
    while (code == SQLITE_OK && status == PADAN_OK && sqlite3_step(row) == SQLITE_ROW) {
        const char *tag = (const char *)sqlite3_column_text(row, 1);
        if (tag && padan_language_matches(collocates->language, tag))
            status = add_frequencies(collocates, sqlite3_column_int64(row, 0), frequencies, all, error);
    }
    sqlite3_finalize(row);
    return code == SQLITE_OK ? status : padan_memory_failure(collocates->memory, code, error);
}

static double term(double observed, double expected)
{
    return observed > 0 && expected > 0 ? observed * log(observed / expected) : 0;
}

/* Log-likelihood of the four counts: beside or not, this word or another. */
static double likelihood(double count, double frequency, double beside, double all)
{
    double rest = frequency - count, other = beside - count, none = all - beside - rest;
    return 2 * (term(count, frequency * beside / all) + term(rest, frequency * (all - beside) / all) +
                term(other, (all - frequency) * beside / all) + term(none, (all - frequency) * (all - beside) / all));
}

static int by_score(const void *left, const void *right)
{
    const struct padan_collocate *a = left, *b = right;
    if (a->score < b->score || a->score > b->score)
        return a->score > b->score ? -1 : 1;
    return (b->count > a->count) - (b->count < a->count);
}

static void weigh(const struct padan_collocates *collocates, const int64_t *frequencies, int64_t all,
                  struct padan_collocate *out, size_t *count)
{
    for (size_t i = 0; i < collocates->words.count; i++) {
        double observed = (double)collocates->counts[i], beside = (double)collocates->all;
        double frequency = fmax((double)frequencies[i], observed), whole = fmax((double)all, beside + frequency);
        struct padan_collocate one = { .text = { collocates->words.keys[i].data, collocates->words.keys[i].size },
                                       .count = collocates->counts[i],
                                       .expected = frequency * beside / whole,
                                       .score = likelihood(observed, frequency, beside, whole) };
        if (one.count >= LEAST_COUNT && observed > one.expected && one.score >= least_score)
            out[(*count)++] = one;
    }
    if (*count > 1)
        qsort(out, *count, sizeof *out, by_score);
}

int padan_collocates_list(struct padan_collocates *collocates, struct padan_collocate **out, size_t *count,
                          struct padan_error *error)
{
    int64_t all = 0, *frequencies = calloc(collocates->words.count + 1, sizeof *frequencies);
    *count = 0;
    *out = calloc(collocates->words.count + 1, sizeof **out);
    int status =
        frequencies && *out ? read_frequencies(collocates, frequencies, &all, error) : padan_error_allocation(error);
    if (status == PADAN_OK)
        weigh(collocates, frequencies, all, *out, count);
    free(frequencies);
    if (status != PADAN_OK) {
        free(*out);
        *out = NULL;
    }
    return status;
}
