/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/xliff.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static const size_t entities_allowed = 1000;
static const unsigned bombs_allowed = 10;
static const size_t names_limit = (size_t)1 << 20; /* libxml2 takes quadratic time over names that are all different */

void padan_xliff_stop(struct padan_xliff_reader *xliff, int status)
{
    if (xliff->status == PADAN_OK)
        xliff->status = status;
    if (xliff->context)
        xmlStopParser(xliff->context);
}

void padan_xliff_refuse(struct padan_xliff_reader *xliff, enum padan_status status, const char *format, ...)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list arguments;
    if (xliff->refused)
        return;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    xliff->refused = true;
    padan_error_at(&xliff->reason, status, xliff->reading->input->name, padan_xliff_line(xliff), "%s", message);
}

/* An entity of the document, declared now where it is new. Without one libxml2 would pass over the reference. */
static xmlEntityPtr declare_entity(struct padan_xliff_reader *xliff, const xmlChar *name, const char *content)
{
    xmlDocPtr document = xliff->context->myDoc;
    xmlEntityPtr entity = document ? xmlGetDocEntity(document, name) : NULL;
    if (document && !entity && (document->intSubset || xmlCreateIntSubset(document, BAD_CAST "xliff", NULL, NULL)))
        entity = xmlAddDocEntity(document, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL, BAD_CAST content);
    if (!entity)
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
    return entity;
}

static xmlEntityPtr refuse_entity(struct padan_xliff_reader *xliff, const char *format, const xmlChar *name)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    snprintf(message, sizeof message, "&%.80s; %s", name, format);
    padan_xliff_refuse(xliff, PADAN_ERROR_SYNTAX, "%s", message);
    return declare_entity(xliff, BAD_CAST "padan-nothing", " ");
}

/*
 * XML's own entities; the text that the file declares; HTML's, which are told. Any other costs the unit, and so does
 * one that stands for elements, since a segment put together from pieces says nothing of where it stands.
 */
static xmlEntityPtr find_entity(void *context, const xmlChar *name)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    xmlEntityPtr entity = xmlGetPredefinedEntity(name);
    if (entity || ((xmlParserCtxtPtr)context)->inSubset != 0 || xliff->status != PADAN_OK)
        return entity;
    const struct padan_entity *noted = padan_entities_find(&xliff->resume.entities, (const char *)name);
    if (noted && noted->external)
        return refuse_entity(xliff, "stands for another file, which is never read", name);
    if (noted && strchr(noted->content, '<'))
        return refuse_entity(xliff, "stands for more than text", name);
    if (noted)
        return declare_entity(xliff, name, noted->content);
    const htmlEntityDesc *known = htmlEntityLookup(name);
    if (!known)
        return refuse_entity(xliff, "is an entity that padan does not know", name);
    char content[16];
    snprintf(content, sizeof content, "&#%u;", known->value);
    padan_reading_mend(xliff->reading, PADAN_MENDED_ENTITY, padan_xliff_line(xliff),
                       "&%s; is not declared; it is read as HTML has it, U+%04X", known->name, known->value);
    return declare_entity(xliff, name, content);
}

/* Too much is not put in at all, and nothing more is where the parser has been stopped: that may be one around this. */
static xmlEntityPtr get_entity(void *context, const xmlChar *name)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    xmlEntityPtr entity = find_entity(context, name);
    size_t size = entity ? (size_t)entity->length : 0, read = padan_tmx_stream_end(&xliff->stream);
    enum padan_growth growth = padan_entities_grow(&xliff->resume.entities, size, read);
    const char *file = xliff->reading->input->name;
    struct padan_error fault;
    if (growth == PADAN_GROWTH_OF_UNIT && xliff->status == PADAN_OK) {
        padan_error_at(&fault, PADAN_ERROR_LIMIT, file, padan_xliff_line(xliff), PADAN_ENTITIES_IN_UNIT);
        xliff->refused = false; /* for its size, which comes of these */
        padan_xliff_break(xliff, &fault);
    } else if (growth == PADAN_GROWTH_OF_FILE && xliff->status == PADAN_OK) {
        padan_xliff_stop(xliff, padan_error_at(xliff->error, PADAN_ERROR_LIMIT, file, padan_xliff_line(xliff),
                                               PADAN_ENTITIES_IN_FILE));
    }
    return xliff->status == PADAN_OK ? entity : NULL;
}

