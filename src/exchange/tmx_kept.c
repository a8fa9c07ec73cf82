/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_reader.h"

#include <string.h>

static bool declares(const struct padan_tmx_element *element, const xmlChar *prefix)
{
    for (int i = 0; i < element->namespace_count; i++)
        if (xmlStrEqual(element->namespaces[2 * i], prefix))
            return true;
    return false;
}

static void write_namespace(struct padan_buffer *out, const xmlChar *prefix, const xmlChar *uri)
{
    padan_buffer_text(out, prefix ? " xmlns:" : " xmlns");
    if (prefix)
        padan_buffer_text(out, (const char *)prefix);
    padan_buffer_text(out, "=\"");
    padan_xml_value(out, padan_xml_string(uri));
    padan_buffer_byte(out, '"');
}

void padan_tmx_keep_namespaces(struct padan_buffer *out, const struct padan_tmx_element *element)
{
    for (int i = 0; i < element->namespace_count; i++)
        write_namespace(out, element->namespaces[2 * i], element->namespaces[2 * i + 1]);
}

/* Declares the namespaces that an element uses, so that what is kept of it can stand anywhere. */
static void write_namespaces(struct padan_buffer *out, const struct padan_tmx_reader *tmx,
                             const struct padan_tmx_element *element)
{
    padan_tmx_keep_namespaces(out, element);
    if (element->uri && !padan_tmx_owns(tmx, element->uri) && !declares(element, element->prefix))
        write_namespace(out, element->prefix, element->uri);
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        const xmlChar *prefix = attribute[1];
        bool known = !prefix || !attribute[2] || xmlStrEqual(prefix, BAD_CAST "xml") || declares(element, prefix) ||
                     xmlStrEqual(prefix, element->prefix);
        for (int j = 0; j < i && !known; j++)
            known = xmlStrEqual(prefix, element->attributes[5 * j + 1]);
        if (!known)
            write_namespace(out, prefix, attribute[2]);
    }
}

void padan_tmx_keep_attributes(struct padan_buffer *out, const struct padan_tmx_element *element, const char *except)
{
    for (int i = 0; i < element->attribute_count; i++) {
        const xmlChar **attribute = element->attributes + 5 * i;
        if (!attribute[1] && except && strcmp((const char *)attribute[0], except) == 0)
            continue;
        padan_buffer_byte(out, ' ');
        if (attribute[1]) {
            padan_buffer_text(out, (const char *)attribute[1]);
            padan_buffer_byte(out, ':');
        }
        padan_buffer_text(out, (const char *)attribute[0]);
        padan_buffer_text(out, "=\"");
        padan_xml_value(out, padan_tmx_value(attribute));
        padan_buffer_byte(out, '"');
    }
}

static void write_name(struct padan_buffer *out, const struct padan_tmx_reader *tmx, const char *name,
                       const xmlChar *prefix, const xmlChar *uri)
{
    if (prefix && !(uri && padan_tmx_owns(tmx, uri))) {
        padan_buffer_text(out, (const char *)prefix);
        padan_buffer_byte(out, ':');
    }
    padan_buffer_text(out, name);
}

void padan_tmx_keep_text(struct padan_tmx_reader *tmx, struct padan_buffer *out)
{
    if (tmx->tag_open)
        padan_buffer_byte(out, '>');
    tmx->tag_open = false;
}

void padan_tmx_keep_start(struct padan_tmx_reader *tmx, struct padan_buffer *out,
                          const struct padan_tmx_element *element)
{
    padan_tmx_keep_text(tmx, out);
    padan_buffer_byte(out, '<');
    write_name(out, tmx, element->name, element->prefix, element->uri);
    write_namespaces(out, tmx, element);
    padan_tmx_keep_attributes(out, element, NULL);
    tmx->tag_open = true;
}

void padan_tmx_keep_end(struct padan_tmx_reader *tmx, struct padan_buffer *out, const char *name, const xmlChar *prefix,
                        const xmlChar *uri)
{
    if (tmx->tag_open) {
        padan_buffer_text(out, "/>");
        tmx->tag_open = false;
        return;
    }
    padan_buffer_text(out, "</");
    write_name(out, tmx, name, prefix, uri);
    padan_buffer_byte(out, '>');
}
