/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

static const size_t identifiers_kept = 10000;
static const size_t growth_allowed = 8, growth_base = 1 << 20; /* of what entities stand for, to what was read */

/* Counts text that came from the file; more than the file holds can only come from entities. */
static void count_received(struct padan_tmx_reader *tmx, size_t size)
{
    tmx->received += size;
    if (tmx->received / growth_allowed > tmx->delivered + growth_base)
        padan_tmx_stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx),
                                           padan_tmx_line(tmx), "entities here grow without bound"));
}

/* Whether what comes is still wanted; refuses a unit that has grown past the limit. */
static bool keeps(struct padan_tmx_reader *tmx)
{
    if (tmx->status != PADAN_OK || tmx->unit.refused)
        return false;
    if (padan_tmx_unit_size(&tmx->unit) > PADAN_UNIT_LIMIT)
        padan_tmx_refuse(tmx, PADAN_ERROR_LIMIT, "is larger than %zu MiB", PADAN_UNIT_LIMIT >> 20);
    return !tmx->unit.refused && tmx->status == PADAN_OK;
}

/* The name of an attribute with its prefix, in `room` where it has one. */
static const char *qualified(const xmlChar *prefix, const char *name, char *room, size_t size)
{
    if (!prefix)
        return name;
    snprintf(room, size, "%s:%s", (const char *)prefix, name);
    return room;
}

static void add_property(struct padan_tmx_reader *tmx, enum padan_tmx_place place,
                         const struct padan_tmx_property *property)
{
    struct padan_tmx_properties *list = place == PLACE_TUV ? &tmx->unit.inside : &tmx->unit.outside;
    if (!padan_tmx_add_property(list, property))
        padan_tmx_out_of_memory(tmx);
}

static void check_date(struct padan_tmx_reader *tmx, const char *name, struct padan_string value)
{
    static const char *const dates[] = { "creationdate", "changedate", "lastusagedate" };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        if (strcmp(name, dates[i]) != 0)
            continue;
        struct padan_buffer date = { 0 };
        bool known = padan_tmx_date(&date, value);
        if (!known || date.size != value.size || memcmp(date.data, value.data, date.size) != 0)
            padan_reading_mend(tmx->reading, PADAN_MENDED_DATE, padan_tmx_line(tmx),
                               "%s=\"%.*s\" is not a date as TMX has it (YYYYMMDDThhmmssZ); it is kept as it is", name,
                               (int)(value.size < 80 ? value.size : 80), value.data);
        padan_buffer_free(&date);
    }
}

static void add_attribute(struct padan_tmx_reader *tmx, enum padan_tmx_place place, const char *name,
                          struct padan_string value)
{
    check_date(tmx, name, value);
    struct padan_tmx_property property = { .kind = PADAN_PROPERTY_ATTRIBUTE };
    property.name = padan_tmx_keep(&tmx->unit, padan_string(name));
    property.value = padan_tmx_keep(&tmx->unit, value);
    add_property(tmx, place, &property);
}

/* Keeps what the root says, for the header. */
static void open_root(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    if (strcmp(element->name, "tmx") != 0) {
        padan_tmx_stop(tmx,
                       padan_error_at(tmx->error, PADAN_ERROR_FORMAT, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                                      "is not TMX: its first element is <%.80s>, not <tmx>", element->name));
        return;
    }
    int64_t line = padan_tmx_line(tmx);
    padan_tmx_note_root(tmx, element);
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
        struct padan_string value = padan_tmx_value(attribute);
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

static void open_header(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        add_attribute(tmx, PLACE_HEADER, name, padan_tmx_value(attribute));
    }
    tmx->place = PLACE_HEADER;
}

void padan_tmx_finish_header(struct padan_tmx_reader *tmx)
{
    if (tmx->header_given)
        return;
    tmx->header_given = true;
    int status = padan_tmx_give_header(&tmx->unit, tmx->reading, tmx->error);
    if (status != PADAN_OK)
        padan_tmx_stop(tmx, status);
    padan_tmx_unit_clear(&tmx->unit);
}

/* Gives what there is of a header where the file has none. */
static void miss_header(struct padan_tmx_reader *tmx)
{
    if (tmx->header_given)
        return;
    padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, padan_tmx_line(tmx),
                       "has no <header>; it is read without");
    padan_tmx_finish_header(tmx);
}

