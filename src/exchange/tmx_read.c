/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/tmx_reader.h"

#include <errno.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "text/utf8.h"

static const size_t entities_allowed = 10000;
static const size_t bombs_allowed = 10;
static const size_t unknown_allowed = 10000;          /* references to entities that are not known */
static const size_t prolog_limit = (size_t)128 << 10; /* libxml2 takes quadratic time over declarations */
static const size_t names_limit = (size_t)1 << 20;    /* and over names that are all different */

void padan_tmx_stop(struct padan_tmx_reader *tmx, int status)
{
    if (tmx->status == PADAN_OK)
        tmx->status = status;
    if (tmx->context)
        xmlStopParser(tmx->context);
}

bool padan_tmx_in_unit(const struct padan_tmx_reader *tmx)
{
    enum padan_tmx_place place = tmx->place == PLACE_VALUE || tmx->place == PLACE_FOREIGN ? tmx->outer : tmx->place;
    return place == PLACE_TU || place == PLACE_TUV || place == PLACE_SEG;
}

void padan_tmx_refuse(struct padan_tmx_reader *tmx, enum padan_status status, const char *format, ...)
{
    char message[PADAN_ERROR_MESSAGE_SIZE];
    va_list arguments;
    /* What the unit seems to lack may be what there was no memory for. */
    if (padan_tmx_unit_failed(&tmx->unit)) {
        padan_tmx_out_of_memory(tmx);
        return;
    }
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct padan_error fault;
    padan_error_at(&fault, status, padan_tmx_input_name(tmx), padan_tmx_line(tmx), "%s", message);
    bool between = tmx->place == PLACE_BODY || (tmx->place == PLACE_TMX && tmx->header_given);
    if (!padan_tmx_in_unit(tmx) && !between) {
        padan_tmx_break(tmx, &fault);
        return;
    }
    if (!tmx->unit.refused)
        tmx->unit.reason = fault;
    tmx->unit.refused = true;
}

void padan_tmx_out_of_memory(struct padan_tmx_reader *tmx)
{
    padan_tmx_stop(tmx, padan_error_allocation(tmx->error));
}

/* An entity of the document by name, declared now with `content` where it is new. Without one libxml2 would pass over
 * the reference. */
static xmlEntityPtr declare_entity(struct padan_tmx_reader *tmx, const xmlChar *name, const char *content)
{
    xmlDocPtr document = tmx->context->myDoc;
    xmlEntityPtr entity = NULL;
    if (document && (document->intSubset || xmlCreateIntSubset(document, BAD_CAST "tmx", NULL, NULL)))
        entity = xmlAddDocEntity(document, name, XML_INTERNAL_GENERAL_ENTITY, NULL, NULL, BAD_CAST content);
    if (document && !entity)
        entity = xmlGetDocEntity(document, name);
    if (!entity)
        padan_tmx_out_of_memory(tmx);
    return entity;
}

/*
 * An entity that is not known must not vanish: HTML's are decoded, for any other the unit is refused, and a space
 * put in its place so that the file can be read on.
 */
static xmlEntityPtr find_entity(void *context, const xmlChar *name)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    xmlEntityPtr entity = xmlSAX2GetEntity(context, name);
    const struct padan_entity *noted = entity ? NULL : padan_entities_find(&tmx->resume.entities, (const char *)name);
    if (((xmlParserCtxtPtr)context)->inSubset != 0 || tmx->status != PADAN_OK)
        return entity;
    if (entity && (entity->etype == XML_INTERNAL_GENERAL_ENTITY || entity->etype == XML_INTERNAL_PREDEFINED_ENTITY))
        return entity;
    if (noted && !noted->external)
        return declare_entity(tmx, name, noted->content);
    const htmlEntityDesc *known = entity || noted ? NULL : htmlEntityLookup(name);
    if (known) {
        char content[16];
        snprintf(content, sizeof content, "&#%u;", known->value);
        tmx->verbatim.mended = true;
        padan_reading_mend(tmx->reading, PADAN_MENDED_ENTITY, padan_tmx_line(tmx),
                           "&%s; is not declared; it is read as HTML has it, U+%04X", known->name, known->value);
        return declare_entity(tmx, name, content);
    }
    if (++tmx->unknown_count > unknown_allowed)
        padan_tmx_stop(tmx,
                       padan_error_at(tmx->error, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                                      "uses more than %zu entities that are not declared", unknown_allowed));
    padan_tmx_refuse(
        tmx, PADAN_ERROR_SYNTAX,
        entity || noted ? "&%.80s; stands for another file, which is never read" : "&%.80s; is not declared", name);
    return declare_entity(tmx, BAD_CAST "padan-nothing", " ");
}

