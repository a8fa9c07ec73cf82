/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_READER_H
#define EXCHANGE_TMX_READER_H

#include "base/table.h"
#include "exchange/tmx_unit.h"

/* Where in the file the reader is. */
enum padan_tmx_place {
    PLACE_START,
    PLACE_TMX,
    PLACE_HEADER,
    PLACE_BODY,
    PLACE_TU,
    PLACE_TUV,
    PLACE_SEG,
    PLACE_VALUE,  /* in a prop or note */
    PLACE_FOREIGN /* in an element kept whole */
};

/* A start tag as libxml2 gives it. */
struct padan_tmx_element {
    const char *name;
    const xmlChar *prefix, *uri;
    const xmlChar **namespaces; /* prefix, URI */
    int namespace_count;
    const xmlChar **attributes; /* name, prefix, URI, start and end of the value */
    int attribute_count;
};

struct padan_tmx_reader {
    struct padan_reading *reading;
    xmlParserCtxtPtr context;
    struct padan_error *error;
    int status; /* why reading ended */
    enum padan_tmx_place place;
    enum padan_tmx_place outer;  /* where a prop, a note or a foreign element stands */
    enum padan_tmx_place around; /* where the tu stands */
    unsigned depth;              /* elements open within a seg, a prop, a note or a foreign element */
    unsigned held;               /* depth of the code that hides its text, or 0 */
    bool tag_open;               /* a start tag being written lacks its ">" yet */
    bool header_given;           /* to the sink */
    bool namespace_told;
    bool stray_told;
    bool closed;      /* </tmx> has been read */
    size_t delivered; /* bytes given to libxml2 */
    size_t received;  /* bytes of text and attributes that came back */
    size_t unknown_count;
    xmlChar *uri; /* namespace of the root, or NULL */
    struct padan_tmx_property property;
    struct padan_tmx_unit unit;
    struct padan_table identifiers; /* the first xml:id values */
    size_t entity_count;
};

static inline struct padan_tmx_reader *padan_tmx_reader_of(void *context)
{
    return ((xmlParserCtxtPtr)context)->_private;
}

static inline int64_t padan_tmx_line(const struct padan_tmx_reader *tmx)
{
    return tmx->context->input ? tmx->context->input->line : 0;
}

static inline const char *padan_tmx_input_name(const struct padan_tmx_reader *tmx)
{
    return tmx->reading->input->name;
}

static inline bool padan_tmx_owns(const struct padan_tmx_reader *tmx, const xmlChar *uri)
{
    return xmlStrEqual(uri, tmx->uri);
}

static inline struct padan_string padan_tmx_value(const xmlChar **attribute)
{
    return (struct padan_string){ (const char *)attribute[3], (size_t)(attribute[4] - attribute[3]) };
}

/* Ends the reading; the first reason stands. */
void padan_tmx_stop(struct padan_tmx_reader *tmx, int status);
void padan_tmx_stop_at_fault(struct padan_tmx_reader *tmx, const struct padan_error *fault);
void padan_tmx_out_of_memory(struct padan_tmx_reader *tmx);

bool padan_tmx_in_unit(const struct padan_tmx_reader *tmx);

/*
 * Marks the unit as one to leave out; the first reason stands. Between units it waits for what comes: the fault may lie
 * in the attributes of a <tu> that is not known yet. Elsewhere the whole file is at fault, and reading ends.
 */
void padan_tmx_refuse(struct padan_tmx_reader *tmx, enum padan_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Append what is kept as XML: a start tag, whose ">" waits for what follows; an end tag; the place for text. */
void padan_tmx_keep_start(struct padan_tmx_reader *tmx, struct padan_buffer *out,
                          const struct padan_tmx_element *element);
void padan_tmx_keep_end(struct padan_tmx_reader *tmx, struct padan_buffer *out, const char *name, const xmlChar *prefix,
                        const xmlChar *uri);
void padan_tmx_keep_text(struct padan_tmx_reader *tmx, struct padan_buffer *out);

/* Appends attributes as ' a="b" c="d"', without the one named `except`. */
void padan_tmx_keep_attributes(struct padan_buffer *out, const struct padan_tmx_element *element, const char *except);

/* Handlers of libxml2's SAX interface. */
void padan_tmx_element_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                             int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                             const xmlChar **attributes);
void padan_tmx_element_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri);
void padan_tmx_characters(void *context, const xmlChar *data, int size);

#endif
