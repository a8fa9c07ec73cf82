/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff2_codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "exchange/tmx.h"

struct content {
    struct padan_xliff2 *xliff;
    struct padan_buffer *out;
};

/* What XML cannot hold stands as <cp hex="..."/>. */
static void write_text(struct content *content, struct padan_string text)
{
    size_t start = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r' || c == '\0')
            continue;
        content->xliff->dropped += padan_xml_text(content->out, (struct padan_string){ text.data + start, i - start });
        padan_buffer_format(content->out, "<cp hex=\"%04X\"/>", c);
        start = i + 1;
    }
    content->xliff->dropped +=
        padan_xml_text(content->out, (struct padan_string){ text.data + start, text.size - start });
}

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static void append_texts(struct padan_buffer *out, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (is_text(node))
            padan_buffer_text(out, (const char *)node->content);
        else if (node->type == XML_ELEMENT_NODE)
            append_texts(out, node->children);
    }
}

/* Keeps native code as <data> and writes the reference to it. */
static void write_native(struct content *content, struct padan_string native)
{
    struct padan_xliff2 *xliff = content->xliff;
    if (native.size == 0)
        return;
    padan_buffer_format(&xliff->data, "<data id=\"d%" PRId64 "\" xml:space=\"preserve\">", ++xliff->data_count);
    xliff->dropped += padan_xml_text(&xliff->data, native);
    padan_buffer_text(&xliff->data, "</data>");
    padan_buffer_format(content->out, " dataRef=\"d%" PRId64 "\"", xliff->data_count);
}

static void write_held(struct content *content, const xmlNode *node)
{
    struct padan_buffer native = { 0 };
    append_texts(&native, node->children);
    write_native(content, (struct padan_string){ native.data, native.size });
    content->out->failed |= native.failed;
    padan_buffer_free(&native);
}

static void write_type(struct content *content, const xmlNode *node)
{
    static const char *const known[] = { "fmt", "ui", "quote", "link", "image", "other", NULL };
    xmlChar *type = xmlGetNoNsProp(node, BAD_CAST "type");
    if (!type)
        return;
    for (const char *const *name = known; *name; name++) {
        if (strcmp(*name, (const char *)type) != 0)
            continue;
        padan_buffer_format(content->out, " type=\"%s\"", *name);
        xmlFree(type);
        return;
    }
    if (*type) {
        padan_buffer_text(content->out, " type=\"other\" subType=\"padan:");
        padan_xml_value(content->out, padan_xml_string(type));
        padan_buffer_byte(content->out, '"');
    }
    xmlFree(type);
}

/* The number that a code has; -1 where it has none that can be kept. */
static int64_t number_of(const xmlNode *node, const char *attribute)
{
    int64_t number = -1;
    xmlChar *value = xmlGetNoNsProp(node, BAD_CAST attribute);
    bool right =
        value && *value != '0' && xmlStrlen(value) < 9 && padan_position_parse(padan_xml_string(value), &number);
    xmlFree(value);
    return right ? number : -1;
}

/* Numbers of placeholders, of pairs and of isolated codes are kept apart by a letter. */
static void write_id(struct content *content, const char *attribute, const char *letter, int64_t number)
{
    if (number >= 0)
        padan_buffer_format(content->out, " %s=\"%s%" PRId64 "\"", attribute, letter, number);
    else
        padan_buffer_format(content->out, " %s=\"n%" PRId64 "\"", attribute, ++content->xliff->codes);
}

static void write_nodes(struct content *content, const xmlNode *node);

static void write_isolated(struct content *content, const xmlNode *node)
{
    xmlChar *place = xmlGetNoNsProp(node, BAD_CAST "pos");
    bool ends = xmlStrEqual(place, BAD_CAST "end");
    xmlFree(place);
    padan_buffer_text(content->out, ends ? "<ec isolated=\"yes\"" : "<sc isolated=\"yes\"");
    write_id(content, "id", "i", number_of(node, "x"));
    write_type(content, node);
    write_held(content, node);
    padan_buffer_text(content->out, "/>");
}

static void write_held_code(struct content *content, const xmlNode *node)
{
    const char *name = (const char *)node->name;
    if (strcmp(name, "it") == 0) {
        write_isolated(content, node);
    } else if (strcmp(name, "bpt") == 0) {
        padan_buffer_text(content->out, "<sc");
        write_id(content, "id", "", number_of(node, "i"));
        write_type(content, node);
        write_held(content, node);
        padan_buffer_text(content->out, "/>");
    } else if (strcmp(name, "ept") == 0) {
        padan_buffer_text(content->out, "<ec");
        write_id(content, "startRef", "", number_of(node, "i"));
        write_held(content, node);
        padan_buffer_text(content->out, "/>");
    } else {
        padan_buffer_text(content->out, "<ph");
        write_id(content, "id", "p", number_of(node, "x"));
        write_type(content, node);
        write_held(content, node);
        padan_buffer_text(content->out, "/>");
    }
}

static void write_marked(struct content *content, const xmlNode *node)
{
    padan_buffer_format(content->out, "<mrk id=\"m%" PRId64 "\" type=\"padan:hi\"", ++content->xliff->codes);
    xmlChar *type = xmlGetNoNsProp(node, BAD_CAST "type");
    if (type && *type)
        padan_xml_attribute(content->out, "value", padan_xml_string(type));
    xmlFree(type);
    padan_buffer_byte(content->out, '>');
    write_nodes(content, node->children);
    padan_buffer_text(content->out, "</mrk>");
}

/* An element of another format: its tags are placeholders. */
static void write_foreign(struct content *content, const xmlNode *node)
{
    char tag[128];
    snprintf(tag, sizeof tag, "<%.100s%s>", (const char *)node->name, node->children ? "" : "/");
    padan_buffer_text(content->out, "<ph");
    write_id(content, "id", "p", -1);
    write_native(content, padan_string(tag));
    padan_buffer_text(content->out, "/>");
    if (!node->children)
        return;
    write_nodes(content, node->children);
    snprintf(tag, sizeof tag, "</%.100s>", (const char *)node->name);
    padan_buffer_text(content->out, "<ph");
    write_id(content, "id", "p", -1);
    write_native(content, padan_string(tag));
    padan_buffer_text(content->out, "/>");
}

static void write_nodes(struct content *content, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (is_text(node)) {
            write_text(content, padan_xml_string(node->content));
            continue;
        }
        if (node->type != XML_ELEMENT_NODE)
            continue;
        enum padan_tmx_code code = node->ns ? PADAN_TMX_FOREIGN : padan_tmx_code_of((const char *)node->name);
        if (code == PADAN_TMX_HELD)
            write_held_code(content, node);
        else if (code == PADAN_TMX_MARKED)
            write_marked(content, node);
        else
            write_foreign(content, node);
    }
}

void padan_xliff2_content(struct padan_xliff2 *xliff, const struct padan_variant *variant, struct padan_buffer *out)
{
    struct content content = { xliff, out };
    bool failed = false;
    xmlDocPtr document = variant->markup.size > 0 ? padan_xml_fragment("seg", variant->markup, &failed) : NULL;
    out->failed |= failed;
    if (document)
        write_nodes(&content, xmlDocGetRootElement(document)->children);
    else
        write_text(&content, variant->text);
    xmlFreeDoc(document);
}
