/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What term bases and files of terms have of two languages, as pairs for the aligner. */
#include <padan/term.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vector.h"
#include "text/utf8.h"

struct padan_glossary {
    char source[PADAN_LANGUAGE_SIZE], target[PADAN_LANGUAGE_SIZE];
    struct padan_arena strings;
    struct padan_glossary_entry *entries;
    size_t count, capacity;
};

int padan_glossary_new(struct padan_glossary **out, const char *source_language, const char *target_language,
                       struct padan_error *error)
{
    *out = NULL;
    struct padan_glossary *glossary = calloc(1, sizeof *glossary);
    if (!glossary)
        return padan_error_allocation(error);
    int status = padan_language_canonical(glossary->source, source_language, error);
    if (status == PADAN_OK)
        status = padan_language_canonical(glossary->target, target_language, error);
    if (status == PADAN_OK)
        *out = glossary;
    else
        padan_glossary_free(glossary);
    return status;
}

void padan_glossary_free(struct padan_glossary *glossary)
{
    if (!glossary)
        return;
    padan_arena_free(&glossary->strings);
    free(glossary->entries);
    free(glossary);
}

static bool is_in(const struct padan_term *term, const char *language)
{
    char tag[PADAN_LANGUAGE_SIZE];
    if (term->language.size >= sizeof tag)
        return false;
    snprintf(tag, sizeof tag, "%.*s", (int)term->language.size, term->language.data);
    return padan_language_matches(language, tag) || padan_language_matches(tag, language);
}

static int add_pair(struct padan_glossary *glossary, struct padan_string source, struct padan_string target,
                    struct padan_error *error)
{
    if (!padan_vector_reserve(&glossary->entries, &glossary->capacity, glossary->count + 1, sizeof *glossary->entries))
        return padan_error_allocation(error);
    struct padan_glossary_entry entry = {
        { padan_arena_copy(&glossary->strings, source.data, source.size), source.size },
        { padan_arena_copy(&glossary->strings, target.data, target.size), target.size },
    };
    if (!entry.source.data || !entry.target.data)
        return padan_error_allocation(error);
    glossary->entries[glossary->count++] = entry;
    return PADAN_OK;
}

static bool is_utf8(struct padan_string text)
{
    return padan_utf8_fault(text) == text.size;
}

static int add_concept(void *context, const struct padan_concept *concept, struct padan_error *error)
{
    struct padan_glossary *glossary = context;
    int status = PADAN_OK;
    for (size_t i = 0; i < concept->term_count; i++) {
        const struct padan_term *source = &concept->terms[i];
        if (!is_in(source, glossary->source))
            continue;
        for (size_t k = 0; k < concept->term_count && status == PADAN_OK; k++)
            if (k != i && is_in(&concept->terms[k], glossary->target))
                status = is_utf8(source->text) && is_utf8(concept->terms[k].text)
                             ? add_pair(glossary, source->text, concept->terms[k].text, error)
                             : padan_error_set(error, PADAN_ERROR_ARGUMENT,
                                               "it is not UTF-8; save the file as that, or give its terms to a memory "
                                               "with 'padan term import --encoding NAME'");
    }
    return status;
}

int padan_glossary_add_memory(struct padan_glossary *glossary, struct padan_memory *memory, struct padan_error *error)
{
    const struct padan_concept_sink sink = { add_concept, glossary, NULL };
    return padan_memory_each_concept(memory, NULL, &sink, error);
}

int padan_glossary_add_file(struct padan_glossary *glossary, const char *path, const struct padan_reporter *reporter,
                            struct padan_error *error)
{
    struct padan_exchange_options options = PADAN_EXCHANGE_OPTIONS_INIT;
    const struct padan_concept_sink sink = { add_concept, glossary, NULL };
    options.source = glossary->source;
    options.target = glossary->target;
    options.reporter = *reporter;
    return padan_terms_read(path, &options, &sink, NULL, error);
}

const struct padan_glossary_entry *padan_glossary_entries(const struct padan_glossary *glossary, size_t *count)
{
    *count = glossary->count;
    return glossary->entries;
}
