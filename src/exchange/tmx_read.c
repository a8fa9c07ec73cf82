/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/table.h"
#include "exchange/tmx_unit.h"
#include "text/utf8.h"

/* Where in the file the reader is. */
enum place {
    PLACE_START,
    PLACE_TMX,
    PLACE_HEADER,
    PLACE_BODY,
    PLACE_TU,
    PLACE_TUV,
    PLACE_SEG,
    PLACE_VALUE,  /* in a prop or note */
    PLACE_FOREIGN /* in an element kept whole */
};

/* A start tag as libxml2 gives it. */
struct element {
    const char *name;
    const xmlChar *prefix, *uri;
    const xmlChar **namespaces; /* prefix, URI */
    int namespace_count;
    const xmlChar **attributes; /* name, prefix, URI, start and end of the value */
    int attribute_count;
};

struct tmx {
    struct padan_reading *reading;
    xmlParserCtxtPtr context;
    struct padan_error *error;
    int status; /* why reading ended */
    enum place place;
    enum place outer;  /* where a prop, a note or a foreign element stands */
    enum place around; /* where the tu stands */
    unsigned depth;    /* elements open within a seg, a prop, a note or a foreign element */
    unsigned held;     /* depth of the code that hides its text, or 0 */
    bool tag_open;     /* a start tag being written lacks its ">" yet */
    bool header_given; /* to the sink */
    bool namespace_told;
    bool stray_told;
    size_t delivered; /* bytes given to libxml2 */
    size_t received;  /* bytes of text and attributes that came back */
    size_t unknown_count;
    xmlChar *uri; /* namespace of the root, or NULL */
    struct padan_tmx_property property;
    struct padan_tmx_unit unit;
    struct padan_table identifiers; /* the first xml:id values */
    size_t entity_count;
};

static const size_t identifiers_kept = 10000;
static const size_t entities_allowed = 10000;
static const size_t unknown_allowed = 10000;                   /* references to entities that are not known */
static const size_t prolog_limit = (size_t)128 << 10;          /* libxml2 takes quadratic time over declarations */
static const size_t names_limit = (size_t)1 << 20;             /* and over names that are all different */
static const size_t growth_allowed = 8, growth_base = 1 << 20; /* of what entities stand for, to what was read */

static struct tmx *reader_of(void *context)
{
    return ((xmlParserCtxtPtr)context)->_private;
}

static int64_t line_of(const struct tmx *tmx)
{
    return tmx->context->input ? tmx->context->input->line : 0;
}

static const char *name_of(const struct tmx *tmx)
{
    return tmx->reading->input->name;
}

/* Ends the reading; the first reason stands. */
static void stop(struct tmx *tmx, int status)
{
    if (tmx->status == PADAN_OK)
        tmx->status = status;
    xmlStopParser(tmx->context);
}

static bool in_unit(const struct tmx *tmx)
{
    enum place place = tmx->place == PLACE_VALUE || tmx->place == PLACE_FOREIGN ? tmx->outer : tmx->place;
    return place == PLACE_TU || place == PLACE_TUV || place == PLACE_SEG;
}

static void refuse(struct tmx *tmx, enum padan_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What is wrong lies outside any unit, so that the whole file is at fault. */
static void stop_at_fault(struct tmx *tmx, const struct padan_error *fault)
{
    if (tmx->status == PADAN_OK && tmx->error)
        *tmx->error = *fault;
    stop(tmx, fault->status);
}

/*
 * Marks the unit as one to leave out; the first reason stands. Between units it waits for what comes: the fault may lie
 * in the attributes of a <tu> that is not known yet.
 */
static void refuse(struct tmx *tmx, enum padan_status status, const char *format, ...)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct padan_error fault;
    padan_error_at(&fault, status, name_of(tmx), line_of(tmx), "%s", message);
    bool between = tmx->place == PLACE_BODY || (tmx->place == PLACE_TMX && tmx->header_given);
    if (!in_unit(tmx) && !between) {
        stop_at_fault(tmx, &fault);
        return;
    }
    if (!tmx->unit.refused)
        tmx->unit.reason = fault;
    tmx->unit.refused = true;
}

/* Counts text that came from the file; more than the file holds can only come from entities. */
static void count_received(struct tmx *tmx, size_t size)
{
    tmx->received += size;
    if (tmx->received / growth_allowed > tmx->delivered + growth_base)
        stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, name_of(tmx), line_of(tmx),
                                 "entities here grow without bound"));
}

/* Whether what comes is still wanted; refuses a unit that has grown past the limit. */
static bool keeps(struct tmx *tmx)
{
    if (tmx->status != PADAN_OK || tmx->unit.refused)
        return false;
    if (padan_tmx_unit_size(&tmx->unit) > PADAN_UNIT_LIMIT)
        refuse(tmx, PADAN_ERROR_LIMIT, "is larger than %zu MiB", PADAN_UNIT_LIMIT >> 20);
    return !tmx->unit.refused && tmx->status == PADAN_OK;
}

