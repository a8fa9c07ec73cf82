/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of SRX files, on libxml2's reader: no entities, no network, bounded depth. */
#include "segment/srx.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/vector.h"

#define SRX_DEPTH 32

enum place {
    PLACE_FILE,
    PLACE_SRX,
    PLACE_HEADER,
    PLACE_BODY,
    PLACE_LANGUAGES,
    PLACE_LANGUAGE,
    PLACE_RULE,
    PLACE_BEFORE,
    PLACE_AFTER,
    PLACE_MAPS,
    PLACE_LEAF,
    PLACE_FOREIGN
};

struct reader {
    struct padan_srx *srx;
    xmlTextReaderPtr xml;
    const struct padan_reporter *reporter;
    struct padan_error *error;
    enum place places[SRX_DEPTH];
    int depth;
    struct padan_buffer text;
    bool has_cascade;
    int status;
};

static int64_t line_of(const struct reader *reader)
{
    xmlNodePtr node = xmlTextReaderCurrentNode(reader->xml);
    long line = node ? xmlGetLineNo(node) : 0;
    return line > 0 ? line : 0;
}

static void warn(const struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int fault(const struct reader *reader, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void warn(const struct reader *reader, const char *format, ...)
{
    struct padan_error warning;
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    padan_error_at(&warning, PADAN_ERROR_SYNTAX, reader->srx->file, line_of(reader), "%s", message);
    padan_report(reader->reporter, &warning);
}

static int fault(const struct reader *reader, const char *format, ...)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    return padan_error_at(reader->error, PADAN_ERROR_SYNTAX, reader->srx->file, line_of(reader), "%s", message);
}

/* The value of an attribute, copied; NULL where it is not there or there is no memory. */
static char *attribute(struct reader *reader, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(reader->xml, (const xmlChar *)name);
    char *copy = value ? padan_arena_copy(&reader->srx->arena, value, strlen((const char *)value)) : NULL;
    if (value && !copy)
        reader->status = padan_error_allocation(reader->error);
    xmlFree(value);
    return copy;
}

/* "yes" or "no"; what is neither is told and `otherwise`. */
static bool yes_or_no(struct reader *reader, const char *name, bool otherwise, bool *present)
{
    const char *value = attribute(reader, name);
    *present = value != NULL;
    if (!value)
        return otherwise;
    if (strcasecmp(value, "yes") == 0 || strcasecmp(value, "no") == 0)
        return strcasecmp(value, "yes") == 0;
    warn(reader, "\"yes\" or \"no\" was expected here, not \"%s\"", value);
    return otherwise;
}

static int start_srx(struct reader *reader)
{
    const char *version = attribute(reader, "version");
    if (!version)
        warn(reader, "<srx> has no version; read as 2.0");
    else if (strcmp(version, "2.0") != 0 && strcmp(version, "1.0") != 0)
        warn(reader, "SRX version \"%s\" is not known; read as 2.0", version);
    return reader->status;
}

static int start_header(struct reader *reader)
{
    bool present;
    reader->srx->cascade = yes_or_no(reader, "cascade", false, &present);
    reader->has_cascade = true;
    if (!present)
        warn(reader, "<header> has no cascade; \"no\" is taken");
    yes_or_no(reader, "segmentsubflows", true, &present);
    if (!present)
        warn(reader, "<header> has no segmentsubflows; \"yes\" is taken");
    return reader->status;
}

static int start_list(struct reader *reader, bool is_spaces)
{
    struct padan_srx *srx = reader->srx;
    struct padan_srx_list list = { .language = attribute(reader, "languagerulename"),
                                   .file = attribute(reader, "file"),
                                   .is_spaces = is_spaces,
                                   .line = line_of(reader) };
    if (!list.language || !list.file)
        return fault(reader, "<%s> needs languagerulename and file", is_spaces ? "spaces" : "abbreviations");
    if (!padan_vector_reserve(&srx->lists, &srx->list_capacity, srx->list_count + 1, sizeof list))
        return padan_error_allocation(reader->error);
    srx->lists[srx->list_count++] = list;
    return reader->status;
}

static int start_language(struct reader *reader)
{
    struct padan_srx *srx = reader->srx;
    struct padan_srx_language language = { .name = attribute(reader, "languagerulename") };
    if (!language.name)
        return fault(reader, "<languagerule> needs languagerulename");
    if (padan_srx_find(srx, language.name))
        warn(reader, "a second <languagerule> named \"%s\" is never used", language.name);
    if (!padan_vector_reserve(&srx->languages, &srx->language_capacity, srx->language_count + 1, sizeof language))
        return padan_error_allocation(reader->error);
    srx->languages[srx->language_count++] = language;
    return reader->status;
}

static int start_rule(struct reader *reader)
{
    struct padan_srx_language *language = &reader->srx->languages[reader->srx->language_count - 1];
    bool present;
    struct padan_srx_rule rule = { .is_break = yes_or_no(reader, "break", true, &present), .line = line_of(reader) };
    if (!padan_vector_reserve(&language->rules, &language->capacity, language->count + 1, sizeof rule))
        return padan_error_allocation(reader->error);
    language->rules[language->count++] = rule;
    return reader->status;
}

static int start_map(struct reader *reader)
{
    struct padan_srx *srx = reader->srx;
    const char *pattern = attribute(reader, "languagepattern");
    struct padan_srx_map map = { .name = attribute(reader, "languagerulename"), .line = line_of(reader) };
    if (!pattern || !map.name)
        return fault(reader, "<languagemap> needs languagepattern and languagerulename");
    map.pattern = padan_string(pattern);
    if (!padan_vector_reserve(&srx->maps, &srx->map_capacity, srx->map_count + 1, sizeof map))
        return padan_error_allocation(reader->error);
    srx->maps[srx->map_count++] = map;
    return reader->status;
}

static int start_pattern(struct reader *reader)
{
    struct padan_srx_language *language = &reader->srx->languages[reader->srx->language_count - 1];
    struct padan_srx_rule *rule = &language->rules[language->count - 1];
    bool before = strcmp((const char *)xmlTextReaderConstLocalName(reader->xml), "beforebreak") == 0;
    *(before ? &rule->before_line : &rule->after_line) = line_of(reader);
    padan_buffer_clear(&reader->text);
    return PADAN_OK;
}

/* Which element may stand where, what it opens, and what is done with it. */
static const struct element {
    enum place inside;
    const char *name;
    enum place opens;
    int (*start)(struct reader *reader);
} elements[] = {
    { PLACE_FILE, "srx", PLACE_SRX, start_srx },
    { PLACE_SRX, "header", PLACE_HEADER, start_header },
    { PLACE_SRX, "body", PLACE_BODY, NULL },
    { PLACE_HEADER, "formathandle", PLACE_LEAF, NULL },
    { PLACE_BODY, "languagerules", PLACE_LANGUAGES, NULL },
    { PLACE_BODY, "maprules", PLACE_MAPS, NULL },
    { PLACE_LANGUAGES, "languagerule", PLACE_LANGUAGE, start_language },
    { PLACE_LANGUAGE, "rule", PLACE_RULE, start_rule },
    { PLACE_RULE, "beforebreak", PLACE_BEFORE, start_pattern },
    { PLACE_RULE, "afterbreak", PLACE_AFTER, start_pattern },
    { PLACE_MAPS, "maprule", PLACE_MAPS, NULL },
    { PLACE_MAPS, "languagemap", PLACE_LEAF, start_map },
};

/* Whether the current element belongs to SRX, which some files leave without a namespace. */
static bool is_srx(const struct reader *reader)
{
    const char *space = (const char *)xmlTextReaderConstNamespaceUri(reader->xml);
    return !space || strncmp(space, "http://www.lisa.org/srx", 23) == 0;
}

static int open_place(struct reader *reader, enum place place)
{
    if (reader->depth + 1 >= SRX_DEPTH)
        return fault(reader, "elements are nested deeper than SRX has it");
    reader->places[++reader->depth] = place;
    return PADAN_OK;
}

static int start_foreign(struct reader *reader, enum place inside)
{
    const char *space = (const char *)xmlTextReaderConstNamespaceUri(reader->xml);
    const char *name = (const char *)xmlTextReaderConstLocalName(reader->xml);
    if (inside == PLACE_FILE)
        return fault(reader, "this is no SRX file: it begins with <%s>", name);
    if (inside == PLACE_HEADER && space && strcmp(space, PADAN_SRX_NAMESPACE) == 0) {
        bool is_spaces = strcmp(name, "spaces") == 0;
        if (!is_spaces && strcmp(name, "abbreviations") != 0)
            return fault(reader, "padan knows no element <%s>", name);
        int status = start_list(reader, is_spaces);
        return status == PADAN_OK ? open_place(reader, PLACE_FOREIGN) : status;
    }
    if (inside != PLACE_HEADER && inside != PLACE_FOREIGN)
        warn(reader, "<%s> is no part of SRX and is left out", name);
    return open_place(reader, PLACE_FOREIGN);
}

static int start_element(struct reader *reader)
{
    enum place inside = reader->places[reader->depth];
    if (inside == PLACE_FOREIGN || !is_srx(reader))
        return start_foreign(reader, inside);
    const char *name = (const char *)xmlTextReaderConstLocalName(reader->xml);
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        const struct element *element = &elements[i];
        if (element->inside != inside || strcmp(element->name, name) != 0)
            continue;
        int status = open_place(reader, element->opens);
        return status == PADAN_OK && element->start ? element->start(reader) : status;
    }
    return inside == PLACE_FILE ? fault(reader, "this is no SRX file: it begins with <%s>", name)
                                : fault(reader, "<%s> cannot stand here in an SRX file", name);
}

