/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The term base of a memory: changes to it. A concept that is changed is stored anew, so that undo finds the old one.
 */
#include <padan/term.h>

#include <stdlib.h>
#include <string.h>

#include <padan/padan.h>

#include "base/error.h"
#include "base/hash.h"
#include "memory/store.h"
#include "text/utf8.h"

struct padan_term_batch {
    struct padan_memory *memory;
    int64_t id;
    struct padan_term_summary summary;
    struct padan_digest *digest;
};

int padan_term_batch_begin(struct padan_term_batch **out, struct padan_memory *memory, const char *source,
                           struct padan_error *error)
{
    *out = NULL;
    if (memory->batch)
        return padan_error_in(error, PADAN_ERROR_ARGUMENT, memory->path, "a batch is being written");
    struct padan_term_batch *batch = calloc(1, sizeof *batch);
    if (!batch || !(batch->digest = padan_digest_new())) {
        free(batch);
        return padan_error_allocation(error);
    }
    batch->memory = memory;
    int status = padan_memory_begin(memory, error);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_BATCH_ADD, error, "ssns", padan_string("terms"), padan_string(source),
                               padan_string(padan_version()));
    if (status != PADAN_OK) {
        padan_term_batch_abandon(batch);
        return status;
    }
    batch->id = sqlite3_last_insert_rowid(memory->db);
    *out = batch;
    return PADAN_OK;
}

static int check_text(struct padan_string text, struct padan_error *error)
{
    if (memchr(text.data ? text.data : "", 0, text.size))
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a term or what is said of it has a NUL character");
    size_t fault = padan_utf8_fault(text);
    return fault == text.size ? PADAN_OK
                              : padan_error_set(error, PADAN_ERROR_ARGUMENT,
                                                "a term or what is said of it is not UTF-8, from byte %zu on", fault);
}

/* Checks each text and adds it to the digest, by which the very same concept is found. */
static int take_texts(struct padan_term_batch *batch, const struct padan_string *texts, size_t count,
                      struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        status = check_text(texts[i], error);
        padan_digest_add(batch->digest, texts[i].data ? texts[i].data : "", texts[i].size);
    }
    return status;
}

static int take_properties(struct padan_term_batch *batch, const struct padan_term_property *properties, size_t count,
                           struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = take_texts(batch, (struct padan_string[]){ properties[i].name, properties[i].value }, 2, error);
    /* A part of its own, so that properties of the concept differ from those of its first term. */
    padan_digest_add(batch->digest, &count, sizeof count);
    return status;
}

/* The canonical tag of a term's language. */
static int read_language(char out[PADAN_LANGUAGE_SIZE], const struct padan_term *term, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    if (term->language.size >= sizeof tag)
        return padan_error_set(error, PADAN_ERROR_LANGUAGE, "a language tag is too long");
    memcpy(tag, term->language.data ? term->language.data : "", term->language.size);
    tag[term->language.size] = 0;
    return padan_language_canonical(out, tag, error);
}