/* Too much is not put in at all, and nothing more is where the parser has been stopped: that may be one around this. */
static xmlEntityPtr get_entity(void *context, const xmlChar *name)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    xmlEntityPtr entity = find_entity(context, name);
    size_t size = entity ? (size_t)entity->length : 0;
    enum padan_growth growth = padan_entities_grow(&tmx->resume.entities, size, padan_tmx_stream_end(&tmx->stream));
    struct padan_error fault;
    if (growth == PADAN_GROWTH_OF_UNIT && tmx->status == PADAN_OK) {
        padan_error_at(&fault, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                       PADAN_ENTITIES_IN_UNIT);
        tmx->unit.refused = false; /* for its size, which comes of these */
        padan_tmx_break(tmx, &fault);
    } else if (growth == PADAN_GROWTH_OF_FILE && tmx->status == PADAN_OK) {
        padan_tmx_stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx),
                                           padan_tmx_line(tmx), PADAN_ENTITIES_IN_FILE));
    }
    return tmx->status == PADAN_OK ? entity : NULL;
}

static void reference(void *context, const xmlChar *name)
{
    padan_tmx_refuse(padan_tmx_reader_of(context), PADAN_ERROR_SYNTAX, "&%.80s; cannot be resolved", name);
}

/* External parameter entities are not even noted, so that nothing can ask for them. */
static void declare(void *context, const xmlChar *name, int type, const xmlChar *public_id, const xmlChar *system_id,
                    xmlChar *content)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    if (type == XML_EXTERNAL_PARAMETER_ENTITY)
        return;
    if (++tmx->entity_count > entities_allowed)
        padan_tmx_stop(tmx, padan_error_at(tmx->error, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx),
                                           padan_tmx_line(tmx), "declares more than %zu entities", entities_allowed));
    else
        xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
    if (type != XML_INTERNAL_PARAMETER_ENTITY &&
        !padan_entities_note(&tmx->resume.entities, (const char *)name, (const char *)content,
                             type != XML_INTERNAL_GENERAL_ENTITY))
        padan_tmx_out_of_memory(tmx);
}

static xmlEntityPtr get_parameter(void *context, const xmlChar *name)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    bool made;
    xmlEntityPtr entity = padan_xml_parameter(context, name, &made);
    if (!entity)
        padan_tmx_out_of_memory(tmx);
    else if (made)
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, padan_tmx_line(tmx), PADAN_XML_PARAMETER, name);
    return entity;
}

static void document_type(void *context, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(context);
    if (system_id && strstr((const char *)system_id, "://"))
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, padan_tmx_line(tmx),
                           "its DTD, %.200s, is not fetched; none is needed", (const char *)system_id);
    xmlSAX2InternalSubset(context, name, public_id, system_id);
}

static xmlParserInputPtr resolve_nothing(void *context, const xmlChar *public_id, const xmlChar *system_id)
{
    (void)context;
    (void)public_id;
    (void)system_id;
    return NULL;
}

bool padan_tmx_at_end(const struct padan_tmx_reader *tmx)
{
    return padan_xml_has_passed(tmx->context) && padan_tmx_stream_at_end(&tmx->stream);
}

/* Whether the byte that stopped libxml2 is not UTF-8. */
static bool at_bad_byte(const struct padan_tmx_reader *tmx)
{
    xmlParserInputPtr xml = tmx->context->input;
    if (!xml || xml->cur >= xml->end || *xml->cur < 0x80)
        return false;
    size_t at = 0;
    return padan_utf8_next((struct padan_string){ (const char *)xml->cur, (size_t)(xml->end - xml->cur) }, &at) < 0;
}

/* Whether nothing of the file is left but the beginning of a tag, an entity or a character. */
static bool is_cut_off(const struct padan_tmx_reader *tmx)
{
    xmlParserInputPtr xml = tmx->context->input;
    bool last = tmx->context->inputNr <= 1 && padan_tmx_stream_at_end(&tmx->stream);
    return last && (!xml || !xml->cur || !memchr(xml->cur, '>', (size_t)(xml->end - xml->cur)));
}

static const char rest_follows[] = "something stands after </tmx>, perhaps a second file";

/* What a translator can make of libxml2's reasons; NULL where its own words must do. */
static const char *reason_of(const struct padan_tmx_reader *tmx, int code, const char *message)
{
    if (tmx->place != PLACE_START && !tmx->closed && is_cut_off(tmx))
        return "the file ends here in the middle of an element: it was cut off";
    if (tmx->closed)
        return rest_follows;
    if (at_bad_byte(tmx))
        return tmx->reading->input->converts ? "a byte stands here that the encoding of the file does not have"
                                             : "a byte stands here that is not UTF-8; name the right encoding";
    return padan_xml_reason(code, message);
}