/* Keeps the expression that has just ended. */
static int end_pattern(struct reader *reader, bool before)
{
    struct padan_srx_language *language = &reader->srx->languages[reader->srx->language_count - 1];
    struct padan_srx_rule *rule = &language->rules[language->count - 1];
    const char *text = reader->text.size ? reader->text.data : "";
    const char *copy = padan_arena_copy(&reader->srx->arena, text, reader->text.size);
    if (!copy || reader->text.failed)
        return padan_error_allocation(reader->error);
    *(before ? &rule->before : &rule->after) = (struct padan_string){ copy, reader->text.size };
    return PADAN_OK;
}

/* A rule without any expression would hold between all characters. */
static void end_rule(struct reader *reader)
{
    struct padan_srx_language *language = &reader->srx->languages[reader->srx->language_count - 1];
    const struct padan_srx_rule *rule = &language->rules[language->count - 1];
    if (rule->before.size > 0 || rule->after.size > 0)
        return;
    language->count--;
    warn(reader, "this rule has no expression and is left out");
}

static int end_element(struct reader *reader)
{
    enum place place = reader->places[reader->depth--];
    if (place == PLACE_BEFORE || place == PLACE_AFTER)
        return end_pattern(reader, place == PLACE_BEFORE);
    if (place == PLACE_RULE)
        end_rule(reader);
    return PADAN_OK;
}

