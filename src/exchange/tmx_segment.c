/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_elements.h"

#include <string.h>

static const size_t identifiers_kept = 10000;

/* Attributes of <seg>, which TMX has not, are in what is given back alone. Of spaces nothing is lost anyway. */
static void check_attributes(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        char room[128];
        const char *name = padan_tmx_qualified(attribute[1], (const char *)attribute[0], room, sizeof room);
        if (strcmp(name, "xml:space") != 0)
            padan_reading_mend(tmx->reading, PADAN_MENDED_VALUE, padan_tmx_line(tmx),
                               "<seg> has the attribute %.80s, which TMX has not; it is left out", name);
    }
}

void padan_tmx_open_seg(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    tmx->unit.irregular |= element->attribute_count > 0;
    tmx->place = PLACE_SEG;
    tmx->depth = 0;
    tmx->held = 0;
    tmx->tag_open = false;
    if (!padan_tmx_keeps(tmx))
        return;
    struct padan_tmx_variant *variant = &tmx->unit.variants[tmx->unit.variant_count - 1];
    if (variant->has_segment)
        padan_tmx_refuse(tmx, PADAN_ERROR_SYNTAX, "<tuv> has two <seg>, where one is meant");
    variant->has_segment = true;
    check_attributes(tmx, element);
    variant->text.start = tmx->unit.pool.size;
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

void padan_tmx_open_code(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    tmx->depth++;
    bool ours = padan_tmx_owns(tmx, element->uri) && !(element->prefix && !element->uri);
    enum padan_tmx_code code = ours ? padan_tmx_code_of(element->name) : PADAN_TMX_FOREIGN;
    if (tmx->held == 0 && code == PADAN_TMX_HELD)
        tmx->held = tmx->depth;
    if (!padan_tmx_keeps(tmx))
        return;
    if (code == PADAN_TMX_FOREIGN)
        padan_reading_mend(tmx->reading, PADAN_MENDED_CODE, padan_tmx_line(tmx),
                           "<%.80s> is no inline code of TMX; it is kept as it is", element->name);
    check_identifiers(tmx, element);
    begin_markup(tmx);
    padan_tmx_keep_start(tmx, &tmx->unit.markup, element);
}

void padan_tmx_segment_text(struct padan_tmx_reader *tmx, struct padan_string text)
{
    struct padan_tmx_unit *unit = &tmx->unit;
    if (tmx->held == 0)
        padan_buffer_append(&unit->pool, text.data, text.size);
    if (!unit->variants[unit->variant_count - 1].has_markup)
        return;
    padan_tmx_keep_text(tmx, &unit->markup);
    padan_xml_text(&unit->markup, text);
}

void padan_tmx_close_code(struct padan_tmx_reader *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri)
{
    if (tmx->held == tmx->depth)
        tmx->held = 0;
    tmx->depth--;
    if (padan_tmx_keeps(tmx))
        padan_tmx_keep_end(tmx, &tmx->unit.markup, name, prefix, uri);
}

void padan_tmx_close_seg(struct padan_tmx_reader *tmx)
{
    tmx->place = PLACE_TUV;
    if (!padan_tmx_keeps(tmx))
        return;
    struct padan_tmx_variant *variant = &tmx->unit.variants[tmx->unit.variant_count - 1];
    variant->text.size = tmx->unit.pool.size - variant->text.start;
    if (variant->has_markup)
        variant->markup.size = tmx->unit.markup.size - variant->markup.start;
}