static void open_body(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    miss_header(tmx);
    padan_tmx_note_body(tmx, element);
    tmx->place = PLACE_BODY;
}

/* What is kept of a unit says nothing of prefixes on the names of TMX, and little of others. */
static void note_namespaces(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    bool spaced = element->prefix || element->namespace_count > 0;
    for (int i = 0; i < element->attribute_count && !spaced; i++) {
        const xmlChar *prefix = element->attributes[5 * i + 1];
        spaced = prefix && !xmlStrEqual(prefix, BAD_CAST "xml");
    }
    tmx->unit.irregular |= spaced;
}

static void open_tu(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    miss_header(tmx);
    if (tmx->place == PLACE_TMX) {
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, padan_tmx_line(tmx), "<tu> stands outside <body>");
        padan_buffer_clear(&tmx->resume.body);
    }
    tmx->around = tmx->place;
    tmx->place = PLACE_TU;
    bool refused = tmx->unit.refused;
    padan_tmx_unit_clear(&tmx->unit);
    tmx->unit.refused = refused;
    tmx->unit.line = padan_tmx_line(tmx);
    tmx->resume.opened = true;
    tmx->resume.anchor = padan_tmx_place(tmx);
    note_namespaces(tmx, element);
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        if (strcmp(name, "tuid") != 0) {
            add_attribute(tmx, PLACE_TU, name, padan_tmx_value(attribute));
            continue;
        }
        tmx->unit.id = padan_tmx_keep(&tmx->unit, padan_tmx_value(attribute));
        tmx->unit.irregular |= tmx->unit.id.size == 0;
    }
}

static void open_tuv(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    tmx->place = PLACE_TUV;
    if (!keeps(tmx))
        return;
    struct padan_tmx_variant *variant = padan_tmx_add_variant(&tmx->unit);
    if (!variant) {
        padan_tmx_out_of_memory(tmx);
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
            variant->language = padan_tmx_keep(&tmx->unit, padan_tmx_value(attribute));
        else if (!is_old)
            add_attribute(tmx, PLACE_TUV, name, padan_tmx_value(attribute));
        tmx->unit.irregular |= is_old;
        old = is_language ? false : old || is_old;
    }
    if (variant->language.size == 0)
        padan_tmx_refuse(tmx, PADAN_ERROR_LANGUAGE, "<tuv> names no language (xml:lang)");
    else if (old)
        padan_reading_mend(tmx->reading, PADAN_MENDED_LANGUAGE, padan_tmx_line(tmx), "lang is read as xml:lang");
}

static void open_seg(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    tmx->unit.irregular |= element->attribute_count > 0;
    tmx->place = PLACE_SEG;
    tmx->depth = 0;
    tmx->held = 0;
    tmx->tag_open = false;
    if (!keeps(tmx))
        return;
    struct padan_tmx_variant *variant = &tmx->unit.variants[tmx->unit.variant_count - 1];
    if (variant->has_segment)
        padan_tmx_refuse(tmx, PADAN_ERROR_SYNTAX, "<tuv> has two <seg>, where one is meant");
    variant->has_segment = true;
    variant->text.start = tmx->unit.pool.size;
}

/* Whether what TMX has before <tuv> or <seg> stands after it. */
static bool is_late(const struct padan_tmx_unit *unit, enum padan_tmx_place place)
{
    return (place == PLACE_TU && unit->variant_count > 0) ||
           (place == PLACE_TUV && unit->variant_count > 0 && unit->variants[unit->variant_count - 1].has_segment);
}

