/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_elements.h"

#include <string.h>
#include <strings.h>

bool padan_tmx_keeps(struct padan_tmx_reader *tmx)
{
    if (tmx->status != PADAN_OK || tmx->unit.refused)
        return false;
    if (padan_tmx_unit_size(&tmx->unit) > PADAN_UNIT_LIMIT)
        padan_tmx_refuse(tmx, PADAN_ERROR_LIMIT, PADAN_UNIT_TOO_LARGE);
    return !tmx->unit.refused && tmx->status == PADAN_OK;
}

const char *padan_tmx_qualified(const xmlChar *prefix, const char *name, char *room, size_t size)
{
    if (!prefix)
        return name;
    size_t length = strnlen((const char *)prefix, size - 1), rest = strlen(name);
    memcpy(room, prefix, length);
    if (length + 1 < size)
        room[length++] = ':';
    if (rest >= size - length)
        rest = size - length - 1;
    memcpy(room + length, name, rest);
    room[length + rest] = '\0';
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
        if (strcmp(name, dates[i]) == 0 && !padan_tmx_date_is_regular(value))
            padan_reading_mend(tmx->reading, PADAN_MENDED_DATE, padan_tmx_line(tmx),
                               "%s=\"%.*s\" is not a date as TMX has it (YYYYMMDDThhmmssZ); it is kept as it is", name,
                               (int)(value.size < 80 ? value.size : 80), value.data);
    }
}

void padan_tmx_add_attribute(struct padan_tmx_reader *tmx, enum padan_tmx_place place, const char *name,
                             struct padan_string value)
{
    check_date(tmx, name, value);
    struct padan_tmx_property property = { .kind = PADAN_PROPERTY_ATTRIBUTE };
    property.name = padan_tmx_keep(&tmx->unit, padan_string(name));
    property.value = padan_tmx_keep(&tmx->unit, value);
    add_property(tmx, place, &property);
}

/* Whether what TMX has before <tuv> or <seg> stands after it. */
static bool is_late(const struct padan_tmx_unit *unit, enum padan_tmx_place place)
{
    return (place == PLACE_TU && unit->variant_count > 0) ||
           (place == PLACE_TUV && unit->variant_count > 0 && unit->variants[unit->variant_count - 1].has_segment);
}

/* Begins a prop or note, whose text then runs on in the pool. */
void padan_tmx_open_value(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    enum padan_tmx_place outer = tmx->place;
    bool is_prop = strcmp(element->name, "prop") == 0;
    tmx->outer = outer;
    tmx->place = PLACE_VALUE;
    tmx->depth = 0;
    if (!padan_tmx_keeps(tmx))
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

void padan_tmx_close_value(struct padan_tmx_reader *tmx)
{
    if (padan_tmx_keeps(tmx)) {
        tmx->property.value.size = tmx->unit.pool.size - tmx->property.value.start;
        add_property(tmx, tmx->outer, &tmx->property);
    }
    tmx->place = tmx->outer;
}

/* Whether an element that is not of TMX has something to be kept with. */
static bool can_hold(const struct padan_tmx_reader *tmx, enum padan_tmx_place place)
{
    return place != PLACE_BODY && !(place == PLACE_TMX && tmx->header_given);
}

/* An element beside or around units: nothing can hold it, but units in it are read. */
static void pass_through(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    if (strcasecmp(element->name, "tu") == 0)
        padan_reading_refuse(
            tmx->reading, PADAN_ERROR_SYNTAX, padan_tmx_line(tmx),
            "unit %lld is left out: <%.80s> is not TMX, which has <tu> in small letters and in its own "
            "namespace",
            (long long)++tmx->unit.number, element->name);
    else if (!padan_tmx_around_is_wrapped(&tmx->resume.around))
        padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, padan_tmx_line(tmx),
                           "<%.80s> has no place here in TMX; it is left out, but for units in it", element->name);
    padan_tmx_enter(tmx, PADAN_TMX_WRAPPER, element);
    padan_tmx_verbatim_pass(tmx, true);
}

/* Begins an element that is kept whole; `ude` of the header is TMX's own. */
void padan_tmx_open_foreign(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element)
{
    if (!can_hold(tmx, tmx->place)) {
        pass_through(tmx, element);
        return;
    }
    if (strcmp(element->name, "ude") != 0 || tmx->place != PLACE_HEADER)
        padan_reading_mend(tmx->reading, PADAN_MENDED_ELEMENT, padan_tmx_line(tmx),
                           "<%.80s> has no place here in TMX; it is kept as it is", element->name);
    tmx->unit.irregular |= is_late(&tmx->unit, tmx->place);
    tmx->outer = tmx->place;
    tmx->place = PLACE_FOREIGN;
    tmx->depth = 0;
    tmx->tag_open = false;
    if (!padan_tmx_keeps(tmx))
        return;
    tmx->property = (struct padan_tmx_property){ .kind = PADAN_PROPERTY_ELEMENT };
    tmx->property.name = padan_tmx_keep(&tmx->unit, padan_string(element->name));
    tmx->property.value.start = tmx->unit.pool.size;
    padan_tmx_keep_start(tmx, &tmx->unit.pool, element);
}

void padan_tmx_close_foreign(struct padan_tmx_reader *tmx, const char *name, const xmlChar *prefix, const xmlChar *uri)
{
    if (padan_tmx_keeps(tmx))
        padan_tmx_keep_end(tmx, &tmx->unit.pool, name, prefix, uri);
    if (tmx->depth > 0) {
        tmx->depth--;
        return;
    }
    padan_tmx_close_value(tmx);
}
