/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_XML_H
#define EXCHANGE_XML_H

#include <libxml/parser.h>

#include <padan/text.h>

#include "base/buffer.h"

/* From 2.12 on, libxml2 gives its errors as const. */
#if LIBXML_VERSION >= 21200
typedef const xmlError *padan_xml_error;
#else
typedef xmlErrorPtr padan_xml_error;
#endif

/*
 * Appends a node as it is written, `level` deep where it is indented; false: no memory. xmlNodeDump itself would leave
 * its caller a buffer that is freed already.
 */
bool padan_xml_dump(struct padan_buffer *out, xmlDocPtr document, xmlNodePtr node, int level, bool indented);

/*
 * What libxml2 tells the thread and no parser, such as want of memory for what an entity stands for. Watches may be
 * nested; each ends on the thread that it began on.
 */
struct padan_xml_watch {
    void *outer_context;
    xmlStructuredErrorFunc outer;
    bool lacks;
};
void padan_xml_watch_begin(struct padan_xml_watch *watch);

/* Whether memory was lacking meanwhile. */
bool padan_xml_watch_end(struct padan_xml_watch *watch);

/* Whether an error of libxml2's is a lack of memory: it takes a namespace for empty that it had none for. */
bool padan_xml_lacks_memory(padan_xml_error found);

/* Whether the parser has passed all that it was given. */
bool padan_xml_has_passed(const xmlParserCtxt *context);

/* White space as XML has it. */
static inline bool padan_xml_is_blank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

/* A view of libxml2's text. */
struct padan_string padan_xml_string(const xmlChar *text);

/*
 * Append text escaped for XML, as content or within a value in double quotes. Characters that XML 1.0 cannot hold
 * (controls, U+FFFE, U+FFFF) and bytes that are not UTF-8 are left out; both answer how many.
 */
int64_t padan_xml_text(struct padan_buffer *out, struct padan_string text);
int64_t padan_xml_value(struct padan_buffer *out, struct padan_string text);

/* Appends ` name="value"`, escaped. */
int64_t padan_xml_attribute(struct padan_buffer *out, const char *name, struct padan_string value);

/* The value of an attribute in a namespace (NULL: in none) as a view; its data is NULL where there is no such. */
struct padan_string padan_xml_attribute_value(const xmlNode *node, const char *name, const xmlChar *space);

/*
 * Parses `markup` as the content of an element `name`; NULL where it is not well formed, or *failed where there is
 * no memory. Freed by xmlFreeDoc. Nothing but the text itself is read.
 */
xmlDocPtr padan_xml_fragment(const char *name, struct padan_string markup, bool *failed);

/*
 * A parameter entity that the document declares within itself. Any other is made empty and *made set, since what it
 * stands for is not read and reading goes on without; NULL where there is no memory.
 */
#define PADAN_XML_PARAMETER "%%%.80s; is not declared in this file, and what it stands for is left out"
xmlEntityPtr padan_xml_parameter(void *context, const xmlChar *name, bool *made);

/* What a translator can make of libxml2's reasons; NULL where its own words must do. */
const char *padan_xml_reason(int code, const char *message);

#endif