/* Begins a prop or note, whose text then runs on in the pool. */
static void open_value(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    enum padan_tmx_place outer = tmx->place;
    bool is_prop = strcmp(element->name, "prop") == 0;
    tmx->outer = outer;
    tmx->place = PLACE_VALUE;
    tmx->depth = 0;
    if (!keeps(tmx))
        return;
    const struct padan_tmx_unit *unit = &tmx->unit;
    bool late = is_late(unit, outer);
    tmx->unit.irregular |= late;
    if (late)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, padan_tmx_line(tmx),
                           "<%s> stands after <%s>, where TMX has it before", element->name,
                           outer == PLACE_TU ? "tuv" : "seg");
    tmx->property = (struct padan_tmx_property){ .kind = is_prop ? PADAN_PROPERTY_PROP : PADAN_PROPERTY_NOTE };
    for (int i = 0; is_prop && i < element->attribute_count; i++)
        if (!element->attributes[5 * i + 1] && xmlStrEqual(element->attributes[5 * i], BAD_CAST "type"))
            tmx->property.name = padan_tmx_keep(&tmx->unit, padan_tmx_value(element->attributes + 5 * i));
    tmx->unit.irregular |= is_prop && tmx->property.name.size == 0;
    if (is_prop && tmx->property.name.size == 0)
        padan_reading_mend(tmx->reading, PADAN_MENDED_VALUE, padan_tmx_line(tmx), "<prop> has no type");
    size_t start = tmx->unit.pool.size;
    padan_tmx_keep_attributes(&tmx->unit.pool, element, is_prop ? "type" : NULL);
    size_t size = tmx->unit.pool.size - start;
    if (size > 0) /* without the space before the first */
        tmx->property.attributes = (struct padan_range){ start + 1, size - 1 };
    tmx->property.value.start = tmx->unit.pool.size;
}

/* Whether an element that is not of TMX has something to be kept with. */
static bool can_hold(const struct padan_tmx_reader *tmx, enum padan_tmx_place place)
{
    return place != PLACE_BODY && !(place == PLACE_TMX && tmx->header_given);
}

/* Begins an element that is kept whole; `ude` of the header is TMX's own. */
static void open_foreign(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    if (strcmp(element->name, "ude") != 0 || tmx->place != PLACE_HEADER)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, padan_tmx_line(tmx),
                           "<%.80s> has no place here in TMX; it is %s", element->name,
                           can_hold(tmx, tmx->place) ? "kept as it is" : "left out");
    tmx->unit.irregular |= is_late(&tmx->unit, tmx->place);
    tmx->outer = tmx->place;
    tmx->place = PLACE_FOREIGN;
    tmx->depth = 0;
    tmx->tag_open = false;
    if (!keeps(tmx))
        return;
    tmx->property = (struct padan_tmx_property){ .kind = PADAN_PROPERTY_ELEMENT };
    tmx->property.name = padan_tmx_keep(&tmx->unit, padan_string(element->name));
    tmx->property.value.start = tmx->unit.pool.size;
    padan_tmx_keep_start(tmx, &tmx->unit.pool, element);
}

static const struct rule {
    enum padan_tmx_place in;
    const char *name;
    void (*open)(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
} rules[] = {
    { PLACE_TU, "tuv", open_tuv },        { PLACE_TUV, "seg", open_seg },       { PLACE_BODY, "tu", open_tu },
    { PLACE_TU, "prop", open_value },     { PLACE_TU, "note", open_value },     { PLACE_TUV, "prop", open_value },
    { PLACE_TUV, "note", open_value },    { PLACE_TMX, "header", open_header }, { PLACE_TMX, "body", open_body },
    { PLACE_HEADER, "prop", open_value }, { PLACE_HEADER, "note", open_value }, { PLACE_TMX, "tu", open_tu },
};

/*
 * A <tu> within a unit, or a <body> within the header: what should have ended before it has not, and would swallow
 * all that follows.
 */
static bool breaks_in(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    bool in_unit = tmx->place == PLACE_TU || tmx->place == PLACE_TUV || tmx->place == PLACE_SEG;
    bool unended = (in_unit && strcmp(element->name, "tu") == 0) ||
                   (tmx->place == PLACE_HEADER && strcmp(element->name, "body") == 0);
    if (!unended || !padan_tmx_owns(tmx, element->uri))
        return false;
    struct padan_error fault;
    padan_error_at(&fault, PADAN_ERROR_SYNTAX, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                   "%s has not ended where the next <%s> begins", in_unit ? "<tu>" : "<header>", element->name);
    padan_tmx_break(tmx, &fault);
    return true;
}

static void open_element(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    bool ours = padan_tmx_owns(tmx, element->uri) && !(element->prefix && !element->uri);
    for (size_t i = 0; ours && i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].in != tmx->place || strcmp(rules[i].name, element->name) != 0)
            continue;
        if (rules[i].open == open_header && tmx->header_given)
            break;
        if (tmx->unit.refused && rules[i].open != open_tu && !padan_tmx_in_unit(tmx))
            break;
        rules[i].open(tmx, element);
        return;
    }
    if (tmx->unit.refused && !padan_tmx_in_unit(tmx)) {
        padan_tmx_break(tmx, &tmx->unit.reason);
        return;
    }
    open_foreign(tmx, element);
}

