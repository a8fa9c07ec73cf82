/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx.h"

#include <padan/padan.h>

#include <inttypes.h>
#include <string.h>

#include "base/error.h"

/* The attributes that TMX 1.4 gives to <tu> and <tuv>, save tuid and xml:lang. */
static const char *const tu_attributes[] = { "o-encoding",    "datatype",     "usagecount",
                                             "lastusagedate", "creationtool", "creationtoolversion",
                                             "creationdate",  "creationid",   "changedate",
                                             "changeid",      "o-tmf",        "segtype",
                                             "srclang" };
static const size_t tu_attribute_count = sizeof tu_attributes / sizeof *tu_attributes;
static const size_t tuv_attribute_count = sizeof tu_attributes / sizeof *tu_attributes - 2;

static bool is_date(const char *name)
{
    size_t size = strlen(name);
    return size > 4 && strcmp(name + size - 4, "date") == 0;
}

static bool is_segment_type(struct padan_string value)
{
    return padan_string_is(value, "block") || padan_string_is(value, "paragraph") ||
           padan_string_is(value, "sentence") || padan_string_is(value, "phrase");
}

/* Whether a tag is one that xml:lang of XML Schema takes: letters, then parts of letters and digits. */
static bool is_language(struct padan_string tag)
{
    size_t part = 0;
    bool first = true;
    for (size_t i = 0; i < tag.size; i++) {
        char c = tag.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-' && part > 0) {
            part = 0;
            first = false;
        } else if ((!letter && (first || c < '0' || c > '9')) || ++part > 8) {
            return false;
        }
    }
    return part > 0;
}

/* Writes one attribute that TMX has; false where it has it not. `written` keeps an attribute from standing twice. */
static bool write_attribute(struct padan_writer *writer, const struct padan_property *property, size_t count,
                            unsigned *written)
{
    for (size_t i = 0; i < count; i++) {
        if (!padan_string_is(property->name, tu_attributes[i]))
            continue;
        if (*written & 1u << i)
            return false;
        if (strcmp(tu_attributes[i], "segtype") == 0 && !is_segment_type(property->value))
            return false;
        *written |= 1u << i;
        padan_buffer_clear(&writer->scratch);
        bool dated = is_date(tu_attributes[i]) && padan_tmx_date(&writer->scratch, property->value);
        struct padan_string date = { writer->scratch.data, writer->scratch.size };
        writer->dropped += padan_xml_attribute(&writer->buffer, tu_attributes[i], dated ? date : property->value);
        return true;
    }
    return false;
}

/* Answers whether all attributes could be written. */
static bool write_attributes(struct padan_writer *writer, const struct padan_property *properties,
                             size_t property_count, size_t count)
{
    bool all = true;
    unsigned written = 0;
    for (size_t i = 0; i < property_count; i++)
        if (properties[i].kind == PADAN_PROPERTY_ATTRIBUTE)
            all &= write_attribute(writer, &properties[i], count, &written);
    return all;
}

static size_t count_attributes(const xmlNode *node)
{
    size_t count = 0;
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next)
        count++;
    return count;
}

/* The language and encoding that a prop or note names; answers whether nothing else stands there. */
static bool write_value_attributes(struct padan_writer *writer, struct padan_string attributes)
{
    static const char *const names[] = { "xml:lang", "lang", "o-encoding" };
    padan_buffer_clear(&writer->scratch);
    padan_buffer_text(&writer->scratch, "<a ");
    padan_buffer_append(&writer->scratch, attributes.data, attributes.size);
    padan_buffer_text(&writer->scratch, "/>");
    struct padan_string markup = { writer->scratch.data, writer->scratch.size };
    bool failed = false;
    xmlDocPtr document = writer->scratch.failed ? NULL : padan_xml_fragment("value", markup, &failed);
    writer->buffer.failed |= failed;
    if (!document)
        return false;
    const xmlNode *node = xmlDocGetRootElement(document)->children;
    size_t left = count_attributes(node);
    for (size_t i = 0; i < 3; i++) {
        struct padan_string value = i == 0 ? padan_xml_attribute_value(node, "lang", XML_XML_NAMESPACE)
                                           : padan_xml_attribute_value(node, names[i], NULL);
        if (!value.data || (i == 0 && !is_language(value)))
            continue;
        padan_xml_attribute(&writer->buffer, names[i], value);
        left--;
    }
    xmlFreeDoc(document);
    return left == 0;
}