static xmlEntityPtr get_parameter(void *context, const xmlChar *name)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    bool made;
    xmlEntityPtr entity = padan_xml_parameter(context, name, &made);
    if (!entity)
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
    else if (made)
        padan_reading_mend(xliff->reading, PADAN_MENDED_DECLARATION, padan_xliff_line(xliff), PADAN_XML_PARAMETER,
                           name);
    return entity;
}

/*
 * What is declared is noted, and becomes an entity where it is used: within limits, and never another file. libxml2
 * keeps parameter entities, which the declarations use themselves.
 */
static void declare(void *context, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                    xmlChar *content)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(context);
    if (type == XML_EXTERNAL_PARAMETER_ENTITY)
        return;
    if (++xliff->entity_count > entities_allowed)
        padan_xliff_stop(xliff,
                         padan_error_at(xliff->error, PADAN_ERROR_LIMIT, xliff->reading->input->name,
                                        padan_xliff_line(xliff), "declares more than %zu entities", entities_allowed));
    else if (type == XML_INTERNAL_PARAMETER_ENTITY)
        xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
    else if (!padan_entities_note(&xliff->resume.entities, (const char *)name, (const char *)content,
                                  type != XML_INTERNAL_GENERAL_ENTITY))
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
}

static void reference(void *context, const xmlChar *name)
{
    padan_xliff_refuse(padan_xliff_reader_of(context), PADAN_ERROR_SYNTAX, "&%.80s; cannot be resolved", name);
}

static xmlParserInputPtr resolve_nothing(void *context, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)context;
    (void)public_id;
    (void)system_id;
    return NULL;
}

static bool at_bad_byte(const struct padan_xliff_reader *xliff)
{
    xmlParserInputPtr xml = xliff->context->input;
    if (!xml || !xml->cur || xml->cur >= xml->end || *xml->cur < 0x80)
        return false;
    size_t size = (size_t)(xml->end - xml->cur);
    return !padan_string_is_text((struct padan_string){ (const char *)xml->cur, size < 4 ? size : 4 });
}

static void take_error(void *data, padan_xml_error found)
{
    struct padan_xliff_reader *xliff = padan_xliff_reader_of(data);
    bool lacks = padan_xml_lacks_memory(found);
    if (xliff->status != PADAN_OK || (found->level != XML_ERR_FATAL && !lacks))
        return;
    bool names = lacks && xmlDictGetUsage(xliff->context->dict) > names_limit / 8 * 7;
    if (lacks && !names) {
        padan_xliff_stop(xliff, padan_error_allocation(xliff->error));
        return;
    }
    const char *message = found->message ? found->message : "";
    size_t size = strcspn(message, "\n");
    bool bad = at_bad_byte(xliff);
    const char *reason = names ? "has too many different names of elements and attributes"
                         : bad ? "a byte stands here that is not of the encoding of the file"
                               : padan_xml_reason(found->code, message);
    struct padan_error fault;
    padan_error_at(&fault,
                   bad     ? PADAN_ERROR_ENCODING
                   : names ? PADAN_ERROR_LIMIT
                           : PADAN_ERROR_SYNTAX,
                   xliff->reading->input->name, padan_xliff_line(xliff), "%s%.*s",
                   reason ? "" : "broken XML: ", reason ? (int)strlen(reason) : (int)size, reason ? reason : message);
    if (found->code == XML_ERR_ENTITY_LOOP && ++xliff->resume.bombs > bombs_allowed) {
        if (xliff->error)
            *xliff->error = fault;
        padan_xliff_stop(xliff, fault.status);
    }
    padan_xliff_break(xliff, &fault);
}

