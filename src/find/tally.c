/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Renderings counted: inflected forms and spellings of one together. */
#include <padan/find.h>

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/table.h"
#include "base/vector.h"
#include "text/words.h"

struct form {
    int64_t count;
    size_t row;
};

struct row {
    int64_t count, asked;
    double probability; /* sum */
    size_t form;        /* the most frequent one */
    struct padan_string first, last;
    int64_t number; /* of the first place */
};

struct padan_rendering_table {
    struct padan_words *words;
    struct padan_stemmer *stemmer;
    struct padan_buffer folded, key, query; /* the last: what was asked, folded */
    struct padan_table keys, forms;
    struct row *rows;  /* by key */
    struct form *form; /* by form */
    size_t row_capacity, form_capacity;
    struct padan_arena strings;
    int64_t places, rendered;
};

int padan_rendering_table_new(struct padan_rendering_table **out, const char *language, struct padan_error *error)
{
    struct padan_rendering_table *table = *out = calloc(1, sizeof *table);
    if (!table)
        return padan_error_allocation(error);
    int status = padan_words_new(&table->words, language, error);
    if (status == PADAN_OK)
        status = padan_stemmer_new(&table->stemmer, language, error);
    if (status != PADAN_OK) {
        padan_rendering_table_free(table);
        *out = NULL;
    }
    return status;
}

void padan_rendering_table_free(struct padan_rendering_table *table)
{
    if (!table)
        return;
    padan_words_free(table->words);
    padan_stemmer_free(table->stemmer);
    padan_buffer_free(&table->folded);
    padan_buffer_free(&table->key);
    padan_buffer_free(&table->query);
    padan_table_free(&table->keys);
    padan_table_free(&table->forms);
    padan_arena_free(&table->strings);
    free(table->rows);
    free(table->form);
    free(table);
}

/* The stems of a rendering's words; its symbols, where it has no words. */
static int make_key(struct padan_rendering_table *table, struct padan_string text, struct padan_error *error)
{
    const struct padan_word *list;
    size_t count;
    padan_buffer_clear(&table->key);
    int status = padan_words_cut(table->words, text, &list, &count, error);
    for (size_t i = 0; status == PADAN_OK && i < count; i++) {
        if (list[i].kind == PADAN_WORD_SYMBOL)
            continue;
        padan_buffer_clear(&table->folded);
        status = padan_word_fold(
            &table->folded, (struct padan_string){ text.data + list[i].start, list[i].end - list[i].start }, error);
        if (status != PADAN_OK)
            break;
        struct padan_string stem =
            padan_stem(table->stemmer, (struct padan_string){ table->folded.data, table->folded.size });
        padan_buffer_append(&table->key, stem.data, stem.size);
        padan_buffer_byte(&table->key, ' ');
    }
    if (status == PADAN_OK && table->key.size == 0)
        padan_buffer_append(&table->key, text.data, text.size);
    return status == PADAN_OK && table->key.failed ? padan_error_allocation(error) : status;
}

static size_t add_row(struct padan_rendering_table *table)
{
    size_t before = table->keys.count, number = padan_table_add(&table->keys, table->key.data, table->key.size);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&table->rows, &table->row_capacity, number + 1, sizeof *table->rows))
        return PADAN_TABLE_NONE;
    if (number == before)
        table->rows[number] = (struct row){ .form = PADAN_TABLE_NONE, .number = table->places };
    return number;
}

static size_t add_form(struct padan_rendering_table *table, struct padan_string text, size_t row)
{
    size_t before = table->forms.count, number = padan_table_add(&table->forms, text.data, text.size);
    if (number == PADAN_TABLE_NONE ||
        !padan_vector_reserve(&table->form, &table->form_capacity, number + 1, sizeof *table->form))
        return PADAN_TABLE_NONE;
    if (number == before)
        table->form[number] = (struct form){ 0, row };
    return number;
}