/* Every element begins a line where the file is to be pretty; else a unit does. */
static void begin_line(struct padan_writer *writer, int depth)
{
    for (int i = 0; writer->options.pretty && i < depth; i++)
        padan_buffer_text(&writer->buffer, "  ");
}

static void end_line(struct padan_writer *writer)
{
    if (writer->options.pretty)
        padan_buffer_byte(&writer->buffer, '\n');
}

/* Answers whether all attributes could be written. */
static bool write_value(struct padan_writer *writer, int depth, const struct padan_property *property)
{
    struct padan_buffer *out = &writer->buffer;
    bool is_prop = property->kind == PADAN_PROPERTY_PROP;
    begin_line(writer, depth);
    padan_buffer_text(out, is_prop ? "<prop" : "<note");
    if (is_prop)
        writer->dropped += padan_xml_attribute(out, "type", property->name);
    bool all = property->attributes.size == 0 || write_value_attributes(writer, property->attributes);
    padan_buffer_byte(out, '>');
    writer->dropped += padan_xml_text(out, property->value);
    padan_buffer_text(out, is_prop ? "</prop>" : "</note>");
    end_line(writer);
    return all;
}

/* Answers whether all could be written: an element of another format cannot. */
static bool write_values(struct padan_writer *writer, int depth, const struct padan_property *properties, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        if (properties[i].kind == PADAN_PROPERTY_PROP || properties[i].kind == PADAN_PROPERTY_NOTE)
            all &= write_value(writer, depth, &properties[i]);
        all &= properties[i].kind != PADAN_PROPERTY_ELEMENT;
    }
    return all;
}

enum padan_unit_status padan_tmx_status_said(const struct padan_property *properties, size_t count)
{
    static const char *const not_agreed[] = { "Draft", "RejectedTranslation", "RejectedSignOff" };
    enum padan_unit_status status = PADAN_UNIT_CONFIRMED;
    for (size_t i = 0; i < count; i++) {
        if (properties[i].kind != PADAN_PROPERTY_PROP || !padan_string_is(properties[i].name, PADAN_TMX_LEVEL))
            continue;
        status = PADAN_UNIT_CONFIRMED;
        for (size_t k = 0; k < sizeof not_agreed / sizeof *not_agreed; k++)
            if (padan_string_is(properties[i].value, not_agreed[k]))
                status = PADAN_UNIT_AUTO;
    }
    return status;
}

size_t padan_tmx_own_properties(struct padan_property out[4], struct padan_tmx_own *room, const struct padan_unit *unit)
{
    size_t count = 0;
    bool scored = unit->confidence >= 0;
    if (scored)
        out[count++] = (struct padan_property){ .name = padan_string(PADAN_TMX_CONFIDENCE),
                                                .value = padan_string(
                                                    padan_confidence_format(room->confidence, unit->confidence)) };
    if (scored || unit->status != padan_tmx_status_said(unit->properties, unit->property_count))
        out[count++] = (struct padan_property){ .name = padan_string(PADAN_TMX_STATUS),
                                                .value = padan_string(padan_unit_status_name(unit->status)) };
    if (unit->document.size > 0)
        out[count++] = (struct padan_property){ .name = padan_string(PADAN_TMX_DOCUMENT), .value = unit->document };
    snprintf(room->position, sizeof room->position, "%" PRId64, unit->position);
    if (unit->document.size > 0 && unit->position >= 0)
        out[count++] =
            (struct padan_property){ .name = padan_string(PADAN_TMX_POSITION), .value = padan_string(room->position) };
    return count;
}

static bool has_property(const struct padan_variant *variant, const char *name)
{
    for (size_t i = 0; i < variant->property_count; i++)
        if (variant->properties[i].kind == PADAN_PROPERTY_PROP && padan_string_is(variant->properties[i].name, name))
            return true;
    return false;
}

