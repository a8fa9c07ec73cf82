/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vector.h"

/* One large unit must not hold its room for the rest of a long file. */
static void empty(struct padan_buffer *buffer)
{
    if (buffer->capacity > (size_t)1 << 20)
        padan_buffer_free(buffer);
    padan_buffer_clear(buffer);
}

void padan_tmx_unit_clear(struct padan_tmx_unit *unit)
{
    empty(&unit->pool);
    empty(&unit->markup);
    empty(&unit->context);
    unit->outside.count = 0;
    unit->inside.count = 0;
    unit->variant_count = 0;
    unit->id = (struct padan_range){ 0, 0 };
    unit->refused = false;
    unit->irregular = false;
}

void padan_tmx_unit_free(struct padan_tmx_unit *unit)
{
    padan_buffer_free(&unit->pool);
    padan_buffer_free(&unit->markup);
    padan_buffer_free(&unit->context);
    free(unit->outside.items);
    free(unit->inside.items);
    free(unit->variants);
    free(unit->properties);
    free(unit->views);
}

size_t padan_tmx_unit_size(const struct padan_tmx_unit *unit)
{
    return unit->pool.size + unit->markup.size +
           (unit->outside.count + unit->inside.count) * sizeof(struct padan_tmx_property) +
           unit->variant_count * sizeof(struct padan_tmx_variant);
}

bool padan_tmx_unit_failed(const struct padan_tmx_unit *unit)
{
    return unit->pool.failed || unit->markup.failed;
}

struct padan_range padan_tmx_keep(struct padan_tmx_unit *unit, struct padan_string text)
{
    size_t start = unit->pool.size;
    padan_buffer_append(&unit->pool, text.data, text.size);
    return (struct padan_range){ start, unit->pool.size - start };
}

static struct padan_string view_in(const struct padan_buffer *buffer, struct padan_range range)
{
    return (struct padan_string){ range.size ? buffer->data + range.start : "", range.size };
}

struct padan_string padan_tmx_view(const struct padan_tmx_unit *unit, struct padan_range range)
{
    return view_in(&unit->pool, range);
}