/* libxml2 tells the limit on names as a lack of memory. */
static void lack_memory(struct padan_tmx_reader *tmx)
{
    if (xmlDictGetUsage(tmx->context->dict) > names_limit - names_limit / 8)
        padan_tmx_stop(tmx,
                       padan_error_at(tmx->error, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                                      "has too many different names of elements and attributes"));
    else
        padan_tmx_out_of_memory(tmx);
}

static void take_error(void *data, padan_xml_error found)
{
    struct padan_tmx_reader *tmx = padan_tmx_reader_of(data);
    if (tmx->status != PADAN_OK)
        return;
    if (padan_xml_lacks_memory(found)) {
        lack_memory(tmx);
        return;
    }
    if (found->domain == XML_FROM_NAMESPACE && !tmx->namespace_told) {
        tmx->namespace_told = true;
        padan_reading_mend(tmx->reading, PADAN_MENDED_DECLARATION, padan_tmx_line(tmx), "namespaces: %s",
                           found->message);
    }
    if (found->level != XML_ERR_FATAL)
        return;
    const char *reason = reason_of(tmx, found->code, found->message ? found->message : "");
    struct padan_error fault;
    padan_error_at(&fault, at_bad_byte(tmx) ? PADAN_ERROR_ENCODING : PADAN_ERROR_SYNTAX, padan_tmx_input_name(tmx),
                   padan_tmx_line(tmx), "%s%s", reason ? "" : "broken XML: ", reason ? reason : found->message);
    size_t size = strlen(fault.message);
    if (size > 0 && fault.message[size - 1] == '\n')
        fault.message[size - 1] = '\0';
    if (tmx->context->input && tmx->resume.prefix.size == 0)
        fault.column = tmx->context->input->col;
    if (found->code == XML_ERR_ENTITY_LOOP && ++tmx->resume.bombs > bombs_allowed) {
        if (tmx->error)
            *tmx->error = fault;
        padan_tmx_stop(tmx, fault.status);
    }
    padan_tmx_break(tmx, &fault);
}

/* The tags that stand around the units come first where reading goes on after a fault. */
static size_t give_prefix(struct padan_tmx_reader *tmx, char *out, size_t size)
{
    struct padan_tmx_resumption *resume = &tmx->resume;
    size_t left = resume->prefix.size - resume->prefix_given;
    if (left < size)
        size = left;
    if (size > 0)
        memcpy(out, resume->prefix.data + resume->prefix_given, size);
    resume->prefix_given += size;
    return size;
}

static int read_bytes(void *data, char *buffer, int size)
{
    struct padan_tmx_reader *tmx = data;
    size_t given = give_prefix(tmx, buffer, (size_t)size);
    if (tmx->status != PADAN_OK)
        return -1;
    if (given > 0)
        return (int)given;
    if (tmx->place == PLACE_START && tmx->delivered > prolog_limit) {
        tmx->status = padan_error_at(tmx->error, PADAN_ERROR_LIMIT, padan_tmx_input_name(tmx), padan_tmx_line(tmx),
                                     "has no <tmx> within its first %zu KiB", prolog_limit >> 10);
        return -1;
    }
    size_t most = tmx->resume.piece < (size_t)size ? tmx->resume.piece : (size_t)size;
    if (tmx->resume.piece < (size_t)size)
        tmx->resume.piece *= 2;
    int status = padan_tmx_stream_read(&tmx->stream, buffer, most, &given, tmx->error);
    if (status != PADAN_OK) {
        tmx->status = status;
        return -1;
    }
    tmx->delivered += given;
    errno = 0; /* padan_xml_lacks_memory asks what has come since */
    return (int)given;
}

/* Only what reading units needs: no tree is built, no comment kept, nothing external looked for. */
static void set_handlers(xmlSAXHandlerPtr sax)
{
    sax->startElementNs = padan_tmx_element_start;
    sax->endElementNs = padan_tmx_element_end;
    sax->characters = padan_tmx_characters;
    sax->ignorableWhitespace = padan_tmx_characters;
    sax->cdataBlock = padan_tmx_characters;
    sax->reference = reference;
    sax->getEntity = get_entity;
    sax->getParameterEntity = get_parameter;
    sax->entityDecl = declare;
    sax->internalSubset = document_type;
    sax->resolveEntity = resolve_nothing;
    sax->serror = take_error;
    sax->externalSubset = NULL;
    sax->attributeDecl = NULL;
    sax->elementDecl = NULL;
    sax->notationDecl = NULL;
    sax->unparsedEntityDecl = NULL;
    sax->comment = padan_tmx_comment;
    sax->processingInstruction = padan_tmx_instruction;
    sax->warning = NULL;
    sax->error = NULL;
}