static int take_text(struct reader *reader)
{
    enum place place = reader->places[reader->depth];
    const char *text = (const char *)xmlTextReaderConstValue(reader->xml);
    if (place == PLACE_BEFORE || place == PLACE_AFTER)
        padan_buffer_text(&reader->text, text ? text : "");
    else if (place != PLACE_FOREIGN && text && text[strspn(text, " \t\r\n")] != '\0')
        warn(reader, "text outside of beforebreak and afterbreak is left out");
    return PADAN_OK;
}

static int take_node(struct reader *reader)
{
    switch (xmlTextReaderNodeType(reader->xml)) {
    case XML_READER_TYPE_ELEMENT: {
        bool empty = xmlTextReaderIsEmptyElement(reader->xml);
        int status = start_element(reader);
        return status == PADAN_OK && empty ? end_element(reader) : status;
    }
    case XML_READER_TYPE_END_ELEMENT:
        return end_element(reader);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return take_text(reader);
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fault(reader, "the entity \"&%s;\" is not expanded; write the characters themselves",
                     (const char *)xmlTextReaderConstName(reader->xml));
    default:
        return PADAN_OK;
    }
}

/* libxml2's message: the first line of it, with its place. */
#if LIBXML_VERSION >= 21200
static void keep_fault(void *context, const xmlError *cause)
#else
static void keep_fault(void *context, xmlErrorPtr cause)
#endif
{
    struct reader *reader = context;
    if (reader->status != PADAN_OK || cause->level < XML_ERR_ERROR)
        return;
    char message[200];
    snprintf(message, sizeof message, "%.150s", cause->message ? cause->message : "unknown fault");
    message[strcspn(message, "\n")] = '\0';
    if (cause->code == XML_ERR_NO_MEMORY)
        reader->status = padan_error_allocation(reader->error);
    else
        reader->status = padan_error_at(reader->error, PADAN_ERROR_SYNTAX, reader->srx->file, cause->line,
                                        "this is not well-formed XML: %s", message);
}

