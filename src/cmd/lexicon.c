/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lexicon.h"

#include <stdlib.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "utf8.h"

static int open_memories(struct lexicon *lexicon, const struct arguments *arguments, struct padan_error *error)
{
    size_t count = option_given(arguments, OPTION_NO_MEMORY) ? 0 : memory_count(arguments);
    lexicon->memories = calloc(count + 1, sizeof *lexicon->memories);
    if (!lexicon->memories)
        return no_memory(error);
    for (size_t i = 0; i < count; i++) {
        char place[PATH_MAX];
        const char *path = memory_if_any(place, arguments, i);
        int status = PADAN_ERROR_NOT_FOUND;
        if (path)
            status = padan_memory_open(&lexicon->memories[lexicon->count], path, PADAN_MEMORY_READ, error);
        if (status == PADAN_OK)
            lexicon->count++;
        else if (status != PADAN_ERROR_NOT_FOUND)
            return status;
    }
    return PADAN_OK;
}

static int gather_terms(struct lexicon *lexicon, const struct arguments *arguments, const char *source,
                        const char *target, struct padan_error *error)
{
    int status = padan_glossary_new(&lexicon->glossary, source, target, error);
    for (size_t i = 0; status == PADAN_OK && i < lexicon->count; i++)
        status = padan_glossary_add_memory(lexicon->glossary, lexicon->memories[i], error);
    for (size_t i = 0; status == PADAN_OK && i < option_count(arguments, OPTION_TERMS); i++) {
        const char *path = option_nth(arguments, OPTION_TERMS, i);
        size_t before, after;
        padan_glossary_entries(lexicon->glossary, &before);
        status = padan_glossary_add_file(lexicon->glossary, path, &warning_reporter, error);
        padan_glossary_entries(lexicon->glossary, &after);
        if (status == PADAN_OK && after == before)
            message("warning: %s: there is no term in it that has both %s and %s", path, source, target);
    }
    return status;
}

int lexicon_open(struct lexicon *lexicon, const struct arguments *arguments, const char *source, const char *target,
                 struct padan_error *error)
{
    *lexicon = (struct lexicon){ 0 };
    int status = open_memories(lexicon, arguments, error);
    if (status == PADAN_OK && lexicon->count > 0)
        status = padan_memory_lexicon(&lexicon->known, lexicon->memories, lexicon->count, source, target, error);
    return status == PADAN_OK ? gather_terms(lexicon, arguments, source, target, error) : status;
}

void lexicon_close(struct lexicon *lexicon)
{
    padan_memory_lexicon_free(&lexicon->known);
    padan_glossary_free(lexicon->glossary);
    for (size_t i = 0; i < lexicon->count; i++)
        padan_memory_close(lexicon->memories[i]);
    free(lexicon->memories);
    *lexicon = (struct lexicon){ 0 };
}