static bool is_of_tmx(const struct tmx *tmx, const xmlChar *uri)
{
    return xmlStrEqual(uri, tmx->uri);
}

static struct padan_string value_of(const xmlChar **attribute)
{
    return (struct padan_string){ (const char *)attribute[3], (size_t)(attribute[4] - attribute[3]) };
}

/* The name of an attribute with its prefix, in `room` where it has one. */
static const char *qualified(const xmlChar *prefix, const char *name, char *room, size_t size)
{
    if (!prefix)
        return name;
    snprintf(room, size, "%s:%s", (const char *)prefix, name);
    return room;
}

static bool declares(const struct element *element, const xmlChar *prefix)
{
    for (int i = 0; i < element->namespace_count; i++)
        if (xmlStrEqual(element->namespaces[2 * i], prefix))
            return true;
    return false;
}

static void write_namespace(struct padan_buffer *out, const xmlChar *prefix, const xmlChar *uri)
{
    padan_buffer_text(out, prefix ? " xmlns:" : " xmlns");
    if (prefix)
        padan_buffer_text(out, (const char *)prefix);
    padan_buffer_text(out, "=\"");
    padan_xml_value(out, padan_xml_string(uri));
    padan_buffer_byte(out, '"');
}

/* Declares the namespaces that an element uses, so that what is kept of it can stand anywhere. */
static void write_namespaces(struct padan_buffer *out, const struct tmx *tmx, const struct element *element)
{
    for (int i = 0; i < element->namespace_count; i++)
        write_namespace(out, element->namespaces[2 * i], element->namespaces[2 * i + 1]);
    if (element->uri && !is_of_tmx(tmx, element->uri) && !declares(element, element->prefix))
        write_namespace(out, element->prefix, element->uri);
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        const xmlChar *prefix = attribute[1];
        bool known = !prefix || !attribute[2] || xmlStrEqual(prefix, BAD_CAST "xml") || declares(element, prefix) ||
                     xmlStrEqual(prefix, element->prefix);
        for (int j = 0; j < i && !known; j++)
            known = xmlStrEqual(prefix, element->attributes[5 * j + 1]);
        if (!known)
            write_namespace(out, prefix, attribute[2]);
    }
}

/* Appends attributes as ' a="b" c="d"', without the one named `except`. */
static void write_attributes(struct padan_buffer *out, const struct element *element, const char *except)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        if (!attribute[1] && except && strcmp((const char *)attribute[0], except) == 0)
            continue;
        padan_buffer_byte(out, ' ');
        if (attribute[1]) {
            padan_buffer_text(out, (const char *)attribute[1]);
            padan_buffer_byte(out, ':');
        }
        padan_buffer_text(out, (const char *)attribute[0]);
        padan_buffer_text(out, "=\"");
        padan_xml_value(out, value_of(attribute));
        padan_buffer_byte(out, '"');
    }
}

static void write_name(struct padan_buffer *out, const struct tmx *tmx, const char *name, const xmlChar *prefix,
                       const xmlChar *uri)
{
    if (prefix && !(uri && is_of_tmx(tmx, uri))) {
        padan_buffer_text(out, (const char *)prefix);
        padan_buffer_byte(out, ':');
    }
    padan_buffer_text(out, name);
}

static void end_tag(struct tmx *tmx, struct padan_buffer *out)
{
    if (tmx->tag_open)
        padan_buffer_byte(out, '>');
    tmx->tag_open = false;
}

static void write_start(struct tmx *tmx, struct padan_buffer *out, const struct element *element)
{
    end_tag(tmx, out);
    padan_buffer_byte(out, '<');
    write_name(out, tmx, element->name, element->prefix, element->uri);
    write_namespaces(out, tmx, element);
    write_attributes(out, element, NULL);
    tmx->tag_open = true;
}

static void write_end(struct tmx *tmx, struct padan_buffer *out, const char *name, const xmlChar *prefix,
                      const xmlChar *uri)
{
    if (tmx->tag_open) {
        padan_buffer_text(out, "/>");
        tmx->tag_open = false;
        return;
    }
    padan_buffer_text(out, "</");
    write_name(out, tmx, name, prefix, uri);
    padan_buffer_byte(out, '>');
}

static void out_of_memory(struct tmx *tmx)
{
    stop(tmx, padan_error_allocation(tmx->error));
}

static void add_property(struct tmx *tmx, enum place place, const struct padan_tmx_property *property)
{
    struct padan_tmx_properties *list = place == PLACE_TUV ? &tmx->unit.inside : &tmx->unit.outside;
    if (!padan_tmx_add_property(list, property))
        out_of_memory(tmx);
}

