/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_elements.h"

#include <string.h>
#include <strings.h>

#include "base/error.h"

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
    padan_tmx_miss_header(tmx);
    if (tmx->place == PLACE_TMX) {
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, padan_tmx_line(tmx), "<tu> stands outside <body>");
        tmx->resume.bodiless = true;
    }
    tmx->beside = tmx->place;
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
        const char *name = padan_tmx_qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        if (strcmp(name, "tuid") != 0) {
            padan_tmx_add_attribute(tmx, PLACE_TU, name, padan_tmx_value(attribute));
            continue;
        }
        tmx->unit.id = padan_tmx_keep(&tmx->unit, padan_tmx_value(attribute));
        tmx->unit.irregular |= tmx->unit.id.size == 0;
    }
}

/* Versions before 1.4 had `lang`, which some tools write still, or beside the other. Where it is alone, it is told in
 * files that say they are of 1.4. */
static void choose_language(struct padan_tmx_reader *tmx, struct padan_tmx_variant *variant, struct padan_string said,
                            struct padan_string old)
{
    variant->language = padan_tmx_keep(&tmx->unit, said.size > 0 ? said : old);
    if (variant->language.size == 0)
        padan_tmx_refuse(tmx, PADAN_ERROR_LANGUAGE, "<tuv> names no language (xml:lang)");
    else if (said.size == 0 && !tmx->before_1_4)
        padan_reading_mend(tmx->reading, PADAN_MENDED_LANGUAGE, padan_tmx_line(tmx), "lang is read as xml:lang");
    else if (said.size > 0 && old.size > 0 &&
             (old.size != said.size || strncasecmp(old.data, said.data, old.size) != 0))
        padan_reading_mend(tmx->reading, PADAN_MENDED_LANGUAGE, padan_tmx_line(tmx),
                           "lang=\"%.*s\" is left out beside xml:lang=\"%.*s\"", (int)old.size, old.data,
                           (int)said.size, said.data);
}

static void open_tuv(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    tmx->place = PLACE_TUV;
    if (!padan_tmx_keeps(tmx))
        return;
    struct padan_tmx_variant *variant = padan_tmx_add_variant(&tmx->unit);
    if (!variant) {
        padan_tmx_out_of_memory(tmx);
        return;
    }
    struct padan_string said = { 0 }, old = { 0 };
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = padan_tmx_qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        bool is_language = strcmp(name, "xml:lang") == 0, is_old = strcmp(name, "lang") == 0;
        if (is_language)
            said = padan_tmx_value(attribute);
        else if (is_old)
            old = padan_tmx_value(attribute);
        else
            padan_tmx_add_attribute(tmx, PLACE_TUV, name, padan_tmx_value(attribute));
        tmx->unit.irregular |= is_old;
    }
    choose_language(tmx, variant, said, old);
}

static const struct rule {
    enum padan_tmx_place in;
    const char *name;
    void (*open)(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
} rules[] = {
    { PLACE_TU, "tuv", open_tuv },
    { PLACE_TUV, "seg", padan_tmx_open_seg },
    { PLACE_BODY, "tu", open_tu },
    { PLACE_TU, "prop", padan_tmx_open_value },
    { PLACE_TU, "note", padan_tmx_open_value },
    { PLACE_TUV, "prop", padan_tmx_open_value },
    { PLACE_TUV, "note", padan_tmx_open_value },
    { PLACE_TMX, "header", padan_tmx_open_header },
    { PLACE_TMX, "body", padan_tmx_open_body },
    { PLACE_HEADER, "prop", padan_tmx_open_value },
    { PLACE_HEADER, "note", padan_tmx_open_value },
    { PLACE_TMX, "tu", open_tu },
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

/* A body or a unit in a default namespace of its own, which tools leave there that wrap their output. */
static void adopt_namespace(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    bool outside = tmx->place == PLACE_TMX || tmx->place == PLACE_BODY;
    bool expected = strcmp(element->name, "body") == 0 || strcmp(element->name, "tu") == 0;
    if (!outside || !expected || element->prefix || !element->uri || padan_tmx_owns(tmx, element->uri))
        return;
    xmlFree(tmx->adopted);
    tmx->adopted = xmlStrdup(element->uri);
    if (!tmx->adopted)
        padan_tmx_out_of_memory(tmx);
    padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, padan_tmx_line(tmx),
                       "<%s> has the namespace \"%.200s\", which TMX has not; it is left out", element->name,
                       (const char *)element->uri);
}

static void open_element(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    adopt_namespace(tmx, element);
    bool ours = padan_tmx_owns(tmx, element->uri) && !(element->prefix && !element->uri);
    for (size_t i = 0; ours && i < sizeof rules / sizeof *rules; i++) {
        if (rules[i].in != tmx->place || strcmp(rules[i].name, element->name) != 0)
            continue;
        if (rules[i].open == padan_tmx_open_header && tmx->header_given)
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
    padan_tmx_open_foreign(tmx, element);
}

/* An element in a value, of which the text alone is kept. */
static void open_in_value(struct padan_tmx_reader *tmx, const char *name)
{
    tmx->unit.irregular = true;
    if (tmx->depth++ == 0)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, padan_tmx_line(tmx),
                           "<%.80s> stands within a <prop> or <note>; its text alone is kept", name);
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
        padan_tmx_open_root(tmx, &element);
        break;
    case PLACE_SEG:
        padan_tmx_open_code(tmx, &element);
        break;
    case PLACE_VALUE:
        open_in_value(tmx, element.name);
        break;
    case PLACE_FOREIGN:
        tmx->depth++;
        if (padan_tmx_keeps(tmx))
            padan_tmx_keep_start(tmx, &tmx->unit.pool, &element);
        break;
    default:
        open_element(tmx, &element);
    }
    if (before != PLACE_TU && tmx->place == PLACE_TU)
        padan_tmx_verbatim_start(tmx, context == tmx->context && tmx->context->inputNr == 1);
}

