/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx.h"

#include <stdlib.h>
#include <string.h>

/* The elements that may stand in a segment, with the attributes that TMX 1.4 gives them. */
static const struct code {
    const char *name;
    const char *attributes[4];
    const char *required; /* without it the element is not valid, or NULL */
} codes[] = {
    { "bpt", { "i", "x", "type" }, "i" },     { "ept", { "i" }, "i" },         { "it", { "pos", "x", "type" }, "pos" },
    { "ph", { "x", "assoc", "type" }, NULL }, { "hi", { "x", "type" }, NULL }, { "ut", { "x" }, NULL },
    { "sub", { "datatype", "type" }, NULL },
};

struct markup {
    struct padan_buffer *out;
    long next_number; /* for the codes made here; no other has it */
    int64_t dropped;
    bool changed;
};

static void write_nodes(struct markup *markup, const xmlNode *node, bool in_code);

static const struct code *code_of(const xmlNode *node)
{
    for (size_t i = 0; !node->ns && i < sizeof codes / sizeof *codes; i++)
        if (strcmp((const char *)node->name, codes[i].name) == 0)
            return &codes[i];
    return NULL;
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && !node->ns && strcmp((const char *)node->name, name) == 0;
}

static bool has_value(const xmlNode *node, const char *name)
{
    struct padan_string value = padan_xml_attribute_value(node, name, NULL);
    return value.data && (strcmp(name, "pos") != 0 || padan_string_is(value, "begin") || padan_string_is(value, "end"));
}

static void find_numbers(struct markup *markup, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        struct padan_string value = padan_xml_attribute_value(node, "i", NULL);
        long number = value.data ? strtol(value.data, NULL, 10) : 0;
        if (number >= markup->next_number && number < 1000000000)
            markup->next_number = number + 1;
        find_numbers(markup, node->children);
    }
}

static bool is_allowed(const struct code *code, const xmlAttr *attribute)
{
    for (size_t i = 0; !attribute->ns && i < 4 && code->attributes[i]; i++)
        if (strcmp((const char *)attribute->name, code->attributes[i]) == 0)
            return true;
    return false;
}

static struct padan_string content_of(const xmlAttr *attribute)
{
    return padan_xml_string(attribute->children ? attribute->children->content : NULL);
}

/* Ends a start tag and writes what the element holds and its end tag, or ends it as an empty one. */
static void write_content(struct markup *markup, const char *name, const xmlNode *node, bool in_code)
{
    struct padan_buffer *out = markup->out;
    padan_buffer_byte(out, '>');
    size_t start = out->size;
    write_nodes(markup, node->children, in_code);
    if (out->size > start) {
        padan_buffer_format(out, "</%s>", name);
    } else if (!out->failed) {
        out->size = start - 1;
        padan_buffer_text(out, "/>");
    }
}

static void write_code(struct markup *markup, const struct code *code, const xmlNode *node)
{
    padan_buffer_format(markup->out, "<%s", code->name);
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next) {
        if (is_allowed(code, attribute))
            padan_xml_attribute(markup->out, (const char *)attribute->name, content_of(attribute));
        else
            markup->changed = true;
    }
    write_content(markup, code->name, node, padan_tmx_code_of(code->name) == PADAN_TMX_HELD);
}

static void name_tag(struct padan_buffer *tag, const xmlNs *space, const xmlChar *name)
{
    if (space && space->prefix)
        padan_buffer_format(tag, "%s:", (const char *)space->prefix);
    padan_buffer_text(tag, (const char *)name);
}

/* Writes a tag of another format as text. */
static void write_tag(struct markup *markup, const xmlNode *node, const char *open, const char *close)
{
    struct padan_buffer tag = { 0 };
    padan_buffer_text(&tag, open);
    name_tag(&tag, node->ns, node->name);
    for (const xmlAttr *attribute = open[1] ? NULL : node->properties; attribute; attribute = attribute->next) {
        padan_buffer_byte(&tag, ' ');
        name_tag(&tag, attribute->ns, attribute->name);
        padan_buffer_text(&tag, "=\"");
        padan_xml_value(&tag, content_of(attribute));
        padan_buffer_byte(&tag, '"');
    }
    padan_buffer_text(&tag, close);
    padan_xml_text(markup->out, (struct padan_string){ tag.data, tag.size });
    markup->out->failed |= tag.failed;
    padan_buffer_free(&tag);
}

static void write_type(struct markup *markup, const xmlNode *node)
{
    padan_buffer_text(markup->out, " type=\"x-");
    padan_xml_value(markup->out, padan_xml_string(node->name));
    padan_buffer_text(markup->out, "\">");
}

/* An element of another format becomes codes that hold its tags; within a code it is text of that code. */
static void write_foreign(struct markup *markup, const xmlNode *node, bool in_code)
{
    markup->changed = true;
    if (in_code) {
        write_tag(markup, node, "<", node->children ? ">" : "/>");
        write_nodes(markup, node->children, true);
        if (node->children)
            write_tag(markup, node, "</", ">");
        return;
    }
    if (!node->children) {
        padan_buffer_text(markup->out, "<ph");
        write_type(markup, node);
        write_tag(markup, node, "<", "/>");
        padan_buffer_text(markup->out, "</ph>");
        return;
    }
    long number = markup->next_number++;
    padan_buffer_format(markup->out, "<bpt i=\"%ld\"", number);
    write_type(markup, node);
    write_tag(markup, node, "<", ">");
    padan_buffer_text(markup->out, "</bpt>");
    write_nodes(markup, node->children, false);
    padan_buffer_format(markup->out, "<ept i=\"%ld\">", number);
    write_tag(markup, node, "</", ">");
    padan_buffer_text(markup->out, "</ept>");
}

