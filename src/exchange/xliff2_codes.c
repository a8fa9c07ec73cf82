/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff2_codes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/table.h"
#include "base/vector.h"
#include "exchange/tmx.h"

/* A <bpt> or <ept> that belongs to another: `_private` of its node is one more than the number of its id in `ids`. */
struct content {
    struct padan_xliff2 *xliff;
    struct padan_buffer *out;
    struct padan_table ids;     /* given in this text */
    struct padan_table numbers; /* of pairs */
    xmlNode **open;             /* by number: the latest <bpt> that has no end yet, `_private` being the one before */
    size_t open_capacity;
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
    struct padan_string type = padan_xml_attribute_value(node, "type", NULL);
    for (const char *const *name = known; *name; name++) {
        if (!padan_string_is(type, *name))
            continue;
        padan_buffer_format(content->out, " type=\"%s\"", *name);
        return;
    }
    if (type.size > 0) {
        padan_buffer_text(content->out, " type=\"other\" subType=\"padan:");
        padan_xml_value(content->out, type);
        padan_buffer_byte(content->out, '"');
    }
}

/* The number that a code has; -1 where it has none that can be kept. */
static int64_t number_of(const xmlNode *node, const char *attribute)
{
    int64_t number = -1;
    struct padan_string value = padan_xml_attribute_value(node, attribute, NULL);
    bool spelt = value.size > 0 && value.size < 9 && (value.data[0] != '0' || value.size == 1);
    bool right = spelt && padan_position_parse(value, &number);
    return right ? number : -1;
}

/*
 * Takes an id that the text does not have yet; its number in content->ids, PADAN_TABLE_NONE where there is no memory.
 * Numbers of placeholders, of pairs and of isolated codes are kept apart by a letter.
 */
static size_t take_id(struct content *content, const char *letter, int64_t number)
{
    char id[32];
    size_t before = content->ids.count;
    snprintf(id, sizeof id, "%s%" PRId64, letter, number);
    size_t taken = number >= 0 ? padan_table_add(&content->ids, id, strlen(id)) : PADAN_TABLE_NONE;
    if (number < 0 || (taken != PADAN_TABLE_NONE && taken < before)) {
        snprintf(id, sizeof id, "n%" PRId64, ++content->xliff->codes);
        taken = padan_table_add(&content->ids, id, strlen(id));
    }
    content->out->failed |= taken == PADAN_TABLE_NONE;
    return taken;
}

static void write_taken(struct content *content, const char *attribute, size_t taken)
{
    if (taken != PADAN_TABLE_NONE)
        padan_buffer_format(content->out, " %s=\"%s\"", attribute, content->ids.keys[taken].data);
}

static void write_id(struct content *content, const char *letter, int64_t number)
{
    write_taken(content, "id", take_id(content, letter, number));
}

/* The place for the open pair of a number; NULL where it has none that can be kept, or there is no memory. */
static xmlNode **open_of(struct content *content, int64_t number)
{
    size_t before = content->numbers.count, at = PADAN_TABLE_NONE;
    if (number < 0)
        return NULL;
    /* Room first: each number has a place. */
    if (padan_vector_reserve(&content->open, &content->open_capacity, before + 1, sizeof *content->open))
        at = padan_table_add(&content->numbers, &number, sizeof number);
    if (at == PADAN_TABLE_NONE) {
        content->out->failed = true;
        return NULL;
    }
    if (at == before)
        content->open[at] = NULL;
    return &content->open[at];
}

static void end_pair(struct content *content, xmlNode *end, xmlNode **open, int64_t number)
{
    xmlNode *start = *open;
    *open = start->_private;
    size_t taken = take_id(content, "", number);
    if (taken != PADAN_TABLE_NONE)
        start->_private = end->_private = (void *)(uintptr_t)(taken + 1);
}

/* TMX does not keep a beginning without an end from standing there, nor a number twice; XLIFF does. */
static void find_pairs(struct content *content, xmlNode *node)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        bool starts = xmlStrEqual(node->name, BAD_CAST "bpt"), ends = xmlStrEqual(node->name, BAD_CAST "ept");
        int64_t number = starts || ends ? number_of(node, "i") : -1;
        xmlNode **open = starts || ends ? open_of(content, number) : NULL;
        if (open && starts) {
            node->_private = *open;
            *open = node;
        } else if (open && *open) {
            end_pair(content, node, open, number);
        }
        if (!starts && !ends)
            find_pairs(content, node->children);
    }
}

