/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "memory/batch.h"
#include "memory/conflict.h"
#include "memory/waiting.h"
#include "text/utf8.h"

#define KNOWN_MOST 4096 /* names kept at hand; a file that has more kinds than that looks them up again */

const char *padan_property_kind_name(enum padan_property_kind kind)
{
    static const char *const names[] = { "prop", "note", "attribute", "element" };
    return names[kind];
}

static struct padan_waiting_value integer(int64_t number)
{
    return (struct padan_waiting_value){ .kind = PADAN_WAITING_INTEGER, .integer = number };
}

static struct padan_waiting_value text_of(struct padan_string text)
{
    return (struct padan_waiting_value){ .kind = PADAN_WAITING_TEXT, .text = text };
}

/* NULL where the text is empty. */
static struct padan_waiting_value text_or_null(struct padan_string text)
{
    return text.size > 0 ? text_of(text) : (struct padan_waiting_value){ 0 };
}

static int wait_for(struct padan_batch *batch, enum padan_waiting_table table, const struct padan_waiting_value *values,
                    struct padan_error *error)
{
    return padan_waiting_add(batch->memory->waiting, table, values) ? PADAN_OK : padan_error_allocation(error);
}

/* The id of the next row of a table; one that nothing waits for is asked for its last. */
static int next_id(struct padan_batch *batch, enum padan_waiting_table table, enum padan_statement last, int64_t *id,
                   struct padan_error *error)
{
    int status = PADAN_OK;
    if (padan_waiting_count(batch->memory->waiting, table) == 0)
        status = padan_sql_numbers(batch->memory, last, id, 1, NULL, error, "");
    if (status == PADAN_OK && *id == INT64_MAX)
        return padan_error_in(error, PADAN_ERROR_LIMIT, batch->memory->path,
                              "the memory has given the last of its numbers; export it into a new one");
    ++*id;
    return status;
}

/* The number of a name among those known; `added` where it is new, its item then zeroed. */
static int know(struct padan_known_names *names, const void *key, size_t size, size_t *number, bool *added,
                struct padan_error *error)
{
    size_t before = names->table.count;
    if (!padan_vector_reserve(&names->items, &names->capacity, before + 1, sizeof *names->items))
        return padan_error_allocation(error);
    *number = padan_table_add(&names->table, key, size);
    if (*number == PADAN_TABLE_NONE)
        return padan_error_allocation(error);
    *added = names->table.count > before;
    if (*added)
        names->items[*number] = (struct padan_known){ 0 };
    return PADAN_OK;
}

/* The row of a string in a table of names, made where it is missing. */
static int find_or_add(struct padan_memory *memory, enum padan_statement find, enum padan_statement add,
                       struct padan_string name, int64_t *id, struct padan_error *error)
{
    bool found;
    int status = padan_sql_numbers(memory, find, id, 1, &found, error, "s", name);
    if (status != PADAN_OK || found)
        return status;
    status = padan_sql_run(memory, add, error, "s", name);
    *id = sqlite3_last_insert_rowid(memory->db);
    return status;
}

static int find_or_add_field(struct padan_memory *memory, const struct padan_property *property, int64_t *id,
                             struct padan_error *error)
{
    struct padan_string kind = padan_string(padan_property_kind_name(property->kind));
    bool found;
    int status = padan_sql_numbers(memory, PADAN_SQL_FIELD_FIND, id, 1, &found, error, "sss", kind, property->name,
                                   property->attributes);
    if (status != PADAN_OK || found)
        return status;
    status = padan_sql_run(memory, PADAN_SQL_FIELD_ADD, error, "sss", kind, property->name, property->attributes);
    *id = sqlite3_last_insert_rowid(memory->db);
    return status;
}

static void field_key(struct padan_buffer *key, const struct padan_property *property)
{
    padan_buffer_clear(key);
    padan_buffer_byte(key, (char)('0' + (int)property->kind));
    padan_buffer_append(key, property->name.data, property->name.size);
    padan_buffer_byte(key, '\0');
    padan_buffer_append(key, property->attributes.data, property->attributes.size);
}

