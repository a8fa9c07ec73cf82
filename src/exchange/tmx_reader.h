/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_TMX_READER_H
#define EXCHANGE_TMX_READER_H

#include "exchange/entities.h"
#include "exchange/tmx_around.h"
#include "exchange/tmx_stream.h"
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

/* Where a fault is, and how reading goes on after it. */
struct padan_tmx_resumption {
    bool broken; /* reading ended at `fault` and can go on behind it */
    struct padan_error fault;
    size_t at;           /* place of the fault */
    size_t told_at;      /* of the one told last, plus one */
    size_t anchor;       /* after the last start or end tag of a unit: what is sought lies behind */
    size_t base;         /* where the parser began */
    size_t reread;       /* bytes given to more than one parser */
    size_t prefix_given; /* of `prefix`, to this parser */
    size_t prefix_tags;  /* start tags of it yet to come */
    int64_t line_base;
    bool opened; /* this parser has come to a unit */
    size_t bombs;
    size_t piece; /* how much the parser gets at once, less after a fault */
    struct padan_tmx_around around;
    bool bodiless;          /* units stand outside <body> */
    struct padan_buffer tu; /* name of <tu> with its prefix */
    struct padan_buffer prefix;
    struct padan_entities entities;
};

/* What is kept of the file as it stood. */
struct padan_tmx_verbatim {
    bool head_given, faulty_head;
    bool scattered;    /* units come out of entities, so that places say nothing */
    bool mended;       /* has entities that are not declared */
    size_t head_start; /* of the root, where what stands before it is broken */
    bool tag_begun;    /* that was a start tag, all but its ">" */
    size_t head_end;   /* after what was last read of the head */
    bool lacks;        /* tags around units went with the last one, which was not given */
    size_t last_end;   /* after the last unit */
    size_t unit_start; /* of the unit being read */
    size_t from;       /* where what belongs to it begins */
    struct padan_buffer text;
};

struct padan_tmx_reader {
    struct padan_reading *reading;
    struct padan_tmx_stream stream;
    struct padan_tmx_resumption resume;
    struct padan_tmx_verbatim verbatim;
    xmlParserCtxtPtr context;
    struct padan_error *error;
    int status; /* why reading ended */
    enum padan_tmx_place place;
    enum padan_tmx_place outer;  /* where a prop, a note or a foreign element stands */
    enum padan_tmx_place beside; /* where the tu stands */
    unsigned depth;              /* elements open within a seg, a prop, a note or a foreign element */
    unsigned held;               /* depth of the code that hides its text, or 0 */
    bool tag_open;               /* a start tag being written lacks its ">" yet */
    bool header_given;           /* to the sink */
    bool before_1_4;             /* of a version that has `lang` and not xml:lang */
    bool namespace_told;
    bool stray_told;
    bool closed;      /* </tmx> has been read */
    size_t delivered; /* bytes given to libxml2 */
    size_t unknown_count;
    xmlChar *uri;     /* namespace of the root, or NULL */
    xmlChar *adopted; /* another that units or the body have, or NULL */
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
    return tmx->context && tmx->context->input ? tmx->context->input->line + tmx->resume.line_base : 0;
}

static inline const char *padan_tmx_input_name(const struct padan_tmx_reader *tmx)
{
    return tmx->reading->input->name;
}

static inline bool padan_tmx_owns(const struct padan_tmx_reader *tmx, const xmlChar *uri)
{
    return xmlStrEqual(uri, tmx->uri) || (tmx->adopted && xmlStrEqual(uri, tmx->adopted));
}

static inline struct padan_string padan_tmx_value(const xmlChar **attribute)
{
    return (struct padan_string){ (const char *)attribute[3], (size_t)(attribute[4] - attribute[3]) };
}

/* Whether the parser has come to the end of the file. */
bool padan_tmx_at_end(const struct padan_tmx_reader *tmx);

/* Ends the reading; the first reason stands. */
void padan_tmx_stop(struct padan_tmx_reader *tmx, int status);

/* Ends this parser at a fault behind which another may go on; the first fault stands. */
void padan_tmx_break(struct padan_tmx_reader *tmx, const struct padan_error *fault);

/* The place in the file that the parser has come to. */
size_t padan_tmx_place(const struct padan_tmx_reader *tmx);

/* Notes the root and how units are called; an element that begins around units. */
void padan_tmx_note_root(struct padan_tmx_reader *tmx, const struct padan_tmx_element *element);
void padan_tmx_enter(struct padan_tmx_reader *tmx, enum padan_tmx_outer_kind kind,
                     const struct padan_tmx_element *element);

/*
 * Tells of the fault at which a parser ended and finds where the next can begin; *again is false where there is
 * nothing more. Errors: the fault itself where the file is of no use, or nothing may be refused; the stream's.
 */
int padan_tmx_resume(struct padan_tmx_reader *tmx, bool *again, struct padan_error *error);
void padan_tmx_resumption_free(struct padan_tmx_resumption *resume);

/* The file as it stood: at the start and end tag of a unit (`main` whether it is in the file itself), and at the end.
 */
void padan_tmx_verbatim_start(struct padan_tmx_reader *tmx, bool main);
struct padan_string padan_tmx_verbatim_end(struct padan_tmx_reader *tmx);
void padan_tmx_verbatim_given(struct padan_tmx_reader *tmx, bool given); /* whether the unit was, as it stood */
void padan_tmx_verbatim_pass(struct padan_tmx_reader *tmx, bool begun);  /* something of the head was read whole */
void padan_tmx_verbatim_fault(struct padan_tmx_reader *tmx);
void padan_tmx_verbatim_finish(struct padan_tmx_reader *tmx);

/* What is known of the header goes to the sink, once. */
void padan_tmx_finish_header(struct padan_tmx_reader *tmx);
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

/* Appends the namespaces that a start tag declares. */
void padan_tmx_keep_namespaces(struct padan_buffer *out, const struct padan_tmx_element *element);

/* Appends attributes as ' a="b" c="d"', without the one named `except`. */
void padan_tmx_keep_attributes(struct padan_buffer *out, const struct padan_tmx_element *element, const char *except);

/* Handlers of libxml2's SAX interface. */
void padan_tmx_element_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                             int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                             const xmlChar **attributes);
void padan_tmx_element_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri);
void padan_tmx_characters(void *context, const xmlChar *data, int size);
void padan_tmx_comment(void *context, const xmlChar *text);
void padan_tmx_instruction(void *context, const xmlChar *target, const xmlChar *data);

#endif