/* What is still open belongs to nothing. */
static void forget_open(struct content *content)
{
    for (size_t i = 0; i < content->numbers.count; i++)
        for (xmlNode *node = content->open[i], *before; node; node = before) {
            before = node->_private;
            node->_private = NULL;
        }
}

static void write_nodes(struct content *content, const xmlNode *node);

static void write_isolated(struct content *content, const xmlNode *node, bool ends, int64_t number)
{
    padan_buffer_text(content->out, ends ? "<ec isolated=\"yes\"" : "<sc isolated=\"yes\"");
    write_id(content, "i", number);
    write_type(content, node);
    write_held(content, node);
    padan_buffer_text(content->out, "/>");
}

static void write_paired(struct content *content, const xmlNode *node, bool ends)
{
    padan_buffer_text(content->out, ends ? "<ec" : "<sc");
    write_taken(content, ends ? "startRef" : "id", (size_t)(uintptr_t)node->_private - 1);
    if (!ends)
        write_type(content, node);
    write_held(content, node);
    padan_buffer_text(content->out, "/>");
}

static bool is_end(const xmlNode *node)
{
    return padan_string_is(padan_xml_attribute_value(node, "pos", NULL), "end");
}

static void write_held_code(struct content *content, const xmlNode *node)
{
    bool starts = xmlStrEqual(node->name, BAD_CAST "bpt"), ends = xmlStrEqual(node->name, BAD_CAST "ept");
    if ((starts || ends) && node->_private) {
        write_paired(content, node, ends);
    } else if (starts || ends) {
        write_isolated(content, node, ends, -1);
    } else if (xmlStrEqual(node->name, BAD_CAST "it")) {
        write_isolated(content, node, is_end(node), number_of(node, "x"));
    } else {
        padan_buffer_text(content->out, "<ph");
        write_id(content, "p", number_of(node, "x"));
        write_type(content, node);
        write_held(content, node);
        padan_buffer_text(content->out, "/>");
    }
}

static void write_marked(struct content *content, const xmlNode *node)
{
    padan_buffer_format(content->out, "<mrk id=\"m%" PRId64 "\" type=\"padan:hi\"", ++content->xliff->codes);
    struct padan_string type = padan_xml_attribute_value(node, "type", NULL);
    if (type.size > 0)
        padan_xml_attribute(content->out, "value", type);
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
    write_id(content, "p", -1);
    write_native(content, padan_string(tag));
    padan_buffer_text(content->out, "/>");
    if (!node->children)
        return;
    write_nodes(content, node->children);
    snprintf(tag, sizeof tag, "</%.100s>", (const char *)node->name);
    padan_buffer_text(content->out, "<ph");
    write_id(content, "p", -1);
    write_native(content, padan_string(tag));
    padan_buffer_text(content->out, "/>");
}

static bool has_elements(const xmlNode *node)
{
    const xmlNode *child = node->children;
    while (child && child->type != XML_ELEMENT_NODE)
        child = child->next;
    return child != NULL;
}

/* A beginning or end of a pair whose other half was not found becomes an isolated code. */
static bool is_half(const xmlNode *node)
{
    return !node->_private && (xmlStrEqual(node->name, BAD_CAST "bpt") || xmlStrEqual(node->name, BAD_CAST "ept"));
}

/* Whether XLIFF has another code only: what stands in a <sub> becomes part of the code around it. */
static bool is_changed(const xmlNode *node, enum padan_tmx_code code)
{
    if (code == PADAN_TMX_HELD)
        return has_elements(node) || is_half(node) || xmlStrEqual(node->name, BAD_CAST "ut");
    return code == PADAN_TMX_FOREIGN || padan_xml_attribute_value(node, "x", NULL).size > 0;
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
        content->xliff->changed += is_changed(node, code);
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
    struct content content = { .xliff = xliff, .out = out };
    bool failed = false;
    xmlDocPtr document = variant->markup.size > 0 ? padan_xml_fragment("seg", variant->markup, &failed) : NULL;
    out->failed |= failed;
    if (document) {
        xmlNode *first = xmlDocGetRootElement(document)->children;
        find_pairs(&content, first);
        forget_open(&content);
        write_nodes(&content, first);
    } else {
        xliff->plain += variant->markup.size > 0;
        write_text(&content, variant->text);
    }
    xmlFreeDoc(document);
    padan_table_free(&content.ids);
    padan_table_free(&content.numbers);
    free(content.open);
}
