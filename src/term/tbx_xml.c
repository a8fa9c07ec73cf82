/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry of TBX as a tree, and what its nodes are. */
#include "term/tbx.h"

#include <libxml/SAX2.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "exchange/xml.h"

/* libxml2 takes quadratic time over names that are all different. */
static const size_t names_limit = (size_t)1 << 20;

/* What is wrong with the text that is parsed; the first fault stands. */
static void take_fault(struct padan_tbx_entry *entry, int64_t line, int code, const char *message)
{
    if (entry->fault)
        return;
    const char *reason = padan_xml_reason(code, message);
    entry->line = line;
    entry->bomb = code == XML_ERR_ENTITY_LOOP;
    int size = (int)strcspn(message, "\n");
    /* libxml2 counts the lines of the entry alone. */
    const char *place = strstr(message, " line "), *rest = place ? strstr(place + 1, " and ") : NULL;
    if (reason)
        snprintf(entry->message, sizeof entry->message, "%s", reason);
    else if (code == XML_ERR_TAG_NAME_MISMATCH && rest && rest < message + size)
        snprintf(entry->message, sizeof entry->message, "broken XML: %.*s%.*s", (int)(place - message), message,
                 (int)(message + size - rest), rest);
    else if (code == XML_ERR_TAG_NOT_FINISHED && place)
        snprintf(entry->message, sizeof entry->message, "broken XML: %.*s", (int)(place - message), message);
    else
        snprintf(entry->message, sizeof entry->message, "broken XML: %.*s", size, message);
    entry->fault = entry->message;
}

static void take_error(void *data, padan_xml_error found)
{
    xmlParserCtxtPtr context = data;
    struct padan_tbx_entry *entry = context->_private;
    bool lacks = padan_xml_lacks_memory(found);
    entry->failed |= lacks;
    if (found->level != XML_ERR_FATAL || lacks)
        return;
    int64_t line = context->inputNr > 0 && context->inputTab[0] ? context->inputTab[0]->line : found->line;
    take_fault(entry, line, found->code, found->message ? found->message : "");
}

/* Of what a file declares only text counts: what lies outside is not looked at. */
static void declare(void *context, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                    xmlChar *content)
{
    if (type == XML_INTERNAL_GENERAL_ENTITY)
        xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
}

static void refer(void *context, const xmlChar *name)
{
    xmlParserCtxtPtr parser = context;
    char message[120];
    snprintf(message, sizeof message, "&%.80s; is not declared", name);
    take_fault(parser->_private, parser->input ? parser->input->line : 0, XML_ERR_UNDECLARED_ENTITY, message);
}

/* What stands around an entry; answers how many lines come before it. */
static int64_t put_front(struct padan_buffer *text, struct padan_string root, struct padan_string subset)
{
    int64_t lines = 0;
    const char *name = root.size > 1 ? root.data + 1 : "";
    int size = (int)strcspn(name, " \t\r\n/>");
    if (subset.size > 0) {
        padan_buffer_format(text, "<!DOCTYPE %.*s [", size, name);
        padan_buffer_append(text, subset.data, subset.size);
        padan_buffer_text(text, "]>");
    }
    padan_buffer_append(text, root.data, root.size);
    for (size_t i = 0; i < text->size; i++)
        lines += text->data[i] == '\n';
    return lines;
}

/* Where the text is read as a string it would end at a NUL, which XML cannot hold anyway. */
static bool holds_nul(struct padan_tbx_entry *entry, const struct padan_buffer *text)
{
    const char *nul = text->size > 0 ? memchr(text->data, '\0', text->size) : NULL;
    int64_t line = 1;
    for (const char *at = text->data; nul && at < nul; at++)
        line += *at == '\n';
    if (nul)
        take_fault(entry, line, XML_ERR_INVALID_CHAR, "");
    return nul != NULL;
}