static int take_term(struct padan_term_batch *batch, const struct padan_term *term, struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    if (term->text.size == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a term is empty");
    int status = read_language(tag, term, error);
    if (status != PADAN_OK)
        return status;
    unsigned char flags[] = { (unsigned char)term->status, term->case_sensitive, term->whole_form };
    padan_digest_add(batch->digest, flags, sizeof flags);
    const struct padan_string texts[] = { padan_string(tag), term->text, term->part_of_speech, term->gender,
                                          term->context,     term->note, term->source };
    status = take_texts(batch, texts, sizeof texts / sizeof *texts, error);
    return status == PADAN_OK ? take_properties(batch, term->properties, term->property_count, error) : status;
}

static int digest_concept(struct padan_term_batch *batch, const struct padan_concept *concept, uint8_t out[16],
                          struct padan_error *error)
{
    const struct padan_string texts[] = { concept->identifier, concept->subject, concept->definition, concept->note,
                                          concept->source };
    unsigned char flag = concept->untranslated;
    padan_digest_reset(batch->digest);
    padan_digest_add(batch->digest, &flag, 1);
    int status = concept->term_count > 0 ? take_texts(batch, texts, sizeof texts / sizeof *texts, error)
                                         : padan_error_set(error, PADAN_ERROR_ARGUMENT, "a concept has no term");
    if (status == PADAN_OK)
        status = take_properties(batch, concept->properties, concept->property_count, error);
    for (size_t i = 0; i < concept->term_count && status == PADAN_OK; i++)
        status = take_term(batch, &concept->terms[i], error);
    padan_digest_write(batch->digest, out);
    return status;
}

/* Those of the concept have the place 0, those of its terms the places from 1 on. */
static int store_properties(struct padan_memory *memory, int64_t concept, int64_t place,
                            const struct padan_term_property *properties, size_t count, struct padan_error *error)
{
    int status = PADAN_OK;
    for (size_t i = 0; i < count && status == PADAN_OK; i++)
        status = padan_sql_run(memory, PADAN_SQL_TERM_PROPERTY_ADD, error, "iiiss", concept, place, (int64_t)i,
                               properties[i].name, properties[i].value);
    return status;
}

static int store_term(struct padan_memory *memory, int64_t concept, int64_t place, const struct padan_term *term,
                      struct padan_error *error)
{
    char tag[PADAN_LANGUAGE_SIZE];
    int status = read_language(tag, term, error);
    if (status == PADAN_OK)
        status = padan_sql_run(memory, PADAN_SQL_TERM_ADD, error, "iississsssii", concept, place, padan_string(tag),
                               term->text, (int64_t)term->status, term->part_of_speech, term->gender, term->context,
                               term->note, term->source, (int64_t)term->case_sensitive, (int64_t)term->whole_form);
    return status == PADAN_OK ? store_properties(memory, concept, place, term->properties, term->property_count, error)
                              : status;
}

/* `types` tells whether the number is given or is to be the next one. */
static int store_row(struct padan_term_batch *batch, const struct padan_concept *concept, struct padan_string digest,
                     struct padan_error *error)
{
    struct padan_memory *memory = batch->memory;
    int64_t untranslated = concept->untranslated;
    if (concept->number)
        return padan_sql_run(memory, PADAN_SQL_CONCEPT_ADD, error, "iisssssib", concept->number, batch->id,
                             concept->identifier, concept->subject, concept->definition, concept->note, concept->source,
                             untranslated, digest);
    return padan_sql_run(memory, PADAN_SQL_CONCEPT_ADD, error, "nisssssib", batch->id, concept->identifier,
                         concept->subject, concept->definition, concept->note, concept->source, untranslated, digest);
}

static int store_concept(struct padan_term_batch *batch, const struct padan_concept *concept,
                         struct padan_string digest, int64_t *number, struct padan_error *error)
{
    struct padan_memory *memory = batch->memory;
    int status = store_row(batch, concept, digest, error);
    int64_t row = sqlite3_last_insert_rowid(memory->db);
    if (status == PADAN_OK)
        status = store_properties(memory, row, 0, concept->properties, concept->property_count, error);
    for (size_t i = 0; i < concept->term_count && status == PADAN_OK; i++)
        status = store_term(memory, row, (int64_t)i + 1, &concept->terms[i], error);
    return status == PADAN_OK ? padan_sql_numbers(memory, PADAN_SQL_CONCEPT_NUMBER, number, 1, NULL, error, "i", row)
                              : status;
}

static int drop_row(struct padan_memory *memory, int64_t row, struct padan_error *error)
{
    static const enum padan_statement statements[] = { PADAN_SQL_CONCEPT_DROP_PROPERTIES, PADAN_SQL_CONCEPT_DROP_TERMS,
                                                       PADAN_SQL_CONCEPT_DROP };
    int status = PADAN_OK;
    for (size_t i = 0; i < sizeof statements / sizeof *statements && status == PADAN_OK; i++)
        status = padan_sql_run(memory, statements[i], error, "i", row);
    return status;
}

/* What this batch stored itself goes at once; what was there before stays, for undo. */
static int take_out(struct padan_term_batch *batch, int64_t number, struct padan_error *error)
{
    int64_t row[2] = { 0, 0 };
    bool found = false;
    int status = padan_sql_numbers(batch->memory, PADAN_SQL_CONCEPT_FIND, row, 2, &found, error, "i", number);
    if (status == PADAN_OK && !found)
        return padan_error_in(error, PADAN_ERROR_NOT_FOUND, batch->memory->path,
                              "there is no concept %lld; 'padan term list' shows them", (long long)number);
    if (status == PADAN_OK && row[1] == batch->id)
        return drop_row(batch->memory, row[0], error);
    return status == PADAN_OK ? padan_sql_run(batch->memory, PADAN_SQL_CONCEPT_REMOVE, error, "ii", row[0], batch->id)
                              : status;
}

static int put_concept(struct padan_term_batch *batch, const struct padan_concept *concept, struct padan_string digest,
                       int64_t *number, struct padan_error *error)
{
    bool same = false;
    int status = padan_sql_numbers(batch->memory, PADAN_SQL_CONCEPT_SAME, number, 1, &same, error, "b", digest);
    if (status != PADAN_OK)
        return status;
    if (same && (concept->number == 0 || concept->number == *number)) {
        batch->summary.already++;
        return PADAN_OK;
    }
    if (concept->number)
        status = take_out(batch, concept->number, error);
    if (status == PADAN_OK)
        status = store_concept(batch, concept, digest, number, error);
    *(concept->number ? &batch->summary.replaced : &batch->summary.added) += status == PADAN_OK;
    return status;
}

int padan_term_batch_put(struct padan_term_batch *batch, const struct padan_concept *concept, int64_t *number,
                         struct padan_error *error)
{
    uint8_t digest[16];
    int64_t unused;
    int status = digest_concept(batch, concept, digest, error);
    if (status != PADAN_OK)
        return status;
    struct padan_string bytes = { (const char *)digest, sizeof digest };
    return put_concept(batch, concept, bytes, number ? number : &unused, error);
}

int padan_term_batch_remove(struct padan_term_batch *batch, int64_t number, struct padan_error *error)
{
    int status = take_out(batch, number, error);
    batch->summary.removed += status == PADAN_OK;
    return status;
}

static void free_batch(struct padan_term_batch *batch)
{
    padan_digest_free(batch->digest);
    free(batch);
}

int padan_term_batch_finish(struct padan_term_batch *batch, struct padan_term_summary *summary,
                            struct padan_error *error)
{
    struct padan_memory *memory = batch->memory;
    struct padan_term_summary done = batch->summary;
    int64_t id = batch->id;
    free_batch(batch);
    if (summary)
        *summary = done;
    if (done.added + done.replaced + done.removed == 0) {
        padan_memory_rollback(memory);
        return PADAN_OK;
    }
    int status = padan_sql_run(memory, PADAN_SQL_BATCH_END, error, "is", id, padan_string("done"));
    status = padan_memory_end(memory, status, error);
    if (summary)
        summary->batch = status == PADAN_OK ? id : 0;
    return status;
}

int padan_term_batch_part(struct padan_term_batch *batch, enum padan_file_part part, struct padan_string text,
                          struct padan_error *error)
{
    return padan_sql_run(batch->memory, PADAN_SQL_BATCH_VERBATIM_ADD, error, "iss", batch->id,
                         padan_string(part == PADAN_FILE_HEAD ? "head" : "tail"), text);
}

void padan_term_batch_abandon(struct padan_term_batch *batch)
{
    if (!batch)
        return;
    padan_memory_rollback(batch->memory);
    free_batch(batch);
}