static int read_all(struct reader *reader)
{
    int more;
    while ((more = xmlTextReaderRead(reader->xml)) == 1) {
        int status = take_node(reader);
        if (reader->status != PADAN_OK)
            return reader->status;
        if (status != PADAN_OK)
            return status;
    }
    if (more < 0 && reader->status == PADAN_OK)
        return padan_error_in(reader->error, PADAN_ERROR_SYNTAX, reader->srx->file, "this is not well-formed XML");
    return reader->status;
}

/* What the whole file lacks. */
static void check_whole(const struct reader *reader)
{
    const struct padan_srx *srx = reader->srx;
    struct padan_error warning;
    if (!reader->has_cascade) {
        padan_error_in(&warning, PADAN_ERROR_SYNTAX, srx->file, "no <header>; cascade \"no\" is taken");
        padan_report(reader->reporter, &warning);
    }
    for (size_t i = 0; i < srx->map_count; i++) {
        if (padan_srx_find(srx, srx->maps[i].name))
            continue;
        padan_error_at(&warning, PADAN_ERROR_SYNTAX, srx->file, srx->maps[i].line,
                       "<languagemap> names \"%s\", but there is no such <languagerule>", srx->maps[i].name);
        padan_report(reader->reporter, &warning);
    }
}

/* Reads what is UTF-8 by now, whatever the XML declaration says. */
static int parse_decoded(struct reader *reader, const struct padan_decoded *decoded)
{
    const char *file = reader->srx->file;
    if (decoded->size == 0)
        return padan_error_in(reader->error, PADAN_ERROR_SYNTAX, file, "this is no SRX file: it is empty");
    if (decoded->size > INT_MAX)
        return padan_error_in(reader->error, PADAN_ERROR_LIMIT, file, "an SRX file of more than 2 GiB");
    reader->xml = xmlReaderForMemory(decoded->data, (int)decoded->size, NULL, "UTF-8",
                                     XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    if (!reader->xml)
        return padan_error_allocation(reader->error);
    xmlTextReaderSetStructuredErrorHandler(reader->xml, keep_fault, reader);
    int status = read_all(reader);
    xmlFreeTextReader(reader->xml);
    padan_buffer_free(&reader->text);
    if (status == PADAN_OK)
        check_whole(reader);
    return status;
}

int padan_srx_parse(struct padan_srx *srx, const char *bytes, size_t size, const char *file,
                    const struct padan_reporter *reporter, struct padan_error *error)
{
    struct reader reader = { .srx = srx, .reporter = reporter, .error = error };
    struct padan_decode_options options = PADAN_DECODE_OPTIONS_INIT;
    struct padan_decoded decoded = { 0 };
    srx->file = padan_arena_copy(&srx->arena, file, strlen(file));
    if (!srx->file)
        return padan_error_allocation(error);
    options.input = file;
    options.reporter = *reporter;
    int status = padan_text_decode(&decoded, bytes, size, &options, error);
    if (status == PADAN_OK)
        status = parse_decoded(&reader, &decoded);
    padan_decoded_free(&decoded);
    return status;
}

struct padan_srx_language *padan_srx_find(const struct padan_srx *srx, const char *name)
{
    for (size_t i = 0; i < srx->language_count; i++)
        if (strcmp(srx->languages[i].name, name) == 0)
            return &srx->languages[i];
    return NULL;
}

void padan_srx_free(struct padan_srx *srx)
{
    for (size_t i = 0; i < srx->language_count; i++)
        free(srx->languages[i].rules);
    free(srx->languages);
    free(srx->maps);
    free(srx->lists);
    padan_arena_free(&srx->arena);
    *srx = (struct padan_srx){ 0 };
}
