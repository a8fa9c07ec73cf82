/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: what a memory holds and exchange formats carry; variants of one meaning. */
#ifndef PADAN_UNIT_H
#define PADAN_UNIT_H

#include <padan/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is said about a unit, a variant or a batch, in the order in which it was said. */
enum padan_property_kind {
    PADAN_PROPERTY_PROP,      /* TMX <prop type="name">value</prop> */
    PADAN_PROPERTY_NOTE,      /* TMX <note>value</note>; name is empty */
    PADAN_PROPERTY_ATTRIBUTE, /* an XML attribute that has no field of its own */
    PADAN_PROPERTY_ELEMENT    /* foreign XML kept whole in value */
};

struct padan_property {
    enum padan_property_kind kind;
    struct padan_string name;
    struct padan_string value;
    struct padan_string attributes; /* further XML attributes, as 'a="b" c="d"', or empty */
};

/* One language's rendering. */
struct padan_variant {
    struct padan_string language; /* tag as it was spelt */
    struct padan_string text;     /* UTF-8 without codes */
    struct padan_string markup;   /* the content of TMX <seg> with its codes; empty where there are none */
    bool has_before, has_after;   /* whether the context is known; a known empty one is the document's edge */
    struct padan_string before;   /* text of the segment before in the same document and language */
    struct padan_string after;
    const struct padan_property *properties;
    size_t property_count;
};

enum padan_unit_status {
    PADAN_UNIT_AUTO,     /* a machine paired it */
    PADAN_UNIT_CONFIRMED /* a person did, or agreed */
};

/* "auto", "confirmed". */
PADAN_API const char *padan_unit_status_name(enum padan_unit_status status);

#define PADAN_CONFIDENCE_UNKNOWN (-1.0)

/* Room for a confidence as text, with the NUL. */
#define PADAN_CONFIDENCE_SIZE 16

/*
 * Writes a confidence as padan's formats have it: at most six decimals, a full stop in every locale,
 * no trailing zeros (0.25 => "0.25", 1 => "1", unknown => ""). Answers `out`.
 */
PADAN_API char *padan_confidence_format(char out[PADAN_CONFIDENCE_SIZE], double confidence);

/*
 * One unit as it came in or goes out. All strings are views that the giver owns
 * and that are valid during the call that passes the unit.
 */
struct padan_unit {
    const struct padan_variant
        *variants; /* in the order of the file; the first is the source unless languages are named */
    size_t variant_count;
    enum padan_unit_status status;
    double confidence;            /* 0 to 1, or PADAN_CONFIDENCE_UNKNOWN */
    struct padan_string id;       /* the format's own (tuid), or empty */
    struct padan_string document; /* name of the document it comes from, or empty */
    int64_t position;             /* number in that document or file, from 0; -1: unknown */
    int64_t number;               /* id in the memory; 0 for a unit that is not stored yet */
    int64_t line;                 /* where it stands in its file, from 1; 0: unknown */
    struct padan_string origin;   /* of a row that padan align wrote to be corrected (see padan_origin_format), or
                                   * empty; its `position` is the bead, -1 where a person put the row in. Such a unit
                                   * may have fewer than two variants: the person took a side out. */
    const struct padan_property *properties;
    size_t property_count;
    struct padan_string source; /* the unit as it stood in its file with what stood before it, where all the rest
                                 * would not give it back; else empty */
};

/* Receives units one by one; answers PADAN_OK, or an error, which ends the reading. */
struct padan_unit_sink {
    int (*put)(void *context, const struct padan_unit *unit, struct padan_error *error);
    void *context;
};

#ifdef __cplusplus
}
#endif

#endif