static void close_tuv(struct padan_tmx_reader *tmx)
{
    if (padan_tmx_keeps(tmx)) {
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
    if (padan_tmx_keeps(tmx) && unit->variant_count == 0)
        padan_tmx_refuse(tmx, PADAN_ERROR_SYNTAX, "<tu> has no <tuv>");
    tmx->place = tmx->beside;
    struct padan_string source = padan_tmx_verbatim_end(tmx);
    tmx->reading->source_given = false;
    if (unit->refused) {
        padan_reading_refuse(tmx->reading, unit->reason.status, unit->reason.line, "unit %lld is left out: %s",
                             (long long)unit->number + 1, unit->reason.message);
    } else if (tmx->status == PADAN_OK) {
        int status = padan_tmx_give(unit, source, tmx->reading, tmx->error);
        if (status != PADAN_OK)
            padan_tmx_stop(tmx, status);
    }
    padan_tmx_verbatim_given(tmx, tmx->reading->source_given);
    tmx->resume.around.headless &= tmx->reading->summary.read == 0;
    tmx->resume.entities.unit_grown = 0;
    unit->number++;
    padan_tmx_unit_clear(unit);
}

/* The end of an element around units. */
static void leave(struct padan_tmx_reader *tmx)
{
    enum padan_tmx_outer_kind kind = padan_tmx_around_close(&tmx->resume.around);
    if (kind == PADAN_TMX_BODY)
        tmx->place = PLACE_TMX;
    if (kind != PADAN_TMX_ROOT) {
        padan_tmx_verbatim_pass(tmx, false);
        return;
    }
    /* Its end tag is not passed: units of a second file may follow, which are to stand within the root. */
    padan_tmx_miss_header(tmx);
    tmx->closed = true;
}

void padan_tmx_element_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    if (tmx->status != PADAN_OK)
        return;
    switch (tmx->place) {
    case PLACE_SEG:
        if (tmx->depth > 0)
            padan_tmx_close_code(tmx, (const char *)name, prefix, uri);
        else
            padan_tmx_close_seg(tmx);
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
            padan_tmx_close_value(tmx);
        break;
    case PLACE_FOREIGN:
        padan_tmx_close_foreign(tmx, (const char *)name, prefix, uri);
        break;
    case PLACE_HEADER:
        padan_tmx_finish_header(tmx);
        padan_tmx_verbatim_pass(tmx, false);
        tmx->place = PLACE_TMX;
        break;
    default:
        leave(tmx);
    }
}

static void tell_stray(struct padan_tmx_reader *tmx, struct padan_string text)
{
    for (size_t i = 0; i < text.size && !(tmx->stray_told && tmx->unit.irregular); i++) {
        if (padan_xml_is_blank(text.data[i]))
            continue;
        tmx->unit.irregular = true;
        if (tmx->stray_told)
            return;
        tmx->stray_told = true;
        padan_reading_mend(tmx->reading, PADAN_MENDED_ORDER, padan_tmx_line(tmx),
                           "text outside <seg>, <prop> and <note> is left out");
    }
}

void padan_tmx_characters(void *context, const xmlChar *data, int size)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    if (tmx->status != PADAN_OK)
        return;
    struct padan_string text = { (const char *)data, (size_t)size };
    switch (tmx->place) {
    case PLACE_SEG:
        if (padan_tmx_keeps(tmx))
            padan_tmx_segment_text(tmx, text);
        break;
    case PLACE_VALUE:
        if (padan_tmx_keeps(tmx))
            padan_buffer_append(&tmx->unit.pool, text.data, text.size);
        break;
    case PLACE_FOREIGN:
        if (!padan_tmx_keeps(tmx))
            break;
        padan_tmx_keep_text(tmx, &tmx->unit.pool);
        padan_xml_text(&tmx->unit.pool, text);
        break;
    default:
        if (tmx->unit.refused && !padan_tmx_in_unit(tmx))
            padan_tmx_break(tmx, &tmx->unit.reason);
        if (!padan_tmx_around_is_wrapped(&tmx->resume.around))
            tell_stray(tmx, text);
    }
}

/* Comments and instructions are not kept, but a unit that has them is. */
void padan_tmx_comment(void *context, const xmlChar *text)
{
    (void)text;
    padan_tmx_reader_of(context)->unit.irregular = true;
    padan_tmx_verbatim_pass(padan_tmx_reader_of(context), false);
}

void padan_tmx_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
    (void)target;
    (void)data;
    padan_tmx_reader_of(context)->unit.irregular = true;
    padan_tmx_verbatim_pass(padan_tmx_reader_of(context), false);
}
