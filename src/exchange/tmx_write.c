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

int padan_tmx_begin(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    struct padan_buffer *out = &writer->buffer;
    padan_buffer_text(out,
                      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                      "<tmx version=\"1.4\">\n"
                      "  <header creationtool=\"padan\"");
    padan_xml_attribute(out, "creationtoolversion", padan_string(padan_version()));
    padan_buffer_text(out, " segtype=\"sentence\" o-tmf=\"padan\" adminlang=\"en\"");
    const char *source = writer->options.source;
    writer->dropped += padan_xml_attribute(out, "srclang", padan_string(source ? source : "*all*"));
    padan_buffer_text(out, " datatype=\"plaintext\"");
    if (writer->options.note) {
        padan_buffer_text(out, ">\n    <note>");
        writer->dropped += padan_xml_text(out, padan_string(writer->options.note));
        padan_buffer_text(out, "</note>\n  </header>\n");
    } else {
        padan_buffer_text(out, "/>\n");
    }
    padan_buffer_text(out, "  <body>\n");
    return PADAN_OK;
}

int padan_tmx_end(struct padan_writer *writer, struct padan_error *error)
{
    (void)error;
    padan_buffer_text(&writer->buffer, "  </body>\n</tmx>\n");
    return PADAN_OK;
}

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

/* The language and encoding that a prop or note names, of whatever else stands there. */
static void write_value_attributes(struct padan_writer *writer, struct padan_string attributes)
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
        return;
    const xmlNode *node = xmlDocGetRootElement(document)->children;
    for (size_t i = 0; i < 3; i++) {
        xmlChar *value =
            i == 0 ? xmlGetNsProp(node, BAD_CAST "lang", XML_XML_NAMESPACE) : xmlGetNoNsProp(node, BAD_CAST names[i]);
        if (value && (i > 0 || is_language(padan_xml_string(value))))
            padan_xml_attribute(&writer->buffer, names[i], padan_xml_string(value));
        xmlFree(value);
    }
    xmlFreeDoc(document);
}

static void write_value(struct padan_writer *writer, const char *indent, const struct padan_property *property)
{
    struct padan_buffer *out = &writer->buffer;
    bool is_prop = property->kind == PADAN_PROPERTY_PROP;
    padan_buffer_format(out, "%s<%s", indent, is_prop ? "prop" : "note");
    if (is_prop)
        writer->dropped += padan_xml_attribute(out, "type", property->name);
    if (property->attributes.size > 0)
        write_value_attributes(writer, property->attributes);
    padan_buffer_byte(out, '>');
    writer->dropped += padan_xml_text(out, property->value);
    padan_buffer_text(out, is_prop ? "</prop>\n" : "</note>\n");
}

/* Answers whether all could be written: an element of another format cannot. */
static bool write_values(struct padan_writer *writer, const char *indent, const struct padan_property *properties,
                         size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        if (properties[i].kind == PADAN_PROPERTY_PROP || properties[i].kind == PADAN_PROPERTY_NOTE)
            write_value(writer, indent, &properties[i]);
        all &= properties[i].kind != PADAN_PROPERTY_ELEMENT;
    }
    return all;
}

static void write_own(struct padan_writer *writer, const char *indent, const char *name, struct padan_string value)
{
    struct padan_property property = { .kind = PADAN_PROPERTY_PROP, .name = padan_string(name), .value = value };
    write_value(writer, indent, &property);
}

/* What padan knows of a unit and TMX has no attribute for. A status that is read when nothing is said is left unsaid.
 */
static void write_fields(struct padan_writer *writer, const struct padan_unit *unit)
{
    static const char indent[] = "      ";
    char text[PADAN_CONFIDENCE_SIZE], position[24];
    if (unit->confidence >= 0)
        write_own(writer, indent, PADAN_TMX_CONFIDENCE, padan_string(padan_confidence_format(text, unit->confidence)));
    if (unit->confidence >= 0 || unit->status != PADAN_UNIT_CONFIRMED)
        write_own(writer, indent, PADAN_TMX_STATUS, padan_string(padan_unit_status_name(unit->status)));
    if (unit->document.size == 0)
        return;
    write_own(writer, indent, PADAN_TMX_DOCUMENT, unit->document);
    snprintf(position, sizeof position, "%" PRId64, unit->position);
    if (unit->position >= 0)
        write_own(writer, indent, PADAN_TMX_POSITION, padan_string(position));
}

static bool has_property(const struct padan_variant *variant, const char *name)
{
    for (size_t i = 0; i < variant->property_count; i++)
        if (variant->properties[i].kind == PADAN_PROPERTY_PROP && padan_string_is(variant->properties[i].name, name))
            return true;
    return false;
}

/* A context that was kept as a property too, since it says more than its text, is not written again. */
static void write_context(struct padan_writer *writer, const struct padan_variant *variant, const char *name, bool has,
                          struct padan_string context)
{
    if (!has || has_property(variant, name))
        return;
    padan_buffer_clear(&writer->scratch);
    writer->dropped += padan_tmx_context_write(&writer->scratch, context);
    write_own(writer, "        ", name, (struct padan_string){ writer->scratch.data, writer->scratch.size });
}

static int write_language(struct padan_writer *writer, struct padan_string tag, struct padan_error *error)
{
    char spelt[PADAN_LANGUAGE_SIZE], canonical[PADAN_LANGUAGE_SIZE];
    if (!is_language(tag)) {
        snprintf(spelt, sizeof spelt, "%.*s", (int)(tag.size < sizeof spelt ? tag.size : sizeof spelt), tag.data);
        int status = padan_language_canonical(canonical, spelt, error);
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
    padan_buffer_text(out, "      <tuv");
    int status = write_language(writer, variant->language, error);
    if (status != PADAN_OK)
        return status;
    *changed |= !write_attributes(writer, variant->properties, variant->property_count, tuv_attribute_count);
    padan_buffer_text(out, ">\n");
    *changed |= !write_values(writer, "        ", variant->properties, variant->property_count);
    write_context(writer, variant, PADAN_TMX_BEFORE, variant->has_before, variant->before);
    write_context(writer, variant, PADAN_TMX_AFTER, variant->has_after, variant->after);
    padan_buffer_text(out, "        <seg>");
    padan_tmx_segment(out, variant, &writer->dropped, changed);
    padan_buffer_text(out, "</seg>\n      </tuv>\n");
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
    padan_buffer_text(out, "    <tu");
    if (unit->id.size > 0)
        writer->dropped += padan_xml_attribute(out, "tuid", unit->id);
    bool changed = !write_attributes(writer, unit->properties, unit->property_count, tu_attribute_count);
    padan_buffer_text(out, ">\n");
    changed |= !write_values(writer, "      ", unit->properties, unit->property_count);
    write_fields(writer, unit);
    for (size_t i = 0; i < unit->variant_count; i++) {
        int status = write_variant(writer, &unit->variants[i], &changed, error);
        if (status != PADAN_OK)
            return status;
    }
    padan_buffer_text(out, "    </tu>\n");
    if (changed)
        tell_changed(writer);
    return PADAN_OK;
}