/* The row of a field (kind, name, attributes), made where it is missing. */
static int field_id(struct padan_batch *batch, const struct padan_property *property, int64_t *id,
                    struct padan_error *error)
{
    size_t number;
    bool added;
    if (batch->fields.table.count >= KNOWN_MOST)
        padan_known_names_free(&batch->fields);
    field_key(&batch->scratch, property);
    if (batch->scratch.failed)
        return padan_error_allocation(error);
    int status = know(&batch->fields, batch->scratch.data, batch->scratch.size, &number, &added, error);
    if (status != PADAN_OK)
        return status;
    struct padan_known *field = &batch->fields.items[number];
    if (field->id == 0)
        status = find_or_add_field(batch->memory, property, &field->id, error);
    *id = field->id;
    return status;
}

int padan_batch_header(struct padan_batch *batch, const struct padan_property *properties, size_t count,
                       struct padan_error *error)
{
    int status = PADAN_OK;
    if (batch->resumed)
        return PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        int64_t field = 0;
        status = field_id(batch, &properties[i], &field, error);
        if (status == PADAN_OK)
            status = padan_sql_run(batch->memory, PADAN_SQL_HEADER_ADD, error, "iiis", batch->id, (int64_t)i, field,
                                   properties[i].value);
    }
    return status;
}

static int compare_strings(struct padan_string left, struct padan_string right)
{
    size_t size = left.size < right.size ? left.size : right.size;
    int order = size ? memcmp(left.data, right.data, size) : 0;
    return order ? order : (left.size > right.size) - (left.size < right.size);
}

static bool equal_strings(struct padan_string left, struct padan_string right)
{
    return left.size == right.size && (left.size == 0 || memcmp(left.data, right.data, left.size) == 0);
}

/* The order of the canonical content: by language, then text, then markup; equal ones as they came. */
static int by_content(const void *left, const void *right)
{
    const struct padan_put_variant *a = left;
    const struct padan_put_variant *b = right;
    int order = strcmp(a->tag, b->tag);
    if (!order)
        order = compare_strings(a->given->text, b->given->text);
    if (!order)
        order = compare_strings(a->given->markup, b->given->markup);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

static int canonical_tag(char out[PADAN_LANGUAGE_SIZE], struct padan_string spelt, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    if (spelt.size == 0)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "a variant names no language");
    if (spelt.size >= sizeof tag || memchr(spelt.data, '\0', spelt.size))
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "a variant's language is not a tag such as en or pt-BR");
    memcpy(tag, spelt.data, spelt.size);
    tag[spelt.size] = '\0';
    return padan_language_nearest(out, tag, NULL, error);
}

/* The number of a language as it was spelt; what is no tag is never added. */
static int language_number(struct padan_batch *batch, struct padan_string spelt, size_t *number,
                           struct padan_error *error)
{
    *number = padan_table_find(&batch->languages.table, spelt.data, spelt.size);
    if (*number != PADAN_TABLE_NONE)
        return PADAN_OK;
    char tag[PADAN_LANGUAGE_SIZE];
    bool added;
    int status = canonical_tag(tag, spelt, error);
    if (status == PADAN_OK)
        status = know(&batch->languages, spelt.data, spelt.size, number, &added, error);
    if (status == PADAN_OK)
        memcpy(batch->languages.items[*number].tag, tag, sizeof tag);
    return status;
}

static int check_text(const struct padan_variant *given, struct padan_error *error)
{
    const struct padan_string texts[] = { given->text, given->markup, given->before, given->after };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].size > 0 && padan_utf8_fault(texts[i]) < texts[i].size)
            return padan_error_set(error, PADAN_ERROR_ENCODING, "a unit's text is not valid UTF-8");
    return PADAN_OK;
}