/* The markup of a segment is begun at its first code. */
static struct padan_tmx_variant *begin_markup(struct padan_tmx_reader *tmx)
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
static void check_identifiers(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        if (!attribute[1] || !xmlStrEqual(attribute[0], BAD_CAST "id") || !xmlStrEqual(attribute[1], BAD_CAST "xml"))
            continue;
        struct padan_string value = padan_tmx_value(attribute);
        if (value.size > 256)
            continue;
        if (padan_table_find(&tmx->identifiers, value.data, value.size) != PADAN_TABLE_NONE)
            padan_reading_mend(tmx->reading, PADAN_MENDED_IDENTIFIER, padan_tmx_line(tmx),
                               "xml:id=\"%.*s\" stands twice; both are kept", (int)value.size, value.data);
        else if (tmx->identifiers.count < identifiers_kept &&
                 padan_table_add(&tmx->identifiers, value.data, value.size) == PADAN_TABLE_NONE)
            padan_tmx_out_of_memory(tmx);
    }
}

static void open_code(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    tmx->depth++;
    bool ours = padan_tmx_owns(tmx, element->uri) && !(element->prefix && !element->uri);
    enum padan_tmx_code code = ours ? padan_tmx_code_of(element->name) : PADAN_TMX_FOREIGN;
    if (tmx->held == 0 && code == PADAN_TMX_HELD)
        tmx->held = tmx->depth;
    if (!keeps(tmx))
        return;
    if (code == PADAN_TMX_FOREIGN)
        padan_reading_mend(tmx->reading, PADAN_MENDED_CODE, padan_tmx_line(tmx),
                           "<%.80s> is no inline code of TMX; it is kept as it is", element->name);
    check_identifiers(tmx, element);
    begin_markup(tmx);
    padan_tmx_keep_start(tmx, &tmx->unit.markup, element);
}

void padan_tmx_element_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                             int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                             const xmlChar **attributes)
{
    (void)defaulted;
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    /* A start tag that the end of the file has cut off is given too. */
    if (tmx->status != PADAN_OK || padan_tmx_at_end(tmx))
        return;
    if (tmx->resume.prefix_tags > 0) {
        tmx->resume.prefix_tags--;
        return;
    }
    struct padan_tmx_element element = { (const char *)name, prefix,         uri, namespaces, namespace_count,
                                         attributes,         attribute_count };
    enum padan_tmx_place before = tmx->place;
    if (breaks_in(tmx, &element))
        return;
    note_namespaces(tmx, &element);
    switch (tmx->place) {
    case PLACE_START:
        open_root(tmx, &element);
        break;
    case PLACE_SEG:
        open_code(tmx, &element);
        break;
    case PLACE_VALUE:
        tmx->unit.irregular = true;
        if (tmx->depth++ == 0)
            padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, padan_tmx_line(tmx),
                               "<%.80s> stands within a <prop> or <note>; its text alone is kept", element.name);
        break;
    case PLACE_FOREIGN:
        tmx->depth++;
        if (keeps(tmx))
            padan_tmx_keep_start(tmx, &tmx->unit.pool, &element);
        break;
    default:
        open_element(tmx, &element);
    }
    if (before != PLACE_TU && tmx->place == PLACE_TU)
        padan_tmx_verbatim_start(tmx, context == tmx->context && tmx->context->inputNr == 1);
}

static void close_seg(struct padan_tmx_reader *tmx)
{
    tmx->place = PLACE_TUV;
    if (!keeps(tmx))
        return;
    struct padan_tmx_variant *variant = &tmx->unit.variants[tmx->unit.variant_count - 1];
    variant->text.size = tmx->unit.pool.size - variant->text.start;
    if (variant->has_markup)
        variant->markup.size = tmx->unit.markup.size - variant->markup.start;
}