static void check_date(struct tmx *tmx, const char *name, struct padan_string value)
{
    static const char *const dates[] = { "creationdate", "changedate", "lastusagedate" };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        if (strcmp(name, dates[i]) != 0)
            continue;
        struct padan_buffer date = { 0 };
        bool known = padan_tmx_date(&date, value);
        if (!known || date.size != value.size || memcmp(date.data, value.data, date.size) != 0)
            padan_reading_mend(tmx->reading, PADAN_MENDED_DATE, line_of(tmx),
                               "%s=\"%.*s\" is not a date as TMX has it (YYYYMMDDThhmmssZ); it is kept as it is", name,
                               (int)(value.size < 80 ? value.size : 80), value.data);
        padan_buffer_free(&date);
    }
}

static void add_attribute(struct tmx *tmx, enum place place, const char *name, struct padan_string value)
{
    check_date(tmx, name, value);
    struct padan_tmx_property property = { .kind = PADAN_PROPERTY_ATTRIBUTE };
    property.name = padan_tmx_keep(&tmx->unit, padan_string(name));
    property.value = padan_tmx_keep(&tmx->unit, value);
    add_property(tmx, place, &property);
}

/* Keeps what the root says, for the header. */
static void open_root(struct tmx *tmx, const struct element *element)
{
    if (strcmp(element->name, "tmx") != 0) {
        stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_FORMAT, name_of(tmx), line_of(tmx),
                                 "is not TMX: its first element is <%.80s>, not <tmx>", element->name));
        return;
    }
    int64_t line = line_of(tmx);
    if (element->uri) {
        tmx->uri = xmlStrdup(element->uri);
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line,
                           "has the namespace \"%.200s\", which TMX has not; it is left out",
                           (const char *)element->uri);
    }
    bool versioned = false;
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        struct padan_string value = value_of(attribute);
        add_attribute(tmx, PLACE_TMX, name, value);
        if (strcmp(name, "version") != 0)
            continue;
        versioned = true;
        if (value.size != 3 || memcmp(value.data, "1.", 2) != 0 || value.data[2] < '1' || value.data[2] > '4')
            padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line,
                               "has the version \"%.*s\", which TMX has not; it is read as 1.4",
                               (int)(value.size < 80 ? value.size : 80), value.data);
    }
    if (!versioned)
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line, "names no version; it is read as 1.4");
    tmx->place = PLACE_TMX;
}

static void open_header(struct tmx *tmx, const struct element *element)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        add_attribute(tmx, PLACE_HEADER, name, value_of(attribute));
    }
    tmx->place = PLACE_HEADER;
}

static void give_header(struct tmx *tmx)
{
    if (tmx->header_given)
        return;
    tmx->header_given = true;
    int status = padan_tmx_give_header(&tmx->unit, tmx->reading, tmx->error);
    if (status != PADAN_OK)
        stop(tmx, status);
    padan_tmx_unit_clear(&tmx->unit);
}

/* Gives what there is of a header where the file has none. */
static void miss_header(struct tmx *tmx)
{
    if (tmx->header_given)
        return;
    padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line_of(tmx), "has no <header>; it is read without");
    give_header(tmx);
}

static void open_body(struct tmx *tmx, const struct element *element)
{
    (void)element;
    miss_header(tmx);
    tmx->place = PLACE_BODY;
}

static void open_tu(struct tmx *tmx, const struct element *element)
{
    miss_header(tmx);
    if (tmx->place == PLACE_TMX)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, line_of(tmx), "<tu> stands outside <body>");
    tmx->around = tmx->place;
    tmx->place = PLACE_TU;
    bool refused = tmx->unit.refused;
    padan_tmx_unit_clear(&tmx->unit);
    tmx->unit.refused = refused;
    tmx->unit.line = line_of(tmx);
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        if (strcmp(name, "tuid") == 0)
            tmx->unit.id = padan_tmx_keep(&tmx->unit, value_of(attribute));
        else
            add_attribute(tmx, PLACE_TU, name, value_of(attribute));
    }
}

static void open_tuv(struct tmx *tmx, const struct element *element)
{
    tmx->place = PLACE_TUV;
    if (!keeps(tmx))
        return;
    struct padan_tmx_variant *variant = padan_tmx_add_variant(&tmx->unit);
    if (!variant) {
        out_of_memory(tmx);
        return;
    }
    bool old = false;
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        bool is_language = strcmp(name, "xml:lang") == 0;
        bool is_old = strcmp(name, "lang") == 0;
        if (is_language || (is_old && variant->language.size == 0))
            variant->language = padan_tmx_keep(&tmx->unit, value_of(attribute));
        else if (!is_old)
            add_attribute(tmx, PLACE_TUV, name, value_of(attribute));
        old = is_language ? false : old || is_old;
    }
    if (variant->language.size == 0)
        refuse(tmx, PADAN_ERROR_LANGUAGE, "<tuv> names no language (xml:lang)");
    else if (old)
        padan_reading_mend(tmx->reading, PADAN_MENDED_LANGUAGE, line_of(tmx), "lang is read as xml:lang");
}