/* No tree is built, no comment kept, nothing external looked for, nothing declared but entities. */
static void set_handlers(xmlSAXHandlerPtr sax)
{
    sax->startElementNs = padan_xliff_element_start;
    sax->endElementNs = padan_xliff_element_end;
    sax->characters = padan_xliff_characters;
    sax->ignorableWhitespace = padan_xliff_characters;
    sax->cdataBlock = padan_xliff_characters;
    sax->reference = reference;
    sax->getEntity = get_entity;
    sax->getParameterEntity = get_parameter;
    sax->resolveEntity = resolve_nothing;
    sax->serror = take_error;
    sax->entityDecl = declare;
    sax->internalSubset = xmlSAX2InternalSubset;
    sax->externalSubset = NULL;
    sax->attributeDecl = NULL;
    sax->elementDecl = NULL;
    sax->notationDecl = NULL;
    sax->unparsedEntityDecl = NULL;
    sax->comment = NULL;
    sax->processingInstruction = NULL;
    sax->warning = NULL;
    sax->error = NULL;
}

/* What libxml2 has not told: it takes a NUL behind the root for the end of the file. */
static void check_end(struct padan_xliff_reader *xliff)
{
    bool well_formed = xliff->context->wellFormed;
    bool at_end = padan_xml_has_passed(xliff->context) && padan_tmx_stream_at_end(&xliff->stream);
    if (xliff->status != PADAN_OK || (well_formed && at_end))
        return;
    struct padan_error fault;
    padan_error_at(&fault, PADAN_ERROR_SYNTAX, xliff->reading->input->name, padan_xliff_line(xliff), "%s",
                   well_formed ? "something stands after </xliff>, perhaps a second file" : "is broken XML");
    padan_xliff_break(xliff, &fault);
}

static int parse(struct padan_xliff_reader *xliff)
{
    xliff->context = xmlNewParserCtxt();
    if (!xliff->context)
        return padan_error_allocation(xliff->error);
    xliff->context->_private = xliff;
    xmlDictSetLimit(xliff->context->dict, names_limit);
    set_handlers(xliff->context->sax);
    struct padan_xml_watch watch;
    padan_xml_watch_begin(&watch);
    xmlDocPtr document = xmlCtxtReadIO(xliff->context, padan_xliff_bytes, NULL, xliff, NULL, "UTF-8",
                                       XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    /* What libxml2 finds broken may be what it had no memory for. */
    bool lacks = padan_xml_watch_end(&watch);
    if (lacks && (xliff->status == PADAN_OK || xliff->resume.broken)) {
        xliff->status = padan_error_allocation(xliff->error);
        xliff->resume.broken = false;
    }
    if (document)
        xmlFreeDoc(document);
    check_end(xliff);
    xmlFreeParserCtxt(xliff->context);
    xliff->context = NULL;
    /* Where libxml2 gives up in silence it had no memory. */
    return xliff->status == PADAN_OK && !xliff->closed ? padan_error_allocation(xliff->error) : xliff->status;
}

/* An XML declaration must come first; what stands before it does no other harm. */
static int pass_blanks(struct padan_xliff_reader *xliff)
{
    struct padan_string window;
    int status = padan_input_window(xliff->reading->input, 4096, &window, xliff->error);
    size_t blank = 0;
    while (status == PADAN_OK && blank < window.size && strchr(" \t\r\n", window.data[blank]) && window.data[blank])
        xliff->stream.marked_line += window.data[blank++] == '\n';
    padan_input_take(xliff->reading->input, blank);
    xliff->resume.line_base = xliff->stream.marked_line;
    return status;
}

int padan_xliff_read(struct padan_reading *reading, struct padan_error *error)
{
    struct padan_xliff_reader xliff = { .reading = reading, .error = error };
    bool again = true;
    xliff.stream.input = reading->input;
    int status = pass_blanks(&xliff);
    while (status == PADAN_OK && again) {
        again = false;
        status = parse(&xliff);
        if (status != PADAN_OK && xliff.resume.broken)
            status = padan_xliff_resume(&xliff, &again, error);
    }
    padan_xliff_unit_free(&xliff);
    padan_xliff_resumption_free(&xliff.resume);
    padan_tmx_stream_free(&xliff.stream);
    xmlFree(xliff.uri);
    return status;
}
