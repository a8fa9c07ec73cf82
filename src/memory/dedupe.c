/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "memory/moves.h"
#include "memory/read.h"

/* A variant of a unit in the form in which units are compared. */
struct form {
    char *tag, *text, *markup;
    char *stored_text, *stored_markup; /* as they stand in the memory */
};

struct forms {
    struct form *items;
    size_t count, capacity;
};

struct entry {
    int64_t hash, unit;
};

struct deduping {
    struct padan_moves moves;           /* the occurrences of the units that go */
    const struct padan_unit_sink *sink; /* or NULL */
    int64_t told;
    struct padan_dedupe_summary *summary;
    struct padan_occurrence_reader *reader;
    struct entry *entries;
    size_t entry_count, entry_capacity;
    struct forms stays, goes;
    struct padan_variant *variants;
    size_t variant_capacity;
    struct padan_buffer scratch;
};

static void clear_forms(struct forms *forms)
{
    for (size_t i = 0; i < forms->count; i++) {
        struct form *form = &forms->items[i];
        char *strings[] = { form->tag, form->text, form->markup, form->stored_text, form->stored_markup };
        for (size_t j = 0; j < sizeof strings / sizeof *strings; j++)
            free(strings[j]);
    }
    forms->count = 0;
}

static int by_form(const void *left, const void *right)
{
    const struct form *a = left;
    const struct form *b = right;
    int order = strcmp(a->tag, b->tag);
    if (!order)
        order = strcmp(a->text, b->text);
    return order ? order : strcmp(a->markup, b->markup);
}

static char *copy(struct padan_string text)
{
    char *out = malloc(text.size + 1);
    if (out && text.size)
        memcpy(out, text.data, text.size);
    if (out)
        out[text.size] = '\0';
    return out;
}

static int add_form(struct forms *forms, sqlite3_stmt *from, struct padan_error *error)
{
    size_t size;
    if (!padan_vector_reserve(&forms->items, &forms->capacity, forms->count + 1, sizeof *forms->items))
        return padan_error_allocation(error);
    struct form *form = &forms->items[forms->count++];
    *form = (struct form){ .tag = copy(padan_sql_text(from, 1)),
                           .stored_text = copy(padan_sql_text(from, 2)),
                           .stored_markup = copy(padan_sql_text(from, 3)) };
    if (!form->tag || !form->stored_text || !form->stored_markup)
        return padan_error_allocation(error);
    int status = padan_text_form(&form->text, &size, PADAN_FORM_MATCH, padan_sql_text(from, 2), error);
    if (status == PADAN_OK)
        status = padan_text_form(&form->markup, &size, PADAN_FORM_MATCH, padan_sql_text(from, 3), error);
    return status;
}

static int load_forms(struct deduping *deduping, struct forms *forms, int64_t unit, struct padan_error *error)
{
    struct padan_memory *memory = deduping->moves.batch->memory;
    sqlite3_stmt *from = NULL;
    clear_forms(forms);
    int status = padan_sql_bind(memory, PADAN_SQL_DEDUPE_CONTENT, &from, error, "i", unit);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        status = add_form(forms, from, error);
        if (status != PADAN_OK)
            sqlite3_reset(from);
    }
    if (status == PADAN_OK && forms->count > 0)
        qsort(forms->items, forms->count, sizeof *forms->items, by_form);
    return status;
}

static int add_entry(struct deduping *deduping, int64_t unit, struct padan_error *error)
{
    struct forms *forms = &deduping->goes;
    if (forms->count == 0)
        return PADAN_OK;
    if (!padan_vector_reserve(&deduping->entries, &deduping->entry_capacity, deduping->entry_count + 1,
                              sizeof *deduping->entries))
        return padan_error_allocation(error);
    qsort(forms->items, forms->count, sizeof *forms->items, by_form);
    padan_buffer_clear(&deduping->scratch);
    for (size_t i = 0; i < forms->count; i++)
        padan_content_append(&deduping->scratch, padan_string(forms->items[i].tag), padan_string(forms->items[i].text),
                             padan_string(forms->items[i].markup));
    if (deduping->scratch.failed)
        return padan_error_allocation(error);
    deduping->entries[deduping->entry_count++] =
        (struct entry){ (int64_t)padan_hash(deduping->scratch.data, deduping->scratch.size), unit };
    clear_forms(forms);
    return PADAN_OK;
}

/* The hash of each unit's form. */
static int read_entries(struct deduping *deduping, struct padan_error *error)
{
    struct padan_memory *memory = deduping->moves.batch->memory;
    sqlite3_stmt *from = NULL;
    int64_t unit = 0;
    int status = padan_sql_bind(memory, PADAN_SQL_DEDUPE_CONTENT, &from, error, "i", (int64_t)0);
    while (status == PADAN_OK && (status = padan_sql_step(memory, from, error)) == 1) {
        int64_t next = sqlite3_column_int64(from, 0);
        status = next != unit ? add_entry(deduping, unit, error) : PADAN_OK;
        unit = next;
        if (status == PADAN_OK)
            status = add_form(&deduping->goes, from, error);
        if (status != PADAN_OK)
            sqlite3_reset(from);
    }
    return status == PADAN_OK ? add_entry(deduping, unit, error) : status;
}