static void close_tuv(struct padan_tmx_reader *tmx)
{
    if (keeps(tmx)) {
        if (!tmx->unit.variants[tmx->unit.variant_count - 1].has_segment)
            padan_tmx_refuse(tmx, PADAN_ERROR_SYNTAX, "<tuv> has no <seg>");
        else
            padan_tmx_take_context(&tmx->unit);
    }
    tmx->place = PLACE_TU;
}

static void close_tu(struct padan_tmx_reader *tmx)
{
    struct padan_tmx_unit *unit = &tmx->unit;
    if (keeps(tmx) && unit->variant_count == 0)
        padan_tmx_refuse(tmx, PADAN_ERROR_SYNTAX, "<tu> has no <tuv>");
    tmx->place = tmx->around;
    struct padan_string source = padan_tmx_verbatim_end(tmx);
    if (unit->refused) {
        padan_reading_refuse(tmx->reading, unit->reason.status, unit->reason.line, "unit %lld is left out: %s",
                             (long long)unit->number + 1, unit->reason.message);
    } else if (tmx->status == PADAN_OK) {
        int status = padan_tmx_give(unit, source, tmx->reading, tmx->error);
        if (status != PADAN_OK)
            padan_tmx_stop(tmx, status);
    }
    unit->number++;
    padan_tmx_unit_clear(unit);
}

static void close_value(struct padan_tmx_reader *tmx)
{
    if (keeps(tmx)) {
        tmx->property.value.size = tmx->unit.pool.size - tmx->property.value.start;
        add_property(tmx, tmx->outer, &tmx->property);
    }
    tmx->place = tmx->outer;
}

static void close_foreign(struct padan_tmx_reader *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri)
{
    if (keeps(tmx))
        padan_tmx_keep_end(tmx, &tmx->unit.pool, name, prefix, uri);
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

static void close_code(struct padan_tmx_reader *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri)
{
    if (tmx->held == tmx->depth)
        tmx->held = 0;
    tmx->depth--;
    if (keeps(tmx))
        padan_tmx_keep_end(tmx, &tmx->unit.markup, name, prefix, uri);
}

void padan_tmx_element_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
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
        padan_tmx_finish_header(tmx);
        tmx->verbatim.header_end = padan_tmx_place(tmx);
        tmx->place = PLACE_TMX;
        break;
    case PLACE_BODY:
        tmx->place = PLACE_TMX;
        break;
    default:
        miss_header(tmx);
        tmx->closed = true;
    }
}

static void tell_stray(struct padan_tmx_reader *tmx, struct padan_string text)
{
    for (size_t i = 0; i < text.size && !(tmx->stray_told && tmx->unit.irregular); i++) {
        if (text.data[i] && strchr(" \t\r\n", text.data[i]))
            continue;
        tmx->unit.irregular = true;
        if (tmx->stray_told)
            return;
        tmx->stray_told = true;
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, padan_tmx_line(tmx),
                           "text outside <seg>, <prop> and <note> is left out");
    }
}

static void segment_text(struct padan_tmx_reader *tmx, struct padan_string text)
{
    struct padan_tmx_unit *unit = &tmx->unit;
    if (tmx->held == 0)
        padan_buffer_append(&unit->pool, text.data, text.size);
    if (!unit->variants[unit->variant_count - 1].has_markup)
        return;
    padan_tmx_keep_text(tmx, &unit->markup);
    padan_xml_text(&unit->markup, text);
}

void padan_tmx_characters(void *context, const xmlChar *data, int size)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
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
        padan_tmx_keep_text(tmx, &tmx->unit.pool);
        padan_xml_text(&tmx->unit.pool, text);
        break;
    default:
        if (tmx->unit.refused && !padan_tmx_in_unit(tmx))
            padan_tmx_break(tmx, &tmx->unit.reason);
        tell_stray(tmx, text);
    }
}

/* Comments and instructions are not kept, but a unit that has them is. */
void padan_tmx_comment(void *context, const xmlChar *text)
{
    (void)text;
    padan_tmx_reader_of(context)->unit.irregular = true;
}

void padan_tmx_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
    (void)target;
    (void)data;
    padan_tmx_reader_of(context)->unit.irregular = true;
}