size_t padan_tmx_context_properties(struct padan_property properties[2], struct padan_buffer *out,
                                    const struct padan_variant *variant, int64_t *dropped)
{
    bool before = variant->has_before && !has_property(variant, PADAN_TMX_BEFORE);
    bool after = variant->has_after && !has_property(variant, PADAN_TMX_AFTER);
    size_t count = 0;
    padan_buffer_clear(out);
    if (before)
        *dropped += padan_tmx_context_write(out, variant->before);
    size_t middle = out->size;
    if (after)
        *dropped += padan_tmx_context_write(out, variant->after);
    if (before)
        properties[count++] =
            (struct padan_property){ .name = padan_string(PADAN_TMX_BEFORE), .value = { out->data, middle } };
    if (after)
        properties[count++] = (struct padan_property){ .name = padan_string(PADAN_TMX_AFTER),
                                                       .value = { out->data + middle, out->size - middle } };
    return out->failed ? 0 : count;
}

static void write_context(struct padan_writer *writer, const struct padan_variant *variant)
{
    struct padan_property properties[2];
    size_t count = padan_tmx_context_properties(properties, &writer->scratch, variant, &writer->dropped);
    for (size_t i = 0; i < count; i++)
        write_value(writer, 4, &properties[i]);
}

static int write_language(struct padan_writer *writer, struct padan_string tag, struct padan_error *error)
{
    char spelt[PADAN_LANGUAGE_SIZE], canonical[PADAN_LANGUAGE_SIZE];
    if (!is_language(tag)) {
        snprintf(spelt, sizeof spelt, "%.*s", (int)(tag.size < sizeof spelt ? tag.size : sizeof spelt), tag.data);
        int status = padan_language_nearest(canonical, spelt, NULL, error);
        if (status != PADAN_OK)
            return status;
        tag = padan_string(canonical);
    }
    padan_xml_attribute(&writer->buffer, "xml:lang", tag);
    return PADAN_OK;
}

static int write_variant(struct padan_writer *writer, const struct padan_variant *variant, bool *changed,
                         struct padan_error *error)
{
    struct padan_buffer *out = &writer->buffer;
    begin_line(writer, 3);
    padan_buffer_text(out, "<tuv");
    int status = write_language(writer, variant->language, error);
    if (status != PADAN_OK)
        return status;
    *changed |= !write_attributes(writer, variant->properties, variant->property_count, tuv_attribute_count);
    padan_buffer_byte(out, '>');
    end_line(writer);
    *changed |= !write_values(writer, 4, variant->properties, variant->property_count);
    write_context(writer, variant);
    begin_line(writer, 4);
    padan_buffer_text(out, "<seg>");
    if (writer->options.level == 1)
        writer->dropped += padan_xml_text(out, variant->text);
    else
        padan_tmx_segment(out, variant, &writer->dropped, changed);
    padan_buffer_text(out, "</seg>");
    end_line(writer);
    begin_line(writer, 3);
    padan_buffer_text(out, "</tuv>");
    end_line(writer);
    return PADAN_OK;
}

static void tell_changed(const struct padan_writer *writer)
{
    struct padan_error warning;
    padan_error_set(&warning, PADAN_OK,
                    "unit %" PRId64 " of the output: what TMX 1.4 has no place for was turned into codes or left out",
                    writer->units + 1);
    padan_report(&writer->options.reporter, &warning);
}

int padan_tmx_put(struct padan_writer *writer, const struct padan_unit *unit, struct padan_error *error)
{
    struct padan_buffer *out = &writer->buffer;
    if (unit->variant_count == 0)
        return padan_error_set(error, PADAN_ERROR_ARGUMENT, "a unit without any text cannot be written as TMX");
    if (writer->options.faithful)
        return padan_tmx_faithful_put(writer, unit, error);
    begin_line(writer, 2);
    padan_buffer_text(out, "<tu");
    if (unit->id.size > 0)
        writer->dropped += padan_xml_attribute(out, "tuid", unit->id);
    bool changed = !write_attributes(writer, unit->properties, unit->property_count, tu_attribute_count);
    padan_buffer_byte(out, '>');
    end_line(writer);
    changed |= !write_values(writer, 3, unit->properties, unit->property_count);
    struct padan_property own[4];
    struct padan_tmx_own room;
    size_t own_count = padan_tmx_own_properties(own, &room, unit);
    write_values(writer, 3, own, own_count);
    for (size_t i = 0; i < unit->variant_count; i++) {
        int status = write_variant(writer, &unit->variants[i], &changed, error);
        if (status != PADAN_OK)
            return status;
    }
    begin_line(writer, 2);
    padan_buffer_text(out, "</tu>\n");
    if (changed)
        tell_changed(writer);
    return PADAN_OK;
}