static bool note_document(struct padan_rendering_table *table, struct row *row, struct padan_string document)
{
    bool same =
        row->last.size == document.size && row->last.data && memcmp(row->last.data, document.data, document.size) == 0;
    if (same)
        return true;
    char *copy = padan_arena_copy(&table->strings, document.data, document.size);
    if (!copy)
        return false;
    row->last = (struct padan_string){ copy, document.size };
    if (!row->first.data)
        row->first = row->last;
    return true;
}

int padan_rendering_table_ask(struct padan_rendering_table *table, struct padan_string query, struct padan_error *error)
{
    padan_buffer_clear(&table->query);
    return padan_word_fold(&table->query, query, error);
}

static bool is_letter_at(const struct padan_buffer *text, size_t at)
{
    UChar32 c;
    U8_GET_OR_FFFD((const uint8_t *)text->data, 0, (int32_t)at, (int32_t)text->size, c);
    return u_isalnum(c);
}

/* Whether a place, folded, stands in the query and not within one of its words. */
static bool stands_in_query(const struct padan_rendering_table *table)
{
    const struct padan_buffer *query = &table->query, *place = &table->folded;
    if (place->size == 0 || query->size < place->size)
        return false;
    for (size_t at = 0; at + place->size <= query->size; at++) {
        size_t end = at + place->size;
        if (memcmp(query->data + at, place->data, place->size) != 0)
            continue;
        if ((at == 0 || !is_letter_at(query, at - 1)) && (end == query->size || !is_letter_at(query, end)))
            return true;
    }
    return false;
}

int padan_rendering_table_add(struct padan_rendering_table *table, struct padan_string place,
                              struct padan_string rendering, double probability, struct padan_string document,
                              struct padan_error *error)
{
    table->places++;
    if (rendering.size == 0)
        return PADAN_OK;
    padan_buffer_clear(&table->folded);
    int status = padan_word_fold(&table->folded, place, error);
    bool asked = status == PADAN_OK && stands_in_query(table);
    if (status == PADAN_OK)
        status = make_key(table, rendering, error);
    if (status != PADAN_OK)
        return status;
    size_t number = add_row(table);
    size_t form = number == PADAN_TABLE_NONE ? number : add_form(table, rendering, number);
    if (form == PADAN_TABLE_NONE || !note_document(table, &table->rows[number], document))
        return padan_error_allocation(error);
    struct row *row = &table->rows[number];
    table->rendered++;
    row->count++;
    row->asked += asked;
    row->probability += probability;
    table->form[form].count++;
    if (row->form == PADAN_TABLE_NONE || table->form[form].count > table->form[row->form].count)
        row->form = form;
    return PADAN_OK;
}

static int by_count(const void *left, const void *right)
{
    const struct padan_rendering_count *a = left, *b = right;
    if (a->asked != b->asked)
        return a->asked > b->asked ? -1 : 1;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static struct padan_string text_of(const struct padan_table *table, size_t number)
{
    return (struct padan_string){ table->keys[number].data, table->keys[number].size };
}

int padan_rendering_table_list(const struct padan_rendering_table *table, struct padan_rendering_count **out,
                               size_t *count, struct padan_error *error)
{
    *count = 0;
    *out = calloc(table->keys.count + 1, sizeof **out);
    if (!*out)
        return padan_error_allocation(error);
    for (size_t i = 0; i < table->keys.count; i++) {
        const struct row *row = &table->rows[i];
        if (row->count == 0)
            continue;
        (*out)[(*count)++] = (struct padan_rendering_count){
            .text = text_of(&table->forms, row->form),
            .count = row->count,
            .asked = row->asked,
            .share = (double)row->count / (double)table->places,
            .probability = row->probability / (double)row->count,
            .first_document = row->first,
            .last_document = row->last,
            .number = row->number,
        };
    }
    qsort(*out, *count, sizeof **out, by_count);
    return PADAN_OK;
}

int64_t padan_rendering_table_places(const struct padan_rendering_table *table, int64_t *rendered)
{
    if (rendered)
        *rendered = table->rendered;
    return table->places;
}