bool padan_tmx_add_property(struct padan_tmx_properties *list, const struct padan_tmx_property *property)
{
    if (!padan_vector_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return false;
    list->items[list->count++] = *property;
    return true;
}

struct padan_tmx_variant *padan_tmx_add_variant(struct padan_tmx_unit *unit)
{
    if (!padan_vector_reserve(&unit->variants, &unit->variant_capacity, unit->variant_count + 1,
                              sizeof *unit->variants))
        return NULL;
    struct padan_tmx_variant *variant = &unit->variants[unit->variant_count++];
    *variant = (struct padan_tmx_variant){ .first_property = unit->inside.count };
    return variant;
}

static bool is_named(const struct padan_tmx_unit *unit, const struct padan_tmx_property *property, const char *name)
{
    return property->kind == PADAN_PROPERTY_PROP && padan_string_is(padan_tmx_view(unit, property->name), name);
}

/* Reads the text of a context property; answers whether that says all that the property said. */
static bool read_context(struct padan_tmx_unit *unit, const struct padan_tmx_property *property,
                         struct padan_range *range)
{
    bool exact = false;
    struct padan_buffer *text = &unit->context;
    padan_buffer_clear(text);
    padan_tmx_context_read(text, padan_tmx_view(unit, property->value), &exact);
    *range = padan_tmx_keep(unit, (struct padan_string){ text->data, text->size });
    unit->pool.failed |= text->failed;
    return exact && property->attributes.size == 0;
}

/*
 * The first property of that name gives the context; it goes if it is the only one, the last of all, and text says it
 * all, so that writing the context after the properties puts it where it stood.
 */
static void take_context(struct padan_tmx_unit *unit, const char *name, bool *has, struct padan_range *range)
{
    struct padan_tmx_properties *list = &unit->inside;
    size_t found = list->count, same = 0;
    for (size_t i = list->count; i-- > unit->variants[unit->variant_count - 1].first_property;)
        if (is_named(unit, &list->items[i], name)) {
            found = i;
            same++;
        }
    *has = same > 0;
    if (same > 0 && read_context(unit, &list->items[found], range) && found + 1 == list->count)
        list->count--;
}

void padan_tmx_take_context(struct padan_tmx_unit *unit)
{
    struct padan_tmx_variant *variant = &unit->variants[unit->variant_count - 1];
    take_context(unit, PADAN_TMX_AFTER, &variant->has_after, &variant->after);
    take_context(unit, PADAN_TMX_BEFORE, &variant->has_before, &variant->before);
}

static struct padan_property view_of(const struct padan_tmx_unit *unit, const struct padan_tmx_property *property)
{
    return (struct padan_property){ .kind = property->kind,
                                    .name = padan_tmx_view(unit, property->name),
                                    .value = padan_tmx_view(unit, property->value),
                                    .attributes = padan_tmx_view(unit, property->attributes) };
}

/* Turns one of padan's own properties into a field, the last of a name; false where it is not right and stays. */
static bool take_field(struct padan_unit *out, const struct padan_property *property)
{
    if (property->kind != PADAN_PROPERTY_PROP || property->attributes.size > 0)
        return false;
    if (padan_string_is(property->name, PADAN_TMX_CONFIDENCE))
        return padan_confidence_parse(property->value, &out->confidence);
    if (padan_string_is(property->name, PADAN_TMX_STATUS))
        return padan_unit_status_parse(property->value, &out->status);
    if (padan_string_is(property->name, PADAN_TMX_POSITION))
        return padan_position_parse(property->value, &out->position);
    if (!padan_string_is(property->name, PADAN_TMX_DOCUMENT))
        return false;
    out->document = property->value;
    return true;
}

static bool is_status(const struct padan_property *property)
{
    return property->kind == PADAN_PROPERTY_PROP && padan_string_is(property->name, PADAN_TMX_STATUS);
}

/* Fills the properties of the unit itself; answers how many there are. */
static size_t view_outside(struct padan_tmx_unit *unit, struct padan_unit *out)
{
    size_t count = 0;
    bool has_status = false;
    int64_t number = out->position;
    out->position = -1;
    for (size_t i = 0; i < unit->outside.count; i++) {
        struct padan_property property = view_of(unit, &unit->outside.items[i]);
        if (!take_field(out, &property))
            unit->properties[count++] = property;
        else
            has_status |= is_status(&property);
    }
    if (!has_status)
        out->status = padan_tmx_status_said(unit->properties, count);
    /* A place in a document that is not named is that in the file. */
    if (out->position < 0 && out->document.size == 0)
        out->position = number;
    out->properties = unit->properties;
    out->property_count = count;
    return count;
}

static void view_variant(struct padan_tmx_unit *unit, size_t index, const struct padan_property *properties)
{
    const struct padan_tmx_variant *variant = &unit->variants[index];
    bool is_last = index + 1 == unit->variant_count;
    size_t end = is_last ? unit->inside.count : unit->variants[index + 1].first_property;
    unit->views[index] = (struct padan_variant){
        .language = padan_tmx_view(unit, variant->language),
        .text = padan_tmx_view(unit, variant->text),
        .markup = variant->has_markup ? view_in(&unit->markup, variant->markup) : padan_string(NULL),
        .has_before = variant->has_before,
        .has_after = variant->has_after,
        .before = padan_tmx_view(unit, variant->before),
        .after = padan_tmx_view(unit, variant->after),
        .properties = properties + variant->first_property,
        .property_count = end - variant->first_property,
    };
}

static bool reserve_views(struct padan_tmx_unit *unit)
{
    return padan_vector_reserve(&unit->properties, &unit->property_capacity,
                                unit->outside.count + unit->inside.count + 1, sizeof *unit->properties) &&
           padan_vector_reserve(&unit->views, &unit->view_capacity, unit->variant_count + 1, sizeof *unit->views);
}

/*
 * Whether padan's own properties, `taken` of them, stand last, in the order and spelling in which it writes them. One
 * that it writes and that is not there, it would add.
 */
static bool fields_are_regular(const struct padan_tmx_unit *unit, const struct padan_unit *out, size_t taken)
{
    struct padan_property own[4];
    struct padan_tmx_own room;
    size_t count = padan_tmx_own_properties(own, &room, out);
    if (count != taken)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct padan_property last = view_of(unit, &unit->outside.items[unit->outside.count - count + i]);
        if (last.name.size != own[i].name.size || memcmp(last.name.data, own[i].name.data, last.name.size) != 0 ||
            last.value.size != own[i].value.size || memcmp(last.value.data, own[i].value.data, last.value.size) != 0)
            return false;
    }
    return true;
}

int padan_tmx_give(struct padan_tmx_unit *unit, struct padan_string source, struct padan_reading *reading,
                   struct padan_error *error)
{
    if (padan_tmx_unit_failed(unit) || !reserve_views(unit))
        return padan_error_allocation(error);
    struct padan_unit out = {
        .variants = unit->views,
        .variant_count = unit->variant_count,
        .status = PADAN_UNIT_CONFIRMED, /* another tool's memory holds what people translated */
        .confidence = PADAN_CONFIDENCE_UNKNOWN,
        .id = padan_tmx_view(unit, unit->id),
        .document = padan_string(NULL),
        .position = unit->number,
        .line = unit->line,
    };
    size_t kept = view_outside(unit, &out);
    struct padan_property *inside = unit->properties + kept;
    if (unit->irregular || !fields_are_regular(unit, &out, unit->outside.count - kept))
        out.source = source;
    for (size_t i = 0; i < unit->inside.count; i++)
        inside[i] = view_of(unit, &unit->inside.items[i]);
    for (size_t i = 0; i < unit->variant_count; i++)
        view_variant(unit, i, inside);
    return padan_reading_put(reading, &out, error);
}

int padan_tmx_give_header(struct padan_tmx_unit *unit, struct padan_reading *reading, struct padan_error *error)
{
    if (unit->pool.failed || !reserve_views(unit))
        return padan_error_allocation(error);
    if (!reading->header)
        return PADAN_OK;
    for (size_t i = 0; i < unit->outside.count; i++)
        unit->properties[i] = view_of(unit, &unit->outside.items[i]);
    return reading->header->put(reading->header->context, unit->properties, unit->outside.count, error);
}