static const struct padan_property *said(const struct padan_writer *writer, const char *name)
{
    const struct padan_writer_options *options = &writer->options;
    for (size_t i = 0; i < options->header_count; i++)
        if (options->header[i].kind == PADAN_PROPERTY_ATTRIBUTE && padan_string_is(options->header[i].name, name) &&
            options->header[i].value.size > 0)
            return &options->header[i];
    return NULL;
}

/* An attribute of the header as the file had it that the units came from, else `usual`, which may be NULL. */
static void write_said(struct padan_writer *writer, const char *name, const char *usual)
{
    const struct padan_property *property = said(writer, name);
    struct padan_string value = property ? property->value : padan_string(usual);
    if (strcmp(name, "segtype") == 0 && !is_segment_type(value))
        value = padan_string(usual);
    padan_buffer_clear(&writer->scratch);
    if (property && is_date(name) && padan_tmx_date(&writer->scratch, value))
        value = (struct padan_string){ writer->scratch.data, writer->scratch.size };
    if (property || usual)
        writer->dropped += padan_xml_attribute(&writer->buffer, name, value);
}

/* Writes those of the attributes that an element has. */
static void write_some(struct padan_writer *writer, const xmlNode *node, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct padan_string value = padan_xml_attribute_value(node, names[i], NULL);
        if (value.data)
            writer->dropped += padan_xml_attribute(&writer->buffer, names[i], value);
    }
}

static bool is_plain(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && !node->ns && xmlStrEqual(node->name, BAD_CAST name);
}

/* The characters of a user-defined encoding; a map without the one that it is about says nothing. Answers how many. */
static size_t write_maps(struct padan_writer *writer, const xmlNode *node)
{
    static const char *const names[] = { "unicode", "code", "ent", "subst" };
    size_t count = 0;
    for (; node; node = node->next) {
        if (!is_plain(node, "map") || !padan_xml_attribute_value(node, names[0], NULL).data)
            continue;
        count++;
        begin_line(writer, 3);
        padan_buffer_text(&writer->buffer, "<map");
        write_some(writer, node, names, sizeof names / sizeof *names);
        padan_buffer_text(&writer->buffer, "/>");
        end_line(writer);
    }
    return count;
}

/* A <ude> as TMX 1.4 has it; false, and nothing written, where the element is none. */
static bool write_encoding(struct padan_writer *writer, const xmlNode *node)
{
    static const char *const names[] = { "name", "base" };
    struct padan_buffer *out = &writer->buffer;
    size_t start = out->size;
    if (!node || !is_plain(node, "ude") || !padan_xml_attribute_value(node, names[0], NULL).data)
        return false;
    begin_line(writer, 2);
    padan_buffer_text(out, "<ude");
    write_some(writer, node, names, sizeof names / sizeof *names);
    padan_buffer_byte(out, '>');
    end_line(writer);
    size_t count = write_maps(writer, node->children);
    begin_line(writer, 2);
    padan_buffer_text(out, "</ude>");
    end_line(writer);
    if (count == 0 && !out->failed)
        out->size = start;
    return count > 0;
}

static bool write_header_element(struct padan_writer *writer, const struct padan_property *property)
{
    bool failed = false;
    xmlDocPtr document = padan_xml_fragment("header", property->value, &failed);
    writer->buffer.failed |= failed;
    bool written = document && write_encoding(writer, xmlDocGetRootElement(document)->children);
    if (document)
        xmlFreeDoc(document);
    return written;
}

