/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xml.h"

#include <errno.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <limits.h>
#include <string.h>

#include "text/utf8.h"

struct padan_string padan_xml_string(const xmlChar *text)
{
    return padan_string((const char *)text);
}

/* What stands for an ASCII character; "" where XML cannot hold it, NULL where it stands for itself. */
static const char *replacement(unsigned char c, bool in_value)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '\r':
        return "&#13;"; /* a bare one would come back as a line feed */
    case '"':
        return in_value ? "&quot;" : NULL;
    case '\t':
        return in_value ? "&#9;" : NULL;
    case '\n':
        return in_value ? "&#10;" : NULL;
    default:
        return c < 0x20 ? "" : NULL;
    }
}

/* What stands for the character at *at, which moves past it; the same answers as replacement(). */
static const char *replacement_at(struct padan_string text, size_t *at, bool in_value)
{
    unsigned char c = (unsigned char)text.data[*at];
    if (c >= 0x80) {
        UChar32 wide = padan_utf8_next(text, at);
        return wide < 0 || wide == 0xFFFE || wide == 0xFFFF ? "" : NULL;
    }
    ++*at;
    /* Most characters need no closer look. */
    bool plain = c >= 0x20 && c != '&' && c != '<' && c != '>' && c != '"';
    return plain ? NULL : replacement(c, in_value);
}

static int64_t escape(struct padan_buffer *out, struct padan_string text, bool in_value)
{
    if (text.size == 0)
        return 0;
    int64_t dropped = 0;
    size_t plain = 0, at = 0;
    while (at < text.size) {
        size_t next = at;
        const char *instead = replacement_at(text, &next, in_value);
        if (instead) {
            padan_buffer_append(out, text.data + plain, at - plain);
            padan_buffer_text(out, instead);
            dropped += !*instead;
            plain = next;
        }
        at = next;
    }
    padan_buffer_append(out, text.data + plain, at - plain);
    return dropped;
}

int64_t padan_xml_text(struct padan_buffer *out, struct padan_string text)
{
    return escape(out, text, false);
}

int64_t padan_xml_value(struct padan_buffer *out, struct padan_string text)
{
    return escape(out, text, true);
}

int64_t padan_xml_attribute(struct padan_buffer *out, const char *name, struct padan_string value)
{
    padan_buffer_byte(out, ' ');
    padan_buffer_text(out, name);
    padan_buffer_text(out, "=\"");
    int64_t dropped = padan_xml_value(out, value);
    padan_buffer_byte(out, '"');
    return dropped;
}

bool padan_xml_lacks_memory(padan_xml_error found)
{
    return found->code == XML_ERR_NO_MEMORY || (found->code == XML_NS_ERR_XML_NAMESPACE && errno == ENOMEM);
}

static void note_lack(void *context, padan_xml_error found)
{
    struct padan_xml_watch *watch = context;
    watch->lacks |= padan_xml_lacks_memory(found);
}

void padan_xml_watch_begin(struct padan_xml_watch *watch)
{
    errno = 0;
    *watch = (struct padan_xml_watch){ xmlStructuredErrorContext, xmlStructuredError, false };
    xmlSetStructuredErrorFunc(watch, note_lack);
}

bool padan_xml_watch_end(struct padan_xml_watch *watch)
{
    xmlSetStructuredErrorFunc(watch->outer_context, watch->outer);
    return watch->lacks;
}

bool padan_xml_has_passed(const xmlParserCtxt *context)
{
    const xmlParserInput *input = context->input;
    return !input || !input->cur || input->cur >= input->end;
}

/*
 * Parses a whole text; *failed where there is no memory. libxml2 goes on without what it had no memory for, be it a
 * value or an element; what builds the tree tells the thread alone, and whatever is wrong then is told behind it.
 */
static xmlDocPtr parse_text(const struct padan_buffer *text, bool *failed)
{
    struct padan_xml_watch watch;
    xmlDocPtr document = NULL;
    padan_xml_watch_begin(&watch);
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    /* Read where it stands: a copy that cannot grow makes libxml2 2.9 fall over. */
    if (context && memchr(text->data, '\0', text->size))
        context->wellFormed = 0; /* it would end there */
    else if (context)
        document = xmlCtxtReadDoc(context, BAD_CAST text->data, NULL, NULL,
                                  XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                      XML_PARSE_NOCDATA);
    /* Without a document something must be broken; where libxml2 does not say so, memory was lacking. */
    *failed = !context || (!document && context->wellFormed);
    xmlFreeParserCtxt(context);
    *failed |= padan_xml_watch_end(&watch);
    if (*failed && document)
        xmlFreeDoc(document);
    return *failed ? NULL : document;
}