static int by_hash(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static bool say_the_same(const struct forms *a, const struct forms *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (by_form(&a->items[i], &b->items[i]) != 0)
            return false;
    return true;
}

static bool is_text(struct padan_string text, const char *other)
{
    return text.size == strlen(other) && memcmp(text.data, other, text.size) == 0;
}

static bool is_variant(const struct padan_variant *variant, const struct form *form)
{
    char tag[PADAN_LANGUAGE_SIZE], spelt[PADAN_LANGUAGE_SIZE];
    if (variant->language.size >= sizeof spelt || !is_text(variant->text, form->stored_text) ||
        !is_text(variant->markup, form->stored_markup))
        return false;
    memcpy(spelt, variant->language.data, variant->language.size);
    spelt[variant->language.size] = '\0';
    return padan_language_nearest(tag, spelt, NULL, NULL) == PADAN_OK && strcmp(tag, form->tag) == 0;
}

/* The unit with the texts of the one that stays: the form of the same number stands for the same variant. */
static int change_texts(struct deduping *deduping, struct padan_unit *unit, struct padan_error *error)
{
    if (!padan_vector_reserve(&deduping->variants, &deduping->variant_capacity, unit->variant_count,
                              sizeof *deduping->variants))
        return padan_error_allocation(error);
    for (size_t i = 0; i < unit->variant_count; i++) {
        struct padan_variant *variant = &deduping->variants[i];
        *variant = unit->variants[i];
        for (size_t j = 0; j < deduping->goes.count; j++)
            if (is_variant(&unit->variants[i], &deduping->goes.items[j])) {
                variant->text = padan_string(deduping->stays.items[j].stored_text);
                variant->markup = padan_string(deduping->stays.items[j].stored_markup);
                break;
            }
    }
    unit->variants = deduping->variants;
    return PADAN_OK;
}

static int move_unit(struct deduping *deduping, int64_t number, struct padan_error *error)
{
    struct padan_moves *moves = &deduping->moves;
    int status = padan_moves_list(moves, number, error);
    for (size_t i = 0; i < moves->occurrence_count && status == PADAN_OK; i++) {
        struct padan_unit unit;
        bool found = false, known = false;
        status = padan_occurrence_read(deduping->reader, moves->occurrences[i], &unit, &found, error);
        if (status == PADAN_OK && found && i == 0 && deduping->sink && deduping->summary->units < deduping->told)
            status = deduping->sink->put(deduping->sink->context, &unit, error);
        if (status == PADAN_OK && found)
            status = change_texts(deduping, &unit, error);
        if (status == PADAN_OK && found)
            status = padan_moves_store(moves, &unit, moves->occurrences[i], &known, error);
        if (status == PADAN_OK && found)
            *(known ? &deduping->summary->merged : &deduping->summary->moved) += 1;
    }
    deduping->summary->units++;
    return status;
}

/* Units of one hash, the oldest first: those that say the same as it go; what is left is another group. */
static int merge_group(struct deduping *deduping, struct entry *entries, size_t count, struct padan_error *error)
{
    int status = PADAN_OK;
    while (count > 1 && status == PADAN_OK) {
        size_t left = 0;
        int64_t before = deduping->summary->units;
        status = load_forms(deduping, &deduping->stays, entries[0].unit, error);
        for (size_t i = 1; i < count && status == PADAN_OK; i++) {
            status = load_forms(deduping, &deduping->goes, entries[i].unit, error);
            if (status == PADAN_OK && say_the_same(&deduping->stays, &deduping->goes))
                status = move_unit(deduping, entries[i].unit, error);
            else
                entries[left++] = entries[i];
        }
        deduping->summary->groups += deduping->summary->units > before;
        count = left;
    }
    return status;
}

static int run(struct deduping *deduping, struct padan_error *error)
{
    int status = padan_occurrence_reader_open(&deduping->reader, deduping->moves.batch->memory, error);
    if (status == PADAN_OK)
        status = read_entries(deduping, error);
    if (status == PADAN_OK && deduping->entry_count > 0)
        qsort(deduping->entries, deduping->entry_count, sizeof *deduping->entries, by_hash);
    for (size_t i = 0, end = 0; i < deduping->entry_count && status == PADAN_OK; i = end) {
        while (end < deduping->entry_count && deduping->entries[end].hash == deduping->entries[i].hash)
            end++;
        status = merge_group(deduping, deduping->entries + i, end - i, error);
    }
    return status == PADAN_OK ? padan_moves_finish(&deduping->moves, error) : status;
}

static void free_deduping(struct deduping *deduping)
{
    padan_occurrence_reader_close(deduping->reader);
    clear_forms(&deduping->stays);
    clear_forms(&deduping->goes);
    free(deduping->stays.items);
    free(deduping->goes.items);
    free(deduping->entries);
    padan_moves_free(&deduping->moves);
    free(deduping->variants);
    padan_buffer_free(&deduping->scratch);
}

int padan_memory_dedupe(struct padan_memory *memory, bool dry_run, const struct padan_unit_sink *sink, int64_t told,
                        struct padan_dedupe_summary *summary, struct padan_error *error)
{
    struct padan_batch_options options = PADAN_BATCH_OPTIONS_INIT;
    struct padan_batch_summary done = { 0 };
    struct deduping deduping = { .sink = sink, .told = told, .summary = summary };
    *summary = (struct padan_dedupe_summary){ 0 };
    options.kind = PADAN_BATCH_DEDUPE;
    options.source = "dedupe";
    int status = padan_batch_begin(&deduping.moves.batch, memory, &options, NULL, error);
    if (status != PADAN_OK)
        return status;
    status = run(&deduping, error);
    free_deduping(&deduping);
    if (status != PADAN_OK || dry_run) {
        padan_batch_abandon(deduping.moves.batch);
        return status;
    }
    status = padan_batch_finish(deduping.moves.batch, &done, error);
    summary->batch = done.batch;
    return status;
}