static void open_seg(struct tmx *tmx, const struct element *element)
{
    (void)element;
    tmx->place = PLACE_SEG;
    tmx->depth = 0;
    tmx->held = 0;
    tmx->tag_open = false;
    if (!keeps(tmx))
        return;
    struct padan_tmx_variant *variant = &tmx->unit.variants[tmx->unit.variant_count - 1];
    if (variant->has_segment)
        refuse(tmx, PADAN_ERROR_SYNTAX, "<tuv> has two <seg>, where one is meant");
    variant->has_segment = true;
    variant->text.start = tmx->unit.pool.size;
}

/* Begins a prop or note, whose text then runs on in the pool. */
static void open_value(struct tmx *tmx, const struct element *element)
{
    enum place outer = tmx->place;
    bool is_prop = strcmp(element->name, "prop") == 0;
    tmx->outer = outer;
    tmx->place = PLACE_VALUE;
    tmx->depth = 0;
    if (!keeps(tmx))
        return;
    const struct padan_tmx_unit *unit = &tmx->unit;
    bool late = outer == PLACE_TU && unit->variant_count > 0;
    late |= outer == PLACE_TUV && unit->variants[unit->variant_count - 1].has_segment;
    if (late)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, line_of(tmx),
                           "<%s> stands after <%s>, where TMX has it before", element->name,
                           outer == PLACE_TU ? "tuv" : "seg");
    tmx->property = (struct padan_tmx_property){ .kind = is_prop ? PADAN_PROPERTY_PROP : PADAN_PROPERTY_NOTE };
    for (int i = 0; is_prop && i < element->attribute_count; i++)
        if (!element->attributes[5 * i + 1] && xmlStrEqual(element->attributes[5 * i], BAD_CAST "type"))
            tmx->property.name = padan_tmx_keep(&tmx->unit, value_of(element->attributes + 5 * i));
    if (is_prop && tmx->property.name.size == 0)
        padan_reading_mend(tmx->reading, PADAN_MENDED_VALUE, line_of(tmx), "<prop> has no type");
    size_t start = tmx->unit.pool.size;
    write_attributes(&tmx->unit.pool, element, is_prop ? "type" : NULL);
    size_t size = tmx->unit.pool.size - start;
    if (size > 0) /* without the space before the first */
        tmx->property.attributes = (struct padan_range){ start + 1, size - 1 };
    tmx->property.value.start = tmx->unit.pool.size;
}

/* Whether an element that is not of TMX has something to be kept with. */
static bool can_hold(const struct tmx *tmx, enum place place)
{
    return place != PLACE_BODY && !(place == PLACE_TMX && tmx->header_given);
}

/* Begins an element that is kept whole; `ude` of the header is TMX's own. */
static void open_foreign(struct tmx *tmx, const struct element *element)
{
    if (strcmp(element->name, "ude") != 0 || tmx->place != PLACE_HEADER)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, line_of(tmx),
                           "<%.80s> has no place here in TMX; it is %s", element->name,
                           can_hold(tmx, tmx->place) ? "kept as it is" : "left out");
    tmx->outer = tmx->place;
    tmx->place = PLACE_FOREIGN;
    tmx->depth = 0;
    tmx->tag_open = false;
    if (!keeps(tmx))
        return;
    tmx->property = (struct padan_tmx_property){ .kind = PADAN_PROPERTY_ELEMENT };
    tmx->property.name = padan_tmx_keep(&tmx->unit, padan_string(element->name));
    tmx->property.value.start = tmx->unit.pool.size;
    write_start(tmx, &tmx->unit.pool, element);
}

static const struct rule {
    enum place in;
    const char *name;
    void (*open)(struct tmx *tmx, const struct element *element);
} rules[] = {
    { PLACE_TU, "tuv", open_tuv },        { PLACE_TUV, "seg", open_seg },       { PLACE_BODY, "tu", open_tu },
    { PLACE_TU, "prop", open_value },     { PLACE_TU, "note", open_value },     { PLACE_TUV, "prop", open_value },
    { PLACE_TUV, "note", open_value },    { PLACE_TMX, "header", open_header }, { PLACE_TMX, "body", open_body },
    { PLACE_HEADER, "prop", open_value }, { PLACE_HEADER, "note", open_value }, { PLACE_TMX, "tu", open_tu },
};