static void tell_left_out(const struct padan_writer *writer, const char *what, struct padan_string name)
{
    struct padan_error warning;
    bool named = name.size > 0;
    padan_error_set(&warning, PADAN_OK, "the header: %s%s%.*s%s has no place in TMX 1.4 and is left out", what,
                    named ? " \"" : "", (int)(name.size < 80 ? name.size : 80), named ? name.data : "",
                    named ? "\"" : "");
    padan_report(&writer->options.reporter, &warning);
}

/* Whether the header can say it, or the root. */
static bool is_header_attribute(struct padan_string name)
{
    static const char *const names[] = {
        "version",  "creationtool", "creationtoolversion", "segtype",    "o-tmf",      "adminlang", "srclang",
        "datatype", "o-encoding",   "creationdate",        "creationid", "changedate", "changeid"
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (padan_string_is(name, names[i]))
            return true;
    return false;
}

/* What the header of the file said that the units came from: props, notes and encodings in their order. */
static void write_header_values(struct padan_writer *writer)
{
    const struct padan_writer_options *options = &writer->options;
    for (size_t i = 0; i < options->header_count; i++) {
        const struct padan_property *property = &options->header[i];
        bool is_value = property->kind == PADAN_PROPERTY_PROP || property->kind == PADAN_PROPERTY_NOTE;
        if (is_value && !write_value(writer, 2, property))
            tell_left_out(writer,
                          property->kind == PADAN_PROPERTY_PROP ? "an attribute of its prop" : "an attribute of a note",
                          property->name);
        else if (property->kind == PADAN_PROPERTY_ELEMENT && !write_header_element(writer, property))
            tell_left_out(writer, "its element", property->name);
        else if (property->kind == PADAN_PROPERTY_ATTRIBUTE && !is_header_attribute(property->name))
            tell_left_out(writer, "its attribute", property->name);
    }
}

static void write_header(struct padan_writer *writer)
{
    static const char *const kept[] = { "o-encoding", "creationdate", "creationid", "changedate", "changeid" };
    const struct padan_writer_options *options = &writer->options;
    struct padan_buffer *out = &writer->buffer;
    begin_line(writer, 1);
    padan_buffer_text(out, "<header creationtool=\"padan\"");
    padan_xml_attribute(out, "creationtoolversion", padan_string(padan_version()));
    write_said(writer, "segtype", "sentence");
    write_said(writer, "o-tmf", "padan");
    write_said(writer, "adminlang", "en");
    if (options->source)
        writer->dropped += padan_xml_attribute(out, "srclang", padan_string(options->source));
    else
        write_said(writer, "srclang", "*all*");
    write_said(writer, "datatype", "plaintext");
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        write_said(writer, kept[i], NULL);
    padan_buffer_text(out, ">\n");
    size_t start = out->size;
    struct padan_property note = { .kind = PADAN_PROPERTY_NOTE, .value = padan_string(options->note) };
    if (options->note)
        write_value(writer, 2, &note);
    write_header_values(writer);
    if (out->size == start && !out->failed) {
        out->size -= 2;
        padan_buffer_text(out, "/>\n");
        return;
    }
    begin_line(writer, 1);
    padan_buffer_text(out, "</header>\n");
}

int padan_tmx_begin(struct padan_writer *writer, struct padan_error *error)
{
    struct padan_buffer *out = &writer->buffer;
    if (writer->options.faithful)
        return padan_tmx_faithful_begin(writer, error);
    padan_buffer_format(out, "<?xml version=\"1.0\" encoding=\"%s\"?>\n<tmx version=\"1.4\">\n",
                        writer->options.wide ? "UTF-16" : "UTF-8");
    write_header(writer);
    begin_line(writer, 1);
    padan_buffer_text(out, "<body>\n");
    return PADAN_OK;
}

int padan_tmx_end(struct padan_writer *writer, struct padan_error *error)
{
    if (writer->options.faithful)
        return padan_tmx_faithful_end(writer, error);
    begin_line(writer, 1);
    padan_buffer_text(&writer->buffer, "</body>\n</tmx>\n");
    return PADAN_OK;
}