bool padan_xml_dump(struct padan_buffer *out, xmlDocPtr document, xmlNodePtr node, int level, bool indented)
{
    struct padan_xml_watch watch;
    padan_xml_watch_begin(&watch);
    xmlOutputBufferPtr text = xmlAllocOutputBuffer(NULL);
    bool whole = text;
    if (text) {
        xmlNodeDumpOutput(text, document, node, level, indented, NULL);
        whole = text->error == 0;
        padan_buffer_append(out, xmlOutputBufferGetContent(text), xmlOutputBufferGetSize(text));
        xmlOutputBufferClose(text);
    }
    return !padan_xml_watch_end(&watch) && whole && !out->failed;
}

struct padan_string padan_xml_attribute_value(const xmlNode *node, const char *name, const xmlChar *space)
{
    for (const xmlAttr *attribute = node->properties; attribute; attribute = attribute->next)
        if (xmlStrEqual(attribute->name, BAD_CAST name) &&
            xmlStrEqual(attribute->ns ? attribute->ns->href : NULL, space))
            return padan_xml_string(attribute->children ? attribute->children->content : BAD_CAST "");
    return (struct padan_string){ NULL, 0 };
}

xmlDocPtr padan_xml_fragment(const char *name, struct padan_string markup, bool *failed)
{
    struct padan_buffer whole = { 0 };
    padan_buffer_format(&whole, "<%s>", name);
    padan_buffer_append(&whole, markup.data, markup.size);
    padan_buffer_format(&whole, "</%s>", name);
    xmlDocPtr document = NULL;
    *failed = whole.failed;
    /* A document type here would be no fragment, and could declare entities. */
    if (!whole.failed && whole.size < INT_MAX && !memmem(whole.data, whole.size, "<!DOCTYPE", 9))
        document = parse_text(&whole, failed);
    padan_buffer_free(&whole);
    return document;
}

xmlEntityPtr padan_xml_parameter(void *context, const xmlChar *name, bool *made)
{
    xmlDocPtr document = ((xmlParserCtxtPtr)context)->myDoc;
    xmlEntityPtr entity = xmlSAX2GetParameterEntity(context, name);
    *made = !entity;
    if (!entity && document && document->intSubset)
        entity = xmlAddDocEntity(document, name, XML_INTERNAL_PARAMETER_ENTITY, NULL, NULL, BAD_CAST "");
    return entity;
}

const char *padan_xml_reason(int code, const char *message)
{
    switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
    case XML_ERR_DOCUMENT_START:
        return "is not XML: a '<' is expected here";
    case XML_ERR_NAME_REQUIRED:
        return "a '&' or '<' stands here where none may; in text they are written &amp; and &lt;";
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
        return "a '&' stands here where none may; in text it is written &amp;";
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_HEX_CHARREF:
    case XML_ERR_INVALID_DEC_CHARREF:
    case XML_ERR_INVALID_CHARREF:
        return "a character stands here that XML cannot hold (a control character, half of a surrogate pair)";
    case XML_ERR_ATTRIBUTE_NOT_STARTED:
        return "the value of an attribute does not stand in quotation marks here";
    case XML_ERR_ATTRIBUTE_REDEFINED:
        return "an attribute stands twice in one tag here";
    case XML_ERR_LT_IN_ATTRIBUTE:
        return "a '<' stands in the value of an attribute, where it is written &lt;";
    case XML_ERR_TAG_NAME_MISMATCH:
        return "an end tag stands here that is not that of the element which began last";
    case XML_ERR_ENTITY_LOOP:
        return "entities here grow without bound";
    case XML_ERR_RESERVED_XML_NAME:
        return "something stands before the XML declaration, which must come first";
    case XML_ERR_INTERNAL_ERROR:
        return strstr(message, "depth") ? "elements are nested more than 256 deep here" : NULL;
    default:
        return NULL;
    }
}