static void open_element(struct tmx *tmx, const struct element *element)
{
    bool ours = is_of_tmx(tmx, element->uri) && !(element->prefix && !element->uri);
    for (size_t i = 0; ours && i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].in != tmx->place || strcmp(rules[i].name, element->name) != 0)
            continue;
        if (rules[i].open == open_header && tmx->header_given)
            break;
        if (tmx->unit.refused && rules[i].open != open_tu && !in_unit(tmx))
            break;
        rules[i].open(tmx, element);
        return;
    }
    if (tmx->unit.refused && !in_unit(tmx)) {
        stop_at_fault(tmx, &tmx->unit.reason);
        return;
    }
    open_foreign(tmx, element);
}

/* The markup of a segment is begun at its first code. */
static struct padan_tmx_variant *begin_markup(struct tmx *tmx)
{
    struct padan_tmx_unit *unit = &tmx->unit;
    struct padan_tmx_variant *variant = &unit->variants[unit->variant_count - 1];
    if (!variant->has_markup) {
        variant->has_markup = true;
        variant->markup.start = unit->markup.size;
        struct padan_range sofar = { variant->text.start, unit->pool.size - variant->text.start };
        padan_xml_text(&unit->markup, padan_tmx_view(unit, sofar));
    }
    return variant;
}

/* An xml:id may stand once in a document. */
static void check_identifiers(struct tmx *tmx, const struct element *element)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        if (!attribute[1] || !xmlStrEqual(attribute[0], BAD_CAST "id") || !xmlStrEqual(attribute[1], BAD_CAST "xml"))
            continue;
        struct padan_string value = value_of(attribute);
        if (value.size > 256)
            continue;
        if (padan_table_find(&tmx->identifiers, value.data, value.size) != PADAN_TABLE_NONE)
            padan_reading_mend(tmx->reading, PADAN_MENDED_IDENTIFIER, line_of(tmx),
                               "xml:id=\"%.*s\" stands twice; both are kept", (int)value.size, value.data);
        else if (tmx->identifiers.count < identifiers_kept &&
                 padan_table_add(&tmx->identifiers, value.data, value.size) == PADAN_TABLE_NONE)
            out_of_memory(tmx);
    }
}

static void open_code(struct tmx *tmx, const struct element *element)
{
    tmx->depth++;
    bool ours = is_of_tmx(tmx, element->uri) && !(element->prefix && !element->uri);
    enum padan_tmx_code code = ours ? padan_tmx_code_of(element->name) : PADAN_TMX_FOREIGN;
    if (tmx->held == 0 && code == PADAN_TMX_HELD)
        tmx->held = tmx->depth;
    if (!keeps(tmx))
        return;
    if (code == PADAN_TMX_FOREIGN)
        padan_reading_mend(tmx->reading, PADAN_MENDED_CODE, line_of(tmx),
                           "<%.80s> is no inline code of TMX; it is kept as it is", element->name);
    check_identifiers(tmx, element);
    begin_markup(tmx);
    write_start(tmx, &tmx->unit.markup, element);
}

static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                          int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                          const xmlChar **attributes)
{
    (void)defaulted;
    struct tmx *tmx = reader_of(context);
    if (tmx->status != PADAN_OK)
        return;
    struct element element = {
        (const char *)name, prefix, uri, namespaces, namespace_count, attributes, attribute_count
    };
    switch (tmx->place) {
    case PLACE_START:
        open_root(tmx, &element);
        break;
    case PLACE_SEG:
        open_code(tmx, &element);
        break;
    case PLACE_VALUE:
        if (tmx->depth++ == 0)
            padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, line_of(tmx),
                               "<%.80s> stands within a <prop> or <note>; its text alone is kept", element.name);
        break;
    case PLACE_FOREIGN:
        tmx->depth++;
        if (keeps(tmx))
            write_start(tmx, &tmx->unit.pool, &element);
        break;
    default:
        open_element(tmx, &element);
    }
}

static void close_seg(struct tmx *tmx)
{
    tmx->place = PLACE_TUV;
    if (!keeps(tmx))
        return;
    struct padan_tmx_variant *variant = &tmx->unit.variants[tmx->unit.variant_count - 1];
    variant->text.size = tmx->unit.pool.size - variant->text.start;
    if (variant->has_markup)
        variant->markup.size = tmx->unit.markup.size - variant->markup.start;
}

static void close_tuv(struct tmx *tmx)
{
    if (keeps(tmx)) {
        if (!tmx->unit.variants[tmx->unit.variant_count - 1].has_segment)
            refuse(tmx, PADAN_ERROR_SYNTAX, "<tuv> has no <seg>");
        else
            padan_tmx_take_context(&tmx->unit);
    }
    tmx->place = PLACE_TU;
}

