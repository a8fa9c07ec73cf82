/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A TMX file given back as it came: between what stood around the units, each is written from what is said of it, or,
 * where that would not do, as it stood. */
#include "exchange/tmx.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "exchange/omegat.h"
#include "exchange/tmx_balance.h"

static const char *find(struct padan_string text, const char *part)
{
    return text.size > 0 ? memmem(text.data, text.size, part, strlen(part)) : NULL;
}

static void release(void *state)
{
    struct padan_tmx_balance *balance = state;
    padan_buffer_free(&balance->open);
    free(balance);
}

/* The head, with a declaration of the encoding that is written. */
int padan_tmx_faithful_begin(struct padan_writer *writer, struct padan_error *error)
{
    writer->state = calloc(1, sizeof(struct padan_tmx_balance));
    writer->release = release;
    if (!writer->state)
        return padan_error_allocation(error);
    struct padan_string head = writer->options.head;
    const char *end = head.size > 5 && memcmp(head.data, "<?xml", 5) == 0 ? find(head, "?>") : NULL;
    struct padan_string declaration = { head.data, end ? (size_t)(end - head.data) : 0 };
    if (end || writer->options.wide)
        padan_buffer_format(&writer->buffer, "<?xml version=\"1.0\" encoding=\"%s\"%s?>",
                            writer->options.wide ? "UTF-16" : "UTF-8",
                            find(declaration, "standalone") && find(declaration, "yes") ? " standalone=\"yes\"" : "");
    if (end)
        head = (struct padan_string){ end + 2, head.size - declaration.size - 2 };
    padan_tmx_balance_head(writer->state, &writer->buffer, head);
    return PADAN_OK;
}

int padan_tmx_faithful_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    padan_tmx_balance_tail(writer->state, &writer->buffer, writer->options.tail);
    return PADAN_OK;
}

static void write_name(struct padan_buffer *out, struct padan_string name)
{
    padan_buffer_byte(out, ' ');
    padan_buffer_append(out, name.data, name.size);
    padan_buffer_text(out, "=\"");
}

static void write_attributes(struct padan_buffer *out, const struct padan_property *properties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (properties[i].kind != PADAN_PROPERTY_ATTRIBUTE)
            continue;
        write_name(out, properties[i].name);
        padan_xml_value(out, properties[i].value);
        padan_buffer_byte(out, '"');
    }
    padan_buffer_text(out, ">\n");
}

static void write_property(struct padan_buffer *out, const struct padan_property *property)
{
    bool is_prop = property->kind == PADAN_PROPERTY_PROP;
    padan_buffer_text(out, is_prop ? "<prop" : "<note");
    if (is_prop)
        padan_xml_attribute(out, "type", property->name);
    if (property->attributes.size > 0)
        padan_buffer_byte(out, ' ');
    padan_buffer_append(out, property->attributes.data, property->attributes.size);
    padan_buffer_byte(out, '>');
    padan_xml_text(out, property->value);
    padan_buffer_text(out, is_prop ? "</prop>\n" : "</note>\n");
}

static void write_properties(struct padan_buffer *out, const struct padan_property *properties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (properties[i].kind == PADAN_PROPERTY_ELEMENT)
            padan_buffer_append(out, properties[i].value.data, properties[i].value.size);
        else if (properties[i].kind != PADAN_PROPERTY_ATTRIBUTE)
            write_property(out, &properties[i]);
    }
}

static void write_variant(struct padan_writer *writer, const struct padan_variant *variant)
{
    struct padan_buffer *out = &writer->buffer;
    struct padan_property context[2];
    padan_buffer_text(out, "<tuv");
    padan_xml_attribute(out, "xml:lang", variant->language);
    write_attributes(out, variant->properties, variant->property_count);
    write_properties(out, variant->properties, variant->property_count);
    write_properties(out, context, padan_tmx_context_properties(context, &writer->scratch, variant, &writer->dropped));
    padan_buffer_text(out, "<seg>");
    if (variant->markup.size > 0)
        padan_buffer_append(out, variant->markup.data, variant->markup.size);
    else
        writer->dropped += padan_xml_text(out, variant->text);
    padan_buffer_text(out, "</seg>\n</tuv>\n");
}

static void write_unit(struct padan_writer *writer, const struct padan_unit *unit)
{
    struct padan_buffer *out = &writer->buffer;
    struct padan_property own[4];
    struct padan_tmx_own room;
    ((struct padan_tmx_balance *)writer->state)->begun = true;
    padan_buffer_text(out, "<tu");
    if (unit->id.size > 0)
        padan_xml_attribute(out, "tuid", unit->id);
    write_attributes(out, unit->properties, unit->property_count);
    write_properties(out, unit->properties, unit->property_count);
    write_properties(out, own, padan_tmx_own_properties(own, &room, unit));
    for (size_t i = 0; i < unit->variant_count; i++)
        write_variant(writer, &unit->variants[i]);
    padan_buffer_text(out, "</tu>\n");
}

int padan_tmx_faithful_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_buffer *out = &writer->buffer;
    struct padan_unit plain;
    struct padan_variant *room = NULL;
    if (unit->source.size > 0) {
        padan_tmx_balance_unit(writer->state, out, unit->source);
        padan_buffer_byte(out, '\n');
        return PADAN_OK;
    }
    if (!padan_omegat_wrote(writer->options.header, writer->options.header_count)) {
        write_unit(writer, unit);
        return PADAN_OK;
    }
    if (!padan_omegat_plain(&plain, &room, unit))
        return padan_error_allocation(error);
    write_unit(writer, &plain);
    free(room);
    return PADAN_OK;
}