static void parse(struct padan_tbx_entry *entry, const struct padan_buffer *text)
{
    struct padan_xml_watch watch;
    if (holds_nul(entry, text))
        return;
    padan_xml_watch_begin(&watch);
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    if (!context) {
        padan_xml_watch_end(&watch);
        entry->failed = true;
        return;
    }
    context->_private = entry;
    xmlDictSetLimit(context->dict, names_limit);
    context->sax->serror = take_error;
    context->sax->entityDecl = declare;
    context->sax->reference = refer;
    context->sax->externalSubset = NULL;
    /* Read where it stands, and so without a size: a copy that cannot grow makes libxml2 2.9 fall over. */
    entry->document = xmlCtxtReadDoc(context, BAD_CAST text->data, NULL, NULL,
                                     XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_IGNORE_ENC |
                                         XML_PARSE_BIG_LINES);
    /* Where libxml2 gives up in silence it had no memory. */
    entry->failed |= padan_xml_watch_end(&watch) || (!entry->fault && (!entry->document || !context->wellFormed));
    xmlFreeParserCtxt(context);
}

bool padan_tbx_parse(struct padan_tbx_entry *entry, struct padan_string root, struct padan_string subset,
                     struct padan_string text)
{
    struct padan_buffer whole = { 0 };
    *entry = (struct padan_tbx_entry){ 0 };
    int64_t before = put_front(&whole, root, subset);
    padan_buffer_append(&whole, text.data, text.size);
    padan_buffer_format(&whole, "</%.*s>", (int)strcspn(root.data + 1, " \t\r\n/>"), root.data + 1);
    entry->failed = whole.failed || whole.size >= INT_MAX;
    if (!entry->failed)
        parse(entry, &whole);
    padan_buffer_free(&whole);
    entry->line = entry->line > before ? entry->line - before : 0;
    xmlNodePtr top = entry->document ? xmlDocGetRootElement(entry->document) : NULL;
    entry->entry = top ? xmlFirstElementChild(top) : NULL;
    if (!entry->fault && !entry->failed && (!entry->entry || xmlNextElementSibling(entry->entry)))
        entry->fault = "is not one entry";
    if (!entry->fault && !entry->failed)
        return true;
    padan_tbx_entry_free(entry);
    return false;
}

bool padan_tbx_parse_document(struct padan_tbx_entry *entry, struct padan_string text)
{
    struct padan_buffer whole = { 0 };
    *entry = (struct padan_tbx_entry){ 0 };
    padan_buffer_append(&whole, text.data, text.size);
    entry->failed = whole.failed || whole.size >= INT_MAX;
    if (!entry->failed)
        parse(entry, &whole);
    padan_buffer_free(&whole);
    if (!entry->fault && !entry->failed)
        return true;
    padan_tbx_entry_free(entry);
    return false;
}

void padan_tbx_entry_free(struct padan_tbx_entry *entry)
{
    if (entry->document)
        xmlFreeDoc(entry->document);
    entry->document = NULL;
    entry->entry = NULL;
}

static bool same_namespace(const xmlNs *a, const xmlNs *b)
{
    return (a == NULL) == (b == NULL) && (!a || xmlStrEqual(a->href, b->href));
}

bool padan_tbx_is(const xmlNode *node, const xmlNode *entry, const char *name)
{
    return node->type == XML_ELEMENT_NODE && same_namespace(node->ns, entry->ns) &&
           (!name || xmlStrEqual(node->name, BAD_CAST name));
}

xmlNodePtr padan_tbx_child(const xmlNode *parent, const xmlNode *entry, const char *name)
{
    for (xmlNodePtr child = parent->children; child; child = child->next)
        if (padan_tbx_is(child, entry, name))
            return child;
    return NULL;
}

bool padan_tbx_is_language(const xmlNode *node, const xmlNode *entry)
{
    return padan_tbx_is(node, entry, "langSet") || padan_tbx_is(node, entry, "langSec");
}

bool padan_tbx_is_section(const xmlNode *node, const xmlNode *entry)
{
    return padan_tbx_is(node, entry, "tig") || padan_tbx_is(node, entry, "ntig") ||
           padan_tbx_is(node, entry, "termSec");
}

bool padan_tbx_is_group(const xmlNode *node, const xmlNode *entry)
{
    size_t size = node->type == XML_ELEMENT_NODE ? strlen((const char *)node->name) : 0;
    return size > 3 && padan_tbx_is(node, entry, NULL) && strcmp((const char *)node->name + size - 3, "Grp") == 0;
}

struct padan_string padan_tbx_type(const xmlNode *node, const xmlNode *entry)
{
    if (node->type != XML_ELEMENT_NODE)
        return (struct padan_string){ NULL, 0 };
    return padan_tbx_is(node, entry, NULL) ? padan_xml_attribute_value(node, "type", NULL)
                                           : padan_xml_string(node->name);
}