static void close_tu(struct tmx *tmx)
{
    struct padan_tmx_unit *unit = &tmx->unit;
    if (keeps(tmx) && unit->variant_count == 0)
        refuse(tmx, PADAN_ERROR_SYNTAX, "<tu> has no <tuv>");
    tmx->place = tmx->around;
    if (unit->refused) {
        padan_reading_refuse(tmx->reading, unit->reason.status, unit->reason.line, "unit %lld is left out: %s",
                             (long long)unit->number + 1, unit->reason.message);
    } else if (tmx->status == PADAN_OK) {
        int status = padan_tmx_give(unit, tmx->reading, tmx->error);
        if (status != PADAN_OK)
            stop(tmx, status);
    }
    unit->number++;
    padan_tmx_unit_clear(unit);
}

static void close_value(struct tmx *tmx)
{
    if (keeps(tmx)) {
        tmx->property.value.size = tmx->unit.pool.size - tmx->property.value.start;
        add_property(tmx, tmx->outer, &tmx->property);
    }
    tmx->place = tmx->outer;
}

static void close_foreign(struct tmx *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri)
{
    if (keeps(tmx))
        write_end(tmx, &tmx->unit.pool, name, prefix, uri);
    if (tmx->depth > 0) {
        tmx->depth--;
        return;
    }
    if (can_hold(tmx, tmx->outer)) {
        close_value(tmx);
        return;
    }
    padan_tmx_unit_clear(&tmx->unit);
    tmx->place = tmx->outer;
}

static void close_code(struct tmx *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri)
{
    if (tmx->held == tmx->depth)
        tmx->held = 0;
    tmx->depth--;
    if (keeps(tmx))
        write_end(tmx, &tmx->unit.markup, name, prefix, uri);
}

static void end_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct tmx *tmx = reader_of(context);
    if (tmx->status != PADAN_OK)
        return;
    switch (tmx->place) {
    case PLACE_SEG:
        if (tmx->depth > 0)
            close_code(tmx, (const char *)name, prefix, uri);
        else
            close_seg(tmx);
        break;
    case PLACE_TUV:
        close_tuv(tmx);
        break;
    case PLACE_TU:
        close_tu(tmx);
        break;
    case PLACE_VALUE:
        if (tmx->depth > 0)
            tmx->depth--;
        else
            close_value(tmx);
        break;
    case PLACE_FOREIGN:
        close_foreign(tmx, (const char *)name, prefix, uri);
        break;
    case PLACE_HEADER:
        give_header(tmx);
        tmx->place = PLACE_TMX;
        break;
    case PLACE_BODY:
        tmx->place = PLACE_TMX;
        break;
    default:
        miss_header(tmx);
    }
}

static void tell_stray(struct tmx *tmx, struct padan_string text)
{
    for (size_t i = 0; i < text.size && !tmx->stray_told; i++) {
        if (text.data[i] && strchr(" \t\r\n", text.data[i]))
            continue;
        tmx->stray_told = true;
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, line_of(tmx),
                           "text outside <seg>, <prop> and <note> is left out");
    }
}

static void segment_text(struct tmx *tmx, struct padan_string text)
{
    struct padan_tmx_unit *unit = &tmx->unit;
    if (tmx->held == 0)
        padan_buffer_append(&unit->pool, text.data, text.size);
    if (!unit->variants[unit->variant_count - 1].has_markup)
        return;
    end_tag(tmx, &unit->markup);
    padan_xml_text(&unit->markup, text);
}

static void characters(void *context, const xmlChar *data, int size)
{
    struct tmx *tmx = reader_of(context);
    if (tmx->status != PADAN_OK)
        return;
    struct padan_string text = { (const char *)data, (size_t)size };
    count_received(tmx, text.size);
    switch (tmx->place) {
    case PLACE_SEG:
        if (keeps(tmx))
            segment_text(tmx, text);
        break;
    case PLACE_VALUE:
        if (keeps(tmx))
            padan_buffer_append(&tmx->unit.pool, text.data, text.size);
        break;
    case PLACE_FOREIGN:
        if (!keeps(tmx))
            break;
        end_tag(tmx, &tmx->unit.pool);
        padan_xml_text(&tmx->unit.pool, text);
        break;
    default:
        if (tmx->unit.refused && !in_unit(tmx))
            stop_at_fault(tmx, &tmx->unit.reason);
        tell_stray(tmx, text);
    }
}

/* An entity of the document by name, declared now with `content` where it is new. */
static xmlEntityPtr declare_entity(struct tmx *tmx, const xmlChar *name, const char *content)
{
    xmlDocPtr document = tmx->context->myDoc;
    if (!document)
        return NULL;
    if (!document->intSubset && !xmlCreateIntSubset(document, BAD_CAST "tmx", NULL, NULL))
        return NULL;
    xmlEntityPtr entity = xmlAddDocEntity(document, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL, BAD_CAST content);
    return entity ? entity : xmlGetDocEntity(document, name);
}

