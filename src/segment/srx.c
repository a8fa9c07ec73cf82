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
    PLACE_FOREIGN, /* of another namespace: nothing in it is ours */
    PLACE_UNKNOWN  /* of SRX, but not known: whatever is known in it would be lost */
};

struct reader {
    struct padan_srx *srx;
    xmlTextReaderPtr xml;
    const struct padan_reporter *reporter;
    struct padan_error *error;
    enum place places[SRX_DEPTH];
    int depth;
    struct padan_buffer text;
    bool has_header, told_namespace;
    bool has_handle[3];
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

/* "yes" or "no" in any case; what is neither is told and `otherwise`. */
static bool yes_or_no(struct reader *reader, const char *name, bool otherwise, bool *present)
{
    const char *value = attribute(reader, name);
    *present = value != NULL;
    if (!value)
        return otherwise;
    bool yes = strcasecmp(value, "yes") == 0;
    if (!yes && strcasecmp(value, "no") != 0) {
        warn(reader, "%s=\"%s\": \"yes\" or \"no\" was expected; \"%s\" is taken", name, value,
             otherwise ? "yes" : "no");
        return otherwise;
    }
    if (strcmp(value, yes ? "yes" : "no") != 0)
        warn(reader, "%s=\"%s\" is read as \"%s\"; SRX has it in small letters", name, value, yes ? "yes" : "no");
    return yes;
}

static int start_srx(struct reader *reader)
{
    const char *version = attribute(reader, "version");
    if (!version)
        warn(reader, "<srx> has no version; read as 2.0");
    else if (strcmp(version, "2.0") != 0 && strcmp(version, "1.0") != 0)
        warn(reader, "SRX version \"%s\" is not known; read as 2.0", version);
    reader->srx->version = version ? version : "";
    return reader->status;
}

static int start_header(struct reader *reader)
{
    struct padan_srx *srx = reader->srx;
    bool present;
    if (reader->has_header)
        warn(reader, "a second <header>; what it says replaces the first");
    reader->has_header = true;
    srx->cascade = yes_or_no(reader, "cascade", false, &present);
    if (!present && strcmp(srx->version, "1.0") != 0)
        warn(reader, "<header> has no cascade; \"no\" is taken");
    srx->handling.cut_subflows = yes_or_no(reader, "segmentsubflows", true, &present);
    if (!present)
        warn(reader, "<header> has no segmentsubflows; \"yes\" is taken");
    return reader->status;
}

static int start_handle(struct reader *reader)
{
    static const char *const types[] = { "start", "end", "isolated" };
    struct padan_segment_handling *handling = &reader->srx->handling;
    bool *const kept[] = { &handling->include_start, &handling->include_end, &handling->include_isolated };
    const char *type = attribute(reader, "type");
    int i = 0;
    while (type && i < 3 && strcasecmp(type, types[i]) != 0)
        i++;
    if (!type || i == 3) {
        warn(reader, "<formathandle> needs a type, \"start\", \"end\" or \"isolated\", and is left out");
        return reader->status;
    }
    if (strcmp(type, types[i]) != 0)
        warn(reader, "type=\"%s\" is read as \"%s\"; SRX has it in small letters", type, types[i]);
    if (reader->has_handle[i])
        warn(reader, "a second <formathandle> for \"%s\"; it replaces the first", types[i]);
    reader->has_handle[i] = true;
    bool present;
    *kept[i] = yes_or_no(reader, "include", *kept[i], &present);
    if (!present)
        warn(reader, "<formathandle> has no include; \"%s\" is taken", *kept[i] ? "yes" : "no");
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
    struct padan_srx_language language = { .name = attribute(reader, "languagerulename"), .line = line_of(reader) };
    if (!language.name)
        return fault(reader, "<languagerule> needs languagerulename");
    if (padan_srx_find(srx, language.name))
        warn(reader, "a second <languagerule> named \"%s\" is never used; give it another name", language.name);
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

/* Which element may stand where, what it opens, and what is done with it; its attributes, ended by spaces. */
static const struct element {
    enum place inside;
    const char *name;
    enum place opens;
    int (*start)(struct reader *reader);
    const char *attributes;
} elements[] = {
    { PLACE_FILE, "srx", PLACE_SRX, start_srx, "version " },
    { PLACE_SRX, "header", PLACE_HEADER, start_header, "cascade segmentsubflows " },
    { PLACE_SRX, "body", PLACE_BODY, NULL, "" },
    { PLACE_HEADER, "formathandle", PLACE_LEAF, start_handle, "type include " },
    { PLACE_BODY, "languagerules", PLACE_LANGUAGES, NULL, "" },
    { PLACE_BODY, "maprules", PLACE_MAPS, NULL, "" },
    { PLACE_LANGUAGES, "languagerule", PLACE_LANGUAGE, start_language, "languagerulename " },
    { PLACE_LANGUAGE, "rule", PLACE_RULE, start_rule, "break " },
    { PLACE_RULE, "beforebreak", PLACE_BEFORE, start_pattern, "" },
    { PLACE_RULE, "afterbreak", PLACE_AFTER, start_pattern, "" },
    { PLACE_MAPS, "maprule", PLACE_MAPS, NULL, "maprulename " },
    { PLACE_MAPS, "languagemap", PLACE_LEAF, start_map, "languagepattern languagerulename " },
};

/* Whether the current element belongs to SRX, which some files leave without a namespace. */
static bool is_srx(struct reader *reader)
{
    const char *space = (const char *)xmlTextReaderConstNamespaceUri(reader->xml);
    if (!space && !reader->told_namespace && reader->places[reader->depth] == PLACE_FILE) {
        reader->told_namespace = true;
        warn(reader, "<%s> lacks xmlns=\"http://www.lisa.org/srx20\"; it is read as SRX",
             (const char *)xmlTextReaderConstLocalName(reader->xml));
    }
    return !space || strncmp(space, "http://www.lisa.org/srx", 23) == 0;
}

/* Tells of attributes that SRX does not have; those of other namespaces are nobody's concern. */
static void check_attributes(struct reader *reader, const struct element *element)
{
    while (xmlTextReaderMoveToNextAttribute(reader->xml) == 1) {
        const char *name = (const char *)xmlTextReaderConstLocalName(reader->xml);
        const char *at = strstr(element->attributes, name);
        bool known = at && at[strlen(name)] == ' ' && (at == element->attributes || at[-1] == ' ');
        if (known || xmlTextReaderConstNamespaceUri(reader->xml))
            continue;
        warn(reader, "<%s> has no attribute \"%s\" in SRX; it is left out", element->name, name);
    }
    xmlTextReaderMoveToElement(reader->xml);
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
    if (inside == PLACE_BEFORE || inside == PLACE_AFTER)
        return fault(reader, "<%s> stands inside an expression; write \"&lt;\" for the character \"<\"", name);
    if (inside != PLACE_HEADER && inside != PLACE_FOREIGN && inside != PLACE_UNKNOWN)
        warn(reader, "<%s> is no part of SRX and is left out", name);
    return open_place(reader, inside == PLACE_UNKNOWN ? PLACE_UNKNOWN : PLACE_FOREIGN);
}

/* An element of SRX that is not known, or stands where it may not: left out where no rule or map is lost by that. */
static int start_unknown(struct reader *reader, enum place inside, const char *name)
{
    if (inside == PLACE_FILE)
        return fault(reader, "this is no SRX file: it begins with <%s>", name);
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++)
        if (strcmp(elements[i].name, name) == 0)
            return fault(reader, "<%s> cannot stand here in an SRX file", name);
    if (inside == PLACE_BEFORE || inside == PLACE_AFTER)
        return fault(reader, "<%s> stands inside an expression; write \"&lt;\" for the character \"<\"", name);
    if (inside != PLACE_UNKNOWN)
        warn(reader, "<%s> is no part of SRX and is left out", name);
    return open_place(reader, PLACE_UNKNOWN);
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
        check_attributes(reader, element);
        int status = open_place(reader, element->opens);
        return status == PADAN_OK && element->start ? element->start(reader) : status;
    }
    return start_unknown(reader, inside, name);
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
    else if (place != PLACE_FOREIGN && place != PLACE_UNKNOWN && text && text[strspn(text, " \t\r\n")] != '\0')
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

static void tell(const struct reader *reader, int64_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void tell(const struct reader *reader, int64_t line, const char *format, ...)
{
    struct padan_error warning;
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list values;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    padan_error_at(&warning, PADAN_ERROR_SYNTAX, reader->srx->file, line, "%s", message);
    padan_report(reader->reporter, &warning);
}

static bool has_map(const struct padan_srx *srx, const char *name)
{
    for (size_t i = 0; i < srx->map_count; i++)
        if (strcmp(srx->maps[i].name, name) == 0)
            return true;
    return false;
}

/* Rule sets, maps and lists that do not find each other. */
static void check_names(const struct reader *reader)
{
    const struct padan_srx *srx = reader->srx;
    for (size_t i = 0; i < srx->map_count; i++)
        if (!padan_srx_find(srx, srx->maps[i].name))
            tell(reader, srx->maps[i].line, "<languagemap> names \"%s\", but there is no such <languagerule>",
                 srx->maps[i].name);
    for (size_t i = 0; i < srx->language_count; i++)
        if (!has_map(srx, srx->languages[i].name))
            tell(reader, srx->languages[i].line,
                 "no <languagemap> names the <languagerule> \"%s\", so it is never used", srx->languages[i].name);
    for (size_t i = 0; i < srx->list_count; i++)
        if (!padan_srx_find(srx, srx->lists[i].language))
            tell(reader, srx->lists[i].line, "<abbreviations> names \"%s\", but there is no such <languagerule>",
                 srx->lists[i].language);
}

/* What the whole file lacks. */
static void check_whole(const struct reader *reader)
{
    if (!reader->has_header)
        tell(reader, 0, "no <header>; cascade \"no\" is taken");
    check_names(reader);
}

/* Reads what is UTF-8 by now, whatever the XML declaration says. */
static int parse_decoded(struct reader *reader, const struct padan_decoded *decoded)
{
    const char *file = reader->srx->file;
    if (decoded->size == 0)
        return padan_error_in(reader->error, PADAN_ERROR_SYNTAX, file, "this is no SRX file: it is empty");
    if (decoded->data[strspn(decoded->data, " \t\n")] != '<')
        return padan_error_at(
            reader->error, PADAN_ERROR_SYNTAX, file, 1,
            "this is no SRX file, which is XML; a list of abbreviations has a name that ends in .txt");
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
    srx->handling = (struct padan_segment_handling){ .include_end = true, .cut_subflows = true };
    srx->version = "";
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
