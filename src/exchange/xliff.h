/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EXCHANGE_XLIFF_H
#define EXCHANGE_XLIFF_H

#include "base/table.h"
#include "exchange/entities.h"
#include "exchange/format.h"
#include "exchange/tmx_stream.h"
#include "exchange/xml.h"

/* Elements may be nested as deep as libxml2 allows. */
#define PADAN_XLIFF_DEPTH 264

#define PADAN_XLIFF_MATCHES "urn:oasis:names:tc:xliff:matches:2.0"
#define PADAN_XLIFF_SDL "http://sdl.com/FileTypes/SdlXliff/1.0"
#define PADAN_XLIFF_METADATA "urn:oasis:names:tc:xliff:metadata:2.0"

/* The categories under which padan keeps what it knows of a unit as metadata of XLIFF 2. */
#define PADAN_XLIFF_FIELDS "padan"
#define PADAN_XLIFF_PROPERTIES "padan-"

enum padan_xliff_place {
    XLIFF_OUTSIDE, /* before the root */
    XLIFF_PASSED,  /* within an element that is passed over */
    XLIFF_ROOT,
    XLIFF_FILE,
    XLIFF_GROUP, /* <body> and <group> */
    XLIFF_UNIT,
    XLIFF_SEGMENT,
    XLIFF_MATCH,  /* <alt-trans> and <mtc:match> */
    XLIFF_AROUND, /* an element that only holds others: notes, matches, originalData, context-group */
    XLIFF_META_GROUP,
    XLIFF_TEXT, /* <source>, <seg-source>, <target> */
    XLIFF_INLINE,
    XLIFF_VALUE /* the text of a note, a context, a meta or a data */
};

/* A start tag as libxml2 gives it. */
struct padan_xliff_element {
    const char *name;
    const xmlChar *prefix, *uri;
    const xmlChar **namespaces; /* prefix, URI */
    int namespace_count;
    const xmlChar **attributes; /* name, prefix, URI, start and end of the value */
    int attribute_count;
};

struct padan_xliff_range {
    size_t start, size;
};

/* One side of a pair: its text, and its content with codes as TMX has them. */
struct padan_xliff_side {
    struct padan_xliff_range text, markup, language, state, qualifier;
    bool present, coded;
};

/* What another tool's own attributes say of a translation. */
enum padan_xliff_judgement { XLIFF_UNSAID, XLIFF_NOT_AGREED, XLIFF_AGREED };

struct padan_xliff_pair {
    enum padan_xliff_judgement judgement;
    struct padan_xliff_range id, state, qualifier, origin, quality, type;
    struct padan_xliff_side sides[2]; /* source, target */
    bool match;                       /* a proposal from elsewhere, not the translation */
    struct padan_xliff_range mid;     /* of a proposal: the piece of the unit that it is for */
    int64_t line;
};

struct padan_xliff_property {
    enum padan_property_kind kind;
    bool field; /* what padan has a place for in a unit */
    struct padan_xliff_range name, value;
};

/* An inline element that is open. */
struct padan_xliff_inline {
    enum { INLINE_NOTHING, INLINE_PAIRED, INLINE_HELD, INLINE_MARKED, INLINE_PIECE } kind;
    const char *code; /* the element of TMX that it has become */
    int64_t number;
    struct padan_xliff_range end; /* of INLINE_PAIRED, the native code that ends it */
    size_t pair;                  /* of INLINE_PIECE */
};

/* Where the XML is broken, and how reading goes on at the next unit behind it. */
struct padan_xliff_resumption {
    bool broken;
    struct padan_error fault;
    size_t at;     /* place of the fault */
    size_t anchor; /* behind the start tag of the latest unit, or behind its end: what is sought lies behind */
    size_t base;   /* where the parser began */
    size_t reread; /* bytes given to more than one parser */
    size_t prefix_given;
    size_t told_at; /* place of the fault told last, plus one */
    int64_t line_base;
    unsigned count;                 /* how often it was gone on with */
    unsigned bombs;                 /* of these, for entities that stand for too much */
    struct padan_entities entities; /* that the file declares */
    bool opened;                    /* this parser has come to a unit */
    struct padan_buffer root, file; /* start tags, as far as names and namespaces go */
    struct padan_buffer unit;       /* name of the element with its prefix */
    size_t groups;                  /* open around the latest unit, <body> among them */
    struct padan_buffer prefix;     /* start tags that come first where it is gone on with */
    size_t prefix_tags;             /* of these yet to come */
};

struct padan_xliff_reader {
    struct padan_reading *reading;
    struct padan_tmx_stream stream;
    struct padan_xliff_resumption resume;
    struct padan_error *error;
    xmlParserCtxtPtr context;
    int status;
    bool closed;
    int version; /* 1 or 2 */
    xmlChar *uri;
    enum padan_xliff_place places[PADAN_XLIFF_DEPTH];
    bool fixed[PADAN_XLIFF_DEPTH]; /* around units, by depth: translate="no" is said */
    bool is_fixed;                 /* likewise of the unit being read */
    size_t depth;
    struct padan_xliff_inline inlines[PADAN_XLIFF_DEPTH];
    size_t inline_depth, held; /* held: how many codes are open whose content is no text */
    struct padan_buffer document, source_language, target_language;
    int64_t units, number; /* of the file as a whole; of the document */
    size_t entity_count;
    bool header_given, foreign_told;
    /* The unit being read. */
    struct padan_buffer pool; /* ids, notes, data and all that is no text of a side */
    struct padan_buffer text, markup;
    struct padan_xliff_range id;
    struct padan_xliff_pair whole; /* of XLIFF 1: all of <source> and <target> */
    struct padan_xliff_pair *pairs;
    size_t pair_count, pair_capacity;
    struct padan_table pieces; /* ids of the pairs that <mrk mtype="seg"> makes */
    size_t *piece_pairs, piece_capacity;
    struct padan_xliff_property *properties;
    size_t property_count, property_capacity;
    struct padan_table data_names;
    struct padan_xliff_range *data;
    size_t data_capacity;
    struct padan_table code_names;
    struct padan_xliff_side *open; /* the text that is read now, or NULL */
    bool segmented;                /* the text read now is divided: <seg-source>, or <target> */
    int side;
    struct padan_xliff_property value; /* a note, a context, a meta or a data */
    bool value_is_data;
    struct padan_xliff_range category; /* of the metadata that are read */
    bool own;                          /* written by padan: what it knows of the unit stands in metadata */
    bool approved, unapproved;
    bool matching; /* within a match, whose data are its own */
    bool refused;
    int64_t line;
    struct padan_error reason;
    struct padan_property *views;
    size_t view_capacity;
};