/*
 * An entity that is not known must not vanish: HTML's are decoded, for any other the unit is refused, and a space
 * put in its place so that the file can be read on.
 */
static xmlEntityPtr get_entity(void *context, const xmlChar *name)
{
    struct tmx *tmx = reader_of(context);
    xmlEntityPtr entity = xmlSAX2GetEntity(context, name);
    if (((xmlParserCtxtPtr)context)->inSubset != 0 || tmx->status != PADAN_OK)
        return entity;
    if (entity && (entity->etype == XML_INTERNAL_GENERAL_ENTITY || entity->etype == XML_INTERNAL_PREDEFINED_ENTITY))
        return entity;
    const htmlEntityDesc *known = entity ? NULL : htmlEntityLookup(name);
    if (known) {
        char content[16];
        snprintf(content, sizeof content, "&#%u;", known->value);
        padan_reading_mend(tmx->reading, PADAN_MENDED_ENTITY, line_of(tmx),
                           "&%s; is not declared; it is read as HTML has it, U+%04X", known->name, known->value);
        return declare_entity(tmx, name, content);
    }
    if (++tmx->unknown_count > unknown_allowed)
        stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, name_of(tmx), line_of(tmx),
                                 "uses more than %zu entities that are not declared", unknown_allowed));
    refuse(tmx, PADAN_ERROR_SYNTAX,
           entity ? "&%.80s; stands for another file, which is never read" : "&%.80s; is not declared", name);
    return declare_entity(tmx, BAD_CAST "padan-nothing", " ");
}

static void reference(void *context, const xmlChar *name)
{
    refuse(reader_of(context), PADAN_ERROR_SYNTAX, "&%.80s; cannot be resolved", name);
}

/* External parameter entities are not even noted, so that nothing can ask for them. */
static void declare(void *context, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                    xmlChar *content)
{
    struct tmx *tmx = reader_of(context);
    if (type == XML_EXTERNAL_PARAMETER_ENTITY)
        return;
    if (++tmx->entity_count > entities_allowed)
        stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, name_of(tmx), line_of(tmx),
                                 "declares more than %zu entities", entities_allowed));
    else
        xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
}

static void document_type(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    struct tmx *tmx = reader_of(context);
    if (system_id && strstr((const char *)system_id, "://"))
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line_of(tmx),
                           "its DTD, %.200s, is not fetched; none is needed", (const char *)system_id);
    xmlSAX2InternalSubset(context, name, public_id, system_id);
}

static xmlParserInputPtr resolve_nothing(void *context, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)context;
    (void)public_id;
    (void)system_id;
    return NULL;
}

static bool at_end(const struct tmx *tmx)
{
    const struct padan_input *input = tmx->reading->input;
    xmlParserInputPtr xml = tmx->context->input;
    return input->raw_end && input->taken == input->text.size && (!xml || !xml->cur || *xml->cur == '\0');
}

/* Whether the byte that stopped libxml2 is not UTF-8. */
static bool at_bad_byte(const struct tmx *tmx)
{
    xmlParserInputPtr xml = tmx->context->input;
    if (!xml || xml->cur >= xml->end || *xml->cur < 0x80)
        return false;
    size_t at = 0;
    return padan_utf8_next((struct padan_string){ (const char *)xml->cur, (size_t)(xml->end - xml->cur) }, &at) < 0;
}

/* What a translator can make of libxml2's reasons; NULL where its own words must do. */
static const char *reason_of(const struct tmx *tmx, int code, const char *message)
{
    if (at_bad_byte(tmx))
        return "a byte stands here that is not UTF-8; name the right encoding";
    switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
    case XML_ERR_DOCUMENT_START:
        return "is not XML: a '<' is expected here";
    case XML_ERR_NAME_REQUIRED:
        return "a '&' or '<' stands here where none may; in text they are written &amp; and &lt;";
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
        return "a '&' stands here where none may; in text it is written &amp;";
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_HEX_CHARREF:
    case XML_ERR_INVALID_DEC_CHARREF:
    case XML_ERR_INVALID_CHARREF:
        return "a character stands here that XML cannot hold (a control character, half of a surrogate pair)";
    case XML_ERR_ENTITY_LOOP:
        return "entities here grow without bound";
    case XML_ERR_RESERVED_XML_NAME:
        return "something stands before the XML declaration, which must come first";
    case XML_ERR_INTERNAL_ERROR:
        return strstr(message, "depth") ? "elements are nested more than 256 deep here" : NULL;
    case XML_ERR_DOCUMENT_END:
        return at_end(tmx) ? NULL : "something stands after </tmx>, perhaps a second file";
    default:
        return NULL;
    }
}