/* bpt, ept or it without what they need: the code stays, as one that stands alone. */
static void write_placeholder(struct markup *markup, const xmlNode *node)
{
    markup->changed = true;
    padan_buffer_text(markup->out, "<ph");
    write_content(markup, "ph", node, true);
}

static void write_element(struct markup *markup, const xmlNode *node, bool in_code)
{
    const struct code *code = code_of(node);
    bool is_sub = is_element(node, "sub");
    if (!code || is_sub != in_code)
        write_foreign(markup, node, in_code);
    else if (code->required && !has_value(node, code->required))
        write_placeholder(markup, node);
    else
        write_code(markup, code, node);
}

/* As deep as libxml2 lets elements nest, 256. */
static void write_nodes(struct markup *markup, const xmlNode *node, bool in_code)
{
    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE)
            write_element(markup, node, in_code);
        else if (node->type == XML_TEXT_NODE)
            markup->dropped += padan_xml_text(markup->out, padan_xml_string(node->content));
    }
}

void padan_tmx_segment(struct padan_buffer *out, const struct padan_variant *variant, int64_t *dropped, bool *changed)
{
    bool failed = false;
    xmlDocPtr document = variant->markup.size > 0 ? padan_xml_fragment("seg", variant->markup, &failed) : NULL;
    out->failed |= failed;
    if (!document) {
        *changed |= variant->markup.size > 0;
        *dropped += padan_xml_text(out, variant->text);
        return;
    }
    const xmlNode *root = xmlDocGetRootElement(document);
    struct markup markup = { .out = out, .next_number = 1 };
    find_numbers(&markup, root->children);
    write_nodes(&markup, root->children, false);
    *dropped += markup.dropped;
    *changed |= markup.changed;
    xmlFreeDoc(document);
}

/* Appends the text of nodes without what codes hold. */
static void append_plain(struct padan_buffer *out, const xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type == XML_TEXT_NODE)
            padan_buffer_text(out, (const char *)node->content);
        else if (node->type == XML_ELEMENT_NODE && padan_tmx_code_of((const char *)node->name) != PADAN_TMX_HELD)
            append_plain(out, node->children);
    }
}

static const char seg_open[] = "<seg>", seg_close[] = "</seg>";

int64_t padan_tmx_context_write(struct padan_buffer *out, struct padan_string text)
{
    padan_buffer_text(out, seg_open);
    int64_t dropped = padan_xml_text(out, text);
    padan_buffer_text(out, seg_close);
    return dropped;
}

/* The character that an entity at the start of `text` stands for, *size bytes long; 0 where it is none of those that
 * padan writes. */
static char entity_at(struct padan_string text, size_t *size)
{
    static const struct {
        char name[6];
        unsigned char size;
        char character;
    } entities[] = { { "&amp;", 5, '&' }, { "&lt;", 4, '<' }, { "&gt;", 4, '>' } };
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        *size = entities[i].size;
        if (text.size >= *size && memcmp(text.data, entities[i].name, *size) == 0)
            return entities[i].character;
    }
    return 0;
}

/* Whether a byte stands for itself in what padan writes. */
static bool is_plain(unsigned char byte)
{
    return byte >= ' ' ? byte != '&' && byte != '<' && byte != '>' : byte == '\t' || byte == '\n';
}

/*
 * Reads a context without codes that is spelt as padan_tmx_context_write spells it, which most are: a parser for each
 * would cost more than all else of a file. False, nothing appended, where it is another.
 */
static bool read_plain_context(struct padan_buffer *out, struct padan_string value)
{
    static const size_t around = sizeof seg_open + sizeof seg_close - 2, longest = (size_t)1 << 20;
    size_t before = out->size;
    if (value.size < around || value.size > longest || memcmp(value.data, seg_open, sizeof seg_open - 1) != 0 ||
        memcmp(value.data + value.size - (sizeof seg_close - 1), seg_close, sizeof seg_close - 1) != 0)
        return false;
    struct padan_string text = { value.data + sizeof seg_open - 1, value.size - around };
    while (text.size > 0) {
        size_t run = 0, entity = 0;
        while (run < text.size && is_plain((unsigned char)text.data[run]))
            run++;
        padan_buffer_append(out, text.data, run);
        text = (struct padan_string){ text.data + run, text.size - run };
        if (text.size == 0)
            break;
        char character = entity_at(text, &entity);
        if (!character) {
            out->size = before;
            return false;
        }
        padan_buffer_byte(out, character);
        text = (struct padan_string){ text.data + entity, text.size - entity };
    }
    return true;
}

void padan_tmx_context_read(struct padan_buffer *out, struct padan_string value, bool *exact)
{
    *exact = read_plain_context(out, value);
    if (*exact)
        return;
    bool is_seg = value.size >= 4 && memcmp(value.data, seg_open, 4) == 0;
    bool failed = false;
    xmlDocPtr document = is_seg ? padan_xml_fragment("context", value, &failed) : NULL;
    out->failed |= failed;
    if (!document) {
        padan_buffer_append(out, value.data, value.size);
        return;
    }
    append_plain(out, xmlDocGetRootElement(document)->children);
    xmlFreeDoc(document);
    struct padan_buffer again = { 0 };
    padan_tmx_context_write(&again, (struct padan_string){ out->data, out->size });
    out->failed |= again.failed;
    *exact = again.size == value.size && !again.failed && memcmp(again.data, value.data, again.size) == 0;
    padan_buffer_free(&again);
}