/* Fills batch->variants in the canonical order. */
static int arrange(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    if (batch->languages.table.count >= KNOWN_MOST)
        padan_known_names_free(&batch->languages);
    if (!padan_vector_reserve(&batch->variants, &batch->variant_capacity, unit->variant_count, sizeof *batch->variants))
        return padan_error_allocation(error);
    bool empty = true;
    batch->variant_count = unit->variant_count;
    for (size_t i = 0; i < unit->variant_count; i++) {
        const struct padan_variant *given = &unit->variants[i];
        batch->variants[i] = (struct padan_put_variant){ .given = given, .position = i };
        int status = language_number(batch, given->language, &batch->variants[i].language, error);
        if (status == PADAN_OK)
            status = check_text(given, error);
        if (status != PADAN_OK)
            return status;
        empty = empty && given->text.size == 0 && given->markup.size == 0;
    }
    if (empty)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a unit without text in any language");
    /* Only now, since the list of languages may have moved. */
    for (size_t i = 0; i < unit->variant_count; i++)
        batch->variants[i].tag = batch->languages.items[batch->variants[i].language].tag;
    qsort(batch->variants, batch->variant_count, sizeof *batch->variants, by_content);
    return PADAN_OK;
}

static void append_number(struct padan_buffer *out, uint64_t number)
{
    char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (char)(number >> (8 * i) & 0xFF);
    padan_buffer_append(out, bytes, sizeof bytes);
}

static void append_string(struct padan_buffer *out, struct padan_string text)
{
    append_number(out, text.size);
    padan_buffer_append(out, text.data, text.size);
}

void padan_content_append(struct padan_buffer *out, struct padan_string tag, struct padan_string text,
                          struct padan_string markup)
{
    append_string(out, tag);
    append_string(out, text);
    append_string(out, markup);
}

/* The hash of the content: it is the same whatever the order of the variants and in every memory. */
static int hash_content(struct padan_batch *batch, int64_t *hash, struct padan_error *error)
{
    struct padan_buffer *bytes = &batch->scratch;
    padan_buffer_clear(bytes);
    for (size_t i = 0; i < batch->variant_count; i++) {
        const struct padan_put_variant *variant = &batch->variants[i];
        padan_content_append(bytes, padan_string(variant->tag), variant->given->text, variant->given->markup);
    }
    if (bytes->failed)
        return padan_error_allocation(error);
    *hash = (int64_t)padan_hash(bytes->data, bytes->size);
    return PADAN_OK;
}