/* libxml2 tells the limit on names as a lack of memory. */
static void lack_memory(struct tmx *tmx)
{
    if (xmlDictGetUsage(tmx->context->dict) > names_limit - names_limit / 8)
        stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, name_of(tmx), line_of(tmx),
                                 "has too many different names of elements and attributes"));
    else
        out_of_memory(tmx);
}

static void take_error(void *data, padan_xml_error found)
{
    struct tmx *tmx = reader_of(data);
    if (tmx->status != PADAN_OK)
        return;
    if (found->domain == XML_FROM_NAMESPACE && !tmx->namespace_told) {
        tmx->namespace_told = true;
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, line_of(tmx), "namespaces: %s", found->message);
    }
    if (found->code == XML_ERR_NO_MEMORY) {
        lack_memory(tmx);
        return;
    }
    if (found->level != XML_ERR_FATAL)
        return;
    const char *reason = reason_of(tmx, found->code, found->message ? found->message : "");
    if (!reason && at_end(tmx))
        reason = "the file ends here in the middle of an element: it was cut off";
    int status = padan_error_at(tmx->error, at_bad_byte(tmx) ? PADAN_ERROR_ENCODING : PADAN_ERROR_SYNTAX, name_of(tmx),
                                line_of(tmx), "%s%s", reason ? "" : "broken XML: ", reason ? reason : found->message);
    if (tmx->error && tmx->context->input)
        tmx->error->column = tmx->context->input->col;
    stop(tmx, status);
}

static int read_bytes(void *data, char *buffer, int size)
{
    struct tmx *tmx = data;
    struct padan_string window;
    if (tmx->status != PADAN_OK)
        return -1;
    if (tmx->place == PLACE_START && tmx->delivered > prolog_limit) {
        tmx->status = padan_error_at(tmx->error, PADAN_ERROR_LIMIT, name_of(tmx), line_of(tmx),
                                     "has no <tmx> within its first %zu KiB", prolog_limit >> 10);
        return -1;
    }
    int status = padan_input_window(tmx->reading->input, 1, &window, tmx->error);
    if (status != PADAN_OK) {
        tmx->status = status;
        return -1;
    }
    if (window.size > (size_t)size)
        window.size = (size_t)size;
    memcpy(buffer, window.data, window.size);
    padan_input_take(tmx->reading->input, window.size);
    tmx->delivered += window.size;
    return (int)window.size;
}

/* Only what reading units needs: no tree is built, no comment kept, nothing external looked for. */
static void set_handlers(xmlSAXHandlerPtr sax)
{
    sax->startElementNs = start_element;
    sax->endElementNs = end_element;
    sax->characters = characters;
    sax->ignorableWhitespace = characters;
    sax->cdataBlock = characters;
    sax->reference = reference;
    sax->getEntity = get_entity;
    sax->entityDecl = declare;
    sax->internalSubset = document_type;
    sax->resolveEntity = resolve_nothing;
    sax->serror = take_error;
    sax->externalSubset = NULL;
    sax->attributeDecl = NULL;
    sax->elementDecl = NULL;
    sax->notationDecl = NULL;
    sax->unparsedEntityDecl = NULL;
    sax->comment = NULL;
    sax->processingInstruction = NULL;
    sax->warning = NULL;
    sax->error = NULL;
}

static void tell_encoding(struct padan_reading *reading)
{
    const struct padan_input *input = reading->input;
    if (input->wide && !input->marked && !input->options->encoding)
        padan_reading_mend(reading, PADAN_MENDED_DECLARATION, 1, "is in %s without a byte order mark", input->encoding);
}

static int parse(struct tmx *tmx)
{
    tell_encoding(tmx->reading);
    xmlDocPtr document = xmlCtxtReadIO(tmx->context, read_bytes, NULL, tmx, NULL, NULL,
                                       XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    if (document)
        xmlFreeDoc(document);
    if (tmx->status == PADAN_OK && !tmx->context->wellFormed)
        return padan_error_at(tmx->error, PADAN_ERROR_SYNTAX, name_of(tmx), line_of(tmx), "is broken XML");
    return tmx->status;
}

int padan_tmx_read(struct padan_reading *reading, struct padan_error *error)
{
    struct tmx tmx = { .reading = reading, .error = error };
    tmx.context = xmlNewParserCtxt();
    if (!tmx.context)
        return padan_error_allocation(error);
    tmx.context->_private = &tmx;
    xmlDictSetLimit(tmx.context->dict, names_limit);
    set_handlers(tmx.context->sax);
    int status = parse(&tmx);
    xmlFreeParserCtxt(tmx.context);
    xmlFree(tmx.uri);
    padan_tmx_unit_free(&tmx.unit);
    padan_table_free(&tmx.identifiers);
    return status;
}
