/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "message.h"
#include "place.h"
#include "utf8.h"

void source_rules_free(struct source_rules *rules)
{
    for (size_t i = 0; i < rules->memory_count; i++)
        padan_memory_rules_free(&rules->memories[i]);
    free(rules->memories);
    free(rules->items);
    *rules = (struct source_rules){ 0 };
}

/* Reads those of one memory; one that is not there has none, which is said where it was `named`. */
static int read_memory(struct source_rules *rules, const char *path, bool named, const char *language,
                       struct padan_error *error)
{
    struct padan_memory *memory;
    int status = padan_memory_open(&memory, path, PADAN_MEMORY_READ, error);
    if (status == PADAN_ERROR_NOT_FOUND) {
        if (named)
            message("warning: there is no memory %s, so none of its rules are used", path);
        return PADAN_OK;
    }
    if (status != PADAN_OK)
        return status;
    status = padan_memory_rules(memory, language, &rules->memories[rules->memory_count], error);
    padan_memory_close(memory);
    if (status != PADAN_OK)
        return status;
    rules->count += rules->memories[rules->memory_count++].count;
    return PADAN_OK;
}

static int join_rules(struct source_rules *rules, struct padan_error *error)
{
    size_t count = 0;
    rules->items = calloc(rules->count ? rules->count : 1, sizeof *rules->items);
    if (!rules->items)
        return no_memory(error);
    for (size_t i = 0; i < rules->memory_count; i++)
        for (size_t k = 0; k < rules->memories[i].count; k++)
            rules->items[count++] = rules->memories[i].items[k].rule;
    return PADAN_OK;
}

int source_rules(struct source_rules *rules, const struct arguments *arguments, const char *language,
                 struct padan_error *error)
{
    int status = PADAN_OK;
    size_t count = option_given(arguments, OPTION_NO_MEMORY) ? 0 : memory_count(arguments);
    /* What --store makes need not be there yet. */
    bool named = !option_given(arguments, OPTION_STORE);
    *rules = (struct source_rules){ 0 };
    rules->memories = calloc(count ? count : 1, sizeof *rules->memories);
    if (!rules->memories)
        return no_memory(error);
    for (size_t i = 0; i < count && status == PADAN_OK; i++) {
        char place[PATH_MAX];
        const char *path = memory_if_any(place, arguments, i);
        if (path)
            status = read_memory(rules, path, named && i < option_count(arguments, OPTION_MEMORY), language, error);
    }
    return status == PADAN_OK ? join_rules(rules, error) : status;
}

struct padan_segmenter_options source_options(const struct arguments *arguments, const struct source_rules *rules,
                                              char folder[PATH_MAX])
{
    struct padan_segmenter_options options = PADAN_SEGMENTER_OPTIONS_INIT;
    options.rules = option_value(arguments, OPTION_RULES);
    options.user_rules = rules->items;
    options.user_rule_count = rules->count;
    options.data = data_folder(folder);
    options.reporter = warning_reporter;
    return options;
}

int source_segmenter(struct padan_segmenter **out, const struct arguments *arguments, const char *language,
                     void (*explain)(void *context, const struct padan_decision *decision), void *context,
                     struct padan_error *error)
{
    char folder[PATH_MAX];
    struct source_rules own;
    int status = source_rules(&own, arguments, language, error);
    struct padan_segmenter_options options = source_options(arguments, &own, folder);
    options.explain = explain;
    options.explain_context = context;
    if (status == PADAN_OK)
        status = padan_segmenter_new(out, language, &options, error);
    source_rules_free(&own);
    return status;
}

int source_document(struct padan_document **out, const struct arguments *arguments, const char *path,
                    const char *language, struct padan_error *error)
{
    struct padan_read_options options = PADAN_READ_OPTIONS_INIT;
    options.format = option_given(arguments, OPTION_SEGMENTED) ? "segmented" : NULL;
    options.encoding = option_value(arguments, OPTION_ENCODING);
    options.language = language;
    options.replace_invalid = option_given(arguments, OPTION_REPLACE_INVALID);
    options.reporter = warning_reporter;
    int status = padan_document_open(out, path, &options, error);
    if (status == PADAN_OK && padan_document_block_count(*out) == 0)
        message("warning: %s: there is no text in it", path);
    return status;
}

int source_open(struct source *source, const struct arguments *arguments, const char *path, struct padan_error *error)
{
    int status = source_document(&source->document, arguments, path, source->language, error);
    if (status == PADAN_OK && !option_given(arguments, OPTION_SEGMENTED))
        status = source_segmenter(&source->segmenter, arguments, source->language, NULL, NULL, error);
    if (status == PADAN_OK)
        status = padan_segment_document(&source->segments, source->segmenter, source->document, error);
    return status;
}

void source_free(struct source *source)
{
    padan_segments_free(&source->segments);
    padan_document_free(source->document);
    padan_segmenter_free(source->segmenter);
    *source = (struct source){ .language = "" };
}

int source_check_encoding(const struct arguments *arguments)
{
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded nothing = { 0 };
    struct padan_error error;
    options.encoding = option_value(arguments, OPTION_ENCODING);
    if (!options.encoding)
        return EXIT_DONE;
    int status = padan_text_decode(&nothing, "", 0, &options, &error);
    padan_decoded_free(&nothing);
    if (status == PADAN_ERROR_ENCODING || status == PADAN_ERROR_ARGUMENT)
        return usage_error(arguments->command, "%s", error.message);
    return status == PADAN_OK ? EXIT_DONE : failure(&error);
}

int source_check_stdin(const struct arguments *arguments)
{
    size_t count = 0;
    for (size_t i = 0; i < arguments->operand_count; i++)
        count += strcmp(arguments->operands[i], "-") == 0;
    if (count > 1)
        return usage_error(arguments->command, "'-' is given twice; standard input can be read once");
    return EXIT_DONE;
}

int source_spare(const struct arguments *arguments)
{
    static const enum option_key read[] = { OPTION_RULES, OPTION_TERMS, OPTION_DICTIONARY };
    bool replaced = false;
    for (size_t i = 0; i < sizeof read / sizeof *read; i++)
        for (size_t k = 0; k < option_count(arguments, read[i]); k++)
            replaced |= is_output(arguments, option_nth(arguments, read[i], k));
    for (size_t i = 0; !replaced && i < arguments->operand_count; i++)
        replaced = is_output(arguments, arguments->operands[i]);
    if (replaced)
        return usage_error(arguments->command, "-o %s would replace a file that is read; name another file",
                           option_value(arguments, OPTION_OUTPUT));
    return EXIT_DONE;
}