/* The first of the unit's variants, not paired yet, that has this content. */
static struct padan_put_variant *take_equal(struct padan_batch *batch, struct padan_string tag,
                                            struct padan_string text, struct padan_string markup)
{
    size_t low = 0;
    size_t high = batch->variant_count;
    struct padan_variant given = { .text = text, .markup = markup };
    struct padan_put_variant wanted = { .given = &given, .tag = tag.data, .position = 0 };
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_content(&batch->variants[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < batch->variant_count; low++) {
        struct padan_put_variant *at = &batch->variants[low];
        if (strcmp(at->tag, tag.data) != 0 || !equal_strings(at->given->text, text) ||
            !equal_strings(at->given->markup, markup))
            return NULL;
        if (!at->stored)
            return at;
    }
    return NULL;
}

static bool waits(const struct padan_batch *batch, int64_t unit)
{
    size_t count = padan_waiting_count(batch->memory->waiting, PADAN_WAITING_UNIT);
    return count > 0 && unit > batch->last_unit - (int64_t)count;
}

/* Answers 1 where a stored unit has the same content, each variant then knowing its row. */
static int same_content(void *context, int64_t unit, struct padan_error *error)
{
    struct padan_batch *batch = context;
    sqlite3_stmt *statement = NULL;
    for (size_t i = 0; i < batch->variant_count; i++)
        batch->variants[i].stored = 0;
    int status = waits(batch, unit) ? padan_memory_store_waiting(batch->memory, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_sql_bind(batch->memory, PADAN_SQL_VARIANT_OF_UNIT, &statement, error, "i", unit);
    if (status != PADAN_OK)
        return status;
    size_t count = 0;
    bool same = true;
    while (same && (status = padan_sql_step(batch->memory, statement, error)) == 1) {
        struct padan_put_variant *pair =
            take_equal(batch, padan_sql_text(statement, 4), padan_sql_text(statement, 2), padan_sql_text(statement, 3));
        same = pair != NULL;
        if (same) {
            pair->stored = sqlite3_column_int64(statement, 0);
            pair->moved = (int64_t)pair->position != sqlite3_column_int64(statement, 1);
        }
        count++;
    }
    sqlite3_reset(statement);
    if (status < 0)
        return status;
    return same && count == batch->variant_count;
}

static int language_row(struct padan_batch *batch, size_t number, int64_t *id, struct padan_error *error)
{
    struct padan_known *language = &batch->languages.items[number];
    int status = PADAN_OK;
    if (language->id == 0)
        status = find_or_add(batch->memory, PADAN_SQL_LANGUAGE_FIND, PADAN_SQL_LANGUAGE_ADD,
                             padan_string(language->tag), &language->id, error);
    *id = language->id;
    return status;
}

static int add_variant(struct padan_batch *batch, int64_t unit, struct padan_put_variant *variant,
                       struct padan_error *error)
{
    const struct padan_variant *given = variant->given;
    int64_t language = 0;
    int status = language_row(batch, variant->language, &language, error);
    if (status == PADAN_OK)
        status = padan_memory_last_variant(batch->memory, &variant->stored, error);
    variant->stored++;
    if (status == PADAN_OK)
        status = wait_for(batch, PADAN_WAITING_VARIANT,
                          (struct padan_waiting_value[]){ integer(variant->stored), integer(unit), integer(language),
                                                          integer((int64_t)variant->position), text_of(given->text),
                                                          text_or_null(given->markup) },
                          error);
    if (status != PADAN_OK)
        return status;
    batch->memory->last_variant = variant->stored;
    variant->moved = false;
    batch->last_variant = variant->stored;
    batch->new_variants++;
    batch->new_bytes += (int64_t)given->text.size;
    return padan_fulltext_add(batch->fulltext, variant->stored, variant->tag, given->text, error);
}

static int by_position(const void *left, const void *right)
{
    const struct padan_put_variant *a = left;
    const struct padan_put_variant *b = right;
    return (a->position > b->position) - (a->position < b->position);
}

static int add_unit(struct padan_batch *batch, int64_t hash, int64_t *unit, struct padan_error *error)
{
    int status = next_id(batch, PADAN_WAITING_UNIT, PADAN_SQL_UNIT_LAST, &batch->last_unit, error);
    *unit = batch->last_unit;
    if (status == PADAN_OK)
        status =
            wait_for(batch, PADAN_WAITING_UNIT, (struct padan_waiting_value[]){ integer(*unit), integer(hash) }, error);
    /* Rows in the order given, so that a unit's variants read alike by id and by position. */
    qsort(batch->variants, batch->variant_count, sizeof *batch->variants, by_position);
    for (size_t i = 0; i < batch->variant_count && status == PADAN_OK; i++)
        status = add_variant(batch, *unit, &batch->variants[i], error);
    if (status == PADAN_OK)
        status = padan_unit_index_add(&batch->units, hash, *unit, error);
    batch->new_units++;
    batch->summary.added++;
    return status;
}

static int by_row(const void *left, const void *right)
{
    const struct padan_put_variant *a = left;
    const struct padan_put_variant *b = right;
    return (a->stored > b->stored) - (a->stored < b->stored);
}

/* The unit's row, and its variants in the order of their rows; made where *unit is 0. */
static int use_unit(struct padan_batch *batch, int64_t hash, int64_t *unit, struct padan_error *error)
{
    if (*unit == 0)
        return add_unit(batch, hash, unit, error);
    qsort(batch->variants, batch->variant_count, sizeof *batch->variants, by_row);
    batch->summary.already++;
    return PADAN_OK;
}

static void append_properties(struct padan_buffer *out, const struct padan_property *properties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        padan_buffer_byte(out, (char)('0' + (int)properties[i].kind));
        append_string(out, properties[i].name);
        append_string(out, properties[i].value);
        append_string(out, properties[i].attributes);
    }
}

static bool says_nothing(const struct padan_batch *batch, const struct padan_unit *unit)
{
    if (unit->id.size || unit->document.size || unit->confidence >= 0 || unit->property_count)
        return false;
    for (size_t i = 0; i < batch->variant_count; i++) {
        const struct padan_variant *given = batch->variants[i].given;
        if (given->has_before || given->has_after || given->property_count)
            return false;
    }
    return true;
}

/*
 * What tells two occurrences of a unit apart: all that is said of them but the position, the batch and the spelling of
 * tags. Where nothing is said it is the status, which costs the file no byte.
 */
static int hash_identity(struct padan_batch *batch, const struct padan_unit *unit, int64_t *identity,
                         struct padan_error *error)
{
    struct padan_buffer *bytes = &batch->scratch;
    *identity = (int64_t)unit->status;
    if (says_nothing(batch, unit))
        return PADAN_OK;
    padan_buffer_clear(bytes);
    uint64_t confidence;
    memcpy(&confidence, &unit->confidence, sizeof confidence);
    append_number(bytes, (uint64_t)unit->status);
    append_number(bytes, confidence);
    append_string(bytes, unit->id);
    append_string(bytes, unit->document);
    append_properties(bytes, unit->properties, unit->property_count);
    for (size_t i = 0; i < batch->variant_count; i++) {
        const struct padan_variant *given = batch->variants[i].given;
        append_number(bytes, (uint64_t)given->has_before << 1 | given->has_after);
        append_string(bytes, given->before);
        append_string(bytes, given->after);
        append_properties(bytes, given->properties, given->property_count);
    }
    if (bytes->failed)
        return padan_error_allocation(error);
    *identity = (int64_t)padan_hash(bytes->data, bytes->size);
    return PADAN_OK;
}

static int document_row(struct padan_batch *batch, struct padan_string name, int64_t *id, struct padan_error *error)
{
    struct padan_string latest = { batch->document.data, batch->document.size };
    *id = batch->document_id;
    if (batch->document_id && equal_strings(latest, name))
        return PADAN_OK;
    int status = find_or_add(batch->memory, PADAN_SQL_DOCUMENT_FIND, PADAN_SQL_DOCUMENT_ADD, name, id, error);
    padan_buffer_clear(&batch->document);
    padan_buffer_append(&batch->document, name.data, name.size);
    batch->document_id = *id;
    return status == PADAN_OK && batch->document.failed ? padan_error_allocation(error) : status;
}

static int add_occurrence(struct padan_batch *batch, const struct padan_unit *unit, int64_t row, int64_t *id,
                          struct padan_error *error)
{
    static const struct padan_waiting_value null = { 0 };
    int64_t document = 0;
    int64_t identity = 0;
    int status = unit->document.size ? document_row(batch, unit->document, &document, error) : PADAN_OK;
    if (status == PADAN_OK)
        status = hash_identity(batch, unit, &identity, error);
    if (status == PADAN_OK)
        status = next_id(batch, PADAN_WAITING_OCCURRENCE, PADAN_SQL_OCCURRENCE_LAST, &batch->last, error);
    if (status != PADAN_OK)
        return status;
    *id = batch->last;
    if (batch->occurrences++ == 0)
        batch->first = *id;
    struct padan_waiting_value confidence = { .kind = PADAN_WAITING_REAL, .real = unit->confidence };
    const struct padan_waiting_value values[] = {
        integer(*id),
        integer(row),
        integer(batch->id),
        document ? integer(document) : null,
        unit->position >= 0 ? integer(unit->position) : null,
        unit->confidence >= 0 ? confidence : null,
        integer((int64_t)unit->status),
        text_or_null(unit->id),
        integer(identity),
    };
    return wait_for(batch, PADAN_WAITING_OCCURRENCE, values, error);
}

int padan_context_hash(struct padan_string text, int64_t *hash, struct padan_error *error)
{
    char *form = NULL;
    size_t size = 0;
    *hash = 0;
    if (text.size == 0)
        return PADAN_OK;
    int status = padan_text_form(&form, &size, PADAN_FORM_MATCH, text, error);
    if (status == PADAN_OK)
        *hash = (int64_t)padan_hash(form, size);
    if (status == PADAN_OK && *hash == 0)
        *hash = 1;
    free(form);
    return status;
}

/* The hash and the text of a neighbour, where it is known. */
static int context_values(struct padan_waiting_value *hash, struct padan_waiting_value *text, bool known,
                          struct padan_string context, struct padan_error *error)
{
    int64_t number = 0;
    if (!known)
        return PADAN_OK;
    int status = padan_context_hash(context, &number, error);
    *hash = integer(number);
    *text = text_of(context);
    return status;
}

/* What an occurrence says of a variant beyond its content: nothing at all is no row. */
static int add_occurrence_variant(struct padan_batch *batch, int64_t occurrence,
                                  const struct padan_put_variant *variant, struct padan_error *error)
{
    const struct padan_variant *given = variant->given;
    struct padan_string canonical = padan_string(batch->languages.items[variant->language].tag);
    bool spelt = !equal_strings(given->language, canonical);
    if (!variant->moved && !spelt && !given->has_before && !given->has_after)
        return PADAN_OK;
    struct padan_waiting_value values[8] = { integer(occurrence), integer(variant->stored) };
    if (variant->moved)
        values[2] = integer((int64_t)variant->position);
    if (spelt)
        values[3] = text_of(given->language);
    int status = context_values(&values[4], &values[6], given->has_before, given->before, error);
    if (status == PADAN_OK)
        status = context_values(&values[5], &values[7], given->has_after, given->after, error);
    return status == PADAN_OK ? wait_for(batch, PADAN_WAITING_OCCURRENCE_VARIANT, values, error) : status;
}

static int add_properties(struct padan_batch *batch, int64_t occurrence, int64_t variant,
                          const struct padan_property *properties, size_t count, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        int64_t field = 0;
        status = field_id(batch, &properties[i], &field, error);
        if (status == PADAN_OK)
            status =
                wait_for(batch, PADAN_WAITING_PROPERTY,
                         (struct padan_waiting_value[]){ integer(occurrence), integer(variant), integer((int64_t)i),
                                                         integer(field), text_of(properties[i].value) },
                         error);
    }
    return status;
}

