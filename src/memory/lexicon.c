/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What memories know of the words of two texts: learned from the units that have these words, when it is asked for. */
#include <stdlib.h>

#include "base/error.h"
#include "memory/sample.h"

struct memory_lexicon {
    struct padan_memory **memories;
    size_t count;
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
};

static int sample_memory(struct padan_sample *sample, struct padan_memory *memory, const struct memory_lexicon *lexicon,
                         const struct padan_asked *asked, struct padan_error *error)
{
    /* One state for all statements. */
    bool own = sqlite3_get_autocommit(memory->db);
    int status = own ? padan_sql_run(memory, PADAN_SQL_BEGIN_READ, error, "") : PADAN_OK;
    if (status == PADAN_OK)
        status = padan_sample_add(sample, memory, lexicon->source, lexicon->target, asked, error);
    if (own)
        padan_memory_rollback(memory);
    return status;
}

static int look_up(void *context, const struct padan_string *source_words, size_t source_count,
                   const struct padan_string *target_words, size_t target_count,
                   void (*found)(void *sink, const struct padan_lexicon_pair *pair), void *sink,
                   struct padan_error *error)
{
    const struct memory_lexicon *lexicon = context;
    const struct padan_asked asked = { source_words, target_words, source_count, target_count };
    struct padan_sample sample = { 0 };
    struct padan_taught taught = { 0 };
    int status = PADAN_OK;
    for (size_t i = 0; status == PADAN_OK && i < lexicon->count; i++)
        status = sample_memory(&sample, lexicon->memories[i], lexicon, &asked, error);
    if (status == PADAN_OK)
        status = padan_sample_trim(&sample, error);
    if (status == PADAN_OK && sample.count > 0)
        status = padan_examples_learn(&taught, sample.examples, sample.count, lexicon->source, lexicon->target, error);
    if (status == PADAN_OK && sample.count > 0)
        status = padan_taught_give(&taught, lexicon->source, lexicon->target, &asked, found, sink, error);
    padan_taught_free(&taught);
    padan_sample_free(&sample);
    return status;
}

int padan_memory_lexicon(struct padan_lexicon *out, struct padan_memory *const *memories, size_t count,
                         const char *source_language, const char *target_language, struct padan_error *error)
{
    *out = (struct padan_lexicon){ 0 };
    struct memory_lexicon *lexicon = calloc(1, sizeof *lexicon);
    if (!lexicon)
        return padan_error_allocation(error);
    *out = (struct padan_lexicon){ lexicon, look_up };
    lexicon->memories = calloc(count + 1, sizeof *lexicon->memories);
    if (!lexicon->memories) {
        padan_memory_lexicon_free(out);
        return padan_error_allocation(error);
    }
    for (size_t i = 0; i < count; i++)
        lexicon->memories[i] = memories[i];
    lexicon->count = count;
    int status = padan_language_canonical(lexicon->source, source_language, error);
    if (status == PADAN_OK)
        status = padan_language_canonical(lexicon->target, target_language, error);
    if (status != PADAN_OK)
        padan_memory_lexicon_free(out);
    return status;
}

void padan_memory_lexicon_free(struct padan_lexicon *lexicon)
{
    struct memory_lexicon *own = lexicon ? lexicon->context : NULL;
    if (own)
        free(own->memories);
    free(own);
    if (lexicon)
        *lexicon = (struct padan_lexicon){ 0 };
}