static void tell_encoding(struct padan_reading *reading)
{
    const struct padan_input *input = reading->input;
    if (input->wide && !input->marked && !input->options->encoding)
        padan_reading_mend(reading, PADAN_MENDED_DECLARATION, 1, "is in %s without a byte order mark", input->encoding);
}

static int open_parser(struct padan_tmx_reader *tmx)
{
    tmx->context = xmlNewParserCtxt();
    if (!tmx->context)
        return padan_error_allocation(tmx->error);
    tmx->context->_private = tmx;
    xmlDictSetLimit(tmx->context->dict, names_limit);
    set_handlers(tmx->context->sax);
    return PADAN_OK;
}

/* What libxml2 has not told: it takes a NUL behind the root for the end of the file. */
static void check_end(struct padan_tmx_reader *tmx)
{
    bool well_formed = tmx->context->wellFormed;
    if (tmx->status != PADAN_OK || (well_formed && padan_tmx_at_end(tmx)))
        return;
    struct padan_error fault;
    padan_error_at(&fault, PADAN_ERROR_SYNTAX, padan_tmx_input_name(tmx), padan_tmx_line(tmx), "%s",
                   well_formed ? rest_follows : "is broken XML");
    padan_tmx_break(tmx, &fault);
}

/* Lets one parser run as far as it comes. */
static int parse(struct padan_tmx_reader *tmx)
{
    int status = open_parser(tmx);
    if (status != PADAN_OK)
        return status;
    struct padan_xml_watch watch;
    padan_xml_watch_begin(&watch);
    /* The bytes are UTF-8 by now; named, so that libxml2 does not guess by the first four and complain on stderr. */
    xmlDocPtr document = xmlCtxtReadIO(tmx->context, read_bytes, NULL, tmx, NULL, "UTF-8",
                                       XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES);
    /* What libxml2 finds broken may be what it had no memory for. */
    bool lacks = padan_xml_watch_end(&watch);
    if (lacks && (tmx->status == PADAN_OK || tmx->resume.broken)) {
        tmx->status = padan_error_allocation(tmx->error);
        tmx->resume.broken = false;
    }
    if (document)
        xmlFreeDoc(document);
    check_end(tmx);
    xmlFreeParserCtxt(tmx->context);
    tmx->context = NULL;
    /* Where libxml2 gives up in silence it had no memory. */
    return tmx->status == PADAN_OK && !tmx->closed ? padan_error_allocation(tmx->error) : tmx->status;
}

/* An XML declaration must come first; what stands before it does no other harm. */
static int pass_blanks(struct padan_tmx_reader *tmx)
{
    struct padan_string window;
    int status = padan_input_window(tmx->reading->input, 4096, &window, tmx->error);
    size_t blank = 0;
    while (status == PADAN_OK && blank < window.size && strchr(" \t\r\n", window.data[blank]) && window.data[blank])
        blank++;
    if (blank == 0 || window.size < blank + 5 || memcmp(window.data + blank, "<?xml", 5) != 0)
        return status;
    for (size_t i = 0; i < blank; i++)
        tmx->stream.marked_line += window.data[i] == '\n';
    padan_input_take(tmx->reading->input, blank);
    tmx->resume.line_base = tmx->stream.marked_line;
    padan_reading_fault(tmx->reading, PADAN_ERROR_SYNTAX, tmx->stream.marked_line + 1,
                        "white space stands before the XML declaration, which must come first; the file is read "
                        "without it");
    return padan_reading_check(tmx->reading, tmx->error);
}

static int read_all(struct padan_tmx_reader *tmx)
{
    bool again = true;
    tell_encoding(tmx->reading);
    int status = pass_blanks(tmx);
    while (status == PADAN_OK && again) {
        again = false;
        status = parse(tmx);
        if (status != PADAN_OK && tmx->resume.broken)
            status = padan_tmx_resume(tmx, &again, tmx->error);
    }
    if (status != PADAN_OK)
        return status;
    padan_tmx_finish_header(tmx);
    padan_tmx_verbatim_finish(tmx);
    return tmx->status;
}

int padan_tmx_read(struct padan_reading *reading, struct padan_error *error)
{
    struct padan_tmx_reader tmx = { .reading = reading, .error = error };
    tmx.stream.input = reading->input;
    tmx.resume.piece = SIZE_MAX;
    int status = read_all(&tmx);
    padan_tmx_stream_free(&tmx.stream);
    padan_tmx_resumption_free(&tmx.resume);
    padan_buffer_free(&tmx.verbatim.text);
    xmlFree(tmx.uri);
    xmlFree(tmx.adopted);
    padan_tmx_unit_free(&tmx.unit);
    padan_table_free(&tmx.identifiers);
    return status;
}