static inline struct padan_xliff_reader *padan_xliff_reader_of(void *context)
{
    return ((xmlParserCtxtPtr)context)->_private;
}

static inline int64_t padan_xliff_line(const struct padan_xliff_reader *xliff)
{
    return xliff->context && xliff->context->input ? xliff->context->input->line + xliff->resume.line_base : 0;
}

int padan_xliff_read(struct padan_reading *reading, struct padan_error *error);

/* Ends the reading; the first reason stands. */
void padan_xliff_stop(struct padan_xliff_reader *xliff, int status);

/* Marks the unit as one to leave out; the first reason stands. */
void padan_xliff_refuse(struct padan_xliff_reader *xliff, enum padan_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Ends this parser at a fault behind which another may go on; the first fault stands. */
void padan_xliff_break(struct padan_xliff_reader *xliff, const struct padan_error *fault);

/* Notes how the elements around units are called, and that a unit begins or has ended. */
void padan_xliff_note_root(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element);
void padan_xliff_note_tag(struct padan_buffer *out, const struct padan_xliff_element *element);
void padan_xliff_note_unit(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element);
void padan_xliff_note_end(struct padan_xliff_reader *xliff);

/* Bytes for the parser: the start tags that come first, then the file. */
int padan_xliff_bytes(void *context, char *buffer, int size);

/* Where a start tag that only comes first stands; *place is what it is. */
bool padan_xliff_prefixed(struct padan_xliff_reader *xliff, enum padan_xliff_place *place);

/*
 * Tells of the fault at which a parser ended and finds where the next can begin; *again is false where there is
 * nothing more. Errors: the fault itself where the file is of no use, or nothing may be refused; the stream's.
 */
int padan_xliff_resume(struct padan_xliff_reader *xliff, bool *again, struct padan_error *error);
void padan_xliff_resumption_free(struct padan_xliff_resumption *resume);

/* Tells that the unit is left out. */
int padan_xliff_refuse_unit(struct padan_xliff_reader *xliff, const struct padan_error *reason,
                            struct padan_error *error);

struct padan_xliff_range padan_xliff_keep(struct padan_xliff_reader *xliff, struct padan_string text);
struct padan_string padan_xliff_view(const struct padan_xliff_reader *xliff, struct padan_xliff_range range);

/* The value of an attribute without a prefix; an empty string whose data is NULL where there is none. */
struct padan_string padan_xliff_attribute(const struct padan_xliff_element *element, const char *name);

/* Keeps a property of the unit, unless the value is empty. */
void padan_xliff_property(struct padan_xliff_reader *xliff, const char *name, struct padan_string value);

/* Takes what other tools say of a <trans-unit>, and SDL of a segment (<sdl:seg>), in their own namespaces. */
void padan_xliff_vendor_unit(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element);
void padan_xliff_vendor_segment(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element);

/* What kind of match Okapi says that an <alt-trans> is; empty where nothing is said. */
struct padan_string padan_xliff_vendor_match(const struct padan_xliff_element *element);

/* Handlers of libxml2's SAX interface. */
void padan_xliff_element_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                               int namespace_count, const xmlChar **namespaces, int attribute_count, int defaulted,
                               const xmlChar **attributes);
void padan_xliff_element_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri);
void padan_xliff_characters(void *context, const xmlChar *data, int size);

/* Inline elements, which become codes of TMX. */
void padan_xliff_inline_start(struct padan_xliff_reader *xliff, const struct padan_xliff_element *element);
void padan_xliff_inline_end(struct padan_xliff_reader *xliff);
void padan_xliff_text(struct padan_xliff_reader *xliff, struct padan_string text);

/* The pair of that id, or a new one; NULL where there is no memory. */
struct padan_xliff_pair *padan_xliff_pair_of(struct padan_xliff_reader *xliff, struct padan_string id);
struct padan_xliff_pair *padan_xliff_pair_new(struct padan_xliff_reader *xliff);

/* The native code that an inline element refers to. */
struct padan_string padan_xliff_data(const struct padan_xliff_reader *xliff, struct padan_string id);

/* Where data of that id is kept; false where there is no memory. */
bool padan_xliff_data_key(struct padan_xliff_reader *xliff, struct padan_string id, size_t *number);

size_t padan_xliff_unit_size(const struct padan_xliff_reader *xliff);

/* Begins and ends the text of a side. */
void padan_xliff_side_begin(struct padan_xliff_reader *xliff, struct padan_xliff_side *side);
void padan_xliff_side_end(struct padan_xliff_reader *xliff, struct padan_xliff_side *side);

/* Empties the unit; gives it to the sink. */
void padan_xliff_unit_clear(struct padan_xliff_reader *xliff);
void padan_xliff_unit_free(struct padan_xliff_reader *xliff);
int padan_xliff_give(struct padan_xliff_reader *xliff, struct padan_error *error);

#endif