int padan_batch_check(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    return arrange(batch, unit, error);
}

static int add_said(struct padan_batch *batch, const struct padan_unit *unit, int64_t occurrence,
                    struct padan_error *error)
{
    int status = add_properties(batch, occurrence, 0, unit->properties, unit->property_count, error);
    if (status == PADAN_OK && unit->source.size > 0)
        status = wait_for(batch, PADAN_WAITING_SOURCE,
                          (struct padan_waiting_value[]){ integer(occurrence), text_of(unit->source) }, error);
    for (size_t i = 0; i < batch->variant_count && status == PADAN_OK; i++) {
        const struct padan_put_variant *variant = &batch->variants[i];
        status = add_occurrence_variant(batch, occurrence, variant, error);
        if (status == PADAN_OK)
            status = add_properties(batch, occurrence, variant->stored, variant->given->properties,
                                    variant->given->property_count, error);
    }
    return status;
}

int padan_batch_store(struct padan_batch *batch, const struct padan_unit *unit, struct padan_error *error)
{
    int64_t hash = 0, row = 0, occurrence = 0;
    bool is_left_out = false;
    int status = arrange(batch, unit, error);
    if (status == PADAN_OK)
        status = hash_content(batch, &hash, error);
    if (status == PADAN_OK && batch->conflict)
        status = padan_conflict_judge(batch->conflict, unit, hash, &is_left_out, error);
    if (status == PADAN_OK)
        status = padan_unit_index_find(&batch->units, batch->memory, hash, same_content, batch, &row, error);
    if (status != PADAN_OK || (is_left_out && row == 0))
        return status == PADAN_OK ? padan_conflict_leave_out(batch->conflict) : status;
    status = use_unit(batch, hash, &row, error);
    if (status == PADAN_OK)
        status = add_occurrence(batch, unit, row, &occurrence, error);
    if (status == PADAN_OK)
        status = add_said(batch, unit, occurrence, error);
    if (status == PADAN_OK && batch->conflict)
        status = padan_conflict_note(batch->conflict, row, occurrence, error);
    if (status == PADAN_OK && padan_waiting_size(batch->memory->waiting) >= PADAN_WAITING_MOST)
        status = padan_memory_store_waiting(batch->memory, error);
    return status;
}
